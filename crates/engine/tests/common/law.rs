//! Forms of a measure, and a world with two offices in two districts.

use super::*;
use hoeder_engine::measures::{
    DocumentOrigin, MeasureFilter, MeasureLine, MeasureOrder, MeasureView, MediaType, NewDocument, NoticeView,
};
use hoeder_engine::output::Problem;
use hoeder_engine::roster::{District, Office};
use hoeder_measure::Command;
use hoeder_measure::conditions::{Answer as Said, Hearing, ToldNoRight};
use hoeder_measure::confidentiality::{ContactSecrecy, Secrecy};
use hoeder_measure::decision::{
    Activation, Agreement, Assent, Coverage, Decision, DeviceSafety, Procedure, Ruling,
};
use hoeder_measure::effect::DocumentKind;
use hoeder_measure::ending::{DeviceBack, EarlyGround, EndStep};
use hoeder_measure::request::{Honour, Origin, PvKind, PvRef, Relation, Request};
use hoeder_measure::risk::{Answered, Antecedents, Assessment, Attention, Firearms, Scope};
use hoeder_measure::task::Receipt;
use hoeder_measure::territory::Offence;

pub const WEST_DISTRICT: DistrictId = DistrictId::from_u128(0x700);
pub const EAST_DISTRICT: DistrictId = DistrictId::from_u128(0x701);
pub const WEST_OFFICE: OfficeId = OfficeId::from_u128(0x710);
pub const EAST_OFFICE: OfficeId = OfficeId::from_u128(0x711);
pub const WEST_MAGISTRATE: AccountId = AccountId::from_u128(0x320);
pub const EAST_MAGISTRATE: AccountId = AccountId::from_u128(0x321);
pub const WEST_RECEPTION: AccountId = AccountId::from_u128(0x322);
pub const WEST_REFERENCE: AccountId = AccountId::from_u128(0x323);
pub const WEST_SPOC: AccountId = AccountId::from_u128(0x324);
pub const EAST_RECEPTION: AccountId = AccountId::from_u128(0x325);
pub const MEASURE: MeasureId = MeasureId::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0800);
pub const SECRET: &str = "Verborgenstraat 7";
pub const SIGNED: DocumentId = DocumentId::from_u128(0x900);
pub const TEST: TestId = TestId::from_u128(0x910);

pub fn words(text: &str) -> Sensitive<String> {
    Sensitive::new(text.to_owned())
}

