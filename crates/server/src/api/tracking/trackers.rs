//! The registry of devices over HTTP. A secret is shown once, and only its digest is kept.

use super::ask;
use crate::api::dto::tracking::tracker::{
    DeviceCommand, DoorNote, IssueTracker, PutTracker, ReturnTracker, SecretAsked, TestTracker, Tracker,
    TrackerSecret,
};
use crate::api::extract::{Json, Path};
use crate::app::App;
use crate::guard::Signed;
use crate::problem::{Problem, ProblemBody};
use crate::random;
use axum::extract::State;
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hoeder_engine::output::TrackingReply;
use hoeder_engine::tracking::{TrackingOrder, TrackingQuery};
use hoeder_vocab::{CarrierId, Sensitive, TrackerId};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Random bytes of a secret: 192 bits.
const SECRET_BYTES: usize = 24;

/// All devices.
#[utoipa::path(get, path = "/api/v1/trackers", tag = "tracking", operation_id = "listTrackers",
    responses((status = 200, body = Vec<Tracker>), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(State(app): State<App>, by: Signed) -> Result<Json<Vec<Tracker>>, Problem> {
    let TrackingReply::Trackers(views) = ask(&app, by, TrackingQuery::Trackers).await? else {
        return Err(app.unexpected("trackers"));
    };
    Ok(Json(views.iter().map(Tracker::from).collect()))
}

/// Whom the door of devices refused, slowed down or lost, the newest first; the log has all of them.
#[utoipa::path(get, path = "/api/v1/trackers/door", tag = "tracking", operation_id = "listDoorNotes",
    responses((status = 200, body = Vec<DoorNote>), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn door(State(app): State<App>, by: Signed) -> Result<Json<Vec<DoorNote>>, Problem> {
    let TrackingReply::DoorNotes(notes) = ask(&app, by, TrackingQuery::DoorNotes).await? else {
        return Err(app.unexpected("door notes"));
    };
    Ok(Json(notes.iter().map(DoorNote::from).collect()))
}

/// Register or change a device. Its secret is in this answer and nowhere else.
#[utoipa::path(put, path = "/api/v1/trackers/{tracker}", tag = "tracking", operation_id = "putTracker",
    params(("tracker" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = PutTracker,
    responses((status = 200, body = TrackerSecret), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put(
    State(app): State<App>,
    by: Signed,
    Path(tracker): Path<Uuid>,
    Json(body): Json<PutTracker>,
) -> Result<Json<TrackerSecret>, Problem> {
    let secret = match body.secret {
        SecretAsked::New => {
            let bytes = random::bytes::<SECRET_BYTES>().map_err(|_| Problem::internal())?;
            Some(URL_SAFE_NO_PAD.encode(bytes))
        }
        SecretAsked::None | SecretAsked::Keep => None,
    };
    let digest = secret.as_ref().map(|text| <[u8; 32]>::from(Sha256::digest(text.as_bytes())));
    let keeps = body.secret == SecretAsked::Keep;
    let tracker = body.tracker(tracker, digest)?;
    let order =
        if keeps { TrackingOrder::ChangeTracker(tracker) } else { TrackingOrder::PutTracker(tracker) };
    app.order(by, order).await?;
    Ok(Json(TrackerSecret { secret }))
}

/// Issue a device to its carriers (FL-14).
#[utoipa::path(post, path = "/api/v1/trackers/{tracker}/issue", tag = "tracking", operation_id = "issueTracker",
    params(("tracker" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = IssueTracker,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn issue(
    State(app): State<App>,
    by: Signed,
    Path(tracker): Path<Uuid>,
    Json(body): Json<IssueTracker>,
) -> Result<StatusCode, Problem> {
    let carriers = body.carriers.into_iter().map(CarrierId::from_uuid).collect();
    let (tracker, urgent) = (TrackerId::from_uuid(tracker), body.urgent.map(Sensitive::new));
    app.order(by, TrackingOrder::IssueTracker { tracker, carriers, urgent }).await
}

/// Take a device back, or out of use.
#[utoipa::path(post, path = "/api/v1/trackers/{tracker}/return", tag = "tracking", operation_id = "returnTracker",
    params(("tracker" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = ReturnTracker,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn take_back(
    State(app): State<App>,
    by: Signed,
    Path(tracker): Path<Uuid>,
    Json(body): Json<ReturnTracker>,
) -> Result<StatusCode, Problem> {
    let (tracker, gone) = (TrackerId::from_uuid(tracker), body.gone.into());
    app.order(by, TrackingOrder::ReturnTracker { tracker, gone }).await
}

/// Record a field test (FL-12).
#[utoipa::path(post, path = "/api/v1/trackers/{tracker}/test", tag = "tracking", operation_id = "testTracker",
    params(("tracker" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = TestTracker,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn test(
    State(app): State<App>,
    by: Signed,
    Path(tracker): Path<Uuid>,
    Json(body): Json<TestTracker>,
) -> Result<StatusCode, Problem> {
    let (tracker, result) = (TrackerId::from_uuid(tracker), body.result.into());
    app.order(by, TrackingOrder::TestTracker { tracker, result, note: Sensitive::new(body.note) }).await
}

/// Ask something of a device: its interval, or a position now. Both ends are logged (FL-31).
#[utoipa::path(post, path = "/api/v1/trackers/{tracker}/command", tag = "tracking", operation_id = "commandTracker",
    params(("tracker" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = DeviceCommand,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn command(
    State(app): State<App>,
    by: Signed,
    Path(tracker): Path<Uuid>,
    Json(body): Json<DeviceCommand>,
) -> Result<StatusCode, Problem> {
    let (tracker, command) = (TrackerId::from_uuid(tracker), body.into());
    app.order(by, TrackingOrder::Command { tracker, command }).await
}
