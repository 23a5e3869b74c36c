//! The stored form of tracking, format 1: mandates, carriers, pairs, perimeters, devices, and who used tracks.
//!
//! Never here: incidents (`incident`), positions outside of alerts (the segments of tracks).

mod devices;
mod forms;
mod words;

pub(super) use forms::Words;

use super::codes::{Id, Word};
use super::{Form, Halves, both, open_only};
use crate::error::FormatError;
use devices::{
    BurdenOpen, CommandedOpen, CoverageOpen, DeletedOpen, DoorOpen, IssuedOpen, ReturnedOpen, TestedOpen,
    TrackerOpen, UrgentOpen, UsedOpen,
};
use forms::{CarrierOpen, MandateOpen, PairOpen, PerimeterOpen, PerimeterSealed, PilotOpen};
use hoeder_engine::entry::Subject;
use hoeder_engine::tracking::TrackingEvent;
use hoeder_engine::tracking::mandate::{Carrier, Who};

type Made = Result<Halves, FormatError>;

pub(super) fn halves(event: &TrackingEvent) -> Made {
    match event {
        TrackingEvent::PilotPut(pilot) => open_only("tracking.pilot-put", &PilotOpen::of(pilot)),
        TrackingEvent::MandatePut(mandate) => {
            both("tracking.mandate-put", &MandateOpen::of(mandate), &Words::of(&mandate.conditions))
        }
        TrackingEvent::CarrierPut(carrier) => carrier_halves(carrier),
        TrackingEvent::PairPut { pair, reason } => {
            both("tracking.pair-put", &PairOpen::of(pair), &Words::of(reason))
        }
        TrackingEvent::PerimeterPut { perimeter, reason } => {
            let sealed = PerimeterSealed::of(perimeter, reason);
            both("tracking.perimeter-put", &PerimeterOpen::of(perimeter), &sealed)
        }
        TrackingEvent::PerimeterDeleted { perimeter, carrier, by, reason } => {
            let open = DeletedOpen { perimeter: Id(*perimeter), carrier: Id(*carrier), by: Id(*by) };
            both("tracking.perimeter-deleted", &open, &Words::of(reason))
        }
        TrackingEvent::TrackerPut(tracker) => open_only("tracking.tracker-put", &TrackerOpen::of(tracker)),
        TrackingEvent::TrackerIssued { tracker, carriers } => {
            let carriers = carriers.iter().copied().map(Id).collect();
            open_only("tracking.tracker-issued", &IssuedOpen { tracker: Id(*tracker), carriers })
        }
        TrackingEvent::TrackerReturned { tracker, to } => {
            open_only("tracking.tracker-returned", &ReturnedOpen { tracker: Id(*tracker), to: Word(*to) })
        }
        TrackingEvent::IssuedUrgently { tracker, carrier, reason } => {
            let open = UrgentOpen { tracker: Id(*tracker), carrier: Id(*carrier) };
            both("tracking.issued-urgently", &open, &Words::of(reason))
        }
        TrackingEvent::CoverageChecked(checked) => {
            let (open, sealed) = CoverageOpen::of(checked);
            both("tracking.coverage-checked", &open, &sealed)
        }
        TrackingEvent::FieldTested { tracker, carrier, result, by, note } => {
            let (tracker, carrier) = (Id(*tracker), Id(*carrier));
            let open = TestedOpen { tracker, carrier, result: Word(*result), by: Id(*by) };
            both("tracking.field-tested", &open, &Words::of(note))
        }
        TrackingEvent::Commanded { tracker, command, result } => {
            open_only("tracking.commanded", &CommandedOpen::of(*tracker, *command, *result))
        }
        TrackingEvent::TrackUsed(used) => {
            both("tracking.track-used", &UsedOpen::of(used), &Words::of(&used.why))
        }
        TrackingEvent::BurdenPassed { person, day, night } => {
            let open = BurdenOpen { person: Id(*person), day: *day, night: *night };
            open_only("tracking.burden-passed", &open)
        }
        TrackingEvent::DoorNoted(note) => open_only("tracking.door-noted", &DoorOpen::of(note)),
    }
}

fn carrier_halves(carrier: &Carrier) -> Made {
    let open = CarrierOpen::of(carrier);
    match &carrier.who {
        Who::Person(_) => open_only("tracking.carrier-put", &open),
        Who::Named(name) => both("tracking.carrier-put", &open, &Words::of(name)),
    }
}

