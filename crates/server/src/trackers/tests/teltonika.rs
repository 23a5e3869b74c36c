//! Teltonika over TCP and UDP.

use super::*;
use crate::trackers::{Doubt, Line, Protocol, Step, TrackerLimits};
use hoeder_wire::tracker::Command;
use hoeder_wire::tracker::teltonika::{
    Codec, IoMap, Piece, data, encode_answer, encode_login, encode_packet, encode_udp, next, read_command,
};
use tokio::io::AsyncWriteExt as _;
use tokio::net::UdpSocket;
use uuid::Uuid;

fn packet(reports: &[TrackReport]) -> Vec<u8> {
    encode_packet(Codec::EightExtended, reports, &IoMap::default())
}

async fn logged_in(house: &House, number: &str) -> TcpStream {
    let mut stream = house.teltonika().await;
    stream.write_all(&encode_login(&device(number))).await.unwrap();
    assert_eq!(read(&mut stream).await, [1]);
    stream
}

/// Proves TE-01, TE-02: the answer is the number of records, and comes after they are kept.
#[tokio::test]
async fn records_are_answered_with_their_number_once_they_are_kept() {
    let house = house().await;
    let mut stream = logged_in(&house, IMEI).await;
    stream.write_all(&packet(&[report(1), report(2), press(3)])).await.unwrap();
    assert_eq!(read(&mut stream).await, [0, 0, 0, 3]);
    let told = house.keeper.told();
    assert_eq!(told.kept, [report(1), report(2), press(3)].map(|report| (device(IMEI), report)));
    assert_eq!(told.presses, vec![(device(IMEI), press(3).at)]);
    assert_eq!(house.figure("hoeder_tracker_reports_total{protocol=\"teltonika\"}"), Some(3));
}

/// FL-20: one byte at a time, and two packets at once.
#[tokio::test]
async fn split_and_merged_packets_are_the_same_packets() {
    let house = house().await;
    let mut stream = logged_in(&house, IMEI).await;
    for byte in packet(&[report(1), report(2)]) {
        stream.write_all(&[byte]).await.unwrap();
        stream.flush().await.unwrap();
    }
    assert_eq!(read(&mut stream).await, [0, 0, 0, 2]);
    let merged = [vec![0xff], packet(&[report(3)]), vec![0xff], packet(&[report(4), report(5)])].concat();
    stream.write_all(&merged).await.unwrap();
    assert_eq!(read(&mut stream).await, [0, 0, 0, 1, 0, 0, 0, 2]);
}

/// T-TE: a wrong checksum and counts that do not agree get no answer, the next packet does; the evidence is kept.
#[tokio::test]
async fn what_is_damaged_is_not_answered_and_goes_to_quarantine() {
    let house = house().await;
    let mut stream = logged_in(&house, IMEI).await;
    let mut wrong_sum = packet(&[report(1), report(2)]);
    wrong_sum[20] ^= 1;
    stream.write_all(&wrong_sum).await.unwrap();
    let mut wrong_count = data(Codec::Eight, &[report(1), report(2)], &IoMap::default());
    wrong_count[1] = 3;
    let sum = crc(&wrong_count);
    let length = u32::try_from(wrong_count.len()).unwrap().to_be_bytes();
    stream.write_all(&[&[0; 4], &length[..], &wrong_count, &sum[..]].concat()).await.unwrap();
    stream.write_all(&packet(&[report(3)])).await.unwrap();
    assert_eq!(read(&mut stream).await, [0, 0, 0, 1], "the first answer is to the third packet");
    assert_eq!(house.keeper.told().kept, vec![(device(IMEI), report(3))]);
    for fault in ["wrong_checksum", "count_mismatch"] {
        let line = format!("hoeder_tracker_faults_total{{protocol=\"teltonika\",fault=\"{fault}\"}}");
        assert_eq!(house.figure(&line), Some(1), "{fault}");
    }
    let file = house.data.path().join("tracker-quarantine.ndjson");
    let both = async {
        while std::fs::read_to_string(&file).map_or(0, |text| text.lines().count()) < 2 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, both).await.expect("the evidence is not kept");
}

