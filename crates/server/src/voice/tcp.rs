//! ICE over TCP (RFC 6544) for pages whose network lets no UDP through: connections come in, packets go to the media thread.
//!
//! Never here: whose packets they are.

use super::framing::{Frames, framed};
use core::time::Duration;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// Packets that wait to be written to one connection: some seconds of sound. At more the newest is dropped, as UDP would.
const WAITING: usize = 256;
/// Connections at most; a further one is closed at once.
pub(super) const MAX_LINKS: usize = 1_024;
/// A connection that says nothing is closed: checks of ICE come every few seconds.
const SILENCE: Duration = Duration::from_secs(30);

/// Something from a connection.
pub(super) enum FromLink {
    /// It is there; packets to it go this way.
    Up(SocketAddr, mpsc::Sender<Vec<u8>>),
    /// A packet.
    Packet(SocketAddr, Vec<u8>),
    /// It is gone.
    Down(SocketAddr),
}

/// Accepts connections until the receiver is gone.
pub(super) async fn accept(listener: TcpListener, to: mpsc::Sender<FromLink>) {
    let places = std::sync::Arc::new(tokio::sync::Semaphore::new(MAX_LINKS));
    loop {
        let Ok((stream, address)) = listener.accept().await else {
            // Out of descriptors: those that are open go on, and the next is tried again.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        if to.is_closed() {
            return;
        }
        let Ok(place) = std::sync::Arc::clone(&places).try_acquire_owned() else { continue };
        let to = to.clone();
        tokio::spawn(async move {
            link(stream, address, &to).await;
            drop(place);
        });
    }
}

async fn link(stream: TcpStream, address: SocketAddr, to: &mpsc::Sender<FromLink>) {
    // Sound that waits for more of it comes too late.
    if stream.set_nodelay(true).is_err() {
        return;
    }
    let (mut read, mut write) = stream.into_split();
    let (sender, mut waiting) = mpsc::channel::<Vec<u8>>(WAITING);
    if to.send(FromLink::Up(address, sender)).await.is_err() {
        return;
    }
    let writing = async {
        while let Some(packet) = waiting.recv().await {
            let Some(frame) = framed(&packet) else { continue };
            if write.write_all(&frame).await.is_err() {
                return;
            }
        }
    };
    let reading = async {
        let (mut frames, mut bytes) = (Frames::default(), [0; 4_096]);
        while let Ok(Ok(count @ 1..)) = tokio::time::timeout(SILENCE, read.read(&mut bytes)).await {
            frames.push(bytes.get(..count).unwrap_or_default());
            loop {
                match frames.next() {
                    Ok(Some(packet)) => {
                        if to.send(FromLink::Packet(address, packet)).await.is_err() {
                            return;
                        }
                    }
                    Ok(None) => break,
                    Err(_) => return,
                }
            }
        }
    };
    tokio::select! {
        () = writing => {}
        () = reading => {}
    }
    // The media thread may have ended first.
    drop(to.send(FromLink::Down(address)).await);
}
