//! Incidents of tracked people over HTTP. Each order is one act of one person, durable before it is answered.

use super::ask;
use crate::api::dto::alarm_orders::{HandOver, Note};
use crate::api::dto::tracking::incident::Incident;
use crate::api::dto::tracking::incident_orders::{
    CloseIncident, HandToPolice, IncidentCall, Instruct, InstructionHeard, SetAside,
};
use crate::api::extract::{Json, Path};
use crate::app::App;
use crate::guard::Signed;
use crate::problem::{Problem, ProblemBody};
use axum::extract::State;
use axum::http::StatusCode;
use hoeder_engine::output::TrackingReply;
use hoeder_engine::tracking::{IncidentOrder, TrackingOrder, TrackingQuery};
use hoeder_vocab::{AccountId, IncidentId, MessageId, Sensitive};
use uuid::Uuid;

async fn give(app: &App, by: Signed, incident: Uuid, order: IncidentOrder) -> Result<StatusCode, Problem> {
    app.order(by, TrackingOrder::Incident { incident: IncidentId::from_uuid(incident), order }).await
}

/// One incident, whole; the positions that its alerts rest on only while it is open (GN-03).
#[utoipa::path(get, path = "/api/v1/incidents/{incident}", tag = "tracking", operation_id = "readIncident",
    params(("incident" = Uuid, Path)),
    responses((status = 200, body = Incident), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(
    State(app): State<App>,
    by: Signed,
    Path(incident): Path<Uuid>,
) -> Result<Json<Incident>, Problem> {
    let TrackingReply::Incident(view) =
        ask(&app, by, TrackingQuery::Incident(IncidentId::from_uuid(incident))).await?
    else {
        return Err(app.unexpected("incident"));
    };
    Ok(Json(Incident::from(view.as_ref())))
}

/// Own an incident: of two who press at the same moment the first has it.
#[utoipa::path(post, path = "/api/v1/incidents/{incident}/take", tag = "tracking", operation_id = "takeIncident",
    params(("incident" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn take(
    State(app): State<App>,
    by: Signed,
    Path(incident): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    give(&app, by, incident, IncidentOrder::Take).await
}

/// Give an incident to a colleague.
#[utoipa::path(post, path = "/api/v1/incidents/{incident}/hand-over", tag = "tracking", operation_id = "handOverIncident",
    params(("incident" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = HandOver,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn hand_over(
    State(app): State<App>,
    by: Signed,
    Path(incident): Path<Uuid>,
    Json(body): Json<HandOver>,
) -> Result<StatusCode, Problem> {
    give(&app, by, incident, IncidentOrder::HandOver { to: AccountId::from_uuid(body.to) }).await
}

/// Be still on it.
#[utoipa::path(post, path = "/api/v1/incidents/{incident}/still-on-it", tag = "tracking", operation_id = "stayOnIncident",
    params(("incident" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn still_on_it(
    State(app): State<App>,
    by: Signed,
    Path(incident): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    give(&app, by, incident, IncidentOrder::StayOn).await
}

/// Tick off a step of the protocol (FL-03).
#[utoipa::path(post, path = "/api/v1/incidents/{incident}/steps/{step}", tag = "tracking", operation_id = "doIncidentStep",
    params(("incident" = Uuid, Path), ("step" = String, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn step(
    State(app): State<App>,
    by: Signed,
    Path((incident, step)): Path<(Uuid, String)>,
) -> Result<StatusCode, Problem> {
    give(&app, by, incident, IncidentOrder::DoStep { step }).await
}

/// Write down a call.
#[utoipa::path(post, path = "/api/v1/incidents/{incident}/calls", tag = "tracking", operation_id = "callInIncident",
    params(("incident" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = IncidentCall,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn call(
    State(app): State<App>,
    by: Signed,
    Path(incident): Path<Uuid>,
    Json(body): Json<IncidentCall>,
) -> Result<StatusCode, Problem> {
    give(&app, by, incident, body.into()).await
}

/// Write on the timeline.
#[utoipa::path(post, path = "/api/v1/incidents/{incident}/notes", tag = "tracking", operation_id = "noteIncident",
    params(("incident" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = Note,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn note(
    State(app): State<App>,
    by: Signed,
    Path(incident): Path<Uuid>,
    Json(body): Json<Note>,
) -> Result<StatusCode, Problem> {
    give(&app, by, incident, IncidentOrder::Note(Sensitive::new(body.text))).await
}

/// Give an incident to the police: place, direction, minutes (EM-04).
#[utoipa::path(post, path = "/api/v1/incidents/{incident}/police", tag = "tracking", operation_id = "handIncidentToPolice",
    params(("incident" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = HandToPolice,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn police(
    State(app): State<App>,
    by: Signed,
    Path(incident): Path<Uuid>,
    Json(body): Json<HandToPolice>,
) -> Result<StatusCode, Problem> {
    give(&app, by, incident, body.order()?).await
}

/// Tell the protected person what to do (FL-34). The client makes the id of the message.
#[utoipa::path(put, path = "/api/v1/incidents/{incident}/instructions/{message}", tag = "tracking", operation_id = "instructProtected",
    params(("incident" = Uuid, Path), ("message" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = Instruct,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn instruct(
    State(app): State<App>,
    by: Signed,
    Path((incident, message)): Path<(Uuid, Uuid)>,
    Json(body): Json<Instruct>,
) -> Result<StatusCode, Problem> {
    give(&app, by, incident, body.order(message)).await
}

/// What became of an instruction that was said on the phone.
#[utoipa::path(post, path = "/api/v1/incidents/{incident}/instructions/{message}/heard", tag = "tracking", operation_id = "instructionHeard",
    params(("incident" = Uuid, Path), ("message" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = InstructionHeard,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn heard(
    State(app): State<App>,
    by: Signed,
    Path((incident, message)): Path<(Uuid, Uuid)>,
    Json(body): Json<InstructionHeard>,
) -> Result<StatusCode, Problem> {
    give(
        &app,
        by,
        incident,
        IncidentOrder::Delivered { message: MessageId::from_uuid(message), delivery: body.delivery.into() },
    )
    .await
}

/// Let an alert wait that still stands, with why.
#[utoipa::path(post, path = "/api/v1/incidents/{incident}/set-aside", tag = "tracking", operation_id = "setAsideAlert",
    params(("incident" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = SetAside,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn set_aside(
    State(app): State<App>,
    by: Signed,
    Path(incident): Path<Uuid>,
    Json(body): Json<SetAside>,
) -> Result<StatusCode, Problem> {
    give(&app, by, incident, body.into()).await
}

/// End an incident, with how and why. Nothing else ends one (FL-02).
#[utoipa::path(post, path = "/api/v1/incidents/{incident}/close", tag = "tracking", operation_id = "closeIncident",
    params(("incident" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = CloseIncident,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn close(
    State(app): State<App>,
    by: Signed,
    Path(incident): Path<Uuid>,
    Json(body): Json<CloseIncident>,
) -> Result<StatusCode, Problem> {
    let done = give(&app, by, incident, body.into()).await?;
    app.follows.forget(IncidentId::from_uuid(incident));
    Ok(done)
}
