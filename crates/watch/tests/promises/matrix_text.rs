//! Writes every representative state x every command as text, to be read by people. Used by the test and by the example.

use hoeder_vocab::handset::{DailyReport, Microphone, Trigger};
use hoeder_vocab::{
    AccountId, AlarmId, CaseId, DecidedAt, DeskId, FixedAt, HandsetId, Percent, PersonId, ReceivedAt,
    Sensitive, TestId, UtcMillis,
};
use hoeder_watch::alarm::{
    Alarm, AlarmCommand, AlarmEvent, AlarmKind, AlarmTimes, Bearer, Home, MistakeWord, Outcome, Pv, Raise,
};
use hoeder_watch::supervision::{
    AlertKind, Beat, SupervisionEvent, Watch, WatchCommand, WatchState, WatchTimes,
};
use std::fmt::Write as _;
use std::time::Duration;

const ANNA: AccountId = AccountId::from_u128(1);
const BOB: AccountId = AccountId::from_u128(2);
const START_MS: i64 = 1_795_000_000_000;

type Named<T> = (&'static str, T);

fn who(account: AccountId) -> &'static str {
    if account == ANNA {
        "Anna"
    } else if account == BOB {
        "Bob"
    } else {
        "somebody"
    }
}

fn at(seconds: u64) -> DecidedAt {
    DecidedAt(UtcMillis::from_unix_ms(START_MS).plus(Duration::from_secs(seconds)))
}

fn seconds_of(time: UtcMillis) -> u64 {
    time.since(UtcMillis::from_unix_ms(START_MS)).as_secs()
}

fn bearer() -> Bearer {
    let handset = HandsetId::from_u128(30);
    Bearer { case: CaseId::from_u128(10), person: PersonId::from_u128(20), handset }
}

fn raise(kind: AlarmKind) -> AlarmCommand {
    let handset = HandsetId::from_u128(30);
    let bearer = match kind {
        AlarmKind::Danger => Some(bearer()),
        AlarmKind::Unidentified => None,
    };
    AlarmCommand::Raise(Raise {
        kind,
        bearer,
        claimed: handset,
        trigger: Trigger::Button,
        pressed_at: FixedAt(at(0).0),
        received_at: ReceivedAt(at(0).0),
        fix: None,
        battery: Percent::new(80),
    })
}

fn press_again(seconds: u64) -> AlarmCommand {
    AlarmCommand::PressAgain { pressed_at: FixedAt(at(seconds).0), received_at: ReceivedAt(at(seconds).0) }
}

fn show() -> AlarmCommand {
    AlarmCommand::Show { desk: DeskId::from_u128(40), by: ANNA }
}

fn dispatch(by: AccountId, unit: &str) -> AlarmCommand {
    AlarmCommand::Dispatch { by, unit: unit.to_owned() }
}

fn arrive(by: AccountId, unit: &str) -> AlarmCommand {
    AlarmCommand::ArriveOnScene { by, unit: unit.to_owned() }
}

fn on_the_way(unit: &str) -> AlarmCommand {
    AlarmCommand::GoOnTheWay { by: BOB, unit: unit.to_owned() }
}

fn found(unit: &str, note: &str) -> AlarmCommand {
    let note = Sensitive::new(note.to_owned());
    AlarmCommand::ReportFinding { by: BOB, unit: unit.to_owned(), outcome: Outcome::FalseAlarm, note }
}

fn close(by: AccountId, pv: Pv, note: &str) -> AlarmCommand {
    AlarmCommand::Close { by, outcome: Outcome::RealDanger, pv, note: Sensitive::new(note.to_owned()) }
}

fn number(text: &str) -> Pv {
    Pv::Number(text.to_owned())
}

fn say(what: MistakeWord) -> AlarmCommand {
    AlarmCommand::SayWord { what, word: Sensitive::new("tulip".to_owned()) }
}

