//! What a lawyer relies on: every shipped scenario is played, and one that does not go as written is told in plain words.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn check(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hoeder"));
    command.args(["law", "check"]).args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn law() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law")
}

fn scenario_file(folder: &Path, text: &str) -> String {
    let path = folder.join("case.toml");
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

/// Proves MS-01, MS-02, MS-03, MS-04, MS-05, MS-06, MS-07, MS-08, MS-09, MS-10, MS-11, MS-13, MS-14, MS-15, MS-17, MS-18, MS-19,
/// MS-20, MS-21, MS-22, MS-25, MS-26, MS-30, MS-31, MS-32, MS-33, MS-34, MS-35, MS-36, MS-37, MS-38, MS-39, AL-10, AL-11, AL-12,
/// AL-13, AL-19, EM-11, FL-23, FL-35: the scenarios of the circular, point by point.
#[test]
fn every_shipped_scenario_goes_as_the_circular_says() {
    let law = law();
    let output = check(&[law.to_str().unwrap(), "--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let differs: Vec<&Value> =
        report["scenarios"].as_array().unwrap().iter().filter(|one| one["passed"] != true).collect();
    assert!(differs.is_empty(), "{differs:#?}");
    assert_eq!(code(&output), 0, "{}", said(&output));
    assert!(report["passed"].as_u64().unwrap() >= 60);
}

#[test]
fn every_point_from_7_2_to_7_13_has_scenarios_and_no_name_stands_twice() {
    let law = law();
    let output = check(&[law.to_str().unwrap(), "--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let scenarios = report["scenarios"].as_array().unwrap();
    let points: Vec<&str> = scenarios.iter().map(|one| one["point"].as_str().unwrap()).collect();
    for point in [
        "7.2.1", "7.2.2", "7.2.3", "7.3.1", "7.3.2", "7.3.3", "7.3.4", "7.4.1", "7.4.2", "7.5.1", "7.5.2",
        "7.5.3", "7.5.4", "7.5.5", "7.5.6", "7.6", "7.7", "7.8.1", "7.8.2", "7.8.3", "7.8.4", "7.8.5",
        "7.8.6", "7.8.7", "7.9", "7.10.1", "7.10.2", "7.11.1", "7.11.2", "7.11.3", "7.12.1", "7.12.2",
        "7.12.3", "7.13.1", "7.13.2",
    ] {
        assert!(points.contains(&point), "{point} has no scenario");
    }
    let mut names: Vec<&str> = scenarios.iter().map(|one| one["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all);
}

#[test]
fn a_scenario_that_does_not_go_as_written_says_what_was_expected_and_what_was_found() {
    let folder = tempfile::tempdir().unwrap();
    let file = scenario_file(
        folder.path(),
        r#"
title = "7.10"
point = "7.10.1"
[[scenario]]
name = "Twelve months"
start = { at = "granted", on = 2026-01-15 }
[[scenario.step]]
on = 2026-01-15
does = "agree"
then = { stage = "running", ends_on = 2027-01-15, tasks = ["dance"], told = ["person: granted"], refused = "measure.not_now" }
"#,
    );
    let output = check(&[&file]);
    assert_eq!(code(&output), 8);
    let text = said(&output);
    for line in [
        "Twelve months",
        "step 1, 2026-01-15, agree",
        "answer: expected refused with measure.not_now, found accepted",
        "stage: expected running, found granted",
        "ends_on: expected 2027-01-15, found 2026-10-15",
        "task: expected `dance`, found ",
        "told: expected `person: granted`, found ",
        "1 scenarios in 1 files: 0 as written, 1 not",
    ] {
        assert!(text.contains(line), "{line} is not in:\n{text}");
    }
    let output = check(&[&file, "--json"]);
    assert_eq!(code(&output), 8);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["failed"], 1);
    assert_eq!(report["scenarios"][0]["name"], "Twelve months");
    assert!(report["scenarios"][0]["differs"].as_array().unwrap().len() > 4);
}

#[test]
fn a_mistake_in_a_file_is_named_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let head = "title = \"x\"\npoint = \"7.4\"\n[[scenario]]\nname = \"One\"\n";
    let step = "[[scenario.step]]\non = 2026-01-15\n";
    for (text, said_of_it) in [
        ("title = \"x\npoint", "TOML parse error"),
        (
            &format!("{head}{step}then = {{ stge = \"granted\" }}\n") as &str,
            "scenario 1 (One), step 1: unknown field `stge`",
        ),
        (&format!("{head}[[scenario.step]]\non = \"2026-02-30\"\n"), "scenario 1 (One), step 1: not a day"),
        (head, "scenario 1 (One): 1 to 500 steps"),
    ] {
        let output = check(&[&scenario_file(folder.path(), text)]);
        assert_eq!(code(&output), 2, "{text}");
        assert!(said(&output).contains(said_of_it), "{said_of_it} is not in:\n{}", said(&output));
    }
    for (step, said_of_it) in [
        ("does = \"danse\"\n", "there is no command `danse`; there are activate, "),
        (
            "does = \"hear\"\nwith = { wants_it = \"perhaps\" }\n",
            "the form of `hear`: wants_it: one of yes, no, unknown",
        ),
        (
            "does = \"hear\"\nwith = { on = \"2026-02-30\" }\n",
            "the form of `hear`: on: a day of the calendar that exists",
        ),
        (
            "does = \"hear\"\nwith = { pv = { kind = \"initial\", number = \"\" } }\n",
            "the form of `hear`: pv.number: a text of 1 to 40",
        ),
        ("does = \"hear\"\nwith = { wantsit = \"yes\" }\n", "unknown field `wantsit`"),
        (
            "does = \"hear\"\nwho = \"bishop of noord\"\n",
            "who: `bishop of noord`: person, system, or one of officer",
        ),
    ] {
        let output = check(&[&scenario_file(
            folder.path(),
            &format!("{head}[[scenario.step]]\non = 2026-01-15\n{step}"),
        )]);
        assert_eq!(code(&output), 8, "{step}");
        assert!(said(&output).contains(said_of_it), "{said_of_it} is not in:\n{}", said(&output));
    }
    assert_eq!(code(&check(&["/no/such/file.toml"])), 2);
    assert_eq!(code(&check(&[&scenario_file(folder.path(), "title = \"x\"\npoint = \"7\"\n")])), 4);
}
