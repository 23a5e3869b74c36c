//! `export`, `import log`, `verify`, `keys`, `rebuild`, `retention`: the log as a file, and its upkeep.
//!
//! Never here: the form of the file (room `store`).

mod recordings;
mod sound;

use crate::cli::{ExportArgs, Form, ImportLog, KeysExport, Place, Switches, VerifyArgs};
use crate::command::settings;
use crate::config::Need;
use crate::exit::{Code, Failure, Outcome};
use crate::home;
use crate::offline::now;
use crate::out::{self, Talk, Tone};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hoeder_engine::entry::Subject;
use hoeder_store::export::ExportError;
use hoeder_store::import::ImportError;
use hoeder_store::{export, import, retention, verify};
use serde_json::json;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

const STDIO: &str = "-";

pub(super) fn export(arguments: &ExportArgs, switches: &Switches, talk: Talk) -> Outcome {
    let settings = settings(switches, &arguments.place, &[], Need::Log)?;
    let mut log = home::open_log(&settings)?;
    let mut progress = |seq: hoeder_vocab::Seq| {
        if seq.0.is_multiple_of(10_000) {
            talk.say(format!("record {}", seq.0));
        }
    };
    let cell = settings.server.cell.cell;
    let exported = if arguments.out == Path::new(STDIO) {
        let mut out = BufWriter::new(io::stdout().lock());
        export::export(log.as_mut(), cell, &mut out, &mut progress).map_err(not_exported)?
    } else {
        let mut out = BufWriter::new(fresh(&arguments.out)?);
        let exported = export::export(log.as_mut(), cell, &mut out, &mut progress).map_err(not_exported)?;
        kept(&arguments.out, out)?;
        exported
    };
    talk.say(format!(
        "{} records, {} checkpoints, {} positions, {} documents; digest {}",
        exported.records, exported.checkpoints, exported.fixes, exported.files, exported.digest
    ));
    Ok(Code::Ok)
}

fn not_exported(error: ExportError) -> Failure {
    match error {
        ExportError::Store(source) => {
            Failure::new(Code::Unreachable, "the log cannot be read").because(source)
        }
        ExportError::Io(source) => Failure::failed("the export cannot be written", source),
    }
}

/// A new file for its owner only; one that is there is not overwritten.
fn fresh(path: &Path) -> Outcome<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(|e| {
        let code = if e.kind() == io::ErrorKind::AlreadyExists { Code::Conflict } else { Code::Failed };
        Failure::new(code, format!("{} cannot be made", path.display())).because(e)
    })
}

fn kept(path: &Path, out: BufWriter<File>) -> Outcome<()> {
    let unwritten = |e: io::Error| Failure::failed(format!("{} cannot be written", path.display()), e);
    out.into_inner().map_err(|e| unwritten(e.into_error()))?.sync_all().map_err(unwritten)
}

fn opened(path: &Path) -> Outcome<Box<dyn BufRead>> {
    if path == Path::new(STDIO) {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let file = File::open(path)
        .map_err(|e| Failure::new(Code::NotFound, format!("{} cannot be read", path.display())).because(e))?;
    Ok(Box::new(BufReader::with_capacity(1 << 18, file)))
}

pub(super) fn verify(arguments: &VerifyArgs, talk: Talk) -> Outcome {
    let input = opened(&arguments.file)?;
    let report = match &arguments.public_key {
        None => verify::verify(input),
        Some(text) => verify::verify_with_key(input, &public_key(text)?),
    }
    .map_err(|e| Failure::failed("the export cannot be read", e))?;
    let problem = report.problem.as_ref();
    let recordings = match &arguments.recordings {
        Some(folder) => recordings::compare(folder, &report.recordings)?,
        None => recordings::Compared::default(),
    };
    let sound = match &arguments.sound {
        Some(file) => Some(sound::read(file)?),
        None => None,
    };
    let sound = sound.as_ref().map(|file| sound::Compared::new(file, &report));
    let as_named = recordings.faults.is_empty() && sound.as_ref().is_none_or(sound::Compared::is_as_named);
    let valid = report.is_valid() && as_named;
    if arguments.form.json {
        out::json(&json!({
            "valid": valid, "cell": report.cell.map(|cell| cell.to_string()), "records": report.records,
            "checkpoints": report.checkpoints, "fixes": report.fixes, "files": report.files,
            "signed_through": report.signed_through.0,
            "checkpoint_keys": report.checkpoint_keys,
            "recordings": recordings.intact, "recordings_erased": recordings.erased,
            "recording_faults": recordings.faults,
            "sound": sound.as_ref().map(sound::Compared::json),
            "problem": problem.map(|p| json!({"line": p.line, "seq": p.seq.map(|seq| seq.0), "what": p.what})),
        }))?;
    } else if let Some(problem) = problem {
        let seq = problem.seq.map_or(String::new(), |seq| format!(", record {}", seq.0));
        let verdict = talk.tone(Tone::Bad, "NOT INTACT");
        out::line(format!("{verdict}: line {}{seq}: {}", problem.line, problem.what))?;
        out::line(format!("{} records before it are intact", report.records))?;
    } else {
        let verdict = talk.tone(Tone::Good, "intact");
        out::line(format!(
            "{verdict}: {} records, {} checkpoints, {} positions, {} documents; signed up to record {}",
            report.records, report.checkpoints, report.fixes, report.files, report.signed_through.0
        ))?;
        for key in &report.checkpoint_keys {
            out::line(format!("signed with {key}: compare it with the key that the installation gave you"))?;
        }
    }
    if !arguments.form.json && arguments.recordings.is_some() {
        let (intact, erased) = (recordings.intact, recordings.erased);
        out::line(format!("{intact} recordings are as the log names them; {erased} are erased"))?;
        for fault in &recordings.faults {
            out::line(format!("{}: {fault}", talk.tone(Tone::Bad, "NOT INTACT")))?;
        }
    }
    if !arguments.form.json
        && let Some(sound) = &sound
    {
        sound.say(talk)?;
    }
    Ok(if valid { Code::Ok } else { Code::Found })
}

fn public_key(text: &str) -> Outcome<[u8; 32]> {
    STANDARD.decode(text).ok().and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| {
        Failure::usage("--public-key is no key")
            .hint("expected: 44 characters of base64, as `hoeder doctor` prints")
    })
}

