//! What still has to be said, over which path and when to try again.
//!
//! Here: kinds, order, coalescing, named maxima, back-off. Never here: what an answer means.

use crate::clock::Tick;
use crate::jitter::SplitMix64;
use crate::limits::{
    MAX_REPEATS, MAX_TIMERS_ENDED, MAX_UNSENT_SEEN, MAX_UNSENT_TEXTS, MAX_WORDS, RETRY_ALARM,
    RETRY_HEARTBEAT, RETRY_HELLO, RETRY_POSITION, RETRY_REPORT, RETRY_TEST, RETRY_TIMER, RETRY_TRIP,
    RETRY_TYPING, Retry,
};
use crate::output::MessageNo;
use hoeder_vocab::handset::{MAX_TRIPS, Path, Paths, Press, Trigger};
use hoeder_vocab::{AlarmId, Fix, FixedAt, MessageId, Sensitive, TestId, TripId};
use std::collections::{BTreeMap, BTreeSet};

/// A press while an alarm runs. It keeps an id of its own, for when that alarm turns out to be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeat {
    /// The id it gets if it has to become an alarm itself.
    pub fresh: AlarmId,
    /// By the phone's clock.
    pub pressed_at: FixedAt,
    /// What was pressed.
    pub trigger: Trigger,
}

/// A message without what only the moment of sending knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Body {
    Press(Press),
    Repeat(Repeat),
    Word(Sensitive<String>),
    /// The safety timer that runs.
    Timer,
    TimerEnd(AlarmId),
    Answer {
        message: MessageId,
        yes: bool,
    },
    /// One of the messages of the alarm.
    Text(MessageId),
    Position(Sensitive<Fix>),
    /// The line that is typed.
    Typing,
    Seen(MessageId),
    Test {
        test: TestId,
        sent_at: FixedAt,
        trigger: Trigger,
    },
    Hello,
    /// One of the announced trips.
    Trip(TripId),
    TripEnd(TripId),
    Heartbeat,
    Report,
}

/// In the order of sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Press,
    Repeat,
    Word,
    Timer,
    TimerEnd,
    Answer,
    Text,
    Position,
    Typing,
    Seen,
    Test,
    Hello,
    Trip,
    TripEnd,
    Heartbeat,
    Report,
}

impl Body {
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Press(_) => Kind::Press,
            Self::Repeat(_) => Kind::Repeat,
            Self::Word(_) => Kind::Word,
            Self::Timer => Kind::Timer,
            Self::TimerEnd(_) => Kind::TimerEnd,
            Self::Answer { .. } => Kind::Answer,
            Self::Text(_) => Kind::Text,
            Self::Position(_) => Kind::Position,
            Self::Typing => Kind::Typing,
            Self::Seen(_) => Kind::Seen,
            Self::Test { .. } => Kind::Test,
            Self::Hello => Kind::Hello,
            Self::Trip(_) => Kind::Trip,
            Self::TripEnd(_) => Kind::TripEnd,
            Self::Heartbeat => Kind::Heartbeat,
            Self::Report => Kind::Report,
        }
    }
    pub(crate) fn repeat(&self) -> Option<Repeat> {
        if let Self::Repeat(repeat) = self { Some(*repeat) } else { None }
    }
    pub(crate) fn ended_timer(&self) -> Option<AlarmId> {
        if let Self::TimerEnd(alarm) = self { Some(*alarm) } else { None }
    }
    pub(crate) fn ended_trip(&self) -> Option<TripId> {
        if let Self::TripEnd(trip) = self { Some(*trip) } else { None }
    }
    pub(crate) fn word(&self) -> Option<&Sensitive<String>> {
        if let Self::Word(word) = self { Some(word) } else { None }
    }
}

