//! Who acts from where, and when: the moment and the day in Belgium, both handed in.
//!
//! Never here: reading a clock; who may do what (`decide`).

use hoeder_vocab::{Actor, CivilDate, DistrictId, OfficeId, Role, UtcMillis, ZoneId};

/// A moment and the day that it is in Belgium then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Now {
    /// When.
    pub moment: UtcMillis,
    /// The civil day in Europe/Brussels.
    pub day: CivilDate,
}

impl Now {
    /// The moment and its day in Belgium.
    #[must_use]
    pub fn at(moment: UtcMillis) -> Self {
        Self { moment, day: CivilDate::in_belgium(moment) }
    }
}

/// The place from which somebody acts, or to which something goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seat {
    /// A police zone.
    Zone(ZoneId),
    /// A prosecutor's office, with its victim reception service.
    Office(OfficeId),
    /// A judicial district.
    District(DistrictId),
    /// No territory: a handset, the system.
    Nowhere,
}

/// Who acts, in which role, from where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct By {
    /// The account with its role, the handset of the protected person, or the system.
    pub actor: Actor,
    /// From where.
    pub seat: Seat,
}

impl By {
    /// The system itself: an alarm that was closed, a day that has passed.
    pub const SYSTEM: Self = Self { actor: Actor::System, seat: Seat::Nowhere };

    /// The role; `None` for a handset, a stranger and the system.
    #[must_use]
    pub const fn role(self) -> Option<Role> {
        match self.actor {
            Actor::Account(_, role) => Some(role),
            Actor::Handset(_) | Actor::Stranger | Actor::System => None,
        }
    }
}
