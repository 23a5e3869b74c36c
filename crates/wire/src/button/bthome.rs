//! BTHome v2 service data, clear and sealed with AES-CCM (BT-04, BT-05; the Shelly BLU Button1 speaks it).
//!
//! A button says each press several times over: within 4 s the same packet id is the same press. A sealed frame must
//! carry a counter that grows; once a key is set, clear frames are refused. Never here: the radio.

use super::{Authentication, ButtonEvent, FrameError, Gesture, MAX_FRAME_BYTES, Mac, hex};
use aes::Aes128;
use ccm::Ccm;
use ccm::aead::inout::InOutBuf;
use ccm::aead::{AeadInOut as _, KeyInit as _};
use ccm::consts::{U4, U13};
use core::fmt;
use core::str::FromStr;
use core::time::Duration;
use hoeder_vocab::{Percent, UtcMillis};

/// The 16-bit UUID under which the service data is advertised.
pub const SERVICE: u16 = 0xfcd2;
/// Within this time the same packet id is the same press.
pub const SAME_PRESS: Duration = Duration::from_secs(4);
/// How far ahead, modulo 256, a packet id may lie to be a new one.
pub const MAX_AHEAD: u8 = 63;

const SEALED: u8 = 0b0000_0001;
const WITH_MAC: u8 = 0b0000_0010;
const VERSION_2: u8 = 2;
const COUNTER_BYTES: usize = 4;
const TAG_BYTES: usize = 4;

const PACKET_ID: u8 = 0x00;
const BATTERY: u8 = 0x01;
const BUTTON: u8 = 0x3a;
const TEXT: u8 = 0x53;
const RAW: u8 = 0x54;

/// The key of one button, 16 bytes. `Debug` does not print it.
#[derive(Clone, PartialEq, Eq)]
pub struct BindKey([u8; 16]);

impl BindKey {
    /// From the bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

impl FromStr for BindKey {
    type Err = FrameError;
    /// 32 hexadecimal digits, as the maker's app shows them.
    fn from_str(text: &str) -> Result<Self, FrameError> {
        hex(text).map(Self).ok_or(FrameError::Malformed)
    }
}

impl fmt::Debug for BindKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BindKey[secret]")
    }
}

/// What is remembered of one paired button between frames.
#[derive(Debug, Clone)]
pub struct BthomeButton {
    key: Option<BindKey>,
    /// The counter of the newest sealed frame, and when it came.
    counter: Option<(u32, UtcMillis)>,
    /// The packet id of the newest press, and when it was first heard.
    packet: Option<(u8, UtcMillis)>,
    /// A clear frame without a packet id, to know its repeats by.
    nameless: Option<(Vec<u8>, UtcMillis)>,
    /// A refused packet id: where a button may have got to while nobody listened.
    elsewhere: Option<u8>,
}

/// One frame, opened.
struct Opened {
    payload: Vec<u8>,
    counter: Option<u32>,
}

/// What is new about a frame.
enum News {
    New,
    SamePress,
}

impl BthomeButton {
    /// A button without a key. Its frames prove nothing: practice only.
    #[must_use]
    pub const fn clear() -> Self {
        Self { key: None, counter: None, packet: None, nameless: None, elsewhere: None }
    }
    /// A button with a key, just paired.
    #[must_use]
    pub const fn sealed(key: BindKey) -> Self {
        Self { key: Some(key), counter: None, packet: None, nameless: None, elsewhere: None }
    }
    /// A button with a key whose newest counter was kept over a restart of the app.
    #[must_use]
    pub const fn resume(key: BindKey, counter: u32) -> Self {
        let long_ago = UtcMillis::from_unix_ms(i64::MIN);
        Self {
            key: Some(key),
            counter: Some((counter, long_ago)),
            packet: None,
            nameless: None,
            elsewhere: None,
        }
    }
    /// The newest counter, to be kept over a restart of the app.
    #[must_use]
    pub fn counter(&self) -> Option<u32> {
        self.counter.map(|(counter, _)| counter)
    }
    /// The person confirmed that the button has a new battery: it may start to count anew.
    pub fn forget_counter(&mut self) {
        self.counter = None;
        self.packet = None;
    }
    /// What a press of this button proves.
    #[must_use]
    pub const fn authentication(&self) -> Authentication {
        match self.key {
            Some(_) => Authentication::KeyAndCounter,
            None => Authentication::None,
        }
    }

