//! Which packet goes to whom: connections, rooms, gates. No socket and no clock is read here, so a test drives it.
//!
//! Never here: why a gate is as it is.

use super::around::{Around, Counts};
use super::figures::Figures;
use super::media::NewPeer;
use super::peer::{Line, MAX_SOURCES, Peer, Who};
use super::stun;
use super::words::{self, Down, MicrophoneState, ReadingDown, Up};
use core::cmp::Reverse;
use core::time::Duration;
use hoeder_engine::voice::{VoiceGate, VoiceNews};
use hoeder_store::recordings::Packet;
use hoeder_vocab::{AlarmId, UtcMillis, VoicePeerId};
use hoeder_watch::voice::{LossReason, Loudspeaker};
use std::collections::{BTreeMap, BinaryHeap, VecDeque};
use std::net::SocketAddr;
use std::time::Instant;
use str0m::net::{Protocol, Receive, Transmit};
use str0m::rtp::RtpPacket;
use str0m::{Event, IceConnectionState, Input, Output};

/// Without a packet of the handset for so long, its microphone is lost (ARC-12).
const LOST_AFTER: Duration = Duration::from_secs(2);
/// A connection that has no place in its room after so long ends, and one whose page never came.
const PLACE_WITHIN: Duration = Duration::from_secs(20);
/// News that the engine did not take yet; at more the oldest is dropped, loudly.
const UNTOLD: usize = 10_000;
/// Connections at most; a further one ends at once.
const MAX_PEERS: usize = 8_192;

#[derive(Default)]
struct Room {
    gate: Option<VoiceGate>,
    handset: Option<u64>,
    desks: BTreeMap<VoicePeerId, u64>,
    /// When the last packet of the handset came, while they come.
    live: Option<(Instant, UtcMillis)>,
    figures: Figures,
    /// Since when packets come without a gate: the alarm closed meanwhile, or the engine is behind.
    unasked: Option<Instant>,
}

/// All rooms and connections.
pub(super) struct Rooms {
    around: Box<dyn Around>,
    peers: BTreeMap<u64, Peer>,
    rooms: BTreeMap<AlarmId, Room>,
    by_source: BTreeMap<(u8, SocketAddr), u64>,
    /// By the name that our answer gave (`ice-ufrag`).
    by_name: BTreeMap<String, u64>,
    due: BinaryHeap<Reverse<(Instant, u64)>>,
    /// Connections that have something to say.
    touched: Vec<u64>,
    out: VecDeque<Transmit>,
    untold: VecDeque<(AlarmId, VoiceNews)>,
    counts: Counts,
    epoch: Instant,
}

impl Rooms {
    pub(super) fn new(around: Box<dyn Around>) -> Self {
        Self {
            around,
            peers: BTreeMap::new(),
            rooms: BTreeMap::new(),
            by_source: BTreeMap::new(),
            by_name: BTreeMap::new(),
            due: BinaryHeap::new(),
            touched: Vec::new(),
            out: VecDeque::new(),
            untold: VecDeque::new(),
            counts: Counts::default(),
            epoch: Instant::now(),
        }
    }

    pub(super) fn connect(&mut self, number: u64, new: NewPeer, now: Instant) {
        if self.peers.len() >= MAX_PEERS {
            tracing::error!(most = MAX_PEERS, "no further connection of sound is taken");
            return;
        }
        let NewPeer { alarm, who, rtc } = new;
        let mut peer = Peer::new(rtc, who, alarm, now);
        self.by_name.insert(peer.name(), number);
        self.peers.insert(number, peer);
        let room = self.rooms.entry(alarm).or_default();
        match who {
            Who::Desk(peer, _) => drop(room.desks.insert(peer, number)),
            // A new one takes the place of an old one with its first packet: until then the old one is heard.
            Who::Handset => drop(room.handset.get_or_insert(number)),
        }
        self.touched.push(number);
        self.drain(now);
    }

