//! The town of `bench tracking`: pairs with perimeters, zones, and where everybody is, all from one seed.
//!
//! Never here: measuring.

use core::f64::consts::TAU;
use hoeder_geo::{MultiPolygon, Polygon, Ring, ShapeFault};
use hoeder_vocab::Position;

/// The seed of every run.
const SEED: u64 = 0x0000_486f_6564_6572;
/// Corners of one perimeter.
const PERIMETER_CORNERS: u32 = 32;
/// Perimeters of one protected person.
pub(super) const PERIMETERS: usize = 3;
/// Corners of one zone.
const ZONE_CORNERS: u32 = 200;
/// Zones of the town.
const ZONES: u32 = 200;
const SOUTH: f64 = 50.7;
const WEST: f64 = 2.9;
const HIGH: f64 = 0.7;
const WIDE: f64 = 2.6;
/// Metres of one degree of latitude.
const DEGREE_M: f64 = 111_195.0;
/// Of one of longitude here.
const EAST_M: f64 = DEGREE_M * 0.63;

/// `SplitMix64`: small, seeded, the same everywhere.
pub(super) struct Chance(u64);

impl Chance {
    pub(super) const fn new(stream: u64) -> Self {
        Self(SEED ^ stream.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
    /// From 0 up to, and not including, 1.
    pub(super) fn share(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).unwrap_or(0)) / 4_294_967_296.0
    }
}

/// A place in degrees: latitude, longitude.
type Degrees = (f64, f64);

fn somewhere(chance: &mut Chance) -> Degrees {
    (SOUTH + HIGH * chance.share(), WEST + WIDE * chance.share())
}

fn beside((lat, lon): Degrees, bearing: f64, metres: f64) -> Degrees {
    (lat + metres * bearing.cos() / DEGREE_M, lon + metres * bearing.sin() / EAST_M)
}

/// `None` outside the earth, where the town is not.
fn position((lat, lon): Degrees) -> Option<Position> {
    Position::from_degrees(lat, lon).ok()
}

/// A ring around a middle whose corners are between 0.6 and 1 radius away: never crossing itself, seldom convex.
fn ring(middle: Degrees, radius: f64, corners: u32, chance: &mut Chance) -> Vec<Position> {
    let mut ring: Vec<Position> = (0..corners)
        .filter_map(|corner| {
            let bearing = TAU * f64::from(corner) / f64::from(corners);
            position(beside(middle, bearing, radius * (0.6 + 0.4 * chance.share())))
        })
        .collect();
    ring.extend(ring.first().copied());
    ring
}

/// The area within a ring.
pub(super) fn area(ring: &[Position]) -> Result<MultiPolygon, ShapeFault> {
    MultiPolygon::new(vec![Polygon::new(Ring::new(ring.to_vec())?, Vec::new())?])
}

/// A pair and the perimeters of its protected person.
pub(super) struct Pair {
    /// Where the offender and the protected person begin.
    homes: [Degrees; 2],
    pub(super) perimeters: [Vec<Position>; PERIMETERS],
}

/// Somebody is somewhere.
#[derive(Clone, Copy)]
pub(super) struct Update {
    pub(super) pair: u32,
    /// 0 is the offender.
    pub(super) side: u8,
    /// Reports of this carrier before.
    pub(super) round: u32,
    pub(super) position: Position,
}

impl Pair {
    /// Metres north of where the offender (0) or the protected person lives.
    pub(super) fn north_of(&self, side: usize, metres: f64) -> Option<Position> {
        self.homes.get(side).and_then(|home| position(beside(*home, 0.0, metres)))
    }
}

/// Everybody.
pub(super) struct Town {
    pub(super) zones: Vec<Vec<Position>>,
    pub(super) pairs: Vec<Pair>,
}

impl Town {
    pub(super) fn new(pairs: u32) -> Self {
        let chance = &mut Chance::new(1);
        let zones = (0..ZONES)
            .map(|_| {
                let (middle, radius) = (somewhere(chance), 2_000.0 + 6_000.0 * chance.share());
                ring(middle, radius, ZONE_CORNERS, chance)
            })
            .collect();
        let chance = &mut Chance::new(2);
        let pairs = (0..pairs).map(|_| Self::pair(chance)).collect();
        Self { zones, pairs }
    }

    /// Most live far apart; one in fifty within three kilometres.
    fn pair(chance: &mut Chance) -> Pair {
        let protected = somewhere(chance);
        let offender = if chance.share() < 0.02 {
            beside(protected, TAU * chance.share(), 1_200.0 + 1_800.0 * chance.share())
        } else {
            somewhere(chance)
        };
        let perimeters = [0.0, 3_000.0, 8_000.0].map(|far| {
            let middle = beside(protected, TAU * chance.share(), far);
            ring(middle, 150.0 + 350.0 * chance.share(), PERIMETER_CORNERS, chance)
        });
        Pair { homes: [offender, protected], perimeters }
    }

    /// The next updates, everybody in turn: within some hundred metres of home, now and then a few kilometres away.
    pub(super) fn updates(&self, count: usize) -> Vec<Update> {
        let chance = &mut Chance::new(3);
        let mut updates = Vec::with_capacity(count);
        for round in 0.. {
            for (number, pair) in (0..).zip(&self.pairs) {
                for (side, home) in (0..).zip(pair.homes) {
                    if updates.len() == count {
                        return updates;
                    }
                    // One bearing and reach a carrier, walked out and back within forty rounds.
                    let way = f64::from(number * 2 + u32::from(side));
                    let reach = if number % 20 == 0 { 3_000.0 } else { 300.0 };
                    let far = reach * f64::from((round % 40_u32).abs_diff(20)) / 20.0;
                    let drift = 15.0 * chance.share();
                    let place = beside(beside(home, way % TAU, far), TAU * chance.share(), drift);
                    let update = |position| Update { pair: number, side, round, position };
                    updates.extend(position(place).map(update));
                }
            }
        }
        updates
    }
}
