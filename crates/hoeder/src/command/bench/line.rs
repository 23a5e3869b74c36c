//! One TLS connection with a WebSocket on it, as lean as it can be: set up blocking, then read and written without waiting.
//!
//! It reads the head of a frame and hands over the bytes; a benchmark must not measure its own client.

use crate::exit::{Code, Failure, Outcome};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection};
use std::io::{self, BufRead, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;

/// Largest head of an answer to an upgrade.
const HEAD: usize = 16 * 1024;
/// Room for what one connection may bring at once.
pub(super) const CHUNK: usize = 64 * 1024;

/// How the parts are reached.
#[derive(Clone)]
pub(super) struct Reach {
    pub(super) address: SocketAddr,
    pub(super) tls: Arc<ClientConfig>,
}

/// What a frame is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Ping,
    Close,
    Other,
}

/// A connection.
pub(super) struct Line {
    pub(super) tcp: mio::net::TcpStream,
    tls: ClientConnection,
    plain: Vec<u8>,
}

fn gone(error: io::Error) -> Failure {
    Failure::new(Code::Unreachable, "a connection of the benchmark broke").because(error)
}

impl Line {
    /// Connects, shakes hands and upgrades, each in turn.
    pub(super) fn open(reach: &Reach, path: &str, cookie: Option<&str>) -> Outcome<Self> {
        let mut tcp = TcpStream::connect(reach.address).map_err(gone)?;
        tcp.set_nodelay(true).map_err(gone)?;
        let name = ServerName::IpAddress(reach.address.ip().into());
        let mut tls = ClientConnection::new(Arc::clone(&reach.tls), name)
            .map_err(|e| Failure::failed("TLS cannot begin", e))?;
        let cookie = cookie.map_or(String::new(), |cookie| format!("cookie: {cookie}\r\n"));
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {at}\r\norigin: https://{at}\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: aG9lZGVyIGJlbmNobWFyaw==\r\n{cookie}\r\n",
            at = reach.address
        );
        let mut stream = rustls::Stream::new(&mut tls, &mut tcp);
        stream.write_all(request.as_bytes()).map_err(gone)?;
        stream.flush().map_err(gone)?;
        let mut head = Vec::new();
        let mut byte = [0_u8; 1];
        while !head.ends_with(b"\r\n\r\n") && head.len() < HEAD {
            stream.read_exact(&mut byte).map_err(gone)?;
            head.extend_from_slice(&byte);
        }
        if !head.starts_with(b"HTTP/1.1 101") {
            let first = String::from_utf8_lossy(&head).lines().next().unwrap_or_default().to_owned();
            return Err(Failure::failed(format!("{path} is not opened"), first));
        }
        tcp.set_nonblocking(true).map_err(gone)?;
        Ok(Self { tcp: mio::net::TcpStream::from_std(tcp), tls, plain: Vec::new() })
    }

    /// Sends a text frame. What does not go out at once goes with the next call.
    pub(super) fn send(&mut self, text: &[u8]) -> Outcome<()> {
        let frame = text_frame(text);
        self.tls.writer().write_all(&frame).map_err(gone)?;
        self.flush()
    }

    /// Writes what waits.
    pub(super) fn flush(&mut self) -> Outcome<()> {
        while self.tls.wants_write() {
            match self.tls.write_tls(&mut self.tcp) {
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(gone(error)),
            }
        }
        Ok(())
    }

    /// Reads what there is and hands over every whole frame: one call of the system where one is enough.
    pub(super) fn receive(&mut self, scratch: &mut [u8], mut hear: impl FnMut(Kind, &[u8])) -> Outcome<()> {
        loop {
            let read = match self.tcp.read(scratch) {
                Ok(0) => return Err(Failure::new(Code::Unreachable, "the server closed a connection")),
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(gone(error)),
            };
            let mut arrived = scratch.get(..read).unwrap_or_default();
            while !arrived.is_empty() {
                self.tls.read_tls(&mut arrived).map_err(gone)?;
                self.tls.process_new_packets().map_err(|e| Failure::failed("TLS broke", e))?;
                self.take_plain()?;
            }
            // Less than there was room for: nothing more has come, and the next readiness says so again.
            if read < scratch.len() {
                break;
            }
        }
        let mut used = 0;
        while let Some((kind, start, end)) = self.plain.get(used..).and_then(frame) {
            let payload = self.plain.get(used + start..used + end).unwrap_or_default();
            hear(kind, payload);
            used += end;
        }
        self.plain.drain(..used);
        Ok(())
    }

    fn take_plain(&mut self) -> Outcome<()> {
        let mut reader = self.tls.reader();
        loop {
            let length = match reader.fill_buf() {
                Ok([]) => return Ok(()),
                Ok(chunk) => {
                    self.plain.extend_from_slice(chunk);
                    chunk.len()
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(gone(error)),
            };
            reader.consume(length);
        }
    }
}

/// A masked text frame; the mask is zero, so that the payload is as it is.
fn text_frame(text: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x81];
    match (u8::try_from(text.len()), u16::try_from(text.len())) {
        (Ok(short), _) if short < 126 => frame.push(0x80 | short),
        (_, Ok(middle)) => {
            frame.push(0x80 | 126);
            frame.extend_from_slice(&middle.to_be_bytes());
        }
        (_, Err(_)) => {
            frame.push(0x80 | 127);
            frame.extend_from_slice(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        }
    }
    frame.extend_from_slice(&[0; 4]);
    frame.extend_from_slice(text);
    frame
}

/// The first frame in these bytes: what it is, where its payload begins and ends. `None` while it is not whole.
fn frame(bytes: &[u8]) -> Option<(Kind, usize, usize)> {
    let (first, rest) = bytes.split_first()?;
    let (second, rest) = rest.split_first()?;
    let (head, length) = match second & 0x7f {
        126 => (4, usize::from(u16::from_be_bytes(*rest.first_chunk::<2>()?))),
        127 => (10, usize::try_from(u64::from_be_bytes(*rest.first_chunk::<8>()?)).ok()?),
        short => (2, usize::from(short)),
    };
    let kind = match first & 0x0f {
        1 => Kind::Text,
        8 => Kind::Close,
        9 => Kind::Ping,
        _ => Kind::Other,
    };
    let end = head + length;
    if bytes.len() >= end { Some((kind, head, end)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_of_every_length_are_found_and_halves_wait() {
        for length in [0_usize, 5, 125, 126, 70_000] {
            let mut sent = text_frame(&vec![b'x'; length]);
            // As a server sends it: without a mask.
            let mask = sent.len() - length - 4;
            sent.drain(mask..mask + 4);
            if let Some(second) = sent.get_mut(1) {
                *second &= 0x7f;
            }
            let whole = frame(&sent).unwrap();
            assert_eq!((whole.0, whole.2 - whole.1, whole.2), (Kind::Text, length, sent.len()));
            assert_eq!(frame(&sent[..sent.len() - 1]), None);
        }
    }
}
