//! Whom a client trusts: certificates in a file, and nobody else.

use crate::exit::{Code, Failure, Outcome};
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::path::PathBuf;
use std::sync::Arc;

/// Whom to trust.
#[derive(Debug, Clone)]
pub(crate) enum Trust {
    /// The certificates in this PEM file.
    File(PathBuf),
    /// This one, DER.
    Only(CertificateDer<'static>),
}

/// TLS as a client of that trust.
///
/// # Errors
/// When the file holds no certificate.
pub(crate) fn client_config(trust: &Trust) -> Outcome<ClientConfig> {
    let mut roots = RootCertStore::empty();
    match trust {
        Trust::Only(certificate) => {
            roots
                .add(certificate.clone())
                .map_err(|e| Failure::failed("the certificate of the server cannot be trusted", e))?;
        }
        Trust::File(file) => {
            let unreadable =
                |e| Failure::new(Code::NotFound, format!("{} cannot be read", file.display())).because(e);
            for certificate in CertificateDer::pem_file_iter(file).map_err(unreadable)? {
                // A bundle of a system may hold some that are not understood here: the others count.
                drop(roots.add(certificate.map_err(unreadable)?));
            }
            if roots.is_empty() {
                return Err(Failure::new(Code::NotFound, format!("{} holds no certificate", file.display())));
            }
        }
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| Failure::failed("TLS cannot be set up", e))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}
