//! 7.10, 7.11 and 7.2.3: the stored form of incidents, extensions, revisits, places, trips and moves, format 1.
//!
//! Never here: how long a term is (room `measure`).

use super::words::{PvForm, TextSealed, erased, revealed};
use crate::error::FormatError;
use crate::format::codes::{Day, Id, Word};
use crate::format::{Erasable, Form};
use hoeder_measure::Change;
use hoeder_measure::duration::{Extension, ExtensionCause};
use hoeder_measure::followup::{
    AlarmOutcome, AnnouncedFact, Destination, Incident, Move, MoveAnswer, MoveCase, Moved, Notice, Revisit,
    SharedPlaces, Trip,
};
use hoeder_vocab::{AlarmId, FactId, OfficeId, Sensitive, TripId, ZoneId};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum IncidentForm {
    Alarm {
        alarm: Id<AlarmId>,
        on: Day,
        outcome: Word<AlarmOutcome>,
        pv: Option<String>,
    },
    /// What happened stands in the sealed half.
    Fact {
        fact: Id<FactId>,
        on: Day,
        pv: PvForm,
    },
}

#[derive(Serialize, Deserialize)]
pub(super) struct IncidentOpen {
    n: u16,
    incident: IncidentForm,
}

pub(super) fn incident(n: u16, incident: &Incident) -> (IncidentOpen, Option<TextSealed>) {
    let (incident, sealed) = match incident {
        Incident::Alarm { alarm, on, outcome, pv } => (
            IncidentForm::Alarm { alarm: Id(*alarm), on: Day(*on), outcome: Word(*outcome), pv: pv.clone() },
            None,
        ),
        Incident::Fact { fact, on, pv, what } => (
            IncidentForm::Fact { fact: Id(*fact), on: Day(*on), pv: PvForm::of(pv) },
            Some(TextSealed::of(what)),
        ),
    };
    (IncidentOpen { n, incident }, sealed)
}

