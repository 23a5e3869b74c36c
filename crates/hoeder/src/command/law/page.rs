//! The second half of `docs/law-scenarios.md`, made from the forms themselves, and the promises of that page held to the code.

use super::play::play;
use super::read::LawFile;
use super::usual::{ID_LISTS, IDS, Usual};
use super::world::ROLES;
use crate::cli::page::same_as_file;
use hoeder_measure::CommandKind;
use hoeder_server::api::dto::measure::task::TaskKey;
use hoeder_server::api::dto::measure::word;
use hoeder_server::api::dto::measure::{CommandForm, Shape};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use utoipa::{PartialSchema, ToSchema};

const PAGE: &str = "docs/law-scenarios.md";
const MARK: &str = "<!-- from here on made by the tests: HOEDER_WRITE_PAGES=1 cargo test -p hoeder -->\n";

/// The schema of the forms, and those that it refers to.
struct Schemas {
    command: Value,
    named: BTreeMap<String, Value>,
}

impl Schemas {
    fn new() -> Self {
        let mut named = Vec::new();
        CommandForm::schemas(&mut named);
        let named =
            named.into_iter().map(|(name, schema)| (name, serde_json::to_value(schema).unwrap())).collect();
        Self { command: serde_json::to_value(CommandForm::schema()).unwrap(), named }
    }

    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema.get("$ref").and_then(Value::as_str) {
            Some(path) => self.resolve(&self.named[path.rsplit('/').next().unwrap()]),
            None => schema,
        }
    }

    /// Each variant of a tagged choice: its word, what it says, its fields.
    fn variants<'a>(&'a self, schema: &'a Value) -> Vec<(String, String, Map<String, Value>)> {
        let mut found = Vec::new();
        for one in schema["oneOf"].as_array().unwrap() {
            let mut fields = Map::new();
            let parts =
                one.get("allOf").and_then(Value::as_array).cloned().unwrap_or_else(|| vec![one.clone()]);
            for part in &parts {
                for (name, field) in self.resolve(part)["properties"].as_object().into_iter().flatten() {
                    fields.insert(name.clone(), field.clone());
                }
            }
            let tag = fields.remove("type").unwrap();
            let word = tag["enum"][0].as_str().unwrap().to_owned();
            found.push((word, one["description"].as_str().unwrap_or_default().to_owned(), fields));
        }
        found
    }

    fn rows(&self, path: &str, schema: &Value, rows: &mut Vec<(String, String)>) {
        let schema = self.resolve(schema);
        if let Some(choice) = schema.get("oneOf").and_then(Value::as_array) {
            if choice.iter().any(|one| one["type"] == "null") {
                let one = choice.iter().find(|one| one["type"] != "null").unwrap();
                let before = rows.len();
                self.rows(path, one, rows);
                if let Some(row) = rows.get_mut(before) {
                    row.1.push_str("; may be absent");
                }
                return;
            }
            let variants = self.variants(schema);
            let words: Vec<String> = variants
                .iter()
                .map(|(word, about, _)| format!("`{word}` ({})", about.trim_end_matches('.')))
                .collect();
            rows.push((format!("{path}.type"), words.join("; ")));
            for (word, _, fields) in &variants {
                for (name, field) in fields {
                    let before = rows.len();
                    self.rows(&format!("{path}.{name}"), field, rows);
                    if let Some(row) = rows.get_mut(before) {
                        row.1 = format!("with `{word}`: {}", row.1);
                    }
                }
            }
            return;
        }
        if let Some(fields) = schema.get("properties").and_then(Value::as_object) {
            for (name, field) in fields {
                let inner = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                self.rows(&inner, field, rows);
            }
            return;
        }
        if schema["type"] == "array" {
            let item = self.resolve(&schema["items"]);
            if item.get("properties").is_some() {
                rows.push((path.to_owned(), "a list; each with the fields below".to_owned()));
                self.rows(&format!("{path}[]"), item, rows);
            } else {
                rows.push((path.to_owned(), format!("a list of: {}", leaf(item))));
            }
            return;
        }
        rows.push((path.to_owned(), leaf(schema)));
    }
}

