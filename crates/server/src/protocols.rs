//! Protocols of alarms as TOML: the ones that the server ships, and the reading of those of an organisation.
//!
//! Never here: what a step does to an alarm (`engine`), or where a file is (the command line).

pub mod alerts;

use core::time::Duration;
use hoeder_engine::protocol::{Act, After, Due, Protocol, ProtocolError, Step, Words, check};
use hoeder_watch::alarm::AlarmKind;
use serde::Deserialize;
use std::sync::Arc;

/// The protocols that the server ships, as text to copy and change.
pub const SHIPPED: &str = include_str!("../protocols/default.toml");

/// The version of the form that this server reads.
const VERSION: u32 = 1;

/// Why a text holds no protocols.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is no TOML, or has a field that is not known, missing or of another kind.
    #[error("this is no file of protocols")]
    Form(#[from] toml::de::Error),
    /// Written for another version of the form.
    #[error("this is version {0} of the form; this server reads version {VERSION}")]
    Version(u32),
    /// It can be read, and cannot be used.
    #[error("the protocols cannot be used: {0}")]
    Content(ProtocolError),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileForm {
    version: u32,
    protocol: Vec<ProtocolForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProtocolForm {
    kind: KindForm,
    step: Vec<StepForm>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum KindForm {
    Danger,
    Unidentified,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum ActForm {
    Take,
    Dispatch,
    OnScene,
    Close,
    Ask,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "snake_case")]
enum AfterForm {
    #[default]
    Raised,
    Taken,
    Dispatched,
    OnScene,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsForm {
    nl: String,
    fr: String,
    de: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepForm {
    id: String,
    act: Option<ActForm>,
    due_s: Option<u64>,
    #[serde(default)]
    after: AfterForm,
    nl: String,
    fr: String,
    de: String,
    en: String,
    hint: Option<WordsForm>,
}

/// The protocols that the server ships.
#[must_use]
pub fn shipped() -> Vec<Protocol> {
    read(SHIPPED).unwrap_or_default()
}

/// Reads protocols, and checks that they can be used.
///
/// # Errors
/// [`ReadError`].
pub fn read(text: &str) -> Result<Vec<Protocol>, ReadError> {
    let file: FileForm = toml::from_str(text)?;
    if file.version != VERSION {
        return Err(ReadError::Version(file.version));
    }
    let protocols: Vec<Protocol> = file.protocol.into_iter().map(protocol).collect();
    check(&protocols).map_err(ReadError::Content)?;
    Ok(protocols)
}

fn protocol(form: ProtocolForm) -> Protocol {
    let kind = match form.kind {
        KindForm::Danger => AlarmKind::Danger,
        KindForm::Unidentified => AlarmKind::Unidentified,
    };
    Protocol { kind, steps: form.step.into_iter().map(|form| Arc::new(step(form))).collect() }
}

fn step(form: StepForm) -> Step {
    let after = match form.after {
        AfterForm::Raised => After::Raised,
        AfterForm::Taken => After::Taken,
        AfterForm::Dispatched => After::Dispatched,
        AfterForm::OnScene => After::OnScene,
    };
    let act = form.act.map(|act| match act {
        ActForm::Take => Act::Take,
        ActForm::Dispatch => Act::Dispatch,
        ActForm::OnScene => Act::OnScene,
        ActForm::Close => Act::Close,
        ActForm::Ask => Act::Ask,
    });
    let words = |form: WordsForm| Words { nl: form.nl, fr: form.fr, de: form.de, en: form.en };
    Step {
        id: form.id,
        title: Words { nl: form.nl, fr: form.fr, de: form.de, en: form.en },
        hint: form.hint.map(words),
        act,
        due: form.due_s.map(|seconds| Due { after, within: Duration::from_secs(seconds) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Proves FL-03: a desk has the steps of an alarm from the first start, in four languages, each with its time.
    #[test]
    fn the_shipped_protocols_can_be_used() {
        let protocols = read(SHIPPED).unwrap();
        let steps: Vec<usize> = protocols.iter().map(|protocol| protocol.steps.len()).collect();
        assert_eq!(steps, [9, 5]);
        let acts: Vec<Option<Act>> = protocols[0].steps.iter().map(|step| step.act).collect();
        assert_eq!(acts.first(), Some(&Some(Act::Take)));
        assert_eq!(acts.last(), Some(&Some(Act::Close)));
        assert_eq!(shipped(), protocols);
    }

    #[test]
    fn a_file_that_is_wrong_says_where() {
        let told = |text: &str| {
            let error = read(text).unwrap_err();
            std::error::Error::source(&error).map_or(error.to_string(), ToString::to_string)
        };
        assert!(told("version = 2\nprotocol = []").contains("version 2"));
        assert!(told("version = 1\nprotocol = []").contains("no protocol for the kind danger"));
        let unknown = SHIPPED.replace("act = \"ask\"", "act = \"phone\"");
        assert!(told(&unknown).contains("unknown variant `phone`"), "{}", told(&unknown));
        let twice = SHIPPED.replace("id = \"keep-silent\"", "id = \"take\"");
        assert!(told(&twice).contains("danger, step 2: id"), "{}", told(&twice));
        assert!(told("version = 1\nsteps = 3").contains("unknown field"));
    }
}
