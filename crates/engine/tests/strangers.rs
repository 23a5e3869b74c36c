//! Messages that nobody vouches for: refused with a code and written down, but a press is shown all the same.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::indexing_slicing,
    reason = "a test stops at a broken promise"
)]

use crate::common::*;
use hoeder_engine::entry::Event;
use hoeder_engine::input::{AlarmOrder, Claim, RosterOrder};
use hoeder_engine::{MAX_UNIDENTIFIED, output::Reply};
use hoeder_vocab::handset::{Downlink, Uplink, UplinkRefusal};
use hoeder_vocab::*;
use hoeder_watch::alarm::{AlarmKind, Outcome, Pv};
use std::time::Duration;

const CODES: [UplinkRefusal; 5] = [
    UplinkRefusal::UnknownDevice,
    UplinkRefusal::RevokedDevice,
    UplinkRefusal::WrongSignature,
    UplinkRefusal::Replayed,
    UplinkRefusal::Stale,
];

#[test]
fn a_press_of_a_stranger_is_refused_with_its_code_and_shown_as_unidentified() {
    // Proves AL-09, GN-02.
    for (n, code) in (1..).zip(CODES) {
        let mut world = World::new();
        let desk = world.desk(OPERATOR);
        let message = world.press_message(n, None);
        let unknown = HandsetId::from_u128(0xBAD);
        assert_eq!(world.uplink(Claim::Doubtful(unknown, code), message), Some(Downlink::Refused { code }));
        let view = world.seen(desk, n).unwrap();
        assert_eq!(
            (view.kind, view.claimed, view.bearer.is_none()),
            (AlarmKind::Unidentified, unknown, true)
        );
        assert_eq!(world.logged(|e| matches!(e, Event::DeviceRefused { .. })), 1);
    }
}

#[test]
fn what_is_known_of_a_revoked_handset_is_shown_with_its_press() {
    // Proves AL-09.
    let mut world = World::new();
    let desk = world.desk(OPERATOR);
    world.done(WEST_OFFICER, RosterOrder::RevokeHandset { handset: PHONE });
    // The gateway's directory is a moment behind: the roster has the last word.
    let answer = world.press(1);
    assert_eq!(answer, Some(Downlink::Refused { code: UplinkRefusal::RevokedDevice }));
    let view = world.seen(desk, 1).unwrap();
    assert_eq!(view.kind, AlarmKind::Unidentified);
    assert_eq!(view.bearer.as_ref().unwrap().name.reveal(Purpose::Test), "Anna Voorbeeld");
}

#[test]
fn a_stranger_cannot_move_or_end_the_alarm_of_another() {
    // Proves AL-04.
    let (mut world, desk) = World::with_a_press();
    let code = UplinkRefusal::WrongSignature;
    let moved = Uplink::Moved { alarm: alarm(1), fix: fix(50.81, 4.31, 5, world.now), battery: None };
    assert_eq!(world.uplink(Claim::Doubtful(PHONE, code), moved), Some(Downlink::Refused { code }));
    let word = Uplink::Mistake { alarm: alarm(1), word: Sensitive::new("sorry".into()) };
    assert_eq!(
        world.uplink(Claim::Verified(CHILD_PHONE), word),
        Some(Downlink::Refused { code: UplinkRefusal::NoSuchAlarm })
    );
    let view = world.seen(desk, 1).unwrap();
    assert_eq!((view.trail.len(), view.said_mistake), (1, false));
}

#[test]
fn a_flood_of_strangers_is_bounded_and_every_press_is_still_counted() {
    // Proves FL-20: memory and log stay bounded; a real press is on the screen all the same.
    let mut world = World::new();
    let desk = world.desk(OPERATOR);
    let flood = u128::try_from(MAX_UNIDENTIFIED).unwrap() + 50;
    for n in 1..=flood {
        let message = world.press_message(n, None);
        let stranger = HandsetId::from_u128(0xBAD_0000 + n);
        world.uplink(Claim::Doubtful(stranger, UplinkRefusal::UnknownDevice), message);
        world.pass(Duration::from_millis(1));
    }
    assert_eq!(world.seen(desk, 1).unwrap().presses, 51, "the overflow is counted on the oldest");
    assert!(world.seen(desk, flood).is_none());
    world.press(9_999);
    assert_eq!(world.seen(desk, 9_999).unwrap().kind, AlarmKind::Danger);
}

