//! Starting and stopping: the log is opened, the cell rebuilt, the threads begun, the sockets opened; and all of it back.

use crate::api::tracking::follows::Follows;
use crate::app::{App, Parts};
use crate::auth::{Accounts, FeedTokens, Passwords, Sessions, SessionsError, SignInThrottle};
use crate::config::Config;
use crate::desk::Writing;
use crate::handset::{CountersError, Handsets};
use crate::health::Health;
use crate::idempotency::Repeats;
use crate::limits::{Buckets, Places};
use crate::listen::{self, Listener};
use crate::metrics::Metrics;
use crate::notify::{self, Courier, Notifier, NotifyError};
use crate::papers::{Papers, Scanner};
use crate::problem::Problem;
use crate::random::{self, NoRandomness};
use crate::runtime::engine::{EngineThread, Shared};
use crate::runtime::files::Files;
use crate::runtime::gate::{Gate, Lane, Lanes, Work};
use crate::runtime::reader::{Reader, chain};
use crate::runtime::writer::{Done, WriterThread, WriterWork};
use crate::tls::{self, TlsError};
use crate::trackers::{self, GivenDoor, Trackers};
use crate::tracking::{Errands, GateLink, StartTrackingError, Tracking};
use crate::voice::recording::Recordings;
use crate::{api, clock, map, store, voice};
use axum::Router;
use axum::http::{HeaderValue, header};
use axum::routing::get;
use core::time::Duration;
use crossbeam_channel::unbounded;
use hoeder_engine::input::{Input, RosterOrder, StoreHealth};
use hoeder_engine::measures::{MeasureRules, NoticeOut};
use hoeder_engine::output::Reply;
use hoeder_engine::protocol::Protocol;
use hoeder_engine::tracking::TrackingRules;
use hoeder_engine::tracking::protocol::AlertProtocol;
use hoeder_engine::voice::VoiceNews;
use hoeder_engine::{Cell, CellConfig};
use hoeder_geo::{Countries, CountriesError};
use hoeder_store::tracks::TracksError;
use hoeder_store::{Log, Restored, StoreError, Writer};
use hoeder_vocab::{AlarmId, Epoch, RoomId};
use hoeder_watch::track::Change;
use hoeder_wire::{PublicKey, SigningKey};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::thread::JoinHandle;
use tokio::sync::{mpsc, watch};

