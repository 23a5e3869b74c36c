//! The JSON of mandates, carriers, pairs and perimeters, format 1. Names, conditions, places and reasons are sealed.
//!
//! Never here: rules about them (room `engine`).

use crate::error::FormatError;
use crate::format::codes::{Day, Id, Ms, Word};
use crate::format::{ERASED, Erasable, Form};
use hoeder_engine::tracking::mandate::{
    Age, AlcoholCondition, Carrier, Mandate, MandateKind, MandateState, NoticePolicy, Outline, Pair,
    Perimeter, Pilot, ScopePart, TargetGroup, Watched, Who,
};
use hoeder_vocab::tracking::Side;
use hoeder_vocab::{
    CarrierId, CaseId, MandateId, MeasureId, OfficeId, PairId, PerimeterId, PersonId, PilotId, Position,
    Purpose, Sensitive, ZoneId,
};
use hoeder_watch::track::{PerimeterKind, Week, Window};
use serde::{Deserialize, Serialize};

pub(super) const WHY: Purpose = Purpose::Transport;

/// Words that go with a key.
#[derive(Serialize, Deserialize)]
pub(in crate::format) struct Words {
    text: String,
}

impl Words {
    pub(in crate::format) fn of(text: &Sensitive<String>) -> Self {
        Self { text: text.reveal(WHY).clone() }
    }
    pub(in crate::format) fn text(self) -> Sensitive<String> {
        Sensitive::new(self.text)
    }
}

