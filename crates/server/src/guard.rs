//! What stands before every handler: a trace id, the row of the route table, origin, session, limits, and the headers of
//! every answer. A path without a row is refused.

use crate::app::App;
use crate::auth::{self, Token};
use crate::clock;
use crate::limits::{Place, REFILL};
use crate::problem::Problem;
use crate::random;
use crate::routes::{self, Door, Route};
use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use hoeder_engine::roster::AccountState;
use hoeder_vocab::{AccountId, Role};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// Where a request comes from.
#[derive(Debug, Clone)]
pub struct Peer {
    /// The other end.
    address: SocketAddr,
    /// Its place among the connections, kept as long as the connection, also as a WebSocket.
    _place: Arc<Place>,
}

impl Peer {
    pub(crate) fn new(address: SocketAddr, place: Place) -> Self {
        Self { address, _place: Arc::new(place) }
    }
    /// The address to which limits apply.
    #[must_use]
    pub const fn source(&self) -> IpAddr {
        self.address.ip()
    }
}

/// Where documents are given and got.
const DOCUMENT: &str = "/api/v1/measures/{measure}/documents/{document}";

/// A signed-in person.
#[derive(Debug, Clone, Copy)]
pub struct Signed {
    /// Who.
    pub account: AccountId,
    /// In which role.
    pub role: Role,
    /// With which session.
    pub session: auth::Session,
    /// Its secret, to end it.
    pub(crate) token: Token,
}

impl<S: Send + Sync> FromRequestParts<S> for Signed {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().copied().ok_or_else(Problem::signed_out)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Peer {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(Problem::internal)
    }
}

/// Around everything: trace id, time limit, problem bodies, headers.
pub async fn finish(State(app): State<App>, request: Request, next: Next) -> Response {
    let trace = random::bytes::<16>().map(u128::from_be_bytes).unwrap_or_default();
    let trace = format!("{trace:032x}");
    let path = request.uri().path().to_owned();
    let of_document = path.starts_with("/api/v1/measures/") && path.contains("/documents");
    let patience = if of_document { app.limits.document_timeout } else { app.limits.request_timeout };
    let answer = tokio::time::timeout(patience, next.run(request)).await;
    let mut response = match answer {
        Ok(response) => response,
        Err(_) => Problem::new(
            StatusCode::REQUEST_TIMEOUT,
            "timeout",
            "the request did not arrive whole, or was not answered, in time: try again",
        )
        .render(&path, &trace),
    };
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        if problem.status.is_server_error() {
            tracing::warn!(trace_id = %trace, code = problem.code, status = problem.status.as_u16(), "request failed");
        }
        // What a program is asked for stays: a calendar sends its password only then.
        let asks = response.headers_mut().remove(header::WWW_AUTHENTICATE);
        response = problem.render(&path, &trace);
        if let Some(asks) = asks {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, asks);
        }
    }
    app.metrics.requests(response.status().as_u16());
    headers(&app, &path, response.headers_mut());
    response
}

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::STRICT_TRANSPORT_SECURITY, "max-age=63072000"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
];

/// A patrol may say where it is, an operator speak to the person; the browser asks, and asks nobody else.
const CONSOLE_MAY: &str =
    "bluetooth=(), camera=(), geolocation=(self), microphone=(self), payment=(), usb=()";
const HANDSET_MAY: &str = "bluetooth=(self), camera=(), geolocation=(self), microphone=(self), payment=(), \
    screen-wake-lock=(self), usb=()";

fn headers(app: &App, path: &str, headers: &mut HeaderMap) {
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // A download has a stricter one of its own.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(app.csp.clone());
    let may = if path.starts_with("/handset/") { HANDSET_MAY } else { CONSOLE_MAY };
    headers.insert(HeaderName::from_static("permissions-policy"), HeaderValue::from_static(may));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// Before every handler: the row of the table, then what its door asks.
pub async fn admit(
    State(app): State<App>,
    peer: Peer,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let Some(path) = request.extensions().get::<MatchedPath>() else { return Err(Problem::not_found()) };
    let Some(row) = routes::find(request.method(), path.as_str()) else {
        let other = routes::ROUTES.iter().any(|row| row.path == path.as_str());
        return Err(if other { Problem::method() } else { Problem::not_found() });
    };
    if row.door != Door::Handset && !app.requests.take(peer.source(), clock::now()) {
        return Err(too_many());
    }
    match row.door {
        Door::Handset => Ok(next.run(request).await),
        Door::Secret(_) => Ok(next.run(request).await),
        Door::Public(_) => {
            if row.changes() {
                check_origin(&app, request.headers())?;
            }
            Ok(next.run(request).await)
        }
        Door::SignedIn(_) | Door::Rule(_) | Door::Rules(_) => {
            if needs_origin(row) {
                check_origin(&app, request.headers())?;
            }
            let signed = signed(&app, request.headers()).ok_or_else(Problem::signed_out)?;
            request.extensions_mut().insert(signed);
            if row.changes() && !is_upload(row) {
                return crate::idempotency::once(&app, signed, request, next).await;
            }
            Ok(next.run(request).await)
        }
    }
}

/// An upload has an id of its own: sent twice, it is kept once. It is too large to be held for a second answer.
fn is_upload(row: &Route) -> bool {
    row.method == "PUT" && row.path == DOCUMENT
}

/// A WebSocket is opened with GET and then changes things.
fn needs_origin(row: &Route) -> bool {
    row.changes() || row.path == "/api/v1/desk"
}

/// More requests than the limit.
pub(crate) fn too_many() -> Problem {
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many", "too many requests from this address: slow down")
        .retry_after(REFILL.as_secs())
}

/// Only pages of our own origin may change anything: the second lock beside `SameSite=Strict`.
fn check_origin(app: &App, headers: &HeaderMap) -> Result<(), Problem> {
    let origin = headers.get(header::ORIGIN).and_then(|o| o.to_str().ok());
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok());
    let ours = match (origin, host) {
        (Some(origin), _) if !app.origins.is_empty() => app.origins.iter().any(|ours| ours == origin),
        (Some(origin), Some(host)) => origin.strip_prefix("https://") == Some(host),
        (Some(_), None) | (None, _) => false,
    };
    if ours {
        Ok(())
    } else {
        Err(Problem::new(
            StatusCode::FORBIDDEN,
            "origin",
            "this request does not come from a page of this server",
        ))
    }
}

fn signed(app: &App, headers: &HeaderMap) -> Option<Signed> {
    let token = auth::token_of(headers)?;
    let role = |account| {
        let account = app.accounts.by_id(account)?;
        (account.state == AccountState::Enabled).then_some(account.role)
    };
    let session = app.sessions.touch(token, clock::now(), role)?;
    Some(Signed { account: session.account, role: role(session.account)?, session, token })
}
