//! `bench tracking`: geometry, rules, the way of a fix through the network onto the disk and to an alert, and a start with everything stored.
//!
//! Never here: judging the figures, the peers beside which they are held (`cargo xtask bench tracking`).

mod court;
mod cpu;
mod data;
mod desk;
mod flow;
mod geometry;
mod restart;
mod rules;
mod sight;
mod town;

use super::{folder, print};
use crate::cli::BenchTracking;
use crate::exit::Outcome;
use crate::out::Talk;
use serde_json::{Map, json};
use town::Town;

pub(in crate::command) fn tracking(arguments: &BenchTracking, talk: Talk) -> Outcome {
    let town = Town::new(arguments.pairs);
    let updates = town.updates(arguments.updates);
    let mut figures = Map::new();
    figures.insert("pairs".to_owned(), json!(town.pairs.len()));
    figures.insert("updates".to_owned(), json!(updates.len()));
    if let Some(folder) = &arguments.data {
        data::write(folder, &town, &updates)?;
        talk.say("the same data lies there for others");
    }
    let wants = |part: &str| arguments.only.is_empty() || arguments.only.iter().any(|only| only == part);
    if wants("geometry") {
        talk.say("geometry, held against brute force");
        geometry::measure(&town, &updates, &mut figures)?;
    }
    if wants("rules") {
        talk.say("the rules");
        rules::measure(&town, &updates, &mut figures)?;
    }
    drop(updates);
    if wants("flow") {
        talk.say("through the network onto the disk");
        flow::measure(folder()?.path(), &town, &mut figures)?;
    }
    if wants("desk") {
        talk.say("from a fix to the desk, with presses beside");
        desk::measure(folder()?.path(), &town, &mut figures)?;
    }
    if wants("restart") {
        talk.say("a start with everything stored");
        restart::measure(folder()?.path(), &town, &mut figures)?;
    }
    drop(town);
    if wants("growth") {
        talk.say("from a thousand carriers to a million");
        rules::growth(&mut figures)?;
    }
    print(figures, arguments.form)
}