fn note(text: &str) -> AlarmCommand {
    AlarmCommand::Note { by: BOB, text: Sensitive::new(text.to_owned()) }
}

/// A state and how one comes there: each command 1 second after the one before.
fn alarm_states() -> Vec<Named<Vec<AlarmCommand>>> {
    let danger = || vec![raise(AlarmKind::Danger), AlarmCommand::Hold { home: Home::Store }];
    let stranger = || vec![raise(AlarmKind::Unidentified), AlarmCommand::Hold { home: Home::Store }];
    let take = || AlarmCommand::Take { by: ANNA };
    let taken = || [danger(), vec![show(), take()]].concat();
    let sent = || [taken(), vec![dispatch(ANNA, "P1")]].concat();
    let there = || [sent(), vec![arrive(ANNA, "P1")]].concat();
    let lost = || vec![AlarmCommand::LoseOwner];
    let up = || AlarmCommand::NobodyThere;
    vec![
        ("not raised", vec![]),
        ("just raised: not durable, shown by no desk", vec![raise(AlarmKind::Danger)]),
        ("ringing, shown", [danger(), vec![show()]].concat()),
        ("ringing for everyone", [danger(), vec![show(), up(), up(), up()]].concat()),
        ("unidentified press, ringing", stranger()),
        ("taken by Anna", taken()),
        ("unidentified press, taken by Anna", [stranger(), vec![show(), take()]].concat()),
        ("taken by Anna, handed over to Bob", {
            [taken(), vec![AlarmCommand::HandOver { by: ANNA, to: BOB }]].concat()
        }),
        ("P1 dispatched, Anna owns", sent()),
        ("P1 dispatched, Anna lost: rings again", [sent(), lost()].concat()),
        ("P1 on scene, Anna owns", there()),
        ("P1 on scene, Anna lost: rings again", [there(), lost()].concat()),
        ("closed, report given", [there(), vec![close(ANNA, number("PV-1"), "")]].concat()),
        ("closed, report to follow", [there(), vec![close(ANNA, Pv::ToFollow, "")]].concat()),
    ]
}

