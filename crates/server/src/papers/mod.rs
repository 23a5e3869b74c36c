//! Documents of a measure: made of its file, or uploaded; checked before they are kept, and kept sealed.
//!
//! Never here: the words and the layout (room `documents`), which documents the circular asks for (room `measure`), who
//! may read one (room `engine`).

mod compose;
mod kinds;
mod scan;
mod upload;
mod words;

pub(crate) use compose::{Draft, Maker, compose};
pub use scan::ScanSettings;
pub(crate) use scan::Scanner;
pub(crate) use upload::{Upload, check_name, extension, neutral_name};

use crate::clock;
use crate::problem::Problem;
use axum::http::StatusCode;
use hoeder_documents::{Document, Leak, LeakKind, Pdf, Press};
use hoeder_vocab::CivilDate;
use std::sync::{Arc, OnceLock};

/// The press, made at the first document and then kept warm. Fonts and texts of four languages take memory that an
/// installation without measures does not need.
#[derive(Default)]
pub(crate) struct Papers(Arc<OnceLock<Option<Press>>>);

impl Papers {
    /// Sets and checks a document on a thread that may wait. What it must not hold keeps it here (MS-11, MS-23, MS-24).
    pub(crate) async fn make(&self, draft: Draft) -> Result<Pdf, Problem> {
        let press = Arc::clone(&self.0);
        let day = CivilDate::in_belgium(clock::now());
        let made = tokio::task::spawn_blocking(move || {
            let press = press.get_or_init(|| Press::new().ok()).as_ref().ok_or_else(Problem::internal)?;
            set(press, draft, day)
        });
        made.await.map_err(|_| Problem::internal())?
    }
}

/// The public address of a zone may be in the very street that is confidential: then the letter goes without it.
fn set(press: &Press, draft: Draft, day: CivilDate) -> Result<Pdf, Problem> {
    let Draft { mut document, forbidden, language } = draft;
    let mut told = false;
    loop {
        let proof = press.render(&document, language, day).map_err(|error| {
            tracing::error!(%error, "a document could not be made");
            Problem::internal()
        })?;
        match proof.check(&forbidden) {
            Ok(pdf) => return Ok(pdf),
            Err(Leak { kind: LeakKind::Address, .. }) if !told && drop_address(&mut document) => told = true,
            Err(leak) => return Err(leaked(leak)),
        }
    }
}

/// Takes the sender's own address away; `false` when there was none.
fn drop_address(document: &mut Document) -> bool {
    kinds::sender(document).address.take().is_some()
}

/// What was found is not repeated: it is what must not leave.
fn leaked(leak: Leak) -> Problem {
    let code = match leak.kind {
        LeakKind::Address => "document.holds_address",
        LeakKind::Contact => "document.holds_contact",
        LeakKind::Confidential => "document.holds_confidential",
        LeakKind::Alarm => "document.holds_alarm",
        LeakKind::Checklist => "document.holds_checklist",
    };
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, format!("{leak}: change the words it was made of"))
}

#[cfg(test)]
mod tests;
