//! Measures over HTTP: lists, one measure whole, the forms, the inbox, the overview, the calendar and offices.
//!
//! Never here: a rule of the circular, or who may see what (the engine's).

use super::dto::measure::CommandForm;
use super::dto::measure::field::{At as _, CalendarDay, Shape as _};
use super::dto::measure::list::{InboxLine, MeasureList, MeasureWhole};
use super::dto::measure::overview::{
    DoMeasure, MagistrateName, MeasureDone, MeasureFilter, OfficeList, Overview, PlaceZone, PutDistrict,
    PutOffice, SearchMeasures,
};
use super::dto::measure::risk::QuestionnaireView;
use super::extract::{Json, Path, Query};
use super::ics::{self, InWords};
use crate::app::App;
use crate::clock;
use crate::guard::Signed;
use crate::problem::{Problem, ProblemBody};
use crate::runtime::gate::Lane;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use hoeder_engine::input::{Input, Query as Ask, RosterOrder};
use hoeder_engine::measures::MeasureOrder;
use hoeder_engine::output::Reply;
use hoeder_engine::roster;
use hoeder_measure::{Command, CommandKind};
use hoeder_vocab::{CaseId, DistrictId, MeasureId, NoticeId, OfficeId, Sensitive, ZoneId};
use uuid::Uuid;

async fn found(app: &App, by: Signed, ask: Ask) -> Result<Json<MeasureList>, Problem> {
    let Reply::Measures(found) = app.ask(by, ask).await? else { return Err(app.unexpected("measures")) };
    Ok(Json(MeasureList::from(&found)))
}

/// Measures of my territory, what is due first on top.
#[utoipa::path(get, path = "/api/v1/measures", tag = "measures", operation_id = "listMeasures", params(MeasureFilter),
    responses((status = 200, body = MeasureList), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(app): State<App>,
    by: Signed,
    Query(filter): Query<MeasureFilter>,
) -> Result<Json<MeasureList>, Problem> {
    let filter = hoeder_engine::measures::MeasureFilter {
        stage: filter.stage.map(|stage| stage.read()).transpose().at("stage")?,
        due_until: filter.due.map(CalendarDay::read).transpose().at("due")?,
    };
    found(&app, by, Ask::Measures(filter)).await
}

