//! Bad data is refused with the field and what to do, and nothing of it is kept.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::indexing_slicing,
    reason = "a test stops at a broken promise"
)]

use crate::common::*;
use hoeder_engine::input::RosterOrder;
use hoeder_engine::output::{Problem, Reply};
use hoeder_engine::roster::{Button, ButtonKind, Case, DeviceState, PersonKind, Room, Zone};
use hoeder_vocab::handset::HandsetSettings;
use hoeder_vocab::*;
use std::time::Duration;

fn refused(world: &mut World, by: AccountId, order: RosterOrder) -> Option<&'static str> {
    let before = world.log.len();
    match world.order(by, order) {
        Reply::Problem(Problem::Invalid { field, .. }) => {
            assert_eq!(world.log.len(), before, "nothing is kept");
            Some(field)
        }
        Reply::Problem(Problem::Conflict(code)) => Some(code),
        _ => None,
    }
}

#[test]
fn each_kind_of_bad_data_names_its_field() {
    // Proves GN-05.
    let mut world = World::new();
    let mut bad_phone = person(ANNA, PersonKind::Protected, "Anna");
    bad_phone.phone = Some(Sensitive::new("0470 12 34 56".into()));
    let settings = HandsetSettings { hold_ms: 200, ..HandsetSettings::default() };
    let at = |lat, lon| Position::from_degrees(lat, lon).unwrap();
    let bow_tie = vec![vec![vec![at(50.0, 4.0), at(51.0, 5.0), at(51.0, 4.0), at(50.0, 5.0)]]];
    let zone = Zone {
        id: ZoneId::from_u128(9),
        code: String::new(),
        name: "Bow tie".into(),
        valid_from: None,
        valid_until: None,
        shape: bow_tie,
        office: None,
        in_force_since: None,
    };
    let room = Room { id: RoomId::from_u128(9), name: " ".into(), neighbours: vec![] };
    let orders = [
        (WEST_OFFICER, RosterOrder::PutCase(Case { number: String::new(), ..case() }), "number"),
        (WEST_OFFICER, RosterOrder::PutPerson(bad_phone), "phone"),
        (WEST_OFFICER, RosterOrder::PutPerson(person(ANNA, PersonKind::Protected, "  ")), "name"),
        (WEST_OFFICER, RosterOrder::PutPhoto { case: CASE, image: Sensitive::new(vec![1, 2, 3]) }, "photo"),
        (WEST_OFFICER, RosterOrder::SetHandset { handset: PHONE, settings }, "hold_ms"),
        (ADMIN, RosterOrder::PutRoom(room), "name"),
        (ADMIN, RosterOrder::PutZone(zone), "shape"),
        (
            ADMIN,
            RosterOrder::PutAccount(account(AccountId::from_u128(9), Role::Operator, None, None)),
            "room",
        ),
        (ADMIN, RosterOrder::PutAccount(account(AccountId::from_u128(9), Role::Patrol, None, None)), "zone"),
    ];
    for (by, order, field) in orders {
        assert_eq!(refused(&mut world, by, order), Some(field));
    }
}

#[test]
fn numbers_and_logins_are_unique() {
    // Proves GN-05.
    let mut world = World::new();
    let same_number = Case { id: CaseId::from_u128(0x4FE), ..case() };
    assert_eq!(
        refused(&mut world, WEST_OFFICER, RosterOrder::PutCase(same_number)),
        Some("case.number_in_use")
    );
    let mut same_login = account(AccountId::from_u128(0x3FF), Role::Auditor, None, None);
    same_login.login = "a300".into();
    assert_eq!(refused(&mut world, ADMIN, RosterOrder::PutAccount(same_login)), Some("account.login_in_use"));
}

#[test]
fn an_itag_is_no_button_for_a_real_measure() {
    // Proves AL-01.
    let mut world = World::new();
    let button = |kind| Button {
        id: ButtonId::from_u128(1),
        person: ANNA,
        kind,
        address: Sensitive::new([1; 6]),
        key: None,
        state: DeviceState::Active,
    };
    assert_eq!(
        refused(&mut world, WEST_OFFICER, RosterOrder::PutButton(button(ButtonKind::Itag))),
        Some("kind")
    );
    world.done(WEST_OFFICER, RosterOrder::PutButton(button(ButtonKind::Valrt)));
}

#[test]
fn a_zone_counts_from_its_first_to_its_last_day() {
    // Proves AL-07.
    let mut world = World::new();
    let (_room, duty) = (world.desk(OPERATOR), world.desk(EAST_DUTY));
    let tomorrow = world.now.plus(Duration::from_secs(86_400));
    let at = |lat, lon| Position::from_degrees(lat, lon).unwrap();
    let moved = Zone {
        id: EAST,
        code: "5401".into(),
        name: "East from tomorrow".into(),
        valid_from: Some(tomorrow),
        valid_until: None,
        shape: vec![vec![vec![at(50.6, 4.4), at(50.6, 4.5), at(50.7, 4.5), at(50.7, 4.4)]]],
        office: None,
        in_force_since: None,
    };
    world.done(ADMIN, RosterOrder::PutZone(moved));
    world.pass(Duration::from_secs(1));
    let place = |world: &World| Some(fix(50.65, 4.45, 10, world.now));
    let here = place(&world);
    world.press_at(1, PHONE, here);
    assert!(world.seen(duty, 1).is_none(), "not yet");
    world.pass(Duration::from_secs(86_401));
    let here = place(&world);
    world.press_at(2, PHONE, here);
    assert_eq!(world.seen(duty, 2).unwrap().zones.first().unwrap().id, EAST);
}
