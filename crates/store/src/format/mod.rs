//! The stored, versioned form of every event, and both conversions. Events themselves carry no serde.
//!
//! Each event has an open half that identifies nobody and, where there is personal data, a half that is sealed.
//! Unknown fields are ignored; an unknown kind or a newer format is an error that says to upgrade, never a loss.
//! Never here: keys, hashes, places to keep things.

mod access;
mod alarm;
pub mod codes;
mod desk;
mod fix;
mod hotspot;
mod incident;
mod magistrate;
mod measure;
pub mod names;
mod persons;
mod roster;
mod roster_forms;
mod roster_places;
mod tracking;
mod voice;
mod watch;
mod work;

pub(crate) use fix::FixForm;

use crate::error::FormatError;
use hoeder_engine::entry::{Entry, Event, StreamId, Subject};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::LazyLock;
use zeroize::Zeroizing;

/// What stands where a text was, once its key is erased.
pub const ERASED: &str = "[erased]";

/// The record that files a document, whose bytes lie beside the log.
pub(crate) const FILED_KIND: &str = "document.filed";

/// The format that this version writes of a kind, and the newest that it reads; it reads all before it.
#[must_use]
pub fn format_of(kind: &str) -> u16 {
    match kind {
        // 1 had the time between heartbeats in place of class, paths and look.
        "roster.handset-put" => 2,
        // 1 had nothing of what a measure needs: details of a person, office and entry into force of a zone, seats.
        "roster.person-put" | "roster.zone-put" | "roster.account-put" => 2,
        _ => 1,
    }
}

/// Every kind of record that this version knows.
pub const KINDS: &[&str] = &[
    "cell.epoch-began",
    "cell.device-refused",
    "alarm.raised",
    "alarm.held",
    "alarm.shown",
    "alarm.pressed-again",
    "alarm.linked",
    "alarm.climbed",
    "alarm.taken",
    "alarm.handed-over",
    "alarm.owner-lost",
    "alarm.dispatched",
    "alarm.on-scene",
    "alarm.noted",
    "alarm.word-said",
    "alarm.overdue",
    "alarm.closed",
    "alarm.pv-given",
    "alarm.taken-over",
    "alarm.owner-reminded",
    "alarm.ownership-returned",
    "alarm.still-on-it",
    "alarm.on-the-way",
    "alarm.found",
    "alarm.step-done",
    "alarm.vouched",
    "magistrate.told",
    "magistrate.confirmed",
    "watch.started",
    "watch.stopped",
    "watch.alert-opened",
    "watch.alert-cleared",
    "watch.alert-returned",
    "watch.alert-aged",
    "watch.alert-owned",
    "watch.alert-closed",
    "watch.reported",
    "watch.tested",
    "roster.case-put",
    "roster.person-put",
    "roster.photo-put",
    "roster.pairing-opened",
    "roster.handset-put",
    "roster.button-put",
    "roster.room-put",
    "roster.zone-put",
    "roster.account-put",
    "access.signed-in",
    "access.sign-in-failed",
    "access.signed-out",
    "access.accessed",
    "access.erased",
    "hotspot.put",
    "hotspot.ended",
    "hotspot.looked-up",
    "watch.test-planned",
    "watch.planned-test-answered",
    "watch.planned-test-dropped",
    "checkin.set",
    "checkin.ended",
    "checkin.missed",
    "talk.sent",
    "talk.received",
    "talk.answered",
    "talk.seen",
    "talk.left",
    "trip.announced",
    "trip.ended",
    "trip.seen",
    "desk.changed",
    "desk.acknowledged",
    "desk.flood-changed",
    "measure.requested",
    "measure.handed-over",
    "measure.receipt-confirmed",
    "measure.management-passed",
    "measure.reopened",
    "measure.heard",
    "measure.assessed",
    "measure.bomb-found",
    "measure.antecedents-given",
    "measure.put-before",
    "measure.more-asked",
    "measure.ruling-entered",
    "measure.ruling-confirmed",
    "measure.ruling-denied",
    "measure.decision-pending",
    "measure.granted",
    "measure.refused",
    "measure.agreed",
    "measure.activated",
    "measure.judge-involved",
    "measure.suspect-tracked",
    "measure.chain-referred",
    "measure.support-offered",
    "measure.second-offer-asked",
    "measure.shortage-found",
    "measure.shortage-decided",
    "measure.incident-recorded",
    "measure.extended",
    "measure.fact-announced",
    "measure.revisited",
    "measure.places-shared",
    "measure.trip-announced",
    "measure.move-announced",
    "measure.move-answered",
    "measure.breach-recorded",
    "measure.end-asked",
    "measure.end-began",
    "measure.resumed",
    "measure.end-step-done",
    "measure.ended",
    "measure.continued",
    "measure.taken-over",
    "measure.transferred-out",
    "measure.released",
    "measure.settled",
    "notice.sent",
    "notice.read",
    "notice.delivery",
    FILED_KIND,
    "roster.office-put",
    "roster.district-put",
    "tracking.pilot-put",
    "tracking.mandate-put",
    "tracking.carrier-put",
    "tracking.pair-put",
    "tracking.perimeter-put",
    "tracking.perimeter-deleted",
    "tracking.tracker-put",
    "tracking.tracker-issued",
    "tracking.tracker-returned",
    "tracking.issued-urgently",
    "tracking.coverage-checked",
    "tracking.field-tested",
    "tracking.commanded",
    "tracking.track-used",
    "tracking.burden-passed",
    "tracking.door-noted",
    "incident.opened",
    "incident.alert-raised",
    "incident.alert-worse",
    "incident.alert-cleared",
    "incident.alert-grew",
    "incident.alert-set-aside",
    "incident.rose",
    "incident.taken",
    "incident.handed-over",
    "incident.owner-lost",
    "incident.owner-reminded",
    "incident.ownership-returned",
    "incident.still-on-it",
    "incident.not-taken",
    "incident.step-done",
    "incident.called",
    "incident.noted",
    "incident.handed-to-police",
    "incident.instructed",
    "incident.instruction-delivery",
    "incident.closed",
    "incident.alert-revised",
    "voice.started",
    "voice.mic-lost",
    "voice.mic-returned",
    "voice.joined",
    "voice.heard",
    "voice.silence-began",
    "voice.left",
    "voice.speech-began",
    "voice.speech-ended",
    "voice.speech-forbidden",
    "voice.speech-allowed",
    "voice.loudspeaker",
    "voice.segment",
    "voice.recording-stopped",
    "voice.recording-resumed",
    "voice.recording-used",
    "voice.held",
    "voice.released",
    "voice.recording-erased",
    "voice.closed",
    "voice.recording-handed-out",
];

