//! What a scenario is told with: a town, a limit, two people, two devices.
//!
//! Never here: the tales themselves (`tales`).

use super::course::{Around, Course, real};
use super::device::{Device, Forgery, Trouble, While};
use super::dice::Dice;
use super::ground::Spot;
use super::town::Town;
use super::walker::{Mode, Walker};
use hoeder_vocab::UtcMillis;
use hoeder_vocab::tracking::Side;

/// A Tuesday in March, nine in the morning.
const MORNING: UtcMillis = UtcMillis::from_unix_ms(1_773_129_600_000);
/// An hour before the clock goes back in October 2026: 02:00 in Belgium.
pub(crate) const BEFORE_AUTUMN: UtcMillis = UtcMillis::from_unix_ms(1_792_886_400_000);
/// Half an hour before the clock goes forward in March 2026: 01:30 in Belgium.
pub(crate) const BEFORE_SPRING: UtcMillis = UtcMillis::from_unix_ms(1_774_744_200_000);

/// Do the two devices meet the same errors, as in one vehicle?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Skies {
    Own,
    Shared,
}

/// A scenario as it truly went, with the devices that saw it.
#[derive(Debug)]
pub(crate) struct Scene {
    pub(crate) base: UtcMillis,
    pub(crate) offender: Course,
    pub(crate) protected: Course,
    pub(crate) devices: [Device; 2],
    pub(crate) skies: Skies,
}

impl Scene {
    /// Cuts or fills both courses to one length.
    fn of(stage: &mut Stage<'_>, offender: Course, protected: Course) -> Self {
        let devices = [Device::drawn(&mut stage.devices), Device::drawn(&mut stage.devices)];
        Self { base: MORNING, offender, protected, devices, skies: Skies::Own }
    }
    /// At another time.
    pub(crate) fn on(mut self, base: UtcMillis) -> Self {
        self.base = base;
        self
    }
    /// With a device changed.
    pub(crate) fn device(mut self, side: Side, change: impl FnOnce(&mut Device)) -> Self {
        let device = match side {
            Side::Offender => self.devices.first_mut(),
            Side::Protected => self.devices.last_mut(),
        };
        if let Some(device) = device {
            change(device);
        }
        self
    }
    /// With both changed.
    pub(crate) fn both(self, change: impl Fn(&mut Device)) -> Self {
        self.device(Side::Offender, &change).device(Side::Protected, &change)
    }
    /// With trouble of a device around the moment at which they first come nearer than the limit.
    pub(crate) fn trouble(self, side: Side, trouble: Trouble, span: Option<While>) -> Self {
        self.device(side, |device| device.troubles.extend(span.map(|span| (span, trouble))))
    }
    /// With positions forged for a while.
    pub(crate) fn forged(self, side: Side, how: Forgery, span: Option<While>) -> Self {
        self.device(side, |device| device.forgeries.extend(span.map(|span| (span, how))))
    }
    /// With neither satellites nor network for the offender for a while.
    pub(crate) fn deaf(mut self, span: Option<While>) -> Self {
        if let Some(span) = span {
            let (from, until) = (super::course::second(span.from), super::course::second(span.until));
            self.offender.surround(from, until, Around::Deaf);
        }
        self
    }
    /// With both staying where they are for some time more.
    pub(crate) fn longer(mut self, seconds: usize) -> Self {
        for course in [&mut self.offender, &mut self.protected] {
            let last = course.seconds().saturating_sub(1);
            let (spot, around) = (course.at(last), course.around(last));
            (0..seconds).for_each(|_| course.push(spot, around));
        }
        self
    }
    /// The first second at which they are nearer than so many metres.
    pub(crate) fn crossing(&self, metres: f64) -> Option<f64> {
        let length = self.offender.seconds().max(self.protected.seconds());
        (0..length).find(|t| self.offender.at(*t).distance(self.protected.at(*t)) < metres).map(real)
    }
    /// A while that begins before the first crossing of a limit, when the offender has been on the way for a minute already.
    pub(crate) fn on_the_way(&self, limit: f64, before: f64, after: f64) -> Option<While> {
        let start = self.offender.at(0);
        let left = (0..self.offender.seconds()).find(|t| self.offender.at(*t).distance(start) > 20.0);
        let crossing = self.crossing(limit)?;
        let moving = crossing - left.map_or(0.0, real) - 60.0;
        Some(While { from: crossing - before.min(moving.max(20.0)), until: crossing + after })
    }
    /// A while around the first crossing of a limit.
    pub(crate) fn around_crossing(&self, limit: f64, before: f64, after: f64) -> Option<While> {
        self.crossing(limit).map(|t| While { from: t - before, until: t + after })
    }
}

