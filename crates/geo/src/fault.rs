//! What can be wrong with the shape of a zone, with the place of the fault. Zones are public: places may be printed.
//!
//! Never here: positions of people.

use core::fmt;
use hoeder_vocab::Position;

/// A place on a zone's border, in 1e-7 degree. Unlike [`Position`] it prints itself: borders of zones are public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Latitude in 1e-7 degree, north positive.
    pub lat_e7: i32,
    /// Longitude in 1e-7 degree, east positive.
    pub lon_e7: i32,
}

impl Place {
    /// Latitude 0, longitude 0.
    pub(crate) const ORIGIN: Self = Self { lat_e7: 0, lon_e7: 0 };
}

impl From<Position> for Place {
    fn from(position: Position) -> Self {
        Self { lat_e7: position.lat_e7(), lon_e7: position.lon_e7() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (lat, lon) = (f64::from(self.lat_e7) / 1e7, f64::from(self.lon_e7) / 1e7);
        write!(f, "latitude {lat:.7}, longitude {lon:.7}")
    }
}

/// Why a list of points is no zone.
///
/// Segment `n` of a ring runs from its point `n` to its point `n + 1`, counted from 0 with immediate repeats of a
/// point left out; the last segment closes the ring. Ring 0 of a polygon is the outer one, holes follow from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ShapeFault {
    /// Fewer than three different points.
    TooFewPoints {
        /// How many different points there are.
        distinct: usize,
    },
    /// More points in a ring than [`crate::MAX_RING_POINTS`], or in a polygon than [`crate::MAX_POLYGON_POINTS`].
    TooManyPoints {
        /// How many there are.
        given: usize,
        /// How many there may be.
        at_most: usize,
    },
    /// More rings in a polygon than [`crate::MAX_RINGS`].
    TooManyRings {
        /// How many there are, the outer one included.
        given: usize,
    },
    /// More polygons than [`crate::MAX_POLYGONS`].
    TooManyPolygons {
        /// How many there are.
        given: usize,
    },
    /// No polygon at all.
    NoPolygon,
    /// A segment spans more than 180 degrees of longitude: the ring crosses the 180th meridian.
    CrossesAntimeridian {
        /// Which segment.
        segment: usize,
        /// Where it starts.
        from: Place,
        /// Where it ends.
        to: Place,
    },
    /// The ring crosses, touches or folds back on itself.
    MeetsItself {
        /// One segment.
        first: usize,
        /// The other segment.
        second: usize,
        /// Where, to the nearest unit.
        at: Place,
    },
    /// Two rings of one polygon cross or share a stretch. Touching in a point is allowed.
    RingsCross {
        /// One ring.
        first_ring: usize,
        /// The segment of that ring.
        first: usize,
        /// The other ring.
        second_ring: usize,
        /// The segment of that ring.
        second: usize,
        /// Where, to the nearest unit.
        at: Place,
    },
    /// A hole has no corner strictly inside the outer ring.
    HoleOutside {
        /// Which ring.
        ring: usize,
        /// One of its corners.
        at: Place,
    },
    /// A hole lies within another hole, or touches it at every corner.
    HoleInHole {
        /// The ring that lies within.
        ring: usize,
        /// The ring around it.
        around: usize,
        /// One of its corners.
        at: Place,
    },
}

impl fmt::Display for ShapeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFewPoints { distinct } => {
                write!(f, "a ring needs at least 3 different points, this one has {distinct}")
            }
            Self::TooManyPoints { given, at_most } => {
                write!(f, "{given} points are more than the {at_most} allowed: simplify the border")
            }
            Self::TooManyRings { given } => {
                write!(f, "{given} rings in one polygon are more than the {} allowed", crate::MAX_RINGS)
            }
            Self::TooManyPolygons { given } => {
                write!(f, "{given} polygons in one zone are more than the {} allowed", crate::MAX_POLYGONS)
            }
            Self::NoPolygon => f.write_str("a zone needs at least one polygon"),
            Self::CrossesAntimeridian { segment, from, to } => write!(
                f,
                "segment {segment} from {from} to {to} spans more than 180 degrees: cut the zone at the 180th meridian \
                 into two polygons (RFC 7946, 3.1.9), or add points in between if it really is that long"
            ),
            Self::MeetsItself { first, second, at } => {
                write!(f, "the ring meets itself: segments {first} and {second} cross or touch at {at}")
            }
            Self::RingsCross { first_ring, first, second_ring, second, at } => write!(
                f,
                "ring {first_ring} (segment {first}) and ring {second_ring} (segment {second}) cross or share a \
                 stretch at {at}"
            ),
            Self::HoleOutside { ring, at } => {
                write!(f, "hole {ring} with a corner at {at} does not lie inside the outer ring")
            }
            Self::HoleInHole { ring, around, at } => {
                write!(
                    f,
                    "hole {ring} with a corner at {at} lies within hole {around} or touches it everywhere"
                )
            }
        }
    }
}

impl core::error::Error for ShapeFault {}
