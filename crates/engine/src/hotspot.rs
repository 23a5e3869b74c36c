//! A hotspot: the older local form, on an address or a phone number and not on a person (AL-21).
//!
//! Plain data and its orders. Never here: how one is found (`cell`), how a number becomes an international one and a last day
//! a moment (the shell).

use hoeder_vocab::{AccountId, HotspotId, Position, Sensitive, UtcMillis, ZoneId};

/// Largest radius of a hotspot, metres.
pub const MAX_RADIUS_M: u16 = 1_000;

/// What a hotspot is on. It may know the other one too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[doc(alias = "hotspot adres")]
pub enum HotspotKind {
    /// An address.
    Address,
    /// A phone number.
    Number,
}

/// A hotspot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hotspot {
    /// Id.
    pub id: HotspotId,
    /// What it is on.
    pub kind: HotspotKind,
    /// The address in words, at most 200 characters; always there for an address.
    pub address: Option<Sensitive<String>>,
    /// The number, E.164, such as `+32470123456`; always there for a number.
    pub number: Option<Sensitive<String>>,
    /// Where it is on the map.
    pub position: Option<Sensitive<Position>>,
    /// How far around that it counts, 1 to 1,000 m.
    pub radius_m: u16,
    /// What to do when a call comes from there, 1 to 2,000 characters.
    pub instructions: Sensitive<String>,
    /// First moment at which it is found no more: the end of its last day.
    pub expires_at: UtcMillis,
    /// The zone in which it lies.
    pub zone: ZoneId,
    /// Who registered it. A change by a colleague does not change that.
    pub created_by: AccountId,
}

/// Why a hotspot ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HotspotEnd {
    /// Its last day is over.
    Expired,
    /// Somebody ended it.
    ByHand {
        /// Why, in words.
        reason: Sensitive<String>,
    },
}

/// Is a hotspot found?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HotspotState {
    /// Yes, until its last day is over.
    Active,
    /// Never again.
    Ended,
}

/// An order about a hotspot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HotspotOrder {
    /// Register or change one. `created_by` is filled in by the engine.
    Put(Hotspot),
    /// End it before its date.
    End {
        /// Which.
        hotspot: HotspotId,
        /// Why, 1 to 200 characters.
        reason: Sensitive<String>,
    },
    /// Destroy the key of an ended one (GN-04).
    Erase {
        /// Which.
        hotspot: HotspotId,
    },
}

/// What is known of a call that comes in. What is found by any of it counts; at least one must be there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LookUp {
    /// The caller's number, E.164: only the whole number counts.
    pub number: Option<Sensitive<String>>,
    /// Beginnings of words of the address, in any order; case and accents do not count. At least three letters or digits.
    pub text: Option<Sensitive<String>>,
    /// Where the call comes from.
    pub position: Option<Sensitive<Position>>,
}

/// A hotspot as people see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HotspotView {
    /// The hotspot.
    pub hotspot: Hotspot,
    /// Is it found?
    pub state: HotspotState,
    /// Name of who registered it.
    pub created_by_name: Option<Sensitive<String>>,
}

/// What a look-up found: by number first, then by distance, then by address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HotspotsFound {
    /// At most 20.
    pub hotspots: Vec<HotspotView>,
    /// Are there more than these?
    pub more: bool,
}

/// A hotspot at the place of an alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HotspotNear {
    /// Which.
    pub id: HotspotId,
    /// Its address.
    pub address: Option<Sensitive<String>>,
    /// What to do.
    pub instructions: Sensitive<String>,
    /// From the position of the alarm, whole metres.
    pub distance_m: u32,
}
