//! What a person at the terminal relies on: exit codes, refusals with their place, a log that can be carried and checked.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn hoeder(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hoeder"));
    command.args(arguments).env_remove("NO_COLOR").stdin(Stdio::null());
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("HOEDER__")) {
        command.env_remove(name);
    }
    command
}

fn run(arguments: &[&str]) -> Output {
    hoeder(arguments).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn must(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(code(&output), 0, "{arguments:?}: {}", stderr(&output));
    stdout(&output)
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

const ZONE: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"naam":"Oost","nr":"9001"},
    "geometry":{"type":"Polygon","coordinates":[[[3.6,51.0],[3.9,51.0],[3.9,51.2],[3.6,51.2],[3.6,51.0]]]}}]}"#;
const BOW_TIE: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"naam":"Strik","nr":"9002"},
    "geometry":{"type":"Polygon","coordinates":[[[4.0,51.0],[4.2,51.2],[4.2,51.0],[4.0,51.2],[4.0,51.0]]]}}]}"#;

/// A data folder with a room, a zone and an operator.
fn furnished(folder: &Path) -> String {
    let data = folder.join("data").display().to_string();
    let (zones, password) =
        (write(folder, "zones.geojson", ZONE), write(folder, "pw", "een lang wachtwoord\n"));
    must(&["room", "add", "--name", "Gent", "--own", "--data", &data]);
    must(&["import", "zones", &zones, "--data", &data]);
    let account = ["account", "add", "--login", "els", "--name", "Els", "--role", "operator"];
    must(&[&account[..], &["--password-file", &password, "--data", &data]].concat());
    data
}

/// A server; killed when dropped.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn serve(data: &str) -> Served {
    let arguments = ["serve", "--data", data, "--listen", "127.0.0.1:0", "--metrics-listen", "off", "--json"];
    let mut child = hoeder(&arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains("https://127.0.0.1:"), "{line}");
    Served(child)
}

#[test]
fn a_word_that_is_no_command_is_usage_and_a_mistyped_setting_is_answered_with_the_right_one() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(code(&run(&["frobnicate"])), 2);
    let file = write(folder.path(), "config.toml", "[server]\nlisen = \"127.0.0.1:8443\"\n");
    let output = run(&["config", "check", "--config", &file]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("there is no setting `server.lisen`"), "{}", stderr(&output));
    assert!(stderr(&output).contains("did you mean `server.listen`?"), "{}", stderr(&output));
    let output = hoeder(&["config", "show"]).env("HOEDER__ALARM__OWNROOM_S", "12").output().unwrap();
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("`alarm.own_room_s`"), "{}", stderr(&output));
}

#[test]
fn a_flag_wins_over_the_environment_that_over_the_files_and_those_over_the_default() {
    let folder = tempfile::tempdir().unwrap();
    let file =
        write(folder.path(), "config.toml", "[alarm]\nown_room_s = 8\n[server]\nlisten = \"127.0.0.1:1\"\n");
    std::fs::create_dir(folder.path().join("conf.d")).unwrap();
    write(&folder.path().join("conf.d"), "10.toml", "[alarm]\nown_room_s = 9\n");
    let show = |environment: Option<&str>| {
        let mut command = hoeder(&["config", "show", "--effective", "--json", "--config", &file]);
        if let Some(value) = environment {
            command.env("HOEDER__ALARM__OWN_ROOM_S", value);
        }
        let shown: serde_json::Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
        (shown["alarm.own_room_s"]["value"].clone(), shown["alarm.neighbour_room_s"]["value"].clone())
    };
    assert_eq!(show(None), (9.into(), 15.into()));
    assert_eq!(show(Some("12")), (12.into(), 15.into()));
    let redacted = must(&["config", "show", "--redacted", "--config", &file]);
    assert!(!redacted.contains("127.0.0.1"), "{redacted}");
}

#[test]
fn a_ring_that_crosses_itself_is_refused_with_its_place_and_nothing_of_the_file_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let data = furnished(folder.path());
    let file = write(folder.path(), "strik.geojson", BOW_TIE);
    let output = run(&["import", "zones", &file, "--data", &data]);
    assert_eq!(code(&output), 3);
    let said = stderr(&output);
    assert!(said.contains("Strik (feature 0): ring 0: the ring meets itself: segments 0 and 2"), "{said}");
    assert!(said.contains("latitude 51.1000000, longitude 4.1000000"), "{said}");
    let zones = must(&["zone", "list", "--json", "--data", &data]);
    assert!(zones.contains("9001") && !zones.contains("9002"), "{zones}");
}

