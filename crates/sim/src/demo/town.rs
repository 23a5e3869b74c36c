//! The invented town of Hoedergem: streets, squares, parks and three police zones, drawn by the project itself.
//!
//! Metres east and north of the market square are turned into degrees; the place is plausible, nothing of it is real.
//! Never here: people (`roster`), how they walk (`walk`).

use super::offices::{in_force_since, office_of};
use hoeder_engine::roster::Zone;
use hoeder_vocab::{Position, ZoneId};
use std::fmt::Write as _;

/// Latitude of the market square, degrees.
const CENTRE_LAT: f64 = 50.742;
/// Longitude of the market square, degrees.
const CENTRE_LON: f64 = 3.992;
/// Metres in a degree of latitude, on the mean earth radius.
const METRES_PER_DEGREE: f64 = 111_195.08;
/// Cosine of the latitude of the market square.
const COS_LAT: f64 = 0.632_84;

/// A place in the town: metres east and north of the market square.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// East, metres.
    pub east_m: f64,
    /// North, metres.
    pub north_m: f64,
}

impl Spot {
    /// From metres east and north.
    #[must_use]
    pub const fn new(east_m: f64, north_m: f64) -> Self {
        Self { east_m, north_m }
    }
    /// On the map.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the town and fifty kilometres around it lie on the earth")]
    pub fn position(self) -> Position {
        let within = |metres: f64| metres.clamp(-50_000.0, 50_000.0);
        let lat = CENTRE_LAT + within(self.north_m) / METRES_PER_DEGREE;
        let lon = CENTRE_LON + within(self.east_m) / (METRES_PER_DEGREE * COS_LAT);
        Position::from_degrees(lat, lon).expect("clamped to the surroundings of the town")
    }
    /// Metres between two spots, as the crow flies.
    #[must_use]
    pub fn metres_to(self, other: Self) -> f64 {
        let (east, north) = (self.east_m - other.east_m, self.north_m - other.north_m);
        (east * east + north * north).sqrt()
    }
    /// The spot at that share (0 to 1) of the straight way to another.
    #[must_use]
    pub fn towards(self, other: Self, share: f64) -> Self {
        Self {
            east_m: self.east_m + (other.east_m - self.east_m) * share,
            north_m: self.north_m + (other.north_m - self.north_m) * share,
        }
    }
}

/// Streets from west to east, south first; each crosses all of [`NORTHWARD`].
const EASTWARD: [&str; 6] =
    ["Molenstraat", "Rue du Moulin", "Kerkstraat", "Grote Steenweg", "Rue des Tilleuls", "Wilgendreef"];
/// Streets from south to north, west first.
const NORTHWARD: [&str; 6] =
    ["Denderkaai", "Rue de l'Écluse", "Stationsstraat", "Schoolstraat", "Avenue du Parc", "Galgenveld"];
const EASTS: [f64; 6] = [-1_620.0, -930.0, -340.0, 210.0, 880.0, 1_540.0];
const NORTHS: [f64; 6] = [-1_240.0, -690.0, -180.0, 260.0, 820.0, 1_380.0];
/// Crossings in one row.
const ROW: usize = 6;

/// A crooked town: each crossing lies a little off the grid.
fn crossing(column: usize, row: usize) -> Option<Spot> {
    let (east, north) = (EASTS.get(column)?, NORTHS.get(row)?);
    let off = |a: usize, b: usize| -> f64 {
        let n = (column * a + row * b + column * row * 7) % 91;
        f64::from(u32::try_from(n).unwrap_or(0)) - 45.0
    };
    Some(Spot::new(east + off(37, 61), north + off(53, 29)))
}

/// A street with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Street {
    /// Name.
    pub name: &'static str,
    /// Numbers of its crossings, in order.
    pub crossings: Vec<usize>,
}

/// The town as a network of crossings and streets.
#[derive(Debug, Clone, PartialEq)]
pub struct Town {
    crossings: Vec<Spot>,
    streets: Vec<Street>,
    ways: Vec<Vec<usize>>,
}

impl Default for Town {
    fn default() -> Self {
        Self::new()
    }
}

