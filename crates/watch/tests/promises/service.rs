//! Answer times are counted over all alarms, and targets are judged with the number beside them.

use core::time::Duration;
use hoeder_vocab::{CaseId, UtcMillis};
use hoeder_watch::alarm::{AlarmKind, Outcome};
use hoeder_watch::service::{
    AlarmFact, AnswerTimes, Answered, Count, Finish, NotATarget, Start, TESTS, Target, WITHIN_S, noisiest,
    per_case, verified,
};

const NOON: UtcMillis = UtcMillis::from_unix_ms(1_795_000_000_000);

fn at(ms: u64) -> UtcMillis {
    NOON.plus(Duration::from_millis(ms))
}

/// Pressed, on a screen 500 ms later, taken that long after the press.
fn taken_after(ms: u64) -> Answered {
    Answered {
        pressed_at: NOON,
        received_at: at(400),
        delivered_at: Some(at(500)),
        taken_at: Some(at(ms)),
        dispatched_at: Some(at(ms + 30_000)),
    }
}

fn never_taken() -> Answered {
    Answered { taken_at: None, dispatched_at: None, ..taken_after(0) }
}

/// 1,000 alarms: the n-th was taken n * 100 ms after the press (0.1 s to 99 s), the last ten never; in no particular order.
fn thousand() -> Vec<Answered> {
    let mut rows: Vec<Answered> =
        (1..=990).map(|n| taken_after(n * 100)).chain((0..10).map(|_| never_taken())).collect();
    // A fixed shuffle: 7 and 1,000 share no factor.
    let mixed: Vec<Answered> = (0..1_000).map(|n| rows[n * 7 % 1_000]).collect();
    rows.clone_from(&mixed);
    rows
}

/// Proves T-ARC-1: the shares within 10/15/20/30/40/60/90/180 s and p50/p90/p98.5/p99/max, from the press and from the console,
/// on a generated set of which every count is known.
#[test]
fn shares_and_percentiles_of_a_generated_set_are_the_known_ones() {
    let rows = thousand();
    let pressed = AnswerTimes::of(&rows, Start::Pressed, Finish::Taken);
    assert_eq!((pressed.alarms, pressed.never), (1_000, 10));
    let counts: Vec<u32> = pressed.shares.iter().map(|share| share.count).collect();
    assert_eq!(counts, [100, 150, 200, 300, 400, 600, 900, 990]);
    assert_eq!(pressed.shares.map(|share| share.within_s), WITHIN_S);
    assert_eq!(pressed.p50, Some(Duration::from_millis(50_000)), "the 500th of 1,000");
    assert_eq!(pressed.p90, Some(Duration::from_millis(90_000)));
    assert_eq!(pressed.p98_5, Some(Duration::from_millis(98_500)));
    assert_eq!(pressed.p99, Some(Duration::from_millis(99_000)), "the 990th, the last that was taken");
    assert_eq!(pressed.max, Some(Duration::from_millis(99_000)));

    let delivered = AnswerTimes::of(&rows, Start::Delivered, Finish::Taken);
    let counts: Vec<u32> = delivered.shares.iter().map(|share| share.count).collect();
    assert_eq!(counts, [105, 155, 205, 305, 405, 605, 905, 990], "half a second less each");
    assert_eq!(delivered.p50, Some(Duration::from_millis(49_500)));
}

/// Proves T-ARC-1: an alarm that nobody took counts as a failure, in the shares and in the percentiles.
#[test]
fn an_alarm_that_nobody_took_is_a_failure_and_stands_last() {
    let rows = [taken_after(1_000), never_taken()];
    let times = AnswerTimes::of(&rows, Start::Pressed, Finish::Taken);
    assert_eq!((times.alarms, times.never, times.shares[7].count), (2, 1, 1));
    assert_eq!(times.p50, Some(Duration::from_millis(1_000)));
    assert_eq!((times.p90, times.p99), (None, None), "they fall on the one that nobody took");
    assert_eq!(times.max, Some(Duration::from_millis(1_000)));
}

