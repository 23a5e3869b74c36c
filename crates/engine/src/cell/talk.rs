//! The conversation with a person in an alarm: who may say something, and what a word of the person does besides.
//!
//! A text never ends an alarm; one that is the duress word does what the word does (FL-07).

use super::{Cell, Later};
use crate::access::Action;
use crate::entry::Event;
use crate::input::Claim;
use crate::output::{Problem, Reply};
use crate::view::{MessageView, TimelineLine};
use hoeder_vocab::handset::{Downlink, Said, Side, UplinkRefusal};
use hoeder_vocab::{AccountId, Actor, AlarmId, MessageId, Purpose, RequestId, Sensitive, UtcMillis};
use hoeder_watch::alarm::{AlarmCommand, AlarmKind, MistakeWord, Refusal};
use hoeder_watch::talk::{Asks, Author, Message, Talk, TalkEvent, TalkRefusal, YesNo};

/// What a handset says about a message of the control room.
#[derive(Debug, Clone, Copy)]
pub(super) enum About {
    Answer(YesNo),
    Seen,
}

impl Cell {
    /// The control room says something to the person.
    pub(super) fn send_message(
        &mut self,
        by: AccountId,
        alarm: AlarmId,
        (message, said): (MessageId, Said),
        asks: Asks,
        now: UtcMillis,
    ) -> Result<(), Problem> {
        if !self.alarms.contains_key(&alarm) {
            return Err(Problem::NotFound);
        }
        let actor = self.allowed_alarm(by, Action::SendMessage, alarm, now)?;
        let running = self.alarms.get(&alarm).ok_or(Problem::NotFound)?;
        if !running.is_open() {
            return Err(Problem::Rule(Refusal::Closed));
        }
        if running.alarm.kind() == AlarmKind::Unidentified {
            return Err(Problem::Conflict("alarm.nobody_to_tell"));
        }
        let owned = running.alarm.owner() == Some(by);
        let decided = running.talk.send(message, by, &said, asks).map_err(problem_of)?;
        if decided.is_empty() {
            return Ok(());
        }
        self.record_talk(alarm, decided, actor, now);
        let through = self.ledger.head();
        let downlink = Downlink::Message { alarm, message, said: said.clone(), asks: asks == Asks::YesOrNo };
        self.later.push_back((through, Later::Tell(alarm, downlink)));
        self.line_sent((alarm, Author::Desk(by)), message, text_of(&said), now);
        if owned {
            // Who speaks with the person is on it: the ownership is young again.
            let _renewed = self.command(alarm, &AlarmCommand::StayOn { by }, actor, now);
        }
        self.page_alarm(alarm, now);
        Ok(())
    }

    fn record_talk(&mut self, alarm: AlarmId, events: Vec<TalkEvent>, actor: Actor, now: UtcMillis) {
        for event in events {
            self.record(actor, Purpose::AlarmHandling, now, Event::Talk(alarm, event));
        }
    }

    /// The answer to what a handset says in an alarm that is not its own, or no longer open.
    fn talk_refused(&mut self, request: RequestId, alarm: AlarmId, claim: Claim) -> bool {
        let Err(refusal) = self.open_alarm_of(alarm, claim) else { return false };
        // Also of an alarm that is closed, where other messages are told so: nothing more is said in it.
        let code = if let Downlink::Refused { code } = refusal { code } else { UplinkRefusal::NoSuchAlarm };
        self.reply(request, Reply::Downlink(Downlink::Refused { code }));
        true
    }

    /// The person writes.
    pub(super) fn on_text(
        &mut self,
        (request, claim): (RequestId, Claim),
        alarm: AlarmId,
        (message, said): (MessageId, Said),
        now: UtcMillis,
    ) {
        let duress = self.duress_in(alarm, &said);
        let closed = self.alarms.get(&alarm).is_some_and(|running| !running.is_open());
        if let (true, Some(word), Claim::Verified(_)) = (closed, duress.clone(), claim) {
            let raised = self.raise_for_duress(alarm, word, now);
            self.later.push_back((self.ledger.head(), Later::Hold(raised)));
        }
        if self.talk_refused(request, alarm, claim) {
            return;
        }
        let actor = match claim {
            Claim::Verified(handset) => Actor::Handset(handset),
            Claim::Doubtful(..) => Actor::Stranger,
        };
        let known =
            self.alarms.get(&alarm).is_some_and(|r| r.talk.messages().iter().any(|m| m.message == message));
        if !self.hear_text(alarm, (message, said), actor, now) {
            let code = UplinkRefusal::TooMany;
            self.reply(request, Reply::Downlink(Downlink::Refused { code }));
            return;
        }
        if let Some(word) = duress.filter(|_| !known) {
            let command = AlarmCommand::SayWord { what: MistakeWord::Duress, word };
            // Closed in the meantime is not possible: it is open.
            let _said = self.command(alarm, &command, actor, now);
        }
        self.reply_when_durable(request, Reply::Downlink(Downlink::TextReceived { alarm, message }));
    }

    /// The duress word, if that is what the person wrote.
    fn duress_in(&self, alarm: AlarmId, said: &Said) -> Option<Sensitive<String>> {
        text_of(said).and_then(|text| self.duress_word(alarm, text))
    }

