//! V.ALRT: a connected button that the phone acknowledges, so that the wearer feels that it was heard (BT-03).
//!
//! After connecting the phone must write the app key within 30 s, then switch key notifications on. The app key is the
//! same for every button: what vouches for a press is the bonded link. Never here: the radio.

use super::{Authentication, ButtonEvent, FrameError, Gesture, MAX_FRAME_BYTES};
use core::time::Duration;

/// The service, and the base of its characteristics.
pub const SERVICE: u128 = 0xffff_fff0_00f7_4000_b000_0000_0000_0000;
/// Write: how loud the button is.
pub const MODE: u128 = 0xffff_fff1_00f7_4000_b000_0000_0000_0000;
/// Write: what the button notifies.
pub const DETECTION: u128 = 0xffff_fff2_00f7_4000_b000_0000_0000_0000;
/// Write: acknowledgement of a press.
pub const ACKNOWLEDGE: u128 = 0xffff_fff3_00f7_4000_b000_0000_0000_0000;
/// Notify: key and fall.
pub const NOTIFICATION: u128 = 0xffff_fff4_00f7_4000_b000_0000_0000_0000;
/// Write: the app key.
pub const APP_KEY_CHARACTERISTIC: u128 = 0xffff_fff5_00f7_4000_b000_0000_0000_0000;

/// What to write as app key.
pub const APP_KEY: [u8; 5] = [0x80, 0xbe, 0xf5, 0xac, 0xff];
/// Without the app key the button drops the connection after this time.
pub const APP_KEY_DEADLINE: Duration = Duration::from_secs(30);
/// Written to [`DETECTION`]: notify key presses.
pub const ENABLE_KEYS: [u8; 1] = [0x01];
/// Written to [`MODE`]: no light and no sound (AL-02).
pub const SILENT: [u8; 1] = [0x03];
/// Written to [`ACKNOWLEDGE`] once the alarm is held: the wearer feels it.
pub const RECEIVED: [u8; 1] = [0x01];
/// Written to [`ACKNOWLEDGE`]: the button stops waiting.
pub const CANCELLED: [u8; 1] = [0x00];

/// What a press of this kind of button proves.
pub const AUTHENTICATION: Authentication = Authentication::BondedLink;

/// Reads a notification. Bytes after the first are not looked at.
///
/// # Errors
/// When it is empty, too long, or its first byte says nothing known.
pub fn decode(notification: &[u8]) -> Result<ButtonEvent, FrameError> {
    if notification.len() > MAX_FRAME_BYTES {
        return Err(FrameError::TooLong);
    }
    match notification.first() {
        Some(0x00) => Ok(ButtonEvent::Released),
        Some(0x01) => Ok(ButtonEvent::Pressed { key: 1, gesture: Gesture::Press }),
        Some(0x03) => Ok(ButtonEvent::Pressed { key: 1, gesture: Gesture::LongPress }),
        Some(0x04) => Ok(ButtonEvent::Fallen),
        Some(_) | None => Err(FrameError::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Proves AL-01.
    #[test]
    fn a_notification_of_a_key_is_a_press() {
        assert_eq!(decode(&[0x01]), Ok(ButtonEvent::Pressed { key: 1, gesture: Gesture::Press }));
        assert_eq!(decode(&[0x03]), Ok(ButtonEvent::Pressed { key: 1, gesture: Gesture::LongPress }));
        assert_eq!(decode(&[0x01, 0xff]), Ok(ButtonEvent::Pressed { key: 1, gesture: Gesture::Press }));
        assert_eq!(decode(&[0x00]), Ok(ButtonEvent::Released));
        assert_eq!(decode(&[0x04]), Ok(ButtonEvent::Fallen));
        assert_eq!(decode(&[]), Err(FrameError::Malformed));
        assert_eq!(decode(&[0x77]), Err(FrameError::Malformed));
        assert_eq!(decode(&[0x01; 256]), Err(FrameError::TooLong));
    }

    /// Proves BT-03.
    #[test]
    fn the_acknowledgement_and_the_app_key_are_as_the_button_expects() {
        assert_eq!((RECEIVED, CANCELLED, ENABLE_KEYS), ([1], [0], [1]));
        assert_eq!(APP_KEY, [0x80, 0xbe, 0xf5, 0xac, 0xff]);
        for (number, uuid) in
            [(2, DETECTION), (3, ACKNOWLEDGE), (4, NOTIFICATION), (5, APP_KEY_CHARACTERISTIC)]
        {
            assert_eq!(uuid, SERVICE + (number << 96));
        }
        assert!(AUTHENTICATION.fit_for_a_measure());
    }
}
