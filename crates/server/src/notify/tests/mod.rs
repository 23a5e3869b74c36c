//! Word of a notice against a real mail server and a real hook on loopback, with the engine that says when to try again.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where it does not hold"
)]

mod loopback;
mod over_tls;

use self::loopback::{Does, acceptor, mail_server};
use super::hook::{is_public, signature};
use super::*;
use crate::places;
use hoeder_engine::input::{Order, Query, RosterOrder};
use hoeder_engine::measures::{Delivery, MAX_TRIES, MeasureOrder, MeasureRules, NoticeView};
use hoeder_engine::output::{Output, Reply};
use hoeder_engine::roster::{
    Account, AccountState, Card, Case, CaseState, District, Language, Office, Person, PersonDetails,
    PersonKind, Room, Zone,
};
use hoeder_engine::{Cell, CellConfig};
use hoeder_measure::Command;
use hoeder_measure::effect::Recipient;
use hoeder_measure::request::{Honour, Origin, PvKind, PvRef, Relation, Request};
use hoeder_measure::territory::Offence;
use hoeder_vocab::{
    AccountId, CaseId, CellId, CivilDate, DistrictId, Epoch, MeasureId, NoticeId, OfficeId, PersonId,
    RequestId, Role, RoomId, UtcMillis, ZoneId,
};
use std::collections::VecDeque;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const ZONE: ZoneId = ZoneId::from_u128(0x5415);
const OFFICE: OfficeId = OfficeId::from_u128(0x710);
const OFFICER: AccountId = AccountId::from_u128(1);
const NAME: &str = "An Voorbeeld";
const PLACES: &str = r#"
    [[zone]]
    id = "00000000-0000-0000-0000-000000005415"
    desk = { mail = ["dossiers@zone.example"], hook = "https://localhost:PORT/hoeder?a=b" }
    [[office]]
    id = "00000000-0000-0000-0000-000000000710"
    language = "fr"
    magistrate = { mail = ["garde@parquet.example"] }
"#;

fn settings(port: u16) -> NotifySettings {
    NotifySettings {
        mail: Some(MailSettings {
            host: "127.0.0.1".into(),
            port,
            security: MailSecurity::Plain,
            from: "no-reply@zone.example".into(),
            credentials: None,
        }),
        timeout: Duration::from_secs(60),
        ..NotifySettings::default()
    }
}

fn courier(settings: &NotifySettings, hook_port: u16) -> Courier {
    let places = places::read(&PLACES.replace("PORT", &hook_port.to_string())).unwrap();
    Courier::new(settings, Arc::new(places)).unwrap()
}

fn out(to: Recipient, channel: Channel) -> NoticeOut {
    NoticeOut { notice: NoticeId::from_u128(0xA11), channel, to, attempt: 1 }
}

/// Proves FL-36: a message outside the screens says that there is one, in the language of the place, and nothing else.
#[tokio::test]
async fn a_mail_says_that_a_message_waits_and_nothing_else() {
    let server = mail_server(&[]).await;
    let courier = courier(&settings(server.port), 1);
    for to in [Recipient::Zone(ZONE), Recipient::Magistrate(OFFICE)] {
        assert_eq!(courier.deliver(out(to, Channel::Mail)).await, Ok(()));
    }
    let taken = server.taken.lock().unwrap().clone();
    assert!(
        taken[0].contains("RCPT TO:<dossiers@zone.example>") && taken[0].contains("Subject: Bericht\r\n")
    );
    assert!(taken[0].ends_with("Er is een bericht voor u in Hoeder.\r\n"), "{}", taken[0]);
    assert!(taken[1].contains("To: garde@parquet.example") && taken[1].contains("Un message vous attend"));
    let known = [
        "MAIL",
        "RCPT",
        "From",
        "To",
        "Message-ID",
        "Subject",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Date",
        "MIME-Version",
    ];
    let (head, _) = taken[0].split_once("\r\n\r\n").unwrap();
    for line in head.lines() {
        assert!(known.iter().any(|name| line.starts_with(name)), "{line}");
    }
}

