//! A desk counts only while somebody hears it; where nobody hears, the ladder climbs; a lost desk calls its colleagues.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::indexing_slicing,
    reason = "a test stops at a broken promise"
)]

use crate::common::*;
use hoeder_engine::duty::{Audio, DeskState, Readiness};
use hoeder_engine::entry::Event;
use hoeder_engine::input::{AlarmOrder, Claim, DeskOrder, Input, Query, SessionChange, StoreHealth};
use hoeder_engine::load::Flood;
use hoeder_engine::output::{Output, Page, Problem, Reply};
use hoeder_engine::view::{AlarmView, MyDesk, WallView};
use hoeder_vocab::*;
use hoeder_watch::alarm::{ClimbReason, Outcome, Pv, Rung, Stage};
use proptest::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// The last picture of the wall at a screen, and how the screen is itself.
fn wall(world: &World, desk: DeskId) -> (Arc<WallView>, Option<MyDesk>) {
    let of = |output: &Output| match output {
        Output::Page { desks, page: Page::Wall { wall, my_desk }, .. } if desks.contains(&desk) => {
            Some((Arc::clone(wall), *my_desk))
        }
        _ => None,
    };
    world.outputs.iter().rev().find_map(of).unwrap()
}

fn state(world: &World, desk: DeskId) -> DeskState {
    wall(world, desk).1.unwrap().state
}

fn lost(world: &World, desk: DeskId) -> Vec<(DeskId, DeskState)> {
    wall(world, desk).0.desk_alerts.iter().map(|alert| (alert.desk, alert.state)).collect()
}

fn rung(world: &mut World, n: u128) -> Rung {
    let Reply::Alarm(view) = world.ask(SUPERVISOR, Query::Alarm(alarm(n))) else { panic!("no alarm") };
    view.rung
}

fn climbs_for_nobody(world: &World) -> usize {
    let nobody = |event: &Event| {
        let said = format!("{event:?}");
        said.contains("Climbed") && said.contains(&format!("{:?}", ClimbReason::NobodyThere))
    };
    world.logged(nobody)
}

fn goes(world: &mut World, desk: DeskId) {
    world.falls_silent(desk);
    world.when(Input::DeskDown { desk });
}

#[test]
fn a_room_whose_desks_are_all_deaf_is_passed_and_still_paged() {
    // Proves FL-06: not accepted in time is not waited for where nobody hears.
    let mut world = World::new();
    let deaf = [world.deaf_desk(OPERATOR), world.deaf_desk(COLLEAGUE)];
    world.says(deaf[0], SUSPENDED);
    let neighbour = world.desk(NEIGHBOUR_OPERATOR);
    world.press(1);
    assert_eq!(rung(&mut world, 1), Rung::NeighbourRoom, "the press went on at once");
    assert_eq!(climbs_for_nobody(&world), 1);
    for desk in deaf.into_iter().chain([neighbour]) {
        assert!(world.seen(desk, 1).unwrap().bearer.is_some(), "every screen has all of it");
    }
    world.done(OPERATOR, AlarmOrder::Take { alarm: alarm(1) });
    assert_eq!(world.seen(deaf[1], 1).unwrap().owner, Some(OPERATOR), "a deaf desk may take");
}

#[test]
fn a_room_where_nobody_ever_went_on_duty_is_a_deaf_room() {
    // Proves FL-06.
    let mut world = World::new();
    let desk = world.deaf_desk(OPERATOR);
    let unheard = Readiness { audio: Audio::Running, heard: false };
    world.says(desk, unheard);
    assert_eq!(state(&world, desk), DeskState::OffDuty);
    world.press(1);
    assert_eq!(rung(&mut world, 1), Rung::Everyone);
    assert_eq!(world.logged(|e| matches!(e, Event::DeskChanged { .. })), 0, "who never heard is not lost");
}

#[test]
fn a_duty_desk_of_a_zone_counts_only_while_it_is_heard() {
    // Proves FL-06.
    for (heard, reached) in [(true, Rung::ZoneDuty), (false, Rung::Everyone)] {
        let mut world = World::new();
        let desk = if heard { world.desk(EAST_DUTY) } else { world.deaf_desk(EAST_DUTY) };
        world.press(1);
        assert_eq!(rung(&mut world, 1), reached);
        assert!(world.seen(desk, 1).is_some());
    }
}

