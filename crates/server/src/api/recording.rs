//! The recording of an alarm over HTTP: heard with a purpose, taken out, held (FL-31, GN-02, GN-04).
//!
//! Whoever begins a hearing or an export says why, and both are records. Never here: who may (the engine's).

use super::dto::recording::{HoldReason, RecordingHearing, UseRecording};
use super::extract::{Json, Path};
use crate::app::App;
use crate::clock;
use crate::guard::Signed;
use crate::problem::{Problem, ProblemBody};
use crate::random;
use crate::voice::recording::{CannotHear, Exported, Hearing};
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use hoeder_engine::access::Action;
use hoeder_engine::input::Query as Ask;
use hoeder_engine::output::Reply;
use hoeder_engine::voice::{RecordingAllowed, VoiceAct, VoiceOrder};
use hoeder_vocab::{AlarmId, Sensitive};
use hoeder_watch::voice::RecordingUse;
use uuid::Uuid;

/// Nothing that a browser could do with sound is allowed, should it open it as a page.
const SANDBOX: &str = "default-src 'none'; sandbox";

fn id(alarm: Uuid) -> AlarmId {
    AlarmId::from_uuid(alarm)
}

impl From<CannotHear> for Problem {
    fn from(why: CannotHear) -> Self {
        match why {
            CannotHear::Nothing => {
                Self::new(StatusCode::CONFLICT, "recording.none", "nothing was recorded, or not that much")
            }
            CannotHear::Erased => Self::new(
                StatusCode::CONFLICT,
                "recording.erased",
                "its key was destroyed: nobody can hear it any more",
            ),
            CannotHear::Busy => Self::busy(),
            CannotHear::Unnamed => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "recording.unnamed",
                "the log does not name all of it yet: try again; a start of the server names what stays unnamed",
            )
            .retry_after(1),
            CannotHear::Failed => Self::internal(),
        }
    }
}

fn no_hearing() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "recording.no_hearing",
        "there is no such hearing of this account, or it ended: say again why you hear it",
    )
}

async fn allowed(
    app: &App,
    by: Signed,
    alarm: Uuid,
    (what, why): (RecordingUse, UseRecording),
) -> Result<Box<RecordingAllowed>, Problem> {
    let asked = Ask::Recording(id(alarm), what, why.purpose.into());
    let Reply::Recording(allowed) = app.ask(by, asked).await? else {
        return Err(app.unexpected("recording"));
    };
    Ok(allowed)
}