pub fn day(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

pub fn pv(number: &str) -> PvRef {
    PvRef { kind: PvKind::Initial, number: number.into() }
}

fn sits(id: AccountId, role: Role, office: Option<OfficeId>, district: Option<DistrictId>) -> Account {
    Account { office, district, ..account(id, role, None, None) }
}

/// Anna as the zone of residence knows her.
pub fn anna() -> Person {
    let mut anna = person(ANNA, PersonKind::Protected, "Anna Voorbeeld");
    anna.details.born_on = Some(Sensitive::new(day("1960-04-02")));
    anna.details.address = Some(words(SECRET));
    anna.details.national_number = Some(words("60040200163"));
    anna
}

impl World {
    /// Two zones, each with an office in a district of its own; the alarm is rolled out in both.
    pub fn with_offices() -> Self {
        let mut world = Self::new();
        for (district, office, zone, lon) in
            [(WEST_DISTRICT, WEST_OFFICE, WEST, 4.3), (EAST_DISTRICT, EAST_OFFICE, EAST, 4.4)]
        {
            let (code, name) = (String::new(), format!("Place {lon}"));
            world.bootstrap(RosterOrder::PutDistrict(District {
                id: district,
                code: code.clone(),
                name: name.clone(),
            }));
            let reference_magistrate = None;
            world.bootstrap(RosterOrder::PutOffice(Office {
                id: office,
                code,
                name,
                district,
                reference_magistrate,
            }));
            world.bootstrap(RosterOrder::PutZone(Zone {
                id: zone,
                code: "5400".into(),
                name: format!("Zone {lon}"),
                valid_from: None,
                valid_until: None,
                shape: square(lon),
                office: Some(office),
                in_force_since: Some(day("2026-01-01")),
            }));
        }
        for seated in [
            sits(WEST_MAGISTRATE, Role::Magistrate, Some(WEST_OFFICE), None),
            sits(EAST_MAGISTRATE, Role::Magistrate, Some(EAST_OFFICE), None),
            sits(WEST_RECEPTION, Role::VictimReception, Some(WEST_OFFICE), None),
            sits(EAST_RECEPTION, Role::VictimReception, Some(EAST_OFFICE), None),
            sits(WEST_REFERENCE, Role::ReferenceMagistrate, Some(WEST_OFFICE), None),
            sits(WEST_SPOC, Role::DistrictSpoc, None, Some(WEST_DISTRICT)),
        ] {
            world.bootstrap(RosterOrder::PutAccount(seated));
        }
        world.done(WEST_OFFICER, RosterOrder::PutPerson(anna()));
        world
    }

    pub fn today(&self) -> CivilDate {
        CivilDate::in_belgium(self.now)
    }

    /// What comes of a command that does not mind what happened before.
    pub fn does(&mut self, by: AccountId, command: Command) -> Reply {
        self.order(by, MeasureOrder::Do { measure: MEASURE, expected: None, command: Box::new(command) })
    }

    /// The command is accepted.
    pub fn ok(&mut self, by: AccountId, command: Command) -> u64 {
        let kind = command.kind();
        match self.does(by, command) {
            Reply::MeasureDone { events, .. } => events,
            other => panic!("{kind:?}: {other:?}"),
        }
    }

    pub fn request_form(&self, residence: ZoneId) -> Request {
        Request {
            case: CASE,
            person: ANNA,
            born: Sensitive::new(day("1960-04-02")),
            origin: Origin::Person,
            made_on: self.today(),
            pv: pv("BR.11.L1.000001/2026"),
            residence,
            relation: Relation::OtherFamily,
            honour: Honour::NotRelated,
            offence: Offence::None,
            summary: words("he waits at the school gate"),
        }
    }

    pub fn hearing(&self) -> Hearing {
        Hearing {
            on: self.today(),
            pv: pv("BR.11.L1.000002/2026"),
            facts: words("threats on three days"),
            relation: words("cousins"),
            wants_it: Said::Yes,
            no_contact: Said::Yes,
            complaints: Said::Yes,
            agreement: Said::Yes,
            told_no_right: ToldNoRight::Told,
            able: Said::Unknown,
            secrecy: ContactSecrecy { address: Secrecy::Kept, contact: Secrecy::Kept },
        }
    }

    pub fn assessment(&self) -> Assessment {
        let answered = Answered { answer: Said::Yes, note: words("his brother says so") };
        Assessment {
            on: self.today(),
            eight: core::array::from_fn(|_| answered.clone()),
            checklist: None,
            attention: Attention { opposed_intentions: Said::No, secret_shelter: Said::No },
            firearms: Some(Firearms { answer: Said::No, checked_by: None, note: words("") }),
            scope: Scope { within: Said::Yes, why: words("family, and an increased risk") },
            subsidiarity: words("a contact ban was not kept"),
        }
    }

    pub fn ruling(&self, ruling: Ruling) -> Command {
        Command::Rule(Decision {
            ruling,
            procedure: Procedure::Ordinary,
            on: self.today(),
            said_by: None,
            pv: None,
            reason: words("grave and near"),
        })
    }

    /// Asked by Anna at her own zone, heard, assessed, and put before the magistrate of the west.
    pub fn with_a_file() -> Self {
        let mut world = Self::with_offices();
        let request = world.request_form(WEST);
        world.ok(WEST_OFFICER, Command::Request(request));
        world.ok(WEST_MAGISTRATE, Command::ConfirmReceipt { of: Receipt::Request });
        world.prepare(WEST_OFFICER, WEST_MAGISTRATE);
        world
    }

    pub fn prepare(&mut self, officer: AccountId, magistrate: AccountId) {
        let (hearing, assessment, on) = (self.hearing(), self.assessment(), self.today());
        self.ok(officer, Command::Hear(hearing));
        self.ok(officer, Command::Assess(assessment));
        let since = on.plus_months(-48);
        self.ok(magistrate, Command::GiveAntecedents(Antecedents { on, since, files: Vec::new() }));
        self.ok(officer, Command::PutBefore { procedure: Procedure::Ordinary });
    }

    /// Granted and active.
    pub fn with_a_running_measure() -> Self {
        let mut world = Self::with_a_file();
        let grant = world.ruling(Ruling::Grant);
        world.ok(WEST_MAGISTRATE, grant);
        world.activate(WEST_OFFICER);
        world
    }

    pub fn activate(&mut self, officer: AccountId) {
        let on = self.today();
        self.file(officer, SIGNED, DocumentKind::UserAgreement);
        let told_end = on.plus_months(9);
        let assent = Assent::Signed { document: SIGNED };
        self.ok(officer, Command::Agree(Agreement { on, assent, version: "1".into(), told_end }));
        let test = Uplink::SelfTest { test: TEST, sent_at: FixedAt(self.now), trigger: Trigger::Button };
        assert!(matches!(self.uplink(Claim::Verified(PHONE), test), Some(Downlink::TestAnswered { .. })));
        self.ok(
            officer,
            Command::Activate(Activation {
                on,
                test: TEST,
                handset: PHONE,
                button: None,
                device_safety: DeviceSafety::Checked,
                coverage: Coverage::Good,
                pv: Some(pv("BR.11.L1.000003/2026")),
            }),
        );
    }

    pub fn document(&self, id: DocumentId, kind: DocumentKind) -> NewDocument {
        NewDocument {
            document: id,
            measure: MEASURE,
            kind,
            origin: DocumentOrigin::Uploaded,
            name: words("agreement Voorbeeld.pdf"),
            bytes: 1_234,
            sha256: [9; 32],
            media_type: MediaType::Pdf,
        }
    }

    pub fn file(&mut self, by: AccountId, id: DocumentId, kind: DocumentKind) {
        let document = self.document(id, kind);
        self.done(by, MeasureOrder::FileDocument(document));
    }

    /// The three steps of every end.
    pub fn end_early(&mut self) {
        self.ok(WEST_OFFICER, Command::AskToEnd { note: words("it is over") });
        let (hearing, assessment) = (self.hearing(), self.assessment());
        self.ok(WEST_OFFICER, Command::Hear(hearing));
        self.ok(WEST_OFFICER, Command::Assess(assessment));
        let ground = EarlyGround::AskedByPerson;
        let ruling = self.ruling(Ruling::EndEarly { ground, marginal_note: "K1".into() });
        self.ok(WEST_MAGISTRATE, ruling);
        let on = self.today();
        self.ok(WEST_OFFICER, Command::DoEndStep(EndStep::SwitchedOff { on }));
        self.ok(WEST_OFFICER, Command::DoEndStep(EndStep::DeviceBack { on, how: DeviceBack::Returned }));
        self.ok(WEST_OFFICER, Command::DoEndStep(EndStep::Pv { number: "BR.11.L1.000009/2026".into() }));
    }

    pub fn measure(&mut self, by: AccountId) -> MeasureView {
        match self.ask(by, Query::Measure(MEASURE)) {
            Reply::Measure(view) => *view,
            other => panic!("no measure: {other:?}"),
        }
    }

    /// Why this account may not read the measure.
    pub fn not_shown(&mut self, by: AccountId) -> &'static str {
        match self.ask(by, Query::Measure(MEASURE)) {
            Reply::Problem(Problem::Denied(why)) => why,
            other => panic!("shown: {other:?}"),
        }
    }

    pub fn listed(&mut self, by: AccountId) -> Vec<MeasureLine> {
        match self.ask(by, Query::Measures(MeasureFilter::default())) {
            Reply::Measures(found) => found.lines,
            other => panic!("no list: {other:?}"),
        }
    }

    pub fn inbox(&mut self, by: AccountId) -> Vec<NoticeView> {
        match self.ask(by, Query::Inbox) {
            Reply::Inbox(notices) => notices,
            other => panic!("no inbox: {other:?}"),
        }
    }
}
