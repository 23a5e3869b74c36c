//! The calendar feed of a desk (iCalendar, RFC 5545): days on which something is due, with the number of the case and the
//! point of the circular, and no name. A calendar program fetches it with a secret of its own.
//!
//! Never here: which days (the engine's).

use super::dto::Time;
use super::dto::document::CalendarToken;
use super::extract::{Json, Query};
use super::ics::{self, InWords};
use crate::app::App;
use crate::auth::feed_token_of;
use crate::clock;
use crate::guard::Signed;
use crate::problem::{Problem, ProblemBody};
use crate::runtime::gate::Lane;
use crate::runtime::reader::chain;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use hoeder_engine::input::{Input, Query as Ask};
use hoeder_engine::output::Reply;
use hoeder_engine::roster::AccountState;

/// The feed of the desk whose secret this is.
#[utoipa::path(get, path = "/api/v1/calendar-feed.ics", tag = "documents", operation_id = "calendarFeed",
    params(InWords, ("Authorization" = String, Header, description = "The secret as a bearer token, or as the password of HTTP Basic")),
    responses((status = 200, body = String, content_type = "text/calendar"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn feed(
    State(app): State<App>,
    Query(words): Query<InWords>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let account = feed_token_of(&headers)
        .and_then(|token| app.feeds.account(token))
        .and_then(|id| app.accounts.by_id(id))
        .filter(|account| account.state == AccountState::Enabled)
        .map(|account| account.id);
    let Some(by) = account else { return Ok(asks_for_it()) };
    let reply = app
        .answer(Lane::Ordinary, app.limits.reply_timeout, |request| Input::Ask {
            request,
            by,
            query: Ask::Calendar,
        })
        .await?;
    let Reply::Calendar(lines) = reply else { return Err(app.unexpected("calendar")) };
    let kind = HeaderValue::from_static("text/calendar; charset=utf-8");
    let shown = HeaderValue::from_static("attachment; filename=\"calendar.ics\"");
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, shown)];
    Ok((headers, ics::text(&lines, words, clock::now())).into_response())
}

/// Calendar programs send a password only after they were asked for it.
fn asks_for_it() -> Response {
    let mut response = Problem::signed_out().into_response();
    let asks = HeaderValue::from_static("Basic realm=\"calendar\", charset=\"UTF-8\"");
    response.headers_mut().insert(header::WWW_AUTHENTICATE, asks);
    response
}

/// Make the secret of one's own feed; an older one ends.
#[utoipa::path(post, path = "/api/v1/calendar-token", tag = "documents", operation_id = "makeCalendarToken",
    responses((status = 201, body = CalendarToken), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn make_token(
    State(app): State<App>,
    by: Signed,
) -> Result<(StatusCode, Json<CalendarToken>), Problem> {
    let Reply::Calendar(_) = app.ask(by, Ask::Calendar).await? else {
        return Err(app.unexpected("calendar"));
    };
    let (feeds, now) = (app.feeds.clone(), clock::now());
    let made = tokio::task::spawn_blocking(move || feeds.make(by.account, now)).await;
    let token = made.map_err(|_| Problem::internal())?.map_err(not_written)?;
    Ok((StatusCode::CREATED, Json(CalendarToken { token, made_at: Time(now) })))
}

/// Take the secret of one's own feed away.
#[utoipa::path(delete, path = "/api/v1/calendar-token", tag = "documents", operation_id = "revokeCalendarToken",
    responses((status = 204, description = "Nobody reads the feed any more"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn revoke_token(State(app): State<App>, by: Signed) -> Result<StatusCode, Problem> {
    let feeds = app.feeds.clone();
    let gone = tokio::task::spawn_blocking(move || feeds.revoke(by.account)).await;
    gone.map_err(|_| Problem::internal())?.map_err(not_written)?;
    Ok(StatusCode::NO_CONTENT)
}

fn not_written(error: crate::auth::SessionsError) -> Problem {
    tracing::error!(error = %chain(&error), "the secrets of calendar feeds cannot be written");
    Problem::internal()
}
