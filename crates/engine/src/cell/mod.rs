//! The machine of one cell: `handle(input, now)`, `poll_output()` until `None`, `poll_timeout()`.
//!
//! This file holds the state and the doors; each kind of work has its own file. Everything that happened goes through
//! `record` (live) or `replay` (from the log), and both end in the same `apply`: a replayed cell is the same cell.

mod alarms;
mod apply;
mod book;
mod desks;
mod doors;
mod ears;
mod erase;
mod flood;
mod handsets;
mod hotspot_index;
mod hotspots;
mod keeping;
mod ledger;
mod measures;
mod measures_after;
mod measures_do;
mod measures_find;
mod measures_show;
mod measures_taken;
mod measures_world;
mod open;
mod orders;
mod picture;
mod protocols;
mod questions;
mod talk;
mod teams;
mod timers;
mod timers_of_persons;
mod tracking;
mod trail;
mod trips;
mod typing;
mod valid;
mod voice;
mod voice_lines;
mod wall;
mod words;
mod zones;

use crate::duty::Roll;
use crate::entry::{Entry, Event};
use crate::input::{Input, Proof, StoreHealth};
use crate::load::Load;
use crate::measures::MeasureRules;
use crate::output::{Directory, Output, Reply};
use crate::protocol::Protocol;
use crate::tracking::TrackingRules;
use alarms::Running;
use book::Book;
use core::time::Duration;
use hoeder_geo::Countries;
use hoeder_vocab::handset::{Downlink, UplinkRefusal};
use hoeder_vocab::{
    AccountId, Actor, AlarmId, CaseId, CellId, DecidedAt, DeskId, Epoch, HandsetId, Purpose, RequestId,
    RoomId, Seq, UtcMillis,
};
use hoeder_watch::alarm::{AlarmTimes, Home};
use hoeder_watch::checkin::CheckIn;
use hoeder_watch::supervision::{Watch, WatchTimes};
use hoeder_watch::voice::VoiceTimes;
use ledger::Ledger;
use measures::Measures;
use open::OpenAlarms;
use std::collections::{BTreeMap, VecDeque};
use timers::{Timer, Timers};
use tracking::Tracking;
use zones::ZoneMap;

pub use alarms::{MAX_TRAIL, MAX_UNIDENTIFIED};
pub use hotspots::MAX_HOTSPOTS;
pub use picture::{milestone_name, rung_name};
pub use teams::MAX_TEAM_PLACES;
pub use valid::{MAX_PHOTO_BYTES, MAX_PLACES, MAX_ZONES};
pub use zones::shape as zone_shape;

/// What a cell is told once.
#[derive(Debug, Clone)]
pub struct CellConfig {
    /// Which cell.
    pub cell: CellId,
    /// Its control room.
    pub own_room: RoomId,
    /// Which life this is, from the store.
    pub epoch: Epoch,
    /// Times of the alarm machine.
    pub alarm_times: AlarmTimes,
    /// Times of the supervision.
    pub watch_times: WatchTimes,
    /// The steps that a desk takes, one protocol a kind of alarm; checked by [`crate::protocol::check`]. None shows no steps.
    pub protocols: Vec<Protocol>,
    /// A desk that does not say for so long that it can be heard is deaf.
    pub ready_timeout: Duration,
    /// Outlines of countries, for 'outside Belgium' (AL-14).
    pub countries: Countries,
    /// Checklists, terms, stock and ways to send notices.
    pub measures: MeasureRules,
    /// Times, ceilings and protocols of tracking.
    pub tracking: TrackingRules,
    /// Times of voice rooms.
    pub voice: VoiceTimes,
}

/// A request that is answered once everything it made is durable.
#[derive(Debug)]
struct Waiting {
    through: Seq,
    request: RequestId,
    reply: WaitingReply,
}

