//! One connection of the media server: that of a handset, or that of a listener.
//!
//! Never here: who may hear whom.

use super::relay::{Name, Relay};
use super::words::{self, Down};
use crate::auth::Token;
use core::time::Duration;
use hoeder_vocab::{AlarmId, VoicePeerId};
use std::net::SocketAddr;
use std::time::Instant;
use str0m::Rtc;
use str0m::channel::ChannelId;
use str0m::media::{Direction, MediaAdded, Mid, Pt};
use str0m::net::Protocol;
use str0m::rtp::{RtpPacket, RtpWrite, SeqNo};

/// Sources that are remembered for a connection: a page has a few interfaces.
pub(super) const MAX_SOURCES: usize = 16;

/// Whose connection it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// The handset of the alarm.
    Handset,
    /// A listener, as long as this session lives.
    Desk(VoicePeerId, Token),
}

/// Which of the two streams to a listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// The handset; to a handset, who speaks to it.
    Person,
    /// A colleague who speaks: a page that offers no second line does not hear it.
    Colleague,
}

/// A way out.
#[derive(Debug, Clone, Copy)]
struct Out {
    mid: Mid,
    pt: Pt,
    relay: Relay,
}

/// A connection.
pub(super) struct Peer {
    pub(super) rtc: Rtc,
    pub(super) who: Who,
    pub(super) alarm: AlarmId,
    pub(super) since: Instant,
    /// When the timer of this connection is due, as far as it stands in the queue.
    pub(super) queued: Option<Instant>,
    pub(super) sources: Vec<(Protocol, SocketAddr)>,
    pub(super) path: Protocol,
    pub(super) connected: bool,
    /// Packets of the handset that were sent to it.
    pub(super) sent: u64,
    person: Option<Out>,
    colleague: Option<Out>,
    channel: Option<ChannelId>,
}

impl Peer {
    pub(super) fn new(rtc: Rtc, who: Who, alarm: AlarmId, now: Instant) -> Self {
        Self {
            rtc,
            who,
            alarm,
            since: now,
            queued: None,
            sources: Vec::new(),
            path: Protocol::Udp,
            connected: false,
            sent: 0,
            person: None,
            colleague: None,
            channel: None,
        }
    }

    /// What our answer calls it: checks of ICE for it begin with this name.
    pub(super) fn name(&mut self) -> String {
        self.rtc.direct_api().local_ice_credentials().ufrag
    }

    /// A line of the offer: the first that we may send on is that of the person.
    pub(super) fn line_added(&mut self, added: &MediaAdded) {
        let Some(pt) = self.rtc.media(added.mid).and_then(|media| media.remote_pts().first().copied()) else {
            return;
        };
        let out = Out { mid: added.mid, pt, relay: Relay::default() };
        match (added.direction, self.person) {
            (Direction::SendRecv | Direction::SendOnly, None) => self.person = Some(out),
            (Direction::SendOnly | Direction::SendRecv, Some(_)) => {
                self.colleague = self.colleague.or(Some(out))
            }
            (Direction::RecvOnly | Direction::Inactive, _) => {}
        }
    }

    pub(super) fn channel_opened(&mut self, id: ChannelId, label: &str) -> bool {
        let ours = label == words::LABEL && self.channel.is_none();
        if ours {
            self.channel = Some(id);
        }
        ours
    }

    /// Sends a packet of a source on; `false` when there is no way for it.
    pub(super) fn relay(&mut self, line: Line, source: u64, packet: &RtpPacket, now: Instant) -> bool {
        let at = now.saturating_duration_since(self.since);
        let out = match line {
            Line::Person => &mut self.person,
            Line::Colleague => &mut self.colleague,
        };
        let Some(out) = out else { return false };
        let name = Name { number: *packet.seq_no, clock: packet.time.numer() };
        let Some(name) = out.relay.name(source, name, at) else { return false };
        let (mid, pt) = (out.mid, out.pt);
        let mut direct = self.rtc.direct_api();
        let Some(stream) = direct.stream_tx_by_mid(mid, None) else { return false };
        // The clock of RTP has 32 bits and overflows (RFC 3550, 5.1).
        let clock = u32::try_from(name.clock & u64::from(u32::MAX)).unwrap_or(0);
        stream.write_rtp(
            RtpWrite::new(pt, SeqNo::from(name.number), clock, now, packet.payload.clone())
                .marker(packet.header.marker)
                .ext_vals(packet.header.ext_vals.clone()),
        );
        true
    }

    /// Says something beside the sound, if the page listens.
    pub(super) fn say(&mut self, down: &Down) -> bool {
        let Some(mut channel) = self.channel.and_then(|id| self.rtc.channel(id)) else { return false };
        channel.write(false, words::write(down).as_bytes()).is_ok()
    }

    pub(super) fn is_of(&self, channel: ChannelId) -> bool {
        self.channel == Some(channel)
    }

    pub(super) fn age(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.since)
    }
}
