//! The JSON of devices, checks, commands and uses of tracks, format 1.
//!
//! Never here: rules about them (room `engine`).

use super::forms::WHY;
use crate::error::FormatError;
use crate::format::codes::{Bytes, Id, Ms, Word};
use crate::format::{ERASED, Erasable, Form};
use hoeder_engine::tracking::door::{DoorNote, DoorSign};
use hoeder_engine::tracking::mandate::TrackClass;
use hoeder_engine::tracking::tracker::{
    Capability, CommandResult, Coverage, CoverageChecked, DeviceCommand, FieldTest, PlaceChecked, Tracker,
    TrackerState,
};
use hoeder_engine::tracking::{TrackUse, TrackUsed};
use hoeder_vocab::tracking::DeviceNumber;
use hoeder_vocab::{AccountId, CarrierId, IncidentId, PairId, PerimeterId, PersonId, Sensitive, TrackerId};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(super) struct TrackerOpen {
    id: Id<TrackerId>,
    number: String,
    secret_digest: Option<Bytes>,
    model: String,
    capabilities: Vec<Word<Capability>>,
    interval_s: u32,
    class: Word<TrackClass>,
    state: Word<TrackerState>,
    carriers: Vec<Id<CarrierId>>,
}

fn number(text: &str, form: &Form<'_>) -> Result<DeviceNumber, FormatError> {
    DeviceNumber::new(text).ok_or_else(|| form.malformed("open", 0))
}

