//! What truly happened to one person: a place and surroundings for every second.
//!
//! Never here: what a device made of it (`device`).

use super::ground::Spot;

/// What is around somebody, for the reception of their device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Around {
    /// In a house.
    Inside,
    /// Among houses; how high they are follows from the place.
    Street,
    /// Fields, a motorway, a railway.
    Field,
    /// No satellite and no network: a tunnel, a dead zone, a car park below ground.
    Deaf,
}

#[derive(Debug, Clone, Copy)]
struct Moment {
    spot: Spot,
    around: Around,
}

/// Places by the second, from second 0. Somebody who is asked for later stands at the last one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Course(Vec<Moment>);

impl Course {
    /// One more second.
    pub(crate) fn push(&mut self, spot: Spot, around: Around) {
        self.0.push(Moment { spot, around });
    }
    /// How many seconds it has.
    pub(crate) fn seconds(&self) -> usize {
        self.0.len()
    }
    /// Where at a second.
    pub(crate) fn at(&self, second: usize) -> Spot {
        self.0.get(second).or(self.0.last()).map(|moment| moment.spot).unwrap_or_default()
    }
    /// Where at a moment between two seconds.
    pub(crate) fn at_time(&self, seconds: f64) -> Spot {
        let whole = second(seconds);
        self.at(whole).between(self.at(whole + 1), seconds.fract().max(0.0))
    }
    /// What is around at a second.
    pub(crate) fn around(&self, second: usize) -> Around {
        self.0.get(second).or(self.0.last()).map_or(Around::Inside, |moment| moment.around)
    }
    /// Metres walked in the seconds before one.
    pub(crate) fn walked(&self, until: usize, seconds: usize) -> f64 {
        let first = until.saturating_sub(seconds);
        (first..until).map(|t| self.at(t).distance(self.at(t + 1))).sum()
    }
    /// Metres a second, and direction in radians from east, over two seconds around a moment.
    pub(crate) fn velocity(&self, second: usize) -> (f64, f64) {
        let (a, b) = (self.at(second.saturating_sub(1)), self.at(second + 1));
        (a.distance(b) / 2.0, a.direction(b))
    }
    /// Makes what is around other from one second to another.
    pub(crate) fn surround(&mut self, from: usize, until: usize, around: Around) {
        for moment in self.0.iter_mut().take(until).skip(from) {
            moment.around = around;
        }
    }
    /// The first seconds of another course come after it.
    pub(crate) fn append(&mut self, other: &Self, seconds: usize) {
        self.0.extend(other.0.iter().take(seconds).copied());
    }
    /// At the places of another course from a second on: they ride together.
    pub(crate) fn ride_with(&mut self, other: &Self, from: usize, until: usize) {
        let take = other.0.iter().take(until).skip(from).copied();
        self.0.truncate(from);
        self.0.extend(take);
    }
}

/// The whole second in which a moment lies.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "scenarios take days at most")]
pub(crate) fn second(seconds: f64) -> usize {
    seconds.max(0.0) as usize
}

/// A count as a number to reckon with.
#[expect(clippy::cast_precision_loss, reason = "counts here stay far below 2^53")]
pub(crate) const fn real(count: usize) -> f64 {
    count as f64
}