pub(super) fn import(arguments: &ImportLog, switches: &Switches, talk: Talk) -> Outcome {
    let settings = settings(switches, &arguments.place, &[], Need::Log)?;
    let _lock = home::lock(&settings.server.data)?;
    let mut log = home::open_or_make_log(&settings)?;
    let mut progress = |seq: hoeder_vocab::Seq| {
        if seq.0.is_multiple_of(10_000) {
            talk.say(format!("record {}", seq.0));
        }
    };
    let imported =
        import::import(log.as_mut(), opened(&arguments.file)?, &mut progress).map_err(not_imported)?;
    talk.say(format!(
        "{} records, {} checkpoints, {} positions, {} documents for cell {}",
        imported.records, imported.checkpoints, imported.fixes, imported.files, imported.cell
    ));
    if imported.missing > 0 {
        talk.say(format!(
            "{} documents that the log names are not in the export: `hoeder verify` says which",
            imported.missing
        ));
    }
    if let Some(keys) = &arguments.keys {
        let count = import::import_keys(log.as_mut(), imported.cell, opened(keys)?).map_err(not_imported)?;
        talk.say(format!("{count} keys; the master key must be that of the old installation"));
    } else {
        talk.say("no keys: what is personal stays sealed");
    }
    log.use_cell(imported.cell);
    log.rebuild_read_models().map_err(|e| Failure::failed("the read models cannot be built", e))?;
    if imported.cell != settings.server.cell.cell {
        talk.say(format!("set cell.id to {} before the server starts on it", imported.cell));
    }
    Ok(Code::Ok)
}

fn not_imported(error: ImportError) -> Failure {
    match error {
        ImportError::Problem(problem) => {
            Failure::new(Code::Found, "the export is not intact; nothing was taken")
                .because(problem.to_string())
                .hint("`hoeder verify` says more")
        }
        ImportError::Io(source) => Failure::failed("the export cannot be read", source),
        ImportError::Store(source) => {
            Failure::new(Code::Conflict, "the store does not take it").because(source)
        }
        ImportError::KeyLine(line) => {
            Failure::failed("the key file cannot be read", format!("line {line} is malformed"))
        }
    }
}

pub(super) fn export_keys(arguments: &KeysExport, switches: &Switches, talk: Talk) -> Outcome {
    let settings = settings(switches, &arguments.place, &[], Need::Log)?;
    let mut log = home::open_log(&settings)?;
    let cell = settings.server.cell.cell;
    let count = if arguments.out == Path::new(STDIO) {
        export::export_keys(log.as_mut(), cell, &mut io::stdout().lock()).map_err(not_exported)?
    } else {
        let mut out = BufWriter::new(fresh(&arguments.out)?);
        let count = export::export_keys(log.as_mut(), cell, &mut out).map_err(not_exported)?;
        out.flush().map_err(|e| Failure::failed("the keys cannot be written", e))?;
        kept(&arguments.out, out)?;
        count
    };
    talk.say(format!(
        "{count} wrapped keys: carry them apart from the export, and destroy them once imported"
    ));
    Ok(Code::Ok)
}

pub(super) fn rebuild(place: &Place, switches: &Switches, talk: Talk) -> Outcome {
    let settings = settings(switches, place, &[], Need::Log)?;
    let _lock = home::lock(&settings.server.data)?;
    let mut log = home::open_log(&settings)?;
    log.rebuild_read_models().map_err(|e| Failure::failed("the read models cannot be built", e))?;
    talk.say("the read models are built again from the log");
    Ok(Code::Ok)
}

pub(super) fn apply_retention(place: &Place, form: Form, switches: &Switches, talk: Talk) -> Outcome {
    let settings = settings(switches, place, &[], Need::Log)?;
    let mut log = home::open_log(&settings)?;
    let report = retention::apply_retention(log.as_mut(), now(), &settings.retention)
        .map_err(|e| Failure::new(Code::Unreachable, "the terms could not be applied").because(e))?;
    let due: Vec<String> = report.due.iter().map(|subject| subject_word(*subject)).collect();
    if form.json {
        out::json(
            &json!({"fixes_dropped": report.fixes, "proofs_dropped": report.proofs, "due_for_erasure": due}),
        )?;
    } else {
        out::line(format!("{} positions and {} proofs of life dropped", report.fixes, report.proofs))?;
        for subject in &due {
            out::line(format!("due for erasure, which a person orders in the console: {subject}"))?;
        }
    }
    talk.say("records stay: without their keys they say when and what, never about whom");
    Ok(Code::Ok)
}

fn subject_word(subject: Subject) -> String {
    match subject {
        Subject::Person(id) => format!("person {id}"),
        Subject::Case(id) => format!("case {id}"),
        Subject::Alarm(id) => format!("alarm {id}"),
        Subject::Account(id) => format!("account {id}"),
        Subject::Hotspot(id) => format!("hotspot {id}"),
        Subject::Carrier(id) => format!("carrier {id}"),
        Subject::Mandate(id) => format!("mandate {id}"),
        Subject::Incident(id) => format!("incident {id}"),
    }
}
