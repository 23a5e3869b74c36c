//! 7.6 and 7.4.2: the assessment and the antecedents, as forms. No field is a sum or a score.

use super::field::{At as _, Bad, CalendarDay, FileNumber, Number, Remark, Said, Shape, records};
use super::request::SeatForm;
use super::word::{ChargeCode, YesNoUnknown};
use hoeder_measure::risk::{
    Answered, Antecedents, Assessment, Attention, Checklist, ChecklistAnswer, Firearms, Item, PastFile,
    Questionnaire, Scope, Weight,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

records! {
    /// An answer with what was said about it.
    AnsweredForm = Answered {
        /// Yes, no or not known.
        answer: YesNoUnknown,
        /// In words; may be empty.
        #[serde(default)]
        note: Remark,
    }
    /// Firearms of the suspect.
    FirearmsForm = Firearms {
        /// Yes, no or not known.
        answer: YesNoUnknown,
        /// Who checks the registers.
        checked_by: Option<SeatForm>,
        /// In words; may be empty.
        #[serde(default)]
        note: Remark,
    }
    /// What asks for particular attention.
    AttentionForm = Attention {
        /// A break-up in which the two intend the opposite of each other.
        opposed_intentions: YesNoUnknown,
        /// The victim had to move to a shelter whose address is secret.
        secret_shelter: YesNoUnknown,
    }
    /// Condition 2 of 7.5, as officer and magistrate see it together.
    ScopeForm = Scope {
        /// Within the scope?
        within: YesNoUnknown,
        /// Why.
        why: Said,
    }
    /// One item of the checklist answered.
    ChecklistAnswerForm = ChecklistAnswer {
        /// Which item.
        item: Number,
        /// Yes, no or not known.
        answer: YesNoUnknown,
        /// In words; may be empty.
        #[serde(default)]
        note: Remark,
    }
    /// 7.6: one assessment of the situation.
    AssessForm = Assessment {
        /// On which day.
        on: CalendarDay,
        /// The eight questions.
        eight: EightForm,
        /// The checklist: for former partners; may be used for others.
        checklist: Option<ChecklistForm>,
        /// Particular attention.
        attention: AttentionForm,
        /// Firearms.
        firearms: Option<FirearmsForm>,
        /// Condition 2.
        scope: ScopeForm,
        /// Why other means do not suffice; empty: still to be said.
        #[serde(default)]
        subsidiarity: Remark,
    }
    /// One earlier file of the suspect.
    PastFileForm = PastFile {
        /// Its number.
        number: FileNumber,
        /// Opened on.
        opened_on: CalendarDay,
        /// About.
        code: ChargeCode,
        /// How it went on, and what it says; may be empty.
        #[serde(default)]
        note: Remark,
    }
    /// 7.4.2: one search for antecedents.
    AntecedentsForm = Antecedents {
        /// Searched on.
        on: CalendarDay,
        /// Searched back to: at least three years before.
        since: CalendarDay,
        /// What was found; empty: nothing.
        files: Vec<PastFileForm>,
    }
}

/// The checklist of COL 15/2020, filled in or updated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChecklistForm {
    /// Which version of the list.
    pub version: Number,
    /// One answer for each of its items.
    pub answers: Vec<ChecklistAnswerForm>,
}

impl Shape for ChecklistForm {
    type Of = Checklist;
    fn read(self) -> Result<Checklist, Bad> {
        let version = self.version.read().at("version")?;
        Ok(Checklist { version, answers: self.answers.read().at("answers")?.into_iter().collect() })
    }
    fn show(of: &Checklist) -> Self {
        let answers = of.answers.iter().map(|one| Shape::show(&one)).collect();
        Self { version: Shape::show(&of.version), answers }
    }
}

/// The eight questions of 7.6.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EightForm {
    /// 1: fears for the own life or that of the children.
    pub fears_for_life: AnsweredForm,
    /// 2: a broken relation that the ex-partner does not accept, with a worrying attitude.
    pub break_up_not_accepted: AnsweredForm,
    /// 3: sees no way out but death, or threatened with murder or suicide.
    pub death_threats: AnsweredForm,
    /// 4: was violent before.
    pub earlier_violence: AnsweredForm,
    /// 5: affinity with weapons.
    pub affinity_with_weapons: AnsweredForm,
    /// 6: spends much time, energy, money or means on the intimidation.
    pub much_effort: AnsweredForm,
    /// 7: great anger, hard to control.
    pub great_anger: AnsweredForm,
    /// 8: destroyed belongings of the victim.
    pub destroyed_belongings: AnsweredForm,
}

impl Shape for EightForm {
    type Of = [Answered; 8];
    fn read(self) -> Result<[Answered; 8], Bad> {
        Ok([
            self.fears_for_life.read().at("fears_for_life")?,
            self.break_up_not_accepted.read().at("break_up_not_accepted")?,
            self.death_threats.read().at("death_threats")?,
            self.earlier_violence.read().at("earlier_violence")?,
            self.affinity_with_weapons.read().at("affinity_with_weapons")?,
            self.much_effort.read().at("much_effort")?,
            self.great_anger.read().at("great_anger")?,
            self.destroyed_belongings.read().at("destroyed_belongings")?,
        ])
    }
    fn show(of: &[Answered; 8]) -> Self {
        let [fears, broken, death, violence, weapons, effort, anger, belongings] = of;
        Self {
            fears_for_life: Shape::show(fears),
            break_up_not_accepted: Shape::show(broken),
            death_threats: Shape::show(death),
            earlier_violence: Shape::show(violence),
            affinity_with_weapons: Shape::show(weapons),
            much_effort: Shape::show(effort),
            great_anger: Shape::show(anger),
            destroyed_belongings: Shape::show(belongings),
        }
    }
}

/// One version of the checklist, to fill in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct QuestionnaireView {
    /// Which version.
    pub version: String,
    /// Its items, in order.
    pub items: Vec<QuestionView>,
}

/// One item of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct QuestionView {
    /// Stable within all versions.
    pub id: String,
    /// Marked with a bomb: found once, the magistrate is told at once.
    pub bomb: bool,
    /// Dutch.
    pub nl: String,
    /// French.
    pub fr: String,
    /// German.
    pub de: String,
    /// English.
    pub en: String,
}

impl From<&Questionnaire> for QuestionnaireView {
    fn from(list: &Questionnaire) -> Self {
        Self { version: list.version.clone(), items: list.items.iter().map(QuestionView::from).collect() }
    }
}

impl From<&Item> for QuestionView {
    fn from(item: &Item) -> Self {
        let [nl, fr, de, en] = item.text.clone();
        let bomb = match item.weight {
            Weight::Bomb => true,
            Weight::Factor => false,
        };
        Self { id: item.id.clone(), bomb, nl, fr, de, en }
    }
}
