//! The offer of a handset to be listened to, and the answer: bodies of a path of their own (section 6.3).
//!
//! No type of these bodies is one of a message, so neither can stand for the other. Never here: what an SDP says.

use super::error::WireError;
use super::json::{Field, Object, Writer};
use hoeder_vocab::{AlarmId, Purpose, Sensitive};

/// Longest description of a session that is taken, bytes.
pub const MAX_SDP: usize = 12 * 1024;

/// What a handset offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceOffer {
    /// To be heard in the room of which alarm.
    pub alarm: AlarmId,
    /// The offer (RFC 8829); 1 to [`MAX_SDP`] bytes. It may say at which addresses the phone is.
    pub sdp: Sensitive<String>,
}

/// What the cell says to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VoiceAnswer {
    /// The room is open: the answer (RFC 8829).
    Open {
        /// In SDP.
        sdp: String,
    },
    /// Not now: this alarm is not known (yet), or no sound can be taken. To be offered again while the alarm is open.
    Later,
}

/// Reads an offer.
///
/// # Errors
/// When it is no such body, or its description is empty or too long.
pub fn decode_voice(body: &str) -> Result<VoiceOffer, WireError> {
    let object = Object::from_text(body)?;
    if object.string("type").required("type")? != "voice" {
        return Err(WireError::UnknownType);
    }
    let alarm = object.string("alarm").required("alarm")?;
    let alarm = alarm.parse().map_err(|_| WireError::BadField("alarm"))?;
    Ok(VoiceOffer { alarm, sdp: Sensitive::new(sdp_of(&object)?) })
}

fn sdp_of(object: &Object) -> Result<String, WireError> {
    let sdp = object.string("sdp").required("sdp")?;
    if sdp.is_empty() || sdp.len() > MAX_SDP { Err(WireError::BadField("sdp")) } else { Ok(sdp) }
}

/// Writes an offer, as a handset does.
#[must_use]
pub fn encode_voice(offer: &VoiceOffer) -> String {
    let sdp = offer.sdp.reveal(Purpose::Transport);
    Writer::typed("voice").string("alarm", &offer.alarm.to_string()).string("sdp", sdp).end()
}

/// Writes an answer.
#[must_use]
pub fn encode_voice_answer(answer: &VoiceAnswer) -> String {
    match answer {
        VoiceAnswer::Open { sdp } => Writer::typed("voice").string("sdp", sdp).end(),
        VoiceAnswer::Later => Writer::typed("voice").boolean("later", Some(true)).end(),
    }
}

/// Reads an answer, as a handset does.
///
/// # Errors
/// When it is none of this version.
pub fn decode_voice_answer(body: &str) -> Result<VoiceAnswer, WireError> {
    let object = Object::from_text(body)?;
    if object.string("type").required("type")? != "voice" {
        return Err(WireError::UnknownType);
    }
    match object.boolean("later") {
        Field::Read(true) => Ok(VoiceAnswer::Later),
        Field::Read(false) | Field::Absent | Field::Unreadable => {
            Ok(VoiceAnswer::Open { sdp: sdp_of(&object)? })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_offer_and_its_answers_come_back_as_they_went() {
        let sdp = "v=0\r\na=ice-ufrag:x\r\n".to_owned();
        let offer = VoiceOffer { alarm: AlarmId::from_u128(7), sdp: Sensitive::new(sdp.clone()) };
        assert_eq!(decode_voice(&encode_voice(&offer)), Ok(offer));
        for answer in [VoiceAnswer::Open { sdp }, VoiceAnswer::Later] {
            assert_eq!(decode_voice_answer(&encode_voice_answer(&answer)), Ok(answer));
        }
        let long = "x".repeat(MAX_SDP + 1);
        let alarm = AlarmId::from_u128(7);
        for (bad, why) in [
            (r#"{"type":"voice","sdp":"v=0"}"#.to_owned(), WireError::MissingField("alarm")),
            (r#"{"type":"voice","alarm":"7","sdp":"v=0"}"#.to_owned(), WireError::BadField("alarm")),
            (format!(r#"{{"type":"voice","alarm":"{alarm}","sdp":""}}"#), WireError::BadField("sdp")),
            (format!(r#"{{"type":"voice","alarm":"{alarm}","sdp":"{long}"}}"#), WireError::BadField("sdp")),
            (r#"{"type":"press"}"#.to_owned(), WireError::UnknownType),
        ] {
            assert_eq!(decode_voice(&bad), Err(why));
        }
        assert!(decode_voice_answer(r#"{"type":"voice"}"#).is_err());
    }

    proptest! {
        #[test]
        fn whatever_is_offered_is_read_without_a_panic(body in ".{0,300}") {
            let _whatever = (decode_voice(&body), decode_voice_answer(&body));
        }
    }
}
