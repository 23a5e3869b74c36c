//! What the devices of the demo do, played into a guard with the demo's own orders and an engine that goes on with its day.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops at a broken promise"
)]

use hoeder_engine::duty::READY_TIMEOUT;
use hoeder_engine::entry::{Entry, Event};
use hoeder_engine::input::Input;
use hoeder_engine::measures::MeasureRules;
use hoeder_engine::output::{Directory, Output, Problem, Reply};
use hoeder_engine::tracking::mandate::NoticePolicy;
use hoeder_engine::tracking::tracker::FieldTest;
use hoeder_engine::tracking::{IncidentOrder, TrackerLine, TrackingEvent, TrackingOrder, TrackingRules};
use hoeder_engine::{Cell, CellConfig};
use hoeder_geo::Countries;
use hoeder_measure::risk::{Item, Questionnaire, Weight};
use hoeder_sim::demo;
use hoeder_sim::demo::tracking::{
    ANNA, BERT, BERT_ANNA, KEVIN, MARC, MARC_SOPHIE, MARC_TOM, PASCAL, PASCAL_NADIA, REPORT_EVERY, Speaks,
    THIERRY, TOM, Wearable, wearables,
};
use hoeder_store::{MasterKey, MemorySpool, SqliteLog, Writer};
use hoeder_vocab::tracking::Motion;
use hoeder_vocab::{
    CarrierId, DeskId, Epoch, IncidentId, MessageId, PairId, ReceivedAt, RequestId, Sensitive, Seq, UtcMillis,
};
use hoeder_watch::alarm::{AlarmTimes, Home};
use hoeder_watch::incident::{
    About, Call, CallResult, Callee, Channel, HandOff, IncidentEvent, Instruction, Outcome, Refusal, Told,
};
use hoeder_watch::supervision::WatchTimes;
use hoeder_watch::track::{Alert, AlertKind, Change, Guard, Settings};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use std::time::Duration;

const NOW: UtcMillis = UtcMillis::from_unix_ms(1_795_345_200_000);
const SEED: u64 = 1;

/// The day behind, played once for all tests.
static YESTERDAY: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let open = || {
        let log = SqliteLog::open(folder.path()).unwrap();
        let master = MasterKey::from_bytes([7; 32]);
        Writer::open(Box::new(log), Box::new(MemorySpool::new()), master, demo::CELL).unwrap()
    };
    let countries = Countries::new().unwrap();
    let item = |id: &str, weight| Item { id: id.to_owned(), weight, text: [(); 4].map(|()| id.to_owned()) };
    let items = vec![item("factor", Weight::Factor), item("bomb", Weight::Bomb)];
    let checklist = Questionnaire { version: "test-1".to_owned(), items };
    let (writer, restored) = open();
    let options = demo::Populate {
        seed: SEED,
        until: NOW,
        password: &|_| None,
        digest: &|secret| [u8::try_from(secret.len()).unwrap(); 32],
        countries: &countries,
        measures: MeasureRules { questionnaires: vec![checklist], ..MeasureRules::default() },
        agreement: &|_| Some(demo::Scan { bytes: b"%PDF-1.7".to_vec(), sha256: [7; 32] }),
    };
    demo::populate(writer, &restored, &options).unwrap();
    open().0.read(Seq(1), u32::MAX).unwrap()
});

/// The town from now on: devices, guard and engine on one clock.
struct Town {
    cell: Cell,
    guard: Guard,
    devices: Vec<Wearable>,
    now: UtcMillis,
    alerts: Vec<(u64, Alert)>,
    events: Vec<(IncidentId, IncidentEvent)>,
    lines: BTreeMap<CarrierId, TrackerLine>,
    /// What would go to a device: instructions and commands.
    to_devices: usize,
    requests: u128,
}

