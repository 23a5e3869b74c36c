//! The way to the engine of this server: presses in the lanes of presses, what guards say in a lane of its own behind them (FL-20).
//!
//! Never here: a rule.

use super::errands::outcome;
use super::link::{CellLink, Held, Press};
use crate::clock;
use crate::limits::Bucket;
use crate::runtime::gate::{Gate, Lane, Work};
use crate::trackers::{Doubt, Note};
use core::time::Duration;
use hoeder_engine::input::{Input, TrackerPress};
use hoeder_engine::output::Reply;
use hoeder_engine::tracking::door::{AtTheDoor, DoorSign};
use hoeder_engine::tracking::press_id;
use hoeder_watch::track::Change;
use std::sync::{Arc, Mutex, PoisonError};

/// Notes about devices a second that go to the engine in the long run, and at once.
const NOTES_PER_SECOND: u32 = 50;
const NOTES_BURST: u32 = 500;

/// The gate of the engine, as tracking uses it.
pub struct GateLink {
    pub(crate) gate: Arc<Gate>,
    /// How long a press may take to be durable.
    pub(crate) patience: Duration,
    /// What the audit has of devices that were refused, slowed down or lost.
    notes: Mutex<Bucket>,
}

impl GateLink {
    pub(crate) fn new(gate: Arc<Gate>, patience: Duration) -> Self {
        Self { gate, patience, notes: Mutex::new(Bucket::new(NOTES_BURST, clock::now())) }
    }
}

impl CellLink for GateLink {
    fn change(&self, change: Box<Change>) -> Result<(), Box<Change>> {
        self.gate.change(change)
    }

    fn press(&self, press: Press) -> Held {
        let lane = if press.tracker.is_some() { Lane::Urgent } else { Lane::Doubtful };
        let press = TrackerPress {
            alarm: press_id(&press.device, press.pressed_at.0),
            device: press.device,
            tracker: press.tracker,
            pressed_at: press.pressed_at,
            received_at: press.received_at,
            fix: press.fix,
            battery: press.battery,
        };
        let asked =
            self.gate.begin(lane, |request| Input::TrackerPressed { request, press: Box::new(press) });
        let patience = self.patience;
        Box::pin(async move {
            let Ok(answer) = asked else { return false };
            matches!(tokio::time::timeout(patience, answer).await, Ok(Ok(Reply::Downlink(_))))
        })
    }

    /// Figures of the listeners count all of them; the engine writes down what its bounds allow.
    fn note(&self, note: Note) {
        let (sign, number) = match note {
            Note::NotLetIn { claimed, doubt, .. } => {
                let sign = match doubt {
                    Doubt::Unknown => DoorSign::Unknown,
                    Doubt::WrongSecret => DoorSign::WrongSecret,
                    Doubt::OtherNetwork => DoorSign::OtherNetwork,
                };
                (sign, claimed)
            }
            Note::Flooding { device, .. } => (DoorSign::Flooding, device),
            Note::Lost { device, .. } => (DoorSign::Lost, device),
            // The queue has written its line of it already.
            Note::Command { id, command, step, .. } => {
                let outcome = Work::Input(outcome(id, command, &step));
                if self.gate.send(Lane::Ordinary, outcome).is_err() {
                    tracing::warn!(
                        command = command.code(),
                        "the engine has no room: the log does not have what became of a command"
                    );
                }
                return;
            }
        };
        // When thousands break off at once, desks are not to wait for the audit of it.
        let now = clock::now();
        let may = self.notes.lock().unwrap_or_else(PoisonError::into_inner).take(NOTES_PER_SECOND, now);
        let heard = Input::DoorNoted(AtTheDoor { sign, number });
        if !may || self.gate.send(Lane::Ordinary, Work::Input(heard)).is_err() {
            tracing::debug!(?sign, "the audit of devices is full: it is only counted");
        }
    }
}