/// Is it one of [`KINDS`]?
fn is_known(kind: &str) -> bool {
    static SORTED: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
        let mut kinds = KINDS.to_vec();
        kinds.sort_unstable();
        kinds
    });
    SORTED.binary_search(&kind).is_ok()
}

/// The two halves of an event.
pub struct Halves {
    /// What happened.
    pub kind: &'static str,
    /// Of which format the halves are.
    pub format: u16,
    /// One JSON object, compact.
    pub open: String,
    /// The personal half before sealing: one JSON object; `None` when the event has none.
    pub sealed: Option<Zeroizing<Vec<u8>>>,
}

/// The personal half as a reader has it.
#[derive(Clone, Copy)]
pub enum Opened<'a> {
    /// There is none.
    None,
    /// The JSON.
    Clear(&'a [u8]),
    /// Its key was destroyed (GN-04).
    Erased,
}

/// A personal half that knows how it looks once erased.
trait Erasable: Serialize + DeserializeOwned {
    fn erased() -> Self;
}

/// Splits an event.
///
/// # Errors
/// [`FormatError::Malformed`] when JSON cannot be made of it, which no event gives cause for.
pub fn halves(event: &Event) -> Result<Halves, FormatError> {
    match event {
        Event::Alarm(_, event) => alarm::halves(event),
        Event::MagistrateTold { .. } => magistrate::told(),
        Event::MagistrateConfirmed { by, .. } => magistrate::confirmed(*by),
        Event::Watch(_, event) => watch::halves(event),
        Event::CheckIn(_, event) => persons::check_in_halves(event),
        Event::Talk(_, event) => persons::talk_halves(event),
        Event::Voice(_, event) => voice::halves(event),
        Event::TripAnnounced { person, trip, .. } => persons::trip_announced_halves(*person, trip),
        Event::TripEnded { trip, .. } => persons::trip_ended_halves(*trip),
        Event::TripSeen { trip, by, .. } => persons::trip_seen_halves(*trip, *by),
        Event::DeskChanged { desk, account, to } => desk::changed(*desk, *account, *to),
        Event::DeskAcknowledged { desk, account, by } => desk::acknowledged(*desk, *account, *by),
        Event::FloodChanged { room, to } => desk::flood(*room, *to),
        Event::Measure(_, event) => measure::halves(event),
        Event::NoticeSent(sent) => measure::notices::sent(sent),
        Event::NoticeRead { notice, by, .. } => measure::notices::read(*notice, *by),
        Event::NoticeDelivery { notice, channel, state, .. } => {
            measure::notices::delivery(*notice, *channel, *state)
        }
        Event::DocumentFiled { filed, person } => measure::documents::filed(filed, *person),
        Event::CasePut(_)
        | Event::PersonPut(_)
        | Event::PhotoPut { .. }
        | Event::PairingOpened(_)
        | Event::HandsetPut(_)
        | Event::ButtonPut(_)
        | Event::RoomPut(_)
        | Event::ZonePut(_)
        | Event::OfficePut(_)
        | Event::DistrictPut(_)
        | Event::AccountPut(_) => roster::halves(event),
        Event::EpochBegan { .. }
        | Event::DeviceRefused { .. }
        | Event::SignedIn { .. }
        | Event::SignInFailed { .. }
        | Event::SignedOut { .. }
        | Event::Accessed(_)
        | Event::Erased { .. } => access::halves(event),
        Event::HotspotPut(hotspot) => hotspot::put_halves(hotspot),
        Event::HotspotEnded { hotspot, why } => hotspot::ended(*hotspot, why),
        Event::HotspotsLookedUp { found } => hotspot::looked_up(found),
        Event::Tracking(event) => tracking::halves(event),
        Event::Incident(_, event) => incident::halves(event),
    }
}

