//! One end of a connection of sound, as a page is: a socket of its own, and the library that the server uses as well.
//!
//! Never here: many of them (`swarm`), which rooms they are in.

use super::wire::{Way, Wire};
use crate::exit::{Failure, Outcome};
use core::fmt::Display;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;
use str0m::change::{SdpAnswer, SdpOffer, SdpPendingOffer};
use str0m::config::{CryptoProvider, DtlsCert};
use str0m::media::{Direction, MediaKind, Mid, Pt};
use str0m::net::{Protocol, Receive, Transmit};
use str0m::rtp::{ExtensionValues, RtpWrite};
use str0m::{Candidate, Event, Input, Output, Rtc, RtcConfig};

/// Bytes of a packet: 20 ms at 32 kbit/s.
pub(super) const PACKET: usize = 80;
/// Of a packet, in steps of the clock of 48 kHz.
const STEP: u64 = 960;
/// What begins a packet of Opus: 20 ms, mono (RFC 6716, 3.1).
const OPUS: u8 = 31 << 3;

/// What all ends have in common, because making it costs more than a connection.
pub(super) struct Common {
    crypto: Arc<CryptoProvider>,
    certificate: DtlsCert,
}

impl Common {
    pub(super) fn new() -> Outcome<Self> {
        let crypto = Arc::new(str0m::crypto::from_feature_flags());
        let certificate = crypto.dtls_provider.generate_certificate();
        let certificate =
            certificate.ok_or_else(|| Failure::failed("no certificate can be made", "no reason is told"))?;
        Ok(Self { crypto, certificate })
    }

    fn rtc(&self) -> Rtc {
        RtcConfig::new()
            .set_crypto_provider(Arc::clone(&self.crypto))
            .set_dtls_cert(self.certificate.clone())
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_opus(true, false)
            .build(Instant::now())
    }
}

/// A packet that arrived: its number, and when it was sent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arrived {
    pub(super) number: u32,
    pub(super) sent_us: u64,
}

/// An end.
pub(super) struct End {
    pub(super) socket: mio::net::UdpSocket,
    pub(super) connected: bool,
    /// When its timer is due, as far as it stands in the queue of the swarm.
    pub(super) queued: Option<Instant>,
    rtc: Rtc,
    here: SocketAddr,
    pending: Option<SdpPendingOffer>,
    audio: Option<Mid>,
    sent: u32,
    /// Packets that the machine took no more of.
    pub(super) unsent: u64,
    /// What lies between the library and the socket, if anything does.
    pub(super) wire: Option<Wire>,
}

fn refused(what: &'static str) -> impl Fn(&dyn Display) -> Failure {
    move |error| Failure::failed(what, error.to_string())
}

