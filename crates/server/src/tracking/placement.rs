//! In which shard each carrier is: carriers of a pair in the same one. Orders come in, orders for shards go out.
//!
//! When a new pair joins two shards, the smaller side moves: its orders go to the other shard first, then it leaves the old one.
//! Never here: threads, fixes.

use super::directory::Shard;
use hoeder_vocab::{CarrierId, PairId, PerimeterId};
use hoeder_watch::track::{CarrierOrder, Order, PairOrder, PerimeterOrder};
use std::collections::{BTreeSet, HashMap};

/// What a shard is told.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    /// To this shard.
    Order(Shard, Order),
    /// These carriers are in another shard from now on, which has their orders.
    Move { from: Shard, to: Shard, carriers: Vec<CarrierId> },
    /// A carrier is in this shard from now on, or in none.
    Route(CarrierId, Option<Shard>),
}

struct Placed {
    shard: Shard,
    order: CarrierOrder,
    pairs: BTreeSet<PairId>,
    perimeters: BTreeSet<PerimeterId>,
}

/// Who is where.
pub(super) struct Placement {
    /// Carriers in each shard.
    load: Vec<usize>,
    carriers: HashMap<CarrierId, Placed>,
    pairs: HashMap<PairId, PairOrder>,
    perimeters: HashMap<PerimeterId, Box<PerimeterOrder>>,
}

impl Placement {
    pub(super) fn new(shards: usize) -> Self {
        Self {
            load: vec![0; shards.max(1)],
            carriers: HashMap::new(),
            pairs: HashMap::new(),
            perimeters: HashMap::new(),
        }
    }

    /// What follows from an order. One about somebody unknown goes nowhere: the engine orders carriers first.
    pub(super) fn order(&mut self, order: Order) -> Vec<Step> {
        match order {
            Order::Carrier(order) => self.put_carrier(order),
            Order::CarrierGone(carrier) => self.drop_carrier(carrier),
            Order::Pair(order) => self.put_pair(order),
            Order::PairGone(pair) => {
                let Some(before) = self.forget_pair(pair) else { return Vec::new() };
                self.to_shard_of(before.offender, Order::PairGone(pair))
            }
            Order::Perimeter(order) => self.put_perimeter(order),
            Order::PerimeterGone(perimeter) => {
                let Some(before) = self.perimeters.remove(&perimeter) else { return Vec::new() };
                if let Some(carrier) = self.carriers.get_mut(&before.carrier) {
                    carrier.perimeters.remove(&perimeter);
                }
                self.to_shard_of(before.carrier, Order::PerimeterGone(perimeter))
            }
        }
    }

    fn to_shard_of(&self, carrier: CarrierId, order: Order) -> Vec<Step> {
        self.carriers.get(&carrier).map(|placed| Step::Order(placed.shard, order)).into_iter().collect()
    }

    fn put_carrier(&mut self, order: CarrierOrder) -> Vec<Step> {
        let carrier = order.carrier;
        if let Some(placed) = self.carriers.get_mut(&carrier) {
            placed.order = order.clone();
            return vec![Step::Order(placed.shard, Order::Carrier(order))];
        }
        let shard = self.emptiest();
        self.count(shard, 1);
        let (pairs, perimeters) = (BTreeSet::new(), BTreeSet::new());
        self.carriers.insert(carrier, Placed { shard, order: order.clone(), pairs, perimeters });
        vec![Step::Order(shard, Order::Carrier(order)), Step::Route(carrier, Some(shard))]
    }

    fn emptiest(&self) -> Shard {
        let numbered = (0..).zip(&self.load);
        numbered.min_by_key(|(_, carriers)| **carriers).map_or(0, |(shard, _)| shard)
    }

    fn count(&mut self, shard: Shard, more: isize) {
        if let Some(load) = usize::try_from(shard).ok().and_then(|shard| self.load.get_mut(shard)) {
            *load = load.saturating_add_signed(more);
        }
    }

