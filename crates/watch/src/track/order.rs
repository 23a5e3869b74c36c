//! What the engine asks the guard to watch: flat, with nothing about people or courts in it.
//!
//! Never here: judging.

use core::time::Duration;
use hoeder_geo::MultiPolygon;
use hoeder_vocab::tracking::Side;
use hoeder_vocab::{CarrierId, CivilDate, Metres, PairId, PerimeterId, Position, UtcMillis};

/// From when until when an order holds. Nothing is watched outside it (EM-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// From this moment on.
    pub from: UtcMillis,
    /// Up to, and not including; `None` is 'until it is withdrawn'.
    pub until: Option<UtcMillis>,
}

/// When the carrier must be judged for alcohol (EM-07).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlcoholLimit {
    /// A reading of more than this is an alert: milligrams a litre.
    pub milligrams_per_litre: u16,
    /// A reading at least so often: an hour (NIJ-21).
    pub every: Duration,
    /// At least so often once a reading was positive or the measurement disturbed: half an hour.
    pub then_every: Duration,
}

/// One carrier.
#[derive(Debug, Clone, PartialEq)]
pub struct CarrierOrder {
    /// Who.
    pub carrier: CarrierId,
    /// On which side.
    pub side: Side,
    /// When.
    pub valid: Validity,
    /// How often the device is to report.
    pub interval: Duration,
    /// Nothing heard for this long is a silence (communication loss).
    pub silent_after: Duration,
    /// Heard, yet without a position for this long is a location loss (NIJ-12: a kind of its own).
    pub lost_after: Duration,
    /// The fastest that the carrier can have come while nothing was heard.
    pub fastest_mps: f64,
    /// The limit for alcohol, if the mandate has one.
    pub alcohol: Option<AlcoholLimit>,
}

/// Two carriers who must not meet (EM-02).
#[derive(Debug, Clone, PartialEq)]
pub struct PairOrder {
    /// Which pair.
    pub pair: PairId,
    /// Wears the band.
    pub offender: CarrierId,
    /// Is protected.
    pub protected: CarrierId,
    /// When.
    pub valid: Validity,
    /// Nearer than this is an alarm.
    pub alarm: Metres,
    /// Nearer than this is a warning; at least the distance of an alarm.
    pub warning: Metres,
    /// How long the police need to be with the protected person: the guard warns at least so long ahead where it can.
    pub police: Duration,
}

/// The area of a perimeter.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Polygons with holes.
    Area(MultiPolygon),
    /// All within a distance of a place.
    Circle {
        /// The middle.
        centre: Position,
        /// Its radius.
        radius: Metres,
    },
    /// All within a distance of a line: a way to work.
    Corridor {
        /// The line, at least two places.
        line: Vec<Position>,
        /// How far to either side.
        half_width: Metres,
    },
}

/// What a perimeter asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PerimeterKind {
    /// Not to be entered (a place ban).
    Exclusion,
    /// Not to be left (a curfew, house arrest).
    Inclusion,
    /// Around an exclusion: being in it is a warning.
    Buffer,
}

/// Most windows of one week.
pub const MAX_WINDOWS: usize = 64;

/// A stretch of each week in local time (Europe/Brussels). A window whose end is not after its start runs over midnight
/// into the next day. Through a clock change it runs from one wall time to the other: in a night of 25 hours it is an hour
/// longer; a start in the hour that is left out begins when that hour would have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Window {
    /// Day of its start: 0 is Monday, 6 Sunday.
    pub weekday: u8,
    /// Minutes after midnight at which it starts, 0 to 1439.
    pub from_minute: u16,
    /// Minutes after midnight at which it ends, 1 to 1440.
    pub to_minute: u16,
}

/// When a perimeter holds: always, or in the windows of each week, on some dates otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Week {
    /// At most [`MAX_WINDOWS`]; none at all is 'always'.
    pub windows: Vec<Window>,
    /// Dates on which it does not hold: an outing that was permitted.
    pub except: Vec<CivilDate>,
}

/// One perimeter of one carrier (EM-03).
#[derive(Debug, Clone, PartialEq)]
pub struct PerimeterOrder {
    /// Which.
    pub perimeter: PerimeterId,
    /// Of whom.
    pub carrier: CarrierId,
    /// What it asks.
    pub kind: PerimeterKind,
    /// Where.
    pub shape: Shape,
    /// When in the week.
    pub week: Week,
    /// From when until when.
    pub valid: Validity,
}

/// A change of what is watched. The newest for an id counts.
#[derive(Debug, Clone, PartialEq)]
pub enum Order {
    /// Watch a carrier, or watch it differently.
    Carrier(CarrierOrder),
    /// Stop watching a carrier, with its pairs and perimeters.
    CarrierGone(CarrierId),
    /// Watch a pair; both carriers are known.
    Pair(PairOrder),
    /// Stop watching a pair.
    PairGone(PairId),
    /// Watch a perimeter; its carrier is known.
    Perimeter(Box<PerimeterOrder>),
    /// Stop watching a perimeter.
    PerimeterGone(PerimeterId),
}