impl Town {
    /// Hoedergem.
    #[must_use]
    pub fn new() -> Self {
        let crossings: Vec<Spot> = (0..ROW * ROW).filter_map(|n| crossing(n % ROW, n / ROW)).collect();
        let mut streets = Vec::new();
        for (row, name) in EASTWARD.into_iter().enumerate() {
            streets.push(Street { name, crossings: (0..ROW).map(|column| row * ROW + column).collect() });
        }
        for (column, name) in NORTHWARD.into_iter().enumerate() {
            streets.push(Street { name, crossings: (0..ROW).map(|row| row * ROW + column).collect() });
        }
        streets.push(Street { name: "Spoorlaan", crossings: vec![1, 8, 15, 22, 29] });
        streets.push(Street { name: "Chemin du Bois", crossings: vec![24, 19, 14, 9] });
        let mut ways = vec![Vec::new(); crossings.len()];
        for street in &streets {
            for (one, other) in street.crossings.iter().zip(street.crossings.iter().skip(1)) {
                for (from, to) in [(one, other), (other, one)] {
                    if let Some(way) = ways.get_mut(*from) {
                        way.push(*to);
                    }
                }
            }
        }
        Self { crossings, streets, ways }
    }

    /// How many crossings there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.crossings.len()
    }
    /// There are always some.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.crossings.is_empty()
    }
    /// Where a crossing is; the market square when there is none of that number.
    #[must_use]
    pub fn spot(&self, crossing: usize) -> Spot {
        self.crossings.get(crossing).copied().unwrap_or(Spot::new(0.0, 0.0))
    }
    /// The streets.
    #[must_use]
    pub fn streets(&self) -> &[Street] {
        &self.streets
    }

    /// The shortest way along the streets, both ends included (Dijkstra, on three dozen crossings).
    #[must_use]
    pub fn route(&self, from: usize, to: usize) -> Vec<usize> {
        let mut best: Vec<Option<(f64, usize)>> = vec![None; self.len()];
        let mut done = vec![false; self.len()];
        if let Some(start) = best.get_mut(from) {
            *start = Some((0.0, from));
        }
        while let Some((here, length)) = nearest(&best, &done) {
            if here == to {
                break;
            }
            if let Some(done) = done.get_mut(here) {
                *done = true;
            }
            for next in self.ways.get(here).into_iter().flatten() {
                let through = length + self.spot(here).metres_to(self.spot(*next));
                if let Some(known) = best.get_mut(*next)
                    && known.is_none_or(|(metres, _)| through < metres)
                {
                    *known = Some((through, here));
                }
            }
        }
        let mut route = vec![to];
        let mut here = to;
        while here != from {
            let Some(Some((_, before))) = best.get(here) else { return vec![to] };
            here = *before;
            route.push(here);
        }
        route.reverse();
        route
    }
}

fn nearest(best: &[Option<(f64, usize)>], done: &[bool]) -> Option<(usize, f64)> {
    let mut found: Option<(usize, f64)> = None;
    for (n, (known, done)) in best.iter().zip(done).enumerate() {
        if let (Some((metres, _)), false) = (known, done)
            && found.is_none_or(|(_, least)| *metres < least)
        {
            found = Some((n, *metres));
        }
    }
    found
}

/// An id of the demo: of a kind, by number. Made by the project, and the same in every run.
pub(crate) const fn demo_id(kind: u32, number: u32) -> u128 {
    0x0199_0d0e_0000_7000_8000_0000_0000_0000 | ((kind as u128) << 32) | number as u128
}

/// Zone of the town itself, with a hole where the château is.
pub const HOEDERGEM: ZoneId = ZoneId::from_u128(demo_id(2, 1));
/// Zone of the valley in the west; the château is its enclave.
pub const DENDERVALLEI: ZoneId = ZoneId::from_u128(demo_id(2, 2));
/// Zone of the hills in the east.
pub const COLLINES: ZoneId = ZoneId::from_u128(demo_id(2, 3));

