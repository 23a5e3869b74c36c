//! The map: where its picture comes from, and outlines as GeoJSON (RFC 7946).

use super::alarm::ZoneName;
use hoeder_engine::view::ZoneShapeView;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where the picture under the alarms comes from. Nothing is asked from outside unless configured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum MapBase {
    /// The built-in outline, the zones and the layers.
    Outline,
    /// A PMTiles file that this server hands out.
    Pmtiles {
        /// Its path on this server.
        url: String,
    },
    /// A MapLibre style of the organisation.
    Style {
        /// Its address.
        url: String,
    },
    /// A WMTS or XYZ raster service of the organisation, with `{z}`, `{x}` and `{y}`.
    Raster {
        /// The template.
        url: String,
        /// The credit to show.
        attribution: String,
    },
}

/// The map's configuration.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MapConfig {
    /// Where the picture comes from.
    pub base: MapBase,
    /// GeoJSON layers of this server, to be fetched from `/api/v1/map/layers/{layer}`.
    pub layers: Vec<String>,
    /// First view: west, south, east, north in degrees.
    pub bounds: [f64; 4],
}

/// A zone as a GeoJSON feature collection.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ZoneShapes {
    /// Always `FeatureCollection`.
    #[serde(rename = "type")]
    pub kind: FeatureCollectionType,
    /// The zones.
    pub features: Vec<ZoneFeature>,
}

/// The one type of a collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum FeatureCollectionType {
    /// As RFC 7946 says.
    FeatureCollection,
}

/// The one type of a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum FeatureType {
    /// As RFC 7946 says.
    Feature,
}

/// The one type of a shape here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum MultiPolygonType {
    /// As RFC 7946 says.
    MultiPolygon,
}

/// One zone.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ZoneFeature {
    /// Always `Feature`.
    #[serde(rename = "type")]
    pub kind: FeatureType,
    /// Which zone.
    pub properties: ZoneName,
    /// Its outline.
    pub geometry: MultiPolygon,
}

/// Polygons of rings of `[lon, lat]`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MultiPolygon {
    /// Always `MultiPolygon`.
    #[serde(rename = "type")]
    pub kind: MultiPolygonType,
    /// Polygons, each a list of closed rings, the first the outer one.
    pub coordinates: Vec<Vec<Vec<[f64; 2]>>>,
}

impl From<&[ZoneShapeView]> for ZoneShapes {
    fn from(zones: &[ZoneShapeView]) -> Self {
        Self {
            kind: FeatureCollectionType::FeatureCollection,
            features: zones.iter().map(ZoneFeature::from).collect(),
        }
    }
}

impl From<&ZoneShapeView> for ZoneFeature {
    fn from(zone: &ZoneShapeView) -> Self {
        let coordinates =
            zone.shape.iter().map(|polygon| polygon.iter().map(|ring| closed(ring)).collect()).collect();
        Self {
            kind: FeatureType::Feature,
            properties: ZoneName::from(&zone.zone),
            geometry: MultiPolygon { kind: MultiPolygonType::MultiPolygon, coordinates },
        }
    }
}

fn closed(ring: &[hoeder_vocab::Position]) -> Vec<[f64; 2]> {
    let mut points: Vec<[f64; 2]> = ring.iter().map(|p| [p.lon(), p.lat()]).collect();
    if let (Some(first), Some(last)) = (ring.first(), ring.last())
        && first != last
    {
        points.push([first.lon(), first.lat()]);
    }
    points
}
