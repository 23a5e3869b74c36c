//! How the media thread ends: told to, or by a fault.

use super::page::ALARM;
use crate::auth::Token;
use crate::voice::around::{Around, Counts};
use crate::voice::{Media, VoiceSettings};
use hoeder_engine::voice::{VoiceGate, VoiceNews};
use hoeder_store::recordings::Packet;
use hoeder_vocab::{AlarmId, UtcMillis};
use hoeder_watch::voice::Loudspeaker;

/// Falls when a room closes.
struct Falls;

impl Around for Falls {
    fn now(&self) -> UtcMillis {
        UtcMillis::default()
    }
    fn tell(&self, _: AlarmId, _: VoiceNews) -> bool {
        true
    }
    fn lives(&self, _: &Token) -> bool {
        true
    }
    fn packet(&self, _: AlarmId, _: Packet) {}
    fn lost(&self, _: AlarmId) {}
    fn closed(&self, alarm: AlarmId) {
        panic!("the room of {alarm} closed");
    }
    fn counted(&self, _: Counts) {}
}

fn closed() -> VoiceGate {
    let (open, loudspeaker) = (false, Loudspeaker::Off);
    VoiceGate { alarm: ALARM, open, listeners: Vec::new(), speaker: None, loudspeaker }
}

/// Proves FL-06: a thread that ends by a fault is known to have ended, and holds nothing back for nobody.
#[test]
fn a_thread_of_sound_that_falls_is_known_to_have_ended() {
    let (media, thread) = Media::start(&VoiceSettings::default(), Box::new(Falls)).unwrap();
    assert!(media.runs());
    media.gate(closed());
    assert!(thread.join().is_err());
    assert!(!media.runs());
}

#[test]
fn a_thread_of_sound_that_is_told_to_end_has_not_failed() {
    let (media, thread) = Media::start(&VoiceSettings::default(), Box::new(Falls)).unwrap();
    media.stop();
    thread.join().unwrap();
    assert!(media.runs());
}