fn alarm_commands() -> Vec<Named<(u64, AlarmCommand)>> {
    let soon = |name, command| (name, (1, command));
    vec![
        soon("raise, the same id again", raise(AlarmKind::Danger)),
        soon("press again", press_again(600)),
        soon("press again, sent twice", press_again(0)),
        soon("hold in the spool", AlarmCommand::Hold { home: Home::Spool }),
        soon("show", show()),
        soon("link another alarm", AlarmCommand::Link { other: AlarmId::from_u128(51) }),
        soon("link itself", AlarmCommand::Link { other: AlarmId::from_u128(50) }),
        soon("Anna takes", AlarmCommand::Take { by: ANNA }),
        soon("Bob takes", AlarmCommand::Take { by: BOB }),
        soon("Bob takes if it is free", AlarmCommand::TakeFree { by: BOB }),
        ("Bob takes after 20 seconds", (20, AlarmCommand::Take { by: BOB })),
        soon("Anna is still on it", AlarmCommand::StayOn { by: ANNA }),
        soon("Bob is still on it", AlarmCommand::StayOn { by: BOB }),
        soon("Anna hands over to Bob", AlarmCommand::HandOver { by: ANNA, to: BOB }),
        soon("Anna hands over to Anna", AlarmCommand::HandOver { by: ANNA, to: ANNA }),
        soon("Bob hands over to Anna", AlarmCommand::HandOver { by: BOB, to: ANNA }),
        soon("the owner's desk is lost", AlarmCommand::LoseOwner),
        soon("nobody is there", AlarmCommand::NobodyThere),
        soon("Anna dispatches P1", dispatch(ANNA, "P1")),
        soon("Bob dispatches P2", dispatch(BOB, "P2")),
        soon("Bob dispatches nothing", dispatch(BOB, " ")),
        soon("Bob reports P1 on scene", arrive(BOB, "P1")),
        soon("Bob reports P2 on scene", arrive(BOB, "P2")),
        soon("Bob says P2 is on the way", on_the_way("P2")),
        soon("Bob says P1 found nobody", found("P1", "nobody there")),
        soon("Bob says P1 found, without words", found("P1", "")),
        soon("Bob did the step weapons", AlarmCommand::DoStep { by: BOB, step: "weapons".to_owned() }),
        soon("Bob did no step", AlarmCommand::DoStep { by: BOB, step: String::new() }),
        soon("the press is vouched for", AlarmCommand::Vouch { bearer: bearer() }),
        soon("Bob notes", note("sees a white car")),
        soon("Bob notes nothing", note("")),
        soon("the person says mistake", say(MistakeWord::Mistake)),
        soon("the person says the duress word", say(MistakeWord::Duress)),
        soon("Anna closes with a report", close(ANNA, number("PV-1"), "all safe")),
        soon("Anna closes, report to follow, no note", close(ANNA, Pv::ToFollow, "")),
        soon("Anna closes with an empty report number", close(ANNA, number(""), "all safe")),
        soon("Bob closes with a report", close(BOB, number("PV-1"), "all safe")),
        soon("Bob gives report PV-1", AlarmCommand::GivePv { by: BOB, number: "PV-1".to_owned() }),
        soon("Bob gives report PV-2", AlarmCommand::GivePv { by: BOB, number: "PV-2".to_owned() }),
        soon("Bob gives an empty report number", AlarmCommand::GivePv { by: BOB, number: String::new() }),
        soon("1 second passes", AlarmCommand::Tick),
        ("10 seconds pass", (10, AlarmCommand::Tick)),
        ("1 minute passes", (60, AlarmCommand::Tick)),
        ("10 minutes pass", (600, AlarmCommand::Tick)),
        ("15 minutes pass", (900, AlarmCommand::Tick)),
        ("1 day passes", (86_400, AlarmCommand::Tick)),
    ]
}

fn alarm_event(event: &AlarmEvent) -> String {
    match event {
        AlarmEvent::Raised { kind, bearer, .. } => {
            format!("Raised({kind:?}, {})", if bearer.is_some() { "known" } else { "unknown" })
        }
        AlarmEvent::Held { home } => format!("Held({home:?})"),
        AlarmEvent::Shown { by, .. } => format!("Shown({})", who(*by)),
        AlarmEvent::PressedAgain { .. } => "PressedAgain".to_owned(),
        AlarmEvent::Linked { .. } => "Linked".to_owned(),
        AlarmEvent::Climbed { to, why } => format!("Climbed({to:?}, {why:?})"),
        AlarmEvent::Taken { by } => format!("Taken({})", who(*by)),
        AlarmEvent::HandedOver { from, to } => format!("HandedOver({} to {})", who(*from), who(*to)),
        AlarmEvent::TakenOver { from, by } => format!("TakenOver(from {} by {})", who(*from), who(*by)),
        AlarmEvent::OwnerLost { owner } => format!("OwnerLost({})", who(*owner)),
        AlarmEvent::OwnerReminded { owner } => format!("OwnerReminded({})", who(*owner)),
        AlarmEvent::OwnershipReturned { owner } => format!("OwnershipReturned({})", who(*owner)),
        AlarmEvent::StillOnIt { by } => format!("StillOnIt({})", who(*by)),
        AlarmEvent::OnTheWay { by, unit } => format!("OnTheWay({unit} by {})", who(*by)),
        AlarmEvent::Found { by, unit, outcome, .. } => format!("Found({unit}, {outcome:?} by {})", who(*by)),
        AlarmEvent::StepDone { by, step } => format!("StepDone({step} by {})", who(*by)),
        AlarmEvent::Vouched { .. } => "Vouched".to_owned(),
        AlarmEvent::Dispatched { by, unit } => format!("Dispatched({unit} by {})", who(*by)),
        AlarmEvent::OnScene { by, unit } => format!("OnScene({unit} by {})", who(*by)),
        AlarmEvent::Noted { by, .. } => format!("Noted({})", who(*by)),
        AlarmEvent::WordSaid { what, .. } => format!("WordSaid({what:?})"),
        AlarmEvent::Overdue { milestone } => format!("Overdue({milestone:?})"),
        AlarmEvent::Closed { by, outcome, pv, .. } => format!("Closed({outcome:?}, {pv:?} by {})", who(*by)),
        AlarmEvent::PvGiven { by, number } => format!("PvGiven({number} by {})", who(*by)),
    }
}

