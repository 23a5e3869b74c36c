//! The engine's thread: takes the most urgent input, lets the cell decide, and does all that the cell says at once.
//!
//! It never waits for a socket or for the store. Never here: a rule.

use super::gate::{Lanes, Work};
use super::pages::Frames;
use super::writer::{Done, WriterWork};
use crate::auth::{Accounts, Sessions};
use crate::clock;
use crate::desk::{Outbox, PACE, Stir};
use crate::handset::{Handsets, StreamHandle};
use crate::health::Health;
use crate::metrics::Metrics;
use crate::notify::Notifier;
use crate::tracking::{Errands, Tracking};
use crate::voice::Media;
use crate::voice::recording::{KeyAsk, RecordingWork, Recordings};
use core::time::Duration;
use crossbeam_channel::{Receiver, Sender, select_biased};
use hoeder_engine::Cell;
use hoeder_engine::duty::DeskState;
use hoeder_engine::entry::{Entry, Event, Subject};
use hoeder_engine::input::{Input, Proof};
use hoeder_engine::measures::NoticeOut;
use hoeder_engine::output::{Directory, Output, Page, Reply};
use hoeder_engine::tracking::tracker::{CommandResult, DeviceCommand};
use hoeder_engine::tracking::view::InstructionOut;
use hoeder_engine::view::WallView;
use hoeder_engine::voice::VoiceGate;
use hoeder_vocab::handset::Downlink;
use hoeder_vocab::tracking::DeviceNumber;
use hoeder_vocab::{AlarmId, DeskId, HandsetId, RequestId, RoomId, TrackerId, UtcMillis};
use hoeder_watch::alarm::{AlarmEvent, AlarmKind};
use hoeder_watch::incident::Delivery;
use hoeder_watch::track::Order;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};

/// The thread turns at least this often, so that a watchdog can tell that it lives.
const TURN: Duration = Duration::from_secs(1);
/// Heartbeats gather this long before the writer hears of them, so that they do not wake it a thousand times a second.
pub(crate) const PROOFS_EVERY: Duration = Duration::from_millis(250);
/// Between two pictures of the wall that go into the figures: a little less than the engine's own pace.
const MEASURED_EVERY: Duration = Duration::from_secs(4);
/// A snapshot after this many entries.
const SNAPSHOT_EVERY: u64 = 5_000;
/// Questions whose askers may have gone are looked through at this many.
const PENDING: usize = 4_096;

/// What the thread shares with the sockets.
pub(crate) struct Shared {
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) handsets: Arc<Handsets>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) health: Arc<Health>,
    pub(crate) backlog: Arc<AtomicUsize>,
    pub(crate) own_room: RoomId,
    pub(crate) notifier: Notifier,
    /// The way to tracked devices.
    pub(crate) errands: Errands,
    /// None where its port cannot be opened: alarms go on without.
    pub(crate) media: Option<Media>,
    /// None where its files cannot be opened: alarms go on without.
    pub(crate) tracking: Option<Arc<Tracking>>,
    /// Who keeps the sound of alarms.
    pub(crate) recordings: Recordings,
}

/// The engine with its connections.
pub(crate) struct EngineThread {
    cell: Cell,
    lanes: Lanes,
    done: Receiver<Done>,
    writer: Sender<WriterWork>,
    shared: Shared,
    desks: BTreeMap<DeskId, Arc<Outbox>>,
    streams: BTreeMap<HandsetId, StreamHandle>,
    pending: BTreeMap<RequestId, oneshot::Sender<Reply>>,
    /// Pages of the input at hand; kept to use its memory again.
    pages: Vec<(u64, Vec<DeskId>, Page)>,
    /// Screens that have something to write: at once, and soon.
    stir: [Vec<Arc<Outbox>>; 2],
    /// Where the sockets live.
    sockets: Handle,
    /// When each open alarm was received, for the figures.
    received: BTreeMap<AlarmId, UtcMillis>,
    /// The newest proof of life of each handset that the writer does not have yet, and since when the first waits.
    proofs: BTreeMap<HandsetId, Proof>,
    proofs_told: Instant,
    since_snapshot: u64,
    frames: Frames,
    /// Of which moment the last picture of the own room was that went into the figures.
    measured: UtcMillis,
    /// The cell knows that no sound is moved.
    sound_off: bool,
    /// Desks that can be heard.
    on_duty: BTreeSet<DeskId>,
}

