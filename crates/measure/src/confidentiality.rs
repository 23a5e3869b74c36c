//! 7.8.4 and 7.8.5: measures towards the suspect, who is never told of the alarm, and contact data that stay out of reports.
//!
//! Never here: the contact data themselves; who reads them is decided by the engine.

use crate::coded::coded;
use crate::request::PvRef;
use hoeder_vocab::CivilDate;

/// Most measures towards the suspect that one measure keeps.
pub const MAX_SUSPECT_MEASURES: usize = 64;

coded! {
    /// Do contact data stay out of the reports (MS-24)?
    Secrecy {
        /// Kept by the police; reports carry the national register number only.
        Kept = "kept",
        /// Known to the suspect, or written in a report already.
        Open = "open",
    }

    /// May a document join the criminal file (MS-23)?
    Filing {
        /// It speaks of the alarm, of risk answers or of kept contact data: never, unless a magistrate releases it.
        NotForTheFile = "not-for-the-file",
        /// It does not.
        ForTheFile = "for-the-file",
    }
}

/// Which contact data stay out of the reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContactSecrecy {
    /// The address.
    pub address: Secrecy,
    /// Phone number and e-mail address.
    pub contact: Secrecy,
}

/// A measure towards the suspect (MS-22). None of them says that there is an alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SuspectMeasure {
    /// Heard about the facts and their context.
    Heard {
        /// Day.
        on: CivilDate,
        /// Report.
        pv: PvRef,
    },
    /// Deprived of liberty.
    Arrested {
        /// Day.
        on: CivilDate,
    },
    /// Signalled as wanted.
    Signalled {
        /// Day.
        on: CivilDate,
    },
    /// Contact ban: the least when the facts are an offence; registered in the ANG at least as long as the measure.
    #[doc(alias = "contactverbod")]
    ContactBan {
        /// First day.
        from: CivilDate,
        /// Last day, not before the end of the measure.
        until: CivilDate,
        /// Reference of the registration in the ANG, 1 to 40 characters.
        ang: String,
    },
    /// Temporary home ban (COL 18/2012).
    #[doc(alias = "tijdelijk huisverbod")]
    HomeBan {
        /// First day.
        from: CivilDate,
        /// Last day.
        until: CivilDate,
    },
}
