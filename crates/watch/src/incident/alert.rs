//! An alert as an incident keeps it: in whole units, so that the log gives back the very same incident.
//!
//! Never here: judging (`track`).

use crate::track::{Alert, AlertKey, AlertKind, Evidence, Judged, Queue, Severity};
use hoeder_vocab::{
    AccountId, CarrierId, DecidedAt, FixedAt, Metres, PairId, PerimeterId, Sensitive, UtcMillis,
};

/// What an incident is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// Two who must not meet.
    Pair(PairId),
    /// A carrier who is of no pair, or of more than one.
    Carrier(CarrierId),
}

/// What the guard computed, in whole units; `None` where the rule has no such figure, or it is beyond measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Figures {
    /// Decimetres between the two, or to the border.
    pub distance_dm: Option<u32>,
    /// The limit that was applied, decimetres.
    pub limit_dm: Option<u32>,
    /// The margin for the accuracy of both, decimetres.
    pub margin_dm: Option<u32>,
    /// Closing speed, centimetres a second; less than nothing is going apart.
    pub closing_cms: Option<i32>,
    /// Seconds until they could be in contact.
    pub contact_s: Option<u32>,
    /// Chance that the true distance is below the limit, in thousandths.
    pub chance_permille: Option<u16>,
    /// How far a silent carrier can have come, decimetres.
    pub reach_dm: Option<u32>,
}

impl From<&Judged> for Figures {
    fn from(judged: &Judged) -> Self {
        let decimetres = |length: Option<Metres>| length.and_then(|metres| whole(metres.0 * 10.0));
        Self {
            distance_dm: decimetres(judged.distance),
            limit_dm: decimetres(judged.limit),
            margin_dm: decimetres(judged.margin),
            closing_cms: judged.closing_mps.and_then(|speed| {
                let size = i32::try_from(whole(speed.abs() * 100.0)?).ok()?;
                Some(if speed < 0.0 { -size } else { size })
            }),
            contact_s: judged.contact_s.and_then(whole),
            chance_permille: judged.chance.and_then(|chance| u16::try_from(whole(chance * 1_000.0)?).ok()),
            reach_dm: decimetres(judged.reach),
        }
    }
}

/// The nearest whole number; nothing for what is none or does not fit.
fn whole(value: f64) -> Option<u32> {
    let rounded = value.round();
    if !(0.0..=f64::from(u32::MAX)).contains(&rounded) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "its range was just checked")]
    Some(rounded as u32)
}

/// One alert of the guard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertFacts {
    /// Which rule.
    pub kind: AlertKind,
    /// How sure.
    pub severity: Severity,
    /// About which pair, for the rules of pairs.
    pub pair: Option<PairId>,
    /// About whom.
    pub carrier: CarrierId,
    /// About which perimeter.
    pub perimeter: Option<PerimeterId>,
    /// When it happened by the fixes.
    pub since: FixedAt,
    /// When the guard said so.
    pub guard_at: DecidedAt,
    /// It was found in fixes that came late.
    pub late: bool,
    /// What it rests on, at most one fix a side.
    pub evidence: [Option<Sensitive<Evidence>>; 2],
    /// What was computed.
    pub figures: Figures,
}

impl AlertFacts {
    /// What it is known by while it is open.
    #[must_use]
    pub const fn key(&self) -> AlertKey {
        AlertKey { kind: self.kind, pair: self.pair, carrier: self.carrier, perimeter: self.perimeter }
    }
    /// Without the positions that it rests on.
    #[must_use]
    pub const fn without_evidence(mut self) -> Self {
        self.evidence = [None, None];
        self
    }
}

impl From<&Alert> for AlertFacts {
    fn from(alert: &Alert) -> Self {
        Self {
            kind: alert.kind,
            severity: alert.severity,
            pair: alert.pair,
            carrier: alert.carrier,
            perimeter: alert.perimeter,
            since: alert.since,
            guard_at: alert.decided_at,
            late: alert.late,
            evidence: alert.evidence.map(|side| side.map(Sensitive::new)),
            figures: Figures::from(&alert.judged),
        }
    }
}

/// A person decided that an alert that stands may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SetAside {
    /// When.
    pub at: UtcMillis,
    /// Who; the reason is in the log.
    pub by: AccountId,
}

/// What fixes that came late showed of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision {
    /// When it was shown.
    pub at: UtcMillis,
    /// When it was said to have begun.
    pub was: FixedAt,
    /// When it began by all fixes; `None` is 'not borne out'.
    pub begun: Option<FixedAt>,
}

/// An alert in an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// As last told.
    pub facts: AlertFacts,
    /// When it first came into the incident.
    pub first_at: UtcMillis,
    /// When it was last raised.
    pub raised_at: UtcMillis,
    /// How often it was raised: it may clear and come back.
    pub times: u16,
    /// It is over by the fixes since then; it stays for a person (FL-02).
    pub cleared_at: Option<UtcMillis>,
    /// Late fixes show another beginning than the one that was told, or none; it stays for a person all the same.
    pub revised: Option<Revision>,
    /// Somebody let it wait.
    pub set_aside: Option<SetAside>,
    /// How far it has grown while it stood (FL-10).
    pub level: u8,
}

impl Standing {
    /// Was it said to have begun then? One that was raised again began anew.
    pub(super) fn began(&self, was: FixedAt) -> bool {
        self.facts.since == was || self.revised.is_some_and(|revised| revised.begun == Some(was))
    }
    /// Neither over nor set aside.
    #[must_use]
    pub const fn stands(&self) -> bool {
        self.cleared_at.is_none() && self.set_aside.is_none()
    }
    /// In which queue it belongs: a device that stays dead rises to the queue above (FL-10).
    #[must_use]
    pub const fn queue(&self) -> Queue {
        match (self.facts.kind.queue(), self.level) {
            (queue, 0 | 1) => queue,
            (Queue::Technical, _) => Queue::Tracking,
            (Queue::Tracking | Queue::Danger, _) => Queue::Danger,
        }
    }
    /// Does it grow while it stands: is a device or its reading dead?
    #[must_use]
    pub const fn grows(&self) -> bool {
        self.cleared_at.is_none() && is_dead(self.facts.kind)
    }
}

/// Kinds that say that nothing usable comes any more (FL-10).
pub(super) const fn is_dead(kind: AlertKind) -> bool {
    match kind {
        AlertKind::Silent | AlertKind::NoPosition | AlertKind::AlcoholMissing | AlertKind::Battery => true,
        AlertKind::Near
        | AlertKind::Warning
        | AlertKind::Approaching
        | AlertKind::CouldBeNear
        | AlertKind::Entered
        | AlertKind::Left
        | AlertKind::InBuffer
        | AlertKind::Tampered
        | AlertKind::NotCarried
        | AlertKind::Disturbed
        | AlertKind::Implausible
        | AlertKind::Alcohol
        | AlertKind::ManDown => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_whole_and_what_is_beyond_measure_is_none() {
        let judged = Judged {
            distance: Some(Metres(123.44)),
            closing_mps: Some(-1.25),
            contact_s: Some(f64::INFINITY),
            chance: Some(0.9996),
            reach: Some(Metres(f64::NAN)),
            ..Judged::default()
        };
        let figures = Figures::from(&judged);
        assert_eq!((figures.distance_dm, figures.closing_cms), (Some(1_234), Some(-125)));
        assert_eq!((figures.contact_s, figures.chance_permille, figures.reach_dm), (None, Some(1_000), None));
    }
}
