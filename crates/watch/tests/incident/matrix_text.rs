//! Writes every representative state x every command as text, to be read by people. Used by the test and by the example.

use hoeder_vocab::{
    AccountId, CarrierId, DecidedAt, FixedAt, IncidentId, MessageId, PairId, Sensitive, UtcMillis,
};
use hoeder_watch::incident::{
    About, AlertFacts, Call, CallResult, Callee, Channel, Delivery, Figures, HandOff, Incident,
    IncidentCommand, IncidentEvent, IncidentTimes, Instruction, Keeper, Outcome, State, Told,
};
use hoeder_watch::track::{AlertKind, Severity};
use std::fmt::Write as _;
use std::time::Duration;

const ANNA: AccountId = AccountId::from_u128(1);
const BOB: AccountId = AccountId::from_u128(2);
const PAIR: PairId = PairId::from_u128(3);
const OFFENDER: CarrierId = CarrierId::from_u128(4);
const MESSAGE: MessageId = MessageId::from_u128(5);
const START: UtcMillis = UtcMillis::from_unix_ms(1_795_000_000_000);

type Named<T> = (&'static str, T);

fn at(seconds: u64) -> DecidedAt {
    DecidedAt(START.plus(Duration::from_secs(seconds)))
}

fn words(text: &str) -> Sensitive<String> {
    Sensitive::new(text.to_owned())
}

fn alert(kind: AlertKind) -> Box<AlertFacts> {
    Box::new(AlertFacts {
        kind,
        severity: Severity::Certain,
        pair: Some(PAIR),
        carrier: OFFENDER,
        perimeter: None,
        since: FixedAt(START),
        guard_at: DecidedAt(START),
        late: false,
        evidence: [None, None],
        figures: Figures::default(),
    })
}

fn raise(kind: AlertKind) -> IncidentCommand {
    IncidentCommand::Raise { about: About::Pair(PAIR), alert: alert(kind) }
}

fn worse(kind: AlertKind) -> IncidentCommand {
    let figures = Figures { distance_dm: Some(100), ..Figures::default() };
    IncidentCommand::Worsen(Box::new(AlertFacts { figures, ..*alert(kind) }))
}

fn clear(kind: AlertKind) -> IncidentCommand {
    IncidentCommand::Clear(alert(kind).key())
}

fn revise(kind: AlertKind, now: Option<u64>) -> IncidentCommand {
    let now = now.map(|seconds| FixedAt(at(seconds).0));
    IncidentCommand::Revise { key: alert(kind).key(), was: FixedAt(START), now }
}

fn police(by: AccountId, direction_deg: Option<u16>) -> IncidentCommand {
    let hand_off = HandOff {
        zone: None,
        place: words("Dorp 1"),
        position: None,
        direction_deg,
        minutes: Some(4),
        reference: "I-77".into(),
    };
    IncidentCommand::HandToPolice { by, hand_off: Box::new(hand_off) }
}

fn instruct(by: AccountId) -> IncidentCommand {
    let told = Told { message: MESSAGE, instruction: Instruction::Stay, channel: Channel::Device };
    IncidentCommand::Instruct { by, told }
}

fn set_aside(by: AccountId, kind: AlertKind, reason: &str) -> IncidentCommand {
    IncidentCommand::SetAside { by, key: alert(kind).key(), reason: words(reason) }
}

fn close(by: AccountId, reason: &str) -> IncidentCommand {
    IncidentCommand::Close { by, outcome: Outcome::Violation, reason: words(reason) }
}

/// A state and how one comes there: each command 1 second after the one before.
fn states() -> Vec<Named<Vec<IncidentCommand>>> {
    let take = || IncidentCommand::Take { by: ANNA };
    let near = || vec![raise(AlertKind::Near)];
    let owned = || [near(), vec![take()]].concat();
    let over = || [owned(), vec![clear(AlertKind::Near)]].concat();
    let with_police = || [owned(), vec![police(ANNA, Some(270)), instruct(ANNA)]].concat();
    vec![
        ("not opened", vec![]),
        ("open: near", near()),
        ("open: near, over by the fixes", [near(), vec![clear(AlertKind::Near)]].concat()),
        ("open: a battery", vec![raise(AlertKind::Battery)]),
        ("Anna owns it, near stands", owned()),
        ("Anna owns it, all is over", over()),
        ("Anna owns a silence", vec![raise(AlertKind::Silent), take()]),
        ("with the police, Anna keeps it", with_police()),
        ("with the police, its owner lost", [with_police(), vec![IncidentCommand::LoseOwner]].concat()),
        ("closed", [over(), vec![close(ANNA, "he went home")]].concat()),
    ]
}

fn commands() -> Vec<Named<(u64, IncidentCommand)>> {
    let call = Call { whom: Callee::Protected, result: CallResult::Reached, note: words("") };
    let deliver = |delivery| IncidentCommand::Deliver { message: MESSAGE, delivery };
    let one = |name, command| (name, (1, command));
    let later = |name, seconds| (name, (seconds, IncidentCommand::Tick));
    vec![
        one("near is raised", raise(AlertKind::Near)),
        one("an entry is raised", raise(AlertKind::Entered)),
        one("a battery is raised", raise(AlertKind::Battery)),
        one("near is worse", worse(AlertKind::Near)),
        one("a silence is worse, never raised", worse(AlertKind::Silent)),
        one("near is over", clear(AlertKind::Near)),
        one("the silence is over", clear(AlertKind::Silent)),
        one("near began later", revise(AlertKind::Near, Some(30))),
        one("near is not borne out", revise(AlertKind::Near, None)),
        one("Anna takes", IncidentCommand::Take { by: ANNA }),
        one("Bob takes", IncidentCommand::Take { by: BOB }),
        one("Anna hands over to Bob", IncidentCommand::HandOver { by: ANNA, to: BOB }),
        one("Anna hands over to Anna", IncidentCommand::HandOver { by: ANNA, to: ANNA }),
        one("Bob hands over to Anna", IncidentCommand::HandOver { by: BOB, to: ANNA }),
        one("the owner's screen is lost", IncidentCommand::LoseOwner),
        one("Anna is still on it", IncidentCommand::StayOn { by: ANNA }),
        one("Bob is still on it", IncidentCommand::StayOn { by: BOB }),
        one("Bob did the step look", IncidentCommand::DoStep { by: BOB, step: "look".into() }),
        one("Bob did no step", IncidentCommand::DoStep { by: BOB, step: String::new() }),
        one("Bob called the protected person", IncidentCommand::Call { by: BOB, call }),
        one("Bob notes", IncidentCommand::Note { by: BOB, text: words("seen at the corner") }),
        one("Bob notes nothing", IncidentCommand::Note { by: BOB, text: words(" ") }),
        one("Anna hands to the police", police(ANNA, Some(270))),
        one("Bob hands to the police", police(BOB, Some(270))),
        one("Anna hands over, 400 degrees", police(ANNA, Some(400))),
        one("Anna tells the person to stay", instruct(ANNA)),
        one("Bob tells the person to stay", instruct(BOB)),
        one("the device has the instruction", deliver(Delivery::Delivered)),
        one("the person saw the instruction", deliver(Delivery::Seen)),
        one("Anna sets near aside", set_aside(ANNA, AlertKind::Near, "they share a workplace")),
        one("Anna sets near aside, no reason", set_aside(ANNA, AlertKind::Near, "")),
        one("Anna sets the silence aside", set_aside(ANNA, AlertKind::Silent, "known")),
        one("Bob sets near aside", set_aside(BOB, AlertKind::Near, "known")),
        one("Anna closes with a reason", close(ANNA, "he went home")),
        one("Anna closes without a reason", close(ANNA, " ")),
        one("Bob closes with a reason", close(BOB, "he went home")),
        later("1 second passes", 1),
        later("1 minute passes", 60),
        later("10 minutes pass", 600),
        later("15 minutes pass", 900),
        later("1 hour passes", 3_600),
        later("2 days pass", 172_800),
    ]
}

fn who(account: AccountId) -> &'static str {
    if account == ANNA { "Anna" } else { "Bob" }
}

