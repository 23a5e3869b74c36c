//! The speed of measures: decided and appended, and ten years of them read back, by the example of the store.
//!
//! What never comes in: making the base; that is done where the log lives.

use super::{Bench, Figures, Limit, figures_of};
use crate::arguments::Arguments;
use crate::workspace::Workspace;

pub(super) const BENCH: Bench = Bench {
    promises: &[
        ("decide_append_memory_per_s", Limit::AtLeast(20_000.0)),
        ("decide_append_durable_per_s", Limit::AtLeast(2_000.0)),
        ("rebuild_100k_s", Limit::AtMost(10.0)),
        ("rebuild_100k_rss_mb", Limit::AtMost(2_000.0)),
    ],
    take,
};

fn take(workspace: &Workspace, _arguments: &mut Arguments) -> Result<Figures, String> {
    let run = ["run", "--release", "--package", "hoeder-store", "--example", "measures", "--", "--json"];
    figures_of(&mut workspace.cargo(&run), "the example measures")
}
