//! Five invented mandates on the households of the town, under one pilot: who may not come near whom or where.
//!
//! Plain data. Never here: who orders it (`day`), devices (`devices`).

use crate::demo::offices::office_of;
use crate::demo::town::{COLLINES, DENDERVALLEI, HOEDERGEM, Spot, Town, demo_id};
use hoeder_engine::tracking::mandate::{
    Age, AlcoholCondition, Carrier, Mandate, MandateKind, MandateState, NoticePolicy, Outline, Pair,
    Perimeter, Pilot, ScopePart, TargetGroup, Watched, Who,
};
use hoeder_vocab::tracking::Side;
use hoeder_vocab::{
    CarrierId, CaseId, MandateId, PairId, PerimeterId, PersonId, PilotId, Sensitive, UtcMillis, ZoneId,
};
use hoeder_watch::track::{PerimeterKind, Week, Window};
use std::time::Duration;

/// Wears a band; must stay away from Anna and, on school days, from the school of the children.
pub const BERT: CarrierId = carrier_id(1);
/// Is protected from Bert, with an application.
pub const ANNA: CarrierId = carrier_id(2);
/// Wears a band that measures alcohol; was put out of the house.
pub const THIERRY: CarrierId = carrier_id(3);
/// Wears a band; must stay away from Sophie and Tom.
pub const MARC: CarrierId = carrier_id(4);
/// Is protected from Marc.
pub const SOPHIE: CarrierId = carrier_id(5);
/// Eight years old: his device never notifies him (EM-05, EM-08).
pub const TOM: CarrierId = carrier_id(6);
/// Wears a band; may not come to his mother's street.
pub const KEVIN: CarrierId = carrier_id(7);
/// Wears a band; must stay away from Nadia.
pub const PASCAL: CarrierId = carrier_id(8);
/// Is protected from Pascal.
pub const NADIA: CarrierId = carrier_id(9);

/// Bert and Anna.
pub const BERT_ANNA: PairId = PairId::from_u128(demo_id(22, 1));
/// Marc and Sophie.
pub const MARC_SOPHIE: PairId = PairId::from_u128(demo_id(22, 2));
/// Marc and Tom.
pub const MARC_TOM: PairId = PairId::from_u128(demo_id(22, 3));
/// Pascal and Nadia.
pub const PASCAL_NADIA: PairId = PairId::from_u128(demo_id(22, 4));

const PILOT: PilotId = PilotId::from_u128(demo_id(25, 1));
const DAY: u64 = 86_400;

const fn carrier_id(number: u32) -> CarrierId {
    CarrierId::from_u128(demo_id(21, number))
}
const fn person(number: u32) -> PersonId {
    PersonId::from_u128(demo_id(5, number))
}
const fn mandate_id(number: u32) -> MandateId {
    MandateId::from_u128(demo_id(20, number))
}

/// A mandate with all that hangs on it.
pub(super) struct Bound {
    pub(super) mandate: Mandate,
    pub(super) carriers: Vec<Carrier>,
    pub(super) pairs: Vec<Pair>,
    pub(super) perimeters: Vec<Perimeter>,
}

/// The pilot of the region, from long before until long after (EM-10).
pub(super) fn pilot(from: UtcMillis) -> Pilot {
    Pilot {
        id: PILOT,
        name: "Proefproject Hoedergem".to_owned(),
        groups: vec![TargetGroup::PartnerViolence, TargetGroup::Stalking, TargetGroup::ChildAbuse],
        zones: vec![HOEDERGEM, DENDERVALLEI, COLLINES],
        from,
        until: from.plus(Duration::from_secs(730 * DAY)),
        most: 20,
    }
}

/// What one mandate says.
struct Paper {
    number: u32,
    case: u32,
    zone: ZoneId,
    kind: MandateKind,
    court: &'static str,
    reference: &'static str,
    group: TargetGroup,
    scope: &'static [ScopePart],
    days: u64,
    conditions: &'static str,
    alcohol: Option<AlcoholCondition>,
}

