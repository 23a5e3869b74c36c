//! Orders about measures: may this account, did somebody else come first, and what does the circular say?
//!
//! Never here: what follows from an event (`measures_after`).

use super::Cell;
use super::measures::KeptMeasure;
use super::measures_world::{by, places};
use super::valid::{invalid, text};
use crate::access::{self, Action, Resource};
use crate::entry::{Access, Event};
use crate::input::Claim;
use crate::measures::{
    DocumentOrigin, Filed, MAX_DOCUMENT_BYTES, MAX_MEASURES_OF_CASE, MeasureOrder, MyMeasure, MyOwn,
    NewDocument,
};
use crate::output::{Problem, Reply};
use hoeder_measure::confidentiality::Filing;
use hoeder_measure::decision::{Activation, Agreement, Assent};
use hoeder_measure::effect::DocumentKind;
use hoeder_measure::request::Request;
use hoeder_measure::{By, Command, CommandKind, Measure, MeasureEvent, Now, Seat};
use hoeder_vocab::{
    AccountId, Actor, HandsetId, LogKind, MeasureId, NoticeId, PersonId, Purpose, RequestId, UtcMillis,
};

/// The name of the own measure being read by its person, in the access log.
const READ_OWN: &str = "measure.read_own";

/// What a person does with the own measure, through the page that the handset carries.
const fn is_for_persons(kind: CommandKind) -> bool {
    matches!(
        kind,
        CommandKind::AnnounceFact
            | CommandKind::AnnounceTrip
            | CommandKind::AnnounceMove
            | CommandKind::AskToEnd
    )
}

impl Cell {
    pub(super) fn measure_order(
        &mut self,
        account: AccountId,
        order: MeasureOrder,
        now: UtcMillis,
    ) -> Result<Reply, Problem> {
        self.fresh_world();
        match order {
            MeasureOrder::Do { measure, expected, command } => {
                self.do_to_measure((account, measure), expected, &command, now)
            }
            MeasureOrder::ReadNotice { notice } => self.read_notice(account, notice, now),
            MeasureOrder::FileDocument(document) => self.file_document(account, document, now),
        }
    }

    /// Two who decide at once: the first wins, and the second is told to look at what happened.
    fn do_to_measure(
        &mut self,
        (account, id): (AccountId, MeasureId),
        expected: Option<u64>,
        command: &Command,
        now: UtcMillis,
    ) -> Result<Reply, Problem> {
        let Some(action) = access::measure_action(command.kind()) else {
            return Err(Problem::Denied("role.not_in_rule"));
        };
        if let Command::Request(request) = command {
            self.may_request(account, id, request, now)?;
        } else {
            self.allowed_measure(account, action, id, now)?;
        }
        self.check_things(id, command)?;
        self.check_continuation(id, command)?;
        let known = self.measures.get(&id).map_or(0, KeptMeasure::events);
        if expected.is_some_and(|expected| expected != known) {
            return Err(Problem::Conflict("measure.changed"));
        }
        let by = by(self.account(account)?);
        let events = self.decide_measure(id, command, by, now)?;
        self.record_measure(id, events, action.rule().purpose, now);
        self.measure_of_alarm_confirmed(id, command, by, now);
        Ok(self.measure_done(id))
    }

    /// What a form points at must be there: the signed copy, the document that is released, the button of this person.
    fn check_things(&self, id: MeasureId, command: &Command) -> Result<(), Problem> {
        let documents = || self.measures.get(&id).into_iter().flat_map(|kept| &kept.documents);
        if let Command::Agree(Agreement { assent: Assent::Signed { document }, .. }) = command {
            let is_copy = |one: &NewDocument| {
                one.document == *document
                    && one.kind == DocumentKind::UserAgreement
                    && one.origin == DocumentOrigin::Uploaded
            };
            if !documents().any(|one| is_copy(&one.filed.document)) {
                return invalid("assent.document", "the signed copy of the user agreement: file it first");
            }
        }
        if let Command::Release { document, .. } = command
            && !documents().any(|one| one.filed.document.document == *document)
        {
            return invalid("document", "a document of this measure: file it first");
        }
        if let Command::Activate(Activation { button: Some(button), .. }) = command {
            let person = self.measures.get(&id).and_then(KeptMeasure::of).map(|(_, person)| person);
            let carries = self.book.buttons.get(button).map(|button| button.person);
            if carries.is_none() || carries != person {
                return invalid("button", "a button of this person: register it first");
            }
        }
        Ok(())
    }

    fn measure_done(&self, measure: MeasureId) -> Reply {
        let events = self.measures.get(&measure).map_or(0, KeptMeasure::events);
        Reply::MeasureDone { measure, events }
    }

