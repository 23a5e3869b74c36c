//! What is looked for: forms in which an address, a number or a word may stand in a text.
//!
//! What lives here: from a confidential text to its needles, and the words that are always looked for.
//! What never comes in: the text that is searched.

use super::plain::Plain;

/// From this many letters on, a text is looked for across the borders of words.
const LONG: usize = 6;

/// Letters and digits to look for.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Needle {
    /// Anywhere.
    Anywhere(String),
    /// As whole words.
    AsWords(String),
}

impl Needle {
    /// Looks for a text; short ones only as whole words. Nothing for a text without letters and digits.
    fn of(text: &str) -> Option<Self> {
        let letters = Plain::new(text).letters().to_owned();
        match letters.chars().count() {
            0 => None,
            short if short < LONG => Some(Self::AsWords(letters)),
            _ => Some(Self::Anywhere(letters)),
        }
    }

    pub(crate) fn is_in(&self, plain: &Plain) -> bool {
        match self {
            Self::Anywhere(letters) => plain.has(letters),
            Self::AsWords(letters) => plain.has_words(letters),
        }
    }
}

/// The whole text.
pub(crate) fn whole(text: &str) -> Vec<Needle> {
    Needle::of(text).into_iter().collect()
}

/// Words as they stand, wherever words begin and end.
pub(crate) fn words(words: &str) -> Needle {
    Needle::Anywhere(Plain::new(words).letters().to_owned())
}

/// The whole address, each of its parts but a town or a number alone, and the name of the street, also abbreviated.
pub(crate) fn address(text: &str) -> Vec<Needle> {
    let mut needles = whole(text);
    for (at, part) in text.split([',', '\n', ';']).enumerate() {
        let plain = Plain::new(part);
        let words: Vec<&str> = plain.words().collect();
        let has_digits = words.iter().any(|word| is_number(word));
        let has_letters = words.iter().any(|word| !is_number(word));
        if !has_letters || (at > 0 && !has_digits && words.len() == 1) {
            continue;
        }
        needles.extend(Needle::of(part));
        let postal = words.first().is_some_and(|word| word.len() == 4 && is_number(word));
        if !postal {
            needles.extend(street(&words));
        }
    }
    needles
}

fn is_number(word: &str) -> bool {
    word.starts_with(|one: char| one.is_ascii_digit())
}

/// Endings and beginnings of street names with the ways in which people shorten them.
const STREET_ENDINGS: [(&str, &[&str]); 6] = [
    ("straat", &["str"]),
    ("steenweg", &["stwg", "stw", "steenw"]),
    ("laan", &["ln"]),
    ("plein", &["pl"]),
    ("strasse", &["str"]),
    ("lei", &[]),
];
const STREET_BEGINNINGS: [(&str, &[&str]); 5] = [
    ("rue", &["r"]),
    ("avenue", &["av", "ave"]),
    ("boulevard", &["bd", "bld", "bvd", "boul"]),
    ("chaussee", &["ch", "chee"]),
    ("place", &["pl"]),
];
/// Words between a number and what belongs to it.
const BOX_WORDS: [&str; 8] = ["bus", "bte", "boite", "box", "nr", "no", "app", "apt"];

/// The name of a street without its number.
fn street(words: &[&str]) -> Vec<Needle> {
    let names: Vec<&str> =
        words.iter().copied().filter(|word| !is_number(word) && !BOX_WORDS.contains(word)).collect();
    let whole = names.concat();
    let mut forms = vec![whole.clone()];
    for (ending, short) in STREET_ENDINGS {
        if let Some(stem) = whole.strip_suffix(ending).filter(|stem| !stem.is_empty()) {
            forms.extend(short.iter().map(|short| format!("{stem}{short}")));
        }
    }
    if let Some((first, rest)) = names.split_first() {
        let rest = rest.concat();
        for (_, short) in STREET_BEGINNINGS.iter().filter(|(beginning, _)| beginning == first) {
            forms.extend(short.iter().map(|short| format!("{short}{rest}")));
        }
    }
    forms.iter().filter(|form| form.chars().count() > 2).filter_map(|form| Needle::of(form)).collect()
}

/// The number without what stands for the country or the trunk, so that each way of writing it holds it.
pub(crate) fn phone(text: &str) -> Vec<Needle> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let national = digits
        .strip_prefix("0032")
        .or_else(|| digits.strip_prefix("32").filter(|rest| rest.len() >= 8))
        .unwrap_or(&digits)
        .trim_start_matches('0');
    Needle::of(national).into_iter().collect()
}

/// The address as it is, and with its sign in words.
pub(crate) fn email(text: &str) -> Vec<Needle> {
    let mut needles = whole(text);
    if let Some((name, host)) = text.split_once('@') {
        for sign in ["at", "arobase", "apenstaartje", "apestaart", "klammeraffe"] {
            needles.extend(Needle::of(&format!("{name} {sign} {host}")));
        }
    }
    needles
}

/// The checklist of COL 15/2020 by its names in the four languages (MS-11).
pub(crate) const CHECKLIST: [&str; 7] = [
    "checklist",
    "check-liste",
    "Checkliste",
    "COL 15/2020",
    "liste de contr\u{f4}le de risque",
    "bomfactor",
    "facteur bombe",
];

/// Words that only somebody with the alarm has reason to use, wherever words begin and end.
const TELLING: [&str; 30] = [
    "stalkingalarm",
    "stalking alarm",
    "mobiel alarm",
    "alarmknop",
    "alarmtoestel",
    "alarmsysteem",
    "noodknop",
    "paniekknop",
    "alarme mobile",
    "anti-harc\u{e8}lement",
    "antiharc\u{e8}lement",
    "bouton d'alarme",
    "bouton d'urgence",
    "bouton de panique",
    "bouton d'alerte",
    "Alarmknopf",
    "Notfallknopf",
    "Notrufknopf",
    "Panikknopf",
    "panic button",
    "alarm button",
    "gebruikersovereenkomst",
    "convention d'utilisation",
    "Nutzungsvereinbarung",
    "user agreement",
    "112-app",
    "app 112",
    "application 112",
    "beschermde persoon",
    "personne prot\u{e9}g\u{e9}e",
];

/// Short words that tell when they stand alone.
const TELLING_ALONE: [&str; 3] = ["hoeder", "msa", "amah"];

/// Words with 'alarm' in them that tell of a feeling, not of a device.
const HARMLESS: [&str; 21] = [
    "alarmerend",
    "alarmerende",
    "alarmeren",
    "alarmeert",
    "alarmeerde",
    "gealarmeerd",
    "gealarmeerde",
    "alarmant",
    "alarmante",
    "alarmants",
    "alarmantes",
    "alarmer",
    "alarmee",
    "alarmees",
    "alarmierend",
    "alarmierende",
    "alarmierenden",
    "alarmiert",
    "alarmieren",
    "alarming",
    "alarmed",
];

/// Whether a text says, or lets guess, that there is an alarm.
pub(crate) fn tells_of_the_alarm(plain: &Plain) -> bool {
    TELLING.iter().any(|telling| plain.has(Plain::new(telling).letters()))
        || TELLING_ALONE.iter().any(|telling| plain.has_words(telling))
        || plain.has_words("alarm")
        || plain.has_words("alarme")
        || plain.words().any(|word| word.contains("alarm") && !HARMLESS.contains(&word))
}
