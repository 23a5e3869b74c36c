//! Intervals of 95 % for shares and rates, medians, and resampling by pair.
//!
//! Never here: what is counted.

use super::course::{real, second};
use super::dice::Dice;

/// The normal quantile of 97.5 %.
const Z: f64 = 1.959_963_985;

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Of which it is true.
    pub hits: usize,
    /// Out of.
    pub of: usize,
}

impl Share {
    /// One more.
    pub fn add(&mut self, outcome: Outcome) {
        self.of += 1;
        if outcome == Outcome::Hit {
            self.hits += 1;
        }
    }
    /// Together with another.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self { hits: self.hits + other.hits, of: self.of + other.of }
    }
    /// In per cent; `None` of nothing.
    #[must_use]
    pub fn pct(self) -> Option<f64> {
        (self.of > 0).then(|| 100.0 * real(self.hits) / real(self.of))
    }
    /// The 95 % interval in per cent (Wilson).
    #[must_use]
    pub fn interval(self) -> Option<(f64, f64)> {
        if self.of == 0 {
            return None;
        }
        let (n, p) = (real(self.of), real(self.hits) / real(self.of));
        let z2 = Z * Z;
        let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half = Z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt() / (1.0 + z2 / n);
        Some((100.0 * (middle - half).max(0.0), 100.0 * (middle + half).min(1.0)))
    }
}

/// Whether something was so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was.
    Hit,
    /// It was not.
    Miss,
}

impl From<bool> for Outcome {
    fn from(so: bool) -> Self {
        if so { Self::Hit } else { Self::Miss }
    }
}

/// The exact 95 % interval of a Poisson count (Garwood), by bisection on the sum of its terms.
#[must_use]
pub fn poisson_interval(count: usize) -> (f64, f64) {
    let solve = |target: f64, upto: usize| {
        let (mut low, mut high) = (0.0, 10.0 + 3.0 * real(upto + 1));
        for _ in 0..80 {
            let middle = (low + high) / 2.0;
            if poisson_below(upto, middle) > target {
                low = middle;
            } else {
                high = middle;
            }
        }
        (low + high) / 2.0
    };
    let lower = if count == 0 { 0.0 } else { solve(0.975, count - 1) };
    (lower, solve(0.025, count))
}

/// Chance of at most so many at this mean.
fn poisson_below(count: usize, mean: f64) -> f64 {
    let mut term = (-mean).exp();
    let mut sum = term;
    for n in 1..=count {
        term *= mean / real(n);
        sum += term;
    }
    sum
}

/// A quantile of numbers, 0 to 1, between the two nearest; `None` of none.
#[must_use]
pub fn quantile(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = share.clamp(0.0, 1.0) * real(sorted.len().checked_sub(1)?);
    let low = *sorted.get(second(place))?;
    let high = sorted.get(second(place) + 1).copied().unwrap_or(low);
    Some(low + (high - low) * place.fract())
}

/// Upper end of the 95 % interval of a rate, resampled by pair: a few bad devices must not look like many good ones.
///
/// `pairs` holds events and days of each pair.
#[must_use]
pub fn upper_by_pair(pairs: &[(usize, f64)], seed: u64) -> f64 {
    const DRAWS: usize = 2_000;
    let mut dice = Dice::of(seed, "resampling");
    let mut rates: Vec<f64> = Vec::with_capacity(DRAWS);
    for _ in 0..DRAWS {
        let (mut events, mut days) = (0, 0.0);
        for _ in pairs {
            if let Some((more, longer)) = dice.pick(pairs) {
                events += more;
                days += longer;
            }
        }
        rates.push(if days > 0.0 { real(events) / days } else { 0.0 });
    }
    quantile(&rates, 0.975).unwrap_or(0.0)
}

/// Events over days.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rate {
    /// Events and days of each pair.
    pub pairs: Vec<(usize, f64)>,
}

impl Rate {
    /// Events of all pairs.
    #[must_use]
    pub fn events(&self) -> usize {
        self.pairs.iter().map(|(events, _)| events).sum()
    }
    /// Days of all pairs.
    #[must_use]
    pub fn days(&self) -> f64 {
        self.pairs.iter().map(|(_, days)| days).sum()
    }
    /// Events a day; `None` of no day.
    #[must_use]
    pub fn per_day(&self) -> Option<f64> {
        (self.days() > 0.0).then(|| real(self.events()) / self.days())
    }
    /// Upper end of the 95 % interval: the larger of Poisson's and that of resampling by pair.
    #[must_use]
    pub fn upper(&self) -> Option<f64> {
        let days = self.days();
        let poisson = poisson_interval(self.events()).1 / days;
        (days > 0.0).then(|| poisson.max(upper_by_pair(&self.pairs, 1)))
    }
    /// Lower end of Poisson's 95 % interval.
    #[must_use]
    pub fn lower(&self) -> Option<f64> {
        let days = self.days();
        (days > 0.0).then(|| poisson_interval(self.events()).0 / days)
    }
}
