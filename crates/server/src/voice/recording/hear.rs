//! Reading a recording for somebody who may: its stretches, and their sound as Ogg/Opus.
//!
//! Never here: who may (the engine's), HTTP.

use super::Recordings;
use super::host::Wanted;
use crate::runtime::reader::chain;
use core::time::Duration;
use hoeder_engine::voice::{RecordingFacts, RecordingStage};
use hoeder_store::recordings::{
    Loaded, RecordingError, RecordingKey, Span, export, export_stretch, wrapped_key,
};
use hoeder_vocab::AlarmId;
use hoeder_watch::voice::HandedFile;
use sha2::{Digest as _, Sha256};
use std::path::Path;
use tokio::sync::oneshot;

/// Recordings that are in memory at once: each may be as large as a recording becomes.
pub(super) const AT_ONCE: usize = 2;
/// Longest wait for one of those places, and for engine and writer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why there is no sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CannotHear {
    /// There is none.
    Nothing,
    /// Its key is destroyed.
    Erased,
    /// Too many are read now.
    Busy,
    /// The log does not name all of it yet.
    Unnamed,
    /// It cannot be read; why is in the log of the server.
    Failed,
}

/// When the sound of a recording was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heard {
    pub(crate) stretches: Vec<Span>,
    /// More may come.
    pub(crate) running: bool,
}

/// A recording that was made a file.
pub(crate) struct Exported {
    /// Ogg/Opus.
    pub(crate) sound: Vec<u8>,
    /// What the log is to say of it.
    pub(crate) file: HandedFile,
}

impl Recordings {
    /// When there is sound of an alarm, stretch by stretch: no key is used.
    pub(crate) async fn stretches(&self, alarm: AlarmId) -> Result<Heard, CannotHear> {
        let facts = self.facts(alarm).await?;
        let loaded = self.read(alarm, |_, loaded| Ok(loaded.map(|loaded| loaded.spans()))).await?;
        let running = facts.stage == RecordingStage::Open;
        Ok(Heard { stretches: loaded.unwrap_or_default(), running })
    }

    /// The sound of one stretch, counted from 1.
    pub(crate) async fn sound(&self, alarm: AlarmId, number: u32) -> Result<Vec<u8>, CannotHear> {
        let key = self.key(alarm).await?;
        self.read(alarm, move |_, loaded| {
            let Some(recording) = loaded else { return Ok(None) };
            let place = number.checked_sub(1).and_then(|place| usize::try_from(place).ok());
            let span = place.and_then(|place| recording.spans().get(place).copied());
            let Some(span) = span else { return Ok(None) };
            let Some(stretch) = recording.stretch(&key, span.segment)? else { return Ok(None) };
            let mut sound = Vec::new();
            export_stretch(&recording, &stretch, &mut sound)?;
            Ok(Some(sound))
        })
        .await?
        .ok_or(CannotHear::Nothing)
    }

    /// All of it, each stretch chained to the one before: of an alarm that is closed. Nothing is taken out that the log does not name.
    pub(crate) async fn export(&self, alarm: AlarmId) -> Result<Exported, CannotHear> {
        let facts = self.settled(alarm).await?;
        let key = self.key(alarm).await?;
        self.read(alarm, move |_, loaded| {
            let Some(recording) = loaded else { return Ok(Err(CannotHear::Nothing)) };
            if recording.last_segment() > facts.segments {
                return Ok(Err(CannotHear::Unnamed));
            }
            let mut sound = Vec::new();
            export(&recording, &key, &mut sound)?;
            let bytes = u64::try_from(sound.len()).unwrap_or(u64::MAX);
            let file = HandedFile { sha256: Sha256::digest(&sound).into(), bytes };
            Ok(Ok(Exported { sound, file }))
        })
        .await?
    }

    /// What the log says of a recording that ends here: its last packets are on disk first, and their segment is named.
    async fn settled(&self, alarm: AlarmId) -> Result<RecordingFacts, CannotHear> {
        let lane = self.lane(alarm).ok_or(CannotHear::Failed)?;
        lane.closed(alarm);
        if waited(lane.settle()).await? { self.facts(alarm).await } else { Err(CannotHear::Unnamed) }
    }

    async fn facts(&self, alarm: AlarmId) -> Result<RecordingFacts, CannotHear> {
        let facts = waited(self.0.host.recording(alarm)).await?.ok_or(CannotHear::Nothing)?;
        if facts.stage == RecordingStage::Erased { Err(CannotHear::Erased) } else { Ok(facts) }
    }

    async fn key(&self, alarm: AlarmId) -> Result<RecordingKey, CannotHear> {
        let facts = self.facts(alarm).await?;
        let wrapped =
            blocking((self.folder().to_path_buf(), alarm), move |folder| wrapped_key(folder, alarm)).await?;
        let wanted = Wanted { alarm, subject: facts.subject, wrapped: wrapped.ok_or(CannotHear::Nothing)? };
        waited(self.0.host.open_key(wanted)).await?.ok_or(CannotHear::Erased)
    }

    async fn read<T: Send + 'static>(
        &self,
        alarm: AlarmId,
        look: impl FnOnce(&Path, Option<Loaded>) -> Result<T, RecordingError> + Send + 'static,
    ) -> Result<T, CannotHear> {
        let place = tokio::time::timeout(PATIENCE, self.0.reading.acquire()).await;
        let Ok(Ok(_place)) = place else { return Err(CannotHear::Busy) };
        blocking((self.folder().to_path_buf(), alarm), move |folder| {
            look(folder, Loaded::read(folder, alarm)?)
        })
        .await
    }
}

async fn waited<T>(answered: oneshot::Receiver<T>) -> Result<T, CannotHear> {
    match tokio::time::timeout(PATIENCE, answered).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(_)) | Err(_) => Err(CannotHear::Busy),
    }
}

async fn blocking<T: Send + 'static>(
    (folder, alarm): (std::path::PathBuf, AlarmId),
    work: impl FnOnce(&Path) -> Result<T, RecordingError> + Send + 'static,
) -> Result<T, CannotHear> {
    match tokio::task::spawn_blocking(move || work(&folder)).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => {
            tracing::error!(%alarm, error = %chain(&error), "a recording cannot be read");
            Err(CannotHear::Failed)
        }
        Err(_) => Err(CannotHear::Failed),
    }
}
