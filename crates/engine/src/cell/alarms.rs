//! Running alarms: how a command reaches the alarm machine and what follows from its events.

use super::timers::Timer;
use super::voice_lines::VoiceLine;
use super::{Cell, Later, Waiting, WaitingReply};
use crate::entry::Event;
use crate::input::Claim;
use crate::input::TeamPlace;
use crate::output::{Output, Reply};
use crate::view::{AlarmRecord, PlaceDoubt, TrailPoint};
use core::time::Duration;
use hoeder_vocab::handset::{Downlink, Press, Trigger, UplinkRefusal};
use hoeder_vocab::{
    AccountId, Actor, AlarmId, CaseId, DecidedAt, DeskId, Fix, HandsetId, HotspotId, Purpose, ReceivedAt,
    RequestId, Sensitive, UtcMillis, ZoneId,
};
use hoeder_watch::alarm::{
    Alarm, AlarmCommand, AlarmEvent, AlarmKind, Bearer, Home, MistakeWord, Raise, Refusal, Rung, Stage,
};
use hoeder_watch::talk::{Drafts, Talk};
use hoeder_watch::voice::{Recording, VoiceRoom};
use std::collections::{BTreeMap, BTreeSet};

/// Most positions of one alarm kept in memory and shown; older ones stay in the fixes table.
pub const MAX_TRAIL: usize = 500;
/// Most open presses of strangers; a further one is counted as a repeat of the oldest, so that it is still seen.
pub const MAX_UNIDENTIFIED: usize = 200;

/// A handset that connects hears of its alarms that were closed within this time.
const CLOSED_TOLD: Duration = Duration::from_secs(24 * 3_600);

/// Makes the id of the alarm that a duress word raises after the close.
const AFTER_CLOSE: u128 = 0xD0;

/// An alarm with what the engine adds to it.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) alarm: Alarm,
    pub(super) trail: Vec<TrailPoint>,
    pub(super) zones: Vec<ZoneId>,
    pub(super) doubts: Vec<PlaceDoubt>,
    /// Hotspots at the newest position, nearest first, with the distance in metres.
    pub(super) near: Vec<(HotspotId, u32)>,
    /// The phone's charge, as last told.
    pub(super) battery: Option<hoeder_vocab::Percent>,
    /// What went before with this case, when it was raised.
    pub(super) before: AlarmRecord,
    pub(super) history: Vec<Happened>,
    /// What was said with the person.
    pub(super) talk: Talk,
    /// What is being typed.
    pub(super) drafts: Drafts,
    /// Its voice room, once something happened in it.
    pub(super) voice: Option<Box<VoiceRoom>>,
    /// What happened there, for the timeline.
    pub(super) voice_lines: Vec<VoiceLine>,
    /// Accounts whose sight of it was logged.
    pub(super) told: BTreeSet<AccountId>,
    /// Screens that have it.
    pub(super) desks: BTreeSet<DeskId>,
    /// Where teams say to be, by the screen that says it.
    pub(super) teams: BTreeMap<DeskId, TeamPlace>,
    /// Accounts that said so.
    pub(super) shared: BTreeSet<AccountId>,
    /// The record of its end.
    pub(super) closed_in: Option<hoeder_vocab::Seq>,
    /// The number of pages when its end was told, in this life.
    pub(super) end_page: Option<u64>,
}

/// An event on the timeline of an alarm.
#[derive(Debug, Clone)]
pub(super) struct Happened {
    pub(super) at: UtcMillis,
    pub(super) actor: Actor,
    pub(super) event: AlarmEvent,
}

impl Running {
    pub(super) fn new(id: AlarmId) -> Self {
        Self {
            alarm: Alarm::new(id),
            trail: Vec::new(),
            zones: Vec::new(),
            doubts: Vec::new(),
            near: Vec::new(),
            battery: None,
            before: AlarmRecord::default(),
            history: Vec::new(),
            talk: Talk::default(),
            drafts: Drafts::default(),
            voice: None,
            voice_lines: Vec::new(),
            told: BTreeSet::new(),
            desks: BTreeSet::new(),
            teams: BTreeMap::new(),
            shared: BTreeSet::new(),
            closed_in: None,
            end_page: None,
        }
    }

    /// Sound comes and nothing of it is kept.
    pub(super) fn lacks_recording(&self) -> bool {
        let stopped = |room: &VoiceRoom| matches!(room.recording(), Recording::Stopped { .. });
        self.is_open() && self.voice.as_deref().is_some_and(stopped)
    }