#[test]
fn a_zone_that_comes_again_ends_its_earlier_version_and_keeps_its_id() {
    let folder = tempfile::tempdir().unwrap();
    let data = furnished(folder.path());
    let file = write(folder.path(), "again.geojson", ZONE);
    must(&["import", "zones", &file, "--valid-from", "2027-01-01", "--data", &data]);
    let zones: serde_json::Value =
        serde_json::from_str(&must(&["zone", "list", "--json", "--data", &data])).unwrap();
    let zones = zones["zones"].as_array().unwrap();
    assert_eq!(zones.len(), 2);
    assert_eq!(zones[0]["id"], zones[1]["id"]);
    assert_eq!(zones[0]["valid_until"], "2026-12-31T23:00:00.000Z");
    assert_eq!(zones[1]["valid_from"], "2026-12-31T23:00:00.000Z");
}

// Proves FL-30, FL-31: the whole log as a file, imported byte-equal, and one flipped byte found and located.
#[test]
fn an_export_verifies_comes_back_the_same_and_one_flipped_byte_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let data = furnished(folder.path());
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (out, keys, other) = (path("day.hoeder"), path("day.keys"), path("other"));
    must(&["export", "--data", &data, "--out", &out]);
    must(&["keys", "export", "--data", &data, "--out", &keys]);
    let report: serde_json::Value = serde_json::from_str(&must(&["verify", &out, "--json"])).unwrap();
    assert_eq!(report["valid"], true);
    assert_eq!(report["records"], report["signed_through"]);
    std::fs::create_dir(&other).unwrap();
    std::fs::copy(folder.path().join("data/master.key"), folder.path().join("other/master.key")).unwrap();
    must(&["import", "log", &out, "--keys", &keys, "--data", &other]);
    let again = hoeder(&["export", "--data", &other]).output().unwrap().stdout;
    assert!(again == std::fs::read(&out).unwrap(), "the export of the import is the export");
    assert_eq!(
        code(&run(&["import", "log", &out, "--data", &other])),
        5,
        "a store that is not empty is left alone"
    );
    let mut bytes = again;
    let place = bytes.len() / 2;
    bytes[place] ^= 1;
    std::fs::write(path("bad.hoeder"), &bytes).unwrap();
    let output = run(&["verify", &path("bad.hoeder")]);
    assert_eq!(code(&output), 8);
    assert!(stdout(&output).contains("NOT INTACT: line "), "{}", stdout(&output));
    assert_eq!(code(&run(&["import", "log", &path("bad.hoeder"), "--data", &path("third")])), 8);
}

#[test]
fn a_command_leaves_the_log_of_a_running_server_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = furnished(folder.path());
    let served = serve(&data);
    let output = run(&["account", "disable", "els", "--data", &data]);
    assert_eq!(code(&output), 5);
    assert!(stderr(&output).contains("another program works in"), "{}", stderr(&output));
    must(&["export", "--data", &data, "--out", &folder.path().join("live.hoeder").display().to_string()]);
    drop(served);
    must(&["account", "disable", "els", "--data", &data]);
    assert!(must(&["account", "list", "--data", &data]).contains("disabled"));
}

#[test]
fn the_doctor_says_what_is_missing_with_exit_8_and_is_content_with_a_furnished_folder() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("nothing").display().to_string();
    let output = run(&["doctor", "--json", "--data", &empty, "--listen", "127.0.0.1:0"]);
    assert_eq!(code(&output), 8);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let state = |report: &serde_json::Value, name: &str| {
        let checks = report["checks"].as_array().unwrap();
        checks.iter().find(|check| check["check"] == name).map(|check| check["state"].clone())
    };
    assert_eq!(state(&report, "data folder"), Some("fail".into()));
    assert_eq!(state(&report, "store"), Some("fail".into()));
    let data = furnished(folder.path());
    let output = run(&["doctor", "--json", "--data", &data, "--listen", "127.0.0.1:0"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(code(&output), 0, "{report}");
    assert_eq!(state(&report, "zones"), Some("ok".into()));
    // Somebody else listens where the server should.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = run(&["doctor", "--json", "--data", &data, "--listen", &address]);
    assert_eq!(code(&output), 8);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(state(&report, "listen"), Some("fail".into()));
}

#[test]
fn every_exit_code_is_given_for_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let data = furnished(folder.path());
    let nonsense = write(folder.path(), "nonsense.geojson", "{}");
    assert_eq!(code(&run(&["import", "zones", &nonsense, "--dry-run"])), 1);
    assert_eq!(code(&run(&["account", "disable", "nobody", "--data", &data])), 4);
    assert_eq!(code(&run(&["verify", &folder.path().join("nowhere").display().to_string()])), 4);
    let nobody = "postgres://127.0.0.1:1/nothing?connect_timeout=2";
    assert_eq!(code(&run(&["export", "--data", &data, "--store", nobody])), 7);
    let open_secret = run(&["export", "--data", &data, "--store", "postgres://me:secret@127.0.0.1/x"]);
    assert_eq!(code(&open_secret), 2);
    assert!(!stderr(&open_secret).contains("secret@"), "a password is not repeated");
    let open_door = run(&["serve", "--data", &data, "--listen", "0.0.0.0:0"]);
    assert_eq!(code(&open_door), 2, "no certificate, and an address that others reach");
    std::fs::write(Path::new(&data).join("THIS-IS-A-DEMO"), "").unwrap();
    assert_eq!(code(&run(&["serve", "--data", &data, "--listen", "127.0.0.1:0"])), 6);
}

