//! One WebSocket of one screen.

use super::says::Says;
use super::{Outbox, Stir, Topic};
use crate::api::dto::Time;
use crate::api::dto::desk::{DeskMessage, Known};
use crate::api::extract::Query;
use crate::app::App;
use crate::clock;
use crate::guard::{Peer, Signed};
use crate::problem::{Problem, ProblemBody};
use crate::random;
use crate::runtime::gate::{Lane, Work};
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, close_code};
use axum::extract::{State, WebSocketUpgrade};
use axum::response::Response;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{Sink, SinkExt as _, StreamExt as _};
use hoeder_engine::roster::AccountState;
use hoeder_vocab::DeskId;
use std::sync::Arc;
use tokio::time::{Instant, MissedTickBehavior};

/// Frames written before the next look at what the screen says.
const AT_ONCE: usize = 32;
/// What a screen says is short.
const READ_BYTES: usize = 4 * 1024;
/// Frames gather up to this before they go out together; more than one alarm with its card.
const WRITE_BYTES: usize = 32 * 1024;

/// The stream of an alarm desk. Frames from the server are `DeskMessage`, frames from the desk `DeskSays`.
#[utoipa::path(get, path = "/api/v1/desk", tag = "desk", operation_id = "openDesk", params(Known),
    responses((status = 101, description = "A WebSocket: DeskMessage down, DeskSays up, one JSON text frame each"),
        (status = 200, body = DeskMessage, description = "The shape of frames from the server"),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn open(
    State(app): State<App>,
    by: Signed,
    peer: Peer,
    Query(known): Query<Known>,
    upgrade: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let upgrade = upgrade.map_err(|_| Problem::invalid("upgrade", "open this path as a WebSocket"))?;
    let most = app.limits.frame_bytes;
    Ok(upgrade
        .max_message_size(most)
        .max_frame_size(most)
        .read_buffer_size(READ_BYTES)
        .write_buffer_size(WRITE_BYTES)
        .on_upgrade(move |socket| run(app, by, (peer, known), socket)))
}

async fn run(app: App, by: Signed, (peer, known): (Peer, Known), mut socket: WebSocket) {
    let after = known.after.filter(|_| known.stream == Some(app.stream));
    let Ok(desk) = random::uuid().map(DeskId::from_uuid) else { return };
    if !greet(&app, (desk, after), &mut socket).await {
        return;
    }
    let outbox = Arc::new(Outbox::new(app.limits.desk_outbox));
    if app.gate.send(Lane::Urgent, Work::DeskUp(desk, by.account, after, Arc::clone(&outbox))).is_err() {
        return;
    }
    app.health.desk_up(by.account);
    app.metrics.desks(1);
    let (sink, stream) = socket.split();
    let mut feeding = app.writing.spawn(feed(peer, Arc::clone(&outbox), sink, app.limits.desk_drain));
    let reason = tokio::select! {
        reason = listen(&app, by, (desk, stream), &outbox) => reason,
        _ = &mut feeding => outbox.closed().unwrap_or("internal"),
    };
    outbox.close(reason);
    app.metrics.desks(-1);
    app.health.desk_down(by.account);
    if app.gate.send(Lane::Urgent, Work::DeskDown(desk)).is_err() {
        tracing::error!(%desk, "the engine could not be told that a desk is gone: its lane is full");
    }
    tracing::info!(%desk, reason, "desk disconnected");
}

fn millis(duration: core::time::Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

async fn greet(app: &App, (desk, after): (DeskId, Option<u64>), socket: &mut WebSocket) -> bool {
    let hello = DeskMessage::Hello {
        server_time: Time(clock::now()),
        stream: app.stream,
        desk: desk.as_uuid(),
        ping_ms: millis(app.limits.desk_ping),
        silent_ms: millis(app.limits.desk_silent),
        ready_ms: millis(app.ready_timeout),
        protocols: app.protocols.clone(),
        resumed: after.is_some(),
    };
    let Ok(text) = serde_json::to_string(&hello) else { return false };
    write(socket, vec![text.into()], app.limits.desk_drain).await
}

/// Listens until the screen is gone or may no longer; says why.
async fn listen(
    app: &App,
    by: Signed,
    (desk, mut stream): (DeskId, SplitStream<WebSocket>),
    outbox: &Outbox,
) -> &'static str {
    let mut heard = Instant::now();
    let mut says = Says::new(app, desk);
    let mut ping = tokio::time::interval(app.limits.desk_ping);
    ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut stopping = app.stopping.clone();
    loop {
        tokio::select! {
            biased;
            _ = stopping.changed() => return "the server stops",
            frame = stream.next() => {
                let Some(Ok(frame)) = frame else { return "the connection ended" };
                heard = Instant::now();
                match frame {
                    Message::Text(text) => {
                        if let Err(reason) = says.hear(&text) {
                            return reason;
                        }
                    }
                    Message::Ping(_) | Message::Pong(_) => {}
                    Message::Binary(_) => return "a frame that is not of this protocol",
                    Message::Close(_) => return "the screen was closed",
                }
            }
            _ = ping.tick() => {
                if heard.elapsed() > app.limits.desk_silent {
                    return "the screen is silent";
                }
                if !still_signed_in(app, by) {
                    return "the session ended";
                }
                let beat = DeskMessage::Ping { server_time: Time(clock::now()) };
                let Ok(text) = serde_json::to_string(&beat) else { return "internal" };
                if outbox.push(Topic::Ping, text.into()) != Stir::Not {
                    outbox.stir();
                }
            }
        }
    }
}

/// Writes what the outbox holds, on a task of its own, so that a page costs nothing but its writing; at last the close.
async fn feed(
    peer: Peer,
    outbox: Arc<Outbox>,
    mut sink: SplitSink<WebSocket, Message>,
    drain: core::time::Duration,
) {
    let reason = loop {
        match outbox.take(AT_ONCE).await {
            Ok(frames) => {
                if !write(&mut sink, frames, drain).await {
                    outbox.close("the screen does not take its frames");
                }
            }
            Err(reason) => break reason,
        }
    };
    let close = CloseFrame { code: close_code::AWAY, reason: Utf8Bytes::from_static(reason) };
    // The other side may be gone already; then there is nobody to tell.
    drop(tokio::time::timeout(drain, sink.send(Message::Close(Some(close)))).await);
    drop(peer);
}

fn still_signed_in(app: &App, by: Signed) -> bool {
    let role = |account| {
        let account = app.accounts.by_id(account)?;
        (account.state == AccountState::Enabled).then_some(account.role)
    };
    app.sessions.touch(by.token, clock::now(), role).is_some()
}

/// Writes frames and flushes once, within the drain limit.
async fn write<S>(sink: &mut S, frames: Vec<Utf8Bytes>, drain: core::time::Duration) -> bool
where
    S: Sink<Message> + Unpin,
{
    let all = async {
        for frame in frames {
            sink.feed(Message::Text(frame)).await?;
        }
        sink.flush().await
    };
    matches!(tokio::time::timeout(drain, all).await, Ok(Ok(())))
}
