//! From rows to measures: each cell read, each fault named, ids that follow from the number so that a second run finds the first.
//!
//! Never here: the form of the file (`sheet`), and the rules that hold for whoever brings a measure (room `measure`).

use super::columns::{COLUMNS, Need};
use super::{Fault, Row};
use hoeder_engine::measures::TakeOver;
use hoeder_engine::roster::{
    Card, Case, CaseState, Language, Office, Person, PersonDetails, PersonKind, Zone,
};
use hoeder_measure::duration::{ExtensionReading, extended_end, first_end};
use hoeder_measure::request::{Honour, Origin, PvKind, PvRef, Relation, Request};
use hoeder_measure::takeover::TakenOver;
use hoeder_measure::territory::Offence;
use hoeder_vocab::{CaseId, CivilDate, MeasureId, OfficeId, PersonId, Sensitive};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Under this the ids of what is taken over are made.
const NAMESPACE: Uuid = Uuid::from_u128(0x686f_6564_6572_5a0e_8000_0000_0000_0006);

/// What the log says already.
#[derive(Debug, Default)]
pub(crate) struct Roster {
    /// Zones, the newest version of each.
    pub(crate) zones: Vec<Zone>,
    /// Offices.
    pub(crate) offices: BTreeMap<OfficeId, Office>,
    /// Measures that are there.
    pub(crate) measures: BTreeSet<MeasureId>,
}

/// What the file holds.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// To take over, each with its row.
    pub(crate) orders: Vec<(u64, TakeOver)>,
    /// Rows whose measure is there since an earlier run.
    pub(crate) already: Vec<u64>,
    /// Everything that is wrong.
    pub(crate) faults: Vec<Fault>,
}

/// Reads every row; a row with a fault gives no order.
pub(crate) fn place(rows: &[Row], roster: &Roster, today: CivilDate) -> Found {
    let mut found = Found::default();
    let mut numbers: BTreeMap<String, u64> = BTreeMap::new();
    for row in rows {
        let number = row.cell("number").unwrap_or_default().to_lowercase();
        if let Some(first) = numbers.get(&number).filter(|_| !number.is_empty()) {
            let what = format!("the number stands in row {first} too");
            found.faults.push(Fault::new(
                row.number,
                "number",
                what,
                "give each measure a number of its own",
            ));
        }
        numbers.entry(number.clone()).or_insert(row.number);
        if !number.is_empty() && roster.measures.contains(&MeasureId::from_uuid(named("measure", &number))) {
            found.already.push(row.number);
            continue;
        }
        let mut reading = Reading { row, roster, today, faults: Vec::new() };
        let order = reading.order(&number);
        if let Some(order) = order.filter(|_| reading.faults.is_empty()) {
            found.orders.push((row.number, order));
        }
        found.faults.append(&mut reading.faults);
    }
    let households: BTreeSet<&str> = rows.iter().filter_map(|row| row.cell("number")).collect();
    for row in rows {
        if let Some(household) = row.cell("household").filter(|first| !households.contains(first)) {
            let what = format!("no row has the number {household}");
            found.faults.push(Fault::new(
                row.number,
                "household",
                what,
                "write the number of the first person of the household",
            ));
        }
    }
    // The first person of a household before the others.
    found.orders.sort_by_key(|(row, order)| (order.person.kind, *row));
    found.faults.sort_by_key(|fault| fault.row);
    found
}

fn named(kind: &str, number: &str) -> Uuid {
    Uuid::new_v5(&NAMESPACE, format!("{kind}/{number}").as_bytes())
}

/// `2026-11-22` or `22/11/2026`.
pub(super) fn day(text: &str) -> Option<CivilDate> {
    if let Ok(day) = CivilDate::parse(text) {
        return Some(day);
    }
    let mut parts = text.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 || day.len() > 2 || month.len() > 2 {
        return None;
    }
    CivilDate::parse(&format!("{year}-{month:0>2}-{day:0>2}")).ok()
}

