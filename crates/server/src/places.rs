//! What the organisation says of each zone and office: letterhead, language, and where word of a notice goes.
//!
//! A file of the organisation, named in the configuration; public data. Never here: persons, what a notice says.

use hoeder_measure::effect::Recipient;
use hoeder_vocab::{OfficeId, ZoneId};
use serde::Deserialize;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Most places of one file.
const MOST: usize = 2_000;
/// Most addresses of one desk.
const MOST_ADDRESSES: usize = 20;

/// All places.
#[derive(Debug, Clone, Default)]
pub struct Places {
    zones: BTreeMap<ZoneId, Zone>,
    offices: BTreeMap<OfficeId, Office>,
    platform: Desk,
}

/// The language in which a place writes and is written to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum PlaceLanguage {
    /// Dutch.
    #[default]
    #[serde(rename = "nl")]
    Dutch,
    /// French.
    #[serde(rename = "fr")]
    French,
    /// German.
    #[serde(rename = "de")]
    German,
    /// English.
    #[serde(rename = "en")]
    English,
}

/// What stands at the head of a letter, each on one line.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letterhead {
    /// Service or section.
    pub unit: Option<String>,
    /// Its own public address.
    pub address: Option<String>,
    /// Its own public number.
    pub phone: Option<String>,
    /// The town from which it writes.
    pub town: Option<String>,
}

/// Where word of a notice goes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    /// E-mail addresses.
    #[serde(default)]
    pub mail: Vec<String>,
    /// `https://..`
    pub hook: Option<String>,
}

/// A police zone.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Zone {
    id: Uuid,
    /// Its language.
    #[serde(default)]
    pub language: PlaceLanguage,
    /// Its letterhead.
    #[serde(default)]
    pub letterhead: Letterhead,
    /// The desk of its case officers.
    #[serde(default)]
    pub desk: Desk,
}

/// A prosecutor's office.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    id: Uuid,
    /// Its language.
    #[serde(default)]
    pub language: PlaceLanguage,
    /// Its letterhead.
    #[serde(default)]
    pub letterhead: Letterhead,
    /// The name of its victim reception service.
    pub reception: Option<String>,
    /// The magistrate on duty.
    #[serde(default)]
    pub magistrate: Desk,
    /// The reference magistrate.
    #[serde(default)]
    pub reference_magistrate: Desk,
    /// The victim reception service.
    #[serde(default)]
    pub victim_reception: Desk,
    /// The prosecutor-general above it.
    #[serde(default)]
    pub prosecutor_general: Desk,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    #[serde(default)]
    zone: Vec<Zone>,
    #[serde(default)]
    office: Vec<Office>,
    #[serde(default)]
    platform: Desk,
}

/// The file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PlacesError {
    /// No TOML, or names that are not known.
    #[error("the file of places has not the expected shape")]
    Shape(#[from] toml::de::Error),
    /// An id stands twice.
    #[error("the place {0} stands twice")]
    Twice(Uuid),
    /// Too many.
    #[error("at most {MOST} places, and {MOST_ADDRESSES} addresses of one desk")]
    TooMany,
    /// No e-mail address.
    #[error("an e-mail address of {0} is none")]
    Mail(Uuid),
    /// No `https://` address.
    #[error("the hook of {0} does not begin with https://")]
    Hook(Uuid),
    /// A text that does not fit on a line of a letter.
    #[error("a text of {0} does not fit: one line of at most 200 characters")]
    Text(Uuid),
}

/// Reads a file of places.
///
/// # Errors
/// [`PlacesError`].
pub fn read(text: &str) -> Result<Places, PlacesError> {
    let form: Form = toml::from_str(text)?;
    if form.zone.len().saturating_add(form.office.len()) > MOST {
        return Err(PlacesError::TooMany);
    }
    let mut places = Places { platform: form.platform, ..Places::default() };
    check_desk(Uuid::nil(), &places.platform)?;
    for zone in form.zone {
        check_head(zone.id, &zone.letterhead, None)?;
        check_desk(zone.id, &zone.desk)?;
        let id = zone.id;
        if places.zones.insert(ZoneId::from_uuid(id), zone).is_some() {
            return Err(PlacesError::Twice(id));
        }
    }
    for office in form.office {
        check_head(office.id, &office.letterhead, office.reception.as_deref())?;
        for desk in [
            &office.magistrate,
            &office.reference_magistrate,
            &office.victim_reception,
            &office.prosecutor_general,
        ] {
            check_desk(office.id, desk)?;
        }
        let id = office.id;
        if places.offices.insert(OfficeId::from_uuid(id), office).is_some() {
            return Err(PlacesError::Twice(id));
        }
    }
    Ok(places)
}

