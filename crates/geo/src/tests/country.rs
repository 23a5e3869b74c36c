//! Inside or outside Belgium, as far as a simplified outline can tell.

use super::degrees;
use crate::Countries;

#[test]
fn places_in_and_around_belgium_are_told_apart() {
    // Proves AL-14: a place abroad is known as such.
    let countries = Countries::new().unwrap();
    let inside = [
        ("Brussels", 50.846_7, 4.352_5),
        ("Eupen", 50.630_5, 6.031_1),
        ("Arlon", 49.683_3, 5.816_7),
        ("Oostende", 51.225_0, 2.919_4),
        ("Mouscron", 50.745_0, 3.206_0),
        ("Voeren", 50.750_0, 5.800_0),
    ];
    let outside = [
        ("Lille", 50.632_9, 3.058_6),
        ("Maastricht", 50.851_4, 5.691_0),
        ("Aachen", 50.776_4, 6.083_8),
        ("Luxembourg", 49.611_7, 6.130_0),
        ("Breda", 51.589_0, 4.776_0),
        ("far out on the North Sea", 53.5, 3.0),
        ("the south pole", -90.0, 0.0),
        ("the 180th meridian", 0.0, 180.0),
    ];
    for (name, lat, lon) in inside {
        assert!(countries.in_belgium(degrees(lat, lon)), "{name}");
    }
    for (name, lat, lon) in outside {
        assert!(!countries.in_belgium(degrees(lat, lon)), "{name}");
    }
}

#[test]
fn the_enclaves_of_baarle_do_not_confuse_what_lies_around_them() {
    let countries = Countries::new().unwrap();
    assert!(countries.in_belgium(degrees(51.322_0, 4.944_0)), "Turnhout");
    assert!(!countries.in_belgium(degrees(51.560_0, 5.084_0)), "Tilburg");
    // The enclaves themselves are smaller than the outline promises to draw; the answer must only be the same twice.
    let baarle = degrees(51.438_3, 4.930_2);
    assert_eq!(countries.in_belgium(baarle), Countries::new().unwrap().in_belgium(baarle));
}
