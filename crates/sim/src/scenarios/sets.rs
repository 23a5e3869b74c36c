//! The sets of noise: the ordinary one, the white control, one surrounding only, and one fault made frequent.
//!
//! Never here: the sizes of errors (`noise`).

use super::device::{Dozes, Forgery, Trouble};
use super::dice::Dice;
use super::noise::{Env, Memory, Mixture};
use super::stage::Scene;
use hoeder_vocab::tracking::Side;

/// A set of noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoiseSet {
    /// As lived: surroundings change with the place, silences and faults come by chance.
    Lived,
    /// The same sizes without memory and without spikes.
    White,
    /// Open sky only.
    Open,
    /// Between high houses only.
    Canyon,
    /// Satellites through a roof only.
    Indoor,
    /// Wi-Fi positions only.
    Wifi,
    /// Every Wi-Fi place lies between two access points.
    PingPong,
    /// The protected person on cell positions only.
    Cell,
    /// Fewer than six satellites half of the time among houses.
    Tails,
    /// Silences eight times as often.
    Dropouts,
    /// Both clocks three minutes off, ahead or behind.
    Skew,
    /// Sending stalls ten times as often, and about the crossing.
    Stall,
    /// Old positions repeated ten times as often.
    Cached,
    /// Accuracies stated four times too good.
    Lying,
    /// Phones sleep while they lie still.
    Doze,
    /// The offender's position is forged for some minutes before the crossing.
    Spoof,
}

impl NoiseSet {
    /// All of them, in the order of the tables.
    pub const ALL: [Self; 16] = [
        Self::Lived,
        Self::White,
        Self::Open,
        Self::Canyon,
        Self::Indoor,
        Self::Wifi,
        Self::PingPong,
        Self::Cell,
        Self::Tails,
        Self::Dropouts,
        Self::Skew,
        Self::Stall,
        Self::Cached,
        Self::Lying,
        Self::Doze,
        Self::Spoof,
    ];

    /// A stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lived => "lived",
            Self::White => "white",
            Self::Open => "open",
            Self::Canyon => "canyon",
            Self::Indoor => "indoor",
            Self::Wifi => "wifi",
            Self::PingPong => "ping-pong",
            Self::Cell => "cell",
            Self::Tails => "tails",
            Self::Dropouts => "dropouts",
            Self::Skew => "skew",
            Self::Stall => "stall",
            Self::Cached => "cached",
            Self::Lying => "lying",
            Self::Doze => "doze",
            Self::Spoof => "spoof",
        }
    }

    /// The scene under this noise.
    pub(crate) fn over(self, scene: Scene, limit: f64, dice: &mut Dice) -> Scene {
        let only = |scene: Scene, env| scene.both(|device| device.temper.mixture = Mixture::Only(env));
        match self {
            Self::Lived => scene,
            Self::White => scene.both(|device| device.temper.memory = Memory::White),
            Self::Open => only(scene, Env::Open),
            Self::Canyon => only(scene, Env::Canyon),
            Self::Indoor => only(scene, Env::IndoorGnss),
            Self::Wifi => only(scene, Env::Wifi),
            Self::PingPong => scene.both(|device| device.temper.ping_pong = 1.0),
            Self::Cell => {
                scene.device(Side::Protected, |device| device.temper.mixture = Mixture::Only(Env::Cell))
            }
            Self::Tails => scene.both(|device| device.temper.tails = 0.5),
            Self::Dropouts => scene.both(|device| device.silent = 8.0),
            Self::Skew => {
                let [mine, hers] = [(); 2].map(|()| if dice.happens(0.5) { 180.0 } else { -180.0 });
                scene
                    .device(Side::Offender, |device| device.ahead_s += mine)
                    .device(Side::Protected, |device| device.ahead_s += hers)
            }
            Self::Stall => {
                let (before, lasts) = (dice.within(0.0, 30.0), dice.exponential(60.0));
                let span = scene.around_crossing(limit, before, lasts);
                scene.both(|device| device.stalling = 10.0).trouble(Side::Offender, Trouble::Kept, span)
            }
            Self::Cached => scene.both(|device| device.repeating = 10.0),
            Self::Lying => scene.both(|device| device.temper.honesty = 0.25),
            Self::Doze => scene
                .device(Side::Offender, |device| device.dozes = Dozes::Deeply)
                .device(Side::Protected, |device| device.dozes = Dozes::Lightly),
            Self::Spoof => {
                let (metres, direction) = (dice.within(5_000.0, 50_000.0), dice.direction());
                let how = Forgery::Moved(metres * direction.cos(), metres * direction.sin());
                let how = if dice.happens(0.3) { Forgery::Frozen } else { how };
                let (begins, ends) = (dice.within(100.0, 240.0), dice.within(20.0, 60.0));
                let span = scene.around_crossing(limit, begins, -ends);
                scene.forged(Side::Offender, how, span)
            }
        }
    }
}
