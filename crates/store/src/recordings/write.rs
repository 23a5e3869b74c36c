//! The one who records: packets into blocks of a second, each sealed and flushed before the next; segments with their hashes.
//!
//! Never here: which packets are whose (`server`), what a fault changes for people (`watch::voice`).

use super::block::{self, Begins, FILE_HEAD, HEAD, Head, VOUCHED};
use super::read::Loaded;
use super::{
    BLOCK, LONGEST, MAX_PACKET, MAX_PACKETS, MOST_BYTES, Packet, RecordingError, RecordingKey, SEGMENT,
    Stopped, sound_file,
};
use crate::error::StoreError;
use crate::vault::Entropy;
use hoeder_vocab::{AlarmId, UtcMillis};
use hoeder_watch::voice::Segment;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey};
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

/// Where a write is, for who makes it fail in a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordingStep {
    /// Nothing of the block is written.
    BeforeWrite,
    /// Half of it is.
    HalfWritten,
    /// All of it is, and nothing flushed.
    BeforeSync,
    /// It is durable.
    AfterSync,
}

/// Hears of each step and may make it fail.
pub type RecordingSteps = Box<dyn FnMut(RecordingStep) -> std::io::Result<()> + Send>;

/// What was found of an earlier life.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resumed {
    /// The segments on disk, in order: those that the log does not have yet are to be named there.
    pub segments: Vec<Segment>,
    /// Bytes of a block, named to nobody, that a crash tore and that were cut off.
    pub torn_bytes: u64,
}

struct Open {
    segment: Segment,
    hasher: Sha256,
}

/// Records the sound of one alarm.
pub struct Recorder {
    file: File,
    cipher: LessSafeKey,
    life: [u8; 8],
    /// The number of the next block of this life: never used twice, also after an error.
    next_block: u32,
    begun: UtcMillis,
    /// Up to here all is durable.
    end: u64,
    /// Something may lie after it.
    torn: bool,
    pending: Vec<Packet>,
    open: Option<Open>,
    last: (u32, [u8; 32]),
    /// The next block follows a gap.
    after_gap: bool,
    steps: Option<RecordingSteps>,
}

impl Recorder {
    /// Begins the recording of an alarm, or goes on with it in a new segment. Its key is durable already ([`super::put_key`]).
    ///
    /// # Errors
    /// [`RecordingError`].
    pub fn begin(
        folder: &Path,
        (alarm, now): (AlarmId, UtcMillis),
        key: &RecordingKey,
        entropy: &mut dyn Entropy,
    ) -> Result<(Self, Resumed), RecordingError> {
        let path = sound_file(folder, alarm);
        let mut life = [0; 8];
        entropy.fill(&mut life).map_err(RecordingError::Key)?;
        let (file, loaded) = match Loaded::read(folder, alarm)? {
            Some(loaded) => (OpenOptions::new().read(true).write(true).open(&path)?, loaded),
            None => create(&path, alarm, now)?,
        };
        let segments = loaded.segments();
        let last = segments.last().map_or((0, loaded.root()), |last| (last.number, last.hash));
        let mut recorder = Self {
            file,
            cipher: key.cipher()?,
            life,
            next_block: 1,
            begun: loaded.begun(),
            end: loaded.end(),
            torn: loaded.torn() > 0,
            pending: Vec::new(),
            open: None,
            last,
            after_gap: true,
            steps: None,
        };
        recorder.cut_torn()?;
        Ok((recorder, Resumed { segments, torn_bytes: loaded.torn() }))
    }

    /// With an observer of every step.
    #[must_use]
    pub fn with_steps(mut self, steps: RecordingSteps) -> Self {
        self.steps = Some(steps);
        self
    }

    /// The last packet that is durable, in the segment that is open.
    #[must_use]
    pub fn kept_until(&self) -> Option<UtcMillis> {
        self.open.as_ref().map(|open| open.segment.last_at)
    }

    /// Takes a packet. What a second gathered is made durable before the next; a segment that is full is given back.
    /// A packet that is none is dropped.
    ///
    /// # Errors
    /// [`Stopped`].
    pub fn push(&mut self, packet: Packet) -> Result<Option<Segment>, Stopped> {
        if packet.opus.is_empty() || packet.opus.len() > MAX_PACKET {
            return Ok(None);
        }
        let due =
            self.pending.first().is_some_and(|first| packet.received_at.since(first.received_at) >= BLOCK);
        let full = self.pending.len() >= MAX_PACKETS;
        let ended = if due || full { self.flush()? } else { None };
        self.pending.push(packet);
        Ok(ended)
    }

    /// Time passes: what waits for a second is made durable.
    ///
    /// # Errors
    /// [`Stopped`].
    pub fn tick(&mut self, now: UtcMillis) -> Result<Option<Segment>, Stopped> {
        let due = self.pending.first().is_some_and(|first| now.since(first.received_at) >= BLOCK);
        if due { self.flush() } else { Ok(None) }
    }

    /// A gap begins, or the recording ends: all is made durable, and the segment is given back. The next packet begins another.
    ///
    /// # Errors
    /// [`Stopped`].
    pub fn cut(&mut self) -> Result<Option<Segment>, Stopped> {
        let full = self.flush()?;
        self.after_gap = true;
        // A flush that filled its segment left none open.
        Ok(full.or_else(|| self.end_segment()))
    }

