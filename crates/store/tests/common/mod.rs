//! Generated entries of every kind, and small helpers; the same seed gives the same entries.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::unreachable,
    reason = "a test stops where it does not hold"
)]
#![allow(unreachable_pub, reason = "one program of tests holds all of this")]
#![allow(clippy::cast_possible_truncation, reason = "numbers of a generator may be cut")]

mod desks;
pub mod homes;
mod hotspots;
pub mod measures;
mod tracking;
mod voice;
mod work;

use hoeder_engine::entry::{Access, Entry, Event, StreamId, Subject};
use hoeder_engine::output::StoredFix;
use hoeder_engine::roster::*;
use hoeder_store::{Batch, Log, MasterKey, SeededEntropy, SqliteLog, Writer};
use hoeder_vocab::handset::{DailyReport, HandsetSettings, Paths, SupervisionClass, Trigger, UplinkRefusal};
use hoeder_vocab::*;
use hoeder_watch::alarm::*;
use hoeder_watch::supervision::{AlertKind, SupervisionEvent};
use std::collections::BTreeMap;

pub const CELL: CellId = CellId::from_u128(0xCE11);

/// Roles that there were when the fixtures were written: another number would make another account of the same seed.
const ROLES: usize = 12;

pub struct Gen(u64);

impl Gen {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }
    pub fn u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    pub fn below(&mut self, n: u64) -> u64 {
        self.u64() % n
    }
    pub fn coin(&mut self) -> bool {
        self.below(2) == 0
    }
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }
    pub fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.coin() { Some(make(self)) } else { None }
    }
    fn bits(&mut self) -> u128 {
        (u128::from(self.u64()) << 64) | u128::from(self.u64())
    }
    pub fn text(&mut self) -> String {
        const PARTS: [&str; 12] =
            ["Ann", "é", "\"", "\\", "\n", "\u{0}", "💡", " ", "straße", "<b>", "\u{2028}", "Z"];
        let count = self.below(6);
        (0..count).map(|_| self.pick(&PARTS)).collect()
    }
    pub fn sensitive(&mut self) -> Sensitive<String> {
        Sensitive::new(self.text())
    }
    pub fn time(&mut self) -> UtcMillis {
        let extremes = [i64::MIN, i64::MAX, 0, -1];
        if self.below(20) == 0 {
            return UtcMillis::from_unix_ms(self.pick(&extremes));
        }
        UtcMillis::from_unix_ms(1_790_000_000_000 + self.below(10_000_000_000) as i64)
    }
    pub fn percent(&mut self) -> Option<Percent> {
        self.maybe(|g| Percent::new(g.below(101) as u8).unwrap())
    }
    pub fn position(&mut self) -> Position {
        let lat = self.below(1_800_000_001) as i64 - 900_000_000;
        let lon = self.below(3_600_000_001) as i64 - 1_800_000_000;
        Position::from_e7(lat as i32, lon as i32).unwrap()
    }
    pub fn fix(&mut self) -> Fix {
        Fix {
            position: self.position(),
            accuracy: self.maybe(|g| Decimetres(g.u64() as u32)),
            fixed_at: FixedAt(self.time()),
            source: self.pick(&[
                FixSource::Gnss,
                FixSource::Wifi,
                FixSource::Cell,
                FixSource::Fused,
                FixSource::Unknown,
            ]),
        }
    }
    pub fn account(&mut self) -> AccountId {
        AccountId::from_u128(self.bits())
    }
    fn actor(&mut self) -> Actor {
        match self.below(4) {
            0 => Actor::System,
            1 => Actor::Stranger,
            2 => Actor::Handset(HandsetId::from_u128(self.bits())),
            _ => Actor::Account(self.account(), self.pick(&Role::ALL[..ROLES])),
        }
    }
    fn trigger(&mut self) -> Trigger {
        self.pick(&[Trigger::Button, Trigger::Screen])
    }
    fn alert(&mut self) -> AlertKind {
        self.pick(&[
            AlertKind::Silent,
            AlertKind::ReportMissing,
            AlertKind::ReportBad,
            AlertKind::ButtonUnlinked,
            AlertKind::BatteryLow,
        ])
    }
    fn array<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.u64() as u8)
    }
    fn device_state(&mut self) -> DeviceState {
        self.pick(&[DeviceState::Active, DeviceState::Revoked])
    }
    pub fn alarm_events(&mut self) -> Vec<AlarmEvent> {
        let outcomes = [
            Outcome::RealDanger,
            Outcome::SuspectPresent,
            Outcome::FalseAlarm,
            Outcome::Misuse,
            Outcome::Test,
            Outcome::Technical,
        ];
        let milestones = [
            Milestone::Pressed,
            Milestone::Received,
            Milestone::Held,
            Milestone::Shown,
            Milestone::Taken,
            Milestone::Dispatched,
            Milestone::OnScene,
            Milestone::Closed,
        ];
        vec![
            AlarmEvent::Raised {
                kind: self.pick(&[AlarmKind::Danger, AlarmKind::Unidentified]),
                bearer: self.maybe(|g| Bearer {
                    case: CaseId::from_u128(g.bits()),
                    person: PersonId::from_u128(g.bits()),
                    handset: HandsetId::from_u128(g.bits()),
                }),
                claimed: HandsetId::from_u128(self.bits()),
                trigger: self.trigger(),
                pressed_at: FixedAt(self.time()),
                received_at: ReceivedAt(self.time()),
                fix: self.maybe(|g| Sensitive::new(g.fix())),
                battery: self.percent(),
            },
            AlarmEvent::Held { home: self.pick(&[Home::Store, Home::Spool]) },
            AlarmEvent::Shown { desk: DeskId::from_u128(self.bits()), by: self.account() },
            AlarmEvent::PressedAgain {
                pressed_at: FixedAt(self.time()),
                received_at: ReceivedAt(self.time()),
            },
            AlarmEvent::Linked { other: AlarmId::from_u128(self.bits()) },
            AlarmEvent::Climbed {
                to: self.pick(&[Rung::OwnRoom, Rung::NeighbourRoom, Rung::ZoneDuty, Rung::Everyone]),
                why: self.pick(&[
                    ClimbReason::NotShown,
                    ClimbReason::NotTaken,
                    ClimbReason::NobodyThere,
                    ClimbReason::OwnerLost,
                ]),
            },
            AlarmEvent::Taken { by: self.account() },
            AlarmEvent::HandedOver { from: self.account(), to: self.account() },
            AlarmEvent::OwnerLost { owner: self.account() },
            AlarmEvent::Dispatched { by: self.account(), unit: self.text() },
            AlarmEvent::OnScene { by: self.account(), unit: self.text() },
            AlarmEvent::Noted { by: self.account(), text: self.sensitive() },
            AlarmEvent::WordSaid {
                what: self.pick(&[MistakeWord::Mistake, MistakeWord::Duress]),
                word: self.sensitive(),
            },
            AlarmEvent::Overdue { milestone: self.pick(&milestones) },
            AlarmEvent::Closed {
                by: self.account(),
                outcome: self.pick(&outcomes),
                pv: if self.coin() { Pv::ToFollow } else { Pv::Number(self.text()) },
                note: self.sensitive(),
            },
            AlarmEvent::PvGiven { by: self.account(), number: self.text() },
        ]
    }

    fn watch_events(&mut self) -> Vec<SupervisionEvent> {
        vec![
            SupervisionEvent::Started,
            SupervisionEvent::Stopped,
            SupervisionEvent::AlertOpened { kind: self.alert() },
            SupervisionEvent::AlertCleared { kind: self.alert() },
            SupervisionEvent::AlertReturned { kind: self.alert() },
            SupervisionEvent::AlertAged { kind: self.alert(), level: self.u64() as u8 },
            SupervisionEvent::AlertOwned { kind: self.alert(), by: self.account() },
            SupervisionEvent::AlertClosed { kind: self.alert(), by: self.account(), reason: self.text() },
            SupervisionEvent::Reported(DailyReport {
                button_battery: self.percent(),
                phone_battery: self.percent(),
                bluetooth_linked: self.maybe(Self::coin),
                location_permitted: self.maybe(Self::coin),
                location_accuracy_m: self.maybe(|g| g.u64() as u32),
                microphone: self.maybe(Self::microphone),
                app_version: self.text(),
                last_test: self.maybe(Self::time),
                network: self.text(),
                do_not_disturb: self.maybe(Self::coin),
            }),
            SupervisionEvent::Tested {
                test: TestId::from_u128(self.bits()),
                sent_at: FixedAt(self.time()),
                trigger: self.trigger(),
            },
        ]
    }

    pub fn card(&mut self) -> Card {
        Card {
            suspect: self.text(),
            suspect_description: self.text(),
            weapons: self.pick(&[Answer::Yes, Answer::No, Answer::Unknown]),
            weapons_note: self.text(),
            vehicle: self.text(),
            context: self.text(),
            antecedents: self.text(),
            instructions: self.text(),
            children: self.text(),
            places: (0..self.below(3))
                .map(|_| Place {
                    kind: self.pick(&[
                        PlaceKind::Home,
                        PlaceKind::Work,
                        PlaceKind::School,
                        PlaceKind::Family,
                        PlaceKind::Other,
                    ]),
                    address: self.text(),
                    position: self.maybe(Self::position),
                    when: self.text(),
                })
                .collect(),
            duress_word: self.text(),
        }
    }

    pub fn case(&mut self, id: CaseId) -> Case {
        Case {
            id,
            number: self.text(),
            managing_zone: ZoneId::from_u128(self.bits()),
            state: self.pick(&[CaseState::Active, CaseState::Ended]),
            card: Sensitive::new(self.card()),
        }
    }

    pub fn person(&mut self, id: PersonId, case: CaseId) -> Person {
        Person {
            id,
            case,
            kind: self.pick(&[PersonKind::Protected, PersonKind::Household]),
            name: self.sensitive(),
            phone: self.maybe(Self::sensitive),
            language: self.pick(&[Language::Dutch, Language::French, Language::German, Language::English]),
            born: self.maybe(|g| Sensitive::new(g.u64() as u16)),
            details: Self::details(id.as_u128()),
        }
    }

    fn zone(&mut self, id: ZoneId) -> Zone {
        Zone {
            id,
            code: self.text(),
            name: self.text(),
            valid_from: self.maybe(Self::time),
            valid_until: self.maybe(Self::time),
            shape: (0..self.below(3))
                .map(|_| {
                    (0..self.below(3))
                        .map(|_| (0..self.below(5)).map(|_| self.position()).collect())
                        .collect()
                })
                .collect(),
            office: Self::places(id.as_u128()).0,
            in_force_since: Self::places(id.as_u128()).2,
        }
    }

    fn account_put(&mut self, id: AccountId) -> Account {
        Account {
            id,
            login: self.text(),
            name: self.sensitive(),
            role: self.pick(&Role::ALL[..ROLES]),
            room: self.maybe(|g| RoomId::from_u128(g.bits())),
            zone: self.maybe(|g| ZoneId::from_u128(g.bits())),
            state: self.pick(&[AccountState::Enabled, AccountState::Disabled]),
            password: self.maybe(Self::sensitive),
            office: Self::places(id.as_u128()).0,
            district: Self::places(id.as_u128()).1,
        }
    }

    fn handset(&mut self, id: HandsetId, person: PersonId) -> Handset {
        Handset {
            id,
            person,
            public_key: self.array(),
            model: self.text(),
            state: self.device_state(),
            settings: HandsetSettings {
                hold_ms: self.u64() as u16,
                double_press: self.coin(),
                haptics: self.coin(),
                class: self.pick(&SupervisionClass::ALL),
                paths: Paths::Two,
                discreet: true,
            },
            paired_at: self.time(),
        }
    }

    fn roster_events(&mut self) -> Vec<(StreamId, Option<Subject>, Event)> {
        let (case, person, handset) = (
            CaseId::from_u128(self.bits()),
            PersonId::from_u128(self.bits()),
            HandsetId::from_u128(self.bits()),
        );
        let (button, room, zone, account) = (
            ButtonId::from_u128(self.bits()),
            RoomId::from_u128(self.bits()),
            ZoneId::from_u128(self.bits()),
            self.account(),
        );
        let of_person = Some(Subject::Person(person));
        vec![
            (StreamId::Case(case), Some(Subject::Case(case)), Event::CasePut(Box::new(self.case(case)))),
            (StreamId::Case(case), of_person, Event::PersonPut(Box::new(self.person(person, case)))),
            (
                StreamId::Case(case),
                Some(Subject::Case(case)),
                Event::PhotoPut { case, image: Sensitive::new(self.array::<40>().to_vec()) },
            ),
            (
                StreamId::Case(case),
                None,
                Event::PairingOpened(Pairing { person, code_digest: self.array(), expires_at: self.time() }),
            ),
            (StreamId::Handset(handset), of_person, Event::HandsetPut(self.handset(handset, person))),
            (
                StreamId::Button(button),
                of_person,
                Event::ButtonPut(Button {
                    id: button,
                    person,
                    kind: self.pick(&[ButtonKind::Bthome, ButtonKind::Valrt, ButtonKind::Itag]),
                    address: Sensitive::new(self.array()),
                    key: self.maybe(|g| Sensitive::new(g.array())),
                    state: self.device_state(),
                }),
            ),
            (
                StreamId::Room(room),
                None,
                Event::RoomPut(Room {
                    id: room,
                    name: self.text(),
                    neighbours: (0..self.below(3)).map(|_| RoomId::from_u128(self.bits())).collect(),
                }),
            ),
            (StreamId::Zone(zone), None, Event::ZonePut(self.zone(zone))),
            (
                StreamId::Account(account),
                Some(Subject::Account(account)),
                Event::AccountPut(self.account_put(account)),
            ),
        ]
    }

    fn cell_events(&mut self) -> Vec<(StreamId, Option<Subject>, Event)> {
        let cell = StreamId::Cell(CELL);
        let account = self.account();
        let refusals = [
            UplinkRefusal::UnknownDevice,
            UplinkRefusal::RevokedDevice,
            UplinkRefusal::WrongSignature,
            UplinkRefusal::Replayed,
            UplinkRefusal::Stale,
            UplinkRefusal::NoSuchAlarm,
            UplinkRefusal::TooMany,
        ];
        let subject = match self.below(4) {
            0 => Subject::Person(PersonId::from_u128(self.bits())),
            1 => Subject::Case(CaseId::from_u128(self.bits())),
            2 => Subject::Alarm(AlarmId::from_u128(self.bits())),
            _ => Subject::Account(self.account()),
        };
        vec![
            (cell, None, Event::EpochBegan { epoch: Epoch(self.u64() >> 1) }),
            (
                cell,
                None,
                Event::DeviceRefused {
                    claimed: HandsetId::from_u128(self.bits()),
                    code: self.pick(&refusals),
                },
            ),
            (cell, None, Event::SignedIn { account }),
            (cell, None, Event::SignInFailed { account: self.maybe(Self::account) }),
            (cell, None, Event::SignedOut { account }),
            (
                cell,
                None,
                Event::Accessed(Access {
                    kind: self.pick(&LogKind::ALL),
                    action: self.pick(&["case.read", "alarm.read", "photo.read"]),
                    case: self.maybe(|g| CaseId::from_u128(g.bits())),
                    alarm: self.maybe(|g| AlarmId::from_u128(g.bits())),
                    denied: self.maybe(|g| g.pick(&["other-territory", "no-role"])),
                    recipients: (0..self.below(3)).map(|_| self.account()).collect(),
                }),
            ),
            (cell, None, Event::Erased { subject }),
        ]
    }

    /// One event of every kind.
    pub fn events(&mut self) -> Vec<(StreamId, Option<Subject>, Event)> {
        let alarm = AlarmId::from_u128(self.bits());
        let person = Some(Subject::Person(PersonId::from_u128(self.bits())));
        let handset = HandsetId::from_u128(self.bits());
        let mut events = self.cell_events();
        events.extend(
            self.alarm_events().into_iter().map(|e| (StreamId::Alarm(alarm), person, Event::Alarm(alarm, e))),
        );
        events.extend(
            self.watch_events()
                .into_iter()
                .map(|e| (StreamId::Handset(handset), None, Event::Watch(handset, e))),
        );
        events.extend(self.roster_events());
        let by = AccountId::from_u128(0x1E60);
        events.push((StreamId::Alarm(alarm), None, Event::MagistrateTold { alarm }));
        events.push((StreamId::Alarm(alarm), None, Event::MagistrateConfirmed { alarm, by }));
        events.extend(
            self.ownership_events()
                .into_iter()
                .map(|e| (StreamId::Alarm(alarm), person, Event::Alarm(alarm, e))),
        );
        events.extend(self.hotspot_events());
        events.extend(self.person_events());
        events.extend(self.desk_events());
        events.extend(self.measure_events());
        events.extend(self.tracking_events());
        events.extend(self.incident_events());
        events.extend(self.door_events());
        let voice = self.voice_events().into_iter().map(|e| Event::Voice(alarm, e));
        events.extend(voice.map(|e| (StreamId::Alarm(alarm), person, e)));
        events.extend(self.newest_events(alarm).map(|e| (StreamId::Alarm(alarm), person, e)));
        events
    }
}

