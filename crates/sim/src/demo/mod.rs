//! Hoedergem, the invented town of the demo: its map, its people, the day that lies behind it and the day to come.
//!
//! Everything here is made by the project; nobody and nothing of it exists. Never here: a server, a socket, a clock.

mod cases;
mod clerks;
mod day;
mod forms;
mod hotspots;
mod offices;
mod photo;
mod play;
mod populate;
mod requests;
mod roster;
mod story;
mod town;
pub mod tracking;
mod walk;

pub use hotspots::hotspots;
pub use offices::{districts, offices};
pub use photo::silhouette;
pub use play::{Action, DayPlan, OperatorScript, Player, Step, operator_script, players, players_of_case};
pub use populate::{Populate, PopulateError, Populated, Scan, ToSign, populate};
pub use roster::{
    CELL, Carrier, Household, NEIGHBOUR_ROOM, OWN_ROOM, account_id, accounts, households, magistrate_of,
    officer_of, rooms,
};
pub use town::{
    COLLINES, DENDERVALLEI, HOEDERGEM, Spot, Street, Town, places_geojson, streets_geojson, zones,
};
pub use walk::Walker;