#[tokio::test]
async fn each_failure_of_a_mail_server_is_told_for_what_it_is() {
    use DeliveryFailure::{NoAddress, Refused, Rejected, TimedOut, Unreachable};
    let server = mail_server(&[Does::HangsUp, Does::IsBusy, Does::KnowsNobody, Does::TakesAndIsCutOff]).await;
    let courier_to = courier(&settings(server.port), 1);
    for expected in [Unreachable, Refused, Rejected, Unreachable] {
        assert_eq!(courier_to.deliver(out(Recipient::Zone(ZONE), Channel::Mail)).await, Err(expected));
    }
    for to in [
        Recipient::VictimReception(OFFICE),
        Recipient::NationalPlatform,
        Recipient::Person(PersonId::from_u128(1)),
    ] {
        assert_eq!(courier_to.deliver(out(to, Channel::Mail)).await, Err(NoAddress));
    }
    assert_eq!(
        courier_to.deliver(out(Recipient::Zone(ZONE), Channel::Hook)).await,
        Err(NoAddress),
        "none configured"
    );
    let silent = mail_server(&[Does::SaysNothing]).await;
    let impatient = NotifySettings { timeout: Duration::from_millis(50), ..settings(silent.port) };
    let courier_to = courier(&impatient, 1);
    assert_eq!(courier_to.deliver(out(Recipient::Zone(ZONE), Channel::Mail)).await, Err(TimedOut));
}

#[test]
fn settings_that_would_send_in_clear_or_unsigned_are_refused() {
    let places = Arc::new(Places::default());
    let mut far = settings(25);
    far.mail.as_mut().unwrap().host = "mail.example".into();
    assert_eq!(Courier::new(&far, Arc::clone(&places)).err(), Some(NotifyError::PlainFar));
    let hook = HookSettings { secret: Sensitive::new(b"short".to_vec()), private: PrivateHooks::Refused };
    let weak = NotifySettings { hook: Some(hook), ..NotifySettings::default() };
    assert_eq!(Courier::new(&weak, places).err(), Some(NotifyError::Secret));
    let mut secret = settings(25);
    secret.mail.as_mut().unwrap().credentials =
        Some((Sensitive::new("user".into()), Sensitive::new("hunter22".into())));
    assert!(!format!("{secret:?}").contains("hunter22"));
}

/// The engine in virtual time, with one case; its notices go out over real sockets.
struct World {
    cell: Cell,
    now: UtcMillis,
    requests: u128,
    waiting: VecDeque<NoticeOut>,
    replies: Vec<Reply>,
}

fn account(id: AccountId, role: Role, zone: Option<ZoneId>, office: Option<OfficeId>) -> Account {
    Account {
        id,
        login: format!("a{}", id.as_u128()),
        name: Sensitive::new("Colleague".into()),
        role,
        room: None,
        zone,
        state: AccountState::Enabled,
        password: None,
        office,
        district: None,
    }
}

