//! One alarm: raised, held, shown, taken, dispatched, on scene, closed.
//!
//! A press is never assessed, filtered or rejected before dispatch (AL-09, circular 7.11.2), and only the police close it (FL-07).

mod command;
mod event;

pub use command::{AlarmCommand, ClosePv, Raise, Refusal};
pub use event::{
    AlarmEvent, AlarmKind, Bearer, ClimbReason, Home, Milestone, MistakeWord, Outcome, Pv, Rung,
};
