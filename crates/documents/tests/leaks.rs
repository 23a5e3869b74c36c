//! Nothing confidential leaves in a document, however it is written and wherever it stands.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it does not hold")]

mod common;

use std::sync::LazyLock;

use common::{World, day, prose};
use hoeder_documents::*;
use hoeder_vocab::Sensitive;
use proptest::prelude::*;

static PRESS: LazyLock<Press> = LazyLock::new(|| Press::new().unwrap());

fn checked(document: &Document, forbidden: &Forbidden) -> Result<Pdf, Leak> {
    PRESS.render(document, Language::Dutch, day("2026-11-22")).unwrap().check(forbidden)
}

fn secret(text: &str) -> Sensitive<String> {
    Sensitive::new(text.to_owned())
}

fn revisit_that_tells(text: &str) -> Document {
    let mut revisit = World::default().revisit();
    revisit.findings = prose(text);
    Document::RevisitAnnex(revisit)
}

fn kind_of(result: Result<Pdf, Leak>) -> Option<LeakKind> {
    result.err().map(|leak| leak.kind)
}

/// Proves MS-24.
#[test]
fn an_address_is_found_however_it_is_written() {
    let forbidden = Forbidden::new()
        .address(secret("Kerkstraat 12 bus 3, 9050 Gentbrugge"))
        .address(secret("Rue de l'Église 7, 4000 Liège"))
        .address(secret("Meir 50, 2000 Antwerpen"));
    for told in [
        "Zij woont nu in de Kerkstraat.",
        "Zij woont in de KERK-STRAAT 12.",
        "Kerkstr. 12 te Gentbrugge",
        "k e r k s t r a a t",
        "Kérkstraät twaalf",
        "rue de l’eglise",
        "R. de l'Eglise, 7",
        "op de Meir",
        "Zij woont in 9050\nGentbrugge.",
    ] {
        assert_eq!(
            kind_of(checked(&revisit_that_tells(told), &forbidden)),
            Some(LeakKind::Address),
            "{told}"
        );
    }
    for told in
        ["De kerk in de straat stond leeg.", "Het ging over meiregen.", "Politiezone Gent kwam langs."]
    {
        assert_eq!(kind_of(checked(&revisit_that_tells(told), &forbidden)), None, "{told}");
    }
}

/// Proves MS-24.
#[test]
fn a_number_and_an_e_mail_address_are_found_however_they_are_written() {
    let forbidden =
        Forbidden::new().phone(secret("+32 475 12 34 56")).email(secret("An.Peeters@example.org"));
    for told in [
        "Bel 0475/12.34.56",
        "bel 0032475123456",
        "(0475) 12-34-56",
        "an.peeters@example.org",
        "an peeters at example.org",
        "AN.PEETERS (arobase) EXAMPLE . ORG",
    ] {
        assert_eq!(
            kind_of(checked(&revisit_that_tells(told), &forbidden)),
            Some(LeakKind::Contact),
            "{told}"
        );
    }
    assert_eq!(kind_of(checked(&revisit_that_tells("An Peeters kwam zelf."), &forbidden)), None);
}

/// Proves MS-24: the law gives address and contact data to this service (point 7.8.5), and to no other reader.
#[test]
fn the_victim_reception_service_alone_is_given_address_and_contact_data() {
    let world = World { told: "Zij woont in de Kerkstraat.".into(), ..World::default() };
    let forbidden =
        Forbidden::new().address(secret("Kerkstraat 12, 9050 Gentbrugge")).phone(secret("0475 12 34 56"));
    for (name, document) in world.all() {
        let result = checked(&document, &forbidden);
        let told = matches!(
            document.kind(),
            Kind::HearingAnnex | Kind::RefusalNotice | Kind::MarginalNote | Kind::RevisitAnnex
        ) && document.audience() != Audience::ThirdParty;
        assert_eq!(kind_of(result), told.then_some(LeakKind::Address), "{name}");
    }
}

/// Proves MS-23.
#[test]
fn a_word_for_the_alarm_does_not_go_to_the_criminal_file() {
    for told in [
        "Zij heeft een alarm.",
        "Zij drukte op de alarmknop.",
        "het STALKING-ALARM",
        "een mobiel\nstalking alarm",
        "Elle a une alarme.",
        "le bouton d’alarme",
        "l'alarme mobile anti-harcelement",
        "Sie hat einen Alarmknopf.",
        "she carries a panic button",
        "zij tekende de gebruikersovereenkomst",
        "la convention d’utilisation",
        "via de 112-app",
        "a l a r m",
    ] {
        let result = checked(&revisit_that_tells(told), &Forbidden::new());
        assert_eq!(kind_of(result), Some(LeakKind::Alarm), "{told}");
    }
    for told in [
        "Een alarmerende toestand.",
        "Hij alarmeerde de buren.",
        "Une situation alarmante.",
        "Alles is rustig.",
    ] {
        assert!(checked(&revisit_that_tells(told), &Forbidden::new()).is_ok(), "{told}");
    }
}

