//! 7.4.1, 7.5 and 7.6: the stored form of the hearing, the assessment, bombs and antecedents, format 1.
//!
//! Answers about risk, factors found and earlier files lie in the sealed half: they are internal (MS-11, MS-13), and no key
//! means no answer. Never here: what they mean.

use super::words::{PvForm, SeatForm, erased, revealed};
use crate::error::FormatError;
use crate::format::codes::{Day, Word};
use crate::format::{Erasable, Form};
use hoeder_measure::Change;
use hoeder_measure::conditions::{Answer, Hearing, ToldNoRight};
use hoeder_measure::confidentiality::{ContactSecrecy, Secrecy};
use hoeder_measure::risk::{
    Answered, Answers, Antecedents, Assessment, Attention, ChargeCode, Checklist, Firearms, PastFile, Scope,
};
use hoeder_vocab::Sensitive;
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

#[derive(Serialize, Deserialize)]
pub(super) struct HeardOpen {
    on: Day,
    pv: PvForm,
    wants_it: Word<Answer>,
    no_contact: Word<Answer>,
    complaints: Word<Answer>,
    agreement: Word<Answer>,
    told_no_right: Word<ToldNoRight>,
    able: Word<Answer>,
    address: Word<Secrecy>,
    contact: Word<Secrecy>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct HeardSealed {
    facts: String,
    relation: String,
}

impl Erasable for HeardSealed {
    fn erased() -> Self {
        Self { facts: erased(), relation: erased() }
    }
}

pub(super) fn heard(hearing: &Hearing) -> (HeardOpen, HeardSealed) {
    let open = HeardOpen {
        on: Day(hearing.on),
        pv: PvForm::of(&hearing.pv),
        wants_it: Word(hearing.wants_it),
        no_contact: Word(hearing.no_contact),
        complaints: Word(hearing.complaints),
        agreement: Word(hearing.agreement),
        told_no_right: Word(hearing.told_no_right),
        able: Word(hearing.able),
        address: Word(hearing.secrecy.address),
        contact: Word(hearing.secrecy.contact),
    };
    (open, HeardSealed { facts: revealed(&hearing.facts), relation: revealed(&hearing.relation) })
}

pub(super) fn read_heard(open: HeardOpen, form: &Form<'_>) -> Result<Change, FormatError> {
    let sealed: HeardSealed = form.sealed()?;
    Ok(Change::Heard(Hearing {
        on: open.on.0,
        pv: open.pv.pv(),
        facts: Sensitive::new(sealed.facts),
        relation: Sensitive::new(sealed.relation),
        wants_it: open.wants_it.0,
        no_contact: open.no_contact.0,
        complaints: open.complaints.0,
        agreement: open.agreement.0,
        told_no_right: open.told_no_right.0,
        able: open.able.0,
        secrecy: ContactSecrecy { address: open.address.0, contact: open.contact.0 },
    }))
}

#[derive(Serialize, Deserialize)]
struct AnsweredForm {
    answer: Word<Answer>,
    note: String,
}

impl AnsweredForm {
    fn of(answered: &Answered) -> Self {
        Self { answer: Word(answered.answer), note: revealed(&answered.note) }
    }
    fn answered(self) -> Answered {
        Answered { answer: self.answer.0, note: Sensitive::new(self.note) }
    }
    fn erased() -> Self {
        Self { answer: Word(Answer::Unknown), note: erased() }
    }
}

#[derive(Serialize, Deserialize)]
struct ItemForm<'a> {
    #[serde(borrow)]
    item: Cow<'a, str>,
    answer: Word<Answer>,
    #[serde(borrow)]
    note: Cow<'a, str>,
}

/// The answers of a checklist in JSON: an array of [`ItemForm`]s, read one by one without a copy of each.
struct ItemsForm(Answers);

impl Serialize for ItemsForm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|one| ItemForm {
            item: one.item.into(),
            answer: Word(one.answer),
            note: revealed(&one.note).into(),
        }))
    }
}

impl<'de> Deserialize<'de> for ItemsForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Items)
    }
}

struct Items;

impl<'de> Visitor<'de> for Items {
    type Value = ItemsForm;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answers of a checklist")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<ItemsForm, A::Error> {
        let mut failed = None;
        let read = std::iter::from_fn(|| {
            items.next_element::<ItemForm<'de>>().unwrap_or_else(|error| {
                failed = Some(error);
                None
            })
        });
        let answers = Answers::of(read.map(|one| (one.item, one.answer.0, one.note)));
        failed.map_or(Ok(ItemsForm(answers)), Err)
    }
}

