//! The alerts of an incident: what the guard said, on what it rests, and what became of it.

use super::WHY;
use super::kinds::{AlertSeverity, TrackAlertKind, TrackQueue};
use crate::api::dto::Time;
use crate::api::dto::kinds::FixSource;
use hoeder_engine::tracking::view;
use hoeder_vocab::Sensitive;
use hoeder_watch::incident as watch;
use hoeder_watch::track::Evidence;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// One position of a carrier.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct TrackPlace {
    /// Degrees, north positive.
    pub lat: f64,
    /// Degrees, east positive.
    pub lon: f64,
    /// Radius of the circle that holds the true place with 68 %, metres; absent means not known.
    pub accuracy_m: Option<f64>,
    /// When, by the device's clock.
    pub fixed_at: Time,
    /// When we had it.
    pub received_at: Time,
    /// How it was made.
    pub source: FixSource,
}

impl TrackPlace {
    /// From a fix and when it came.
    #[must_use]
    pub fn new(fix: &hoeder_vocab::tracking::TrackFix, received_at: hoeder_vocab::ReceivedAt) -> Self {
        Self {
            lat: fix.position.lat(),
            lon: fix.position.lon(),
            accuracy_m: fix.accuracy.map(|accuracy| accuracy.metres().0),
            fixed_at: Time(fix.fixed_at.0),
            received_at: Time(received_at.0),
            source: fix.source.into(),
        }
    }
}

/// One side of what an alert rests on.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct AlertEvidence {
    /// Whose.
    pub carrier: Uuid,
    /// Where that was.
    pub place: TrackPlace,
}

impl From<&Sensitive<Evidence>> for AlertEvidence {
    fn from(evidence: &Sensitive<Evidence>) -> Self {
        let evidence = evidence.reveal(WHY);
        Self {
            carrier: evidence.carrier.as_uuid(),
            place: TrackPlace::new(&evidence.fix, evidence.received_at),
        }
    }
}

/// What the guard computed; absent where its rule has no such figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct AlertFigures {
    /// Metres between the two, or to the border.
    pub distance_m: Option<f64>,
    /// The limit, metres.
    pub limit_m: Option<f64>,
    /// The margin for the accuracy of both, metres.
    pub margin_m: Option<f64>,
    /// Closing speed, metres a second.
    pub closing_mps: Option<f64>,
    /// Seconds until they could be in contact.
    pub contact_s: Option<u32>,
    /// Chance that the true distance is below the limit, 0 to 1.
    pub chance: Option<f64>,
    /// How far a silent carrier can have come, metres.
    pub reach_m: Option<f64>,
}

impl From<&watch::Figures> for AlertFigures {
    fn from(figures: &watch::Figures) -> Self {
        let metres = |decimetres: Option<u32>| decimetres.map(|d| f64::from(d) / 10.0);
        Self {
            distance_m: metres(figures.distance_dm),
            limit_m: metres(figures.limit_dm),
            margin_m: metres(figures.margin_dm),
            closing_mps: figures.closing_cms.map(|c| f64::from(c) / 100.0),
            contact_s: figures.contact_s,
            chance: figures.chance_permille.map(|p| f64::from(p) / 1_000.0),
            reach_m: metres(figures.reach_dm),
        }
    }
}

/// By what one alert of an incident is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AlertKey {
    /// Which rule.
    pub kind: TrackAlertKind,
    /// About which pair.
    #[serde(default)]
    pub pair: Option<Uuid>,
    /// About whom.
    pub carrier: Uuid,
    /// About which perimeter.
    #[serde(default)]
    pub perimeter: Option<Uuid>,
}

/// An alert of an incident.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct IncidentAlert {
    /// By what it is known.
    pub key: AlertKey,
    /// How sure.
    pub severity: AlertSeverity,
    /// In which queue.
    pub queue: TrackQueue,
    /// When it happened by the fixes.
    pub since: Time,
    /// When the guard said so.
    pub guard_at: Time,
    /// First told.
    pub first_at: Time,
    /// Last raised.
    pub raised_at: Time,
    /// How often.
    pub times: u16,
    /// Over by the fixes since then; it stays for a person (FL-02).
    pub cleared_at: Option<Time>,
    /// Set aside by a person.
    pub set_aside_at: Option<Time>,
    /// How far it has grown (FL-10).
    pub level: u8,
    /// Found in fixes that came late.
    pub late: bool,
    /// What it rests on.
    pub evidence: Vec<AlertEvidence>,
    /// What was computed.
    pub figures: AlertFigures,
}

impl From<&view::AlertView> for IncidentAlert {
    fn from(alert: &view::AlertView) -> Self {
        let facts = &alert.facts;
        Self {
            key: AlertKey {
                kind: facts.kind.into(),
                pair: facts.pair.map(|pair| pair.as_uuid()),
                carrier: facts.carrier.as_uuid(),
                perimeter: facts.perimeter.map(|perimeter| perimeter.as_uuid()),
            },
            severity: facts.severity.into(),
            queue: alert.queue.into(),
            since: Time(facts.since.0),
            guard_at: Time(facts.guard_at.0),
            first_at: Time(alert.first_at),
            raised_at: Time(alert.raised_at),
            times: alert.times,
            cleared_at: alert.cleared_at.map(Time),
            set_aside_at: alert.set_aside.map(|set| Time(set.at)),
            level: alert.level,
            late: facts.late,
            evidence: facts.evidence.iter().flatten().map(AlertEvidence::from).collect(),
            figures: AlertFigures::from(&facts.figures),
        }
    }
}
