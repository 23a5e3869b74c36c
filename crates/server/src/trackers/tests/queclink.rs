//! Queclink over TCP and UDP.

use super::*;
use crate::trackers::Step;
use hoeder_wire::tracker::Command;
use hoeder_wire::tracker::queclink::{encode, encode_command_answer, encode_heartbeat};
use tokio::io::AsyncWriteExt as _;
use tokio::net::UdpSocket;
use uuid::Uuid;

async fn line(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    while !text.ends_with('$') {
        text.push(char::from(read::<1>(stream).await[0]));
    }
    text
}

/// Proves QL-01, QL-03: each message is acknowledged with its own count, the heartbeat in its own form.
#[tokio::test]
async fn each_message_is_acknowledged_with_its_count_once_it_is_kept() {
    let house = house().await;
    let mut stream = house.queclink().await;
    let (number, at) = (device(IMEI), report(0).at.0);
    stream.write_all(encode_heartbeat(&number, at, 0x0a).as_bytes()).await.unwrap();
    assert_eq!(line(&mut stream).await, "+SACK:GTHBD,020102,000A$");
    let both = encode(&number, &report(1), 0xffff)
        + "\r\n"
        + &encode(&number, &TrackReport { buffered: true, ..press(2) }, 0);
    for byte in both.bytes() {
        stream.write_all(&[byte]).await.unwrap();
    }
    assert_eq!(line(&mut stream).await, "+SACK:FFFF$");
    assert_eq!(line(&mut stream).await, "+SACK:0000$", "the count wraps");
    let told = house.keeper.told();
    assert_eq!((told.kept.len(), told.presses.len()), (2, 1));
    assert!(told.kept[1].1.buffered && told.kept[1].1.sos);
}

/// Proves AL-18: an unknown device gets no acknowledgement; its press is heard.
#[tokio::test]
async fn an_unknown_device_is_not_acknowledged_and_its_press_is_unidentified() {
    let house = house().await;
    let mut stream = house.queclink().await;
    let stranger = device("999999999999999");
    stream.write_all(encode(&stranger, &press(1), 1).as_bytes()).await.unwrap();
    stream.write_all(encode(&device(IMEI), &report(2), 2).as_bytes()).await.unwrap();
    assert_eq!(line(&mut stream).await, "+SACK:0002$", "the first answer is to the second message");
    let told = house.keeper.told();
    assert_eq!((told.strangers, told.kept.len()), (vec![(stranger, press(1).at)], 1));
}

#[tokio::test]
async fn a_message_that_cannot_be_read_is_not_acknowledged_and_many_end_the_connection() {
    let house = house().await;
    let mut stream = house.queclink().await;
    stream.write_all(encode(&device(IMEI), &report(1), 1).as_bytes()).await.unwrap();
    assert_eq!(line(&mut stream).await, "+SACK:0001$");
    for _ in 0..8 {
        stream.write_all(b"+RESP:GTFRI,020102,,,$").await.unwrap();
    }
    closes(&mut stream).await;
    assert_eq!(
        house.figure("hoeder_tracker_faults_total{protocol=\"queclink\",fault=\"no_device\"}"),
        Some(8)
    );
}

#[tokio::test]
async fn a_command_is_answered_by_its_serial() {
    let house = house().await;
    let mut stream = house.queclink().await;
    let number = device(IMEI);
    stream.write_all(encode(&number, &report(1), 1).as_bytes()).await.unwrap();
    line(&mut stream).await;
    house.commands().ask(&number, Uuid::from_u128(3), Command::LocateNow).unwrap();
    assert_eq!(line(&mut stream).await, "AT+GTRTO=gl300,1,,,,,,0001$");
    let at = report(2).at.0;
    stream.write_all(encode_command_answer(&number, "GTRTO", 0x9999, at).as_bytes()).await.unwrap();
    stream.write_all(encode_command_answer(&number, "GTRTO", 1, at).as_bytes()).await.unwrap();
    let told = house.keeper.until(|told| told.notes.len() >= 2).await;
    assert!(matches!(
        told.notes[..],
        [Note::Command { step: Step::Sent, .. }, Note::Command { step: Step::Answered(_), .. }]
    ));
}

#[tokio::test]
async fn a_datagram_of_several_messages_is_acknowledged_and_brings_the_command_that_waits() {
    let house = house().await;
    house.commands().ask(&device(IMEI), Uuid::from_u128(3), Command::LocateNow).unwrap();
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    socket.connect(house.at().queclink_udp.unwrap()).await.unwrap();
    let text = encode(&device(IMEI), &report(1), 1) + &encode(&device(IMEI), &press(2), 2);
    socket.send(text.as_bytes()).await.unwrap();
    let mut answer = [0; 256];
    let length = tokio::time::timeout(PATIENCE, socket.recv(&mut answer)).await.unwrap().unwrap();
    assert_eq!(&answer[..length], b"+SACK:0001$+SACK:0002$AT+GTRTO=gl300,1,,,,,,FFFF$");
    assert_eq!(house.keeper.told().presses.len(), 1);
}
