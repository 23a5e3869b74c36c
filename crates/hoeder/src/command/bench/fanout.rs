//! What the machine itself takes to bring one page to all desks: a loop that writes it to as many bare TLS connections, with the
//! same listeners at the other ends. It says which part of a press no server can save.
//!
//! Never here: anything of the server.

use super::desks::{self, Sighting};
use super::floor::certificate;
use super::hall::UUID_CHARS;
use super::line::{Line, Reach};
use crate::client::{Trust, client_config};
use crate::exit::{Failure, Outcome};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

const UPGRADED: &[u8] = b"HTTP/1.1 101 Switching Protocols\r\n\r\n";
/// A page that does not come in this time is a fault of the benchmark.
const PATIENCE: Duration = Duration::from_secs(5);
/// Longest request to upgrade that is read.
const REQUEST: usize = 4_096;

/// The bare connections.
pub(super) struct Fanout {
    write: Sender<Vec<u8>>,
    sightings: Receiver<Outcome<Sighting>>,
    desks: usize,
    sent: u128,
}

fn unmeasured(error: impl std::error::Error + Send + Sync + 'static) -> Failure {
    Failure::failed("the bare fan-out cannot be measured", error)
}

impl Fanout {
    /// Opens so many connections.
    pub(super) fn open(desks: usize) -> Outcome<Self> {
        let (server, certificate) = certificate()?;
        let listener = TcpListener::bind("127.0.0.1:0").map_err(unmeasured)?;
        let address = listener.local_addr().map_err(unmeasured)?;
        let tls = Arc::new(client_config(&Trust::Only(certificate))?);
        let (write, pages) = channel();
        std::thread::Builder::new()
            .name(String::from("bench-fanout"))
            .spawn(move || serve(&listener, desks, &server, &pages))
            .map_err(unmeasured)?;
        let reach = Reach { address, tls };
        let mut lines = Vec::with_capacity(desks);
        for _ in 0..desks {
            lines.push(Line::open(&reach, "/", None)?);
        }
        Ok(Self { write, sightings: desks::listen(lines)?, desks, sent: 0 })
    }

    /// One page of so many bytes, until the last desk has it.
    pub(super) fn measure(&mut self, bytes: usize) -> Outcome<Duration> {
        self.sent += 1;
        let id = uuid::Uuid::from_u128(self.sent).to_string();
        let head = format!(r#"{{"type":"alarm","number":1,"alarm":{{"id":"{id}","rest":""#);
        let page = format!("{head}{:x<fill$}\"}}}}", "", fill = bytes.saturating_sub(head.len() + 3));
        let begun = Instant::now();
        self.write.send(frame(page.as_bytes())).map_err(unmeasured)?;
        let mut last = begun;
        for _ in 0..self.desks {
            let seen = self.sightings.recv_timeout(PATIENCE).map_err(unmeasured)??;
            debug_assert_eq!(seen.alarm.len(), UUID_CHARS, "the listener reads whole ids");
            last = last.max(seen.at);
        }
        Ok(last.duration_since(begun))
    }
}

type Bare = StreamOwned<ServerConnection, TcpStream>;

fn serve(listener: &TcpListener, desks: usize, config: &Arc<ServerConfig>, pages: &Receiver<Vec<u8>>) {
    let mut lines = Vec::with_capacity(desks);
    for _ in 0..desks {
        let Ok(line) = accept(listener, config) else { return };
        lines.push(line);
    }
    for page in pages {
        for line in &mut lines {
            if line.write_all(&page).and_then(|()| line.flush()).is_err() {
                return;
            }
        }
    }
}

fn accept(listener: &TcpListener, config: &Arc<ServerConfig>) -> std::io::Result<Bare> {
    let (tcp, _) = listener.accept()?;
    tcp.set_nodelay(true)?;
    let tls = ServerConnection::new(Arc::clone(config)).map_err(std::io::Error::other)?;
    let mut line = StreamOwned::new(tls, tcp);
    let (mut request, mut byte) = (Vec::new(), [0]);
    while !request.ends_with(b"\r\n\r\n") && request.len() < REQUEST {
        line.read_exact(&mut byte)?;
        request.extend_from_slice(&byte);
    }
    line.write_all(UPGRADED)?;
    line.flush()?;
    Ok(line)
}

/// A text frame as a server sends it: without a mask.
fn frame(text: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x81, 127];
    frame.extend_from_slice(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
    frame.extend_from_slice(text);
    frame
}
