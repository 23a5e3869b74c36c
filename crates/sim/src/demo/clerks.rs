//! The measures of Hoedergem, entered by its officers and magistrates as anybody would: one order after another.
//!
//! Who carries an alarm was granted it on paper before, and comes over to Hoeder on the day behind; the others asked for
//! it lately. Never here: what the circular says (room `measure`), the forms themselves (`forms`).

use super::day::Day;
use super::forms::{self, Facts};
use super::populate::{PopulateError, ToSign};
use super::roster::{Household, households, magistrate_of, officer_of, reception_of};
use super::town::{COLLINES, HOEDERGEM, demo_id};
use hoeder_engine::entry::Subject;
use hoeder_engine::input::{Claim, Input, Query};
use hoeder_engine::measures::{DocumentOrigin, MeasureOrder, MeasureView, MediaType, NewDocument};
use hoeder_engine::output::Reply;
use hoeder_engine::roster::{Person, PersonKind};
use hoeder_measure::Command;
use hoeder_measure::confidentiality::SuspectMeasure;
use hoeder_measure::decision::{
    Activation, Agreement, Assent, Coverage, DeviceSafety, OfferOutcome, Procedure, Ruling, SupportOffer,
    TellThirdParty,
};
use hoeder_measure::effect::DocumentKind;
use hoeder_measure::followup::{Destination, Incident, Move, Trip};
use hoeder_measure::request::{Origin, PvKind, Relation, Trust};
use hoeder_measure::task::TaskKind;
use hoeder_vocab::{AccountId, CivilDate, DocumentId, FactId, MeasureId, Role, Sensitive, TripId, ZoneId};
use std::time::Duration;

/// Work on papers begins so long before the day.
pub(crate) const AHEAD: Duration = Duration::from_secs(12 * 86_400);
const HOUR: u64 = 3_600;

const fn facts(relation: Relation, yes: u8, bombs: usize) -> Facts {
    Facts { relation, yes, bombs }
}

/// Of those who carry an alarm, in the order of their dossiers: granted on paper so many days ago, on what.
const ON_PAPER: [(i32, Facts); 8] = [
    (252, facts(Relation::ExPartners, 0b0111_1011, 1)),
    (118, facts(Relation::Partners, 0b0110_0101, 1)),
    (61, facts(Relation::ExPartners, 0b0010_0001, 0)),
    (203, facts(Relation::ExPartners, 0b1111_1111, 2)),
    (95, facts(Relation::ExPartners, 0b0011_1011, 0)),
    (33, facts(Relation::Siblings, 0b1100_1001, 0)),
    (264, facts(Relation::ExPartners, 0b0111_1111, 3)),
    (15, facts(Relation::ExPartners, 0b0010_0110, 0)),
];
const LIJSTER: usize = 2;
const MESANGE: usize = 3;
const MEREL: usize = 5;
const VINKEL: usize = 7;

/// Who asked lately: the place in the list of households, and on what.
type Asked = (usize, Facts);
const PINSON: Asked = (8, facts(Relation::ExPartners, 0b0000_0001, 0));
const KWIKSTAART: Asked = (9, facts(Relation::ExPartners, 0b0110_0111, 0));
const BOUVREUIL: Asked = (10, facts(Relation::Partners, 0b0101_1111, 2));
const SIJS: Asked = (11, facts(Relation::ExPartners, 0, 0));
const ROODBORST: Asked = (12, facts(Relation::ExPartners, 0b1010_1010, 0));
const LINOTTE: Asked = (13, facts(Relation::Siblings, 0b0000_1001, 0));

/// One measure with its person.
pub(crate) struct File {
    measure: MeasureId,
    pub(crate) person: Person,
    pub(crate) household: Household,
    pub(crate) zone: ZoneId,
}

