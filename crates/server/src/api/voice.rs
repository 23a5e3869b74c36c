//! The voice room of an alarm over HTTP: to join it, to leave it, to speak, and to forbid it (docs/voice.md).
//!
//! Never here: sound (`voice`), whether it is time to speak (`watch::voice`).

use super::dto::voice::{VoiceConnection, VoiceOffer};
use super::extract::{Json, Path};
use crate::app::App;
use crate::guard::Signed;
use crate::problem::{Problem, ProblemBody};
use crate::random;
use crate::voice::{NewPeer, Who};
use axum::extract::State;
use axum::http::StatusCode;
use hoeder_engine::voice::{VoiceAct, VoiceOrder};
use hoeder_vocab::{AlarmId, VoicePeerId};
use hoeder_watch::voice::Loudspeaker;
use uuid::Uuid;

fn order(alarm: Uuid, act: VoiceAct) -> VoiceOrder {
    VoiceOrder { alarm: AlarmId::from_uuid(alarm), act }
}

fn off() -> Problem {
    let what = "no sound is moved here: use text, and call back";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "voice.off", what)
}

/// Listen in: an offer of WebRTC with one line of audio and a data channel `state`, answered. Live sound follows at once.
#[utoipa::path(post, path = "/api/v1/alarms/{alarm}/voice/connections", tag = "voice", operation_id = "joinVoice",
    params(("alarm" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = VoiceOffer,
    responses((status = 201, body = VoiceConnection), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn join(
    State(app): State<App>,
    by: Signed,
    Path(alarm): Path<Uuid>,
    Json(offer): Json<VoiceOffer>,
) -> Result<(StatusCode, Json<VoiceConnection>), Problem> {
    let media = app.sound().ok_or_else(off)?;
    let (rtc, sdp) = media.answer(&offer.sdp).map_err(|bad| Problem::invalid("sdp", bad.0))?;
    let peer = random::uuid().map_err(|_| Problem::internal())?;
    let id = VoicePeerId::from_uuid(peer);
    // First into the room, where it hears nothing before the gate has it: an alarm that closes meanwhile takes it out again.
    let new = NewPeer { alarm: AlarmId::from_uuid(alarm), who: Who::Desk(id, by.token), rtc };
    let number = media.connect(new).map_err(|_| Problem::busy())?;
    match app.order(by, order(alarm, VoiceAct::Join { peer: id })).await {
        Ok(_) => Ok((StatusCode::CREATED, Json(VoiceConnection { peer, sdp }))),
        Err(problem) => {
            media.disconnect(number);
            Err(problem)
        }
    }
}

/// Who is out already, because the alarm closed or the right to it ended, has nothing to give up.
fn done_if_out(done: Result<StatusCode, Problem>) -> Result<StatusCode, Problem> {
    match done {
        Err(problem) if ["voice.not_in", "voice.closed"].contains(&problem.code) => {
            Ok(StatusCode::NO_CONTENT)
        }
        done => done,
    }
}

/// Listen no longer.
#[utoipa::path(delete, path = "/api/v1/alarms/{alarm}/voice/connections/{peer}", tag = "voice", operation_id = "leaveVoice",
    params(("alarm" = Uuid, Path), ("peer" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn leave(
    State(app): State<App>,
    by: Signed,
    Path((alarm, peer)): Path<(Uuid, Uuid)>,
) -> Result<StatusCode, Problem> {
    done_if_out(app.order(by, order(alarm, VoiceAct::Leave { peer: VoicePeerId::from_uuid(peer) })).await)
}

/// Hold the key: what this connection sends now goes to the person. Refused in the silent phase and with 'do not speak'.
#[utoipa::path(put, path = "/api/v1/alarms/{alarm}/voice/connections/{peer}/speech", tag = "voice", operation_id = "beginSpeech",
    params(("alarm" = Uuid, Path), ("peer" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn speak(
    State(app): State<App>,
    by: Signed,
    Path((alarm, peer)): Path<(Uuid, Uuid)>,
) -> Result<StatusCode, Problem> {
    app.order(by, order(alarm, VoiceAct::Speak { peer: VoicePeerId::from_uuid(peer) })).await
}

/// Let the key go.
#[utoipa::path(delete, path = "/api/v1/alarms/{alarm}/voice/connections/{peer}/speech", tag = "voice", operation_id = "endSpeech",
    params(("alarm" = Uuid, Path), ("peer" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn end_speech(
    State(app): State<App>,
    by: Signed,
    Path((alarm, peer)): Path<(Uuid, Uuid)>,
) -> Result<StatusCode, Problem> {
    done_if_out(app.order(by, order(alarm, VoiceAct::EndSpeech { peer: VoicePeerId::from_uuid(peer) })).await)
}

/// Nobody speaks from now on; what is being said ends, and the loudspeaker of the phone is off.
#[utoipa::path(put, path = "/api/v1/alarms/{alarm}/voice/do-not-speak", tag = "voice", operation_id = "forbidSpeech",
    params(("alarm" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn forbid(
    State(app): State<App>,
    by: Signed,
    Path(alarm): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    app.order(by, order(alarm, VoiceAct::ForbidSpeech)).await
}

/// They may speak again.
#[utoipa::path(delete, path = "/api/v1/alarms/{alarm}/voice/do-not-speak", tag = "voice", operation_id = "allowSpeech",
    params(("alarm" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn allow(
    State(app): State<App>,
    by: Signed,
    Path(alarm): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    app.order(by, order(alarm, VoiceAct::AllowSpeech)).await
}

/// The loudspeaker of the phone on: everybody beside it hears what is said. Refused as speech is.
#[utoipa::path(put, path = "/api/v1/alarms/{alarm}/voice/loudspeaker", tag = "voice", operation_id = "loudspeakerOn",
    params(("alarm" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn loudspeaker_on(
    State(app): State<App>,
    by: Signed,
    Path(alarm): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    app.order(by, order(alarm, VoiceAct::SwitchLoudspeaker(Loudspeaker::On))).await
}

/// And off.
#[utoipa::path(delete, path = "/api/v1/alarms/{alarm}/voice/loudspeaker", tag = "voice", operation_id = "loudspeakerOff",
    params(("alarm" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn loudspeaker_off(
    State(app): State<App>,
    by: Signed,
    Path(alarm): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    app.order(by, order(alarm, VoiceAct::SwitchLoudspeaker(Loudspeaker::Off))).await
}
