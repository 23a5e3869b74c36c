//! What fits is found and nothing else, and the work for it does not grow with the country.

use super::{Asking, Hits, HotspotIndex, MAX_FOUND};
use crate::hotspot::{Hotspot, HotspotKind};
use hoeder_vocab::{AccountId, HotspotId, Position, Sensitive, UtcMillis, ZoneId};

const NOW: UtcMillis = UtcMillis::from_unix_ms(1_795_000_000_000);
const LATER: UtcMillis = UtcMillis::from_unix_ms(1_796_000_000_000);
const ZONE: ZoneId = ZoneId::from_u128(1);
const ALL: Asking<'_> = Asking { reaches: &|_| true, now: NOW };

fn id(n: u128) -> HotspotId {
    HotspotId::from_u128(n)
}

fn spot(n: u128, address: &str, number: Option<&str>, place: Option<(f64, f64)>) -> Hotspot {
    Hotspot {
        id: id(n),
        kind: HotspotKind::Address,
        address: Some(Sensitive::new(address.to_owned())),
        number: number.map(|n| Sensitive::new(n.to_owned())),
        position: place.map(|(lat, lon)| Sensitive::new(Position::from_degrees(lat, lon).unwrap())),
        radius_m: 50,
        instructions: Sensitive::new("never ring the bell".to_owned()),
        expires_at: LATER,
        zone: ZONE,
        created_by: AccountId::from_u128(7),
    }
}

fn ids(hits: &Hits) -> Vec<u128> {
    hits.found.iter().map(|(id, _)| id.as_u128()).collect()
}

fn small() -> HotspotIndex {
    let mut index = HotspotIndex::default();
    index.put(spot(1, "Café de l'Étoile, Nieuwstraat 12, Gent", Some("+32470123456"), Some((51.05, 3.72))));
    index.put(spot(2, "Nieuwland 3, Gent", Some("+3247012345"), Some((51.0509, 3.72))));
    index.put(spot(3, "Kerkstraat 12, Aalst", None, None));
    index
}

/// Proves AL-21: case and accents do not count, words come in any order, and every word must be there.
#[test]
fn an_address_is_found_by_the_beginnings_of_its_words() {
    let index = small();
    for (text, expected) in [
        ("nieuwstr", vec![1]),
        ("NIEUW gent", vec![1, 2]),
        ("gent 12", vec![1]),
        ("12 straat", vec![]),
        ("etoile cafe", vec![1]),
        ("ÉTOILE", vec![1]),
        ("nieuwstraat aalst", vec![]),
        ("12", vec![1, 3]),
        ("", vec![]),
        (",;", vec![]),
    ] {
        let mut found = ids(&index.by_words(text, ALL));
        found.sort_unstable();
        assert_eq!(found, expected, "{text}");
    }
}

/// Proves AL-21: a number is found by the whole of it.
#[test]
fn a_number_is_found_by_the_whole_of_it_only() {
    let index = small();
    assert_eq!(ids(&index.by_number("+32470123456", ALL)), [1]);
    assert_eq!(ids(&index.by_number("+3247012345", ALL)), [2]);
    assert_eq!(ids(&index.by_number("+324701234", ALL)), [0_u128; 0]);
}

/// Proves AL-21: a place is found within the radius of the hotspot and the accuracy of the position, nearest first.
#[test]
fn a_place_is_found_within_its_radius_and_the_accuracy() {
    let index = small();
    let at = |lat, lon| Position::from_degrees(lat, lon).unwrap();
    // 0.0009 degree of latitude is 100 m.
    assert_eq!(ids(&index.near(at(51.05, 3.72), 0, ALL)), [1]);
    let both = index.near(at(51.0501, 3.72), 50, ALL);
    assert_eq!(both.found, [(id(1), 11), (id(2), 89)]);
    assert_eq!(ids(&index.near(at(51.052, 3.72), 0, ALL)), [0_u128; 0]);
    assert_eq!(ids(&index.near(at(51.052, 3.72), 1_000, ALL)), [2, 1]);
}

#[test]
fn one_that_lies_across_the_edge_of_a_square_is_found() {
    let mut index = HotspotIndex::default();
    // On either side of 51.05 north and 3.72 east, where four squares meet; also west of Greenwich and south of the equator.
    for (n, (lat, lon)) in [(51.0501, 3.7201), (51.0499, 3.7199), (-0.0001, -0.0001)].into_iter().enumerate()
    {
        index.put(spot(u128::try_from(n).unwrap(), "x", None, Some((lat, lon))));
    }
    let at = |lat, lon| Position::from_degrees(lat, lon).unwrap();
    let mut found = ids(&index.near(at(51.05, 3.72), 0, ALL));
    found.sort_unstable();
    assert_eq!(found, [0, 1]);
    assert_eq!(ids(&index.near(at(0.0001, 0.0001), 0, ALL)), [2]);
}