#[test]
fn no_alarm_has_no_percentile_and_no_verdict() {
    let times = AnswerTimes::of(&[], Start::Pressed, Finish::Taken);
    assert_eq!((times.alarms, times.p50, times.p99, times.max), (0, None, None, None));
    let targets = Target::parse("nena").unwrap();
    assert_eq!(targets[0].judge(&[]).met, None);
}

#[test]
fn a_limit_is_met_to_the_millisecond() {
    let rows = [taken_after(10_000), taken_after(10_001)];
    assert_eq!(AnswerTimes::of(&rows, Start::Pressed, Finish::Taken).shares[0].count, 1);
}

#[test]
fn a_phone_whose_clock_runs_ahead_makes_no_answer_quicker_than_from_its_receipt() {
    let ahead = Answered { pressed_at: at(3_600_000), ..taken_after(20_000) };
    assert_eq!(ahead.wait(Start::Pressed, Finish::Taken), Some(Duration::from_millis(19_600)));
}

#[test]
fn what_still_rings_is_no_failure_before_the_longest_limit_is_over() {
    assert!(!never_taken().is_decided(at(400 + 179_999)));
    assert!(never_taken().is_decided(at(400 + 180_000)));
    assert!(taken_after(100).is_decided(at(500)));
}

/// Proves ARC-03, ARC-04, ARC-09, ARC-10, T-ARC-2: the named targets of four standards are presets, judged with the number beside them.
#[test]
fn each_preset_is_judged_at_its_own_shares_and_limits() {
    let expected = [
        ("en50518", [(30, 800), (60, 985)]),
        ("bs8484", [(10, 800), (40, 985)]),
        ("nena", [(15, 900), (20, 950)]),
        ("nfpa1225", [(10, 900), (60, 900)]),
    ];
    for (name, limits) in expected {
        let targets = Target::parse(name).unwrap();
        let found: Vec<(u64, u16)> = targets.iter().map(|t| (t.within.as_secs(), t.per_mille)).collect();
        assert_eq!(found, limits, "{name}");
        assert!(targets.iter().all(|t| t.name == name && t.source.contains("ARC-")));
    }
    // Of 20 alarms, 19 within 20 s after delivery: 95 %.
    let mut rows = vec![taken_after(15_500); 18];
    rows.push(taken_after(20_500));
    rows.push(never_taken());
    let verdicts: Vec<_> = Target::parse("nena").unwrap().iter().map(|t| t.judge(&rows)).collect();
    assert_eq!((verdicts[0].alarms, verdicts[0].within, verdicts[0].met), (20, 18, Some(true)));
    assert_eq!((verdicts[1].alarms, verdicts[1].within, verdicts[1].met), (20, 19, Some(true)));
    rows.push(never_taken());
    let worse = Target::parse("nena").unwrap()[1].judge(&rows);
    assert_eq!((worse.alarms, worse.within, worse.met), (21, 19, Some(false)));
}

#[test]
fn nfpa_judges_the_first_team_from_the_answer_on() {
    let targets = Target::parse("nfpa1225").unwrap();
    assert_eq!((targets[1].start, targets[1].finish), (Start::Taken, Finish::Dispatched));
    let never_sent = Answered { dispatched_at: None, ..taken_after(5_000) };
    let verdict = targets[1].judge(&[taken_after(5_000), never_sent]);
    assert_eq!((verdict.alarms, verdict.within, verdict.met), (2, 1, Some(false)));
}

