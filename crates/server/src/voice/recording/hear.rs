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

    /// All of it, each stretch chained to the one before.
    pub(crate) async fn export(&self, alarm: AlarmId) -> Result<Vec<u8>, CannotHear> {
        let key = self.key(alarm).await?;
        self.read(alarm, move |_, loaded| {
            let Some(recording) = loaded else { return Ok(None) };
            let mut sound = Vec::new();
            export(&recording, &key, &mut sound)?;
            Ok(Some(sound))
        })
        .await?
        .ok_or(CannotHear::Nothing)
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
