//! What was promised, checked after every happening. Each promise has its name and the requirements that it comes from.
//!
//! `model`: a naive model of alarms. `pages`: what reaches a screen. `twin`: a cell made anew is the same cell.
//! `end`: what must be so once everything has healed. Never here: what happens in the world.

mod arranged;
mod ears;
mod end;
mod measures;
pub(crate) mod model;
mod pages;
mod twin;

use crate::world::{Flow, World, broken};
use hoeder_engine::entry::{Entry, Event, StreamId};
use hoeder_engine::input::Proof;
use hoeder_engine::output::{Output, Reply, StoredFix};
use hoeder_engine::roster::Account;
use hoeder_engine::view::AlarmView;
use hoeder_vocab::handset::Downlink;
use hoeder_vocab::{AccountId, AlarmId, DeskId, HandsetId, ReceivedAt, Seq, UtcMillis};
use hoeder_watch::alarm::{AlarmEvent, AlarmTimes, Rung};
use hoeder_watch::supervision::{AlertKind, SupervisionEvent, WatchTimes};
use model::Model;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

/// What the checkers remember, apart from the machine.
#[derive(Default)]
pub(crate) struct Checks {
    pub(crate) model: Model,
    /// What the log says of measures.
    pub(crate) counted: measures::Counted,
    /// Every entry that the engine put out and that was not lost by a crash.
    pub(crate) log: Vec<Entry>,
    versions: BTreeMap<StreamId, u64>,
    pub(crate) durable: Seq,
    pub(crate) fixes: BTreeMap<AlarmId, Vec<StoredFix>>,
    pub(crate) proofs: BTreeMap<HandsetId, Proof>,
    /// Connected screens.
    pub(crate) desks: BTreeMap<DeskId, AccountId>,
    /// When the last screen of an account was gone.
    gone: BTreeMap<AccountId, UtcMillis>,
    accounts: BTreeMap<AccountId, Account>,
    /// What a screen was last told of an alarm.
    shown: BTreeMap<(DeskId, AlarmId), Arc<AlarmView>>,
    /// Newest whole view of an alarm that anybody was told.
    latest: BTreeMap<AlarmId, Arc<AlarmView>>,
    /// Does the shell on purpose put outputs within outputs?
    lags: bool,
    /// Who hears, by what the desks said and by what the log says.
    ears: ears::Ears,
    /// When the present life of the engine began.
    pub(crate) began: UtcMillis,
}

/// How late a timer may be in a world whose clock jumps: what falls on the same moment, and no more.
const LATE: Duration = Duration::from_millis(60);

impl Checks {
    /// An entry that the engine put out: numbers without a gap, versions by one, the log of one life (FL-31).
    fn take(&mut self, entry: &Entry) -> Flow {
        let expected = self.log.last().map_or(Seq(1), |last| last.seq.next());
        if entry.seq != expected {
            return broken("the log has no gap", format!("{:?} after {expected:?}", entry.seq));
        }
        let version = self.versions.entry(entry.stream).or_default();
        *version += 1;
        if entry.version != *version {
            return broken("versions rise by one", format!("{:?} {}", entry.stream, entry.version));
        }
        if let Event::AccountPut(account) = &entry.event {
            self.accounts.insert(account.id, account.clone());
        }
        // A report or a test is a proof of life as well: it stands in the log.
        if let Event::Watch(handset, SupervisionEvent::Reported(_) | SupervisionEvent::Tested { .. }) =
            &entry.event
        {
            self.note_proof(Proof { handset: *handset, heard_at: ReceivedAt(entry.decided_at.0) });
        }
        self.model.take(entry)?;
        self.counted.take(entry)?;
        self.ears_take(entry)?;
        self.log.push(entry.clone());
        Ok(())
    }

    /// After a start: what was acknowledged is there, and what is there is what was put out (GN-05).
    pub(crate) fn restored(
        &mut self,
        stored: &[Entry],
        fixes: BTreeMap<AlarmId, Vec<StoredFix>>,
        proofs: &[Proof],
    ) -> Flow {
        let newest = stored.last().map_or(Seq(0), |entry| entry.seq);
        if newest < self.durable {
            return broken(
                "acknowledged means durable (GN-05)",
                format!("{:?} was acknowledged, {newest:?} is there", self.durable),
            );
        }
        if let Some((there, _)) = stored.iter().zip(&self.log).find(|(there, put)| there != put) {
            return broken("the store gives back what the engine put out", format!("{:?}", there.seq));
        }
        if stored.len() > self.log.len() {
            return broken("nothing is in the store that the engine did not put out", format!("{newest:?}"));
        }
        let (log, versions) = (std::mem::take(&mut self.log), std::mem::take(&mut self.versions));
        drop((log, versions));
        self.model = Model::default();
        self.counted = measures::Counted::default();
        self.ears = ears::Ears::default();
        self.durable = newest;
        self.fixes = fixes;
        self.proofs = proofs.iter().map(|proof| (proof.handset, *proof)).collect();
        for entry in stored {
            self.take(entry)?;
        }
        Ok(())
    }