/// Proves MS-11.
#[test]
fn the_checklist_is_in_no_document_that_leaves() {
    let forbidden = Forbidden::new().checklist(secret("Heeft de verdachte ooit eerder geweld gebruikt?"));
    for told in [
        "Op de vraag: heeft de verdachte ooit eerder geweld gebruikt? Ja.",
        "Volgens de checklist is er een hoog risico.",
        "zie COL 15/2020",
        "een bomfactor",
    ] {
        let world = World { told: told.into(), ..World::default() };
        for document in [
            Document::HearingAnnex(world.hearing()),
            Document::MarginalNote(world.marginal(EarlyEndGround::PersonsRequest)),
            Document::RevisitAnnex(world.revisit()),
        ] {
            assert_eq!(kind_of(checked(&document, &forbidden)), Some(LeakKind::Checklist), "{told}");
        }
    }
}

#[test]
fn a_leak_says_on_which_page_it_is_and_not_what_it_is() {
    let filling = "Zij vertelde rustig wat er die dag gebeurd was. ".repeat(90);
    let document = revisit_that_tells(&format!("{filling} Zij woont in de Kerkstraat. {filling}"));
    let forbidden = Forbidden::new().address(secret("Kerkstraat 12, 9050 Gentbrugge"));
    let leak = checked(&document, &forbidden).unwrap_err();
    assert_eq!((leak.kind, leak.page), (LeakKind::Address, Some(2)));
    assert_eq!(leak.to_string(), "the document holds a confidential address, on page 2");
    assert!(!format!("{leak:?} {forbidden:?}").contains("Kerk"));
}

/// Ways in which a text is written so that a plain search does not find it.
fn disguised(text: &str, way: u8, mut dice: u64) -> String {
    let mut roll = move |sides: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    let mut out = String::new();
    for letter in text.chars() {
        match way {
            0 => out.push(letter),
            1 if roll(2) == 0 => out.extend(letter.to_uppercase()),
            2 => {
                out.push(letter);
                out.push_str(
                    [" ", "-", "", "\u{ad}", "\u{200b}", "\n", "."][usize::try_from(roll(7)).unwrap()],
                );
            }
            3 => match letter {
                'e' => out.push(['é', 'ê', 'ë'][usize::try_from(roll(3)).unwrap()]),
                'a' => out.push('à'),
                'o' => out.push_str("o\u{308}"),
                _ => out.push(letter),
            },
            _ => out.push(letter),
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    /// Proves MS-24.
    #[test]
    fn a_confidential_text_in_any_field_never_leaves_unnoticed(
        street in "[A-Z][a-z]{4,9}(straat|laan|steenweg|plein)",
        number in 1_u16..400,
        phone in "04[5-9][0-9]{7}",
        before in "([a-z]{1,9} ){0,400}",
        (what, way, field, dice) in (0_u8..4, 0_u8..4, 0_usize..9, any::<u64>()),
    ) {
        let forbidden = Forbidden::new()
            .address(secret(&format!("{street} {number}, 9000 Gent")))
            .phone(secret(&phone))
            .email(secret(&format!("{}@example.org", street.to_lowercase())))
            .other(secret("vluchthuis De Zilverberk"));
        let plain = match what {
            0 => format!("{street} {number}"),
            1 => phone,
            2 => format!("{}@example.org", street.to_lowercase()),
            _ => "vluchthuis De Zilverberk".to_owned(),
        };
        let hidden = disguised(&plain, way, dice);
        let world = World::default();
        let with_prose = |text: &str| World { told: format!("{before}{text} en dat was alles."), ..world.clone() };
        let with_zone = |text: &str| World { zone: format!("Zone {text}"), ..world.clone() };
        let with_name = |text: &str| World { name: format!("An {text}"), ..world.clone() };
        let document = match field {
            0 => Document::HearingAnnex(with_prose(&hidden).hearing()),
            1 => Document::RevisitAnnex(with_prose(&hidden).revisit()),
            2 => Document::MarginalNote(with_prose(&hidden).marginal(EarlyEndGround::PersonsRequest)),
            3 => Document::RefusalNotice({ let world = with_prose(&hidden); world.refusal(world.refused_person()) }),
            4 => Document::UserAgreement(with_zone(&hidden).agreement(Reader::Signs)),
            5 => Document::DeviceReceipt(with_name(&hidden).receipt(Movement::HandOut)),
            6 => Document::Instructions(with_zone(&hidden).instructions(Discretion::Plain)),
            7 => Document::RegistrationLines(with_name(&hidden).registration()),
            _ => Document::EndNotice(with_zone(&hidden).end(Recipient::Person, Ending::Planned)),
        };
        prop_assert!(checked(&document, &forbidden).is_err(), "{hidden}");
    }
}
