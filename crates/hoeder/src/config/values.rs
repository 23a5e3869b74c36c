//! The settings as they were given, each checked against its kind, each with where it came from.
//!
//! Never here: what they mean together (`settings`).

use super::keys::{self, KEYS, Key, Kind};
use crate::exit::{Failure, Outcome};
use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use toml::Value;

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Nobody said anything.
    Default,
    /// A file.
    File(PathBuf),
    /// A variable of the environment.
    Environment(String),
    /// The command line.
    Flag,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Environment(name) => f.write_str(name),
            Self::Flag => f.write_str("command line"),
        }
    }
}

/// Every setting with its value.
#[derive(Debug, Clone)]
pub(crate) struct Values(BTreeMap<&'static str, (Value, Origin)>);

impl Values {
    /// Every setting at its default.
    pub(crate) fn defaults() -> Outcome<Self> {
        let mut values = BTreeMap::new();
        for key in KEYS {
            values.insert(key.name, (literal(key, key.default)?, Origin::Default));
        }
        Ok(Self(values))
    }

    /// Takes over what a file says.
    pub(super) fn take_toml(&mut self, text: &str, origin: &Origin) -> Outcome<()> {
        let table: toml::Table =
            text.parse().map_err(|e| Failure::usage(format!("{origin} is not valid TOML")).because(e))?;
        for (section, inside) in table {
            let Value::Table(inside) = inside else { return Err(unknown(&section, origin)) };
            if !KEYS.iter().any(|key| key.name.split('.').next() == Some(&section)) {
                let first = inside.keys().next().map_or(String::new(), |name| format!(".{name}"));
                return Err(unknown(&format!("{section}{first}"), origin));
            }
            for (name, value) in inside {
                self.take(&format!("{section}.{name}"), value, origin.clone())?;
            }
        }
        Ok(())
    }

    /// Takes over a value that was given as text. A text need not stand in quotes; a list is separated by commas.
    pub(super) fn take_text(&mut self, name: &str, text: &str, origin: Origin) -> Outcome<()> {
        let key = keys::find(name).ok_or_else(|| unknown(name, &origin))?;
        let value = match key.kind {
            Kind::Text | Kind::Path | Kind::Address | Kind::AddressOrOff | Kind::Id | Kind::OneOf(_) => {
                Value::String(text.to_owned())
            }
            Kind::Texts => {
                let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
                Value::Array(parts.map(|part| Value::String(part.to_owned())).collect())
            }
            Kind::Whole(..) | Kind::Bounds => literal(key, text).map_err(|_| misfit(key, &origin))?,
        };
        self.take(name, value, origin)
    }

    fn take(&mut self, name: &str, value: Value, origin: Origin) -> Outcome<()> {
        let key = keys::find(name).ok_or_else(|| unknown(name, &origin))?;
        if !fits(key.kind, &value) {
            return Err(misfit(key, &origin));
        }
        self.0.insert(key.name, (value, origin));
        Ok(())
    }

    /// Every setting, in the order of the table, with where it came from.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&'static Key, &Value, &Origin)> {
        KEYS.iter().filter_map(|key| self.0.get(key.name).map(|(value, origin)| (key, value, origin)))
    }

    fn value(&self, name: &str) -> Outcome<&Value> {
        self.0
            .get(name)
            .map(|(value, _)| value)
            .ok_or_else(|| Failure::new(crate::exit::Code::Failed, format!("no setting is named {name}")))
    }

    /// A text, a path or a word.
    pub(crate) fn text(&self, name: &str) -> Outcome<&str> {
        Ok(self.value(name)?.as_str().unwrap_or_default())
    }

    /// A whole number that the kind of the setting allows.
    pub(crate) fn whole<T: TryFrom<i64>>(&self, name: &str) -> Outcome<T> {
        let number = self.value(name)?.as_integer().unwrap_or_default();
        T::try_from(number).map_err(|_| Failure::usage(format!("{name}: {number} is out of range")))
    }

    /// Texts.
    pub(crate) fn texts(&self, name: &str) -> Outcome<Vec<String>> {
        let list = self.value(name)?.as_array().map(Vec::as_slice).unwrap_or_default();
        Ok(list.iter().filter_map(|text| text.as_str().map(str::to_owned)).collect())
    }

    /// Four numbers.
    pub(crate) fn bounds(&self, name: &str) -> Outcome<[f64; 4]> {
        let list = self.value(name)?.as_array().map(Vec::as_slice).unwrap_or_default();
        let numbers: Vec<f64> = list.iter().filter_map(number).collect();
        <[f64; 4]>::try_from(numbers)
            .map_err(|_| Failure::usage(format!("{name}: four numbers are expected")))
    }
}

/// A value as it stands in a file.
fn literal(key: &Key, text: &str) -> Outcome<Value> {
    let read: Result<toml::Table, _> = format!("value = {text}").parse();
    read.ok()
        .and_then(|mut table| table.remove("value"))
        .ok_or_else(|| Failure::usage(format!("{}: `{text}` is no TOML value", key.name)))
}

fn number(value: &Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer().and_then(|n| i32::try_from(n).ok()).map(f64::from))
}

fn fits(kind: Kind, value: &Value) -> bool {
    match kind {
        Kind::Text | Kind::Path => value.is_str(),
        Kind::Address => address(value),
        Kind::AddressOrOff => value.as_str() == Some("off") || address(value),
        Kind::Id => value.as_str().is_some_and(|text| uuid::Uuid::try_parse(text).is_ok()),
        Kind::Whole(least, most) => value.as_integer().is_some_and(|n| (least..=most).contains(&n)),
        Kind::Texts => value.as_array().is_some_and(|list| list.iter().all(Value::is_str)),
        Kind::Bounds => value.as_array().is_some_and(|list| bounds(list)),
        Kind::OneOf(words) => value.as_str().is_some_and(|word| words.contains(&word)),
    }
}

fn bounds(list: &[Value]) -> bool {
    let numbers: Vec<f64> = list.iter().filter_map(number).collect();
    match <[f64; 4]>::try_from(numbers) {
        Ok([west, south, east, north]) => {
            -180.0 <= west && west < east && east <= 180.0 && -90.0 <= south && south < north && north <= 90.0
        }
        Err(_) => false,
    }
}

fn address(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.parse::<SocketAddr>().is_ok())
}

fn unknown(name: &str, origin: &Origin) -> Failure {
    Failure::usage(format!("{origin}: there is no setting `{name}`"))
        .hint(format!("did you mean `{}`? `hoeder config example` prints them all", keys::nearest(name)))
}

fn misfit(key: &Key, origin: &Origin) -> Failure {
    let expected = match key.kind {
        Kind::Text => "a text".to_owned(),
        Kind::Path => "a path".to_owned(),
        Kind::Address => "an address with a port, such as \"0.0.0.0:8443\" or \"[::1]:8443\"".to_owned(),
        Kind::AddressOrOff => "an address with a port, such as \"127.0.0.1:9464\", or \"off\"".to_owned(),
        Kind::Id => "a UUID".to_owned(),
        Kind::Whole(least, most) => format!("a whole number from {least} to {most}"),
        Kind::Texts => "a list of texts".to_owned(),
        Kind::Bounds => "west, south, east, north in degrees, such as [2.5, 49.4, 6.5, 51.6]".to_owned(),
        Kind::OneOf(words) => format!("one of {}", words.join(", ")),
    };
    // The value is not repeated: it may be a secret that was put in the wrong place.
    Failure::usage(format!("{origin}: `{}` does not fit", key.name)).hint(format!("expected: {expected}"))
}
