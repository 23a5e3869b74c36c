//! Teltonika devices over TCP and UDP (TE-01 to TE-05).
//!
//! An answer says how many records are kept for good; where there is nothing good to say, nothing is said, and the device repeats.
//! Never here: how a record is read.

use super::commands::{Listening, Order, woken};
use super::connection::{BoxedStream, Shared, Waiting};
use super::door::{Protocol, Step};
use super::intake::{Guest, Intake, NotTaken, Proof};
use core::ops::ControlFlow;
use hoeder_vocab::tracking::{DeviceNumber, TrackReport};
use hoeder_wire::tracker::Fault;
use hoeder_wire::tracker::teltonika::{
    self, ACCEPTED, Answer, Content, Piece, REFUSED, acknowledge, acknowledge_datagram, command_text,
    encode_command,
};
use std::net::IpAddr;
use std::sync::Arc;
use tokio::io::AsyncWriteExt as _;
use tokio::time::{Instant, timeout_at};

const SELF: Protocol = Protocol::Teltonika;

/// Who is at the other end.
enum Who {
    /// Not said yet.
    Nobody,
    /// Let in.
    Guest { guest: Guest, listening: Listening },
    /// Not let in. Its presses are listened to for a moment.
    Stranger(DeviceNumber),
}

struct Talk {
    stream: BoxedStream,
    from: IpAddr,
    intake: Arc<Intake>,
    who: Who,
    /// The command that was sent and not answered yet, and until when it may be.
    sent: Option<(Order, Instant)>,
    reports: Vec<TrackReport>,
    faults: u32,
}

/// One connection, until it ends.
pub(super) async fn serve(stream: BoxedStream, from: IpAddr, shared: Shared) {
    let Shared { intake, mut stopping, .. } = shared;
    let mut talk =
        Talk { stream, from, intake, who: Who::Nobody, sent: None, reports: Vec::new(), faults: 0 };
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
            () = woken(talk.who.listening().filter(|_| talk.sent.is_none())) => talk.command().await,
        };
        if going.is_break() {
            break;
        }
    }
    if let Some((order, _)) = talk.sent.take() {
        talk.intake.commands.step(&order, Step::Failed);
    }
}

impl Who {
    const fn listening(&self) -> Option<&Listening> {
        match self {
            Self::Guest { listening, .. } => Some(listening),
            Self::Nobody | Self::Stranger(_) => None,
        }
    }
}

impl Talk {
    fn deadline(&self, opened: Instant) -> Instant {
        match &self.who {
            Who::Nobody | Who::Stranger(_) => opened + self.intake.limits.login,
            Who::Guest { .. } => {
                let idle = Instant::now() + self.intake.limits.idle;
                self.sent.as_ref().map_or(idle, |(_, until)| idle.min(*until))
            }
        }
    }

    /// Nothing came in time: a command that was not answered has failed; else the connection is over.
    fn late(&mut self) -> ControlFlow<()> {
        match self.sent.take_if(|(_, until)| *until <= Instant::now()) {
            Some((order, _)) => {
                self.intake.commands.step(&order, Step::Failed);
                ControlFlow::Continue(())
            }
            None => ControlFlow::Break(()),
        }
    }

    async fn pieces(&mut self, waiting: &mut Waiting) -> ControlFlow<()> {
        loop {
            let bytes = waiting.bytes();
            let (piece, used) = match teltonika::next(bytes) {
                Ok(Some(next)) => next,
                Ok(None) => return ControlFlow::Continue(()),
                Err(fault) => {
                    self.intake.poison(SELF, fault, bytes);
                    return ControlFlow::Break(());
                }
            };
            match piece {
                Piece::KeepAlive => {}
                Piece::Login(device) => self.login(device).await?,
                Piece::Packet(packet) => self.packet(packet).await?,
                Piece::Damaged(fault) => {
                    let whole = bytes.get(..used).unwrap_or(bytes);
                    self.fault(fault, whole)?;
                }
            }
            waiting.used(used);
        }
    }

