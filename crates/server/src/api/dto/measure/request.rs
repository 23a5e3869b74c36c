//! 7.2 and 7.3: the request, who asks, and hand-overs.

use super::field::{
    At as _, Bad, BirthDay, CalendarDay, CaseRef, DistrictRef, Number, OfficeRef, PersonRef, Said, Shape,
    ZoneRef, records,
};
use super::word::{CompetenceCase, HandOverWhy, Honour, PvKind, Relation, ThirdPartyTrust};
use hoeder_measure::by::Seat;
use hoeder_measure::request::{HandOver, Origin, PvRef, Request};
use hoeder_measure::takeover::TakenOver;
use hoeder_measure::territory::{Competence, Offence};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

records! {
    /// The report in which something stands.
    PvForm = PvRef {
        /// Initial or subsequent.
        kind: PvKind,
        /// Its number.
        number: Number,
    }
    /// 7.3: a request for one person to protect.
    RequestForm = Request {
        /// The household or family.
        case: CaseRef,
        /// The person to protect.
        person: PersonRef,
        /// Day of birth: under sixteen the agreement is explained and not signed.
        born: BirthDay,
        /// Who asks.
        origin: OriginForm,
        /// On which day it was asked.
        made_on: CalendarDay,
        /// The report in which it stands.
        pv: PvForm,
        /// The zone of residence.
        residence: ZoneRef,
        /// To the suspect.
        relation: Relation,
        /// Honour-related?
        honour: Honour,
        /// Does it rest on an offence?
        offence: OffenceForm,
        /// What it is about.
        summary: Said,
    }
    /// A measure that ran before it was kept here, as the file of the zone says.
    TakeOverForm = TakenOver {
        /// The request.
        request: RequestForm,
        /// The day of the grant.
        granted_on: CalendarDay,
        /// The report in which the ruling stands.
        granted_pv: Number,
        /// The magistrate who granted it.
        decided_by: Said,
        /// The day on which the user agreement was explained, when it is known.
        agreed_on: Option<CalendarDay>,
        /// Since when the alarm was on.
        active_since: CalendarDay,
        /// Number of the device.
        device: Number,
        /// Days of alarms and new facts, in order.
        incidents: Vec<CalendarDay>,
        /// Days on which it was extended, in order.
        extended_on: Vec<CalendarDay>,
        /// The last day.
        ends_on: CalendarDay,
        /// Days of visits, in order.
        visits: Vec<CalendarDay>,
        /// Reference of the registration in the ANG, when it is known.
        ang: Option<Number>,
        /// The day on which the victim reception service was seized, when it is known.
        reception_on: Option<CalendarDay>,
    }
    /// A file on its way: whoever sends stays responsible until the receiver confirms.
    HandOverView = HandOver {
        /// From.
        from: SeatForm,
        /// To.
        to: SeatForm,
        /// Why.
        why: HandOverWhy,
        /// Sent on.
        on: CalendarDay,
        /// Receipt confirmed on.
        confirmed_on: Option<CalendarDay>,
    }
    /// Who is competent and why (7.2.1, 7.2.2).
    CompetenceView = Competence {
        /// The zone of residence.
        zone: ZoneRef,
        /// The office of residence.
        office: OfficeRef,
        /// Which of the three cases.
        case: CompetenceCase,
        /// In the third case: the office that must contact that of residence at once.
        contact_from: Option<OfficeRef>,
    }
}

/// Who asks (7.3, 7.8.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum OriginForm {
    /// The person to protect (7.3.1).
    Person,
    /// A police zone (7.3.2).
    Police {
        /// Which.
        zone: ZoneRef,
    },
    /// A prosecutor's office (7.3.3).
    Office {
        /// Which.
        office: OfficeRef,
    },
    /// Somebody else (7.3.4).
    ThirdParty {
        /// Usually trusted?
        trust: ThirdPartyTrust,
        /// Who, in a line.
        who: Said,
    },
    /// An investigating judge (7.8.2).
    InvestigatingJudge,
    /// The judicial tracking of the suspect ends and the person goes on with the alarm.
    Tracking {
        /// Number of the mandate.
        mandate: Number,
    },
}

