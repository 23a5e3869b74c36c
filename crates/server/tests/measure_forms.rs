//! The forms of a measure: what is sent is read exactly, and what cannot be used is refused with its field.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use hoeder_measure::CommandKind;
use hoeder_server::api::dto::measure::task::TaskKey;
use hoeder_server::api::dto::measure::{CommandForm, Shape};
use serde_json::{Value, json};

const ID: &str = "018f2b6e-5c1a-7c3e-9b0a-2f6d1e4c8a77";

fn pv() -> Value {
    json!({ "kind": "initial", "number": "LE.12.L1.1/2026" })
}

fn answered() -> Value {
    json!({ "answer": "yes", "note": "" })
}

/// One form of every command, each optional field filled in.
fn forms() -> Vec<Value> {
    let eight: Value = [
        "fears_for_life",
        "break_up_not_accepted",
        "death_threats",
        "earlier_violence",
        "affinity_with_weapons",
        "much_effort",
        "great_anger",
        "destroyed_belongings",
    ]
    .iter()
    .map(|name| ((*name).to_owned(), answered()))
    .collect::<serde_json::Map<_, _>>()
    .into();
    let day = "2026-01-12";
    vec![
        json!({ "type": "request", "case": ID, "person": ID, "born": "1955-03-08", "origin": { "type": "third_party", "trust": "trusted", "who": "a sister" },
            "made_on": day, "pv": pv(), "residence": ID, "relation": "ex-partners", "honour": "unknown",
            "offence": { "type": "alleged", "districts": [ID], "known_to": ID }, "summary": "what" }),
        json!({ "type": "reopen", "new_elements": "x" }),
        json!({ "type": "agree_office", "office": ID, "reason": "x" }),
        json!({ "type": "confirm_receipt", "of": "hand-over:2" }),
        json!({ "type": "hear", "on": day, "pv": pv(), "facts": "x", "relation": "x", "wants_it": "yes", "no_contact": "no", "complaints": "unknown",
            "agreement": "yes", "told_no_right": "told", "able": "yes", "secrecy": { "address": "kept", "contact": "open" } }),
        json!({ "type": "assess", "on": day, "eight": eight, "checklist": { "version": "v", "answers": [{ "item": "i", "answer": "no", "note": "" }] },
            "attention": { "opposed_intentions": "yes", "secret_shelter": "no" },
            "firearms": { "answer": "unknown", "checked_by": { "type": "zone", "zone": ID }, "note": "" },
            "scope": { "within": "yes", "why": "x" }, "subsidiarity": "" }),
        json!({ "type": "give_antecedents", "on": day, "since": "2023-01-12", "files": [{ "number": "n", "opened_on": day, "code": "36", "note": "" }] }),
        json!({ "type": "put_before", "procedure": "urgent" }),
        json!({ "type": "ask_more", "question": "x" }),
        json!({ "type": "rule", "ruling": { "type": "end_early", "ground": "long-detention", "marginal_note": "k" }, "procedure": "ordinary", "on": day,
            "said_by": ID, "pv": pv(), "reason": "x" }),
        json!({ "type": "confirm_ruling", "n": 1, "how": "as-recorded" }),
        json!({ "type": "agree", "on": day, "assent": { "type": "signed", "document": ID }, "version": "v", "told_end": day }),
        json!({ "type": "activate", "on": day, "test": ID, "handset": ID, "button": ID, "device_safety": "checked", "coverage": "gaps", "pv": pv() }),
        json!({ "type": "involve_judge", "since": day, "told": { "by": "letter", "on": day } }),
        json!({ "type": "track_suspect", "measure": { "type": "contact_ban", "from": day, "until": day, "ang": "a" } }),
        json!({ "type": "refer_chain", "on": day, "direction": "from-chain", "note": "" }),
        json!({ "type": "offer_support", "on": day, "outcome": "no-answer" }),
        json!({ "type": "ask_second_offer" }),
        json!({ "type": "report_shortage" }),
        json!({ "type": "decide_shortage", "on": day, "answer": "waits", "consulted": "yes", "reason": "x" }),
        json!({ "type": "report_incident", "incident": { "type": "alarm", "alarm": ID, "on": day, "outcome": "misuse", "pv": "n" } }),
        json!({ "type": "announce_fact", "fact": ID, "on": day, "what": "x" }),
        json!({ "type": "record_revisit", "on": day, "pv": pv(), "found": "x" }),
        json!({ "type": "share_places", "on": day, "zones": [ID] }),
        json!({ "type": "announce_trip", "trip": ID, "from": day, "until": day, "to": { "type": "zone", "zone": ID }, "place": "x" }),
        json!({ "type": "announce_move", "on": day, "to": { "type": "abroad" }, "place": "x" }),
        json!({ "type": "answer_move", "n": 1, "answer": { "type": "keep", "parts": "x" } }),
        json!({ "type": "record_breach", "on": day, "kind": "not-reachable", "note": "x" }),
        json!({ "type": "ask_to_end", "note": "" }),
        json!({ "type": "do_end_step", "step": { "type": "device_back", "on": day, "how": "lost" } }),
        json!({ "type": "continue", "mandate": "m", "runs_from": day }),
        json!({ "type": "release", "document": ID, "reason": "x" }),
        json!({ "type": "settle", "task": "revisit:3", "reference": "n" }),
        json!({ "type": "take_over",
            "request": { "case": ID, "person": ID, "born": "1955-03-08", "origin": { "type": "person" }, "made_on": day, "pv": pv(), "residence": ID,
                "relation": "siblings", "honour": "unknown", "offence": { "type": "none" }, "summary": "what" },
            "granted_on": day, "granted_pv": "n", "decided_by": "x", "agreed_on": day, "active_since": day, "device": "n", "incidents": [day],
            "extended_on": [day, day], "ends_on": day, "visits": [], "ang": "n", "reception_on": null }),
        json!({ "type": "tick" }),
    ]
}

