//! The JSON of offices and districts, format 1, and of what a measure needs to know of a person besides.
//!
//! Never here: who may see a kept address (room `engine`).

use super::codes::{Day, Id, Word};
use hoeder_engine::roster::{District, Office, PersonDetails, TrustedContact};
use hoeder_measure::confidentiality::Secrecy;
use hoeder_vocab::{AccountId, DistrictId, OfficeId, Purpose, Sensitive};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(super) struct OfficeOpen {
    id: Id<OfficeId>,
    code: String,
    name: String,
    district: Id<DistrictId>,
    reference_magistrate: Option<Id<AccountId>>,
}

impl OfficeOpen {
    pub(super) fn of(office: &Office) -> Self {
        Self {
            id: Id(office.id),
            code: office.code.clone(),
            name: office.name.clone(),
            district: Id(office.district),
            reference_magistrate: office.reference_magistrate.map(Id),
        }
    }
    pub(super) fn office(self) -> Office {
        Office {
            id: self.id.0,
            code: self.code,
            name: self.name,
            district: self.district.0,
            reference_magistrate: self.reference_magistrate.map(|account| account.0),
        }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct DistrictOpen {
    id: Id<DistrictId>,
    code: String,
    name: String,
}

impl DistrictOpen {
    pub(super) fn of(district: &District) -> Self {
        Self { id: Id(district.id), code: district.code.clone(), name: district.name.clone() }
    }
    pub(super) fn district(self) -> District {
        District { id: self.id.0, code: self.code, name: self.name }
    }
}

#[derive(Serialize, Deserialize)]
struct TrustedForm {
    name: String,
    phone: String,
}

/// All of it in the sealed half.
#[derive(Serialize, Deserialize)]
pub(super) struct DetailsForm {
    born_on: Option<Day>,
    national_number: Option<String>,
    address: Option<String>,
    address_secrecy: Word<Secrecy>,
    email: Option<String>,
    trusted: Option<TrustedForm>,
}

impl DetailsForm {
    pub(super) fn of(details: &PersonDetails) -> Self {
        fn open<T: Clone>(value: Option<&Sensitive<T>>) -> Option<T> {
            value.map(|value| value.reveal(Purpose::Transport).clone())
        }
        Self {
            born_on: open(details.born_on.as_ref()).map(Day),
            national_number: open(details.national_number.as_ref()),
            address: open(details.address.as_ref()),
            address_secrecy: Word(details.address_secrecy),
            email: open(details.email.as_ref()),
            trusted: open(details.trusted.as_ref())
                .map(|TrustedContact { name, phone }| TrustedForm { name, phone }),
        }
    }
    pub(super) fn details(self) -> PersonDetails {
        PersonDetails {
            born_on: self.born_on.map(|day| Sensitive::new(day.0)),
            national_number: self.national_number.map(Sensitive::new),
            address: self.address.map(Sensitive::new),
            address_secrecy: self.address_secrecy.0,
            email: self.email.map(Sensitive::new),
            trusted: self
                .trusted
                .map(|TrustedForm { name, phone }| Sensitive::new(TrustedContact { name, phone })),
        }
    }
}
