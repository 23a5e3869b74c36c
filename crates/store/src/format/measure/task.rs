//! The stored form of tasks and receipts, which events name: `"agree"`, `{"revisit":3}`, `{"confirm":{"incident":2}}`; format 1.
//!
//! Never here: which tasks are open, which is computed and never stored.

use crate::format::codes::{Id, Word};
use hoeder_measure::Change;
use hoeder_measure::decision::Part;
use hoeder_measure::task::{Receipt, TaskKind, Told};
use hoeder_vocab::{FactId, TripId};
use serde::{Deserialize, Serialize};

/// Declares an enum of the stored form beside one of the room `measure`: variants without data, and variants with a number.
macro_rules! numbered {
    ($name:ident of $kind:ident { $($plain:ident)* } { $($with_n:ident)* } { $($with:ident($form:ty) $of:expr, $back:expr;)* }) => {
        #[derive(Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub(super) enum $name { $($plain,)* $($with_n(u16),)* $($with($form),)* }

        impl $name {
            pub(super) fn of(kind: $kind) -> Self {
                match kind {
                    $($kind::$plain => Self::$plain,)*
                    $($kind::$with_n(n) => Self::$with_n(n),)*
                    $($kind::$with(data) => Self::$with($of(data)),)*
                }
            }
            pub(super) fn back(self) -> $kind {
                match self {
                    $(Self::$plain => $kind::$plain,)*
                    $(Self::$with_n(n) => $kind::$with_n(n),)*
                    $(Self::$with(form) => $kind::$with($back(form)),)*
                }
            }
        }
    };
}

numbered! { ToldForm of Told {} { Extension PlannedEnd EarlyEnd } {} }

numbered! { ReceiptForm of Receipt { Request } { HandOver Bomb Incident AskedToEnd } {} }

numbered! {
    TaskForm of TaskKind
    {
        ContactOffice CheckFirearms PutBefore Decide Agree Activate ActivationPv RegisterAng RegisterPolice
        RegisterOfficeEnd SeizeReception OfferSupport OfferSupportAgain TellJudge HearSuspect BanContact ExtendBan
        DecideShortage InformOfShortage SharePlaces SwitchOff TakeBack EndPv StayAlert
    }
    {
        ConfirmRuling ExplainRefusal TellThirdParty RegisterOffice AlarmPv SupportAfter ConsultAfter Revisit CopyRevisit
        FindZone AnswerMove EndAfterMove InformForeignPolice Evaluate RuleOnEnd
    }
    {
        Confirm(ReceiptForm) ReceiptForm::of, ReceiptForm::back;
        Complete(Word<Part>) Word, |word: Word<Part>| word.0;
        TellPerson(ToldForm) ToldForm::of, ToldForm::back;
        TellReception(ToldForm) ToldForm::of, ToldForm::back;
        RecordFact(Id<FactId>) Id, |id: Id<FactId>| id.0;
        InformTrip(Id<TripId>) Id, |id: Id<TripId>| id.0;
    }
}

/// Whose receipt was confirmed.
#[derive(Serialize, Deserialize)]
pub(super) struct ReceiptOpen {
    of: ReceiptForm,
}

impl ReceiptOpen {
    pub(super) fn of(receipt: Receipt) -> Self {
        Self { of: ReceiptForm::of(receipt) }
    }
    pub(super) fn receipt(self) -> Receipt {
        self.of.back()
    }
}

/// What was done.
#[derive(Serialize, Deserialize)]
pub(super) struct SettledOpen {
    task: TaskForm,
    reference: Option<String>,
}

impl SettledOpen {
    pub(super) fn of(task: TaskKind, reference: &Option<String>) -> Self {
        Self { task: TaskForm::of(task), reference: reference.clone() }
    }
    pub(super) fn settled(self) -> Change {
        Change::Settled { task: self.task.back(), reference: self.reference }
    }
}
