//! 7.11 and 7.2.3: incidents, revisits, usual places, trips, and a move of residence.
//!
//! Never here: the live guard of an alarm; positions.

use crate::coded::coded;
use crate::request::PvRef;
use hoeder_vocab::{AlarmId, CivilDate, FactId, OfficeId, Sensitive, TripId, ZoneId};

/// Most incidents that one measure keeps.
pub const MAX_INCIDENTS: usize = 200;
/// Most revisits that one measure keeps.
pub const MAX_REVISITS: usize = 200;
/// Most trips that one measure keeps.
pub const MAX_TRIPS: usize = 500;
/// Most moves of residence that one measure keeps.
pub const MAX_MOVES: usize = 64;
/// Most zones with which usual places are shared.
pub const MAX_ZONES: usize = 64;
/// A trip of so many nights is announced ahead (7.11.1, MS-35).
pub const TRIP_NIGHTS: i64 = 5;
/// So many calendar days ahead.
pub const TRIP_NOTICE_DAYS: i64 = 7;

coded! {
    /// How an alarm ended, as the watch says.
    AlarmOutcome {
        /// Real danger.
        RealDanger = "real-danger",
        /// The suspect was there or was arrested.
        SuspectPresent = "suspect-present",
        /// False, by accident.
        FalseAlarm = "false-alarm",
        /// Misuse.
        Misuse = "misuse",
        /// A test.
        Test = "test",
        /// A technical cause.
        Technical = "technical",
    }
}

impl AlarmOutcome {
    /// Does it extend the measure (7.10.2)? All do but a false alarm, a test and a fault. Misuse is not excepted there: 7.12.3
    /// leaves it to the magistrate.
    #[must_use]
    pub const fn extends(self) -> bool {
        match self {
            Self::RealDanger | Self::SuspectPresent | Self::Misuse => true,
            Self::FalseAlarm | Self::Test | Self::Technical => false,
        }
    }
}

/// Something that happened while the measure runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incident {
    /// An alarm was closed.
    Alarm {
        /// Which.
        alarm: AlarmId,
        /// On which day it was raised.
        on: CivilDate,
        /// How it ended.
        outcome: AlarmOutcome,
        /// Its report; `None`: to follow (AL-10).
        pv: Option<String>,
    },
    /// A new fact was reported or found, and stands in a new initial report that mentions the alarm (7.11.3, MS-34).
    Fact {
        /// Which.
        fact: FactId,
        /// On which day it was reported or found.
        on: CivilDate,
        /// The new report, always an initial one.
        pv: PvRef,
        /// What, 1 to 10,000 characters.
        what: Sensitive<String>,
    },
}

/// A new fact that the person told through the page: the zone still has to write its report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnouncedFact {
    /// Which.
    pub fact: FactId,
    /// On which day it was told.
    pub on: CivilDate,
    /// What, 1 to 10,000 characters.
    pub what: Sensitive<String>,
}

/// A visit by the managing zone (7.11.3, MS-33).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revisit {
    /// On which day.
    pub on: CivilDate,
    /// Its report.
    pub pv: PvRef,
    /// What was found, 1 to 10,000 characters. A new fact is entered as an incident of its own.
    pub found: Sensitive<String>,
}

/// Usual places shared with the zones and control rooms concerned (7.11.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedPlaces {
    /// On which day.
    pub on: CivilDate,
    /// With which zones, each with its control room.
    pub zones: Vec<ZoneId>,
}

/// Where a trip or a move goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Destination {
    /// A zone in Belgium.
    Zone(ZoneId),
    /// Belgium, zone not known.
    Belgium,
    /// Abroad: the alarm does not work there.
    Abroad,
}

/// A stay away from the usual residence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trip {
    /// Which.
    pub trip: TripId,
    /// First night away.
    pub from: CivilDate,
    /// The day of return; the number of nights is the days between.
    pub until: CivilDate,
    /// Where.
    pub to: Destination,
    /// Address and how to reach the person, 1 to 10,000 characters.
    pub place: Sensitive<String>,
}

coded! {
    /// Was a long trip announced in time?
    Notice {
        /// Under five nights: no term.
        NotNeeded = "not-needed",
        /// Seven calendar days ahead or more.
        InTime = "in-time",
        /// Later: recorded all the same, and handled at once.
        Late = "late",
    }

    /// The three cases of a move of residence (7.2.3, MS-36), and abroad (7.12.3).
    MoveCase {
        /// Where the alarm is in force: the file goes to the new zone and office.
        InForce = "in-force",
        /// Where it is not: kept if the new prosecutor agrees, else ended.
        NotInForce = "not-in-force",
        /// Out of Belgium: ended, with word to the foreign police.
        Abroad = "abroad",
        /// Within Belgium, told by the person, who does not know zones: the managing zone finds it and enters the move.
        ZoneNotKnown = "zone-not-known",
    }
}

impl Trip {
    /// Nights away.
    #[must_use]
    pub fn nights(&self) -> i64 {
        self.until.days_since(self.from)
    }

    /// Was it announced in time, on this day?
    #[must_use]
    pub fn notice(&self, announced_on: CivilDate) -> Notice {
        if self.nights() < TRIP_NIGHTS {
            Notice::NotNeeded
        } else if self.from.days_since(announced_on) >= TRIP_NOTICE_DAYS {
            Notice::InTime
        } else {
            Notice::Late
        }
    }
}

/// A lasting change of residence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// From which day.
    pub on: CivilDate,
    /// Where to; `Belgium` without a zone is only for the person.
    pub to: Destination,
    /// The new address, 1 to 10,000 characters.
    pub place: Sensitive<String>,
}

/// What the prosecutor of the new residence says where the alarm is not in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MoveAnswer {
    /// Kept, with the part of each zone and office written down, 1 to 10,000 characters.
    Keep {
        /// Who does what.
        parts: Sensitive<String>,
    },
    /// Not kept: it is ended (7.12.3); the new zone and office stay alert.
    DoNotKeep {
        /// Why, 1 to 10,000 characters.
        reason: Sensitive<String>,
    },
}

/// A move in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Its number within the measure, from 1.
    pub n: u16,
    /// Announced on.
    pub announced_on: CivilDate,
    /// What was announced.
    pub what: Move,
    /// Which case.
    pub case: MoveCase,
    /// The office of the new residence; `None` abroad.
    pub new_office: Option<OfficeId>,
    /// Its answer, and when.
    pub answer: Option<(MoveAnswer, CivilDate)>,
}
