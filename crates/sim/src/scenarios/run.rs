//! Plays many scenarios on several threads; the result does not depend on how many.
//!
//! Never here: what is played (`catalogue`, `play`), adding up (`figures`).

use super::catalogue::{Job, Plan};
use super::play::{Entry, Record, play};
use super::town::Town;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// Everything that was played.
pub struct Run {
    /// The names of the detectors.
    pub detectors: Vec<String>,
    /// In the order of the plan.
    pub records: Vec<Record>,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Played.
    pub done: usize,
    /// To play.
    pub of: usize,
}

/// Plays a plan with these detectors on so many threads.
pub fn run(plan: &Plan, entries: &[Entry], threads: usize, progress: &mut dyn FnMut(Progress)) -> Run {
    let jobs = plan.jobs();
    let towns: BTreeMap<u64, Town> = plan.seeds.iter().map(|seed| (*seed, Town::new(*seed))).collect();
    let next = AtomicUsize::new(0);
    let mut slots: Vec<Option<Record>> = jobs.iter().map(|_| None).collect();
    thread::scope(|scope| {
        let (tell, told) = mpsc::channel();
        for _ in 0..threads.max(1) {
            let tell = tell.clone();
            let (jobs, towns, next) = (&jobs, &towns, &next);
            scope.spawn(move || work(jobs, towns, (next, entries), &tell));
        }
        drop(tell);
        for (before, (place, record)) in told.into_iter().enumerate() {
            if let Some(slot) = slots.get_mut(place) {
                *slot = Some(record);
            }
            progress(Progress { done: before + 1, of: jobs.len() });
        }
    });
    let detectors = entries.iter().map(|entry| entry.name.clone()).collect();
    Run { detectors, records: slots.into_iter().flatten().collect() }
}

fn work(
    jobs: &[Job],
    towns: &BTreeMap<u64, Town>,
    (next, entries): (&AtomicUsize, &[Entry]),
    tell: &mpsc::Sender<(usize, Record)>,
) {
    loop {
        let place = next.fetch_add(1, Ordering::Relaxed);
        let Some(job) = jobs.get(place) else { return };
        let Some(town) = towns.get(&job.seed()) else { continue };
        if tell.send((place, play(job, town, entries))).is_err() {
            return;
        }
    }
}
