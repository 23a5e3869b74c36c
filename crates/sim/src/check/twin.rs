//! A cell that is made anew from its log is the same cell: the same answers to the same questions (GN-05).
//!
//! Run after a start from a snapshot, it shows too that snapshot and tail give what the whole log gives.

use crate::demo::{COLLINES, DENDERVALLEI, HOEDERGEM, account_id, magistrate_of, officer_of};
use crate::world::shell::{config, restore};
use crate::world::{Flow, Pending, World, broken};
use hoeder_engine::Cell;
use hoeder_engine::input::{Input, Query, StoreHealth};
use hoeder_engine::measures::MeasureFilter;
use hoeder_engine::output::{Output, Reply};
use hoeder_engine::view::{AlarmLine, AlarmView, TaskView, WallView};
use hoeder_vocab::{AccountId, Epoch, RequestId};
use hoeder_watch::alarm::Stage;
use std::sync::Arc;

/// A position that came twice in one moment pushes an older one out of a full trail: the newest are compared.
const COMPARED_TRAIL: usize = 300;

impl World<'_> {
    /// Compares the running cell with its twin.
    pub(crate) fn compare(&mut self) -> Flow {
        self.commit_now()?;
        self.commit_now()?;
        let Some(shell) = &self.shell else { return Ok(()) };
        if shell.has_work() || shell.writer.health() != StoreHealth::Up {
            return Ok(());
        }
        let mut twin = Cell::new(config(Epoch(u64::MAX), self.countries));
        for entry in &self.checks.log {
            twin.replay(entry);
        }
        let proofs: Vec<_> = self.checks.proofs.values().copied().collect();
        restore(&mut twin, &proofs, &self.checks.fixes);
        twin.start(self.now);
        while twin.poll_output().is_some() {}
        for (by, query) in self.questions() {
            let ours = self.asked(by, query.clone())?;
            let theirs = ask(&mut twin, by, query.clone(), self.now);
            if ours != theirs {
                return broken(
                    "a cell made anew from its log is the same cell (GN-05)",
                    format!("{query:?}: {}", difference(&ours, &theirs)),
                );
            }
        }
        Ok(())
    }

    fn questions(&self) -> Vec<(AccountId, Query)> {
        let supervisor = account_id("supervisor");
        let mut questions = vec![
            (supervisor, Query::Alarms),
            (supervisor, Query::Tasks),
            (account_id("admin"), Query::Administration),
            (supervisor, Query::Wall),
        ];
        questions.extend([HOEDERGEM, DENDERVALLEI, COLLINES].map(|zone| (officer_of(zone), Query::Cases)));
        for household in &self.households {
            let officer = officer_of(household.case.managing_zone);
            questions.push((officer, Query::Case(household.case.id)));
        }
        for clerk in &self.clerks {
            questions.push((magistrate_of(clerk.zone), Query::Measure(clerk.measure)));
        }
        for magistrate in [HOEDERGEM, COLLINES].map(magistrate_of) {
            questions.push((magistrate, Query::Measures(MeasureFilter::default())));
            questions.push((magistrate, Query::Inbox));
        }
        questions.extend(self.checks.model.alarms.keys().map(|id| (supervisor, Query::Alarm(*id))));
        questions
    }

    fn asked(&mut self, by: AccountId, query: Query) -> Result<Option<Reply>, crate::world::Broken> {
        let request = self.request();
        self.kept = None;
        self.ask_cell(request, Pending::Kept, Input::Ask { request, by, query })?;
        Ok(self.kept.take().map(without_memory))
    }
}

fn ask(cell: &mut Cell, by: AccountId, query: Query, now: hoeder_vocab::UtcMillis) -> Option<Reply> {
    let request = RequestId::from_u128(u128::MAX);
    cell.handle(Input::Ask { request, by, query }, now);
    let mut answer = None;
    while let Some(output) = cell.poll_output() {
        if let Output::Reply { request: of, reply } = output
            && of == request
        {
            answer = Some(without_memory(reply));
        }
    }
    answer
}

/// Leaves out what lives in memory only: the phone's charge of the moment, a position that came twice, and where the
/// last positions of a closed alarm lay, which are not read back (GN-03).
fn without_memory(mut reply: Reply) -> Reply {
    if let Reply::Alarm(view) = &mut reply {
        let view: &mut AlarmView = Arc::make_mut(view);
        view.battery = None;
        view.trail.dedup();
        let old = view.trail.len().saturating_sub(COMPARED_TRAIL);
        view.trail.drain(..old);
        if view.stage == Stage::Closed {
            view.doubts.clear();
            view.zones.clear();
        }
    }
    if let Reply::Wall(wall) = &mut reply {
        forget_moment(Arc::make_mut(wall));
    }
    if let Reply::Alarms(lines) = &mut reply {
        lines.iter_mut().for_each(without_place);
    }
    if let Reply::Case(case) = &mut reply {
        case.alarms.iter_mut().for_each(without_place);
    }
    if let Reply::Tasks(tasks) = &mut reply {
        for task in tasks {
            if let TaskView::PvToFollow { zones, .. } = task {
                zones.clear();
            }
        }
    }
    reply
}

/// Of the wall, who hears and who is lost must be the same; the rest is of the moment, of connections, and of an hour's
/// memory that a snapshot does not keep.
fn forget_moment(wall: &mut WallView) {
    wall.desks = 0;
    wall.desks_own_room = 0;
    (wall.shown_10m, wall.shown_60m, wall.flood) = (0, 0, None);
    wall.ages = hoeder_engine::view::ProofAges::default();
    wall.zones.clear();
}

fn without_place(line: &mut AlarmLine) {
    if line.stage == Stage::Closed {
        line.zones.clear();
    }
}

/// The first place where two answers differ, as text without anything personal.
fn difference(ours: &Option<Reply>, theirs: &Option<Reply>) -> String {
    let (ours, theirs) = (format!("{ours:?}"), format!("{theirs:?}"));
    let place = ours.bytes().zip(theirs.bytes()).position(|(a, b)| a != b);
    let around = |text: &str| -> String {
        let from = place.unwrap_or(0).saturating_sub(80);
        text.chars().skip(from).take(200).collect()
    };
    format!("ours .. {} .. theirs .. {} ..", around(&ours), around(&theirs))
}
