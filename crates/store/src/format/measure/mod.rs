//! The stored form of what happens to a measure, format 1; the files stand in the order of the circular.
//!
//! The open half holds ids, kinds, days and numbers of reports: enough to compute every term after an erasure. Texts, the
//! day of birth, answers about risk and earlier files are sealed with the key of the protected person.
//! Never here: the rules of the circular (room `measure`).

mod confidentiality;
mod decision;
pub(super) mod documents;
mod ending;
mod followup;
pub(super) mod notices;
mod request;
mod risk;
mod takeover;
mod task;
mod words;

use super::codes::{Day, Id, Ms, Word};
use super::{Erasable, Form, Halves, Nothing, both, open_only};
use crate::error::FormatError;
use confidentiality::{ReleasedOpen, ShortageDecidedOpen, ShortageOpen, SuspectOpen};
use decision::{
    ActivatedOpen, AgreedOpen, ChainOpen, GrantedOpen, JudgeOpen, NumberOpen, ProcedureOpen, PutBeforeOpen,
    RefusedOpen, RuledOpen, SupportOpen,
};
use ending::{BreachOpen, ContinuedOpen, EndBeganOpen, EndStepOpen, EndedOpen};
use followup::{ExtendedOpen, FactOpen, MoveAnsweredOpen, PlacesOpen, RevisitOpen, TripOpen};
use hoeder_measure::{By, Change, MeasureEvent, Now};
use hoeder_vocab::PersonId;
use request::{HandOverOpen, ManagementOpen};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use task::{ReceiptOpen, SettledOpen};
use words::{ActorForm, SeatForm, TextSealed};

/// The open half of every event: when, by whom, from where, what.
#[derive(Serialize, Deserialize)]
struct EventOpen<T> {
    at: Ms,
    /// The day in Belgium, kept: a later law about the clock moves no day on which somebody acted.
    day: Day,
    by: ActorForm,
    seat: SeatForm,
    change: T,
}

type Made = Result<Halves, FormatError>;

#[derive(Clone, Copy)]
struct Head {
    now: Now,
    by: By,
}

impl Head {
    fn whole<T>(self, change: T) -> EventOpen<T> {
        EventOpen {
            at: Ms::of(self.now.moment),
            day: Day(self.now.day),
            by: ActorForm(self.by.actor),
            seat: SeatForm::of(self.by.seat),
            change,
        }
    }
    fn open(self, kind: &'static str, change: impl Serialize) -> Made {
        open_only(kind, &self.whole(change))
    }
    fn both(self, kind: &'static str, (change, sealed): (impl Serialize, impl Erasable)) -> Made {
        both(kind, &self.whole(change), &sealed)
    }
}

/// Whose key seals it, as far as the event itself says.
pub(super) fn person(event: &MeasureEvent) -> Option<PersonId> {
    if let Change::Requested { request, .. } = &event.change {
        Some(request.person)
    } else if let Change::TakenOver { taken, .. } = &event.change {
        Some(taken.request.person)
    } else {
        None
    }
}

