//! No event of a measure is lost or doubled, and no alarm that was closed is missing from it, counted by the log alone.
//!
//! Never here: what the circular says (room `measure` has its own tests).

use crate::world::{Flow, World, broken};
use hoeder_engine::entry::{Entry, Event};
use hoeder_measure::Change;
use hoeder_measure::followup::Incident;
use hoeder_vocab::{AlarmId, MeasureId, NoticeId, PersonId};
use hoeder_watch::alarm::AlarmEvent;
use std::collections::{BTreeMap, BTreeSet};

/// What the log says, from its beginning.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counted {
    events: BTreeMap<MeasureId, u64>,
    of_person: BTreeMap<PersonId, MeasureId>,
    granted: BTreeSet<MeasureId>,
    bearers: BTreeMap<AlarmId, PersonId>,
    /// Closed while the measure of the person had been granted.
    owed: BTreeSet<(MeasureId, AlarmId)>,
    incidents: BTreeSet<(MeasureId, AlarmId)>,
    notices: BTreeSet<NoticeId>,
}

impl Counted {
    pub(super) fn take(&mut self, entry: &Entry) -> Flow {
        if let Event::Measure(id, event) = &entry.event {
            return self.take_measure(*id, &event.change);
        }
        if let Event::NoticeSent(sent) = &entry.event
            && !self.notices.insert(sent.notice)
        {
            return broken("no notice is sent twice (FL-36)", format!("{}", sent.notice));
        }
        if let Event::Alarm(
            alarm,
            AlarmEvent::Raised { bearer: Some(bearer), .. } | AlarmEvent::Vouched { bearer },
        ) = &entry.event
        {
            self.bearers.insert(*alarm, bearer.person);
        }
        if let Event::Alarm(alarm, AlarmEvent::Closed { .. }) = &entry.event {
            let measure = self.bearers.get(alarm).and_then(|person| self.of_person.get(person));
            if let Some(measure) = measure.filter(|measure| self.granted.contains(measure)) {
                self.owed.insert((*measure, *alarm));
            }
        }
        Ok(())
    }

    fn take_measure(&mut self, id: MeasureId, change: &Change) -> Flow {
        *self.events.entry(id).or_default() += 1;
        if let Change::Requested { request, .. } = change
            && self.of_person.insert(request.person, id).is_some()
        {
            return broken("a person has one measure on its way", format!("{id}"));
        }
        if let Change::Granted { .. } = change
            && !self.granted.insert(id)
        {
            return broken("a measure is granted once", format!("{id}"));
        }
        if let Change::IncidentRecorded { incident: Incident::Alarm { alarm, .. }, .. } = change
            && !self.incidents.insert((id, *alarm))
        {
            return broken("an alarm reaches its measure once (AL-12)", format!("{alarm}"));
        }
        Ok(())
    }
}

impl World<'_> {
    /// Once everything has healed: acknowledged events are there, and each closed alarm is in the measure of its person.
    pub(super) fn measures_are_whole(&self) -> Flow {
        let counted = &self.checks.counted;
        for clerk in &self.clerks {
            let there = counted.events.get(&clerk.measure).copied().unwrap_or_default();
            if there < clerk.acknowledged {
                return broken(
                    "an acknowledged event of a measure is never lost (GN-05)",
                    format!("{}: {there} of {}", clerk.measure, clerk.acknowledged),
                );
            }
        }
        match counted.owed.difference(&counted.incidents).next() {
            Some((measure, alarm)) => broken(
                "a closed alarm reaches the measure of its person (AL-12)",
                format!("{alarm} {measure}"),
            ),
            None => Ok(()),
        }
    }
}
