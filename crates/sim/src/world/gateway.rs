//! The gateway: from the bytes of a phone to a claim and a message, as the server does it.
//!
//! Keys come from the engine's directory; counters are remembered in memory and are gone after a crash, which is the
//! worse case of what a server does. Never here: what a message leads to.

use hoeder_beacon::{MessageNo, Path};
use hoeder_engine::input::Claim;
use hoeder_engine::roster::DeviceState;
use hoeder_vocab::handset::{Uplink, UplinkRefusal};
use hoeder_vocab::{HandsetId, ReceivedAt, UtcMillis};
use hoeder_wire::handset::{decode_uplink, open_envelope};
use hoeder_wire::{Freshness, PublicKey, ReplayWindow, WireError};
use std::collections::BTreeMap;

struct Known {
    key: PublicKey,
    state: DeviceState,
    window: ReplayWindow,
}

/// The stream of a phone that said hello.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stream {
    pub(crate) phone: usize,
    pub(crate) life: u64,
    pub(crate) path: Path,
    pub(crate) hello: MessageNo,
    /// Nothing on a stream overtakes what was sent before.
    pub(crate) last_arrives: UtcMillis,
}

/// What the gateway knows.
#[derive(Default)]
pub(crate) struct Gateway {
    known: BTreeMap<HandsetId, Known>,
    pub(crate) streams: BTreeMap<HandsetId, Stream>,
    pub(crate) malformed: u64,
}

impl Gateway {
    pub(crate) fn learn(&mut self, handset: HandsetId, public_key: &[u8; 32], state: DeviceState) {
        let Ok(key) = PublicKey::from_bytes(public_key) else { return };
        let window = match self.known.remove(&handset) {
            Some(known) if known.key == key => known.window,
            Some(_) | None => ReplayWindow::new(),
        };
        self.known.insert(handset, Known { key, state, window });
    }

    /// Opens a message and finds out who vouches for it.
    pub(crate) fn receive(
        &mut self,
        bytes: &[u8],
        at: UtcMillis,
    ) -> Result<(HandsetId, Claim, Uplink), WireError> {
        let received_at = ReceivedAt(at);
        let envelope = open_envelope(bytes).inspect_err(|_| self.malformed += 1)?;
        let handset = envelope.handset();
        let unproven = || decode_uplink(envelope.body_unverified(), received_at);
        let (claim, body) = match self.known.get_mut(&handset) {
            None => (Claim::Doubtful(handset, UplinkRefusal::UnknownDevice), unproven()),
            Some(known) => match envelope.verify(&known.key) {
                Err(_) => (Claim::Doubtful(handset, UplinkRefusal::WrongSignature), unproven()),
                Ok(body) => {
                    let fresh = known.window.accept(body.counter());
                    (claim(handset, known.state, fresh), body.decode(received_at))
                }
            },
        };
        let decoded = body.inspect_err(|_| self.malformed += 1)?;
        Ok((handset, claim, decoded.uplink))
    }
}

const fn claim(handset: HandsetId, state: DeviceState, fresh: Freshness) -> Claim {
    match (state, fresh) {
        (DeviceState::Revoked, Freshness::Fresh | Freshness::Replayed | Freshness::Stale) => {
            Claim::Doubtful(handset, UplinkRefusal::RevokedDevice)
        }
        (DeviceState::Active, Freshness::Fresh) => Claim::Verified(handset),
        (DeviceState::Active, Freshness::Replayed) => Claim::Doubtful(handset, UplinkRefusal::Replayed),
        (DeviceState::Active, Freshness::Stale) => Claim::Doubtful(handset, UplinkRefusal::Stale),
    }
}
