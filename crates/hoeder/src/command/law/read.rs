//! The shape of a scenario file, and reading it so that a mistake is named with its scenario and step.

use hoeder_vocab::CivilDate;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Most scenarios of a file, and steps of a scenario.
const MAX_PARTS: usize = 500;

/// A table of a file.
pub(super) type Table = Map<String, Value>;

/// One file: one point of the circular.
#[derive(Debug)]
pub(super) struct LawFile {
    pub(super) point: String,
    pub(super) scenarios: Vec<Scenario>,
}

/// One story.
#[derive(Debug)]
pub(super) struct Scenario {
    pub(super) name: String,
    pub(super) point: Option<String>,
    pub(super) world: Table,
    pub(super) start: Option<Start>,
    pub(super) steps: Vec<Step>,
}

/// Where a story begins.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Start {
    pub(super) at: String,
    pub(super) on: Day,
    /// What differs from the usual forms, by command.
    #[serde(default)]
    pub(super) with: BTreeMap<String, Table>,
}

/// A day of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day(pub(super) CivilDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        CivilDate::parse(&text).map(Self).map_err(serde::de::Error::custom)
    }
}

/// One step: who does what on which day, and what must follow. Without `does`, days pass.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    pub(super) on: Day,
    pub(super) does: Option<String>,
    pub(super) who: Option<String>,
    #[serde(default)]
    pub(super) with: Table,
    #[serde(default)]
    pub(super) world: Table,
    #[serde(default)]
    pub(super) then: Then,
}

/// What must follow. What is not said is not looked at.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Then {
    /// The code of the refusal; without it, the step must be accepted.
    pub(super) refused: Option<String>,
    /// The point on which the refusal stands.
    pub(super) point: Option<String>,
    /// What happened, in order, and nothing else.
    pub(super) events: Option<Vec<String>>,
    pub(super) stage: Option<String>,
    pub(super) alarm: Option<String>,
    pub(super) granted_on: Option<String>,
    pub(super) ends_on: Option<String>,
    pub(super) evaluation_from: Option<String>,
    pub(super) extensions: Option<usize>,
    pub(super) supervised_until: Option<String>,
    pub(super) ground: Option<String>,
    pub(super) zone: Option<String>,
    pub(super) office: Option<String>,
    pub(super) competence: Option<String>,
    pub(super) contact_from: Option<String>,
    pub(super) trip: Option<String>,
    #[serde(rename = "move")]
    pub(super) move_case: Option<String>,
    pub(super) misuse: Option<usize>,
    pub(super) bombs: Option<Vec<String>>,
    pub(super) missing: Option<Vec<String>>,
    #[serde(default)]
    pub(super) conditions: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) tasks: Vec<Value>,
    #[serde(default)]
    pub(super) no_tasks: Vec<String>,
    #[serde(default)]
    pub(super) due: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) no_due: Vec<String>,
    #[serde(default)]
    pub(super) told: Vec<String>,
    #[serde(default)]
    pub(super) not_told: Vec<String>,
    pub(super) told_nobody: Option<bool>,
    #[serde(default)]
    pub(super) documents: Vec<String>,
    #[serde(default)]
    pub(super) no_documents: Vec<String>,
    #[serde(default)]
    pub(super) registers: Vec<String>,
    #[serde(default)]
    pub(super) owes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(rename = "title")]
    _title: String,
    point: String,
    #[serde(default)]
    scenario: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawScenario {
    name: String,
    point: Option<String>,
    /// The sentence of the circular, for the reader.
    #[serde(rename = "says")]
    _says: Option<String>,
    #[serde(default)]
    world: Table,
    start: Option<Start>,
    #[serde(default)]
    step: Vec<Value>,
}

fn shaped<T: DeserializeOwned>(value: Value, place: &str) -> Result<T, String> {
    serde_json::from_value(value).map_err(|e| format!("{place}: {e}"))
}

impl LawFile {
    /// Reads a file.
    ///
    /// # Errors
    /// What cannot be understood, with its scenario and step.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let table: toml::Table = toml::from_str(text).map_err(|e| e.to_string())?;
        let raw: RawFile = shaped(plain(toml::Value::Table(table)), "the top of the file")?;
        if raw.scenario.len() > MAX_PARTS {
            return Err(format!("more than {MAX_PARTS} scenarios"));
        }
        let scenarios = raw
            .scenario
            .into_iter()
            .enumerate()
            .map(|(at, one)| Scenario::read(one, at + 1))
            .collect::<Result<_, _>>()?;
        Ok(Self { point: raw.point, scenarios })
    }
}

impl Scenario {
    fn read(value: Value, number: usize) -> Result<Self, String> {
        let named = value.get("name").and_then(Value::as_str).unwrap_or("without a name");
        let place = format!("scenario {number} ({named})");
        let raw: RawScenario = shaped(value, &place)?;
        if raw.step.is_empty() || raw.step.len() > MAX_PARTS {
            return Err(format!("{place}: 1 to {MAX_PARTS} steps, each begun with [[scenario.step]]"));
        }
        let steps = raw
            .step
            .into_iter()
            .enumerate()
            .map(|(at, one)| shaped(one, &format!("{place}, step {}", at + 1)))
            .collect::<Result<_, _>>()?;
        Ok(Self { name: raw.name, point: raw.point, world: raw.world, start: raw.start, steps })
    }
}

/// The same value with days and times as text.
pub(super) fn plain(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(answer) => Value::Bool(answer),
        toml::Value::Datetime(day) => Value::String(day.to_string()),
        toml::Value::Array(list) => Value::Array(list.into_iter().map(plain).collect()),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, plain(value))).collect())
        }
    }
}
