//! All ends on one thread: who speaks does so each 20 ms, and what arrives is counted with the time that it took.
//!
//! Never here: how they got into their rooms (`door`).

use super::end::{Arrived, End};
use crate::exit::{Failure, Outcome};
use core::cmp::Reverse;
use mio::{Events, Interest, Poll, Token};
use std::collections::{BTreeSet, BinaryHeap};
use std::time::{Duration, Instant};

/// Between two packets of who speaks.
pub(super) const EVERY: Duration = Duration::from_millis(20);
/// So long it is waited at most before it is looked whether it is over.
const TURN: Duration = Duration::from_millis(10);

/// What one end heard of another.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// Numbers that arrived.
    pub(super) numbers: BTreeSet<u32>,
    pub(super) twice: u64,
    /// Of each packet, microseconds from its sending.
    pub(super) took_us: Vec<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Timer(usize),
    Speaks(usize),
}

/// The ends.
pub(super) struct Swarm {
    poll: Poll,
    events: Events,
    ends: Vec<End>,
    pub(super) heard: Vec<Heard>,
    due: BinaryHeap<Reverse<(Instant, Due)>>,
    /// Nothing counts before this is set.
    pub(super) counts: bool,
    begun: Instant,
    bytes: Vec<u8>,
}

pub(super) fn broken(error: std::io::Error) -> Failure {
    Failure::failed("the benchmark cannot wait for its sockets", error)
}

impl Swarm {
    pub(super) fn new() -> Outcome<Self> {
        Ok(Self {
            poll: Poll::new().map_err(broken)?,
            events: Events::with_capacity(1_024),
            ends: Vec::new(),
            heard: Vec::new(),
            due: BinaryHeap::new(),
            counts: false,
            begun: Instant::now(),
            bytes: vec![0; 2_048],
        })
    }

    /// Takes an end in; its number.
    pub(super) fn add(&mut self, mut end: End) -> Outcome<usize> {
        let number = self.ends.len();
        let registry = self.poll.registry();
        registry.register(&mut end.socket, Token(number), Interest::READABLE).map_err(broken)?;
        self.ends.push(end);
        self.heard.push(Heard::default());
        self.due.push(Reverse((Instant::now(), Due::Timer(number))));
        Ok(number)
    }

    pub(super) fn end(&mut self, number: usize) -> Outcome<&mut End> {
        self.ends.get_mut(number).ok_or_else(|| Failure::failed("there is no such end", number.to_string()))
    }

    /// This one speaks from a moment on.
    pub(super) fn speaks(&mut self, number: usize, from: Instant) {
        self.due.push(Reverse((from, Due::Speaks(number))));
    }

    /// Nobody speaks any more.
    pub(super) fn is_silent(&mut self) {
        self.due.retain(|Reverse((_, due))| matches!(due, Due::Timer(_)));
    }

    pub(super) fn all_connected(&self) -> bool {
        self.ends.iter().all(|end| end.connected)
    }

    pub(super) fn unsent(&self) -> u64 {
        self.ends.iter().map(|end| end.unsent).sum()
    }

    /// Lets time pass until something is so or the time is over; whether it is so.
    pub(super) fn until(&mut self, deadline: Instant, so: impl Fn(&Self) -> bool) -> Outcome<bool> {
        loop {
            if so(self) {
                return Ok(true);
            }
            if Instant::now() >= deadline {
                return Ok(false);
            }
            self.turn(deadline)?;
        }
    }

    fn turn(&mut self, deadline: Instant) -> Outcome<()> {
        let now = Instant::now();
        let next = self.due.peek().map_or(now + TURN, |Reverse((due, _))| *due).min(deadline);
        match self.poll.poll(&mut self.events, Some(next.saturating_duration_since(now).min(TURN))) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(broken(error)),
        }
        let ready: Vec<usize> = self.events.iter().map(|event| event.token().0).collect();
        for number in ready {
            let Some(end) = self.ends.get_mut(number) else { continue };
            let (heard, begun, counts) = (self.heard.get_mut(number), self.begun, self.counts);
            let mut heard = heard.filter(|_| counts);
            end.reads(&mut self.bytes, |packet| note(heard.as_deref_mut(), packet, begun));
            self.says(number);
        }
        let now = Instant::now();
        while let Some(Reverse((at, due))) = self.due.peek().copied() {
            if at > now {
                break;
            }
            self.due.pop();
            self.is_due(at, due);
        }
        Ok(())
    }

    fn is_due(&mut self, at: Instant, due: Due) {
        let now = Instant::now();
        match due {
            Due::Timer(number) => {
                let Some(end) = self.ends.get_mut(number) else { return };
                if end.queued.is_some_and(|queued| queued != at) {
                    return;
                }
                end.queued = None;
                let (heard, begun, counts) = (self.heard.get_mut(number), self.begun, self.counts);
                let mut heard = heard.filter(|_| counts);
                end.time_is(now, &mut |packet| note(heard.as_deref_mut(), packet, begun));
                self.says(number);
            }
            Due::Speaks(number) => {
                let Some(end) = self.ends.get_mut(number) else { return };
                let since = u64::try_from(self.begun.elapsed().as_micros()).unwrap_or(0);
                end.sounds(since, now);
                self.due.push(Reverse((at + EVERY, due)));
                self.says(number);
            }
        }
    }

    fn says(&mut self, number: usize) {
        let Some(end) = self.ends.get_mut(number) else { return };
        let (heard, begun, counts) = (self.heard.get_mut(number), self.begun, self.counts);
        let mut heard = heard.filter(|_| counts);
        let Some(due) = end.says(&mut |packet| note(heard.as_deref_mut(), packet, begun)) else { return };
        if end.queued.is_none_or(|queued| due < queued) {
            end.queued = Some(due);
            self.due.push(Reverse((due, Due::Timer(number))));
        }
    }
}

fn note(heard: Option<&mut Heard>, packet: Arrived, begun: Instant) {
    let Some(heard) = heard else { return };
    let now = u64::try_from(begun.elapsed().as_micros()).unwrap_or(0);
    let took = now.saturating_sub(packet.sent_us);
    if !heard.numbers.insert(packet.number) {
        heard.twice += 1;
        return;
    }
    heard.took_us.push(took);
}
