//! The HTTP API: every path with its handler and its description, written once.
//!
//! Never here: a decision on who may what (the engine's, by the rule that `routes` names).

pub mod admin;
pub mod alarms;
pub mod calendar;
pub mod cases;
pub mod desks;
pub mod devices;
pub mod documents;
pub mod dto;
pub mod extract;
pub mod hotspots;
mod ics;
pub mod map;
pub mod measures;
pub mod persons;
pub mod recording;
pub mod reports;
pub mod session;
pub mod table;
pub mod tasks;
pub mod tracking;
pub mod voice;

use crate::app::App;
use crate::problem::Problem;
use crate::{assets, desk, guard, handset, health};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse as _;
use axum::routing::get;
use dto::desk::DeskSays;
use hoeder_wire::handset::MAX_ENVELOPE_BYTES;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Largest uploaded document.
pub(crate) const DOCUMENT_BYTES: usize = 10 * 1024 * 1024;

/// Largest perimeter: 10,000 corners in words.
const PERIMETER_BYTES: usize = 1024 * 1024;

/// Rows of a page when nobody says how many, and at most.
const PAGE: u32 = 100;
const MOST: u32 = 500;

fn page_size(asked: Option<u32>) -> u32 {
    asked.unwrap_or(PAGE).clamp(1, MOST)
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Hoeder",
        description = "Alarms of protected persons, the desks that take them, and the cases behind them. \
            Every operation has a rule of access and a kind of art. 25 of Directive (EU) 2016/680. \
            Errors are application/problem+json (RFC 9457).",
        license(name = "EUPL-1.2")
    ),
    components(schemas(DeskSays)),
    tags(
        (name = "session", description = "Signing in and out"),
        (name = "desk", description = "The stream of an alarm desk"),
        (name = "alarms", description = "Reading and handling alarms"),
        (name = "voice", description = "The voice room of an alarm"),
        (name = "tasks", description = "Alerts and reports to follow"),
        (name = "cases", description = "Dossiers and persons"),
        (name = "measures", description = "The circular: requests, decisions, follow-up, inbox, overview"),
        (name = "devices", description = "Handsets and buttons"),
        (name = "documents", description = "Documents of a measure, and the calendar of a desk"),
        (name = "tracking", description = "Mandates, devices, incidents and tracks of the monitoring centre"),
        (name = "hotspots", description = "Addresses and numbers with instructions"),
        (name = "reports", description = "Answer times, months, noise"),
        (name = "map", description = "The map's picture and outlines"),
        (name = "administration", description = "Accounts, rooms, wall, access log"),
        (name = "handset", description = "The handset protocol, version 1"),
        (name = "health", description = "For machines and the service desk")
    )
)]
struct Description;

fn described(photo_bytes: usize) -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(session::sign_in, session::who, session::sign_out))
        .routes(routes!(session::colleagues))
        .routes(routes!(desk::socket::open))
        .routes(routes!(desks::acknowledge))
        .routes(routes!(alarms::list))
        .routes(routes!(alarms::get))
        .routes(routes!(alarms::take))
        .routes(routes!(alarms::hand_over))
        .routes(routes!(alarms::dispatch))
        .routes(routes!(alarms::on_scene))
        .routes(routes!(alarms::still_on_it))
        .routes(routes!(alarms::do_step))
        .routes(routes!(alarms::on_the_way))
        .routes(routes!(alarms::finding))
        .routes(routes!(alarms::note))
        .routes(routes!(alarms::close))
        .routes(routes!(alarms::give_pv))
        .routes(routes!(alarms::confirm_receipt))
        .routes(routes!(alarms::history))
        .merge(described_voice())
        .routes(routes!(tasks::list))
        .routes(routes!(tasks::own))
        .routes(routes!(tasks::close))
        .routes(routes!(cases::list))
        .routes(routes!(cases::get, cases::put, cases::erase))
        .routes(routes!(cases::put_person, cases::erase_person))
        .merge(
            OpenApiRouter::new()
                .routes(routes!(cases::photo, cases::put_photo))
                .layer(DefaultBodyLimit::max(photo_bytes)),
        )
        .merge(described_measures())
        .routes(routes!(devices::open_pairing))
        .routes(routes!(devices::set_handset))
        .routes(routes!(devices::revoke_handset))
        .routes(routes!(devices::put_button))
        .routes(routes!(persons::send_message))
        .routes(routes!(persons::plan_test))
        .routes(routes!(persons::see_trip))
        .routes(routes!(admin::administration))
        .routes(routes!(admin::put_account))
        .routes(routes!(admin::put_room))
        .routes(routes!(admin::wall))
        .routes(routes!(admin::wall_tracking))
        .routes(routes!(admin::access_log))
        .routes(routes!(hotspots::list))
        .routes(routes!(hotspots::put, hotspots::erase))
        .routes(routes!(hotspots::end))
        .routes(routes!(hotspots::look_up))
        .merge(described_tracking())
        .routes(routes!(reports::answer_times))
        .routes(routes!(reports::answer_times_table))
        .routes(routes!(reports::monthly))
        .routes(routes!(reports::monthly_table))
        .routes(routes!(reports::noisiest))
        .routes(routes!(reports::noisiest_table))
        .routes(routes!(map::get))
        .routes(routes!(map::layer))
        .routes(routes!(map::zones))
        .routes(routes!(map::tiles))
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .routes(routes!(health::status))
        .merge(described_handset())
}

