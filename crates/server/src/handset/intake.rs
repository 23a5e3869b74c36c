//! From bytes to an input of the engine: open, verify, count, and choose the lane.

use super::directory::Known;
use crate::app::App;
use crate::clock;
use crate::guard::too_many;
use crate::problem::Problem;
use crate::runtime::gate::Lane;
use axum::http::StatusCode;
use hoeder_engine::input::{Claim, Input};
use hoeder_engine::output::Reply;
use hoeder_engine::roster::DeviceState;
use hoeder_vocab::handset::{Downlink, Press, Trigger, Uplink, UplinkRefusal};
use hoeder_vocab::{AlarmId, FixedAt, HandsetId, ReceivedAt, Sensitive};
use hoeder_wire::handset::{Decoded, Envelope, decode_uplink, open_envelope, seal_downlink};
use hoeder_wire::{Freshness, WireError};
use sha2::{Digest as _, Sha256};
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Sources that sent much that nobody vouches for have their signatures checked one at a time,
/// so that a flood of them leaves the processors to others.
static SUSPECTS: Semaphore = Semaphore::const_new(1);

impl From<WireError> for Problem {
    fn from(error: WireError) -> Self {
        let status = StatusCode::from_u16(error.http_status()).unwrap_or(StatusCode::BAD_REQUEST);
        Self::new(status, error.code(), error.to_string())
    }
}

/// A checked message.
pub(super) struct Checked {
    pub(super) handset: HandsetId,
    claim: Claim,
    known: Option<Arc<Known>>,
    body: Result<Decoded, WireError>,
    /// Of the body, to name an alarm whose id cannot be read.
    digest: [u8; 32],
    received_at: ReceivedAt,
}

impl Checked {
    pub(super) fn is_hello(&self) -> bool {
        matches!(&self.body, Ok(decoded) if decoded.uplink == Uplink::Hello)
    }
    pub(super) fn is_vouched_for(&self) -> bool {
        matches!(self.claim, Claim::Verified(_))
    }
}

/// Opens an envelope and checks who sent it.
pub(super) async fn check(app: &App, source: IpAddr, bytes: &[u8]) -> Result<Checked, Problem> {
    let received_at = ReceivedAt(clock::now());
    let envelope = match open_envelope(bytes) {
        Ok(envelope) => envelope,
        Err(error) => {
            app.metrics.message("malformed");
            // Poison costs only its own sender: nothing of it reaches the engine (FL-20).
            return Err(if app.doubtful.take(source, received_at.0) { error.into() } else { too_many() });
        }
    };
    let _turn = if app.doubtful.has(source, received_at.0) { None } else { SUSPECTS.acquire().await.ok() };
    let handset = envelope.handset();
    let known = app.handsets.get(handset);
    let (claim, body) = match &known {
        None => (Claim::Doubtful(handset, UplinkRefusal::UnknownDevice), unproven(&envelope, received_at)),
        Some(known) => match envelope.verify(&known.key) {
            Err(_) => {
                (Claim::Doubtful(handset, UplinkRefusal::WrongSignature), unproven(&envelope, received_at))
            }
            Ok(body) => (claim(handset, known, body.counter()), body.decode(received_at)),
        },
    };
    let digest = Sha256::digest(envelope.body_unverified()).into();
    Ok(Checked { handset, claim, known, body, digest, received_at })
}

/// A signed body that is no message of the protocol, from a handset that somebody vouches for.
pub(super) struct Proven {
    pub(super) handset: HandsetId,
    pub(super) claim: Claim,
    pub(super) body: Sensitive<String>,
}

/// Opens an envelope whose body is read elsewhere. Unlike a press, what nobody vouches for goes no further.
pub(super) async fn prove(app: &App, source: IpAddr, bytes: &[u8]) -> Result<Proven, Problem> {
    let now = clock::now();
    let spent = |problem: Problem| if app.doubtful.take(source, now) { problem } else { too_many() };
    let envelope = open_envelope(bytes).map_err(|error| spent(error.into()))?;
    let _turn = if app.doubtful.has(source, now) { None } else { SUSPECTS.acquire().await.ok() };
    let handset = envelope.handset();
    let known = app.handsets.get(handset);
    let proven = known.as_ref().and_then(|known| envelope.verify(&known.key).ok().map(|body| (known, body)));
    let Some((known, body)) = proven else { return Err(spent(not_proven())) };
    let claim = claim(handset, known, body.counter());
    match claim {
        Claim::Doubtful(..) => Err(spent(not_proven())),
        Claim::Verified(_) if !known.may_send(app.limits.messages_per_second, now) => Err(too_many()),
        Claim::Verified(_) => Ok(Proven { handset, claim, body: Sensitive::new(body.as_str().to_owned()) }),
    }
}

fn not_proven() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "handset.not_proven",
        "send it signed by a paired handset, with a new counter",
    )
}