    /// Screens and their pictures end with a life of the engine.
    pub(crate) fn forget_life(&mut self) {
        self.desks.clear();
        self.gone.clear();
        self.shown.clear();
        self.latest.clear();
        self.ears.forget_pages();
    }

    pub(crate) fn desk_up(&mut self, desk: DeskId, account: AccountId) {
        self.desks.insert(desk, account);
    }

    pub(crate) fn desk_gone(&mut self, desk: DeskId, now: UtcMillis) {
        self.shown.retain(|(of, _), _| *of != desk);
        self.ears.is_deaf(desk);
        if let Some(account) = self.desks.remove(&desk)
            && !self.desks.values().any(|other| *other == account)
        {
            self.gone.insert(account, now);
        }
    }

    pub(crate) fn note_proof(&mut self, proof: Proof) {
        let known = self.proofs.entry(proof.handset).or_insert(proof);
        known.heard_at = known.heard_at.max(proof.heard_at);
    }

    /// FL-06, AL-09: an open alarm is owned by somebody at a desk, or rings, and climbs in time.
    fn never_forgotten(&self, now: UtcMillis, times: &AlarmTimes) -> Flow {
        for (id, case) in self.model.open() {
            match (case.owner, case.ringing_since) {
                (None, Some(since)) => {
                    let since = since.max(UtcMillis::from_unix_ms(0));
                    let late =
                        |after: Duration| now > since.plus(after + LATE) && now > self.began.plus(LATE);
                    let least = if late(times.zone_duty) {
                        Rung::Everyone
                    } else if late(times.neighbour_room) {
                        Rung::ZoneDuty
                    } else if late(times.own_room) {
                        Rung::NeighbourRoom
                    } else {
                        Rung::OwnRoom
                    };
                    if case.rung < least {
                        return broken(
                            "an alarm that nobody takes climbs in time (FL-06)",
                            format!("{id} is on {:?}, not on {least:?}", case.rung),
                        );
                    }
                }
                (Some(owner), None) => {
                    self.owner_is_there(id, owner, (case.owner_since, now), times)?;
                    let ends = case.acted_at.plus(times.owner_returned).max(self.began);
                    if now > ends.plus(LATE) {
                        return broken(
                            "an alarm whose owner does nothing rings again (FL-06)",
                            format!("{id}"),
                        );
                    }
                }
                (None, None) | (Some(_), Some(_)) => {
                    return broken("an open alarm is owned or rings (FL-06)", format!("{id}"));
                }
            }
        }
        Ok(())
    }

    fn owner_is_there(
        &self,
        id: AlarmId,
        owner: AccountId,
        (owner_since, now): (UtcMillis, UtcMillis),
        times: &AlarmTimes,
    ) -> Flow {
        if self.desks.values().any(|account| *account == owner) {
            return Ok(());
        }
        let gone = self.gone.get(&owner).copied().unwrap_or(self.began);
        let since = gone.max(owner_since).max(self.began);
        if now > since.plus(times.owner_lost + LATE) {
            return broken("an alarm whose owner is gone rings again (FL-06)", format!("{id}"));
        }
        Ok(())
    }

    /// FL-10, FL-11: silence of a watched handset is an alert within the dead-man time.
    fn silence_is_seen(&self, now: UtcMillis, times: &WatchTimes) -> Flow {
        for (handset, since) in &self.model.watched {
            let heard = self.proofs.get(handset).map_or(*since, |proof| proof.heard_at.0.max(*since));
            let due = heard.plus(times.dead_man).max(self.began);
            if now > due.plus(LATE) && !self.model.wrong.contains(&(*handset, AlertKind::Silent)) {
                return broken(
                    "a silent handset is an alert within the dead-man time (FL-10, FL-11)",
                    format!("{handset}"),
                );
            }
        }
        Ok(())
    }
}

