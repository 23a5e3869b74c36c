//! Erasing a subject (GN-04): out of memory at once; its key is destroyed once the record of it is durable.
//!
//! What stays is what cannot name anybody: ids, times, kinds, outcomes. Statistics stay whole.

use super::Cell;
use super::alarms::{Happened, Running};
use crate::entry::Subject;
use crate::roster::{Card, PersonDetails};
use hoeder_vocab::{AccountId, AlarmId, CaseId, DecidedAt, HandsetId, PersonId, Sensitive};
use hoeder_watch::alarm::AlarmEvent;

impl Cell {
    pub(super) fn wipe(&mut self, subject: Subject) {
        match subject {
            Subject::Person(person) => self.wipe_person(person),
            Subject::Case(case) => self.wipe_case(case),
            Subject::Alarm(alarm) => self.wipe_alarm(alarm),
            Subject::Account(account) => self.wipe_account(account),
            Subject::Hotspot(hotspot) => self.book.hotspots.wipe(hotspot),
            Subject::Carrier(_) | Subject::Mandate(_) | Subject::Incident(_) => self.tracking.wipe(subject),
        }
    }

    fn wipe_person(&mut self, id: PersonId) {
        if let Some(person) = self.book.persons.get_mut(&id) {
            person.name = Sensitive::default();
            person.phone = None;
            person.born = None;
            person.details = PersonDetails::default();
        }
        self.measures.forget(id);
        self.tracking.wipe(Subject::Person(id));
        self.book.buttons.retain(|_, button| button.person != id);
        for kept in self.book.trips.values_mut().filter(|kept| kept.person == id) {
            kept.trip.place = Sensitive::default();
        }
        let carried: Vec<HandsetId> = self.book.handsets_of_person(id).map(|handset| handset.id).collect();
        for handset in carried {
            if let Some(check_in) = self.check_ins.get_mut(&handset) {
                check_in.forget_words();
            }
        }
        let of_person: Vec<AlarmId> = self
            .alarms
            .iter()
            .filter(|(_, running)| running.alarm.bearer().is_some_and(|b| b.person == id))
            .map(|(alarm, _)| *alarm)
            .collect();
        for alarm in of_person {
            self.wipe_alarm(alarm);
        }
    }

    fn wipe_case(&mut self, id: CaseId) {
        if let Some(case) = self.book.cases.get_mut(&id) {
            case.card = Sensitive::new(Card::default());
        }
        self.book.photos.remove(&id);
    }

    fn wipe_alarm(&mut self, id: AlarmId) {
        if let Some(running) = self.alarms.get_mut(&id) {
            let happened = core::mem::take(&mut running.history);
            let (before, closed_in) = (running.before, running.closed_in);
            let mut talk = core::mem::take(&mut running.talk);
            talk.forget_words();
            let mut voice = running.voice.take();
            if let Some(room) = &mut voice {
                room.forget_words();
            }
            let voice_lines = core::mem::take(&mut running.voice_lines);
            *running = Running { before, talk, voice, voice_lines, closed_in, ..Running::new(id) };
            for Happened { at, actor, event } in happened {
                running.apply(&without_words(event), actor, DecidedAt(at));
            }
        }
    }

    fn wipe_account(&mut self, id: AccountId) {
        if let Some(account) = self.book.accounts.get_mut(&id) {
            account.name = Sensitive::default();
            account.password = None;
        }
    }
}

fn without_words(mut event: AlarmEvent) -> AlarmEvent {
    match &mut event {
        AlarmEvent::Raised { fix, .. } => *fix = None,
        AlarmEvent::Noted { text: words, .. }
        | AlarmEvent::WordSaid { word: words, .. }
        | AlarmEvent::Found { note: words, .. }
        | AlarmEvent::Closed { note: words, .. } => *words = Sensitive::default(),
        AlarmEvent::Held { .. }
        | AlarmEvent::Shown { .. }
        | AlarmEvent::PressedAgain { .. }
        | AlarmEvent::Linked { .. }
        | AlarmEvent::Climbed { .. }
        | AlarmEvent::Taken { .. }
        | AlarmEvent::HandedOver { .. }
        | AlarmEvent::TakenOver { .. }
        | AlarmEvent::OwnerLost { .. }
        | AlarmEvent::OwnerReminded { .. }
        | AlarmEvent::OwnershipReturned { .. }
        | AlarmEvent::StillOnIt { .. }
        | AlarmEvent::OnTheWay { .. }
        | AlarmEvent::StepDone { .. }
        | AlarmEvent::Vouched { .. }
        | AlarmEvent::Dispatched { .. }
        | AlarmEvent::OnScene { .. }
        | AlarmEvent::Overdue { .. }
        | AlarmEvent::PvGiven { .. } => {}
    }
    event
}
