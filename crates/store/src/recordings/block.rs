//! One block: its head and its packets, as bytes. Numbers are big-endian, times milliseconds since 1970 (docs/voice.md).
//!
//! Never here: files.

use super::{MAX_PACKET, Packet};
use hoeder_vocab::{AlarmId, UtcMillis};
use ring::aead::{NONCE_LEN, Nonce};

/// Bytes of the head of a file.
pub(super) const FILE_HEAD: usize = 64;
const MAGIC: &[u8; 8] = b"HOEDVOI1";
/// Bytes of the head of a block.
pub(super) const HEAD: usize = 44;
/// From here on a head is vouched for by the seal: the form and all after it.
pub(super) const VOUCHED: usize = 8;
const FORM: u8 = 1;
/// A block is at most this long: 500 packets of 1,500 bytes with their places, and the tag.
const MOST: usize = 1 << 20;

/// How a block stands to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begins {
    /// It goes on in the same segment.
    Nothing,
    /// A segment, after a gap or at the start.
    AfterGap,
    /// A segment, without a gap.
    Segment,
}

/// The head of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) sealed: u32,
    pub(super) begins: Begins,
    pub(super) count: u16,
    pub(super) segment: u32,
    pub(super) life: [u8; 8],
    pub(super) number: u32,
    pub(super) first_at: UtcMillis,
    pub(super) last_at: UtcMillis,
}

impl Head {
    /// With zeros where the sum comes.
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(&self.sealed.to_be_bytes());
        out.push(FORM);
        out.push(match self.begins {
            Begins::Nothing => 0,
            Begins::AfterGap => 1,
            Begins::Segment => 2,
        });
        out.extend_from_slice(&self.count.to_be_bytes());
        out.extend_from_slice(&self.segment.to_be_bytes());
        out.extend_from_slice(&self.life);
        out.extend_from_slice(&self.number.to_be_bytes());
        out.extend_from_slice(&self.first_at.unix_ms().to_be_bytes());
        out.extend_from_slice(&self.last_at.unix_ms().to_be_bytes());
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let mut from = Reader(bytes.get(4..HEAD)?);
        let sealed = u32::from_be_bytes(from.take()?);
        let [form, begins] = from.take()?;
        if form != FORM {
            return None;
        }
        Some(Self {
            sealed,
            begins: match begins {
                0 => Begins::Nothing,
                1 => Begins::AfterGap,
                2 => Begins::Segment,
                _ => return None,
            },
            count: u16::from_be_bytes(from.take()?),
            segment: u32::from_be_bytes(from.take()?),
            life: from.take()?,
            number: u32::from_be_bytes(from.take()?),
            first_at: UtcMillis::from_unix_ms(i64::from_be_bytes(from.take()?)),
            last_at: UtcMillis::from_unix_ms(i64::from_be_bytes(from.take()?)),
        })
    }

    pub(super) fn nonce(&self) -> Nonce {
        let mut nonce = [0; NONCE_LEN];
        let said = self.life.into_iter().chain(self.number.to_be_bytes());
        nonce.iter_mut().zip(said).for_each(|(to, from)| *to = from);
        Nonce::assume_unique_for_key(nonce)
    }
}

/// Writes the sum of a block that is whole otherwise.
pub(super) fn close(block: &mut [u8]) {
    if let Some((sum, rest)) = block.split_first_chunk_mut::<4>() {
        *sum = crc32fast::hash(rest).to_be_bytes();
    }
}

/// The block at the beginning of these bytes: its head and its length; `None` when it is torn or none.
pub(super) fn first(bytes: &[u8]) -> Option<(Head, usize)> {
    let head = Head::read(bytes)?;
    let sealed = usize::try_from(head.sealed).ok().filter(|sealed| *sealed <= MOST)?;
    let (sum, rest) = bytes.get(..HEAD + sealed)?.split_first_chunk::<4>()?;
    (crc32fast::hash(rest) == u32::from_be_bytes(*sum)).then_some((head, HEAD + sealed))
}

/// Packets as they are sealed.
pub(super) fn put_packets(packets: &[Packet], out: &mut Vec<u8>) -> Option<()> {
    let first = packets.first()?.received_at;
    for packet in packets {
        let after = u16::try_from(packet.received_at.since(first).as_millis()).unwrap_or(u16::MAX);
        out.extend_from_slice(&after.to_be_bytes());
        out.extend_from_slice(&packet.clock.to_be_bytes());
        out.extend_from_slice(&u16::try_from(packet.opus.len()).ok()?.to_be_bytes());
        out.extend_from_slice(&packet.opus);
    }
    Some(())
}

/// And back; `None` when they are not what their head says.
pub(super) fn packets(head: &Head, clear: &[u8]) -> Option<Vec<Packet>> {
    let mut from = Reader(clear);
    let mut packets = Vec::with_capacity(usize::from(head.count));
    while !from.0.is_empty() {
        let after = u64::from(u16::from_be_bytes(from.take()?));
        let clock = u64::from_be_bytes(from.take()?);
        let length = usize::from(u16::from_be_bytes(from.take()?));
        let opus = from.0.get(..length).filter(|_| length <= MAX_PACKET)?.to_vec();
        from.0 = from.0.get(length..)?;
        let received_at = head.first_at.plus(core::time::Duration::from_millis(after));
        packets.push(Packet { received_at, clock, opus });
    }
    (packets.len() == usize::from(head.count)).then_some(packets)
}

/// The head of a file.
pub(super) fn file_head(alarm: AlarmId, begun: UtcMillis) -> Vec<u8> {
    let mut head = Vec::with_capacity(FILE_HEAD);
    head.extend_from_slice(MAGIC);
    head.extend_from_slice(alarm.as_uuid().as_bytes());
    head.extend_from_slice(&begun.unix_ms().to_be_bytes());
    head.resize(FILE_HEAD - 4, 0);
    let sum = crc32fast::hash(&head);
    head.extend_from_slice(&sum.to_be_bytes());
    head
}

/// Of which alarm a file says to be, and when it begun; `None` when it is none of ours.
pub(super) fn read_file_head(bytes: &[u8]) -> Option<(AlarmId, UtcMillis)> {
    let (said, sum) = bytes.get(..FILE_HEAD)?.split_last_chunk::<4>()?;
    if !said.starts_with(MAGIC) || crc32fast::hash(said) != u32::from_be_bytes(*sum) {
        return None;
    }
    let mut from = Reader(said.get(8..)?);
    let alarm = AlarmId::from_u128(u128::from_be_bytes(from.take()?));
    Some((alarm, UtcMillis::from_unix_ms(i64::from_be_bytes(from.take()?))))
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }
}
