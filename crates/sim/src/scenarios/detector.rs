//! What every guard is to the suite, and the three simple ones that Hoeder's own is compared with.
//!
//! Never here: truth. A detector sees what a control room sees: reports as they arrive.

use super::play::Entry;
use hoeder_geo::distance;
use hoeder_vocab::tracking::{Side, TrackFix, TrackReport};
use hoeder_vocab::{Position, ReceivedAt, UtcMillis};

/// What a detector says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// They are, or are about to be, nearer than the limit.
    Alarm,
    /// It cannot see, and they could be near.
    Unknown,
}

/// A stretch of time in which something was said; open at the end when it was never taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Said.
    pub from: UtcMillis,
    /// Taken back.
    pub until: Option<UtcMillis>,
}

/// What one detector said in one scenario.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Said {
    /// Alarms, by their beginning.
    pub alarms: Vec<Span>,
    /// 'Unknown, could be near', by their beginning.
    pub unknowns: Vec<Span>,
    /// Each report's probability that the distance was below the limit, where the detector gives one.
    pub chances: Vec<(UtcMillis, f64)>,
}

impl Said {
    fn spans(&mut self, class: Class) -> &mut Vec<Span> {
        match class {
            Class::Alarm => &mut self.alarms,
            Class::Unknown => &mut self.unknowns,
        }
    }
    /// It begins to say so.
    pub fn raise(&mut self, class: Class, at: UtcMillis) {
        self.spans(class).push(Span { from: at, until: None });
    }
    /// It takes back what it said last.
    pub fn clear(&mut self, class: Class, at: UtcMillis) {
        if let Some(span) = self.spans(class).iter_mut().rev().find(|span| span.until.is_none()) {
            span.until = Some(at);
        }
    }
    /// It takes back everything of this class.
    pub fn clear_all(&mut self, class: Class, at: UtcMillis) {
        for span in self.spans(class).iter_mut().filter(|span| span.until.is_none()) {
            span.until = Some(at);
        }
    }
}

/// A guard over one pair.
pub trait Detector {
    /// A report arrives. Calls never go back in time.
    fn hear(&mut self, side: Side, report: &TrackReport, received: ReceivedAt, said: &mut Said);
    /// Time passes until the next report.
    fn pass(&mut self, until: UtcMillis, said: &mut Said);
}

/// One of the simple detectors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// A fix counts when its accuracy is better than this, in metres; `None`: every fix counts.
    pub gate: Option<f64>,
    /// So many fixes in a row must say so.
    pub dwell: u32,
    /// Nearer than this is an alarm, in metres.
    pub raises: f64,
    /// Further than this ends it.
    pub clears: f64,
}

impl Rule {
    /// D1: the last fix nearer than the limit, as systems do today.
    #[must_use]
    pub const fn d1(limit: f64) -> Self {
        Self { gate: None, dwell: 1, raises: limit, clears: limit }
    }
    /// D2a: an accuracy gate, two fixes, over at 1.2 limits.
    #[must_use]
    pub const fn d2a(limit: f64) -> Self {
        Self { gate: Some(gate(limit)), dwell: 2, raises: limit, clears: 1.2 * limit }
    }
    /// D2b: the same gate, one fix, a margin of 15 % and hysteresis.
    #[must_use]
    pub const fn d2b(limit: f64) -> Self {
        Self::margin(limit, 0.15)
    }
    /// D2b with another margin, as a share of the limit.
    #[must_use]
    pub const fn margin(limit: f64, margin: f64) -> Self {
        let raises = limit * (1.0 + margin);
        Self { gate: Some(gate(limit)), dwell: 1, raises, clears: 1.2 * raises }
    }
}

/// The three baselines, by name.
#[must_use]
pub fn baselines() -> Vec<Entry> {
    vec![simple("D1", Rule::d1), simple("D2a", Rule::d2a), simple("D2b", Rule::d2b)]
}

/// A simple detector, by name, with its rule for a limit.
pub fn simple(name: &str, rule: impl Fn(f64) -> Rule + Send + Sync + 'static) -> Entry {
    Entry { name: name.to_owned(), make: Box::new(move |setup| Box::new(Simple::new(rule(setup.limit)))) }
}

/// The accuracy that a fix must be better than: a third of the limit, 75 to 150 m.
#[must_use]
pub const fn gate(limit: f64) -> f64 {
    (limit / 3.0).clamp(75.0, 150.0)
}

/// A [`Rule`] at work.
#[derive(Debug)]
pub struct Simple {
    rule: Rule,
    last: [Option<(UtcMillis, Position)>; 2],
    inside: u32,
    alarmed: Alarmed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alarmed {
    No,
    Yes,
}

impl Simple {
    /// From nothing known.
    #[must_use]
    pub const fn new(rule: Rule) -> Self {
        Self { rule, last: [None, None], inside: 0, alarmed: Alarmed::No }
    }

    /// The fix, when the rule counts it.
    fn counted(&self, report: &TrackReport) -> Option<TrackFix> {
        report.fix.filter(|fix| match (self.rule.gate, fix.accuracy) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(gate), Some(accuracy)) => accuracy.metres().0 < gate,
        })
    }
}

impl Detector for Simple {
    fn hear(&mut self, side: Side, report: &TrackReport, received: ReceivedAt, said: &mut Said) {
        let Some(fix) = self.counted(report) else { return };
        let slot = match side {
            Side::Offender => self.last.first_mut(),
            Side::Protected => self.last.last_mut(),
        };
        if let Some(slot) = slot {
            // Behind a gate the newest measurement counts; the plain threshold takes the newest message.
            let older = slot.is_some_and(|(at, _)| fix.fixed_at.0 < at) && self.rule.gate.is_some();
            if older {
                return;
            }
            *slot = Some((fix.fixed_at.0, fix.position));
        }
        let [Some((_, offender)), Some((_, protected))] = self.last else { return };
        let metres = distance(offender, protected).0;
        self.inside = if metres < self.rule.raises { self.inside.saturating_add(1) } else { 0 };
        match self.alarmed {
            Alarmed::No if self.inside >= self.rule.dwell => {
                self.alarmed = Alarmed::Yes;
                said.raise(Class::Alarm, received.0);
            }
            Alarmed::Yes if metres >= self.rule.clears => {
                self.alarmed = Alarmed::No;
                said.clear(Class::Alarm, received.0);
            }
            Alarmed::No | Alarmed::Yes => {}
        }
    }

    fn pass(&mut self, _until: UtcMillis, _said: &mut Said) {}
}
