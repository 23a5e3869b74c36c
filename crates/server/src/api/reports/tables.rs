//! Reports as tables. Names of columns are stable words; an absent value is an empty cell.

use crate::api::dto::report::{
    AnswerPart, AnswerTimesOf, AnswerTimesReport, CaseMonth, MonthPart, MonthlyReport, NoisyCause,
    ResponseDay, VerifiedRow, Waits,
};
use crate::api::table::Table;

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn maybe(value: Option<impl ToString>) -> String {
    value.map_or(String::new(), |value| value.to_string())
}

/// The word of an enum, as JSON has it.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

const PERCENTILES: [&str; 5] = ["p50_ms", "p90_ms", "p98_5_ms", "p99_ms", "max_ms"];

fn with_waits(first: &[&str]) -> Vec<String> {
    let mut head = strings(first);
    head.extend(hoeder_watch::service::WITHIN_S.iter().map(|s| format!("within_{s}_s")));
    head.extend(strings(&PERCENTILES));
    head
}

fn waits(mut row: Vec<String>, waits: &Waits) -> Vec<String> {
    row.extend(waits.shares.iter().map(|share| share.count.to_string()));
    row.extend([waits.p50_ms, waits.p90_ms, waits.p98_5_ms, waits.p99_ms, waits.max_ms].map(maybe));
    row
}

pub(super) fn answer_times(report: &AnswerTimesReport, part: AnswerPart) -> (String, Vec<Table>) {
    let periods = [("month", &report.month), ("year", &report.year)];
    let name = format!("answer-times-{}", report.month.to.0.strftime("%Y-%m"));
    let waits = || {
        let head = with_waits(&["period", "from", "to", "start", "alarms", "never_taken"]);
        let rows = periods.iter().flat_map(|(period, of)| waits_rows(period, of)).collect();
        Table { name: "waits", head, rows }
    };
    let targets = || {
        let head = [
            "period",
            "from",
            "to",
            "name",
            "source",
            "wait_from",
            "wait_to",
            "within_s",
            "share_wanted",
            "share",
            "count",
            "met",
        ];
        let rows = periods.iter().flat_map(|(period, of)| target_rows(period, of)).collect();
        Table { name: "targets", head: strings(&head), rows }
    };
    match part {
        AnswerPart::All => (name, vec![waits(), targets()]),
        AnswerPart::Waits => (format!("{name}-waits"), vec![waits()]),
        AnswerPart::Targets => (format!("{name}-targets"), vec![targets()]),
    }
}

fn waits_rows(period: &str, of: &AnswerTimesOf) -> Vec<Vec<String>> {
    [("pressed", &of.from_pressed), ("delivered", &of.from_delivered)]
        .iter()
        .map(|(start, of_start)| {
            let row = vec![
                period.to_owned(),
                of.from.0.to_string(),
                of.to.0.to_string(),
                (*start).to_owned(),
                of.alarms.to_string(),
                of.never_taken.to_string(),
            ];
            waits(row, of_start)
        })
        .collect()
}

fn target_rows(period: &str, of: &AnswerTimesOf) -> Vec<Vec<String>> {
    of.targets
        .iter()
        .map(|target| {
            vec![
                period.to_owned(),
                of.from.0.to_string(),
                of.to.0.to_string(),
                target.name.clone(),
                target.source.clone(),
                word(&target.from),
                word(&target.to),
                target.within_s.to_string(),
                target.share_wanted.to_string(),
                format!("{:.4}", target.share),
                target.count.to_string(),
                maybe(target.met),
            ]
        })
        .collect()
}

pub(super) fn monthly(report: &MonthlyReport, part: MonthPart) -> (String, Vec<Table>) {
    let all = || {
        vec![
            response(&report.response),
            persons(&report.persons),
            verified(&report.verified),
            noise(&report.noisiest),
        ]
    };
    let (suffix, tables) = match part {
        MonthPart::All => ("", all()),
        MonthPart::Response => ("-response", vec![response(&report.response)]),
        MonthPart::Persons => ("-persons", vec![persons(&report.persons)]),
        MonthPart::Verified => ("-verified", vec![verified(&report.verified)]),
        MonthPart::Noisiest => ("-noisiest", vec![noise(&report.noisiest)]),
    };
    (format!("monthly-{}{suffix}", report.from.0.strftime("%Y-%m")), tables)
}

fn response(days: &[ResponseDay]) -> Table {
    let row = |day: &ResponseDay, start: &str, of: &Waits| {
        let first = vec![
            day.day.0.to_string(),
            maybe(day.room.as_ref()),
            start.to_owned(),
            day.alarms.to_string(),
            day.never_taken.to_string(),
        ];
        waits(first, of)
    };
    let rows = days
        .iter()
        .flat_map(|day| [row(day, "pressed", &day.from_pressed), row(day, "delivered", &day.from_delivered)])
        .collect();
    Table { name: "response", head: with_waits(&["day", "room", "start", "alarms", "never_taken"]), rows }
}

fn persons(lines: &[CaseMonth]) -> Table {
    let row = |line: &CaseMonth| {
        let counts = [line.alarms, line.tests, line.false_alarms, line.real, line.misuse];
        core::iter::once(maybe(line.case_number.as_ref())).chain(counts.map(|c| c.to_string())).collect()
    };
    Table {
        name: "persons",
        head: strings(&["case_number", "alarms", "tests", "false_alarms", "real", "misuse"]),
        rows: lines.iter().map(row).collect(),
    }
}

fn verified(lines: &[VerifiedRow]) -> Table {
    let row =
        |line: &VerifiedRow| vec![word(&line.outcome), line.count.to_string(), format!("{:.4}", line.share)];
    Table {
        name: "verified",
        head: strings(&["outcome", "count", "share"]),
        rows: lines.iter().map(row).collect(),
    }
}

pub(super) fn noise(causes: &[NoisyCause]) -> Table {
    let row = |cause: &NoisyCause| {
        let number = maybe(cause.case_number.as_ref());
        vec![cause.cause.clone(), number, cause.count.to_string(), format!("{:.4}", cause.share)]
    };
    Table {
        name: "noisiest",
        head: strings(&["cause", "case_number", "count", "share"]),
        rows: causes.iter().map(row).collect(),
    }
}
