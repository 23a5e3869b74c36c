//! Datagrams of devices: so many in work at once, and those beyond are left lying, because their devices say them again.
//!
//! Never here: what is in them.

use super::door::Protocol;
use super::intake::Intake;
use super::{queclink, teltonika};
use core::time::Duration;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::UdpSocket;
use tokio::sync::{Semaphore, mpsc, watch};

/// One more than the largest that is read, so that a longer one is seen to be longer.
const BUFFER: usize = 4_097;
/// After an error of the socket.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves a socket until the server stops.
pub(super) async fn run(
    socket: UdpSocket,
    protocol: Protocol,
    intake: Arc<Intake>,
    mut stopping: watch::Receiver<bool>,
    alive: mpsc::Sender<()>,
) {
    let socket = Arc::new(socket);
    let places = Arc::new(Semaphore::new(intake.limits.datagrams));
    let mut buffer = vec![0; BUFFER];
    loop {
        let received = tokio::select! {
            _ = stopping.changed() => return,
            received = socket.recv_from(&mut buffer) => received,
        };
        let (length, from) = match received {
            Ok(received) => received,
            Err(error) => {
                tracing::warn!(%error, "a datagram of a tracker could not be received");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            intake.figures.held_up(protocol, "no_place");
            continue;
        };
        let bytes = buffer.get(..length).unwrap_or_default().to_vec();
        let (socket, intake, alive) = (Arc::clone(&socket), Arc::clone(&intake), alive.clone());
        tokio::spawn(async move {
            let _held = (place, alive);
            answer(&socket, protocol, &intake, &bytes, from).await;
        });
    }
}

async fn answer(socket: &UdpSocket, protocol: Protocol, intake: &Intake, bytes: &[u8], from: SocketAddr) {
    let source = from.ip().to_canonical();
    let answer = match protocol {
        Protocol::Teltonika => teltonika::datagram(intake, bytes, source).await,
        Protocol::Queclink => queclink::datagram(intake, bytes, source).await,
        // They have no datagrams.
        Protocol::OsmAnd | Protocol::OwnTracks => None,
    };
    if let Some(answer) = answer
        && let Err(error) = socket.send_to(&answer, from).await
    {
        tracing::debug!(%error, "an answer to a datagram of a tracker could not be sent");
    }
}
