//! Given / when / then for tracking: one mandate with an offender, a protected person, a child, a pair and a perimeter.

use super::*;
use hoeder_engine::output::{Directory, Problem, TrackingReply};
use hoeder_engine::tracking::mandate::{
    Age, AlcoholCondition, Carrier, Mandate, MandateKind, MandateState, NoticePolicy, Outline, Pair,
    Perimeter, ScopePart, TargetGroup, TrackClass, Watched, Who,
};
use hoeder_engine::tracking::tracker::{Capability, Coverage, PlaceChecked, Tracker, TrackerState};
use hoeder_engine::tracking::view::IncidentView;
use hoeder_engine::tracking::{IncidentOrder, TrackerLine, TrackingOrder, TrackingQuery};
use hoeder_vocab::tracking::{DeviceNumber, Motion, Side, TrackFix};
use hoeder_watch::incident::{HandOff, Outcome as Ending};
use hoeder_watch::track::{
    Alert, AlertKey, AlertKind as Kind, Change, Evidence, Judged, Order as WatchOrder, PerimeterKind,
    Severity, Week,
};

pub const MANDATE: MandateId = MandateId::from_u128(0x700);
pub const OFFENDER: CarrierId = CarrierId::from_u128(0x710);
pub const ANNA_CARRIES: CarrierId = CarrierId::from_u128(0x711);
pub const CHILD_CARRIES: CarrierId = CarrierId::from_u128(0x712);
pub const BAND: TrackerId = TrackerId::from_u128(0x720);
pub const ANNAS: TrackerId = TrackerId::from_u128(0x721);
pub const CHILDS: TrackerId = TrackerId::from_u128(0x722);
pub const PAIR: PairId = PairId::from_u128(0x730);
pub const SCHOOL: PerimeterId = PerimeterId::from_u128(0x740);
pub const DAY: Duration = Duration::from_secs(86_400);

pub fn why() -> Sensitive<String> {
    Sensitive::new("ordered by the court".into())
}

pub fn mandate() -> Mandate {
    Mandate {
        id: MANDATE,
        kind: MandateKind::ContactBan,
        state: MandateState::Granted,
        court: "Court of Appeal".into(),
        reference: "2026/77".into(),
        case: CASE,
        measure: None,
        zone: WEST,
        office: None,
        group: TargetGroup::PartnerViolence,
        scope: vec![ScopePart::Distance, ScopePart::Places, ScopePart::Alcohol],
        from: START.plus(DAY),
        until: Some(START.plus(DAY * 30)),
        conditions: Sensitive::new("no contact in any form".into()),
        alcohol: Some(AlcoholCondition { milligrams_per_litre: 0, every_s: 3_600, then_every_s: 1_800 }),
        pilot: None,
    }
}

pub fn carrier(id: CarrierId) -> Carrier {
    let (side, who, age, notice) = if id == OFFENDER {
        let name = Sensitive::new("Karel Voorbeeld".into());
        (Side::Offender, Who::Named(name), Age::Adult, NoticePolicy::Allowed)
    } else if id == ANNA_CARRIES {
        (Side::Protected, Who::Person(ANNA), Age::Adult, NoticePolicy::Allowed)
    } else {
        (Side::Protected, Who::Person(CHILD), Age::Minor, NoticePolicy::Never)
    };
    Carrier { id, mandate: MANDATE, side, who, age, notice, fastest_kmh: 130 }
}

pub fn number(id: TrackerId) -> DeviceNumber {
    DeviceNumber::new(&format!("35630704{:04x}", id.as_u128())).unwrap()
}

pub fn tracker(id: TrackerId) -> Tracker {
    let capabilities = if id == BAND {
        vec![Capability::Strap, Capability::Alcohol, Capability::Commands]
    } else {
        vec![Capability::Button, Capability::Notice, Capability::Commands]
    };
    Tracker {
        id,
        number: number(id),
        secret_digest: Some([3; 32]),
        model: "Test 1".into(),
        capabilities,
        interval_s: 60,
        class: TrackClass::Close,
        state: TrackerState::InStock,
        carriers: Vec::new(),
    }
}

pub fn pair() -> Pair {
    Pair {
        id: PAIR,
        mandate: MANDATE,
        offender: OFFENDER,
        protected: ANNA_CARRIES,
        alarm_m: 500,
        warning_m: 1_000,
        police_min: 10,
        state: Watched::Active,
    }
}

pub fn school() -> Perimeter {
    let centre = Position::from_degrees(50.85, 4.45).unwrap();
    Perimeter {
        id: SCHOOL,
        carrier: OFFENDER,
        label: Sensitive::new("school".into()),
        kind: PerimeterKind::Exclusion,
        outline: Sensitive::new(Outline::Circle { centre, radius_m: 300 }),
        week: Week::default(),
        from: None,
        until: None,
    }
}

pub fn key(kind: Kind) -> AlertKey {
    let alert = alert(kind, START);
    AlertKey { kind, pair: alert.pair, carrier: alert.carrier, perimeter: alert.perimeter }
}

fn evidence(carrier: CarrierId, at: UtcMillis) -> Evidence {
    let fix = TrackFix {
        position: Position::from_degrees(50.851, 4.451).unwrap(),
        accuracy: Some(Decimetres::from_metres(8)),
        fixed_at: FixedAt(at),
        source: FixSource::Gnss,
        speed_cms: Some(140),
        heading_deg: Some(270),
        motion: Motion::Moving,
    };
    Evidence { carrier, fix, received_at: ReceivedAt(at) }
}

