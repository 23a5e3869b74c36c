//! A fix in 32 bytes, nothing lost, and the last few of each carrier in order.
//!
//! Never here: judging.

use super::alert::Evidence;
use super::settings::FixSettings;
use core::num::NonZeroU16;
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
    /// Nine bits of course, three of the source, two of the motion, and one that is always set: 'no fix' costs no byte.
    packed: NonZeroU16,
}

const THERE: NonZeroU16 = NonZeroU16::MIN.saturating_add(0x7fff);

const NO_LENGTH: u32 = u32::MAX;
const NO_SPEED: u16 = u16::MAX;
const NO_COURSE: u16 = 511;
const SOURCES: [FixSource; 5] =
    [FixSource::Gnss, FixSource::Wifi, FixSource::Cell, FixSource::Fused, FixSource::Unknown];

/// How fixes of one carrier are ordered, also those of one moment.
pub(super) type Key = (i64, Position, u32);

impl Dot {
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
            packed: THERE | course | u16::try_from(source).unwrap_or(4) << 9 | motion << 12,
        }
    }

    pub(super) const fn key(&self) -> Key {
        (self.at, self.position, self.accuracy)
    }

    pub(super) fn source(&self) -> FixSource {
        SOURCES.get(usize::from(self.packed.get() >> 9 & 7)).copied().unwrap_or(FixSource::Unknown)
    }

    pub(super) const fn motion(&self) -> Motion {
        match self.packed.get() >> 12 & 3 {
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
        let course = self.packed.get() & NO_COURSE;
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
            heading_deg: Some(self.packed.get() & NO_COURSE).filter(|course| *course != NO_COURSE),
            motion: self.motion(),
        }
    }

    pub(super) fn evidence(&self, carrier: CarrierId) -> Evidence {
        Evidence { carrier, fix: self.fix(), received_at: self.received_at() }
    }
}

/// A moment in milliseconds, in eight bytes that lie anywhere: a number beside it needs no padding.
#[derive(Clone, Copy)]
#[repr(packed(4))]
pub(super) struct Moment(i64);

impl Moment {
    /// Before all others.
    pub(super) const NEVER: Self = Self(i64::MIN);

    pub(super) const fn new(at: i64) -> Self {
        Self(at)
    }

    #[inline]
    pub(super) const fn ms(self) -> i64 {
        self.0
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

/// Fixes of one carrier that are kept: late ones are put in their place among these.
pub(super) const KEPT: usize = 8;

/// The last fixes of one carrier, oldest first.
#[derive(Debug, Clone)]
pub(super) struct Recent {
    dots: [Dot; KEPT],
    /// The newest of those that were let go.
    gone: Option<Key>,
    len: u8,
}

/// Where a fix came to lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placed {
    /// After all others.
    Newest,
    /// Among the others.
    Between,
    /// Before all others, of which some are no longer kept.
    Before,
    /// It was there.
    Twice,
}

impl Recent {
    pub(super) const fn new() -> Self {
        let nothing = Dot {
            at: 0,
            position: NOWHERE,
            accuracy: NO_LENGTH,
            lag: 0,
            ahead: 0,
            speed: NO_SPEED,
            packed: THERE,
        };
        Self { dots: [nothing; KEPT], gone: None, len: 0 }
    }

    #[inline]
    pub(super) fn dots(&self) -> &[Dot] {
        self.dots.get(..usize::from(self.len)).unwrap_or_default()
    }

    #[inline]
    pub(super) fn last(&self) -> Option<&Dot> {
        self.dots().last()
    }

    #[inline]
    pub(super) const fn is_full(&self) -> bool {
        self.len as usize == KEPT
    }

    /// Where a fix would lie.
    pub(super) fn place(&self, dot: &Dot) -> Placed {
        let key = dot.key();
        match self.last() {
            None => return Placed::Newest,
            Some(last) if last.key() < key => return Placed::Newest,
            Some(_) => {}
        }
        if self.dots().iter().any(|other| other.key() == key) {
            Placed::Twice
        } else if self.is_full() && self.dots().first().is_some_and(|first| key < first.key()) {
            Placed::Before
        } else {
            Placed::Between
        }
    }

    /// The newest of those that were let go; all that are kept come after it.
    pub(super) const fn gone(&self) -> Option<Key> {
        self.gone
    }

    /// Lets go of the oldest.
    pub(super) fn drop_oldest(&mut self) {
        self.gone = self.dots().first().map(Dot::key).or(self.gone);
        self.dots.rotate_left(1);
        self.len = self.len.saturating_sub(1);
    }

    /// Puts a fix in its place; there is room.
    pub(super) fn put(&mut self, dot: Dot) {
        let len = usize::from(self.len);
        let at = self.dots().iter().position(|other| dot.key() < other.key()).unwrap_or(len);
        if let Some(tail) = self.dots.get_mut(at..=len) {
            tail.rotate_right(1);
            if let Some(slot) = tail.first_mut() {
                *slot = dot;
            }
            self.len += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        for (fix, late_ms) in [(fix, 1_500), (bare, -90_000), (fix, 7_200_000)] {
            let received_at = ReceivedAt(UtcMillis::from_unix_ms(1_795_000_000_007 + late_ms));
            let dot = Dot::new(&fix, received_at, &FixSettings::default());
            assert_eq!(dot.fix(), fix);
            assert!(dot.at <= received_at.0.unix_ms() + 5_000);
            assert_eq!(dot.received_at(), received_at);
        }
        assert_eq!(size_of::<Option<Dot>>(), 32);
    }
}
