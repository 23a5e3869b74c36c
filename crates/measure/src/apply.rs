//! What an event changes. Holds no rules and cannot fail: the log is the truth, also when it was written by older rules.
//!
//! An event that has no place in the present state changes nothing of it; what it tells is kept all the same.

use crate::by::Now;
use crate::decision::Ruled;
use crate::duration::{Extension, Term};
use crate::ending::{EndCause, EndStep, EndSteps};
use crate::event::{Change, MeasureEvent};
use crate::followup::{Revisit, Trip};
use crate::request::{HandOver, PvKind, PvRef, Request};
use crate::shortage::{Shortage, ShortageDecision};
use crate::state::{AskedToEnd, File, Measure, PlannedTrip, Release, Reopening, State};
use crate::takeover::TakenOver;
use crate::task::{Receipt, Settled};
use crate::territory::Competence;
use hoeder_vocab::{CivilDate, Sensitive};

impl Measure {
    /// Changes the measure as the event says.
    pub fn apply(&mut self, event: &MeasureEvent) {
        self.take_in(event.clone());
    }

    /// Likewise, and keeps what the event tells itself instead of a copy.
    pub fn take_in(&mut self, event: MeasureEvent) {
        self.apply_to_state(&event);
        self.file.take_in(event);
    }

    fn apply_to_state(&mut self, event: &MeasureEvent) {
        let since = event.now.day;
        match &event.change {
            Change::Requested { .. } | Change::Reopened { .. } | Change::MoreAsked { .. } => {
                self.state = State::Requested { since };
            }
            Change::PutBefore { procedure, .. } | Change::DecisionPending { procedure } => {
                self.state = State::AwaitingDecision { since, procedure: *procedure };
            }
            Change::Refused { ruling } => self.state = State::Refused { since, ruling: *ruling },
            Change::Granted { on, ends_on } => {
                let term = Term { granted_on: *on, ends_on: *ends_on, extensions: Vec::new() };
                self.state = State::Granted { since: event.now, term };
            }
            Change::TakenOver { taken, .. } => {
                let (granted_on, ends_on) = (taken.granted_on, taken.ends_on);
                let term = Term { granted_on, ends_on, extensions: Vec::new() };
                self.state = State::Granted { since: event.now, term };
            }
            Change::Activated(_) => self.run(event.now),
            Change::Extended(extension) => self.extend(extension),
            Change::EndBegan(cause) => self.begin_end(*cause),
            Change::Resumed => self.run_again(event.now),
            Change::EndStepDone(step) => self.do_end_step(step),
            Change::Ended { supervised_until } => self.end(since, *supervised_until),
            Change::TransferredOut => self.transfer_out(since),
            Change::HandedOver(_)
            | Change::ReceiptConfirmed { .. }
            | Change::ManagementPassed { .. }
            | Change::Heard(_)
            | Change::Assessed(_)
            | Change::BombFound { .. }
            | Change::AntecedentsGiven(_)
            | Change::RulingEntered(_)
            | Change::RulingConfirmed { .. }
            | Change::RulingDenied { .. }
            | Change::Agreed(_)
            | Change::JudgeInvolved(_)
            | Change::SuspectTracked(_)
            | Change::ChainReferred(_)
            | Change::SupportOffered(_)
            | Change::SecondOfferAsked
            | Change::ShortageFound { .. }
            | Change::ShortageDecided(_)
            | Change::IncidentRecorded { .. }
            | Change::FactAnnounced(_)
            | Change::Revisited(_)
            | Change::PlacesShared(_)
            | Change::TripAnnounced { .. }
            | Change::MoveAnnounced(_)
            | Change::MoveAnswered { .. }
            | Change::BreachRecorded(_)
            | Change::EndAsked { .. }
            | Change::Continued(_)
            | Change::Released { .. }
            | Change::Settled { .. } => {}
        }
    }