fn check_head(id: Uuid, head: &Letterhead, more: Option<&str>) -> Result<(), PlacesError> {
    let texts =
        [head.unit.as_deref(), head.address.as_deref(), head.phone.as_deref(), head.town.as_deref(), more];
    let bad = |text: &str| hoeder_documents::Line::new(text).is_err();
    if texts.into_iter().flatten().any(bad) { Err(PlacesError::Text(id)) } else { Ok(()) }
}

fn check_desk(id: Uuid, desk: &Desk) -> Result<(), PlacesError> {
    if desk.mail.len() > MOST_ADDRESSES {
        return Err(PlacesError::TooMany);
    }
    if desk.mail.iter().any(|mail| mail.parse::<lettre::Address>().is_err()) {
        return Err(PlacesError::Mail(id));
    }
    let https =
        |url: &String| url.parse::<axum::http::Uri>().is_ok_and(|uri| uri.scheme_str() == Some("https"));
    if desk.hook.as_ref().is_some_and(|url| !https(url)) {
        return Err(PlacesError::Hook(id));
    }
    Ok(())
}

impl Places {
    /// What is said of a zone.
    #[must_use]
    pub fn zone(&self, id: ZoneId) -> Option<&Zone> {
        self.zones.get(&id)
    }
    /// What is said of an office.
    #[must_use]
    pub fn office(&self, id: OfficeId) -> Option<&Office> {
        self.offices.get(&id)
    }
    /// The desk that a notice goes to, and its language; `None` for whom no message leaves the house. A notice for a third
    /// party, a judge or a foreign police goes to the zone or office that passes it on.
    #[must_use]
    pub fn desk(&self, to: Recipient) -> Option<(&Desk, PlaceLanguage)> {
        let zone = |id: ZoneId| self.zone(id).map(|zone| (&zone.desk, zone.language));
        let office = |id: OfficeId, desk: fn(&Office) -> &Desk| {
            self.office(id).map(|office| (desk(office), office.language))
        };
        match to {
            Recipient::Zone(id) | Recipient::ThirdParty(id) | Recipient::ForeignPolice(id) => zone(id),
            Recipient::Magistrate(id) | Recipient::Judge(id) => office(id, |office| &office.magistrate),
            Recipient::ReferenceMagistrate(id) => office(id, |office| &office.reference_magistrate),
            Recipient::VictimReception(id) => office(id, |office| &office.victim_reception),
            Recipient::ProsecutorGeneral(id) => office(id, |office| &office.prosecutor_general),
            Recipient::NationalPlatform => Some((&self.platform, PlaceLanguage::default())),
            Recipient::Person(_) | Recipient::ControlRoomOf(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        [[zone]]
        id = "00000000-0000-0000-0000-000000005415"
        language = "fr"
        letterhead = { unit = "Famille", phone = "02 279 79 79", town = "Bruxelles" }
        desk = { mail = ["dossiers@zone.example"], hook = "https://zone.example/hoeder" }

        [[office]]
        id = "00000000-0000-0000-0000-000000000710"
        reception = "Dienst slachtofferonthaal Gent"
        magistrate = { mail = ["wacht@parket.example"] }
    "#;

    /// Proves MS-23: whoever the suspect is, no notice has a way to them; nor does one leave to the person, who has a phone.
    #[test]
    fn a_notice_goes_to_the_desk_of_a_place_and_to_nobody_else() {
        let places = read(GOOD).unwrap();
        let (zone, office) = (ZoneId::from_u128(0x5415), OfficeId::from_u128(0x710));
        let (desk, language) = places.desk(Recipient::Zone(zone)).unwrap();
        assert_eq!(
            (desk.mail.as_slice(), language),
            (["dossiers@zone.example".to_owned()].as_slice(), PlaceLanguage::French)
        );
        assert_eq!(places.desk(Recipient::Judge(office)).unwrap().0.mail, ["wacht@parket.example"]);
        assert!(places.desk(Recipient::VictimReception(office)).unwrap().0.mail.is_empty());
        assert!(places.desk(Recipient::Person(hoeder_vocab::PersonId::from_u128(1))).is_none());
        assert!(places.desk(Recipient::ControlRoomOf(zone)).is_none());
    }

    #[test]
    fn a_file_that_would_send_word_elsewhere_is_refused() {
        for (good, bad) in [
            ("https://zone.example", "http://zone.example"),
            ("dossiers@zone.example", "dossiers"),
            ("letterhead = {", "letterhead = { colour = \"red\", "),
            ("language = \"fr\"", "language = \"it\""),
        ] {
            assert!(GOOD.contains(good));
            assert!(read(&GOOD.replace(good, bad)).is_err(), "{bad}");
        }
        assert!(matches!(read(&format!("{GOOD}{GOOD}")), Err(PlacesError::Twice(_))));
    }
}
