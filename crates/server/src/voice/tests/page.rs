//! A page: a handset that sends sound, or a desk that hears and speaks; and the net between them and the rooms.

use crate::auth::Token;
use crate::voice::around::{Around, Counts};
use crate::voice::media::NewPeer;
use crate::voice::offer::Offers;
use crate::voice::peer::Who;
use crate::voice::rooms::Rooms;
use core::time::Duration;
use hoeder_engine::voice::{VoiceGate, VoiceNews};
use hoeder_store::recordings::Packet;
use hoeder_vocab::{AlarmId, UtcMillis, VoicePeerId};
use hoeder_watch::voice::Loudspeaker;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Instant;
use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::channel::ChannelId;
use str0m::media::{Direction, MediaKind, Mid};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{ExtensionValues, RtpWrite};
use str0m::{Candidate, Event, Input, Output, Rtc, RtcConfig};

pub(super) const ALARM: AlarmId = AlarmId::from_u128(7);
pub(super) const BEGUN: i64 = 1_795_000_000_000;

/// What the rooms said to the rest.
#[derive(Debug, Default)]
pub(super) struct Heard {
    pub(super) now: i64,
    pub(super) news: Vec<(AlarmId, VoiceNews)>,
    pub(super) kept: Vec<Packet>,
    pub(super) cuts: usize,
    pub(super) closed: Vec<AlarmId>,
    pub(super) counts: Counts,
    pub(super) deaf: bool,
    pub(super) ended: BTreeSet<[u8; 32]>,
}

#[derive(Clone, Default)]
pub(super) struct Rest(pub(super) Arc<Mutex<Heard>>);

impl Around for Rest {
    fn now(&self) -> UtcMillis {
        UtcMillis::from_unix_ms(self.0.lock().unwrap().now)
    }
    fn tell(&self, alarm: AlarmId, news: VoiceNews) -> bool {
        let mut heard = self.0.lock().unwrap();
        if !heard.deaf {
            heard.news.push((alarm, news));
        }
        !heard.deaf
    }
    fn lives(&self, session: &Token) -> bool {
        !self.0.lock().unwrap().ended.contains(&session.bytes())
    }
    fn packet(&self, _: AlarmId, packet: Packet) {
        self.0.lock().unwrap().kept.push(packet);
    }
    fn lost(&self, _: AlarmId) {
        self.0.lock().unwrap().cuts += 1;
    }
    fn closed(&self, alarm: AlarmId) {
        self.0.lock().unwrap().closed.push(alarm);
    }
    fn counted(&self, counts: Counts) {
        self.0.lock().unwrap().counts = counts;
    }
}

/// A browser's end.
pub(super) struct Page {
    pub(super) rtc: Rtc,
    address: SocketAddr,
    audio: Mid,
    channel: ChannelId,
    open: Option<ChannelId>,
    pub(super) connected: bool,
    pub(super) dead: bool,
    pub(super) words: Vec<String>,
    /// Sound that came: its line, and the packet.
    pub(super) sound: Vec<(Mid, Vec<u8>)>,
    sent: u64,
    /// What the answer calls it.
    pub(super) name: String,
}

impl Page {
    pub(super) const fn audio(&self) -> Mid {
        self.audio
    }

    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Sends a packet of sound, 20 ms after the one before; a skipped number is a lost one.
    pub(super) fn sounds(&mut self, opus: &[u8], now: Instant) {
        let mid = self.audio;
        let pt = *self.rtc.media(mid).unwrap().remote_pts().first().unwrap();
        let (number, clock) = (self.sent + 1, u32::try_from(self.sent * 960).unwrap());
        self.sent += 1;
        let levels = ExtensionValues {
            audio_level: Some(-30),
            voice_activity: Some(true),
            ..ExtensionValues::default()
        };
        let mut direct = self.rtc.direct_api();
        let stream = direct.stream_tx_by_mid(mid, None).unwrap();
        stream.write_rtp(RtpWrite::new(pt, number.into(), clock, now, opus.to_vec()).ext_vals(levels));
    }

    /// A packet that never leaves.
    pub(super) fn loses(&mut self) {
        self.sent += 1;
    }

    pub(super) fn says(&mut self, text: &str) {
        let id = self.open.unwrap();
        self.rtc.channel(id).unwrap().write(false, text.as_bytes()).unwrap();
    }
}

/// Rooms and pages on one net.
pub(super) struct Net {
    pub(super) rooms: Rooms,
    pub(super) rest: Rest,
    pub(super) offers: Offers,
    pub(super) now: Instant,
    pub(super) server: SocketAddr,
    pub(super) pages: Vec<Page>,
}

impl Net {
    pub(super) fn new() -> Self {
        let (rest, server) = (Rest::default(), "192.0.2.1:5000".parse().unwrap());
        rest.0.lock().unwrap().now = BEGUN;
        let offers = Offers::new(&[server]).unwrap();
        Self {
            rooms: Rooms::new(Box::new(rest.clone())),
            rest,
            offers,
            now: Instant::now(),
            server,
            pages: Vec::new(),
        }
    }

    pub(super) fn offer(&self, lines: &[Direction]) -> (Rtc, SdpPendingOffer, String, Mid, ChannelId) {
        let mut rtc = RtcConfig::new()
            .set_crypto_provider(Arc::new(str0m::crypto::from_feature_flags()))
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_opus(true, false)
            .build(self.now);
        let mut change = rtc.sdp_api();
        let mids: Vec<Mid> = lines
            .iter()
            .map(|direction| change.add_media(MediaKind::Audio, *direction, None, None, None))
            .collect();
        let channel = change.add_channel("state".to_owned());
        let (offer, pending) = change.apply().unwrap();
        (rtc, pending, offer.to_sdp_string(), mids[0], channel)
    }