impl Day<'_> {
    /// The file of a household, by its place in the list.
    fn file(&self, household: usize) -> Result<File, PopulateError> {
        let found = households(self.options.seed).into_iter().nth(household);
        let found = found.ok_or(PopulateError::NoSuchPerson(household))?;
        let protected = found.persons.iter().find(|person| person.kind == PersonKind::Protected);
        let person = protected.cloned().ok_or(PopulateError::NoSuchPerson(household))?;
        let number = u32::try_from(household).unwrap_or(0).saturating_add(1);
        let measure = MeasureId::from_u128(demo_id(11, number));
        Ok(File { measure, person, zone: found.case.managing_zone, household: found })
    }

    fn today(&self) -> CivilDate {
        CivilDate::in_belgium(self.now)
    }

    fn wait(&mut self, seconds: u64) -> Result<(), PopulateError> {
        self.wait_until(self.now.plus(Duration::from_secs(seconds)))
    }

    /// So many hours before the day begins.
    fn until_before(&mut self, hours: u64) -> Result<(), PopulateError> {
        let begins = self.from.since(self.now);
        self.wait(begins.as_secs().saturating_sub(hours * HOUR))
    }

    /// The weeks before the day: papers are entered, requests come in.
    pub(crate) fn papers(&mut self) -> Result<(), PopulateError> {
        for (number, (days_ago, facts)) in ON_PAPER.into_iter().enumerate() {
            self.wait(HOUR)?;
            let file = self.file(number)?;
            let granted_on = CivilDate::in_belgium(self.options.until).plus_days(-days_ago);
            self.prepared(&file, facts, granted_on.plus_days(-4))?;
            self.does(&file, magistrate_of(file.zone), forms::rules(&file, Ruling::Grant, granted_on))?;
            self.signed(&file, granted_on.plus_days(1))?;
        }
        self.until_before(100)?;
        self.refused()?;
        self.until_before(30)?;
        let (number, facts) = LINOTTE;
        let file = self.file(number)?;
        let request = forms::request(&file, facts, self.today(), Origin::Person);
        self.does(&file, officer_of(file.zone), Command::Request(request))?;
        let hearing = forms::hearing(&file, self.today());
        self.does(&file, officer_of(file.zone), Command::Hear(hearing))?;
        self.until_before(5)?;
        let file = self.file(KWIKSTAART.0)?;
        self.prepared(&file, KWIKSTAART.1, self.today())?;
        self.until_before(3)?;
        let file = self.file(ROODBORST.0)?;
        self.prepared(&file, ROODBORST.1, self.today())?;
        self.wait(HOUR)?;
        self.does(&file, magistrate_of(file.zone), forms::rules(&file, Ruling::Grant, self.today()))
    }

    fn refused(&mut self) -> Result<(), PopulateError> {
        let file = self.file(SIJS.0)?;
        self.prepared(&file, SIJS.1, self.today())?;
        self.wait(2 * HOUR)?;
        let ruling = Ruling::Refuse { third_party: TellThirdParty::NoThirdParty };
        self.does(&file, magistrate_of(file.zone), forms::rules(&file, ruling, self.today()))
    }

    /// The last hours: a request that cannot wait, and one that was made at the wrong zone.
    pub(crate) fn evening(&mut self) -> Result<(), PopulateError> {
        let file = self.file(BOUVREUIL.0)?;
        self.heard(&file, BOUVREUIL.1, self.today())?;
        self.does(&file, officer_of(file.zone), Command::PutBefore { procedure: Procedure::Urgent })?;
        self.wait(HOUR / 2)?;
        let file = self.file(PINSON.0)?;
        let origin = Origin::ThirdParty {
            trust: Trust::Trusted,
            who: Sensitive::new("Centre de formation, service social".to_owned()),
        };
        let mut request = forms::request(&file, PINSON.1, self.today(), origin);
        request.residence = COLLINES;
        self.does(&file, officer_of(file.zone), Command::Request(request))
    }

    /// Requested, heard and assessed.
    fn heard(&mut self, file: &File, facts: Facts, on: CivilDate) -> Result<(), PopulateError> {
        let officer = officer_of(file.zone);
        self.does(file, officer, Command::Request(forms::request(file, facts, on, Origin::Person)))?;
        self.does(file, officer, Command::Hear(forms::hearing(file, on)))?;
        let assessment = forms::assessment(file, facts, on, self.options.measures.questionnaires.last());
        self.does(file, officer, Command::Assess(assessment))
    }

    /// Everything that the ordinary procedure asks, put before the magistrate.
    fn prepared(&mut self, file: &File, facts: Facts, on: CivilDate) -> Result<(), PopulateError> {
        self.heard(file, facts, on)?;
        let antecedents = forms::antecedents(file, self.today());
        self.does(file, magistrate_of(file.zone), Command::GiveAntecedents(antecedents))?;
        self.does(file, officer_of(file.zone), Command::PutBefore { procedure: Procedure::Ordinary })
    }

    /// The user agreement is scanned, kept and entered.
    fn signed(&mut self, file: &File, on: CivilDate) -> Result<(), PopulateError> {
        let officer = officer_of(file.zone);
        let view = self.view(file)?;
        let told_end = view.line.ends_on.ok_or(PopulateError::NoAgreement)?;
        let to_sign = ToSign {
            person: &file.person,
            case: &file.household.case.number,
            zone: file.zone,
            on,
            ends_on: told_end,
        };
        let scan = (self.options.agreement)(&to_sign).ok_or(PopulateError::NoAgreement)?;
        let document = DocumentId::from_u128(file.measure.as_u128() ^ (1 << 40));
        let subject = Subject::Person(file.person.id);
        self.writer.put_file(document, subject, &scan.bytes).map_err(PopulateError::File)?;
        let filed = NewDocument {
            document,
            measure: file.measure,
            kind: DocumentKind::UserAgreement,
            origin: DocumentOrigin::Uploaded,
            name: Sensitive::new("scan-001.pdf".to_owned()),
            bytes: u64::try_from(scan.bytes.len()).unwrap_or(u64::MAX),
            sha256: scan.sha256,
            media_type: MediaType::Pdf,
        };
        let (request, order) = (self.request(), MeasureOrder::FileDocument(filed).into());
        self.must_be_done(Input::Order { request, by: officer, order })?;
        let assent = Assent::Signed { document };
        let agreement = Agreement { on, assent, version: "2023-1".to_owned(), told_end };
        self.does(file, officer, Command::Agree(agreement))
    }

    /// The alarm of who carries this phone is switched on, after the self-test that it just passed.
    pub(crate) fn activate(&mut self, phone: usize) -> Result<(), PopulateError> {
        let Some(carrier) = self.phones.get(phone).map(|phone| phone.carrier.clone()) else { return Ok(()) };
        for number in 0..ON_PAPER.len() {
            let file = self.file(number)?;
            if file.person.id != carrier.person {
                continue;
            }
            let view = self.view(&file)?;
            let test = view.tests.iter().find(|(_, test)| test.handset == carrier.handset);
            let (test, _) = test.ok_or(PopulateError::NoSuchPerson(number))?;
            let activation = Activation {
                on: self.today(),
                test: *test,
                handset: carrier.handset,
                button: carrier.button.as_ref().map(|button| button.id),
                device_safety: DeviceSafety::Checked,
                coverage: Coverage::Good,
                pv: Some(forms::pv(&file, PvKind::Subsequent, 3)),
            };
            self.does(&file, officer_of(file.zone), Command::Activate(activation))?;
            if number != VINKEL {
                self.settled(&file)?;
            }
        }
        Ok(())
    }

    /// What the people of running measures say on that day.
    pub(crate) fn afterwards(&mut self) -> Result<(), PopulateError> {
        let today = self.today();
        let trip = Trip {
            trip: TripId::from_u128(demo_id(12, 1)),
            from: today.plus_days(9),
            until: today.plus_days(16),
            to: Destination::Abroad,
            place: Sensitive::new("Bij een vriendin in Rijsel".to_owned()),
        };
        self.says(LIJSTER, Command::AnnounceTrip(trip))?;
        let note = Sensitive::new("Hij woont nu bij zijn vader; ik voel mij veilig.".to_owned());
        self.says(MEREL, Command::AskToEnd { note })?;
        let file = self.file(MESANGE)?;
        let fact = Incident::Fact {
            fact: FactId::from_u128(demo_id(13, 1)),
            on: today.plus_days(-40),
            pv: forms::pv(&file, PvKind::Initial, 4),
            what: Sensitive::new("Il attendait dans la cour de l'école.".to_owned()),
        };
        self.does(&file, officer_of(file.zone), Command::ReportIncident(fact))?;
        let moves = Move {
            on: today.plus_days(20),
            to: Destination::Zone(HOEDERGEM),
            place: Sensitive::new("Stationsstraat 12, Hoedergem".to_owned()),
        };
        self.says(MESANGE, Command::AnnounceMove(moves))
    }

    /// A person gives it on the own phone.
    fn says(&mut self, household: usize, command: Command) -> Result<(), PopulateError> {
        let person = self.file(household)?.person.id;
        let phone = self.phones.iter().find(|phone| phone.carrier.person == person);
        let handset = phone.map(|phone| phone.carrier.handset);
        let claim = Claim::Verified(handset.ok_or(PopulateError::NoSuchPerson(household))?);
        let request = self.request();
        self.must_be_done(Input::Person { request, claim, command: Box::new(command) })
    }

    /// What had to be registered, told and confirmed was done.
    fn settled(&mut self, file: &File) -> Result<(), PopulateError> {
        let hands = [
            (Role::CaseOfficer, officer_of(file.zone)),
            (Role::Magistrate, magistrate_of(file.zone)),
            (Role::VictimReception, reception_of(file.zone)),
        ];
        for task in self.view(file)?.tasks {
            let hand = hands.iter().find(|(role, _)| *role == task.owner.role);
            if let (Some((_, by)), Some(command)) = (hand, self.done(file, task.kind)) {
                self.does(file, *by, command)?;
            }
        }
        Ok(())
    }

    /// How a task is done; `None`: it is left open.
    fn done(&self, file: &File, task: TaskKind) -> Option<Command> {
        let today = self.today();
        if let TaskKind::Confirm(of) = task {
            return Some(Command::ConfirmReceipt { of });
        }
        if task == TaskKind::OfferSupport {
            return Some(Command::OfferSupport(SupportOffer { on: today, outcome: OfferOutcome::Accepted }));
        }
        if task == TaskKind::HearSuspect {
            let pv = forms::pv(file, PvKind::Subsequent, 5);
            return Some(Command::TrackSuspect(SuspectMeasure::Heard { on: today, pv }));
        }
        if task == TaskKind::BanContact {
            let (until, ang) = (today.plus_months(9), "ANG/2026/77".to_owned());
            return Some(Command::TrackSuspect(SuspectMeasure::ContactBan { from: today, until, ang }));
        }
        let case = file.household.case.number.rsplit('-').next().unwrap_or("0");
        let reference = Some(format!("HD/2026/{case}"));
        task.form().is_none().then_some(Command::Settle { task, reference })
    }

    fn view(&mut self, file: &File) -> Result<Box<MeasureView>, PopulateError> {
        let request = self.request();
        let query = Query::Measure(file.measure);
        match self.tell(Input::Ask { request, by: officer_of(file.zone), query })? {
            Some(Reply::Measure(view)) => Ok(view),
            Some(Reply::Problem(problem)) => Err(PopulateError::Refused(problem)),
            _ => Err(PopulateError::NoAgreement),
        }
    }

    fn does(&mut self, file: &File, by: AccountId, command: Command) -> Result<(), PopulateError> {
        let order = MeasureOrder::Do { measure: file.measure, expected: None, command: Box::new(command) };
        let request = self.request();
        self.must_be_done(Input::Order { request, by, order: order.into() })
    }
}
