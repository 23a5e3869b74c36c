//! A small HTTPS client: one connection a request, one certificate trusted.

use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

pub type Stream = TlsStream<TcpStream>;

#[derive(Clone)]
pub struct Client {
    pub address: SocketAddr,
    tls: Arc<ClientConfig>,
    pub cookie: Option<String>,
    pub origin: Option<String>,
}

pub struct Response {
    pub status: u16,
    pub headers: hyper::HeaderMap,
    pub body: Vec<u8>,
}

impl Response {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Client {
    pub fn new(address: SocketAddr, certificate_pem: &str) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(certificate_pem.as_bytes()).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let origin = Some(format!("https://localhost:{}", address.port()));
        Self { address, tls: Arc::new(tls), cookie: None, origin }
    }
    /// A TLS connection, for half requests and WebSockets.
    pub async fn connect(&self) -> Stream {
        let stream = TcpStream::connect(self.address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        TlsConnector::from(Arc::clone(&self.tls)).connect(name, stream).await.unwrap()
    }
    pub fn host(&self) -> String {
        format!("localhost:{}", self.address.port())
    }
    pub async fn send(&self, request: Request<Full<bytes::Bytes>>) -> Response {
        let io = TokioIo::new(self.connect().await);
        let (mut sender, connection) = hyper::client::conn::http1::handshake(io).await.unwrap();
        let connection = tokio::spawn(connection);
        let answer = sender.send_request(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        drop(sender);
        connection.abort();
        Response { status: parts.status.as_u16(), headers: parts.headers, body }
    }
    pub fn request(&self, method: &str, path: &str) -> hyper::http::request::Builder {
        let mut request = Request::builder().method(method).uri(path).header("host", self.host());
        if let Some(origin) = &self.origin {
            request = request.header("origin", origin);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        request
    }
    pub async fn raw(&self, method: &str, path: &str, kind: &str, body: impl Into<bytes::Bytes>) -> Response {
        let request = self.request(method, path).header("content-type", kind);
        self.send(request.body(Full::new(body.into())).unwrap()).await
    }
    pub async fn get(&self, path: &str) -> Response {
        self.send(self.request("GET", path).body(Full::default()).unwrap()).await
    }
    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.raw("POST", path, "application/json", body.to_string()).await
    }
    pub async fn put(&self, path: &str, body: &Value) -> Response {
        self.raw("PUT", path, "application/json", body.to_string()).await
    }
    pub async fn delete(&self, path: &str) -> Response {
        self.send(self.request("DELETE", path).body(Full::default()).unwrap()).await
    }
    pub async fn sign_in(&mut self, login: &str, password: &str) -> Response {
        let answer = self.post("/api/v1/session", &json!({"login": login, "password": password})).await;
        if answer.status == 200 {
            let set = answer.header("set-cookie").to_owned();
            self.cookie = set.split(';').next().map(str::to_owned);
        }
        answer
    }
    /// Does something on an alarm that must succeed.
    pub async fn does(&self, alarm: uuid::Uuid, what: &str, body: &Value) {
        let answer = self.post(&format!("/api/v1/alarms/{alarm}/{what}"), body).await;
        assert_eq!(answer.status, 204, "{what}: {}", answer.text());
    }
}
