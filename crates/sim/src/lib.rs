//! The simulation: seeded worlds in which everything fails, checked after every happening; and the invented demo town.
//!
//! A shell around the same engine, store, beacon and protocol as the server's. One seed is one world: the same happenings,
//! the same log byte for byte. Never here: a real clock, a socket, a thread, a file (but for the demo's own store).

mod chance;
mod check;
pub mod demo;
#[cfg(feature = "fakeblue")]
pub mod fakeblue;
mod report;
pub mod scenarios;
#[cfg(test)]
mod tests;
mod trace;
mod world;

pub use chance::Chance;
pub use report::{Failure, Options, Summary, Twice};

use hoeder_geo::Countries;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use world::{Broken, Meddler, Stats, World};

/// Plays worlds, one per seed. `progress` hears the number of seeds that are done, after each.
///
/// A failure never stops the run: it is in the [`Summary`], with the promise that was broken and the last happenings.
pub fn run(options: &Options, progress: &mut dyn FnMut(u64)) -> Summary {
    run_with(options, Meddler::HONEST, progress)
}

fn run_with(options: &Options, meddler: Meddler, progress: &mut dyn FnMut(u64)) -> Summary {
    let mut summary = Summary::default();
    let countries = match Countries::new() {
        Ok(countries) => Arc::new(countries),
        Err(error) => {
            summary.failures.push(Failure::of_program(options.first_seed, error.to_string()));
            return summary;
        }
    };
    for n in 0..options.seeds {
        let seed = options.first_seed.wrapping_add(n);
        let played = play(seed, &countries, meddler);
        summary.add(&played.stats);
        if let Some(failure) = played.failure {
            summary.failures.push(failure);
        } else if options.twice.concerns(n) {
            let again = play(seed, &countries, meddler);
            if again.hash != played.hash {
                summary.failures.push(Failure::of_two_runs(seed, (played.hash, again.hash)));
            }
        }
        progress(n + 1);
    }
    summary
}

struct Played {
    stats: Stats,
    hash: u64,
    failure: Option<Failure>,
}

fn play(seed: u64, countries: &Arc<Countries>, meddler: Meddler) -> Played {
    // A broken invariant inside a room is a failure of its seed, not the end of the run.
    let played = catch_unwind(AssertUnwindSafe(|| match World::begin(seed, countries, meddler) {
        Ok(mut world) => {
            let lived = world.live();
            let failure = lived.err().map(|broken| failure(seed, Some(&world), broken));
            Played { stats: world.stats, hash: world.trace.hash(), failure }
        }
        Err(broken) => {
            Played { stats: Stats::default(), hash: 0, failure: Some(failure(seed, None, broken)) }
        }
    }));
    played.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        let detail = text.unwrap_or_else(|| "it stopped without a word".to_owned());
        let broken = Broken { promise: "no room breaks an invariant", detail };
        Played { stats: Stats::default(), hash: 0, failure: Some(failure(seed, None, broken)) }
    })
}

fn failure(seed: u64, world: Option<&World<'_>>, broken: Broken) -> Failure {
    Failure {
        seed,
        at: world.map(|world| world.now),
        promise: broken.promise,
        detail: broken.detail,
        trace: world.map(|world| world.trace.lines()).unwrap_or_default(),
    }
}
