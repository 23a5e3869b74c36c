//! Plays the scenario suite without the rest of the program: `cargo run --release -p hoeder-sim --example scenarios -- [FILTER]`.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a tool for developers that times itself"
)]

use hoeder_sim::scenarios::{Plan, Use, baselines, figures, guarded, run};
use hoeder_watch::track::Settings;
use std::time::Instant;

fn main() {
    let filter = std::env::args().nth(1);
    let began = Instant::now();
    let plan = Plan { filter, ..Plan::whole(Use::Tuning) };
    let mut entries = baselines();
    entries.push(guarded("Hoeder", Settings::default()));
    let run = run(&plan, &entries, 2, &mut |_| {});
    println!("{} played in {:.1} s", run.records.len(), began.elapsed().as_secs_f64());
    for (n, name) in run.detectors.iter().enumerate() {
        let f = figures(&run, n);
        println!(
            "{name}: usable {:?}/{} first {:?} 200: {:?} +30 {:?} +60 {:?} | all {:?} of {} never {:?} | silence {:?} of {} | warn {:?} {:?}",
            f.all.usable_pct(),
            f.wide.usable_first.of,
            f.wide.usable_first.pct(),
            f.narrow.usable_first.pct(),
            f.wide.usable_30.pct(),
            f.wide.usable_60.pct(),
            f.all.all_first.pct(),
            f.all.all_first.of,
            f.all.never.pct(),
            f.all.silence.pct(),
            f.all.silence.of,
            f.all.warning(0.5),
            f.all.ten_minutes().pct(),
        );
        println!(
            "   days {} false {:?} up {:?} wide {:?} up {:?} near {:?} met {:?} unknown {:?}",
            f.days.wrong.days(),
            f.days.wrong.per_day(),
            f.days.wrong.upper(),
            f.wide_days.wrong.per_day(),
            f.wide_days.wrong.upper(),
            f.days.near.per_day(),
            f.days.met.per_day(),
            f.days.unknown.per_day()
        );
        for (name, set) in &f.sets {
            println!(
                "   {name}: {} usable {:?} first {:?} all {:?}",
                set.all_first.of,
                set.usable_pct(),
                set.usable_first.pct(),
                set.all_first.pct()
            );
        }
    }
}
