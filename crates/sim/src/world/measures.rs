//! Measures in the background: an officer and a magistrate bring each household's measure to life while everything fails.
//!
//! They look at the file and do what comes next; who is refused or not answered looks again. Never here: the promises.

use super::happening::{Act, Happening, later};
use super::{Flow, Pending, World};
use crate::demo::{Household, magistrate_of, officer_of};
use hoeder_engine::input::{Input, Query};
use hoeder_engine::measures::{DocumentOrigin, MeasureOrder, MeasureView, MediaType, NewDocument};
use hoeder_engine::output::Reply;
use hoeder_engine::roster::PersonKind;
use hoeder_measure::conditions::{Answer, Hearing, ToldNoRight};
use hoeder_measure::confidentiality::{ContactSecrecy, Secrecy};
use hoeder_measure::decision::{
    Activation, Agreement, Assent, Coverage, Decision, DeviceSafety, Procedure, Ruling,
};
use hoeder_measure::effect::DocumentKind;
use hoeder_measure::ending::{Breach, BreachKind};
use hoeder_measure::request::{Honour, Origin, PvKind, PvRef, Relation, Request};
use hoeder_measure::risk::{Answered, Assessment, Attention, Scope};
use hoeder_measure::territory::Offence;
use hoeder_measure::{Command, Stage};
use hoeder_vocab::{AccountId, CaseId, CivilDate, DocumentId, MeasureId, PersonId, Sensitive, ZoneId};

/// Makes the id of the signed agreement of a measure.
const SIGNED: u128 = 0x51;

/// One measure, and what is known of it outside the cell.
#[derive(Debug, Clone)]
pub(crate) struct Clerk {
    pub(crate) measure: MeasureId,
    case: CaseId,
    person: PersonId,
    pub(crate) zone: ZoneId,
    born: Option<Sensitive<CivilDate>>,
    /// The most events that an acknowledged order spoke of.
    pub(crate) acknowledged: u64,
}

fn clerk(household: &Household) -> Option<Clerk> {
    let person = household.persons.iter().find(|person| person.kind == PersonKind::Protected)?;
    Some(Clerk {
        measure: MeasureId::from_u128(person.id.as_u128() ^ (0x4D << 64)),
        case: household.case.id,
        person: person.id,
        zone: household.case.managing_zone,
        born: person.details.born_on,
        acknowledged: 0,
    })
}

fn words(text: &str) -> Sensitive<String> {
    Sensitive::new(text.to_owned())
}

fn pv() -> PvRef {
    PvRef { kind: PvKind::Initial, number: "PV 1".to_owned() }
}

impl Clerk {
    /// What comes next, and who does it; nothing while a self-test is awaited.
    fn next(&self, view: Option<&MeasureView>, on: CivilDate) -> Option<(AccountId, Command)> {
        let officer = officer_of(self.zone);
        let Some(view) = view else { return Some((officer, Command::Request(self.request(on)))) };
        let file = &view.file;
        Some(match view.line.stage {
            Stage::Requested if file.hearings.is_empty() => (officer, Command::Hear(hearing(on))),
            Stage::Requested if file.assessments.is_empty() => (officer, Command::Assess(assessment(on))),
            Stage::Requested => (officer, Command::PutBefore { procedure: Procedure::Urgent }),
            Stage::AwaitingDecision => (magistrate_of(self.zone), grant(on)),
            Stage::Granted if file.agreement.is_none() => {
                let assent = Assent::Signed { document: self.signed() };
                let told_end = view.line.ends_on?;
                (officer, Command::Agree(Agreement { on, assent, version: "1".to_owned(), told_end }))
            }
            Stage::Granted => {
                let (test, passed) = view.tests.first()?;
                (officer, activate(on, *test, passed.handset))
            }
            Stage::Running => {
                let kind = BreachKind::NotReachable;
                (officer, Command::RecordBreach(Breach { on, kind, note: words("three calls") }))
            }
            Stage::Nothing | Stage::Refused | Stage::Ending | Stage::Ended | Stage::TransferredOut => {
                return None;
            }
        })
    }

    const fn signed(&self) -> DocumentId {
        DocumentId::from_u128(self.measure.as_u128() ^ SIGNED)
    }

    fn request(&self, on: CivilDate) -> Request {
        Request {
            case: self.case,
            person: self.person,
            born: self.born.unwrap_or_else(|| Sensitive::new(on.plus_months(-12 * 40))),
            origin: Origin::Person,
            made_on: on,
            pv: pv(),
            residence: self.zone,
            relation: Relation::OtherFamily,
            honour: Honour::NotRelated,
            offence: Offence::None,
            summary: words("followed to work"),
        }
    }

