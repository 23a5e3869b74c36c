//! What the monitoring centre did yesterday: four incidents with different ends, told step by step.
//!
//! Never here: how a step is done (`day`), what the devices did (`routes`).

use super::mandates::{BERT_ANNA, KEVIN, MARC_SOPHIE, THIERRY};
use super::routes::{BERT_COMES, KEVIN_CUTS, MARC_PASSES, THIERRY_DRINKS};
use crate::demo::town::{COLLINES, HOEDERGEM};
use hoeder_vocab::ZoneId;
use hoeder_watch::incident::{About, CallResult, Callee, Outcome};

/// What the protected person is told.
pub(super) enum Advice {
    Stay,
    AllClear,
}

/// A step of a story.
pub(super) enum Scene {
    /// The guard speaks, and an incident is open.
    Alert,
    Wait(u64),
    Take,
    Call(Callee, CallResult, &'static str),
    Tell(Advice),
    Police {
        place: &'static str,
        direction_deg: u16,
        minutes: u16,
        reference: &'static str,
    },
    Note(&'static str),
    /// All alerts of it are over by the fixes: it stays open all the same (FL-02).
    Calm,
    Close(Outcome, &'static str),
}

/// One incident of the day.
pub(super) struct Watch {
    /// Seconds after the day began; what the devices do begins then.
    pub(super) at_s: u64,
    /// Who answers it.
    pub(super) by: &'static str,
    pub(super) about: About,
    /// Whose police.
    pub(super) zone: ZoneId,
    pub(super) scenes: &'static [Scene],
}

use Scene::{Alert, Call, Calm, Close, Note, Police, Take, Tell, Wait};

/// The day, in order.
pub(super) static WATCHES: [Watch; 4] = [
    Watch {
        at_s: BERT_COMES,
        by: "monitor1",
        about: About::Pair(BERT_ANNA),
        zone: HOEDERGEM,
        scenes: &[
            Alert,
            Wait(12),
            Take,
            Wait(15),
            Call(Callee::Protected, CallResult::Reached, "Ze is thuis met de kinderen."),
            Tell(Advice::Stay),
            Wait(10),
            Police {
                place: "Kerkstraat 14, Hoedergem: hij komt over de Spoorlaan",
                direction_deg: 255,
                minutes: 4,
                reference: "Hoeder 12",
            },
            Wait(40),
            Call(Callee::Offender, CallResult::NoAnswer, "Neemt niet op."),
            Calm,
            Note("Ploeg trof hem op de Spoorlaan; hij is omgekeerd."),
            Tell(Advice::AllClear),
            Wait(60),
            Close(Outcome::Violation, "Tot op minder dan 500 m genaderd; PV HD.9.002131/2026."),
        ],
    },
    Watch {
        at_s: MARC_PASSES,
        by: "monitor2",
        about: About::Pair(MARC_SOPHIE),
        zone: COLLINES,
        scenes: &[
            Alert,
            Wait(25),
            Take,
            Wait(20),
            Call(Callee::Offender, CallResult::Reached, "En route pour le marché, par la crête."),
            Calm,
            Wait(120),
            Close(Outcome::Unintended, "Passé par la route des collines sans s'arrêter."),
        ],
    },
    Watch {
        at_s: KEVIN_CUTS,
        by: "monitor1",
        about: About::Carrier(KEVIN),
        zone: HOEDERGEM,
        scenes: &[
            Alert,
            Wait(45),
            Take,
            Wait(30),
            Call(Callee::Offender, CallResult::Reached, "Zegt dat de band aan een deur bleef haken."),
            Call(Callee::Technician, CallResult::Reached, "Nieuwe riem binnen het uur."),
            Calm,
            Wait(60),
            Close(Outcome::Violation, "Riem doorgeknipt; nieuwe riem aangelegd en getest."),
        ],
    },
    Watch {
        at_s: THIERRY_DRINKS,
        by: "monitor2",
        about: About::Carrier(THIERRY),
        zone: HOEDERGEM,
        scenes: &[
            Alert,
            Wait(60),
            Take,
            Wait(40),
            Call(Callee::Offender, CallResult::Reached, "Dit avoir bu deux bières."),
            Call(Callee::Justice, CallResult::Reached, "Service des maisons de justice averti."),
            Calm,
            Wait(60),
            Close(Outcome::Violation, "0,64 g/l à vingt heures; sous la limite cinquante minutes plus tard."),
        ],
    },
];
