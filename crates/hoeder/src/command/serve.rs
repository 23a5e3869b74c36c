//! `serve`: the server as a service: ready, alive, stopped in order.
//!
//! The watchdog of the service manager is fed by the turns of the alarm loop, not by a timer: a loop that hangs is
//! noticed. Never here: serving.

use crate::cli::{ServeArgs, Switches};
use crate::config::{LogFormat, Need, Settings};
use crate::exit::{Code, Failure, Outcome};
use crate::home;
use crate::offline::now;
use crate::out::{self, Talk};
use hoeder_server::{Running, StartError};
use hoeder_store::StoreError;
use rustix::process::{Resource, getrlimit, setrlimit};
use sd_notify::NotifyState;
use serde_json::json;
use std::io::ErrorKind;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::{Instant, MissedTickBehavior, interval, interval_at};

/// How often the alarm loop is looked at.
const LOOK: Duration = Duration::from_secs(2);
/// Retention terms are applied an hour after the start, and then daily.
const RETENTION_AFTER: Duration = Duration::from_secs(3_600);
const RETENTION_EVERY: Duration = Duration::from_secs(24 * 3_600);

pub(super) fn run(arguments: &ServeArgs, switches: &Switches, talk: Talk) -> Outcome {
    let settings = super::settings(switches, &arguments.place, &flags(arguments), Need::Server)?;
    log_lines(&settings)?;
    let data = &settings.server.data;
    let _lock = home::lock(data)?;
    if data.join(home::DEMO_MARK).exists() {
        return Err(Failure::new(Code::NotAllowed, format!("{} was made by `hoeder demo`", data.display()))
            .hint("everything in it is invented, with accounts that anybody knows: use another folder"));
    }
    more_open_files();
    runtime()?.block_on(serve(&settings, arguments, talk))
}

/// Every connection is an open file: take as many as the system allows.
fn more_open_files() {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    if setrlimit(Resource::Nofile, limit).is_err() {
        tracing::warn!("the limit of open files stays as it was: that many connections at most");
    }
}

fn flags(arguments: &ServeArgs) -> Vec<(&'static str, String)> {
    let given = [
        ("server.listen", arguments.listen.map(|address| address.to_string())),
        ("server.metrics_listen", arguments.metrics_listen.clone()),
        ("tls.certificate_file", arguments.certificate.clone()),
        ("tls.key_file", arguments.key.clone()),
        ("server.web_root", arguments.web_root.clone()),
    ];
    given.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// Begins logging as the settings say.
///
/// # Errors
/// When the filter is none.
pub(crate) fn log_lines(settings: &Settings) -> Outcome<()> {
    let format = match settings.log_format {
        LogFormat::Text => hoeder_server::logging::LogFormat::Text,
        LogFormat::Json => hoeder_server::logging::LogFormat::Json,
    };
    hoeder_server::logging::init(format, &settings.log_level)
        .map_err(|e| Failure::usage("log.level does not fit").because(e))
}

/// A socket thread looks at what comes from outside (the engine, the network) after so many screens, instead of after all of
/// them: a handset that waits to hear that its press is held does not wait for a fan-out.
const OUTSIDE_EVERY: u32 = 4;
const NETWORK_EVERY: u32 = 16;

/// Threads for sockets.
///
/// # Errors
/// When the system gives none.
pub(crate) fn runtime() -> Outcome<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_name("hoeder-net")
        .global_queue_interval(OUTSIDE_EVERY)
        .event_interval(NETWORK_EVERY)
        .build()
        .map_err(|e| Failure::failed("no threads can be started", e))
}

/// Starts a server.
///
/// # Errors
/// With the exit code of its reason.
pub(crate) async fn start(settings: &Settings) -> Outcome<Running> {
    hoeder_server::start(settings.server.clone()).await.map_err(not_started)
}

