//! A shape that was made is sound; one that is not is refused with the place of the fault; inside is exact.

use super::{Pair, as_geo, at, geo_holds, holed_polygon, lattice_polygon, ring, square, star};
use crate::shape::{MAX_POLYGONS, MAX_RING_POINTS, MAX_RINGS};
use crate::{MultiPolygon, Place, Polygon, Ring, ShapeFault};
use geo::Intersects;
use proptest::prelude::*;

fn place((lon_e7, lat_e7): Pair) -> Place {
    Place { lat_e7, lon_e7 }
}

#[test]
fn a_ring_may_be_closed_or_not_and_may_repeat_a_point() {
    let open = ring(&[(0, 0), (10, 0), (10, 10)]).unwrap();
    assert_eq!(ring(&[(0, 0), (10, 0), (10, 10), (0, 0)]).unwrap(), open);
    assert_eq!(ring(&[(0, 0), (0, 0), (10, 0), (10, 10), (10, 10), (0, 0)]).unwrap(), open);
}

#[test]
fn fewer_than_three_different_points_are_no_ring() {
    assert_eq!(ring(&[]), Err(ShapeFault::TooFewPoints { distinct: 0 }));
    assert_eq!(ring(&[(1, 1), (2, 2), (1, 1), (2, 2)]), Err(ShapeFault::TooFewPoints { distinct: 2 }));
}

#[test]
fn a_ring_that_crosses_itself_is_refused_with_both_segments_and_the_place() {
    let bow = ring(&[(0, 0), (100, 100), (100, 0), (0, 100)]);
    assert_eq!(bow, Err(ShapeFault::MeetsItself { first: 0, second: 2, at: place((50, 50)) }));
    let text = bow.unwrap_err().to_string();
    assert_eq!(
        text,
        "the ring meets itself: segments 0 and 2 cross or touch at latitude 0.0000050, longitude 0.0000050"
    );
}

#[test]
fn a_ring_that_touches_or_folds_back_on_itself_is_refused() {
    let pinched = ring(&[(0, 0), (10, 0), (5, 5), (10, 10), (0, 10), (5, 5)]);
    assert!(matches!(pinched, Err(ShapeFault::MeetsItself { at, .. }) if at == place((5, 5))));
    let spike = ring(&[(0, 0), (10, 0), (10, 10), (10, 5), (0, 5)]);
    assert!(matches!(spike, Err(ShapeFault::MeetsItself { first: 1, .. })));
    assert!(ring(&[(0, 0), (5, 5), (10, 10)]).is_err());
}

#[test]
fn a_ring_over_the_180th_meridian_is_refused_and_told_what_to_do() {
    let fault = ring(&[(1_790_000_000, 0), (-1_790_000_000, 0), (-1_790_000_000, 10_000_000)]).unwrap_err();
    assert!(matches!(fault, ShapeFault::CrossesAntimeridian { segment: 0, .. }));
    assert!(fault.to_string().contains("cut the zone at the 180th meridian"));
}

#[test]
fn the_largest_ring_is_taken_and_one_point_more_is_refused() {
    let circle = |count: u32| -> Vec<_> {
        (0..count)
            .map(|n| {
                let (sine, cosine) = (f64::from(n) * core::f64::consts::TAU / f64::from(count)).sin_cos();
                super::degrees(50.0 + sine, 4.0 + cosine)
            })
            .collect()
    };
    let most = u32::try_from(MAX_RING_POINTS).unwrap();
    assert_eq!(Ring::new(circle(most)).unwrap().points().len(), MAX_RING_POINTS);
    let fault = Ring::new(circle(most + 1)).unwrap_err();
    assert_eq!(fault, ShapeFault::TooManyPoints { given: MAX_RING_POINTS + 1, at_most: MAX_RING_POINTS });
}

#[test]
fn too_many_rings_or_polygons_or_none_are_refused() {
    let many = Polygon::new(square(0, 1000), vec![square(1, 2); MAX_RINGS]);
    assert_eq!(many, Err(ShapeFault::TooManyRings { given: MAX_RINGS + 1 }));
    assert_eq!(MultiPolygon::new(Vec::new()), Err(ShapeFault::NoPolygon));
    let one = Polygon::new(square(0, 9), Vec::new()).unwrap();
    let many = MultiPolygon::new(vec![one; MAX_POLYGONS + 1]);
    assert_eq!(many, Err(ShapeFault::TooManyPolygons { given: MAX_POLYGONS + 1 }));
}

#[test]
fn a_hole_must_lie_inside_and_cross_nothing() {
    let with = |holes: Vec<Ring>| Polygon::new(square(0, 100), holes);
    assert!(with(vec![square(10, 20), square(30, 40)]).is_ok());
    assert!(matches!(with(vec![square(200, 300)]), Err(ShapeFault::HoleOutside { ring: 1, .. })));
    assert!(matches!(with(vec![square(50, 150)]), Err(ShapeFault::RingsCross { second_ring: 1, .. })));
    assert!(matches!(
        with(vec![square(10, 50), square(20, 30)]),
        Err(ShapeFault::HoleInHole { ring: 2, around: 1, .. })
    ));
    assert!(matches!(with(vec![square(0, 100)]), Err(ShapeFault::RingsCross { .. })));
    let around = Polygon::new(square(10, 20), vec![square(0, 100)]);
    assert!(matches!(around, Err(ShapeFault::HoleOutside { ring: 1, .. })));
}

