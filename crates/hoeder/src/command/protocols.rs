//! `protocols check`, `protocols show`: the steps that a desk takes at an alarm, as data.
//!
//! Never here: what is in them, or what a step does.

use crate::cli::{ProtocolsCommand, Switches};
use crate::config;
use crate::exit::{Code, Failure, Outcome};
use crate::out::{self, Talk};
use hoeder_watch::alarm::AlarmKind;
use std::path::Path;

pub(super) fn run(command: &ProtocolsCommand, switches: &Switches, talk: Talk) -> Outcome {
    match command {
        ProtocolsCommand::Check { file } => {
            let protocols = config::protocols(file)?;
            let steps = |kind: AlarmKind| {
                protocols.iter().find(|protocol| protocol.kind == kind).map_or(0, |p| p.steps.len())
            };
            let (danger, stranger) = (steps(AlarmKind::Danger), steps(AlarmKind::Unidentified));
            talk.say(format!(
                "the protocols can be used: danger {danger} steps, unidentified {stranger} steps"
            ));
        }
        ProtocolsCommand::Show => {
            let values = config::read(switches.config.as_deref(), &[])?;
            match values.text("alarm.protocols")? {
                "" => out::bytes(hoeder_server::protocols::SHIPPED.as_bytes())?,
                named => {
                    let file = Path::new(named);
                    config::protocols(file)?;
                    let text = std::fs::read(file)
                        .map_err(|e| Failure::usage(format!("{named} cannot be read")).because(e))?;
                    out::bytes(&text)?;
                }
            }
        }
    }
    Ok(Code::Ok)
}
