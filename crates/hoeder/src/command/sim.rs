//! `sim`: plays seeds and says what broke. The last line is the summary, or one JSON object.
//!
//! Never here: what is played and checked (room `sim`).

use crate::cli::SimArgs;
use crate::exit::{Code, Outcome};
use crate::out::{self, Talk};
use hoeder_sim::{Options, Summary, Twice};
use serde_json::{Value, json};

/// How often the talk says how far it is, in seeds.
const SAY_EVERY: u64 = 100;

pub(super) fn run(arguments: &SimArgs, talk: Talk) -> Outcome {
    let options =
        Options { first_seed: arguments.first_seed, seeds: arguments.seeds, twice: Twice::default() };
    let summary = hoeder_sim::run(&options, &mut |done| {
        if done.is_multiple_of(SAY_EVERY) && done < options.seeds {
            talk.say(format!("{done} of {} seeds", options.seeds));
        }
    });
    if arguments.form.json {
        out::json(&as_json(&summary))?;
    } else {
        out::line(summary.to_string())?;
    }
    Ok(if summary.is_clean() { Code::Ok } else { Code::Failed })
}

fn as_json(summary: &Summary) -> Value {
    let failures: Vec<Value> = summary
        .failures
        .iter()
        .map(|failure| {
            json!({"seed": failure.seed, "promise": failure.promise, "found": failure.detail, "rerun": failure.rerun()})
        })
        .collect();
    json!({
        "seeds": summary.seeds, "failed": summary.failures.len(), "failures": failures, "events": summary.events,
        "presses": summary.presses, "alarms": summary.alarms, "messages": summary.messages,
        "crashes": summary.crashes, "restarts": summary.restarts, "records": summary.records,
        "simulated_ms": summary.simulated_ms,
    })
}
