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

#[cfg(test)]
mod tests {
    use super::*;
    use hoeder_store::OsEntropy;
    use hoeder_store::recordings::{Loaded, Packet, Recorder, RecordingKey, export};
    use hoeder_store::verify::NamedRecording;
    use hoeder_vocab::{AccountId, Actor, AlarmId, Role, Seq, UtcMillis};
    use hoeder_watch::voice::{HandedFile, RecordingPurpose};
    use sha2::{Digest as _, Sha256};

    const ALARM: AlarmId = AlarmId::from_u128(0xA1);
    const AT: UtcMillis = UtcMillis::from_unix_ms(1_795_000_000_000);

    /// An export of two segments, and the log after it left.
    fn handed_out() -> (Vec<u8>, Report) {
        let folder = tempfile::tempdir().unwrap();
        let key = RecordingKey::from_bytes([7; 32].into());
        let (mut recorder, _) = Recorder::begin(folder.path(), (ALARM, AT), &key, &mut OsEntropy).unwrap();
        let mut segments = Vec::new();
        for clock in [0, 96_000] {
            recorder.push(Packet { received_at: AT, clock, opus: vec![248, 1] }).unwrap();
            segments.extend(recorder.cut().unwrap());
        }
        let mut file = Vec::new();
        export(&Loaded::read(folder.path(), ALARM).unwrap().unwrap(), &key, &mut file).unwrap();
        let handed = HandedOut {
            seq: Seq(70),
            at: AT,
            by: Actor::Account(AccountId::from_u128(5), Role::Magistrate),
            why: RecordingPurpose::Court,
            file: HandedFile { sha256: Sha256::digest(&file).into(), bytes: file.len() as u64 },
            segments: 2,
        };
        let named = NamedRecording { segments, erased: false, handed_out: vec![handed] };
        let log = Report { last_at: Some(AT), recordings: [(ALARM, named)].into(), ..Report::default() };
        (file, log)
    }

    fn told(file: &[u8], log: &Report) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audio.ogg");
        std::fs::write(&path, file).unwrap();
        let sound = read(&path).unwrap_or_else(|_| panic!("a file that is there is read"));
        let compared = Compared::new(&sound, log);
        assert_eq!(compared.is_as_named(), compared.faults().is_empty());
        assert_eq!(compared.json()["valid"], compared.is_as_named());
        compared.faults()
    }

    /// Proves FL-31, GN-02 (for sound): who took it, when and why is said of the very file, and of any other what is wrong with it.
    #[test]
    fn a_file_is_told_to_be_the_one_that_left_or_why_it_is_not() {
        let (file, mut log) = handed_out();
        assert_eq!(told(&file, &log), Vec::<String>::new());
        let sound = read_sound(file.as_slice()).unwrap();
        let json = Compared::new(&sound, &log).json();
        assert_eq!(json["handed_out"][0]["at"], AT.to_string());
        assert_eq!(json["handed_out"][0]["by"], format!("account:{}:magistrate", AccountId::from_u128(5)));
        assert_eq!(json["handed_out"][0]["purpose"], "court");
        assert_eq!((&json["segments"], &json["alarm"]), (&json!(2), &json!(ALARM.to_string())));
        let mut altered = file.clone();
        *altered.last_mut().unwrap() ^= 1;
        let faults = told(&altered, &log);
        assert!(faults[0].starts_with("a page was altered"), "{faults:?}");
        assert!(faults[1].contains("as long, but altered: at 2026-11-18"), "{faults:?}");
        let faults = told(&file[..file.len() - 9], &log);
        assert!(faults[0].starts_with("it is cut off"), "{faults:?}");
        assert!(faults[1].contains(&format!("{} of {} bytes", file.len() - 9, file.len())), "{faults:?}");
        assert!(told(b"RIFF", &log)[0].starts_with("it is no Ogg file"));
        let named = log.recordings.get_mut(&ALARM).unwrap();
        named.segments[1].hash = [1; 32];
        assert_eq!(told(&file, &log), ["the log has another hash of segment 2"]);
        let named = log.recordings.get_mut(&ALARM).unwrap();
        named.handed_out.clear();
        named.segments.truncate(1);
        let faults = told(&file, &log);
        assert!(
            faults[0].contains("has no export") && faults[0].contains("ends at 2026-11-18"),
            "{faults:?}"
        );
        assert!(faults[1].starts_with("the log does not name segment 2;"), "{faults:?}");
        log.recordings.clear();
        assert!(told(&file, &log)[0].contains(&format!("no recording of its alarm {ALARM}")));
    }

    #[test]
    fn a_forger_fills_no_screen() {
        let (file, mut log) = handed_out();
        let named = log.recordings.get_mut(&ALARM).unwrap();
        let last = named.segments[1];
        named.segments.extend((2..60).map(|n| hoeder_watch::voice::Segment { number: 2 * n, ..last }));
        named.handed_out[0].segments = named.segments.len();
        let faults = told(&file, &log);
        assert_eq!((faults.len(), faults[MOST].as_str()), (MOST + 1, "and 38 more"));
        assert_eq!(faults[0], "it lacks segment 4, which the log names");
        assert!(read(Path::new("/nowhere/audio.ogg")).is_err());
    }
}
