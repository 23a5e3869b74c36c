//! The file of a zone: however a Belgian spreadsheet writes it, every fault named, all or nothing, and never twice.

use super::columns::Need;
use super::place::{day, national_number};
use super::*;
use crate::cli::{Cli, Place};
use crate::command;
use crate::config::{Need as Asked, Settings};
use crate::exit::Code;
use crate::offline::{Ask, Offline};
use crate::out::Talk;
use clap::Parser as _;
use hoeder_engine::input::{Input, RosterOrder};
use hoeder_engine::roster::{District, Office, Room, Zone};
use hoeder_vocab::{CaseId, CivilDate, DistrictId, MeasureId, OfficeId, Position, ZoneId};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const OFFICE: OfficeId = OfficeId::from_u128(1);
const PAGE: &str = include_str!("../../../../docs/import-measures.md");

fn zone() -> Zone {
    let corner = |lat, lon| Position::from_e7(lat, lon).unwrap();
    let ring = [(510, 36), (510, 39), (512, 39), (512, 36), (510, 36)];
    Zone {
        id: ZoneId::from_u128(5),
        code: "5415".to_owned(),
        name: "Gent".to_owned(),
        valid_from: None,
        valid_until: None,
        shape: vec![vec![ring.map(|(lat, lon)| corner(lat * 1_000_000, lon * 1_000_000)).to_vec()]],
        office: Some(OFFICE),
        in_force_since: CivilDate::new(2023, 4, 3).ok(),
    }
}

fn office() -> Office {
    let (code, name) = ("O".to_owned(), "Oost-Vlaanderen".to_owned());
    Office { id: OFFICE, code, name, district: DistrictId::from_u128(1), reference_magistrate: None }
}

fn roster() -> Roster {
    let offices = BTreeMap::from([(OFFICE, office())]);
    let homeless = Zone {
        id: ZoneId::from_u128(6),
        code: "9".to_owned(),
        name: "Elders".to_owned(),
        office: None,
        ..zone()
    };
    Roster { zones: vec![zone(), homeless], offices, ..Roster::default() }
}

fn today() -> CivilDate {
    CivilDate::new(2026, 11, 22).unwrap()
}

fn placed(text: &str) -> Found {
    place(&read(text).unwrap(), &roster(), today())
}

/// The example with some cells changed; each pair is a column and its cell.
fn example(changes: &[(&str, &str)]) -> String {
    let cells = COLUMNS.iter().map(|column| {
        changes.iter().find(|(name, _)| *name == column.name).map_or(column.example, |(_, cell)| *cell)
    });
    let heading: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
    format!("{}\n{}\n", heading.join(";"), cells.collect::<Vec<_>>().join(";"))
}

/// The template is a file that can be imported, in both forms; and both say the same.
#[test]
fn the_template_is_a_file_that_can_be_imported() {
    let (csv, json) = (placed(&template_csv()), placed(&template_json()));
    assert_eq!(csv.faults, []);
    assert_eq!(json.faults, []);
    let measures = |found: &Found| found.orders.iter().map(|(_, order)| order.clone()).collect::<Vec<_>>();
    assert_eq!(measures(&csv), measures(&json));
    assert_eq!(csv.orders.len(), 1);
    assert_eq!(csv.orders[0].1.taken.extended_on, [CivilDate::new(2026, 3, 1).unwrap()]);
}

#[test]
fn separators_a_byte_order_mark_line_ends_and_belgian_dates_change_nothing() {
    let first = placed(&template_csv()).orders[0].1.clone();
    let belgian = template_csv().replace("2026-01-05", "5/1/2026").replace("2026-01-12", "12/01/2026");
    for text in [
        template_csv().replace(';', ","),
        template_csv().replace(';', "\t"),
        format!("\u{feff}{}", template_csv()),
        template_csv().replace('\n', "\r\n"),
        format!("{}\n;;;\n", template_csv()),
        belgian,
    ] {
        let found = placed(&text);
        assert_eq!(found.faults, []);
        assert_eq!(found.orders[0].1, first);
    }
    let lines: Vec<String> =
        template_csv().lines().map(|line| line.split(';').rev().collect::<Vec<_>>().join(";")).collect();
    assert_eq!(placed(&lines.join("\n")).orders[0].1, first, "the order of the columns is free");
}

