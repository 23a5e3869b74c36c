//! Tasks: alerts about handsets, and reports that are still to follow.

use super::Time;
use super::alarm::ZoneName;
use super::kinds::{AlertKind, Outcome};
use hoeder_engine::view;
use hoeder_vocab::Purpose;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Something that a person must do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Task {
    /// An alert about a handset.
    Alert {
        /// Which handset.
        handset: Uuid,
        /// Of which case.
        case: Uuid,
        /// Number of the case.
        case_number: String,
        /// What is wrong.
        kind: AlertKind,
        /// Since when.
        opened_at: Time,
        /// It went right again by itself; still to be closed.
        cleared_at: Option<Time>,
        /// Whose it is: a person, else the managing zone.
        owner: Option<Uuid>,
        /// The managing zone.
        zone: Option<ZoneName>,
        /// Step of the ageing ladder.
        level: u8,
    },
    /// A magistrate was told how an alarm ended and has not yet confirmed it (AL-11).
    ReceiptToConfirm {
        /// Which alarm.
        alarm: Uuid,
        /// Number of the case.
        case_number: Option<String>,
        /// How it ended.
        outcome: Outcome,
        /// Since when.
        told_at: Time,
        /// The zones of intervention.
        zones: Vec<ZoneName>,
    },
    /// A person announced a trip, and nobody of the managing zone has read of it.
    TripAnnounced {
        /// Which trip.
        trip: Uuid,
        /// Of which case.
        case: Uuid,
        /// Number of the case.
        case_number: String,
        /// The first day, as `YYYY-MM-DD`.
        from: String,
        /// The last day, as `YYYY-MM-DD`.
        until: String,
        /// Where.
        place: String,
        /// Since when.
        announced_at: Time,
        /// The managing zone.
        zone: Option<ZoneName>,
    },
    /// A test by appointment is to come or runs (AL-17).
    TestPlanned {
        /// Of which handset.
        handset: Uuid,
        /// Of which case.
        case: Uuid,
        /// Number of the case.
        case_number: String,
        /// From when the self-test counts as its answer.
        from: Time,
        /// Until when.
        until: Time,
        /// The managing zone.
        zone: Option<ZoneName>,
    },
    /// The report of a closed alarm is to follow.
    PvToFollow {
        /// Which alarm.
        alarm: Uuid,
        /// Number of the case.
        case_number: Option<String>,
        /// Since when.
        closed_at: Time,
        /// The zones of intervention.
        zones: Vec<ZoneName>,
    },
}

impl From<&view::TaskView> for Task {
    fn from(task: &view::TaskView) -> Self {
        match task {
            view::TaskView::Alert {
                handset,
                case,
                case_number,
                kind,
                opened_at,
                cleared_at,
                owner,
                zone,
                level,
            } => Self::Alert {
                handset: handset.as_uuid(),
                case: case.as_uuid(),
                case_number: case_number.clone(),
                kind: (*kind).into(),
                opened_at: Time(*opened_at),
                cleared_at: cleared_at.map(Time),
                owner: owner.map(|o| o.as_uuid()),
                zone: zone.as_ref().map(ZoneName::from),
                level: *level,
            },
            view::TaskView::ReceiptToConfirm { alarm, case_number, outcome, told_at, zones } => {
                Self::ReceiptToConfirm {
                    alarm: alarm.as_uuid(),
                    case_number: case_number.clone(),
                    outcome: (*outcome).into(),
                    told_at: Time(*told_at),
                    zones: zones.iter().map(ZoneName::from).collect(),
                }
            }
            view::TaskView::TripAnnounced { trip, case, case_number, announced_at, zone } => {
                Self::TripAnnounced {
                    trip: trip.trip.as_uuid(),
                    case: case.as_uuid(),
                    case_number: case_number.clone(),
                    from: trip.from.to_string(),
                    until: trip.until.to_string(),
                    place: trip.place.reveal(Purpose::CaseWork).clone(),
                    announced_at: Time(*announced_at),
                    zone: zone.as_ref().map(ZoneName::from),
                }
            }
            view::TaskView::TestPlanned { handset, case, case_number, from, until, zone } => {
                Self::TestPlanned {
                    handset: handset.as_uuid(),
                    case: case.as_uuid(),
                    case_number: case_number.clone(),
                    from: Time(*from),
                    until: Time(*until),
                    zone: zone.as_ref().map(ZoneName::from),
                }
            }
            view::TaskView::PvToFollow { alarm, case_number, closed_at, zones } => Self::PvToFollow {
                alarm: alarm.as_uuid(),
                case_number: case_number.clone(),
                closed_at: Time(*closed_at),
                zones: zones.iter().map(ZoneName::from).collect(),
            },
        }
    }
}

/// Close an alert with a reason.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseAlert {
    /// Why, without personal data.
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}
