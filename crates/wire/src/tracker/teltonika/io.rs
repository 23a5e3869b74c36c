//! What the numbered elements of a Teltonika record mean (TE-06): one table, and what an operator adds to it for a model.
//!
//! An element that is not in the table is not looked at. Never here: bytes.

use super::super::{Is, mark, radius_of_dilution};
use hoeder_vocab::tracking::{AlcoholReading, Motion, Sign, TrackReport};
use hoeder_vocab::{Decimetres, FixedAt, Percent};

/// What an element means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// Not 0: the alarm button.
    Sos,
    /// The key that was clicked: 0x11 to 0x13 is the alarm key, 0x21 to 0x23 the power key, which means nothing here.
    SosKey,
    /// 0: the sign ends; else it begins.
    Sign(Sign),
    /// 0: the sign begins; else it ends.
    SignUnless(Sign),
    /// Charge of the battery in percent.
    Battery,
    /// HDOP in tenths.
    Hdop,
    /// PDOP in tenths.
    Pdop,
    /// 0 still, else moving.
    Movement,
    /// Milligrams of alcohol a litre of blood.
    Alcohol,
}

/// The elements that every model shares. 67 (battery in mV) is left out: its charge depends on the cell, and 113 says it.
/// Geofences (155 to 159, 61 and more, 175), towing (246), crash (247) and ignition (239) are the device's own opinion of a car.
const SHIPPED: [(u16, Meaning); 11] = [
    (113, Meaning::Battery),
    (116, Meaning::Sign(Sign::Charging)),
    (181, Meaning::Pdop),
    (182, Meaning::Hdop),
    (222, Meaning::Sos),
    (236, Meaning::Sos),
    (240, Meaning::Movement),
    (242, Meaning::Sign(Sign::ManDown)),
    (249, Meaning::Sign(Sign::CellJammed)),
    (252, Meaning::SignUnless(Sign::Charging)),
    (318, Meaning::Sign(Sign::GnssJammed)),
];
/// 389 stands behind them, so that the table stays in order.
const KEYS: (u16, Meaning) = (389, Meaning::SosKey);

/// The elements of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IoMap(Vec<(u16, Meaning)>);

impl Default for IoMap {
    fn default() -> Self {
        Self(SHIPPED.into_iter().chain([KEYS]).collect())
    }
}

impl IoMap {
    /// The same with one more, or with another meaning of one: such as the strap of a band on a digital input.
    #[must_use]
    pub fn with(mut self, id: u16, meaning: Meaning) -> Self {
        match self.0.binary_search_by_key(&id, |(id, _)| *id) {
            Ok(place) => {
                if let Some(entry) = self.0.get_mut(place) {
                    entry.1 = meaning;
                }
            }
            Err(place) => self.0.insert(place, (id, meaning)),
        }
        self
    }
    /// Reads `id=meaning`, where the meaning is the name of a sign (`1=strap-cut`), `!` and that name when 0 is the sign
    /// (`1=!strap-cut`), `sos` or `alcohol`.
    ///
    /// # Errors
    /// The text, when it is none of these.
    pub fn with_text(self, text: &str) -> Result<Self, String> {
        let unclear = || format!("`{text}` is no element such as 1=strap-cut");
        let (id, meaning) = text.split_once('=').ok_or_else(unclear)?;
        let id = id.trim().parse().map_err(|_| unclear())?;
        let meaning = match meaning.trim() {
            "sos" => Meaning::Sos,
            "alcohol" => Meaning::Alcohol,
            other => match other.strip_prefix('!') {
                Some(sign) => Meaning::SignUnless(Sign::from_code(sign).ok_or_else(unclear)?),
                None => Meaning::Sign(Sign::from_code(other).ok_or_else(unclear)?),
            },
        };
        Ok(self.with(id, meaning))
    }
    pub(super) fn meaning(&self, id: u16) -> Option<Meaning> {
        let place = self.0.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        self.0.get(place).map(|(_, meaning)| *meaning)
    }
    /// The element that says it, if there is one: of two, the newer models' with the higher number.
    pub(super) fn id_of(&self, wanted: Meaning) -> Option<u16> {
        self.0.iter().rev().find(|(_, meaning)| *meaning == wanted).map(|(id, _)| *id)
    }
}

/// What the elements of one record said so far.
pub(super) struct Reading {
    pub(super) report: TrackReport,
    pub(super) motion: Motion,
    hdop: Option<Decimetres>,
    pdop: Option<Decimetres>,
}

impl Reading {
    pub(super) const fn new(report: TrackReport) -> Self {
        Self { report, motion: Motion::Unknown, hdop: None, pdop: None }
    }
    /// The radius: of HDOP, else of PDOP.
    pub(super) fn accuracy(&self) -> Option<Decimetres> {
        self.hdop.or(self.pdop)
    }
    pub(super) fn take(&mut self, meaning: Meaning, value: u64, at: FixedAt) {
        let is = |there: bool| if there { Is::There } else { Is::Gone };
        match meaning {
            Meaning::Sos => self.report.sos |= value != 0,
            Meaning::SosKey => self.report.sos |= (0x11..=0x13).contains(&value),
            Meaning::Sign(sign) => mark(&mut self.report, sign, is(value != 0)),
            Meaning::SignUnless(sign) => mark(&mut self.report, sign, is(value == 0)),
            Meaning::Battery => self.report.battery = u8::try_from(value).ok().and_then(Percent::new),
            Meaning::Hdop => self.hdop = u32::try_from(value).ok().and_then(radius_of_dilution),
            Meaning::Pdop => self.pdop = u32::try_from(value).ok().and_then(radius_of_dilution),
            Meaning::Movement => self.motion = if value == 0 { Motion::Still } else { Motion::Moving },
            Meaning::Alcohol => {
                self.report.alcohol = u16::try_from(value)
                    .ok()
                    .map(|milligrams_per_litre| AlcoholReading { at, milligrams_per_litre });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_an_operator_may_add_to_it() {
        let map = IoMap::default();
        assert!(map.0.windows(2).all(|two| two[0].0 < two[1].0));
        let map = map.with_text("1=strap-cut").unwrap().with_text("2=!case-opened").unwrap();
        assert_eq!(map.meaning(1), Some(Meaning::Sign(Sign::StrapCut)));
        assert_eq!(map.meaning(2), Some(Meaning::SignUnless(Sign::CaseOpened)));
        assert_eq!(
            map.clone().with_text("236=man-down").unwrap().meaning(236),
            Some(Meaning::Sign(Sign::ManDown))
        );
        for bad in ["", "1", "x=sos", "1=nothing", "70000=sos", "1=!sos"] {
            assert!(map.clone().with_text(bad).is_err(), "{bad}");
        }
    }
}
