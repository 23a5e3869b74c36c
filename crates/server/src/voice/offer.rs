//! From the offer of a page to our answer: Opus alone, our addresses, our certificate of DTLS (RFC 8829, 8842).
//!
//! We are ICE-lite (RFC 8445, 2.5): the page sends the checks, so it need not say where it is before it knows. Never here: packets.

use super::VoiceSettings;
use core::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::Arc;
use std::time::Instant;
use str0m::change::SdpOffer;
use str0m::config::{CryptoProvider, DtlsCert};
use str0m::net::TcpType;
use str0m::rtp::Extension;
use str0m::{Candidate, Rtc, RtcConfig};

/// Longest offer, bytes: one of a browser has some 3,000.
pub(crate) const MAX_OFFER: usize = 12 * 1024;

/// An offer that cannot be answered, with what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BadOffer(pub(crate) &'static str);

/// No certificate for DTLS can be made here.
#[derive(Debug, thiserror::Error)]
#[error("no certificate for DTLS can be made")]
pub(crate) struct NoCertificate;

/// Answers offers. Each start of the program has a certificate of its own; its digest is in each answer.
pub(super) struct Offers {
    crypto: Arc<CryptoProvider>,
    certificate: DtlsCert,
    candidates: Vec<Candidate>,
}

impl fmt::Debug for Offers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Offers").field("candidates", &self.candidates).finish_non_exhaustive()
    }
}

impl Offers {
    /// With the addresses at which pages reach us.
    pub(super) fn new(reached_at: &[SocketAddr]) -> Result<Self, NoCertificate> {
        let crypto = Arc::new(str0m::crypto::from_feature_flags());
        let certificate = crypto.dtls_provider.generate_certificate().ok_or(NoCertificate)?;
        let candidates = reached_at.iter().flat_map(|address| {
            let udp = Candidate::host(*address, "udp");
            let tcp = Candidate::builder().tcp().host(*address).tcptype(TcpType::Passive).build();
            [udp, tcp].into_iter().flatten()
        });
        Ok(Self { crypto, certificate, candidates: candidates.collect() })
    }

    /// The answer, and the connection that waits for its page.
    pub(super) fn answer(&self, offer: &str) -> Result<(Rtc, String), BadOffer> {
        if offer.len() > MAX_OFFER {
            return Err(BadOffer("an offer of at most 12288 bytes"));
        }
        let offer = SdpOffer::from_sdp_string(offer).map_err(|_| BadOffer("an offer in SDP"))?;
        let mut rtc = RtcConfig::new()
            .set_crypto_provider(Arc::clone(&self.crypto))
            .set_dtls_cert(self.certificate.clone())
            .set_ice_lite(true)
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_opus(true, false)
            // How loud it is, and which line it is of. Nothing else: with numbers of transport each page would answer ten times a
            // second with a report on its packets, of which nothing is done here.
            .clear_extension_map()
            .set_extension(1, Extension::AudioLevel)
            .set_extension(2, Extension::RtpMid)
            .build(Instant::now());
        for candidate in &self.candidates {
            rtc.add_local_candidate(candidate.clone());
        }
        let answer = rtc.sdp_api().accept_offer(offer);
        let answer =
            answer.map_err(|_| BadOffer("an offer with ICE, DTLS and one audio line"))?.to_sdp_string();
        if answer.contains("opus/48000") {
            Ok((rtc, answer))
        } else {
            Err(BadOffer("an offer with Opus at 48000 Hz"))
        }
    }
}

/// Where pages reach a port: the addresses of the settings, or the one it is bound to, or those that lead out of this machine.
pub(super) fn reached_at(settings: &VoiceSettings, bound: SocketAddr) -> Vec<SocketAddr> {
    let with_port = |ip: IpAddr| SocketAddr::new(ip, bound.port());
    if !settings.addresses.is_empty() {
        return settings.addresses.iter().copied().map(with_port).collect();
    }
    if !bound.ip().is_unspecified() {
        return vec![bound];
    }
    // Documentation addresses (RFC 5737, 3849): a route is looked up, and nothing is sent.
    let way = |from: &str, to: &str| {
        let socket = UdpSocket::bind(from).ok()?;
        socket.connect(to).ok()?;
        socket.local_addr().ok().map(|address| address.ip())
    };
    let out = [way("0.0.0.0:0", "192.0.2.1:9"), way("[::]:0", "[2001:db8::1]:9").filter(|_| bound.is_ipv6())];
    let mut found: Vec<IpAddr> = out.into_iter().flatten().collect();
    found.push(IpAddr::V4(Ipv4Addr::LOCALHOST));
    found.dedup();
    found.into_iter().map(with_port).collect()
}
