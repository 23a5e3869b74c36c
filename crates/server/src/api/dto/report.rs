//! Reports: how quickly alarms were answered, the month case by case, the noisiest causes. No name, no place.

use super::day::Day;
use super::kinds::Outcome;
use crate::api::table::Separator;
use core::time::Duration;
use hoeder_watch::service as watch;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Milliseconds.
pub(crate) fn ms(wait: Duration) -> u64 {
    u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)
}

/// A part of a whole, 0 to 1; 0 of nothing.
pub(crate) fn part(count: u32, of: u32) -> f64 {
    if of == 0 { 0.0 } else { f64::from(count) / f64::from(of) }
}

/// How many alarms were answered within a limit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Share {
    /// The limit, seconds.
    pub within_s: u16,
    /// Of all alarms, 0 to 1.
    pub share: f64,
    /// How many alarms.
    pub count: u32,
}

/// The waits of all alarms of a time. Percentiles are by nearest rank over all alarms, those never taken standing last.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Waits {
    /// The share within 10, 15, 20, 30, 40, 60, 90 and 180 s.
    pub shares: Vec<Share>,
    /// Half of all alarms waited no longer; absent when it falls on one that was never taken, or there is none.
    pub p50_ms: Option<u64>,
    /// 90 %.
    pub p90_ms: Option<u64>,
    /// 98.5 %.
    pub p98_5_ms: Option<u64>,
    /// 99 %.
    pub p99_ms: Option<u64>,
    /// The longest wait of one that was taken.
    pub max_ms: Option<u64>,
}

impl From<&watch::AnswerTimes> for Waits {
    fn from(times: &watch::AnswerTimes) -> Self {
        let share = |share: &watch::Share| Share {
            within_s: share.within_s,
            share: part(share.count, times.alarms),
            count: share.count,
        };
        Self {
            shares: times.shares.iter().map(share).collect(),
            p50_ms: times.p50.map(ms),
            p90_ms: times.p90.map(ms),
            p98_5_ms: times.p98_5.map(ms),
            p99_ms: times.p99.map(ms),
            max_ms: times.max.map(ms),
        }
    }
}

/// Where the wait of a target begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WaitStart {
    /// At the press, by the phone's clock.
    Pressed,
    /// When it was first sent to a screen.
    Delivered,
    /// When somebody took it.
    Taken,
}

/// Where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WaitFinish {
    /// When somebody took it.
    Taken,
    /// When the first team was sent.
    Dispatched,
}

/// A named target, judged (T-ARC-2).
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TargetMet {
    /// The preset, or the name of the organisation's own target.
    pub name: String,
    /// Where it comes from.
    pub source: String,
    /// Where the wait begins.
    pub from: WaitStart,
    /// Where it ends.
    pub to: WaitFinish,
    /// The limit, seconds.
    pub within_s: u64,
    /// The share that is wanted, 0 to 1.
    pub share_wanted: f64,
    /// The share that was reached, 0 to 1.
    pub share: f64,
    /// How many alarms it was judged on.
    pub count: u32,
    /// Met? Absent without alarms.
    pub met: Option<bool>,
}

impl TargetMet {
    /// A target with its verdict.
    #[must_use]
    pub fn of(target: &watch::Target, verdict: watch::Verdict) -> Self {
        Self {
            name: target.name.clone(),
            source: target.source.clone(),
            from: match target.start {
                watch::Start::Pressed => WaitStart::Pressed,
                watch::Start::Delivered => WaitStart::Delivered,
                watch::Start::Taken => WaitStart::Taken,
            },
            to: match target.finish {
                watch::Finish::Taken => WaitFinish::Taken,
                watch::Finish::Dispatched => WaitFinish::Dispatched,
            },
            within_s: target.within.as_secs(),
            share_wanted: f64::from(target.per_mille) / 1_000.0,
            share: part(verdict.within, verdict.alarms),
            count: verdict.alarms,
            met: verdict.met,
        }
    }
}

/// Answer times of some days (T-ARC-1). Self-tests and alarms closed as a test are in none of it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AnswerTimesOf {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// All alarms, also those that nobody took.
    pub alarms: u32,
    /// Of which nobody took: each is a failure in every share and target.
    pub never_taken: u32,
    /// From the press (phone's clock) until somebody took it.
    pub from_pressed: Waits,
    /// From the first page to a screen until somebody took it.
    pub from_delivered: Waits,
    /// The targets of the settings.
    pub targets: Vec<TargetMet>,
}