    pub(super) fn gate(&mut self, gate: VoiceGate, now: Instant) {
        let alarm = gate.alarm;
        if !gate.open {
            self.close(alarm);
            return;
        }
        let room = self.rooms.entry(alarm).or_default();
        room.unasked = None;
        let out: Vec<u64> = room
            .desks
            .iter()
            .filter(|(peer, _)| !gate.listeners.contains(peer))
            .map(|(_, number)| *number)
            .collect();
        let before = room.gate.replace(gate);
        // One that has joined and is not in the gate yet waits for it; one that was in and is no longer is put out.
        for number in out {
            let was_in = self.peers.get(&number).is_some_and(|peer| {
                matches!(peer.who, Who::Desk(id, _) if before.as_ref().is_some_and(|g| g.listeners.contains(&id)))
            });
            if was_in {
                self.disconnect(number);
            }
        }
        self.tell_handset(alarm, now);
    }

    fn tell_handset(&mut self, alarm: AlarmId, now: Instant) {
        let Some((number, down)) = self.rooms.get(&alarm).and_then(|room| Some((room.handset?, room.play())))
        else {
            return;
        };
        if let Some(peer) = self.peers.get_mut(&number) {
            peer.say(&down);
            self.touched.push(number);
        }
        self.drain(now);
    }

    fn close(&mut self, alarm: AlarmId) {
        self.rooms.remove(&alarm);
        let gone: Vec<u64> =
            self.peers.iter().filter(|(_, peer)| peer.alarm == alarm).map(|(number, _)| *number).collect();
        for number in gone {
            self.disconnect(number);
        }
        self.around.closed(alarm);
    }

    /// Takes a connection out, without a word to the engine.
    pub(super) fn disconnect(&mut self, number: u64) {
        let Some(mut peer) = self.peers.remove(&number) else { return };
        for (protocol, source) in peer.sources.drain(..) {
            self.by_source.remove(&(place(protocol), source));
        }
        self.by_name.remove(&peer.name());
        peer.rtc.disconnect();
        let alarm = peer.alarm;
        let Some(room) = self.rooms.get_mut(&alarm) else { return };
        room.desks.retain(|_, desk| *desk != number);
        if room.handset == Some(number) {
            room.handset = None;
        }
        // One that the engine never knew of leaves nothing behind.
        if room.gate.is_none() && room.live.is_none() && room.handset.is_none() && room.desks.is_empty() {
            self.rooms.remove(&alarm);
        }
    }

    /// A packet from outside.
    pub(super) fn packet(
        &mut self,
        from: (Protocol, SocketAddr),
        to: SocketAddr,
        bytes: &[u8],
        now: Instant,
    ) {
        let Ok(received) = Receive::new(from.0, from.1, to, bytes) else {
            self.counts.strange += 1;
            return;
        };
        let input = Input::Receive(now, received);
        let Some(number) = self.whose(from, bytes, &input) else {
            self.counts.strange += 1;
            return;
        };
        let Some(peer) = self.peers.get_mut(&number) else { return };
        peer.path = from.0;
        if let Err(error) = peer.rtc.handle_input(input) {
            tracing::debug!(%error, "a packet of sound is not understood");
        }
        self.touched.push(number);
        self.drain(now);
    }

    /// A connection is found by where it comes from, and at first by the name in its check of ICE. What is neither is nobody's.
    fn whose(&mut self, from: (Protocol, SocketAddr), bytes: &[u8], input: &Input<'_>) -> Option<u64> {
        let key = (place(from.0), from.1);
        if let Some(number) = self.by_source.get(&key).copied()
            && self.peers.get(&number).is_some_and(|peer| peer.rtc.accepts(input))
        {
            return Some(number);
        }
        let number = self.by_name.get(stun::called(bytes)?).copied()?;
        // The library looks whether it is signed with the secret of that connection.
        let peer = self.peers.get_mut(&number).filter(|peer| peer.rtc.accepts(input))?;
        if peer.sources.len() >= MAX_SOURCES {
            let (protocol, oldest) = peer.sources.remove(0);
            self.by_source.remove(&(place(protocol), oldest));
        }
        peer.sources.push(from);
        self.by_source.insert(key, number);
        Some(number)
    }

