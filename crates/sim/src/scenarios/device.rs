//! What a carried device sends of a course: fixes with their errors, gaps, late and stale ones, wrong clocks, forgery.
//!
//! Never here: the sizes of errors (`noise`), who is near whom.

use super::course::{Around, Course, real, second};
use super::dice::Dice;
use super::ground::Spot;
use super::noise::{Air, Env, Settled, Temper};
use super::town::Town;
use hoeder_vocab::tracking::{Motion, Side, Signs, TrackFix, TrackReport};
use hoeder_vocab::{Decimetres, FixedAt, ReceivedAt, UtcMillis};

/// What is wrong for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Neither measured nor sent.
    Gone,
    /// Heard, without positions.
    NoPosition,
    /// Measured, and sent when it is over, oldest first.
    Kept,
}

/// A while, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct While {
    pub(crate) from: f64,
    pub(crate) until: f64,
}

impl While {
    fn holds(&self, t: f64) -> bool {
        (self.from..self.until).contains(&t)
    }
}

/// How positions are forged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Forgery {
    /// The last one, again and again, as if new.
    Frozen,
    /// All of them elsewhere by so many metres.
    Moved(f64, f64),
}

/// One device.
#[derive(Debug, Clone)]
pub(crate) struct Device {
    pub(crate) temper: Temper,
    /// Its clock is so many seconds ahead.
    pub(crate) ahead_s: f64,
    /// Multiplies how often it falls silent.
    pub(crate) silent: f64,
    /// Multiplies how often its sending stalls.
    pub(crate) stalling: f64,
    /// Multiplies how often it repeats an old position.
    pub(crate) repeating: f64,
    /// It sleeps while it lies still.
    pub(crate) dozes: Dozes,
    pub(crate) troubles: Vec<(While, Trouble)>,
    pub(crate) forgeries: Vec<(While, Forgery)>,
    /// Positions near the first spot are put at the second: a database with an old address.
    pub(crate) misplaced: Option<(Spot, Spot)>,
}

/// Does a device sleep while it lies still?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dozes {
    Never,
    /// A fix in 9 to 15 minutes, and at once when it is moved.
    Lightly,
    /// The same, and on waking the first fix only after a kilometre.
    Deeply,
}

impl Device {
    /// One of the ordinary ones.
    pub(crate) fn drawn(dice: &mut Dice) -> Self {
        Self {
            temper: Temper::drawn(dice),
            ahead_s: 2.0 * dice.normal(),
            silent: 1.0,
            stalling: 1.0,
            repeating: 1.0,
            dozes: Dozes::Never,
            troubles: Vec::new(),
            forgeries: Vec::new(),
            misplaced: None,
        }
    }
}

/// One report on its way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sent {
    pub(crate) side: Side,
    /// When it was measured, in true seconds of the scenario.
    pub(crate) measured: f64,
    /// When it reaches us.
    pub(crate) received: ReceivedAt,
    pub(crate) report: TrackReport,
    /// It holds a position that was measured then: no repeat, no forgery.
    pub(crate) genuine: bool,
}

/// Who carries a device, from when, and how often it is to report.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Duty {
    pub(crate) side: Side,
    /// Second 0 of the scenario.
    pub(crate) base: UtcMillis,
    pub(crate) interval_s: f64,
    /// Its first report comes so many seconds after.
    pub(crate) phase_s: f64,
}

impl Duty {
    /// A moment of the scenario as a time.
    pub(crate) fn time(&self, seconds: f64) -> UtcMillis {
        time(self.base, seconds)
    }
}

/// Seconds of a scenario as a time.
pub(crate) fn time(base: UtcMillis, seconds: f64) -> UtcMillis {
    #[expect(clippy::cast_possible_truncation, reason = "scenarios take days at most")]
    let ms = (seconds * 1_000.0).round() as i64;
    UtcMillis::from_unix_ms(base.unix_ms().saturating_add(ms))
}

/// All that the device sends of the course, in the order in which it arrives.
pub(crate) fn observe(course: &Course, device: &Device, duty: &Duty, dice: &mut Dice) -> Vec<Sent> {
    let mut eye = Eye::new(course, device, *duty, dice);
    let mut t = duty.phase_s;
    while second(t) < course.seconds() {
        eye.report(t);
        t += duty.interval_s;
    }
    eye.sent
}