impl Shape for OriginForm {
    type Of = Origin;
    fn read(self) -> Result<Origin, Bad> {
        Ok(match self {
            Self::Person => Origin::Person,
            Self::Police { zone } => Origin::Police(zone.read()?),
            Self::Office { office } => Origin::Office(office.read()?),
            Self::ThirdParty { trust, who } => {
                Origin::ThirdParty { trust: trust.read().at("trust")?, who: who.read().at("who")? }
            }
            Self::InvestigatingJudge => Origin::InvestigatingJudge,
            Self::Tracking { mandate } => Origin::Tracking { mandate: mandate.read().at("mandate")? },
        })
    }
    fn show(of: &Origin) -> Self {
        match of {
            Origin::Person => Self::Person,
            Origin::Police(zone) => Self::Police { zone: Shape::show(zone) },
            Origin::Office(office) => Self::Office { office: Shape::show(office) },
            Origin::ThirdParty { trust, who } => {
                Self::ThirdParty { trust: Shape::show(trust), who: Shape::show(who) }
            }
            Origin::InvestigatingJudge => Self::InvestigatingJudge,
            Origin::Tracking { mandate } => Self::Tracking { mandate: Shape::show(mandate) },
        }
    }
}

/// Does the measure rest on an offence? Says which office acts, and nothing about the decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum OffenceForm {
    /// No offence, or not known to be one.
    None,
    /// An offence by the suspect.
    Alleged {
        /// Districts competent for it: where it was committed, where the suspect lives or is found.
        districts: Vec<DistrictRef>,
        /// The office that learned of it.
        known_to: OfficeRef,
    },
}

impl Shape for OffenceForm {
    type Of = Offence;
    fn read(self) -> Result<Offence, Bad> {
        Ok(match self {
            Self::None => Offence::None,
            Self::Alleged { districts, known_to } => {
                if districts.is_empty() || districts.len() > MAX_DISTRICTS {
                    return Err(Bad::new("1 to 16 districts")).at("districts");
                }
                Offence::Alleged { districts: districts.read()?, known_to: known_to.read()? }
            }
        })
    }
    fn show(of: &Offence) -> Self {
        match of {
            Offence::None => Self::None,
            Offence::Alleged { districts, known_to } => {
                Self::Alleged { districts: Shape::show(districts), known_to: Shape::show(known_to) }
            }
        }
    }
}

/// Most districts that are competent for one offence.
const MAX_DISTRICTS: usize = 16;

/// The place from which somebody acts, or to which something goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum SeatForm {
    /// A police zone.
    Zone {
        /// Which.
        zone: ZoneRef,
    },
    /// A prosecutor's office, with its victim reception service.
    Office {
        /// Which.
        office: OfficeRef,
    },
    /// A judicial district.
    District {
        /// Which.
        district: DistrictRef,
    },
    /// No territory.
    Nowhere,
}

impl Shape for SeatForm {
    type Of = Seat;
    fn read(self) -> Result<Seat, Bad> {
        Ok(match self {
            Self::Zone { zone } => Seat::Zone(zone.read()?),
            Self::Office { office } => Seat::Office(office.read()?),
            Self::District { district } => Seat::District(district.read()?),
            Self::Nowhere => Seat::Nowhere,
        })
    }
    fn show(of: &Seat) -> Self {
        match of {
            Seat::Zone(zone) => Self::Zone { zone: Shape::show(zone) },
            Seat::Office(office) => Self::Office { office: Shape::show(office) },
            Seat::District(district) => Self::District { district: Shape::show(district) },
            Seat::Nowhere => Self::Nowhere,
        }
    }
}
