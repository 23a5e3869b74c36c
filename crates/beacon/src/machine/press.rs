//! From a gesture to an alarm, and to its end.
//!
//! Here: what a press, a repeat and a word do. Never here: who may end an alarm - only the police do, by `Closed` (FL-07).

use super::Beacon;
use super::typing::Line;
use crate::clock::Tick;
use crate::gesture::Verdict;
use crate::image::AlarmImage;
use crate::limits::{
    ADVISE_112_AFTER, BATTERY_GOOD_ABOVE, BATTERY_LOW_BELOW, BUTTON_REPEAT_WITHIN, FIX_EVERY_GOOD,
    FIX_EVERY_LOW, FIX_EVERY_MIDDLE, HINT_FOR, MAX_WORD_CHARS,
};
use crate::outbox::{Body, Kind, Repeat};
use crate::output::{Advice, MessageNo, Output, Screen};
use crate::persons::Message;
use core::time::Duration;
use hoeder_vocab::handset::{Press, Trigger};
use hoeder_vocab::{AlarmId, Fix, FixedAt, Percent, Sensitive};

/// The alarm that runs. There is at most one: a press while it runs is a repeat of it.
#[derive(Debug, Clone)]
pub(super) struct Alarming {
    pub(super) press: Press,
    pub(super) held: bool,
    pub(super) someone_there: bool,
    /// Messages with a higher number were first sent when the cell knew the alarm for certain.
    pub(super) held_after: MessageNo,
    /// When the advice to dial 112 is due, if nothing is acknowledged until then.
    pub(super) advise_at: Tick,
    pub(super) advised: bool,
    pub(super) last_position: Option<Tick>,
    /// Oldest first, at most `MAX_MESSAGES`.
    pub(super) messages: Vec<Message>,
    /// What the person is typing.
    pub(super) line: Option<Line>,
    /// When a line last left.
    pub(super) last_typed: Option<Tick>,
    /// What the control room is typing.
    pub(super) theirs: Option<Line>,
}

/// Which messages belong to an alarm.
const OF_ALARM: [Kind; 8] = [
    Kind::Press,
    Kind::Repeat,
    Kind::Word,
    Kind::Answer,
    Kind::Text,
    Kind::Position,
    Kind::Typing,
    Kind::Seen,
];

/// How often to look for the position during an alarm, by the charge that is left (AL-04).
pub(super) fn fix_every(charge: Option<Percent>) -> Duration {
    match charge.map(Percent::get) {
        Some(percent) if percent < BATTERY_LOW_BELOW => FIX_EVERY_LOW,
        Some(percent) if percent <= BATTERY_GOOD_ABOVE => FIX_EVERY_MIDDLE,
        Some(_) | None => FIX_EVERY_GOOD,
    }
}

