//! The papers of the demo: letterheads of its zones and offices, and the user agreements that its people signed.
//!
//! Never here: what is asked, decided and entered (room `sim`).

use crate::exit::{Failure, Outcome};
use hoeder_documents::{
    Document, Forbidden, Language, Line, Press, Reader, Sender, Signatory, Subject, TextError, UserAgreement,
    ZoneContact,
};
use hoeder_engine::roster;
use hoeder_server::places::{self, Places};
use hoeder_sim::demo::{self, Scan, ToSign};
use hoeder_vocab::{DistrictId, Purpose, ZoneId};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Language, public address and number of a place of the demo, by its code.
fn letterhead(code: &str) -> (&'static str, &'static str, &'static str) {
    match code {
        "9901" => ("nl", "Grote Markt 1, 9999 Hoedergem", "000 99 01 00"),
        "9902" => ("nl", "Denderkaai 2, 9998 Denderdorp", "000 99 02 00"),
        "9903" => ("fr", "Rue des Collines 3, 9997 Mont-des-Aulnes", "000 99 03 00"),
        "COL" => ("fr", "Place du Palais 1, 9997 Mont-des-Aulnes", "000 99 04 00"),
        _ => ("nl", "Gerechtsplein 1, 9999 Hoedergem", "000 99 05 00"),
    }
}

/// What `places.file` says in a deployment.
pub(super) fn places() -> Outcome<Places> {
    let mut text = String::new();
    let zones = demo::zones().into_iter().map(|zone| ("zone", zone.id.as_uuid(), zone.code));
    let offices = demo::offices().into_iter().map(|office| ("office", office.id.as_uuid(), office.code));
    for (kind, id, code) in zones.chain(offices) {
        let (language, address, phone) = letterhead(&code);
        let town = address.rsplit(' ').next().unwrap_or_default();
        let _ = writeln!(text, "[[{kind}]]\nid = \"{id}\"\nlanguage = \"{language}\"\n[{kind}.letterhead]");
        let _ = writeln!(text, "address = \"{address}\"\nphone = \"{phone}\"\ntown = \"{town}\"");
    }
    places::read(&text).map_err(|e| Failure::failed("the letterheads of the demo cannot be read", e))
}

/// Devices that lie ready in each district.
pub(super) fn free_devices() -> BTreeMap<DistrictId, u32> {
    demo::districts().into_iter().map(|district| (district.id, 4)).collect()
}

/// Makes the papers that people sign.
pub(super) struct Papers {
    press: Press,
    zones: Vec<roster::Zone>,
}

impl Papers {
    pub(super) fn new() -> Outcome<Self> {
        let press = Press::new().map_err(|e| Failure::failed("documents cannot be made", e))?;
        Ok(Self { press, zones: demo::zones() })
    }

    /// The agreement as it was scanned; `None` when it cannot be made.
    pub(super) fn agreement(&self, to_sign: &ToSign<'_>) -> Option<Scan> {
        let document = self.filled_in(to_sign).ok()?;
        let language = match to_sign.person.language {
            roster::Language::Dutch => Language::Dutch,
            roster::Language::French => Language::French,
            roster::Language::German => Language::German,
            roster::Language::English => Language::English,
        };
        let pdf = self.press.render(&document, language, to_sign.on).ok()?.check(&Forbidden::new()).ok()?;
        Some(Scan { bytes: pdf.bytes, sha256: pdf.sha256 })
    }

    fn filled_in(&self, to_sign: &ToSign<'_>) -> Result<Document, TextError> {
        let (name, code) = self.zone(to_sign.zone);
        let (_, address, phone) = letterhead(code);
        let details = &to_sign.person.details;
        Ok(Document::UserAgreement(UserAgreement {
            sender: Sender {
                name: Line::new(name)?,
                unit: None,
                address: Some(Line::new(address)?),
                phone: Some(Line::new(phone)?),
                place: Line::new(address.rsplit(' ').next().unwrap_or(name))?,
            },
            reference: Line::new(to_sign.case)?,
            person: Subject {
                name: Line::new(to_sign.person.name.reveal(Purpose::CaseWork))?,
                born: details.born_on.as_ref().map(|day| *day.reveal(Purpose::CaseWork)),
                number: None,
            },
            reader: Reader::Signs,
            ends_on: to_sign.ends_on,
            zone: ZoneContact { name: Line::new(name)?, phone: Line::new(phone)? },
            officer: Signatory { name: Line::new("A. Berk")?, capacity: Line::new("inspecteur")? },
        }))
    }

    fn zone(&self, id: ZoneId) -> (&str, &str) {
        let found = self.zones.iter().find(|zone| zone.id == id);
        found.map_or(("PZ Hoedergem", ""), |zone| (&zone.name, &zone.code))
    }
}