impl Town {
    /// As a server finds it: the log is replayed, and the engine says what to watch.
    fn wakes() -> Self {
        let mut cell = Cell::new(CellConfig {
            cell: demo::CELL,
            own_room: demo::OWN_ROOM,
            epoch: Epoch(2),
            alarm_times: AlarmTimes::default(),
            watch_times: WatchTimes::default(),
            protocols: Vec::new(),
            ready_timeout: READY_TIMEOUT,
            countries: Countries::new().unwrap(),
            measures: MeasureRules::default(),
            tracking: TrackingRules::default(),
            voice: hoeder_engine::voice::VoiceTimes::default(),
        });
        for entry in YESTERDAY.iter() {
            cell.replay_own(entry.clone());
        }
        cell.start(NOW);
        let mut town = Self {
            cell,
            guard: Guard::new(Settings::default()),
            devices: wearables(SEED),
            now: NOW,
            alerts: Vec::new(),
            events: Vec::new(),
            lines: BTreeMap::new(),
            to_devices: 0,
            requests: 1 << 64,
        };
        town.settle();
        for number in [1, 2] {
            let account = demo::account_id(&format!("monitor{number}"));
            let desk = DeskId::from_u128(number);
            town.tell(Input::DeskUp { desk, account, after: None });
        }
        town
    }

    fn settle(&mut self) -> Option<Reply> {
        let mut answer = None;
        loop {
            let mut written = None;
            while let Some(output) = self.cell.poll_output() {
                match output {
                    Output::Append(entry) => {
                        written = Some(entry.seq);
                        if let Event::Incident(id, event) = entry.event {
                            self.events.push((id, *event));
                        }
                    }
                    Output::Watch(order) => self.guard.order(order, self.now).unwrap(),
                    Output::Directory(Directory::Tracker(line)) => {
                        for carrier in &line.carriers {
                            self.lines.insert(*carrier, (*line).clone());
                        }
                    }
                    Output::Instruct(_) | Output::Command { .. } => self.to_devices += 1,
                    Output::Reply { reply, .. } => answer = Some(reply),
                    _ => {}
                }
            }
            let Some(through) = written else { return answer };
            self.cell.handle(Input::Durable { through, home: Home::Store }, self.now);
        }
    }

    fn tell(&mut self, input: Input) -> Option<Reply> {
        self.cell.handle(input, self.now);
        self.settle()
    }

    fn heed(&mut self) {
        while let Some(change) = self.guard.poll() {
            if let Change::Raised(alert) = &change {
                self.alerts.push((self.since_s(), (**alert).clone()));
            }
            self.tell(Input::TrackChange(Box::new(change)));
        }
    }

    fn since_s(&self) -> u64 {
        self.now.since(NOW).as_secs()
    }

    /// Lets the town live until so many seconds after the demo began.
    fn until(&mut self, second: u64) {
        while self.since_s() < second {
            let since_s = self.since_s();
            for device in &self.devices {
                if let Some(report) = device.report_at(since_s, self.now) {
                    self.guard.take(device.carrier, &report, ReceivedAt(self.now));
                }
            }
            self.heed();
            let next = self.now.plus(REPORT_EVERY);
            while let Some(due) = self.guard.next_due().filter(|due| *due < next) {
                self.now = self.now.max(due);
                self.guard.tick(self.now);
                self.heed();
            }
            self.now = next;
            self.tell(Input::Tick);
        }
    }

    fn raised(&self, kind: AlertKind) -> Vec<(u64, Alert)> {
        self.alerts.iter().filter(|(_, alert)| alert.kind == kind).cloned().collect()
    }

    fn open(&self, wanted: About) -> IncidentId {
        let opened = |(id, event): &(IncidentId, IncidentEvent)| {
            matches!(event, IncidentEvent::Opened { about } if *about == wanted).then_some(*id)
        };
        self.events.iter().rev().find_map(opened).unwrap()
    }

    fn order(&mut self, login: &str, incident: IncidentId, order: IncidentOrder) -> Result<(), Problem> {
        self.requests += 1;
        let request = RequestId::from_u128(self.requests);
        let order = TrackingOrder::Incident { incident, order }.into();
        match self.tell(Input::Order { request, by: demo::account_id(login), order }) {
            Some(Reply::Problem(problem)) => Err(problem),
            _ => Ok(()),
        }
    }

