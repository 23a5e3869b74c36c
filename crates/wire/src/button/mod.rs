//! The frames of Bluetooth buttons (AL-01): bytes from the radio to presses.
//!
//! Three families: BTHome v2 (advertising, sealed with a key), V.ALRT (connected, acknowledged so that the wearer feels
//! it), iTag (connected, proves nothing: practice only). Never here: the radio, what a press leads to (room `beacon`).

pub mod bthome;
pub mod itag;
pub mod valrt;

pub use bthome::BthomeButton;

use core::fmt;
use core::str::FromStr;
use hoeder_vocab::Percent;

/// The longest frame that is looked at, bytes: the largest service data of an extended advertisement.
pub const MAX_FRAME_BYTES: usize = 255;

/// Battery service and its level characteristic, one byte of 0 to 100 (Bluetooth assigned numbers, BT-01).
pub const BATTERY_SERVICE: u16 = 0x180f;
/// Battery level characteristic.
pub const BATTERY_LEVEL: u16 = 0x2a19;
/// Immediate alert service: makes a button beep.
pub const IMMEDIATE_ALERT_SERVICE: u16 = 0x1802;
/// Link loss service.
pub const LINK_LOSS_SERVICE: u16 = 0x1803;
/// Alert level characteristic of both.
pub const ALERT_LEVEL: u16 = 0x2a06;
/// Device information service.
pub const DEVICE_INFORMATION_SERVICE: u16 = 0x180a;
/// Model number characteristic.
pub const MODEL_NUMBER: u16 = 0x2a24;
/// Serial number characteristic.
pub const SERIAL_NUMBER: u16 = 0x2a25;
/// Firmware revision characteristic.
pub const FIRMWARE_REVISION: u16 = 0x2a26;
/// Manufacturer name characteristic.
pub const MANUFACTURER_NAME: u16 = 0x2a29;

/// The 128 bits of a UUID that the Bluetooth SIG assigned as 16 bits.
#[must_use]
pub const fn assigned_uuid(short: u16) -> u128 {
    0x0000_0000_0000_1000_8000_0080_5f9b_34fb | ((short as u128) << 96)
}

/// How a button was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gesture {
    /// Once.
    Press,
    /// Twice.
    DoublePress,
    /// Three times.
    TriplePress,
    /// Once, long.
    LongPress,
    /// Twice, long.
    LongDoublePress,
    /// Three times, long.
    LongTriplePress,
    /// Held down, and still so.
    Hold,
    /// In a way that this version does not know. It is a press all the same.
    Other(u8),
}

/// What a frame of a button says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ButtonEvent {
    /// A key was pressed.
    Pressed {
        /// Which key, from 1.
        key: u8,
        /// How.
        gesture: Gesture,
    },
    /// The key was let go.
    Released,
    /// The button felt a fall.
    Fallen,
    /// Charge of the button.
    Battery(Percent),
}

/// What a frame of a kind of button proves about its sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Authentication {
    /// Nothing: practice only, never for a measure.
    None,
    /// A bonded connection: as much as the Bluetooth pairing proves.
    BondedLink,
    /// A key of its own and a counter that grows.
    KeyAndCounter,
}

impl Authentication {
    /// May such a button be handed to a protected person?
    #[must_use]
    pub const fn fit_for_a_measure(self) -> bool {
        match self {
            Self::None => false,
            Self::BondedLink | Self::KeyAndCounter => true,
        }
    }
}

/// Why a frame gives no event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FrameError {
    /// Longer than [`MAX_FRAME_BYTES`].
    TooLong,
    /// Too short, cut off, or nothing in it can be read.
    Malformed,
    /// A version of the format that this one does not read.
    UnknownVersion,
    /// The frame names another device than the paired one.
    OtherDevice,
    /// The frame is sealed and no key is set.
    NoKey,
    /// A key is set and the frame is not sealed.
    NotSealed,
    /// The seal does not fit: another key, another device, or a forgery.
    WrongSeal,
    /// An old frame once more, or a button that lost its counter with its battery.
    Replayed,
}

impl FrameError {
    /// A stable code for programs and logs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLong => "frame_too_long",
            Self::Malformed => "frame_malformed",
            Self::UnknownVersion => "frame_unknown_version",
            Self::OtherDevice => "frame_other_device",
            Self::NoKey => "frame_no_key",
            Self::NotSealed => "frame_not_sealed",
            Self::WrongSeal => "frame_wrong_seal",
            Self::Replayed => "frame_replayed",
        }
    }
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "the frame is longer than 255 bytes",
            Self::Malformed => "the frame cannot be read",
            Self::UnknownVersion => "the frame is of another version: update the app or the button",
            Self::OtherDevice => "the frame is of another button",
            Self::NoKey => "the button is sealed: enter its key",
            Self::NotSealed => "the button should be sealed and is not: set its key again",
            Self::WrongSeal => "the seal of the frame does not fit the key: check the key and the address",
            Self::Replayed => "the frame is an old one; after a new battery, confirm the button in the app",
        })
    }
}

impl core::error::Error for FrameError {}

/// The address of a button, in the order in which it is printed. `Debug` does not print it: it follows a person about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mac([u8; 6]);

impl Mac {
    /// From six bytes in the order in which they are printed.
    #[must_use]
    pub const fn new(bytes: [u8; 6]) -> Self {
        Self(bytes)
    }
    /// The six bytes in the order in which they are printed.
    #[must_use]
    pub const fn bytes(self) -> [u8; 6] {
        self.0
    }
}

impl fmt::Debug for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mac[sensitive]")
    }
}

impl FromStr for Mac {
    type Err = FrameError;
    /// Six pairs of hexadecimal digits, with or without colons.
    fn from_str(text: &str) -> Result<Self, FrameError> {
        hex(text).map(Self).ok_or(FrameError::Malformed)
    }
}

/// Exactly `N` bytes from hexadecimal digits; colons, hyphens and spaces between them do not matter.
pub(crate) fn hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0_u8; N];
    let mut digits = text.chars().filter(|c| !matches!(c, ':' | '-' | ' ')).map(|c| c.to_digit(16));
    for byte in &mut bytes {
        let (high, low) = (digits.next()??, digits.next()??);
        *byte = u8::try_from(high * 16 + low).ok()?;
    }
    digits.next().is_none().then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_and_never_printed() {
        let mac: Mac = "B4:35:22:F5:3D:A4".parse().unwrap();
        assert_eq!(mac.bytes(), [0xb4, 0x35, 0x22, 0xf5, 0x3d, 0xa4]);
        assert_eq!(format!("{mac:?}"), "Mac[sensitive]");
        for bad in ["", "B4:35:22:F5:3D", "B4:35:22:F5:3D:A4:00", "B4:35:22:F5:3D:G4"] {
            assert_eq!(bad.parse::<Mac>(), Err(FrameError::Malformed), "{bad}");
        }
    }

    /// Proves BT-01.
    #[test]
    fn assigned_numbers_widen_to_the_base_uuid() {
        assert_eq!(assigned_uuid(BATTERY_SERVICE), 0x0000_180f_0000_1000_8000_0080_5f9b_34fb);
    }
}
