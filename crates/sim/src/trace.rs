//! What happened, as text for people and as one number for comparing two runs.

use hoeder_vocab::UtcMillis;
use std::collections::VecDeque;

/// How many lines are kept for a failure.
const KEPT: usize = 60;

/// The last lines of a run, and a hash (FNV-1a, 64 bits) over all of them.
#[derive(Debug, Clone)]
pub(crate) struct Trace {
    hash: u64,
    last: VecDeque<(UtcMillis, String)>,
}

impl Default for Trace {
    fn default() -> Self {
        Self { hash: 0xCBF2_9CE4_8422_2325, last: VecDeque::with_capacity(KEPT) }
    }
}

impl Trace {
    fn mix(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.hash = (self.hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }
    pub(crate) fn line(&mut self, at: UtcMillis, text: impl FnOnce() -> String) {
        let text = text();
        self.mix(&at.unix_ms().to_le_bytes());
        self.mix(text.as_bytes());
        if self.last.len() == KEPT {
            self.last.pop_front();
        }
        self.last.push_back((at, text));
    }
    pub(crate) const fn hash(&self) -> u64 {
        self.hash
    }
    /// The last lines, oldest first.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.last.iter().map(|(at, text)| format!("{at} {text}")).collect()
    }
}