#[test]
fn a_password_comes_from_stdin_and_never_from_an_argument() {
    let folder = tempfile::tempdir().unwrap();
    let data = furnished(folder.path());
    let add = ["account", "add", "--login", "jan", "--name", "Jan", "--role", "operator", "--data", &data];
    assert_eq!(code(&run(&[&add[..], &["--password", "een lang wachtwoord"]].concat())), 2);
    assert_eq!(code(&run(&[&add[..], &["--no-input"]].concat())), 2, "nobody can be asked");
    let mut child =
        hoeder(&[&add[..], &["--password-file", "-"]].concat()).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"een lang wachtwoord\n").unwrap();
    assert!(child.wait().unwrap().success());
    let short = write(folder.path(), "short", "kort\n");
    let other = ["account", "add", "--login", "piet", "--name", "P", "--role", "operator", "--data", &data];
    assert_eq!(code(&run(&[&other[..], &["--password-file", &short]].concat())), 2);
}

// Proves GN-05 at the command line, and that a newcomer of the demo is heard: a press over the real network is held.
#[test]
fn the_demo_gives_a_newcomer_a_code_with_which_a_press_is_held_and_its_folder_is_refused_by_a_server() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("demo").display().to_string();
    let demo = ["demo", "--headless", "--still", "--json", "--port", "0", "--data", &data];
    let mut child = hoeder(&demo).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let served = Served(child);
    let told: serde_json::Value = serde_json::from_str(&line).unwrap();
    let text = |name: &str| told[name].as_str().unwrap().to_owned();
    assert_eq!(told["accounts"].as_array().unwrap().len(), 25);
    assert_eq!(told["past_incidents"], 4);
    for language in ["teltonika", "http", "mqtt"] {
        let at = told["trackers"][language].as_str().unwrap();
        TcpStream::connect(at).unwrap_or_else(|error| panic!("{language} at {at}: {error}"));
    }
    let (url, code, trust) = (text("url"), text("pairing_code"), text("certificate_file"));
    let press = ["simulate", "handset", "--url", &url, "--code", &code, "--trust", &trust, "--seconds", "5"];
    assert!(must(&press).contains("held "));
    let again = run(&press);
    assert_eq!(self::code(&again), 4, "a code counts once");
    drop(served);
    let output = run(&["serve", "--data", &data, "--listen", "127.0.0.1:0"]);
    assert_eq!(self::code(&output), 6, "{}", stderr(&output));
    let output = run(&["demo", "--headless", "--port", "0", "--data", &furnished(folder.path())]);
    assert_eq!(self::code(&output), 6, "the demo keeps out of a folder that it did not make");
}

/// Proves FL-03: the protocols of an alarm are a file that one prints, changes, checks and names in the settings.
#[test]
fn protocols_are_printed_changed_checked_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let shipped = must(&["protocols", "show"]);
    assert!(shipped.contains("kind = \"unidentified\""));
    let own = write(folder.path(), "own.toml", &shipped.replace("due_s = 10\n", "due_s = 12\n"));
    assert!(stderr(&run(&["protocols", "check", &own])).contains("danger 9 steps, unidentified 5 steps"));
    let config = write(
        folder.path(),
        "config.toml",
        &format!("[server]\nlisten = \"127.0.0.1:0\"\n[alarm]\nprotocols = \"{own}\"\n"),
    );
    assert!(must(&["protocols", "show", "--config", &config]).contains("due_s = 12"));
    must(&["config", "check", "--config", &config]);
    let bad = write(folder.path(), "bad.toml", &shipped.replace("act = \"ask\"", "act = \"phone\""));
    let refused = run(&["protocols", "check", &bad]);
    assert_eq!(code(&refused), 2);
    assert!(stderr(&refused).contains("unknown variant `phone`"), "{}", stderr(&refused));
    let config = write(
        folder.path(),
        "config.toml",
        &format!("[server]\nlisten = \"127.0.0.1:0\"\n[alarm]\nprotocols = \"{bad}\"\n"),
    );
    assert_eq!(code(&run(&["config", "check", "--config", &config])), 2);
}

