//! One life of a measure: a world, forms that are filled in well, and given/when/then.

use hoeder_measure::conditions::{Answer, Hearing, ToldNoRight};
use hoeder_measure::confidentiality::{ContactSecrecy, Secrecy, SuspectMeasure};
use hoeder_measure::decision::{
    Activation, Agreement, Assent, Coverage, Decision, DeviceSafety, Procedure, Ruling, TellThirdParty,
};
use hoeder_measure::duration::Terms;
use hoeder_measure::effect::{Effect, effects};
use hoeder_measure::ending::{DeviceBack, EarlyGround, EndStep};
use hoeder_measure::followup::{
    AlarmOutcome, AnnouncedFact, Destination, Incident, Move, Revisit, SharedPlaces, Trip,
};
use hoeder_measure::request::{Honour, Origin, PvKind, PvRef, Relation, Request};
use hoeder_measure::risk::{
    Answered, Antecedents, Assessment, Attention, Checklist, ChecklistAnswer, Firearms, Item, Questionnaire,
    Scope, Weight,
};
use hoeder_measure::takeover::TakenOver;
use hoeder_measure::task::{Receipt, Task, TaskKind};
use hoeder_measure::territory::Offence;
use hoeder_measure::world::{OfficeFacts, PassedTest, ZoneFacts};
use hoeder_measure::{By, Change, Command, Measure, MeasureEvent, Now, Refusal, Seat, Stage, World};
use hoeder_vocab::{
    AccountId, Actor, AlarmId, ButtonId, CaseId, CivilDate, DistrictId, DocumentId, FactId, HandsetId,
    MeasureId, OfficeId, PersonId, Role, Sensitive, TestId, TripId, UtcMillis, ZoneId,
};

/// Lives here; rolled out.
pub(crate) const HOME: ZoneId = ZoneId::from_u128(1);
/// Another zone of the same office; rolled out.
pub(crate) const NEXT_DOOR: ZoneId = ZoneId::from_u128(2);
/// A zone of another office; rolled out.
pub(crate) const FAR: ZoneId = ZoneId::from_u128(3);
/// A zone of a third office; not rolled out.
pub(crate) const NOT_YET: ZoneId = ZoneId::from_u128(4);
pub(crate) const OFFICE: OfficeId = OfficeId::from_u128(11);
pub(crate) const FAR_OFFICE: OfficeId = OfficeId::from_u128(13);
pub(crate) const NOT_YET_OFFICE: OfficeId = OfficeId::from_u128(14);
pub(crate) const DISTRICT: DistrictId = DistrictId::from_u128(21);
pub(crate) const FAR_DISTRICT: DistrictId = DistrictId::from_u128(23);
pub(crate) const NOT_YET_DISTRICT: DistrictId = DistrictId::from_u128(24);
pub(crate) const HANDSET: HandsetId = HandsetId::from_u128(31);
pub(crate) const TEST: TestId = TestId::from_u128(32);
pub(crate) const PERSON: PersonId = PersonId::from_u128(33);
pub(crate) const MAGISTRATE: AccountId = AccountId::from_u128(41);

