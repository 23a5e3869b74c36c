//! A fix in 32 bytes, or in 20 beside a moment: nothing lost.
//!
//! Never here: judging, which fixes are kept (`recent`).

use super::alert::Evidence;
use super::settings::FixSettings;
use hoeder_vocab::tracking::{Motion, TrackFix};
use hoeder_vocab::{CarrierId, Decimetres, FixSource, FixedAt, Position, ReceivedAt, UtcMillis};

/// One fix as the rules use it. Its time is the device's, or just after its arrival where the device's clock is ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dot {
    /// Milliseconds since 1970.
    pub(super) at: i64,
    pub(super) position: Position,
    accuracy: u32,
    /// Milliseconds from the fix to its arrival; negative where the device's clock is ahead.
    lag: i32,
    /// Milliseconds by which the device's own time is later than `at`.
    ahead: u32,
    speed: u16,
    /// Nine bits of course, three of the source, two of the motion.
    packed: u16,
}

const NO_LENGTH: u32 = u32::MAX;
const NO_SPEED: u16 = u16::MAX;
const NO_COURSE: u16 = 511;
const SOURCES: [FixSource; 5] =
    [FixSource::Gnss, FixSource::Wifi, FixSource::Cell, FixSource::Fused, FixSource::Unknown];

/// How fixes of one carrier are ordered, also those of one moment.
pub(super) type Key = (i64, Position, u32);

impl Dot {
    pub(super) const NOTHING: Self =
        Self { at: 0, position: NOWHERE, accuracy: NO_LENGTH, lag: 0, ahead: 0, speed: NO_SPEED, packed: 0 };

    pub(super) fn new(fix: &TrackFix, received_at: ReceivedAt, settings: &FixSettings) -> Self {
        let (fixed, received) = (fix.fixed_at.0.unix_ms(), received_at.0.unix_ms());
        let at = fixed.min(received.saturating_add(millis(settings.ahead)));
        let source = SOURCES.iter().position(|source| *source == fix.source).unwrap_or(4);
        let motion = match fix.motion {
            Motion::Still => 0,
            Motion::Moving => 1,
            Motion::Unknown => 2,
        };
        let course = fix.heading_deg.map_or(NO_COURSE, |course| course % 360);
        Self {
            at,
            position: fix.position,
            accuracy: fix.accuracy.map_or(NO_LENGTH, |length| length.0.min(NO_LENGTH - 1)),
            lag: i32::try_from(received.saturating_sub(at)).unwrap_or(i32::MAX),
            ahead: u32::try_from(fixed.saturating_sub(at)).unwrap_or(u32::MAX),
            speed: fix.speed_cms.map_or(NO_SPEED, |speed| speed.min(NO_SPEED - 1)),
            packed: course | u16::try_from(source).unwrap_or(4) << 9 | motion << 12,
        }
    }

    pub(super) const fn key(&self) -> Key {
        (self.at, self.position, self.accuracy)
    }

    pub(super) fn source(&self) -> FixSource {
        SOURCES.get(usize::from(self.packed >> 9 & 7)).copied().unwrap_or(FixSource::Unknown)
    }

    pub(super) const fn motion(&self) -> Motion {
        match self.packed >> 12 {
            0 => Motion::Still,
            1 => Motion::Moving,
            _ => Motion::Unknown,
        }
    }

    /// Radius of 68 % in metres.
    pub(super) fn accuracy_m(&self) -> Option<f64> {
        (self.accuracy != NO_LENGTH).then(|| f64::from(self.accuracy) / 10.0)
    }

    pub(super) fn speed_mps(&self) -> Option<f64> {
        (self.speed != NO_SPEED).then(|| f64::from(self.speed) / 100.0)
    }

    pub(super) fn course_deg(&self) -> Option<f64> {
        let course = self.packed & NO_COURSE;
        (course != NO_COURSE).then(|| f64::from(course))
    }

    pub(super) fn received_at(&self) -> ReceivedAt {
        ReceivedAt(UtcMillis::from_unix_ms(self.at.saturating_add(i64::from(self.lag))))
    }

    pub(super) fn fix(&self) -> TrackFix {
        TrackFix {
            position: self.position,
            accuracy: (self.accuracy != NO_LENGTH).then_some(Decimetres(self.accuracy)),
            fixed_at: FixedAt(UtcMillis::from_unix_ms(self.at.saturating_add(i64::from(self.ahead)))),
            source: self.source(),
            speed_cms: (self.speed != NO_SPEED).then_some(self.speed),
            heading_deg: Some(self.packed & NO_COURSE).filter(|course| *course != NO_COURSE),
            motion: self.motion(),
        }
    }

    pub(super) fn evidence(&self, carrier: CarrierId) -> Evidence {
        Evidence { carrier, fix: self.fix(), received_at: self.received_at() }
    }
}

/// A moment in milliseconds, in six bytes that lie anywhere: those of four thousand years before and after 1970.
#[derive(Clone, Copy)]
pub(super) struct Moment([u8; 6]);

/// The least number of 48 bits stands for never.
const LEAST: i64 = -(1 << 47);

impl Moment {
    /// Before all others: the least number that there is.
    pub(super) const NEVER: Self = Self([0, 0, 0, 0, 0, 0x80]);

    #[inline]
    pub(super) const fn new(at: i64) -> Self {
        if at == i64::MIN {
            return Self::NEVER;
        }
        let within = if at <= LEAST {
            LEAST + 1
        } else if at > -LEAST - 1 {
            -LEAST - 1
        } else {
            at
        };
        let [a, b, c, d, e, f, _, _] = within.to_le_bytes();
        Self([a, b, c, d, e, f])
    }

