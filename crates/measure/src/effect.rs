//! What must go out after an event: who is told what, which document is made, what is registered.
//!
//! The suspect is no recipient: there is no variant for one (MS-23). Never here: addresses, texts, sending.

use crate::coded::coded;
use crate::confidentiality::Filing;
use crate::registration::{Register, RegisterText};
use crate::task::Told;
use hoeder_vocab::{OfficeId, PersonId, ZoneId};

/// Who is told. There is no suspect here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recipient {
    /// The case officers of a zone.
    Zone(ZoneId),
    /// The control room of a zone.
    ControlRoomOf(ZoneId),
    /// The magistrate on duty of an office.
    Magistrate(OfficeId),
    /// The reference magistrate of an office.
    ReferenceMagistrate(OfficeId),
    /// The victim reception service of an office.
    VictimReception(OfficeId),
    /// The protected person.
    Person(PersonId),
    /// The third party that asked, through the zone.
    ThirdParty(ZoneId),
    /// The investigating judge, through the office.
    Judge(OfficeId),
    /// The prosecutor-general above an office.
    ProsecutorGeneral(OfficeId),
    /// The national platform of contact persons.
    NationalPlatform,
    /// The foreign police, through the zone.
    ForeignPolice(ZoneId),
}

/// What somebody is told. Texts stand elsewhere and tell nothing to an onlooker (FL-36).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Notice {
    /// A request came.
    Request,
    /// A request by a third party who is not usually trusted: the person may not know or agree.
    RequestMaybeUnknown,
    /// A request that asks for particular attention: a trusted third party, or the investigating judge.
    RequestWithAttention,
    /// The offence lies elsewhere: contact the office of residence at once.
    ContactOffice,
    /// A file arrives: confirm its receipt.
    HandOver,
    /// Its receipt was confirmed.
    ReceiptConfirmed,
    /// A bomb was found.
    Bomb,
    /// A decision is asked for.
    DecisionAsked,
    /// It is asked for at once.
    UrgentDecisionAsked,
    /// The magistrate asks for more.
    MoreAsked,
    /// A ruling waits for confirmation.
    ConfirmRuling,
    /// A ruling was denied by the magistrate.
    RulingDenied,
    /// Granted: switch it on at once.
    Granted,
    /// Refused.
    Refused,
    /// The alarm is on.
    Activated,
    /// A device is missing.
    Shortage,
    /// What was decided about it.
    ShortageDecided,
    /// An alarm was closed and was not false.
    Alarm,
    /// A new fact.
    NewFact,
    /// The person told of a new fact: write its report.
    FactAnnounced,
    /// Extended by nine months.
    Extended,
    /// Support is asked for after an alarm.
    SupportAfterAlarm,
    /// A trip.
    Trip,
    /// A trip that was announced too late.
    LateTrip,
    /// A trip abroad, where the alarm does not work.
    TripAbroad,
    /// A move of residence.
    Move,
    /// A move to where the alarm is not in force: keep it or not.
    AnswerMove,
    /// The measure is not kept there: stay alert all the same.
    StayAlert,
    /// The person asks to end.
    EndAsked,
    /// Misuse or breaches are repeated.
    RepeatedMisuse,
    /// A second offer of support is asked for.
    SecondOffer,
    /// It ends on its date.
    EndsAsPlanned,
    /// It ends early.
    EndsEarly,
    /// It no longer runs: switch off, take back, write the report.
    EndBegan,
    /// It goes on after all.
    Resumed,
    /// It ended.
    Ended,
}

coded! {
    /// Documents, each in the language of its reader.
    DocumentKind {
        /// Annex to the report of the hearing.
        HearingAnnex = "hearing-annex",
        /// The user agreement, or its variant that is explained and not signed.
        UserAgreement = "user-agreement",
        /// Notice of the grant, with the end date.
        GrantNotice = "grant-notice",
        /// Notice of the refusal.
        RefusalNotice = "refusal-notice",
        /// The marginal note of an early end.
        MarginalNote = "marginal-note",
        /// Seizure of the victim reception service.
        ReceptionSeizure = "reception-seizure",
        /// Notice of an extension.
        ExtensionNotice = "extension-notice",
        /// Notice of the end.
        EndNotice = "end-notice",
        /// Receipt of the device.
        DeviceReceipt = "device-receipt",
        /// Instructions to the person.
        Instructions = "instructions",
        /// Letter to the investigating judge.
        JudgeLetter = "judge-letter",
        /// Annex to the report of a revisit.
        RevisitAnnex = "revisit-annex",
    }

    /// In whose language.
    Reader {
        /// The protected person's.
        Person = "person",
        /// That of the zone or office.
        Authority = "authority",
    }
}

/// What must go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Tell somebody.
    Tell {
        /// Whom.
        to: Recipient,
        /// What.
        notice: Notice,
    },
    /// Make a document.
    Document {
        /// Which.
        kind: DocumentKind,
        /// In whose language.
        reader: Reader,
        /// May it join the criminal file?
        filing: Filing,
    },
    /// Offer a text to register.
    Registration {
        /// Where.
        register: Register,
        /// The text.
        text: RegisterText,
    },
    /// The office owes word to the person and the victim reception service.
    OwesWord {
        /// Which office.
        office: OfficeId,
        /// Of what.
        of: Told,
    },
}
