//! What an organisation sets of the circular: its checklists, and the terms that the circular leaves to practice.
//!
//! Never here: a threshold on an answer (no such thing exists).

use super::Values;
use crate::exit::{Failure, Outcome};
use hoeder_engine::measures::MeasureRules;
use hoeder_measure::duration::{ExtensionReading, Terms};
use hoeder_measure::risk::Questionnaire;
use std::path::Path;

pub(super) fn measures(values: &Values) -> Outcome<MeasureRules> {
    Ok(MeasureRules { questionnaires: checklists(values)?, terms: terms(values)?, ..MeasureRules::default() })
}

/// MS-11: the shipped practice list stays known, for what was answered with it; the last file is the one in use.
fn checklists(values: &Values) -> Outcome<Vec<Questionnaire>> {
    let mut known = hoeder_server::questionnaires::shipped();
    for name in values.texts("measure.checklists")? {
        let list = checklist(Path::new(&name))?;
        if known.iter().any(|other| other.version == list.version) {
            let version = &list.version;
            return Err(Failure::usage(format!("measure.checklists: version {version} stands twice"))
                .hint("give each checklist a version of its own: answers refer to it"));
        }
        known.push(list);
    }
    Ok(known)
}

fn checklist(file: &Path) -> Outcome<Questionnaire> {
    let told = |what| format!("measure.checklists: {} {what}", file.display());
    let text =
        std::fs::read_to_string(file).map_err(|e| Failure::usage(told("cannot be read")).because(e))?;
    hoeder_server::questionnaires::read(&text).map_err(|e| {
        Failure::usage(told("cannot be used")).because(e).hint("docs/operations.md shows the form")
    })
}

fn terms(values: &Values) -> Outcome<Terms> {
    let reading = values.text("measure.extension")?;
    Ok(Terms {
        extension: ExtensionReading::of_word(reading).unwrap_or(ExtensionReading::FromCurrentEnd),
        first_revisit_days: values.whole("measure.first_revisit_days")?,
        revisit_early_days: values.whole("measure.revisit_early_days")?,
        confirm_days: values.whole("measure.confirm_days")?,
        activate_days: values.whole("measure.activate_days")?,
        reassessment_months: values.whole("measure.reassessment_months")?,
        supervised_months: values.whole("measure.supervised_months")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Origin;

    fn with(lines: &str) -> Outcome<MeasureRules> {
        let mut values = Values::defaults()?;
        values.take_toml(&format!("[measure]\n{lines}\n"), &Origin::Default)?;
        measures(&values)
    }

    const LIST: &str = "form = 1\nversion = \"col-15-2020\"\n[[item]]\nid = \"throat\"\nweight = \"bomb\"\n\
                        nl = \"Keel\"\nfr = \"Gorge\"\nde = \"Kehle\"\nen = \"Throat\"\n";

    #[test]
    fn without_settings_the_terms_are_those_of_the_law_and_the_practice_list_is_in_use() {
        let rules = with("").unwrap();
        assert_eq!(rules.terms, Terms::default());
        assert_eq!(rules.questionnaires, hoeder_server::questionnaires::shipped());
    }

    /// Proves MS-11: the official list takes the place of the practice list, and what was answered with that stays readable.
    #[test]
    fn an_official_checklist_takes_the_place_of_the_shipped_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("official.toml");
        std::fs::write(&file, LIST).unwrap();
        let named = format!("checklists = [{:?}]", file.display().to_string());
        let versions: Vec<String> =
            with(&named).unwrap().questionnaires.into_iter().map(|list| list.version).collect();
        assert_eq!(versions, ["practice-1", "col-15-2020"]);
        let twice = format!("checklists = [{0:?}, {0:?}]", file.display().to_string());
        assert!(with(&twice).is_err_and(|e| e.to_string().contains("col-15-2020 stands twice")));
        std::fs::write(&file, LIST.replace("version", "versoin")).unwrap();
        assert!(with(&named).is_err_and(|e| e.to_string().contains("official.toml cannot be used")));
        assert!(
            with("checklists = [\"/nowhere/list.toml\"]")
                .is_err_and(|e| e.to_string().contains("cannot be read"))
        );
    }

    /// Proves MS-31: one switch holds the other reading of 7.10.2.
    #[test]
    fn the_other_reading_of_an_extension_is_one_setting() {
        let rules = with("extension = \"from-incident\"\nfirst_revisit_days = 14").unwrap();
        assert_eq!(rules.terms.extension, ExtensionReading::FromIncident);
        assert_eq!(rules.terms.first_revisit_days, 14);
        assert!(with("extension = \"from-now\"").is_err());
        assert!(with("confirm_days = 0").is_err());
    }
}
