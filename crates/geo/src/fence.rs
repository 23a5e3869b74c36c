//! One perimeter in little memory: an area, a circle or a corridor, with what a fix and the way to it are asked.
//!
//! An area with sides below 230 m keeps the step to each corner in 16 bits an axis, nothing lost; what is inside is as
//! exact as in `shape`.
//! Metres are taken in a plane around the place (`flat`). Never here: time, schedules, alarms.

use crate::flat::{Way, way};
use crate::metric::{EARTH_RADIUS, RADIANS_PER_UNIT, units};
use crate::shape::{MultiPolygon, Polygon};
use hoeder_vocab::{Metres, Position};

/// Most places in the line of a corridor.
pub const MAX_LINE_POINTS: usize = 10_000;

/// Why a line is no corridor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineFault {
    /// Fewer than 2 or more than [`MAX_LINE_POINTS`] places.
    Points,
    /// A piece spans more than 180 degrees of longitude: the line runs over the 180th meridian.
    CrossesAntimeridian,
}

/// A perimeter: an area, a circle or a corridor.
#[derive(Debug, Clone)]
pub struct Fence {
    west: i32,
    south: i32,
    east: i32,
    north: i32,
    form: Form,
}

/// What lies in the box. The usual area is kept here, without a detour.
#[derive(Debug, Clone)]
enum Form {
    Small(Ring<i16>),
    Other(Box<Other>),
}

#[derive(Debug, Clone)]
enum Other {
    Small(Rings<i16>),
    Large(Rings<i64>),
    /// Several polygons: what two of them share is inside.
    Many(Box<[Fence]>),
    Circle(Position, f64),
    Corridor(Box<[Position]>, f64),
}

/// Corners, ending with the first again: the first, and the step to each next one.
#[derive(Debug, Clone)]
struct Ring<T> {
    first: (i32, i32),
    steps: Box<[(T, T)]>,
}

/// Corners of several rings, one after the other.
#[derive(Debug, Clone)]
struct Rings<T> {
    all: Ring<T>,
    /// Numbers of the steps that lead from one ring to the next.
    jumps: Box<[u32]>,
}

type Corner = (i64, i64);

impl<T: Copy + Into<i64> + TryFrom<i64>> Rings<T> {
    /// `None` where a step is too long for the type.
    fn of(polygon: &Polygon) -> Option<Self> {
        let rings = core::iter::once(polygon.outer()).chain(polygon.holes());
        let (mut corners, mut jumps) = (Vec::new(), Vec::new());
        for ring in rings {
            if !corners.is_empty() {
                jumps.push(u32::try_from(corners.len() - 1).ok()?);
            }
            corners.extend(ring.points().iter().chain(ring.points().first()));
        }
        let steps: Option<Box<[(T, T)]>> = corners
            .windows(2)
            .map(|pair: &[&Position]| {
                let [a, b] = pair else { return None };
                let step = |a: i32, b: i32| T::try_from(i64::from(b) - i64::from(a)).ok();
                Some((step(a.lon_e7(), b.lon_e7())?, step(a.lat_e7(), b.lat_e7())?))
            })
            .collect();
        let first = corners.first()?;
        let all = Ring { first: (first.lon_e7(), first.lat_e7()), steps: steps? };
        Some(Self { all, jumps: jumps.into_boxed_slice() })
    }

    fn sides(&self) -> impl Iterator<Item = (Corner, Corner)> {
        let mut jumps = self.jumps.iter().map(|jump| *jump as usize);
        let mut jump = jumps.next().unwrap_or(usize::MAX);
        self.all.sides().enumerate().filter_map(move |(n, side)| {
            if n == jump {
                jump = jumps.next().unwrap_or(usize::MAX);
                return None;
            }
            Some(side)
        })
    }

    fn bytes(&self) -> usize {
        size_of_val(&*self.all.steps) + size_of_val(&*self.jumps)
    }
}

impl<T: Copy + Into<i64>> Ring<T> {
    #[inline]
    fn sides(&self) -> impl Iterator<Item = (Corner, Corner)> {
        let (mut x, mut y) = (i64::from(self.first.0), i64::from(self.first.1));
        self.steps.iter().map(move |&(dx, dy)| {
            let from = (x, y);
            (x, y) = (x + dx.into(), y + dy.into());
            (from, (x, y))
        })
    }
}

