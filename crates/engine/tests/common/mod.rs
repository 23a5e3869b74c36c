//! Given / when / then for a cell: a small world of two zones, two rooms and one household.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    unreachable_pub,
    reason = "a helper of tests: a broken promise must stop the test"
)]

pub mod law;
pub mod tracking;

use hoeder_engine::duty::{Audio, READY_TIMEOUT, Readiness};
use hoeder_engine::entry::{Entry, Event};
use hoeder_engine::input::{AlarmOrder, Claim, Input, NewHandset, Order, Query, RosterOrder};
use hoeder_engine::output::{Output, Page, Reply};
use hoeder_engine::protocol::{Act, After, Due, Protocol, Step, Words};
use hoeder_engine::roster::{
    Account, AccountState, Answer, Card, Case, CaseState, Language, Person, PersonKind, Place, PlaceKind,
    Room, Zone,
};
use hoeder_engine::view::AlarmView;
use hoeder_engine::{Cell, CellConfig};
use hoeder_geo::Countries;
use hoeder_vocab::handset::{Downlink, Press, Trigger, Uplink};
use hoeder_vocab::*;
use hoeder_watch::alarm::{AlarmKind, AlarmTimes, Home, Outcome, Pv};
use hoeder_watch::supervision::WatchTimes;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

pub const OWN: RoomId = RoomId::from_u128(0x100);
pub const NEIGHBOUR: RoomId = RoomId::from_u128(0x101);
pub const WEST: ZoneId = ZoneId::from_u128(0x200);
pub const EAST: ZoneId = ZoneId::from_u128(0x201);
pub const OPERATOR: AccountId = AccountId::from_u128(0x300);
pub const COLLEAGUE: AccountId = AccountId::from_u128(0x301);
pub const NEIGHBOUR_OPERATOR: AccountId = AccountId::from_u128(0x302);
pub const WEST_DUTY: AccountId = AccountId::from_u128(0x303);
pub const EAST_DUTY: AccountId = AccountId::from_u128(0x304);
pub const EAST_PATROL: AccountId = AccountId::from_u128(0x305);
pub const WEST_OFFICER: AccountId = AccountId::from_u128(0x306);
pub const EAST_OFFICER: AccountId = AccountId::from_u128(0x307);
pub const ADMIN: AccountId = AccountId::from_u128(0x308);
pub const WALL: AccountId = AccountId::from_u128(0x309);
pub const AUDITOR: AccountId = AccountId::from_u128(0x30A);
pub const MAGISTRATE: AccountId = AccountId::from_u128(0x30B);
pub const SUPERVISOR: AccountId = AccountId::from_u128(0x30C);
pub const MONITOR: AccountId = AccountId::from_u128(0x30D);
pub const MONITOR_2: AccountId = AccountId::from_u128(0x30E);
pub const CASE: CaseId = CaseId::from_u128(0x400);
pub const ANNA: PersonId = PersonId::from_u128(0x500);
pub const CHILD: PersonId = PersonId::from_u128(0x501);
pub const PHONE: HandsetId = HandsetId::from_u128(0x600);
pub const CHILD_PHONE: HandsetId = HandsetId::from_u128(0x601);
/// Somebody hears.
pub const HEARS: Readiness = Readiness { audio: Audio::Running, heard: true };
/// The page was loaded anew and nobody clicked yet.
pub const SUSPENDED: Readiness = Readiness { audio: Audio::Suspended, heard: false };
/// How often a screen says that it can be heard.
pub const READY_EVERY: Duration = Duration::from_secs(5);
pub const START: UtcMillis = UtcMillis::from_unix_ms(1_795_000_000_000);

pub const fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

pub struct World {
    pub cell: Cell,
    pub now: UtcMillis,
    pub log: Vec<Entry>,
    pub outputs: Vec<Output>,
    requests: u128,
    desks: u128,
    durable: bool,
    /// Screens at which somebody sits and hears.
    manned: BTreeSet<DeskId>,
    says_ready_at: UtcMillis,
}

fn square(lon: f64) -> Vec<Vec<Vec<Position>>> {
    let at = |lat, lon| Position::from_degrees(lat, lon).unwrap();
    vec![vec![vec![at(50.8, lon), at(50.8, lon + 0.1), at(50.9, lon + 0.1), at(50.9, lon)]]]
}

pub fn square_at(lon: f64) -> Vec<Vec<Vec<Position>>> {
    square(lon)
}

pub fn config(epoch: u64) -> CellConfig {
    CellConfig {
        cell: CellId::from_u128(1),
        own_room: OWN,
        epoch: Epoch(epoch),
        alarm_times: AlarmTimes::default(),
        watch_times: WatchTimes::default(),
        protocols: protocols(),
        ready_timeout: READY_TIMEOUT,
        countries: Countries::new().unwrap(),
        measures: hoeder_engine::measures::MeasureRules::default(),
        tracking: hoeder_engine::tracking::TrackingRules::default(),
        voice: hoeder_engine::voice::VoiceTimes::default(),
    }
}

