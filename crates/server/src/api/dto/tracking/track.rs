//! Tracks: where carriers were, for an incident that is open or for a purpose that is stated (GN-03).

use super::alert::TrackPlace;
use super::kinds::Side;
use crate::api::dto::Time;
use crate::api::table::{Form, Separator};
use hoeder_vocab::tracking::TrackReport;
use hoeder_vocab::{CarrierId, ReceivedAt, Sensitive, UtcMillis};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// The positions of one carrier, the oldest first.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct Track {
    /// Whose.
    pub carrier: Uuid,
    /// On which side.
    pub side: Side,
    /// Where.
    pub points: Vec<TrackPlace>,
    /// The last charge of the battery that was told, percent.
    pub battery_pct: Option<u8>,
    /// There were more than are given: these are the earliest.
    pub more: bool,
    /// Batches that could not be read: their bytes are not those that were written (FL-31).
    pub damaged: u64,
}

/// One reading of alcohol (EM-07).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AlcoholReading {
    /// Whose.
    pub carrier: Uuid,
    /// When, by the device's clock.
    pub at: Time,
    /// When we had it.
    pub received_at: Time,
    /// Milligrams a litre.
    pub milligrams_per_litre: u16,
}

/// Something that a device noticed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeviceSign {
    /// Whose.
    pub carrier: Uuid,
    /// When, by the device's clock.
    pub at: Time,
    /// What, by its stable name.
    pub sign: String,
    /// It began; else it ended.
    pub began: bool,
}

/// Tracks of a period, with what the devices measured and noticed.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct Tracks {
    /// From when.
    pub from: Time,
    /// Until when.
    pub until: Time,
    /// One for each carrier.
    pub tracks: Vec<Track>,
    /// Readings of alcohol, the oldest first.
    pub alcohol: Vec<AlcoholReading>,
    /// Signs, the oldest first.
    pub signs: Vec<DeviceSign>,
}

/// What was read of one carrier.
pub struct ReadTrack {
    /// Whose.
    pub carrier: CarrierId,
    /// On which side.
    pub side: hoeder_vocab::tracking::Side,
    /// Reports, by the time of the device.
    pub reports: Vec<(ReceivedAt, TrackReport)>,
    /// There were more.
    pub more: bool,
    /// Damaged batches.
    pub damaged: u64,
}

impl Tracks {
    /// As the screens get it.
    #[must_use]
    pub fn new(read: &[ReadTrack], from: UtcMillis, until: UtcMillis) -> Self {
        let mut alcohol = Vec::new();
        let mut signs = Vec::new();
        for track in read {
            let carrier = track.carrier.as_uuid();
            for (received_at, report) in &track.reports {
                alcohol.extend(report.alcohol.map(|reading| AlcoholReading {
                    carrier,
                    at: Time(reading.at.0),
                    received_at: Time(received_at.0),
                    milligrams_per_litre: reading.milligrams_per_litre,
                }));
                let sign = |sign: hoeder_vocab::tracking::Sign, began| DeviceSign {
                    carrier,
                    at: Time(report.at.0),
                    sign: sign.code().to_owned(),
                    began,
                };
                signs.extend(report.began.iter().map(|one| sign(one, true)));
                signs.extend(report.ended.iter().map(|one| sign(one, false)));
            }
        }
        alcohol.sort_by_key(|reading| reading.at);
        signs.sort_by_key(|sign| sign.at);
        Self {
            from: Time(from),
            until: Time(until),
            tracks: read.iter().map(Track::from).collect(),
            alcohol,
            signs,
        }
    }
}

impl From<&ReadTrack> for Track {
    fn from(read: &ReadTrack) -> Self {
        let place = |(received_at, report): &(ReceivedAt, TrackReport)| {
            report.fix.as_ref().map(|fix| TrackPlace::new(fix, *received_at))
        };
        Self {
            carrier: read.carrier.as_uuid(),
            side: read.side.into(),
            points: read.reports.iter().filter_map(place).collect(),
            battery_pct: read.reports.iter().rev().find_map(|(_, report)| report.battery).map(|b| b.get()),
            more: read.more,
            damaged: read.damaged,
        }
    }
}

/// Since when the positions of an incident are asked.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct TrackSince {
    /// Only what was fixed after it; absent: the last 30 minutes.
    pub since: Option<Time>,
}

/// Look at what was.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PastTracks {
    /// Of whom.
    #[schema(min_items = 1, max_items = 8)]
    pub carriers: Vec<Uuid>,
    /// From when.
    pub from: Time,
    /// Until when; at most 31 days later.
    pub until: Time,
    /// For what.
    #[schema(min_length = 1, max_length = 2000)]
    pub why: String,
}

impl PastTracks {
    /// What the engine is asked.
    #[must_use]
    pub fn query(self, how: hoeder_engine::tracking::TrackUse) -> hoeder_engine::tracking::TrackingQuery {
        hoeder_engine::tracking::TrackingQuery::TrackPast {
            how,
            carriers: self.carriers.into_iter().map(CarrierId::from_uuid).collect(),
            from: self.from.0,
            until: self.until.0,
            why: Sensitive::new(self.why),
        }
    }
}

/// In which form tracks leave the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportLayout {
    /// A table.
    #[default]
    Csv,
    /// GeoJSON, RFC 7946: one point for each position.
    Geojson,
}

/// How tracks are written.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ExportForm {
    /// In which form; a table when absent.
    #[serde(default)]
    #[param(inline)]
    pub layout: ExportLayout,
    /// A table begins with a byte-order mark, by which Excel knows that it is UTF-8.
    #[serde(default)]
    pub bom: bool,
    /// What stands between the cells of a table; a comma when absent.
    #[serde(default)]
    #[param(inline)]
    pub separator: Separator,
}

impl ExportForm {
    /// How the table is written.
    #[must_use]
    pub const fn table(self) -> Form {
        Form { bom: self.bom, separator: self.separator }
    }
}

/// Reckon what a distance gives, on recorded tracks (FL-33).
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskWhatIf {
    /// For what.
    #[schema(min_length = 1, max_length = 2000)]
    pub why: String,
}

/// How far two were apart at a moment: no place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Apart {
    /// Milliseconds since the first of these.
    pub ms: i64,
    /// Metres between the two.
    pub metres: f64,
}

/// The distances between the two of each pair of a mandate in the last days.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RecordedDistances {
    /// Of which pair.
    pub pair: Uuid,
    /// In order.
    pub steps: Vec<Apart>,
}