/// CRC-16/ARC, bit by bit.
fn crc(bytes: &[u8]) -> [u8; 4] {
    let mut crc = 0_u16;
    for byte in bytes {
        crc ^= u16::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xa001 } else { crc >> 1 };
        }
    }
    u32::from(crc).to_be_bytes()
}

/// T-TE: the acknowledgement is lost, the device says it again on a new connection: one alarm, and it is acknowledged.
#[tokio::test]
async fn a_press_that_is_said_again_is_one_press() {
    let house = house().await;
    for _ in 0..2 {
        let mut stream = logged_in(&house, IMEI).await;
        stream.write_all(&packet(&[press(1)])).await.unwrap();
        assert_eq!(read(&mut stream).await, [0, 0, 0, 1]);
    }
    let told = house.keeper.told();
    assert_eq!((told.handed_over, told.presses.len(), told.kept.len()), (2, 1, 1));
}

/// Proves AL-18 (T-TE): unknown: answered 00 and noted; its reports are nobody's, its press is an unidentified one.
#[tokio::test]
async fn an_unknown_device_is_refused_and_its_press_is_unidentified() {
    let house = house().await;
    let mut stream = house.teltonika().await;
    stream.write_all(&encode_login(&device("999999999999999"))).await.unwrap();
    assert_eq!(read(&mut stream).await, [0]);
    stream.write_all(&packet(&[report(1), press(2)])).await.unwrap();
    let told = house.keeper.until(|told| !told.strangers.is_empty()).await;
    assert_eq!(told.strangers, vec![(device("999999999999999"), press(2).at)]);
    assert!(told.kept.is_empty() && told.presses.is_empty());
    assert!(matches!(
        &told.notes[..],
        [Note::NotLetIn { doubt: Doubt::Unknown, protocol: Protocol::Teltonika, .. }]
    ));
}

/// A network for one device, and one for all that have a number only.
#[tokio::test]
async fn a_device_of_another_network_is_refused() {
    let elsewhere = vec!["10.20.0.0/16".parse().unwrap()];
    let house = house().await;
    house.keeper.register.put(device(IMEI), Registered { secret: None, networks: elsewhere.clone() });
    let mut stream = house.teltonika().await;
    stream.write_all(&encode_login(&device(IMEI))).await.unwrap();
    assert_eq!(read(&mut stream).await, [0]);
    logged_in(&house, OTHER).await;
    let house = house_with(TrackerSettings { networks: elsewhere, ..TrackerSettings::default() }).await;
    let mut stream = house.teltonika().await;
    stream.write_all(&encode_login(&device(OTHER))).await.unwrap();
    assert_eq!(read(&mut stream).await, [0]);
}

#[tokio::test]
async fn what_is_no_tracker_and_what_does_not_log_in_is_closed() {
    let limits = TrackerLimits { login: Duration::from_millis(50), ..TrackerLimits::default() };
    let house = house_with(TrackerSettings { limits, ..TrackerSettings::default() }).await;
    let mut web = house.teltonika().await;
    web.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    closes(&mut web).await;
    let mut early = house.teltonika().await;
    early.write_all(&packet(&[press(1)])).await.unwrap();
    closes(&mut early).await;
    let mut silent = house.teltonika().await;
    closes(&mut silent).await;
    assert!(house.keeper.told().kept.is_empty());
}