/// Joins the halves again.
///
/// # Errors
/// [`FormatError`] when the kind or the format is newer than this version, or a half is not what it should be.
pub fn event(
    kind: &str,
    format: u16,
    stream: StreamId,
    open: &str,
    opened: Opened<'_>,
) -> Result<Event, FormatError> {
    let known = format_of(kind);
    let read = if format == 0 || format > known {
        Err(FormatError::TooNew { kind: kind.to_owned(), found: format, known })
    } else {
        joined(stream, &Form { kind, format, open, opened })
    };
    // Only what cannot be read is looked up among the kinds: years of a log are of known ones.
    read.map_err(
        |error| {
            if is_known(kind) { error } else { FormatError::UnknownKind { kind: kind.to_owned() } }
        },
    )
}

fn joined(stream: StreamId, form: &Form<'_>) -> Result<Event, FormatError> {
    let area = names::cut(form.kind, b'.').map(|(area, _)| area);
    match (area, stream) {
        (Some("alarm"), StreamId::Alarm(alarm)) => Ok(Event::Alarm(alarm, alarm::event(form)?)),
        (Some("magistrate"), StreamId::Alarm(alarm)) => magistrate::event(alarm, form),
        (Some("watch"), StreamId::Handset(handset)) => Ok(Event::Watch(handset, watch::event(form)?)),
        (Some("checkin"), StreamId::Handset(handset)) => {
            Ok(Event::CheckIn(handset, persons::check_in(form)?))
        }
        (Some("talk"), StreamId::Alarm(alarm)) => Ok(Event::Talk(alarm, persons::talk(form)?)),
        (Some("voice"), StreamId::Alarm(alarm)) => Ok(Event::Voice(alarm, voice::event(form)?)),
        (Some("trip"), StreamId::Handset(handset)) => persons::trip(handset, form),
        (Some("measure"), StreamId::Measure(measure)) => {
            Ok(Event::Measure(measure, Box::new(measure::event(form)?)))
        }
        (Some("notice"), StreamId::Measure(measure)) => measure::notices::event(measure, form),
        (Some("document"), StreamId::Measure(measure)) if form.kind == FILED_KIND => {
            measure::documents::event(measure, form)
        }
        (Some("roster"), _) => roster::event(form),
        (Some("desk"), _) => desk::event(form),
        (Some("cell" | "access"), _) => access::event(form),
        (Some("hotspot"), _) => hotspot::event(form),
        (Some("tracking"), _) => Ok(Event::Tracking(Box::new(tracking::event(form)?))),
        (Some("incident"), StreamId::Incident(incident)) => {
            Ok(Event::Incident(incident, Box::new(incident::event(form)?)))
        }
        _ => Err(form.malformed("stream", 0)),
    }
}

