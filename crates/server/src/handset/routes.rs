//! The three paths of the handset protocol.

use super::intake;
use super::stream;
use crate::api::devices::code_digest;
use crate::api::extract::Body;
use crate::app::App;
use crate::clock;
use crate::guard::{Peer, too_many};
use crate::problem::{Problem, ProblemBody};
use crate::random;
use crate::runtime::gate::Lane;
use axum::extract::{State, WebSocketUpgrade};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use hoeder_engine::input::{Input, NewHandset};
use hoeder_engine::output::Reply;
use hoeder_vocab::HandsetId;
use hoeder_wire::handset::{MAX_ENVELOPE_BYTES, PairAnswer, decode_pair_request, encode_pair_answer};

/// Buffers of a stream: there are many streams, and most messages are short.
const BUFFER_BYTES: usize = 2 * 1024;
/// Longest model name that the engine takes, characters.
const MODEL_CHARS: usize = 60;

pub(super) fn json(text: String) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], text).into_response()
}

/// Pair a handset with a one-time code (`docs/handset-protocol.md` section 4).
#[utoipa::path(post, path = "/handset/v1/pair", tag = "handset", operation_id = "pairHandset",
    request_body(content = Object, content_type = "application/json"),
    responses((status = 200, body = Object, content_type = "application/json"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn pair(State(app): State<App>, peer: Peer, Body(body): Body) -> Result<Response, Problem> {
    if !app.pairings.take(peer.source(), clock::now()) {
        return Err(too_many().retry_after(30));
    }
    let request = decode_pair_request(&body)?;
    let id = HandsetId::from_uuid(random::uuid().map_err(|_| Problem::internal())?);
    let handset = NewHandset {
        id,
        public_key: request.public_key.to_bytes(),
        model: request.model.chars().take(MODEL_CHARS).collect(),
    };
    let digest = code_digest(request.code);
    let input = |request| Input::Pair { request, code_digest: digest, handset };
    let Reply::Paired { handset, settings } =
        app.answer(Lane::Ordinary, app.limits.reply_timeout, input).await?
    else {
        return Err(app.unexpected("pairing"));
    };
    let answer =
        PairAnswer { handset, cell_key: app.cell_key.public_key(), settings, server_time: clock::now() };
    Ok(json(encode_pair_answer(&answer)))
}

/// One signed message, one signed answer (`docs/handset-protocol.md` section 2).
#[utoipa::path(post, path = "/handset/v1/messages", tag = "handset", operation_id = "sendMessage",
    request_body(content = Object, content_type = "application/json"),
    responses((status = 200, body = Object, content_type = "application/json"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn messages(State(app): State<App>, peer: Peer, Body(body): Body) -> Result<Response, Problem> {
    let source = peer.source();
    let checked = intake::check(&app, source, &body).await?;
    intake::answer(&app, source, checked).await.map(json)
}

/// A stream of signed messages both ways; the first frame is a signed hello.
#[utoipa::path(get, path = "/handset/v1/stream", tag = "handset", operation_id = "openStream",
    responses((status = 101, description = "A WebSocket of signed envelopes, one a text frame"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn open(
    State(app): State<App>,
    peer: Peer,
    upgrade: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let upgrade = upgrade.map_err(|_| Problem::invalid("upgrade", "open this path as a WebSocket"))?;
    Ok(upgrade
        .max_message_size(MAX_ENVELOPE_BYTES)
        .max_frame_size(MAX_ENVELOPE_BYTES)
        .read_buffer_size(BUFFER_BYTES)
        .write_buffer_size(BUFFER_BYTES)
        .on_upgrade(move |socket| stream::run(app, peer, socket)))
}
