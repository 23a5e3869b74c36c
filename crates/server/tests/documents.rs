//! Documents of a measure and the calendar feed over HTTP: who makes which, what does not leave, what is not taken in.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on stops")]

use crate::support::http::{Client, Response};
use crate::support::law::*;
use crate::support::{House, Protected};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hoeder_vocab::Role;
use http_body_util::Full;
use serde_json::{Value, json};
use uuid::Uuid;

/// A measure that was granted: its officer, its magistrate, its id.
async fn granted(house: &House, protected: &Protected) -> (String, Client) {
    let measure = requested(protected).await;
    done(&protected.officer, &measure, hearing()).await;
    done(&protected.officer, &measure, assessment()).await;
    done(&protected.officer, &measure, json!({ "type": "put_before", "procedure": "urgent" })).await;
    let judge = signed_in(house, "pk").await;
    done(&judge, &measure, grant()).await;
    (measure, judge)
}

async fn make(client: &Client, measure: &str, body: Value) -> Response {
    client.post(&format!("/api/v1/measures/{measure}/documents"), &body).await
}

async fn filed(client: &Client, measure: &str) -> usize {
    let whole = client.get(&format!("/api/v1/measures/{measure}")).await.json();
    whole["documents"].as_array().unwrap().len()
}

/// Proves MS-18, MS-21: a letter goes out under the head of its own desk, and is handed out as an attachment.
#[tokio::test(flavor = "multi_thread")]
async fn each_desk_makes_its_own_documents_and_nobody_elses() {
    let house = prosecuted().await;
    let protected = house.protected().await;
    let (measure, judge) = granted(&house, &protected).await;
    let officer = &protected.officer;
    let made = make(officer, &measure, json!({ "kind": "grant-notice", "language": "fr" })).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json();
    assert_eq!(
        (made["media_type"].as_str().unwrap(), made["not_for_file"].as_bool()),
        ("application/pdf", Some(true))
    );
    let path = format!("/api/v1/measures/{measure}/documents/{}", made["id"].as_str().unwrap());
    let got = judge.get(&path).await;
    assert_eq!(got.status, 200, "{}", got.text());
    assert!(got.body.starts_with(b"%PDF-"));
    assert!(got.header("content-disposition").starts_with("attachment; filename=\"document-"));
    assert_eq!(got.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(got.header("x-content-type-options"), "nosniff");
    let seized = make(&judge, &measure, json!({ "kind": "reception-seizure" })).await;
    assert_eq!(seized.status, 201, "{}", seized.text());
    let reception = house.sign_in(Role::VictimReception).await;
    for (who, kind) in [
        (officer, "marginal-note"),
        (officer, "reception-seizure"),
        (&judge, "grant-notice"),
        (&judge, "device-receipt"),
        (&reception, "reception-seizure"),
    ] {
        let no = make(who, &measure, json!({ "kind": kind })).await;
        assert_eq!(
            (no.status, no.json()["code"].as_str().unwrap()),
            (403, "document.not_for_role"),
            "{kind}"
        );
    }
    for stranger in [signed_in(&house, "pk-west").await, house.sign_in(Role::Operator).await] {
        let no = make(&stranger, &measure, json!({ "kind": "grant-notice" })).await;
        assert!([403, 404].contains(&no.status), "{}", no.text());
    }
    assert_eq!(filed(officer, &measure).await, 2, "what was refused is not there");
    house.running.stop().await;
}

/// What a document still needs is named by its field, and what the file does not hold yet in words.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_document_still_needs_is_named() {
    let house = prosecuted().await;
    let protected = house.protected().await;
    let (measure, judge) = granted(&house, &protected).await;
    let officer = &protected.officer;
    for (kind, field) in [
        ("hearing-annex", "hearing"),
        ("device-receipt", "devices"),
        ("instructions", "handset"),
        ("love-letter", "kind"),
    ] {
        let no = make(officer, &measure, json!({ "kind": kind })).await;
        assert_eq!((no.status, no.json()["field"].as_str().unwrap()), (422, field), "{}", no.text());
    }
    for kind in ["extension-notice", "end-notice", "marginal-note"] {
        let no = make(&judge, &measure, json!({ "kind": kind })).await;
        assert_eq!((no.status, no.json()["code"].as_str().unwrap()), (409, "document.missing"), "{kind}");
    }
    let unknown = make(officer, &measure, json!({ "kind": "grant-notice", "colour": "blue" })).await;
    assert!([400, 422].contains(&unknown.status), "{}", unknown.text());
    let said = make(officer, &measure, json!({ "kind": "grant-notice", "language": "dutch" })).await;
    assert!([400, 422].contains(&said.status), "{}", said.text());
    let receipt = json!({ "kind": "device-receipt", "devices": { "movement": "hand-out", "on": today(),
        "items": [{ "kind": "button", "number": "B-7", "serial": "A4:C1:38:00:11:22" }] } });
    assert_eq!(make(officer, &measure, receipt).await.status, 201);
    assert_eq!(filed(officer, &measure).await, 1);
    house.running.stop().await;
}

