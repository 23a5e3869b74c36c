//! 7.10: nine months, one term at a time, and a naive reference that agrees for every start and every short history.

use crate::common::*;
use hoeder_measure::decision::{Procedure, Ruling};
use hoeder_measure::duration::ExtensionReading;
use hoeder_measure::followup::AlarmOutcome;
use hoeder_measure::{By, Change, Command, Measure, Now, Stage, World};
use hoeder_vocab::{CivilDate, UtcMillis};

/// Proves MS-30: nine calendar months from the grant; the last day of a month when there is no such day.
#[test]
fn a_measure_lasts_nine_calendar_months() {
    for (granted, ends) in [
        ("2026-01-10", "2026-10-10"),
        ("2026-05-31", "2027-02-28"),
        ("2027-05-31", "2028-02-29"),
        ("2026-12-31", "2027-09-30"),
    ] {
        assert_eq!(Life::granted(granted).ends_on(), day(ends), "{granted}");
    }
}

/// Proves MS-31 and AL-12: an alarm that was not false and a new fact add nine months each, to the present end date.
#[test]
fn an_alarm_and_a_new_fact_add_nine_months_each_to_the_present_end() {
    let mut life = Life::running("2026-05-31");
    life.must(By::SYSTEM, Command::ReportIncident(alarm(1, life.today, AlarmOutcome::RealDanger)));
    assert_eq!(life.ends_on(), day("2027-11-28"), "one term at a time: not 30 November");
    life.must(officer(), Command::ReportIncident(fact(2, life.today)));
    assert_eq!(life.ends_on(), day("2028-08-28"));
    let again = Command::ReportIncident(alarm(1, life.today, AlarmOutcome::RealDanger));
    assert_eq!(life.must(By::SYSTEM, again), [], "the same alarm twice is one");
    life.must(By::SYSTEM, Command::ReportIncident(alarm(3, life.today, AlarmOutcome::FalseAlarm)));
    assert_eq!(life.ends_on(), day("2028-08-28"), "a false alarm adds nothing");
}

/// Proves MS-31: the other reading of 7.10.2 counts from the incident, and never shortens.
#[test]
fn the_other_reading_counts_from_the_incident_and_never_shortens() {
    let mut life = Life::running("2026-01-10");
    life.world.terms.extension = ExtensionReading::FromIncident;
    let mut life = life.on(day("2026-03-01"));
    let report = |n, on| Command::ReportIncident(alarm(n, on, AlarmOutcome::RealDanger));
    life.must(By::SYSTEM, report(1, day("2026-03-01")));
    assert_eq!(life.ends_on(), day("2026-12-01"));
    let changes = life.must(By::SYSTEM, report(2, day("2026-02-01")));
    assert_eq!(life.ends_on(), day("2026-12-01"));
    assert!(!changes.iter().any(|change| matches!(change, Change::Extended(_))));
}

#[test]
fn a_granted_alarm_that_is_not_on_yet_is_extended_too() {
    let mut life = Life::granted("2026-01-10");
    life.must(officer(), Command::ReportIncident(fact(1, life.today)));
    assert_eq!(life.ends_on(), day("2027-07-10"));
    assert_eq!(life.stage(), Stage::Granted);
}

/// What can happen in a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Happening {
    Alarm,
    FalseAlarm,
    NewFact,
    Extended,
    EndsOnDate,
}

const HAPPENINGS: [Happening; 5] =
    [Happening::Alarm, Happening::FalseAlarm, Happening::NewFact, Happening::Extended, Happening::EndsOnDate];

/// The reference: year, month and day by hand, and two words for the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Naive {
    end: (i32, i32, i32),
    ending: bool,
}

fn month_days(year: i32, month: i32) -> i32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn nine_months_after((year, month, day): (i32, i32, i32)) -> (i32, i32, i32) {
    let (year, month) = if month > 3 { (year + 1, month - 3) } else { (year, month + 9) };
    (year, month, day.min(month_days(year, month)))
}

impl Naive {
    fn granted(on: CivilDate) -> Self {
        Self { end: nine_months_after(parts(on)), ending: false }
    }

    fn after(self, happening: Happening) -> Self {
        match happening {
            Happening::Alarm | Happening::NewFact | Happening::Extended => {
                Self { end: nine_months_after(self.end), ending: false }
            }
            Happening::FalseAlarm => self,
            Happening::EndsOnDate => Self { ending: true, ..self },
        }
    }
}

fn parts(on: CivilDate) -> (i32, i32, i32) {
    (i32::from(on.year()), i32::from(on.month()), i32::from(on.day()))
}

/// A measure on a day, without the log that other tests keep: there are millions of them.
#[derive(Clone)]
struct Lean<'a> {
    measure: Measure,
    today: CivilDate,
    world: &'a World,
}

