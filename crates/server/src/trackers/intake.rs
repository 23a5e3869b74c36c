//! What every listener does with a device and its reports: check who it is, keep its pace, hand over, hold up, note.
//!
//! A press never waits for a pace: it goes ahead of the reports that it came with. Never here: bytes.

use super::commands::Commands;
use super::door::{Door, Doubt, Network, Note, Protocol, Refused};
use super::figures::Figures;
use super::pace::{Pace, Paces, Pacing};
use super::quarantine::Quarantine;
use super::settings::{TrackerLimits, TrackerSettings};
use crate::clock;
use crate::limits::Buckets;
use core::time::Duration;
use hoeder_vocab::tracking::{DeviceNumber, TrackReport};
use hoeder_vocab::{ReceivedAt, Sensitive};
use hoeder_wire::tracker::Fault;
use hoeder_wire::tracker::teltonika::IoMap;
use std::net::IpAddr;
use std::sync::Arc;
use tokio::time::Instant;

/// The first pause while there is too much; doubles up to the last.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LAST_PAUSE: Duration = Duration::from_secs(2);
/// The longest pause of a device that reports too much. One that would have to wait longer is sent away.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// What all listeners share.
pub(super) struct Intake {
    pub(super) door: Arc<dyn Door>,
    pub(super) commands: Arc<Commands>,
    pub(super) figures: Figures,
    pub(super) limits: TrackerLimits,
    pub(super) io: IoMap,
    pub(super) queclink_password: Sensitive<String>,
    quarantine: Quarantine,
    paces: Paces,
    strangers: Buckets,
    /// What is noted of devices that are not let in, of each address.
    doubts: Buckets,
    networks: Vec<Network>,
}

/// What a device brings to show who it is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Proof<'a> {
    /// Its number only: all that the protocol has.
    Number,
    /// A secret, or none where there should be one.
    Secret(Option<&'a [u8]>),
}

/// A device that was let in.
#[derive(Debug, Clone)]
pub(super) struct Guest {
    pub(super) device: DeviceNumber,
    pub(super) protocol: Protocol,
    pace: Arc<Pace>,
}

/// Why nothing is acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotTaken {
    /// The device is not registered any more.
    Unknown,
    /// Too much, or not durable now: the device says it again.
    Later,
}

fn doubtful(limits: &TrackerLimits) -> Buckets {
    let per_second = limits.doubtful_per_second;
    Buckets::new(per_second.saturating_mul(60), per_second.saturating_mul(10))
}

impl Intake {
    pub(super) fn new(
        settings: &TrackerSettings,
        door: Arc<dyn Door>,
        figures: Figures,
        quarantine: Quarantine,
    ) -> Self {
        let limits = settings.limits.clone();
        let patience = limits.command_patience;
        let commands = Commands::new(Arc::clone(&door), figures.clone(), limits.commands, patience);
        Self {
            commands: Arc::new(commands),
            quarantine,
            paces: Paces::new(limits.reports_per_second, limits.burst),
            strangers: doubtful(&limits),
            doubts: doubtful(&limits),
            networks: settings.networks.clone(),
            io: settings.io.clone(),
            queclink_password: settings.queclink_password.clone(),
            door,
            figures,
            limits,
        }
    }

    /// Lets a device in, or notes why not.
    pub(super) fn admit(
        &self,
        protocol: Protocol,
        device: &DeviceNumber,
        proof: Proof<'_>,
        from: IpAddr,
    ) -> Result<Guest, Doubt> {
        match self.check(device, proof, from) {
            Ok(()) => {
                Ok(Guest { device: device.clone(), protocol, pace: self.paces.of(device, Instant::now()) })
            }
            Err(doubt) => {
                self.figures.not_let_in(protocol, doubt.code());
                // The audit has the number; a flood of strangers does not flood the audit.
                if self.doubts.take(from, clock::now()) {
                    tracing::info!(
                        protocol = protocol.code(),
                        ?device,
                        why = doubt.code(),
                        "a tracker is not let in"
                    );
                    let at = clock::now();
                    self.door.note(Note::NotLetIn { protocol, claimed: device.clone(), doubt, at });
                }
                Err(doubt)
            }
        }
    }

    fn check(&self, device: &DeviceNumber, proof: Proof<'_>, from: IpAddr) -> Result<(), Doubt> {
        // A handset of our own proves itself with its key, on its own channel and never here.
        if device.is_of_handset() {
            return Err(Doubt::Unknown);
        }
        let registered = self.door.registered(device).ok_or(Doubt::Unknown)?;
        if !registered.may_come_from(from) {
            return Err(Doubt::OtherNetwork);
        }
        match (proof, &registered.secret) {
            (Proof::Number, _) if self.networks.is_empty() => Ok(()),
            (Proof::Number, _) if self.networks.iter().any(|network| network.holds(from)) => Ok(()),
            (Proof::Number, _) => Err(Doubt::OtherNetwork),
            // Guesses are not limited: 192 random bits are not guessed, and a limit would let whoever guesses shut out the phones
            // behind the same address.
            (Proof::Secret(Some(secret)), Some(hash)) if hash.fits(secret) => Ok(()),
            // A protocol that can bring a secret must: a number is no secret.
            (Proof::Secret(_), _) => Err(Doubt::WrongSecret),
        }
    }

