//! Whatever is asked of an alarm, in whatever order and however late: it is open with an owner, or it rings, or it was closed.

use crate::model::Model;
use crate::story::{ALARM, BEARER, DESK, at, press, stranger};
use hoeder_vocab::{AccountId, AlarmId, DecidedAt, FixedAt, ReceivedAt, Sensitive, UtcMillis};
use hoeder_watch::alarm::{
    Alarm, AlarmCommand, AlarmEvent, AlarmTimes, Home, MistakeWord, Outcome, Pv, Rung, Stage,
};
use proptest::prelude::*;
use std::time::Duration;

fn who() -> impl Strategy<Value = AccountId> {
    (1..=3_u128).prop_map(AccountId::from_u128)
}

fn unit() -> impl Strategy<Value = String> {
    prop_oneof![6 => "P[1-3]", 1 => Just(String::new()), 1 => Just("x".repeat(41))]
}

fn pv() -> impl Strategy<Value = Pv> {
    prop_oneof![
        3 => Just(Pv::ToFollow),
        3 => "PV-[12]".prop_map(Pv::Number),
        1 => Just(Pv::Number(String::new())),
    ]
}

fn outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![Just(Outcome::RealDanger), Just(Outcome::FalseAlarm), Just(Outcome::Misuse)]
}

fn word() -> impl Strategy<Value = MistakeWord> {
    prop_oneof![Just(MistakeWord::Mistake), Just(MistakeWord::Duress)]
}

fn text() -> impl Strategy<Value = Sensitive<String>> {
    prop_oneof![Just(""), Just("a reason")].prop_map(|t| Sensitive::new(t.to_owned()))
}

fn by_police() -> impl Strategy<Value = AlarmCommand> {
    prop_oneof![
        4 => who().prop_map(|by| AlarmCommand::Take { by }),
        1 => who().prop_map(|by| AlarmCommand::TakeFree { by }),
        2 => (who(), who()).prop_map(|(by, to)| AlarmCommand::HandOver { by, to }),
        4 => (who(), unit()).prop_map(|(by, unit)| AlarmCommand::Dispatch { by, unit }),
        3 => (who(), unit()).prop_map(|(by, unit)| AlarmCommand::ArriveOnScene { by, unit }),
        1 => (who(), text()).prop_map(|(by, text)| AlarmCommand::Note { by, text }),
        1 => who().prop_map(|by| AlarmCommand::StayOn { by }),
        1 => (who(), "(S[1-3])?").prop_map(|(by, step)| AlarmCommand::DoStep { by, step }),
        1 => (who(), unit()).prop_map(|(by, unit)| AlarmCommand::GoOnTheWay { by, unit }),
        1 => (who(), unit(), outcome(), text())
            .prop_map(|(by, unit, outcome, note)| AlarmCommand::ReportFinding { by, unit, outcome, note }),
        2 => (who(), outcome(), pv(), text())
            .prop_map(|(by, outcome, pv, note)| AlarmCommand::Close { by, outcome, pv, note }),
        1 => (who(), "(PV-[12])?").prop_map(|(by, number)| AlarmCommand::GivePv { by, number }),
    ]
}

fn by_machine() -> impl Strategy<Value = AlarmCommand> {
    prop_oneof![
        2 => prop_oneof![Just(press()), Just(stranger())].prop_map(AlarmCommand::Raise),
        1 => (0..3_u64).prop_map(|s| AlarmCommand::PressAgain {
            pressed_at: FixedAt(at(s)),
            received_at: ReceivedAt(at(s)),
        }),
        2 => prop_oneof![Just(Home::Store), Just(Home::Spool)].prop_map(|home| AlarmCommand::Hold { home }),
        2 => who().prop_map(|by| AlarmCommand::Show { desk: DESK, by }),
        1 => (49..53_u128).prop_map(|n| AlarmCommand::Link { other: AlarmId::from_u128(n) }),
        2 => Just(AlarmCommand::LoseOwner),
        1 => Just(AlarmCommand::Vouch { bearer: BEARER }),
        1 => Just(AlarmCommand::NobodyThere),
        2 => (word(), text()).prop_map(|(what, word)| AlarmCommand::SayWord { what, word }),
        6 => Just(AlarmCommand::Tick),
    ]
}

