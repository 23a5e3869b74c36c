//! Measures of the generator: every change with every field, notices, documents, offices and districts.
#![allow(clippy::wildcard_enum_match_arm, reason = "the second half of the list stands in a second function")]

mod takeover;

use super::Gen;
use hoeder_engine::entry::{Event, StreamId, Subject};
use hoeder_engine::measures::{
    Channel, Delivery, DeliveryFailure, DocumentOrigin, Filed, MediaType, NewDocument, NoticeSent,
};
use hoeder_engine::roster::{District, Office, PersonDetails, TrustedContact};
use hoeder_measure::conditions::{Answer, Hearing, ToldNoRight};
use hoeder_measure::confidentiality::{ContactSecrecy, Filing, Secrecy, SuspectMeasure};
use hoeder_measure::decision::*;
use hoeder_measure::duration::{Extension, ExtensionCause};
use hoeder_measure::effect::{DocumentKind, Notice, Recipient};
use hoeder_measure::ending::*;
use hoeder_measure::followup::{
    AlarmOutcome, AnnouncedFact, Destination, Incident, Move, MoveAnswer, MoveCase, Moved,
    Notice as Announced, Revisit, SharedPlaces, Trip,
};
use hoeder_measure::request::*;
use hoeder_measure::risk::*;
use hoeder_measure::shortage::{Consulted, ShortageAnswer, ShortageDecision};
use hoeder_measure::task::{Receipt, TaskKind, Told};
use hoeder_measure::territory::{Competence, CompetenceCase, Offence};
use hoeder_measure::{By, Change, ChangeKind, MeasureEvent, Now, Seat};
use hoeder_store::format::codes::Code;
use hoeder_vocab::*;

/// How many kinds of task there are, for [`Gen::task`].
pub const TASKS: u64 = 45;

