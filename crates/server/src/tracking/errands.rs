//! What the engine asks of devices, on its way to their queues, and what came of it on its way back (FL-31).
//!
//! Each goes under the id of its device, so nothing is kept here. Never here: who may ask (`engine`), bytes (`trackers`).

use crate::trackers::{Commands, NotAsked, Step};
use hoeder_engine::input::Input;
use hoeder_engine::tracking::tracker::{CommandResult, DeviceCommand};
use hoeder_vocab::TrackerId;
use hoeder_vocab::tracking::DeviceNumber;
use hoeder_wire::tracker::Command;
use std::sync::{Arc, OnceLock};
use uuid::Uuid;

/// The queues of the devices, once the listeners are on. A clone is another hand on the same ones.
#[derive(Clone, Default)]
pub(crate) struct Errands(Arc<OnceLock<Arc<Commands>>>);

/// Why a command does not wait for its device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotBrought {
    /// Nothing listens for devices here.
    #[error("no listener for devices is on")]
    NoListener,
    /// It has no place.
    #[error(transparent)]
    NotAsked(#[from] NotAsked),
}

impl Errands {
    /// From now on there is a way to devices.
    pub(crate) fn open(&self, commands: &Arc<Commands>) {
        self.0.get_or_init(|| Arc::clone(commands));
    }
    /// Puts a command into the queue of its device.
    pub(crate) fn ask(
        &self,
        tracker: TrackerId,
        number: &DeviceNumber,
        command: DeviceCommand,
    ) -> Result<(), NotBrought> {
        let commands = self.0.get().ok_or(NotBrought::NoListener)?;
        let command = match command {
            DeviceCommand::Interval(seconds) => Command::Interval { seconds },
            DeviceCommand::LocateNow => Command::LocateNow,
        };
        Ok(commands.ask(number, Uuid::from_u128(tracker.as_u128()), command)?)
    }
}

/// What the engine is told of a step of a command.
pub(super) const fn outcome(id: Uuid, command: Command, step: &Step) -> Input {
    let command = match command {
        Command::Interval { seconds } => DeviceCommand::Interval(seconds),
        Command::LocateNow => DeviceCommand::LocateNow,
    };
    let result = match step {
        Step::Sent => CommandResult::Sent,
        Step::Answered(_) => CommandResult::Taken,
        Step::Failed => CommandResult::Failed,
        Step::Expired => CommandResult::Expired,
    };
    Input::CommandDone { tracker: TrackerId::from_u128(id.as_u128()), command, result }
}
