//! Which zone is where now: zones change number and border, so the index holds those that are valid at the moment.

use crate::roster::Zone;
use crate::view::ZoneName;
use hoeder_geo::{MultiPolygon, Polygon, Ring, ShapeFault, ZoneIndex};
use hoeder_vocab::{CivilDate, Metres, OfficeId, Position, UtcMillis, ZoneId};
use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub(super) struct ZoneMap {
    zones: BTreeMap<(ZoneId, Option<UtcMillis>), Zone>,
    index: Option<ZoneIndex<ZoneId>>,
}

/// Builds the geometry of a zone.
///
/// # Errors
/// What is wrong with the shape, and where.
pub fn shape(rings: &[Vec<Vec<Position>>]) -> Result<MultiPolygon, ShapeFault> {
    let mut polygons = Vec::with_capacity(rings.len());
    for polygon in rings {
        let mut rings = polygon.iter().map(|points| Ring::new(points.clone()));
        let outer = rings.next().unwrap_or_else(|| Ring::new(Vec::new()))?;
        polygons.push(Polygon::new(outer, rings.collect::<Result<Vec<_>, _>>()?)?);
    }
    MultiPolygon::new(polygons)
}

const fn valid(zone: &Zone, now: UtcMillis) -> bool {
    let begun = match zone.valid_from {
        Some(from) => from.unix_ms() <= now.unix_ms(),
        None => true,
    };
    let over = match zone.valid_until {
        Some(until) => until.unix_ms() <= now.unix_ms(),
        None => false,
    };
    begun && !over
}

impl ZoneMap {
    /// Takes in a zone; the index follows with [`ZoneMap::rebuild`].
    pub(super) fn put(&mut self, zone: Zone) {
        self.zones.insert((zone.id, zone.valid_from), zone);
    }

    pub(super) fn len(&self) -> usize {
        self.zones.len()
    }

    /// Indexes the zones that are valid now. Shapes were checked when they were put: a faulty one would be left out.
    pub(super) fn rebuild(&mut self, now: UtcMillis) {
        let shapes: Vec<(ZoneId, MultiPolygon)> = self
            .zones
            .values()
            .filter(|zone| valid(zone, now))
            .filter_map(|zone| shape(&zone.shape).ok().map(|shape| (zone.id, shape)))
            .collect();
        self.index = ZoneIndex::build(&shapes).ok();
    }

    /// When the next zone begins or ends to be valid.
    pub(super) fn next_change(&self, now: UtcMillis) -> Option<UtcMillis> {
        self.zones.values().flat_map(|z| [z.valid_from, z.valid_until]).flatten().filter(|at| *at > now).min()
    }

    /// The zones that the circle touches, ascending.
    pub(super) fn touched(&self, centre: Position, radius: Metres) -> Vec<ZoneId> {
        self.index.as_ref().map_or_else(Vec::new, |index| index.zones_touched(centre, radius))
    }

    /// Is there such a zone, valid or not?
    pub(super) fn knows(&self, id: ZoneId) -> bool {
        self.versions(id).next().is_some()
    }

    fn versions(&self, id: ZoneId) -> impl Iterator<Item = &Zone> {
        self.zones.range((id, None)..).map(|(_, zone)| zone).take_while(move |zone| zone.id == id)
    }

    /// Its newest version.
    pub(super) fn newest_of(&self, id: ZoneId) -> Option<&Zone> {
        self.versions(id).last()
    }

    /// Its prosecutor's office and since when the alarm is rolled out there, by its newest version.
    pub(super) fn circular_facts(&self, id: ZoneId) -> (Option<OfficeId>, Option<CivilDate>) {
        self.newest_of(id).map_or((None, None), |zone| (zone.office, zone.in_force_since))
    }

    /// The newest version of each.
    pub(super) fn newest(&self) -> impl Iterator<Item = &Zone> {
        let ids = self.zones.keys().map(|(id, _)| *id).collect::<std::collections::BTreeSet<_>>();
        ids.into_iter().filter_map(|id| self.newest_of(id))
    }

    /// Its name, by its newest version.
    pub(super) fn name(&self, id: ZoneId) -> Option<ZoneName> {
        self.newest_of(id).map(|zone| zone_name(zone.id, &zone.code, &zone.name))
    }

    pub(super) fn names(&self, ids: &[ZoneId]) -> Vec<ZoneName> {
        ids.iter().filter_map(|id| self.name(*id)).collect()
    }

    /// All zones that are valid now.
    pub(super) fn valid(&self, now: UtcMillis) -> impl Iterator<Item = &Zone> {
        self.zones.values().filter(move |zone| valid(zone, now))
    }
}

/// A zone's id, code and name.
pub(super) fn zone_name(id: ZoneId, code: &str, name: &str) -> ZoneName {
    ZoneName { id, code: code.to_owned(), name: name.to_owned() }
}
