//! Is a file of sound the one that was handed out, and does each segment that it names stand in the log? No key is needed (FL-31, GN-02).
//!
//! The bytes decide: the log holds the hash of each file that left. All else says where a file that is another one differs.
//! Never here: the log's own chain (`verify`), words for people.

use super::pages::{Damage, DamageKind, SoundFile};
use crate::verify::{HandedOut, NamedRecording};
use hoeder_vocab::AlarmId;
use std::collections::{BTreeMap, BTreeSet};

/// Numbers of segments that follow each other, both ends in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbers {
    /// The first.
    pub from: u32,
    /// The last.
    pub until: u32,
}

/// Why a file is not the one that was handed out, or what it says is not what the log says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SoundFault {
    /// It is no whole Ogg/Opus file.
    Damaged(Damage),
    /// Its comments name no alarm.
    NoAlarm,
    /// They name several.
    SeveralAlarms,
    /// The log names no recording of that alarm.
    UnknownAlarm,
    /// They name no segment: a sound that was heard, or no export of this program.
    NoChain,
    /// The log holds no export of the recording of that alarm.
    NeverHandedOut,
    /// Each that the log holds was of other bytes.
    OtherBytes,
    /// The log names these segments with another hash.
    OtherHash(Numbers),
    /// The log does not name these.
    NotInLog(Numbers),
    /// These are named twice, or after one that comes later.
    Order(Numbers),
    /// The log names these, and the file does not.
    Missing(Numbers),
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoundReport<'a> {
    /// Of which alarm the file says to be.
    pub alarm: Option<AlarmId>,
    /// The records of its handing out: these bytes and no others.
    pub handed_out: Vec<&'a HandedOut>,
    /// Where it is of other bytes: all that were handed out of that alarm.
    pub others: Vec<&'a HandedOut>,
    /// Segments that stand in the log as the file names them.
    pub stand: u64,
    /// What is wrong; none is the file that was handed out, made of what the log vouches for.
    pub faults: Vec<SoundFault>,
}

/// Compares a file with what the log says of recordings.
#[must_use]
pub fn compare<'a>(file: &SoundFile, log: &'a BTreeMap<AlarmId, NamedRecording>) -> SoundReport<'a> {
    let mut report =
        SoundReport { alarm: None, handed_out: Vec::new(), others: Vec::new(), stand: 0, faults: Vec::new() };
    report.faults.extend(file.damage.map(SoundFault::Damaged));
    if file.damage.is_some_and(|damage| damage.kind == DamageKind::NotOgg) {
        return report;
    }
    let alarms: BTreeSet<AlarmId> = file.streams.iter().filter_map(|stream| stream.alarm).collect();
    if alarms.len() > 1 {
        report.faults.push(SoundFault::SeveralAlarms);
        return report;
    }
    report.alarm = alarms.first().copied();
    let Some(alarm) = report.alarm else {
        report.faults.push(SoundFault::NoAlarm);
        return report;
    };
    let Some(named) = log.get(&alarm) else {
        report.faults.push(SoundFault::UnknownAlarm);
        return report;
    };
    let (same, others): (Vec<&HandedOut>, Vec<&HandedOut>) =
        named.handed_out.iter().partition(|handed| handed.is_of(file));
    if let Some(last) = same.last() {
        // What is named after it left cannot be in it.
        segments(file, named, last.segments, &mut report);
    } else {
        let fault = if others.is_empty() { SoundFault::NeverHandedOut } else { SoundFault::OtherBytes };
        report.faults.push(fault);
        segments(file, named, named.segments.len(), &mut report);
        report.others = others;
    }
    report.handed_out = same;
    report
}

impl HandedOut {
    fn is_of(&self, file: &SoundFile) -> bool {
        (self.file.sha256, self.file.bytes) == (file.sha256, file.bytes)
    }
}

fn segments(file: &SoundFile, named: &NamedRecording, then: usize, report: &mut SoundReport<'_>) {
    let known: BTreeMap<u32, [u8; 32]> =
        named.segments.iter().map(|segment| (segment.number, segment.hash)).collect();
    let mut seen = BTreeSet::new();
    let (mut other, mut unknown, mut order) = (Vec::new(), Vec::new(), Vec::new());
    for (number, hash) in file.streams.iter().flat_map(|stream| &stream.chain) {
        if seen.last().is_some_and(|last| last >= number) {
            order.push(*number);
        }
        seen.insert(*number);
        match known.get(number) {
            Some(named) if named == hash => report.stand += 1,
            Some(_) => other.push(*number),
            None => unknown.push(*number),
        }
    }
    if seen.is_empty() {
        report.faults.push(SoundFault::NoChain);
    }
    let wanted = named.segments.iter().take(then).map(|segment| segment.number);
    let missing = wanted.filter(|number| !seen.contains(number)).collect();
    report.faults.extend(runs(other).map(SoundFault::OtherHash));
    report.faults.extend(runs(unknown).map(SoundFault::NotInLog));
    report.faults.extend(runs(order).map(SoundFault::Order));
    report.faults.extend(runs(missing).map(SoundFault::Missing));
}

fn runs(mut numbers: Vec<u32>) -> impl Iterator<Item = Numbers> {
    numbers.sort_unstable();
    numbers.dedup();
    let mut runs: Vec<Numbers> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some(run) if run.until.checked_add(1) == Some(number) => run.until = number,
            _ => runs.push(Numbers { from: number, until: number }),
        }
    }
    runs.into_iter()
}
