//! Events of tracking and of incidents.

use super::Gen;
use hoeder_engine::entry::{Event, StreamId, Subject};
use hoeder_engine::tracking::door::{DoorNote, DoorSign};
use hoeder_engine::tracking::mandate::*;
use hoeder_engine::tracking::order::TrackUse;
use hoeder_engine::tracking::tracker::*;
use hoeder_engine::tracking::{TrackUsed, TrackingEvent};
use hoeder_vocab::tracking::{DeviceNumber, Motion, Side, TrackFix};
use hoeder_vocab::*;
use hoeder_watch::incident::*;
use hoeder_watch::track::{AlertKey, Evidence, PerimeterKind, Queue, Severity, Week, Window};

type Made = (StreamId, Option<Subject>, Event);

impl Gen {
    fn mandate(&mut self) -> Mandate {
        Mandate {
            id: MandateId::from_u128(self.bits()),
            kind: self.pick(&[
                MandateKind::HomeBan,
                MandateKind::ContactBan,
                MandateKind::PlaceBan,
                MandateKind::CourtDecision,
                MandateKind::VictimApplication,
            ]),
            state: self.pick(&[MandateState::Draft, MandateState::Granted, MandateState::Withdrawn]),
            court: self.text(),
            reference: self.text(),
            case: CaseId::from_u128(self.bits()),
            measure: self.maybe(|g| MeasureId::from_u128(g.bits())),
            zone: ZoneId::from_u128(self.bits()),
            office: self.maybe(|g| OfficeId::from_u128(g.bits())),
            group: self.group(),
            scope: vec![self.pick(&[ScopePart::Distance, ScopePart::Places, ScopePart::Alcohol])],
            from: self.time(),
            until: self.maybe(Self::time),
            conditions: self.sensitive(),
            alcohol: self.maybe(|g| AlcoholCondition {
                milligrams_per_litre: g.u64() as u16,
                every_s: g.u64() as u32,
                then_every_s: g.u64() as u32,
            }),
            pilot: self.maybe(|g| PilotId::from_u128(g.bits())),
        }
    }

    fn group(&mut self) -> TargetGroup {
        self.pick(&[
            TargetGroup::PartnerViolence,
            TargetGroup::Stalking,
            TargetGroup::ChildAbuse,
            TargetGroup::SexualViolence,
            TargetGroup::ThreatenedWitness,
        ])
    }

    fn outline(&mut self) -> Outline {
        match self.below(3) {
            0 => Outline::Area(vec![vec![(0..self.below(5)).map(|_| self.position()).collect()]]),
            1 => Outline::Circle { centre: self.position(), radius_m: self.u64() as u32 },
            _ => Outline::Corridor {
                line: (0..self.below(5)).map(|_| self.position()).collect(),
                half_width_m: self.u64() as u32,
            },
        }
    }

    fn perimeter(&mut self, carrier: CarrierId) -> Perimeter {
        Perimeter {
            id: PerimeterId::from_u128(self.bits()),
            carrier,
            label: self.sensitive(),
            kind: self.pick(&[PerimeterKind::Exclusion, PerimeterKind::Inclusion, PerimeterKind::Buffer]),
            outline: Sensitive::new(self.outline()),
            week: Week {
                windows: (0..self.below(3))
                    .map(|day| Window { weekday: day as u8, from_minute: 480, to_minute: 1_020 })
                    .collect(),
                except: vec![CivilDate::new(2026, 12, 24).unwrap()],
            },
            from: self.maybe(Self::time),
            until: self.maybe(Self::time),
        }
    }

    fn tracker(&mut self, id: TrackerId) -> Tracker {
        Tracker {
            id,
            number: DeviceNumber::new(&format!("{}", self.u64())).unwrap(),
            secret_digest: self.maybe(Self::array),
            model: self.text(),
            capabilities: vec![self.pick(&[
                Capability::Strap,
                Capability::Button,
                Capability::Alcohol,
                Capability::Notice,
                Capability::Vibrate,
                Capability::Commands,
            ])],
            interval_s: self.u64() as u32,
            class: self.pick(&[TrackClass::Close, TrackClass::Ordinary, TrackClass::Sparse]),
            state: self.tracker_state(),
            carriers: (0..self.below(3)).map(|_| CarrierId::from_u128(self.bits())).collect(),
        }
    }