fn step() -> impl Strategy<Value = (u64, AlarmCommand)> {
    let wait = prop_oneof![4 => 0..4_u64, 3 => 4..20_u64, 2 => 20..100_u64, 1 => 100..1500_u64];
    (wait, prop_oneof![by_police(), by_machine()])
}

/// Mostly a press first, as in life; sometimes not.
fn life() -> impl Strategy<Value = Vec<(u64, AlarmCommand)>> {
    let first = prop_oneof![
        8 => Just(Some(press())),
        2 => Just(Some(stranger())),
        1 => Just(None),
    ];
    (first, prop::collection::vec(step(), 0..40)).prop_map(|(first, steps)| {
        first.map(|p| (0, AlarmCommand::Raise(p))).into_iter().chain(steps).collect()
    })
}

/// The usual times, with ends that come within a short life.
fn times() -> AlarmTimes {
    AlarmTimes {
        scene_to_close: Duration::from_secs(1200),
        owner_reminded: Duration::from_secs(120),
        owner_returned: Duration::from_secs(180),
        ..AlarmTimes::default()
    }
}

/// What must hold of an alarm at every moment.
fn check(alarm: &Alarm, times: &AlarmTimes) {
    if alarm.is_open() {
        assert_ne!(
            alarm.owner().is_some(),
            alarm.is_ringing(),
            "owned or ringing, never both, never neither"
        );
        let due = alarm.next_due(times).expect("an open alarm always has a moment at which it cries again");
        if let Some(ownership) = alarm.ownership() {
            let end = ownership.returns_at(times.owner_returned);
            assert!(due <= end, "owned for ever: the clock of the ownership does not run");
            assert!(ownership.since <= ownership.acted_at);
        }
    } else {
        assert_eq!((alarm.owner(), alarm.is_ringing(), alarm.next_due(times)), (None, false, None));
    }
}

/// What must hold of each step.
fn check_step(before: &Alarm, command: &AlarmCommand, events: &[AlarmEvent], after: &Alarm) {
    if before.stage() == Stage::Closed {
        assert!(events.iter().all(|e| matches!(e, AlarmEvent::PvGiven { .. })), "{events:?}");
        assert_eq!(after.stage(), Stage::Closed);
    }
    if before.stage() != Stage::Closed && after.stage() == Stage::Closed {
        assert!(matches!(command, AlarmCommand::Close { .. }), "closed by {command:?}");
    }
    let same_ringing =
        before.ringing().map(|r| r.since).is_some_and(|s| after.ringing().map(|r| r.since) == Some(s));
    if same_ringing && !events.iter().any(|e| matches!(e, AlarmEvent::OwnerLost { .. })) {
        assert!(after.rung() >= before.rung(), "the ladder went down");
    }
    assert!(!before.duress() || after.duress());
    for event in events {
        if matches!(event, AlarmEvent::Taken { .. }) {
            assert_eq!(before.owner(), None, "taken while owned");
        }
        if let AlarmEvent::TakenOver { from, by } = event {
            assert_eq!(before.owner(), Some(*from));
            assert_eq!(after.owner(), Some(*by));
            let span = |alarm: &Alarm| alarm.ownership().map(|o| o.since);
            assert_eq!(span(before), span(after), "a take-over begins no new window");
        }
    }
}

/// How the shell keeps time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shell {
    /// It ticks only when told to.
    Careless,
    /// It ticks whenever that is due.
    Punctual,
}

fn live(steps: &[(u64, AlarmCommand)], shell: Shell) {
    let times = times();
    let mut alarm = Alarm::new(ALARM);
    let mut model = Model { id: ALARM, history: Vec::new() };
    let mut now = at(0);
    for (wait, command) in steps {
        let then = now.plus(Duration::from_secs(*wait));
        while let Some(due) = alarm.next_due(&times).filter(|due| shell == Shell::Punctual && *due <= then) {
            now = now.max(due);
            obey(&mut alarm, &mut model, &AlarmCommand::Tick, now);
        }
        now = then;
        obey(&mut alarm, &mut model, command, now);
    }
    let mut replayed = Alarm::new(ALARM);
    for (event, time) in &model.history {
        replayed.apply(event, DecidedAt(*time));
    }
    assert_eq!(replayed, alarm, "the same log gives the same alarm");
}

