//! A page with sound on real sockets: a handset, a desk, or somebody who only knows where the port is.
//!
//! What is on the way is waited for by what arrived: the media server sends a packet to all that hear it in one turn, and this
//! machine delivers what was sent in the order in which it was sent. So who heard nothing when another heard the packet after it
//! was sent nothing.

use super::desk::in_time;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;
use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::channel::ChannelId;
use str0m::media::{Direction, MediaKind, Mid};
use str0m::net::{Protocol, Receive, TcpType, Transmit};
use str0m::rtp::RtpWrite;
use str0m::{Candidate, Event, IceConnectionState, Input, Output, Rtc, RtcConfig};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpStream, UdpSocket};
use tokio::sync::{mpsc, oneshot, watch};

/// The byte of Opus (RFC 6716, 3.1) of 20 ms in one frame; what follows says in these tests whose it is and its number.
const TOC: u8 = 0xf8;

/// How a page reaches the media server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Udp,
    /// As where no UDP passes: nothing at all is sent by UDP.
    Tcp,
}

/// What arrived at a page.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    pub open: bool,
    pub ended: bool,
    pub sound: Vec<Vec<u8>>,
    pub words: Vec<String>,
    /// Whatever came from the media server, sound or not.
    pub packets: usize,
    /// What was sent to it, sound or not.
    pub sent: usize,
}

impl Seen {
    /// Was this packet of theirs heard?
    pub fn heard(&self, whose: u8, number: u8) -> bool {
        self.sound.iter().any(|opus| opus[..] == [TOC, whose, number])
    }
    pub fn of(&self, whose: u8) -> usize {
        self.sound.iter().filter(|opus| opus[1] == whose).count()
    }
}

enum Act {
    Sound(Vec<u8>),
    Say(&'static str),
    Hang,
    /// Read what is there, and say that it was.
    Read(oneshot::Sender<()>),
}

/// An offer that waits for its answer.
pub struct Offer {
    rtc: Rtc,
    pending: SdpPendingOffer,
    audio: Mid,
    channel: ChannelId,
    pub sdp: String,
}

/// One that was answered.
pub struct Page {
    acts: mpsc::UnboundedSender<Act>,
    seen: watch::Receiver<Seen>,
}

impl Offer {
    /// What a browser offers: a line of audio both ways, and the channel `state`.
    pub fn new() -> Self {
        let mut rtc = RtcConfig::new()
            .set_crypto_provider(Arc::new(str0m::crypto::from_feature_flags()))
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_opus(true, false)
            .build(Instant::now());
        let mut change = rtc.sdp_api();
        let audio = change.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None);
        let channel = change.add_channel("state".to_owned());
        let (offer, pending) = change.apply().unwrap();
        Self { rtc, pending, audio, channel, sdp: offer.to_sdp_string() }
    }

    pub async fn answered(self, answer: &str, way: Way) -> Page {
        let Self { mut rtc, pending, audio, channel, .. } = self;
        let (socket, local) = Socket::open(answer, way).await;
        rtc.sdp_api().accept_answer(pending, SdpAnswer::from_sdp_string(answer).unwrap()).unwrap();
        rtc.add_local_candidate(local);
        let (acts, todo) = mpsc::unbounded_channel();
        let (show, seen) = watch::channel(Seen::default());
        let line = Line { rtc, audio, channel, socket, show, sent: 0, open: None };
        tokio::spawn(line.run(todo));
        Page { acts, seen }
    }

    /// Somebody who was given no answer tries with that of a colleague; the password in it is none of his, so he makes one up.
    pub async fn knocks(self, colleague: &str) -> Page {
        let mut own = self.sdp.lines().filter(|line| line.starts_with("a=mid:"));
        let bundle = self.sdp.lines().find(|line| line.starts_with("a=group:BUNDLE")).unwrap();
        let lines = colleague.lines().map(|line| match line.split_once(':') {
            Some((kind @ ("a=ice-ufrag" | "a=ice-pwd"), _)) => format!("{kind}:{}", "guessed0".repeat(4)),
            Some(("a=mid", _)) => own.next().unwrap().to_owned(),
            Some(("a=group", _)) => bundle.to_owned(),
            Some(("a=candidate", _)) => line.split(" ufrag ").next().unwrap().to_owned(),
            _ => line.to_owned(),
        });
        let guess = lines.collect::<Vec<_>>().join("\r\n") + "\r\n";
        self.answered(&guess, Way::Udp).await
    }
}

