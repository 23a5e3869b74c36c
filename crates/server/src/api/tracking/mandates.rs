//! Mandates to track, their carriers, pairs and perimeters, and pilots, over HTTP. No answer holds a position of a carrier.

use super::ask;
use crate::api::dto::tracking::mandate::{
    MandateForm, MandateRow, MandateView, PilotForm, PilotView, PutCarrier, PutPair,
};
use crate::api::dto::tracking::outline::PutPerimeter;
use crate::api::dto::tracking::tracker::CheckCoverage;
use crate::api::extract::{Json, Path};
use crate::app::App;
use crate::guard::Signed;
use crate::problem::{Problem, ProblemBody};
use axum::extract::State;
use axum::http::StatusCode;
use hoeder_engine::output::TrackingReply;
use hoeder_engine::tracking::{TrackingOrder, TrackingQuery};
use hoeder_vocab::{CarrierId, MandateId, PerimeterId, Sensitive};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Why a perimeter is deleted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeletePerimeter {
    /// In words.
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// Mandates of the own territory.
#[utoipa::path(get, path = "/api/v1/mandates", tag = "tracking", operation_id = "listMandates",
    responses((status = 200, body = Vec<MandateRow>), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(State(app): State<App>, by: Signed) -> Result<Json<Vec<MandateRow>>, Problem> {
    let TrackingReply::Mandates(rows) = ask(&app, by, TrackingQuery::Mandates).await? else {
        return Err(app.unexpected("mandates"));
    };
    Ok(Json(rows.iter().map(MandateRow::from).collect()))
}

/// One mandate with its carriers, pairs and perimeters.
#[utoipa::path(get, path = "/api/v1/mandates/{mandate}", tag = "tracking", operation_id = "readMandate",
    params(("mandate" = Uuid, Path)),
    responses((status = 200, body = MandateView), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(
    State(app): State<App>,
    by: Signed,
    Path(mandate): Path<Uuid>,
) -> Result<Json<MandateView>, Problem> {
    let TrackingReply::Mandate(view) =
        ask(&app, by, TrackingQuery::Mandate(MandateId::from_uuid(mandate))).await?
    else {
        return Err(app.unexpected("mandate"));
    };
    Ok(Json(MandateView::from(view.as_ref())))
}

/// Pilots and how full they are (EM-10).
#[utoipa::path(get, path = "/api/v1/pilots", tag = "tracking", operation_id = "listPilots",
    responses((status = 200, body = Vec<PilotView>), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn pilots(State(app): State<App>, by: Signed) -> Result<Json<Vec<PilotView>>, Problem> {
    let TrackingReply::Pilots(views) = ask(&app, by, TrackingQuery::Pilots).await? else {
        return Err(app.unexpected("pilots"));
    };
    Ok(Json(views.iter().map(PilotView::from).collect()))
}

/// Make or change a mandate (EM-01). Nothing is tracked outside one.
#[utoipa::path(put, path = "/api/v1/mandates/{mandate}", tag = "tracking", operation_id = "putMandate",
    params(("mandate" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = MandateForm,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put(
    State(app): State<App>,
    by: Signed,
    Path(mandate): Path<Uuid>,
    Json(body): Json<MandateForm>,
) -> Result<StatusCode, Problem> {
    app.order(by, TrackingOrder::PutMandate(body.mandate(mandate))).await
}

/// Make or change a carrier of a mandate.
#[utoipa::path(put, path = "/api/v1/carriers/{carrier}", tag = "tracking", operation_id = "putCarrier",
    params(("carrier" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = PutCarrier,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put_carrier(
    State(app): State<App>,
    by: Signed,
    Path(carrier): Path<Uuid>,
    Json(body): Json<PutCarrier>,
) -> Result<StatusCode, Problem> {
    app.order(by, TrackingOrder::PutCarrier(body.carrier(carrier)?)).await
}

/// Record a check of usual places (FL-14).
#[utoipa::path(post, path = "/api/v1/carriers/{carrier}/coverage", tag = "tracking", operation_id = "checkCoverage",
    params(("carrier" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = CheckCoverage,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn coverage(
    State(app): State<App>,
    by: Signed,
    Path(carrier): Path<Uuid>,
    Json(body): Json<CheckCoverage>,
) -> Result<StatusCode, Problem> {
    let (carrier, places) = (CarrierId::from_uuid(carrier), body.places());
    app.order(by, TrackingOrder::CheckCoverage { carrier, places }).await
}

/// Make, change or end a pair (EM-02).
#[utoipa::path(put, path = "/api/v1/pairs/{pair}", tag = "tracking", operation_id = "putPair",
    params(("pair" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = PutPair,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put_pair(
    State(app): State<App>,
    by: Signed,
    Path(pair): Path<Uuid>,
    Json(body): Json<PutPair>,
) -> Result<StatusCode, Problem> {
    let (pair, reason) = body.pair(pair);
    app.order(by, TrackingOrder::PutPair { pair, reason }).await
}

/// Make or change a perimeter (EM-03).
#[utoipa::path(put, path = "/api/v1/perimeters/{perimeter}", tag = "tracking", operation_id = "putPerimeter",
    params(("perimeter" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = PutPerimeter,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put_perimeter(
    State(app): State<App>,
    by: Signed,
    Path(perimeter): Path<Uuid>,
    Json(body): Json<PutPerimeter>,
) -> Result<StatusCode, Problem> {
    let (perimeter, reason) = body.perimeter(perimeter)?;
    app.order(by, TrackingOrder::PutPerimeter { perimeter: Box::new(perimeter), reason }).await
}

/// Delete a perimeter: it is watched no longer, and stays for evidence (T-NIJ-10).
#[utoipa::path(post, path = "/api/v1/perimeters/{perimeter}/delete", tag = "tracking", operation_id = "deletePerimeter",
    params(("perimeter" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = DeletePerimeter,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete_perimeter(
    State(app): State<App>,
    by: Signed,
    Path(perimeter): Path<Uuid>,
    Json(body): Json<DeletePerimeter>,
) -> Result<StatusCode, Problem> {
    let (perimeter, reason) = (PerimeterId::from_uuid(perimeter), Sensitive::new(body.reason));
    app.order(by, TrackingOrder::DeletePerimeter { perimeter, reason }).await
}

/// Make or change a pilot (EM-10).
#[utoipa::path(put, path = "/api/v1/pilots/{pilot}", tag = "tracking", operation_id = "putPilot",
    params(("pilot" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = PilotForm,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put_pilot(
    State(app): State<App>,
    by: Signed,
    Path(pilot): Path<Uuid>,
    Json(body): Json<PilotForm>,
) -> Result<StatusCode, Problem> {
    app.order(by, TrackingOrder::PutPilot(body.pilot(pilot))).await
}
