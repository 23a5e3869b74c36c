//! What was, from the day files: the tracks of an incident's carriers over its period.
//!
//! That somebody may see it, and for which purpose, is decided and recorded before (GN-03). Never here: that decision.

use hoeder_store::tracks::{TrackReader, TracksError};
use hoeder_vocab::tracking::TrackReport;
use hoeder_vocab::{CarrierId, ReceivedAt, UtcMillis};
use std::io::Write;
use std::ops::Range;

/// Most reports of one carrier in one answer.
const MOST: usize = 100_000;

/// One carrier's part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Played {
    /// Whose.
    pub carrier: CarrierId,
    /// By their own time, each once however often the device sent it.
    pub reports: Vec<(ReceivedAt, TrackReport)>,
    /// There is more: ask for a shorter period.
    pub more: bool,
    /// Batches that are damaged and were left out: say so.
    pub damaged: u64,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum PlaybackError {
    /// The files cannot be read.
    #[error(transparent)]
    Tracks(#[from] TracksError),
    /// The server stops.
    #[error("the reading was cut off")]
    CutOff,
}

/// Reads what was kept.
#[derive(Debug, Clone)]
pub struct Playback(pub(super) TrackReader);

impl Playback {
    /// The tracks of these carriers from the first moment up to, and not including, the last.
    ///
    /// # Errors
    /// [`PlaybackError`].
    pub async fn of(
        &self,
        carriers: Vec<CarrierId>,
        period: Range<UtcMillis>,
    ) -> Result<Vec<Played>, PlaybackError> {
        let reader = self.0.clone();
        let read = tokio::task::spawn_blocking(move || {
            carriers.into_iter().map(|carrier| played(&reader, carrier, period.clone(), MOST)).collect()
        });
        read.await.map_err(|_| PlaybackError::CutOff)?
    }

    /// Writes the reports of these carriers in the open form (NIJ-14, T-NIJ-9). Blocking. How many, and how many batches were damaged.
    ///
    /// # Errors
    /// [`TracksError`].
    pub fn export(
        &self,
        carriers: &[CarrierId],
        period: &Range<UtcMillis>,
        out: &mut dyn Write,
    ) -> Result<(u64, u64), TracksError> {
        hoeder_store::tracks::export(&self.0, carriers, period, out)
    }
}

fn played(
    reader: &TrackReader,
    carrier: CarrierId,
    period: Range<UtcMillis>,
    most: usize,
) -> Result<Played, PlaybackError> {
    let mut found = reader.period(carrier, period, most)?;
    // A batch that was judged and then not acknowledged comes again and is kept then; one that lost its answer is kept twice.
    found.reports.dedup_by(|(_, later), (_, earlier)| later == earlier);
    Ok(Played { carrier, reports: found.reports, more: found.more, damaged: found.damaged })
}
