//! Documents of a measure over HTTP: made, uploaded, given out as a download.
//!
//! Never here: what stands in a document (`papers`), who may (the engine's).

use super::dto::document::{FiledDocument, MakeDocument};
use super::extract::{Body, Json, Path};
use crate::app::App;
use crate::clock;
use crate::guard::Signed;
use crate::papers::{Draft, Maker, Upload, check_name, compose, extension, neutral_name};
use crate::problem::{Problem, ProblemBody};
use crate::random;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use hoeder_engine::access::{self, Action};
use hoeder_engine::entry::Subject;
use hoeder_engine::input::{Order, Query as Ask};
use hoeder_engine::measures::{
    DocumentOrigin, DocumentView, MeasureOrder, MeasureSight, MeasureView, MediaType, NewDocument,
};
use hoeder_engine::output::Reply;
use hoeder_measure::confidentiality::Filing;
use hoeder_measure::effect::DocumentKind;
use hoeder_vocab::{AccountId, CivilDate, DocumentId, MeasureId, PersonId, Role, Sensitive};
use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

/// The name of the header with the name of an upload: percent-encoded UTF-8. A name may tell of a person, and an address is
/// written into logs on its way.
const FILE_NAME: &str = "file-name";
/// The header that says of which kind a signed copy is.
const KIND: &str = "x-document-kind";
/// Nothing that a browser could do with a document is allowed, should it open it all the same.
const SANDBOX: &str = "default-src 'none'; sandbox";

fn kind_of(word: &str) -> Result<DocumentKind, Problem> {
    DocumentKind::of_word(word)
        .ok_or_else(|| Problem::invalid("kind", "a kind of document such as grant-notice"))
}

/// The measure, for somebody who may put a document into it: asked before any bytes are kept.
async fn measure(app: &App, by: Signed, id: MeasureId) -> Result<Box<MeasureView>, Problem> {
    let Reply::Measure(view) = app.ask(by, Ask::Measure(id)).await? else {
        return Err(app.unexpected("measure"));
    };
    if Action::FileDocument.rule().roles.contains(&by.role) {
        return Ok(view);
    }
    Err(Problem::new(StatusCode::FORBIDDEN, "document.not_for_role", "this account may not file documents"))
}

fn colleague(app: &App, account: AccountId) -> Option<(Sensitive<String>, Role)> {
    app.accounts.by_id(account).map(|account| (account.name.clone(), account.role))
}

/// Keeps the bytes, then files the document: the log never names one that is not there.
async fn file(
    app: &App,
    by: Signed,
    person: PersonId,
    document: NewDocument,
    bytes: Bytes,
) -> Result<FiledDocument, Problem> {
    let id = document.document;
    app.files.put(id, Subject::Person(person), bytes).await?;
    match app.order(by, Order::from(MeasureOrder::FileDocument(document.clone()))).await {
        // The same document once more: the first answer was lost.
        Ok(_) => {}
        Err(problem) if problem.code == "document.exists" => {}
        Err(problem) => return Err(problem),
    }
    let view = read(app, by, id).await?;
    if view.measure != document.measure || view.sha256 != document.sha256 {
        return Err(Problem::new(StatusCode::CONFLICT, "document.exists", "another document has this id"));
    }
    Ok(FiledDocument {
        id: id.as_uuid(),
        kind: view.kind.word(),
        bytes: view.bytes,
        sha256: hex(&view.sha256),
        media_type: view.media_type.word(),
        not_for_file: view.filing == Filing::NotForTheFile,
    })
}

async fn read(app: &App, by: Signed, id: DocumentId) -> Result<Box<DocumentView>, Problem> {
    let Reply::Document(view) = app.ask(by, Ask::Document(id)).await? else {
        return Err(app.unexpected("document"));
    };
    Ok(view)
}

fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// Make a document of the file, check what it must not hold, and file it.
#[utoipa::path(post, path = "/api/v1/measures/{measure}/documents", tag = "documents", operation_id = "makeDocument",
    params(("measure" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = MakeDocument,
    responses((status = 201, body = FiledDocument), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn make(
    State(app): State<App>,
    by: Signed,
    Path(id): Path<Uuid>,
    Json(form): Json<MakeDocument>,
) -> Result<(StatusCode, Json<FiledDocument>), Problem> {
    let kind = kind_of(&form.kind)?;
    let view = measure(&app, by, MeasureId::from_uuid(id)).await?;
    if view.sight != MeasureSight::Whole || !access::makes(by.role, kind) {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "document.not_for_role",
            "this document is made by another desk",
        ));
    }
    let now = clock::now();
    let draft = draft(&app, by, (kind, &form), &view, CivilDate::in_belgium(now))?;
    let pdf = app.papers.make(draft).await?;
    let millis = u64::try_from(now.unix_ms()).unwrap_or_default();
    let fresh = random::bytes().map_err(|_| Problem::internal())?;
    let document = NewDocument {
        document: DocumentId::from_uuid(Builder::from_unix_timestamp_millis(millis, &fresh).into_uuid()),
        measure: MeasureId::from_uuid(id),
        kind,
        origin: DocumentOrigin::Made,
        name: Sensitive::new(format!("{}-{}.pdf", kind.word(), pdf.language.code())),
        bytes: u64::try_from(pdf.bytes.len()).unwrap_or(u64::MAX),
        sha256: pdf.sha256,
        media_type: MediaType::Pdf,
    };
    let filed = file(&app, by, view.line.person, document, Bytes::from(pdf.bytes)).await?;
    Ok((StatusCode::CREATED, Json(filed)))
}

fn draft(
    app: &App,
    by: Signed,
    asked: (DocumentKind, &MakeDocument),
    view: &MeasureView,
    today: CivilDate,
) -> Result<Draft, Problem> {
    let own = colleague(app, by.account).ok_or_else(Problem::signed_out)?;
    let name_of = |account| colleague(app, account);
    compose(asked, view, &app.places, &Maker { by: own, name_of: &name_of }, today)
}

/// Upload a signed copy: PDF, JPEG or PNG of at most 10 MiB. The id is made by who uploads: sent twice, it is kept once.
#[utoipa::path(put, path = "/api/v1/measures/{measure}/documents/{document}", tag = "documents", operation_id = "uploadDocument",
    params(("measure" = Uuid, Path), ("document" = Uuid, Path), ("x-document-kind" = String, Header, description = "Such as user-agreement"),
        ("File-Name" = Option<String>, Header, description = "Its name, percent-encoded UTF-8")),
    request_body(content = Vec<u8>, content_type = "application/pdf"),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn upload(
    State(app): State<App>,
    by: Signed,
    Path((id, document)): Path<(Uuid, Uuid)>,
    headers: HeaderMap,
    Body(bytes): Body,
) -> Result<StatusCode, Problem> {
    let kind = kind_of(headers.get(KIND).and_then(|kind| kind.to_str().ok()).unwrap_or_default())?;
    let view = measure(&app, by, MeasureId::from_uuid(id)).await?;
    let said = headers.get(header::CONTENT_TYPE).and_then(|said| said.to_str().ok());
    let Upload { media_type } = Upload::of(&bytes, said)?;
    let name = match headers.get(FILE_NAME) {
        Some(given) => check_name(&decoded(given)?, media_type)?,
        None => format!("{}.{}", kind.word(), extension(media_type)),
    };
    app.scanner.check(bytes.clone()).await?;
    let new = NewDocument {
        document: DocumentId::from_uuid(document),
        measure: MeasureId::from_uuid(id),
        kind,
        origin: DocumentOrigin::Uploaded,
        name: Sensitive::new(name),
        bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        sha256: Sha256::digest(&bytes).into(),
        media_type,
    };
    file(&app, by, view.line.person, new, bytes).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Percent-encoded UTF-8.
fn decoded(value: &HeaderValue) -> Result<String, Problem> {
    let wrong = || Problem::invalid("File-Name", "percent-encoded UTF-8");
    let mut bytes = Vec::new();
    let mut rest = value.as_bytes().iter().copied();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        let (Some(high), Some(low)) = (digit(rest.next()), digit(rest.next())) else { return Err(wrong()) };
        bytes.push(u8::try_from(high * 16 + low).map_err(|_| wrong())?);
    }
    String::from_utf8(bytes).map_err(|_| wrong())
}

/// A document, as a download under a name that tells nothing (FL-36). It is never shown within the page.
#[utoipa::path(get, path = "/api/v1/measures/{measure}/documents/{document}", tag = "documents", operation_id = "getDocument",
    params(("measure" = Uuid, Path), ("document" = Uuid, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/pdf"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn download(
    State(app): State<App>,
    by: Signed,
    Path((id, document)): Path<(Uuid, Uuid)>,
) -> Result<Response, Problem> {
    let view = read(&app, by, DocumentId::from_uuid(document)).await?;
    if view.measure != MeasureId::from_uuid(id) {
        return Err(Problem::not_found());
    }
    let bytes = app.files.get(view.id).await?.ok_or_else(|| {
        Problem::new(
            StatusCode::GONE,
            "document.erased",
            "its key was destroyed: nobody can read it any more",
        )
    })?;
    if <[u8; 32]>::from(Sha256::digest(bytes.as_slice())) != view.sha256 {
        tracing::error!(document = %view.id, "a document is not the one that was filed");
        return Err(Problem::internal());
    }
    let name = format!("attachment; filename=\"{}\"", neutral_name(view.id, view.media_type));
    let mut response = Bytes::copy_from_slice(&bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(view.media_type.word()));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX));
    headers
        .insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).map_err(|_| Problem::internal())?);
    Ok(response)
}
