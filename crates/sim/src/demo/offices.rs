//! The courts around Hoedergem: two judicial districts with their prosecutor's offices, and which zone belongs to which.
//!
//! Never here: the people who sit there (`roster`).

use super::roster::account_id;
use super::town::{COLLINES, demo_id};
use hoeder_engine::roster::{District, Office};
use hoeder_vocab::{CivilDate, DistrictId, OfficeId, ZoneId};

/// District of the town and of the valley.
pub(crate) const TOWN_DISTRICT: DistrictId = DistrictId::from_u128(demo_id(9, 1));
const HILLS_DISTRICT: DistrictId = DistrictId::from_u128(demo_id(9, 2));
/// Office of the town and of the valley.
pub(crate) const TOWN_OFFICE: OfficeId = OfficeId::from_u128(demo_id(10, 1));
/// Office of the hills.
pub(crate) const HILLS_OFFICE: OfficeId = OfficeId::from_u128(demo_id(10, 2));

/// The alarm was rolled out in all zones on that day.
pub(crate) fn in_force_since() -> Option<CivilDate> {
    CivilDate::new(2023, 4, 3).ok()
}

/// The districts.
#[must_use]
pub fn districts() -> Vec<District> {
    let district = |id, code: &str, name: &str| District { id, code: code.to_owned(), name: name.to_owned() };
    vec![
        district(TOWN_DISTRICT, "HOE", "Hoedergem-Dendervallei"),
        district(HILLS_DISTRICT, "COL", "Collines de l'Est"),
    ]
}

/// The offices. Their reference magistrates are accounts, which are made after them.
#[must_use]
pub fn offices() -> Vec<Office> {
    let office = |id, code: &str, name: &str, district| Office {
        id,
        code: code.to_owned(),
        name: name.to_owned(),
        district,
        reference_magistrate: None,
    };
    vec![
        office(TOWN_OFFICE, "HOE", "Parket Hoedergem", TOWN_DISTRICT),
        office(HILLS_OFFICE, "COL", "Parquet des Collines", HILLS_DISTRICT),
    ]
}

/// The office of the town, with its reference magistrate.
pub(crate) fn town_office_whole() -> Option<Office> {
    let reference_magistrate = Some(account_id("reference"));
    let town = offices().into_iter().find(|office| office.id == TOWN_OFFICE)?;
    Some(Office { reference_magistrate, ..town })
}

/// The office of a zone of the demo.
pub(crate) fn office_of(zone: ZoneId) -> OfficeId {
    if zone == COLLINES { HILLS_OFFICE } else { TOWN_OFFICE }
}
