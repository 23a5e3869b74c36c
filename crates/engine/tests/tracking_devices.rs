//! Devices: issue after a check, field test after a swap, commands with their audit, and the press of their button.
#![allow(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a broken promise must stop the test"
)]

use crate::common::tracking::*;
use crate::common::*;
use hoeder_engine::entry::Event;
use hoeder_engine::input::{Input, TrackerPress};
use hoeder_engine::output::{Output, Page, Problem, Reply, TrackingReply};
use hoeder_engine::tracking::mandate::{Carrier, NoticePolicy};
use hoeder_engine::tracking::tracker::{
    Capability, CommandResult, DeviceCommand, FieldTest, Tracker, TrackerState,
};
use hoeder_engine::tracking::view::TrackingTask;
use hoeder_engine::tracking::{Gone, TrackingEvent, TrackingOrder, TrackingQuery, press_id};
use hoeder_vocab::handset::{Downlink, UplinkRefusal};
use hoeder_vocab::tracking::DeviceNumber;
use hoeder_vocab::*;
use hoeder_watch::alarm::AlarmKind as Sort;
use hoeder_watch::track::{AlertKind, Order};
use std::time::Duration;

fn tasks(world: &mut World) -> Vec<TrackingTask> {
    match world.asks(MONITOR, TrackingQuery::Desk) {
        Ok(TrackingReply::Desk(desk)) => desk.tasks,
        other => panic!("not the desk: {other:?}"),
    }
}

/// Proves FL-14: not before the usual places were checked; urgent is possible, and says why in the file.
#[test]
fn a_device_is_issued_after_the_usual_places_were_checked_or_with_a_reason() {
    let mut world = World::new();
    world.done(MONITOR, TrackingOrder::PutMandate(mandate()));
    world.done(MONITOR, TrackingOrder::PutCarrier(carrier(OFFENDER)));
    world.done(MONITOR, TrackingOrder::PutTracker(tracker(BAND)));
    let issue = |urgent| TrackingOrder::IssueTracker { tracker: BAND, carriers: vec![OFFENDER], urgent };
    let refused = world.order(MONITOR, issue(None));
    assert_eq!(refused, Reply::Problem(Problem::Conflict("coverage.not_checked")));
    world.done(MONITOR, issue(Some(why())));
    let urgent = |event: &Event| matches!(event, Event::Tracking(event) if matches!(**event, TrackingEvent::IssuedUrgently { .. }));
    assert_eq!(world.logged(urgent), 1);
    assert!(tasks(&mut world).contains(&TrackingTask::CoverageCheck { carrier: OFFENDER }));
    world.checks_coverage(OFFENDER);
    assert!(!tasks(&mut world).contains(&TrackingTask::CoverageCheck { carrier: OFFENDER }));
}

/// Proves FL-12: each swap owes a field test that passed, after it.
#[test]
fn after_a_swap_a_field_test_is_owed_until_one_passes() {
    let (mut world, _) = World::with_a_running_mandate();
    let owed = |world: &mut World, device| {
        let of = |task: &TrackingTask| matches!(task, TrackingTask::FieldTest { tracker, .. } if *tracker == device);
        tasks(world).iter().any(of)
    };
    let test = |tracker, result| TrackingOrder::TestTracker { tracker, result, note: Sensitive::default() };
    assert!(owed(&mut world, BAND));
    world.done(MONITOR, test(BAND, FieldTest::Failed));
    assert!(owed(&mut world, BAND));
    world.done(MONITOR, test(BAND, FieldTest::Passed));
    assert!(!owed(&mut world, BAND));
    let spare = TrackerId::from_u128(0x729);
    world.done(MONITOR, TrackingOrder::PutTracker(tracker(spare)));
    world.outputs.clear();
    world.issues(spare, OFFENDER);
    assert!(owed(&mut world, spare) && !owed(&mut world, BAND));
    assert_eq!((world.line(BAND).state, world.line(BAND).carriers), (TrackerState::Returned, vec![]));
    assert_eq!(world.line(spare).carriers, vec![OFFENDER]);
    let gone = |order: &Order| matches!(order, Order::CarrierGone(_));
    assert!(!world.orders().iter().any(gone), "nobody was unwatched for a moment");
}

