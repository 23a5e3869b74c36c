//! From the alarm to judicial tracking and back, on one timeline, without losing a minute (EM-11); and what a mandate says of a
//! measure (MS-23).
#![allow(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::panic,
    reason = "a broken promise must stop the test"
)]

use crate::common::law::*;
use crate::common::tracking::*;
use crate::common::*;
use hoeder_engine::output::{Problem, Reply, TrackingReply};
use hoeder_engine::tracking::mandate::Mandate;
use hoeder_engine::tracking::view::Protection;
use hoeder_engine::tracking::{Gone, TrackingOrder, TrackingQuery};
use hoeder_measure::Command;
use hoeder_measure::decision::Ruling;
use hoeder_measure::ending::{Continuation, EarlyGround, EndStep};

/// Proves EM-11: neither ruled nor switched off while this cell knows that the mandate's carriers are not watched.
#[test]
fn an_alarm_is_given_up_for_tracking_only_while_the_tracking_runs() {
    let mut world = World::with_a_running_measure();
    world.adds_a_mandate();
    let runs_from = world.today();
    let next = Continuation { mandate: mandate().reference, runs_from };
    world.ok(WEST_MAGISTRATE, Command::Continue(next));
    let ground = EarlyGround::TrackingTookOver;
    let rules = |world: &World| world.ruling(Ruling::EndEarly { ground, marginal_note: "K1".into() });
    let too_soon = rules(&world);
    let not_watched = Reply::Problem(Problem::Conflict("mandate.not_watched"));
    assert_eq!(world.does(WEST_MAGISTRATE, too_soon), not_watched);
    world.pass(DAY);
    let ruling = rules(&world);
    world.ok(WEST_MAGISTRATE, ruling);
    world.done(MONITOR, TrackingOrder::ReturnTracker { tracker: BAND, gone: Gone::ToStock });
    let switched_off = |world: &World| Command::DoEndStep(EndStep::SwitchedOff { on: world.today() });
    let now = switched_off(&world);
    assert_eq!(world.does(WEST_OFFICER, now), not_watched, "the band came back before the alarm went off");
    world.issues(BAND, OFFENDER);
    let now = switched_off(&world);
    world.ok(WEST_OFFICER, now);
}

/// Proves EM-11: alarm and tracking stand on one timeline, for the police and the magistrates of the case.
#[test]
fn alarm_and_tracking_stand_on_one_timeline() {
    let mut world = World::with_a_running_measure();
    world.adds_a_mandate();
    world.pass(DAY);
    world.press(1);
    let Ok(TrackingReply::Protection(spans)) = world.asks(WEST_OFFICER, TrackingQuery::Protection(CASE))
    else {
        panic!("a timeline")
    };
    let word = |span: &Protection| match span {
        Protection::Alarm { until: None, .. } => "alarm on",
        Protection::Tracking { watched: true, .. } => "tracking runs",
        Protection::Press { .. } => "press",
        _ => "other",
    };
    let mut words: Vec<&str> = spans.iter().map(word).collect();
    assert_eq!(words.pop(), Some("press"));
    words.sort_unstable();
    assert_eq!(words, ["alarm on", "tracking runs"]);
    let denied = world.asks(MONITOR, TrackingQuery::Protection(CASE));
    assert!(matches!(denied, Err(Problem::Denied(_))), "the centre does not see measures (MS-23)");
}

/// Proves MS-23: that there is a measure stands in a mandate only for those who may know of it.
#[test]
fn a_mandate_names_its_measure_only_to_those_who_may_know_of_it() {
    let mut world = World::with_a_running_measure();
    let linked = Mandate { measure: Some(MEASURE), ..mandate() };
    world.done(WEST_OFFICER, TrackingOrder::PutMandate(linked));
    let mut named = |by| match world.asks(by, TrackingQuery::Mandate(MANDATE)) {
        Ok(TrackingReply::Mandate(view)) => view.row.mandate.measure,
        other => panic!("no mandate: {other:?}"),
    };
    assert_eq!((named(WEST_OFFICER), named(MONITOR)), (Some(MEASURE), None));
}
