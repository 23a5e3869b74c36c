//! The forms of the demo's measures, filled in from the invented dossiers in the language of the person.
//!
//! Never here: when each is given (`clerks`).

use super::clerks::File;
use hoeder_engine::roster::{Card, Language};
use hoeder_measure::Command;
use hoeder_measure::Seat;
use hoeder_measure::conditions::{Answer, Hearing, ToldNoRight};
use hoeder_measure::confidentiality::{ContactSecrecy, Secrecy};
use hoeder_measure::decision::{Decision, Procedure, Ruling};
use hoeder_measure::request::{Honour, Origin, PvKind, PvRef, Relation, Request};
use hoeder_measure::risk::{
    Answered, Antecedents, Assessment, Attention, ChargeCode, Checklist, ChecklistAnswer, Firearms, PastFile,
    Questionnaire, Scope, Weight,
};
use hoeder_measure::territory::Offence;
use hoeder_vocab::{CivilDate, Purpose, Sensitive};

/// What is known of a request beside the dossier card.
#[derive(Clone, Copy)]
pub(crate) struct Facts {
    /// Who the suspect is to the person.
    pub(crate) relation: Relation,
    /// The eight questions: the lowest bit is the first, set is yes.
    pub(crate) yes: u8,
    /// How many of the checklist's bombs are answered yes.
    pub(crate) bombs: usize,
}

fn words(text: &str) -> Sensitive<String> {
    Sensitive::new(text.to_owned())
}

/// A text in the language of the person; English is spoken by nobody of the town.
fn said(language: Language, nl: &str, fr: &str, de: &str) -> Sensitive<String> {
    words(match language {
        Language::Dutch | Language::English => nl,
        Language::French => fr,
        Language::German => de,
    })
}

fn card(file: &File) -> &Card {
    file.household.case.card.reveal(Purpose::CaseWork)
}

/// A report of the zone, numbered by what it is about and by the case.
pub(crate) fn pv(file: &File, kind: PvKind, about: u32) -> PvRef {
    let case = file.household.case.number.rsplit('-').next().unwrap_or("0");
    PvRef { kind, number: format!("HD.43.L1.{about:02}{case}/2026") }
}

pub(crate) fn request(file: &File, facts: Facts, on: CivilDate, origin: Origin) -> Request {
    let born = file.person.details.born_on;
    Request {
        case: file.household.case.id,
        person: file.person.id,
        born: born.unwrap_or_else(|| Sensitive::new(CivilDate::FIRST)),
        origin,
        made_on: on,
        pv: pv(file, PvKind::Initial, 1),
        residence: file.zone,
        relation: facts.relation,
        honour: Honour::NotRelated,
        offence: Offence::None,
        summary: words(&card(file).context),
    }
}

pub(crate) fn hearing(file: &File, on: CivilDate) -> Hearing {
    Hearing {
        on,
        pv: pv(file, PvKind::Subsequent, 2),
        facts: words(&card(file).context),
        relation: words(&card(file).suspect),
        wants_it: Answer::Yes,
        no_contact: Answer::Yes,
        complaints: Answer::Yes,
        agreement: Answer::Yes,
        told_no_right: ToldNoRight::Told,
        able: Answer::Yes,
        secrecy: ContactSecrecy { address: file.person.details.address_secrecy, contact: Secrecy::Kept },
    }
}

pub(crate) fn assessment(
    file: &File,
    facts: Facts,
    on: CivilDate,
    list: Option<&Questionnaire>,
) -> Assessment {
    let language = file.person.language;
    let answer = |n: usize| {
        let answer = if facts.yes >> n & 1 == 1 { Answer::Yes } else { Answer::No };
        Answered { answer, note: words("") }
    };
    let weapons = match card(file).weapons {
        hoeder_engine::roster::Answer::Yes => Answer::Yes,
        hoeder_engine::roster::Answer::No => Answer::No,
        hoeder_engine::roster::Answer::Unknown => Answer::Unknown,
    };
    Assessment {
        on,
        eight: core::array::from_fn(answer),
        checklist: list.map(|list| checklist(list, facts.bombs)),
        attention: Attention { opposed_intentions: Answer::Yes, secret_shelter: Answer::No },
        firearms: Some(Firearms {
            answer: weapons,
            checked_by: (weapons == Answer::Unknown).then_some(Seat::Zone(file.zone)),
            note: words(&card(file).weapons_note),
        }),
        scope: Scope { within: Answer::Yes, why: words(&card(file).context) },
        subsidiarity: said(
            language,
            "Een contactverbod en politietoezicht hebben de feiten niet gestopt; niets lichters brengt de politie op tijd.",
            "L'interdiction de contact et la surveillance n'ont rien arrêté; rien de plus léger n'amène la police à temps.",
            "Kontaktverbot und Streifen haben nichts beendet; nichts Milderes bringt die Polizei rechtzeitig.",
        ),
    }
}

/// The first bombs, and every third other factor, are there.
fn checklist(list: &Questionnaire, bombs: usize) -> Checklist {
    let mut left = bombs;
    let answers = list.items.iter().enumerate().map(|(n, item)| {
        let there = match item.weight {
            Weight::Bomb => {
                let there = left > 0;
                left = left.saturating_sub(1);
                there
            }
            Weight::Factor => n % 3 == 0,
        };
        let answer = if there { Answer::Yes } else { Answer::No };
        ChecklistAnswer { item: item.id.clone(), answer, note: words("") }
    });
    Checklist { version: list.version.clone(), answers: answers.collect() }
}

pub(crate) fn antecedents(file: &File, on: CivilDate) -> Antecedents {
    let note = &card(file).antecedents;
    let known = note.contains('(');
    let past = PastFile {
        number: words("HD.36.L3.000112/2025"),
        opened_on: on.plus_months(-14),
        code: ChargeCode::WithinFamily,
        note: words(note),
    };
    Antecedents { on, since: on.plus_months(-36), files: known.then_some(past).into_iter().collect() }
}

pub(crate) fn rules(file: &File, ruling: Ruling, on: CivilDate) -> Command {
    let reason = match ruling {
        Ruling::Refuse { .. } => said(
            file.person.language,
            "Een geschil over huur; geen stalking en geen dreigend gevaar. Verwezen naar de wijkagent.",
            "Un litige locatif; ni harcèlement ni danger imminent. Orientée vers l'agent de quartier.",
            "Ein Mietstreit; weder Nachstellung noch unmittelbare Gefahr.",
        ),
        Ruling::Grant | Ruling::Extend | Ruling::EndAsPlanned | Ruling::EndEarly { .. } | Ruling::Resume => {
            said(
                file.person.language,
                "Ernstig en aanhoudend gevaar, alle voorwaarden vervuld.",
                "Danger grave et persistant, toutes les conditions sont remplies.",
                "Ernste und anhaltende Gefahr, alle Bedingungen erfüllt.",
            )
        }
    };
    let procedure = Procedure::Ordinary;
    Command::Rule(Decision { ruling, procedure, on, said_by: None, pv: None, reason })
}
