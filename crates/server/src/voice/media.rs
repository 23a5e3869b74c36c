//! The media server: one thread, one port for UDP and TCP, all connections of all rooms.
//!
//! A packet never waits for the engine, and the engine never waits for a packet: gates come in, news goes out.
//! Never here: rules of a room (`watch::voice`), who may ask (`engine::access`), the sound on disk (`recording`).

use super::VoiceSettings;
use super::around::Around;
use super::offer::{BadOffer, Offers, reached_at};
use super::peer::Who;
use super::rooms::Rooms;
use super::tcp::{self, FromLink};
use core::time::Duration;
use hoeder_engine::voice::VoiceGate;
use hoeder_vocab::AlarmId;
use rustix::net::sockopt;
use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Instant;
use str0m::Rtc;
use str0m::net::{Protocol, Transmit};
use tokio::net::{TcpListener, UdpSocket};
use tokio::sync::{Notify, mpsc};

/// Offers that wait for the thread; at more, a page is told to try again.
const WAITING: usize = 1_024;
/// Packets over TCP that wait for the thread; at more, those connections are read more slowly.
const LINK_PACKETS: usize = 4_096;
/// Packets that are read at one turn before timers are looked at.
const AT_ONCE: usize = 256;
/// Largest packet that is read: more than any network path of a page carries.
const MAX_PACKET: usize = 2_048;
/// What waits in the system for the thread: a second of two hundred rooms, as far as the system gives so much.
const BUFFER: usize = 4 << 20;
/// Figures, sessions and lost microphones are looked at so often.
const EVERY: Duration = Duration::from_secs(1);

