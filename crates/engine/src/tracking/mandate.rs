//! Mandates to track, and what they bound: pilots, carriers, pairs and perimeters (EM-01 to EM-03, EM-05 to EM-10).
//!
//! Plain data. Never here: who may put them (`access`), what is watched for them (`cell`).

use core::time::Duration;
use hoeder_vocab::tracking::Side;
use hoeder_vocab::{
    CarrierId, CaseId, MandateId, MeasureId, OfficeId, PairId, PerimeterId, PersonId, PilotId, Position,
    Sensitive, UtcMillis, ZoneId,
};
use hoeder_watch::track::{PerimeterKind, Week};

/// On what a mandate rests (EM-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MandateKind {
    /// Temporary home ban.
    #[doc(alias = "tijdelijk huisverbod")]
    #[doc(alias = "interdiction temporaire de résidence")]
    HomeBan,
    /// Contact ban.
    #[doc(alias = "contactverbod")]
    ContactBan,
    /// Place ban.
    #[doc(alias = "plaatsverbod")]
    PlaceBan,
    /// Another decision of a court.
    CourtDecision,
    /// Granted on the application of the victim.
    VictimApplication,
}

/// For whom a mandate is (EM-06).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetGroup {
    /// Partner violence.
    PartnerViolence,
    /// Stalking.
    Stalking,
    /// Serious child abuse.
    ChildAbuse,
    /// Sexual violence.
    SexualViolence,
    /// A threatened witness.
    ThreatenedWitness,
}

/// What a mandate allows to be watched. Nothing else is (EM-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScopePart {
    /// The distance between an offender and a protected person.
    Distance,
    /// Places that may not be entered or left.
    Places,
    /// Alcohol.
    Alcohol,
}

/// A ban on alcohol as a condition (EM-07).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AlcoholCondition {
    /// A reading of more than this is an alert: milligrams a litre.
    pub milligrams_per_litre: u16,
    /// A reading at least so often, seconds: 60 to 86,400; an hour (NIJ-21).
    pub every_s: u32,
    /// At least so often once a reading was positive or disturbed.
    pub then_every_s: u32,
}

/// Does a mandate hold?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MandateState {
    /// Being prepared: nothing is watched.
    Draft,
    /// It holds from its start to its end.
    Granted,
    /// It was withdrawn: nothing is watched any more.
    Withdrawn,
}

/// A judicial mandate to track (EM-01).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mandate {
    /// Id.
    pub id: MandateId,
    /// On what it rests.
    pub kind: MandateKind,
    /// Does it hold?
    pub state: MandateState,
    /// Which court or authority, 1 to 120 characters.
    pub court: String,
    /// Its number there, 1 to 40 characters: by it a measure names the mandate that follows it (EM-11).
    pub reference: String,
    /// The case of the protected household.
    pub case: CaseId,
    /// The alarm measure that came before it or comes after it (EM-11).
    pub measure: Option<MeasureId>,
    /// The zone whose police intervene and follow up.
    pub zone: ZoneId,
    /// The prosecutor's office.
    pub office: Option<OfficeId>,
    /// For whom.
    pub group: TargetGroup,
    /// What may be watched; ascending, each once.
    pub scope: Vec<ScopePart>,
    /// First moment.
    pub from: UtcMillis,
    /// First moment of no mandate; `None` until it is withdrawn.
    pub until: Option<UtcMillis>,
    /// Its conditions in words, at most 4,000 characters.
    pub conditions: Sensitive<String>,
    /// A ban on alcohol.
    pub alcohol: Option<AlcoholCondition>,
    /// The pilot that bounds it (EM-10).
    pub pilot: Option<PilotId>,
}

impl Mandate {
    /// Does it hold at this moment?
    #[must_use]
    pub fn runs(&self, now: UtcMillis) -> bool {
        self.state == MandateState::Granted && self.from <= now && self.until.is_none_or(|until| now < until)
    }
    /// May this be watched under it?
    #[must_use]
    pub fn covers(&self, part: ScopePart) -> bool {
        self.scope.contains(&part)
    }
}

/// A pilot: for which groups, where, when and for how many (EM-10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pilot {
    /// Id.
    pub id: PilotId,
    /// Its name, 1 to 80 characters.
    pub name: String,
    /// For whom.
    pub groups: Vec<TargetGroup>,
    /// In which zones.
    pub zones: Vec<ZoneId>,
    /// First moment.
    pub from: UtcMillis,
    /// First moment after it.
    pub until: UtcMillis,
    /// Most mandates that may hold at the same time.
    pub most: u16,
}