    pub(super) fn apply(&mut self, event: &AlarmEvent, actor: Actor, at: DecidedAt) {
        self.alarm.apply(event, at);
        if let AlarmEvent::Raised { fix: Some(fix), received_at, .. } = event {
            self.add_to_trail(TrailPoint { fix: *fix, received_at: *received_at });
        }
        if let AlarmEvent::Closed { .. } = event {
            self.teams.clear();
        }
        self.history.push(Happened { at: at.0, actor, event: event.clone() });
    }

    /// Keeps the trail in order of the device's clock; the oldest points fall out of memory.
    pub(super) fn add_to_trail(&mut self, point: TrailPoint) {
        let fixed_at = |p: &TrailPoint| p.fix.reveal(Purpose::Transport).fixed_at;
        let at = fixed_at(&point);
        let place = self.trail.partition_point(|p| fixed_at(p) <= at);
        self.trail.insert(place, point);
        if self.trail.len() > MAX_TRAIL {
            self.trail.remove(0);
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.alarm.is_open()
    }
}

impl Cell {
    pub(super) fn open_alarms(&self) -> impl Iterator<Item = (AlarmId, &Running)> {
        self.open.all().filter_map(|id| Some((id, self.alarms.get(&id)?)))
    }

    pub(super) fn open_alarms_of(&self, case: CaseId) -> impl Iterator<Item = (AlarmId, &Running)> {
        self.open.of_case(case).filter_map(|id| Some((id, self.alarms.get(&id)?)))
    }

    /// Asks the alarm machine, records what it decides, and tells the screens.
    pub(super) fn command(
        &mut self,
        id: AlarmId,
        command: &AlarmCommand,
        actor: Actor,
        now: UtcMillis,
    ) -> Result<(), Refusal> {
        let decided = match self.alarms.get(&id) {
            Some(running) => running.alarm.decide(command, DecidedAt(now), &self.config.alarm_times)?,
            None => Alarm::new(id).decide(command, DecidedAt(now), &self.config.alarm_times)?,
        };
        if decided.is_empty() {
            self.schedule_alarm(id, now);
            return Ok(());
        }
        for event in decided {
            self.record(actor, Purpose::AlarmHandling, now, Event::Alarm(id, event));
        }
        self.climb_past_empty_rungs(id, now);
        self.schedule_alarm(id, now);
        self.page_alarm(id, now);
        Ok(())
    }

    /// The ladder does not wait on a rung where nobody is.
    pub(super) fn climb_past_empty_rungs(&mut self, id: AlarmId, now: UtcMillis) {
        while let Some(running) = self.alarms.get(&id) {
            let rung = running.alarm.rung();
            if !running.alarm.is_ringing() || rung == Rung::Everyone || self.somebody_on(id, rung) {
                return;
            }
            let nobody =
                running.alarm.decide(&AlarmCommand::NobodyThere, DecidedAt(now), &self.config.alarm_times);
            match nobody {
                Ok(events) if !events.is_empty() => {
                    for event in events {
                        self.record(Actor::System, Purpose::AlarmHandling, now, Event::Alarm(id, event));
                    }
                }
                Ok(_) | Err(_) => return,
            }
        }
    }

    pub(super) fn schedule_alarm(&mut self, id: AlarmId, now: UtcMillis) {
        let due = self.alarms.get(&id).and_then(|running| running.alarm.next_due(&self.config.alarm_times));
        self.timers.set(Timer::Alarm(id), due);
        let owner = self.alarms.get(&id).and_then(|running| running.alarm.owner());
        match owner {
            Some(owner) if !self.has_desk(owner) => {
                if !self.timers.is_set(Timer::Owner(id)) {
                    self.timers.set(Timer::Owner(id), Some(now.plus(self.config.alarm_times.owner_lost)));
                }
            }
            Some(_) | None => self.timers.set(Timer::Owner(id), None),
        }
        self.schedule_steps(id, now);
    }

    pub(super) fn tick_alarm(&mut self, id: AlarmId, now: UtcMillis) {
        // A tick is refused only by an alarm that is closed or unknown: then nothing is due.
        if self.command(id, &AlarmCommand::Tick, Actor::System, now).is_err() {
            self.timers.set(Timer::Alarm(id), None);
        }
    }

    pub(super) fn lose_owner(&mut self, id: AlarmId, now: UtcMillis) {
        let refused = self.command(id, &AlarmCommand::LoseOwner, Actor::System, now).is_err();
        if refused {
            self.timers.set(Timer::Owner(id), None);
        }
    }

