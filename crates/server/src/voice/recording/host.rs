//! What the recorder needs of others: keys from the writer, which has them, and somebody who hears of segments.
//!
//! A key is asked for by way of the engine, which knows whose it is and hands its records to the writer before the question:
//! so the key of the person is there. Never here: sound.

use super::Recordings;
use crate::runtime::gate::{Gate, Lane, Work};
use crossbeam_channel::{Sender, bounded};
use hoeder_engine::entry::Subject;
use hoeder_engine::input::{Input, StoreHealth};
use hoeder_engine::voice::{RecordingFacts, VoiceNews};
use hoeder_store::recordings::RecordingKey;
use hoeder_store::{StoreError, Writer};
use hoeder_vocab::{AlarmId, UtcMillis};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

/// Longest wait for the list of recordings.
const PATIENCE: Duration = Duration::from_secs(20);

/// Somebody wants the key of the recording of an alarm.
pub(crate) struct KeyAsk {
    pub(crate) alarm: AlarmId,
    /// When the first sound of those that wait for it was received.
    pub(crate) first_at: UtcMillis,
    /// As it lies on disk; one is made where there is none.
    pub(crate) wrapped: Option<Vec<u8>>,
    pub(crate) answer: Sender<KeyAnswer>,
}

impl KeyAsk {
    /// There is none.
    pub(crate) fn refuse(self) {
        self.answered(None);
    }
    /// Whoever asks has room for all that it asked for, or asks again.
    fn answered(self, given: Option<GivenKey>) {
        drop(self.answer.try_send(KeyAnswer { alarm: self.alarm, given }));
    }
}

/// And gets it.
pub(crate) struct KeyAnswer {
    pub(crate) alarm: AlarmId,
    /// `None` when there is no key to seal with.
    pub(crate) given: Option<GivenKey>,
}

/// A key.
pub(crate) struct GivenKey {
    pub(crate) key: RecordingKey,
    /// To be kept before any sound, when it was made just now.
    pub(crate) made: Option<Vec<u8>>,
    /// Segments that the log named when it was asked for.
    pub(crate) named: u32,
}

/// A key to hear with.
pub(crate) struct Wanted {
    pub(crate) alarm: AlarmId,
    /// With whose key it is sealed.
    pub(crate) subject: Subject,
    pub(crate) wrapped: Vec<u8>,
}

/// What is asked of the writer, after all that it was given before.
pub(crate) enum RecordingWork {
    /// A key to record with.
    Key(KeyAsk, RecordingFacts),
    /// A key to hear with.
    Open(Wanted, oneshot::Sender<Option<RecordingKey>>),
    /// Its erasure is written down: its key goes.
    Erase(Recordings, AlarmId),
}

impl RecordingWork {
    /// Does it. Whoever asked may have gone meanwhile.
    pub(crate) fn run(self, writer: &mut Writer) {
        match self {
            Self::Key(ask, facts) => {
                let given = given(writer, &ask, facts);
                ask.answered(given);
            }
            Self::Open(wanted, answer) => {
                drop(answer.send(writer.recording_key(wanted.alarm, wanted.subject, &wanted.wrapped)));
            }
            // An erasure that is durable nowhere is none yet: the next look finds it.
            Self::Erase(recordings, alarm) => {
                if writer.health() != StoreHealth::Down {
                    recordings.erase(alarm);
                }
            }
        }
    }
}

fn given(writer: &mut Writer, ask: &KeyAsk, facts: RecordingFacts) -> Option<GivenKey> {
    let named = facts.segments;
    if let Some(wrapped) = &ask.wrapped {
        let key = writer.recording_key(ask.alarm, facts.subject, wrapped)?;
        return Some(GivenKey { key, made: None, named });
    }
    match writer.make_recording_key(ask.alarm, facts.subject) {
        Ok((key, wrapped)) => Some(GivenKey { key, made: Some(wrapped), named }),
        Err(error) => {
            log(&error);
            None
        }
    }
}

fn log(error: &StoreError) {
    tracing::error!(error = %crate::runtime::reader::chain(error), "no key can be made for a recording");
}

/// Those others.
pub(crate) trait Host: Send + Sync {
    /// Asks for a key; the answer comes later, or never.
    fn ask_key(&self, ask: KeyAsk);
    /// Opens a key to hear with; `None` is the answer when it was destroyed.
    fn open_key(&self, wanted: Wanted) -> oneshot::Receiver<Option<RecordingKey>>;
    /// Says something to the engine; `false` when it takes nothing in now.
    fn tell(&self, alarm: AlarmId, news: VoiceNews) -> bool;
    /// What the log says of one; `None` when there is no such alarm.
    fn recording(&self, alarm: AlarmId) -> oneshot::Receiver<Option<RecordingFacts>>;
    /// All recordings that the log knows; `None` when nobody answers.
    fn recordings(&self) -> Option<Vec<RecordingFacts>>;
}

/// By way of the engine's gate.
pub(crate) struct GateHost(pub(crate) Arc<Gate>);

impl Host for GateHost {
    fn ask_key(&self, ask: KeyAsk) {
        if self.0.send(Lane::Urgent, Work::RecordingKey(ask)).is_err() {
            tracing::debug!("a key is asked for again after a while");
        }
    }
    fn open_key(&self, wanted: Wanted) -> oneshot::Receiver<Option<RecordingKey>> {
        let (answer, answered) = oneshot::channel();
        if self.0.send(Lane::Ordinary, Work::Writer(RecordingWork::Open(wanted, answer))).is_err() {
            tracing::debug!("nobody opens a key now");
        }
        answered
    }
    fn recording(&self, alarm: AlarmId) -> oneshot::Receiver<Option<RecordingFacts>> {
        let (answer, answered) = oneshot::channel();
        if self.0.send(Lane::Ordinary, Work::Recording(alarm, answer)).is_err() {
            tracing::debug!("nobody knows of recordings now");
        }
        answered
    }
    fn tell(&self, alarm: AlarmId, news: VoiceNews) -> bool {
        self.0.send(Lane::Urgent, Work::Input(Input::Voice(alarm, news))).is_ok()
    }
    fn recordings(&self) -> Option<Vec<RecordingFacts>> {
        let (answer, answered) = bounded(1);
        self.0.send(Lane::Ordinary, Work::Recordings(answer)).ok()?;
        answered.recv_timeout(PATIENCE).ok()
    }
}
