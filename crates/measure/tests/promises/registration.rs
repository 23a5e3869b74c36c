//! 7.13: the line that is replaced, in Dutch and French.

use crate::common::*;
use hoeder_measure::decision::Ruling;
use hoeder_measure::effect::Effect;
use hoeder_measure::followup::AlarmOutcome;
use hoeder_measure::registration::{OfficeLine, Register, office_line};
use hoeder_measure::task::TaskKind;
use hoeder_measure::{By, Command};

/// Proves MS-39: word for word as the circular gives it, with its French form.
#[test]
fn the_line_of_the_office_is_that_of_the_circular() {
    let on = day("2026-01-05");
    let lines = OfficeLine::ALL.iter().map(|line| office_line(*line, on));
    let both: Vec<_> = lines.map(|text| (text.nl, text.fr)).collect();
    let expected = [
        ("stalkingalarm beslist op 05/01/2026", "alarme anti-harcèlement décidée le 05/01/2026"),
        (
            "verlenging stalkingalarm beslist op 05/01/2026",
            "prolongation de l'alarme anti-harcèlement décidée le 05/01/2026",
        ),
        ("stalkingalarm beëindigd op 05/01/2026", "alarme anti-harcèlement terminée le 05/01/2026"),
    ];
    assert_eq!(both, expected.map(|(nl, fr)| (nl.to_owned(), fr.to_owned())));
}

/// Proves MS-39: one line at a time is owed, and the last one says that it ended.
#[test]
fn one_line_is_owed_at_a_time_and_the_last_says_that_it_ended() {
    let mut life = Life::running("2026-01-10");
    let lines = |life: &Life| -> Vec<_> {
        life.words().into_iter().filter(|word| word.starts_with("register-office")).collect()
    };
    assert_eq!(lines(&life), ["register-office"]);
    let incident = alarm(1, life.today, AlarmOutcome::RealDanger);
    let out = life.sends(By::SYSTEM, Command::ReportIncident(incident));
    let line = Effect::Registration {
        register: Register::Office,
        text: office_line(OfficeLine::Extended, life.today),
    };
    assert!(out.contains(&line));
    assert!(life.task(TaskKind::RegisterOffice(1)).is_some());
    assert_eq!(life.task(TaskKind::RegisterOffice(0)), None, "the new line replaces the old one");
    life.settle(magistrate(), TaskKind::RegisterOffice(1));
    assert_eq!(lines(&life), [""; 0]);
    life.must(person(), Command::AskToEnd { note: text("") });
    let life = life.ended_early(hoeder_measure::ending::EarlyGround::AskedByPerson);
    assert_eq!(lines(&life), ["register-office-end"]);
}

/// The day after the last one, on which the measure is to end as a magistrate ruled in the month before.
fn planned_end(life: Life) -> Life {
    let month = life.ends_on().plus_months(-1).plus_days(1);
    let mut life = life.on(month).reassessed();
    life.must(magistrate(), rules(Ruling::EndAsPlanned, month));
    let after = life.ends_on().plus_days(1);
    life.on(after)
}

/// Proves MS-39: a line that says 'ended' is replaced when the measure goes on after all, and written again at its end.
#[test]
fn the_line_follows_an_ending_that_is_taken_back() {
    let mut life = Life::running("2026-01-10");
    life.settle(magistrate(), TaskKind::RegisterOffice(0));
    let mut life = planned_end(life);
    let out = life.sends(By::SYSTEM, Command::Tick);
    let line = office_line(OfficeLine::Ended, day("2026-10-10"));
    assert!(out.contains(&Effect::Registration { register: Register::Office, text: line }), "its last day");
    life.settle(magistrate(), TaskKind::RegisterOfficeEnd);
    assert_eq!(life.task(TaskKind::RegisterOfficeEnd), None);
    let incident = alarm(1, life.today, AlarmOutcome::RealDanger);
    life.must(By::SYSTEM, Command::ReportIncident(incident));
    assert!(life.task(TaskKind::RegisterOffice(1)).is_some());
    let mut life = planned_end(life);
    life.must(By::SYSTEM, Command::Tick);
    assert!(life.task(TaskKind::RegisterOfficeEnd).is_some(), "the end of this term is another line");
    life.settle(magistrate(), TaskKind::RegisterOfficeEnd);
    assert_eq!(life.task(TaskKind::RegisterOfficeEnd), None);
}
