//! Every rule of a measure: stage, hand, form, then what follows. Nothing changes until the events are applied.
//!
//! Never here: a rule that reads a risk answer to say yes or no to an alarm (MS-10).

mod decision;
mod ending;
mod followup;
mod hands;
mod incident;
mod intake;
mod moving;
mod ruling;
mod settle;
mod stages;
mod takeover;

use crate::by::{By, Now};
use crate::command::Command;
use crate::event::{Change, MeasureEvent};
use crate::refusal::Refusal;
use crate::state::Measure;
use crate::world::World;
use hoeder_vocab::{CivilDate, OfficeId, ZoneId};

/// What a rule is handed besides the measure and the command.
#[derive(Clone, Copy)]
pub(crate) struct Given<'a> {
    pub(crate) by: By,
    pub(crate) now: Now,
    pub(crate) world: &'a World,
}

pub(crate) type Decision = Result<Vec<Change>, Refusal>;

impl Measure {
    /// What follows from a command now. No events: it was so already.
    ///
    /// # Errors
    /// The rule that says no, with its point.
    pub fn decide(
        &self,
        command: &Command,
        by: &By,
        now: Now,
        world: &World,
    ) -> Result<Vec<MeasureEvent>, Refusal> {
        let given = Given { by: *by, now, world };
        self.check_stage(command)?;
        self.check_hand(command, given)?;
        let changes = self.decide_form(command, given)?;
        Ok(changes.into_iter().map(|change| MeasureEvent { now, by: *by, change }).collect())
    }

    fn decide_form(&self, command: &Command, given: Given<'_>) -> Decision {
        match command {
            Command::Request(request) => self.decide_request(request, given),
            Command::Reopen { new_elements } => self.decide_reopen(new_elements),
            Command::AgreeOffice { office, reason } => self.decide_office(*office, reason, given),
            Command::ConfirmReceipt { of } => self.decide_receipt(*of),
            Command::Hear(hearing) => self.decide_hearing(hearing, given),
            Command::Assess(assessment) => self.decide_assessment(assessment, given),
            Command::GiveAntecedents(antecedents) => self.decide_antecedents(antecedents, given),
            Command::PutBefore { procedure } => self.decide_put_before(*procedure, given),
            Command::AskMore { question } => self.decide_ask_more(question),
            Command::Rule(decision) => self.decide_ruling(decision, given),
            Command::ConfirmRuling { n, how } => self.decide_confirmation(*n, *how),
            Command::Agree(agreement) => self.decide_agreement(agreement, given),
            Command::Activate(activation) => self.decide_activation(activation, given),
            Command::InvolveJudge(judge) => self.decide_judge(judge, given),
            Command::TrackSuspect(measure) => self.decide_suspect(measure, given),
            Command::ReferChain(referral) => self.decide_chain(referral, given),
            Command::OfferSupport(offer) => self.decide_offer(offer, given),
            Command::AskSecondOffer => self.decide_second_offer(),
            Command::ReportShortage => self.decide_report_shortage(given),
            Command::DecideShortage(decision) => self.decide_shortage(decision, given),
            Command::ReportIncident(incident) => self.decide_incident(incident, given),
            Command::AnnounceFact(fact) => self.decide_announced_fact(fact, given),
            Command::RecordRevisit(revisit) => self.decide_revisit(revisit, given),
            Command::SharePlaces(places) => self.decide_places(places, given),
            Command::AnnounceTrip(trip) => self.decide_trip(trip, given),
            Command::AnnounceMove(moved) => self.decide_move(moved, given),
            Command::AnswerMove { n, answer } => self.decide_move_answer(*n, answer),
            Command::RecordBreach(breach) => self.decide_breach(breach, given),
            Command::AskToEnd { note } => self.decide_asked_to_end(note, given),
            Command::DoEndStep(step) => self.decide_end_step(step, given),
            Command::Continue(continuation) => self.decide_continuation(continuation, given),
            Command::Release { document, reason } => self.decide_release(*document, reason),
            Command::Settle { task, reference } => self.decide_settle(*task, reference.as_deref(), given),
            Command::TakeOver(old) => self.decide_take_over(old, given),
            Command::Tick => Ok(self.decide_tick(given)),
        }
    }

    /// The zone and the office that manage; `None` before the request.
    pub(crate) const fn managed_by(&self) -> Option<(ZoneId, OfficeId)> {
        match (self.file.zone, self.file.office) {
            (Some(zone), Some(office)) => Some((zone, office)),
            (None, None | Some(_)) | (Some(_), None) => None,
        }
    }
}

/// A day that is over or today.
pub(crate) fn not_in_future(day: CivilDate, given: Given<'_>) -> Result<(), Refusal> {
    if day > given.now.day { Err(Refusal::InFuture { day }) } else { Ok(()) }
}

/// A day that does not come before another.
pub(crate) fn not_before(day: CivilDate, not_before: CivilDate) -> Result<(), Refusal> {
    if day < not_before { Err(Refusal::TooEarly { day, not_before }) } else { Ok(()) }
}

/// Room for one more in a list.
pub(crate) fn room<T>(list: &[T], max: usize) -> Result<(), Refusal> {
    if list.len() >= max { Err(Refusal::TooMany { max }) } else { Ok(()) }
}

/// The number of the next thing in a list.
pub(crate) fn next_number<T>(list: &[T]) -> u16 {
    number_at(list.len())
}

/// The number of the thing at a position: from 1.
pub(crate) fn number_at(at: usize) -> u16 {
    u16::try_from(at.saturating_add(1)).unwrap_or(u16::MAX)
}

/// The thing with that number.
pub(crate) fn numbered<T>(list: &[T], n: u16) -> Option<&T> {
    usize::from(n).checked_sub(1).and_then(|at| list.get(at))
}
