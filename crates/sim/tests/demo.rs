//! The demo's town, its people, and the day behind it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops at a broken promise"
)]

use hoeder_engine::entry::{Entry, Event};
use hoeder_engine::measures::MeasureRules;
use hoeder_engine::zone_shape;
use hoeder_geo::Countries;
use hoeder_measure::risk::{Item, Questionnaire, Weight};
use hoeder_measure::{Measure, Stage};
use hoeder_sim::demo;
use hoeder_store::{MasterKey, MemorySpool, SqliteLog, Writer};
use hoeder_vocab::{Purpose, Sensitive, Seq, UtcMillis};
use hoeder_watch::alarm::{AlarmEvent, Outcome, Pv, Rung};
use hoeder_watch::supervision::{AlertKind, SupervisionEvent};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

const NOW: UtcMillis = UtcMillis::from_unix_ms(1_795_345_200_000);

#[test]
fn the_town_lies_in_belgium_and_its_zones_fit_with_a_hole_and_an_enclave() {
    let countries = Countries::new().unwrap();
    let zones = demo::zones();
    let mut holes = 0;
    for zone in &zones {
        assert!(zone_shape(&zone.shape).is_ok(), "{}", zone.name);
        holes += zone.shape.iter().filter(|polygon| polygon.len() > 1).count();
        for position in zone.shape.iter().flatten().flatten() {
            assert!(countries.in_belgium(*position), "{}", zone.name);
        }
    }
    assert_eq!((zones.len(), holes), (3, 1));
    let castle = demo::Spot::new(570.0, 540.0).position();
    let inside = |n: usize| zone_shape(&zones[n].shape).unwrap().contains(castle);
    assert_eq!([0, 1, 2].map(inside), [false, true, false], "the château belongs to the valley");
}

#[test]
fn streets_and_places_are_geojson_with_kind_and_name() {
    for (text, least) in [(demo::streets_geojson(), 14), (demo::places_geojson(), 200)] {
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json["type"], "FeatureCollection");
        let features = json["features"].as_array().unwrap();
        assert!(features.len() >= least, "{}", features.len());
        for feature in features {
            assert!(feature["properties"]["kind"].is_string() && feature["properties"]["name"].is_string());
            assert!(feature["geometry"]["coordinates"].is_array());
        }
    }
}

#[test]
fn every_crossing_can_be_reached_on_foot() {
    let town = demo::Town::new();
    for to in 0..town.len() {
        let route = town.route(0, to);
        assert_eq!((route.first(), route.last()), (Some(&0), Some(&to)));
    }
}

#[test]
fn the_same_seed_is_the_same_day_and_people_walk_at_their_pace() {
    let mut one = demo::players(7);
    let mut other = demo::players(7);
    assert!(one.len() >= 10);
    for (a, b) in one.iter_mut().zip(&mut other) {
        assert_eq!(a.carrier.signing_seed, b.carrier.signing_seed);
        let mut last = Duration::ZERO;
        for _ in 0..50 {
            let step = a.next_action();
            assert_eq!(step, b.next_action());
            assert!(step.after >= last, "steps are in order of time");
            last = step.after;
        }
        let mut walker = demo::Walker::new(3, demo::Town::new(), a.carrier.places.clone());
        for second in 0..600 {
            let (here, there) = (walker.spot_at(second * 1_000), walker.spot_at(second * 1_000 + 1_000));
            assert!(here.metres_to(there) < 1.5);
        }
    }
}

#[test]
fn an_operator_takes_most_alarms_within_20_seconds_and_lets_some_climb() {
    let scripts: Vec<_> = (0..60).map(|n| demo::operator_script(1, n)).collect();
    let slow = scripts.iter().filter(|script| script.take_after > Duration::from_secs(40)).count();
    assert_eq!(slow, 10);
    assert!(scripts.iter().all(|script| script.take_after >= Duration::from_secs(8)));
}

/// What an officer scanned: the test does not look into it.
fn scanned(to_sign: &demo::ToSign<'_>) -> Option<demo::Scan> {
    let bytes = format!("%PDF-1.7 {} {}", to_sign.case, to_sign.ends_on).into_bytes();
    Some(demo::Scan { bytes, sha256: [7; 32] })
}

fn checklist() -> Questionnaire {
    let item = |id: &str, weight| Item {
        id: id.to_owned(),
        weight,
        text: ["nl", "fr", "de", "en"].map(String::from),
    };
    let items = vec![item("factor", Weight::Factor), item("bomb", Weight::Bomb)];
    Questionnaire { version: "test-1".to_owned(), items }
}