impl Kind {
    fn retry(self) -> Retry {
        match self {
            Self::Press | Self::Repeat | Self::Word | Self::Answer | Self::Text => RETRY_ALARM,
            Self::Timer | Self::TimerEnd | Self::Seen => RETRY_TIMER,
            Self::Trip | Self::TripEnd => RETRY_TRIP,
            Self::Position => RETRY_POSITION,
            Self::Typing => RETRY_TYPING,
            Self::Test => RETRY_TEST,
            Self::Hello => RETRY_HELLO,
            Self::Heartbeat => RETRY_HEARTBEAT,
            Self::Report => RETRY_REPORT,
        }
    }
    /// Is it sent again until the cell answers? The others go once a path, and again only when that failed.
    fn is_answered(self) -> bool {
        match self {
            Self::Press
            | Self::Repeat
            | Self::Word
            | Self::Timer
            | Self::TimerEnd
            | Self::Answer
            | Self::Text
            | Self::Seen
            | Self::Test
            | Self::Trip
            | Self::TripEnd
            | Self::Heartbeat
            | Self::Report => true,
            Self::Position | Self::Typing | Self::Hello => false,
        }
    }
    /// What belongs to an alarm or to the safety timer, and the test that proves the same way, goes over every path; the
    /// rest over one, and over the next one at each retry. Where two paths are watched, each is proven by its heartbeats.
    fn uses_every_path(self, paths: Paths) -> bool {
        match self {
            Self::Press
            | Self::Repeat
            | Self::Word
            | Self::Timer
            | Self::TimerEnd
            | Self::Answer
            | Self::Text
            | Self::Position
            | Self::Typing
            | Self::Seen
            | Self::Test
            | Self::Hello => true,
            Self::Heartbeat => paths == Paths::Two,
            Self::Trip | Self::TripEnd | Self::Report => false,
        }
    }
    /// How many are kept; the oldest goes first.
    fn most(self) -> usize {
        match self {
            Self::Repeat => MAX_REPEATS,
            Self::Word => MAX_WORDS,
            // `Alarming` holds at most one alarm, so a second press message cannot exist.
            Self::Press
            | Self::Timer
            | Self::Position
            | Self::Typing
            | Self::Test
            | Self::Hello
            | Self::Heartbeat
            | Self::Report => 1,
            Self::TimerEnd => MAX_TIMERS_ENDED,
            Self::Answer | Self::Text => MAX_UNSENT_TEXTS,
            Self::Seen => MAX_UNSENT_SEEN,
            Self::Trip | Self::TripEnd => MAX_TRIPS,
        }
    }
}

#[derive(Debug, Clone, Default)]
struct Lane {
    attempts: u16,
    step: u32,
    last: Option<Tick>,
    /// `None` once an unanswered kind has left.
    next: Option<Tick>,
}

impl Lane {
    fn first_at(at: Tick) -> Self {
        Self { next: Some(at), ..Self::default() }
    }
    fn is_due(&self, now: Tick) -> bool {
        self.next.is_some_and(|t| t <= now)
    }
    fn sent(&mut self, kind: Kind, now: Tick, chance: &mut SplitMix64) -> u16 {
        self.attempts = self.attempts.saturating_add(1);
        self.last = Some(now);
        self.next = None;
        if kind.is_answered() {
            self.back_off(kind, now, chance);
        }
        self.attempts
    }
    fn back_off(&mut self, kind: Kind, now: Tick, chance: &mut SplitMix64) {
        let retry = kind.retry();
        let doubled = retry.first_ms.saturating_mul(1u64 << self.step.min(16));
        self.next = Some(now.plus_ms(chance.around(doubled.min(retry.most_ms))));
        self.step = self.step.saturating_add(1);
    }
    /// At once, but not closer to the last attempt than the gap, so that a flapping path is no flood.
    fn hurry(&mut self, kind: Kind, now: Tick) {
        self.step = 0;
        let soonest = self.last.map_or(now, |last| last.plus_ms(kind.retry().gap_ms).max(now));
        self.next = Some(soonest);
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) no: MessageNo,
    /// The number that it had before the alarm was held.
    former: Option<MessageNo>,
    pub(crate) body: Body,
    not_before: Tick,
    /// One a path; a kind that uses one path at a time has a single lane in `single`.
    lanes: BTreeMap<Path, Lane>,
    single: Lane,
}

impl Item {
    /// Has it left at least once?
    pub(crate) fn was_sent(&self) -> bool {
        self.single.attempts > 0 || self.lanes.values().any(|lane| lane.attempts > 0)
    }
}