fn event_text(event: &IncidentEvent) -> String {
    match event {
        IncidentEvent::Opened { .. } => "Opened".into(),
        IncidentEvent::AlertRaised(alert) => format!("Raised({:?})", alert.kind),
        IncidentEvent::AlertWorse(alert) => format!("Worse({:?})", alert.kind),
        IncidentEvent::AlertCleared { key } => format!("Cleared({:?})", key.kind),
        IncidentEvent::AlertRevised { key, now: Some(_), .. } => format!("Revised({:?})", key.kind),
        IncidentEvent::AlertRevised { key, now: None, .. } => format!("NotBorneOut({:?})", key.kind),
        IncidentEvent::AlertGrew { key, level } => format!("Grew({:?} to {level})", key.kind),
        IncidentEvent::AlertSetAside { key, by, .. } => format!("SetAside({:?} by {})", key.kind, who(*by)),
        IncidentEvent::Rose { to } => format!("Rose({to:?})"),
        IncidentEvent::Taken { by } => format!("Taken({})", who(*by)),
        IncidentEvent::HandedOver { to, .. } => format!("HandedOver(to {})", who(*to)),
        IncidentEvent::OwnerLost { owner } => format!("OwnerLost({})", who(*owner)),
        IncidentEvent::OwnerReminded { owner } => format!("OwnerReminded({})", who(*owner)),
        IncidentEvent::OwnershipReturned { owner } => format!("OwnershipReturned({})", who(*owner)),
        IncidentEvent::StillOnIt { by } => format!("StillOnIt({})", who(*by)),
        IncidentEvent::NotTaken => "NotTaken".into(),
        IncidentEvent::StepDone { step, .. } => format!("StepDone({step})"),
        IncidentEvent::Called { call, .. } => format!("Called({:?})", call.whom),
        IncidentEvent::Noted { .. } => "Noted".into(),
        IncidentEvent::HandedToPolice { .. } => "HandedToPolice".into(),
        IncidentEvent::Instructed { .. } => "Instructed".into(),
        IncidentEvent::InstructionDelivery { delivery, .. } => format!("Delivery({delivery:?})"),
        IncidentEvent::Closed { by, outcome, .. } => format!("Closed({outcome:?} by {})", who(*by)),
    }
}