    fn events_of(&self, incident: IncidentId) -> Vec<&IncidentEvent> {
        self.events.iter().filter(|(id, _)| *id == incident).map(|(_, event)| event).collect()
    }
}

fn words(text: &str) -> Sensitive<String> {
    Sensitive::new(text.to_owned())
}

/// EM-02, EM-04, FL-02: warning, then alarm, the police in between, and an end that a person gives.
#[test]
fn a_band_comes_near_is_handed_to_the_police_turns_away_and_a_person_closes_it() {
    let mut town = Town::wakes();
    town.until(95);
    let (first, warning) = town.alerts.first().cloned().unwrap();
    assert_eq!((warning.kind, warning.pair), (AlertKind::Warning, Some(BERT_ANNA)));
    assert!((50..=90).contains(&first), "a newcomer sees it within about a minute: {first} s");
    let incident = town.open(About::Pair(BERT_ANNA));
    let by = "monitor1";
    town.order(by, incident, IncidentOrder::Take).unwrap();
    let note = words("");
    let call = Call { whom: Callee::Protected, result: CallResult::Reached, note };
    town.order(by, incident, IncidentOrder::Call(call)).unwrap();
    let hand_off = HandOff {
        zone: Some(demo::HOEDERGEM),
        place: words("Kerkstraat 14"),
        position: None,
        direction_deg: Some(250),
        minutes: Some(4),
        reference: "Hoeder 12".to_owned(),
    };
    town.order(by, incident, IncidentOrder::HandToPolice(Box::new(hand_off))).unwrap();
    let close = |outcome| IncidentOrder::Close { outcome, reason: words("Weg van de straat.") };
    let early = town.order(by, incident, close(Outcome::Violation));
    assert!(matches!(early, Err(Problem::Incident(Refusal::AlertStands))), "{early:?}");
    town.until(900);
    let of_pair: Vec<AlertKind> =
        town.alerts.iter().filter(|(_, one)| one.pair == Some(BERT_ANNA)).map(|(_, one)| one.kind).collect();
    assert!(of_pair.contains(&AlertKind::Near), "{of_pair:?}");
    let cleared = town.events_of(incident).iter().any(|e| matches!(e, IncidentEvent::AlertCleared { .. }));
    let closed = |town: &Town| {
        town.events_of(incident).iter().any(|event| matches!(event, IncidentEvent::Closed { .. }))
    };
    assert!(cleared && !closed(&town), "over by the fixes, and open until somebody closes it");
    town.order(by, incident, close(Outcome::Violation)).unwrap();
    assert!(closed(&town));
}

/// The third branch of proximity: silence while closing is 'unknown, could be near', before any warning of distance.
#[test]
fn a_band_that_falls_silent_while_closing_could_be_near_until_it_is_heard_again() {
    let mut town = Town::wakes();
    town.until(1_200);
    let of_pair: Vec<(u64, Alert)> =
        town.alerts.iter().filter(|(_, one)| one.pair == Some(PASCAL_NADIA)).cloned().collect();
    let kinds: BTreeSet<AlertKind> = of_pair.iter().map(|(_, one)| one.kind).collect();
    assert_eq!(kinds, BTreeSet::from([AlertKind::CouldBeNear]), "{of_pair:?}");
    let reach = of_pair[0].1.judged.reach.unwrap().0;
    assert!(reach >= 600.0, "{reach} m: from where it was last, to within the limit");
    let incident = town.open(About::Pair(PASCAL_NADIA));
    let over = |event: &&IncidentEvent| matches!(event, IncidentEvent::AlertCleared { key } if key.kind == AlertKind::CouldBeNear);
    assert_eq!(town.events_of(incident).iter().filter(|event| over(event)).count(), 1);
}

#[test]
fn a_strap_is_cut_and_fitted_again() {
    let mut town = Town::wakes();
    town.until(1_500);
    let cut = town.raised(AlertKind::Tampered);
    assert_eq!(cut.iter().map(|(at, one)| (*at, one.carrier)).collect::<Vec<_>>(), [(150, KEVIN)]);
    let incident = town.open(About::Carrier(KEVIN));
    assert!(town.events_of(incident).iter().any(|event| matches!(event, IncidentEvent::AlertCleared { .. })));
}

