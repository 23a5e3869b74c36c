//! The voice room of one alarm: who hears, who may speak and when, what is recorded (AL-05, FL-08, docs/voice.md).
//!
//! A pure decider like the alarm itself. Nothing that is decided here ever holds up an alarm.
//! Never here: sound, packets, who may ask by role and place (room `engine`).

mod apply;
mod command;
mod decide;
mod event;
mod state;
mod times;

pub use command::{LossReason, VoiceCommand};
pub use decide::VoiceRefusal;
pub use event::{
    Gap, HandedFile, Leaving, Loudspeaker, RecordingFault, RecordingPurpose, RecordingUse, Seat, Segment,
    SpeechEnd, VoiceEvent,
};
pub use state::{Listener, Microphone, Recording, Silence, Speaking, VoiceRoom};
pub use times::{LEAST_SILENT_PHASE, VoiceTimes};

/// Most listeners of one room; a further one is refused.
pub const MAX_LISTENERS: usize = 16;
/// Most gaps that a room keeps in memory, the newest; each of them is a record all the same.
pub const MAX_GAPS: usize = 256;
/// Most characters of the reason of a legal hold.
pub const MAX_HOLD_REASON: usize = 300;
