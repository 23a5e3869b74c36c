//! A naive guard beside the real one: it keeps every fix ever heard, in metres on a plane, and reckons all of it anew each time
//! from the first one. It knows no window, no fold that goes on, no memory of what was said.
//!
//! It covers the direct rule of a pair, perimeters with their week, and the silence of a device. What stands after each fix must
//! be the same in both, whatever the order in which the fixes came. Cases in which a figure lies within [`CLEAR`] of its limit
//! say nothing and are left out: the two reckon distances in different ways. So are those in which a week turns between a fix that
//! breaks a perimeter and the next one that does not: the timer judges a turn when it comes, and what is played again knows fixes only.

mod naive;

use crate::given::{OFFENDER, PAIR, PROTECTED, START, carrier, fix, pair, place, report, said};
use core::time::Duration;
use hoeder_vocab::tracking::{Side, TrackFix};
use hoeder_vocab::{Decimetres, FixedAt, Metres, PerimeterId, ReceivedAt, UtcMillis};
use hoeder_watch::track::{
    AlertKey, AlertKind, CarrierOrder, Change, Guard, Order, PairOrder, PerimeterKind, PerimeterOrder,
    Settings, Shape, Taken, Validity, Week, Window,
};
use naive::{
    DAY, MINUTE, MOMENT, Reference, Round, Spot, Stands, TO_NEXT_SUMMER, TO_SUMMER, TO_WINTER, World, runs,
    wall, within,
};
use proptest::prelude::*;

/// The real guard, and what stands by what it said.
struct Real {
    guard: Guard,
    stands: Stands,
    late: Vec<AlertKind>,
}

fn ms(at: i64) -> UtcMillis {
    UtcMillis::from_unix_ms(at)
}

impl Real {
    fn new(world: &World) -> Self {
        let mut guard = Guard::new(Settings::default());
        let silent_after = Duration::from_millis(u64::try_from(world.silent_after).unwrap());
        let valid = Validity { from: ms(world.begins - 30 * DAY), until: None };
        for (id, side) in [(OFFENDER, Side::Offender), (PROTECTED, Side::Protected)] {
            let order = CarrierOrder { silent_after, valid, ..carrier(id, side) };
            guard.order(Order::Carrier(order), ms(world.begins)).unwrap();
        }
        let order = PairOrder { valid, ..pair(world.alarm, world.warning) };
        guard.order(Order::Pair(order), ms(world.begins)).unwrap();
        for (number, round) in (0_u128..).zip(&world.rounds) {
            let order = PerimeterOrder {
                perimeter: PerimeterId::from_u128(number),
                carrier: OFFENDER,
                kind: round.kind,
                shape: Shape::Circle { centre: place(round.east, round.north), radius: Metres(round.radius) },
                week: round.week.clone(),
                valid,
            };
            guard.order(Order::Perimeter(Box::new(order)), ms(world.begins)).unwrap();
        }
        Self { guard, stands: Stands::new(), late: Vec::new() }
    }

    fn ticks(&mut self, now: i64) {
        while let Some(due) = self.guard.next_due().filter(|due| due.unix_ms() <= now) {
            self.guard.tick(due);
            self.listens();
        }
        self.guard.tick(ms(now));
        self.listens();
    }

    fn takes(&mut self, spot: &Spot) -> Taken {
        self.ticks(spot.received);
        let id = if spot.side == 0 { OFFENDER } else { PROTECTED };
        let fix = TrackFix {
            fixed_at: FixedAt(ms(spot.at)),
            accuracy: Some(Decimetres(spot.accuracy_dm)),
            ..fix(0, place(spot.east, spot.north))
        };
        let taken = self.guard.take(id, &report(fix), ReceivedAt(ms(spot.received)));
        self.listens();
        taken
    }

    fn listens(&mut self) {
        for change in said(&mut self.guard) {
            match change {
                Change::Raised(alert) => {
                    if alert.late {
                        self.late.push(alert.kind);
                    }
                    self.put(alert.key(), Some(alert.since.0.unix_ms()));
                }
                Change::Cleared { key, .. } => self.put(key, None),
                // As an incident takes it: it is about the alert that began then, and about no other of the same name.
                Change::Revised { key, was, now, .. } => {
                    let stands = self.name(&key).and_then(|name| self.stands.get(&name));
                    if stands == Some(&was.0.unix_ms()) {
                        self.put(key, now.map(|now| now.0.unix_ms()));
                    }
                }
                Change::Worse(_) => {}
            }
        }
    }

