//! Judicial tracking in Hoedergem: mandates, whom they bind, their devices, where these go, and what happened yesterday.
//!
//! Plans and orders only: the shell gives the devices real sockets. Never here: a guard's rule, bytes of a device.

mod centre;
mod day;
mod devices;
mod mandates;
mod plan;
mod routes;
mod stories;

pub use centre::{MonitorScript, monitor_script};
pub(crate) use day::Tracked;
pub use devices::{REPORT_EVERY, Speaks, Wearable, wearables};
pub use mandates::{ANNA, BERT, KEVIN, MARC, NADIA, PASCAL, SOPHIE, THIERRY, TOM};
pub use mandates::{BERT_ANNA, MARC_SOPHIE, MARC_TOM, PASCAL_NADIA};
pub use plan::{Happening, Plan};
