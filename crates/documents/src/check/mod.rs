//! What a document must not hold, looked for in what its pages say.
//!
//! What lives here: confidential address and contact data, the alarm in what goes to the criminal file, the checklist.
//! What never comes in: the fields of a document. What is looked at is what is printed.

mod needles;
mod plain;

use hoeder_vocab::{Purpose, Sensitive};

use crate::kinds::Audience;
use needles::Needle;
use plain::Plain;

/// What was found. Which words they were is not said: they are what must not leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the document holds {kind}{}", page.map(|page| format!(", on page {page}")).unwrap_or_default())]
pub struct Leak {
    /// What kind of thing.
    pub kind: LeakKind,
    /// The first page that holds it whole, counted from 1; `None` when it runs over the edge of a page.
    pub page: Option<usize>,
}

/// Kinds of things that a document must not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeakKind {
    /// A confidential address (MS-24).
    Address,
    /// A confidential telephone number or e-mail address (MS-24).
    Contact,
    /// Another text that was named as confidential.
    Confidential,
    /// That there is an alarm, in what goes to the criminal file (MS-23).
    Alarm,
    /// The checklist or its answers (MS-11).
    Checklist,
}

impl std::fmt::Display for LeakKind {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Address => "a confidential address",
            Self::Contact => "confidential contact data",
            Self::Confidential => "a confidential text",
            Self::Alarm => "a word that tells of the alarm",
            Self::Checklist => "something of the checklist",
        })
    }
}

/// What is confidential in a case. Words for the alarm and for the checklist are known here and need not be given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forbidden {
    addresses: Vec<Sensitive<String>>,
    phones: Vec<Sensitive<String>>,
    emails: Vec<Sensitive<String>>,
    others: Vec<Sensitive<String>>,
    checklist: Vec<Sensitive<String>>,
}

impl Forbidden {
    /// Nothing of the case is confidential. The words that are always looked for still are.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A confidential address, on one line with commas: `Kerkstraat 12 bus 3, 9000 Gent`. The name of the street alone is
    /// looked for as well, also abbreviated; the town alone is not, for the zone and the office have it in their names.
    #[must_use]
    pub fn address(mut self, address: Sensitive<String>) -> Self {
        self.addresses.push(address);
        self
    }

    /// A confidential telephone number, in any form.
    #[must_use]
    pub fn phone(mut self, phone: Sensitive<String>) -> Self {
        self.phones.push(phone);
        self
    }

    /// A confidential e-mail address.
    #[must_use]
    pub fn email(mut self, email: Sensitive<String>) -> Self {
        self.emails.push(email);
        self
    }

    /// Anything else that must not be told, such as the name of a shelter or of a school.
    #[must_use]
    pub fn other(mut self, text: Sensitive<String>) -> Self {
        self.others.push(text);
        self
    }

    /// A question, an answer or a note of the checklist.
    #[must_use]
    pub fn checklist(mut self, text: Sensitive<String>) -> Self {
        self.checklist.push(text);
        self
    }

    /// What is looked for in a document for this audience.
    fn needles(&self, audience: Audience) -> Vec<(LeakKind, Needle)> {
        let mut needles = Vec::new();
        let mut add = |kind: LeakKind, texts: &[Sensitive<String>], find: fn(&str) -> Vec<Needle>| {
            for text in texts {
                needles.extend(find(text.reveal(Purpose::CaseWork)).into_iter().map(|needle| (kind, needle)));
            }
        };
        match audience {
            // The service is given address and contact data by law (point 7.8.5).
            Audience::VictimReception => {}
            Audience::Person
            | Audience::ThirdParty
            | Audience::PoliceFile
            | Audience::ProsecutorsOffice
            | Audience::InvestigatingJudge
            | Audience::CriminalFile => {
                add(LeakKind::Address, &self.addresses, needles::address);
                add(LeakKind::Contact, &self.phones, needles::phone);
                add(LeakKind::Contact, &self.emails, needles::email);
                add(LeakKind::Confidential, &self.others, needles::whole);
            }
        }
        add(LeakKind::Checklist, &self.checklist, needles::whole);
        needles.extend(needles::CHECKLIST.iter().map(|words| (LeakKind::Checklist, needles::words(words))));
        needles
    }
}

/// What is printed, in the forms in which it is looked at.
pub(crate) struct Printed<'a> {
    pub(crate) audience: Audience,
    /// The title in the metadata.
    pub(crate) title: &'a str,
    /// Page by page, with heads and feet.
    pub(crate) text: &'a str,
    /// From the first word to the last, without heads and feet.
    pub(crate) reading: &'a str,
}

/// Looks for everything that this audience must not be given.
pub(crate) fn look(printed: &Printed<'_>, forbidden: &Forbidden) -> Result<(), Leak> {
    let pages: Vec<Plain> = printed.text.split('\u{c}').map(Plain::new).collect();
    let forms = [Plain::new(printed.reading), Plain::new(printed.text), Plain::new(printed.title)];
    let page_where = |found: &dyn Fn(&Plain) -> bool| pages.iter().position(found).map(|at| at + 1);
    for (kind, needle) in forbidden.needles(printed.audience) {
        let found = |plain: &Plain| needle.is_in(plain);
        if forms.iter().any(found) {
            return Err(Leak { kind, page: page_where(&found) });
        }
    }
    if printed.audience == Audience::CriminalFile && forms.iter().any(needles::tells_of_the_alarm) {
        return Err(Leak { kind: LeakKind::Alarm, page: page_where(&needles::tells_of_the_alarm) });
    }
    Ok(())
}
