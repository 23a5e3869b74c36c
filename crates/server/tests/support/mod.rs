//! The real server over TLS on a free port, people at desks, and a phone.

#![expect(unreachable_pub, reason = "one program of tests holds all of this")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "only for tests: what is not as expected must fail loudly"
)]

pub mod desk;
pub mod http;
pub mod law;
pub mod phone;
pub mod sound;
pub mod story;
pub mod tracked;

use hoeder_engine::input::RosterOrder;
use hoeder_engine::output::Reply;
use hoeder_engine::roster::{Account, AccountState, District, Office, Room, Zone};
use hoeder_server::{Config, Running};
use hoeder_vocab::{AccountId, DistrictId, OfficeId, Position, Role, Sensitive, ZoneId};
use http::{Client, Response};
use phone::Phone;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tempfile::TempDir;
use uuid::Uuid;

pub const PASSWORD: &str = "a long enough password";
pub const ZONE: u128 = 0x5415;
pub const OTHER_ZONE: u128 = 0x5416;

pub const LAT_E7: i32 = 510_541_234;
pub const LON_E7: i32 = 37_251_234;

/// A server with its people.
pub struct House {
    pub running: Running,
    pub data: TempDir,
}

pub fn zone() -> ZoneId {
    ZoneId::from_u128(ZONE)
}

pub async fn house() -> House {
    house_with(|_| {}).await
}

/// A server whose configuration was changed by `change`, with one account per role: its login is the role.
pub async fn house_with(change: impl FnOnce(&mut Config)) -> House {
    let data = tempfile::tempdir().unwrap();
    let mut config = Config::local(data.path().to_path_buf());
    change(&mut config);
    let own_room = config.cell.own_room;
    let running = hoeder_server::start(config).await.unwrap();
    let house = House { running, data };
    house
        .order(RosterOrder::PutRoom(Room {
            id: own_room,
            name: String::from("Gent"),
            neighbours: Vec::new(),
        }))
        .await;
    house.order(RosterOrder::PutZone(square(zone(), "5415", 36_000_000))).await;
    house.order(RosterOrder::PutZone(square(ZoneId::from_u128(OTHER_ZONE), "5416", 40_000_000))).await;
    let district = District { id: DistrictId::from_u128(1), code: String::new(), name: String::from("Oost") };
    let office = Office {
        id: OfficeId::from_u128(1),
        code: String::new(),
        name: String::from("Gent"),
        district: district.id,
        reference_magistrate: None,
    };
    house.order(RosterOrder::PutDistrict(district)).await;
    house.order(RosterOrder::PutOffice(office)).await;
    let hash = hoeder_server::hash_password(&Sensitive::new(String::from(PASSWORD))).unwrap();
    for (place, role) in Role::ALL.into_iter().enumerate() {
        let room = matches!(role, Role::Operator | Role::Supervisor).then_some(own_room);
        let in_zone = matches!(role, Role::ZoneDuty | Role::Patrol | Role::CaseOfficer).then_some(zone());
        house.order(RosterOrder::PutAccount(account(place, role, (room, in_zone), &hash))).await;
    }
    house
}

fn account(
    place: usize,
    role: Role,
    (room, zone): (Option<hoeder_vocab::RoomId>, Option<ZoneId>),
    hash: &str,
) -> Account {
    Account {
        id: AccountId::from_u128(0xACC0 + u128::try_from(place).unwrap()),
        login: login(role),
        name: Sensitive::new(format!("Colleague {place}")),
        role,
        room,
        zone,
        state: AccountState::Enabled,
        password: Some(Sensitive::new(hash.to_owned())),
        office: matches!(role, Role::VictimReception | Role::ReferenceMagistrate)
            .then(|| OfficeId::from_u128(1)),
        district: (role == Role::DistrictSpoc).then(|| DistrictId::from_u128(1)),
    }
}

pub fn login(role: Role) -> String {
    format!("{role:?}").to_lowercase()
}

pub fn square(id: ZoneId, code: &str, west_e7: i32) -> Zone {
    let corner = |lat: i32, lon: i32| Position::from_e7(lat, lon).unwrap();
    let east = west_e7 + 4_000_000;
    let ring = vec![
        corner(508_000_000, west_e7),
        corner(508_000_000, east),
        corner(512_000_000, east),
        corner(512_000_000, west_e7),
        corner(508_000_000, west_e7),
    ];
    Zone {
        id,
        code: code.to_owned(),
        name: format!("Zone {code}"),
        valid_from: None,
        valid_until: None,
        shape: vec![vec![ring]],
        office: None,
        in_force_since: None,
    }
}