#[derive(Serialize, Deserialize)]
struct FirearmsForm {
    answer: Word<Answer>,
    checked_by: Option<SeatForm>,
    note: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct AssessedOpen {
    on: Day,
    /// Version of the checklist; `null`: none was filled in.
    checklist: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct AssessedSealed {
    eight: [AnsweredForm; 8],
    checklist: ItemsForm,
    opposed_intentions: Word<Answer>,
    secret_shelter: Word<Answer>,
    firearms: Option<FirearmsForm>,
    within: Word<Answer>,
    why: String,
    subsidiarity: String,
}

impl Erasable for AssessedSealed {
    fn erased() -> Self {
        Self {
            eight: std::array::from_fn(|_| AnsweredForm::erased()),
            checklist: ItemsForm(Answers::default()),
            opposed_intentions: Word(Answer::Unknown),
            secret_shelter: Word(Answer::Unknown),
            firearms: None,
            within: Word(Answer::Unknown),
            why: erased(),
            subsidiarity: erased(),
        }
    }
}

pub(super) fn assessed(given: &Assessment) -> (AssessedOpen, AssessedSealed) {
    let open = AssessedOpen {
        on: Day(given.on),
        checklist: given.checklist.as_ref().map(|checklist| checklist.version.clone()),
    };
    let sealed = AssessedSealed {
        eight: given.eight.each_ref().map(AnsweredForm::of),
        checklist: ItemsForm(
            given.checklist.as_ref().map_or_else(Answers::default, |list| list.answers.clone()),
        ),
        opposed_intentions: Word(given.attention.opposed_intentions),
        secret_shelter: Word(given.attention.secret_shelter),
        firearms: given.firearms.as_ref().map(|firearms| FirearmsForm {
            answer: Word(firearms.answer),
            checked_by: firearms.checked_by.map(SeatForm::of),
            note: revealed(&firearms.note),
        }),
        within: Word(given.scope.within),
        why: revealed(&given.scope.why),
        subsidiarity: revealed(&given.subsidiarity),
    };
    (open, sealed)
}

pub(super) fn read_assessed(open: AssessedOpen, form: &Form<'_>) -> Result<Change, FormatError> {
    let sealed: AssessedSealed = form.sealed()?;
    let answers = sealed.checklist.0;
    Ok(Change::Assessed(Box::new(Assessment {
        on: open.on.0,
        eight: sealed.eight.map(AnsweredForm::answered),
        checklist: open.checklist.map(|version| Checklist { version, answers }),
        attention: Attention {
            opposed_intentions: sealed.opposed_intentions.0,
            secret_shelter: sealed.secret_shelter.0,
        },
        firearms: sealed.firearms.map(|firearms| Firearms {
            answer: firearms.answer.0,
            checked_by: firearms.checked_by.map(SeatForm::seat),
            note: Sensitive::new(firearms.note),
        }),
        scope: Scope { within: sealed.within.0, why: Sensitive::new(sealed.why) },
        subsidiarity: Sensitive::new(sealed.subsidiarity),
    })))
}

#[derive(Serialize, Deserialize)]
pub(super) struct BombOpen {
    assessment: u16,
}

/// Which factors: what somebody did.
#[derive(Serialize, Deserialize)]
pub(super) struct BombSealed {
    items: Vec<String>,
}

impl Erasable for BombSealed {
    fn erased() -> Self {
        Self { items: Vec::new() }
    }
}

pub(super) fn bomb(assessment: u16, items: &[String]) -> (BombOpen, BombSealed) {
    (BombOpen { assessment }, BombSealed { items: items.to_vec() })
}

pub(super) fn read_bomb(open: BombOpen, form: &Form<'_>) -> Result<Change, FormatError> {
    let sealed: BombSealed = form.sealed()?;
    Ok(Change::BombFound { assessment: open.assessment, items: sealed.items })
}

#[derive(Serialize, Deserialize)]
struct PastFileForm {
    number: String,
    opened_on: Day,
    code: Word<ChargeCode>,
    note: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct AntecedentsOpen {
    on: Day,
    since: Day,
}

#[derive(Serialize, Deserialize)]
pub(super) struct AntecedentsSealed {
    files: Vec<PastFileForm>,
}

impl Erasable for AntecedentsSealed {
    fn erased() -> Self {
        Self { files: Vec::new() }
    }
}

pub(super) fn antecedents(given: &Antecedents) -> (AntecedentsOpen, AntecedentsSealed) {
    let file = |file: &PastFile| PastFileForm {
        number: revealed(&file.number),
        opened_on: Day(file.opened_on),
        code: Word(file.code),
        note: revealed(&file.note),
    };
    let open = AntecedentsOpen { on: Day(given.on), since: Day(given.since) };
    (open, AntecedentsSealed { files: given.files.iter().map(file).collect() })
}

pub(super) fn read_antecedents(open: AntecedentsOpen, form: &Form<'_>) -> Result<Change, FormatError> {
    let sealed: AntecedentsSealed = form.sealed()?;
    let file = |file: PastFileForm| PastFile {
        number: Sensitive::new(file.number),
        opened_on: file.opened_on.0,
        code: file.code.0,
        note: Sensitive::new(file.note),
    };
    // Kept as long as the measure is: without room to spare.
    let mut files = Vec::with_capacity(sealed.files.len());
    files.extend(sealed.files.into_iter().map(file));
    Ok(Change::AntecedentsGiven(Antecedents { on: open.on.0, since: open.since.0, files }))
}