impl World<'_> {
    /// After every happening.
    pub(crate) fn check_now(&mut self) -> Flow {
        let now = self.now;
        if self.shell.is_none() {
            return Ok(());
        }
        self.checks.never_forgotten(now, &crate::world::shell::times())?;
        self.checks.model.timers_are_guarded(now, self.checks.began)?;
        self.checks.silence_is_seen(now, &WatchTimes::default())?;
        self.checks.ears_are_known(now)?;
        self.checks.nothing_rings_unheard(now)
    }

    /// What the engine put out in one go, in its order.
    pub(crate) fn check_outputs(&mut self, outputs: &[Output]) -> Flow {
        self.checks.ears.remember();
        self.checks.paged_first(outputs)?;
        for output in outputs {
            if let Output::Append(entry) = output {
                self.checks.take(entry)?;
                let seq = entry.seq;
                self.trace.line(self.now, || format!("  record {} {}", seq.0, name(&entry.event)));
                self.stats.records += 1;
                self.stats.alarms += u64::from(crate::check::raises(&entry.event));
                self.stats.missed += u64::from(matches!(
                    entry.event,
                    Event::CheckIn(_, hoeder_watch::checkin::CheckInEvent::Missed { .. })
                ));
                self.stats.said += u64::from(matches!(entry.event, Event::Talk(..)));
                if let Event::Alarm(_, event) = &entry.event {
                    self.stats.taken_over += u64::from(matches!(event, AlarmEvent::TakenOver { .. }));
                    self.stats.returned += u64::from(matches!(event, AlarmEvent::OwnershipReturned { .. }));
                    self.stats.vouched += u64::from(matches!(event, AlarmEvent::Vouched { .. }));
                }
            }
        }
        self.checks.lags = self.meddler.early_durable;
        self.checks.pages(outputs)
    }

    /// GN-05: an answer that says 'done' or 'held' goes out only when all that it rests on is durable.
    pub(crate) fn check_reply(&self, reply: &Reply, head: Seq) -> Flow {
        let rests_on = match reply {
            Reply::Done | Reply::Paired { .. } | Reply::MeasureDone { .. } => Some(head),
            Reply::Downlink(Downlink::Held { alarm }) => {
                Some(self.checks.model.alarms.get(alarm).map_or(Seq(u64::MAX), |case| case.seq))
            }
            Reply::Downlink(
                Downlink::TestAnswered { .. }
                | Downlink::ReportReceived
                | Downlink::WordReceived { .. }
                | Downlink::TimerHeld { .. }
                | Downlink::TripReceived { .. }
                | Downlink::TextReceived { .. },
            ) => Some(head),
            Reply::Downlink(
                Downlink::SomeoneThere { .. }
                | Downlink::Closed { .. }
                | Downlink::Heard { .. }
                | Downlink::Settings(_)
                | Downlink::Revoked
                | Downlink::TimerOver { .. }
                | Downlink::Message { .. }
                | Downlink::Typing(_)
                | Downlink::TestPlanned { .. }
                | Downlink::TestPlanOver
                | Downlink::Refused { .. },
            )
            | Reply::Problem(_)
            | Reply::Alarms(_)
            | Reply::Alarm(_)
            | Reply::Cases(_)
            | Reply::Case(_)
            | Reply::Photo(_)
            | Reply::Tasks(_)
            | Reply::Administration(_)
            | Reply::ZoneShapes(_)
            | Reply::Wall(_)
            | Reply::Allowed(_)
            | Reply::AccessLog { .. }
            | Reply::Hotspots(_)
            | Reply::Measures(_)
            | Reply::Measure(_)
            | Reply::Inbox(_)
            | Reply::Overview(_)
            | Reply::Calendar(_)
            | Reply::Document(_)
            | Reply::Offices(_)
            | Reply::Magistrates(_)
            | Reply::MyMeasure(_)
            | Reply::HotspotsFound(_)
            | Reply::Tracking(_)
            | Reply::Recording(_) => None,
        };
        if rests_on.is_some_and(|seq| seq > self.checks.durable) {
            return broken(
                "acknowledged means durable (GN-05)",
                format!("{reply:?} rests on {rests_on:?}, durable is {:?}", self.checks.durable),
            );
        }
        Ok(())
    }
}

pub(crate) const fn raises(event: &Event) -> bool {
    matches!(event, Event::Alarm(_, hoeder_watch::alarm::AlarmEvent::Raised { .. }))
}

/// What happened, for the trace: its name, without content.
fn name(event: &Event) -> String {
    let mut name = FirstWord(String::new());
    // It stops writing after the word: that is no error.
    let _stopped = if let Event::Alarm(id, event) = event {
        write!(name.0, "{id} ").and_then(|()| write!(name, "{event:?}"))
    } else if let Event::Watch(id, event) = event {
        write!(name.0, "{id} ").and_then(|()| write!(name, "{event:?}"))
    } else {
        write!(name, "{event:?}")
    };
    name.0
}

/// Takes in text up to the first sign that is no letter.
struct FirstWord(String);

impl core::fmt::Write for FirstWord {
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        for letter in text.chars() {
            if !letter.is_alphanumeric() {
                return Err(core::fmt::Error);
            }
            self.0.push(letter);
        }
        Ok(())
    }
}
