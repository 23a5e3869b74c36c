//! What follows from an event of a measure: notices, the state of the case, the next day on which something is due; and what
//! follows for a measure from an alarm.
//!
//! Never here: rules of the circular. Nothing here stands before a press or a page of an alarm.

use super::Cell;
use super::measures::{KeptMeasure, notice_id};
use super::measures_world::by as by_of;
use super::timers::Timer;
use crate::access;
use crate::entry::Event;
use crate::measures::{Channel, Delivery, MAX_TRIES, NoticeOut, NoticeResult, NoticeSent, PAUSES_S};
use crate::output::{Output, Page};
use crate::roster::{CaseState, PersonKind};
use core::time::Duration;
use hoeder_measure::effect::{Effect, Notice, Recipient, effects};
use hoeder_measure::followup::{AlarmOutcome, Destination, Incident, Trip};
use hoeder_measure::task::{Receipt, TaskKind};
use hoeder_measure::{By, ChangeKind, Command, MAX_NUMBER_CHARS, MeasureEvent, Stage};
use hoeder_vocab::{
    AccountId, Actor, AlarmId, CaseId, CivilDate, DeskId, HandsetId, MeasureId, NoticeId, Purpose, Seq,
    UtcMillis, ZoneId,
};
use hoeder_watch::alarm::{Outcome, Pv};

/// An hour of the clock in Belgium is one or two before UTC: midnight is found by trying both.
const HOURS_BEFORE: [i64; 2] = [2, 1];
const HOUR_MS: i64 = 3_600_000;
/// A day has 86,400,000 ms; a civil day that is changed to summer time less, which `begin_of` finds by itself.
const DAY_MS: i64 = 86_400_000;

/// The moment at which a civil day begins in Belgium.
fn begin_of(day: CivilDate) -> Option<UtcMillis> {
    let epoch = CivilDate::in_belgium(UtcMillis::from_unix_ms(0));
    let midnight = day.days_since(epoch).checked_mul(DAY_MS)?;
    HOURS_BEFORE
        .iter()
        .map(|hours| UtcMillis::from_unix_ms(midnight.saturating_sub(hours * HOUR_MS)))
        .find(|at| CivilDate::in_belgium(*at) == day)
}

/// How an alarm ended, in the words of the circular.
const fn outcome(outcome: Outcome) -> AlarmOutcome {
    match outcome {
        Outcome::RealDanger => AlarmOutcome::RealDanger,
        Outcome::SuspectPresent => AlarmOutcome::SuspectPresent,
        Outcome::FalseAlarm => AlarmOutcome::FalseAlarm,
        Outcome::Misuse => AlarmOutcome::Misuse,
        Outcome::Test => AlarmOutcome::Test,
        Outcome::Technical => AlarmOutcome::Technical,
    }
}

/// Who has no screen and no address of an office gets word by the office or on the own page.
const fn can_be_sent(to: Recipient) -> bool {
    match to {
        Recipient::Person(_) | Recipient::ControlRoomOf(_) => false,
        Recipient::Zone(_)
        | Recipient::Magistrate(_)
        | Recipient::ReferenceMagistrate(_)
        | Recipient::VictimReception(_)
        | Recipient::ThirdParty(_)
        | Recipient::Judge(_)
        | Recipient::ProsecutorGeneral(_)
        | Recipient::NationalPlatform
        | Recipient::ForeignPolice(_) => true,
    }
}

impl Cell {
    /// Writes events down, with the notices that each of them asks for, and what follows.
    pub(super) fn record_measure(
        &mut self,
        id: MeasureId,
        events: Vec<MeasureEvent>,
        purpose: Purpose,
        now: UtcMillis,
    ) {
        if events.is_empty() {
            return;
        }
        let kinds: Vec<ChangeKind> = events.iter().map(|event| event.change.kind()).collect();
        for event in events {
            let boxed = Box::new(event.clone());
            self.record(event.by.actor, purpose, now, Event::Measure(id, boxed));
            let after = self.measures.get(&id).map(|kept| effects(&event, &kept.measure));
            for effect in after.unwrap_or_default() {
                if let Effect::Tell { to, notice } = effect {
                    self.send_notice(id, to, notice, now);
                }
            }
        }
        self.case_follows(id, &kinds, now);
        self.schedule_measure(id, now);
        self.page_measure(id);
    }

