//! The live guard: what must happen within seconds. Alarms and their ladder, self-tests, supervision of handsets.
//!
//! Pure deciders: `decide(command, now)` holds every rule, `apply(event)` holds none and cannot fail.
//! Never here: law in months (room `measure`), who may see what (room `engine`), codecs, clocks.

pub mod alarm;
pub mod checkin;
pub mod incident;
pub mod service;
pub mod supervision;
pub mod talk;
mod text;
pub mod track;
pub mod voice;