#[test]
fn a_number_belongs_to_one_device_and_a_device_to_one_person() {
    let mut world = World::with_a_mandate();
    let mut twin = tracker(TrackerId::from_u128(0x799));
    twin.number = number(BAND);
    let refused = world.order(MONITOR, TrackingOrder::PutTracker(twin));
    assert_eq!(refused, Reply::Problem(Problem::Conflict("tracker.number_in_use")));
    world.done(MONITOR, TrackingOrder::ReturnTracker { tracker: BAND, gone: Gone::ToStock });
    let both = vec![OFFENDER, ANNA_CARRIES];
    let refused =
        world.order(MONITOR, TrackingOrder::IssueTracker { tracker: BAND, carriers: both, urgent: None });
    assert!(matches!(refused, Reply::Problem(Problem::Invalid { field: "carriers", .. })));
}

/// Proves EM-02: a person's own handset is a device of that person: paired, without a secret, and carried by nobody else.
#[test]
fn a_handset_of_our_own_is_issued_to_its_own_person_only() {
    let mut world = World::with_a_mandate();
    let own = |handset| Tracker {
        id: TrackerId::from_u128(0x7AA),
        number: DeviceNumber::of_handset(handset),
        secret_digest: None,
        capabilities: vec![Capability::Notice],
        ..tracker(ANNAS)
    };
    let refused = |world: &mut World, tracker: Tracker, wrong: &str| {
        let reply = world.order(MONITOR, TrackingOrder::PutTracker(tracker));
        assert!(
            matches!(reply, Reply::Problem(Problem::Invalid { field, .. }) if field == wrong),
            "{reply:?}"
        );
    };
    refused(&mut world, own(HandsetId::from_u128(0xDEAD)), "number");
    refused(&mut world, Tracker { secret_digest: Some([7; 32]), ..own(PHONE) }, "secret");
    refused(&mut world, Tracker { capabilities: vec![Capability::Commands], ..own(PHONE) }, "capabilities");
    world.done(MONITOR, TrackingOrder::PutTracker(own(PHONE)));
    let issue = |carrier| TrackingOrder::IssueTracker {
        tracker: own(PHONE).id,
        carriers: vec![carrier],
        urgent: Some(why()),
    };
    for other in [OFFENDER, CHILD_CARRIES] {
        let reply = world.order(MONITOR, issue(other));
        assert!(matches!(reply, Reply::Problem(Problem::Invalid { field: "carriers", .. })), "{reply:?}");
    }
    world.done(MONITOR, issue(ANNA_CARRIES));
}

/// Proves FL-31, EM-01: a command is a record with who asked and what came of it; a position is asked for only under a mandate.
#[test]
fn a_command_to_a_device_is_written_down_with_what_came_of_it() {
    let mut world = World::with_a_mandate();
    let locate = || TrackingOrder::Command { tracker: BAND, command: DeviceCommand::LocateNow };
    assert_eq!(world.order(MONITOR, locate()), Reply::Problem(Problem::Conflict("mandate.not_running")));
    world.pass(DAY);
    world.done(MONITOR, locate());
    let command = DeviceCommand::Interval(10);
    world.done(MONITOR, TrackingOrder::Command { tracker: BAND, command });
    assert_eq!(world.outputs.iter().filter(|o| matches!(o, Output::Command { .. })).count(), 2);
    world.outputs.clear();
    for _ in 0..2 {
        world.when(Input::CommandDone { tracker: BAND, command, result: CommandResult::Taken });
    }
    let commanded = |event: &Event| matches!(event, Event::Tracking(event) if matches!(**event, TrackingEvent::Commanded { .. }));
    assert_eq!(world.logged(commanded), 3, "told twice is once");
    let interval = |order: &Order| matches!(order, Order::Carrier(order) if order.carrier == OFFENDER && order.interval == Duration::from_secs(10));
    assert!(world.orders().iter().any(interval), "supervised at its new pace");
}

