//! The measure in the API: one form for each command of the law, read and shown, and the file as a desk sees it.
//!
//! The forms are also those of the scenario files of `hoeder law check`. Never here: a rule of the circular.

pub mod command;
pub mod decision;
pub mod ending;
pub mod event;
pub mod field;
pub mod followup;
pub mod hearing;
pub mod list;
pub mod overview;
pub mod person;
pub mod refusal;
pub mod request;
pub mod risk;
pub mod task;
pub mod view;
pub mod word;

pub use command::CommandForm;
pub use field::{At, Bad, Shape};
