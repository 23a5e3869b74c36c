//! What a day of the calendar is called, in the words of the screens: from the same message files.
//!
//! Never here: which days, and the words themselves.

use crate::api::dto::measure::event::{due_number, due_word};
use crate::places::PlaceLanguage;
use hoeder_engine::measures::CalendarWhat;
use hoeder_measure::task::TaskKind;

const fn messages(language: PlaceLanguage) -> &'static str {
    match language {
        PlaceLanguage::Dutch => include_str!("../../../../../web/messages/nl/measures.ftl"),
        PlaceLanguage::French => include_str!("../../../../../web/messages/fr/measures.ftl"),
        PlaceLanguage::German => include_str!("../../../../../web/messages/de/measures.ftl"),
        PlaceLanguage::English => include_str!("../../../../../web/messages/en/measures.ftl"),
    }
}

/// The words of a task or a date; its stable word where the screens have none yet.
pub(super) fn said(what: &CalendarWhat, language: PlaceLanguage) -> String {
    let text = messages(language);
    match what {
        CalendarWhat::Task(kind) => task(*kind, text).unwrap_or_else(|| kind.word().to_owned()),
        CalendarWhat::Due(kind) => {
            let word = due_word(*kind);
            let said = message(text, &format!("due-{word}")).unwrap_or(word);
            due_number(*kind).map_or_else(|| said.to_owned(), |n| format!("{said} {n}"))
        }
    }
}

fn task(kind: TaskKind, text: &str) -> Option<String> {
    let word = kind.word();
    if let TaskKind::Complete(_) = kind {
        let part = message(text, &format!("part-{}", word.strip_prefix("complete-")?))?;
        return Some(message(text, "mtask-complete")?.replace("{ $part }", part));
    }
    let key = match word {
        "inform-of-shortage" => "inform-shortage",
        "inform-foreign-police" => "inform-foreign",
        "tell-person-planned-end" | "tell-person-early-end" => "tell-person-end",
        other if other.starts_with("tell-reception") => "tell-reception",
        other => other,
    };
    let said = message(text, &format!("mtask-{key}"))?;
    let number = if let TaskKind::Revisit(n) = kind { format!(" {n}") } else { String::new() };
    Some(format!("{said}{number}"))
}

/// A message of one line.
fn message<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::dto::measure::field::Shape as _;
    use crate::api::dto::measure::task::TaskKey;
    use hoeder_measure::due::DueKind;
    use hoeder_vocab::TripId;

    const LANGUAGES: [PlaceLanguage; 4] =
        [PlaceLanguage::Dutch, PlaceLanguage::French, PlaceLanguage::German, PlaceLanguage::English];

    /// Proves GN-01: no task and no date shows a word of the machine, in any language.
    #[test]
    fn every_task_and_every_date_is_said_in_the_words_of_the_screens() {
        let numbered = "018f2b6e-5c1a-7c3e-9b0a-2f6d1e4c8a77";
        let tasks = TaskKey::words().map(|word| {
            let keys = [word.to_owned(), format!("{word}:7"), format!("{word}:{numbered}")];
            keys.into_iter().find_map(|key| TaskKey(key).read().ok()).unwrap()
        });
        let trip = TripId::from_u128(1);
        let dues = [
            DueKind::HandOver(1),
            DueKind::Activation,
            DueKind::Revisit(2),
            DueKind::TripBegins(trip),
            DueKind::TripEnds(trip),
            DueKind::Move(1),
            DueKind::EvaluationOpens,
            DueKind::End,
            DueKind::BanEnds,
            DueKind::SupervisionEnds,
        ];
        let all: Vec<_> =
            tasks.map(CalendarWhat::Task).chain(dues.into_iter().map(CalendarWhat::Due)).collect();
        for language in LANGUAGES {
            for what in &all {
                let word = match what {
                    CalendarWhat::Task(kind) => kind.word(),
                    CalendarWhat::Due(kind) => due_word(*kind),
                };
                let said = said(what, language);
                assert!(said.starts_with(char::is_uppercase) && said != word, "{word}: {said}");
                assert!(!said.contains(['{', '$']), "{word}: {said}");
            }
        }
    }

    #[test]
    fn a_revisit_keeps_its_number_and_a_part_its_name() {
        let revisit = CalendarWhat::Task(TaskKind::Revisit(3));
        assert_eq!(said(&revisit, PlaceLanguage::English), "Revisit 3");
        let part = CalendarWhat::Task(TaskKind::Complete(hoeder_measure::decision::Part::Hearing));
        assert_eq!(said(&part, PlaceLanguage::English), "Complete the file: hearing");
    }
}
