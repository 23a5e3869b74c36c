//! How the parts are: for `/healthz`, `/readyz`, `/status` and the service manager. No personal data.

use crate::app::App;
use crate::problem::{Problem, ProblemBody};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use hoeder_engine::input::StoreHealth;
use hoeder_vocab::AccountId;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};
use std::sync::{Mutex, PoisonError};

/// The engine's thread must have turned at most this long ago, milliseconds.
const STUCK_MS: i64 = 10_000;

/// How the parts are.
#[derive(Debug)]
pub struct Health {
    store: AtomicU8,
    /// When the engine's thread last turned, milliseconds since 1970.
    turned: AtomicI64,
    desks: Mutex<BTreeMap<AccountId, usize>>,
}

impl Default for Health {
    fn default() -> Self {
        Self {
            store: AtomicU8::new(0),
            turned: AtomicI64::new(crate::clock::now().unix_ms()),
            desks: Mutex::default(),
        }
    }
}

/// One word for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Light {
    /// Everything works.
    Green,
    /// Alarms work; something needs care.
    Amber,
    /// Alarms are not safe.
    Red,
}

impl Health {
    pub(crate) fn set_store(&self, health: StoreHealth) {
        let code = match health {
            StoreHealth::Up => 0,
            StoreHealth::Spooling => 1,
            StoreHealth::Down => 2,
        };
        self.store.store(code, Ordering::Relaxed);
    }
    /// The engine's thread turned: also what a watchdog of the service manager should go by.
    pub(crate) fn turn(&self, now_ms: i64) {
        self.turned.store(now_ms, Ordering::Relaxed);
    }
    /// Did the engine's thread turn lately?
    #[must_use]
    pub fn is_alive(&self) -> bool {
        crate::clock::now().unix_ms() - self.turned.load(Ordering::Relaxed) < STUCK_MS
    }
    /// How the store is.
    #[must_use]
    pub fn store(&self) -> StoreHealth {
        match self.store.load(Ordering::Relaxed) {
            0 => StoreHealth::Up,
            1 => StoreHealth::Spooling,
            _ => StoreHealth::Down,
        }
    }
    /// One word for all.
    #[must_use]
    pub fn light(&self) -> Light {
        match (self.is_alive(), self.store()) {
            (false, _) | (true, StoreHealth::Down) => Light::Red,
            (true, StoreHealth::Spooling) => Light::Amber,
            (true, StoreHealth::Up) => Light::Green,
        }
    }
    pub(crate) fn desk_up(&self, account: AccountId) {
        *self.desks.lock().unwrap_or_else(PoisonError::into_inner).entry(account).or_default() += 1;
    }
    pub(crate) fn desk_down(&self, account: AccountId) {
        let mut desks = self.desks.lock().unwrap_or_else(PoisonError::into_inner);
        match desks.get_mut(&account) {
            Some(count) if *count > 1 => *count -= 1,
            Some(_) | None => {
                desks.remove(&account);
            }
        }
    }
    /// Is a screen of this account connected?
    #[must_use]
    pub fn at_desk(&self, account: AccountId) -> bool {
        self.desks.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&account)
    }
    /// Connected screens.
    #[must_use]
    pub fn desks(&self) -> usize {
        self.desks.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }
}

fn text(status: StatusCode, body: &'static str) -> Response {
    (status, [(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"))], body)
        .into_response()
}

/// Is the process alive?
#[utoipa::path(get, path = "/healthz", tag = "health", operation_id = "healthz",
    responses((status = 200, body = String, content_type = "text/plain")))]
pub async fn healthz(State(app): State<App>) -> Response {
    if app.health.is_alive() {
        text(StatusCode::OK, "ok\n")
    } else {
        text(StatusCode::SERVICE_UNAVAILABLE, "the engine is stuck\n")
    }
}

/// Alarms go on without sound, and whoever looks is told.
fn ready(app: &App) -> &'static str {
    if app.sound().is_some() { "ready\n" } else { "ready, without sound\n" }
}

/// Can it take alarms?
#[utoipa::path(get, path = "/readyz", tag = "health", operation_id = "readyz",
    responses((status = 200, body = String, content_type = "text/plain"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn readyz(State(app): State<App>) -> Result<Response, Problem> {
    match app.health.light() {
        Light::Green | Light::Amber => Ok(text(StatusCode::OK, ready(&app))),
        Light::Red => Err(Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "not_ready",
            "alarms cannot be made durable: look at the store and the disk",
        )),
    }
}

/// As [`readyz`], for the listener of the metrics.
pub async fn readyz_plain(State(app): State<App>) -> Response {
    match app.health.light() {
        Light::Green | Light::Amber => text(StatusCode::OK, ready(&app)),
        Light::Red => text(StatusCode::SERVICE_UNAVAILABLE, "not ready\n"),
    }
}

/// Green, amber or red, for people without a sign-in.
#[utoipa::path(get, path = "/status", tag = "health", operation_id = "status",
    responses((status = 200, body = String, content_type = "text/plain")))]
pub async fn status(State(app): State<App>) -> Response {
    text(
        StatusCode::OK,
        match app.health.light() {
            Light::Green => "green\n",
            Light::Amber => "amber\n",
            Light::Red => "red\n",
        },
    )
}
