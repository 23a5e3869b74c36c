//! How long each step of an alarm may take. Configuration, checked once; the rules that use it are in `decide`.

use super::event::Rung;
use core::fmt;
use core::time::Duration;

/// The times of one cell. Ladder times count from the moment at which the ringing began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AlarmTimes {
    /// Not durable after this long: cried out once.
    pub held: Duration,
    /// Painted by no desk for this long: climb one rung, and again after each further span.
    pub not_shown: Duration,
    /// Not taken: the neighbour rooms are called as well.
    pub own_room: Duration,
    /// Not taken: the duty desk of the zone of intervention must take it.
    pub neighbour_room: Duration,
    /// Not taken: everyone is called.
    pub zone_duty: Duration,
    /// On the last rung, everyone is called again after each such span.
    pub repage: Duration,
    /// Taken but no team sent: cried out after each such span.
    pub take_to_dispatch: Duration,
    /// A team was sent but none is there: cried out after each such span.
    pub dispatch_to_scene: Duration,
    /// A team is there but the alarm is still open: cried out after each such span.
    pub scene_to_close: Duration,
    /// The owner's last desk is gone for this long: the engine says [`super::AlarmCommand::LoseOwner`].
    pub owner_lost: Duration,
    /// Within this time after an ownership began, a colleague takes over without asking; afterwards by hand-over.
    pub take_over: Duration,
    /// The owner has done nothing for this long: reminded.
    pub owner_reminded: Duration,
    /// The owner has done nothing for this long: it rings again.
    pub owner_returned: Duration,
}

impl Default for AlarmTimes {
    fn default() -> Self {
        Self {
            held: Duration::from_secs(5),
            not_shown: Duration::from_secs(3),
            own_room: Duration::from_secs(10),
            neighbour_room: Duration::from_secs(15),
            zone_duty: Duration::from_secs(30),
            repage: Duration::from_secs(30),
            take_to_dispatch: Duration::from_secs(60),
            dispatch_to_scene: Duration::from_secs(15 * 60),
            scene_to_close: Duration::from_secs(4 * 3600),
            owner_lost: Duration::from_secs(30),
            take_over: Duration::from_secs(20),
            owner_reminded: Duration::from_secs(10 * 60),
            owner_returned: Duration::from_secs(15 * 60),
        }
    }
}

/// Why a set of times is not acceptable. Names the field of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimesError {
    /// Shorter than one second, so that the system would cry without pause.
    TooShort(&'static str),
    /// Longer than a day: nobody would ever be called.
    TooLong(&'static str),
    /// The second one must be longer than the first one.
    NotIncreasing(&'static str, &'static str),
}

impl fmt::Display for TimesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort(field) => write!(f, "{field} must be at least one second"),
            Self::TooLong(field) => write!(f, "{field} must be at most one day"),
            Self::NotIncreasing(first, second) => write!(f, "{second} must be longer than {first}"),
        }
    }
}

impl core::error::Error for TimesError {}

const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(24 * 3600);

impl AlarmTimes {
    /// Are these times usable: each between one second and one day, and the ladder increasing?
    ///
    /// # Errors
    /// The first field that is not.
    pub fn validate(&self) -> Result<(), TimesError> {
        let fields = [
            ("held", self.held),
            ("not_shown", self.not_shown),
            ("own_room", self.own_room),
            ("neighbour_room", self.neighbour_room),
            ("zone_duty", self.zone_duty),
            ("repage", self.repage),
            ("take_to_dispatch", self.take_to_dispatch),
            ("dispatch_to_scene", self.dispatch_to_scene),
            ("scene_to_close", self.scene_to_close),
            ("owner_lost", self.owner_lost),
            ("take_over", self.take_over),
            ("owner_reminded", self.owner_reminded),
            ("owner_returned", self.owner_returned),
        ];
        for (name, time) in fields {
            if time < SHORTEST {
                return Err(TimesError::TooShort(name));
            }
            if time > LONGEST {
                return Err(TimesError::TooLong(name));
            }
        }
        if self.own_room >= self.neighbour_room {
            return Err(TimesError::NotIncreasing("own_room", "neighbour_room"));
        }
        if self.neighbour_room >= self.zone_duty {
            return Err(TimesError::NotIncreasing("neighbour_room", "zone_duty"));
        }
        if self.owner_reminded >= self.owner_returned {
            return Err(TimesError::NotIncreasing("owner_reminded", "owner_returned"));
        }
        Ok(())
    }

    /// How long after the start of the ringing the ladder leaves this rung; `None` on the last one.
    #[must_use]
    pub const fn leaves(&self, rung: Rung) -> Option<Duration> {
        match rung {
            Rung::OwnRoom => Some(self.own_room),
            Rung::NeighbourRoom => Some(self.neighbour_room),
            Rung::ZoneDuty => Some(self.zone_duty),
            Rung::Everyone => None,
        }
    }
}

impl Rung {
    /// The rungs from the first to the last.
    pub const ALL: [Self; 4] = [Self::OwnRoom, Self::NeighbourRoom, Self::ZoneDuty, Self::Everyone];

    /// The next rung; `None` on the last one.
    #[must_use]
    pub const fn above(self) -> Option<Self> {
        match self {
            Self::OwnRoom => Some(Self::NeighbourRoom),
            Self::NeighbourRoom => Some(Self::ZoneDuty),
            Self::ZoneDuty => Some(Self::Everyone),
            Self::Everyone => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_times_are_acceptable() {
        assert_eq!(AlarmTimes::default().validate(), Ok(()));
    }

    #[test]
    fn a_ladder_that_does_not_climb_is_refused_by_name() {
        let flat = AlarmTimes { neighbour_room: Duration::from_secs(10), ..AlarmTimes::default() };
        assert_eq!(flat.validate(), Err(TimesError::NotIncreasing("own_room", "neighbour_room")));
        let low = AlarmTimes { zone_duty: Duration::from_secs(15), ..AlarmTimes::default() };
        assert_eq!(
            low.validate().map_err(|e| e.to_string()),
            Err("zone_duty must be longer than neighbour_room".into())
        );
    }

    #[test]
    fn a_time_that_would_cry_without_pause_or_never_is_refused() {
        let none = AlarmTimes { repage: Duration::ZERO, ..AlarmTimes::default() };
        assert_eq!(none.validate(), Err(TimesError::TooShort("repage")));
        let never = AlarmTimes { owner_lost: Duration::MAX, ..AlarmTimes::default() };
        assert_eq!(never.validate(), Err(TimesError::TooLong("owner_lost")));
    }

    #[test]
    fn the_rungs_follow_one_another() {
        let mut climbed = vec![Rung::OwnRoom];
        while let Some(next) = climbed.last().and_then(|r| r.above()) {
            climbed.push(next);
        }
        assert_eq!(climbed, Rung::ALL);
    }
}
