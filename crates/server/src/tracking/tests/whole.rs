//! The whole server with a listener, a log and day files of its own: what it asks of a device, and what it erases.

use super::{JUST_NOW, report};
use crate::config::Config;
use crate::runtime::gate::Lane;
use crate::start::{Running, start};
use hoeder_engine::input::{Input, Order, Query, RosterOrder};
use hoeder_engine::output::{Reply, TrackingReply};
use hoeder_engine::roster::{
    Account, AccountState, Card, Case, CaseState, Language, Person, PersonDetails, PersonKind, Room, Zone,
};
use hoeder_engine::tracking::mandate::{
    Age, Carrier, Mandate, MandateKind, MandateState, NoticePolicy, ScopePart, TargetGroup, TrackClass, Who,
};
use hoeder_engine::tracking::tracker::{
    Capability, CommandResult, Coverage, DeviceCommand, PlaceChecked, Tracker, TrackerState,
};
use hoeder_engine::tracking::{TrackingOrder, TrackingQuery};
use hoeder_vocab::tracking::{DeviceNumber, Side};
use hoeder_vocab::{
    AccountId, CarrierId, CaseId, MandateId, PersonId, Position, Role, Sensitive, TrackerId, UtcMillis,
    ZoneId,
};
use hoeder_wire::tracker::teltonika::{
    Codec, IoMap, Piece, encode_answer, encode_login, encode_packet, next, read_command,
};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const MONITOR: AccountId = AccountId::from_u128(1);
const OFFICER: AccountId = AccountId::from_u128(2);
const ZONE: ZoneId = ZoneId::from_u128(3);
const CASE: CaseId = CaseId::from_u128(4);
const ANNA: PersonId = PersonId::from_u128(5);
const MANDATE: MandateId = MandateId::from_u128(6);
const CARRIES: CarrierId = CarrierId::from_u128(7);
const DEVICE: TrackerId = TrackerId::from_u128(8);
const IMEI: &str = "356307042441013";
/// Long enough that only a fault reaches it.
const PATIENCE: Duration = Duration::from_secs(30);

fn words(text: &str) -> Sensitive<String> {
    Sensitive::new(text.to_owned())
}

fn account(id: AccountId, role: Role, zone: Option<ZoneId>) -> Account {
    Account {
        id,
        login: format!("{role:?}").to_lowercase(),
        name: words("Colleague"),
        role,
        room: None,
        zone,
        state: AccountState::Enabled,
        password: None,
        office: None,
        district: None,
    }
}

fn zone() -> Zone {
    let corner = |lat: i32, lon: i32| Position::from_e7(lat, lon).unwrap();
    let (south, north, west, east) = (508_000_000, 512_000_000, 36_000_000, 40_000_000);
    let ring = [(south, west), (south, east), (north, east), (north, west), (south, west)];
    Zone {
        id: ZONE,
        code: "5415".into(),
        name: "Gent".into(),
        valid_from: None,
        valid_until: None,
        shape: vec![vec![ring.map(|(lat, lon)| corner(lat, lon)).to_vec()]],
        office: None,
        in_force_since: None,
    }
}

fn case(state: CaseState) -> Case {
    Case {
        id: CASE,
        number: "2026-0001".into(),
        managing_zone: ZONE,
        state,
        card: Sensitive::new(Card { suspect: "Jan Verdacht".into(), ..Card::default() }),
    }
}

fn person() -> Person {
    Person {
        id: ANNA,
        case: CASE,
        kind: PersonKind::Protected,
        name: words("An Voorbeeld"),
        phone: Some(words("+32470000000")),
        language: Language::Dutch,
        born: None,
        details: PersonDetails::default(),
    }
}

fn mandate(state: MandateState) -> Mandate {
    Mandate {
        id: MANDATE,
        kind: MandateKind::ContactBan,
        state,
        court: "Court of Appeal".into(),
        reference: "2026/77".into(),
        case: CASE,
        measure: None,
        zone: ZONE,
        office: None,
        group: TargetGroup::Stalking,
        scope: vec![ScopePart::Distance],
        from: UtcMillis::from_unix_ms(1_700_000_000_000),
        until: None,
        conditions: words("no contact in any form"),
        alcohol: None,
        pilot: None,
    }
}

fn number() -> DeviceNumber {
    DeviceNumber::new(IMEI).unwrap()
}

struct House {
    running: Running,
    _data: TempDir,
}

