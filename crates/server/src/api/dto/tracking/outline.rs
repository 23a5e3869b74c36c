//! Where a perimeter is and when in the week it holds.

use super::WHY;
use super::kinds::PerimeterKind;
use crate::api::dto::day::Day;
use crate::api::dto::{LatLon, Time};
use crate::problem::Problem;
use hoeder_engine::tracking::{mandate, view};
use hoeder_vocab::{CarrierId, CivilDate, PerimeterId, Position, Sensitive};
use hoeder_watch::track;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Most positions of one area.
const MOST_CORNERS: usize = 10_000;

/// Where a perimeter is.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Outline {
    /// One polygon: the outer ring first, holes after it; no ring repeats its first corner.
    Area {
        /// Rings of corners.
        #[schema(min_items = 1, max_items = 200)]
        rings: Vec<Vec<LatLon>>,
    },
    /// All within a distance of a place.
    Circle {
        /// The middle.
        centre: LatLon,
        /// Metres.
        #[schema(minimum = 10, maximum = 50_000)]
        radius_m: u32,
    },
    /// All within a distance of a line.
    Corridor {
        /// At least two places.
        #[schema(min_items = 2, max_items = 1_000)]
        line: Vec<LatLon>,
        /// Metres to either side.
        #[schema(minimum = 10, maximum = 5_000)]
        half_width_m: u32,
    },
}

fn place(place: LatLon) -> Result<Position, Problem> {
    Position::from_degrees(place.lat, place.lon).map_err(|e| Problem::invalid("outline", &e.to_string()))
}

fn places(list: Vec<LatLon>) -> Result<Vec<Position>, Problem> {
    list.into_iter().map(place).collect()
}

impl Outline {
    /// What the engine takes.
    ///
    /// # Errors
    /// A place that is not on earth, or too many.
    pub fn outline(self) -> Result<mandate::Outline, Problem> {
        Ok(match self {
            Self::Area { rings } => {
                if rings.iter().map(Vec::len).sum::<usize>() > MOST_CORNERS {
                    return Err(Problem::invalid("outline", "at most 10,000 corners"));
                }
                mandate::Outline::Area(vec![rings.into_iter().map(places).collect::<Result<_, _>>()?])
            }
            Self::Circle { centre, radius_m } => {
                mandate::Outline::Circle { centre: place(centre)?, radius_m }
            }
            Self::Corridor { line, half_width_m } => {
                mandate::Outline::Corridor { line: places(line)?, half_width_m }
            }
        })
    }

    /// As a screen draws it: of several polygons the rings of all of them.
    fn of(outline: &mandate::Outline) -> Self {
        let degrees = |list: &Vec<Position>| list.iter().map(|position| LatLon::from(*position)).collect();
        match outline {
            mandate::Outline::Area(polygons) => {
                Self::Area { rings: polygons.iter().flatten().map(degrees).collect() }
            }
            mandate::Outline::Circle { centre, radius_m } => {
                Self::Circle { centre: (*centre).into(), radius_m: *radius_m }
            }
            mandate::Outline::Corridor { line, half_width_m } => {
                Self::Corridor { line: degrees(line), half_width_m: *half_width_m }
            }
        }
    }
}

/// A stretch of each week in Europe/Brussels; one whose end is not after its start runs into the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WeekWindow {
    /// Day of its start: 0 is Monday.
    #[schema(maximum = 6)]
    pub weekday: u8,
    /// Minutes after midnight.
    #[schema(maximum = 1_439)]
    pub from_minute: u16,
    /// Minutes after midnight.
    #[schema(minimum = 1, maximum = 1_440)]
    pub to_minute: u16,
}

/// When a perimeter holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WeekHours {
    /// None at all is 'always'.
    #[schema(max_items = 64)]
    pub windows: Vec<WeekWindow>,
    /// Days on which it does not hold.
    #[schema(max_items = 366)]
    pub except: Vec<Day>,
}