fn alarm_state(alarm: &Alarm) -> String {
    let keeper = match (alarm.owner(), alarm.is_ringing()) {
        (Some(owner), _) => format!(", owner {}", who(owner)),
        (None, true) => format!(", rings on {:?}", alarm.rung()),
        (None, false) => String::new(),
    };
    let task = if alarm.open_pv_task() { ", report is due" } else { "" };
    format!("{:?}{keeper}{task}", alarm.stage())
}

fn answer<E>(events: &[E], name: impl Fn(&E) -> String) -> String {
    if events.is_empty() {
        return "nothing".to_owned();
    }
    events.iter().map(name).collect::<Vec<_>>().join(" + ")
}

fn due(next: Option<UtcMillis>, now: DecidedAt) -> String {
    match next {
        None => "never".to_owned(),
        Some(at) if at <= now.0 => "at once".to_owned(),
        Some(at) => format!("in {} s", seconds_of(at) - seconds_of(now.0)),
    }
}

/// Every state x every command of an alarm.
pub(crate) fn alarm_matrix() -> String {
    let times = AlarmTimes::default();
    let mut text = "An alarm: what each command does in each state. `no` is a refusal.\n".to_owned();
    for (name, commands) in alarm_states() {
        let mut alarm = Alarm::new(AlarmId::from_u128(50));
        let mut seconds = 0;
        for command in &commands {
            let now = at(seconds);
            for event in alarm.decide(command, now, &times).unwrap_or_default() {
                alarm.apply(&event, now);
            }
            seconds += 1;
        }
        let last = at(seconds.saturating_sub(1));
        let _ = writeln!(
            text,
            "\n## {name}\n   {}; tick {}",
            alarm_state(&alarm),
            due(alarm.next_due(&times), last)
        );
        for (command_name, (wait, command)) in alarm_commands() {
            let now = DecidedAt(last.0.plus(Duration::from_secs(wait)));
            let cell = match alarm.decide(&command, now, &times) {
                Err(refusal) => format!("no: {refusal} [{}]", refusal.code()),
                Ok(events) if events.is_empty() => answer(&events, alarm_event),
                Ok(events) => {
                    let mut next = alarm.clone();
                    events.iter().for_each(|event| next.apply(event, now));
                    format!("{} => {}", answer(&events, alarm_event), alarm_state(&next))
                }
            };
            let _ = writeln!(text, "{command_name:<40} {cell}");
        }
    }
    text
}