/// Proves MS-24: a letter whose words hold the address that is kept secret does not leave, and the refusal does not repeat it.
#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_holds_the_secret_address_is_neither_made_nor_kept() {
    let house = prosecuted().await;
    let protected = house.protected().await;
    let path = format!("/api/v1/cases/{}/persons/{}", protected.case, protected.person);
    let details = json!({ "born_on": "1955-03-08", "national_number": null, "address": "Verzonnenlaan 12, 9000 Gent",
        "address_secrecy": "kept", "email": null, "trusted": null });
    let person = json!({ "kind": "protected", "name": "An Voorbeeld", "language": "dutch", "phone": "+32470000000", "details": details });
    let put = protected.officer.put(&path, &person).await;
    assert_eq!(put.status, 204, "{}", put.text());
    let measure = requested(&protected).await;
    let mut heard = hearing();
    heard["facts"] = json!("Hij stond voor de deur van Verzonnenlaan 12 in Gent.");
    done(&protected.officer, &measure, heard).await;
    let annex = json!({ "kind": "hearing-annex", "hearing": { "common_children": false } });
    let no = make(&protected.officer, &measure, annex.clone()).await;
    assert_eq!(
        (no.status, no.json()["code"].as_str().unwrap()),
        (422, "document.holds_address"),
        "{}",
        no.text()
    );
    assert!(!no.text().contains("Verzonnenlaan"), "{}", no.text());
    assert_eq!(filed(&protected.officer, &measure).await, 0);
    let mut again = hearing();
    again["facts"] = json!("Hij stond voor de deur.");
    done(&protected.officer, &measure, again).await;
    assert_eq!(make(&protected.officer, &measure, annex).await.status, 201);
    house.running.stop().await;
}

async fn send(client: &Client, path: &str, name: &str, bytes: Vec<u8>) -> Response {
    let request = client.request("PUT", path).header("content-type", "application/pdf");
    let request = request.header("x-document-kind", "user-agreement").header("file-name", name);
    client.send(request.body(Full::new(bytes.into())).unwrap()).await
}

fn scan() -> Vec<u8> {
    b"%PDF-1.7\nsigned by An Voorbeeld\n%%EOF\n".to_vec()
}

/// Proves MS-18: uploads are held to their size, their type and their name.
#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_is_too_large_or_has_a_strange_name_is_not_kept() {
    let house = prosecuted().await;
    let protected = house.protected().await;
    let measure = requested(&protected).await;
    let path = format!("/api/v1/measures/{measure}/documents/{}", Uuid::from_u128(0xD0C));
    let mut large = b"%PDF-1.7\n".to_vec();
    large.resize(10 * 1024 * 1024 + 1, b' ');
    large.extend_from_slice(b"%%EOF");
    assert_eq!(send(&protected.officer, &path, "scan.pdf", large).await.status, 413);
    for name in ["..%2F..%2Fpasswd", "scan.exe", "gpj%E2%80%AE.pdf", "%GG.pdf", "%FF.pdf"] {
        let no = send(&protected.officer, &path, name, scan()).await;
        assert_eq!((no.status, no.json()["field"].as_str().unwrap()), (422, "File-Name"), "{name}");
    }
    let active = b"%PDF-1.7\n<</S /JavaScript /JS (app.alert)>>\n%%EOF".to_vec();
    assert_eq!(send(&protected.officer, &path, "scan.pdf", active).await.status, 415);
    assert_eq!(filed(&protected.officer, &measure).await, 0);
    assert_eq!(protected.officer.get(&path).await.status, 404);
    let good = send(&protected.officer, &path, "overeenkomst%20%C3%A9.pdf", scan()).await;
    assert_eq!(good.status, 204, "{}", good.text());
    let whole = protected.officer.get(&format!("/api/v1/measures/{measure}")).await.json();
    assert_eq!(whole["documents"].pointer("/0/name").unwrap(), "overeenkomst \u{e9}.pdf");
    house.running.stop().await;
}