/// Who a carrier is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// A person of the case: protected, with phone and language in the roster.
    Person(PersonId),
    /// Somebody else: the offender by name, 1 to 120 characters.
    Named(Sensitive<String>),
}

/// May the device of a carrier ever notify, ring or show anything? (EM-05)
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticePolicy {
    /// It may.
    Allowed,
    /// Never: a minor, or somebody for whom it is so decided. Who cares for them is called instead.
    Never,
}

/// Whether a carrier is of age (EM-08).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Age {
    /// Of age.
    Adult,
    /// Not yet: the device never notifies its carrier.
    Minor,
}

/// Somebody who carries a device under one mandate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carrier {
    /// Id.
    pub id: CarrierId,
    /// Under which mandate.
    pub mandate: MandateId,
    /// Wears the band, or is protected.
    pub side: Side,
    /// Who.
    pub who: Who,
    /// Of age?
    pub age: Age,
    /// May the device notify?
    pub notice: NoticePolicy,
    /// The fastest that the carrier can move, kilometres an hour: 10 to 350; 130 is a car.
    pub fastest_kmh: u16,
}

impl Carrier {
    /// A minor's device never notifies, whatever else is said (EM-05, EM-08).
    #[must_use]
    pub fn may_be_notified(&self) -> bool {
        self.age == Age::Adult && self.notice == NoticePolicy::Allowed
    }
}

/// Is it watched, as far as its mandate runs?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Watched {
    /// Yes.
    Active,
    /// No longer; it stays in the log (T-NIJ-10).
    Ended,
}

/// Two carriers of one mandate who must not meet (EM-02).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Id.
    pub id: PairId,
    /// Under which mandate.
    pub mandate: MandateId,
    /// Wears the band.
    pub offender: CarrierId,
    /// Is protected.
    pub protected: CarrierId,
    /// Nearer than this is an alarm, metres: 50 to 20,000.
    pub alarm_m: u32,
    /// Nearer than this is a warning, metres: at least the alarm distance, at most 50,000.
    pub warning_m: u32,
    /// How long the police need, minutes: 1 to 120.
    pub police_min: u16,
    /// Is it watched?
    pub state: Watched,
}

/// Where a perimeter is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outline {
    /// Polygons, each a list of rings (the first is the outer one), each a list of positions.
    Area(Vec<Vec<Vec<Position>>>),
    /// All within a distance of a place.
    Circle {
        /// The middle.
        centre: Position,
        /// Metres: 10 to 50,000.
        radius_m: u32,
    },
    /// All within a distance of a line.
    Corridor {
        /// At least two places, at most 1,000.
        line: Vec<Position>,
        /// Metres to either side: 10 to 5,000.
        half_width_m: u32,
    },
}

/// A fixed perimeter of one carrier (EM-03).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Perimeter {
    /// Id.
    pub id: PerimeterId,
    /// Whose; the mandate is that of the carrier.
    pub carrier: CarrierId,
    /// What it is, such as 'school': 1 to 80 characters.
    pub label: Sensitive<String>,
    /// What it asks.
    pub kind: PerimeterKind,
    /// Where.
    pub outline: Sensitive<Outline>,
    /// When in the week.
    pub week: Week,
    /// First moment; `None` is that of the mandate.
    pub from: Option<UtcMillis>,
    /// First moment after it; `None` is that of the mandate.
    pub until: Option<UtcMillis>,
}

/// The times of supervision of a tracked device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrackClass {
    /// Reports every minute or more often.
    Close,
    /// Reports every few minutes.
    Ordinary,
    /// Reports rarely: a battery must last long.
    Sparse,
}

impl TrackClass {
    /// Nothing heard for this long is a silence.
    #[must_use]
    pub const fn silent_after(self) -> Duration {
        Duration::from_secs(match self {
            Self::Close => 180,
            Self::Ordinary => 900,
            Self::Sparse => 7_200,
        })
    }
    /// Heard, yet without a position for this long is a location loss (NIJ-12).
    #[must_use]
    pub const fn lost_after(self) -> Duration {
        Duration::from_secs(match self {
            Self::Close => 300,
            Self::Ordinary => 1_200,
            Self::Sparse => 10_800,
        })
    }
}
