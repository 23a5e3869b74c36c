//! Fixed perimeters with their schedules (EM-03), the edges of T-NIJ-4 and the uncertainty of T-NIJ-5.

use crate::given::{OFFENDER, always, at, carrier, fix, place, said, takes, takes_at};
use hoeder_geo::{MultiPolygon, Polygon, Ring};
use hoeder_vocab::tracking::{Side, TrackFix};
use hoeder_vocab::{Decimetres, Metres, PerimeterId, Position};
use hoeder_watch::track::{
    Alert, AlertKind, Change, Guard, Order, PerimeterKind, PerimeterOrder, Settings, Severity, Shape, Week,
    Window,
};

fn ring(corners: &[(f64, f64)]) -> Ring {
    Ring::new(corners.iter().map(|(east, north)| place(*east, *north)).collect()).unwrap()
}

fn square(half: f64) -> Ring {
    ring(&[(-half, -half), (half, -half), (half, half), (-half, half)])
}

fn area(outer: Ring, holes: Vec<Ring>) -> Shape {
    Shape::Area(MultiPolygon::from(Polygon::new(outer, holes).unwrap()))
}

fn perimeter(number: u128, kind: PerimeterKind, shape: Shape) -> PerimeterOrder {
    PerimeterOrder {
        perimeter: PerimeterId::from_u128(number),
        carrier: OFFENDER,
        kind,
        shape,
        week: Week::default(),
        valid: always(),
    }
}

fn guard_of(perimeters: Vec<PerimeterOrder>) -> Guard {
    let mut guard = Guard::new(Settings::default());
    guard.order(Order::Carrier(carrier(OFFENDER, Side::Offender)), at(0)).unwrap();
    for perimeter in perimeters {
        guard.order(Order::Perimeter(Box::new(perimeter)), at(0)).unwrap();
    }
    guard
}

fn raised(changes: Vec<Change>) -> Vec<Alert> {
    changes
        .into_iter()
        .filter_map(|change| match change {
            Change::Raised(alert) => Some(*alert),
            Change::Worse(_) | Change::Cleared { .. } | Change::Revised { .. } => None,
        })
        .collect()
}

fn kinds(changes: Vec<Change>) -> Vec<(AlertKind, Severity)> {
    raised(changes).iter().map(|alert| (alert.kind, alert.severity)).collect()
}

fn seconds_of(alert: &Alert) -> f64 {
    let millis = i32::try_from(alert.since.0.unix_ms() - at(0).unix_ms()).unwrap();
    f64::from(millis) / 1_000.0
}

#[test]
fn entering_is_certain_and_timed_at_the_border() {
    let mut guard = guard_of(vec![perimeter(9, PerimeterKind::Exclusion, area(square(500.0), vec![]))]);
    assert_eq!(kinds(takes(&mut guard, OFFENDER, fix(0, place(-1_000.0, 0.0)))), []);
    let alerts = raised(takes(&mut guard, OFFENDER, fix(100, place(0.0, 0.0))));
    assert_eq!(
        alerts.iter().map(|a| (a.kind, a.severity)).collect::<Vec<_>>(),
        [(AlertKind::Entered, Severity::Certain)]
    );
    assert!(alerts.first().is_some_and(|a| (seconds_of(a) - 50.0).abs() < 0.5));
}

/// Proves T-NIJ-4.
#[test]
fn in_and_out_between_two_fixes_through_a_corner_is_possible_and_ends_by_itself() {
    let mut guard = guard_of(vec![perimeter(9, PerimeterKind::Exclusion, area(square(500.0), vec![]))]);
    takes(&mut guard, OFFENDER, fix(0, place(-700.0, 200.0)));
    let alerts = raised(takes(&mut guard, OFFENDER, fix(60, place(-200.0, 700.0))));
    assert_eq!(
        alerts.iter().map(|a| (a.kind, a.severity)).collect::<Vec<_>>(),
        [(AlertKind::Entered, Severity::Possible)]
    );
    let changes = takes(&mut guard, OFFENDER, fix(120, place(-800.0, 900.0)));
    assert!(matches!(changes.as_slice(), [Change::Cleared { .. }]), "{changes:?}");
}

