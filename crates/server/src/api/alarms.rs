//! Alarms over HTTP: reading them and handling one.

use super::dto::alarm::{Alarm, AlarmLine};
use super::dto::alarm_orders::{Close, GivePv, HandOver, Note, ReportFinding, TakeOnly, TakeQuery, Unit};
use super::dto::log::{HistoryQuery, HistoryRow};
use super::extract::{Json, Path, Query};
use crate::app::App;
use crate::guard::Signed;
use crate::problem::{Problem, ProblemBody};
use axum::extract::State;
use axum::http::StatusCode;
use hoeder_engine::input::{AlarmOrder, Query as Ask};
use hoeder_engine::output::Reply;
use hoeder_vocab::{AccountId, AlarmId, Sensitive};
use uuid::Uuid;

fn id(alarm: Uuid) -> AlarmId {
    AlarmId::from_uuid(alarm)
}

/// Alarms that are open or were closed in the last day: no personal data, no position.
#[utoipa::path(get, path = "/api/v1/alarms", tag = "alarms", operation_id = "listAlarms",
    responses((status = 200, body = Vec<AlarmLine>), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(State(app): State<App>, by: Signed) -> Result<Json<Vec<AlarmLine>>, Problem> {
    let Reply::Alarms(lines) = app.ask(by, Ask::Alarms).await? else { return Err(app.unexpected("alarms")) };
    Ok(Json(lines.iter().map(AlarmLine::from).collect()))
}

/// One alarm, whole.
#[utoipa::path(get, path = "/api/v1/alarms/{alarm}", tag = "alarms", operation_id = "getAlarm",
    params(("alarm" = Uuid, Path)),
    responses((status = 200, body = Alarm), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(app): State<App>,
    by: Signed,
    Path(alarm): Path<Uuid>,
) -> Result<Json<Alarm>, Problem> {
    let Reply::Alarm(view) = app.ask(by, Ask::Alarm(id(alarm))).await? else {
        return Err(app.unexpected("alarm"));
    };
    Ok(Json(Alarm::from(view.as_ref())))
}

/// Own an alarm. The first who takes it owns it; for 20 seconds a colleague takes it over in the same way, without asking.
#[utoipa::path(post, path = "/api/v1/alarms/{alarm}/take", tag = "alarms", operation_id = "takeAlarm",
    params(("alarm" = Uuid, Path), TakeQuery, ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn take(
    State(app): State<App>,
    by: Signed,
    Path(alarm): Path<Uuid>,
    Query(query): Query<TakeQuery>,
) -> Result<StatusCode, Problem> {
    let alarm = id(alarm);
    match query.only {
        None => app.order(by, AlarmOrder::Take { alarm }).await,
        Some(TakeOnly::Free) => app.order(by, AlarmOrder::TakeFree { alarm }).await,
    }
}

/// Give an alarm to a colleague.
#[utoipa::path(post, path = "/api/v1/alarms/{alarm}/hand-over", tag = "alarms", operation_id = "handOverAlarm",
    params(("alarm" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = HandOver,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn hand_over(
    State(app): State<App>,
    by: Signed,
    Path(alarm): Path<Uuid>,
    Json(body): Json<HandOver>,
) -> Result<StatusCode, Problem> {
    app.order(by, AlarmOrder::HandOver { alarm: id(alarm), to: AccountId::from_uuid(body.to) }).await
}

/// Send a team.
#[utoipa::path(post, path = "/api/v1/alarms/{alarm}/dispatch", tag = "alarms", operation_id = "dispatchTeam",
    params(("alarm" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = Unit,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn dispatch(
    State(app): State<App>,
    by: Signed,
    Path(alarm): Path<Uuid>,
    Json(body): Json<Unit>,
) -> Result<StatusCode, Problem> {
    app.order(by, AlarmOrder::Dispatch { alarm: id(alarm), unit: body.unit }).await
}

/// The team is there.
#[utoipa::path(post, path = "/api/v1/alarms/{alarm}/on-scene", tag = "alarms", operation_id = "reportOnScene",
    params(("alarm" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = Unit,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn on_scene(
    State(app): State<App>,
    by: Signed,
    Path(alarm): Path<Uuid>,
    Json(body): Json<Unit>,
) -> Result<StatusCode, Problem> {
    app.order(by, AlarmOrder::ArriveOnScene { alarm: id(alarm), unit: body.unit }).await
}

/// Be still on an alarm that one owns: without an act of its owner it rings again by itself.
#[utoipa::path(post, path = "/api/v1/alarms/{alarm}/still-on-it", tag = "alarms", operation_id = "stillOnIt",
    params(("alarm" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn still_on_it(
    State(app): State<App>,
    by: Signed,
    Path(alarm): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    app.order(by, AlarmOrder::StayOn { alarm: id(alarm) }).await
}

/// Tick off a step of the protocol. A step with an act is done by that act.
#[utoipa::path(post, path = "/api/v1/alarms/{alarm}/steps/{step}", tag = "alarms", operation_id = "doStep",
    params(("alarm" = Uuid, Path), ("step" = String, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn do_step(
    State(app): State<App>,
    by: Signed,
    Path((alarm, step)): Path<(Uuid, String)>,
) -> Result<StatusCode, Problem> {
    app.order(by, AlarmOrder::DoStep { alarm: id(alarm), step }).await
}

/// A team says that it goes.
#[utoipa::path(post, path = "/api/v1/alarms/{alarm}/on-the-way", tag = "alarms", operation_id = "goOnTheWay",
    params(("alarm" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = Unit,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn on_the_way(
    State(app): State<App>,
    by: Signed,
    Path(alarm): Path<Uuid>,
    Json(body): Json<Unit>,
) -> Result<StatusCode, Problem> {
    app.order(by, AlarmOrder::GoOnTheWay { alarm: id(alarm), unit: body.unit }).await
}

/// A team says what it found: a proposal, the close stays with the owner.
#[utoipa::path(post, path = "/api/v1/alarms/{alarm}/finding", tag = "alarms", operation_id = "reportFinding",
    params(("alarm" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = ReportFinding,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn finding(
    State(app): State<App>,
    by: Signed,
    Path(alarm): Path<Uuid>,
    Json(body): Json<ReportFinding>,
) -> Result<StatusCode, Problem> {
    let (unit, outcome, note) = (body.unit, body.outcome.into(), Sensitive::new(body.note));
    app.order(by, AlarmOrder::ReportFinding { alarm: id(alarm), unit, outcome, note }).await
}

/// Write on the timeline.
#[utoipa::path(post, path = "/api/v1/alarms/{alarm}/notes", tag = "alarms", operation_id = "noteAlarm",
    params(("alarm" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = Note,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn note(
    State(app): State<App>,
    by: Signed,
    Path(alarm): Path<Uuid>,
    Json(body): Json<Note>,
) -> Result<StatusCode, Problem> {
    app.order(by, AlarmOrder::Note { alarm: id(alarm), text: Sensitive::new(body.text) }).await
}

/// End an alarm, with its outcome and its report (AL-10).
#[utoipa::path(post, path = "/api/v1/alarms/{alarm}/close", tag = "alarms", operation_id = "closeAlarm",
    params(("alarm" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = Close,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn close(
    State(app): State<App>,
    by: Signed,
    Path(alarm): Path<Uuid>,
    Json(body): Json<Close>,
) -> Result<StatusCode, Problem> {
    let (outcome, pv) = (body.outcome.into(), body.pv.into());
    app.order(by, AlarmOrder::Close { alarm: id(alarm), outcome, pv, note: Sensitive::new(body.note) }).await
}

/// Give the number of a report that was to follow.
#[utoipa::path(put, path = "/api/v1/alarms/{alarm}/pv", tag = "alarms", operation_id = "givePv",
    params(("alarm" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = GivePv,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn give_pv(
    State(app): State<App>,
    by: Signed,
    Path(alarm): Path<Uuid>,
    Json(body): Json<GivePv>,
) -> Result<StatusCode, Problem> {
    app.order(by, AlarmOrder::GivePv { alarm: id(alarm), number: body.number }).await
}

/// Confirm, as a magistrate, having been told how an alarm ended (AL-11).
#[utoipa::path(post, path = "/api/v1/alarms/{alarm}/receipt", tag = "alarms", operation_id = "confirmReceipt",
    params(("alarm" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn confirm_receipt(
    State(app): State<App>,
    by: Signed,
    Path(alarm): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    app.order(by, AlarmOrder::ConfirmReceipt { alarm: id(alarm) }).await
}

/// Alarms of the past, newest first, with the time of each hop (FL-32); no position, no name.
#[utoipa::path(get, path = "/api/v1/alarm-history", tag = "alarms", operation_id = "alarmHistory",
    params(HistoryQuery),
    responses((status = 200, body = Vec<HistoryRow>), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn history(
    State(app): State<App>,
    by: Signed,
    Query(query): Query<HistoryQuery>,
) -> Result<Json<Vec<HistoryRow>>, Problem> {
    let Reply::Allowed(scope) = app.ask(by, Ask::AlarmHistory).await? else {
        return Err(app.unexpected("alarm history"));
    };
    app.reader().history(scope, query.before, super::page_size(query.limit)).await.map(Json)
}
