//! Tracking in the cell: mandates and whom they bind, devices, incidents, and what of it is watched.
//!
//! This file holds the state and takes in events; each kind of work has its own file. Nothing here stands before a press.
//! Never here: judging positions (`hoeder_watch::track`), keeping them (room `store`).

mod ask;
mod burden;
mod desk;
mod devices;
mod door;
mod feed;
mod incidents;
mod mandates;
mod own;
mod press;
mod protection;
mod show;
mod state;
mod steps;
mod valid;
mod watch;

pub(super) use state::Tracking;