/// EM-07: too much is an alert, readings keep coming at least as often as the mandate asks, and it ends with a low one.
#[test]
fn one_reading_of_alcohol_is_too_much_and_none_is_missing_for_three_hours() {
    let mut town = Town::wakes();
    town.until(3 * 3_600);
    let alcohol = town.raised(AlertKind::Alcohol);
    assert_eq!(alcohol.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [240, 240 + 5_400]);
    assert!(alcohol.iter().all(|(_, one)| one.carrier == THIERRY));
    assert_eq!(town.raised(AlertKind::AlcoholMissing).len(), 0);
    let incident = town.open(About::Carrier(THIERRY));
    assert!(town.events_of(incident).iter().any(|event| matches!(event, IncidentEvent::AlertCleared { .. })));
}

/// EM-05, EM-08: the child goes about with a device that is never told anything, and nobody can make it.
#[test]
fn a_minors_device_goes_about_and_never_gives_a_notice() {
    let mut town = Town::wakes();
    assert_eq!(town.lines[&TOM].notice, NoticePolicy::Never);
    assert_eq!(town.lines[&ANNA].notice, NoticePolicy::Allowed);
    town.until(2 * 3_600);
    let child = town.devices.iter().find(|device| device.carrier == TOM).unwrap();
    let far = (0..360).map(|n| child.spot_at(n * 10).metres_to(child.spot_at(0)));
    assert!(far.fold(0.0, f64::max) > 400.0, "it goes about");
    assert!(town.alerts.iter().all(|(_, one)| one.carrier != TOM && one.pair != Some(MARC_TOM)));
    assert_eq!(town.to_devices, 0);
    // His father comes near all the same: the centre hears of it, the device does not.
    let father = town.devices.iter().find(|device| device.carrier == MARC).unwrap().clone();
    let mut report = father.report_at(town.since_s(), town.now).unwrap();
    let beside = town.devices.iter().find(|device| device.carrier == TOM).unwrap();
    let place = beside.report_at(town.since_s(), town.now).unwrap().fix.unwrap().position;
    if let Some(fix) = &mut report.fix {
        (fix.position, fix.motion, fix.speed_cms) = (place, Motion::Moving, Some(500));
    }
    town.guard.take(father.carrier, &report, ReceivedAt(town.now));
    town.heed();
    let incident = town.open(About::Pair(MARC_TOM));
    town.order("monitor1", incident, IncidentOrder::Take).unwrap();
    let told = |channel| Told { message: MessageId::from_u128(1), instruction: Instruction::Stay, channel };
    let refused = town.order("monitor1", incident, IncidentOrder::Instruct(told(Channel::Device)));
    assert!(matches!(refused, Err(Problem::Conflict("carrier.never_notified"))), "{refused:?}");
    town.order("monitor1", incident, IncidentOrder::Instruct(told(Channel::Call))).unwrap();
    assert_eq!(town.to_devices, 0, "who cares for him is called instead");
}

#[test]
fn nobody_else_of_the_demo_gives_an_alert_in_two_hours_and_the_same_seed_is_the_same_day() {
    let mut town = Town::wakes();
    town.until(2 * 3_600);
    let about: BTreeSet<(CarrierId, Option<PairId>, AlertKind)> =
        town.alerts.iter().map(|(_, one)| (one.carrier, one.pair, one.kind)).collect();
    let known = BTreeSet::from([
        (BERT, Some(BERT_ANNA), AlertKind::Warning),
        (BERT, Some(BERT_ANNA), AlertKind::Approaching),
        (BERT, Some(BERT_ANNA), AlertKind::Near),
        (PASCAL, Some(PASCAL_NADIA), AlertKind::CouldBeNear),
        (PASCAL, None, AlertKind::Silent),
        (KEVIN, None, AlertKind::Tampered),
        (THIERRY, None, AlertKind::Alcohol),
    ]);
    assert_eq!(about, known);
    let says =
        |since_s| wearables(SEED).iter().map(move |one| one.report_at(since_s, NOW)).collect::<Vec<_>>();
    assert_eq!(says(70), says(70));
    let languages: BTreeSet<Speaks> = wearables(SEED).iter().map(|one| one.speaks).collect();
    assert_eq!(languages.len(), 3);
    for one in wearables(SEED) {
        assert_eq!(one.secret.is_none(), one.speaks == Speaks::Teltonika, "who can bring a secret does");
    }
}