impl WeekHours {
    fn week(self) -> Result<track::Week, Problem> {
        let bad = |window: &WeekWindow| {
            window.weekday > 6 || window.from_minute > 1_439 || !(1..=1_440).contains(&window.to_minute)
        };
        if self.windows.len() > track::MAX_WINDOWS || self.windows.iter().any(bad) {
            return Err(Problem::invalid("week", "at most 64 stretches of days 0 to 6 and minutes of a day"));
        }
        let window = |one: &WeekWindow| track::Window {
            weekday: one.weekday,
            from_minute: one.from_minute,
            to_minute: one.to_minute,
        };
        let except =
            self.except.iter().map(|day| CivilDate::parse(&day.0.to_string())).collect::<Result<_, _>>();
        Ok(track::Week {
            windows: self.windows.iter().map(window).collect(),
            except: except.map_err(|_| Problem::invalid("week.except", "days that there are"))?,
        })
    }

    fn of(week: &track::Week) -> Self {
        Self {
            windows: week
                .windows
                .iter()
                .map(|one| WeekWindow {
                    weekday: one.weekday,
                    from_minute: one.from_minute,
                    to_minute: one.to_minute,
                })
                .collect(),
            except: week.except.iter().filter_map(|day| day.to_string().parse().ok()).map(Day).collect(),
        }
    }
}

/// A fixed perimeter of one carrier, as it is or as it was.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct Perimeter {
    /// Id.
    pub id: Uuid,
    /// Whose.
    pub carrier: Uuid,
    /// What it is, such as 'school'.
    pub label: String,
    /// What it asks.
    pub kind: PerimeterKind,
    /// Where.
    pub outline: Outline,
    /// When in the week.
    pub week: WeekHours,
    /// First moment; absent is that of the mandate.
    pub from: Option<Time>,
    /// First moment after it; absent is that of the mandate.
    pub until: Option<Time>,
    /// When it was deleted; it is shown for evidence (T-NIJ-10).
    pub deleted_at: Option<Time>,
    /// By whom.
    pub deleted_by: Option<String>,
    /// Why.
    pub deleted_why: Option<String>,
}

impl From<&view::PerimeterView> for Perimeter {
    fn from(view: &view::PerimeterView) -> Self {
        let perimeter = &view.perimeter;
        let deleted = view.deleted.as_ref();
        Self {
            id: perimeter.id.as_uuid(),
            carrier: perimeter.carrier.as_uuid(),
            label: perimeter.label.reveal(WHY).clone(),
            kind: perimeter.kind.into(),
            outline: Outline::of(perimeter.outline.reveal(WHY)),
            week: WeekHours::of(&perimeter.week),
            from: perimeter.from.map(Time),
            until: perimeter.until.map(Time),
            deleted_at: deleted.map(|(at, ..)| Time(*at)),
            deleted_by: deleted.and_then(|(_, by, _)| super::open(by)),
            deleted_why: deleted.map(|(.., why)| why.reveal(WHY).clone()),
        }
    }
}

/// Make or change a perimeter.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutPerimeter {
    /// Whose.
    pub carrier: Uuid,
    /// What it is, such as 'school'.
    #[schema(min_length = 1, max_length = 80)]
    pub label: String,
    /// What it asks.
    pub kind: PerimeterKind,
    /// Where.
    pub outline: Outline,
    /// When in the week; always when absent.
    #[serde(default)]
    pub week: WeekHours,
    /// First moment; absent is that of the mandate.
    #[serde(default)]
    pub from: Option<Time>,
    /// First moment after it; absent is that of the mandate.
    #[serde(default)]
    pub until: Option<Time>,
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
}

impl PutPerimeter {
    /// What the engine takes, and why.
    ///
    /// # Errors
    /// A problem that names the field.
    pub fn perimeter(self, id: Uuid) -> Result<(mandate::Perimeter, Sensitive<String>), Problem> {
        let perimeter = mandate::Perimeter {
            id: PerimeterId::from_uuid(id),
            carrier: CarrierId::from_uuid(self.carrier),
            label: Sensitive::new(self.label),
            kind: self.kind.into(),
            outline: Sensitive::new(self.outline.outline()?),
            week: self.week.week()?,
            from: self.from.map(|at| at.0),
            until: self.until.map(|at| at.0),
        };
        Ok((perimeter, Sensitive::new(self.reason)))
    }
}
