//! Pages made from the command tree: the manual and the completions.
//!
//! Never here: their text, which stands beside the commands.

use crate::cli::Cli;
use crate::exit::{Code, Failure, Outcome};
use crate::out;
use clap::CommandFactory;

/// The description of the HTTP interface, as JSON.
pub(crate) fn openapi() -> Outcome {
    out::line(hoeder_server::openapi_json().trim_end())?;
    Ok(Code::Ok)
}

/// The manual page, troff.
pub(crate) fn man() -> Outcome {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command())
        .render(&mut page)
        .map_err(|e| Failure::failed("the manual page cannot be made", e))?;
    out::bytes(&page)?;
    Ok(Code::Ok)
}

/// Completions for a shell.
pub(crate) fn completions(shell: clap_complete::Shell) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "hoeder", &mut script);
    out::bytes(&script)?;
    Ok(Code::Ok)
}