    /// Asks the rules, with what this cell knows of the world.
    pub(super) fn decide_measure(
        &mut self,
        id: MeasureId,
        command: &Command,
        by: By,
        now: UtcMillis,
    ) -> Result<Vec<MeasureEvent>, Problem> {
        let person = self.measures.get(&id).and_then(KeptMeasure::of).map(|(_, person)| person);
        self.measures.world.passed_tests = person.map(|person| self.tests_of(person)).unwrap_or_default();
        let world = &self.measures.world;
        let decided = match self.measures.get(&id) {
            Some(kept) => kept.measure.decide(command, &by, Now::at(now), world),
            None => Measure::new(id).decide(command, &by, Now::at(now), world),
        };
        decided.map_err(|refusal| Problem::Refused(Box::new(refusal)))
    }

    /// MS-01: for a person of a case of this territory who has no other measure on its way.
    fn may_request(
        &mut self,
        account: AccountId,
        id: MeasureId,
        request: &Request,
        now: UtcMillis,
    ) -> Result<(), Problem> {
        self.allowed_case(account, Action::RequestMeasure, request.case, now)?;
        let person = self.book.persons.get(&request.person).ok_or(Problem::NotFound)?;
        if person.case != request.case {
            return Err(Problem::NotFound);
        }
        if let Some(born) = &person.details.born_on
            && born != &request.born
        {
            return invalid("born", "the day of birth that the person's record has");
        }
        if self.measures.all.contains_key(&id) {
            return Err(Problem::Conflict("measure.exists"));
        }
        if self.measures.of_person(request.case, request.person).any(KeptMeasure::is_live) {
            return Err(Problem::Conflict("measure.person_has_one"));
        }
        let of_case = self.measures.of_case.get(&request.case).map_or(0, std::collections::BTreeSet::len);
        if of_case >= MAX_MEASURES_OF_CASE {
            return invalid("case", "at most 200 measures of one case: erase what is over");
        }
        Ok(())
    }

    /// May this account do this with this measure? A no is written down (GN-02). Who owns an open task of it may settle that.
    pub(super) fn allowed_measure(
        &mut self,
        by: AccountId,
        action: Action,
        id: MeasureId,
        now: UtcMillis,
    ) -> Result<Actor, Problem> {
        let account = self.account(by)?;
        let actor = Actor::Account(by, account.role);
        let kept = self.measures.get(&id).ok_or(Problem::NotFound)?;
        let (case, _) = kept.of().ok_or(Problem::NotFound)?;
        let mut places = places(&kept.measure);
        if action == Action::SettleMeasureTask {
            let day = hoeder_vocab::CivilDate::in_belgium(now);
            for task in kept.measure.tasks(day, &self.measures.world) {
                match task.owner.seat {
                    Seat::Zone(zone) => places.zones.push(zone),
                    Seat::Office(office) => places.offices.push(office),
                    Seat::District(_) | Seat::Nowhere => {}
                }
            }
        }
        let verdict = access::decide(account, action, Resource::Measure(places.facts()));
        self.hold_to(verdict, (actor, action), (Some(case), None), now)
    }

    fn read_notice(
        &mut self,
        account: AccountId,
        notice: NoticeId,
        now: UtcMillis,
    ) -> Result<Reply, Problem> {
        let actor = self.allowed(account, Action::ReadNotice, now)?;
        let (measure, read) = self.notice_in_inbox(account, notice).ok_or(Problem::NotFound)?;
        if !read {
            let event = Event::NoticeRead { notice, measure, by: account };
            self.record(actor, Self::purpose(Action::ReadNotice), now, event);
            self.page_measure(measure);
        }
        Ok(Reply::Done)
    }

    /// The notice, if it went to the place of this account: its measure, and whether it was read.
    fn notice_in_inbox(&self, account: AccountId, notice: NoticeId) -> Option<(MeasureId, bool)> {
        let account = self.book.accounts.get(&account)?;
        let own_room = self.config.own_room;
        self.measures
            .inboxes
            .iter()
            .filter(|(to, _)| access::receives(account, **to, own_room))
            .flat_map(|(_, notices)| notices)
            .find(|(measure, n)| super::measures::notice_id(*measure, *n) == notice)
            .and_then(|(measure, n)| {
                let kept = self.measures.get(measure)?;
                let at = usize::try_from(*n).ok()?.checked_sub(1)?;
                kept.notices.get(at).map(|kept| (*measure, kept.read.is_some()))
            })
    }