/// A state and how one comes there: each command with the seconds since the one before.
fn watch_states() -> Vec<Named<Vec<(u64, WatchCommand)>>> {
    let running = || vec![(0, WatchCommand::Start), (1, WatchCommand::Beat(good_beat()))];
    let silent = || [running(), vec![(300, WatchCommand::Tick)]].concat();
    let own = |by| WatchCommand::Own { kind: AlertKind::Silent, by };
    let bad_report = WatchCommand::Report(DailyReport { location_permitted: Some(false), ..good_report() });
    vec![
        ("never started", vec![]),
        ("running, heard 0 s ago", running()),
        ("running, heard 299 s ago", [running(), vec![(299, WatchCommand::Tick)]].concat()),
        ("silent", silent()),
        ("silent, Anna takes care", [silent(), vec![(1, own(ANNA))]].concat()),
        ("was silent, heard again", [silent(), vec![(60, WatchCommand::Beat(good_beat()))]].concat()),
        ("battery low, unlinked 0 s ago", [running(), vec![(60, WatchCommand::Beat(bad_beat()))]].concat()),
        ("report bad", [running(), vec![(60, bad_report)]].concat()),
        ("tested", [running(), vec![(60, test(60))]].concat()),
        (
            "test planned for 1 to 2 hours from the start",
            [running(), vec![(60, plan(3_600, 7_200))]].concat(),
        ),
        (
            "planned test missed",
            [
                running(),
                vec![(0, plan(60, 200)), (200, WatchCommand::Beat(good_beat())), (0, WatchCommand::Tick)],
            ]
            .concat(),
        ),
        ("stopped while silent", [silent(), vec![(1, WatchCommand::Stop)]].concat()),
    ]
}

fn good_beat() -> Beat {
    Beat {
        battery: Percent::new(80),
        button_battery: Percent::new(80),
        button_linked: Some(true),
        path: None,
    }
}

fn bad_beat() -> Beat {
    Beat {
        battery: Percent::new(9),
        button_battery: Percent::new(80),
        button_linked: Some(false),
        path: None,
    }
}

fn good_report() -> DailyReport {
    DailyReport {
        button_battery: Percent::new(80),
        phone_battery: Percent::new(80),
        bluetooth_linked: Some(true),
        location_permitted: Some(true),
        microphone: Some(Microphone::Granted),
        ..DailyReport::default()
    }
}

fn test(id: u128) -> WatchCommand {
    WatchCommand::Test { test: TestId::from_u128(id), sent_at: FixedAt(at(0).0), trigger: Trigger::Button }
}

fn plan(from: u64, until: u64) -> WatchCommand {
    WatchCommand::PlanTest { test: TestId::from_u128(70), from: at(from).0, until: at(until).0 }
}

fn watch_commands() -> Vec<Named<(u64, WatchCommand)>> {
    let soon = |name, command| (name, (1, command));
    let kind = AlertKind::Silent;
    let close = |reason: &str| WatchCommand::Close { kind, by: BOB, reason: reason.to_owned() };
    let bad = DailyReport { microphone: Some(Microphone::Denied), ..good_report() };
    vec![
        soon("start", WatchCommand::Start),
        soon("stop", WatchCommand::Stop),
        soon("heartbeat, all well", WatchCommand::Beat(good_beat())),
        soon("heartbeat, battery low, unlinked", WatchCommand::Beat(bad_beat())),
        soon("heartbeat that says nothing", WatchCommand::Beat(Beat::default())),
        soon("report, all well", WatchCommand::Report(good_report())),
        soon("report, no microphone", WatchCommand::Report(bad)),
        soon("self-test", test(61)),
        soon("self-test, sent twice", test(60)),
        soon("Anna takes care of the silence", WatchCommand::Own { kind, by: ANNA }),
        soon("Bob takes care of the silence", WatchCommand::Own { kind, by: BOB }),
        soon("Bob closes the silence", close("new phone handed out")),
        soon("Bob closes the silence without a reason", close("")),
        soon("a test is planned for the next day", plan(86_400, 90_000)),
        soon("a test is planned backwards", plan(90_000, 86_400)),
        soon(
            "Bob closes the missed test",
            WatchCommand::Close { kind: AlertKind::TestMissed, by: BOB, reason: "called her".to_owned() },
        ),
        soon("1 second passes", WatchCommand::Tick),
        ("5 minutes pass", (300, WatchCommand::Tick)),
        ("20 minutes pass", (1200, WatchCommand::Tick)),
        ("2 days pass", (172_800, WatchCommand::Tick)),
    ]
}

