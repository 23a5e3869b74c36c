//! What may be uploaded: its type by what it is made of, its name, its size. It is never opened and never run.
//!
//! Never here: what stands in it.

use crate::problem::Problem;
use axum::http::StatusCode;
use hoeder_engine::measures::MediaType;
use hoeder_vocab::DocumentId;

/// The end of a PDF stands within its last bytes.
const TAIL: usize = 1_024;
/// Most characters of a name.
const NAME_CHARS: usize = 120;
/// What makes a reader of a PDF run something.
const ACTIVE: [&[u8]; 3] = [b"/JavaScript", b"/Launch", b"/RichMedia"];

/// A file that came in and is one of the three that are taken.
pub(crate) struct Upload {
    pub(crate) media_type: MediaType,
}

fn refused(code: &'static str, why: &'static str) -> Problem {
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, code, why)
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

impl Upload {
    /// Looks at the bytes; what the sender says of them must be the same.
    pub(crate) fn of(bytes: &[u8], said: Option<&str>) -> Result<Self, Problem> {
        if bytes.is_empty() {
            return Err(Problem::invalid("body", "the document is empty"));
        }
        let media_type = type_of(bytes)
            .ok_or_else(|| refused("document.type", "send a whole PDF, JPEG or PNG; nothing else is kept"))?;
        let said = said.map(|said| said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
        if said.is_some_and(|said| said != media_type.word() && said != "application/octet-stream") {
            return Err(refused("document.other_type", "this is not what its Content-Type says"));
        }
        if media_type == MediaType::Pdf && ACTIVE.iter().any(|active| holds(bytes, active)) {
            return Err(refused(
                "document.active",
                "this PDF runs something when it is opened: print it to a new PDF",
            ));
        }
        Ok(Self { media_type })
    }
}

fn type_of(bytes: &[u8]) -> Option<MediaType> {
    let tail = bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or_default();
    if bytes.starts_with(b"%PDF-") && holds(tail, b"%%EOF") {
        return Some(MediaType::Pdf);
    }
    if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) && holds(tail, &[0xFF, 0xD9]) {
        return Some(MediaType::Jpeg);
    }
    if bytes.starts_with(&[0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A])
        && bytes.get(12..16) == Some(b"IHDR")
        && holds(tail, b"IEND")
    {
        return Some(MediaType::Png);
    }
    None
}

/// The ending of a file of this type.
pub(crate) const fn extension(media_type: MediaType) -> &'static str {
    match media_type {
        MediaType::Pdf => "pdf",
        MediaType::Jpeg => "jpg",
        MediaType::Png => "png",
    }
}

/// The name of a download: it tells an onlooker nothing (FL-36).
pub(crate) fn neutral_name(document: DocumentId, media_type: MediaType) -> String {
    let id = document.as_uuid().simple().to_string();
    format!("document-{}.{}", id.get(20..).unwrap_or("0"), extension(media_type))
}

/// A name as the sender's computer has it: no path, nothing invisible, and no ending of something else.
pub(crate) fn check_name(name: &str, media_type: MediaType) -> Result<String, Problem> {
    let wrong = || Problem::invalid("File-Name", "a file name of at most 120 characters, without a path");
    let name = name.trim();
    let bad = |sign: char| {
        sign.is_control()
            || "/\\:*?\"<>|".contains(sign)
            || matches!(sign, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
    };
    if name.is_empty() || name.chars().count() > NAME_CHARS || name.starts_with('.') || name.contains(bad) {
        return Err(wrong());
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let fits = match (ending.as_deref(), media_type) {
        (None, _)
        | (Some("pdf"), MediaType::Pdf)
        | (Some("jpg" | "jpeg"), MediaType::Jpeg)
        | (Some("png"), MediaType::Png) => true,
        // What stands behind a dot and has no letter, as in a date, is no ending.
        (Some(ending), _) => {
            let short = (1..=5).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric());
            !short || !ending.contains(|c: char| c.is_ascii_alphabetic())
        }
    };
    if fits {
        Ok(name.to_owned())
    } else {
        Err(Problem::invalid("File-Name", "the ending does not fit what the file is"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n";

    #[test]
    fn a_file_is_what_its_bytes_say() {
        assert_eq!(
            Upload::of(PDF, Some("application/pdf")).map(|one| one.media_type).ok(),
            Some(MediaType::Pdf)
        );
        let jpeg = [&[0xFF, 0xD8, 0xFF, 0xE0][..], &[0; 40], &[0xFF, 0xD9]].concat();
        assert_eq!(
            Upload::of(&jpeg, Some("image/jpeg")).map(|one| one.media_type).ok(),
            Some(MediaType::Jpeg)
        );
        for (bytes, said) in [
            (b"MZ\x90\x00 a program".as_slice(), "application/pdf"),
            (b"<html><script>alert(1)</script>", "application/pdf"),
            (b"GIF89a", "image/png"),
            (b"%PDF-1.7 cut off", "application/pdf"),
            (PDF, "image/png"),
            (b"%PDF-1.7\n<</S /JavaScript /JS (app.alert)>>\n%%EOF", "application/pdf"),
            (b"", "application/pdf"),
        ] {
            assert!(Upload::of(bytes, Some(said)).is_err(), "{said}");
        }
    }

    #[test]
    fn a_name_has_no_path_and_no_other_ending() {
        for good in ["overeenkomst An.pdf", "scan", "d. d. 22.11.2026", "Pi\u{e8}ce 3.PDF"] {
            assert!(check_name(good, MediaType::Pdf).is_ok(), "{good}");
        }
        for bad in [
            "../../etc/passwd",
            "a/b.pdf",
            "a\\b.pdf",
            ".hidden",
            "",
            "letter.exe",
            "letter.png",
            "gpj\u{202E}.pdf",
            "a\nb.pdf",
        ] {
            assert!(check_name(bad, MediaType::Pdf).is_err(), "{bad}");
        }
    }

    /// Proves FL-36: the name of a download says nothing of what it is, of whom or of which case.
    #[test]
    fn the_name_of_a_download_tells_nothing() {
        let name = neutral_name(DocumentId::from_u128(0x1234_5678_9ABC), MediaType::Pdf);
        assert_eq!(name, "document-123456789abc.pdf");
    }
}
