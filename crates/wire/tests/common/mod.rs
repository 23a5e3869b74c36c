//! Generated messages and keys for the tests of this room.

use hoeder_vocab::handset::{
    DailyReport, Downlink, HandsetSettings, MAX_TEXT_CHARS, Microphone, Path, Paths, Press, Said, Side,
    SupervisionClass, Template, TimerSet, Trigger, Trip, Typed, Uplink, UplinkRefusal,
};
use hoeder_vocab::{
    AlarmId, CivilDate, Decimetres, Fix, FixSource, FixedAt, HandsetId, MessageId, Percent, Position,
    ReceivedAt, Sensitive, TestId, TripId, UtcMillis,
};
use hoeder_wire::handset::MAX_ACCURACY_DM;
use hoeder_wire::{PublicKey, SigningKey};
use proptest::option;
use proptest::prelude::*;

/// The time of receipt in tests: 2026-11-22T14:05:10.000Z.
pub(crate) const RECEIVED_AT: ReceivedAt = ReceivedAt(UtcMillis::from_unix_ms(1_795_356_310_000));

pub(crate) fn handset() -> HandsetId {
    HandsetId::from_u128(0x018f_2b6e_5c1a_7c3e_9b0a_2f6d_1e4c_8a77)
}

pub(crate) fn alarm() -> AlarmId {
    AlarmId::from_u128(0x019a_ab54_1234_7abc_8def_0011_2233_4455)
}

/// Seed 00, 01 .. 1f.
pub(crate) fn handset_key() -> SigningKey {
    SigningKey::from_seed(&core::array::from_fn(|n| u8::try_from(n).unwrap_or(0)))
}

/// Seed 20, 21 .. 3f.
pub(crate) fn cell_key() -> SigningKey {
    SigningKey::from_seed(&core::array::from_fn(|n| u8::try_from(n + 32).unwrap_or(0)))
}

pub(crate) fn other_public_key() -> PublicKey {
    SigningKey::from_seed(&[0xee; 32]).public_key()
}

pub(crate) fn times() -> impl Strategy<Value = UtcMillis> {
    (0_i64..=253_402_300_799_999).prop_map(UtcMillis::from_unix_ms)
}

fn fixed_at() -> impl Strategy<Value = FixedAt> {
    times().prop_map(FixedAt)
}

pub(crate) fn percents() -> impl Strategy<Value = Percent> {
    (0_u8..=100).prop_filter_map("0 to 100", Percent::new)
}

fn positions() -> impl Strategy<Value = Position> {
    (-900_000_000_i32..=900_000_000, -1_800_000_000_i32..=1_800_000_000)
        .prop_filter_map("on earth", |(lat, lon)| Position::from_e7(lat, lon).ok())
}

pub(crate) fn fixes() -> impl Strategy<Value = Sensitive<Fix>> {
    let source = prop::sample::select(vec![
        FixSource::Gnss,
        FixSource::Wifi,
        FixSource::Cell,
        FixSource::Fused,
        FixSource::Unknown,
    ]);
    let accuracy = option::of((1..=MAX_ACCURACY_DM).prop_map(Decimetres));
    (positions(), accuracy, fixed_at(), source).prop_map(|(position, accuracy, fixed_at, source)| {
        Sensitive::new(Fix { position, accuracy, fixed_at, source })
    })
}

fn alarms() -> impl Strategy<Value = AlarmId> {
    any::<u128>().prop_map(AlarmId::from_u128)
}

fn triggers() -> impl Strategy<Value = Trigger> {
    prop::sample::select(vec![Trigger::Button, Trigger::Screen, Trigger::MissedCheckIn])
}

fn presses() -> impl Strategy<Value = Uplink> {
    (alarms(), fixed_at(), triggers(), option::of(fixes()), option::of(percents()), any::<u16>()).prop_map(
        |(alarm, pressed_at, trigger, fix, battery, repeats)| {
            Uplink::Press(Press { alarm, pressed_at, trigger, fix, battery, repeats })
        },
    )
}

/// Any text of at most `max` characters, with quotes, controls and emoji.
fn texts(max: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(any::<char>(), 0..=max).prop_map(|chars| chars.into_iter().collect())
}

pub(crate) fn reports() -> impl Strategy<Value = DailyReport> {
    let powers = (option::of(percents()), option::of(percents()), option::of(any::<bool>()));
    let microphone = prop::sample::select(Microphone::ALL.to_vec());
    let place = (option::of(any::<bool>()), option::of(0_u32..=20_000_000), option::of(microphone));
    let rest = (texts(32), option::of(times()), texts(16), option::of(any::<bool>()));
    (powers, place, rest).prop_map(|(powers, place, rest)| DailyReport {
        button_battery: powers.0,
        phone_battery: powers.1,
        bluetooth_linked: powers.2,
        location_permitted: place.0,
        location_accuracy_m: place.1,
        microphone: place.2,
        app_version: rest.0,
        last_test: rest.1,
        network: rest.2,
        do_not_disturb: rest.3,
    })
}