    fn name(&self, key: &AlertKey) -> Option<(AlertKind, usize)> {
        let number = match (key.perimeter, key.pair) {
            (Some(perimeter), _) => usize::try_from(perimeter.as_u128()).ok()?,
            (None, Some(pair)) if pair == PAIR => 0,
            (None, _) => usize::from(key.carrier == PROTECTED),
        };
        Some((key.kind, number))
    }

    fn put(&mut self, key: AlertKey, since: Option<i64>) {
        use AlertKind::{Entered, InBuffer, Left, Near, Silent, Warning};
        let Some(name) = self.name(&key) else { return };
        if ![Near, Warning, Entered, Left, InBuffer, Silent].contains(&key.kind) {
            return;
        }
        match since {
            Some(since) => self.stands.insert(name, since),
            None => self.stands.remove(&name),
        };
    }
}

/// A walk of one of the two: no faster than a car, so that no jump is doubted.
fn walk(side: usize) -> impl Strategy<Value = Vec<Spot>> {
    let step = (
        20_000_i64..400_000,
        -1.0..1.0_f64,
        -1.0..1.0_f64,
        prop_oneof![4 => Just(50_u32), 2 => Just(250), 1 => Just(3_000)],
    );
    (prop::collection::vec(step, 1..45), -1_500.0..1_500.0_f64, -1_500.0..1_500.0_f64).prop_map(
        move |(steps, east, north)| {
            let (mut at, mut east, mut north) = (i64::from(u8::from(side == 1)), east, north);
            let mut spots = Vec::new();
            for (gap, e, n, accuracy_dm) in steps {
                at += gap;
                let reach = 7.0 * f64::from(i32::try_from(gap / 1_000).unwrap()).min(120.0);
                // Whoever would leave the place turns round.
                east = if (east + e * reach).abs() < 3_000.0 { east + e * reach } else { east - e * reach };
                north =
                    if (north + n * reach).abs() < 3_000.0 { north + n * reach } else { north - n * reach };
                spots.push(Spot { side, at, received: at, east, north, accuracy_dm });
            }
            spots
        },
    )
}

fn week() -> impl Strategy<Value = Week> {
    let window = (0_u8..7, prop_oneof![0_u16..1_440, 100_u16..200], prop_oneof![1_u16..=1_440, 110_u16..240]);
    let window =
        window.prop_map(|(weekday, from_minute, to_minute)| Window { weekday, from_minute, to_minute });
    prop::collection::vec(window, 0..5).prop_map(|windows| Week { windows, except: Vec::new() })
}

fn world() -> impl Strategy<Value = World> {
    let kind = prop_oneof![
        Just(PerimeterKind::Exclusion),
        Just(PerimeterKind::Inclusion),
        Just(PerimeterKind::Buffer)
    ];
    let round = (kind, -800.0..800.0_f64, -800.0..800.0_f64, 100.0..900.0_f64, week())
        .prop_map(|(kind, east, north, radius, week)| Round { kind, east, north, radius, week });
    // Any day, and the nights of both clock changes.
    let begins = prop_oneof![
        Just(TO_SUMMER - 3_600_000),
        Just(TO_WINTER - 3_600_000),
        (0_i64..340).prop_map(|day| TO_SUMMER - 5 * DAY + day * DAY),
    ];
    let limits = prop_oneof![Just((500.0, 1_000.0)), Just((300.0, 300.0)), Just((1_000.0, 1_200.0))];
    (limits, prop::collection::vec(round, 0..3), prop_oneof![Just(300_000_i64), Just(3_600_000)], begins)
        .prop_map(|((alarm, warning), rounds, silent_after, begins)| World {
            alarm,
            warning,
            rounds,
            silent_after,
            begins,
        })
}