    fn file_document(
        &mut self,
        account: AccountId,
        document: NewDocument,
        now: UtcMillis,
    ) -> Result<Reply, Problem> {
        let id = document.measure;
        let actor = self.allowed_measure(account, Action::FileDocument, id, now)?;
        let role = self.account(account)?.role;
        if document.origin == DocumentOrigin::Made && !access::makes(role, document.kind) {
            let case = self.measures.get(&id).and_then(KeptMeasure::of).map(|(case, _)| case);
            self.log_access((actor, Action::FileDocument), (case, None), Some("document.not_for_role"), now);
            return Err(Problem::Denied("document.not_for_role"));
        }
        let name = document.name.reveal(Purpose::Transport);
        text("name", name, 1, 120, "1 to 120 characters")?;
        if name.contains(['/', '\\', '\n']) || name.starts_with('.') {
            return invalid("name", "a file name without a path");
        }
        if !(1..=MAX_DOCUMENT_BYTES).contains(&document.bytes) {
            return invalid("bytes", "a document of at most 10 MiB");
        }
        if self.measures.of_document.contains_key(&document.document) {
            return Err(Problem::Conflict("document.exists"));
        }
        let kept = self.measures.get(&id).ok_or(Problem::NotFound)?;
        let (_, person) = kept.of().ok_or(Problem::NotFound)?;
        // MS-23: for the file only what was made and looked through here; what a scan says is not known.
        let filing = match document.origin {
            DocumentOrigin::Made => document.kind.filing(),
            DocumentOrigin::Uploaded => Filing::NotForTheFile,
        };
        let filed = Box::new(Filed { document, filing });
        self.record(actor, Self::purpose(Action::FileDocument), now, Event::DocumentFiled { filed, person });
        self.page_measure(id);
        Ok(Reply::Done)
    }

    /// A person does something with the own measure.
    pub(super) fn on_person(
        &mut self,
        (request, claim): (RequestId, Claim),
        command: &Command,
        now: UtcMillis,
    ) {
        let Some(handset) = self.vouched(request, claim, now) else { return };
        self.fresh_world();
        match self.do_for_person(handset, command, now) {
            Ok(reply) => self.reply_when_durable(request, reply),
            Err(problem) => self.reply(request, Reply::Problem(problem)),
        }
    }

    pub(super) fn do_for_person(
        &mut self,
        handset: HandsetId,
        command: &Command,
        now: UtcMillis,
    ) -> Result<Reply, Problem> {
        if !is_for_persons(command.kind()) {
            return Err(Problem::Denied("role.not_in_rule"));
        }
        let person = self.book.handsets.get(&handset).map(|handset| handset.person);
        let id = person.and_then(|person| self.live_measure(person)).ok_or(Problem::NotFound)?;
        let by = By { actor: Actor::Handset(handset), seat: Seat::Nowhere };
        let events = self.decide_measure(id, command, by, now)?;
        self.record_measure(id, events, Purpose::CaseWork, now);
        Ok(self.measure_done(id))
    }

    /// The measure of a person that is on its way or runs.
    pub(super) fn live_measure(&self, person: PersonId) -> Option<MeasureId> {
        let case = self.book.persons.get(&person)?.case;
        self.measures.of_person(case, person).find(|kept| kept.is_live()).map(|kept| kept.measure.id())
    }

    pub(super) fn on_my_measure(&mut self, (request, claim): (RequestId, Claim), now: UtcMillis) {
        let Some(handset) = self.vouched(request, claim, now) else { return };
        let person = self.book.handsets.get(&handset).map(|handset| handset.person);
        let mine = person.and_then(|person| self.my_own(person, now)).map(Box::new);
        if let Some(mine) = &mine {
            // GN-02: whoever holds that phone read this; a page that was read in the wrong hands is found here.
            let access = Access {
                kind: LogKind::Consultation,
                action: READ_OWN,
                case: Some(mine.case),
                alarm: None,
                denied: None,
                recipients: Vec::new(),
            };
            self.record(Actor::Handset(handset), Purpose::CaseWork, now, Event::Accessed(access));
        }
        self.reply(request, Reply::MyMeasure(mine));
    }

    fn my_own(&self, person: PersonId, now: UtcMillis) -> Option<MyOwn> {
        let case = self.book.persons.get(&person)?.case;
        let own = MyOwn { case, measure: self.my_measure(person), followed: self.followed_of(person, now) };
        (own.measure.is_some() || !own.followed.is_empty()).then_some(own)
    }

    /// The live one, else the newest that was granted: who never had an alarm is shown none here.
    fn my_measure(&self, person: PersonId) -> Option<MyMeasure> {
        let case = self.book.persons.get(&person)?.case;
        let granted = || self.measures.of_person(case, person).filter(|kept| kept.granted());
        let kept = granted().find(|kept| kept.is_live()).or_else(|| granted().last())?;
        let (measure, file) = (&kept.measure, kept.measure.file());
        Some(MyMeasure {
            measure: measure.id(),
            stage: measure.stage(),
            alarm_is_on: measure.alarm_is_on(),
            ends_on: measure.term().map(|term| term.ends_on),
            next_visit: measure.next_revisit(&self.measures.world.terms),
            agreement: file.agreement.as_ref().map(|agreed| (agreed.version.clone(), agreed.on)),
            asked_to_end: !file.asked_to_end.is_empty(),
        })
    }
}