pub(crate) fn uplinks() -> impl Strategy<Value = Uplink> {
    prop_oneof![
        4 => presses(),
        1 => (alarms(), fixed_at()).prop_map(|(alarm, pressed_at)| Uplink::PressedAgain { alarm, pressed_at }),
        2 => (alarms(), fixes(), option::of(percents()))
            .prop_map(|(alarm, fix, battery)| Uplink::Moved { alarm, fix, battery }),
        1 => (alarms(), texts(64))
            .prop_map(|(alarm, word)| Uplink::Mistake { alarm, word: Sensitive::new(word) }),
        1 => heartbeats(),
        2 => reports().prop_map(Uplink::DailyReport),
        1 => (any::<u128>(), fixed_at(), triggers()).prop_map(|(test, sent_at, trigger)| {
            Uplink::SelfTest { test: TestId::from_u128(test), sent_at, trigger }
        }),
        1 => Just(Uplink::Hello),
        1 => (alarms(), fixed_at(), times(), option::of(words())).prop_map(|(alarm, set_at, until, note)| {
            Uplink::TimerSet(TimerSet { alarm, set_at, until, note })
        }),
        1 => alarms().prop_map(|alarm| Uplink::TimerEnded { alarm }),
        1 => (trips(), days(), days(), words()).prop_map(|(trip, one, other, place)| {
            Uplink::Trip(Trip { trip, from: one.min(other), until: one.max(other), place })
        }),
        1 => trips().prop_map(|trip| Uplink::TripEnded { trip }),
        1 => (alarms(), messages(), said(Side::Handset))
            .prop_map(|(alarm, message, said)| Uplink::Text { alarm, message, said }),
        1 => (alarms(), messages(), any::<bool>())
            .prop_map(|(alarm, message, yes)| Uplink::Answer { alarm, message, yes }),
        1 => (alarms(), messages()).prop_map(|(alarm, message)| Uplink::MessageSeen { alarm, message }),
        1 => typed().prop_map(Uplink::Typing),
    ]
}

fn heartbeats() -> impl Strategy<Value = Uplink> {
    let path = option::of(prop::sample::select(Path::ALL.to_vec()));
    let charges = (option::of(percents()), option::of(percents()), option::of(any::<bool>()));
    (fixed_at(), path, charges).prop_map(|(sent_at, path, (battery, button_battery, button_linked))| {
        Uplink::Heartbeat { sent_at, path, battery, button_battery, button_linked }
    })
}

fn words() -> impl Strategy<Value = Sensitive<String>> {
    prop::collection::vec(any::<char>(), 1..=MAX_TEXT_CHARS)
        .prop_map(|chars| Sensitive::new(chars.into_iter().collect()))
}

fn typed() -> impl Strategy<Value = Typed> {
    (alarms(), messages(), any::<u32>(), texts(MAX_TEXT_CHARS))
        .prop_map(|(alarm, message, edit, text)| Typed { alarm, message, edit, text: Sensitive::new(text) })
}

fn trips() -> impl Strategy<Value = TripId> {
    any::<u128>().prop_map(TripId::from_u128)
}

fn messages() -> impl Strategy<Value = MessageId> {
    any::<u128>().prop_map(MessageId::from_u128)
}

fn days() -> impl Strategy<Value = CivilDate> {
    (1970_i16..=9999, 1_i8..=12, 1_i8..=31)
        .prop_filter_map("a day of the calendar", |(year, month, day)| CivilDate::new(year, month, day).ok())
}

fn said(side: Side) -> impl Strategy<Value = Said> {
    let of_side: Vec<Template> = Template::ALL.iter().copied().filter(|t| t.side() == side).collect();
    prop_oneof![prop::sample::select(of_side).prop_map(Said::Template), words().prop_map(Said::Text)]
}

pub(crate) const REFUSALS: [UplinkRefusal; 7] = [
    UplinkRefusal::UnknownDevice,
    UplinkRefusal::RevokedDevice,
    UplinkRefusal::WrongSignature,
    UplinkRefusal::Replayed,
    UplinkRefusal::Stale,
    UplinkRefusal::NoSuchAlarm,
    UplinkRefusal::TooMany,
];

pub(crate) fn settings() -> impl Strategy<Value = HandsetSettings> {
    let class = prop::sample::select(SupervisionClass::ALL.to_vec());
    let paths = prop::sample::select(vec![Paths::One, Paths::Two]);
    (1_000_u16..=4_000, any::<[bool; 3]>(), class, paths).prop_map(
        |(hold_ms, [double_press, haptics, discreet], class, paths)| HandsetSettings {
            hold_ms,
            double_press,
            haptics,
            class,
            paths,
            discreet,
        },
    )
}

pub(crate) fn downlinks() -> impl Strategy<Value = Downlink> {
    prop_oneof![
        alarms().prop_map(|alarm| Downlink::Held { alarm }),
        alarms().prop_map(|alarm| Downlink::SomeoneThere { alarm }),
        alarms().prop_map(|alarm| Downlink::Closed { alarm }),
        alarms().prop_map(|alarm| Downlink::WordReceived { alarm }),
        (any::<u128>(), times()).prop_map(|(test, answered_at)| Downlink::TestAnswered {
            test: TestId::from_u128(test),
            answered_at
        }),
        times().prop_map(|server_time| Downlink::Heard { server_time }),
        Just(Downlink::ReportReceived),
        settings().prop_map(Downlink::Settings),
        Just(Downlink::Revoked),
        alarms().prop_map(|alarm| Downlink::TimerHeld { alarm }),
        alarms().prop_map(|alarm| Downlink::TimerOver { alarm }),
        trips().prop_map(|trip| Downlink::TripReceived { trip }),
        (alarms(), messages(), said(Side::Desk), any::<bool>())
            .prop_map(|(alarm, message, said, asks)| { Downlink::Message { alarm, message, said, asks } }),
        (alarms(), messages()).prop_map(|(alarm, message)| Downlink::TextReceived { alarm, message }),
        (any::<u128>(), times(), times()).prop_map(|(test, from, until)| Downlink::TestPlanned {
            test: TestId::from_u128(test),
            from,
            until
        }),
        Just(Downlink::TestPlanOver),
        typed().prop_map(Downlink::Typing),
        prop::sample::select(REFUSALS.to_vec()).prop_map(|code| Downlink::Refused { code }),
    ]
}