impl Erasable for Words {
    fn erased() -> Self {
        Self { text: String::from(ERASED) }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct PilotOpen {
    id: Id<PilotId>,
    name: String,
    groups: Vec<Word<TargetGroup>>,
    zones: Vec<Id<ZoneId>>,
    from: Ms,
    until: Ms,
    most: u16,
}

impl PilotOpen {
    pub(super) fn of(pilot: &Pilot) -> Self {
        Self {
            id: Id(pilot.id),
            name: pilot.name.clone(),
            groups: pilot.groups.iter().copied().map(Word).collect(),
            zones: pilot.zones.iter().copied().map(Id).collect(),
            from: Ms::of(pilot.from),
            until: Ms::of(pilot.until),
            most: pilot.most,
        }
    }
    pub(super) fn pilot(self) -> Pilot {
        Pilot {
            id: self.id.0,
            name: self.name,
            groups: self.groups.into_iter().map(|group| group.0).collect(),
            zones: self.zones.into_iter().map(|zone| zone.0).collect(),
            from: self.from.time(),
            until: self.until.time(),
            most: self.most,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct AlcoholForm {
    milligrams_per_litre: u16,
    every_s: u32,
    then_every_s: u32,
}

#[derive(Serialize, Deserialize)]
pub(super) struct MandateOpen {
    id: Id<MandateId>,
    mandate_kind: Word<MandateKind>,
    state: Word<MandateState>,
    court: String,
    reference: String,
    case: Id<CaseId>,
    measure: Option<Id<MeasureId>>,
    zone: Id<ZoneId>,
    office: Option<Id<OfficeId>>,
    group: Word<TargetGroup>,
    scope: Vec<Word<ScopePart>>,
    from: Ms,
    until: Option<Ms>,
    alcohol: Option<AlcoholForm>,
    pilot: Option<Id<PilotId>>,
}

impl MandateOpen {
    pub(super) fn of(mandate: &Mandate) -> Self {
        Self {
            id: Id(mandate.id),
            mandate_kind: Word(mandate.kind),
            state: Word(mandate.state),
            court: mandate.court.clone(),
            reference: mandate.reference.clone(),
            case: Id(mandate.case),
            measure: mandate.measure.map(Id),
            zone: Id(mandate.zone),
            office: mandate.office.map(Id),
            group: Word(mandate.group),
            scope: mandate.scope.iter().copied().map(Word).collect(),
            from: Ms::of(mandate.from),
            until: mandate.until.map(Ms::of),
            alcohol: mandate.alcohol.map(|one| AlcoholForm {
                milligrams_per_litre: one.milligrams_per_litre,
                every_s: one.every_s,
                then_every_s: one.then_every_s,
            }),
            pilot: mandate.pilot.map(Id),
        }
    }
    pub(super) fn mandate(self, conditions: Words) -> Mandate {
        Mandate {
            id: self.id.0,
            kind: self.mandate_kind.0,
            state: self.state.0,
            court: self.court,
            reference: self.reference,
            case: self.case.0,
            measure: self.measure.map(|id| id.0),
            zone: self.zone.0,
            office: self.office.map(|id| id.0),
            group: self.group.0,
            scope: self.scope.into_iter().map(|part| part.0).collect(),
            from: self.from.time(),
            until: self.until.map(Ms::time),
            conditions: conditions.text(),
            alcohol: self.alcohol.map(|one| AlcoholCondition {
                milligrams_per_litre: one.milligrams_per_litre,
                every_s: one.every_s,
                then_every_s: one.then_every_s,
            }),
            pilot: self.pilot.map(|id| id.0),
        }
    }
}

/// A person stands open, a name sealed.
#[derive(Serialize, Deserialize)]
pub(super) struct CarrierOpen {
    id: Id<CarrierId>,
    mandate: Id<MandateId>,
    side: Word<Side>,
    person: Option<Id<PersonId>>,
    age: Word<Age>,
    notice: Word<NoticePolicy>,
    fastest_kmh: u16,
}

impl CarrierOpen {
    pub(super) fn of(carrier: &Carrier) -> Self {
        let person = match carrier.who {
            Who::Person(person) => Some(Id(person)),
            Who::Named(_) => None,
        };
        Self {
            id: Id(carrier.id),
            mandate: Id(carrier.mandate),
            side: Word(carrier.side),
            person,
            age: Word(carrier.age),
            notice: Word(carrier.notice),
            fastest_kmh: carrier.fastest_kmh,
        }
    }
    pub(super) fn carrier(self, form: &Form<'_>) -> Result<Carrier, FormatError> {
        let who = match self.person {
            Some(person) => Who::Person(person.0),
            None => Who::Named(form.sealed::<Words>()?.text()),
        };
        Ok(Carrier {
            id: self.id.0,
            mandate: self.mandate.0,
            side: self.side.0,
            who,
            age: self.age.0,
            notice: self.notice.0,
            fastest_kmh: self.fastest_kmh,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct PairOpen {
    id: Id<PairId>,
    mandate: Id<MandateId>,
    offender: Id<CarrierId>,
    protected: Id<CarrierId>,
    alarm_m: u32,
    warning_m: u32,
    police_min: u16,
    state: Word<Watched>,
}

impl PairOpen {
    pub(super) fn of(pair: &Pair) -> Self {
        Self {
            id: Id(pair.id),
            mandate: Id(pair.mandate),
            offender: Id(pair.offender),
            protected: Id(pair.protected),
            alarm_m: pair.alarm_m,
            warning_m: pair.warning_m,
            police_min: pair.police_min,
            state: Word(pair.state),
        }
    }
    pub(super) fn pair(self) -> Pair {
        Pair {
            id: self.id.0,
            mandate: self.mandate.0,
            offender: self.offender.0,
            protected: self.protected.0,
            alarm_m: self.alarm_m,
            warning_m: self.warning_m,
            police_min: self.police_min,
            state: self.state.0,
        }
    }
}

/// Weekday, first and last minute of the day.
#[derive(Serialize, Deserialize)]
struct WindowForm(u8, u16, u16);

#[derive(Serialize, Deserialize)]
pub(super) struct PerimeterOpen {
    id: Id<PerimeterId>,
    carrier: Id<CarrierId>,
    perimeter_kind: Word<PerimeterKind>,
    windows: Vec<WindowForm>,
    except: Vec<Day>,
    from: Option<Ms>,
    until: Option<Ms>,
}

/// Latitude and longitude in units of 1e-7 degree.
type PlaceForm = (i32, i32);

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum OutlineForm {
    Area(Vec<Vec<Vec<PlaceForm>>>),
    Circle { centre: PlaceForm, radius_m: u32 },
    Corridor { line: Vec<PlaceForm>, half_width_m: u32 },
}

#[derive(Serialize, Deserialize)]
pub(super) struct PerimeterSealed {
    label: String,
    outline: OutlineForm,
    reason: String,
}

impl Erasable for PerimeterSealed {
    fn erased() -> Self {
        let erased = || String::from(ERASED);
        Self { label: erased(), outline: OutlineForm::Area(Vec::new()), reason: erased() }
    }
}

fn place(position: Position) -> PlaceForm {
    (position.lat_e7(), position.lon_e7())
}

fn position((lat, lon): PlaceForm) -> Option<Position> {
    Position::from_e7(lat, lon).ok()
}

impl OutlineForm {
    fn of(outline: &Outline) -> Self {
        let places = |ring: &Vec<Position>| ring.iter().copied().map(place).collect::<Vec<_>>();
        match outline {
            Outline::Area(polygons) => {
                Self::Area(polygons.iter().map(|rings| rings.iter().map(places).collect()).collect())
            }
            Outline::Circle { centre, radius_m } => {
                Self::Circle { centre: place(*centre), radius_m: *radius_m }
            }
            Outline::Corridor { line, half_width_m } => {
                Self::Corridor { line: places(line), half_width_m: *half_width_m }
            }
        }
    }
    fn outline(self) -> Option<Outline> {
        let ring = |places: Vec<PlaceForm>| places.into_iter().map(position).collect::<Option<Vec<_>>>();
        Some(match self {
            Self::Area(polygons) => {
                let polygon = |rings: Vec<Vec<PlaceForm>>| rings.into_iter().map(ring).collect();
                Outline::Area(polygons.into_iter().map(polygon).collect::<Option<_>>()?)
            }
            Self::Circle { centre, radius_m } => Outline::Circle { centre: position(centre)?, radius_m },
            Self::Corridor { line, half_width_m } => Outline::Corridor { line: ring(line)?, half_width_m },
        })
    }
}

impl PerimeterOpen {
    pub(super) fn of(perimeter: &Perimeter) -> Self {
        let window = |one: &Window| WindowForm(one.weekday, one.from_minute, one.to_minute);
        Self {
            id: Id(perimeter.id),
            carrier: Id(perimeter.carrier),
            perimeter_kind: Word(perimeter.kind),
            windows: perimeter.week.windows.iter().map(window).collect(),
            except: perimeter.week.except.iter().copied().map(Day).collect(),
            from: perimeter.from.map(Ms::of),
            until: perimeter.until.map(Ms::of),
        }
    }
    pub(super) fn perimeter(self, form: &Form<'_>) -> Result<(Perimeter, Sensitive<String>), FormatError> {
        let sealed: PerimeterSealed = form.sealed()?;
        let outline = sealed.outline.outline().ok_or_else(|| form.malformed("sealed", 0))?;
        let window = |WindowForm(weekday, from_minute, to_minute)| Window { weekday, from_minute, to_minute };
        let perimeter = Perimeter {
            id: self.id.0,
            carrier: self.carrier.0,
            label: Sensitive::new(sealed.label),
            kind: self.perimeter_kind.0,
            outline: Sensitive::new(outline),
            week: Week {
                windows: self.windows.into_iter().map(window).collect(),
                except: self.except.into_iter().map(|day| day.0).collect(),
            },
            from: self.from.map(Ms::time),
            until: self.until.map(Ms::time),
        };
        Ok((perimeter, Sensitive::new(sealed.reason)))
    }
}

impl PerimeterSealed {
    pub(super) fn of(perimeter: &Perimeter, reason: &Sensitive<String>) -> Self {
        Self {
            label: perimeter.label.reveal(WHY).clone(),
            outline: OutlineForm::of(perimeter.outline.reveal(WHY)),
            reason: reason.reveal(WHY).clone(),
        }
    }
}
