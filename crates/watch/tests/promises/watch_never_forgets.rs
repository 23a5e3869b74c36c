//! Whatever a handset sends or does not send, and whatever is asked: what is wrong is an open alert, and stays one.

use crate::story::{HANDSET, at};
use hoeder_vocab::handset::{DailyReport, Trigger};
use hoeder_vocab::{AccountId, DecidedAt, FixedAt, Percent, ReceivedAt, TestId, UtcMillis};
use hoeder_watch::supervision::{AlertKind, Beat, SupervisionEvent, Watch, WatchCommand, WatchTimes};
use proptest::prelude::*;
use std::time::Duration;

fn charge() -> impl Strategy<Value = Option<Percent>> {
    prop::option::of(10..30_u8).prop_map(|c| c.and_then(Percent::new))
}

fn kind() -> impl Strategy<Value = AlertKind> {
    prop::sample::select(AlertKind::ALL.to_vec())
}

fn command() -> impl Strategy<Value = WatchCommand> {
    let who = || (1..=2_u128).prop_map(AccountId::from_u128);
    prop_oneof![
        1 => Just(WatchCommand::Start),
        1 => Just(WatchCommand::Stop),
        8 => (charge(), charge(), any::<Option<bool>>()).prop_map(|(battery, button_battery, button_linked)| {
            WatchCommand::Beat(Beat { battery, button_battery, button_linked, path: None })
        }),
        2 => any::<Option<bool>>().prop_map(|location_permitted| {
            WatchCommand::Report(DailyReport { location_permitted, ..DailyReport::default() })
        }),
        1 => (1..4_u128).prop_map(|id| WatchCommand::Test {
            test: TestId::from_u128(id),
            sent_at: FixedAt(at(0)),
            trigger: Trigger::Screen,
        }),
        2 => (kind(), who()).prop_map(|(kind, by)| WatchCommand::Own { kind, by }),
        3 => (kind(), who(), "(seen)?").prop_map(|(kind, by, reason)| WatchCommand::Close { kind, by, reason }),
        1 => (1..4_u128, 0..900_u64, 1..900_u64).prop_map(|(id, from, long)| WatchCommand::PlanTest {
            test: TestId::from_u128(id),
            from: at(from),
            until: at(from + long),
        }),
        6 => Just(WatchCommand::Tick),
    ]
}

fn steps() -> impl Strategy<Value = Vec<(u64, WatchCommand)>> {
    let wait = prop_oneof![3 => 0..61_u64, 3 => 61..700_u64, 1 => 700..200_000_u64];
    prop::collection::vec((wait, command()), 0..60)
}

/// The newest proof of life and the newest report, read from the commands alone.
#[derive(Default)]
struct Plain {
    since: Option<UtcMillis>,
    heard: UtcMillis,
    reported: UtcMillis,
}

impl Plain {
    fn note(&mut self, command: &WatchCommand, events: &[SupervisionEvent], now: UtcMillis) {
        if events.contains(&SupervisionEvent::Started) {
            *self = Self { since: Some(now), heard: now, reported: now };
        }
        if events.contains(&SupervisionEvent::Stopped) {
            self.since = None;
        }
        if self.since.is_some() && matches!(command, WatchCommand::Beat(_) | WatchCommand::Report(_)) {
            self.heard = now;
        }
        if events.iter().any(|e| matches!(e, SupervisionEvent::Tested { .. })) {
            self.heard = now;
        }
        if events.iter().any(|e| matches!(e, SupervisionEvent::Reported(_))) {
            self.reported = now;
        }
    }
}

fn obey(watch: &mut Watch, command: &WatchCommand, now: UtcMillis) -> Vec<SupervisionEvent> {
    let times = WatchTimes::default();
    let due = watch.next_due(&times).is_some_and(|due| due <= now);
    let events = watch.decide(command, DecidedAt(now), &times).unwrap_or_default();
    let open_before: Vec<AlertKind> = watch.alerts().map(|a| a.kind).collect();
    if let (WatchCommand::Beat(beat), true) = (command, watch.is_running()) {
        watch.observe(*beat, ReceivedAt(now));
    }
    events.iter().for_each(|event| watch.apply(event, DecidedAt(now)));
    if *command == WatchCommand::Tick {
        assert_eq!(!events.is_empty(), due, "a tick has something to say exactly when it is due");
        assert!(watch.next_due(&times).is_none_or(|due| due > now), "a tick is not due twice");
    }
    for kind in open_before {
        let ended = matches!(command, WatchCommand::Close { kind: k, .. } if *k == kind)
            || *command == WatchCommand::Stop;
        assert!(ended || watch.alert(kind).is_some(), "{kind:?} vanished by {command:?}");
    }
    assert_eq!(watch.next_due(&times).is_some(), watch.is_running(), "who is watched always has a deadline");
    events
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Proves FL-10, FL-11: after every tick a silent handset and a missing report are open alerts that are not cleared,
    /// and no other is; only a person or the end of the watch ends an alert (FL-02).
    #[test]
    fn what_is_silent_is_an_open_alert_and_only_a_person_ends_it(steps in steps()) {
        let times = WatchTimes::default();
        let mut watch = Watch::new(HANDSET);
        let mut plain = Plain::default();
        let mut log = Vec::new();
        let mut now = at(0);
        for (wait, command) in &steps {
            now = now.plus(Duration::from_secs(*wait));
            let events = obey(&mut watch, command, now);
            plain.note(command, &events, now);
            log.extend(events.into_iter().map(|e| (e, now)));
            let ticked = obey(&mut watch, &WatchCommand::Tick, now);
            log.extend(ticked.into_iter().map(|e| (e, now)));
            let wrong = |kind| watch.alert(kind).is_some_and(|a| a.cleared_at.is_none());
            if plain.since.is_some() {
                prop_assert_eq!(wrong(AlertKind::Silent), plain.heard.plus(times.dead_man) <= now);
                prop_assert_eq!(wrong(AlertKind::ReportMissing), plain.reported.plus(times.daily_report) <= now);
            } else {
                prop_assert_eq!(watch.alerts().count(), 0);
            }
        }
        let mut replayed = Watch::new(HANDSET);
        log.iter().for_each(|(event, time)| replayed.apply(event, DecidedAt(*time)));
        prop_assert_eq!(replayed.state(), watch.state());
        prop_assert_eq!(replayed.last_report(), watch.last_report());
        prop_assert_eq!(replayed.last_test(), watch.last_test());
    }
}
