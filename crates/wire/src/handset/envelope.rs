//! Signed envelopes, both ways (FL-10). Opening one needs no key: it tells who says to have sent it, and no more.
//!
//! Never here: which key belongs to which handset, replay (`crate::replay`).

use super::downlink::{decode_downlink, encode_downlink};
use super::error::{BadSignature, DownlinkError, WireError};
use super::json::{Object, Writer};
use super::keys::{
    PublicKey, SIGNATURE_BYTES, SigningKey, decode_base64, downlink_signed_bytes, encode_base64,
    uplink_signed_bytes,
};
use super::uplink::{Decoded, decode_uplink, encode_uplink};
use super::{MAX_COUNTER, VERSION};
use hoeder_vocab::handset::{Downlink, Uplink};
use hoeder_vocab::{HandsetId, Purpose, ReceivedAt, Sensitive};

/// An opened envelope of which nothing is proven yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    handset: HandsetId,
    counter: u64,
    body: Sensitive<String>,
    /// `None` when the text was no signature at all: no key will ever fit.
    signature: Option<[u8; SIGNATURE_BYTES]>,
}

/// A body whose signature was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerifiedBody<'a> {
    handset: HandsetId,
    counter: u64,
    body: Sensitive<&'a str>,
}

impl Envelope {
    /// Which handset it says to come from.
    #[must_use]
    pub const fn handset(&self) -> HandsetId {
        self.handset
    }
    /// Its counter, 1 to [`MAX_COUNTER`].
    #[must_use]
    pub const fn counter(&self) -> u64 {
        self.counter
    }
    /// Checks the signature with the key that was bound at pairing.
    ///
    /// # Errors
    /// [`BadSignature`], also when the envelope held no readable signature.
    pub fn verify(&self, key: &PublicKey) -> Result<VerifiedBody<'_>, BadSignature> {
        let body = self.body.reveal(Purpose::Transport);
        key.verify(&uplink_signed_bytes(self.handset, self.counter, body), self.signature.as_ref())?;
        Ok(VerifiedBody { handset: self.handset, counter: self.counter, body: Sensitive::new(body) })
    }
    /// The body though nobody vouches for it: only to show a press of an unknown or revoked device to the room.
    #[must_use]
    pub fn body_unverified(&self) -> &str {
        self.body.reveal(Purpose::Transport)
    }
}

impl VerifiedBody<'_> {
    /// Who signed.
    #[must_use]
    pub const fn handset(&self) -> HandsetId {
        self.handset
    }
    /// The signed counter.
    #[must_use]
    pub const fn counter(&self) -> u64 {
        self.counter
    }
    /// The signed text.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        self.body.reveal(Purpose::Transport)
    }
    /// Reads the message.
    ///
    /// # Errors
    /// As [`decode_uplink`].
    pub fn decode(&self, received_at: ReceivedAt) -> Result<Decoded, WireError> {
        decode_uplink(self.as_str(), received_at)
    }
}

fn read_handset(object: &Object) -> Result<HandsetId, WireError> {
    object.string("handset").and_then(|text| text.parse().ok()).required("handset")
}

/// Opens an envelope from a handset: one HTTPS body or one WebSocket text frame.
///
/// # Errors
/// When it is no envelope of this version. A missing or unreadable signature is no error here: no key verifies it.
pub fn open_envelope(bytes: &[u8]) -> Result<Envelope, WireError> {
    let object = Object::from_bytes(bytes)?;
    object.check_version()?;
    let counter = object.integer("counter").and_then(|n| u64::try_from(n).ok());
    Ok(Envelope {
        handset: read_handset(&object)?,
        counter: counter.and_then(|n| (1..=MAX_COUNTER).contains(&n).then_some(n)).required("counter")?,
        body: Sensitive::new(object.string("body").required("body")?),
        signature: object.string("sig").required("sig").ok().and_then(|text| decode_base64(&text)),
    })
}

/// Signs and wraps a message of a handset. `counter` is 1 to [`MAX_COUNTER`] and never used twice with one key;
/// readers refuse any other.
#[must_use]
pub fn seal_uplink(key: &SigningKey, handset: HandsetId, counter: u64, uplink: &Uplink) -> String {
    seal_body(key, handset, counter, &encode_uplink(uplink))
}

/// Signs and wraps a body that is text already.
#[must_use]
pub fn seal_body(key: &SigningKey, handset: HandsetId, counter: u64, body: &str) -> String {
    let signature = key.sign(&uplink_signed_bytes(handset, counter, body));
    Writer::new()
        .integer("v", VERSION)
        .string("handset", &handset.to_string())
        .raw("counter", &counter.to_string())
        .string("body", body)
        .string("sig", &encode_base64(&signature))
        .end()
}

/// An opened envelope from a cell, of which nothing is proven yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DownEnvelope {
    handset: HandsetId,
    body: String,
    signature: Option<[u8; SIGNATURE_BYTES]>,
}

impl DownEnvelope {
    /// For which handset it says to be.
    #[must_use]
    pub const fn handset(&self) -> HandsetId {
        self.handset
    }
    /// Checks the signature with the key of the cell and gives the body.
    ///
    /// # Errors
    /// [`BadSignature`].
    pub fn verify(&self, cell: &PublicKey) -> Result<&str, BadSignature> {
        cell.verify(&downlink_signed_bytes(self.handset, &self.body), self.signature.as_ref())?;
        Ok(&self.body)
    }
}

/// Opens an envelope from a cell.
///
/// # Errors
/// When it is no envelope of this version.
pub fn open_down_envelope(bytes: &[u8]) -> Result<DownEnvelope, WireError> {
    let object = Object::from_bytes(bytes)?;
    object.check_version()?;
    Ok(DownEnvelope {
        handset: read_handset(&object)?,
        body: object.string("body").required("body")?,
        signature: object.string("sig").required("sig").ok().and_then(|text| decode_base64(&text)),
    })
}

/// Opens, checks and reads a message of the cell, as a handset does.
///
/// # Errors
/// When it cannot be read, is not signed by `cell`, or is for another handset than `own`.
pub fn open_downlink(bytes: &[u8], cell: &PublicKey, own: HandsetId) -> Result<Downlink, DownlinkError> {
    let envelope = open_down_envelope(bytes)?;
    let body = envelope.verify(cell)?;
    if envelope.handset == own { Ok(decode_downlink(body)?) } else { Err(DownlinkError::OtherHandset) }
}

/// Signs and wraps a message for a handset with the key of its cell.
#[must_use]
pub fn seal_downlink(cell: &SigningKey, handset: HandsetId, downlink: &Downlink) -> String {
    seal_down_body(cell, handset, &encode_downlink(downlink))
}

/// Signs and wraps a body that is text already.
#[must_use]
pub fn seal_down_body(cell: &SigningKey, handset: HandsetId, body: &str) -> String {
    let signature = cell.sign(&downlink_signed_bytes(handset, body));
    Writer::new()
        .integer("v", VERSION)
        .string("handset", &handset.to_string())
        .string("body", body)
        .string("sig", &encode_base64(&signature))
        .end()
}
