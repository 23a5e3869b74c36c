//! A D-Bus daemon of our own in a temporary folder: nothing of the machine's own buses is touched.
//!
//! Never here: what is on the bus.

use std::io;
use std::process::Stdio;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// A running daemon, killed when dropped.
#[derive(Debug)]
pub(super) struct Bus {
    address: String,
    _daemon: Child,
    _folder: TempDir,
}

impl Bus {
    /// Starts `dbus-daemon` and waits until it says where it listens.
    pub(super) async fn start() -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("fakeblue-").tempdir()?;
        let socket = folder.path().join("bus");
        let config = folder.path().join("bus.conf");
        std::fs::write(&config, configuration(&socket.display().to_string()))?;
        let mut daemon = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--print-address=1"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let out = daemon.stdout.take().ok_or_else(|| io::Error::other("dbus-daemon has no output"))?;
        let said = BufReader::new(out).lines().next_line().await?;
        let address = said.ok_or_else(|| io::Error::other("dbus-daemon ended before it listened"))?;
        Ok(Self { address, _daemon: daemon, _folder: folder })
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }
}

/// Everybody on this bus may do everything: it lives for one test.
fn configuration(socket: &str) -> String {
    format!(
        "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" \
         \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n<busconfig><type>session</type>\
         <listen>unix:path={socket}</listen><auth>EXTERNAL</auth><policy context=\"default\"><allow user=\"*\"/>\
         <allow own=\"*\"/><allow send_type=\"method_call\"/><allow send_type=\"signal\"/>\
         <allow send_requested_reply=\"true\"/><allow receive_requested_reply=\"true\"/>\
         <allow receive_type=\"method_call\"/><allow receive_type=\"signal\"/></policy></busconfig>\n"
    )
}
