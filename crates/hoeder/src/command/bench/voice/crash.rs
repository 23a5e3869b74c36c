//! The server ends without warning in the middle of recordings: what was sent is compared with what the files hold.
//!
//! Never here: a server that ends in order.

use super::door::{Door, connected, socket};
use super::swarm::{EVERY, Swarm};
use super::{HERE, Plan, held, settings};
use crate::command::bench::child::Served;
use crate::command::bench::town;
use crate::exit::{Failure, Outcome};
use crate::offline::now;
use hoeder_store::recordings::sound_file;
use hoeder_vocab::AlarmId;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

/// Rooms that are recorded when it ends.
const ROOMS: usize = 10;
/// At least so long it records before, and at most as much again and three times.
const AT_LEAST: Duration = Duration::from_millis(1_500);
const SPREAD: Duration = Duration::from_secs(1);
/// More messages than a handset sends in one life of the server here.
const MESSAGES: u64 = 100;

/// The worst of what was found.
#[derive(Default)]
struct Worst {
    lost_ms: u64,
    /// Packets missing before the last that is held.
    inside: u64,
    recordings: u64,
}

pub(super) fn measure(folder: &Path, plan: &Plan, figures: &mut Map<String, Value>) -> Outcome<()> {
    let (file, values) = settings(folder, HERE)?;
    let senders = town::fill(&values, 1, ROOMS, None)?;
    let recordings = super::recordings(folder);
    let mut alarms: Vec<AlarmId> = Vec::new();
    let mut worst = Worst::default();
    for kill in 0..plan.kills {
        let served = Served::start(&file, None)?;
        let mut door = Door::open(&served, &senders, 0)?;
        door.counts_on(u64::from(kill) * MESSAGES);
        let mut swarm = Swarm::new()?;
        let mut speakers = Vec::new();
        for sender in 0..ROOMS {
            let alarm = match alarms.get(sender) {
                Some(alarm) => *alarm,
                None => door.press(sender)?,
            };
            if alarms.len() == sender {
                alarms.push(alarm);
            }
            let end = door.offers(sender, alarm, socket(HERE.ip())?)?;
            speakers.push(swarm.add(end)?);
        }
        connected(&mut swarm)?;
        // A life that ended before its first second was full left none.
        let before: Vec<usize> =
            alarms.iter().map(|alarm| held::lives(&sound_file(&recordings, *alarm)).len()).collect();
        let begin = Instant::now();
        for (place, speaker) in speakers.iter().enumerate() {
            // Over a second, as their blocks are so long: each is ended at another moment of its block.
            swarm.speaks(*speaker, begin + SPREAD.mul_f64(place as f64 / ROOMS as f64));
        }
        swarm.until(begin + AT_LEAST + by_chance()?, |_| false)?;
        drop(served);
        let at = now().unix_ms();
        for ((speaker, alarm), before) in speakers.iter().zip(&alarms).zip(before) {
            let sent = swarm.end(*speaker)?.sent();
            let lives = held::lives(&sound_file(&recordings, *alarm));
            let life = lives.get(before).copied().unwrap_or_default();
            worst.take(sent, life, u64::try_from(at).unwrap_or(0));
        }
    }
    figures.insert("crash_lost_ms_max".to_owned(), json!(worst.lost_ms));
    figures.insert("crash_missing_inside_packets".to_owned(), json!(worst.inside));
    figures.insert("crash_recordings".to_owned(), json!(worst.recordings));
    Ok(())
}

impl Worst {
    fn take(&mut self, sent: u32, life: held::Life, killed_at: u64) {
        let each = u64::try_from(EVERY.as_millis()).unwrap_or(20);
        let lost = u64::from(sent.saturating_sub(life.packets));
        self.lost_ms = self.lost_ms.max(lost * each);
        // What came after the last that is held is the end; what is missing besides was lost inside.
        let end = killed_at.saturating_sub(life.last_at) / each + 1;
        self.inside += lost.saturating_sub(end);
        self.recordings += 1;
    }
}

fn by_chance() -> Outcome<Duration> {
    let mut bytes = [0; 2];
    getrandom::fill(&mut bytes).map_err(|e| Failure::failed("there is no randomness", e.to_string()))?;
    Ok(AT_LEAST * 2 * u32::from(u16::from_be_bytes(bytes)) / u32::from(u16::MAX))
}
