//! Geometry alone: all zones of a place, and a pair's distance with its perimeters; each held against brute force in the same run.
//!
//! Never here: rules.

use super::cpu::Spent;
use super::town::{PERIMETERS, Town, Update, area};
use crate::exit::{Failure, Outcome};
use hoeder_geo::{Fence, ZoneIndex, distance};
use hoeder_vocab::Position;
use serde_json::{Map, Value, json};

/// Nearer than this, in metres, counts as near.
pub(super) const NEAR_M: f64 = 1_000.0;
const EARTH_M: f64 = 6_371_008.8;

pub(super) fn measure(town: &Town, updates: &[Update], figures: &mut Map<String, Value>) -> Outcome<()> {
    zones_of_point(town, updates, figures)?;
    pair_and_zones(town, updates, figures)
}

fn no_zone(fault: hoeder_geo::ShapeFault) -> Failure {
    Failure::failed("a zone of the benchmark is none", fault)
}

fn zones_of_point(town: &Town, updates: &[Update], figures: &mut Map<String, Value>) -> Outcome<()> {
    let zones: Result<Vec<_>, _> =
        (0_u32..).zip(&town.zones).map(|(number, ring)| area(ring).map(|area| (number, area))).collect();
    let index = ZoneIndex::build(&zones.map_err(no_zone)?)
        .map_err(|e| Failure::failed("the zones of the benchmark cannot be indexed", e))?;
    let mut found = 0_u64;
    let spent = Spent::of(|| {
        for update in updates {
            found += index.zones_at(update.position).map(|zone| u64::from(zone) + 1).sum::<u64>();
        }
    });
    let brute: Vec<Brute> = town.zones.iter().map(|ring| Brute::new(ring)).collect();
    let mut wrong = 0_u64;
    for update in updates {
        let expected = (0_u32..).zip(&brute).filter(|(_, zone)| zone.holds(update.position)).map(|(n, _)| n);
        wrong += u64::from(!index.zones_at(update.position).eq(expected));
    }
    figures.insert("zones_of_point_per_s".to_owned(), spent.rate(updates.len()));
    figures.insert("zones_of_point_wrong".to_owned(), json!(wrong));
    figures.insert("zones_of_point_found".to_owned(), json!(found));
    Ok(())
}

/// What is read for one pair, side by side.
struct Watched {
    places: [Position; 2],
    fences: [Fence; PERIMETERS],
}

fn pair_and_zones(town: &Town, updates: &[Update], figures: &mut Map<String, Value>) -> Outcome<()> {
    let mut watched = Vec::with_capacity(town.pairs.len());
    for pair in &town.pairs {
        let [one, two, three] = &pair.perimeters;
        let fence = |ring: &[Position]| area(ring).map(|area| Fence::area(&area)).map_err(no_zone);
        let home =
            one.first().copied().ok_or_else(|| Failure::failed("a perimeter is empty", "no corner"))?;
        watched.push(Watched { places: [home; 2], fences: [fence(one)?, fence(two)?, fence(three)?] });
    }
    let mut answers: Vec<u8> = Vec::with_capacity(updates.len());
    let spent = Spent::of(|| {
        for update in updates {
            let Some(pair) = watched.get_mut(update.pair as usize) else { continue };
            let Some(place) = pair.places.get_mut(usize::from(update.side)) else { continue };
            *place = update.position;
            let [offender, protected] = pair.places;
            let mut answer = u8::from(distance(offender, protected).0 < NEAR_M);
            for fence in &pair.fences {
                answer = answer << 1 | u8::from(fence.contains(offender));
            }
            answers.push(answer);
        }
    });
    let wrong = compare(town, updates, &answers);
    figures.insert("pair_and_zones_per_s".to_owned(), spent.rate(updates.len()));
    figures.insert("pair_and_zones_wrong".to_owned(), json!(wrong));
    figures.insert("pair_and_zones_near".to_owned(), json!(answers.iter().filter(|a| **a >= 8).count()));
    Ok(())
}

fn compare(town: &Town, updates: &[Update], answers: &[u8]) -> u64 {
    let fences: Vec<[Brute; PERIMETERS]> =
        town.pairs.iter().map(|pair| pair.perimeters.each_ref().map(|ring| Brute::new(ring))).collect();
    let mut places: Vec<[Option<Position>; 2]> = town
        .pairs
        .iter()
        .map(|pair| [pair.perimeters.first().and_then(|ring| ring.first().copied()); 2])
        .collect();
    let mut wrong = 0;
    for (update, answer) in updates.iter().zip(answers) {
        let pair = update.pair as usize;
        let Some((now, fences)) = places.get_mut(pair).zip(fences.get(pair)) else { continue };
        if let Some(place) = now.get_mut(usize::from(update.side)) {
            *place = Some(update.position);
        }
        let [Some(offender), Some(protected)] = *now else { continue };
        let far = haversine(offender, protected);
        let mut expected = u8::from(far < NEAR_M);
        for fence in fences {
            expected = expected << 1 | u8::from(fence.holds(offender));
        }
        // Two ways to compute a distance differ by less than a micrometre; only there may they disagree.
        wrong += u64::from(expected != *answer && (far - NEAR_M).abs() > 1e-6);
    }
    wrong
}

fn haversine(a: Position, b: Position) -> f64 {
    let (lat, other) = (a.lat().to_radians(), b.lat().to_radians());
    let (up, aside) = (((other - lat) / 2.0).sin(), ((b.lon() - a.lon()).to_radians() / 2.0).sin());
    2.0 * EARTH_M * (up * up + lat.cos() * other.cos() * aside * aside).sqrt().asin()
}

/// A ring, looked at corner by corner in whole numbers; a place on its border is in it.
struct Brute {
    ring: Vec<(i64, i64)>,
    low: (i64, i64),
    high: (i64, i64),
}

impl Brute {
    fn new(ring: &[Position]) -> Self {
        let ring: Vec<(i64, i64)> =
            ring.iter().map(|p| (i64::from(p.lon_e7()), i64::from(p.lat_e7()))).collect();
        let of = |pick: fn(&(i64, i64)) -> i64| ring.iter().map(pick);
        let low = (of(|p| p.0).min().unwrap_or(0), of(|p| p.1).min().unwrap_or(0));
        let high = (of(|p| p.0).max().unwrap_or(0), of(|p| p.1).max().unwrap_or(0));
        Self { ring, low, high }
    }

    fn holds(&self, place: Position) -> bool {
        let (x, y) = (i64::from(place.lon_e7()), i64::from(place.lat_e7()));
        if x < self.low.0 || x > self.high.0 || y < self.low.1 || y > self.high.1 {
            return false;
        }
        let mut inside = false;
        for (a, b) in self.ring.iter().zip(self.ring.iter().skip(1)) {
            let turn = (b.0 - a.0) * (y - a.1) - (b.1 - a.1) * (x - a.0);
            let between = x >= a.0.min(b.0) && x <= a.0.max(b.0) && y >= a.1.min(b.1) && y <= a.1.max(b.1);
            if turn == 0 && between {
                return true;
            }
            if (a.1 > y) != (b.1 > y) && (turn > 0) == (b.1 > a.1) {
                inside = !inside;
            }
        }
        inside
    }
}