/// Every fault by row and column, with what to do; a cell that is wrong is never taken as something else.
#[test]
fn every_fault_is_named_by_row_and_column() {
    let wrong = [
        ("number", ""),
        ("number", "a number that is far too long"),
        ("zone", "nowhere"),
        ("zone", "9"),
        ("office", "Antwerpen"),
        ("name", ""),
        ("born", "1988-02-30"),
        ("born", "31/04/1988"),
        ("born", "2199-01-01"),
        ("national_number", "88.05.17-001.00"),
        ("national_number", "12345"),
        ("language", "es"),
        ("phone", "0470 12 34 56"),
        ("relation", "friends"),
        ("requested_on", "yesterday"),
        ("granted_on", "2025-12-31"),
        ("granted_pv", ""),
        ("agreed_on", "2020-01-01"),
        ("active_since", "2026-01-11"),
        ("active_since", "2026-11-23"),
        ("incidents", "2026-03-01 2026-02-01"),
        ("extended_on", "2026-01-01"),
        ("ends_on", "2026-01-01"),
        ("ends_on", "2026-10-12"),
        ("ends_on", "2027-07-13"),
        ("visits", "2026-02-30"),
        ("reception_on", "tomorrow"),
        ("household", "2020-0001"),
    ];
    for (column, cell) in wrong {
        let found = placed(&example(&[(column, cell)]));
        let named =
            found.faults.iter().any(|fault| fault.row == 2 && fault.column.as_deref() == Some(column));
        assert!(named, "{column} = {cell}: {:?}", found.faults);
        assert!(found.faults.iter().all(|fault| !fault.hint.is_empty()), "{:?}", found.faults);
        assert!(found.orders.is_empty() || column == "household", "{column} = {cell}");
    }
    let shifted = placed(&example(&[("born", "An Voorbeeld")]));
    assert!(
        !shifted.faults[0].line().contains("Voorbeeld"),
        "no name on a screen: {}",
        shifted.faults[0].line()
    );
    let many = placed(&example(&[("zone", "x"), ("born", "x"), ("relation", "x"), ("ends_on", "x")]));
    assert_eq!(many.faults.len(), 4, "all at once: {:?}", many.faults);
}

#[test]
fn headings_and_numbers_that_do_not_fit_are_named() {
    let columns = |text: &str| -> Vec<Option<String>> {
        read(text).unwrap_err().into_iter().map(|fault| fault.column).collect()
    };
    assert!(columns("number;surprise\n1;2\n").contains(&Some("surprise".to_owned())));
    assert!(columns("number;number\n1;2\n").contains(&Some("number".to_owned())));
    let required = COLUMNS.iter().filter(|column| column.need == Need::Always).count();
    assert_eq!(columns("number\n1\n").len(), required - 1);
    assert_eq!(read("").unwrap_err().len(), 1);
    assert_eq!(read("{}").unwrap_err().len(), 1);
    assert_eq!(read("[7, {\"number\": 7}, {\"x\": \"y\"}]").unwrap_err().len(), 3);
    let twice = format!("{}{}\n", template_csv(), template_csv().lines().nth(1).unwrap());
    let found = placed(&twice);
    assert_eq!(found.faults.len(), 1);
    assert_eq!((found.faults[0].row, found.faults[0].column.as_deref()), (3, Some("number")));
}

