//! Builds the grid: chooses the cells, cuts every border into the rows it passes and writes each cell's list.
//!
//! Never here: look-ups.

use super::{Entry, Grid, IndexError, MAX_INDEX_EDGES, MAX_INDEX_SHAPES, ZoneIndex};
use crate::plane::{Bounds, Edge};
use crate::shape::{MultiPolygon, Polygon};
use std::collections::BTreeSet;

/// What an index may cost. Fewer cells only make look-ups slower, never wrong.
pub(crate) struct Budget {
    /// Cells of the grid, 4 bytes each.
    pub(crate) cells: u64,
    /// Cells wanted for each border segment; `cells` is the most.
    pub(crate) cells_per_edge: u64,
    /// Pairs of a polygon and a cell, 16 bytes each.
    pub(crate) entries: u64,
    /// Pairs of a border segment and a cell, 16 bytes each.
    pub(crate) edges: u64,
}

impl Budget {
    pub(crate) const USUAL: Self =
        Self { cells: 1 << 22, cells_per_edge: 8, entries: 1 << 24, edges: 1 << 24 };
}

/// One polygon's stay in one cell, before the cells are put in order.
type Stay = (u32, Entry);

pub(super) fn index<K: Copy + Ord>(
    zones: &[(K, MultiPolygon)],
    budget: &Budget,
) -> Result<ZoneIndex<K>, IndexError> {
    let mut keys: Vec<K> = zones.iter().map(|(key, _)| *key).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut shapes: Vec<(u32, Polygon)> = Vec::new();
    for (key, zone) in zones {
        let number = keys.binary_search(key).unwrap_or(usize::MAX);
        let number = u32::try_from(number).map_err(|_| IndexError::TooManyShapes)?;
        shapes.extend(zone.polygons().iter().map(|polygon| (number, polygon.clone())));
    }
    shapes.sort_by_key(|&(number, _)| number);
    let segments: usize = shapes.iter().map(|(_, shape)| shape.edges().count()).sum();
    if shapes.len() > MAX_INDEX_SHAPES {
        return Err(IndexError::TooManyShapes);
    }
    if segments > MAX_INDEX_EDGES {
        return Err(IndexError::TooManyEdges);
    }
    let grid = choose_grid(&shapes, segments as u64, budget);
    let mut stays: Vec<Stay> = Vec::new();
    let mut edges: Vec<Edge> = Vec::new();
    for (number, shape) in &shapes {
        Cutter { grid: &grid, zone: *number, stays: &mut stays, edges: &mut edges }.cut(shape);
    }
    stays.sort_by_key(|&(cell, _)| cell);
    let mut index =
        ZoneIndex { keys, shapes, grid, heads: Vec::new(), lists: Vec::new(), entries: Vec::new(), edges };
    write_cells(&mut index, &stays);
    Ok(index)
}

/// The finest grid within the budget: halves whichever side has more cells.
fn choose_grid(shapes: &[(u32, Polygon)], segments: u64, budget: &Budget) -> Grid {
    let all = shapes.iter().fold(Bounds::NOTHING, |all, (_, shape)| all.with(shape.bounds()));
    let narrow = |value: i64| i32::try_from(value).unwrap_or(0);
    let mut grid = Grid {
        west: narrow(all.west),
        south: narrow(all.south),
        columns: 0,
        rows: 0,
        shift_x: 0,
        shift_y: 0,
    };
    if shapes.is_empty() {
        return grid;
    }
    let cells = budget.cells.min(segments.saturating_mul(budget.cells_per_edge)).max(1);
    let span = |low: i64, high: i64| u32::try_from(high - low).unwrap_or(u32::MAX);
    let (width, height) = (span(all.west, all.east), span(all.south, all.north));
    loop {
        grid.columns = (width >> grid.shift_x).saturating_add(1);
        grid.rows = (height >> grid.shift_y).saturating_add(1);
        let (columns, rows) = (u64::from(grid.columns), u64::from(grid.rows));
        // Four cells are never too many, and stopping there keeps both shifts below 32.
        if columns * rows <= 4 || (columns * rows <= cells && fits(shapes, &grid, budget)) {
            return grid;
        }
        if columns >= rows {
            grid.shift_x += 1;
        } else {
            grid.shift_y += 1;
        }
    }
}

/// Whether the polygons' boxes and borders stay within the budget, counted from above.
fn fits(shapes: &[(u32, Polygon)], grid: &Grid, budget: &Budget) -> bool {
    let cells = |b: &Bounds| {
        let columns = (b.east - b.west).unsigned_abs() >> grid.shift_x;
        let rows = (b.north - b.south).unsigned_abs() >> grid.shift_y;
        (columns + 2, rows + 2)
    };
    let (mut entries, mut pieces) = (0_u64, 0_u64);
    for (_, shape) in shapes {
        let (columns, rows) = cells(&shape.bounds());
        entries = entries.saturating_add(columns.saturating_mul(rows));
        for edge in shape.edges() {
            let (columns, rows) = cells(&edge.bounds());
            pieces = pieces.saturating_add(columns + rows);
        }
        if entries > budget.entries || pieces > budget.edges {
            return false;
        }
    }
    true
}

/// Cuts one polygon into the cells of the grid.
struct Cutter<'a> {
    grid: &'a Grid,
    zone: u32,
    stays: &'a mut Vec<Stay>,
    edges: &'a mut Vec<Edge>,
}

/// A piece of border within one row, with the first and last column it passes.
struct Piece {
    first: u32,
    last: u32,
    edge: Edge,
}

/// The lowest and highest y of a row.
#[derive(Clone, Copy)]
struct Row {
    number: u32,
    low: i64,
    high: i64,
}

