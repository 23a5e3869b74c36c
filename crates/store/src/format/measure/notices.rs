//! The stored form of notices, format 1: to which place, what, by which ways, and what came of it. No personal half.
//!
//! Never here: addresses and texts.

use crate::error::FormatError;
use crate::format::codes::{Code, Id, Word};
use crate::format::{Form, Halves, open_only};
use hoeder_engine::entry::Event;
use hoeder_engine::measures::{Channel, Delivery, DeliveryFailure, NoticeSent};
use hoeder_measure::effect::{Notice, Recipient};
use hoeder_vocab::{AccountId, MeasureId, NoticeId, OfficeId, PersonId, ZoneId};
use serde::{Deserialize, Serialize};

impl Code for Notice {
    fn code(self) -> &'static str {
        self.word()
    }
    fn from_code(code: &str) -> Option<Self> {
        Self::of_word(code)
    }
}

impl Code for Channel {
    fn code(self) -> &'static str {
        self.word()
    }
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == code)
    }
}

impl Code for DeliveryFailure {
    fn code(self) -> &'static str {
        self.word()
    }
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == code)
    }
}

/// There is no suspect among them (MS-23).
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum RecipientForm {
    Zone(Id<ZoneId>),
    ControlRoomOf(Id<ZoneId>),
    Magistrate(Id<OfficeId>),
    ReferenceMagistrate(Id<OfficeId>),
    VictimReception(Id<OfficeId>),
    Person(Id<PersonId>),
    ThirdParty(Id<ZoneId>),
    Judge(Id<OfficeId>),
    ProsecutorGeneral(Id<OfficeId>),
    NationalPlatform,
    ForeignPolice(Id<ZoneId>),
}

impl RecipientForm {
    const fn of(to: Recipient) -> Self {
        match to {
            Recipient::Zone(zone) => Self::Zone(Id(zone)),
            Recipient::ControlRoomOf(zone) => Self::ControlRoomOf(Id(zone)),
            Recipient::Magistrate(office) => Self::Magistrate(Id(office)),
            Recipient::ReferenceMagistrate(office) => Self::ReferenceMagistrate(Id(office)),
            Recipient::VictimReception(office) => Self::VictimReception(Id(office)),
            Recipient::Person(person) => Self::Person(Id(person)),
            Recipient::ThirdParty(zone) => Self::ThirdParty(Id(zone)),
            Recipient::Judge(office) => Self::Judge(Id(office)),
            Recipient::ProsecutorGeneral(office) => Self::ProsecutorGeneral(Id(office)),
            Recipient::NationalPlatform => Self::NationalPlatform,
            Recipient::ForeignPolice(zone) => Self::ForeignPolice(Id(zone)),
        }
    }
    const fn recipient(self) -> Recipient {
        match self {
            Self::Zone(zone) => Recipient::Zone(zone.0),
            Self::ControlRoomOf(zone) => Recipient::ControlRoomOf(zone.0),
            Self::Magistrate(office) => Recipient::Magistrate(office.0),
            Self::ReferenceMagistrate(office) => Recipient::ReferenceMagistrate(office.0),
            Self::VictimReception(office) => Recipient::VictimReception(office.0),
            Self::Person(person) => Recipient::Person(person.0),
            Self::ThirdParty(zone) => Recipient::ThirdParty(zone.0),
            Self::Judge(office) => Recipient::Judge(office.0),
            Self::ProsecutorGeneral(office) => Recipient::ProsecutorGeneral(office.0),
            Self::NationalPlatform => Recipient::NationalPlatform,
            Self::ForeignPolice(zone) => Recipient::ForeignPolice(zone.0),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct SentOpen {
    notice: Id<NoticeId>,
    recipient: RecipientForm,
    what: Word<Notice>,
    channels: Vec<Word<Channel>>,
}

#[derive(Serialize, Deserialize)]
struct ReadOpen {
    notice: Id<NoticeId>,
    by: Id<AccountId>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum DeliveryForm {
    Delivered,
    Failed { tries: u16, why: Word<DeliveryFailure> },
    GivenUp { tries: u16, why: Word<DeliveryFailure> },
}

#[derive(Serialize, Deserialize)]
struct DeliveryOpen {
    notice: Id<NoticeId>,
    channel: Word<Channel>,
    delivery: DeliveryForm,
}

pub(in crate::format) fn sent(sent: &NoticeSent) -> Result<Halves, FormatError> {
    let open = SentOpen {
        notice: Id(sent.notice),
        recipient: RecipientForm::of(sent.to),
        what: Word(sent.kind),
        channels: sent.channels.iter().copied().map(Word).collect(),
    };
    open_only("notice.sent", &open)
}

pub(in crate::format) fn read(notice: NoticeId, by: AccountId) -> Result<Halves, FormatError> {
    open_only("notice.read", &ReadOpen { notice: Id(notice), by: Id(by) })
}

pub(in crate::format) fn delivery(
    notice: NoticeId,
    channel: Channel,
    state: Delivery,
) -> Result<Halves, FormatError> {
    let delivery = match state {
        Delivery::Delivered => DeliveryForm::Delivered,
        Delivery::Failed { tries, why } => DeliveryForm::Failed { tries, why: Word(why) },
        Delivery::GivenUp { tries, why } => DeliveryForm::GivenUp { tries, why: Word(why) },
    };
    open_only("notice.delivery", &DeliveryOpen { notice: Id(notice), channel: Word(channel), delivery })
}

pub(in crate::format) fn event(measure: MeasureId, form: &Form<'_>) -> Result<Event, FormatError> {
    Ok(match form.kind {
        "notice.sent" => {
            let open: SentOpen = form.open()?;
            Event::NoticeSent(NoticeSent {
                notice: open.notice.0,
                measure,
                to: open.recipient.recipient(),
                kind: open.what.0,
                channels: open.channels.into_iter().map(|channel| channel.0).collect(),
            })
        }
        "notice.read" => {
            let open: ReadOpen = form.open()?;
            Event::NoticeRead { notice: open.notice.0, measure, by: open.by.0 }
        }
        "notice.delivery" => {
            let open: DeliveryOpen = form.open()?;
            let state = match open.delivery {
                DeliveryForm::Delivered => Delivery::Delivered,
                DeliveryForm::Failed { tries, why } => Delivery::Failed { tries, why: why.0 },
                DeliveryForm::GivenUp { tries, why } => Delivery::GivenUp { tries, why: why.0 },
            };
            Event::NoticeDelivery { notice: open.notice.0, measure, channel: open.channel.0, state }
        }
        _ => return Err(FormatError::UnknownKind { kind: form.kind.to_owned() }),
    })
}
