//! Hotspots over HTTP (AL-21). A look-up is a POST: what is asked stands in no address and in no log.

use super::dto::hotspot::{EndHotspot, Hotspot, HotspotLookUp, HotspotsFound, PutHotspot};
use super::extract::{Json, Path};
use crate::app::App;
use crate::clock;
use crate::guard::Signed;
use crate::problem::{Problem, ProblemBody};
use axum::extract::State;
use axum::http::StatusCode;
use hoeder_engine::hotspot::HotspotOrder;
use hoeder_engine::input::Query as Ask;
use hoeder_engine::output::Reply;
use hoeder_vocab::{HotspotId, Sensitive};
use std::time::Instant;
use uuid::Uuid;

/// Hotspots of the own territory, also ended ones.
#[utoipa::path(get, path = "/api/v1/hotspots", tag = "hotspots", operation_id = "listHotspots",
    responses((status = 200, body = Vec<Hotspot>), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(State(app): State<App>, by: Signed) -> Result<Json<Vec<Hotspot>>, Problem> {
    let Reply::Hotspots(views) = app.ask(by, Ask::Hotspots).await? else {
        return Err(app.unexpected("hotspots"));
    };
    Ok(Json(views.iter().filter_map(Hotspot::of).collect()))
}

/// Register or change a hotspot. The client makes the id, so that a repeated request makes one.
#[utoipa::path(put, path = "/api/v1/hotspots/{hotspot}", tag = "hotspots", operation_id = "putHotspot",
    params(("hotspot" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = PutHotspot,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put(
    State(app): State<App>,
    by: Signed,
    Path(hotspot): Path<Uuid>,
    Json(body): Json<PutHotspot>,
) -> Result<StatusCode, Problem> {
    let hotspot = body.hotspot(hotspot, by.account, clock::now())?;
    app.order(by, HotspotOrder::Put(hotspot)).await
}

/// End a hotspot before its last day: nobody finds it any more.
#[utoipa::path(post, path = "/api/v1/hotspots/{hotspot}/end", tag = "hotspots", operation_id = "endHotspot",
    params(("hotspot" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = EndHotspot,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn end(
    State(app): State<App>,
    by: Signed,
    Path(hotspot): Path<Uuid>,
    Json(body): Json<EndHotspot>,
) -> Result<StatusCode, Problem> {
    let (hotspot, reason) = (HotspotId::from_uuid(hotspot), Sensitive::new(body.reason));
    app.order(by, HotspotOrder::End { hotspot, reason }).await
}

/// Destroy the key of an ended hotspot: its address, number and instructions cannot be read any more, anywhere (GN-04).
#[utoipa::path(delete, path = "/api/v1/hotspots/{hotspot}", tag = "hotspots", operation_id = "eraseHotspot",
    params(("hotspot" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn erase(
    State(app): State<App>,
    by: Signed,
    Path(hotspot): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    app.order(by, HotspotOrder::Erase { hotspot: HotspotId::from_uuid(hotspot) }).await
}

/// Which hotspots are at this number, place or address? Each look-up is logged with what was found (GN-02).
#[utoipa::path(post, path = "/api/v1/hotspots/look-up", tag = "hotspots", operation_id = "lookUpHotspots",
    request_body = HotspotLookUp,
    responses((status = 200, body = HotspotsFound), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn look_up(
    State(app): State<App>,
    by: Signed,
    Json(body): Json<HotspotLookUp>,
) -> Result<Json<HotspotsFound>, Problem> {
    let begun = Instant::now();
    let Reply::HotspotsFound(found) = app.ask(by, Ask::HotspotLookUp(body.look_up()?)).await? else {
        return Err(app.unexpected("hotspot look-up"));
    };
    let hotspots = found.hotspots.iter().filter_map(Hotspot::of).collect();
    let took_ms = (begun.elapsed().as_secs_f64() * 1e6).round() / 1e3;
    Ok(Json(HotspotsFound { hotspots, more: found.more, took_ms }))
}