impl Page {
    pub fn seen(&self) -> Seen {
        self.seen.borrow().clone()
    }
    pub async fn sees(&mut self, fits: impl FnMut(&Seen) -> bool) -> Seen {
        in_time(self.seen.wait_for(fits)).await.unwrap().clone()
    }
    pub async fn opens(mut self) -> Self {
        self.sees(|seen| seen.open).await;
        self
    }
    /// Sends a packet of sound.
    pub fn sounds(&self, whose: u8, number: u8) {
        self.acts.send(Act::Sound(vec![TOC, whose, number])).unwrap();
    }
    pub fn says(&self, words: &'static str) {
        self.acts.send(Act::Say(words)).unwrap();
    }
    /// Ends the connection as a page does that is closed.
    pub fn hangs_up(&self) {
        self.acts.send(Act::Hang).unwrap();
    }
    /// Reads whatever this machine delivered to it up to now.
    pub async fn reads(&self) -> Seen {
        let (done, read) = oneshot::channel();
        self.acts.send(Act::Read(done)).unwrap();
        in_time(read).await.unwrap();
        self.seen()
    }
}

enum Socket {
    Udp(UdpSocket),
    Tcp { stream: TcpStream, bytes: Vec<u8> },
}

impl Socket {
    async fn open(answer: &str, way: Way) -> (Self, Candidate) {
        match way {
            Way::Udp => {
                let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
                let local = socket.local_addr().unwrap();
                (Self::Udp(socket), Candidate::host(local, "udp").unwrap())
            }
            Way::Tcp => {
                let passive = answer.lines().find(|line| line.contains("tcptype passive")).unwrap();
                let words: Vec<&str> = passive.split(' ').collect();
                let server: SocketAddr = format!("{}:{}", words[4], words[5]).parse().unwrap();
                let stream = TcpStream::connect(server).await.unwrap();
                let local = stream.local_addr().unwrap();
                let active = Candidate::builder().tcp().host(local).tcptype(TcpType::Active).build();
                (Self::Tcp { stream, bytes: Vec::new() }, active.unwrap())
            }
        }
    }

    fn local(&self) -> SocketAddr {
        match self {
            Self::Udp(socket) => socket.local_addr().unwrap(),
            Self::Tcp { stream, .. } => stream.local_addr().unwrap(),
        }
    }

    async fn send(&mut self, transmit: &Transmit) {
        match self {
            Self::Udp(socket) => {
                assert_eq!(transmit.proto, Protocol::Udp);
                drop(socket.send_to(&transmit.contents, transmit.destination).await);
            }
            Self::Tcp { stream, .. } => {
                assert_eq!(transmit.proto, Protocol::Tcp, "nothing goes by UDP");
                // RFC 4571: each after its length in two bytes.
                let length = u16::try_from(transmit.contents.len()).unwrap().to_be_bytes();
                drop(stream.write_all(&[&length[..], &transmit.contents].concat()).await);
            }
        }
    }

    /// The next packet, and from where.
    async fn receive(&mut self) -> (Vec<u8>, SocketAddr) {
        match self {
            Self::Udp(socket) => {
                let mut packet = vec![0; 2_048];
                loop {
                    // An error is of a packet that was sent before (ICMP).
                    if let Ok((count, from)) = socket.recv_from(&mut packet).await {
                        packet.truncate(count);
                        return (packet, from);
                    }
                }
            }
            Self::Tcp { stream, bytes } => {
                let from = stream.peer_addr().unwrap();
                loop {
                    if let Some(packet) = frame(bytes) {
                        return (packet, from);
                    }
                    if stream.read_buf(bytes).await.unwrap_or(0) == 0 {
                        core::future::pending::<()>().await;
                    }
                }
            }
        }
    }

    fn at_once(&mut self) -> Option<(Vec<u8>, SocketAddr)> {
        let mut packet = vec![0; 2_048];
        match self {
            Self::Udp(socket) => {
                let (count, from) = socket.try_recv_from(&mut packet).ok()?;
                packet.truncate(count);
                Some((packet, from))
            }
            Self::Tcp { stream, bytes } => {
                let from = stream.peer_addr().unwrap();
                if let Ok(count) = stream.try_read(&mut packet) {
                    bytes.extend_from_slice(&packet[..count]);
                }
                frame(bytes).map(|packet| (packet, from))
            }
        }
    }
}

