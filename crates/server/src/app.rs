//! What every request handler has at hand: the way to the engine, the door, the directories, the settings.
//!
//! Never here: a rule of an alarm or of access; those are in the engine.

use crate::auth::{Accounts, Passwords, Sessions, SignInThrottle};
use crate::config::{Limits, MapSettings};
use crate::guard::Signed;
use crate::handset::Handsets;
use crate::health::Health;
use crate::limits::Buckets;
use crate::metrics::Metrics;
use crate::problem::Problem;
use crate::runtime::files::Files;
use crate::runtime::gate::{Gate, GateError, Lane};
use crate::runtime::reader::Reader;
use axum::http::StatusCode;
use core::ops::Deref;
use core::time::Duration;
use hoeder_engine::input::{Input, Order, Query};
use hoeder_engine::output::Reply;
use hoeder_vocab::CellId;
use std::path::PathBuf;
use std::sync::Arc;
use uuid::Uuid;

/// Shared by all requests.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What [`App`] holds.
pub struct Parts {
    /// The way to the engine.
    pub gate: Arc<Gate>,
    /// Who can sign in.
    pub accounts: Arc<Accounts>,
    /// Whose signatures are known.
    pub handsets: Arc<Handsets>,
    /// Who is signed in.
    pub sessions: Arc<Sessions>,
    /// Hashing of passwords.
    pub passwords: Passwords,
    /// Growing delays after failed sign-ins.
    pub throttle: SignInThrottle,
    /// Read models.
    pub reader: Reader,
    /// Files of documents.
    pub files: Files,
    /// Counters.
    pub metrics: Arc<Metrics>,
    /// How the parts are.
    pub health: Arc<Health>,
    /// Requests per source.
    pub requests: Buckets,
    /// Messages that nobody vouches for, per source.
    pub doubtful: Buckets,
    /// Pairing attempts, per source.
    pub pairings: Buckets,
    /// Answers kept for repeated commands.
    pub repeats: crate::idempotency::Repeats,
    /// Maxima.
    pub limits: Limits,
    /// The map.
    pub map: MapSettings,
    /// The data folder.
    pub data: PathBuf,
    /// Where the console's files are, when not in the binary.
    pub web_root: Option<PathBuf>,
    /// The press of documents.
    pub(crate) papers: crate::papers::Papers,
    /// The virus scanner.
    pub(crate) scanner: crate::papers::Scanner,
    /// Letterheads and addresses of zones and offices.
    pub places: Arc<crate::places::Places>,
    /// Secrets of calendar feeds.
    pub feeds: Arc<crate::auth::FeedTokens>,
    /// Real, or an exercise.
    pub service: crate::config::Service,
    /// The steps of each kind of alarm in words.
    pub protocols: Vec<crate::api::dto::protocol::Protocol>,
    /// The thread on which screens are written to.
    pub writing: tokio::runtime::Handle,
    /// Checklists of COL 15/2020, the one in use last.
    pub questionnaires: Vec<hoeder_measure::risk::Questionnaire>,
    /// Targets that answer times are judged against.
    pub targets: Vec<hoeder_watch::service::Target>,
    /// Origins from which the console is used; empty means the address it was fetched from.
    pub origins: Vec<String>,
    /// The cell.
    pub cell: CellId,
    /// The key with which answers to handsets are signed.
    pub cell_key: hoeder_wire::SigningKey,
    /// This life of the server.
    pub stream: Uuid,
    /// A desk that does not say for so long that it can be heard is deaf.
    pub ready_timeout: Duration,
    /// Content-Security-Policy, with the map's origin.
    pub csp: axum::http::HeaderValue,
    /// Who follows which pair now.
    pub follows: crate::api::tracking::follows::Follows,
    /// Where positions of carriers are read from; `None` when they cannot be kept.
    pub tracks: Option<crate::tracking::Playback>,
    /// Where positions of handsets come in; `None` when they cannot be kept.
    pub positions: Option<crate::tracking::Door>,
    /// The media server; `None` where its port cannot be opened: alarms go on without sound.
    pub(crate) media: Option<crate::voice::Media>,
    /// Who keeps the sound of alarms.
    pub recordings: crate::voice::recording::Recordings,
    /// Turns true when the server stops.
    pub stopping: tokio::sync::watch::Receiver<bool>,
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The media server while it moves sound.
    pub(crate) fn sound(&self) -> Option<&crate::voice::Media> {
        self.media.as_ref().filter(|media| media.runs())
    }

    /// Gives an order for a signed-in person; `204` when it is done and durable.
    pub(crate) async fn order(&self, by: Signed, order: impl Into<Order>) -> Result<StatusCode, Problem> {
        let reply = self
            .answer(Lane::Urgent, self.limits.reply_timeout, |request| Input::Order {
                request,
                by: by.account,
                order: order.into(),
            })
            .await?;
        if reply == Reply::Done { Ok(StatusCode::NO_CONTENT) } else { Err(self.unexpected("order")) }
    }

    /// Asks for a signed-in person.
    pub(crate) async fn ask(&self, by: Signed, query: Query) -> Result<Reply, Problem> {
        self.answer(Lane::Ordinary, self.limits.reply_timeout, |request| Input::Ask {
            request,
            by: by.account,
            query,
        })
        .await
    }

    /// Any question to the engine; a problem in the answer becomes a problem document.
    pub(crate) async fn answer(
        &self,
        lane: Lane,
        patience: Duration,
        input: impl FnOnce(hoeder_vocab::RequestId) -> Input,
    ) -> Result<Reply, Problem> {
        match self.gate.ask(lane, patience, input).await {
            Ok(Reply::Problem(problem)) => Err(problem.into()),
            Ok(reply) => Ok(reply),
            Err(GateError::Full) => Err(Problem::busy()),
            Err(GateError::Late) => Err(Problem::not_durable()),
            Err(GateError::Gone) => Err(Problem::internal()),
        }
    }

    /// The engine gave an answer of another kind: a fault of ours.
    pub(crate) fn unexpected(&self, question: &'static str) -> Problem {
        tracing::error!(question, "the engine gave an answer of another kind");
        Problem::internal()
    }

    pub(crate) fn reader(&self) -> &Reader {
        &self.reader
    }
    pub(crate) fn passwords(&self) -> &Passwords {
        &self.passwords
    }
    pub(crate) fn accounts(&self) -> &Accounts {
        &self.accounts
    }
    pub(crate) fn cell_key_base64(&self) -> String {
        self.cell_key.public_key().to_base64()
    }
}
