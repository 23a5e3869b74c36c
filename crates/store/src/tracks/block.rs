//! One block: a head of 31 bytes that says whose it is, how long and of when, then the sealed reports.
//!
//! Big-endian: CRC-32 of all that follows (4), length of the sealed part (2), form (1), reports (1), number of the carrier
//! (4), received in ms since 1970 (6), earliest and latest `at` in seconds from the receipt (4 + 4, signed, rounded
//! outwards), number in its life (5). A length of zero ends a segment. Never here: files, carriers' names.

use hoeder_vocab::UtcMillis;

/// Most reports of one block.
pub const MAX_REPORTS: usize = 255;
/// Bytes before the sealed reports.
pub(super) const HEAD: usize = 31;
/// Form of the reports.
pub(super) const FORM: u8 = 1;
/// Where what the seal vouches for begins: the form.
pub(super) const VOUCHED: usize = 6;

/// What the head says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) sealed: u16,
    pub(super) form: u8,
    pub(super) count: u8,
    pub(super) carrier: u32,
    pub(super) received: UtcMillis,
    pub(super) earliest_s: i32,
    pub(super) latest_s: i32,
    pub(super) number: u64,
}

impl Head {
    /// Room for the head, filled in all but the CRC.
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(&self.sealed.to_be_bytes());
        out.push(self.form);
        out.push(self.count);
        out.extend_from_slice(&self.carrier.to_be_bytes());
        out.extend(self.received.unix_ms().to_be_bytes().iter().skip(2));
        out.extend_from_slice(&self.earliest_s.to_be_bytes());
        out.extend_from_slice(&self.latest_s.to_be_bytes());
        out.extend(self.number.to_be_bytes().iter().skip(3));
    }

    fn read(head: &[u8; HEAD]) -> Self {
        let mut rest = head.get(4..).unwrap_or_default();
        Self {
            sealed: u16::from_be_bytes(take(&mut rest)),
            form: u8::from_be_bytes(take(&mut rest)),
            count: u8::from_be_bytes(take(&mut rest)),
            carrier: u32::from_be_bytes(take(&mut rest)),
            received: UtcMillis::from_unix_ms(wide(take::<6>(&mut rest)).cast_signed()),
            earliest_s: i32::from_be_bytes(take(&mut rest)),
            latest_s: i32::from_be_bytes(take(&mut rest)),
            number: wide(take::<5>(&mut rest)),
        }
    }

    /// Bytes of the whole block.
    pub(super) fn bytes(&self) -> usize {
        HEAD + usize::from(self.sealed)
    }
    /// No report is earlier: ms since 1970.
    pub(super) fn earliest(&self) -> i64 {
        if self.earliest_s == i32::MIN { i64::MIN } else { self.second(self.earliest_s) }
    }
    /// No report is later: ms since 1970.
    pub(super) fn latest(&self) -> i64 {
        if self.latest_s == i32::MAX { i64::MAX } else { self.second(self.latest_s) }
    }
    fn second(&self, seconds: i32) -> i64 {
        self.received.unix_ms().saturating_add(i64::from(seconds) * 1000)
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> [u8; N] {
    let Some((first, after)) = rest.split_first_chunk::<N>() else { return [0; N] };
    *rest = after;
    *first
}

fn wide<const N: usize>(bytes: [u8; N]) -> u64 {
    bytes.iter().fold(0, |value, byte| (value << 8) | u64::from(*byte))
}

/// Seconds from receipt to a moment, away from zero and within the range.
pub(super) fn seconds_outwards(received: UtcMillis, at: i64, up: Outwards) -> i32 {
    let ms = at.saturating_sub(received.unix_ms());
    let down = ms.div_euclid(1000);
    let whole = match up {
        Outwards::Earlier => down,
        Outwards::Later => down + i64::from(ms.rem_euclid(1000) != 0),
    };
    i32::try_from(whole).unwrap_or(if whole < 0 { i32::MIN } else { i32::MAX })
}

/// To which side a time is rounded.
#[derive(Clone, Copy)]
pub(super) enum Outwards {
    Earlier,
    Later,
}

/// Writes the CRC of a block that is complete otherwise.
pub(super) fn close(block: &mut [u8]) {
    if let Some((crc, rest)) = block.split_first_chunk_mut::<4>() {
        *crc = crc32fast::hash(rest).to_be_bytes();
    }
}

/// One whole block: its head, what the seal vouches for, and the sealed reports.
#[derive(Clone, Copy)]
pub(super) struct Block<'a> {
    pub(super) head: Head,
    pub(super) vouched: &'a [u8],
    pub(super) sealed: &'a [u8],
}

/// The block at the start of these bytes; `None` at the end, or when it is not whole.
pub(super) fn first(bytes: &[u8]) -> Option<Block<'_>> {
    let head = Head::read(bytes.first_chunk::<HEAD>()?);
    if head.sealed == 0 {
        return None;
    }
    let whole = bytes.get(..head.bytes())?;
    let (crc, rest) = whole.split_first_chunk::<4>()?;
    if crc32fast::hash(rest) != u32::from_be_bytes(*crc) {
        return None;
    }
    Some(Block { head, vouched: whole.get(VOUCHED..HEAD)?, sealed: whole.get(HEAD..)? })
}
