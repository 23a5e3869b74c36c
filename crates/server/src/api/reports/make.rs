//! Reports from the rows of the read models. The counting is that of `watch::service`.

use crate::api::dto::day::Day;
use crate::api::dto::report::{
    AnswerTimesOf, AnswerTimesReport, CaseMonth, MonthlyReport, NoisyCause, ResponseDay, TargetMet,
    VerifiedRow, Waits, part,
};
use crate::app::App;
use crate::calendar::{self, Days};
use crate::clock;
use crate::problem::Problem;
use hoeder_engine::output::Scope;
use hoeder_store::Span;
use hoeder_vocab::UtcMillis;
use hoeder_watch::alarm::Outcome;
use hoeder_watch::service::{
    self, AlarmFact, AnswerTimes, Answered, Cause, Count, Finish, Start, Target, noisiest as worst,
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// How many causes a list of noise has.
const WORST: usize = 10;

fn span(days: Days) -> Result<Span, Problem> {
    days.span().ok_or_else(|| Problem::invalid("month", "a month of this age"))
}

/// Does this alarm count in answer times? No test does, and nothing that rings and may still be taken in time.
fn counts(fact: &AlarmFact, now: UtcMillis) -> bool {
    !fact.is_test() && fact.answered.is_decided(now)
}

fn counted(facts: &[AlarmFact]) -> Vec<Answered> {
    let now = clock::now();
    facts.iter().filter(|fact| counts(fact, now)).map(|fact| fact.answered).collect()
}

fn of_days(days: Days, rows: &[Answered], targets: &[Target]) -> AnswerTimesOf {
    let pressed = AnswerTimes::of(rows, Start::Pressed, Finish::Taken);
    let delivered = AnswerTimes::of(rows, Start::Delivered, Finish::Taken);
    AnswerTimesOf {
        from: Day(days.from),
        to: Day(days.to),
        alarms: pressed.alarms,
        never_taken: pressed.never,
        from_pressed: Waits::from(&pressed),
        from_delivered: Waits::from(&delivered),
        targets: targets.iter().map(|target| TargetMet::of(target, target.judge(rows))).collect(),
    }
}

pub(super) async fn answer_times(app: &App, scope: Scope, month: Days) -> Result<AnswerTimesReport, Problem> {
    let year = month.year_to().ok_or_else(|| Problem::invalid("until", "a month of this age"))?;
    let facts = app.reader().answer_times(scope, span(year)?).await?;
    let rows = counted(&facts);
    let begins = span(month)?.from;
    let of_month: Vec<Answered> = rows.iter().filter(|row| row.received_at >= begins).copied().collect();
    Ok(AnswerTimesReport {
        month: of_days(month, &of_month, &app.targets),
        year: of_days(year, &rows, &app.targets),
    })
}

pub(super) async fn monthly(app: &App, scope: Scope, month: Days) -> Result<MonthlyReport, Problem> {
    let (facts, counts) = rows(app, scope, month).await?;
    let outcomes = service::verified(&facts);
    let all = outcomes.iter().fold(0_u32, |all, (_, count)| all.saturating_add(*count));
    let row = |(outcome, count): (Outcome, u32)| VerifiedRow {
        outcome: outcome.into(),
        count,
        share: part(count, all),
    };
    let verified = outcomes.into_iter().map(row).collect();
    let (causes, noise) = worst(&facts, &counts, WORST);
    Ok(MonthlyReport {
        from: Day(month.from),
        to: Day(month.to),
        response: by_day(&facts),
        persons: service::per_case(&facts, &counts).into_iter().map(case_month).collect(),
        verified,
        noisiest: causes.into_iter().map(|cause| noisy(cause, noise)).collect(),
    })
}

pub(super) async fn noisiest(app: &App, scope: Scope, week: Days) -> Result<Vec<NoisyCause>, Problem> {
    let (facts, counts) = rows(app, scope, week).await?;
    let (causes, noise) = worst(&facts, &counts, WORST);
    Ok(causes.into_iter().map(|cause| noisy(cause, noise)).collect())
}

async fn rows(app: &App, scope: Scope, days: Days) -> Result<(Vec<AlarmFact>, Vec<Count>), Problem> {
    let span = span(days)?;
    let facts = app.reader().answer_times(scope, span).await?;
    Ok((facts, app.reader().occurrences(scope, span).await?))
}

fn by_day(facts: &[AlarmFact]) -> Vec<ResponseDay> {
    let now = clock::now();
    let mut days: BTreeMap<(Date, Option<&str>), Vec<Answered>> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| counts(fact, now)) {
        if let Some(day) = calendar::day_of(fact.answered.received_at) {
            days.entry((day, fact.room.as_deref())).or_default().push(fact.answered);
        }
    }
    let day = |((day, room), rows): ((Date, Option<&str>), Vec<Answered>)| {
        let pressed = AnswerTimes::of(&rows, Start::Pressed, Finish::Taken);
        let delivered = AnswerTimes::of(&rows, Start::Delivered, Finish::Taken);
        ResponseDay {
            day: Day(day),
            room: room.map(str::to_owned),
            alarms: pressed.alarms,
            never_taken: pressed.never,
            from_delivered: Waits::from(&delivered),
            from_pressed: Waits::from(&pressed),
        }
    };
    days.into_iter().map(day).collect()
}

fn case_month(line: service::CaseCounts) -> CaseMonth {
    CaseMonth {
        case_number: line.case_number,
        alarms: line.alarms,
        tests: line.tests,
        false_alarms: line.false_alarms,
        real: line.real,
        misuse: line.misuse,
    }
}

/// The words of this interface are joined by underscores.
fn noisy(cause: Cause, all: u32) -> NoisyCause {
    NoisyCause {
        cause: cause.what.replace('-', "_"),
        case_number: cause.case_number,
        count: cause.count,
        share: part(cause.count, all),
    }
}
