//! What a replay promises: the examples of its page work, the same input gives the same bytes, bad input is named by its line.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn replay(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hoeder"));
    command.args(["track", "replay", "--quiet"]).args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/track-replay.md");
    std::fs::read_to_string(path).unwrap()
}

/// The first block of that form on the page.
fn example(form: &str) -> String {
    let page = page();
    let after = page.split_once(&format!("```{form}\n")).unwrap().1;
    after.split_once("```").unwrap().0.to_owned()
}

struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }
    fn write(&self, name: &str, text: &str) -> String {
        let path: PathBuf = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }
}

fn lines(output: &Output) -> Vec<Value> {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn kinds(lines: &[Value]) -> Vec<&str> {
    lines
        .iter()
        .filter(|line| line["change"] == "raised")
        .map(|line| line["kind"].as_str().unwrap())
        .collect()
}

#[test]
fn the_examples_of_the_page_are_played_and_twice_to_the_same_bytes() {
    let files = Files::new();
    let (orders, fixes) =
        (files.write("orders.json", &example("json")), files.write("fixes", &example("ndjson")));
    let first = replay(&["--orders", &orders, "--fixes", &fixes]);
    let found = lines(&first);
    assert_eq!(String::from_utf8_lossy(&first.stdout), example("alerts"), "the page shows what comes out");
    assert_eq!(kinds(&found), ["tampered", "near"]);
    let near = found.iter().find(|line| line["kind"] == "near").unwrap();
    assert_eq!(
        (&near["pair"], &near["severity"], &near["late"]),
        (&"case-1".into(), &"certain".into(), &false.into())
    );
    assert_eq!(near["evidence"].as_array().unwrap().len(), 2);
    assert!(near["reason"].as_str().unwrap().contains("nearer than the alarm distance"));
    let out = files.0.path().join("out.ndjson").display().to_string();
    assert_eq!(replay(&["--orders", &orders, "--fixes", &fixes, "--out", &out]).status.code(), Some(0));
    assert_eq!(std::fs::read(&out).unwrap(), first.stdout);
}

#[test]
fn gpx_and_files_of_the_owntracks_recorder_are_played_beside_our_own() {
    let files = Files::new();
    let orders = files.write("orders.json", &example("json"));
    let gpx = example("gpx").replace("</trkseg>", "<trkpt lat=\"51.0543\" lon=\"3.7020\"><ele>4</ele><time>2026-11-22T10:06:00Z</time><hdop>1</hdop></trkpt></trkseg>");
    let band = files.write("band.gpx", &gpx);
    let phone = files.write(
        "phone.rec",
        "2026-11-22T10:00:02Z\t*                 \t{\"_type\":\"location\",\"lat\":51.0543,\"lon\":3.7,\"tst\":1795341600,\"acc\":8,\"tid\":\"phone\",\"batt\":70,\"vel\":0}\n\
         2026-11-22T10:00:05Z\tlwt               \t{\"_type\":\"lwt\",\"tst\":1795341600}\n",
    );
    let found = lines(&replay(&["--orders", &orders, "--fixes", &band, "--fixes", &phone]));
    assert!(kinds(&found).contains(&"near"), "{found:?}");
}

#[test]
fn what_cannot_be_understood_is_named_by_its_file_and_line_and_nothing_is_written() {
    let files = Files::new();
    let orders = files.write("orders.json", &example("json"));
    let good = example("ndjson");
    let first = good.lines().next().unwrap();
    for (second, said) in [
        ("{\"carrier\":\"phone\"", "line 2"),
        ("{\"carrier\":\"nobody\",\"fixed_at\":\"2026-11-22T10:00:00Z\"}", "no carrier `nobody`"),
        ("{\"carrier\":\"band\",\"fixed_at\":\"yesterday\"}", "`yesterday` is not a time"),
        (
            "{\"carrier\":\"band\",\"fixed_at\":\"2026-11-22T10:00:00Z\",\"lat\":91,\"lon\":3}",
            "latitude must be",
        ),
        ("{\"carrier\":\"band\",\"fixed_at\":\"2026-11-22T10:00:00Z\",\"lat\":51}", "come together"),
        (
            "{\"carrier\":\"band\",\"fixed_at\":\"2026-11-22T10:00:00Z\",\"flags\":[\"dance\"]}",
            "`dance` is no flag",
        ),
        ("{\"carrier\":\"band\",\"fixed_at\":\"2026-11-22T10:00:00Z\",\"altitude\":3}", "unknown field"),
    ] {
        let fixes = files.write("fixes", &format!("{first}\n{second}\n"));
        let output = replay(&["--orders", &orders, "--fixes", &fixes]);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{text}");
        assert!(text.contains(said) && text.contains("line 2"), "{text}");
        assert!(output.stdout.is_empty());
    }
    for (from, to, said) in [
        ("\"alarm_m\": 500", "\"alarm_m\": 5000", "the warning no nearer than the alarm"),
        ("\"offender\": \"band\"", "\"offender\": \"nobody\"", "order the carrier first"),
        ("[3.73, 51.05], [3.73, 51.06]", "[3.73, 51.06], [3.73, 51.05]", "the ring meets itself"),
        ("\"day\": \"mon\"", "\"day\": \"maandag\"", "is no day"),
        ("\"from\": \"07:30\"", "\"from\": \"half past\"", "is no time of day"),
        ("\"carriers\": [", "\"carriers\": {", "line 2"),
    ] {
        let text = example("json");
        assert!(text.contains(from), "{from}");
        let orders = files.write("bad.json", &text.replacen(from, to, 1));
        let fixes = files.write("fixes", &good);
        let output = replay(&["--orders", &orders, "--fixes", &fixes]);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{from}: {text}");
        assert!(text.contains(said), "{from}: {text}");
    }
    let absent = replay(&["--orders", "/nowhere/orders.json", "--fixes", "/nowhere/fixes"]);
    assert_eq!(absent.status.code(), Some(4));
}
