//! Distances, bearings and offsets are those of the stated sphere.

use super::{at, degrees};
use crate::{EARTH_RADIUS, bearing, distance, offset};
use geo::{Bearing, Destination, Distance, Haversine};
use hoeder_vocab::{Metres, Position};
use proptest::prelude::*;

fn place() -> impl Strategy<Value = Position> {
    (-1_800_000_000..=1_800_000_000_i32, -900_000_000..=900_000_000_i32).prop_map(at)
}

fn point(p: Position) -> geo::Point<f64> {
    geo::Point::new(p.lon(), p.lat())
}

#[test]
fn the_way_from_brussels_to_liege_is_eighty_nine_kilometres() {
    let metres = distance(degrees(50.846_7, 4.352_5), degrees(50.632_6, 5.579_7)).0;
    assert!((89_000.0..90_500.0).contains(&metres), "{metres}");
}

#[test]
fn a_place_is_no_way_from_itself_and_half_a_turn_from_its_antipode() {
    let brussels = degrees(50.8, 4.3);
    assert!(distance(brussels, brussels).0.abs() < f64::EPSILON);
    let half = EARTH_RADIUS.0 * core::f64::consts::PI;
    assert!((distance(brussels, degrees(-50.8, -175.7)).0 - half).abs() < 0.2);
}

#[test]
fn the_way_over_the_180th_meridian_is_the_short_one() {
    assert!(distance(degrees(0.0, 179.9), degrees(0.0, -179.9)).0 < 23_000.0);
}

#[test]
fn one_unit_of_latitude_is_eleven_millimetres() {
    let metres = distance(at((0, 0)), at((0, 1))).0;
    assert!((metres - 0.011_119_508).abs() < 1e-9, "{metres}");
}

#[test]
fn an_argument_that_is_no_number_moves_nobody() {
    let here = degrees(50.0, 4.0);
    assert_eq!(offset(here, f64::NAN, Metres(10.0)), here);
    assert_eq!(offset(here, 90.0, Metres(f64::INFINITY)), here);
}

proptest! {
    #[test]
    fn distances_are_those_of_crate_geo(a in place(), b in place()) {
        let (ours, theirs) = (distance(a, b).0, Haversine.distance(point(a), point(b)));
        prop_assert!((ours - theirs).abs() <= 1e-6 * theirs.max(1.0), "{} {}", ours, theirs);
    }

    #[test]
    fn short_distances_are_those_of_crate_geo_too(a in place(), away in 1.0..5_000.0_f64, course in 0.0..360.0_f64) {
        let b = offset(a, course, Metres(away));
        let (ours, theirs) = (distance(a, b).0, Haversine.distance(point(a), point(b)));
        prop_assert!((ours - theirs).abs() <= 1e-6 * theirs, "{} {}", ours, theirs);
    }

    #[test]
    fn there_and_back_is_as_far(a in place(), b in place()) {
        prop_assert!((distance(a, b).0 - distance(b, a).0).abs() < 1e-3);
    }

    #[test]
    fn an_offset_lands_where_crate_geo_lands(a in place(), away in 0.0..1e6_f64, course in 0.0..360.0_f64) {
        let ours = offset(a, course, Metres(away));
        let theirs = Haversine.destination(point(a), course, away);
        let lon = (theirs.x() + 180.0).rem_euclid(360.0) - 180.0;
        prop_assert!(distance(ours, degrees(theirs.y().clamp(-90.0, 90.0), lon)).0 < 0.05);
    }

    #[test]
    fn an_offset_is_as_far_and_in_the_direction_asked(
        a in (-1_800_000_000..=1_800_000_000_i32, -850_000_000..=850_000_000_i32).prop_map(at),
        away in 100.0..100_000.0_f64,
        course in 0.0..360.0_f64,
    ) {
        let b = offset(a, course, Metres(away));
        prop_assert!((distance(a, b).0 - away).abs() < 0.05);
        let turn = (bearing(a, b) - course + 180.0).rem_euclid(360.0) - 180.0;
        prop_assert!(turn.abs() < 0.02, "{}", turn);
    }

    #[test]
    fn bearings_are_those_of_crate_geo(a in place(), b in place()) {
        prop_assume!(a != b);
        let turn = bearing(a, b) - Haversine.bearing(point(a), point(b));
        let turn = (turn + 180.0).rem_euclid(360.0) - 180.0;
        prop_assert!(turn.abs() < 1e-4, "{}", turn);
        prop_assert!((0.0..360.0).contains(&bearing(a, b)));
    }
}
