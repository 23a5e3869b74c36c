//! One incident: the alerts of one pair, or of a carrier alone, until a person closes it with a reason (EM-04, FL-02).
//!
//! Pure decider like [`crate::alarm`]: what the guard says comes in as commands of a machine, what people do as theirs.
//! Never here: which alerts there should be (`track`), who may do what (room `engine`), protocols (data of the engine).

mod alert;
mod apply;
mod command;
mod decide;
mod due;
mod event;
mod state;
mod times;

pub use alert::{About, AlertFacts, Figures, Revision, SetAside, Standing};
pub use command::{IncidentCommand, Refusal};
pub use decide::{
    MAX_ALERTS, MAX_CALLS, MAX_INSTRUCTIONS, MAX_NOTE_CHARS, MAX_NOTES, MAX_PLACE_CHARS, MAX_STEP_CHARS,
    MAX_STEPS,
};
pub use event::{
    Call, CallResult, Callee, Channel, Delivery, HandOff, IncidentEvent, Instructed, Instruction, Note,
    Outcome, Told,
};
pub use state::{Done, Ending, Incident, Keeper, Ownership, Ringing, Stage, State};
pub use times::{IncidentTimes, Spans};