impl Beacon {
    pub(super) fn judge(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Nothing => {}
            Verdict::TooShort => {
                if !self.revoked && self.alarm.is_none() && self.test.is_none() {
                    self.show(Screen::HeldTooShort, Some(HINT_FOR));
                }
            }
            Verdict::Alarm { fresh, trigger } => self.pressed(fresh, trigger),
        }
    }

    fn pressed(&mut self, fresh: AlarmId, trigger: Trigger) {
        let tick = self.clock.tick();
        let last_button = self.last_button;
        if trigger == Trigger::Button {
            self.last_button = Some(tick);
        }
        let pressed_at = FixedAt(self.clock.wall());
        if self.revoked {
            self.said.push(Output::Advise112(Advice::Revoked));
        }
        match &mut self.alarm {
            None if self.revoked => {}
            None => self.raise(Repeat { fresh, pressed_at, trigger }, 0),
            Some(alarm) => {
                let same_press = trigger == Trigger::Button
                    && last_button
                        .is_some_and(|t| tick.since_ms(t) < crate::clock::millis(BUTTON_REPEAT_WITHIN));
                if same_press {
                    return;
                }
                if !alarm.held {
                    alarm.press.repeats = alarm.press.repeats.saturating_add(1);
                    self.outbox.press_again(tick);
                }
                self.dirty = true;
                if !self.revoked {
                    self.repeat(Repeat { fresh, pressed_at, trigger });
                }
            }
        }
    }

    fn repeat(&mut self, repeat: Repeat) {
        let tick = self.clock.tick();
        if !self.is_unacknowledged()
            && let Some(alarm) = &mut self.alarm
        {
            alarm.advise_at = tick.plus(ADVISE_112_AFTER);
        }
        self.outbox.put(Body::Repeat(repeat), tick);
    }

    /// A new alarm (AL-01): the id was given by the shell; it goes to flash, then out over every path.
    pub(super) fn raise(&mut self, first: Repeat, repeats: u16) {
        let tick = self.clock.tick();
        let press = Press {
            alarm: first.fresh,
            pressed_at: first.pressed_at,
            trigger: first.trigger,
            fix: self.status.fix,
            battery: self.status.phone_battery,
            repeats,
        };
        self.outbox.put(Body::Press(press.clone()), tick);
        self.outbox.hurry_stream(tick);
        self.alarm = Some(Alarming {
            press,
            held: false,
            someone_there: false,
            held_after: self.outbox.last_no(),
            advise_at: tick.plus(ADVISE_112_AFTER),
            advised: false,
            last_position: None,
            messages: Vec::new(),
            line: None,
            last_typed: None,
            theirs: None,
        });
        self.show(Screen::Neutral, None);
        self.dirty = true;
    }

    /// After a restart.
    pub(super) fn resume(&mut self, image: AlarmImage) {
        let tick = self.clock.tick();
        let held_after = self.outbox.last_no();
        if !image.held {
            self.outbox.put(Body::Press(image.press.clone()), tick);
        }
        for repeat in image.repeats {
            self.outbox.put(Body::Repeat(repeat), tick);
        }
        for word in image.words {
            self.outbox.put(Body::Word(word), tick);
        }
        self.resume_talk(&image.messages);
        self.alarm = Some(Alarming {
            press: image.press,
            held: image.held,
            someone_there: image.someone_there,
            held_after,
            advise_at: tick.plus(ADVISE_112_AFTER),
            advised: false,
            last_position: None,
            messages: image.messages,
            line: None,
            last_typed: None,
            theirs: None,
        });
    }

    /// The cell no longer has this alarm open. A repeat that it did not acknowledge becomes an alarm of its own: the
    /// person pressed, and nobody is known to have heard it.
    pub(super) fn close_alarm(&mut self) {
        let repeats: Vec<Repeat> = self.unacknowledged_repeats().collect();
        self.outbox.remove_kinds(&OF_ALARM);
        self.alarm = None;
        self.clicked = None;
        self.dirty = true;
        if let Some(newest) = repeats.last()
            && !self.revoked
        {
            let earlier = u16::try_from(repeats.len() - 1).unwrap_or(u16::MAX);
            self.raise(*newest, earlier);
        }
    }

    /// This handset is no longer in use: everything goes, but for an alarm that the cell has not acknowledged.
    pub(super) fn revoke(&mut self) {
        if self.revoked {
            return;
        }
        self.revoked = true;
        self.test = None;
        self.guarding = None;
        self.trips.clear();
        self.planned = None;
        self.clicked = None;
        self.outbox.keep_only(Kind::Press);
        if let Some(alarm) = &mut self.alarm {
            alarm.messages.clear();
            alarm.line = None;
            alarm.theirs = None;
        }
        if self.alarm.as_ref().is_some_and(|alarm| alarm.held) {
            self.alarm = None;
        }
        self.show(Screen::Revoked, None);
        self.dirty = true;
    }

    /// The word goes to the cell, which alone compares it. It ends nothing and changes nothing here (FL-07).
    pub(super) fn word_typed(&mut self, word: Sensitive<String>) {
        if self.alarm.is_none() || self.revoked {
            return;
        }
        let word = word.map(|text| text.chars().take(MAX_WORD_CHARS).collect());
        self.outbox.put(Body::Word(word), self.clock.tick());
        self.dirty = true;
    }

    /// The newest position replaces one that still waits; it leaves in the rhythm that the battery allows.
    pub(super) fn send_position(&mut self, fix: Sensitive<Fix>) {
        if self.revoked {
            return;
        }
        let Some(alarm) = &self.alarm else { return };
        let every = fix_every(self.status.phone_battery);
        let tick = self.clock.tick();
        let not_before = alarm.last_position.map_or(tick, |last| last.plus(every).max(tick));
        self.outbox.put(Body::Position(fix), not_before);
    }

    pub(super) fn unacknowledged_repeats(&self) -> impl Iterator<Item = Repeat> + '_ {
        self.outbox.of(Kind::Repeat).filter_map(|item| item.body.repeat())
    }

    /// Is there a press, first or repeated, that the cell has not acknowledged?
    pub(super) fn is_unacknowledged(&self) -> bool {
        self.alarm.as_ref().is_some_and(|alarm| !alarm.held) || self.outbox.has(Kind::Repeat)
    }
}
