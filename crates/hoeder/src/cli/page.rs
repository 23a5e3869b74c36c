//! `docs/cli.md`, made from the command tree; the tests hold the file against it.

use super::Cli;
use crate::exit::Code;
use clap::{Command, CommandFactory};

/// The page.
fn page() -> String {
    let mut text = String::from(
        "# The command line\n\nMade from the program itself: `HOEDER_WRITE_PAGES=1 cargo test -p hoeder` writes it again.\n\n\
         Data goes to stdout, talk to stderr. `--json` prints one JSON object; `--quiet` leaves the talk out; `--no-input` never\n\
         asks; `NO_COLOR` is respected. Settings: see [operations](operations.md).\n\n## Exit codes\n\n| code | meaning |\n|---|---|\n",
    );
    for code in Code::ALL {
        text.push_str(&format!("| {} | {} |\n", code.number(), code.meaning()));
    }
    let mut root = Cli::command().term_width(100).disable_colored_help(true);
    root.build();
    section(&mut root, "hoeder", &mut text);
    text
}

fn section(command: &mut Command, name: &str, text: &mut String) {
    let help = command.render_long_help().to_string();
    let help: Vec<&str> = help.lines().map(str::trim_end).collect();
    text.push_str(&format!("\n## {name}\n\n```text\n{}\n```\n", help.join("\n").trim_end()));
    for inside in command.get_subcommands_mut() {
        if inside.get_name() != "help" {
            let name = format!("{name} {}", inside.get_name());
            section(inside, &name, text);
        }
    }
}

fn leaves<'a>(command: &'a Command, name: &str, found: &mut Vec<(String, &'a Command)>) {
    let mut inside = command.get_subcommands().peekable();
    if inside.peek().is_none() {
        found.push((name.to_owned(), command));
    }
    for command in inside {
        leaves(command, &format!("{name} {}", command.get_name()), found);
    }
}

/// Holds a file of the repository against what it should be, or writes it when asked to.
pub(crate) fn same_as_file(name: &str, fresh: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name);
    if std::env::var_os("HOEDER_WRITE_PAGES").is_some() {
        std::fs::write(&path, fresh).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == fresh, "{name} is out of date: HOEDER_WRITE_PAGES=1 cargo test -p hoeder");
}

#[test]
fn the_page_about_the_command_line_says_what_the_program_does() {
    same_as_file("docs/cli.md", &page());
}

#[test]
fn the_example_of_the_settings_holds_every_setting_and_no_other() {
    same_as_file("packaging/config.example.toml", &crate::config::keys::example());
}

#[test]
fn the_help_of_every_command_ends_with_two_examples() {
    let root = Cli::command();
    let mut found = Vec::new();
    leaves(&root, "hoeder", &mut found);
    assert!(found.len() > 20);
    for (name, command) in found {
        let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let examples = after.split("Examples:").nth(1).unwrap_or_default();
        assert_eq!(examples.matches("  hoeder ").count(), 2, "{name}: {after}");
        assert!(examples.contains(&format!("{name} ")) || examples.contains(&name), "{name}: {after}");
    }
}

#[test]
fn the_command_tree_is_sound() {
    Cli::command().debug_assert();
}
