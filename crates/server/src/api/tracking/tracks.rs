//! Tracks over HTTP: live while an incident is open, past ones for a purpose that is stated, and distances without places.
//!
//! The engine allows and logs first; only then is anything read (GN-03).

use super::{ask, exported};
use crate::api::dto::tracking::track::{
    Apart, AskWhatIf, ExportForm, ExportLayout, PastTracks, ReadTrack, RecordedDistances, TrackSince, Tracks,
};
use crate::api::extract::{Json, Path, Query};
use crate::app::App;
use crate::clock;
use crate::guard::Signed;
use crate::problem::{Problem, ProblemBody};
use crate::tracking::Played;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use core::ops::Range;
use hoeder_engine::output::TrackingReply;
use hoeder_engine::tracking::view::TrackAllowed;
use hoeder_engine::tracking::{TrackUse, TrackingQuery};
use hoeder_geo::distance;
use hoeder_vocab::tracking::{TrackFix, TrackReport};
use hoeder_vocab::{CarrierId, IncidentId, MandateId, PairId, ReceivedAt, UtcMillis};
use std::sync::Arc;
use uuid::Uuid;

/// What is shown of an incident when nobody says since when.
const LIVE_MS: i64 = 30 * 60_000;
/// Recorded tracks that the aid for distances looks at.
const WHAT_IF_MS: i64 = 14 * 86_400_000;
/// Two positions further apart in time say nothing of a distance.
const TOGETHER_MS: i64 = 120_000;
/// Most distances of one pair.
const MOST_STEPS: usize = 20_000;

async fn read_all(
    app: &App,
    carriers: Vec<CarrierId>,
    period: Range<UtcMillis>,
) -> Result<Vec<Played>, Problem> {
    let Some(playback) = app.tracks.clone() else {
        let why = "positions cannot be kept here: the folder of tracking must be repaired";
        return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "tracking.off", why));
    };
    playback.of(carriers, period).await.map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "tracks cannot be read");
        Problem::internal()
    })
}

async fn read(
    app: &App,
    allowed: &TrackAllowed,
    period: Range<UtcMillis>,
) -> Result<Vec<ReadTrack>, Problem> {
    let carriers = allowed.carriers.iter().map(|(carrier, _)| *carrier).collect();
    let played = read_all(app, carriers, period).await?;
    let side =
        |carrier: CarrierId| allowed.carriers.iter().find(|(one, _)| *one == carrier).map(|(_, side)| *side);
    let track = |one: Played| {
        let Played { carrier, reports, more, damaged } = one;
        side(carrier).map(|side| ReadTrack { carrier, side, reports, more, damaged })
    };
    Ok(played.into_iter().filter_map(track).collect())
}

