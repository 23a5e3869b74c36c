//! Documents of a measure: what was made or uploaded, and whether it may join the criminal file (MS-23).
//!
//! Never here: the bytes. They are sealed in the store with the person's key.

use hoeder_measure::confidentiality::Filing;
use hoeder_measure::effect::DocumentKind;
use hoeder_vocab::{DocumentId, MeasureId, Sensitive};

/// Largest document.
pub const MAX_DOCUMENT_BYTES: u64 = 10 * 1024 * 1024;

/// Where a document came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentOrigin {
    /// Made by Hoeder.
    Made,
    /// Uploaded: a signed copy.
    Uploaded,
}

impl DocumentOrigin {
    /// All.
    pub const ALL: [Self; 2] = [Self::Made, Self::Uploaded];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Uploaded => "uploaded",
        }
    }
}

/// What a document is made of. Nothing else is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MediaType {
    /// PDF.
    Pdf,
    /// A JPEG image.
    Jpeg,
    /// A PNG image.
    Png,
}

impl MediaType {
    /// All.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Jpeg, Self::Png];

    /// As in `Content-Type`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// A document that is to be filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDocument {
    /// Made by the shell.
    pub document: DocumentId,
    /// Of which measure.
    pub measure: MeasureId,
    /// What it is.
    pub kind: DocumentKind,
    /// Made or uploaded.
    pub origin: DocumentOrigin,
    /// Its name, 1 to 120 characters, no path.
    pub name: Sensitive<String>,
    /// How large: 1 to [`MAX_DOCUMENT_BYTES`].
    pub bytes: u64,
    /// SHA-256 of the bytes.
    pub sha256: [u8; 32],
    /// What it is made of.
    pub media_type: MediaType,
}

/// A document in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// What was filed.
    pub document: NewDocument,
    /// May it join the criminal file? Said by the engine, never by who files it.
    pub filing: Filing,
}
