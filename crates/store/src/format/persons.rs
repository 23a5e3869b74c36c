//! The stored form of what a person arranges and says: safety timer, trips, the conversation of an alarm; format 1.
//!
//! Words are sealed. Never here: rules about them (room `watch`, room `engine`).

use super::codes::{Code, Day, Id, Ms, Word};
use super::{ERASED, Erasable, Form, Halves, both, open_only};
use crate::error::FormatError;
use hoeder_engine::entry::Event;
use hoeder_vocab::handset::{Said, Template, Trip};
use hoeder_vocab::{AccountId, AlarmId, FixedAt, HandsetId, MessageId, PersonId, Purpose, Sensitive, TripId};
use hoeder_watch::checkin::{CheckInEvent, TimerEnd};
use hoeder_watch::talk::{LeftBecause, TalkEvent};
use serde::{Deserialize, Serialize};

/// Why the halves are opened and sealed.
const WHY: Purpose = Purpose::Transport;

#[derive(Serialize, Deserialize)]
struct TimerOpen {
    alarm: Id<AlarmId>,
    set_at: Ms,
    until: Ms,
    /// Is there a note, in the sealed half?
    noted: bool,
}

#[derive(Serialize, Deserialize)]
struct EndedOpen {
    alarm: Id<AlarmId>,
    how: Word<TimerEnd>,
}

#[derive(Serialize, Deserialize)]
struct AlarmOpen {
    alarm: Id<AlarmId>,
}

#[derive(Serialize, Deserialize)]
struct WordsSealed {
    words: String,
}

impl Erasable for WordsSealed {
    fn erased() -> Self {
        Self { words: String::from(ERASED) }
    }
}

/// What was said, without words of one's own.
#[derive(Serialize, Deserialize)]
struct SaidOpen {
    message: Id<MessageId>,
    by: Option<Id<AccountId>>,
    /// `null`: words of one's own, in the sealed half.
    template: Option<Word<Template>>,
    asks: bool,
}

#[derive(Serialize, Deserialize)]
struct AnsweredOpen {
    message: Id<MessageId>,
    yes: bool,
}

#[derive(Serialize, Deserialize)]
struct MessageOpen {
    message: Id<MessageId>,
}

/// What was typed and not sent; the words are sealed.
#[derive(Serialize, Deserialize)]
struct LeftOpen {
    message: Id<MessageId>,
    by: Option<Id<AccountId>>,
    because: Word<LeftBecause>,
}

#[derive(Serialize, Deserialize)]
struct TripOpen {
    trip: Id<TripId>,
    person: Id<PersonId>,
    from: Day,
    until: Day,
}

#[derive(Serialize, Deserialize)]
struct TripIdOpen {
    trip: Id<TripId>,
}

#[derive(Serialize, Deserialize)]
struct TripSeenOpen {
    trip: Id<TripId>,
    by: Id<AccountId>,
}

impl Code for Template {
    fn code(self) -> &'static str {
        Self::code(self)
    }
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|template| Self::code(*template) == code)
    }
}

impl Code for LeftBecause {
    fn code(self) -> &'static str {
        Self::code(self)
    }
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|because| Self::code(*because) == code)
    }
}

impl Code for TimerEnd {
    fn code(self) -> &'static str {
        match self {
            Self::CheckedIn => "checked-in",
            Self::Replaced => "replaced",
            Self::Stopped => "stopped",
        }
    }
    fn from_code(code: &str) -> Option<Self> {
        [Self::CheckedIn, Self::Replaced, Self::Stopped].into_iter().find(|end| end.code() == code)
    }
}

fn sealed(words: &Sensitive<String>) -> WordsSealed {
    WordsSealed { words: words.reveal(WHY).clone() }
}

fn opened(form: &Form<'_>) -> Result<Sensitive<String>, FormatError> {
    form.sealed::<WordsSealed>().map(|sealed| Sensitive::new(sealed.words))
}

pub(super) fn check_in_halves(event: &CheckInEvent) -> Result<Halves, FormatError> {
    match event {
        CheckInEvent::Set { alarm, set_at, until, note } => {
            let open = TimerOpen {
                alarm: Id(*alarm),
                set_at: Ms::of(set_at.0),
                until: Ms::of(*until),
                noted: note.is_some(),
            };
            match note {
                Some(note) => both("checkin.set", &open, &sealed(note)),
                None => open_only("checkin.set", &open),
            }
        }
        CheckInEvent::Ended { alarm, how } => {
            open_only("checkin.ended", &EndedOpen { alarm: Id(*alarm), how: Word(*how) })
        }
        CheckInEvent::Missed { alarm } => open_only("checkin.missed", &AlarmOpen { alarm: Id(*alarm) }),
    }
}