    pub(super) fn duress_word(&self, alarm: AlarmId, text: &Sensitive<String>) -> Option<Sensitive<String>> {
        let bearer = self.alarms.get(&alarm).and_then(|running| running.alarm.bearer())?;
        self.book.is_duress_word(bearer.case, text).then(|| text.clone())
    }

    /// Takes in what the person says. Is there room for it?
    pub(super) fn hear_text(
        &mut self,
        alarm: AlarmId,
        (message, said): (MessageId, Said),
        actor: Actor,
        now: UtcMillis,
    ) -> bool {
        let Some(running) = self.alarms.get(&alarm) else { return false };
        match running.talk.receive(message, &said) {
            Ok(events) => {
                if !events.is_empty() {
                    self.record_talk(alarm, events, actor, now);
                    self.page_alarm(alarm, now);
                }
                self.line_sent((alarm, Author::Person), message, text_of(&said), now);
                true
            }
            Err(
                TalkRefusal::TooMany
                | TalkRefusal::TextLength
                | TalkRefusal::OtherSide
                | TalkRefusal::NoSuchMessage,
            ) => false,
        }
    }

    /// The person answers, or has looked. What was never asked is acknowledged all the same, so that it is not sent for ever.
    pub(super) fn on_about_message(
        &mut self,
        (request, claim): (RequestId, Claim),
        alarm: AlarmId,
        (message, about): (MessageId, About),
        now: UtcMillis,
    ) {
        if self.talk_refused(request, alarm, claim) {
            return;
        }
        let actor = match claim {
            Claim::Verified(handset) => Actor::Handset(handset),
            Claim::Doubtful(..) => Actor::Stranger,
        };
        let Some(running) = self.alarms.get(&alarm) else { return };
        let decided = match about {
            About::Answer(answer) => running.talk.answer(message, answer),
            About::Seen => running.talk.see(message),
        };
        let events = decided.unwrap_or_default();
        if !events.is_empty() {
            self.record_talk(alarm, events, actor, now);
            self.page_alarm(alarm, now);
        }
        self.reply_when_durable(request, Reply::Downlink(Downlink::TextReceived { alarm, message }));
    }

    /// What was said to the person and not looked at yet: told again to a handset that connects.
    pub(super) fn unseen_messages(&self, alarm: AlarmId) -> Vec<Downlink> {
        let messages = self.alarms.get(&alarm).map_or(&[][..], |running| running.talk.messages());
        messages
            .iter()
            .filter(|m| m.from == Side::Desk && m.seen_at.is_none() && m.answer.is_none())
            .map(|m| Downlink::Message { alarm, message: m.message, said: m.said.clone(), asks: m.asks })
            .collect()
    }

    pub(super) fn message_views(&self, messages: &[Message]) -> Vec<MessageView> {
        messages
            .iter()
            .map(|message| MessageView {
                by_name: message.by.and_then(|account| self.book.account_name(account)),
                message: message.clone(),
            })
            .collect()
    }

    /// What was said, as lines of the timeline; an answer is a line of its own.
    pub(super) fn talk_lines(&self, talk: &Talk, handset: Actor) -> Vec<TimelineLine> {
        let messages = talk.messages();
        let words = |said: &Said| match said {
            Said::Template(template) => Sensitive::new(template.code().to_owned()),
            Said::Text(text) => text.clone(),
        };
        let desk = |account: AccountId| {
            let role = self.book.accounts.get(&account).map(|a| a.role);
            role.map_or(Actor::System, |role| Actor::Account(account, role))
        };
        let mut lines = Vec::with_capacity(messages.len() + talk.unsent().len());
        for unsent in talk.unsent() {
            lines.push(TimelineLine {
                at: unsent.at,
                what: "message_unsent",
                actor: unsent.by.map_or(handset, desk),
                by: unsent.by.and_then(|account| self.book.account_name(account)),
                detail: Some(unsent.text.clone()),
            });
        }
        for message in messages {
            let (what, actor) = match message.by {
                Some(account) => ("message_sent", desk(account)),
                None => ("message_received", handset),
            };
            let by = message.by.and_then(|account| self.book.account_name(account));
            let detail = Some(words(&message.said));
            lines.push(TimelineLine { at: message.at, what, actor, by, detail });
            if let (Some(yes), Some(at)) = (message.answer, message.answered_at) {
                let detail = Some(Sensitive::new(if yes { "yes" } else { "no" }.to_owned()));
                lines.push(TimelineLine { at, what: "message_received", actor: handset, by: None, detail });
            }
        }
        lines
    }
}

fn text_of(said: &Said) -> Option<&Sensitive<String>> {
    match said {
        Said::Text(text) => Some(text),
        Said::Template(_) => None,
    }
}

fn problem_of(refusal: TalkRefusal) -> Problem {
    match refusal {
        TalkRefusal::TooMany | TalkRefusal::NoSuchMessage => Problem::Conflict(refusal.code()),
        TalkRefusal::TextLength => Problem::Invalid { field: "text", expected: "1 to 300 characters" },
        TalkRefusal::OtherSide => {
            Problem::Invalid { field: "template", expected: "a sentence of the control room" }
        }
    }
}
