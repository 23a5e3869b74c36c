//! What a measure needs to know of a person besides name and phone.

use super::field::{At as _, Bad, BirthDay, Shape};
use super::list::TrustedContact;
use super::word::Secrecy;
use hoeder_engine::roster;
use hoeder_vocab::{Purpose, Sensitive};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Identity and contact data of a person. A kept address is shown to those whom 7.8.5 names, and to nobody else.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonDetails {
    /// Day of birth.
    pub born_on: Option<BirthDay>,
    /// National register number: eleven digits, of which the last two check the others.
    #[schema(max_length = 15)]
    pub national_number: Option<String>,
    /// Address of residence.
    #[schema(max_length = 200)]
    pub address: Option<String>,
    /// Does the address stay out of the reports?
    pub address_secrecy: Secrecy,
    /// E-mail address.
    #[schema(max_length = 200)]
    pub email: Option<String>,
    /// Whom to turn to when the person is not reached.
    pub trusted: Option<TrustedContact>,
}

impl core::fmt::Debug for PersonDetails {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("PersonDetails[sensitive]")
    }
}

/// Digits as people write them, with points, hyphens and spaces between.
fn digits(number: &str) -> String {
    number.chars().filter(|sign| !matches!(sign, '.' | '-' | ' ')).collect()
}

impl Shape for PersonDetails {
    type Of = roster::PersonDetails;
    fn read(self) -> Result<roster::PersonDetails, Bad> {
        Ok(roster::PersonDetails {
            born_on: self.born_on.read().at("born_on")?,
            national_number: self.national_number.map(|number| Sensitive::new(digits(&number))),
            address: self.address.map(Sensitive::new),
            address_secrecy: self.address_secrecy.read().at("address_secrecy")?,
            email: self.email.map(Sensitive::new),
            trusted: self.trusted.map(|contact| {
                Sensitive::new(roster::TrustedContact { name: contact.name, phone: contact.phone })
            }),
        })
    }
    fn show(of: &roster::PersonDetails) -> Self {
        const WHY: Purpose = Purpose::CaseWork;
        let open = |text: &Option<Sensitive<String>>| text.as_ref().map(|text| text.reveal(WHY).clone());
        Self {
            born_on: Shape::show(&of.born_on),
            national_number: open(&of.national_number),
            address: open(&of.address),
            address_secrecy: Shape::show(&of.address_secrecy),
            email: open(&of.email),
            trusted: of.trusted.as_ref().map(|contact| TrustedContact::from(contact.reveal(WHY))),
        }
    }
}
