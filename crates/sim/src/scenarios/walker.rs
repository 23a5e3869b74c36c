//! How people move: on foot, by bicycle, car, bus and train, with stops, turns and bounded acceleration.
//!
//! Means and spreads from GeoLife and Flanders 2022. Never here: why they move (`tales`, `days`).

use super::course::{Around, Course, real, second};
use super::dice::Dice;
use super::ground::Spot;
use super::town::{Corner, Road, Town, Wheels};

/// A way to move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Walk,
    Bike,
    Car,
    Bus,
    Train,
}

/// How one way to move behaves. Speeds in metres a second, stops as the chance for each 250 m and their mean length.
struct Habit {
    mean: f64,
    spread: f64,
    stop: f64,
    stop_s: f64,
    accelerates: f64,
    turns_at: f64,
}

impl Mode {
    const fn habit(self) -> Habit {
        let row = match self {
            Self::Walk => [1.35, 0.2, 0.1, 10.0, 0.8, 2.0],
            Self::Bike => [4.6, 0.9, 0.12, 12.0, 0.8, 3.0],
            Self::Car => [10.5, 2.5, 0.35, 18.0, 1.6, 5.0],
            Self::Bus => [8.5, 1.5, 0.6, 25.0, 1.1, 4.5],
            Self::Train => [28.0, 4.0, 0.0, 0.0, 0.5, 40.0],
        };
        let [mean, spread, stop, stop_s, accelerates, turns_at] = row;
        Habit { mean, spread, stop, stop_s, accelerates, turns_at }
    }
}

/// Somebody on the way through a scenario.
#[derive(Debug)]
pub(crate) struct Walker<'a> {
    town: &'a Town,
    dice: Dice,
    /// What they did so far.
    pub(crate) course: Course,
    /// Where they are.
    pub(crate) here: Spot,
}

impl<'a> Walker<'a> {
    /// At a place, at second 0.
    pub(crate) fn new(town: &'a Town, at: Spot, dice: &mut Dice) -> Self {
        Self { town, dice: dice.fork(), course: Course::default(), here: at }
    }
    /// Seconds so far.
    pub(crate) fn now(&self) -> usize {
        self.course.seconds()
    }
    /// Stays there.
    pub(crate) fn stay(&mut self, seconds: f64, around: Around) -> &mut Self {
        for _ in 0..second(seconds) {
            self.course.push(self.here, around);
        }
        self
    }
    /// Stays there until a second of the scenario.
    pub(crate) fn stay_until(&mut self, until: usize, around: Around) -> &mut Self {
        self.stay(real(until.saturating_sub(self.now())), around)
    }
    /// Goes to a place by the quickest way for that mode; a train goes from its nearest station to the nearest one there.
    pub(crate) fn go(&mut self, to: Spot, mode: Mode) -> &mut Self {
        let wheels = if mode == Mode::Car { Wheels::Car } else { Wheels::Slow };
        if mode == Mode::Train {
            return self.ride(station(self.here), station(to)).go(to, Mode::Walk);
        }
        let corners = self.town.route(self.here, to, wheels);
        self.along(&corners, mode, 1.0)
    }
    /// Takes the train between two places on the line, walking to the first.
    pub(crate) fn ride(&mut self, from: f64, to: f64) -> &mut Self {
        if self.here.distance(Town::rail(from)) > 1.0 {
            self.go(Town::rail(from), Mode::Walk);
        }
        let steps = second(((to - from).abs() / 500.0).ceil()).max(1);
        let corners: Vec<Corner> = (1..=steps)
            .map(|n| Corner {
                spot: Town::rail(from + (to - from) * real(n) / real(steps)),
                road: Road::Motorway,
            })
            .collect();
        self.along(&corners, Mode::Train, 1.0)
    }
    /// Drives along the motorway from where they are to a place on it.
    pub(crate) fn motorway(&mut self, from: f64, to: f64) -> &mut Self {
        let steps = second(((to - from).abs() / 500.0).ceil()).max(1);
        let corners: Vec<Corner> = (0..=steps)
            .map(|n| Corner {
                spot: Town::motorway_at(from + (to - from) * real(n) / real(steps)),
                road: Road::Motorway,
            })
            .collect();
        self.along(&corners, Mode::Car, 1.0)
    }
    /// Goes straight to a place, off the roads: through a park, a building, across a square.
    pub(crate) fn straight(&mut self, to: Spot, pace: f64) -> &mut Self {
        let mode = Mode::Walk;
        let factor = pace / mode.habit().mean;
        self.along(&[Corner { spot: to, road: Road::Street }], mode, factor)
    }
    /// Strolls around a spot, never further from it than so many metres.
    pub(crate) fn stroll(
        &mut self,
        around_spot: Spot,
        metres: f64,
        seconds: f64,
        around: Around,
    ) -> &mut Self {
        let until = self.now() + second(seconds);
        let began = self.now();
        while self.now() < until {
            let goal = around_spot.away(self.dice.direction(), metres * self.dice.unit().sqrt());
            let pace = self.dice.within(0.5, 1.2);
            self.straight(goal, pace);
            let pause = self.dice.exponential(40.0).min(240.0);
            self.stay(pause, around);
        }
        let end = self.now();
        self.course.surround(began, end, around);
        self
    }
    /// Follows corners with a mode; speeds are multiplied by a factor.
    pub(crate) fn along(&mut self, corners: &[Corner], mode: Mode, factor: f64) -> &mut Self {
        let habit = mode.habit();
        let cruise = (habit.mean + habit.spread * self.dice.normal())
            .clamp(habit.mean * 0.6, habit.mean * 1.5)
            * factor;
        let fast = 25.0 + 3.0 * self.dice.normal();
        let mut legs: Vec<Leg> = Vec::with_capacity(corners.len());
        let mut at = self.here;
        for corner in corners {
            let length = at.distance(corner.spot);
            if length < 0.5 {
                continue;
            }
            let top = match (mode, corner.road) {
                (Mode::Car, Road::Motorway) => fast * 1.1,
                (Mode::Car, Road::Ring) => 18.0,
                (Mode::Car, Road::Country) => (cruise * 1.5).min(20.0),
                (Mode::Bus, Road::Country) => cruise * 1.4,
                (Mode::Car | Mode::Bus, Road::Street)
                | (Mode::Walk | Mode::Bike | Mode::Train, _)
                | (Mode::Bus, Road::Ring | Road::Motorway) => cruise,
            };
            let stops =
                corner.road != Road::Motorway && self.dice.happens(habit.stop * (length / 250.0).min(1.5));
            let wait = if stops { self.dice.exponential(habit.stop_s).clamp(2.0, 240.0) } else { 0.0 };
            let around = if corner.road == Road::Street { Around::Street } else { Around::Field };
            legs.push(Leg { from: at, to: corner.spot, length, top, leave: top, wait, around });
            at = corner.spot;
        }
        limit_at_corners(&mut legs, &habit);
        let mut speed = 0.0;
        for leg in &legs {
            speed = self.drive(leg, speed, habit.accelerates);
        }
        self.here = at;
        self
    }