pub(super) fn halves(event: &MeasureEvent) -> Made {
    let h = Head { now: event.now, by: event.by };
    let text = TextSealed::of;
    match &event.change {
        Change::Requested { request, competence } => {
            h.both("measure.requested", request::requested(request, competence))
        }
        Change::HandedOver(it) => h.open("measure.handed-over", HandOverOpen::of(it)),
        Change::ReceiptConfirmed { of } => h.open("measure.receipt-confirmed", ReceiptOpen::of(*of)),
        Change::ManagementPassed { zone, office } => {
            h.open("measure.management-passed", ManagementOpen { zone: Id(*zone), office: Id(*office) })
        }
        Change::Reopened { new_elements } => h.both("measure.reopened", (Nothing {}, text(new_elements))),
        Change::Heard(it) => h.both("measure.heard", risk::heard(it)),
        Change::Assessed(it) => h.both("measure.assessed", risk::assessed(it)),
        Change::BombFound { assessment, items } => {
            h.both("measure.bomb-found", risk::bomb(*assessment, items))
        }
        Change::AntecedentsGiven(it) => h.both("measure.antecedents-given", risk::antecedents(it)),
        Change::PutBefore { procedure, missing } => {
            h.open("measure.put-before", PutBeforeOpen::of(*procedure, missing))
        }
        Change::MoreAsked { question } => h.both("measure.more-asked", (Nothing {}, text(question))),
        Change::RulingEntered(it) => {
            h.both("measure.ruling-entered", (RuledOpen::of(it), text(&it.decision.reason)))
        }
        Change::RulingConfirmed { n } => h.open("measure.ruling-confirmed", NumberOpen { n: *n }),
        Change::RulingDenied { n } => h.open("measure.ruling-denied", NumberOpen { n: *n }),
        Change::DecisionPending { procedure } => {
            h.open("measure.decision-pending", ProcedureOpen { procedure: Word(*procedure) })
        }
        Change::Granted { on, ends_on } => {
            h.open("measure.granted", GrantedOpen { on: Day(*on), ends_on: Day(*ends_on) })
        }
        Change::Refused { ruling } => h.open("measure.refused", RefusedOpen { ruling: *ruling }),
        Change::Agreed(it) => h.open("measure.agreed", AgreedOpen::of(it)),
        Change::Activated(it) => h.open("measure.activated", ActivatedOpen::of(it)),
        Change::JudgeInvolved(it) => h.open("measure.judge-involved", JudgeOpen::of(it)),
        Change::SuspectTracked(it) => h.open("measure.suspect-tracked", SuspectOpen::of(it)),
        Change::ChainReferred(it) => h.both("measure.chain-referred", (ChainOpen::of(it), text(&it.note))),
        Change::SupportOffered(it) => h.open("measure.support-offered", SupportOpen::of(it)),
        Change::SecondOfferAsked => h.open("measure.second-offer-asked", Nothing {}),
        Change::ShortageFound { district } => {
            h.open("measure.shortage-found", ShortageOpen { district: Id(*district) })
        }
        Change::ShortageDecided(it) => {
            h.both("measure.shortage-decided", (ShortageDecidedOpen::of(it), text(&it.reason)))
        }
        Change::IncidentRecorded { .. }
        | Change::Extended(_)
        | Change::FactAnnounced(_)
        | Change::Revisited(_)
        | Change::PlacesShared(_)
        | Change::TripAnnounced { .. }
        | Change::MoveAnnounced(_)
        | Change::MoveAnswered { .. }
        | Change::BreachRecorded(_)
        | Change::EndAsked { .. }
        | Change::EndBegan(_)
        | Change::Resumed
        | Change::EndStepDone(_)
        | Change::Ended { .. }
        | Change::Continued(_)
        | Change::TransferredOut
        | Change::Released { .. }
        | Change::TakenOver { .. }
        | Change::Settled { .. } => halves_of_follow_up(h, &event.change),
    }
}

