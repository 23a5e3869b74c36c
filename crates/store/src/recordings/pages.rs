//! Reads an Ogg/Opus file page by page: its bytes as a hash, what each of its streams says of itself, and the first place where it is
//! damaged. No sound is decoded, and no file, however made, makes a reader fall over.
//!
//! Never here: what the log says (`court`).

use super::comments::{self, Said};
use super::ogg::{FIRST, GOES_ON, LAST, PAGE_HEAD, SUM_AT, checksum};
use sha2::{Digest, Sha256};
use std::io::{ErrorKind, Read};

/// Comments that are longer are none of ours: 24 hours in segments of half a minute need a quarter of a million bytes.
const MOST_COMMENTS: usize = 16 << 20;

/// What is wrong with the form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DamageKind {
    /// It does not begin as an Ogg file does.
    NotOgg,
    /// It ends in the middle of a page, or of a stream.
    CutOff,
    /// Something else stands where a page should begin.
    NoPage,
    /// The checksum of a page does not fit its bytes.
    Checksum,
    /// A page is missing, or stands where it does not belong.
    Order,
    /// A stream is not Opus.
    NotOpus,
    /// Its comments cannot be read.
    Comments,
}

/// The first thing that is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damage {
    /// With the page that begins at this byte; at the end of the file for what is missing there.
    pub at: u64,
    /// What.
    pub kind: DamageKind,
}

/// A file of sound as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoundFile {
    /// SHA-256 of all of it.
    pub sha256: [u8; 32],
    /// Its length.
    pub bytes: u64,
    /// What its streams say of themselves, in order: unproven.
    pub streams: Vec<Said>,
    /// `None` is a whole file.
    pub damage: Option<Damage>,
}

/// Reads a file to its end; what is damaged is no error but a finding.
///
/// # Errors
/// When it cannot be read.
pub fn read_sound(input: impl Read) -> std::io::Result<SoundFile> {
    let mut input = Hashed { input, hasher: Sha256::new(), bytes: 0 };
    let mut walk = Walk::default();
    let mut page = Vec::with_capacity(PAGE_HEAD + 255 + 255 * 255);
    loop {
        let at = input.bytes;
        match next_page(&mut input, &mut page)? {
            Next::Page(body_at) => walk.page(at, &page, body_at),
            Next::End => break,
            Next::Torn => {
                let kind =
                    if at == 0 && !page.starts_with(MAGIC) { DamageKind::NotOgg } else { DamageKind::CutOff };
                walk.damaged(at, kind);
                break;
            }
            Next::None => {
                walk.damaged(at, if at == 0 { DamageKind::NotOgg } else { DamageKind::NoPage });
                break;
            }
        }
    }
    input.drain()?;
    if input.bytes == 0 {
        walk.damaged(0, DamageKind::NotOgg);
    } else if walk.open.is_some() {
        walk.damaged(input.bytes, DamageKind::CutOff);
    }
    let sha256 = input.hasher.finalize().into();
    Ok(SoundFile { sha256, bytes: input.bytes, streams: walk.streams, damage: walk.damage })
}

struct Hashed<R> {
    input: R,
    hasher: Sha256,
    bytes: u64,
}

impl<R: Read> Hashed<R> {
    /// So many bytes more on the page; fewer at the end of the file.
    fn fill(&mut self, page: &mut Vec<u8>, wanted: usize) -> std::io::Result<bool> {
        let from = page.len();
        let limit = u64::try_from(wanted).unwrap_or(u64::MAX);
        let read = (&mut self.input).take(limit).read_to_end(page)?;
        self.hasher.update(page.get(from..).unwrap_or_default());
        self.bytes = self.bytes.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        Ok(read == wanted)
    }

