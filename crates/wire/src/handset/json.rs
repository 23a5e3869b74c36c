//! One level of a JSON object at a time, field by field, so that one absurd field never spoils its neighbours.
//!
//! Reading does not recurse: nested values stay text until somebody asks for them. Unknown fields are not looked at.
//! When a name occurs twice, the last one counts. Never here: the meaning of any field.

use super::error::WireError;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// What a field holds. `null` is the same as absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Field<T> {
    Absent,
    Unreadable,
    Read(T),
}

impl<T> Field<T> {
    /// The value of a field that must be there.
    pub(crate) fn required(self, name: &'static str) -> Result<T, WireError> {
        match self {
            Self::Absent => Err(WireError::MissingField(name)),
            Self::Unreadable => Err(WireError::BadField(name)),
            Self::Read(value) => Ok(value),
        }
    }
    /// Goes on with the value; what `f` does not accept is unreadable.
    pub(crate) fn and_then<U>(self, f: impl FnOnce(T) -> Option<U>) -> Field<U> {
        match self {
            Self::Absent => Field::Absent,
            Self::Unreadable => Field::Unreadable,
            Self::Read(value) => f(value).map_or(Field::Unreadable, Field::Read),
        }
    }
}

/// The fields of one object, each still as text.
pub(crate) struct Object(BTreeMap<String, Box<RawValue>>);

impl Object {
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, WireError> {
        if bytes.len() > super::MAX_ENVELOPE_BYTES {
            return Err(WireError::TooLarge);
        }
        Self::from_text(core::str::from_utf8(bytes).map_err(|_| WireError::NotUtf8)?)
    }
    pub(crate) fn from_text(text: &str) -> Result<Self, WireError> {
        if text.len() > super::MAX_ENVELOPE_BYTES {
            return Err(WireError::TooLarge);
        }
        serde_json::from_str(text).map(Self).map_err(|_| WireError::NotJson)
    }
    fn raw(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|raw| raw.get()).filter(|text| *text != "null")
    }
    pub(crate) fn string(&self, name: &str) -> Field<String> {
        self.raw(name).map_or(Field::Absent, |text| from(serde_json::from_str::<String>(text).ok()))
    }
    /// A whole number, written without fraction or exponent.
    pub(crate) fn integer(&self, name: &str) -> Field<i64> {
        self.raw(name).map_or(Field::Absent, |text| from(serde_json::from_str::<i64>(text).ok()))
    }
    pub(crate) fn boolean(&self, name: &str) -> Field<bool> {
        self.raw(name).map_or(Field::Absent, |text| from(serde_json::from_str::<bool>(text).ok()))
    }
    pub(crate) fn object(&self, name: &str) -> Field<Self> {
        self.raw(name).map_or(Field::Absent, |text| from(Self::from_text(text).ok()))
    }
    /// A list of objects; `None` stands for what is none. The whole text is bounded, and so is the list.
    pub(crate) fn objects(&self, name: &str) -> Field<Vec<Option<Self>>> {
        let list = |text: &str| serde_json::from_str::<Vec<Box<RawValue>>>(text).ok();
        let each = |list: Vec<Box<RawValue>>| {
            list.iter().map(|raw| Self::from_text(raw.get()).ok()).collect::<Vec<_>>()
        };
        self.raw(name).map_or(Field::Absent, |text| from(list(text).map(each)))
    }
    /// Refuses every version but ours, before any other field is looked at.
    pub(crate) fn check_version(&self) -> Result<(), WireError> {
        if self.integer("v").required("v")? == i64::from(super::VERSION) {
            Ok(())
        } else {
            Err(WireError::UnknownVersion)
        }
    }
}

fn from<T>(value: Option<T>) -> Field<T> {
    value.map_or(Field::Unreadable, Field::Read)
}

/// Writes one object, fields in the order given, without spaces: the same message always gives the same bytes.
pub(crate) struct Writer(String);

impl Writer {
    pub(crate) fn new() -> Self {
        Self(String::from("{"))
    }
    /// A body that starts with its type.
    pub(crate) fn typed(name: &str) -> Self {
        Self::new().string("type", name)
    }
    /// A value that is JSON already.
    pub(crate) fn raw(mut self, name: &str, json: &str) -> Self {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.0.push('"');
        self.0.push_str(name);
        self.0.push_str("\":");
        self.0.push_str(json);
        self
    }
    pub(crate) fn string(self, name: &str, value: &str) -> Self {
        self.raw(name, &Value::from(value).to_string())
    }
    pub(crate) fn integer(self, name: &str, value: impl Into<i64>) -> Self {
        self.raw(name, &value.into().to_string())
    }
    pub(crate) fn boolean(self, name: &str, value: Option<bool>) -> Self {
        match value {
            Some(true) => self.raw(name, "true"),
            Some(false) => self.raw(name, "false"),
            None => self,
        }
    }
    pub(crate) fn word(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(word) => self.string(name, word),
            None => self,
        }
    }
    pub(crate) fn maybe(self, name: &str, value: Option<impl Into<i64>>) -> Self {
        match value {
            Some(value) => self.integer(name, value),
            None => self,
        }
    }
    pub(crate) fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// At most `max` characters of a text.
pub(crate) fn cut(text: String, max: usize) -> String {
    if text.chars().nth(max).is_none() { text } else { text.chars().take(max).collect() }
}