/// Fixes of both as they come: each up to `most` places after those that were made later by the same device.
fn arrivals(most: usize) -> impl Strategy<Value = Vec<Spot>> {
    (walk(0), walk(1), prop::collection::vec(0..=most, 90)).prop_map(|(one, other, late)| {
        let mut spots = Vec::new();
        for walk in [one, other] {
            let mut line: Vec<(usize, Spot)> = walk.into_iter().enumerate().collect();
            line.sort_by_key(|(number, spot)| {
                let late = late.get(2 * number + spot.side).copied().unwrap_or(0);
                (number + late, late, *number)
            });
            let mut received = 0;
            for (_, spot) in line {
                received = received.max(spot.at) + 2_000;
                spots.push(Spot { received, ..spot });
            }
        }
        spots.sort_by_key(|spot| spot.received);
        spots
    })
}

fn placed(world: &World, spots: &[Spot]) -> Vec<Spot> {
    let moved =
        |spot: &Spot| Spot { at: spot.at + world.begins, received: spot.received + world.begins, ..*spot };
    spots.iter().map(moved).collect()
}

/// The same alerts; a beginning that was reckoned between two fixes may differ by what the ways to reckon differ.
fn same(real: &Stands, reference: &Stands) -> bool {
    real.keys().eq(reference.keys())
        && real.iter().all(|(key, since)| {
            let direct = matches!(key.0, AlertKind::Near | AlertKind::Warning);
            !direct || reference.get(key).is_some_and(|other| (other - since).abs() <= MOMENT)
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, max_global_rejects: 20_000, ..ProptestConfig::default() })]

    /// Proves T-NIJ-8, T-NIJ-10, T-NIJ-11: after every fix the same alerts stand as by reckoning the whole history anew.
    #[test]
    fn what_stands_is_what_the_whole_history_says_whatever_the_order_in_which_it_came(world in world(), spots in arrivals(3)) {
        let spots = placed(&world, &spots);
        let (mut real, runs) = (Real::new(&world), world.runs());
        for (number, spot) in spots.iter().enumerate() {
            let taken = real.takes(spot);
            prop_assert!(matches!(taken, Taken::Fresh | Taken::Late), "{taken:?}");
            let heard = spots.get(..=number).unwrap_or_default();
            let Some(expected) = (Reference { world: &world, runs: &runs, heard, now: spot.received }).all() else {
                return Err(TestCaseError::reject("a figure at its limit"));
            };
            prop_assert!(same(&real.stands, &expected), "after {number}: {:?} but {expected:?}", real.stands);
        }
    }
}

fn still(side: usize, minute: i64, east: f64) -> Spot {
    let at = START + minute * MINUTE;
    Spot { side, at, received: at + 2_000, east, north: 0.0, accuracy_dm: 50 }
}

/// 500 m apart, and 300 m around a place 3 km to the east are forbidden at any hour.
fn with_a_forbidden_place() -> World {
    let forbidden = Round {
        kind: PerimeterKind::Exclusion,
        east: 3_000.0,
        north: 0.0,
        radius: 300.0,
        week: Week::default(),
    };
    World { alarm: 500.0, warning: 500.0, rounds: vec![forbidden], silent_after: DAY, begins: START - MINUTE }
}

/// Proves T-NIJ-8: the promise at the edge of the window. The real guard keeps eight fixes of a carrier. One that is older than all of
/// them is judged alone: what it breaks is said, as late and as over, once; it never becomes an alert that stands.
#[test]
fn a_fix_older_than_the_window_is_a_late_alert_that_is_over_and_never_a_live_one() {
    let world = with_a_forbidden_place();
    let mut real = Real::new(&world);
    let mut heard: Vec<Spot> = (0..12).flat_map(|n| [still(1, n, 3_000.0), still(0, n, 0.0)]).collect();
    for spot in &heard {
        real.takes(spot);
    }
    assert!(real.stands.is_empty() && real.late.is_empty());
    // In the third minute the offender was there; we hear of it in the thirteenth.
    let late = Spot {
        at: still(0, 2, 0.0).at + 30_000,
        received: still(0, 13, 0.0).at,
        east: 3_000.0,
        ..still(0, 2, 0.0)
    };
    assert_eq!(real.takes(&late), Taken::Late);
    assert_eq!(real.late, [AlertKind::Near, AlertKind::Entered], "both are said, and as late");
    assert!(real.stands.is_empty(), "neither stands: {:?}", real.stands);
    // Told again, or another of the same minutes: known already.
    assert_eq!(
        real.takes(&Spot { at: late.at + 1_000, received: late.received + 1_000, ..late }),
        Taken::Late
    );
    assert_eq!(real.late.len(), 2);
    heard.push(late);
    let whole =
        Reference { world: &world, runs: &world.runs(), heard: &heard, now: late.received }.all().unwrap();
    assert!(whole.is_empty(), "by the whole history it is over as well: {whole:?}");
}

