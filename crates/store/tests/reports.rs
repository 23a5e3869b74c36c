//! What reports rest on: read from either home, the same after the read models were built anew, also from an older schema.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops where it does not hold"
)]
#![allow(clippy::print_stderr, reason = "a test binary says what it leaves out")]

use crate::common::{CELL, Story, batch, master};
use hoeder_engine::duty::DeskState;
use hoeder_engine::entry::{Access, Event, StreamId, Subject};
use hoeder_engine::hotspot::HotspotEnd;
use hoeder_engine::output::Scope;
use hoeder_engine::roster::{Account, Case, CaseState, Handset, Room};
use hoeder_store::{AnswerRow, Log, MemorySpool, PostgresLog, Span, SqliteLog, Writer};
use hoeder_vocab::*;
use hoeder_watch::alarm::{AlarmEvent, AlarmKind, Bearer, Outcome, Pv};
use hoeder_watch::service::{AnswerTimes, Finish, Start, noisiest};
use hoeder_watch::supervision::{AlertKind, SupervisionEvent};
use std::sync::atomic::{AtomicU32, Ordering};

const CASE: CaseId = CaseId::from_u128(1);
const PERSON: PersonId = PersonId::from_u128(2);
const HANDSET: HandsetId = HandsetId::from_u128(4);
const ZONE: ZoneId = ZoneId::from_u128(5);
const NOON: i64 = 1_795_000_000_000;

fn at(ms: i64) -> UtcMillis {
    UtcMillis::from_unix_ms(NOON + ms)
}

const WHOLE: Span = Span { from: UtcMillis::from_unix_ms(0), until: UtcMillis::from_unix_ms(i64::MAX) };

