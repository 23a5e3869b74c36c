//! A fence says the same as the zone that it was made from, and finds where a way meets it (T-NIJ-4).

use super::{at, degrees, holed_polygon, lattice_polygon, moved, ring, star};
use crate::shape::{MultiPolygon, Polygon};
use crate::{Fence, LineFault, distance, offset};
use hoeder_vocab::{Metres, Position};
use proptest::prelude::*;

/// A ring of so many corners around a place.
fn round(centre: Position, radius: f64, corners: u32) -> MultiPolygon {
    let points = (0..corners)
        .map(|n| offset(centre, f64::from(n) * 360.0 / f64::from(corners), Metres(radius)))
        .collect();
    MultiPolygon::from(Polygon::new(crate::Ring::new(points).unwrap(), Vec::new()).unwrap())
}

proptest! {
    #[test]
    fn an_area_with_holes_holds_the_same_places_as_its_polygon(polygon in holed_polygon(30_000), x in -32_000..32_000, y in -32_000..32_000) {
        let area = MultiPolygon::from(polygon);
        prop_assert_eq!(Fence::area(&area).contains(at((x, y))), area.contains(at((x, y))));
    }

    #[test]
    fn corners_and_borders_of_an_area_are_inside(polygon in lattice_polygon(12), x in -1..14, y in -1..14) {
        let area = MultiPolygon::from(polygon);
        prop_assert_eq!(Fence::area(&area).contains(at((x, y))), area.contains(at((x, y))));
    }

    #[test]
    fn a_large_area_and_two_that_overlap_hold_the_same_places(one in star(90_000), two in star(60_000), x in -95_000..95_000, y in -95_000..95_000) {
        let parts: Vec<Polygon> = [one, moved(&two, (20_000, 10_000))]
            .iter()
            .filter_map(|pairs| Polygon::new(ring(pairs).ok()?, Vec::new()).ok())
            .collect();
        let Ok(area) = MultiPolygon::new(parts) else { return Ok(()) };
        prop_assert_eq!(Fence::area(&area).contains(at((x, y))), area.contains(at((x, y))));
    }

    #[test]
    fn where_a_way_first_meets_an_area_is_where_a_walk_along_it_does(polygon in holed_polygon(30_000), a in (-40_000..40_000, -40_000..40_000), b in (-40_000..40_000, -40_000..40_000)) {
        let area = MultiPolygon::from(polygon);
        let fence = Fence::area(&area);
        let step = |n: i32| {
            let part = |from: i32, to: i32| from + i32::try_from(i64::from(to - from) * i64::from(n) / 2_000).unwrap();
            area.contains(at((part(a.0, b.0), part(a.1, b.1))))
        };
        let walked = (0..=2_000).find(|n| step(*n)).map(|n| f64::from(n) / 2_000.0);
        match (fence.first_contact(at(a), at(b)), walked) {
            (Some(found), Some(walked)) => prop_assert!(found <= walked + 0.001, "{found} {walked}"),
            (None, Some(walked)) => prop_assert!(false, "not found, walked {walked}"),
            (Some(_), None) | (None, None) => {}
        }
        if let Some(found) = fence.first_contact(at(a), at(b)) {
            let near = |n: f64| degrees(
                f64::from(a.1) / 1e7 + f64::from(b.1 - a.1) / 1e7 * n,
                f64::from(a.0) / 1e7 + f64::from(b.0 - a.0) / 1e7 * n,
            );
            prop_assert!(area.distance_from(near(found)).0 < 0.05);
        }
    }

    #[test]
    fn the_way_to_the_border_is_that_of_the_polygon(polygon in holed_polygon(30_000), x in -60_000..60_000, y in -60_000..60_000) {
        let area = MultiPolygon::from(polygon);
        let fence = Fence::area(&area);
        if !area.contains(at((x, y))) {
            let away = area.distance_from(at((x, y))).0;
            let found = fence.border_within(at((x, y)), 20_000.0);
            prop_assert!(found.is_some_and(|found| (found - away).abs() < 0.02 + away * 1e-4), "{found:?} {away}");
            prop_assert!(fence.border_within(at((x, y)), away * 0.9).is_none());
        }
    }

    #[test]
    fn a_circle_and_a_polygon_around_it_agree_within_a_metre(radius in 100.0..10_000.0_f64, course in 0.0..360.0_f64, beyond in prop::bool::ANY) {
        let centre = degrees(50.85, 4.35);
        let off = if beyond { 1.0 } else { -1.0 };
        let place = offset(centre, course, Metres(radius + off));
        let corners = round(centre, radius, 720);
        prop_assert_eq!(Fence::circle(centre, Metres(radius)).contains(place), !beyond);
        prop_assert_eq!(Fence::area(&corners).contains(place), !beyond);
    }

    #[test]
    fn a_corridor_holds_what_lies_near_its_line(share in 0.0..1.0_f64, aside in 0.0..120.0_f64, left in prop::bool::ANY) {
        let (from, to) = (degrees(50.85, 4.35), degrees(50.86, 4.35));
        let fence = Fence::corridor(&[from, to, degrees(50.86, 4.38)], Metres(60.0)).unwrap();
        let on = degrees(50.85 + 0.008 * share, 4.35);
        let place = offset(on, if left { 270.0 } else { 90.0 }, Metres(aside));
        if (aside - 60.0).abs() > 0.5 {
            prop_assert_eq!(fence.contains(place), aside < 60.0);
        }
    }
}

