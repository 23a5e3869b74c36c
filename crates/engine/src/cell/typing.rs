//! Real-time text in an alarm: each side sees what the other types, as it is typed.
//!
//! The lines as they stand are in memory only and go to the screens of the alarm and to its handset. What is not sent is a
//! record (`watch::talk::draft` says when). Never here: what was sent (`talk`).

use super::alarms::Running;
use super::timers::Timer;
use super::{Cell, Later};
use crate::access::Action;
use crate::entry::Event;
use crate::input::Claim;
use crate::output::TypedLine;
use crate::output::{Page, Reply};
use hoeder_vocab::handset::{Downlink, Typed};
use hoeder_vocab::{AccountId, Actor, AlarmId, DeskId, MessageId, Purpose, RequestId, Sensitive, UtcMillis};
use hoeder_watch::alarm::{AlarmCommand, AlarmKind, MistakeWord};
use hoeder_watch::talk::{Author, Draft, Left};

impl Cell {
    /// The person types.
    pub(super) fn on_typing(&mut self, (request, claim): (RequestId, Claim), typed: &Typed, now: UtcMillis) {
        if let Err(refusal) = self.open_alarm_of(typed.alarm, claim) {
            self.reply_refusal(request, refusal);
            return;
        }
        self.line_changed(Author::Person, typed, now);
        self.reply(request, Reply::Downlink(Downlink::Heard { server_time: now }));
    }

    /// Somebody types at a screen that has the alarm. Who may send a message may be seen typing it.
    pub(super) fn on_desk_typing(&mut self, desk: DeskId, typed: &Typed, now: UtcMillis) {
        let alarm = typed.alarm;
        let Some(by) = self.desks.get(&desk).copied() else { return };
        let has_it = self.alarms.get(&alarm).is_some_and(|running| {
            running.is_open()
                && running.alarm.kind() != AlarmKind::Unidentified
                && running.desks.contains(&desk)
        });
        if !has_it || self.allowed_alarm(by, Action::SendMessage, alarm, now).is_err() {
            return;
        }
        if self.line_changed(Author::Desk(by), typed, now) {
            self.notify_bearer(alarm, Downlink::Typing(typed.clone()));
        }
    }

    /// Is it news?
    fn line_changed(&mut self, author: Author, typed: &Typed, now: UtcMillis) -> bool {
        let alarm = typed.alarm;
        let Some(running) = self.alarms.get_mut(&alarm) else { return false };
        if running.talk.has(typed.message) {
            return false;
        }
        let Some(left) = running.drafts.typed(author, typed, now) else { return false };
        self.leave(alarm, left, now);
        self.page_lines(alarm);
        true
    }

    /// What was typed and not sent goes into the record. A duress word does what it does: it was typed to be read (FL-07).
    fn leave(&mut self, alarm: AlarmId, left: Vec<Left>, now: UtcMillis) {
        for left in left {
            let word = match left.author {
                Author::Person => self.duress_word(alarm, &left.text),
                Author::Desk(_) => None,
            };
            let event = self.alarms.get(&alarm).and_then(|running| running.talk.leave(left));
            if let Some(event) = event {
                self.record(Actor::System, Purpose::AlarmHandling, now, Event::Talk(alarm, event));
                if self.is_open(alarm) {
                    self.page_alarm(alarm, now);
                }
            }
            match word {
                Some(word) if self.is_open(alarm) => {
                    let command = AlarmCommand::SayWord { what: MistakeWord::Duress, word };
                    // Closed in the meantime is not possible: it is open.
                    let _said = self.command(alarm, &command, Actor::System, now);
                }
                Some(word) => {
                    let raised = self.raise_for_duress(alarm, word, now);
                    self.later.push_back((self.ledger.head(), Later::Hold(raised)));
                }
                None => {}
            }
        }
        self.schedule_lines(alarm);
    }

    fn is_open(&self, alarm: AlarmId) -> bool {
        self.alarms.get(&alarm).is_some_and(Running::is_open)
    }

    /// A message is here: the line that it was is done.
    pub(super) fn line_sent(
        &mut self,
        (alarm, author): (AlarmId, Author),
        message: MessageId,
        text: Option<&Sensitive<String>>,
        now: UtcMillis,
    ) {
        let Some(running) = self.alarms.get_mut(&alarm) else { return };
        let before = running.drafts.lines().count();
        let left = running.drafts.sent(author, message, text);
        let shown = running.drafts.lines().count() != before;
        self.leave(alarm, left.into_iter().collect(), now);
        if shown {
            self.page_lines(alarm);
        }
    }

    fn schedule_lines(&mut self, alarm: AlarmId) {
        let due = self.alarms.get(&alarm).and_then(|running| running.drafts.next_due());
        self.timers.set(Timer::Lines(alarm), due);
    }

    pub(super) fn tick_lines(&mut self, alarm: AlarmId, now: UtcMillis) {
        let Some(running) = self.alarms.get_mut(&alarm) else { return };
        let left = running.drafts.abandoned(now);
        self.leave(alarm, left, now);
    }

    /// The alarm is closed.
    pub(super) fn close_lines(&mut self, alarm: AlarmId, now: UtcMillis) {
        let Some(running) = self.alarms.get_mut(&alarm) else { return };
        let left = running.drafts.close();
        self.leave(alarm, left, now);
    }

    /// The last page of somebody is gone: nobody types there any more, and the person is not left waiting.
    pub(super) fn lines_of_desk_down(&mut self, account: AccountId, now: UtcMillis) {
        if self.has_desk(account) {
            return;
        }
        let author = Author::Desk(account);
        let wrote = |running: &Running| running.drafts.has(author);
        let alarms: Vec<AlarmId> =
            self.alarms.iter().filter(|(_, running)| wrote(running)).map(|(id, _)| *id).collect();
        for alarm in alarms {
            let Some(running) = self.alarms.get_mut(&alarm) else { continue };
            let (line, left) = running.drafts.gone(author);
            self.leave(alarm, left.into_iter().collect(), now);
            if let Some(Draft { message, .. }) = line {
                let text = Sensitive::default();
                self.notify_bearer(alarm, Downlink::Typing(Typed { alarm, message, edit: u32::MAX, text }));
                self.page_lines(alarm);
            }
        }
    }

    fn page_lines(&mut self, alarm: AlarmId) {
        let desks = self.desks_with_full_sight(alarm);
        self.page_lines_to(alarm, desks);
    }

    /// The lines of an alarm as they stand, all of them.
    pub(super) fn page_lines_to(&mut self, alarm: AlarmId, desks: Vec<DeskId>) {
        let Some(running) = self.alarms.get(&alarm) else { return };
        let lines = running.drafts.lines().map(|line| self.typed_line(line)).collect();
        self.page(desks, Page::Lines { alarm, lines });
    }

    fn typed_line(&self, line: &Draft) -> TypedLine {
        let by = match line.author {
            Author::Person => None,
            Author::Desk(account) => Some(account),
        };
        TypedLine {
            message: line.message,
            by,
            by_name: by.and_then(|account| self.book.account_name(account)),
            text: line.text.clone(),
        }
    }
}
