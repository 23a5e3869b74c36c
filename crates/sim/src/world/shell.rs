//! The process around the engine: a cell, its writer, and what waits to be written.
//!
//! A shell dies with everything in it; the disk and the spool outlive it. Never here: rules, or what is checked.

use hoeder_engine::duty::READY_TIMEOUT;
use hoeder_engine::entry::{Entry, Event};
use hoeder_engine::output::StoredFix;
use hoeder_engine::protocol::{Act, After, Due, Protocol, Step, Words};
use hoeder_engine::{Cell, CellConfig};
use hoeder_geo::Countries;
use hoeder_store::faulty::{Faults, FaultyLog};
use hoeder_store::{Batch, MasterKey, MemorySpool, SeededEntropy, SqliteLog, StoreError, Writer};
use hoeder_vocab::{AlarmId, Epoch, Seq, UtcMillis};
use hoeder_watch::alarm::{AlarmEvent, AlarmKind, AlarmTimes};
use hoeder_watch::supervision::WatchTimes;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use crate::demo::{CELL, OWN_ROOM};

/// What outlives a crash, and the hands that make it fail.
pub(crate) struct Disk {
    pub(crate) log: FaultyLog<SqliteLog>,
    pub(crate) faults: Faults,
    pub(crate) spool: MemorySpool,
}

impl Disk {
    pub(crate) fn new() -> Result<Self, StoreError> {
        let faults = Faults::new();
        let log = FaultyLog::new(SqliteLog::in_memory()?, faults.clone());
        Ok(Self { log, faults, spool: MemorySpool::new() })
    }
}

/// One life of the process.
pub(crate) struct Shell {
    pub(crate) cell: Cell,
    pub(crate) writer: Writer,
    pub(crate) batch: Batch,
    pub(crate) life: u64,
    pub(crate) commit_planned: bool,
    pub(crate) tick_at: Option<UtcMillis>,
    pub(crate) drain_planned: bool,
}

/// What the store gave back at a start.
pub(crate) struct Begun {
    pub(crate) shell: Shell,
    /// The whole log, as it was before this life.
    pub(crate) stored: Vec<Entry>,
    pub(crate) fixes: BTreeMap<AlarmId, Vec<StoredFix>>,
    pub(crate) proofs: Vec<hoeder_engine::input::Proof>,
    /// Entries of the spool that the log did not take.
    pub(crate) stranded: usize,
}

pub(crate) fn config(epoch: Epoch, countries: &Countries) -> CellConfig {
    CellConfig {
        cell: CELL,
        own_room: OWN_ROOM,
        epoch,
        alarm_times: times(),
        watch_times: WatchTimes::default(),
        protocols: protocols(),
        ready_timeout: READY_TIMEOUT,
        countries: countries.clone(),
        measures: hoeder_engine::measures::MeasureRules::default(),
        tracking: hoeder_engine::tracking::TrackingRules::default(),
        voice: hoeder_engine::voice::VoiceTimes::default(),
    }
}

/// The usual times, with an ownership that ages within the life of a world.
pub(crate) fn times() -> AlarmTimes {
    AlarmTimes {
        owner_reminded: Duration::from_secs(70),
        owner_returned: Duration::from_secs(110),
        ..AlarmTimes::default()
    }
}

/// A step with each kind of end and of time, the same for both kinds of alarm.
fn protocols() -> Vec<Protocol> {
    let step = |id: &str, act, (after, seconds)| {
        let words = || Words { nl: id.to_owned(), fr: id.to_owned(), de: id.to_owned(), en: id.to_owned() };
        let due = Some(Due { after, within: Duration::from_secs(seconds) });
        Arc::new(Step { id: id.to_owned(), title: words(), hint: None, act, due })
    };
    let steps = vec![
        step("take", Some(Act::Take), (After::Raised, 10)),
        step(TICKED, None, (After::Taken, 15)),
        step("send-team", Some(Act::Dispatch), (After::Taken, 60)),
        step("close", Some(Act::Close), (After::OnScene, 600)),
    ];
    [AlarmKind::Danger, AlarmKind::Unidentified].map(|kind| Protocol { kind, steps: steps.clone() }).to_vec()
}