/// Of 7.10 to 7.13.
fn halves_of_follow_up(h: Head, change: &Change) -> Made {
    let text = TextSealed::of;
    match change {
        Change::IncidentRecorded { n, incident } => {
            let (open, sealed) = followup::incident(*n, incident);
            match sealed {
                Some(sealed) => h.both("measure.incident-recorded", (open, sealed)),
                None => h.open("measure.incident-recorded", open),
            }
        }
        Change::Extended(it) => h.open("measure.extended", ExtendedOpen::of(it)),
        Change::FactAnnounced(it) => h.both("measure.fact-announced", (FactOpen::of(it), text(&it.what))),
        Change::Revisited(it) => h.both("measure.revisited", (RevisitOpen::of(it), text(&it.found))),
        Change::PlacesShared(it) => h.open("measure.places-shared", PlacesOpen::of(it)),
        Change::TripAnnounced { trip, notice } => {
            h.both("measure.trip-announced", (TripOpen::of(trip, *notice), text(&trip.place)))
        }
        Change::MoveAnnounced(it) => h.both("measure.move-announced", followup::moved(it)),
        Change::MoveAnswered { n, answer } => {
            h.both("measure.move-answered", MoveAnsweredOpen::of(*n, answer))
        }
        Change::BreachRecorded(it) => h.both("measure.breach-recorded", (BreachOpen::of(it), text(&it.note))),
        Change::EndAsked { note } => h.both("measure.end-asked", (Nothing {}, text(note))),
        Change::EndBegan(it) => h.open("measure.end-began", EndBeganOpen::of(it)),
        Change::Resumed => h.open("measure.resumed", Nothing {}),
        Change::EndStepDone(it) => h.open("measure.end-step-done", EndStepOpen::of(it)),
        Change::Ended { supervised_until } => {
            h.open("measure.ended", EndedOpen { supervised_until: Day(*supervised_until) })
        }
        Change::Continued(it) => h.open("measure.continued", ContinuedOpen::of(it)),
        Change::TransferredOut => h.open("measure.transferred-out", Nothing {}),
        Change::Released { document, reason } => {
            h.both("measure.released", (ReleasedOpen { document: Id(*document) }, text(reason)))
        }
        Change::TakenOver { taken, competence } => {
            h.both("measure.taken-over", takeover::taken_over(taken, competence))
        }
        Change::Settled { task, reference } => h.open("measure.settled", SettledOpen::of(*task, reference)),
        Change::Requested { .. }
        | Change::HandedOver(_)
        | Change::ReceiptConfirmed { .. }
        | Change::ManagementPassed { .. }
        | Change::Reopened { .. }
        | Change::Heard(_)
        | Change::Assessed(_)
        | Change::BombFound { .. }
        | Change::AntecedentsGiven(_)
        | Change::PutBefore { .. }
        | Change::MoreAsked { .. }
        | Change::RulingEntered(_)
        | Change::RulingConfirmed { .. }
        | Change::RulingDenied { .. }
        | Change::DecisionPending { .. }
        | Change::Granted { .. }
        | Change::Refused { .. }
        | Change::Agreed(_)
        | Change::Activated(_)
        | Change::JudgeInvolved(_)
        | Change::SuspectTracked(_)
        | Change::ChainReferred(_)
        | Change::SupportOffered(_)
        | Change::SecondOfferAsked
        | Change::ShortageFound { .. }
        | Change::ShortageDecided(_) => {
            Err(FormatError::UnknownKind { kind: String::from("of an earlier part") })
        }
    }
}

type Read<T> = Result<T, FormatError>;

/// Reads the open half, and what the change is of its own part of it.
fn read<T: DeserializeOwned>(form: &Form<'_>, change: impl FnOnce(T) -> Read<Change>) -> Read<MeasureEvent> {
    let open: EventOpen<T> = form.open()?;
    Ok(MeasureEvent {
        now: Now { moment: open.at.time(), day: open.day.0 },
        by: By { actor: open.by.0, seat: open.seat.seat() },
        change: change(open.change)?,
    })
}

/// Likewise, for a change that has nothing sealed.
fn plain<T: DeserializeOwned>(form: &Form<'_>, change: impl FnOnce(T) -> Change) -> Read<MeasureEvent> {
    read(form, |open| Ok(change(open)))
}

/// Likewise, for a change with one sealed text.
fn with_text<T: DeserializeOwned>(
    form: &Form<'_>,
    change: impl FnOnce(T, TextSealed) -> Change,
) -> Read<MeasureEvent> {
    read(form, |open| Ok(change(open, form.sealed()?)))
}