/// A mandate that runs, and a device with its carrier.
async fn house() -> House {
    let data = tempfile::tempdir().unwrap();
    let mut config = Config::local(data.path().to_path_buf());
    config.metrics_listen = None;
    config.trackers.teltonika = Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
    let room = config.cell.own_room;
    let running = start(config).await.unwrap();
    let house = House { running, _data: data };
    let roster = [
        RosterOrder::PutRoom(Room { id: room, name: "Gent".into(), neighbours: Vec::new() }),
        RosterOrder::PutZone(zone()),
        RosterOrder::PutAccount(account(MONITOR, Role::Monitor, None)),
        RosterOrder::PutAccount(account(OFFICER, Role::CaseOfficer, Some(ZONE))),
    ];
    for order in roster {
        assert_eq!(house.running.bootstrap(order).await, Ok(Reply::Done));
    }
    house.done(OFFICER, RosterOrder::PutCase(case(CaseState::Active))).await;
    house.done(OFFICER, RosterOrder::PutPerson(person())).await;
    let carrier = Carrier {
        id: CARRIES,
        mandate: MANDATE,
        side: Side::Protected,
        who: Who::Person(ANNA),
        age: Age::Adult,
        notice: NoticePolicy::Allowed,
        fastest_kmh: 130,
    };
    let tracker = Tracker {
        id: DEVICE,
        number: number(),
        secret_digest: None,
        model: "Test 1".into(),
        capabilities: vec![Capability::Button, Capability::Commands],
        interval_s: 60,
        class: TrackClass::Close,
        state: TrackerState::InStock,
        carriers: Vec::new(),
    };
    let places = vec![PlaceChecked { place: words("home"), coverage: Coverage::Good }];
    let orders = [
        TrackingOrder::PutMandate(mandate(MandateState::Granted)),
        TrackingOrder::PutCarrier(carrier),
        TrackingOrder::CheckCoverage { carrier: CARRIES, places },
        TrackingOrder::PutTracker(tracker),
        TrackingOrder::IssueTracker { tracker: DEVICE, carriers: vec![CARRIES], urgent: None },
    ];
    for order in orders {
        house.done(MONITOR, order).await;
    }
    house
}

impl House {
    async fn done(&self, by: AccountId, order: impl Into<Order>) {
        let order: Order = order.into();
        let answer =
            self.running.app().answer(Lane::Urgent, PATIENCE, |request| Input::Order { request, by, order });
        assert_eq!(answer.await.unwrap(), Reply::Done);
    }
    /// What became of the last command of the device.
    async fn command(&self) -> CommandResult {
        let query = Query::Tracking(Box::new(TrackingQuery::Trackers));
        let ask = |request| Input::Ask { request, by: MONITOR, query };
        let answer = self.running.app().answer(Lane::Ordinary, PATIENCE, ask).await.unwrap();
        let Reply::Tracking(reply) = answer else { panic!("another answer") };
        let TrackingReply::Trackers(trackers) = *reply else { panic!("another answer") };
        trackers[0].command.unwrap().2
    }
    async fn until(&self, wanted: CommandResult) {
        let came = async {
            while self.command().await != wanted {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, came).await.expect("the log does not have it");
    }
    async fn connected(&self) -> TcpStream {
        let at = self.running.trackers().unwrap().at.teltonika.unwrap();
        let mut stream = TcpStream::connect(at).await.unwrap();
        stream.write_all(&encode_login(&number())).await.unwrap();
        assert_eq!(stream.read_u8().await.unwrap(), 1);
        stream
    }
}

/// Proves FL-31: what a desk asks of a device reaches it over its own connection, and the log has each step.
#[tokio::test]
async fn a_command_of_a_desk_reaches_the_device_and_what_came_of_it_the_log() {
    let house = house().await;
    let order = || TrackingOrder::Command { tracker: DEVICE, command: DeviceCommand::LocateNow };
    house.done(MONITOR, order()).await;
    assert_eq!(house.command().await, CommandResult::Asked, "it waits for its device");
    let mut stream = house.connected().await;
    let asked = tokio::time::timeout(PATIENCE, next_command(&mut stream)).await.expect("no command came");
    assert_eq!(asked, "getrecord");
    house.until(CommandResult::Sent).await;
    stream.write_all(&encode_answer("OK")).await.unwrap();
    house.until(CommandResult::Taken).await;
    house.done(MONITOR, order()).await;
    tokio::time::timeout(PATIENCE, next_command(&mut stream)).await.expect("no command came");
    drop(stream);
    house.until(CommandResult::Failed).await;
    house.running.stop().await;
}

async fn next_command(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        if let Ok(Some((Piece::Packet(packet), _))) = next(&bytes) {
            return read_command(packet).unwrap();
        }
        bytes.push(stream.read_u8().await.unwrap());
    }
}

/// Proves GN-04: with a protected person go the positions of every device that the person carried.
#[tokio::test]
async fn whoever_erases_a_person_erases_the_positions_of_that_person() {
    let house = house().await;
    let mut stream = house.connected().await;
    stream.write_all(&encode_packet(Codec::Eight, &[report(JUST_NOW, 0)], &IoMap::default())).await.unwrap();
    assert_eq!(stream.read_u32().await.unwrap(), 1, "durable");
    let ever = || UtcMillis::from_unix_ms(0)..UtcMillis::from_unix_ms(i64::MAX);
    let playback = house.running.tracking().unwrap().playback();
    let kept = async || {
        playback.of(vec![CARRIES], ever()).await.unwrap().iter().map(|p| p.reports.len()).sum::<usize>()
    };
    assert_eq!(kept().await, 1);
    drop(stream);
    house.done(MONITOR, TrackingOrder::PutMandate(mandate(MandateState::Withdrawn))).await;
    house.done(OFFICER, RosterOrder::PutCase(case(CaseState::Ended))).await;
    let subject = hoeder_engine::entry::Subject::Person(ANNA);
    house.done(OFFICER, RosterOrder::Erase { subject }).await;
    let gone = async {
        while kept().await > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, gone).await.expect("the positions are still read");
    house.running.stop().await;
}
