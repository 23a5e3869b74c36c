//! What an order about tracking must say to be accepted: the field that is wrong and what is expected.
//!
//! Never here: who may order it (`access`).

use super::watch::shape;
use crate::cell::Cell;
use crate::cell::valid::{invalid, text};
use crate::output::Problem;
use crate::roster::DeviceState;
use crate::tracking::mandate::{
    Age, Carrier, Mandate, MandateState, NoticePolicy, Outline, Pair, Perimeter, Pilot, ScopePart, Who,
};
use crate::tracking::tracker::{Capability, MAX_PLACES_CHECKED, PlaceChecked, Tracker};
use core::time::Duration;
use hoeder_vocab::tracking::Side;
use hoeder_vocab::{Purpose, Sensitive, UtcMillis};
use hoeder_watch::track::MAX_WINDOWS;

const WHY: Purpose = Purpose::Transport;
/// Most carriers of one mandate.
const MAX_CARRIERS: usize = 32;
/// Most pairs of one carrier.
const MAX_PAIRS: usize = 16;
/// Most perimeters of one carrier, deleted ones not counted.
const MAX_PERIMETERS: usize = 64;
/// Most dates on which a perimeter does not hold.
const MAX_EXCEPT: usize = 200;
/// The longest mandate: ten years, a mistyped century is not one.
const LONGEST: Duration = Duration::from_secs(3_660 * 86_400);

type Checked = Result<(), Problem>;

fn within(field: &'static str, value: u32, from: u32, to: u32, expected: &'static str) -> Checked {
    if (from..=to).contains(&value) { Ok(()) } else { invalid(field, expected) }
}

/// A reason: who changes what is watched says why (T-NIJ-10).
pub(super) fn reason(reason: &Sensitive<String>) -> Checked {
    text("reason", reason.reveal(WHY), 1, 2_000, "1 to 2,000 characters: why")
}

impl Cell {
    pub(super) fn check_pilot(&self, pilot: &Pilot) -> Checked {
        text("name", &pilot.name, 1, 80, "1 to 80 characters")?;
        if pilot.groups.is_empty() {
            return invalid("groups", "at least one target group");
        }
        if pilot.zones.is_empty() || pilot.zones.iter().any(|zone| !self.zones.knows(*zone)) {
            return invalid("zones", "at least one zone, each of which exists");
        }
        if pilot.until <= pilot.from || pilot.most == 0 {
            return invalid("until", "an end after its start, and room for one mandate or more");
        }
        Ok(())
    }

    pub(super) fn check_mandate(&self, mandate: &Mandate, now: UtcMillis) -> Checked {
        text("court", &mandate.court, 1, 120, "1 to 120 characters")?;
        text("reference", &mandate.reference, 1, 40, "1 to 40 characters")?;
        text("conditions", mandate.conditions.reveal(WHY), 0, 4_000, "at most 4,000 characters")?;
        if !self.book.cases.contains_key(&mandate.case) {
            return Err(Problem::NotFound);
        }
        if !self.zones.knows(mandate.zone) {
            return invalid("zone", "a zone that exists");
        }
        if mandate.office.is_some_and(|office| !self.book.offices.contains_key(&office)) {
            return invalid("office", "an office that exists");
        }
        if mandate.until.is_some_and(|until| until <= mandate.from || until.since(mandate.from) > LONGEST) {
            return invalid("until", "an end after its start, at most ten years later");
        }
        if mandate.scope.is_empty() || !mandate.scope.is_sorted_by(|a, b| a < b) {
            return invalid("scope", "what may be watched, ascending and each once");
        }
        match (mandate.alcohol, mandate.covers(ScopePart::Alcohol)) {
            (None, false) => {}
            (Some(alcohol), true) => {
                within("alcohol", alcohol.every_s, 60, 86_400, "a reading each minute to each day")?;
                within("alcohol", alcohol.then_every_s, 60, alcohol.every_s, "at least as often afterwards")?;
            }
            (None, true) | (Some(_), false) => {
                return invalid("alcohol", "a limit when alcohol is in the scope, and only then");
            }
        }
        let same = self.tracking.mandate_called(&mandate.reference);
        if same.is_some_and(|other| other.id != mandate.id) {
            return Err(Problem::Conflict("mandate.reference_in_use"));
        }
        if let Some(before) = self.tracking.mandates.get(&mandate.id)
            && before.case != mandate.case
        {
            return Err(Problem::Conflict("mandate.other_case"));
        }
        self.check_bounds(mandate, now)
    }