/// What to do after an input.
#[derive(PartialEq, Eq)]
enum Next {
    Go,
    Stop,
}

impl EngineThread {
    pub(crate) fn new(
        cell: Cell,
        lanes: Lanes,
        done: Receiver<Done>,
        writer: Sender<WriterWork>,
        shared: Shared,
        sockets: Handle,
    ) -> Self {
        Self {
            cell,
            lanes,
            done,
            writer,
            shared,
            desks: BTreeMap::new(),
            streams: BTreeMap::new(),
            pending: BTreeMap::new(),
            pages: Vec::new(),
            stir: [Vec::new(), Vec::new()],
            sockets,
            received: BTreeMap::new(),
            proofs: BTreeMap::new(),
            proofs_told: Instant::now(),
            since_snapshot: 0,
            frames: Frames::default(),
            measured: UtcMillis::default(),
            sound_off: false,
            on_duty: BTreeSet::new(),
        }
    }

    /// What the cell had to say before any input: the directory, and what was durable already.
    pub(crate) fn begin(&mut self) {
        self.cell.start(clock::now());
        self.drain();
    }

    /// Runs until told to stop, or until the writer is gone.
    pub(crate) fn run(mut self) {
        loop {
            self.mind_sound();
            let wait = self.wait();
            let work = select_biased! {
                recv(self.done) -> done => match done {
                    Ok(done) => {
                        if self.settled(done) == Next::Stop {
                            break;
                        }
                        continue;
                    }
                    Err(_) => break,
                },
                recv(self.lanes.urgent) -> work => work.ok(),
                recv(self.lanes.doubtful) -> work => work.ok(),
                recv(self.lanes.tracking) -> work => work.ok(),
                recv(self.lanes.ordinary) -> work => work.ok(),
                default(wait) => Some(Work::Input(Input::Tick)),
            };
            let Some(work) = work else { break };
            if self.take(work) == Next::Stop {
                self.finish();
                break;
            }
        }
        for outbox in self.desks.values() {
            outbox.close("the server stops");
        }
        self.shared.health.turn(0);
    }

    fn wait(&self) -> Duration {
        let now = clock::now();
        self.shared.health.turn(now.unix_ms());
        let turn = if self.proofs.is_empty() { TURN } else { PROOFS_EVERY };
        self.cell.poll_timeout().map_or(turn, |due| due.since(now).min(turn))
    }

    fn take(&mut self, work: Work) -> Next {
        match work {
            Work::Input(input) => self.handle(input),
            Work::Ask(request, input, asker) => {
                if self.pending.len() >= PENDING {
                    self.pending.retain(|_, asker| !asker.is_closed());
                }
                self.pending.insert(request, asker);
                self.handle(input);
            }
            Work::DeskUp(desk, account, after, outbox) => {
                self.desks.insert(desk, outbox);
                self.handle(Input::DeskUp { desk, account, after });
            }
            Work::DeskDown(desk) => {
                self.desks.remove(&desk);
                self.handle(Input::DeskDown { desk });
            }
            Work::StreamUp(handset, stream) => {
                // The older stream of the same handset ends, as its sender is dropped here.
                self.streams.insert(handset, stream);
            }
            Work::StreamDown(handset, number) => {
                if self.streams.get(&handset).is_some_and(|stream| stream.number == number) {
                    self.streams.remove(&handset);
                }
            }
            Work::RecordingKey(ask) => self.recording_key(ask),
            Work::Writer(work) => self.ask_writer(work),
            // Whoever asked may have given up.
            Work::Recording(alarm, answer) => drop(answer.send(self.cell.recording(alarm))),
            Work::Recordings(answer) => drop(answer.try_send(self.cell.recordings())),
            Work::Stop => return Next::Stop,
        }
        Next::Go
    }

