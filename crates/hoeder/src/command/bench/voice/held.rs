//! What a file of a recording holds, by the heads of its blocks, which need no key (docs/voice.md).
//!
//! Never here: what was said.

use std::path::Path;

/// Bytes before the first block.
const FILE_HEAD: usize = 64;
/// Bytes of the head of a block.
const HEAD: usize = 44;

/// The blocks of one life of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Life {
    name: u64,
    /// Packets.
    pub(super) packets: u32,
    /// The last of them came, ms since 1970.
    pub(super) last_at: u64,
    /// Blocks that do not follow the one before.
    pub(super) stretches: u32,
}

/// The lives in a file, the oldest first; nothing when there is none. What is torn at its end is left out.
pub(super) fn lives(file: &Path) -> Vec<Life> {
    of(&std::fs::read(file).unwrap_or_default())
}

fn of(bytes: &[u8]) -> Vec<Life> {
    let mut rest = bytes.get(FILE_HEAD..).unwrap_or_default();
    let mut lives: Vec<Life> = Vec::new();
    while let Some((packets, after_gap, name, last_at, after)) = block(rest) {
        rest = after;
        if lives.last().is_none_or(|life| life.name != name) {
            lives.push(Life { name, ..Life::default() });
        }
        if let Some(life) = lives.last_mut() {
            life.packets += u32::from(packets);
            life.last_at = last_at;
            life.stretches += u32::from(after_gap);
        }
    }
    lives
}

/// Packets, whether it follows a gap, its life, its last moment, and what comes after it. `None` when it is not whole.
fn block(bytes: &[u8]) -> Option<(u16, bool, u64, u64, &[u8])> {
    let (_sum, rest) = bytes.split_first_chunk::<4>()?;
    let (sealed, rest) = rest.split_first_chunk::<4>()?;
    let (_form, rest) = rest.split_first()?;
    let (begins, rest) = rest.split_first()?;
    let (packets, rest) = rest.split_first_chunk::<2>()?;
    let (_segment, rest) = rest.split_first_chunk::<4>()?;
    let (life, rest) = rest.split_first_chunk::<8>()?;
    let (_number, rest) = rest.split_first_chunk::<4>()?;
    let (_first_at, rest) = rest.split_first_chunk::<8>()?;
    let (last_at, _) = rest.split_first_chunk::<8>()?;
    let length = HEAD + usize::try_from(u32::from_be_bytes(*sealed)).ok()?;
    let after = bytes.get(length..)?;
    let packets = u16::from_be_bytes(*packets);
    Some((packets, *begins == 1, u64::from_be_bytes(*life), u64::from_be_bytes(*last_at), after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoeder_store::OsEntropy;
    use hoeder_store::recordings::{Packet, Recorder, RecordingKey, sound_file};
    use hoeder_vocab::{AlarmId, UtcMillis};

    #[test]
    fn the_heads_tell_how_much_a_file_holds_of_each_life() {
        let (folder, alarm) = (tempfile::tempdir().unwrap(), AlarmId::from_u128(7));
        let key = RecordingKey::from_bytes([9; 32].into());
        let at = |n: u64| UtcMillis::from_unix_ms(1_795_000_000_000 + i64::try_from(n).unwrap() * 20);
        for life in [0, 500] {
            let (mut recorder, _) =
                Recorder::begin(folder.path(), (alarm, at(life)), &key, &mut OsEntropy).unwrap();
            for n in life..life + 120 {
                recorder
                    .push(Packet { received_at: at(n), clock: n * 960, opus: vec![31 << 3; 80] })
                    .unwrap();
            }
            if life == 0 {
                recorder.cut().unwrap();
            }
        }
        let file = sound_file(folder.path(), alarm);
        let found = lives(&file);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].packets, found[0].stretches), (120, 1));
        assert_eq!(found[0].last_at, u64::try_from(at(119).unix_ms()).unwrap());
        assert!((80..120).contains(&found[1].packets), "the last block was not full: {found:?}");
        let whole = std::fs::read(&file).unwrap();
        assert_eq!(of(&whole[..whole.len() - 1])[0], found[0]);
        assert!(of(&whole[..whole.len() - 1])[1].packets < found[1].packets, "torn");
    }
}
