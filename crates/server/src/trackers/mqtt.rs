//! OwnTracks over MQTT 3.1.1: an endpoint for devices, not a broker (`docs/adr/0008`). A device writes below its own topic and
//! listens to its own commands; nothing goes from one device to another.
//!
//! A message is confirmed once it is kept for good. One that cannot be read is quarantined and confirmed, because it would come
//! for ever. Never here: what is in a message, the packets of MQTT (`mqtt-proto`).

use super::commands::{Listening, Order, woken};
use super::connection::{BoxedStream, Shared, Waiting};
use super::door::{Doubt, Note, Protocol, Step};
use super::intake::{Guest, Intake, NotTaken, Proof};
use crate::clock;
use core::ops::ControlFlow;
use core::time::Duration;
use hoeder_vocab::tracking::DeviceNumber;
use hoeder_wire::tracker::{Fault, owntracks};
use mqtt_proto::v3::{Connack, Connect, ConnectReturnCode, Packet, Publish, Subscribe};
use mqtt_proto::{Pid, QosPid, TopicName};
use std::net::IpAddr;
use std::sync::Arc;
use tokio::io::AsyncWriteExt as _;
use tokio::time::{Instant, timeout_at};

const SELF: Protocol = Protocol::OwnTracks;
/// A message of the app with its topic.
const MAX_PACKET_BYTES: usize = owntracks::MAX_MESSAGE_BYTES + 1_024;
/// Filters of one subscription: few enough that its answer has a length of one byte.
const MAX_FILTERS: usize = 32;
const GRANTED_ONCE: u8 = 0x01;
const NOT_GRANTED: u8 = 0x80;

struct Talk {
    stream: BoxedStream,
    from: IpAddr,
    intake: Arc<Intake>,
    guest: Option<Guest>,
    /// Once it listens to its commands: where.
    listening: Option<(Listening, TopicName)>,
    sent: Option<(Order, Pid, Instant)>,
    next_pid: Pid,
    keep_alive: Duration,
    faults: u32,
    /// It said goodbye, or was sent away: its silence then means nothing.
    goodbye: bool,
}

/// One connection, until it ends.
pub(super) async fn serve(stream: BoxedStream, from: IpAddr, shared: Shared) {
    let Shared { intake, mut stopping, .. } = shared;
    let mut talk = Talk {
        stream,
        from,
        keep_alive: intake.limits.idle,
        intake,
        guest: None,
        listening: None,
        sent: None,
        next_pid: Pid::default(),
        faults: 0,
        goodbye: false,
    };
    let mut waiting = Waiting::default();
    let opened = Instant::now();
    let mut heard = opened;
    loop {
        let deadline = talk.deadline(opened, heard);
        let going = tokio::select! {
            _ = stopping.changed() => {
                talk.goodbye = true;
                ControlFlow::Break(())
            }
            read = timeout_at(deadline, waiting.read(&mut talk.stream)) => match read {
                Ok(Ok(true)) => {
                    let going = talk.packets(&mut waiting).await;
                    heard = Instant::now();
                    going
                }
                Ok(Ok(false) | Err(_)) => ControlFlow::Break(()),
                Err(_) => talk.late(),
            },
            () = woken(talk.listening.as_ref().filter(|_| talk.sent.is_none()).map(|(listening, _)| listening)) => talk.command().await,
        };
        if going.is_break() {
            break;
        }
    }
    talk.ended();
}

/// The first packet and its length; `None` when more bytes are needed.
fn next(bytes: &[u8]) -> Result<Option<(Packet, usize)>, Fault> {
    let mut length = 0_usize;
    let mut head = 1;
    loop {
        let Some(byte) = bytes.get(head) else {
            return if head > 4 { Err(Fault::Malformed) } else { Ok(None) };
        };
        length |= usize::from(byte & 0x7f) << (7 * (head - 1));
        if length > MAX_PACKET_BYTES {
            return Err(Fault::TooLong);
        }
        head += 1;
        if byte & 0x80 == 0 {
            break;
        }
        if head > 4 {
            return Err(Fault::Malformed);
        }
    }
    let Some(whole) = bytes.get(..head + length) else { return Ok(None) };
    match Packet::decode(whole) {
        Ok(Some(packet)) => Ok(Some((packet, whole.len()))),
        Ok(None) | Err(_) => Err(Fault::Malformed),
    }
}

