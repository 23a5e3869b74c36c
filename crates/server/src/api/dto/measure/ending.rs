//! 7.12: breaches, the steps of the end, and the passage to judicial tracking.

use super::field::{At as _, Bad, CalendarDay, Number, Said, Shape, records};
use super::word::{BreachKind, DeviceBack, EarlyGround, EndKind};
use hoeder_measure::ending::{Breach, Continuation, EndCause, EndStep};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

records! {
    /// 7.12.3: the agreement was not kept.
    RecordBreachForm = Breach {
        /// On which day.
        on: CalendarDay,
        /// What.
        kind: BreachKind,
        /// In words.
        note: Said,
    }
    /// Judicial tracking runs for this person.
    ContinueForm = Continuation {
        /// Number of the judicial mandate.
        mandate: Number,
        /// The day from which tracking is known to run.
        runs_from: CalendarDay,
    }
    /// Why and since when a measure ends.
    EndCauseView = EndCause {
        /// On its date or before.
        kind: EndKind,
        /// The ground of an early end.
        ground: Option<EarlyGround>,
        /// The first day on which the measure no longer runs.
        since: CalendarDay,
    }
}

/// 7.12.2: one of the three steps of every end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum EndStepForm {
    /// The alarm was switched off.
    SwitchedOff {
        /// Day.
        on: CalendarDay,
    },
    /// The device came back, or will not.
    DeviceBack {
        /// Day.
        on: CalendarDay,
        /// How.
        how: DeviceBack,
    },
    /// The report was written.
    Pv {
        /// Its number.
        number: Number,
    },
}

impl Shape for EndStepForm {
    type Of = EndStep;
    fn read(self) -> Result<EndStep, Bad> {
        Ok(match self {
            Self::SwitchedOff { on } => EndStep::SwitchedOff { on: on.read().at("on")? },
            Self::DeviceBack { on, how } => {
                EndStep::DeviceBack { on: on.read().at("on")?, how: how.read().at("how")? }
            }
            Self::Pv { number } => EndStep::Pv { number: number.read().at("number")? },
        })
    }
    fn show(of: &EndStep) -> Self {
        match of {
            EndStep::SwitchedOff { on } => Self::SwitchedOff { on: Shape::show(on) },
            EndStep::DeviceBack { on, how } => {
                Self::DeviceBack { on: Shape::show(on), how: Shape::show(how) }
            }
            EndStep::Pv { number } => Self::Pv { number: Shape::show(number) },
        }
    }
}
