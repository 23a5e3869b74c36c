//! The recording of an alarm as it is asked for and described (docs/voice.md).
//!
//! Never here: sound.

use super::Time;
use super::voice::VoiceGap;
use crate::voice::recording::Heard;
use hoeder_store::recordings::Span;
use hoeder_watch::voice as watch;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Why a recording is heard or taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordingPurpose {
    /// To handle the alarm: what was said before one came.
    Alarm,
    /// To investigate an offence.
    Investigation,
    /// For a court or an investigating judge.
    Court,
    /// To handle a complaint, or to check how the room worked.
    Review,
}

impl From<RecordingPurpose> for watch::RecordingPurpose {
    fn from(purpose: RecordingPurpose) -> Self {
        match purpose {
            RecordingPurpose::Alarm => Self::Alarm,
            RecordingPurpose::Investigation => Self::Investigation,
            RecordingPurpose::Court => Self::Court,
            RecordingPurpose::Review => Self::Review,
        }
    }
}

/// Why; it is written down with who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UseRecording {
    /// Why.
    pub purpose: RecordingPurpose,
}

/// Why a recording is kept beyond its term, or no longer.
#[derive(Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldReason {
    /// 1 to 300 characters.
    pub reason: String,
}

/// Sound without a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecordingStretch {
    /// 1, 2, 3 ..
    pub number: u32,
    /// First packet received.
    pub from: Time,
    /// Last packet received.
    pub until: Time,
    /// As it lies on disk.
    pub bytes: u64,
}

/// A hearing, and what there is to hear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecordingHearing {
    /// Its name: for this account only, until 15 minutes after its last use.
    pub hearing: Uuid,
    /// Oldest first.
    pub stretches: Vec<RecordingStretch>,
    /// What is missing, oldest first.
    pub gaps: Vec<VoiceGap>,
    /// The alarm is open: more may come.
    pub running: bool,
}

impl RecordingHearing {
    pub(crate) fn new(hearing: Uuid, heard: &Heard, told: &[watch::Gap]) -> Self {
        let (spans, running) = (&heard.stretches, heard.running);
        let stretches = (1..).zip(spans).map(|(number, span)| RecordingStretch {
            number,
            from: Time(span.from),
            until: Time(span.until),
            bytes: span.bytes,
        });
        Self { hearing, stretches: stretches.collect(), gaps: gaps(spans, told), running }
    }
}

/// Those of the log, and those between stretches of which it does not tell.
fn gaps(spans: &[Span], told: &[watch::Gap]) -> Vec<VoiceGap> {
    let between = spans.windows(2).filter_map(|pair| {
        let [before, after] = pair else { return None };
        Some(watch::Gap { from: before.until, until: after.from })
    });
    let untold =
        between.filter(|gap| !told.iter().any(|known| known.from < gap.until && gap.from < known.until));
    let mut all: Vec<watch::Gap> = told.iter().copied().chain(untold).collect();
    all.sort();
    all.into_iter().map(|gap| VoiceGap { from: Time(gap.from), until: Time(gap.until) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoeder_vocab::UtcMillis;

    #[test]
    fn a_gap_is_said_once_whether_the_log_tells_of_it_or_not() {
        let at = |seconds: i64| UtcMillis::from_unix_ms(1_795_000_000_000 + seconds * 1_000);
        let span = |segment, from, until| Span { segment, from: at(from), until: at(until), bytes: 1 };
        let spans = [span(1, 0, 30), span(2, 40, 50), span(3, 60, 70)];
        let told = [watch::Gap { from: at(29), until: at(40) }, watch::Gap { from: at(65), until: at(66) }];
        let hearing =
            RecordingHearing::new(Uuid::nil(), &Heard { stretches: spans.to_vec(), running: true }, &told);
        let gaps: Vec<(Time, Time)> = hearing.gaps.iter().map(|gap| (gap.from, gap.until)).collect();
        assert_eq!(
            gaps,
            [(Time(at(29)), Time(at(40))), (Time(at(50)), Time(at(60))), (Time(at(65)), Time(at(66)))]
        );
        assert_eq!(hearing.stretches.iter().map(|s| s.number).collect::<Vec<_>>(), [1, 2, 3]);
    }
}
