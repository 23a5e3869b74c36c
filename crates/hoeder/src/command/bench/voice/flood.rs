//! Strangers on the port of sound: packets of each kind that shares it, as many as are wanted.
//!
//! Never here: what becomes of the rooms meanwhile (`rooms`).

use crate::exit::{Failure, Outcome};
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// They come in gusts.
const EVERY: Duration = Duration::from_millis(1);

/// A flood that runs.
pub(super) struct Flood {
    over: Arc<AtomicBool>,
    thread: JoinHandle<u64>,
    since: Instant,
}

impl Flood {
    pub(super) fn begin(at: SocketAddr, per_second: u32) -> Outcome<Self> {
        let failed = |e| Failure::failed("no stranger can be made", e);
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failed)?;
        let over = Arc::new(AtomicBool::new(false));
        let ours = Arc::clone(&over);
        let thread = std::thread::Builder::new().name("stranger".to_owned());
        let thread = thread.spawn(move || run(&socket, at, per_second, &ours)).map_err(failed)?;
        Ok(Self { over, thread, since: Instant::now() })
    }

    /// How many came in a second.
    pub(super) fn end(self) -> u64 {
        self.over.store(true, Ordering::Relaxed);
        let lasted = self.since.elapsed().as_millis().max(1);
        let sent = u128::from(self.thread.join().unwrap_or_default());
        u64::try_from(sent * 1_000 / lasted).unwrap_or(u64::MAX)
    }
}

fn run(socket: &UdpSocket, at: SocketAddr, per_second: u32, over: &AtomicBool) -> u64 {
    let (begin, mut sent) = (Instant::now(), 0_u64);
    while !over.load(Ordering::Relaxed) {
        let due = begin.elapsed().as_micros() * u128::from(per_second) / 1_000_000;
        while u128::from(sent) < due {
            // One that the machine takes no more of is one that the server would not have got either.
            let _gone = socket.send_to(&packet(sent), at);
            sent += 1;
        }
        std::thread::sleep(EVERY);
    }
    sent
}

/// In turn a check of ICE for nobody, a packet of sound, one of DTLS, and nonsense.
fn packet(number: u64) -> Vec<u8> {
    let seed = number.to_be_bytes();
    match number % 4 {
        0 => {
            // A name of 25 bytes, filled up to 28, in an attribute of 32.
            let name = format!("{:016x}:stranger", number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
            let head = [0, 1, 0, 32, 0x21, 0x12, 0xa4, 0x42];
            [&head[..], &seed, &[7; 4], &[0, 6, 0, 25], name.as_bytes(), &[0; 3]].concat()
        }
        1 => [&[0x80, 111, 0, 1, 0, 0, 3, 192][..], &seed, &[0x55; 84]].concat(),
        2 => [&[22, 254, 253, 0, 0][..], &seed, &[0; 60]].concat(),
        _ => [&[200][..], &seed, &[0xAA; 40]].concat(),
    }
}