    #[inline]
    pub(super) const fn ms(self) -> i64 {
        let [a, b, c, d, e, f] = self.0;
        let at = i64::from_le_bytes([0, 0, a, b, c, d, e, f]) >> 16;
        if at == LEAST { i64::MIN } else { at }
    }
}

impl core::fmt::Debug for Moment {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.ms().fmt(f)
    }
}

/// Whole milliseconds of a duration.
pub(super) fn millis(duration: core::time::Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Seconds from one moment in milliseconds to another.
pub(super) fn seconds(from: i64, to: i64) -> f64 {
    let clamped = to.saturating_sub(from).clamp(-4_000_000_000_000, 4_000_000_000_000);
    // Below 2^53: exact.
    let high = i32::try_from(clamped / 1_000_000).unwrap_or(0);
    let low = i32::try_from(clamped % 1_000_000).unwrap_or(0);
    f64::from(high) * 1_000.0 + f64::from(low) / 1_000.0
}

/// A place that stands for none.
#[expect(clippy::empty_loop, reason = "computed when compiled: zero is a latitude and a longitude")]
pub(super) const NOWHERE: Position = match Position::from_e7(0, 0) {
    Ok(position) => position,
    Err(_) => loop {},
};

/// A fix in 20 bytes, its time counted from a moment that is kept beside. Most fixes fit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Small {
    after: u32,
    position: Position,
    accuracy: u16,
    speed: u16,
    lag: u16,
    packed: u16,
}

/// What is added to a lag, so that none that is kept in 17 bits is negative.
const LAG: i32 = 16_384;
/// The 17th bit of a lag, among what is packed.
const LONG_LAG: u16 = 1 << 14;
const NO_SHORT_LENGTH: u16 = u16::MAX;

impl Small {
    pub(super) const NOTHING: Self =
        Self { after: 0, position: NOWHERE, accuracy: 0, speed: 0, lag: 0, packed: 0 };

    /// `None` where it does not fit: too long after the moment or before it, long on its way, or very coarse.
    #[inline]
    pub(super) fn of(dot: &Dot, moment: i64) -> Option<Self> {
        let lag = u32::try_from(dot.lag.checked_add(LAG)?).ok()?;
        let high = match lag >> 16 {
            0 => 0,
            1 => LONG_LAG,
            _ => return None,
        };
        if dot.ahead != 0 {
            return None;
        }
        let accuracy = match dot.accuracy {
            NO_LENGTH => NO_SHORT_LENGTH,
            length => u16::try_from(length).ok().filter(|short| *short != NO_SHORT_LENGTH)?,
        };
        Some(Self {
            after: u32::try_from(dot.at.checked_sub(moment)?).ok()?,
            position: dot.position,
            accuracy,
            speed: dot.speed,
            lag: u16::try_from(lag & 0xffff).ok()?,
            packed: dot.packed | high,
        })
    }

    #[inline]
    pub(super) fn dot(&self, moment: i64) -> Dot {
        let high = i32::from(self.packed & LONG_LAG) << 2;
        let packed = self.packed & !LONG_LAG;
        Dot {
            at: moment + i64::from(self.after),
            position: self.position,
            accuracy: if self.accuracy == NO_SHORT_LENGTH { NO_LENGTH } else { self.accuracy.into() },
            lag: (high | i32::from(self.lag)) - LAG,
            ahead: 0,
            speed: self.speed,
            packed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_of_48_bits_comes_back_whole_and_never_stays_never() {
        for at in [0, -1, 1, 1_795_000_000_007, -4_000_000_000_000, (1 << 47) - 1, 1 - (1 << 47), i64::MIN] {
            assert_eq!(Moment::new(at).ms(), at);
        }
        assert_eq!(Moment::NEVER.ms(), i64::MIN);
        assert_eq!(
            (Moment::new(i64::MAX).ms(), Moment::new(i64::MIN + 1).ms()),
            ((1 << 47) - 1, 1 - (1 << 47))
        );
    }

    #[test]
    fn a_fix_is_kept_in_32_bytes_and_comes_back_whole() {
        let fix = TrackFix {
            position: Position::from_e7(508_467_000, -43_525_001).unwrap(),
            accuracy: Some(Decimetres(123)),
            fixed_at: FixedAt(UtcMillis::from_unix_ms(1_795_000_000_007)),
            source: FixSource::Fused,
            speed_cms: Some(1_234),
            heading_deg: Some(359),
            motion: Motion::Moving,
        };
        let bare =
            TrackFix { accuracy: None, speed_cms: None, heading_deg: None, motion: Motion::Unknown, ..fix };
        for (fix, late_ms) in
            [(fix, 1_500), (bare, 70_000), (bare, -4_000), (bare, -90_000), (fix, 7_200_000)]
        {
            let received_at = ReceivedAt(UtcMillis::from_unix_ms(1_795_000_000_007 + late_ms));
            let dot = Dot::new(&fix, received_at, &FixSettings::default());
            assert_eq!(dot.fix(), fix);
            assert!(dot.at <= received_at.0.unix_ms() + 5_000);
            assert_eq!(dot.received_at(), received_at);
            let fits = (-16_384..114_688).contains(&late_ms) && dot.ahead == 0;
            let small = Small::of(&dot, dot.at - 5_000).map(|small| small.dot(dot.at - 5_000));
            assert_eq!(small, fits.then_some(dot));
        }
        assert_eq!((size_of::<Dot>(), size_of::<Small>()), (32, 20));
    }
}
