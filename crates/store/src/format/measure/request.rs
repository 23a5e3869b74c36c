//! 7.2 and 7.3: the stored form of a request, of competence and of hand-overs, format 1.
//!
//! Never here: who is competent (room `measure`).

use super::words::{PvForm, SeatForm, erased, revealed};
use crate::error::FormatError;
use crate::format::codes::{Day, Id, Word};
use crate::format::{Erasable, Form};
use hoeder_measure::Change;
use hoeder_measure::request::{HandOver, HandOverWhy, Honour, Origin, Relation, Request, Trust};
use hoeder_measure::territory::{Competence, CompetenceCase, Offence};
use hoeder_vocab::{CaseId, CivilDate, DistrictId, OfficeId, PersonId, Sensitive, ZoneId};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum OriginForm {
    Person,
    Police(Id<ZoneId>),
    Office(Id<OfficeId>),
    /// Who it is stands in the sealed half.
    ThirdParty(Word<Trust>),
    InvestigatingJudge,
    Tracking(String),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum OffenceForm {
    None,
    Alleged { districts: Vec<Id<DistrictId>>, known_to: Id<OfficeId> },
}

#[derive(Serialize, Deserialize)]
struct CompetenceForm {
    zone: Id<ZoneId>,
    office: Id<OfficeId>,
    case: Word<CompetenceCase>,
    contact_from: Option<Id<OfficeId>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct RequestedOpen {
    case: Id<CaseId>,
    person: Id<PersonId>,
    origin: OriginForm,
    made_on: Day,
    pv: PvForm,
    residence: Id<ZoneId>,
    relation: Word<Relation>,
    honour: Word<Honour>,
    offence: OffenceForm,
    competence: CompetenceForm,
}

#[derive(Serialize, Deserialize)]
pub(super) struct RequestedSealed {
    born: Day,
    /// The third party.
    who: Option<String>,
    summary: String,
}

impl Erasable for RequestedSealed {
    fn erased() -> Self {
        Self { born: Day(CivilDate::FIRST), who: Some(erased()), summary: erased() }
    }
}

pub(super) fn requested(request: &Request, competence: &Competence) -> (RequestedOpen, RequestedSealed) {
    let (origin, who) = origin_form(&request.origin);
    let open = RequestedOpen {
        case: Id(request.case),
        person: Id(request.person),
        origin,
        made_on: Day(request.made_on),
        pv: PvForm::of(&request.pv),
        residence: Id(request.residence),
        relation: Word(request.relation),
        honour: Word(request.honour),
        offence: match &request.offence {
            Offence::None => OffenceForm::None,
            Offence::Alleged { districts, known_to } => OffenceForm::Alleged {
                districts: districts.iter().copied().map(Id).collect(),
                known_to: Id(*known_to),
            },
        },
        competence: CompetenceForm {
            zone: Id(competence.zone),
            office: Id(competence.office),
            case: Word(competence.case),
            contact_from: competence.contact_from.map(Id),
        },
    };
    let sealed =
        RequestedSealed { born: Day(revealed(&request.born)), who, summary: revealed(&request.summary) };
    (open, sealed)
}

fn origin_form(origin: &Origin) -> (OriginForm, Option<String>) {
    match origin {
        Origin::Person => (OriginForm::Person, None),
        Origin::Police(zone) => (OriginForm::Police(Id(*zone)), None),
        Origin::Office(office) => (OriginForm::Office(Id(*office)), None),
        Origin::ThirdParty { trust, who } => (OriginForm::ThirdParty(Word(*trust)), Some(revealed(who))),
        Origin::InvestigatingJudge => (OriginForm::InvestigatingJudge, None),
        Origin::Tracking { mandate } => (OriginForm::Tracking(mandate.clone()), None),
    }
}

pub(super) fn read_requested(open: RequestedOpen, form: &Form<'_>) -> Result<Change, FormatError> {
    let (request, competence) = read_parts(open, form.sealed()?, form)?;
    Ok(Change::Requested { request: Box::new(request), competence })
}

pub(super) fn read_parts(
    open: RequestedOpen,
    sealed: RequestedSealed,
    form: &Form<'_>,
) -> Result<(Request, Competence), FormatError> {
    let origin = match open.origin {
        OriginForm::Person => Origin::Person,
        OriginForm::Police(zone) => Origin::Police(zone.0),
        OriginForm::Office(office) => Origin::Office(office.0),
        OriginForm::ThirdParty(trust) => {
            let who = sealed.who.ok_or_else(|| form.malformed("sealed", 0))?;
            Origin::ThirdParty { trust: trust.0, who: Sensitive::new(who) }
        }
        OriginForm::InvestigatingJudge => Origin::InvestigatingJudge,
        OriginForm::Tracking(mandate) => Origin::Tracking { mandate },
    };
    let request = Request {
        case: open.case.0,
        person: open.person.0,
        born: Sensitive::new(sealed.born.0),
        origin,
        made_on: open.made_on.0,
        pv: open.pv.pv(),
        residence: open.residence.0,
        relation: open.relation.0,
        honour: open.honour.0,
        offence: match open.offence {
            OffenceForm::None => Offence::None,
            OffenceForm::Alleged { districts, known_to } => Offence::Alleged {
                districts: districts.into_iter().map(|district| district.0).collect(),
                known_to: known_to.0,
            },
        },
        summary: Sensitive::new(sealed.summary),
    };
    let competence = Competence {
        zone: open.competence.zone.0,
        office: open.competence.office.0,
        case: open.competence.case.0,
        contact_from: open.competence.contact_from.map(|office| office.0),
    };
    Ok((request, competence))
}

#[derive(Serialize, Deserialize)]
pub(super) struct HandOverOpen {
    from: SeatForm,
    to: SeatForm,
    why: Word<HandOverWhy>,
    on: Day,
    confirmed_on: Option<Day>,
}

impl HandOverOpen {
    pub(super) fn of(given: &HandOver) -> Self {
        Self {
            from: SeatForm::of(given.from),
            to: SeatForm::of(given.to),
            why: Word(given.why),
            on: Day(given.on),
            confirmed_on: given.confirmed_on.map(Day),
        }
    }
    pub(super) fn hand_over(self) -> HandOver {
        HandOver {
            from: self.from.seat(),
            to: self.to.seat(),
            why: self.why.0,
            on: self.on.0,
            confirmed_on: self.confirmed_on.map(|day| day.0),
        }
    }
}

/// The zone and the office that manage the measure from now on.
#[derive(Serialize, Deserialize)]
pub(super) struct ManagementOpen {
    pub(super) zone: Id<ZoneId>,
    pub(super) office: Id<OfficeId>,
}

impl ManagementOpen {
    pub(super) fn passed(self) -> Change {
        Change::ManagementPassed { zone: self.zone.0, office: self.office.0 }
    }
}
