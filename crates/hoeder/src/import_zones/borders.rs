//! The border of one feature, checked ring by ring, so that a fault is named with its polygon, ring, segment and place.
//!
//! Never here: which zone it is.

use geojson::{Feature, GeometryValue};
use hoeder_geo::{MultiPolygon, Polygon, Ring, ShapeFault};
use hoeder_vocab::Position;

type Rings = Vec<Vec<Position>>;

/// Polygons, each a list of rings, each a list of positions.
///
/// # Errors
/// In words, with the place.
pub(super) fn shape_of(feature: &Feature) -> Result<Vec<Rings>, String> {
    let geometry = feature.geometry.as_ref().ok_or("it has no geometry")?;
    let polygons = match &geometry.value {
        GeometryValue::Polygon { coordinates } => vec![coordinates.as_slice()],
        GeometryValue::MultiPolygon { coordinates } => coordinates.iter().map(Vec::as_slice).collect(),
        GeometryValue::Point { .. }
        | GeometryValue::MultiPoint { .. }
        | GeometryValue::LineString { .. }
        | GeometryValue::MultiLineString { .. }
        | GeometryValue::GeometryCollection { .. } => {
            return Err(String::from("a zone is a Polygon or a MultiPolygon"));
        }
    };
    let many = polygons.len() > 1;
    let mut shape = Vec::with_capacity(polygons.len());
    let mut sound = Vec::with_capacity(polygons.len());
    for (number, polygon) in polygons.into_iter().enumerate() {
        let place = if many { format!("polygon {number}, ") } else { String::new() };
        let rings = polygon
            .iter()
            .enumerate()
            .map(|(ring, points)| positions(points).map_err(|fault| format!("{place}ring {ring}: {fault}")))
            .collect::<Result<Rings, String>>()?;
        sound.push(checked(&rings).map_err(|(ring, fault)| match ring {
            Some(ring) => format!("{place}ring {ring}: {fault}"),
            None => format!("{place}{fault}"),
        })?);
        shape.push(rings);
    }
    MultiPolygon::new(sound).map_err(|fault| fault.to_string())?;
    Ok(shape)
}

fn positions(points: &[geojson::Position]) -> Result<Vec<Position>, String> {
    let mut positions = Vec::with_capacity(points.len());
    for (number, point) in points.iter().enumerate() {
        let [lon, lat, ..] = point.as_slice() else {
            return Err(format!("point {number} has no longitude and latitude"));
        };
        let position = Position::from_degrees(*lat, *lon).map_err(|error| {
            format!("point {number} ({lon}, {lat}): {error}; RFC 7946 puts longitude first")
        })?;
        positions.push(position);
    }
    match (positions.first(), positions.last()) {
        (Some(first), Some(last)) if positions.len() >= 4 && first == last => Ok(positions),
        (Some(_), Some(_)) | (Some(_), None) | (None, Some(_)) | (None, None) => {
            Err(String::from("a ring has four or more points and ends where it begins (RFC 7946, 3.1.6)"))
        }
    }
}

/// The polygon, or the fault with its ring.
fn checked(rings: &Rings) -> Result<Polygon, (Option<usize>, ShapeFault)> {
    let mut sound = Vec::with_capacity(rings.len());
    for (number, points) in rings.iter().enumerate() {
        sound.push(Ring::new(points.clone()).map_err(|fault| (Some(number), fault))?);
    }
    let mut sound = sound.into_iter();
    let outer = sound.next().ok_or((None, ShapeFault::NoPolygon))?;
    Polygon::new(outer, sound.collect()).map_err(|fault| (None, fault))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feature(geometry: &str) -> Feature {
        format!(r#"{{"type":"Feature","properties":{{}},"geometry":{geometry}}}"#).parse().unwrap()
    }

    #[test]
    fn a_ring_that_crosses_itself_is_refused_with_its_segments_and_the_place() {
        let bow_tie =
            r#"{"type":"Polygon","coordinates":[[[4.0,51.0],[4.2,51.2],[4.2,51.0],[4.0,51.2],[4.0,51.0]]]}"#;
        let fault = shape_of(&feature(bow_tie)).unwrap_err();
        assert_eq!(
            fault,
            "ring 0: the ring meets itself: segments 0 and 2 cross or touch at latitude 51.1000000, longitude 4.1000000"
        );
    }

    #[test]
    fn swapped_coordinates_and_open_rings_are_refused() {
        let swapped =
            r#"{"type":"Polygon","coordinates":[[[51.0,95.0],[51.2,95.2],[51.2,95.0],[51.0,95.0]]]}"#;
        assert!(shape_of(&feature(swapped)).unwrap_err().contains("longitude first"));
        let open = r#"{"type":"Polygon","coordinates":[[[4.0,51.0],[4.2,51.2],[4.2,51.0]]]}"#;
        assert!(shape_of(&feature(open)).unwrap_err().contains("ends where it begins"));
        assert!(shape_of(&feature(r#"{"type":"Point","coordinates":[4.0,51.0]}"#)).is_err());
    }

    #[test]
    fn the_polygon_of_a_multipolygon_is_named() {
        let second = r#"{"type":"MultiPolygon","coordinates":[
            [[[4.0,51.0],[4.1,51.0],[4.1,51.1],[4.0,51.0]]],
            [[[5.0,51.0],[5.2,51.2],[5.2,51.0],[5.0,51.2],[5.0,51.0]]]]}"#;
        assert!(shape_of(&feature(second)).unwrap_err().starts_with("polygon 1, ring 0: "));
    }
}
