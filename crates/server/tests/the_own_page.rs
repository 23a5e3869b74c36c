//! What a protected person reads and tells on the own page: signed by the phone, answered by the cell, and nothing of others in it.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on stops")]

use crate::support::http::{Client, Response};
use crate::support::phone::{Phone, now};
use crate::support::{House, PASSWORD, Protected};
use hoeder_engine::input::RosterOrder;
use hoeder_engine::roster::{Account, AccountState};
use hoeder_vocab::{AccountId, CivilDate, HandsetId, OfficeId, Role, Sensitive};
use hoeder_wire::SigningKey;
use hoeder_wire::handset::{open_downlink, seal_body};
use serde_json::{Value, json};
use uuid::Uuid;

const OFFICE: u128 = 1;
const JUDGE: &str = "pk";

fn today() -> String {
    CivilDate::in_belgium(now()).to_string()
}

/// A measure that was granted in urgency and agreed; its assessment says what nobody but the police may read.
struct Own {
    house: House,
    protected: Protected,
    judge: Client,
    measure: String,
}

impl Own {
    async fn granted() -> Self {
        let house = crate::support::house().await;
        let mut zone = crate::support::square(crate::support::zone(), "5415", 36_000_000);
        zone.office = Some(OfficeId::from_u128(OFFICE));
        zone.in_force_since = Some(CivilDate::new(2023, 4, 3).unwrap());
        house.order(RosterOrder::PutZone(zone)).await;
        magistrate(&house).await;
        let protected = house.protected().await;
        let answer = protected.officer.post("/api/v1/measures", &request(&protected)).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let measure = answer.json()["measure"].as_str().unwrap().to_owned();
        let mut judge = house.client();
        judge.sign_in(JUDGE, PASSWORD).await;
        let own = Self { house, protected, judge, measure };
        for form in [hearing(), assessment(), json!({ "type": "put_before", "procedure": "urgent" })] {
            own.does(&own.protected.officer, form).await;
        }
        let grant = json!({ "type": "rule", "ruling": { "type": "grant" }, "procedure": "urgent", "on": today(),
            "reason": "the checklist says ZEEP and the shotgun" });
        own.does(&own.judge, grant).await;
        let agree = json!({ "type": "agree", "on": today(), "assent": { "type": "explained" }, "version": "2023-03", "told_end": today() });
        let _minors_only = own.act(&own.protected.officer, agree).await;
        own
    }
    async fn act(&self, client: &Client, command: Value) -> Response {
        let path = format!("/api/v1/measures/{}/commands", self.measure);
        client.post(&path, &json!({ "expected": null, "command": command })).await
    }
    async fn does(&self, client: &Client, command: Value) {
        let answer = self.act(client, command).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    async fn tasks(&self) -> Vec<String> {
        let whole = self.protected.officer.get(&format!("/api/v1/measures/{}", self.measure)).await.json();
        let tasks = whole["tasks"].as_array().unwrap().iter();
        tasks.map(|task| task["key"].as_str().unwrap().to_owned()).collect()
    }
}

async fn magistrate(house: &House) {
    let hash = hoeder_server::hash_password(&Sensitive::new(String::from(PASSWORD))).unwrap();
    let account = Account {
        id: AccountId::from_u128(0xB0B),
        login: JUDGE.to_owned(),
        name: Sensitive::new(String::from("Magistrate Mara")),
        role: Role::Magistrate,
        room: None,
        zone: None,
        state: AccountState::Enabled,
        password: Some(Sensitive::new(hash)),
        office: Some(OfficeId::from_u128(OFFICE)),
        district: None,
    };
    house.order(RosterOrder::PutAccount(account)).await;
}

fn request(protected: &Protected) -> Value {
    json!({
        "type": "request", "case": protected.case, "person": protected.person, "born": "1985-03-08", "origin": { "type": "person" },
        "made_on": today(), "pv": { "kind": "initial", "number": "GE.43.L1.7/2026" },
        "residence": Uuid::from_u128(crate::support::ZONE), "relation": "ex-partners", "honour": "not-related",
        "offence": { "type": "none" }, "summary": "followed by Jan Verdacht since the break-up"
    })
}

fn hearing() -> Value {
    json!({ "type": "hear", "on": today(), "pv": { "kind": "subsequent", "number": "GE.43.L1.8/2026" }, "facts": "Jan Verdacht at the door",
        "relation": "ended", "wants_it": "yes", "no_contact": "yes", "complaints": "yes", "agreement": "yes", "told_no_right": "told",
        "able": "unknown", "secrecy": { "address": "kept", "contact": "kept" } })
}

fn assessment() -> Value {
    let yes = json!({ "answer": "yes", "note": "ZEEP" });
    json!({ "type": "assess", "on": today(),
        "eight": { "fears_for_life": yes, "break_up_not_accepted": yes, "death_threats": yes, "earlier_violence": yes,
            "affinity_with_weapons": yes, "much_effort": yes, "great_anger": yes, "destroyed_belongings": yes },
        "attention": { "opposed_intentions": "yes", "secret_shelter": "no" }, "firearms": { "answer": "yes", "note": "ZEEP" },
        "scope": { "within": "yes", "why": "a former partner" }, "subsidiarity": "a ban was broken" })
}

/// An envelope with this question.
fn sealed(phone: &mut Phone, ask: &Value) -> String {
    phone.counter += 1;
    seal_body(&phone.key, phone.id, phone.counter, &ask.to_string())
}

async fn post(phone: &Phone, envelope: String) -> Response {
    phone.client.raw("POST", "/handset/v1/mine", "application/json", envelope).await
}

/// Asks, and believes the answer only when the cell signed it for this phone.
async fn asks(phone: &mut Phone, ask: Value) -> Value {
    let envelope = sealed(phone, &ask);
    let answer = post(phone, envelope).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    // It is no message of the protocol; what is said of it after its signature was found good.
    let unread = open_downlink(&answer.body, &phone.cell_key, phone.id).unwrap_err();
    assert_eq!(unread.code(), "unknown_type");
    serde_json::from_str(answer.json()["body"].as_str().unwrap()).unwrap()
}

/// Proves MS-30, MS-23, FL-36, GN-02: end, agreement and who looked, and nothing of the suspect, the card or the checklist.
#[tokio::test(flavor = "multi_thread")]
async fn the_person_reads_what_was_agreed_and_who_looked_and_nothing_of_others() {
    let mut own = Own::granted().await;
    let read = own.judge.get(&format!("/api/v1/measures/{}", own.measure)).await.json();
    own.house.settled().await;
    let mine = asks(&mut own.protected.phone, json!({ "type": "mine" })).await;
    assert_eq!(mine["measure"]["stage"], "granted");
    assert_eq!(mine["measure"]["ends_on"], read["term"]["ends_on"]);
    assert_eq!(mine["measure"]["asked_to_end"], false);
    let looked: Vec<&Value> = mine["looked"].as_array().unwrap().iter().collect();
    for role in ["case_officer", "magistrate"] {
        let rows = looked.iter().filter(|row| row["role"] == role && row["on"] == today()).count();
        assert_eq!(rows, 1, "{role} once a day: {mine}");
    }
    let text = mine.to_string();
    let others = [
        "Verdacht",
        "knife",
        "ZEEP",
        "shotgun",
        "bell",
        "tulp",
        "Kerkstraat",
        "1-ABC-234",
        "Colleague",
        "Mara",
        "GE.43",
        "eight",
        "bomb",
        "ex-partners",
        "Voorbeeld",
        "account",
    ];
    for word in others {
        assert!(!text.contains(word), "{word} is in {text}");
    }
    let mut keys: Vec<&String> = mine["measure"].as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(keys, ["agreement", "asked_to_end", "ends_on", "next_visit", "on", "stage"]);
    own.house.running.stop().await;
}

/// Proves MS-34, MS-36, MS-37: what the person tells is in the file in those words, and a task for whom it concerns.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_person_tells_reaches_the_zone_as_tasks_and_ends_nothing() {
    let mut own = Own::granted().await;
    let fact = Uuid::from_u128(0xFAC7);
    let told = [
        json!({ "type": "fact", "fact": fact, "on": today(), "what": "He stood at the door \"again\" 🌷" }),
        json!({ "type": "move", "on": today(), "to": "belgium", "place": "Lindelaan 5, Aalst" }),
        json!({ "type": "stop", "note": "" }),
    ];
    for ask in &told {
        // A phone that heard nothing sends it again: it is told once.
        for _ in 0..2 {
            assert_eq!(
                asks(&mut own.protected.phone, ask.clone()).await,
                json!({ "type": "taken" }),
                "{ask}"
            );
        }
    }
    let tasks = own.tasks().await;
    for key in [format!("record-fact:{fact}"), "find-zone:1".to_owned(), "confirm-asked-to-end:1".to_owned()]
    {
        assert_eq!(tasks.iter().filter(|task| **task == key).count(), 1, "{key} in {tasks:?}");
    }
    let whole = own.protected.officer.get(&format!("/api/v1/measures/{}", own.measure)).await.json();
    assert_eq!(whole["file"]["announced_facts"][0]["what"], "He stood at the door \"again\" 🌷");
    assert_eq!(whole["file"]["moves"][0]["what"]["place"], "Lindelaan 5, Aalst");
    assert_eq!(whole["state"]["stage"], "granted", "a wish ends nothing by itself");
    let inbox = own.judge.get("/api/v1/inbox").await.text();
    assert!(inbox.contains("end-asked"), "{inbox}");
    let mine = asks(&mut own.protected.phone, json!({ "type": "mine" })).await;
    assert_eq!(mine["measure"]["asked_to_end"], true);
    own.house.running.stop().await;
}

