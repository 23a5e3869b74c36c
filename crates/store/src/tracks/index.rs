//! Which blocks of a closed segment are of which carrier. It is made of the segment and can be made again.
//!
//! `HOEDTIX1`, carriers (4), end of the segment (4), earliest and latest `at` in it (8 + 8, ms), CRC-32 of these (4); per carrier, in
//! ascending order of its number, 32 bytes: number (4), where its list begins (4), bytes of the list (4), blocks (4), earliest and
//! latest (8 + 8); then the lists: places of blocks as differences, in variable length. Never here: keys.

use super::TracksError;
use super::seal::Placed;
use super::varint::{Bytes, put};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

const MAGIC: &[u8; 8] = b"HOEDTIX1";
const HEAD: usize = 36;
const ROW: usize = 32;

/// Writes the index of these blocks, under its name only when it is whole.
pub(super) fn write(path: &Path, mut blocks: Vec<Placed>, end: u32) -> Result<(), TracksError> {
    blocks.sort_unstable_by_key(|block| (block.carrier, block.at));
    let (mut rows, mut lists) = (Vec::new(), Vec::new());
    let groups: Vec<&[Placed]> = blocks.chunk_by(|a, b| a.carrier == b.carrier).collect();
    let before = HEAD + groups.len() * ROW;
    for group in &groups {
        let begins = before + lists.len();
        let mut last = 0;
        for block in *group {
            put(&mut lists, u64::from(block.at - last));
            last = block.at;
        }
        let of = |pick: fn(&Placed) -> i64| group.iter().map(pick);
        rows.extend_from_slice(&group.first().map_or(0, |block| block.carrier).to_be_bytes());
        rows.extend_from_slice(&short(begins).to_be_bytes());
        rows.extend_from_slice(&short(before + lists.len() - begins).to_be_bytes());
        rows.extend_from_slice(&short(group.len()).to_be_bytes());
        rows.extend_from_slice(&of(|block| block.earliest).min().unwrap_or_default().to_be_bytes());
        rows.extend_from_slice(&of(|block| block.latest).max().unwrap_or_default().to_be_bytes());
    }
    let mut whole = MAGIC.to_vec();
    whole.extend_from_slice(&short(groups.len()).to_be_bytes());
    whole.extend_from_slice(&end.to_be_bytes());
    whole.extend_from_slice(&blocks.iter().map(|b| b.earliest).min().unwrap_or(i64::MAX).to_be_bytes());
    whole.extend_from_slice(&blocks.iter().map(|b| b.latest).max().unwrap_or(i64::MIN).to_be_bytes());
    let crc = crc32fast::hash(&whole);
    whole.extend_from_slice(&crc.to_be_bytes());
    whole.append(&mut rows);
    whole.append(&mut lists);
    let partial = path.with_extension("idx-new");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&partial)?;
    file.write_all(&whole)?;
    file.sync_all()?;
    std::fs::rename(&partial, path)?;
    Ok(())
}

fn short(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// The blocks of one carrier in one segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) carrier: u32,
    list: (u32, u32),
    pub(super) earliest: i64,
    pub(super) latest: i64,
}

/// An index, open for reading.
pub(super) struct Index {
    file: File,
    carriers: u32,
    pub(super) earliest: i64,
    pub(super) latest: i64,
}

impl Index {
    /// `None` when there is none, or none that is whole: then the segment itself is read.
    pub(super) fn open(path: &Path) -> Result<Option<Self>, TracksError> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let mut head = [0; HEAD];
        match file.read_exact_at(&mut head, 0) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
            Err(error) => return Err(error.into()),
        }
        Ok(Self::parse(file, &head))
    }

    fn parse(file: File, head: &[u8; HEAD]) -> Option<Self> {
        let (said, crc) = head.split_last_chunk::<4>()?;
        if !said.starts_with(MAGIC) || crc32fast::hash(said) != u32::from_be_bytes(*crc) {
            return None;
        }
        Some(Self {
            file,
            carriers: u32::from_be_bytes(*said.get(8..)?.first_chunk()?),
            earliest: i64::from_be_bytes(*said.get(16..)?.first_chunk()?),
            latest: i64::from_be_bytes(*said.get(24..)?.first_chunk()?),
        })
    }

    /// The row of a carrier, by halving.
    pub(super) fn find(&self, carrier: u32) -> Result<Option<Row>, TracksError> {
        let (mut from, mut to) = (0, self.carriers);
        let mut bytes = [0; ROW];
        while from < to {
            let middle = from + (to - from) / 2;
            self.file.read_exact_at(&mut bytes, row_at(middle))?;
            let Some(row) = parse_row(&bytes) else { return Ok(None) };
            match row.carrier.cmp(&carrier) {
                core::cmp::Ordering::Equal => return Ok(Some(row)),
                core::cmp::Ordering::Less => from = middle + 1,
                core::cmp::Ordering::Greater => to = middle,
            }
        }
        Ok(None)
    }

    /// Where the blocks of a row are, in the order in which they were written.
    pub(super) fn places(&self, row: &Row) -> Result<Vec<u32>, TracksError> {
        let mut bytes = vec![0; usize::try_from(row.list.1).unwrap_or(0)];
        self.file.read_exact_at(&mut bytes, u64::from(row.list.0))?;
        Ok(places(&bytes))
    }

    /// All rows with the places of their blocks, in one reading.
    pub(super) fn all(&self, each: &mut dyn FnMut(Row, Vec<u32>)) -> Result<(), TracksError> {
        let size = usize::try_from(self.file.metadata()?.len()).unwrap_or(usize::MAX);
        let mut whole = vec![0; size];
        self.file.read_exact_at(&mut whole, 0)?;
        let rows = whole.get(HEAD..).unwrap_or_default().chunks_exact(ROW);
        for bytes in rows.take(usize::try_from(self.carriers).unwrap_or(usize::MAX)) {
            let Some(row) = bytes.first_chunk().and_then(parse_row) else { continue };
            let (begins, long) = (usize::try_from(row.list.0), usize::try_from(row.list.1));
            let (Ok(begins), Ok(long)) = (begins, long) else { continue };
            let list = whole.get(begins..begins.saturating_add(long)).unwrap_or_default();
            each(row, places(list));
        }
        Ok(())
    }
}

fn row_at(number: u32) -> u64 {
    36 + u64::from(number) * 32
}

fn parse_row(bytes: &[u8; ROW]) -> Option<Row> {
    let word = |at: usize| Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?));
    let long = |at: usize| Some(i64::from_be_bytes(*bytes.get(at..)?.first_chunk()?));
    Some(Row { carrier: word(0)?, list: (word(4)?, word(8)?), earliest: long(16)?, latest: long(24)? })
}

fn places(list: &[u8]) -> Vec<u32> {
    let mut bytes = Bytes(list);
    let (mut places, mut last) = (Vec::new(), 0_u64);
    while let Some(more) = bytes.number() {
        last = last.saturating_add(more);
        places.extend(u32::try_from(last));
    }
    places
}
