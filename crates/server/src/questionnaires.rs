//! Checklists of COL 15/2020 as TOML: the one that the server ships, and the reading of the official one in its place (MS-11).
//!
//! Never here: a score, or what follows from an answer.

use hoeder_measure::risk::{Item, Questionnaire, QuestionnaireError, Weight};
use serde::Deserialize;

/// The list that the server ships, as text to copy and change.
pub const SHIPPED: &str = include_str!("../questionnaires/practice-1.toml");

/// The version of the form that this server reads.
const FORM: u32 = 1;

/// Why a text holds no checklist.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is no TOML, or has a field that is not known, missing or of another kind.
    #[error("this is no checklist")]
    Form(#[from] toml::de::Error),
    /// Written for another version of the form.
    #[error("this is version {0} of the form; this server reads version {FORM}")]
    Version(u32),
    /// It can be read, and cannot be used.
    #[error("the checklist cannot be used")]
    Content(#[source] QuestionnaireError),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileForm {
    form: u32,
    version: String,
    item: Vec<ItemForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemForm {
    id: String,
    weight: WeightForm,
    nl: String,
    fr: String,
    de: String,
    en: String,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum WeightForm {
    Factor,
    Bomb,
}

/// Reads a checklist.
///
/// # Errors
/// When it cannot be read or used.
pub fn read(text: &str) -> Result<Questionnaire, ReadError> {
    let file: FileForm = toml::from_str(text)?;
    if file.form != FORM {
        return Err(ReadError::Version(file.form));
    }
    let items = file
        .item
        .into_iter()
        .map(|item| Item {
            id: item.id,
            weight: match item.weight {
                WeightForm::Factor => Weight::Factor,
                WeightForm::Bomb => Weight::Bomb,
            },
            text: [item.nl, item.fr, item.de, item.en],
        })
        .collect();
    let list = Questionnaire { version: file.version, items };
    list.check().map_err(ReadError::Content)?;
    Ok(list)
}

/// The list that the server ships.
#[must_use]
pub fn shipped() -> Vec<Questionnaire> {
    read(SHIPPED).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Proves MS-11: the checklist is data, with factors marked as bombs, in four languages.
    #[test]
    fn the_shipped_checklist_can_be_used_and_has_bombs() {
        let list = read(SHIPPED).unwrap();
        assert_eq!(shipped(), core::slice::from_ref(&list));
        assert!(list.items.iter().filter(|item| item.weight == Weight::Bomb).count() >= 3);
    }

    /// Proves MS-11: another list takes its place when it has every text, and a bomb; else it is refused with the reason.
    #[test]
    fn a_checklist_that_cannot_be_used_is_refused_with_the_reason() {
        let without = SHIPPED.replace("weight = \"bomb\"", "weight = \"factor\"");
        assert!(matches!(read(&without), Err(ReadError::Content(QuestionnaireError::NoBomb))));
        assert!(matches!(read(&SHIPPED.replace("form = 1", "form = 2")), Err(ReadError::Version(2))));
        assert!(matches!(read("form = 1"), Err(ReadError::Form(_))));
    }
}