    /// A press, from a handset or from a stranger: never refused before it was shown (AL-09).
    pub(super) fn on_press(
        &mut self,
        request: RequestId,
        claim: Claim,
        press: Press,
        received_at: ReceivedAt,
        now: UtcMillis,
    ) {
        let (claimed, refused) = match claim {
            Claim::Verified(handset) => (handset, None),
            Claim::Doubtful(handset, code) => (handset, Some(code)),
        };
        if let Some(code) = refused {
            self.log_refusal(claimed, code, now);
        }
        let id = press.alarm;
        if self.alarms.contains_key(&id) {
            self.on_known_press((request, claimed, refused), &press, received_at, now);
            return;
        }
        let kind = if refused.is_none() { AlarmKind::Danger } else { AlarmKind::Unidentified };
        if kind == AlarmKind::Unidentified
            && let Some(existing) = self.stranger_alarm(claimed)
        {
            let again = AlarmCommand::PressAgain { pressed_at: press.pressed_at, received_at };
            if self.command(existing, &again, Actor::Stranger, now).is_ok() {
                self.wait_for_press(request, existing, refused);
                return;
            }
        }
        self.raise(id, (kind, claimed), press, received_at, now);
        if kind == AlarmKind::Danger {
            self.timer_became_alarm(claimed, id, now);
        }
        self.wait_for_press(request, id, refused);
    }

    pub(super) fn raise(
        &mut self,
        id: AlarmId,
        (kind, claimed): (AlarmKind, HandsetId),
        press: Press,
        received_at: ReceivedAt,
        now: UtcMillis,
    ) {
        let bearer = self.bearer(claimed);
        let actor = match kind {
            AlarmKind::Danger => Actor::Handset(claimed),
            AlarmKind::Unidentified => Actor::Stranger,
        };
        let raise = AlarmCommand::Raise(Raise {
            kind,
            bearer,
            claimed,
            trigger: press.trigger,
            pressed_at: press.pressed_at,
            received_at,
            fix: press.fix,
            battery: press.battery,
        });
        let decided = Alarm::new(id).decide(&raise, DecidedAt(now), &self.config.alarm_times);
        for event in decided.unwrap_or_default() {
            self.record(actor, Purpose::AlarmHandling, now, Event::Alarm(id, event));
        }
        self.locate(id);
        self.climb_past_empty_rungs(id, now);
        self.schedule_alarm(id, now);
        self.page_alarm(id, now);
        self.store_press_fix(id);
        if let Some(bearer) = bearer {
            self.link_household(id, bearer, now);
        }
    }

    /// An alarm of one shows the others of the case (AL-20).
    fn link_household(&mut self, id: AlarmId, bearer: Bearer, now: UtcMillis) {
        let others: Vec<AlarmId> =
            self.open_alarms_of(bearer.case).map(|(other, _)| other).filter(|other| *other != id).collect();
        for other in others {
            for (one, two) in [(id, other), (other, id)] {
                // Beyond the most links of one alarm the machine says no; both ring on their own all the same.
                let _full = self.command(one, &AlarmCommand::Link { other: two }, Actor::System, now);
            }
        }
    }

    /// The same id again: one alarm. From the handset that made it, it is answered like the first time; that it was
    /// pressed again comes in a message of its own.
    fn on_known_press(
        &mut self,
        (request, claimed, refused): (RequestId, HandsetId, Option<UplinkRefusal>),
        press: &Press,
        received_at: ReceivedAt,
        now: UtcMillis,
    ) {
        let id = press.alarm;
        let known = self.alarms.get(&id);
        let open = known.is_some_and(Running::is_open);
        let same_sender = known.and_then(|running| running.alarm.claimed()) == Some(claimed);
        // A copy whose sender was damaged came first: nobody's alarm is that of the one who vouches for its id.
        let nobodys = known.is_some_and(|running| running.alarm.kind() == AlarmKind::Unidentified);
        let may_vouch = nobodys && open && refused.is_none();
        if !same_sender && !may_vouch {
            let code = refused.unwrap_or(UplinkRefusal::NoSuchAlarm);
            self.reply(request, Reply::Downlink(Downlink::Refused { code }));
            return;
        }
        if !open {
            self.reply_refusal(request, Downlink::Closed { alarm: id });
            return;
        }
        if refused.is_none() && self.vouch(claimed, press, received_at, now) {
            // That it is the person's must outlive a crash, before the phone hears that it is held.
            let (through, reply) = (self.ledger.head(), WaitingReply::Press { alarm: id, refused });
            self.waiting.push_back(Waiting { through, request, reply });
            return;
        }
        if refused.is_none() {
            self.place_known_press(press, received_at, now);
        }
        self.wait_for_press(request, id, refused);
    }

