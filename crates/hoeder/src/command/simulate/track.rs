//! `simulate handset --act track`: a handset that reports where it is under a mandate, as `docs/handset-protocol.md` section 6.2 says.
//!
//! Never here: who is tracked; the answer says it.

use crate::cli::SimulateHandset;
use crate::client::Server;
use crate::exit::{Code, Failure, Outcome};
use crate::offline::now;
use crate::out::{self, Talk};
use crate::phone::Paired;
use core::time::Duration;
use hoeder_vocab::tracking::{DeviceNumber, Motion, Signs, TrackFix, TrackReport};
use hoeder_vocab::{Decimetres, FixSource, FixedAt, Percent, Position, UtcMillis};
use hoeder_wire::handset::{
    TRACK_PATH, TrackAnswer, decode_track_answer, encode_track, open_down_envelope, seal_body,
};
use hyper::Method;
use serde_json::json;
use tokio::time::Instant;

/// A real handset asks again after an hour; somebody who tries things out registers it meanwhile.
const ASK_AGAIN: Duration = Duration::from_secs(5);

/// Reports at the pace that the cell asks for until the time is over. Good when something was kept.
pub(super) async fn run(
    server: &Server,
    paired: &Paired,
    place: Position,
    arguments: &SimulateHandset,
    talk: Talk,
) -> Outcome {
    talk.say(format!(
        "register it as a device with the number {}",
        DeviceNumber::of_handset(paired.handset).as_str()
    ));
    let deadline = Instant::now() + Duration::from_secs(arguments.seconds);
    let mut tracked = false;
    for counter in 1.. {
        let said = if tracked { vec![report(place, now())] } else { Vec::new() };
        let answer = ask(server, paired, counter, &said).await?;
        let pause = match answer {
            // The first report goes as soon as it is known that a mandate runs.
            TrackAnswer::Tracked { .. } if said.is_empty() => Duration::ZERO,
            TrackAnswer::Tracked { every_s } => Duration::from_secs(u64::from(every_s)),
            TrackAnswer::NotTracked | TrackAnswer::Later => ASK_AGAIN,
        };
        show(answer, said.len(), arguments)?;
        tracked = match answer {
            TrackAnswer::Tracked { .. } => true,
            TrackAnswer::NotTracked => false,
            TrackAnswer::Later => tracked,
        };
        if Instant::now() + pause >= deadline {
            break;
        }
        tokio::time::sleep(pause).await;
    }
    if tracked { Ok(Code::Ok) } else { Err(Failure::new(Code::Refused, "no mandate runs for this handset")) }
}

async fn ask(server: &Server, paired: &Paired, counter: u64, said: &[TrackReport]) -> Outcome<TrackAnswer> {
    let envelope = seal_body(&paired.key, paired.handset, counter, &encode_track(said)).into_bytes();
    let answer = server.request(Method::POST, TRACK_PATH, None, Some(envelope)).await?.good("reporting")?;
    let unread = |error: String| Failure::failed("the answer to the report cannot be read", error);
    let opened = open_down_envelope(&answer.body).map_err(|e| unread(e.to_string()))?;
    let body = opened.verify(&paired.cell).map_err(|e| unread(e.to_string()))?;
    decode_track_answer(body).map_err(|e| unread(e.to_string()))
}

fn report(position: Position, at: UtcMillis) -> TrackReport {
    let at = FixedAt(at);
    TrackReport {
        at,
        fix: Some(TrackFix {
            position,
            accuracy: Some(Decimetres::from_metres(8)),
            fixed_at: at,
            source: FixSource::Gnss,
            speed_cms: None,
            heading_deg: None,
            motion: Motion::Still,
        }),
        began: Signs::NONE,
        ended: Signs::NONE,
        battery: Percent::new(71),
        sos: false,
        alcohol: None,
        buffered: false,
    }
}

fn show(answer: TrackAnswer, reports: usize, arguments: &SimulateHandset) -> Outcome<()> {
    let (what, every_s) = match answer {
        TrackAnswer::Tracked { every_s } => ("tracked", Some(every_s)),
        TrackAnswer::NotTracked => ("not_tracked", None),
        TrackAnswer::Later => ("later", None),
    };
    if arguments.form.json {
        return out::json(&json!({"heard": what, "every_s": every_s, "reports": reports}));
    }
    out::line(format!("{what} {reports}"))
}