pub(super) fn read_incident(open: IncidentOpen, form: &Form<'_>) -> Result<Change, FormatError> {
    let incident = match open.incident {
        IncidentForm::Alarm { alarm, on, outcome, pv } => {
            Incident::Alarm { alarm: alarm.0, on: on.0, outcome: outcome.0, pv }
        }
        IncidentForm::Fact { fact, on, pv } => {
            let what = form.sealed::<TextSealed>()?.text();
            Incident::Fact { fact: fact.0, on: on.0, pv: pv.pv(), what }
        }
    };
    Ok(Change::IncidentRecorded { n: open.n, incident })
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum CauseForm {
    Incident(u16),
    Evaluation(u16),
}

#[derive(Serialize, Deserialize)]
pub(super) struct ExtendedOpen {
    n: u16,
    on: Day,
    cause: CauseForm,
    from: Day,
    to: Day,
}

impl ExtendedOpen {
    pub(super) fn of(extension: &Extension) -> Self {
        Self {
            n: extension.n,
            on: Day(extension.on),
            cause: match extension.cause {
                ExtensionCause::Incident(n) => CauseForm::Incident(n),
                ExtensionCause::Evaluation(n) => CauseForm::Evaluation(n),
            },
            from: Day(extension.from),
            to: Day(extension.to),
        }
    }
    pub(super) fn extension(self) -> Extension {
        Extension {
            n: self.n,
            on: self.on.0,
            cause: match self.cause {
                CauseForm::Incident(n) => ExtensionCause::Incident(n),
                CauseForm::Evaluation(n) => ExtensionCause::Evaluation(n),
            },
            from: self.from.0,
            to: self.to.0,
        }
    }
}

/// What was told stands in the sealed half.
#[derive(Serialize, Deserialize)]
pub(super) struct FactOpen {
    fact: Id<FactId>,
    on: Day,
}

impl FactOpen {
    pub(super) fn of(fact: &AnnouncedFact) -> Self {
        Self { fact: Id(fact.fact), on: Day(fact.on) }
    }
    pub(super) fn fact(self, what: TextSealed) -> AnnouncedFact {
        AnnouncedFact { fact: self.fact.0, on: self.on.0, what: what.text() }
    }
}

/// What was found stands in the sealed half.
#[derive(Serialize, Deserialize)]
pub(super) struct RevisitOpen {
    on: Day,
    pv: PvForm,
}

impl RevisitOpen {
    pub(super) fn of(revisit: &Revisit) -> Self {
        Self { on: Day(revisit.on), pv: PvForm::of(&revisit.pv) }
    }
    pub(super) fn revisit(self, found: TextSealed) -> Revisit {
        Revisit { on: self.on.0, pv: self.pv.pv(), found: found.text() }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct PlacesOpen {
    on: Day,
    zones: Vec<Id<ZoneId>>,
}

impl PlacesOpen {
    pub(super) fn of(places: &SharedPlaces) -> Self {
        Self { on: Day(places.on), zones: places.zones.iter().copied().map(Id).collect() }
    }
    pub(super) fn places(self) -> SharedPlaces {
        SharedPlaces { on: self.on.0, zones: self.zones.into_iter().map(|zone| zone.0).collect() }
    }
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum DestinationForm {
    Zone(Id<ZoneId>),
    Belgium,
    Abroad,
}

impl DestinationForm {
    const fn of(to: Destination) -> Self {
        match to {
            Destination::Zone(zone) => Self::Zone(Id(zone)),
            Destination::Belgium => Self::Belgium,
            Destination::Abroad => Self::Abroad,
        }
    }
    const fn destination(self) -> Destination {
        match self {
            Self::Zone(zone) => Destination::Zone(zone.0),
            Self::Belgium => Destination::Belgium,
            Self::Abroad => Destination::Abroad,
        }
    }
}

/// The address stands in the sealed half.
#[derive(Serialize, Deserialize)]
pub(super) struct TripOpen {
    trip: Id<TripId>,
    from: Day,
    until: Day,
    to: DestinationForm,
    notice: Word<Notice>,
}

impl TripOpen {
    pub(super) fn of(trip: &Trip, notice: Notice) -> Self {
        Self {
            trip: Id(trip.trip),
            from: Day(trip.from),
            until: Day(trip.until),
            to: DestinationForm::of(trip.to),
            notice: Word(notice),
        }
    }
    pub(super) fn announced(self, place: TextSealed) -> Change {
        let trip = Trip {
            trip: self.trip.0,
            from: self.from.0,
            until: self.until.0,
            to: self.to.destination(),
            place: place.text(),
        };
        Change::TripAnnounced { trip, notice: self.notice.0 }
    }
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum AnswerForm {
    Keep,
    DoNotKeep,
}

impl AnswerForm {
    const fn of(answer: &MoveAnswer) -> (Self, &Sensitive<String>) {
        match answer {
            MoveAnswer::Keep { parts } => (Self::Keep, parts),
            MoveAnswer::DoNotKeep { reason } => (Self::DoNotKeep, reason),
        }
    }
    fn answer(self, words: Sensitive<String>) -> MoveAnswer {
        match self {
            Self::Keep => MoveAnswer::Keep { parts: words },
            Self::DoNotKeep => MoveAnswer::DoNotKeep { reason: words },
        }
    }
}

#[derive(Serialize, Deserialize)]
struct AnsweredForm {
    answer: AnswerForm,
    on: Day,
}

#[derive(Serialize, Deserialize)]
pub(super) struct MovedOpen {
    n: u16,
    announced_on: Day,
    on: Day,
    to: DestinationForm,
    case: Word<MoveCase>,
    new_office: Option<Id<OfficeId>>,
    answered: Option<AnsweredForm>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct MovedSealed {
    place: String,
    /// What was answered, when it was.
    answer: Option<String>,
}

impl Erasable for MovedSealed {
    fn erased() -> Self {
        Self { place: erased(), answer: Some(erased()) }
    }
}

pub(super) fn moved(given: &Moved) -> (MovedOpen, MovedSealed) {
    let answered = given.answer.as_ref().map(|(answer, on)| (AnswerForm::of(answer), *on));
    let open = MovedOpen {
        n: given.n,
        announced_on: Day(given.announced_on),
        on: Day(given.what.on),
        to: DestinationForm::of(given.what.to),
        case: Word(given.case),
        new_office: given.new_office.map(Id),
        answered: answered.map(|((answer, _), on)| AnsweredForm { answer, on: Day(on) }),
    };
    let answer = answered.map(|((_, words), _)| revealed(words));
    (open, MovedSealed { place: revealed(&given.what.place), answer })
}

pub(super) fn read_moved(open: MovedOpen, form: &Form<'_>) -> Result<Change, FormatError> {
    let sealed: MovedSealed = form.sealed()?;
    let answer = match open.answered {
        None => None,
        Some(answered) => {
            let words = sealed.answer.ok_or_else(|| form.malformed("sealed", 0))?;
            Some((answered.answer.answer(Sensitive::new(words)), answered.on.0))
        }
    };
    Ok(Change::MoveAnnounced(Moved {
        n: open.n,
        announced_on: open.announced_on.0,
        what: Move { on: open.on.0, to: open.to.destination(), place: Sensitive::new(sealed.place) },
        case: open.case.0,
        new_office: open.new_office.map(|office| office.0),
        answer,
    }))
}

#[derive(Serialize, Deserialize)]
pub(super) struct MoveAnsweredOpen {
    n: u16,
    answer: AnswerForm,
}

impl MoveAnsweredOpen {
    pub(super) fn of(n: u16, answer: &MoveAnswer) -> (Self, TextSealed) {
        let (answer, words) = AnswerForm::of(answer);
        (Self { n, answer }, TextSealed::of(words))
    }
    pub(super) fn answered(self, words: TextSealed) -> Change {
        Change::MoveAnswered { n: self.n, answer: self.answer.answer(words.text()) }
    }
}