    fn drain(&mut self) -> std::io::Result<()> {
        let mut room = vec![0; 1 << 16];
        loop {
            match self.input.read(&mut room) {
                Ok(0) => return Ok(()),
                Ok(read) => {
                    self.hasher.update(room.get(..read).unwrap_or_default());
                    self.bytes = self.bytes.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

const MAGIC: &[u8] = b"OggS";

enum Next {
    /// A page, with the place of its packets.
    Page(usize),
    /// The end of the file, where a page could begin.
    End,
    /// And within a page.
    Torn,
    /// Something else.
    None,
}

fn next_page(input: &mut Hashed<impl Read>, page: &mut Vec<u8>) -> std::io::Result<Next> {
    page.clear();
    if !input.fill(page, PAGE_HEAD)? {
        return Ok(if page.is_empty() { Next::End } else { Next::Torn });
    }
    if !page.starts_with(MAGIC) || page.get(4) != Some(&0) {
        return Ok(Next::None);
    }
    let lacing = usize::from(page.last().copied().unwrap_or_default());
    if !input.fill(page, lacing)? {
        return Ok(Next::Torn);
    }
    let body_at = page.len();
    let body = page.get(PAGE_HEAD..).unwrap_or_default().iter().map(|value| usize::from(*value)).sum();
    Ok(if input.fill(page, body)? { Next::Page(body_at) } else { Next::Torn })
}

/// The stream that is being read.
struct Open {
    serial: u32,
    sequence: u32,
    /// The comments as far as they are there; `None` once they are whole.
    comments: Option<Vec<u8>>,
}

#[derive(Default)]
struct Walk {
    open: Option<Open>,
    streams: Vec<Said>,
    damage: Option<Damage>,
}

impl Walk {
    fn damaged(&mut self, at: u64, kind: DamageKind) {
        self.damage.get_or_insert(Damage { at, kind });
    }

    /// What is damaged is noted and read on: what the rest says may still be of use.
    fn page(&mut self, at: u64, page: &[u8], body_at: usize) {
        let word = |from: usize| {
            page.get(from..from + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes)
        };
        let (serial, sequence, sum) = (word(14), word(18), word(SUM_AT));
        let mut summed = page.to_vec();
        summed.iter_mut().skip(SUM_AT).take(4).for_each(|byte| *byte = 0);
        if checksum(&summed) != sum {
            self.damaged(at, DamageKind::Checksum);
        }
        let flags = page.get(5).copied().unwrap_or_default();
        let (lacing, body) = page.split_at_checked(body_at).unwrap_or((page, &[]));
        let lacing = lacing.get(PAGE_HEAD..).unwrap_or_default();
        if flags & FIRST != 0 {
            self.begin(at, (serial, sequence), body);
        } else {
            self.go_on(at, (serial, sequence));
            self.comments((at, flags), (lacing, body));
        }
        if flags & LAST != 0 && self.open.take().is_none_or(|open| open.comments.is_some()) {
            self.damaged(at, DamageKind::Order);
        }
    }

    fn begin(&mut self, at: u64, (serial, sequence): (u32, u32), body: &[u8]) {
        if self.open.is_some() || sequence != 0 {
            self.damaged(at, DamageKind::Order);
        }
        if !body.starts_with(b"OpusHead") {
            self.damaged(at, DamageKind::NotOpus);
        }
        self.streams.push(Said::default());
        self.open = Some(Open { serial, sequence, comments: Some(Vec::new()) });
    }

    fn go_on(&mut self, at: u64, (serial, sequence): (u32, u32)) {
        let follows = self.open.as_mut().is_some_and(|open| {
            let follows = open.serial == serial && open.sequence.checked_add(1) == Some(sequence);
            open.sequence = sequence;
            follows
        });
        if !follows {
            self.damaged(at, DamageKind::Order);
        }
    }

    /// The second packet of a stream, over as many pages as it takes.
    fn comments(&mut self, (at, flags): (u64, u8), (lacing, body): (&[u8], &[u8])) {
        let goes_on = flags & GOES_ON != 0;
        let Some(open) = &mut self.open else { return };
        let Some(gathered) = &mut open.comments else { return };
        let end = lacing.iter().position(|value| *value < 255);
        let values = lacing.iter().take(end.map_or(lacing.len(), |end| end + 1));
        let length: usize = values.map(|value| usize::from(*value)).sum();
        let fits = gathered.len() + length <= MOST_COMMENTS && goes_on != gathered.is_empty();
        gathered.extend_from_slice(body.get(..length).unwrap_or_default());
        if !fits || end.is_some() {
            let said = if fits { comments::read(gathered) } else { None };
            open.comments = None;
            match (said, self.streams.last_mut()) {
                (Some(said), Some(stream)) => *stream = said,
                _ => self.damaged(at, DamageKind::Comments),
            }
        }
    }
}
