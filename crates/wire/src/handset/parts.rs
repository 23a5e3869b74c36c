//! The parts that messages share: times, places, percentages, ids, and how a damaged part is dropped.
//!
//! Never here: which message has which part.

use super::error::WireError;
use super::json::{Field, Object, Writer, cut};
use super::uplink::Flaw;
use super::{MAX_ACCURACY_DM, MAX_TEXT_CHARS};
use core::str::FromStr;
use hoeder_vocab::handset::{Microphone, Path, Said, Side, Template, Trigger, Typed};
use hoeder_vocab::{
    CivilDate, Decimetres, Fix, FixSource, FixedAt, Percent, Position, Purpose, Sensitive, UtcMillis,
};

/// The longest text that is looked at as a time.
const MAX_TIME_CHARS: usize = 64;
/// 9999-12-31T23:59:59.999Z, the last moment that RFC 3339 can write.
const LAST_MOMENT_MS: i64 = 253_402_300_799_999;

/// RFC 3339 from 1970 to 9999.
pub(super) fn read_time(text: &str) -> Option<UtcMillis> {
    if text.len() > MAX_TIME_CHARS {
        return None;
    }
    let time = UtcMillis::parse_rfc3339(text).ok()?;
    (0..=LAST_MOMENT_MS).contains(&time.unix_ms()).then_some(time)
}

fn read_percent(value: i64) -> Option<Percent> {
    u8::try_from(value).ok().and_then(Percent::new)
}

fn read_trigger(word: &str) -> Option<Trigger> {
    match word {
        "button" => Some(Trigger::Button),
        "screen" => Some(Trigger::Screen),
        "missed_check_in" => Some(Trigger::MissedCheckIn),
        _ => None,
    }
}

pub(super) const fn trigger_word(trigger: Trigger) -> &'static str {
    match trigger {
        Trigger::Button => "button",
        Trigger::Screen => "screen",
        Trigger::MissedCheckIn => "missed_check_in",
    }
}

fn read_source(word: &str) -> Option<FixSource> {
    match word {
        "gnss" => Some(FixSource::Gnss),
        "wifi" => Some(FixSource::Wifi),
        "cell" => Some(FixSource::Cell),
        "fused" => Some(FixSource::Fused),
        "unknown" => Some(FixSource::Unknown),
        _ => None,
    }
}

pub(super) const fn source_word(source: FixSource) -> &'static str {
    match source {
        FixSource::Gnss => "gnss",
        FixSource::Wifi => "wifi",
        FixSource::Cell => "cell",
        FixSource::Fused => "fused",
        FixSource::Unknown => "unknown",
    }
}

/// Reads the fields of one body and remembers what had to be dropped.
pub(super) struct Reader<'a> {
    pub(super) object: &'a Object,
    /// Stands in for a time of the device that cannot be read.
    pub(super) fallback: FixedAt,
    pub(super) flaws: Vec<Flaw>,
}

