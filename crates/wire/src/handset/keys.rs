//! Ed25519 keys of handsets and cells, and the bytes that a signature covers.
//!
//! Never here: making a key (the shell draws the 32 bytes) or keeping one.

use super::error::{BadSignature, WireError};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use core::fmt;
use ed25519_dalek::{Signature, Signer as _, VerifyingKey};
use hoeder_vocab::HandsetId;

/// First bytes of everything that a handset signs.
const UPLINK_CONTEXT: &[u8] = b"hoeder-handset-v1\0";
/// First bytes of everything that a cell signs for a handset.
const DOWNLINK_CONTEXT: &[u8] = b"hoeder-cell-v1\0";
/// Length of a signature, bytes.
pub(crate) const SIGNATURE_BYTES: usize = 64;

/// A key that signatures are checked with: 32 bytes, a point on the curve, never one of small order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// From the 32 bytes of RFC 8032.
    ///
    /// # Errors
    /// [`WireError::BadKey`] when they are no point, or a point for which anybody can sign.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, WireError> {
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| WireError::BadKey)?;
        if key.is_weak() { Err(WireError::BadKey) } else { Ok(Self(key)) }
    }
    /// From base64 with padding.
    ///
    /// # Errors
    /// [`WireError::BadKey`] for anything but 32 bytes that are a usable key.
    pub fn from_base64(text: &str) -> Result<Self, WireError> {
        Self::from_bytes(&decode_base64(text).ok_or(WireError::BadKey)?)
    }
    /// The 32 bytes.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 32] {
        self.0.to_bytes()
    }
    /// Base64 with padding, 44 characters.
    #[must_use]
    pub fn to_base64(self) -> String {
        STANDARD.encode(self.0.as_bytes())
    }
    /// Strict verification: a signature that only some libraries accept is refused.
    pub(crate) fn verify(
        &self,
        message: &[u8],
        signature: Option<&[u8; SIGNATURE_BYTES]>,
    ) -> Result<(), BadSignature> {
        let signature = Signature::from_bytes(signature.ok_or(BadSignature)?);
        self.0.verify_strict(message, &signature).map_err(|_| BadSignature)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.to_base64())
    }
}

/// A key that signs. `Debug` does not print it; it is wiped from memory when dropped.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// From 32 random bytes that the shell drew or read.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }
    /// The key that others check with.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }
    pub(crate) fn sign(&self, message: &[u8]) -> [u8; SIGNATURE_BYTES] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey[secret]")
    }
}

/// The bytes that a handset signs: context, handset, counter (big endian), body.
#[must_use]
pub fn uplink_signed_bytes(handset: HandsetId, counter: u64, body: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(UPLINK_CONTEXT.len() + 24 + body.len());
    bytes.extend_from_slice(UPLINK_CONTEXT);
    bytes.extend_from_slice(&handset.as_u128().to_be_bytes());
    bytes.extend_from_slice(&counter.to_be_bytes());
    bytes.extend_from_slice(body.as_bytes());
    bytes
}

/// The bytes that a cell signs: context, handset, body.
#[must_use]
pub fn downlink_signed_bytes(handset: HandsetId, body: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(DOWNLINK_CONTEXT.len() + 16 + body.len());
    bytes.extend_from_slice(DOWNLINK_CONTEXT);
    bytes.extend_from_slice(&handset.as_u128().to_be_bytes());
    bytes.extend_from_slice(body.as_bytes());
    bytes
}

pub(crate) fn encode_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Exactly `N` bytes from canonical base64 with padding; the text's length is checked before it is decoded.
pub(crate) fn decode_base64<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != N.div_ceil(3) * 4 {
        return None;
    }
    STANDARD.decode(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_key_is_never_printed() {
        let key = SigningKey::from_seed(&[7; 32]);
        assert_eq!(format!("{key:?}"), "SigningKey[secret]");
    }

    #[test]
    fn a_key_that_anybody_can_sign_for_is_refused() {
        let mut identity = [0_u8; 32];
        identity[0] = 1;
        assert_eq!(PublicKey::from_bytes(&identity), Err(WireError::BadKey));
        assert_eq!(PublicKey::from_bytes(&[0; 32]), Err(WireError::BadKey));
        assert_eq!(PublicKey::from_base64("AAAA"), Err(WireError::BadKey));
    }

    #[test]
    fn a_public_key_survives_base64() {
        let key = SigningKey::from_seed(&[9; 32]).public_key();
        assert_eq!(PublicKey::from_base64(&key.to_base64()), Ok(key));
        assert_eq!(PublicKey::from_bytes(&key.to_bytes()), Ok(key));
    }
}
