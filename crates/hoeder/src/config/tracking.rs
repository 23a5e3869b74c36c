//! Where positions are kept, for how long, and how many may wait.
//!
//! Never here: rules of the guard.

use super::Values;
use super::settings::path;
use crate::exit::{Failure, Outcome};
use core::time::Duration;
use hoeder_server::tracking::TrackingConfig;
use std::path::Path;

pub(super) fn tracking(values: &Values) -> Outcome<TrackingConfig> {
    let usual = || values.text("server.data").map(|data| Path::new(data).join("tracks"));
    let folder = path(values, "tracking.folder")?.map_or_else(usual, Ok)?;
    let config = TrackingConfig::new(folder);
    let shards: usize = values.whole("tracking.shards")?;
    let segment_mib: u32 = values.whole("tracking.segment_mib")?;
    let most_gib: u64 = values.whole("tracking.most_gib")?;
    let too_large = || Failure::usage("tracking.segment_mib is too large");
    Ok(TrackingConfig {
        keep_days: values.whole("tracking.keep_days")?,
        shards: if shards == 0 { config.shards } else { shards },
        queue_reports: values.whole("tracking.queue_reports")?,
        device_batches: values.whole("tracking.device_batches")?,
        segment_bytes: segment_mib.checked_mul(1 << 20).ok_or_else(too_large)?,
        most_bytes: (most_gib > 0).then_some(most_gib << 30),
        gap: Duration::from_secs(values.whole("tracking.gap_s")?),
        recall: Duration::from_secs(values.whole("tracking.recall_s")?),
        ..config
    })
}
