//! Writes every representative state x every command as text, to be read by people. Used by the test and by the example.

use crate::common::*;
use hoeder_measure::decision::{
    ChainDirection, ChainReferral, Confirmation, JudgeInvolved, JudgeTold, OfferOutcome, Procedure, Ruling,
    SupportOffer,
};
use hoeder_measure::ending::{Breach, BreachKind, Continuation, EarlyGround};
use hoeder_measure::followup::{AlarmOutcome, Destination, MoveAnswer};
use hoeder_measure::shortage::{Consulted, ShortageAnswer, ShortageDecision};
use hoeder_measure::task::{Receipt, TaskKind};
use hoeder_measure::{By, Change, Command, CommandKind, Refusal, Seat, Stage};
use hoeder_vocab::{AccountId, Actor, CivilDate, DocumentId, Role};
use std::fmt::Write as _;

pub(crate) type Named<T> = (&'static str, T);

/// Representative states; every stage has one at least.
pub(crate) fn states() -> Vec<Named<Life>> {
    let asked = |mut life: Life| {
        life.must(person(), Command::AskToEnd { note: text("") });
        life
    };
    let window = || Life::running("2026-01-10").on(day("2026-09-20"));
    let past = || {
        let mut life = Life::running("2026-01-10").on(day("2026-10-11"));
        life.must(By::SYSTEM, Command::Tick);
        life
    };
    let early = || asked(Life::running("2026-01-10")).ended_early(EarlyGround::AskedByPerson);
    let off = || {
        let mut life = early();
        life.must(officer(), switched_off(day("2026-01-10")));
        life
    };
    let ended = || {
        let mut life = off();
        life.must(officer(), device_back(day("2026-01-10")));
        life.must(officer(), end_pv());
        life
    };
    let refused = || {
        let mut life = Life::requested("2026-01-10").prepared().before_magistrate();
        life.must(officer(), heard(refuse(), day("2026-01-10")));
        life
    };
    let tracked = || {
        let mut life = Life::running("2026-01-10");
        let next = Continuation { mandate: "M-7".to_owned(), runs_from: day("2026-01-10") };
        life.must(magistrate(), Command::Continue(next));
        let mut life = life.ended_early(EarlyGround::TrackingTookOver);
        for step in [switched_off(day("2026-01-10")), device_back(day("2026-01-10")), end_pv()] {
            life.must(officer(), step);
        }
        life
    };
    let with_test = |mut life: Life| {
        life.pass_test();
        life
    };
    vec![
        ("nothing", Life::new("2026-01-10")),
        ("requested, nothing prepared", Life::requested("2026-01-10")),
        ("requested, all prepared", Life::requested("2026-01-10").prepared()),
        ("before the magistrate", Life::requested("2026-01-10").prepared().before_magistrate()),
        ("refused, not confirmed", refused()),
        ("granted, test passed, not agreed", with_test(Life::granted("2026-01-10"))),
        ("granted, test passed, agreed", {
            let mut life = with_test(Life::granted("2026-01-10"));
            life.must(officer(), Command::Agree(agreement(day("2026-01-10"), day("2026-10-10"))));
            life
        }),
        ("running, just on", Life::running("2026-01-10")),
        ("running, the person asked to end", asked(Life::running("2026-01-10"))),
        ("running, month of evaluation", window()),
        ("running, month of evaluation, assessed again", window().reassessed()),
        ("the date has passed, nobody evaluated", past()),
        ("ended early, alarm still on", early()),
        ("ended early, alarm off", off()),
        ("ended", ended()),
        ("tracking took over", tracked()),
    ]
}

/// Every command, by the hand that it needs; every kind has one at least.
pub(crate) fn commands(today: CivilDate) -> Vec<(&'static str, By, Command)> {
    [until_the_ruling(today), after_the_grant(today)].concat()
}

fn until_the_ruling(today: CivilDate) -> Vec<(&'static str, By, Command)> {
    vec![
        ("zone records a request", officer(), Command::Request(request(today))),
        ("new elements", officer(), Command::Reopen { new_elements: text("a threat") }),
        (
            "another office, no offence there",
            magistrate(),
            Command::AgreeOffice { office: FAR_OFFICE, reason: text("x") },
        ),
        ("word of the request confirmed", magistrate(), Command::ConfirmReceipt { of: Receipt::Request }),
        (
            "a hand-over that is not there confirmed",
            officer(),
            Command::ConfirmReceipt { of: Receipt::HandOver(1) },
        ),
        ("hear", officer(), Command::Hear(hearing(today))),
        ("assess", officer(), Command::Assess(assessment(today))),
        ("antecedents", magistrate(), Command::GiveAntecedents(antecedents(today))),
        ("put before, ordinary", officer(), Command::PutBefore { procedure: Procedure::Ordinary }),
        ("put before, urgent", officer(), Command::PutBefore { procedure: Procedure::Urgent }),
        ("ask for more", magistrate(), Command::AskMore { question: text("when?") }),
        ("grant", magistrate(), rules(Ruling::Grant, today)),
        ("grant, urgent, heard by the officer", officer(), urgent(heard(Ruling::Grant, today))),
        ("grant, by another office", magistrate_of(FAR_OFFICE), rules(Ruling::Grant, today)),
        ("refuse", magistrate(), rules(refuse(), today)),
        ("extend", magistrate(), rules(Ruling::Extend, today)),
        ("extend, urgent", magistrate(), urgent(rules(Ruling::Extend, today))),
        ("end on the date", magistrate(), rules(Ruling::EndAsPlanned, today)),
        ("end early, fewer risks", magistrate(), rules(end_early(EarlyGround::FewerRisks), today)),
        ("end early, asked by the person", magistrate(), rules(end_early(EarlyGround::AskedByPerson), today)),
        ("end early, heard by the officer", officer(), heard(end_early(EarlyGround::AskedByPerson), today)),
        ("take the ending back", magistrate(), rules(Ruling::Resume, today)),
        ("ruling 1 confirmed", magistrate(), Command::ConfirmRuling { n: 1, how: Confirmation::AsRecorded }),
        ("ruling 1 denied", magistrate(), Command::ConfirmRuling { n: 1, how: Confirmation::NotAsRecorded }),
    ]
}

fn after_the_grant(today: CivilDate) -> Vec<(&'static str, By, Command)> {
    let decided = ShortageDecision {
        on: today,
        answer: ShortageAnswer::GoesFirst,
        consulted: Consulted::NotNeeded,
        reason: text("in danger now"),
    };
    let told = Some((JudgeTold::Requisition, today));
    let offer = SupportOffer { on: today, outcome: OfferOutcome::Accepted };
    let chain = ChainReferral { on: today, direction: ChainDirection::ToChain, note: text("") };
    let breach = Breach { on: today, kind: BreachKind::NotReachable, note: text("not at home") };
    let next = Continuation { mandate: "M-8".to_owned(), runs_from: today };
    let settle = |task| Command::Settle { task, reference: Some("R-1".to_owned()) };
    let to = |zone| Command::AnnounceMove(moves(today, Destination::Zone(zone)));
    vec![
        ("agreement signed", officer(), Command::Agree(agreement(today, day("2026-10-10")))),
        ("switch on", officer(), Command::Activate(activation(today))),
        ("judge told", magistrate(), Command::InvolveJudge(JudgeInvolved { since: today, told })),
        ("suspect heard", officer(), Command::TrackSuspect(heard_suspect(today))),
        ("contact ban of a week", officer(), Command::TrackSuspect(ban(today, today.plus_days(7)))),
        ("chain approach", officer(), Command::ReferChain(chain)),
        ("offer of support", reception(), Command::OfferSupport(offer)),
        ("second offer asked", magistrate(), Command::AskSecondOffer),
        ("no device", officer(), Command::ReportShortage),
        ("shortage decided", reference_magistrate(), Command::DecideShortage(decided)),
        (
            "alarm, real danger",
            By::SYSTEM,
            Command::ReportIncident(alarm(1, today, AlarmOutcome::RealDanger)),
        ),
        ("alarm, false", By::SYSTEM, Command::ReportIncident(alarm(2, today, AlarmOutcome::FalseAlarm))),
        ("new fact", officer(), Command::ReportIncident(fact(3, today))),
        ("new fact told by the person", person(), Command::AnnounceFact(told_fact(4, today))),
        ("revisit", officer(), Command::RecordRevisit(revisit(today))),
        ("usual places shared", officer(), Command::SharePlaces(places(today))),
        (
            "trip of a week, tomorrow",
            person(),
            Command::AnnounceTrip(trip(5, today.plus_days(1), 7, Destination::Zone(FAR))),
        ),
        ("move, in force there", person(), to(FAR)),
        ("move, not in force there", person(), to(NOT_YET)),
        (
            "answer to a move that is not there",
            magistrate(),
            Command::AnswerMove { n: 1, answer: MoveAnswer::Keep { parts: text("x") } },
        ),
        ("breach", officer(), Command::RecordBreach(breach)),
        ("the person asks to end", person(), Command::AskToEnd { note: text("") }),
        ("alarm switched off", officer(), switched_off(today)),
        ("device back", officer(), device_back(today)),
        ("report of the end", officer(), end_pv()),
        ("tracking runs", magistrate(), Command::Continue(next)),
        (
            "document released",
            magistrate(),
            Command::Release { document: DocumentId::from_u128(9), reason: text("x") },
        ),
        ("registered in the ANG", officer(), settle(TaskKind::RegisterAng)),
        (
            "person told of extension 1",
            magistrate(),
            settle(TaskKind::TellPerson(hoeder_measure::task::Told::Extension(1))),
        ),
        ("taken over from a file", By::SYSTEM, Command::TakeOver(Box::new(taken_over()))),
        ("a day passes", By::SYSTEM, Command::Tick),
    ]
}

/// The name of an event and what of it matters to whoever reads.
fn word(change: &Change) -> String {
    let word = change.kind().word();
    if let Change::Extended(extension) = change {
        format!("{word} to {}", extension.to)
    } else if let Change::Granted { ends_on, .. } = change {
        format!("{word} until {ends_on}")
    } else if let Change::Ended { supervised_until } = change {
        format!("{word}, supervised until {supervised_until}")
    } else if let Change::EndBegan(cause) = change {
        format!("{word} ({})", cause.kind.word())
    } else {
        word.to_owned()
    }
}

/// All cells.
pub(crate) fn measure_matrix() -> String {
    let mut text =
        String::from("A measure: what each command does in each state. `no` is a refusal with its point.\n");
    let mut stages: Vec<Stage> = vec![];
    let mut kinds: Vec<CommandKind> = vec![];
    for (name, life) in states() {
        stages.push(life.stage());
        let end = life.measure.term().map_or(String::new(), |term| format!(", until {}", term.ends_on));
        let on = if life.measure.alarm_is_on() { ", alarm on" } else { "" };
        let _ = write!(text, "\n## {name}\n   {}{end}{on}; today {}\n", life.stage().word(), life.today);
        for (command_name, by, command) in commands(life.today) {
            kinds.push(command.kind());
            let mut after = life.clone();
            let cell = match after.does(by, command) {
                Err(refusal) => {
                    let point = refusal.point().map_or(String::new(), |point| format!(", point {point}"));
                    format!("no: {}{point}", refusal.code())
                }
                Ok(changes) if changes.is_empty() => "nothing".to_owned(),
                Ok(changes) => {
                    let words: Vec<String> = changes.iter().map(word).collect();
                    let stage = if after.stage() == life.stage() {
                        String::new()
                    } else {
                        format!(" => {}", after.stage().word())
                    };
                    format!("{}{stage}", words.join(", "))
                }
            };
            let _ = writeln!(text, "{command_name:<40} {cell}");
        }
    }
    assert!(Stage::ALL.iter().all(|stage| stages.contains(stage)), "a stage is not in the matrix");
    assert!(CommandKind::ALL.iter().all(|kind| kinds.contains(kind)), "a command is not in the matrix");
    text
}

/// Everybody who might try, by a letter.
pub(crate) fn everybody() -> Vec<(char, &'static str, By)> {
    let of = |role, seat| By { actor: Actor::Account(AccountId::from_u128(50), role), seat };
    let stranger = By { actor: Actor::Stranger, seat: Seat::Nowhere };
    vec![
        ('o', "case officer of the managing zone", officer()),
        ('d', "duty desk of the managing zone", of(Role::ZoneDuty, Seat::Zone(HOME))),
        ('n', "case officer of another zone", officer_of(NEXT_DOOR)),
        ('m', "magistrate of the managing office", magistrate()),
        ('r', "reference magistrate of the managing office", reference_magistrate()),
        ('f', "magistrate of another office", magistrate_of(FAR_OFFICE)),
        ('v', "victim reception service of the managing office", reception()),
        (
            'w',
            "victim reception service of another office",
            of(Role::VictimReception, Seat::Office(FAR_OFFICE)),
        ),
        ('s', "contact person of the district", of(Role::DistrictSpoc, Seat::District(DISTRICT))),
        ('c', "control room", of(Role::Operator, Seat::Nowhere)),
        ('a', "administrator, with a seat in the zone", of(Role::Administrator, Seat::Zone(HOME))),
        ('p', "the person's handset", person()),
        ('y', "the system", By::SYSTEM),
        ('x', "a stranger", stranger),
    ]
}

/// Whose hand each command takes, in the first state in which it has its place.
pub(crate) fn hands_matrix() -> String {
    let mut text = String::from(
        "A measure: whose hand each command takes. A dot is a refusal for the hand; a letter may still meet another rule.\n\n",
    );
    for (letter, name, _) in everybody() {
        let _ = writeln!(text, "{letter}  {name}");
    }
    text.push('\n');
    for (command_name, by, command) in commands(day("2026-01-10")) {
        let place = states().into_iter().find(|(_, life)| {
            let mut life = life.clone();
            !matches!(
                life.does(by, command.clone()),
                Err(Refusal::NotNow { .. } | Refusal::AlreadyGranted { .. })
            )
        });
        let Some((state, life)) = place else { continue };
        let letters: String = everybody()
            .into_iter()
            .map(|(letter, _, by)| match life.clone().does(by, command.clone()) {
                Err(Refusal::WrongHand { .. }) => '.',
                Ok(_) | Err(_) => letter,
            })
            .collect();
        let _ = writeln!(text, "{command_name:<40} {letters}   {state}");
    }
    text
}
