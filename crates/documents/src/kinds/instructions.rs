//! Instructions to the person: how the alarm works, in plain words.
//!
//! Never here: the name of the person, of the suspect, or a number of the case. The sheet may be found at home (FL-36).

use super::{Audience, Compose, Kind, row, texts};
use crate::layout::block::Block;
use crate::layout::page::Numbering;
use crate::messages::Words;
use crate::parts::{Sender, ZoneContact};
use crate::text::Line;

/// How this person's button is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PressGesture {
    /// Held.
    Hold,
    /// Held, or pressed twice in short order.
    HoldOrTwice,
}

/// Whether the phone may be felt (FL-08).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vibrations {
    /// Once for 'held safe', again for 'somebody is there'.
    On,
    /// Never.
    Off,
}

/// Whether the handset shows a page of notes in front (AL-02).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Discretion {
    /// It does.
    NotesInFront,
    /// It does not.
    Plain,
}

/// How to use the alarm, and what to do when something changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instructions {
    /// The managing zone.
    pub sender: Sender,
    /// The managing zone as the person reaches it.
    pub zone: ZoneContact,
    /// How the button is pressed.
    pub gesture: PressGesture,
    /// Whether the phone vibrates.
    pub vibrations: Vibrations,
    /// Whether notes stand in front.
    pub discretion: Discretion,
}

impl Compose for Instructions {
    fn kind(&self) -> Kind {
        Kind::Instructions
    }
    fn audience(&self) -> Audience {
        Audience::Person
    }
    fn sender(&self) -> &Sender {
        &self.sender
    }
    fn reference(&self) -> Option<&Line> {
        None
    }
    fn title(&self) -> &'static str {
        "instructions-title"
    }

    fn blocks(&self, words: &Words<'_>) -> Vec<Block> {
        let press = match self.gesture {
            PressGesture::Hold => "instructions-press-hold",
            PressGesture::HoldOrTwice => "instructions-press-hold-or-twice",
        };
        let felt = match self.vibrations {
            Vibrations::On => "instructions-felt",
            Vibrations::Off => "instructions-not-felt",
        };
        let danger = [
            press,
            felt,
            "instructions-danger-listen",
            "instructions-danger-speak",
            "instructions-danger-team",
            "instructions-danger-end",
        ];
        let mut daily =
            vec!["instructions-daily-carry", "instructions-daily-charge", "instructions-daily-look"];
        match self.discretion {
            Discretion::NotesInFront => daily.push("instructions-daily-notes"),
            Discretion::Plain => {}
        }
        daily.push("instructions-daily-test");
        let tell = [
            "instructions-tell-fact",
            "instructions-tell-travel",
            "instructions-tell-move",
            "instructions-tell-abroad",
            "instructions-tell-loss",
            "instructions-tell-slip",
        ];
        let safe = ["instructions-safe-paper", "instructions-safe-people", "instructions-safe-phone"];
        vec![
            Block::Notice(words.say("emergency-always")),
            Block::Rows(vec![
                row(words, "instructions-reach-danger", "112 \u{b7} 101"),
                (self.zone.name.show().to_owned(), self.zone.phone.show().to_owned()),
                row(words, "instructions-reach-talk", words.say("instructions-reach-talk-number")),
            ]),
            Block::Heading(words.say("instructions-danger")),
            Block::List(Numbering::Numbers, texts(words, &danger)),
            Block::Heading(words.say("instructions-daily")),
            Block::List(Numbering::Bullets, texts(words, &daily)),
            Block::Heading(words.say("instructions-tell")),
            Block::List(Numbering::Bullets, texts(words, &tell)),
            Block::Heading(words.say("instructions-safe")),
            Block::List(Numbering::Bullets, texts(words, &safe)),
        ]
    }
}
