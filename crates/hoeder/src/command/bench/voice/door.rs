//! The way in, as any phone and any desk takes it: paired handsets that press and offer, accounts that sign in and join.
//!
//! Never here: sound.

use super::end::{Common, End};
use super::swarm::Swarm;
use crate::client::{Kept, Server};
use crate::command::bench::child::Served;
use crate::command::bench::town::{self, Sender};
use crate::command::bench::{press_message, sign_in_as};
use crate::exit::{Code, Failure, Outcome};
use hoeder_vocab::{AlarmId, Sensitive};
use hoeder_wire::handset::{
    MESSAGES_PATH, VOICE_PATH, VoiceAnswer, VoiceOffer, decode_voice_answer, encode_voice, seal_body,
    seal_uplink,
};
use hyper::Method;
use serde_json::{Value, json};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use uuid::Uuid;

/// How long one connection may take to be there.
const PATIENCE: Duration = Duration::from_secs(15);
/// Room for what comes while the one thread of all ends is elsewhere.
const BUFFER: usize = 1 << 20;

/// A room that somebody is in.
pub(super) struct Room {
    pub(super) alarm: AlarmId,
    /// The number of its handset's end, and those of the ends of its listeners.
    pub(super) handset: usize,
    pub(super) listeners: Vec<usize>,
}

/// The door of one server.
pub(super) struct Door<'a> {
    senders: &'a [Sender],
    counters: Vec<u64>,
    cookies: Vec<String>,
    line: Kept,
    common: Common,
    runtime: Runtime,
    sound_at: Option<SocketAddr>,
}

impl<'a> Door<'a> {
    /// Signs so many desks in.
    pub(super) fn open(served: &Served, senders: &'a [Sender], desks: usize) -> Outcome<Self> {
        let cookies = sign_in_as(served, (0..desks).map(town::login))?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| Failure::failed("no threads can be started", e))?;
        let server = Server::new(&served.url, &served.trust)?;
        let line = runtime.block_on(server.keep())?;
        let counters = vec![0; senders.len()];
        Ok(Self { senders, counters, cookies, line, common: Common::new()?, runtime, sound_at: None })
    }

    pub(super) const fn common(&self) -> &Common {
        &self.common
    }

    /// Where the server takes sound, as its answers say.
    pub(super) fn sound_at(&self) -> Outcome<SocketAddr> {
        self.sound_at.ok_or_else(|| Failure::new(Code::NotFound, "no answer named an address for sound"))
    }

    /// Counters go on where another door left off: a handset never uses one twice.
    pub(super) fn counts_on(&mut self, from: u64) {
        self.counters.iter_mut().for_each(|counter| *counter = from);
    }

    fn post(&mut self, path: &str, cookie: Option<usize>, body: Vec<u8>) -> Outcome<Vec<u8>> {
        let cookie = cookie.and_then(|desk| self.cookies.get(desk)).map(String::as_str);
        let answer = self.line.request(Method::POST, path, cookie, Some(body));
        Ok(self.runtime.block_on(answer)?.good(path)?.body)
    }

    fn next(&mut self, sender: usize) -> Outcome<(&'a Sender, u64)> {
        let unknown = || Failure::failed("there is no such handset", sender.to_string());
        let counter = self.counters.get_mut(sender).ok_or_else(unknown)?;
        *counter += 1;
        Ok((self.senders.get(sender).ok_or_else(unknown)?, *counter))
    }

    /// The handset presses.
    pub(super) fn press(&mut self, sender: usize) -> Outcome<AlarmId> {
        let alarm = AlarmId::from_uuid(Uuid::now_v7());
        let (from, counter) = self.next(sender)?;
        let sealed = seal_uplink(&from.key, from.handset, counter, &press_message(alarm)?);
        self.post(MESSAGES_PATH, None, sealed.into_bytes())?;
        Ok(alarm)
    }

    /// The handset offers its sound on this socket.
    pub(super) fn offers(&mut self, sender: usize, alarm: AlarmId, socket: UdpSocket) -> Outcome<End> {
        let (mut end, sdp) = End::offers(&self.common, socket)?;
        let (from, counter) = self.next(sender)?;
        let body = encode_voice(&VoiceOffer { alarm, sdp: Sensitive::new(sdp) });
        let sealed = seal_body(&from.key, from.handset, counter, &body);
        let answer = self.post(VOICE_PATH, None, sealed.into_bytes())?;
        // Whether the cell signed it is for a phone to look at.
        let envelope: Value = serde_json::from_slice(&answer).unwrap_or_default();
        let body = envelope.get("body").and_then(Value::as_str).unwrap_or_default();
        let unread = |e| Failure::failed("the answer to an offer of sound cannot be read", format!("{e:?}"));
        match decode_voice_answer(body).map_err(unread)? {
            VoiceAnswer::Open { sdp } => {
                self.sound_at = self.sound_at.or_else(|| candidate(&sdp));
                end.is_answered(&sdp)?;
            }
            VoiceAnswer::Later => {
                return Err(Failure::new(Code::Conflict, "the server takes no sound of an open alarm"));
            }
        }
        Ok(end)
    }

    /// A desk joins on this socket.
    pub(super) fn joins(&mut self, desk: usize, alarm: AlarmId, socket: UdpSocket) -> Outcome<End> {
        let (mut end, sdp) = End::offers(&self.common, socket)?;
        let path = format!("/api/v1/alarms/{alarm}/voice/connections");
        let answer = self.post(&path, Some(desk), json!({ "sdp": sdp }).to_string().into_bytes())?;
        let answer: Value = serde_json::from_slice(&answer).unwrap_or_default();
        end.is_answered(answer.get("sdp").and_then(Value::as_str).unwrap_or_default())?;
        Ok(end)
    }

    /// A press, its sound, and its listeners, all connected.
    pub(super) fn room(&mut self, swarm: &mut Swarm, sender: usize, listeners: usize) -> Outcome<Room> {
        let alarm = self.press(sender)?;
        let end = self.offers(sender, alarm, socket(Ipv4Addr::LOCALHOST.into())?)?;
        let mut room = Room { alarm, handset: swarm.add(end)?, listeners: Vec::new() };
        for desk in 0..listeners {
            let end = self.joins(desk, alarm, socket(Ipv4Addr::LOCALHOST.into())?)?;
            room.listeners.push(swarm.add(end)?);
        }
        connected(swarm)?;
        Ok(room)
    }
}