    /// EM-10: a pilot bounds for whom, where, when and for how many.
    fn check_bounds(&self, mandate: &Mandate, now: UtcMillis) -> Checked {
        let Some(id) = mandate.pilot else { return Ok(()) };
        let pilot = self.tracking.pilots.get(&id).ok_or(Problem::NotFound)?;
        if !pilot.groups.contains(&mandate.group) {
            return Err(Problem::Conflict("pilot.other_group"));
        }
        if !pilot.zones.contains(&mandate.zone) {
            return Err(Problem::Conflict("pilot.other_area"));
        }
        if mandate.from < pilot.from || mandate.until.is_none_or(|until| until > pilot.until) {
            return Err(Problem::Conflict("pilot.other_time"));
        }
        if mandate.state != MandateState::Granted {
            return Ok(());
        }
        let holds = |other: &&Mandate| {
            other.pilot == Some(id)
                && other.id != mandate.id
                && other.state == MandateState::Granted
                && other.until.is_none_or(|until| now < until)
        };
        if self.tracking.mandates.values().filter(holds).count() >= usize::from(pilot.most) {
            return Err(Problem::Conflict("pilot.full"));
        }
        Ok(())
    }

    pub(super) fn check_carrier(&self, carrier: &Carrier) -> Checked {
        within("fastest_kmh", u32::from(carrier.fastest_kmh), 10, 350, "10 to 350 kilometres an hour")?;
        let mandate = self.tracking.mandates.get(&carrier.mandate).ok_or(Problem::NotFound)?;
        match (&carrier.who, carrier.side) {
            (Who::Person(person), Side::Protected) => {
                let person = self.book.persons.get(person).ok_or(Problem::NotFound)?;
                if person.case != mandate.case {
                    return Err(Problem::Conflict("carrier.other_case"));
                }
            }
            (Who::Named(name), Side::Offender) => {
                text("name", name.reveal(WHY), 1, 120, "1 to 120 characters")?;
            }
            (Who::Person(_), Side::Offender) | (Who::Named(_), Side::Protected) => {
                return invalid("who", "a person of the case on the protected side, a name on the other");
            }
        }
        if carrier.age == Age::Minor && carrier.notice == NoticePolicy::Allowed {
            return invalid("notice", "never: the device of a minor does not alert its carrier");
        }
        match self.tracking.carriers.get(&carrier.id) {
            Some(before) if before.mandate != carrier.mandate || before.side != carrier.side => {
                Err(Problem::Conflict("carrier.other_mandate"))
            }
            Some(_) => Ok(()),
            None if self.tracking.carriers_of(carrier.mandate).count() >= MAX_CARRIERS => {
                Err(Problem::Conflict("mandate.too_many_carriers"))
            }
            None => Ok(()),
        }
    }

    pub(super) fn check_pair(&self, pair: &Pair) -> Checked {
        within("alarm_m", pair.alarm_m, 50, 20_000, "50 to 20,000 metres")?;
        within("warning_m", pair.warning_m, pair.alarm_m, 50_000, "the alarm distance to 50,000 metres")?;
        within("police_min", u32::from(pair.police_min), 1, 120, "1 to 120 minutes")?;
        let mandate = self.tracking.mandates.get(&pair.mandate).ok_or(Problem::NotFound)?;
        if !mandate.covers(ScopePart::Distance) {
            return Err(Problem::Conflict("mandate.not_in_scope"));
        }
        for (carrier, side) in [(pair.offender, Side::Offender), (pair.protected, Side::Protected)] {
            let carrier = self.tracking.carriers.get(&carrier).ok_or(Problem::NotFound)?;
            if carrier.mandate != pair.mandate || carrier.side != side {
                return invalid("carrier", "an offender and a protected carrier of this mandate");
            }
        }
        if let Some(before) = self.tracking.pairs.get(&pair.id)
            && (before.offender, before.protected) != (pair.offender, pair.protected)
        {
            return Err(Problem::Conflict("pair.other_carriers"));
        }
        let known = self.tracking.pairs.contains_key(&pair.id);
        if !known && self.tracking.pairs_of(pair.offender).count() >= MAX_PAIRS {
            return Err(Problem::Conflict("carrier.too_many_pairs"));
        }
        Ok(())
    }

