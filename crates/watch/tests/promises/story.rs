//! Given what happened, when something is asked, then this follows: for an alarm and for the watch over a handset.

use hoeder_vocab::handset::Trigger;
use hoeder_vocab::{
    AccountId, AlarmId, CaseId, DecidedAt, DeskId, FixedAt, HandsetId, Percent, PersonId, ReceivedAt,
    Sensitive, UtcMillis,
};
use hoeder_watch::alarm::{
    Alarm, AlarmCommand, AlarmEvent, AlarmKind, AlarmTimes, Bearer, Home, MistakeWord, Outcome, Pv, Raise,
    Refusal,
};
use hoeder_watch::supervision::{SupervisionEvent, Watch, WatchCommand, WatchRefusal, WatchTimes};
use std::time::Duration;

pub(crate) const ANNA: AccountId = AccountId::from_u128(1);
pub(crate) const BOB: AccountId = AccountId::from_u128(2);
pub(crate) const ALARM: AlarmId = AlarmId::from_u128(50);
pub(crate) const HANDSET: HandsetId = HandsetId::from_u128(30);
pub(crate) const DESK: DeskId = DeskId::from_u128(40);
pub(crate) const BEARER: Bearer =
    Bearer { case: CaseId::from_u128(10), person: PersonId::from_u128(20), handset: HANDSET };

/// A moment, in seconds since the story began.
pub(crate) fn at(seconds: u64) -> UtcMillis {
    UtcMillis::from_unix_ms(1_795_000_000_000).plus(Duration::from_secs(seconds))
}

/// The press of a known handset, received at the start of the story, pressed by a phone whose clock is 2 hours ahead.
pub(crate) fn press() -> Raise {
    Raise {
        kind: AlarmKind::Danger,
        bearer: Some(BEARER),
        claimed: HANDSET,
        trigger: Trigger::Button,
        pressed_at: FixedAt(at(7200)),
        received_at: ReceivedAt(at(0)),
        fix: None,
        battery: Percent::new(80),
    }
}

/// A press that nobody vouches for.
pub(crate) fn stranger() -> Raise {
    Raise { kind: AlarmKind::Unidentified, bearer: None, ..press() }
}

pub(crate) fn raise() -> AlarmCommand {
    AlarmCommand::Raise(press())
}
pub(crate) fn hold() -> AlarmCommand {
    AlarmCommand::Hold { home: Home::Store }
}
pub(crate) fn show() -> AlarmCommand {
    AlarmCommand::Show { desk: DESK, by: ANNA }
}
pub(crate) fn take(by: AccountId) -> AlarmCommand {
    AlarmCommand::Take { by }
}
pub(crate) fn dispatch(unit: &str) -> AlarmCommand {
    AlarmCommand::Dispatch { by: ANNA, unit: unit.to_owned() }
}
pub(crate) fn arrive(unit: &str) -> AlarmCommand {
    AlarmCommand::ArriveOnScene { by: BOB, unit: unit.to_owned() }
}
pub(crate) fn say(what: MistakeWord) -> AlarmCommand {
    AlarmCommand::SayWord { what, word: Sensitive::new("tulip".to_owned()) }
}
pub(crate) fn close_with(outcome: Outcome, pv: Pv, note: &str) -> AlarmCommand {
    AlarmCommand::Close { by: ANNA, outcome, pv, note: Sensitive::new(note.to_owned()) }
}
pub(crate) fn close(outcome: Outcome) -> AlarmCommand {
    close_with(outcome, Pv::Number("PV-1".to_owned()), "")
}

/// The life of one alarm.
#[derive(Clone)]
pub(crate) struct Story {
    pub(crate) alarm: Alarm,
    pub(crate) times: AlarmTimes,
    pub(crate) now: UtcMillis,
    pub(crate) log: Vec<(AlarmEvent, UtcMillis)>,
    answer: Result<Vec<AlarmEvent>, Refusal>,
}

