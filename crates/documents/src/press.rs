//! The press: documents in, proofs out; a proof that holds nothing it must not becomes a PDF.
//!
//! What lives here: what is read once and kept warm, and the two steps to the bytes.
//! What never comes in: a way to the bytes around the check.

use std::fmt;

use hoeder_vocab::{CivilDate, Purpose, Sensitive};
use sha2::{Digest as _, Sha256};

use crate::check::{self, Forbidden, Leak};
use crate::kinds::{Audience, Document, Kind};
use crate::language::Language;
use crate::layout::flow::{self, Laid};
use crate::layout::lines::Ending;
use crate::layout::page::{Belongs, Slot};
use crate::messages::{Messages, Words};
use crate::pdf::{self, About, Faces};

/// Why a document could not be made. Says nothing of what stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// The shipped fonts cannot be read.
    #[error("the fonts of the documents cannot be read")]
    Fonts,
    /// A text of ours is missing or wants a value that it was not given.
    #[error("the text '{key}' cannot be said in {language:?}")]
    Words {
        /// The language.
        language: Language,
        /// Which text.
        key: &'static str,
    },
    /// The file would not keep PDF/A-2a and PDF/UA-1.
    #[error("the document would break PDF/A-2a or PDF/UA-1")]
    Standard,
}

/// Sets documents. Holds fonts and texts; make one and keep it. Can be shared between threads.
pub struct Press {
    faces: Faces,
    messages: Vec<Messages>,
}

impl fmt::Debug for Press {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Press")
    }
}

impl Press {
    /// Reads fonts and texts, all of which are in the binary.
    ///
    /// # Errors
    /// [`DocumentError`] when they are broken, which a test excludes.
    pub fn new() -> Result<Self, DocumentError> {
        let messages = Language::ALL.into_iter().map(Messages::read).collect::<Result<_, _>>()?;
        Ok(Self { faces: Faces::read()?, messages })
    }

    /// Sets a document in a language, dated `made_on`. The same input gives the same bytes.
    ///
    /// # Errors
    /// [`DocumentError`] when it cannot be made whole.
    pub fn render(
        &self,
        document: &Document,
        language: Language,
        made_on: CivilDate,
    ) -> Result<Proof, DocumentError> {
        let missing = DocumentError::Words { language, key: "the files of the language" };
        let position = Language::ALL.iter().position(|one| *one == language);
        let messages = position.and_then(|at| self.messages.get(at)).ok_or(missing)?;
        let words = Words::new(messages);
        let content = document.content(&words, made_on);
        let laid = flow::lay_out(&content, &|page, pages| {
            words.say_with("page", &[("page", &page.to_string()), ("pages", &pages.to_string())])
        });
        words.finish()?;
        let about = About { title: &content.title, language, made_on };
        let bytes = pdf::write(&laid, &about, &self.faces)?;
        let sha256 = Sha256::digest(&bytes).into();
        Ok(Proof {
            pdf: Pdf {
                kind: document.kind(),
                audience: document.audience(),
                language,
                not_for_the_file: document.not_for_the_file(),
                sha256,
                pages: laid.pages.len(),
                text: Sensitive::new(text_of(&laid)),
                bytes,
            },
            title: content.title,
            reading: Sensitive::new(reading_of(&laid)),
        })
    }
}

/// A document that is set and not yet checked. Its bytes cannot be had.
pub struct Proof {
    pdf: Pdf,
    title: String,
    /// What a reader reads from the first word to the last, without heads and feet in between.
    reading: Sensitive<String>,
}

impl fmt::Debug for Proof {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Proof").field("kind", &self.pdf.kind).finish_non_exhaustive()
    }
}

impl Proof {
    /// Looks whether the laid-out text holds what it must not hold for its audience, and gives the bytes if not
    /// (MS-11, MS-23, MS-24).
    ///
    /// # Errors
    /// [`Leak`] says what was found and on which page, without repeating it.
    pub fn check(self, forbidden: &Forbidden) -> Result<Pdf, Leak> {
        let printed = check::Printed {
            audience: self.pdf.audience,
            title: &self.title,
            text: self.pdf.text.reveal(Purpose::CaseWork),
            reading: self.reading.reveal(Purpose::CaseWork),
        };
        check::look(&printed, forbidden)?;
        Ok(self.pdf)
    }
}

/// A document that may leave.
#[derive(Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The kind of document.
    pub kind: Kind,
    /// Whom it is for.
    pub audience: Audience,
    /// Its language.
    pub language: Language,
    /// Whether it must stay out of the criminal file; then it says so on each page (MS-23).
    pub not_for_the_file: bool,
    /// SHA-256 of the bytes.
    pub sha256: [u8; 32],
    /// How many pages.
    pub pages: usize,
    /// What the pages say, line by line as they are printed; a form feed between pages.
    pub text: Sensitive<String>,
    /// The file: PDF 1.7, PDF/A-2a, PDF/UA-1. Holds personal data.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Pdf {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Pdf")
            .field("kind", &self.kind)
            .field("audience", &self.audience)
            .field("language", &self.language)
            .field("pages", &self.pages)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

fn text_of(laid: &Laid) -> String {
    let pages: Vec<String> = laid
        .pages
        .iter()
        .map(|page| page.runs.iter().map(|run| run.text.as_str()).collect::<Vec<_>>().join("\n"))
        .collect();
    pages.join("\n\u{c}")
}

fn reading_of(laid: &Laid) -> String {
    let mut slots: Vec<String> = vec![String::new(); laid.slots];
    for run in laid.pages.iter().flat_map(|page| &page.runs) {
        if let Belongs::Text(Slot(slot)) = run.belongs
            && let Some(text) = slots.get_mut(slot)
        {
            text.push_str(&run.text);
            text.push_str(match run.ending {
                Ending::Paragraph => "\n",
                Ending::Blank => " ",
                Ending::Inside => "",
            });
        }
    }
    slots.concat()
}
