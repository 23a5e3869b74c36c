//! The conversation during an alarm, where speaking is impossible; the button as yes and no.
//!
//! Nothing said here ends an alarm or changes what the phone does about it (FL-07). Never here: what a text means.

use super::Beacon;
use super::press::Alarming;
use super::safety::cut;
use crate::clock::{Tick, millis};
use crate::input::ButtonPress;
use crate::limits::{DOUBLE_PRESS_WITHIN, MAX_UNSENT_TEXTS};
use crate::outbox::{Body, Kind};
use crate::output::{Haptic, MessageNo, Output};
use crate::persons::{Delivery, Message};
use hoeder_vocab::handset::{MAX_MESSAGES, Said, Side, Uplink};
use hoeder_vocab::{AlarmId, FixedAt, MessageId, Purpose};

/// A click that is 'yes' unless a second one makes it 'no'.
#[derive(Debug, Clone, Copy)]
pub(super) struct Click {
    question: MessageId,
    first: Tick,
}

impl Click {
    fn settled_at(self) -> Tick {
        self.first.plus_ms(millis(DOUBLE_PRESS_WITHIN) + 1)
    }
}

impl Alarming {
    /// The newest question that was not answered.
    fn question(&self) -> Option<MessageId> {
        self.messages.iter().rev().find(|m| m.asks && m.answer.is_none()).map(|m| m.message)
    }
    fn message(&mut self, id: MessageId) -> Option<&mut Message> {
        self.messages.iter_mut().find(|m| m.message == id)
    }
    /// Beyond the most messages the oldest that waits for nothing makes room.
    fn keep(&mut self, message: Message) {
        if self.messages.len() >= MAX_MESSAGES {
            let oldest = self.messages.iter().position(|m| m.state != Delivery::Waiting).unwrap_or(0);
            self.messages.remove(oldest);
        }
        self.messages.push(message);
    }
}

impl Beacon {
    /// While a question is open one click is 'yes' and two are 'no'; a long press is an alarm as ever. Was it an answer?
    pub(super) fn click(&mut self, press: ButtonPress) -> bool {
        let tick = self.clock.tick();
        let Some(question) = self.alarm.as_ref().and_then(Alarming::question).filter(|_| !self.revoked)
        else {
            return false;
        };
        match press {
            ButtonPress::Long | ButtonPress::Hold => return false,
            ButtonPress::Double => self.answer((question, false)),
            ButtonPress::Short => match self.clicked.take() {
                Some(click) => self.answer((click.question, false)),
                None => self.clicked = Some(Click { question, first: tick }),
            },
        }
        true
    }

    pub(super) fn pass_click(&mut self, tick: Tick) {
        if let Some(click) = self.clicked.take_if(|click| click.settled_at() <= tick) {
            self.answer((click.question, true));
        }
    }

    pub(super) fn click_deadline(&self) -> Option<Tick> {
        self.clicked.map(Click::settled_at)
    }

    /// The first answer counts.
    pub(super) fn answer(&mut self, (question, yes): (MessageId, bool)) {
        if self.revoked {
            return;
        }
        self.clicked = None;
        let Some(alarm) = &mut self.alarm else { return };
        let Some(asked) = alarm.message(question).filter(|m| m.asks && m.answer.is_none()) else { return };
        asked.answer = Some(yes);
        asked.state = Delivery::Waiting;
        self.outbox.put(Body::Answer { message: question, yes }, self.clock.tick());
        self.dirty = true;
    }

    pub(super) fn say(&mut self, fresh: MessageId, said: Said) {
        let empty = |said: &Said| match said {
            Said::Template(template) => template.side() != Side::Handset,
            Said::Text(text) => text.reveal(Purpose::Transport).is_empty(),
        };
        if self.revoked || empty(&said) {
            return;
        }
        let said = match said {
            Said::Template(_) => said,
            Said::Text(text) => Said::Text(cut(text)),
        };
        let fresh = self.line_said(fresh, &said);
        let full = self.outbox.of(Kind::Text).count() >= MAX_UNSENT_TEXTS;
        let (tick, at) = (self.clock.tick(), FixedAt(self.clock.wall()));
        let Some(alarm) = self.alarm.as_mut().filter(|a| a.messages.iter().all(|m| m.message != fresh))
        else {
            return;
        };
        let state = if full { Delivery::Refused } else { Delivery::Waiting };
        let from = Side::Handset;
        alarm.keep(Message { message: fresh, from, said, asks: false, answer: None, at, seen: false, state });
        if !full {
            self.outbox.put(Body::Text(fresh), tick);
        }
        self.dirty = true;
    }

