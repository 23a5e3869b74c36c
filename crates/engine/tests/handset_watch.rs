//! The watch over handsets: silence, reports, self-tests. None of it is an alarm, and none of it can hide one.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::indexing_slicing,
    reason = "a test stops at a broken promise"
)]

use crate::common::*;
use hoeder_engine::entry::Event;
use hoeder_engine::input::{AlarmOrder, Claim, Input, Query, RosterOrder};
use hoeder_engine::output::{Output, Page, Problem, Reply};
use hoeder_engine::view::TaskView;
use hoeder_vocab::handset::{DailyReport, Downlink, Trigger, Uplink};
use hoeder_vocab::*;
use hoeder_watch::supervision::AlertKind;
use std::time::Duration;

fn beat(world: &World) -> Uplink {
    let battery = Percent::new(80);
    Uplink::Heartbeat {
        sent_at: FixedAt(world.now),
        path: None,
        battery,
        button_battery: battery,
        button_linked: Some(true),
    }
}

fn alerts(world: &mut World, by: AccountId) -> Vec<(HandsetId, AlertKind, bool, Option<AccountId>)> {
    match world.ask(by, Query::Tasks) {
        Reply::Tasks(tasks) => tasks
            .into_iter()
            .filter_map(|task| match task {
                TaskView::Alert { handset, kind, cleared_at, owner, .. } => {
                    Some((handset, kind, cleared_at.is_some(), owner))
                }
                TaskView::PvToFollow { .. }
                | TaskView::ReceiptToConfirm { .. }
                | TaskView::TripAnnounced { .. }
                | TaskView::TestPlanned { .. } => None,
            })
            .collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_silent_handset_is_an_alert_of_its_zone_that_stays_open_when_it_is_heard_again() {
    // Proves FL-10, FL-11.
    let mut world = World::new();
    world.when(Input::Tick);
    let message = beat(&world);
    assert_eq!(
        world.uplink(Claim::Verified(PHONE), message),
        Some(Downlink::Heard { server_time: world.now })
    );
    world.pass(Duration::from_secs(2 * 60));
    let message = beat(&world);
    world.uplink(Claim::Verified(PHONE), message);
    world.pass(Duration::from_secs(70));
    let silent: Vec<_> = alerts(&mut world, WEST_OFFICER).into_iter().map(|(h, k, ..)| (h, k)).collect();
    assert_eq!(silent, vec![(CHILD_PHONE, AlertKind::Silent)], "only the one that never spoke");
    world.done(WEST_OFFICER, AlarmOrder::OwnAlert { handset: CHILD_PHONE, kind: AlertKind::Silent });
    let message = beat(&world);
    world.uplink(Claim::Verified(CHILD_PHONE), message);
    assert!(alerts(&mut world, EAST_OFFICER).is_empty(), "not their case");
    let now = alerts(&mut world, WEST_OFFICER);
    assert_eq!(now, vec![(CHILD_PHONE, AlertKind::Silent, true, Some(WEST_OFFICER))]);
    let close = |reason: &str| AlarmOrder::CloseAlert {
        handset: CHILD_PHONE,
        kind: AlertKind::Silent,
        reason: reason.to_owned(),
    };
    assert!(matches!(world.order(WEST_OFFICER, close("")), Reply::Problem(Problem::Conflict("text.length"))));
    world.done(WEST_OFFICER, close("phone was off, called back"));
    assert!(alerts(&mut world, WEST_OFFICER).is_empty());
}

#[test]
fn a_missing_or_bad_daily_report_is_a_task_of_the_managing_zone() {
    // Proves AL-16.
    let mut world = World::new();
    let report = DailyReport {
        location_permitted: Some(false),
        app_version: "1.0".into(),
        network: "wifi".into(),
        ..DailyReport::default()
    };
    assert_eq!(
        world.uplink(Claim::Verified(PHONE), Uplink::DailyReport(report)),
        Some(Downlink::ReportReceived)
    );
    let kinds: Vec<_> = alerts(&mut world, WEST_OFFICER).into_iter().map(|(h, k, ..)| (h, k)).collect();
    assert_eq!(kinds, vec![(PHONE, AlertKind::ReportBad)]);
    for _ in 0..(27 * 20) {
        world.pass(Duration::from_secs(180));
        for phone in [PHONE, CHILD_PHONE] {
            let message = beat(&world);
            world.uplink(Claim::Verified(phone), message);
        }
    }
    let kinds: Vec<_> = alerts(&mut world, WEST_OFFICER).into_iter().map(|(h, k, ..)| (h, k)).collect();
    assert!(
        kinds.contains(&(PHONE, AlertKind::ReportMissing))
            && kinds.contains(&(CHILD_PHONE, AlertKind::ReportMissing))
    );
}

#[test]
fn a_self_test_is_answered_by_the_server_when_durable_and_dispatches_nothing() {
    // Proves AL-17, FL-05.
    let mut world = World::new();
    let (operator, officer) = (world.desk(OPERATOR), world.desk(WEST_OFFICER));
    world.store_goes_down();
    let test = TestId::from_u128(1);
    let message = Uplink::SelfTest { test, sent_at: FixedAt(world.now), trigger: Trigger::Button };
    assert_eq!(world.uplink(Claim::Verified(PHONE), message), None, "no proof before it is durable");
    world.store_comes_back();
    let answered =
        |o: &Output| matches!(o, Output::Reply { reply: Reply::Downlink(Downlink::TestAnswered { .. }), .. });
    assert!(world.outputs.iter().any(answered));
    assert_eq!(world.logged(|e| matches!(e, Event::Alarm(..))), 0);
    let told = |desk: DeskId, world: &World| {
        world.outputs.iter().any(
            |o| matches!(o, Output::Page { desks, page: Page::Tested { .. }, .. } if desks.contains(&desk)),
        )
    };
    assert!(told(officer, &world));
    assert!(!told(operator, &world), "never among the alarms");
    assert_eq!(world.press(1), Some(Downlink::Held { alarm: alarm(1) }), "and it hides none");
    assert!(world.seen(operator, 1).is_some());
}

#[test]
fn the_watch_starts_with_the_pairing_and_ends_with_the_revocation() {
    // Proves FL-10.
    let mut world = World::new();
    world.done(WEST_OFFICER, RosterOrder::RevokeHandset { handset: CHILD_PHONE });
    assert!(world.notified(CHILD_PHONE).contains(&Downlink::Revoked));
    world.pass(Duration::from_secs(600));
    let silent: Vec<_> = alerts(&mut world, WEST_OFFICER).into_iter().map(|(h, ..)| h).collect();
    assert_eq!(silent, vec![PHONE]);
}

#[test]
fn what_a_handset_is_made_of_changes_nothing() {
    // Proves AL-18: an Android phone, a loaner, or a button with a modem of its own.
    let mut answers = Vec::new();
    for model in ["Android phone", "Loaner 12", "standalone cellular button", ""] {
        let mut world = World::new();
        let desk = world.desk(OPERATOR);
        let handset = HandsetId::from_u128(0x6AA);
        let expires_at = world.now.plus(Duration::from_secs(60));
        world.done(WEST_OFFICER, RosterOrder::OpenPairing { person: ANNA, code_digest: [9; 32], expires_at });
        let request = world.request();
        let new = hoeder_engine::input::NewHandset { id: handset, public_key: [1; 32], model: model.into() };
        world.when(Input::Pair { request, code_digest: [9; 32], handset: new });
        let held = world.press_at(1, handset, None);
        answers.push((held, world.seen(desk, 1).unwrap()));
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn a_pairing_code_works_once_and_not_after_its_time() {
    // Proves AL-01.
    let mut world = World::new();
    let again = HandsetId::from_u128(0x6FF);
    let digest = [0x00; 32];
    let request = world.request();
    let new = hoeder_engine::input::NewHandset { id: again, public_key: [1; 32], model: "x".into() };
    world.when(Input::Pair { request, code_digest: digest, handset: new.clone() });
    assert_eq!(world.reply_to(request), Reply::Problem(Problem::NotFound), "used for the first handset");
    let expires_at = world.now.plus(Duration::from_secs(60));
    world.done(WEST_OFFICER, RosterOrder::OpenPairing { person: ANNA, code_digest: [9; 32], expires_at });
    world.pass(Duration::from_secs(60));
    let request = world.request();
    world.when(Input::Pair { request, code_digest: [9; 32], handset: new });
    assert_eq!(world.reply_to(request), Reply::Problem(Problem::NotFound), "expired");
}
