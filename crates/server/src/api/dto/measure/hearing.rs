//! 7.4.1, 7.5, 7.8.4 and 7.8.5: the hearing, kept contact data, measures towards the suspect.

use super::field::{At as _, Bad, CalendarDay, Number, Said, Shape, records};
use super::request::PvForm;
use super::word::{ConditionName, Secrecy, ToldNoRight, YesNoUnknown};
use hoeder_measure::conditions::{ConditionCheck, Hearing};
use hoeder_measure::confidentiality::{ContactSecrecy, SuspectMeasure};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

records! {
    /// Which contact data stay out of the reports (7.8.5).
    SecrecyForm = ContactSecrecy {
        /// The address.
        address: Secrecy,
        /// Phone number and e-mail address.
        contact: Secrecy,
    }
    /// 7.4.1: the hearing of the person.
    HearForm = Hearing {
        /// On which day.
        on: CalendarDay,
        /// The report in which it stands.
        pv: PvForm,
        /// The facts.
        facts: Said,
        /// The context of the relation.
        relation: Said,
        /// Condition 3: wants to use the system.
        wants_it: YesNoUnknown,
        /// Condition 4: no voluntary contact, save about common children.
        no_contact: YesNoUnknown,
        /// Condition 5: a complaint for each new fact.
        complaints: YesNoUnknown,
        /// Condition 6: signs and keeps the user agreement.
        agreement: YesNoUnknown,
        /// Told that this gives no automatic right.
        told_no_right: ToldNoRight,
        /// For a minor: able to use it properly?
        able: YesNoUnknown,
        /// Which contact data stay out of the reports.
        secrecy: SecrecyForm,
    }
    /// One condition of 7.5 and how it stands.
    ConditionView = ConditionCheck {
        /// Which.
        condition: ConditionName,
        /// Met, not met, or not known yet.
        met: YesNoUnknown,
    }
}

/// 7.8.4: a measure towards the suspect. None of them says that there is an alarm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum SuspectMeasureForm {
    /// Heard about the facts and their context.
    Heard {
        /// Day.
        on: CalendarDay,
        /// Report.
        pv: PvForm,
    },
    /// Deprived of liberty.
    Arrested {
        /// Day.
        on: CalendarDay,
    },
    /// Signalled as wanted.
    Signalled {
        /// Day.
        on: CalendarDay,
    },
    /// Contact ban.
    ContactBan {
        /// First day.
        from: CalendarDay,
        /// Last day, not before the end of the measure.
        until: CalendarDay,
        /// Reference of the registration in the ANG.
        ang: Number,
    },
    /// Temporary home ban.
    HomeBan {
        /// First day.
        from: CalendarDay,
        /// Last day.
        until: CalendarDay,
    },
}

impl Shape for SuspectMeasureForm {
    type Of = SuspectMeasure;
    fn read(self) -> Result<SuspectMeasure, Bad> {
        Ok(match self {
            Self::Heard { on, pv } => {
                SuspectMeasure::Heard { on: on.read().at("on")?, pv: pv.read().at("pv")? }
            }
            Self::Arrested { on } => SuspectMeasure::Arrested { on: on.read().at("on")? },
            Self::Signalled { on } => SuspectMeasure::Signalled { on: on.read().at("on")? },
            Self::ContactBan { from, until, ang } => SuspectMeasure::ContactBan {
                from: from.read().at("from")?,
                until: until.read().at("until")?,
                ang: ang.read().at("ang")?,
            },
            Self::HomeBan { from, until } => {
                SuspectMeasure::HomeBan { from: from.read().at("from")?, until: until.read().at("until")? }
            }
        })
    }
    fn show(of: &SuspectMeasure) -> Self {
        match of {
            SuspectMeasure::Heard { on, pv } => Self::Heard { on: Shape::show(on), pv: Shape::show(pv) },
            SuspectMeasure::Arrested { on } => Self::Arrested { on: Shape::show(on) },
            SuspectMeasure::Signalled { on } => Self::Signalled { on: Shape::show(on) },
            SuspectMeasure::ContactBan { from, until, ang } => {
                Self::ContactBan { from: Shape::show(from), until: Shape::show(until), ang: Shape::show(ang) }
            }
            SuspectMeasure::HomeBan { from, until } => {
                Self::HomeBan { from: Shape::show(from), until: Shape::show(until) }
            }
        }
    }
}
