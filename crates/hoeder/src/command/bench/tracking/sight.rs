//! Who sees an alert: the line of a desk of the monitoring centre, and the log on the disk. Each notes when.
//!
//! Never here: which figures come of it.

use super::super::PATIENCE;
use super::super::hall::{Hall, UUID_CHARS, broken, uuid_after};
use super::super::line::{CHUNK, Kind, Line, Reach};
use crate::config::Settings;
use crate::exit::{Failure, Outcome};
use hoeder_store::{Log as _, SqliteLog};
use hoeder_vocab::{PairId, Seq};
use mio::{Events, Interest, Poll, Token};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// Between two looks at the log.
const LOOK: Duration = Duration::from_micros(500);
/// Between two signs of life of the desk.
const TURN: Duration = Duration::from_millis(100);
const READY: &[u8] = br#"{"type":"ready","audio":"running","heard":true,"visible":true,"version":"bench"}"#;
const PONG: &[u8] = br#"{"type":"pong"}"#;
/// Records of one look at the log.
const AT_ONCE: u32 = 1_000;

type Id = [u8; UUID_CHARS];

/// What one of them saw for the first time.
enum Sight {
    /// The desk: the incident of a pair.
    Page { pair: Id, incident: Id, at: Instant },
    /// The log: a record of the incident.
    Durable { incident: Id, at: Instant },
}

/// Both, each in a thread of its own.
pub(super) struct Sights {
    seen: Receiver<Outcome<Sight>>,
    stop: Arc<AtomicBool>,
}

impl Drop for Sights {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

impl Sights {
    pub(super) fn open(reach: &Reach, cookie: Option<&String>, settings: &Settings) -> Outcome<Self> {
        let (told, seen) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let line = Line::open(reach, "/api/v1/desk", cookie.map(String::as_str))?;
        let unreadable = |e: hoeder_store::StoreError| Failure::failed("the log cannot be looked at", e);
        let mut log = SqliteLog::open(&settings.server.data).map_err(unreadable)?;
        log.use_cell(settings.server.cell.cell);
        let (head, _) = log.head().map_err(unreadable)?;
        let thread = |name: &str| std::thread::Builder::new().name(name.to_owned());
        let failed = |e: std::io::Error| Failure::failed("no thread can be started", e);
        let (desk, ended) = (told.clone(), Arc::clone(&stop));
        thread("bench-monitor").spawn(move || hear(line, &desk, &ended)).map_err(failed)?;
        let ended = Arc::clone(&stop);
        thread("bench-log").spawn(move || follow(log, head, &told, &ended)).map_err(failed)?;
        Ok(Self { seen, stop })
    }

    /// When the incident of each of these pairs was on the desk, and when durable, once all are.
    pub(super) fn all(&self, pairs: &[(u32, Instant)], hall: &mut Hall) -> Outcome<Vec<(Instant, Instant)>> {
        let (mut pages, mut durable): (HashMap<Id, (Id, Instant)>, HashMap<Id, Instant>) = Default::default();
        let until = Instant::now() + PATIENCE;
        loop {
            while let Ok(sight) = self.seen.try_recv() {
                match sight? {
                    Sight::Page { pair, incident, at } => {
                        pages.entry(pair).or_insert((incident, at));
                    }
                    Sight::Durable { incident, at } => {
                        durable.entry(incident).or_insert(at);
                    }
                }
            }
            let of = |(pair, _): &(u32, Instant)| {
                let (incident, page) = pages.get(&text(PairId::from_u128(1 + u128::from(*pair))))?;
                Some((*page, *durable.get(incident)?))
            };
            let found: Vec<_> = pairs.iter().filter_map(of).collect();
            if found.len() == pairs.len() {
                return Ok(found);
            }
            if Instant::now() >= until {
                let missing = pairs.len() - found.len();
                return Err(Failure::failed("alerts did not reach the desk, durably", missing.to_string()));
            }
            hall.until(Instant::now() + TURN, |_| false)?;
        }
    }
}

fn text(pair: PairId) -> Id {
    let mut id = [0; UUID_CHARS];
    for (to, from) in id.iter_mut().zip(pair.to_string().bytes()) {
        *to = from;
    }
    id
}

fn hear(mut line: Line, told: &Sender<Outcome<Sight>>, stop: &AtomicBool) {
    if let Err(failure) = listen(&mut line, told, stop) {
        drop(told.send(Err(failure)));
    }
}

fn listen(line: &mut Line, told: &Sender<Outcome<Sight>>, stop: &AtomicBool) -> Outcome<()> {
    let mut poll = Poll::new().map_err(broken)?;
    poll.registry().register(&mut line.tcp, Token(0), Interest::READABLE).map_err(broken)?;
    let (mut events, mut scratch) = (Events::with_capacity(8), vec![0; CHUNK]);
    line.send(READY)?;
    while !stop.load(Ordering::Relaxed) {
        match poll.poll(&mut events, Some(TURN)) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(broken(error)),
        }
        let mut pinged = false;
        line.receive(&mut scratch, |kind, payload| {
            if kind != Kind::Text {
                return;
            }
            let at = Instant::now();
            pinged |= payload.starts_with(br#"{"type":"ping""#);
            let pair = uuid_after(payload, br#""about":{"type":"pair","pair":""#);
            let incident = uuid_after(payload, br#""incident":{"id":""#);
            if let (Some(pair), Some(incident)) = (pair, incident) {
                // Nobody may wait any more; then this ends with the next turn.
                drop(told.send(Ok(Sight::Page { pair, incident, at })));
            }
        })?;
        if pinged {
            line.send(PONG)?;
            line.send(READY)?;
        }
        line.flush()?;
    }
    Ok(())
}

fn follow(mut log: SqliteLog, head: Seq, told: &Sender<Outcome<Sight>>, stop: &AtomicBool) {
    let mut next = Seq(head.0 + 1);
    while !stop.load(Ordering::Relaxed) {
        let records = match log.read(next, AT_ONCE) {
            Ok(records) => records,
            Err(error) => {
                return drop(told.send(Err(Failure::failed("the log cannot be looked at", error))));
            }
        };
        let at = Instant::now();
        for record in &records {
            let incident = uuid_after(record.stream.as_bytes(), b"incident:");
            if let Some(incident) = incident {
                drop(told.send(Ok(Sight::Durable { incident, at })));
            }
            next = Seq(record.seq.0 + 1);
        }
        std::thread::sleep(LOOK);
    }
}