fn watch_event(event: &SupervisionEvent) -> String {
    match event {
        SupervisionEvent::Started => "Started".to_owned(),
        SupervisionEvent::Stopped => "Stopped".to_owned(),
        SupervisionEvent::AlertOpened { kind } => format!("AlertOpened({kind:?})"),
        SupervisionEvent::AlertCleared { kind } => format!("AlertCleared({kind:?})"),
        SupervisionEvent::AlertReturned { kind } => format!("AlertReturned({kind:?})"),
        SupervisionEvent::AlertAged { kind, level } => format!("AlertAged({kind:?} to {level})"),
        SupervisionEvent::AlertOwned { kind, by } => format!("AlertOwned({kind:?} by {})", who(*by)),
        SupervisionEvent::AlertClosed { kind, by, .. } => format!("AlertClosed({kind:?} by {})", who(*by)),
        SupervisionEvent::Reported(_) => "Reported".to_owned(),
        SupervisionEvent::Tested { trigger, .. } => format!("Tested({trigger:?})"),
        SupervisionEvent::TestPlanned { .. } => "TestPlanned".to_owned(),
        SupervisionEvent::PlannedTestAnswered { .. } => "PlannedTestAnswered".to_owned(),
        SupervisionEvent::PlannedTestDropped { .. } => "PlannedTestDropped".to_owned(),
    }
}

fn watch_state(watch: &Watch) -> String {
    let alerts: Vec<String> = watch
        .alerts()
        .map(|a| {
            let cleared = if a.cleared_at.is_some() { ", cleared" } else { "" };
            let owner = a.owner.map_or(String::new(), |o| format!(", {}", who(o)));
            format!("{:?} level {}{cleared}{owner}", a.kind, a.level)
        })
        .collect();
    match watch.state() {
        WatchState::NotStarted => "not started".to_owned(),
        WatchState::Running(_) if alerts.is_empty() => "running, no alert".to_owned(),
        WatchState::Running(_) => format!("running, alerts: {}", alerts.join("; ")),
        WatchState::Stopped => "stopped".to_owned(),
    }
}

/// What the engine does with a command: the beat is kept, the events are applied.
fn obey(watch: &mut Watch, command: &WatchCommand, events: &[SupervisionEvent], now: DecidedAt) {
    if let WatchCommand::Beat(beat) = command {
        watch.observe(*beat, ReceivedAt(now.0));
    }
    events.iter().for_each(|event| watch.apply(event, now));
}

/// Every state x every command of the watch over a handset.
pub(crate) fn watch_matrix() -> String {
    let times = WatchTimes { dead_man: Duration::from_secs(300), ..WatchTimes::default() };
    let mut text =
        "The watch over a handset: what each command does in each state. `no` is a refusal.\n".to_owned();
    for (name, commands) in watch_states() {
        let mut watch = Watch::new(HandsetId::from_u128(30));
        let mut seconds = 0;
        for (wait, command) in &commands {
            seconds += wait;
            let now = at(seconds);
            let events = watch.decide(command, now, &times).unwrap_or_default();
            obey(&mut watch, command, &events, now);
        }
        let last = at(seconds);
        let _ = writeln!(
            text,
            "\n## {name}\n   {}; tick {}",
            watch_state(&watch),
            due(watch.next_due(&times), last)
        );
        for (command_name, (wait, command)) in watch_commands() {
            let now = DecidedAt(last.0.plus(Duration::from_secs(wait)));
            let cell = match watch.decide(&command, now, &times) {
                Err(refusal) => format!("no: {refusal} [{}]", refusal.code()),
                Ok(events) => {
                    let mut next = watch.clone();
                    obey(&mut next, &command, &events, now);
                    format!("{} => {}", answer(&events, watch_event), watch_state(&next))
                }
            };
            let _ = writeln!(text, "{command_name:<40} {cell}");
        }
    }
    text
}
