//! What the forms of a measure share: its words, actors and seats, reports, and sealed texts.
//!
//! Never here: whole events.

use crate::format::Erasable;
use crate::format::codes::{Code, Id, TextOf, Word};
use crate::format::names::{actor_of, actor_text};
use hoeder_measure::Seat;
use hoeder_measure::conditions::{Answer, ToldNoRight};
use hoeder_measure::confidentiality::Secrecy;
use hoeder_measure::decision::{
    ChainDirection, Coverage, DeviceSafety, JudgeTold, OfferOutcome, Part, Procedure, TellThirdParty,
};
use hoeder_measure::ending::{BreachKind, DeviceBack, EarlyGround, EndKind};
use hoeder_measure::followup::{AlarmOutcome, MoveCase, Notice};
use hoeder_measure::request::{HandOverWhy, Honour, PvKind, PvRef, Relation, Trust};
use hoeder_measure::risk::ChargeCode;
use hoeder_measure::shortage::{Consulted, ShortageAnswer};
use hoeder_measure::territory::CompetenceCase;
use hoeder_vocab::{Actor, DistrictId, OfficeId, Purpose, Sensitive, ZoneId};
use serde::de::Deserializer;
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};
use std::marker::PhantomData;

/// Why the halves are opened and sealed.
const WHY: Purpose = Purpose::Transport;

macro_rules! words_of_measure {
    ($($kind:ident)+) => {$(
        impl Code for $kind {
            fn code(self) -> &'static str {
                self.word()
            }
            fn from_code(code: &str) -> Option<Self> {
                Self::of_word(code)
            }
        }
    )+};
}

words_of_measure! {
    Trust PvKind Relation Honour HandOverWhy CompetenceCase Answer ToldNoRight Secrecy Procedure Part TellThirdParty
    JudgeTold DeviceSafety Coverage OfferOutcome ChainDirection ShortageAnswer Consulted AlarmOutcome Notice MoveCase
    EarlyGround BreachKind DeviceBack EndKind ChargeCode
}

/// An actor in JSON: `account:<uuid>:magistrate`, `handset:<uuid>`, `system`.
#[derive(Clone, Copy)]
pub(super) struct ActorForm(pub(super) Actor);

impl Serialize for ActorForm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&actor_text(self.0))
    }
}

impl<'de> Deserialize<'de> for ActorForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextOf::<Actor, Actor>(PhantomData, actor_of)).map(Self)
    }
}

/// A seat in JSON: `{"zone":"<uuid>"}`, `"nowhere"`.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum SeatForm {
    Zone(Id<ZoneId>),
    Office(Id<OfficeId>),
    District(Id<DistrictId>),
    Nowhere,
}

impl SeatForm {
    pub(super) const fn of(seat: Seat) -> Self {
        match seat {
            Seat::Zone(zone) => Self::Zone(Id(zone)),
            Seat::Office(office) => Self::Office(Id(office)),
            Seat::District(district) => Self::District(Id(district)),
            Seat::Nowhere => Self::Nowhere,
        }
    }
    pub(super) const fn seat(self) -> Seat {
        match self {
            Self::Zone(zone) => Seat::Zone(zone.0),
            Self::Office(office) => Seat::Office(office.0),
            Self::District(district) => Seat::District(district.0),
            Self::Nowhere => Seat::Nowhere,
        }
    }
}

/// A report in JSON.
#[derive(Serialize, Deserialize)]
pub(super) struct PvForm {
    kind: Word<PvKind>,
    number: String,
}

impl PvForm {
    pub(super) fn of(pv: &PvRef) -> Self {
        Self { kind: Word(pv.kind), number: pv.number.clone() }
    }
    pub(super) fn pv(self) -> PvRef {
        PvRef { kind: self.kind.0, number: self.number }
    }
}

/// A personal half of one text.
#[derive(Serialize, Deserialize)]
pub(super) struct TextSealed {
    text: String,
}

impl TextSealed {
    pub(super) fn of(text: &Sensitive<String>) -> Self {
        Self { text: revealed(text) }
    }
    pub(super) fn text(self) -> Sensitive<String> {
        Sensitive::new(self.text)
    }
}

impl Erasable for TextSealed {
    fn erased() -> Self {
        Self { text: erased() }
    }
}

/// What stands where a text was: nothing, as in the measure in memory whose words were forgotten (GN-04).
pub(super) const fn erased() -> String {
    String::new()
}

/// The text, on its way to the sealed half.
pub(super) fn revealed<T: Clone>(text: &Sensitive<T>) -> T {
    text.reveal(WHY).clone()
}