    pub(super) fn message_seen(&mut self, message: MessageId) {
        if self.revoked {
            return;
        }
        let Some(alarm) = &mut self.alarm else { return };
        let Some(seen) = alarm.message(message).filter(|m| m.from == Side::Desk && !m.seen) else { return };
        seen.seen = true;
        self.outbox.put(Body::Seen(message), self.clock.tick());
        self.dirty = true;
    }

    /// The control room said something: felt, and shown where the person looks for it.
    pub(super) fn told(&mut self, id: AlarmId, (message, said, asks): (MessageId, Said, bool)) {
        let at = FixedAt(self.clock.wall());
        let Some(alarm) = self.alarm.as_mut().filter(|alarm| alarm.press.alarm == id) else { return };
        if alarm.messages.iter().any(|known| known.message == message) {
            return;
        }
        let (from, state) = (Side::Desk, Delivery::Received);
        alarm.keep(Message { message, from, said, asks, answer: None, at, seen: false, state });
        alarm.theirs.take_if(|line| line.is(message));
        self.dirty = true;
        if self.settings.haptics {
            self.said.push(Output::Vibrate(Haptic::Question));
        }
    }

    pub(super) fn text_received(&mut self, id: AlarmId, message: MessageId, answers: Option<MessageNo>) {
        if self.alarm.as_ref().is_none_or(|alarm| alarm.press.alarm != id) {
            return;
        }
        let about = |body: &Body| match body {
            Body::Text(m) | Body::Seen(m) | Body::Answer { message: m, .. } => *m == message,
            Body::Press(_)
            | Body::Repeat(_)
            | Body::Word(_)
            | Body::Timer
            | Body::TimerEnd(_)
            | Body::Position(_)
            | Body::Typing
            | Body::Test { .. }
            | Body::Hello
            | Body::Trip(_)
            | Body::TripEnd(_)
            | Body::Heartbeat
            | Body::Report => false,
        };
        let answered = match answers {
            Some(no) => self.outbox.get(no).filter(|item| about(&item.body)),
            None => self.outbox.all().find(|item| about(&item.body) && item.was_sent()),
        };
        let Some((no, kind)) = answered.map(|item| (item.no, item.body.kind())) else { return };
        self.outbox.remove(no);
        self.dirty = true;
        if kind != Kind::Seen {
            self.deliver(message, Delivery::Received);
        }
    }

    fn deliver(&mut self, message: MessageId, state: Delivery) {
        if let Some(known) = self.alarm.as_mut().and_then(|alarm| alarm.message(message)) {
            known.state = state;
        }
    }

    /// The cell has as many messages of this alarm as it takes: the person is told that this one will not arrive.
    pub(super) fn text_refused(&mut self, answers: Option<MessageNo>) {
        let full = self.alarm.as_ref().is_some_and(|alarm| alarm.messages.len() >= MAX_MESSAGES);
        let text = answers.and_then(|no| self.outbox.get(no)).and_then(|item| {
            if let Body::Text(message) = item.body { Some((item.no, message)) } else { None }
        });
        if let Some((no, message)) = text.filter(|_| full) {
            self.outbox.remove(no);
            self.deliver(message, Delivery::Refused);
            self.dirty = true;
        }
    }

    /// After a restart: what the cell does not know is said again.
    pub(super) fn resume_talk(&mut self, messages: &[Message]) {
        let tick = self.clock.tick();
        for waiting in messages.iter().filter(|m| m.state == Delivery::Waiting) {
            match (waiting.from, waiting.answer) {
                (Side::Handset, _) => self.outbox.put(Body::Text(waiting.message), tick),
                (Side::Desk, Some(yes)) => {
                    self.outbox.put(Body::Answer { message: waiting.message, yes }, tick)
                }
                (Side::Desk, None) => continue,
            };
        }
    }

    pub(super) fn text_uplink(&self, message: MessageId) -> Option<Uplink> {
        let alarm = self.alarm.as_ref()?;
        let said = alarm.messages.iter().find(|m| m.message == message)?.said.clone();
        Some(Uplink::Text { alarm: alarm.press.alarm, message, said })
    }
}
