//! Cases over HTTP: the dossier, its persons and its photo.

use super::dto::case::{Case, CaseLine, PutCase, PutPerson};
use super::dto::measure::{At as _, Shape as _};
use super::extract::{Body, Json, Path};
use crate::app::App;
use crate::guard::Signed;
use crate::problem::{Problem, ProblemBody};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hoeder_engine::entry::Subject;
use hoeder_engine::input::{Query as Ask, RosterOrder};
use hoeder_engine::output::Reply;
use hoeder_engine::roster;
use hoeder_vocab::{CaseId, PersonId, Purpose, Sensitive, ZoneId};
use uuid::Uuid;

/// Numbers and states of the cases of my territory.
#[utoipa::path(get, path = "/api/v1/cases", tag = "cases", operation_id = "listCases",
    responses((status = 200, body = Vec<CaseLine>), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(State(app): State<App>, by: Signed) -> Result<Json<Vec<CaseLine>>, Problem> {
    let Reply::Cases(lines) = app.ask(by, Ask::Cases).await? else { return Err(app.unexpected("cases")) };
    Ok(Json(lines.iter().map(CaseLine::from).collect()))
}

/// One case, whole.
#[utoipa::path(get, path = "/api/v1/cases/{case}", tag = "cases", operation_id = "getCase",
    params(("case" = Uuid, Path)),
    responses((status = 200, body = Case), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(State(app): State<App>, by: Signed, Path(case): Path<Uuid>) -> Result<Json<Case>, Problem> {
    let Reply::Case(view) = app.ask(by, Ask::Case(CaseId::from_uuid(case))).await? else {
        return Err(app.unexpected("case"));
    };
    Ok(Json(Case::from(view.as_ref())))
}

/// Make or change a case. The client makes the id, so that a repeated request makes one case.
#[utoipa::path(put, path = "/api/v1/cases/{case}", tag = "cases", operation_id = "putCase",
    params(("case" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = PutCase,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put(
    State(app): State<App>,
    by: Signed,
    Path(case): Path<Uuid>,
    Json(body): Json<PutCase>,
) -> Result<StatusCode, Problem> {
    let card =
        roster::Card::try_from(body.card).map_err(|e| Problem::invalid("card.places", &e.to_string()))?;
    let case = roster::Case {
        id: CaseId::from_uuid(case),
        number: body.number,
        managing_zone: ZoneId::from_uuid(body.managing_zone),
        state: body.state.into(),
        card: Sensitive::new(card),
    };
    app.order(by, RosterOrder::PutCase(case)).await
}

/// Destroy the key of an ended case: its dossier cannot be read any more, anywhere (GN-04).
#[utoipa::path(delete, path = "/api/v1/cases/{case}", tag = "cases", operation_id = "eraseCase",
    params(("case" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn erase(
    State(app): State<App>,
    by: Signed,
    Path(case): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    app.order(by, RosterOrder::Erase { subject: Subject::Case(CaseId::from_uuid(case)) }).await
}

/// Make or change a person of a case.
#[utoipa::path(put, path = "/api/v1/cases/{case}/persons/{person}", tag = "cases", operation_id = "putPerson",
    params(("case" = Uuid, Path), ("person" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body = PutPerson,
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put_person(
    State(app): State<App>,
    by: Signed,
    Path((case, person)): Path<(Uuid, Uuid)>,
    Json(body): Json<PutPerson>,
) -> Result<StatusCode, Problem> {
    let details = match body.details {
        Some(details) => details.read().at("details")?,
        None => known_details(&app, by, CaseId::from_uuid(case), PersonId::from_uuid(person)).await?,
    };
    let person = roster::Person {
        id: PersonId::from_uuid(person),
        case: CaseId::from_uuid(case),
        kind: body.kind.into(),
        name: Sensitive::new(body.name),
        phone: body.phone.map(Sensitive::new),
        language: body.language.into(),
        born: body.born.map(Sensitive::new),
        details,
    };
    app.order(by, RosterOrder::PutPerson(person)).await
}

/// What is known of a person besides: nothing, when the case or the person is new.
async fn known_details(
    app: &App,
    by: Signed,
    case: CaseId,
    person: PersonId,
) -> Result<roster::PersonDetails, Problem> {
    match app.ask(by, Ask::Case(case)).await {
        Ok(Reply::Case(view)) => {
            let known = view.persons.iter().find(|known| known.id == person);
            Ok(known.map(|known| known.details.clone()).unwrap_or_default())
        }
        Ok(_) => Err(app.unexpected("case")),
        Err(problem) if problem.status == StatusCode::NOT_FOUND => Ok(roster::PersonDetails::default()),
        Err(problem) => Err(problem),
    }
}

/// Destroy the key of a person of an ended case (GN-04).
#[utoipa::path(delete, path = "/api/v1/cases/{case}/persons/{person}", tag = "cases", operation_id = "erasePerson",
    params(("case" = Uuid, Path), ("person" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn erase_person(
    State(app): State<App>,
    by: Signed,
    Path((_case, person)): Path<(Uuid, Uuid)>,
) -> Result<StatusCode, Problem> {
    app.order(by, RosterOrder::Erase { subject: Subject::Person(PersonId::from_uuid(person)) }).await
}

const JPEG: &[u8] = &[0xFF, 0xD8, 0xFF];
const PNG: &[u8] = &[0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A];

/// The type of an image by its first bytes; only these two are ever stored or served.
fn image_type(image: &[u8]) -> Option<&'static str> {
    if image.starts_with(JPEG) {
        Some("image/jpeg")
    } else if image.starts_with(PNG) {
        Some("image/png")
    } else {
        None
    }
}

/// The photo of the suspect.
#[utoipa::path(get, path = "/api/v1/cases/{case}/photo", tag = "cases", operation_id = "getPhoto",
    params(("case" = Uuid, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "image/jpeg"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn photo(State(app): State<App>, by: Signed, Path(case): Path<Uuid>) -> Result<Response, Problem> {
    let Reply::Photo(image) = app.ask(by, Ask::Photo(CaseId::from_uuid(case))).await? else {
        return Err(app.unexpected("photo"));
    };
    let image = image.into_revealed(Purpose::CaseWork);
    let kind = image_type(&image).ok_or_else(Problem::not_found)?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], image).into_response())
}

/// Put the suspect's photo on the card: JPEG or PNG of at most 64 KiB.
#[utoipa::path(put, path = "/api/v1/cases/{case}/photo", tag = "cases", operation_id = "putPhoto",
    params(("case" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body(content = Vec<u8>, content_type = "image/jpeg"),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put_photo(
    State(app): State<App>,
    by: Signed,
    Path(case): Path<Uuid>,
    Body(image): Body,
) -> Result<StatusCode, Problem> {
    if image_type(&image).is_none() {
        return Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "photo.type",
            "send the photo as JPEG or PNG",
        ));
    }
    let order =
        RosterOrder::PutPhoto { case: CaseId::from_uuid(case), image: Sensitive::new(image.to_vec()) };
    app.order(by, order).await
}