const TOWN_RING: [(f64, f64); 8] = [
    (-1_250.0, -1_900.0),
    (1_180.0, -1_780.0),
    (1_260.0, -400.0),
    (1_120.0, 640.0),
    (1_240.0, 1_950.0),
    (-1_180.0, 1_900.0),
    (-1_320.0, 500.0),
    (-1_210.0, -640.0),
];
const CHATEAU_RING: [(f64, f64); 5] =
    [(420.0, 400.0), (700.0, 380.0), (760.0, 600.0), (590.0, 700.0), (400.0, 620.0)];
const VALLEY_RING: [(f64, f64); 8] = [
    (-4_600.0, -2_600.0),
    (-1_250.0, -1_900.0),
    (-1_210.0, -640.0),
    (-1_320.0, 500.0),
    (-1_180.0, 1_900.0),
    (-4_200.0, 2_800.0),
    (-4_900.0, 900.0),
    (-5_100.0, -900.0),
];
const HILLS_RING: [(f64, f64); 8] = [
    (1_180.0, -1_780.0),
    (4_300.0, -2_700.0),
    (5_000.0, -600.0),
    (4_700.0, 1_300.0),
    (4_100.0, 2_700.0),
    (1_240.0, 1_950.0),
    (1_120.0, 640.0),
    (1_260.0, -400.0),
];

fn ring(spots: &[(f64, f64)]) -> Vec<Position> {
    spots.iter().map(|(east, north)| Spot::new(*east, *north).position()).collect()
}

/// The three police zones, one with a hole and one with an enclave in it, each with its prosecutor's office.
#[must_use]
pub fn zones() -> Vec<Zone> {
    let zone = |id, code: &str, name: &str, shape| Zone {
        id,
        code: code.to_owned(),
        name: name.to_owned(),
        valid_from: None,
        valid_until: None,
        shape,
        office: Some(office_of(id)),
        in_force_since: in_force_since(),
    };
    vec![
        zone(HOEDERGEM, "9901", "PZ Hoedergem", vec![vec![ring(&TOWN_RING), ring(&CHATEAU_RING)]]),
        zone(
            DENDERVALLEI,
            "9902",
            "PZ Dendervallei / ZP Vallée de la Dendre",
            vec![vec![ring(&VALLEY_RING)], vec![ring(&CHATEAU_RING)]],
        ),
        zone(COLLINES, "9903", "ZP des Collines de l'Est", vec![vec![ring(&HILLS_RING)]]),
    ]
}

