//! The server that is measured: this same program as a process of its own, so that its memory is its own.
//!
//! Never here: measuring.

use super::line::Reach;
use crate::client::{Trust, client_config};
use crate::exit::{Code, Failure, Outcome};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

/// Ticks a second in which Linux tells processor time to programs, on every machine that we know.
const TICKS: u64 = 100;

/// A server at work; killed when dropped.
pub(super) struct Served {
    process: Child,
    pub(super) reach: Reach,
    pub(super) url: String,
    pub(super) trust: Trust,
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

impl Served {
    /// Starts it and waits until it listens.
    pub(super) fn start(config: &Path, store: Option<&str>) -> Outcome<Self> {
        let own =
            std::env::current_exe().map_err(|e| Failure::failed("this program cannot find itself", e))?;
        let mut command = Command::new(own);
        command.args(["serve", "--json", "--quiet", "--listen", "127.0.0.1:0", "--metrics-listen", "off"]);
        command.arg("--config").arg(config);
        if let Some(store) = store {
            command.args(["--store", store]);
        }
        let mut process = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| Failure::failed("the server cannot be started", e))?;
        let mut line = String::new();
        let read = process.stdout.take().map(|out| BufReader::new(out).read_line(&mut line));
        let told: Value = match read {
            Some(Ok(length)) if length > 0 => serde_json::from_str(&line).unwrap_or_default(),
            Some(_) | None => Value::Null,
        };
        let text = |name: &str| told.get(name).and_then(Value::as_str).map(str::to_owned);
        let (Some(url), Some(pem)) = (text("url"), text("certificate")) else {
            drop(process.kill());
            drop(process.wait());
            return Err(Failure::new(Code::Unreachable, "the server of the benchmark did not start"));
        };
        let certificate = CertificateDer::from_pem_slice(pem.as_bytes())
            .map_err(|e| Failure::failed("the certificate of the server cannot be read", e))?;
        let trust = Trust::Only(certificate);
        let address: SocketAddr = url
            .trim_start_matches("https://")
            .parse()
            .map_err(|e| Failure::failed("the address of the server cannot be read", e))?;
        let reach = Reach { address, tls: Arc::new(client_config(&trust)?) };
        Ok(Self { process, reach, url, trust })
    }

    /// Time of the processor that it has used.
    pub(super) fn processor(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id())).unwrap_or_default();
        let after = stat.rsplit_once(") ").map_or("", |(_, after)| after);
        let ticks = |n: usize| after.split(' ').nth(n).and_then(|t| t.parse::<u64>().ok()).unwrap_or(0);
        Duration::from_millis((ticks(11) + ticks(12)).saturating_mul(1_000 / TICKS))
    }

    /// The memory that it has in use now, kB.
    pub(super) fn resident_kb(&self) -> u64 {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.split_whitespace().next().and_then(|kb| kb.parse().ok()).unwrap_or(0)
    }

    /// The most memory that it ever had in use, MiB.
    pub(super) fn peak_mib(&self) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        let kib: u32 = line.split_whitespace().next()?.parse().ok()?;
        Some(f64::from(kib) / 1024.0)
    }
}
