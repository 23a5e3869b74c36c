//! Queclink devices over TCP and UDP (QL-01 to QL-03). Every message names its device; each is acknowledged on its own once it
//! is kept for good. Never here: how a message is read.

use super::commands::{Listening, Order, woken};
use super::connection::{BoxedStream, Shared, Waiting};
use super::door::{Protocol, Step};
use super::intake::{Guest, Intake, NotTaken, Proof};
use core::ops::ControlFlow;
use hoeder_vocab::Purpose;
use hoeder_vocab::tracking::{DeviceNumber, TrackReport};
use hoeder_wire::tracker::Fault;
use hoeder_wire::tracker::queclink::{self, MAX_MESSAGE_BYTES, Message, Piece, encode_command};
use std::net::IpAddr;
use std::sync::Arc;
use tokio::io::AsyncWriteExt as _;
use tokio::time::{Instant, timeout_at};

const SELF: Protocol = Protocol::Queclink;

struct Talk {
    stream: BoxedStream,
    from: IpAddr,
    intake: Arc<Intake>,
    /// The device whose messages come; a connection serves one.
    guest: Option<(Guest, Listening)>,
    sent: Option<(Order, u16, Instant)>,
    serial: u16,
    reports: Vec<TrackReport>,
    faults: u32,
}

/// One connection, until it ends.
pub(super) async fn serve(stream: BoxedStream, from: IpAddr, shared: Shared) {
    let Shared { intake, mut stopping, .. } = shared;
    let mut talk =
        Talk { stream, from, intake, guest: None, sent: None, serial: 0, reports: Vec::new(), faults: 0 };
    let mut waiting = Waiting::default();
    let opened = Instant::now();
    loop {
        let deadline = talk.deadline(opened);
        let going = tokio::select! {
            _ = stopping.changed() => ControlFlow::Break(()),
            read = timeout_at(deadline, waiting.read(&mut talk.stream)) => match read {
                Ok(Ok(true)) => talk.pieces(&mut waiting).await,
                Ok(Ok(false) | Err(_)) => ControlFlow::Break(()),
                Err(_) => talk.late(),
            },
            () = woken(talk.guest.as_ref().filter(|_| talk.sent.is_none()).map(|(_, listening)| listening)) => talk.command().await,
        };
        if going.is_break() {
            break;
        }
    }
    if let Some((order, _, _)) = talk.sent.take() {
        talk.intake.commands.step(&order, Step::Failed);
    }
}

impl Talk {
    fn deadline(&self, opened: Instant) -> Instant {
        if self.guest.is_none() {
            return opened + self.intake.limits.login;
        }
        let idle = Instant::now() + self.intake.limits.idle;
        self.sent.as_ref().map_or(idle, |(_, _, until)| idle.min(*until))
    }

    fn late(&mut self) -> ControlFlow<()> {
        match self.sent.take_if(|(_, _, until)| *until <= Instant::now()) {
            Some((order, _, _)) => {
                self.intake.commands.step(&order, Step::Failed);
                ControlFlow::Continue(())
            }
            None => ControlFlow::Break(()),
        }
    }

    async fn pieces(&mut self, waiting: &mut Waiting) -> ControlFlow<()> {
        loop {
            let bytes = waiting.bytes();
            let (piece, used) = match queclink::next(bytes) {
                Ok(Some(next)) => next,
                Ok(None) => return ControlFlow::Continue(()),
                Err(fault) => {
                    self.intake.poison(SELF, fault, bytes);
                    return ControlFlow::Break(());
                }
            };
            let whole = bytes.get(..used).unwrap_or(bytes);
            match piece {
                Piece::Message(message) => self.message(&message, whole).await?,
                Piece::Damaged(fault) => self.fault(fault, whole)?,
            }
            waiting.used(used);
        }
    }

    async fn message(&mut self, message: &Message<'_>, whole: &[u8]) -> ControlFlow<()> {
        self.reports.clear();
        if let Err(fault) = message.reports(&mut self.reports) {
            return self.fault(fault, whole);
        }
        if self.guest.as_ref().is_none_or(|(guest, _)| guest.device != message.device) {
            match self.intake.admit(SELF, &message.device, Proof::Number, self.from) {
                Ok(guest) => {
                    let listening = self.intake.commands.listen(&message.device);
                    self.guest = Some((guest, listening));
                }
                Err(_) => {
                    self.intake.stranger(SELF, &message.device, &self.reports, self.from).await;
                    return ControlFlow::Continue(());
                }
            }
        }
        let Some((guest, _)) = &self.guest else { return ControlFlow::Continue(()) };
        match self.intake.take(guest, &self.reports).await {
            Ok(_) => {}
            Err(NotTaken::Unknown | NotTaken::Later) => return ControlFlow::Break(()),
        }
        if let Some(serial) = message.answers() {
            return self.answered(serial).await;
        }
        match message.acknowledgement() {
            Some(word) => self.answer(word.as_bytes()).await,
            None => ControlFlow::Continue(()),
        }
    }

