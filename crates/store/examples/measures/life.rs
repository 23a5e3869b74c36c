//! Lives of measures for the bench: from the request to the day the button goes back, by the commands that people give.
//!
//! The same number gives the same life. Nobody is named: texts are filled to the length that people write.

use hoeder_measure::conditions::{Answer, Hearing, ToldNoRight};
use hoeder_measure::confidentiality::{ContactSecrecy, Secrecy, SuspectMeasure};
use hoeder_measure::decision::*;
use hoeder_measure::due::DueKind;
use hoeder_measure::duration::Terms;
use hoeder_measure::ending::{DeviceBack, EarlyGround, EndStep};
use hoeder_measure::followup::{AlarmOutcome, Destination, Incident, Revisit, SharedPlaces, Trip};
use hoeder_measure::request::{Honour, Origin, PvKind, PvRef, Relation, Request};
use hoeder_measure::risk::*;
use hoeder_measure::task::{Receipt, TaskKind};
use hoeder_measure::territory::Offence;
use hoeder_measure::world::{OfficeFacts, PassedTest, ZoneFacts};
use hoeder_measure::{By, Command, Measure, MeasureEvent, Now, Seat, Stage, World};
use hoeder_vocab::*;

const ZONES: u128 = 180;
const OFFICES: u128 = 14;
const ITEMS: usize = 24;
const DAYS: i32 = 3_650;
const HANDSET: HandsetId = HandsetId::from_u128(31);
const TEST: TestId = TestId::from_u128(32);

/// A command as it was given.
pub(crate) struct Given {
    pub(crate) by: By,
    pub(crate) now: Now,
    pub(crate) command: Command,
}

/// A measure with its world, today, what was commanded and what happened.
pub(crate) struct Life {
    pub(crate) measure: Measure,
    pub(crate) given: Vec<Given>,
    pub(crate) events: Vec<MeasureEvent>,
    world: World,
    today: CivilDate,
    last: CivilDate,
    seed: u64,
    number: u128,
    zone: ZoneId,
    office: OfficeId,
}

fn zone(n: u128) -> ZoneId {
    ZoneId::from_u128(0x20_0000 + n % ZONES)
}

fn office(n: u128) -> OfficeId {
    OfficeId::from_u128(0x0F_0000 + n % OFFICES)
}

/// The country: zones, offices and one checklist.
pub(crate) fn world() -> World {
    let since = CivilDate::new(2015, 1, 1).ok();
    let district = |n: u128| DistrictId::from_u128(0xD0_0000 + n % OFFICES);
    let zones = (0..ZONES)
        .map(|n| (zone(n), ZoneFacts { office: office(n), district: district(n), in_force_since: since }));
    let offices =
        (0..OFFICES).map(|n| (office(n), OfficeFacts { district: district(n), reference_magistrate: None }));
    let item = |n: usize| Item {
        id: format!("item-{n}"),
        weight: if n < 4 { Weight::Bomb } else { Weight::Factor },
        text: ["nl", "fr", "de", "en"].map(String::from),
    };
    World {
        zones: zones.collect(),
        offices: offices.collect(),
        free_devices: (0..OFFICES).map(|n| (district(n), 100)).collect(),
        passed_tests: [].into(),
        questionnaires: vec![Questionnaire {
            version: String::from("bench-1"),
            items: (0..ITEMS).map(item).collect(),
        }],
        terms: Terms::default(),
    }
}

impl Life {
    /// The life with that number, of so many that begin evenly over ten years; it is followed to the last day.
    pub(crate) fn live(number: u128, of: u128, world: &World) -> Self {
        let first = CivilDate::new(2016, 11, 22).unwrap();
        let days = i32::try_from(number * u128::try_from(DAYS).unwrap() / of).unwrap();
        let home = zone(number.wrapping_mul(7));
        let mut life = Self {
            measure: Measure::new(MeasureId::from_u128(0x3EA5_0000_0000 + number)),
            given: Vec::new(),
            events: Vec::new(),
            world: world.clone(),
            today: first.plus_days(days),
            last: first.plus_days(DAYS),
            seed: 2_026 ^ u64::try_from(number).unwrap().wrapping_mul(0x9E37_79B9_7F4A_7C15),
            number,
            zone: home,
            office: world.zones[&home].office,
        };
        life.whole();
        life
    }

    /// The world at the end of the life.
    pub(crate) const fn world(&self) -> &World {
        &self.world
    }

