//! One shard: its lanes, and the thread that judges what comes by them with a guard of its own.
//!
//! Orders go before fixes, fixes of now before those of a device's memory. A judgement never waits for the disk: while a group
//! is being flushed the next one fills, and what finds it full is judged and told to come again. Never here: rules.

use super::directory::{Directory, Shard};
use super::figures::Figures;
use super::keeper::{Empty, Filled, KeeperWork, Kept, Ticket};
use super::link::CellLink;
use super::live::{Follow, Followed, LIVE_EVERY, LiveNow, MAX_FOLLOWED};
use super::recall::Standing;
use crate::clock;
use core::time::Duration;
use crossbeam_channel::{Receiver, Sender, TrySendError, bounded, select_biased, unbounded};
use hoeder_store::tracks::{GROUP_BYTES, Group, Sealer, Stored};
use hoeder_vocab::tracking::TrackReport;
use hoeder_vocab::{CarrierId, ReceivedAt, UtcMillis};
use hoeder_watch::track::{Change, Guard, Order, Queue, Settings, Taken};
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// Batches that wait in one lane, however small they are.
const MOST_BATCHES: usize = 65_536;
/// Batches between two looks at orders and the clock.
const AT_ONCE: usize = 256;
/// A group of this size takes nothing more until the one before is flushed.
const MOST_PENDING: usize = 4 * GROUP_BYTES;
/// Longest sleep.
const TURN: Duration = Duration::from_secs(1);
/// Between two looks at who was not heard for the longest time.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// Changes of one queue that wait for the engine. Beyond, 'worse' is left out: the alert is told already, and the next says more.
const MOST_UNSAID: usize = 100_000;
/// Empty groups of one shard: one fills, one is flushed.
const GROUPS: usize = 2;

/// A batch on its way.
pub(super) struct Batch {
    pub(super) carrier: CarrierId,
    pub(super) reports: Vec<TrackReport>,
    pub(super) received_at: ReceivedAt,
    pub(super) ticket: Ticket,
}

/// Which way a batch goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    /// Of now.
    Live,
    /// Of a device's memory.
    Backlog,
}

/// What a shard is told besides batches. Orders are few and never lost: this way has no bound.
pub(super) enum Control {
    Order(Order),
    /// These carriers are in another shard from now on.
    Leave(Shard, Vec<CarrierId>),
    /// A fix of a carrier that came from another shard.
    Learn(CarrierId, TrackReport, ReceivedAt),
    Follow(Follow),
    /// A part of what was received before the start, after the parts before it.
    Recall(Vec<Stored>),
    /// All parts from before the start are there: begin.
    Begin,
    /// The key of a carrier is gone.
    Forget(CarrierId),
    /// Finish what waits.
    Stop,
}

struct Way {
    sender: Sender<Batch>,
    waiting: AtomicUsize,
}

/// The ends of one shard that others write.
#[derive(Clone)]
pub(super) struct Lanes {
    number: Shard,
    live: Arc<Way>,
    backlog: Arc<Way>,
    control: Sender<Control>,
    most: usize,
    figures: Arc<Figures>,
}

/// The ends that its thread reads.
pub(super) struct Ends {
    live: Receiver<Batch>,
    backlog: Receiver<Batch>,
    control: Receiver<Control>,
}

impl Lanes {
    pub(super) fn new(number: Shard, most: usize, figures: Arc<Figures>) -> (Self, Ends) {
        let way = || {
            let (sender, end) = bounded(MOST_BATCHES);
            (Arc::new(Way { sender, waiting: AtomicUsize::new(0) }), end)
        };
        let ((live, live_end), (backlog, backlog_end)) = (way(), way());
        let (control, control_end) = unbounded();
        let lanes = Self { number, live, backlog, control, most, figures };
        (lanes, Ends { live: live_end, backlog: backlog_end, control: control_end })
    }

    const fn way(&self, lane: Lane) -> &Arc<Way> {
        match lane {
            Lane::Live => &self.live,
            Lane::Backlog => &self.backlog,
        }
    }

    /// Hands over a batch, or gives it back where too many reports wait. A batch larger than the lane goes into an empty one.
    pub(super) fn offer(&self, lane: Lane, batch: Batch) -> Result<(), Batch> {
        let way = self.way(lane);
        let reports = batch.reports.len();
        let before = way.waiting.fetch_add(reports, Ordering::Relaxed);
        let sent = if before > 0 && before.saturating_add(reports) > self.most {
            Err(batch)
        } else {
            way.sender.try_send(batch).map_err(|error| match error {
                TrySendError::Full(batch) | TrySendError::Disconnected(batch) => batch,
            })
        };
        if sent.is_ok() {
            self.figures.total().fetch_add(reports, Ordering::Relaxed);
        } else {
            way.waiting.fetch_sub(reports, Ordering::Relaxed);
        }
        sent
    }