pub(super) fn check_in(form: &Form<'_>) -> Result<CheckInEvent, FormatError> {
    Ok(match form.kind {
        "checkin.set" => {
            let open: TimerOpen = form.open()?;
            CheckInEvent::Set {
                alarm: open.alarm.0,
                set_at: FixedAt(open.set_at.time()),
                until: open.until.time(),
                note: if open.noted { Some(opened(form)?) } else { None },
            }
        }
        "checkin.ended" => {
            let open: EndedOpen = form.open()?;
            CheckInEvent::Ended { alarm: open.alarm.0, how: open.how.0 }
        }
        "checkin.missed" => CheckInEvent::Missed { alarm: form.open::<AlarmOpen>()?.alarm.0 },
        _ => return Err(FormatError::UnknownKind { kind: form.kind.to_owned() }),
    })
}

fn said_halves(
    kind: &'static str,
    (message, by): (MessageId, Option<AccountId>),
    said: &Said,
    asks: Option<()>,
) -> Result<Halves, FormatError> {
    let (message, by, asks) = (Id(message), by.map(Id), asks.is_some());
    match said {
        Said::Template(template) => {
            open_only(kind, &SaidOpen { message, by, template: Some(Word(*template)), asks })
        }
        Said::Text(text) => both(kind, &SaidOpen { message, by, template: None, asks }, &sealed(text)),
    }
}

pub(super) fn talk_halves(event: &TalkEvent) -> Result<Halves, FormatError> {
    match event {
        TalkEvent::Sent { message, by, said, asks } => {
            said_halves("talk.sent", (*message, Some(*by)), said, asks.then_some(()))
        }
        TalkEvent::Received { message, said } => said_halves("talk.received", (*message, None), said, None),
        TalkEvent::Answered { message, yes } => {
            open_only("talk.answered", &AnsweredOpen { message: Id(*message), yes: *yes })
        }
        TalkEvent::Seen { message } => open_only("talk.seen", &MessageOpen { message: Id(*message) }),
        TalkEvent::Left { message, by, text, because } => {
            let open = LeftOpen { message: Id(*message), by: by.map(Id), because: Word(*because) };
            both("talk.left", &open, &sealed(text))
        }
    }
}

pub(super) fn talk(form: &Form<'_>) -> Result<TalkEvent, FormatError> {
    let said = |open: &SaidOpen| match open.template {
        Some(template) => Ok(Said::Template(template.0)),
        None => opened(form).map(Said::Text),
    };
    Ok(match form.kind {
        "talk.sent" => {
            let open: SaidOpen = form.open()?;
            let by = open.by.ok_or_else(|| form.malformed("open", 0))?.0;
            TalkEvent::Sent { message: open.message.0, by, said: said(&open)?, asks: open.asks }
        }
        "talk.received" => {
            let open: SaidOpen = form.open()?;
            TalkEvent::Received { message: open.message.0, said: said(&open)? }
        }
        "talk.answered" => {
            let open: AnsweredOpen = form.open()?;
            TalkEvent::Answered { message: open.message.0, yes: open.yes }
        }
        "talk.seen" => TalkEvent::Seen { message: form.open::<MessageOpen>()?.message.0 },
        "talk.left" => {
            let open: LeftOpen = form.open()?;
            let (message, by, because) = (open.message.0, open.by.map(|by| by.0), open.because.0);
            TalkEvent::Left { message, by, text: opened(form)?, because }
        }
        _ => return Err(FormatError::UnknownKind { kind: form.kind.to_owned() }),
    })
}

pub(super) fn trip_announced_halves(person: PersonId, trip: &Trip) -> Result<Halves, FormatError> {
    let open =
        TripOpen { trip: Id(trip.trip), person: Id(person), from: Day(trip.from), until: Day(trip.until) };
    both("trip.announced", &open, &sealed(&trip.place))
}

pub(super) fn trip_ended_halves(trip: TripId) -> Result<Halves, FormatError> {
    open_only("trip.ended", &TripIdOpen { trip: Id(trip) })
}

pub(super) fn trip_seen_halves(trip: TripId, by: AccountId) -> Result<Halves, FormatError> {
    open_only("trip.seen", &TripSeenOpen { trip: Id(trip), by: Id(by) })
}

pub(super) fn trip(handset: HandsetId, form: &Form<'_>) -> Result<Event, FormatError> {
    Ok(match form.kind {
        "trip.announced" => {
            let open: TripOpen = form.open()?;
            let (from, until) = (open.from.0, open.until.0);
            let trip = Trip { trip: open.trip.0, from, until, place: opened(form)? };
            Event::TripAnnounced { handset, person: open.person.0, trip }
        }
        "trip.ended" => Event::TripEnded { handset, trip: form.open::<TripIdOpen>()?.trip.0 },
        "trip.seen" => {
            let open: TripSeenOpen = form.open()?;
            Event::TripSeen { handset, trip: open.trip.0, by: open.by.0 }
        }
        _ => return Err(FormatError::UnknownKind { kind: form.kind.to_owned() }),
    })
}