fn unproven(envelope: &Envelope, received_at: ReceivedAt) -> Result<Decoded, WireError> {
    decode_uplink(envelope.body_unverified(), received_at)
}

fn claim(handset: HandsetId, known: &Known, counter: u64) -> Claim {
    let fresh = known.accept(counter);
    match (known.state, fresh) {
        (DeviceState::Revoked, _) => Claim::Doubtful(handset, UplinkRefusal::RevokedDevice),
        (DeviceState::Active, Freshness::Fresh) => Claim::Verified(handset),
        (DeviceState::Active, Freshness::Replayed) => Claim::Doubtful(handset, UplinkRefusal::Replayed),
        (DeviceState::Active, Freshness::Stale) => Claim::Doubtful(handset, UplinkRefusal::Stale),
    }
}

/// What the handset hears: a signed downlink, as text.
pub(super) async fn answer(app: &App, source: IpAddr, checked: Checked) -> Result<String, Problem> {
    let Checked { handset, claim, known, body, digest, received_at } = checked;
    let (uplink, is_press, unreadable) = match body {
        Ok(decoded) => {
            if !decoded.flaws.is_empty() {
                app.metrics.message("flawed");
            }
            let is_press = decoded.is_press();
            (decoded.uplink, is_press, None)
        }
        Err(WireError::PressUnreadable) => {
            (nameless_press(handset, digest, received_at), true, Some(WireError::PressUnreadable))
        }
        Err(error) => {
            app.metrics.message("malformed");
            return Err(if app.doubtful.take(source, received_at.0) { error.into() } else { too_many() });
        }
    };
    let lane = match claim {
        Claim::Verified(_) if is_press => Lane::Urgent,
        Claim::Verified(_) => {
            let may = known.is_some_and(|k| k.may_send(app.limits.messages_per_second, received_at.0));
            if !may {
                app.metrics.message("too_many");
                return Ok(sealed(app, handset, &Downlink::Refused { code: UplinkRefusal::TooMany }));
            }
            Lane::Ordinary
        }
        Claim::Doubtful(..) => {
            app.metrics.message("doubtful");
            if !app.doubtful.take(source, received_at.0) {
                return Err(too_many());
            }
            if is_press { Lane::Doubtful } else { Lane::Ordinary }
        }
    };
    if is_press {
        app.metrics.message("press");
    }
    let input = |request| Input::Handset { request, claim, uplink, received_at };
    let reply = app.answer(lane, app.limits.reply_timeout, input).await?;
    if let Some(error) = unreadable {
        return Err(error.into());
    }
    said(app, handset, reply)
}

/// The answer of the engine as the handset hears it.
fn said(app: &App, handset: HandsetId, reply: Reply) -> Result<String, Problem> {
    match reply {
        Reply::Downlink(downlink) => Ok(sealed(app, handset, &downlink)),
        Reply::Done
        | Reply::Problem(_)
        | Reply::Paired { .. }
        | Reply::Alarms(_)
        | Reply::Alarm(_)
        | Reply::Cases(_)
        | Reply::Case(_)
        | Reply::Photo(_)
        | Reply::Tasks(_)
        | Reply::Administration(_)
        | Reply::ZoneShapes(_)
        | Reply::Wall(_)
        | Reply::Allowed(_)
        | Reply::AccessLog { .. }
        | Reply::Hotspots(_)
        | Reply::MeasureDone { .. }
        | Reply::Measures(_)
        | Reply::Measure(_)
        | Reply::Inbox(_)
        | Reply::Overview(_)
        | Reply::Calendar(_)
        | Reply::Document(_)
        | Reply::Offices(_)
        | Reply::Magistrates(_)
        | Reply::MyMeasure(_)
        | Reply::HotspotsFound(_)
        | Reply::Tracking(_)
        | Reply::Recording(_) => Err(app.unexpected("handset")),
    }
}

/// A call for help whose alarm id cannot be read: the same message sent again is the same alarm.
fn nameless_press(handset: HandsetId, digest: [u8; 32], received_at: ReceivedAt) -> Uplink {
    let mut hash = Sha256::new();
    hash.update(b"hoeder-nameless-press-v1\0");
    hash.update(handset.as_u128().to_be_bytes());
    hash.update(digest);
    let bytes: [u8; 32] = hash.finalize().into();
    let name = bytes.first_chunk::<16>().copied().unwrap_or_default();
    Uplink::Press(Press {
        alarm: AlarmId::from_uuid(uuid::Builder::from_custom_bytes(name).into_uuid()),
        pressed_at: FixedAt(received_at.0),
        trigger: Trigger::Screen,
        fix: None,
        battery: None,
        repeats: 0,
    })
}

/// Signs a downlink for a handset.
pub(super) fn sealed(app: &App, handset: HandsetId, downlink: &Downlink) -> String {
    seal_downlink(&app.cell_key, handset, downlink)
}
