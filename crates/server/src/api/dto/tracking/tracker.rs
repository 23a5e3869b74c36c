//! The registry of devices: what each is and can do, who carries it, and what is asked of it.

use super::WHY;
use super::kinds::{
    Capability, CommandResult, DoorSign, FieldTestResult, TrackClass, TrackCoverage, TrackerGone,
    TrackerState,
};
use crate::api::dto::Time;
use crate::problem::Problem;
use hoeder_engine::tracking::{door, tracker, view};
use hoeder_vocab::tracking::DeviceNumber;
use hoeder_vocab::{Sensitive, TrackerId, UtcMillis};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Something that a device is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum DeviceCommand {
    /// Report so often.
    Interval {
        /// Seconds.
        #[schema(minimum = 1, maximum = 86_400)]
        seconds: u32,
    },
    /// Report a position now (NIJ-04).
    LocateNow {},
}

impl From<tracker::DeviceCommand> for DeviceCommand {
    fn from(command: tracker::DeviceCommand) -> Self {
        match command {
            tracker::DeviceCommand::Interval(seconds) => Self::Interval { seconds },
            tracker::DeviceCommand::LocateNow => Self::LocateNow {},
        }
    }
}

impl From<DeviceCommand> for tracker::DeviceCommand {
    fn from(command: DeviceCommand) -> Self {
        match command {
            DeviceCommand::Interval { seconds } => Self::Interval(seconds),
            DeviceCommand::LocateNow {} => Self::LocateNow,
        }
    }
}

/// The last command, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LastCommand {
    /// When.
    pub at: Time,
    /// What.
    pub command: DeviceCommand,
    /// What became of it.
    pub result: CommandResult,
}

/// The last field test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LastTest {
    /// When.
    pub at: Time,
    /// Did it pass?
    pub result: FieldTestResult,
}

/// A device in the registry. Its secret is never in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Tracker {
    /// Id.
    pub id: Uuid,
    /// The number under which it reports.
    pub number: String,
    /// Make and model.
    pub model: String,
    /// What it can do.
    pub capabilities: Vec<Capability>,
    /// How often it is to report, seconds.
    pub interval_s: u32,
    /// How it is supervised.
    pub class: TrackClass,
    /// Nothing heard for this long is a silence, seconds.
    pub silent_after_s: u64,
    /// Where it is.
    pub state: TrackerState,
    /// Who carries it.
    pub carriers: Vec<Uuid>,
    /// Since when it is issued.
    pub issued_at: Option<Time>,
    /// The last field test (FL-12).
    pub test: Option<LastTest>,
    /// The last command.
    pub command: Option<LastCommand>,
}

impl From<&view::TrackerView> for Tracker {
    fn from(view: &view::TrackerView) -> Self {
        let tracker = &view.tracker;
        Self {
            id: tracker.id.as_uuid(),
            number: tracker.number.as_str().to_owned(),
            model: tracker.model.clone(),
            capabilities: tracker.capabilities.iter().map(|one| (*one).into()).collect(),
            interval_s: tracker.interval_s,
            class: tracker.class.into(),
            silent_after_s: tracker.class.silent_after().as_secs(),
            state: tracker.state.into(),
            carriers: tracker.carriers.iter().map(|carrier| carrier.as_uuid()).collect(),
            issued_at: view.issued_at.map(Time),
            test: view.tested.map(|(at, result)| LastTest { at: Time(at), result: result.into() }),
            command: view.command.map(|(at, command, result)| LastCommand {
                at: Time(at),
                command: command.into(),
                result: result.into(),
            }),
        }
    }
}

/// What the door of devices noted: one a device, a kind and an hour, with how often it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DoorNote {
    /// When it was written down.
    pub at: Time,
    /// What.
    pub sign: DoorSign,
    /// Under which number; none for many numbers together.
    pub number: Option<String>,
    /// The device of that number, if one is registered.
    pub tracker: Option<Uuid>,
    /// How often since `since`.
    pub times: u32,
    /// When the first of them was.
    pub since: Time,
}

impl From<&(UtcMillis, door::DoorNote)> for DoorNote {
    fn from((at, note): &(UtcMillis, door::DoorNote)) -> Self {
        Self {
            at: Time(*at),
            sign: note.sign.into(),
            number: note.number.as_ref().map(|number| number.as_str().to_owned()),
            tracker: note.tracker.map(TrackerId::as_uuid),
            times: note.times,
            since: Time(note.since),
        }
    }
}

