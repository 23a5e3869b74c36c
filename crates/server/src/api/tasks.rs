//! Tasks over HTTP: alerts about handsets, and reports that are to follow.

use super::dto::kinds::AlertKind;
use super::dto::task::{CloseAlert, Task};
use super::extract::{Json, Path};
use crate::app::App;
use crate::guard::Signed;
use crate::problem::{Problem, ProblemBody};
use axum::extract::State;
use axum::http::StatusCode;
use hoeder_engine::input::{AlarmOrder, Query as Ask};
use hoeder_engine::output::Reply;
use hoeder_vocab::HandsetId;
use uuid::Uuid;

/// Alerts and open report tasks of my territory.
#[utoipa::path(get, path = "/api/v1/tasks", tag = "tasks", operation_id = "listTasks",
    responses((status = 200, body = Vec<Task>), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(State(app): State<App>, by: Signed) -> Result<Json<Vec<Task>>, Problem> {
    let Reply::Tasks(tasks) = app.ask(by, Ask::Tasks).await? else { return Err(app.unexpected("tasks")) };
    Ok(Json(tasks.iter().map(Task::from).collect()))
}

/// Take care of an alert.
#[utoipa::path(post, path = "/api/v1/handsets/{handset}/alerts/{kind}/own", tag = "tasks", operation_id = "ownAlert",
    params(("handset" = Uuid, Path), ("kind" = AlertKind, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn own(
    State(app): State<App>,
    by: Signed,
    Path((handset, kind)): Path<(Uuid, AlertKind)>,
) -> Result<StatusCode, Problem> {
    app.order(by, AlarmOrder::OwnAlert { handset: HandsetId::from_uuid(handset), kind: kind.into() }).await
}

/// Close an alert with a reason.
#[utoipa::path(post, path = "/api/v1/handsets/{handset}/alerts/{kind}/close", tag = "tasks", operation_id = "closeAlert",
    params(("handset" = Uuid, Path), ("kind" = AlertKind, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body = CloseAlert,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn close(
    State(app): State<App>,
    by: Signed,
    Path((handset, kind)): Path<(Uuid, AlertKind)>,
    Json(body): Json<CloseAlert>,
) -> Result<StatusCode, Problem> {
    let handset = HandsetId::from_uuid(handset);
    app.order(by, AlarmOrder::CloseAlert { handset, kind: kind.into(), reason: body.reason }).await
}
