//! Reading what was kept: one carrier's reports of a period, all of a carrier, the newest of everybody at a restart.
//!
//! Reads beside the writer, without a lock: what is not whole yet is not seen. Never here: who may read.

use super::TracksError;
use super::block::{self, Block, HEAD};
use super::index::Index;
use super::keys::CarrierKeys;
use super::report;
use super::seal::{SALT, cipher, nonce};
use super::segment::{self, Head, Loaded, Name};
use hoeder_vocab::tracking::TrackReport;
use hoeder_vocab::{CarrierId, ReceivedAt, UtcMillis};
use ring::aead::Aad;
use std::collections::HashMap;
use std::fs::File;
use std::io::ErrorKind;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;

/// One batch as it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Whose.
    pub carrier: CarrierId,
    /// When we had it.
    pub received_at: ReceivedAt,
    /// Its reports, in the order of the device.
    pub reports: Vec<TrackReport>,
}

/// What a reading of the newest found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TailRead {
    /// Batches that were given.
    pub batches: u64,
    /// Batches that are damaged: their bytes are not those that were written.
    pub damaged: u64,
}

/// One carrier's reports of a period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Period {
    /// Each with its receipt.
    pub reports: Vec<(ReceivedAt, TrackReport)>,
    /// There were more than were asked for; these are the earliest.
    pub more: bool,
    /// Batches that were left out, as their bytes are not those that were written.
    pub damaged: u64,
}

/// Reads positions. A clone is another hand on the same files.
#[derive(Debug, Clone)]
pub struct TrackReader {
    folder: PathBuf,
    keys: CarrierKeys,
}

/// One block to open: where it is and what its segment adds.
struct Found {
    salt: [u8; SALT],
    bytes: Vec<u8>,
}

impl TrackReader {
    /// Reads this folder with these keys, which the writer has as well.
    #[must_use]
    pub const fn new(folder: PathBuf, keys: CarrierKeys) -> Self {
        Self { folder, keys }
    }

    /// The keys.
    #[must_use]
    pub const fn keys(&self) -> &CarrierKeys {
        &self.keys
    }

    /// The reports of one carrier whose `at` lies in the period, by `at`, at most `most`; those of one moment as they came.
    /// A damaged batch is left out and counted.
    ///
    /// # Errors
    /// [`TracksError::Io`].
    pub fn period(
        &self,
        carrier: CarrierId,
        period: Range<UtcMillis>,
        most: usize,
    ) -> Result<Period, TracksError> {
        let mut reports: Vec<(ReceivedAt, TrackReport)> = Vec::new();
        let damaged = self.batches(carrier, &period, &mut |stored| {
            let within = stored.reports.into_iter().filter(|report| period.contains(&report.at.0));
            reports.extend(within.map(|report| (stored.received_at, report)));
        })?;
        reports.sort_by_key(|(_, report)| report.at);
        let more = reports.len() > most;
        reports.truncate(most);
        Ok(Period { reports, more, damaged })
    }

    /// The batches of one carrier that may hold reports of the period, as they came. How many are damaged.
    ///
    /// # Errors
    /// [`TracksError::Io`].
    pub fn batches(
        &self,
        carrier: CarrierId,
        period: &Range<UtcMillis>,
        each: &mut dyn FnMut(Stored),
    ) -> Result<u64, TracksError> {
        let Some(number) = self.keys.number(carrier) else { return Ok(0) };
        let (from, to) = (period.start.unix_ms(), period.end.unix_ms());
        let overlaps = |earliest: i64, latest: i64| earliest < to && latest >= from;
        let mut damaged = 0;
        for name in segment::list(&self.folder, "trk")? {
            let Some(index) = Index::open(&name.index(&self.folder))? else {
                self.walk(name, number, &overlaps, &mut damaged, each)?;
                continue;
            };
            if !overlaps(index.earliest, index.latest) {
                continue;
            }
            let row = index.find(number)?.filter(|row| overlaps(row.earliest, row.latest));
            let Some(row) = row else { continue };
            let Some((file, head)) = self.segment(name)? else { continue };
            for place in index.places(&row)? {
                let bytes = block_at(&file, place)?;
                self.open(&Found { salt: head.salt, bytes }, number, &mut damaged, each);
            }
        }
        Ok(damaged)
    }