/// The step that people tick off.
pub(crate) const TICKED: &str = "keep-silent";

/// Alarms that were raised and not closed, according to a list of entries.
pub(crate) fn open_alarms(entries: &[Entry]) -> BTreeSet<AlarmId> {
    let mut open = BTreeSet::new();
    for entry in entries {
        if let Event::Alarm(id, event) = &entry.event {
            match event {
                AlarmEvent::Raised { .. } => {
                    open.insert(*id);
                }
                AlarmEvent::Closed { .. } => {
                    open.remove(id);
                }
                AlarmEvent::Held { .. }
                | AlarmEvent::Shown { .. }
                | AlarmEvent::PressedAgain { .. }
                | AlarmEvent::Linked { .. }
                | AlarmEvent::Climbed { .. }
                | AlarmEvent::Taken { .. }
                | AlarmEvent::HandedOver { .. }
                | AlarmEvent::TakenOver { .. }
                | AlarmEvent::OwnerReminded { .. }
                | AlarmEvent::OwnershipReturned { .. }
                | AlarmEvent::StillOnIt { .. }
                | AlarmEvent::OnTheWay { .. }
                | AlarmEvent::Found { .. }
                | AlarmEvent::StepDone { .. }
                | AlarmEvent::Vouched { .. }
                | AlarmEvent::OwnerLost { .. }
                | AlarmEvent::Dispatched { .. }
                | AlarmEvent::OnScene { .. }
                | AlarmEvent::Noted { .. }
                | AlarmEvent::WordSaid { .. }
                | AlarmEvent::Overdue { .. }
                | AlarmEvent::PvGiven { .. } => {}
            }
        }
    }
    open
}

impl Shell {
    /// Opens the store and builds the cell from the snapshot, the log after it and the spool. Does not start it yet.
    pub(crate) fn begin(
        disk: &Disk,
        (seed, life): (u64, u64),
        countries: &Countries,
    ) -> Result<Begun, StoreError> {
        let entropy = SeededEntropy::new(seed.wrapping_mul(0x1_0001).wrapping_add(life));
        let (mut writer, restored) = Writer::open_with(
            Box::new(disk.log.clone()),
            Box::new(disk.spool.clone()),
            Box::new(MasterKey::from_bytes([0x5a; 32])),
            Box::new(entropy),
            CELL,
        )?;
        let mut cell = Cell::new(config(restored.epoch, countries));
        for entry in &restored.entries {
            cell.replay(entry);
        }
        let stored = writer.read(Seq(1), u32::MAX)?;
        let mut fixes = BTreeMap::new();
        for alarm in open_alarms(&stored) {
            fixes.insert(alarm, writer.fixes_of(alarm)?);
        }
        restore(&mut cell, &restored.proofs, &fixes);
        let shell = Self {
            cell,
            writer,
            batch: Batch::default(),
            life,
            commit_planned: false,
            tick_at: None,
            drain_planned: false,
        };
        Ok(Begun { shell, stored, fixes, proofs: restored.proofs, stranded: restored.stranded.len() })
    }

    pub(crate) fn has_work(&self) -> bool {
        let batch = &self.batch;
        !(batch.entries.is_empty()
            && batch.fixes.is_empty()
            && batch.proofs.is_empty()
            && batch.destroy.is_empty())
    }
}

/// Gives a replayed cell what does not stand in the log: proofs of life and positions.
pub(crate) fn restore(
    cell: &mut Cell,
    proofs: &[hoeder_engine::input::Proof],
    fixes: &BTreeMap<AlarmId, Vec<StoredFix>>,
) {
    for proof in proofs {
        cell.restore_proof(*proof);
    }
    for fix in fixes.values().flatten() {
        cell.restore_trail(fix.clone());
    }
}
