//! `simulate handset`: pairs with a code and does one thing, over the real protocol. Beside it: pretended bands and trackers.
//!
//! Never here: how a handset behaves (room `beacon`).

mod apps;
mod device;
mod lines;
mod path;
pub(super) mod speaker;
#[cfg(test)]
mod tests;
mod track;

pub(super) use device::{band, tracker};

use crate::cli::{Act, SimulateHandset};
use crate::client::{Server, Trust};
use crate::exit::{Code, Failure, Outcome};
use crate::out::{self, Talk};
use crate::phone::{Paired, Phone, Told, pair};
use core::time::Duration;
use hoeder_beacon::{ButtonPress, Input, Output};
use hoeder_geo::Countries;
use hoeder_vocab::handset::{Downlink, Trigger};
use hoeder_vocab::{AlarmId, Decimetres, Fix, FixSource, FixedAt, Position, Sensitive, TestId, UtcMillis};
use hoeder_wire::handset::PairingCode;
use serde_json::json;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::time::Instant;
use uuid::Uuid;

const WAITING: usize = 256;

pub(super) fn handset(arguments: &SimulateHandset, talk: Talk) -> Outcome {
    let code = PairingCode::parse(&arguments.code)
        .map_err(|e| Failure::usage("--code is no pairing code").because(e.to_string()))?;
    let place = arguments.at.as_deref().map(|at| place("--at", at)).transpose()?;
    let server = Server::new(&arguments.url, &Trust::File(arguments.trust.clone()))?;
    super::serve::runtime()?.block_on(async {
        let paired = pair(&server, code, "hoeder simulate").await?;
        talk.say(format!("paired as handset {}", paired.handset));
        match (arguments.act, place) {
            (Act::Track, Some(place)) => track::run(&server, &paired, place, arguments, talk).await,
            (Act::Track, None) => Err(Failure::usage("--act track needs a place: --at 51.05,3.72")),
            (Act::Press | Act::Test | Act::Heartbeat, place) => {
                live(server, paired, place, arguments, talk).await
            }
        }
    })
}

fn place(flag: &str, text: &str) -> Outcome<Position> {
    let unclear = || Failure::usage(format!("{flag} is no place such as 51.05,3.72"));
    let (lat, lon) = text.split_once(',').ok_or_else(unclear)?;
    let (lat, lon) = (lat.trim().parse().map_err(|_| unclear())?, lon.trim().parse().map_err(|_| unclear())?);
    Position::from_degrees(lat, lon).map_err(|e| unclear().because(e))
}

fn fix(position: Position, at: UtcMillis) -> Sensitive<Fix> {
    let accuracy = Some(Decimetres::from_metres(8));
    Sensitive::new(Fix { position, accuracy, fixed_at: FixedAt(at), source: FixSource::Gnss })
}

async fn live(
    server: Server,
    paired: Paired,
    place: Option<Position>,
    arguments: &SimulateHandset,
    talk: Talk,
) -> Outcome {
    let countries = Countries::new()
        .map_err(|e| Failure::failed("the built-in outlines of countries cannot be read", e))?;
    let (tell, mut told) = mpsc::channel(WAITING);
    let handset = paired.handset;
    let phone = Phone::start(
        server,
        paired,
        Arc::new(countries),
        move |at| place.map(|position| fix(position, at)),
        move |what| {
            // Nobody listens any more once the command is done.
            drop(tell.try_send(what));
        },
    );
    match arguments.act {
        Act::Press => {
            let fresh = AlarmId::from_uuid(Uuid::now_v7());
            phone.happen(Input::Button { press: ButtonPress::Hold, fresh }).await;
        }
        Act::Test => {
            let fresh = TestId::from_uuid(Uuid::now_v7());
            phone.happen(Input::SelfTest { fresh, trigger: Trigger::Screen }).await;
        }
        Act::Heartbeat | Act::Track => {}
    }
    let deadline = Instant::now() + Duration::from_secs(arguments.seconds);
    let mut answered = false;
    while let Ok(Some(what)) = tokio::time::timeout_at(deadline, told.recv()).await {
        match what {
            Told::Downlink(downlink) => {
                show(&downlink, arguments)?;
                answered |= answers(arguments.act, &downlink);
                let over =
                    matches!(downlink, Downlink::Closed { .. }) || (answered && arguments.act != Act::Press);
                if over {
                    return Ok(Code::Ok);
                }
            }
            Told::Output(output) => {
                if let Output::Vibrate(haptic) = *output {
                    talk.say(format!("the phone vibrates: {:?} ms", haptic.pattern_ms()));
                }
            }
        }
    }
    if answered {
        talk.say(format!("handset {handset} leaves; its alarm goes on until the police close it"));
        return Ok(Code::Ok);
    }
    Err(Failure::new(Code::Unreachable, "the cell did not answer in time"))
}

const fn answers(act: Act, downlink: &Downlink) -> bool {
    match act {
        Act::Press => matches!(downlink, Downlink::Held { .. }),
        Act::Test => matches!(downlink, Downlink::TestAnswered { .. }),
        Act::Heartbeat => matches!(downlink, Downlink::Heard { .. }),
        Act::Track => false,
    }
}

fn show(downlink: &Downlink, arguments: &SimulateHandset) -> Outcome<()> {
    let (what, of) = match downlink {
        Downlink::Held { alarm } => ("held", Some(alarm.to_string())),
        Downlink::SomeoneThere { alarm } => ("someone_there", Some(alarm.to_string())),
        Downlink::Closed { alarm } => ("closed", Some(alarm.to_string())),
        Downlink::WordReceived { alarm } => ("word_received", Some(alarm.to_string())),
        Downlink::TestAnswered { test, .. } => ("test_answered", Some(test.to_string())),
        Downlink::Heard { .. } => ("heard", None),
        Downlink::ReportReceived => ("report_received", None),
        Downlink::Settings(_) => ("settings", None),
        Downlink::Revoked => ("revoked", None),
        Downlink::TimerHeld { alarm } => ("timer_held", Some(alarm.to_string())),
        Downlink::TimerOver { alarm } => ("timer_over", Some(alarm.to_string())),
        Downlink::TripReceived { trip } => ("trip_received", Some(trip.to_string())),
        Downlink::Message { message, .. } => ("message", Some(message.to_string())),
        Downlink::Typing(typed) => ("typing", Some(typed.message.to_string())),
        Downlink::TextReceived { message, .. } => ("text_received", Some(message.to_string())),
        Downlink::TestPlanned { test, .. } => ("test_planned", Some(test.to_string())),
        Downlink::TestPlanOver => ("test_plan_over", None),
        Downlink::Refused { code } => ("refused", Some(hoeder_wire::handset::refusal_code(*code).to_owned())),
    };
    if arguments.form.json {
        return out::json(&json!({"heard": what, "of": of}));
    }
    out::line(format!("{what} {}", of.unwrap_or_default()).trim_end())
}