/// Proves FL-10: nobody but the paired phone asks or tells, each envelope once, and a revoked one nothing more.
#[tokio::test(flavor = "multi_thread")]
async fn a_strange_key_an_envelope_sent_twice_and_a_revoked_phone_learn_nothing() {
    let mut own = Own::granted().await;
    let phone = &mut own.protected.phone;
    let ask = json!({ "type": "mine" }).to_string();
    let good = sealed(phone, &json!({ "type": "mine" }));
    assert_eq!(post(phone, good.clone()).await.status, 200);
    let stranger = SigningKey::from_seed(&[0xEE; 32]);
    let nobody = HandsetId::from_u128(5);
    let refused = [
        ("sent twice", good.clone()),
        ("another key", seal_body(&stranger, phone.id, 90, &ask)),
        ("no such handset", seal_body(&phone.key, nobody, 91, &ask)),
        ("changed on the way", good.replace("mine", "stop")),
    ];
    for (what, envelope) in refused {
        let answer = post(phone, envelope).await;
        assert_eq!(
            (answer.status, crate::support::code(&answer)),
            (403, "handset.not_proven".to_owned()),
            "{what}"
        );
        assert!(!answer.text().contains("ends_on"), "{what}");
    }
    let revoked = own.protected.officer.delete(&format!("/api/v1/handsets/{}", phone.id)).await;
    assert!([200, 204].contains(&revoked.status), "{}", revoked.text());
    for ask in [json!({ "type": "mine" }), json!({ "type": "stop", "note": "not me" })] {
        let envelope = sealed(phone, &ask);
        let answer = post(phone, envelope).await;
        assert_eq!((answer.status, crate::support::code(&answer)), (403, "handset.not_proven".to_owned()));
    }
    assert!(!own.tasks().await.contains(&"confirm-asked-to-end:1".to_owned()));
    own.house.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_question_is_refused_by_name_and_what_a_rule_refuses_says_its_code() {
    let mut own = Own::granted().await;
    let phone = &mut own.protected.phone;
    let bad = [
        json!({ "type": "dance" }),
        json!({ "type": "mine", "person": "another" }),
        json!({ "type": "fact", "fact": "x", "on": "2026-11-22", "what": "w" }),
        json!({ "type": "fact", "fact": Uuid::from_u128(1), "on": "2026-02-30", "what": "w" }),
        json!({ "type": "move", "on": "2026-11-22", "to": "mars", "place": "p" }),
        json!(7),
    ];
    for ask in bad {
        let envelope = sealed(phone, &ask);
        let answer = post(phone, envelope).await;
        assert_eq!(answer.status, 422, "{ask}: {}", answer.text());
    }
    let later = json!({ "type": "fact", "fact": Uuid::from_u128(2), "on": "2199-01-01", "what": "w" });
    let answer = asks(phone, later).await;
    assert_eq!((&answer["type"], &answer["code"]), (&json!("not_taken"), &json!("measure.in_future")));
    let empty = json!({ "type": "fact", "fact": Uuid::from_u128(3), "on": today(), "what": " " });
    assert_eq!(asks(phone, empty).await["type"], "not_taken");
    own.house.running.stop().await;
}

/// Proves FL-36: who has no measure that was granted is shown none, and is told so without a word of why.
#[tokio::test(flavor = "multi_thread")]
async fn before_a_grant_the_page_shows_nothing() {
    let house = crate::support::house().await;
    let mut protected = house.protected().await;
    let mine = asks(&mut protected.phone, json!({ "type": "mine" })).await;
    assert_eq!(mine, json!({ "type": "mine", "measure": null, "looked": [] }));
    let told = asks(&mut protected.phone, json!({ "type": "stop", "note": "" })).await;
    assert_eq!(told, json!({ "type": "not_taken", "code": "none" }));
    house.running.stop().await;
}

/// Proves FL-34, GN-02: the person reads what is followed, until when and in which role somebody looked, and nothing of the other.
#[tokio::test(flavor = "multi_thread")]
async fn a_tracked_person_reads_what_is_followed_and_who_looked_and_nothing_of_the_other() {
    let house = crate::support::house().await;
    let mut protected = house.protected().await;
    assert_eq!(
        asks(&mut protected.phone, json!({ "type": "mine" })).await,
        json!({ "type": "mine", "measure": null, "looked": [] }),
        "nothing is followed without a mandate"
    );
    let monitor = house.sign_in(Role::Monitor).await;
    let [mandate, offender, own] = [1, 2, 3].map(|n| Uuid::from_u128(0xF011 + n));
    let officer = &protected.officer;
    let put = async |path: String, body: Value| {
        let answer = officer.put(&format!("/api/v1/{path}"), &body).await;
        assert_eq!(answer.status, 204, "{path} {}", answer.text());
    };
    put(
        format!("mandates/{mandate}"),
        json!({ "kind": "contact_ban", "state": "granted", "court": "Raadkamer Gent", "reference": "EM/2026/17", "case": protected.case,
            "zone": Uuid::from_u128(crate::support::ZONE), "group": "stalking", "scope": ["distance"], "from": "2026-01-10T00:00:00.000Z",
            "until": "2035-02-28T23:00:00.000Z", "conditions": "stay away from Nele" }),
    )
    .await;
    let carrier = |side: &str, who: Value| {
        let mut body = json!({ "mandate": mandate, "side": side, "age": "adult", "notice": "never", "fastest_kmh": 130 });
        body.as_object_mut().unwrap().extend(who.as_object().unwrap().clone());
        body
    };
    put(format!("carriers/{offender}"), carrier("offender", json!({ "name": "Jan Verdacht" }))).await;
    put(format!("carriers/{own}"), carrier("protected", json!({ "person": protected.person }))).await;
    assert_eq!(monitor.get(&format!("/api/v1/mandates/{mandate}")).await.status, 200);
    house.settled().await;

    let mine = asks(&mut protected.phone, json!({ "type": "mine" })).await;
    assert_eq!(mine["measure"], Value::Null);
    let followed = json!([{ "from": "2026-01-10", "until": "2035-02-28", "scope": ["distance"], "device": false, "may_notify": false }]);
    assert_eq!(mine["followed"], followed);
    let looked = mine["looked"].as_array().unwrap();
    assert!(looked.iter().any(|row| row["role"] == "monitor" && row["on"] == today()), "{mine}");
    for word in ["Verdacht", "Nele", "EM/2026", "Raadkamer", &offender.to_string(), &own.to_string()] {
        assert!(!mine.to_string().contains(word), "{word} is in {mine}");
    }
    house.running.stop().await;
}
