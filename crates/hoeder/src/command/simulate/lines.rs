//! Devices with a line of their own: Teltonika over TCP and UDP, Queclink over TCP.
//!
//! Never here: how a record is written (`wire::tracker`).

use super::speaker::{Said, unreachable, write};
use crate::cli::Spoken;
use crate::exit::{Code, Failure, Outcome};
use crate::offline::now;
use core::time::Duration;
use hoeder_vocab::tracking::{DeviceNumber, TrackReport};
use hoeder_wire::tracker::queclink;
use hoeder_wire::tracker::teltonika::{self, Codec, IoMap, MAX_PACKET_BYTES};
use tokio::io::AsyncReadExt as _;
use tokio::net::{TcpStream, UdpSocket};

/// A datagram that is not answered in this time is sent again.
const AGAIN: Duration = Duration::from_secs(3);
const TRIES: u32 = 5;

/// A device on a TCP connection of its own, opened when it is needed.
pub(in crate::command) struct TcpLine {
    spoken: Spoken,
    number: DeviceNumber,
    to: String,
    io: IoMap,
    split: Option<usize>,
    stream: Option<TcpStream>,
    count: u16,
}

impl TcpLine {
    pub(super) const fn new(
        spoken: Spoken,
        number: DeviceNumber,
        to: String,
        io: IoMap,
        split: Option<usize>,
    ) -> Self {
        Self { spoken, number, to, io, split, stream: None, count: 0 }
    }

    pub(super) async fn say(&mut self, reports: &[TrackReport]) -> Outcome<Said> {
        let (mut stream, count) = self.speak(reports).await?;
        let said = match self.spoken {
            Spoken::Queclink => self.texts(&mut stream, count, reports.len()).await?,
            Spoken::Teltonika
            | Spoken::TeltonikaUdp
            | Spoken::Osmand
            | Spoken::OwntracksHttp
            | Spoken::OwntracksMqtt => self.number_of_records(&mut stream).await?,
        };
        self.stream = Some(stream);
        Ok(said)
    }

    pub(super) async fn say_and_break_off(&mut self, reports: &[TrackReport]) -> Outcome<()> {
        self.speak(reports).await.map(drop)
    }

    /// The stream on which it was said, and the count of the first message.
    async fn speak(&mut self, reports: &[TrackReport]) -> Outcome<(TcpStream, u16)> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => self.connect().await?,
        };
        let first = self.count;
        let bytes = match self.spoken {
            Spoken::Queclink => {
                let mut text = String::new();
                for report in reports {
                    text.push_str(&queclink::encode(&self.number, report, self.count));
                    self.count = self.count.wrapping_add(1);
                }
                text.into_bytes()
            }
            Spoken::Teltonika
            | Spoken::TeltonikaUdp
            | Spoken::Osmand
            | Spoken::OwntracksHttp
            | Spoken::OwntracksMqtt => teltonika::encode_packet(Codec::EightExtended, reports, &self.io),
        };
        write(&mut stream, &bytes, self.split).await?;
        Ok((stream, first))
    }

    async fn connect(&self) -> Outcome<TcpStream> {
        let mut stream = TcpStream::connect(&self.to).await.map_err(unreachable)?;
        stream.set_nodelay(true).map_err(unreachable)?;
        if self.spoken == Spoken::Teltonika {
            write(&mut stream, &teltonika::encode_login(&self.number), self.split).await?;
            if stream.read_u8().await.map_err(unreachable)? != 1 {
                return Err(Failure::new(Code::NotAllowed, "the server does not let this device in"));
            }
        }
        Ok(stream)
    }

    /// The number of records, and the commands that come before it: a command begins with four zeros, a number never is zero.
    async fn number_of_records(&self, stream: &mut TcpStream) -> Outcome<Said> {
        let mut said = Said::default();
        loop {
            said.acknowledged = stream.read_u32().await.map_err(unreachable)?;
            if said.acknowledged > 0 {
                return Ok(said);
            }
            let length = stream.read_u32().await.map_err(unreachable)?;
            let length = usize::try_from(length).ok().filter(|length| *length <= MAX_PACKET_BYTES);
            let length = length.ok_or_else(|| Failure::new(Code::Failed, "the server says too much"))?;
            let mut packet = vec![0; length];
            stream.read_exact(&mut packet).await.map_err(unreachable)?;
            stream.read_u32().await.map_err(unreachable)?;
            said.told.push(
                teltonika::read_command(&packet)
                    .map_err(|e| Failure::failed("the server says what no device understands", e))?,
            );
            write(stream, &teltonika::encode_answer("OK"), self.split).await?;
        }
    }

    /// An acknowledgement for each count, and the commands between them.
    async fn texts(&self, stream: &mut TcpStream, first: u16, messages: usize) -> Outcome<Said> {
        let mut said = Said::default();
        let mut wanted: Vec<String> = (0..messages)
            .map(|n| format!("+SACK:{:04X}$", first.wrapping_add(u16::try_from(n).unwrap_or(0))))
            .collect();
        while !wanted.is_empty() {
            let text = self.text(stream).await?;
            if let Some(place) = wanted.iter().position(|word| *word == text) {
                wanted.remove(place);
                said.acknowledged += 1;
            } else if let Some(command) = text.strip_prefix("AT+") {
                let word = command.split('=').next().unwrap_or_default();
                let serial = text.trim_end_matches('$').rsplit(',').next().unwrap_or_default();
                let serial = u16::from_str_radix(serial, 16).unwrap_or(u16::MAX);
                let answer = queclink::encode_command_answer(&self.number, word, serial, now());
                write(stream, answer.as_bytes(), self.split).await?;
                said.told.push(text);
            }
        }
        Ok(said)
    }

    async fn text(&self, stream: &mut TcpStream) -> Outcome<String> {
        let mut text = String::new();
        while !text.ends_with('$') {
            if text.len() >= queclink::MAX_MESSAGE_BYTES {
                return Err(Failure::new(Code::Failed, "the server says too much"));
            }
            text.push(char::from(stream.read_u8().await.map_err(unreachable)?));
        }
        Ok(text)
    }
}