/// Proves TE-05.
#[tokio::test]
async fn a_datagram_is_answered_with_its_numbers_and_a_strangers_press_is_heard() {
    let house = house().await;
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    socket.connect(house.at().teltonika_udp.unwrap()).await.unwrap();
    let records = data(Codec::Eight, &[report(1), press(2)], &IoMap::default());
    socket.send(&[1, 2, 3]).await.unwrap();
    socket.send(&encode_udp(&device("999999999999999"), 1, 1, &records)).await.unwrap();
    socket.send(&encode_udp(&device(IMEI), 0xcafe, 9, &records)).await.unwrap();
    let mut answer = [0; 16];
    let length = tokio::time::timeout(PATIENCE, socket.recv(&mut answer)).await.unwrap().unwrap();
    assert_eq!(answer[..length], [0, 5, 0xca, 0xfe, 1, 9, 2]);
    let told = house.keeper.until(|told| !told.strangers.is_empty()).await;
    assert_eq!((told.kept.len(), told.presses.len(), told.strangers.len()), (2, 1, 1));
}

/// A command goes to the device that is connected, its answer comes back, and each step is noted.
#[tokio::test]
async fn a_command_is_sent_answered_and_noted() {
    let house = house().await;
    let mut stream = logged_in(&house, IMEI).await;
    let id = Uuid::from_u128(7);
    house.commands().ask(&device(IMEI), id, Command::LocateNow).unwrap();
    assert_eq!(command(&mut stream).await, "getrecord");
    stream.write_all(&encode_answer("Record saved")).await.unwrap();
    let told = house.keeper.until(|told| told.notes.len() == 2).await;
    let mut steps = Vec::new();
    for note in &told.notes {
        if let Note::Command { id: of, step, command: Command::LocateNow, .. } = note {
            assert_eq!(*of, id);
            steps.push(step);
        }
    }
    assert!(matches!(steps[..], [Step::Sent, Step::Answered(_)]), "{steps:?}");
    // Asked while it is away: it finds it when it comes.
    drop(stream);
    house.commands().ask(&device(OTHER), id, Command::Interval { seconds: 30 }).unwrap();
    let mut stream = logged_in(&house, OTHER).await;
    assert_eq!(command(&mut stream).await, "setparam 10000:30;10050:30");
    drop(stream);
    let told = house.keeper.until(|told| told.notes.len() == 4).await;
    assert!(
        matches!(told.notes.last(), Some(Note::Command { step: Step::Failed, .. })),
        "its connection broke off"
    );
}

#[tokio::test]
async fn commands_that_wait_are_bounded_and_strangers_get_none() {
    let house = house().await;
    let ask = |number: &str| house.commands().ask(&device(number), Uuid::nil(), Command::LocateNow);
    for _ in 0..8 {
        ask(IMEI).unwrap();
    }
    assert_eq!(ask(IMEI), Err(crate::trackers::NotAsked::Full));
    assert_eq!(ask(OTHER), Ok(()));
    assert_eq!(ask("999999999999999"), Err(crate::trackers::NotAsked::Unknown));
}

async fn command(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        if let Ok(Some((Piece::Packet(packet), _))) = next(&bytes) {
            return read_command(packet).unwrap();
        }
        bytes.push(read::<1>(stream).await[0]);
    }
}

#[tokio::test]
async fn a_device_that_can_speaks_over_tls() {
    let house = house_with(TrackerSettings { line: Line::Tls, ..TrackerSettings::default() }).await;
    let mut stream = house.tls(house.at().teltonika.unwrap()).await;
    stream.write_all(&encode_login(&device(IMEI))).await.unwrap();
    assert_eq!(read(&mut stream).await, [1]);
    stream.write_all(&packet(&[report(1)])).await.unwrap();
    assert_eq!(read(&mut stream).await, [0, 0, 0, 1]);
    let mut plain = house.teltonika().await;
    plain.write_all(&encode_login(&device(IMEI))).await.unwrap();
    let mut answer = Vec::new();
    drop(tokio::time::timeout(PATIENCE, plain.read_to_end(&mut answer)).await.expect("it stays open"));
    assert_ne!(answer.first(), Some(&1));
}