    fn send_notice(&mut self, measure: MeasureId, to: Recipient, kind: Notice, now: UtcMillis) {
        let Some(kept) = self.measures.get(&measure) else { return };
        let n = u32::try_from(kept.notices.len()).unwrap_or(u32::MAX).saturating_add(1);
        let notice = notice_id(measure, n);
        let channels = if can_be_sent(to) { self.config.measures.channels.clone() } else { Vec::new() };
        let sent = NoticeSent { notice, measure, to, kind, channels: channels.clone() };
        self.record(Actor::System, Purpose::CaseWork, now, Event::NoticeSent(sent));
        for channel in channels {
            self.rest.push_back(Output::Dispatch(NoticeOut { notice, channel, to, attempt: 1 }));
        }
    }

    /// The shell tried to send a notice. What is late or told twice changes nothing.
    pub(super) fn on_notice_done(
        &mut self,
        (notice, channel): (NoticeId, Channel),
        result: NoticeResult,
        now: UtcMillis,
    ) {
        let Some((measure, n)) = self.measures.on_their_way.get(&(notice, channel)).copied() else { return };
        if self.timers.is_set(Timer::Notice(notice, channel)) {
            return;
        }
        let tries = self.tries(measure, n, channel).saturating_add(1);
        let state = match result {
            Ok(()) => Delivery::Delivered,
            Err(why) if why.passes() && tries < MAX_TRIES => Delivery::Failed { tries, why },
            Err(why) => Delivery::GivenUp { tries, why },
        };
        let event = Event::NoticeDelivery { notice, measure, channel, state };
        self.record(Actor::System, Purpose::CaseWork, now, event);
        if let Delivery::Failed { tries, .. } = state {
            self.timers.set(Timer::Notice(notice, channel), Some(now.plus(pause_after(tries))));
        }
    }

    fn tries(&self, measure: MeasureId, n: u32, channel: Channel) -> u16 {
        let at = usize::try_from(n).ok().and_then(|n| n.checked_sub(1));
        let kept = self.measures.get(&measure).zip(at).and_then(|(kept, at)| kept.notices.get(at));
        let state =
            kept.into_iter().flat_map(|kept| &kept.deliveries).find(|(known, _, _)| *known == channel);
        match state.and_then(|(_, state, _)| *state) {
            Some(Delivery::Failed { tries, .. } | Delivery::GivenUp { tries, .. }) => tries,
            Some(Delivery::Delivered) | None => 0,
        }
    }

    pub(super) fn try_notice_again(&mut self, notice: NoticeId, channel: Channel) {
        let Some((measure, n)) = self.measures.on_their_way.get(&(notice, channel)).copied() else { return };
        let at = usize::try_from(n).ok().and_then(|n| n.checked_sub(1));
        let kept = self.measures.get(&measure).zip(at).and_then(|(kept, at)| kept.notices.get(at));
        let Some(to) = kept.map(|kept| kept.to) else { return };
        let attempt = self.tries(measure, n, channel).saturating_add(1);
        self.rest.push_back(Output::Dispatch(NoticeOut { notice, channel, to, attempt }));
    }

    /// The case is active from the grant on, so that a handset is paired and tried; it ends when no alarm of it is on any
    /// more. Its zone is the one that manages the measure of the person whom it is about.
    fn case_follows(&mut self, id: MeasureId, kinds: &[ChangeKind], now: UtcMillis) {
        let Some(kept) = self.measures.get(&id) else { return };
        let (Some((case_id, person)), zone) = (kept.of(), kept.measure.file().zone) else { return };
        let Some(case) = self.book.cases.get(&case_id).map(Box::as_ref) else { return };
        let mut changed = case.clone();
        if kinds
            .iter()
            .any(|kind| matches!(kind, ChangeKind::Granted | ChangeKind::Activated | ChangeKind::TakenOver))
        {
            changed.state = CaseState::Active;
        }
        let stepped = kinds.contains(&ChangeKind::EndStepDone);
        if stepped && !kept.measure.alarm_is_on() && !self.protects(case_id) {
            changed.state = CaseState::Ended;
        }
        let arrived = kinds
            .iter()
            .any(|kind| matches!(kind, ChangeKind::ReceiptConfirmed | ChangeKind::ManagementPassed));
        let main = self.book.persons.get(&person).is_some_and(|person| person.kind == PersonKind::Protected);
        if let Some(zone) = zone.filter(|_| arrived && (main || !self.others_live(case_id, id)))
            && self.file_is_with(id, zone)
        {
            changed.managing_zone = zone;
        }
        if changed != *case {
            self.put_case(changed, Actor::System, now);
        }
    }

    /// Is an alarm of this case on, or about to be?
    fn protects(&self, case: CaseId) -> bool {
        let ids = self.measures.of_case.get(&case).into_iter().flatten();
        ids.filter_map(|id| self.measures.get(id))
            .any(|kept| kept.measure.alarm_is_on() || kept.measure.stage() == Stage::Granted)
    }

