//! The map over HTTP: its configuration, layers of the data folder, zones, and a PMTiles file by ranges.

use super::dto::map::{MapBase, MapConfig, ZoneShapes};
use super::extract::{Json, Path};
use crate::app::App;
use crate::config;
use crate::guard::Signed;
use crate::map;
use crate::problem::{Problem, ProblemBody};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use hoeder_engine::input::Query as Ask;
use hoeder_engine::output::Reply;

/// Where the map's picture comes from.
#[utoipa::path(get, path = "/api/v1/map", tag = "map", operation_id = "getMap",
    responses((status = 200, body = MapConfig), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(State(app): State<App>, _by: Signed) -> Result<Json<MapConfig>, Problem> {
    let base = match &app.map.base {
        config::MapBase::Outline => MapBase::Outline,
        config::MapBase::Pmtiles { file } => MapBase::Pmtiles { url: format!("/tiles/{file}") },
        config::MapBase::Style { url } => MapBase::Style { url: url.clone() },
        config::MapBase::Raster { url, attribution } => {
            MapBase::Raster { url: url.clone(), attribution: attribution.clone() }
        }
    };
    let layers = map::layers(app.data.clone()).await;
    Ok(Json(MapConfig { base, layers, bounds: app.map.bounds }))
}

/// A GeoJSON layer of the data folder, such as a town's streets.
#[utoipa::path(get, path = "/api/v1/map/layers/{layer}", tag = "map", operation_id = "getMapLayer",
    params(("layer" = String, Path)),
    responses((status = 200, body = Object, content_type = "application/geo+json"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn layer(
    State(app): State<App>,
    _by: Signed,
    Path(layer): Path<String>,
) -> Result<Response, Problem> {
    let bytes = map::layer(app.data.clone(), layer).await.ok_or_else(Problem::not_found)?;
    let kind = HeaderValue::from_static("application/geo+json");
    Ok(([(header::CONTENT_TYPE, kind)], bytes).into_response())
}

/// Outlines of the zones as GeoJSON.
#[utoipa::path(get, path = "/api/v1/map/zones", tag = "map", operation_id = "getZones",
    responses((status = 200, body = ZoneShapes), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn zones(State(app): State<App>, by: Signed) -> Result<Json<ZoneShapes>, Problem> {
    let Reply::ZoneShapes(zones) = app.ask(by, Ask::ZoneShapes).await? else {
        return Err(app.unexpected("zones"));
    };
    Ok(Json(ZoneShapes::from(zones.as_slice())))
}

/// The PMTiles file of the configuration, by ranges (RFC 9110 section 14).
#[utoipa::path(get, path = "/tiles/{file}", tag = "map", operation_id = "getTiles",
    params(("file" = String, Path)),
    responses((status = 206, body = Vec<u8>, content_type = "application/vnd.pmtiles"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn tiles(
    State(app): State<App>,
    _by: Signed,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let config::MapBase::Pmtiles { file: ours } = &app.map.base else { return Err(Problem::not_found()) };
    if *ours != file {
        return Err(Problem::not_found());
    }
    let range = headers.get(header::RANGE).and_then(|r| r.to_str().ok()).map(str::to_owned);
    map::range(app.data.join("map").join(file), range).await
}
