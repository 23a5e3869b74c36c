//! Where the sound of alarms is kept, and for how long.
//!
//! Never here: who may hear it.

use super::Values;
use super::settings::path;
use crate::exit::Outcome;
use core::time::Duration;
use hoeder_server::voice::recording::RecordingSettings;
use std::path::Path;

const DAY_S: u64 = 86_400;

pub(super) fn recordings(values: &Values) -> Outcome<RecordingSettings> {
    let usual = || values.text("server.data").map(|data| Path::new(data).join("recordings"));
    let folder = path(values, "voice.recordings")?.map_or_else(usual, Ok)?;
    let days: u64 = values.whole("voice.keep_days")?;
    Ok(RecordingSettings {
        term: Duration::from_secs(days.saturating_mul(DAY_S)),
        ..RecordingSettings::new(folder)
    })
}
