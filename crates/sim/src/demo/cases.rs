//! Eight invented dossiers, in Dutch, French and German: what a dispatcher reads in five seconds.
//!
//! Nobody here exists: surnames are trees and birds, number plates begin with the letters of the demo.

use super::roster::{Carries, Dossier, Member};
use super::town::{COLLINES, DENDERVALLEI, HOEDERGEM};
use hoeder_engine::roster::{Answer, Language, PersonKind, PlaceKind};

pub(crate) const fn member(
    name: &'static str,
    kind: PersonKind,
    language: Language,
    born: u16,
    carries: Carries,
) -> Member {
    Member { name, kind, language, born, carries }
}

use Carries::{Nothing, Phone, PhoneAndButton};
use Language::{Dutch, French, German};
use PersonKind::{Household, Protected};

/// Who carries an alarm.
pub(crate) static CASES: [Dossier; 8] = [
    Dossier {
        number: "2026-9001",
        zone: HOEDERGEM,
        suspect: "Bert Verbeuk (ex-partner)",
        suspect_description: "1m88, kaal, baard, tatoeage van een anker in de hals. Wordt snel agressief, liegt rustig.",
        weapons: Answer::Yes,
        weapons_note: "Jachtgeweer, niet ingeleverd. Draagt soms een mes.",
        vehicle: "Witte bestelwagen, DEM-O 101",
        context: "Relatie van negen jaar. Sinds de scheiding belaagt hij haar aan huis en op het werk.",
        antecedents: "Slagen (2024), bedreiging met een wapen (2025), contactverbod drie keer overtreden.",
        instructions: "Minstens twee ploegen. Niet aanbellen: langs de tuin aan de Kerkstraat. Eerst de kinderen naar buiten.",
        children: "Lou (9) en Mira (6), in de week bij haar.",
        duress_word: "zonnebloem",
        hides: false,
        places: &[
            (PlaceKind::Home, "Kerkstraat 14, Hoedergem", 14, "'s avonds en 's nachts"),
            (PlaceKind::Work, "Bibliotheek, Grote Steenweg 2", 21, "ma-vr 9-17 u."),
            (PlaceKind::School, "Basisschool De Wilg, Schoolstraat 40", 27, "ma-vr 8.15 u. en 15.45 u."),
        ],
        members: &[
            member("Anna Zilverberk", Protected, Dutch, 1989, PhoneAndButton),
            member("Lou Verbeuk", Household, Dutch, 2017, Nothing),
        ],
    },
    Dossier {
        number: "2026-9002",
        zone: HOEDERGEM,
        suspect: "Thierry Corbeau (mari)",
        suspect_description: "1m75, cheveux gris courts, lunettes. Calme en public, violent quand il a bu.",
        weapons: Answer::Unknown,
        weapons_note: "Membre d'un club de tir jusqu'en 2023; la zone vérifie le registre.",
        vehicle: "Break bleu, DEM-O 202",
        context: "Éloigné du domicile depuis avril. La surveille au moyen d'amis et de son téléphone.",
        antecedents: "Coups et blessures (2025). Étranglement signalé par l'hôpital.",
        instructions: "Parler français. Elle cache le téléphone: ne jamais rappeler sans demander.",
        children: "Noé (14) vit avec elle et porte aussi une alarme. Jade (11) également.",
        duress_word: "parapluie",
        hides: true,
        places: &[
            (PlaceKind::Home, "Rue des Tilleuls 33, Hoedergem", 26, "le soir et le week-end"),
            (PlaceKind::Work, "Clinique Sainte-Garde", 30, "lu-je, équipes"),
            (PlaceKind::School, "École communale du Centre", 7, "lu-ve 8 h 20 et 15 h 30"),
            (PlaceKind::Family, "Chez sa soeur, Avenue du Parc 9", 28, "mercredi après-midi"),
        ],
        members: &[
            member("Claire Rossignol", Protected, French, 1983, PhoneAndButton),
            member("Noé Corbeau", Household, French, 2012, PhoneAndButton),
            member("Jade Corbeau", Household, French, 2015, Phone),
        ],
    },
    Dossier {
        number: "2026-9003",
        zone: DENDERVALLEI,
        suspect: "Onbekende stalker, vermoedelijk ex-collega Joris Eikelaar",
        suspect_description: "Rond 1m80, slank, meestal een grijze hoodie. Filmt haar.",
        weapons: Answer::No,
        weapons_note: "Nagezien in het wapenregister.",
        vehicle: "Zwarte fiets met kinderzitje",
        context: "Volgt haar sinds een jaar van en naar het werk. Weet waar ze woont.",
        antecedents: "Belaging (2025), huiszoeking leverde honderden foto's op.",
        instructions: "Hem laten staan en filmen is geen optie: onmiddellijk aanspreken en identificeren.",
        children: "Geen.",
        duress_word: "kanarie",
        hides: false,
        places: &[
            (PlaceKind::Home, "Denderkaai 5 bus 2, Hoedergem", 6, "vanaf 18 u."),
            (PlaceKind::Work, "Winkelcentrum Denderpoort", 7, "wisselende uren"),
            (PlaceKind::Other, "Zwembad, Stationsstraat", 20, "di en do 19 u."),
        ],
        members: &[member("Fatima Lijster", Protected, Dutch, 1997, PhoneAndButton)],
    },
    Dossier {
        number: "2026-9004",
        zone: COLLINES,
        suspect: "Marc Delhêtre (père des enfants)",
        suspect_description: "1m92, forte carrure, boite de la jambe gauche. Menace de s'en prendre aux enfants.",
        weapons: Answer::Yes,
        weapons_note: "Arme de poing détenue légalement jusqu'en 2025, jamais retrouvée.",
        vehicle: "4x4 vert, DEM-O 404, remorque",
        context: "Menaces d'enlèvement autour du droit de visite.",
        antecedents: "Menaces (2024, 2025), dégradation de véhicule, violation de l'interdiction de contact.",
        instructions: "Envoyer d'abord à l'école si l'alarme sonne aux heures de classe. Gilets pare-balles.",
        children: "Tom (8), École communale; Lise (4), crèche.",
        duress_word: "mirabelle",
        hides: false,
        places: &[
            (PlaceKind::Home, "Galgenveld 71, Hoedergem", 23, "le soir"),
            (PlaceKind::Work, "Boulangerie, Avenue du Parc", 22, "ma-sa 5-13 h"),
            (PlaceKind::School, "École communale du Centre", 7, "lu-ve 8 h 20 et 15 h 30"),
        ],
        members: &[
            member("Sophie Mésange", Protected, French, 1991, PhoneAndButton),
            member("Tom Delhêtre", Household, French, 2018, Nothing),
        ],
    },
    Dossier {
        number: "2026-9005",
        zone: COLLINES,
        suspect: "Dieter Ahorn (ehemaliger Lebensgefährte)",
        suspect_description: "1,80 m, blond, Narbe am Kinn. Spricht Deutsch und gebrochen Französisch.",
        weapons: Answer::Yes,
        weapons_note: "Sammelt Messer; Schreckschusspistole.",
        vehicle: "Silberner Kombi mit ausländischem Kennzeichen, DEM-O 505",
        context: "Ist ihr über die Grenze nachgezogen. Lauert ihr auf dem Heimweg auf.",
        antecedents: "Körperverletzung (2023), Nachstellung (2025).",
        instructions: "Deutsch oder langsam Französisch sprechen. Sie ist schwerhörig: nicht nur anrufen.",
        children: "Keine.",
        duress_word: "Lindenblatt",
        hides: false,
        places: &[
            (PlaceKind::Home, "Wilgendreef 88, Hoedergem", 35, "abends"),
            (PlaceKind::Work, "Atheneum, Schoolstraat", 10, "Mo-Fr 8-16 Uhr"),
        ],
        members: &[member("Greta Amsel", Protected, German, 1979, Phone)],
    },
    Dossier {
        number: "2026-9006",
        zone: HOEDERGEM,
        suspect: "Kevin Populier (broer)",
        suspect_description: "1m70, mager, donker haar, gebruikt drugs en is dan onvoorspelbaar.",
        weapons: Answer::Unknown,
        weapons_note: "De wijkagent gaat na of het luchtdrukgeweer van de vader nog in huis is.",
        vehicle: "Geen, komt te voet of met de trein",
        context: "Geweld tegen zijn moeder en zus om geld.",
        antecedents: "Afpersing binnen de familie (2025).",
        instructions: "Rustig blijven praten, geen sirene in de straat: dan vlucht hij over de daken.",
        children: "Geen.",
        duress_word: "kaneel",
        hides: false,
        places: &[
            (PlaceKind::Home, "Molenstraat 3, Hoedergem", 2, "meestal thuis"),
            (PlaceKind::Family, "Bij de buren op nummer 7", 3, ""),
        ],
        members: &[
            member("Rita Merel", Protected, Dutch, 1958, PhoneAndButton),
            member("Els Populier", Household, Dutch, 1994, Phone),
        ],
    },
    Dossier {
        number: "2026-9007",
        zone: DENDERVALLEI,
        suspect: "Pascal Hirondel (ex-conjoint, ancien militaire)",
        suspect_description: "1m83, cheveux rasés, s'entraîne beaucoup. Méthodique, repère les lieux à l'avance.",
        weapons: Answer::Yes,
        weapons_note: "Connaît les armes et les explosifs. Perquisition: rien trouvé.",
        vehicle: "Moto noire, DEM-O 707",
        context: "A annoncé qu'il « finirait ce qu'il a commencé ».",
        antecedents: "Tentative d'homicide (2022), libéré sous conditions.",
        instructions: "Risque le plus élevé. Prévenir l'officier de garde. Ne pas envoyer d'équipe seule.",
        children: "Un fils majeur, à l'étranger.",
        duress_word: "cerise",
        hides: false,
        places: &[
            (PlaceKind::Home, "Rue de l'Écluse 12, Hoedergem", 13, "irrégulier"),
            (PlaceKind::Work, "Gare de Hoedergem, guichet", 26, "équipes"),
        ],
        members: &[member("Nadia Grive", Protected, French, 1975, PhoneAndButton)],
    },
    Dossier {
        number: "2026-9008",
        zone: HOEDERGEM,
        suspect: "Wouter Spar (ex-vriend)",
        suspect_description: "1m78, rood haar, bril. Werkt 's nachts.",
        weapons: Answer::No,
        weapons_note: "Gecontroleerd op 3 november.",
        vehicle: "Rode stadsauto, DEM-O 808",
        context: "Bedreigingen via sociale media, stond twee keer voor haar kot.",
        antecedents: "Geen veroordelingen.",
        instructions: "Ze studeert nog: haar kamergenoot weet van niets.",
        children: "Geen.",
        duress_word: "vlinder",
        hides: true,
        places: &[
            (PlaceKind::Home, "Stationsstraat 51 kamer 4, Hoedergem", 32, "zo-do"),
            (PlaceKind::School, "Atheneum, avondschool", 10, "ma, wo 18-21 u."),
        ],
        members: &[member("Yara Vinkel", Protected, Dutch, 2004, Phone)],
    },
];