#[test]
fn a_household_has_one_case_and_its_first_person_comes_first() {
    let lines: Vec<String> = template_csv().lines().map(str::to_owned).collect();
    let child = lines[1].replace("2026-0412;;", "2026-0413;2026-0412;");
    let found = placed(&[&lines[0], &child, &lines[1]].map(String::as_str).join("\n"));
    assert_eq!(found.faults, []);
    let cases: Vec<_> = found.orders.iter().map(|(row, order)| (*row, order.case.number.as_str())).collect();
    assert_eq!(cases, [(3, "2026-0412"), (2, "2026-0412")]);
    assert_eq!(found.orders[0].1.case.id, found.orders[1].1.case.id);
    assert_ne!(found.orders[0].1.person.id, found.orders[1].1.person.id);
}

#[test]
fn days_and_national_numbers_are_read_as_belgians_write_them() {
    for text in ["2026-11-22", "22/11/2026"] {
        assert_eq!(day(text), Some(today()));
    }
    for text in ["22-11-2026", "22/11/26", "11/22/2026", "2026-13-01", "29/02/2026", "", "22/11/2026/1"] {
        assert_eq!(day(text), None, "{text}");
    }
    let born = |year| CivilDate::new(year, 4, 2).ok();
    assert_eq!(national_number("60.04.02-001.63", born(1960)), Ok("60040200163".to_owned()));
    assert!(national_number("60.04.02-001.64", born(1960)).is_err());
    assert!(national_number("60040200163", born(2004)).is_err(), "of the other century");
    assert!(national_number("6004020016", None).is_err());
}

/// The page says what each column holds, as the program knows it.
#[test]
fn the_page_has_every_column_as_the_program_knows_it() {
    for column in COLUMNS {
        let need = if column.need == Need::Always { "yes" } else { "" };
        let row = format!("| `{}` | {need} | {} |", column.name, column.what);
        assert!(PAGE.contains(&row), "docs/import-measures.md lacks:\n{row}");
    }
    assert!(PAGE.contains(&template_csv()), "docs/import-measures.md lacks the example:\n{}", template_csv());
}

struct House {
    folder: tempfile::TempDir,
}

impl House {
    fn furnished() -> Self {
        let house = Self { folder: tempfile::tempdir().unwrap() };
        let mut offline = Offline::open(&house.settings()).unwrap();
        let room = hoeder_server::Config::local(house.data()).cell.own_room;
        let district =
            District { id: DistrictId::from_u128(1), code: String::new(), name: "Oost".to_owned() };
        let orders = vec![
            RosterOrder::PutRoom(Room { id: room, name: "Gent".to_owned(), neighbours: Vec::new() }),
            RosterOrder::PutDistrict(district),
            RosterOrder::PutOffice(office()),
            RosterOrder::PutZone(zone()),
        ];
        offline.order(orders).unwrap();
        offline.close().unwrap();
        house
    }
    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }
    fn settings(&self) -> Settings {
        let cli = Cli::parse_from(["hoeder", "--quiet", "openapi"]);
        let place = Place { data: Some(self.data()), store: None };
        command::settings(&cli.switches, &place, &[], Asked::Log).unwrap()
    }
    fn import(&self, text: &str, more: &[&str]) -> Result<Code, Code> {
        let file = self.folder.path().join("measures.csv");
        std::fs::write(&file, text).unwrap();
        let (file, data) = (file.display().to_string(), self.data().display().to_string());
        let arguments = [&["hoeder", "--quiet", "import", "measures", &file, "--data", &data], more].concat();
        let cli = Cli::parse_from(arguments);
        let talk = Talk::new(&cli.switches);
        command::run(cli, talk).map_err(|failure| failure.code())
    }
    fn measures(&self) -> usize {
        Offline::rehearse(&self.settings()).unwrap().known.measures.len()
    }
    fn bytes(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let files = std::fs::read_dir(self.data()).unwrap().map(|entry| entry.unwrap().path());
        files
            .filter(|path| path.is_file())
            .map(|path| (path.clone(), std::fs::read(&path).unwrap()))
            .collect()
    }
}

