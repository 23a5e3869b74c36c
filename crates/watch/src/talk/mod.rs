//! The conversation of one alarm, where speaking is impossible: texts both ways, questions with a yes or a no.
//!
//! Nothing said here ends an alarm (FL-07). Never here: who may say something (room `engine`), what a text means.

mod draft;

pub use draft::{ABANDONED_AFTER, Author, Draft, Drafts, ERASED_CHARS, Left, LeftBecause, MAX_DRAFTS};

use core::fmt;
use hoeder_vocab::handset::{MAX_MESSAGES, MAX_TEXT_CHARS, Said, Side};
use hoeder_vocab::{AccountId, DecidedAt, MessageId, Purpose, Sensitive, UtcMillis};

/// What was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TalkEvent {
    /// The control room said something.
    Sent {
        /// Made by the shell.
        message: MessageId,
        /// Who.
        by: AccountId,
        /// What.
        said: Said,
        /// Does it want a yes or a no?
        asks: bool,
    },
    /// The person said something.
    Received {
        /// Made by the handset.
        message: MessageId,
        /// What.
        said: Said,
    },
    /// The person answered a question.
    Answered {
        /// Which.
        message: MessageId,
        /// Yes?
        yes: bool,
    },
    /// The person looked at a message.
    Seen {
        /// Which.
        message: MessageId,
    },
    /// Something was typed and not sent.
    Left {
        /// The line.
        message: MessageId,
        /// Who, at the desk; `None` is the person.
        by: Option<AccountId>,
        /// As much as there was of it at most.
        text: Sensitive<String>,
        /// Why it was not sent.
        because: LeftBecause,
    },
}

/// Drafts left of one alarm that are kept; further ones are only seen as they are typed.
pub const MAX_LEFT: usize = 200;

/// What was typed and not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsent {
    /// Which line.
    pub message: MessageId,
    /// Who, at the desk; `None` is the person.
    pub by: Option<AccountId>,
    /// What.
    pub text: Sensitive<String>,
    /// Why it was not sent.
    pub because: LeftBecause,
    /// When it was left.
    pub at: UtcMillis,
}

/// A message with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Which.
    pub message: MessageId,
    /// From which side.
    pub from: Side,
    /// Who, at the desk.
    pub by: Option<AccountId>,
    /// What.
    pub said: Said,
    /// Does it want a yes or a no?
    pub asks: bool,
    /// The answer: yes?
    pub answer: Option<bool>,
    /// When we had the answer.
    pub answered_at: Option<UtcMillis>,
    /// When we had it.
    pub at: UtcMillis,
    /// When the person had looked at it.
    pub seen_at: Option<UtcMillis>,
}

/// Does a message of the control room want an answer?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Asks {
    /// A yes or a no.
    YesOrNo,
    /// Nothing.
    Nothing,
}

/// A yes or a no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum YesNo {
    /// Yes.
    Yes,
    /// No.
    No,
}

/// Why something is not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TalkRefusal {
    /// [`MAX_MESSAGES`] were said.
    TooMany,
    /// Empty, or longer than [`MAX_TEXT_CHARS`].
    TextLength,
    /// A template of the other side.
    OtherSide,
    /// There is no such question.
    NoSuchMessage,
}

impl TalkRefusal {
    /// A stable name for the API and the logs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooMany => "alarm.too_many_messages",
            Self::TextLength => "text.length",
            Self::OtherSide => "message.other_side",
            Self::NoSuchMessage => "message.unknown",
        }
    }
}

impl fmt::Display for TalkRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooMany => "this alarm keeps no more messages",
            Self::TextLength => return write!(f, "the text must have 1 to {MAX_TEXT_CHARS} characters"),
            Self::OtherSide => "that is a sentence of the other side",
            Self::NoSuchMessage => "there is no such message in this alarm",
        })
    }
}

/// The conversation of one alarm, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Talk {
    messages: Vec<Message>,
    unsent: Vec<Unsent>,
}

type Decision = Result<Vec<TalkEvent>, TalkRefusal>;

