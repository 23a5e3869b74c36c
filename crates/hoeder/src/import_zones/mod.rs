//! Zones from a GeoJSON file: guesses which property is what, checks every border, and refuses with the place of a fault.
//!
//! All zones or none. Never here: writing them (the engine does), the file system.

mod borders;

use crate::exit::{Code, Failure, Outcome};
use borders::shape_of;
use geojson::{Feature, FeatureCollection, GeoJson, JsonObject};
use hoeder_engine::roster::Zone;
use hoeder_vocab::{UtcMillis, ZoneId};
use jiff::civil::Date;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Largest file.
pub(crate) const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// Names of the property with a zone's name, the first that fits.
const NAMES: [&str; 8] = ["zone", "name", "naam", "nom", "NAME", "Name", "zone_name", "label"];
/// Names of the property with a zone's official code.
const CODES: [&str; 8] = ["code", "zone_code", "CODE", "nr", "number", "nummer", "numero", "id"];
/// Where zones are civil: their days begin at midnight here.
const CIVIL: &str = "Europe/Brussels";
/// Under this the ids of zones are made, so that the same zone has the same id everywhere.
const NAMESPACE: Uuid = Uuid::from_u128(0x686f_6564_6572_5a0e_8000_0000_0000_0005);

/// What the person said about the file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading {
    /// Property with the name.
    pub(crate) name_property: Option<String>,
    /// Property with the code.
    pub(crate) code_property: Option<String>,
    /// First day of validity.
    pub(crate) valid_from: Option<String>,
    /// Last day of validity.
    pub(crate) valid_until: Option<String>,
}

/// What the file holds.
#[derive(Debug)]
pub(crate) struct Found {
    /// The zones, in the order of the file.
    pub(crate) zones: Vec<Zone>,
    /// The property that the names came from.
    pub(crate) name_property: String,
    /// The property that the codes came from.
    pub(crate) code_property: Option<String>,
}

impl Found {
    /// How many corners all borders have.
    pub(crate) fn points(&self) -> usize {
        self.zones.iter().flat_map(|zone| &zone.shape).flatten().map(Vec::len).sum()
    }
    /// How many zones have no code.
    pub(crate) fn without_code(&self) -> usize {
        self.zones.iter().filter(|zone| zone.code.is_empty()).count()
    }
}

/// Reads a whole file.
///
/// # Errors
/// The first things that are wrong, at most ten, each with the zone and the place.
pub(crate) fn read(text: &str, reading: &Reading) -> Outcome<Found> {
    let features = features(text)?;
    let name_property = property(&features, reading.name_property.as_deref(), &NAMES, "name")?
        .ok_or_else(|| no_name(&features))?;
    let code_property = property(&features, reading.code_property.as_deref(), &CODES, "code")?;
    let valid_from = reading.valid_from.as_deref().map(day).transpose()?.map(midnight).transpose()?;
    let valid_until = match &reading.valid_until {
        Some(text) => Some(midnight(next(day(text)?)?)?),
        None => None,
    };
    if valid_from.zip(valid_until).is_some_and(|(from, until)| from >= until) {
        return Err(Failure::usage("--valid-until lies before --valid-from"));
    }
    let mut zones = Vec::with_capacity(features.len());
    let mut faults = Vec::new();
    let mut seen: BTreeMap<ZoneId, usize> = BTreeMap::new();
    for (number, feature) in features.iter().enumerate() {
        let named = |property: &str| feature.properties.as_ref().and_then(|all| word(all, property));
        let name = named(&name_property).unwrap_or_default();
        let code = code_property.as_deref().and_then(named).unwrap_or_default();
        let who =
            if name.is_empty() { format!("feature {number}") } else { format!("{name} (feature {number})") };
        if name.is_empty() {
            faults.push(format!("{who}: property `{name_property}` is missing or empty"));
            continue;
        }
        let id = zone_id(&code, &name);
        if let Some(first) = seen.insert(id, number) {
            faults.push(format!(
                "{who}: the same code or name as feature {first}; join them into one MultiPolygon"
            ));
        }
        match shape_of(feature) {
            Ok(shape) => zones.push(Zone {
                id,
                code,
                name,
                valid_from,
                valid_until,
                shape,
                office: None,
                in_force_since: None,
            }),
            Err(fault) => faults.push(format!("{who}: {fault}")),
        }
    }
    if faults.is_empty() { Ok(Found { zones, name_property, code_property }) } else { Err(refused(&faults)) }
}

fn refused(faults: &[String]) -> Failure {
    const SHOWN: usize = 10;
    let mut what = format!("{} of the zones cannot be taken, so none is:", faults.len());
    for fault in faults.iter().take(SHOWN) {
        what.push_str(&format!("\n  {fault}"));
    }
    if faults.len() > SHOWN {
        what.push_str(&format!("\n  and {} more", faults.len() - SHOWN));
    }
    Failure::new(Code::Refused, what).hint("repair the file and import it again; nothing was changed")
}

