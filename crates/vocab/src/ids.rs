//! One newtype a kind of thing. A pure room never makes an id up: it is handed one.

use core::fmt;
use core::str::FromStr;
use uuid::Uuid;

/// A text that is not an id: 32 hexadecimal digits, with or without hyphens, were expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id: a UUID such as 018f2b6e-5c1a-7c3e-9b0a-2f6d1e4c8a77 was expected")
    }
}

impl core::error::Error for NotAnId {}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// Takes a UUID that the shell made or read.
            #[must_use]
            pub const fn from_uuid(id: Uuid) -> Self { Self(id) }
            /// The UUID, for a codec.
            #[must_use]
            pub const fn as_uuid(self) -> Uuid { self.0 }
            /// From 128 bits, for tests, simulations and codecs.
            #[must_use]
            pub const fn from_u128(bits: u128) -> Self { Self(Uuid::from_u128(bits)) }
            /// The 128 bits.
            #[must_use]
            pub const fn as_u128(self) -> u128 { self.0.as_u128() }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(&self.0.hyphenated(), f) }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0.hyphenated())
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> { Uuid::try_parse(text).map(Self).map_err(|_| NotAnId) }
        }
    )+};
}

ids! {
    /// One alarm, made by the handset (UUIDv7) before the first attempt to send it: the same id twice is one alarm.
    AlarmId,
    /// One self-test, made by the handset.
    TestId,
    /// One announced trip, made by the handset.
    TripId,
    /// One message of a conversation, made by the side that says it.
    MessageId,
    /// The protection of one household or family: its persons, cards and devices.
    CaseId,
    /// A person: protected, household member or suspect.
    PersonId,
    /// A phone with the app.
    HandsetId,
    /// A portable alarm button.
    ButtonId,
    /// A police zone.
    ZoneId,
    /// A control room (CIC).
    RoomId,
    /// One connection of one screen; a reload is a new desk.
    DeskId,
    /// Somebody who can sign in.
    AccountId,
    /// One sign-in of an account.
    SessionId,
    /// The territory of one control room: one engine, one log.
    CellId,
    /// One question or order to an engine, answered once.
    RequestId,
    /// An address or a phone number with instructions for who is called there.
    HotspotId,
    /// The protection measure of one person: from request to the day the button goes back.
    MeasureId,
    /// A prosecutor's office.
    #[doc(alias = "parket")]
    #[doc(alias = "parquet")]
    OfficeId,
    /// A judicial district. One district may have two offices (Brussels).
    #[doc(alias = "gerechtelijk arrondissement")]
    #[doc(alias = "arrondissement judiciaire")]
    DistrictId,
    /// A made or uploaded document.
    DocumentId,
    /// A new fact that was reported or found while a measure runs.
    FactId,
    /// One notice to a desk: who must know of something in a measure.
    NoticeId,
    /// A judicial mandate to track (EM-01).
    MandateId,
    /// Somebody who carries a device under a mandate: the same person under two mandates is two carriers.
    CarrierId,
    /// A band, tracker or application that reports positions.
    TrackerId,
    /// An offender and a protected person who must not meet, with their distances.
    PairId,
    /// A zone of a mandate: where a carrier may not be, or may not leave.
    PerimeterId,
    /// What gathers the alerts of one pair or carrier until a person closes it.
    IncidentId,
    /// A pilot of tracking: for whom, where and until when (EM-10).
    PilotId,
    /// One connection of a listener to the voice room of an alarm; who comes back is another.
    VoicePeerId,
}

/// The number of a record in the log of a cell: 1, 2, 3 .. without a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Seq(pub u64);

impl Seq {
    /// The number after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// Which life of the engine wrote a record. An append with an older epoch than the store knows is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Epoch(pub u64);
