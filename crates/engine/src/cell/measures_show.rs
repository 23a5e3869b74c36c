//! One measure as a role may see it (MS-23, MS-24): all of it, what the victim reception service is told, or nothing.
//!
//! Never here: whether somebody may ask (`access`).

use super::Cell;
use super::measures::{KeptDocument, KeptMeasure, KeptNotice};
use super::measures_world::{by as by_of, places};
use crate::access::{self, Action};
use crate::measures::{
    DocumentView, MeasureHappened, MeasureLine, MeasurePerson, MeasureSight, MeasureView, NoticeView,
    OfficeName, RegistrationView,
};
use crate::output::{Problem, Reply};
use crate::roster::{Account, PersonDetails};
use crate::view::CaseView;
use hoeder_measure::confidentiality::Secrecy;
use hoeder_measure::due::{Due, DueKind};
use hoeder_measure::effect::DocumentKind;
use hoeder_measure::registration::{OfficeLine, Register, ang_text, office_line};
use hoeder_measure::state::File;
use hoeder_measure::task::{Owner, Task, TaskKind};
use hoeder_measure::{By, ChangeKind, Measure, State};
use hoeder_vocab::{AccountId, Actor, CivilDate, DocumentId, MeasureId, OfficeId, PersonId, Role, UtcMillis};

/// Is this a task of this account's desk? An officer at night does the work of one by day.
pub(super) fn is_for(owner: Owner, by: By) -> bool {
    let same = match (by.role(), owner.role) {
        (Some(Role::CaseOfficer | Role::ZoneDuty), Role::CaseOfficer) => true,
        (Some(role), wanted) => role == wanted,
        (None, _) => false,
    };
    same && by.seat == owner.seat
}

/// What the victim reception service was told or did (circular 7.8.3, 7.12.2).
const fn concerns_reception(what: ChangeKind) -> bool {
    matches!(
        what,
        ChangeKind::Granted
            | ChangeKind::Extended
            | ChangeKind::SupportOffered
            | ChangeKind::SecondOfferAsked
            | ChangeKind::EndBegan
            | ChangeKind::Resumed
            | ChangeKind::Ended
    )
}

const fn is_for_reception(kind: DocumentKind) -> bool {
    matches!(kind, DocumentKind::ReceptionSeizure | DocumentKind::ExtensionNotice | DocumentKind::EndNotice)
}

/// No checklist, no hearing, no reasons: the offers, and whether a second one was asked for.
fn reception_file(file: &File) -> File {
    File {
        zone: file.zone,
        office: file.office,
        offers: file.offers.clone(),
        second_offer_asked: file.second_offer_asked,
        ..File::default()
    }
}

/// The lines to register, as they should stand now (MS-39): one line that is replaced.
fn registrations(measure: &Measure) -> Vec<RegistrationView> {
    let Some(term) = measure.term() else { return Vec::new() };
    let text = ang_text(term.granted_on, term.ends_on);
    let ended = match measure.state() {
        State::Ended { on, .. } | State::TransferredOut { on, .. } => Some(*on),
        State::Nothing
        | State::Requested { .. }
        | State::AwaitingDecision { .. }
        | State::Refused { .. }
        | State::Granted { .. }
        | State::Running { .. }
        | State::Ending { .. } => None,
    };
    let line = match (ended, term.extensions.last()) {
        (Some(on), _) => office_line(OfficeLine::Ended, on),
        (None, Some(extension)) => office_line(OfficeLine::Extended, extension.on),
        (None, None) => office_line(OfficeLine::Granted, term.granted_on),
    };
    let mut lines = vec![RegistrationView { register: Register::Office, text: line }];
    lines.push(RegistrationView { register: Register::Ang, text: text.clone() });
    lines.push(RegistrationView { register: Register::Police, text });
    lines
}

/// What is due first; but nothing is more urgent than a person who waits for a decision.
fn what_comes_first(tasks: &[&Task]) -> Option<Task> {
    let decision = tasks.iter().find(|task| task.kind == TaskKind::Decide);
    decision.or(tasks.first()).map(|task| **task)
}

impl Cell {
    pub(super) fn office_name(&self, id: OfficeId) -> Option<OfficeName> {
        let office = self.book.offices.get(&id)?;
        Some(OfficeName { id, code: office.code.clone(), name: office.name.clone() })
    }

