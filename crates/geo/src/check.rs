//! Finds where rings meet themselves or each other, exactly, by a sweep over the boxes of their segments.
//!
//! The sweep runs along the axis on which the segments are shorter, so a border of 10,000 points takes milliseconds;
//! a border made to defeat it costs at most one exact test per pair, which the limits in `shape` bound.
//! Never here: what a fault means for a zone.

use crate::fault::{Place, ShapeFault};
use core::cmp::{max, min};

/// x (longitude) and y (latitude) in 1e-7 degree.
pub(crate) type Point = (i64, i64);

/// A segment of a ring, in the ring's direction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segment {
    pub(crate) a: Point,
    pub(crate) b: Point,
    /// The point before `a`.
    pub(crate) before: Point,
    /// The point after `b`.
    pub(crate) after: Point,
    pub(crate) ring: usize,
    pub(crate) number: usize,
}

/// How two segments meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Contact {
    Apart,
    /// In one point, which is an end of at least one of them.
    Touch(Point),
    /// Inside both.
    Cross,
    /// Along a stretch that starts here.
    Overlap(Point),
}

/// The segments of one ring, whose points are given without a closing repeat.
pub(crate) fn segments(points: &[Point], ring: usize) -> Vec<Segment> {
    let around = || points.iter().copied().cycle();
    let starts = around().skip(points.len().saturating_sub(1));
    let quads = starts.zip(around()).zip(around().skip(1)).zip(around().skip(2));
    quads
        .take(points.len())
        .enumerate()
        .map(|(number, (((before, a), b), after))| Segment { a, b, before, after, ring, number })
        .collect()
}

/// The first place where a ring meets itself.
pub(crate) fn meets_itself(ring: &[Segment]) -> Result<(), ShapeFault> {
    let count = ring.len();
    sweep(ring, |p, q| {
        let (first, second) = if p.number < q.number { (p, q) } else { (q, p) };
        let gap = second.number - first.number;
        let neighbours = gap == 1 || gap + 1 == count;
        let at = match contact(first, second) {
            Contact::Apart => return Ok(()),
            Contact::Touch(_) if neighbours => return Ok(()),
            Contact::Touch(at) | Contact::Overlap(at) => place(at),
            Contact::Cross => crossing(first, second),
        };
        Err(ShapeFault::MeetsItself { first: first.number, second: second.number, at })
    })
}

/// The first place where two different rings cross or share a stretch; each ring alone was checked before.
pub(crate) fn rings_cross(rings: &[Segment]) -> Result<(), ShapeFault> {
    sweep(rings, |p, q| {
        if p.ring == q.ring {
            return Ok(());
        }
        let (first, second) = if p.ring < q.ring { (p, q) } else { (q, p) };
        let at = match contact(first, second) {
            Contact::Apart => return Ok(()),
            Contact::Touch(at) if !passes_through(first, second, at) => return Ok(()),
            Contact::Touch(at) | Contact::Overlap(at) => place(at),
            Contact::Cross => crossing(first, second),
        };
        Err(ShapeFault::RingsCross {
            first_ring: first.ring,
            first: first.number,
            second_ring: second.ring,
            second: second.number,
            at,
        })
    })
}

/// Calls `judge` for every pair of segments whose boxes meet, until it objects.
fn sweep(
    segments: &[Segment],
    judge: impl Fn(&Segment, &Segment) -> Result<(), ShapeFault>,
) -> Result<(), ShapeFault> {
    let lengths = segments.iter().fold((0_i64, 0_i64), |(x, y), s| {
        (x.saturating_add((s.b.0 - s.a.0).abs()), y.saturating_add((s.b.1 - s.a.1).abs()))
    });
    let along_x = lengths.0 <= lengths.1;
    let turned = |p: Point| if along_x { p } else { (p.1, p.0) };
    let mut boxes: Vec<(Point, Point, &Segment)> = segments
        .iter()
        .map(|s| {
            let (a, b) = (turned(s.a), turned(s.b));
            ((min(a.0, b.0), min(a.1, b.1)), (max(a.0, b.0), max(a.1, b.1)), s)
        })
        .collect();
    boxes.sort_by_key(|&(low, _, s)| (low.0, s.ring, s.number));
    let mut open: Vec<(Point, Point, &Segment)> = Vec::new();
    for (low, high, segment) in boxes {
        open.retain(|&(_, other_high, _)| other_high.0 >= low.0);
        for &(other_low, other_high, other) in &open {
            if other_low.1 <= high.1 && low.1 <= other_high.1 {
                judge(other, segment)?;
            }
        }
        open.push((low, high, segment));
    }
    Ok(())
}

