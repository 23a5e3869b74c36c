//! Every event of a measure survives the way to the log and back, says nothing personal in its open half, and keeps its
//! dates and its stage when its person is erased.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops where it does not hold"
)]

use crate::common::Gen;
use crate::common::measures::TASKS;
use hoeder_engine::entry::{Event, StreamId};
use hoeder_engine::output::Scope;
use hoeder_measure::risk::ChecklistAnswer;
use hoeder_measure::{Change, ChangeKind, Measure, MeasureEvent, Now};
use hoeder_store::format::{self, Halves, KINDS, Opened};
use hoeder_vocab::{AccountId, Actor, LogKind, MeasureId, PersonId, Role};
use proptest::prelude::*;
use std::collections::BTreeSet;

const MEASURE: MeasureId = MeasureId::from_u128(7);
const PERSON: PersonId = PersonId::from_u128(8);

/// Any event: of any kind, with any of its choices and with or without each optional field.
fn events() -> impl Strategy<Value = MeasureEvent> {
    (prop::sample::select(ChangeKind::ALL), any::<u64>())
        .prop_map(|(kind, seed)| Gen::new(seed).measure_event(kind, PERSON))
}

fn halves(event: &MeasureEvent) -> Halves {
    format::halves(&Event::Measure(MEASURE, Box::new(event.clone()))).unwrap()
}

fn back(halves: &Halves, opened: Opened<'_>) -> MeasureEvent {
    let stream = StreamId::Measure(MEASURE);
    match format::event(halves.kind, halves.format, stream, &halves.open, opened).unwrap() {
        Event::Measure(MEASURE, event) => *event,
        other => panic!("{other:?} is of no measure"),
    }
}

fn opened(halves: &Halves) -> Opened<'_> {
    halves.sealed.as_ref().map_or(Opened::None, |json| Opened::Clear(json))
}

fn erased(halves: &Halves) -> Opened<'_> {
    if halves.sealed.is_some() { Opened::Erased } else { Opened::None }
}

#[test]
fn every_change_has_a_kind_of_record_named_after_it() {
    for kind in ChangeKind::ALL {
        let event = Gen::new(1).measure_event(*kind, PERSON);
        assert_eq!(event.change.kind(), *kind);
        assert_eq!(halves(&event).kind, format!("measure.{}", kind.word()));
    }
    let named: BTreeSet<&str> = KINDS.iter().filter_map(|kind| kind.strip_prefix("measure.")).collect();
    let words: BTreeSet<&str> = ChangeKind::ALL.iter().map(|kind| kind.word()).collect();
    assert_eq!(named, words);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Proves FL-30: what was stored is what happened.
    #[test]
    fn any_event_of_a_measure_survives_the_way_to_the_log_and_back(event in events()) {
        let halves = halves(&event);
        prop_assert!(back(&halves, opened(&halves)) == event, "{}", halves.kind);
    }

    /// Proves GN-04: ids, days and kinds stay, so the stage and every term are computed as before; no word is left.
    #[test]
    fn a_measure_of_an_erased_person_keeps_its_stage_and_its_terms(many in prop::collection::vec(events(), 1..40)) {
        let (mut whole, mut wordless) = (Measure::new(MEASURE), Measure::new(MEASURE));
        for event in &many {
            let halves = halves(event);
            let without = back(&halves, erased(&halves));
            prop_assert_eq!(&halves_again(&without).open, &halves.open, "the open half is untouched");
            whole.apply(event);
            wordless.apply(&without);
        }
        let mut forgotten = whole.clone();
        forgotten.forget_words();
        prop_assert!(forgotten == wordless, "what is read back is what memory keeps after an erasure");
        prop_assert_eq!(wordless.stage(), whole.stage());
        prop_assert_eq!(wordless.term(), whole.term());
        prop_assert_eq!(wordless.alarm_is_on(), whole.alarm_is_on());
        let terms = Default::default();
        prop_assert_eq!(wordless.next_due(&terms), whole.next_due(&terms));
    }
}

fn halves_again(event: &MeasureEvent) -> Halves {
    halves(event)
}

/// Proves GN-04 and MS-11: neither a word nor an answer about risk stands where no key is needed to read it.
#[test]
fn the_open_half_holds_no_words_and_no_answers_about_risk() {
    for seed in 0..300 {
        for kind in ChangeKind::ALL {
            let mut event = Gen::new(seed).measure_event(*kind, PERSON);
            mark(&mut event.change);
            let halves = halves(&event);
            assert!(!halves.open.contains("SECRET"), "{}: {}", halves.kind, halves.open);
            if matches!(kind, ChangeKind::Assessed | ChangeKind::BombFound | ChangeKind::AntecedentsGiven) {
                let change =
                    serde_json::from_str::<serde_json::Value>(&halves.open).unwrap()["change"].clone();
                let fields: Vec<&str> = change.as_object().unwrap().keys().map(String::as_str).collect();
                assert!(
                    fields.iter().all(|field| ["on", "since", "checklist", "assessment"].contains(field)),
                    "{fields:?}"
                );
            }
        }
    }
}

