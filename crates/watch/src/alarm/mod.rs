//! One alarm: raised, held, shown, taken, dispatched, on scene, closed.
//!
//! A press is never assessed, filtered or rejected before dispatch (AL-09, circular 7.11.2), and only the police close it (FL-07).
//! Self-tests are not alarms: they run in [`crate::supervision`] and can neither become nor hide one (AL-17, FL-05).

mod apply;
mod command;
mod decide;
mod due;
mod event;
mod milestones;
mod state;
mod times;
mod work;

pub use command::{AlarmCommand, ClosePv, Raise, Refusal};
pub use decide::{MAX_NOTE_CHARS, MAX_PV_CHARS, MAX_UNIT_CHARS};
pub use event::{
    AlarmEvent, AlarmKind, Bearer, ClimbReason, Home, Milestone, MistakeWord, Outcome, Pv, Rung,
};
pub use milestones::{Hop, Lag, Milestones, ReachedBy, Stamp};
pub use state::{
    Alarm, Ending, Gravity, Keeper, MAX_LINKED, MAX_UNITS, Ownership, Ringing, Stage, State, Waiting,
};
pub use times::{AlarmTimes, TimesError};
pub use work::{Finding, MAX_FINDINGS, MAX_STEP_CHARS, MAX_STEPS, StepDone};
