//! Ogg/Opus (RFC 3533, RFC 7845) of a recording: one stream a stretch, chained. The same recording gives the same bytes.
//!
//! Each stream of an export names the segments that it was made of with their hashes, as the log names them (FL-31).
//! A packet that is missing inside a stretch is written as one without content, as RFC 7845, 4.1 wants it: a player counts its
//! time. A gap between stretches is not written at all; the times of each stretch stand in its comments.

use super::comments;
use super::read::{Loaded, Stretch};
use super::{Packet, RecordingError, RecordingKey};
use hoeder_watch::voice::Segment;
use std::io::Write;
use std::sync::LazyLock;

/// Flags of a page: the packet of the one before goes on; the first of a stream; the last.
pub(super) const GOES_ON: u8 = 1;
pub(super) const FIRST: u8 = 2;
pub(super) const LAST: u8 = 4;
/// Where in a page its sum stands.
pub(super) const SUM_AT: usize = 22;
/// Bytes of the head of a page, before its lacing values.
pub(super) const PAGE_HEAD: usize = 27;
/// Samples of a page, about: one second of 48 kHz.
const PAGE_SAMPLES: u64 = 48_000;
/// Most lacing values of a page.
const MAX_LACING: usize = 255;
/// Missing packets that are written as such at one place; a longer hole would be a gap.
const MAX_MISSING: u64 = 1_500;

/// Writes the recording as one file of Ogg/Opus. How many packets were received and how many were missing inside stretches.
///
/// # Errors
/// [`RecordingError`].
pub fn export(
    recording: &Loaded,
    key: &RecordingKey,
    out: &mut dyn Write,
) -> Result<(u64, u64), RecordingError> {
    let segments = recording.segments();
    let stretches = recording.stretches(key)?;
    let from = |number: u32| segments.partition_point(|segment| segment.number < number);
    let mut totals = (0, 0);
    for (place, stretch) in stretches.iter().enumerate() {
        let next = stretches.get(place + 1).map_or(segments.len(), |next| from(next.segment));
        let chain = segments.get(from(stretch.segment)..next).unwrap_or_default();
        let (kept, missing) = write_stretch((recording, stretch), chain, out)?;
        totals = (totals.0 + kept, totals.1 + missing);
    }
    Ok(totals)
}

/// Writes one stretch of it as a file of Ogg/Opus of its own; the counts are as of [`export`]. Its last segment may not be whole yet,
/// so none is named.
///
/// # Errors
/// [`RecordingError`].
pub fn export_stretch(
    recording: &Loaded,
    stretch: &Stretch,
    out: &mut dyn Write,
) -> Result<(u64, u64), RecordingError> {
    write_stretch((recording, stretch), &[], out)
}

pub(super) fn write_stretch(
    (recording, stretch): (&Loaded, &Stretch),
    chain: &[Segment],
    out: &mut dyn Write,
) -> Result<(u64, u64), RecordingError> {
    Stream::new(stretch.segment, out).write(recording, stretch, chain)
}

struct Stream<'a> {
    serial: u32,
    sequence: u32,
    granule: u64,
    lacing: Vec<u8>,
    body: Vec<u8>,
    since_page: u64,
    out: &'a mut dyn Write,
}

impl<'a> Stream<'a> {
    fn new(serial: u32, out: &'a mut dyn Write) -> Self {
        let (lacing, body) = (Vec::new(), Vec::new());
        Self { serial, sequence: 0, granule: 0, lacing, body, since_page: 0, out }
    }

    fn write(
        mut self,
        recording: &Loaded,
        stretch: &Stretch,
        chain: &[Segment],
    ) -> Result<(u64, u64), RecordingError> {
        let stereo = stretch.packets.iter().any(|packet| is_stereo(&packet.opus));
        self.add(&head(if stereo { 2 } else { 1 }));
        self.page(FIRST)?;
        self.add(&comments::put(recording.alarm(), stretch, chain));
        self.page(0)?;
        let mut missing = 0;
        let mut expected: Option<u64> = None;
        let last = stretch.packets.len().saturating_sub(1);
        for (place, packet) in stretch.packets.iter().enumerate() {
            missing += self.fill(expected, packet)?;
            let samples = samples(&packet.opus);
            self.packet(&packet.opus, samples)?;
            expected = Some(packet.clock.saturating_add(samples));
            if place == last {
                self.page(LAST)?;
            }
        }
        Ok((u64::try_from(stretch.packets.len()).unwrap_or(u64::MAX), missing))
    }

    /// Packets without content, up to the place of this one.
    fn fill(&mut self, expected: Option<u64>, packet: &Packet) -> Result<u64, RecordingError> {
        let (Some(expected), Some(toc)) = (expected, packet.opus.first()) else { return Ok(0) };
        let empty = [toc & 0b1111_1100];
        let frame = samples(&empty).max(1);
        let missing = (packet.clock.saturating_sub(expected) / frame).min(MAX_MISSING);
        for _ in 0..missing {
            self.packet(&empty, frame)?;
        }
        Ok(missing)
    }

