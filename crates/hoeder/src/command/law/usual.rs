//! What is filled in where a scenario says nothing; names instead of ids; words for days.

use super::read::{Table, plain};
use hoeder_vocab::CivilDate;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

const SHIPPED: &str = include_str!("usual.toml");

/// Fields that hold an id, wherever they stand: a scenario writes a name there.
pub(super) const IDS: [&str; 17] = [
    "alarm",
    "button",
    "case",
    "district",
    "districts",
    "document",
    "fact",
    "handset",
    "known_to",
    "office",
    "person",
    "reference_magistrate",
    "residence",
    "said_by",
    "test",
    "trip",
    "zone",
];
/// As [`IDS`], in a list that has the same name as a table elsewhere.
pub(super) const ID_LISTS: [&str; 2] = ["districts", "zones"];

/// Everything that is usual.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Usual {
    pub(super) world: Table,
    pub(super) who: BTreeMap<String, String>,
    pub(super) form: BTreeMap<String, Table>,
    part: BTreeMap<String, BTreeMap<String, Table>>,
    pub(super) start: BTreeMap<String, Begin>,
}

/// One step of a beginning.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Begin {
    pub(super) after: Option<String>,
    pub(super) does: String,
    #[serde(default)]
    pub(super) with: Table,
    #[serde(default)]
    pub(super) world: Table,
}

impl Usual {
    /// That of this program.
    ///
    /// # Errors
    /// When it is not well-formed: a fault of ours.
    pub(super) fn shipped() -> Result<Self, String> {
        let table: toml::Table = toml::from_str(SHIPPED).map_err(|e| e.to_string())?;
        serde_json::from_value(plain(toml::Value::Table(table))).map_err(|e| e.to_string())
    }

    /// The steps that lead to a beginning, the first one first.
    ///
    /// # Errors
    /// When there is no such beginning.
    pub(super) fn steps_to(&self, at: &str) -> Result<Vec<&Begin>, String> {
        let mut steps = Vec::new();
        let mut next = Some(at);
        while let Some(name) = next {
            let Some(begin) = self.start.get(name) else {
                let known: Vec<&str> = self.start.keys().map(String::as_str).collect();
                return Err(format!("a story cannot start at `{name}`; it can at {}", known.join(", ")));
            };
            steps.push(begin);
            next = begin.after.as_deref();
        }
        steps.reverse();
        Ok(steps)
    }

    /// The usual form of a command with what differs.
    ///
    /// # Errors
    /// When there is no such command.
    pub(super) fn form(&self, command: &str, differs: &[&Table]) -> Result<Table, String> {
        let Some(form) = self.form.get(command) else {
            let known: Vec<&str> = self.form.keys().map(String::as_str).collect();
            return Err(format!("there is no command `{command}`; there are {}", known.join(", ")));
        };
        let mut form = form.clone();
        for table in differs {
            self.merge(&mut form, table);
        }
        Ok(form)
    }

    /// Lays one table over another: tables within tables, and a part of another `type` as a whole. `"@none"` takes a field away.
    pub(super) fn merge(&self, base: &mut Table, over: &Table) {
        for (key, value) in over {
            if value.as_str() == Some("@none") {
                base.remove(key);
                continue;
            }
            let Value::Object(over) = value else {
                base.insert(key.clone(), value.clone());
                continue;
            };
            let kind = over.get("type").and_then(Value::as_str);
            let same = |found: &Value| kind.is_none() || found.get("type").and_then(Value::as_str) == kind;
            let mut inner = match base.get(key) {
                Some(found @ Value::Object(inner)) if same(found) => inner.clone(),
                _ => kind.map_or_else(Table::new, |kind| self.part_of(key, kind)),
            };
            self.merge(&mut inner, over);
            base.insert(key.clone(), Value::Object(inner));
        }
    }

    fn part_of(&self, key: &str, kind: &str) -> Table {
        self.part.get(key).and_then(|kinds| kinds.get(kind)).cloned().unwrap_or_default()
    }

    /// The parts that depend on a `type`, by field and type.
    #[cfg(test)]
    pub(super) const fn parts(&self) -> &BTreeMap<String, BTreeMap<String, Table>> {
        &self.part
    }
}

/// Names of a scenario and the ids that stand for them.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<Uuid, String>);

impl Names {
    /// The id of a name; the same name is the same id.
    pub(super) fn id(&mut self, name: &str) -> Uuid {
        let id = Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("hoeder scenario {name}").as_bytes());
        self.0.insert(id, name.to_owned());
        id
    }

    /// The name of an id.
    pub(super) fn name(&self, id: Uuid) -> String {
        self.0.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// A text with every known id replaced by its name.
    pub(super) fn tell(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (id, name)| text.replace(&id.to_string(), name))
    }

    /// Replaces names by ids in a form.
    pub(super) fn put_ids(&mut self, table: &mut Table) {
        for (key, value) in table.iter_mut() {
            match value {
                Value::String(name) if IDS.contains(&key.as_str()) => {
                    *name = self.id(name).to_string();
                }
                Value::String(task) if key == "task" => {
                    if let Some((word, about)) = task.split_once(':')
                        && ["record-fact", "inform-trip"].contains(&word)
                    {
                        *task = format!("{word}:{}", self.id(about));
                    }
                }
                Value::Array(list) if ID_LISTS.contains(&key.as_str()) => {
                    for one in list {
                        if let Value::String(name) = one {
                            *name = self.id(name).to_string();
                        }
                    }
                }
                Value::Array(list) => {
                    for one in list {
                        if let Value::Object(inner) = one {
                            self.put_ids(inner);
                        }
                    }
                }
                Value::Object(inner) => self.put_ids(inner),
                Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
            }
        }
    }
}

/// Replaces `@today`, `@end` and `@three-years-ago` by days.
///
/// # Errors
/// For another word after `@`, or `@end` before there is an end date.
pub(super) fn put_days(table: &mut Table, today: CivilDate, end: Option<CivilDate>) -> Result<(), String> {
    table.values_mut().try_for_each(|value| put_day(value, today, end))
}

fn put_day(value: &mut Value, today: CivilDate, end: Option<CivilDate>) -> Result<(), String> {
    match value {
        Value::String(text) if text.starts_with('@') => {
            let day = match text.as_str() {
                "@today" => Some(today),
                "@end" => Some(end.unwrap_or(today)),
                "@three-years-ago" => Some(today.plus_months(-36)),
                _ => None,
            };
            *text = day
                .map(|day| day.to_string())
                .ok_or_else(|| format!("`{text}`: there are @today, @end, @three-years-ago and @none"))?;
            Ok(())
        }
        Value::Array(list) => list.iter_mut().try_for_each(|one| put_day(one, today, end)),
        Value::Object(inner) => put_days(inner, today, end),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}
