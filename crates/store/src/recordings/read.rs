//! A recording as it lies on disk: its blocks, its segments with their hashes, and, with the key, its packets.
//!
//! Never here: who may hear it.

use super::block::{self, Begins, FILE_HEAD, HEAD, Head, VOUCHED};
use super::{Packet, RecordingError, RecordingKey, sound_file};
use hoeder_vocab::{AlarmId, UtcMillis};
use hoeder_watch::voice::Segment;
use ring::aead::Aad;
use sha2::{Digest, Sha256};
use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::Path;

/// A recording in memory.
pub struct Loaded {
    alarm: AlarmId,
    begun: UtcMillis,
    bytes: Vec<u8>,
    /// Up to here the blocks are whole.
    end: usize,
}

/// When sound without a gap was, as the blocks say without being opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Number of its first segment.
    pub segment: u32,
    /// First packet received.
    pub from: UtcMillis,
    /// Last packet received.
    pub until: UtcMillis,
    /// Bytes in the file.
    pub bytes: u64,
}

/// Sound without a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Number of its first segment.
    pub segment: u32,
    /// Its packets, by their place in the sender's clock, each place once.
    pub packets: Vec<Packet>,
}

impl Loaded {
    /// Reads the recording of an alarm; `None` when there is none.
    ///
    /// # Errors
    /// [`RecordingError::Io`], [`RecordingError::NotOurs`].
    pub fn read(folder: &Path, alarm: AlarmId) -> Result<Option<Self>, RecordingError> {
        let bytes = match std::fs::read(sound_file(folder, alarm)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let loaded = Self::from_bytes(bytes)?;
        if loaded.alarm == alarm { Ok(Some(loaded)) } else { Err(RecordingError::NotOurs) }
    }

    /// Of the bytes of a file.
    ///
    /// # Errors
    /// [`RecordingError::NotOurs`].
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, RecordingError> {
        let (alarm, begun) = block::read_file_head(&bytes).ok_or(RecordingError::NotOurs)?;
        let mut loaded = Self { alarm, begun, bytes, end: FILE_HEAD };
        loaded.end = loaded.blocks().last().map_or(FILE_HEAD, |(_, at, length)| at + length);
        Ok(loaded)
    }

    /// Of which alarm.
    #[must_use]
    pub const fn alarm(&self) -> AlarmId {
        self.alarm
    }
    /// When it begun.
    #[must_use]
    pub const fn begun(&self) -> UtcMillis {
        self.begun
    }
    /// Bytes that are whole.
    pub(super) fn end(&self) -> u64 {
        u64::try_from(self.end).unwrap_or(u64::MAX)
    }
    /// Bytes after them: what a crash tore.
    #[must_use]
    pub fn torn(&self) -> u64 {
        u64::try_from(self.bytes.len().saturating_sub(self.end)).unwrap_or(u64::MAX)
    }
    /// The hash on which that of the first segment rests.
    pub(super) fn root(&self) -> [u8; 32] {
        Sha256::digest(self.bytes.get(..FILE_HEAD).unwrap_or_default()).into()
    }

    /// Head, place and length of each block, up to the first that is not whole or not in order.
    fn blocks(&self) -> impl Iterator<Item = (Head, usize, usize)> {
        let mut at = FILE_HEAD;
        let mut segment = 0_u32;
        core::iter::from_fn(move || {
            let (head, length) = block::first(self.bytes.get(at..)?)?;
            let next = match head.begins {
                Begins::Nothing => segment,
                Begins::AfterGap | Begins::Segment => segment.checked_add(1)?,
            };
            if head.segment != next || next == 0 {
                return None;
            }
            segment = next;
            let place = at;
            at += length;
            Some((head, place, length))
        })
    }

    /// The segments with their hashes: no key is needed.
    #[must_use]
    pub fn segments(&self) -> Vec<Segment> {
        let mut segments: Vec<(Segment, Sha256)> = Vec::new();
        let mut last = self.root();
        for (head, at, length) in self.blocks() {
            if head.begins != Begins::Nothing {
                if let Some((segment, hasher)) = segments.last_mut() {
                    segment.hash = hasher.clone().finalize().into();
                    last = segment.hash;
                }
                let (first_at, number) = (head.first_at, head.segment);
                let segment = Segment { number, first_at, last_at: head.last_at, bytes: 0, hash: [0; 32] };
                segments.push((segment, Sha256::new_with_prefix(last)));
            }
            if let Some((segment, hasher)) = segments.last_mut() {
                segment.last_at = segment.last_at.max(head.last_at);
                segment.bytes += u64::try_from(length).unwrap_or(0);
                hasher.update(self.bytes.get(at..at + length).unwrap_or_default());
            }
        }
        if let Some((segment, hasher)) = segments.last_mut() {
            segment.hash = hasher.clone().finalize().into();
        }
        segments.into_iter().map(|(segment, _)| segment).collect()
    }

    /// The number of its last segment; 0 when there is none.
    #[must_use]
    pub fn last_segment(&self) -> u32 {
        self.blocks().last().map_or(0, |(head, _, _)| head.segment)
    }

    /// Cuts off what a crash tore. Only while nobody records to this file.
    ///
    /// # Errors
    /// [`RecordingError::Io`].
    pub fn cut_torn(&self, folder: &Path) -> Result<(), RecordingError> {
        if self.torn() > 0 {
            let file = OpenOptions::new().write(true).open(sound_file(folder, self.alarm))?;
            file.set_len(self.end())?;
            file.sync_data()?;
        }
        Ok(())
    }

    /// When the sound was, stretch by stretch: no key is needed.
    #[must_use]
    pub fn spans(&self) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for (head, _, length) in self.blocks() {
            if head.begins == Begins::AfterGap || spans.is_empty() {
                let (segment, from) = (head.segment, head.first_at);
                spans.push(Span { segment, from, until: head.last_at, bytes: 0 });
            }
            if let Some(span) = spans.last_mut() {
                span.until = span.until.max(head.last_at);
                span.bytes += u64::try_from(length).unwrap_or(0);
            }
        }
        spans
    }