fn read(form: Value) -> CommandForm {
    serde_json::from_value(form).unwrap()
}

#[test]
fn every_command_has_a_form_that_is_read_and_shown_the_same() {
    let mut kinds = Vec::new();
    for form in forms() {
        let command = read(form.clone()).read().unwrap();
        assert_eq!(serde_json::to_value(CommandForm::show(&command)).unwrap(), form);
        assert_eq!(CommandForm::show(&command).read().unwrap(), command);
        assert_eq!(form["type"].as_str().unwrap().replace('_', "-"), command.kind().word());
        kinds.push(command.kind());
    }
    assert_eq!(kinds, CommandKind::ALL);
}

/// The forms that have a choice inside, each choice once.
#[test]
fn every_choice_inside_a_form_is_read_and_shown_the_same() {
    let change = |of: &str, path: &str, value: Value| {
        let mut form = forms().into_iter().find(|form| form["type"] == of).unwrap();
        form[path] = value;
        form
    };
    let day = "2026-01-12";
    for form in [
        change("request", "origin", json!({ "type": "person" })),
        change("request", "origin", json!({ "type": "police", "zone": ID })),
        change("request", "origin", json!({ "type": "office", "office": ID })),
        change("request", "origin", json!({ "type": "investigating_judge" })),
        change("request", "origin", json!({ "type": "tracking", "mandate": "m" })),
        change("request", "offence", json!({ "type": "none" })),
        change("rule", "ruling", json!({ "type": "grant" })),
        change("rule", "ruling", json!({ "type": "refuse", "third_party": "by-letter" })),
        change("rule", "ruling", json!({ "type": "extend" })),
        change("rule", "ruling", json!({ "type": "end_as_planned" })),
        change("rule", "ruling", json!({ "type": "resume" })),
        change("agree", "assent", json!({ "type": "explained" })),
        change("track_suspect", "measure", json!({ "type": "heard", "on": day, "pv": pv() })),
        change("track_suspect", "measure", json!({ "type": "arrested", "on": day })),
        change("track_suspect", "measure", json!({ "type": "signalled", "on": day })),
        change("track_suspect", "measure", json!({ "type": "home_ban", "from": day, "until": day })),
        change(
            "report_incident",
            "incident",
            json!({ "type": "fact", "fact": ID, "on": day, "pv": pv(), "what": "x" }),
        ),
        change("announce_trip", "to", json!({ "type": "belgium" })),
        change("answer_move", "answer", json!({ "type": "do_not_keep", "reason": "x" })),
        change("do_end_step", "step", json!({ "type": "switched_off", "on": day })),
        change("do_end_step", "step", json!({ "type": "pv", "number": "n" })),
    ] {
        let command = read(form.clone()).read().unwrap();
        assert_eq!(serde_json::to_value(CommandForm::show(&command)).unwrap(), form);
    }
}

