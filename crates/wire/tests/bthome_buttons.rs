//! BTHome buttons: the published vectors, the repeats of one press, replay, and frames of strangers.

use core::time::Duration;
use hoeder_vocab::{Percent, UtcMillis};
use hoeder_wire::button::bthome::{BindKey, seal};
use hoeder_wire::button::{Authentication, BthomeButton, ButtonEvent, FrameError, Gesture, Mac};
use proptest::prelude::*;

const MAC: Mac = Mac::new([0xb4, 0x35, 0x22, 0xf5, 0x3d, 0xa4]);
const SEALED_PRESS: [u8; 15] =
    [0x45, 0x0a, 0xeb, 0x84, 0x46, 0x7f, 0x85, 0xba, 0x01, 0x00, 0x00, 0x31, 0x88, 0x78, 0x8c];
const PRESS: ButtonEvent = ButtonEvent::Pressed { key: 1, gesture: Gesture::Press };

fn key() -> BindKey {
    "90bffd73cb6b26ef58a7a8eba9232036".parse().unwrap_or(BindKey::new([0; 16]))
}

fn full() -> ButtonEvent {
    Percent::new(100).map_or(ButtonEvent::Released, ButtonEvent::Battery)
}

fn at(seconds: u64) -> UtcMillis {
    UtcMillis::from_unix_ms(1_795_000_000_000).plus(Duration::from_secs(seconds))
}

fn clear_frame(id: u8) -> [u8; 5] {
    [0x40, 0x00, id, 0x3a, 0x01]
}

/// Proves AL-01, BT-04: the clear frames of a Shelly BLU Button1 are presses.
#[test]
fn the_published_clear_frames_are_a_press_and_a_long_press() {
    let mut button = BthomeButton::clear();
    let frame = [0x40, 0x00, 0x52, 0x01, 0x64, 0x3a, 0x01];
    assert_eq!(button.handle(&frame, at(0), MAC), Ok(vec![full(), PRESS]));
    let long = ButtonEvent::Pressed { key: 1, gesture: Gesture::LongPress };
    assert_eq!(button.handle(&[0x40, 0x3a, 0x04], at(1), MAC), Ok(vec![long]));
    assert_eq!(button.authentication(), Authentication::None);
}

/// Proves AL-01, BT-04, BT-05: the sealed frame opens with the button's key.
#[test]
fn the_published_sealed_frame_is_a_press_with_a_full_battery() {
    let mut button = BthomeButton::sealed(key());
    assert_eq!(button.handle(&SEALED_PRESS, at(0), MAC), Ok(vec![full(), PRESS]));
    assert_eq!(button.counter(), Some(0x01ba));
    assert_eq!(button.authentication(), Authentication::KeyAndCounter);
    assert_eq!(seal(&[0x00, 0x07, 0x01, 0x64, 0x3a, 0x01], 0x01ba, MAC, &key()).unwrap(), SEALED_PRESS);
}

#[test]
fn every_gesture_of_the_format_is_told_apart_and_an_unknown_one_is_still_a_press() {
    let gestures = [
        (0x01, Gesture::Press),
        (0x02, Gesture::DoublePress),
        (0x03, Gesture::TriplePress),
        (0x04, Gesture::LongPress),
        (0x05, Gesture::LongDoublePress),
        (0x06, Gesture::LongTriplePress),
        (0x80, Gesture::Hold),
        (0xfe, Gesture::Other(0xfe)),
    ];
    for (value, gesture) in gestures {
        let events = BthomeButton::clear().handle(&[0x40, 0x3a, value], at(0), MAC);
        assert_eq!(events, Ok(vec![ButtonEvent::Pressed { key: 1, gesture }]));
    }
    let second = ButtonEvent::Pressed { key: 2, gesture: Gesture::DoublePress };
    assert_eq!(BthomeButton::clear().handle(&[0x40, 0x3a, 0x00, 0x3a, 0x02], at(0), MAC), Ok(vec![second]));
}