fn leaf(schema: &Value) -> String {
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        let words: Vec<String> = words.iter().map(|word| format!("`{}`", word.as_str().unwrap())).collect();
        return words.join(", ");
    }
    match (schema["format"].as_str(), schema["maxLength"].as_u64(), schema["type"].as_str()) {
        (Some("date"), ..) => "a day".to_owned(),
        (Some("uuid"), ..) => "a name".to_owned(),
        (_, Some(most), _) => {
            let least = schema["minLength"].as_u64().unwrap_or(0);
            format!("a text of {least} to {most} characters")
        }
        (_, _, Some("integer")) => "a number".to_owned(),
        _ => schema["description"].as_str().unwrap_or("a text").lines().collect::<Vec<_>>().join(" "),
    }
}

fn usual_value(usual: &Value) -> String {
    match usual {
        Value::Null => String::new(),
        Value::String(text) => format!("`{text}`"),
        Value::Array(list) if list.is_empty() => "an empty list".to_owned(),
        Value::Array(_) | Value::Object(_) => "filled in".to_owned(),
        other @ (Value::Bool(_) | Value::Number(_)) => format!("`{other}`"),
    }
}

fn at<'a>(form: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(form, |value, name| value.get(name).unwrap_or(&Value::Null))
}

fn commands(schemas: &Schemas, usual: &Usual) -> String {
    let mut text = String::from("## Every command and its fields\n\n");
    text.push_str("'Usually' is what is filled in when a scenario leaves the field out.\n");
    for (word, about, fields) in schemas.variants(&schemas.command) {
        let word = word.replace('_', "-");
        text.push_str(&format!("\n### `{word}`\n\n{about} Usually by `{}`.\n", usual.who[&word]));
        let mut rows = Vec::new();
        for (name, field) in &fields {
            schemas.rows(name, field, &mut rows);
        }
        if rows.is_empty() {
            text.push_str("\nNo fields.\n");
            continue;
        }
        let form = Value::Object(usual.form[&word].clone());
        text.push_str("\n| field | what to write | usually |\n|---|---|---|\n");
        for (path, what) in rows {
            text.push_str(&format!("| `{path}` | {what} | {} |\n", usual_value(at(&form, &path))));
        }
    }
    text
}

fn listed(title: &str, about: &str, words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.map(|word| format!("`{word}`")).collect();
    format!("\n## {title}\n\n{about}\n\n{}\n", words.join(", "))
}

fn words_of(schema: impl serde::Serialize) -> Vec<String> {
    let schema = serde_json::to_value(schema).unwrap();
    schema["enum"].as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect()
}

fn made(usual: &Usual) -> String {
    let mut text = commands(&Schemas::new(), usual);
    text.push_str(&listed(
        "Where a story can start",
        "`start = { at = \"running\", on = 2026-01-12 }`",
        usual.start.keys().cloned(),
    ));
    text.push_str(&listed(
        "Who acts",
        "Followed by `of` and a place, save `person`, `system`, `operator` and `administrator`.",
        ["person", "system"].into_iter().chain(ROLES.iter().map(|(word, ..)| *word)).map(str::to_owned),
    ));
    text.push_str(&listed("Stages", "For `stage`.", words_of(word::MeasureStage::schema()).into_iter()));
    text.push_str(&listed(
        "Conditions",
        "For `conditions`; each is `yes`, `no` or `unknown`.",
        words_of(word::ConditionName::schema()).into_iter(),
    ));
    text.push_str(&listed(
        "Parts of the file",
        "For `missing`.",
        words_of(word::FilePart::schema()).into_iter(),
    ));
    text.push_str(&listed(
        "What happens",
        "For `events`.",
        hoeder_measure::event::ChangeKind::ALL.iter().map(|one| one.word().to_owned()),
    ));
    text.push_str(&listed(
        "Tasks",
        "For `tasks` and `no_tasks`; where there may be several, with a number or a name after a colon.",
        TaskKey::words().map(str::to_owned),
    ));
    text.push_str(&listed(
        "Notices",
        "For `told`, after the recipient and a colon.",
        hoeder_measure::effect::Notice::ALL.iter().map(|one| one.word().to_owned()),
    ));
    text.push_str(&listed(
        "Documents",
        "For `documents`.",
        words_of(word::DocumentKind::schema()).into_iter(),
    ));
    text
}

fn repository(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}