fn state_text(incident: &Incident) -> String {
    let keeper = |keeper: &Keeper| match keeper {
        Keeper::Ringing(_) => "rings".to_owned(),
        Keeper::Owner(owner) => format!("{} has it", who(owner.owner)),
    };
    let state = match incident.state() {
        State::NotOpened => return "not opened".into(),
        State::Open(_) => "rings".into(),
        State::Owned(owner) => format!("{} has it", who(owner.owner)),
        State::WithPolice { keeper: kept, .. } => format!("with the police, {}", keeper(kept)),
        State::Closed(ending) => format!("closed by {}", who(ending.by)),
    };
    let alerts: Vec<String> = incident
        .alerts()
        .map(|alert| {
            let mark = match (alert.cleared_at, alert.set_aside) {
                (Some(_), _) => " over",
                (None, Some(_)) => " set aside",
                (None, None) => "",
            };
            let level = if alert.level == 0 { String::new() } else { format!(" level {}", alert.level) };
            let revised = match alert.revised.map(|revised| revised.begun) {
                None => "",
                Some(Some(_)) => " began otherwise",
                Some(None) => " not borne out",
            };
            format!("{:?}{mark}{level}{revised}", alert.facts.kind)
        })
        .collect();
    format!("{:?}, {state}; {}", incident.queue(), alerts.join(", "))
}

fn answer(events: &[IncidentEvent]) -> String {
    if events.is_empty() {
        return "nothing".into();
    }
    events.iter().map(event_text).collect::<Vec<_>>().join(" + ")
}

/// Every state x every command.
pub(crate) fn incident_matrix() -> String {
    let times = IncidentTimes::default();
    let mut text = String::from("An incident: what each command does in each state. `no` is a refusal.\n");
    for (name, path) in states() {
        let mut incident = Incident::new(IncidentId::from_u128(9));
        let mut seconds = 0;
        for command in &path {
            let now = at(seconds);
            for event in incident.decide(command, now, &times).unwrap_or_default() {
                incident.apply(&event, now);
            }
            seconds += 1;
        }
        let last = seconds.saturating_sub(1);
        let tick = incident
            .next_due(&times)
            .map_or("never".into(), |due| format!("in {} s", due.since(at(last).0).as_secs()));
        let _ = writeln!(text, "\n## {name}\n   {}; tick {tick}", state_text(&incident));
        for (command_name, (wait, command)) in commands() {
            let now = at(last + wait);
            let cell = match incident.decide(&command, now, &times) {
                Err(refusal) => format!("no: {refusal} [{}]", refusal.code()),
                Ok(events) => {
                    let mut next = incident.clone();
                    events.iter().for_each(|event| next.apply(event, now));
                    format!("{} => {}", answer(&events), state_text(&next))
                }
            };
            let _ = writeln!(text, "{command_name:<34} {cell}");
        }
    }
    text
}
