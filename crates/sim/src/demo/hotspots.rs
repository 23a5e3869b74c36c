//! The hotspots of Hoedergem: invented addresses and numbers (AL-21).
//!
//! Never here: who looks them up.

use super::roster::account_id;
use super::town::{COLLINES, HOEDERGEM, Town, demo_id};
use hoeder_engine::hotspot::{Hotspot, HotspotKind};
use hoeder_vocab::{HotspotId, Sensitive, UtcMillis, ZoneId};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(86_400);

/// Kind, address, number, crossing, instructions, zone, for how many days.
type Line =
    (HotspotKind, Option<&'static str>, Option<&'static str>, Option<usize>, &'static str, ZoneId, u32);

const LINES: [Line; 4] = [
    (
        HotspotKind::Address,
        Some("Kerkstraat 14, Hoedergem"),
        None,
        Some(14),
        "Twee ploegen. Hij heeft een sleutel van de achterdeur.",
        HOEDERGEM,
        60,
    ),
    (
        HotspotKind::Number,
        None,
        Some("+32479009901"),
        None,
        "Spreekt niet als hij erbij is: stel vragen die met ja of nee te beantwoorden zijn.",
        HOEDERGEM,
        10,
    ),
    (
        HotspotKind::Address,
        Some("Rue des Tilleuls 33, Hoedergem"),
        Some("+32479009902"),
        Some(26),
        "Deux chiens dans le jardin. Passer par la rue de l'Écluse.",
        HOEDERGEM,
        120,
    ),
    (
        HotspotKind::Address,
        Some("Chemin des Collines 2"),
        None,
        None,
        "Menaces après le jugement: prévenir l'officier de dossier.",
        COLLINES,
        300,
    ),
];

/// What the duty desks registered, on this day.
#[must_use]
pub fn hotspots(today: UtcMillis) -> Vec<Hotspot> {
    let town = Town::new();
    let line = |(n, line): (u32, Line)| {
        let (kind, address, number, crossing, instructions, zone, days) = line;
        Hotspot {
            id: HotspotId::from_u128(demo_id(8, n)),
            kind,
            address: address.map(|text| Sensitive::new(text.to_owned())),
            number: number.map(|text| Sensitive::new(text.to_owned())),
            position: crossing.map(|crossing| Sensitive::new(town.spot(crossing).position())),
            radius_m: 60,
            instructions: Sensitive::new(instructions.to_owned()),
            expires_at: today.plus(DAY * days),
            zone,
            created_by: account_id("operator1"),
        }
    };
    (1_u32..).zip(LINES).map(line).collect()
}