    fn others_live(&self, case: CaseId, not: MeasureId) -> bool {
        let ids = self.measures.of_case.get(&case).into_iter().flatten();
        ids.filter(|id| **id != not).filter_map(|id| self.measures.get(id)).any(KeptMeasure::is_live)
    }

    /// Is no hand-over to that zone still to be confirmed? Until then whoever sent keeps the case.
    fn file_is_with(&self, id: MeasureId, zone: ZoneId) -> bool {
        self.measures.get(&id).is_some_and(|kept| {
            let to_zone = hoeder_measure::Seat::Zone(zone);
            kept.measure.file().hand_overs.iter().all(|one| one.to != to_zone || one.confirmed_on.is_some())
        })
    }

    /// Two moments for each date: when its day begins, and when it is over.
    pub(super) fn schedule_measure(&mut self, id: MeasureId, now: UtcMillis) {
        let terms = self.measures.world.terms;
        let due = self.measures.get(&id).map(|kept| kept.measure.next_due(&terms)).unwrap_or_default();
        let next = due
            .iter()
            .flat_map(|due| [begin_of(due.on), begin_of(due.on.plus_days(1))])
            .flatten()
            .filter(|at| *at > now)
            .min();
        self.timers.set(Timer::Measure(id), next);
    }

    /// A day has begun on which something of this measure is due.
    pub(super) fn tick_measure(&mut self, id: MeasureId, now: UtcMillis) {
        self.fresh_world();
        let events = self.decide_measure(id, &Command::Tick, By::SYSTEM, now).unwrap_or_default();
        if events.is_empty() {
            self.schedule_measure(id, now);
            self.page_measure(id);
        } else {
            self.record_measure(id, events, Purpose::CaseWork, now);
        }
    }

    /// Screens of those whom it concerns ask for their tasks anew.
    pub(super) fn page_measure(&mut self, id: MeasureId) {
        let Some(kept) = self.measures.get(&id) else { return };
        let places = super::measures_world::places(&kept.measure);
        let newest: Vec<Recipient> = kept.notices.iter().rev().take(16).map(|notice| notice.to).collect();
        let own_room = self.config.own_room;
        let concerns = |account: &AccountId| {
            self.book.accounts.get(account).is_some_and(|account| {
                access::measure_sight(account, places.facts()) != crate::measures::MeasureSight::None
                    || newest.iter().any(|to| access::receives(account, *to, own_room))
            })
        };
        let desks: Vec<DeskId> =
            self.desks.iter().filter(|(_, account)| concerns(account)).map(|(desk, _)| *desk).collect();
        self.page(desks, Page::TasksChanged);
    }

    /// AL-12, AL-19, MS-31: an alarm that was closed reaches the measure of the person who pressed. It never keeps an alarm
    /// from being closed.
    pub(super) fn alarm_reaches_measure(&mut self, alarm: AlarmId, now: UtcMillis) {
        let Some((id, incident)) = self.incident_of(alarm) else { return };
        self.fresh_world();
        let command = Command::ReportIncident(incident);
        let events = self.decide_measure(id, &command, By::SYSTEM, now).unwrap_or_default();
        self.record_measure(id, events, Purpose::CaseWork, now);
        self.report_reaches_measure(alarm, now);
    }

    fn incident_of(&self, alarm: AlarmId) -> Option<(MeasureId, Incident)> {
        let running = self.alarms.get(&alarm)?;
        let closed = &running.alarm;
        let bearer = closed.bearer()?;
        let ended = outcome(closed.outcome()?);
        let on = CivilDate::in_belgium(closed.raised_at()?);
        let id = self.measure_at(bearer.case, bearer.person, running.closed_in?)?;
        let pv = self.report_of(alarm);
        Some((id, Incident::Alarm { alarm, on, outcome: ended, pv }))
    }

    /// The newest measure of a person that was granted before that record. An alarm that ended before is none of it, also when
    /// both fell on one day.
    fn measure_at(&self, case: CaseId, person: hoeder_vocab::PersonId, closed_in: Seq) -> Option<MeasureId> {
        self.measures
            .of_person(case, person)
            .filter_map(|kept| kept.granted_in.map(|granted_in| (granted_in, kept.measure.id())))
            .filter(|(granted_in, _)| *granted_in < closed_in)
            .max()
            .map(|(_, id)| id)
    }

    /// AL-10: the number of the report, now or given later, settles the task of the measure.
    pub(super) fn report_reaches_measure(&mut self, alarm: AlarmId, now: UtcMillis) {
        let number = self.report_of(alarm);
        let (Some(number), Some((id, n))) = (number, self.incident_number(alarm)) else { return };
        let command = Command::Settle { task: TaskKind::AlarmPv(n), reference: Some(number) };
        let events = self.decide_measure(id, &command, By::SYSTEM, now).unwrap_or_default();
        self.record_measure(id, events, Purpose::CaseWork, now);
    }

