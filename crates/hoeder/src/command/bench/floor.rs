//! The least that a durable press can cost here: one echo over TLS on the loopback and one synced append on the same disk.
//!
//! Never here: anything of the server.

use crate::exit::{Failure, Outcome};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName};
use rustls::{ClientConnection, ServerConfig, ServerConnection, StreamOwned};
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::time::{Duration, Instant};

/// About as long as a press and as a record.
const MESSAGE: usize = 512;
const RECORD: usize = 2_048;

/// Measures one floor at a time, beside the presses, on a thread of its own: the handsets go on beating meanwhile, so that floor
/// and press bear the same background.
pub(super) struct Floor {
    ask: Sender<()>,
    answer: Receiver<std::io::Result<Duration>>,
}

impl Floor {
    /// An echo server on a thread of its own, and a file in this folder.
    pub(super) fn new(folder: &Path) -> Outcome<Self> {
        let mut least = Least::new(folder)?;
        let (ask, asked) = channel::<()>();
        let (answers, answer) = channel();
        std::thread::Builder::new()
            .name(String::from("bench-floor"))
            .spawn(move || {
                while asked.recv().is_ok() {
                    if answers.send(least.measure()).is_err() {
                        return;
                    }
                }
            })
            .map_err(unmeasured)?;
        Ok(Self { ask, answer })
    }

    /// Begins to measure.
    pub(super) fn begin(&self) -> Outcome<()> {
        self.ask.send(()).map_err(|e| Failure::failed(UNMEASURED, e))
    }

    /// What was measured; `None` while it lasts.
    pub(super) fn end(&self) -> Outcome<Option<Duration>> {
        match self.answer.try_recv() {
            Ok(measured) => measured.map(Some).map_err(unmeasured),
            Err(TryRecvError::Empty) => Ok(None),
            Err(error @ TryRecvError::Disconnected) => Err(Failure::failed(UNMEASURED, error)),
        }
    }
}

const UNMEASURED: &str = "the floor cannot be measured";

fn unmeasured(error: std::io::Error) -> Failure {
    Failure::failed(UNMEASURED, error)
}

/// A bare server's side of TLS, and the certificate that its client trusts.
pub(super) fn certificate() -> Outcome<(Arc<ServerConfig>, CertificateDer<'static>)> {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()])
        .map_err(|e| Failure::failed("no certificate can be made", e))?;
    let certificate = made.cert.der().clone();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let server = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(vec![certificate.clone()], key))
        .map_err(|e| Failure::failed("TLS cannot be set up", e))?;
    Ok((Arc::new(server), certificate))
}

struct Least {
    echo: StreamOwned<ClientConnection, TcpStream>,
    file: File,
}

impl Least {
    fn new(folder: &Path) -> Outcome<Self> {
        let (server, certificate) = certificate()?;
        let listener = TcpListener::bind("127.0.0.1:0").map_err(unmeasured)?;
        let address = listener.local_addr().map_err(unmeasured)?;
        std::thread::spawn(move || echo(&listener, &server));
        let tls = Arc::new(crate::client::client_config(&crate::client::Trust::Only(certificate))?);
        let tcp = TcpStream::connect(address).map_err(unmeasured)?;
        tcp.set_nodelay(true).map_err(unmeasured)?;
        let client = ClientConnection::new(tls, ServerName::IpAddress(address.ip().into()))
            .map_err(|e| Failure::failed("TLS cannot begin", e))?;
        let file =
            OpenOptions::new().create(true).append(true).open(folder.join("floor")).map_err(unmeasured)?;
        Ok(Self { echo: StreamOwned::new(client, tcp), file })
    }

    /// One echo, then one synced append.
    fn measure(&mut self) -> std::io::Result<Duration> {
        let begun = Instant::now();
        self.echo.write_all(&[0x48; MESSAGE])?;
        self.echo.flush()?;
        let mut back = [0_u8; MESSAGE];
        self.echo.read_exact(&mut back)?;
        self.file.write_all(&[0x48; RECORD])?;
        self.file.sync_data()?;
        Ok(begun.elapsed())
    }
}

fn echo(listener: &TcpListener, config: &Arc<ServerConfig>) {
    let Ok((tcp, _)) = listener.accept() else { return };
    let Ok(connection) = ServerConnection::new(Arc::clone(config)) else { return };
    if tcp.set_nodelay(true).is_err() {
        return;
    }
    let mut stream = StreamOwned::new(connection, tcp);
    let mut message = [0_u8; MESSAGE];
    while stream.read_exact(&mut message).is_ok() {
        if stream.write_all(&message).and_then(|()| stream.flush()).is_err() {
            return;
        }
    }
}