    /// One leg, second by second; returns the speed at its end.
    fn drive(&mut self, leg: &Leg, enters: f64, accelerates: f64) -> f64 {
        let mut speed: f64 = enters;
        let mut done = 0.0;
        loop {
            let brake = (leg.leave * leg.leave + 2.0 * accelerates * (leg.length - done).max(0.0)).sqrt();
            speed = (speed + accelerates).min(leg.top).min(brake).max(0.3_f64.min(leg.top));
            done += speed;
            if done >= leg.length {
                break;
            }
            self.course.push(leg.from.between(leg.to, done / leg.length), leg.around);
        }
        self.course.push(leg.to, leg.around);
        for _ in 0..second(leg.wait) {
            self.course.push(leg.to, leg.around);
        }
        if leg.wait > 0.0 { 0.0 } else { speed.min(leg.leave.max(0.3)) }
    }
}

struct Leg {
    from: Spot,
    to: Spot,
    length: f64,
    /// Fastest on it.
    top: f64,
    /// Fastest at its end.
    leave: f64,
    /// Seconds of standing at its end.
    wait: f64,
    around: Around,
}

/// How fast each leg may end: at rest before a stop and at the goal, slowly into a turn, never faster than the brakes allow.
fn limit_at_corners(legs: &mut [Leg], habit: &Habit) {
    let mut next: Option<(f64, f64, f64)> = None;
    for leg in legs.iter_mut().rev() {
        let direction = leg.from.direction(leg.to);
        leg.leave = match next {
            None => 0.0,
            Some(_) if leg.wait > 0.0 => 0.0,
            Some((top, enters, onward)) => {
                let turn = angle_between(direction, onward);
                let limit = if turn > 0.6 { habit.turns_at } else { f64::INFINITY };
                leg.top.min(top).min(enters).min(limit)
            }
        };
        let enters = (leg.leave * leg.leave + 2.0 * habit.accelerates * leg.length).sqrt().min(leg.top);
        next = Some((leg.top, enters, direction));
    }
}

fn angle_between(a: f64, b: f64) -> f64 {
    let turn = (a - b).rem_euclid(core::f64::consts::TAU);
    turn.min(core::f64::consts::TAU - turn)
}

/// The station nearest to a place, by its east coordinate: one every three kilometres in town, six outside.
pub(crate) fn station(near: Spot) -> f64 {
    [-15_000.0, -9_000.0, -3_000.0, 0.0, 3_000.0, 9_000.0, 15_000.0]
        .into_iter()
        .min_by(|a: &f64, b: &f64| (a - near.x).abs().total_cmp(&(b - near.x).abs()))
        .unwrap_or(0.0)
}