/// Proves FL-03: likewise the protocols of alerts.
#[test]
fn the_protocols_of_alerts_are_printed_changed_checked_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let shipped = must(&["protocols", "show", "--of", "alerts"]);
    assert!(shipped.contains("kind = \"could-be-near\""));
    let own = write(folder.path(), "own.toml", &format!("# ours\n{shipped}"));
    let checked = run(&["protocols", "check", "--of", "alerts", &own]);
    assert!(stderr(&checked).contains("17 kinds of alerts"), "{}", stderr(&checked));
    assert_eq!(code(&run(&["protocols", "check", &own])), 2, "they are none of alarms");
    let config = write(
        folder.path(),
        "config.toml",
        &format!("[server]\nlisten = \"127.0.0.1:0\"\n[tracking]\nprotocols = \"{own}\"\n"),
    );
    assert!(must(&["protocols", "show", "--of", "alerts", "--config", &config]).starts_with("# ours"));
    let bad = write(folder.path(), "bad.toml", &shipped.replace("act = \"take\"", "act = \"phone\""));
    let refused = run(&["protocols", "check", "--of", "alerts", &bad]);
    assert_eq!(code(&refused), 2);
    assert!(stderr(&refused).contains("unknown variant `phone`"), "{}", stderr(&refused));
}

#[test]
fn an_installer_places_zones_with_an_office_and_seats_its_people() {
    let folder = tempfile::tempdir().unwrap();
    let data = furnished(folder.path());
    let password = folder.path().join("pw").display().to_string();
    fn with<'a>(arguments: &[&'a str], data: &'a str) -> Vec<&'a str> {
        [arguments, &["--data", data]].concat()
    }
    let add = |login: &str, role: &str, seat: &[&str]| {
        let account = ["account", "add", "--login", login, "--name", login, "--role", role];
        run(&with(&[&account[..], &["--password-file", &password], seat].concat(), &data))
    };
    let early = run(&with(&["office", "add", "--name", "Gent", "--district", "Oost-Vlaanderen"], &data));
    assert_eq!(code(&early), 4, "{}", stderr(&early));
    must(&with(&["district", "add", "--name", "Oost-Vlaanderen", "--code", "OVL"], &data));
    let id = must(&with(&["office", "add", "--name", "Gent", "--code", "G", "--district", "ovl"], &data));
    assert_eq!(code(&add("ref", "reference-magistrate", &[])), 2);
    assert_eq!(code(&add("ref", "reference-magistrate", &["--office", "gent"])), 0);
    assert_eq!(code(&add("spoc", "district-spoc", &["--district", "OVL"])), 0);
    assert_eq!(code(&add("dso", "victim-reception", &["--office", "Nowhere"])), 4);
    // The same name is the same office: what is not said again stays.
    let again =
        must(&with(&["office", "add", "--name", "Gent", "--district", "OVL", "--reference", "ref"], &data));
    assert_eq!(id, again);
    let json = |what: &str| -> serde_json::Value {
        serde_json::from_str(&must(&with(&[what, "list", "--json"], &data))).unwrap()
    };
    assert_eq!(json("zone")["zones"][0]["office"], serde_json::Value::Null);
    assert_eq!(
        code(&run(&with(&["zone", "place", "--code", "9001", "--office", "G", "--since", "soon"], &data))),
        2
    );
    must(&with(&["zone", "place", "--code", "9001", "--office", "G", "--since", "2023-04-03"], &data));
    let zone = &json("zone")["zones"][0];
    assert_eq!((&zone["office"], &zone["rolled_out_since"]), (&"Gent".into(), &"2023-04-03".into()));
    let office = &json("office")["offices"][0];
    assert_eq!((&office["code"], &office["district"]), (&"G".into(), &"Oost-Vlaanderen".into()));
    assert_eq!((&office["reference_magistrate"], &office["zones"]), (&"ref".into(), &1.into()));
    assert_eq!(json("district")["districts"][0]["code"], "OVL");
    let accounts = json("account");
    let of = |login: &str| {
        accounts["accounts"].as_array().unwrap().iter().find(|one| one["login"] == login).unwrap().clone()
    };
    assert_eq!((&of("ref")["office"], &of("spoc")["district"]), (&"Gent".into(), &"Oost-Vlaanderen".into()));
}