    /// The sound, stretch by stretch.
    ///
    /// # Errors
    /// [`RecordingError::Altered`], [`RecordingError::Key`].
    pub fn stretches(&self, key: &RecordingKey) -> Result<Vec<Stretch>, RecordingError> {
        self.opened(key, None)
    }

    /// The sound of the stretch that begins with this segment; `None` when none does.
    ///
    /// # Errors
    /// As [`Loaded::stretches`].
    pub fn stretch(&self, key: &RecordingKey, segment: u32) -> Result<Option<Stretch>, RecordingError> {
        Ok(self.opened(key, Some(segment))?.pop())
    }

    fn opened(&self, key: &RecordingKey, only: Option<u32>) -> Result<Vec<Stretch>, RecordingError> {
        let cipher = key.cipher()?;
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut begun = None;
        for (head, at, length) in self.blocks() {
            if head.begins == Begins::AfterGap || begun.is_none() {
                begun = Some(head.segment);
            }
            if only.is_some() && only != begun {
                continue;
            }
            let bytes = self.bytes.get(at..at + length).ok_or(RecordingError::Altered)?;
            let (said, sealed) = bytes.split_at_checked(HEAD).ok_or(RecordingError::Altered)?;
            let mut sealed = zeroize::Zeroizing::new(sealed.to_vec());
            let vouched = said.get(VOUCHED..).ok_or(RecordingError::Altered)?;
            let clear = cipher
                .open_in_place(head.nonce(), Aad::from(vouched), &mut sealed)
                .map_err(|_| RecordingError::Altered)?;
            let packets = block::packets(&head, clear).ok_or(RecordingError::Altered)?;
            if head.begins == Begins::AfterGap || stretches.is_empty() {
                stretches.push(Stretch { segment: head.segment, packets: Vec::new() });
            }
            if let Some(stretch) = stretches.last_mut() {
                stretch.packets.extend(packets);
            }
        }
        for stretch in &mut stretches {
            stretch.packets.sort_by_key(|packet| packet.clock);
            stretch.packets.dedup_by_key(|packet| packet.clock);
        }
        Ok(stretches)
    }
}
