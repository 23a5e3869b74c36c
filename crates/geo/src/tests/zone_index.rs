//! The index says exactly what asking every zone says, whatever its cells.

use super::{at, geo_holds, holed_polygon, lattice_polygon, square};
use crate::index::build::with_cells;
use crate::{MultiPolygon, Polygon, ZoneIndex};
use hoeder_vocab::{Metres, Position};
use proptest::prelude::*;

type Zones = Vec<(u8, MultiPolygon)>;

fn naive(zones: &Zones, hit: impl Fn(&MultiPolygon) -> bool) -> Vec<u8> {
    let mut keys: Vec<u8> = zones.iter().filter(|(_, zone)| hit(zone)).map(|&(key, _)| key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn found(index: &ZoneIndex<u8>, place: Position) -> Vec<u8> {
    index.zones_at(place).collect()
}

#[test]
fn without_zones_no_place_is_in_one() {
    let index = ZoneIndex::<u8>::build(&[]).unwrap();
    assert!(index.is_empty());
    assert_eq!(found(&index, at((0, 0))), []);
    assert_eq!(index.zones_touched(at((0, 0)), Metres(f64::INFINITY)), []);
}

#[test]
fn a_place_on_a_common_border_is_in_both_zones() {
    // Proves AL-07 in part: the zone of intervention follows from the place; two zones touched, both are found.
    let zone = |low, high| Polygon::new(square(low, high), Vec::new()).unwrap().into();
    let index = ZoneIndex::build(&[(2_u8, zone(0, 100)), (1, zone(100, 200))]).unwrap();
    assert_eq!(index.len(), 2);
    assert_eq!(found(&index, at((100, 100))), [1, 2]);
    assert_eq!(found(&index, at((99, 99))), [2]);
    assert_eq!(found(&index, at((101, 101))), [1]);
    assert_eq!(found(&index, at((101, 99))), []);
    assert_eq!(index.zones_touched(at((90, 90)), Metres(0.1)), [2]);
    assert_eq!(index.zones_touched(at((90, 90)), Metres(0.2)), [1, 2]);
}

#[test]
fn shapes_under_one_key_are_one_zone() {
    let zone = |low, high| Polygon::new(square(low, high), Vec::new()).unwrap().into();
    let index = ZoneIndex::build(&[(7_u8, zone(0, 100)), (7, zone(50, 200)), (8, zone(60, 90))]).unwrap();
    assert_eq!(index.len(), 2);
    assert_eq!(found(&index, at((70, 70))), [7, 8]);
    assert_eq!(index.zones_touched(at((70, 70)), Metres(1.0)), [7, 8]);
}

#[test]
fn a_zone_over_the_whole_earth_holds_its_farthest_corners() {
    let (x, y) = (1_800_000_000, 900_000_000);
    let corners = [(-x, -y), (0, -y), (x, -y), (x, y), (0, y), (-x, y)];
    let earth = Polygon::new(super::ring(&corners).unwrap(), Vec::new()).unwrap();
    let index = ZoneIndex::build(&[(1_u8, earth.into())]).unwrap();
    for place in [(-x, -y), (x, y), (-x, y), (x, -y), (0, 0), (x - 1, 1 - y), (123, 456)] {
        assert_eq!(found(&index, at(place)), [1], "{place:?}");
    }
}

#[test]
fn places_around_a_small_zone_at_the_edge_of_the_map_are_outside() {
    let zone = |x: i32, y: i32| {
        let corners = [(x, y), (x - x.signum() * 10, y), (x, y - y.signum() * 10)];
        Polygon::new(super::ring(&corners).unwrap(), Vec::new()).unwrap().into()
    };
    let (x, y) = (1_800_000_000, 900_000_000);
    for corner in [(x, y), (-x, y), (x, -y), (-x, -y)] {
        let index = ZoneIndex::build(&[(1_u8, zone(corner.0, corner.1))]).unwrap();
        for place in [(x, y), (-x, y), (x, -y), (-x, -y), (0, 0)] {
            assert_eq!(!found(&index, at(place)).is_empty(), place == corner, "{corner:?} {place:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Every whole place of a small map: corners, edges and borders of cells are all among them.
    #[test]
    fn every_place_of_a_lattice_is_in_the_zones_that_hold_it(
        shapes in prop::collection::vec((0..4_u8, lattice_polygon(17)), 1..6),
        cells in 1_u64..200,
    ) {
        let zones: Zones = shapes.into_iter().map(|(key, shape)| (key, shape.into())).collect();
        let index = with_cells(&zones, cells);
        for x in -2..=19 {
            for y in -2..=19 {
                let expected = naive(&zones, |zone| zone.contains(at((x, y))));
                prop_assert_eq!(found(&index, at((x, y))), expected, "{} {}", x, y);
            }
        }
    }

    #[test]
    fn zones_with_holes_are_found_as_crate_geo_finds_them(
        shapes in prop::collection::vec((holed_polygon(40), (-30..30_i32, -30..30_i32)), 1..4),
        cells in 1_u64..2_000,
    ) {
        let shift = |p: &Polygon, (x, y): (i32, i32)| {
            let ring = |r: &crate::Ring| {
                let pairs: Vec<_> = r.points().iter().map(|p| (p.lon_e7() + x, p.lat_e7() + y)).collect();
                super::ring(&pairs).unwrap()
            };
            Polygon::new(ring(p.outer()), p.holes().iter().map(ring).collect()).unwrap()
        };
        let zones: Zones = (0_u8..).zip(&shapes).map(|(k, (p, by))| (k, shift(p, *by).into())).collect();
        let index = with_cells(&zones, cells);
        for x in (-70..=70).step_by(3) {
            for y in (-70..=70).step_by(2) {
                let expected = naive(&zones, |zone| geo_holds(zone, (x, y)));
                prop_assert_eq!(found(&index, at((x, y))), expected, "{} {}", x, y);
            }
        }
    }

    #[test]
    fn on_a_map_of_real_size_corners_borders_of_cells_and_random_places_agree(
        shapes in prop::collection::vec((super::star(3_000_000), (-4_000_000..4_000_000_i32, -4_000_000..4_000_000_i32)), 1..6),
        places in prop::collection::vec((-7_000_000..7_000_000_i32, -7_000_000..7_000_000_i32), 60),
        bits in 10_u32..20,
    ) {
        let shape = |(pairs, by): &(Vec<_>, _)| {
            Some(Polygon::new(super::ring(&super::moved(pairs, *by)).ok()?, Vec::new()).ok()?.into())
        };
        let zones: Zones = (0_u8..).zip(shapes.iter().filter_map(shape)).collect();
        let index = ZoneIndex::build(&zones).unwrap();
        let corners = zones.iter().flat_map(|(_, z)| z.polygons()).flat_map(|p| p.outer().points()).copied();
        let west = corners.clone().map(Position::lon_e7).min().unwrap_or(0);
        let snapped = places.iter().map(|&(x, y)| at((west + ((x - west) >> bits << bits), y)));
        for place in corners.clone().chain(snapped).chain(places.iter().copied().map(at)) {
            prop_assert_eq!(found(&index, place), naive(&zones, |zone| zone.contains(place)));
        }
        for &place in places.iter().take(10) {
            let touched = naive(&zones, |zone| zone.touches(at(place), Metres(5_000.0)));
            prop_assert_eq!(index.zones_touched(at(place), Metres(5_000.0)), touched);
        }
    }
}
