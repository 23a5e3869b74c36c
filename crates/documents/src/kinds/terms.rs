//! Notices of how long: extension (points 7.10.2 and 7.12.1) and end (points 7.12.1 to 7.12.3), to the person and to the
//! victim reception service.
//!
//! Never here: computing a term. The dates are given.

use hoeder_vocab::CivilDate;

use super::{Audience, Compose, EarlyEndGround, Kind, row, signed_by, subject_rows, texts, zone_rows};
use crate::layout::block::Block;
use crate::layout::page::Numbering;
use crate::messages::Words;
use crate::parts::{Recipient, Sender, Signatory, Subject, ZoneContact};
use crate::text::Line;

/// Why a measure goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExtensionReason {
    /// An alarm that was not false.
    Alarm,
    /// A new fact, reported or found.
    NewFact,
    /// The evaluation in the month before the end.
    Evaluation,
}

/// Tells that the measure goes on for nine months (MS-31, MS-32).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtensionNotice {
    /// The prosecutor's office.
    pub sender: Sender,
    /// Reference of the measure.
    pub reference: Line,
    /// Whom it is for.
    pub recipient: Recipient,
    /// The protected person.
    pub person: Subject,
    /// Why.
    pub reason: ExtensionReason,
    /// The day of the alarm, of the new fact or of the decision.
    pub on: CivilDate,
    /// The end as it was.
    pub previous_end: CivilDate,
    /// The end as it is now.
    pub new_end: CivilDate,
    /// The managing zone as the person reaches it.
    pub zone: ZoneContact,
    /// Who writes.
    pub magistrate: Signatory,
}

impl Compose for ExtensionNotice {
    fn kind(&self) -> Kind {
        Kind::ExtensionNotice
    }
    fn audience(&self) -> Audience {
        audience_of(&self.recipient)
    }
    fn sender(&self) -> &Sender {
        &self.sender
    }
    fn reference(&self) -> Option<&Line> {
        Some(&self.reference)
    }
    fn title(&self) -> &'static str {
        match self.recipient {
            Recipient::Person => "extension-title",
            Recipient::VictimReception(_) => "extension-title-service",
        }
    }

    fn blocks(&self, words: &Words<'_>) -> Vec<Block> {
        let because = match (&self.recipient, self.reason) {
            (Recipient::Person, ExtensionReason::Alarm) => "extension-alarm",
            (Recipient::Person, ExtensionReason::NewFact) => "extension-new-fact",
            (Recipient::Person, ExtensionReason::Evaluation) => "extension-evaluation",
            (Recipient::VictimReception(_), ExtensionReason::Alarm) => "extension-service-alarm",
            (Recipient::VictimReception(_), ExtensionReason::NewFact) => "extension-service-new-fact",
            (Recipient::VictimReception(_), ExtensionReason::Evaluation) => "extension-service-evaluation",
        };
        let mut rows = addressed(words, &self.recipient);
        rows.extend(subject_rows(words, &self.person));
        rows.push(row(words, "label-previous-end", words.date(self.previous_end)));
        rows.push(row(words, "label-new-end", words.date(self.new_end)));
        let mut blocks = vec![Block::Text(words.say_with(because, &[("date", &words.date(self.on))]))];
        match self.recipient {
            Recipient::Person => {
                rows.extend(zone_rows(words, &self.zone));
                let stays = ["extension-stays-device", "extension-stays-visits", "extension-stays-support"];
                blocks.extend([
                    Block::Rows(rows),
                    Block::Heading(words.say("extension-stays")),
                    Block::List(Numbering::Bullets, texts(words, &stays)),
                    Block::Notice(words.say("emergency-always")),
                ]);
            }
            Recipient::VictimReception(_) => {
                blocks.push(Block::Rows(rows));
                blocks.push(Block::Text(words.say("extension-service-told")));
            }
        }
        blocks.push(Block::Signatures(vec![signed_by(words, "sign-magistrate", &self.magistrate)]));
        blocks
    }
}

/// How a measure ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ending {
    /// On its planned day, after the evaluation.
    Planned,
    /// Before, on a ground of point 7.12.3.
    Early(EarlyEndGround),
}

/// When and where the devices are given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    /// The day.
    pub on: CivilDate,
    /// The place and the hour, as it is said to people.
    pub place: Line,
}

