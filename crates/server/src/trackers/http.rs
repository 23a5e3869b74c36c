//! OsmAnd and OwnTracks over HTTPS, on a listener of their own: a flood of trackers takes no place from a press (FL-20).
//!
//! The secret comes as the password of HTTP Basic, or, for apps that can only be given an address, as its last part; no address is
//! logged here. Never here: how a message is read.

use super::door::{Doubt, Protocol, Step};
use super::intake::{Intake, NotTaken, Proof};
use crate::guard::Peer;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use core::time::Duration;
use hoeder_vocab::tracking::DeviceNumber;
use hoeder_wire::tracker::{Fault, osmand, owntracks};
use std::net::IpAddr;
use std::sync::Arc;

/// After so many seconds a device that was told to come later does.
const LATER_S: HeaderValue = HeaderValue::from_static("10");
const BASIC: HeaderValue = HeaderValue::from_static("Basic realm=\"hoeder trackers\"");

#[derive(Clone)]
struct Shared {
    intake: Arc<Intake>,
    patience: Duration,
}

/// The routes.
pub(super) fn router(intake: Arc<Intake>, patience: Duration) -> Router {
    let shared = Shared { intake, patience };
    Router::new()
        .route("/trackers/osmand", get(osmand).post(osmand))
        .route("/trackers/osmand/", get(osmand).post(osmand))
        .route("/trackers/osmand/{secret}", get(osmand_at).post(osmand_at))
        .route("/trackers/owntracks", post(owntracks))
        .layer(DefaultBodyLimit::max(osmand::MAX_MESSAGE_BYTES.max(owntracks::MAX_MESSAGE_BYTES)))
        .layer(from_fn_with_state(shared.clone(), in_time))
        .with_state(shared)
}

/// A body that comes too slowly is not waited for.
async fn in_time(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(shared.patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::REQUEST_TIMEOUT.into_response(),
    }
}

async fn osmand(
    State(shared): State<Shared>,
    peer: Peer,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Response {
    let secret = basic(&headers).map(|(_, password)| password);
    hear_osmand(&shared.intake, peer.source(), secret, query.as_deref(), &body).await
}

async fn osmand_at(
    State(shared): State<Shared>,
    Path(secret): Path<String>,
    peer: Peer,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Response {
    hear_osmand(&shared.intake, peer.source(), Some(secret), query.as_deref(), &body).await
}

async fn hear_osmand(
    intake: &Intake,
    from: IpAddr,
    secret: Option<String>,
    query: Option<&str>,
    body: &[u8],
) -> Response {
    let received = crate::clock::now();
    let form = if body.first() == Some(&b'{') { Form::Json } else { Form::Query };
    let query = query.filter(|query| !query.is_empty());
    let heard = match (query, form) {
        (_, Form::Json) => osmand::decode_json(body, received),
        (Some(query), Form::Query) => osmand::decode_query(query, received),
        (None, Form::Query) => core::str::from_utf8(body)
            .map_err(|_| Fault::NotText)
            .and_then(|form| osmand::decode_query(form, received)),
    };
    let heard = match heard {
        Ok(heard) => heard,
        Err(fault) => {
            let evidence = match (query, form) {
                (Some(query), Form::Query) => query.as_bytes(),
                (None, Form::Query) | (_, Form::Json) => body,
            };
            intake.poison(Protocol::OsmAnd, fault, evidence);
            return StatusCode::BAD_REQUEST.into_response();
        }
    };
    let proof = Proof::Secret(secret.as_deref().map(str::as_bytes));
    match intake.admit(Protocol::OsmAnd, &heard.device, proof, from) {
        Ok(guest) => match intake.take_or_leave(&guest, &[heard.report]).await {
            Ok(_) => StatusCode::OK.into_response(),
            Err(NotTaken::Unknown) => unknown(form),
            Err(NotTaken::Later) => later(),
        },
        Err(doubt) => {
            intake.stranger(Protocol::OsmAnd, &heard.device, &[heard.report], from).await;
            match doubt {
                Doubt::Unknown => unknown(form),
                Doubt::WrongSecret => unauthorized(),
                Doubt::OtherNetwork => StatusCode::FORBIDDEN.into_response(),
            }
        }
    }
}

/// How a message is written.
#[derive(Debug, Clone, Copy)]
enum Form {
    Query,
    Json,
}

/// As the apps of this family expect it (OS-01).
fn unknown(form: Form) -> Response {
    match form {
        Form::Json => StatusCode::NOT_FOUND.into_response(),
        Form::Query => StatusCode::BAD_REQUEST.into_response(),
    }
}

fn unauthorized() -> Response {
    (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, BASIC)]).into_response()
}

fn later() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, LATER_S)]).into_response()
}

async fn owntracks(State(shared): State<Shared>, peer: Peer, headers: HeaderMap, body: Bytes) -> Response {
    let intake = &shared.intake;
    let Some((user, password)) = basic(&headers) else { return unauthorized() };
    let Some(device) = DeviceNumber::new(&user) else { return unauthorized() };
    let proof = Proof::Secret(Some(password.as_bytes()));
    let guest = match intake.admit(Protocol::OwnTracks, &device, proof, peer.source()) {
        Ok(guest) => guest,
        Err(Doubt::OtherNetwork) => return StatusCode::FORBIDDEN.into_response(),
        // The same answer to both: nobody learns here which numbers there are.
        Err(Doubt::Unknown | Doubt::WrongSecret) => return unauthorized(),
    };
    match owntracks::decode(&body) {
        Ok(owntracks::Said::Report(report)) => match intake.take_or_leave(&guest, &[report]).await {
            Ok(_) => {}
            Err(NotTaken::Unknown) => return unauthorized(),
            Err(NotTaken::Later) => return later(),
        },
        Ok(owntracks::Said::LastWill | owntracks::Said::Other) => {}
        Err(fault) => {
            intake.poison(Protocol::OwnTracks, fault, &body);
            return StatusCode::BAD_REQUEST.into_response();
        }
    }
    let mut told = Vec::new();
    while let Some(order) = intake.commands.next(&device) {
        told.push(owntracks::encode_command(order.command));
        intake.commands.step(&order, Step::Sent);
    }
    axum::Json(told).into_response()
}

/// User and password of HTTP Basic.
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let (scheme, value) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?;
    pair.split_once(':').map(|(user, password)| (user.to_owned(), password.to_owned()))
}
