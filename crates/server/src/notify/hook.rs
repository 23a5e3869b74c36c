//! One POST to a web hook: over TLS, signed, to an address that was looked at, and to nowhere else.
//!
//! No redirect is followed and no answer is read. Never here: retries.

use super::{HookSettings, NotifyError, PrivateHooks};
use axum::http::{Request, Uri, header};
use bytes::Bytes;
use hmac::{Hmac, KeyInit as _, Mac as _};
use hoeder_engine::measures::{DeliveryFailure, NoticeResult};
use hoeder_vocab::{NoticeId, Purpose, Sensitive};
use http_body_util::Full;
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use sha2::Sha256;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// The header with the signature: `sha256=` and the HMAC of the body, hexadecimal.
const SIGNATURE: &str = "hoeder-signature";
/// The shortest secret.
const SECRET_BYTES: usize = 32;

/// The way to hooks.
pub(super) struct HookPost {
    secret: Sensitive<Vec<u8>>,
    private: PrivateHooks,
    tls: Arc<ClientConfig>,
}

impl HookPost {
    pub(super) fn new(settings: &HookSettings, ca: Option<&[u8]>) -> Result<Self, NotifyError> {
        if settings.secret.reveal(Purpose::Transport).len() < SECRET_BYTES {
            return Err(NotifyError::Secret);
        }
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        for certificate in ca.map(CertificateDer::pem_slice_iter).into_iter().flatten() {
            let certificate = certificate.map_err(|_| NotifyError::Certificates)?;
            roots.add(certificate).map_err(|_| NotifyError::Certificates)?;
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|_| NotifyError::Certificates)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { secret: settings.secret.clone(), private: settings.private, tls: Arc::new(tls) })
    }

    /// Posts the id of the notice, and nothing else.
    pub(super) async fn post(&self, notice: NoticeId, url: &str) -> NoticeResult {
        let uri: Uri = url.parse().map_err(|_| DeliveryFailure::NoAddress)?;
        let host = uri.host().ok_or(DeliveryFailure::NoAddress)?;
        let name = host.trim_start_matches('[').trim_end_matches(']');
        let address = self.look_up(name, uri.port_u16().unwrap_or(443)).await?;
        let unreachable = |_| DeliveryFailure::Unreachable;
        let stream = TcpStream::connect(address).await.map_err(unreachable)?;
        let server = ServerName::try_from(name.to_owned()).map_err(|_| DeliveryFailure::NoAddress)?;
        let stream =
            TlsConnector::from(Arc::clone(&self.tls)).connect(server, stream).await.map_err(unreachable)?;
        let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
        let (mut sender, connection) = handshake.map_err(|_| DeliveryFailure::Unreachable)?;
        let request = self.request(notice, &uri)?;
        let connection = tokio::spawn(connection);
        let answer = sender.send_request(request).await;
        connection.abort();
        let status = answer.map_err(|_| DeliveryFailure::Unreachable)?.status();
        match status.as_u16() {
            200..=299 => Ok(()),
            410 => Err(DeliveryFailure::Rejected),
            _ => Err(DeliveryFailure::Refused),
        }
    }

    fn request(&self, notice: NoticeId, uri: &Uri) -> Result<Request<Full<Bytes>>, DeliveryFailure> {
        let body = format!("{{\"notice\":\"{}\"}}", notice.as_uuid());
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let host = uri.authority().map_or("", |authority| authority.as_str());
        Request::builder()
            .method("POST")
            .uri(path)
            .header(header::HOST, host)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::USER_AGENT, "hoeder")
            .header(SIGNATURE, signature(self.secret.reveal(Purpose::Transport), body.as_bytes()))
            .body(Full::new(Bytes::from(body)))
            .map_err(|_| DeliveryFailure::NoAddress)
    }

    /// The address that is connected to is the one that was looked at: a name that changes its mind in between gains nothing.
    async fn look_up(&self, name: &str, port: u16) -> Result<SocketAddr, DeliveryFailure> {
        let found = tokio::net::lookup_host((name, port)).await.map_err(|_| DeliveryFailure::Unreachable)?;
        let mut found =
            found.filter(|address| self.private == PrivateHooks::Allowed || is_public(address.ip()));
        found.next().ok_or(DeliveryFailure::Unreachable)
    }
}

/// `sha256=` and the HMAC-SHA256 of a body.
pub(super) fn signature(secret: &[u8], body: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(body);
    let tag = mac.finalize().into_bytes();
    tag.iter().fold(String::from("sha256="), |text, byte| format!("{text}{byte:02x}"))
}

/// Is this an address of the open network?
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => is_public_four(four),
        IpAddr::V6(six) => is_public_six(six),
    }
}

fn is_public_four(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let inner = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation();
    let special = a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19));
    !inner && !special
}

fn is_public_six(address: Ipv6Addr) -> bool {
    if let Some(four) = address.to_ipv4_mapped() {
        return is_public_four(four);
    }
    // Only 2000::/3 is given out; of it not what wraps an address of IPv4, and not examples.
    let [first, second, ..] = address.segments();
    let wraps = first == 0x2002 || (first == 0x2001 && second < 0x200);
    (first & 0xE000) == 0x2000 && !wraps && !(first == 0x2001 && second == 0x0DB8)
}
