//! Reports over HTTP: answer times (T-ARC-1, T-ARC-2), the month (ARC-05) and the noisiest causes, as JSON and as tables.
//!
//! Rows come from the read models, on a connection of their own: no report is in the way of an alarm.

mod make;
mod tables;

use super::dto::report::{
    AnswerTable, AnswerTimesReport, MonthTable, MonthlyReport, NoisyCause, OfMonth, OfWeek, UntilMonth,
    WeekTable,
};
use super::extract::{Json, Query};
use super::table::{self, Form};
use crate::app::App;
use crate::calendar::{self, Days};
use crate::clock;
use crate::guard::Signed;
use crate::problem::{Problem, ProblemBody};
use axum::extract::State;
use axum::response::Response;
use hoeder_engine::input::{Query as Ask, Report};
use hoeder_engine::output::{Reply, Scope};

async fn allowed(app: &App, by: Signed, report: Report) -> Result<Scope, Problem> {
    let Reply::Allowed(scope) = app.ask(by, Ask::Report(report)).await? else {
        return Err(app.unexpected("report"));
    };
    Ok(scope)
}

/// The asked month, or the one that runs.
fn month(asked: Option<&str>, field: &str) -> Result<Days, Problem> {
    let running =
        || calendar::day_of(clock::now()).map(|day| format!("{:04}-{:02}", day.year(), day.month()));
    let text = asked.map(str::to_owned).or_else(running);
    text.as_deref().and_then(Days::month).ok_or_else(|| Problem::invalid(field, "a month such as 2026-10"))
}

fn week(asked: Option<&str>) -> Result<Days, Problem> {
    let running = || {
        let week = calendar::day_of(clock::now())?.iso_week_date();
        Some(format!("{:04}-W{:02}", week.year(), week.week()))
    };
    let text = asked.map(str::to_owned).or_else(running);
    text.as_deref().and_then(Days::week).ok_or_else(|| Problem::invalid("week", "a week such as 2026-W47"))
}

async fn answered(app: &App, by: Signed, until: Option<&str>) -> Result<AnswerTimesReport, Problem> {
    let scope = allowed(app, by, Report::AnswerTimes).await?;
    make::answer_times(app, scope, month(until, "until")?).await
}

/// How quickly alarms were answered: the month, and the twelve months that end with it.
#[utoipa::path(get, path = "/api/v1/reports/answer-times", tag = "reports", operation_id = "answerTimes",
    params(UntilMonth),
    responses((status = 200, body = AnswerTimesReport), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn answer_times(
    State(app): State<App>,
    by: Signed,
    Query(query): Query<UntilMonth>,
) -> Result<Json<AnswerTimesReport>, Problem> {
    answered(&app, by, query.until.as_deref()).await.map(Json)
}

/// The same as a table.
#[utoipa::path(get, path = "/api/v1/reports/answer-times.csv", tag = "reports", operation_id = "answerTimesTable",
    params(AnswerTable),
    responses((status = 200, body = String, content_type = "text/csv"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn answer_times_table(
    State(app): State<App>,
    by: Signed,
    Query(query): Query<AnswerTable>,
) -> Result<Response, Problem> {
    let report = answered(&app, by, query.until.as_deref()).await?;
    let form = Form { bom: query.bom, separator: query.separator };
    let (name, found) = tables::answer_times(&report, query.part);
    table::respond(&found, &name, form)
}

async fn of_month(app: &App, by: Signed, asked: Option<&str>) -> Result<MonthlyReport, Problem> {
    let scope = allowed(app, by, Report::Monthly).await?;
    make::monthly(app, scope, month(asked, "month")?).await
}

/// The month: answer times by day, case by case, how alarms ended, and the ten noisiest causes (ARC-05).
#[utoipa::path(get, path = "/api/v1/reports/monthly", tag = "reports", operation_id = "monthlyReport",
    params(OfMonth),
    responses((status = 200, body = MonthlyReport), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn monthly(
    State(app): State<App>,
    by: Signed,
    Query(query): Query<OfMonth>,
) -> Result<Json<MonthlyReport>, Problem> {
    of_month(&app, by, query.month.as_deref()).await.map(Json)
}

/// A part of it as a table.
#[utoipa::path(get, path = "/api/v1/reports/monthly.csv", tag = "reports", operation_id = "monthlyReportTable",
    params(MonthTable),
    responses((status = 200, body = String, content_type = "text/csv"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn monthly_table(
    State(app): State<App>,
    by: Signed,
    Query(query): Query<MonthTable>,
) -> Result<Response, Problem> {
    let report = of_month(&app, by, query.month.as_deref()).await?;
    let form = Form { bom: query.bom, separator: query.separator };
    let (name, found) = tables::monthly(&report, query.part);
    table::respond(&found, &name, form)
}

async fn of_week(app: &App, by: Signed, week: Days) -> Result<Vec<NoisyCause>, Problem> {
    let scope = allowed(app, by, Report::Noisiest).await?;
    make::noisiest(app, scope, week).await
}

/// The ten causes that made the most noise in a week.
#[utoipa::path(get, path = "/api/v1/reports/noisiest", tag = "reports", operation_id = "noisiestCauses",
    params(OfWeek),
    responses((status = 200, body = Vec<NoisyCause>), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn noisiest(
    State(app): State<App>,
    by: Signed,
    Query(query): Query<OfWeek>,
) -> Result<Json<Vec<NoisyCause>>, Problem> {
    of_week(&app, by, week(query.week.as_deref())?).await.map(Json)
}

/// The same as a table.
#[utoipa::path(get, path = "/api/v1/reports/noisiest.csv", tag = "reports", operation_id = "noisiestCausesTable",
    params(WeekTable),
    responses((status = 200, body = String, content_type = "text/csv"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn noisiest_table(
    State(app): State<App>,
    by: Signed,
    Query(query): Query<WeekTable>,
) -> Result<Response, Problem> {
    let days = week(query.week.as_deref())?;
    let causes = of_week(&app, by, days).await?;
    let form = Form { bom: query.bom, separator: query.separator };
    table::respond(&[tables::noise(&causes)], &format!("noisiest-{}", days.from), form)
}