fn features(text: &str) -> Outcome<Vec<Feature>> {
    let parsed: GeoJson = text
        .parse()
        .map_err(|e: geojson::Error| Failure::failed("the file is not GeoJSON as in RFC 7946", e))?;
    let collection = match parsed {
        GeoJson::FeatureCollection(collection) => collection,
        GeoJson::Feature(feature) => {
            FeatureCollection { bbox: None, features: vec![feature], foreign_members: None }
        }
        GeoJson::Geometry(_) => {
            return Err(Failure::failed(
                "the file holds a bare geometry",
                "a FeatureCollection was expected",
            ));
        }
    };
    if let Some(crs) = collection.foreign_members.as_ref().and_then(|members| members.get("crs")) {
        let text = crs.to_string();
        if !text.contains("CRS84") && !text.contains("4326") {
            return Err(Failure::new(Code::Refused, "the file is not in longitude and latitude (WGS 84)")
                .hint("convert it first, such as with ogr2ogr -t_srs EPSG:4326 (RFC 7946, 4)"));
        }
    }
    if collection.features.is_empty() {
        return Err(Failure::new(Code::NotFound, "the file holds no features"));
    }
    Ok(collection.features)
}

/// The property that was named, or the first usual one that the first feature has.
fn property(
    features: &[Feature],
    named: Option<&str>,
    usual: &[&str],
    what: &str,
) -> Outcome<Option<String>> {
    let has = |name: &str| {
        features.iter().any(|f| f.properties.as_ref().is_some_and(|properties| properties.contains_key(name)))
    };
    match named {
        Some(name) if has(name) => Ok(Some(name.to_owned())),
        Some(name) => Err(Failure::usage(format!("no feature has the property `{name}`"))
            .hint(format!("--{what}-property takes one of: {}", listed(features)))),
        None => Ok(usual.iter().find(|name| has(name)).map(|name| (*name).to_owned())),
    }
}

fn no_name(features: &[Feature]) -> Failure {
    Failure::usage("no property looks like a name")
        .hint(format!("name it with --name-property; there are: {}", listed(features)))
}

fn listed(features: &[Feature]) -> String {
    let first = features.iter().find_map(|feature| feature.properties.as_ref());
    let names: Vec<&str> =
        first.into_iter().flat_map(|all| all.keys().map(String::as_str)).take(20).collect();
    names.join(", ")
}

/// A text or a whole number, trimmed.
fn word(properties: &JsonObject, name: &str) -> Option<String> {
    let value = properties.get(name)?;
    let text = value
        .as_str()
        .map(|text| text.trim().to_owned())
        .or_else(|| value.as_i64().map(|n| n.to_string()))?;
    if text.is_empty() { None } else { Some(text) }
}

/// The id of a zone: from its official code, which stays when the name changes; from the name where there is no code.
pub(crate) fn zone_id(code: &str, name: &str) -> ZoneId {
    let text = if code.is_empty() { format!("name:{name}") } else { format!("code:{code}") };
    ZoneId::from_uuid(Uuid::new_v5(&NAMESPACE, text.as_bytes()))
}

fn day(text: &str) -> Outcome<Date> {
    text.parse().map_err(|e| {
        Failure::usage(format!("{text} is no date")).because(e).hint("a date is written as 2026-01-01")
    })
}

fn next(date: Date) -> Outcome<Date> {
    date.tomorrow().map_err(|e| Failure::usage("the date is too late").because(e))
}

/// The first moment of a civil day.
fn midnight(date: Date) -> Outcome<UtcMillis> {
    date.in_tz(CIVIL)
        .map(|zoned| UtcMillis::from_unix_ms(zoned.timestamp().as_millisecond()))
        .map_err(|e| Failure::usage("the date has no midnight").because(e))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(name: &str, code: &str) -> String {
        format!(
            r#"{{"type":"Feature","properties":{{"naam":"{name}","nr":"{code}"}},"geometry":{{"type":"Polygon",
            "coordinates":[[[4.0,51.0],[4.1,51.0],[4.1,51.1],[4.0,51.1],[4.0,51.0]]]}}}}"#
        )
    }
    fn file(features: &[String]) -> String {
        format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
    }

    #[test]
    fn properties_are_guessed_and_days_are_civil_days_in_belgium() {
        let reading = Reading {
            valid_from: Some("2026-01-01".into()),
            valid_until: Some("2026-06-30".into()),
            ..Reading::default()
        };
        let found = read(&file(&[square("Oost", "5415")]), &reading).unwrap();
        assert_eq!((found.name_property.as_str(), found.code_property.as_deref()), ("naam", Some("nr")));
        let zone = found.zones.first().unwrap();
        assert_eq!(zone.valid_from.map(|t| t.to_string()), Some("2025-12-31T23:00:00.000Z".into()));
        assert_eq!(zone.valid_until.map(|t| t.to_string()), Some("2026-06-30T22:00:00.000Z".into()));
    }

    #[test]
    fn a_zone_keeps_its_id_while_its_code_stays() {
        assert_eq!(zone_id("5415", "Gent"), zone_id("5415", "Gent-Merelbeke"));
        assert_ne!(zone_id("", "Gent"), zone_id("", "Brugge"));
    }

    #[test]
    fn two_features_of_one_zone_are_refused() {
        let twice = file(&[square("Oost", "1"), square("West", "1")]);
        let failure = read(&twice, &Reading::default()).unwrap_err();
        assert!(failure.to_string().contains("join them into one MultiPolygon"), "{failure}");
    }

    #[test]
    fn other_coordinates_than_longitude_and_latitude_are_refused() {
        let lambert = format!(
            r#"{{"type":"FeatureCollection","crs":{{"properties":{{"name":"urn:ogc:def:crs:EPSG::31370"}}}},"features":[{}]}}"#,
            square("Oost", "1")
        );
        assert_eq!(read(&lambert, &Reading::default()).unwrap_err().code(), Code::Refused);
    }
}