fn mandate(paper: &Paper, from: UtcMillis) -> Mandate {
    Mandate {
        id: mandate_id(paper.number),
        kind: paper.kind,
        state: MandateState::Granted,
        court: paper.court.to_owned(),
        reference: paper.reference.to_owned(),
        case: CaseId::from_u128(demo_id(4, paper.case)),
        measure: None,
        zone: paper.zone,
        office: Some(office_of(paper.zone)),
        group: paper.group,
        scope: paper.scope.to_vec(),
        from,
        until: Some(from.plus(Duration::from_secs(paper.days * DAY))),
        conditions: Sensitive::new(paper.conditions.to_owned()),
        alcohol: paper.alcohol,
        pilot: Some(PILOT),
    }
}

fn offender(id: CarrierId, mandate: u32, name: &str) -> Carrier {
    Carrier {
        id,
        mandate: mandate_id(mandate),
        side: Side::Offender,
        who: Who::Named(Sensitive::new(name.to_owned())),
        age: Age::Adult,
        notice: NoticePolicy::Allowed,
        fastest_kmh: 130,
    }
}

fn protected(id: CarrierId, mandate: u32, who: PersonId, age: Age) -> Carrier {
    Carrier {
        id,
        mandate: mandate_id(mandate),
        side: Side::Protected,
        who: Who::Person(who),
        age,
        notice: match age {
            Age::Adult => NoticePolicy::Allowed,
            Age::Minor => NoticePolicy::Never,
        },
        fastest_kmh: 130,
    }
}

fn pair(id: PairId, mandate: u32, (offender, protected): (CarrierId, CarrierId), limits: [u32; 2]) -> Pair {
    let [alarm_m, warning_m] = limits;
    Pair {
        id,
        mandate: mandate_id(mandate),
        offender,
        protected,
        alarm_m,
        warning_m,
        police_min: 8,
        state: Watched::Active,
    }
}

fn around(number: u32, carrier: CarrierId, label: &str, (spot, radius_m): (Spot, u32)) -> Perimeter {
    Perimeter {
        id: PerimeterId::from_u128(demo_id(23, number)),
        carrier,
        label: Sensitive::new(label.to_owned()),
        kind: PerimeterKind::Exclusion,
        outline: Sensitive::new(Outline::Circle { centre: spot.position(), radius_m }),
        week: Week::default(),
        from: None,
        until: None,
    }
}

/// Monday to Friday, from before the first bell until after the last.
fn school_week() -> Week {
    let day = |weekday| Window { weekday, from_minute: 450, to_minute: 1_000 };
    Week { windows: (0..5).map(day).collect(), except: Vec::new() }
}

/// All mandates, in force since `from`.
pub(super) fn mandates(from: UtcMillis) -> Vec<Bound> {
    vec![contact_ban(from), home_ban(from), for_a_minor(from), place_ban(from), high_risk(from)]
}

fn contact_ban(from: UtcMillis) -> Bound {
    let paper = Paper {
        number: 1,
        case: 1,
        zone: HOEDERGEM,
        kind: MandateKind::ContactBan,
        court: "Raadkamer Hoedergem",
        reference: "CV-2026-0117",
        group: TargetGroup::PartnerViolence,
        scope: &[ScopePart::Distance, ScopePart::Places],
        days: 180,
        conditions: "Geen contact met A. Zilverberk; op schooldagen niet in de buurt van Basisschool De Wilg.",
        alcohol: None,
    };
    let school = Spot::new(300.0, 560.0);
    let week = school_week();
    let exclusion = Perimeter { week: week.clone(), ..around(1, BERT, "Basisschool De Wilg", (school, 200)) };
    let buffer = Perimeter {
        kind: PerimeterKind::Buffer,
        week,
        ..around(2, BERT, "Rond Basisschool De Wilg", (school, 350))
    };
    Bound {
        mandate: mandate(&paper, from),
        carriers: vec![offender(BERT, 1, "Bert Verbeuk"), protected(ANNA, 1, person(101), Age::Adult)],
        pairs: vec![pair(BERT_ANNA, 1, (BERT, ANNA), [500, 1_000])],
        perimeters: vec![exclusion, buffer],
    }
}