    fn settled(&mut self, done: Done) -> Next {
        match done {
            Done::Durable { through, home } => self.handle(Input::Durable { through, home }),
            Done::Store(health) => {
                self.shared.health.set_store(health);
                self.handle(Input::Store(health));
            }
            Done::Fatal => return Next::Stop,
        }
        Next::Go
    }

    /// Takes in what still waits, hands everything to the writer, and waits until it is durable and answered.
    fn finish(&mut self) {
        for lane in [&self.lanes.urgent, &self.lanes.doubtful, &self.lanes.tracking, &self.lanes.ordinary]
            .map(Receiver::clone)
        {
            while let Ok(work) = lane.try_recv() {
                self.take(work);
            }
        }
        self.tell_proofs();
        self.snapshot();
        if self.writer.send(WriterWork::Finish).is_err() {
            return;
        }
        while let Ok(done) = self.done.recv() {
            if self.settled(done) == Next::Stop {
                return;
            }
        }
    }

    fn handle(&mut self, input: Input) {
        self.cell.handle(input, clock::now());
        self.drain();
    }

    /// Does what the cell says. Nothing here waits, so all of it happens within the same moment: the disk and the answers are
    /// set to work before the fan-out to the screens, which needs the processors longest. No page waits for an append.
    fn drain(&mut self) {
        while let Some(output) = self.cell.poll_output() {
            match output {
                Output::Page { number, desks, page } => self.pages.push((number, desks, page)),
                Output::Append(entry) => self.append(entry),
                Output::Fix(fix) => self.write(WriterWork::Fix(Box::new(fix))),
                Output::Proof(proof) => {
                    self.proofs.insert(proof.handset, proof);
                }
                Output::DestroyKey(subject) => self.destroy(subject),
                Output::Notify { handset, downlink } => self.notify(handset, downlink),
                Output::Reply { request, reply } => self.reply(request, reply),
                Output::Directory(news) => self.learn(news),
                Output::Disconnect(desks) => self.disconnect(&desks),
                Output::Dispatch(notice) => self.dispatch(notice),
                Output::Watch(order) => self.watch(order),
                Output::Command { tracker, number, command } => self.command(tracker, &number, command),
                Output::Instruct(told) => self.instruct(&told),
                Output::Voice(gate) => self.voice(*gate),
                Output::EraseRecording(alarm) => self.erase_recording(alarm),
            }
        }
        let mut pages = core::mem::take(&mut self.pages);
        for (number, desks, page) in pages.drain(..) {
            self.page(number, &desks, &page);
        }
        self.pages = pages;
        self.stir();
        if !self.proofs.is_empty() && self.proofs_told.elapsed() >= PROOFS_EVERY {
            self.tell_proofs();
        }
        if self.since_snapshot >= SNAPSHOT_EVERY {
            self.snapshot();
        }
    }

    /// A notice that finds no place has failed for now: the cell is told at once, and asks again after its pause.
    fn dispatch(&mut self, notice: NoticeOut) {
        if let Err(why) = self.shared.notifier.send(notice) {
            let NoticeOut { notice, channel, .. } = notice;
            self.cell.handle(Input::NoticeDone { notice, channel, result: Err(why) }, clock::now());
        }
    }

    /// What cannot wait for its device has failed, and the cell is told at once.
    fn command(&mut self, tracker: TrackerId, number: &DeviceNumber, command: DeviceCommand) {
        if let Err(why) = self.shared.errands.ask(tracker, number, command) {
            tracing::info!(%why, "a command to a device is not brought");
            let result = CommandResult::Failed;
            self.cell.handle(Input::CommandDone { tracker, command, result }, clock::now());
        }
    }

    /// None of the languages of devices can show an instruction and say that it did: the desk is told at once, and calls.
    fn instruct(&mut self, told: &InstructionOut) {
        tracing::info!(incident = %told.incident, "no device here shows instructions: the desk must call");
        let InstructionOut { incident, message, .. } = *told;
        let delivery = Delivery::Failed;
        self.cell.handle(Input::InstructionDone { incident, message, delivery }, clock::now());
    }

