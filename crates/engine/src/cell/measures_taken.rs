//! Measures that ran before they were kept here: the machine's owner brings them in, each with its case and its person.
//!
//! Never here: how a file is read, and which order of days is right (room `measure`).

use super::Cell;
use super::measures::KeptMeasure;
use crate::input::RosterOrder;
use crate::measures::TakeOver;
use crate::output::{Problem, Reply};
use hoeder_measure::{By, Command};
use hoeder_vocab::{Actor, Purpose, RequestId, UtcMillis};

impl Cell {
    pub(super) fn on_take_over(&mut self, request: RequestId, order: TakeOver, now: UtcMillis) {
        match self.take_over(order, now) {
            Ok(reply) => self.reply_when_durable(request, reply),
            Err(problem) => self.reply(request, Reply::Problem(problem)),
        }
    }

    fn take_over(&mut self, order: TakeOver, now: UtcMillis) -> Result<Reply, Problem> {
        let TakeOver { case, person, measure, taken } = order;
        if self.measures.all.contains_key(&measure) {
            return Err(Problem::Conflict("measure.exists"));
        }
        if self.measures.of_person(case.id, person.id).any(KeptMeasure::is_live) {
            return Err(Problem::Conflict("measure.person_has_one"));
        }
        self.fresh_world();
        let (of_case, of_person) = (taken.request.case == case.id, taken.request.person == person.id);
        if !of_case || !of_person || person.case != case.id {
            return Err(Problem::NotFound);
        }
        if !self.book.cases.contains_key(&case.id) {
            self.put_checked(RosterOrder::PutCase(case), now)?;
        }
        self.put_checked(RosterOrder::PutPerson(person), now)?;
        let command = Command::TakeOver(Box::new(taken));
        let events = self.decide_measure(measure, &command, By::SYSTEM, now)?;
        self.record_measure(measure, events, Purpose::CaseWork, now);
        Ok(Reply::MeasureDone { measure, events: 1 })
    }

    fn put_checked(&mut self, order: RosterOrder, now: UtcMillis) -> Result<(), Problem> {
        self.check_put(&order)?;
        self.put(order, Actor::System, now);
        Ok(())
    }
}