    /// AL-09: a press that came first with a bad signature, damaged on its way, and now with a good one, is this
    /// person's from now on: card, household and answers to the phone as for any. Says whether that is news.
    fn vouch(&mut self, claimed: HandsetId, press: &Press, received_at: ReceivedAt, now: UtcMillis) -> bool {
        let id = press.alarm;
        let stranger =
            self.alarms.get(&id).is_some_and(|running| running.alarm.kind() == AlarmKind::Unidentified);
        let Some(bearer) = self.bearer(claimed).filter(|_| stranger) else { return false };
        if let Some(running) = self.alarms.get_mut(&id) {
            press.fix.into_iter().for_each(|fix| running.add_to_trail(TrailPoint { fix, received_at }));
            running.battery = press.battery.or(running.battery);
            // Whoever sees it now sees whose it is: that is another disclosure.
            running.told.clear();
        }
        let actor = Actor::Handset(claimed);
        if self.command(id, &AlarmCommand::Vouch { bearer }, actor, now).is_err() {
            return false;
        }
        if let Some(fix) = press.fix {
            self.store_fix(id, fix, received_at);
        }
        if self.locate(id) {
            self.page_alarm(id, now);
        }
        self.link_household(id, bearer, now);
        if self.alarms.get(&id).is_some_and(|running| running.alarm.milestones().taken.is_some()) {
            self.notify_bearer(id, Downlink::SomeoneThere { alarm: id });
        }
        true
    }

    /// The duress word after the close: somebody stands beside the person. It is a new alarm, one per closed alarm,
    /// at the last known place; its id is made from that of the closed one, so that a retry raises no second one.
    pub(super) fn raise_for_duress(
        &mut self,
        closed: AlarmId,
        word: Sensitive<String>,
        now: UtcMillis,
    ) -> AlarmId {
        let id = AlarmId::from_u128(closed.as_u128() ^ AFTER_CLOSE);
        let Some(running) = self.alarms.get(&closed) else { return id };
        let (Some(claimed), false) = (running.alarm.claimed(), self.alarms.contains_key(&id)) else {
            return id;
        };
        let press = Press {
            alarm: id,
            pressed_at: hoeder_vocab::FixedAt(now),
            trigger: Trigger::Screen,
            fix: newest(&running.trail).copied(),
            battery: running.battery,
            repeats: 0,
        };
        self.raise(id, (AlarmKind::Danger, claimed), press, ReceivedAt(now), now);
        let command = AlarmCommand::SayWord { what: MistakeWord::Duress, word };
        let _raised = self.command(id, &command, Actor::Handset(claimed), now);
        id
    }

    pub(super) fn is_held(&self, alarm: AlarmId) -> bool {
        self.alarms.get(&alarm).is_some_and(|running| running.alarm.milestones().held.is_some())
    }

    pub(super) fn wait_for_press(
        &mut self,
        request: RequestId,
        alarm: AlarmId,
        refused: Option<UplinkRefusal>,
    ) {
        if self.is_held(alarm) && refused.is_none() {
            self.reply(request, Reply::Downlink(Downlink::Held { alarm }));
            return;
        }
        let through = self.ledger.head();
        self.waiting.push_back(Waiting { through, request, reply: WaitingReply::Press { alarm, refused } });
    }

    /// The open alarm of strangers that a further press of this one counts for.
    fn stranger_alarm(&self, claimed: HandsetId) -> Option<AlarmId> {
        let strangers = || self.open_alarms().filter(|(_, r)| r.alarm.kind() == AlarmKind::Unidentified);
        let same = strangers().find(|(_, r)| r.alarm.claimed() == Some(claimed)).map(|(id, _)| id);
        same.or_else(|| {
            let oldest = strangers().min_by_key(|(id, r)| (r.alarm.raised_at(), *id)).map(|(id, _)| id);
            if strangers().count() >= MAX_UNIDENTIFIED { oldest } else { None }
        })
    }

    /// Answers go back and presses are held once all that they rest on is durable.
    pub(super) fn answer_what_is_durable(&mut self, now: UtcMillis) {
        let (through, home) = self.durable;
        while let Some((_, later)) = self.later.pop_front_if(|(seq, _)| *seq <= through) {
            match later {
                Later::Hold(alarm) => self.hold(alarm, home, now),
                Later::Tell(alarm, downlink) => self.notify_bearer(alarm, downlink),
            }
        }
        while self.waiting.front().is_some_and(|w| w.through <= through) {
            let Some(waiting) = self.waiting.pop_front() else { return };
            match waiting.reply {
                WaitingReply::Plain(reply) => self.reply(waiting.request, reply),
                WaitingReply::Press { alarm, refused } => {
                    self.hold(alarm, home, now);
                    let downlink =
                        refused.map_or(Downlink::Held { alarm }, |code| Downlink::Refused { code });
                    self.reply(waiting.request, Reply::Downlink(downlink));
                }
                WaitingReply::Word { alarm, raised } => {
                    self.hold(raised, home, now);
                    self.reply(waiting.request, Reply::Downlink(Downlink::WordReceived { alarm }));
                }
                WaitingReply::Close { alarm } => {
                    self.notify_bearer(alarm, Downlink::Closed { alarm });
                    self.reply(waiting.request, Reply::Done);
                }
                WaitingReply::Test(test) => {
                    let answer = Downlink::TestAnswered { test, answered_at: now };
                    self.reply(waiting.request, Reply::Downlink(answer));
                }
            }
        }
    }

