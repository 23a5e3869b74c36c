//! `scenarios run`: plays the scenario suite and says how well the guard does, beside the simple methods (FL-13).
//!
//! Never here: scenarios, noise, scoring and the text of the page (room `sim`).

use crate::cli::{ScenarioSeeds, ScenariosCommand, ScenariosRun};
use crate::exit::{Code, Failure, Outcome};
use crate::out::{self, Talk, Tone};
use hoeder_sim::scenarios::{
    Entry, GUARD, Page, Plan, Progress, Reach, Run, Summary, Target, Use, baselines, curve_entries,
    curve_plan, guarded, page, run as play, scenarios, summaries, targets,
};
use hoeder_watch::track::Settings;
use serde_json::{Map, Value, json};
use std::path::Path;

/// Talk says so often how far a run is: in so many parts.
const PARTS: usize = 20;

pub(super) fn run(command: &ScenariosCommand, talk: Talk) -> Outcome {
    match command {
        ScenariosCommand::Run(arguments) if arguments.list => list(arguments),
        ScenariosCommand::Run(arguments) => suite(arguments, talk),
    }
}

fn list(arguments: &ScenariosRun) -> Outcome {
    let all: Vec<_> = scenarios()
        .into_iter()
        .map(|scenario| (scenario.name(), scenario.kind().words()))
        .filter(|(name, _)| arguments.filter.as_ref().is_none_or(|text| name.contains(text.as_str())))
        .collect();
    if arguments.form.json {
        let names: Vec<Value> =
            all.iter().map(|(name, kind)| json!({ "name": name, "kind": kind })).collect();
        out::json(&json!({ "scenarios": names }))?;
    } else {
        for (name, kind) in &all {
            out::line(format!("{name}  ({kind})"))?;
        }
    }
    Ok(if all.is_empty() { Code::NotFound } else { Code::Ok })
}

fn plan(arguments: &ScenariosRun) -> Plan {
    let seeds = match arguments.seeds {
        ScenarioSeeds::Tuning => Use::Tuning,
        ScenarioSeeds::Test => Use::Test,
        ScenarioSeeds::Sealed => Use::Sealed,
    };
    let whole = Plan::whole(seeds);
    Plan {
        seeds: arguments.seed.map_or(whole.seeds, |seed| vec![seed]),
        filter: arguments.filter.clone(),
        ..Plan::whole(seeds)
    }
}

fn suite(arguments: &ScenariosRun, talk: Talk) -> Outcome {
    let plan = plan(arguments);
    let mut entries = baselines();
    entries.push(guarded(GUARD, Settings::default()));
    let played = play_with_talk(&plan, &entries, "scenarios", talk);
    if played.records.is_empty() {
        return Err(Failure::new(Code::NotFound, "no scenario has a name with this text")
            .hint("`hoeder scenarios run --list` has them all"));
    }
    if let Some(file) = &arguments.write {
        let curves = play_with_talk(&curve_plan(&plan), &curve_entries(), "scenarios for the curves", talk);
        write(file, &page(&played, &curves))?;
        talk.say(format!("{} written", file.display()));
    }
    let all: Vec<(String, Summary)> =
        summaries(&played).into_iter().map(|(name, _, summary)| (name, summary)).collect();
    let of =
        |name: &str| all.iter().find(|(other, _)| other == name).map(|(_, s)| s.clone()).unwrap_or_default();
    let promised = targets(&of(GUARD), &of("D2b"));
    // A part of the suite says too little to hold the guard to its promises.
    let judged = arguments.filter.is_none();
    let missed: Vec<&Target> = promised.iter().filter(|target| judged && target.is_missed()).collect();
    if arguments.form.json {
        out::json(&as_json(&played, &all, &missed))?;
    } else {
        print(&all, &promised, talk)?;
        let words: Vec<&str> = missed.iter().map(|target| target.words).collect();
        if !words.is_empty() {
            out::line(format!("{}: {}", talk.tone(Tone::Bad, "missed"), words.join("; ")))?;
        }
    }
    Ok(if missed.is_empty() { Code::Ok } else { Code::Failed })
}

fn play_with_talk(plan: &Plan, entries: &[Entry], what: &str, talk: Talk) -> Run {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut said = 0;
    play(plan, entries, threads, &mut |Progress { done, of }| {
        let part = done * PARTS / of.max(1);
        if part > said {
            said = part;
            talk.say(format!("{done} of {of} {what}"));
        }
    })
}

/// The page, and its pictures in the folder of its name beside it.
fn write(file: &Path, page: &Page) -> Outcome<()> {
    let cannot = |path: &Path| format!("{} cannot be written", path.display());
    std::fs::write(file, &page.text).map_err(|e| Failure::failed(cannot(file), e))?;
    let folder = file.with_extension("");
    std::fs::create_dir_all(&folder).map_err(|e| Failure::failed(cannot(&folder), e))?;
    for (name, bytes) in &page.pictures {
        let picture = folder.join(name);
        std::fs::write(&picture, bytes).map_err(|e| Failure::failed(cannot(&picture), e))?;
    }
    Ok(())
}

fn print(all: &[(String, Summary)], promised: &[Target], talk: Talk) -> Outcome<()> {
    let heading: Vec<&str> =
        core::iter::once("figure").chain(all.iter().map(|(name, _)| name.as_str())).collect();
    let figures: Vec<_> = all.iter().map(|(_, summary)| summary.named()).collect();
    let mut rows = Vec::new();
    for (n, (name, _)) in Summary::default().named().iter().enumerate() {
        let values = figures.iter().map(|named| number(named.get(n).and_then(|(_, value)| *value)));
        rows.push(core::iter::once((*name).to_owned()).chain(values).collect());
    }
    out::table(&heading, &rows)?;
    out::line("")?;
    let rows: Vec<Vec<String>> = promised
        .iter()
        .map(|target| {
            let reach = match target.reach {
                Reach::Least(least) => format!("at least {least}"),
                Reach::Most(most) => format!("at most {most}"),
            };
            let word = match (target.got, target.is_missed()) {
                (None, _) => "not played".to_owned(),
                (Some(_), true) => talk.tone(Tone::Bad, "missed"),
                (Some(_), false) => talk.tone(Tone::Good, "reached"),
            };
            vec![target.words.to_owned(), reach, number(target.got), word]
        })
        .collect();
    out::table(&["promised", "reach", "measured", ""], &rows)
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"))
}

/// The guard's figures, those of each baseline, and what was missed.
fn as_json(played: &Run, all: &[(String, Summary)], missed: &[&Target]) -> Value {
    let object = |summary: &Summary| -> Map<String, Value> {
        summary.named().into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect()
    };
    let guard = all.iter().find(|(name, _)| name == GUARD);
    let mut json = guard.map(|(_, summary)| object(summary)).unwrap_or_default();
    let baselines: Map<String, Value> = all
        .iter()
        .filter(|(name, _)| name != GUARD)
        .map(|(name, summary)| (name.clone(), Value::Object(object(summary))))
        .collect();
    json.insert("baselines".to_owned(), Value::Object(baselines));
    json.insert("played".to_owned(), json!(played.records.len()));
    json.insert("missed".to_owned(), missed.iter().map(|target| target.name).collect());
    Value::Object(json)
}