    pub(super) fn next_due(&self) -> Option<Instant> {
        self.due.peek().map(|Reverse((due, _))| *due)
    }

    pub(super) fn timers(&mut self, now: Instant) {
        while let Some(Reverse((due, number))) = self.due.peek().copied() {
            if due > now {
                break;
            }
            self.due.pop();
            let Some(peer) = self.peers.get_mut(&number).filter(|peer| peer.queued == Some(due)) else {
                continue;
            };
            peer.queued = None;
            if let Err(error) = peer.rtc.handle_input(Input::Timeout(now)) {
                tracing::debug!(%error, "a connection of sound cannot go on");
            }
            self.touched.push(number);
        }
        self.drain(now);
    }

    pub(super) fn poll_transmit(&mut self) -> Option<Transmit> {
        self.out.pop_front()
    }

    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.rooms.len()
    }

    pub(super) fn count_unsent(&mut self) {
        self.counts.unsent += 1;
    }

    /// Lets every connection that changed say what it has to, until none has.
    fn drain(&mut self, now: Instant) {
        while let Some(number) = self.touched.pop() {
            while let Some(peer) = self.peers.get_mut(&number) {
                match peer.rtc.poll_output() {
                    Ok(Output::Timeout(due)) => {
                        if peer.queued.is_none_or(|queued| due < queued) {
                            peer.queued = Some(due);
                            self.due.push(Reverse((due, number)));
                        }
                        break;
                    }
                    Ok(Output::Transmit(transmit)) => self.out.push_back(transmit),
                    Ok(Output::Event(event)) => self.happened(number, event, now),
                    Err(error) => {
                        tracing::debug!(%error, "a connection of sound ends");
                        self.broke(number);
                    }
                }
            }
        }
    }

    fn happened(&mut self, number: u64, event: Event, now: Instant) {
        let Some(peer) = self.peers.get_mut(&number) else { return };
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "the library says much that concerns pictures and statistics"
        )]
        match event {
            Event::Connected => peer.connected = true,
            Event::MediaAdded(added) => peer.line_added(&added),
            Event::ChannelOpen(id, label) => {
                let (alarm, opened) = (peer.alarm, peer.channel_opened(id, &label));
                if opened && peer.who == Who::Handset {
                    let down = self.rooms.get(&alarm).map_or(Room::default().play(), Room::play);
                    peer.say(&down);
                }
            }
            Event::ChannelData(data) if peer.is_of(data.id) => {
                if let Some(up) = words::read(&data.data) {
                    self.said(number, up);
                }
            }
            Event::RtpPacket(packet) => self.sound(number, &packet, now),
            Event::IceConnectionStateChange(IceConnectionState::Disconnected) | Event::Closed => {
                self.broke(number)
            }
            _ => {}
        }
    }

    /// The page of a connection is gone.
    fn broke(&mut self, number: u64) {
        let Some(peer) = self.peers.get(&number) else { return };
        let (alarm, who) = (peer.alarm, peer.who);
        let is_heard = self.rooms.get(&alarm).is_some_and(|room| room.handset == Some(number));
        self.disconnect(number);
        match who {
            Who::Desk(peer, _) => self.tell(alarm, VoiceNews::PeerLost { peer }),
            Who::Handset if is_heard => self.lost(alarm, LossReason::Network),
            Who::Handset => {}
        }
    }

    fn said(&mut self, number: u64, up: Up) {
        let Some(peer) = self.peers.get(&number) else { return };
        let alarm = peer.alarm;
        match (up, peer.who) {
            (Up::Heard, Who::Desk(id, _)) if peer.sent > 0 => self.tell(alarm, VoiceNews::Heard { peer: id }),
            (Up::Microphone { state: MicrophoneState::Ended }, Who::Handset) => {
                self.lost(alarm, LossReason::Handset)
            }
            (Up::Microphone { .. } | Up::Heard, _) => {}
        }
    }

    fn sound(&mut self, number: u64, packet: &RtpPacket, now: Instant) {
        self.counts.received += 1;
        let Some(peer) = self.peers.get(&number) else { return };
        let alarm = peer.alarm;
        match peer.who {
            Who::Handset => self.person_sounds(number, alarm, packet, now),
            Who::Desk(id, _) => self.colleague_sounds((number, id), alarm, packet, now),
        }
    }

    fn person_sounds(&mut self, number: u64, alarm: AlarmId, packet: &RtpPacket, now: Instant) {
        let Some(room) = self.rooms.get_mut(&alarm) else { return };
        let mut replaced = None;
        if room.handset != Some(number) {
            replaced = room.handset.replace(number);
            room.figures = Figures::default();
        }
        if replaced.is_some() && room.live.is_some() {
            self.lost(alarm, LossReason::Network);
        }
        if let Some(old) = replaced {
            self.disconnect(old);
        }
        let Some(room) = self.rooms.get_mut(&alarm) else { return };
        let (received_at, clock) = (self.around.now(), packet.time.numer());
        let level = packet.header.ext_vals.audio_level;
        room.figures.take(*packet.seq_no, clock, level, now.saturating_duration_since(self.epoch));
        let is_first = room.live.replace((now, received_at)).is_none();
        if room.gate.is_none() {
            room.unasked.get_or_insert(now);
        }
        let listeners: Vec<u64> = room.hearers().collect();
        self.around.packet(alarm, Packet { received_at, clock, opus: packet.payload.to_vec() });
        for desk in listeners {
            self.send_on(desk, (Line::Person, number), packet, now);
        }
        if is_first {
            self.tell(alarm, VoiceNews::MicUp { at: received_at });
        }
    }

    /// Only the one for whom the gate is open speaks: what others send falls away here.
    fn colleague_sounds(
        &mut self,
        (number, id): (u64, VoicePeerId),
        alarm: AlarmId,
        packet: &RtpPacket,
        now: Instant,
    ) {
        let Some(room) = self.rooms.get(&alarm) else { return };
        if room.gate.as_ref().is_none_or(|gate| gate.speaker != Some(id)) {
            return;
        }
        let colleagues: Vec<u64> = room.hearers().filter(|desk| *desk != number).collect();
        if let Some(handset) = room.handset {
            self.send_on(handset, (Line::Person, number), packet, now);
        }
        for desk in colleagues {
            self.send_on(desk, (Line::Colleague, number), packet, now);
        }
    }

    fn send_on(&mut self, to: u64, (line, source): (Line, u64), packet: &RtpPacket, now: Instant) {
        let Some(peer) = self.peers.get_mut(&to).filter(|peer| peer.connected) else { return };
        if peer.relay(line, source, packet, now) {
            // It goes out at once: what is written waits in the library for the time to have come.
            if let Err(error) = peer.rtc.handle_input(Input::Timeout(now)) {
                tracing::debug!(%error, "a connection of sound cannot go on");
            }
            self.counts.forwarded += 1;
            peer.sent += u64::from(line == Line::Person);
            self.touched.push(to);
        }
    }

    /// No sound comes from the handset any more.
    fn lost(&mut self, alarm: AlarmId, why: LossReason) {
        let Some((_, last_at)) = self.rooms.get_mut(&alarm).and_then(|room| room.live.take()) else { return };
        self.around.lost(alarm);
        self.tell(alarm, VoiceNews::MicLost { last_at, why });
    }

    fn tell(&mut self, alarm: AlarmId, news: VoiceNews) {
        // In order: what waits goes first.
        if !self.untold.is_empty() || !self.around.tell(alarm, news) {
            self.untold.push_back((alarm, news));
            if self.untold.len() > UNTOLD {
                tracing::error!("the engine does not hear of the rooms of voice: the oldest word is dropped");
                self.untold.pop_front();
            }
        }
    }

    /// Once a second: who is silent, whose session ended, what was not told; and the figures to who listens.
    pub(super) fn look(&mut self, now: Instant) {
        while let Some((alarm, news)) = self.untold.front().copied() {
            if !self.around.tell(alarm, news) {
                break;
            }
            self.untold.pop_front();
        }
        let silent =
            |room: &Room| room.live.is_some_and(|(at, _)| now.saturating_duration_since(at) >= LOST_AFTER);
        let unasked = |room: &Room| {
            room.unasked.is_some_and(|since| now.saturating_duration_since(since) >= PLACE_WITHIN)
        };
        let quiet: Vec<AlarmId> =
            self.rooms.iter().filter(|(_, room)| silent(room)).map(|(id, _)| *id).collect();
        for alarm in quiet {
            self.lost(alarm, LossReason::Network);
        }
        let over: Vec<AlarmId> =
            self.rooms.iter().filter(|(_, room)| unasked(room)).map(|(id, _)| *id).collect();
        for alarm in over {
            self.close(alarm);
        }
        self.put_out(now);
        self.show_figures(now);
        self.counts.connections = u64::try_from(self.peers.len()).unwrap_or(u64::MAX);
        self.around.counted(core::mem::take(&mut self.counts));
    }

    fn put_out(&mut self, now: Instant) {
        let ended: Vec<u64> = self
            .peers
            .iter()
            .filter(|(_, peer)| self.is_over(peer, now))
            .map(|(number, _)| *number)
            .collect();
        for number in ended {
            self.broke(number);
        }
    }

    fn is_over(&self, peer: &Peer, now: Instant) -> bool {
        let late = peer.age(now) >= PLACE_WITHIN;
        if late && !peer.connected {
            return true;
        }
        match &peer.who {
            Who::Handset => false,
            Who::Desk(id, session) => {
                let gate = self.rooms.get(&peer.alarm).and_then(|room| room.gate.as_ref());
                let is_in = gate.is_some_and(|gate| gate.listeners.contains(id));
                (late && !is_in) || !self.around.lives(session)
            }
        }
    }

    fn show_figures(&mut self, now: Instant) {
        let at = now.saturating_duration_since(self.epoch);
        for room in self.rooms.values() {
            let path = room.handset.and_then(|handset| self.peers.get(&handset)).map(|peer| peer.path);
            let path = if path == Some(Protocol::Udp) { "udp" } else { "tcp" };
            let reading = room.handset.and_then(|_| room.figures.reading(at));
            let down = Down::Figures { reading: reading.map(|reading| ReadingDown::new(reading, path)) };
            for desk in room.hearers() {
                if let Some(peer) = self.peers.get_mut(&desk)
                    && peer.say(&down)
                {
                    self.touched.push(desk);
                }
            }
        }
        self.drain(now);
    }

    /// Everybody leaves; what says so goes out.
    pub(super) fn end(&mut self, now: Instant) {
        for (number, peer) in &mut self.peers {
            if peer.rtc.close().is_ok() {
                self.touched.push(*number);
            }
        }
        self.drain(now);
    }
}

impl Room {
    /// Connections that hear, by the gate.
    fn hearers(&self) -> impl Iterator<Item = u64> + '_ {
        let listeners = self.gate.iter().flat_map(|gate| &gate.listeners);
        listeners.filter_map(|peer| self.desks.get(peer).copied())
    }

    fn play(&self) -> Down {
        let gate = self.gate.as_ref();
        Down::Play {
            loudspeaker: gate.is_some_and(|gate| gate.loudspeaker == Loudspeaker::On),
            speaking: gate.is_some_and(|gate| gate.speaker.is_some()),
        }
    }
}

const fn place(protocol: Protocol) -> u8 {
    match protocol {
        Protocol::Udp => 0,
        Protocol::Tcp | Protocol::SslTcp | Protocol::Tls => 1,
    }
}
