//! The rule of one perimeter as a fold over the fixes of its carrier: entered, left, in the buffer (EM-03).
//!
//! A fix whose circle touches the border makes it possible, never certain, and is never dropped (T-NIJ-4, T-NIJ-5). The way
//! between two fixes counts too. Never here: when it holds (`week`).

use super::alert::{AlertKind, Severity};
use super::dot::{Dot, millis, seconds};
use super::order::PerimeterKind;
use super::pair::whole;
use super::settings::Settings;
use super::week::Span;
use hoeder_geo::Fence;
use hoeder_vocab::Position;

/// What is asked of a carrier, where.
#[derive(Debug, Clone, Copy)]
pub(super) struct PerimeterRules<'a> {
    pub(super) kind: PerimeterKind,
    pub(super) fence: &'a Fence,
    /// Milliseconds.
    pub(super) from: i64,
    pub(super) until: i64,
}

/// What is found about one fix.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    pub(super) severity: Severity,
    /// Metres from the fix to the border, when near.
    pub(super) border: Option<f64>,
    pub(super) dot: Dot,
}

/// What a step brings about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Outcome {
    Raise { since: i64, found: Found },
    Worse { since: i64, found: Found },
    Clear,
}

impl Outcome {
    /// What a certain breach rests on.
    pub(super) fn certain(&self) -> Option<(i64, Found)> {
        match self {
            Self::Raise { since, found } | Self::Worse { since, found } => {
                (found.severity == Severity::Certain).then_some((*since, *found))
            }
            Self::Clear => None,
        }
    }
}

/// Where the fold stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct PerimeterState {
    /// Since when it is broken, while it is.
    since: i64,
    /// Since when it would no longer be; 0 while it would.
    leaving: i64,
    /// What the last fix was, whether or not the perimeter held.
    pub(super) last: Option<Severity>,
    pub(super) active: bool,
    certain: bool,
}

impl PerimeterState {
    /// Not broken, as all of it is that has a meaning then.
    pub(super) const fn quiet(last: Option<Severity>) -> Self {
        Self { since: 0, leaving: 0, last, active: false, certain: false }
    }

    /// Whether a turn of the schedule can break it or end it.
    pub(super) const fn minds_turns(&self) -> bool {
        self.active || self.would_break()
    }

    /// Whether the last fix breaks it, should it hold.
    pub(super) const fn would_break(&self) -> bool {
        self.last.is_some()
    }

    /// Whether it is broken for certain, and was perhaps.
    pub(super) const fn is_surer(&self, was: &Self) -> bool {
        was.active && !was.certain && self.active && self.certain
    }

    /// Takes the next fix, in the span of the schedule around it. `before` is the fix before, with its time.
    pub(super) fn step(
        &mut self,
        rules: &PerimeterRules<'_>,
        settings: &Settings,
        (before, dot): (Option<(i64, Position)>, &Dot),
        span: Span,
        sink: &mut Vec<Outcome>,
    ) {
        let holds = span.holds && rules.from <= dot.at && dot.at < rules.until;
        let begun = if span.from > rules.from { span.from } else { rules.from };
        let before = before.filter(|(then, _)| dot.at - then <= millis(settings.perimeters.straight));
        let severity = judge(rules, settings, dot);
        let passed = severity.is_none() && rules.kind != PerimeterKind::Inclusion && holds;
        let met = match before {
            Some((then, from)) if self.last.is_none() && (severity.is_some() || passed) => {
                let share = match rules.kind {
                    PerimeterKind::Inclusion => rules.fence.first_exit(from, dot.position),
                    PerimeterKind::Exclusion | PerimeterKind::Buffer => {
                        rules.fence.first_contact(from, dot.position)
                    }
                };
                share.map(|share| then + whole(share * seconds(then, dot.at) * 1_000.0))
            }
            Some(_) | None => None,
        };
        if holds {
            self.judged(rules, settings, (severity, met, begun), dot, sink);
        } else if self.active {
            self.active = false;
            sink.push(Outcome::Clear);
        }
        self.last = severity;
    }