#[test]
fn a_way_that_enters_and_leaves_between_two_fixes_is_found_and_timed() {
    let centre = degrees(50.85, 4.35);
    let (from, to) = (offset(centre, 270.0, Metres(1_000.0)), offset(centre, 90.0, Metres(1_000.0)));
    let fences = [
        Fence::circle(centre, Metres(100.0)),
        Fence::area(&round(centre, 100.0, 360)),
        Fence::corridor(&[centre, offset(centre, 0.0, Metres(500.0))], Metres(100.0)).unwrap(),
    ];
    for fence in fences {
        assert!(!fence.contains(from) && !fence.contains(to));
        let share = fence.first_contact(from, to).unwrap();
        assert!((share - 0.45).abs() < 0.001, "{share}");
        let exit = fence.first_exit(centre, to).unwrap();
        assert!((exit - 0.1).abs() < 0.001, "{exit}");
        assert_eq!(fence.first_contact(from, offset(from, 0.0, Metres(900.0))), None);
    }
}

#[test]
fn fences_work_with_three_and_ten_thousand_corners_and_over_the_180th_meridian() {
    let centre = degrees(50.85, 4.35);
    for corners in [3, 10_000] {
        let fence = Fence::area(&round(centre, 400.0, corners));
        assert!(fence.contains(centre) && !fence.contains(offset(centre, 45.0, Metres(401.0))));
    }
    let edge = degrees(-17.0, 179.999);
    let circle = Fence::circle(edge, Metres(500.0));
    assert!(circle.contains(degrees(-17.0, -179.999)) && !circle.contains(degrees(-17.0, -179.99)));
    assert!(distance(edge, degrees(-17.0, -179.999)).0 < 250.0);
    let over = Fence::corridor(&[edge, degrees(-17.0, -179.999)], Metres(10.0));
    assert_eq!(over.err(), Some(LineFault::CrossesAntimeridian));
    assert_eq!(Fence::corridor(&[edge], Metres(10.0)).err(), Some(LineFault::Points));
}

#[test]
fn a_perimeter_of_32_corners_takes_less_than_210_bytes() {
    let fence = Fence::area(&round(degrees(50.85, 4.35), 500.0, 32));
    assert!(fence.bytes() <= 210, "{}", fence.bytes());
}
