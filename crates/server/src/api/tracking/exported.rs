//! Tracks that leave the system, as a table or as GeoJSON: each position with its source, accuracy and both times.
//!
//! Never here: whether they may leave (`engine::access`), and the line in the log that says so.

use crate::api::dto::tracking::alert::TrackPlace;
use crate::api::dto::tracking::kinds::Side;
use crate::api::dto::tracking::track::Tracks;
use crate::api::table::{self, Form, Table};
use crate::problem::Problem;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use uuid::Uuid;

/// Text of a value that is written as a word.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

pub(super) fn csv(tracks: &Tracks, form: Form) -> Result<Response, Problem> {
    let head = ["carrier", "side", "fixed_at", "received_at", "lat", "lon", "accuracy_m", "source"];
    let rows = tracks.tracks.iter().flat_map(|track| {
        track.points.iter().map(|point| {
            vec![
                track.carrier.to_string(),
                word(&track.side),
                point.fixed_at.to_string(),
                point.received_at.to_string(),
                format!("{:.7}", point.lat),
                format!("{:.7}", point.lon),
                point.accuracy_m.map(|metres| format!("{metres:.1}")).unwrap_or_default(),
                word(&point.source),
            ]
        })
    });
    let table = Table { name: "tracks", head: head.map(str::to_owned).to_vec(), rows: rows.collect() };
    table::respond(&[table], "tracks", form)
}

/// RFC 7946, with what it was taken out for beside the features (a foreign member, section 6.1).
#[derive(Serialize)]
struct Collection<'a> {
    r#type: &'static str,
    why: &'a str,
    from: String,
    until: String,
    features: Vec<Feature<'a>>,
}

#[derive(Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    geometry: Point,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Point {
    r#type: &'static str,
    /// Longitude first.
    coordinates: [f64; 2],
}

#[derive(Serialize)]
struct Properties<'a> {
    carrier: Uuid,
    side: Side,
    #[serde(flatten)]
    place: &'a TrackPlace,
}

pub(super) fn geojson(tracks: &Tracks, why: &str) -> Result<Response, Problem> {
    let features = tracks.tracks.iter().flat_map(|track| {
        track.points.iter().map(|place| Feature {
            r#type: "Feature",
            geometry: Point { r#type: "Point", coordinates: [place.lon, place.lat] },
            properties: Properties { carrier: track.carrier, side: track.side, place },
        })
    });
    let collection = Collection {
        r#type: "FeatureCollection",
        why,
        from: tracks.from.to_string(),
        until: tracks.until.to_string(),
        features: features.collect(),
    };
    let text = serde_json::to_vec(&collection).map_err(|_| Problem::internal())?;
    let kind = HeaderValue::from_static("application/geo+json");
    let name = HeaderValue::from_static("attachment; filename=\"tracks.geojson\"");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], text).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::dto::Time;
    use crate::api::dto::kinds::FixSource;
    use crate::api::dto::tracking::track::Track;
    use hoeder_vocab::UtcMillis;

    fn tracks() -> Tracks {
        let at = Time(UtcMillis::from_unix_ms(1_795_000_000_000));
        let place = TrackPlace {
            lat: 51.05,
            lon: 3.68,
            accuracy_m: Some(12.25),
            fixed_at: at,
            received_at: at,
            source: FixSource::Gnss,
        };
        let track = Track {
            carrier: Uuid::from_u128(7),
            side: Side::Offender,
            points: vec![place],
            battery_pct: None,
            more: false,
            damaged: 0,
        };
        Tracks { from: at, until: at, tracks: vec![track], alcohol: Vec::new(), signs: Vec::new() }
    }

    async fn text(answer: Response) -> String {
        let bytes = axum::body::to_bytes(answer.into_body(), 1 << 16).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    /// Proves T-NIJ-10: a position leaves with whose it is, both times, its accuracy and how it was made, longitude first on a map.
    #[tokio::test]
    async fn a_position_leaves_with_all_that_it_rests_on() {
        let at = tracks().from.to_string();
        let table = text(csv(&tracks(), Form::default()).unwrap()).await;
        let line = format!("{},offender,{at},{at},51.0500000,3.6800000,12.2,gnss\r\n", Uuid::from_u128(7));
        assert!(table.ends_with(&line), "{table}");
        let map = text(geojson(&tracks(), "asked by the court").unwrap()).await;
        let map: serde_json::Value = serde_json::from_str(&map).unwrap();
        assert_eq!(map["features"][0]["geometry"]["coordinates"], serde_json::json!([3.68, 51.05]));
        let properties = &map["features"][0]["properties"];
        assert_eq!((&properties["side"], &properties["accuracy_m"]), (&"offender".into(), &12.25.into()));
        assert_eq!(
            (&map["why"], properties["source"].as_str()),
            (&"asked by the court".into(), Some("gnss"))
        );
    }
}
