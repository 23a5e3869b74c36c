//! Safety timers: guarded here beside the phone, so that a phone that is lost is an alarm all the same.
//!
//! A timer says nothing about a place, and the cell looks for none (GN-03). Nothing ends the alarm that it becomes (FL-07).

use super::alarms::Running;
use super::timers::Timer;
use super::{Cell, Later};
use crate::entry::Event;
use crate::input::Claim;
use crate::output::Reply;
use crate::view::TrailPoint;
use hoeder_vocab::handset::{Downlink, Press, Said, TimerSet, Trigger};
use hoeder_vocab::{
    Actor, AlarmId, DecidedAt, FixedAt, HandsetId, MessageId, Purpose, ReceivedAt, RequestId, Sensitive,
    UtcMillis,
};
use hoeder_watch::alarm::{AlarmCommand, AlarmKind};
use hoeder_watch::checkin::{CheckIn, CheckInCommand, CheckInEvent};

/// Makes the id of the message that carries the note of a timer.
const NOTE: u128 = 0xC1;
/// Makes the id of the alarm of a timer whose own id somebody else has used.
const INSTEAD: u128 = 0xC0;

impl Cell {
    pub(super) fn on_timer_set(
        &mut self,
        (request, claim): (RequestId, Claim),
        timer: &TimerSet,
        now: UtcMillis,
    ) {
        let Some(handset) = self.vouched(request, claim, now) else { return };
        let alarm = timer.alarm;
        if self.alarms.contains_key(&alarm) {
            self.reply(request, Reply::Downlink(Downlink::TimerOver { alarm }));
            return;
        }
        self.check_in_command(handset, &CheckInCommand::Set(timer.clone()), now);
        let guarded = self.check_ins.get(&handset).is_some_and(|check_in| check_in.guards(alarm));
        let answer = if guarded { Downlink::TimerHeld { alarm } } else { Downlink::TimerOver { alarm } };
        self.reply_when_durable(request, Reply::Downlink(answer));
    }

    /// The person checked in. An alarm that has come of the timer stays one.
    pub(super) fn on_timer_ended(
        &mut self,
        (request, claim): (RequestId, Claim),
        alarm: AlarmId,
        now: UtcMillis,
    ) {
        let Some(handset) = self.vouched(request, claim, now) else { return };
        let of_handset = |running: &Running| running.is_open() && running.alarm.claimed() == Some(handset);
        match self.alarms.get(&alarm) {
            Some(running) if of_handset(running) => self.wait_for_press(request, alarm, None),
            Some(_) => self.reply(request, Reply::Downlink(Downlink::TimerOver { alarm })),
            None => {
                self.check_in_command(handset, &CheckInCommand::End { alarm }, now);
                self.reply_when_durable(request, Reply::Downlink(Downlink::TimerOver { alarm }));
            }
        }
    }

    /// The timer of a handset that is no longer in use ends.
    pub(super) fn stop_check_in(&mut self, handset: HandsetId, now: UtcMillis) {
        if self.check_ins.contains_key(&handset) {
            self.check_in_command(handset, &CheckInCommand::Stop, now);
        }
    }

    fn check_in_command(&mut self, handset: HandsetId, command: &CheckInCommand, now: UtcMillis) {
        let decided = self
            .check_ins
            .entry(handset)
            .or_insert_with(|| CheckIn::new(handset))
            .decide(command, DecidedAt(now));
        let actor = match command {
            CheckInCommand::Set(_) | CheckInCommand::End { .. } => Actor::Handset(handset),
            CheckInCommand::Stop | CheckInCommand::Tick => Actor::System,
        };
        for event in decided {
            self.record(actor, Purpose::AlarmHandling, now, Event::CheckIn(handset, event));
        }
        self.schedule_check_in(handset);
    }

    pub(super) fn schedule_check_in(&mut self, handset: HandsetId) {
        let due = self.check_ins.get(&handset).and_then(CheckIn::next_due);
        self.timers.set(Timer::CheckIn(handset), due);
    }

    /// Nobody checked in. With an alarm of this handset running, it counts as one more press of that.
    pub(super) fn tick_check_in(&mut self, handset: HandsetId, now: UtcMillis) {
        let running = self.check_ins.get(&handset).and_then(|check_in| check_in.running().cloned());
        self.check_in_command(handset, &CheckInCommand::Tick, now);
        let still = self.check_ins.get(&handset).is_some_and(|check_in| check_in.running().is_some());
        let Some(missed) = running.filter(|_| !still) else { return };
        let open = self
            .open_alarms()
            .find(|(_, r)| r.alarm.kind() == AlarmKind::Danger && r.alarm.claimed() == Some(handset))
            .map(|(id, _)| id);
        if let Some(alarm) = open {
            let again =
                AlarmCommand::PressAgain { pressed_at: FixedAt(missed.until), received_at: ReceivedAt(now) };
            // More presses than are counted change nothing: it rings.
            let _counted = self.command(alarm, &again, Actor::System, now);
            return;
        }
        let taken = self.alarms.get(&missed.alarm).map(|r| r.alarm.claimed() == Some(handset));
        let id = match taken {
            None => missed.alarm,
            Some(true) => return,
            Some(false) => AlarmId::from_u128(missed.alarm.as_u128() ^ INSTEAD),
        };
        let press = Press {
            alarm: id,
            pressed_at: FixedAt(missed.until),
            trigger: Trigger::MissedCheckIn,
            fix: None,
            battery: None,
            repeats: 0,
        };
        self.raise(id, (AlarmKind::Danger, handset), press, ReceivedAt(now), now);
        self.tell_note(id, missed.note, handset, now);
        let through = self.ledger.head();
        self.later.push_back((through, Later::Hold(id)));
    }

    /// What the person wanted known, where a dispatcher reads it.
    fn tell_note(
        &mut self,
        alarm: AlarmId,
        note: Option<Sensitive<String>>,
        handset: HandsetId,
        now: UtcMillis,
    ) {
        let Some(note) = note else { return };
        let message = MessageId::from_u128(alarm.as_u128() ^ NOTE);
        self.hear_text(alarm, (message, Said::Text(note)), Actor::Handset(handset), now);
    }

    /// The phone tells its place in the press of an alarm that the cell has raised without one.
    pub(super) fn place_known_press(&mut self, press: &Press, received_at: ReceivedAt, now: UtcMillis) {
        let id = press.alarm;
        let (Some(fix), Some(running)) = (press.fix, self.alarms.get_mut(&id)) else { return };
        if !running.trail.is_empty() {
            return;
        }
        running.add_to_trail(TrailPoint { fix, received_at });
        running.battery = press.battery.or(running.battery);
        self.store_fix(id, fix, received_at);
        self.locate(id);
        self.page_alarm(id, now);
    }

    /// The phone raised the alarm of its timer itself, by a clock that is ahead of ours.
    pub(super) fn timer_became_alarm(&mut self, handset: HandsetId, alarm: AlarmId, now: UtcMillis) {
        let Some(check_in) = self.check_ins.get(&handset).filter(|check_in| check_in.guards(alarm)) else {
            return;
        };
        let note = check_in.running().and_then(|guarded| guarded.note.clone());
        self.record(
            Actor::Handset(handset),
            Purpose::AlarmHandling,
            now,
            Event::CheckIn(handset, CheckInEvent::Missed { alarm }),
        );
        self.schedule_check_in(handset);
        self.tell_note(alarm, note, handset, now);
    }
}