impl Cutter<'_> {
    fn cut(&mut self, shape: &Polygon) {
        let mut by_row: Vec<(u32, Edge)> = Vec::new();
        for edge in shape.edges() {
            let (first, last) = (self.row_of(edge.ay), self.row_of(edge.by));
            by_row.extend((first..=last).map(|row| (row, edge)));
        }
        by_row.sort_by_key(|&(row, _)| row);
        for pieces in by_row.chunk_by(|a, b| a.0 == b.0) {
            let Some(&(number, _)) = pieces.first() else { continue };
            let low = i64::from(self.grid.south) + (i64::from(number) << self.grid.shift_y);
            let row = Row { number, low, high: low + (1_i64 << self.grid.shift_y) - 1 };
            let mut pieces: Vec<Piece> = pieces.iter().map(|&(_, edge)| self.piece(edge, row)).collect();
            pieces.sort_by_key(|piece| piece.first);
            self.sweep(row, pieces);
        }
    }

    fn row_of(&self, y: i32) -> u32 {
        y.wrapping_sub(self.grid.south).cast_unsigned() >> self.grid.shift_y
    }

    fn column_of(&self, x: i64) -> u32 {
        u32::try_from(x - i64::from(self.grid.west)).unwrap_or(0) >> self.grid.shift_x
    }

    fn piece(&self, edge: Edge, row: Row) -> Piece {
        let (ax, ay, bx, by) =
            (i64::from(edge.ax), i64::from(edge.ay), i64::from(edge.bx), i64::from(edge.by));
        let (west, east) = if ay == by {
            (ax.min(bx), ax.max(bx))
        } else {
            let at = |y: i64| {
                let (run, rise) = ((bx - ax) * (y - ay), by - ay);
                (ax + run.div_euclid(rise), ax - (-run).div_euclid(rise))
            };
            let (low, high) = (at(ay.max(row.low)), at(by.min(row.high)));
            (low.0.min(high.0), low.1.max(high.1))
        };
        Piece { first: self.column_of(west), last: self.column_of(east), edge }
    }

    /// Walks a row from west to east. `flips` holds the heights at which the number of borders to the west changes
    /// between even and odd.
    fn sweep(&mut self, row: Row, pieces: Vec<Piece>) {
        let mut flips: BTreeSet<i64> = BTreeSet::new();
        let mut open: Vec<Piece> = Vec::new();
        let mut coming = pieces.into_iter().peekable();
        let mut column = 0;
        loop {
            open.retain(|piece| {
                let stays = piece.last >= column;
                if !stays {
                    flip(&mut flips, &piece.edge, row);
                }
                stays
            });
            if open.is_empty() && flips.is_empty() {
                let Some(next) = coming.peek() else { return };
                column = column.max(next.first);
            }
            while let Some(piece) = coming.next_if(|piece| piece.first <= column) {
                open.push(piece);
            }
            if column >= self.grid.columns {
                return;
            }
            self.stay(row, column, &flips, &open);
            column += 1;
        }
    }

    fn stay(&mut self, row: Row, column: u32, flips: &BTreeSet<i64>, open: &[Piece]) {
        let from = self.edges.len();
        let west_of_cell = i64::from(self.grid.west) + (i64::from(column) << self.grid.shift_x) - 1;
        let narrow = |value: i64| i32::try_from(value).unwrap_or(i32::MIN);
        let rays = flips.iter().filter(|&&y| y > row.low);
        self.edges.extend(rays.map(|&y| Edge::upward(narrow(west_of_cell), narrow(y))));
        self.edges.extend(open.iter().map(|piece| piece.edge));
        let cell = row.number * self.grid.columns + column;
        let entry = Entry {
            zone: self.zone,
            inside: flips.contains(&row.low),
            from: offset(from),
            to: offset(self.edges.len()),
        };
        self.stays.push((cell, entry));
    }
}

/// A border that now lies to the west: it counts from its lower end up to, but not with, its upper end.
fn flip(flips: &mut BTreeSet<i64>, edge: &Edge, row: Row) {
    if edge.ay == edge.by {
        return;
    }
    let (low, high) = (i64::from(edge.ay).max(row.low), i64::from(edge.by));
    let mut toggle = |y: i64| {
        if y <= row.high && !flips.remove(&y) {
            flips.insert(y);
        }
    };
    toggle(low);
    toggle(high);
}

/// Turns stays, in the order of their cells, into heads, lists and entries.
fn write_cells<K>(index: &mut ZoneIndex<K>, stays: &[Stay]) {
    let cells = index.grid.rows as usize * index.grid.columns as usize;
    index.heads = vec![0; cells];
    let zones = index.keys.len();
    for group in stays.chunk_by(|a, b| a.0 == b.0) {
        let Some(&(cell, first)) = group.first() else { continue };
        let Some(head) = index.heads.get_mut(cell as usize) else { continue };
        let whole = first.inside && first.from == first.to;
        if whole && group.iter().all(|(_, entry)| entry.zone == first.zone) {
            *head = 1 + first.zone;
            continue;
        }
        *head = offset(1 + zones + index.lists.len());
        index.lists.push(offset(index.entries.len()));
        index.entries.extend(group.iter().map(|&(_, entry)| entry));
    }
    index.lists.push(offset(index.entries.len()));
}

/// The budget keeps all arrays below 2^26 places.
fn offset(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

#[cfg(test)]
pub(crate) fn with_cells<K: Copy + Ord>(zones: &[(K, MultiPolygon)], cells: u64) -> ZoneIndex<K> {
    index(zones, &Budget { cells, cells_per_edge: u64::MAX, ..Budget::USUAL }).unwrap()
}
