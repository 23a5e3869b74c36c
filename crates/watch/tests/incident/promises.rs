//! Promises of an incident, as sentences.

use hoeder_vocab::{
    AccountId, CarrierId, DecidedAt, FixedAt, IncidentId, MessageId, PairId, Sensitive, UtcMillis,
};
use hoeder_watch::incident::{
    About, AlertFacts, Channel, Delivery, Figures, Incident, IncidentCommand, IncidentEvent, IncidentTimes,
    Instruction, MAX_ALERTS, Outcome, Refusal, Revision, Stage, Told,
};
use hoeder_watch::track::{AlertKind, Queue, Severity};
use proptest::prelude::*;
use std::time::Duration;

const ANNA: AccountId = AccountId::from_u128(1);
const BOB: AccountId = AccountId::from_u128(2);
const PAIR: PairId = PairId::from_u128(3);
const START: UtcMillis = UtcMillis::from_unix_ms(1_795_000_000_000);

struct Life {
    incident: Incident,
    now: UtcMillis,
    events: Vec<IncidentEvent>,
}

fn facts(kind: AlertKind, carrier: u128) -> AlertFacts {
    AlertFacts {
        kind,
        severity: Severity::Certain,
        pair: Some(PAIR),
        carrier: CarrierId::from_u128(carrier),
        perimeter: None,
        since: FixedAt(START),
        guard_at: DecidedAt(START),
        late: false,
        evidence: [None, None],
        figures: Figures::default(),
    }
}

fn words(text: &str) -> Sensitive<String> {
    Sensitive::new(text.to_owned())
}

impl Life {
    fn new() -> Self {
        Self { incident: Incident::new(IncidentId::from_u128(9)), now: START, events: Vec::new() }
    }
    fn does(&mut self, command: &IncidentCommand) -> Result<usize, Refusal> {
        let decided = self.incident.decide(command, DecidedAt(self.now), &IncidentTimes::default())?;
        for event in &decided {
            self.incident.apply(event, DecidedAt(self.now));
        }
        let count = decided.len();
        self.events.extend(decided);
        Ok(count)
    }
    fn raise(&mut self, kind: AlertKind) -> &mut Self {
        let alert = Box::new(facts(kind, 4));
        self.does(&IncidentCommand::Raise { about: About::Pair(PAIR), alert }).unwrap();
        self
    }
    fn clear(&mut self, kind: AlertKind) -> &mut Self {
        self.does(&IncidentCommand::Clear(facts(kind, 4).key())).unwrap();
        self
    }
    fn take(&mut self, by: AccountId) -> &mut Self {
        self.does(&IncidentCommand::Take { by }).unwrap();
        self
    }
    fn close(&mut self, reason: &str) -> Result<usize, Refusal> {
        self.does(&IncidentCommand::Close { by: ANNA, outcome: Outcome::Violation, reason: words(reason) })
    }
    /// Time passes, with every deadline at its own moment.
    fn pass(&mut self, span: Duration) -> &mut Self {
        let end = self.now.plus(span);
        while let Some(due) = self.incident.next_due(&IncidentTimes::default()).filter(|due| *due <= end) {
            self.now = self.now.max(due);
            let said = self.does(&IncidentCommand::Tick).unwrap();
            assert!(said > 0, "what is due has something to say");
        }
        self.now = end;
        self
    }
}

/// Proves FL-02.
#[test]
fn an_alert_that_clears_by_itself_stays_open_until_a_person_closes_it_with_a_reason() {
    let mut life = Life::new();
    life.raise(AlertKind::Near).clear(AlertKind::Near);
    assert_eq!((life.incident.is_open(), life.incident.queue()), (true, Queue::Danger));
    assert_eq!(life.close("gone"), Err(Refusal::NotTaken));
    life.take(ANNA);
    assert_eq!(life.close("  "), Err(Refusal::ReasonMissing));
    assert_eq!(life.close("he turned back"), Ok(1));
    assert_eq!(life.incident.stage(), Stage::Closed);
}

