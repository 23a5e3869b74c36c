//! The circular on the mobile stalking alarm as code: one protection measure, from the request to the day the button goes back.
//!
//! The files stand in the order of the circular. `decide` holds every rule, `apply` holds none and cannot fail; every refusal
//! carries its point. Never here: clocks, ids made up, formats, who may read what, and a decision computed from risk answers.

mod coded;
mod text;

pub mod by;
pub mod point;
pub mod world;

pub mod territory;

pub mod request;

pub mod conditions;

pub mod risk;

pub mod decision;

pub mod confidentiality;

pub mod shortage;

pub mod duration;

pub mod followup;

pub mod ending;

pub mod registration;

pub mod takeover;

pub mod command;
pub mod event;
pub mod refusal;
pub mod state;

mod apply;
mod decide;
mod forget;

pub mod due;
pub mod effect;
pub mod task;

pub use by::{By, Now, Seat};
pub use command::{Command, CommandKind};
pub use event::{Change, ChangeKind, MeasureEvent};
pub use forget::forgotten_day;
pub use point::Point;
pub use refusal::Refusal;
pub use state::{Measure, Stage, State};
pub use text::{MAX_LINE_CHARS, MAX_NUMBER_CHARS, MAX_TEXT_CHARS};
pub use world::World;