impl World {
    fn new() -> Self {
        let cell = Cell::new(CellConfig {
            cell: CellId::from_u128(1),
            own_room: RoomId::from_u128(2),
            epoch: Epoch(1),
            alarm_times: hoeder_watch::alarm::AlarmTimes::default(),
            watch_times: hoeder_watch::supervision::WatchTimes::default(),
            protocols: Vec::new(),
            ready_timeout: Duration::from_secs(15),
            countries: hoeder_geo::Countries::new().unwrap(),
            measures: MeasureRules { channels: vec![Channel::Mail], ..MeasureRules::default() },
            tracking: hoeder_engine::tracking::TrackingRules::default(),
            voice: hoeder_engine::voice::VoiceTimes::default(),
        });
        let now = UtcMillis::parse_rfc3339("2026-11-22T09:00:00.000Z").unwrap();
        let mut world = Self { cell, now, requests: 0, waiting: VecDeque::new(), replies: Vec::new() };
        let district = DistrictId::from_u128(1);
        for order in [
            RosterOrder::PutRoom(Room {
                id: RoomId::from_u128(2),
                name: "Gent".into(),
                neighbours: Vec::new(),
            }),
            RosterOrder::PutDistrict(District { id: district, code: String::new(), name: "Oost".into() }),
            RosterOrder::PutOffice(Office {
                id: OFFICE,
                code: String::new(),
                name: "Gent".into(),
                district,
                reference_magistrate: None,
            }),
            RosterOrder::PutZone(Zone {
                id: ZONE,
                code: "5415".into(),
                name: "Gent".into(),
                valid_from: None,
                valid_until: None,
                shape: square(),
                office: Some(OFFICE),
                in_force_since: Some(CivilDate::parse("2023-04-03").unwrap()),
            }),
            RosterOrder::PutAccount(account(OFFICER, Role::CaseOfficer, Some(ZONE), None)),
        ] {
            let request = world.request();
            world.takes(Input::Bootstrap { request, order: Box::new(order) });
        }
        world
    }
    fn request(&mut self) -> RequestId {
        self.requests += 1;
        RequestId::from_u128(self.requests)
    }
    fn orders(&mut self, order: impl Into<Order>) {
        let request = self.request();
        self.takes(Input::Order { request, by: OFFICER, order: order.into() });
    }
    fn takes(&mut self, input: Input) {
        self.cell.handle(input, self.now);
        let mut appended = false;
        while let Some(output) = self.cell.poll_output() {
            match output {
                Output::Append(_) => appended = true,
                Output::Dispatch(notice) => self.waiting.push_back(notice),
                Output::Reply { reply, .. } => self.replies.push(reply),
                Output::Page { .. }
                | Output::Fix(_)
                | Output::Proof(_)
                | Output::DestroyKey(_)
                | Output::Notify { .. }
                | Output::Directory(_)
                | Output::Watch(_)
                | Output::Command { .. }
                | Output::Instruct(_)
                | Output::Voice(_)
                | Output::EraseRecording(_)
                | Output::Disconnect(_) => {}
            }
        }
        if appended {
            let through = self.cell.head();
            self.takes(Input::Durable { through, home: hoeder_watch::alarm::Home::Store });
        }
    }
    /// Somebody asks for an alarm: word goes to the magistrate and to the zone.
    fn request_is_made(&mut self) {
        let (case, person) = (CaseId::from_u128(0xCA5E), PersonId::from_u128(0x9E75));
        let card = Sensitive::new(Card::default());
        let case_order = Case {
            id: case,
            number: "2026-0412".into(),
            managing_zone: ZONE,
            state: CaseState::Active,
            card,
        };
        self.orders(RosterOrder::PutCase(case_order));
        self.orders(RosterOrder::PutPerson(Person {
            id: person,
            case,
            kind: PersonKind::Protected,
            name: Sensitive::new(NAME.into()),
            phone: None,
            language: Language::Dutch,
            born: None,
            details: PersonDetails::default(),
        }));
        let command = Command::Request(Request {
            case,
            person,
            born: Sensitive::new(CivilDate::parse("1960-04-02").unwrap()),
            origin: Origin::Person,
            made_on: CivilDate::in_belgium(self.now),
            pv: PvRef { kind: PvKind::Initial, number: "GE.11.L1.000001/2026".into() },
            residence: ZONE,
            relation: Relation::OtherFamily,
            honour: Honour::NotRelated,
            offence: Offence::None,
            summary: Sensitive::new("he waits at the gate".into()),
        });
        let measure = MeasureId::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0800);
        self.orders(MeasureOrder::Do { measure, expected: None, command: Box::new(command) });
        assert!(matches!(self.replies.last(), Some(Reply::MeasureDone { .. })), "{:?}", self.replies.last());
    }
    /// Sends all that waits, at the moments that the engine says, until nothing does any more.
    async fn delivers(&mut self, courier: &Courier) -> usize {
        let (mut tries, from) = (0, self.now);
        loop {
            while let Some(notice) = self.waiting.pop_front() {
                tries += 1;
                let result = courier.deliver(notice).await;
                self.takes(Input::NoticeDone { notice: notice.notice, channel: notice.channel, result });
            }
            match self.cell.poll_timeout() {
                Some(due) if due.since(from) < Duration::from_secs(3 * 86_400) => {
                    self.now = self.now.max(due);
                    self.takes(Input::Tick);
                }
                Some(_) | None => return tries,
            }
        }
    }
    fn inbox(&mut self) -> Vec<NoticeView> {
        let request = self.request();
        self.takes(Input::Ask { request, by: OFFICER, query: Query::Inbox });
        match self.replies.pop() {
            Some(Reply::Inbox(notices)) => notices,
            other => panic!("no inbox: {other:?}"),
        }
    }
}

