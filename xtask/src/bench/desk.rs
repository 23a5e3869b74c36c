//! The desk in a real browser: from the frame's arrival to the painted alarm, the first load, the page's memory.
//!
//! `page_heap_growth_mb` is the growth over `page_heap_busy_hours` peak hours of one desk, their alarms one right after
//! another, after one such hour to warm up; both after the garbage was collected.
//! What never comes in: what is done in the browser; that is the script's in `e2e/bench`.

use super::{Bench, Figures, Limit, browser_figures, build_release};
use crate::arguments::Arguments;
use crate::screenshots;
use crate::workspace::Workspace;

pub(super) const BENCH: Bench = Bench {
    promises: &[
        ("painted_50_ms_p50", Limit::AtMost(150.0)),
        ("painted_50_ms_p99", Limit::AtMost(400.0)),
        ("painted_700_ms_p99", Limit::AtMost(400.0)),
        ("first_usable_ms_p50", Limit::AtMost(1500.0)),
        ("page_heap_growth_mb", Limit::AtMost(5.0)),
    ],
    take,
};

fn take(workspace: &Workspace, _arguments: &mut Arguments) -> Result<Figures, String> {
    screenshots::prepare(workspace)?;
    build_release(workspace)?;
    browser_figures(workspace, "desk")
}