/// One attempt to make now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attempt {
    pub(crate) path: Path,
    pub(crate) no: MessageNo,
    pub(crate) body: Body,
    pub(crate) attempt: u16,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Outbox {
    /// By kind, then by number.
    items: Vec<Item>,
    next_no: u64,
    up: BTreeSet<Path>,
    /// The path that last brought an answer.
    proven: Option<Path>,
    /// Over how many ways heartbeats go.
    paths: Paths,
}

impl Outbox {
    /// Puts a message in, to leave no sooner than `not_before`; the oldest of its kind makes room.
    pub(crate) fn put(&mut self, body: Body, not_before: Tick) -> MessageNo {
        let kind = body.kind();
        let of_kind = self.items.iter().filter(|i| i.body.kind() == kind).count();
        if of_kind >= kind.most()
            && let Some(oldest) = self.items.iter().position(|i| i.body.kind() == kind)
        {
            self.items.remove(oldest);
        }
        self.next_no += 1;
        let no = MessageNo(self.next_no);
        let item = Item {
            no,
            former: None,
            body,
            not_before,
            lanes: BTreeMap::new(),
            single: Lane::first_at(not_before),
        };
        let at = self.items.iter().position(|i| i.body.kind() > kind).unwrap_or(self.items.len());
        self.items.insert(at, item);
        no
    }
    pub(crate) fn last_no(&self) -> MessageNo {
        MessageNo(self.next_no)
    }
    pub(crate) fn of(&self, kind: Kind) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |i| i.body.kind() == kind)
    }
    pub(crate) fn all(&self) -> impl Iterator<Item = &Item> {
        self.items.iter()
    }
    pub(crate) fn find(&self, body: &Body) -> Option<&Item> {
        self.items.iter().find(|item| item.body == *body)
    }
    pub(crate) fn has(&self, kind: Kind) -> bool {
        self.of(kind).next().is_some()
    }
    pub(crate) fn get(&self, no: MessageNo) -> Option<&Item> {
        self.items.iter().find(|i| i.no == no || i.former == Some(no))
    }
    pub(crate) fn remove(&mut self, no: MessageNo) {
        self.items.retain(|i| i.no != no);
    }
    pub(crate) fn keep_only(&mut self, kind: Kind) {
        self.items.retain(|i| i.body.kind() == kind);
    }
    pub(crate) fn remove_kinds(&mut self, kinds: &[Kind]) {
        self.items.retain(|i| !kinds.contains(&i.body.kind()));
    }
    /// Gives messages of these kinds new numbers, so that a refusal can be told from one of before. The answer to a
    /// former number still counts.
    pub(crate) fn renumber(&mut self, kinds: &[Kind]) {
        for item in self.items.iter_mut().filter(|i| kinds.contains(&i.body.kind())) {
            self.next_no += 1;
            item.former = Some(item.no);
            item.no = MessageNo(self.next_no);
        }
    }
    /// Changes the press, if it still waits, and sends it at once on every path.
    pub(crate) fn press_again(&mut self, now: Tick) {
        for item in &mut self.items {
            if let Body::Press(press) = &mut item.body {
                press.repeats = press.repeats.saturating_add(1);
                item.lanes.values_mut().for_each(|lane| lane.hurry(Kind::Press, now));
            }
        }
    }

    pub(crate) fn any_path_up(&self) -> bool {
        !self.up.is_empty()
    }
    pub(crate) fn paths_up(&self) -> impl Iterator<Item = Path> {
        self.up.iter().copied()
    }
    pub(crate) fn path_up(&mut self, path: Path, now: Tick) {
        if !self.up.insert(path) {
            return;
        }
        for item in &mut self.items {
            let kind = item.body.kind();
            // The newest position has its own rhythm.
            if kind == Kind::Position {
                continue;
            }
            let lane = if kind.uses_every_path(self.paths) {
                item.lanes.entry(path).or_default()
            } else {
                &mut item.single
            };
            lane.hurry(kind, now.max(item.not_before));
        }
    }
    pub(crate) fn path_down(&mut self, path: Path) {
        self.up.remove(&path);
    }
    /// The stream for downlinks, if it waits to be opened again, is wanted now.
    pub(crate) fn hurry_stream(&mut self, now: Tick) {
        for item in self.items.iter_mut().filter(|i| i.body == Body::Hello) {
            item.lanes.values_mut().filter(|l| l.next.is_some()).for_each(|l| l.hurry(Kind::Hello, now));
        }
    }
    pub(crate) fn watch_paths(&mut self, paths: Paths) {
        self.paths = paths;
    }
    /// A heartbeat over this path was heard; with every path heard it is done.
    pub(crate) fn heartbeat_heard(&mut self, path: Path) {
        let (up, everywhere) = (&self.up, Kind::Heartbeat.uses_every_path(self.paths));
        self.items.retain_mut(|item| {
            if item.body != Body::Heartbeat || !item.was_sent() {
                return true;
            }
            if let Some(lane) = item.lanes.get_mut(&path).filter(|lane| lane.attempts > 0) {
                lane.next = None;
            }
            let waits = |path: &Path| item.lanes.get(path).is_none_or(|lane| lane.next.is_some());
            everywhere && up.iter().any(waits)
        });
    }
    pub(crate) fn heard_on(&mut self, path: Path) {
        self.proven = Some(path);
    }
    /// Answered kinds are already waiting for their next attempt; the others get one.
    pub(crate) fn failed(&mut self, path: Path, no: MessageNo, now: Tick, chance: &mut SplitMix64) {
        let Some(item) = self.items.iter_mut().find(|i| i.no == no) else { return };
        let kind = item.body.kind();
        if !kind.is_answered()
            && let Some(lane) = item.lanes.get_mut(&path)
            && lane.next.is_none()
        {
            // A stream that lived for a while and ended is no series of failures.
            if lane.last.is_some_and(|last| now.since_ms(last) > kind.retry().most_ms) {
                lane.step = 0;
            }
            lane.back_off(kind, now, chance);
        }
    }

    /// The attempts to make now, in the order of kinds, then numbers, then paths. Draws once for each answered kind.
    pub(crate) fn take_due(&mut self, now: Tick, chance: &mut SplitMix64) -> Vec<Attempt> {
        let mut due = Vec::new();
        for item in &mut self.items {
            let kind = item.body.kind();
            if kind.uses_every_path(self.paths) {
                for path in &self.up {
                    let lane = item.lanes.entry(*path).or_insert_with(|| Lane::first_at(item.not_before));
                    if lane.is_due(now) {
                        let attempt = lane.sent(kind, now, chance);
                        due.push(Attempt { path: *path, no: item.no, body: item.body.clone(), attempt });
                    }
                }
            } else if item.single.is_due(now)
                && let Some(path) = turn(&self.up, self.proven, item.single.step)
            {
                let attempt = item.single.sent(kind, now, chance);
                due.push(Attempt { path, no: item.no, body: item.body.clone(), attempt });
            }
        }
        due
    }

    /// When the next attempt is due; `None` while no path is up or nothing waits.
    pub(crate) fn deadline(&self) -> Option<Tick> {
        if self.up.is_empty() {
            return None;
        }
        self.items.iter().filter_map(|item| self.item_deadline(item)).min()
    }
    fn item_deadline(&self, item: &Item) -> Option<Tick> {
        if !item.body.kind().uses_every_path(self.paths) {
            return item.single.next;
        }
        let lane_at = |path: &Path| item.lanes.get(path).map_or(Some(item.not_before), |lane| lane.next);
        self.up.iter().filter_map(lane_at).min()
    }
}

/// The path of the given turn, beginning with the proven one.
fn turn(up: &BTreeSet<Path>, proven: Option<Path>, step: u32) -> Option<Path> {
    let first = proven.and_then(|p| up.iter().position(|u| *u == p)).unwrap_or(0);
    let step = usize::try_from(step).unwrap_or(0);
    let at = first.saturating_add(step).checked_rem(up.len())?;
    up.iter().nth(at).copied()
}