    fn packet(&mut self, opus: &[u8], samples: u64) -> Result<(), RecordingError> {
        let fits = self.lacing.len() + opus.len() / 255 < MAX_LACING;
        if !fits || (self.since_page >= PAGE_SAMPLES && !self.lacing.is_empty()) {
            self.page(0)?;
        }
        self.add(opus);
        self.granule += samples;
        self.since_page += samples;
        Ok(())
    }

    fn add(&mut self, packet: &[u8]) {
        self.lacing.extend(core::iter::repeat_n(255, packet.len() / 255));
        self.lacing.push(u8::try_from(packet.len() % 255).unwrap_or_default());
        self.body.extend_from_slice(packet);
    }

    /// A packet that is longer than a page goes on over the next ones (RFC 3533, 6).
    fn page(&mut self, flags: u8) -> Result<(), RecordingError> {
        let (lacing, body) = (core::mem::take(&mut self.lacing), core::mem::take(&mut self.body));
        let mut rest = body.as_slice();
        let mut parts = lacing.chunks(MAX_LACING).peekable();
        let mut goes_on = 0;
        while let Some(values) = parts.next() {
            let length = values.iter().map(|value| usize::from(*value)).sum();
            let (part, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
            rest = after;
            // Where no packet ends, there is no place in time.
            let granule = if parts.peek().is_some() { u64::MAX } else { self.granule };
            self.put(flags | goes_on, granule, (values, part))?;
            goes_on = GOES_ON;
        }
        self.since_page = 0;
        Ok(())
    }

    fn put(&mut self, flags: u8, granule: u64, (lacing, body): (&[u8], &[u8])) -> Result<(), RecordingError> {
        let mut page = b"OggS\0".to_vec();
        page.push(flags);
        page.extend_from_slice(&granule.to_le_bytes());
        page.extend_from_slice(&self.serial.to_le_bytes());
        page.extend_from_slice(&self.sequence.to_le_bytes());
        page.extend_from_slice(&[0; 4]);
        page.push(u8::try_from(lacing.len()).unwrap_or(u8::MAX));
        page.extend_from_slice(lacing);
        page.extend_from_slice(body);
        let sum = checksum(&page).to_le_bytes();
        page.iter_mut().skip(SUM_AT).zip(sum).for_each(|(to, from)| *to = from);
        self.out.write_all(&page)?;
        self.sequence += 1;
        Ok(())
    }
}

/// `OpusHead`: nothing is skipped at the start, since the first packet may be the one that matters.
fn head(channels: u8) -> Vec<u8> {
    let mut head = b"OpusHead\x01".to_vec();
    head.push(channels);
    head.extend_from_slice(&0_u16.to_le_bytes());
    head.extend_from_slice(&48_000_u32.to_le_bytes());
    head.extend_from_slice(&[0, 0, 0]);
    head
}

fn is_stereo(opus: &[u8]) -> bool {
    opus.first().is_some_and(|toc| toc & 0b100 != 0)
}

/// How long a packet lasts, in samples of 48 kHz (RFC 6716, 3.1); at most 120 ms.
fn samples(opus: &[u8]) -> u64 {
    let Some(toc) = opus.first() else { return 0 };
    let config = toc >> 3;
    let frame: u64 = match config {
        0 | 4 | 8 | 12 | 14 | 18 | 22 | 26 | 30 => 480,
        1 | 5 | 9 | 13 | 15 | 19 | 23 | 27 | 31 => 960,
        2 | 6 | 10 => 1_920,
        3 | 7 | 11 => 2_880,
        16 | 20 | 24 | 28 => 120,
        _ => 240,
    };
    let frames = match toc & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => u64::from(opus.get(1).map_or(1, |count| count & 0x3F)),
    };
    (frame * frames).min(5_760)
}

/// The sum of RFC 3533: polynomial 0x04C11DB7, nothing reflected, nothing inverted.
pub(super) fn checksum(bytes: &[u8]) -> u32 {
    let sums = &*SUMS;
    bytes.iter().fold(0, |sum, byte| {
        let [top, ..] = sum.to_be_bytes();
        (sum << 8) ^ sums.get(usize::from(top ^ byte)).copied().unwrap_or_default()
    })
}

/// The sum of each byte.
static SUMS: LazyLock<[u32; 256]> = LazyLock::new(|| {
    let mut bytes = 0_u8..=255;
    [(); 256].map(|()| {
        let start = u32::from(bytes.next().unwrap_or_default()) << 24;
        (0..8).fold(start, |sum, _| if sum & 0x8000_0000 == 0 { sum << 1 } else { (sum << 1) ^ 0x04C1_1DB7 })
    })
});
