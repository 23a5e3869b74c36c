//! The speed of measures: decided and appended, ten years of them read back, asked for over HTTP, and printed.
//!
//! What never comes in: making the base and measuring; that is done where the thing measured lives.

use std::process::Command;

use super::{Bench, Figures, Limit, build_release, figures_of};
use crate::arguments::Arguments;
use crate::temporary::TemporaryFolder;
use crate::workspace::Workspace;

pub(super) const BENCH: Bench = Bench {
    promises: &[
        ("decide_append_memory_per_s", Limit::AtLeast(20_000.0)),
        ("decide_append_durable_per_s", Limit::AtLeast(2_000.0)),
        ("rebuild_100k_s", Limit::AtMost(10.0)),
        ("rebuild_100k_rss_mb", Limit::AtMost(2_000.0)),
        ("case_list_ms_p99", Limit::AtMost(50.0)),
        ("case_search_ms_p99", Limit::AtMost(50.0)),
        ("case_page_ms_p99", Limit::AtMost(50.0)),
        ("pdf_ms_p50", Limit::AtMost(300.0)),
    ],
    take,
};

/// The folder of the base needs six gigabytes.
///
/// `rebuild_100k_s` is the median of three rebuilds, each by a fresh process, and `rebuild_100k_s_readings` are all three: one
/// process that is the first to touch memory on a virtual machine measures its host.
fn take(workspace: &Workspace, _arguments: &mut Arguments) -> Result<Figures, String> {
    build_release(workspace)?;
    let folder = TemporaryFolder::new("bench")?;
    let base = folder.path().join("base");
    let run = ["run", "--release", "--package", "hoeder-store", "--example", "measures", "--", "--json"];
    let mut command = workspace.cargo(&run);
    command.arg("--folder").arg(&base);
    let mut figures = figures_of(&mut command, "the example measures")?;
    let mut command = Command::new(workspace.target()?.join("release/hoeder"));
    command.args(["bench", "measure", "--json", "--base"]).arg(&base);
    figures.extend(figures_of(&mut command, "hoeder bench measure")?);
    let run = ["run", "--release", "--package", "hoeder-documents", "--example", "speed", "--", "--json"];
    figures.extend(figures_of(&mut workspace.cargo(&run), "the example speed of the documents")?);
    Ok(figures)
}
