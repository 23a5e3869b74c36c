//! `verify --sound`: a recording that was exported, against the log (FL-31, GN-02).
//!
//! Never here: the comparison itself (room `store`), opening sound.

use crate::exit::{Code, Failure, Outcome};
use crate::out::{self, Talk, Tone};
use hoeder_store::format::codes::Code as _;
use hoeder_store::format::names;
use hoeder_store::recordings::{
    DamageKind, Numbers, SoundFault, SoundFile, SoundReport, compare, read_sound,
};
use hoeder_store::verify::{HandedOut, Report};
use serde_json::{Value, json};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// Most faults that are told one by one; a forger may make as many as he likes.
const MOST: usize = 20;

pub(super) fn read(path: &Path) -> Outcome<SoundFile> {
    let missing = |e| Failure::new(Code::NotFound, format!("{} cannot be read", path.display())).because(e);
    let file = File::open(path).map_err(missing)?;
    read_sound(BufReader::with_capacity(1 << 18, file)).map_err(missing)
}

/// What was found.
pub(super) struct Compared<'a> {
    file: &'a SoundFile,
    log: &'a Report,
    found: SoundReport<'a>,
}

impl<'a> Compared<'a> {
    pub(super) fn new(file: &'a SoundFile, log: &'a Report) -> Self {
        Self { file, log, found: compare(file, &log.recordings) }
    }

    pub(super) const fn is_as_named(&self) -> bool {
        self.found.faults.is_empty()
    }

    pub(super) fn json(&self) -> Value {
        json!({
            "valid": self.is_as_named(), "alarm": self.found.alarm.map(|alarm| alarm.to_string()),
            "sha256": hex(&self.file.sha256), "bytes": self.file.bytes, "segments": self.found.stand,
            "handed_out": self.found.handed_out.iter().map(|handed| handed_json(handed)).collect::<Vec<_>>(),
            "faults": self.faults(),
        })
    }

    pub(super) fn say(&self, talk: Talk) -> Outcome<()> {
        for handed in &self.found.handed_out {
            out::line(format!("byte for byte the file that was handed out: {}", told(handed)))?;
        }
        out::line(format!("{} segments of it stand in the log", self.found.stand))?;
        for fault in self.faults() {
            out::line(format!("{}: {fault}", talk.tone(Tone::Bad, "NOT AS IN THE LOG")))?;
        }
        if self.is_as_named() {
            let verdict = talk.tone(Tone::Good, "as handed out");
            out::line(format!("{verdict}: {} bytes, SHA-256 {}", self.file.bytes, hex(&self.file.sha256)))?;
        }
        Ok(())
    }

    fn faults(&self) -> Vec<String> {
        let faults = &self.found.faults;
        let mut told: Vec<String> = faults.iter().take(MOST).map(|fault| self.fault(fault)).collect();
        if let more @ 1.. = faults.len().saturating_sub(MOST) {
            told.push(format!("and {more} more"));
        }
        told
    }

    fn fault(&self, fault: &SoundFault) -> String {
        match fault {
            SoundFault::Damaged(damage) => format!("{} (byte {})", damaged(damage.kind), damage.at),
            SoundFault::NoAlarm => "it does not say of which alarm it is".into(),
            SoundFault::SeveralAlarms => "its streams are of several alarms".into(),
            SoundFault::UnknownAlarm => {
                format!("the log has no recording of its alarm{}; {}", self.alarm(), self.log_ends())
            }
            SoundFault::NoChain => {
                "it names no segment: no export for a court, or one whose comments were taken out".into()
            }
            SoundFault::NeverHandedOut => {
                format!(
                    "the log has no export of the recording of its alarm{}; {}",
                    self.alarm(),
                    self.log_ends()
                )
            }
            SoundFault::OtherBytes => self.other_bytes(),
            SoundFault::OtherHash(numbers) => format!("the log has another hash of {}", named(*numbers)),
            SoundFault::NotInLog(numbers) => {
                format!("the log does not name {}; {}", named(*numbers), self.log_ends())
            }
            SoundFault::Order(numbers) => format!("it names twice, or out of order, {}", named(*numbers)),
            SoundFault::Missing(numbers) => format!("it lacks {}, which the log names", named(*numbers)),
        }
    }

    fn alarm(&self) -> String {
        self.found.alarm.map_or(String::new(), |alarm| format!(" {alarm}"))
    }

    fn log_ends(&self) -> String {
        self.log.last_at.map_or("it has no record".into(), |at| {
            format!("it ends at {at}: for what was exported later, check a later export of the log")
        })
    }

    fn other_bytes(&self) -> String {
        let bytes = self.file.bytes;
        let compared = |handed: &&HandedOut| match handed.file.bytes {
            then if then == bytes => format!("as long, but altered: {}", told(handed)),
            then if then > bytes => format!("{bytes} of {then} bytes, cut or altered: {}", told(handed)),
            then => format!("{bytes} bytes instead of {then}, altered: {}", told(handed)),
        };
        let others: Vec<String> = self.found.others.iter().rev().take(3).map(compared).collect();
        format!("not what was handed out: {}; {}", others.join("; "), self.log_ends())
    }
}

fn named(Numbers { from, until }: Numbers) -> String {
    if from == until { format!("segment {from}") } else { format!("segments {from} to {until}") }
}

const fn damaged(kind: DamageKind) -> &'static str {
    match kind {
        DamageKind::NotOgg => "it is no Ogg file",
        DamageKind::CutOff => "it is cut off",
        DamageKind::NoPage => "there is no page of an Ogg file where one should be",
        DamageKind::Checksum => "a page was altered: its checksum does not fit",
        DamageKind::Order => "a page is missing, or stands where it does not belong",
        DamageKind::NotOpus => "a stream in it is not Opus",
        DamageKind::Comments => "its comments cannot be read",
    }
}

fn told(handed: &HandedOut) -> String {
    let by = names::actor_text(handed.by);
    format!("at {} to {by}, purpose {}, record {}", handed.at, handed.why.code(), handed.seq.0)
}

fn handed_json(handed: &HandedOut) -> Value {
    json!({
        "record": handed.seq.0, "at": handed.at.to_string(), "by": names::actor_text(handed.by),
        "purpose": handed.why.code(), "sha256": hex(&handed.file.sha256), "bytes": handed.file.bytes,
    })
}

fn hex(bytes: &[u8; 32]) -> String {
    hoeder_store::Hash(*bytes).to_string()
}