/// Tells that the measure ends, and what stays (MS-32, MS-37, MS-38, FL-35).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndNotice {
    /// The prosecutor's office.
    pub sender: Sender,
    /// Reference of the measure.
    pub reference: Line,
    /// Whom it is for.
    pub recipient: Recipient,
    /// The protected person.
    pub person: Subject,
    /// How it ends.
    pub ending: Ending,
    /// The last day.
    pub ends_on: CivilDate,
    /// The appointment for the devices.
    pub handover: Option<Handover>,
    /// Until when the zone keeps a watchful eye after the end.
    pub supervised_until: Option<CivilDate>,
    /// The managing zone as the person reaches it.
    pub zone: ZoneContact,
    /// Who writes.
    pub magistrate: Signatory,
}

impl Compose for EndNotice {
    fn kind(&self) -> Kind {
        Kind::EndNotice
    }
    fn audience(&self) -> Audience {
        audience_of(&self.recipient)
    }
    fn sender(&self) -> &Sender {
        &self.sender
    }
    fn reference(&self) -> Option<&Line> {
        Some(&self.reference)
    }
    fn title(&self) -> &'static str {
        match self.recipient {
            Recipient::Person => "end-title",
            Recipient::VictimReception(_) => "end-title-service",
        }
    }

    fn blocks(&self, words: &Words<'_>) -> Vec<Block> {
        let mut rows = addressed(words, &self.recipient);
        rows.extend(subject_rows(words, &self.person));
        rows.push(row(words, "label-end", words.date(self.ends_on)));
        let mut blocks = match self.recipient {
            Recipient::Person => self.to_person(words, rows),
            Recipient::VictimReception(_) => {
                if let Ending::Early(ground) = self.ending {
                    rows.push(row(words, "label-ground", words.say(ground.key())));
                }
                let intro = match self.ending {
                    Ending::Planned => "end-service-planned",
                    Ending::Early(_) => "end-service-early",
                };
                vec![
                    Block::Text(words.say(intro)),
                    Block::Rows(rows),
                    Block::Text(words.say("end-service-told")),
                ]
            }
        };
        blocks.push(Block::Signatures(vec![signed_by(words, "sign-magistrate", &self.magistrate)]));
        blocks
    }
}

impl EndNotice {
    fn to_person(&self, words: &Words<'_>, mut rows: Vec<(String, String)>) -> Vec<Block> {
        rows.extend(zone_rows(words, &self.zone));
        let intro = match self.ending {
            Ending::Planned => "end-planned",
            Ending::Early(EarlyEndGround::NoLongerSerious) => "end-no-longer-serious",
            Ending::Early(EarlyEndGround::MisuseOrBreach) => "end-misuse",
            Ending::Early(EarlyEndGround::PersonsRequest) => "end-request",
            Ending::Early(EarlyEndGround::SettledAbroad) => "end-abroad",
            Ending::Early(EarlyEndGround::SettledWhereNotInForce) => "end-not-in-force",
        };
        let mut stays = texts(words, &["end-stays-police", "end-stays-new", "end-stays-support"]);
        if let Some(day) = self.supervised_until {
            stays.push(words.say_with("end-stays-watch", &[("date", &words.date(day))]));
        }
        let give_back = match &self.handover {
            Some(handover) => words.say_with(
                "end-handover",
                &[("date", &words.date(handover.on)), ("place", handover.place.show())],
            ),
            None => words.say("end-handover-later"),
        };
        vec![
            Block::Text(words.say(intro)),
            Block::Rows(rows),
            Block::Text(words.say("end-feelings")),
            Block::Heading(words.say("end-devices")),
            Block::Text(give_back),
            Block::Heading(words.say("end-stays")),
            Block::List(Numbering::Bullets, stays),
            Block::Notice(words.say("emergency-danger")),
        ]
    }
}

fn audience_of(recipient: &Recipient) -> Audience {
    match recipient {
        Recipient::Person => Audience::Person,
        Recipient::VictimReception(_) => Audience::VictimReception,
    }
}

fn addressed(words: &Words<'_>, recipient: &Recipient) -> Vec<(String, String)> {
    match recipient {
        Recipient::Person => Vec::new(),
        Recipient::VictimReception(service) => vec![row(words, "label-to", service.show())],
    }
}
