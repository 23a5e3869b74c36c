//! Protocols of alerts of tracking as TOML: the ones that the server ships, and the reading of those of an organisation.
//!
//! A step is said once and named by the protocols that have it. Never here: what a step does to an incident (`engine`).

use super::{ReadError, VERSION, WordsForm};
use core::time::Duration;
use hoeder_engine::protocol::{Step, Words};
use hoeder_engine::tracking::protocol::{
    AlertAct, AlertAfter, AlertProtocol, AlertProtocolError, AlertStep, check, kind_of,
};
use hoeder_watch::incident::Callee;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The protocols that the server ships, as text to copy and change.
pub const SHIPPED: &str = include_str!("../../protocols/alerts.toml");

/// Why a text holds no protocols of alerts.
#[derive(Debug, thiserror::Error)]
pub enum AlertReadError {
    /// It cannot be read as such a file.
    #[error(transparent)]
    Form(#[from] ReadError),
    /// A protocol names a kind of alert or a step that there is not.
    #[error("the protocols name '{0}', which there is not")]
    Unknown(String),
    /// It can be read, and cannot be used.
    #[error("the protocols cannot be used: {0}")]
    Content(AlertProtocolError),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileForm {
    version: u32,
    step: BTreeMap<String, StepForm>,
    protocol: Vec<ProtocolForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepForm {
    act: Option<ActForm>,
    nl: String,
    fr: String,
    de: String,
    en: String,
    hint: Option<WordsForm>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum ActForm {
    Take,
    CallProtected,
    CallOffender,
    CallPolice,
    CallJustice,
    CallTechnician,
    HandToPolice,
    Instruct,
    Close,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProtocolForm {
    kind: String,
    steps: Vec<NamedForm>,
    told: Option<WordsForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedForm {
    id: String,
    due_s: Option<u64>,
    #[serde(default)]
    after: AfterForm,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum AfterForm {
    #[default]
    Opened,
    Taken,
    HandedToPolice,
}

/// The protocols that the server ships.
#[must_use]
pub fn shipped() -> Vec<AlertProtocol> {
    read(SHIPPED).unwrap_or_default()
}

/// Reads protocols of alerts, and checks that they can be used.
///
/// # Errors
/// [`AlertReadError`].
pub fn read(text: &str) -> Result<Vec<AlertProtocol>, AlertReadError> {
    let file: FileForm = toml::from_str(text).map_err(ReadError::Form)?;
    if file.version != VERSION {
        return Err(ReadError::Version(file.version).into());
    }
    let steps: BTreeMap<&str, (Arc<Step>, Option<AlertAct>)> =
        file.step.iter().map(|(id, form)| (id.as_str(), step(id, form))).collect();
    let protocols =
        file.protocol.iter().map(|form| protocol(form, &steps)).collect::<Result<Vec<AlertProtocol>, _>>()?;
    check(&protocols).map_err(AlertReadError::Content)?;
    Ok(protocols)
}

fn protocol(
    form: &ProtocolForm,
    known: &BTreeMap<&str, (Arc<Step>, Option<AlertAct>)>,
) -> Result<AlertProtocol, AlertReadError> {
    let kind = kind_of(&form.kind).ok_or_else(|| AlertReadError::Unknown(form.kind.clone()))?;
    let named = |named: &NamedForm| {
        let (step, act) =
            known.get(named.id.as_str()).ok_or_else(|| AlertReadError::Unknown(named.id.clone()))?;
        let after = match named.after {
            AfterForm::Opened => AlertAfter::Opened,
            AfterForm::Taken => AlertAfter::Taken,
            AfterForm::HandedToPolice => AlertAfter::HandedToPolice,
        };
        let due = named.due_s.map(|seconds| (after, Duration::from_secs(seconds)));
        Ok(AlertStep { step: Arc::clone(step), act: *act, due })
    };
    let steps = form.steps.iter().map(named).collect::<Result<Vec<AlertStep>, AlertReadError>>()?;
    Ok(AlertProtocol { kind, steps, told: form.told.as_ref().map(words) })
}

fn words(form: &WordsForm) -> Words {
    Words { nl: form.nl.clone(), fr: form.fr.clone(), de: form.de.clone(), en: form.en.clone() }
}

fn step(id: &str, form: &StepForm) -> (Arc<Step>, Option<AlertAct>) {
    let act = form.act.map(|act| match act {
        ActForm::Take => AlertAct::Take,
        ActForm::CallProtected => AlertAct::Call(Callee::Protected),
        ActForm::CallOffender => AlertAct::Call(Callee::Offender),
        ActForm::CallPolice => AlertAct::Call(Callee::Police),
        ActForm::CallJustice => AlertAct::Call(Callee::Justice),
        ActForm::CallTechnician => AlertAct::Call(Callee::Technician),
        ActForm::HandToPolice => AlertAct::HandToPolice,
        ActForm::Instruct => AlertAct::Instruct,
        ActForm::Close => AlertAct::Close,
    });
    let title = Words { nl: form.nl.clone(), fr: form.fr.clone(), de: form.de.clone(), en: form.en.clone() };
    let hint = form.hint.as_ref().map(words);
    (Arc::new(Step { id: id.to_owned(), title, hint, act: None, due: None }), act)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoeder_engine::tracking::protocol::ALERT_KINDS;
    use hoeder_watch::track::Queue;

    /// Proves FL-03: every kind of alert has one written protocol from the first start, in four languages, that ends by a person.
    #[test]
    fn every_kind_of_alert_has_a_shipped_protocol_that_begins_with_somebody_and_ends_with_a_reason() {
        let protocols = read(SHIPPED).unwrap();
        assert_eq!(shipped(), protocols);
        for kind in ALERT_KINDS {
            let protocol = protocols.iter().find(|protocol| protocol.kind == kind).unwrap();
            let acts: Vec<Option<AlertAct>> = protocol.steps.iter().map(|step| step.act).collect();
            assert_eq!(acts.first(), Some(&Some(AlertAct::Take)), "{kind:?}");
            assert_eq!(acts.last(), Some(&Some(AlertAct::Close)), "{kind:?}");
        }
    }

    /// Proves EM-04, FL-34: where somebody may meet somebody now, the police and the person are told, each within minutes, in the
    /// words that are written.
    #[test]
    fn at_danger_the_police_are_told_within_five_minutes_and_the_person_in_written_words() {
        for protocol in shipped().iter().filter(|protocol| protocol.kind.queue() == Queue::Danger) {
            let within = |act| {
                let step = protocol.steps.iter().find(|step| step.act == Some(act));
                step.and_then(|step| step.due).map(|(_, within)| within)
            };
            let instructs = protocol.steps.iter().any(|step| step.act == Some(AlertAct::Instruct));
            assert_eq!(instructs, protocol.told.is_some(), "{:?}", protocol.kind);
            if protocol.kind != hoeder_watch::track::AlertKind::Warning {
                let police = within(AlertAct::HandToPolice);
                assert!(police.is_some_and(|span| span <= Duration::from_secs(300)), "{:?}", protocol.kind);
            }
        }
    }

    #[test]
    fn a_file_of_alerts_that_is_wrong_says_where() {
        let told = |text: &str| read(text).unwrap_err().to_string();
        assert!(told(&SHIPPED.replace("version = 1", "version = 2")).contains("version 2"));
        assert!(told(&SHIPPED.replace("kind = \"near\"", "kind = \"far\"")).contains("'far'"));
        assert!(told(&SHIPPED.replace("{ id = \"retest\"", "{ id = \"guess\"")).contains("'guess'"));
        assert!(told(&SHIPPED.replace("kind = \"battery\"", "kind = \"near\"")).contains("more than one"));
        let silent = SHIPPED.replace("nl = \"Neem het incident\"", "nl = \" \"");
        assert!(told(&silent).contains("near, step 1: the title"), "{}", told(&silent));
    }
}