/// How long open requests may still take when the server stops.
const LAST_REQUESTS: Duration = Duration::from_secs(10);
/// How often sessions and counters are written.
const SAVE_EVERY: Duration = Duration::from_secs(10);

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder cannot be used.
    #[error("the data folder {path} cannot be used")]
    Data {
        /// Which.
        path: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The store cannot be opened: without it the cell cannot be rebuilt.
    #[error("the store cannot be opened")]
    Store(#[from] StoreError),
    /// No certificate.
    #[error("TLS cannot begin")]
    Tls(#[from] TlsError),
    /// The address is taken or not ours.
    #[error("cannot listen on {address}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The file of sessions.
    #[error(transparent)]
    Sessions(#[from] SessionsError),
    /// The file of counters.
    #[error(transparent)]
    Counters(#[from] CountersError),
    /// The built-in borders.
    #[error("the built-in outlines of countries cannot be read")]
    Countries(#[from] CountriesError),
    /// No randomness.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// Notices cannot be sent with these settings.
    #[error(transparent)]
    Notify(#[from] NotifyError),
    /// A thread cannot be started.
    #[error("a thread cannot be started")]
    Thread(#[source] io::Error),
    /// The configuration cannot be used.
    #[error("{0}")]
    Config(&'static str),
}

/// A server at work. Dropping it without [`Running::stop`] leaves its threads to the end of the process.
pub struct Running {
    address: SocketAddr,
    metrics_address: Option<SocketAddr>,
    certificate_pem: Option<String>,
    app: App,
    stop: watch::Sender<bool>,
    alive: mpsc::Receiver<()>,
    engine: JoinHandle<()>,
    writer: JoinHandle<()>,
    writing: Writing,
    trackers: Option<Trackers>,
    tracking: Option<Arc<Tracking>>,
    media: Option<JoinHandle<()>>,
}

struct Opened {
    writer: Writer,
    cell: Cell,
    read_log: Box<dyn Log>,
    sessions: Sessions,
    feeds: FeedTokens,
    handsets: Handsets,
    cell_key: SigningKey,
    passwords: Passwords,
}

fn open(config: &Config) -> Result<Opened, StartError> {
    std::fs::create_dir_all(&config.data)
        .map_err(|source| StartError::Data { path: config.data.display().to_string(), source })?;
    let opening = store::begin_writing(config)?;
    let mut cell = empty_cell(config, opening.epoch(), Countries::new()?);
    let (writer, restored) = store::replayed(config, opening, &mut |entry| cell.replay_own(entry))?;
    complete(&mut cell, restored);
    let mut read_log = store::open_log(&config.store, &config.data)?;
    read_log.use_cell(config.cell.cell);
    let cell_key = store::cell_key(&config.data)
        .map_err(|source| StartError::Data { path: config.data.display().to_string(), source })?;
    Ok(Opened {
        writer,
        cell,
        read_log,
        sessions: Sessions::open(&config.data)?,
        feeds: FeedTokens::open(&config.data)?,
        handsets: Handsets::open(&config.data)?,
        cell_key,
        passwords: Passwords::new().map_err(|_| StartError::Config("no password can be hashed here"))?,
    })
}

fn empty_cell(config: &Config, epoch: Epoch, countries: Countries) -> Cell {
    Cell::new(CellConfig {
        cell: config.cell.cell,
        own_room: config.cell.own_room,
        epoch,
        alarm_times: config.cell.alarm_times.unwrap_or_default(),
        watch_times: config.cell.watch_times.unwrap_or_default(),
        protocols: protocols(config),
        ready_timeout: config.cell.ready_timeout,
        countries,
        measures: MeasureRules { channels: config.notify.channels(), ..config.measures.clone() },
        tracking: TrackingRules { protocols: alert_protocols(config), ..config.tracking.clone() },
        voice: hoeder_engine::voice::VoiceTimes::with_silent_phase(config.voice.silent_phase),
    })
}

/// Adds to a rebuilt cell what is not in the log.
fn complete(cell: &mut Cell, restored: Restored) {
    for proof in restored.proofs {
        cell.restore_proof(proof);
    }
    if !restored.stranded.is_empty() {
        let entries = restored.stranded.len();
        tracing::error!(
            entries,
            "the spool held entries that the log cannot take: they are set aside, look at them"
        );
    }
    if restored.torn_bytes > 0 {
        tracing::warn!(
            bytes = restored.torn_bytes,
            "an unfinished entry, acknowledged to nobody, was cut off the spool"
        );
    }
}

fn alert_protocols(config: &Config) -> Vec<AlertProtocol> {
    let own = &config.tracking.protocols;
    if own.is_empty() { crate::protocols::alerts::shipped() } else { own.clone() }
}

fn protocols(config: &Config) -> Vec<Protocol> {
    config.cell.protocols.clone().unwrap_or_else(crate::protocols::shipped)
}

/// Starts a server. Needs a tokio runtime with timers and sockets.
///
/// # Errors
/// [`StartError`].
pub async fn start(config: Config) -> Result<Running, StartError> {
    let csp = HeaderValue::from_str(&map::content_security_policy(&config.map))
        .map_err(|_| StartError::Config("the address of the map service does not fit into a header"))?;
    let identity = tls::identity(&config.tls)?;
    let certificate_pem = identity.pem.clone();
    let tls = tls::server_config(identity)?;
    let for_opening = config.clone();
    let opened = tokio::task::spawn_blocking(move || open(&for_opening))
        .await
        .map_err(|_| StartError::Config("opening the log was cut off"))??;
    let (listener, address) = listen::bind(config.listen)
        .await
        .map_err(|source| StartError::Listen { address: config.listen, source })?;
    let (stop, stopping) = watch::channel(false);
    let courier = Courier::new(&config.notify, Arc::new(config.places.clone()))?;
    let begun = begin(&config, opened, csp, stopping.clone())?;
    tokio::spawn(notify::run(begun.app.clone(), courier, begun.notices));
    let (alive, alive_end) = mpsc::channel(1);
    let places = Arc::new(Places::new(config.limits.connections, config.limits.connections_per_source));
    let shared = Listener {
        router: api::router(begun.app.clone()),
        tls: Some(tls),
        places: Arc::clone(&places),
        limits: config.limits.clone(),
        metrics: Arc::clone(&begun.app.metrics),
        stopping,
        alive,
    };
    let metrics_address = match config.metrics_listen {
        None => None,
        Some(wanted) => {
            let (listener, address) = listen::bind(wanted)
                .await
                .map_err(|source| StartError::Listen { address: wanted, source })?;
            let router = metrics_router(begun.app.clone());
            tokio::spawn(listen::run(listener, Listener { router, tls: None, ..shared.clone() }));
            Some(address)
        }
    };
    let trackers = begin_trackers(&config, &shared, begun.tracking.as_ref()).await?;
    if let Some(trackers) = &trackers {
        begun.errands.open(&trackers.commands);
    }
    tokio::spawn(listen::run(listener, shared));
    tokio::spawn(keep_saving(begun.app.clone()));
    tracing::info!(%address, "listening");
    Ok(Running {
        address,
        metrics_address,
        certificate_pem,
        app: begun.app,
        stop,
        alive: alive_end,
        engine: begun.engine,
        writer: begun.writer,
        writing: begun.writing,
        trackers,
        tracking: begun.tracking,
        media: begun.media,
    })
}

/// The listeners for trackers, if any is on.
async fn begin_trackers(
    config: &Config,
    shared: &Listener,
    tracking: Option<&Arc<Tracking>>,
) -> Result<Option<Trackers>, StartError> {
    if !config.trackers.is_on() {
        return Ok(None);
    }
    let own = || tracking.map(|tracking| GivenDoor(Arc::new(tracking.door())));
    let (Some(door), Some(tls)) = (config.tracker_door.clone().or_else(own), &shared.tls) else {
        return Err(StartError::Config("trackers are switched on and nothing here takes their reports"));
    };
    let around = trackers::Around {
        data: &config.data,
        tls: Arc::clone(tls),
        limits: &config.limits,
        metrics: Arc::clone(&shared.metrics),
        stopping: shared.stopping.clone(),
        alive: shared.alive.clone(),
    };
    trackers::start(&config.trackers, Arc::clone(&door.0), around)
        .await
        .map(Some)
        .map_err(|cannot| StartError::Listen { address: cannot.address, source: cannot.source })
}

struct Begun {
    app: App,
    notices: mpsc::Receiver<NoticeOut>,
    engine: JoinHandle<()>,
    writer: JoinHandle<()>,
    writing: Writing,
    tracking: Option<Arc<Tracking>>,
    errands: Errands,
    media: Option<JoinHandle<()>>,
}

/// Tracking over the files of positions. Alarms go on where those cannot be opened.
fn begin_tracking(config: &Config, gate: &Arc<Gate>, metrics: &Metrics) -> Option<Arc<Tracking>> {
    let link = Arc::new(GateLink::new(Arc::clone(gate), config.limits.reply_timeout));
    let begun = store::master_key(&config.data).map_err(TracksError::Key).map_err(StartTrackingError::from);
    let begun = begun.and_then(|master| {
        Tracking::start(&config.tracks(), Box::new(master), link, Arc::clone(metrics.tracking()))
    });
    match begun {
        Ok(tracking) => Some(Arc::new(tracking)),
        Err(error) => {
            tracing::error!(
                error = %chain(&error),
                "positions cannot be kept, so nobody is tracked: repair the folder of tracking and start again"
            );
            None
        }
    }
}

fn open_gate(backlog: &Arc<AtomicUsize>, most: usize) -> Result<(Arc<Gate>, Lanes), StartError> {
    let (gate, lanes) = Gate::new(u64::from_be_bytes(random::bytes()?), Arc::clone(backlog), most);
    Ok((Arc::new(gate), lanes))
}

fn thread<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<JoinHandle<T>, StartError> {
    std::thread::Builder::new().name(String::from(name)).spawn(work).map_err(StartError::Thread)
}

fn begin(
    config: &Config,
    opened: Opened,
    csp: HeaderValue,
    stopping: watch::Receiver<bool>,
) -> Result<Begun, StartError> {
    let limits = &config.limits;
    let backlog = Arc::new(AtomicUsize::new(0));
    let (gate, lanes) = open_gate(&backlog, limits.writer_backlog)?;
    let metrics = Arc::new(Metrics::default());
    let tracking = begin_tracking(config, &gate, &metrics);
    let recordings = Recordings::begin(&config.sound(), &gate, &metrics, &opened.cell.recordings())
        .map_err(StartError::Thread)?;
    let (work, work_end) = unbounded::<WriterWork>();
    let (done, done_end) = unbounded::<Done>();
    let writing = Writing::start().map_err(StartError::Thread)?;
    let (notifier, notices) = Notifier::new();
    let mut parts = Parts {
        gate,
        accounts: Arc::new(Accounts::default()),
        handsets: Arc::new(opened.handsets),
        sessions: Arc::new(opened.sessions),
        passwords: opened.passwords,
        throttle: SignInThrottle::new(limits.sign_in_failures, limits.sign_in_delay),
        reader: Reader::new(opened.read_log),
        files: Files::new(work.clone()),
        metrics,
        health: Arc::new(Health::default()),
        requests: per_second(limits.requests_per_second),
        doubtful: per_second(limits.doubtful_per_second),
        pairings: Buckets::new(limits.pairings_per_minute, limits.pairings_per_minute.saturating_mul(2)),
        repeats: Repeats::default(),
        limits: limits.clone(),
        map: config.map.clone(),
        data: config.data.clone(),
        web_root: config.web_root.clone(),
        papers: Papers::default(),
        scanner: Scanner::new(config.scan.clone()),
        places: Arc::new(config.places.clone()),
        feeds: Arc::new(opened.feeds),
        service: config.service,
        protocols: protocols(config).iter().map(crate::api::dto::protocol::Protocol::from).collect(),
        writing: writing.handle(),
        targets: config.targets.clone(),
        questionnaires: config.measures.questionnaires.clone(),
        origins: config.origins.clone(),
        cell: config.cell.cell,
        cell_key: opened.cell_key,
        stream: random::uuid()?,
        ready_timeout: config.cell.ready_timeout,
        csp,
        follows: Follows::default(),
        tracks: tracking.as_deref().map(Tracking::playback),
        positions: tracking.as_deref().map(Tracking::door),
        media: None,
        recordings,
        stopping,
    };
    let media = voice::begin(&config.voice, &mut parts);
    let shared = shared(&parts, (&backlog, config.cell.own_room), notifier, tracking.clone());
    let errands = shared.errands.clone();
    let (metrics, retry, told) = (Arc::clone(&parts.metrics), limits.store_retry, StoreHealth::Up);
    let writer = WriterThread { writer: opened.writer, work: work_end, done, backlog, metrics, retry, told };
    let mut engine = EngineThread::new(opened.cell, lanes, done_end, work, shared, writing.handle());
    engine.begin(); // Before the first connection, so that nobody is unknown who is not.
    recall(tracking.clone())?;
    let writer = thread("hoeder-writer", move || writer.run())?;
    let engine = thread("hoeder-engine", move || engine.run())?;
    Ok(Begun { app: App::new(parts), notices, engine, writer, writing, tracking, errands, media })
}

/// Alarms do not wait for what was before.
fn recall(tracking: Option<Arc<Tracking>>) -> Result<(), StartError> {
    let begin = |tracking: Arc<Tracking>| thread("hoeder-recall", move || tracking.begin());
    tracking.map(begin).transpose().map(drop)
}

/// What the engine's thread shares with the sockets.
fn shared(
    parts: &Parts,
    (backlog, own_room): (&Arc<AtomicUsize>, RoomId),
    notifier: Notifier,
    tracking: Option<Arc<Tracking>>,
) -> Shared {
    Shared {
        tracking,
        recordings: parts.recordings.clone(),
        accounts: Arc::clone(&parts.accounts),
        handsets: Arc::clone(&parts.handsets),
        sessions: Arc::clone(&parts.sessions),
        metrics: Arc::clone(&parts.metrics),
        health: Arc::clone(&parts.health),
        backlog: Arc::clone(backlog),
        own_room,
        notifier,
        errands: Errands::default(),
        media: parts.media.clone(),
    }
}

fn per_second(rate: u32) -> Buckets {
    Buckets::new(rate.saturating_mul(60), rate.saturating_mul(10))
}

fn metrics_router(app: App) -> Router {
    let text = {
        let app = app.clone();
        move || {
            let body = app.metrics.text();
            async move {
                ([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], body)
            }
        }
    };
    Router::new()
        .route("/metrics", get(text))
        .route("/healthz", get(crate::health::healthz))
        .route("/readyz", get(crate::health::readyz_plain))
        .with_state(app)
}

/// Writes sessions and counters now and then, until the server stops.
async fn keep_saving(app: App) {
    let mut stopping = app.stopping.clone();
    loop {
        tokio::select! {
            _ = stopping.changed() => return,
            () = tokio::time::sleep(SAVE_EVERY) => save(&app).await,
        }
    }
}

async fn save(app: &App) {
    let (sessions, handsets) = (Arc::clone(&app.sessions), Arc::clone(&app.handsets));
    let saved = tokio::task::spawn_blocking(move || {
        if let Err(error) = sessions.save() {
            tracing::warn!(error = %chain(&error), "sessions could not be saved");
        }
        if let Err(error) = handsets.save() {
            tracing::warn!(error = %chain(&error), "handset counters could not be saved");
        }
    });
    if saved.await.is_err() {
        tracing::warn!("sessions and counters could not be saved");
    }
}

impl Running {
    /// Where it listens.
    #[must_use]
    pub const fn addr(&self) -> SocketAddr {
        self.address
    }
    /// Tracking, where its files could be opened.
    #[must_use]
    pub const fn tracking(&self) -> Option<&Arc<Tracking>> {
        self.tracking.as_ref()
    }
    #[cfg(test)]
    pub(crate) const fn app(&self) -> &App {
        &self.app
    }
    /// The listeners for trackers, if any is on.
    #[must_use]
    pub const fn trackers(&self) -> Option<&Trackers> {
        self.trackers.as_ref()
    }
    /// Where it gives metrics.
    #[must_use]
    pub const fn metrics_addr(&self) -> Option<SocketAddr> {
        self.metrics_address
    }
    /// The key by which handsets know this cell.
    #[must_use]
    pub fn cell_public_key(&self) -> PublicKey {
        self.app.cell_key.public_key()
    }
    /// The self-signed certificate, for clients of the demo and of tests that must trust it.
    #[must_use]
    pub fn certificate_pem(&self) -> Option<&str> {
        self.certificate_pem.as_deref()
    }
    /// How the parts are: for a watchdog.
    #[must_use]
    pub fn health(&self) -> Arc<Health> {
        Arc::clone(&self.app.health)
    }
    /// The figures, as `/metrics` gives them.
    #[must_use]
    pub fn metrics_text(&self) -> String {
        self.app.metrics.text()
    }
    /// Has a thread ended although nobody stopped the server? Then the process should end too, loudly.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.engine.is_finished()
            || self.writer.is_finished()
            || self.tracking.as_ref().is_some_and(|tracking| tracking.has_failed())
    }
    /// An order of the machine's owner: rooms, zones, accounts. Answered when durable.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn bootstrap(&self, order: RosterOrder) -> Result<Reply, Problem> {
        let patience = self.app.limits.reply_timeout;
        self.app
            .answer(Lane::Urgent, patience, |request| Input::Bootstrap { request, order: Box::new(order) })
            .await
    }
    /// What a guard says of the people it watches; `false` when there is no room for it now: offer it again.
    #[must_use]
    pub fn guard_says(&self, change: Change) -> bool {
        let input = Input::TrackChange(Box::new(change));
        self.app.gate.send(Lane::Urgent, Work::Input(input)).is_ok()
    }
    /// Who keeps the sound of alarms.
    #[must_use]
    pub fn recordings(&self) -> &Recordings {
        &self.app.recordings
    }
    /// What a media server says of the room of an alarm; `false` when there is no room for it now.
    #[must_use]
    pub fn voice_says(&self, alarm: AlarmId, news: VoiceNews) -> bool {
        self.app.gate.send(Lane::Urgent, Work::Input(Input::Voice(alarm, news))).is_ok()
    }
    /// Stops in order: no new connections, open requests are answered, everything becomes durable, the log is closed.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        if tokio::time::timeout(LAST_REQUESTS, self.alive.recv()).await.is_err() {
            tracing::warn!("some connections did not end in time");
        }
        save(&self.app).await;
        // What devices brought is judged and kept before the engine ends.
        if let Some(tracking) = self.tracking
            && !tokio::task::spawn_blocking(move || tracking.stop()).await.unwrap_or(false)
        {
            tracing::error!("a thread of tracking ended with a fault: see above");
        }
        if let (Some(media), Some(thread)) = (&self.app.media, self.media.take()) {
            media.stop();
            if !matches!(tokio::task::spawn_blocking(move || thread.join()).await, Ok(Ok(()))) {
                tracing::error!("the thread of sound ended with a fault: see above");
            }
        }
        let recordings = self.app.recordings.clone();
        if !tokio::task::spawn_blocking(move || recordings.stop()).await.unwrap_or(false) {
            tracing::error!("a thread that records ended with a fault: see above");
        }
        if self.app.gate.send(Lane::Urgent, Work::Stop).is_err() {
            tracing::warn!("the engine has stopped already");
        }
        let (engine, writer, writing) = (self.engine, self.writer, self.writing);
        let joined = tokio::task::spawn_blocking(move || {
            engine.join().is_ok() & writer.join().is_ok() & writing.stop()
        });
        if !matches!(joined.await, Ok(true)) {
            tracing::error!("a thread ended with a fault: see above");
        }
        tracing::info!(at = %clock::now(), "stopped");
    }
}