/// Why no sound can be moved here.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MediaError {
    /// The port is taken or not ours.
    #[error("cannot listen for sound on {0}")]
    Listen(SocketAddr, #[source] io::Error),
    /// A thread cannot be started.
    #[error("the thread of sound cannot be started")]
    Thread(#[source] io::Error),
    /// No certificate.
    #[error(transparent)]
    Certificate(#[from] super::offer::NoCertificate),
}

/// A connection that is to be.
pub(crate) struct NewPeer {
    pub(crate) alarm: AlarmId,
    pub(crate) who: Who,
    pub(crate) rtc: Rtc,
}

#[derive(Default)]
struct Pending {
    /// The newest gate of each room: bounded by the open alarms, and never lost.
    gates: BTreeMap<AlarmId, VoiceGate>,
    peers: Vec<(u64, Box<NewPeer>)>,
    gone: Vec<u64>,
    stopped: bool,
}

impl Pending {
    /// All of it; that it is to stop stays.
    fn take(&mut self) -> Self {
        let stopped = self.stopped;
        core::mem::replace(self, Self { stopped, ..Self::default() })
    }
}

struct Shared {
    pending: Mutex<Pending>,
    wake: Notify,
    offers: Offers,
    next: AtomicU64,
    port: u16,
    /// The thread ended without being told to.
    failed: AtomicBool,
}

/// The way to the media thread.
#[derive(Clone)]
pub(crate) struct Media(Arc<Shared>);

/// The thread waits for nobody to come: try again.
#[derive(Debug)]
pub(crate) struct Busy;

impl Media {
    /// Opens the port and starts the thread.
    pub(crate) fn start(
        settings: &VoiceSettings,
        around: Box<dyn Around>,
    ) -> Result<(Self, JoinHandle<()>), MediaError> {
        let cannot = |source| MediaError::Listen(settings.listen, source);
        let (udp, tcp) = bind(settings.listen).map_err(cannot)?;
        let bound = udp.local_addr().map_err(cannot)?;
        let reached = reached_at(settings, bound);
        let shared = Shared {
            pending: Mutex::default(),
            wake: Notify::new(),
            offers: Offers::new(&reached)?,
            next: AtomicU64::new(1),
            port: bound.port(),
            failed: AtomicBool::new(false),
        };
        let media = Self(Arc::new(shared));
        let ours = media.clone();
        let thread = std::thread::Builder::new().name(String::from("hoeder-voice"));
        let thread =
            thread.spawn(move || watched(&ours, (udp, tcp), reached, around)).map_err(MediaError::Thread)?;
        Ok((media, thread))
    }

    /// The port, of UDP and of TCP.
    pub(crate) fn port(&self) -> u16 {
        self.0.port
    }

    /// Is sound moved? Once it is not, it never is again in this life.
    pub(crate) fn runs(&self) -> bool {
        !self.0.failed.load(Ordering::Acquire)
    }

    /// The answer to an offer, and the connection, which is nowhere yet.
    pub(crate) fn answer(&self, offer: &str) -> Result<(Rtc, String), BadOffer> {
        self.0.offers.answer(offer)
    }

    /// Puts a connection into its room, where it hears nothing before a gate says so; its number takes it out again.
    pub(crate) fn connect(&self, peer: NewPeer) -> Result<u64, Busy> {
        let mut pending = self.pending();
        if pending.peers.len() >= WAITING || pending.stopped {
            return Err(Busy);
        }
        let number = self.0.next.fetch_add(1, Ordering::Relaxed);
        pending.peers.push((number, Box::new(peer)));
        drop(pending);
        self.0.wake.notify_one();
        Ok(number)
    }

    /// Ends a connection.
    pub(crate) fn disconnect(&self, number: u64) {
        self.pending().gone.push(number);
        self.0.wake.notify_one();
    }

    /// What a room lets pass from now on.
    pub(crate) fn gate(&self, gate: VoiceGate) {
        if !self.runs() {
            return;
        }
        self.pending().gates.insert(gate.alarm, gate);
        self.0.wake.notify_one();
    }

    /// Ends all connections and the thread.
    pub(crate) fn stop(&self) {
        self.pending().stopped = true;
        self.0.wake.notify_one();
    }

    fn pending(&self) -> std::sync::MutexGuard<'_, Pending> {
        self.0.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One port for both. Where it is free to choose, the first that UDP gets may be taken for TCP: then another is tried.
fn bind(at: SocketAddr) -> io::Result<(std::net::UdpSocket, std::net::TcpListener)> {
    let mut tries = if at.port() == 0 { 16 } else { 1 };
    loop {
        tries -= 1;
        let udp = std::net::UdpSocket::bind(at)?;
        match std::net::TcpListener::bind(udp.local_addr()?) {
            Ok(tcp) => {
                udp.set_nonblocking(true)?;
                tcp.set_nonblocking(true)?;
                // The usual size holds some 30 ms of two hundred rooms: less than a busy machine lets a thread wait.
                sockopt::set_socket_recv_buffer_size(&udp, BUFFER)?;
                sockopt::set_socket_send_buffer_size(&udp, BUFFER)?;
                return Ok((udp, tcp));
            }
            Err(error) if tries == 0 => return Err(error),
            Err(_) => {}
        }
    }
}

/// Sees the thread out, however it ends: by itself, or by a fault.
struct Watched<'a>(&'a Media);

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        if !self.0.pending().stopped {
            tracing::error!(
                "the thread of sound ended: no sound of alarms is heard or recorded until a restart"
            );
            self.0.0.failed.store(true, Ordering::Release);
        }
    }
}

fn watched(
    media: &Media,
    sockets: (std::net::UdpSocket, std::net::TcpListener),
    reached: Vec<SocketAddr>,
    around: Box<dyn Around>,
) {
    let _seen_out = Watched(media);
    run(media, sockets, reached, around);
}

fn run(
    media: &Media,
    (udp, tcp): (std::net::UdpSocket, std::net::TcpListener),
    reached: Vec<SocketAddr>,
    around: Box<dyn Around>,
) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let Ok(runtime) = runtime.inspect_err(|error| tracing::error!(%error, "no sound is moved")) else {
        return;
    };
    runtime.block_on(async move {
        let sockets = UdpSocket::from_std(udp).and_then(|udp| Ok((udp, TcpListener::from_std(tcp)?)));
        match sockets {
            Ok((udp, tcp)) => Loop::new(media, udp, reached, around).run(tcp).await,
            Err(error) => tracing::error!(%error, "no sound is moved"),
        }
    });
}

