//! The desk in a real browser: from the frame's arrival to the painted alarm, the first load, the page's memory.
//!
//! `page_heap_growth_mb` is the growth over `page_heap_busy_hours` peak hours of one desk, their alarms one right after
//! another, after one such hour to warm up; both after the garbage was collected.
//! What never comes in: what is done in the browser; that is the script's in `e2e/bench`.

use std::fs;

use super::{Bench, Figures, Limit, RUN_LIMIT, build_release};
use crate::arguments::Arguments;
use crate::temporary::TemporaryFolder;
use crate::workspace::Workspace;
use crate::{process, screenshots, web};

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
    let folder = TemporaryFolder::new("bench")?;
    let out = folder.path().join("desk.json");
    let mut script = web::npm(workspace, "e2e", &["run", "--silent", "bench"]);
    script.env("HOEDER_BIN", workspace.target()?.join("release/hoeder"));
    script.env("CHROMIUM", screenshots::chromium());
    script.env("HOEDER_BENCH_OUT", &out);
    let (ending, said) = process::run_keeping(&mut script, RUN_LIMIT, process::Shown::KeptOnly)?;
    process::end_all_of_ours();
    ending.or_trouble("npm run bench in e2e/").map_err(|trouble| format!("{trouble}\n{said}"))?;
    let text = fs::read_to_string(&out).map_err(|e| format!("{}: {e}", out.display()))?;
    serde_json::from_str(&text).map_err(|e| format!("what the bench wrote: {e}"))
}