/// EM-01, EM-10, FL-12, FL-14: what is in force, by whom it was put, and that devices were checked before they were worn.
#[test]
fn mandates_run_under_a_pilot_and_devices_are_checked_worn_and_tried() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut checked = BTreeSet::new();
    for entry in YESTERDAY.iter() {
        let Event::Tracking(event) = &entry.event else { continue };
        let what = match &**event {
            TrackingEvent::PilotPut(_) => "pilot",
            TrackingEvent::MandatePut(mandate) => {
                assert!(mandate.pilot.is_some() && mandate.runs(NOW));
                "mandate"
            }
            TrackingEvent::CoverageChecked(check) => {
                checked.insert(check.carrier);
                "check"
            }
            TrackingEvent::TrackerIssued { carriers, .. } => {
                assert!(carriers.iter().all(|carrier| checked.contains(carrier)));
                "issued"
            }
            TrackingEvent::FieldTested { result: FieldTest::Passed, .. } => "tried",
            TrackingEvent::TrackerReturned { .. } => "returned",
            _ => "other",
        };
        *counts.entry(what).or_default() += 1;
    }
    let of = |what| counts.get(what).copied().unwrap_or(0);
    assert_eq!([of("pilot"), of("mandate"), of("check"), of("issued"), of("tried")], [1, 5, 9, 9, 9]);
    assert_eq!(of("returned"), 2);
}

/// FL-02, EM-04: four incidents of yesterday, each closed by a person, one after the police were told and one that was over by itself.
#[test]
fn yesterday_has_four_incidents_that_people_closed() {
    let mut of: BTreeMap<IncidentId, Vec<&IncidentEvent>> = BTreeMap::new();
    let mut about = BTreeMap::new();
    for entry in YESTERDAY.iter() {
        assert!(entry.decided_at.0 <= NOW.plus(Duration::from_secs(1)));
        if let Event::Incident(id, event) = &entry.event {
            of.entry(*id).or_default().push(event);
            if let IncidentEvent::Opened { about: whom } = &**event {
                about.insert(*whom, *id);
            }
        }
    }
    assert_eq!(of.len(), 4);
    let has = |whom: About, what: fn(&IncidentEvent) -> bool| of[&about[&whom]].iter().any(|one| what(one));
    let told = |event: &IncidentEvent| matches!(event, IncidentEvent::HandedToPolice { .. });
    let (bert, marc) = (About::Pair(BERT_ANNA), About::Pair(MARC_SOPHIE));
    assert!(has(bert, told) && !has(marc, told));
    let kinds = |whom: About| -> BTreeSet<AlertKind> {
        let raised = of[&about[&whom]].iter().filter_map(|event| match event {
            IncidentEvent::AlertRaised(alert) => Some(alert.kind),
            _ => None,
        });
        raised.collect()
    };
    assert!(kinds(bert).contains(&AlertKind::Near));
    assert_eq!(kinds(marc), BTreeSet::from([AlertKind::Warning]));
    assert_eq!(kinds(About::Carrier(KEVIN)), BTreeSet::from([AlertKind::Tampered]));
    assert_eq!(kinds(About::Carrier(THIERRY)), BTreeSet::from([AlertKind::Alcohol]));
    for events in of.values() {
        let last = events.last().unwrap();
        assert!(matches!(last, IncidentEvent::Closed { .. }), "{last:?}");
        assert!(events.iter().any(|event| matches!(event, IncidentEvent::AlertCleared { .. })));
    }
}
