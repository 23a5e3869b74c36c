//! Helpers of this room's tests, and the tests, each file one promise. The oracle is crate `geo`, fed whole coordinates,
//! for which its predicates are exact too.

mod circle;
mod country;
mod distance;
mod fence;
mod shapes;
mod zone_index;

use crate::shape::{MultiPolygon, Polygon, Ring};
use hoeder_vocab::Position;
use proptest::prelude::*;

/// (longitude, latitude) in units.
type Pair = (i32, i32);

fn at((x, y): Pair) -> Position {
    Position::from_e7(y, x).unwrap()
}

fn degrees(lat: f64, lon: f64) -> Position {
    Position::from_degrees(lat, lon).unwrap()
}

fn ring(pairs: &[Pair]) -> Result<Ring, crate::ShapeFault> {
    Ring::new(pairs.iter().copied().map(at).collect())
}

fn square(low: i32, high: i32) -> Ring {
    ring(&[(low, low), (high, low), (high, high), (low, high)]).unwrap()
}

fn whole_line(ring: &Ring) -> geo::LineString<f64> {
    ring.points().iter().map(|p| (f64::from(p.lon_e7()), f64::from(p.lat_e7()))).collect()
}

fn as_geo(polygon: &Polygon) -> geo::Polygon<f64> {
    geo::Polygon::new(whole_line(polygon.outer()), polygon.holes().iter().map(whole_line).collect())
}

fn geo_holds(zone: &MultiPolygon, (x, y): Pair) -> bool {
    let point = geo::Point::new(f64::from(x), f64::from(y));
    zone.polygons().iter().any(|p| geo::Intersects::intersects(&as_geo(p), &point))
}

/// Corners around (x, y) at whole distances from `reach / 2` to `reach`; star-shaped, so seldom refused.
fn star(reach: i32) -> impl Strategy<Value = Vec<Pair>> {
    prop::collection::vec(0.5..1.0_f64, 5..24).prop_map(move |shares| {
        let step = core::f64::consts::TAU / f64::from(u32::try_from(shares.len()).unwrap());
        let place = |n: u32, share: f64| {
            let (sine, cosine) = (f64::from(n) * step).sin_cos();
            let length = share * f64::from(reach);
            (nearest(cosine * length), nearest(sine * length))
        };
        (0_u32..).zip(shares).map(|(n, share)| place(n, share)).collect()
    })
}

#[expect(clippy::cast_possible_truncation, reason = "lengths of tests are small")]
fn nearest(value: f64) -> i32 {
    value.round() as i32
}

fn moved(pairs: &[Pair], (x, y): Pair) -> Vec<Pair> {
    pairs.iter().map(|&(px, py)| (px + x, py + y)).collect()
}

/// Polygons of a few corners on a coarse lattice: many touch, and many points lie on their borders and corners.
fn lattice_polygon(size: i32) -> impl Strategy<Value = Polygon> {
    prop::collection::vec((0..=size, 0..=size), 3..9)
        .prop_filter_map("the ring meets itself", |pairs| Polygon::new(ring(&pairs).ok()?, Vec::new()).ok())
}

/// A star with up to two holes that lie where they fit.
fn holed_polygon(reach: i32) -> impl Strategy<Value = Polygon> {
    let part = move || (star(reach / 5), (-reach / 4..=reach / 4, -reach / 4..=reach / 4));
    (star(reach), prop::collection::vec(part(), 0..3)).prop_filter_map("does not fit", |(outer, holes)| {
        let holes: Result<Vec<Ring>, _> = holes.iter().map(|(hole, by)| ring(&moved(hole, *by))).collect();
        Polygon::new(ring(&outer).ok()?, holes.ok()?).ok()
    })
}
