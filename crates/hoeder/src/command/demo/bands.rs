//! Bands and applications of the town: each reports what its plan says, in its own language, over real sockets.
//!
//! Never here: the plan (room `sim`), how a language is spoken (`simulate`).

use crate::cli::Spoken;
use crate::client::Trust;
use crate::command::simulate::speaker::{Name, Speaker, Way};
use crate::exit::{Failure, Outcome};
use crate::offline::now;
use core::time::Duration;
use hoeder_server::Running;
use hoeder_server::trackers::{Addresses, TrackerSettings};
use hoeder_sim::demo::tracking::{REPORT_EVERY, Speaks, Wearable, wearables};
use hoeder_vocab::UtcMillis;
use hoeder_vocab::tracking::{Sign, TrackReport};
use hoeder_wire::tracker::teltonika::{IoMap, Meaning};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use tokio::task::JoinSet;
use tokio::time::Instant;

/// Elements of the town's bands: the strap, and the measurement of alcohol.
const STRAP: u16 = 1;
const ALCOHOL: u16 = 200;
/// What a device remembers while nobody answers it.
const REMEMBERS: usize = 60;

/// Listeners on free ports of this machine, for three languages.
pub(super) fn listeners() -> TrackerSettings {
    let free = Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
    TrackerSettings { teltonika: free, http: free, mqtt: free, io: elements(), ..TrackerSettings::default() }
}

fn elements() -> IoMap {
    IoMap::default().with(STRAP, Meaning::Sign(Sign::StrapCut)).with(ALCOHOL, Meaning::Alcohol)
}

/// Everybody who wears or carries a device switches it on.
pub(super) fn come(tasks: &mut JoinSet<()>, running: &Running, certificate: &Path, seed: u64) -> Outcome<()> {
    let at = running
        .trackers()
        .map(|trackers| trackers.at)
        .ok_or_else(|| Failure::failed("the bands have nobody to speak to", "tracking did not begin"))?;
    let begun = Instant::now();
    for worn in wearables(seed) {
        let speaker = speaker(&worn, &at, certificate)?;
        tasks.spawn(live(worn, speaker, begun));
    }
    Ok(())
}

fn speaker(worn: &Wearable, at: &Addresses, certificate: &Path) -> Outcome<Speaker> {
    let (spoken, to) = match worn.speaks {
        Speaks::Teltonika => (Spoken::Teltonika, at.teltonika),
        Speaks::OwnTracksHttp => (Spoken::OwntracksHttp, at.http),
        Speaks::OwnTracksMqtt => (Spoken::OwntracksMqtt, at.mqtt),
    };
    let to = to.ok_or_else(|| Failure::failed("a band has nobody to speak to", "its listener is off"))?;
    let name = Name { number: worn.number.clone(), secret: worn.secret.clone().unwrap_or_default() };
    let trust = Trust::File(certificate.to_owned());
    Speaker::new(name, Way { spoken, to: to.to_string(), trust, io: elements(), split: None })
}

async fn live(worn: Wearable, mut speaker: Speaker, begun: Instant) {
    let mut unsaid: Vec<TrackReport> = Vec::new();
    let mut since_s = 0;
    loop {
        tokio::time::sleep_until(begun + Duration::from_secs(since_s)).await;
        unsaid.extend(worn.report_at(since_s, clock()));
        since_s += REPORT_EVERY.as_secs();
        if unsaid.is_empty() {
            continue;
        }
        if speaker.say(&unsaid).await.is_ok() {
            unsaid.clear();
        } else {
            // It says it again with the next report; the oldest is forgotten first.
            let too_many = unsaid.len().saturating_sub(REMEMBERS);
            unsaid.drain(..too_many);
        }
    }
}

/// The clock of a device: whole seconds, as all three languages have them.
fn clock() -> UtcMillis {
    UtcMillis::from_unix_ms(now().unix_ms() / 1_000 * 1_000)
}