    fn fault(&mut self, fault: Fault, bytes: &[u8]) -> ControlFlow<()> {
        self.intake.poison(SELF, fault, bytes);
        self.faults += 1;
        if self.faults >= self.intake.limits.faults {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    async fn command(&mut self) -> ControlFlow<()> {
        let Some((_, listening)) = &self.guest else { return ControlFlow::Continue(()) };
        let Some(order) = listening.next() else { return ControlFlow::Continue(()) };
        // FFFF is what a device says when it was not told a serial.
        self.serial = if self.serial >= 0xfffe { 1 } else { self.serial + 1 };
        let text = command_text(&self.intake, &order, self.serial);
        let written = self.answer(text.as_bytes()).await;
        self.intake.commands.step(&order, if written.is_break() { Step::Failed } else { Step::Sent });
        if written.is_continue() {
            self.sent = Some((order, self.serial, Instant::now() + self.intake.commands.patience()));
        }
        written
    }

    async fn answered(&mut self, serial: &str) -> ControlFlow<()> {
        let serial = u16::from_str_radix(serial, 16).ok();
        let ours = self.sent.take_if(|(_, sent, _)| Some(*sent) == serial);
        if let Some((order, _, _)) = ours {
            self.intake.commands.answered(&order, "");
            return self.command().await;
        }
        ControlFlow::Continue(())
    }

    async fn answer(&mut self, bytes: &[u8]) -> ControlFlow<()> {
        match self.stream.write_all(bytes).await {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}

fn command_text(intake: &Intake, order: &Order, serial: u16) -> String {
    encode_command(order.command, intake.queclink_password.reveal(Purpose::Transport), serial)
}

/// One datagram: one or several messages, and what is answered to them. A command that waits goes with the answer.
pub(super) async fn datagram(intake: &Intake, bytes: &[u8], from: IpAddr) -> Option<Vec<u8>> {
    let mut answer = Vec::new();
    let mut rest = bytes.get(..MAX_MESSAGE_BYTES).unwrap_or(bytes);
    let mut who: Option<DeviceNumber> = None;
    while let Some((piece, used)) = next_of(intake, rest) {
        match piece {
            Piece::Message(message) => {
                if let Some(word) = heard(intake, &message, rest, from).await {
                    answer.extend_from_slice(word.as_bytes());
                    who = Some(message.device);
                }
            }
            Piece::Damaged(fault) => intake.poison(SELF, fault, rest.get(..used).unwrap_or(rest)),
        }
        rest = rest.get(used..).unwrap_or_default();
    }
    if let Some(order) = who.and_then(|device| intake.commands.next(&device)) {
        // Over UDP nobody waits for the answer: the serial says so.
        answer.extend_from_slice(command_text(intake, &order, u16::MAX).as_bytes());
        intake.commands.step(&order, Step::Sent);
    }
    (!answer.is_empty()).then_some(answer)
}

fn next_of<'a>(intake: &Intake, rest: &'a [u8]) -> Option<(Piece<'a>, usize)> {
    match queclink::next(rest) {
        Ok(next) => next,
        Err(fault) => {
            intake.poison(SELF, fault, rest);
            None
        }
    }
}

async fn heard(intake: &Intake, message: &Message<'_>, whole: &[u8], from: IpAddr) -> Option<String> {
    let mut reports = Vec::new();
    if let Err(fault) = message.reports(&mut reports) {
        intake.poison(SELF, fault, whole);
        return None;
    }
    match intake.admit(SELF, &message.device, Proof::Number, from) {
        Ok(guest) => {
            if !reports.is_empty() {
                intake.take_or_leave(&guest, &reports).await.ok()?;
            }
            message.acknowledgement()
        }
        Err(_) => {
            intake.stranger(SELF, &message.device, &reports, from).await;
            None
        }
    }
}
