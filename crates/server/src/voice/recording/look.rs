//! What is looked for over the whole folder: at a start what the log does not name, and daily whose term is over (GN-04).
//!
//! Never here: whether a recording may go (`watch::voice` refuses while somebody holds it).

use super::RecordingSettings;
use super::host::Host;
use crate::runtime::reader::chain;
use core::time::Duration;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use hoeder_engine::voice::{RecordingFacts, RecordingStage, VoiceNews};
use hoeder_store::recordings::{HEAD_BYTES, Loaded, RecordingError, erase_key, key_file, sound_file};
use hoeder_vocab::UtcMillis;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A look that nobody answered is tried again after this long.
const AGAIN: Duration = Duration::from_secs(60);

/// Segments that an earlier life made durable and did not name: they are named now, whether or not more sound comes. What is all
/// named is seen from the length of the file; what a crash tore is cut off.
pub(super) fn name_what_is_unnamed(folder: &Path, known: &[RecordingFacts], host: &dyn Host) {
    for facts in known {
        let length = std::fs::metadata(sound_file(folder, facts.alarm)).map_or(0, |file| file.len());
        if length <= HEAD_BYTES + facts.bytes || facts.stage == RecordingStage::Erased {
            continue;
        }
        match unnamed(folder, facts) {
            Err(error) => {
                tracing::error!(alarm = %facts.alarm, error = %chain(&error), "a recording cannot be read");
            }
            Ok(news) => {
                let told = news.into_iter().all(|news| host.tell(facts.alarm, news));
                if !told {
                    tracing::warn!(alarm = %facts.alarm, "some segments are named in the log at the next start");
                }
            }
        }
    }
}

fn unnamed(folder: &Path, facts: &RecordingFacts) -> Result<Vec<VoiceNews>, RecordingError> {
    let Some(recording) = Loaded::read(folder, facts.alarm)? else { return Ok(Vec::new()) };
    if recording.torn() > 0 {
        tracing::warn!(
            alarm = %facts.alarm, bytes = recording.torn(),
            "an unfinished second of sound, vouched for by nobody, was cut off a recording"
        );
        recording.cut_torn(folder)?;
    }
    let unnamed = recording.segments().into_iter().filter(|segment| segment.number > facts.segments);
    Ok(unnamed.map(VoiceNews::SegmentKept).collect())
}

enum Now {
    Look,
    Stop,
}

/// The way to who looks whose term is over.
pub(super) struct Term(Sender<Now>);

/// Who looks.
pub(super) struct TermKeeper {
    folder: PathBuf,
    term: Duration,
    every: Duration,
    host: Arc<dyn Host>,
    work: Receiver<Now>,
}

impl Term {
    pub(super) fn new(settings: &RecordingSettings, host: Arc<dyn Host>) -> (Self, TermKeeper) {
        let (sender, work) = bounded(4);
        let (folder, term, every) = (settings.folder.clone(), settings.term, settings.look_every);
        (Self(sender), TermKeeper { folder, term, every, host, work })
    }
    /// One look at hand is as good as two.
    pub(super) fn look(&self) {
        drop(self.0.try_send(Now::Look));
    }
    pub(super) fn stop(&self) {
        drop(self.0.send(Now::Stop));
    }
}

impl TermKeeper {
    pub(super) fn run(self, now: impl Fn() -> UtcMillis) {
        loop {
            let looked = self.look(now());
            match self.work.recv_timeout(if looked { self.every } else { AGAIN.min(self.every) }) {
                Ok(Now::Look) | Err(RecvTimeoutError::Timeout) => {}
                Ok(Now::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// `false` when the list was not to be had.
    pub(super) fn look(&self, now: UtcMillis) -> bool {
        let Some(known) = self.host.recordings() else { return false };
        known.iter().filter(|facts| key_file(&self.folder, facts.alarm).exists()).all(|facts| {
            match facts.stage {
                RecordingStage::Open => true,
                RecordingStage::Closed => {
                    let last = facts.last_at.or_else(|| self.begun(facts));
                    let is_over = last.is_some_and(|last| now.since(last) >= self.term);
                    !is_over || self.host.tell(facts.alarm, VoiceNews::TermOver)
                }
                // Its erasure was written down, and then something was in the way.
                RecordingStage::Erased => {
                    if let Err(error) = erase_key(&self.folder, facts.alarm) {
                        tracing::error!(alarm = %facts.alarm, error = %chain(&error), "the key of a recording cannot be destroyed now: it is tried again");
                    }
                    true
                }
            }
        })
    }

    fn begun(&self, facts: &RecordingFacts) -> Option<UtcMillis> {
        Loaded::read(&self.folder, facts.alarm).ok().flatten().map(|recording| recording.begun())
    }
}
