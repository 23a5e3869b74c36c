//! Mandates to track with their carriers and pairs, and pilots (EM-01 to EM-10). No position is in any of it.

use super::WHY;
use super::incident::CarrierName;
use super::kinds::{
    CarrierAge, MandateKind, MandateState, NoticePolicy, ScopePart, Side, TargetGroup, Watched,
};
use super::outline::Perimeter;
use super::overview::{IncidentRow, TrackingTask};
use super::tracker::CoverageCheck;
use crate::api::dto::Time;
use crate::api::dto::alarm::ZoneName;
use hoeder_engine::tracking::{mandate, view};
use hoeder_vocab::{
    CarrierId, CaseId, MandateId, MeasureId, OfficeId, PairId, PersonId, PilotId, Sensitive, ZoneId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A ban on alcohol as a condition (EM-07).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AlcoholCondition {
    /// A reading of more than this is an alert: milligrams a litre.
    pub milligrams_per_litre: u16,
    /// A reading at least so often, seconds.
    #[schema(minimum = 60, maximum = 86_400)]
    pub every_s: u32,
    /// At least so often once a reading was positive or disturbed, seconds.
    #[schema(minimum = 60, maximum = 86_400)]
    pub then_every_s: u32,
}

/// A judicial mandate to track (EM-01): its whole state.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MandateForm {
    /// On what it rests.
    pub kind: MandateKind,
    /// Does it hold?
    pub state: MandateState,
    /// Which court or authority.
    #[schema(min_length = 1, max_length = 120)]
    pub court: String,
    /// Its number there.
    #[schema(min_length = 1, max_length = 40)]
    pub reference: String,
    /// The case of the protected household.
    pub case: Uuid,
    /// The alarm measure before it or after it (EM-11).
    #[serde(default)]
    pub measure: Option<Uuid>,
    /// The zone whose police intervene.
    pub zone: Uuid,
    /// The prosecutor's office.
    #[serde(default)]
    pub office: Option<Uuid>,
    /// For whom.
    pub group: TargetGroup,
    /// What may be watched.
    pub scope: Vec<ScopePart>,
    /// First moment.
    pub from: Time,
    /// First moment of no mandate; absent: until it is withdrawn.
    #[serde(default)]
    pub until: Option<Time>,
    /// Its conditions in words.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub conditions: String,
    /// A ban on alcohol.
    #[serde(default)]
    pub alcohol: Option<AlcoholCondition>,
    /// The pilot that bounds it (EM-10).
    #[serde(default)]
    pub pilot: Option<Uuid>,
}

impl MandateForm {
    /// What the engine takes.
    #[must_use]
    pub fn mandate(self, id: Uuid) -> mandate::Mandate {
        let mut scope: Vec<mandate::ScopePart> = self.scope.into_iter().map(Into::into).collect();
        scope.sort_unstable();
        scope.dedup();
        mandate::Mandate {
            id: MandateId::from_uuid(id),
            kind: self.kind.into(),
            state: self.state.into(),
            court: self.court,
            reference: self.reference,
            case: CaseId::from_uuid(self.case),
            measure: self.measure.map(MeasureId::from_uuid),
            zone: ZoneId::from_uuid(self.zone),
            office: self.office.map(OfficeId::from_uuid),
            group: self.group.into(),
            scope,
            from: self.from.0,
            until: self.until.map(|at| at.0),
            conditions: Sensitive::new(self.conditions),
            alcohol: self.alcohol.map(|ban| mandate::AlcoholCondition {
                milligrams_per_litre: ban.milligrams_per_litre,
                every_s: ban.every_s,
                then_every_s: ban.then_every_s,
            }),
            pilot: self.pilot.map(PilotId::from_uuid),
        }
    }

    fn of(mandate: &mandate::Mandate) -> Self {
        Self {
            kind: mandate.kind.into(),
            state: mandate.state.into(),
            court: mandate.court.clone(),
            reference: mandate.reference.clone(),
            case: mandate.case.as_uuid(),
            measure: mandate.measure.map(|measure| measure.as_uuid()),
            zone: mandate.zone.as_uuid(),
            office: mandate.office.map(|office| office.as_uuid()),
            group: mandate.group.into(),
            scope: mandate.scope.iter().map(|part| (*part).into()).collect(),
            from: Time(mandate.from),
            until: mandate.until.map(Time),
            conditions: mandate.conditions.reveal(WHY).clone(),
            alcohol: mandate.alcohol.map(|ban| AlcoholCondition {
                milligrams_per_litre: ban.milligrams_per_litre,
                every_s: ban.every_s,
                then_every_s: ban.then_every_s,
            }),
            pilot: mandate.pilot.map(|pilot| pilot.as_uuid()),
        }
    }
}