/// A number for a text that is the same for ever.
fn number_of(text: &str) -> u64 {
    text.bytes()
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

impl Gen {
    /// One of them, chosen by its word: a list that grows seldom changes what is chosen, so that older fixtures stay.
    fn choose<T: Code>(&mut self, all: &[T]) -> T {
        let draw = self.u64();
        *all.iter().max_by_key(|one| Self::new(draw ^ number_of(one.code())).u64()).unwrap()
    }
    pub fn day(&mut self) -> CivilDate {
        let year = 1970 + self.below(8_030) as i16;
        CivilDate::new(year, 1 + self.below(12) as i8, 1 + self.below(28) as i8).unwrap()
    }
    fn n(&mut self) -> u16 {
        self.u64() as u16
    }
    fn zone_id(&mut self) -> ZoneId {
        ZoneId::from_u128(self.bits())
    }
    fn office_id(&mut self) -> OfficeId {
        OfficeId::from_u128(self.bits())
    }
    fn district_id(&mut self) -> DistrictId {
        DistrictId::from_u128(self.bits())
    }
    fn pv(&mut self) -> PvRef {
        PvRef { kind: self.choose(PvKind::ALL), number: self.text() }
    }
    fn answer_to_risk(&mut self) -> Answer {
        self.choose(Answer::ALL)
    }
    fn list<T>(&mut self, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(4)).map(|_| make(self)).collect()
    }
    fn seat(&mut self) -> Seat {
        match self.below(4) {
            0 => Seat::Zone(self.zone_id()),
            1 => Seat::Office(self.office_id()),
            2 => Seat::District(self.district_id()),
            _ => Seat::Nowhere,
        }
    }
    fn by(&mut self) -> By {
        By { actor: self.actor(), seat: self.seat() }
    }
    pub fn receipt(&mut self) -> Receipt {
        match self.below(5) {
            0 => Receipt::HandOver(self.n()),
            1 => Receipt::Request,
            2 => Receipt::Bomb(self.n()),
            3 => Receipt::Incident(self.n()),
            _ => Receipt::AskedToEnd(self.n()),
        }
    }
    fn told(&mut self) -> Told {
        match self.below(3) {
            0 => Told::Extension(self.n()),
            1 => Told::PlannedEnd(self.n()),
            _ => Told::EarlyEnd(self.n()),
        }
    }
    /// The task at that place of the list.
    pub fn task(&mut self, which: u64) -> TaskKind {
        let n = self.n();
        match which % TASKS {
            0 => TaskKind::Confirm(self.receipt()),
            1 => TaskKind::ContactOffice,
            2 => TaskKind::Complete(self.choose(Part::ALL)),
            3 => TaskKind::CheckFirearms,
            4 => TaskKind::PutBefore,
            5 => TaskKind::Decide,
            6 => TaskKind::ConfirmRuling(n),
            7 => TaskKind::ExplainRefusal(n),
            8 => TaskKind::TellThirdParty(n),
            9 => TaskKind::Agree,
            10 => TaskKind::Activate,
            11 => TaskKind::ActivationPv,
            12 => TaskKind::RegisterAng,
            13 => TaskKind::RegisterPolice,
            14 => TaskKind::RegisterOffice(n),
            15 => TaskKind::RegisterOfficeEnd,
            16 => TaskKind::SeizeReception,
            17 => TaskKind::TellPerson(self.told()),
            18 => TaskKind::TellReception(self.told()),
            19 => TaskKind::OfferSupport,
            20 => TaskKind::OfferSupportAgain,
            21 => TaskKind::TellJudge,
            22 => TaskKind::HearSuspect,
            23 => TaskKind::BanContact,
            24 => TaskKind::ExtendBan,
            25 => TaskKind::DecideShortage,
            26 => TaskKind::InformOfShortage,
            27 => TaskKind::AlarmPv(n),
            28 => TaskKind::SupportAfter(n),
            29 => TaskKind::ConsultAfter(n),
            30 => TaskKind::RecordFact(FactId::from_u128(self.bits())),
            31 => TaskKind::Revisit(n),
            32 => TaskKind::CopyRevisit(n),
            33 => TaskKind::SharePlaces,
            34 => TaskKind::InformTrip(TripId::from_u128(self.bits())),
            35 => TaskKind::AnswerMove(n),
            36 => TaskKind::EndAfterMove(n),
            37 => TaskKind::InformForeignPolice(n),
            38 => TaskKind::Evaluate(n),
            39 => TaskKind::RuleOnEnd(n),
            40 => TaskKind::SwitchOff,
            41 => TaskKind::TakeBack,
            42 => TaskKind::EndPv,
            43 => TaskKind::StayAlert,
            _ => TaskKind::FindZone(n),
        }
    }

    fn request(&mut self, person: PersonId) -> Request {
        Request {
            case: CaseId::from_u128(self.bits()),
            person,
            born: Sensitive::new(self.day()),
            origin: match self.below(6) {
                0 => Origin::Person,
                1 => Origin::Police(self.zone_id()),
                2 => Origin::Office(self.office_id()),
                3 => Origin::ThirdParty { trust: self.choose(Trust::ALL), who: self.sensitive() },
                4 => Origin::InvestigatingJudge,
                _ => Origin::Tracking { mandate: self.text() },
            },
            made_on: self.day(),
            pv: self.pv(),
            residence: self.zone_id(),
            relation: self.choose(Relation::ALL),
            honour: self.choose(Honour::ALL),
            offence: if self.coin() {
                Offence::None
            } else {
                Offence::Alleged { districts: self.list(Self::district_id), known_to: self.office_id() }
            },
            summary: self.sensitive(),
        }
    }
    fn competence(&mut self) -> Competence {
        Competence {
            zone: self.zone_id(),
            office: self.office_id(),
            case: self.choose(CompetenceCase::ALL),
            contact_from: self.maybe(Self::office_id),
        }
    }
    fn hand_over(&mut self) -> HandOver {
        HandOver {
            from: self.seat(),
            to: self.seat(),
            why: self.choose(HandOverWhy::ALL),
            on: self.day(),
            confirmed_on: self.maybe(Self::day),
        }
    }
    fn hearing(&mut self) -> Hearing {
        Hearing {
            on: self.day(),
            pv: self.pv(),
            facts: self.sensitive(),
            relation: self.sensitive(),
            wants_it: self.answer_to_risk(),
            no_contact: self.answer_to_risk(),
            complaints: self.answer_to_risk(),
            agreement: self.answer_to_risk(),
            told_no_right: self.choose(ToldNoRight::ALL),
            able: self.answer_to_risk(),
            secrecy: ContactSecrecy {
                address: self.choose(Secrecy::ALL),
                contact: self.choose(Secrecy::ALL),
            },
        }
    }
    fn assessment(&mut self) -> Assessment {
        Assessment {
            on: self.day(),
            eight: std::array::from_fn(|_| Answered {
                answer: self.answer_to_risk(),
                note: self.sensitive(),
            }),
            checklist: self.maybe(|g| Checklist {
                version: g.text(),
                answers: g
                    .list(|g| ChecklistAnswer {
                        item: g.text(),
                        answer: g.answer_to_risk(),
                        note: g.sensitive(),
                    })
                    .into_iter()
                    .collect(),
            }),
            attention: Attention {
                opposed_intentions: self.answer_to_risk(),
                secret_shelter: self.answer_to_risk(),
            },
            firearms: self.maybe(|g| Firearms {
                answer: g.answer_to_risk(),
                checked_by: g.maybe(Self::seat),
                note: g.sensitive(),
            }),
            scope: Scope { within: self.answer_to_risk(), why: self.sensitive() },
            subsidiarity: self.sensitive(),
        }
    }
    fn antecedents(&mut self) -> Antecedents {
        Antecedents {
            on: self.day(),
            since: self.day(),
            files: self.list(|g| PastFile {
                number: g.sensitive(),
                opened_on: g.day(),
                code: g.choose(ChargeCode::ALL),
                note: g.sensitive(),
            }),
        }
    }
    fn ruled(&mut self) -> Ruled {
        Ruled {
            n: self.n(),
            decision: Decision {
                ruling: match self.below(6) {
                    0 => Ruling::Grant,
                    1 => Ruling::Refuse { third_party: self.choose(TellThirdParty::ALL) },
                    2 => Ruling::Extend,
                    3 => Ruling::EndAsPlanned,
                    4 => {
                        Ruling::EndEarly { ground: self.choose(EarlyGround::ALL), marginal_note: self.text() }
                    }
                    _ => Ruling::Resume,
                },
                procedure: self.choose(Procedure::ALL),
                on: self.day(),
                said_by: self.maybe(Self::account),
                pv: self.maybe(Self::pv),
                reason: self.sensitive(),
            },
            by: self.by(),
            confirmed_on: self.maybe(Self::day),
            denied_on: self.maybe(Self::day),
        }
    }
    fn activation(&mut self) -> Activation {
        Activation {
            on: self.day(),
            test: TestId::from_u128(self.bits()),
            handset: HandsetId::from_u128(self.bits()),
            button: self.maybe(|g| ButtonId::from_u128(g.bits())),
            device_safety: self.choose(DeviceSafety::ALL),
            coverage: self.choose(Coverage::ALL),
            pv: self.maybe(Self::pv),
        }
    }
    fn suspect_measure(&mut self) -> SuspectMeasure {
        match self.below(5) {
            0 => SuspectMeasure::Heard { on: self.day(), pv: self.pv() },
            1 => SuspectMeasure::Arrested { on: self.day() },
            2 => SuspectMeasure::Signalled { on: self.day() },
            3 => SuspectMeasure::ContactBan { from: self.day(), until: self.day(), ang: self.text() },
            _ => SuspectMeasure::HomeBan { from: self.day(), until: self.day() },
        }
    }

    /// A change of that kind.
    pub fn change(&mut self, kind: ChangeKind, person: PersonId) -> Change {
        match kind {
            ChangeKind::Requested => {
                Change::Requested { request: Box::new(self.request(person)), competence: self.competence() }
            }
            ChangeKind::HandedOver => Change::HandedOver(self.hand_over()),
            ChangeKind::ReceiptConfirmed => Change::ReceiptConfirmed { of: self.receipt() },
            ChangeKind::ManagementPassed => {
                Change::ManagementPassed { zone: self.zone_id(), office: self.office_id() }
            }
            ChangeKind::Reopened => Change::Reopened { new_elements: self.sensitive() },
            ChangeKind::Heard => Change::Heard(self.hearing()),
            ChangeKind::Assessed => Change::Assessed(Box::new(self.assessment())),
            ChangeKind::BombFound => Change::BombFound { assessment: self.n(), items: self.list(Self::text) },
            ChangeKind::AntecedentsGiven => Change::AntecedentsGiven(self.antecedents()),
            ChangeKind::PutBefore => Change::PutBefore {
                procedure: self.choose(Procedure::ALL),
                missing: self.list(|g| g.choose(Part::ALL)),
            },
            ChangeKind::MoreAsked => Change::MoreAsked { question: self.sensitive() },
            ChangeKind::RulingEntered => Change::RulingEntered(self.ruled()),
            ChangeKind::RulingConfirmed => Change::RulingConfirmed { n: self.n() },
            ChangeKind::RulingDenied => Change::RulingDenied { n: self.n() },
            ChangeKind::DecisionPending => Change::DecisionPending { procedure: self.choose(Procedure::ALL) },
            ChangeKind::Granted => Change::Granted { on: self.day(), ends_on: self.day() },
            ChangeKind::Refused => Change::Refused { ruling: self.n() },
            ChangeKind::Agreed => Change::Agreed(Agreement {
                on: self.day(),
                assent: if self.coin() {
                    Assent::Explained
                } else {
                    Assent::Signed { document: DocumentId::from_u128(self.bits()) }
                },
                version: self.text(),
                told_end: self.day(),
            }),
            ChangeKind::Activated => Change::Activated(self.activation()),
            ChangeKind::JudgeInvolved => Change::JudgeInvolved(JudgeInvolved {
                since: self.day(),
                told: self.maybe(|g| (g.choose(JudgeTold::ALL), g.day())),
            }),
            ChangeKind::SuspectTracked => Change::SuspectTracked(self.suspect_measure()),
            _ => self.change_of_support(kind),
        }
    }

    fn change_of_support(&mut self, kind: ChangeKind) -> Change {
        match kind {
            ChangeKind::ChainReferred => Change::ChainReferred(ChainReferral {
                on: self.day(),
                direction: self.choose(ChainDirection::ALL),
                note: self.sensitive(),
            }),
            ChangeKind::SupportOffered => Change::SupportOffered(SupportOffer {
                on: self.day(),
                outcome: self.choose(OfferOutcome::ALL),
            }),
            ChangeKind::SecondOfferAsked => Change::SecondOfferAsked,
            ChangeKind::ShortageFound => Change::ShortageFound { district: self.district_id() },
            ChangeKind::ShortageDecided => Change::ShortageDecided(ShortageDecision {
                on: self.day(),
                answer: self.choose(ShortageAnswer::ALL),
                consulted: self.choose(Consulted::ALL),
                reason: self.sensitive(),
            }),
            ChangeKind::IncidentRecorded => {
                Change::IncidentRecorded { n: self.n(), incident: self.incident() }
            }
            ChangeKind::Extended => Change::Extended(Extension {
                n: self.n(),
                on: self.day(),
                cause: if self.coin() {
                    ExtensionCause::Incident(self.n())
                } else {
                    ExtensionCause::Evaluation(self.n())
                },
                from: self.day(),
                to: self.day(),
            }),
            ChangeKind::FactAnnounced => Change::FactAnnounced(AnnouncedFact {
                fact: FactId::from_u128(self.bits()),
                on: self.day(),
                what: self.sensitive(),
            }),
            _ => self.change_of_follow_up(kind),
        }
    }

    fn incident(&mut self) -> Incident {
        if self.coin() {
            Incident::Alarm {
                alarm: AlarmId::from_u128(self.bits()),
                on: self.day(),
                outcome: self.choose(AlarmOutcome::ALL),
                pv: self.maybe(Self::text),
            }
        } else {
            Incident::Fact {
                fact: FactId::from_u128(self.bits()),
                on: self.day(),
                pv: self.pv(),
                what: self.sensitive(),
            }
        }
    }
    fn destination(&mut self) -> Destination {
        match self.below(3) {
            0 => Destination::Zone(self.zone_id()),
            1 => Destination::Belgium,
            _ => Destination::Abroad,
        }
    }
    fn move_answer(&mut self) -> MoveAnswer {
        if self.coin() {
            MoveAnswer::Keep { parts: self.sensitive() }
        } else {
            MoveAnswer::DoNotKeep { reason: self.sensitive() }
        }
    }
    fn moved(&mut self) -> Moved {
        Moved {
            n: self.n(),
            announced_on: self.day(),
            what: Move { on: self.day(), to: self.destination(), place: self.sensitive() },
            case: self.choose(MoveCase::ALL),
            new_office: self.maybe(Self::office_id),
            answer: self.maybe(|g| (g.move_answer(), g.day())),
        }
    }

    fn change_of_follow_up(&mut self, kind: ChangeKind) -> Change {
        match kind {
            ChangeKind::Revisited => {
                Change::Revisited(Revisit { on: self.day(), pv: self.pv(), found: self.sensitive() })
            }
            ChangeKind::PlacesShared => {
                Change::PlacesShared(SharedPlaces { on: self.day(), zones: self.list(Self::zone_id) })
            }
            ChangeKind::TripAnnounced => Change::TripAnnounced {
                trip: Trip {
                    trip: TripId::from_u128(self.bits()),
                    from: self.day(),
                    until: self.day(),
                    to: self.destination(),
                    place: self.sensitive(),
                },
                notice: self.choose(Announced::ALL),
            },
            ChangeKind::MoveAnnounced => Change::MoveAnnounced(self.moved()),
            ChangeKind::MoveAnswered => Change::MoveAnswered { n: self.n(), answer: self.move_answer() },
            ChangeKind::BreachRecorded => Change::BreachRecorded(Breach {
                on: self.day(),
                kind: self.choose(BreachKind::ALL),
                note: self.sensitive(),
            }),
            ChangeKind::EndAsked => Change::EndAsked { note: self.sensitive() },
            ChangeKind::EndBegan => Change::EndBegan(EndCause {
                kind: self.choose(EndKind::ALL),
                ground: self.maybe(|g| g.choose(EarlyGround::ALL)),
                since: self.day(),
            }),
            ChangeKind::Resumed => Change::Resumed,
            ChangeKind::EndStepDone => Change::EndStepDone(match self.below(3) {
                0 => EndStep::SwitchedOff { on: self.day() },
                1 => EndStep::DeviceBack { on: self.day(), how: self.choose(DeviceBack::ALL) },
                _ => EndStep::Pv { number: self.text() },
            }),
            ChangeKind::Ended => Change::Ended { supervised_until: self.day() },
            ChangeKind::Continued => {
                Change::Continued(Continuation { mandate: self.text(), runs_from: self.day() })
            }
            ChangeKind::TransferredOut => Change::TransferredOut,
            ChangeKind::Released => {
                Change::Released { document: DocumentId::from_u128(self.bits()), reason: self.sensitive() }
            }
            ChangeKind::TakenOver => {
                let taken = Box::new(self.taken_over(PersonId::from_u128(7)));
                Change::TakenOver { taken, competence: self.competence() }
            }
            ChangeKind::Settled => {
                // As many as there were when the fixture was written.
                let which = self.u64() % 44;
                Change::Settled { task: self.task(which), reference: self.maybe(Self::text) }
            }
            other => unreachable!("{other:?} stands in another half of the list"),
        }
    }

    /// An event of that kind.
    pub fn measure_event(&mut self, kind: ChangeKind, person: PersonId) -> MeasureEvent {
        let now = Now { moment: self.time(), day: self.day() };
        MeasureEvent { now, by: self.by(), change: self.change(kind, person) }
    }

    fn recipient(&mut self) -> Recipient {
        match self.below(11) {
            0 => Recipient::Zone(self.zone_id()),
            1 => Recipient::ControlRoomOf(self.zone_id()),
            2 => Recipient::Magistrate(self.office_id()),
            3 => Recipient::ReferenceMagistrate(self.office_id()),
            4 => Recipient::VictimReception(self.office_id()),
            5 => Recipient::Person(PersonId::from_u128(self.bits())),
            6 => Recipient::ThirdParty(self.zone_id()),
            7 => Recipient::Judge(self.office_id()),
            8 => Recipient::ProsecutorGeneral(self.office_id()),
            9 => Recipient::NationalPlatform,
            _ => Recipient::ForeignPolice(self.zone_id()),
        }
    }

    fn notice_events(&mut self, measure: MeasureId) -> [Event; 3] {
        let notice = NoticeId::from_u128(self.bits());
        let (tries, why) = (self.n(), self.choose(&DeliveryFailure::ALL));
        let state = self.pick(&[
            Delivery::Delivered,
            Delivery::Failed { tries, why },
            Delivery::GivenUp { tries, why },
        ]);
        let sent = NoticeSent {
            notice,
            measure,
            to: self.recipient(),
            kind: self.choose(Notice::ALL),
            channels: self.list(|g| g.choose(&Channel::ALL)),
        };
        [
            Event::NoticeSent(sent),
            Event::NoticeRead { notice, measure, by: self.account() },
            Event::NoticeDelivery { notice, measure, channel: self.choose(&Channel::ALL), state },
        ]
    }

    fn filed(&mut self, measure: MeasureId) -> Filed {
        Filed {
            document: NewDocument {
                document: DocumentId::from_u128(self.bits()),
                measure,
                // As many as there were when the fixture was written.
                kind: self.choose(&DocumentKind::ALL[..12]),
                origin: self.choose(&DocumentOrigin::ALL),
                name: self.sensitive(),
                bytes: self.u64(),
                sha256: self.array(),
                media_type: self.choose(&MediaType::ALL),
            },
            filing: self.choose(Filing::ALL),
        }
    }

    /// Everything that came with measures, at the end of the list so that older fixtures stay; each of a generator of its own.
    pub fn measure_events(&mut self) -> Vec<(StreamId, Option<Subject>, Event)> {
        let measure = MeasureId::from_u128(self.bits());
        let person = PersonId::from_u128(self.bits());
        let seed = self.u64();
        let own = |name: &str| Self::new(seed ^ number_of(name));
        let (stream, of_person) = (StreamId::Measure(measure), Some(Subject::Person(person)));
        let mut events = Vec::new();
        for kind in ChangeKind::ALL {
            let event = Box::new(own(kind.word()).measure_event(*kind, person));
            events.push((stream, of_person, Event::Measure(measure, event)));
        }
        events.extend(own("notice").notice_events(measure).map(|event| (stream, None, event)));
        let filed = Box::new(own("document").filed(measure));
        events.push((stream, of_person, Event::DocumentFiled { filed, person }));
        let mut g = own("office");
        let office = Office {
            id: g.office_id(),
            code: g.text(),
            name: g.text(),
            district: g.district_id(),
            reference_magistrate: g.maybe(Self::account),
        };
        let district = District { id: g.district_id(), code: g.text(), name: g.text() };
        events.push((StreamId::Office(office.id), None, Event::OfficePut(office)));
        events.push((StreamId::District(district.id), None, Event::DistrictPut(district)));
        events
    }

    /// What a measure needs to know of a person. Of a generator of its own, so that older fixtures stay.
    pub fn details(seed: u128) -> PersonDetails {
        let mut g = Self::new(seed as u64);
        PersonDetails {
            born_on: g.maybe(|g| Sensitive::new(g.day())),
            national_number: g.maybe(Self::sensitive),
            address: g.maybe(Self::sensitive),
            address_secrecy: g.choose(Secrecy::ALL),
            email: g.maybe(Self::sensitive),
            trusted: g.maybe(|g| Sensitive::new(TrustedContact { name: g.text(), phone: g.text() })),
        }
    }
    /// Likewise: office, district and a day.
    pub fn places(seed: u128) -> (Option<OfficeId>, Option<DistrictId>, Option<CivilDate>) {
        let mut g = Self::new(seed as u64);
        (g.maybe(Self::office_id), g.maybe(Self::district_id), g.maybe(Self::day))
    }
}
