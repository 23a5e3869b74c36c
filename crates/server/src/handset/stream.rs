//! One WebSocket of one handset: a signed hello first, then messages up and downlinks down.

use super::intake::{self, Checked};
use crate::app::App;
use crate::guard::Peer;
use crate::problem::Problem;
use crate::runtime::gate::{Lane, Work};
use axum::extract::ws::{Message, WebSocket};
use core::time::Duration;
use hoeder_vocab::HandsetId;
use hoeder_vocab::handset::Downlink;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::mpsc;

/// Downlinks that wait for one stream; at more, the stream is closed and the handset opens another.
const WAITING: usize = 64;
/// Messages of one stream that are being answered; the next one waits.
const AT_ONCE: usize = 16;
/// A stream that says nothing for this long is closed: heartbeats come more often.
const SILENCE: Duration = Duration::from_secs(90 * 60);
const WRITE: Duration = Duration::from_secs(10);

static NEXT: AtomicU64 = AtomicU64::new(1);

/// The engine's end of a stream.
#[derive(Debug, Clone)]
pub struct StreamHandle {
    /// Tells this stream from a newer one of the same handset.
    pub(crate) number: u64,
    /// Where downlinks go.
    pub(crate) downlinks: mpsc::Sender<Downlink>,
}

/// Runs until either side ends it.
pub(super) async fn run(app: App, peer: Peer, mut socket: WebSocket) {
    let source = peer.source();
    let Some(hello) = first(&app, source, &mut socket).await else { return };
    let handset = hello.handset;
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let (sender, downlinks) = mpsc::channel(WAITING);
    let handle = StreamHandle { number, downlinks: sender };
    if app.gate.send(Lane::Urgent, Work::StreamUp(handset, handle)).is_err() {
        return;
    }
    app.metrics.stream_opened();
    let answer = intake::answer(&app, source, hello).await;
    if write(&mut socket, answer).await {
        talk(&app, source, (handset, &mut socket), downlinks).await;
    }
    app.metrics.stream_closed();
    if app.gate.send(Lane::Urgent, Work::StreamDown(handset, number)).is_err() {
        tracing::debug!(
            "the engine is at its limit or has stopped; a closed stream is noticed at its next downlink"
        );
    }
}

/// The signed hello, in time; anything else ends the stream.
async fn first(app: &App, source: IpAddr, socket: &mut WebSocket) -> Option<Checked> {
    let frame = tokio::time::timeout(app.limits.hello_timeout, socket.recv()).await.ok()??.ok()?;
    let Message::Text(text) = frame else { return None };
    match intake::check(app, source, text.as_bytes()).await {
        Ok(checked) if checked.is_hello() && checked.is_vouched_for() => Some(checked),
        Ok(checked) => {
            // A press as first frame, or a hello that nobody vouches for: answered, then closed.
            let answer = intake::answer(app, source, checked).await;
            write(socket, answer).await;
            None
        }
        Err(problem) => {
            write(socket, Err(problem)).await;
            None
        }
    }
}

async fn talk(
    app: &App,
    source: IpAddr,
    (handset, socket): (HandsetId, &mut WebSocket),
    mut downlinks: mpsc::Receiver<Downlink>,
) {
    let (answers, mut answered) = mpsc::channel::<Result<String, Problem>>(AT_ONCE);
    let turns = std::sync::Arc::new(tokio::sync::Semaphore::new(AT_ONCE));
    let mut stopping = app.stopping.clone();
    loop {
        let out = tokio::select! {
            _ = stopping.changed() => return,
            downlink = downlinks.recv() => match downlink {
                Some(downlink) => Ok(intake::sealed(app, handset, &downlink)),
                None => return,
            },
            Some(answer) = answered.recv() => answer,
            frame = tokio::time::timeout(SILENCE, socket.recv()), if turns.available_permits() > 0 => {
                let Ok(Some(Ok(frame))) = frame else { return };
                match frame {
                    Message::Text(text) => {
                        let Ok(turn) = std::sync::Arc::clone(&turns).try_acquire_owned() else {
                            return;
                        };
                        let (app, answers) = (app.clone(), answers.clone());
                        tokio::spawn(async move {
                            let answer = match intake::check(&app, source, text.as_bytes()).await {
                                Ok(checked) => intake::answer(&app, source, checked).await,
                                Err(problem) => Err(problem),
                            };
                            drop(turn);
                            // The stream may have ended meanwhile: the handset sends again what was not answered.
                            drop(answers.send(answer).await);
                        });
                        continue;
                    }
                    Message::Ping(_) | Message::Pong(_) => continue,
                    Message::Binary(_) | Message::Close(_) => return,
                }
            }
        };
        if !write(socket, out).await {
            return;
        }
    }
}

/// Sends an answer; a problem goes as the text of a problem document. `false` when the stream is dead.
async fn write(socket: &mut WebSocket, answer: Result<String, Problem>) -> bool {
    let text = match answer {
        Ok(text) => text,
        Err(problem) => format!(
            "{{\"type\":\"urn:problem-type:hoeder:{code}\",\"status\":{status},\"code\":\"{code}\"}}",
            code = problem.code,
            status = problem.status.as_u16()
        ),
    };
    matches!(tokio::time::timeout(WRITE, socket.send(Message::Text(text.into()))).await, Ok(Ok(())))
}