    fn watch(&self, order: Order) {
        if let Some(tracking) = &self.shared.tracking {
            tracking.watch(order);
        }
    }

    /// The positions of a carrier have a key of their own.
    fn destroy(&self, subject: Subject) {
        if let (Subject::Carrier(carrier), Some(tracking)) = (subject, &self.shared.tracking) {
            tracking.erase_soon(carrier);
        }
        self.write(WriterWork::Destroy(subject));
    }

    /// The media server tells the recorder of a room that closed, after its last packet; when it has ended there is no more to wait for.
    fn voice(&self, gate: VoiceGate) {
        match self.sound() {
            Some(media) => media.gate(gate),
            None if !gate.open => self.shared.recordings.closed(gate.alarm),
            None => {}
        }
    }

    fn sound(&self) -> Option<&Media> {
        self.shared.media.as_ref().filter(|media| media.runs())
    }

    /// The cell tells whoever looks, once.
    fn mind_sound(&mut self) {
        if !self.sound_off && self.sound().is_none() {
            self.sound_off = true;
            self.handle(Input::SoundOff);
        }
    }

    /// After the record of it, which goes to the writer before.
    fn erase_recording(&self, alarm: AlarmId) {
        self.ask_writer(RecordingWork::Erase(self.shared.recordings.clone(), alarm));
    }

    /// Sound that came after its alarm closed has no key to be recorded with.
    fn recording_key(&self, ask: KeyAsk) {
        match self.cell.recording_to_begin(ask.alarm, ask.first_at, clock::now()) {
            Some(facts) => self.ask_writer(RecordingWork::Key(ask, facts)),
            None => ask.refuse(),
        }
    }

    fn ask_writer(&self, work: RecordingWork) {
        if self.writer.send(WriterWork::Recording(work)).is_err() {
            tracing::error!("the writer is gone: there are no keys");
        }
    }

    fn tell_proofs(&mut self) {
        self.proofs_told = Instant::now();
        let proofs = core::mem::take(&mut self.proofs).into_values().collect();
        self.write(WriterWork::Proofs(proofs));
    }

    fn disconnect(&self, desks: &[DeskId]) {
        for desk in desks {
            if let Some(outbox) = self.desks.get(desk) {
                outbox.close("the screen may no longer");
            }
        }
    }

    /// The sockets are woken from among themselves, all by one word: a word to each, across threads, would take as long as the pages.
    fn stir(&mut self) {
        let [now, later] = &mut self.stir;
        if !now.is_empty() {
            let now = core::mem::take(now);
            drop(self.sockets.spawn(async move { now.iter().for_each(|outbox| outbox.stir()) }));
        }
        if !later.is_empty() {
            let later = core::mem::take(later);
            drop(self.sockets.spawn(async move {
                tokio::time::sleep(PACE).await;
                later.iter().for_each(|outbox| outbox.stir());
            }));
        }
    }

    fn page(&mut self, number: u64, desks: &[DeskId], page: &Page) {
        if let Page::Wall { wall, .. } = page {
            self.measure(wall);
        }
        let Some((topic, frame)) = self.frames.frame(number, page) else { return };
        let mut missing = 0;
        for desk in desks {
            match self.desks.get(desk) {
                Some(outbox) => {
                    let [now, later] = &mut self.stir;
                    match outbox.push(topic, frame.clone()) {
                        Stir::Not => {}
                        Stir::Now => now.push(Arc::clone(outbox)),
                        Stir::Later => later.push(Arc::clone(outbox)),
                    }
                    if matches!(page, Page::Gone(_) | Page::IncidentGone(_)) {
                        outbox.forget(topic);
                    }
                }
                None => missing += 1,
            }
        }
        self.shared.metrics.delivery("desk", "queued", desks.len() - missing);
        if missing > 0 {
            self.shared.metrics.delivery("desk", "gone", missing);
        }
    }

