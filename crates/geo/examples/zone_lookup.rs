//! How many places a second the zone index looks up on one core, and whether it agrees with crate `geo`.
//!
//! `cargo run --release -p hoeder-geo --example zone_lookup -- [FILE.geojson] [--json]`. Without a file it makes about
//! 200 zones itself. Exit 1 when a single answer differs. Points on a border are compared too: both sides call them in.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a measuring program beside the pure room: it takes arguments, a file and the time"
)]

use geo::{BoundingRect, Intersects};
use geojson::{FeatureReader, GeometryValue};
use hoeder_geo::{MultiPolygon, Polygon, Ring, ZoneIndex};
use hoeder_vocab::{Metres, Position};
use std::error::Error;
use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

const POINTS: usize = 300_000;
const ROUNDS: usize = 9;
const SEED: u64 = 0x0000_486f_6564_6572;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// `SplitMix64`: small, seeded, the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From `low` to `high`, both included.
    fn between(&mut self, low: i32, high: i32) -> i32 {
        let span = u64::from(high.abs_diff(low)) + 1;
        let step = i64::try_from(self.next() % span).unwrap_or(0);
        i32::try_from(i64::from(low) + step).unwrap_or(low)
    }
}

fn main() -> Outcome<ExitCode> {
    let mut json = false;
    let mut file = None;
    for argument in std::env::args().skip(1) {
        if argument == "--json" {
            json = true;
        } else {
            file = Some(argument);
        }
    }
    let zones = match &file {
        Some(path) => read(path)?,
        None => town(&mut Random(SEED))?,
    };
    let started = Instant::now();
    let index = ZoneIndex::build(&zones)?;
    let build_ms = started.elapsed().as_secs_f64() * 1e3;
    let points = scatter(&zones, &mut Random(SEED ^ 1))?;
    let verdict = compare(&index, &zones, &points);
    let inside: Vec<Position> =
        points.iter().copied().filter(|&p| index.zones_at(p).next().is_some()).collect();
    let rates = [rate(&index, &points), rate(&index, &inside), touched_rate(&index, &points)];
    let [all, inside_only, touched] = rates;
    let mut out = std::io::stdout().lock();
    if json {
        writeln!(
            out,
            "{{\"zone_lookup_per_s\":{all:.0},\"zone_lookup_inside_per_s\":{inside_only:.0},\
             \"zones_touched_per_s\":{touched:.0},\"mismatches\":{},\"points\":{},\"on_border\":{},\"zones\":{},\
             \"build_ms\":{build_ms:.1}}}",
            verdict.mismatches,
            points.len(),
            verdict.on_border,
            zones.len(),
        )?;
    } else {
        writeln!(out, "{} zones, index built in {build_ms:.1} ms", zones.len())?;
        writeln!(out, "{all:.0} points/s ({inside_only:.0} when all are inside a zone), one core")?;
        writeln!(out, "{touched:.0} circles of 50 m/s")?;
        writeln!(
            out,
            "{} of {} points differ from crate geo ({} lie on a border)",
            verdict.mismatches,
            points.len(),
            verdict.on_border
        )?;
    }
    Ok(if verdict.mismatches == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Looks all points up, several times; the middle rate.
fn rate(index: &ZoneIndex<u32>, points: &[Position]) -> f64 {
    middle(points.len(), || points.iter().map(|&p| index.zones_at(p).map(u64::from).sum::<u64>()).sum())
}

fn touched_rate(index: &ZoneIndex<u32>, points: &[Position]) -> f64 {
    middle(points.len(), || points.iter().map(|&p| index.zones_touched(p, Metres(50.0)).len() as u64).sum())
}

fn middle(count: usize, mut work: impl FnMut() -> u64) -> f64 {
    let mut seconds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let started = Instant::now();
            std::hint::black_box(work());
            started.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    let typical = seconds.get(ROUNDS / 2).copied().unwrap_or(f64::INFINITY);
    u32::try_from(count).map_or(0.0, f64::from) / typical
}

struct Verdict {
    mismatches: usize,
    on_border: usize,
}

/// Against `geo` on the same whole coordinates, where its predicates are exact as well.
fn compare(index: &ZoneIndex<u32>, zones: &[(u32, MultiPolygon)], points: &[Position]) -> Verdict {
    let oracle: Vec<_> = zones.iter().map(|(key, zone)| (*key, to_geo(zone))).collect();
    let boxes: Vec<_> = oracle.iter().map(|(_, zone)| zone.bounding_rect()).collect();
    let mut verdict = Verdict { mismatches: 0, on_border: 0 };
    for &position in points {
        let point = geo::Point::new(f64::from(position.lon_e7()), f64::from(position.lat_e7()));
        let near = oracle.iter().zip(&boxes).filter(|(_, b)| b.is_some_and(|b| b.intersects(&point)));
        let mut expected: Vec<u32> = Vec::new();
        let mut border = false;
        for ((key, zone), _) in near {
            if zone.intersects(&point) {
                expected.push(*key);
                border |= !geo::Contains::contains(zone, &point);
            }
        }
        expected.sort_unstable();
        verdict.mismatches += usize::from(!index.zones_at(position).eq(expected));
        verdict.on_border += usize::from(border);
    }
    verdict
}

fn to_geo(zone: &MultiPolygon) -> geo::MultiPolygon<f64> {
    let line = |ring: &Ring| -> geo::LineString<f64> {
        ring.points().iter().map(|p| (f64::from(p.lon_e7()), f64::from(p.lat_e7()))).collect()
    };
    let polygon =
        |p: &Polygon| geo::Polygon::new(line(p.outer()), p.holes().iter().map(line).collect::<Vec<_>>());
    geo::MultiPolygon(zone.polygons().iter().map(polygon).collect())
}

/// Random places in the box around all zones.
fn scatter(zones: &[(u32, MultiPolygon)], random: &mut Random) -> Outcome<Vec<Position>> {
    let corners = || {
        zones
            .iter()
            .flat_map(|(_, z)| z.polygons())
            .flat_map(|p| p.outer().points())
            .map(|p| (p.lat_e7(), p.lon_e7()))
    };
    let (mut low, mut high) = corners().next().map(|c| (c, c)).ok_or("no zones")?;
    for (lat, lon) in corners() {
        low = (low.0.min(lat), low.1.min(lon));
        high = (high.0.max(lat), high.1.max(lon));
    }
    (0..POINTS)
        .map(|_| Ok(Position::from_e7(random.between(low.0, high.0), random.between(low.1, high.1))?))
        .collect()
}

fn read(path: &str) -> Outcome<Vec<(u32, MultiPolygon)>> {
    let reader = FeatureReader::from_reader(std::io::BufReader::new(std::fs::File::open(path)?));
    let mut zones = Vec::new();
    for (number, feature) in (0_u32..).zip(reader.features()) {
        let polygons = match feature?.geometry.map(|g| g.value) {
            Some(GeometryValue::Polygon { coordinates }) => vec![coordinates],
            Some(GeometryValue::MultiPolygon { coordinates }) => coordinates,
            _ => return Err(format!("feature {number} is neither a Polygon nor a MultiPolygon").into()),
        };
        let fault = |e: &dyn Error| format!("feature {number}: {e}");
        let mut parts = Vec::new();
        for rings in polygons {
            let mut rings = rings.iter().map(|ring| -> Outcome<Ring> {
                let places = ring.iter().map(|p| match p.as_slice() {
                    [lon, lat, ..] => Position::from_degrees(*lat, *lon).map_err(|e| fault(&e)),
                    _ => Err(format!("feature {number}: a position needs two numbers")),
                });
                Ok(Ring::new(places.collect::<Result<_, _>>()?).map_err(|e| fault(&e))?)
            });
            let outer = rings.next().ok_or("a polygon without rings")??;
            let holes = rings.collect::<Outcome<Vec<_>>>()?;
            parts.push(Polygon::new(outer, holes).map_err(|e| fault(&e))?);
        }
        zones.push((number, MultiPolygon::new(parts).map_err(|e| fault(&e))?));
    }
    Ok(zones)
}

const SIDE: i32 = 14;
const STEPS: i32 = 56;
const CELL: i32 = 2_000_000;

/// `SIDE` x `SIDE` zones that share wiggly borders of `STEPS` segments, around 51 N 4 E.
fn town(random: &mut Random) -> Outcome<Vec<(u32, MultiPolygon)>> {
    let grid = |random: &mut Random| -> Vec<Vec<(i32, i32)>> {
        (0..=SIDE)
            .map(|row| {
                (0..=SIDE)
                    .map(|column| {
                        let mut jitter = || random.between(-CELL / 5, CELL / 5);
                        (500_000_000 + row * CELL + jitter(), 30_000_000 + column * CELL + jitter())
                    })
                    .collect()
            })
            .collect()
    };
    let corners = grid(random);
    let at =
        |row: usize, column: usize| corners.get(row).and_then(|r| r.get(column)).copied().ok_or("corner");
    let side = usize::try_from(SIDE)?;
    let mut level = Vec::new();
    let mut upright = Vec::new();
    for row in 0..=side {
        for column in 0..=side {
            level.push(if column < side {
                wiggle(at(row, column)?, at(row, column + 1)?, random)
            } else {
                vec![]
            });
            upright.push(if row < side {
                wiggle(at(row, column)?, at(row + 1, column)?, random)
            } else {
                vec![]
            });
        }
    }
    let line = |lines: &[Vec<(i32, i32)>], row: usize, column: usize| {
        lines.get(row * (side + 1) + column).cloned().ok_or("border")
    };
    let mut zones = Vec::new();
    for row in 0..side {
        for column in 0..side {
            let mut border = line(&level, row, column)?;
            border.extend(line(&upright, row, column + 1)?);
            border.extend(line(&level, row + 1, column)?.into_iter().rev());
            border.extend(line(&upright, row, column)?.into_iter().rev());
            let places = border.into_iter().map(|(lat, lon)| Position::from_e7(lat, lon));
            let ring = Ring::new(places.collect::<Result<_, _>>()?)?;
            zones.push((u32::try_from(zones.len())?, Polygon::new(ring, Vec::new())?.into()));
        }
    }
    Ok(zones)
}

/// From one corner to another with small steps aside, none at the ends.
fn wiggle(from: (i32, i32), to: (i32, i32), random: &mut Random) -> Vec<(i32, i32)> {
    (0..=STEPS)
        .map(|step| {
            let between = |a: i32, b: i32| a + (b - a) / STEPS * step + (b - a) % STEPS * step / STEPS;
            let room = step.min(STEPS - step) * (CELL / STEPS / 4);
            let aside = random.between(-room.min(CELL / 40), room.min(CELL / 40));
            let (run, rise) = ((to.1 - from.1).abs(), (to.0 - from.0).abs());
            let (lat, lon) = (between(from.0, to.0), between(from.1, to.1));
            if run > rise { (lat + aside, lon) } else { (lat, lon + aside) }
        })
        .collect()
}
