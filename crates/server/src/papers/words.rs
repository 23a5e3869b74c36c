//! From the words of a file to the lines of a document: bounded, printable, named when they are not.
//!
//! Never here: which words stand in which document.

use crate::api::dto::document::Signs;
use crate::places::{Letterhead, PlaceLanguage};
use crate::problem::Problem;
use hoeder_documents::{Language, Line, Prose, Sender, Signatory};
use hoeder_vocab::{Purpose, Role, Sensitive};

/// A line of a document.
pub(super) fn line(field: &str, text: &str) -> Result<Line, Problem> {
    Line::new(text).map_err(|error| Problem::invalid(field, &error.to_string()))
}

/// A line that may be missing.
pub(super) fn line_if(field: &str, text: Option<&String>) -> Result<Option<Line>, Problem> {
    text.map(|text| line(field, text)).transpose()
}

/// What somebody told or wrote.
pub(super) fn prose(field: &str, text: &str) -> Result<Prose, Problem> {
    Prose::new(text).map_err(|error| Problem::invalid(field, &error.to_string()))
}

/// The same of a file.
pub(super) fn kept(field: &str, text: &Sensitive<String>) -> Result<Prose, Problem> {
    prose(field, text.reveal(Purpose::CaseWork))
}

/// Who signs, as given.
pub(super) fn signs(field: &str, who: &Signs) -> Result<Signatory, Problem> {
    Ok(Signatory { name: line(field, &who.name)?, capacity: line(field, &who.capacity)? })
}

/// A colleague who signs, in the capacity of the role.
pub(super) fn colleague(
    field: &str,
    (name, role): &(Sensitive<String>, Role),
    language: Language,
) -> Result<Signatory, Problem> {
    let capacity = if is_magistrate(*role) {
        match language {
            Language::Dutch => "parketmagistraat",
            Language::French => "magistrat du parquet",
            Language::German => "Magistrat der Staatsanwaltschaft",
            Language::English => "magistrate of the prosecutor's office",
        }
    } else {
        match language {
            Language::Dutch => "lid van de politie",
            Language::French => "membre de la police",
            Language::German => "Mitglied der Polizei",
            Language::English => "member of the police",
        }
    };
    Ok(Signatory { name: line(field, name.reveal(Purpose::CaseWork))?, capacity: line(field, capacity)? })
}

/// Does this role sign for the prosecutor's office?
pub(super) const fn is_magistrate(role: Role) -> bool {
    matches!(role, Role::Magistrate | Role::ReferenceMagistrate)
}

/// The head of a letter. Without a town it is dated from the place by its name.
pub(super) fn sender(name: &str, head: Option<&Letterhead>) -> Result<Sender, Problem> {
    let none = Letterhead::default();
    let head = head.unwrap_or(&none);
    Ok(Sender {
        name: line("sender", name)?,
        unit: line_if("unit", head.unit.as_ref())?,
        address: line_if("address", head.address.as_ref())?,
        phone: line_if("phone", head.phone.as_ref())?,
        place: line("town", head.town.as_deref().unwrap_or(name))?,
    })
}

/// The language of a place.
pub(super) const fn of_place(language: PlaceLanguage) -> Language {
    match language {
        PlaceLanguage::Dutch => Language::Dutch,
        PlaceLanguage::French => Language::French,
        PlaceLanguage::German => Language::German,
        PlaceLanguage::English => Language::English,
    }
}

/// The language of a person.
pub(super) const fn of_person(language: hoeder_engine::roster::Language) -> Language {
    match language {
        hoeder_engine::roster::Language::Dutch => Language::Dutch,
        hoeder_engine::roster::Language::French => Language::French,
        hoeder_engine::roster::Language::German => Language::German,
        hoeder_engine::roster::Language::English => Language::English,
    }
}