/// Proves MS-18: what the virus scanner refuses, or does not answer for, is not kept.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_virus_scanner_does_not_clear_is_not_kept() {
    for (exit, status, code) in
        [("exit 1", 422, "document.infected"), ("exit 3", 503, "document.not_scanned")]
    {
        let house = prosecuted_with(|config| {
            config.scan.command = vec!["sh".into(), "-c".into(), format!("cat > /dev/null; {exit}")];
        })
        .await;
        let protected = house.protected().await;
        let measure = requested(&protected).await;
        let path = format!("/api/v1/measures/{measure}/documents/{}", Uuid::from_u128(0xD0C));
        let no = send(&protected.officer, &path, "scan.pdf", scan()).await;
        assert_eq!((no.status, no.json()["code"].as_str().unwrap()), (status, code));
        assert_eq!(filed(&protected.officer, &measure).await, 0);
        assert_eq!(protected.officer.get(&path).await.status, 404);
        house.running.stop().await;
    }
}

/// Proves MS-15: the officer who enters a ruling that was said by phone chooses who said it.
#[tokio::test(flavor = "multi_thread")]
async fn the_magistrates_of_an_office_are_named_to_the_police_and_to_no_control_room() {
    let house = prosecuted().await;
    let path = format!("/api/v1/offices/{}/magistrates", Uuid::from_u128(OFFICE));
    let found = house.sign_in(Role::CaseOfficer).await.get(&path).await.json();
    let names: Vec<&str> =
        found.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"Magistrate pk") && !names.contains(&"Magistrate pk-west"), "{names:?}");
    assert_eq!(house.sign_in(Role::Operator).await.get(&path).await.status, 403);
    let nowhere = format!("/api/v1/offices/{}/magistrates", Uuid::from_u128(0xBAD));
    assert_eq!(house.sign_in(Role::CaseOfficer).await.get(&nowhere).await.status, 404);
    house.running.stop().await;
}

async fn feed(house: &House, authorization: &str) -> Response {
    let stranger = house.client();
    let request = stranger.request("GET", "/api/v1/calendar-feed.ics").header("authorization", authorization);
    stranger.send(request.body(Full::default()).unwrap()).await
}

async fn secret(client: &Client) -> String {
    let made = client.post("/api/v1/calendar-token", &json!({})).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()["token"].as_str().unwrap().to_owned()
}

/// Proves MS-33, FL-36: a calendar program reads the due days with its own secret, without names, until the secret is taken back.
#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_feed_opens_with_its_secret_until_that_is_renewed_or_taken_back() {
    let house = prosecuted().await;
    let protected = house.protected().await;
    let (_, _judge) = granted(&house, &protected).await;
    let first = secret(&protected.officer).await;
    let read = feed(&house, &format!("Bearer {first}")).await;
    assert_eq!((read.status, read.header("content-type")), (200, "text/calendar; charset=utf-8"));
    let text = read.text();
    assert!(text.contains("BEGIN:VEVENT\r\n") && text.contains("CLASS:PRIVATE\r\n"), "{text}");
    assert!(!text.contains("Voorbeeld"), "{text}");
    let basic = STANDARD.encode(format!("anybody:{first}"));
    assert_eq!(feed(&house, &format!("Basic {basic}")).await.status, 200);
    let second = secret(&protected.officer).await;
    assert_eq!(feed(&house, &format!("Bearer {first}")).await.status, 401);
    assert_eq!(feed(&house, &format!("Bearer {second}")).await.status, 200);
    assert_eq!(protected.officer.delete("/api/v1/calendar-token").await.status, 204);
    let gone = feed(&house, &format!("Bearer {second}")).await;
    assert_eq!(
        (gone.status, gone.header("www-authenticate")),
        (401, "Basic realm=\"calendar\", charset=\"UTF-8\"")
    );
    let operator = house.sign_in(Role::Operator).await;
    assert_eq!(operator.post("/api/v1/calendar-token", &json!({})).await.status, 403);
    house.running.stop().await;
}
