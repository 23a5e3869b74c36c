//! Chance from a seed: SplitMix64, so that a port in any language draws the same numbers.
//!
//! Never here: entropy. The shell gives the seed.

/// Steele, Lea and Flood's SplitMix64 (2014). All arithmetic is modulo 2^64.
#[derive(Debug, Clone)]
pub(crate) struct SplitMix64(u64);

impl SplitMix64 {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    /// 0 to `most`, both included: the next number modulo `most` + 1.
    pub(crate) fn up_to(&mut self, most: u64) -> u64 {
        match most.checked_add(1) {
            Some(n) => self.next() % n,
            None => self.next(),
        }
    }
    /// `nominal` plus or minus a quarter: `nominal - nominal/4 + up_to(nominal/2)`, in whole milliseconds, rounded down.
    pub(crate) fn around(&mut self, nominal_ms: u64) -> u64 {
        (nominal_ms - nominal_ms / 4).saturating_add(self.up_to(nominal_ms / 2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_published_generator() {
        let mut chance = SplitMix64::new(1_234_567);
        let drawn: Vec<u64> = (0..3).map(|_| chance.next()).collect();
        assert_eq!(drawn, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn a_pause_stays_within_a_quarter_of_its_nominal_length() {
        let mut chance = SplitMix64::new(7);
        for _ in 0..1_000 {
            assert!((750..=1_250).contains(&chance.around(1_000)));
        }
        assert_eq!(chance.around(0), 0);
    }
}
