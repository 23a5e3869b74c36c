//! How many fixes a second one core judges with all rules, how that grows from 1,000 to 1,000,000 carriers, and what a
//! pair with three perimeters of 32 corners takes.
//!
//! `cargo run --release -p hoeder-watch --example guard_speed [-- --pairs N]`. Seeded: the same work every time.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a measuring program beside the pure room: it takes arguments and the time"
)]

use core::time::Duration;
use hoeder_geo::{MultiPolygon, Polygon, Ring, ZoneIndex, offset, way};
use hoeder_vocab::tracking::{Motion, Side, Signs, TrackFix, TrackReport};
use hoeder_vocab::{
    CarrierId, Decimetres, FixSource, FixedAt, Metres, PairId, PerimeterId, Position, ReceivedAt, UtcMillis,
};
use hoeder_watch::track::{
    CarrierOrder, Guard, Order, PairOrder, PerimeterKind, PerimeterOrder, Settings, Shape, Validity, Week,
};
use std::error::Error;
use std::io::Write;
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn Error>>;

const START: i64 = 1_795_000_000_000;
const CORNERS: u32 = 32;

/// `SplitMix64`: small, seeded, the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
    /// From 0 to 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn round(centre: Position, radius: f64, corners: u32) -> Outcome<MultiPolygon> {
    let points = (0..corners)
        .map(|n| offset(centre, f64::from(n) * 360.0 / f64::from(corners), Metres(radius)))
        .collect();
    Ok(MultiPolygon::from(Polygon::new(Ring::new(points)?, Vec::new())?))
}

fn carrier(number: u64) -> CarrierId {
    CarrierId::from_u128(u128::from(number) << 64 | u128::from(number.wrapping_mul(0x9e37_79b9)))
}

/// A guard of so many pairs, and where each of their carriers is.
fn town(pairs: u64, random: &mut Random) -> Outcome<(Guard, Vec<Position>)> {
    let now = UtcMillis::from_unix_ms(START);
    let valid = Validity { from: UtcMillis::from_unix_ms(START - 1_000), until: None };
    let mut guard = Guard::new(Settings::default());
    let mut places = Vec::new();
    for pair in 0..pairs {
        let home = Position::from_degrees(50.6 + random.share() * 0.7, 3.0 + random.share() * 2.5)?;
        let offender = offset(home, random.share() * 360.0, Metres(800.0 + random.share() * 6_000.0));
        for (number, side) in [(pair * 2, Side::Offender), (pair * 2 + 1, Side::Protected)] {
            let order = CarrierOrder {
                carrier: carrier(number),
                side,
                valid,
                interval: Duration::from_secs(10),
                silent_after: Duration::from_secs(600),
                lost_after: Duration::from_secs(900),
                fastest_mps: 40.0,
                alcohol: None,
            };
            guard.order(Order::Carrier(order), now)?;
        }
        let order = PairOrder {
            pair: PairId::from_u128(u128::from(pair)),
            offender: carrier(pair * 2),
            protected: carrier(pair * 2 + 1),
            valid,
            alarm: Metres(500.0),
            warning: Metres(1_000.0),
            police: Duration::from_secs(600),
        };
        guard.order(Order::Pair(order), now)?;
        for n in 0..3_u128 {
            let centre = offset(home, random.share() * 360.0, Metres(random.share() * 3_000.0));
            let order = PerimeterOrder {
                perimeter: PerimeterId::from_u128(u128::from(pair) * 3 + n),
                carrier: carrier(pair * 2),
                kind: PerimeterKind::Exclusion,
                shape: Shape::Area(round(centre, 300.0 + random.share() * 500.0, CORNERS)?),
                week: Week::default(),
                valid,
            };
            guard.order(Order::Perimeter(Box::new(order)), now)?;
        }
        places.extend([offender, home]);
    }
    Ok((guard, places))
}

/// Seconds that this program computed, where the system says so: other programs on the machine do not count.
fn computed(since: Instant) -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanos = text.split(' ').next().and_then(|first| first.parse::<f64>().ok());
    nanos.map_or(since.elapsed().as_secs_f64(), |nanos| nanos / 1e9)
}