/// Whether a place is inside rings, exactly; on a border is inside.
#[inline]
fn inside(sides: impl Iterator<Item = (Corner, Corner)>, x: i64, y: i64) -> bool {
    let mut odd = false;
    for ((ax, ay), (bx, by)) in sides {
        if (ay > y) == (by > y) {
            // A level side, or one that the ray to the west passes by: it counts only when the place is on it.
            let on = (ay == y || by == y)
                && (bx - ax) * (y - ay) == (by - ay) * (x - ax)
                && ax.min(bx) <= x
                && x <= ax.max(bx)
                && ay.min(by) <= y
                && y <= ay.max(by);
            if on {
                return true;
            }
            continue;
        }
        let cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
        if cross == 0 {
            return true;
        }
        odd ^= (cross > 0) == (by < ay);
    }
    odd
}

/// The least share of the way from `a` to `b` at which it meets a side of rings.
fn meets(sides: impl Iterator<Item = (Corner, Corner)>, a: Corner, b: Corner) -> Option<f64> {
    let cross = |o: Corner, p: Corner, q: Corner| {
        let wide = i128::from;
        wide(p.0 - o.0) * wide(q.1 - o.1) - wide(p.1 - o.1) * wide(q.0 - o.0)
    };
    let share = |part: i128, all: i128| {
        let (part, all) = (narrow(part), narrow(all));
        (part / all).clamp(0.0, 1.0)
    };
    let along = |p: Corner| {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let reach = i128::from(dx) * i128::from(dx) + i128::from(dy) * i128::from(dy);
        let part = i128::from(p.0 - a.0) * i128::from(dx) + i128::from(p.1 - a.1) * i128::from(dy);
        (reach > 0 && (0..=reach).contains(&part)).then(|| share(part, reach))
    };
    let mut least: Option<f64> = None;
    for (p, q) in sides {
        let (to_p, to_q) = (cross(a, b, p), cross(a, b, q));
        if to_p.signum() * to_q.signum() > 0 {
            continue;
        }
        let (from_a, from_b) = (cross(p, q, a), cross(p, q, b));
        let found = if to_p == 0 && to_q == 0 {
            [along(p), along(q)].into_iter().flatten().reduce(f64::min)
        } else if from_a.signum() * from_b.signum() > 0 {
            None
        } else if from_a == from_b {
            Some(0.0)
        } else {
            Some(share(from_a, from_a - from_b))
        };
        least = [least, found].into_iter().flatten().reduce(f64::min);
    }
    least
}

/// Products of differences of coordinates as a number with 53 bits: for shares of a way.
fn narrow(value: i128) -> f64 {
    let clamped = value.clamp(i64::MIN.into(), i64::MAX.into());
    if clamped == value {
        let value = i64::try_from(value).unwrap_or(0);
        return whole_as_float(value);
    }
    whole_as_float(i64::try_from(value >> 32).unwrap_or(0)) * 4_294_967_296.0
}

#[expect(clippy::cast_precision_loss, reason = "a share of a way needs no more than 53 bits")]
fn whole_as_float(value: i64) -> f64 {
    value as f64
}

impl Fence {
    /// An area.
    #[must_use]
    pub fn area(area: &MultiPolygon) -> Self {
        match area.polygons() {
            [one] => Self::polygon(one),
            many => {
                let parts: Box<[Self]> = many.iter().map(Self::polygon).collect();
                let all = |of: fn(&Self) -> i32| parts.iter().map(of);
                Self {
                    west: all(|f| f.west).min().unwrap_or(0),
                    south: all(|f| f.south).min().unwrap_or(0),
                    east: all(|f| f.east).max().unwrap_or(0),
                    north: all(|f| f.north).max().unwrap_or(0),
                    form: Form::Other(Box::new(Other::Many(parts))),
                }
            }
        }
    }

    fn polygon(polygon: &Polygon) -> Self {
        let all = |of: fn(&Position) -> i32| polygon.outer().points().iter().map(of);
        let form = match Rings::of(polygon) {
            Some(small) if small.jumps.is_empty() => Form::Small(small.all),
            Some(small) => Form::Other(Box::new(Other::Small(small))),
            None => Form::Other(Box::new(Other::Large(Rings::of(polygon).unwrap_or(Rings {
                all: Ring { first: (0, 0), steps: Box::default() },
                jumps: Box::default(),
            })))),
        };
        Self {
            west: all(|p| p.lon_e7()).min().unwrap_or(0),
            south: all(|p| p.lat_e7()).min().unwrap_or(0),
            east: all(|p| p.lon_e7()).max().unwrap_or(0),
            north: all(|p| p.lat_e7()).max().unwrap_or(0),
            form,
        }
    }