    fn roll(&mut self, percent: u64) -> bool {
        self.seed = self.seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.seed;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % 100 < percent
    }

    fn text(&self, chars: usize) -> Sensitive<String> {
        const WORDS: &str = "zij vertelt dat hij haar opwacht aan het werk en aan de school, dat hij belt in de nacht, \
            dat zij bang is voor wat hij nog zal doen en dat de kinderen het zien; ";
        Sensitive::new(WORDS.chars().cycle().skip(self.events.len()).take(chars).collect())
    }

    fn pv(&self, kind: PvKind) -> PvRef {
        PvRef { kind, number: format!("GE.43.L1.{:06}/{}", self.number % 1_000_000, self.today.year()) }
    }

    fn someone(role: Role, seat: Seat) -> By {
        By { actor: Actor::Account(AccountId::from_u128(0xACC0), role), seat }
    }
    fn officer(&self) -> By {
        Self::someone(Role::CaseOfficer, Seat::Zone(self.zone))
    }
    fn magistrate(&self) -> By {
        Self::someone(Role::Magistrate, Seat::Office(self.office))
    }
    fn reception(&self) -> By {
        Self::someone(Role::VictimReception, Seat::Office(self.office))
    }

    /// Mid-morning.
    fn now(&self) -> Now {
        let epoch = CivilDate::new(1970, 1, 1).unwrap();
        let minutes = i64::try_from(self.events.len()).unwrap();
        Now::at(UtcMillis::from_unix_ms(
            self.today.days_since(epoch) * 86_400_000 + 9 * 3_600_000 + minutes * 60_000,
        ))
    }

    fn does(&mut self, by: By, command: Command) {
        let now = self.now();
        let kind = command.kind();
        let events = self.measure.decide(&command, &by, now, &self.world);
        let events =
            events.unwrap_or_else(|no| panic!("{kind:?} on {} of {}: {no:?}", self.today, self.number));
        for event in &events {
            self.measure.apply(event);
        }
        self.given.push(Given { by, now, command });
        self.events.extend(events);
    }

    fn after(&mut self, days: i32) {
        self.today = self.today.plus_days(days);
    }

    fn whole(&mut self) {
        self.request();
        self.prepare();
        self.does(self.officer(), Command::PutBefore { procedure: Procedure::Ordinary });
        self.after(1);
        if self.roll(25) {
            let third = match self.measure.file().request.as_ref().map(|request| &request.origin) {
                Some(Origin::ThirdParty { .. }) => TellThirdParty::ByPolice,
                _ => TellThirdParty::NoThirdParty,
            };
            let ruling = Ruling::Refuse { third_party: third };
            self.rule(ruling);
            self.settle_all();
            return;
        }
        self.rule(Ruling::Grant);
        self.switch_on();
        while self.measure.stage() == Stage::Running {
            if !self.until_evaluation() || !self.evaluate() {
                return;
            }
        }
        if self.measure.stage() == Stage::Ending {
            self.end();
        }
    }

    fn request(&mut self) {
        let elsewhere = self.roll(20);
        let third = self.roll(15);
        let request = Request {
            case: CaseId::from_u128(0xCA5E_0000_0000 + self.number),
            person: person(self.number),
            born: Sensitive::new(CivilDate::new(1985, 6, 15).unwrap()),
            origin: if third {
                Origin::ThirdParty { trust: hoeder_measure::request::Trust::Trusted, who: self.text(40) }
            } else {
                Origin::Person
            },
            made_on: self.today,
            pv: self.pv(PvKind::Initial),
            residence: self.zone,
            relation: Relation::ExPartners,
            honour: Honour::NotRelated,
            offence: Offence::None,
            summary: self.text(400),
        };
        let at = if elsewhere { zone(self.number * 7 + 1) } else { self.zone };
        self.does(Self::someone(Role::CaseOfficer, Seat::Zone(at)), Command::Request(request));
        if elsewhere {
            self.does(self.officer(), Command::ConfirmReceipt { of: Receipt::HandOver(1) });
        }
        self.does(self.magistrate(), Command::ConfirmReceipt { of: Receipt::Request });
        self.after(1);
    }

