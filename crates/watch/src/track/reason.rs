//! Why an alert was given, as one sentence for those who read logs and replays. Screens have their own words.
//!
//! Never here: places, names.

use super::alert::{Alert, AlertKind, Severity};
use core::fmt::Write;
use core::time::Duration;

impl AlertKind {
    /// All of them, in order.
    pub const ALL: [Self; 17] = [
        Self::Near,
        Self::Warning,
        Self::Approaching,
        Self::CouldBeNear,
        Self::Entered,
        Self::Left,
        Self::InBuffer,
        Self::Silent,
        Self::NoPosition,
        Self::Tampered,
        Self::NotCarried,
        Self::Disturbed,
        Self::Implausible,
        Self::Battery,
        Self::Alcohol,
        Self::AlcoholMissing,
        Self::ManDown,
    ];

    /// A stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Near => "near",
            Self::Warning => "warning",
            Self::Approaching => "approaching",
            Self::CouldBeNear => "could-be-near",
            Self::Entered => "entered",
            Self::Left => "left",
            Self::InBuffer => "in-buffer",
            Self::Silent => "silent",
            Self::NoPosition => "no-position",
            Self::Tampered => "tampered",
            Self::NotCarried => "not-carried",
            Self::Disturbed => "disturbed",
            Self::Implausible => "implausible",
            Self::Battery => "battery",
            Self::Alcohol => "alcohol",
            Self::AlcoholMissing => "alcohol-missing",
            Self::ManDown => "man-down",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Near => "nearer than the alarm distance",
            Self::Warning => "nearer than the warning distance",
            Self::Approaching => "on course to come nearer than the alarm distance",
            Self::CouldBeNear => "not known well enough, and could be nearer than the alarm distance",
            Self::Entered => "in an exclusion perimeter",
            Self::Left => "outside an inclusion perimeter",
            Self::InBuffer => "in the buffer of an exclusion perimeter",
            Self::Silent => "nothing heard for too long",
            Self::NoPosition => "heard, but without a position for too long",
            Self::Tampered => "a strap or housing was tampered with",
            Self::NotCarried => "the device is not carried, or its pieces are apart",
            Self::Disturbed => "signals are shielded, jammed or forged",
            Self::Implausible => "positions that cannot be: too fast, or frozen while moving",
            Self::Battery => "the battery is low, or the device was switched off",
            Self::Alcohol => "more alcohol than allowed",
            Self::AlcoholMissing => "a reading of alcohol is missing or disturbed",
            Self::ManDown => "the carrier fell or does not move",
        }
    }
}

/// Why an alert was given: what holds, how sure, and the figures it rests on, in one sentence.
#[must_use]
pub fn reason(alert: &Alert) -> String {
    let mut text = String::new();
    let judged = &alert.judged;
    text.push_str(match alert.severity {
        Severity::Certain => "certain: ",
        Severity::Possible => "possible: ",
    });
    text.push_str(alert.kind.words());
    let mut parts: Vec<String> = Vec::new();
    match (judged.distance, judged.limit) {
        (Some(distance), Some(limit)) => {
            let margin =
                judged.margin.map_or(String::new(), |margin| format!(" and a margin of {:.0} m", margin.0));
            parts.push(format!("{:.0} m apart with a limit of {:.0} m{margin}", distance.0, limit.0));
        }
        (Some(distance), None) => parts.push(format!("{:.0} m from the border", distance.0)),
        (None, _) => {}
    }
    if let Some(chance) = judged.chance {
        parts.push(format!("chance {:.0} %", chance * 100.0));
    }
    if let Some(speed) = judged.closing_mps {
        parts.push(format!("closing at {speed:.1} m/s"));
    }
    if let Some(contact) = judged.contact_s {
        parts.push(format!("contact in {contact:.0} s at the soonest"));
    }
    if let Some(reach) = judged.reach {
        parts.push(format!("can have come {:.0} m since last heard", reach.0));
    }
    for evidence in alert.evidence.iter().flatten() {
        let age = alert.decided_at.0.since(evidence.fix.fixed_at.0);
        let accuracy =
            evidence.fix.accuracy.map_or("unknown accuracy".to_owned(), |a| format!("{:.0} m", a.metres().0));
        parts.push(format!("fix of {} ({accuracy})", ago(age)));
    }
    if alert.late {
        parts.push("found in fixes that came late".to_owned());
    }
    for (n, part) in parts.iter().enumerate() {
        let sign = if n == 0 { ": " } else { "; " };
        let written = write!(text, "{sign}{part}");
        debug_assert!(written.is_ok(), "a string takes all that is written to it");
    }
    text
}

fn ago(age: Duration) -> String {
    format!("{} s ago", age.as_secs())
}
