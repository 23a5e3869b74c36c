//! The words after `cargo xtask TASK`.
//!
//! What lives here: taking switches and values out of a list of words and refusing what is left over.
//! What never comes in: knowledge of any task.

/// The words of a command line that have not been taken yet, in their order.
#[derive(Debug)]
pub(crate) struct Arguments {
    words: Vec<String>,
}

impl Arguments {
    /// The arguments of this process, without its name.
    pub(crate) fn from_process() -> Self {
        Self::new(std::env::args().skip(1))
    }

    pub(crate) fn new(words: impl IntoIterator<Item = String>) -> Self {
        Self { words: words.into_iter().collect() }
    }

    /// Takes the first word, when it is not an option.
    pub(crate) fn take_word(&mut self) -> Option<String> {
        let first = self.words.first()?;
        let is_help = matches!(first.as_str(), "--help" | "-h");
        if first.starts_with('-') && !is_help { None } else { Some(self.words.remove(0)) }
    }

    /// Takes `--name`, and says whether it was there.
    pub(crate) fn take_switch(&mut self, name: &str) -> bool {
        let before = self.words.len();
        self.words.retain(|word| word != name);
        self.words.len() < before
    }

    /// Takes `--name VALUE` or `--name=VALUE`.
    ///
    /// # Errors
    /// When the name stands there without a value.
    pub(crate) fn take_value(&mut self, name: &str) -> Result<Option<String>, String> {
        let with_equals = format!("{name}=");
        if let Some(place) = self.words.iter().position(|word| word.starts_with(&with_equals)) {
            let word = self.words.remove(place);
            return Ok(word.strip_prefix(&with_equals).map(str::to_owned));
        }
        let Some(place) = self.words.iter().position(|word| word == name) else {
            return Ok(None);
        };
        self.words.remove(place);
        if place < self.words.len() {
            Ok(Some(self.words.remove(place)))
        } else {
            Err(format!("{name} wants a value"))
        }
    }

    /// Everything that was not taken, to be passed on.
    pub(crate) fn rest(self) -> Vec<String> {
        self.words
    }

    /// Refuses whatever was not taken.
    ///
    /// # Errors
    /// Names the first word that nobody took.
    pub(crate) fn finish(self) -> Result<(), String> {
        match self.words.first() {
            None => Ok(()),
            Some(word) => Err(format!("unknown argument: {word}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Arguments;

    fn given(line: &str) -> Arguments {
        Arguments::new(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn a_value_is_taken_in_both_its_forms() {
        let mut arguments = given("--port 8443 --seed=7");
        assert_eq!(arguments.take_value("--port"), Ok(Some("8443".to_owned())));
        assert_eq!(arguments.take_value("--seed"), Ok(Some("7".to_owned())));
        assert_eq!(arguments.finish(), Ok(()));
    }

    #[test]
    fn a_name_without_its_value_is_refused() {
        let mut arguments = given("--port");
        assert!(arguments.take_value("--port").is_err());
    }

    #[test]
    fn what_nobody_took_is_named() {
        let mut arguments = given("alarm --json --josn");
        assert_eq!(arguments.take_word().as_deref(), Some("alarm"));
        assert!(arguments.take_switch("--json"));
        assert_eq!(arguments.finish(), Err("unknown argument: --josn".to_owned()));
    }
}
