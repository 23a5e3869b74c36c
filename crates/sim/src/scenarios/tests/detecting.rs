//! The simple detectors by hand, and the guard on a small fixed set.

use crate::scenarios::catalogue::Plan;
use crate::scenarios::detector::{Detector, Rule, Said, Simple, baselines, gate};
use crate::scenarios::figures::figures;
use crate::scenarios::ground::Spot;
use crate::scenarios::guarded::guarded;
use crate::scenarios::report::GUARD;
use crate::scenarios::run::run;
use hoeder_vocab::tracking::{Motion, Side, Signs, TrackFix, TrackReport};
use hoeder_vocab::{Decimetres, FixSource, FixedAt, ReceivedAt, UtcMillis};
use hoeder_watch::track::Settings;

/// The position of one `metres` east of the other, every 30 s; metres and accuracy.
fn hears(rule: Rule, fixes: &[(f64, u32)]) -> Vec<(i64, Option<i64>)> {
    let mut detector = Simple::new(rule);
    let mut said = Said::default();
    let mut report = |side, seconds: i64, metres: f64, accuracy_m: u32| {
        let at = UtcMillis::from_unix_ms(seconds * 1_000);
        let fix = TrackFix {
            position: Spot::new(metres, 0.0).position(),
            accuracy: Some(Decimetres::from_metres(accuracy_m)),
            fixed_at: FixedAt(at),
            source: FixSource::Gnss,
            speed_cms: None,
            heading_deg: None,
            motion: Motion::Unknown,
        };
        let report = TrackReport {
            at: FixedAt(at),
            fix: Some(fix),
            began: Signs::NONE,
            ended: Signs::NONE,
            battery: None,
            sos: false,
            alcohol: None,
            buffered: false,
        };
        detector.hear(side, &report, ReceivedAt(at), &mut said);
    };
    report(Side::Protected, 0, 0.0, 10);
    for (n, (metres, accuracy)) in (1..).zip(fixes) {
        report(Side::Offender, n * 30, *metres, *accuracy);
    }
    let seconds = |at: UtcMillis| at.unix_ms() / 1_000;
    said.alarms.iter().map(|span| (seconds(span.from), span.until.map(seconds))).collect()
}

#[test]
fn d1_follows_the_last_position_whatever_its_accuracy() {
    let fixes = [(700.0, 10), (499.0, 900), (501.0, 10), (480.0, 10)];
    assert_eq!(hears(Rule::d1(500.0), &fixes), [(60, Some(90)), (120, None)]);
}

#[test]
fn d2a_asks_for_two_good_positions_in_a_row_and_ends_at_one_point_two_limits() {
    let fixes = [
        (700.0, 10),
        (499.0, 10),
        (520.0, 10),
        (499.0, 10),
        (300.0, 160),
        (480.0, 10),
        (599.0, 10),
        (601.0, 10),
    ];
    assert_eq!(hears(Rule::d2a(500.0), &fixes), [(180, Some(240))]);
}

#[test]
fn d2b_asks_for_one_good_position_within_fifteen_per_cent_more() {
    let fixes = [(576.0, 10), (574.0, 200), (574.0, 149), (680.0, 10), (691.0, 10)];
    assert_eq!(hears(Rule::d2b(500.0), &fixes), [(90, Some(150))]);
}

#[test]
fn the_gate_is_a_third_of_the_limit_between_75_and_150_metres() {
    let gates = [(200.0, 75.0), (300.0, 100.0), (5_000.0, 150.0)];
    assert!(gates.iter().all(|(limit, metres)| (gate(*limit) - metres).abs() < 1e-9));
}

/// What systems do today sees most approaches at the first position, two in a row nearly none (FL-13).
/// Proves FL-13, EM-02: the guard keeps its promises on this small set: usable positions, first position after the crossing.
#[test]
fn the_guard_sees_every_usable_approach_of_a_small_set_at_the_first_position() {
    let plan = Plan { seeds: vec![11], filter: Some("@1000".to_owned()), sets: false, pairs: 0 };
    let mut entries = baselines();
    entries.push(guarded(GUARD, Settings::default()));
    let played = run(&plan, &entries, 2, &mut |_| {});
    let [d1, d2a, d2b, guard] = [0, 1, 2, 3].map(|n| figures(&played, n));
    assert!(guard.wide.usable_first.of >= 40, "{:?}", guard.wide.usable_first);
    assert_eq!(guard.wide.usable_first.hits, guard.wide.usable_first.of);
    assert!(guard.all.all_first.pct() >= Some(97.0), "{:?}", guard.all.all_first);
    assert!(guard.all.silence.pct() >= Some(85.0), "{:?}", guard.all.silence);
    assert!(guard.all.warning_ratio(&d1.all) >= Some(1.25));
    assert!(d1.wide.usable_first.pct() < Some(99.0) && d1.wide.usable_first.pct() > Some(75.0));
    assert!(d2a.wide.usable_first.pct() < Some(40.0), "{:?}", d2a.wide.usable_first);
    assert!(d2b.wide.usable_first.pct() > Some(97.0), "{:?}", d2b.wide.usable_first);
    assert_eq!(d2b.all.silence.hits.min(guard.all.silence.hits), d2b.all.silence.hits);
}
