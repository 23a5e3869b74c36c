//! What is to be done, by whom and until when: computed from the file, never stored.
//!
//! Never here: how somebody is told of it.

use crate::by::Seat;
use crate::decision::Part;
use crate::point::Point;
use hoeder_vocab::{CivilDate, FactId, Role, TripId};

/// What a person or a service is told of, by the office (7.8.1, 7.8.3, 7.10.2, 7.12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Told {
    /// The grant and its end date.
    Grant,
    /// The extension with that number.
    Extension(u16),
    /// That it ends on its date: the ruling with that number.
    PlannedEnd(u16),
    /// That it ends early: the ruling with that number.
    EarlyEnd(u16),
}

/// Something whose receipt is confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Receipt {
    /// A hand-over, by its number (7.3.2, 7.3.3, 7.2.3).
    HandOver(u16),
    /// Word of the request, by the magistrate (7.3.1).
    Request,
    /// Word of a bomb, by the magistrate: number of the assessment (7.6).
    Bomb(u16),
    /// Word of an incident, by the magistrate (7.11.2, 7.11.3).
    Incident(u16),
    /// Word that the person asks to end, by the magistrate (7.12.3).
    AskedToEnd(u16),
}

/// Kinds of task. Each is unique within a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaskKind {
    /// Confirm the receipt of a file or a notice.
    Confirm(Receipt),
    /// Contact the office of residence at once: the offence lies elsewhere (7.2.1).
    ContactOffice,
    /// Supply a part of the file.
    Complete(Part),
    /// Check the registers for firearms: the answer is not known (7.6).
    CheckFirearms,
    /// Put the file before the magistrate.
    PutBefore,
    /// Rule.
    Decide,
    /// Confirm a ruling that an officer entered.
    ConfirmRuling(u16),
    /// Explain the refusal, that it is provisional, prevention, and how to reach the police (7.7).
    ExplainRefusal(u16),
    /// Tell the third party of the refusal, as the magistrate chose.
    TellThirdParty(u16),
    /// Explain the user agreement and have it signed.
    Agree,
    /// Switch the alarm on, with a test.
    Activate,
    /// Give the number of the report of the activation.
    ActivationPv,
    /// Register in the ANG.
    RegisterAng,
    /// Register in the police's own list.
    RegisterPolice,
    /// Write the line in the prosecutor's system: 0 granted, `n` the extension with that number.
    RegisterOffice(u16),
    /// Replace that line by the one that says that it ended.
    RegisterOfficeEnd,
    /// Seize the victim reception service, with the first report and the contact data.
    SeizeReception,
    /// Tell the person.
    TellPerson(Told),
    /// Tell the victim reception service.
    TellReception(Told),
    /// Make the first offer of support.
    OfferSupport,
    /// Make a second offer of support.
    OfferSupportAgain,
    /// Tell the investigating judge.
    TellJudge,
    /// Hear the suspect, who is not told of the alarm.
    HearSuspect,
    /// Impose a contact ban at least as long as the measure: the facts are an offence.
    BanContact,
    /// Make the contact ban as long as the measure, again.
    ExtendBan,
    /// Decide about the missing device.
    DecideShortage,
    /// Inform the prosecutor-general and the national platform.
    InformOfShortage,
    /// Give the number of the report of an alarm.
    AlarmPv(u16),
    /// Victim support contacts the person after an alarm (AL-19).
    SupportAfter(u16),
    /// Review the dossier in multidisciplinary consultation after an alarm (AL-19).
    ConsultAfter(u16),
    /// Write the new initial report of a fact that the person told.
    RecordFact(FactId),
    /// Visit the person: the first visit is 1.
    Revisit(u16),
    /// Send the report of that visit to the office that handles the facts.
    CopyRevisit(u16),
    /// Share usual places.
    SharePlaces,
    /// Inform the zone concerned and the control room of a trip.
    InformTrip(TripId),
    /// Keep the measure after a move, or not.
    AnswerMove(u16),
    /// End the measure: it is not kept after that move, or the person settled abroad.
    EndAfterMove(u16),
    /// Inform the foreign police through INI/INO - SIENA.
    InformForeignPolice(u16),
    /// Hear the person again and assess, in the month before the end: by number of extensions so far.
    Evaluate(u16),
    /// Rule on the end: extend or end on the date.
    RuleOnEnd(u16),
    /// Switch the alarm off.
    SwitchOff,
    /// Take the device back.
    TakeBack,
    /// Write the report of the end.
    EndPv,
    /// Stay alert after the end (FL-35), until its last day.
    StayAlert,
}

/// Who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Owner {
    /// In which role.
    pub role: Role,
    /// Where.
    pub seat: Seat,
}

/// A task that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Task {
    /// What.
    pub kind: TaskKind,
    /// Who.
    pub owner: Owner,
    /// Open since.
    pub opened_on: CivilDate,
    /// Until when.
    pub due: Option<CivilDate>,
    /// Why.
    pub point: Point,
}

/// A task that was done and has no form of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// Which.
    pub task: TaskKind,
    /// Done on.
    pub on: CivilDate,
    /// Number of the report or the registration.
    pub reference: Option<String>,
}