    /// Takes in the service data of one advertisement of the button with this address. No events when it says again
    /// what was heard within [`SAME_PRESS`].
    ///
    /// # Errors
    /// When it cannot be read, is not of this button, or is an old frame once more.
    pub fn handle(&mut self, frame: &[u8], now: UtcMillis, mac: Mac) -> Result<Vec<ButtonEvent>, FrameError> {
        let opened = open(frame, mac, self.key.as_ref())?;
        let (packet, events) = read_objects(&opened.payload)?;
        let news = match opened.counter {
            Some(counter) => self.sealed_news(counter, packet, now)?,
            None => match packet {
                Some(id) => self.clear_news(id, now)?,
                None => self.nameless_news(&opened.payload, now),
            },
        };
        Ok(match news {
            News::New => events,
            News::SamePress => Vec::new(),
        })
    }

    /// The counter decides; the packet id only tells repeats, so that presses that nobody heard never make a button deaf.
    fn sealed_news(&mut self, counter: u32, packet: Option<u8>, now: UtcMillis) -> Result<News, FrameError> {
        if let Some((newest, at)) = self.counter {
            if counter == newest && now.since(at) <= SAME_PRESS {
                return Ok(News::SamePress);
            }
            if counter <= newest {
                return Err(FrameError::Replayed);
            }
        }
        self.counter = Some((counter, now));
        Ok(match (self.packet, packet) {
            (Some((last, at)), Some(id)) if last == id && now.since(at) <= SAME_PRESS => News::SamePress,
            (_, id) => {
                self.packet = id.map(|id| (id, now));
                News::New
            }
        })
    }

    /// A clear frame has only its packet id. One that lies elsewhere is refused, and so is every other until two in a row
    /// agree after a silence: a button that was pressed far from the phone is heard again at its second press.
    fn clear_news(&mut self, id: u8, now: UtcMillis) -> Result<News, FrameError> {
        if let Some((last, at)) = self.packet {
            if last == id {
                return if now.since(at) <= SAME_PRESS {
                    Ok(News::SamePress)
                } else {
                    Err(FrameError::Replayed)
                };
            }
            let quiet = now.since(at) > SAME_PRESS;
            let follows = |from: u8| (1..=MAX_AHEAD).contains(&id.wrapping_sub(from));
            let counts = follows(last) || self.elsewhere.is_some_and(follows);
            if !counts {
                self.elsewhere = quiet.then_some(id);
                return Err(FrameError::Replayed);
            }
        }
        self.packet = Some((id, now));
        self.elsewhere = None;
        Ok(News::New)
    }

    fn nameless_news(&mut self, payload: &[u8], now: UtcMillis) -> News {
        match &self.nameless {
            Some((last, at)) if last == payload && now.since(*at) <= SAME_PRESS => News::SamePress,
            _ => {
                self.nameless = Some((payload.to_vec(), now));
                News::New
            }
        }
    }
}

fn open(frame: &[u8], mac: Mac, key: Option<&BindKey>) -> Result<Opened, FrameError> {
    if frame.len() > MAX_FRAME_BYTES {
        return Err(FrameError::TooLong);
    }
    let (&info, rest) = frame.split_first().ok_or(FrameError::Malformed)?;
    if info >> 5 != VERSION_2 {
        return Err(FrameError::UnknownVersion);
    }
    let rest = if info & WITH_MAC == 0 {
        rest
    } else {
        let (said, rest) = rest.split_first_chunk::<6>().ok_or(FrameError::Malformed)?;
        let mut said = *said;
        said.reverse();
        if said != mac.bytes() {
            return Err(FrameError::OtherDevice);
        }
        rest
    };
    match (info & SEALED == 0, key) {
        (true, None) => Ok(Opened { payload: rest.to_vec(), counter: None }),
        (true, Some(_)) => Err(FrameError::NotSealed),
        (false, None) => Err(FrameError::NoKey),
        (false, Some(key)) => unseal(info, rest, mac, key),
    }
}

/// AES-CCM with a 4-byte tag; nonce: address, UUID as sent, first byte, counter as sent.
fn unseal(info: u8, rest: &[u8], mac: Mac, key: &BindKey) -> Result<Opened, FrameError> {
    let (rest, tag) = rest.split_last_chunk::<TAG_BYTES>().ok_or(FrameError::Malformed)?;
    let (sealed, counter) = rest.split_last_chunk::<COUNTER_BYTES>().ok_or(FrameError::Malformed)?;
    let mut payload = sealed.to_vec();
    Ccm::<Aes128, U4, U13>::new(&key.0.into())
        .decrypt_inout_detached(
            &nonce(info, *counter, mac).into(),
            &[],
            InOutBuf::from(payload.as_mut_slice()),
            &(*tag).into(),
        )
        .map_err(|_| FrameError::WrongSeal)?;
    Ok(Opened { payload, counter: Some(u32::from_le_bytes(*counter)) })
}

