//! 7.3: the request, whoever makes it and wherever, and its hand-over to the competent zone and office.
//!
//! Never here: what is decided about it.

use crate::by::Seat;
use crate::coded::coded;
use crate::decide::number_at;
use crate::followup::Destination;
use crate::state::Measure;
use crate::territory::Offence;
use hoeder_vocab::{CaseId, CivilDate, OfficeId, PersonId, Sensitive, ZoneId};

/// Most hand-overs that one measure keeps.
pub const MAX_HAND_OVERS: usize = 64;

coded! {
    /// Is a third party usually trusted in cases within the family (7.3.4, MS-03)?
    Trust {
        /// A trusted person: particular attention for the request.
        Trusted = "trusted",
        /// Not usually: the person may not know of the request, or not agree.
        NotTrusted = "not-trusted",
    }

    /// Initial or subsequent report.
    PvKind {
        /// The first one about the facts.
        #[doc(alias = "aanvankelijk proces-verbaal")]
        Initial = "initial",
        /// A later one.
        #[doc(alias = "navolgend proces-verbaal")]
        Subsequent = "subsequent",
    }

    /// How the two people stand to each other (6): a wide notion of family, and living together is never required.
    Relation {
        /// Former partners: the checklist of COL 15/2020 is filled in.
        ExPartners = "ex-partners",
        /// Partners who are breaking up.
        Partners = "partners",
        /// The suspect threatens a parent or grandparent.
        Ascendant = "ascendant",
        /// The suspect threatens a child or grandchild.
        Descendant = "descendant",
        /// Brothers and sisters.
        Siblings = "siblings",
        /// Another family relation.
        OtherFamily = "other-family",
    }

    /// Does honour play a part (6, COL 06/2017)?
    Honour {
        /// Yes: particular attention.
        Related = "related",
        /// No.
        NotRelated = "not-related",
        /// Not known.
        Unknown = "unknown",
    }

    /// Why a file goes from one seat to another.
    HandOverWhy {
        /// The request was made at another zone or office than that of residence (7.3.2, 7.3.3).
        Request = "request",
        /// Both offices agreed that the one competent for the offence takes the measure (7.2.1).
        OfficeAgreement = "office-agreement",
        /// The protected person moved to where the alarm is in force (7.2.3).
        Move = "move",
    }
}

/// The report in which something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PvRef {
    /// Initial or subsequent.
    pub kind: PvKind,
    /// Its number, 1 to 40 characters.
    pub number: String,
}

/// Who asks (MS-01).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The person to protect (7.3.1).
    Person,
    /// A police zone (7.3.2).
    Police(ZoneId),
    /// A prosecutor's office (7.3.3).
    Office(OfficeId),
    /// Somebody else (7.3.4).
    ThirdParty {
        /// Usually trusted?
        trust: Trust,
        /// Who, in a line.
        who: Sensitive<String>,
    },
    /// An investigating judge (7.8.2): special attention.
    InvestigatingJudge,
    /// The judicial tracking of the suspect ends and the person goes on with the alarm (EM-11).
    Tracking {
        /// Number of the mandate, 1 to 40 characters.
        mandate: String,
    },
}

/// One request for one person to protect. The form that the zone or office fills in first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The household or family.
    pub case: CaseId,
    /// The person to protect.
    pub person: PersonId,
    /// Day of birth: under sixteen the agreement is explained and not signed (MS-09).
    pub born: Sensitive<CivilDate>,
    /// Who asks.
    pub origin: Origin,
    /// On which day it was asked.
    pub made_on: CivilDate,
    /// The report in which it stands.
    pub pv: PvRef,
    /// The zone of residence.
    pub residence: ZoneId,
    /// To the suspect.
    pub relation: Relation,
    /// Honour-related?
    pub honour: Honour,
    /// Does it rest on an offence?
    pub offence: Offence,
    /// What it is about, 1 to 10,000 characters.
    pub summary: Sensitive<String>,
}

/// A file on its way: whoever sends stays responsible until the receiver confirms (MS-02, MS-36).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandOver {
    /// From.
    pub from: Seat,
    /// To.
    pub to: Seat,
    /// Why.
    pub why: HandOverWhy,
    /// Sent on.
    pub on: CivilDate,
    /// Receipt confirmed on.
    pub confirmed_on: Option<CivilDate>,
}

impl Measure {
    /// Files on their way that wait for a receipt, with their numbers. One that a later move overtook waits no more, and
    /// neither does one to whoever manages already.
    #[must_use]
    pub fn open_hand_overs(&self) -> Vec<(u16, HandOver)> {
        let (zone, office) = (self.file.zone.map(Seat::Zone), self.file.office.map(Seat::Office));
        let to_new_home = |to: Seat| {
            self.settled_move().is_some_and(|moved| {
                matches!(moved.what.to, Destination::Zone(zone) if to == Seat::Zone(zone))
                    || moved.new_office.map(Seat::Office) == Some(to)
            })
        };
        let open = |one: &HandOver| {
            let waits = match one.why {
                HandOverWhy::Request => true,
                HandOverWhy::OfficeAgreement => Some(one.to) != office,
                HandOverWhy::Move => to_new_home(one.to) && Some(one.to) != zone && Some(one.to) != office,
            };
            waits && one.confirmed_on.is_none()
        };
        self.file
            .hand_overs
            .iter()
            .enumerate()
            .filter(|(_, one)| open(one))
            .map(|(at, one)| (number_at(at), *one))
            .collect()
    }
}
