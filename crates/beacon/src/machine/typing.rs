//! What is being written during an alarm, seen on the other side as it is typed.
//!
//! In memory only: a line that was not sent is the cell's to keep. Never here: what was said (`talk`).

use super::Beacon;
use super::safety::cut;
use crate::limits::TYPED_EVERY;
use crate::outbox::{Body, Kind};
use hoeder_vocab::handset::{Said, Typed, Uplink};
use hoeder_vocab::{MessageId, Purpose, Sensitive};

/// A line as it stands.
#[derive(Debug, Clone)]
pub(super) struct Line {
    message: MessageId,
    edit: u32,
    text: Sensitive<String>,
}

impl Line {
    pub(super) fn is(&self, message: MessageId) -> bool {
        self.message == message
    }
    /// What there is to see of it.
    pub(super) fn shown(&self) -> Option<&Sensitive<String>> {
        Some(&self.text).filter(|text| !text.reveal(Purpose::Transport).is_empty())
    }
}

impl Beacon {
    /// The field of the person changed. It leaves at most every [`TYPED_EVERY`], always as it stands then.
    pub(super) fn type_line(&mut self, fresh: MessageId, text: Sensitive<String>) {
        let Some(alarm) = self.alarm.as_mut().filter(|_| !self.revoked) else { return };
        let text = cut(text);
        match &mut alarm.line {
            Some(line) if line.text == text => return,
            Some(line) => {
                line.edit = line.edit.saturating_add(1);
                line.text = text;
            }
            None if text.reveal(Purpose::Transport).is_empty() => return,
            None => alarm.line = Some(Line { message: fresh, edit: 1, text }),
        }
        let tick = self.clock.tick();
        let not_before = alarm.last_typed.map_or(tick, |last| last.plus(TYPED_EVERY).max(tick));
        self.outbox.put(Body::Typing, not_before);
    }

    /// A text that is said is the line that was typed: it has its id.
    pub(super) fn line_said(&mut self, fresh: MessageId, said: &Said) -> MessageId {
        if let Said::Template(_) = said {
            return fresh;
        }
        let Some(line) = self.alarm.as_mut().and_then(|alarm| alarm.line.take()) else { return fresh };
        self.outbox.remove_kinds(&[Kind::Typing]);
        line.message
    }

    pub(super) fn typing_uplink(&self) -> Option<Uplink> {
        let alarm = self.alarm.as_ref()?;
        let Line { message, edit, text } = alarm.line.clone()?;
        Some(Uplink::Typing(Typed { alarm: alarm.press.alarm, message, edit, text }))
    }

    /// The control room types. Of two pieces the newer counts; what was said is not typed any more.
    pub(super) fn theirs(&mut self, typed: Typed) {
        let Typed { alarm: id, message, edit, text } = typed;
        let Some(alarm) = self.alarm.as_mut().filter(|alarm| alarm.press.alarm == id) else { return };
        let is_old = alarm.theirs.as_ref().is_some_and(|line| line.is(message) && edit <= line.edit);
        if !is_old && alarm.messages.iter().all(|known| known.message != message) {
            alarm.theirs = Some(Line { message, edit, text });
        }
    }
}