    /// Heard, assessed, antecedents searched.
    fn prepare(&mut self) {
        self.hear_and_assess();
        let count = if self.roll(50) { 2 } else { 0 };
        let file = |n: usize| PastFile {
            number: Sensitive::new(format!("LE.37.{n:06}/2014")),
            opened_on: self.today.plus_months(-20),
            code: ChargeCode::WithinFamily,
            note: self.text(150),
        };
        let files = (0..count).map(file).collect();
        let antecedents = Antecedents { on: self.today, since: self.today.plus_months(-36), files };
        self.does(self.magistrate(), Command::GiveAntecedents(antecedents));
    }

    fn hear_and_assess(&mut self) {
        let hearing = Hearing {
            on: self.today,
            pv: self.pv(PvKind::Subsequent),
            facts: self.text(900),
            relation: self.text(400),
            wants_it: Answer::Yes,
            no_contact: Answer::Yes,
            complaints: Answer::Yes,
            agreement: Answer::Yes,
            told_no_right: ToldNoRight::Told,
            able: Answer::Yes,
            secrecy: ContactSecrecy { address: Secrecy::Kept, contact: Secrecy::Open },
        };
        self.does(self.officer(), Command::Hear(hearing));
        let bomb = self.roll(10);
        let answer = |yes: bool| if yes { Answer::Yes } else { Answer::No };
        let answers = (0..ITEMS).map(|n| ChecklistAnswer {
            item: format!("item-{n}"),
            answer: answer(n == 0 && bomb || n > 18),
            note: self.text(if n > 18 { 60 } else { 0 }),
        });
        let assessment = Assessment {
            on: self.today,
            eight: std::array::from_fn(|n| Answered { answer: answer(n % 2 == 0), note: self.text(60) }),
            checklist: Some(Checklist { version: String::from("bench-1"), answers: answers.collect() }),
            attention: Attention { opposed_intentions: Answer::No, secret_shelter: Answer::No },
            firearms: Some(Firearms { answer: Answer::No, checked_by: None, note: self.text(30) }),
            scope: Scope { within: Answer::Yes, why: self.text(200) },
            subsidiarity: self.text(300),
        };
        self.does(self.officer(), Command::Assess(assessment));
        if bomb {
            let n = u16::try_from(self.measure.file().assessments.len()).unwrap();
            self.does(self.magistrate(), Command::ConfirmReceipt { of: Receipt::Bomb(n) });
        }
    }

    /// By the magistrate, or by word of mouth to the officer and confirmed later.
    fn rule(&mut self, ruling: Ruling) {
        let heard = self.roll(40) && !matches!(ruling, Ruling::EndEarly { .. });
        let decision = Decision {
            ruling,
            procedure: Procedure::Ordinary,
            on: self.today,
            said_by: heard.then_some(AccountId::from_u128(0xACC0)),
            pv: heard.then(|| self.pv(PvKind::Subsequent)),
            reason: self.text(300),
        };
        let by = if heard { self.officer() } else { self.magistrate() };
        self.does(by, Command::Rule(decision));
        if heard {
            let n = u16::try_from(self.measure.file().rulings.len()).unwrap();
            self.after(1);
            self.does(self.magistrate(), Command::ConfirmRuling { n, how: Confirmation::AsRecorded });
        }
    }

    fn switch_on(&mut self) {
        let told_end = self.measure.term().unwrap().ends_on;
        let document = DocumentId::from_u128(0xD0C0_0000_0000 + self.number);
        let (on, version) = (self.today, String::from("2023-1"));
        let agreement = Agreement { on, assent: Assent::Signed { document }, version, told_end };
        self.does(self.officer(), Command::Agree(agreement));
        self.world.passed_tests.insert(TEST, PassedTest { handset: HANDSET, on });
        let activation = Activation {
            on,
            test: TEST,
            handset: HANDSET,
            button: Some(ButtonId::from_u128(35)),
            device_safety: DeviceSafety::Checked,
            coverage: Coverage::Good,
            pv: Some(self.pv(PvKind::Subsequent)),
        };
        self.does(self.officer(), Command::Activate(activation));
        let heard = SuspectMeasure::Heard { on, pv: self.pv(PvKind::Subsequent) };
        self.does(self.officer(), Command::TrackSuspect(heard));
        let places = SharedPlaces { on, zones: vec![zone(self.number * 7 + 1)] };
        self.does(self.officer(), Command::SharePlaces(places));
        let offer = SupportOffer { on, outcome: OfferOutcome::Accepted };
        self.does(self.reception(), Command::OfferSupport(offer));
        self.settle_all();
    }

