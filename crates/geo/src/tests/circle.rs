//! A circle touches a zone when the zone is within its radius, measured as the stated sphere measures.

use super::{at, degrees, ring, star};
use crate::plane::Edge;
use crate::{MultiPolygon, Polygon, distance, offset};
use hoeder_vocab::{Metres, Position};
use proptest::prelude::*;

fn block() -> Polygon {
    let corners = [(40_000_000, 510_000_000), (40_100_000, 510_000_000), (40_100_000, 510_100_000)];
    Polygon::new(ring(&corners).unwrap(), Vec::new()).unwrap()
}

/// The shortest way to points set along all edges, refined around the best; never too short.
fn sampled(from: Position, edges: impl Iterator<Item = Edge>) -> f64 {
    let along = |edge: &Edge, share: f64| {
        let between = |a: i32, b: i32| f64::from(a) + (f64::from(b) - f64::from(a)) * share;
        let (dlat, dlon) = (between(edge.ay, edge.by), between(edge.ax, edge.bx));
        let unit = crate::metric::RADIANS_PER_UNIT;
        let (lat, lon) = (f64::from(from.lat_e7()), f64::from(from.lon_e7()));
        crate::metric::arc(lat * unit, (dlat - lat) * unit, (dlon - lon) * unit)
    };
    edges
        .map(|edge| {
            let (mut low, mut high) = (0.0, 1.0);
            let mut best = f64::INFINITY;
            for _ in 0..7 {
                let step = (high - low) / 20.0;
                let tries = (0..=20).map(|n| low + step * f64::from(n));
                let nearest = tries.min_by(|&a, &b| along(&edge, a).total_cmp(&along(&edge, b))).unwrap();
                best = f64::min(best, along(&edge, nearest));
                (low, high) = (f64::max(0.0, nearest - step), f64::min(1.0, nearest + step));
            }
            best
        })
        .fold(f64::INFINITY, f64::min)
}

#[test]
fn a_fix_next_to_a_zone_touches_it_as_soon_as_its_circle_reaches_the_border() {
    let zone = MultiPolygon::from(block());
    let outside = offset(degrees(51.0, 4.005), 180.0, Metres(100.0));
    assert!(!zone.contains(outside));
    assert!(!zone.touches(outside, Metres(99.9)));
    assert!(zone.touches(outside, Metres(100.1)));
    assert!((zone.distance_from(outside).0 - 100.0).abs() < 0.02);
}

#[test]
fn a_centre_inside_or_on_the_border_touches_whatever_the_radius() {
    for radius in [0.0, -5.0, f64::NAN, 10.0, f64::INFINITY] {
        assert!(block().touches(degrees(51.002, 4.005), Metres(radius)), "{radius}");
        assert!(block().touches(degrees(51.0, 4.005), Metres(radius)), "{radius}");
    }
    assert!(block().distance_from(degrees(51.0, 4.005)).0.abs() < f64::EPSILON);
}

#[test]
fn a_radius_that_is_no_number_reaches_nothing_and_an_endless_one_everything() {
    let far = degrees(-30.0, -170.0);
    assert!(!block().touches(far, Metres(f64::NAN)));
    assert!(block().touches(far, Metres(f64::INFINITY)));
}

#[test]
fn a_circle_in_a_hole_touches_only_when_it_reaches_the_rim() {
    let outer = ring(&[(0, 0), (1_000_000, 0), (1_000_000, 1_000_000), (0, 1_000_000)]).unwrap();
    let hole =
        ring(&[(100_000, 100_000), (900_000, 100_000), (900_000, 900_000), (100_000, 900_000)]).unwrap();
    let shape = Polygon::new(outer, vec![hole]).unwrap();
    let middle = at((500_000, 500_000));
    assert!(!shape.touches(middle, Metres(4_447.0)));
    assert!(shape.touches(middle, Metres(4_448.0)));
}

#[test]
fn a_circle_reaches_over_the_180th_meridian_and_over_a_pole() {
    let corners = [(1_790_000_000, -5_000_000), (1_799_000_000, 0), (1_790_000_000, 5_000_000)];
    let east = Polygon::new(ring(&corners).unwrap(), Vec::new()).unwrap();
    let west_of_it = at((-1_799_000_000, 0));
    let gap = distance(west_of_it, at((1_799_000_000, 0))).0;
    assert!(east.touches(west_of_it, Metres(gap + 1.0)) && !east.touches(west_of_it, Metres(gap - 1.0)));
    let corners = [(0, 890_000_000), (10_000_000, 890_000_000), (5_000_000, 895_000_000)];
    let north = Polygon::new(ring(&corners).unwrap(), Vec::new()).unwrap();
    assert!(north.touches(degrees(89.8, -179.5), Metres(80_000.0)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// The stated error: never too short, too long by less than 1e-6 of itself up to 100 km and 80 degrees.
    #[test]
    fn the_distance_to_a_zone_is_the_least_over_its_border(
        pairs in star(4_000_000),
        lat in -790_000_000..790_000_000_i32,
        course in 0.0..360.0_f64,
        away in 1.0..100_000.0_f64,
    ) {
        let pairs = super::moved(&pairs, (40_000_000, lat));
        let Ok(outer) = ring(&pairs) else { return Ok(()) };
        let from = offset(outer.points()[0], course, Metres(away));
        let shape = Polygon::new(outer, Vec::new()).unwrap();
        if shape.contains(from) {
            return Ok(());
        }
        let (ours, least) = (shape.distance_from(from).0, sampled(from, shape.edges()));
        prop_assert!(ours >= least * (1.0 - 1e-9) - 1e-3, "too short: {} {}", ours, least);
        prop_assert!(ours <= least * (1.0 + 1e-6) + 1e-3, "too long: {} {}", ours, least);
    }

    #[test]
    fn touching_is_being_within_the_radius(
        pairs in star(400_000),
        course in 0.0..360.0_f64,
        away in 0.0..20_000.0_f64,
        radius in 0.0..20_000.0_f64,
    ) {
        let Ok(outer) = ring(&super::moved(&pairs, (40_000_000, 510_000_000))) else { return Ok(()) };
        let shape = Polygon::new(outer, Vec::new()).unwrap();
        let from = offset(degrees(51.0, 4.0), course, Metres(away));
        prop_assert_eq!(shape.touches(from, Metres(radius)), shape.distance_from(from).0 <= radius);
    }
}
