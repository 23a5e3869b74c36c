//! An exact index over many zones: a grid of cells, each with only the borders that matter inside it.
//!
//! A cell says nothing, one zone that covers it, or a short list. Each entry of a list has the side of the cell's lower
//! edge and the pieces of border of its row that pass through the cell; what lies further west is folded into upward
//! rays. Flat arrays, whole numbers, no hashing, no allocation per look-up. Never here: metres, except to reach `touch`.

pub(crate) mod build;

use crate::plane::{Edge, Meet};
use crate::shape::{MultiPolygon, Polygon};
use crate::touch::Circle;
use core::fmt;
use hoeder_vocab::{Metres, Position};

/// Most polygons in one index.
pub const MAX_INDEX_SHAPES: usize = 100_000;
/// Most border segments in one index.
pub const MAX_INDEX_EDGES: usize = 4_000_000;

/// More zones than one index holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexError {
    /// More polygons than [`MAX_INDEX_SHAPES`].
    TooManyShapes,
    /// More border segments than [`MAX_INDEX_EDGES`].
    TooManyEdges,
}

impl fmt::Display for IndexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyShapes => write!(f, "more than {MAX_INDEX_SHAPES} polygons in one index"),
            Self::TooManyEdges => write!(f, "more than {MAX_INDEX_EDGES} border segments in one index"),
        }
    }
}

impl core::error::Error for IndexError {}

/// Zones by place. `K` names a zone; shapes under the same key are one zone.
#[derive(Debug, Clone)]
pub struct ZoneIndex<K> {
    /// In ascending order, each once.
    keys: Vec<K>,
    /// With the number of its key, in ascending order.
    shapes: Vec<(u32, Polygon)>,
    grid: Grid,
    /// Per cell: 0 for nothing, 1 + n for all of zone n and no other, 1 + zones + n for list n.
    heads: Vec<u32>,
    /// Where list n begins in `entries`, and at the end where the last one ends.
    lists: Vec<u32>,
    entries: Vec<Entry>,
    edges: Vec<Edge>,
}

/// How positions map to cells: 2^shift units wide and high, row by row from the south-west corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Grid {
    west: i32,
    south: i32,
    columns: u32,
    rows: u32,
    shift_x: u32,
    shift_y: u32,
}

/// One polygon in one cell.
#[derive(Debug, Clone, Copy)]
struct Entry {
    /// Number of the key.
    zone: u32,
    /// Whether an odd number of borders lies west of the cell, seen from its lowest row.
    inside: bool,
    /// First of its borders in `edges`.
    from: u32,
    /// After the last of its borders.
    to: u32,
}

impl Grid {
    /// The cell of a position; `None` outside the grid.
    #[inline]
    fn cell(&self, x: i32, y: i32) -> Option<usize> {
        // West of the grid the difference wraps to more than any column: it is at least 2^32 - 1.8e9 - west,
        // and the grid is at most 1.8e9 - west wide. The same holds for rows.
        let column = x.wrapping_sub(self.west).cast_unsigned() >> self.shift_x;
        let row = y.wrapping_sub(self.south).cast_unsigned() >> self.shift_y;
        if column < self.columns && row < self.rows {
            Some(row as usize * self.columns as usize + column as usize)
        } else {
            None
        }
    }
}

impl<K: Copy + Ord> ZoneIndex<K> {
    /// Builds the index. The order of the zones does not matter; the same zones give the same index.
    ///
    /// # Errors
    /// [`IndexError`] above the limits.
    pub fn build(zones: &[(K, MultiPolygon)]) -> Result<Self, IndexError> {
        build::index(zones, &build::Budget::USUAL)
    }

    /// How many different zones there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is no zone.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The zones that hold the place, exactly, each once, in ascending order. On a border counts as inside, so a
    /// place on a common border is in both. Allocates nothing.
    #[inline]
    #[must_use]
    pub fn zones_at(&self, position: Position) -> ZonesAt<'_, K> {
        let (x, y) = (position.lon_e7(), position.lat_e7());
        let none = ZonesAt { index: self, whole: None, entries: [].iter(), last: u32::MAX, x, y };
        let Some(&head) = self.grid.cell(x, y).and_then(|cell| self.heads.get(cell)) else { return none };
        let Some(code) = head.checked_sub(1) else { return none };
        if let Some(&key) = self.keys.get(code as usize) {
            return ZonesAt { whole: Some(key), ..none };
        }
        let list = code as usize - self.keys.len();
        match (self.lists.get(list), self.lists.get(list + 1)) {
            (Some(&from), Some(&to)) => {
                let entries = self.entries.get(from as usize..to as usize).unwrap_or_default();
                ZonesAt { entries: entries.iter(), ..none }
            }
            _ => none,
        }
    }

    /// The zones that a circle touches (AL-07: two zones touched, both are told), each once, in ascending order.
    /// A radius that is negative or not a number counts as 0. See [`Polygon::touches`] for the precision.
    #[must_use]
    pub fn zones_touched(&self, centre: Position, radius: Metres) -> Vec<K> {
        let circle = Circle::new(centre, radius);
        let mut touched: Vec<K> = Vec::new();
        for (zone, shape) in &self.shapes {
            let Some(&key) = self.keys.get(*zone as usize) else { continue };
            if touched.last() != Some(&key) && shape.touches_circle(&circle) {
                touched.push(key);
            }
        }
        touched
    }

    #[inline]
    fn holds(&self, entry: &Entry, x: i32, y: i32) -> bool {
        let mut inside = entry.inside;
        for edge in self.edges.get(entry.from as usize..entry.to as usize).unwrap_or_default() {
            match edge.meets(x, y) {
                Meet::On => return true,
                Meet::West => inside = !inside,
                Meet::Aside => {}
            }
        }
        inside
    }
}

/// The zones at one place, in ascending order; from [`ZoneIndex::zones_at`].
#[derive(Clone)]
pub struct ZonesAt<'a, K> {
    index: &'a ZoneIndex<K>,
    whole: Option<K>,
    entries: core::slice::Iter<'a, Entry>,
    last: u32,
    x: i32,
    y: i32,
}

impl<K> fmt::Debug for ZonesAt<'_, K> {
    /// Without the place: it may be a person's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ZonesAt[sensitive]")
    }
}

impl<K: Copy + Ord> Iterator for ZonesAt<'_, K> {
    type Item = K;

    #[inline]
    fn next(&mut self) -> Option<K> {
        if let Some(key) = self.whole.take() {
            return Some(key);
        }
        for entry in self.entries.by_ref() {
            if entry.zone != self.last && self.index.holds(entry, self.x, self.y) {
                self.last = entry.zone;
                return self.index.keys.get(entry.zone as usize).copied();
            }
        }
        None
    }
}
