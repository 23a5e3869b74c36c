//! What several kinds of document share: who sends, whom it is about, who signs, whom to call.
//!
//! What lives here: plain values.
//! What never comes in: an address or contact data of the protected person; only the letter to the victim reception
//! service has a place for them (MS-24).

use std::fmt;

use hoeder_vocab::{CivilDate, Purpose, Sensitive};

use crate::text::Line;

/// The police zone or the prosecutor's office that a document comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// Its name, such as 'Politiezone Gent'.
    pub name: Line,
    /// Its service or section.
    pub unit: Option<Line>,
    /// Its own public address, on one line.
    pub address: Option<Line>,
    /// Its own public number.
    pub phone: Option<Line>,
    /// The town from which it writes, as in 'Gent, 22 november 2026'.
    pub place: Line,
}

/// Whom a document is about: the protected person, or the person to protect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// First name and name.
    pub name: Line,
    /// Day of birth.
    pub born: Option<CivilDate>,
    /// National register number: what a document carries instead of an address (MS-24).
    pub number: Option<NationalNumber>,
}

/// An officer or a magistrate, as they sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signatory {
    /// First name and name.
    pub name: Line,
    /// Rank or office, such as 'inspecteur' or 'substituut-procureur des Konings'.
    pub capacity: Line,
}

/// The managing zone as the person reaches it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneContact {
    /// Name of the zone.
    pub name: Line,
    /// Number to call, as it is said to people.
    pub phone: Line,
}

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
}

/// Whom a notice is addressed to: the protected person, or the victim reception service that is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// The protected person.
    Person,
    /// The victim reception service, by its name.
    #[doc(alias = "dienst slachtofferonthaal")]
    #[doc(alias = "service d’accueil des victimes")]
    VictimReception(Line),
}

/// Whether the person signs, or is younger than sixteen: then it is explained and not signed (MS-09).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reader {
    /// Sixteen or older: signs.
    Signs,
    /// Younger than sixteen.
    Under16 {
        /// The day of the explanation.
        explained_on: CivilDate,
        /// The adult who was there and whom the child trusts.
        trusted_adult: Option<Line>,
    },
}

/// A national register number whose check digits are right.
#[doc(alias = "rijksregisternummer")]
#[doc(alias = "num\u{e9}ro de registre national")]
#[derive(Clone, PartialEq, Eq)]
pub struct NationalNumber(Sensitive<String>);

/// A text that is no national register number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a national register number: eleven digits of which the last two check the others")]
pub struct NotANationalNumber;

impl NationalNumber {
    /// Reads eleven digits, with or without points, hyphens and spaces. The last two are 97 minus the rest of the first
    /// nine divided by 97, with a 2 before them for whoever was born from 2000 on.
    ///
    /// # Errors
    /// [`NotANationalNumber`] for any other text.
    pub fn parse(text: &str) -> Result<Self, NotANationalNumber> {
        let digits: String = text.chars().filter(|sign| !matches!(sign, '.' | '-' | ' ')).collect();
        if digits.len() != 11 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotANationalNumber);
        }
        let (Some(first), Some(check)) = (digits.get(..9), digits.get(9..)) else {
            return Err(NotANationalNumber);
        };
        let first: u64 = first.parse().map_err(|_| NotANationalNumber)?;
        let check: u64 = check.parse().map_err(|_| NotANationalNumber)?;
        let fits = [first, first + 2_000_000_000].iter().any(|number| 97 - number % 97 == check);
        if fits { Ok(Self(Sensitive::new(digits))) } else { Err(NotANationalNumber) }
    }

    /// As it is written: `85.07.30-033.28`.
    pub(crate) fn written(&self) -> String {
        let digits = self.0.reveal(Purpose::CaseWork);
        let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
        format!("{}.{}.{}-{}.{}", part(0, 2), part(2, 4), part(4, 6), part(6, 9), part(9, 11))
    }
}

impl fmt::Debug for NationalNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("NationalNumber([sensitive])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_national_register_number_is_read_when_its_check_digits_are_right() {
        for good in ["85.07.30-033.28", "85073003328", "17073003384"] {
            assert!(NationalNumber::parse(good).is_ok(), "{good}");
        }
        for bad in ["85.07.30-033.29", "8507300332", "850730033281", "85073003a28", ""] {
            assert_eq!(NationalNumber::parse(bad), Err(NotANationalNumber), "{bad}");
        }
        let number = NationalNumber::parse("85073003328").unwrap();
        assert_eq!(number.written(), "85.07.30-033.28");
        assert_eq!(format!("{number:?}"), "NationalNumber([sensitive])");
    }
}