fn on_each_home(promise: impl Fn(Box<dyn Log>)) {
    let folder = tempfile::tempdir().unwrap();
    promise(Box::new(SqliteLog::open(folder.path()).unwrap()));
    let Ok(url) = std::env::var("HOEDER_TEST_POSTGRES") else {
        eprintln!("PostgreSQL was left out: HOEDER_TEST_POSTGRES is not set");
        return;
    };
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("r{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let mut admin = postgres::Client::connect(&url, postgres::NoTls).unwrap();
    admin.batch_execute(&format!("CREATE SCHEMA {name}")).unwrap();
    let scoped = if url.contains("://") {
        let joint = if url.contains('?') { '&' } else { '?' };
        format!("{url}{joint}options=-csearch_path%3D{name}")
    } else {
        format!("{url} options='-csearch_path={name}'")
    };
    promise(Box::new(PostgresLog::connect(&scoped).unwrap()));
    admin.batch_execute(&format!("DROP SCHEMA {name} CASCADE")).unwrap();
}

fn opened(log: Box<dyn Log>) -> (Writer, Story) {
    let (writer, restored) = Writer::open(log, Box::new(MemorySpool::new()), master(), CELL).unwrap();
    let mut story = Story::new(5, Epoch(1));
    story.resume(&restored);
    (writer, story)
}

fn write(
    writer: &mut Writer,
    story: &mut Story,
    happened: i64,
    events: Vec<(StreamId, Option<Subject>, Event)>,
) {
    let mut entries = Vec::new();
    for (stream, subject, event) in events {
        let mut entry = story.entry(stream, subject, event);
        entry.decided_at = DecidedAt(at(happened));
        entries.push(entry);
    }
    writer.submit(batch(entries)).unwrap();
}

fn of_alarm(alarm: AlarmId, event: AlarmEvent) -> (StreamId, Option<Subject>, Event) {
    (StreamId::Alarm(alarm), Some(Subject::Person(PERSON)), Event::Alarm(alarm, event))
}

fn raised(alarm: AlarmId, received: i64, bearer: Option<Bearer>) -> (StreamId, Option<Subject>, Event) {
    let raised = AlarmEvent::Raised {
        kind: if bearer.is_some() { AlarmKind::Danger } else { AlarmKind::Unidentified },
        bearer,
        claimed: HANDSET,
        trigger: hoeder_vocab::handset::Trigger::Button,
        pressed_at: FixedAt(at(received - 400)),
        received_at: ReceivedAt(at(received)),
        fix: None,
        battery: None,
    };
    of_alarm(alarm, raised)
}

fn shown_to(alarm: AlarmId, recipients: Vec<AccountId>) -> (StreamId, Option<Subject>, Event) {
    let access = Access {
        kind: LogKind::Disclosure,
        action: "alarm.page",
        case: Some(CASE),
        alarm: Some(alarm),
        denied: None,
        recipients,
    };
    (StreamId::Cell(CELL), None, Event::Accessed(access))
}

/// Who takes alarms.
const OPERATOR: AccountId = AccountId::from_u128(7);

/// A room with an operator, a case with a person and a handset.
fn roster(writer: &mut Writer, story: &mut Story) {
    let case = Case {
        id: CASE,
        number: "2026-0412".into(),
        managing_zone: ZONE,
        state: CaseState::Active,
        card: Sensitive::default(),
    };
    let person = story.g.person(PERSON, CASE);
    let room = Room { id: RoomId::from_u128(8), name: "Gent".into(), neighbours: vec![] };
    let mut events = vec![
        (StreamId::Room(room.id), None, Event::RoomPut(room.clone())),
        (StreamId::Case(CASE), Some(Subject::Case(CASE)), Event::CasePut(Box::new(case))),
        (StreamId::Case(CASE), Some(Subject::Person(PERSON)), Event::PersonPut(Box::new(person))),
    ];
    for (_, _, event) in story.g.events() {
        match event {
            Event::HandsetPut(put) => {
                let put = Event::HandsetPut(Handset { id: HANDSET, person: PERSON, ..put });
                events.push((StreamId::Handset(HANDSET), Some(Subject::Person(PERSON)), put));
            }
            Event::AccountPut(put) => {
                let put = Event::AccountPut(Account { id: OPERATOR, room: Some(room.id), ..put });
                events.push((StreamId::Account(OPERATOR), Some(Subject::Account(OPERATOR)), put));
            }
            _ => {}
        }
    }
    write(writer, story, 0, events);
}

/// Two alarms of the case (one taken, one never), one unidentified press, self-tests, alerts and a hotspot.
fn month(writer: &mut Writer, story: &mut Story) -> HotspotId {
    roster(writer, story);
    let by = OPERATOR;
    let bearer = Bearer { case: CASE, person: PERSON, handset: HANDSET };
    let alarms: Vec<AlarmId> = (10..13).map(AlarmId::from_u128).collect();
    write(writer, story, 1_000, vec![raised(alarms[0], 1_000, Some(bearer))]);
    write(writer, story, 1_200, vec![shown_to(alarms[0], vec![by])]);
    write(writer, story, 1_500, vec![shown_to(alarms[0], vec![by])]);
    write(writer, story, 9_200, vec![of_alarm(alarms[0], AlarmEvent::Taken { by })]);
    write(
        writer,
        story,
        9_300,
        vec![of_alarm(alarms[0], AlarmEvent::Dispatched { by, unit: "Gent 12".into() })],
    );
    let closed =
        AlarmEvent::Closed { by, outcome: Outcome::FalseAlarm, pv: Pv::ToFollow, note: Sensitive::default() };
    write(writer, story, 60_000, vec![of_alarm(alarms[0], closed)]);
    write(writer, story, 100_000, vec![raised(alarms[1], 100_000, Some(bearer))]);
    let shown = AlarmEvent::Shown { desk: DeskId::from_u128(1), by };
    write(writer, story, 100_900, vec![of_alarm(alarms[1], shown)]);
    write(writer, story, 200_000, vec![raised(alarms[2], 200_000, None)]);
    devices(writer, story);
    let [put, _, looked_up] = <[_; 3]>::try_from(story.g.hotspot_events()).unwrap();
    let Event::HotspotPut(hotspot) = &put.2 else { panic!("the first is a put") };
    let id = hotspot.id;
    let ended = Event::HotspotEnded { hotspot: id, why: HotspotEnd::Expired };
    write(writer, story, 400_000, vec![put, looked_up, (StreamId::Hotspot(id), None, ended)]);
    id
}

/// Two answered self-tests, and an alert that came back.
fn devices(writer: &mut Writer, story: &mut Story) {
    let watch =
        |event| (StreamId::Handset(HANDSET), Some(Subject::Person(PERSON)), Event::Watch(HANDSET, event));
    let test = || SupervisionEvent::Tested {
        test: TestId::from_u128(9),
        sent_at: FixedAt(at(0)),
        trigger: hoeder_vocab::handset::Trigger::Button,
    };
    let kind = AlertKind::BatteryLow;
    write(
        writer,
        story,
        300_000,
        vec![
            watch(test()),
            watch(test()),
            watch(SupervisionEvent::AlertOpened { kind }),
            watch(SupervisionEvent::AlertCleared { kind }),
            watch(SupervisionEvent::AlertReturned { kind }),
        ],
    );
}

fn answers(log: &mut dyn Log, scope: Scope, span: Span) -> Vec<AnswerRow> {
    let (mut rows, mut after) = (Vec::new(), Seq(0));
    loop {
        let page = log.answer_times(scope, span, after, 2).unwrap();
        rows.extend(page.rows);
        match page.next {
            Some(next) => after = next,
            None => return rows,
        }
    }
}

/// Proves T-ARC-1: the moments of each alarm come out of the log, from the first disclosure to a screen, and are the same
/// when the read models are built anew.
#[test]
fn the_moments_of_each_alarm_are_those_of_the_log_and_can_be_built_again() {
    on_each_home(|log| {
        let (mut writer, mut story) = opened(log);
        month(&mut writer, &mut story);
        let log = writer.log();
        let rows = answers(log, Scope::Cell(CELL), WHOLE);
        assert_eq!(rows.len(), 3, "self-tests are no alarms");
        let first = &rows[0].fact;
        assert_eq!(
            (first.case_number.as_deref(), first.outcome),
            (Some("2026-0412"), Some(Outcome::FalseAlarm))
        );
        assert_eq!((first.room.as_deref(), rows[1].fact.room.as_deref()), (Some("Gent"), None));
        assert_eq!(first.answered.pressed_at, at(600));
        assert_eq!(first.answered.delivered_at, Some(at(1_200)), "the first disclosure, not the second");
        assert_eq!(
            (first.answered.taken_at, first.answered.dispatched_at),
            (Some(at(9_200)), Some(at(9_300)))
        );
        assert_eq!(
            rows[1].fact.answered.delivered_at,
            Some(at(100_900)),
            "none is on record: the first shown"
        );
        assert_eq!(rows[1].fact.answered.taken_at, None);
        assert_eq!((rows[2].fact.case, rows[2].fact.kind), (None, AlarmKind::Unidentified));

        let waits: Vec<_> = rows.iter().map(|row| row.fact.answered).collect();
        let times = AnswerTimes::of(&waits, Start::Delivered, Finish::Taken);
        assert_eq!((times.alarms, times.never, times.shares[0].count), (3, 2, 1));

        let counts = log.occurrences(Scope::Cell(CELL), WHOLE).unwrap();
        let short: Vec<_> =
            counts.iter().map(|c| (c.what.as_str(), c.case_number.as_deref(), c.count)).collect();
        assert_eq!(short, [("alert.battery-low", Some("2026-0412"), 2), ("test", Some("2026-0412"), 2)]);

        assert_eq!(answers(log, Scope::Zone(ZONE), WHOLE), rows[..2], "those of the zone's own cases");
        assert!(answers(log, Scope::Zone(ZoneId::from_u128(77)), WHOLE).is_empty());
        assert!(log.occurrences(Scope::Zone(ZoneId::from_u128(77)), WHOLE).unwrap().is_empty());
        let part = Span { from: at(1_000), until: at(100_000) };
        assert_eq!(answers(log, Scope::Cell(CELL), part), rows[..1], "from the first moment, up to the last");

        log.rebuild_read_models().unwrap();
        assert_eq!(answers(log, Scope::Cell(CELL), WHOLE), rows);
        assert_eq!(log.occurrences(Scope::Cell(CELL), WHOLE).unwrap(), counts);
    });
}

/// Proves ARC-05: a desk that turns deaf or falls silent is a cause of noise of its own, one that comes or goes in order is none.
#[test]
fn desks_that_turn_deaf_or_fall_silent_are_among_the_noisiest_causes() {
    on_each_home(|log| {
        let (mut writer, mut story) = opened(log);
        let of_desk = |to| {
            let desk = DeskId::from_u128(1);
            (StreamId::Cell(CELL), None, Event::DeskChanged { desk, account: OPERATOR, to })
        };
        for (n, to) in (0_i64..).zip([
            DeskState::OnDuty,
            DeskState::Deaf,
            DeskState::OnDuty,
            DeskState::Deaf,
            DeskState::Gone,
            DeskState::OffDuty,
        ]) {
            write(&mut writer, &mut story, n * 1_000, vec![of_desk(to)]);
        }
        let counts = writer.log().occurrences(Scope::Cell(CELL), WHOLE).unwrap();
        let (causes, noise) = noisiest(&[], &counts, 10);
        let short: Vec<_> =
            causes.iter().map(|c| (c.what.as_str(), c.case_number.as_deref(), c.count)).collect();
        assert_eq!((short, noise), (vec![("desk.deaf", None, 2), ("desk.gone", None, 1)], 3));
        assert!(
            writer.log().occurrences(Scope::Zone(ZONE), WHOLE).unwrap().is_empty(),
            "no case's, so no zone's"
        );
    });
}

/// Proves AL-21: a hotspot is named as due for erasure when its term after its end is over, and erased like a person.
#[test]
fn an_ended_hotspot_is_due_for_erasure_and_its_words_go_with_its_key() {
    on_each_home(|log| {
        let (mut writer, mut story) = opened(log);
        let hotspot = month(&mut writer, &mut story);
        let subject = Subject::Hotspot(hotspot);
        assert!(!writer.log().subjects_due(at(400_000)).unwrap().contains(&subject));
        assert!(writer.log().subjects_due(at(400_001)).unwrap().contains(&subject));
        let looked_up = writer.log().access_log(Scope::Cell(CELL), None, 100).unwrap();
        let of = |action: &str| looked_up.rows.iter().find(|row| row.action == action).map(|row| row.kind);
        assert_eq!(of("hotspot.looked-up"), Some(LogKind::Consultation));
        assert_eq!(of("hotspot.put"), Some(LogKind::Collection));
        let erased = story.entry(StreamId::Cell(CELL), None, Event::Erased { subject });
        let mut order = batch(vec![erased]);
        order.destroy.push(subject);
        writer.submit(order).unwrap();
        assert_eq!(writer.log().key(subject).unwrap(), None);
        let entries = writer.read(Seq(1), 100).unwrap();
        let put = entries.iter().find_map(|entry| match &entry.event {
            Event::HotspotPut(hotspot) => Some(hotspot.clone()),
            _ => None,
        });
        let put = put.unwrap();
        assert_eq!((put.address, put.number, put.position), (None, None, None));
        assert_eq!(put.instructions.reveal(Purpose::Test), "[erased]");
    });
}

/// Proves FL-30: a store of the schema before is brought over, and its read models are those of the log.
#[test]
fn a_store_of_the_schema_before_is_brought_over_from_its_log() {
    let folder = tempfile::tempdir().unwrap();
    let (mut writer, mut story) = opened(Box::new(SqliteLog::open(folder.path()).unwrap()));
    month(&mut writer, &mut story);
    let rows = answers(writer.log(), Scope::Cell(CELL), WHOLE);
    let history = writer.log().alarm_history(Scope::Cell(CELL), None, 10).unwrap();
    drop(writer);
    let connection = rusqlite::Connection::open(folder.path().join("hoeder.db")).unwrap();
    connection
        .execute_batch(
            "UPDATE schema_version SET version = 1; DROP TABLE occurrences; DROP TABLE hotspots; \
             DROP TABLE accounts; DROP TABLE rooms; ALTER TABLE history DROP COLUMN taken_room; \
             DROP INDEX history_by_receipt; ALTER TABLE history DROP COLUMN delivered_ms; \
             ALTER TABLE cases DROP COLUMN number;",
        )
        .unwrap();
    drop(connection);
    let mut log = SqliteLog::open(folder.path()).unwrap();
    log.use_cell(CELL);
    assert_eq!(answers(&mut log, Scope::Cell(CELL), WHOLE), rows);
    assert_eq!(log.alarm_history(Scope::Cell(CELL), None, 10).unwrap(), history);
    assert_eq!(log.occurrences(Scope::Cell(CELL), WHOLE).unwrap().len(), 2);
}

#[test]
fn the_end_of_a_hotspot_without_a_reason_is_read_back() {
    let (mut writer, mut story) = opened(crate::common::memory());
    let hotspot = HotspotId::from_u128(3);
    let ended = Event::HotspotEnded { hotspot, why: HotspotEnd::Expired };
    let entry = story.entry(StreamId::Hotspot(hotspot), Some(Subject::Hotspot(hotspot)), ended);
    writer.submit(batch(vec![entry.clone()])).unwrap();
    assert!(writer.read(Seq(1), 10).unwrap() == vec![entry]);
}