    /// The first time that an alarm is known to be durable.
    pub(super) fn hold(&mut self, alarm: AlarmId, home: Home, now: UtcMillis) {
        let Some(running) = self.alarms.get(&alarm) else { return };
        if running.alarm.milestones().held.is_some() {
            return;
        }
        let vouched = (running.alarm.kind() == AlarmKind::Danger).then(|| running.alarm.claimed()).flatten();
        // Closed in the meantime: then nobody waits for it.
        let _closed = self.command(alarm, &AlarmCommand::Hold { home }, Actor::System, now);
        if let Some(handset) = vouched {
            self.rest.push_back(Output::Notify { handset, downlink: Downlink::Held { alarm } });
        }
    }

    /// What the handset of an alarm should know now; sent when it connects.
    pub(super) fn tell_handset_all(&mut self, handset: HandsetId, now: UtcMillis) {
        let mut news = Vec::new();
        for (&alarm, running) in &self.alarms {
            if running.alarm.kind() != AlarmKind::Danger || running.alarm.claimed() != Some(handset) {
                continue;
            }
            if let Some(ending) = running.alarm.ending() {
                // A phone that missed the end must stop sending positions (GN-03).
                let kept = running.closed_in.is_none_or(|seq| seq <= self.durable.0);
                if kept && now.since(ending.at) < CLOSED_TOLD {
                    news.push(Downlink::Closed { alarm });
                }
                continue;
            }
            if running.alarm.milestones().held.is_some() {
                news.push(Downlink::Held { alarm });
            }
            if running.alarm.milestones().taken.is_some() {
                news.push(Downlink::SomeoneThere { alarm });
            }
            news.extend(self.unseen_messages(alarm));
        }
        for downlink in news {
            self.rest.push_back(Output::Notify { handset, downlink });
        }
    }

    /// The handset that may be told about this alarm.
    pub(super) fn notify_bearer(&mut self, alarm: AlarmId, downlink: Downlink) {
        let Some(running) = self.alarms.get(&alarm) else { return };
        if running.alarm.kind() == AlarmKind::Danger
            && let Some(handset) = running.alarm.claimed()
        {
            self.rest.push_back(Output::Notify { handset, downlink });
        }
    }

    /// GN-05: a phone gives up a press that it hears is closed. So it hears that once the end, and with it the press, is
    /// durable; until then it goes on.
    pub(super) fn reply_refusal(&mut self, request: RequestId, refusal: Downlink) {
        if matches!(refusal, Downlink::Closed { .. }) {
            self.reply_when_durable(request, Reply::Downlink(refusal));
        } else {
            self.reply(request, Reply::Downlink(refusal));
        }
    }

    /// Is this alarm open and that of this sender?
    pub(super) fn open_alarm_of(&self, alarm: AlarmId, claim: Claim) -> Result<(), Downlink> {
        // A handset that is vouched for also speaks about a press of its own that a damaged copy overtook.
        let (claimed, spoken_of, code): (_, &[AlarmKind], _) = match claim {
            Claim::Verified(handset) => {
                (handset, &[AlarmKind::Danger, AlarmKind::Unidentified], UplinkRefusal::NoSuchAlarm)
            }
            Claim::Doubtful(handset, code) => (handset, &[AlarmKind::Unidentified], code),
        };
        let of_sender = |running: &&Running| {
            running.alarm.claimed() == Some(claimed) && spoken_of.contains(&running.alarm.kind())
        };
        match self.alarms.get(&alarm) {
            Some(running) if of_sender(&running) => {
                if running.alarm.stage() == Stage::Closed {
                    Err(Downlink::Closed { alarm })
                } else {
                    Ok(())
                }
            }
            Some(_) | None => Err(Downlink::Refused { code }),
        }
    }
}

/// The last point of a trail.
pub(super) fn newest(trail: &[TrailPoint]) -> Option<&Sensitive<Fix>> {
    trail.last().map(|point| &point.fix)
}
