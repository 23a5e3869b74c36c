//! The other end of the server's sockets, for simulated handsets, played operators and the benchmark.
//!
//! The real protocols over the real network. Never here: what is said.

mod http;
mod tls;

pub(crate) use http::{Kept, Session};
pub(crate) use tls::{Trust, client_config};

use crate::exit::{Code, Failure, Outcome};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;

/// Where a server is.
#[derive(Clone)]
pub(crate) struct Server {
    host: String,
    port: u16,
    name: ServerName<'static>,
    tls: Arc<ClientConfig>,
}

impl Server {
    /// From `https://host:port` and whom to trust.
    ///
    /// # Errors
    /// When the address cannot be understood.
    pub(crate) fn new(url: &str, trust: &Trust) -> Outcome<Self> {
        let unclear = || Failure::usage(format!("{url} is no address such as https://hoeder.example:8443"));
        let authority = url.strip_prefix("https://").ok_or_else(unclear)?.trim_end_matches('/');
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !host.ends_with(':') => (host, port.parse().map_err(|_| unclear())?),
            Some(_) | None => (authority, 443),
        };
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let name = ServerName::try_from(host.clone()).map_err(|_| unclear())?;
        Ok(Self { host, port, name, tls: Arc::new(client_config(trust)?) })
    }

    /// Host and port as a browser writes them.
    pub(crate) fn authority(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }

    /// A TLS connection.
    ///
    /// # Errors
    /// [`Code::Unreachable`].
    pub(crate) async fn connect(&self) -> Outcome<TlsStream<TcpStream>> {
        let tcp =
            TcpStream::connect((self.host.as_str(), self.port)).await.map_err(|e| self.unreachable(e))?;
        // Small messages that wait for nothing: otherwise each may wait for the acknowledgement of the one before.
        tcp.set_nodelay(true).map_err(|e| self.unreachable(e))?;
        let connector = TlsConnector::from(Arc::clone(&self.tls));
        connector.connect(self.name.clone(), tcp).await.map_err(|e| self.unreachable(e))
    }

    /// A WebSocket, with the cookie of a session where there is one.
    ///
    /// # Errors
    /// [`Code::Unreachable`], [`Code::NotAllowed`] when the server does not want it.
    pub(crate) async fn socket(
        &self,
        path: &str,
        cookie: Option<&str>,
    ) -> Outcome<WebSocketStream<TlsStream<TcpStream>>> {
        let url = format!("wss://{}{path}", self.authority());
        let mut request = url
            .into_client_request()
            .map_err(|e| Failure::failed("the address of the stream cannot be written", e))?;
        let origin = format!("https://{}", self.authority());
        for (name, value) in [("origin", Some(origin.as_str())), ("cookie", cookie)] {
            if let Some(value) = value {
                let value = HeaderValue::from_str(value)
                    .map_err(|e| Failure::failed("a header of the stream cannot be written", e))?;
                request.headers_mut().insert(name, value);
            }
        }
        let stream = self.connect().await?;
        let (socket, _) = tokio_tungstenite::client_async(request, stream)
            .await
            .map_err(|e| Failure::new(Code::NotAllowed, format!("{path} is not opened")).because(e))?;
        Ok(socket)
    }

    fn unreachable(&self, error: std::io::Error) -> Failure {
        Failure::new(Code::Unreachable, format!("{} does not answer", self.authority())).because(error)
    }
}
