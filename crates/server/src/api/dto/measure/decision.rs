//! 7.4, 7.7 and 7.8: rulings, the agreement, the activation, the judge, support and the chain approach.

use super::field::{
    AccountRef, At as _, Bad, ButtonRef, CalendarDay, DocumentRef, HandsetRef, Number, Remark, Said, Shape,
    TestRef, records,
};
use super::request::PvForm;
use super::word::{
    ChainDirection, Consulted, Coverage, DeviceSafety, EarlyGround, JudgeToldBy, OfferOutcome, Procedure,
    ShortageAnswer, TellThirdParty,
};
use hoeder_measure::decision::{
    Activation, Agreement, Assent, ChainReferral, Decision, JudgeInvolved, Ruling, SupportOffer,
};
use hoeder_measure::shortage::ShortageDecision;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

records! {
    /// A ruling as it is entered: by the magistrate, or by the officer who heard it.
    RuleForm = Decision {
        /// What.
        ruling: RulingForm,
        /// With what is available, or with everything.
        procedure: Procedure,
        /// On which day it was ruled.
        on: CalendarDay,
        /// Which magistrate said it, when an officer enters it.
        said_by: Option<AccountRef>,
        /// The report in which it stands; needed when an officer enters it.
        pv: Option<PvForm>,
        /// Why.
        reason: Said,
    }
    /// 7.8.1: the user agreement was explained and signed.
    AgreeForm = Agreement {
        /// On which day.
        on: CalendarDay,
        /// Signed or explained.
        assent: AssentForm,
        /// Version of the text.
        version: Number,
        /// The planned end date that the person was told.
        told_end: CalendarDay,
    }
    /// 7.8.1: the alarm was switched on.
    ActivateForm = Activation {
        /// On which day.
        on: CalendarDay,
        /// The end-to-end test that passed.
        test: TestRef,
        /// The phone.
        handset: HandsetRef,
        /// The button.
        button: Option<ButtonRef>,
        /// Is the phone safe from others?
        device_safety: DeviceSafety,
        /// Coverage at the usual places.
        coverage: Coverage,
        /// The report of these steps; absent: to follow.
        pv: Option<PvForm>,
    }
    /// 7.8.3: an offer by the victim reception service.
    OfferSupportForm = SupportOffer {
        /// On which day.
        on: CalendarDay,
        /// What became of it.
        outcome: OfferOutcome,
    }
    /// 7.8.6: a referral to or from the chain approach.
    ReferChainForm = ChainReferral {
        /// On which day.
        on: CalendarDay,
        /// Which way.
        direction: ChainDirection,
        /// In words; may be empty.
        #[serde(default)]
        note: Remark,
    }
    /// 7.8.7: what was decided about a missing device.
    DecideShortageForm = ShortageDecision {
        /// On which day.
        on: CalendarDay,
        /// What.
        answer: ShortageAnswer,
        /// Prosecutor-general.
        consulted: Consulted,
        /// Why.
        reason: Said,
    }
}

/// What is ruled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum RulingForm {
    /// 7.8: granted, for nine months.
    Grant,
    /// 7.7: refused for now.
    Refuse {
        /// What a third party hears of it.
        third_party: TellThirdParty,
    },
    /// 7.12.1: nine months more.
    Extend,
    /// 7.12.1: ends on the planned date.
    EndAsPlanned,
    /// 7.12.3: ends before.
    EndEarly {
        /// Why.
        ground: EarlyGround,
        /// Number of the marginal note.
        marginal_note: Number,
    },
    /// The ending is taken back while the alarm is still on.
    Resume,
}

impl Shape for RulingForm {
    type Of = Ruling;
    fn read(self) -> Result<Ruling, Bad> {
        Ok(match self {
            Self::Grant => Ruling::Grant,
            Self::Refuse { third_party } => {
                Ruling::Refuse { third_party: third_party.read().at("third_party")? }
            }
            Self::Extend => Ruling::Extend,
            Self::EndAsPlanned => Ruling::EndAsPlanned,
            Self::EndEarly { ground, marginal_note } => Ruling::EndEarly {
                ground: ground.read().at("ground")?,
                marginal_note: marginal_note.read().at("marginal_note")?,
            },
            Self::Resume => Ruling::Resume,
        })
    }
    fn show(of: &Ruling) -> Self {
        match of {
            Ruling::Grant => Self::Grant,
            Ruling::Refuse { third_party } => Self::Refuse { third_party: Shape::show(third_party) },
            Ruling::Extend => Self::Extend,
            Ruling::EndAsPlanned => Self::EndAsPlanned,
            Ruling::EndEarly { ground, marginal_note } => {
                Self::EndEarly { ground: Shape::show(ground), marginal_note: Shape::show(marginal_note) }
            }
            Ruling::Resume => Self::Resume,
        }
    }
}

/// How the person agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum AssentForm {
    /// Signed: everyone from sixteen on.
    Signed {
        /// The signed copy.
        document: DocumentRef,
    },
    /// Explained and not signed: under sixteen.
    Explained,
}

impl Shape for AssentForm {
    type Of = Assent;
    fn read(self) -> Result<Assent, Bad> {
        Ok(match self {
            Self::Signed { document } => Assent::Signed { document: document.read()? },
            Self::Explained => Assent::Explained,
        })
    }
    fn show(of: &Assent) -> Self {
        match of {
            Assent::Signed { document } => Self::Signed { document: Shape::show(document) },
            Assent::Explained => Self::Explained,
        }
    }
}

/// 7.8.2: an investigating judge has the facts in hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvolveJudgeForm {
    /// Since when.
    pub since: CalendarDay,
    /// How the judge was told of the measure; absent: to be done.
    pub told: Option<JudgeWord>,
}

/// Word to the investigating judge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JudgeWord {
    /// How.
    pub by: JudgeToldBy,
    /// On which day.
    pub on: CalendarDay,
}

impl Shape for InvolveJudgeForm {
    type Of = JudgeInvolved;
    fn read(self) -> Result<JudgeInvolved, Bad> {
        let told = self
            .told
            .map(|word| Ok::<_, Bad>((word.by.read().at("told.by")?, word.on.read().at("told.on")?)))
            .transpose()?;
        Ok(JudgeInvolved { since: self.since.read().at("since")?, told })
    }
    fn show(of: &JudgeInvolved) -> Self {
        let told = of.told.as_ref().map(|(by, on)| JudgeWord { by: Shape::show(by), on: Shape::show(on) });
        Self { since: Shape::show(&of.since), told }
    }
}
