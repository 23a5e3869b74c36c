//! Zones: rings, polygons with holes and multipolygons on whole coordinates, checked when they are made.
//!
//! Once made, a shape is sound: closed, not crossing itself, holes inside. A point on any border, that of a hole
//! included, is inside. Never here: circles and metres (`touch`), many zones at once (`index`).

use crate::check::{self, Point};
use crate::fault::{Place, ShapeFault};
use crate::plane::{Bounds, Edge, Location, locate};
use hoeder_vocab::Position;
use std::collections::BTreeSet;

/// Most points in one ring.
pub const MAX_RING_POINTS: usize = 10_000;
/// Most rings in one polygon, the outer one included.
pub const MAX_RINGS: usize = 64;
/// Most points in one polygon, holes included.
pub const MAX_POLYGON_POINTS: usize = 20_000;
/// Most polygons in one zone.
pub const MAX_POLYGONS: usize = 1_024;
/// Most longitude that one segment may span: 180 degrees. `plane::Edge` rests on it.
const MAX_SPAN_UNITS: u32 = 1_800_000_000;

/// A closed line that does not meet itself, in either direction of turning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ring {
    points: Vec<Position>,
}

impl Ring {
    /// Takes the corners in order. The first may be repeated at the end; immediate repeats of a point are left out.
    ///
    /// # Errors
    /// [`ShapeFault`] with the place: fewer than 3 different points, more than [`MAX_RING_POINTS`], a segment over the
    /// 180th meridian, or a ring that crosses, touches or folds back on itself.
    pub fn new(mut points: Vec<Position>) -> Result<Self, ShapeFault> {
        points.dedup();
        if points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        if points.len() > MAX_RING_POINTS {
            return Err(ShapeFault::TooManyPoints { given: points.len(), at_most: MAX_RING_POINTS });
        }
        let distinct = points.iter().collect::<BTreeSet<_>>().len();
        if distinct < 3 {
            return Err(ShapeFault::TooFewPoints { distinct });
        }
        let ring = Self { points };
        for (segment, (from, to)) in ring.sides().enumerate() {
            if from.lon_e7().abs_diff(to.lon_e7()) > MAX_SPAN_UNITS {
                return Err(ShapeFault::CrossesAntimeridian { segment, from: from.into(), to: to.into() });
            }
        }
        check::meets_itself(&check::segments(&ring.corners(), 0))?;
        Ok(ring)
    }

    /// The corners, without a repeat of the first at the end.
    #[must_use]
    pub fn points(&self) -> &[Position] {
        &self.points
    }

    fn sides(&self) -> impl Iterator<Item = (Position, Position)> {
        let next = self.points.iter().skip(1).chain(self.points.first());
        self.points.iter().copied().zip(next.copied())
    }

    pub(crate) fn edges(&self) -> impl Iterator<Item = Edge> {
        self.sides().map(|(a, b)| Edge::new((a.lon_e7(), a.lat_e7()), (b.lon_e7(), b.lat_e7())))
    }

    fn corners(&self) -> Vec<Point> {
        self.points.iter().map(|p| (p.lon_e7().into(), p.lat_e7().into())).collect()
    }

    fn bounds(&self) -> Bounds {
        self.edges().fold(Bounds::NOTHING, |all, edge| all.with(edge.bounds()))
    }

    /// Where the first corner of `other` that is not on this ring's border lies; `None` when all are on it.
    fn side_of(&self, other: &Self) -> Option<(bool, Position)> {
        other.points.iter().find_map(|&p| match locate(self.edges(), p.lon_e7(), p.lat_e7()) {
            Location::Inside => Some((true, p)),
            Location::Outside => Some((false, p)),
            Location::Border => None,
        })
    }
}

/// An area: what is inside an outer ring and not inside its holes. Borders belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Polygon {
    outer: Ring,
    holes: Vec<Ring>,
    bounds: Bounds,
}

