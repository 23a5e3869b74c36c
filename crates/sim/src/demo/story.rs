//! What happened on the day behind the demo: seven alarms with different ends, told step by step.
//!
//! Never here: how a step is done (`populate`).

use hoeder_engine::input::AlarmOrder;
use hoeder_vocab::{AlarmId, HandsetId, Sensitive};
use hoeder_watch::alarm::{Outcome, Pv};
use hoeder_watch::supervision::AlertKind;

/// The handset that was silent at noon: that of the fifth player.
const SILENT_AT_NOON: HandsetId = HandsetId::from_u128(super::town::demo_id(6, 301));

/// An order about the alarm of the story.
pub(crate) enum Told {
    Take,
    Dispatch(&'static str),
    Arrive(&'static str),
    Note(&'static str),
    /// Outcome, number of the report (`None` is 'to follow'), why.
    Close(Outcome, Option<&'static str>, &'static str),
    /// The alert of a silent handset is looked into and closed.
    OwnSilence(HandsetId),
    CloseSilence(HandsetId, &'static str),
}

impl Told {
    pub(crate) fn about(&self, alarm: AlarmId) -> AlarmOrder {
        let kind = AlertKind::Silent;
        match self {
            Self::Take => AlarmOrder::Take { alarm },
            Self::Dispatch(unit) => AlarmOrder::Dispatch { alarm, unit: (*unit).to_owned() },
            Self::Arrive(unit) => AlarmOrder::ArriveOnScene { alarm, unit: (*unit).to_owned() },
            Self::Note(text) => AlarmOrder::Note { alarm, text: Sensitive::new((*text).to_owned()) },
            Self::Close(outcome, pv, note) => AlarmOrder::Close {
                alarm,
                outcome: *outcome,
                pv: pv.map_or(Pv::ToFollow, |number| Pv::Number(number.to_owned())),
                note: Sensitive::new((*note).to_owned()),
            },
            Self::OwnSilence(handset) => AlarmOrder::OwnAlert { handset: *handset, kind },
            Self::CloseSilence(handset, reason) => {
                AlarmOrder::CloseAlert { handset: *handset, kind, reason: (*reason).to_owned() }
            }
        }
    }
}

/// A step of a story.
pub(crate) enum Chapter {
    Press,
    StrangerPresses,
    /// The screens that have it paint it.
    Seen,
    Word(&'static str),
    Wait(u64),
    Order(&'static str, Told),
    /// Another player presses as well.
    Other(usize),
}

/// One alarm of the day: when it began, whose phone, what happened.
pub(crate) struct Story {
    /// Seconds after the day began.
    pub(crate) at_s: u64,
    /// Number of the player.
    pub(crate) phone: usize,
    pub(crate) chapters: &'static [Chapter],
}

const fn hours(hours: u64, minutes: u64) -> u64 {
    hours * 3_600 + minutes * 60
}

use Chapter::{Order as By, Other, Press, Seen, StrangerPresses, Wait, Word};

/// The alarm of the other member of the household.
pub(crate) static ALSO: [Chapter; 7] = [
    Press,
    Seen,
    Wait(6),
    By("operator2", Told::Take),
    By("operator2", Told::Dispatch("Hoeder 11")),
    Wait(120),
    By(
        "operator2",
        Told::Close(Outcome::RealDanger, Some("HD.9.002202/2026"), "Même intervention que l'alarme liée."),
    ),
];

/// The day.
pub(crate) static STORIES: [Story; 7] = [
    Story {
        at_s: hours(5, 12),
        phone: 0,
        chapters: &[
            Press,
            Seen,
            Wait(9),
            By("operator1", Told::Take),
            Wait(7),
            By("operator1", Told::Dispatch("Hoeder 12")),
            By("operator1", Told::Note("Hij staat in de tuin, zegt de buurvrouw.")),
            Wait(190),
            By("operator1", Told::Arrive("Hoeder 12")),
            Wait(240),
            By(
                "operator1",
                Told::Close(
                    Outcome::SuspectPresent,
                    Some("HD.9.002101/2026"),
                    "Verdachte aangehouden in de tuin.",
                ),
            ),
        ],
    },
    Story {
        at_s: hours(8, 3),
        phone: 4,
        chapters: &[
            Press,
            Seen,
            Wait(12),
            By("operator2", Told::Take),
            By("operator2", Told::Dispatch("Dender 21")),
            Wait(20),
            Word("vergissing"),
            Wait(260),
            By("operator2", Told::Arrive("Dender 21")),
            Wait(60),
            By(
                "operator2",
                Told::Close(
                    Outcome::FalseAlarm,
                    Some("HD.9.002115/2026"),
                    "Knop ingedrukt in de handtas; nagezien.",
                ),
            ),
        ],
    },
    Story {
        at_s: hours(11, 40),
        phone: 2,
        chapters: &[
            Press,
            Seen,
            Wait(4),
            By("operator1", Told::Take),
            By("operator1", Told::Dispatch("Hoeder 11")),
            Wait(15),
            Other(1),
            Wait(60),
            By("operator1", Told::Arrive("Hoeder 11")),
            Wait(300),
            By(
                "operator1",
                Told::Close(
                    Outcome::RealDanger,
                    Some("HD.9.002201/2026"),
                    "Le père à la sortie de l'école; parti avant nous.",
                ),
            ),
        ],
    },
    Story {
        // Nobody takes it: the ladder climbs to everyone, and the duty desk of the zone takes it.
        at_s: hours(14, 26),
        phone: 7,
        chapters: &[
            Press,
            Wait(48),
            Seen,
            By("duty-hoedergem", Told::Take),
            By("duty-hoedergem", Told::Dispatch("Hoeder 14")),
            Wait(150),
            By("duty-hoedergem", Told::Arrive("Hoeder 14")),
            Wait(420),
            By("duty-hoedergem", Told::Close(Outcome::RealDanger, None, "Broer weggeleid; PV volgt.")),
        ],
    },
    Story {
        at_s: hours(16, 5),
        phone: 4,
        chapters: &[
            By("officer-dendervallei", Told::OwnSilence(SILENT_AT_NOON)),
            By(
                "officer-dendervallei",
                Told::CloseSilence(SILENT_AT_NOON, "Telefoon lag zonder stroom; opgeladen en getest."),
            ),
        ],
    },
    Story {
        at_s: hours(18, 50),
        phone: 0,
        chapters: &[
            StrangerPresses,
            Seen,
            Wait(11),
            By("operator2", Told::Take),
            By("operator2", Told::Note("Unknown device; nobody of that number.")),
            Wait(200),
            By(
                "operator2",
                Told::Close(Outcome::Technical, None, "Geen toestel van ons; gemeld aan de beheerder."),
            ),
        ],
    },
    Story {
        at_s: hours(21, 17),
        phone: 9,
        chapters: &[
            Press,
            Seen,
            Wait(14),
            By("operator1", Told::Take),
            By("operator1", Told::Dispatch("Dender 22")),
            Wait(230),
            By("operator1", Told::Arrive("Dender 22")),
            Wait(120),
            By(
                "operator1",
                Told::Close(Outcome::Test, Some("HD.9.002240/2026"), "Heeft de echte knop uitgeprobeerd."),
            ),
        ],
    },
];
