//! The way to the engine of this server: presses in the lanes of presses, what guards say in a lane of its own behind them (FL-20).
//!
//! Never here: a rule.

use super::errands::outcome;
use super::link::{CellLink, Held, Press};
use crate::runtime::gate::{Gate, Lane, Work};
use crate::trackers::Note;
use core::time::Duration;
use hoeder_engine::input::{Input, TrackerPress};
use hoeder_engine::output::Reply;
use hoeder_engine::tracking::press_id;
use hoeder_watch::track::Change;
use std::sync::Arc;

/// The gate of the engine, as tracking uses it.
pub struct GateLink {
    pub(crate) gate: Arc<Gate>,
    /// How long a press may take to be durable.
    pub(crate) patience: Duration,
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

    /// Figures of the listeners count each kind; the words are for who looks after the devices.
    fn note(&self, note: Note) {
        match note {
            Note::NotLetIn { protocol, claimed, doubt, .. } => {
                tracing::warn!(
                    protocol = protocol.code(),
                    ?claimed,
                    why = doubt.code(),
                    "a device was not let in"
                );
            }
            Note::Flooding { device, .. } => {
                tracing::warn!(?device, "a device reports more than it may and is slowed down");
            }
            Note::Lost { device, .. } => tracing::info!(?device, "the connection of a device broke off"),
            // The queue has written its line of it already.
            Note::Command { id, command, step, .. } => {
                let outcome = Work::Input(outcome(id, command, &step));
                if self.gate.send(Lane::Ordinary, outcome).is_err() {
                    tracing::warn!(
                        command = command.code(),
                        "the engine has no room: the log does not have what became of a command"
                    );
                }
            }
        }
    }
}