    fn flush(&mut self) -> Result<Option<Segment>, Stopped> {
        if self.pending.is_empty() {
            return Ok(None);
        }
        let packets = core::mem::take(&mut self.pending);
        if let Err(error) = self.write(&packets) {
            self.torn = true;
            self.after_gap = true;
            return Err(Stopped { error, kept: self.end_segment().map(Box::new) });
        }
        let long = |open: &Open| open.segment.last_at.since(open.segment.first_at) >= SEGMENT;
        Ok(if self.open.as_ref().is_some_and(long) { self.end_segment() } else { None })
    }

    fn write(&mut self, packets: &[Packet]) -> Result<(), RecordingError> {
        let begins = match (&self.open, self.after_gap) {
            (Some(_), false) => Begins::Nothing,
            (None, false) => Begins::Segment,
            (Some(_) | None, true) => Begins::AfterGap,
        };
        self.cut_torn()?;
        let (block, first_at, last_at) = self.seal(packets, begins)?;
        let long = last_at.since(self.begun) > LONGEST;
        let bytes = u64::try_from(block.len()).unwrap_or(u64::MAX);
        if long || self.end.saturating_add(bytes) > MOST_BYTES {
            return Err(RecordingError::Limit);
        }
        self.put(&block)?;
        self.end += bytes;
        self.after_gap = false;
        let open = self.open.get_or_insert_with(|| Open {
            segment: Segment { number: self.last.0 + 1, first_at, last_at, bytes: 0, hash: [0; 32] },
            hasher: Sha256::new_with_prefix(self.last.1),
        });
        open.segment.last_at = open.segment.last_at.max(last_at);
        open.segment.bytes += bytes;
        open.hasher.update(&block);
        Ok(())
    }

    fn put(&mut self, block: &[u8]) -> Result<(), RecordingError> {
        let (half, rest) = block.split_at(block.len() / 2);
        self.step(RecordingStep::BeforeWrite)?;
        self.torn = true;
        self.file.write_all_at(half, self.end)?;
        self.step(RecordingStep::HalfWritten)?;
        self.file.write_all_at(rest, self.end + u64::try_from(half.len()).unwrap_or(0))?;
        self.step(RecordingStep::BeforeSync)?;
        self.file.sync_data()?;
        self.step(RecordingStep::AfterSync)?;
        self.torn = false;
        Ok(())
    }

    fn seal(
        &mut self,
        packets: &[Packet],
        begins: Begins,
    ) -> Result<(Vec<u8>, UtcMillis, UtcMillis), RecordingError> {
        let failed = || RecordingError::Key(StoreError::Seal);
        let times = || packets.iter().map(|packet| packet.received_at);
        let (Some(first_at), Some(last_at)) = (times().next(), times().max()) else { return Err(failed()) };
        let mut clear = zeroize::Zeroizing::new(Vec::new());
        block::put_packets(packets, &mut clear).ok_or_else(failed)?;
        let head = Head {
            sealed: u32::try_from(clear.len() + CHACHA20_POLY1305.tag_len()).map_err(|_| failed())?,
            begins,
            count: u16::try_from(packets.len()).map_err(|_| failed())?,
            segment: if begins == Begins::Nothing {
                self.open.as_ref().map_or(1, |open| open.segment.number)
            } else {
                self.last.0.checked_add(1).ok_or(RecordingError::Limit)?
            },
            life: self.life,
            number: self.next_block,
            first_at,
            last_at,
        };
        self.next_block = self.next_block.checked_add(1).ok_or(RecordingError::Limit)?;
        let mut block = Vec::with_capacity(HEAD + clear.len() + CHACHA20_POLY1305.tag_len());
        head.put(&mut block);
        let vouched = block.get(VOUCHED..).ok_or_else(failed)?;
        let tag = self
            .cipher
            .seal_in_place_separate_tag(head.nonce(), Aad::from(vouched), &mut clear)
            .map_err(|_| failed())?;
        block.extend_from_slice(&clear);
        block.extend_from_slice(tag.as_ref());
        block::close(&mut block);
        Ok((block, first_at, last_at))
    }

    /// What lies after the durable end is cut off before anything is written there.
    fn cut_torn(&mut self) -> Result<(), RecordingError> {
        if self.torn {
            self.file.set_len(self.end)?;
            self.file.sync_data()?;
            self.torn = false;
        }
        Ok(())
    }

    fn end_segment(&mut self) -> Option<Segment> {
        let open = self.open.take()?;
        let segment = Segment { hash: open.hasher.finalize().into(), ..open.segment };
        self.last = (segment.number, segment.hash);
        Some(segment)
    }

    fn step(&mut self, step: RecordingStep) -> Result<(), RecordingError> {
        match &mut self.steps {
            Some(steps) => Ok(steps(step)?),
            None => Ok(()),
        }
    }
}

/// The file appears whole or not at all.
fn create(path: &Path, alarm: AlarmId, now: UtcMillis) -> Result<(File, Loaded), RecordingError> {
    let head = block::file_head(alarm, now);
    debug_assert_eq!(head.len(), FILE_HEAD, "the head of a recording has its length");
    let partial = path.with_extension("voice-new");
    let file =
        OpenOptions::new().read(true).write(true).create(true).truncate(true).mode(0o600).open(&partial)?;
    file.write_all_at(&head, 0)?;
    file.sync_all()?;
    std::fs::rename(&partial, path)?;
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok((file, Loaded::from_bytes(head)?))
}