    /// Tasks that have no form of their own, each by its owner.
    fn settle_all(&mut self) {
        for task in self.measure.tasks(self.today, &self.world) {
            if task.kind.form().is_some() || task.kind == TaskKind::StayAlert {
                continue;
            }
            let by = Self::someone(task.owner.role, task.owner.seat);
            let reference = Some(format!("R-{}", self.number));
            self.does(by, Command::Settle { task: task.kind, reference });
        }
    }

    /// Visits, alarms and trips until three weeks before the end; `false` when the last day comes first.
    fn until_evaluation(&mut self) -> bool {
        let incidents = if self.roll(30) { 1 + u64::from(self.roll(30)) } else { 0 };
        for n in 0..incidents {
            self.after(20);
            self.alarm(n);
        }
        if self.roll(30) {
            self.trip();
        }
        loop {
            let evaluation = self.measure.term().unwrap().ends_on.plus_days(-21);
            let due = self.measure.next_due(&self.world.terms);
            let visit = due.iter().find(|due| matches!(due.kind, DueKind::Revisit(_)));
            let next = visit.map_or(evaluation, |due| due.on.max(self.today)).min(evaluation);
            if next > self.last {
                return false;
            }
            self.today = next.max(self.today);
            if visit.is_none_or(|due| due.on > evaluation) {
                return true;
            }
            let revisit = Revisit { on: self.today, pv: self.pv(PvKind::Subsequent), found: self.text(250) };
            self.does(self.officer(), Command::RecordRevisit(revisit));
            self.settle_all();
            self.after(1);
        }
    }

    fn alarm(&mut self, n: u64) {
        let outcome = if self.roll(40) { AlarmOutcome::RealDanger } else { AlarmOutcome::FalseAlarm };
        let alarm = AlarmId::from_u128(self.number * 100 + u128::from(n) + self.events.len() as u128);
        let pv = Some(self.pv(PvKind::Initial).number);
        let incident = Incident::Alarm { alarm, on: self.today, outcome, pv };
        self.does(By::SYSTEM, Command::ReportIncident(incident));
        let n = u16::try_from(self.measure.file().incidents.len()).unwrap();
        if self
            .measure
            .tasks(self.today, &self.world)
            .iter()
            .any(|task| task.kind == TaskKind::Confirm(Receipt::Incident(n)))
        {
            self.does(self.magistrate(), Command::ConfirmReceipt { of: Receipt::Incident(n) });
        }
        self.settle_all();
    }

    fn trip(&mut self) {
        let from = self.today.plus_days(10);
        let trip = Trip {
            trip: TripId::from_u128(self.number * 100 + 7),
            from,
            until: from.plus_days(7),
            to: Destination::Zone(zone(self.number * 7 + 3)),
            place: self.text(60),
        };
        let by = By { actor: Actor::Handset(HANDSET), seat: Seat::Nowhere };
        self.does(by, Command::AnnounceTrip(trip));
        self.settle_all();
    }

    /// Heard and assessed again; extended, ended on its date, or ended early. `false` when the last day comes first.
    fn evaluate(&mut self) -> bool {
        self.hear_and_assess();
        if self.roll(10) {
            let by = By { actor: Actor::Handset(HANDSET), seat: Seat::Nowhere };
            self.does(by, Command::AskToEnd { note: self.text(80) });
            self.does(self.magistrate(), Command::ConfirmReceipt { of: Receipt::AskedToEnd(1) });
            let marginal_note = String::from("K-1");
            self.rule(Ruling::EndEarly { ground: EarlyGround::AskedByPerson, marginal_note });
            return true;
        }
        if self.roll(25) {
            self.rule(Ruling::Extend);
            self.settle_all();
            return true;
        }
        self.rule(Ruling::EndAsPlanned);
        self.settle_all();
        let after = self.measure.term().unwrap().ends_on.plus_days(1);
        if after > self.last {
            return false;
        }
        self.today = after;
        self.does(By::SYSTEM, Command::Tick);
        true
    }

    fn end(&mut self) {
        let on = self.today;
        for step in [
            EndStep::SwitchedOff { on },
            EndStep::DeviceBack { on, how: DeviceBack::Returned },
            EndStep::Pv { number: self.pv(PvKind::Subsequent).number },
        ] {
            self.does(self.officer(), Command::DoEndStep(step));
        }
        self.settle_all();
    }
}

/// Whose measure it is.
pub(crate) fn person(number: u128) -> PersonId {
    PersonId::from_u128(0x9E45_0000_0000 + number)
}
