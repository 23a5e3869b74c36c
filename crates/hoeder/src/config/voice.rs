//! The sound of alarms: where it comes in, where it is kept, and for how long.
//!
//! Never here: listening, who may hear it.

use super::Values;
use super::settings::{address, path};
use crate::exit::{Failure, Outcome};
use core::time::Duration;
use hoeder_server::voice::VoiceSettings;
use hoeder_server::voice::recording::RecordingSettings;
use std::net::IpAddr;
use std::path::Path;

const DAY_S: u64 = 86_400;

pub(super) fn voice(values: &Values) -> Outcome<VoiceSettings> {
    Ok(VoiceSettings {
        listen: address(values, "voice.listen")?,
        addresses: values.texts("voice.addresses")?.iter().map(|text| ip(text)).collect::<Outcome<_>>()?,
        silent_phase: Duration::from_secs(values.whole("voice.silent_phase_s")?),
    })
}

fn ip(text: &str) -> Outcome<IpAddr> {
    text.parse().map_err(|e| {
        Failure::usage(format!("voice.addresses: {text} is no address"))
            .because(e)
            .hint("an address without a port, such as 192.0.2.10: the port is that of voice.listen")
    })
}

pub(super) fn recordings(values: &Values) -> Outcome<RecordingSettings> {
    let usual = || values.text("server.data").map(|data| Path::new(data).join("recordings"));
    let folder = path(values, "voice.recordings")?.map_or_else(usual, Ok)?;
    let days: u64 = values.whole("voice.keep_days")?;
    Ok(RecordingSettings {
        term: Duration::from_secs(days.saturating_mul(DAY_S)),
        ..RecordingSettings::new(folder)
    })
}
