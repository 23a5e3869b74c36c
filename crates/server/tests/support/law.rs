//! A house whose zone lies in an office where the alarm is in force, and the forms of a measure there. All invented.

use super::http::{Client, Response};
use super::{House, PASSWORD, Protected};
use hoeder_engine::input::RosterOrder;
use hoeder_engine::roster::{Account, AccountState, District, Office};
use hoeder_server::Config;
use hoeder_vocab::{AccountId, CivilDate, DistrictId, OfficeId, Role, Sensitive};
use http_body_util::Full;
use serde_json::{Value, json};
use uuid::Uuid;

pub const OFFICE: u128 = 1;
pub const OTHER_OFFICE: u128 = 2;

pub fn today() -> String {
    CivilDate::in_belgium(hoeder_vocab::UtcMillis::from_unix_ms(
        i64::try_from(
            std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis(),
        )
        .unwrap(),
    ))
    .to_string()
}

/// A house whose zone lies in an office where the alarm is in force, with magistrates of two offices.
pub async fn prosecuted() -> House {
    prosecuted_with(|_| {}).await
}

pub async fn prosecuted_with(change: impl FnOnce(&mut Config)) -> House {
    let house = super::house_with(change).await;
    let mut zone = super::square(super::zone(), "5415", 36_000_000);
    zone.office = Some(OfficeId::from_u128(OFFICE));
    zone.in_force_since = Some(CivilDate::new(2023, 4, 3).unwrap());
    house.order(RosterOrder::PutZone(zone)).await;
    let elsewhere = DistrictId::from_u128(2);
    house
        .order(RosterOrder::PutDistrict(District { id: elsewhere, code: "W".into(), name: "West".into() }))
        .await;
    let office = Office {
        id: OfficeId::from_u128(OTHER_OFFICE),
        code: "W".into(),
        name: "West".into(),
        district: elsewhere,
        reference_magistrate: None,
    };
    house.order(RosterOrder::PutOffice(office)).await;
    magistrate(&house, "pk", OFFICE).await;
    magistrate(&house, "pk-second", OFFICE).await;
    magistrate(&house, "pk-west", OTHER_OFFICE).await;
    house
}

pub async fn magistrate(house: &House, login: &str, office: u128) {
    let hash = hoeder_server::hash_password(&Sensitive::new(String::from(PASSWORD))).unwrap();
    let account = Account {
        id: AccountId::from_uuid(Uuid::new_v4_like(login)),
        login: login.to_owned(),
        name: Sensitive::new(format!("Magistrate {login}")),
        role: Role::Magistrate,
        room: None,
        zone: None,
        state: AccountState::Enabled,
        password: Some(Sensitive::new(hash)),
        office: Some(OfficeId::from_u128(office)),
        district: None,
    };
    house.order(RosterOrder::PutAccount(account)).await;
}

/// An id that follows from a name.
pub trait Named {
    fn new_v4_like(name: &str) -> Uuid;
}

impl Named for Uuid {
    fn new_v4_like(name: &str) -> Uuid {
        let bits = name.bytes().fold(0x0ACC_u128, |bits, byte| (bits << 8) | u128::from(byte));
        Uuid::from_u128(bits)
    }
}

pub async fn signed_in(house: &House, login: &str) -> Client {
    let mut client = house.client();
    let answer = client.sign_in(login, PASSWORD).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    client
}

pub fn request(protected: &Protected) -> Value {
    json!({
        "type": "request", "case": protected.case, "person": protected.person, "born": "1955-03-08", "origin": { "type": "person" },
        "made_on": today(), "pv": { "kind": "initial", "number": "GE.43.L1.7/2026" },
        "residence": Uuid::from_u128(super::ZONE), "relation": "ex-partners", "honour": "not-related",
        "offence": { "type": "none" }, "summary": "followed since the break-up"
    })
}

/// The measure of that person, requested by its officer.
pub async fn requested(protected: &Protected) -> String {
    let answer = protected.officer.post("/api/v1/measures", &request(protected)).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()["measure"].as_str().unwrap().to_owned()
}

pub fn hearing() -> Value {
    json!({ "type": "hear", "on": today(), "pv": { "kind": "subsequent", "number": "GE.43.L1.8/2026" }, "facts": "what", "relation": "ended",
        "wants_it": "yes", "no_contact": "yes", "complaints": "yes", "agreement": "yes", "told_no_right": "told", "able": "unknown",
        "secrecy": { "address": "kept", "contact": "kept" } })
}

pub fn assessment() -> Value {
    let yes = json!({ "answer": "yes" });
    json!({ "type": "assess", "on": today(),
        "eight": { "fears_for_life": yes, "break_up_not_accepted": yes, "death_threats": yes, "earlier_violence": yes,
            "affinity_with_weapons": yes, "much_effort": yes, "great_anger": yes, "destroyed_belongings": yes },
        "attention": { "opposed_intentions": "yes", "secret_shelter": "no" }, "firearms": { "answer": "no" },
        "scope": { "within": "yes", "why": "a former partner" }, "subsidiarity": "a ban was broken" })
}

pub async fn act(client: &Client, measure: &str, expected: Option<u64>, command: Value) -> Response {
    let body = json!({ "expected": expected, "command": command });
    client.post(&format!("/api/v1/measures/{measure}/commands"), &body).await
}

pub async fn done(client: &Client, measure: &str, command: Value) -> u64 {
    let answer = act(client, measure, None, command).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["events"].as_u64().unwrap()
}

pub fn grant() -> Value {
    json!({ "type": "rule", "ruling": { "type": "grant" }, "procedure": "urgent", "on": today(), "reason": "an increased risk" })
}

pub async fn upload(client: &Client, path: &str, kind: &str, bytes: &[u8]) -> Response {
    let request =
        client.request("PUT", path).header("content-type", "application/pdf").header("x-document-kind", kind);
    client.send(request.body(Full::new(bytes.to_vec().into())).unwrap()).await
}
