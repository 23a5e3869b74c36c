//! What the listeners need of the rest: who a device is, where its reports go, and who keeps the audit.
//!
//! `tracking` opens this door; the listeners know nothing behind it. Never here: sockets, protocols.

use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::str::FromStr;
use hoeder_vocab::tracking::{DeviceNumber, TrackReport};
use hoeder_vocab::{ReceivedAt, UtcMillis};
use hoeder_wire::tracker::Command;
use sha2::{Digest as _, Sha256};
use std::net::IpAddr;
use std::sync::Arc;
use uuid::Uuid;

/// How many reports are kept for good, or belong to nobody who is tracked and are counted only (EM-01). The device may forget them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted {
    /// So many.
    pub count: usize,
}

/// Why reports are not taken. The device keeps them and says them again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// No device of that number is registered any more.
    Unknown,
    /// Too much waits: this sender slows down, nobody else does.
    Busy,
    /// Nothing can be made durable now.
    StoreDown,
}

/// The answer of [`Door::take`], when it is there.
pub type Taking<'a> = Pin<Box<dyn Future<Output = Result<Accepted, Refused>> + Send + 'a>>;

/// The way from the listeners inwards.
pub trait Door: Send + Sync + 'static {
    /// A device that may report.
    fn registered(&self, device: &DeviceNumber) -> Option<Registered>;
    /// Reports of a device whose credential was checked. Answers once they are durable. Presses among them go the alarm path.
    fn take<'a>(
        &'a self,
        device: &'a DeviceNumber,
        reports: Vec<TrackReport>,
        received_at: ReceivedAt,
    ) -> Taking<'a>;
    /// Presses under a number that nobody vouches for: unidentified presses (AL-18). Answers once they are held.
    fn press_of_stranger<'a>(
        &'a self,
        claimed: &'a DeviceNumber,
        presses: Vec<TrackReport>,
        received_at: ReceivedAt,
    ) -> Taking<'a>;
    /// Something for the audit. Returns at once.
    fn note(&self, note: Note);
}

/// A door that somebody made, to be handed to a server.
#[derive(Clone)]
pub struct GivenDoor(pub Arc<dyn Door>);

impl fmt::Debug for GivenDoor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GivenDoor")
    }
}

/// A registered device.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Registered {
    /// Proof that it must bring where its protocol can; `None` lets in whoever knows the number, so for protocols with a number
    /// only.
    pub secret: Option<SecretHash>,
    /// Networks that it may come from; none means any.
    pub networks: Vec<Network>,
}

impl Registered {
    /// May it come from there?
    #[must_use]
    pub fn may_come_from(&self, address: IpAddr) -> bool {
        self.networks.is_empty() || self.networks.iter().any(|network| network.holds(address))
    }
}

/// The SHA-256 of a device's secret. The secret itself is made here, of 16 random bytes or more, so that a slow hash adds nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretHash([u8; 32]);

impl SecretHash {
    /// Of a secret.
    #[must_use]
    pub fn of(secret: &[u8]) -> Self {
        Self(Sha256::digest(secret).into())
    }
    /// As it was stored.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
    /// Is it that secret? Takes the same time wherever they differ.
    #[must_use]
    pub fn fits(&self, secret: &[u8]) -> bool {
        let other = Self::of(secret);
        self.0.iter().zip(other.0).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
    }
}

impl fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretHash[sensitive]")
    }
}

/// A network, such as the private one of a mobile operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    /// From an address and how many of its first bits count; `None` when those are more than it has.
    #[must_use]
    pub const fn new(address: IpAddr, bits: u8) -> Option<Self> {
        let most = if address.is_ipv4() { 32 } else { 128 };
        if bits <= most { Some(Self { address, bits }) } else { None }
    }
    /// Is the address in it?
    #[must_use]
    pub fn holds(self, address: IpAddr) -> bool {
        let (a, b, width) = match (self.address, address.to_canonical()) {
            (IpAddr::V4(a), IpAddr::V4(b)) => (u128::from(a.to_bits()), u128::from(b.to_bits()), 32_u32),
            (IpAddr::V6(a), IpAddr::V6(b)) => (a.to_bits(), b.to_bits(), 128),
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => return false,
        };
        (a ^ b).checked_shr(width - u32::from(self.bits)).unwrap_or(0) == 0
    }
}