impl Talk {
    /// What was said.
    #[must_use]
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }
    /// What was typed and not sent, oldest first.
    #[must_use]
    pub fn unsent(&self) -> &[Unsent] {
        &self.unsent
    }
    /// Was this said? Then nothing more is typed of it.
    #[must_use]
    pub fn has(&self, message: MessageId) -> bool {
        self.find(message).is_some()
    }
    fn find(&self, message: MessageId) -> Option<&Message> {
        self.messages.iter().find(|known| known.message == message)
    }
    fn takes(&self, said: &Said, side: Side) -> Result<(), TalkRefusal> {
        match said {
            Said::Template(template) if template.side() != side => return Err(TalkRefusal::OtherSide),
            Said::Template(_) => {}
            Said::Text(text) => {
                crate::text::within(text.reveal(Purpose::AlarmHandling), MAX_TEXT_CHARS)
                    .map_err(|_| TalkRefusal::TextLength)?;
            }
        }
        if self.messages.len() >= MAX_MESSAGES { Err(TalkRefusal::TooMany) } else { Ok(()) }
    }

    /// The control room says something. The same message twice is one.
    ///
    /// # Errors
    /// Why it is not said.
    pub fn send(&self, message: MessageId, by: AccountId, said: &Said, asks: Asks) -> Decision {
        if self.find(message).is_some() {
            return Ok(Vec::new());
        }
        self.takes(said, Side::Desk)?;
        let asks = asks == Asks::YesOrNo;
        Ok(vec![TalkEvent::Sent { message, by, said: said.clone(), asks }])
    }
    /// The person says something. The same message twice is one.
    ///
    /// # Errors
    /// Why it is not taken in.
    pub fn receive(&self, message: MessageId, said: &Said) -> Decision {
        if self.find(message).is_some() {
            return Ok(Vec::new());
        }
        // White space says nothing to a dispatcher and still is a sign of life: it is kept.
        match self.takes(said, Side::Handset) {
            Ok(()) | Err(TalkRefusal::TextLength) => {
                Ok(vec![TalkEvent::Received { message, said: said.clone() }])
            }
            Err(refusal @ (TalkRefusal::TooMany | TalkRefusal::OtherSide | TalkRefusal::NoSuchMessage)) => {
                Err(refusal)
            }
        }
    }
    /// The person answers; the first answer counts.
    ///
    /// # Errors
    /// When nothing like that was asked.
    pub fn answer(&self, message: MessageId, answer: YesNo) -> Decision {
        let asked = self.find(message).filter(|m| m.asks).ok_or(TalkRefusal::NoSuchMessage)?;
        let yes = answer == YesNo::Yes;
        let answered = asked.answer.is_none().then_some(TalkEvent::Answered { message, yes });
        Ok(answered.into_iter().collect())
    }
    /// The person looked at a message.
    ///
    /// # Errors
    /// When there is none.
    pub fn see(&self, message: MessageId) -> Decision {
        let seen = self.find(message).filter(|m| m.from == Side::Desk).ok_or(TalkRefusal::NoSuchMessage)?;
        let event = seen.seen_at.is_none().then_some(TalkEvent::Seen { message });
        Ok(event.into_iter().collect())
    }

    /// Something was typed and not sent. Beyond [`MAX_LEFT`] nothing more is kept of what nobody sent.
    #[must_use]
    pub fn leave(&self, left: Left) -> Option<TalkEvent> {
        let by = match left.author {
            Author::Person => None,
            Author::Desk(account) => Some(account),
        };
        let Left { message, text, because, .. } = left;
        (self.unsent.len() < MAX_LEFT).then_some(TalkEvent::Left { message, by, text, because })
    }

    /// Changes the conversation as the event says.
    pub fn apply(&mut self, event: &TalkEvent, at: DecidedAt) {
        let at = at.0;
        match event {
            TalkEvent::Sent { message, by, said, asks } => self.messages.push(Message {
                message: *message,
                from: Side::Desk,
                by: Some(*by),
                said: said.clone(),
                asks: *asks,
                answer: None,
                answered_at: None,
                at,
                seen_at: None,
            }),
            TalkEvent::Received { message, said } => self.messages.push(Message {
                message: *message,
                from: Side::Handset,
                by: None,
                said: said.clone(),
                asks: false,
                answer: None,
                answered_at: None,
                at,
                seen_at: None,
            }),
            TalkEvent::Answered { message, yes } => self.change(*message, |m| {
                m.answer = Some(*yes);
                m.answered_at = Some(at);
            }),
            TalkEvent::Seen { message } => self.change(*message, |m| m.seen_at = Some(at)),
            TalkEvent::Left { message, by, text, because } => self.unsent.push(Unsent {
                message: *message,
                by: *by,
                text: text.clone(),
                because: *because,
                at,
            }),
        }
    }

    fn change(&mut self, message: MessageId, change: impl FnOnce(&mut Message)) {
        if let Some(known) = self.messages.iter_mut().find(|known| known.message == message) {
            change(known);
        }
    }

    /// Forgets the words, when their key is destroyed.
    pub fn forget_words(&mut self) {
        for message in &mut self.messages {
            if let Said::Text(text) = &mut message.said {
                *text = Sensitive::default();
            }
        }
        for unsent in &mut self.unsent {
            unsent.text = Sensitive::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoeder_vocab::handset::Template;

    const ANNA: AccountId = AccountId::from_u128(1);

    fn id(n: u128) -> MessageId {
        MessageId::from_u128(n)
    }
    fn at(ms: i64) -> DecidedAt {
        DecidedAt(UtcMillis::from_unix_ms(ms))
    }
    fn asked() -> Talk {
        let mut talk = Talk::default();
        let question = Said::Template(Template::AreYouAlone);
        for event in talk.send(id(1), ANNA, &question, Asks::YesOrNo).unwrap() {
            talk.apply(&event, at(1));
        }
        talk
    }

    #[test]
    fn the_first_answer_to_a_question_counts_and_only_questions_are_answered() {
        let mut talk = asked();
        for (answer, told) in [(YesNo::No, 1), (YesNo::Yes, 0), (YesNo::No, 0)] {
            let events = talk.answer(id(1), answer).unwrap();
            assert_eq!(events.len(), told);
            events.iter().for_each(|event| talk.apply(event, at(2)));
        }
        assert_eq!(talk.messages()[0].answer, Some(false));
        assert_eq!(talk.answer(id(9), YesNo::Yes), Err(TalkRefusal::NoSuchMessage));
    }

    #[test]
    fn a_message_is_seen_once() {
        let mut talk = asked();
        for event in talk.see(id(1)).unwrap() {
            talk.apply(&event, at(7));
        }
        assert_eq!(talk.messages()[0].seen_at, Some(at(7).0));
        assert_eq!(talk.see(id(1)), Ok(Vec::new()));
    }

    #[test]
    fn beyond_the_most_messages_a_further_one_is_refused_and_a_retry_is_not() {
        let mut talk = Talk::default();
        let said = Said::Template(Template::IHide);
        for n in 0..MAX_MESSAGES {
            for event in talk.receive(id(n as u128), &said).unwrap() {
                talk.apply(&event, at(1));
            }
        }
        assert_eq!(talk.receive(id(5_000), &said), Err(TalkRefusal::TooMany));
        assert_eq!(talk.receive(id(0), &said), Ok(Vec::new()));
    }

    #[test]
    fn each_side_has_its_own_sentences_and_texts_have_a_length() {
        let talk = Talk::default();
        let theirs = Said::Template(Template::SuspectHere);
        assert_eq!(talk.send(id(1), ANNA, &theirs, Asks::Nothing), Err(TalkRefusal::OtherSide));
        for text in ["", "  ", &"x".repeat(301)] {
            let said = Said::Text(Sensitive::new(text.to_owned()));
            assert_eq!(talk.send(id(1), ANNA, &said, Asks::Nothing), Err(TalkRefusal::TextLength));
        }
    }

    #[test]
    fn what_was_not_sent_is_kept_up_to_a_limit_and_forgotten_with_its_words() {
        let mut talk = Talk::default();
        let left = Left {
            message: id(1),
            author: Author::Desk(ANNA),
            text: Sensitive::new("Blijf".to_owned()),
            because: LeftBecause::CutOff,
        };
        for _ in 0..MAX_LEFT {
            talk.apply(&talk.leave(left.clone()).unwrap(), at(3));
        }
        assert_eq!(talk.leave(left), None);
        assert_eq!((talk.unsent()[0].by, talk.unsent()[0].at), (Some(ANNA), at(3).0));
        talk.forget_words();
        assert_eq!(talk.unsent()[0].text, Sensitive::default());
    }
}
