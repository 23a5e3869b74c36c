//! What must go out after an event: who is told what, which document is made, what is registered.
//!
//! The suspect is no recipient: there is no variant for one (MS-23). Never here: addresses, texts, sending.

mod telling;

use crate::coded::coded;
use crate::confidentiality::Filing;
use crate::event::{ChangeKind, MeasureEvent};
use crate::registration::{Register, RegisterText};
use crate::state::Measure;
use crate::task::Told;
use hoeder_vocab::{OfficeId, PersonId, ZoneId};
use telling::Telling;

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

coded! {
    /// What somebody is told. Texts stand elsewhere and tell nothing to an onlooker (FL-36).
    Notice {
        /// A request came.
        Request = "request",
        /// A request by a third party who is not usually trusted: the person may not know or agree.
        RequestMaybeUnknown = "request-maybe-unknown",
        /// A request that asks for particular attention: a trusted third party, or the investigating judge.
        RequestWithAttention = "request-with-attention",
        /// The offence lies elsewhere: contact the office of residence at once.
        ContactOffice = "contact-office",
        /// A file arrives: confirm its receipt.
        HandOver = "hand-over",
        /// Its receipt was confirmed.
        ReceiptConfirmed = "receipt-confirmed",
        /// A bomb was found.
        Bomb = "bomb",
        /// A decision is asked for.
        DecisionAsked = "decision-asked",
        /// It is asked for at once.
        UrgentDecisionAsked = "urgent-decision-asked",
        /// The magistrate asks for more.
        MoreAsked = "more-asked",
        /// A ruling waits for confirmation.
        ConfirmRuling = "confirm-ruling",
        /// A ruling was denied by the magistrate.
        RulingDenied = "ruling-denied",
        /// Granted: switch it on at once.
        Granted = "granted",
        /// Refused.
        Refused = "refused",
        /// The alarm is on.
        Activated = "activated",
        /// A device is missing.
        Shortage = "shortage",
        /// What was decided about it.
        ShortageDecided = "shortage-decided",
        /// An alarm was closed and was not false.
        Alarm = "alarm",
        /// A new fact.
        NewFact = "new-fact",
        /// The person told of a new fact: write its report.
        FactAnnounced = "fact-announced",
        /// Extended by nine months.
        Extended = "extended",
        /// Support is asked for after an alarm.
        SupportAfterAlarm = "support-after-alarm",
        /// A trip.
        Trip = "trip",
        /// A trip that was announced too late.
        LateTrip = "late-trip",
        /// A trip abroad, where the alarm does not work.
        TripAbroad = "trip-abroad",
        /// The usual places of a person who lives elsewhere.
        UsualPlaces = "usual-places",
        /// A move of residence.
        Move = "move",
        /// A move to where the alarm is not in force: keep it or not.
        AnswerMove = "answer-move",
        /// The measure is not kept there: stay alert all the same.
        StayAlert = "stay-alert",
        /// The person asks to end.
        EndAsked = "end-asked",
        /// Misuse or breaches are repeated.
        RepeatedMisuse = "repeated-misuse",
        /// A second offer of support is asked for.
        SecondOffer = "second-offer",
        /// It ends on its date.
        EndsAsPlanned = "ends-as-planned",
        /// It ends early.
        EndsEarly = "ends-early",
        /// It no longer runs: switch off, take back, write the report.
        EndBegan = "end-began",
        /// It goes on after all.
        Resumed = "resumed",
        /// It ended.
        Ended = "ended",
    }
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
        /// The texts that the administration copies into the registers.
        RegistrationLines = "registration-lines",
    }

    /// In whose language.
    Reader {
        /// The protected person's.
        Person = "person",
        /// That of the zone or office.
        Authority = "authority",
    }
}

impl DocumentKind {
    /// May it join the criminal file (MS-23)? All speak of the alarm and stay out of it unless a magistrate releases one,
    /// but the annex of a revisit: it goes to the office that handles the facts (circular 7.11.3) and says nothing of it.
    #[must_use]
    pub const fn filing(self) -> Filing {
        match self {
            Self::RevisitAnnex => Filing::ForTheFile,
            Self::HearingAnnex
            | Self::UserAgreement
            | Self::GrantNotice
            | Self::RefusalNotice
            | Self::MarginalNote
            | Self::ReceptionSeizure
            | Self::ExtensionNotice
            | Self::EndNotice
            | Self::DeviceReceipt
            | Self::Instructions
            | Self::JudgeLetter
            | Self::RegistrationLines => Filing::NotForTheFile,
        }
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

/// Can anything follow from a change of this kind? If not, [`effects`] is empty in every state.
#[must_use]
pub const fn has_effects(kind: ChangeKind) -> bool {
    match kind {
        ChangeKind::ManagementPassed
        | ChangeKind::Assessed
        | ChangeKind::AntecedentsGiven
        | ChangeKind::RulingConfirmed
        | ChangeKind::Agreed
        | ChangeKind::SuspectTracked
        | ChangeKind::ChainReferred
        | ChangeKind::SupportOffered
        | ChangeKind::EndStepDone
        | ChangeKind::Continued
        | ChangeKind::Released
        | ChangeKind::TakenOver
        | ChangeKind::Settled => false,
        ChangeKind::Requested
        | ChangeKind::HandedOver
        | ChangeKind::ReceiptConfirmed
        | ChangeKind::Reopened
        | ChangeKind::Heard
        | ChangeKind::BombFound
        | ChangeKind::PutBefore
        | ChangeKind::MoreAsked
        | ChangeKind::RulingEntered
        | ChangeKind::RulingDenied
        | ChangeKind::DecisionPending
        | ChangeKind::Granted
        | ChangeKind::Refused
        | ChangeKind::Activated
        | ChangeKind::JudgeInvolved
        | ChangeKind::SecondOfferAsked
        | ChangeKind::ShortageFound
        | ChangeKind::ShortageDecided
        | ChangeKind::IncidentRecorded
        | ChangeKind::Extended
        | ChangeKind::FactAnnounced
        | ChangeKind::Revisited
        | ChangeKind::PlacesShared
        | ChangeKind::TripAnnounced
        | ChangeKind::MoveAnnounced
        | ChangeKind::MoveAnswered
        | ChangeKind::BreachRecorded
        | ChangeKind::EndAsked
        | ChangeKind::EndBegan
        | ChangeKind::Resumed
        | ChangeKind::Ended
        | ChangeKind::TransferredOut => true,
    }
}

/// Does what follows from a change of this kind rest on the event alone? Then [`effects`] says the same before it is applied.
#[must_use]
pub const fn follows_alone(kind: ChangeKind) -> bool {
    matches!(kind, ChangeKind::Heard | ChangeKind::Revisited)
}

/// What must go out after this event. `after` is the measure with the event applied.
#[must_use]
pub fn effects(event: &MeasureEvent, after: &Measure) -> Vec<Effect> {
    let Some((zone, office)) = after.managed_by() else { return Vec::new() };
    let mut telling = Telling { after, zone, office, effects: Vec::new() };
    telling.of(event);
    telling.effects
}