/// Proves T-NIJ-4.
#[test]
fn a_hole_is_outside_and_overlapping_and_nested_perimeters_each_speak() {
    let holed = area(square(500.0), vec![square(100.0)]);
    let mut guard = guard_of(vec![
        perimeter(9, PerimeterKind::Exclusion, holed),
        perimeter(10, PerimeterKind::Inclusion, area(square(2_000.0), vec![])),
        perimeter(
            11,
            PerimeterKind::Buffer,
            Shape::Circle { centre: place(300.0, 0.0), radius: Metres(900.0) },
        ),
    ]);
    assert_eq!(
        kinds(takes(&mut guard, OFFENDER, fix(0, place(0.0, 0.0)))),
        [(AlertKind::InBuffer, Severity::Certain)]
    );
    assert_eq!(
        kinds(takes(&mut guard, OFFENDER, fix(60, place(300.0, 0.0)))),
        [(AlertKind::Entered, Severity::Certain)]
    );
    assert_eq!(
        kinds(takes(&mut guard, OFFENDER, fix(120, place(2_500.0, 0.0)))),
        [(AlertKind::Left, Severity::Certain)]
    );
}

#[test]
fn a_walk_along_the_border_is_possible_at_most() {
    let mut guard = guard_of(vec![perimeter(9, PerimeterKind::Exclusion, area(square(500.0), vec![]))]);
    let mut found = Vec::new();
    for step in 0..20 {
        let north = -450.0 + 45.0 * f64::from(step);
        found.extend(kinds(takes(&mut guard, OFFENDER, fix(i64::from(step) * 30, place(502.0, north)))));
    }
    assert_eq!(found, [(AlertKind::Entered, Severity::Possible)]);
}

/// Proves T-NIJ-5: never a certain violation from a fix of 200 m near a border, or of no accuracy, and never none.
#[test]
fn a_fix_that_is_coarse_or_of_unknown_accuracy_near_a_border_gives_a_possible_alert() {
    for accuracy in [Some(Decimetres(2_000)), None] {
        for east in [450.0, 510.0, 560.0] {
            let mut guard =
                guard_of(vec![perimeter(9, PerimeterKind::Exclusion, area(square(500.0), vec![]))]);
            let coarse = TrackFix { accuracy, ..fix(0, place(east, 0.0)) };
            assert_eq!(
                kinds(takes(&mut guard, OFFENDER, coarse)),
                [(AlertKind::Entered, Severity::Possible)],
                "{east}"
            );
            let mut guard =
                guard_of(vec![perimeter(9, PerimeterKind::Inclusion, area(square(400.0), vec![]))]);
            assert_eq!(
                kinds(takes(&mut guard, OFFENDER, coarse)),
                [(AlertKind::Left, Severity::Possible)],
                "{east}"
            );
        }
    }
}

fn curfew() -> PerimeterOrder {
    let windows = (0..7).map(|weekday| Window { weekday, from_minute: 22 * 60, to_minute: 6 * 60 }).collect();
    PerimeterOrder {
        week: Week { windows, except: vec![] },
        valid: hoeder_watch::track::Validity { from: moment("2026-01-01T00:00:00Z"), until: None },
        ..perimeter(
            9,
            PerimeterKind::Inclusion,
            Shape::Circle { centre: place(0.0, 0.0), radius: Metres(80.0) },
        )
    }
}

fn moment(text: &str) -> hoeder_vocab::UtcMillis {
    hoeder_vocab::UtcMillis::parse_rfc3339(text).unwrap()
}

fn at_moment(text: &str, position: Position) -> TrackFix {
    TrackFix { fixed_at: hoeder_vocab::FixedAt(moment(text)), ..fix(0, position) }
}

fn curfew_guard(from: &str) -> Guard {
    let mut guard = Guard::new(Settings::default());
    let valid = hoeder_watch::track::Validity { from: moment("2026-01-01T00:00:00Z"), until: None };
    let order = hoeder_watch::track::CarrierOrder { valid, ..carrier(OFFENDER, Side::Offender) };
    guard.order(Order::Carrier(order), moment(from)).unwrap();
    guard.order(Order::Perimeter(Box::new(curfew())), moment(from)).unwrap();
    guard
}

#[test]
fn who_is_not_home_when_the_curfew_begins_is_gone_since_that_moment_also_in_the_nights_of_the_clock_changes()
{
    for (before, begins, home, again) in [
        ("2026-03-28T20:59:40Z", "2026-03-28T21:00:00Z", "2026-03-29T01:30:00Z", "2026-03-29T04:00:30Z"),
        ("2026-10-24T19:59:40Z", "2026-10-24T20:00:00Z", "2026-10-25T01:30:00Z", "2026-10-25T05:00:30Z"),
        ("2026-11-21T20:59:40Z", "2026-11-21T21:00:00Z", "2026-11-21T23:30:00Z", "2026-11-22T05:00:30Z"),
    ] {
        let mut guard = curfew_guard(before);
        assert_eq!(kinds(takes(&mut guard, OFFENDER, at_moment(before, place(900.0, 0.0)))), []);
        guard.tick(moment(begins));
        let alerts = raised(said(&mut guard));
        assert_eq!(alerts.iter().map(|a| a.since.0).collect::<Vec<_>>(), [moment(begins)]);
        takes(&mut guard, OFFENDER, at_moment(home, place(0.0, 0.0)));
        let later = hoeder_vocab::UtcMillis::from_unix_ms(moment(home).unix_ms() + 90_000).to_string();
        assert!(matches!(
            takes(&mut guard, OFFENDER, at_moment(&later, place(0.0, 0.0))).as_slice(),
            [Change::Cleared { .. }]
        ));
        assert_eq!(
            kinds(takes(&mut guard, OFFENDER, at_moment(again, place(900.0, 0.0)))),
            [],
            "after six nobody need be home"
        );
    }
}