/// The first address for UDP of an answer (RFC 8839, 5.1).
fn candidate(sdp: &str) -> Option<SocketAddr> {
    let lines = sdp.lines().filter_map(|line| line.strip_prefix("a=candidate:"));
    lines.map(|line| line.split(' ').collect::<Vec<_>>()).find_map(|words| match words.as_slice() {
        [_, _, protocol, _, address, port, ..] if protocol.eq_ignore_ascii_case("udp") => {
            Some(SocketAddr::new(address.parse().ok()?, port.parse().ok()?))
        }
        _ => None,
    })
}

/// Waits until all are connected.
pub(super) fn connected(swarm: &mut Swarm) -> Outcome<()> {
    if swarm.until(Instant::now() + PATIENCE, Swarm::all_connected)? {
        return Ok(());
    }
    Err(Failure::new(Code::Unreachable, "a connection of sound was not there in 15 s"))
}

/// A socket that loses nothing itself, as far as the machine lets it.
pub(super) fn socket(at: IpAddr) -> Outcome<UdpSocket> {
    let failed = |e| Failure::failed("no socket can be opened", e);
    let socket = UdpSocket::bind((at, 0)).map_err(failed)?;
    rustix::net::sockopt::set_socket_recv_buffer_size(&socket, BUFFER)
        .map_err(|e| Failure::failed("no socket can be opened", e))?;
    Ok(socket)
}

/// Two ends without a server between; the numbers of who speaks and of who hears.
pub(super) fn direct(common: &Common, swarm: &mut Swarm) -> Outcome<(usize, usize)> {
    let (mut speaks, offer) = End::offers(common, socket(Ipv4Addr::LOCALHOST.into())?)?;
    let (hears, answer) = End::answers(common, socket(Ipv4Addr::LOCALHOST.into())?, &offer)?;
    speaks.is_answered(&answer)?;
    Ok((swarm.add(speaks)?, swarm.add(hears)?))
}