/// The device at work.
struct Eye<'a> {
    course: &'a Course,
    device: &'a Device,
    duty: Duty,
    dice: Dice,
    air: Air,
    troubles: Vec<(While, Trouble)>,
    sent: Vec<Sent>,
    last_arrival: f64,
    looked_until: usize,
    moved_at: usize,
    blind_until: f64,
    was_deaf: bool,
    asleep: Option<(Spot, f64)>,
    frozen: Option<(f64, Option<UtcMillis>, TrackFix)>,
    newest: Option<TrackFix>,
}

impl<'a> Eye<'a> {
    fn new(course: &'a Course, device: &'a Device, duty: Duty, dice: &mut Dice) -> Self {
        let mut dice = dice.fork();
        let air = Air::new(device.temper.clone(), dice.fork());
        let length = real(course.seconds());
        let mut troubles = device.troubles.clone();
        let often = [
            (3.0 * 3_600.0 / device.silent, 90.0, None),
            (30.0 * 3_600.0 / device.silent, 720.0, None),
            (6.0 * 3_600.0 / device.stalling, 60.0, Some(Trouble::Kept)),
        ];
        for (every, mean, kind) in often {
            let mut t = dice.exponential(every);
            while t < length {
                let lasts = dice.exponential(mean);
                let trouble = kind.unwrap_or(match dice.below(5) {
                    0 | 1 => Trouble::Gone,
                    2 | 3 => Trouble::NoPosition,
                    _ => Trouble::Kept,
                });
                troubles.push((While { from: t, until: t + lasts }, trouble));
                t += lasts + dice.exponential(every);
            }
        }
        Self {
            course,
            device,
            duty,
            dice,
            air,
            troubles,
            sent: Vec::new(),
            last_arrival: 0.0,
            looked_until: 0,
            moved_at: 0,
            blind_until: f64::NEG_INFINITY,
            was_deaf: false,
            asleep: None,
            frozen: None,
            newest: None,
        }
    }

    fn in_trouble(&self, t: f64, kind: Trouble) -> Option<While> {
        self.troubles.iter().find(|(span, trouble)| *trouble == kind && span.holds(t)).map(|(span, _)| *span)
    }

    /// One moment at which the device is to report.
    fn report(&mut self, t: f64) {
        let now = second(t);
        self.look(now);
        let around = self.course.around(now);
        if self.sleeps(t, now) {
            return;
        }
        if around == Around::Deaf || self.in_trouble(t, Trouble::Gone).is_some() {
            self.was_deaf = true;
            return;
        }
        let unseeing = self.in_trouble(t, Trouble::NoPosition).is_some();
        if (self.was_deaf || unseeing) && t >= self.blind_until {
            self.blind_until = t + match self.dice.unit() {
                share if share < 0.5 => 5.0,
                share if share < 0.85 => 15.0,
                _ => 45.0,
            };
            self.was_deaf = false;
        }
        let blind = unseeing || t < self.blind_until - self.duty.interval_s.min(5.0);
        let spot = self.course.at_time(t);
        let settled = if now.saturating_sub(self.moved_at) >= 180 { Settled::Yes } else { Settled::No };
        let error = self.air.at(t, around, Town::canyon_share(spot), settled).filter(|_| !blind);
        let fix = error.map(|error| self.fix(t, now, spot, &error));
        let (fix, genuine) = self.forge(t, fix);
        if genuine {
            self.newest = fix;
        }
        self.send(t, (fix, genuine && fix.is_some()));
    }

    /// Keeps up since when the carrier is at rest.
    fn look(&mut self, now: usize) {
        for t in self.looked_until..now {
            if self.course.at(t).distance(self.course.at(t + 1)) > 0.3 {
                self.moved_at = t;
            }
        }
        self.looked_until = now;
    }

    fn sleeps(&mut self, t: f64, now: usize) -> bool {
        if self.device.dozes == Dozes::Never {
            return false;
        }
        let here = self.course.at(now);
        let still = now.saturating_sub(self.moved_at) >= 300;
        if let Some((spot, until)) = self.asleep {
            let far = match self.device.dozes {
                Dozes::Never | Dozes::Lightly => 80.0,
                Dozes::Deeply => 1_000.0,
            };
            if here.distance(spot) > far {
                self.asleep = None;
                return false;
            }
            if t < until {
                return true;
            }
        }
        self.asleep = (still || self.asleep.is_some()).then(|| (here, t + self.dice.within(540.0, 900.0)));
        false
    }

