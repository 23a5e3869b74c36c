//! `config check`, `config show`, `config example`.
//!
//! Never here: secrets. Settings name the files that hold them.

use crate::cli::{ConfigCommand, ConfigShow, Place, Switches};
use crate::command::settings;
use crate::config::keys::{self, Key, Kind};
use crate::config::{self, Need, Origin};
use crate::exit::{Code, Outcome};
use crate::out::{self, Talk};
use serde_json::{Map, Value, json};

pub(super) fn run(command: ConfigCommand, switches: &Switches, talk: Talk) -> Outcome {
    match command {
        ConfigCommand::Check => {
            settings(switches, &Place::default(), &[], Need::Server)?;
            talk.say("the settings fit");
        }
        ConfigCommand::Show(arguments) => show(&arguments, switches)?,
        ConfigCommand::Example => out::bytes(keys::example().as_bytes())?,
    }
    Ok(Code::Ok)
}

fn show(arguments: &ConfigShow, switches: &Switches) -> Outcome<()> {
    let values = config::read(switches.config.as_deref(), &[])?;
    let wanted = values.all().filter(|(_, _, origin)| arguments.effective || **origin != Origin::Default);
    let mut object = Map::new();
    for (key, value, origin) in wanted {
        let value =
            if arguments.redacted && tells_about_the_place(key) { "[redacted]".into() } else { json(value) };
        object.insert(key.name.to_owned(), json!({"value": value, "from": from(origin, arguments)}));
    }
    if arguments.form.json {
        return out::json(&Value::Object(object));
    }
    let rows: Vec<Vec<String>> = object
        .iter()
        .map(|(name, entry)| {
            let part = |name: &str| entry.get(name).cloned().unwrap_or_default();
            let from = part("from").as_str().unwrap_or_default().to_owned();
            vec![name.clone(), part("value").to_string(), from]
        })
        .collect();
    out::table(&["SETTING", "VALUE", "FROM"], &rows)
}

/// Does the value name a file, a host or an address of the organisation?
fn tells_about_the_place(key: &Key) -> bool {
    match key.kind {
        Kind::Path | Kind::Address | Kind::AddressOrOff | Kind::Text | Kind::Texts | Kind::Id => {
            !key.name.starts_with("log.")
        }
        Kind::Whole(..) | Kind::Bounds | Kind::OneOf(_) => false,
    }
}

fn from(origin: &Origin, arguments: &ConfigShow) -> String {
    match origin {
        Origin::File(_) if arguments.redacted => "file".to_owned(),
        Origin::Default | Origin::File(_) | Origin::Environment(_) | Origin::Flag => origin.to_string(),
    }
}

fn json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::from(text.clone()),
        toml::Value::Integer(number) => Value::from(*number),
        toml::Value::Float(number) => Value::from(*number),
        toml::Value::Boolean(yes) => Value::from(*yes),
        toml::Value::Array(list) => Value::Array(list.iter().map(json).collect()),
        toml::Value::Datetime(time) => Value::from(time.to_string()),
        // No setting is a table.
        toml::Value::Table(_) => Value::Null,
    }
}