impl Story {
    /// Each command is obeyed at the start of the story; none may be refused.
    pub(crate) fn given(commands: impl IntoIterator<Item = AlarmCommand>) -> Self {
        let story = Self {
            alarm: Alarm::new(ALARM),
            times: AlarmTimes::default(),
            now: at(0),
            log: Vec::new(),
            answer: Ok(Vec::new()),
        };
        story.and(commands)
    }
    pub(crate) fn and(self, commands: impl IntoIterator<Item = AlarmCommand>) -> Self {
        commands.into_iter().fold(self, |story, command| {
            let story = story.when(command);
            assert!(story.answer.is_ok(), "{:?}", story.answer);
            story
        })
    }
    /// Time passes; nothing is asked.
    pub(crate) fn after(mut self, seconds: u64) -> Self {
        self.now = self.now.plus(Duration::from_secs(seconds));
        self
    }
    pub(crate) fn when(mut self, command: AlarmCommand) -> Self {
        self.answer = self.alarm.decide(&command, DecidedAt(self.now), &self.times);
        for event in self.answer.iter().flatten() {
            self.alarm.apply(event, DecidedAt(self.now));
            self.log.push((event.clone(), self.now));
        }
        self
    }
    pub(crate) fn then(self, events: &[AlarmEvent]) -> Self {
        assert_eq!(self.answer.as_deref(), Ok(events));
        self
    }
    pub(crate) fn then_refused(self, refusal: Refusal) -> Self {
        assert_eq!(self.answer, Err(refusal));
        self
    }
    /// The shell's part: `Tick` whenever it is due, until so many seconds have passed.
    pub(crate) fn run(mut self, seconds: u64) -> Self {
        let end = self.now.plus(Duration::from_secs(seconds));
        while let Some(due) = self.alarm.next_due(&self.times).filter(|due| *due <= end) {
            self.now = due;
            self = self.and([AlarmCommand::Tick]);
            assert!(self.alarm.next_due(&self.times) > Some(due), "a tick is not due twice");
        }
        self.now = end;
        self
    }
    /// The events so far that the filter keeps, with their seconds since the story began.
    pub(crate) fn told<T>(&self, keep: impl Fn(&AlarmEvent) -> Option<T>) -> Vec<(u64, T)> {
        self.log.iter().filter_map(|(e, t)| keep(e).map(|kept| (t.since(at(0)).as_secs(), kept))).collect()
    }
}

/// The life of the watch over one handset.
#[derive(Clone)]
pub(crate) struct WatchStory {
    pub(crate) watch: Watch,
    pub(crate) times: WatchTimes,
    pub(crate) now: UtcMillis,
    pub(crate) log: Vec<(SupervisionEvent, UtcMillis)>,
    answer: Result<Vec<SupervisionEvent>, WatchRefusal>,
}

impl WatchStory {
    /// Each command is obeyed at the start of the story; none may be refused.
    pub(crate) fn given(commands: impl IntoIterator<Item = WatchCommand>) -> Self {
        let story = Self {
            watch: Watch::new(HANDSET),
            times: WatchTimes { dead_man: Duration::from_secs(300), ..WatchTimes::default() },
            now: at(0),
            log: Vec::new(),
            answer: Ok(Vec::new()),
        };
        story.and(commands)
    }
    pub(crate) fn and(self, commands: impl IntoIterator<Item = WatchCommand>) -> Self {
        commands.into_iter().fold(self, |story, command| {
            let story = story.when(command);
            assert!(story.answer.is_ok(), "{:?}", story.answer);
            story
        })
    }
    /// Time passes and the shell calls `Tick` whenever it is due.
    pub(crate) fn run(mut self, seconds: u64) -> Self {
        let end = self.now.plus(Duration::from_secs(seconds));
        while let Some(due) = self.watch.next_due(&self.times).filter(|due| *due <= end) {
            self.now = self.now.max(due);
            self = self.and([WatchCommand::Tick]);
            assert!(self.watch.next_due(&self.times) > Some(self.now), "a tick is not due twice");
        }
        self.now = end;
        self
    }
    /// Time passes; nothing is asked.
    pub(crate) fn after(mut self, seconds: u64) -> Self {
        self.now = self.now.plus(Duration::from_secs(seconds));
        self
    }
    pub(crate) fn when(mut self, command: WatchCommand) -> Self {
        self.answer = self.watch.decide(&command, DecidedAt(self.now), &self.times);
        if let WatchCommand::Beat(beat) = command {
            self.watch.observe(beat, ReceivedAt(self.now));
        }
        for event in self.answer.iter().flatten() {
            self.watch.apply(event, DecidedAt(self.now));
            self.log.push((event.clone(), self.now));
        }
        self
    }
    pub(crate) fn then(self, events: &[SupervisionEvent]) -> Self {
        assert_eq!(self.answer.as_deref(), Ok(events));
        self
    }
    pub(crate) fn then_refused(self, refusal: WatchRefusal) -> Self {
        assert_eq!(self.answer, Err(refusal));
        self
    }
    /// The events so far that the filter keeps, with their seconds since the story began.
    pub(crate) fn told<T>(&self, keep: impl Fn(&SupervisionEvent) -> Option<T>) -> Vec<(u64, T)> {
        self.log.iter().filter_map(|(e, t)| keep(e).map(|kept| (t.since(at(0)).as_secs(), kept))).collect()
    }
}
