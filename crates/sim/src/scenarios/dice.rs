//! Distributions over the simulation's own chance: what a seed and a name give is the same on every machine.
//!
//! Never here: entropy of the machine, what is drawn.

use crate::chance::Chance;

/// A stream of random numbers.
#[derive(Debug, Clone)]
pub(crate) struct Dice(Chance);

impl Dice {
    /// Of a seed and a name; another name of the same seed is unrelated.
    pub(crate) fn of(seed: u64, name: &str) -> Self {
        // FNV-1a, 64 bits.
        let hash = name.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3)
        });
        let mut chance = Chance::new(hash ^ seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        Self(chance.fork())
    }
    /// Its own stream.
    pub(crate) fn fork(&mut self) -> Self {
        Self(self.0.fork())
    }
    /// 0 up to, and not including, 1.
    pub(crate) fn unit(&mut self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
        let bits = (self.0.bits() >> 11) as f64;
        bits / 9_007_199_254_740_992.0
    }
    /// `least` up to `most`.
    pub(crate) fn within(&mut self, least: f64, most: f64) -> f64 {
        least + (most - least) * self.unit()
    }
    /// True with this probability.
    pub(crate) fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }
    /// Standard normal (Box and Muller).
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (core::f64::consts::TAU * self.unit()).cos()
    }
    /// Exponential with this mean.
    pub(crate) fn exponential(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.unit()).ln()
    }
    /// Lognormal with median 1.
    pub(crate) fn lognormal(&mut self, log_sd: f64) -> f64 {
        (log_sd * self.normal()).exp()
    }
    /// Student's t: a normal over the root of a chi-square share (Bailey's polar form).
    pub(crate) fn student(&mut self, nu: f64) -> f64 {
        let u = 1.0 - self.unit();
        let angle = core::f64::consts::TAU * self.unit();
        (nu * (u.powf(-2.0 / nu) - 1.0)).max(0.0).sqrt() * angle.cos()
    }
    /// A direction in radians.
    pub(crate) fn direction(&mut self) -> f64 {
        core::f64::consts::TAU * self.unit()
    }
    /// A whole number below `n`.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.0.below(n)
    }
    /// A place in a list; `None` when it is empty.
    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        self.0.pick(of)
    }
}
