//! Everything that serves: TLS, HTTP, WebSockets of desks and handsets, sign-in, and the two threads behind them.
//!
//! A shell around `engine` and `store`: it moves bytes, checks signatures and sessions, and keeps limits.
//! Never here: a rule of an alarm, of a case or of access.

pub mod api;
mod app;
mod assets;
pub mod auth;
mod calendar;
mod clock;
pub mod config;
pub mod desk;
pub mod guard;
pub mod handset;
pub mod health;
mod idempotency;
mod limits;
mod listen;
pub mod logging;
mod map;
mod metrics;
pub mod notify;
mod papers;
mod phone_number;
pub mod places;
pub mod problem;
pub mod protocols;
pub mod questionnaires;
mod random;
pub mod routes;
pub mod runtime;
mod start;
pub mod store;
pub mod tls;
pub mod trackers;
pub mod tracking;
pub mod voice;

pub use api::{openapi, openapi_json};
pub use auth::hash_password;
pub use config::{CellConfig, Config, Limits, MapBase, MapSettings, OpenLog, Service, StoreChoice, Tls};
pub use papers::ScanSettings;
pub use start::{Running, StartError, start};
