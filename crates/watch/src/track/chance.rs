//! How likely the true distance is below a limit, given the measured one and the accuracies of both.
//!
//! With independent errors that are the same in all directions the distance is Rice distributed, so the chance is the
//! noncentral chi-squared distribution with two degrees of freedom. Never here: what follows from it.

/// The chance that the true distance is below `limit`: all in metres, `sigma` per axis of the difference of both.
#[must_use]
pub fn chance_within(limit: f64, measured: f64, sigma: f64) -> f64 {
    if sigma <= 0.0 {
        return if measured < limit { 1.0 } else { 0.0 };
    }
    if sigma * 3.0 < limit {
        return normal((limit - measured.hypot(sigma)) / sigma);
    }
    if measured > limit + 9.0 * sigma {
        return 0.0;
    }
    noncentral((limit / sigma).powi(2) / 2.0, (measured / sigma).powi(2) / 2.0)
}

/// Terms after which the rest of the series is below 1e-9 for all that [`chance_within`] asks.
const TERMS: u32 = 400;

/// The sum over j of Poisson(j; `noise`) times the chance that a gamma variable of shape j + 1 is below `half`.
fn noncentral(half: f64, noise: f64) -> f64 {
    let (mut weight, mut term, mut tail) = ((-noise).exp(), (-half).exp(), (-half).exp());
    let mut sum = 0.0;
    for j in 1..=TERMS {
        sum += weight * (1.0 - tail);
        let j = f64::from(j);
        weight *= noise / j;
        term *= half / j;
        tail += term;
    }
    sum.clamp(0.0, 1.0)
}

/// The normal distribution function, off by less than 2e-7 (Abramowitz and Stegun 7.1.26).
fn normal(z: f64) -> f64 {
    let x = z.abs() / core::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let poly = t
        * (0.254_829_592
            + t * (-0.284_496_736 + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
    let upper = poly * (-x * x).exp() / 2.0;
    if z >= 0.0 { 1.0 - upper } else { upper }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts a fine grid of the two-dimensional normal distribution.
    fn counted(limit: f64, measured: f64, sigma: f64) -> f64 {
        let (steps, mut inside, mut all) = (400, 0.0, 0.0);
        for i in -steps..=steps {
            for j in -steps..=steps {
                let (u, v) = (f64::from(i) * 6.0 / f64::from(steps), f64::from(j) * 6.0 / f64::from(steps));
                let weight = (-(u * u + v * v) / 2.0).exp();
                all += weight;
                inside += if (measured + u * sigma).hypot(v * sigma) < limit { weight } else { 0.0 };
            }
        }
        inside / all
    }

    #[test]
    fn the_chance_of_being_within_a_limit_agrees_with_counting() {
        for (limit, measured, sigma) in [
            (500.0, 480.0, 20.0),
            (500.0, 560.0, 60.0),
            (500.0, 0.0, 400.0),
            (200.0, 700.0, 300.0),
            (200.0, 150.0, 100.0),
            (1_000.0, 2_000.0, 450.0),
        ] {
            let (said, true_one) = (chance_within(limit, measured, sigma), counted(limit, measured, sigma));
            assert!((said - true_one).abs() < 0.01, "{limit} {measured} {sigma}: {said} {true_one}");
        }
        assert_eq!((chance_within(10.0, 9.0, 0.0), chance_within(10.0, 11.0, 0.0)), (1.0, 0.0));
        assert!(chance_within(100.0, 5_000.0, 50.0) < 1e-9);
    }
}