impl House {
    pub async fn order(&self, order: RosterOrder) {
        assert_eq!(self.running.bootstrap(order).await, Ok(Reply::Done));
    }
    pub fn client(&self) -> Client {
        Client::new(self.running.addr(), self.running.certificate_pem().unwrap())
    }
    /// Signs a role in.
    pub async fn sign_in(&self, role: Role) -> Client {
        let mut client = self.client();
        let answer = client.sign_in(&login(role), PASSWORD).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        client
    }
    /// A case with one person and a paired phone.
    pub async fn protected(&self) -> Protected {
        let officer = self.sign_in(Role::CaseOfficer).await;
        let (case, person) = (Uuid::from_u128(0xCA5E), Uuid::from_u128(0x9E75));
        let put = officer.put(&format!("/api/v1/cases/{case}"), &case_body()).await;
        assert_eq!(put.status, 204, "{}", put.text());
        let body = json!({"kind": "protected", "name": "An Voorbeeld", "language": "dutch", "phone": "+32470000000"});
        let put = officer.put(&format!("/api/v1/cases/{case}/persons/{person}"), &body).await;
        assert_eq!(put.status, 204, "{}", put.text());
        let phone = self.pair(&officer, case, person).await;
        Protected { case, person, phone, officer }
    }
    pub async fn pair(&self, officer: &Client, case: Uuid, person: Uuid) -> Phone {
        let path = format!("/api/v1/cases/{case}/persons/{person}/pairing");
        let opened = officer.post(&path, &json!({})).await;
        assert_eq!(opened.status, 201, "{}", opened.text());
        Phone::pair(self.client(), opened.json()["code"].as_str().unwrap()).await
    }
    pub async fn restart(self, change: impl FnOnce(&mut Config)) -> Self {
        let Self { running, data } = self;
        running.stop().await;
        let mut config = Config::local(data.path().to_path_buf());
        change(&mut config);
        Self { running: hoeder_server::start(config).await.unwrap(), data }
    }
    /// Waits until the read models hold all that was done before: reports, histories and who looked follow the log.
    pub async fn settled(&self) {
        access_log(&self.sign_in(Role::Auditor).await).await;
    }
    /// The value of a figure, summed over its labels.
    pub fn figure(&self, line_begins: &str) -> f64 {
        let text = self.running.metrics_text();
        text.lines()
            .filter(|line| line.starts_with(line_begins))
            .filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok())
            .sum()
    }
}

pub struct Protected {
    pub case: Uuid,
    pub person: Uuid,
    pub phone: Phone,
    pub officer: Client,
}

pub fn case_body() -> Value {
    json!({
        "number": "2026-0412",
        "managing_zone": Uuid::from_u128(ZONE),
        "state": "active",
        "card": {
            "suspect": "Jan Verdacht", "suspect_description": "tall", "weapons": "yes",
            "weapons_note": "a knife", "vehicle": "1-ABC-234", "context": "", "antecedents": "",
            "instructions": "never ring the bell", "children": "", "duress_word": "tulp",
            "places": [{"kind": "home", "address": "Kerkstraat 1", "when": ""}]
        }
    })
}

pub fn code(answer: &Response) -> String {
    answer.json()["code"].as_str().unwrap_or_default().to_owned()
}

/// Has this milestone its time?
pub fn reached(alarm: &Value, milestone: &str) -> bool {
    let hops = alarm["reached"].as_array().unwrap();
    hops.iter().any(|hop| hop["milestone"] == milestone && hop["at"].is_string())
}

/// Where the alarm is held: `store` or `spool`.
pub fn held_in(alarm: &Value) -> Option<&str> {
    let hops = alarm["reached"].as_array()?;
    hops.iter().find(|hop| hop["milestone"] == "held")?["by"]["type"].as_str()
}

/// Methods and paths of the OpenAPI document.
pub fn described() -> BTreeSet<(String, String)> {
    let description: Value = serde_json::from_str(&hoeder_server::openapi_json()).unwrap();
    let paths = description["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().keys().filter(|key| *key != "parameters");
            methods.map(|method| (method.to_uppercase(), path.clone())).collect::<Vec<_>>()
        })
        .collect()
}

/// The access log with all that was before this question: read again until it holds the question itself, since its read model
/// follows the log in transactions of its own.
pub async fn access_log(auditor: &Client) -> Value {
    let own = |rows: &Value| {
        rows.as_array().is_some_and(|rows| rows.iter().any(|row| row["action"] == "access_log.read"))
    };
    desk::in_time(async {
        loop {
            let rows = auditor.get("/api/v1/access-log?limit=500").await.json();
            if own(&rows) {
                return rows;
            }
        }
    })
    .await
}
