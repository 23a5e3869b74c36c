//! The handset protocol, version 1: JSON bodies in signed envelopes, the same over HTTPS and over WebSocket.
//!
//! `docs/handset-protocol.md` is the specification; its test vectors are checked against this code.
//! A press gets through whatever its optional parts look like: an absurd part is dropped and named as a [`Flaw`].
//! Never here: transport, time-outs, who may send what.

pub mod downlink;
pub mod envelope;
pub mod error;
mod json;
pub mod keys;
pub mod pairing;
mod parts;
pub mod track;
pub mod uplink;
pub mod voice;

pub use downlink::{decode_downlink, encode_downlink, refusal_code};
pub use envelope::{
    DownEnvelope, Envelope, VerifiedBody, open_down_envelope, open_downlink, open_envelope, seal_body,
    seal_down_body, seal_downlink, seal_uplink,
};
pub use pairing::{
    PairAnswer, PairRequest, PairingCode, decode_pair_answer, decode_pair_request, encode_pair_answer,
    encode_pair_request,
};
pub use track::{
    DecodedTrack, TrackAnswer, decode_track, decode_track_answer, encode_track, encode_track_answer,
};
pub use uplink::{Decoded, Flaw, decode_uplink, encode_uplink};
pub use voice::{
    MAX_SDP, VoiceAnswer, VoiceOffer, decode_voice, decode_voice_answer, encode_voice, encode_voice_answer,
};

/// The version of the protocol that this code speaks.
pub const VERSION: u32 = 1;
/// The largest envelope or pairing message, bytes. A larger one is refused before it is read.
pub const MAX_ENVELOPE_BYTES: usize = 16 * 1024;
/// The largest counter: 2^53 - 1, the largest whole number that every JSON reader keeps exact.
pub const MAX_COUNTER: u64 = (1 << 53) - 1;
/// The longest 'mistake' word, characters; a longer one is cut.
pub const MAX_WORD_CHARS: usize = 64;
/// The longest app version, characters; a longer one is cut.
pub const MAX_APP_VERSION_CHARS: usize = 32;
/// The longest network word, characters; a longer one is cut.
pub const MAX_NETWORK_CHARS: usize = 16;
/// The longest model name in a pairing request, characters; a longer one is cut.
pub const MAX_MODEL_CHARS: usize = 64;
/// The largest believable accuracy, decimetres: half the way round the earth.
pub const MAX_ACCURACY_DM: u32 = 200_000_000;
/// Shortest and longest time to hold for an alarm, milliseconds.
pub const HOLD_MS: core::ops::RangeInclusive<u16> = 1_000..=4_000;
/// The longest text, note or place, characters; a longer one from a handset is cut.
pub const MAX_TEXT_CHARS: usize = hoeder_vocab::handset::MAX_TEXT_CHARS;
/// Most reports of positions in one message; more are refused.
pub const MAX_TRACK_REPORTS: usize = 48;
/// The path of pairing requests.
pub const PAIR_PATH: &str = "/handset/v1/pair";
/// The path of single messages.
pub const MESSAGES_PATH: &str = "/handset/v1/messages";
/// The path of the WebSocket stream.
pub const STREAM_PATH: &str = "/handset/v1/stream";
/// The path of positions under a mandate of tracking.
pub const TRACK_PATH: &str = "/handset/v1/track";
/// The path of offers to be listened to.
pub const VOICE_PATH: &str = "/handset/v1/voice";
