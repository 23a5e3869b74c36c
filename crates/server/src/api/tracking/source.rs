//! Where the positions of carriers are read from: the day segments of the store.
//!
//! Never here: who may read (`engine::access`), how they are kept (`store::tracks`).

use core::ops::Range;
use hoeder_vocab::tracking::TrackReport;
use hoeder_vocab::{CarrierId, ReceivedAt, UtcMillis};

/// Reports of one carrier in a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Period {
    /// By the time of the device.
    pub reports: Vec<(ReceivedAt, TrackReport)>,
    /// There were more; these are the earliest.
    pub more: bool,
    /// Batches that could not be read.
    pub damaged: u64,
}

/// Positions could not be read.
#[derive(Debug, thiserror::Error)]
#[error("the positions of a carrier cannot be read")]
pub struct Unreadable(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Something that positions are read from; it may block.
pub trait TrackSource: Send + Sync {
    /// The reports of a carrier in a period, at most so many.
    ///
    /// # Errors
    /// [`Unreadable`].
    fn period(
        &self,
        carrier: CarrierId,
        period: Range<UtcMillis>,
        most: usize,
    ) -> Result<Period, Unreadable>;
}