#[derive(Debug)]
enum WaitingReply {
    Plain(Reply),
    /// A press: `held` goes back, and into the timeline, only now (GN-05). A doubtful sender gets its refusal instead.
    Press {
        alarm: AlarmId,
        refused: Option<UplinkRefusal>,
    },
    /// The duress word after the close: the alarm that it raised is held with it.
    Word {
        alarm: AlarmId,
        raised: AlarmId,
    },
    /// A close: the phone stops sending positions only when no crash can open the alarm again.
    Close {
        alarm: AlarmId,
    },
    /// A self-test: the time of the answer is the time of being durable.
    Test(hoeder_vocab::TestId),
}

/// What follows, without anybody's asking, once everything up to a record is durable.
#[derive(Debug)]
enum Later {
    /// An alarm that nobody sent is held.
    Hold(AlarmId),
    /// The handset of an alarm is told.
    Tell(AlarmId, Downlink),
}

/// The engine of one cell.
#[derive(Debug)]
pub struct Cell {
    config: CellConfig,
    book: Book,
    zones: ZoneMap,
    alarms: BTreeMap<AlarmId, Running>,
    open: OpenAlarms,
    /// Closed alarms of which the magistrates were told and whose receipt is to come (AL-11): since when.
    receipts: BTreeMap<AlarmId, UtcMillis>,
    /// How earlier alarms of each case ended (FL-05, AL-13).
    records: BTreeMap<CaseId, crate::view::AlarmRecord>,
    watches: BTreeMap<HandsetId, Watch>,
    check_ins: BTreeMap<HandsetId, CheckIn>,
    desks: BTreeMap<DeskId, AccountId>,
    /// Since when a connected desk is off duty.
    off_since: BTreeMap<DeskId, UtcMillis>,
    /// Accounts that signed out a moment ago: their screens may go.
    leaving: BTreeMap<AccountId, UtcMillis>,
    roll: Roll,
    load: Load,
    measures: Measures,
    tracking: Tracking,
    /// The counts over all handsets as last made, for the pictures of the same second.
    chain: Option<wall::Chain>,
    ledger: Ledger,
    waiting: VecDeque<Waiting>,
    later: VecDeque<(Seq, Later)>,
    /// Up to where everything is durable, and where the last of it is.
    durable: (Seq, Home),
    timers: Timers,
    refusals_logged: BTreeMap<(HandsetId, UplinkRefusal), UtcMillis>,
    store: StoreHealth,
    /// Nobody moves sound, in this life.
    sound_off: bool,
    page_number: u64,
    pages: VecDeque<Output>,
    /// News of incidents: after that of alarms, before the log.
    incident_pages: VecDeque<Output>,
    rest: VecDeque<Output>,
}

impl Cell {
    /// An empty cell, before replay.
    #[must_use]
    pub fn new(config: CellConfig) -> Self {
        Self {
            config,
            book: Book::default(),
            zones: ZoneMap::default(),
            alarms: BTreeMap::new(),
            open: OpenAlarms::default(),
            receipts: BTreeMap::new(),
            records: BTreeMap::new(),
            watches: BTreeMap::new(),
            check_ins: BTreeMap::new(),
            desks: BTreeMap::new(),
            off_since: BTreeMap::new(),
            leaving: BTreeMap::new(),
            roll: Roll::default(),
            load: Load::default(),
            measures: Measures::default(),
            tracking: Tracking::default(),
            chain: None,
            ledger: Ledger::default(),
            waiting: VecDeque::new(),
            later: VecDeque::new(),
            durable: (Seq::default(), Home::Store),
            timers: Timers::default(),
            refusals_logged: BTreeMap::new(),
            store: StoreHealth::Up,
            sound_off: false,
            page_number: 0,
            pages: VecDeque::new(),
            incident_pages: VecDeque::new(),
            rest: VecDeque::new(),
        }
    }

    /// Takes in a record of the log, in order of sequence. Says nothing to anybody.
    pub fn replay(&mut self, entry: &Entry) {
        self.replay_own(entry.clone());
    }

    /// Likewise, and keeps what it tells itself instead of a copy: years of a log.
    pub fn replay_own(&mut self, entry: Entry) {
        self.ledger.note(&entry);
        self.take_in(entry);
    }

