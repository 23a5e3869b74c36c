//! The handsets of the benchmark, that beat and press, all on one thread; and what became of each press.
//!
//! Never here: desks (`desks`), which figures come of it.

use super::desks::{self, Sighting};
use super::line::{CHUNK, Kind, Line, Reach};
use super::town::Sender;
use crate::exit::{Code, Failure, Outcome};
use crate::offline::now;
use hoeder_vocab::handset::Uplink;
use hoeder_vocab::{AlarmId, FixedAt};
use hoeder_wire::handset::{STREAM_PATH, seal_uplink};
use mio::{Events, Interest, Poll, Token};
use std::collections::{HashMap, VecDeque};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

pub(super) const UUID_CHARS: usize = 36;
const TICK: Duration = Duration::from_millis(1);

/// What became of one press.
#[derive(Debug, Clone)]
pub(super) struct Press {
    pub(super) sent: Instant,
    pub(super) held: Option<Instant>,
    pub(super) first_desk: Option<Instant>,
    pub(super) last_desk: Option<Instant>,
    /// How long its page was.
    pub(super) bytes: usize,
    missing: usize,
}

impl Press {
    /// On every desk and durable?
    pub(super) const fn is_done(&self) -> bool {
        self.missing == 0 && self.held.is_some()
    }
}

/// What desks and handsets heard.
#[derive(Default)]
struct Book {
    by_id: HashMap<[u8; UUID_CHARS], usize>,
    presses: Vec<Press>,
    answered: Vec<usize>,
    closed: usize,
}

/// The connections.
pub(super) struct Hall {
    poll: Poll,
    events: Events,
    lines: Vec<Line>,
    desks: usize,
    sightings: Receiver<Outcome<Sighting>>,
    senders: Vec<Sender>,
    counters: Vec<u64>,
    /// Messages that each sender has sent.
    said: Vec<usize>,
    book: Book,
    beats: Beats,
    scratch: Vec<u8>,
}

struct Beats {
    every: Duration,
    next: Instant,
    /// The first so many senders beat.
    among: usize,
    turn: usize,
    sent: u64,
    /// Signed beforehand, so that no press waits for the signing of a heartbeat.
    ready: VecDeque<(usize, Vec<u8>)>,
}

pub(super) fn broken(error: std::io::Error) -> Failure {
    Failure::failed("the benchmark cannot wait for its connections", error)
}

impl Hall {
    /// Opens everything, one after the other.
    pub(super) fn open(
        reach: &Reach,
        cookies: &[String],
        senders: Vec<Sender>,
        (beating, per_second): (usize, u32),
    ) -> Outcome<Self> {
        let mut screens = Vec::with_capacity(cookies.len());
        for cookie in cookies {
            screens.push(Line::open(reach, "/api/v1/desk", Some(cookie))?);
        }
        let sightings = desks::listen(screens)?;
        let mut lines = Vec::with_capacity(senders.len());
        let (counters, said) = (vec![1; senders.len()], vec![1; senders.len()]);
        for sender in &senders {
            let mut line = Line::open(reach, STREAM_PATH, None)?;
            line.send(seal_uplink(&sender.key, sender.handset, 1, &Uplink::Hello).as_bytes())?;
            lines.push(line);
        }
        let poll = Poll::new().map_err(broken)?;
        for (number, line) in lines.iter_mut().enumerate() {
            poll.registry().register(&mut line.tcp, Token(number), Interest::READABLE).map_err(broken)?;
        }
        let every = Duration::from_secs(1).checked_div(per_second).unwrap_or(Duration::MAX);
        let beats =
            Beats { every, next: Instant::now(), among: beating, turn: 0, sent: 0, ready: VecDeque::new() };
        Ok(Self {
            poll,
            events: Events::with_capacity(1_024),
            lines,
            desks: cookies.len(),
            sightings,
            senders,
            counters,
            said,
            book: Book::default(),
            beats,
            scratch: vec![0; CHUNK],
        })
    }

    /// A message of a sender, signed and ready.
    pub(super) fn seal(&mut self, sender: usize, uplink: &Uplink) -> Vec<u8> {
        let (Some(from), Some(counter)) = (self.senders.get(sender), self.counters.get_mut(sender)) else {
            return Vec::new();
        };
        *counter += 1;
        seal_uplink(&from.key, from.handset, *counter, uplink).into_bytes()
    }

    /// Sends a sealed press and begins to count.
    pub(super) fn press(&mut self, sender: usize, alarm: AlarmId, sealed: &[u8]) -> Outcome<usize> {
        let number = self.book.presses.len();
        let mut id = [0; UUID_CHARS];
        for (to, from) in id.iter_mut().zip(alarm.to_string().bytes()) {
            *to = from;
        }
        self.book.by_id.insert(id, number);
        self.book.presses.push(Press {
            sent: Instant::now(),
            held: None,
            first_desk: None,
            last_desk: None,
            bytes: 0,
            missing: self.desks,
        });
        self.say(sender, sealed)?;
        Ok(number)
    }