impl End {
    /// An end on a socket, with its offer: one line of sound and the channel `state`, as the pages have it.
    pub(super) fn offers(common: &Common, socket: std::net::UdpSocket) -> Outcome<(Self, String)> {
        let mut end = Self::on(common, socket)?;
        let mut change = end.rtc.sdp_api();
        end.audio = Some(change.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None));
        change.add_channel("state".to_owned());
        let (offer, pending) =
            change.apply().ok_or_else(|| Failure::failed("an offer cannot be made", "nothing in it"))?;
        end.pending = Some(pending);
        Ok((end, offer.to_sdp_string()))
    }

    /// An end that answers another one, without a server between.
    pub(super) fn answers(
        common: &Common,
        socket: std::net::UdpSocket,
        offer: &str,
    ) -> Outcome<(Self, String)> {
        let failed = refused("an offer cannot be answered");
        let mut end = Self::on(common, socket)?;
        let offer = SdpOffer::from_sdp_string(offer).map_err(|e| failed(&e))?;
        let answer = end.rtc.sdp_api().accept_offer(offer).map_err(|e| failed(&e))?;
        Ok((end, answer.to_sdp_string()))
    }

    fn on(common: &Common, socket: std::net::UdpSocket) -> Outcome<Self> {
        let failed = refused("a socket cannot be used");
        socket.set_nonblocking(true).map_err(|e| failed(&e))?;
        let here = socket.local_addr().map_err(|e| failed(&e))?;
        let mut rtc = common.rtc();
        rtc.add_local_candidate(Candidate::host(here, "udp").map_err(|e| failed(&e))?);
        Ok(Self {
            socket: mio::net::UdpSocket::from_std(socket),
            connected: false,
            queued: None,
            rtc,
            here,
            pending: None,
            audio: None,
            sent: 0,
            unsent: 0,
            wire: None,
        })
    }

    pub(super) fn is_answered(&mut self, answer: &str) -> Outcome<()> {
        let failed = refused("an answer is not understood");
        let answer = SdpAnswer::from_sdp_string(answer).map_err(|e| failed(&e))?;
        let Some(pending) = self.pending.take() else { return Ok(()) };
        self.rtc.sdp_api().accept_answer(pending, answer).map_err(|e| failed(&e))
    }

    /// Packets of sound that it sent.
    pub(super) const fn sent(&self) -> u32 {
        self.sent
    }

    /// Sends the next packet of sound: in it its number and the moment, in microseconds since any begin.
    pub(super) fn sounds(&mut self, sent_us: u64, now: Instant) {
        let Some((mid, pt)) = self.audio.and_then(|mid| Some((mid, self.codec(mid)?))) else { return };
        let mut opus = vec![OPUS];
        opus.extend_from_slice(&self.sent.to_be_bytes());
        opus.extend_from_slice(&sent_us.to_be_bytes());
        opus.resize(PACKET, 7);
        // Counted on over the overflow of its 32 bits, as in RTP.
        let clock = u32::try_from((u64::from(self.sent) * STEP) & u64::from(u32::MAX)).unwrap_or(0);
        let number = u64::from(self.sent) + 1;
        let levels = ExtensionValues { audio_level: Some(-30), ..ExtensionValues::default() };
        let mut direct = self.rtc.direct_api();
        let Some(stream) = direct.stream_tx_by_mid(mid, None) else { return };
        stream.write_rtp(RtpWrite::new(pt, number.into(), clock, now, opus).ext_vals(levels));
        self.sent += 1;
        // What is written waits in the library for the time to have come.
        drop(self.rtc.handle_input(Input::Timeout(now)));
    }

    fn codec(&self, mid: Mid) -> Option<Pt> {
        self.rtc.media(mid)?.remote_pts().first().copied()
    }

    pub(super) fn time_is(&mut self, now: Instant, arrived: &mut impl FnMut(Arrived)) {
        while let Some((way, packet)) = self.wire.as_mut().and_then(|wire| wire.next(now)) {
            match way {
                Way::Out(to) => self.puts(&packet, to),
                Way::In(from) => self.hears(&packet, from, now),
            }
            self.says(arrived);
        }
        // What cannot go on is seen in what does not arrive.
        drop(self.rtc.handle_input(Input::Timeout(now)));
    }

    fn hears(&mut self, packet: &[u8], from: SocketAddr, now: Instant) {
        if let Ok(received) = Receive::new(Protocol::Udp, from, self.here, packet) {
            drop(self.rtc.handle_input(Input::Receive(now, received)));
        }
    }

    fn puts(&mut self, packet: &[u8], to: SocketAddr) {
        self.unsent += u64::from(self.socket.send_to(packet, to).is_err());
    }

    /// Takes all that waits in its socket; what arrived of sound is handed over.
    pub(super) fn reads(&mut self, bytes: &mut [u8], mut arrived: impl FnMut(Arrived)) {
        while let Ok((count, from)) = self.socket.recv_from(bytes) {
            let now = Instant::now();
            let packet = bytes.get(..count).unwrap_or_default();
            match &mut self.wire {
                Some(wire) => wire.take(Way::In(from), packet, now),
                None => self.hears(packet, from, now),
            }
            self.says(&mut arrived);
        }
    }

    /// Sends what is to be sent; when it is to be woken.
    pub(super) fn says(&mut self, arrived: &mut impl FnMut(Arrived)) -> Option<Instant> {
        loop {
            match self.rtc.poll_output().ok()? {
                Output::Timeout(due) => {
                    let wire = self.wire.as_ref().and_then(Wire::next_due);
                    return Some(wire.map_or(due, |wire| wire.min(due)));
                }
                Output::Transmit(Transmit { destination, contents, .. }) => match &mut self.wire {
                    Some(wire) => wire.take(Way::Out(destination), &contents, Instant::now()),
                    None => self.puts(&contents, destination),
                },
                Output::Event(Event::Connected) => self.connected = true,
                Output::Event(Event::RtpPacket(packet)) => {
                    if let Some(packet) = read(&packet.payload) {
                        arrived(packet);
                    }
                }
                Output::Event(_) => {}
            }
        }
    }
}

fn read(opus: &[u8]) -> Option<Arrived> {
    let (_, rest) = opus.split_first()?;
    let (number, rest) = rest.split_first_chunk::<4>()?;
    let (sent_us, _) = rest.split_first_chunk::<8>()?;
    Some(Arrived { number: u32::from_be_bytes(*number), sent_us: u64::from_be_bytes(*sent_us) })
}