    fn fix(&mut self, t: f64, now: usize, truth: Spot, error: &super::noise::Error) -> TrackFix {
        let measured = match self.device.misplaced {
            Some((from, to)) if truth.distance(from) < 80.0 && error.env != Env::Open => to,
            Some(_) | None => truth,
        };
        let moves = self.course.walked(now, 10) > 3.0;
        let moves = moves != self.dice.happens(0.02);
        let (speed, direction) = self.course.velocity(now);
        let satellites = matches!(error.env, Env::Open | Env::Canyon | Env::IndoorGnss);
        let spread = if error.env == Env::Open { 0.2 } else { 0.6 };
        let speed = (speed + spread * self.dice.normal()).abs();
        let heading = 90.0 - direction.to_degrees() + self.dice.normal() * 15.0 / speed.max(0.5);
        TrackFix {
            position: measured.shifted(error.x, error.y).position(),
            accuracy: Some(Decimetres(whole_u32(error.stated * 10.0))),
            fixed_at: FixedAt(self.duty.time(t + self.device.ahead_s)),
            source: error.env.source(),
            speed_cms: satellites.then(|| whole_u16(speed * 100.0)),
            heading_deg: (satellites && speed > 0.7).then(|| whole_u16(heading.rem_euclid(360.0)) % 360),
            motion: if moves { Motion::Moving } else { Motion::Still },
        }
    }

    /// Repeats and forgeries instead of what was measured. The answer says whether the position is a true one.
    fn forge(&mut self, t: f64, fix: Option<TrackFix>) -> (Option<TrackFix>, bool) {
        let fixed_at = FixedAt(self.duty.time(t + self.device.ahead_s));
        let forged = self.device.forgeries.iter().find(|(span, _)| span.holds(t)).map(|(_, how)| *how);
        match forged {
            Some(Forgery::Frozen) => {
                let motion = fix.map_or(Motion::Moving, |fix| fix.motion);
                return (self.newest.map(|old| TrackFix { fixed_at, motion, ..old }), false);
            }
            Some(Forgery::Moved(x, y)) => {
                let spot = self.course.at_time(t).shifted(x, y);
                let accuracy = Some(Decimetres::from_metres(5));
                return (fix.map(|fix| TrackFix { position: spot.position(), accuracy, ..fix }), false);
            }
            None => {}
        }
        self.frozen = self.frozen.filter(|(until, _, _)| *until > t);
        if self.frozen.is_none() && self.dice.happens(0.003 * self.device.repeating) {
            let until = t + self.dice.exponential(60.0);
            let stale = self.dice.happens(0.5);
            self.frozen = self.newest.map(|old| (until, stale.then_some(old.fixed_at.0), old));
        }
        match self.frozen {
            Some((_, Some(then), old)) => (Some(TrackFix { fixed_at: FixedAt(then), ..old }), false),
            Some((_, None, old)) => (Some(TrackFix { fixed_at, ..old }), false),
            None => (fix, true),
        }
    }

    fn send(&mut self, t: f64, (fix, genuine): (Option<TrackFix>, bool)) {
        let on_the_way = 0.4 + self.dice.exponential(0.6);
        let stall = self.in_trouble(t, Trouble::Kept);
        let leaves = stall.map_or(t, |span| span.until);
        let arrives = (leaves + on_the_way).max(self.last_arrival + 0.01);
        self.last_arrival = arrives;
        let report = TrackReport {
            at: FixedAt(self.duty.time(t + self.device.ahead_s)),
            fix,
            began: Signs::NONE,
            ended: Signs::NONE,
            battery: None,
            sos: false,
            alcohol: None,
            buffered: stall.is_some_and(|span| span.until - t > 30.0),
        };
        let received = ReceivedAt(self.duty.time(arrives));
        self.sent.push(Sent { side: self.duty.side, measured: t, received, report, genuine });
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "casts of floats saturate")]
fn whole_u32(value: f64) -> u32 {
    value.max(0.0).round() as u32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "casts of floats saturate")]
fn whole_u16(value: f64) -> u16 {
    value.max(0.0).round() as u16
}