    /// Takes in a last heartbeat from the proofs table, after the replay.
    pub fn restore_proof(&mut self, proof: Proof) {
        if let Some(watch) = self.watches.get_mut(&proof.handset) {
            watch.hear(proof.heard_at);
        }
    }

    /// Begins a new life after the replay: the gateway learns whom it can trust, timers run, open alarms ring on.
    pub fn start(&mut self, now: UtcMillis) {
        self.durable = (self.ledger.head(), Home::Store);
        self.record(Actor::System, Purpose::Transport, now, Event::EpochBegan { epoch: self.config.epoch });
        for handset in self.book.handsets.values() {
            self.rest.push_back(Output::Directory(Directory::Handset {
                handset: handset.id,
                public_key: handset.public_key,
                state: handset.state,
            }));
        }
        for account in self.book.accounts.values() {
            self.rest.push_back(Output::Directory(Directory::Account(Box::new(account.clone()))));
        }
        self.zones.rebuild(now);
        self.timers.set(Timer::Zones, self.zones.next_change(now));
        self.timers.set(Timer::Hotspots, self.book.hotspots.next_end());
        let handsets: Vec<HandsetId> = self.watches.keys().copied().collect();
        for handset in handsets {
            self.schedule_watch(handset);
        }
        let guarded: Vec<HandsetId> = self.check_ins.keys().copied().collect();
        for handset in guarded {
            self.schedule_check_in(handset);
        }
        self.forget_past_trips(now);
        let all: Vec<AlarmId> = self.alarms.keys().copied().collect();
        for alarm in all {
            self.locate(alarm);
        }
        let open: Vec<AlarmId> = self.open_alarms().map(|(id, _)| id).collect();
        for alarm in open {
            self.hold(alarm, Home::Store, now);
            self.schedule_alarm(alarm, now);
        }
        self.await_desks(now);
        self.start_measures(now);
        self.start_tracking(now);
        self.start_voice(now);
        self.mind_floods(now);
    }

    /// Takes in one input.
    pub fn handle(&mut self, input: Input, now: UtcMillis) {
        match input {
            Input::Handset { request, claim, uplink, received_at } => {
                self.on_uplink(request, claim, uplink, received_at, now);
            }
            Input::Pair { request, code_digest, handset } => self.on_pair(request, code_digest, handset, now),
            Input::Order { request, by, order } => self.on_order(request, by, order, now),
            Input::Ask { request, by, query } => self.on_ask(request, by, query, now),
            Input::Bootstrap { request, order } => self.on_bootstrap(request, *order, now),
            Input::Session(change) => self.on_session(change, now),
            Input::DeskUp { desk, account, after } => self.on_desk_up((desk, account), after, now),
            Input::DeskDown { desk } => self.on_desk_down(desk, now),
            Input::Ready { desk, readiness } => self.on_ready(desk, readiness, now),
            Input::OffDuty { desk } => self.on_off_duty(desk, now),
            Input::Painted { desk, alarm } => self.on_painted(desk, alarm, now),
            Input::TeamAt { desk, alarm, place } => self.on_team_at(desk, alarm, place, now),
            Input::Typing { desk, typed } => self.on_desk_typing(desk, &typed, now),
            Input::Durable { through, home } => self.durable = (self.durable.0.max(through), home),
            Input::Store(health) => self.on_store(health, now),
            Input::Person { request, claim, command } => self.on_person((request, claim), &command, now),
            Input::TakeOver { request, order } => self.on_take_over(request, *order, now),
            Input::MyMeasure { request, claim } => self.on_my_measure((request, claim), now),
            Input::NoticeDone { notice, channel, result } => {
                self.on_notice_done((notice, channel), result, now);
            }
            Input::TrackChange(change) => self.on_track_change(&change, now),
            Input::TrackerPressed { request, press } => self.on_tracker_press(request, &press, now),
            Input::CommandDone { tracker, command, result } => {
                self.on_command_done(tracker, (command, result), now);
            }
            Input::DoorNoted(heard) => self.on_door_noted(&heard, now),
            Input::InstructionDone { incident, message, delivery } => {
                self.on_instruction_done(incident, (message, delivery), now);
            }
            Input::OfferVoice { request, handset, alarm } => self.on_offer_voice(request, (handset, alarm)),
            Input::Voice(alarm, news) => self.on_voice(alarm, news, now),
            Input::SoundOff => self.on_sound_off(now),
            Input::Tick => {}
        }
        self.answer_what_is_durable(now);
        self.run_timers(now);
        self.mind_floods(now);
        self.feed_desks(now);
    }

