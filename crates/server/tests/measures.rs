//! A measure over HTTP: the forms, two who decide at once, refusals with their point, who is let in, documents, bad input.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on stops")]

use crate::support::Protected;
use crate::support::law::*;
use hoeder_vocab::Role;
use http_body_util::Full;
use serde_json::{Value, json};
use uuid::Uuid;

/// Proves MS-01, MS-14, MS-15, MS-30: a request, a hearing and an urgent grant over HTTP, shown as they were written.
#[tokio::test(flavor = "multi_thread")]
async fn a_measure_is_requested_heard_and_granted_over_http() {
    let house = prosecuted().await;
    let protected = house.protected().await;
    let measure = requested(&protected).await;
    done(&protected.officer, &measure, hearing()).await;
    done(&protected.officer, &measure, assessment()).await;
    let events =
        done(&protected.officer, &measure, json!({ "type": "put_before", "procedure": "urgent" })).await;
    let judge = signed_in(&house, "pk").await;
    let answer = act(&judge, &measure, Some(events), grant()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let whole = judge.get(&format!("/api/v1/measures/{measure}")).await;
    assert_eq!(whole.status, 200, "{}", whole.text());
    let whole = whole.json();
    assert_eq!(whole["state"]["stage"], "granted");
    assert_eq!(whole["term"]["granted_on"], today());
    assert_eq!(whole["file"]["request"]["born"], "1955-03-08");
    assert_eq!(whole["file"]["hearings"][0]["facts"], "what");
    assert_eq!(whole["file"]["rulings"][0]["decision"]["ruling"]["type"], "grant");
    assert_eq!(whole["events"], answer.json()["events"]);
    let keys: Vec<&str> =
        whole["tasks"].as_array().unwrap().iter().map(|task| task["key"].as_str().unwrap()).collect();
    assert!(keys.contains(&"agree") && keys.contains(&"complete-checklist"), "{keys:?}");
    for list in [
        "/api/v1/measures",
        "/api/v1/measures?stage=granted",
        &format!("/api/v1/cases/{}/measures", protected.case),
    ] {
        let listed = judge.get(list).await;
        assert_eq!(listed.json()["lines"][0]["id"], measure.as_str(), "{list}: {}", listed.text());
    }
    assert_eq!(
        judge.get("/api/v1/measures?stage=running").await.json()["lines"].as_array().unwrap().len(),
        0
    );
    let found = judge.post("/api/v1/measures/search", &json!({ "text": "Voorbeeld" })).await;
    assert_eq!(found.json()["lines"][0]["id"], measure.as_str(), "{}", found.text());
    let calendar = protected.officer.get("/api/v1/calendar.ics").await;
    assert!(calendar.text().starts_with("BEGIN:VCALENDAR"), "{}", calendar.text());
    assert!(!calendar.text().contains("Voorbeeld"));
    house.running.stop().await;
}

/// Two people decide at once: the first wins, the second is told to look at what happened.
#[tokio::test(flavor = "multi_thread")]
async fn when_two_decide_at_once_the_first_wins_and_nothing_is_half_done() {
    let house = prosecuted().await;
    let protected = house.protected().await;
    let measure = requested(&protected).await;
    done(&protected.officer, &measure, hearing()).await;
    done(&protected.officer, &measure, assessment()).await;
    let events =
        done(&protected.officer, &measure, json!({ "type": "put_before", "procedure": "urgent" })).await;
    let (first, second) = (signed_in(&house, "pk").await, signed_in(&house, "pk-second").await);
    let granted = act(&first, &measure, Some(events), grant()).await;
    assert_eq!(granted.status, 200, "{}", granted.text());
    let mut refuse = grant();
    refuse["ruling"] = json!({ "type": "refuse", "third_party": "no-third-party" });
    let late = act(&second, &measure, Some(events), refuse).await;
    assert_eq!((late.status, late.json()["code"].as_str().unwrap()), (409, "measure.changed"));
    let again = act(&second, &measure, None, grant()).await;
    assert_eq!((again.status, again.json()["code"].as_str().unwrap()), (422, "measure.already_granted"));
    assert_eq!(again.json()["point"], "7.8.1");
    assert_eq!(again.json()["facts"]["on"], today());
    let whole = first.get(&format!("/api/v1/measures/{measure}")).await.json();
    assert_eq!(whole["events"], granted.json()["events"]);
    house.running.stop().await;
}

/// Proves MS-08: what is not met is refused with its point.
#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_says_no_names_its_point() {
    let house = prosecuted().await;
    let protected = house.protected().await;
    let measure = requested(&protected).await;
    let missing =
        act(&protected.officer, &measure, None, json!({ "type": "put_before", "procedure": "ordinary" }))
            .await;
    let body = missing.json();
    assert_eq!(
        (missing.status, body["code"].as_str().unwrap(), body["point"].as_str().unwrap()),
        (422, "measure.parts_missing", "7.4")
    );
    assert_eq!(body["facts"]["parts"][0], "hearing");
    let mut unwilling = hearing();
    unwilling["wants_it"] = json!("no");
    done(&protected.officer, &measure, unwilling).await;
    done(&protected.officer, &measure, json!({ "type": "put_before", "procedure": "urgent" })).await;
    let judge = signed_in(&house, "pk").await;
    let refused = act(&judge, &measure, None, grant()).await;
    let body = refused.json();
    assert_eq!(
        (refused.status, body["code"].as_str().unwrap(), body["point"].as_str().unwrap()),
        (422, "measure.condition_not_met", "7.5.3")
    );
    assert_eq!(body["facts"]["condition"], "wants-it");
    house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_office_another_zone_and_another_role_are_not_let_in() {
    let house = prosecuted().await;
    let protected = house.protected().await;
    let measure = requested(&protected).await;
    done(&protected.officer, &measure, json!({ "type": "put_before", "procedure": "urgent" })).await;
    let elsewhere = signed_in(&house, "pk-west").await;
    let path = format!("/api/v1/measures/{measure}");
    for client in
        [&elsewhere, &house.sign_in(Role::Operator).await, &house.sign_in(Role::Administrator).await]
    {
        let read = client.get(&path).await;
        assert!([403, 404].contains(&read.status), "{}", read.text());
        let ruled = act(client, &measure, None, grant()).await;
        assert!([403, 404].contains(&ruled.status), "{}", ruled.text());
    }
    let by_officer = act(&protected.officer, &measure, None, grant()).await;
    assert_eq!(
        (by_officer.status, by_officer.json()["code"].as_str().unwrap()),
        (422, "measure.oral_needs_source")
    );
    let by_hand = act(&protected.officer, &measure, None, json!({ "type": "tick" })).await;
    assert_eq!(by_hand.status, 403, "{}", by_hand.text());
    assert_eq!(protected.officer.get(&path).await.json()["state"]["stage"], "awaiting-decision");
    house.running.stop().await;
}

async fn refused(protected: &Protected, change: fn(&mut Value), says: &str) {
    let mut body = request(protected);
    change(&mut body);
    let answer = protected.officer.post("/api/v1/measures", &body).await;
    assert_eq!(answer.status, 422, "{}", answer.text());
    let detail = answer.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains(says), "{detail}");
    assert!(!answer.text().contains("SECRET"), "{}", answer.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_cannot_be_used_is_refused_with_its_field_and_nothing_of_what_was_sent() {
    let house = prosecuted().await;
    let protected = house.protected().await;
    refused(&protected, |body| body["made_on"] = json!("2026-02-30"), "made_on: a day of the calendar").await;
    refused(&protected, |body| body["born"] = json!("SECRET"), "born: a day of the calendar").await;
    refused(&protected, |body| body["pv"]["number"] = json!(""), "pv.number: a text of 1 to 40 characters")
        .await;
    refused(&protected, |body| body["relation"] = json!("SECRET"), "relation: one of ex-partners").await;
    refused(&protected, |body| body["summary"] = json!("x".repeat(10_001)), "summary: a text of 1 to 10000")
        .await;
    refused(&protected, |body| body["SECRET"] = json!(1), "the body has not the expected shape").await;
    refused(
        &protected,
        |body| drop(body.as_object_mut().unwrap().remove("relation")),
        "the field relation is missing",
    )
    .await;
    let nobody = json!({ "expected": null, "command": { "type": "dance" } });
    let answer =
        protected.officer.post(&format!("/api/v1/measures/{}/commands", Uuid::from_u128(9)), &nobody).await;
    assert_eq!(answer.status, 422);
    let unknown = act(&protected.officer, &Uuid::from_u128(9).to_string(), None, hearing()).await;
    assert!([403, 404].contains(&unknown.status), "{}", unknown.text());
    let second = requested(&protected).await;
    let twice = protected.officer.post("/api/v1/measures", &request(&protected)).await;
    assert_eq!((twice.status, twice.json()["code"].as_str().unwrap()), (409, "measure.person_has_one"));
    let inside = act(&protected.officer, &second, None, request(&protected)).await;
    assert_eq!(inside.status, 422, "{}", inside.text());
    house.running.stop().await;
}

/// Proves MS-24: a national register number with wrong check digits is refused, also of those born from 2000 on.
#[tokio::test(flavor = "multi_thread")]
async fn a_national_register_number_is_checked_and_what_is_known_of_a_person_is_kept() {
    let house = prosecuted().await;
    let protected = house.protected().await;
    let path = format!("/api/v1/cases/{}/persons/{}", protected.case, protected.person);
    let body = |details: Value| json!({ "kind": "protected", "name": "An Voorbeeld", "language": "dutch", "phone": "+32470000000", "details": details });
    let details = |number: &str, born: &str| json!({ "born_on": born, "national_number": number, "address": "Kouter 1", "address_secrecy": "kept" });
    for (number, born) in [
        ("85.07.30-033.29", "1985-07-30"),
        ("850730033", "1985-07-30"),
        ("8507300332a", "1985-07-30"),
        ("17.07.30-033.83", "2017-07-30"),
    ] {
        let answer = protected.officer.put(&path, &body(details(number, born))).await;
        assert_eq!(answer.status, 422, "{number}: {}", answer.text());
        assert!(answer.text().contains("national_number"), "{}", answer.text());
        assert!(!answer.text().contains(number), "{}", answer.text());
    }
    for (number, born) in [("17.07.30-033.84", "2017-07-30"), ("85.07.30-033.28", "1985-07-30")] {
        let answer = protected.officer.put(&path, &body(details(number, born))).await;
        assert_eq!(answer.status, 204, "{number}: {}", answer.text());
    }
    let named =
        json!({ "kind": "protected", "name": "An Anders", "language": "dutch", "phone": "+32470000000" });
    assert_eq!(protected.officer.put(&path, &named).await.status, 204);
    let case = protected.officer.get(&format!("/api/v1/cases/{}", protected.case)).await.json();
    let person = case["persons"].as_array().unwrap().iter().find(|one| one["name"] == "An Anders").unwrap();
    assert_eq!(person["details"]["national_number"], "85073003328");
    assert_eq!(person["details"]["address"], "Kouter 1");
    house.running.stop().await;
}

/// Proves MS-18: a signed copy is kept, given back byte by byte as an attachment, and never executed or shown inline.
#[tokio::test(flavor = "multi_thread")]
async fn a_signed_copy_is_kept_sealed_and_given_back_as_an_attachment() {
    let house = prosecuted().await;
    let protected = house.protected().await;
    let measure = requested(&protected).await;
    let document = Uuid::from_u128(0xD0C);
    let path = format!("/api/v1/measures/{measure}/documents/{document}");
    let scan = b"%PDF-1.7\nsigned by An Voorbeeld\n%%EOF\n";
    let put = upload(&protected.officer, &path, "user-agreement", scan).await;
    assert_eq!(put.status, 204, "{}", put.text());
    assert_eq!(upload(&protected.officer, &path, "user-agreement", scan).await.status, 204);
    let got = protected.officer.get(&path).await;
    assert_eq!(got.status, 200, "{}", got.text());
    assert_eq!(got.body.as_ref() as &[u8], scan.to_vec());
    assert_eq!(got.header("content-type"), "application/pdf");
    assert_eq!(got.header("content-disposition"), "attachment; filename=\"document-000000000d0c.pdf\"");
    let whole = protected.officer.get(&format!("/api/v1/measures/{measure}")).await.json();
    assert_eq!(whole["documents"][0]["filing"], "not-for-the-file");
    assert_eq!(whole["documents"][0]["sha256"].as_str().unwrap().len(), 64);
    let other = upload(&protected.officer, &path, "user-agreement", b"%PDF-1.7\nanother\n%%EOF\n").await;
    assert_eq!(other.status, 409, "{}", other.text());
    let fresh = format!("/api/v1/measures/{measure}/documents/{}", Uuid::from_u128(0xD0D));
    for bytes in [&b"<html><script>"[..], b"MZ\x90\x00", b"", b"PK\x03\x04"] {
        let answer = upload(&protected.officer, &fresh, "user-agreement", bytes).await;
        assert!([415, 422].contains(&answer.status), "{}", answer.text());
    }
    assert_eq!(upload(&protected.officer, &fresh, "love-letter", scan).await.status, 422);
    assert_eq!(signed_in(&house, "pk-west").await.get(&path).await.status, 403);
    assert_eq!(house.sign_in(Role::Operator).await.get(&path).await.status, 403);
    let elsewhere = format!("/api/v1/measures/{}/documents/{document}", Uuid::from_u128(9));
    assert_eq!(protected.officer.get(&elsewhere).await.status, 404);
    house.running.stop().await;
}

/// Proves MS-11: the checklist is handed out as data; and offices and districts are kept by the administrator.
#[tokio::test(flavor = "multi_thread")]
async fn checklists_and_offices_are_read_and_offices_are_put_by_the_administrator() {
    let house = prosecuted().await;
    let officer = house.sign_in(Role::CaseOfficer).await;
    let lists = officer.get("/api/v1/questionnaires").await.json();
    assert!(lists[0]["items"].as_array().unwrap().iter().any(|item| item["bomb"] == true), "{lists}");
    let administrator = house.sign_in(Role::Administrator).await;
    let district = json!({ "code": "N", "name": "Noord" });
    let id = Uuid::from_u128(0xD15);
    assert_eq!(officer.put(&format!("/api/v1/districts/{id}"), &district).await.status, 403);
    assert_eq!(administrator.put(&format!("/api/v1/districts/{id}"), &district).await.status, 204);
    let office = json!({ "code": "N", "name": "Noord", "district": id, "reference_magistrate": null });
    let path = format!("/api/v1/offices/{}", Uuid::from_u128(0x0FF));
    assert_eq!(officer.put(&path, &office).await.status, 403);
    assert_eq!(administrator.put(&path, &office).await.status, 204);
    let of_zone = json!({ "office": Uuid::from_u128(0x0FF), "in_force_since": "2023-04-03" });
    let zone = format!("/api/v1/zones/{}/office", Uuid::from_u128(crate::support::ZONE));
    assert_eq!(officer.put(&zone, &of_zone).await.status, 403);
    assert_eq!(administrator.put(&zone, &of_zone).await.status, 204);
    let nowhere = json!({ "office": Uuid::from_u128(0xBAD), "in_force_since": null });
    assert_eq!(administrator.put(&zone, &nowhere).await.status, 422);
    let offices = officer.get("/api/v1/offices").await.json();
    assert!(offices["offices"].as_array().unwrap().iter().any(|one| one["name"] == "Noord"), "{offices}");
    assert!(offices["districts"].as_array().unwrap().iter().any(|one| one["name"] == "Noord"), "{offices}");
    house.running.stop().await;
}

/// Proves MS-06: the magistrate is told at once, reads it, and a colleague sees that it was read.
#[tokio::test(flavor = "multi_thread")]
async fn a_notice_waits_in_the_inbox_of_its_desk_until_it_is_read() {
    let house = prosecuted().await;
    let protected = house.protected().await;
    let measure = requested(&protected).await;
    let (judge, colleague) = (signed_in(&house, "pk").await, signed_in(&house, "pk-second").await);
    let inbox = judge.get("/api/v1/inbox").await.json();
    let notice = inbox.as_array().unwrap().iter().find(|one| one["measure"] == measure.as_str()).unwrap();
    assert_eq!(notice["kind"], "request");
    assert_eq!(notice["to"]["kind"], "magistrate");
    assert!(!inbox.to_string().contains("Voorbeeld"), "{inbox}");
    assert!(notice["read"].is_null());
    let read = format!("/api/v1/inbox/{}/read", notice["id"].as_str().unwrap());
    assert!([403, 404].contains(&signed_in(&house, "pk-west").await.post(&read, &json!({})).await.status));
    assert_eq!(judge.post(&read, &json!({})).await.status, 204);
    let inbox = colleague.get("/api/v1/inbox").await.json();
    let notice = inbox.as_array().unwrap().iter().find(|one| one["measure"] == measure.as_str()).unwrap();
    assert_eq!(notice["read"]["by"], "Magistrate pk");
    assert!(
        signed_in(&house, "pk-west").await.get("/api/v1/inbox").await.json().as_array().unwrap().is_empty()
    );
    let overview = house.sign_in(Role::ReferenceMagistrate).await.get("/api/v1/overview").await;
    assert_eq!(overview.status, 200, "{}", overview.text());
    assert!(!overview.text().contains("Voorbeeld"), "{}", overview.text());
    assert_eq!(overview.json()["office"]["name"], "Gent");
    house.running.stop().await;
}

/// The same command with the same key is done once.
#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_sent_twice_with_its_key_is_one_measure() {
    let house = prosecuted().await;
    let protected = house.protected().await;
    let send = || {
        let sent = protected.officer.request("POST", "/api/v1/measures").header("idempotency-key", "key-1");
        let sent = sent.header("content-type", "application/json");
        protected.officer.send(sent.body(Full::new(request(&protected).to_string().into())).unwrap())
    };
    let first = send().await;
    assert_eq!(first.status, 201, "{}", first.text());
    let again = send().await;
    assert_eq!((again.status, again.json()), (201, first.json()));
    house.running.stop().await;
}