    fn came(&self, lane: Lane, reports: usize) {
        self.way(lane).waiting.fetch_sub(reports, Ordering::Relaxed);
        self.figures.total().fetch_sub(reports, Ordering::Relaxed);
    }

    fn count(&self) {
        self.figures.waiting(self.number, "live", self.live.waiting.load(Ordering::Relaxed));
        self.figures.waiting(self.number, "backlog", self.backlog.waiting.load(Ordering::Relaxed));
    }

    pub(super) fn control(&self, control: Control) {
        if self.control.send(control).is_err() {
            tracing::error!(
                shard = self.number,
                "a thread of tracking is gone: its carriers are not watched"
            );
        }
    }
}

/// What a shard needs of the others.
pub(super) struct Around {
    pub(super) shards: Arc<Vec<Lanes>>,
    pub(super) directory: Directory,
    pub(super) link: Arc<dyn CellLink>,
    pub(super) figures: Arc<Figures>,
    pub(super) keeper: Sender<KeeperWork>,
    /// Orders are taken as of this moment until the recall is over: the guard's time never goes back.
    pub(super) begin_at: UtcMillis,
}

/// The thread.
pub(super) struct ShardThread {
    number: Shard,
    guard: Guard,
    sealer: Sealer,
    ends: Ends,
    around: Around,
    filling: Group,
    tickets: Vec<Ticket>,
    /// Empty; none while a group is being flushed.
    spare: Option<Empty>,
    back: (Sender<Empty>, Receiver<Empty>),
    unsaid: [VecDeque<Box<Change>>; 3],
    /// What the guard was told last; it never goes back.
    now: UtcMillis,
    carriers: BTreeSet<CarrierId>,
    followed: Vec<Follow>,
    shown: Instant,
    looked: Option<Instant>,
    /// What the recall says so far.
    standing: Standing,
    counts: [(Taken, u64); 5],
}

#[derive(PartialEq, Eq)]
enum Next {
    Go,
    Begin,
    Stop,
}

impl ShardThread {
    pub(super) fn new(number: Shard, rules: Settings, sealer: Sealer, ends: Ends, around: Around) -> Self {
        Self {
            number,
            guard: Guard::new(rules),
            sealer,
            ends,
            now: around.begin_at,
            around,
            filling: Group::default(),
            tickets: Vec::new(),
            spare: Some((Group::default(), Vec::new())),
            back: bounded(GROUPS),
            unsaid: Default::default(),
            carriers: BTreeSet::new(),
            followed: Vec::new(),
            shown: Instant::now(),
            looked: None,
            standing: Standing::default(),
            counts: [Taken::Fresh, Taken::Late, Taken::Duplicate, Taken::Unwatched, Taken::Flooded]
                .map(|t| (t, 0)),
        }
    }

    /// Runs until told to stop; then everything that came is judged and handed to the keeper.
    pub(super) fn run(mut self) {
        loop {
            match self.ends.control.recv().map(|control| self.told(control)) {
                Ok(Next::Go) => {}
                Ok(Next::Begin) => break,
                Ok(Next::Stop) | Err(_) => return,
            }
        }
        loop {
            self.hand_over();
            self.turn();
            let wait = self.wait();
            select_biased! {
                recv(self.ends.control) -> control => match control.map(|control| self.told(control)) {
                    Ok(Next::Go | Next::Begin) => {}
                    Ok(Next::Stop) | Err(_) => break,
                },
                recv(self.back.1) -> empty => self.spare = empty.ok(),
                recv(self.ends.live) -> batch => if let Ok(batch) = batch {
                    self.take(Lane::Live, batch);
                    for _ in 1..AT_ONCE {
                        let Ok(batch) = self.ends.live.try_recv() else { break };
                        self.take(Lane::Live, batch);
                    }
                },
                recv(self.ends.backlog) -> batch => if let Ok(batch) = batch {
                    self.take(Lane::Backlog, batch);
                },
                default(wait) => {}
            }
        }
        self.finish();
    }

    fn wait(&self) -> Duration {
        if self.unsaid.iter().any(|queue| !queue.is_empty()) {
            return Duration::from_millis(1);
        }
        let due = self.guard.next_due().map_or(TURN, |due| due.since(clock::now()));
        let picture = if self.followed.is_empty() { TURN } else { LIVE_EVERY };
        due.min(picture).min(TURN)
    }

    /// What time asks for.
    fn turn(&mut self) {
        self.now = self.now.max(clock::now());
        if self.guard.next_due().is_some_and(|due| due <= self.now) {
            self.guard.tick(self.now);
        }
        self.say();
        self.count();
        if !self.followed.is_empty() && self.shown.elapsed() >= LIVE_EVERY {
            self.shown = Instant::now();
            self.show();
        }
        if self.looked.is_none_or(|looked| looked.elapsed() >= LOOK_EVERY) {
            self.looked = Some(Instant::now());
            self.look();
        }
    }