/// A step with each kind of end; an unidentified press has only the first two.
fn protocols() -> Vec<Protocol> {
    let words = |text: &str| Words { nl: text.into(), fr: text.into(), de: text.into(), en: text.into() };
    let step = |id: &str, act, after, seconds| {
        let due = Some(Due { after, within: Duration::from_secs(seconds) });
        Arc::new(Step { id: id.into(), title: words(id), hint: Some(words("How")), act, due })
    };
    let steps = vec![
        step("take", Some(Act::Take), After::Raised, 10),
        step("keep-silent", None, After::Taken, 15),
        step("send-team", Some(Act::Dispatch), After::Taken, 60),
        step("ask", Some(Act::Ask), After::Dispatched, 120),
        step("arrive", Some(Act::OnScene), After::Dispatched, 900),
        step("close", Some(Act::Close), After::OnScene, 3_600),
    ];
    let few = steps.iter().take(2).cloned().collect();
    vec![Protocol { kind: AlarmKind::Danger, steps }, Protocol { kind: AlarmKind::Unidentified, steps: few }]
}

pub fn account(id: AccountId, role: Role, room: Option<RoomId>, zone: Option<ZoneId>) -> Account {
    Account {
        id,
        login: format!("a{:x}", id.as_u128()),
        name: Sensitive::new(format!("Name {:x}", id.as_u128())),
        role,
        room,
        zone,
        state: AccountState::Enabled,
        password: None,
        office: None,
        district: None,
    }
}

pub fn accounts() -> Vec<Account> {
    vec![
        account(OPERATOR, Role::Operator, Some(OWN), None),
        account(COLLEAGUE, Role::Operator, Some(OWN), None),
        account(NEIGHBOUR_OPERATOR, Role::Operator, Some(NEIGHBOUR), None),
        account(SUPERVISOR, Role::Supervisor, Some(OWN), None),
        account(WEST_DUTY, Role::ZoneDuty, None, Some(WEST)),
        account(EAST_DUTY, Role::ZoneDuty, None, Some(EAST)),
        account(EAST_PATROL, Role::Patrol, None, Some(EAST)),
        account(WEST_OFFICER, Role::CaseOfficer, None, Some(WEST)),
        account(EAST_OFFICER, Role::CaseOfficer, None, Some(EAST)),
        account(ADMIN, Role::Administrator, None, None),
        account(WALL, Role::Wall, None, None),
        account(AUDITOR, Role::Auditor, None, None),
        account(MAGISTRATE, Role::Magistrate, None, None),
        account(MONITOR, Role::Monitor, None, None),
        account(MONITOR_2, Role::Monitor, None, None),
    ]
}

pub fn case() -> Case {
    let card = Card {
        suspect: "Karel Voorbeeld".into(),
        weapons: Answer::Yes,
        weapons_note: "hunting rifle".into(),
        instructions: "never ring the bell".into(),
        places: vec![Place {
            kind: PlaceKind::Home,
            address: "Dorp 1".into(),
            position: None,
            when: String::new(),
        }],
        duress_word: "Zonnebloem".into(),
        ..Card::default()
    };
    Case {
        id: CASE,
        number: "2026-0001".into(),
        managing_zone: WEST,
        state: CaseState::Active,
        card: Sensitive::new(card),
    }
}

pub fn person(id: PersonId, kind: PersonKind, name: &str) -> Person {
    Person {
        id,
        case: CASE,
        kind,
        name: Sensitive::new(name.into()),
        phone: Some(Sensitive::new("+32470000000".into())),
        language: Language::French,
        born: Some(Sensitive::new(1990)),
        details: hoeder_engine::roster::PersonDetails::default(),
    }
}

pub fn fix(lat: f64, lon: f64, accuracy_m: u32, at: UtcMillis) -> Sensitive<Fix> {
    Sensitive::new(Fix {
        position: Position::from_degrees(lat, lon).unwrap(),
        accuracy: Some(Decimetres::from_metres(accuracy_m)),
        fixed_at: FixedAt(at),
        source: FixSource::Gnss,
    })
}

pub fn alarm(n: u128) -> AlarmId {
    AlarmId::from_u128(0xA000 + n)
}

impl World {
    /// An empty cell that has started.
    pub fn empty() -> Self {
        let mut world = Self {
            cell: Cell::new(config(1)),
            now: START,
            log: Vec::new(),
            outputs: Vec::new(),
            requests: 0,
            desks: 0,
            durable: true,
            manned: BTreeSet::new(),
            says_ready_at: START,
        };
        world.cell.start(START);
        world.drain();
        world
    }