    pub(super) fn check_perimeter(&self, perimeter: &Perimeter) -> Checked {
        text("label", perimeter.label.reveal(WHY), 1, 80, "1 to 80 characters")?;
        let mandate = self.tracking.mandate_of(perimeter.carrier).ok_or(Problem::NotFound)?;
        if !mandate.covers(ScopePart::Places) {
            return Err(Problem::Conflict("mandate.not_in_scope"));
        }
        check_outline(perimeter.outline.reveal(WHY))?;
        let week = &perimeter.week;
        let fits = |window: &hoeder_watch::track::Window| {
            window.weekday <= 6 && window.from_minute < 1_440 && (1..=1_440).contains(&window.to_minute)
        };
        if week.windows.len() > MAX_WINDOWS
            || week.except.len() > MAX_EXCEPT
            || !week.windows.iter().all(fits)
        {
            return invalid("week", "at most 64 windows of a week and 200 dates");
        }
        if let (Some(from), Some(until)) = (perimeter.from, perimeter.until)
            && until <= from
        {
            return invalid("until", "an end after its start");
        }
        match self.tracking.perimeters.get(&perimeter.id) {
            Some(kept) if kept.deleted.is_some() => Err(Problem::Conflict("perimeter.deleted")),
            Some(kept) if kept.perimeter.carrier != perimeter.carrier => {
                Err(Problem::Conflict("perimeter.other_carrier"))
            }
            Some(_) => Ok(()),
            None => {
                let live = self.tracking.perimeters_of(perimeter.carrier).filter(|k| k.deleted.is_none());
                if live.count() >= MAX_PERIMETERS {
                    return Err(Problem::Conflict("carrier.too_many_perimeters"));
                }
                Ok(())
            }
        }
    }

    pub(super) fn check_tracker(&self, tracker: &Tracker) -> Checked {
        text("model", &tracker.model, 1, 60, "1 to 60 characters")?;
        within("interval_s", tracker.interval_s, 1, 86_400, "a second to a day")?;
        if !tracker.capabilities.is_sorted_by(|a, b| a < b) {
            return invalid("capabilities", "ascending and each once");
        }
        self.check_own_handset(tracker)?;
        let other = self.tracking.numbers.get(&tracker.number).is_some_and(|id| *id != tracker.id);
        if other { Err(Problem::Conflict("tracker.number_in_use")) } else { Ok(()) }
    }
}

impl Cell {
    /// A handset of our own under its own number: one that is paired, that proves itself with its key, and that does what a phone can.
    fn check_own_handset(&self, tracker: &Tracker) -> Checked {
        if !tracker.number.is_of_handset() {
            return Ok(());
        }
        let paired = tracker.number.handset().and_then(|handset| self.book.handsets.get(&handset));
        if paired.is_none_or(|handset| handset.state != DeviceState::Active) {
            return invalid("number", "a handset that is paired here and in use");
        }
        if tracker.secret_digest.is_some() {
            return invalid("secret", "none: a handset signs what it says");
        }
        let bands = [Capability::Strap, Capability::Alcohol, Capability::Commands];
        if tracker.capabilities.iter().any(|one| bands.contains(one)) {
            return invalid("capabilities", "those of a handset: it takes no commands and has no strap");
        }
        Ok(())
    }

    /// Whose handset it is must carry it.
    pub(super) fn check_carried_by_its_person(&self, tracker: &Tracker, carriers: &[&Carrier]) -> Checked {
        let Some(handset) = tracker.number.handset() else { return Ok(()) };
        let owner = self.book.handsets.get(&handset).filter(|handset| handset.state == DeviceState::Active);
        let owner = owner.map(|handset| Who::Person(handset.person));
        let theirs =
            |carrier: &&Carrier| carrier.side == Side::Protected && owner.as_ref() == Some(&carrier.who);
        if carriers.iter().all(theirs) {
            Ok(())
        } else {
            invalid("carriers", "the protected person to whom the handset belongs")
        }
    }
}

pub(super) fn check_places(places: &[PlaceChecked]) -> Checked {
    if places.is_empty() || places.len() > MAX_PLACES_CHECKED {
        return invalid("places", "1 to 20 usual places");
    }
    places
        .iter()
        .try_for_each(|checked| text("place", checked.place.reveal(WHY), 1, 120, "1 to 120 characters"))
}

fn check_outline(outline: &Outline) -> Checked {
    match outline {
        Outline::Circle { radius_m, .. } => {
            within("outline", *radius_m, 10, 50_000, "a radius of 10 to 50,000 metres")?;
        }
        Outline::Corridor { line, half_width_m } => {
            within("outline", *half_width_m, 10, 5_000, "10 to 5,000 metres to either side")?;
            if !(2..=1_000).contains(&line.len()) {
                return invalid("outline", "a line of 2 to 1,000 places");
            }
        }
        Outline::Area(_) => {}
    }
    if shape(outline).is_none() {
        return invalid("outline", "polygons whose rings are closed and do not cross");
    }
    Ok(())
}
