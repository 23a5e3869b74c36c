//! The stored form of a measure that ran before it was kept here, format 1: its request as any other, and the days besides.
//!
//! Never here: which order of days is right (room `measure`).

use super::request::{RequestedOpen, RequestedSealed, read_parts, requested};
use super::words::{erased, revealed};
use crate::error::FormatError;
use crate::format::codes::Day;
use crate::format::{Erasable, Form};
use hoeder_measure::Change;
use hoeder_measure::takeover::TakenOver;
use hoeder_measure::territory::Competence;
use hoeder_vocab::{CivilDate, Sensitive};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(super) struct TakenOverOpen {
    request: RequestedOpen,
    granted_on: Day,
    granted_pv: String,
    agreed_on: Option<Day>,
    active_since: Day,
    device: String,
    incidents: Vec<Day>,
    extended_on: Vec<Day>,
    ends_on: Day,
    visits: Vec<Day>,
    ang: Option<String>,
    reception_on: Option<Day>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct TakenOverSealed {
    request: RequestedSealed,
    decided_by: String,
}

impl Erasable for TakenOverSealed {
    fn erased() -> Self {
        Self { request: RequestedSealed::erased(), decided_by: erased() }
    }
}

fn days(all: &[CivilDate]) -> Vec<Day> {
    all.iter().copied().map(Day).collect()
}

fn back(all: Vec<Day>) -> Vec<CivilDate> {
    all.into_iter().map(|day| day.0).collect()
}

pub(super) fn taken_over(taken: &TakenOver, competence: &Competence) -> (TakenOverOpen, TakenOverSealed) {
    let (request, sealed) = requested(&taken.request, competence);
    let open = TakenOverOpen {
        request,
        granted_on: Day(taken.granted_on),
        granted_pv: taken.granted_pv.clone(),
        agreed_on: taken.agreed_on.map(Day),
        active_since: Day(taken.active_since),
        device: taken.device.clone(),
        incidents: days(&taken.incidents),
        extended_on: days(&taken.extended_on),
        ends_on: Day(taken.ends_on),
        visits: days(&taken.visits),
        ang: taken.ang.clone(),
        reception_on: taken.reception_on.map(Day),
    };
    (open, TakenOverSealed { request: sealed, decided_by: revealed(&taken.decided_by) })
}

pub(super) fn read_taken_over(open: TakenOverOpen, form: &Form<'_>) -> Result<Change, FormatError> {
    let sealed: TakenOverSealed = form.sealed()?;
    let (request, competence) = read_parts(open.request, sealed.request, form)?;
    let taken = Box::new(TakenOver {
        request,
        granted_on: open.granted_on.0,
        granted_pv: open.granted_pv,
        decided_by: Sensitive::new(sealed.decided_by),
        agreed_on: open.agreed_on.map(|day| day.0),
        active_since: open.active_since.0,
        device: open.device,
        incidents: back(open.incidents),
        extended_on: back(open.extended_on),
        ends_on: open.ends_on.0,
        visits: back(open.visits),
        ang: open.ang,
        reception_on: open.reception_on.map(|day| day.0),
    });
    Ok(Change::TakenOver { taken, competence })
}
