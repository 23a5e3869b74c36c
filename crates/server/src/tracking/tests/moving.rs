//! Carriers that change shards, and a start after a stop.

use super::*;
use std::collections::{BTreeMap, BTreeSet};

/// A step of a random life of orders.
fn random_order(chance: &mut u64) -> Order {
    let mut below = |n: u64| {
        *chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*chance >> 33) % n
    };
    let (kind, one, other) = (below(10), u128::from(below(12)), u128::from(below(12)));
    match kind {
        0..4 => carrier_order(one),
        4 => Order::CarrierGone(carrier(one)),
        5 => Order::PairGone(PairId::from_u128(one)),
        _ => Order::Pair(pair_order(
            u128::from(below(8)),
            one,
            if one == other { (one + 1) % 12 } else { other },
        )),
    }
}

/// What one shard was told.
#[derive(Default)]
struct Told {
    carriers: BTreeSet<CarrierId>,
    pairs: BTreeMap<PairId, PairOrder>,
}

impl Told {
    fn order(&mut self, order: Order) {
        match order {
            Order::Carrier(order) => {
                self.carriers.insert(order.carrier);
            }
            Order::CarrierGone(gone) => {
                self.carriers.remove(&gone);
                self.pairs.retain(|_, pair| pair.offender != gone && pair.protected != gone);
            }
            Order::Pair(order) => {
                assert!(self.carriers.contains(&order.offender) && self.carriers.contains(&order.protected));
                self.pairs.insert(order.pair, order);
            }
            Order::PairGone(pair) => {
                self.pairs.remove(&pair);
            }
            Order::Perimeter(_) | Order::PerimeterGone(_) => {}
        }
    }
}

#[test]
fn whatever_is_ordered_a_pair_is_whole_in_one_shard_and_the_shards_together_watch_what_was_ordered() {
    for seed in 0..300 {
        let mut chance = seed;
        let mut placement = Placement::new(3);
        let mut shards = [Told::default(), Told::default(), Told::default()];
        let mut routes = BTreeMap::new();
        let mut model = Told::default();
        for _ in 0..120 {
            let order = random_order(&mut chance);
            if let Order::Pair(pair) = &order
                && !(model.carriers.contains(&pair.offender) && model.carriers.contains(&pair.protected))
            {
                // It goes nowhere, and what stood under its id is replaced.
                model.pairs.remove(&pair.pair);
                placement
                    .order(order.clone())
                    .into_iter()
                    .for_each(|step| apply(step, &mut shards, &mut routes));
                continue;
            }
            model.order(order.clone());
            placement.order(order).into_iter().for_each(|step| apply(step, &mut shards, &mut routes));
            let watched: Vec<CarrierId> =
                shards.iter().flat_map(|told| told.carriers.iter().copied()).collect();
            assert_eq!(watched.len(), model.carriers.len(), "nobody twice, nobody lost (seed {seed})");
            assert_eq!(watched.into_iter().collect::<BTreeSet<_>>(), model.carriers, "seed {seed}");
            let pairs: BTreeMap<PairId, PairOrder> =
                shards.iter().flat_map(|told| told.pairs.clone()).collect();
            assert_eq!(pairs, model.pairs, "seed {seed}");
            for (carrier, shard) in &routes {
                assert!(shards[usize::try_from(*shard).unwrap()].carriers.contains(carrier), "seed {seed}");
            }
            assert_eq!(routes.len(), model.carriers.len());
        }
    }
}

fn apply(step: Step, shards: &mut [Told; 3], routes: &mut BTreeMap<CarrierId, u32>) {
    match step {
        Step::Order(shard, order) => shards[usize::try_from(shard).unwrap()].order(order),
        Step::Route(carrier, Some(shard)) => {
            routes.insert(carrier, shard);
        }
        Step::Route(carrier, None) => {
            routes.remove(&carrier);
        }
        Step::Move { from, to, carriers } => {
            assert_ne!(from, to);
            for gone in carriers {
                shards[usize::try_from(from).unwrap()].order(Order::CarrierGone(gone));
            }
        }
    }
}