/// Numbers entries and versions.
pub struct Story {
    pub g: Gen,
    pub next: Seq,
    pub epoch: Epoch,
    versions: BTreeMap<StreamId, u64>,
}

impl Story {
    pub fn new(seed: u64, epoch: Epoch) -> Self {
        Self { g: Gen::new(seed), next: Seq(1), epoch, versions: BTreeMap::new() }
    }
    pub fn resume(&mut self, restored: &hoeder_store::Restored) {
        self.next = restored.next_seq;
        self.epoch = restored.epoch;
        self.versions.clone_from(&restored.versions);
    }
    pub fn entry(&mut self, stream: StreamId, subject: Option<Subject>, event: Event) -> Entry {
        let version = self.versions.entry(stream).or_insert(0);
        *version += 1;
        let entry = Entry {
            seq: self.next,
            epoch: self.epoch,
            stream,
            version: *version,
            subject,
            actor: self.g.actor(),
            purpose: self.g.pick(&[
                Purpose::AlarmHandling,
                Purpose::CaseWork,
                Purpose::Supervision,
                Purpose::Test,
                Purpose::Administration,
                Purpose::Audit,
                Purpose::Transport,
            ]),
            decided_at: DecidedAt(UtcMillis::from_unix_ms(
                1_795_000_000_000 + i64::try_from(self.next.0).unwrap() * 1_000,
            )),
            event,
        };
        self.next = self.next.next();
        entry
    }
    /// One entry of every kind.
    pub fn all_kinds(&mut self) -> Vec<Entry> {
        self.g
            .events()
            .into_iter()
            .map(|(stream, subject, event)| self.entry(stream, subject, event))
            .collect()
    }
    /// A press of a known person, and its alarm.
    pub fn press(&mut self, alarm: AlarmId, person: PersonId) -> Entry {
        let AlarmEvent::Raised { claimed, trigger, pressed_at, .. } = self.g.alarm_events().remove(0) else {
            unreachable!("the first of the list")
        };
        let event = AlarmEvent::Raised {
            kind: AlarmKind::Danger,
            bearer: None,
            claimed,
            trigger,
            pressed_at,
            received_at: ReceivedAt(UtcMillis::from_unix_ms(1_795_000_000_000)),
            fix: Some(Sensitive::new(self.g.fix())),
            battery: None,
        };
        self.entry(StreamId::Alarm(alarm), Some(Subject::Person(person)), Event::Alarm(alarm, event))
    }
    /// The same press once more.
    pub fn press_again(&mut self, alarm: AlarmId, person: PersonId) -> Entry {
        let event =
            self.g.alarm_events().into_iter().find(|event| matches!(event, AlarmEvent::PressedAgain { .. }));
        let event = event.unwrap_or_else(|| unreachable!("one of each is in the list"));
        self.entry(StreamId::Alarm(alarm), Some(Subject::Person(person)), Event::Alarm(alarm, event))
    }
    pub fn note(&mut self, alarm: AlarmId, person: PersonId, text: &str) -> Entry {
        let by = self.g.account();
        let event = AlarmEvent::Noted { by, text: Sensitive::new(text.to_owned()) };
        self.entry(StreamId::Alarm(alarm), Some(Subject::Person(person)), Event::Alarm(alarm, event))
    }
    pub fn stored_fix(&mut self, alarm: AlarmId, person: Option<PersonId>, at: i64) -> StoredFix {
        StoredFix {
            person,
            alarm,
            fix: Sensitive::new(self.g.fix()),
            received_at: ReceivedAt(UtcMillis::from_unix_ms(at)),
        }
    }
}

pub fn batch(entries: Vec<Entry>) -> Batch {
    Batch { entries, ..Batch::default() }
}

pub fn master() -> MasterKey {
    MasterKey::from_bytes([7; 32])
}

/// A writer over a log, with a spool in memory and fixed randomness.
pub fn writer(
    log: Box<dyn Log>,
    spool: impl hoeder_store::Spool + 'static,
) -> (Writer, hoeder_store::Restored) {
    Writer::open_with(
        log,
        Box::new(spool),
        Box::new(master()),
        Box::new(SeededEntropy::new(u64::from(std::process::id()) ^ nanos())),
        CELL,
    )
    .unwrap()
}

/// Two writers of one test must not make the same nonces.
fn nanos() -> u64 {
    static COUNT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
    COUNT.fetch_add(0x0001_0001_0001, std::sync::atomic::Ordering::Relaxed)
}

pub fn memory() -> Box<dyn Log> {
    Box::new(SqliteLog::in_memory().unwrap())
}
