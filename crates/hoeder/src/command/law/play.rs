//! Plays a scenario: step by step through `decide` and `apply`, letting the days between pass.

use super::expect;
use super::read::{Scenario, Start, Step, Table};
use super::usual::{Names, Usual, put_days};
use super::world;
use hoeder_measure::by::{By, Now};
use hoeder_measure::effect::{Effect, effects};
use hoeder_measure::world::World;
use hoeder_measure::{Command, Measure, MeasureEvent, Refusal};
use hoeder_server::api::dto::measure::{CommandForm, Shape};
use hoeder_vocab::{CivilDate, MeasureId, UtcMillis};
use serde_json::Value;

/// Most days on which a tick is played between two steps.
const MAX_TICKS: usize = 2_000;
const DAY_MS: i64 = 86_400_000;

/// A story as far as it was told.
#[derive(Debug)]
pub(super) struct Story {
    pub(super) measure: Measure,
    pub(super) world: World,
    pub(super) names: Names,
    world_table: Table,
    today: Option<CivilDate>,
}

/// What one step brought.
#[derive(Debug)]
pub(super) struct Brought {
    pub(super) day: CivilDate,
    pub(super) refusal: Option<Refusal>,
    pub(super) events: Vec<MeasureEvent>,
    pub(super) effects: Vec<Effect>,
}

/// Plays it.
///
/// # Errors
/// The first step that did not go as written, with all that differs in it.
pub(super) fn play(scenario: &Scenario, usual: &Usual) -> Result<(), Vec<String>> {
    let mut story = Story::begin(scenario, usual).map_err(|what| vec![what])?;
    for (at, step) in scenario.steps.iter().enumerate() {
        let place = || {
            let what = step.does.as_deref().unwrap_or("days pass");
            format!("step {}, {}, {what}", at + 1, step.on.0)
        };
        let brought = story.step(step, usual).map_err(|what| vec![format!("{}: {what}", place())])?;
        let differs = expect::differs(&step.then, &brought, &story);
        if !differs.is_empty() {
            return Err(core::iter::once(format!("{}:", place()))
                .chain(differs.into_iter().map(|line| format!("  {line}")))
                .collect());
        }
    }
    Ok(())
}

impl Story {
    fn begin(scenario: &Scenario, usual: &Usual) -> Result<Self, String> {
        let mut world_table = usual.world.clone();
        usual.merge(&mut world_table, &scenario.world);
        let mut names = Names::default();
        let world = world::world(&world_table, &mut names)?;
        let measure = Measure::new(MeasureId::from_uuid(names.id("measure")));
        let mut story = Self { measure, world, names, world_table, today: None };
        if let Some(start) = &scenario.start {
            story.start(start, usual)?;
        }
        Ok(story)
    }

    fn start(&mut self, start: &Start, usual: &Usual) -> Result<(), String> {
        let steps = usual.steps_to(&start.at)?;
        let stranger = start.with.keys().find(|key| !steps.iter().any(|begin| begin.does == **key));
        if let Some(key) = stranger {
            return Err(format!("start.with: `{key}` is no step on the way to `{}`", start.at));
        }
        for begin in steps {
            let nothing = Table::new();
            let with = start.with.get(&begin.does).unwrap_or(&nothing);
            let form = usual.form(&begin.does, &[&begin.with, with])?;
            let who = usual.who.get(&begin.does).map_or("", String::as_str);
            self.change_world(&begin.world, start.on.0, usual)?;
            let brought = self.act(&begin.does, form, who, start.on.0)?;
            if let Some(refusal) = brought.refusal {
                return Err(format!(
                    "the story cannot start at `{}`: {} says {refusal}",
                    start.at, begin.does
                ));
            }
        }
        Ok(())
    }

    fn step(&mut self, step: &Step, usual: &Usual) -> Result<Brought, String> {
        let day = step.on.0;
        if self.today.is_some_and(|today| day < today) {
            return Err(format!("a step goes back in time, before {}", self.today.unwrap_or(day)));
        }
        self.change_world(&step.world, day, usual)?;
        let mut passed = self.pass_days(day)?;
        let Some(does) = &step.does else { return Ok(passed) };
        let form = usual.form(does, &[&step.with])?;
        let who = step.who.as_deref().or_else(|| usual.who.get(does).map(String::as_str)).unwrap_or("");
        passed = self.act(does, form, who, day)?;
        Ok(passed)
    }

    fn change_world(&mut self, over: &Table, day: CivilDate, usual: &Usual) -> Result<(), String> {
        if over.is_empty() {
            return Ok(());
        }
        let mut over = over.clone();
        put_days(&mut over, day, None)?;
        usual.merge(&mut self.world_table, &over);
        self.world = world::world(&self.world_table, &mut self.names)?;
        Ok(())
    }

    /// Ticks after every date on which something was due, up to this day.
    fn pass_days(&mut self, day: CivilDate) -> Result<Brought, String> {
        let mut brought = Brought { day, refusal: None, events: Vec::new(), effects: Vec::new() };
        let mut last = self.today;
        for _ in 0..MAX_TICKS {
            let Some(before) = last else { break };
            let next = self
                .measure
                .next_due(&self.world.terms)
                .into_iter()
                .map(|due| due.on.plus_days(1))
                .find(|on| *on > before && *on <= day);
            let Some(on) = next else { break };
            let ticked = self.decide(&Command::Tick, By::SYSTEM, on);
            if let Some(refusal) = ticked.refusal {
                return Err(format!("the day after a due date, {on}: {refusal}"));
            }
            brought.events.extend(ticked.events);
            brought.effects.extend(ticked.effects);
            last = Some(on);
        }
        self.today = Some(day);
        Ok(brought)
    }

    fn act(&mut self, does: &str, mut form: Table, who: &str, day: CivilDate) -> Result<Brought, String> {
        self.today = Some(day);
        let end = self.measure.term().map(|term| term.ends_on);
        put_days(&mut form, day, end)?;
        self.names.put_ids(&mut form);
        form.insert("type".to_owned(), Value::String(does.replace('-', "_")));
        let form: CommandForm =
            serde_json::from_value(Value::Object(form)).map_err(|e| format!("the form of `{does}`: {e}"))?;
        let command = form.read().map_err(|bad| format!("the form of `{does}`: {bad}"))?;
        let by = world::who(who, &mut self.names)?;
        Ok(self.decide(&command, by, day))
    }

    fn decide(&mut self, command: &Command, by: By, day: CivilDate) -> Brought {
        let now = Now { moment: noon(day), day };
        let mut brought = Brought { day, refusal: None, events: Vec::new(), effects: Vec::new() };
        match self.measure.decide(command, &by, now, &self.world) {
            Err(refusal) => brought.refusal = Some(refusal),
            Ok(events) => {
                for event in events {
                    self.measure.apply(&event);
                    brought.effects.extend(effects(&event, &self.measure));
                    brought.events.push(event);
                }
            }
        }
        brought
    }
}

/// Eleven o'clock UTC: the same civil day in Belgium in summer and in winter.
fn noon(day: CivilDate) -> UtcMillis {
    let epoch = CivilDate::new(1970, 1, 1).map_or(0, |epoch| day.days_since(epoch));
    UtcMillis::from_unix_ms(epoch.saturating_mul(DAY_MS).saturating_add(11 * 3_600_000))
}
