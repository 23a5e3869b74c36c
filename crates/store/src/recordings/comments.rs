//! What a stream of an export says of itself, as its comments (`OpusTags`, RFC 7845, 5.2): whose recording it is, when the sound was, and
//! of which segments it was made. Ids, times and hashes: nothing personal.
//!
//! Never here: pages (`ogg`), whether any of it is true (`court`).

use super::read::Stretch;
use crate::record::Hash;
use hoeder_vocab::AlarmId;
use hoeder_watch::voice::Segment;

const MAGIC: &[u8] = b"OpusTags";
const VENDOR: &str = "hoeder";
const ALARM: &str = "HOEDER_ALARM=";
const CHAIN: &str = "HOEDER_CHAIN=";

/// The comments of a stretch. What a player shows comes first: it may pass over what is beyond 61,440 bytes.
pub(super) fn put(alarm: AlarmId, stretch: &Stretch, chain: &[Segment]) -> Vec<u8> {
    let times = || stretch.packets.iter().map(|packet| packet.received_at.unix_ms());
    let about = [
        format!("{ALARM}{alarm}"),
        format!("HOEDER_SEGMENT={}", stretch.segment),
        format!("HOEDER_FIRST_MS={}", times().next().unwrap_or_default()),
        format!("HOEDER_LAST_MS={}", times().max().unwrap_or_default()),
    ];
    let named = chain.iter().map(|segment| format!("{CHAIN}{} {}", segment.number, Hash(segment.hash)));
    let lines: Vec<String> = about.into_iter().chain(named).collect();
    let mut tags = MAGIC.to_vec();
    put_text(&mut tags, VENDOR);
    tags.extend_from_slice(&u32::try_from(lines.len()).unwrap_or_default().to_le_bytes());
    lines.iter().for_each(|line| put_text(&mut tags, line));
    tags
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(&u32::try_from(text.len()).unwrap_or_default().to_le_bytes());
    out.extend_from_slice(text.as_bytes());
}

/// What a stream says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// Of which alarm.
    pub alarm: Option<AlarmId>,
    /// Its segments with their hashes, in the order in which they stand there.
    pub chain: Vec<(u32, [u8; 32])>,
}

/// Reads comments; `None` when they are none, or say what none of ours says. Other lines are passed over.
pub(super) fn read(packet: &[u8]) -> Option<Said> {
    let mut rest = packet.strip_prefix(MAGIC)?;
    let _vendor = text(&mut rest)?;
    let lines = number(&mut rest)?;
    let mut said = Said::default();
    for _ in 0..lines {
        let line = text(&mut rest)?;
        if let Some(alarm) = line.strip_prefix(ALARM) {
            if said.alarm.is_some() {
                return None;
            }
            said.alarm = Some(alarm.parse().ok()?);
        } else if let Some(segment) = line.strip_prefix(CHAIN) {
            let (number, hash) = segment.split_once(' ')?;
            said.chain.push((number.parse().ok()?, Hash::from_hex(hash)?.0));
        }
    }
    rest.is_empty().then_some(said)
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    let (taken, after) = rest.split_first_chunk::<4>()?;
    *rest = after;
    Some(u32::from_le_bytes(*taken))
}

fn text<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    let length = usize::try_from(number(rest)?).ok()?;
    let (taken, after) = rest.split_at_checked(length)?;
    *rest = after;
    core::str::from_utf8(taken).ok()
}