/// Measures of my territory by case number, report number or name. The text is in the body: never in an address.
#[utoipa::path(post, path = "/api/v1/measures/search", tag = "measures", operation_id = "searchMeasures",
    request_body = SearchMeasures,
    responses((status = 200, body = MeasureList), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn search(
    State(app): State<App>,
    by: Signed,
    Json(body): Json<SearchMeasures>,
) -> Result<Json<MeasureList>, Problem> {
    found(&app, by, Ask::SearchMeasures(Sensitive::new(body.text))).await
}

/// Measures of a case: one for each protected person, and earlier ones.
#[utoipa::path(get, path = "/api/v1/cases/{case}/measures", tag = "measures", operation_id = "listMeasuresOfCase",
    params(("case" = Uuid, Path)),
    responses((status = 200, body = MeasureList), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn of_case(
    State(app): State<App>,
    by: Signed,
    Path(case): Path<Uuid>,
) -> Result<Json<MeasureList>, Problem> {
    found(&app, by, Ask::MeasuresOf(CaseId::from_uuid(case))).await
}

/// One measure, as far as this account may know: its file, tasks, dates, timeline, documents and notices.
#[utoipa::path(get, path = "/api/v1/measures/{measure}", tag = "measures", operation_id = "getMeasure",
    params(("measure" = Uuid, Path)),
    responses((status = 200, body = MeasureWhole), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(app): State<App>,
    by: Signed,
    Path(measure): Path<Uuid>,
) -> Result<Json<MeasureWhole>, Problem> {
    let Reply::Measure(view) = app.ask(by, Ask::Measure(MeasureId::from_uuid(measure))).await? else {
        return Err(app.unexpected("measure"));
    };
    Ok(Json(MeasureWhole::from(view.as_ref())))
}

async fn act(
    app: &App,
    by: Signed,
    measure: MeasureId,
    expected: Option<u64>,
    command: Command,
) -> Result<MeasureDone, Problem> {
    let order = MeasureOrder::Do { measure, expected, command: Box::new(command) };
    let reply = app
        .answer(Lane::Urgent, app.limits.reply_timeout, |request| Input::Order {
            request,
            by: by.account,
            order: order.into(),
        })
        .await?;
    let Reply::MeasureDone { measure, events } = reply else {
        return Err(app.unexpected("measure command"));
    };
    Ok(MeasureDone { measure: measure.as_uuid(), events })
}

/// Record a request: a measure begins. The command is `request`, as in a scenario.
#[utoipa::path(post, path = "/api/v1/measures", tag = "measures", operation_id = "requestMeasure",
    params(("Idempotency-Key" = Option<String>, Header)), request_body = CommandForm,
    responses((status = 201, body = MeasureDone), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn request(
    State(app): State<App>,
    by: Signed,
    Json(body): Json<CommandForm>,
) -> Result<Response, Problem> {
    let command = body.read()?;
    if command.kind() != CommandKind::Request {
        return Err(Problem::invalid("type", "request: a measure begins with one"));
    }
    let measure = MeasureId::from_uuid(crate::random::uuid().map_err(|_| Problem::internal())?);
    let done = act(&app, by, measure, Some(0), command).await?;
    Ok((StatusCode::CREATED, Json(done)).into_response())
}

/// Do something with a measure. When another was first, nothing is done and the answer is `409 measure.changed`.
#[utoipa::path(post, path = "/api/v1/measures/{measure}/commands", tag = "measures", operation_id = "doMeasure",
    params(("measure" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = DoMeasure,
    responses((status = 200, body = MeasureDone), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn command(
    State(app): State<App>,
    by: Signed,
    Path(measure): Path<Uuid>,
    Json(body): Json<DoMeasure>,
) -> Result<Json<MeasureDone>, Problem> {
    let command = body.command.read().at("command")?;
    if command.kind() == CommandKind::Request {
        return Err(Problem::invalid(
            "command.type",
            "another one: a request is recorded with POST /api/v1/measures",
        ));
    }
    act(&app, by, MeasureId::from_uuid(measure), body.expected, command).await.map(Json)
}

/// Notices to my desk, newest first.
#[utoipa::path(get, path = "/api/v1/inbox", tag = "measures", operation_id = "getInbox",
    responses((status = 200, body = Vec<InboxLine>), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn inbox(State(app): State<App>, by: Signed) -> Result<Json<Vec<InboxLine>>, Problem> {
    let Reply::Inbox(notices) = app.ask(by, Ask::Inbox).await? else { return Err(app.unexpected("inbox")) };
    Ok(Json(notices.iter().map(InboxLine::from).collect()))
}

/// Confirm having read a notice.
#[utoipa::path(post, path = "/api/v1/inbox/{notice}/read", tag = "measures", operation_id = "readNotice",
    params(("notice" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_notice(
    State(app): State<App>,
    by: Signed,
    Path(notice): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    app.order(by, MeasureOrder::ReadNotice { notice: NoticeId::from_uuid(notice) }).await
}

/// Counts of my office or district: no names.
#[utoipa::path(get, path = "/api/v1/overview", tag = "measures", operation_id = "getOverview",
    responses((status = 200, body = Overview), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn overview(State(app): State<App>, by: Signed) -> Result<Json<Overview>, Problem> {
    let Reply::Overview(view) = app.ask(by, Ask::Overview).await? else {
        return Err(app.unexpected("overview"));
    };
    Ok(Json(Overview::from(view.as_ref())))
}

/// What is due at my desk, as a calendar (RFC 5545): case numbers and words, no names.
#[utoipa::path(get, path = "/api/v1/calendar.ics", tag = "measures", operation_id = "getCalendar", params(InWords),
    responses((status = 200, body = String, content_type = "text/calendar"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn calendar(
    State(app): State<App>,
    by: Signed,
    Query(words): Query<InWords>,
) -> Result<Response, Problem> {
    let Reply::Calendar(lines) = app.ask(by, Ask::Calendar).await? else {
        return Err(app.unexpected("calendar"));
    };
    let head = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"hoeder.ics\"")),
    ];
    Ok((head, ics::text(&lines, words, clock::now())).into_response())
}

/// Versions of the checklist that are known, the one in use last.
#[utoipa::path(get, path = "/api/v1/questionnaires", tag = "measures", operation_id = "listQuestionnaires",
    responses((status = 200, body = Vec<QuestionnaireView>), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn questionnaires(State(app): State<App>, _by: Signed) -> Json<Vec<QuestionnaireView>> {
    Json(app.questionnaires.iter().map(QuestionnaireView::from).collect())
}

/// Prosecutor's offices and judicial districts.
#[utoipa::path(get, path = "/api/v1/offices", tag = "measures", operation_id = "listOffices",
    responses((status = 200, body = OfficeList), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn offices(State(app): State<App>, by: Signed) -> Result<Json<OfficeList>, Problem> {
    let Reply::Offices(view) = app.ask(by, Ask::Offices).await? else {
        return Err(app.unexpected("offices"));
    };
    Ok(Json(OfficeList::from(&view)))
}

/// The magistrates of an office, by name: for a ruling that one of them said by phone.
#[utoipa::path(get, path = "/api/v1/offices/{office}/magistrates", tag = "measures", operation_id = "listMagistrates",
    params(("office" = Uuid, Path)),
    responses((status = 200, body = Vec<MagistrateName>), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn magistrates(
    State(app): State<App>,
    by: Signed,
    Path(office): Path<Uuid>,
) -> Result<Json<Vec<MagistrateName>>, Problem> {
    let Reply::Magistrates(found) = app.ask(by, Ask::Magistrates(OfficeId::from_uuid(office))).await? else {
        return Err(app.unexpected("magistrates"));
    };
    Ok(Json(found.iter().map(MagistrateName::from).collect()))
}

/// Make or change an office.
#[utoipa::path(put, path = "/api/v1/offices/{office}", tag = "administration", operation_id = "putOffice",
    params(("office" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = PutOffice,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put_office(
    State(app): State<App>,
    by: Signed,
    Path(office): Path<Uuid>,
    Json(body): Json<PutOffice>,
) -> Result<StatusCode, Problem> {
    let office = roster::Office {
        id: OfficeId::from_uuid(office),
        code: body.code,
        name: body.name,
        district: body.district.read()?,
        reference_magistrate: body.reference_magistrate.read()?,
    };
    app.order(by, RosterOrder::PutOffice(office)).await
}

/// Say to which prosecutor's office a zone belongs, and since when the alarm is rolled out there.
#[utoipa::path(put, path = "/api/v1/zones/{zone}/office", tag = "administration", operation_id = "placeZone",
    params(("zone" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = PlaceZone,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn place_zone(
    State(app): State<App>,
    by: Signed,
    Path(zone): Path<Uuid>,
    Json(body): Json<PlaceZone>,
) -> Result<StatusCode, Problem> {
    let order = RosterOrder::PlaceZone {
        zone: ZoneId::from_uuid(zone),
        office: body.office.read().at("office")?,
        in_force_since: body.in_force_since.map(CalendarDay::read).transpose().at("in_force_since")?,
    };
    app.order(by, order).await
}

/// Make or change a judicial district.
#[utoipa::path(put, path = "/api/v1/districts/{district}", tag = "administration", operation_id = "putDistrict",
    params(("district" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = PutDistrict,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put_district(
    State(app): State<App>,
    by: Signed,
    Path(district): Path<Uuid>,
    Json(body): Json<PutDistrict>,
) -> Result<StatusCode, Problem> {
    let district = roster::District { id: DistrictId::from_uuid(district), code: body.code, name: body.name };
    app.order(by, RosterOrder::PutDistrict(district)).await
}
