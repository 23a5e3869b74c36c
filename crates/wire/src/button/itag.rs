//! iTag key finders: anyone can buy one, none proves anything (BT-02). For practice and demonstrations only.
//!
//! No pairing, no key, many presses by accident: ask for a double press. Never here: the radio.

use super::{Authentication, ButtonEvent, FrameError, Gesture, MAX_FRAME_BYTES};

/// The service.
pub const SERVICE: u16 = 0xffe0;
/// Notify: a press.
pub const NOTIFICATION: u16 = 0xffe1;
/// Written to [`super::ALERT_LEVEL`] of [`super::IMMEDIATE_ALERT_SERVICE`]: beep. Never during an alarm (AL-02).
pub const BEEP: [u8; 1] = [0x02];

/// What a press of this kind of button proves: nothing. Practice only.
pub const AUTHENTICATION: Authentication = Authentication::None;

/// Reads a notification: whatever it holds, it is a press.
///
/// # Errors
/// When it is empty or too long.
pub fn decode(notification: &[u8]) -> Result<ButtonEvent, FrameError> {
    match notification.len() {
        0 => Err(FrameError::Malformed),
        1..=MAX_FRAME_BYTES => Ok(ButtonEvent::Pressed { key: 1, gesture: Gesture::Press }),
        _ => Err(FrameError::TooLong),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Proves BT-02.
    #[test]
    fn an_itag_is_for_practice_only() {
        assert_eq!(decode(&[1]), Ok(ButtonEvent::Pressed { key: 1, gesture: Gesture::Press }));
        assert_eq!(decode(&[]), Err(FrameError::Malformed));
        assert_eq!(decode(&[0; 256]), Err(FrameError::TooLong));
        assert!(!AUTHENTICATION.fit_for_a_measure());
    }
}