/// Answer times of a month, and of the twelve months that end with it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AnswerTimesReport {
    /// The month.
    pub month: AnswerTimesOf,
    /// The rolling twelve months.
    pub year: AnswerTimesOf,
}

/// Answer times of one day and one room, from the first page to a screen until somebody took it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ResponseDay {
    /// Which day.
    pub day: Day,
    /// Name of the control room that took them; absent for those that nobody took, or somebody of a zone.
    pub room: Option<String>,
    /// All alarms.
    pub alarms: u32,
    /// Of which nobody took.
    pub never_taken: u32,
    /// From the first page to a screen until somebody took it.
    #[serde(flatten)]
    pub from_delivered: Waits,
    /// From the press until somebody took it.
    pub from_pressed: Waits,
}

/// The month of one case (ARC-05).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CaseMonth {
    /// Its number; absent for presses that nobody vouches for.
    pub case_number: Option<String>,
    /// Alarms, without tests.
    pub alarms: u32,
    /// Self-tests, and alarms closed as a test.
    pub tests: u32,
    /// Closed as false.
    pub false_alarms: u32,
    /// Closed as real danger, or with the suspect there.
    pub real: u32,
    /// Closed as misuse.
    pub misuse: u32,
}

/// How many alarms ended in one way.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct VerifiedRow {
    /// How.
    pub outcome: Outcome,
    /// How many.
    pub count: u32,
    /// Of all closed alarms of the month, 0 to 1.
    pub share: f64,
}

/// A cause of noise.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NoisyCause {
    /// A stable code: `alarm.false_alarm`, `alarm.misuse`, `alarm.technical`, `alarm.unidentified`, `alert.` and the kind of
    /// the alert, or `desk.deaf` and `desk.gone`.
    pub cause: String,
    /// Number of the case.
    pub case_number: Option<String>,
    /// How often.
    pub count: u32,
    /// Of all noise of that time, 0 to 1.
    pub share: f64,
}

/// The month (ARC-05).
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MonthlyReport {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Answer times, day by day and room by room; days without alarms are left out.
    pub response: Vec<ResponseDay>,
    /// Case by case.
    pub persons: Vec<CaseMonth>,
    /// How the alarms ended.
    pub verified: Vec<VerifiedRow>,
    /// The ten noisiest causes.
    pub noisiest: Vec<NoisyCause>,
}

/// Until which month.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UntilMonth {
    /// Such as `2026-10`; the month that runs when absent.
    pub until: Option<String>,
}

/// Which month.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OfMonth {
    /// Such as `2026-10`; the month that runs when absent.
    pub month: Option<String>,
}

/// Which week.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OfWeek {
    /// Such as `2026-W47` (ISO 8601); the week that runs when absent.
    pub week: Option<String>,
}

/// Which part of the answer times is the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnswerPart {
    /// All, one after the other.
    #[default]
    All,
    /// Shares and percentiles.
    Waits,
    /// Targets.
    Targets,
}

/// Which part of the month is the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MonthPart {
    /// All, one after the other.
    #[default]
    All,
    /// Answer times, day by day.
    Response,
    /// Case by case.
    Persons,
    /// How the alarms ended.
    Verified,
    /// The noisiest causes.
    Noisiest,
}

/// Answer times as a table.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AnswerTable {
    /// Such as `2026-10`; the month that runs when absent.
    pub until: Option<String>,
    /// Which part; all when absent.
    #[serde(default)]
    #[param(inline)]
    pub part: AnswerPart,
    /// Begin with a byte-order mark, by which Excel knows that it is UTF-8.
    #[serde(default)]
    pub bom: bool,
    /// What stands between cells; a comma when absent.
    #[serde(default)]
    #[param(inline)]
    pub separator: Separator,
}

/// The month as a table.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MonthTable {
    /// Such as `2026-10`; the month that runs when absent.
    pub month: Option<String>,
    /// Which part; all when absent.
    #[serde(default)]
    #[param(inline)]
    pub part: MonthPart,
    /// Begin with a byte-order mark, by which Excel knows that it is UTF-8.
    #[serde(default)]
    pub bom: bool,
    /// What stands between cells; a comma when absent.
    #[serde(default)]
    #[param(inline)]
    pub separator: Separator,
}

/// The noisiest causes as a table.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WeekTable {
    /// Such as `2026-W47` (ISO 8601); the week that runs when absent.
    pub week: Option<String>,
    /// Begin with a byte-order mark, by which Excel knows that it is UTF-8.
    #[serde(default)]
    pub bom: bool,
    /// What stands between cells; a comma when absent.
    #[serde(default)]
    #[param(inline)]
    pub separator: Separator,
}
