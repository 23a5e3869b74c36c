//! What a person is told or arranges, over HTTP: messages during an alarm, tests by appointment, announced trips.

use super::dto::near::{PlanTest, SendMessage};
use super::extract::{Json, Path};
use crate::app::App;
use crate::guard::Signed;
use crate::problem::{Problem, ProblemBody};
use crate::random;
use axum::extract::State;
use axum::http::StatusCode;
use hoeder_engine::input::PersonOrder;
use hoeder_vocab::handset::{Said, Side, Template};
use hoeder_vocab::{AlarmId, HandsetId, MessageId, Sensitive, TestId, TripId};
use hoeder_watch::talk::Asks;
use uuid::Uuid;

/// Say something to the person, where speaking is impossible: a ready sentence, or words of one's own.
#[utoipa::path(post, path = "/api/v1/alarms/{alarm}/messages", tag = "alarms", operation_id = "sendMessage",
    params(("alarm" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = SendMessage,
    responses((status = 204, description = "Durable, and on its way to the handset"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn send_message(
    State(app): State<App>,
    by: Signed,
    Path(alarm): Path<Uuid>,
    Json(body): Json<SendMessage>,
) -> Result<StatusCode, Problem> {
    let said = match (body.template, body.text) {
        (Some(code), None) => {
            let expected = "one of the sentences of the control room, such as are_you_alone";
            let template = Template::of_side(&code, Side::Desk);
            Said::Template(template.ok_or_else(|| Problem::invalid("template", expected))?)
        }
        (None, Some(text)) => Said::Text(Sensitive::new(text)),
        (Some(_), Some(_)) | (None, None) => {
            return Err(Problem::invalid("text", "either a template or a text of 1 to 300 characters"));
        }
    };
    let message = match body.line {
        Some(line) => line,
        None => random::uuid().map_err(|_| Problem::internal())?,
    };
    let message = MessageId::from_uuid(message);
    let asks = if body.asks { Asks::YesOrNo } else { Asks::Nothing };
    let alarm = AlarmId::from_uuid(alarm);
    app.order(by, PersonOrder::SendMessage { alarm, message, said, asks }).await
}

/// Agree on a test by appointment: a self-test in that time answers it, and none is an alert.
#[utoipa::path(post, path = "/api/v1/handsets/{handset}/planned-test", tag = "devices", operation_id = "planTest",
    params(("handset" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = PlanTest,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn plan_test(
    State(app): State<App>,
    by: Signed,
    Path(handset): Path<Uuid>,
    Json(body): Json<PlanTest>,
) -> Result<StatusCode, Problem> {
    let test = TestId::from_uuid(random::uuid().map_err(|_| Problem::internal())?);
    let (handset, from, until) = (HandsetId::from_uuid(handset), body.from.0, body.until.0);
    app.order(by, PersonOrder::PlanTest { handset, test, from, until }).await
}

/// Confirm having read of a trip.
#[utoipa::path(post, path = "/api/v1/trips/{trip}/seen", tag = "tasks", operation_id = "seeTrip",
    params(("trip" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn see_trip(
    State(app): State<App>,
    by: Signed,
    Path(trip): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    app.order(by, PersonOrder::SeeTrip { trip: TripId::from_uuid(trip) }).await
}