/// Fixes a second with all rules, and how many changes came out.
fn judge(pairs: u64, fixes: u64) -> Outcome<(f64, u64, usize)> {
    let mut random = Random(7);
    let (mut guard, mut places) = town(pairs, &mut random)?;
    let start = Instant::now();
    let (mut done, mut changes, mut round, mut spent) = (0, 0, 0_i64, 0.0);
    let mut reports: Vec<(CarrierId, TrackReport)> = Vec::new();
    while done < fixes {
        reports.clear();
        for (number, place) in (0_u64..).zip(places.iter_mut()) {
            let metres = if number % 2 == 0 { 40.0 } else { 15.0 };
            *place = offset(*place, random.share() * 360.0, Metres(random.share() * metres));
            let fixed = START + round * 10_000 + number as i64 % 9_000;
            reports.push((carrier(number), report(*place, fixed, &mut random)));
        }
        let received = START + round * 10_000 + 9_500;
        let begun = computed(start);
        guard.tick(UtcMillis::from_unix_ms(received));
        for (carrier, report) in &reports {
            guard.take(*carrier, report, ReceivedAt(UtcMillis::from_unix_ms(received)));
            while guard.poll().is_some() {
                changes += 1;
            }
        }
        // The first rounds only fill what is kept of each carrier.
        if round >= 10 {
            spent += computed(start) - begun;
            done += reports.len() as u64;
        }
        round += 1;
    }
    Ok((done as f64 / spent, changes, guard.bytes()))
}

fn report(position: Position, fixed: i64, random: &mut Random) -> TrackReport {
    let fix = TrackFix {
        position,
        accuracy: Some(Decimetres(30 + (random.share() * 200.0) as u32)),
        fixed_at: FixedAt(UtcMillis::from_unix_ms(fixed)),
        source: FixSource::Gnss,
        speed_cms: None,
        heading_deg: None,
        motion: Motion::Moving,
    };
    let (began, ended) = (Signs::NONE, Signs::NONE);
    TrackReport {
        at: fix.fixed_at,
        fix: Some(fix),
        began,
        ended,
        battery: None,
        sos: false,
        alcohol: None,
        buffered: false,
    }
}

/// Zones of a point a second, and pair distance with three zones a second.
fn geometry() -> Outcome<(f64, f64)> {
    let mut random = Random(11);
    let mut centre = || Position::from_degrees(50.6 + random.share() * 0.7, 3.0 + random.share() * 2.5);
    let mut zones = Vec::new();
    for n in 0..200_u32 {
        zones.push((n, round(centre()?, 4_000.0, 200)?));
    }
    let index = ZoneIndex::build(&zones)?;
    let points: Vec<Position> = (0..1_000_000).filter_map(|_| centre().ok()).collect();
    let start = Instant::now();
    let begun = computed(start);
    let found: usize = points.iter().map(|point| index.zones_at(*point).count()).sum();
    let zones_of_point = points.len() as f64 / (computed(start) - begun);
    let mut fences = Vec::new();
    for _ in 0..30_000 {
        fences.push(hoeder_geo::Fence::area(&round(centre()?, 500.0, CORNERS)?));
    }
    let near: Vec<Position> = (0..1_000_000_u32)
        .map(|n| points.get(n as usize % 10_000).copied().ok_or("no point"))
        .collect::<Result<_, _>>()?;
    let begun = computed(start);
    let mut hits = 0_usize;
    for (n, pair) in near.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        let from = n % 10_000 * 3;
        let held = fences.get(from..from + 3).unwrap_or_default().iter().filter(|f| f.contains(*a)).count();
        hits += held + usize::from(way(*a, *b).length() < 500.0);
    }
    let pair_and_zones = near.len() as f64 / (computed(start) - begun);
    writeln!(std::io::stdout(), "zones found {found}, hits {hits}")?;
    Ok((zones_of_point, pair_and_zones))
}

fn main() -> Outcome<()> {
    let mut out = std::io::stdout();
    let (zones_of_point, pair_and_zones) = geometry()?;
    writeln!(out, "zones of a point: {:.2} M/s", zones_of_point / 1e6)?;
    writeln!(out, "pair distance and three zones: {:.2} M/s", pair_and_zones / 1e6)?;
    let wanted = std::env::args().skip_while(|argument| argument != "--pairs").nth(1);
    let sizes = match wanted {
        Some(pairs) => vec![pairs.parse()?],
        None => vec![500, 50_000, 500_000],
    };
    for pairs in sizes {
        let (speed, changes, bytes) = judge(pairs, 2_000_000)?;
        writeln!(
            out,
            "{:>7} carriers: {:.2} M fixes/s, {changes} changes, {} bytes a pair",
            pairs * 2,
            speed / 1e6,
            bytes as u64 / pairs
        )?;
    }
    Ok(())
}
