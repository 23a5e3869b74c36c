//! The promises of tracking as its neighbours meet them: real threads, real files, no clock of their own.

mod full;
mod moving;
mod path;
mod whole;

use super::placement::{Placement, Step};
use super::*;
use core::time::Duration;
use hoeder_store::MasterKey;
use hoeder_vocab::tracking::{DeviceNumber, Motion, Side, Signs, TrackFix, TrackReport};
use hoeder_vocab::{
    CarrierId, Decimetres, FixSource, FixedAt, Metres, PairId, Position, ReceivedAt, TrackerId, UtcMillis,
};
use hoeder_watch::track::{AlertKind, CarrierOrder, Change, Order, PairOrder, Validity};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// An engine that only listens; `deaf` has no room for changes.
#[derive(Default)]
struct Ears {
    changes: Mutex<Vec<Change>>,
    presses: Mutex<Vec<Press>>,
    deaf: Mutex<bool>,
    forgets: Mutex<bool>,
}

impl CellLink for Ears {
    fn change(&self, change: Box<Change>) -> Result<(), Box<Change>> {
        if *self.deaf.lock().unwrap() {
            return Err(change);
        }
        self.changes.lock().unwrap().push(*change);
        Ok(())
    }
    fn press(&self, press: Press) -> Held {
        self.presses.lock().unwrap().push(press);
        let held = !*self.forgets.lock().unwrap();
        Box::pin(async move { held })
    }
    fn note(&self, _note: crate::trackers::Note) {}
}

impl Ears {
    fn raised(&self) -> Vec<AlertKind> {
        let changes = self.changes.lock().unwrap();
        changes
            .iter()
            .filter_map(|change| match change {
                Change::Raised(alert) => Some(alert.kind),
                Change::Worse(_) | Change::Cleared { .. } | Change::Revised { .. } => None,
            })
            .collect()
    }
}

struct House {
    tracking: Tracking,
    ears: Arc<Ears>,
    folder: tempfile::TempDir,
}

fn config(folder: &Path) -> TrackingConfig {
    TrackingConfig {
        shards: 2,
        queue_reports: 1_000,
        segment_bytes: 64 << 10,
        ..TrackingConfig::new(folder.join("tracks"))
    }
}

fn started(config: &TrackingConfig, ears: &Arc<Ears>) -> Tracking {
    let link: Arc<dyn CellLink> = Arc::clone(ears) as Arc<dyn CellLink>;
    Tracking::start(config, Box::new(MasterKey::from_bytes([7; 32])), link, Arc::default()).unwrap()
}

fn house(change: impl FnOnce(&mut TrackingConfig)) -> House {
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(folder.path());
    change(&mut config);
    let ears = Arc::new(Ears::default());
    House { tracking: started(&config, &ears), ears, folder }
}

fn now() -> UtcMillis {
    crate::clock::now()
}

fn carrier(n: u128) -> CarrierId {
    CarrierId::from_u128(n)
}

fn number(n: u128) -> DeviceNumber {
    DeviceNumber::new(&format!("device-{n}")).unwrap()
}

fn always() -> Validity {
    Validity { from: UtcMillis::from_unix_ms(0), until: None }
}

fn carrier_order(n: u128) -> Order {
    Order::Carrier(CarrierOrder {
        carrier: carrier(n),
        side: if n.is_multiple_of(2) { Side::Protected } else { Side::Offender },
        valid: always(),
        interval: Duration::from_secs(10),
        silent_after: Duration::from_secs(3_600),
        lost_after: Duration::from_secs(3_600),
        fastest_mps: 40.0,
        alcohol: None,
    })
}

fn pair_order(n: u128, offender: u128, protected: u128) -> PairOrder {
    PairOrder {
        pair: PairId::from_u128(n),
        offender: carrier(offender),
        protected: carrier(protected),
        valid: always(),
        alarm: Metres(500.0),
        warning: Metres(1_000.0),
        police: Duration::from_secs(300),
    }
}

/// A device under each carrier's number.
fn device(n: u128) -> Device {
    Device {
        tracker: TrackerId::from_u128(n),
        access: crate::trackers::Registered::default(),
        carriers: vec![carrier(n)],
        most_per_minute: 600,
        every_s: 60,
    }
}

impl House {
    /// Watches these carriers, each with a device, and begins.
    fn watch(&self, carriers: &[u128]) {
        for n in carriers {
            self.tracking.watch(carrier_order(*n));
            self.tracking.directory().put(number(*n), device(*n));
        }
    }
    async fn take(&self, n: u128, reports: Vec<TrackReport>) -> Result<Accepted, Refused> {
        self.tracking.door().take(&number(n), reports, ReceivedAt(now())).await
    }
    /// What was kept of a carrier, by time.
    async fn kept(&self, n: u128) -> Vec<TrackReport> {
        let ever = UtcMillis::from_unix_ms(0)..UtcMillis::from_unix_ms(i64::MAX);
        let played = self.tracking.playback().of(vec![carrier(n)], ever).await.unwrap();
        played.into_iter().flat_map(|part| part.reports).map(|(_, report)| report).collect()
    }
}

/// So long ago, at a place some metres east of one.
fn report(ago: Duration, east_m: i32) -> TrackReport {
    let at = FixedAt(UtcMillis::from_unix_ms(now().unix_ms() - i64::try_from(ago.as_millis()).unwrap()));
    TrackReport {
        at,
        fix: Some(TrackFix {
            position: Position::from_e7(510_000_000, 37_000_000 + east_m * 143).unwrap(),
            accuracy: Some(Decimetres(80)),
            fixed_at: at,
            source: FixSource::Gnss,
            speed_cms: None,
            heading_deg: None,
            motion: Motion::Unknown,
        }),
        began: Signs::NONE,
        ended: Signs::NONE,
        battery: None,
        sos: false,
        alcohol: None,
        buffered: false,
    }
}

const JUST_NOW: Duration = Duration::from_secs(1);