fn not_started(error: StartError) -> Failure {
    let code = match &error {
        StartError::Store(StoreError::Unavailable(_)) => Code::Unreachable,
        StartError::Listen { source, .. } if source.kind() == ErrorKind::AddrInUse => Code::Conflict,
        StartError::Tls(_) | StartError::Notify(_) | StartError::Config(_) => Code::Usage,
        StartError::Store(_)
        | StartError::Listen { .. }
        | StartError::Data { .. }
        | StartError::Sessions(_)
        | StartError::Counters(_)
        | StartError::Countries(_)
        | StartError::Randomness(_)
        | StartError::Thread(_) => Code::Failed,
    };
    let hint = match code {
        Code::Conflict => "another program listens there: choose another address or port",
        Code::Ok
        | Code::Failed
        | Code::Usage
        | Code::Refused
        | Code::NotFound
        | Code::NotAllowed
        | Code::Unreachable
        | Code::Found => "`hoeder doctor` looks at everything it needs",
    };
    Failure::new(code, "the server does not start").because(error).hint(hint)
}

async fn serve(settings: &Settings, arguments: &ServeArgs, talk: Talk) -> Outcome {
    let mut ends = Ends::new()?;
    let running = start(settings).await?;
    let url = format!("https://{}", running.addr());
    if arguments.form.json {
        out::json(&json!({
            "url": url, "metrics": running.metrics_addr().map(|at| at.to_string()),
            "certificate": running.certificate_pem(), "cell_key": running.cell_public_key().to_base64(),
        }))?;
    } else {
        out::line(&url)?;
    }
    tell(&[NotifyState::Ready, NotifyState::Status(&format!("serving on {}", running.addr()))]);
    talk.say("serving; Ctrl-C stops it");
    let ended = watch(settings, &running, &mut ends).await;
    tell(&[NotifyState::Stopping]);
    match ended {
        Ended::Asked => {
            running.stop().await;
            Ok(Code::Ok)
        }
        Ended::Failed => Err(Failure::new(Code::Failed, "the alarm loop or the writer has ended")
            .hint("the log lines before this say why; the service manager starts the server again")),
    }
}

/// Why the server ends.
enum Ended {
    Asked,
    Failed,
}

async fn watch(settings: &Settings, running: &Running, ends: &mut Ends) -> Ended {
    let health = running.health();
    let mut look = interval(LOOK);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut retention = interval_at(Instant::now() + RETENTION_AFTER, RETENTION_EVERY);
    loop {
        tokio::select! {
            () = ends.asked() => return Ended::Asked,
            _ = look.tick() => {
                if running.has_failed() {
                    return Ended::Failed;
                }
                if health.is_alive() {
                    tell(&[NotifyState::Watchdog]);
                }
            }
            _ = retention.tick() => apply_retention(settings).await,
        }
    }
}

/// Says something to the service manager, where there is one.
fn tell(state: &[NotifyState<'_>]) {
    // Without a service manager nobody listens, and with one a lost word is repeated by the next look.
    drop(sd_notify::notify(state));
}

/// Applies the terms on a connection of its own (GN-04).
async fn apply_retention(settings: &Settings) {
    let settings = settings.clone();
    let done = tokio::task::spawn_blocking(move || {
        let mut log = home::open_log(&settings).map_err(|failure| failure.to_string())?;
        hoeder_store::retention::apply_retention(log.as_mut(), now(), &settings.retention)
            .map_err(|error| error.to_string())
    });
    match done.await {
        Ok(Ok(report)) => tracing::info!(
            fixes = report.fixes,
            proofs = report.proofs,
            due = report.due.len(),
            "retention terms applied; what is due for erasure waits for a person's order"
        ),
        Ok(Err(error)) => tracing::warn!(error, "retention terms were not applied; the next try is in a day"),
        Err(_) => tracing::warn!("retention terms were not applied; the next try is in a day"),
    }
}

/// The ways to be asked to stop.
pub(crate) struct Ends {
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
}

impl Ends {
    /// Listens from now on.
    ///
    /// # Errors
    /// When the system does not let us.
    pub(crate) fn new() -> Outcome<Self> {
        let listen = |kind| signal(kind).map_err(|e| Failure::failed("signals cannot be heard", e));
        Ok(Self {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
            hang_up: listen(SignalKind::hangup())?,
        })
    }

    /// Returns once somebody asks to stop. SIGHUP asks for nothing: certificates and settings are read at start.
    pub(crate) async fn asked(&mut self) {
        loop {
            tokio::select! {
                _ = self.terminate.recv() => return,
                _ = self.interrupt.recv() => return,
                _ = self.hang_up.recv() => {
                    tracing::warn!("SIGHUP: settings and certificates are read at start; restart the service to read them");
                }
            }
        }
    }
}