impl Polygon {
    /// Takes an outer ring and its holes. A hole may touch the outer ring or another hole in single points.
    ///
    /// # Errors
    /// [`ShapeFault`]: more than [`MAX_RINGS`] rings or [`MAX_POLYGON_POINTS`] points, rings that cross or share a
    /// stretch (with the place), a hole outside the outer ring or within another hole.
    pub fn new(outer: Ring, holes: Vec<Ring>) -> Result<Self, ShapeFault> {
        let rings = holes.len().saturating_add(1);
        if rings > MAX_RINGS {
            return Err(ShapeFault::TooManyRings { given: rings });
        }
        let bounds = outer.bounds();
        let polygon = Self { outer, holes, bounds };
        let points: usize = polygon.rings().map(|ring| ring.points.len()).sum();
        if points > MAX_POLYGON_POINTS {
            return Err(ShapeFault::TooManyPoints { given: points, at_most: MAX_POLYGON_POINTS });
        }
        if !polygon.holes.is_empty() {
            polygon.check_holes()?;
        }
        Ok(polygon)
    }

    fn check_holes(&self) -> Result<(), ShapeFault> {
        let all: Vec<_> =
            self.rings().enumerate().flat_map(|(n, ring)| check::segments(&ring.corners(), n)).collect();
        check::rings_cross(&all)?;
        for (ring, hole) in self.rings().enumerate().skip(1) {
            let corner = |found: Option<(bool, Position)>| {
                found.map(|(_, p)| p).or(hole.points.first().copied()).map_or(Place::ORIGIN, Place::from)
            };
            let against_outer = self.outer.side_of(hole);
            if !matches!(against_outer, Some((true, _))) {
                return Err(ShapeFault::HoleOutside { ring, at: corner(against_outer) });
            }
            for (around, other) in self.rings().enumerate().skip(1).filter(|&(n, _)| n != ring) {
                let against_other = other.side_of(hole);
                if !matches!(against_other, Some((false, _))) {
                    return Err(ShapeFault::HoleInHole { ring, around, at: corner(against_other) });
                }
            }
        }
        Ok(())
    }

    /// The outer ring.
    #[must_use]
    pub const fn outer(&self) -> &Ring {
        &self.outer
    }

    /// The holes.
    #[must_use]
    pub fn holes(&self) -> &[Ring] {
        &self.holes
    }

    fn rings(&self) -> impl Iterator<Item = &Ring> {
        core::iter::once(&self.outer).chain(&self.holes)
    }

    pub(crate) fn edges(&self) -> impl Iterator<Item = Edge> {
        self.rings().flat_map(Ring::edges)
    }

    pub(crate) const fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// Whether the place is inside, exactly. On a border, that of a hole included, is inside.
    #[must_use]
    pub fn contains(&self, position: Position) -> bool {
        let (x, y) = (position.lon_e7(), position.lat_e7());
        self.bounds.holds(x, y) && locate(self.edges(), x, y) != Location::Outside
    }
}

/// One or more polygons, taken together: a place is inside when it is inside one of them. They may overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MultiPolygon {
    polygons: Vec<Polygon>,
}

impl MultiPolygon {
    /// Takes 1 to [`MAX_POLYGONS`] polygons.
    ///
    /// # Errors
    /// [`ShapeFault::NoPolygon`] or [`ShapeFault::TooManyPolygons`].
    pub fn new(polygons: Vec<Polygon>) -> Result<Self, ShapeFault> {
        if polygons.is_empty() {
            return Err(ShapeFault::NoPolygon);
        }
        if polygons.len() > MAX_POLYGONS {
            return Err(ShapeFault::TooManyPolygons { given: polygons.len() });
        }
        Ok(Self { polygons })
    }

    /// The polygons, in the order given.
    #[must_use]
    pub fn polygons(&self) -> &[Polygon] {
        &self.polygons
    }

    /// Whether the place is inside one of the polygons, exactly. On a border is inside.
    #[must_use]
    pub fn contains(&self, position: Position) -> bool {
        self.polygons.iter().any(|polygon| polygon.contains(position))
    }
}

impl From<Polygon> for MultiPolygon {
    fn from(polygon: Polygon) -> Self {
        Self { polygons: vec![polygon] }
    }
}