impl TrackerOpen {
    pub(super) fn of(tracker: &Tracker) -> Self {
        Self {
            id: Id(tracker.id),
            number: tracker.number.as_str().to_owned(),
            secret_digest: tracker.secret_digest.map(|digest| Bytes(digest.to_vec())),
            model: tracker.model.clone(),
            capabilities: tracker.capabilities.iter().copied().map(Word).collect(),
            interval_s: tracker.interval_s,
            class: Word(tracker.class),
            state: Word(tracker.state),
            carriers: tracker.carriers.iter().copied().map(Id).collect(),
        }
    }
    pub(super) fn tracker(self, form: &Form<'_>) -> Result<Tracker, FormatError> {
        let digest = |Bytes(bytes)| <[u8; 32]>::try_from(bytes.as_slice());
        Ok(Tracker {
            id: self.id.0,
            number: number(&self.number, form)?,
            secret_digest: self
                .secret_digest
                .map(digest)
                .transpose()
                .map_err(|_| form.malformed("open", 0))?,
            model: self.model,
            capabilities: self.capabilities.into_iter().map(|one| one.0).collect(),
            interval_s: self.interval_s,
            class: self.class.0,
            state: self.state.0,
            carriers: self.carriers.into_iter().map(|id| id.0).collect(),
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct IssuedOpen {
    pub(super) tracker: Id<TrackerId>,
    pub(super) carriers: Vec<Id<CarrierId>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct ReturnedOpen {
    pub(super) tracker: Id<TrackerId>,
    pub(super) to: Word<TrackerState>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct UrgentOpen {
    pub(super) tracker: Id<TrackerId>,
    pub(super) carrier: Id<CarrierId>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct DeletedOpen {
    pub(super) perimeter: Id<PerimeterId>,
    pub(super) carrier: Id<CarrierId>,
    pub(super) by: Id<AccountId>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct CoverageOpen {
    carrier: Id<CarrierId>,
    found: Vec<Word<Coverage>>,
    at: Ms,
    by: Id<AccountId>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct CoverageSealed {
    places: Vec<String>,
}

impl Erasable for CoverageSealed {
    fn erased() -> Self {
        Self { places: Vec::new() }
    }
}

impl CoverageOpen {
    pub(super) fn of(checked: &CoverageChecked) -> (Self, CoverageSealed) {
        let open = Self {
            carrier: Id(checked.carrier),
            found: checked.places.iter().map(|one| Word(one.coverage)).collect(),
            at: Ms::of(checked.at),
            by: Id(checked.by),
        };
        let places = checked.places.iter().map(|one| one.place.reveal(WHY).clone()).collect();
        (open, CoverageSealed { places })
    }
    /// A place that was erased, and one that was not written, have no name.
    pub(super) fn checked(self, sealed: CoverageSealed) -> CoverageChecked {
        let names = sealed.places.into_iter().chain(std::iter::repeat(String::from(ERASED)));
        let place = |(found, name): (Word<Coverage>, String)| PlaceChecked {
            place: Sensitive::new(name),
            coverage: found.0,
        };
        CoverageChecked {
            carrier: self.carrier.0,
            places: self.found.into_iter().zip(names).map(place).collect(),
            at: self.at.time(),
            by: self.by.0,
        }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct TestedOpen {
    pub(super) tracker: Id<TrackerId>,
    pub(super) carrier: Id<CarrierId>,
    pub(super) result: Word<FieldTest>,
    pub(super) by: Id<AccountId>,
}

/// Without seconds it is 'a position now'.
#[derive(Serialize, Deserialize)]
pub(super) struct CommandedOpen {
    tracker: Id<TrackerId>,
    interval_s: Option<u32>,
    result: Word<CommandResult>,
}

impl CommandedOpen {
    pub(super) fn of(tracker: TrackerId, command: DeviceCommand, result: CommandResult) -> Self {
        let interval_s = match command {
            DeviceCommand::Interval(seconds) => Some(seconds),
            DeviceCommand::LocateNow => None,
        };
        Self { tracker: Id(tracker), interval_s, result: Word(result) }
    }
    pub(super) fn parts(self) -> (TrackerId, DeviceCommand, CommandResult) {
        let command = self.interval_s.map_or(DeviceCommand::LocateNow, DeviceCommand::Interval);
        (self.tracker.0, command, self.result.0)
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct UsedOpen {
    how: Word<TrackUse>,
    carriers: Vec<Id<CarrierId>>,
    pair: Option<Id<PairId>>,
    incident: Option<Id<IncidentId>>,
    from: Ms,
    until: Ms,
}

impl UsedOpen {
    pub(super) fn of(used: &TrackUsed) -> Self {
        Self {
            how: Word(used.how),
            carriers: used.carriers.iter().copied().map(Id).collect(),
            pair: used.pair.map(Id),
            incident: used.incident.map(Id),
            from: Ms::of(used.from),
            until: Ms::of(used.until),
        }
    }
    pub(super) fn used(self, why: Sensitive<String>) -> TrackUsed {
        TrackUsed {
            how: self.how.0,
            carriers: self.carriers.into_iter().map(|id| id.0).collect(),
            pair: self.pair.map(|id| id.0),
            incident: self.incident.map(|id| id.0),
            from: self.from.time(),
            until: self.until.time(),
            why,
        }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct BurdenOpen {
    pub(super) person: Id<PersonId>,
    pub(super) day: u32,
    pub(super) night: u32,
}

/// Without a number it is a count of many.
#[derive(Serialize, Deserialize)]
pub(super) struct DoorOpen {
    sign: Word<DoorSign>,
    number: Option<String>,
    tracker: Option<Id<TrackerId>>,
    times: u32,
    since: Ms,
}

impl DoorOpen {
    pub(super) fn of(note: &DoorNote) -> Self {
        Self {
            sign: Word(note.sign),
            number: note.number.as_ref().map(|number| number.as_str().to_owned()),
            tracker: note.tracker.map(Id),
            times: note.times,
            since: Ms::of(note.since),
        }
    }
    pub(super) fn note(self, form: &Form<'_>) -> Result<DoorNote, FormatError> {
        let number = self.number.map(|text| number(&text, form)).transpose()?;
        let tracker = self.tracker.map(|id| id.0);
        Ok(DoorNote { sign: self.sign.0, number, tracker, times: self.times, since: self.since.time() })
    }
}
