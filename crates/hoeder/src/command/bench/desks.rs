//! The desks of the benchmark: some threads that listen to all of them and note when each had an alarm, decrypted.
//!
//! In the world each desk is a machine of its own; here they take the processor from the server that is measured, so they do as
//! little as they can. Never here: which figures come of it.

use super::hall::{UUID_CHARS, broken, uuid_after};
use super::line::{CHUNK, Kind, Line};
use crate::exit::{Code, Failure, Outcome};
use mio::{Events, Interest, Poll, Token};
use std::collections::{HashSet, VecDeque};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// Threads that listen: desks do not wait for each other.
const LISTENERS: usize = 2;
/// Between two looks at the desks while frames come: to be woken for every frame would cost the server more than the frame.
const LOOK: Duration = Duration::from_micros(100);
/// So often a thread without work sees whether it is still wanted.
const TURN: Duration = Duration::from_millis(250);
/// A screen of 60 pictures a second has painted an alarm at the end of the next one at the earliest.
const PAINTING: Duration = Duration::from_millis(20);
const PONG: &[u8] = br#"{"type":"pong"}"#;
/// Somebody sits at each desk and hears: otherwise every alarm would climb at once past an empty room.
const READY: &[u8] = br#"{"type":"ready","audio":"running","heard":true,"visible":true,"version":"bench"}"#;

/// An alarm was on a desk for the first time.
pub(super) struct Sighting {
    pub(super) alarm: [u8; UUID_CHARS],
    pub(super) at: Instant,
    /// How long its page was.
    pub(super) bytes: usize,
}

/// Listens to all these; the sightings come out of the receiver. The threads end once it is dropped.
pub(super) fn listen(lines: Vec<Line>) -> Outcome<Receiver<Outcome<Sighting>>> {
    let (seen, sightings) = channel();
    let mut parts: Vec<Vec<Line>> = (0..LISTENERS).map(|_| Vec::new()).collect();
    for (number, line) in lines.into_iter().enumerate() {
        if let Some(part) = parts.get_mut(number % LISTENERS) {
            part.push(line);
        }
    }
    for (number, part) in parts.into_iter().enumerate() {
        let mut listener = Listener::new(part, (number == 0).then_some(0), seen.clone())?;
        std::thread::Builder::new()
            .name(String::from("bench-desks"))
            .spawn(move || listener.run())
            .map_err(|e| Failure::failed("no thread can be started", e))?;
    }
    Ok(sightings)
}

struct Listener {
    poll: Poll,
    lines: Vec<Line>,
    /// Alarms that each of the lines has shown.
    known: Vec<HashSet<[u8; UUID_CHARS]>>,
    /// The line that says when it has painted an alarm.
    painter: Option<usize>,
    seen: Sender<Outcome<Sighting>>,
    /// Frames to send: when, on which line, and what.
    due: VecDeque<(Instant, usize, Vec<u8>)>,
}

/// Why a listener ends.
struct Ended;

impl Listener {
    fn new(mut lines: Vec<Line>, painter: Option<usize>, seen: Sender<Outcome<Sighting>>) -> Outcome<Self> {
        let poll = Poll::new().map_err(broken)?;
        for (number, line) in lines.iter_mut().enumerate() {
            poll.registry().register(&mut line.tcp, Token(number), Interest::READABLE).map_err(broken)?;
        }
        let known = lines.iter().map(|_| HashSet::new()).collect();
        Ok(Self { poll, lines, known, painter, seen, due: VecDeque::new() })
    }

    fn run(&mut self) {
        let (mut events, mut scratch) = (Events::with_capacity(256), vec![0; CHUNK]);
        loop {
            let wait = self
                .due
                .front()
                .map_or(TURN, |(at, _, _)| at.saturating_duration_since(Instant::now()).min(TURN));
            match self.poll.poll(&mut events, Some(wait)) {
                Ok(()) => {}
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return drop(self.seen.send(Err(broken(error)))),
            }
            for event in &events {
                match self.hear(event.token().0, &mut scratch) {
                    Ok(Ok(())) => {}
                    // Nobody listens to the listener any more.
                    Ok(Err(Ended)) => return,
                    Err(failure) => return drop(self.seen.send(Err(failure))),
                }
            }
            if let Err(failure) = self.say_what_is_due() {
                return drop(self.seen.send(Err(failure)));
            }
            if !events.is_empty() {
                std::thread::sleep(LOOK);
            }
        }
    }

    fn hear(&mut self, number: usize, scratch: &mut [u8]) -> Outcome<Result<(), Ended>> {
        let (Some(line), Some(known)) = (self.lines.get_mut(number), self.known.get_mut(number)) else {
            return Ok(Ok(()));
        };
        let (due, seen) = (&mut self.due, &self.seen);
        let paints = self.painter == Some(number);
        let (mut ended, mut closed) = (false, false);
        line.receive(scratch, |kind, payload| {
            closed |= kind == Kind::Close;
            if kind != Kind::Text {
                return;
            }
            if payload.starts_with(br#"{"type":"ping""#) {
                due.push_back((Instant::now() + PAINTING, number, PONG.to_vec()));
                due.push_back((Instant::now() + PAINTING, number, READY.to_vec()));
                return;
            }
            if !payload.starts_with(br#"{"type":"alarm""#) {
                return;
            }
            let Some(alarm) = uuid_after(payload, br#""id":""#) else { return };
            if !known.insert(alarm) {
                return;
            }
            let at = Instant::now();
            ended |= seen.send(Ok(Sighting { alarm, at, bytes: payload.len() })).is_err();
            if paints {
                let id = String::from_utf8_lossy(&alarm);
                let painted = format!(r#"{{"type":"painted","alarm":"{id}"}}"#).into_bytes();
                due.push_back((at + PAINTING, number, painted));
            }
        })?;
        if closed {
            return Err(Failure::new(Code::Unreachable, "the server closed a connection of the benchmark"));
        }
        Ok(if ended { Err(Ended) } else { Ok(()) })
    }

    fn say_what_is_due(&mut self) -> Outcome<()> {
        while self.due.front().is_some_and(|(at, _, _)| *at <= Instant::now()) {
            let Some((_, number, text)) = self.due.pop_front() else { break };
            if let Some(line) = self.lines.get_mut(number) {
                line.send(&text)?;
            }
        }
        Ok(())
    }
}