/// Proves EM-05, EM-08: to a minor's device that could show or sound something no command goes; to one that can do neither it does.
#[test]
fn a_command_never_reaches_a_device_that_could_tell_a_silent_carrier_of_it() {
    let (mut world, _) = World::with_a_running_mandate();
    let commands = [DeviceCommand::LocateNow, DeviceCommand::Interval(30)];
    let sent = |world: &World| {
        world
            .outputs
            .iter()
            .filter(|o| matches!(o, Output::Command { tracker, .. } if *tracker == CHILDS))
            .count()
    };
    let silent = |world: &mut World, capabilities: &[Capability]| {
        let capabilities = capabilities.to_vec();
        world.done(MONITOR, TrackingOrder::PutTracker(Tracker { capabilities, ..tracker(CHILDS) }));
        commands.map(|command| world.order(MONITOR, TrackingOrder::Command { tracker: CHILDS, command }))
    };
    let refused = Reply::Problem(Problem::Conflict("tracker.must_stay_silent"));
    let could_tell: [&[Capability]; 3] = [
        &[Capability::Notice, Capability::Commands],
        &[Capability::Vibrate, Capability::Commands],
        &[Capability::Notice, Capability::Vibrate, Capability::Commands],
    ];
    for capabilities in could_tell {
        assert!(silent(&mut world, capabilities).iter().all(|reply| *reply == refused), "{capabilities:?}");
        assert_eq!(sent(&world), 0, "nothing left");
    }
    assert!(
        silent(&mut world, &[Capability::Button, Capability::Commands])
            .iter()
            .all(|reply| *reply == Reply::Done)
    );
    assert_eq!(sent(&world), 2);
    // An adult of whom it is so decided is held alike.
    let adult = Carrier { notice: NoticePolicy::Never, ..carrier(ANNA_CARRIES) };
    world.done(MONITOR, TrackingOrder::PutCarrier(adult));
    let locate = TrackingOrder::Command { tracker: ANNAS, command: DeviceCommand::LocateNow };
    assert_eq!(world.order(MONITOR, locate), refused);
}

/// Proves FL-31: each step of a command is in the log once, in its order, and one that waited at a stop is not awaited for ever.
#[test]
fn each_step_of_a_command_is_written_down_once() {
    let (mut world, _) = World::with_a_running_mandate();
    let command = DeviceCommand::LocateNow;
    world.done(MONITOR, TrackingOrder::Command { tracker: BAND, command });
    for result in [CommandResult::Sent, CommandResult::Sent, CommandResult::Taken, CommandResult::Expired] {
        world.when(Input::CommandDone { tracker: BAND, command, result });
    }
    let steps = |world: &World| -> Vec<CommandResult> {
        let step = |event: &Event| match event {
            Event::Tracking(event) => match **event {
                TrackingEvent::Commanded { result, .. } => Some(result),
                _ => None,
            },
            _ => None,
        };
        world.log.iter().filter_map(|entry| step(&entry.event)).collect()
    };
    let (asked, sent, taken) = (CommandResult::Asked, CommandResult::Sent, CommandResult::Taken);
    assert_eq!(steps(&world), [asked, sent, taken]);
    world.done(MONITOR, TrackingOrder::Command { tracker: BAND, command });
    world.restart();
    assert_eq!(steps(&world), [asked, sent, taken, asked, CommandResult::Expired]);
}

fn press(
    world: &mut World,
    device: DeviceNumber,
    tracker: Option<TrackerId>,
    at: UtcMillis,
) -> Option<Downlink> {
    let request = world.request();
    let press = TrackerPress {
        alarm: press_id(&device, at),
        device,
        tracker,
        pressed_at: FixedAt(at),
        received_at: ReceivedAt(world.now),
        fix: None,
        battery: Percent::new(40),
    };
    world.when(Input::TrackerPressed { request, press: Box::new(press) });
    match world.find_reply(request) {
        Some(Reply::Downlink(downlink)) => Some(downlink),
        Some(other) => panic!("not a downlink: {other:?}"),
        None => None,
    }
}

