//! 7.4, 7.7 and 7.8.1-3: the stored form of rulings, the user agreement, the activation, the judge and offers, format 1.
//!
//! Never here: what may be ruled (room `measure`).

use super::words::{ActorForm, PvForm, SeatForm, TextSealed};
use crate::format::codes::{Day, Id, Word};
use hoeder_measure::decision::{
    Activation, Agreement, Assent, ChainDirection, ChainReferral, Coverage, Decision, DeviceSafety,
    JudgeInvolved, JudgeTold, OfferOutcome, Part, Procedure, Ruled, Ruling, SupportOffer, TellThirdParty,
};
use hoeder_measure::ending::EarlyGround;
use hoeder_measure::{By, Change};
use hoeder_vocab::{AccountId, ButtonId, CivilDate, DocumentId, HandsetId, TestId};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(super) struct PutBeforeOpen {
    procedure: Word<Procedure>,
    missing: Vec<Word<Part>>,
}

impl PutBeforeOpen {
    pub(super) fn of(procedure: Procedure, missing: &[Part]) -> Self {
        Self { procedure: Word(procedure), missing: missing.iter().copied().map(Word).collect() }
    }
    pub(super) fn put(self) -> Change {
        let missing = self.missing.into_iter().map(|part| part.0).collect();
        Change::PutBefore { procedure: self.procedure.0, missing }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct ProcedureOpen {
    pub(super) procedure: Word<Procedure>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum RulingForm {
    Grant,
    Refuse { third_party: Word<TellThirdParty> },
    Extend,
    EndAsPlanned,
    EndEarly { ground: Word<EarlyGround>, marginal_note: String },
    Resume,
}

impl RulingForm {
    fn of(ruling: &Ruling) -> Self {
        match ruling {
            Ruling::Grant => Self::Grant,
            Ruling::Refuse { third_party } => Self::Refuse { third_party: Word(*third_party) },
            Ruling::Extend => Self::Extend,
            Ruling::EndAsPlanned => Self::EndAsPlanned,
            Ruling::EndEarly { ground, marginal_note } => {
                Self::EndEarly { ground: Word(*ground), marginal_note: marginal_note.clone() }
            }
            Ruling::Resume => Self::Resume,
        }
    }
    fn ruling(self) -> Ruling {
        match self {
            Self::Grant => Ruling::Grant,
            Self::Refuse { third_party } => Ruling::Refuse { third_party: third_party.0 },
            Self::Extend => Ruling::Extend,
            Self::EndAsPlanned => Ruling::EndAsPlanned,
            Self::EndEarly { ground, marginal_note } => Ruling::EndEarly { ground: ground.0, marginal_note },
            Self::Resume => Ruling::Resume,
        }
    }
}

/// Why it was ruled so stands in the sealed half.
#[derive(Serialize, Deserialize)]
pub(super) struct RuledOpen {
    n: u16,
    ruling: RulingForm,
    procedure: Word<Procedure>,
    on: Day,
    said_by: Option<Id<AccountId>>,
    pv: Option<PvForm>,
    entered_by: ActorForm,
    entered_from: SeatForm,
    confirmed_on: Option<Day>,
    denied_on: Option<Day>,
}

impl RuledOpen {
    pub(super) fn of(ruled: &Ruled) -> Self {
        Self {
            n: ruled.n,
            ruling: RulingForm::of(&ruled.decision.ruling),
            procedure: Word(ruled.decision.procedure),
            on: Day(ruled.decision.on),
            said_by: ruled.decision.said_by.map(Id),
            pv: ruled.decision.pv.as_ref().map(PvForm::of),
            entered_by: ActorForm(ruled.by.actor),
            entered_from: SeatForm::of(ruled.by.seat),
            confirmed_on: ruled.confirmed_on.map(Day),
            denied_on: ruled.denied_on.map(Day),
        }
    }
    pub(super) fn ruled(self, reason: TextSealed) -> Ruled {
        Ruled {
            n: self.n,
            decision: Decision {
                ruling: self.ruling.ruling(),
                procedure: self.procedure.0,
                on: self.on.0,
                said_by: self.said_by.map(|account| account.0),
                pv: self.pv.map(PvForm::pv),
                reason: reason.text(),
            },
            by: By { actor: self.entered_by.0, seat: self.entered_from.seat() },
            confirmed_on: self.confirmed_on.map(|day| day.0),
            denied_on: self.denied_on.map(|day| day.0),
        }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct NumberOpen {
    pub(super) n: u16,
}

/// The first and the last day of the term.
#[derive(Serialize, Deserialize)]
pub(super) struct GrantedOpen {
    pub(super) on: Day,
    pub(super) ends_on: Day,
}

impl GrantedOpen {
    pub(super) fn granted(self) -> Change {
        Change::Granted { on: self.on.0, ends_on: self.ends_on.0 }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct RefusedOpen {
    pub(super) ruling: u16,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum AssentForm {
    Signed(Id<DocumentId>),
    Explained,
}

#[derive(Serialize, Deserialize)]
pub(super) struct AgreedOpen {
    on: Day,
    assent: AssentForm,
    version: String,
    told_end: Day,
}

impl AgreedOpen {
    pub(super) fn of(agreement: &Agreement) -> Self {
        Self {
            on: Day(agreement.on),
            assent: match agreement.assent {
                Assent::Signed { document } => AssentForm::Signed(Id(document)),
                Assent::Explained => AssentForm::Explained,
            },
            version: agreement.version.clone(),
            told_end: Day(agreement.told_end),
        }
    }
    pub(super) fn agreement(self) -> Agreement {
        Agreement {
            on: self.on.0,
            assent: match self.assent {
                AssentForm::Signed(document) => Assent::Signed { document: document.0 },
                AssentForm::Explained => Assent::Explained,
            },
            version: self.version,
            told_end: self.told_end.0,
        }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct ActivatedOpen {
    on: Day,
    test: Id<TestId>,
    handset: Id<HandsetId>,
    button: Option<Id<ButtonId>>,
    device_safety: Word<DeviceSafety>,
    coverage: Word<Coverage>,
    pv: Option<PvForm>,
}

impl ActivatedOpen {
    pub(super) fn of(activation: &Activation) -> Self {
        Self {
            on: Day(activation.on),
            test: Id(activation.test),
            handset: Id(activation.handset),
            button: activation.button.map(Id),
            device_safety: Word(activation.device_safety),
            coverage: Word(activation.coverage),
            pv: activation.pv.as_ref().map(PvForm::of),
        }
    }
    pub(super) fn activation(self) -> Activation {
        Activation {
            on: self.on.0,
            test: self.test.0,
            handset: self.handset.0,
            button: self.button.map(|button| button.0),
            device_safety: self.device_safety.0,
            coverage: self.coverage.0,
            pv: self.pv.map(PvForm::pv),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct ToldForm {
    how: Word<JudgeTold>,
    on: Day,
}

#[derive(Serialize, Deserialize)]
pub(super) struct JudgeOpen {
    since: Day,
    told: Option<ToldForm>,
}

impl JudgeOpen {
    pub(super) fn of(judge: &JudgeInvolved) -> Self {
        let told = |(how, on): (JudgeTold, CivilDate)| ToldForm { how: Word(how), on: Day(on) };
        Self { since: Day(judge.since), told: judge.told.map(told) }
    }
    pub(super) fn judge(self) -> JudgeInvolved {
        JudgeInvolved { since: self.since.0, told: self.told.map(|told| (told.how.0, told.on.0)) }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct SupportOpen {
    on: Day,
    outcome: Word<OfferOutcome>,
}

impl SupportOpen {
    pub(super) fn of(offer: &SupportOffer) -> Self {
        Self { on: Day(offer.on), outcome: Word(offer.outcome) }
    }
    pub(super) fn offer(self) -> SupportOffer {
        SupportOffer { on: self.on.0, outcome: self.outcome.0 }
    }
}

/// The note stands in the sealed half.
#[derive(Serialize, Deserialize)]
pub(super) struct ChainOpen {
    on: Day,
    direction: Word<ChainDirection>,
}

impl ChainOpen {
    pub(super) fn of(referral: &ChainReferral) -> Self {
        Self { on: Day(referral.on), direction: Word(referral.direction) }
    }
    pub(super) fn referral(self, note: TextSealed) -> ChainReferral {
        ChainReferral { on: self.on.0, direction: self.direction.0, note: note.text() }
    }
}
