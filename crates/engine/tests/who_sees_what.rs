//! The access rules as one table, and the promises that must hold in every cell of it.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::indexing_slicing,
    reason = "a test stops at a broken promise"
)]

#[path = "common/matrix.rs"]
mod matrix;

use crate::common::*;
use hoeder_engine::access::{Action, Resource, Verdict, decide, rules};
use hoeder_engine::entry::Event;
use hoeder_engine::input::{AlarmOrder, Query, RosterOrder};
use hoeder_engine::output::{Output, Page, Problem, Reply, Scope};
use hoeder_engine::roster::{AccountState, Case};
use hoeder_vocab::*;
use hoeder_watch::alarm::{Outcome, Pv, Stage};
use std::collections::BTreeSet;

#[test]
fn the_access_matrix_is_the_one_that_was_reviewed() {
    // Proves GN-02, GN-03.
    let now = matrix::matrix();
    let reviewed = include_str!("access_matrix.txt");
    for (line, (a, b)) in now.lines().zip(reviewed.lines()).enumerate() {
        assert_eq!(
            a,
            b,
            "line {}: if meant, `cargo run -p hoeder-engine --example write_access_matrix`",
            line + 1
        );
    }
    assert_eq!(now.lines().count(), reviewed.lines().count());
}

#[test]
fn every_action_has_a_name_of_its_own_a_kind_of_log_and_somebody_who_may() {
    // Proves GN-02.
    let names: BTreeSet<&str> = rules().iter().map(|rule| rule.action).collect();
    assert_eq!(names.len(), Action::ALL.len());
    assert!(rules().iter().all(|rule| !rule.roles.is_empty()));
}

#[test]
fn a_disabled_account_may_nothing() {
    // Proves GN-02.
    for mut account in accounts() {
        account.state = AccountState::Disabled;
        for action in Action::ALL {
            assert_eq!(decide(&account, *action, Resource::None), Verdict::Denied("account.disabled"));
        }
    }
}

#[test]
fn the_wall_and_the_administrator_never_see_a_person() {
    // Proves GN-03.
    let mut world = World::new();
    let (wall, admin) = (world.desk(WALL), world.desk(ADMIN));
    world.press(1);
    for desk in [wall, admin] {
        for output in &world.outputs {
            if let Output::Page { desks, page: Page::Alarm(view), .. } = output {
                assert!(!desks.contains(&desk) || (view.bearer.is_none() && view.trail.is_empty()));
            }
            assert!(
                !matches!(output, Output::Page { desks, page: Page::Moved { .. }, .. } if desks.contains(&desk))
            );
        }
    }
    for by in [WALL, ADMIN] {
        for query in [Query::Case(CASE), Query::Cases, Query::Photo(CASE), Query::Alarm(alarm(1))] {
            assert!(matches!(world.ask(by, query), Reply::Problem(Problem::Denied(_))));
        }
    }
}

#[test]
fn a_wall_is_told_that_an_alarm_ended_and_not_whose_it_was() {
    // Proves GN-03.
    let mut world = World::new();
    let (room, wall) = (world.desk(OPERATOR), world.desk(WALL));
    world.press(1);
    world.take_and_dispatch(1);
    let text = Sensitive::new("a note".to_owned());
    world.done(OPERATOR, AlarmOrder::Note { alarm: alarm(1), text });
    world.close(1, Outcome::FalseAlarm, Pv::Number("1".into()));
    let (on_wall, in_room) = (world.seen(wall, 1).unwrap(), world.seen(room, 1).unwrap());
    assert_eq!((on_wall.stage, in_room.stage), (Stage::Closed, Stage::Closed));
    assert!(on_wall.bearer.is_none() && on_wall.timeline.is_empty() && on_wall.owner_name.is_none());
    assert!(in_room.bearer.is_some());
}

#[test]
fn a_refusal_and_a_consultation_each_leave_a_line_in_the_access_log() {
    // Proves GN-02.
    let mut world = World::new();
    let lines = |world: &World, denied: bool| {
        world.logged(
            |e| matches!(e, Event::Accessed(a) if a.action == "case.read" && a.denied.is_some() == denied),
        )
    };
    assert!(matches!(
        world.ask(EAST_OFFICER, Query::Case(CASE)),
        Reply::Problem(Problem::Denied("territory"))
    ));
    assert_eq!((lines(&world, true), lines(&world, false)), (1, 0));
    assert!(matches!(world.ask(WEST_OFFICER, Query::Case(CASE)), Reply::Case(_)));
    assert_eq!((lines(&world, true), lines(&world, false)), (1, 1));
}

