//! Where a pretended device goes: a file of places, or a walk by chance that is the same for the same seed.
//!
//! Never here: when it reports.

use crate::cli::DeviceArgs;
use crate::exit::{Failure, Outcome};
use hoeder_vocab::Position;

/// Largest file of places, bytes.
const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;
/// The fastest step of a walk, metres a second.
const WALK_MPS: f64 = 1.5;
/// Units of 1e-7 degree in a metre of latitude.
const UNITS_PER_METRE: f64 = 89.83;
const DEFAULT_ACCURACY_M: u32 = 8;

/// One place on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) position: Position,
    pub(super) accuracy_m: u32,
    pub(super) speed_cms: u16,
    pub(super) heading_deg: u16,
}

/// The way.
pub(super) enum Path {
    /// The places of a file, in order.
    File(std::vec::IntoIter<Step>),
    /// A walk that begins there.
    Walk {
        /// Where it is.
        at: Position,
        /// Seconds between two steps.
        every: f64,
        /// What decides.
        dice: u64,
    },
}

impl Path {
    /// What the arguments say.
    ///
    /// # Errors
    /// When the file or the place cannot be read.
    pub(super) fn of(arguments: &DeviceArgs) -> Outcome<Self> {
        match (&arguments.track, &arguments.walk) {
            (Some(file), _) => {
                let unreadable =
                    |e| Failure::usage(format!("--track {} cannot be read", file.display())).because(e);
                if std::fs::metadata(file).map_err(unreadable)?.len() > MAX_FILE_BYTES {
                    return Err(Failure::usage(format!("--track {} is too large", file.display())));
                }
                let text = std::fs::read_to_string(file).map_err(unreadable)?;
                Ok(Self::File(places(&text)?.into_iter()))
            }
            (None, Some(begin)) => {
                let at = super::place("--walk", begin)?;
                Ok(Self::Walk { at, every: arguments.every.clamp(0.0, 3_600.0), dice: arguments.seed })
            }
            (None, None) => Err(Failure::usage("where it goes is not said: --walk LAT,LON or --track FILE")),
        }
    }

    /// The next place; `None` at the end of the file.
    pub(super) fn next(&mut self) -> Option<Step> {
        match self {
            Self::File(places) => places.next(),
            Self::Walk { at, every, dice } => {
                let metres = WALK_MPS * share(dice) * every.max(1.0);
                let heading = share(dice) * 360.0;
                let moved = |metres: f64, of: f64| of + metres * UNITS_PER_METRE / 1e7;
                let (sin, cos) = heading.to_radians().sin_cos();
                let lat = moved(metres * cos, at.lat());
                let lon = moved(metres * sin / at.lat().to_radians().cos().max(0.01), at.lon());
                // At the edge of the map it stays where it is.
                *at = Position::from_degrees(lat, lon).unwrap_or(*at);
                Some(Step {
                    position: *at,
                    accuracy_m: DEFAULT_ACCURACY_M,
                    speed_cms: whole(metres / every.max(1.0) * 100.0),
                    heading_deg: whole(heading) % 360,
                })
            }
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held within the type just before"
)]
fn whole(value: f64) -> u16 {
    value.clamp(0.0, f64::from(u16::MAX)) as u16
}

/// A share of 1, of a generator that is the same everywhere (SplitMix64).
fn share(dice: &mut u64) -> f64 {
    *dice = dice.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *dice;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let top = u32::try_from((z ^ (z >> 31)) >> 32).unwrap_or(0);
    f64::from(top) / 4_294_967_296.0
}

/// Lines of latitude, longitude and, where it is known, accuracy in metres; empty lines and lines with `#` are skipped.
fn places(text: &str) -> Outcome<Vec<Step>> {
    let mut places: Vec<Step> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let unclear =
            || Failure::usage(format!("line {} of --track is no place such as 51.05,3.72,8", index + 1));
        let mut fields = line.split(',').map(str::trim);
        let mut number = || fields.next().and_then(|field| field.parse::<f64>().ok());
        let (lat, lon) = number().zip(number()).ok_or_else(unclear)?;
        let position = Position::from_degrees(lat, lon).map_err(|e| unclear().because(e))?;
        let accuracy_m = match line.split(',').nth(2) {
            Some(metres) => metres.trim().parse().map_err(|e| unclear().because(e))?,
            None => DEFAULT_ACCURACY_M,
        };
        places.push(Step { position, accuracy_m, speed_cms: 0, heading_deg: 0 });
    }
    if places.is_empty() {
        return Err(Failure::usage("--track holds no place"));
    }
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_places_is_read_and_a_bad_line_is_named() {
        let read = places("# a walk\n51.05,3.72\n\n51.06, 3.73, 20\n").unwrap();
        assert_eq!(read.iter().map(|step| step.accuracy_m).collect::<Vec<_>>(), vec![8, 20]);
        assert!(places("51.05,3.72\n91,0").unwrap_err().to_string().contains("line 2"));
        assert!(places("# nothing").is_err());
    }

    #[test]
    fn a_walk_is_the_same_for_the_same_seed_and_stays_near() {
        let walk = |seed| {
            let at = Position::from_degrees(51.05, 3.72).unwrap();
            let mut path = Path::Walk { at, every: 10.0, dice: seed };
            (0..50).filter_map(|_| path.next()).collect::<Vec<_>>()
        };
        assert_eq!(walk(1), walk(1));
        assert_ne!(walk(1), walk(2));
        // Fifty steps of at most 15 m each.
        assert!(walk(3).iter().all(|step| (step.position.lat() - 51.05).abs() < 0.007));
    }
}
