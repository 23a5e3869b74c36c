//! One struct for each kind of document, with exactly the fields that it may hold.
//!
//! What lives here: what each kind is called, whom it is for, and which blocks it consists of.
//! What never comes in: a kind addressed to the suspect; a field of the alarm in what goes to the criminal file.

mod agreement;
mod decision;
mod device;
mod hearing;
mod instructions;
mod judge;
mod marginal;
mod reception;
mod registration;
mod revisit;
mod terms;

use hoeder_vocab::CivilDate;

pub use agreement::UserAgreement;
pub use decision::{GrantNotice, RefusalAddressee, RefusalNotice};
pub use device::{DeviceReceipt, Item, ItemKind, Movement};
pub use hearing::{CommonChildren, HearingAnnex};
pub use instructions::{Discretion, Instructions, PressGesture, Vibrations};
pub use judge::{AskedBy, JudgeLetter};
pub use marginal::{EarlyEndGround, MarginalNote};
pub use reception::{Contact, Offer, VictimReceptionReferral};
pub use registration::{MachLine, RegistrationLines};
pub use revisit::{NewFacts, RevisitAnnex, VisitPlace};
pub use terms::{EndNotice, Ending, ExtensionNotice, ExtensionReason, Handover};

use crate::layout::block::{Block, Content, Warning};
use crate::messages::Words;
use crate::parts::{Answer, Reader, Sender, Signatory, Subject, ZoneContact};
use crate::text::Line;

/// Whom a document is for. There is no value for the suspect: no document is addressed to the suspect (MS-23).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// The protected person, or the person to protect.
    Person,
    /// A third party who asked for the person.
    ThirdParty,
    /// The managing zone, for its own file of the measure.
    PoliceFile,
    /// The prosecutor's office, for its own registration.
    ProsecutorsOffice,
    /// The victim reception service (DSO): the only one that is given address and contact data (MS-24).
    #[doc(alias = "dienst slachtofferonthaal")]
    VictimReception,
    /// The investigating judge, by letter and outside the file (point 7.8.2).
    #[doc(alias = "onderzoeksrechter")]
    InvestigatingJudge,
    /// The criminal file, which the suspect may read: nothing of the alarm.
    #[doc(alias = "strafdossier")]
    CriminalFile,
}

/// The kinds of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Annex to the hearing of the person.
    HearingAnnex,
    /// User agreement.
    UserAgreement,
    /// Notice of the grant.
    GrantNotice,
    /// Notice of the refusal.
    RefusalNotice,
    /// Marginal note for an early end.
    MarginalNote,
    /// Letter that seizes the victim reception service.
    VictimReceptionReferral,
    /// Notice of an extension.
    ExtensionNotice,
    /// Notice of the end.
    EndNotice,
    /// Receipt for devices handed out or returned.
    DeviceReceipt,
    /// Instructions to the person.
    Instructions,
    /// Lines to register.
    RegistrationLines,
    /// Annex to the report of a revisit.
    RevisitAnnex,
    /// Letter to the investigating judge.
    JudgeLetter,
}

impl Kind {
    /// All kinds, in the order of declaration.
    pub const ALL: [Self; 13] = [
        Self::HearingAnnex,
        Self::UserAgreement,
        Self::GrantNotice,
        Self::RefusalNotice,
        Self::MarginalNote,
        Self::VictimReceptionReferral,
        Self::ExtensionNotice,
        Self::EndNotice,
        Self::DeviceReceipt,
        Self::Instructions,
        Self::RegistrationLines,
        Self::RevisitAnnex,
        Self::JudgeLetter,
    ];

    /// A word for addresses and stored records: it never changes.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HearingAnnex => "hearing-annex",
            Self::UserAgreement => "user-agreement",
            Self::GrantNotice => "grant-notice",
            Self::RefusalNotice => "refusal-notice",
            Self::MarginalNote => "marginal-note",
            Self::VictimReceptionReferral => "reception-seizure",
            Self::ExtensionNotice => "extension-notice",
            Self::EndNotice => "end-notice",
            Self::DeviceReceipt => "device-receipt",
            Self::Instructions => "instructions",
            Self::RegistrationLines => "registration-lines",
            Self::RevisitAnnex => "revisit-annex",
            Self::JudgeLetter => "judge-letter",
        }
    }
}

/// A document with all that it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Document {
    /// Annex to the hearing.
    HearingAnnex(HearingAnnex),
    /// User agreement.
    UserAgreement(UserAgreement),
    /// Grant.
    GrantNotice(GrantNotice),
    /// Refusal.
    RefusalNotice(RefusalNotice),
    /// Marginal note.
    MarginalNote(MarginalNote),
    /// Letter to the victim reception service.
    VictimReceptionReferral(VictimReceptionReferral),
    /// Extension.
    ExtensionNotice(ExtensionNotice),
    /// End.
    EndNotice(EndNotice),
    /// Receipt.
    DeviceReceipt(DeviceReceipt),
    /// Instructions.
    Instructions(Instructions),
    /// Lines to register.
    RegistrationLines(RegistrationLines),
    /// Annex to a revisit.
    RevisitAnnex(RevisitAnnex),
    /// Letter to the investigating judge.
    JudgeLetter(JudgeLetter),
}

