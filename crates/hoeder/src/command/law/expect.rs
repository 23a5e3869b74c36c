//! What a step should have brought beside what it brought, in plain words.

use super::play::{Brought, Story};
use super::read::Then;
use super::usual::Names;
use super::world::{role_word, seat_name};
use hoeder_measure::conditions::{Answer, Condition};
use hoeder_measure::effect::{Effect, Recipient};
use hoeder_measure::event::Change;
use hoeder_measure::state::State;
use hoeder_measure::task::Task;
use hoeder_server::api::dto::measure::Shape as _;
use hoeder_server::api::dto::measure::event::{due_number, due_word, recipient_word};
use hoeder_server::api::dto::measure::task::{TaskKey, told_key};
use serde_json::Value;
use std::fmt::Display;

/// Lines that say what differs.
#[derive(Debug, Default)]
struct Differs(Vec<String>);

impl Differs {
    fn add(&mut self, what: &str, expected: impl Display, found: impl Display) {
        self.0.push(format!("{what}: expected {expected}, found {found}"));
    }

    fn same<T: PartialEq + Display>(&mut self, what: &str, expected: Option<&T>, found: Option<&T>) {
        if let Some(expected) = expected
            && Some(expected) != found
        {
            self.add(what, expected, found.map_or_else(|| "none".to_owned(), T::to_string));
        }
    }

    fn list(&mut self, what: &str, expected: Option<&Vec<String>>, found: &[String]) {
        if let Some(expected) = expected
            && expected != found
        {
            self.add(what, listed(expected), listed(found));
        }
    }

    fn has(&mut self, what: &str, expected: &[String], found: &[String]) {
        for one in expected {
            if !found.iter().any(|it| fits(one, it)) {
                self.add(what, format!("`{one}`"), listed(found));
            }
        }
    }

    fn has_not(&mut self, what: &str, unexpected: &[String], found: &[String]) {
        for one in unexpected {
            if found.iter().any(|it| fits(one, it)) {
                self.add(what, format!("no `{one}`"), listed(found));
            }
        }
    }
}

/// `magistrate of noord` fits `magistrate of noord: request`; so does the whole.
fn fits(expected: &str, found: &str) -> bool {
    found == expected
        || found.strip_prefix(expected).is_some_and(|rest| rest.starts_with(':') || rest.starts_with(','))
}

fn listed(list: &[String]) -> String {
    match list {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        several if several.len() < 4 => several.join(" | "),
        many => format!("\n      - {}", many.join("\n      - ")),
    }
}

/// What differs, a line each.
pub(super) fn differs(then: &Then, brought: &Brought, story: &Story) -> Vec<String> {
    let mut differs = Differs::default();
    refusal(then, brought, story, &mut differs);
    happened(then, brought, story, &mut differs);
    state(then, story, &mut differs);
    territory(then, story, &mut differs);
    file(then, brought, story, &mut differs);
    tasks(then, brought, story, &mut differs);
    due(then, story, &mut differs);
    out(then, brought, story, &mut differs);
    differs.0
}

fn refusal(then: &Then, brought: &Brought, story: &Story, differs: &mut Differs) {
    match (&then.refused, &brought.refusal) {
        (None, None) => {}
        (None, Some(found)) => {
            let told = story.names.tell(&format!("{found}; {found:?}"));
            differs.add("answer", "accepted", format!("refused with {told}"));
        }
        (Some(expected), None) => differs.add("answer", format!("refused with {expected}"), "accepted"),
        (Some(expected), Some(found)) => {
            if expected != found.code() {
                differs.add("refusal", expected, found.code());
            }
        }
    }
    if let Some(expected) = &then.point {
        let found =
            brought.refusal.as_ref().and_then(|refusal| refusal.point()).map(|point| point.to_string());
        differs.same("point", Some(expected), found.as_ref());
    }
}