impl Talk {
    fn deadline(&self, opened: Instant, heard: Instant) -> Instant {
        if self.guest.is_none() {
            return opened + self.intake.limits.login;
        }
        let silent = heard + self.keep_alive;
        self.sent.as_ref().map_or(silent, |(_, _, until)| silent.min(*until))
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

    fn ended(mut self) {
        if let Some((order, _, _)) = self.sent.take() {
            self.intake.commands.step(&order, Step::Failed);
        }
        if let (Some(guest), false) = (self.guest, self.goodbye) {
            self.intake.figures.lost(guest.protocol);
            self.intake.door.note(Note::Lost { device: guest.device, at: clock::now() });
        }
    }

    async fn packets(&mut self, waiting: &mut Waiting) -> ControlFlow<()> {
        loop {
            let (packet, used) = match next(waiting.bytes()) {
                Ok(Some(next)) => next,
                Ok(None) => return ControlFlow::Continue(()),
                Err(fault) => {
                    self.intake.poison(SELF, fault, waiting.bytes());
                    return ControlFlow::Break(());
                }
            };
            waiting.used(used);
            self.packet(packet).await?;
        }
    }

    async fn packet(&mut self, packet: Packet) -> ControlFlow<()> {
        let known = self.guest.clone();
        match (packet, known) {
            (Packet::Connect(connect), None) => self.connect(connect).await,
            (Packet::Publish(publish), Some(guest)) => self.publish(publish, &guest).await,
            (Packet::Pubrel(pid), Some(_)) => self.answer(&Packet::Pubcomp(pid)).await,
            (Packet::Puback(pid), Some(_)) => self.confirmed(pid).await,
            (Packet::Subscribe(subscribe), Some(guest)) => self.subscribe(subscribe, &guest.device).await,
            (Packet::Unsubscribe(unsubscribe), Some(_)) => {
                self.listening = None;
                self.answer(&Packet::Unsuback(unsubscribe.pid)).await
            }
            (Packet::Pingreq, Some(_)) => self.answer(&Packet::Pingresp).await,
            (Packet::Disconnect, Some(_)) => {
                self.goodbye = true;
                ControlFlow::Break(())
            }
            // Before it said who it is, or what only a server says.
            (
                Packet::Connect(_)
                | Packet::Connack(_)
                | Packet::Publish(_)
                | Packet::Puback(_)
                | Packet::Pubrec(_)
                | Packet::Pubrel(_)
                | Packet::Pubcomp(_)
                | Packet::Subscribe(_)
                | Packet::Suback(_)
                | Packet::Unsubscribe(_)
                | Packet::Unsuback(_)
                | Packet::Pingreq
                | Packet::Pingresp
                | Packet::Disconnect,
                _,
            ) => {
                self.intake.figures.fault(SELF, Fault::Malformed.code());
                ControlFlow::Break(())
            }
        }
    }

    async fn connect(&mut self, connect: Connect) -> ControlFlow<()> {
        let password = connect.password.as_deref();
        let device = connect.username.as_deref().and_then(DeviceNumber::new);
        let admitted = match &device {
            Some(device) => self.intake.admit(SELF, device, Proof::Secret(password), self.from),
            None => Err(Doubt::Unknown),
        };
        let code = match admitted {
            Ok(guest) => {
                self.guest = Some(guest);
                if connect.keep_alive > 0 {
                    self.keep_alive = Duration::from_secs(u64::from(connect.keep_alive)) * 3 / 2;
                }
                ConnectReturnCode::Accepted
            }
            Err(Doubt::OtherNetwork) => ConnectReturnCode::NotAuthorized,
            Err(Doubt::Unknown | Doubt::WrongSecret) => ConnectReturnCode::BadUserNameOrPassword,
        };
        self.answer(&Packet::Connack(Connack::new(false, code))).await?;
        if self.guest.is_some() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    async fn publish(&mut self, publish: Publish, guest: &Guest) -> ControlFlow<()> {
        if !owntracks::is_topic_of(&publish.topic_name, &guest.device) {
            self.intake.figures.not_let_in(SELF, "other_topic");
            tracing::info!(device = ?guest.device, "a tracker writes to a topic that is not its own");
            self.goodbye = true;
            return ControlFlow::Break(());
        }
        match owntracks::decode(&publish.payload) {
            Ok(owntracks::Said::Report(report)) => match self.intake.take(guest, &[report]).await {
                Ok(_) => {}
                Err(NotTaken::Unknown | NotTaken::Later) => {
                    self.goodbye = true;
                    return ControlFlow::Break(());
                }
            },
            Ok(owntracks::Said::LastWill | owntracks::Said::Other) => {}
            Err(fault) => {
                self.intake.poison(SELF, fault, &publish.payload);
                self.faults += 1;
                if self.faults >= self.intake.limits.faults {
                    self.goodbye = true;
                    return ControlFlow::Break(());
                }
            }
        }
        match publish.qos_pid {
            QosPid::Level0 => ControlFlow::Continue(()),
            QosPid::Level1(pid) => self.answer(&Packet::Puback(pid)).await,
            // Sent again before its PUBREL it is taken again, and found to be the same.
            QosPid::Level2(pid) => self.answer(&Packet::Pubrec(pid)).await,
        }
    }

    async fn subscribe(&mut self, subscribe: Subscribe, device: &DeviceNumber) -> ControlFlow<()> {
        if subscribe.topics.len() > MAX_FILTERS {
            self.intake.figures.fault(SELF, Fault::TooLong.code());
            return ControlFlow::Break(());
        }
        let mut codes = Vec::new();
        for (filter, _) in &subscribe.topics {
            let own = owntracks::is_command_topic_of(filter, device).then(|| TopicName::try_from(&**filter));
            match own {
                Some(Ok(topic)) => {
                    self.listening = Some((self.intake.commands.listen(device), topic));
                    codes.push(GRANTED_ONCE);
                }
                Some(Err(_)) | None => codes.push(NOT_GRANTED),
            }
        }
        self.write(&suback(subscribe.pid, &codes)).await
    }

    async fn command(&mut self) -> ControlFlow<()> {
        let Some((listening, topic)) = &self.listening else { return ControlFlow::Continue(()) };
        let Some(order) = listening.next() else { return ControlFlow::Continue(()) };
        let pid = self.next_pid;
        self.next_pid += 1;
        let payload = owntracks::encode_command(order.command).to_string().into_bytes().into();
        let packet = Packet::Publish(Publish::new(QosPid::Level1(pid), topic.clone(), payload));
        let written = self.answer(&packet).await;
        self.intake.commands.step(&order, if written.is_break() { Step::Failed } else { Step::Sent });
        if written.is_continue() {
            self.sent = Some((order, pid, Instant::now() + self.intake.commands.patience()));
        }
        written
    }

    async fn confirmed(&mut self, pid: Pid) -> ControlFlow<()> {
        if let Some((order, _, _)) = self.sent.take_if(|(_, sent, _)| *sent == pid) {
            self.intake.commands.answered(&order, "");
            return self.command().await;
        }
        ControlFlow::Continue(())
    }

    async fn answer(&mut self, packet: &Packet) -> ControlFlow<()> {
        match packet.encode() {
            Ok(bytes) => self.write(bytes.as_ref()).await,
            Err(_) => ControlFlow::Break(()),
        }
    }

    async fn write(&mut self, bytes: &[u8]) -> ControlFlow<()> {
        match self.stream.write_all(bytes).await {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}

/// Written here because `mqtt-proto` 0.4 writes 3 where the standard has 0x80 (MQTT 3.1.1, 3.9.3).
fn suback(pid: Pid, codes: &[u8]) -> Vec<u8> {
    let length = u8::try_from(2 + codes.len()).unwrap_or(u8::MAX);
    let [high, low] = pid.value().to_be_bytes();
    [&[0x90, length, high, low], codes].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_is_found_by_its_length_and_a_long_one_is_refused_before_it_is_here() {
        let ping = [0xc0, 0x00, 0xc0];
        assert_eq!(next(&ping), Ok(Some((Packet::Pingreq, 2))));
        assert_eq!(next(&ping[..1]), Ok(None));
        assert_eq!(next(&[0x30, 0xff, 0xff, 0x7f]), Err(Fault::TooLong));
        assert_eq!(next(&[0x30, 0x80, 0x80, 0x80, 0x80, 0x01]), Err(Fault::Malformed));
        assert_eq!(next(&[0x30, 0x02, 0x00]), Ok(None));
        assert_eq!(
            next(&[0x30, 0x02, 0x00, 0x09]),
            Err(Fault::Malformed),
            "the topic is longer than its packet"
        );
    }
}