fn nonce(info: u8, counter: [u8; COUNTER_BYTES], mac: Mac) -> [u8; 13] {
    let [m0, m1, m2, m3, m4, m5] = mac.bytes();
    let [u0, u1] = SERVICE.to_le_bytes();
    let [c0, c1, c2, c3] = counter;
    [m0, m1, m2, m3, m4, m5, u0, u1, info, c0, c1, c2, c3]
}

/// Seals a payload as a button does, for simulated buttons and tests.
///
/// # Errors
/// When the frame would be longer than [`MAX_FRAME_BYTES`].
pub fn seal(payload: &[u8], counter: u32, mac: Mac, key: &BindKey) -> Result<Vec<u8>, FrameError> {
    const INFO: u8 = (VERSION_2 << 5) | 0b100 | SEALED;
    if payload.len() > MAX_FRAME_BYTES - 1 - COUNTER_BYTES - TAG_BYTES {
        return Err(FrameError::TooLong);
    }
    let counter = counter.to_le_bytes();
    let mut sealed = payload.to_vec();
    let tag = Ccm::<Aes128, U4, U13>::new(&key.0.into())
        .encrypt_inout_detached(&nonce(INFO, counter, mac).into(), &[], InOutBuf::from(sealed.as_mut_slice()))
        .map_err(|_| FrameError::TooLong)?;
    let mut frame = vec![INFO];
    frame.extend_from_slice(&sealed);
    frame.extend_from_slice(&counter);
    frame.extend_from_slice(&tag);
    Ok(frame)
}

/// Reads objects up to the first that cannot be read; an error only when none could. Several keys give several events,
/// numbered in their order.
fn read_objects(payload: &[u8]) -> Result<(Option<u8>, Vec<ButtonEvent>), FrameError> {
    let (mut packet, mut events, mut key) = (None, Vec::new(), 0_u8);
    let mut rest = payload;
    let mut read = false;
    while let Some((id, value, next)) = split_object(rest) {
        read = true;
        rest = next;
        match (id, value) {
            (PACKET_ID, &[value]) => packet = Some(value),
            (BATTERY, &[value]) => events.extend(Percent::new(value).map(ButtonEvent::Battery)),
            (BUTTON, &[value]) => {
                key = key.saturating_add(1);
                events.extend(gesture(value).map(|gesture| ButtonEvent::Pressed { key, gesture }));
            }
            _ => {}
        }
    }
    if read { Ok((packet, events)) } else { Err(FrameError::Malformed) }
}

const fn gesture(value: u8) -> Option<Gesture> {
    Some(match value {
        0x00 => return None,
        0x01 => Gesture::Press,
        0x02 => Gesture::DoublePress,
        0x03 => Gesture::TriplePress,
        0x04 => Gesture::LongPress,
        0x05 => Gesture::LongDoublePress,
        0x06 => Gesture::LongTriplePress,
        0x80 => Gesture::Hold,
        other => Gesture::Other(other),
    })
}

/// The first object: its id, its value and what follows; `None` when it is cut off or its length is not known.
fn split_object(payload: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&id, rest) = payload.split_first()?;
    let (length, rest) = match fixed_length(id) {
        Some(length) => (length, rest),
        None if id == TEXT || id == RAW => {
            rest.split_first().map(|(&length, rest)| (usize::from(length), rest))?
        }
        None => return None,
    };
    let (value, rest) = rest.split_at_checked(length)?;
    Some((id, value, rest))
}

/// How long the value of an object is, bytes, so that objects that do not concern us can be passed over.
const fn fixed_length(id: u8) -> Option<usize> {
    Some(match id {
        0x00 | 0x01 | 0x09 | 0x0f..=0x11 | 0x15..=0x2f | 0x3a | 0x46 | 0x57..=0x59 | 0x60 | 0x64 => 1,
        0x02 | 0x03 | 0x06..=0x08 | 0x0c..=0x0e | 0x12..=0x14 | 0x3c | 0x3d | 0x3f..=0x41 => 2,
        0x43..=0x45 | 0x47..=0x4a | 0x51 | 0x52 | 0x56 | 0x5a | 0x5d..=0x5f | 0x61 | 0xf0 => 2,
        0x04 | 0x05 | 0x0a | 0x0b | 0x42 | 0x4b | 0xf2 => 3,
        0x3e | 0x4c..=0x50 | 0x55 | 0x5b | 0x5c | 0x62 | 0x63 | 0xf1 => 4,
        _ => return None,
    })
}