impl Reader<'_> {
    fn mark(&mut self, flaw: Flaw) {
        if !self.flaws.contains(&flaw) {
            self.flaws.push(flaw);
        }
    }
    /// An optional part: absent is fine, unreadable is dropped and marked.
    fn optional<T>(&mut self, field: Field<T>, flaw: Flaw) -> Option<T> {
        match field {
            Field::Absent => None,
            Field::Unreadable => {
                self.mark(flaw);
                None
            }
            Field::Read(value) => Some(value),
        }
    }
    /// A part that should be there: absent and unreadable are both marked.
    fn expected<T>(&mut self, field: Field<T>, flaw: Flaw) -> Option<T> {
        match field {
            Field::Absent | Field::Unreadable => {
                self.mark(flaw);
                None
            }
            Field::Read(value) => Some(value),
        }
    }
    pub(super) fn id<T: FromStr>(&self, name: &'static str) -> Result<T, WireError> {
        self.object.string(name).and_then(|text| text.parse().ok()).required(name)
    }
    /// When, by the device's clock; the time of receipt when that cannot be read.
    pub(super) fn device_time(&mut self, name: &str, flaw: Flaw) -> FixedAt {
        let field = self.object.string(name).and_then(|text| read_time(&text));
        self.expected(field, flaw).map_or(self.fallback, FixedAt)
    }
    pub(super) fn time(&mut self, name: &str, flaw: Flaw) -> Option<UtcMillis> {
        let field = self.object.string(name).and_then(|text| read_time(&text));
        self.optional(field, flaw)
    }
    /// `Screen` when it cannot be read: it claims the least, for it does not say that the button works.
    pub(super) fn trigger(&mut self) -> Trigger {
        let field = self.object.string("trigger").and_then(|word| read_trigger(&word));
        self.expected(field, Flaw::Trigger).unwrap_or(Trigger::Screen)
    }
    pub(super) fn percent(&mut self, name: &str, flaw: Flaw) -> Option<Percent> {
        let field = self.object.integer(name).and_then(read_percent);
        self.optional(field, flaw)
    }
    pub(super) fn flag(&mut self, name: &str, flaw: Flaw) -> Option<bool> {
        let field = self.object.boolean(name);
        self.optional(field, flaw)
    }
    /// A whole number from 0 to `max`.
    pub(super) fn count(&mut self, name: &str, max: u32, flaw: Flaw) -> Option<u32> {
        let field = self
            .object
            .integer(name)
            .and_then(|n| u32::try_from(n).ok())
            .and_then(|n| (n <= max).then_some(n));
        self.optional(field, flaw)
    }
    /// A whole number from 0 to `max` of the place, which has more parts in a track than in a message.
    pub(super) fn within_fix(&mut self, name: &str, max: u32, flaw: Flaw) -> Option<u16> {
        let Field::Read(fix) = self.object.object("fix") else { return None };
        let field = fix.integer(name).and_then(|n| u32::try_from(n).ok().filter(|n| *n <= max));
        self.optional(field.and_then(|n| u16::try_from(n).ok()), flaw)
    }
    /// A text of at most `max` characters; a longer one is cut and marked, a missing one is empty and marked.
    pub(super) fn text(&mut self, name: &str, max: usize, flaw: Flaw) -> String {
        let field = self.object.string(name);
        let text = self.expected(field, flaw).unwrap_or_default();
        if text.chars().nth(max).is_some() {
            self.mark(flaw);
        }
        cut(text, max)
    }
    /// Which way it was sent.
    pub(super) fn path(&mut self) -> Option<Path> {
        let field = self.object.string("path").and_then(|word| read_path(&word));
        self.optional(field, Flaw::Path)
    }
    /// The microphone; a handset of before says no more than whether it may be used.
    pub(super) fn microphone(&mut self) -> Option<Microphone> {
        let field = self.object.string("microphone").and_then(|word| Microphone::from_code(&word));
        let field = if matches!(field, Field::Absent) {
            let of_before = |may: bool| if may { Microphone::Granted } else { Microphone::Denied };
            self.object.boolean("microphone_permitted").and_then(|may| Some(of_before(may)))
        } else {
            field
        };
        self.optional(field, Flaw::Microphone)
    }
    /// A text that may be left out: an empty or unreadable one is dropped, a longer one is cut; both are marked.
    pub(super) fn note(&mut self) -> Option<Sensitive<String>> {
        let field = self.object.string("note").and_then(|text| (!text.is_empty()).then_some(text));
        let text = self.optional(field, Flaw::Note)?;
        if text.chars().nth(MAX_TEXT_CHARS).is_some() {
            self.mark(Flaw::Note);
        }
        Some(Sensitive::new(cut(text, MAX_TEXT_CHARS)))
    }
    /// A text of at least one character that nothing can stand in for; a longer one is cut and marked.
    pub(super) fn words(&mut self, name: &'static str, flaw: Flaw) -> Result<Sensitive<String>, WireError> {
        let field = self.object.string(name).and_then(|text| (!text.is_empty()).then_some(text));
        let text = field.required(name)?;
        if text.chars().nth(MAX_TEXT_CHARS).is_some() {
            self.mark(flaw);
        }
        Ok(Sensitive::new(cut(text, MAX_TEXT_CHARS)))
    }
    /// A whole number that nothing can stand in for.
    pub(super) fn number(&self, name: &'static str) -> Result<u32, WireError> {
        read_number(self.object, name)
    }
    pub(super) fn day(&self, name: &'static str) -> Result<CivilDate, WireError> {
        self.object.string(name).and_then(|text| CivilDate::parse(&text).ok()).required(name)
    }
    /// A moment that nothing can stand in for.
    pub(super) fn moment(&self, name: &'static str) -> Result<UtcMillis, WireError> {
        self.object.string(name).and_then(|text| read_time(&text)).required(name)
    }
    pub(super) fn yes(&self, name: &'static str) -> Result<bool, WireError> {
        self.object.boolean(name).required(name)
    }
    /// What the person says: a template, or a text that is cut at its longest length.
    pub(super) fn said(&mut self) -> Result<Said, WireError> {
        if matches!(self.object.string("template"), Field::Absent) {
            return self.words("text", Flaw::Text).map(Said::Text);
        }
        read_said(self.object, Side::Handset)
    }
    /// A place. Without a readable latitude and longitude it is dropped whole; its other parts are dropped one by one.
    pub(super) fn fix(&mut self) -> Option<Sensitive<Fix>> {
        let field = self.object.object("fix");
        let fix = self.optional(field, Flaw::Fix)?;
        let Some(position) = read_position(&fix) else {
            self.mark(Flaw::Fix);
            return None;
        };
        let accuracy = fix.integer("accuracy_dm").and_then(read_accuracy);
        let accuracy = self.optional(accuracy, Flaw::FixAccuracy);
        let fixed_at = fix.string("fixed_at").and_then(|text| read_time(&text));
        let fixed_at = self.expected(fixed_at, Flaw::FixTime).map_or(self.fallback, FixedAt);
        let source = fix.string("source").and_then(|word| read_source(&word));
        let source = self.optional(source, Flaw::FixSource).unwrap_or(FixSource::Unknown);
        Some(Sensitive::new(Fix { position, accuracy, fixed_at, source }))
    }
}

