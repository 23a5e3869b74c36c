//! The guard over tracked people: who must not come near whom, where nobody may go, and what the silence of a device means.
//!
//! `order` is what the engine asks for, `alert` is what comes out. Never here: mandates and people (`engine`), bytes
//! (`wire`), where positions are kept (`store`).

mod accuracy;
pub mod alert;
mod answer;
mod carrier;
mod chance;
mod dot;
mod guard;
mod merge;
pub mod order;
mod pair;
mod pairs;
mod perimeter;
mod perimeters;
mod reason;
mod recent;
mod said;
mod series;
pub mod settings;
mod shared;
mod side;
mod supervise;
mod table;
mod unknown;
mod week;

pub use accuracy::{AccuracyReport, accuracy_report};
pub use alert::{Alert, AlertKey, AlertKind, Change, Evidence, Judged, Queue, Severity};
pub use answer::{Absurd, CarrierNow, OrderFault, PairNow, Taken};
pub use chance::chance_within;
pub use guard::{Guard, MAX_PAIRS};
pub use order::{
    AlcoholLimit, CarrierOrder, MAX_WINDOWS, Order, PairOrder, PerimeterKind, PerimeterOrder, Shape,
    Validity, Week, Window,
};
pub use reason::reason;
pub use settings::Settings;

/// Most perimeters of one carrier.
pub const MAX_PERIMETERS: usize = 64;
