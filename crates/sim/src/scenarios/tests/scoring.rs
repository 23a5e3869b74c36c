//! Each rule of scoring with a case made by hand: she stays at the middle, he is on a line; limit 500 m.

use crate::scenarios::course::{Around, Course};
use crate::scenarios::detector::{Said, Span};
use crate::scenarios::device::{Sent, time};
use crate::scenarios::ground::Spot;
use crate::scenarios::score::{Truth, Verdict};
use crate::scenarios::stats::{Rate, Share, poisson_interval, quantile, upper_by_pair};
use hoeder_vocab::tracking::{Motion, Side, Signs, TrackFix, TrackReport};
use hoeder_vocab::{Decimetres, FixSource, FixedAt, ReceivedAt, UtcMillis};

const BASE: UtcMillis = UtcMillis::from_unix_ms(1_773_129_600_000);
const LIMIT: f64 = 500.0;

/// He is so many metres from her for so many seconds, in turn.
fn he_is(stretches: &[(f64, usize)]) -> Course {
    let mut course = Course::default();
    for (metres, seconds) in stretches {
        (0..*seconds).for_each(|_| course.push(Spot::new(*metres, 0.0), Around::Street));
    }
    course
}

fn she_stays(like: &Course) -> Course {
    let mut course = Course::default();
    (0..like.seconds()).for_each(|_| course.push(Spot::default(), Around::Inside));
    course
}

fn at(seconds: f64) -> UtcMillis {
    time(BASE, seconds)
}

fn sent(side: Side, measured: f64, received: f64, accuracy_m: u32) -> Sent {
    let fix = TrackFix {
        position: Spot::default().position(),
        accuracy: Some(Decimetres::from_metres(accuracy_m)),
        fixed_at: FixedAt(at(measured)),
        source: FixSource::Gnss,
        speed_cms: None,
        heading_deg: None,
        motion: Motion::Unknown,
    };
    let report = TrackReport {
        at: fix.fixed_at,
        fix: Some(fix),
        began: Signs::NONE,
        ended: Signs::NONE,
        battery: None,
        sos: false,
        alcohol: None,
        buffered: false,
    };
    Sent { side, measured, received: ReceivedAt(at(received)), report, genuine: true }
}

fn said(alarms: &[(f64, Option<f64>)]) -> Said {
    let spans = alarms.iter().map(|(from, until)| Span { from: at(*from), until: until.map(at) });
    Said { alarms: spans.collect(), ..Said::default() }
}

/// Crossings of the approaches that a detector has to find.
fn crossings(stretches: &[(f64, usize)]) -> Vec<usize> {
    let he = he_is(stretches);
    let she = she_stays(&he);
    Truth::new(BASE, LIMIT, &he, &she).mandatory().iter().map(|approach| approach.crossing).collect()
}

#[test]
fn an_approach_begins_after_five_minutes_apart_and_counts_when_deep_and_long_enough() {
    assert_eq!(crossings(&[(700.0, 300), (400.0, 60)]), [300]);
    assert_eq!(crossings(&[(700.0, 299), (400.0, 60)]), [0; 0], "apart for less than five minutes");
    assert_eq!(crossings(&[(590.0, 900), (400.0, 60)]), [0; 0], "never further than 1.2 limits");
    assert_eq!(crossings(&[(700.0, 300), (400.0, 59)]), [0; 0], "inside for less than a minute");
    assert_eq!(crossings(&[(700.0, 300), (460.0, 600)]), [0; 0], "never nearer than 0.9 limits");
    assert_eq!(crossings(&[(700.0, 300), (550.0, 900), (400.0, 60)]), [1_200], "waiting at the edge first");
}

#[test]
fn an_approach_goes_on_until_they_were_apart_for_five_minutes() {
    let once = [(700.0, 300), (400.0, 60), (700.0, 299), (400.0, 60)];
    assert_eq!(crossings(&once), [300]);
    let twice = [(700.0, 300), (400.0, 60), (700.0, 300), (400.0, 60)];
    assert_eq!(crossings(&twice), [300, 660]);
}

#[test]
fn the_first_chance_is_the_first_true_fix_of_the_mover_after_the_crossing() {
    let he = he_is(&[(700.0, 400), (400.0, 200)]);
    let she = she_stays(&he);
    let truth = Truth::new(BASE, LIMIT, &he, &she);
    let approach = truth.mandatory()[0];
    let hers = sent(Side::Protected, 401.0, 402.0, 10);
    let before = sent(Side::Offender, 399.0, 403.0, 10);
    let forged = Sent { genuine: false, ..sent(Side::Offender, 410.0, 411.0, 10) };
    let first = sent(Side::Offender, 420.0, 422.0, 10);
    let chance = truth.chance(&approach, &[hers, before, forged, first]);
    assert_eq!((chance.first, chance.usable, chance.silence), (Some(at(422.0)), true, false));
}

