//! What a desk asks of one incident.

use super::acts::Instruction;
use super::alert::AlertKey;
use super::kinds::{CallResult, Callee, IncidentOutcome, InstructionChannel, InstructionDelivery};
use crate::api::dto::LatLon;
use crate::problem::Problem;
use hoeder_engine::tracking::IncidentOrder;
use hoeder_vocab::{CarrierId, MessageId, PairId, PerimeterId, Position, Sensitive, ZoneId};
use hoeder_watch::incident as watch;
use hoeder_watch::track;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A call that somebody made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IncidentCall {
    /// Whom.
    pub whom: Callee,
    /// What came of it.
    pub result: CallResult,
    /// In words; may be empty.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub note: String,
}

impl From<IncidentCall> for IncidentOrder {
    fn from(call: IncidentCall) -> Self {
        Self::Call(watch::Call {
            whom: call.whom.into(),
            result: call.result.into(),
            note: Sensitive::new(call.note),
        })
    }
}

/// Give an incident to the police, with what they need (EM-04).
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandToPolice {
    /// The zone that takes it, if one is known.
    #[serde(default)]
    pub zone: Option<Uuid>,
    /// Where to, in words.
    #[schema(min_length = 1, max_length = 200)]
    pub place: String,
    /// On the map.
    #[serde(default)]
    pub position: Option<LatLon>,
    /// Which way the offender goes, whole degrees from north.
    #[serde(default)]
    #[schema(maximum = 359)]
    pub direction_deg: Option<u16>,
    /// In how many minutes they could meet.
    #[serde(default)]
    #[schema(maximum = 1440)]
    pub minutes: Option<u16>,
    /// Who answered, or the number of the intervention.
    #[schema(min_length = 1, max_length = 40)]
    pub reference: String,
}

impl HandToPolice {
    /// What the engine takes.
    ///
    /// # Errors
    /// A position that is not on earth.
    pub fn order(self) -> Result<IncidentOrder, Problem> {
        let position = self
            .position
            .map(|at| Position::from_degrees(at.lat, at.lon))
            .transpose()
            .map_err(|e| Problem::invalid("position", &e.to_string()))?;
        Ok(IncidentOrder::HandToPolice(Box::new(watch::HandOff {
            zone: self.zone.map(ZoneId::from_uuid),
            place: Sensitive::new(self.place),
            position: position.map(Sensitive::new),
            direction_deg: self.direction_deg,
            minutes: self.minutes,
            reference: self.reference,
        })))
    }
}

/// Tell the protected person what to do (FL-34): there is no field for where the other is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Instruct {
    /// What.
    pub instruction: Instruction,
    /// How.
    pub channel: InstructionChannel,
}

impl Instruct {
    /// What the engine takes. The client makes the id, so that a repeated request tells once.
    #[must_use]
    pub fn order(self, message: Uuid) -> IncidentOrder {
        IncidentOrder::Instruct(watch::Told {
            message: MessageId::from_uuid(message),
            instruction: self.instruction.into(),
            channel: self.channel.into(),
        })
    }
}

/// What became of an instruction that was said on the phone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InstructionHeard {
    /// How it is now.
    pub delivery: InstructionDelivery,
}

/// Let an alert wait that still stands: an override, with why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAside {
    /// Which alert.
    pub alert: AlertKey,
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
}

impl From<SetAside> for IncidentOrder {
    fn from(set: SetAside) -> Self {
        let key = track::AlertKey {
            kind: set.alert.kind.into(),
            pair: set.alert.pair.map(PairId::from_uuid),
            carrier: CarrierId::from_uuid(set.alert.carrier),
            perimeter: set.alert.perimeter.map(PerimeterId::from_uuid),
        };
        Self::SetAside { key, reason: Sensitive::new(set.reason) }
    }
}

/// End an incident. An alert that cleared itself never does (FL-02).
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseIncident {
    /// How it ended.
    pub outcome: IncidentOutcome,
    /// Why, in words.
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
}

impl From<CloseIncident> for IncidentOrder {
    fn from(close: CloseIncident) -> Self {
        Self::Close { outcome: close.outcome.into(), reason: Sensitive::new(close.reason) }
    }
}
