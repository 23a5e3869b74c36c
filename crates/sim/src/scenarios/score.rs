//! What counts as an approach, when it could first be seen, and whether an alarm was true, near or false.
//!
//! The rules stand in `docs/detection.md`, section 'How it is scored'. Never here: noise, detectors.

use super::course::{Course, real, second};
use super::detector::{Said, Span};
use super::device::{Sent, time};
use hoeder_vocab::UtcMillis;
use hoeder_vocab::tracking::Side;

/// An approach begins after so many seconds further than [`FAR`] limits, and ends so.
const APART_S: usize = 300;
/// In limits.
const FAR: f64 = 1.2;
/// An approach counts when it comes nearer than this, in limits ..
const DEEP: f64 = 0.9;
/// .. and is inside so many seconds.
const INSIDE_S: usize = 60;
/// A position is usable for so many seconds.
const FRESH_S: f64 = 120.0;
/// The first chance to see comes so soon after the crossing, or the approach is not of the usable class.
const SOON_S: f64 = 90.0;
/// A raise so long before the crossing does not count, unless it still stands.
const EARLY_S: f64 = 1_800.0;
/// Contact, for the warning time.
const CONTACT_M: f64 = 60.0;
/// Raises so near to each other are one episode.
const EPISODE_S: f64 = 600.0;

/// The truth of one scenario.
#[derive(Debug)]
pub(crate) struct Truth<'a> {
    pub(crate) base: UtcMillis,
    pub(crate) limit: f64,
    pub(crate) offender: &'a Course,
    pub(crate) protected: &'a Course,
    distances: Vec<f64>,
}

/// One approach, in seconds of the scenario.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Approach {
    pub(crate) crossing: usize,
    pub(crate) end: usize,
    /// First within [`CONTACT_M`], or nearest.
    pub(crate) contact: usize,
}

/// What could be seen of an approach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Chance {
    /// Arrival of the first fix of the mover that was measured after the crossing.
    pub(crate) first: Option<UtcMillis>,
    pub(crate) usable: bool,
    /// Nothing of the mover is seen for 90 s after the crossing.
    pub(crate) silence: bool,
}

/// How a detector did on one approach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Met {
    /// Both positions could be used at the first chance.
    pub usable: bool,
    /// The mover was silent around the crossing.
    pub silence: bool,
    /// An alarm stood, or came, by the first chance.
    pub first: bool,
    /// By 30 s after.
    pub after_30: bool,
    /// By 60 s after.
    pub after_60: bool,
    /// At all.
    pub ever: bool,
    /// An alarm or 'could be near' stood within 60 s of the crossing.
    pub covered: bool,
    /// Seconds from the alarm to contact; 0 when it came later.
    pub warning_s: Option<f64>,
    /// Second of the crossing.
    pub crossing_s: usize,
}

/// What an alarm was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// They were nearer than the limit.
    True,
    /// Nearer than 1.25 limits.
    Near,
    /// Neither.
    False,
}

/// Raises that belong together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Episode {
    /// Second of its first raise.
    pub from_s: f64,
    /// What it was about.
    pub verdict: Verdict,
}

impl<'a> Truth<'a> {
    pub(crate) fn new(base: UtcMillis, limit: f64, offender: &'a Course, protected: &'a Course) -> Self {
        let length = offender.seconds().max(protected.seconds());
        let distances = (0..length).map(|t| offender.at(t).distance(protected.at(t))).collect();
        Self { base, limit, offender, protected, distances }
    }

    /// Metres between them at a second.
    pub(crate) fn distance(&self, second: usize) -> f64 {
        self.distances.get(second).or(self.distances.last()).copied().unwrap_or(f64::INFINITY)
    }

    /// How long it lasts.
    pub(crate) const fn seconds(&self) -> usize {
        self.distances.len()
    }

