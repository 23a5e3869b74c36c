//! 7.13 and 7.8.1: what is registered where, with the texts in Dutch and French.
//!
//! Never here: writing into those systems; the software gives the text and keeps the reference.

use crate::coded::coded;
use crate::point::Point;
use hoeder_vocab::CivilDate;

coded! {
    /// The line in the prosecutor's system (MaCH, application 145): one line that is replaced, never only deleted (MS-39).
    #[doc(alias = "145 voorgaanden")]
    OfficeLine {
        /// Granted.
        Granted = "granted",
        /// Extended: replaces the line before.
        Extended = "extended",
        /// Ended: replaces the line before.
        Ended = "ended",
    }

    /// Where something is registered.
    Register {
        /// The national police database.
        #[doc(alias = "ANG")]
        #[doc(alias = "BNG")]
        Ang = "ang",
        /// The police's own list of granted alarms (7.13.1): the statistics come from here.
        Police = "police",
        /// The prosecutor's system.
        #[doc(alias = "MaCH")]
        Office = "office",
    }
}

impl Register {
    /// Where it stands.
    #[must_use]
    pub const fn point(self) -> Point {
        match self {
            Self::Ang => Point::new("7.8.1"),
            Self::Police => Point::new("7.13.1"),
            Self::Office => Point::new("7.13.2"),
        }
    }
}

/// A text in the two languages of the registers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterText {
    /// Dutch.
    pub nl: String,
    /// French.
    pub fr: String,
}

/// The line of the prosecutor's system.
#[must_use]
pub fn office_line(line: OfficeLine, on: CivilDate) -> RegisterText {
    let day = belgian(on);
    let (nl, fr) = match line {
        OfficeLine::Granted => ("stalkingalarm beslist op", "alarme anti-harcèlement décidée le"),
        OfficeLine::Extended => {
            ("verlenging stalkingalarm beslist op", "prolongation de l'alarme anti-harcèlement décidée le")
        }
        OfficeLine::Ended => ("stalkingalarm beëindigd op", "alarme anti-harcèlement terminée le"),
    };
    RegisterText { nl: format!("{nl} {day}"), fr: format!("{fr} {day}") }
}

/// The text for the national police database: that a mobile stalking alarm was granted, and until when.
#[must_use]
pub fn ang_text(granted_on: CivilDate, ends_on: CivilDate) -> RegisterText {
    let (from, until) = (belgian(granted_on), belgian(ends_on));
    RegisterText {
        nl: format!("mobiel stalkingalarm toegekend op {from}, geplande einddatum {until}"),
        fr: format!("alarme mobile anti-harcèlement octroyée le {from}, date de fin prévue {until}"),
    }
}

/// A day as both registers write it: `22/11/2026`.
fn belgian(day: CivilDate) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}
