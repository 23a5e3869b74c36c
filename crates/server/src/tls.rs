//! Certificates: the organisation's own files, or one made at start for the demo and for tests.

use crate::config::Tls;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::path::Path;
use std::sync::Arc;

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file is not there or holds no PEM of that kind.
    #[error("{what} cannot be read from {path}")]
    File {
        /// Certificate or key.
        what: &'static str,
        /// Which file.
        path: String,
        /// Why.
        #[source]
        source: rustls::pki_types::pem::Error,
    },
    /// The file holds no certificate.
    #[error("{path} holds no certificate")]
    Empty {
        /// Which file.
        path: String,
    },
    /// Key and certificate do not fit, or are of a kind that is not supported.
    #[error("the certificate and its key cannot be used together")]
    Unusable(#[source] rustls::Error),
    /// None could be made.
    #[error("a self-signed certificate cannot be made for these names")]
    SelfSigned(#[source] rcgen::Error),
}

/// A certificate with its key.
#[derive(Debug)]
pub struct Identity {
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
    /// PEM of the certificate, for clients that must trust it: only of a self-signed one.
    pub pem: Option<String>,
}

/// A certificate for these names, trusted by nobody until told.
///
/// # Errors
/// [`TlsError::SelfSigned`] when a name is none.
pub fn self_signed(names: &[String]) -> Result<Identity, TlsError> {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(names.to_vec()).map_err(TlsError::SelfSigned)?;
    let key = PrivateKeyDer::Pkcs8(signing_key.serialize_der().into());
    Ok(Identity { chain: vec![cert.der().clone()], key, pem: Some(cert.pem()) })
}

fn from_files(cert: &Path, key: &Path) -> Result<Identity, TlsError> {
    let shown = |path: &Path| path.display().to_string();
    let chain = CertificateDer::pem_file_iter(cert)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|source| TlsError::File { what: "the certificate", path: shown(cert), source })?;
    if chain.is_empty() {
        return Err(TlsError::Empty { path: shown(cert) });
    }
    let key = PrivateKeyDer::from_pem_file(key).map_err(|source| TlsError::File {
        what: "the private key",
        path: shown(key),
        source,
    })?;
    Ok(Identity { chain, key, pem: None })
}

/// What the configuration names.
///
/// # Errors
/// [`TlsError`].
pub fn identity(tls: &Tls) -> Result<Identity, TlsError> {
    match tls {
        Tls::Files { cert, key } => from_files(cert, key),
        Tls::SelfSigned { names } => self_signed(names),
    }
}

/// TLS 1.2 and 1.3, HTTP/1.1 only: one protocol, whose limits are in our hands.
///
/// # Errors
/// [`TlsError::Unusable`].
pub fn server_config(identity: Identity) -> Result<Arc<ServerConfig>, TlsError> {
    let provider = Arc::new(ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(TlsError::Unusable)?
        .with_no_client_auth()
        .with_single_cert(identity.chain, identity.key)
        .map_err(TlsError::Unusable)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
