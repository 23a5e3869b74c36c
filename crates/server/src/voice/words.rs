//! What the two ends of a connection say beside the sound: short JSON texts on the data channel `state` (docs/voice.md).
//!
//! What is not known is passed over on both sides. Never here: what follows from it.

use super::figures::Reading;
use serde::{Deserialize, Serialize};

/// The name of the data channel.
pub(super) const LABEL: &str = "state";
/// Longest text that is read, bytes.
const MAX_TEXT: usize = 1_024;

/// From the server.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Down {
    /// To a desk, each second: how the sound of the handset arrives. Without a handset, its kind alone.
    Figures {
        /// What it says.
        #[serde(flatten)]
        reading: Option<ReadingDown>,
    },
    /// To a handset: what its page may play.
    Play {
        /// On the loudspeaker, or in the ear only.
        loudspeaker: bool,
        /// Somebody speaks now.
        speaking: bool,
    },
}

/// The figures as they are sent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) struct ReadingDown {
    received: u64,
    lost: u64,
    jitter_ms: f64,
    level_dbov: Option<i8>,
    silent_ms: u64,
    /// `udp` or `tcp`.
    path: &'static str,
}

impl ReadingDown {
    pub(super) const fn new(reading: Reading, path: &'static str) -> Self {
        let Reading { received, lost, jitter_ms, level_dbov, silent_ms } = reading;
        Self { received, lost, jitter_ms, level_dbov, silent_ms, path }
    }
}

/// To the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Up {
    /// A desk plays live sound.
    Heard,
    /// The microphone of a handset.
    Microphone {
        /// How it is.
        state: MicrophoneState,
    },
}

/// How a microphone is, as its page says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum MicrophoneState {
    /// It is open.
    Live,
    /// The page lost it, or may not use it.
    Ended,
}

/// As text; at most a few hundred bytes.
pub(super) fn write(down: &Down) -> String {
    serde_json::to_string(down).unwrap_or_default()
}

/// `None` for what is not known.
pub(super) fn read(text: &[u8]) -> Option<Up> {
    if text.len() > MAX_TEXT {
        return None;
    }
    serde_json::from_slice(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn both_ends_have_the_words_of_the_page() {
        let reading = Reading { received: 5, lost: 1, jitter_ms: 2.5, level_dbov: Some(-40), silent_ms: 20 };
        let said = write(&Down::Figures { reading: Some(ReadingDown::new(reading, "udp")) });
        assert_eq!(
            said,
            r#"{"kind":"figures","received":5,"lost":1,"jitter_ms":2.5,"level_dbov":-40,"silent_ms":20,"path":"udp"}"#
        );
        assert_eq!(write(&Down::Figures { reading: None }), r#"{"kind":"figures"}"#);
        assert_eq!(
            write(&Down::Play { loudspeaker: true, speaking: false }),
            r#"{"kind":"play","loudspeaker":true,"speaking":false}"#
        );
        assert_eq!(read(br#"{"kind":"heard","more":1}"#), Some(Up::Heard));
        let ended = Some(Up::Microphone { state: MicrophoneState::Ended });
        assert_eq!(read(br#"{"kind":"microphone","state":"ended"}"#), ended);
        assert_eq!(read(br#"{"kind":"shout"}"#), None);
        assert_eq!(read(&[b' '; MAX_TEXT + 1]), None);
    }

    proptest! {
        #[test]
        fn whatever_is_said_is_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _nothing_known = read(&bytes);
        }
    }
}
