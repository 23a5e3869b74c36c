//! Watching a handset: absence of data is an alert with an owner and a deadline (FL-10, FL-11), and a self-test is a proof.
//!
//! A heartbeat is no log record: [`Watch::hear`] and [`Watch::observe`] keep the newest one in memory, the engine in its
//! table of proofs. Only what changes because of it is an event.
//! Never here: alarms. Nothing in this module can hide or delay one.

mod apply;
mod command;
mod condition;
mod decide;
mod event;
mod report;
mod state;
mod times;

pub use command::{Beat, WatchCommand, WatchRefusal};
pub use decide::{MAX_REASON_CHARS, TEST_AHEAD, TEST_WINDOW};
pub use event::{AlertKind, SupervisionEvent};
pub use report::{BATTERY_LOW, BATTERY_RIGHT, ReportFault, report_faults};
pub use state::{Alert, PlannedTest, Running, Watch, WatchState};
pub use times::{LAST_LEVEL, WatchTimes, WatchTimesError};