fn frame(bytes: &mut Vec<u8>) -> Option<Vec<u8>> {
    let length = usize::from(u16::from_be_bytes(*bytes.first_chunk()?));
    let packet = bytes.get(2..2 + length)?.to_vec();
    bytes.drain(..2 + length);
    Some(packet)
}

struct Line {
    rtc: Rtc,
    audio: Mid,
    channel: ChannelId,
    socket: Socket,
    show: watch::Sender<Seen>,
    sent: u32,
    open: Option<ChannelId>,
}

impl Line {
    async fn run(mut self, mut todo: mpsc::UnboundedReceiver<Act>) {
        loop {
            let due = self.says_what_it_has().await;
            tokio::select! {
                act = todo.recv() => match act {
                    Some(act) => self.does(act).await,
                    None => return,
                },
                (packet, from) = self.socket.receive() => self.takes(&packet, from),
                () = tokio::time::sleep_until(due.into()) => {}
            }
            if self.rtc.is_alive() {
                drop(self.rtc.handle_input(Input::Timeout(Instant::now())));
            }
        }
    }

    async fn does(&mut self, act: Act) {
        match act {
            Act::Sound(opus) => self.sounds(opus),
            Act::Say(words) => {
                let id = self.open.unwrap();
                self.rtc.channel(id).unwrap().write(false, words.as_bytes()).unwrap();
            }
            Act::Hang => self.rtc.close().unwrap(),
            Act::Read(done) => {
                while let Some((packet, from)) = self.socket.at_once() {
                    self.takes(&packet, from);
                    self.says_what_it_has().await;
                }
                done.send(()).unwrap();
            }
        }
    }

    fn sounds(&mut self, opus: Vec<u8>) {
        let pt = *self.rtc.media(self.audio).unwrap().remote_pts().first().unwrap();
        let (number, clock) = (u64::from(self.sent) + 1, self.sent * 960);
        self.sent += 1;
        let mut direct = self.rtc.direct_api();
        let stream = direct.stream_tx_by_mid(self.audio, None).unwrap();
        stream.write_rtp(RtpWrite::new(pt, number.into(), clock, Instant::now(), opus));
    }

    fn takes(&mut self, packet: &[u8], from: SocketAddr) {
        self.show.send_modify(|seen| seen.packets += 1);
        let protocol = match self.socket {
            Socket::Udp(_) => Protocol::Udp,
            Socket::Tcp { .. } => Protocol::Tcp,
        };
        let Ok(received) = Receive::new(protocol, from, self.socket.local(), packet) else { return };
        let input = Input::Receive(Instant::now(), received);
        if self.rtc.is_alive() && self.rtc.accepts(&input) {
            drop(self.rtc.handle_input(input));
        }
    }

    async fn says_what_it_has(&mut self) -> Instant {
        loop {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(due)) => return due,
                Ok(Output::Transmit(transmit)) => {
                    self.show.send_modify(|seen| seen.sent += 1);
                    self.socket.send(&transmit).await;
                }
                Ok(Output::Event(event)) => self.happened(event),
                Err(_) => {
                    self.show.send_modify(|seen| seen.ended = true);
                    self.rtc.disconnect();
                }
            }
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the library says much that concerns pictures and statistics"
    )]
    fn happened(&mut self, event: Event) {
        match event {
            Event::ChannelOpen(id, _) if id == self.channel => {
                self.open = Some(id);
                self.show.send_modify(|seen| seen.open = true);
            }
            Event::ChannelData(data) => {
                let words = String::from_utf8(data.data).unwrap();
                self.show.send_modify(|seen| seen.words.push(words));
            }
            Event::RtpPacket(packet) => {
                self.show.send_modify(|seen| seen.sound.push(packet.payload.to_vec()));
            }
            Event::IceConnectionStateChange(IceConnectionState::Disconnected) | Event::Closed => {
                self.show.send_modify(|seen| seen.ended = true);
            }
            _ => {}
        }
    }
}