/// A text that is no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no network: 10.20.0.0/16 was expected")]
pub struct NotANetwork;

impl FromStr for Network {
    type Err = NotANetwork;
    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let (address, bits) = text.split_once('/').ok_or(NotANetwork)?;
        let (address, bits) =
            (address.parse().map_err(|_| NotANetwork)?, bits.parse().map_err(|_| NotANetwork)?);
        Self::new(address, bits).ok_or(NotANetwork)
    }
}

/// A language of devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// Codecs of Teltonika.
    Teltonika,
    /// Texts of Queclink.
    Queclink,
    /// HTTP as OsmAnd.
    OsmAnd,
    /// OwnTracks over HTTP or MQTT.
    OwnTracks,
}

impl Protocol {
    /// A stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Teltonika => "teltonika",
            Self::Queclink => "queclink",
            Self::OsmAnd => "osmand",
            Self::OwnTracks => "owntracks",
        }
    }
}

/// Why a device was not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// The number is not registered.
    Unknown,
    /// The secret is missing or another.
    WrongSecret,
    /// It comes from a network that it may not come from.
    OtherNetwork,
}

impl Doubt {
    /// A stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::WrongSecret => "wrong_secret",
            Self::OtherNetwork => "other_network",
        }
    }
}

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// It was written to the device.
    Sent,
    /// The device confirmed it, in words of its own where it has any. They may hold a position.
    Answered(hoeder_vocab::Sensitive<String>),
    /// The device said that it is not for it, or no answer came in time.
    Failed,
    /// The device was not reached in time.
    Expired,
}

/// Something for the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// A device was not let in.
    NotLetIn {
        /// Over what.
        protocol: Protocol,
        /// Under which number.
        claimed: DeviceNumber,
        /// Why.
        doubt: Doubt,
        /// When.
        at: UtcMillis,
    },
    /// A device reports more than it may and is slowed down.
    Flooding {
        /// Which.
        device: DeviceNumber,
        /// Since when.
        at: UtcMillis,
    },
    /// The connection of a device broke off without a goodbye (OT-02).
    Lost {
        /// Which.
        device: DeviceNumber,
        /// When.
        at: UtcMillis,
    },
    /// A step of a command.
    Command {
        /// To which device.
        device: DeviceNumber,
        /// Its id, given by who asked.
        id: Uuid,
        /// What.
        command: Command,
        /// What became of it.
        step: Step,
        /// When.
        at: UtcMillis,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_its_own_addresses_only() {
        let network = |text: &str, bits: u8| format!("{text}/{bits}").parse::<Network>().unwrap();
        let holds = |network: Network, text: &str| network.holds(text.parse().unwrap());
        assert!(
            holds(network("10.20.0.0", 16), "10.20.255.1") && !holds(network("10.20.0.0", 16), "10.21.0.1")
        );
        assert!(holds(network("10.20.0.0", 16), "::ffff:10.20.0.1"), "as a socket for both versions sees it");
        assert!(holds(network("0.0.0.0", 0), "203.0.113.9") && !holds(network("0.0.0.0", 0), "2001:db8::1"));
        assert!(
            holds(network("2001:db8::", 32), "2001:db8:1::1")
                && !holds(network("2001:db8::", 128), "2001:db8::1")
        );
        for bad in ["10.0.0.0/33", "10.0.0.0", "/8", "here/8", "::/129"] {
            assert_eq!(bad.parse::<Network>(), Err(NotANetwork), "{bad}");
        }
    }

    #[test]
    fn a_secret_fits_its_hash_and_no_other_and_is_not_printed() {
        let hash = SecretHash::of(b"zestien of meer!");
        assert!(hash.fits(b"zestien of meer!") && !hash.fits(b"zestien of meer?") && !hash.fits(b""));
        assert_eq!(format!("{hash:?}"), "SecretHash[sensitive]");
    }
}
