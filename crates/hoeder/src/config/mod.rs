//! Settings: a flag wins over the environment, that over the files of `conf.d`, those over the main file, that over
//! the default. A name that is not known is an error with the nearest one that is.
//!
//! Never here: secrets. They stand in files of their own, which `secret` reads.

mod circular;
pub(crate) mod keys;
mod sending;
mod settings;
mod trackers;
mod tracking;
mod values;
mod voice;

pub(crate) use settings::{LogFormat, Need, Settings, alert_protocols, protocols};
pub(crate) use values::{Origin, Values};

use crate::exit::{Failure, Outcome};
use std::path::{Path, PathBuf};

/// The main file, when no other is named.
pub(crate) const FILE: &str = "/etc/hoeder/config.toml";
const FOLDER: &str = "conf.d";
const ENVIRONMENT: &str = "HOEDER__";
const CREDENTIAL: &str = "credential:";

/// Reads the files, the environment and the flags, in that order.
///
/// # Errors
/// A file that was named and is not there, that is no TOML, an unknown name, or a value that does not fit.
pub(crate) fn read(named: Option<&Path>, flags: &[(&'static str, String)]) -> Outcome<Values> {
    let mut values = Values::defaults()?;
    for file in files(named)? {
        let text = std::fs::read_to_string(&file)
            .map_err(|e| Failure::usage(format!("{} cannot be read", file.display())).because(e))?;
        values.take_toml(&text, &Origin::File(file))?;
    }
    let mut variables: Vec<(String, String)> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| name.starts_with(ENVIRONMENT))
        .collect();
    variables.sort();
    for (name, value) in variables {
        let path = name.trim_start_matches(ENVIRONMENT).to_lowercase().replace("__", ".");
        values.take_text(&path, &value, Origin::Environment(name))?;
    }
    for (name, value) in flags {
        values.take_text(name, value, Origin::Flag)?;
    }
    Ok(values)
}

/// The main file and what lies in `conf.d` beside it, by name. The usual file may be absent.
fn files(named: Option<&Path>) -> Outcome<Vec<PathBuf>> {
    let main = named.unwrap_or(Path::new(FILE));
    if !main.exists() {
        return match named {
            Some(file) => Err(Failure::usage(format!("there is no file {}", file.display()))),
            None => Ok(Vec::new()),
        };
    }
    let mut files = vec![main.to_owned()];
    let folder = main.parent().unwrap_or(Path::new(".")).join(FOLDER);
    let mut more: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    more.sort();
    files.extend(more);
    Ok(files)
}

/// Where a secret lies: a file, or `credential:NAME` in the folder that systemd gives.
///
/// # Errors
/// When systemd gave no folder.
pub(crate) fn secret_path(setting: &str, value: &str) -> Outcome<PathBuf> {
    let Some(name) = value.strip_prefix(CREDENTIAL) else { return Ok(PathBuf::from(value)) };
    let folder = std::env::var_os("CREDENTIALS_DIRECTORY").ok_or_else(|| {
        Failure::usage(format!("{setting} names a credential, and systemd gave none"))
            .hint(format!("add LoadCredential={name}:/path/to/file to the unit, or name a file"))
    })?;
    Ok(Path::new(&folder).join(name))
}