/// (EM-02)
#[tokio::test]
async fn carriers_who_become_a_pair_while_their_fixes_wait_are_judged_together_and_nothing_is_lost() {
    let house = house(|_| {});
    house.watch(&[1, 2]);
    let shard = |n| house.tracking.directory().shard(carrier(n));
    assert_ne!(shard(1), shard(2));
    let (one, two) = (report(JUST_NOW, 0), report(JUST_NOW, 100));
    let waiting: Vec<_> = [(1, one), (2, two)]
        .into_iter()
        .map(|(n, report)| {
            let door = house.tracking.door();
            tokio::spawn(async move { door.take(&number(n), vec![report], ReceivedAt(now())).await })
        })
        .collect();
    while house.tracking.health().waiting < 2 {
        tokio::task::yield_now().await;
    }
    house.tracking.watch(Order::Pair(pair_order(1, 1, 2)));
    assert_eq!(shard(1), shard(2));
    house.tracking.begin();
    for wait in waiting {
        assert_eq!(wait.await.unwrap(), Ok(Accepted { count: 1 }));
    }
    assert!(house.ears.raised().contains(&AlertKind::Near), "{:?}", house.ears.raised());
    assert_eq!((house.kept(1).await, house.kept(2).await), (vec![one], vec![two]));
    assert!(house.tracking.stop());
}

#[tokio::test]
async fn a_carrier_that_moves_takes_its_last_fix_along() {
    let house = house(|_| {});
    house.watch(&[1, 2]);
    house.tracking.begin();
    house.take(1, vec![report(JUST_NOW, 0)]).await.unwrap();
    house.take(2, vec![report(JUST_NOW, 100)]).await.unwrap();
    assert_eq!(house.ears.raised(), vec![]);
    house.tracking.watch(Order::Pair(pair_order(1, 1, 2)));
    // One more fix of the one who stayed is enough.
    house.take(1, vec![report(Duration::ZERO, 1)]).await.unwrap();
    house.take(2, vec![report(Duration::ZERO, 101)]).await.unwrap();
    assert!(house.ears.raised().contains(&AlertKind::Near), "{:?}", house.ears.raised());
    assert!(house.tracking.stop());
}

/// (GN-05)
#[tokio::test]
async fn after_a_start_the_guard_knows_where_everybody_was() {
    let house = house(|_| {});
    house.watch(&[1, 2]);
    house.tracking.watch(Order::Pair(pair_order(1, 1, 2)));
    house.tracking.begin();
    house.take(2, vec![report(JUST_NOW, 100)]).await.unwrap();
    assert!(house.tracking.stop());
    let tracking = started(&config(house.folder.path()), &house.ears);
    let house = House { tracking, ..house };
    house.watch(&[1, 2]);
    house.tracking.watch(Order::Pair(pair_order(1, 1, 2)));
    house.tracking.begin();
    assert_eq!(house.ears.raised(), vec![]);
    house.take(1, vec![report(Duration::ZERO, 0)]).await.unwrap();
    assert!(house.ears.raised().contains(&AlertKind::Near), "{:?}", house.ears.raised());
    assert!(house.tracking.stop());
    // And a start after the alert says it once more, as it stands: the engine knows it by its key.
    house.ears.changes.lock().unwrap().clear();
    let tracking = started(&config(house.folder.path()), &house.ears);
    let house = House { tracking, ..house };
    house.watch(&[1, 2]);
    house.tracking.watch(Order::Pair(pair_order(1, 1, 2)));
    house.tracking.begin();
    house.take(1, vec![report(Duration::ZERO, 0)]).await.unwrap();
    let near = house.ears.raised().iter().filter(|kind| **kind == AlertKind::Near).count();
    assert_eq!(near, 1, "{:?}", house.ears.raised());
    assert!(house.tracking.stop());
}

/// (EM-02, FL-01)
#[tokio::test]
async fn after_a_long_stop_nobody_counts_as_silent_because_nobody_listened() {
    let house = house(|_| {});
    assert!(house.tracking.stop());
    let long_ago = ReceivedAt(UtcMillis::from_unix_ms(now().unix_ms() - 7_200_000));
    let settings = hoeder_store::tracks::TrackSettings::new(house.folder.path().join("tracks"));
    let opened = hoeder_store::tracks::TrackWriter::open(settings, Box::new(MasterKey::from_bytes([7; 32])));
    let (mut writer, _chores, _) = opened.unwrap();
    let mut group = hoeder_store::tracks::Group::default();
    let old = report(Duration::from_secs(7_200), 0);
    writer.sealer().add(&mut group, carrier(1), &[old], long_ago).unwrap();
    writer.append(std::slice::from_ref(&group)).unwrap();
    drop(writer);
    let tracking = started(&config(house.folder.path()), &house.ears);
    let house = House { tracking, ..house };
    house.watch(&[1, 2]);
    if let Order::Carrier(order) = carrier_order(1) {
        let silent_after = Duration::from_secs(60);
        house.tracking.watch(Order::Carrier(CarrierOrder { silent_after, ..order }));
    }
    house.tracking.begin();
    assert!(house.take(1, vec![report(JUST_NOW, 0)]).await.is_ok());
    assert_eq!(house.ears.raised(), vec![]);
    assert!(house.tracking.stop());
}
