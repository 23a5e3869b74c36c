//! Accepting connections of devices: places, TLS where it is set, one task each. And the buffer from which pieces are taken.
//!
//! Never here: a protocol.

use super::door::Protocol;
use super::intake::Intake;
use crate::limits::{Place, Places};
use bytes::{Buf as _, BufMut as _, BytesMut};
use core::future::Future;
use core::time::Duration;
use rustls::ServerConfig;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio_rustls::TlsAcceptor;

/// After an error of accept, such as no free file descriptor.
const PAUSE: Duration = Duration::from_millis(100);
/// Room for the next read, while nothing waits and while the rest of a large message does.
const FIRST_ROOM: usize = 4 * 1024;
const MORE_ROOM: usize = 32 * 1024;

/// A connection, plain or over TLS.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin + 'static {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin + 'static> Stream for S {}
pub(super) type BoxedStream = Box<dyn Stream>;

/// What every connection of a listener shares.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) intake: Arc<Intake>,
    pub(super) protocol: Protocol,
    pub(super) tls: Option<Arc<ServerConfig>>,
    pub(super) places: Arc<Places>,
    pub(super) handshake: Duration,
    pub(super) stopping: watch::Receiver<bool>,
    /// Held by every connection: when all are gone, the receiver knows.
    pub(super) alive: mpsc::Sender<()>,
}

/// Accepts until the server stops.
pub(super) async fn run<F, Fut>(listener: TcpListener, shared: Shared, serve: F)
where
    F: Fn(BoxedStream, IpAddr, Shared) -> Fut + Clone + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let mut stopping = shared.stopping.clone();
    loop {
        let accepted = tokio::select! {
            _ = stopping.changed() => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, from)) => {
                let from = from.ip().to_canonical();
                let Some(place) = shared.places.take(from) else {
                    shared.intake.figures.held_up(shared.protocol, "no_place");
                    continue;
                };
                let (shared, serve) = (shared.clone(), serve.clone());
                tokio::spawn(async move {
                    let _place: Place = place;
                    shared.intake.figures.connection(shared.protocol, 1);
                    if stream.set_nodelay(true).is_ok()
                        && let Some(stream) = opened(&shared, stream).await
                    {
                        serve(stream, from, shared.clone()).await;
                    }
                    shared.intake.figures.connection(shared.protocol, -1);
                    drop(shared.alive);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection of a tracker could not be accepted");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

async fn opened(shared: &Shared, stream: tokio::net::TcpStream) -> Option<BoxedStream> {
    match &shared.tls {
        None => Some(Box::new(stream)),
        Some(tls) => {
            let handshake = TlsAcceptor::from(Arc::clone(tls)).accept(stream);
            let stream = tokio::time::timeout(shared.handshake, handshake).await.ok()?.ok()?;
            Some(Box::new(stream))
        }
    }
}

/// What was read and not used yet. A message larger than its protocol's bound is refused before it is all here, so at most that
/// and one read wait.
#[derive(Debug, Default)]
pub(super) struct Waiting(BytesMut);

impl Waiting {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
    pub(super) fn used(&mut self, bytes: usize) {
        self.0.advance(bytes.min(self.0.len()));
    }
    /// Reads what is there; `false` at the end of the connection.
    pub(super) async fn read<R: AsyncRead + Unpin>(&mut self, stream: &mut R) -> io::Result<bool> {
        let room = if self.0.is_empty() { FIRST_ROOM } else { MORE_ROOM };
        self.0.reserve(room);
        let mut limited = (&mut self.0).limit(room);
        Ok(stream.read_buf(&mut limited).await? > 0)
    }
}
