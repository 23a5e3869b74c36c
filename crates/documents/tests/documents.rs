//! What each kind of document says, to whom, and how its file is made.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it does not hold")]
#![allow(clippy::print_stderr, reason = "a test binary says what it leaves out")]

mod common;

use common::{World, crowded, day, line};
use hoeder_documents::*;
use hoeder_vocab::Purpose;
use std::process::Command;
use std::sync::LazyLock;

static PRESS: LazyLock<Press> = LazyLock::new(|| Press::new().unwrap());

fn print_in(document: &Document, language: Language) -> Pdf {
    PRESS.render(document, language, day("2026-11-22")).unwrap().check(&Forbidden::new()).unwrap()
}

/// The words of a document on one line.
fn said(pdf: &Pdf) -> String {
    pdf.text.reveal(Purpose::Test).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn said_in_dutch(document: Document) -> String {
    said(&print_in(&document, Language::Dutch))
}

fn holds(bytes: &[u8], part: &str) -> bool {
    bytes.windows(part.len()).any(|window| window == part.as_bytes())
}

/// Proves MS-23 and GN-01.
#[test]
fn every_document_in_every_language_says_on_each_page_that_it_is_not_for_the_criminal_file() {
    let press = Press::new().unwrap();
    let short = |language: Language| match language {
        Language::Dutch => "NIET VOOR HET STRAFDOSSIER",
        Language::French => "PAS POUR LE DOSSIER RÉPRESSIF",
        Language::German => "NICHT FÜR DIE STRAFAKTE",
        Language::English => "NOT FOR THE CRIMINAL FILE",
    };
    for world in [World::default(), crowded()] {
        for (name, document) in world.all() {
            for language in Language::ALL {
                let proof = press.render(&document, language, day("2026-11-22")).unwrap();
                let pdf = proof.check(&Forbidden::new()).unwrap();
                assert_eq!(pdf.not_for_the_file, pdf.audience != Audience::CriminalFile, "{name}");
                let text = pdf.text.reveal(Purpose::Test);
                assert_eq!(text.split('\u{c}').count(), pdf.pages, "{name}");
                for page in text.split('\u{c}').map(str::to_uppercase) {
                    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
                    assert_eq!(
                        page.contains(short(language)),
                        pdf.not_for_the_file,
                        "{name} {language:?}: {page}"
                    );
                }
            }
        }
    }
}

/// Proves MS-23.
#[test]
fn no_document_is_addressed_to_the_suspect_and_only_the_revisit_goes_to_the_criminal_file() {
    for (name, document) in World::default().all() {
        let for_the_file = match document.audience() {
            Audience::CriminalFile => true,
            Audience::Person
            | Audience::ThirdParty
            | Audience::PoliceFile
            | Audience::ProsecutorsOffice
            | Audience::InvestigatingJudge
            | Audience::VictimReception => false,
        };
        assert_eq!(for_the_file, document.kind() == Kind::RevisitAnnex, "{name}");
    }
}

/// Proves MS-23 and MS-33: the annex has no field for the alarm, so there is nothing in which a world with one could differ.
#[test]
fn what_goes_to_the_criminal_file_has_the_same_bytes_with_an_alarm_and_without() {
    let with_an_alarm = World::default();
    let without = World { ..World::default() };
    for language in Language::ALL {
        let document = Document::RevisitAnnex(with_an_alarm.revisit());
        let pdf = print_in(&document, language);
        assert_eq!(pdf.bytes, print_in(&Document::RevisitAnnex(without.revisit()), language).bytes);
        let text = said(&pdf).to_lowercase();
        for telling in [
            "alarm",
            "knop",
            "bouton",
            "button",
            "hoeder",
            "maatregel",
            "mesure",
            "maßnahme",
            "measure",
            "GE-2026-0147",
        ] {
            assert!(!text.contains(&telling.to_lowercase()), "{language:?}: {telling}");
        }
        assert!(text.contains("85.07.30-033.28") && text.contains("col 20/2020"), "{language:?}");
        for telling in ["Hoeder", "krilla", "alarm"] {
            assert!(!holds(&pdf.bytes, telling), "{language:?}: {telling} in the file itself");
        }
    }
}

#[test]
fn the_same_document_has_the_same_bytes_and_another_day_has_others() {
    let press = Press::new().unwrap();
    let again = Press::new().unwrap();
    for (name, document) in World::default().all() {
        let make = |press: &Press, on: &str| {
            press.render(&document, Language::French, day(on)).unwrap().check(&Forbidden::new()).unwrap()
        };
        let first = make(&press, "2026-11-22");
        assert_eq!(first, make(&again, "2026-11-22"), "{name}");
        assert_ne!(first.sha256, make(&again, "2026-11-23").sha256, "{name}");
    }
}

#[test]
fn a_file_is_tagged_for_screen_readers_has_its_language_and_its_title_and_names_nobody_outside_its_pages() {
    for language in Language::ALL {
        let pdf = print_in(&Document::GrantNotice(World::default().grant()), language);
        assert!(pdf.bytes.starts_with(b"%PDF-1.7"));
        let marks =
            ["/StructTreeRoot", "/Marked true", "pdfuaid:part>1<", "pdfaid:part>2<", "/DisplayDocTitle true"];
        for part in marks.into_iter().map(str::to_owned).chain([format!("/Lang({})", language.tag())]) {
            assert!(holds(&pdf.bytes, &part), "{language:?}: {part}");
        }
        assert!(!holds(&pdf.bytes, "Vermeersch"));
    }
}

/// What another program reads in the file is what this room says that its pages say.
#[test]
fn another_reader_reads_the_same_words() {
    if Command::new("pdftotext").arg("-v").output().is_err() {
        eprintln!("left out: pdftotext is not installed (Debian: poppler-utils)");
        return;
    }
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    for world in [World::default(), crowded()] {
        for (name, document) in world.all() {
            for language in [Language::Dutch, Language::French] {
                let pdf = print_in(&document, language);
                let file = std::env::temp_dir().join(format!(
                    "hoeder-{}-{name}-{}.pdf",
                    std::process::id(),
                    language.code()
                ));
                std::fs::write(&file, &pdf.bytes).unwrap();
                let read = Command::new("pdftotext")
                    .args(["-raw", "-enc", "UTF-8"])
                    .arg(&file)
                    .arg("-")
                    .output()
                    .unwrap();
                std::fs::remove_file(&file).unwrap();
                let read = String::from_utf8(read.stdout).unwrap();
                let mut theirs: Vec<char> = squeezed(&read).chars().collect();
                let mut ours: Vec<char> = squeezed(pdf.text.reveal(Purpose::Test)).chars().collect();
                theirs.sort_unstable();
                ours.sort_unstable();
                assert_eq!(theirs, ours, "{name} {language:?}");
            }
        }
    }
}

/// Proves MS-07.
#[test]
fn the_hearing_says_the_wish_the_three_commitments_and_that_it_gives_no_right() {
    let mut hearing = World::default().hearing();
    hearing.no_contact = Answer::No;
    let text = said_in_dutch(Document::HearingAnnex(hearing.clone()));
    for part in [
        "Wenst gebruik te maken van het mobiel stalkingalarm. Ja",
        "behalve in verband met de opvoeding van de gemeenschappelijke kinderen. Neen",
        "klacht in te dienen voor deze feiten en voor elk nieuw feit. Ja",
        "gebruikersovereenkomst te ondertekenen en na te leven. Ja",
        "geen automatisch recht op een alarm geeft. Ja",
        "GE.53.L5.012345/2026",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    hearing.common_children = CommonChildren::No;
    let text = said_in_dutch(Document::HearingAnnex(hearing));
    assert!(!text.contains("gemeenschappelijke kinderen"));
}

/// Proves MS-09: under sixteen it is explained, and there is no place for the child to sign.
#[test]
fn whoever_is_younger_than_sixteen_has_the_agreement_explained_and_does_not_sign() {
    let world = World::default();
    let child = Reader::Under16 { explained_on: day("2026-11-22"), trusted_adult: Some(line("Greet Maes")) };
    let explained = said_in_dutch(Document::UserAgreement(world.agreement(child)));
    assert!(
        explained.contains("in aanwezigheid van Greet Maes")
            && explained.contains("hoeft ze niet te ondertekenen")
    );
    assert!(!explained.contains("De betrokkene Annelies"));
    let signed = said_in_dutch(Document::UserAgreement(world.agreement(Reader::Signs)));
    assert!(signed.contains("De betrokkene Annelies Vermeersch"));
    for part in
        ["zeven kalenderdagen", "vijf nachten", "klacht in voor elk nieuw feit", "niet in het buitenland"]
    {
        assert!(signed.contains(part), "{part}");
    }
}

/// Proves MS-17.
#[test]
fn a_refusal_is_provisional_reminds_of_the_police_and_tells_a_third_party_nothing_of_the_person() {
    let world = World::default();
    let person = said_in_dutch(Document::RefusalNotice(world.refusal(world.refused_person())));
    for part in ["Deze beslissing is voorlopig", "herzien", "112 of 101", "klacht", "1712"] {
        assert!(person.contains(part), "{part}");
    }
    let third = RefusalAddressee::ThirdParty { name: line("Greet Maes") };
    let third = said_in_dutch(Document::RefusalNotice(world.refusal(third)));
    assert!(third.contains("Greet Maes") && third.contains("voorlopig") && third.contains("112 of 101"));
    for part in ["Vermeersch", "85.07.30", "roepen"] {
        assert!(!third.contains(part), "{part}");
    }
}

/// Proves MS-18 and MS-30.
#[test]
fn a_grant_tells_the_planned_end_and_that_the_ordinary_numbers_stay() {
    let text = said(&print_in(&Document::GrantNotice(World::default().grant()), Language::French));
    for part in
        ["22 août 2027", "alarme mobile anti-harcèlement", "112 ou le 101", "convention d’utilisation"]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
}

/// Proves MS-21 and MS-24.
#[test]
fn the_victim_reception_service_is_given_contact_data_the_first_report_and_the_end() {
    let text = said(&print_in(
        &Document::VictimReceptionReferral(World::default().referral(Offer::First)),
        Language::French,
    ));
    for part in [
        "Kerkstraat 12 bus 3",
        "0475 12 34 56",
        "annelies.v@example.org",
        "GE.53.L5.012345/2026",
        "22 août 2027",
    ] {
        assert!(text.contains(part), "{part}");
    }
    assert!(text.contains("confidentielles"));
    let second = said_in_dutch(Document::VictimReceptionReferral(World::default().referral(Offer::Second)));
    assert!(second.contains("Nieuw aanbod"));
}

/// Proves MS-20.
#[test]
fn the_investigating_judge_is_told_and_reminded_that_it_replaces_no_arrest_warrant() {
    for asked_by in [AskedBy::TheJudge, AskedBy::Another] {
        let text = said_in_dutch(Document::JudgeLetter(World::default().judge(asked_by)));
        for part in
            ["vervangt geen aanhoudingsbevel", "geen onderzoeksdaad", "Voeg deze brief niet toe", "2026/114"]
        {
            assert!(text.contains(part), "{part}");
        }
        assert_eq!(text.contains("Op uw verzoek"), asked_by == AskedBy::TheJudge);
    }
}

/// Proves MS-31 and MS-32.
#[test]
fn an_extension_tells_why_and_both_ends_to_the_person_and_to_the_service() {
    let world = World::default();
    let service = Recipient::VictimReception(line("Dienst slachtofferonthaal Gent"));
    let cases = [
        (Recipient::Person, ExtensionReason::Alarm, "hebt u alarm geslagen"),
        (Recipient::Person, ExtensionReason::Evaluation, "opnieuw naar uw situatie gekeken"),
        (service.clone(), ExtensionReason::NewFact, "van rechtswege"),
        (service, ExtensionReason::Evaluation, "punt 7.12.1"),
    ];
    for (recipient, reason, why) in cases {
        let text = said_in_dutch(Document::ExtensionNotice(world.extension(recipient, reason)));
        for part in [why, "22 augustus 2027", "22 mei 2028", "negen maanden"] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
}

/// Proves MS-37.
#[test]
fn a_marginal_note_gives_the_ground_the_reasons_and_what_the_zone_is_asked() {
    let world = World::default();
    for (ground, part) in [
        (EarlyEndGround::NoLongerSerious, "niet langer ernstig genoeg"),
        (EarlyEndGround::MisuseOrBreach, "Herhaald misbruik"),
        (EarlyEndGround::PersonsRequest, "Op verzoek van de beschermde persoon"),
        (EarlyEndGround::SettledAbroad, "INI/INO, Siena"),
        (EarlyEndGround::SettledWhereNotInForce, "maximale aandacht"),
    ] {
        let text = said_in_dutch(Document::MarginalNote(world.marginal(ground)));
        for part in [
            part,
            "Kantschrift",
            "uitschakelen",
            "inlevingsvermogen",
            "De buren hoorden het ook",
            "15 februari 2027",
        ] {
            assert!(text.contains(part), "{ground:?}: {part}");
        }
    }
}

/// Proves MS-38 and FL-35.
#[test]
fn an_end_is_told_gently_with_what_stays() {
    let text = said_in_dutch(Document::EndNotice(World::default().end(Recipient::Person, Ending::Planned)));
    for part in [
        "Dat is begrijpelijk",
        "Een nieuw alarm vragen kan altijd",
        "112 of 101",
        "22 augustus 2028",
        "commissariaat Ekkergem",
    ] {
        assert!(text.contains(part), "{part}");
    }
}

/// Proves MS-39.
#[test]
fn a_line_to_register_stands_whole_with_the_one_that_it_replaces() {
    let text = said_in_dutch(Document::RegistrationLines(World::default().registration()));
    for part in [
        "verlenging stalkingalarm beslist op 04/03/2027",
        "stalkingalarm beslist op 22/11/2026",
        "Schrap een bestaande regel niet",
    ] {
        assert!(text.contains(part), "{part}");
    }
}

/// Proves FL-36: the sheet may be found at home.
#[test]
fn the_instructions_name_nobody_and_no_case() {
    for discretion in [Discretion::Plain, Discretion::NotesInFront] {
        let text = said_in_dutch(Document::Instructions(World::default().instructions(discretion)));
        for part in ["Vermeersch", "85.07.30", "GE-2026-0147", "Hoeder"] {
            assert!(!text.contains(part), "{part}");
        }
        assert!(text.contains("112") && text.contains("101") && text.contains("09 266 61 11"));
    }
}

/// Proves MS-24: no kind but the letter to the victim reception service has a place for an address.
#[test]
fn a_document_carries_the_national_register_number_and_no_address() {
    for (name, document) in World::default().all() {
        let text = said(&print_in(&document, Language::Dutch));
        let reaches = text.contains("Kerkstraat") || text.contains("example.org");
        assert_eq!(reaches, document.kind() == Kind::VictimReceptionReferral, "{name}");
    }
}

#[test]
fn a_document_prints_no_personal_data_by_accident() {
    let world = World::default();
    let document = Document::VictimReceptionReferral(world.referral(Offer::First));
    let press = Press::new().unwrap();
    let proof = press.render(&document, Language::Dutch, day("2026-11-22")).unwrap();
    let mut debug = format!("{document:?} {proof:?} {press:?}");
    debug.push_str(&format!("{:?}", proof.check(&Forbidden::new()).unwrap()));
    for part in ["Vermeersch", "Kerkstraat", "0475", "85073003328", "85.07"] {
        assert!(!debug.contains(part), "{part} in {debug}");
    }
}

#[test]
fn a_name_in_another_script_is_set_as_it_is() {
    let world = World { name: "Əsmər Șteța Жекова Παπά".into(), ..World::default() };
    assert!(said_in_dutch(Document::GrantNotice(world.grant())).contains("Əsmər Șteța Жекова Παπά"));
}