pub(crate) fn day(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

pub(crate) fn text(words: &str) -> Sensitive<String> {
    Sensitive::new(words.to_owned())
}

fn account(n: u128, role: Role, seat: Seat) -> By {
    By { actor: Actor::Account(AccountId::from_u128(n), role), seat }
}

pub(crate) fn officer_of(zone: ZoneId) -> By {
    account(40, Role::CaseOfficer, Seat::Zone(zone))
}

pub(crate) fn officer() -> By {
    officer_of(HOME)
}

pub(crate) fn magistrate_of(office: OfficeId) -> By {
    By { actor: Actor::Account(MAGISTRATE, Role::Magistrate), seat: Seat::Office(office) }
}

pub(crate) fn magistrate() -> By {
    magistrate_of(OFFICE)
}

pub(crate) fn reference_magistrate() -> By {
    account(42, Role::ReferenceMagistrate, Seat::Office(OFFICE))
}

pub(crate) fn reception() -> By {
    account(43, Role::VictimReception, Seat::Office(OFFICE))
}

pub(crate) fn person() -> By {
    By { actor: Actor::Handset(HANDSET), seat: Seat::Nowhere }
}

pub(crate) fn world() -> World {
    let since = Some(day("2023-04-03"));
    let zone = |office, district, in_force_since| ZoneFacts { office, district, in_force_since };
    let office = |district| OfficeFacts { district, reference_magistrate: None };
    World {
        zones: [
            (HOME, zone(OFFICE, DISTRICT, since)),
            (NEXT_DOOR, zone(OFFICE, DISTRICT, since)),
            (FAR, zone(FAR_OFFICE, FAR_DISTRICT, since)),
            (NOT_YET, zone(NOT_YET_OFFICE, NOT_YET_DISTRICT, None)),
        ]
        .into(),
        offices: [
            (OFFICE, office(DISTRICT)),
            (FAR_OFFICE, office(FAR_DISTRICT)),
            (NOT_YET_OFFICE, office(NOT_YET_DISTRICT)),
        ]
        .into(),
        free_devices: [(DISTRICT, 3), (FAR_DISTRICT, 3)].into(),
        passed_tests: [].into(),
        questionnaires: vec![questionnaire()],
        terms: Terms::default(),
    }
}

pub(crate) fn questionnaire() -> Questionnaire {
    let item = |id: &str, weight| Item {
        id: id.to_owned(),
        weight,
        text: ["nl", "fr", "de", "en"].map(String::from),
    };
    Questionnaire {
        version: "test-1".to_owned(),
        items: vec![item("factor", Weight::Factor), item("bomb", Weight::Bomb)],
    }
}

pub(crate) fn pv(kind: PvKind, number: &str) -> PvRef {
    PvRef { kind, number: number.to_owned() }
}

pub(crate) fn request(on: CivilDate) -> Request {
    Request {
        case: CaseId::from_u128(34),
        person: PERSON,
        born: Sensitive::new(day("1990-06-15")),
        origin: Origin::Person,
        made_on: on,
        pv: pv(PvKind::Initial, "GE.43.L1.000001/2026"),
        residence: HOME,
        relation: Relation::ExPartners,
        honour: Honour::NotRelated,
        offence: Offence::None,
        summary: text("asks for an alarm"),
    }
}

/// A measure that was granted on 10 January 2026 and ran before it was kept here.
pub(crate) fn taken_over() -> TakenOver {
    TakenOver {
        request: request(day("2026-01-05")),
        granted_on: day("2026-01-10"),
        granted_pv: "GE.43.L1.000001/2026".to_owned(),
        decided_by: text("the magistrate of duty"),
        agreed_on: Some(day("2026-01-10")),
        active_since: day("2026-01-10"),
        device: "VALRT-1".to_owned(),
        incidents: vec![],
        extended_on: vec![],
        ends_on: day("2026-10-10"),
        visits: vec![],
        ang: Some("ANG-1".to_owned()),
        reception_on: Some(day("2026-01-10")),
    }
}

pub(crate) fn hearing(on: CivilDate) -> Hearing {
    Hearing {
        on,
        pv: pv(PvKind::Subsequent, "GE.43.L1.000002/2026"),
        facts: text("followed every day"),
        relation: text("broke up in spring"),
        wants_it: Answer::Yes,
        no_contact: Answer::Yes,
        complaints: Answer::Yes,
        agreement: Answer::Yes,
        told_no_right: ToldNoRight::Told,
        able: Answer::Yes,
        secrecy: ContactSecrecy { address: Secrecy::Kept, contact: Secrecy::Open },
    }
}

pub(crate) fn answered(answer: Answer) -> Answered {
    Answered { answer, note: text("") }
}

pub(crate) fn checklist(factor: Answer, bomb: Answer) -> Checklist {
    let one = |item: &str, answer| ChecklistAnswer { item: item.to_owned(), answer, note: text("") };
    Checklist {
        version: "test-1".to_owned(),
        answers: [one("factor", factor), one("bomb", bomb)].into_iter().collect(),
    }
}

pub(crate) fn assessment(on: CivilDate) -> Assessment {
    Assessment {
        on,
        eight: [(); 8].map(|()| answered(Answer::No)),
        checklist: Some(checklist(Answer::No, Answer::No)),
        attention: Attention { opposed_intentions: Answer::No, secret_shelter: Answer::No },
        firearms: Some(Firearms { answer: Answer::No, checked_by: None, note: text("") }),
        scope: Scope { within: Answer::Yes, why: text("stalked by a former partner, in danger") },
        subsidiarity: text("no other means reaches the police in time"),
    }
}

pub(crate) fn antecedents(on: CivilDate) -> Antecedents {
    Antecedents { on, since: on.plus_months(-36), files: vec![] }
}

pub(crate) fn rules(ruling: Ruling, on: CivilDate) -> Command {
    Command::Rule(Decision {
        ruling,
        procedure: Procedure::Ordinary,
        on,
        said_by: None,
        pv: None,
        reason: text("after consultation"),
    })
}

/// By word of mouth: the officer enters what the magistrate said.
pub(crate) fn heard(ruling: Ruling, on: CivilDate) -> Command {
    let Command::Rule(decision) = rules(ruling, on) else { panic!("not a ruling") };
    Command::Rule(Decision {
        said_by: Some(MAGISTRATE),
        pv: Some(pv(PvKind::Subsequent, "GE.43.L1.000003/2026")),
        ..decision
    })
}

pub(crate) fn urgent(command: Command) -> Command {
    let Command::Rule(decision) = command else { panic!("not a ruling") };
    Command::Rule(Decision { procedure: Procedure::Urgent, ..decision })
}

pub(crate) fn refuse() -> Ruling {
    Ruling::Refuse { third_party: TellThirdParty::NoThirdParty }
}

pub(crate) fn end_early(ground: EarlyGround) -> Ruling {
    Ruling::EndEarly { ground, marginal_note: "K-2026-7".to_owned() }
}

pub(crate) fn agreement(on: CivilDate, told_end: CivilDate) -> Agreement {
    Agreement {
        on,
        assent: Assent::Signed { document: DocumentId::from_u128(61) },
        version: "2023-1".to_owned(),
        told_end,
    }
}

pub(crate) fn activation(on: CivilDate) -> Activation {
    Activation {
        on,
        test: TEST,
        handset: HANDSET,
        button: Some(ButtonId::from_u128(35)),
        device_safety: DeviceSafety::Checked,
        coverage: Coverage::Good,
        pv: Some(pv(PvKind::Subsequent, "GE.43.L1.000004/2026")),
    }
}

pub(crate) fn alarm(n: u128, on: CivilDate, outcome: AlarmOutcome) -> Incident {
    Incident::Alarm { alarm: AlarmId::from_u128(n), on, outcome, pv: Some("GE.43.L1.000005/2026".to_owned()) }
}

pub(crate) fn fact(n: u128, on: CivilDate) -> Incident {
    Incident::Fact {
        fact: FactId::from_u128(n),
        on,
        pv: pv(PvKind::Initial, "GE.43.L1.000006/2026"),
        what: text("stood at the school gate"),
    }
}

pub(crate) fn told_fact(n: u128, on: CivilDate) -> AnnouncedFact {
    AnnouncedFact { fact: FactId::from_u128(n), on, what: text("he called again") }
}

pub(crate) fn revisit(on: CivilDate) -> Revisit {
    Revisit { on, pv: pv(PvKind::Subsequent, "GE.43.L1.000007/2026"), found: text("calm, sleeps badly") }
}

pub(crate) fn places(on: CivilDate) -> SharedPlaces {
    SharedPlaces { on, zones: vec![NEXT_DOOR] }
}

pub(crate) fn trip(n: u128, from: CivilDate, nights: i32, to: Destination) -> Trip {
    Trip { trip: TripId::from_u128(n), from, until: from.plus_days(nights), to, place: text("with a sister") }
}

pub(crate) fn moves(on: CivilDate, to: Destination) -> Move {
    Move { on, to, place: text("a new street") }
}

pub(crate) fn ban(from: CivilDate, until: CivilDate) -> SuspectMeasure {
    SuspectMeasure::ContactBan { from, until, ang: "ANG-1".to_owned() }
}

pub(crate) fn heard_suspect(on: CivilDate) -> SuspectMeasure {
    SuspectMeasure::Heard { on, pv: pv(PvKind::Subsequent, "GE.43.L1.000008/2026") }
}

pub(crate) fn switched_off(on: CivilDate) -> Command {
    Command::DoEndStep(EndStep::SwitchedOff { on })
}

pub(crate) fn device_back(on: CivilDate) -> Command {
    Command::DoEndStep(EndStep::DeviceBack { on, how: DeviceBack::Returned })
}

pub(crate) fn end_pv() -> Command {
    Command::DoEndStep(EndStep::Pv { number: "GE.43.L1.000009/2026".to_owned() })
}

/// Noon in Belgium, or nearly.
pub(crate) fn noon(on: CivilDate) -> Now {
    let start = day("1970-01-01");
    let moment = UtcMillis::from_unix_ms(on.days_since(start) * 86_400_000 + 11 * 3_600_000);
    assert_eq!(CivilDate::in_belgium(moment), on);
    Now { moment, day: on }
}

/// A measure, its world and today.
#[derive(Clone)]
pub(crate) struct Life {
    pub(crate) measure: Measure,
    pub(crate) world: World,
    pub(crate) today: CivilDate,
    pub(crate) log: Vec<MeasureEvent>,
}

impl Life {
    pub(crate) fn new(today: &str) -> Self {
        Self {
            measure: Measure::new(MeasureId::from_u128(30)),
            world: world(),
            today: day(today),
            log: vec![],
        }
    }

    /// A request by the person at the zone of residence.
    pub(crate) fn requested(today: &str) -> Self {
        Self::requested_as(today, |_| {})
    }

    pub(crate) fn requested_as(today: &str, change: impl FnOnce(&mut Request)) -> Self {
        let mut life = Self::new(today);
        let mut form = request(life.today);
        change(&mut form);
        life.must(officer(), Command::Request(form));
        life
    }

    /// Everything that the ordinary procedure asks.
    pub(crate) fn prepared(mut self) -> Self {
        let today = self.today;
        self.must(officer(), Command::Hear(hearing(today)));
        self.must(officer(), Command::Assess(assessment(today)));
        self.must(magistrate(), Command::GiveAntecedents(antecedents(today)));
        self
    }

    pub(crate) fn before_magistrate(mut self) -> Self {
        self.must(officer(), Command::PutBefore { procedure: Procedure::Ordinary });
        self
    }

    pub(crate) fn granted(today: &str) -> Self {
        let mut life = Self::requested(today).prepared().before_magistrate();
        life.must(magistrate(), rules(Ruling::Grant, life.today));
        life
    }

    pub(crate) fn running(today: &str) -> Self {
        Self::granted(today).switched_on()
    }

    /// Agreement and activation, today.
    pub(crate) fn switched_on(mut self) -> Self {
        let (today, end) = (self.today, self.ends_on());
        self.pass_test();
        self.must(officer(), Command::Agree(agreement(today, end)));
        self.must(officer(), Command::Activate(activation(today)));
        self
    }

    pub(crate) fn pass_test(&mut self) {
        self.world.passed_tests.insert(TEST, PassedTest { handset: HANDSET, on: self.today });
    }

    /// Heard and assessed again, today.
    pub(crate) fn reassessed(mut self) -> Self {
        let today = self.today;
        self.must(officer(), Command::Hear(hearing(today)));
        self.must(officer(), Command::Assess(assessment(today)));
        self
    }

    pub(crate) fn ended_early(self, ground: EarlyGround) -> Self {
        let mut life = self;
        life.must(magistrate(), rules(end_early(ground), life.today));
        life
    }

    pub(crate) fn on(mut self, today: CivilDate) -> Self {
        self.today = today;
        self
    }

    pub(crate) fn after_days(self, days: i32) -> Self {
        let today = self.today.plus_days(days);
        self.on(today)
    }

    pub(crate) fn ends_on(&self) -> CivilDate {
        self.measure.term().expect("a term").ends_on
    }

    pub(crate) fn stage(&self) -> Stage {
        self.measure.stage()
    }

    pub(crate) fn does(&mut self, by: By, command: Command) -> Result<Vec<Change>, Refusal> {
        let events = self.measure.decide(&command, &by, noon(self.today), &self.world)?;
        for event in &events {
            self.measure.apply(event);
        }
        self.log.extend(events.iter().cloned());
        Ok(events.into_iter().map(|event| event.change).collect())
    }

    pub(crate) fn must(&mut self, by: By, command: Command) -> Vec<Change> {
        let kind = command.kind();
        self.does(by, command).unwrap_or_else(|refusal| panic!("{kind:?} refused: {refusal:?}"))
    }

    /// The refusal and its point.
    pub(crate) fn refuses(&mut self, by: By, command: Command) -> (Refusal, &'static str) {
        let before = self.measure.clone();
        let kind = command.kind();
        match self.does(by, command) {
            Ok(changes) => panic!("{kind:?} was not refused but gave {changes:?}"),
            Err(refusal) => {
                assert_eq!(self.measure, before, "nothing is half-done");
                let point = refusal.point().map_or("", |point| point.as_str());
                (refusal, point)
            }
        }
    }

    /// What goes out when this is done.
    pub(crate) fn sends(&mut self, by: By, command: Command) -> Vec<Effect> {
        let known = self.log.len();
        let mut replayed = self.measure.clone();
        self.must(by, command);
        let mut out = vec![];
        for event in self.log.get(known..).unwrap_or_default() {
            replayed.apply(event);
            out.extend(effects(event, &replayed));
        }
        assert_eq!(replayed, self.measure);
        out
    }

    pub(crate) fn tasks(&self) -> Vec<Task> {
        self.measure.tasks(self.today, &self.world)
    }

    pub(crate) fn task(&self, kind: TaskKind) -> Option<Task> {
        self.tasks().into_iter().find(|task| task.kind == kind)
    }

    pub(crate) fn words(&self) -> Vec<&'static str> {
        self.tasks().iter().map(|task| task.kind.word()).collect()
    }

    pub(crate) fn confirm(&mut self, by: By, of: Receipt) {
        self.must(by, Command::ConfirmReceipt { of });
    }

    pub(crate) fn settle(&mut self, by: By, task: TaskKind) {
        self.must(by, Command::Settle { task, reference: Some("R-1".to_owned()) });
    }
}