    /// A page whose offer is answered.
    pub(super) fn page(&mut self, who: Who, lines: &[Direction]) -> usize {
        let (rtc, pending, offer, audio, channel) = self.offer(lines);
        self.answered(who, (rtc, pending), &offer, (audio, channel))
    }

    /// As if this had been its offer; its number is its place among the pages and one.
    pub(super) fn answered(
        &mut self,
        who: Who,
        (mut rtc, pending): (Rtc, SdpPendingOffer),
        offer: &str,
        (audio, channel): (Mid, ChannelId),
    ) -> usize {
        let (ours, answer) = self.offers.answer(offer).unwrap();
        let number = u64::try_from(self.pages.len()).unwrap() + 1;
        let address =
            SocketAddr::new("198.51.100.7".parse().unwrap(), 40_000 + u16::try_from(number).unwrap());
        let name = answer.lines().find_map(|line| line.strip_prefix("a=ice-ufrag:")).unwrap().to_owned();
        rtc.sdp_api().accept_answer(pending, SdpAnswer::from_sdp_string(&answer).unwrap()).unwrap();
        rtc.add_local_candidate(Candidate::host(address, "udp").unwrap());
        self.rooms.connect(number, NewPeer { alarm: ALARM, who, rtc: ours }, self.now);
        self.pages.push(Page {
            rtc,
            address,
            audio,
            channel,
            open: None,
            connected: false,
            dead: false,
            words: Vec::new(),
            sound: Vec::new(),
            sent: 0,
            name,
        });
        self.pages.len() - 1
    }

    pub(super) fn handset(&mut self) -> usize {
        let page = self.page(Who::Handset, &[Direction::SendRecv]);
        self.until(|net| net.pages[page].open.is_some());
        page
    }

    pub(super) fn desk(&mut self, id: u128) -> usize {
        let who = Who::Desk(peer(id), Token::of_test(id));
        let page = self.page(who, &[Direction::SendRecv, Direction::RecvOnly]);
        self.until(|net| net.pages[page].open.is_some());
        page
    }

    pub(super) fn gate(&mut self, listeners: &[u128], speaker: Option<u128>, loudspeaker: Loudspeaker) {
        let gate = VoiceGate {
            alarm: ALARM,
            open: true,
            listeners: listeners.iter().copied().map(peer).collect(),
            speaker: speaker.map(peer),
            loudspeaker,
        };
        self.rooms.gate(gate, self.now);
    }

    pub(super) fn close(&mut self) {
        let loudspeaker = Loudspeaker::Off;
        let gate = VoiceGate { alarm: ALARM, open: false, listeners: Vec::new(), speaker: None, loudspeaker };
        self.rooms.gate(gate, self.now);
    }

    /// 20 ms pass: what is on the way arrives, and timers run.
    pub(super) fn step(&mut self) {
        self.now += Duration::from_millis(20);
        self.rest.0.lock().unwrap().now += 20;
        self.rooms.timers(self.now);
        for page in &mut self.pages {
            page.rtc.handle_input(Input::Timeout(self.now)).unwrap();
        }
        for _ in 0..8 {
            self.carry();
        }
    }

    pub(super) fn steps(&mut self, count: usize) {
        for _ in 0..count {
            self.step();
        }
    }

    /// A second passes, with the look of the thread.
    pub(super) fn second(&mut self) {
        self.steps(50);
        self.rooms.look(self.now);
        self.step();
    }

    pub(super) fn until(&mut self, done: impl Fn(&Self) -> bool) {
        for _ in 0..500 {
            if done(self) {
                return;
            }
            self.step();
        }
        panic!("it does not happen in ten seconds");
    }

    fn carry(&mut self) {
        while let Some(transmit) = self.rooms.poll_transmit() {
            let page = self.pages.iter_mut().find(|page| page.address == transmit.destination && !page.dead);
            let Some(page) = page else { continue };
            let receive = Receive::new(Protocol::Udp, self.server, page.address, &transmit.contents).unwrap();
            page.rtc.handle_input(Input::Receive(self.now, receive)).unwrap();
        }
        let (now, server) = (self.now, self.server);
        for page in self.pages.iter_mut().filter(|page| !page.dead) {
            loop {
                match page.rtc.poll_output().unwrap() {
                    Output::Timeout(_) => break,
                    Output::Transmit(transmit) => {
                        self.rooms.packet((Protocol::Udp, page.address), server, &transmit.contents, now);
                    }
                    Output::Event(Event::Connected) => page.connected = true,
                    Output::Event(Event::ChannelOpen(id, _)) if id == page.channel => page.open = Some(id),
                    Output::Event(Event::ChannelData(data)) => {
                        page.words.push(String::from_utf8(data.data).unwrap());
                    }
                    Output::Event(Event::RtpPacket(packet)) => {
                        let mid = page.rtc.direct_api().stream_rx(&packet.header.ssrc).map(|rx| rx.mid());
                        page.sound.push((mid.unwrap(), packet.payload.to_vec()));
                    }
                    Output::Event(_) => {}
                }
            }
        }
    }

    pub(super) fn news(&self) -> Vec<VoiceNews> {
        self.rest.0.lock().unwrap().news.iter().map(|(_, news)| *news).collect()
    }
}

pub(super) fn peer(id: u128) -> VoicePeerId {
    VoicePeerId::from_u128(id)
}