/// Puts a word that must not be seen into what is sealed although it is no `Sensitive` of its own.
fn mark(change: &mut Change) {
    let secret = || String::from("SECRET");
    match change {
        Change::BombFound { items, .. } => *items = vec![secret()],
        Change::Assessed(assessment) => {
            if let Some(list) = &mut assessment.checklist {
                list.answers =
                    list.answers.iter().map(|one| ChecklistAnswer { item: secret(), ..one }).collect();
            }
        }
        _ => {}
    }
}

/// A word once written is never given another meaning.
#[test]
fn the_words_of_tasks_are_those_that_were_written_before() {
    let mut g = Gen::new(3);
    let mut written: BTreeSet<String> = BTreeSet::new();
    for which in 0..TASKS {
        let change = Change::Settled { task: g.task(which), reference: None };
        let mut event = g.measure_event(ChangeKind::Resumed, PERSON);
        event.change = change;
        let halves = halves(&event);
        assert!(back(&halves, Opened::None) == event);
        let open: serde_json::Value = serde_json::from_str(&halves.open).unwrap();
        let task = &open["change"]["task"];
        let word = task.as_str().or_else(|| task.as_object()?.keys().next().map(String::as_str)).unwrap();
        written.insert(word.to_owned());
    }
    let words = "activate activation-pv agree alarm-pv answer-move ban-contact check-firearms complete confirm \
        confirm-ruling consult-after contact-office copy-revisit decide decide-shortage end-after-move end-pv evaluate \
        explain-refusal extend-ban find-zone hear-suspect inform-foreign-police inform-of-shortage inform-trip offer-support \
        offer-support-again put-before record-fact register-ang register-office register-office-end register-police revisit \
        rule-on-end seize-reception share-places stay-alert support-after switch-off take-back tell-judge tell-person \
        tell-reception tell-third-party";
    let known: BTreeSet<String> = words.split_whitespace().map(str::to_owned).collect();
    assert_eq!(written, known);
}

/// The day on which somebody acted is what was written, also when the law about the clock changes later.
#[test]
fn the_day_is_kept_and_not_computed_again() {
    let mut g = Gen::new(4);
    let mut event = g.measure_event(ChangeKind::Resumed, PERSON);
    event.now = Now { moment: hoeder_vocab::UtcMillis::from_unix_ms(0), day: g.day() };
    let halves = halves(&event);
    assert_eq!(back(&halves, Opened::None).now, event.now);
}

/// Proves GN-02: who did what to a measure is found by case, who was told of it too.
#[test]
fn the_access_log_of_a_case_has_what_happened_to_its_measures() {
    let (mut writer, restored) =
        crate::common::writer(crate::common::memory(), hoeder_store::MemorySpool::new());
    let mut story = crate::common::Story::new(9, restored.epoch);
    let mut entries = Vec::new();
    let mut case = None;
    let mut g = Gen::new(10);
    for (stream, subject, event) in g.measure_events() {
        if let Event::Measure(_, event) = &event
            && let Change::Requested { request, .. } = &event.change
        {
            case = Some(request.case);
        }
        let mut entry = story.entry(stream, subject, event);
        entry.actor = Actor::Account(AccountId::from_u128(5), Role::CaseOfficer);
        entries.push(entry);
    }
    writer.submit(crate::common::batch(entries)).unwrap();
    let rows = writer.log().access_log(Scope::Case(case.unwrap()), None, 1_000).unwrap().rows;
    let kind_of = |action: &str| rows.iter().find(|row| row.action == action).map(|row| row.kind);
    assert_eq!(kind_of("measure.requested"), Some(LogKind::Collection));
    assert_eq!(kind_of("measure.granted"), Some(LogKind::Alteration));
    assert_eq!(kind_of("notice.sent"), Some(LogKind::Disclosure));
    assert_eq!(kind_of("notice.read"), Some(LogKind::Consultation));
    assert_eq!(kind_of("document.filed"), Some(LogKind::Collection));
    assert_eq!(rows.iter().filter(|row| row.action.starts_with("measure.")).count(), ChangeKind::ALL.len());
}
