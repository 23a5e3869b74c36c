//! Reads the orders of a replay: carriers, pairs, perimeters with GeoJSON shapes. docs/track-replay.md has the format.
//!
//! Names stand for ids: the same name is the same id everywhere. Never here: fixes.

use crate::exit::{Code, Failure, Outcome};
use core::time::Duration;
use geojson::GeometryValue;
use hoeder_geo::{MultiPolygon, Polygon, Ring};
use hoeder_vocab::tracking::Side;
use hoeder_vocab::{CarrierId, CivilDate, Metres, PairId, PerimeterId, Position, UtcMillis};
use hoeder_watch::track::{
    AlcoholLimit, CarrierOrder, Order, PairOrder, PerimeterKind, PerimeterOrder, Shape, Validity, Week,
    Window,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Under this the ids of names are made.
const NAMESPACE: Uuid = Uuid::from_u128(0x686f_6564_6572_5a0e_8000_0000_0000_0009);

/// What is asked, in the order of the file.
pub(super) struct Orders {
    /// With what each is, for a message.
    pub(super) orders: Vec<(Order, String)>,
    pub(super) names: Names,
    /// The earliest begin of an order: when the watch starts if nothing is heard.
    pub(super) start: UtcMillis,
}

/// The names behind ids.
#[derive(Debug, Default)]
pub(super) struct Names {
    carriers: BTreeMap<CarrierId, String>,
    pairs: BTreeMap<PairId, String>,
    perimeters: BTreeMap<PerimeterId, String>,
}

impl Names {
    pub(super) fn carrier(&self, id: CarrierId) -> String {
        self.carriers.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }
    pub(super) fn pair(&self, id: PairId) -> String {
        self.pairs.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }
    pub(super) fn perimeter(&self, id: PerimeterId) -> String {
        self.perimeters.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }
    /// The carrier of that name, if there is one.
    pub(super) fn carrier_named(&self, name: &str) -> Option<CarrierId> {
        let id = carrier_id(name);
        self.carriers.contains_key(&id).then_some(id)
    }
    /// The names of all carriers.
    pub(super) fn carriers(&self) -> impl Iterator<Item = &str> {
        self.carriers.values().map(String::as_str)
    }
}

fn id(kind: &str, name: &str) -> Uuid {
    Uuid::try_parse(name).unwrap_or_else(|_| Uuid::new_v5(&NAMESPACE, format!("{kind}:{name}").as_bytes()))
}

fn carrier_id(name: &str) -> CarrierId {
    CarrierId::from_uuid(id("carrier", name))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    carriers: Vec<Carrier>,
    #[serde(default)]
    pairs: Vec<Pair>,
    #[serde(default)]
    perimeters: Vec<Perimeter>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Carrier {
    carrier: String,
    side: SideName,
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    until: Option<String>,
    #[serde(default = "half_a_minute")]
    interval_s: u32,
    #[serde(default = "ten_minutes")]
    silent_after_s: u32,
    #[serde(default = "ten_minutes")]
    lost_after_s: u32,
    #[serde(default = "car")]
    fastest_mps: f64,
    #[serde(default)]
    alcohol: Option<Alcohol>,
}

const fn half_a_minute() -> u32 {
    30
}
const fn ten_minutes() -> u32 {
    600
}
const fn car() -> f64 {
    45.0
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum SideName {
    Offender,
    Protected,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Alcohol {
    limit_mg_l: u16,
    #[serde(default = "hour")]
    every_s: u32,
    #[serde(default = "half_an_hour")]
    then_every_s: u32,
}

const fn hour() -> u32 {
    3_600
}
const fn half_an_hour() -> u32 {
    1_800
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    pair: String,
    offender: String,
    protected: String,
    alarm_m: f64,
    #[serde(default)]
    warning_m: Option<f64>,
    #[serde(default = "ten_minutes")]
    police_s: u32,
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    until: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Perimeter {
    perimeter: String,
    carrier: String,
    kind: KindName,
    /// GeoJSON: Polygon, MultiPolygon, Point with `radius_m`, LineString with `half_width_m`.
    area: geojson::Geometry,
    #[serde(default)]
    radius_m: Option<f64>,
    #[serde(default)]
    half_width_m: Option<f64>,
    #[serde(default)]
    week: Vec<Stretch>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    until: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum KindName {
    Exclusion,
    Inclusion,
    Buffer,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stretch {
    day: String,
    from: String,
    to: String,
}

/// Reads the whole file.
///
/// # Errors
/// What is wrong, and where.
pub(super) fn read(text: &str, file: &str) -> Outcome<Orders> {
    let parsed: File = serde_json::from_str(text).map_err(|e| {
        Failure::new(Code::Refused, format!("{file}, line {}: {e}", e.line()))
            .hint("docs/track-replay.md has the format")
    })?;
    let refused = |what: &str, fault: String| Failure::new(Code::Refused, format!("{file}, {what}: {fault}"));
    let mut orders = Orders { orders: Vec::new(), names: Names::default(), start: UtcMillis::default() };
    for carrier in parsed.carriers {
        let what = format!("carrier `{}`", carrier.carrier);
        let order = carrier_order(&carrier).map_err(|fault| refused(&what, fault))?;
        orders.names.carriers.insert(order.carrier, carrier.carrier);
        orders.orders.push((Order::Carrier(order), what));
    }
    for pair in parsed.pairs {
        let what = format!("pair `{}`", pair.pair);
        let order = pair_order(&pair).map_err(|fault| refused(&what, fault))?;
        orders.names.pairs.insert(order.pair, pair.pair);
        orders.orders.push((Order::Pair(order), what));
    }
    for perimeter in parsed.perimeters {
        let what = format!("perimeter `{}`", perimeter.perimeter);
        let order = perimeter_order(&perimeter).map_err(|fault| refused(&what, fault))?;
        orders.names.perimeters.insert(order.perimeter, perimeter.perimeter);
        orders.orders.push((Order::Perimeter(Box::new(order)), what));
    }
    Ok(orders)
}

fn seconds(seconds: u32) -> Duration {
    Duration::from_secs(seconds.into())
}

fn moment(text: &str) -> Result<UtcMillis, String> {
    UtcMillis::parse_rfc3339(text).map_err(|e| format!("`{text}` is {e}"))
}

fn validity(from: Option<&str>, until: Option<&str>) -> Result<Validity, String> {
    let from = from.map_or(Ok(UtcMillis::from_unix_ms(i64::MIN)), moment)?;
    Ok(Validity { from, until: until.map(moment).transpose()? })
}

fn carrier_order(carrier: &Carrier) -> Result<CarrierOrder, String> {
    Ok(CarrierOrder {
        carrier: carrier_id(&carrier.carrier),
        side: match carrier.side {
            SideName::Offender => Side::Offender,
            SideName::Protected => Side::Protected,
        },
        valid: validity(carrier.from.as_deref(), carrier.until.as_deref())?,
        interval: seconds(carrier.interval_s),
        silent_after: seconds(carrier.silent_after_s),
        lost_after: seconds(carrier.lost_after_s),
        fastest_mps: carrier.fastest_mps,
        alcohol: carrier.alcohol.as_ref().map(|alcohol| AlcoholLimit {
            milligrams_per_litre: alcohol.limit_mg_l,
            every: seconds(alcohol.every_s),
            then_every: seconds(alcohol.then_every_s),
        }),
    })
}

fn pair_order(pair: &Pair) -> Result<PairOrder, String> {
    Ok(PairOrder {
        pair: PairId::from_uuid(id("pair", &pair.pair)),
        offender: carrier_id(&pair.offender),
        protected: carrier_id(&pair.protected),
        valid: validity(pair.from.as_deref(), pair.until.as_deref())?,
        alarm: Metres(pair.alarm_m),
        warning: Metres(pair.warning_m.unwrap_or(pair.alarm_m)),
        police: seconds(pair.police_s),
    })
}

fn perimeter_order(perimeter: &Perimeter) -> Result<PerimeterOrder, String> {
    let except = perimeter
        .except
        .iter()
        .map(|day| CivilDate::parse(day).map_err(|e| format!("`{day}` is {e}")))
        .collect::<Result<_, _>>()?;
    Ok(PerimeterOrder {
        perimeter: PerimeterId::from_uuid(id("perimeter", &perimeter.perimeter)),
        carrier: carrier_id(&perimeter.carrier),
        kind: match perimeter.kind {
            KindName::Exclusion => PerimeterKind::Exclusion,
            KindName::Inclusion => PerimeterKind::Inclusion,
            KindName::Buffer => PerimeterKind::Buffer,
        },
        shape: shape(perimeter)?,
        week: Week { windows: perimeter.week.iter().map(window).collect::<Result<_, _>>()?, except },
        valid: validity(perimeter.from.as_deref(), perimeter.until.as_deref())?,
    })
}

fn shape(perimeter: &Perimeter) -> Result<Shape, String> {
    match &perimeter.area.value {
        GeometryValue::Polygon { coordinates } => area(core::slice::from_ref(coordinates)),
        GeometryValue::MultiPolygon { coordinates } => area(coordinates),
        GeometryValue::Point { coordinates } => Ok(Shape::Circle {
            centre: place(coordinates)?,
            radius: Metres(perimeter.radius_m.ok_or("a Point needs `radius_m`")?),
        }),
        GeometryValue::LineString { coordinates } => Ok(Shape::Corridor {
            line: coordinates.iter().map(place).collect::<Result<_, _>>()?,
            half_width: Metres(perimeter.half_width_m.ok_or("a LineString needs `half_width_m`")?),
        }),
        GeometryValue::MultiPoint { .. }
        | GeometryValue::MultiLineString { .. }
        | GeometryValue::GeometryCollection { .. } => {
            Err("`area` is a Polygon, MultiPolygon, Point or LineString".to_owned())
        }
    }
}

fn area(polygons: &[Vec<Vec<geojson::Position>>]) -> Result<Shape, String> {
    let mut sound = Vec::new();
    for polygon in polygons {
        let mut rings = Vec::new();
        for (number, ring) in polygon.iter().enumerate() {
            let points = ring.iter().map(place).collect::<Result<_, _>>()?;
            rings.push(Ring::new(points).map_err(|fault| format!("ring {number}: {fault}"))?);
        }
        let mut rings = rings.into_iter();
        let outer = rings.next().ok_or("a polygon needs a ring")?;
        sound.push(Polygon::new(outer, rings.collect()).map_err(|fault| fault.to_string())?);
    }
    MultiPolygon::new(sound).map(Shape::Area).map_err(|fault| fault.to_string())
}

fn place(point: &geojson::Position) -> Result<Position, String> {
    let [lon, lat, ..] = point.as_slice() else {
        return Err("a point needs a longitude and a latitude".to_owned());
    };
    Position::from_degrees(*lat, *lon)
        .map_err(|e| format!("({lon}, {lat}): {e}; RFC 7946 puts longitude first"))
}

fn window(stretch: &Stretch) -> Result<Window, String> {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let weekday = DAYS
        .iter()
        .position(|day| *day == stretch.day)
        .and_then(|day| u8::try_from(day).ok())
        .ok_or_else(|| format!("`{}` is no day: one of {}", stretch.day, DAYS.join(", ")))?;
    Ok(Window { weekday, from_minute: minute(&stretch.from)?, to_minute: minute(&stretch.to)? })
}

fn minute(text: &str) -> Result<u16, String> {
    let parts = text.split_once(':').and_then(|(hours, minutes)| {
        let (hours, minutes) = (hours.parse::<u16>().ok()?, minutes.parse::<u16>().ok()?);
        (minutes < 60 && hours * 60 + minutes <= 1_440).then_some(hours * 60 + minutes)
    });
    parts.ok_or_else(|| format!("`{text}` is no time of day such as 22:00"))
}