#[test]
fn a_hole_may_touch_the_outer_ring_in_a_point_but_not_pass_through_it() {
    let outer = || ring(&[(0, 0), (100, 0), (100, 100), (50, 50), (0, 100)]).unwrap();
    let touching = ring(&[(50, 50), (40, 20), (60, 20)]).unwrap();
    let shape = Polygon::new(outer(), vec![touching]).unwrap();
    assert!(shape.contains(at((50, 50))) && !shape.contains(at((50, 30))));
}

#[test]
fn a_hole_that_passes_through_corners_of_the_outer_ring_is_refused() {
    let notched = [(0, 0), (100, 0), (100, 100), (60, 100), (60, 50), (40, 50), (40, 100), (0, 100)];
    let through = [(45, 20), (40, 50), (50, 70), (60, 50), (55, 20)];
    let fault = Polygon::new(ring(&notched).unwrap(), vec![ring(&through).unwrap()]).unwrap_err();
    assert!(
        matches!(fault, ShapeFault::RingsCross { at, .. } if [place((40, 50)), place((60, 50))].contains(&at)),
        "{fault}"
    );
}

#[test]
fn a_place_on_any_border_is_inside() {
    let shape = Polygon::new(square(0, 100), vec![square(40, 60)]).unwrap();
    for inside in [(0, 0), (0, 50), (100, 100), (50, 100), (40, 40), (40, 50), (60, 60), (50, 60), (39, 50)] {
        assert!(shape.contains(at(inside)), "{inside:?}");
    }
    for outside in [(-1, 0), (101, 100), (50, 101), (41, 41), (50, 50), (59, 59)] {
        assert!(!shape.contains(at(outside)), "{outside:?}");
    }
}

#[test]
fn inside_is_exact_one_unit_from_the_longest_slanted_edge() {
    let shape = Polygon::new(
        ring(&[(-900_000_000, -900_000_000), (899_999_999, 899_999_998), (-900_000_000, 899_999_998)])
            .unwrap(),
        Vec::new(),
    )
    .unwrap();
    let zone = MultiPolygon::from(shape);
    for x in (-900_000_000..=899_999_000).step_by(12_345_677) {
        for y in x - 2..=x + 2 {
            let pair = (x, y.clamp(-900_000_000, 899_999_998));
            assert_eq!(zone.contains(at(pair)), geo_holds(&zone, pair), "{pair:?}");
        }
    }
}

/// What `Ring::new` promises, by comparing every pair of segments with crate `geo`.
fn meets_itself_naively(pairs: &[Pair]) -> bool {
    let line = |n: usize| {
        let point = |(x, y): Pair| geo::coord! { x: f64::from(x), y: f64::from(y) };
        geo::Line::new(point(pairs[n]), point(pairs[(n + 1) % pairs.len()]))
    };
    let count = pairs.len();
    (0..count).any(|i| {
        (i + 1..count).any(|j| {
            let (a, b) = (line(i), line(j));
            if j == i + 1 || (i == 0 && j + 1 == count) {
                let (shared, other_a, other_b) =
                    if j == i + 1 { (b.start, a.start, b.end) } else { (a.start, a.end, b.start) };
                let (u, v) = (other_a - shared, other_b - shared);
                (u.x * v.y - u.y * v.x).abs() < 0.5 && u.x * v.x + u.y * v.y > 0.0
            } else {
                a.intersects(&b)
            }
        })
    })
}

proptest! {
    #[test]
    fn a_ring_is_refused_exactly_when_it_meets_itself(pairs in prop::collection::vec((0..9_i32, 0..9_i32), 3..9)) {
        let mut clean = pairs;
        clean.dedup();
        if clean.first() == clean.last() {
            clean.pop();
        }
        prop_assume!(clean.len() >= 3);
        prop_assert_eq!(ring(&clean).is_err(), meets_itself_naively(&clean));
    }

    #[test]
    fn every_place_of_a_lattice_is_inside_where_crate_geo_says_so(shape in lattice_polygon(12)) {
        let zone = MultiPolygon::from(shape);
        for x in -1..=13 {
            for y in -1..=13 {
                prop_assert_eq!(zone.contains(at((x, y))), geo_holds(&zone, (x, y)), "{} {}", x, y);
            }
        }
    }

    #[test]
    fn every_place_in_and_around_a_polygon_with_holes_is_where_crate_geo_says(shape in holed_polygon(20)) {
        let zone = MultiPolygon::from(shape);
        for x in -21..=21 {
            for y in -21..=21 {
                prop_assert_eq!(zone.contains(at((x, y))), geo_holds(&zone, (x, y)), "{} {}", x, y);
            }
        }
    }

    #[test]
    fn a_polygon_that_is_taken_is_valid_for_crate_geo(
        outer in star(12),
        hole in prop::collection::vec((-12..=12_i32, -12..=12_i32), 3..6),
    ) {
        let rings = (ring(&outer), ring(&hole));
        if let (Ok(outer), Ok(hole)) = rings {
            let theirs = geo::Polygon::new(super::whole_line(&outer), vec![super::whole_line(&hole)]);
            let valid = geo::Validation::is_valid(&theirs);
            match Polygon::new(outer, vec![hole]) {
                Ok(shape) => prop_assert!(valid, "taken but not valid: {:?}", as_geo(&shape)),
                Err(fault) => prop_assert!(!valid, "valid but refused: {} {:?}", fault, theirs),
            }
        }
    }
}
