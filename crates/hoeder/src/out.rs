//! Data on stdout, talk on stderr; quiet and colourless where asked.
//!
//! Never here: what is said.

use crate::exit::{Code, Failure, Outcome};
use serde_json::Value;
use std::io::{self, IsTerminal, Write};

/// How a command talks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Talk {
    quiet: Quiet,
    colour: Colour,
    input: Input,
}

/// Is talk wanted?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quiet {
    No,
    Yes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Colour {
    Plain,
    Ansi,
}

/// May a command ask something?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Input {
    /// A person sits there.
    Ask,
    /// Nobody does: fail instead of asking.
    Never,
}

/// A colour with a meaning; the word beside it says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// All is well.
    Good,
    /// Look at it.
    Warning,
    /// It is not well.
    Bad,
}

impl Talk {
    /// From the switches `--quiet` and `--no-input`, the environment and the terminal.
    pub(crate) fn new(switches: &crate::cli::Switches) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let colour = if plain || !io::stdout().is_terminal() { Colour::Plain } else { Colour::Ansi };
        let input = if switches.no_input || !io::stdin().is_terminal() { Input::Never } else { Input::Ask };
        Self { quiet: if switches.quiet { Quiet::Yes } else { Quiet::No }, colour, input }
    }

    /// May a command ask something?
    pub(crate) const fn input(self) -> Input {
        self.input
    }

    /// A line for the person, on stderr; nothing when quiet.
    pub(crate) fn say(self, line: impl AsRef<str>) {
        if self.quiet == Quiet::No {
            // Whoever closed stderr does not want to be told.
            drop(writeln!(io::stderr().lock(), "{}", line.as_ref()));
        }
    }

    /// A word in a colour, where there are colours.
    pub(crate) fn tone(self, tone: Tone, word: &str) -> String {
        let code = match tone {
            Tone::Good => 32,
            Tone::Warning => 33,
            Tone::Bad => 31,
        };
        match self.colour {
            Colour::Plain => word.to_owned(),
            Colour::Ansi => format!("\u{1b}[{code}m{word}\u{1b}[0m"),
        }
    }
}

/// What could not be said for lack of a reader.
fn closed(error: io::Error) -> Failure {
    Failure::failed("stdout cannot be written", error)
}

/// A line of data on stdout. A reader that went away ends the command quietly.
pub(crate) fn line(text: impl AsRef<str>) -> Outcome<()> {
    bytes(format!("{}\n", text.as_ref()).as_bytes())
}

/// Bytes of data on stdout.
pub(crate) fn bytes(data: &[u8]) -> Outcome<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(data).and_then(|()| stdout.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            Err(Failure::new(Code::Failed, "the reader of stdout went away"))
        }
        Err(error) => Err(closed(error)),
    }
}

/// One JSON object on stdout.
pub(crate) fn json(value: &Value) -> Outcome<()> {
    line(value.to_string())
}

/// A table with a heading, columns as wide as their widest cell.
pub(crate) fn table(heading: &[&str], rows: &[Vec<String>]) -> Outcome<()> {
    line(table_text(heading, rows).trim_end())
}

/// The same as text, one line a row.
pub(crate) fn table_text(heading: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = heading.iter().map(|cell| cell.chars().count()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let heading: Vec<String> = heading.iter().map(|cell| (*cell).to_owned()).collect();
    let mut text = String::new();
    for row in core::iter::once(&heading).chain(rows) {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| {
                let gap = width.saturating_sub(cell.chars().count());
                format!("{cell}{}", " ".repeat(gap))
            })
            .collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}