fn square() -> Vec<Vec<Vec<hoeder_vocab::Position>>> {
    let corner = |lat: i32, lon: i32| hoeder_vocab::Position::from_e7(lat, lon).unwrap();
    let (south, north, west, east) = (508_000_000, 512_000_000, 36_000_000, 40_000_000);
    vec![vec![vec![
        corner(south, west),
        corner(south, east),
        corner(north, east),
        corner(north, west),
        corner(south, west),
    ]]]
}

/// Proves FL-36, GN-02: a mail server that hangs up, is busy and is cut off loses no word of a notice, and the inbox says
/// what became of each. A message may come twice, under the same name.
#[tokio::test]
async fn no_word_is_lost_while_a_mail_server_fails() {
    let failing =
        [Does::HangsUp, Does::IsBusy, Does::HangsUp, Does::TakesAndIsCutOff, Does::IsBusy, Does::IsBusy];
    let server = mail_server(&failing).await;
    let courier = courier(&settings(server.port), 1);
    let mut world = World::new();
    world.request_is_made();
    let wanted: Vec<NoticeOut> = world.waiting.iter().copied().collect();
    assert!(wanted.len() >= 2, "{wanted:?}");
    let tries = world.delivers(&courier).await;
    assert_eq!(tries, wanted.len() + failing.len());
    let taken = server.taken.lock().unwrap().clone();
    assert_eq!(taken.len(), wanted.len() + 1, "one came twice: at least once, never not at all");
    for notice in &wanted {
        let id = format!("Message-ID: <{}@zone.example>", notice.notice.as_uuid());
        assert!(taken.iter().any(|mail| mail.contains(&id)), "{id}");
    }
    for mail in &taken {
        for secret in [NAME, "0412", "GE.11", "gate"] {
            assert!(!mail.contains(secret), "{mail}");
        }
    }
    for notice in world.inbox() {
        assert_eq!(notice.deliveries, [(Channel::Mail, Some(Delivery::Delivered))]);
    }
}

#[tokio::test]
async fn a_mail_server_that_never_answers_is_given_up_and_the_inbox_keeps_the_notice() {
    let always = [Does::HangsUp; 64];
    let server = mail_server(&always).await;
    let courier = courier(&settings(server.port), 1);
    let mut world = World::new();
    world.request_is_made();
    let wanted = world.waiting.len();
    assert_eq!(world.delivers(&courier).await, wanted * usize::from(MAX_TRIES));
    let inbox = world.inbox();
    assert!(!inbox.is_empty());
    let given_up = Delivery::GivenUp { tries: MAX_TRIES, why: DeliveryFailure::Unreachable };
    assert!(inbox.iter().all(|notice| notice.deliveries == [(Channel::Mail, Some(given_up))]));
}

