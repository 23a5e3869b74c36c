//! Signed copies of documents over HTTP: taken in by their first bytes, kept sealed, given back as an attachment and never inline.
//!
//! Never here: whether a document may join the criminal file (the engine says so).

use super::dto::measure::field::{At as _, Shape as _};
use super::dto::measure::word::DocumentKind;
use super::extract::{Body, Path};
use crate::app::App;
use crate::guard::Signed;
use crate::problem::{Problem, ProblemBody};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use hoeder_engine::access::Action;
use hoeder_engine::entry::Subject;
use hoeder_engine::input::Query as Ask;
use hoeder_engine::measures::{DocumentOrigin, MeasureOrder, MediaType, NewDocument};
use hoeder_engine::output::Reply;
use hoeder_measure::effect::DocumentKind as LawKind;
use hoeder_vocab::{DocumentId, MeasureId, Purpose, Sensitive};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// The header that says of which kind a signed copy is: never in an address.
const KIND: &str = "x-document-kind";

/// Of which kind, by its word.
fn kind_of(headers: &HeaderMap) -> Result<LawKind, Problem> {
    let word = headers.get(KIND).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    Ok(DocumentKind(word.into()).read().at(KIND)?)
}

/// What it is by its first bytes; nothing else is taken in.
fn media_type(bytes: &[u8]) -> Option<MediaType> {
    let of = |magic: &[u8], kind| bytes.starts_with(magic).then_some(kind);
    of(b"%PDF-", MediaType::Pdf)
        .or_else(|| of(&[0xFF, 0xD8, 0xFF], MediaType::Jpeg))
        .or_else(|| of(&[0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A], MediaType::Png))
}

/// The ending of its name.
const fn ending(kind: MediaType) -> &'static str {
    match kind {
        MediaType::Pdf => "pdf",
        MediaType::Jpeg => "jpg",
        MediaType::Png => "png",
    }
}

/// Upload a signed copy: PDF, JPEG or PNG of at most 10 MiB. The client makes the id, so that a repeated request files it once.
#[utoipa::path(put, path = "/api/v1/measures/{measure}/documents/{document}", tag = "measures", operation_id = "putDocument",
    params(("measure" = Uuid, Path), ("document" = Uuid, Path), ("x-document-kind" = DocumentKind, Header), ("Idempotency-Key" = Option<String>, Header)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 204, description = "Done and durable"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put(
    State(app): State<App>,
    by: Signed,
    Path((measure, document)): Path<(Uuid, Uuid)>,
    headers: HeaderMap,
    Body(bytes): Body,
) -> Result<StatusCode, Problem> {
    let kind = kind_of(&headers)?;
    let Some(media_type) = media_type(&bytes) else {
        return Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "document.type",
            "send the signed copy as PDF, JPEG or PNG",
        ));
    };
    // Before the file is kept: nobody fills the store who may not file anything.
    let role = app.accounts().by_id(by.account).map(|account| account.role);
    if !role.is_some_and(|role| Action::FileDocument.rule().roles.contains(&role)) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "role", "this account may not file documents"));
    }
    let (measure, document) = (MeasureId::from_uuid(measure), DocumentId::from_uuid(document));
    let Reply::Measure(view) = app.ask(by, Ask::Measure(measure)).await? else {
        return Err(app.unexpected("measure"));
    };
    let filed = NewDocument {
        document,
        measure,
        kind,
        origin: DocumentOrigin::Uploaded,
        name: Sensitive::new(format!("{}.{}", kind.word(), ending(media_type))),
        bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        sha256: Sha256::digest(&bytes).into(),
        media_type,
    };
    // Sent again: it is filed already.
    if view
        .documents
        .iter()
        .any(|known| known.id == document && known.sha256 == filed.sha256 && known.kind == kind)
    {
        return Ok(StatusCode::NO_CONTENT);
    }
    app.files().put(document, Subject::Person(view.line.person), bytes).await?;
    app.order(by, MeasureOrder::FileDocument(filed)).await
}

/// A document, as an attachment.
#[utoipa::path(get, path = "/api/v1/measures/{measure}/documents/{document}", tag = "measures", operation_id = "getDocument",
    params(("measure" = Uuid, Path), ("document" = Uuid, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(app): State<App>,
    by: Signed,
    Path((measure, document)): Path<(Uuid, Uuid)>,
) -> Result<Response, Problem> {
    let Reply::Document(view) = app.ask(by, Ask::Document(DocumentId::from_uuid(document))).await? else {
        return Err(app.unexpected("document"));
    };
    if view.measure != MeasureId::from_uuid(measure) {
        return Err(Problem::not_found());
    }
    let Some(bytes) = app.files().get(view.id).await? else { return Err(Problem::not_found()) };
    if <[u8; 32]>::from(Sha256::digest(bytes.as_slice())) != view.sha256 {
        tracing::error!(document = %view.id, "the file of a document is not the one that was filed");
        return Err(Problem::internal());
    }
    let name = plain_name(view.name.reveal(Purpose::CaseWork));
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
        .map_err(|_| Problem::internal())?;
    let head = [
        (header::CONTENT_TYPE, HeaderValue::from_static(view.media_type.word())),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((head, bytes.to_vec()).into_response())
}

/// A name that every browser and every system of files takes.
fn plain_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|sign| if sign.is_ascii_alphanumeric() || "-_.".contains(sign) { sign } else { '_' })
        .take(100)
        .collect();
    if plain.trim_matches(['.', '_']).is_empty() { String::from("document") } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        assert_eq!(media_type(b"%PDF-1.7\n"), Some(MediaType::Pdf));
        assert_eq!(media_type(&[0xFF, 0xD8, 0xFF, 0xE0]), Some(MediaType::Jpeg));
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\n"), Some(MediaType::Png));
        for other in [&b"<html>"[..], b"MZ\x90", b"PK\x03\x04", b"", b" %PDF-1.7", b"GIF89a"] {
            assert_eq!(media_type(other), None);
        }
    }

    #[test]
    fn a_name_leaves_nothing_to_a_browser() {
        assert_eq!(plain_name("user-agreement.pdf"), "user-agreement.pdf");
        assert_eq!(plain_name("../a\"b\r\n\u{e9}.pdf"), ".._a_b___.pdf");
        assert_eq!(plain_name("..."), "document");
    }
}