    /// One line: the tasks counted are those of this desk.
    pub(super) fn measure_line(
        &mut self,
        id: MeasureId,
        account: &Account,
        today: CivilDate,
    ) -> Option<(MeasureLine, MeasureSight)> {
        let by = by_of(account);
        let kept = self.measures.look_at(id, today)?;
        let sight = access::measure_sight(account, places(&kept.measure).facts());
        if sight == MeasureSight::None {
            return None;
        }
        let (case, person) = kept.of()?;
        let (measure, look) = (&kept.measure, kept.today()?);
        let mine: Vec<&Task> = look.tasks.iter().filter(|task| is_for(task.owner, by)).collect();
        let first = mine.iter().filter_map(|task| task.due).min();
        // A trip that is over is not late, and what is late is a task of the desk that owes it.
        let coming = |due: &&Due| concerns(due.kind, sight) && due.on >= today;
        let dated = look.due.iter().filter(coming).map(|due| due.on).min();
        let line = MeasureLine {
            id,
            case,
            case_number: String::new(),
            person,
            name: None,
            stage: measure.stage(),
            zone: None,
            office: None,
            ends_on: measure.term().map(|term| term.ends_on),
            alarm_is_on: measure.alarm_is_on(),
            due_on: first.into_iter().chain(dated).min(),
            next_task: what_comes_first(&mine),
            tasks: super::wall::count(mine.len()),
            overdue: super::wall::count(mine.iter().filter(|task| is_overdue(task, today)).count()),
        };
        Some((line, sight))
    }

    /// Names are put in last: only of what is shown.
    pub(super) fn name_line(&self, mut line: MeasureLine) -> MeasureLine {
        let file = self.measures.get(&line.id).map(|kept| kept.measure.file());
        let (zone, office) = file.map_or((None, None), |file| (file.zone, file.office));
        line.case_number = self.number_of(line.case);
        line.name = self.book.persons.get(&line.person).map(|person| person.name.clone());
        line.zone = zone.and_then(|zone| self.zones.name(zone));
        line.office = office.and_then(|office| self.office_name(office));
        line
    }

    pub(super) fn number_of(&self, case: hoeder_vocab::CaseId) -> String {
        self.book.cases.get(&case).map(|case| case.number.clone()).unwrap_or_default()
    }

    pub(super) fn read_measure(
        &mut self,
        by: AccountId,
        id: MeasureId,
        now: UtcMillis,
    ) -> Result<Reply, Problem> {
        let actor = self.allowed_measure(by, Action::ReadMeasure, id, now)?;
        let case = self.measures.get(&id).and_then(KeptMeasure::of).map(|(case, _)| case);
        self.log_access((actor, Action::ReadMeasure), (case, None), None, now);
        let account = self.account(by)?.clone();
        self.measure_view(id, &account, now)
            .map(|view| Reply::Measure(Box::new(view)))
            .ok_or(Problem::NotFound)
    }

    fn measure_view(&mut self, id: MeasureId, account: &Account, now: UtcMillis) -> Option<MeasureView> {
        let today = CivilDate::in_belgium(now);
        let (line, sight) = self.measure_line(id, account, today)?;
        let line = self.name_line(line);
        let kept = self.measures.get(&id)?;
        let (measure, look) = (&kept.measure, kept.today()?);
        let (_, person) = kept.of()?;
        let whole = sight == MeasureSight::Whole;
        let by = by_of(account);
        let own_room = self.config.own_room;
        Some(MeasureView {
            line,
            sight,
            events: kept.events(),
            state: whole.then(|| measure.state().clone()),
            file: if whole { measure.file().clone() } else { reception_file(measure.file()) },
            term: measure.term().cloned(),
            person: self.measure_person(person, sight),
            tasks: look.tasks.iter().filter(|task| whole || is_for(task.owner, by)).copied().collect(),
            due: look.due.iter().filter(|due| concerns(due.kind, sight)).copied().collect(),
            conditions: if whole {
                measure.conditions(today, &self.measures.world).to_vec()
            } else {
                Vec::new()
            },
            missing: if whole { measure.missing_parts(today) } else { Vec::new() },
            misuse: if whole { super::wall::count(measure.misuse_count()) } else { 0 },
            tests: if whole { self.tests_of(person).into_iter().collect() } else { Vec::new() },
            timeline: self.measure_timeline(kept, sight),
            documents: self.documents_of(kept, sight),
            wanted: kept.wanted.iter().filter(|one| whole || is_for_reception(one.kind)).copied().collect(),
            registrations: if whole { registrations(measure) } else { Vec::new() },
            notices: kept
                .notices
                .iter()
                .filter(|notice| whole || access::receives(account, notice.to, own_room))
                .map(|notice| self.notice_view(kept, notice))
                .collect(),
        })
    }

    /// The register number stands in reports of the police: the victim reception service needs none.
    fn measure_person(&self, id: PersonId, sight: MeasureSight) -> Option<MeasurePerson> {
        let person = self.book.persons.get(&id)?;
        let details = &person.details;
        let whole = sight == MeasureSight::Whole;
        Some(MeasurePerson {
            id,
            name: person.name.clone(),
            phone: person.phone.clone(),
            language: person.language,
            born_on: details.born_on,
            national_number: details.national_number.clone().filter(|_| whole),
            address: details.address.clone(),
            address_secrecy: details.address_secrecy,
            email: details.email.clone(),
            trusted: details.trusted.clone(),
        })
    }

