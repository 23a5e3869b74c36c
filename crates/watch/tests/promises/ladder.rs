//! An alarm that nobody takes calls ever more people, and the last call cannot be silenced (FL-06).

use crate::story::{ANNA, BOB, Story, at, dispatch, hold, raise, show, stranger, take};
use hoeder_watch::alarm::{AlarmCommand, AlarmEvent, AlarmKind, ClimbReason, Milestone, Rung, Stage};
use std::time::Duration;

fn climbs(event: &AlarmEvent) -> Option<(Rung, ClimbReason)> {
    if let AlarmEvent::Climbed { to, why } = event { Some((*to, *why)) } else { None }
}

fn cries(event: &AlarmEvent) -> Option<Milestone> {
    if let AlarmEvent::Overdue { milestone } = event { Some(*milestone) } else { None }
}

/// Proves FL-06: not accepted in time -> next control room -> zone duty desk -> everyone.
#[test]
fn an_alarm_nobody_takes_is_with_everyone_after_30_seconds() {
    let story = Story::given([raise(), hold(), show()]).run(3600);
    assert_eq!(
        story.told(climbs),
        [
            (10, (Rung::NeighbourRoom, ClimbReason::NotTaken)),
            (15, (Rung::ZoneDuty, ClimbReason::NotTaken)),
            (30, (Rung::Everyone, ClimbReason::NotTaken)),
        ]
    );
    assert_eq!(story.alarm.stage(), Stage::Ringing);
}

/// Proves FL-06: the broadcast repeats until somebody takes it, and nothing but a person ends it.
#[test]
fn everyone_is_called_again_every_30_seconds_until_somebody_takes_it() {
    let story = Story::given([raise(), hold(), show()]).run(150);
    let called: Vec<u64> = story.told(cries).iter().map(|(t, _)| *t).collect();
    assert_eq!(called, [60, 90, 120, 150]);
    let story = story.and([AlarmCommand::NobodyThere, take(BOB)]).run(59);
    assert_eq!(story.told(cries).len(), 4);
}

#[test]
fn an_alarm_no_desk_paints_climbs_a_rung_every_3_seconds() {
    let story = Story::given([raise(), hold()]).run(60);
    assert_eq!(
        story.told(climbs),
        [
            (3, (Rung::NeighbourRoom, ClimbReason::NotShown)),
            (6, (Rung::ZoneDuty, ClimbReason::NotShown)),
            (9, (Rung::Everyone, ClimbReason::NotShown)),
        ]
    );
}

#[test]
fn once_painted_the_ladder_waits_for_its_own_times() {
    let story = Story::given([raise(), hold()]).run(4).and([show()]).run(60);
    assert_eq!(
        story.told(climbs),
        [
            (3, (Rung::NeighbourRoom, ClimbReason::NotShown)),
            (15, (Rung::ZoneDuty, ClimbReason::NotTaken)),
            (30, (Rung::Everyone, ClimbReason::NotTaken)),
        ]
    );
}

#[test]
fn a_rung_without_any_desk_is_left_at_once() {
    let story = Story::given([raise()]).and([AlarmCommand::NobodyThere, AlarmCommand::NobodyThere]);
    assert_eq!(story.alarm.rung(), Rung::ZoneDuty);
    assert_eq!(story.now, at(0));
    let story = story.and([AlarmCommand::NobodyThere]).when(AlarmCommand::NobodyThere).then(&[]);
    assert_eq!(story.alarm.rung(), Rung::Everyone);
}

#[test]
fn a_tick_that_comes_late_catches_up_in_one_climb() {
    let climbed = AlarmEvent::Climbed { to: Rung::ZoneDuty, why: ClimbReason::NotTaken };
    Story::given([raise(), hold(), show()]).after(20).when(AlarmCommand::Tick).then(&[climbed]);
}