fn read_path(word: &str) -> Option<Path> {
    Path::ALL.into_iter().find(|path| path.code() == word)
}

/// Reads strictly: exactly one of template and text, the text of 1 to [`MAX_TEXT_CHARS`] characters.
pub(super) fn read_said(object: &Object, side: Side) -> Result<Said, WireError> {
    let text = object
        .string("text")
        .and_then(|text| (!text.is_empty() && text.chars().nth(MAX_TEXT_CHARS).is_none()).then_some(text));
    let template = object.string("template").and_then(|code| Template::of_side(&code, side));
    match (template, text) {
        (Field::Absent, text) => text.required("text").map(|text| Said::Text(Sensitive::new(text))),
        (Field::Read(template), Field::Absent) => Ok(Said::Template(template)),
        (Field::Read(_), Field::Read(_) | Field::Unreadable) => Err(WireError::BadField("text")),
        (Field::Unreadable, _) => Err(WireError::BadField("template")),
    }
}

pub(super) fn write_said(body: Writer, said: &Said) -> Writer {
    match said {
        Said::Template(template) => body.string("template", template.code()),
        Said::Text(text) => body.string("text", text.reveal(Purpose::Transport)),
    }
}

pub(super) fn read_number(object: &Object, name: &'static str) -> Result<u32, WireError> {
    object.integer(name).and_then(|n| u32::try_from(n).ok()).required(name)
}

/// The line that one types, the same up and down.
pub(super) fn write_typed(typed: &Typed) -> String {
    Writer::typed("typing")
        .string("alarm", &typed.alarm.to_string())
        .string("message", &typed.message.to_string())
        .integer("edit", typed.edit)
        .string("text", typed.text.reveal(Purpose::Transport))
        .end()
}

fn read_position(fix: &Object) -> Option<Position> {
    let (Field::Read(lat), Field::Read(lon)) = (fix.integer("lat_e7"), fix.integer("lon_e7")) else {
        return None;
    };
    Position::from_e7(i32::try_from(lat).ok()?, i32::try_from(lon).ok()?).ok()
}

/// Nothing is exact: 0 is a device that does not know, not a perfect one.
fn read_accuracy(dm: i64) -> Option<Decimetres> {
    u32::try_from(dm).ok().filter(|dm| (1..=MAX_ACCURACY_DM).contains(dm)).map(Decimetres)
}

/// Writes a place; an accuracy of 0 or beyond belief is left out, which says 'not known'.
pub(super) fn write_fix(body: Writer, fix: Option<&Sensitive<Fix>>) -> Writer {
    let Some(fix) = fix.map(|fix| fix.reveal(Purpose::Transport)) else {
        return body;
    };
    let accuracy = fix.accuracy.filter(|dm| (1..=MAX_ACCURACY_DM).contains(&dm.0));
    let json = Writer::new()
        .integer("lat_e7", fix.position.lat_e7())
        .integer("lon_e7", fix.position.lon_e7())
        .maybe("accuracy_dm", accuracy.map(|dm| dm.0))
        .string("fixed_at", &fix.fixed_at.to_string())
        .string("source", source_word(fix.source))
        .end();
    body.raw("fix", &json)
}

pub(super) fn write_percent(body: Writer, name: &str, percent: Option<Percent>) -> Writer {
    body.maybe(name, percent.map(Percent::get))
}