    /// Hands over reports on a connection, which waits meanwhile: for its pace, and while there is too much.
    /// How many are acknowledged is what comes back.
    pub(super) async fn take(&self, guest: &Guest, reports: &[TrackReport]) -> Result<usize, NotTaken> {
        if reports.is_empty() {
            return Ok(0);
        }
        let received_at = ReceivedAt(clock::now());
        let pacing = self.pace(guest, reports.len());
        if let Pacing::Wait { pause, .. } = pacing {
            self.press_ahead(guest, reports, received_at).await;
            tokio::time::sleep(pause.min(LONGEST_WAIT)).await;
            if pause > LONGEST_WAIT {
                guest.pace.give_back(reports.len());
                return Err(NotTaken::Later);
            }
        }
        let gives_up = Instant::now() + self.limits.busy;
        let mut pause = FIRST_PAUSE;
        let mut held_up = false;
        loop {
            match self.once(guest, reports, received_at).await {
                Err(Refused::Busy | Refused::StoreDown) if Instant::now() + pause < gives_up => {
                    if !held_up {
                        self.press_ahead(guest, reports, received_at).await;
                    }
                    held_up = true;
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(LAST_PAUSE);
                }
                Err(Refused::Unknown) => return Err(NotTaken::Unknown),
                Err(Refused::Busy | Refused::StoreDown) => return Err(NotTaken::Later),
                Ok(count) => return Ok(count),
            }
        }
    }

    /// Hands over reports that can be sent again: a datagram, a request. It never waits.
    pub(super) async fn take_or_leave(
        &self,
        guest: &Guest,
        reports: &[TrackReport],
    ) -> Result<usize, NotTaken> {
        let received_at = ReceivedAt(clock::now());
        if let Pacing::Wait { .. } = self.pace(guest, reports.len()) {
            // What is left lying does not count.
            guest.pace.give_back(reports.len());
            self.press_ahead(guest, reports, received_at).await;
            return Err(NotTaken::Later);
        }
        match self.once(guest, reports, received_at).await {
            Ok(count) => Ok(count),
            Err(Refused::Unknown) => Err(NotTaken::Unknown),
            Err(Refused::Busy | Refused::StoreDown) => {
                guest.pace.give_back(reports.len());
                self.press_ahead(guest, reports, received_at).await;
                Err(NotTaken::Later)
            }
        }
    }

    async fn once(
        &self,
        guest: &Guest,
        reports: &[TrackReport],
        received_at: ReceivedAt,
    ) -> Result<usize, Refused> {
        let presses = reports.iter().filter(|report| report.sos).count();
        let taken = self.door.take(&guest.device, reports.to_vec(), received_at).await;
        match taken {
            Ok(accepted) => {
                self.figures.taken(guest.protocol, accepted.count);
                if presses > 0 {
                    self.figures.presses(guest.protocol, presses);
                }
                Ok(accepted.count)
            }
            Err(refused) => {
                let why = match refused {
                    Refused::Unknown => "unknown",
                    Refused::Busy => "busy",
                    Refused::StoreDown => "store_down",
                };
                self.figures.held_up(guest.protocol, why);
                Err(refused)
            }
        }
    }

    fn pace(&self, guest: &Guest, reports: usize) -> Pacing {
        let pacing = guest.pace.came(reports, Instant::now());
        if let Pacing::Wait { first, .. } = pacing {
            self.figures.slowed(guest.protocol);
            if first {
                tracing::warn!(device = ?guest.device, protocol = guest.protocol.code(), "a tracker reports too much and is slowed down");
                self.figures.flooding();
                self.door.note(Note::Flooding { device: guest.device.clone(), at: clock::now() });
            }
        }
        pacing
    }

    /// The presses among reports that must wait. They come again with the rest: the same press twice is one.
    async fn press_ahead(&self, guest: &Guest, reports: &[TrackReport], received_at: ReceivedAt) {
        let presses: Vec<TrackReport> = reports.iter().filter(|report| report.sos).copied().collect();
        if !presses.is_empty() && self.once(guest, &presses, received_at).await.is_err() {
            tracing::warn!(device = ?guest.device, "a press of a tracker is not held yet; it comes again with its reports");
        }
    }

    /// The presses among reports that nobody vouches for (AL-18). They are answered with nothing.
    pub(super) async fn stranger(
        &self,
        protocol: Protocol,
        claimed: &DeviceNumber,
        reports: &[TrackReport],
        from: IpAddr,
    ) {
        let presses: Vec<TrackReport> = reports.iter().filter(|report| report.sos).copied().collect();
        if presses.is_empty() {
            return;
        }
        if !self.strangers.take(from, clock::now()) {
            self.figures.held_up(protocol, "doubtful");
            return;
        }
        self.figures.presses(protocol, presses.len());
        let received_at = ReceivedAt(clock::now());
        if self.door.press_of_stranger(claimed, presses, received_at).await.is_err() {
            tracing::warn!(protocol = protocol.code(), "a press of an unknown tracker is not held");
        }
    }

    /// A message that cannot be read: counted, and kept as evidence.
    pub(super) fn poison(&self, protocol: Protocol, fault: Fault, bytes: &[u8]) {
        self.figures.fault(protocol, fault.code());
        self.quarantine.keep(protocol, fault, clock::now(), bytes);
    }
}
