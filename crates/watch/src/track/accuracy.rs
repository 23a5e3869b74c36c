//! How good a device's positions are against known places: the report of the standard's accuracy test (NIJ 5.3.2, T-NIJ-1).
//!
//! Never here: where the known places come from.

/// Errors of positions in metres, summed up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AccuracyReport {
    /// How many positions.
    pub n: usize,
    /// Metres.
    pub mean: f64,
    /// Metres; the lower middle of an even number.
    pub median: f64,
    /// Metres that 90 % of the errors do not exceed.
    pub p90: f64,
    /// Metres that 95 % of the errors do not exceed.
    pub p95: f64,
    /// Metres.
    pub max: f64,
    /// The share of at most 10 m, 0 to 1.
    pub share_10_m: f64,
    /// The share of at most 30 m, 0 to 1.
    pub share_30_m: f64,
}

impl AccuracyReport {
    /// The outdoor rule of the standard: at most 10 m for at least 90 % of the positions.
    #[must_use]
    pub fn passes_outdoors(&self) -> bool {
        self.share_10_m >= 0.9
    }
}

/// Sums errors in metres up; `None` without any, or when one is no number.
#[must_use]
pub fn accuracy_report(errors: &[f64]) -> Option<AccuracyReport> {
    if errors.is_empty() || errors.iter().any(|error| error.is_nan()) {
        return None;
    }
    let mut sorted = errors.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let rank = |percent: usize| sorted.get((n * percent).div_ceil(100).saturating_sub(1)).copied();
    let share = |most: f64| count(sorted.partition_point(|error| *error <= most)) / count(n);
    Some(AccuracyReport {
        n,
        mean: sorted.iter().sum::<f64>() / count(n),
        median: rank(50)?,
        p90: rank(90)?,
        p95: rank(95)?,
        max: rank(100)?,
        share_10_m: share(10.0),
        share_30_m: share(30.0),
    })
}
