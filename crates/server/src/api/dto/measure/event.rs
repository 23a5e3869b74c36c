//! Words for who is told and what falls due: for the inbox, the tasks and scenario files.

use hoeder_measure::due::DueKind;
use hoeder_measure::effect::Recipient;

/// The word of a kind of recipient, without the place.
#[must_use]
pub const fn recipient_word(to: Recipient) -> &'static str {
    match to {
        Recipient::Zone(_) => "zone",
        Recipient::ControlRoomOf(_) => "control-room",
        Recipient::Magistrate(_) => "magistrate",
        Recipient::ReferenceMagistrate(_) => "reference-magistrate",
        Recipient::VictimReception(_) => "victim-reception",
        Recipient::Person(_) => "person",
        Recipient::ThirdParty(_) => "third-party",
        Recipient::Judge(_) => "judge",
        Recipient::ProsecutorGeneral(_) => "prosecutor-general",
        Recipient::NationalPlatform => "national-platform",
        Recipient::ForeignPolice(_) => "foreign-police",
    }
}

/// The word of what falls due, without its number.
#[must_use]
pub const fn due_word(kind: DueKind) -> &'static str {
    match kind {
        DueKind::HandOver(_) => "hand-over",
        DueKind::Activation => "activation",
        DueKind::Revisit(_) => "revisit",
        DueKind::TripBegins(_) => "trip-begins",
        DueKind::TripEnds(_) => "trip-ends",
        DueKind::Move(_) => "move",
        DueKind::EvaluationOpens => "evaluation-opens",
        DueKind::End => "end",
        DueKind::BanEnds => "ban-ends",
        DueKind::SupervisionEnds => "supervision-ends",
    }
}

/// The number that goes with it, where there is one.
#[must_use]
pub const fn due_number(kind: DueKind) -> Option<u16> {
    match kind {
        DueKind::HandOver(n) | DueKind::Revisit(n) | DueKind::Move(n) => Some(n),
        DueKind::Activation
        | DueKind::TripBegins(_)
        | DueKind::TripEnds(_)
        | DueKind::EvaluationOpens
        | DueKind::End
        | DueKind::BanEnds
        | DueKind::SupervisionEnds => None,
    }
}