    fn told(&mut self, control: Control) -> Next {
        match control {
            Control::Order(order) => self.order(order),
            Control::Leave(to, carriers) => self.leave(to, &carriers),
            Control::Learn(carrier, report, received_at) => {
                self.now = self.now.max(received_at.0);
                self.guard.take(carrier, &report, ReceivedAt(self.now));
                self.say();
            }
            Control::Follow(follow) => {
                if self.followed.len() < MAX_FOLLOWED {
                    self.followed.push(follow);
                    self.show();
                }
            }
            Control::Recall(parts) => self.recall(parts),
            Control::Begin => {
                for change in std::mem::take(&mut self.standing).into_changes() {
                    self.keep_to_say(change);
                }
                self.say();
                return Next::Begin;
            }
            Control::Forget(carrier) => self.sealer.forget(carrier),
            Control::Stop => return Next::Stop,
        }
        Next::Go
    }

    fn order(&mut self, order: Order) {
        match &order {
            Order::Carrier(order) => {
                self.carriers.insert(order.carrier);
            }
            Order::CarrierGone(carrier) => {
                self.carriers.remove(carrier);
                self.sealer.forget(*carrier);
            }
            Order::Pair(_) | Order::PairGone(_) | Order::Perimeter(_) | Order::PerimeterGone(_) => {}
        }
        if let Err(fault) = self.guard.order(order, self.now) {
            self.around.figures.order_refused();
            tracing::error!(%fault, "an order of the engine cannot be watched");
        }
        self.say();
    }

    /// The other shard has their orders; it hears where they were last, and who follows them.
    fn leave(&mut self, to: Shard, carriers: &[CarrierId]) {
        let Some(other) = usize::try_from(to).ok().and_then(|to| self.around.shards.get(to)).cloned() else {
            return;
        };
        self.say();
        for carrier in carriers {
            let last = self.guard.carrier_now(*carrier).and_then(|now| now.fix);
            if let Some(last) = last {
                other.control(Control::Learn(*carrier, bare(&last.fix), last.received_at));
            }
            self.carriers.remove(carrier);
            self.sealer.forget(*carrier);
            if self.guard.order(Order::CarrierGone(*carrier), self.now).is_err() {
                self.around.figures.order_refused();
            }
        }
        // It is still watched: that it is over here says nothing.
        while self.guard.poll().is_some() {}
        let (left, stay) = std::mem::take(&mut self.followed)
            .into_iter()
            .partition(|follow| carriers.contains(&follow.what.carrier()));
        self.followed = stay;
        for follow in left {
            other.control(Control::Follow(follow));
        }
    }

    fn recall(&mut self, parts: Vec<Stored>) {
        for stored in parts {
            self.now = self.now.max(stored.received_at.0);
            for report in &stored.reports {
                self.guard.take(stored.carrier, report, ReceivedAt(self.now));
                while let Some(change) = self.guard.poll() {
                    self.standing.put(change);
                }
            }
        }
    }

    fn take(&mut self, lane: Lane, mut batch: Batch) {
        if let Some(lanes) = usize::try_from(self.number).ok().and_then(|n| self.around.shards.get(n)) {
            lanes.came(lane, batch.reports.len());
        }
        self.now = self.now.max(batch.received_at.0);
        // The guard takes any order; forwards it has least to do.
        if !batch.reports.is_sorted_by_key(|report| report.at) {
            batch.reports.sort_by_key(|report| report.at);
        }
        // Those of no mandate that runs, of which there are seldom any.
        let mut outside = Vec::new();
        for (n, report) in batch.reports.iter().enumerate() {
            let taken = self.guard.take(batch.carrier, report, ReceivedAt(self.now));
            self.found(taken);
            if taken == Taken::Unwatched {
                outside.push(n);
            }
        }
        self.say();
        self.around.figures.lag(clock::now().since(batch.received_at.0));
        if outside.len() == batch.reports.len() {
            return self.not_mine(lane, batch);
        }
        self.around.figures.outside(outside.len());
        for n in outside.into_iter().rev() {
            batch.reports.remove(n);
        }
        self.keep(batch.carrier, &batch.reports, batch.received_at, batch.ticket);
    }

    /// A carrier that moved meanwhile, or whose mandate does not run: then nothing is kept (EM-01).
    fn not_mine(&self, lane: Lane, batch: Batch) {
        let elsewhere = self.around.directory.shard(batch.carrier).filter(|shard| *shard != self.number);
        let other = elsewhere.and_then(|shard| self.around.shards.get(usize::try_from(shard).ok()?));
        match other {
            Some(other) => {
                if let Err(batch) = other.offer(lane, batch) {
                    batch.ticket.say(Kept::Busy);
                }
            }
            None => {
                self.around.figures.outside(batch.reports.len());
                batch.ticket.say(Kept::Yes);
            }
        }
    }

