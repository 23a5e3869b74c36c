//! The closed lists of the law as words of the API: the same words as in scenario files and stored forms.

use super::field::{Bad, Shape, one_of, word_schema};
use hoeder_measure as law;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $of:path;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Cow<'static, str>);

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                word_schema(<$of>::ALL.iter().map(|one| one.word()))
            }
        }

        impl ToSchema for $name {}

        impl Shape for $name {
            type Of = $of;
            fn read(self) -> Result<$of, Bad> {
                <$of>::of_word(&self.0).ok_or_else(|| one_of(<$of>::ALL.iter().map(|one| one.word())))
            }
            fn show(of: &$of) -> Self {
                Self(Cow::Borrowed(of.word()))
            }
        }
    )+};
}

words! {
    /// Is a third party usually trusted (7.3.4)?
    ThirdPartyTrust = law::request::Trust;
    /// Initial or subsequent report.
    PvKind = law::request::PvKind;
    /// How the two people stand to each other.
    Relation = law::request::Relation;
    /// Does honour play a part?
    Honour = law::request::Honour;
    /// Why a file goes from one seat to another.
    HandOverWhy = law::request::HandOverWhy;
    /// Yes, no or not known.
    YesNoUnknown = law::conditions::Answer;
    /// One of the six general conditions of 7.5.
    ConditionName = law::conditions::Condition;
    /// Was the person told that this gives no automatic right?
    ToldNoRight = law::conditions::ToldNoRight;
    /// Ordinary or urgent.
    Procedure = law::decision::Procedure;
    /// A part of the file that the decision rests on.
    FilePart = law::decision::Part;
    /// How a magistrate meets a ruling that an officer entered.
    RulingConfirmation = law::decision::Confirmation;
    /// Whether and how a third party is told of a refusal.
    TellThirdParty = law::decision::TellThirdParty;
    /// How the investigating judge is told.
    JudgeToldBy = law::decision::JudgeTold;
    /// Is the phone safe from others?
    DeviceSafety = law::decision::DeviceSafety;
    /// Do the usual places have coverage?
    Coverage = law::decision::Coverage;
    /// A ruling without its data.
    RulingKind = law::decision::RulingKind;
    /// What became of an offer of support.
    OfferOutcome = law::decision::OfferOutcome;
    /// Between the alarm and the chain approach.
    ChainDirection = law::decision::ChainDirection;
    /// Why a measure ends before its date.
    EarlyGround = law::ending::EarlyGround;
    /// What was done against the agreement.
    BreachKind = law::ending::BreachKind;
    /// What became of a device.
    DeviceBack = law::ending::DeviceBack;
    /// On its date, or before.
    EndKind = law::ending::EndKind;
    /// How an alarm ended.
    AlarmOutcome = law::followup::AlarmOutcome;
    /// Was a long trip announced in time?
    TripNotice = law::followup::Notice;
    /// The cases of a move of residence.
    MoveCase = law::followup::MoveCase;
    /// What the reference magistrate decides about a missing device.
    ShortageAnswer = law::shortage::ShortageAnswer;
    /// Was the prosecutor-general consulted?
    Consulted = law::shortage::Consulted;
    /// Do contact data stay out of the reports?
    Secrecy = law::confidentiality::Secrecy;
    /// May a document join the criminal file?
    Filing = law::confidentiality::Filing;
    /// Kinds of document.
    DocumentKind = law::effect::DocumentKind;
    /// In whose language a document is.
    DocumentReader = law::effect::Reader;
    /// Where something is registered.
    Register = law::registration::Register;
    /// How far a measure is.
    MeasureStage = law::state::Stage;
    /// A command without its data.
    CommandKind = law::command::CommandKind;
    /// The three cases of 7.2.1.
    CompetenceCase = law::territory::CompetenceCase;
    /// What an earlier file was about.
    ChargeCode = law::risk::ChargeCode;
}