    /// The open segment has no index: it is walked through.
    fn walk(
        &self,
        name: Name,
        number: u32,
        overlaps: &dyn Fn(i64, i64) -> bool,
        damaged: &mut u64,
        each: &mut dyn FnMut(Stored),
    ) -> Result<(), TracksError> {
        let Some(loaded) = Loaded::read(&name.segment(&self.folder))? else { return Ok(()) };
        for (_, block) in loaded.blocks() {
            if block.head.carrier == number && overlaps(block.head.earliest(), block.head.latest()) {
                self.take(&block, loaded.head.salt, damaged, each);
            }
        }
        Ok(())
    }

    fn open(&self, found: &Found, number: u32, damaged: &mut u64, each: &mut dyn FnMut(Stored)) {
        match block::first(&found.bytes).filter(|block| block.head.carrier == number) {
            Some(block) => self.take(&block, found.salt, damaged, each),
            None => *damaged += 1,
        }
    }

    fn take(&self, block: &Block<'_>, salt: [u8; SALT], damaged: &mut u64, each: &mut dyn FnMut(Stored)) {
        match self.clear(block, salt) {
            Opened::Stored(stored) => each(stored),
            Opened::Erased => {}
            Opened::Damaged => *damaged += 1,
        }
    }

    fn segment(&self, name: Name) -> Result<Option<(File, Head)>, TracksError> {
        // Retention may have taken it meanwhile.
        match File::open(name.segment(&self.folder)) {
            Ok(file) => Ok(Head::of(&file)?.map(|head| (file, head))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn clear(&self, block: &Block<'_>, salt: [u8; SALT]) -> Opened {
        let Some((carrier, key)) = self.keys.numbered(block.head.carrier) else { return Opened::Erased };
        let opened = || {
            let mut bytes = block.sealed.to_vec();
            let nonce = nonce(salt, block.head.number);
            let cipher = cipher(&key).ok()?;
            let clear = cipher.open_in_place(nonce, Aad::from(block.vouched), &mut bytes).ok()?;
            let reports = (block.head.form == block::FORM)
                .then(|| report::decode(clear, block.head.count, block.head.received))??;
            Some(Stored { carrier, received_at: ReceivedAt(block.head.received), reports })
        };
        opened().map_or(Opened::Damaged, Opened::Stored)
    }

    /// When the last batch that was kept was received; `None` when there is none.
    ///
    /// # Errors
    /// [`TracksError::Io`].
    pub fn last_receipt(&self) -> Result<Option<ReceivedAt>, TracksError> {
        for name in segment::list(&self.folder, "trk")?.into_iter().rev() {
            let Some(loaded) = Loaded::read(&name.segment(&self.folder))? else { continue };
            if let Some((_, last)) = loaded.blocks().last() {
                return Ok(Some(ReceivedAt(last.head.received)));
            }
        }
        Ok(None)
    }

    /// The newest batches of every carrier, at most `each_carrier` of them, of segments that were begun at `since` or hold it; of one
    /// carrier in the order in which they came. Indexes are read instead of closed segments, so it takes as long for a day as for a month.
    ///
    /// # Errors
    /// [`TracksError::Io`].
    pub fn newest(
        &self,
        since: UtcMillis,
        each_carrier: usize,
        each: &mut dyn FnMut(Stored),
    ) -> Result<TailRead, TracksError> {
        let mut chosen: HashMap<u32, Vec<(usize, u32)>> = HashMap::new();
        let mut files = Vec::new();
        let names = segment::list(&self.folder, "trk")?;
        for name in names.into_iter().rev() {
            let Some((file, head)) = self.segment(name)? else { continue };
            let segment = files.len();
            let begun = head.begun;
            files.push((file, head.salt));
            let mut choose = |carrier: u32, places: &[u32]| {
                let taken = chosen.entry(carrier).or_default();
                let room = each_carrier.saturating_sub(taken.len());
                taken.extend(places.iter().rev().take(room).map(|place| (segment, *place)));
            };
            match Index::open(&name.index(&self.folder))? {
                Some(index) => index.all(&mut |row, places| choose(row.carrier, &places))?,
                None => {
                    let Some(loaded) = Loaded::read(&name.segment(&self.folder))? else { continue };
                    let (mut placed, _) = loaded.placed();
                    placed.sort_unstable_by_key(|block| (block.carrier, block.at));
                    for blocks in placed.chunk_by(|a, b| a.carrier == b.carrier) {
                        let places: Vec<u32> = blocks.iter().map(|block| block.at).collect();
                        choose(blocks.first().map_or(0, |block| block.carrier), &places);
                    }
                }
            }
            if begun <= since {
                break;
            }
        }
        self.give(&chosen, &files, each)
    }

    /// In the order of the files, so that the disk is read forwards.
    fn give(
        &self,
        chosen: &HashMap<u32, Vec<(usize, u32)>>,
        files: &[(File, [u8; SALT])],
        each: &mut dyn FnMut(Stored),
    ) -> Result<TailRead, TracksError> {
        let mut places: Vec<(usize, u32, u32)> = chosen
            .iter()
            .flat_map(|(carrier, places)| places.iter().map(|(segment, at)| (*segment, *at, *carrier)))
            .collect();
        places.sort_unstable_by_key(|(segment, at, _)| (core::cmp::Reverse(*segment), *at));
        let mut read = TailRead::default();
        let mut window = Vec::new();
        let mut rest = places.as_slice();
        while let Some((first, _)) = rest.split_first() {
            let (segment, begin, _) = *first;
            let near = |place: &&(usize, u32, u32)| place.0 == segment && place.1 - begin < WINDOW;
            let (together, after) = rest.split_at(rest.iter().take_while(near).count());
            rest = after;
            let Some((file, salt)) = files.get(segment) else { continue };
            let last = together.last().map_or(begin, |last| last.1);
            window.resize(index(last - begin) + GUESS, 0);
            let there = read_some(file, &mut window, u64::from(begin))?;
            for (_, at, carrier) in together {
                let mine = window.get(index(at - begin)..there).unwrap_or_default();
                let mut each = |stored| {
                    read.batches += 1;
                    each(stored);
                };
                // One that is not whole in the window is read by itself.
                match block::first(mine) {
                    Some(block) if block.head.carrier == *carrier => {
                        self.take(&block, *salt, &mut read.damaged, &mut each);
                    }
                    Some(_) | None => {
                        let found = Found { salt: *salt, bytes: block_at(file, *at)? };
                        self.open(&found, *carrier, &mut read.damaged, &mut each);
                    }
                }
            }
        }
        Ok(read)
    }
}

enum Opened {
    Stored(Stored),
    Erased,
    Damaged,
}

/// Most blocks are smaller.
const GUESS: usize = 512;
/// Blocks that begin within so many bytes of one another are read at once.
const WINDOW: u32 = 256 << 10;

fn index(bytes: u32) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

/// The bytes of the block at this place; fewer when the file ends before.
fn block_at(file: &File, place: u32) -> Result<Vec<u8>, TracksError> {
    let mut bytes = vec![0; GUESS];
    let read = read_some(file, &mut bytes, u64::from(place))?;
    bytes.truncate(read);
    let sealed = bytes.get(4..6).and_then(|two| two.first_chunk()).map_or(0, |two| u16::from_be_bytes(*two));
    let whole = HEAD + usize::from(sealed);
    if whole > read && read == GUESS {
        bytes.resize(whole, 0);
        let read = read_some(file, &mut bytes, u64::from(place))?;
        bytes.truncate(read);
    }
    Ok(bytes)
}

fn read_some(file: &File, bytes: &mut [u8], mut at: u64) -> Result<usize, TracksError> {
    let mut done = 0;
    while let Some(rest) = bytes.get_mut(done..).filter(|rest| !rest.is_empty()) {
        let read = file.read_at(rest, at)?;
        if read == 0 {
            break;
        }
        done += read;
        at += u64::try_from(read).unwrap_or(0);
    }
    Ok(done)
}
