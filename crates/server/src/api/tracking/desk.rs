//! The desk of the monitoring centre as a whole, the list for when nothing works, burden, and the one timeline of a case.

use super::ask;
use crate::api::dto::tracking::overview::{
    AlertPattern, Burden, BurdenReport, Contingency, ContingencyOf, ProtectionPart, TrackingDesk,
};
use crate::api::extract::{Json, Path, Query};
use crate::app::App;
use crate::guard::Signed;
use crate::problem::{Problem, ProblemBody};
use axum::extract::State;
use hoeder_engine::output::TrackingReply;
use hoeder_engine::tracking::TrackingQuery;
use hoeder_vocab::{CaseId, PersonId, RoomId};
use uuid::Uuid;

/// The three queues, what is owed, and what looks like torment. No position is in it.
#[utoipa::path(get, path = "/api/v1/tracking", tag = "tracking", operation_id = "readTrackingDesk",
    responses((status = 200, body = TrackingDesk), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(State(app): State<App>, by: Signed) -> Result<Json<TrackingDesk>, Problem> {
    let TrackingReply::Desk(desk) = ask(&app, by, TrackingQuery::Desk).await? else {
        return Err(app.unexpected("tracking desk"));
    };
    Ok(Json(TrackingDesk::from(&desk)))
}

/// Who must be looked after first when nothing works (FL-22), to be printed.
#[utoipa::path(get, path = "/api/v1/tracking/contingency", tag = "tracking", operation_id = "readContingency",
    params(ContingencyOf),
    responses((status = 200, body = Contingency), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn contingency(
    State(app): State<App>,
    by: Signed,
    Query(of): Query<ContingencyOf>,
) -> Result<Json<Contingency>, Problem> {
    let room = of.room.map(RoomId::from_uuid);
    let TrackingReply::Contingency(list) = ask(&app, by, TrackingQuery::Contingency { room }).await? else {
        return Err(app.unexpected("contingency"));
    };
    Ok(Json(Contingency::from(&list)))
}

/// How burdened a protected person is by alerts (FL-04).
#[utoipa::path(get, path = "/api/v1/persons/{person}/burden", tag = "tracking", operation_id = "readBurden",
    params(("person" = Uuid, Path)),
    responses((status = 200, body = BurdenReport), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn burden(
    State(app): State<App>,
    by: Signed,
    Path(person): Path<Uuid>,
) -> Result<Json<BurdenReport>, Problem> {
    let TrackingReply::Burden(burden, patterns) =
        ask(&app, by, TrackingQuery::Burden(PersonId::from_uuid(person))).await?
    else {
        return Err(app.unexpected("burden"));
    };
    Ok(Json(BurdenReport {
        burden: Burden::from(&burden),
        patterns: patterns.iter().map(AlertPattern::from).collect(),
    }))
}

/// The one timeline of alarm and tracking of a case (EM-11).
#[utoipa::path(get, path = "/api/v1/cases/{case}/protection", tag = "tracking", operation_id = "readProtection",
    params(("case" = Uuid, Path)),
    responses((status = 200, body = Vec<ProtectionPart>), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn protection(
    State(app): State<App>,
    by: Signed,
    Path(case): Path<Uuid>,
) -> Result<Json<Vec<ProtectionPart>>, Problem> {
    let TrackingReply::Protection(parts) =
        ask(&app, by, TrackingQuery::Protection(CaseId::from_uuid(case))).await?
    else {
        return Err(app.unexpected("protection"));
    };
    Ok(Json(parts.iter().map(ProtectionPart::from).collect()))
}
