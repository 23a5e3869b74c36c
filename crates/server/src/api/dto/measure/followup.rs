//! 7.11 and 7.2.3: incidents, revisits, places, trips and moves.

use super::field::{
    AlarmRef, At as _, Bad, CalendarDay, FactRef, Number, OfficeRef, Said, Shape, TripRef, ZoneRef, records,
};
use super::request::PvForm;
use super::word::{AlarmOutcome, MoveCase};
use hoeder_measure::followup::{
    AnnouncedFact, Destination, Incident, Move, MoveAnswer, Moved, Revisit, SharedPlaces, Trip,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

records! {
    /// 7.11.3: the person told of a new fact.
    AnnounceFactForm = AnnouncedFact {
        /// Which; whoever tells makes the id.
        fact: FactRef,
        /// On which day it was told.
        on: CalendarDay,
        /// What.
        what: Said,
    }
    /// 7.11.3: a visit by the managing zone.
    RecordRevisitForm = Revisit {
        /// On which day.
        on: CalendarDay,
        /// Its report.
        pv: PvForm,
        /// What was found.
        found: Said,
    }
    /// 7.11.1: usual places were shared.
    SharePlacesForm = SharedPlaces {
        /// On which day.
        on: CalendarDay,
        /// With which zones, each with its control room.
        zones: Vec<ZoneRef>,
    }
    /// 7.11.1: a stay away from the usual residence. The same trip again replaces it.
    AnnounceTripForm = Trip {
        /// Which; whoever announces makes the id.
        trip: TripRef,
        /// First night away.
        from: CalendarDay,
        /// The day of return.
        until: CalendarDay,
        /// Where.
        to: DestinationForm,
        /// Address and how to reach the person.
        place: Said,
    }
    /// 7.2.3: a lasting change of residence.
    AnnounceMoveForm = Move {
        /// From which day.
        on: CalendarDay,
        /// Where to.
        to: DestinationForm,
        /// The new address.
        place: Said,
    }
    /// A move in the file.
    MovedView = Moved {
        /// Its number, from 1.
        n: u16,
        /// Announced on.
        announced_on: CalendarDay,
        /// What was announced.
        what: AnnounceMoveForm,
        /// Which case.
        case: MoveCase,
        /// The office of the new residence; absent abroad.
        new_office: Option<OfficeRef>,
        /// Its answer.
        answer: Option<MoveAnswered>,
    }
}

/// 7.10.2: an alarm was closed, or a new fact was reported or found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum IncidentForm {
    /// An alarm was closed.
    Alarm {
        /// Which.
        alarm: AlarmRef,
        /// On which day it was raised.
        on: CalendarDay,
        /// How it ended.
        outcome: AlarmOutcome,
        /// Its report; absent: to follow.
        pv: Option<Number>,
    },
    /// A new fact, in a new initial report that mentions the alarm.
    Fact {
        /// Which.
        fact: FactRef,
        /// On which day it was reported or found.
        on: CalendarDay,
        /// The new report.
        pv: PvForm,
        /// What.
        what: Said,
    },
}

impl Shape for IncidentForm {
    type Of = Incident;
    fn read(self) -> Result<Incident, Bad> {
        Ok(match self {
            Self::Alarm { alarm, on, outcome, pv } => Incident::Alarm {
                alarm: alarm.read()?,
                on: on.read().at("on")?,
                outcome: outcome.read().at("outcome")?,
                pv: pv.read().at("pv")?,
            },
            Self::Fact { fact, on, pv, what } => Incident::Fact {
                fact: fact.read()?,
                on: on.read().at("on")?,
                pv: pv.read().at("pv")?,
                what: what.read().at("what")?,
            },
        })
    }
    fn show(of: &Incident) -> Self {
        match of {
            Incident::Alarm { alarm, on, outcome, pv } => Self::Alarm {
                alarm: Shape::show(alarm),
                on: Shape::show(on),
                outcome: Shape::show(outcome),
                pv: Shape::show(pv),
            },
            Incident::Fact { fact, on, pv, what } => Self::Fact {
                fact: Shape::show(fact),
                on: Shape::show(on),
                pv: Shape::show(pv),
                what: Shape::show(what),
            },
        }
    }
}

/// Where a trip or a move goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum DestinationForm {
    /// A zone in Belgium.
    Zone {
        /// Which.
        zone: ZoneRef,
    },
    /// Belgium, zone not known.
    Belgium,
    /// Abroad: the alarm does not work there.
    Abroad,
}

impl Shape for DestinationForm {
    type Of = Destination;
    fn read(self) -> Result<Destination, Bad> {
        Ok(match self {
            Self::Zone { zone } => Destination::Zone(zone.read()?),
            Self::Belgium => Destination::Belgium,
            Self::Abroad => Destination::Abroad,
        })
    }
    fn show(of: &Destination) -> Self {
        match of {
            Destination::Zone(zone) => Self::Zone { zone: Shape::show(zone) },
            Destination::Belgium => Self::Belgium,
            Destination::Abroad => Self::Abroad,
        }
    }
}

/// What the prosecutor of the new residence says where the alarm is not in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum MoveAnswerForm {
    /// Kept.
    Keep {
        /// Who does what.
        parts: Said,
    },
    /// Not kept: it is ended.
    DoNotKeep {
        /// Why.
        reason: Said,
    },
}

impl Shape for MoveAnswerForm {
    type Of = MoveAnswer;
    fn read(self) -> Result<MoveAnswer, Bad> {
        Ok(match self {
            Self::Keep { parts } => MoveAnswer::Keep { parts: parts.read().at("parts")? },
            Self::DoNotKeep { reason } => MoveAnswer::DoNotKeep { reason: reason.read().at("reason")? },
        })
    }
    fn show(of: &MoveAnswer) -> Self {
        match of {
            MoveAnswer::Keep { parts } => Self::Keep { parts: Shape::show(parts) },
            MoveAnswer::DoNotKeep { reason } => Self::DoNotKeep { reason: Shape::show(reason) },
        }
    }
}

/// An answer to a move, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveAnswered {
    /// What.
    pub answer: MoveAnswerForm,
    /// On which day.
    pub on: CalendarDay,
}

impl Shape for MoveAnswered {
    type Of = (MoveAnswer, hoeder_vocab::CivilDate);
    fn read(self) -> Result<Self::Of, Bad> {
        Ok((self.answer.read().at("answer")?, self.on.read().at("on")?))
    }
    fn show((answer, on): &Self::Of) -> Self {
        Self { answer: Shape::show(answer), on: Shape::show(on) }
    }
}
