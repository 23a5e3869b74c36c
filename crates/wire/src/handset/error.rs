//! Why bytes are no message. Each error has a code for programs and a text that says what to do; none repeats the input.

use core::fmt;

/// Bytes that are not a message of this protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WireError {
    /// Larger than [`super::MAX_ENVELOPE_BYTES`].
    TooLarge,
    /// Not UTF-8.
    NotUtf8,
    /// Not one JSON object.
    NotJson,
    /// A version that this server does not speak.
    UnknownVersion,
    /// A body of a type that this version does not have.
    UnknownType,
    /// A field that must be there is not.
    MissingField(&'static str),
    /// A field that must be there has the wrong type or a value out of range.
    BadField(&'static str),
    /// It says that it is a press, but the id of its alarm cannot be read: show it as an unidentified press.
    PressUnreadable,
    /// Not an Ed25519 public key, or one that anybody can sign for.
    BadKey,
    /// Not a pairing code.
    BadPairingCode,
}

impl WireError {
    /// A stable code for programs, logs and problem documents.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::NotUtf8 => "not_utf8",
            Self::NotJson => "not_json",
            Self::UnknownVersion => "unknown_version",
            Self::UnknownType => "unknown_type",
            Self::MissingField(_) => "missing_field",
            Self::BadField(_) => "bad_field",
            Self::PressUnreadable => "press_unreadable",
            Self::BadKey => "bad_key",
            Self::BadPairingCode => "bad_pairing_code",
        }
    }
    /// The field that the error is about, if it is about one.
    #[must_use]
    pub const fn field(self) -> Option<&'static str> {
        match self {
            Self::MissingField(name) | Self::BadField(name) => Some(name),
            Self::PressUnreadable => Some("alarm"),
            Self::BadKey => Some("public_key"),
            Self::BadPairingCode => Some("code"),
            Self::TooLarge | Self::NotUtf8 | Self::NotJson | Self::UnknownVersion | Self::UnknownType => None,
        }
    }
    /// The HTTP status that goes with it.
    #[must_use]
    pub const fn http_status(self) -> u16 {
        match self {
            Self::TooLarge => 413,
            Self::NotUtf8
            | Self::NotJson
            | Self::UnknownVersion
            | Self::UnknownType
            | Self::MissingField(_)
            | Self::BadField(_)
            | Self::PressUnreadable
            | Self::BadKey
            | Self::BadPairingCode => 400,
        }
    }
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => f.write_str("the message is larger than 16384 bytes: send a smaller one"),
            Self::NotUtf8 => f.write_str("the message is not UTF-8 text: send JSON in UTF-8"),
            Self::NotJson => {
                f.write_str("the message is not one JSON object: check quotes, brackets and commas")
            }
            Self::UnknownVersion => {
                f.write_str("this server speaks version 1: send \"v\":1 or update the server")
            }
            Self::UnknownType => {
                f.write_str("version 1 has no message of this type: check \"type\" or update")
            }
            Self::MissingField(name) => write!(f, "the field \"{name}\" is missing: add it"),
            Self::BadField(name) => write!(f, "the field \"{name}\" has the wrong type or range: correct it"),
            Self::PressUnreadable => {
                f.write_str("a press without a readable alarm id: send \"alarm\" as a UUID")
            }
            Self::BadKey => {
                f.write_str("not a usable Ed25519 public key: make a new key pair and send its 32 bytes")
            }
            Self::BadPairingCode => f.write_str("not a pairing code: 8 letters and digits such as ABCD-EFGH"),
        }
    }
}

impl core::error::Error for WireError {}

/// The signature is not that of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadSignature;

impl BadSignature {
    /// The same code as the refusal that the handset hears.
    #[must_use]
    pub const fn code(self) -> &'static str {
        "wrong_signature"
    }
}

impl fmt::Display for BadSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the signature is not that of the paired key: pair this handset again")
    }
}

impl core::error::Error for BadSignature {}

/// Why a handset does not believe a downlink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DownlinkError {
    /// Not a message of this protocol.
    Wire(WireError),
    /// Not signed by the cell that this handset was paired with.
    Signature(BadSignature),
    /// Signed, but for another handset.
    OtherHandset,
}

impl DownlinkError {
    /// A stable code for programs and logs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Wire(error) => error.code(),
            Self::Signature(error) => error.code(),
            Self::OtherHandset => "other_handset",
        }
    }
}

impl fmt::Display for DownlinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wire(_) => f.write_str("the answer cannot be read: keep retrying"),
            Self::Signature(_) => f.write_str("the answer is not signed by the paired cell: keep retrying"),
            Self::OtherHandset => f.write_str("the answer is meant for another handset: keep retrying"),
        }
    }
}

impl core::error::Error for DownlinkError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Wire(error) => Some(error),
            Self::Signature(error) => Some(error),
            Self::OtherHandset => None,
        }
    }
}

impl From<WireError> for DownlinkError {
    fn from(error: WireError) -> Self {
        Self::Wire(error)
    }
}

impl From<BadSignature> for DownlinkError {
    fn from(error: BadSignature) -> Self {
        Self::Signature(error)
    }
}
