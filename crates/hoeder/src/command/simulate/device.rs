//! `simulate band` and `simulate tracker`: a pretended device that walks and reports, over the real protocols, with faults on wish.
//!
//! Never here: how a protocol is spoken (`speaker`), where the device is (`path`).

use super::path::Path;
use super::speaker::{Said, Speaker};
use crate::cli::{DeviceArgs, SimulateBand, SimulateTracker, Spoken};
use crate::exit::{Code, Failure, Outcome};
use crate::offline::now;
use crate::out::{self, Talk};
use core::time::Duration;
use hoeder_vocab::tracking::{Motion, Sign, Signs, TrackFix, TrackReport};
use hoeder_vocab::{Decimetres, FixSource, FixedAt, Percent, UtcMillis};
use hoeder_wire::tracker::teltonika::{IoMap, Meaning};
use serde_json::json;

/// What happens at which report, counted from 1.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Events {
    sos_at: Option<u32>,
    strap_cut_at: Option<u32>,
}

/// A device that a person carries, with an alarm button.
pub(crate) fn tracker(arguments: &SimulateTracker, talk: Talk) -> Outcome {
    if arguments.sos_at.is_some() && !says_sos(arguments.device.protocol) {
        return Err(Failure::usage("--sos-at: OwnTracks has no alarm button"));
    }
    let events = Events { sos_at: arguments.sos_at, strap_cut_at: None };
    run(&arguments.device, events, IoMap::default(), talk)
}

/// An ankle band, with a strap.
pub(crate) fn band(arguments: &SimulateBand, talk: Talk) -> Outcome {
    if arguments.strap_cut_at.is_some() && !says_strap(arguments.device.protocol) {
        return Err(Failure::usage("--strap-cut-at: this protocol has no word for a strap")
            .hint("teltonika, teltonika-udp and osmand have"));
    }
    let events = Events { sos_at: None, strap_cut_at: arguments.strap_cut_at };
    let io = IoMap::default().with(arguments.strap_io, Meaning::Sign(Sign::StrapCut));
    run(&arguments.device, events, io, talk)
}

const fn says_sos(protocol: Spoken) -> bool {
    match protocol {
        Spoken::Teltonika | Spoken::TeltonikaUdp | Spoken::Queclink | Spoken::Osmand => true,
        Spoken::OwntracksHttp | Spoken::OwntracksMqtt => false,
    }
}

const fn says_strap(protocol: Spoken) -> bool {
    match protocol {
        Spoken::Teltonika | Spoken::TeltonikaUdp | Spoken::Osmand => true,
        Spoken::Queclink | Spoken::OwntracksHttp | Spoken::OwntracksMqtt => false,
    }
}

fn run(arguments: &DeviceArgs, events: Events, io: IoMap, talk: Talk) -> Outcome {
    let path = Path::of(arguments)?;
    let speaker = Speaker::of(arguments, io)?;
    super::super::serve::runtime()?.block_on(walk(arguments, events, path, speaker, talk))
}

async fn walk(
    arguments: &DeviceArgs,
    events: Events,
    mut path: Path,
    mut speaker: Speaker,
    talk: Talk,
) -> Outcome {
    let mut lost = arguments.drop_acks;
    let mut done = 0;
    while done < arguments.reports {
        let mut batch = Vec::new();
        while done < arguments.reports && batch.len() < usize::from(arguments.batch.max(1)) {
            done += 1;
            let Some(place) = path.next() else {
                done = arguments.reports;
                break;
            };
            batch.push(report(place, done, events, arguments.clock_off));
            if done < arguments.reports {
                tokio::time::sleep(Duration::from_secs_f64(arguments.every.max(0.0))).await;
            }
        }
        if batch.is_empty() {
            break;
        }
        if lost > 0 {
            lost -= 1;
            speaker.say_and_break_off(&batch).await?;
            talk.say("the acknowledgement is lost: it says it again");
        }
        let said = speaker.say(&batch).await?;
        show(&batch, &said, arguments)?;
        if arguments.duplicate {
            let again = speaker.say(&batch).await?;
            show(&batch, &again, arguments)?;
        }
    }
    speaker.end().await;
    Ok(Code::Ok)
}

fn report(place: super::path::Step, number: u32, events: Events, clock_off: i64) -> TrackReport {
    let real = now().unix_ms();
    let at = FixedAt(UtcMillis::from_unix_ms(
        real.saturating_add(clock_off.saturating_mul(1_000)) / 1_000 * 1_000,
    ));
    let cut = events.strap_cut_at == Some(number);
    TrackReport {
        at,
        fix: Some(TrackFix {
            position: place.position,
            accuracy: Some(Decimetres::from_metres(place.accuracy_m)),
            fixed_at: at,
            source: FixSource::Gnss,
            speed_cms: Some(place.speed_cms),
            heading_deg: Some(place.heading_deg),
            motion: if place.speed_cms == 0 { Motion::Still } else { Motion::Moving },
        }),
        began: if cut { Signs::NONE.with(Sign::StrapCut) } else { Signs::NONE },
        ended: Signs::NONE,
        battery: Percent::new(80),
        sos: events.sos_at == Some(number),
        alcohol: None,
        buffered: false,
    }
}

fn show(batch: &[TrackReport], said: &Said, arguments: &DeviceArgs) -> Outcome<()> {
    let pressed = batch.iter().any(|report| report.sos);
    if arguments.form.json {
        return out::json(&json!({
            "sent": batch.len(), "acknowledged": said.acknowledged, "sos": pressed, "told": said.told,
        }));
    }
    let press = if pressed { ", a press among them" } else { "" };
    out::line(format!("{} sent{press}, {} acknowledged", batch.len(), said.acknowledged))?;
    for word in &said.told {
        out::line(format!("told: {word}"))?;
    }
    Ok(())
}