    /// Sends a sealed message that is not counted.
    pub(super) fn say(&mut self, sender: usize, sealed: &[u8]) -> Outcome<()> {
        if let Some(said) = self.said.get_mut(sender) {
            *said += 1;
        }
        self.lines.get_mut(sender).map_or(Ok(()), |line| line.send(sealed))
    }

    pub(super) fn pressed(&self, number: usize) -> Option<&Press> {
        self.book.presses.get(number)
    }

    /// How many messages of this sender were answered on its stream.
    pub(super) fn answers(&self, sender: usize) -> usize {
        self.book.answered.get(sender).copied().unwrap_or(0)
    }

    pub(super) const fn beats_sent(&self) -> u64 {
        self.beats.sent
    }

    /// Lets the world go on until something is so, or the time is over; whether it is so.
    pub(super) fn until(&mut self, deadline: Instant, so: impl Fn(&Self) -> bool) -> Outcome<bool> {
        loop {
            if so(self) {
                return Ok(true);
            }
            if Instant::now() >= deadline {
                return Ok(false);
            }
            self.turn()?;
        }
    }

    fn turn(&mut self) -> Outcome<()> {
        let wait = self.beats.next.saturating_duration_since(Instant::now()).min(TICK);
        match self.poll.poll(&mut self.events, Some(wait)) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(broken(error)),
        }
        for event in &self.events {
            let Token(number) = event.token();
            let Some(line) = self.lines.get_mut(number) else { continue };
            let book = &mut self.book;
            line.receive(&mut self.scratch, |kind, payload| book.hear(number, kind, payload))?;
        }
        while let Ok(sighting) = self.sightings.try_recv() {
            self.book.see(&sighting?);
        }
        if self.book.closed > 0 {
            return Err(Failure::new(Code::Unreachable, "the server closed a connection of the benchmark"));
        }
        self.beat()
    }

    /// Signs so many heartbeats beforehand.
    pub(super) fn ready_beats(&mut self, count: usize) {
        while self.beats.among > 0 && self.beats.ready.len() < count {
            let sender = self.beats.turn % self.beats.among;
            self.beats.turn += 1;
            let beat = Uplink::Heartbeat {
                path: None,
                sent_at: FixedAt(now()),
                battery: None,
                button_battery: None,
                button_linked: None,
            };
            let sealed = self.seal(sender, &beat);
            self.beats.ready.push_back((sender, sealed));
        }
    }

    fn beat(&mut self) -> Outcome<()> {
        let at = Instant::now();
        while self.beats.next <= at && self.beats.among > 0 {
            self.beats.next += self.beats.every;
            // After a pause, such as the measuring of the floor, not all at once what was missed long ago.
            if at.saturating_duration_since(self.beats.next) > Duration::from_millis(50) {
                self.beats.next = at;
            }
            if self.beats.ready.is_empty() {
                self.ready_beats(1);
            }
            let Some((sender, sealed)) = self.beats.ready.pop_front() else { continue };
            // A handset does not beat again and again into a silence: the machine of `beacon` waits for the answer.
            if self.said.get(sender).is_some_and(|said| *said > 8 + self.answers(sender)) {
                continue;
            }
            self.beats.sent += 1;
            self.say(sender, &sealed)?;
        }
        Ok(())
    }
}

impl Book {
    fn hear(&mut self, line: usize, kind: Kind, payload: &[u8]) {
        match kind {
            Kind::Close => self.closed += 1,
            Kind::Ping | Kind::Other => {}
            Kind::Text => self.hear_handset(line, payload),
        }
    }

    fn see(&mut self, sighting: &Sighting) {
        let Some(press) = self.by_id.get(&sighting.alarm).and_then(|number| self.presses.get_mut(*number))
        else {
            return;
        };
        press.missing = press.missing.saturating_sub(1);
        press.bytes = press.bytes.max(sighting.bytes);
        press.first_desk = Some(press.first_desk.map_or(sighting.at, |first| first.min(sighting.at)));
        press.last_desk = press.last_desk.max(Some(sighting.at));
    }

    fn hear_handset(&mut self, line: usize, payload: &[u8]) {
        if self.answered.len() <= line {
            self.answered.resize(line + 1, 0);
        }
        if let Some(answered) = self.answered.get_mut(line) {
            *answered += 1;
        }
        let held = br#"\"held\""#;
        if !payload.windows(held.len()).any(|window| window == held) {
            return;
        }
        let Some(id) = uuid_after(payload, br#"\"alarm\":\""#) else { return };
        if let Some(press) = self.by_id.get(&id).and_then(|number| self.presses.get_mut(*number)) {
            press.held.get_or_insert_with(Instant::now);
        }
    }
}

/// The 36 characters after a mark.
pub(super) fn uuid_after(payload: &[u8], mark: &[u8]) -> Option<[u8; UUID_CHARS]> {
    let at = payload.windows(mark.len()).position(|window| window == mark)?;
    payload.get(at + mark.len()..)?.first_chunk().copied()
}
