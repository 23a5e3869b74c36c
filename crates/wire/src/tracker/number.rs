//! Numbers in texts to the whole units of `vocab`, and times in the forms that devices write. Never here: field names.

use hoeder_vocab::tracking::{DeviceNumber, MAX_DEVICE_NUMBER_CHARS};
use hoeder_vocab::{Decimetres, Percent, UtcMillis};

/// Digits of a whole second before it must be milliseconds: 11 digits of seconds begin in the year 5138.
const SECONDS_BELOW: f64 = 1e11;

/// The nearest whole number, if it lies in 0..=`most`.
pub(super) fn whole(value: f64, most: u32) -> Option<u32> {
    let rounded = value.round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to lie in 0..=most, which fits"
    )]
    (rounded >= 0.0 && rounded <= f64::from(most)).then_some(rounded as u32)
}

/// Metres to tenths, rounded up, so that a radius never becomes smaller; `None` for 0 and less, which say 'not known'.
pub(super) fn radius(metres: f64) -> Option<Decimetres> {
    (metres > 0.0).then(|| whole((metres * 10.0).ceil(), u32::MAX).map(Decimetres)).flatten()
}

/// Metres a second to centimetres.
pub(super) fn speed(metres_per_second: f64) -> Option<u16> {
    whole(metres_per_second * 100.0, u32::from(u16::MAX)).and_then(|s| u16::try_from(s).ok())
}

/// Degrees to a whole course of 0 to 359.
pub(super) fn course(degrees: f64) -> Option<u16> {
    whole(degrees, 360).and_then(|d| u16::try_from(d % 360).ok())
}

/// 0 to 100.
pub(super) fn percent(value: f64) -> Option<Percent> {
    whole(value, 100).and_then(|p| u8::try_from(p).ok()).and_then(Percent::new)
}

/// Seconds or, when it is that large, milliseconds since 1970.
pub(super) fn epoch(value: f64) -> Option<UtcMillis> {
    if !value.is_finite() || value < 0.0 {
        return None;
    }
    let ms = if value < SECONDS_BELOW { value * 1000.0 } else { value };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float beyond the whole numbers stays at the largest"
    )]
    Some(UtcMillis::from_unix_ms(ms.round() as i64))
}

/// Seconds, milliseconds, RFC 3339, or `2026-11-22 14:05:09` in UTC.
pub(super) fn time(text: &str) -> Option<UtcMillis> {
    if let Ok(number) = text.parse::<f64>() {
        return epoch(number);
    }
    if let Ok(time) = UtcMillis::parse_rfc3339(text) {
        return Some(time);
    }
    let (day, clock) = text.split_once([' ', 'T'])?;
    UtcMillis::parse_rfc3339(&format!("{day}T{clock}Z")).ok()
}

/// `20261122140509` in UTC.
pub(super) fn compact_time(text: &str) -> Option<UtcMillis> {
    if text.len() != 14 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let (year, month, day) = (part(0, 4), part(4, 6), part(6, 8));
    let (hour, minute, second) = (part(8, 10), part(10, 12), part(12, 14));
    UtcMillis::parse_rfc3339(&format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z")).ok()
}

/// As [`compact_time`] reads it; years beyond four digits stay at the edge.
pub(super) fn write_compact(time: UtcMillis) -> String {
    time.to_string().chars().filter(char::is_ascii_digit).take(14).collect()
}

/// A device's number, as it stands in a message.
pub(super) fn device(text: &str) -> Option<DeviceNumber> {
    if text.len() > MAX_DEVICE_NUMBER_CHARS { None } else { DeviceNumber::new(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_every_form_that_devices_write() {
        let at = UtcMillis::parse_rfc3339("2016-01-27T18:55:47Z").unwrap();
        for text in ["1453920947", "1453920947000", "2016-01-27T18:55:47Z", "2016-01-27 18:55:47"] {
            assert_eq!(time(text), Some(at), "{text}");
        }
        for bad in ["", "never", "-5", "NaN", "inf", "2016-13-01 00:00:00"] {
            assert_eq!(time(bad), None, "{bad}");
        }
        assert_eq!(compact_time("20160127185547"), Some(at));
        assert_eq!(write_compact(at), "20160127185547");
        assert_eq!(compact_time("20161327185547"), None);
        assert_eq!(time("1e300"), Some(UtcMillis::from_unix_ms(i64::MAX)));
    }

    #[test]
    fn absurd_numbers_are_not_known_and_never_another_value() {
        assert_eq!([-1.0, 0.0, f64::NAN, 1e12].map(radius), [None; 4]);
        assert_eq!(radius(5.01), Some(Decimetres(51)), "never smaller");
        assert_eq!([-1.0, f64::NAN, 700.0].map(speed), [None; 3]);
        assert_eq!([360.0, 359.6, 271.0].map(course), [Some(0), Some(0), Some(271)]);
        assert_eq!([-1.0, 361.0, f64::INFINITY].map(course), [None; 3]);
        assert_eq!([101.0, -1.0].map(percent), [None; 2]);
    }
}