/// The digits of a national register number, when the last two check the others and it fits the day of birth.
pub(super) fn national_number(text: &str, born: Option<CivilDate>) -> Result<String, &'static str> {
    let digits: String = text.chars().filter(|c| !matches!(c, '.' | '-' | ' ' | '/')).collect();
    let part = |range: core::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<u64>().ok());
    let (Some(first), Some(check), true) = (part(0..9), part(9..11), digits.len() == 11) else {
        return Err("it has not eleven digits");
    };
    let checks = |century: u64| 97 - (century + first) % 97 == check;
    let right = match born {
        Some(born) if born.year() >= 2000 => checks(2_000_000_000),
        Some(_) => checks(0),
        None => checks(0) || checks(2_000_000_000),
    };
    if right { Ok(digits) } else { Err("the last two digits do not check the others for this day of birth") }
}

struct Reading<'a> {
    row: &'a Row,
    roster: &'a Roster,
    today: CivilDate,
    faults: Vec<Fault>,
}

impl<'a> Reading<'a> {
    fn fault(&mut self, column: &str, what: impl Into<String>, hint: impl Into<String>) {
        self.faults.push(Fault::new(self.row.number, column, what, hint));
    }

    fn order(&mut self, number: &str) -> Option<TakeOver> {
        for column in COLUMNS.iter().filter(|column| column.need == Need::Always) {
            if self.row.cell(column.name).is_none() {
                self.fault(column.name, "the cell is empty", format!("fill in {}", column.what));
            }
        }
        self.lengths();
        let zone = self.zone();
        let (person, case) = self.person(number);
        let taken = self.taken(zone, case, person.as_ref().map(|person| person.id))?;
        let zone = zone?;
        let case = Case {
            id: case,
            number: self.row.cell("household").or(self.row.cell("number"))?.to_owned(),
            managing_zone: zone.id,
            state: CaseState::Active,
            card: Sensitive::new(Card::default()),
        };
        Some(TakeOver {
            case,
            person: person?,
            measure: MeasureId::from_uuid(named("measure", number)),
            taken,
        })
    }

    /// Longer than what is kept.
    fn lengths(&mut self) {
        let limits = [
            ("number", 20),
            ("name", 120),
            ("request_pv", 40),
            ("granted_pv", 40),
            ("device", 40),
            ("ang", 40),
            ("magistrate", 200),
        ];
        for (column, most) in limits {
            if self.row.cell(column).is_some_and(|text| text.chars().nth(most).is_some()) {
                self.fault(column, format!("it is longer than {most} characters"), "shorten it");
            }
        }
    }

