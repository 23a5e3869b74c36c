//! The times of a voice room.

use core::time::Duration;

/// A silent phase is never shorter, whatever is configured.
pub const LEAST_SILENT_PHASE: Duration = Duration::from_secs(10);

/// The times of a voice room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct VoiceTimes {
    silent_phase: Duration,
    /// Longest speech without letting the key go.
    pub longest_speech: Duration,
}

impl VoiceTimes {
    /// With a silent phase, raised to [`LEAST_SILENT_PHASE`] when shorter, and speech of at most a minute.
    #[must_use]
    pub fn with_silent_phase(silent_phase: Duration) -> Self {
        let silent_phase = silent_phase.max(LEAST_SILENT_PHASE);
        Self { silent_phase, longest_speech: Duration::from_secs(60) }
    }
    /// From the first live sound at a desk, nobody speaks for so long.
    #[must_use]
    pub const fn silent_phase(&self) -> Duration {
        self.silent_phase
    }
}

impl Default for VoiceTimes {
    /// 15 s.
    fn default() -> Self {
        Self::with_silent_phase(Duration::from_secs(15))
    }
}