/// What tales are told on.
pub(crate) struct Stage<'a> {
    pub(crate) town: &'a Town,
    pub(crate) limit: f64,
    /// For what happens.
    pub(crate) dice: Dice,
    /// For the devices.
    devices: Dice,
}

impl<'a> Stage<'a> {
    pub(crate) fn new(town: &'a Town, limit: f64, dice: Dice, devices: Dice) -> Self {
        Self { town, limit, dice, devices }
    }
    /// Somebody at a place.
    pub(crate) fn person(&mut self, at: Spot) -> Walker<'a> {
        Walker::new(self.town, at, &mut self.dice)
    }
    /// Somebody's home in the town.
    pub(crate) fn home(&mut self) -> Spot {
        self.town.any_door(2_700.0, &mut self.dice)
    }
    /// A place so many limits away.
    pub(crate) fn limits_away(&mut self, from: Spot, limits: f64) -> Spot {
        self.at(from, limits * self.limit)
    }
    /// A place so many metres away: a house near by, a crossing of roads far out.
    pub(crate) fn at(&mut self, from: Spot, metres: f64) -> Spot {
        if metres < 2_500.0 {
            self.town.door_at(from, metres, &mut self.dice)
        } else {
            self.town.crossing_at(from, metres, &mut self.dice)
        }
    }
    /// Where somebody sets out who is to come from outside the limit.
    pub(crate) fn start(&mut self, goal: Spot, mode: Mode) -> Spot {
        let more = match mode {
            Mode::Walk => self.dice.within(200.0, 500.0),
            Mode::Bike => self.dice.within(500.0, 1_200.0),
            Mode::Car | Mode::Bus | Mode::Train => self.dice.within(1_500.0, 4_000.0),
        };
        self.at(goal, 1.3 * self.limit + more)
    }
    /// Seconds before something begins: more than the five minutes apart that an approach asks for.
    pub(crate) fn wait(&mut self) -> f64 {
        self.dice.within(480.0, 840.0)
    }
    /// Seconds of staying near.
    pub(crate) fn linger(&mut self) -> f64 {
        self.dice.within(240.0, 720.0)
    }
    /// The offender comes from outside to a place, and stays.
    pub(crate) fn comer(&mut self, goal: Spot, mode: Mode, stays: Around) -> Walker<'a> {
        let start = self.start(goal, mode);
        let wait = self.wait();
        let linger = self.linger();
        let mut person = self.person(start);
        person.stay(wait, Around::Inside).go(goal, mode).stay(linger, stays);
        person
    }
    /// Somebody who stays at a place all the time.
    pub(crate) fn stayer(&mut self, at: Spot, around: Around, seconds: usize) -> Walker<'a> {
        let mut person = self.person(at);
        person.stay(real(seconds), around);
        person
    }
    /// The end of the tale.
    pub(crate) fn scene(&mut self, offender: Walker<'_>, protected: Walker<'_>) -> Scene {
        Scene::of(self, offender.course, protected.course)
    }
    /// The offender comes to where the protected person stays.
    pub(crate) fn come(&mut self, mode: Mode, stays: Around) -> Scene {
        let home = self.home();
        self.come_to(home, mode, stays)
    }
    /// The same, to a given place.
    pub(crate) fn come_to(&mut self, home: Spot, mode: Mode, stays: Around) -> Scene {
        let offender = self.comer(home, mode, Around::Street);
        let protected = self.stayer(home, stays, offender.now());
        self.scene(offender, protected)
    }
}