fn cross(o: Point, p: Point, q: Point) -> i128 {
    let wide = i128::from;
    wide(p.0 - o.0) * wide(q.1 - o.1) - wide(p.1 - o.1) * wide(q.0 - o.0)
}

/// On which side of o-p is q: 1 left, -1 right, 0 on the line.
fn side(o: Point, p: Point, q: Point) -> i128 {
    cross(o, p, q).signum()
}

fn contact(p: &Segment, q: &Segment) -> Contact {
    let (pa, pb) = (side(q.a, q.b, p.a), side(q.a, q.b, p.b));
    let (qa, qb) = (side(p.a, p.b, q.a), side(p.a, p.b, q.b));
    if pa == 0 && pb == 0 {
        let start = max(min(p.a, p.b), min(q.a, q.b));
        let end = min(max(p.a, p.b), max(q.a, q.b));
        return match start.cmp(&end) {
            core::cmp::Ordering::Less => Contact::Overlap(start),
            core::cmp::Ordering::Equal => Contact::Touch(start),
            core::cmp::Ordering::Greater => Contact::Apart,
        };
    }
    if pa * pb > 0 || qa * qb > 0 {
        return Contact::Apart;
    }
    let ends = [(pa, p.a), (pb, p.b), (qa, q.a), (qb, q.b)];
    match ends.into_iter().find(|&(sign, _)| sign == 0) {
        Some((_, at)) => Contact::Touch(at),
        None => Contact::Cross,
    }
}

/// Whether the border of `p`'s ring goes through that of `q`'s ring where they touch.
fn passes_through(p: &Segment, q: &Segment, at: Point) -> bool {
    let (p_from, p_to) = arms(p, at);
    let (q_from, q_to) = arms(q, at);
    between(at, q_from, q_to, p_from) != between(at, q_from, q_to, p_to)
}

/// The points from which and to which the ring passes through `at`, a point of the segment.
fn arms(s: &Segment, at: Point) -> (Point, Point) {
    if at == s.a {
        (s.before, s.b)
    } else if at == s.b {
        (s.a, s.after)
    } else {
        (s.a, s.b)
    }
}

/// Whether the arm o-w lies strictly inside the angle from o-u counter-clockwise to o-v.
fn between(o: Point, u: Point, v: Point, w: Point) -> bool {
    let (after_u, before_v) = (side(o, u, w), side(o, w, v));
    match side(o, u, v) {
        1 => after_u > 0 && before_v > 0,
        -1 => after_u > 0 || before_v > 0,
        _ => after_u > 0,
    }
}

/// Where two segments that cross do so, to the nearest unit.
fn crossing(p: &Segment, q: &Segment) -> Place {
    let (from_a, from_b) = (cross(q.a, q.b, p.a), cross(q.a, q.b, p.b));
    let (from_a, whole) = (from_a.abs(), (from_a - from_b).abs());
    let along = |a: i64, b: i64| {
        let step = (i128::from(b - a) * from_a * 2 + whole).checked_div_euclid(whole * 2).unwrap_or(0);
        i128::from(a) + step
    };
    let narrow = |value: i128| i64::try_from(value).unwrap_or(0);
    place((narrow(along(p.a.0, p.b.0)), narrow(along(p.a.1, p.b.1))))
}

fn place((x, y): Point) -> Place {
    let narrow = |value: i64| i32::try_from(value).unwrap_or(0);
    Place { lat_e7: narrow(y), lon_e7: narrow(x) }
}
