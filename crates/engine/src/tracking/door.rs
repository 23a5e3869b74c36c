//! What the door of devices has for the audit: who was refused, who was slowed down, whose connection broke off.
//!
//! Plain data. Never here: how many of them are written down (`cell::tracking::door`).

use hoeder_vocab::tracking::DeviceNumber;
use hoeder_vocab::{TrackerId, UtcMillis};

/// What happened at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DoorSign {
    /// No device of that number is registered.
    Unknown,
    /// The secret was missing or another.
    WrongSecret,
    /// It came from a network that it may not come from.
    OtherNetwork,
    /// It reported more than it may and was slowed down.
    Flooding,
    /// Its connection broke off without a goodbye (OT-02).
    Lost,
}

/// Something that the door says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtTheDoor {
    /// What.
    pub sign: DoorSign,
    /// Under which number.
    pub number: DeviceNumber,
}

/// What is written down of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoorNote {
    /// What.
    pub sign: DoorSign,
    /// Under which number; `None` for many together, that were too many to be written down each.
    pub number: Option<DeviceNumber>,
    /// The device of that number, if one is registered. Of one that was refused: whom it claimed to be.
    pub tracker: Option<TrackerId>,
    /// How often, since `since`.
    pub times: u32,
    /// When the first of them was.
    pub since: UtcMillis,
}

/// Most notes that are shown, the newest first. The log has all of them.
pub const MAX_DOOR_NOTES: usize = 64;