/// Proves FL-06: whoever is called may take it, on any rung, and then nobody else is called.
#[test]
fn taking_it_stops_the_ladder_where_it_is() {
    let story = Story::given([raise(), hold(), show()]).run(12).and([take(BOB)]).run(50);
    assert_eq!(story.told(climbs).len(), 1);
    assert_eq!((story.alarm.owner(), story.alarm.rung()), (Some(BOB), Rung::NeighbourRoom));
}

/// Proves AL-09: an unidentified press rings, climbs and waits for nobody's judgement, like any other.
#[test]
fn an_unidentified_press_climbs_like_any_other() {
    let story = Story::given([AlarmCommand::Raise(stranger()), hold()]).run(20);
    assert_eq!(story.alarm.kind(), AlarmKind::Unidentified);
    assert_eq!(story.alarm.rung(), Rung::Everyone);
}

/// Proves FL-06: first to acknowledge owns it, and an owner who vanished does not keep it.
#[test]
fn an_alarm_whose_owner_is_gone_rings_again_with_the_neighbours() {
    let story = Story::given([raise(), hold(), show(), take(ANNA)]).after(40).when(AlarmCommand::LoseOwner);
    let story = story.then(&[
        AlarmEvent::OwnerLost { owner: ANNA },
        AlarmEvent::Climbed { to: Rung::NeighbourRoom, why: ClimbReason::OwnerLost },
    ]);
    assert_eq!((story.alarm.stage(), story.alarm.owner()), (Stage::Ringing, None));
    let story = story.and([show()]).run(60);
    assert_eq!(
        story.told(climbs),
        [
            (40, (Rung::NeighbourRoom, ClimbReason::OwnerLost)),
            (55, (Rung::ZoneDuty, ClimbReason::NotTaken)),
            (70, (Rung::Everyone, ClimbReason::NotTaken)),
        ]
    );
}

#[test]
fn an_alarm_that_rings_again_must_be_seen_again() {
    let story = Story::given([raise(), hold(), show(), take(ANNA)]).after(40).and([AlarmCommand::LoseOwner]);
    let story = story.run(6);
    assert_eq!(story.alarm.rung(), Rung::Everyone);
    let story = story.when(show());
    assert_eq!(story.log.last().map(|(_, t)| *t), Some(at(46)));
    assert_eq!(
        story.alarm.milestones().shown.map(|s| s.at),
        Some(at(0)),
        "the first paint stays the milestone"
    );
}

#[test]
fn a_team_that_was_sent_stays_sent_when_the_owner_is_gone() {
    let story = Story::given([raise(), hold(), show(), take(ANNA), dispatch("P1")]).after(5);
    let story = story.and([AlarmCommand::LoseOwner]);
    assert_eq!(story.alarm.stage(), Stage::Dispatched);
    assert!(story.alarm.is_ringing());
    assert_eq!(story.alarm.units(), ["P1"]);
    let story = story.and([take(BOB)]);
    assert_eq!((story.alarm.stage(), story.alarm.owner()), (Stage::Dispatched, Some(BOB)));
}

/// Proves FL-32: each step that is late is cried out, and again until it comes.
#[test]
fn a_step_that_is_late_is_cried_out_until_it_comes() {
    let mut story = Story::given([raise()]);
    // An owner who does nothing for hours would lose it: that is another promise.
    story.times.owner_reminded = Duration::from_secs(80_000);
    story.times.owner_returned = Duration::from_secs(86_400);
    let story = story.after(1).and([show(), take(ANNA)]).run(130).and([dispatch("P1")]);
    assert_eq!(
        story.told(cries),
        [(5, Milestone::Held), (61, Milestone::Dispatched), (121, Milestone::Dispatched)]
    );
    let story =
        story.run(1900).and([AlarmCommand::ArriveOnScene { by: BOB, unit: "P1".to_owned() }]).run(14_400);
    assert_eq!(
        story.told(cries).get(3..),
        Some(
            [(1031, Milestone::OnScene), (1931, Milestone::OnScene), (16_431, Milestone::Closed)].as_slice()
        )
    );
}