#[test]
fn who_leaves_during_the_curfew_is_gone_since_the_crossing_and_free_when_it_ends() {
    let mut guard = curfew_guard("2026-11-21T22:00:00Z");
    takes(&mut guard, OFFENDER, at_moment("2026-11-21T23:59:00Z", place(0.0, 0.0)));
    let alerts = raised(takes(&mut guard, OFFENDER, at_moment("2026-11-22T00:00:00Z", place(160.0, 0.0))));
    let crossed = alerts.first().map(|a| a.since.0.unix_ms() - moment("2026-11-21T23:59:30Z").unix_ms());
    assert!(crossed.is_some_and(|off| off.abs() < 1_000), "{crossed:?}");
    guard.tick(moment("2026-11-22T05:00:00Z"));
    assert!(
        said(&mut guard)
            .iter()
            .any(|change| matches!(change, Change::Cleared { key, .. } if key.kind == AlertKind::Left))
    );
}

fn hears_at(guard: &mut Guard, made: &str, east: f64, received: &str) -> Vec<Change> {
    takes_at(guard, OFFENDER, at_moment(made, place(east, 0.0)), moment(received)).1
}

/// Proves T-NIJ-8: a turn is of its moment, whenever the fixes before it come.
#[test]
fn fixes_made_before_a_curfew_began_and_heard_after_leave_the_alert_that_stands_since_then() {
    let mut guard = curfew_guard("2026-11-21T20:50:00Z");
    assert_eq!(kinds(takes(&mut guard, OFFENDER, at_moment("2026-11-21T20:57:00Z", place(100.0, 0.0)))), []);
    let left = hears_at(&mut guard, "2026-11-21T20:59:58Z", 100.0, "2026-11-21T21:00:00Z");
    assert_eq!(
        raised(left.clone()).iter().map(|a| a.since.0).collect::<Vec<_>>(),
        [moment("2026-11-21T21:00:00Z")]
    );
    assert_eq!(left.len(), 1, "and nothing else: {left:?}");
    assert_eq!(hears_at(&mut guard, "2026-11-21T20:58:00Z", 100.0, "2026-11-21T21:00:02Z"), []);
    // A fix that shows that it was at home by then takes it back.
    let home = hears_at(&mut guard, "2026-11-21T20:59:59Z", 70.0, "2026-11-21T21:00:04Z");
    assert!(matches!(home.as_slice(), [Change::Revised { now: None, .. }]), "{home:?}");
}

/// Proves T-NIJ-8: also when the carrier is home by the next fix, and when the fixes around the turn are kept no longer.
#[test]
fn who_was_gone_when_the_curfew_began_was_so_whatever_comes_late_and_is_not_for_ever() {
    let mut guard = curfew_guard("2026-11-21T20:30:00Z");
    takes(&mut guard, OFFENDER, at_moment("2026-11-21T20:55:00Z", place(900.0, 0.0)));
    guard.tick(moment("2026-11-21T21:00:00Z"));
    assert_eq!(kinds(said(&mut guard)), [(AlertKind::Left, Severity::Certain)]);
    assert_eq!(kinds(takes(&mut guard, OFFENDER, at_moment("2026-11-21T21:05:00Z", place(0.0, 0.0)))), []);
    assert_eq!(hears_at(&mut guard, "2026-11-21T20:40:00Z", 900.0, "2026-11-21T21:05:02Z"), []);
    for second in 10..30 {
        let fast = at_moment(&format!("2026-11-21T21:05:{second}Z"), place(0.0, 0.0));
        assert_eq!(takes(&mut guard, OFFENDER, fast), []);
    }
    let between = hears_at(&mut guard, "2026-11-21T21:05:28.500Z", 0.0, "2026-11-21T21:05:40Z");
    assert_eq!(between, []);
    let over = takes(&mut guard, OFFENDER, at_moment("2026-11-21T21:06:00Z", place(0.0, 0.0)));
    assert!(matches!(over.as_slice(), [Change::Cleared { .. }]), "{over:?}");
}

