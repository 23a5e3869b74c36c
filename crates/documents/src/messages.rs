//! Our own words, from `texts/`: one folder for each language, in Fluent.
//!
//! What lives here: reading them once, and saying one with its values.
//! What never comes in: words in code.

use std::cell::Cell;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use hoeder_vocab::CivilDate;
use unic_langid::LanguageIdentifier;

use crate::DocumentError;
use crate::language::Language;

/// The files of one language, in the order in which they are read.
const fn files(language: Language) -> [&'static str; 4] {
    macro_rules! folder {
        ($code:literal) => {
            [
                include_str!(concat!("../texts/", $code, "/common.ftl")),
                include_str!(concat!("../texts/", $code, "/person.ftl")),
                include_str!(concat!("../texts/", $code, "/services.ftl")),
                include_str!(concat!("../texts/", $code, "/instructions.ftl")),
            ]
        };
    }
    match language {
        Language::Dutch => folder!("nl"),
        Language::French => folder!("fr"),
        Language::German => folder!("de"),
        Language::English => folder!("en"),
    }
}

/// The words of one language.
pub(crate) struct Messages {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Messages {
    /// Reads the files of a language.
    pub(crate) fn read(language: Language) -> Result<Self, DocumentError> {
        let broken = || DocumentError::Words { language, key: "the files of the language" };
        let tag: LanguageIdentifier = language.tag().parse().map_err(|_| broken())?;
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        bundle.set_use_isolating(false);
        for file in files(language) {
            let resource = FluentResource::try_new(file.to_owned()).map_err(|_| broken())?;
            bundle.add_resource(resource).map_err(|_| broken())?;
        }
        Ok(Self { language, bundle })
    }

    fn format(&self, key: &str, values: &[(&'static str, &str)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut arguments = FluentArgs::new();
        for (name, value) in values {
            arguments.set(*name, *value);
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned();
        errors.is_empty().then_some(text)
    }
}

/// Says things in one language and remembers what it could not say, so that a document is whole or is not made.
pub(crate) struct Words<'a> {
    messages: &'a Messages,
    missing: Cell<Option<&'static str>>,
}

impl<'a> Words<'a> {
    pub(crate) fn new(messages: &'a Messages) -> Self {
        Self { messages, missing: Cell::new(None) }
    }

    pub(crate) fn language(&self) -> Language {
        self.messages.language
    }

    /// One text without values.
    pub(crate) fn say(&self, key: &'static str) -> String {
        self.say_with(key, &[])
    }

    /// One text with its values.
    pub(crate) fn say_with(&self, key: &'static str, values: &[(&'static str, &str)]) -> String {
        self.messages.format(key, values).unwrap_or_else(|| {
            self.missing.set(Some(key));
            String::new()
        })
    }

    /// A day in a running text.
    pub(crate) fn date(&self, day: CivilDate) -> String {
        self.language().date(day)
    }

    /// Whether everything was said.
    pub(crate) fn finish(&self) -> Result<(), DocumentError> {
        match self.missing.get() {
            Some(key) => Err(DocumentError::Words { language: self.language(), key }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// Keys of a language, each with the values that its text asks for.
    fn keys(language: Language) -> BTreeMap<String, BTreeSet<String>> {
        let lines = files(language).into_iter().flat_map(str::lines);
        let messages = lines.filter_map(|line| line.split_once(" = "));
        messages
            .map(|(key, text)| {
                let values = text.split("{ $").skip(1).filter_map(|rest| rest.split(' ').next());
                (key.to_owned(), values.map(str::to_owned).collect())
            })
            .collect()
    }

    /// Proves GN-01.
    #[test]
    fn the_four_languages_say_the_same_things_with_the_same_values() {
        let dutch = keys(Language::Dutch);
        assert!(dutch.len() > 200);
        for language in Language::ALL {
            assert_eq!(keys(language), dutch, "{language:?}");
        }
    }

    #[test]
    fn each_text_can_be_printed_and_is_not_the_text_of_another_language() {
        let texts = |language: Language| -> Vec<&str> {
            files(language)
                .into_iter()
                .flat_map(str::lines)
                .filter_map(|line| Some(line.split_once(" = ")?.1))
                .collect()
        };
        for language in Language::ALL {
            for text in texts(language) {
                assert!(text.chars().all(crate::layout::fonts::has), "{text}");
            }
        }
        let alike =
            texts(Language::Dutch).iter().zip(texts(Language::French)).filter(|(nl, fr)| **nl == *fr).count();
        assert!(alike < 3, "{alike}");
    }

    #[test]
    fn a_text_that_is_missing_is_an_error_and_never_a_gap() {
        let messages = Messages::read(Language::Dutch).unwrap();
        let words = Words::new(&messages);
        assert_eq!((words.say("yes"), words.finish()), ("Ja".to_owned(), Ok(())));
        words.say("no-such-text");
        let missing = DocumentError::Words { language: Language::Dutch, key: "no-such-text" };
        assert_eq!(words.finish(), Err(missing));
        let words = Words::new(&messages);
        words.say("page");
        assert!(words.finish().is_err(), "a text without its values");
    }
}