    fn agreement(&self) -> NewDocument {
        NewDocument {
            document: self.signed(),
            measure: self.measure,
            kind: DocumentKind::UserAgreement,
            origin: DocumentOrigin::Uploaded,
            name: words("agreement.pdf"),
            bytes: 1_000,
            sha256: [7; 32],
            media_type: MediaType::Pdf,
        }
    }
}

fn hearing(on: CivilDate) -> Hearing {
    Hearing {
        on,
        pv: pv(),
        facts: words("threats"),
        relation: words("family"),
        wants_it: Answer::Yes,
        no_contact: Answer::Yes,
        complaints: Answer::Yes,
        agreement: Answer::Yes,
        told_no_right: ToldNoRight::Told,
        able: Answer::Unknown,
        secrecy: ContactSecrecy { address: Secrecy::Kept, contact: Secrecy::Kept },
    }
}

fn assessment(on: CivilDate) -> Assessment {
    let answered = Answered { answer: Answer::Unknown, note: words("") };
    Assessment {
        on,
        eight: core::array::from_fn(|_| answered.clone()),
        checklist: None,
        attention: Attention { opposed_intentions: Answer::No, secret_shelter: Answer::No },
        firearms: None,
        scope: Scope { within: Answer::Yes, why: words("family") },
        subsidiarity: words("nothing else suffices"),
    }
}

fn grant(on: CivilDate) -> Command {
    Command::Rule(Decision {
        ruling: Ruling::Grant,
        procedure: Procedure::Urgent,
        on,
        said_by: None,
        pv: None,
        reason: words("grave"),
    })
}

const fn activate(on: CivilDate, test: hoeder_vocab::TestId, handset: hoeder_vocab::HandsetId) -> Command {
    Command::Activate(Activation {
        on,
        test,
        handset,
        button: None,
        device_safety: DeviceSafety::Checked,
        coverage: Coverage::Good,
        pv: None,
    })
}

impl World<'_> {
    pub(super) fn plan_clerks(&mut self) {
        self.clerks = self.households.iter().filter_map(clerk).collect();
        for n in 0..self.clerks.len() {
            self.plan_clerk(n);
        }
    }

    fn plan_clerk(&mut self, n: usize) {
        let at = later(self.now, self.clerk_chance.between(1_000, 25_000));
        self.queue.plan(at, Happening::Clerk(n));
    }

    /// Looks at the file, does what comes next, and comes back.
    pub(super) fn clerk_acts(&mut self, n: usize) -> Flow {
        self.plan_clerk(n);
        let Some(clerk) = self.clerks.get(n).cloned() else { return Ok(()) };
        self.kept = None;
        let request = self.request();
        let query = Query::Measure(clerk.measure);
        self.ask_cell(request, Pending::Kept, Input::Ask { request, by: magistrate_of(clerk.zone), query })?;
        let view = match self.kept.take() {
            Some(Reply::Measure(view)) => Some(view),
            // Nobody asked for it yet. While the cell is down there is no answer at all.
            Some(Reply::Problem(_)) => None,
            Some(_) | None => return Ok(()),
        };
        if view.as_ref().is_some_and(|view| view.line.stage == Stage::Granted) {
            self.bring_what_is_missing(&clerk, view.as_deref())?;
        }
        let on = CivilDate::in_belgium(self.now);
        let Some((by, command)) = clerk.next(view.as_deref(), on) else { return Ok(()) };
        let expected = view.map(|view| view.events);
        let order = MeasureOrder::Do { measure: clerk.measure, expected, command: Box::new(command) };
        let request = self.request();
        self.ask_cell(request, Pending::Clerk(n), Input::Order { request, by, order: order.into() })
    }

    /// The signed copy, and a self-test of the phone.
    fn bring_what_is_missing(&mut self, clerk: &Clerk, view: Option<&MeasureView>) -> Flow {
        let Some(view) = view else { return Ok(()) };
        if view.tests.is_empty()
            && let Some(phone) = self.phones.iter().position(|phone| phone.carrier.person == clerk.person)
        {
            self.queue.plan(later(self.now, 500), Happening::PhoneAct(phone, Act::SelfTest));
        }
        if view.documents.is_empty() {
            let (by, order) = (officer_of(clerk.zone), MeasureOrder::FileDocument(clerk.agreement()));
            let request = self.request();
            return self.ask_cell(
                request,
                Pending::Nobody,
                Input::Order { request, by, order: order.into() },
            );
        }
        Ok(())
    }

    pub(super) fn clerk_is_answered(&mut self, n: usize, reply: &Reply) {
        if let (Reply::MeasureDone { events, .. }, Some(clerk)) = (reply, self.clerks.get_mut(n)) {
            clerk.acknowledged = clerk.acknowledged.max(*events);
            self.stats.measures += 1;
        }
    }
}
