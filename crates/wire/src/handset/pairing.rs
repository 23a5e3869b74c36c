//! Pairing: a one-time code binds the public key that a handset made to the handset that a case officer registered.
//!
//! The shell draws the five random bytes of a code, keeps only a hash of it, and decides whether it still counts.
//! Never here: randomness, how long a code lives.

use super::downlink::{read_settings, write_settings};
use super::error::WireError;
use super::json::{Field, Object, Writer, cut};
use super::keys::PublicKey;
use super::parts::read_time;
use super::{MAX_APP_VERSION_CHARS, MAX_MODEL_CHARS, VERSION};
use core::fmt;
use core::str::FromStr;
use hoeder_vocab::handset::HandsetSettings;
use hoeder_vocab::{HandsetId, UtcMillis};

/// Crockford's base 32: no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a code, without the hyphen.
const CODE_CHARS: usize = 8;
/// The longest typed text that is looked at.
const MAX_TYPED_CHARS: usize = 32;

/// A one-time pairing code of 40 bits, shown as `ABCD-EFGH`. `Debug` does not print it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PairingCode([u8; 5]);

impl PairingCode {
    /// From five random bytes that the shell drew.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 5]) -> Self {
        Self(bytes)
    }
    /// The five bytes, for hashing.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 5] {
        self.0
    }
    /// What a person typed: case, hyphens and spaces do not matter, O is 0, I and L are 1.
    ///
    /// # Errors
    /// [`WireError::BadPairingCode`] for anything but eight such characters.
    pub fn parse(typed: &str) -> Result<Self, WireError> {
        if typed.chars().nth(MAX_TYPED_CHARS).is_some() {
            return Err(WireError::BadPairingCode);
        }
        let mut bits = 0_u64;
        let mut count = 0;
        for character in typed.chars().filter(|c| !matches!(c, '-' | ' ')) {
            let digit = digit(character).ok_or(WireError::BadPairingCode)?;
            bits = (bits << 5) | u64::from(digit);
            count += 1;
            if count > CODE_CHARS {
                return Err(WireError::BadPairingCode);
            }
        }
        if count < CODE_CHARS {
            return Err(WireError::BadPairingCode);
        }
        let [_, _, _, a, b, c, d, e] = bits.to_be_bytes();
        Ok(Self([a, b, c, d, e]))
    }
}

fn digit(character: char) -> Option<u8> {
    let upper = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = ALPHABET.iter().position(|&letter| char::from(letter) == upper)?;
    u8::try_from(place).ok()
}

impl fmt::Display for PairingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e] = self.0;
        let bits = u64::from_be_bytes([0, 0, 0, a, b, c, d, e]);
        for place in 0..CODE_CHARS {
            if place == CODE_CHARS / 2 {
                f.write_str("-")?;
            }
            let digit = (bits >> (5 * (CODE_CHARS - 1 - place))) & 31;
            let letter = usize::try_from(digit).ok().and_then(|digit| ALPHABET.get(digit)).copied();
            write!(f, "{}", char::from(letter.unwrap_or(b'0')))?;
        }
        Ok(())
    }
}

impl fmt::Debug for PairingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PairingCode[secret]")
    }
}

impl FromStr for PairingCode {
    type Err = WireError;
    fn from_str(typed: &str) -> Result<Self, WireError> {
        Self::parse(typed)
    }
}

/// A handset asks to be bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairRequest {
    /// The code that the person was given.
    pub code: PairingCode,
    /// The key that the handset made; its secret half never leaves the handset.
    pub public_key: PublicKey,
    /// Make and model, at most [`MAX_MODEL_CHARS`] characters; empty when not said.
    pub model: String,
    /// Version of the app, at most [`MAX_APP_VERSION_CHARS`] characters; empty when not said.
    pub app_version: String,
}

/// The cell's answer to a code that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairAnswer {
    /// Who the handset is from now on.
    pub handset: HandsetId,
    /// The key with which the cell signs downlinks: keep it, believe no other.
    pub cell_key: PublicKey,
    /// How to behave.
    pub settings: HandsetSettings,
    /// By the cell's clock, to measure the phone's.
    pub server_time: UtcMillis,
}

fn short_text(object: &Object, name: &str, max: usize) -> String {
    match object.string(name) {
        Field::Read(text) => cut(text, max),
        Field::Absent | Field::Unreadable => String::new(),
    }
}

/// Reads a pairing request.
///
/// # Errors
/// When it is no request of this version, or its code or key is none.
pub fn decode_pair_request(bytes: &[u8]) -> Result<PairRequest, WireError> {
    let object = Object::from_bytes(bytes)?;
    object.check_version()?;
    Ok(PairRequest {
        code: PairingCode::parse(&object.string("code").required("code")?)?,
        public_key: PublicKey::from_base64(&object.string("public_key").required("public_key")?)?,
        model: short_text(&object, "model", MAX_MODEL_CHARS),
        app_version: short_text(&object, "app_version", MAX_APP_VERSION_CHARS),
    })
}

/// Writes a pairing request.
#[must_use]
pub fn encode_pair_request(request: &PairRequest) -> String {
    Writer::new()
        .integer("v", VERSION)
        .string("code", &request.code.to_string())
        .string("public_key", &request.public_key.to_base64())
        .string("model", &request.model)
        .string("app_version", &request.app_version)
        .end()
}

/// Reads the answer to a pairing request.
///
/// # Errors
/// When it is no answer of this version, or a part is missing or out of range.
pub fn decode_pair_answer(bytes: &[u8]) -> Result<PairAnswer, WireError> {
    let object = Object::from_bytes(bytes)?;
    object.check_version()?;
    let cell_key = object.string("cell_key").required("cell_key")?;
    Ok(PairAnswer {
        handset: object.string("handset").and_then(|text| text.parse().ok()).required("handset")?,
        cell_key: PublicKey::from_base64(&cell_key).map_err(|_| WireError::BadField("cell_key"))?,
        settings: read_settings(&object.object("settings").required("settings")?)?,
        server_time: object
            .string("server_time")
            .and_then(|text| read_time(&text))
            .required("server_time")?,
    })
}

/// Writes the answer to a pairing request.
#[must_use]
pub fn encode_pair_answer(answer: &PairAnswer) -> String {
    Writer::new()
        .integer("v", VERSION)
        .string("handset", &answer.handset.to_string())
        .string("cell_key", &answer.cell_key.to_base64())
        .raw("settings", &write_settings(Writer::new(), &answer.settings).end())
        .string("server_time", &answer.server_time.to_string())
        .end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = PairingCode::from_bytes([0x00, 0x44, 0x32, 0x14, 0xc7]);
        assert_eq!(code.to_string(), "0123-4567");
        for typed in ["0123-4567", "01234567", " o1 23-4567", "OI23-4567", "oL23 4567"] {
            assert_eq!(PairingCode::parse(typed), Ok(code), "{typed}");
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        let endless = "A".repeat(5_000);
        for typed in ["", "ABCD-EFG", "ABCD-EFGHJ", "ABCD-EFGU", "ABCD_EFGH", "ÀBCD-EFGH", &endless] {
            assert_eq!(PairingCode::parse(typed), Err(WireError::BadPairingCode));
        }
    }

    #[test]
    fn a_code_is_never_printed_by_accident() {
        let code = PairingCode::from_bytes([1, 2, 3, 4, 5]);
        assert_eq!(format!("{code:?}"), "PairingCode[secret]");
    }
}