    /// The next thing for the shell to do: pages before everything else.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.pages.pop_front().or_else(|| self.incident_pages.pop_front()).or_else(|| self.rest.pop_front())
    }

    /// When `Input::Tick` is due, if nothing else comes before.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<UtcMillis> {
        self.timers.next()
    }

    /// The numbers of the records that the state rests on, ascending: a snapshot (docs/adr/0004).
    #[must_use]
    pub fn live_records(&self) -> Vec<Seq> {
        let mut live = self.ledger.live();
        live.extend(self.roll.records().chain(self.load.records()));
        live.sort_unstable();
        live.dedup();
        live
    }

    /// The number of the last record made.
    #[must_use]
    pub const fn head(&self) -> Seq {
        self.ledger.head()
    }

    /// Writes down that something happened: into the state at once, into the log next.
    fn record(&mut self, actor: Actor, purpose: Purpose, now: UtcMillis, event: Event) -> Seq {
        let entry = Entry {
            seq: self.ledger.head().next(),
            epoch: self.config.epoch,
            stream: self.ledger.stream_of(self.config.cell, &event, (&self.book, &self.tracking)),
            version: 0,
            subject: self.subject_of(&event),
            actor,
            purpose,
            decided_at: DecidedAt(now),
            event,
        };
        let entry = self.ledger.number(entry);
        self.apply(&entry);
        let seq = entry.seq;
        self.rest.push_back(Output::Append(Box::new(entry)));
        seq
    }

    fn reply(&mut self, request: RequestId, reply: Reply) {
        self.rest.push_back(Output::Reply { request, reply });
    }

    /// Answers once everything recorded so far is durable.
    fn reply_when_durable(&mut self, request: RequestId, reply: Reply) {
        let through = self.ledger.head();
        self.waiting.push_back(Waiting { through, request, reply: WaitingReply::Plain(reply) });
    }

    fn run_timers(&mut self, now: UtcMillis) {
        while let Some(timer) = self.timers.pop_due(now) {
            match timer {
                Timer::Alarm(alarm) => self.tick_alarm(alarm, now),
                Timer::Owner(alarm) => self.lose_owner(alarm, now),
                Timer::Steps(alarm) => self.tick_steps(alarm, now),
                Timer::Lines(alarm) => self.tick_lines(alarm, now),
                Timer::Voice(alarm) => self.tick_voice(alarm, now),
                Timer::Watch(handset) => self.tick_watch(handset, now),
                Timer::CheckIn(handset) => self.tick_check_in(handset, now),
                Timer::Wall => self.tick_wall(now),
                Timer::Hotspots => self.end_hotspots(now),
                Timer::Measure(measure) => self.tick_measure(measure, now),
                Timer::Notice(notice, channel) => self.try_notice_again(notice, channel),
                Timer::Desk(desk) => self.tick_desk(desk, now),
                Timer::Flood => self.load.changed(),
                Timer::Mandates => self.turn_mandates(now),
                Timer::Incident(incident) => self.tick_incident(incident, now),
                Timer::IncidentOwner(incident) => self.lose_incident_owner(incident, now),
                Timer::IncidentSteps(incident) => self.tick_incident_steps(incident, now),
                Timer::Door => self.tick_door(now),
                Timer::Feed => {}
                Timer::Zones => {
                    self.zones.rebuild(now);
                    self.timers.set(Timer::Zones, self.zones.next_change(now));
                }
            }
        }
    }
}