#[test]
fn a_field_that_cannot_be_used_is_named_with_what_to_write() {
    let hear = |path: &str, value: Value| {
        let mut form = forms().into_iter().find(|form| form["type"] == "hear").unwrap();
        form[path] = value;
        read(form).read().unwrap_err().to_string()
    };
    let exists = "a day of the calendar that exists, as year-month-day: 2026-11-22";
    for day in ["2026-02-29", "2026-13-01", "12/01/2026", "", "2026-1-2", "tomorrow"] {
        assert_eq!(hear("on", json!(day)), format!("on: {exists}"), "{day}");
    }
    assert_eq!(hear("facts", json!("")), "facts: a text of 1 to 10000 characters");
    assert_eq!(hear("facts", json!("x".repeat(10_001))), "facts: a text of 1 to 10000 characters");
    assert_eq!(hear("pv", json!({ "kind": "first", "number": "1" })), "pv.kind: one of initial, subsequent");
    assert_eq!(
        hear("pv", json!({ "kind": "initial", "number": "1".repeat(41) })),
        "pv.number: a text of 1 to 40 characters"
    );
    assert_eq!(
        hear("secrecy", json!({ "address": "kept", "contact": "?" })),
        "secrecy.contact: one of kept, open"
    );
    let antecedents = json!({ "type": "give_antecedents", "on": "2026-01-12", "since": "2023-01-12",
        "files": [{ "number": "1", "opened_on": "2024-01-01", "code": "36" }, { "number": "2", "opened_on": "2024-02-30", "code": "60" }] });
    assert_eq!(read(antecedents).read().unwrap_err().to_string(), format!("files[1].opened_on: {exists}"));
    let settle = json!({ "type": "settle", "task": "dance", "reference": null });
    assert_eq!(read(settle).read().unwrap_err().field, "task");
}

#[test]
fn a_field_too_many_or_missing_is_refused() {
    for form in forms() {
        let mut more = form.clone();
        more["weather"] = json!("rain");
        assert!(serde_json::from_value::<CommandForm>(more).is_err(), "{form}");
    }
    let mut less = forms().into_iter().find(|form| form["type"] == "hear").unwrap();
    less.as_object_mut().unwrap().remove("wants_it");
    assert!(
        serde_json::from_value::<CommandForm>(less)
            .unwrap_err()
            .to_string()
            .contains("missing field `wants_it`")
    );
}

/// Proves MS-24: what people tell is in no debug line.
#[test]
fn a_form_says_nothing_personal_when_it_is_printed() {
    for form in forms() {
        let printed = format!("{:?}", read(form));
        assert!(
            !printed.contains("1955-03-08") && !printed.contains("a sister") && !printed.contains("what\""),
            "{printed}"
        );
    }
}

#[test]
fn every_task_has_one_key_that_leads_back_to_it() {
    let mut words = Vec::new();
    for word in TaskKey::words() {
        let keys = [word.to_owned(), format!("{word}:7"), format!("{word}:{ID}")];
        let found: Vec<_> = keys.iter().filter_map(|key| TaskKey(key.clone()).read().ok()).collect();
        assert_eq!(found.len(), 1, "{word}");
        assert!(keys.contains(&TaskKey::show(&found[0]).0), "{word}");
        words.push(word);
    }
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), TaskKey::words().count());
    assert!(TaskKey("revisit:70000".to_owned()).read().is_err());
}