fn happened(then: &Then, brought: &Brought, story: &Story, differs: &mut Differs) {
    let events: Vec<String> =
        brought.events.iter().map(|event| event.change.kind().word().to_owned()).collect();
    differs.list("events", then.events.as_ref(), &events);
    let mut bombs = Vec::new();
    for event in &brought.events {
        if let Change::BombFound { items, .. } = &event.change {
            bombs.extend(items.iter().cloned());
        }
    }
    differs.list("bombs", then.bombs.as_ref(), &bombs);
    let file = story.measure.file();
    let trip = file.trips.last().map(|trip| trip.notice.word().to_owned());
    differs.same("trip", then.trip.as_ref(), trip.as_ref());
    let moved = file.moves.last().map(|moved| moved.case.word().to_owned());
    differs.same("move", then.move_case.as_ref(), moved.as_ref());
}

fn state(then: &Then, story: &Story, differs: &mut Differs) {
    let measure = &story.measure;
    differs.same("stage", then.stage.as_ref(), Some(&measure.stage().word().to_owned()));
    let alarm = if measure.alarm_is_on() { "on" } else { "off" };
    differs.same("alarm", then.alarm.as_ref(), Some(&alarm.to_owned()));
    let term = measure.term();
    let text = |day: hoeder_vocab::CivilDate| day.to_string();
    differs.same("granted_on", then.granted_on.as_ref(), term.map(|term| text(term.granted_on)).as_ref());
    differs.same("ends_on", then.ends_on.as_ref(), term.map(|term| text(term.ends_on)).as_ref());
    let evaluation = term.map(|term| text(term.evaluation_from()));
    differs.same("evaluation_from", then.evaluation_from.as_ref(), evaluation.as_ref());
    differs.same("extensions", then.extensions.as_ref(), term.map(|term| term.extensions.len()).as_ref());
    let (ground, supervised) = match measure.state() {
        State::Ending { cause, .. } => (cause.ground, None),
        State::Ended { cause, supervised_until, .. } => (cause.ground, Some(text(*supervised_until))),
        State::Nothing
        | State::Requested { .. }
        | State::AwaitingDecision { .. }
        | State::Refused { .. }
        | State::Granted { .. }
        | State::Running { .. }
        | State::TransferredOut { .. } => (None, None),
    };
    differs.same("ground", then.ground.as_ref(), ground.map(|ground| ground.word().to_owned()).as_ref());
    differs.same("supervised_until", then.supervised_until.as_ref(), supervised.as_ref());
}

fn territory(then: &Then, story: &Story, differs: &mut Differs) {
    let (file, names) = (story.measure.file(), &story.names);
    let zone = file.zone.map(|zone| names.name(zone.as_uuid()));
    differs.same("zone", then.zone.as_ref(), zone.as_ref());
    let office = file.office.map(|office| names.name(office.as_uuid()));
    differs.same("office", then.office.as_ref(), office.as_ref());
    let case = file.competence.map(|competence| competence.case.word().to_owned());
    differs.same("competence", then.competence.as_ref(), case.as_ref());
    let from = file.competence.and_then(|competence| competence.contact_from);
    let from = from.map(|office| names.name(office.as_uuid()));
    differs.same("contact_from", then.contact_from.as_ref(), from.as_ref());
}

fn file(then: &Then, brought: &Brought, story: &Story, differs: &mut Differs) {
    differs.same("misuse", then.misuse.as_ref(), Some(&story.measure.misuse_count()));
    let missing: Vec<String> =
        story.measure.missing_parts(brought.day).iter().map(|part| part.word().to_owned()).collect();
    differs.list("missing", then.missing.as_ref(), &missing);
    let conditions = story.measure.conditions(brought.day, &story.world);
    for (word, expected) in &then.conditions {
        let found: Option<Answer> = Condition::of_word(word)
            .and_then(|condition| conditions.iter().find(|check| check.condition == condition))
            .map(|check| check.met);
        let found = found.map(|met| met.word().to_owned());
        differs.same(&format!("condition {word}"), Some(expected), found.as_ref());
    }
}

/// A task as a scenario reads it: `revisit:1, officer of noord, until 2026-02-14, point 7.11.3`.
fn task_text(task: &Task, names: &Names) -> String {
    let key = names.tell(&TaskKey::show(&task.kind).0);
    let owner = format!("{} of {}", role_word(task.owner.role), seat_name(task.owner.seat, names));
    let due = task.due.map(|day| format!(", until {day}")).unwrap_or_default();
    let care = if task.kind.is_sensitive() { ", with care" } else { "" };
    format!("{key}, {owner}{due}, point {}{care}", task.point)
}