    fn zone(&mut self) -> Option<&'a Zone> {
        let text = self.row.cell("zone")?;
        let same = |a: &str| a.to_lowercase() == text.to_lowercase();
        let mut fits = self.roster.zones.iter().filter(|zone| zone.code == text || same(&zone.name));
        let Some(zone) = fits.next() else {
            self.fault("zone", "there is no such zone", "`hoeder zone list` shows their codes and names");
            return None;
        };
        if fits.next().is_some() {
            self.fault("zone", "more than one zone is called so", "write its code");
            return None;
        }
        let office = zone.office.and_then(|office| self.roster.offices.get(&office));
        let Some(office) = office else {
            self.fault(
                "zone",
                "the zone belongs to no prosecutor's office yet",
                "an administrator says to which, in the console",
            );
            return None;
        };
        if let Some(written) = self.row.cell("office") {
            let fits = office.code == written || office.name.to_lowercase() == written.to_lowercase();
            if !fits {
                let exists = self
                    .roster
                    .offices
                    .values()
                    .any(|one| one.code == written || one.name.to_lowercase() == written.to_lowercase());
                let what =
                    if exists { "that is not the office of the zone" } else { "there is no such office" };
                self.fault("office", what, "leave it empty: the office of the zone is taken");
            }
        }
        Some(zone)
    }

    fn person(&mut self, number: &str) -> (Option<Person>, CaseId) {
        let household = self.row.cell("household").map(str::to_lowercase).filter(|first| first != number);
        let case = CaseId::from_uuid(named("case", household.as_deref().unwrap_or(number)));
        let born = self.day("born");
        let national = self.row.cell("national_number").and_then(|text| match national_number(text, born) {
            Ok(digits) => Some(Sensitive::new(digits)),
            Err(what) => {
                self.fault("national_number", what, "compare it with the identity card, or leave it empty");
                None
            }
        });
        let language = match self.row.cell("language").map(str::to_lowercase).as_deref() {
            None | Some("nl") => Language::Dutch,
            Some("fr") => Language::French,
            Some("de") => Language::German,
            Some("en") => Language::English,
            Some(_) => {
                self.fault("language", "no such language", "write nl, fr, de or en");
                Language::Dutch
            }
        };
        let phone = self.phone();
        let kind = if household.is_some() { PersonKind::Household } else { PersonKind::Protected };
        let person = self.row.cell("name").map(|name| Person {
            id: PersonId::from_uuid(named("person", number)),
            case,
            kind,
            name: Sensitive::new(name.to_owned()),
            phone,
            language,
            born: born.and_then(|day| u16::try_from(day.year()).ok()).map(Sensitive::new),
            details: PersonDetails {
                born_on: born.map(Sensitive::new),
                national_number: national,
                ..PersonDetails::default()
            },
        });
        (person, case)
    }

    fn phone(&mut self) -> Option<Sensitive<String>> {
        let text = self.row.cell("phone")?;
        let number: String =
            text.chars().filter(|c| !matches!(c, ' ' | '.' | '/' | '-' | '(' | ')')).collect();
        let digits = number.strip_prefix('+').unwrap_or_default();
        if (8..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Sensitive::new(number));
        }
        self.fault("phone", "it is no international number", "write it as +32470123456");
        None
    }

    fn day(&mut self, column: &str) -> Option<CivilDate> {
        let text = self.row.cell(column)?;
        self.read_day(column, text)
    }

    fn read_day(&mut self, column: &str, text: &str) -> Option<CivilDate> {
        let read = day(text);
        if read.is_none() {
            self.fault(
                column,
                format!("{}no day of the calendar", shown(text)),
                "write it as 2026-11-22 or 22/11/2026",
            );
        }
        read.filter(|day| {
            let past = column == "ends_on" || *day <= self.today;
            if !past {
                self.fault(column, format!("{day} has not come yet"), "correct the day");
            }
            past
        })
    }

    fn days(&mut self, column: &str, from: Option<CivilDate>) -> Vec<CivilDate> {
        let text = self.row.cell(column).unwrap_or_default();
        let words = text.split(|c: char| c.is_whitespace() || matches!(c, '|' | ','));
        let all: Vec<CivilDate> =
            words.filter(|word| !word.is_empty()).filter_map(|word| self.read_day(column, word)).collect();
        let mut before = from;
        for day in &all {
            if before.is_some_and(|before| *day < before) {
                self.fault(
                    column,
                    format!("{day} lies before what must come first"),
                    "write the days in order, from the decision on",
                );
                break;
            }
            before = Some(*day);
        }
        all
    }

    fn after(
        &mut self,
        (column, day): (&str, Option<CivilDate>),
        (first, before): (&str, Option<CivilDate>),
    ) {
        if let (Some(day), Some(before)) = (day, before)
            && day < before
        {
            self.fault(
                column,
                format!("{day} lies before {first}, {before}"),
                format!("correct {column} or {first}"),
            );
        }
    }

    fn taken(&mut self, zone: Option<&Zone>, case: CaseId, person: Option<PersonId>) -> Option<TakenOver> {
        let relation = self.row.cell("relation").map(|text| (Relation::of_word(&text.to_lowercase()), text));
        if let Some((None, _)) = relation {
            let words: Vec<&str> = Relation::ALL.iter().map(|one| one.word()).collect();
            self.fault("relation", "no such relation", format!("write one of {}", words.join(", ")));
        }
        let (requested, granted) = (self.day("requested_on"), self.day("granted_on"));
        let (agreed, active) = (self.day("agreed_on"), self.day("active_since"));
        let (ends, reception) = (self.day("ends_on"), self.day("reception_on"));
        self.after(("granted_on", granted), ("requested_on", requested));
        self.after(("active_since", active), ("granted_on", granted));
        self.after(("agreed_on", agreed), ("requested_on", requested));
        self.after(("reception_on", reception), ("requested_on", requested));
        let incidents = self.days("incidents", granted);
        let extended_on = self.days("extended_on", granted);
        let visits = self.days("visits", granted);
        self.end(granted, &extended_on, ends);
        let text = |column: &str| self.row.cell(column).map(str::to_owned);
        Some(TakenOver {
            request: Request {
                case,
                person: person?,
                born: Sensitive::new(day(self.row.cell("born")?)?),
                origin: Origin::Police(zone?.id),
                made_on: requested?,
                pv: PvRef { kind: PvKind::Initial, number: text("request_pv")? },
                residence: zone?.id,
                relation: relation?.0?,
                honour: Honour::Unknown,
                offence: Offence::None,
                summary: Sensitive::new(self.summary().to_owned()),
            },
            granted_on: granted?,
            granted_pv: text("granted_pv")?,
            decided_by: Sensitive::new(text("magistrate")?),
            agreed_on: agreed,
            active_since: active?,
            device: text("device")?,
            incidents,
            extended_on,
            ends_on: ends?,
            visits,
            ang: text("ang"),
            reception_on: reception,
        })
    }

    /// What officers read where a request says what happened, in the language of the person.
    fn summary(&self) -> &'static str {
        match self.row.cell("language").map(str::to_lowercase).as_deref() {
            Some("fr") => "Courait avant d'être tenue ici : voir le dossier de la zone.",
            Some("de") => "Lief schon, bevor sie hier geführt wurde: siehe die Akte der Zone.",
            Some("en") => "Ran before it was kept here: see the file of the zone.",
            _ => "Liep al voor ze hier werd bijgehouden: zie het dossier van de zone.",
        }
    }

    /// Nine months from the grant and from each extension, in either reading of 7.10.2 (ADR 0007).
    fn end(&mut self, granted: Option<CivilDate>, extended_on: &[CivilDate], ends: Option<CivilDate>) {
        let (Some(granted), Some(ends)) = (granted, ends) else { return };
        if ends < granted {
            return self.fault(
                "ends_on",
                format!("{ends} lies before granted_on, {granted}"),
                "correct ends_on or granted_on",
            );
        }
        if ends < self.today {
            let hint = "a magistrate rules on it first (7.12.1); leave the row out when it has ended";
            return self.fault("ends_on", format!("it ended on {ends}"), hint);
        }
        let end = |reading| {
            extended_on.iter().fold(first_end(granted), |end, day| extended_end(end, *day, reading))
        };
        let (one, other) = (end(ExtensionReading::FromCurrentEnd), end(ExtensionReading::FromIncident));
        if ends != one && ends != other {
            let what = format!("{ends} does not follow from the grant and the extensions: {one} does (7.10)");
            self.fault("ends_on", what, "correct ends_on, granted_on or extended_on");
        }
    }
}

/// A cell that is no day is shown only when it looks like one: with columns in the wrong place it may be a name.
fn shown(text: &str) -> String {
    let like_a_day =
        text.len() <= 12 && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '/' | '-' | '.'));
    if like_a_day { format!("`{text}` is ") } else { String::from("this is ") }
}
