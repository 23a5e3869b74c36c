//! Desks over HTTP: taking notice that a colleague's desk is deaf or gone. What a desk says itself comes over its WebSocket.

use super::extract::Path;
use crate::app::App;
use crate::guard::Signed;
use crate::problem::{Problem, ProblemBody};
use axum::extract::State;
use axum::http::StatusCode;
use hoeder_engine::input::DeskOrder;
use hoeder_vocab::DeskId;
use uuid::Uuid;

/// Take notice that a colleague's desk is deaf or gone: it no longer calls the room.
#[utoipa::path(post, path = "/api/v1/desks/{desk}/acknowledge", tag = "desk", operation_id = "acknowledgeDesk",
    params(("desk" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn acknowledge(
    State(app): State<App>,
    by: Signed,
    Path(desk): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    app.order(by, DeskOrder::Acknowledge { desk: DeskId::from_uuid(desk) }).await
}