    /// All within `radius` of a place. A radius that is no number or negative counts as 0.
    #[must_use]
    pub fn circle(centre: Position, radius: Metres) -> Self {
        let radius = if radius.0 >= 0.0 { radius.0 } else { 0.0 };
        let around = bounds(&[centre], radius);
        Self { form: Form::Other(Box::new(Other::Circle(centre, radius))), ..around }
    }

    /// All within `half_width` of a line.
    ///
    /// # Errors
    /// [`LineFault`].
    pub fn corridor(line: &[Position], half_width: Metres) -> Result<Self, LineFault> {
        if !(2..=MAX_LINE_POINTS).contains(&line.len()) {
            return Err(LineFault::Points);
        }
        let far = |p: &[Position]| match p {
            [a, b] => a.lon_e7().abs_diff(b.lon_e7()) > 1_800_000_000,
            _ => false,
        };
        if line.windows(2).any(far) {
            return Err(LineFault::CrossesAntimeridian);
        }
        let half_width = if half_width.0 >= 0.0 { half_width.0 } else { 0.0 };
        let form = Form::Other(Box::new(Other::Corridor(line.into(), half_width)));
        Ok(Self { form, ..bounds(line, half_width) })
    }

    /// Whether a place is inside; on the border is inside. For areas exactly.
    #[inline]
    #[must_use]
    pub fn contains(&self, position: Position) -> bool {
        let (x, y) = (position.lon_e7(), position.lat_e7());
        if x < self.west || x > self.east || y < self.south || y > self.north {
            return false;
        }
        match &self.form {
            Form::Small(ring) => inside(ring.sides(), x.into(), y.into()),
            Form::Other(other) => other.contains(position),
        }
    }

    /// Metres from a place to the border, on either side of it; `None` when that is more than `most`.
    #[must_use]
    pub fn border_within(&self, position: Position, most: f64) -> Option<f64> {
        if self.is_beyond(position, most) {
            return None;
        }
        let metres = match &self.form {
            Form::Small(ring) => nearest(ring.sides(), position),
            Form::Other(other) => other.border_within(position, most)?,
        };
        (metres <= most).then_some(metres)
    }

    /// Whether a place lies outside the box of the fence, grown by so many metres: then it cannot touch.
    #[inline]
    #[must_use]
    pub fn is_beyond(&self, position: Position, metres: f64) -> bool {
        let (x, y) = (f64::from(position.lon_e7()), f64::from(position.lat_e7()));
        let up = metres / METRES_PER_UNIT;
        // Two thirds of a turn at 70 degrees is 3 times as many units; near the poles nothing is far.
        let aside = up / crate::flat::cosine(units(position.lat_e7())).max(1e-3) * 1.01;
        x < f64::from(self.west) - aside
            || x > f64::from(self.east) + aside
            || y < f64::from(self.south) - up
            || y > f64::from(self.north) + up
    }

    /// The share, 0 to 1, of the straight way between two places at which it first meets the border or the inside.
    #[must_use]
    pub fn first_contact(&self, from: Position, to: Position) -> Option<f64> {
        if from.lon_e7().max(to.lon_e7()) < self.west
            || from.lon_e7().min(to.lon_e7()) > self.east
            || from.lat_e7().max(to.lat_e7()) < self.south
            || from.lat_e7().min(to.lat_e7()) > self.north
            || from.lon_e7().abs_diff(to.lon_e7()) > 1_800_000_000
        {
            return None;
        }
        if self.contains(from) {
            return Some(0.0);
        }
        self.border_share(from, to)
    }