fn described_voice() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(voice::join))
        .routes(routes!(voice::leave))
        .routes(routes!(voice::speak, voice::end_speech))
        .routes(routes!(voice::forbid, voice::allow))
        .routes(routes!(voice::loudspeaker_on, voice::loudspeaker_off))
        .routes(routes!(recording::hear))
        .routes(routes!(recording::hearing))
        .routes(routes!(recording::stretch))
        .routes(routes!(recording::export))
        .routes(routes!(recording::hold))
        .routes(routes!(recording::release))
}

fn described_handset() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(handset::routes::pair))
        .routes(routes!(handset::routes::messages))
        .routes(routes!(handset::mine::mine))
        .routes(routes!(handset::track::track))
        .routes(routes!(handset::voice::voice))
        .routes(routes!(handset::routes::open))
        .layer(DefaultBodyLimit::max(MAX_ENVELOPE_BYTES))
}

fn described_tracking() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(tracking::desk::read))
        .routes(routes!(tracking::desk::contingency))
        .routes(routes!(tracking::desk::burden))
        .routes(routes!(tracking::desk::protection))
        .routes(routes!(tracking::incidents::read))
        .routes(routes!(tracking::incidents::take))
        .routes(routes!(tracking::incidents::hand_over))
        .routes(routes!(tracking::incidents::still_on_it))
        .routes(routes!(tracking::incidents::step))
        .routes(routes!(tracking::incidents::call))
        .routes(routes!(tracking::incidents::note))
        .routes(routes!(tracking::incidents::police))
        .routes(routes!(tracking::incidents::instruct))
        .routes(routes!(tracking::incidents::heard))
        .routes(routes!(tracking::incidents::set_aside))
        .routes(routes!(tracking::incidents::close))
        .routes(routes!(tracking::tracks::follow))
        .routes(routes!(tracking::tracks::playback))
        .routes(routes!(tracking::tracks::export))
        .routes(routes!(tracking::tracks::what_if))
        .routes(routes!(tracking::mandates::list))
        .routes(routes!(tracking::mandates::read, tracking::mandates::put))
        .routes(routes!(tracking::mandates::put_carrier))
        .routes(routes!(tracking::mandates::coverage))
        .routes(routes!(tracking::mandates::put_pair))
        .merge(
            OpenApiRouter::new()
                .routes(routes!(tracking::mandates::put_perimeter))
                .layer(DefaultBodyLimit::max(PERIMETER_BYTES)),
        )
        .routes(routes!(tracking::mandates::delete_perimeter))
        .routes(routes!(tracking::mandates::pilots))
        .routes(routes!(tracking::mandates::put_pilot))
        .routes(routes!(tracking::trackers::list))
        .routes(routes!(tracking::trackers::door))
        .routes(routes!(tracking::trackers::put))
        .routes(routes!(tracking::trackers::issue))
        .routes(routes!(tracking::trackers::take_back))
        .routes(routes!(tracking::trackers::test))
        .routes(routes!(tracking::trackers::command))
}

fn described_measures() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(measures::list, measures::request))
        .routes(routes!(measures::search))
        .routes(routes!(measures::get))
        .routes(routes!(measures::command))
        .routes(routes!(measures::of_case))
        .routes(routes!(measures::inbox))
        .routes(routes!(measures::read_notice))
        .routes(routes!(measures::overview))
        .routes(routes!(measures::calendar))
        .routes(routes!(measures::questionnaires))
        .routes(routes!(measures::offices))
        .routes(routes!(measures::magistrates))
        .routes(routes!(measures::put_office))
        .routes(routes!(measures::put_district))
        .routes(routes!(measures::place_zone))
        .routes(routes!(documents::make))
        .merge(
            OpenApiRouter::new()
                .routes(routes!(documents::upload, documents::download))
                .layer(DefaultBodyLimit::max(DOCUMENT_BYTES)),
        )
        .routes(routes!(calendar::feed))
        .routes(routes!(calendar::make_token, calendar::revoke_token))
}

/// The description of the whole interface, OpenAPI 3.1, as served at `/openapi.json`.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    described(0).into_openapi()
}

/// The description as text, as checked in under `docs/openapi.json`.
#[must_use]
pub fn openapi_json() -> String {
    let mut text = openapi().to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

/// All paths of the server, with what stands before them.
pub fn router(app: App) -> Router {
    let (router, description) = described(app.limits.photo_bytes).split_for_parts();
    let description = bytes::Bytes::from(description.to_json().unwrap_or_default());
    let described = move || {
        let body = description.clone();
        async move {
            ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response()
        }
    };
    router
        .route("/openapi.json", get(described))
        .route("/", get(assets::index))
        .route("/{*path}", get(assets::file))
        .method_not_allowed_fallback(|| async { Problem::method() })
        .route_layer(from_fn_with_state(app.clone(), guard::admit))
        .layer(DefaultBodyLimit::max(app.limits.body_bytes))
        .fallback(|| async { Problem::not_found() })
        .layer(from_fn_with_state(app.clone(), guard::finish))
        .layer(from_fn(refuse_absolute))
        .with_state(app)
}

/// This server is no proxy: a request for another one's address is refused.
async fn refuse_absolute(
    request: axum::extract::Request,
    next: axum::middleware::Next,
) -> axum::response::Response {
    if request.uri().authority().is_some() {
        return Problem::not_found().render("", "");
    }
    next.run(request).await
}
