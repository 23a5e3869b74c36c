//! Stable words for the variants of our enums, and the small wrappers that put ids, times and words into JSON.
//!
//! A word once written is never given another meaning. Never here: whole events.

use hoeder_engine::duty::DeskState;
use hoeder_engine::hotspot::HotspotKind;
use hoeder_engine::load::Flood;
use hoeder_engine::roster::{
    AccountState, Answer, ButtonKind, CaseState, DeviceState, Language, PersonKind, PlaceKind,
};
use hoeder_vocab::handset::{Paths, SupervisionClass, Trigger, UplinkRefusal};
use hoeder_vocab::{CivilDate, FixSource, LogKind, Purpose, Role, UtcMillis};
use hoeder_watch::alarm::{AlarmKind, ClimbReason, Home, Milestone, MistakeWord, Outcome, Rung};
use hoeder_watch::supervision::AlertKind;
use serde::de::{Deserializer, Error, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};
use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::str::FromStr;

/// A value with a stable word.
pub trait Code: Copy {
    /// Its word.
    fn code(self) -> &'static str;
    /// The value of a word; `None` when the word is not known.
    fn from_code(code: &str) -> Option<Self>;
}

macro_rules! codes {
    ($($kind:ident { $($variant:ident = $word:literal),+ $(,)? })+) => {$(
        impl Code for $kind {
            fn code(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
            fn from_code(code: &str) -> Option<Self> {
                match code { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    )+};
}
pub(super) use codes;

codes! {
    Role {
        Operator = "operator", Supervisor = "supervisor", ZoneDuty = "zone-duty", Patrol = "patrol",
        CaseOfficer = "case-officer", Magistrate = "magistrate", Administrator = "administrator",
        Auditor = "auditor", Wall = "wall", VictimReception = "victim-reception",
        ReferenceMagistrate = "reference-magistrate", DistrictSpoc = "district-spoc", Monitor = "monitor",
    }
    Purpose {
        AlarmHandling = "alarm-handling", CaseWork = "case-work", Supervision = "supervision", Test = "test",
        Administration = "administration", Audit = "audit", Transport = "transport",
    }
    LogKind {
        Collection = "collection", Alteration = "alteration", Consultation = "consultation",
        Disclosure = "disclosure", Combination = "combination", Erasure = "erasure",
    }
    Trigger { Button = "button", Screen = "screen", MissedCheckIn = "missed-check-in" }
    SupervisionClass { S20 = "s20", S90 = "s90", M3 = "m3", M30 = "m30", H25 = "h25" }
    Paths { One = "one", Two = "two" }
    UplinkRefusal {
        UnknownDevice = "unknown-device", RevokedDevice = "revoked-device", WrongSignature = "wrong-signature",
        Replayed = "replayed", Stale = "stale", NoSuchAlarm = "no-such-alarm", TooMany = "too-many",
    }
    FixSource { Gnss = "gnss", Wifi = "wifi", Cell = "cell", Fused = "fused", Unknown = "unknown" }
    AlarmKind { Danger = "danger", Unidentified = "unidentified" }
    Home { Store = "store", Spool = "spool" }
    Rung { OwnRoom = "own-room", NeighbourRoom = "neighbour-room", ZoneDuty = "zone-duty", Everyone = "everyone" }
    ClimbReason {
        NotShown = "not-shown", NotTaken = "not-taken", NobodyThere = "nobody-there", OwnerLost = "owner-lost",
    }
    Milestone {
        Pressed = "pressed", Received = "received", Held = "held", Shown = "shown", Taken = "taken",
        Dispatched = "dispatched", OnScene = "on-scene", Closed = "closed",
    }
    MistakeWord { Mistake = "mistake", Duress = "duress" }
    Outcome {
        RealDanger = "real-danger", SuspectPresent = "suspect-present", FalseAlarm = "false-alarm",
        Misuse = "misuse", Test = "test", Technical = "technical",
    }
    AlertKind {
        Silent = "silent", ReportMissing = "report-missing", ReportBad = "report-bad",
        ButtonUnlinked = "button-unlinked", BatteryLow = "battery-low",
        PathLost = "path-lost", TestMissed = "test-missed",
    }
    Language { Dutch = "nl", French = "fr", German = "de", English = "en" }
    PersonKind { Protected = "protected", Household = "household" }
    Answer { Yes = "yes", No = "no", Unknown = "unknown" }
    PlaceKind { Home = "home", Work = "work", School = "school", Family = "family", Other = "other" }
    DeviceState { Active = "active", Revoked = "revoked" }
    ButtonKind { Bthome = "bthome", Valrt = "valrt", Itag = "itag" }
    CaseState { Active = "active", Ended = "ended" }
    HotspotKind { Address = "address", Number = "number" }
    AccountState { Enabled = "enabled", Disabled = "disabled" }
    DeskState { OnDuty = "on-duty", Deaf = "deaf", Gone = "gone", OffDuty = "off-duty" }
    Flood { Begun = "begun", Over = "over" }
}

/// A word in JSON.
#[derive(Clone, Copy)]
pub(super) struct Word<T>(pub(super) T);

impl<T: Code> Serialize for Word<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.code())
    }
}

/// Reads a text by a function, without keeping the text.
pub(super) struct TextOf<T, R>(pub(super) PhantomData<(T, R)>, pub(super) fn(&str) -> Option<R>);

impl<T, R> Visitor<'_> for TextOf<T, R> {
    type Value = R;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a known word or id")
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<R, E> {
        (self.1)(text).ok_or_else(|| E::custom("not a known word or id"))
    }
}

impl<'de, T: Code> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextOf::<T, T>(PhantomData, T::from_code)).map(Self)
    }
}

/// An id in JSON: 36 characters with hyphens.
#[derive(Clone, Copy)]
pub(super) struct Id<T>(pub(super) T);

impl<T: Display> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de, T: FromStr> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextOf::<T, T>(PhantomData, |text| text.parse().ok())).map(Self)
    }
}

/// A time in JSON: whole milliseconds since the Unix epoch.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Ms(i64);

impl Ms {
    pub(super) const fn of(time: UtcMillis) -> Self {
        Self(time.unix_ms())
    }
    pub(super) const fn time(self) -> UtcMillis {
        UtcMillis::from_unix_ms(self.0)
    }
}

/// A day in JSON: `2026-11-22`.
#[derive(Clone, Copy)]
pub(super) struct Day(pub(super) CivilDate);

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let day = TextOf::<CivilDate, CivilDate>(PhantomData, |text| CivilDate::parse(text).ok());
        deserializer.deserialize_str(day).map(Self)
    }
}

/// Bytes in JSON: base64 with padding.
pub(super) struct Bytes(pub(super) Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64_text(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextOf::<Vec<u8>, Vec<u8>>(PhantomData, base64_bytes)).map(Self)
    }
}

/// Base64 with padding.
pub(crate) fn base64_text(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// Strict: canonical padding and no other characters.
pub(crate) fn base64_bytes(text: &str) -> Option<Vec<u8>> {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}
