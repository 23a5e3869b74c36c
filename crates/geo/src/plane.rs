//! Exact predicates on whole coordinates: one edge, one box, a point against many edges.
//!
//! x is longitude and y is latitude, both in 1e-7 degree. Never here: metres, floating point.

/// A straight piece of border, from its lower end `a` to its upper end `b` (`ay <= by`).
///
/// Invariant: `|bx - ax| <= 1.8e9` and `by - ay <= 1.8e9` units (180 degrees), so that the cross product of two
/// vectors inside the edge's box is below 2 * (1.8e9)^2 < 2^63.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Edge {
    pub(crate) ax: i32,
    pub(crate) ay: i32,
    pub(crate) bx: i32,
    pub(crate) by: i32,
}

/// How an edge lies to a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meet {
    /// The point is on the edge.
    On,
    /// The ray from the point to the west crosses the edge.
    West,
    /// Neither.
    Aside,
}

/// Where a point is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Location {
    Inside,
    Border,
    Outside,
}

impl Edge {
    pub(crate) fn new((px, py): (i32, i32), (qx, qy): (i32, i32)) -> Self {
        if py <= qy {
            Self { ax: px, ay: py, bx: qx, by: qy }
        } else {
            Self { ax: qx, ay: qy, bx: px, by: py }
        }
    }

    /// An upward ray of border at `x` from `y` on: what an index puts in place of all that lies west of a cell.
    pub(crate) const fn upward(x: i32, y: i32) -> Self {
        Self { ax: x, ay: y, bx: x, by: i32::MAX }
    }

    /// The ray runs just above `y`, so an edge counts at its lower end and not at its upper end, and a level edge
    /// never counts.
    #[inline]
    pub(crate) fn meets(&self, x: i32, y: i32) -> Meet {
        if y < self.ay || y > self.by {
            return Meet::Aside;
        }
        if x < self.ax && x < self.bx {
            return Meet::Aside;
        }
        if x > self.ax && x > self.bx {
            return if y < self.by { Meet::West } else { Meet::Aside };
        }
        let side = cross(self, x, y);
        if side == 0 {
            Meet::On
        } else if side < 0 && y < self.by {
            Meet::West
        } else {
            Meet::Aside
        }
    }

    pub(crate) fn bounds(&self) -> Bounds {
        Bounds {
            west: self.ax.min(self.bx).into(),
            east: self.ax.max(self.bx).into(),
            south: self.ay.into(),
            north: self.by.into(),
        }
    }
}

/// Positive when the point is west of the edge, negative when east. The point must be in the edge's box.
#[inline]
fn cross(edge: &Edge, x: i32, y: i32) -> i64 {
    let wide = i64::from;
    (wide(edge.bx) - wide(edge.ax)) * (wide(y) - wide(edge.ay))
        - (wide(edge.by) - wide(edge.ay)) * (wide(x) - wide(edge.ax))
}

/// Where a point is, given all the edges of closed rings: odd crossings are inside.
pub(crate) fn locate(edges: impl Iterator<Item = Edge>, x: i32, y: i32) -> Location {
    let mut inside = false;
    for edge in edges {
        match edge.meets(x, y) {
            Meet::On => return Location::Border,
            Meet::West => inside = !inside,
            Meet::Aside => {}
        }
    }
    if inside { Location::Inside } else { Location::Outside }
}

/// A closed box. Wider than a position, so that a circle near the edge of the map has one too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) west: i64,
    pub(crate) east: i64,
    pub(crate) south: i64,
    pub(crate) north: i64,
}

impl Bounds {
    /// Holds nothing; the start of a union.
    pub(crate) const NOTHING: Self =
        Self { west: i64::MAX, east: i64::MIN, south: i64::MAX, north: i64::MIN };

    #[inline]
    pub(crate) fn holds(&self, x: i32, y: i32) -> bool {
        let (x, y) = (i64::from(x), i64::from(y));
        self.west <= x && x <= self.east && self.south <= y && y <= self.north
    }

    #[inline]
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.west <= other.east
            && other.west <= self.east
            && self.south <= other.north
            && other.south <= self.north
    }

    pub(crate) fn with(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            east: self.east.max(other.east),
            south: self.south.min(other.south),
            north: self.north.max(other.north),
        }
    }
}