fn obey(alarm: &mut Alarm, model: &mut Model, command: &AlarmCommand, now: UtcMillis) {
    let times = times();
    let answer = alarm.decide(command, DecidedAt(now), &times);
    assert_eq!(answer, model.answer(command, now, &times), "{command:?} after {:#?}", model.history);
    let events = answer.unwrap_or_default();
    let is_due = alarm.next_due(&times).is_some_and(|due| due <= now);
    let before = alarm.clone();
    for event in &events {
        alarm.apply(event, DecidedAt(now));
        model.history.push((event.clone(), now));
    }
    if *command == AlarmCommand::Tick {
        assert_eq!(!events.is_empty(), is_due, "a tick has something to say exactly when it is due");
        assert!(alarm.next_due(&times).is_none_or(|due| due > now), "a tick is not due twice");
    }
    check(alarm, &times);
    check_step(&before, command, &events, alarm);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Proves FL-06: at every moment an open alarm rings, or has an owner whose time is bounded - after whatever was asked,
    /// it rings again before the owner's time is over, if nobody does anything more.
    #[test]
    fn no_alarm_is_owned_by_nobody_or_for_ever(steps in life()) {
        let times = times();
        let (mut alarm, mut now) = (Alarm::new(ALARM), at(0));
        for (wait, command) in steps {
            now = now.plus(Duration::from_secs(wait));
            for event in alarm.decide(&command, DecidedAt(now), &times).unwrap_or_default() {
                alarm.apply(&event, DecidedAt(now));
            }
            check(&alarm, &times);
            let mut left = alarm.clone();
            let bound = now.plus(times.owner_returned);
            while let Some(due) = left.next_due(&times).filter(|due| left.owner().is_some() && *due <= bound) {
                let due = DecidedAt(due.max(now));
                for event in left.decide(&AlarmCommand::Tick, due, &times).unwrap_or_default() {
                    left.apply(&event, due);
                }
            }
            prop_assert_eq!(left.is_open(), left.is_ringing(), "left alone, it is still owned");
        }
    }

    /// Proves GN-05, FL-06, FL-07: an open alarm has one owner or rings with a deadline, and only `Close` ends it.
    #[test]
    fn an_alarm_is_never_forgotten_and_never_has_two_owners(steps in life()) {
        live(&steps, Shell::Careless);
    }

    /// Proves FL-06: the same with a shell that ticks whenever it is due.
    #[test]
    fn nor_when_every_tick_comes_in_time(steps in life()) {
        live(&steps, Shell::Punctual);
    }

    /// Proves FL-06: left alone, every alarm is with everyone within 30 seconds, whatever was said or painted before.
    #[test]
    fn an_alarm_left_alone_reaches_everyone_within_30_seconds(
        painted in prop::option::of(0..30_u64),
        said in prop::option::of((0..30_u64, word())),
    ) {
        let times = times();
        let mut alarm = Alarm::new(ALARM);
        let mut model = Model { id: ALARM, history: Vec::new() };
        obey(&mut alarm, &mut model, &AlarmCommand::Raise(press()), at(0));
        for second in 0..=30 {
            if painted == Some(second) {
                obey(&mut alarm, &mut model, &AlarmCommand::Show { desk: DESK, by: AccountId::from_u128(1) }, at(second));
            }
            if let Some((_, what)) = said.filter(|(s, _)| *s == second) {
                let word = Sensitive::new("tulip".to_owned());
                obey(&mut alarm, &mut model, &AlarmCommand::SayWord { what, word }, at(second));
            }
            if alarm.next_due(&times).is_some_and(|due| due <= at(second)) {
                obey(&mut alarm, &mut model, &AlarmCommand::Tick, at(second));
            }
        }
        prop_assert_eq!(alarm.rung(), Rung::Everyone);
        prop_assert!(alarm.is_ringing());
    }
}
