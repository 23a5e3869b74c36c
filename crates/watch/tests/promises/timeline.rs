//! Time-stamps at every hop, kept and shown (FL-32).

use crate::story::{
    ANNA, BOB, DESK, HANDSET, Story, arrive, at, close, dispatch, hold, press, raise, show, take,
};
use hoeder_vocab::{ReceivedAt, UtcMillis};
use hoeder_watch::alarm::{AlarmCommand, Home, Lag, Milestone, Outcome, Raise, ReachedBy};
use std::time::Duration;

const fn measured(seconds: u64) -> Lag {
    Lag::Measured(Duration::from_secs(seconds))
}

/// Proves FL-32: device, gateway, log, console, person and team, each with its time, its actor and the time since the last.
#[test]
fn every_hop_of_an_alarm_has_its_time_its_actor_and_its_delay() {
    let story = Story::given([raise()]).after(1).and([hold()]).after(1).and([show()]).after(3);
    let story = story.and([take(ANNA)]).after(20).and([dispatch("P1")]).after(400).and([arrive("P1")]);
    let story = story.after(1800).and([close(Outcome::RealDanger)]);
    let hops: Vec<_> =
        story.alarm.milestones().iter().map(|h| (h.milestone, h.stamp.at, h.stamp.by, h.lag)).collect();
    let anna = ReachedBy::Account(ANNA);
    assert_eq!(
        hops,
        [
            (Milestone::Pressed, at(7200), ReachedBy::Handset(HANDSET), Lag::First),
            (Milestone::Received, at(0), ReachedBy::Gateway, Lag::AcrossClocks(-7_200_000)),
            (Milestone::Held, at(1), ReachedBy::Log(Home::Store), measured(1)),
            (Milestone::Shown, at(2), ReachedBy::Desk(DESK, ANNA), measured(1)),
            (Milestone::Taken, at(5), anna, measured(3)),
            (Milestone::Dispatched, at(25), anna, measured(20)),
            (Milestone::OnScene, at(425), ReachedBy::Account(BOB), measured(400)),
            (Milestone::Closed, at(2225), anna, measured(1800)),
        ]
    );
}

/// Proves FL-32: the phone's clock orders nothing and delays nothing, however wrong it is.
#[test]
fn the_clock_of_the_phone_orders_and_times_out_nothing() {
    let early = Raise { pressed_at: hoeder_vocab::FixedAt(UtcMillis::from_unix_ms(0)), ..press() };
    let right = Story::given([raise()]).run(60);
    let wrong = Story::given([AlarmCommand::Raise(early)]).run(60);
    assert_eq!(right.log.get(1..), wrong.log.get(1..));
    assert_eq!(right.alarm.raised_at(), wrong.alarm.raised_at());
}

#[test]
fn an_alarm_shown_before_it_is_durable_is_told_in_that_order() {
    let story = Story::given([raise()]).after(1).and([show()]).after(1).and([hold()]);
    let order: Vec<Milestone> = story.alarm.milestones().iter().map(|h| h.milestone).collect();
    assert_eq!(order, [Milestone::Pressed, Milestone::Received, Milestone::Shown, Milestone::Held]);
}

/// Proves FL-32: the first time counts; what comes later stands in the log beside it.
#[test]
fn the_first_time_of_each_hop_counts() {
    let story = Story::given([raise(), show(), take(ANNA)]).after(60);
    let story = story.and([AlarmCommand::LoseOwner, show(), take(BOB), dispatch("P1")]).after(9);
    let story = story.and([dispatch("P2"), AlarmCommand::Hold { home: Home::Spool }, hold()]);
    let m = story.alarm.milestones();
    assert_eq!([m.shown, m.taken].map(|s| s.map(|s| s.at)), [Some(at(0)); 2]);
    assert_eq!(m.dispatched.map(|s| s.at), Some(at(60)));
    assert_eq!(m.held.map(|s| s.by), Some(ReachedBy::Log(Home::Spool)));
    let received = Raise { received_at: ReceivedAt(at(0)), ..press() };
    assert_eq!(story.alarm.press(), Some(&received));
}
