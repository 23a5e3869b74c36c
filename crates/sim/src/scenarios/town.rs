//! An invented town with its roads: a grid of streets, a ring road, country roads, a motorway, villages and a railway.
//!
//! Never here: who moves along them (`walker`), real places.

use super::dice::Dice;
use super::ground::Spot;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Streets of the town are so far apart, in metres.
const BLOCK_M: f64 = 110.0;
/// So many crossings on a side of the town.
const BLOCKS: i32 = 56;
/// Radius of the ring road.
const RING_M: f64 = 3_500.0;
/// Country roads are so far apart.
const COUNTRY_M: f64 = 1_000.0;
/// Half the side of the country around.
const HALF_COUNTRY: i32 = 17;
/// North of the middle lies the motorway.
const MOTORWAY_Y: f64 = 4_600.0;
/// South of the middle lies the railway.
const RAIL_Y: f64 = -650.0;
/// Middles of the villages.
const VILLAGES: [(f64, f64); 6] = [
    (7_000.0, 6_600.0),
    (-8_200.0, 5_800.0),
    (-6_400.0, -8_600.0),
    (9_300.0, -6_800.0),
    (300.0, 10_500.0),
    (12_000.0, -600.0),
];

/// A kind of road.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Road {
    Street,
    Country,
    Ring,
    Motorway,
}

/// Who may use which roads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wheels {
    /// Walks, cycles, or rides the bus: no ring road, no motorway.
    Slow,
    /// Drives a car.
    Car,
}

#[derive(Debug, Clone, Copy)]
struct Way {
    to: usize,
    road: Road,
}

/// One corner of a route: where, and the road that leads to it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Corner {
    pub(crate) spot: Spot,
    pub(crate) road: Road,
}

/// The roads of one seed.
#[derive(Debug)]
pub(crate) struct Town {
    spots: Vec<Spot>,
    ways: Vec<Vec<Way>>,
    /// Crossings at which people live or work.
    doors: Vec<usize>,
}