/// Kind, name, corners.
type Area = (&'static str, &'static str, &'static [(f64, f64)]);

/// Squares, parks, water.
const AREAS: [Area; 6] = [
    ("square", "Grote Markt", &[(-90.0, -70.0), (110.0, -60.0), (120.0, 90.0), (-80.0, 100.0)]),
    ("square", "Place de la Gare", &[(-330.0, 640.0), (-190.0, 650.0), (-200.0, 760.0), (-320.0, 750.0)]),
    ("park", "Stadspark", &[(960.0, 860.0), (1_470.0, 900.0), (1_440.0, 1_330.0), (990.0, 1_300.0)]),
    ("park", "Parc du Château", &CHATEAU_RING),
    ("park", "Begraafplaats", &[(300.0, -1_150.0), (760.0, -1_130.0), (740.0, -800.0), (320.0, -820.0)]),
    (
        "water",
        "Dender",
        &[
            (-1_760.0, -2_400.0),
            (-1_700.0, -2_400.0),
            (-1_790.0, -900.0),
            (-1_720.0, 300.0),
            (-1_810.0, 1_500.0),
            (-1_750.0, 2_700.0),
            (-1_830.0, 2_700.0),
            (-1_890.0, 1_500.0),
            (-1_800.0, 300.0),
            (-1_870.0, -900.0),
        ],
    ),
];

/// Places that have a name: kind, name, where.
const POINTS: [(&str, &str, f64, f64); 12] = [
    ("townhall", "Stadhuis", 10.0, 120.0),
    ("church", "Sint-Hoederkerk", -120.0, -120.0),
    ("station", "Hoedergem station", -260.0, 700.0),
    ("school", "Basisschool De Wilg", 300.0, 560.0),
    ("school", "École communale du Centre", -560.0, -420.0),
    ("school", "Atheneum", 620.0, -300.0),
    ("hospital", "Clinique Sainte-Garde", -1_050.0, 1_000.0),
    ("police", "Politie Hoedergem", 150.0, 20.0),
    ("police", "Police des Collines", 1_700.0, 200.0),
    ("shop", "Winkelcentrum Denderpoort", -1_100.0, -350.0),
    ("library", "Bibliotheek", 60.0, 320.0),
    ("castle", "Château de Garde-Bois", 570.0, 540.0),
];

fn coordinates(out: &mut String, spots: &[Spot]) {
    for (n, spot) in spots.iter().enumerate() {
        let at = spot.position();
        let comma = if n == 0 { "" } else { "," };
        // Writing to a String cannot fail.
        let _written = write!(out, "{comma}[{:.6},{:.6}]", at.lon(), at.lat());
    }
}

fn feature(out: &mut String, geometry: (&str, &str, &str), (kind, name): (&str, &str), spots: &[Spot]) {
    let (type_name, open, close) = geometry;
    if !out.ends_with('[') {
        out.push(',');
    }
    out.push_str("{\"type\":\"Feature\",\"properties\":{\"kind\":\"");
    out.push_str(kind);
    out.push_str("\",\"name\":\"");
    out.push_str(name);
    out.push_str("\"},\"geometry\":{\"type\":\"");
    out.push_str(type_name);
    out.push_str("\",\"coordinates\":");
    out.push_str(open);
    coordinates(out, spots);
    out.push_str(close);
    out.push_str("}}");
}

const COLLECTION: &str = "{\"type\":\"FeatureCollection\",\"features\":[";
const LINE: (&str, &str, &str) = ("LineString", "[", "]");
const POLYGON: (&str, &str, &str) = ("Polygon", "[[", "]]");
const POINT: (&str, &str, &str) = ("Point", "", "");

/// The streets: a GeoJSON FeatureCollection of lines with `kind` (`road` or `path`) and `name`.
#[must_use]
pub fn streets_geojson() -> String {
    let town = Town::new();
    let mut out = COLLECTION.to_owned();
    for street in town.streets() {
        let spots: Vec<Spot> = street.crossings.iter().map(|n| town.spot(*n)).collect();
        let kind = match street.name {
            "Grote Steenweg" | "Stationsstraat" => "main",
            "Chemin du Bois" => "path",
            _ => "road",
        };
        feature(&mut out, LINE, (kind, street.name), &spots);
    }
    out.push_str("]}");
    out
}

/// Squares, parks, water, buildings and named places: a GeoJSON FeatureCollection with `kind` and `name`.
#[must_use]
pub fn places_geojson() -> String {
    let mut out = COLLECTION.to_owned();
    for (kind, name, corners) in AREAS {
        let mut spots: Vec<Spot> = corners.iter().map(|(east, north)| Spot::new(*east, *north)).collect();
        spots.extend(spots.first().copied());
        feature(&mut out, POLYGON, (kind, name), &spots);
    }
    for house in houses(&Town::new()) {
        feature(&mut out, POLYGON, ("building", ""), &house);
    }
    for (kind, name, east, north) in POINTS {
        feature(&mut out, POINT, (kind, name), &[Spot::new(east, north)]);
    }
    out.push_str("]}");
    out
}

/// Closed outlines of houses on both sides of the streets that go east.
fn houses(town: &Town) -> Vec<Vec<Spot>> {
    let mut houses = Vec::new();
    for street in town.streets().iter().take(EASTWARD.len()) {
        for (from, to) in street.crossings.iter().zip(street.crossings.iter().skip(1)) {
            let (from, to) = (town.spot(*from), town.spot(*to));
            for n in 1..=8_u32 {
                let at = from.towards(to, f64::from(n) / 9.0);
                let side = if n % 2 == 0 { 14.0 } else { -32.0 };
                let depth = 18.0 + f64::from(n % 3) * 4.0;
                let corner = |east: f64, north: f64| Spot::new(at.east_m + east, at.north_m + side + north);
                let first = corner(-11.0, 0.0);
                houses.push(vec![first, corner(11.0, 0.0), corner(11.0, depth), corner(-11.0, depth), first]);
            }
        }
    }
    houses
}