    fn tracker_state(&mut self) -> TrackerState {
        self.pick(&[
            TrackerState::InStock,
            TrackerState::Issued,
            TrackerState::Returned,
            TrackerState::Retired,
        ])
    }

    pub(super) fn tracking_events(&mut self) -> Vec<Made> {
        let mandate = self.mandate();
        let (id, carrier) = (mandate.id, CarrierId::from_u128(self.bits()));
        let (of, sealed) = (StreamId::Mandate(id), Some(Subject::Mandate(id)));
        let event = |event| Event::Tracking(Box::new(event));
        let pair = self.pair(id, carrier);
        let pilot = self.pilot();
        let named = Carrier {
            id: carrier,
            mandate: id,
            side: Side::Offender,
            who: Who::Named(self.sensitive()),
            age: self.pick(&[Age::Adult, Age::Minor]),
            notice: self.pick(&[NoticePolicy::Allowed, NoticePolicy::Never]),
            fastest_kmh: self.u64() as u16,
        };
        let perimeter = self.perimeter(carrier);
        let deleted = TrackingEvent::PerimeterDeleted {
            perimeter: perimeter.id,
            carrier,
            by: self.account(),
            reason: self.sensitive(),
        };
        let mut made = vec![
            (StreamId::Pilot(pilot.id), None, event(TrackingEvent::PilotPut(pilot))),
            (of, sealed, event(TrackingEvent::MandatePut(mandate))),
            (of, Some(Subject::Carrier(carrier)), event(TrackingEvent::CarrierPut(named))),
            (of, sealed, event(TrackingEvent::PairPut { pair, reason: self.sensitive() })),
            (
                of,
                sealed,
                event(TrackingEvent::PerimeterPut {
                    perimeter: Box::new(perimeter),
                    reason: self.sensitive(),
                }),
            ),
            (of, sealed, event(deleted)),
        ];
        made.extend(self.device_events(of, sealed, carrier));
        made
    }

    fn pilot(&mut self) -> Pilot {
        Pilot {
            id: PilotId::from_u128(self.bits()),
            name: self.text(),
            groups: vec![self.group()],
            zones: vec![ZoneId::from_u128(self.bits())],
            from: self.time(),
            until: self.time(),
            most: self.u64() as u16,
        }
    }

    fn pair(&mut self, mandate: MandateId, offender: CarrierId) -> Pair {
        Pair {
            id: PairId::from_u128(self.bits()),
            mandate,
            offender,
            protected: CarrierId::from_u128(self.bits()),
            alarm_m: self.u64() as u32,
            warning_m: self.u64() as u32,
            police_min: self.u64() as u16,
            state: self.pick(&[Watched::Active, Watched::Ended]),
        }
    }