#[test]
fn the_access_log_comes_with_the_names_of_who_did_it() {
    // Proves GN-02.
    let mut world = World::new();
    let Reply::AccessLog { scope, names } = world.ask(WEST_OFFICER, Query::AccessLog { case: Some(CASE) })
    else {
        panic!("a case officer reads who looked at the own case")
    };
    assert_eq!(scope, Scope::Case(CASE));
    assert!(names.contains_key(&OPERATOR), "of another service: no colleague that could be listed");
    let refused = world.ask(EAST_OFFICER, Query::AccessLog { case: Some(CASE) });
    assert_eq!(refused, Reply::Problem(Problem::Denied("territory")));
}

#[test]
fn whoever_is_shown_an_alarm_stands_in_the_access_log_once() {
    // Proves GN-02.
    let mut world = World::new();
    let _desks = (world.desk(OPERATOR), world.desk(OPERATOR), world.desk(COLLEAGUE));
    world.press(1);
    world.take_and_dispatch(1);
    let told: Vec<AccountId> = world
        .log
        .iter()
        .filter_map(|entry| match &entry.event {
            Event::Accessed(access) if access.action == "alarm.page" => Some(access.recipients.clone()),
            _ => None,
        })
        .flatten()
        .collect();
    assert_eq!(told, vec![OPERATOR, COLLEAGUE]);
}

#[test]
fn a_change_of_rights_bites_at_once() {
    // Proves GN-02.
    let mut world = World::new();
    let desk = world.desk(OPERATOR);
    let mut disabled = account(OPERATOR, Role::Operator, Some(OWN), None);
    disabled.state = AccountState::Disabled;
    world.done(ADMIN, RosterOrder::PutAccount(disabled));
    assert!(world.outputs.iter().any(|o| matches!(o, Output::Disconnect(desks) if desks == &vec![desk])));
    world.outputs.clear();
    world.press(1);
    assert!(world.seen(desk, 1).is_none());
    assert_eq!(world.ask(OPERATOR, Query::Alarms), Reply::Problem(Problem::Denied("account.disabled")));
}

#[test]
fn a_case_cannot_be_taken_over_by_naming_another_zone() {
    // Proves GN-02.
    let mut world = World::new();
    let stolen = Case { managing_zone: EAST, ..case() };
    assert!(matches!(
        world.order(EAST_OFFICER, RosterOrder::PutCase(stolen)),
        Reply::Problem(Problem::Denied(_))
    ));
    let unknown = Case { id: CaseId::from_u128(0x4FF), number: "2026-0002".into(), ..case() };
    assert!(matches!(
        world.order(EAST_OFFICER, RosterOrder::PutCase(unknown)),
        Reply::Problem(Problem::Denied(_))
    ));
}

#[test]
fn keys_of_buttons_and_password_hashes_are_in_no_answer() {
    // Proves GN-03.
    let mut world = World::new();
    let mut with_password = account(COLLEAGUE, Role::Operator, Some(OWN), None);
    with_password.password = Some(Sensitive::new("$argon2id$secret".into()));
    world.done(ADMIN, RosterOrder::PutAccount(with_password));
    match world.ask(ADMIN, Query::Administration) {
        Reply::Administration(view) => assert!(view.accounts.iter().all(|a| a.password.is_none())),
        other => panic!("{other:?}"),
    }
    let button = hoeder_engine::roster::Button {
        id: ButtonId::from_u128(0x700),
        person: ANNA,
        kind: hoeder_engine::roster::ButtonKind::Bthome,
        address: Sensitive::new([1, 2, 3, 4, 5, 6]),
        key: Some(Sensitive::new([9; 16])),
        state: hoeder_engine::roster::DeviceState::Active,
    };
    world.done(WEST_OFFICER, RosterOrder::PutButton(button));
    match world.ask(WEST_OFFICER, Query::Case(CASE)) {
        Reply::Case(view) => assert!(view.buttons.len() == 1 && view.buttons[0].key.is_none()),
        other => panic!("{other:?}"),
    }
}
