//! `law check`: scenario files, given/when/then over one measure, played against the code of the circular.
//!
//! Never here: a rule of the circular, a clock, personal data: scenarios are invented.

mod expect;
#[cfg(test)]
mod page;
mod play;
mod read;
mod usual;
mod world;

use crate::cli::{LawCheck, LawCommand};
use crate::exit::{Code, Failure, Outcome};
use crate::out::{self, Talk, Tone};
use read::LawFile;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use usual::Usual;

/// Most bytes of one scenario file.
const MAX_FILE_BYTES: u64 = 1 << 20;

/// How one scenario went.
#[derive(Debug)]
struct Played {
    file: String,
    name: String,
    point: String,
    /// What differs, a line each; empty: it went as written.
    differs: Vec<String>,
}

pub(super) fn run(command: &LawCommand, talk: Talk) -> Outcome {
    match command {
        LawCommand::Check(arguments) => check(arguments, talk),
    }
}

fn check(arguments: &LawCheck, talk: Talk) -> Outcome {
    let usual = Usual::shipped().map_err(|what| Failure::new(Code::Failed, what))?;
    let files = scenario_files(&arguments.files)?;
    let mut played = Vec::new();
    for file in &files {
        played.extend(play_file(file, &usual)?);
    }
    let failed = played.iter().filter(|one| !one.differs.is_empty()).count();
    if arguments.form.json {
        out::json(&as_json(&files, &played, failed))?;
    } else {
        for one in &played {
            if !one.differs.is_empty() {
                out::line(format!(
                    "{} {} - {}\n  point {}",
                    talk.tone(Tone::Bad, "FAILED"),
                    one.file,
                    one.name,
                    one.point
                ))?;
                for line in &one.differs {
                    out::line(format!("  {line}"))?;
                }
            } else if arguments.list {
                out::line(format!("{} {} {}", talk.tone(Tone::Good, "ok"), one.point, one.name))?;
            }
        }
        let (all, good) = (played.len(), played.len().saturating_sub(failed));
        out::line(format!("{all} scenarios in {} files: {good} as written, {failed} not", files.len()))?;
    }
    if played.is_empty() {
        return Err(Failure::new(Code::NotFound, "there is no scenario in these files"));
    }
    Ok(if failed == 0 { Code::Ok } else { Code::Found })
}

fn as_json(files: &[PathBuf], played: &[Played], failed: usize) -> Value {
    let scenarios: Vec<Value> = played
        .iter()
        .map(|one| {
            json!({ "file": one.file, "name": one.name, "point": one.point, "passed": one.differs.is_empty(),
                "differs": one.differs })
        })
        .collect();
    json!({ "files": files.len(), "scenarios": scenarios, "passed": played.len().saturating_sub(failed), "failed": failed })
}

/// The files that were named; of a folder, its `*.toml`, by name.
fn scenario_files(named: &[PathBuf]) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in named {
        if path.is_dir() {
            let cannot = |e| Failure::usage(format!("{} cannot be read", path.display())).because(e);
            let mut inside = Vec::new();
            for entry in std::fs::read_dir(path).map_err(cannot)? {
                let entry = entry.map_err(cannot)?.path();
                if entry.extension().is_some_and(|end| end == "toml") {
                    inside.push(entry);
                }
            }
            inside.sort();
            files.extend(inside);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn play_file(path: &Path, usual: &Usual) -> Outcome<Vec<Played>> {
    let named = path.display().to_string();
    let cannot = |e| Failure::usage(format!("{named} cannot be read")).because(e);
    let length = std::fs::metadata(path).map_err(cannot)?.len();
    if length > MAX_FILE_BYTES {
        return Err(Failure::usage(format!("{named} is larger than {MAX_FILE_BYTES} bytes")));
    }
    let text = std::fs::read_to_string(path).map_err(cannot)?;
    let file = LawFile::read(&text)
        .map_err(|what| Failure::usage(format!("{named} is no scenario file")).because(what))?;
    Ok(file
        .scenarios
        .iter()
        .map(|scenario| Played {
            file: named.clone(),
            name: scenario.name.clone(),
            point: scenario.point.clone().unwrap_or_else(|| file.point.clone()),
            differs: play::play(scenario, usual).err().unwrap_or_default(),
        })
        .collect())
}
