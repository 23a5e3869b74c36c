//! A measure that ran before it was kept here: the same order of days as one that was decided here.
//!
//! Never here: how a file is read.

use super::{Decision, Given, not_before, not_in_future, room};
use crate::duration::{ExtensionReading, extended_end, first_end};
use crate::event::Change;
use crate::refusal::Refusal;
use crate::state::Measure;
use crate::takeover::{MAX_DAYS, TakenOver};
use crate::text::{fits_line, number};
use hoeder_vocab::CivilDate;

impl Measure {
    /// 7.8.1, 7.10: what is taken over is granted and within its term; whoever is past it is heard again first (7.12.1).
    pub(super) fn decide_take_over(&self, old: &TakenOver, given: Given<'_>) -> Decision {
        let requested = self.decide_request(&old.request, given)?;
        let Some(Change::Requested { competence, .. }) = requested.into_iter().next() else {
            return Err(Refusal::UnknownZone(old.request.residence));
        };
        number(&old.granted_pv)?;
        number(&old.device)?;
        fits_line(&old.decided_by)?;
        old.ang.as_deref().map_or(Ok(()), number)?;
        not_before(old.granted_on, old.request.made_on)?;
        not_in_future(old.granted_on, given)?;
        not_before(old.active_since, old.granted_on)?;
        not_in_future(old.active_since, given)?;
        for days in [&old.incidents, &old.extended_on, &old.visits] {
            room(days, MAX_DAYS + 1)?;
            let mut before = old.granted_on;
            for day in days {
                not_before(*day, before)?;
                not_in_future(*day, given)?;
                before = *day;
            }
        }
        for day in [old.agreed_on, old.reception_on].into_iter().flatten() {
            not_before(day, old.request.made_on)?;
            not_in_future(day, given)?;
        }
        not_before(old.ends_on, given.now.day)?;
        if !ends(old).contains(&old.ends_on) {
            return Err(Refusal::EndDoesNotFollow { computed: ends(old)[0] });
        }
        Ok(vec![Change::TakenOver { taken: Box::new(old.clone()), competence }])
    }
}

/// The last day, in both readings of 7.10.2: the office that wrote the file may have had either.
fn ends(old: &TakenOver) -> [CivilDate; 2] {
    [ExtensionReading::FromCurrentEnd, ExtensionReading::FromIncident].map(|reading| {
        old.extended_on.iter().fold(first_end(old.granted_on), |end, day| extended_end(end, *day, reading))
    })
}
