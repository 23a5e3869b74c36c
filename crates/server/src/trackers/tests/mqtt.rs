//! OwnTracks over MQTT, spoken by a client that is not ours.

use super::*;
use crate::trackers::Step;
use hoeder_wire::tracker::{Command, owntracks};
use rumqttc::{
    AsyncClient, ConnectReturnCode, ConnectionError, Event, EventLoop, Incoming, LastWill, MqttOptions,
    Packet, QoS, SubscribeReasonCode, TlsConfiguration, Transport,
};
use tokio::io::AsyncWriteExt as _;
use uuid::Uuid;

fn client(house: &House, user: &str, password: &str) -> (AsyncClient, EventLoop) {
    let mut options = MqttOptions::new("phone", "localhost", house.at().mqtt.unwrap().port());
    options.set_credentials(user, password);
    options.set_keep_alive(Duration::from_secs(60));
    options.set_last_will(LastWill::new(
        "owntracks/jan/phone",
        "{\"_type\":\"lwt\",\"tst\":1}",
        QoS::AtLeastOnce,
        false,
    ));
    options.set_transport(Transport::tls_with_config(TlsConfiguration::Rustls(house.client_config())));
    AsyncClient::new(options, 16)
}

/// What comes in, until it is what is waited for.
async fn until(events: &mut EventLoop, wanted: impl Fn(&Packet) -> bool) -> Packet {
    let seen = async {
        loop {
            if let Event::Incoming(packet) = events.poll().await.unwrap()
                && wanted(&packet)
            {
                return packet;
            }
        }
    };
    tokio::time::timeout(PATIENCE, seen).await.expect("it never came")
}

/// Proves OT-01: each quality of delivery, confirmed once kept.
#[tokio::test]
async fn a_position_is_confirmed_once_it_is_kept() {
    let house = house().await;
    let (client, mut events) = client(&house, "jan", SECRET);
    until(
        &mut events,
        |packet| matches!(packet, Incoming::ConnAck(ack) if ack.code == ConnectReturnCode::Success),
    )
    .await;
    let say = |second| owntracks::encode(&report(second)).unwrap();
    client.publish("owntracks/jan/phone", QoS::AtMostOnce, false, say(0)).await.unwrap();
    client.publish("owntracks/jan/phone", QoS::AtLeastOnce, true, say(1)).await.unwrap();
    until(&mut events, |packet| matches!(packet, Incoming::PubAck(_))).await;
    assert_eq!(house.keeper.told().kept.len(), 2);
    client.publish("owntracks/jan/phone/event", QoS::ExactlyOnce, false, say(2)).await.unwrap();
    until(&mut events, |packet| matches!(packet, Incoming::PubComp(_))).await;
    assert_eq!(house.keeper.told().kept.len(), 3);
    client.publish("owntracks/jan/phone", QoS::AtLeastOnce, false, "{}").await.unwrap();
    until(&mut events, |packet| matches!(packet, Incoming::PubAck(_))).await;
    assert_eq!(
        house.figure("hoeder_tracker_faults_total{protocol=\"owntracks\",fault=\"bad_field\"}"),
        Some(1)
    );
}

#[tokio::test]
async fn a_wrong_secret_an_unknown_number_and_another_topic_are_refused() {
    let house = house().await;
    for (user, password) in [("jan", "geraden"), ("piet", SECRET), ("jan", "")] {
        let (_client, mut events) = client(&house, user, password);
        let refused = tokio::time::timeout(PATIENCE, events.poll()).await.unwrap();
        assert!(
            matches!(
                refused,
                Err(ConnectionError::ConnectionRefused(ConnectReturnCode::BadUserNamePassword))
            ),
            "{refused:?}"
        );
    }
    let (client, mut events) = client(&house, "jan", SECRET);
    until(&mut events, |packet| matches!(packet, Incoming::ConnAck(_))).await;
    client
        .publish("owntracks/an/phone", QoS::AtLeastOnce, false, owntracks::encode(&report(1)).unwrap())
        .await
        .unwrap();
    let ended = async { while events.poll().await.is_ok() {} };
    tokio::time::timeout(PATIENCE, ended).await.expect("it is not sent away");
    assert!(house.keeper.told().kept.is_empty());
}

