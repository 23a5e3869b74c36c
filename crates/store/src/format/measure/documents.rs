//! The stored form of a document that was filed, format 1. Its name and the hash of its bytes are sealed.
//!
//! Never here: the bytes, which lie in a table of their own.

use crate::error::FormatError;
use crate::format::codes::{Bytes, Code, Id, Word};
use crate::format::{Erasable, FILED_KIND, Form, Halves, both};
use hoeder_engine::entry::Event;
use hoeder_engine::measures::{DocumentOrigin, Filed, MediaType, NewDocument};
use hoeder_measure::confidentiality::Filing;
use hoeder_measure::effect::DocumentKind;
use hoeder_vocab::{DocumentId, MeasureId, PersonId, Sensitive};
use serde::{Deserialize, Serialize};

use super::words::revealed;

impl Code for DocumentKind {
    fn code(self) -> &'static str {
        self.word()
    }
    fn from_code(code: &str) -> Option<Self> {
        Self::of_word(code)
    }
}

impl Code for Filing {
    fn code(self) -> &'static str {
        self.word()
    }
    fn from_code(code: &str) -> Option<Self> {
        Self::of_word(code)
    }
}

impl Code for DocumentOrigin {
    fn code(self) -> &'static str {
        self.word()
    }
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == code)
    }
}

impl Code for MediaType {
    fn code(self) -> &'static str {
        self.word()
    }
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == code)
    }
}

/// `document` is how a check of an export finds what must be there.
#[derive(Serialize, Deserialize)]
struct FiledOpen {
    document: Id<DocumentId>,
    person: Id<PersonId>,
    what: Word<DocumentKind>,
    origin: Word<DocumentOrigin>,
    bytes: u64,
    media_type: Word<MediaType>,
    filing: Word<Filing>,
}

/// A hash of the bytes would let somebody who guesses them prove the guess.
#[derive(Serialize, Deserialize)]
struct FiledSealed {
    name: String,
    sha256: Bytes,
}

impl Erasable for FiledSealed {
    fn erased() -> Self {
        Self { name: String::new(), sha256: Bytes(vec![0; 32]) }
    }
}

pub(in crate::format) fn filed(filed: &Filed, person: PersonId) -> Result<Halves, FormatError> {
    let document = &filed.document;
    let open = FiledOpen {
        document: Id(document.document),
        person: Id(person),
        what: Word(document.kind),
        origin: Word(document.origin),
        bytes: document.bytes,
        media_type: Word(document.media_type),
        filing: Word(filed.filing),
    };
    let sealed = FiledSealed { name: revealed(&document.name), sha256: Bytes(document.sha256.to_vec()) };
    both(FILED_KIND, &open, &sealed)
}

pub(in crate::format) fn event(measure: MeasureId, form: &Form<'_>) -> Result<Event, FormatError> {
    let open: FiledOpen = form.open()?;
    let sealed: FiledSealed = form.sealed()?;
    let document = NewDocument {
        document: open.document.0,
        measure,
        kind: open.what.0,
        origin: open.origin.0,
        name: Sensitive::new(sealed.name),
        bytes: open.bytes,
        sha256: sealed.sha256.0.try_into().map_err(|_| form.malformed("sealed", 0))?,
        media_type: open.media_type.0,
    };
    let filed = Box::new(Filed { document, filing: open.filing.0 });
    Ok(Event::DocumentFiled { filed, person: open.person.0 })
}
