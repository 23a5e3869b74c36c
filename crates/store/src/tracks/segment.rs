//! Segments: their names, their head, and the walk over their blocks.
//!
//! `2026-11-22-00000007.trk` is the eighth segment ever begun here, of that day. Head of 64 bytes: `HOEDTRK1`, day since 1970
//! (4, signed), number (4), begun in ms since 1970 (8), salt of the life (7), zeros, CRC-32 of the first 60 bytes (4).
//! Never here: keys.

use super::TracksError;
use super::block::{self, Block};
use super::seal::{Placed, SALT};
use hoeder_vocab::UtcMillis;
use std::fmt;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

const MAGIC: &[u8; 8] = b"HOEDTRK1";
/// Bytes before the first block.
pub(super) const HEAD: usize = 64;
const DAY_MS: i64 = 86_400_000;

/// A day in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(i32);

impl Day {
    /// The day of a moment.
    #[must_use]
    pub fn of(moment: UtcMillis) -> Self {
        Self(i32::try_from(moment.unix_ms().div_euclid(DAY_MS)).unwrap_or(i32::MAX))
    }
    /// So many days earlier.
    #[must_use]
    pub const fn minus(self, days: u16) -> Self {
        Self(self.0.saturating_sub(days as i32))
    }
    fn parse(text: &str) -> Option<Self> {
        let day = Self::of(UtcMillis::parse_rfc3339(&format!("{text}T00:00:00Z")).ok()?);
        (day.to_string() == text).then_some(day)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = UtcMillis::from_unix_ms(i64::from(self.0).saturating_mul(DAY_MS)).to_string();
        f.write_str(text.split('T').next().unwrap_or_default())
    }
}

/// Which segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) day: Day,
    pub(super) number: u32,
}

impl Name {
    pub(super) fn segment(self, folder: &Path) -> PathBuf {
        folder.join(format!("{}-{:08}.trk", self.day, self.number))
    }
    pub(super) fn index(self, folder: &Path) -> PathBuf {
        folder.join(format!("{}-{:08}.idx", self.day, self.number))
    }
    fn parse(stem: &str) -> Option<Self> {
        let (day, number) = stem.rsplit_once('-')?;
        Some(Self { day: Day::parse(day)?, number: number.parse().ok()? })
    }
}

/// All files with this extension that are named like segments, in the order in which they were begun.
pub(super) fn list(folder: &Path, extension: &str) -> Result<Vec<Name>, TracksError> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|found| found == extension) {
            names.extend(path.file_stem().and_then(|stem| stem.to_str()).and_then(Name::parse));
        }
    }
    names.sort_unstable_by_key(|name| name.number);
    Ok(names)
}

/// What the head of a segment says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) begun: UtcMillis,
    pub(super) salt: [u8; SALT],
}

impl Head {
    pub(super) fn bytes(&self, name: Name) -> [u8; HEAD] {
        let mut said = MAGIC.to_vec();
        said.extend_from_slice(&name.day.0.to_be_bytes());
        said.extend_from_slice(&name.number.to_be_bytes());
        said.extend_from_slice(&self.begun.unix_ms().to_be_bytes());
        said.extend_from_slice(&self.salt);
        said.resize(HEAD - 4, 0);
        let crc = crc32fast::hash(&said);
        said.extend_from_slice(&crc.to_be_bytes());
        let mut head = [0; HEAD];
        head.copy_from_slice(&said);
        head
    }

    fn parse(head: &[u8; HEAD]) -> Option<Self> {
        let (said, crc) = head.split_last_chunk::<4>()?;
        if !said.starts_with(MAGIC) || crc32fast::hash(said) != u32::from_be_bytes(*crc) {
            return None;
        }
        let begun = i64::from_be_bytes(*said.get(16..)?.first_chunk()?);
        Some(Self { begun: UtcMillis::from_unix_ms(begun), salt: *said.get(24..)?.first_chunk()? })
    }

    /// Of this file; `None` when it was never finished.
    pub(super) fn of(file: &File) -> Result<Option<Self>, TracksError> {
        let mut head = [0; HEAD];
        match file.read_exact_at(&mut head, 0) {
            Ok(()) => Ok(Self::parse(&head)),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// A whole segment in memory.
pub(super) struct Loaded {
    pub(super) head: Head,
    bytes: Vec<u8>,
}

impl Loaded {
    /// `None` when there is no such file any more, or its head was never finished.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, TracksError> {
        let mut file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let Some(head) = Head::of(&file)? else { return Ok(None) };
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(Some(Self { head, bytes }))
    }
    /// Its blocks with their places, up to the first that is not whole.
    pub(super) fn blocks(&self) -> Blocks<'_> {
        Blocks { bytes: &self.bytes, at: HEAD }
    }
    /// How much was written after `end`: what a crash tore.
    pub(super) fn torn(&self, end: u32) -> u64 {
        let end = usize::try_from(end).unwrap_or(usize::MAX);
        let rest = self.bytes.get(end..).unwrap_or_default();
        let used = rest.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        u64::try_from(used).unwrap_or(u64::MAX)
    }
    /// The places of all blocks, and where the last one ends.
    pub(super) fn placed(&self) -> (Vec<Placed>, u32) {
        let mut end = HEAD;
        let mut placed = Vec::new();
        for (at, block) in self.blocks() {
            end = at + block.head.bytes();
            placed.push(Placed {
                carrier: block.head.carrier,
                at: u32::try_from(at).unwrap_or(u32::MAX),
                earliest: block.head.earliest(),
                latest: block.head.latest(),
            });
        }
        (placed, u32::try_from(end).unwrap_or(u32::MAX))
    }
}

/// A walk over blocks.
pub(super) struct Blocks<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Blocks<'a> {
    type Item = (usize, Block<'a>);
    fn next(&mut self) -> Option<Self::Item> {
        let block = block::first(self.bytes.get(self.at..)?)?;
        let at = self.at;
        self.at += block.head.bytes();
        Some((at, block))
    }
}