/// Proves BT-05.
#[test]
fn a_press_said_over_and_over_within_4_seconds_is_one_press() {
    let mut button = BthomeButton::clear();
    assert_eq!(button.handle(&clear_frame(9), at(0), MAC), Ok(vec![PRESS]));
    for second in 0..=4 {
        assert_eq!(button.handle(&clear_frame(9), at(second), MAC), Ok(vec![]));
    }
    assert_eq!(button.handle(&clear_frame(10), at(4), MAC), Ok(vec![PRESS]));

    let mut sealed = BthomeButton::sealed(key());
    assert_eq!(sealed.handle(&SEALED_PRESS, at(0), MAC), Ok(vec![full(), PRESS]));
    assert_eq!(sealed.handle(&SEALED_PRESS, at(3), MAC), Ok(vec![]));
    let again = seal(&[0x00, 0x07, 0x01, 0x64, 0x3a, 0x01], 0x01bb, MAC, &key()).unwrap();
    assert_eq!(sealed.handle(&again, at(3), MAC), Ok(vec![]), "sealed anew, the same press");
}

/// Proves AL-01, BT-05: a recorded advertisement of a sealed button raises nothing, however long ago it was recorded.
#[test]
fn a_recorded_sealed_frame_is_refused() {
    let mut button = BthomeButton::sealed(key());
    assert_eq!(button.handle(&SEALED_PRESS, at(0), MAC), Ok(vec![full(), PRESS]));
    assert_eq!(button.handle(&SEALED_PRESS, at(5), MAC), Err(FrameError::Replayed));
    let older = seal(&[0x00, 0x08, 0x3a, 0x01], 0x01b9, MAC, &key()).unwrap();
    assert_eq!(button.handle(&older, at(1), MAC), Err(FrameError::Replayed));
    let mut restarted = BthomeButton::resume(key(), 0x01ba);
    assert_eq!(restarted.handle(&SEALED_PRESS, at(6), MAC), Err(FrameError::Replayed));
    let newer = seal(&[0x00, 0x00, 0x3a, 0x01], 0x01bb, MAC, &key()).unwrap();
    assert_eq!(restarted.handle(&newer, at(7), MAC), Ok(vec![PRESS]));
}

#[test]
fn a_button_with_a_new_battery_is_heard_again_once_the_person_confirms() {
    let mut button = BthomeButton::sealed(key());
    assert_eq!(button.handle(&SEALED_PRESS, at(0), MAC), Ok(vec![full(), PRESS]));
    let anew = seal(&[0x00, 0x00, 0x3a, 0x01], 1, MAC, &key()).unwrap();
    assert_eq!(button.handle(&anew, at(60), MAC), Err(FrameError::Replayed));
    button.forget_counter();
    assert_eq!(button.handle(&anew, at(61), MAC), Ok(vec![PRESS]));
}

#[test]
fn a_packet_id_counts_only_when_it_is_1_to_63_ahead() {
    for last in [0_u8, 82, 200, 255] {
        for ahead in 1..=255_u8 {
            let mut button = BthomeButton::clear();
            assert_eq!(button.handle(&clear_frame(last), at(0), MAC), Ok(vec![PRESS]));
            let heard = button.handle(&clear_frame(last.wrapping_add(ahead)), at(10), MAC);
            let expected = if ahead <= 63 { Ok(vec![PRESS]) } else { Err(FrameError::Replayed) };
            assert_eq!(heard, expected, "{last} + {ahead}");
        }
        let mut button = BthomeButton::clear();
        assert_eq!(button.handle(&clear_frame(last), at(0), MAC), Ok(vec![PRESS]));
        assert_eq!(button.handle(&clear_frame(last), at(10), MAC), Err(FrameError::Replayed));
    }
}

#[test]
fn stragglers_of_earlier_presses_are_no_new_presses() {
    let mut button = BthomeButton::clear();
    assert_eq!(button.handle(&clear_frame(10), at(0), MAC), Ok(vec![PRESS]));
    for id in [7, 8, 9] {
        assert_eq!(button.handle(&clear_frame(id), at(2), MAC), Err(FrameError::Replayed), "{id}");
    }
}

#[test]
fn presses_that_nobody_heard_never_make_a_button_deaf() {
    let mut button = BthomeButton::clear();
    assert_eq!(button.handle(&clear_frame(10), at(0), MAC), Ok(vec![PRESS]));
    assert_eq!(button.handle(&clear_frame(110), at(60), MAC), Err(FrameError::Replayed));
    assert_eq!(button.handle(&clear_frame(111), at(61), MAC), Ok(vec![PRESS]), "the second press is heard");

    let mut sealed = BthomeButton::sealed(key());
    let frame = |id: u8, counter| seal(&[0x00, id, 0x3a, 0x01], counter, MAC, &key()).unwrap();
    assert_eq!(sealed.handle(&frame(10, 100), at(0), MAC), Ok(vec![PRESS]));
    assert_eq!(
        sealed.handle(&frame(110, 200), at(60), MAC),
        Ok(vec![PRESS]),
        "with a counter even the first is"
    );
}

