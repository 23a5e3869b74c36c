//! The promise: the screens of an alarm see where its teams are, as long as the teams say so; nobody else does, and no record
//! holds it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops where it does not hold"
)]

use crate::common::*;
use hoeder_engine::MAX_TEAM_PLACES;
use hoeder_engine::entry::Event;
use hoeder_engine::input::TeamPlace;
use hoeder_engine::input::{AlarmOrder, Input};
use hoeder_engine::output::{Output, Page};
use hoeder_vocab::*;
use hoeder_watch::alarm::{Outcome, Pv};

const UNIT: &str = "Noord 1";

fn place(world: &World, unit: &str, lat_e7: i32) -> TeamPlace {
    let fix = Fix {
        position: Position::from_e7(lat_e7, 37_000_000).unwrap(),
        accuracy: Some(Decimetres::from_metres(8)),
        fixed_at: FixedAt(world.now),
        source: FixSource::Unknown,
    };
    TeamPlace { unit: unit.to_owned(), fix: Sensitive::new(fix), received_at: ReceivedAt(world.now) }
}

fn says(world: &mut World, desk: DeskId, place: Option<TeamPlace>) {
    world.outputs.clear();
    world.when(Input::TeamAt { desk, alarm: alarm(1), place });
}

/// What this screen was told last: call signs with their latitudes.
fn told(world: &World, desk: DeskId) -> Option<Vec<(String, i32)>> {
    world.outputs.iter().rev().find_map(|output| match output {
        Output::Page { desks, page: Page::Teams { alarm: id, teams }, .. }
            if *id == alarm(1) && desks.contains(&desk) =>
        {
            let lat = |team: &TeamPlace| team.fix.reveal(Purpose::Test).position.lat_e7();
            Some(teams.iter().map(|team| (team.unit.clone(), lat(team))).collect())
        }
        _ => None,
    })
}

fn shared(world: &World) -> usize {
    world.logged(|e| matches!(e, Event::Accessed(a) if a.action == "alarm.team_place" && a.denied.is_none()))
}

/// An alarm to which a team was sent, with the screen of the room and the page of the team.
fn sent() -> (World, DeskId, DeskId) {
    let (mut world, desk) = World::with_a_team_sent();
    let car = world.desk(EAST_PATROL);
    (world, desk, car)
}

/// Proves AL-08: the room, the zone and the other teams of the alarm see where a team is, and nobody else.
#[test]
fn the_screens_of_the_alarm_see_where_its_team_is() {
    let (mut world, desk, car) = sent();
    let zone = world.desk(EAST_DUTY);
    let others = [WALL, ADMIN, NEIGHBOUR_OPERATOR].map(|account| world.desk(account));
    let here = place(&world, UNIT, 510_000_000);
    says(&mut world, car, Some(here));
    for screen in [desk, zone, car] {
        assert_eq!(told(&world, screen), Some(vec![(UNIT.to_owned(), 510_000_000)]));
    }
    for screen in others {
        assert_eq!(told(&world, screen), None);
    }
    world.outputs.clear();
    let late = world.desk(COLLEAGUE);
    assert_eq!(
        told(&world, late),
        Some(vec![(UNIT.to_owned(), 510_000_000)]),
        "a screen that opens later too"
    );
}

/// Proves AL-08, GN-02: one line in the access log for the team, not one a step; no record and no stored fix holds the place.
#[test]
fn where_a_team_is_stands_in_no_record() {
    let (mut world, _desk, car) = sent();
    let before = world.log.len();
    for step in 0..5 {
        let here = place(&world, UNIT, 510_000_000 + step);
        says(&mut world, car, Some(here));
        assert!(!world.outputs.iter().any(|output| matches!(output, Output::Fix(_))));
    }
    assert_eq!((shared(&world), world.log.len() - before), (1, 1));
}

/// Proves AL-08: a team shows its place for the alarm that it goes to, by its call sign there; others say it in vain.
#[test]
fn only_a_team_of_the_alarm_says_where_it_is() {
    let (mut world, desk, car) = sent();
    let elsewhere = world.desk(NEIGHBOUR_OPERATOR);
    let unknown = place(&world, "Zuid 9", 510_000_000);
    let known = place(&world, UNIT, 510_000_000);
    for (who, what) in [(car, unknown), (elsewhere, known.clone()), (desk, known)] {
        says(&mut world, who, Some(what));
        assert_eq!(told(&world, desk), None);
    }
    assert_eq!(shared(&world), 0);
    world.done(EAST_PATROL, AlarmOrder::GoOnTheWay { alarm: alarm(1), unit: "Zuid 9".into() });
    let now_known = place(&world, "Zuid 9", 510_000_001);
    says(&mut world, car, Some(now_known));
    assert_eq!(told(&world, desk), Some(vec![("Zuid 9".to_owned(), 510_000_001)]));
}

/// Proves AL-08: the place is gone with the word, with the page, and with the alarm.
#[test]
fn a_place_is_forgotten_when_the_page_is_gone_or_the_alarm_is_closed() {
    let (mut world, desk, car) = sent();
    let here = place(&world, UNIT, 510_000_000);
    says(&mut world, car, Some(here.clone()));
    says(&mut world, car, None);
    assert_eq!(told(&world, desk), Some(vec![]), "said no longer");
    says(&mut world, car, None);
    assert_eq!(told(&world, desk), None, "nothing to forget");
    says(&mut world, car, Some(here.clone()));
    world.outputs.clear();
    world.when(Input::DeskDown { desk: car });
    assert_eq!(told(&world, desk), Some(vec![]), "the page is gone");
    let car = world.desk(EAST_PATROL);
    says(&mut world, car, Some(here.clone()));
    world.close(1, Outcome::RealDanger, Pv::ToFollow);
    world.outputs.clear();
    let late = world.desk(COLLEAGUE);
    assert_eq!(told(&world, late), None, "the alarm is closed");
    says(&mut world, car, Some(here));
    assert_eq!((told(&world, desk), told(&world, car)), (None, None));
}

/// Proves AL-08: two pages of one team are one team, at the newer place; and what is kept is bounded.
#[test]
fn a_team_is_there_once_however_many_pages_say_it() {
    let (mut world, desk, car) = sent();
    let old = place(&world, UNIT, 510_000_000);
    says(&mut world, car, Some(old));
    let cars: Vec<DeskId> = (1..=MAX_TEAM_PLACES).map(|_| world.desk(EAST_PATROL)).collect();
    for other in &cars {
        world.pass(seconds(1));
        let newer = place(&world, UNIT, 510_000_001);
        says(&mut world, *other, Some(newer));
    }
    assert_eq!(told(&world, desk), None, "one more than are kept");
    let kept = cars[MAX_TEAM_PLACES - 2];
    let newest = place(&world, UNIT, 510_000_002);
    says(&mut world, kept, Some(newest));
    assert_eq!(told(&world, desk), Some(vec![(UNIT.to_owned(), 510_000_002)]));
}