/// Proves FL-02: what late fixes show is written beside the alert, changes nobody's work, and a new alert stands by itself.
#[test]
fn an_alert_that_late_fixes_do_not_bear_out_stays_open_for_a_person_and_says_so() {
    let mut life = Life::new();
    life.raise(AlertKind::Near).take(ANNA);
    let key = facts(AlertKind::Near, 4).key();
    let later = FixedAt(START.plus(Duration::from_secs(30)));
    let revise = |was, now| IncidentCommand::Revise { key, was, now };
    let began_later = revise(FixedAt(START), Some(later));
    assert_eq!((life.does(&began_later), life.does(&began_later)), (Ok(1), Ok(0)));
    assert_eq!(life.does(&revise(later, None)), Ok(1));
    let alert = life.incident.alert(&key).unwrap();
    assert_eq!(alert.revised, Some(Revision { at: START, was: later, begun: None }));
    assert_eq!(alert.facts.since, FixedAt(START), "what was told stays as it was told");
    assert_eq!((life.incident.owner(), life.close("not so")), (Some(ANNA), Err(Refusal::AlertStands)));
    let again = Box::new(AlertFacts { since: later, ..facts(AlertKind::Near, 4) });
    life.does(&IncidentCommand::Raise { about: About::Pair(PAIR), alert: again }).unwrap();
    let earlier = FixedAt(UtcMillis::from_unix_ms(START.unix_ms() - 1));
    assert_eq!(life.does(&revise(earlier, None)), Ok(1), "of an earlier time that it was raised");
    assert_eq!(life.incident.alert(&key).unwrap().revised, None, "the newest stands by itself");
}

/// Proves FL-02: nobody closes what still stands; an override is an act of its own, and the guard's word undoes it.
#[test]
fn what_still_stands_is_set_aside_by_a_person_before_the_close_and_comes_back_when_it_is_worse() {
    let mut life = Life::new();
    life.raise(AlertKind::Near).take(ANNA);
    assert_eq!(life.close("known"), Err(Refusal::AlertStands));
    let key = facts(AlertKind::Near, 4).key();
    life.does(&IncidentCommand::SetAside { by: ANNA, key, reason: words("the same workplace") }).unwrap();
    let figures = Figures { distance_dm: Some(200), ..Figures::default() };
    let worse = AlertFacts { figures, ..facts(AlertKind::Near, 4) };
    life.does(&IncidentCommand::Worsen(Box::new(worse))).unwrap();
    assert_eq!(life.close("known"), Err(Refusal::AlertStands));
}

/// Proves FL-10: it is neither set aside nor closed; it grows, rises to the queues above, and rings there again.
#[test]
fn a_device_that_stays_dead_is_an_alert_that_only_grows() {
    let mut life = Life::new();
    life.raise(AlertKind::Silent).take(ANNA);
    let key = facts(AlertKind::Silent, 4).key();
    let aside = IncidentCommand::SetAside { by: ANNA, key, reason: words("known") };
    assert_eq!(life.does(&aside), Err(Refusal::DeviceDead));
    assert_eq!(life.incident.queue(), Queue::Tracking);
    let mut levels = Vec::new();
    for hours in [1_u64, 6, 24, 72] {
        life.pass(Duration::from_secs(hours * 3_600));
        levels.push(life.incident.alert(&key).unwrap().level);
    }
    assert!(levels.is_sorted() && levels[0] >= 2 && levels[3] > levels[1], "{levels:?}");
    assert_eq!((life.incident.queue(), life.incident.owner()), (Queue::Danger, None));
    life.clear(AlertKind::Silent);
    assert_eq!(life.incident.queue(), Queue::Danger, "it does not go back by itself");
    let before = life.events.len();
    life.pass(Duration::from_secs(48 * 3_600));
    let grew = life.events[before..].iter().any(|event| matches!(event, IncidentEvent::AlertGrew { .. }));
    assert!(!grew, "a device that is heard again grows no more");
}

#[test]
fn an_owner_who_does_nothing_is_reminded_and_then_it_rings_again() {
    let mut life = Life::new();
    life.raise(AlertKind::Near).take(ANNA);
    life.pass(Duration::from_secs(14 * 60));
    assert!(life.events.contains(&IncidentEvent::OwnerReminded { owner: ANNA }));
    assert_eq!(life.incident.owner(), Some(ANNA));
    life.pass(Duration::from_secs(60));
    assert_eq!(life.incident.owner(), None);
    life.take(BOB);
    life.does(&IncidentCommand::StayOn { by: BOB }).unwrap();
    life.pass(Duration::from_secs(9 * 60));
    life.does(&IncidentCommand::Note { by: BOB, text: words("still there") }).unwrap();
    life.pass(Duration::from_secs(9 * 60));
    assert_eq!(life.incident.owner(), Some(BOB), "each act makes the ownership young again");
}