/// Proves FL-36 for hooks, and that the receiver can tell that it is from us.
#[tokio::test]
async fn a_hook_is_told_the_notice_signed_and_over_tls() {
    let secret = b"0123456789abcdef0123456789abcdef".to_vec();
    let (port, ca_pem, mut asked) =
        hook_server(&["204 No Content", "302 Found\r\nLocation: https://elsewhere.example/", "410 Gone"])
            .await;
    let hook = HookSettings { secret: Sensitive::new(secret.clone()), private: PrivateHooks::Allowed };
    let allowed = NotifySettings {
        hook: Some(hook.clone()),
        ca_pem: Some(ca_pem.clone()),
        timeout: Duration::from_secs(60),
        ..NotifySettings::default()
    };
    let courier_to = courier(&allowed, port);
    let notice = out(Recipient::Zone(ZONE), Channel::Hook);
    assert_eq!(courier_to.deliver(notice).await, Ok(()));
    let request = asked.recv().await.unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /hoeder?a=b HTTP/1.1\r\n"), "{head}");
    assert_eq!(body, format!("{{\"notice\":\"{}\"}}", notice.notice.as_uuid()));
    assert!(head.contains(&signature(&secret, body.as_bytes())), "{head}");
    assert_eq!(courier_to.deliver(notice).await, Err(DeliveryFailure::Refused), "no redirect is followed");
    assert_eq!(courier_to.deliver(notice).await, Err(DeliveryFailure::Rejected));
    let inside = HookSettings { private: PrivateHooks::Refused, ..hook };
    let careful = NotifySettings { hook: Some(inside), ..allowed.clone() };
    assert_eq!(
        courier(&careful, port).deliver(notice).await,
        Err(DeliveryFailure::Unreachable),
        "an address inside"
    );
    let strange = NotifySettings { ca_pem: None, ..allowed };
    assert_eq!(
        courier(&strange, port).deliver(notice).await,
        Err(DeliveryFailure::Unreachable),
        "an unknown certificate"
    );
}

/// An HTTPS server on loopback with a certificate of its own: one answer a connection, and what it was asked.
async fn hook_server(answers: &[&'static str]) -> (u16, Vec<u8>, mpsc::UnboundedReceiver<String>) {
    let (acceptor, pem) = acceptor("localhost");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (asked, heard) = mpsc::unbounded_channel();
    let mut answers = VecDeque::from(answers.to_vec());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut request = Vec::new();
            while !request.ends_with(b"}") {
                match stream.read_u8().await {
                    Ok(byte) => request.push(byte),
                    Err(_) => break,
                }
            }
            asked.send(String::from_utf8(request).unwrap()).unwrap_or_default();
            let answer = answers.pop_front().unwrap_or("500 Error");
            let text = format!("HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            stream.write_all(text.as_bytes()).await.unwrap_or_default();
            stream.shutdown().await.unwrap_or_default();
        }
    });
    (port, pem, heard)
}

#[test]
fn only_addresses_of_the_open_network_are_public() {
    for inside in [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:db8::1",
    ] {
        assert!(!is_public(inside.parse().unwrap()), "{inside}");
    }
    for open in ["193.191.245.244", "8.8.8.8", "2a00:1450:400e::1", "2001:67c::1"] {
        assert!(is_public(open.parse().unwrap()), "{open}");
    }
}

#[test]
fn the_signature_is_the_one_that_everybody_computes() {
    // RFC 4231, test case 2.
    let expected = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    assert_eq!(signature(b"Jefe", b"what do ya want for nothing?"), expected);
}

#[test]
fn a_queue_that_is_full_says_so_at_once() {
    let (notifier, _queue) = Notifier::new();
    let notice = out(Recipient::Zone(ZONE), Channel::Mail);
    for _ in 0..WAITING {
        assert_eq!(notifier.send(notice), Ok(()));
    }
    assert_eq!(notifier.send(notice), Err(DeliveryFailure::TimedOut));
    assert!(DeliveryFailure::TimedOut.passes(), "the engine tries again");
}