#[test]
fn a_fix_from_before_the_curfew_that_makes_sure_what_was_possible_is_said() {
    let mut guard = curfew_guard("2026-11-21T20:30:00Z");
    let coarse = TrackFix {
        accuracy: Some(Decimetres(9_000)),
        ..at_moment("2026-11-21T20:59:00Z", place(900.0, 0.0))
    };
    takes(&mut guard, OFFENDER, coarse);
    guard.tick(moment("2026-11-21T21:00:00Z"));
    assert_eq!(kinds(said(&mut guard)), [(AlertKind::Left, Severity::Possible)]);
    let sure = hears_at(&mut guard, "2026-11-21T20:59:59Z", 900.0, "2026-11-21T21:00:01Z");
    assert!(
        matches!(sure.as_slice(), [Change::Worse(alert)] if alert.severity == Severity::Certain),
        "{sure:?}"
    );
}

/// Proves T-NIJ-8: the first and the last moment of an order are turns like those of its week.
#[test]
fn an_alert_begins_and_ends_with_its_order_whatever_comes_late() {
    let circle = Shape::Circle { centre: place(0.0, 0.0), radius: Metres(100.0) };
    let valid = hoeder_watch::track::Validity { from: at(100), until: Some(at(200)) };
    let mut guard =
        guard_of(vec![PerimeterOrder { valid, ..perimeter(9, PerimeterKind::Exclusion, circle) }]);
    let mut hears =
        |made, received| takes_at(&mut guard, OFFENDER, fix(made, place(0.0, 0.0)), at(received)).1;
    assert_eq!(hears(50, 52), []);
    let entered = raised(hears(99, 101));
    assert_eq!(entered.iter().map(seconds_of).collect::<Vec<_>>(), [100.0]);
    assert_eq!(hears(60, 110), []);
    assert_eq!(hears(120, 122), []);
    let over = hears(199, 201);
    assert!(matches!(over.as_slice(), [Change::Cleared { .. }]), "{over:?}");
    assert_eq!(hears(150, 210), []);
}

#[test]
fn an_order_that_cannot_be_is_refused() {
    use hoeder_watch::track::OrderFault;
    let mut guard = guard_of(vec![]);
    let circle = |radius| Shape::Circle { centre: place(0.0, 0.0), radius: Metres(radius) };
    let window = |weekday, from_minute, to_minute| Week {
        windows: vec![Window { weekday, from_minute, to_minute }],
        except: vec![],
    };
    let good = perimeter(9, PerimeterKind::Exclusion, circle(100.0));
    for (order, fault) in [
        (perimeter(9, PerimeterKind::Exclusion, circle(0.0)), OrderFault::Distances),
        (perimeter(9, PerimeterKind::Exclusion, circle(f64::NAN)), OrderFault::Distances),
        (PerimeterOrder { week: window(7, 0, 60), ..good.clone() }, OrderFault::Week),
        (PerimeterOrder { week: window(0, 1_440, 60), ..good.clone() }, OrderFault::Week),
        (
            PerimeterOrder {
                week: Week {
                    windows: vec![Window { weekday: 0, from_minute: 0, to_minute: 60 }; 65],
                    except: vec![],
                },
                ..good.clone()
            },
            OrderFault::Week,
        ),
        (
            PerimeterOrder { carrier: hoeder_vocab::CarrierId::from_u128(77), ..good.clone() },
            OrderFault::UnknownCarrier,
        ),
        (
            perimeter(
                9,
                PerimeterKind::Exclusion,
                Shape::Corridor { line: vec![place(0.0, 0.0)], half_width: Metres(10.0) },
            ),
            OrderFault::Line,
        ),
    ] {
        assert_eq!(guard.order(Order::Perimeter(Box::new(order)), at(0)), Err(fault));
    }
    for number in 0..64 {
        assert_eq!(
            guard.order(
                Order::Perimeter(Box::new(PerimeterOrder {
                    perimeter: PerimeterId::from_u128(100 + number),
                    ..good.clone()
                })),
                at(0)
            ),
            Ok(())
        );
    }
    assert_eq!(
        guard.order(Order::Perimeter(Box::new(good.clone())), at(0)),
        Err(OrderFault::TooManyPerimeters)
    );
    guard.order(Order::PerimeterGone(PerimeterId::from_u128(130)), at(0)).unwrap();
    assert_eq!(guard.order(Order::Perimeter(Box::new(good)), at(0)), Ok(()));
}