    /// Rooms, zones, accounts, one case with two persons and two paired handsets. Nobody sits anywhere yet.
    pub fn new() -> Self {
        let mut world = Self::empty();
        for (id, neighbours) in [(NEIGHBOUR, vec![]), (OWN, vec![NEIGHBOUR])] {
            world.bootstrap(RosterOrder::PutRoom(Room { id, name: "Room".into(), neighbours }));
        }
        for (id, lon) in [(WEST, 4.3), (EAST, 4.4)] {
            let zone = Zone {
                id,
                code: "5400".into(),
                name: format!("Zone {lon}"),
                valid_from: None,
                valid_until: None,
                shape: square(lon),
                office: None,
                in_force_since: None,
            };
            world.bootstrap(RosterOrder::PutZone(zone));
        }
        for account in accounts() {
            world.bootstrap(RosterOrder::PutAccount(account));
        }
        world.done(WEST_OFFICER, RosterOrder::PutCase(case()));
        world.done(
            WEST_OFFICER,
            RosterOrder::PutPerson(person(ANNA, PersonKind::Protected, "Anna Voorbeeld")),
        );
        world
            .done(WEST_OFFICER, RosterOrder::PutPerson(person(CHILD, PersonKind::Household, "Bo Voorbeeld")));
        world.pair(ANNA, PHONE);
        world.pair(CHILD, CHILD_PHONE);
        world.pass(Duration::from_secs(1));
        world.outputs.clear();
        world
    }

    pub fn pair(&mut self, person: PersonId, handset: HandsetId) -> Reply {
        let code_digest = [u8::try_from(handset.as_u128() & 0xFF).unwrap(); 32];
        let expires_at = self.now.plus(Duration::from_secs(900));
        self.done(WEST_OFFICER, RosterOrder::OpenPairing { person, code_digest, expires_at });
        let request = self.request();
        let new = NewHandset { id: handset, public_key: [7; 32], model: "Test".into() };
        self.when(Input::Pair { request, code_digest, handset: new });
        self.reply_to(request)
    }

    pub fn request(&mut self) -> RequestId {
        self.requests += 1;
        RequestId::from_u128(self.requests)
    }

    /// From now on nothing becomes durable.
    pub fn store_goes_down(&mut self) {
        self.durable = false;
    }

    /// Everything becomes durable again.
    pub fn store_comes_back(&mut self) {
        self.durable = true;
        self.acknowledge(Home::Store);
    }

    pub fn acknowledge(&mut self, home: Home) {
        let through = self.cell.head();
        self.cell.handle(Input::Durable { through, home }, self.now);
        self.drain();
    }

    /// One input, all its outputs, and (unless the store is down) its durability.
    pub fn when(&mut self, input: Input) {
        self.cell.handle(input, self.now);
        let appended = self.drain();
        if appended && self.durable {
            self.acknowledge(Home::Store);
        }
    }

    fn drain(&mut self) -> bool {
        let mut appended = false;
        while let Some(output) = self.cell.poll_output() {
            if let Output::Append(entry) = &output {
                self.log.push((**entry).clone());
                appended = true;
            }
            self.outputs.push(output);
        }
        appended
    }

    /// Time passes, with every timer at its own moment; manned screens say every five seconds that they hear.
    pub fn pass(&mut self, span: Duration) {
        let end = self.now.plus(span);
        loop {
            let beat = if self.manned.is_empty() { end.plus(READY_EVERY) } else { self.says_ready_at };
            let due = self.cell.poll_timeout().unwrap_or(beat).min(beat.max(self.now));
            if due > end {
                break;
            }
            self.now = self.now.max(due);
            self.when(Input::Tick);
            if self.now >= beat {
                self.says_ready_at = self.now.plus(READY_EVERY);
                for desk in self.manned.clone() {
                    self.says(desk, HEARS);
                }
            }
        }
        self.now = end;
    }

    /// A screen at which somebody is on duty.
    pub fn desk(&mut self, account: AccountId) -> DeskId {
        let desk = self.deaf_desk(account);
        self.says(desk, HEARS);
        self.manned.insert(desk);
        desk
    }

    /// A screen that is connected and at which nobody went on duty.
    pub fn deaf_desk(&mut self, account: AccountId) -> DeskId {
        self.desks += 1;
        let desk = DeskId::from_u128(0xD000 + self.desks);
        self.when(Input::DeskUp { desk, account, after: None });
        desk
    }

    pub fn says(&mut self, desk: DeskId, readiness: Readiness) {
        self.when(Input::Ready { desk, readiness });
    }

    /// From now on this screen says nothing by itself.
    pub fn falls_silent(&mut self, desk: DeskId) {
        self.manned.remove(&desk);
    }