    fn judged(
        &mut self,
        rules: &PerimeterRules<'_>,
        settings: &Settings,
        (severity, met, begun): (Option<Severity>, Option<i64>, i64),
        dot: &Dot,
        sink: &mut Vec<Outcome>,
    ) {
        let since = match met {
            Some(met) => met,
            // It was so before: it is broken since the perimeter began to hold.
            None if self.last.is_some() => begun,
            None => dot.at,
        }
        .max(begun);
        let near = settings.fixes.unknown_accuracy_m;
        let found = |severity| Found {
            severity,
            border: rules.fence.border_within(dot.position, 2_000.0_f64.max(near)),
            dot: *dot,
        };
        match severity {
            Some(severity) if !self.active => {
                (self.since, self.leaving, self.active) = (since, 0, true);
                self.certain = severity == Severity::Certain;
                sink.push(Outcome::Raise { since, found: found(severity) });
            }
            Some(severity) => {
                self.leaving = 0;
                if severity == Severity::Certain && !self.certain {
                    self.certain = true;
                    sink.push(Outcome::Worse { since: self.since, found: found(severity) });
                }
            }
            None if self.active => {
                if self.leaving == 0 {
                    self.leaving = dot.at;
                } else if dot.at - self.leaving >= millis(settings.perimeters.leave_for) {
                    self.active = false;
                    sink.push(Outcome::Clear);
                }
            }
            // Through it and out again between two fixes.
            None if met.is_some() => {
                (self.since, self.leaving, self.active, self.certain) = (since, dot.at, true, false);
                sink.push(Outcome::Raise { since, found: found(Severity::Possible) });
            }
            None => {}
        }
    }

    /// The schedule or the term turned at `span.from`, and no fix was made since: whether that breaks it, or ends it.
    pub(super) fn turn(&mut self, rules: &PerimeterRules<'_>, span: Span, dot: &Dot) -> Option<Outcome> {
        match self.last {
            Some(severity) if span.holds && !self.active => {
                let since = span.from;
                (self.since, self.leaving, self.active) = (since, 0, true);
                self.certain = severity == Severity::Certain;
                let border = rules.fence.border_within(dot.position, 2_000.0);
                Some(Outcome::Raise { since, found: Found { severity, border, dot: *dot } })
            }
            Some(_) | None if !span.holds && self.active => {
                self.active = false;
                Some(Outcome::Clear)
            }
            Some(_) | None => None,
        }
    }
}

/// How surely a fix breaks the perimeter, should it hold; `None` when it does not.
#[inline]
fn judge(rules: &PerimeterRules<'_>, settings: &Settings, dot: &Dot) -> Option<Severity> {
    let circle = dot.accuracy_m().unwrap_or(settings.fixes.unknown_accuracy_m);
    match rules.kind {
        PerimeterKind::Exclusion | PerimeterKind::Buffer => {
            if rules.fence.is_beyond(dot.position, circle) {
                return None;
            }
            let at_border = rules.fence.border_within(dot.position, circle).is_some();
            match (at_border, rules.fence.contains(dot.position)) {
                (false, true) if dot.accuracy_m().is_some() => Some(Severity::Certain),
                (true, _) | (false, true) => Some(Severity::Possible),
                (false, false) => None,
            }
        }
        PerimeterKind::Inclusion => {
            if rules.fence.contains(dot.position) {
                return None;
            }
            let at_border = rules.fence.border_within(dot.position, circle).is_some();
            let sure = !at_border && dot.accuracy_m().is_some();
            Some(if sure { Severity::Certain } else { Severity::Possible })
        }
    }
}

/// The alert of a kind of perimeter.
pub(super) const fn alert_kind(kind: PerimeterKind) -> AlertKind {
    match kind {
        PerimeterKind::Exclusion => AlertKind::Entered,
        PerimeterKind::Inclusion => AlertKind::Left,
        PerimeterKind::Buffer => AlertKind::InBuffer,
    }
}