/// Proves T-ARC-2, ARC-11: an organisation writes targets of its own, and each says where it comes from.
#[test]
fn a_target_of_ones_own_is_read_and_anything_else_is_refused() {
    let own = Target::parse("Gent nights: 98.5 % in 40 s from pressed to taken").unwrap();
    assert_eq!((own[0].name.as_str(), own[0].per_mille, own[0].start), ("Gent nights", 985, Start::Pressed));
    for bad in [
        "",
        "bs8485",
        ": 95 % in 15 s from pressed to taken",
        "x: 0 % in 15 s from pressed to taken",
        "x: 100.1 % in 15 s from pressed to taken",
        "x: 95 % in 0 s from pressed to taken",
        "x: 95 % in 15 s from taken to taken",
        "x: 95 % in 15 s from shown to taken",
        "x: 95% in 15 s from pressed to taken",
        "x: -5 % in 15 s from pressed to taken",
    ] {
        assert_eq!(Target::parse(bad), Err(NotATarget), "{bad}");
    }
    assert!(NotATarget.to_string().contains("bs8484, nena, nfpa1225, en50518"));
}

fn fact(case: u128, outcome: Option<Outcome>) -> AlarmFact {
    AlarmFact {
        case: Some(CaseId::from_u128(case)),
        case_number: Some(format!("2026-{case:04}")),
        kind: AlarmKind::Danger,
        outcome,
        room: None,
        answered: taken_after(1_000),
    }
}

fn count(what: &str, case: u128, count: u32) -> Count {
    Count {
        what: what.to_owned(),
        case: Some(CaseId::from_u128(case)),
        case_number: Some(format!("2026-{case:04}")),
        count,
    }
}

/// Proves ARC-05, ARC-08: alarms, tests, false alarms and real ones of each case, and how alarms were verified.
#[test]
fn the_month_of_each_case_is_counted() {
    let facts = [
        fact(1, Some(Outcome::RealDanger)),
        fact(1, Some(Outcome::FalseAlarm)),
        fact(1, Some(Outcome::Test)),
        fact(2, Some(Outcome::Misuse)),
        fact(2, None),
    ];
    let lines = per_case(&facts, &[count(TESTS, 1, 4), count("alert.silent", 1, 9), count(TESTS, 3, 1)]);
    let short: Vec<_> = lines
        .iter()
        .map(|l| (l.case_number.as_deref(), l.alarms, l.tests, l.false_alarms, l.real, l.misuse))
        .collect();
    assert_eq!(
        short,
        [
            (Some("2026-0001"), 2, 5, 1, 1, 0),
            (Some("2026-0002"), 2, 0, 0, 0, 1),
            (Some("2026-0003"), 0, 1, 0, 0, 0),
        ]
    );
    assert_eq!(
        verified(&facts),
        [(Outcome::RealDanger, 1), (Outcome::FalseAlarm, 1), (Outcome::Misuse, 1), (Outcome::Test, 1),]
    );
}

#[test]
fn the_noisiest_causes_come_first_and_what_was_real_is_no_noise() {
    let mut facts = vec![fact(1, Some(Outcome::RealDanger)), fact(1, None), fact(1, Some(Outcome::Test))];
    facts.extend((0..3).map(|_| fact(2, Some(Outcome::FalseAlarm))));
    let stranger = AlarmFact {
        case: None,
        case_number: None,
        kind: AlarmKind::Unidentified,
        outcome: Some(Outcome::FalseAlarm),
        room: None,
        answered: never_taken(),
    };
    facts.push(stranger);
    let counts = [count("alert.silent", 1, 7), count("alert.battery-low", 2, 3), count(TESTS, 1, 99)];
    let (causes, all) = noisiest(&facts, &counts, 3);
    let short: Vec<_> = causes.iter().map(|c| (c.what.as_str(), c.case_number.as_deref(), c.count)).collect();
    assert_eq!(
        short,
        [
            ("alert.silent", Some("2026-0001"), 7),
            ("alarm.false-alarm", Some("2026-0002"), 3),
            ("alert.battery-low", Some("2026-0002"), 3),
        ]
    );
    assert_eq!(all, 14, "the share is of all noise, also of what is not among the worst");
}
