//! What a message outside the screens says: that there is one (FL-36). The same for every notice.

use crate::places::PlaceLanguage;

/// A subject and a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) subject: &'static str,
    pub(super) text: &'static str,
}

/// In the language of the place.
pub(super) const fn of(language: PlaceLanguage) -> Words {
    match language {
        PlaceLanguage::Dutch => Words { subject: "Bericht", text: "Er is een bericht voor u in Hoeder." },
        PlaceLanguage::French => Words { subject: "Message", text: "Un message vous attend dans Hoeder." },
        PlaceLanguage::German => {
            Words { subject: "Nachricht", text: "In Hoeder wartet eine Nachricht auf Sie." }
        }
        PlaceLanguage::English => Words { subject: "Message", text: "There is a message for you in Hoeder." },
    }
}