    fn term_mut(&mut self) -> Option<&mut Term> {
        match &mut self.state {
            State::Nothing
            | State::Requested { .. }
            | State::AwaitingDecision { .. }
            | State::Refused { .. } => None,
            State::Granted { term, .. }
            | State::Running { term, .. }
            | State::Ending { term, .. }
            | State::Ended { term, .. }
            | State::TransferredOut { term, .. } => Some(term),
        }
    }

    fn run(&mut self, since: Now) {
        if let Some(term) = self.term().cloned() {
            self.state = State::Running { since, term };
        }
    }

    /// An ending was taken back. What was never switched on is granted again.
    fn run_again(&mut self, since: Now) {
        if self.file.activation.is_some() {
            self.run(since);
        } else if let Some(term) = self.term().cloned() {
            self.state = State::Granted { since, term };
        }
    }

    fn extend(&mut self, extension: &Extension) {
        if let Some(term) = self.term_mut() {
            term.ends_on = extension.to;
            term.extensions.push(*extension);
        }
    }

    fn begin_end(&mut self, cause: EndCause) {
        if let Some(term) = self.term().cloned() {
            self.state = State::Ending { cause, term, steps: EndSteps::default() };
        }
    }

    fn do_end_step(&mut self, step: &EndStep) {
        if let State::Ending { steps, .. } = &mut self.state {
            match step {
                EndStep::SwitchedOff { on } => steps.switched_off = Some(*on),
                EndStep::DeviceBack { on, how } => steps.device_back = Some((*on, *how)),
                EndStep::Pv { number } => steps.pv = Some(number.clone()),
            }
        }
    }

    fn end(&mut self, on: CivilDate, supervised_until: CivilDate) {
        if let State::Ending { cause, term, steps: _ } = &self.state {
            self.state = State::Ended { cause: *cause, term: term.clone(), on, supervised_until };
        }
    }

    fn transfer_out(&mut self, on: CivilDate) {
        if let (State::Ending { term, .. }, Some(continuation)) = (&self.state, &self.file.continuation) {
            self.state = State::TransferredOut { continuation: continuation.clone(), term: term.clone(), on };
        }
    }
}

impl File {
    fn take_in(&mut self, event: MeasureEvent) {
        let on = event.now.day;
        match event.change {
            Change::Requested { request, competence } => self.open(*request, competence),
            Change::HandedOver(hand_over) => keep(&mut self.hand_overs, hand_over),
            Change::ReceiptConfirmed { of } => self.confirm(of, on),
            Change::ManagementPassed { zone, office } => {
                (self.zone, self.office) = (Some(zone), Some(office));
            }
            Change::Reopened { new_elements } => {
                keep(&mut self.reopenings, Reopening { on, new_elements });
            }
            Change::Heard(hearing) => keep(&mut self.hearings, hearing),
            Change::Assessed(assessment) => keep(&mut self.assessments, *assessment),
            Change::BombFound { assessment, items: _ } => keep(&mut self.bombs, assessment),
            Change::AntecedentsGiven(antecedents) => self.antecedents = Some(antecedents),
            Change::MoreAsked { question } => keep(&mut self.questions, question),
            Change::RulingEntered(ruled) => keep(&mut self.rulings, ruled),
            Change::RulingConfirmed { n } => self.meet(n, |ruled| ruled.confirmed_on = Some(on)),
            Change::RulingDenied { n } => self.meet(n, |ruled| ruled.denied_on = Some(on)),
            Change::Agreed(agreement) => self.agreement = Some(agreement),
            Change::Granted { .. } => self.granted_at = Some(event.now.moment),
            Change::Activated(activation) => {
                self.active_at = Some(event.now.moment);
                self.activation = Some(activation);
            }
            Change::JudgeInvolved(judge) => self.judge = Some(judge),
            Change::SuspectTracked(measure) => keep(&mut self.suspect, measure),
            Change::ChainReferred(referral) => keep(&mut self.chain, referral),
            Change::SupportOffered(offer) => keep(&mut self.offers, offer),
            Change::SecondOfferAsked => self.second_offer_asked = Some(on),
            Change::ShortageFound { district } => {
                self.shortage = Some(Shortage { since: on, district, decided: None });
            }
            Change::ShortageDecided(decision) => self.decide_shortage(decision),
            Change::IncidentRecorded { n: _, incident } => keep(&mut self.incidents, incident),
            Change::FactAnnounced(fact) => keep(&mut self.announced_facts, fact),
            Change::Revisited(revisit) => keep(&mut self.revisits, revisit),
            Change::PlacesShared(places) => self.places = Some(places),
            Change::TripAnnounced { trip, notice } => {
                self.plan(PlannedTrip { announced_on: on, notice, trip });
            }
            Change::MoveAnnounced(moved) => keep(&mut self.moves, moved),
            Change::MoveAnswered { n, answer } => {
                if let Some(moved) = numbered(&mut self.moves, n) {
                    moved.answer = Some((answer, on));
                }
            }
            Change::BreachRecorded(breach) => keep(&mut self.breaches, breach),
            Change::EndAsked { note } => keep(&mut self.asked_to_end, AskedToEnd { on, note }),
            Change::Continued(continuation) => self.continuation = Some(continuation),
            Change::Released { document, reason } => {
                keep(&mut self.releases, Release { on, document, reason });
            }
            Change::Settled { task, reference } => {
                keep(&mut self.settled, Settled { task, on, reference });
            }
            Change::TakenOver { taken, competence } => self.take_over(taken, competence),
            Change::PutBefore { .. }
            | Change::DecisionPending { .. }
            | Change::Refused { .. }
            | Change::Extended(_)
            | Change::EndBegan(_)
            | Change::Resumed
            | Change::EndStepDone(_)
            | Change::Ended { .. }
            | Change::TransferredOut => {}
        }
    }