    fn seconds_at(&self, at: UtcMillis) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "scenarios take days at most")]
        let ms = at.unix_ms().saturating_sub(self.base.unix_ms()) as f64;
        ms / 1_000.0
    }

    /// The approaches that a detector has to find.
    pub(crate) fn mandatory(&self) -> Vec<Approach> {
        let mut found = Vec::new();
        let mut apart = 0;
        let mut open: Option<(usize, usize)> = None;
        for (t, metres) in self.distances.iter().enumerate() {
            if *metres > FAR * self.limit {
                apart += 1;
            } else {
                apart = 0;
            }
            match open {
                None if *metres < self.limit && self.was_apart_before(t) => open = Some((t, t)),
                Some((crossing, _)) if apart >= APART_S => {
                    found.extend(self.weigh(crossing, t));
                    open = None;
                }
                Some((crossing, _)) => open = Some((crossing, t)),
                None => {}
            }
        }
        if let Some((crossing, last)) = open {
            found.extend(self.weigh(crossing, last + 1));
        }
        found
    }

    /// Were they apart for five minutes before, with nothing nearer than the limit since?
    fn was_apart_before(&self, crossing: usize) -> bool {
        let mut run = 0;
        for t in (0..crossing).rev() {
            let metres = self.distance(t);
            if metres < self.limit {
                return false;
            }
            run = if metres > FAR * self.limit { run + 1 } else { 0 };
            if run >= APART_S {
                return true;
            }
        }
        false
    }

    fn weigh(&self, crossing: usize, end: usize) -> Option<Approach> {
        let span = crossing..end;
        let inside = span.clone().filter(|t| self.distance(*t) < self.limit).count();
        let nearest = span.clone().min_by(|a, b| self.distance(*a).total_cmp(&self.distance(*b)))?;
        let contact = span.clone().find(|t| self.distance(*t) <= CONTACT_M).unwrap_or(nearest);
        let deep = self.distance(nearest) <= DEEP * self.limit;
        (deep && inside >= INSIDE_S).then_some(Approach { crossing, end, contact })
    }

    /// What could be seen of an approach. `sent` is in order of arrival.
    pub(crate) fn chance(&self, approach: &Approach, sent: &[Sent]) -> Chance {
        let crossing = approach.crossing;
        let mover = if self.offender.walked(crossing, 120) >= self.protected.walked(crossing, 120) {
            Side::Offender
        } else {
            Side::Protected
        };
        let crossed = real(crossing);
        let first = sent
            .iter()
            .find(|one| one.genuine && one.side == mover && one.measured >= crossed)
            .map(|one| one.received.0);
        let silence = first.is_none_or(|first| self.seconds_at(first) > crossed + SOON_S);
        let usable = !silence && first.is_some_and(|first| self.both_usable(first, sent));
        Chance { first, usable, silence }
    }

    fn both_usable(&self, at: UtcMillis, sent: &[Sent]) -> bool {
        let good = (self.limit / 4.0).max(50.0);
        let now = self.seconds_at(at);
        [Side::Offender, Side::Protected].into_iter().all(|side| {
            sent.iter().take_while(|one| one.received.0 <= at).any(|one| {
                let accuracy = one.report.fix.and_then(|fix| fix.accuracy);
                one.genuine
                    && one.side == side
                    && now - one.measured <= FRESH_S
                    && accuracy.is_some_and(|radius| radius.metres().0 <= good)
            })
        })
    }

    /// How a detector did on an approach.
    pub(crate) fn met(&self, approach: &Approach, chance: &Chance, said: &Said) -> Met {
        let crossed = time(self.base, real(approach.crossing));
        let ended = time(self.base, real(approach.end));
        let earliest = time(self.base, real(approach.crossing) - EARLY_S);
        let counts = |span: &&Span| span.from >= earliest || span.until.is_none_or(|until| until > crossed);
        let counted: Vec<&Span> =
            said.alarms.iter().filter(counts).filter(|span| span.from <= ended).collect();
        let by = |moment: Option<UtcMillis>, after_ms: i64| {
            let moment = moment.map(|at| UtcMillis::from_unix_ms(at.unix_ms() + after_ms));
            counted.iter().any(|span| moment.is_none_or(|moment| span.from <= moment))
        };
        let first_alarm = counted.iter().map(|span| span.from).min();
        let soon = time(self.base, real(approach.crossing) + 60.0);
        let stands = |span: &Span| span.from <= soon && span.until.is_none_or(|until| until > crossed);
        let warning_s = first_alarm.map(|at| (real(approach.contact) - self.seconds_at(at)).max(0.0));
        Met {
            usable: chance.usable,
            silence: chance.silence,
            first: by(chance.first, 0),
            after_30: by(chance.first, 30_000),
            after_60: by(chance.first, 60_000),
            ever: first_alarm.is_some(),
            covered: said.alarms.iter().chain(&said.unknowns).any(stands),
            warning_s,
            crossing_s: approach.crossing,
        }
    }

    /// The episodes of what was said, and what each was about.
    pub(crate) fn episodes(&self, spans: &[Span]) -> Vec<Episode> {
        let mut raises: Vec<f64> = spans.iter().map(|span| self.seconds_at(span.from)).collect();
        raises.sort_by(f64::total_cmp);
        let mut groups: Vec<(f64, f64)> = Vec::new();
        for raise in raises {
            match groups.last_mut() {
                Some((_, last)) if raise - *last < EPISODE_S => *last = raise,
                Some(_) | None => groups.push((raise, raise)),
            }
        }
        groups
            .into_iter()
            .map(|(first, last)| {
                let window =
                    second(first - 120.0)..=second(last + 600.0).min(self.seconds().saturating_sub(1));
                let nearest = window.map(|t| self.distance(t)).fold(f64::INFINITY, f64::min);
                let verdict = if nearest < self.limit {
                    Verdict::True
                } else if nearest < 1.25 * self.limit {
                    Verdict::Near
                } else {
                    Verdict::False
                };
                Episode { from_s: first, verdict }
            })
            .collect()
    }
}