/// A mandate in a list.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MandateRow {
    /// Id.
    pub id: Uuid,
    /// The mandate.
    pub mandate: MandateForm,
    /// Does it run now?
    pub runs: bool,
    /// Its zone.
    pub zone: Option<ZoneName>,
    /// How many carriers have a device.
    pub carriers: u32,
    /// How many pairs.
    pub pairs: u32,
}

impl From<&view::MandateRow> for MandateRow {
    fn from(row: &view::MandateRow) -> Self {
        Self {
            id: row.mandate.id.as_uuid(),
            mandate: MandateForm::of(&row.mandate),
            runs: row.runs,
            zone: row.zone.as_ref().map(ZoneName::from),
            carriers: row.carriers,
            pairs: row.pairs,
        }
    }
}

/// A carrier of a mandate.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MandateCarrier {
    /// By name, with the device.
    pub who: CarrierName,
    /// The person of the case, when it is one.
    pub person: Option<Uuid>,
    /// The fastest that the carrier can move, kilometres an hour.
    pub fastest_kmh: u16,
}

/// One mandate, whole.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct MandateView {
    /// The mandate.
    pub row: MandateRow,
    /// Its carriers.
    pub carriers: Vec<MandateCarrier>,
    /// Its pairs.
    pub pairs: Vec<Pair>,
    /// Its perimeters, also deleted ones.
    pub perimeters: Vec<Perimeter>,
    /// Checks of usual places (FL-14).
    pub coverage: Vec<CoverageCheck>,
    /// Its incidents, newest first.
    pub incidents: Vec<IncidentRow>,
    /// What is owed.
    pub tasks: Vec<TrackingTask>,
}

impl From<&view::MandateView> for MandateView {
    fn from(view: &view::MandateView) -> Self {
        let carrier = |(carrier, name): &(mandate::Carrier, view::CarrierName)| MandateCarrier {
            who: CarrierName::from(name),
            person: match &carrier.who {
                mandate::Who::Person(person) => Some(person.as_uuid()),
                mandate::Who::Named(_) => None,
            },
            fastest_kmh: carrier.fastest_kmh,
        };
        Self {
            row: MandateRow::from(&view.row),
            carriers: view.carriers.iter().map(carrier).collect(),
            pairs: view.pairs.iter().map(Pair::from).collect(),
            perimeters: view.perimeters.iter().map(Perimeter::from).collect(),
            coverage: view.coverage.iter().map(CoverageCheck::from).collect(),
            incidents: view.incidents.iter().map(IncidentRow::from).collect(),
            tasks: view.tasks.iter().map(TrackingTask::from).collect(),
        }
    }
}

/// Make or change a carrier.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutCarrier {
    /// Under which mandate.
    pub mandate: Uuid,
    /// Wears the band, or is protected.
    pub side: Side,
    /// The person of the case, when it is one.
    #[serde(default)]
    pub person: Option<Uuid>,
    /// Else the name.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 120)]
    pub name: Option<String>,
    /// Of age?
    pub age: CarrierAge,
    /// May the device notify?
    pub notice: NoticePolicy,
    /// The fastest that the carrier can move, kilometres an hour.
    #[schema(minimum = 10, maximum = 350)]
    pub fastest_kmh: u16,
}

impl PutCarrier {
    /// What the engine takes.
    ///
    /// # Errors
    /// Neither a person nor a name, or both.
    pub fn carrier(self, id: Uuid) -> Result<mandate::Carrier, crate::problem::Problem> {
        let who = match (self.person, self.name) {
            (Some(person), None) => mandate::Who::Person(PersonId::from_uuid(person)),
            (None, Some(name)) => mandate::Who::Named(Sensitive::new(name)),
            (None, None) | (Some(_), Some(_)) => {
                return Err(crate::problem::Problem::invalid(
                    "person",
                    "a person of the case, or else a name",
                ));
            }
        };
        Ok(mandate::Carrier {
            id: CarrierId::from_uuid(id),
            mandate: MandateId::from_uuid(self.mandate),
            side: self.side.into(),
            who,
            age: self.age.into(),
            notice: self.notice.into(),
            fastest_kmh: self.fastest_kmh,
        })
    }
}

