//! What crosses a wire, read back: one file a promise, one program for all of them.

mod bthome_buttons;
mod common;
mod fuzz;
mod presses_get_through;
mod replay_window;
mod round_trips;
mod trackers;
mod trackers_fuzz;
mod tracks;
mod vectors;