    /// The share, 0 to 1, of the straight way from a place inside at which it first leaves; `None` when it does not.
    #[must_use]
    pub fn first_exit(&self, from: Position, to: Position) -> Option<f64> {
        if self.contains(to) || !self.contains(from) {
            return None;
        }
        match &self.form {
            Form::Other(other) if matches!(**other, Other::Many(_) | Other::Corridor(..)) => {
                // Their parts overlap, so the border of one may lie inside another: halve until the metre.
                let (mut inside, mut outside) = (0.0, 1.0);
                for _ in 0..32 {
                    let middle = (inside + outside) / 2.0;
                    if self.contains(between(from, to, middle)) { inside = middle } else { outside = middle }
                }
                Some(outside)
            }
            Form::Small(_) | Form::Other(_) => self.border_share(from, to),
        }
    }

    fn border_share(&self, from: Position, to: Position) -> Option<f64> {
        match &self.form {
            Form::Small(ring) => meets(ring.sides(), corner(from), corner(to)),
            Form::Other(other) => other.border_share(from, to),
        }
    }

    /// Bytes that it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        size_of::<Self>()
            + match &self.form {
                Form::Small(ring) => size_of_val(&*ring.steps),
                Form::Other(other) => size_of::<Other>() + other.bytes(),
            }
    }
}

impl Other {
    fn contains(&self, position: Position) -> bool {
        let (x, y) = corner(position);
        match self {
            Self::Small(rings) => inside(rings.sides(), x, y),
            Self::Large(rings) => inside(rings.sides(), x, y),
            Self::Many(parts) => parts.iter().any(|part| part.contains(position)),
            Self::Circle(centre, radius) => way(*centre, position).length() <= *radius,
            Self::Corridor(line, half_width) => line_distance(line, position) <= *half_width,
        }
    }

    fn border_within(&self, position: Position, most: f64) -> Option<f64> {
        Some(match self {
            Self::Small(rings) => nearest(rings.sides(), position),
            Self::Large(rings) => nearest(rings.sides(), position),
            // In what two of them share, the deeper one counts.
            Self::Many(parts) => {
                let inside = parts.iter().filter(|part| part.contains(position));
                let deep = inside.map(|part| part.border_within(position, most).unwrap_or(f64::MAX));
                let near = parts.iter().filter_map(|part| part.border_within(position, most));
                deep.reduce(f64::max).or_else(|| near.reduce(f64::min))?
            }
            Self::Circle(centre, radius) => (way(*centre, position).length() - radius).abs(),
            Self::Corridor(line, half_width) => (line_distance(line, position) - half_width).abs(),
        })
    }

    fn border_share(&self, from: Position, to: Position) -> Option<f64> {
        match self {
            Self::Small(rings) => meets(rings.sides(), corner(from), corner(to)),
            Self::Large(rings) => meets(rings.sides(), corner(from), corner(to)),
            Self::Many(parts) => parts.iter().filter_map(|part| part.border_share(from, to)).reduce(f64::min),
            Self::Circle(centre, radius) => round_share(way(*centre, from), way(from, to), *radius),
            Self::Corridor(line, half_width) => line
                .windows(2)
                .filter_map(|piece| {
                    let [p, q] = piece else { return None };
                    piece_share((way(*p, from), way(*p, *q)), way(from, to), *half_width)
                })
                .reduce(f64::min),
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Small(rings) => rings.bytes(),
            Self::Large(rings) => rings.bytes(),
            Self::Many(parts) => parts.iter().map(Fence::bytes).sum(),
            Self::Circle(..) => 0,
            Self::Corridor(line, _) => size_of_val(&**line),
        }
    }
}

fn corner(p: Position) -> Corner {
    (i64::from(p.lon_e7()), i64::from(p.lat_e7()))
}

/// Metres in one unit of 1e-7 degree of latitude.
const METRES_PER_UNIT: f64 = RADIANS_PER_UNIT * EARTH_RADIUS.0;

/// Metres to the nearest side of rings.
fn nearest(sides: impl Iterator<Item = (Corner, Corner)>, position: Position) -> f64 {
    let (x, y) = (i64::from(position.lon_e7()), i64::from(position.lat_e7()));
    let across = METRES_PER_UNIT * crate::flat::cosine(units(position.lat_e7()));
    let metres = |(px, py): Corner| Way {
        east: whole_as_float(px - x) * across,
        north: whole_as_float(py - y) * METRES_PER_UNIT,
    };
    let squared = sides.fold(f64::MAX, |near, (p, q)| {
        let (p, q) = (metres(p), metres(q));
        let to = nearest_on(p, q.minus(p));
        near.min(to.dot(to))
    });
    squared.sqrt()
}