/// Two who must not meet (EM-02).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Pair {
    /// Id.
    pub id: Uuid,
    /// Under which mandate.
    pub mandate: Uuid,
    /// Wears the band.
    pub offender: Uuid,
    /// Is protected.
    pub protected: Uuid,
    /// Nearer than this is an alarm, metres.
    pub alarm_m: u32,
    /// Nearer than this is a warning, metres.
    pub warning_m: u32,
    /// How long the police need, minutes.
    pub police_min: u16,
    /// Is it watched?
    pub state: Watched,
}

impl From<&mandate::Pair> for Pair {
    fn from(pair: &mandate::Pair) -> Self {
        Self {
            id: pair.id.as_uuid(),
            mandate: pair.mandate.as_uuid(),
            offender: pair.offender.as_uuid(),
            protected: pair.protected.as_uuid(),
            alarm_m: pair.alarm_m,
            warning_m: pair.warning_m,
            police_min: pair.police_min,
            state: pair.state.into(),
        }
    }
}

/// Make, change or end a pair.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutPair {
    /// Under which mandate.
    pub mandate: Uuid,
    /// Wears the band.
    pub offender: Uuid,
    /// Is protected.
    pub protected: Uuid,
    /// Nearer than this is an alarm, metres.
    #[schema(minimum = 50, maximum = 20_000)]
    pub alarm_m: u32,
    /// Nearer than this is a warning, metres; at least the alarm distance.
    #[schema(minimum = 50, maximum = 50_000)]
    pub warning_m: u32,
    /// How long the police need, minutes.
    #[schema(minimum = 1, maximum = 120)]
    pub police_min: u16,
    /// Is it watched?
    pub state: Watched,
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
}

impl PutPair {
    /// What the engine takes, and why.
    #[must_use]
    pub fn pair(self, id: Uuid) -> (mandate::Pair, Sensitive<String>) {
        let pair = mandate::Pair {
            id: PairId::from_uuid(id),
            mandate: MandateId::from_uuid(self.mandate),
            offender: CarrierId::from_uuid(self.offender),
            protected: CarrierId::from_uuid(self.protected),
            alarm_m: self.alarm_m,
            warning_m: self.warning_m,
            police_min: self.police_min,
            state: self.state.into(),
        };
        (pair, Sensitive::new(self.reason))
    }
}

/// A pilot: for which groups, where, when and for how many (EM-10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PilotForm {
    /// Its name.
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    /// For whom.
    pub groups: Vec<TargetGroup>,
    /// In which zones.
    pub zones: Vec<Uuid>,
    /// First moment.
    pub from: Time,
    /// First moment after it.
    pub until: Time,
    /// Most mandates that may hold at the same time.
    pub most: u16,
}

impl PilotForm {
    /// What the engine takes.
    #[must_use]
    pub fn pilot(self, id: Uuid) -> mandate::Pilot {
        mandate::Pilot {
            id: PilotId::from_uuid(id),
            name: self.name,
            groups: self.groups.into_iter().map(Into::into).collect(),
            zones: self.zones.into_iter().map(ZoneId::from_uuid).collect(),
            from: self.from.0,
            until: self.until.0,
            most: self.most,
        }
    }
}

/// A pilot and how full it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PilotView {
    /// Id.
    pub id: Uuid,
    /// The pilot.
    pub pilot: PilotForm,
    /// Mandates that hold now.
    pub holding: u32,
    /// All that it had.
    pub mandates: u32,
    /// Incidents of danger under it.
    pub danger: u32,
    /// Incidents of broken rules.
    pub tracking: u32,
    /// Incidents of devices.
    pub technical: u32,
    /// Of these: violations or torment.
    pub violations: u32,
    /// Of these: it was not so.
    pub false_alerts: u32,
}

impl From<&view::PilotView> for PilotView {
    fn from(view: &view::PilotView) -> Self {
        let pilot = &view.pilot;
        let [danger, tracking, technical] = view.incidents;
        Self {
            id: pilot.id.as_uuid(),
            pilot: PilotForm {
                name: pilot.name.clone(),
                groups: pilot.groups.iter().map(|group| (*group).into()).collect(),
                zones: pilot.zones.iter().map(|zone| zone.as_uuid()).collect(),
                from: Time(pilot.from),
                until: Time(pilot.until),
                most: pilot.most,
            },
            holding: view.holding,
            mandates: view.mandates,
            danger,
            tracking,
            technical,
            violations: view.violations,
            false_alerts: view.false_alerts,
        }
    }
}