    fn measure_timeline(&self, kept: &KeptMeasure, sight: MeasureSight) -> Vec<MeasureHappened> {
        let shown = |what: ChangeKind| sight == MeasureSight::Whole || concerns_reception(what);
        (1_u64..)
            .zip(&kept.history)
            .filter(|(_, line)| shown(line.what))
            .map(|(n, line)| MeasureHappened {
                n,
                at: line.at,
                day: line.day,
                actor: line.actor,
                by: match line.actor {
                    Actor::Account(account, _) => self.book.account_name(account),
                    Actor::Handset(_) | Actor::Stranger | Actor::System => None,
                },
                what: line.what,
            })
            .collect()
    }

    fn documents_of(&self, kept: &KeptMeasure, sight: MeasureSight) -> Vec<DocumentView> {
        let shown =
            |one: &&KeptDocument| sight == MeasureSight::Whole || is_for_reception(one.filed.document.kind);
        kept.documents.iter().filter(shown).filter_map(|one| document_view(kept, one)).collect()
    }

    pub(super) fn notice_view(&self, kept: &KeptMeasure, notice: &KeptNotice) -> NoticeView {
        let read = notice.read.as_deref().copied();
        NoticeView {
            id: notice.id,
            measure: kept.measure.id(),
            case_number: kept.of().map(|(case, _)| self.number_of(case)).unwrap_or_default(),
            kind: notice.kind,
            to: notice.to,
            sent_at: notice.at,
            read,
            read_by: read.and_then(|(account, _)| self.book.account_name(account)),
            deliveries: notice.deliveries.iter().map(|(channel, state, _)| (*channel, *state)).collect(),
        }
    }

    /// MS-24: kept contact data of a case are for the police of its zone and the magistrates of its office. A magistrate of
    /// another office reads the rest.
    pub(super) fn keep_contact_data(&self, by: AccountId, view: &mut CaseView) {
        let Some(account) = self.book.accounts.get(&by) else { return };
        let zone = view.case.managing_zone;
        let (office, _) = self.zones.circular_facts(zone);
        let of_measure = |kept: &KeptMeasure| {
            account.office.is_some_and(|own| places(&kept.measure).offices.contains(&own))
        };
        let ids = self.measures.of_case.get(&view.case.id).into_iter().flatten();
        let manages = (account.zone == Some(zone) || (account.office.is_some() && account.office == office))
            || ids.filter_map(|id| self.measures.get(id)).any(of_measure);
        if manages {
            return;
        }
        for person in &mut view.persons {
            if person.details.address_secrecy == Secrecy::Kept {
                person.details = PersonDetails::default();
            }
        }
    }

    /// The bytes are the store's: this says whether they may be read, and leaves a line (GN-02).
    pub(super) fn read_document(
        &mut self,
        by: AccountId,
        id: DocumentId,
        now: UtcMillis,
    ) -> Result<Reply, Problem> {
        let measure = *self.measures.of_document.get(&id).ok_or(Problem::NotFound)?;
        let actor = self.allowed_measure(by, Action::ReadDocument, measure, now)?;
        let account = self.account(by)?;
        let kept = self.measures.get(&measure).ok_or(Problem::NotFound)?;
        let (case, _) = kept.of().ok_or(Problem::NotFound)?;
        let sight = access::measure_sight(account, places(&kept.measure).facts());
        let view = self.documents_of(kept, sight).into_iter().find(|view| view.id == id);
        let Some(view) = view else {
            self.log_access(
                (actor, Action::ReadDocument),
                (Some(case), None),
                Some("document.not_for_role"),
                now,
            );
            return Err(Problem::Denied("document.not_for_role"));
        };
        self.log_access((actor, Action::ReadDocument), (Some(case), None), None, now);
        Ok(Reply::Document(Box::new(view)))
    }
}

/// The victim reception service is told of the end, and of nothing else that has a date.
const fn concerns(kind: DueKind, sight: MeasureSight) -> bool {
    match sight {
        MeasureSight::Whole | MeasureSight::Counts => true,
        MeasureSight::Reception => matches!(kind, DueKind::End | DueKind::SupervisionEnds),
        MeasureSight::None => false,
    }
}

pub(super) fn is_overdue(task: &Task, today: CivilDate) -> bool {
    task.due.is_some_and(|due| due < today)
}

fn document_view(kept: &KeptMeasure, one: &KeptDocument) -> Option<DocumentView> {
    let (case, person) = kept.of()?;
    let document = &one.filed.document;
    Some(DocumentView {
        id: document.document,
        measure: document.measure,
        case,
        person,
        kind: document.kind,
        origin: document.origin,
        name: document.name.clone(),
        bytes: document.bytes,
        sha256: document.sha256,
        media_type: document.media_type,
        filing: one.filed.filing,
        released: kept.measure.file().releases.iter().any(|one| one.document == document.document),
        filed_at: one.at,
    })
}