    fn device_events(&mut self, of: StreamId, sealed: Option<Subject>, carrier: CarrierId) -> Vec<Made> {
        let tracker = TrackerId::from_u128(self.bits());
        let own = StreamId::Tracker(tracker);
        let event = |event| Event::Tracking(Box::new(event));
        let places = vec![PlaceChecked {
            place: self.sensitive(),
            coverage: self.pick(&[Coverage::Good, Coverage::Weak, Coverage::None]),
        }];
        let checked = CoverageChecked { carrier, places, at: self.time(), by: self.account() };
        let tested = TrackingEvent::FieldTested {
            tracker,
            carrier,
            result: self.pick(&[FieldTest::Passed, FieldTest::Failed]),
            by: self.account(),
            note: self.sensitive(),
        };
        let command = if self.coin() { DeviceCommand::LocateNow } else { DeviceCommand::Interval(30) };
        let result = self.pick(&[CommandResult::Asked, CommandResult::Taken, CommandResult::Failed]);
        let used = TrackUsed {
            how: self.pick(&[TrackUse::View, TrackUse::Playback, TrackUse::Export]),
            carriers: vec![carrier],
            pair: self.maybe(|g| PairId::from_u128(g.bits())),
            incident: self.maybe(|g| IncidentId::from_u128(g.bits())),
            from: self.time(),
            until: self.time(),
            why: self.sensitive(),
        };
        let burden =
            TrackingEvent::BurdenPassed { person: PersonId::from_u128(self.bits()), day: 7, night: 3 };
        let to = self.tracker_state();
        vec![
            (own, None, event(TrackingEvent::TrackerPut(self.tracker(tracker)))),
            (own, None, event(TrackingEvent::TrackerIssued { tracker, carriers: vec![carrier] })),
            (own, None, event(TrackingEvent::TrackerReturned { tracker, to })),
            (of, sealed, event(TrackingEvent::IssuedUrgently { tracker, carrier, reason: self.sensitive() })),
            (of, sealed, event(TrackingEvent::CoverageChecked(checked))),
            (of, sealed, event(tested)),
            (own, None, event(TrackingEvent::Commanded { tracker, command, result })),
            (of, sealed, event(TrackingEvent::TrackUsed(used))),
            (StreamId::Cell(super::CELL), None, event(burden)),
        ]
    }

    pub(super) fn door_events(&mut self) -> Vec<Made> {
        let sign = self.pick(&[
            DoorSign::Unknown,
            DoorSign::WrongSecret,
            DoorSign::OtherNetwork,
            DoorSign::Flooding,
            DoorSign::Lost,
        ]);
        let number = self.maybe(|g| DeviceNumber::new(&format!("{}", g.u64())).unwrap());
        let tracker = self.maybe(|g| TrackerId::from_u128(g.bits()));
        let stream = tracker.map_or(StreamId::Cell(super::CELL), StreamId::Tracker);
        let note = DoorNote { sign, number, tracker, times: 7, since: self.time() };
        vec![(stream, None, Event::Tracking(Box::new(TrackingEvent::DoorNoted(note))))]
    }

    fn alert_key(&mut self) -> AlertKey {
        AlertKey {
            kind: self.pick(&hoeder_engine::tracking::protocol::ALERT_KINDS),
            pair: self.maybe(|g| PairId::from_u128(g.bits())),
            carrier: CarrierId::from_u128(self.bits()),
            perimeter: self.maybe(|g| PerimeterId::from_u128(g.bits())),
        }
    }

    fn evidence(&mut self) -> Option<Sensitive<Evidence>> {
        self.maybe(|g| {
            let fix = g.fix();
            let fix = TrackFix {
                position: fix.position,
                accuracy: fix.accuracy,
                fixed_at: fix.fixed_at,
                source: fix.source,
                speed_cms: g.maybe(|g| g.u64() as u16),
                heading_deg: g.maybe(|g| g.u64() as u16),
                motion: g.pick(&[Motion::Still, Motion::Moving, Motion::Unknown]),
            };
            let carrier = CarrierId::from_u128(g.bits());
            Sensitive::new(Evidence { carrier, fix, received_at: ReceivedAt(g.time()) })
        })
    }

    fn alert_facts(&mut self) -> Box<AlertFacts> {
        let key = self.alert_key();
        Box::new(AlertFacts {
            kind: key.kind,
            severity: self.pick(&[Severity::Possible, Severity::Certain]),
            pair: key.pair,
            carrier: key.carrier,
            perimeter: key.perimeter,
            since: FixedAt(self.time()),
            guard_at: DecidedAt(self.time()),
            late: self.coin(),
            evidence: [self.evidence(), self.evidence()],
            figures: Figures {
                distance_dm: self.maybe(|g| g.u64() as u32),
                limit_dm: self.maybe(|g| g.u64() as u32),
                margin_dm: self.maybe(|g| g.u64() as u32),
                closing_cms: self.maybe(|g| g.u64() as i32),
                contact_s: self.maybe(|g| g.u64() as u32),
                chance_permille: self.maybe(|g| g.u64() as u16),
                reach_dm: self.maybe(|g| g.u64() as u32),
            },
        })
    }