pub(super) fn event(form: &Form<'_>) -> Result<TrackingEvent, FormatError> {
    let words = || form.sealed::<Words>().map(Words::text);
    Ok(match form.kind {
        "tracking.pilot-put" => TrackingEvent::PilotPut(form.open::<PilotOpen>()?.pilot()),
        "tracking.mandate-put" => {
            TrackingEvent::MandatePut(form.open::<MandateOpen>()?.mandate(form.sealed()?))
        }
        "tracking.carrier-put" => TrackingEvent::CarrierPut(form.open::<CarrierOpen>()?.carrier(form)?),
        "tracking.pair-put" => {
            TrackingEvent::PairPut { pair: form.open::<PairOpen>()?.pair(), reason: words()? }
        }
        "tracking.perimeter-put" => {
            let (perimeter, reason) = form.open::<PerimeterOpen>()?.perimeter(form)?;
            TrackingEvent::PerimeterPut { perimeter: Box::new(perimeter), reason }
        }
        "tracking.perimeter-deleted" => {
            let open: DeletedOpen = form.open()?;
            let (perimeter, carrier, by) = (open.perimeter.0, open.carrier.0, open.by.0);
            TrackingEvent::PerimeterDeleted { perimeter, carrier, by, reason: words()? }
        }
        "tracking.tracker-put" => TrackingEvent::TrackerPut(form.open::<TrackerOpen>()?.tracker(form)?),
        "tracking.tracker-issued" => {
            let open: IssuedOpen = form.open()?;
            let carriers = open.carriers.into_iter().map(|id| id.0).collect();
            TrackingEvent::TrackerIssued { tracker: open.tracker.0, carriers }
        }
        "tracking.tracker-returned" => {
            let open: ReturnedOpen = form.open()?;
            TrackingEvent::TrackerReturned { tracker: open.tracker.0, to: open.to.0 }
        }
        "tracking.issued-urgently" => {
            let open: UrgentOpen = form.open()?;
            let (tracker, carrier) = (open.tracker.0, open.carrier.0);
            TrackingEvent::IssuedUrgently { tracker, carrier, reason: words()? }
        }
        "tracking.coverage-checked" => {
            TrackingEvent::CoverageChecked(form.open::<CoverageOpen>()?.checked(form.sealed()?))
        }
        "tracking.field-tested" => {
            let open: TestedOpen = form.open()?;
            let (tracker, carrier) = (open.tracker.0, open.carrier.0);
            let (result, by) = (open.result.0, open.by.0);
            TrackingEvent::FieldTested { tracker, carrier, result, by, note: words()? }
        }
        "tracking.commanded" => {
            let (tracker, command, result) = form.open::<CommandedOpen>()?.parts();
            TrackingEvent::Commanded { tracker, command, result }
        }
        "tracking.track-used" => TrackingEvent::TrackUsed(form.open::<UsedOpen>()?.used(words()?)),
        "tracking.burden-passed" => {
            let open: BurdenOpen = form.open()?;
            TrackingEvent::BurdenPassed { person: open.person.0, day: open.day, night: open.night }
        }
        "tracking.door-noted" => TrackingEvent::DoorNoted(form.open::<DoorOpen>()?.note(form)?),
        _ => return Err(FormatError::UnknownKind { kind: form.kind.to_owned() }),
    })
}

/// The nearest key that the event itself names.
pub(super) fn subject(event: &TrackingEvent) -> Option<Subject> {
    match event {
        TrackingEvent::MandatePut(mandate) => Some(Subject::Mandate(mandate.id)),
        TrackingEvent::CarrierPut(carrier) => Some(Subject::Carrier(carrier.id)),
        TrackingEvent::PairPut { pair, .. } => Some(Subject::Mandate(pair.mandate)),
        TrackingEvent::PerimeterPut { perimeter, .. } => Some(Subject::Carrier(perimeter.carrier)),
        TrackingEvent::PerimeterDeleted { carrier, .. }
        | TrackingEvent::IssuedUrgently { carrier, .. }
        | TrackingEvent::FieldTested { carrier, .. } => Some(Subject::Carrier(*carrier)),
        TrackingEvent::CoverageChecked(checked) => Some(Subject::Carrier(checked.carrier)),
        TrackingEvent::TrackUsed(used) => used.carriers.first().copied().map(Subject::Carrier),
        TrackingEvent::PilotPut(_)
        | TrackingEvent::TrackerPut(_)
        | TrackingEvent::TrackerIssued { .. }
        | TrackingEvent::TrackerReturned { .. }
        | TrackingEvent::Commanded { .. }
        | TrackingEvent::BurdenPassed { .. }
        | TrackingEvent::DoorNoted(_) => None,
    }
}