/// A Teltonika device that sends datagrams, each again until it is answered.
pub(in crate::command) struct DatagramLine {
    number: DeviceNumber,
    to: String,
    io: IoMap,
    socket: Option<UdpSocket>,
    packet: u16,
}

impl DatagramLine {
    pub(super) const fn new(number: DeviceNumber, to: String, io: IoMap) -> Self {
        Self { number, to, io, socket: None, packet: 0 }
    }

    pub(super) async fn send(&mut self, reports: &[TrackReport]) -> Outcome<()> {
        let socket = match self.socket.take() {
            Some(socket) => socket,
            None => {
                let local = if self.to.starts_with('[') { "[::]:0" } else { "0.0.0.0:0" };
                let socket = UdpSocket::bind(local).await.map_err(unreachable)?;
                socket.connect(&self.to).await.map_err(unreachable)?;
                socket
            }
        };
        self.packet = self.packet.wrapping_add(1);
        let data = teltonika::data(Codec::EightExtended, reports, &self.io);
        let [_, short] = self.packet.to_be_bytes();
        let datagram = teltonika::encode_udp(&self.number, self.packet, short, &data);
        if datagram.len() > teltonika::MAX_DATAGRAM_BYTES {
            return Err(Failure::usage("--batch: so many reports do not fit into a datagram"));
        }
        socket.send(&datagram).await.map_err(unreachable)?;
        self.socket = Some(socket);
        Ok(())
    }

    pub(super) async fn say(&mut self, reports: &[TrackReport]) -> Outcome<Said> {
        for _ in 0..TRIES {
            self.send(reports).await?;
            if let Ok(count) = tokio::time::timeout(AGAIN, self.answer()).await {
                return Ok(Said { acknowledged: u32::from(count?), told: Vec::new() });
            }
        }
        Err(Failure::new(Code::Unreachable, "the server does not acknowledge this device"))
    }

    /// The answer to the newest packet; those to earlier ones came late.
    async fn answer(&self) -> Outcome<u8> {
        let Some(socket) = &self.socket else { return Ok(0) };
        loop {
            let mut answer = [0; 16];
            let length = socket.recv(&mut answer).await.map_err(unreachable)?;
            let [high, low] = self.packet.to_be_bytes();
            if let Some([0, 5, a, b, 1, _, count]) = answer.get(..length)
                && [*a, *b] == [high, low]
            {
                return Ok(*count);
            }
        }
    }
}
