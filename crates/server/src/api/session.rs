//! Signing in and out, and who I am.

use super::dto::Time;
use super::dto::session::{Colleague, Me, SignIn as SignInBody};
use super::extract::Json;
use crate::app::App;
use crate::auth::{self, Local, LocalProof, NotSignedIn, Session, SignIn as _};
use crate::clock;
use crate::guard::{Peer, Signed};
use crate::problem::{Problem, ProblemBody};
use crate::runtime::gate::{Lane, Work};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use hoeder_engine::input::{Input, SessionChange};
use hoeder_engine::roster::{Account, AccountState};
use hoeder_vocab::{Purpose, Role, Sensitive};
use std::sync::Arc;

/// Longest login name looked at, bytes.
const LOGIN_BYTES: usize = 64;

fn me(app: &App, account: &Account, session: &Session) -> Me {
    let (idle_until, ends_at) = session.ends(account.role);
    Me {
        account: account.id.as_uuid(),
        login: account.login.clone(),
        name: account.name.reveal(Purpose::Administration).clone(),
        role: account.role.into(),
        room: account.room.map(|r| r.as_uuid()),
        zone: account.zone.map(|z| z.as_uuid()),
        office: account.office.map(|o| o.as_uuid()),
        cell: app.cell.as_uuid(),
        exercise: app.service == crate::config::Service::Exercise,
        idle_until: Time(idle_until),
        ends_at: Time(ends_at),
    }
}

fn told(app: &App, change: SessionChange) {
    // Few, as each costs a password hash: they may go before heartbeats, so that each is logged (GN-02).
    if app.gate.send(Lane::Urgent, Work::Input(Input::Session(change))).is_err() {
        tracing::warn!("a sign-in could not be logged: the engine is at its limit");
    }
}

/// Sign in with a local account. The same answer for a wrong password and for a login that does not exist.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", operation_id = "signIn", request_body = SignInBody,
    responses((status = 200, body = Me, description = "Signed in; the session is in a cookie"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn sign_in(
    State(app): State<App>,
    peer: Peer,
    Json(body): Json<SignInBody>,
) -> Result<Response, Problem> {
    if body.login.len() > LOGIN_BYTES {
        return Err(wrong());
    }
    let now = clock::now();
    let source = peer.source();
    let wait = app.throttle.wait(&body.login, source, now);
    if !wait.is_zero() {
        app.metrics.sign_in("held_up");
        return Err(Problem::new(
            StatusCode::TOO_MANY_REQUESTS,
            "session.wait",
            "too many failed attempts: wait before trying again",
        )
        .retry_after(wait.as_secs().saturating_add(1)));
    }
    // Counted as a failure beforehand, so that many attempts at the same moment do not all slip through.
    app.throttle.failed(&body.login, source, now);
    let local = Local { accounts: &app.accounts, passwords: &app.passwords };
    let proof = LocalProof { login: body.login.clone(), password: Sensitive::new(body.password) };
    let account = match local.sign_in(proof).await {
        Ok(account) => account,
        Err(NotSignedIn::Busy) => return Err(Problem::busy()),
        Err(NotSignedIn::Wrong(account)) => {
            app.metrics.sign_in("failed");
            told(&app, SessionChange::Failed(account));
            return Err(wrong());
        }
    };
    app.throttle.succeeded(&body.login, source);
    let Some(account) = app.accounts.by_id(account) else { return Err(wrong()) };
    let sessions = Arc::clone(&app.sessions);
    let id = account.id;
    let begun = tokio::task::spawn_blocking(move || sessions.begin(id, clock::now())).await;
    let Ok(Ok((token, session))) = begun else {
        tracing::error!("a session could not be written to the data folder");
        return Err(Problem::internal());
    };
    app.metrics.sign_in("done");
    told(&app, SessionChange::In(account.id));
    let cookie = auth::cookie(token, &session, account.role);
    let mut response = Json(me(&app, &account, &session)).into_response();
    let cookie = HeaderValue::from_str(&cookie).map_err(|_| Problem::internal())?;
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

fn wrong() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "session.wrong", "this login and password do not fit")
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/v1/session", tag = "session", operation_id = "getSession",
    responses((status = 200, body = Me), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn who(State(app): State<App>, by: Signed) -> Result<Json<Me>, Problem> {
    let account = app.accounts.by_id(by.account).ok_or_else(Problem::signed_out)?;
    Ok(Json(me(&app, &account, &by.session)))
}

/// Sign out.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session", operation_id = "signOut",
    responses((status = 204, description = "Signed out"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn sign_out(State(app): State<App>, by: Signed) -> Result<Response, Problem> {
    app.sessions.end(by.token);
    let sessions = Arc::clone(&app.sessions);
    if !matches!(tokio::task::spawn_blocking(move || sessions.save()).await, Ok(Ok(()))) {
        tracing::warn!("the end of a session could not be written to the data folder yet");
    }
    told(&app, SessionChange::Out(by.account));
    let cookie = HeaderValue::from_str(&auth::clearing_cookie()).map_err(|_| Problem::internal())?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

/// Colleagues of my room or zone to whom an alarm can be handed over; those of the monitoring centre for an incident.
#[utoipa::path(get, path = "/api/v1/colleagues", tag = "session", operation_id = "listColleagues",
    responses((status = 200, body = Vec<Colleague>), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn colleagues(State(app): State<App>, by: Signed) -> Result<Json<Vec<Colleague>>, Problem> {
    let mine = app.accounts.by_id(by.account).ok_or_else(Problem::signed_out)?;
    let near = |other: &Account| {
        (mine.room.is_some() && mine.room == other.room) || (mine.zone.is_some() && mine.zone == other.zone)
    };
    let same_work = |other: &Account| {
        if mine.role == Role::Monitor {
            return other.role == Role::Monitor;
        }
        takes_alarms(mine.role) && takes_alarms(other.role) && near(other)
    };
    let list = app
        .accounts
        .all()
        .iter()
        .filter(|other| other.id != mine.id && other.state == AccountState::Enabled)
        .filter(|other| same_work(other))
        .map(|other| Colleague {
            account: other.id.as_uuid(),
            name: other.name.reveal(Purpose::AlarmHandling).clone(),
            role: other.role.into(),
            at_desk: app.health.at_desk(other.id),
        })
        .collect();
    Ok(Json(list))
}

fn takes_alarms(role: Role) -> bool {
    match role {
        Role::Operator | Role::Supervisor | Role::ZoneDuty => true,
        Role::Patrol
        | Role::CaseOfficer
        | Role::Magistrate
        | Role::Administrator
        | Role::Auditor
        | Role::Wall
        | Role::VictimReception
        | Role::ReferenceMagistrate
        | Role::DistrictSpoc
        | Role::Monitor => false,
    }
}