    fn drop_carrier(&mut self, carrier: CarrierId) -> Vec<Step> {
        let Some(placed) = self.carriers.remove(&carrier) else { return Vec::new() };
        self.count(placed.shard, -1);
        for pair in placed.pairs {
            self.forget_pair(pair);
        }
        for perimeter in placed.perimeters {
            self.perimeters.remove(&perimeter);
        }
        vec![Step::Route(carrier, None), Step::Order(placed.shard, Order::CarrierGone(carrier))]
    }

    fn forget_pair(&mut self, pair: PairId) -> Option<PairOrder> {
        let before = self.pairs.remove(&pair)?;
        for side in [before.offender, before.protected] {
            if let Some(placed) = self.carriers.get_mut(&side) {
                placed.pairs.remove(&pair);
            }
        }
        Some(before)
    }

    fn put_perimeter(&mut self, order: Box<PerimeterOrder>) -> Vec<Step> {
        let Some(placed) = self.carriers.get_mut(&order.carrier) else { return Vec::new() };
        let shard = placed.shard;
        placed.perimeters.insert(order.perimeter);
        self.perimeters.insert(order.perimeter, order.clone());
        vec![Step::Order(shard, Order::Perimeter(order))]
    }

    fn put_pair(&mut self, order: PairOrder) -> Vec<Step> {
        let mut steps = Vec::new();
        if let Some(before) = self.forget_pair(order.pair)
            && (before.offender, before.protected) != (order.offender, order.protected)
        {
            steps.extend(self.to_shard_of(before.offender, Order::PairGone(order.pair)));
        }
        let shard_of = |carrier| self.carriers.get(&carrier).map(|placed| placed.shard);
        let (Some(one), Some(other)) = (shard_of(order.offender), shard_of(order.protected)) else {
            return steps;
        };
        let mut shard = one;
        if one != other {
            let (mine, theirs) = (self.joined(order.offender), self.joined(order.protected));
            let (from, to, moving) =
                if mine.len() < theirs.len() { (one, other, mine) } else { (other, one, theirs) };
            shard = to;
            steps.append(&mut self.moved(from, to, moving));
        }
        for side in [order.offender, order.protected] {
            if let Some(placed) = self.carriers.get_mut(&side) {
                placed.pairs.insert(order.pair);
            }
        }
        self.pairs.insert(order.pair, order.clone());
        steps.push(Step::Order(shard, Order::Pair(order)));
        steps
    }

    /// Everybody who is joined to this carrier by pairs, in order.
    fn joined(&self, carrier: CarrierId) -> BTreeSet<CarrierId> {
        let mut found = BTreeSet::from([carrier]);
        let mut next = vec![carrier];
        while let Some(carrier) = next.pop() {
            let pairs = self.carriers.get(&carrier).into_iter().flat_map(|placed| &placed.pairs);
            for pair in pairs.filter_map(|pair| self.pairs.get(pair)) {
                next.extend([pair.offender, pair.protected].into_iter().filter(|side| found.insert(*side)));
            }
        }
        found
    }

    fn moved(&mut self, from: Shard, to: Shard, carriers: BTreeSet<CarrierId>) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut pairs = BTreeSet::new();
        for carrier in &carriers {
            let Some(placed) = self.carriers.get_mut(carrier) else { continue };
            placed.shard = to;
            steps.push(Step::Order(to, Order::Carrier(placed.order.clone())));
            pairs.extend(placed.pairs.iter().copied());
            let perimeters = placed.perimeters.iter().filter_map(|id| self.perimeters.get(id));
            steps.extend(perimeters.map(|order| Step::Order(to, Order::Perimeter(order.clone()))));
            self.count(from, -1);
            self.count(to, 1);
        }
        let joined = pairs.iter().filter_map(|pair| self.pairs.get(pair));
        steps.extend(joined.map(|order| Step::Order(to, Order::Pair(order.clone()))));
        // What comes from now on goes to the new shard; what waits in the old one is passed on from there.
        steps.extend(carriers.iter().map(|carrier| Step::Route(*carrier, Some(to))));
        steps.push(Step::Move { from, to, carriers: carriers.into_iter().collect() });
        steps
    }
}