struct Loop<'a> {
    media: &'a Media,
    udp: UdpSocket,
    links: BTreeMap<SocketAddr, mpsc::Sender<Vec<u8>>>,
    rooms: Rooms,
    /// Which of our addresses a packet came to, as far as we know.
    reached: Vec<SocketAddr>,
}

impl<'a> Loop<'a> {
    fn new(media: &'a Media, udp: UdpSocket, reached: Vec<SocketAddr>, around: Box<dyn Around>) -> Self {
        Self { media, udp, links: BTreeMap::new(), rooms: Rooms::new(around), reached }
    }

    async fn run(mut self, tcp: TcpListener) {
        let (to, mut from_links) = mpsc::channel(LINK_PACKETS);
        let accepting = tokio::spawn(tcp::accept(tcp, to));
        let mut look = Instant::now() + EVERY;
        let mut bytes = vec![0; MAX_PACKET];
        loop {
            let until = self.rooms.next_due().map_or(look, |due| due.min(look));
            tokio::select! {
                () = self.media.0.wake.notified() => {}
                ready = self.udp.readable() => if ready.is_ok() { self.read(&mut bytes) },
                Some(from) = from_links.recv() => self.take_from_link(from),
                () = tokio::time::sleep_until(until.into()) => {}
            }
            if self.take_pending() {
                break;
            }
            let now = Instant::now();
            self.rooms.timers(now);
            if now >= look {
                look = now + EVERY;
                self.rooms.look(now);
            }
            self.send();
        }
        self.rooms.end(Instant::now());
        self.send();
        accepting.abort();
    }

    /// `true` when it is to end.
    fn take_pending(&mut self) -> bool {
        let pending = self.media.pending().take();
        let now = Instant::now();
        for (number, peer) in pending.peers {
            self.rooms.connect(number, *peer, now);
        }
        for (_, gate) in pending.gates {
            self.rooms.gate(gate, now);
        }
        for number in pending.gone {
            self.rooms.disconnect(number);
        }
        pending.stopped
    }

    fn read(&mut self, bytes: &mut [u8]) {
        for _ in 0..AT_ONCE {
            // An error belongs to a packet that was sent before (ICMP), and is none of the next.
            let Ok((count, from)) = self.udp.try_recv_from(bytes) else { return };
            let packet = bytes.get(..count).unwrap_or_default();
            self.rooms.packet((Protocol::Udp, from), self.reached_by(from), packet, Instant::now());
            self.send();
        }
    }

    fn take_from_link(&mut self, from: FromLink) {
        match from {
            FromLink::Up(address, link) => {
                self.links.insert(address, link);
            }
            FromLink::Packet(address, packet) => {
                let to = self.reached_by(address);
                self.rooms.packet((Protocol::Tcp, address), to, &packet, Instant::now());
            }
            FromLink::Down(address) => {
                self.links.remove(&address);
            }
        }
    }

    /// Which of our addresses a page reached: we are bound to all, and it matters to ICE only that it is one that we named.
    fn reached_by(&self, from: SocketAddr) -> SocketAddr {
        let same = |address: &&SocketAddr| address.is_ipv4() == from.is_ipv4();
        let near = |address: &&SocketAddr| address.ip().is_loopback() == from.ip().is_loopback();
        let mut of_kind = self.reached.iter().filter(same);
        let found = of_kind.clone().find(near).or_else(|| of_kind.next());
        found.copied().unwrap_or(from)
    }

    fn send(&mut self) {
        while let Some(Transmit { proto, destination, contents, .. }) = self.rooms.poll_transmit() {
            let sent = match proto {
                Protocol::Udp => self.udp.try_send_to(&contents, destination).is_ok(),
                Protocol::Tcp | Protocol::SslTcp | Protocol::Tls => {
                    let link = self.links.get(&destination);
                    link.is_some_and(|link| link.try_send(contents.into()).is_ok())
                }
            };
            if !sent {
                self.rooms.count_unsent();
            }
        }
    }
}