/// Proves AL-18, AL-09: the button of a tracker is an alarm like any other: paged first, held once durable, one for a repeat.
#[test]
fn a_press_of_a_trackers_button_is_an_alarm_of_its_person() {
    let mut world = World::with_a_mandate();
    let desk = world.desk(OPERATOR);
    world.outputs.clear();
    let at = world.now;
    let alarm = press_id(&number(ANNAS), at);
    assert_eq!(press(&mut world, number(ANNAS), Some(ANNAS), at), Some(Downlink::Held { alarm }));
    let first = world.outputs.iter().find(|o| matches!(o, Output::Page { .. } | Output::Append(_)));
    assert!(matches!(first, Some(Output::Page { desks, page: Page::Alarm(view), .. })
        if view.id == alarm && desks.contains(&desk) && view.kind == Sort::Danger && view.bearer.is_some()));
    assert_eq!(press(&mut world, number(ANNAS), Some(ANNAS), at), Some(Downlink::Held { alarm }));
    let raised =
        |event: &Event| matches!(event, Event::Alarm(_, hoeder_watch::alarm::AlarmEvent::Raised { .. }));
    assert_eq!(world.logged(raised), 1);
}

/// Proves AL-18, AL-09: behind an unknown or returned device there may be a person in danger: shown, and of nobody.
#[test]
fn a_press_of_an_unknown_device_is_shown_as_an_unidentified_press() {
    let mut world = World::with_a_mandate();
    let desk = world.desk(OPERATOR);
    let unknown = DeviceNumber::new("999999999999999").unwrap();
    let at = world.now;
    let told = press(&mut world, unknown.clone(), None, at);
    assert_eq!(told, Some(Downlink::Refused { code: UplinkRefusal::UnknownDevice }));
    let shown = |o: &Output| {
        matches!(o, Output::Page { desks, page: Page::Alarm(view), .. }
            if desks.contains(&desk) && view.kind == Sort::Unidentified && view.id == press_id(&unknown, at))
    };
    assert!(world.outputs.iter().any(shown));
    // Somebody claims Anna's number and brings no proof: shown as an unidentified press that claims to be hers.
    let told = press(&mut world, number(ANNAS), None, at);
    assert_eq!(told, Some(Downlink::Refused { code: UplinkRefusal::UnknownDevice }));
    let not_vouched_for = |o: &Output| {
        matches!(o, Output::Page { page: Page::Alarm(view), .. }
            if view.id == press_id(&number(ANNAS), at) && view.kind == Sort::Unidentified)
    };
    assert!(world.outputs.iter().any(not_vouched_for));
    world.done(MONITOR, TrackingOrder::ReturnTracker { tracker: ANNAS, gone: Gone::Back });
    let told = press(&mut world, number(ANNAS), Some(ANNAS), at);
    assert_eq!(told, Some(Downlink::Refused { code: UplinkRefusal::RevokedDevice }));
}

/// Proves AL-09, FL-01: whatever tracking says in the same moment, a press is paged before it, and held like the first.
#[test]
fn nothing_of_tracking_ever_delays_a_press() {
    let (mut world, _) = World::with_a_running_mandate();
    let room = world.desk(OPERATOR);
    world.outputs.clear();
    let kinds =
        [AlertKind::Near, AlertKind::Entered, AlertKind::Tampered, AlertKind::Silent, AlertKind::Battery];
    for kind in kinds {
        let change = hoeder_watch::track::Change::Raised(Box::new(alert(kind, world.now)));
        // Nothing of it is taken out before the press comes.
        world.cell.handle(Input::TrackChange(Box::new(change)), world.now);
    }
    world.press(1);
    let first = &world.outputs[0];
    assert!(
        matches!(first, Output::Page { desks, page: Page::Alarm(_), .. } if desks.contains(&room)),
        "{first:?}"
    );
}
