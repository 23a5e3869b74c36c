//! Commands that wait for their devices, and the audit of each: sent, answered, failed or expired.
//!
//! A queue for each device, bounded; a device that is connected is woken, another finds its commands when it comes.
//! Never here: who may ask for one, how it is written.

use super::door::{Door, Note, Step};
use super::figures::Figures;
use crate::clock;
use core::time::Duration;
use hoeder_vocab::tracking::DeviceNumber;
use hoeder_vocab::{Sensitive, UtcMillis};
use hoeder_wire::tracker::Command;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;
use uuid::Uuid;

/// Devices for which something may wait.
const DEVICES: usize = 20_000;

/// A command on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Order {
    pub(super) device: DeviceNumber,
    pub(super) id: Uuid,
    pub(super) command: Command,
    asked_at: UtcMillis,
}

/// Why a command is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAsked {
    /// As many wait for this device as may.
    #[error("too many commands wait for this device already")]
    Full,
    /// Commands wait for as many devices as may.
    #[error("commands wait for too many devices already")]
    TooMany,
    /// No device of that number is registered.
    #[error("no device of that number is registered")]
    Unknown,
}

/// The queues.
pub struct Commands {
    door: Arc<dyn Door>,
    figures: Figures,
    most: usize,
    patience: Duration,
    queues: Mutex<BTreeMap<DeviceNumber, Queue>>,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Order>,
    wake: Arc<Notify>,
    /// Connections that listen to it.
    listeners: usize,
}

/// A connection that takes the commands of its device. Dropped when it ends.
pub(super) struct Listening {
    commands: Arc<Commands>,
    device: DeviceNumber,
    wake: Arc<Notify>,
}

impl Commands {
    pub(super) fn new(door: Arc<dyn Door>, figures: Figures, most: usize, patience: Duration) -> Self {
        Self { door, figures, most, patience, queues: Mutex::default() }
    }
    /// Asks a device for something. `id` is the asker's: each step is noted under it.
    ///
    /// # Errors
    /// [`NotAsked`].
    pub fn ask(&self, device: &DeviceNumber, id: Uuid, command: Command) -> Result<(), NotAsked> {
        if self.door.registered(device).is_none() {
            return Err(NotAsked::Unknown);
        }
        let now = clock::now();
        let mut expired = Vec::new();
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        if queues.len() >= DEVICES && !queues.contains_key(device) {
            for queue in queues.values_mut() {
                expired.extend(queue.expire(now, self.patience));
            }
            queues.retain(|_, queue| queue.is_used());
        }
        let asked = if queues.len() >= DEVICES && !queues.contains_key(device) {
            Err(NotAsked::TooMany)
        } else {
            let queue = queues.entry(device.clone()).or_default();
            expired.extend(queue.expire(now, self.patience));
            if queue.waiting.len() >= self.most {
                Err(NotAsked::Full)
            } else {
                queue.waiting.push_back(Order { device: device.clone(), id, command, asked_at: now });
                queue.wake.notify_one();
                Ok(())
            }
        };
        drop(queues);
        self.note_expired(expired);
        asked
    }
    /// Takes the commands of a device from now on.
    pub(super) fn listen(self: &Arc<Self>, device: &DeviceNumber) -> Listening {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = queues.entry(device.clone()).or_default();
        queue.listeners += 1;
        if !queue.waiting.is_empty() {
            queue.wake.notify_one();
        }
        let wake = Arc::clone(&queue.wake);
        Listening { commands: Arc::clone(self), device: device.clone(), wake }
    }
    /// The next that waits for a device.
    pub(super) fn next(&self, device: &DeviceNumber) -> Option<Order> {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = queues.get_mut(device)?;
        let expired = queue.expire(clock::now(), self.patience);
        let next = queue.waiting.pop_front();
        if !queue.is_used() {
            queues.remove(device);
        }
        drop(queues);
        self.note_expired(expired);
        next
    }
    /// Notes a step.
    pub(super) fn step(&self, order: &Order, step: Step) {
        let code = match step {
            Step::Sent => "sent",
            Step::Answered(_) => "answered",
            Step::Failed => "failed",
            Step::Expired => "expired",
        };
        self.figures.command(order.command.code(), code);
        tracing::info!(command = %order.id, device = ?order.device, step = code, "a command to a device");
        self.door.note(Note::Command {
            device: order.device.clone(),
            id: order.id,
            command: order.command,
            step,
            at: clock::now(),
        });
    }
    /// The device answered in these words.
    pub(super) fn answered(&self, order: &Order, words: &str) {
        self.step(order, Step::Answered(Sensitive::new(words.to_owned())));
    }
    /// Notes those whose devices did not come in time.
    pub(super) fn sweep(&self) {
        let now = clock::now();
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        let expired = queues.values_mut().flat_map(|queue| queue.expire(now, self.patience)).collect();
        queues.retain(|_, queue| queue.is_used());
        drop(queues);
        self.note_expired(expired);
    }
    /// How long an answer may take.
    pub(super) const fn patience(&self) -> Duration {
        self.patience
    }
    fn note_expired(&self, expired: Vec<Order>) {
        for order in expired {
            self.step(&order, Step::Expired);
        }
    }
}

impl Queue {
    fn expire(&mut self, now: UtcMillis, patience: Duration) -> Vec<Order> {
        let (expired, waiting) =
            self.waiting.drain(..).partition(|order: &Order| now.since(order.asked_at) >= patience);
        self.waiting = waiting;
        Vec::from(expired)
    }
    fn is_used(&self) -> bool {
        self.listeners > 0 || !self.waiting.is_empty()
    }
}

/// Returns when something may wait for a connection that can send it now; never, where there is none.
pub(super) async fn woken(listening: Option<&Listening>) {
    match listening {
        Some(listening) => listening.wake.notified().await,
        None => core::future::pending().await,
    }
}

impl Listening {
    /// The next that waits.
    pub(super) fn next(&self) -> Option<Order> {
        self.commands.next(&self.device)
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let mut queues = self.commands.queues.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(queue) = queues.get_mut(&self.device) {
            queue.listeners = queue.listeners.saturating_sub(1);
            if !queue.is_used() {
                queues.remove(&self.device);
            }
        }
    }
}