/// A device listens to its own commands and to nothing else; the command is confirmed by the app.
#[tokio::test]
async fn a_device_hears_its_own_commands_only() {
    let house = house().await;
    let (client, mut events) = client(&house, "jan", SECRET);
    until(&mut events, |packet| matches!(packet, Incoming::ConnAck(_))).await;
    for (filter, granted) in
        [("owntracks/#", false), ("owntracks/an/phone/cmd", false), ("owntracks/jan/phone/cmd", true)]
    {
        client.subscribe(filter, QoS::AtLeastOnce).await.unwrap();
        let Packet::SubAck(ack) = until(&mut events, |packet| matches!(packet, Incoming::SubAck(_))).await
        else {
            panic!()
        };
        let expected = if granted {
            SubscribeReasonCode::Success(QoS::AtLeastOnce)
        } else {
            SubscribeReasonCode::Failure
        };
        assert_eq!(ack.return_codes, vec![expected], "{filter}");
    }
    house.commands().ask(&device("an"), Uuid::from_u128(1), Command::LocateNow).unwrap();
    house.commands().ask(&device("jan"), Uuid::from_u128(2), Command::Interval { seconds: 60 }).unwrap();
    let Packet::Publish(told) = until(&mut events, |packet| matches!(packet, Incoming::Publish(_))).await
    else {
        panic!()
    };
    assert_eq!(told.topic, "owntracks/jan/phone/cmd");
    let words: serde_json::Value = serde_json::from_slice(&told.payload).unwrap();
    assert_eq!(words["configuration"]["locatorInterval"], 60);
    let mut heard = Box::pin(house.keeper.until(|told| told.notes.len() >= 2));
    let told = loop {
        tokio::select! {
            told = &mut heard => break told,
            event = events.poll() => drop(event.unwrap()),
        }
    };
    assert!(matches!(
        told.notes[..],
        [Note::Command { step: Step::Sent, .. }, Note::Command { step: Step::Answered(_), .. }]
    ));
}

/// Proves OT-02: a connection that breaks off is noted as lost; one that says goodbye is not.
#[tokio::test]
async fn a_connection_that_breaks_off_is_lost_and_one_that_ends_is_not() {
    let house = house().await;
    let (said_goodbye, mut events) = client(&house, "an", SECRET);
    until(&mut events, |packet| matches!(packet, Incoming::ConnAck(_))).await;
    said_goodbye.disconnect().await.unwrap();
    let ended = async { while events.poll().await.is_ok() {} };
    tokio::time::timeout(PATIENCE, ended).await.expect("it does not end");
    let (client, mut events) = client(&house, "jan", SECRET);
    until(&mut events, |packet| matches!(packet, Incoming::ConnAck(_))).await;
    drop((client, events));
    let told = house.keeper.until(|told| !told.notes.is_empty()).await;
    assert!(
        matches!(&told.notes[..], [Note::Lost { device: lost, .. }] if *lost == device("jan")),
        "{:?}",
        told.notes
    );
}

/// Any bytes: the connection ends, the listener goes on.
#[tokio::test]
async fn bytes_that_are_no_mqtt_end_the_connection_only() {
    let house = house().await;
    for bytes in
        [&[0x10, 0xff, 0xff, 0xff, 0x7f][..], &[0x47, 0], &[0x30, 2, 0, 0], &[0xc0, 0], &[0x10, 2, 9, 9]]
    {
        let mut stream = house.tls(house.at().mqtt.unwrap()).await;
        stream.write_all(bytes).await.unwrap();
        closes(&mut stream).await;
    }
    let (_client, mut events) = client(&house, "jan", SECRET);
    until(&mut events, |packet| matches!(packet, Incoming::ConnAck(_))).await;
}
