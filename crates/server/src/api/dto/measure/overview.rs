//! Counts of an office or a district, and what is asked and given besides the forms. No names of persons.

use super::command::CommandForm;
use super::field::{AccountRef, CalendarDay, DistrictRef, OfficeRef, Shape};
use super::list::OfficeName;
use super::word::MeasureStage;
use crate::api::dto::alarm::ZoneName;
use hoeder_engine::measures as engine;
use hoeder_engine::measures::OverviewPlace;
use hoeder_engine::roster;
use hoeder_vocab::Purpose;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// How many measures are at a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StageCount {
    /// Which.
    pub stage: MeasureStage,
    /// How many.
    pub count: u32,
}

/// The counts of one zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OverviewRow {
    /// Which; absent: no zone known.
    pub zone: Option<ZoneName>,
    /// How many measures are at each stage.
    pub stages: Vec<StageCount>,
    /// Open tasks.
    pub tasks: u32,
    /// Of which overdue.
    pub overdue: u32,
    /// Measures granted and not active in time.
    pub not_active_in_time: u32,
    /// Running measures that end within a month.
    pub ending_soon: u32,
}

/// A missing device that waits for the reference magistrate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ShortageLine {
    /// Of which measure.
    pub measure: Uuid,
    /// How many events it has: give it back as `expected`.
    pub events: u64,
    /// Number of its case.
    pub case_number: String,
    /// Where.
    pub district: DistrictRef,
    /// Since when.
    pub since: CalendarDay,
    /// Was it decided? Then others are still to be informed.
    pub decided: bool,
}

/// Counts of an office or a district.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Overview {
    /// Of which office.
    pub office: Option<OfficeName>,
    /// Of which district.
    pub district: Option<DistrictRef>,
    /// Name of that district.
    pub district_name: Option<String>,
    /// On which day.
    pub as_of: CalendarDay,
    /// One for each zone that manages a measure.
    pub rows: Vec<OverviewRow>,
    /// Devices that are missing.
    pub shortages: Vec<ShortageLine>,
    /// Free devices of the district, when known.
    pub free_devices: Option<u32>,
}

impl From<&engine::OverviewView> for Overview {
    fn from(view: &engine::OverviewView) -> Self {
        let (office, district, district_name) = match &view.place {
            OverviewPlace::Office(office) => (Some(OfficeName::from(office)), None, None),
            OverviewPlace::District { id, name } => (None, Some(Shape::show(id)), Some(name.clone())),
        };
        Self {
            office,
            district,
            district_name,
            as_of: Shape::show(&view.as_of),
            rows: view.rows.iter().map(OverviewRow::from).collect(),
            shortages: view.shortages.iter().map(ShortageLine::from).collect(),
            free_devices: view.free_devices,
        }
    }
}

impl From<&engine::OverviewRow> for OverviewRow {
    fn from(row: &engine::OverviewRow) -> Self {
        Self {
            zone: row.zone.as_ref().map(ZoneName::from),
            stages: row
                .stages
                .iter()
                .map(|(stage, count)| StageCount { stage: Shape::show(stage), count: *count })
                .collect(),
            tasks: row.tasks,
            overdue: row.overdue,
            not_active_in_time: row.not_active_in_time,
            ending_soon: row.ending_soon,
        }
    }
}

impl From<&engine::ShortageLine> for ShortageLine {
    fn from(line: &engine::ShortageLine) -> Self {
        Self {
            measure: line.measure.as_uuid(),
            events: line.events,
            case_number: line.case_number.clone(),
            district: Shape::show(&line.district),
            since: Shape::show(&line.since),
            decided: line.decided,
        }
    }
}

/// A judicial district.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DistrictLine {
    /// Id.
    pub id: DistrictRef,
    /// Code; may be empty.
    pub code: String,
    /// Name.
    pub name: String,
}

/// A prosecutor's office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OfficeLine {
    /// Id.
    pub id: OfficeRef,
    /// Code; may be empty.
    pub code: String,
    /// Name.
    pub name: String,
    /// Its judicial district.
    pub district: DistrictRef,
    /// Its reference magistrate, when named.
    pub reference_magistrate: Option<AccountRef>,
}

/// A magistrate of an office.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MagistrateName {
    /// The account: what `said_by` of a ruling names.
    pub id: AccountRef,
    /// First name and name.
    pub name: String,
}

impl From<&engine::MagistrateName> for MagistrateName {
    fn from(one: &engine::MagistrateName) -> Self {
        Self { id: Shape::show(&one.id), name: one.name.reveal(Purpose::CaseWork).clone() }
    }
}

/// Offices and districts: public data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OfficeList {
    /// Offices.
    pub offices: Vec<OfficeLine>,
    /// Districts.
    pub districts: Vec<DistrictLine>,
}

impl From<&engine::OfficesView> for OfficeList {
    fn from(view: &engine::OfficesView) -> Self {
        let office = |office: &roster::Office| OfficeLine {
            id: Shape::show(&office.id),
            code: office.code.clone(),
            name: office.name.clone(),
            district: Shape::show(&office.district),
            reference_magistrate: Shape::show(&office.reference_magistrate),
        };
        let district = |district: &roster::District| DistrictLine {
            id: Shape::show(&district.id),
            code: district.code.clone(),
            name: district.name.clone(),
        };
        Self {
            offices: view.offices.iter().map(office).collect(),
            districts: view.districts.iter().map(district).collect(),
        }
    }
}

/// Which measures to list. What is not given does not narrow.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MeasureFilter {
    /// How far they are.
    pub stage: Option<MeasureStage>,
    /// Something falls due up to and with this day.
    pub due: Option<CalendarDay>,
}

/// What to look for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchMeasures {
    /// A case number, the number of a report, or a name.
    #[schema(min_length = 2, max_length = 100)]
    pub text: String,
}

/// A command for a measure.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DoMeasure {
    /// How many events the screen knew. When another came first, nothing is done. Absent: whatever happened.
    pub expected: Option<u64>,
    /// What.
    pub command: CommandForm,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MeasureDone {
    /// Which measure.
    pub measure: Uuid,
    /// How many events it has now: the next `expected`.
    pub events: u64,
}

/// The whole new state of an office.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutOffice {
    /// Code; may be empty.
    #[schema(max_length = 20)]
    pub code: String,
    /// Name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Its judicial district.
    pub district: DistrictRef,
    /// Its reference magistrate (circular 8.2.1), when named.
    pub reference_magistrate: Option<AccountRef>,
}

/// Where a zone belongs.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceZone {
    /// Its prosecutor's office.
    pub office: OfficeRef,
    /// Since when the alarm is rolled out there; absent or null is not yet.
    pub in_force_since: Option<CalendarDay>,
}

/// The whole new state of a judicial district.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutDistrict {
    /// Code; may be empty.
    #[schema(max_length = 20)]
    pub code: String,
    /// Name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
}