#[test]
fn the_page_for_lawyers_lists_every_command_with_its_fields() {
    let usual = Usual::shipped().unwrap();
    let kept = std::fs::read_to_string(repository(PAGE)).unwrap();
    let written = kept.split(MARK).next().unwrap();
    same_as_file(PAGE, &format!("{written}{MARK}\n{}", made(&usual)));
}

#[test]
fn every_example_of_the_page_for_lawyers_plays_as_it_says() {
    let usual = Usual::shipped().unwrap();
    let page = std::fs::read_to_string(repository(PAGE)).unwrap();
    let mut played = 0;
    for block in page.split("```toml\n").skip(1) {
        let block = block.split("```").next().unwrap();
        if !block.starts_with("title =") {
            continue;
        }
        for scenario in &LawFile::read(block).unwrap().scenarios {
            assert_eq!(play(scenario, &usual), Ok(()), "{}", scenario.name);
            played += 1;
        }
    }
    assert!(played >= 3, "{played}");
}

#[test]
fn every_command_has_a_usual_form_that_can_be_read_and_somebody_who_usually_does_it() {
    let usual = Usual::shipped().unwrap();
    let kinds: BTreeSet<&str> = CommandKind::ALL.iter().map(|kind| kind.word()).collect();
    assert_eq!(usual.form.keys().map(String::as_str).collect::<BTreeSet<_>>(), kinds);
    assert_eq!(usual.who.keys().map(String::as_str).collect::<BTreeSet<_>>(), kinds);
    let day = hoeder_vocab::CivilDate::new(2026, 1, 12).unwrap();
    for kind in CommandKind::ALL {
        let mut form = usual.form(kind.word(), &[]).unwrap();
        super::usual::put_days(&mut form, day, Some(day)).unwrap();
        super::usual::Names::default().put_ids(&mut form);
        form.insert("type".to_owned(), Value::String(kind.word().replace('-', "_")));
        let form: CommandForm = serde_json::from_value(Value::Object(form)).unwrap();
        let command = form.clone().read().unwrap();
        assert_eq!(command.kind(), *kind);
        assert_eq!(CommandForm::show(&command), form);
    }
}

#[test]
fn every_part_that_depends_on_a_type_is_a_part_of_some_form() {
    let usual = Usual::shipped().unwrap();
    let schemas = Schemas::new();
    let text = serde_json::to_string(&schemas.named).unwrap() + &schemas.command.to_string();
    for (field, kinds) in usual.parts() {
        assert!(text.contains(&format!("\"{field}\":")), "{field}");
        for kind in kinds.keys() {
            assert!(text.contains(&format!("\"{kind}\"")), "{field}.{kind}");
        }
    }
}

/// Collects the names of fields by whether they hold an id.
fn fields(schemas: &Schemas, schema: &Value, ids: &mut BTreeSet<String>, others: &mut BTreeSet<String>) {
    for part in ["oneOf", "allOf"] {
        for one in schema.get(part).and_then(Value::as_array).into_iter().flatten() {
            fields(schemas, schemas.resolve(one), ids, others);
        }
    }
    for (name, field) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let mut inner = schemas.resolve(field);
        if let Some(choice) = inner.get("oneOf").and_then(Value::as_array)
            && choice.iter().any(|one| one["type"] == "null")
        {
            inner = schemas.resolve(choice.iter().find(|one| one["type"] != "null").unwrap());
        }
        let list = inner["type"] == "array";
        if list {
            inner = schemas.resolve(&inner["items"]);
        }
        let is_id = inner["format"] == "uuid";
        if is_id {
            ids.insert(name.clone())
        } else {
            others.insert(name.clone())
        };
        if is_id && list {
            assert!(ID_LISTS.contains(&name.as_str()), "{name}");
        }
        fields(schemas, inner, ids, others);
    }
}

#[test]
fn a_name_stands_for_an_id_in_exactly_the_fields_that_hold_one() {
    let schemas = Schemas::new();
    let (mut ids, mut others) = (BTreeSet::new(), BTreeSet::new());
    fields(&schemas, &schemas.command, &mut ids, &mut others);
    let known: BTreeSet<String> = IDS.iter().chain(&ID_LISTS).map(|name| (*name).to_owned()).collect();
    for id in &ids {
        assert!(known.contains(id), "`{id}` holds an id and is not named");
    }
    for other in &others {
        assert!(!IDS.contains(&other.as_str()), "`{other}` holds no id");
    }
}