fn three() -> String {
    let lines: Vec<String> = template_csv().lines().map(str::to_owned).collect();
    let others = ["2026-0413", "2026-0414"].map(|number| lines[1].replace("2026-0412", number));
    [lines[0].clone(), lines[1].clone(), others[0].clone(), others[1].clone()].join("\n")
}

/// A dry run changes no byte of the data folder; the run after it takes all in; a second one takes nothing in twice.
#[test]
fn a_dry_run_changes_no_byte_and_a_second_run_imports_nothing_twice() {
    let house = House::furnished();
    let before = house.bytes();
    assert_eq!(house.import(&three(), &["--dry-run"]), Ok(Code::Ok));
    assert_eq!(house.import(&three(), &["--dry-run", "--json"]), Ok(Code::Ok));
    assert!(house.bytes() == before, "a byte of the store changed");
    assert_eq!(house.import(&three(), &[]), Ok(Code::Ok));
    assert_eq!(house.measures(), 3);
    let after = house.bytes();
    assert_eq!(house.import(&three(), &[]), Ok(Code::Ok));
    assert!(house.bytes() == after, "the second run wrote something");
    let more =
        format!("{}\n{}", three(), template_csv().lines().nth(1).unwrap().replace("2026-0412", "2026-0415"));
    assert_eq!(house.import(&more, &["--json"]), Ok(Code::Ok));
    assert_eq!(house.measures(), 4, "only the new one");
}

/// Nothing half-done: one fault in the last row, and none of the others is there either.
#[test]
fn one_fault_and_nothing_of_the_file_is_taken_in() {
    let house = House::furnished();
    let before = house.bytes();
    for (good, bad) in [("2027-07-12", "2027-07-13"), ("5415", "nowhere"), ("1988-05-17", "1988-02-30")] {
        let text = three();
        let (head, tail) = text.rsplit_once('\n').unwrap();
        let broken = format!("{head}\n{}", tail.replace(good, bad));
        assert_eq!(house.import(&broken, &[]), Err(Code::Refused), "{bad}");
    }
    assert_eq!(house.import("\u{0}", &[]), Err(Code::Refused));
    assert!(house.bytes() == before, "something was written");
    assert_eq!(house.measures(), 0);
}

/// What the engine alone knows is a fault of its row too: a number that a case has already, or a number of another person.
#[test]
fn a_case_number_that_is_in_use_is_a_fault_of_its_row() {
    let house = House::furnished();
    let mut order = placed(&template_csv()).orders.remove(0).1;
    let other = CaseId::from_u128(77);
    (order.case.id, order.person.case, order.taken.request.case) = (other, other, other);
    order.measure = MeasureId::from_u128(78);
    let mut offline = Offline::open(&house.settings()).unwrap();
    let ask: Ask = Box::new(move |request| Input::TakeOver { request, order: Box::new(order) });
    assert_eq!(offline.ask_all(vec![ask]).unwrap(), []);
    offline.close().unwrap();
    let before = house.bytes();
    assert_eq!(house.import(&three(), &[]), Err(Code::Refused));
    assert!(house.bytes() == before);
    assert_eq!(house.measures(), 1);
}

#[test]
fn the_template_needs_no_store() {
    for form in ["csv", "json"] {
        let cli = Cli::parse_from(["hoeder", "--quiet", "import", "measures", "--template", form]);
        let talk = Talk::new(&cli.switches);
        assert!(matches!(command::run(cli, talk), Ok(Code::Ok)));
    }
    assert!(Cli::try_parse_from(["hoeder", "import", "measures"]).is_err());
    let missing = Path::new("/nowhere/at/all.csv").display().to_string();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let cli = Cli::parse_from(["hoeder", "--quiet", "import", "measures", &missing, "--data", &data]);
    let talk = Talk::new(&cli.switches);
    let code = command::run(cli, talk).map_err(|failure| failure.code());
    assert_eq!(code, Err(Code::NotFound));
}