/// Begin to hear the recording of an alarm, and say why: that is written down. It is good for 15 minutes after its last use.
#[utoipa::path(post, path = "/api/v1/alarms/{alarm}/recording/hearings", tag = "alarms", operation_id = "hearRecording",
    params(("alarm" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = UseRecording,
    responses((status = 201, body = RecordingHearing), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn hear(
    State(app): State<App>,
    by: Signed,
    Path(alarm): Path<Uuid>,
    Json(why): Json<UseRecording>,
) -> Result<(StatusCode, Json<RecordingHearing>), Problem> {
    let allowed = allowed(&app, by, alarm, (RecordingUse::Heard, why)).await?;
    let hearing = random::uuid().map_err(|_| Problem::internal())?;
    let gaps = allowed.gaps;
    let begun = Hearing { account: by.account, alarm: allowed.alarm, gaps: gaps.clone() };
    let heard = app.recordings.stretches(allowed.alarm).await?;
    app.recordings.hearings().begin(hearing, begun, clock::now());
    let described = RecordingHearing::new(hearing, &heard, &gaps);
    Ok((StatusCode::CREATED, Json(described)))
}

/// The hearing, if it is of this account, whose role still may.
fn goes_on(app: &App, by: Signed, (alarm, hearing): (Uuid, Uuid)) -> Result<Hearing, Problem> {
    if !Action::HearRecording.rule().roles.contains(&by.role) {
        return Err(no_hearing());
    }
    let hearings = app.recordings.hearings();
    hearings.go_on(hearing, (by.account, id(alarm)), clock::now()).ok_or_else(no_hearing)
}

/// What there is to hear by now.
#[utoipa::path(get, path = "/api/v1/alarms/{alarm}/recording/hearings/{hearing}", tag = "alarms", operation_id = "getHearing",
    params(("alarm" = Uuid, Path), ("hearing" = Uuid, Path)),
    responses((status = 200, body = RecordingHearing), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn hearing(
    State(app): State<App>,
    by: Signed,
    Path((alarm, hearing)): Path<(Uuid, Uuid)>,
) -> Result<Json<RecordingHearing>, Problem> {
    let begun = goes_on(&app, by, (alarm, hearing))?;
    let heard = app.recordings.stretches(begun.alarm).await?;
    Ok(Json(RecordingHearing::new(hearing, &heard, &begun.gaps)))
}

/// The sound of one stretch: Ogg/Opus.
#[utoipa::path(get, path = "/api/v1/alarms/{alarm}/recording/hearings/{hearing}/stretches/{number}", tag = "alarms", operation_id = "getStretch",
    params(("alarm" = Uuid, Path), ("hearing" = Uuid, Path), ("number" = u32, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "audio/ogg"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn stretch(
    State(app): State<App>,
    by: Signed,
    Path((alarm, hearing, number)): Path<(Uuid, Uuid, u32)>,
) -> Result<Response, Problem> {
    let begun = goes_on(&app, by, (alarm, hearing))?;
    Ok(audio(app.recordings.sound(begun.alarm, number).await?))
}

/// Take the whole recording of a closed alarm out, for a court, and say why: that is written down, and then the hash of the file. No
/// byte leaves before both are durable.
#[utoipa::path(post, path = "/api/v1/alarms/{alarm}/recording/export", tag = "alarms", operation_id = "exportRecording",
    params(("alarm" = Uuid, Path)), request_body = UseRecording,
    responses((status = 200, body = Vec<u8>, content_type = "audio/ogg"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn export(
    State(app): State<App>,
    by: Signed,
    Path(alarm): Path<Uuid>,
    Json(why): Json<UseRecording>,
) -> Result<Response, Problem> {
    let allowed = allowed(&app, by, alarm, (RecordingUse::Exported, why)).await?;
    let Exported { sound, file } = app.recordings.export(allowed.alarm).await?;
    let act = VoiceAct::HandOut { why: allowed.why, file };
    app.order(by, VoiceOrder { alarm: allowed.alarm, act }).await?;
    let mut response = audio(sound);
    // A name that tells nothing of whom it is (FL-36).
    let short = alarm.simple().to_string().chars().take(8).collect::<String>();
    let name = HeaderValue::from_str(&format!("attachment; filename=\"audio-{short}.ogg\""))
        .map_err(|_| Problem::internal())?;
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

fn audio(sound: Vec<u8>) -> Response {
    const HEADERS: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_TYPE, HeaderValue::from_static("audio/ogg")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX)),
    ];
    (HEADERS, sound).into_response()
}

/// Keep the recording beyond its term, for a court.
#[utoipa::path(put, path = "/api/v1/alarms/{alarm}/recording/hold", tag = "alarms", operation_id = "holdRecording",
    params(("alarm" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = HoldReason,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn hold(
    State(app): State<App>,
    by: Signed,
    Path(alarm): Path<Uuid>,
    Json(body): Json<HoldReason>,
) -> Result<StatusCode, Problem> {
    let act = VoiceAct::Hold { reason: Sensitive::new(body.reason) };
    app.order(by, VoiceOrder { alarm: id(alarm), act }).await
}

/// Its term counts again.
#[utoipa::path(post, path = "/api/v1/alarms/{alarm}/recording/release", tag = "alarms", operation_id = "releaseRecording",
    params(("alarm" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = HoldReason,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn release(
    State(app): State<App>,
    by: Signed,
    Path(alarm): Path<Uuid>,
    Json(body): Json<HoldReason>,
) -> Result<StatusCode, Problem> {
    let act = VoiceAct::Release { reason: Sensitive::new(body.reason) };
    app.order(by, VoiceOrder { alarm: id(alarm), act }).await
}
