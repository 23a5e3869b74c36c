//! The same town in files that peers read: zones and perimeters as rings, the homes and every update.
//!
//! Never here: measuring.

use super::geometry::NEAR_M;
use super::town::{Town, Update};
use crate::exit::{Failure, Outcome};
use hoeder_vocab::Position;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// Updates that peers are given: the first of them, enough for those that take a millisecond each.
const FOR_PEERS: usize = 200_000;

fn ring(positions: &[Position]) -> String {
    let mut text = String::new();
    for position in positions {
        if !text.is_empty() {
            text.push(';');
        }
        // Writing into a text does not fail.
        let _written = write!(text, "{:.7} {:.7}", position.lon(), position.lat());
    }
    text
}

/// `zones.csv`: number, ring. `pairs.csv`: number, three rings. `updates.csv`: pair, side, longitude, latitude. `near.txt`: metres.
pub(super) fn write(folder: &Path, town: &Town, updates: &[Update]) -> Outcome<()> {
    let failed = |e: std::io::Error| Failure::failed("the data for peers cannot be written", e);
    std::fs::create_dir_all(folder).map_err(failed)?;
    let open =
        |name: &str| std::fs::File::create(folder.join(name)).map(std::io::BufWriter::new).map_err(failed);
    let mut file = open("zones.csv")?;
    for (number, zone) in town.zones.iter().enumerate() {
        writeln!(file, "{number},{}", ring(zone)).map_err(failed)?;
    }
    file.flush().map_err(failed)?;
    let mut file = open("pairs.csv")?;
    for (number, pair) in town.pairs.iter().enumerate() {
        let rings = pair.perimeters.each_ref().map(|perimeter| ring(perimeter));
        writeln!(file, "{number},{}", rings.join(",")).map_err(failed)?;
    }
    file.flush().map_err(failed)?;
    let mut file = open("updates.csv")?;
    for update in updates.iter().take(FOR_PEERS) {
        let (lon, lat) = (update.position.lon(), update.position.lat());
        writeln!(file, "{},{},{lon:.7},{lat:.7}", update.pair, update.side).map_err(failed)?;
    }
    file.flush().map_err(failed)?;
    std::fs::write(folder.join("near.txt"), NEAR_M.to_string()).map_err(failed)
}
