//! Who acts, in which role, why, and under which of the six kinds of art. 25 of Directive (EU) 2016/680 it is logged.

use crate::ids::{AccountId, HandsetId};

/// What an account may be. One account has one role; a person with two roles has two accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Takes alarms at a control room (CIC).
    Operator,
    /// Watches over a control room.
    Supervisor,
    /// The duty desk of a police zone.
    ZoneDuty,
    /// A patrol in the field.
    Patrol,
    /// Manages cases in a police zone.
    CaseOfficer,
    /// Decides on measures.
    Magistrate,
    /// Keeps accounts, rooms, zones and devices; sees no case.
    Administrator,
    /// Reads the access log.
    Auditor,
    /// A wall screen: health and counts, no personal data.
    Wall,
    /// The victim reception service of an office: supports the protected person.
    #[doc(alias = "dienst slachtofferonthaal")]
    #[doc(alias = "service d’accueil des victimes")]
    VictimReception,
    /// The reference magistrate of an office: a magistrate who also decides in a shortage of devices.
    #[doc(alias = "referentiemagistraat")]
    #[doc(alias = "magistrat de référence")]
    ReferenceMagistrate,
    /// The operational contact person of a judicial district: sees its counts and its stock, no case.
    #[doc(alias = "SPOC")]
    DistrictSpoc,
    /// Takes incidents of tracked people at the monitoring centre.
    #[doc(alias = "VCET")]
    #[doc(alias = "Vlaams Centrum Elektronisch Toezicht")]
    Monitor,
}

impl Role {
    /// All roles, in the order of declaration.
    pub const ALL: [Self; 13] = [
        Self::Operator,
        Self::Supervisor,
        Self::ZoneDuty,
        Self::Patrol,
        Self::CaseOfficer,
        Self::Magistrate,
        Self::Administrator,
        Self::Auditor,
        Self::Wall,
        Self::VictimReception,
        Self::ReferenceMagistrate,
        Self::DistrictSpoc,
        Self::Monitor,
    ];
}

/// Who did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// A signed-in person, in a role.
    Account(AccountId, Role),
    /// A handset whose signature was checked.
    Handset(HandsetId),
    /// A device that nobody vouches for: unknown, revoked or with a wrong signature.
    Stranger,
    /// The system itself, by a rule or a timer.
    System,
}

/// Why personal data is opened or something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// An alarm runs.
    AlarmHandling,
    /// Preparing or keeping a case.
    CaseWork,
    /// Watching that devices and rooms work.
    Supervision,
    /// A test of the chain.
    Test,
    /// Running the system: accounts, zones, rooms.
    Administration,
    /// Checking lawfulness (art. 25).
    Audit,
    /// Moving data between memory, store and network, without a person reading it.
    Transport,
}

/// The six kinds of processing that art. 25 of Directive (EU) 2016/680 asks to log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LogKind {
    /// New data enters.
    Collection,
    /// Data changes.
    Alteration,
    /// Somebody reads.
    Consultation,
    /// Data leaves, also by transfer.
    Disclosure,
    /// Data is joined.
    Combination,
    /// Data is erased.
    Erasure,
}

impl LogKind {
    /// All six.
    pub const ALL: [Self; 6] = [
        Self::Collection,
        Self::Alteration,
        Self::Consultation,
        Self::Disclosure,
        Self::Combination,
        Self::Erasure,
    ];
}
