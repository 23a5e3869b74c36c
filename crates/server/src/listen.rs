//! Accepting connections: places, handshake and header limits, and one task a connection.

use crate::config::Limits;
use crate::guard::Peer;
use crate::limits::Places;
use crate::metrics::Metrics;
use axum::Router;
use axum::body::Body;
use core::time::Duration;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use rustls::ServerConfig;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;

/// After an error of accept, such as no free file descriptor.
const PAUSE: Duration = Duration::from_millis(100);
/// Largest head of a request, bytes.
const HEAD_BYTES: usize = 16 * 1024;

/// What every connection of a listener shares.
#[derive(Clone)]
pub(crate) struct Listener {
    pub(crate) router: Router,
    pub(crate) tls: Option<Arc<ServerConfig>>,
    pub(crate) places: Arc<Places>,
    pub(crate) limits: Limits,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) stopping: watch::Receiver<bool>,
    /// Held by every connection: when all are gone, the receiver knows.
    pub(crate) alive: mpsc::Sender<()>,
}

/// Accepts until the server stops.
pub(crate) async fn run(listener: TcpListener, shared: Listener) {
    let mut stopping = shared.stopping.clone();
    loop {
        let accepted = tokio::select! {
            _ = stopping.changed() => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, from)) => {
                let Some(place) = shared.places.take(from.ip()) else {
                    shared.metrics.connection_refused();
                    continue;
                };
                let peer = Peer::new(from, place);
                tokio::spawn(serve(shared.clone(), stream, peer));
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

async fn serve(shared: Listener, stream: TcpStream, peer: Peer) {
    if stream.set_nodelay(true).is_err() {
        return;
    }
    shared.metrics.connection_opened();
    match &shared.tls {
        None => speak(&shared, stream, peer).await,
        Some(tls) => {
            let handshake = TlsAcceptor::from(Arc::clone(tls)).accept(stream);
            if let Ok(Ok(stream)) = tokio::time::timeout(shared.limits.handshake_timeout, handshake).await {
                speak(&shared, stream, peer).await;
            }
        }
    }
    shared.metrics.connection_closed();
    drop(shared.alive);
}

async fn speak<S: AsyncRead + AsyncWrite + Send + Unpin + 'static>(shared: &Listener, stream: S, peer: Peer) {
    let router = shared.router.clone();
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(peer.clone());
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(shared.limits.header_timeout)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let mut stopping = shared.stopping.clone();
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        _ = stopping.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        // What a client does wrong on its connection is its own affair.
        tracing::debug!(%error, "a connection ended early");
    }
}

/// Where a listener listens.
///
/// # Errors
/// When the address is taken or not ours.
pub(crate) async fn bind(address: SocketAddr) -> std::io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}