/// With whose key the personal half is sealed: the entry's own subject, else the nearest one that the event names.
///
/// An event with a personal half is never stored open, also when the entry names no subject.
#[must_use]
pub fn subject(entry: &Entry) -> Option<Subject> {
    entry.subject.or(match &entry.event {
        Event::Alarm(alarm, _) | Event::Talk(alarm, _) | Event::Voice(alarm, _) => {
            Some(Subject::Alarm(*alarm))
        }
        Event::TripAnnounced { person, .. } => Some(Subject::Person(*person)),
        Event::CasePut(case) => Some(Subject::Case(case.id)),
        Event::PersonPut(person) => Some(Subject::Person(person.id)),
        Event::DocumentFiled { person, .. } => Some(Subject::Person(*person)),
        Event::Measure(_, event) => measure::person(event).map(Subject::Person),
        Event::PhotoPut { case, .. } => Some(Subject::Case(*case)),
        Event::HandsetPut(handset) => Some(Subject::Person(handset.person)),
        Event::ButtonPut(button) => Some(Subject::Person(button.person)),
        Event::AccountPut(account) => Some(Subject::Account(account.id)),
        Event::HotspotPut(hotspot) => Some(Subject::Hotspot(hotspot.id)),
        Event::HotspotEnded { hotspot, .. } => Some(Subject::Hotspot(*hotspot)),
        Event::Tracking(event) => tracking::subject(event),
        Event::Incident(incident, _) => Some(Subject::Incident(*incident)),
        Event::Watch(..)
        | Event::CheckIn(..)
        | Event::TripEnded { .. }
        | Event::TripSeen { .. }
        | Event::MagistrateTold { .. }
        | Event::MagistrateConfirmed { .. }
        | Event::EpochBegan { .. }
        | Event::DeviceRefused { .. }
        | Event::PairingOpened(_)
        | Event::RoomPut(_)
        | Event::ZonePut(_)
        | Event::SignedIn { .. }
        | Event::SignInFailed { .. }
        | Event::SignedOut { .. }
        | Event::Accessed(_)
        | Event::Erased { .. }
        | Event::HotspotsLookedUp { .. }
        | Event::DeskChanged { .. }
        | Event::DeskAcknowledged { .. }
        | Event::OfficePut(_)
        | Event::DistrictPut(_)
        | Event::NoticeSent(_)
        | Event::NoticeRead { .. }
        | Event::NoticeDelivery { .. }
        | Event::FloodChanged { .. } => None,
    })
}

/// A record's halves on the way back.
struct Form<'a> {
    kind: &'a str,
    format: u16,
    open: &'a str,
    opened: Opened<'a>,
}

impl Form<'_> {
    fn open<T: DeserializeOwned>(&self) -> Result<T, FormatError> {
        serde_json::from_str(self.open).map_err(|error| self.malformed("open", error.column()))
    }

    fn sealed<T: Erasable>(&self) -> Result<T, FormatError> {
        match self.opened {
            Opened::Erased => Ok(T::erased()),
            Opened::None => Err(self.malformed("sealed", 0)),
            Opened::Clear(json) => {
                // Checked once as a whole, and not text by text.
                let json = std::str::from_utf8(json).map_err(|_| self.malformed("sealed", 0))?;
                serde_json::from_str(json).map_err(|error| self.malformed("sealed", error.column()))
            }
        }
    }

    fn malformed(&self, half: &'static str, column: usize) -> FormatError {
        FormatError::Malformed { kind: self.kind.to_owned(), half, column }
    }
}

#[derive(Serialize, serde::Deserialize)]
struct Nothing {}

fn open_only<O: Serialize>(kind: &'static str, open: &O) -> Result<Halves, FormatError> {
    Ok(Halves { kind, format: format_of(kind), open: json(kind, open)?, sealed: None })
}

fn both<O: Serialize, S: Erasable>(kind: &'static str, open: &O, sealed: &S) -> Result<Halves, FormatError> {
    let sealed = serde_json::to_vec(sealed).map_err(|_| FormatError::Malformed {
        kind: kind.to_owned(),
        half: "sealed",
        column: 0,
    })?;
    let sealed = Some(Zeroizing::new(sealed));
    Ok(Halves { kind, format: format_of(kind), open: json(kind, open)?, sealed })
}

fn json<T: Serialize>(kind: &'static str, open: &T) -> Result<String, FormatError> {
    serde_json::to_string(open).map_err(|_| FormatError::Malformed {
        kind: kind.to_owned(),
        half: "open",
        column: 0,
    })
}
