//! Judicial tracking as the cell keeps it: mandates and whom they bind, devices, what people order, ask and are shown.
//!
//! Plain data. Never here: what is watched (`hoeder_watch::track`), what follows from an order (`cell`).

pub mod door;
mod event;
pub mod mandate;
pub mod order;
pub mod protocol;
mod rules;
pub mod tracker;
pub mod view;

pub use door::AtTheDoor;
pub use event::{TrackUsed, TrackingEvent};
pub use order::{Gone, IncidentOrder, TrackUse, TrackingOrder, TrackingQuery};
pub use rules::TrackingRules;
pub use tracker::{TrackerLine, TrackerPress, press_id};