#[test]
fn frames_of_strangers_are_refused() {
    let stranger = Mac::new([1, 2, 3, 4, 5, 6]);
    let mut sealed = BthomeButton::sealed(key());
    assert_eq!(sealed.handle(&clear_frame(1), at(0), MAC), Err(FrameError::NotSealed));
    assert_eq!(sealed.handle(&SEALED_PRESS, at(0), stranger), Err(FrameError::WrongSeal));
    let mut other = BthomeButton::sealed(BindKey::new([7; 16]));
    assert_eq!(other.handle(&SEALED_PRESS, at(0), MAC), Err(FrameError::WrongSeal));
    assert_eq!(BthomeButton::clear().handle(&SEALED_PRESS, at(0), MAC), Err(FrameError::NoKey));
    let with_mac = [0x42, 0xa4, 0x3d, 0xf5, 0x22, 0x35, 0xb4, 0x3a, 0x01];
    assert_eq!(BthomeButton::clear().handle(&with_mac, at(0), MAC), Ok(vec![PRESS]));
    assert_eq!(BthomeButton::clear().handle(&with_mac, at(0), stranger), Err(FrameError::OtherDevice));
    for bit in 0..SEALED_PRESS.len() * 8 {
        let mut forged = SEALED_PRESS;
        forged[bit / 8] ^= 1 << (bit % 8);
        assert!(BthomeButton::sealed(key()).handle(&forged, at(0), MAC).is_err(), "bit {bit}");
    }
    assert_eq!(sealed.handle(&SEALED_PRESS, at(0), MAC), Ok(vec![full(), PRESS]), "nothing of it did harm");
}

#[test]
fn what_cannot_be_read_is_refused_and_what_follows_a_press_does_not_lose_it() {
    let read = |frame: &[u8]| BthomeButton::clear().handle(frame, at(0), MAC);
    assert_eq!(read(&[]), Err(FrameError::Malformed));
    assert_eq!(read(&[0x40]), Err(FrameError::Malformed));
    assert_eq!(read(&[0x20, 0x3a, 0x01]), Err(FrameError::UnknownVersion));
    assert_eq!(read(&[0x40, 0xee, 0x01]), Err(FrameError::Malformed));
    assert_eq!(read(&[0x42, 1, 2, 3]), Err(FrameError::Malformed));
    assert_eq!(read(&[0x40; 256]), Err(FrameError::TooLong));
    assert_eq!(read(&[0x40, 0x3a, 0x01, 0xee, 0x01]), Ok(vec![PRESS]));
    assert_eq!(read(&[0x40, 0x02, 0x10, 0x20, 0x3a, 0x01, 0x53, 0x09, b'x']), Ok(vec![PRESS]));
    assert_eq!(read(&[0x40, 0x01, 0xff, 0x3a, 0x01]), Ok(vec![PRESS]), "a battery of 255 % is dropped");
    assert!(BthomeButton::sealed(key()).handle(&[0x45, 1, 2, 3], at(0), MAC).is_err());
}

proptest! {
    #[test]
    fn no_frame_panics_or_gives_more_events_than_it_has_bytes(
        frames in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 1..8),
        clocks in prop::collection::vec(any::<i64>(), 8), locked in any::<bool>(),
    ) {
        let mut button = if locked { BthomeButton::sealed(key()) } else { BthomeButton::clear() };
        for (frame, clock) in frames.iter().zip(clocks) {
            if let Ok(events) = button.handle(frame, UtcMillis::from_unix_ms(clock), MAC) {
                prop_assert!(events.len() <= frame.len());
            }
        }
    }

    #[test]
    fn whatever_a_button_seals_its_owner_opens(
        id in any::<u8>(), counter in any::<u32>(), secret in any::<[u8; 16]>(), mac in any::<[u8; 6]>(),
    ) {
        let (secret, mac) = (BindKey::new(secret), Mac::new(mac));
        let frame = seal(&[0x00, id, 0x3a, 0x01], counter, mac, &secret).unwrap();
        prop_assert_eq!(BthomeButton::sealed(secret).handle(&frame, at(0), mac), Ok(vec![PRESS]));
    }
}