impl Town {
    /// The town of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Dice::of(seed, "town");
        let mut town = Self { spots: Vec::new(), ways: Vec::new(), doors: Vec::new() };
        town.grid(Spot::default(), BLOCKS, BLOCK_M, &mut dice);
        for (x, y) in VILLAGES {
            town.grid(Spot::new(x, y), 9, 95.0, &mut dice);
        }
        town.doors = (0..town.spots.len()).collect();
        let country = town.country(&mut dice);
        let inner = town.doors.clone();
        let ring = town.ring(&country, &inner);
        town.motorway(&country, &ring);
        for (x, y) in VILLAGES {
            town.tie(Spot::new(x, y), &country, &inner);
        }
        town
    }

    fn add(&mut self, spot: Spot) -> usize {
        self.spots.push(spot);
        self.ways.push(Vec::new());
        self.spots.len() - 1
    }

    fn join(&mut self, a: usize, b: usize, road: Road) {
        if let Some(ways) = self.ways.get_mut(a) {
            ways.push(Way { to: b, road });
        }
        if let Some(ways) = self.ways.get_mut(b) {
            ways.push(Way { to: a, road });
        }
    }

    /// A grid of streets around a middle; corners lie a little off, one street in ten is missing.
    fn grid(&mut self, middle: Spot, side: i32, block: f64, dice: &mut Dice) {
        let first = self.spots.len();
        let half = f64::from(side - 1) / 2.0;
        for row in 0..side {
            for column in 0..side {
                let (x, y) = ((f64::from(column) - half) * block, (f64::from(row) - half) * block);
                let shift = block * 0.12;
                let spot = middle.shifted(x + shift * dice.normal(), y + shift * dice.normal());
                let here = self.add(spot);
                let edge = row == 0 || row == side - 1 || column == 0 || column == side - 1;
                let kept = |dice: &mut Dice| edge || !dice.happens(0.1);
                if column > 0 && kept(dice) {
                    self.join(here - 1, here, Road::Street);
                }
                if row > 0 && kept(dice) {
                    let below = here.saturating_sub(usize::try_from(side).unwrap_or(0)).max(first);
                    self.join(below, here, Road::Street);
                }
            }
        }
    }

    /// Country roads outside the ring; one in eight is missing.
    fn country(&mut self, dice: &mut Dice) -> Vec<usize> {
        let mut nodes = Vec::new();
        let mut before: Vec<Option<usize>> = Vec::new();
        for row in -HALF_COUNTRY..=HALF_COUNTRY {
            let mut this = Vec::new();
            for column in -HALF_COUNTRY..=HALF_COUNTRY {
                let middle = Spot::new(f64::from(column) * COUNTRY_M, f64::from(row) * COUNTRY_M);
                let spot = middle.shifted(120.0 * dice.normal(), 120.0 * dice.normal());
                if middle.distance(Spot::default()) < RING_M + 600.0 {
                    this.push(None);
                    continue;
                }
                let here = self.add(spot);
                nodes.push(here);
                let left = this.last().copied().flatten().filter(|_| !dice.happens(0.125));
                let below = before.get(this.len()).copied().flatten().filter(|_| !dice.happens(0.125));
                for other in [left, below].into_iter().flatten() {
                    self.join(other, here, Road::Country);
                }
                this.push(Some(here));
            }
            before = this;
        }
        nodes
    }

    /// The ring road, tied to the streets inside and the roads outside at eight places.
    fn ring(&mut self, country: &[usize], streets: &[usize]) -> Vec<usize> {
        const CORNERS: u32 = 40;
        let nodes: Vec<usize> = (0..CORNERS)
            .map(|n| {
                let direction = core::f64::consts::TAU * f64::from(n) / f64::from(CORNERS);
                self.add(Spot::default().away(direction, RING_M))
            })
            .collect();
        for (here, next) in nodes.iter().zip(nodes.iter().cycle().skip(1)) {
            self.join(*here, *next, Road::Ring);
        }
        for here in nodes.iter().step_by(5) {
            let spot = self.spot(*here);
            for others in [streets, country] {
                if let Some(other) = self.nearest(spot, others) {
                    self.join(*here, other, Road::Country);
                }
            }
        }
        // Walking and cycling cross the ring: its eight junctions are no barrier between inside and outside.
        for here in nodes.iter().step_by(5) {
            let spot = self.spot(*here);
            if let (Some(inside), Some(outside)) = (self.nearest(spot, streets), self.nearest(spot, country))
            {
                self.join(inside, outside, Road::Country);
            }
        }
        nodes
    }

    /// The motorway, with a junction every four kilometres.
    fn motorway(&mut self, country: &[usize], ring: &[usize]) {
        let mut before = None;
        for n in -17..=17 {
            let x = f64::from(n) * 1_000.0;
            let here = self.add(Spot::new(x, MOTORWAY_Y + 250.0 * (x / 4_000.0).sin()));
            if let Some(before) = before {
                self.join(before, here, Road::Motorway);
            }
            if n % 4 == 0 {
                let spot = self.spot(here);
                let nearest = [self.nearest(spot, country), self.nearest(spot, ring)];
                for other in nearest.into_iter().flatten() {
                    if self.spot(other).distance(spot) < 1_800.0 {
                        self.join(here, other, Road::Country);
                    }
                }
            }
            before = Some(here);
        }
    }

    /// Ties a village to its nearest country roads.
    fn tie(&mut self, middle: Spot, country: &[usize], streets: &[usize]) {
        for direction in 0..4 {
            let gate = middle.away(core::f64::consts::FRAC_PI_2 * f64::from(direction), 700.0);
            let (inside, outside) = (self.nearest(gate, streets), self.nearest(gate, country));
            if let (Some(inside), Some(outside)) = (inside, outside) {
                self.join(inside, outside, Road::Country);
            }
        }
    }

    fn spot(&self, node: usize) -> Spot {
        self.spots.get(node).copied().unwrap_or_default()
    }

    fn nearest(&self, to: Spot, among: &[usize]) -> Option<usize> {
        among.iter().copied().min_by(|a, b| self.spot(*a).distance(to).total_cmp(&self.spot(*b).distance(to)))
    }

    /// The door that is nearest to a spot.
    pub(crate) fn door(&self, near: Spot) -> Spot {
        self.nearest(near, &self.doors).map(|node| self.spot(node)).unwrap_or(near)
    }

    /// Any door of the town (not of a village) within `most` metres of the middle.
    pub(crate) fn any_door(&self, most: f64, dice: &mut Dice) -> Spot {
        let direction = dice.direction();
        let metres = most * dice.unit().sqrt();
        self.door(Spot::default().away(direction, metres))
    }

    /// A door about so many metres away from a spot, in the direction where it fits best of some tries.
    pub(crate) fn door_at(&self, from: Spot, metres: f64, dice: &mut Dice) -> Spot {
        let mut best = from;
        let mut off = f64::INFINITY;
        for _ in 0..24 {
            let door = self.door(from.away(dice.direction(), metres));
            let wrong = (door.distance(from) - metres).abs();
            if wrong < off {
                (best, off) = (door, wrong);
            }
            if off < (0.02 * metres).max(25.0) {
                break;
            }
        }
        best
    }

    /// Any crossing, also of a country road, about so many metres away.
    pub(crate) fn crossing_at(&self, from: Spot, metres: f64, dice: &mut Dice) -> Spot {
        let all: Vec<usize> = (0..self.spots.len()).collect();
        let mut best = from;
        let mut off = f64::INFINITY;
        for _ in 0..12 {
            let goal = from.away(dice.direction(), metres);
            let Some(node) = self.nearest(goal, &all) else { continue };
            let wrong = (self.spot(node).distance(from) - metres).abs();
            if wrong < off {
                (best, off) = (self.spot(node), wrong);
            }
        }
        best
    }

    /// The quickest way by road, corners only; straight on where there is none.
    pub(crate) fn route(&self, from: Spot, to: Spot, wheels: Wheels) -> Vec<Corner> {
        let all: Vec<usize> = (0..self.spots.len()).filter(|n| self.reachable(*n, wheels)).collect();
        let ends = self.nearest(from, &all).zip(self.nearest(to, &all));
        let mut corners = ends.map(|(start, goal)| self.search(start, goal, wheels)).unwrap_or_default();
        corners.push(Corner { spot: to, road: Road::Street });
        corners
    }

    fn reachable(&self, node: usize, wheels: Wheels) -> bool {
        self.ways.get(node).is_some_and(|ways| ways.iter().any(|way| allowed(way.road, wheels)))
    }

    /// A* with tenths of a second as cost.
    fn search(&self, start: usize, goal: usize, wheels: Wheels) -> Vec<Corner> {
        let end = self.spot(goal);
        let fastest = pace(if wheels == Wheels::Car { Road::Motorway } else { Road::Street }, wheels);
        let mut best = vec![u32::MAX; self.spots.len()];
        let mut from: Vec<Option<(usize, Road)>> = vec![None; self.spots.len()];
        let mut open = BinaryHeap::new();
        if let Some(first) = best.get_mut(start) {
            *first = 0;
        }
        open.push((Reverse(0_u32), start));
        while let Some((_, here)) = open.pop() {
            if here == goal {
                break;
            }
            let so_far = best.get(here).copied().unwrap_or(u32::MAX);
            for way in self.ways.get(here).into_iter().flatten() {
                if !allowed(way.road, wheels) {
                    continue;
                }
                let length = self.spot(here).distance(self.spot(way.to));
                let cost = so_far.saturating_add(tenths(length / pace(way.road, wheels)));
                let known = best.get(way.to).copied().unwrap_or(0);
                if cost < known {
                    if let (Some(slot), Some(back)) = (best.get_mut(way.to), from.get_mut(way.to)) {
                        *slot = cost;
                        *back = Some((here, way.road));
                    }
                    let rest = tenths(self.spot(way.to).distance(end) / fastest);
                    open.push((Reverse(cost.saturating_add(rest)), way.to));
                }
            }
        }
        let mut corners = Vec::new();
        let mut here = goal;
        while let Some((before, road)) = from.get(here).copied().flatten() {
            corners.push(Corner { spot: self.spot(here), road });
            here = before;
            if here == start {
                break;
            }
        }
        corners.push(Corner { spot: self.spot(start), road: Road::Street });
        corners.reverse();
        corners
    }

    /// How much of the sky the houses take, as the share of time among high ones (assumed: 10, 30, 70 %).
    pub(crate) fn canyon_share(spot: Spot) -> f64 {
        let out = spot.distance(Spot::default());
        if out < 1_000.0 {
            0.7
        } else if out < RING_M {
            0.3
        } else {
            0.1
        }
    }

    /// The railway from one end of the country to the other, with its stations every six kilometres.
    pub(crate) fn rail(x: f64) -> Spot {
        Spot::new(x, RAIL_Y + 300.0 * (x / 5_000.0).sin())
    }

    /// The motorway's line.
    pub(crate) fn motorway_at(x: f64) -> Spot {
        Spot::new(x, MOTORWAY_Y + 250.0 * (x / 4_000.0).sin())
    }
}

fn allowed(road: Road, wheels: Wheels) -> bool {
    match road {
        Road::Street | Road::Country => true,
        Road::Ring | Road::Motorway => wheels == Wheels::Car,
    }
}

/// Metres a second for the choice of the way.
fn pace(road: Road, wheels: Wheels) -> f64 {
    match (road, wheels) {
        (_, Wheels::Slow) => 1.0,
        (Road::Street, Wheels::Car) => 8.0,
        (Road::Country, Wheels::Car) => 15.0,
        (Road::Ring, Wheels::Car) => 19.0,
        (Road::Motorway, Wheels::Car) => 28.0,
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "ways take less than a day")]
fn tenths(seconds: f64) -> u32 {
    (seconds.max(0.0) * 10.0).round() as u32
}
