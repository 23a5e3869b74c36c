//! Where batches of devices come in. It answers when they are durable, or says why they are not taken.
//!
//! A press goes to the engine before anything else. Never here: credentials, bytes.

use super::directory::{Directory, Known};
use super::figures::{Figures, TrackingHealth};
use super::keeper::{Kept, Ticket};
use super::link::{CellLink, Held, Press};
use super::shard::{Batch, Lane, Lanes};
use crate::clock;
use crate::trackers::{self, Note, Registered, Taking};
pub use crate::trackers::{Accepted, Refused};
use core::time::Duration;
use hoeder_vocab::tracking::{DeviceNumber, TrackReport};
use hoeder_vocab::{CarrierId, ReceivedAt, Sensitive, TrackerId};
use std::sync::Arc;
use tokio::sync::oneshot;

/// Presses that are taken of one batch; a device that says more of them says the same one again.
const MAX_PRESSES: usize = 16;

/// The way in. A clone is another hand on the same one.
#[derive(Clone)]
pub struct Door {
    pub(super) directory: Directory,
    pub(super) shards: Arc<Vec<Lanes>>,
    pub(super) figures: Arc<Figures>,
    pub(super) link: Arc<dyn CellLink>,
    pub(super) device_batches: usize,
    pub(super) gap: Duration,
}

/// What became of the reports of a handset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfHandset {
    /// They are durable; it is to report so often.
    Kept {
        /// Seconds.
        every_s: u32,
    },
    /// No mandate runs for it: they were counted and nothing else (EM-01).
    Outside,
}

impl Door {
    /// Takes a batch of a device whose credential was checked; resolves when it is durable.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn take(
        &self,
        device: &DeviceNumber,
        reports: Vec<TrackReport>,
        received_at: ReceivedAt,
    ) -> Result<Accepted, Refused> {
        let known = self.directory.device(device);
        let presses =
            self.press(device, known.as_ref().map(|known| known.device.tracker), &reports, received_at);
        let count = reports.len();
        let kept = match &known {
            Some(known) => self.keep(known, reports, received_at).await,
            None => Err(Refused::Unknown),
        };
        let mut held = true;
        for press in presses {
            held &= press.await;
        }
        let answer = kept.and(if held { Ok(Accepted { count }) } else { Err(Refused::StoreDown) });
        if let Err(why) = answer {
            self.figures.refused(match why {
                Refused::Unknown => "unknown",
                Refused::Busy => "busy",
                Refused::StoreDown => "store_down",
            });
        }
        answer
    }

    /// Takes what a handset reports that was proven to be that handset; resolves when it is durable.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn of_handset(
        &self,
        number: &DeviceNumber,
        reports: Vec<TrackReport>,
        received_at: ReceivedAt,
    ) -> Result<OfHandset, Refused> {
        let known = self.directory.device(number).filter(|known| !known.device.carriers.is_empty());
        let Some(known) = known else {
            self.figures.outside(reports.len());
            return Ok(OfHandset::Outside);
        };
        self.take(number, reports, received_at).await?;
        Ok(OfHandset::Kept { every_s: known.device.every_s })
    }

    /// For the wall.
    #[must_use]
    pub fn health(&self) -> TrackingHealth {
        self.figures.health(self.directory.carriers())
    }

    /// Is somebody's alarm button among them? Then the engine hears of it now (AL-18).
    fn press(
        &self,
        device: &DeviceNumber,
        tracker: Option<TrackerId>,
        reports: &[TrackReport],
        received_at: ReceivedAt,
    ) -> Vec<Held> {
        let pressed = reports.iter().filter(|report| report.sos).take(MAX_PRESSES);
        let press = |report: &TrackReport| {
            self.link.press(Press {
                device: device.clone(),
                tracker,
                pressed_at: report.at,
                received_at,
                fix: report.fix.map(Sensitive::new),
                battery: report.battery,
            })
        };
        pressed.map(press).collect()
    }

    async fn keep(
        &self,
        known: &Arc<Known>,
        reports: Vec<TrackReport>,
        received_at: ReceivedAt,
    ) -> Result<(), Refused> {
        // Nothing is stored or judged outside a mandate that runs; it is counted (EM-01).
        if known.device.carriers.is_empty() {
            self.figures.outside(reports.len());
            return Ok(());
        }
        if reports.is_empty() {
            return Ok(());
        }
        let _under_way = known.enter(self.device_batches).ok_or(Refused::Busy)?;
        if !known.may_send(reports.len(), clock::now()) {
            return Err(Refused::Busy);
        }
        let gap = self.gap;
        let of_now = |report: &TrackReport| received_at.0.since(report.at.0) <= gap;
        // The newest goes first after a gap: what a device remembered waits behind what is now (FL-22).
        let (live, backlog): (Vec<_>, Vec<_>) = if reports.iter().all(of_now) {
            (reports, Vec::new())
        } else {
            reports.into_iter().partition(of_now)
        };
        let mut waits = Vec::with_capacity(2 * known.device.carriers.len());
        for (lane, part) in [(Lane::Live, live), (Lane::Backlog, backlog)] {
            let Some((last, others)) = known.device.carriers.split_last() else { continue };
            if part.is_empty() {
                continue;
            }
            for carrier in others {
                waits.push(self.send(lane, *carrier, part.clone(), received_at)?);
            }
            waits.push(self.send(lane, *last, part, received_at)?);
        }
        for wait in waits {
            match wait.await {
                Ok(Kept::Yes) => {}
                Ok(Kept::Busy) => return Err(Refused::Busy),
                Ok(Kept::No) | Err(_) => return Err(Refused::StoreDown),
            }
        }
        Ok(())
    }

    fn send(
        &self,
        lane: Lane,
        carrier: CarrierId,
        reports: Vec<TrackReport>,
        received_at: ReceivedAt,
    ) -> Result<oneshot::Receiver<Kept>, Refused> {
        // The engine says 'running' and 'watch' in the same turn; a batch in between comes again.
        let shard = self.directory.shard(carrier).ok_or(Refused::Busy)?;
        let lanes =
            usize::try_from(shard).ok().and_then(|shard| self.shards.get(shard)).ok_or(Refused::Busy)?;
        let (done, wait) = oneshot::channel();
        let batch = Batch { carrier, reports, received_at, ticket: Ticket { done, received_at } };
        lanes.offer(lane, batch).map(|()| wait).map_err(|_| Refused::Busy)
    }
}

impl trackers::Door for Door {
    fn registered(&self, device: &DeviceNumber) -> Option<Registered> {
        self.directory.device(device).map(|known| known.device.access.clone())
    }
    fn take<'a>(
        &'a self,
        device: &'a DeviceNumber,
        reports: Vec<TrackReport>,
        received_at: ReceivedAt,
    ) -> Taking<'a> {
        Box::pin(Self::take(self, device, reports, received_at))
    }
    fn press_of_stranger<'a>(
        &'a self,
        claimed: &'a DeviceNumber,
        presses: Vec<TrackReport>,
        received_at: ReceivedAt,
    ) -> Taking<'a> {
        let held = self.press(claimed, None, &presses, received_at);
        Box::pin(async move {
            for press in held {
                if !press.await {
                    return Err(Refused::StoreDown);
                }
            }
            Ok(Accepted { count: presses.len() })
        })
    }
    fn note(&self, note: Note) {
        self.link.note(note);
    }
}