/// How a desk is lost.
type Way = (&'static str, fn(&mut World, DeskId));

#[test]
fn an_alarm_that_rings_climbs_the_moment_the_last_ear_is_gone() {
    // Proves FL-06.
    let ways: [Way; 4] = [
        ("suspended", |world, desk| world.says(desk, SUSPENDED)),
        ("off duty", |world, desk| world.when(Input::OffDuty { desk })),
        ("gone", goes),
        ("silent", |world, _| world.pass(Duration::from_secs(3))),
    ];
    for (way, lose) in ways {
        let mut world = World::new();
        let (one, neighbour) = (world.desk(OPERATOR), world.desk(NEIGHBOUR_OPERATOR));
        let two = world.deaf_desk(COLLEAGUE);
        world.falls_silent(one);
        world.pass(Duration::from_secs(12));
        world.press(1);
        world.when(Input::Painted { desk: two, alarm: alarm(1) });
        assert_eq!(world.seen(neighbour, 1), None, "{way}");
        lose(&mut world, one);
        assert_eq!(world.seen(neighbour, 1).unwrap().rung, Rung::NeighbourRoom, "{way}");
    }
}

#[test]
fn silence_of_fifteen_seconds_makes_a_desk_deaf_and_a_word_brings_it_back() {
    // Proves FL-10: absence of a word is an alert.
    let mut world = World::new();
    let (desk, colleague) = (world.desk(OPERATOR), world.desk(COLLEAGUE));
    world.pass(Duration::from_secs(60));
    assert_eq!((state(&world, desk), lost(&world, colleague)), (DeskState::OnDuty, vec![]));
    world.falls_silent(desk);
    world.says(desk, HEARS);
    world.pass(Duration::from_millis(14_999));
    assert_eq!(state(&world, desk), DeskState::OnDuty);
    world.pass(Duration::from_millis(501));
    assert_eq!(state(&world, desk), DeskState::Deaf);
    assert_eq!(lost(&world, colleague), [(desk, DeskState::Deaf)]);
    let (picture, _) = wall(&world, colleague);
    let alert = &picture.desk_alerts[0];
    assert_eq!(alert.account_name, Sensitive::new(format!("Name {:x}", OPERATOR.as_u128())));
    assert_eq!((alert.room_name.as_str(), picture.desks_lost), ("Room", 1));
    world.says(desk, HEARS);
    world.pass(Duration::from_secs(1));
    assert_eq!((state(&world, desk), lost(&world, colleague)), (DeskState::OnDuty, vec![]));
}

#[test]
fn a_desk_that_is_left_in_order_calls_nobody() {
    let mut world = World::new();
    let colleague = world.desk(COLLEAGUE);
    let desk = world.desk(OPERATOR);
    world.when(Input::OffDuty { desk });
    goes(&mut world, desk);
    let signed_out = world.desk(OPERATOR);
    world.when(Input::Session(SessionChange::Out(OPERATOR)));
    goes(&mut world, signed_out);
    // The page may close before the sign-out arrives.
    let closed_first = world.desk(OPERATOR);
    goes(&mut world, closed_first);
    assert_eq!(world.logged(|e| matches!(e, Event::DeskChanged { to: DeskState::Gone, .. })), 0);
    let dies = world.desk(OPERATOR);
    world.pass(Duration::from_secs(20));
    goes(&mut world, dies);
    world.pass(Duration::from_secs(1));
    assert_eq!(lost(&world, colleague), [(dies, DeskState::Gone)]);
    world.when(Input::Session(SessionChange::Out(OPERATOR)));
    world.pass(Duration::from_secs(5));
    assert_eq!(lost(&world, colleague), []);
}

#[test]
fn a_lost_desk_calls_until_its_person_hears_somewhere_or_a_colleague_takes_notice() {
    // Proves FL-10.
    let mut world = World::new();
    let (desk, colleague, neighbour) =
        (world.desk(OPERATOR), world.desk(COLLEAGUE), world.desk(NEIGHBOUR_OPERATOR));
    goes(&mut world, desk);
    world.pass(Duration::from_secs(3_600));
    assert_eq!(lost(&world, colleague), [(desk, DeskState::Gone)], "an hour later it still calls");
    assert_eq!(lost(&world, neighbour), [], "another room is not told names");
    let acknowledge = DeskOrder::Acknowledge { desk };
    assert_eq!(world.order(OPERATOR, acknowledge), Reply::Problem(Problem::Conflict("desk.own_desk")));
    assert_eq!(world.order(NEIGHBOUR_OPERATOR, acknowledge), Reply::Problem(Problem::Denied("territory")));
    assert_eq!(world.order(WALL, acknowledge), Reply::Problem(Problem::Denied("role.not_in_rule")));
    world.done(SUPERVISOR, acknowledge);
    world.pass(Duration::from_secs(1));
    assert_eq!(lost(&world, colleague), []);
    assert_eq!(world.order(COLLEAGUE, acknowledge), Reply::Problem(Problem::Conflict("desk.no_alert")));

    let again = world.desk(OPERATOR);
    world.says(again, SUSPENDED);
    world.falls_silent(again);
    world.pass(Duration::from_secs(5));
    assert_eq!(lost(&world, colleague), [(again, DeskState::Deaf)], "deaf once more calls once more");
    let elsewhere = world.desk(OPERATOR);
    world.pass(Duration::from_secs(5));
    assert_eq!(lost(&world, colleague), []);
    assert_eq!(state(&world, elsewhere), DeskState::OnDuty);
    let never = DeskId::from_u128(0xDEAD);
    assert_eq!(
        world.order(COLLEAGUE, DeskOrder::Acknowledge { desk: never }),
        Reply::Problem(Problem::NotFound)
    );
}

#[test]
fn names_of_lost_colleagues_go_to_their_room_and_its_wall_and_others_get_a_count() {
    // Proves GN-03.
    let mut world = World::new();
    let desk = world.desk(OPERATOR);
    let told = [world.desk(COLLEAGUE), world.desk(SUPERVISOR), world.desk(WALL)];
    let counted = [EAST_DUTY, WEST_OFFICER, ADMIN].map(|account| world.desk(account));
    goes(&mut world, desk);
    world.pass(Duration::from_secs(5));
    for screen in told {
        assert_eq!(lost(&world, screen).len(), 1);
    }
    for screen in counted {
        let (picture, _) = wall(&world, screen);
        assert_eq!((picture.desk_alerts.len(), picture.desks_lost), (0, 1));
    }
    for (account, names) in [(COLLEAGUE, 1), (ADMIN, 0)] {
        let Reply::Wall(picture) = world.ask(account, Query::Wall) else { panic!("no wall") };
        assert_eq!(picture.desk_alerts.len(), names);
    }
    assert_eq!(wall(&world, counted[2]).1, None, "an administrator is not called by sound");
}

#[test]
fn one_operator_on_duty_is_too_few() {
    // Proves T-ARC-4, ARC-01, ARC-02.
    let mut world = World::new();
    let desk = world.desk(OPERATOR);
    let second_screen = world.desk(OPERATOR);
    world.pass(Duration::from_secs(5));
    let (alone, _) = wall(&world, desk);
    assert_eq!((alone.operators_on_duty, alone.staffing_low), (1, true), "two screens are one person");
    let colleague = world.desk(COLLEAGUE);
    world.pass(Duration::from_secs(5));
    let (two, _) = wall(&world, desk);
    assert_eq!((two.operators_on_duty, two.staffing_low), (2, false));
    world.says(colleague, SUSPENDED);
    world.falls_silent(colleague);
    world.pass(Duration::from_secs(5));
    assert!(wall(&world, second_screen).0.staffing_low);
}

#[test]
fn a_restart_forgets_no_lost_desk_and_waits_for_the_others_as_long_as_a_desk_may_be_silent() {
    // Proves FL-10, GN-05.
    let mut world = World::new();
    let (gone, back, away) = (world.desk(OPERATOR), world.desk(COLLEAGUE), world.desk(SUPERVISOR));
    goes(&mut world, gone);
    world.falls_silent(back);
    world.falls_silent(away);
    world.restart();
    world.press(1);
    assert_eq!(rung(&mut world, 1), Rung::OwnRoom, "whoever is coming back is waited for");
    let back = world.desk(COLLEAGUE);
    assert_eq!(state(&world, back), DeskState::OnDuty);
    assert_eq!(lost(&world, back), [(gone, DeskState::Gone)]);
    world.pass(Duration::from_secs(16));
    assert_eq!(lost(&world, back), [(gone, DeskState::Gone), (away, DeskState::Gone)]);
}

#[test]
fn a_snapshot_of_live_records_keeps_lost_desks_and_floods() {
    // Proves GN-05.
    let mut world = World::new();
    let (desk, colleague) = (world.desk(OPERATOR), world.desk(COLLEAGUE));
    for n in 1..=30 {
        world.press(n);
        assert_eq!(world.close_as(n, COLLEAGUE), Reply::Done);
    }
    goes(&mut world, desk);
    world.says(colleague, SUSPENDED);
    world.done(SUPERVISOR, DeskOrder::Acknowledge { desk: colleague });
    let live = world.cell.live_records();
    world.log.retain(|entry| live.contains(&entry.seq));
    world.restart();
    let supervisor = world.desk(SUPERVISOR);
    assert_eq!(lost(&world, supervisor), [(desk, DeskState::Gone)]);
    assert!(wall(&world, supervisor).0.flood.is_some());
    assert!(world.log.len() > live.len());
}

#[test]
fn what_a_room_is_shown_is_told_per_staffed_desk_and_a_flood_begins_above_ten_and_ends_below_five() {
    // Proves FL-01, FL-04: the load of a room is measured; a flood is named, and nothing is withheld for it.
    let mut world = World::new();
    let (desk, _) = (world.desk(OPERATOR), world.desk(COLLEAGUE));
    for n in 1..=20 {
        world.press(n);
    }
    world.pass(Duration::from_secs(5));
    let (full, _) = wall(&world, desk);
    assert_eq!((full.shown_10m, full.shown_60m, full.flood), (20, 20, None), "ten for each of two");
    world.press(21);
    world.pass(Duration::from_secs(1));
    assert!(wall(&world, desk).0.flood.is_some());
    assert_eq!(world.logged(|e| matches!(e, Event::FloodChanged { room: OWN, to: Flood::Begun })), 1);
    world.pass(Duration::from_secs(610));
    let (calm, _) = wall(&world, desk);
    assert_eq!(calm.flood, None);
    assert!(calm.shown_60m >= 21);
    assert_eq!(world.logged(|e| matches!(e, Event::FloodChanged { room: OWN, to: Flood::Over })), 1);
}

#[test]
fn the_wall_tells_per_zone_what_is_proven_and_what_rings() {
    // Proves FL-10: the age of each proof is shown to the wall, by zone.
    let mut world = World::new();
    let desk = world.desk(OPERATOR);
    let beat = handset::Uplink::Heartbeat {
        sent_at: FixedAt(world.now),
        battery: None,
        button_battery: None,
        button_linked: None,
        path: None,
    };
    world.uplink(Claim::Verified(PHONE), beat);
    world.press(1);
    world.pass(Duration::from_secs(5));
    let (picture, _) = wall(&world, desk);
    let by_zone: Vec<_> =
        picture.zones.iter().map(|z| (z.zone.id, z.handsets, z.proven, z.ringing)).collect();
    assert_eq!(by_zone, [(WEST, 2, 1, 0), (EAST, 0, 0, 1)]);
    let ages = picture.ages;
    assert_eq!((ages.within.iter().sum::<u32>(), ages.older), (1, 1));
}

#[test]
fn a_zone_without_a_handset_is_on_the_wall_while_its_duty_desk_is_open() {
    // Proves FL-10.
    let mut world = World::new();
    let desk = world.desk(OPERATOR);
    let zones = |world: &World, desk| -> Vec<ZoneId> {
        wall(world, desk).0.zones.iter().map(|zone| zone.zone.id).collect()
    };
    assert_eq!(zones(&world, desk), [WEST]);
    let duty = world.desk(EAST_DUTY);
    assert_eq!(zones(&world, duty), [WEST, EAST], "from its first picture on");
    world.when(Input::DeskDown { desk: duty });
    world.pass(Duration::from_secs(5));
    assert_eq!(zones(&world, desk), [WEST]);
}

#[test]
fn a_screen_that_comes_back_is_told_what_ended_while_it_was_away() {
    // Proves AL-09: no state of an alarm is missed.
    let mut world = World::new();
    let (desk, _other) = (world.desk(OPERATOR), world.desk(COLLEAGUE));
    world.press(1);
    let last = world.outputs.iter().rev().find_map(|output| match output {
        Output::Page { number, desks, .. } if desks.contains(&desk) => Some(*number),
        _ => None,
    });
    goes(&mut world, desk);
    assert_eq!(world.close_as(1, COLLEAGUE), Reply::Done);
    let reconnects = |world: &mut World, account, after| {
        let desk = DeskId::from_u128(0xF000 + u128::from(world.cell.head().0));
        world.outputs.clear();
        world.when(Input::DeskUp { desk, account, after });
        desk
    };
    let back = reconnects(&mut world, OPERATOR, last);
    let ended = world.seen(back, 1).unwrap();
    assert_eq!((ended.stage, ended.trail.len()), (Stage::Closed, 0));
    let complete = |o: &Output| matches!(o, Output::Page { page: Page::Complete, .. });
    let end = |o: &Output| matches!(o, Output::Page { page: Page::Alarm(_), .. });
    assert!(world.outputs.iter().position(end) < world.outputs.iter().position(complete));
    for (account, after) in [(OPERATOR, None), (SUPERVISOR, last), (WEST_OFFICER, last)] {
        // Without a page to go on from, or without having had it: nothing.
        let screen = reconnects(&mut world, account, after);
        assert_eq!(world.seen(screen, 1), None);
    }
    let bare = reconnects(&mut world, WALL, last);
    assert_eq!(world.seen(bare, 1).unwrap().bearer, None);
}

/// The pages of alarm `n`: to which screens, and what; page numbers left out.
fn pages_of(world: &World, n: u128) -> Vec<(Vec<DeskId>, AlarmView)> {
    let of = |output: &Output| match output {
        Output::Page { desks, page: Page::Alarm(view), .. } if view.id == alarm(n) => {
            Some((desks.clone(), view.as_ref().clone()))
        }
        _ => None,
    };
    world.outputs.iter().filter_map(of).collect()
}

fn danger_after(strangers: u128, steps: &[u8]) -> (bool, Vec<(Vec<DeskId>, AlarmView)>) {
    let mut world = World::new();
    let desk = world.desk(OPERATOR);
    world.desk(NEIGHBOUR_OPERATOR);
    world.desk(EAST_DUTY);
    for n in 0..strangers {
        let claim = Claim::Doubtful(HandsetId::from_u128(0x9000 + n), handset::UplinkRefusal::UnknownDevice);
        let press = world.press_message(0x1000 + n, None);
        world.uplink(claim, press);
    }
    world.pass(Duration::from_secs(1));
    let flood = wall(&world, desk).0.flood.is_some();
    world.outputs.clear();
    world.press(1);
    for step in steps {
        match step % 4 {
            0 => world.pass(Duration::from_secs(u64::from(step / 4))),
            1 => world.when(Input::Painted { desk, alarm: alarm(1) }),
            2 => drop(world.order(OPERATOR, AlarmOrder::Take { alarm: alarm(1) })),
            _ => {
                let unit = "Noord 1".to_owned();
                drop(world.order(OPERATOR, AlarmOrder::Dispatch { alarm: alarm(1), unit }));
            }
        }
    }
    (flood, pages_of(&world, 1))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Proves FL-01: a flood never delays, changes or withholds a danger alarm.
    #[test]
    fn the_pages_of_a_danger_alarm_are_the_same_in_a_flood(steps in proptest::collection::vec(any::<u8>(), 0..8)) {
        let (calm, quiet) = danger_after(0, &steps);
        let (flooded, loud) = danger_after(15, &steps);
        prop_assert!(!calm && flooded);
        prop_assert_eq!(quiet, loud);
    }
}

impl World {
    fn close_as(&mut self, n: u128, by: AccountId) -> Reply {
        self.done(by, AlarmOrder::Take { alarm: alarm(n) });
        self.done(by, AlarmOrder::Dispatch { alarm: alarm(n), unit: "Noord 1".into() });
        let (outcome, pv) = (Outcome::FalseAlarm, Pv::Number("PV 1".into()));
        self.order(by, AlarmOrder::Close { alarm: alarm(n), outcome, pv, note: Sensitive::new("ok".into()) })
    }
}

/// Proves GN-03: who may not read the wall is told that the store is well, and not how many are guarded or where.
#[test]
fn a_screen_without_a_right_to_the_wall_learns_nothing_of_the_chain_but_the_store() {
    let mut world = World::new();
    let screens = [MAGISTRATE, EAST_PATROL, AUDITOR].map(|account| world.desk(account));
    let officer = world.desk(WEST_OFFICER);
    world.pass(Duration::from_secs(6));
    for desk in screens {
        let (seen, _) = wall(&world, desk);
        assert_eq!((seen.store, seen.handsets, seen.alerts, seen.desks), (StoreHealth::Up, 0, 0, 0));
        assert!(seen.zones.is_empty() && seen.oldest_proof.is_none());
    }
    let (seen, _) = wall(&world, officer);
    assert!(seen.handsets > 0 && !seen.zones.is_empty());
}
