//! The devices of the centre: those that are worn, with how they speak, and those on the shelf.
//!
//! Numbers and secrets are of the demo. Never here: sockets.

use super::mandates::{ANNA, BERT, KEVIN, MARC, NADIA, PASCAL, SOPHIE, THIERRY, TOM};
use super::plan::{Plan, Senses};
use super::routes;
use crate::chance::Chance;
use crate::demo::town::{Spot, demo_id};
use hoeder_engine::tracking::mandate::TrackClass;
use hoeder_engine::tracking::tracker::{Capability, Tracker, TrackerState};
use hoeder_vocab::tracking::{DeviceNumber, TrackReport};
use hoeder_vocab::{CarrierId, TrackerId, UtcMillis};
use std::fmt::Write as _;
use std::time::Duration;

/// How often each device reports.
pub const REPORT_EVERY: Duration = Duration::from_secs(10);

/// Which language a device speaks, and over what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Speaks {
    /// Teltonika codec 8 Extended over TCP.
    Teltonika,
    /// OwnTracks over HTTPS.
    OwnTracksHttp,
    /// OwnTracks over MQTT with TLS.
    OwnTracksMqtt,
}

/// A device that somebody wears or carries.
#[derive(Debug, Clone)]
pub struct Wearable {
    /// By whom.
    pub carrier: CarrierId,
    /// Under which number it reports.
    pub number: DeviceNumber,
    /// Its secret, where its language has one: of an invented person, so that it may stand here.
    pub secret: Option<String>,
    /// How it speaks.
    pub speaks: Speaks,
    senses: Senses,
    seed: u64,
    plan: Plan,
}

impl Wearable {
    /// What it reports so many seconds after the demo began, by its own clock: a whole multiple of [`REPORT_EVERY`]. `None`
    /// while it is silent.
    #[must_use]
    pub fn report_at(&self, since_s: u64, clock: UtcMillis) -> Option<TrackReport> {
        self.report_after(since_s, REPORT_EVERY.as_secs(), clock)
    }
    pub(super) fn report_after(&self, since_s: u64, every_s: u64, clock: UtcMillis) -> Option<TrackReport> {
        self.plan.report((since_s, every_s), clock, (self.senses, self.seed))
    }
    /// Where its carrier really is then.
    #[must_use]
    pub fn spot_at(&self, since_s: u64) -> Spot {
        self.plan.spot_at(since_s)
    }
}

/// A device of the registry.
pub(super) struct Shelved {
    pub(super) tracker: Tracker,
    pub(super) secret: Option<String>,
}

const BAND: &[Capability] = &[Capability::Strap, Capability::Vibrate, Capability::Commands];
const BAND_WITH_ALCOHOL: &[Capability] =
    &[Capability::Strap, Capability::Alcohol, Capability::Vibrate, Capability::Commands];
const APP: &[Capability] = &[Capability::Notice, Capability::Vibrate, Capability::Commands];
/// A device without display, sound and vibration.
const MUTE: &[Capability] = &[Capability::Commands];

/// Number under which it reports, model, what it can do, who carries it, how it speaks.
type Row = (&'static str, &'static str, &'static [Capability], Option<CarrierId>, Speaks);
const ROWS: [Row; 12] = [
    ("990000010000017", "Wilg E-band 2", BAND, Some(BERT), Speaks::Teltonika),
    ("hdg-0102/app", "Hoeder-app op Linde X2", APP, Some(ANNA), Speaks::OwnTracksHttp),
    ("990000010000033", "Wilg E-band 2A", BAND_WITH_ALCOHOL, Some(THIERRY), Speaks::Teltonika),
    ("990000010000041", "Wilg E-band 2", BAND, Some(MARC), Speaks::Teltonika),
    ("hdg-0105/app", "Hoeder-app op Wilg 5", APP, Some(SOPHIE), Speaks::OwnTracksMqtt),
    ("hdg-0106/mute", "Tilia Stil", MUTE, Some(TOM), Speaks::OwnTracksHttp),
    ("990000010000074", "Berk Band", BAND, Some(KEVIN), Speaks::Teltonika),
    ("990000010000082", "Wilg E-band 2", BAND, Some(PASCAL), Speaks::Teltonika),
    ("hdg-0109/app", "Hoeder-app op Linde X2", APP, Some(NADIA), Speaks::OwnTracksMqtt),
    ("990000010000108", "Wilg E-band 2", BAND, None, Speaks::Teltonika),
    ("990000010000116", "Berk Band", BAND, None, Speaks::Teltonika),
    ("hdg-0112/app", "Hoeder-app op Wilg 5", APP, None, Speaks::OwnTracksHttp),
];
/// Of the last rows: was worn and is to be checked, is broken for good.
pub(super) const RETURNED: usize = 10;
pub(super) const RETIRED: usize = 11;

/// The whole registry. The seed makes the secrets.
pub(super) fn registry(seed: u64) -> Vec<Shelved> {
    let shelved = |(number, row): (u32, &Row)| {
        let (name, model, capabilities, carrier, speaks) = row;
        let tracker = Tracker {
            id: TrackerId::from_u128(demo_id(24, number)),
            number: DeviceNumber::new(name)?,
            secret_digest: None,
            model: (*model).to_owned(),
            capabilities: capabilities.to_vec(),
            interval_s: u32::try_from(REPORT_EVERY.as_secs()).unwrap_or(u32::MAX),
            class: TrackClass::Close,
            state: TrackerState::InStock,
            carriers: carrier.iter().copied().collect(),
        };
        Some(Shelved { tracker, secret: secret(seed, number, *speaks) })
    };
    (1..).zip(&ROWS).filter_map(shelved).collect()
}

/// Bands show their number only: their language has no secret.
fn secret(seed: u64, number: u32, speaks: Speaks) -> Option<String> {
    if speaks == Speaks::Teltonika {
        return None;
    }
    let mut chance = Chance::new(seed ^ u64::from(number).wrapping_mul(0x7EAC_4E55));
    Some(chance.key().iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _written = write!(text, "{byte:02x}");
        text
    }))
}

fn worn(seed: u64, plan: impl Fn(CarrierId) -> Plan) -> Vec<Wearable> {
    let one = |(number, row): (u32, &Row)| {
        let (name, _, _, carrier, speaks) = row;
        let carrier = (*carrier)?;
        Some(Wearable {
            carrier,
            number: DeviceNumber::new(name)?,
            secret: secret(seed, number, *speaks),
            speaks: *speaks,
            senses: if *speaks == Speaks::Teltonika { Senses::Band } else { Senses::Phone },
            seed: Chance::new(seed ^ u64::from(number)).bits(),
            plan: plan(carrier),
        })
    };
    (1..).zip(&ROWS).filter_map(one).collect()
}

/// Everything that is worn, with what it does from now on. In the first minutes: a band comes near, one falls silent while
/// closing, one is cut, one measures alcohol; the others live quietly.
#[must_use]
pub fn wearables(seed: u64) -> Vec<Wearable> {
    worn(seed, routes::today)
}

/// The same devices, with what they did on the day behind.
pub(super) fn worn_yesterday(seed: u64) -> Vec<Wearable> {
    worn(seed, routes::yesterday)
}