fn day_in(folder: &std::path::Path) -> Vec<Entry> {
    let open = || {
        let log = SqliteLog::open(folder).unwrap();
        let master = MasterKey::from_bytes([7; 32]);
        Writer::open(Box::new(log), Box::new(MemorySpool::new()), master, demo::CELL).unwrap()
    };
    let countries = Countries::new().unwrap();
    let password = |login: &str| Some(Sensitive::new(format!("hash of {login}")));
    let options = demo::Populate {
        seed: 1,
        until: NOW,
        password: &password,
        digest: &|_| [0; 32],
        countries: &countries,
        measures: MeasureRules { questionnaires: vec![checklist()], ..MeasureRules::default() },
        agreement: &scanned,
    };
    let (writer, restored) = open();
    let populated = demo::populate(writer, &restored, &options).unwrap();
    assert_eq!((populated.alarms, populated.incidents), (7, 4));
    let (writer, restored) = open();
    let again = demo::populate(writer, &restored, &options);
    assert!(matches!(again, Err(demo::PopulateError::NotEmpty)), "a second day is refused");
    open().0.read(Seq(1), u32::MAX).unwrap()
}

#[test]
fn the_day_behind_the_demo_has_every_kind_of_end_and_ends_now() {
    let folder = tempfile::tempdir().unwrap();
    let entries = day_in(folder.path());
    let (mut outcomes, mut to_follow, mut everyone) = (BTreeSet::new(), 0, 0);
    let (mut raised, mut closed, mut tests) = (0, 0, 0);
    let mut silent = Vec::new();
    for entry in &entries {
        assert!(entry.decided_at.0 <= NOW.plus(Duration::from_secs(1)), "{:?}", entry.seq);
        if let Event::Alarm(_, event) = &entry.event {
            match event {
                AlarmEvent::Raised { .. } => raised += 1,
                AlarmEvent::Closed { outcome, pv, .. } => {
                    closed += 1;
                    outcomes.insert(*outcome);
                    to_follow += u32::from(*pv == Pv::ToFollow);
                }
                AlarmEvent::Climbed { to: Rung::Everyone, .. } => everyone += 1,
                _ => {}
            }
        }
        if let Event::Watch(handset, event) = &entry.event {
            match event {
                SupervisionEvent::Tested { .. } => tests += 1,
                SupervisionEvent::AlertOpened { kind: AlertKind::Silent } => silent.push(*handset),
                SupervisionEvent::AlertClosed { .. } => silent.retain(|other| other != handset),
                _ => {}
            }
        }
        if let Event::AccountPut(account) = &entry.event {
            assert!(account.password.as_ref().unwrap().reveal(Purpose::Test).starts_with("hash of "));
        }
    }
    assert_eq!((raised, closed), (7, 7));
    let hotspots = entries.iter().filter(|entry| matches!(entry.event, Event::HotspotPut(_))).count();
    assert_eq!(hotspots, demo::hotspots(NOW).len());
    assert!(outcomes.len() >= 5 && outcomes.contains(&Outcome::FalseAlarm), "{outcomes:?}");
    assert!(to_follow >= 1 && everyone >= 1 && tests >= 10);
    assert_eq!(silent.len(), 1, "one handset is silent now");
}

#[test]
fn measures_of_the_demo_stand_at_every_stage_that_a_desk_works_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut measures: BTreeMap<_, Measure> = BTreeMap::new();
    let mut signed = 0;
    for entry in day_in(folder.path()) {
        match entry.event {
            Event::Measure(id, event) => measures.entry(id).or_insert_with(|| Measure::new(id)).apply(&event),
            Event::DocumentFiled { .. } => signed += 1,
            _ => {}
        }
    }
    let at = |stage| measures.values().filter(|measure| measure.stage() == stage).count();
    let running = demo::players(1).iter().map(|player| player.carrier.case).collect::<BTreeSet<_>>().len();
    assert_eq!((at(Stage::Running), signed), (running, running), "who carries an alarm has signed for it");
    for stage in [Stage::Requested, Stage::AwaitingDecision, Stage::Refused, Stage::Granted] {
        assert!(at(stage) > 0, "{stage:?}");
    }
    let extended = |measure: &&Measure| measure.term().is_some_and(|term| !term.extensions.is_empty());
    assert!(measures.values().filter(extended).count() >= 2, "a real alarm and a new fact extend");
    let file = |measure: &Measure| measure.file().clone();
    assert!(measures.values().map(file).any(|file| !file.trips.is_empty()), "somebody goes away");
    assert!(measures.values().map(file).any(|file| !file.moves.is_empty()), "somebody moves");
    assert!(measures.values().any(|measure| !measure.open_hand_overs().is_empty()), "a hand-over waits");
}