    fn keep(&mut self, carrier: CarrierId, reports: &[TrackReport], received_at: ReceivedAt, ticket: Ticket) {
        if self.filling.bytes() >= MOST_PENDING {
            return ticket.say(Kept::Busy);
        }
        match self.sealer.add(&mut self.filling, carrier, reports, received_at) {
            Ok(()) => self.tickets.push(ticket),
            Err(error) => {
                tracing::error!(%error, "a batch of positions cannot be sealed");
                ticket.say(Kept::No);
            }
        }
    }

    /// Gives what is sealed to the keeper, if it has none of this shard.
    fn hand_over(&mut self) {
        if self.filling.is_empty() {
            return;
        }
        let Some((group, tickets)) = self.spare.take() else { return };
        let filled = Filled {
            group: std::mem::replace(&mut self.filling, group),
            tickets: std::mem::replace(&mut self.tickets, tickets),
            back: self.back.0.clone(),
        };
        // Without a keeper the tickets are dropped, and whoever waits hears that nothing is durable.
        drop(self.around.keeper.send(KeeperWork::Filled(filled)));
    }

    fn found(&mut self, taken: Taken) {
        match self.counts.iter_mut().find(|(kind, _)| *kind == taken) {
            Some((_, count)) => *count += 1,
            None => self.around.figures.taken(taken, 1),
        }
    }

    fn count(&mut self) {
        for (taken, count) in &mut self.counts {
            if *count > 0 {
                self.around.figures.taken(*taken, std::mem::take(count));
            }
        }
        if let Some(lanes) = usize::try_from(self.number).ok().and_then(|n| self.around.shards.get(n)) {
            lanes.count();
        }
    }

    /// Tells the engine what the guard says: danger first, none lost.
    fn say(&mut self) {
        while let Some(change) = self.guard.poll() {
            self.keep_to_say(change);
        }
        for queue in &mut self.unsaid {
            while let Some(change) = queue.pop_front() {
                if let Err(change) = self.around.link.change(change) {
                    queue.push_front(change);
                    return;
                }
                self.around.figures.unsaid(-1);
            }
        }
    }

    fn keep_to_say(&mut self, change: Change) {
        self.around.figures.change(&change);
        let kind = match &change {
            Change::Raised(alert) | Change::Worse(alert) => alert.kind,
            Change::Revised { key, .. } | Change::Cleared { key, .. } => key.kind,
        };
        let [danger, tracking, technical] = &mut self.unsaid;
        let queue = match kind.queue() {
            Queue::Danger => danger,
            Queue::Tracking => tracking,
            Queue::Technical => technical,
        };
        if queue.len() < MOST_UNSAID || !matches!(change, Change::Worse(_)) {
            queue.push_back(Box::new(change));
            self.around.figures.unsaid(1);
        }
    }

    fn show(&mut self) {
        let now = self.now;
        let guard = &self.guard;
        self.followed.retain(|follow| {
            let picture = match follow.what {
                Followed::Pair(pair, _) => guard.pair_now(pair, now).map(|pair| LiveNow::Pair(now, pair)),
                Followed::Carrier(carrier) => guard.carrier_now(carrier).map(|c| LiveNow::Carrier(now, c)),
            };
            follow.feed.send(picture).is_ok()
        });
    }

    /// Who was not heard for the longest time.
    fn look(&self) {
        let heard = self.carriers.iter().filter_map(|carrier| self.guard.carrier_now(*carrier)?.heard_at);
        self.around.figures.oldest(self.number, heard.min().map(|heard| heard.0), self.now);
    }

    fn finish(mut self) {
        for lane in [Lane::Live, Lane::Backlog] {
            let end = match lane {
                Lane::Live => self.ends.live.clone(),
                Lane::Backlog => self.ends.backlog.clone(),
            };
            while let Ok(batch) = end.try_recv() {
                self.take(lane, batch);
            }
        }
        self.turn();
        while !self.filling.is_empty() {
            if self.spare.is_none() {
                let Ok(empty) = self.back.1.recv() else { return };
                self.spare = Some(empty);
            }
            self.hand_over();
        }
    }
}

/// A report of nothing but a fix.
fn bare(fix: &hoeder_vocab::tracking::TrackFix) -> TrackReport {
    use hoeder_vocab::tracking::Signs;
    TrackReport {
        at: fix.fixed_at,
        fix: Some(*fix),
        began: Signs::NONE,
        ended: Signs::NONE,
        battery: None,
        sos: false,
        alcohol: None,
        buffered: false,
    }
}