#[test]
fn an_unidentified_press_is_closed_without_a_team_only_with_a_reason() {
    // Proves AL-09.
    let mut world = World::new();
    let _desk = world.desk(OPERATOR);
    let message = world.press_message(1, None);
    world.uplink(Claim::Doubtful(HandsetId::from_u128(0xBAD), UplinkRefusal::UnknownDevice), message);
    world.done(OPERATOR, AlarmOrder::Take { alarm: alarm(1) });
    let close = |note: &str| AlarmOrder::Close {
        alarm: alarm(1),
        outcome: Outcome::Technical,
        pv: Pv::ToFollow,
        note: Sensitive::new(note.into()),
    };
    assert!(matches!(world.order(OPERATOR, close("")), Reply::Problem(_)));
    assert_eq!(world.order(OPERATOR, close("old phone, person reached by voice")), Reply::Done);
}

#[test]
fn other_messages_of_strangers_change_nothing_and_fill_no_log() {
    // Proves FL-20.
    let mut world = World::new();
    let before = world.log.len();
    for _ in 0..1_000 {
        let beat = Uplink::Heartbeat {
            path: None,
            sent_at: FixedAt(world.now),
            battery: None,
            button_battery: None,
            button_linked: None,
        };
        let code = UplinkRefusal::WrongSignature;
        assert_eq!(world.uplink(Claim::Doubtful(PHONE, code), beat), Some(Downlink::Refused { code }));
    }
    assert_eq!(world.log.len(), before + 1);
}

#[test]
fn a_press_that_a_damaged_copy_overtook_is_still_that_of_its_handset() {
    // Proves AL-04: the handset that is vouched for goes on about its own press.
    let mut world = World::new();
    let press = world.press_message(1, None);
    let damaged = Claim::Doubtful(PHONE, UplinkRefusal::WrongSignature);
    let refused = Downlink::Refused { code: UplinkRefusal::WrongSignature };
    assert_eq!(world.uplink(damaged, press.clone()), Some(refused));
    assert_eq!(world.uplink(Claim::Verified(PHONE), press), Some(Downlink::Held { alarm: alarm(1) }));
    let moved = Uplink::Moved { alarm: alarm(1), fix: fix(50.85, 4.45, 10, world.now), battery: None };
    let heard = Downlink::Heard { server_time: world.now };
    assert_eq!(world.uplink(Claim::Verified(PHONE), moved.clone()), Some(heard));
    let other = Downlink::Refused { code: UplinkRefusal::NoSuchAlarm };
    assert_eq!(world.uplink(Claim::Verified(CHILD_PHONE), moved), Some(other));
}

#[test]
fn a_press_whose_damaged_copy_named_another_sender_is_still_that_of_its_handset() {
    // Proves AL-09, GN-05: the id of an alarm that nobody vouches for is no reason to refuse the true press.
    let mut world = World::new();
    let press = world.press_message(1, None);
    let nobody = HandsetId::from_u128(0xBAD);
    let damaged = Claim::Doubtful(nobody, UplinkRefusal::UnknownDevice);
    world.uplink(damaged, press.clone());
    assert_eq!(world.uplink(Claim::Verified(PHONE), press.clone()), Some(Downlink::Held { alarm: alarm(1) }));
    let heard = Downlink::Heard { server_time: world.now };
    let moved = Uplink::Moved { alarm: alarm(1), fix: fix(50.85, 4.45, 10, world.now), battery: None };
    assert_eq!(world.uplink(Claim::Verified(PHONE), moved), Some(heard));
    let other = Some(Downlink::Refused { code: UplinkRefusal::NoSuchAlarm });
    assert_eq!(world.uplink(Claim::Verified(CHILD_PHONE), press), other);
}
