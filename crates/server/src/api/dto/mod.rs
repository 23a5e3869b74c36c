//! The shapes of the HTTP API: what the console reads and sends, as the OpenAPI document describes them.
//!
//! Here personal data leaves its wrapper, for a person whom `engine::access` allowed to see it.
//! Never here: rules, or a decision on who may see what.

pub mod admin;
pub mod alarm;
pub mod alarm_orders;
pub mod case;
pub mod day;
pub mod desk;
pub mod document;
pub mod hotspot;
pub mod kinds;
pub mod log;
pub mod map;
pub mod measure;
pub mod near;
pub mod protocol;
pub mod recording;
pub mod report;
pub mod session;
pub mod task;
pub mod tracking;
pub mod voice;
pub mod wall;

use core::fmt;
use hoeder_vocab::{Position, UtcMillis};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{KnownFormat, RefOr, SchemaFormat};
use utoipa::{PartialSchema, ToSchema};

/// A moment: RFC 3339 in UTC with milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(pub UtcMillis);

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        UtcMillis::parse_rfc3339(&text).map(Self).map_err(D::Error::custom)
    }
}

impl PartialSchema for Time {
    fn schema() -> RefOr<Schema> {
        RefOr::T(Schema::Object(
            ObjectBuilder::new()
                .schema_type(Type::String)
                .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
                .description(Some("RFC 3339 in UTC with milliseconds, such as 2026-11-22T14:05:09.123Z"))
                .build(),
        ))
    }
}

impl ToSchema for Time {}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl From<UtcMillis> for Time {
    fn from(at: UtcMillis) -> Self {
        Self(at)
    }
}

/// A place on earth, WGS 84 degrees.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LatLon {
    /// Degrees, north positive.
    #[schema(minimum = -90, maximum = 90)]
    pub lat: f64,
    /// Degrees, east positive.
    #[schema(minimum = -180, maximum = 180)]
    pub lon: f64,
}

impl fmt::Debug for LatLon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LatLon[sensitive]")
    }
}

impl From<Position> for LatLon {
    fn from(position: Position) -> Self {
        Self { lat: position.lat(), lon: position.lon() }
    }
}
