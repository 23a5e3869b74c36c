//! Voice: what the media server adds, carries and loses, by the binary's own bench; and from a press to the first sound, in real browsers.
//!
//! What never comes in: measuring; that is done by the binary and by the script in `e2e/bench`.

use std::process::Command;

use super::{Bench, Figures, Limit, browser_figures, build_release, figures_of};
use crate::arguments::Arguments;
use crate::screenshots;
use crate::workspace::Workspace;

pub(super) const BENCH: Bench = Bench {
    promises: &[
        ("press_to_audio_ms_p50", Limit::AtMost(800.0)),
        ("press_to_audio_ms_p99", Limit::AtMost(2_000.0)),
        ("added_delay_ms_p99", Limit::AtMost(20.0)),
        ("rooms_200_lost_packets", Limit::AtMost(0.0)),
        ("rooms_200_not_recorded", Limit::AtMost(0.0)),
        ("flood_lost_packets", Limit::AtMost(0.0)),
        ("flood_not_recorded", Limit::AtMost(0.0)),
        ("crash_lost_ms_max", Limit::AtMost(1_000.0)),
        ("crash_missing_inside_packets", Limit::AtMost(0.0)),
        ("net_in_place_400_ms_pct", Limit::AtLeast(85.0)),
    ],
    take,
};

/// Understands `--only PART`: `browser`, or a part of `hoeder bench voice`.
fn take(workspace: &Workspace, arguments: &mut Arguments) -> Result<Figures, String> {
    let only = arguments.take_value("--only")?;
    let is_browser = only.as_deref() == Some("browser");
    if is_browser || only.is_none() {
        screenshots::prepare(workspace)?;
    }
    build_release(workspace)?;
    let mut figures = Figures::new();
    if !is_browser {
        let mut command = Command::new(workspace.target()?.join("release/hoeder"));
        command.current_dir(workspace.root()).args(["bench", "voice", "--json"]);
        command.args(only.iter().flat_map(|part| ["--only", part.as_str()]));
        figures.extend(figures_of(&mut command, "hoeder bench voice")?);
    }
    if is_browser || only.is_none() {
        figures.extend(browser_figures(workspace, "voice")?);
    }
    Ok(figures)
}