pub(super) fn event(f: &Form<'_>) -> Read<MeasureEvent> {
    match f.kind {
        "measure.requested" => read(f, |open| request::read_requested(open, f)),
        "measure.taken-over" => read(f, |open| takeover::read_taken_over(open, f)),
        "measure.handed-over" => plain(f, |open: HandOverOpen| Change::HandedOver(open.hand_over())),
        "measure.receipt-confirmed" => {
            plain(f, |open: ReceiptOpen| Change::ReceiptConfirmed { of: open.receipt() })
        }
        "measure.management-passed" => plain(f, |open: ManagementOpen| open.passed()),
        "measure.reopened" => with_text(f, |Nothing {}, text| Change::Reopened { new_elements: text.text() }),
        "measure.heard" => read(f, |open| risk::read_heard(open, f)),
        "measure.assessed" => read(f, |open| risk::read_assessed(open, f)),
        "measure.bomb-found" => read(f, |open| risk::read_bomb(open, f)),
        "measure.antecedents-given" => read(f, |open| risk::read_antecedents(open, f)),
        "measure.put-before" => plain(f, |open: PutBeforeOpen| open.put()),
        "measure.more-asked" => with_text(f, |Nothing {}, text| Change::MoreAsked { question: text.text() }),
        "measure.ruling-entered" => {
            with_text(f, |open: RuledOpen, text| Change::RulingEntered(open.ruled(text)))
        }
        "measure.ruling-confirmed" => plain(f, |open: NumberOpen| Change::RulingConfirmed { n: open.n }),
        "measure.ruling-denied" => plain(f, |open: NumberOpen| Change::RulingDenied { n: open.n }),
        "measure.decision-pending" => {
            plain(f, |open: ProcedureOpen| Change::DecisionPending { procedure: open.procedure.0 })
        }
        "measure.granted" => plain(f, |open: GrantedOpen| open.granted()),
        "measure.refused" => plain(f, |open: RefusedOpen| Change::Refused { ruling: open.ruling }),
        "measure.agreed" => plain(f, |open: AgreedOpen| Change::Agreed(open.agreement())),
        "measure.activated" => plain(f, |open: ActivatedOpen| Change::Activated(open.activation())),
        "measure.judge-involved" => plain(f, |open: JudgeOpen| Change::JudgeInvolved(open.judge())),
        "measure.suspect-tracked" => plain(f, |open: SuspectOpen| Change::SuspectTracked(open.measure())),
        "measure.chain-referred" => {
            with_text(f, |open: ChainOpen, text| Change::ChainReferred(open.referral(text)))
        }
        "measure.support-offered" => plain(f, |open: SupportOpen| Change::SupportOffered(open.offer())),
        "measure.second-offer-asked" => plain(f, |Nothing {}| Change::SecondOfferAsked),
        "measure.shortage-found" => {
            plain(f, |open: ShortageOpen| Change::ShortageFound { district: open.district.0 })
        }
        "measure.shortage-decided" => {
            with_text(f, |open: ShortageDecidedOpen, text| Change::ShortageDecided(open.decision(text)))
        }
        _ => event_of_follow_up(f),
    }
}

fn event_of_follow_up(f: &Form<'_>) -> Read<MeasureEvent> {
    match f.kind {
        "measure.incident-recorded" => read(f, |open| followup::read_incident(open, f)),
        "measure.extended" => plain(f, |open: ExtendedOpen| Change::Extended(open.extension())),
        "measure.fact-announced" => {
            with_text(f, |open: FactOpen, text| Change::FactAnnounced(open.fact(text)))
        }
        "measure.revisited" => with_text(f, |open: RevisitOpen, text| Change::Revisited(open.revisit(text))),
        "measure.places-shared" => plain(f, |open: PlacesOpen| Change::PlacesShared(open.places())),
        "measure.trip-announced" => with_text(f, TripOpen::announced),
        "measure.move-announced" => read(f, |open| followup::read_moved(open, f)),
        "measure.move-answered" => with_text(f, MoveAnsweredOpen::answered),
        "measure.breach-recorded" => {
            with_text(f, |open: BreachOpen, text| Change::BreachRecorded(open.breach(text)))
        }
        "measure.end-asked" => with_text(f, |Nothing {}, text| Change::EndAsked { note: text.text() }),
        "measure.end-began" => plain(f, |open: EndBeganOpen| Change::EndBegan(open.cause())),
        "measure.resumed" => plain(f, |Nothing {}| Change::Resumed),
        "measure.end-step-done" => plain(f, |open: EndStepOpen| Change::EndStepDone(open.step())),
        "measure.ended" => {
            plain(f, |open: EndedOpen| Change::Ended { supervised_until: open.supervised_until.0 })
        }
        "measure.continued" => plain(f, |open: ContinuedOpen| Change::Continued(open.continuation())),
        "measure.transferred-out" => plain(f, |Nothing {}| Change::TransferredOut),
        "measure.released" => with_text(f, |open: ReleasedOpen, text| Change::Released {
            document: open.document.0,
            reason: text.text(),
        }),
        "measure.settled" => plain(f, |open: SettledOpen| open.settled()),
        _ => Err(FormatError::UnknownKind { kind: f.kind.to_owned() }),
    }
}