/// Proves AL-21: once the last day is over it is never found, also before its end is written down; nor once it ended.
#[test]
fn what_is_over_or_ended_or_out_of_reach_is_not_found() {
    let mut index = small();
    let over = Asking { reaches: &|_| true, now: LATER };
    let elsewhere = Asking { reaches: &|zone| zone != ZONE, now: NOW };
    let place = Position::from_degrees(51.05, 3.72).unwrap();
    for asking in [over, elsewhere] {
        assert!(index.by_words("gent", asking).found.is_empty());
        assert!(index.by_number("+32470123456", asking).found.is_empty());
        assert!(index.near(place, 1_000, asking).found.is_empty());
    }
    assert_eq!(index.over(LATER).count(), 3);
    index.end(id(1));
    assert_eq!(ids(&index.by_words("gent", ALL)), [2]);
    assert!(index.by_number("+32470123456", ALL).found.is_empty());
    assert!(index.near(place, 0, ALL).found.is_empty());
    assert_eq!((index.active(id(1)), index.len()), (None, 3));
}

#[test]
fn a_changed_hotspot_is_found_as_it_is_now_only() {
    let mut index = small();
    index.put(spot(1, "Dorp 4, Ename", None, Some((50.85, 3.63))));
    assert_eq!(ids(&index.by_words("nieuw", ALL)), [2]);
    assert_eq!(ids(&index.by_words("ename", ALL)), [1]);
    assert!(index.by_number("+32470123456", ALL).found.is_empty());
    assert!(index.near(Position::from_degrees(51.05, 3.72).unwrap(), 0, ALL).found.is_empty());
    assert_eq!(index.over(LATER).count(), 3, "each has one end");
}

#[test]
fn nothing_personal_is_printed() {
    let index = small();
    let printed = format!("{index:?} {:?}", index.kept);
    for word in ["Nieuw", "nieuw", "+324", "bell"] {
        assert!(!printed.contains(word), "{word}");
    }
}

/// `SplitMix64`.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u16) -> u16 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u16::try_from((mixed ^ (mixed >> 31)) % u64::from(n)).unwrap()
    }
}

fn country(count: u64) -> HotspotIndex {
    let mut random = Random(21);
    let mut index = HotspotIndex::default();
    for n in 0..count {
        let address = format!(
            "{}straat {}, {}dorp",
            ["Nieuw", "Kerk", "Molen", "Veld", "Berg"][usize::from(random.below(5))],
            random.below(400),
            random.below(600),
        );
        let place =
            (50.6 + f64::from(random.below(8_000)) / 1e4, 2.9 + f64::from(random.below(30_000)) / 1e4);
        let number = format!("+324{:08}", 70_000_000 + n);
        index.put(spot(u128::from(n), &address, Some(&number), Some(place)));
    }
    index
}

/// Proves AL-21: of 100,000 hotspots, a look-up looks at few: counted in entries, not in time.
#[test]
fn a_look_up_among_a_hundred_thousand_compares_few_entries() {
    let index = country(100_000);
    let number = index.by_number("+32470050000", ALL);
    assert_eq!((ids(&number), number.compared), (vec![50_000], 1));

    let spot = index.kept[&id(50_000)].spot.clone();
    let place = *spot.position.as_ref().unwrap().reveal(hoeder_vocab::Purpose::Test);
    let near = index.near(place, 0, ALL);
    assert!(ids(&near).contains(&50_000));
    assert!(near.compared < 500, "{} of the squares around", near.compared);
    let coarse = index.near(place, 1_000, ALL);
    assert!(coarse.compared < 1_000, "{} with the coarsest position", coarse.compared);

    // 'kerkstraat' begins 20,000 addresses; the village decides.
    let words = index.by_words("kerkstraat 17dorp", ALL);
    assert!(!words.found.is_empty());
    assert!(words.compared < 1_500, "{} of the shorter list", words.compared);
    let whole = index.by_words("kerkstraat", ALL);
    assert_eq!((whole.found.len(), whole.more), (MAX_FOUND, true));
    assert!(whole.compared < 50_000, "{} of the one list", whole.compared);
}

/// The index agrees with looking at every one.
#[test]
fn the_index_finds_what_looking_at_each_one_finds() {
    let index = country(2_000);
    let mut random = Random(5);
    for _ in 0..200 {
        let (lat, lon) =
            (50.6 + f64::from(random.below(8_000)) / 1e4, 2.9 + f64::from(random.below(30_000)) / 1e4);
        let here = Position::from_degrees(lat, lon).unwrap();
        let slack = random.below(1_000);
        let mut expected: Vec<u128> = index
            .kept
            .values()
            .filter(|kept| {
                let place = *kept.spot.position.as_ref().unwrap().reveal(hoeder_vocab::Purpose::Test);
                hoeder_geo::distance(here, place).0 <= 50.0 + f64::from(slack)
            })
            .map(|kept| kept.spot.id.as_u128())
            .collect();
        let mut found = ids(&index.near(here, slack, ALL));
        expected.sort_unstable();
        found.sort_unstable();
        if expected.len() <= MAX_FOUND {
            assert_eq!(found, expected);
        }
        let text =
            format!("{}str {}", ["nieuw", "kerk", "berg"][usize::from(random.below(3))], random.below(40));
        let words: Vec<&str> = text.split(' ').collect();
        let fits = |kept: &&super::Kept| {
            words.iter().all(|word| kept.words.0.iter().any(|known| known.starts_with(word)))
        };
        let hits = index.by_words(&text, ALL);
        let expected = index.kept.values().filter(fits).count();
        assert_eq!(hits.found.len(), expected.min(MAX_FOUND), "{text}");
        assert_eq!(hits.more, expected > MAX_FOUND);
    }
}