#[test]
fn positions_are_usable_when_fresh_and_accurate_on_both_sides_and_soon_enough() {
    let he = he_is(&[(700.0, 400), (400.0, 300)]);
    let she = she_stays(&he);
    let truth = Truth::new(BASE, LIMIT, &he, &she);
    let approach = truth.mandatory()[0];
    let usable = |hers: Sent, his: Sent| truth.chance(&approach, &[hers, his]).usable;
    let his = sent(Side::Offender, 410.0, 411.0, 125);
    assert!(usable(sent(Side::Protected, 300.0, 301.0, 125), his));
    assert!(!usable(sent(Side::Protected, 290.0, 291.0, 125), his), "hers is older than two minutes");
    assert!(
        !usable(sent(Side::Protected, 300.0, 301.0, 126), his),
        "hers is coarser than a quarter of the limit"
    );
    let late = sent(Side::Offender, 480.0, 491.0, 10);
    let chance = truth.chance(&approach, &[sent(Side::Protected, 480.0, 481.0, 10), late]);
    assert!(!chance.usable && chance.silence, "nothing of him for more than 90 s");
}

#[test]
fn an_alarm_is_in_time_when_it_stands_or_comes_at_the_first_chance() {
    let he = he_is(&[(700.0, 2_400), (400.0, 300), (30.0, 300)]);
    let she = she_stays(&he);
    let truth = Truth::new(BASE, LIMIT, &he, &she);
    let approach = truth.mandatory()[0];
    let chance = truth.chance(&approach, &[sent(Side::Offender, 2_410.0, 2_411.0, 10)]);
    let met = |alarms: &[(f64, Option<f64>)]| truth.met(&approach, &chance, &said(alarms));
    assert!(met(&[(2_411.0, None)]).first);
    let late = met(&[(2_430.0, None)]);
    assert!(!late.first && late.after_30 && late.after_60 && late.ever);
    assert!(met(&[(1_000.0, Some(1_100.0))]).first, "23 minutes before, even when taken back");
    let stale = met(&[(500.0, Some(550.0))]);
    assert!(!stale.first && !stale.ever, "more than half an hour before, and over");
    assert!(met(&[(500.0, Some(2_401.0))]).first, "it still stood at the crossing");
    assert_eq!(met(&[(2_411.0, None)]).warning_s, Some(289.0), "contact is at second 2,700");
    assert_eq!(met(&[(2_800.0, None)]).warning_s, Some(0.0));
    assert!(!met(&[]).ever);
}

#[test]
fn a_silence_is_covered_by_what_stands_or_comes_within_a_minute_of_the_crossing() {
    let he = he_is(&[(700.0, 400), (400.0, 300)]);
    let she = she_stays(&he);
    let truth = Truth::new(BASE, LIMIT, &he, &she);
    let approach = truth.mandatory()[0];
    let chance = truth.chance(&approach, &[]);
    assert!(chance.silence && chance.first.is_none());
    let covered = |from: f64, until: Option<f64>| {
        let unknown =
            Said { unknowns: vec![Span { from: at(from), until: until.map(at) }], ..Said::default() };
        truth.met(&approach, &chance, &unknown).covered
    };
    assert!(covered(460.0, None) && covered(100.0, None));
    assert!(!covered(461.0, None), "too late");
    assert!(!covered(300.0, Some(390.0)), "over before the crossing");
}

#[test]
fn alarms_ten_minutes_apart_are_two_and_truth_says_what_each_was() {
    let he = he_is(&[(900.0, 3_000), (610.0, 100), (900.0, 3_000), (400.0, 100), (900.0, 3_000)]);
    let she = she_stays(&he);
    let truth = Truth::new(BASE, LIMIT, &he, &she);
    let spans =
        said(&[(100.0, None), (699.0, None), (1_299.0, None), (2_600.0, None), (6_300.0, None)]).alarms;
    let episodes: Vec<(f64, Verdict)> =
        truth.episodes(&spans).iter().map(|episode| (episode.from_s, episode.verdict)).collect();
    // 100 and 699 are one; 2,600 looks on to 3,200 and sees 610 m; 6,300 looks two minutes back to 400 m.
    assert_eq!(
        episodes,
        [
            (100.0, Verdict::False),
            (1_299.0, Verdict::False),
            (2_600.0, Verdict::Near),
            (6_300.0, Verdict::True)
        ]
    );
}

#[test]
fn intervals_are_those_of_the_books() {
    let (low, high) = Share { hits: 8, of: 10 }.interval().unwrap();
    assert!((low - 49.02).abs() < 0.01 && (high - 94.33).abs() < 0.01, "{low} {high}");
    let (low, high) = poisson_interval(0);
    assert!(low.abs() < 1e-9 && (high - 3.689).abs() < 0.001, "{high}");
    let (low, high) = poisson_interval(10);
    assert!((low - 4.795).abs() < 0.001 && (high - 18.390).abs() < 0.001, "{low} {high}");
    assert_eq!(quantile(&[4.0, 1.0, 3.0], 0.5), Some(3.0));
    assert_eq!(quantile(&[], 0.5), None);
}

#[test]
fn ten_events_of_one_pair_say_less_than_one_event_of_ten_pairs() {
    let one_bad: Vec<(usize, f64)> = (0..40).map(|n| (if n == 0 { 10 } else { 0 }, 4.0)).collect();
    let spread: Vec<(usize, f64)> = (0..40).map(|n| (usize::from(n < 10), 4.0)).collect();
    assert!(upper_by_pair(&one_bad, 1) > 1.5 * upper_by_pair(&spread, 1));
    let rate = Rate { pairs: one_bad };
    assert_eq!((rate.events(), rate.per_day()), (10, Some(10.0 / 160.0)));
    assert!(rate.upper().unwrap() > 0.15, "more than Poisson's 18.4 in 160 days");
}