pub fn alert(kind: Kind, at: UtcMillis) -> Alert {
    let of_pair = matches!(kind, Kind::Near | Kind::Warning | Kind::Approaching | Kind::CouldBeNear);
    let other = of_pair.then(|| evidence(ANNA_CARRIES, at));
    Alert {
        kind,
        severity: Severity::Certain,
        pair: of_pair.then_some(PAIR),
        carrier: OFFENDER,
        perimeter: (kind == Kind::Entered).then_some(SCHOOL),
        since: FixedAt(at),
        decided_at: DecidedAt(at),
        late: false,
        evidence: [Some(evidence(OFFENDER, at)), other],
        judged: Judged { distance: Some(Metres(431.26)), limit: Some(Metres(500.0)), ..Judged::default() },
    }
}

impl World {
    /// A mandate that begins tomorrow, all carriers with their devices: nothing is watched yet.
    pub fn with_a_mandate() -> Self {
        let mut world = Self::new();
        world.adds_a_mandate();
        world
    }

    pub fn adds_a_mandate(&mut self) {
        self.done(MONITOR, TrackingOrder::PutMandate(mandate()));
        for id in [OFFENDER, ANNA_CARRIES, CHILD_CARRIES] {
            self.done(MONITOR, TrackingOrder::PutCarrier(carrier(id)));
            self.checks_coverage(id);
        }
        for (device, carrier) in [(BAND, OFFENDER), (ANNAS, ANNA_CARRIES), (CHILDS, CHILD_CARRIES)] {
            self.done(MONITOR, TrackingOrder::PutTracker(tracker(device)));
            self.issues(device, carrier);
        }
        self.done(MONITOR, TrackingOrder::PutPair { pair: pair(), reason: why() });
        let perimeter = Box::new(school());
        self.done(MONITOR, TrackingOrder::PutPerimeter { perimeter, reason: why() });
    }

    /// The mandate runs, and somebody sits at the monitoring centre.
    pub fn with_a_running_mandate() -> (Self, DeskId) {
        let mut world = Self::with_a_mandate();
        world.pass(DAY);
        let desk = world.desk(MONITOR);
        world.outputs.clear();
        (world, desk)
    }

    /// An alert that they are near has just come.
    pub fn with_an_incident() -> (Self, DeskId, IncidentId) {
        let (mut world, desk) = Self::with_a_running_mandate();
        world.alert(Kind::Near);
        let incident = world.incident(desk).incident;
        (world, desk, incident)
    }

    pub fn checks_coverage(&mut self, carrier: CarrierId) {
        let place = PlaceChecked { place: Sensitive::new("home".into()), coverage: Coverage::Good };
        self.done(MONITOR, TrackingOrder::CheckCoverage { carrier, places: vec![place] });
    }

    pub fn issues(&mut self, tracker: TrackerId, carrier: CarrierId) {
        let order = TrackingOrder::IssueTracker { tracker, carriers: vec![carrier], urgent: None };
        self.done(MONITOR, order);
    }

    pub fn alert(&mut self, kind: Kind) {
        let change = Change::Raised(Box::new(alert(kind, self.now)));
        self.when(Input::TrackChange(Box::new(change)));
    }

    pub fn cleared(&mut self, kind: Kind) {
        let change = Change::Cleared { key: key(kind), at: DecidedAt(self.now) };
        self.when(Input::TrackChange(Box::new(change)));
    }

    pub fn handles(&mut self, by: AccountId, incident: IncidentId, order: IncidentOrder) -> Reply {
        self.order(by, TrackingOrder::Incident { incident, order })
    }

    pub fn did(&mut self, by: AccountId, incident: IncidentId, order: IncidentOrder) {
        assert_eq!(self.handles(by, incident, order), Reply::Done);
    }

    pub fn close_incident(&mut self, incident: IncidentId, outcome: Ending) {
        self.did(MONITOR, incident, IncidentOrder::Close { outcome, reason: why() });
    }

    pub fn hands_to_police(&mut self, incident: IncidentId) {
        let hand_off = HandOff {
            zone: Some(EAST),
            place: Sensitive::new("Dorp 1".into()),
            position: None,
            direction_deg: Some(270),
            minutes: Some(4),
            reference: "I-77".into(),
        };
        self.did(MONITOR, incident, IncidentOrder::HandToPolice(Box::new(hand_off)));
    }

    /// Everything that was told to watch, and no longer, so far.
    pub fn orders(&self) -> Vec<WatchOrder> {
        let of = |output: &Output| if let Output::Watch(order) = output { Some(order.clone()) } else { None };
        self.outputs.iter().filter_map(of).collect()
    }

    /// What the door was last told of a device.
    pub fn line(&self, tracker: TrackerId) -> TrackerLine {
        let of = |output: &Output| match output {
            Output::Directory(Directory::Tracker(line)) if line.tracker == tracker => Some((**line).clone()),
            _ => None,
        };
        self.outputs.iter().rev().find_map(of).expect("a line of the directory")
    }

    /// The last state of an incident that a desk was told.
    pub fn incident(&self, desk: DeskId) -> Arc<IncidentView> {
        self.find_incident(desk).expect("an incident on that screen")
    }

    pub fn find_incident(&self, desk: DeskId) -> Option<Arc<IncidentView>> {
        self.outputs.iter().rev().find_map(|output| match output {
            Output::Page { desks, page: Page::Incident(view), .. } if desks.contains(&desk) => {
                Some(Arc::clone(view))
            }
            _ => None,
        })
    }

    pub fn asks(&mut self, by: AccountId, query: TrackingQuery) -> Result<TrackingReply, Problem> {
        match self.ask(by, Query::Tracking(Box::new(query))) {
            Reply::Tracking(reply) => Ok(*reply),
            Reply::Problem(problem) => Err(problem),
            other => panic!("not an answer about tracking: {other:?}"),
        }
    }
}