fn tasks(then: &Then, brought: &Brought, story: &Story, differs: &mut Differs) {
    if then.tasks.is_empty() && then.no_tasks.is_empty() {
        return;
    }
    let open = story.measure.tasks(brought.day, &story.world);
    let texts: Vec<String> = open.iter().map(|task| task_text(task, &story.names)).collect();
    for expected in &then.tasks {
        match expected {
            Value::String(text) => differs.has("task", core::slice::from_ref(text), &texts),
            Value::Object(wanted) => {
                let key = wanted.get("task").and_then(Value::as_str).unwrap_or_default();
                let Some(found) = texts.iter().find(|text| fits(key, text)) else {
                    differs.add("task", key, listed(&texts));
                    continue;
                };
                for (field, value) in wanted {
                    let value = value.as_str().unwrap_or_default();
                    let part = match field.as_str() {
                        "task" => continue,
                        "owner" => value.to_owned(),
                        "until" => format!("until {value}"),
                        "point" => format!("point {value}"),
                        "with" => format!("with {value}"),
                        other => {
                            differs.add("task", "task, owner, until, point or with", other);
                            continue;
                        }
                    };
                    if !found.split(", ").any(|one| one == part) {
                        differs.add(&format!("task {key}"), part, found);
                    }
                }
            }
            other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_)) => {
                differs.add("task", "a text or a table", other);
            }
        }
    }
    differs.has_not("task", &then.no_tasks, &texts);
}

fn due(then: &Then, story: &Story, differs: &mut Differs) {
    if then.due.is_empty() && then.no_due.is_empty() {
        return;
    }
    let found: Vec<(String, String)> = story
        .measure
        .next_due(&story.world.terms)
        .iter()
        .map(|due| {
            let number = due_number(due.kind).map(|n| format!(":{n}")).unwrap_or_default();
            (format!("{}{number}", due_word(due.kind)), due.on.to_string())
        })
        .collect();
    for (key, expected) in &then.due {
        let day = found.iter().find(|(word, _)| word == key).map(|(_, day)| day);
        differs.same(&format!("due {key}"), Some(expected), day);
    }
    let texts: Vec<String> = found.iter().map(|(word, day)| format!("{word}, {day}")).collect();
    differs.has_not("due", &then.no_due, &texts);
}

fn recipient_name(to: Recipient, names: &Names) -> String {
    let place = match to {
        Recipient::Zone(zone)
        | Recipient::ControlRoomOf(zone)
        | Recipient::ThirdParty(zone)
        | Recipient::ForeignPolice(zone) => names.name(zone.as_uuid()),
        Recipient::Magistrate(office)
        | Recipient::ReferenceMagistrate(office)
        | Recipient::VictimReception(office)
        | Recipient::Judge(office)
        | Recipient::ProsecutorGeneral(office) => names.name(office.as_uuid()),
        Recipient::Person(_) | Recipient::NationalPlatform => return recipient_word(to).to_owned(),
    };
    format!("{} of {place}", recipient_word(to))
}

fn out(then: &Then, brought: &Brought, story: &Story, differs: &mut Differs) {
    let names = &story.names;
    let (mut told, mut documents, mut registers, mut owes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for effect in &brought.effects {
        match effect {
            Effect::Tell { to, notice } => {
                told.push(format!("{}: {}", recipient_name(*to, names), notice.word()));
            }
            Effect::Document { kind, reader, filing } => {
                documents.push(format!("{}, for the {}, {}", kind.word(), reader.word(), filing.word()));
            }
            Effect::Registration { register, text } => {
                registers.push(format!("{}: {}", register.word(), text.nl));
                registers.push(format!("{}: {}", register.word(), text.fr));
            }
            Effect::OwesWord { office, of } => {
                owes.push(format!("office of {}: {}", names.name(office.as_uuid()), told_key(*of)));
            }
        }
    }
    differs.has("told", &then.told, &told);
    differs.has_not("told", &then.not_told, &told);
    if then.told_nobody == Some(true) && !told.is_empty() {
        differs.add("told", "nobody", listed(&told));
    }
    differs.has("document", &then.documents, &documents);
    differs.has_not("document", &then.no_documents, &documents);
    differs.has("register", &then.registers, &registers);
    differs.has("owes word", &then.owes, &owes);
}