    pub(super) fn incident_events(&mut self) -> Vec<Made> {
        let id = IncidentId::from_u128(self.bits());
        let subject = Some(Subject::Person(PersonId::from_u128(self.bits())));
        let mut events = self.guards_events();
        events.extend(self.peoples_events());
        events.push(IncidentEvent::AlertRevised {
            key: self.alert_key(),
            was: FixedAt(self.time()),
            now: self.maybe(|g| FixedAt(g.time())),
        });
        events
            .into_iter()
            .map(|e| (StreamId::Incident(id), subject, Event::Incident(id, Box::new(e))))
            .collect()
    }

    fn guards_events(&mut self) -> Vec<IncidentEvent> {
        let about = if self.coin() {
            About::Pair(PairId::from_u128(self.bits()))
        } else {
            About::Carrier(CarrierId::from_u128(self.bits()))
        };
        vec![
            IncidentEvent::Opened { about },
            IncidentEvent::AlertRaised(self.alert_facts()),
            IncidentEvent::AlertWorse(self.alert_facts()),
            IncidentEvent::AlertCleared { key: self.alert_key() },
            IncidentEvent::AlertGrew { key: self.alert_key(), level: self.u64() as u8 },
            IncidentEvent::Rose { to: self.pick(&[Queue::Danger, Queue::Tracking, Queue::Technical]) },
            IncidentEvent::OwnerLost { owner: self.account() },
            IncidentEvent::OwnerReminded { owner: self.account() },
            IncidentEvent::OwnershipReturned { owner: self.account() },
            IncidentEvent::NotTaken,
        ]
    }

    fn peoples_events(&mut self) -> Vec<IncidentEvent> {
        let message = MessageId::from_u128(self.bits());
        let instruction = match self.below(3) {
            0 => Instruction::Stay,
            1 => Instruction::AllClear,
            _ => Instruction::LeaveTowards(self.sensitive()),
        };
        let told = Told { message, instruction, channel: self.pick(&[Channel::Call, Channel::Device]) };
        let hand_off = HandOff {
            zone: self.maybe(|g| ZoneId::from_u128(g.bits())),
            place: self.sensitive(),
            position: self.maybe(|g| Sensitive::new(g.position())),
            direction_deg: self.maybe(|g| g.u64() as u16),
            minutes: self.maybe(|g| g.u64() as u16),
            reference: self.text(),
        };
        let call = Call {
            whom: self.pick(&[
                Callee::Protected,
                Callee::Offender,
                Callee::Police,
                Callee::Justice,
                Callee::Technician,
                Callee::Other,
            ]),
            result: self.pick(&[CallResult::Reached, CallResult::NoAnswer, CallResult::Failed]),
            note: self.sensitive(),
        };
        let delivery = self.pick(&[Delivery::Sent, Delivery::Delivered, Delivery::Seen, Delivery::Failed]);
        let outcome = self.pick(&[
            Outcome::Violation,
            Outcome::Harassment,
            Outcome::Unintended,
            Outcome::FalseAlert,
            Outcome::Device,
            Outcome::Test,
        ]);
        vec![
            IncidentEvent::AlertSetAside {
                key: self.alert_key(),
                by: self.account(),
                reason: self.sensitive(),
            },
            IncidentEvent::Taken { by: self.account() },
            IncidentEvent::HandedOver { from: self.account(), to: self.account() },
            IncidentEvent::StillOnIt { by: self.account() },
            IncidentEvent::StepDone { by: self.account(), step: self.text() },
            IncidentEvent::Called { by: self.account(), call },
            IncidentEvent::Noted { by: self.account(), text: self.sensitive() },
            IncidentEvent::HandedToPolice { by: self.account(), hand_off: Box::new(hand_off) },
            IncidentEvent::Instructed { by: self.account(), told },
            IncidentEvent::InstructionDelivery { message, delivery },
            IncidentEvent::Closed { by: self.account(), outcome, reason: self.sensitive() },
        ]
    }
}
