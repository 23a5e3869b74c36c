//! Geometry only: distance, zones with holes, points and circles against zones, an index over many zones, Belgium's outline.
//!
//! What is inside a zone is decided in whole units of 1e-7 degree, so the answer is exact and the same everywhere.
//! Edges are straight in the longitude-latitude plane, as RFC 7946 says. A point on a border is inside.
//! Never here: who lives where, time, files, alarms.

mod check;
pub mod country;
mod fault;
mod fence;
mod flat;
mod index;
mod metric;
mod plane;
mod shape;
mod touch;

pub use country::{Countries, CountriesError};
pub use fault::{Place, ShapeFault};
pub use fence::{Fence, LineFault, MAX_LINE_POINTS};
pub use flat::{Way, way};
pub use index::{IndexError, MAX_INDEX_EDGES, MAX_INDEX_SHAPES, ZoneIndex, ZonesAt};
pub use metric::{EARTH_RADIUS, bearing, distance, offset};
pub use shape::{MAX_POLYGON_POINTS, MAX_POLYGONS, MAX_RING_POINTS, MAX_RINGS, MultiPolygon, Polygon, Ring};

#[cfg(test)]
mod tests;