/// EM-07: a reading every hour, and every half hour after one that was too much.
fn home_ban(from: UtcMillis) -> Bound {
    let paper = Paper {
        number: 2,
        case: 2,
        zone: HOEDERGEM,
        kind: MandateKind::HomeBan,
        court: "Familierechtbank Hoedergem",
        reference: "HV-2026-0902",
        group: TargetGroup::PartnerViolence,
        scope: &[ScopePart::Places, ScopePart::Alcohol],
        days: 90,
        conditions: "Éloigné du domicile conjugal; interdiction de consommer de l'alcool.",
        alcohol: Some(AlcoholCondition { milligrams_per_litre: 200, every_s: 3_600, then_every_s: 1_800 }),
    };
    let home = Town::new().spot(26);
    Bound {
        mandate: mandate(&paper, from),
        carriers: vec![offender(THIERRY, 2, "Thierry Corbeau")],
        pairs: Vec::new(),
        perimeters: vec![around(3, THIERRY, "Rue des Tilleuls", (home, 300))],
    }
}

/// EM-05, EM-08: the child's device never shows or sounds anything; his mother is called instead.
fn for_a_minor(from: UtcMillis) -> Bound {
    let paper = Paper {
        number: 3,
        case: 4,
        zone: COLLINES,
        kind: MandateKind::CourtDecision,
        court: "Tribunal de la famille des Collines",
        reference: "TF-2026-0404",
        group: TargetGroup::ChildAbuse,
        scope: &[ScopePart::Distance],
        days: 180,
        conditions: "Pas de contact avec la mère ni l'enfant. L'appareil de l'enfant reste muet.",
        alcohol: None,
    };
    Bound {
        mandate: mandate(&paper, from),
        carriers: vec![
            offender(MARC, 3, "Marc Delhêtre"),
            protected(SOPHIE, 3, person(401), Age::Adult),
            protected(TOM, 3, person(402), Age::Minor),
        ],
        pairs: vec![
            pair(MARC_SOPHIE, 3, (MARC, SOPHIE), [1_000, 1_500]),
            pair(MARC_TOM, 3, (MARC, TOM), [500, 1_000]),
        ],
        perimeters: Vec::new(),
    }
}

fn place_ban(from: UtcMillis) -> Bound {
    let paper = Paper {
        number: 4,
        case: 6,
        zone: HOEDERGEM,
        kind: MandateKind::PlaceBan,
        court: "Onderzoeksrechter Hoedergem",
        reference: "PV-2026-0906",
        group: TargetGroup::PartnerViolence,
        scope: &[ScopePart::Places],
        days: 120,
        conditions: "Komt niet in de Molenstraat en niet in de zijstraten ervan.",
        alcohol: None,
    };
    let home = Town::new().spot(2);
    Bound {
        mandate: mandate(&paper, from),
        carriers: vec![offender(KEVIN, 4, "Kevin Populier")],
        pairs: Vec::new(),
        perimeters: vec![around(4, KEVIN, "Molenstraat", (home, 300))],
    }
}

fn high_risk(from: UtcMillis) -> Bound {
    let paper = Paper {
        number: 5,
        case: 7,
        zone: DENDERVALLEI,
        kind: MandateKind::VictimApplication,
        court: "Strafuitvoeringsrechtbank Hoedergem",
        reference: "SU-2026-0707",
        group: TargetGroup::Stalking,
        scope: &[ScopePart::Distance],
        days: 365,
        conditions: "Libéré sous conditions: aucun contact, aucune approche.",
        alcohol: None,
    };
    Bound {
        mandate: mandate(&paper, from),
        carriers: vec![offender(PASCAL, 5, "Pascal Hirondel"), protected(NADIA, 5, person(701), Age::Adult)],
        pairs: vec![pair(PASCAL_NADIA, 5, (PASCAL, NADIA), [500, 1_000])],
        perimeters: Vec::new(),
    }
}