/// Proves FL-02, T-NIJ-8: what a late fix says of an earlier time that is over never takes the alert away that stands now, although
/// both have one name: neither among the fixes that are kept nor beyond them.
#[test]
fn a_late_word_about_an_earlier_time_leaves_the_alert_that_stands_now() {
    for (minutes, earlier) in [(6, 1), (12, 2)] {
        let world = with_a_forbidden_place();
        let mut real = Real::new(&world);
        for minute in 0..minutes {
            real.takes(&still(1, minute, 3_000.0));
            real.takes(&still(0, minute, 0.0));
        }
        // They are together now ..
        real.takes(&still(0, minutes + 1, 3_000.0));
        let stands: Vec<AlertKind> = real.stands.keys().map(|(kind, _)| *kind).collect();
        assert_eq!(stands, [AlertKind::Near, AlertKind::Entered]);
        // .. and were so before, as we hear only now.
        let received = still(0, minutes + 2, 0.0).at;
        real.takes(&Spot { at: still(0, earlier, 0.0).at + 30_000, received, ..still(0, 1, 3_000.0) });
        assert!(!real.late.is_empty(), "the earlier time is said, as late");
        let after: Vec<AlertKind> = real.stands.keys().map(|(kind, _)| *kind).collect();
        assert_eq!(after, stands, "{minutes} minutes");
    }
}

/// Within the window the same fix is put in its place: what it shows is over too, and the rest is judged by it.
#[test]
fn a_fix_within_the_window_is_judged_in_its_place() {
    let world =
        World { alarm: 500.0, warning: 500.0, rounds: Vec::new(), silent_after: DAY, begins: START - MINUTE };
    let mut real = Real::new(&world);
    for n in 0..4 {
        real.takes(&still(1, n, 3_000.0));
        real.takes(&still(0, n, 0.0));
    }
    let near = |minute, late| Spot { received: still(0, late, 0.0).at, ..still(0, minute, 2_900.0) };
    real.takes(&near(5, 5));
    let first = *real.stands.get(&(AlertKind::Near, 0)).unwrap();
    assert_eq!((first - START).div_euclid(MINUTE), 4, "on a straight way");
    let between =
        Spot { at: still(0, 4, 0.0).at, received: still(0, 6, 0.0).at, east: 2_000.0, ..still(0, 4, 0.0) };
    assert_eq!(real.takes(&between), Taken::Late);
    let revised = *real.stands.get(&(AlertKind::Near, 0)).unwrap();
    assert!(revised < first, "it began earlier than was thought: {revised} {first}");
}

/// The wall clock of the reference is right at the two changes, or it would prove nothing.
#[test]
fn the_naive_wall_clock_knows_both_changes() {
    let at = |text: &str| UtcMillis::parse_rfc3339(text).unwrap().unix_ms();
    assert_eq!((TO_SUMMER, TO_WINTER), (at("2026-03-29T01:00:00Z"), at("2026-10-25T01:00:00Z")));
    assert_eq!(TO_NEXT_SUMMER, at("2027-03-28T01:00:00Z"));
    let minutes = |text| wall(at(text)).rem_euclid(1_440);
    assert_eq!((minutes("2026-03-29T00:59:00Z"), minutes("2026-03-29T01:00:00Z")), (119, 180));
    assert_eq!((minutes("2026-10-25T00:59:00Z"), minutes("2026-10-25T01:00:00Z")), (179, 120));
    let sunday =
        Week { windows: vec![Window { weekday: 6, from_minute: 150, to_minute: 180 }], except: Vec::new() };
    let sunday = runs(&sunday, at("2026-03-29T01:10:00Z"))
        .into_iter()
        .chain(runs(&sunday, at("2026-10-25T01:10:00Z")))
        .collect::<Vec<_>>();
    assert!(!within(&sunday, at("2026-03-29T01:10:00Z")));
    assert!(within(&sunday, at("2026-10-25T00:40:00Z")) && within(&sunday, at("2026-10-25T01:10:00Z")));
}