    pub fn uplink(&mut self, claim: Claim, uplink: Uplink) -> Option<Downlink> {
        let request = self.request();
        self.when(Input::Handset { request, claim, uplink, received_at: ReceivedAt(self.now) });
        match self.find_reply(request) {
            Some(Reply::Downlink(downlink)) => Some(downlink),
            Some(other) => panic!("not a downlink: {other:?}"),
            None => None,
        }
    }

    pub fn press_at(
        &mut self,
        n: u128,
        handset: HandsetId,
        place: Option<Sensitive<Fix>>,
    ) -> Option<Downlink> {
        self.uplink(Claim::Verified(handset), self.press_message(n, place))
    }

    pub fn press_message(&self, n: u128, fix: Option<Sensitive<Fix>>) -> Uplink {
        Uplink::Press(Press {
            alarm: alarm(n),
            pressed_at: FixedAt(self.now),
            trigger: Trigger::Button,
            fix,
            battery: Percent::new(80),
            repeats: 0,
        })
    }

    /// Anna presses in the zone East, with a good fix.
    pub fn press(&mut self, n: u128) -> Option<Downlink> {
        let place = fix(50.85, 4.45, 10, self.now);
        self.press_at(n, PHONE, Some(place))
    }

    /// An order while nothing is durable: no answer comes yet.
    pub fn order_unanswered(&mut self, by: AccountId, order: impl Into<Order>) {
        let request = self.request();
        self.when(Input::Order { request, by, order: order.into() });
        assert_eq!(self.find_reply(request), None, "answered before it is durable");
    }

    pub fn order(&mut self, by: AccountId, order: impl Into<Order>) -> Reply {
        let request = self.request();
        self.when(Input::Order { request, by, order: order.into() });
        self.reply_to(request)
    }

    pub fn done(&mut self, by: AccountId, order: impl Into<Order>) {
        assert_eq!(self.order(by, order), Reply::Done);
    }

    pub fn ask(&mut self, by: AccountId, query: Query) -> Reply {
        let request = self.request();
        self.when(Input::Ask { request, by, query });
        self.reply_to(request)
    }

    pub fn bootstrap(&mut self, order: RosterOrder) {
        let request = self.request();
        self.when(Input::Bootstrap { request, order: Box::new(order) });
        assert_eq!(self.reply_to(request), Reply::Done);
    }

    pub fn find_reply(&self, request: RequestId) -> Option<Reply> {
        self.outputs.iter().find_map(|output| match output {
            Output::Reply { request: r, reply } if *r == request => Some(reply.clone()),
            _ => None,
        })
    }

    pub fn reply_to(&self, request: RequestId) -> Reply {
        self.find_reply(request).expect("an answer")
    }

    /// The last state of an alarm that a desk was told.
    pub fn seen(&self, desk: DeskId, n: u128) -> Option<Arc<AlarmView>> {
        self.outputs.iter().rev().find_map(|output| match output {
            Output::Page { desks, page: Page::Alarm(view), .. }
                if desks.contains(&desk) && view.id == alarm(n) =>
            {
                Some(view.clone())
            }
            _ => None,
        })
    }

    pub fn notified(&self, handset: HandsetId) -> Vec<Downlink> {
        let of = |output: &Output| match output {
            Output::Notify { handset: h, downlink } if *h == handset => Some(downlink.clone()),
            _ => None,
        };
        self.outputs.iter().filter_map(of).collect()
    }

    /// Somebody of the room sees the first alarm.
    pub fn with_a_press() -> (Self, DeskId) {
        let mut world = Self::new();
        let desk = world.desk(OPERATOR);
        world.press(1);
        (world, desk)
    }

    /// The first alarm was taken, and a team is on its way.
    pub fn with_a_team_sent() -> (Self, DeskId) {
        let (mut world, desk) = Self::with_a_press();
        world.take_and_dispatch(1);
        (world, desk)
    }

    pub fn take_and_dispatch(&mut self, n: u128) {
        self.done(OPERATOR, AlarmOrder::Take { alarm: alarm(n) });
        self.done(OPERATOR, AlarmOrder::Dispatch { alarm: alarm(n), unit: "Noord 1".into() });
    }

    pub fn close(&mut self, n: u128, outcome: Outcome, pv: Pv) -> Reply {
        let note = Sensitive::new("closed".to_owned());
        self.order(OPERATOR, AlarmOrder::Close { alarm: alarm(n), outcome, pv, note })
    }

    /// The same cell, made anew from its log.
    pub fn restart(&mut self) {
        let mut cell = Cell::new(config(2));
        for entry in &self.log {
            cell.replay(entry);
        }
        cell.start(self.now);
        self.cell = cell;
        self.outputs.clear();
        if self.drain() && self.durable {
            self.acknowledge(Home::Store);
        }
    }

    pub fn logged(&self, of: impl Fn(&Event) -> bool) -> usize {
        self.log.iter().filter(|entry| of(&entry.event)).count()
    }
}
