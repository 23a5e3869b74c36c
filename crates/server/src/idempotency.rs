//! `Idempotency-Key`: the same command sent twice is done once and answered the same.
//!
//! In memory, bounded, for ten minutes. What the engine itself makes once (alarm ids, ids in paths) does not need it.

use crate::app::App;
use crate::clock;
use crate::guard::Signed;
use crate::problem::Problem;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use core::time::Duration;
use hoeder_vocab::{AccountId, UtcMillis};
use http_body_util::{BodyExt as _, Limited};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

const HEADER: HeaderName = HeaderName::from_static("idempotency-key");
/// Longest key, characters.
const KEY_CHARS: usize = 128;
/// Answers kept; at more, the oldest is forgotten.
const KEPT: usize = 10_000;
/// Longest answer kept, bytes; a longer one is not kept.
const ANSWER_BYTES: usize = 16 * 1024;
const KEEP: Duration = Duration::from_secs(600);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key(AccountId, String);

#[derive(Debug, Clone)]
enum State {
    Running,
    Answered { status: StatusCode, content_type: Option<HeaderValue>, body: Bytes },
    Refused(Problem),
}

#[derive(Debug, Clone)]
struct Kept {
    at: UtcMillis,
    asked: [u8; 32],
    state: State,
}

/// Answers to recent commands.
#[derive(Debug, Default)]
pub struct Repeats(Mutex<BTreeMap<Key, Kept>>);

impl Repeats {
    fn begin(&self, key: &Key, asked: [u8; 32], now: UtcMillis) -> Option<Kept> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.get(key).filter(|known| now.since(known.at) < KEEP) {
            return Some(known.clone());
        }
        if kept.len() >= KEPT {
            kept.retain(|_, known| now.since(known.at) < KEEP);
        }
        if kept.len() >= KEPT
            && let Some(oldest) = kept.iter().min_by_key(|(_, known)| known.at).map(|(key, _)| key.clone())
        {
            kept.remove(&oldest);
        }
        kept.insert(key.clone(), Kept { at: now, asked, state: State::Running });
        None
    }
    fn end(&self, key: &Key, state: Option<State>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match state {
            Some(state) => {
                if let Some(known) = kept.get_mut(key) {
                    known.state = state;
                }
            }
            None => {
                kept.remove(key);
            }
        }
    }
}

/// Forgets a key whose request was cut off, so that it can be tried again.
struct Unfinished<'a> {
    repeats: &'a Repeats,
    key: Option<Key>,
}

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        if let Some(key) = self.key.take() {
            self.repeats.end(&key, None);
        }
    }
}

/// Runs a command once per key of this account.
pub(crate) async fn once(app: &App, by: Signed, request: Request, next: Next) -> Result<Response, Problem> {
    let Some(name) = key_of(request.headers())? else { return Ok(next.run(request).await) };
    let (parts, body) = request.into_parts();
    let most = app.limits.photo_bytes.max(app.limits.body_bytes);
    let body = Limited::new(body, most)
        .collect()
        .await
        .map_err(|_| {
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "the body is too large or not whole")
        })?
        .to_bytes();
    let mut hash = Sha256::new();
    hash.update(parts.method.as_str());
    hash.update([0]);
    hash.update(parts.uri.path());
    hash.update([0]);
    hash.update(&body);
    let asked: [u8; 32] = hash.finalize().into();
    let key = Key(by.account, name);
    if let Some(known) = app.repeats.begin(&key, asked, clock::now()) {
        return again(known, asked);
    }
    let mut unfinished = Unfinished { repeats: &app.repeats, key: Some(key) };
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    let (state, response) = keep(response).await;
    if let Some(key) = unfinished.key.take() {
        app.repeats.end(&key, state);
    }
    Ok(response)
}

fn key_of(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get(HEADER) else { return Ok(None) };
    match value.to_str() {
        Ok(text) if (1..=KEY_CHARS).contains(&text.len()) => Ok(Some(text.to_owned())),
        Ok(_) | Err(_) => Err(Problem::invalid("Idempotency-Key", "1 to 128 printable characters")),
    }
}

fn again(known: Kept, asked: [u8; 32]) -> Result<Response, Problem> {
    if known.asked != asked {
        return Err(Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "idempotency.other_request",
            "this Idempotency-Key was used for another request: make a new one",
        ));
    }
    match known.state {
        State::Running => Err(Problem::new(
            StatusCode::CONFLICT,
            "idempotency.running",
            "the same command is being done: wait for its answer",
        )
        .retry_after(1)),
        State::Refused(problem) => Err(problem),
        State::Answered { status, content_type, body } => {
            let mut response = (status, body).into_response();
            response.headers_mut().remove(header::CONTENT_TYPE);
            if let Some(kind) = content_type {
                response.headers_mut().insert(header::CONTENT_TYPE, kind);
            }
            Ok(response)
        }
    }
}

/// What to remember of an answer. A fault of ours is not remembered: trying again may help.
async fn keep(response: Response) -> (Option<State>, Response) {
    if response.status().is_server_error() || response.status() == StatusCode::TOO_MANY_REQUESTS {
        return (None, response);
    }
    if let Some(problem) = response.extensions().get::<Problem>() {
        return (Some(State::Refused(problem.clone())), response);
    }
    let (parts, body) = response.into_parts();
    let Ok(body) = Limited::new(body, ANSWER_BYTES).collect().await.map(|b| b.to_bytes()) else {
        return (None, Problem::internal().into_response());
    };
    let state = State::Answered {
        status: parts.status,
        content_type: parts.headers.get(header::CONTENT_TYPE).cloned(),
        body: body.clone(),
    };
    (Some(state), Response::from_parts(parts, Body::from(body)))
}
