//! Certificates: can they be read, does the key belong to them, when do they end?
//!
//! Never here: the handshake.

use super::Check;
use hoeder_server::config::Tls;
use jiff::Timestamp;
use jiff::civil::DateTime;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use std::path::Path;

const SOON_DAYS: i64 = 30;
const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const VERSION: u8 = 0xa0;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

pub(super) fn check(tls: &Tls, checks: &mut Vec<Check>) {
    match tls {
        Tls::SelfSigned { .. } => checks.push(Check::warning(
            "certificate",
            "self-signed, made at each start: handsets and browsers do not trust it",
            "set tls.certificate_file and tls.key_file before anybody relies on it",
        )),
        Tls::Files { cert, key } => checks.push(files(cert, key).unwrap_or_else(|found| {
            Check::bad("certificate", found, "give the server a certificate chain and its key, both PEM")
        })),
    }
}

fn files(cert: &Path, key: &Path) -> Result<Check, String> {
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(cert)
        .and_then(Iterator::collect)
        .map_err(|e| format!("{}: {e}", cert.display()))?;
    let first = chain.first().cloned().ok_or_else(|| format!("{} holds no certificate", cert.display()))?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(|e| format!("{}: {e}", key.display()))?;
    CertifiedKey::from_der(chain, key, &ring::default_provider())
        .map_err(|e| format!("the key does not belong to the certificate: {e}"))?;
    let (from, until) = validity(&first).ok_or("the certificate cannot be read")?;
    Ok(judge(from, until, Timestamp::now()))
}

fn judge(from: Timestamp, until: Timestamp, now: Timestamp) -> Check {
    let days = until.duration_since(now).as_hours() / 24;
    if now < from {
        return Check::bad(
            "certificate",
            format!("not valid before {from}"),
            "check the clock, or get another one",
        );
    }
    if until <= now {
        return Check::bad(
            "certificate",
            format!("ended at {until}"),
            "renew it: handsets refuse to talk to the server",
        );
    }
    let found = format!("valid until {until}, {days} days; the key fits");
    if days < SOON_DAYS {
        Check::warning("certificate", found, "renew it")
    } else {
        Check::good("certificate", found)
    }
}

/// First and last moment of a certificate (RFC 5280, 4.1): the fifth part of its first part.
fn validity(certificate: &[u8]) -> Option<(Timestamp, Timestamp)> {
    let (outer, _) = element(certificate, SEQUENCE)?;
    let (mut inside, _) = element(outer, SEQUENCE)?;
    if let Some((_, rest)) = element(inside, VERSION) {
        inside = rest;
    }
    for tag in [INTEGER, SEQUENCE, SEQUENCE] {
        inside = element(inside, tag)?.1;
    }
    let (times, _) = element(inside, SEQUENCE)?;
    let (from, rest) = time(times)?;
    Some((from, time(rest)?.0))
}

/// The content of a DER element with this tag, and what follows it.
fn element(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (found, rest) = bytes.split_first()?;
    let (length, rest) = rest.split_first()?;
    let (length, rest) = if *length < 0x80 {
        (usize::from(*length), rest)
    } else {
        let (digits, rest) = rest.split_at_checked(usize::from(*length & 0x7f))?;
        let length =
            digits.iter().try_fold(0_usize, |n, d| n.checked_mul(256)?.checked_add(usize::from(*d)))?;
        (length, rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    if *found == tag { Some((content, rest)) } else { None }
}

/// `YYMMDDHHMMSSZ` to 2049, `YYYYMMDDHHMMSSZ` after.
fn time(bytes: &[u8]) -> Option<(Timestamp, &[u8])> {
    let (text, rest) = match element(bytes, UTC_TIME) {
        Some((short, rest)) => {
            let short = core::str::from_utf8(short).ok()?;
            let century = if short.get(..2)?.parse::<u8>().ok()? < 50 { "20" } else { "19" };
            (format!("{century}{short}"), rest)
        }
        None => {
            let (long, rest) = element(bytes, GENERALIZED_TIME)?;
            (core::str::from_utf8(long).ok()?.to_owned(), rest)
        }
    };
    let civil = DateTime::strptime("%Y%m%d%H%M%SZ", &text).ok()?;
    Some((civil.in_tz("UTC").ok()?.timestamp(), rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::doctor::State;

    #[test]
    fn the_end_of_a_certificate_is_read_from_it() {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let (from, until) = validity(made.cert.der()).unwrap();
        assert_eq!(from.to_string(), "1975-01-01T00:00:00Z");
        assert_eq!(until.to_string(), "4096-01-01T00:00:00Z");
        assert_eq!(validity(b"no certificate"), None);
    }

    #[test]
    fn a_certificate_that_ended_fails_and_one_that_ends_soon_warns() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let (from, until) = (at("2026-01-01T00:00:00Z"), at("2026-12-31T00:00:00Z"));
        let state = |now: &str| judge(from, until, at(now)).state;
        assert_eq!(state("2026-06-01T00:00:00Z"), State::Good);
        assert_eq!(state("2026-12-15T00:00:00Z"), State::Warning);
        assert_eq!(state("2026-12-31T00:00:00Z"), State::Bad);
        assert_eq!(state("2025-12-31T00:00:00Z"), State::Bad);
    }
}