    fn open(&mut self, request: Request, competence: Competence) {
        (self.zone, self.office) = (Some(competence.zone), Some(competence.office));
        self.competence = Some(competence);
        self.request = Some(request);
    }

    /// Visits count as visits, of which the number of the report is not known, so that the next one follows from the first; the
    /// rest stays as the file of the zone said it.
    fn take_over(&mut self, taken: Box<TakenOver>, competence: Competence) {
        self.open(taken.request.clone(), competence);
        for on in &taken.visits {
            let pv = PvRef { kind: PvKind::Subsequent, number: String::new() };
            keep(&mut self.revisits, Revisit { on: *on, pv, found: Sensitive::default() });
        }
        self.taken_over = Some(taken);
    }

    fn decide_shortage(&mut self, decision: ShortageDecision) {
        if let Some(shortage) = &mut self.shortage {
            shortage.decided = Some(decision);
        }
    }

    fn confirm(&mut self, of: Receipt, on: CivilDate) {
        if let Receipt::HandOver(n) = of
            && let Some(hand_over) = numbered::<HandOver>(&mut self.hand_overs, n)
        {
            hand_over.confirmed_on = Some(on);
        }
        keep(&mut self.receipts, (of, on));
    }

    fn meet(&mut self, n: u16, how: impl FnOnce(&mut Ruled)) {
        if let Some(ruled) = self.rulings.iter_mut().find(|ruled| ruled.n == n) {
            how(ruled);
        }
    }

    /// The same trip again replaces what was announced before.
    fn plan(&mut self, planned: PlannedTrip) {
        let Trip { trip, .. } = planned.trip;
        self.trips.retain(|earlier| earlier.trip.trip != trip);
        keep(&mut self.trips, planned);
    }
}

/// One more, without room to spare: a cell keeps the files of ten years, and most lists stay short.
fn keep<T>(list: &mut Vec<T>, one: T) {
    list.reserve_exact(1);
    list.push(one);
}

/// The thing with that number, from 1.
fn numbered<T>(list: &mut [T], n: u16) -> Option<&mut T> {
    usize::from(n).checked_sub(1).and_then(|at| list.get_mut(at))
}