    async fn login(&mut self, device: DeviceNumber) -> ControlFlow<()> {
        if !matches!(self.who, Who::Nobody) {
            return ControlFlow::Break(());
        }
        match self.intake.admit(SELF, &device, Proof::Number, self.from) {
            Ok(guest) => {
                let listening = self.intake.commands.listen(&device);
                self.who = Who::Guest { guest, listening };
                self.answer(&ACCEPTED).await
            }
            Err(_) => {
                self.who = Who::Stranger(device);
                self.answer(&REFUSED).await
            }
        }
    }

    async fn packet(&mut self, packet: &[u8]) -> ControlFlow<()> {
        self.reports.clear();
        let content = match teltonika::read(packet, &self.intake.io, &mut self.reports) {
            Ok(content) => content,
            Err(fault) => return self.fault(fault, packet),
        };
        match (&self.who, content) {
            (Who::Nobody, _) => {
                self.intake.poison(SELF, Fault::NoDevice, packet);
                ControlFlow::Break(())
            }
            (Who::Stranger(claimed), _) => {
                self.intake.stranger(SELF, claimed, &self.reports, self.from).await;
                ControlFlow::Continue(())
            }
            (Who::Guest { .. }, Content::Answer(answer)) => self.answered(answer).await,
            (Who::Guest { guest, .. }, Content::Records(_)) => {
                let taken = self.intake.take(guest, &self.reports).await;
                match taken {
                    Ok(count) => self.answer(&acknowledge(u32::try_from(count).unwrap_or(u32::MAX))).await,
                    Err(NotTaken::Unknown | NotTaken::Later) => ControlFlow::Break(()),
                }
            }
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
        let Who::Guest { listening, .. } = &self.who else { return ControlFlow::Continue(()) };
        let Some(order) = listening.next() else { return ControlFlow::Continue(()) };
        let bytes = encode_command(&command_text(order.command));
        let written = self.answer(&bytes).await;
        let step = if written.is_break() { Step::Failed } else { Step::Sent };
        self.intake.commands.step(&order, step);
        if written.is_continue() {
            self.sent = Some((order, Instant::now() + self.intake.commands.patience()));
        }
        written
    }

    async fn answered(&mut self, answer: Answer) -> ControlFlow<()> {
        match (self.sent.take(), answer) {
            (Some((order, _)), Answer::Said(words)) => self.intake.commands.answered(&order, &words),
            (Some((order, _)), Answer::NotMine) => self.intake.commands.step(&order, Step::Failed),
            // The answer to a command of an earlier connection, or the device talks by itself.
            (None, Answer::Said(_) | Answer::NotMine) => {}
        }
        self.command().await
    }

    async fn answer(&mut self, bytes: &[u8]) -> ControlFlow<()> {
        match self.stream.write_all(bytes).await {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}

/// One datagram; the answer, if there is one.
pub(super) async fn datagram(intake: &Intake, bytes: &[u8], from: IpAddr) -> Option<Vec<u8>> {
    let mut reports = Vec::new();
    let read = teltonika::read_datagram(bytes)
        .and_then(|datagram| Ok((teltonika::read(datagram.data, &intake.io, &mut reports)?, datagram)));
    let (content, datagram) = match read {
        Ok(read) => read,
        Err(fault) => {
            intake.poison(SELF, fault, bytes);
            return None;
        }
    };
    let Content::Records(_) = content else { return None };
    match intake.admit(SELF, &datagram.device, Proof::Number, from) {
        Ok(guest) => {
            let count = intake.take_or_leave(&guest, &reports).await.ok()?;
            let count = u8::try_from(count).unwrap_or(u8::MAX);
            Some(acknowledge_datagram(datagram.packet, datagram.records, count).to_vec())
        }
        Err(_) => {
            intake.stranger(SELF, &datagram.device, &reports, from).await;
            None
        }
    }
}
