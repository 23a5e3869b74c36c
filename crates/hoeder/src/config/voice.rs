//! The sound of alarms: what the settings say.
//!
//! Never here: listening.

use super::Values;
use super::settings::address;
use crate::exit::{Failure, Outcome};
use core::time::Duration;
use hoeder_server::voice::VoiceSettings;
use std::net::IpAddr;

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
