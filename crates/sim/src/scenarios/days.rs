//! Ordinary days of a pair whose homes lie apart: work, school, lunch, shops, evenings out, and nights.
//!
//! Hours and shares from Flanders 2022; where they meet by chance, truth says so. Never here: told approaches (`tales`).

use super::course::{Around, second};
use super::device::Device;
use super::dice::Dice;
use super::ground::Spot;
use super::town::Town;
use super::walker::{Mode, Walker};

/// One person's places and devices, the same every day.
pub(crate) struct Person {
    home: Spot,
    work: Spot,
    shop: Spot,
    pub(crate) device: Device,
}

/// A pair of a layout.
pub(crate) struct Pair {
    pub(crate) people: [Person; 2],
}

/// Seconds of a day.
pub(crate) const DAY_S: usize = 86_400;

impl Pair {
    /// Homes are so many metres apart.
    pub(crate) fn new(town: &Town, apart: f64, dice: &mut Dice) -> Self {
        let home = town.any_door(2_700.0, dice);
        let other = if apart < 2_500.0 {
            town.door_at(home, apart, dice)
        } else {
            town.crossing_at(home, apart, dice)
        };
        Self { people: [other, home].map(|home| Person::new(town, home, dice)) }
    }
}

impl Person {
    fn new(town: &Town, home: Spot, dice: &mut Dice) -> Self {
        // Four of five work or learn within five kilometres.
        let far =
            if dice.happens(0.8) { dice.within(600.0, 5_000.0) } else { dice.within(5_000.0, 12_000.0) };
        let work = town.crossing_at(home, far, dice);
        let away = dice.within(300.0, 1_500.0);
        Self { home, work, shop: town.door_at(home, away, dice), device: Device::drawn(dice) }
    }

    /// One day from midnight to midnight.
    pub(crate) fn day<'a>(&self, town: &'a Town, dice: &mut Dice) -> Walker<'a> {
        let mut walker = Walker::new(town, self.home, dice);
        if !dice.happens(0.235) {
            walker.stay_until(clock(dice, 6.8, 8.8), Around::Inside);
            go(&mut walker, self.work, dice);
            if dice.happens(0.5) {
                let lunch = town.door_at(self.work, 350.0, dice);
                walker.stay_until(clock(dice, 12.0, 13.0), Around::Inside);
                walker.go(lunch, Mode::Walk).stay(dice.within(300.0, 1_500.0), Around::Inside);
                walker.go(self.work, Mode::Walk);
            }
            walker.stay_until(clock(dice, 15.5, 17.8), Around::Inside);
            if dice.happens(0.5) {
                go(&mut walker, self.shop, dice);
                walker.stay(dice.within(600.0, 2_400.0), Around::Inside);
            }
            go(&mut walker, self.home, dice);
            if dice.happens(0.4) {
                let far = dice.within(500.0, 3_500.0);
                let out = town.crossing_at(self.home, far, dice);
                walker.stay_until(clock(dice, 19.0, 20.5), Around::Inside);
                go(&mut walker, out, dice);
                walker.stay(dice.within(3_600.0, 9_000.0), Around::Inside);
                go(&mut walker, self.home, dice);
            }
        }
        walker.stay_until(DAY_S, Around::Inside);
        walker
    }
}

/// By the means that fits the distance.
fn go(walker: &mut Walker<'_>, to: Spot, dice: &mut Dice) {
    let metres = walker.here.distance(to);
    let share = dice.unit();
    let mode = match metres {
        m if m < 900.0 => Mode::Walk,
        m if m < 4_500.0 && share < 0.45 => Mode::Bike,
        _ if share < 0.85 => Mode::Car,
        _ => Mode::Bus,
    };
    walker.go(to, mode);
}

fn clock(dice: &mut Dice, from_h: f64, to_h: f64) -> usize {
    second(3_600.0 * dice.within(from_h, to_h))
}
