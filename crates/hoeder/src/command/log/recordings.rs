//! `verify --recordings`: the files of recordings against the segments that the log names.
//!
//! Never here: opening sound.

use crate::exit::{Failure, Outcome};
use hoeder_store::recordings::{Finding, Loaded, check};
use hoeder_store::verify::NamedRecording;
use hoeder_vocab::AlarmId;
use std::collections::BTreeMap;
use std::path::Path;

/// What was found.
#[derive(Default)]
pub(super) struct Compared {
    pub(super) intact: usize,
    pub(super) erased: usize,
    pub(super) faults: Vec<String>,
}

pub(super) fn compare(folder: &Path, named: &BTreeMap<AlarmId, NamedRecording>) -> Outcome<Compared> {
    if !folder.is_dir() {
        return Err(Failure::usage(format!("{} is no folder", folder.display())));
    }
    let mut compared = Compared::default();
    for (alarm, named) in named {
        let found = match Loaded::read(folder, *alarm) {
            Ok(found) => found,
            Err(why) => {
                compared.faults.push(format!("recording of alarm {alarm}: {why}"));
                continue;
            }
        };
        match found.map(|recording| check(&recording, &named.segments)) {
            None if named.erased => compared.erased += 1,
            Some(Finding::Intact { .. }) if named.erased => compared.erased += 1,
            Some(Finding::Intact { .. }) => compared.intact += 1,
            None => compared.faults.push(format!("recording of alarm {alarm}: the file is missing")),
            Some(Finding::Missing { segment }) => {
                compared.faults.push(format!("recording of alarm {alarm}: segment {segment} is missing"));
            }
            Some(Finding::Altered { segment }) => {
                compared.faults.push(format!("recording of alarm {alarm}: segment {segment} was altered"));
            }
        }
    }
    Ok(compared)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoeder_store::OsEntropy;
    use hoeder_store::recordings::{Packet, Recorder, RecordingKey, sound_file};
    use hoeder_vocab::UtcMillis;

    const ALARM: AlarmId = AlarmId::from_u128(0xA1);

    /// A recording in this folder, and what the log says of it.
    fn recorded(folder: &Path) -> BTreeMap<AlarmId, NamedRecording> {
        let at = UtcMillis::from_unix_ms(1_795_000_000_000);
        let key = RecordingKey::from_bytes([7; 32].into());
        let (mut recorder, _) = Recorder::begin(folder, (ALARM, at), &key, &mut OsEntropy).unwrap();
        recorder.push(Packet { received_at: at, clock: 0, opus: vec![248, 1] }).unwrap();
        let segments = recorder.cut().unwrap().into_iter().collect();
        BTreeMap::from([(ALARM, NamedRecording { segments, ..NamedRecording::default() })])
    }

    /// Proves FL-31 (for sound): what was changed or taken away is named, and what was erased is no fault.
    #[test]
    fn a_recording_that_was_altered_or_is_gone_is_found_and_an_erased_one_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let mut named = recorded(folder.path());
        let intact = compare(folder.path(), &named).unwrap_or_default();
        assert_eq!((intact.intact, intact.faults.len()), (1, 0));
        let path = sound_file(folder.path(), ALARM);
        let mut bytes = std::fs::read(&path).unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        let cut = compare(folder.path(), &named).unwrap_or_default();
        assert!(cut.faults[0].ends_with("segment 1 is missing"), "{:?}", cut.faults);
        std::fs::write(&path, &bytes[..20]).unwrap();
        assert_eq!(compare(folder.path(), &named).unwrap_or_default().faults.len(), 1);
        std::fs::remove_file(&path).unwrap();
        let gone = compare(folder.path(), &named).unwrap_or_default();
        assert!(gone.faults[0].ends_with("the file is missing"), "{:?}", gone.faults);
        named.entry(ALARM).or_default().erased = true;
        let erased = compare(folder.path(), &named).unwrap_or_default();
        assert_eq!((erased.erased, erased.faults.len()), (1, 0));
        assert!(compare(&path, &named).is_err(), "that is no folder");
    }
}