/// Proves FL-01: an empty battery is not cried out like danger.
#[test]
fn an_incident_that_nobody_takes_is_cried_out_at_the_pace_of_its_queue() {
    let cries = |kind| {
        let mut life = Life::new();
        life.raise(kind).pass(Duration::from_secs(3_600));
        life.events.iter().filter(|event| **event == IncidentEvent::NotTaken).count()
    };
    assert_eq!([AlertKind::Near, AlertKind::Tampered].map(cries), [6, 3]);
    let mut life = Life::new();
    life.raise(AlertKind::Battery).pass(Duration::from_secs(600));
    assert!(!life.events.contains(&IncidentEvent::NotTaken));
}

/// Proves FL-01: beyond the most that is kept, nothing of danger is dropped, and the rest is counted.
#[test]
fn an_incident_full_of_alerts_keeps_each_new_danger_and_counts_the_rest() {
    let mut life = Life::new();
    let many = u128::try_from(MAX_ALERTS).unwrap();
    for carrier in 1..=many + 5 {
        let alert = Box::new(facts(AlertKind::Tampered, carrier));
        life.does(&IncidentCommand::Raise { about: About::Pair(PAIR), alert }).unwrap();
    }
    assert_eq!((life.incident.alerts().count(), life.incident.more_alerts()), (MAX_ALERTS, 5));
    let danger = Box::new(facts(AlertKind::Near, 4));
    life.does(&IncidentCommand::Raise { about: About::Pair(PAIR), alert: danger }).unwrap();
    assert_eq!(life.incident.lead().unwrap().facts.kind, AlertKind::Near);
}

/// Proves FL-34: the same instruction twice is one, and what was seen stays seen.
#[test]
fn an_instruction_is_told_once_and_its_delivery_is_followed() {
    let mut life = Life::new();
    life.raise(AlertKind::Near).take(ANNA);
    let message = MessageId::from_u128(7);
    let told = Told { message, instruction: Instruction::Stay, channel: Channel::Device };
    let instruct = IncidentCommand::Instruct { by: ANNA, told };
    assert_eq!((life.does(&instruct), life.does(&instruct)), (Ok(1), Ok(0)));
    for delivery in [Delivery::Delivered, Delivery::Seen] {
        assert_eq!(life.does(&IncidentCommand::Deliver { message, delivery }), Ok(1));
    }
    assert_eq!(life.does(&IncidentCommand::Deliver { message, delivery: Delivery::Failed }), Ok(0));
    let other = MessageId::from_u128(8);
    let unknown = IncidentCommand::Deliver { message: other, delivery: Delivery::Seen };
    assert_eq!(life.does(&unknown), Err(Refusal::NoSuchInstruction));
}

fn any_command() -> impl Strategy<Value = (u64, IncidentCommand)> {
    let kinds = [AlertKind::Near, AlertKind::Silent, AlertKind::Battery, AlertKind::Tampered];
    let kind = prop::sample::select(kinds.to_vec());
    let by = prop::sample::select(vec![ANNA, BOB]);
    let command = (0_u8..11, kind, by).prop_map(|(which, kind, by)| {
        let key = facts(kind, 4).key();
        let alert = Box::new(facts(kind, 4));
        match which {
            0 => IncidentCommand::Raise { about: About::Pair(PAIR), alert },
            1 => IncidentCommand::Worsen(alert),
            2 => IncidentCommand::Clear(key),
            3 => IncidentCommand::Take { by },
            4 => IncidentCommand::HandOver { by: ANNA, to: BOB },
            5 => IncidentCommand::LoseOwner,
            6 => IncidentCommand::SetAside { by, key, reason: words("known") },
            7 => IncidentCommand::Close { by, outcome: Outcome::Unintended, reason: words("over") },
            9 => IncidentCommand::Revise { key, was: FixedAt(START), now: None },
            8 => IncidentCommand::StayOn { by },
            _ => IncidentCommand::Tick,
        }
    });
    (0_u64..10_000, command)
}

proptest! {
    /// No life ends without a close by a person, and an open one is in somebody's hands or rings with a deadline.
    #[test]
    fn no_open_incident_is_ever_owned_by_nobody_and_silent(lives in prop::collection::vec(any_command(), 1..30)) {
        let mut life = Life::new();
        for (wait, command) in lives {
            life.pass(Duration::from_secs(wait));
            let was_open = life.incident.is_open();
            let closes = matches!(command, IncidentCommand::Close { .. });
            let _refused = life.does(&command);
            if was_open && !life.incident.is_open() {
                prop_assert!(closes, "only a close ends it");
                prop_assert!(life.incident.alerts().all(|alert| !alert.stands()));
            }
            if life.incident.is_open() {
                prop_assert!(life.incident.owner().is_some() != life.incident.ringing().is_some());
                prop_assert!(life.incident.next_due(&IncidentTimes::default()).is_some());
            }
        }
    }
}