impl Document {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.compose().kind()
    }

    /// Whom it is for.
    #[must_use]
    pub fn audience(&self) -> Audience {
        self.compose().audience()
    }

    /// Whether it must stay out of the criminal file. All do but what is made for that file (MS-23).
    #[must_use]
    pub fn not_for_the_file(&self) -> bool {
        self.audience() != Audience::CriminalFile
    }

    fn compose(&self) -> &dyn Compose {
        match self {
            Self::HearingAnnex(document) => document,
            Self::UserAgreement(document) => document,
            Self::GrantNotice(document) => document,
            Self::RefusalNotice(document) => document,
            Self::MarginalNote(document) => document,
            Self::VictimReceptionReferral(document) => document,
            Self::ExtensionNotice(document) => document,
            Self::EndNotice(document) => document,
            Self::DeviceReceipt(document) => document,
            Self::Instructions(document) => document,
            Self::RegistrationLines(document) => document,
            Self::RevisitAnnex(document) => document,
            Self::JudgeLetter(document) => document,
        }
    }

    /// The words of the document, before it has pages.
    pub(crate) fn content(&self, words: &Words<'_>, made_on: CivilDate) -> Content {
        let document = self.compose();
        let sender = document.sender();
        let lines =
            [Some(&sender.name), sender.unit.as_ref(), sender.address.as_ref(), sender.phone.as_ref()];
        let letterhead = lines.into_iter().flatten().map(|line| line.show().to_owned()).collect();
        let place = [("place", sender.place.show()), ("date", &words.date(made_on))];
        let mut particulars = vec![words.say_with("place-and-date", &place)];
        if let Some(reference) = document.reference() {
            particulars.push(words.say_with("reference", &[("reference", reference.show())]));
        }
        particulars.push(words.say(match document.audience() {
            Audience::Person => "for-person",
            Audience::ThirdParty => "for-third-party",
            Audience::PoliceFile => "for-police-file",
            Audience::ProsecutorsOffice => "for-office",
            Audience::VictimReception => "for-victim-reception",
            Audience::InvestigatingJudge => "for-judge",
            Audience::CriminalFile => "for-criminal-file",
        }));
        let warning = self.not_for_the_file().then(|| Warning {
            short: words.say("not-for-the-file-short"),
            long: words.say("not-for-the-file"),
        });
        let title = words.say(document.title());
        Content { title, letterhead, particulars, warning, blocks: document.blocks(words) }
    }
}

/// What each kind says of itself.
trait Compose {
    fn kind(&self) -> Kind;
    fn audience(&self) -> Audience;
    fn sender(&self) -> &Sender;
    /// The reference of the measure. A document for the criminal file has none: it would say that there is a measure.
    fn reference(&self) -> Option<&Line>;
    /// The key of the title. It names nobody: it stands in the metadata of the file.
    fn title(&self) -> &'static str;
    fn blocks(&self, words: &Words<'_>) -> Vec<Block>;
}

/// A label from the texts and a value.
fn row(words: &Words<'_>, label: &'static str, value: impl Into<String>) -> (String, String) {
    (words.say(label), value.into())
}

/// Who the document is about, by name, day of birth and national register number. Never an address.
fn subject_rows(words: &Words<'_>, subject: &Subject) -> Vec<(String, String)> {
    let mut rows = vec![row(words, "label-name", subject.name.show())];
    rows.extend(subject.born.map(|day| row(words, "label-born", words.date(day))));
    rows.extend(subject.number.as_ref().map(|number| row(words, "label-number", number.written())));
    rows
}

fn zone_rows(words: &Words<'_>, zone: &ZoneContact) -> [(String, String); 2] {
    [row(words, "label-zone", zone.name.show()), row(words, "label-zone-phone", zone.phone.show())]
}

/// A bulleted or numbered list of texts.
fn texts(words: &Words<'_>, keys: &[&'static str]) -> Vec<String> {
    keys.iter().map(|key| words.say(key)).collect()
}

fn answered(words: &Words<'_>, statement: &'static str, answer: Answer) -> (String, String) {
    let said = match answer {
        Answer::Yes => "yes",
        Answer::No => "no",
    };
    (words.say(statement), words.say(said))
}

/// The lines over the place where somebody signs.
fn signed_by(words: &Words<'_>, role: &'static str, signatory: &Signatory) -> Vec<String> {
    vec![words.say(role), format!("{}, {}", signatory.name.show(), signatory.capacity.show())]
}

/// The places to sign for the person, if old enough, and for the officer.
fn signatures(words: &Words<'_>, subject: &Subject, reader: &Reader, officer: &Signatory) -> Block {
    let mut places = Vec::new();
    match reader {
        Reader::Signs => places.push(vec![words.say("sign-person"), subject.name.show().to_owned()]),
        Reader::Under16 { .. } => {}
    }
    places.push(signed_by(words, "sign-officer", officer));
    Block::Signatures(places)
}
