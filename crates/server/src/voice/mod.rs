//! The voice of an alarm on its way: from the handset to who listens, to the recording, and back when it is safe (docs/voice.md).
//!
//! Never here: rules of a room (`watch::voice`), who may ask (`engine::access`).

mod around;
mod figures;
mod framing;
mod media;
mod meter;
mod offer;
mod outside;
mod peer;
pub mod recording;
mod relay;
mod rooms;
mod stun;
mod tcp;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use around::Counts;
pub(crate) use media::{Media, NewPeer};
pub(crate) use meter::Meter;
pub(crate) use peer::Who;

use crate::app::Parts;
use crate::runtime::reader::chain;
use core::time::Duration;
use outside::Outside;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::thread::JoinHandle;

/// How the sound of alarms comes in and goes out.
#[derive(Debug, Clone)]
pub struct VoiceSettings {
    /// Where to listen, for UDP and for TCP; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Addresses at which phones and desks reach that port, when they are others than it is bound to.
    pub addresses: Vec<IpAddr>,
    /// Nobody speaks so long after a desk first hears live sound; at least ten seconds.
    pub silent_phase: Duration,
}

impl Default for VoiceSettings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
            addresses: Vec::new(),
            silent_phase: Duration::from_secs(15),
        }
    }
}

/// Starts the media server and puts the way to it into the parts. Alarms go on where its port cannot be opened.
pub(crate) fn begin(settings: &VoiceSettings, parts: &mut Parts) -> Option<JoinHandle<()>> {
    let outside = Outside {
        gate: Arc::clone(&parts.gate),
        sessions: Arc::clone(&parts.sessions),
        accounts: Arc::clone(&parts.accounts),
        metrics: Arc::clone(&parts.metrics),
        recordings: parts.recordings.clone(),
    };
    match Media::start(settings, Box::new(outside)) {
        Ok((media, thread)) => {
            tracing::info!(port = media.port(), "sound of alarms comes in here, by UDP and by TCP");
            parts.media = Some(media);
            Some(thread)
        }
        Err(error) => {
            tracing::error!(error = %chain(&error), "no sound of alarms is heard or recorded: look at voice.listen");
            None
        }
    }
}
