//! The pretended radio, asked as BlueZ is asked: found, connected, heard, lost.
//!
//! Needs `dbus-daemon`. A real browser asks it in the browser tests.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it does not hold")]

use futures_util::StreamExt as _;
use hoeder_sim::fakeblue::{Fakeblue, Order, Press, Said};
use std::collections::HashMap;
use tokio::sync::mpsc::UnboundedReceiver;
use zbus::{Connection, MatchRule, MessageStream, OwnedVariant};

const DEVICE: &str = "/org/bluez/hci0/dev_C2_00_00_00_00_00";

struct Air {
    radio: Fakeblue,
    said: UnboundedReceiver<Said>,
    browser: Connection,
}

impl Air {
    async fn with(button: &str) -> Self {
        let (says, said) = tokio::sync::mpsc::unbounded_channel();
        let radio = Fakeblue::start(vec![button.parse().unwrap()], says).await.unwrap();
        let browser = zbus::connection::Builder::address(radio.address()).build().await.unwrap();
        Self { radio, said, browser }
    }

    async fn call(&self, path: &str, interface: &str, method: &str) -> zbus::Result<zbus::Message> {
        self.browser.call_method(Some("org.bluez"), path, Some(interface), method, &()).await
    }

    async fn connect(&mut self) {
        self.call("/org/bluez/hci0", "org.bluez.Adapter1", "StartDiscovery").await.unwrap();
        self.call(DEVICE, "org.bluez.Device1", "Connect").await.unwrap();
        self.until(|said| *said == Said::Connected { button: 0 }).await;
    }

    async fn until(&mut self, wanted: impl Fn(&Said) -> bool) -> Said {
        loop {
            let said = self.said.recv().await.expect("the radio is on the air");
            if wanted(&said) {
                return said;
            }
        }
    }

    async fn changes(&self) -> MessageStream {
        let rule = MatchRule::builder()
            .msg_type(zbus::message::Type::Signal)
            .interface("org.freedesktop.DBus.Properties")
            .build()
            .unwrap();
        MessageStream::for_match_rule(rule, &self.browser, None).await.unwrap()
    }
}

/// The next change of a property, whatever else changes meanwhile.
async fn next_value(changes: &mut MessageStream, property: &str) -> OwnedVariant {
    loop {
        let message = changes.next().await.unwrap().unwrap();
        let (_, mut changed, _): (String, HashMap<String, OwnedVariant>, Vec<String>) =
            message.body().deserialize().unwrap();
        if let Some(value) = changed.remove(property) {
            return value;
        }
    }
}

/// Proves AL-01.
#[tokio::test]
async fn a_connected_button_is_found_unlocked_and_heard() {
    let mut air = Air::with("itag").await;
    let mut changes = air.changes().await;
    air.connect().await;
    while !bool::try_from(next_value(&mut changes, "ServicesResolved").await).unwrap() {}
    let keys = format!("{DEVICE}/service0000/char0000");
    air.call(&keys, "org.bluez.GattCharacteristic1", "StartNotify").await.unwrap();
    air.radio.follow(Order::Press { button: 0, press: Press::Short }).await.unwrap();
    let value: Vec<u8> = next_value(&mut changes, "Value").await.try_into().unwrap();
    assert_eq!(value, [1]);
}

/// Proves AL-01, FL-10.
#[tokio::test]
async fn a_charge_that_is_read_is_told_as_a_change_and_so_is_the_next() {
    let mut air = Air::with("itag").await;
    let mut changes = air.changes().await;
    air.connect().await;
    while !bool::try_from(next_value(&mut changes, "ServicesResolved").await).unwrap() {}
    let charge = format!("{DEVICE}/service0002/char0000");
    let options = HashMap::<&str, OwnedVariant>::new();
    let read = air
        .browser
        .call_method(
            Some("org.bluez"),
            charge.as_str(),
            Some("org.bluez.GattCharacteristic1"),
            "ReadValue",
            &options,
        )
        .await
        .unwrap();
    assert_eq!(read.body().deserialize::<Vec<u8>>().unwrap(), [100]);
    let told: Vec<u8> = next_value(&mut changes, "Value").await.try_into().unwrap();
    assert_eq!(told, [100], "as BlueZ tells it");
    air.call(&charge, "org.bluez.GattCharacteristic1", "StartNotify").await.unwrap();
    air.radio.follow(Order::Battery { button: 0, percent: 7 }).await.unwrap();
    let told: Vec<u8> = next_value(&mut changes, "Value").await.try_into().unwrap();
    assert_eq!(told, [7]);
}

/// Proves FL-10.
#[tokio::test]
async fn a_button_that_is_carried_away_is_lost_at_once_and_comes_back() {
    let mut air = Air::with("valrt").await;
    air.connect().await;
    air.radio.follow(Order::Leave { button: 0 }).await.unwrap();
    let lost = air.until(|said| matches!(said, Said::Disconnected { .. })).await;
    assert_eq!(lost, Said::Disconnected { button: 0, why: "out_of_reach" });
    assert!(air.call(DEVICE, "org.bluez.Device1", "Connect").await.is_err());
    air.radio.follow(Order::Return { button: 0 }).await.unwrap();
    air.call(DEVICE, "org.bluez.Device1", "Connect").await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_button_that_is_not_unlocked_in_time_hangs_up() {
    let mut air = Air::with("valrt").await;
    air.connect().await;
    let lost = air.until(|said| matches!(said, Said::Disconnected { .. })).await;
    assert_eq!(lost, Said::Disconnected { button: 0, why: "no_app_key" });
}

#[tokio::test]
async fn an_advertising_button_says_each_press_under_a_new_number() {
    let mut air = Air::with("bthome").await;
    air.connect().await;
    let mut frames = Vec::new();
    for order in [
        Order::Press { button: 0, press: Press::Short },
        Order::Press { button: 0, press: Press::Long },
        Order::Replay { button: 0 },
    ] {
        air.radio.follow(order).await.unwrap();
        frames.push(air.until(|said| matches!(said, Said::Advertised { .. })).await);
    }
    let frame = |digits: &str| Said::Advertised { button: 0, frame: digits.to_owned() };
    assert_eq!(frames, [frame("44000101643a01"), frame("44000201643a04"), frame("44000201643a04")]);
}
