//! 7.10.2, 7.11.2, 7.11.3: an alarm that was closed, a new fact, and the nine months that follow.
//!
//! Never here: how an alarm is closed (room `watch`).

use super::{Decision, Given, next_number, not_in_future, room};
use crate::decision::MAX_LISTED;
use crate::duration::{Extension, ExtensionCause, MAX_EXTENSIONS, Term, extended_end};
use crate::ending::{EndCause, EndKind};
use crate::event::Change;
use crate::followup::{AlarmOutcome, AnnouncedFact, Incident, MAX_INCIDENTS};
use crate::refusal::Refusal;
use crate::request::PvKind;
use crate::state::{Measure, State};
use crate::text::{number, said};
use hoeder_vocab::CivilDate;

impl Incident {
    /// The day on which it happened or was reported.
    #[must_use]
    pub const fn on(&self) -> CivilDate {
        match self {
            Self::Alarm { on, .. } | Self::Fact { on, .. } => *on,
        }
    }

    /// Does it extend the measure (7.10.2)? Every new fact does, and every alarm that was not false.
    #[must_use]
    pub const fn extends(&self) -> bool {
        match self {
            Self::Alarm { outcome, .. } => outcome.extends(),
            Self::Fact { .. } => true,
        }
    }

    /// Is the magistrate told at once (7.11.2, 7.11.3)? Unless it was a false alarm.
    #[must_use]
    pub const fn concerns_magistrate(&self) -> bool {
        self.extends()
    }

    /// Was the alarm misused?
    #[must_use]
    pub const fn is_misuse(&self) -> bool {
        matches!(self, Self::Alarm { outcome: AlarmOutcome::Misuse, .. })
    }

    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Alarm { alarm, .. }, Self::Alarm { alarm: known, .. }) => alarm == known,
            (Self::Fact { fact, .. }, Self::Fact { fact: known, .. }) => fact == known,
            (Self::Alarm { .. }, Self::Fact { .. }) | (Self::Fact { .. }, Self::Alarm { .. }) => false,
        }
    }
}

impl Measure {
    /// MS-31, MS-34, AL-12: the same alarm or fact twice is one.
    pub(super) fn decide_incident(&self, incident: &Incident, given: Given<'_>) -> Decision {
        match incident {
            Incident::Alarm { pv, .. } => pv.as_deref().map_or(Ok(()), number)?,
            Incident::Fact { pv, what, .. } => {
                number(&pv.number)?;
                said(what)?;
                if pv.kind != PvKind::Initial {
                    return Err(Refusal::InitialPvNeeded);
                }
            }
        }
        not_in_future(incident.on(), given)?;
        if self.file.incidents.iter().any(|known| known.is_same(incident)) {
            return Ok(Vec::new());
        }
        room(&self.file.incidents, MAX_INCIDENTS)?;
        let n = next_number(&self.file.incidents);
        let mut changes = vec![Change::IncidentRecorded { n, incident: incident.clone() }];
        if incident.extends()
            && let Some((term, after)) = self.extendable()
            && term.extensions.len() < MAX_EXTENSIONS
        {
            let to = extended_end(term.ends_on, incident.on(), given.world.terms.extension);
            if to > term.ends_on {
                changes.push(Change::Extended(Extension {
                    n: next_number(&term.extensions),
                    on: given.now.day,
                    cause: ExtensionCause::Incident(n),
                    from: term.ends_on,
                    to,
                }));
                changes.extend(after);
            }
        }
        Ok(changes)
    }

    /// The term that an incident extends, and what follows. A measure that ended on its date goes on as long as the alarm is
    /// still on; one that a magistrate ended early does not: the magistrate is told at once and may take the ending back.
    fn extendable(&self) -> Option<(&Term, Option<Change>)> {
        match &self.state {
            State::Granted { term, .. } | State::Running { term, .. } => Some((term, None)),
            State::Ending { cause: EndCause { kind: EndKind::Planned, .. }, term, steps }
                if steps.switched_off.is_none() =>
            {
                Some((term, Some(Change::Resumed)))
            }
            State::Nothing
            | State::Requested { .. }
            | State::AwaitingDecision { .. }
            | State::Refused { .. }
            | State::Ending { .. }
            | State::Ended { .. }
            | State::TransferredOut { .. } => None,
        }
    }

    /// 7.11.3: what the person tells makes a task; the report that the zone writes of it extends the measure.
    pub(super) fn decide_announced_fact(&self, fact: &AnnouncedFact, given: Given<'_>) -> Decision {
        said(&fact.what)?;
        not_in_future(fact.on, given)?;
        if self.file.announced_facts.iter().any(|known| known.fact == fact.fact) {
            return Ok(Vec::new());
        }
        room(&self.file.announced_facts, MAX_LISTED)?;
        Ok(vec![Change::FactAnnounced(fact.clone())])
    }
}
