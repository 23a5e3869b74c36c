//! Tracking over HTTP: incidents of the monitoring centre, mandates, devices, tracks.
//!
//! Never here: who may what (`engine::access`, by the rule that `routes` names), and where positions are kept (`store`).

pub mod desk;
mod exported;
pub mod follows;
pub mod incidents;
pub mod mandates;
pub mod trackers;
pub mod tracks;

use crate::app::App;
use crate::guard::Signed;
use crate::problem::Problem;
use hoeder_engine::input::Query;
use hoeder_engine::output::{Reply, TrackingReply};
use hoeder_engine::tracking::TrackingQuery;

/// Asks the engine something of tracking.
pub(super) async fn ask(app: &App, by: Signed, query: TrackingQuery) -> Result<TrackingReply, Problem> {
    let Reply::Tracking(reply) = app.ask(by, Query::Tracking(Box::new(query))).await? else {
        return Err(app.unexpected("tracking"));
    };
    Ok(*reply)
}
