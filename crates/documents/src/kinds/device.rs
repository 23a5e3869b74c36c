//! Receipt for devices handed out and given back (points 7.8.1 and 7.12.2).
//!
//! Never here: where devices are; that is the inventory.

use hoeder_vocab::CivilDate;

use super::{Audience, Compose, Kind, row, signatures, subject_rows, texts};
use crate::layout::block::Block;
use crate::layout::page::Numbering;
use crate::messages::Words;
use crate::parts::{Reader, Sender, Signatory, Subject};
use crate::text::Line;

/// Which way the devices go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Movement {
    /// To the person.
    HandOut,
    /// Back to the zone.
    Return,
}

/// What a device is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemKind {
    /// The portable button.
    Button,
    /// A telephone on loan.
    Phone,
    /// Charger, cord, spare battery.
    Accessory,
    /// Anything else that is carried, such as a tracker.
    Tracker,
}

/// One device, checked against its record and the number on it before it leaves the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Its number in the inventory.
    pub number: Line,
    /// The serial number on the device.
    pub serial: Option<Line>,
    /// Its state, in words.
    pub condition: Option<Line>,
}

/// Signed by both when devices change hands (MS-38, MS-42).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceReceipt {
    /// The managing zone.
    pub sender: Sender,
    /// Reference of the measure.
    pub reference: Line,
    /// The person.
    pub person: Subject,
    /// Which way.
    pub movement: Movement,
    /// The day.
    pub on: CivilDate,
    /// The devices, at least one.
    pub items: Vec<Item>,
    /// Whether the person signs.
    pub reader: Reader,
    /// Who gives or takes.
    pub officer: Signatory,
}

impl Compose for DeviceReceipt {
    fn kind(&self) -> Kind {
        Kind::DeviceReceipt
    }
    fn audience(&self) -> Audience {
        Audience::Person
    }
    fn sender(&self) -> &Sender {
        &self.sender
    }
    fn reference(&self) -> Option<&Line> {
        Some(&self.reference)
    }
    fn title(&self) -> &'static str {
        match self.movement {
            Movement::HandOut => "receipt-title-out",
            Movement::Return => "receipt-title-back",
        }
    }

    fn blocks(&self, words: &Words<'_>) -> Vec<Block> {
        let mut rows = subject_rows(words, &self.person);
        rows.push(row(words, "label-date", words.date(self.on)));
        let items = self.items.iter().map(|item| (words.say(item_name(item.kind)), described(words, item)));
        let (intro, points) = match self.movement {
            Movement::HandOut => {
                ("receipt-intro-out", ["receipt-out-checked", "receipt-out-property", "receipt-out-loss"])
            }
            Movement::Return => {
                ("receipt-intro-back", ["receipt-back-off", "receipt-back-data", "receipt-back-thanks"])
            }
        };
        vec![
            Block::Rows(rows),
            Block::Text(words.say(intro)),
            Block::Rows(items.collect()),
            Block::List(Numbering::Bullets, texts(words, &points)),
            Block::Text(words.say("receipt-two-copies")),
            signatures(words, &self.person, &self.reader, &self.officer),
        ]
    }
}

const fn item_name(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Button => "item-button",
        ItemKind::Phone => "item-phone",
        ItemKind::Accessory => "item-accessory",
        ItemKind::Tracker => "item-tracker",
    }
}

fn described(words: &Words<'_>, item: &Item) -> String {
    let mut lines = vec![words.say_with("item-number", &[("number", item.number.show())])];
    if let Some(serial) = &item.serial {
        lines.push(words.say_with("item-serial", &[("serial", serial.show())]));
    }
    if let Some(condition) = &item.condition {
        lines.push(words.say_with("item-condition", &[("condition", condition.show())]));
    }
    lines.join("\n")
}