/// Where the two of an incident are and were, while it is open (GN-03).
#[utoipa::path(get, path = "/api/v1/incidents/{incident}/pairs/{pair}/track", tag = "tracking", operation_id = "followPair",
    params(("incident" = Uuid, Path), ("pair" = Uuid, Path), TrackSince),
    responses((status = 200, body = Tracks), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn follow(
    State(app): State<App>,
    by: Signed,
    Path((incident, pair)): Path<(Uuid, Uuid)>,
    Query(asked): Query<TrackSince>,
) -> Result<Json<Tracks>, Problem> {
    let (incident, pair) = (IncidentId::from_uuid(incident), PairId::from_uuid(pair));
    let now = clock::now();
    let allowed = match app.follows.known(by.account, incident, pair, now) {
        Some(allowed) => allowed,
        None => {
            let TrackingReply::Track(allowed) = ask(&app, by, TrackingQuery::TrackView { pair }).await?
            else {
                return Err(app.unexpected("track view"));
            };
            let allowed = Arc::new(allowed);
            app.follows.keep(by.account, incident, pair, Arc::clone(&allowed), now);
            allowed
        }
    };
    let earliest = UtcMillis::from_unix_ms(now.unix_ms().saturating_sub(LIVE_MS));
    let from = asked.since.map_or(earliest, |since| since.0.max(earliest));
    let until = UtcMillis::from_unix_ms(now.unix_ms().saturating_add(TOGETHER_MS));
    let read = read(&app, &allowed, from..until).await?;
    Ok(Json(Tracks::new(&read, from, now)))
}

async fn past(app: &App, by: Signed, how: TrackUse, body: PastTracks) -> Result<Tracks, Problem> {
    let TrackingReply::Track(allowed) = ask(app, by, body.query(how)).await? else {
        return Err(app.unexpected("past tracks"));
    };
    let read = read(app, &allowed, allowed.from..allowed.until).await?;
    Ok(Tracks::new(&read, allowed.from, allowed.until))
}

/// What was, for a purpose that is stated; with readings of alcohol and signs of the devices.
#[utoipa::path(post, path = "/api/v1/tracks/playback", tag = "tracking", operation_id = "playTracks",
    request_body = PastTracks,
    responses((status = 200, body = Tracks), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn playback(
    State(app): State<App>,
    by: Signed,
    Json(body): Json<PastTracks>,
) -> Result<Json<Tracks>, Problem> {
    past(&app, by, TrackUse::Playback, body).await.map(Json)
}

/// The same to be taken out of the system: a table, or GeoJSON (RFC 7946). Never cut short without saying so.
#[utoipa::path(post, path = "/api/v1/tracks/export", tag = "tracking", operation_id = "exportTracks",
    params(ExportForm), request_body = PastTracks,
    responses((status = 200, content((String = "text/csv"), (String = "application/geo+json"))), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn export(
    State(app): State<App>,
    by: Signed,
    Query(form): Query<ExportForm>,
    Json(body): Json<PastTracks>,
) -> Result<Response, Problem> {
    let why = body.why.clone();
    let tracks = past(&app, by, TrackUse::Export, body).await?;
    if tracks.tracks.iter().any(|track| track.more) {
        return Err(Problem::invalid("until", "a shorter period: it holds more positions than one file"));
    }
    match form.layout {
        ExportLayout::Csv => exported::csv(&tracks, form.table()),
        ExportLayout::Geojson => exported::geojson(&tracks, &why),
    }
}

/// How far the two of each pair of a mandate were apart in the last days: figures, no place (FL-33).
#[utoipa::path(post, path = "/api/v1/mandates/{mandate}/what-if", tag = "tracking", operation_id = "readWhatIf",
    params(("mandate" = Uuid, Path)), request_body = AskWhatIf,
    responses((status = 200, body = Vec<RecordedDistances>), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn what_if(
    State(app): State<App>,
    by: Signed,
    Path(mandate): Path<Uuid>,
    Json(body): Json<AskWhatIf>,
) -> Result<Json<Vec<RecordedDistances>>, Problem> {
    let mandate = MandateId::from_uuid(mandate);
    // Allowed and logged first; the pairs are read after that.
    let why = hoeder_vocab::Sensitive::new(body.why);
    let _allowed = ask(&app, by, TrackingQuery::WhatIf { mandate, why }).await?;
    let TrackingReply::Mandate(view) = ask(&app, by, TrackingQuery::Mandate(mandate)).await? else {
        return Err(app.unexpected("mandate"));
    };
    let now = clock::now();
    let period = UtcMillis::from_unix_ms(now.unix_ms().saturating_sub(WHAT_IF_MS))..now;
    let mut recorded = Vec::new();
    for pair in &view.pairs {
        let read = read_all(&app, vec![pair.offender, pair.protected], period.clone()).await?;
        let [offender, protected] = read.as_slice() else { continue };
        let steps = distances(&offender.reports, &protected.reports);
        recorded.push(RecordedDistances { pair: pair.id.as_uuid(), steps });
    }
    Ok(Json(recorded))
}

/// Distances at each position of either, with the last one of the other when that is not old.
fn distances(one: &[(ReceivedAt, TrackReport)], other: &[(ReceivedAt, TrackReport)]) -> Vec<Apart> {
    let fixes = |reports: &[(ReceivedAt, TrackReport)], side: usize| -> Vec<(usize, TrackFix)> {
        reports.iter().filter_map(|(_, report)| report.fix).map(|fix| (side, fix)).collect()
    };
    let mut all = fixes(one, 0);
    all.extend(fixes(other, 1));
    all.sort_by_key(|(_, fix)| fix.fixed_at);
    let first = all.first().map_or(0, |(_, fix)| fix.fixed_at.0.unix_ms());
    let mut last: [Option<TrackFix>; 2] = [None, None];
    let mut steps = Vec::new();
    for (side, fix) in all {
        if let Some(slot) = last.get_mut(side) {
            *slot = Some(fix);
        }
        let [Some(a), Some(b)] = last else { continue };
        let at = fix.fixed_at.0.unix_ms();
        let old = at.saturating_sub(a.fixed_at.0.unix_ms().min(b.fixed_at.0.unix_ms()));
        if old <= TOGETHER_MS && steps.len() < MOST_STEPS {
            let metres = (distance(a.position, b.position).0 * 10.0).round() / 10.0;
            steps.push(Apart { ms: at.saturating_sub(first), metres });
        }
    }
    steps
}