/// What becomes of the secret of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SecretAsked {
    /// A new one is made and shown once.
    New,
    /// It has none: its protocol does not ask for one.
    None,
    /// It stays as it is: only for a device that is registered.
    Keep,
}

/// Register or change a device.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutTracker {
    /// The number under which it reports.
    #[schema(min_length = 1, max_length = 64)]
    pub number: String,
    /// Make and model.
    #[schema(min_length = 1, max_length = 60)]
    pub model: String,
    /// What it can do.
    pub capabilities: Vec<Capability>,
    /// How often it is to report, seconds.
    #[schema(minimum = 1, maximum = 86_400)]
    pub interval_s: u32,
    /// How it is supervised.
    pub class: TrackClass,
    /// What becomes of its secret, which cannot be read back.
    pub secret: SecretAsked,
}

impl PutTracker {
    /// What the engine takes, with the digest of its secret.
    ///
    /// # Errors
    /// A number with other characters than letters, digits, `-`, `_`, `.` and `/`.
    pub fn tracker(self, id: Uuid, secret_digest: Option<[u8; 32]>) -> Result<tracker::Tracker, Problem> {
        let number = DeviceNumber::new(&self.number)
            .ok_or_else(|| Problem::invalid("number", "1 to 64 letters, digits, - _ . or /"))?;
        let mut capabilities: Vec<tracker::Capability> =
            self.capabilities.into_iter().map(Into::into).collect();
        capabilities.sort_unstable();
        capabilities.dedup();
        Ok(tracker::Tracker {
            id: TrackerId::from_uuid(id),
            number,
            secret_digest,
            model: self.model,
            capabilities,
            interval_s: self.interval_s,
            class: self.class.into(),
            state: tracker::TrackerState::InStock,
            carriers: Vec::new(),
        })
    }
}

/// The secret of a device: shown this once, and kept nowhere in this form.
#[derive(Serialize, ToSchema)]
pub struct TrackerSecret {
    /// To be entered in the device; absent when it has none.
    pub secret: Option<String>,
}

/// Issue a device.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueTracker {
    /// To whom: one person, under one or more mandates.
    #[schema(min_items = 1, max_items = 4)]
    pub carriers: Vec<Uuid>,
    /// Why it could not wait for the check of usual places (FL-14); absent asks for the check.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 2000)]
    pub urgent: Option<String>,
}

/// Take a device back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnTracker {
    /// Where it goes.
    pub gone: TrackerGone,
}

/// The result of a field test (FL-12).
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TestTracker {
    /// Did it pass?
    pub result: FieldTestResult,
    /// In words; may be empty.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub note: String,
}

/// A usual place and how well it is covered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceChecked {
    /// Which place.
    #[schema(min_length = 1, max_length = 120)]
    pub place: String,
    /// What was found.
    pub coverage: TrackCoverage,
}

/// Check the usual places of a carrier (FL-14).
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckCoverage {
    /// Where, and what was found.
    #[schema(min_items = 1, max_items = 20)]
    pub places: Vec<PlaceChecked>,
}

impl CheckCoverage {
    /// What the engine takes.
    #[must_use]
    pub fn places(self) -> Vec<tracker::PlaceChecked> {
        self.places
            .into_iter()
            .map(|one| tracker::PlaceChecked {
                place: Sensitive::new(one.place),
                coverage: one.coverage.into(),
            })
            .collect()
    }
}

/// A check of usual places, kept in the file.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverageCheck {
    /// Of whom.
    pub carrier: Uuid,
    /// Where, and what was found.
    pub places: Vec<PlaceChecked>,
    /// When.
    pub at: Time,
}

impl From<&tracker::CoverageChecked> for CoverageCheck {
    fn from(check: &tracker::CoverageChecked) -> Self {
        Self {
            carrier: check.carrier.as_uuid(),
            places: check
                .places
                .iter()
                .map(|one| PlaceChecked {
                    place: one.place.reveal(WHY).clone(),
                    coverage: one.coverage.into(),
                })
                .collect(),
            at: Time(check.at),
        }
    }
}
