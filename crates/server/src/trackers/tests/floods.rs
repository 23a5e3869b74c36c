//! Too much: of one device, behind the door, and of strangers. Nobody else suffers it, and no press waits for it.

use super::*;
use crate::trackers::TrackerLimits;
use hoeder_wire::tracker::osmand::encode_query;
use hoeder_wire::tracker::queclink::encode;
use hoeder_wire::tracker::teltonika::{Codec, IoMap, encode_login, encode_packet};
use tokio::io::AsyncWriteExt as _;

async fn logged_in(house: &House, number: &str) -> TcpStream {
    let mut stream = house.teltonika().await;
    stream.write_all(&encode_login(&device(number))).await.unwrap();
    assert_eq!(read(&mut stream).await, [1]);
    stream
}

fn packet(reports: &[TrackReport]) -> Vec<u8> {
    encode_packet(Codec::Eight, reports, &IoMap::default())
}

/// FL-20: the device that floods is marked and waits; its press goes ahead; another device is answered meanwhile.
#[tokio::test]
async fn a_flood_of_one_device_is_marked_and_slows_nobody_else_and_no_press() {
    let limits = TrackerLimits { reports_per_second: 1, burst: 10, ..TrackerLimits::default() };
    let house = house_with(TrackerSettings { limits, ..TrackerSettings::default() }).await;
    let mut flood = logged_in(&house, IMEI).await;
    let mut many: Vec<TrackReport> = (0..254).map(report).collect();
    many.push(press(300));
    flood.write_all(&packet(&many)).await.unwrap();
    let told = house.keeper.until(|told| !told.presses.is_empty()).await;
    assert_eq!(told.kept, vec![(device(IMEI), press(300))], "the press is there, the rest waits");
    assert!(matches!(&told.notes[..], [Note::Flooding { device: marked, .. }] if *marked == device(IMEI)));
    let mut other = logged_in(&house, OTHER).await;
    other.write_all(&packet(&[report(1)])).await.unwrap();
    assert_eq!(read(&mut other).await, [0, 0, 0, 1]);
    assert_eq!(house.keeper.told().kept.len(), 2, "the flood still waits");
    assert_eq!(house.figure("hoeder_tracker_slowed_total{protocol=\"teltonika\"}"), Some(1));
}

/// Back-pressure: busy for one sender; its socket is not read, its answer comes when there is room, others are served.
#[tokio::test]
async fn while_the_door_is_busy_for_one_device_only_that_device_waits() {
    let house = house().await;
    house.keeper.refuse(IMEI, &[Refused::Busy; 3]);
    let mut held_up = logged_in(&house, IMEI).await;
    held_up.write_all(&packet(&[report(1)])).await.unwrap();
    let mut other = logged_in(&house, OTHER).await;
    other.write_all(&packet(&[report(2)])).await.unwrap();
    assert_eq!(read(&mut other).await, [0, 0, 0, 1]);
    assert_eq!(read(&mut held_up).await, [0, 0, 0, 1]);
    assert_eq!(house.keeper.told().kept.len(), 2);
    assert_eq!(house.figure("hoeder_tracker_held_up_total{protocol=\"teltonika\",why=\"busy\"}"), Some(3));
}

/// Nothing is acknowledged that is not durable: the connection ends, and the device says it again.
#[tokio::test]
async fn what_cannot_be_made_durable_is_not_acknowledged() {
    let limits = TrackerLimits { busy: Duration::from_millis(1), ..TrackerLimits::default() };
    let house = house_with(TrackerSettings { limits, ..TrackerSettings::default() }).await;
    house.keeper.refuse(IMEI, &[Refused::StoreDown, Refused::StoreDown]);
    for _ in 0..2 {
        let mut stream = logged_in(&house, IMEI).await;
        stream.write_all(&packet(&[report(1)])).await.unwrap();
        closes(&mut stream).await;
        assert!(house.keeper.told().kept.is_empty());
    }
    let mut stream = logged_in(&house, IMEI).await;
    stream.write_all(&packet(&[report(1)])).await.unwrap();
    assert_eq!(read(&mut stream).await, [0, 0, 0, 1]);
}

/// Presses of strangers are bounded for each address, so that they cannot drown those of people.
#[tokio::test]
async fn a_flood_of_strangers_presses_is_bounded() {
    let limits = TrackerLimits { doubtful_per_second: 1, ..TrackerLimits::default() };
    let house = house_with(TrackerSettings { limits, ..TrackerSettings::default() }).await;
    let mut stream = house.queclink().await;
    for n in 0..40_u16 {
        let number = device(&format!("9999999999{n:05}"));
        stream.write_all(encode(&number, &press(i64::from(n)), n).as_bytes()).await.unwrap();
    }
    stream.write_all(encode(&device(IMEI), &report(1), 99).as_bytes()).await.unwrap();
    house.keeper.until(|told| !told.kept.is_empty()).await;
    let told = house.keeper.told();
    assert!((10..20).contains(&told.strangers.len()), "{}", told.strangers.len());
    assert!(told.notes.len() < 40, "nor do they flood the audit");
}

/// FL-20: a place is a place: more connections than there are places are closed, and a place comes back.
#[tokio::test]
async fn connections_beyond_the_places_are_closed() {
    let limits = TrackerLimits { connections: 1, ..TrackerLimits::default() };
    let house = house_with(TrackerSettings { limits, ..TrackerSettings::default() }).await;
    let first = logged_in(&house, IMEI).await;
    let mut second = house.teltonika().await;
    closes(&mut second).await;
    let mut queclink = house.queclink().await;
    queclink.write_all(encode(&device(OTHER), &report(1), 1).as_bytes()).await.unwrap();
    assert_eq!(read(&mut queclink).await, *b"+SACK:0001$", "another listener has places of its own");
    drop(first);
    let again = async {
        loop {
            let mut stream = house.teltonika().await;
            let mut answer = [0];
            let said = stream.write_all(&encode_login(&device(IMEI))).await.is_ok();
            if said && stream.read_exact(&mut answer).await.is_ok() {
                return answer;
            }
        }
    };
    assert_eq!(tokio::time::timeout(PATIENCE, again).await.expect("no place comes back"), [1]);
}

/// A request of a device that reports too much is told to come later; its press is held.
#[tokio::test]
async fn a_request_beyond_the_pace_is_told_to_come_later_and_its_press_is_held() {
    let limits = TrackerLimits { reports_per_second: 1, burst: 1, ..TrackerLimits::default() };
    let house = house_with(TrackerSettings { limits, ..TrackerSettings::default() }).await;
    let address = |report: &TrackReport| {
        format!("/trackers/osmand/{}?{}", SECRET.replace(' ', "%20"), encode_query(&device("jan"), report))
    };
    assert_eq!(super::http::get(&house, &address(&report(1)), None).await.0, 200);
    let mut last = 200;
    for second in 2..12 {
        last = super::http::get(&house, &address(&press(second)), None).await.0;
        if last != 200 {
            break;
        }
    }
    assert_eq!(last, 503);
    assert!(!house.keeper.told().presses.is_empty());
}
