//! Accounts, rooms and zones over HTTP, the wall, and the access log.

use super::dto::admin::{Administration, PutAccount, PutRoom};
use super::dto::log::{AccessLogQuery, AccessRow};
use super::dto::wall::{Wall, WallTracking};
use super::extract::{Json, Path, Query};
use crate::app::App;
use crate::clock;
use crate::guard::Signed;
use crate::problem::{Problem, ProblemBody};
use crate::tracking::Door;
use axum::extract::State;
use axum::http::StatusCode;
use hoeder_engine::input::{Query as Ask, RosterOrder};
use hoeder_engine::output::Reply;
use hoeder_engine::roster;
use hoeder_vocab::{AccountId, CaseId, DistrictId, OfficeId, RoomId, Sensitive, ZoneId};
use uuid::Uuid;

/// Accounts, rooms, zones.
#[utoipa::path(get, path = "/api/v1/administration", tag = "administration", operation_id = "getAdministration",
    responses((status = 200, body = Administration), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn administration(State(app): State<App>, by: Signed) -> Result<Json<Administration>, Problem> {
    let Reply::Administration(view) = app.ask(by, Ask::Administration).await? else {
        return Err(app.unexpected("administration"));
    };
    Ok(Json(Administration::from(view.as_ref())))
}

/// Make or change an account. Disabling it ends its sessions at once.
#[utoipa::path(put, path = "/api/v1/accounts/{account}", tag = "administration", operation_id = "putAccount",
    params(("account" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = PutAccount,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put_account(
    State(app): State<App>,
    by: Signed,
    Path(account): Path<Uuid>,
    Json(body): Json<PutAccount>,
) -> Result<StatusCode, Problem> {
    // Asked first, so that nobody but an administrator makes the server compute a hash.
    let Reply::Administration(_) = app.ask(by, Ask::Administration).await? else {
        return Err(app.unexpected("administration"));
    };
    let id = AccountId::from_uuid(account);
    let password = match body.password {
        Some(password) => Some(Sensitive::new(app.passwords().hash(Sensitive::new(password)).await?)),
        None => app.accounts().by_id(id).and_then(|known| known.password.clone()),
    };
    let account = roster::Account {
        id,
        login: body.login,
        name: Sensitive::new(body.name),
        role: body.role.into(),
        room: body.room.map(RoomId::from_uuid),
        zone: body.zone.map(ZoneId::from_uuid),
        state: body.state.into(),
        password,
        office: body.office.map(OfficeId::from_uuid),
        district: body.district.map(DistrictId::from_uuid),
    };
    app.order(by, RosterOrder::PutAccount(account)).await
}

/// Make or change a room.
#[utoipa::path(put, path = "/api/v1/rooms/{room}", tag = "administration", operation_id = "putRoom",
    params(("room" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = PutRoom,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put_room(
    State(app): State<App>,
    by: Signed,
    Path(room): Path<Uuid>,
    Json(body): Json<PutRoom>,
) -> Result<StatusCode, Problem> {
    let room = roster::Room {
        id: RoomId::from_uuid(room),
        name: body.name,
        neighbours: body.neighbours.into_iter().map(RoomId::from_uuid).collect(),
    };
    app.order(by, RosterOrder::PutRoom(room)).await
}

/// Health of the chain, in counts.
#[utoipa::path(get, path = "/api/v1/wall", tag = "administration", operation_id = "getWall",
    responses((status = 200, body = Wall), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn wall(State(app): State<App>, by: Signed) -> Result<Json<Wall>, Problem> {
    let Reply::Wall(view) = app.ask(by, Ask::Wall).await? else { return Err(app.unexpected("wall")) };
    Ok(Json(Wall::from(view.as_ref())))
}

/// How tracking is, in counts; by the rule of the wall.
#[utoipa::path(get, path = "/api/v1/wall/tracking", tag = "administration", operation_id = "getWallTracking",
    responses((status = 200, body = WallTracking), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn wall_tracking(State(app): State<App>, by: Signed) -> Result<Json<WallTracking>, Problem> {
    let Reply::Wall(_) = app.ask(by, Ask::Wall).await? else { return Err(app.unexpected("wall")) };
    let health = app.positions.as_ref().map(Door::health);
    Ok(Json(WallTracking::of(health, clock::now())))
}

/// Who looked at whose data, newest first (GN-02).
#[utoipa::path(get, path = "/api/v1/access-log", tag = "administration", operation_id = "accessLog",
    params(AccessLogQuery),
    responses((status = 200, body = Vec<AccessRow>), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn access_log(
    State(app): State<App>,
    by: Signed,
    Query(query): Query<AccessLogQuery>,
) -> Result<Json<Vec<AccessRow>>, Problem> {
    let case = query.case.map(CaseId::from_uuid);
    let Reply::AccessLog { scope, names } = app.ask(by, Ask::AccessLog { case }).await? else {
        return Err(app.unexpected("access log"));
    };
    app.reader().access_log(scope, &names, query.before, super::page_size(query.limit)).await.map(Json)
}