/// From the origin to the nearest point of the piece that starts at `from` and runs along `along`.
fn nearest_on(from: Way, along: Way) -> Way {
    let length = along.dot(along);
    let share = if length > 0.0 { (-from.dot(along) / length).clamp(0.0, 1.0) } else { 0.0 };
    from.plus(along.times(share))
}

fn line_distance(line: &[Position], position: Position) -> f64 {
    let squared = line.windows(2).fold(f64::MAX, |near, piece| {
        let [p, q] = piece else { return near };
        let (p, q) = (way(position, *p), way(position, *q));
        let to = nearest_on(p, q.minus(p));
        near.min(to.dot(to))
    });
    squared.sqrt()
}

/// The least share, 0 to 1, of a way that starts at `from`, as seen from the middle, at which it meets a circle.
fn round_share(from: Way, along: Way, radius: f64) -> Option<f64> {
    let (a, b, c) = (along.dot(along), from.dot(along), from.dot(from) - radius * radius);
    let root = b * b - a * c;
    if a <= 0.0 || root < 0.0 {
        return None;
    }
    [(-b - root.sqrt()) / a, (-b + root.sqrt()) / a].into_iter().find(|share| (0.0..=1.0).contains(share))
}

/// The same for a piece of a corridor: two round ends and two long sides.
fn piece_share((from, piece): (Way, Way), along: Way, half_width: f64) -> Option<f64> {
    let ends = [round_share(from, along, half_width), round_share(from.minus(piece), along, half_width)];
    let length = piece.length();
    let sides = if length > 0.0 {
        let unit = piece.times(1.0 / length);
        let aside = Way { east: -unit.north, north: unit.east };
        let (height, climb) = (from.dot(aside), along.dot(aside));
        [half_width, -half_width].map(|line| {
            let share = (line - height) / climb;
            let reach = from.plus(along.times(share)).dot(unit);
            ((0.0..=1.0).contains(&share) && (0.0..=length).contains(&reach)).then_some(share)
        })
    } else {
        [None, None]
    };
    ends.into_iter().chain(sides).flatten().reduce(f64::min)
}

/// The place at a share of the straight way between two.
fn between(from: Position, to: Position, share: f64) -> Position {
    let part = |a: f64, b: f64| a + (b - a) * share;
    Position::from_degrees(part(from.lat(), to.lat()), part(from.lon(), to.lon())).unwrap_or(from)
}

/// A fence without a form yet, with the box of what lies within `metres` of some places.
fn bounds(places: &[Position], metres: f64) -> Fence {
    let up = metres / METRES_PER_UNIT + 4.0;
    let highest = places.iter().map(|p| p.lat().abs()).fold(0.0, f64::max) + metres / 111_000.0;
    let aside = if highest < 89.0 { up / highest.to_radians().cos() * 1.001 } else { f64::MAX };
    let least = |of: fn(&Position) -> i32| f64::from(places.iter().map(of).min().unwrap_or(0));
    let most = |of: fn(&Position) -> i32| f64::from(places.iter().map(of).max().unwrap_or(0));
    let (west, east) = (least(|p| p.lon_e7()) - aside, most(|p| p.lon_e7()) + aside);
    let (south, north) = (least(|p| p.lat_e7()) - up, most(|p| p.lat_e7()) + up);
    // Over the 180th meridian or a pole the box is everything: a way there is still the shorter one.
    let wraps = west < -1.8e9 || east > 1.8e9 || south < -9e8 || north > 9e8;
    let (west, east, south, north) =
        if wraps { (-1.8e9, 1.8e9, -9e8, 9e8) } else { (west, east, south, north) };
    let anywhere = Form::Other(Box::new(Other::Circle(places.first().copied().unwrap_or(NOWHERE), 0.0)));
    Fence { west: down(west), south: down(south), east: down(east), north: down(north), form: anywhere }
}

#[expect(clippy::empty_loop, reason = "computed when compiled: zero is a latitude and a longitude")]
const NOWHERE: Position = match Position::from_e7(0, 0) {
    Ok(position) => position,
    Err(_) => loop {},
};

#[expect(clippy::cast_possible_truncation, reason = "the callers keep it within 1.8e9")]
fn down(units: f64) -> i32 {
    units.floor() as i32
}
