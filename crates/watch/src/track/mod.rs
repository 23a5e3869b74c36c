//! The guard over tracked people: who must not come near whom, where nobody may go, and what the silence of a device means.
//!
//! `order` is what the engine asks for, `alert` is what comes out. Never here: mandates and people (`engine`), bytes
//! (`wire`), where positions are kept (`store`).

pub mod alert;
pub mod order;

pub use alert::{Alert, AlertKey, AlertKind, Change, Evidence, Judged, Queue, Severity};
pub use order::{
    AlcoholLimit, CarrierOrder, MAX_WINDOWS, Order, PairOrder, PerimeterKind, PerimeterOrder, Shape,
    Validity, Week, Window,
};
