//! One machine per cell: it joins the live guard with the roster and with who may see what.
//!
//! Sans-IO: `Cell::handle(input, now)`, then `poll_output()` until `None`, then `poll_timeout()`. The shell moves bytes.
//! Never here: a clock, a socket, a file, a codec. Everything that a press needs is in memory.

pub mod access;
mod cell;
pub mod duty;
pub mod entry;
pub mod hotspot;
pub mod input;
pub mod load;
pub mod measures;
pub mod output;
pub mod protocol;
pub mod roster;
pub mod tracking;
pub mod view;
pub mod voice;

pub use cell::{
    Cell, CellConfig, MAX_HOTSPOTS, MAX_PHOTO_BYTES, MAX_PLACES, MAX_TEAM_PLACES, MAX_TRAIL,
    MAX_UNIDENTIFIED, MAX_ZONES, milestone_name, rung_name, zone_shape,
};
pub use hoeder_geo::Countries;