    /// The number of the report of an alarm, where it fits a measure: up to 40 characters.
    fn report_of(&self, alarm: AlarmId) -> Option<String> {
        match self.alarms.get(&alarm)?.alarm.pv()? {
            Pv::Number(number) if number.chars().count() <= MAX_NUMBER_CHARS => Some(number.clone()),
            Pv::Number(_) | Pv::ToFollow => None,
        }
    }

    /// The measure that holds this alarm as an incident, and its number there.
    fn incident_number(&self, alarm: AlarmId) -> Option<(MeasureId, u16)> {
        let bearer = self.alarms.get(&alarm)?.alarm.bearer()?;
        self.measures.of_person(bearer.case, bearer.person).find_map(|kept| {
            let is_it = |incident: &Incident| matches!(incident, Incident::Alarm { alarm: known, .. } if *known == alarm);
            let at = kept.measure.file().incidents.iter().position(is_it)?;
            Some((kept.measure.id(), u16::try_from(at.checked_add(1)?).ok()?))
        })
    }

    /// AL-11: a magistrate who confirmed the word of an alarm has confirmed it in the measure too.
    pub(super) fn alarm_receipt_reaches_measure(
        &mut self,
        account: AccountId,
        alarm: AlarmId,
        now: UtcMillis,
    ) {
        let Some((id, n)) = self.incident_number(alarm) else { return };
        let Some(by) = self.book.accounts.get(&account).map(by_of) else { return };
        let command = Command::ConfirmReceipt { of: Receipt::Incident(n) };
        // A magistrate of another office confirms for the alarm only: the office of the measure still has to.
        let events = self.decide_measure(id, &command, by, now).unwrap_or_default();
        self.record_measure(id, events, Purpose::CaseWork, now);
    }

    /// And the other way round.
    pub(super) fn measure_of_alarm_confirmed(
        &mut self,
        id: MeasureId,
        command: &Command,
        by: By,
        now: UtcMillis,
    ) {
        let Command::ConfirmReceipt { of: Receipt::Incident(n) } = command else { return };
        let at = usize::from(*n).checked_sub(1);
        let kept = self.measures.get(&id).zip(at);
        let incident = kept.and_then(|(kept, at)| kept.measure.file().incidents.get(at));
        if let (Some(Incident::Alarm { alarm, .. }), Actor::Account(account, _)) = (incident, by.actor)
            && self.receipts.contains_key(alarm)
        {
            let event = Event::MagistrateConfirmed { alarm: *alarm, by: account };
            self.record(by.actor, Purpose::CaseWork, now, event);
            self.page_tasks_changed();
        }
    }

    /// MS-35: a trip that the person announced on the phone is one of the measure. One day out is none.
    pub(super) fn trip_reaches_measure(
        &mut self,
        handset: HandsetId,
        trip: &hoeder_vocab::handset::Trip,
        now: UtcMillis,
    ) {
        if trip.until <= trip.from {
            return;
        }
        let trip = Trip {
            trip: trip.trip,
            from: trip.from,
            until: trip.until,
            to: Destination::Belgium,
            place: trip.place.clone(),
        };
        // Without a running measure the trip stays what it was: word to the managing zone.
        let _no_measure = self.do_for_person(handset, &Command::AnnounceTrip(trip), now);
    }

    /// After a restart: dates run, notices that were on their way go out again, and an alarm whose close was written down
    /// without what follows from it reaches its measure now.
    pub(super) fn start_measures(&mut self, now: UtcMillis) {
        self.change_world();
        let all: Vec<MeasureId> = self.measures.all.keys().copied().collect();
        for id in all {
            self.schedule_measure(id, now);
        }
        let waiting: Vec<(NoticeId, Channel)> = self.measures.on_their_way.keys().copied().collect();
        for (notice, channel) in waiting {
            self.try_notice_again(notice, channel);
        }
        let closed: Vec<AlarmId> = self
            .alarms
            .iter()
            .filter(|(_, running)| running.alarm.ending().is_some())
            .map(|(id, _)| *id)
            .collect();
        for alarm in closed {
            self.alarm_reaches_measure(alarm, now);
        }
    }
}

/// How long to wait after so many tries.
fn pause_after(tries: u16) -> Duration {
    let at = usize::from(tries).saturating_sub(1);
    Duration::from_secs(PAUSES_S.get(at).or(PAUSES_S.last()).copied().unwrap_or(60))
}
