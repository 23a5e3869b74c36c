//! Positions of a protected person's own handset under a mandate of tracking (`docs/handset-protocol.md` section 6.2).
//!
//! They enter tracking like those of any device; 'tracked' goes back once they are durable. Never here: who is tracked.

use super::intake::{Proven, prove};
use super::routes::json;
use crate::api::extract::Body;
use crate::app::App;
use crate::clock;
use crate::guard::Peer;
use crate::problem::{Problem, ProblemBody};
use crate::tracking::{OfHandset, Refused};
use axum::extract::State;
use axum::response::Response;
use hoeder_vocab::tracking::DeviceNumber;
use hoeder_vocab::{Purpose, ReceivedAt};
use hoeder_wire::handset::{TrackAnswer, decode_track, encode_track_answer, seal_down_body};

/// Positions that a handset reports under a mandate (EM-02): durable before they are answered, and nothing outside a mandate.
#[utoipa::path(post, path = "/handset/v1/track", tag = "handset", operation_id = "reportTrack",
    request_body(content = Object, content_type = "application/json"),
    responses((status = 200, body = Object, content_type = "application/json"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn track(State(app): State<App>, peer: Peer, Body(body): Body) -> Result<Response, Problem> {
    let Proven { handset, body, .. } = prove(&app, peer.source(), &body).await?;
    let received_at = ReceivedAt(clock::now());
    let decoded =
        decode_track(body.reveal(Purpose::Transport)).inspect_err(|_| app.metrics.message("malformed"))?;
    if decoded.left_out > 0 || !decoded.flaws.is_empty() {
        app.metrics.message("flawed");
    }
    let answer = match &app.positions {
        None => TrackAnswer::Later,
        Some(door) => {
            match door.of_handset(&DeviceNumber::of_handset(handset), decoded.reports, received_at).await {
                Ok(OfHandset::Kept { every_s }) => TrackAnswer::Tracked { every_s },
                Ok(OfHandset::Outside) | Err(Refused::Unknown) => TrackAnswer::NotTracked,
                Err(Refused::Busy | Refused::StoreDown) => TrackAnswer::Later,
            }
        }
    };
    Ok(json(seal_down_body(&app.cell_key, handset, &encode_track_answer(answer))))
}
