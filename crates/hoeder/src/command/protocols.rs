//! `protocols check`, `protocols show`: the steps that a desk takes at an alarm or at an alert of tracking, as data.
//!
//! Never here: what is in them, or what a step does.

use crate::cli::{ProtocolsCommand, ProtocolsOf, Switches};
use crate::config;
use crate::exit::{Code, Failure, Outcome};
use crate::out::{self, Talk};
use hoeder_server::protocols;
use hoeder_watch::alarm::AlarmKind;
use std::path::Path;

pub(super) fn run(command: &ProtocolsCommand, switches: &Switches, talk: Talk) -> Outcome {
    match command {
        ProtocolsCommand::Check { of, file } => talk.say(check(*of, file)?),
        ProtocolsCommand::Show { of } => show(*of, switches)?,
    }
    Ok(Code::Ok)
}

fn check(of: ProtocolsOf, file: &Path) -> Outcome<String> {
    Ok(match of {
        ProtocolsOf::Alarms => {
            let protocols = config::protocols(file)?;
            let steps = |kind: AlarmKind| {
                protocols.iter().find(|protocol| protocol.kind == kind).map_or(0, |p| p.steps.len())
            };
            let (danger, stranger) = (steps(AlarmKind::Danger), steps(AlarmKind::Unidentified));
            format!("the protocols can be used: danger {danger} steps, unidentified {stranger} steps")
        }
        ProtocolsOf::Alerts => {
            let protocols = config::alert_protocols(file)?;
            let steps: usize = protocols.iter().map(|protocol| protocol.steps.len()).sum();
            format!("the protocols can be used: {} kinds of alerts, {steps} steps", protocols.len())
        }
    })
}

fn show(of: ProtocolsOf, switches: &Switches) -> Outcome<()> {
    let (key, shipped) = match of {
        ProtocolsOf::Alarms => ("alarm.protocols", protocols::SHIPPED),
        ProtocolsOf::Alerts => ("tracking.protocols", protocols::alerts::SHIPPED),
    };
    let values = config::read(switches.config.as_deref(), &[])?;
    match values.text(key)? {
        "" => out::bytes(shipped.as_bytes()),
        named => {
            let file = Path::new(named);
            check(of, file)?;
            let text = std::fs::read(file)
                .map_err(|e| Failure::usage(format!("{named} cannot be read")).because(e))?;
            out::bytes(&text)
        }
    }
}