impl Lean<'_> {
    fn must(&mut self, by: By, command: &Command) {
        let now = Now { moment: UtcMillis::default(), day: self.today };
        let events = self.measure.decide(command, &by, now, self.world).unwrap();
        events.iter().for_each(|event| self.measure.apply(event));
    }

    fn evaluate(&mut self, from: CivilDate) {
        self.today = self.today.max(from);
        if self.measure.stage() == Stage::Running {
            self.must(officer(), &Command::Hear(hearing(self.today)));
            self.must(officer(), &Command::Assess(assessment(self.today)));
        }
    }

    fn happen(&mut self, happening: Happening, n: u128) {
        let term = self.measure.term().unwrap();
        let (from, end) = (term.evaluation_from(), term.ends_on);
        match happening {
            Happening::Alarm => {
                let incident = alarm(n, self.today, AlarmOutcome::RealDanger);
                self.must(By::SYSTEM, &Command::ReportIncident(incident));
            }
            Happening::FalseAlarm => {
                let incident = alarm(n, self.today, AlarmOutcome::FalseAlarm);
                self.must(By::SYSTEM, &Command::ReportIncident(incident));
            }
            Happening::NewFact => self.must(officer(), &Command::ReportIncident(fact(n, self.today))),
            Happening::Extended => {
                self.evaluate(from);
                self.must(magistrate(), &rules(Ruling::Extend, self.today));
            }
            Happening::EndsOnDate => {
                self.evaluate(from);
                self.must(magistrate(), &rules(Ruling::EndAsPlanned, self.today));
                self.today = self.today.max(end.plus_days(1));
                self.must(By::SYSTEM, &Command::Tick);
            }
        }
    }
}

/// Every history of up to `left` more events after this one; gives the number compared.
fn compare(lean: &Lean<'_>, naive: Naive, left: u32) -> u32 {
    let end = lean.measure.term().unwrap().ends_on;
    assert_eq!(parts(end), naive.end, "{:?}", lean.measure.term());
    let stage = if naive.ending { Stage::Ending } else { Stage::Running };
    assert_eq!(lean.measure.stage(), stage);
    assert!(lean.measure.alarm_is_on(), "nothing of this switches it off");
    if left == 0 {
        return 1;
    }
    HAPPENINGS.iter().fold(1, |compared, happening| {
        let mut next = lean.clone();
        next.happen(*happening, u128::from(left));
        compared + compare(&next, naive.after(*happening), left - 1)
    })
}

/// Starts that are every day of ten years, dealt over four tests that run beside each other.
fn every_history_from(share: i32) {
    let first = day("2024-01-01");
    let template = Life::running("2026-01-10");
    let mut compared = 0;
    for offset in (share..3653).step_by(4) {
        let start = first.plus_days(offset);
        let mut measure = Measure::new(template.measure.id());
        // The same life with its dates moved: only the request, the grant and the activation carry a date that matters here.
        for event in &template.log {
            let mut event = event.clone();
            event.now = noon(start);
            if matches!(event.change, Change::Heard(_) | Change::Assessed(_)) {
                continue;
            }
            if let Change::Granted { on, ends_on } = &mut event.change {
                *on = start;
                *ends_on = hoeder_measure::duration::first_end(start);
            } else if let Change::Requested { request, .. } = &mut event.change {
                request.made_on = start;
            } else if let Change::Activated(activation) = &mut event.change {
                activation.on = start;
            }
            measure.apply(&event);
        }
        let lean = Lean { measure, today: start, world: &template.world };
        compared += compare(&lean, Naive::granted(start), 4);
    }
    assert!(compared > 700_000, "{compared}");
}

/// Proves MS-30, MS-31 and MS-32: one state and one end date, as the reference says.
#[test]
fn every_start_and_every_history_of_four_events_has_one_state_and_one_end_1() {
    every_history_from(0);
}

/// Proves MS-30, MS-31 and MS-32: as above.
#[test]
fn every_start_and_every_history_of_four_events_has_one_state_and_one_end_2() {
    every_history_from(1);
}

/// Proves MS-30, MS-31 and MS-32: as above.
#[test]
fn every_start_and_every_history_of_four_events_has_one_state_and_one_end_3() {
    every_history_from(2);
}

/// Proves MS-30, MS-31 and MS-32: as above.
#[test]
fn every_start_and_every_history_of_four_events_has_one_state_and_one_end_4() {
    every_history_from(3);
}

#[test]
fn an_urgent_extension_needs_no_hearing_so_that_protection_does_not_lapse() {
    let mut life = Life::running("2026-01-10").on(day("2026-10-10"));
    life.must(officer(), Command::Tick);
    let late = urgent(rules(Ruling::Extend, life.today));
    life.must(magistrate(), late);
    assert_eq!(life.ends_on(), day("2027-07-10"));
    assert_eq!(Procedure::ALL.len(), 2);
}