    /// The figures of the own room, once per picture that all get.
    fn measure(&mut self, wall: &WallView) {
        if wall.room == self.shared.own_room && wall.as_of.since(self.measured) >= MEASURED_EVERY {
            self.measured = wall.as_of;
            self.shared.metrics.wall(wall);
        }
    }

    fn append(&mut self, entry: Box<Entry>) {
        self.count(&entry);
        self.since_snapshot += 1;
        self.write(WriterWork::Entry(entry));
    }

    fn write(&self, work: WriterWork) {
        self.shared.backlog.fetch_add(1, Ordering::Relaxed);
        if self.writer.send(work).is_err() {
            tracing::error!("the writer is gone: nothing more becomes durable");
        }
    }

    fn snapshot(&mut self) {
        self.since_snapshot = 0;
        if self.writer.send(WriterWork::Snapshot(self.cell.live_records())).is_err() {
            tracing::error!("the writer is gone: no snapshot");
        }
    }

    fn notify(&mut self, handset: HandsetId, downlink: Downlink) {
        let Some(stream) = self.streams.get(&handset) else { return };
        match stream.downlinks.try_send(downlink) {
            Ok(()) => self.shared.metrics.delivery("stream", "queued", 1),
            Err(mpsc::error::TrySendError::Full(_) | mpsc::error::TrySendError::Closed(_)) => {
                // The handset opens another stream and hears where its alarms stand.
                self.streams.remove(&handset);
                self.shared.metrics.delivery("stream", "gone", 1);
            }
        }
    }

    fn reply(&mut self, request: RequestId, reply: Reply) {
        let Some(asker) = self.pending.remove(&request) else { return };
        if asker.send(reply).is_err() {
            self.shared.metrics.delivery("reply", "gone", 1);
        }
    }

    fn learn(&mut self, news: Directory) {
        match news {
            Directory::Handset { handset, public_key, state } => {
                self.shared.handsets.put(handset, &public_key, state, clock::now());
            }
            Directory::Account(account) => self.shared.accounts.put(*account),
            Directory::Ended(account, _) => self.shared.sessions.end_all(account),
            Directory::Tracker(line) => {
                if let Some(tracking) = &self.shared.tracking {
                    tracking.directory().learn(*line);
                }
            }
            Directory::TrackerGone(number) => {
                if let Some(tracking) = &self.shared.tracking {
                    tracking.directory().gone(&number);
                }
            }
        }
    }

    fn count(&mut self, entry: &Entry) {
        if let Event::DeskChanged { desk, to, .. } = entry.event {
            if to == DeskState::OnDuty {
                self.on_duty.insert(desk);
            } else {
                self.on_duty.remove(&desk);
            }
            self.shared.metrics.desks_heard(self.on_duty.len());
        }
        let Event::Alarm(alarm, event) = &entry.event else { return };
        let at = entry.decided_at.0;
        let stage = match event {
            AlarmEvent::Raised { kind, received_at, .. } => {
                self.shared.metrics.raised(match kind {
                    AlarmKind::Danger => "danger",
                    AlarmKind::Unidentified => "unidentified",
                });
                self.received.insert(*alarm, received_at.0);
                return;
            }
            AlarmEvent::Held { .. } => "held",
            AlarmEvent::Shown { .. } => "shown",
            AlarmEvent::Taken { .. } => "taken",
            AlarmEvent::Dispatched { .. } => "dispatched",
            AlarmEvent::OnScene { .. } => "on_scene",
            AlarmEvent::Closed { .. } => "closed",
            AlarmEvent::PressedAgain { .. }
            | AlarmEvent::Linked { .. }
            | AlarmEvent::Climbed { .. }
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
            | AlarmEvent::Noted { .. }
            | AlarmEvent::WordSaid { .. }
            | AlarmEvent::Overdue { .. }
            | AlarmEvent::PvGiven { .. } => return,
        };
        if let Some(received) = self.received.get(alarm) {
            self.shared.metrics.stage(stage, at.since(*received));
        }
        if matches!(event, AlarmEvent::Closed { .. }) {
            self.received.remove(alarm);
        }
    }
}
