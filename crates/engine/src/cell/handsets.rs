//! Handsets: what they say, how they are paired, and the watch over them.

use super::talk::About;
use super::timers::Timer;
use super::{Cell, Waiting, WaitingReply};
use crate::entry::Event;
use crate::input::{Claim, NewHandset, Proof};
use crate::output::{Directory, Output, Page, Problem, Reply};
use crate::roster::{CaseState, DeviceState, Handset};
use core::time::Duration;
use hoeder_vocab::handset::{Downlink, Uplink, UplinkRefusal};
use hoeder_vocab::{
    Actor, AlarmId, DecidedAt, HandsetId, Purpose, ReceivedAt, RequestId, Role, Sensitive, UtcMillis,
};
use hoeder_watch::alarm::{AlarmCommand, MistakeWord};
use hoeder_watch::supervision::{Beat, PlannedTest, SupervisionEvent, Watch, WatchCommand, WatchTimes};
use hoeder_watch::talk::YesNo;

/// A refused device is written down at most this often for the same reason: a flood of refusals must not fill the log.
const REFUSAL_LOGGED_EVERY: Duration = Duration::from_secs(60);
/// Most devices whose refusals are kept apart; beyond it refusals are still counted by the shell, not logged.
const MAX_REFUSALS: usize = 1_024;

impl Cell {
    pub(super) fn on_uplink(
        &mut self,
        request: RequestId,
        claim: Claim,
        uplink: Uplink,
        received_at: ReceivedAt,
        now: UtcMillis,
    ) {
        let claim = self.doubt_unknown(claim);
        match uplink {
            Uplink::Press(press) => self.on_press(request, claim, press, received_at, now),
            Uplink::Moved { alarm, fix, battery } => {
                self.on_moved((request, claim), alarm, (fix, battery), received_at, now);
            }
            Uplink::PressedAgain { alarm, pressed_at } => {
                let again = AlarmCommand::PressAgain { pressed_at, received_at };
                self.on_alarm_news((request, claim), alarm, &again, Downlink::Held { alarm }, now);
            }
            Uplink::Mistake { alarm, word } => self.on_word((request, claim), alarm, word, now),
            Uplink::Heartbeat { path, battery, button_battery, button_linked, .. } => {
                let beat = Beat { battery, button_battery, button_linked, path };
                self.on_beat((request, claim), beat, received_at, now);
            }
            Uplink::DailyReport(report) => {
                let reply = WaitingReply::Plain(Reply::Downlink(Downlink::ReportReceived));
                self.on_watch_news((request, claim), &WatchCommand::Report(report), reply, now);
            }
            Uplink::SelfTest { test, sent_at, trigger } => {
                let command = WatchCommand::Test { test, sent_at, trigger };
                if let Some(handset) =
                    self.on_watch_news((request, claim), &command, WaitingReply::Test(test), now)
                {
                    self.page_test(handset, received_at);
                }
            }
            Uplink::Hello => self.on_hello(request, claim, now),
            Uplink::TimerSet(timer) => self.on_timer_set((request, claim), &timer, now),
            Uplink::TimerEnded { alarm } => self.on_timer_ended((request, claim), alarm, now),
            Uplink::Trip(trip) => self.on_trip((request, claim), trip, now),
            Uplink::TripEnded { trip } => self.on_trip_ended((request, claim), trip, now),
            Uplink::Text { alarm, message, said } => {
                self.on_text((request, claim), alarm, (message, said), now);
            }
            Uplink::Answer { alarm, message, yes } => {
                let answer = About::Answer(if yes { YesNo::Yes } else { YesNo::No });
                self.on_about_message((request, claim), alarm, (message, answer), now);
            }
            Uplink::Typing(typed) => self.on_typing((request, claim), &typed, now),
            Uplink::MessageSeen { alarm, message } => {
                self.on_about_message((request, claim), alarm, (message, About::Seen), now);
            }
        }
    }

    /// The gateway's directory may be a moment behind: the roster has the last word.
    fn doubt_unknown(&self, claim: Claim) -> Claim {
        match claim {
            Claim::Verified(handset) => match self.book.handsets.get(&handset).map(|h| h.state) {
                Some(DeviceState::Active) => claim,
                Some(DeviceState::Revoked) => Claim::Doubtful(handset, UplinkRefusal::RevokedDevice),
                None => Claim::Doubtful(handset, UplinkRefusal::UnknownDevice),
            },
            Claim::Doubtful(..) => claim,
        }
    }

    /// The handset, or the refusal that is its answer; the refusal is written down.
    pub(super) fn vouched(&mut self, request: RequestId, claim: Claim, now: UtcMillis) -> Option<HandsetId> {
        match claim {
            Claim::Verified(handset) => Some(handset),
            Claim::Doubtful(handset, code) => {
                self.log_refusal(handset, code, now);
                let answer = if code == UplinkRefusal::RevokedDevice {
                    Downlink::Revoked
                } else {
                    Downlink::Refused { code }
                };
                self.reply(request, Reply::Downlink(answer));
                None
            }
        }
    }

    pub(super) fn log_refusal(&mut self, claimed: HandsetId, code: UplinkRefusal, now: UtcMillis) {
        if self.refusals_logged.len() >= MAX_REFUSALS {
            self.refusals_logged.retain(|_, at| now.since(*at) < REFUSAL_LOGGED_EVERY);
        }
        let lately = self
            .refusals_logged
            .get(&(claimed, code))
            .is_some_and(|at| now.since(*at) < REFUSAL_LOGGED_EVERY);
        if lately || self.refusals_logged.len() >= MAX_REFUSALS {
            return;
        }
        self.refusals_logged.insert((claimed, code), now);
        self.record(Actor::Stranger, Purpose::Supervision, now, Event::DeviceRefused { claimed, code });
    }

    fn on_alarm_news(
        &mut self,
        (request, claim): (RequestId, Claim),
        alarm: AlarmId,
        command: &AlarmCommand,
        answer: Downlink,
        now: UtcMillis,
    ) {
        if let Err(refusal) = self.open_alarm_of(alarm, claim) {
            self.reply_refusal(request, refusal);
            return;
        }
        let actor = match claim {
            Claim::Verified(handset) => Actor::Handset(handset),
            Claim::Doubtful(..) => Actor::Stranger,
        };
        match self.command(alarm, command, actor, now) {
            Ok(()) => self.reply_when_durable(request, Reply::Downlink(answer)),
            Err(_) => self.reply_refusal(request, Downlink::Closed { alarm }),
        }
    }

    /// 'It was a mistake', or the duress word that looks the same from outside (FL-07).
    fn on_word(
        &mut self,
        sender: (RequestId, Claim),
        alarm: AlarmId,
        word: Sensitive<String>,
        now: UtcMillis,
    ) {
        let bearer = self.alarms.get(&alarm).and_then(|running| running.alarm.bearer());
        let duress = bearer.is_some_and(|b| self.book.is_duress_word(b.case, &word));
        let what = if duress { MistakeWord::Duress } else { MistakeWord::Mistake };
        let closed = self.alarms.get(&alarm).is_some_and(|running| !running.is_open());
        if closed && duress && matches!(sender.1, Claim::Verified(_)) {
            let raised = self.raise_for_duress(alarm, word, now);
            if self.is_held(raised) {
                self.reply(sender.0, Reply::Downlink(Downlink::WordReceived { alarm }));
                return;
            }
            let reply = WaitingReply::Word { alarm, raised };
            self.waiting.push_back(Waiting { through: self.ledger.head(), request: sender.0, reply });
            return;
        }
        let command = AlarmCommand::SayWord { what, word };
        self.on_alarm_news(sender, alarm, &command, Downlink::WordReceived { alarm }, now);
    }

    fn on_beat(&mut self, sender: (RequestId, Claim), beat: Beat, received_at: ReceivedAt, now: UtcMillis) {
        let Some(handset) = self.vouched(sender.0, sender.1, now) else { return };
        self.watch_command(handset, &WatchCommand::Beat(beat), Actor::Handset(handset), now);
        if let Some(watch) = self.watches.get_mut(&handset) {
            watch.observe(beat, received_at);
        }
        self.schedule_watch(handset);
        self.rest.push_back(Output::Proof(Proof { handset, heard_at: received_at }));
        self.reply(sender.0, Reply::Downlink(Downlink::Heard { server_time: now }));
    }

    fn on_watch_news(
        &mut self,
        (request, claim): (RequestId, Claim),
        command: &WatchCommand,
        reply: WaitingReply,
        now: UtcMillis,
    ) -> Option<HandsetId> {
        let handset = self.vouched(request, claim, now)?;
        self.watch_command(handset, command, Actor::Handset(handset), now);
        self.waiting.push_back(Waiting { through: self.ledger.head(), request, reply });
        Some(handset)
    }

    /// A test on its own track (AL-17): seen by those who keep the case, never among the alarms.
    fn page_test(&mut self, handset: HandsetId, at: ReceivedAt) {
        let zone = self.book.case_of_handset(handset).map(|case| case.managing_zone);
        let keeps = |account: &crate::roster::Account| {
            matches!(account.role, Role::CaseOfficer | Role::ZoneDuty) && account.zone == zone
        };
        let desks = self
            .desks
            .iter()
            .filter(|(_, account)| self.book.accounts.get(account).is_some_and(keeps))
            .map(|(desk, _)| *desk)
            .collect();
        self.page(desks, Page::Tested { handset, at });
    }

    fn on_hello(&mut self, request: RequestId, claim: Claim, now: UtcMillis) {
        let Some(handset) = self.vouched(request, claim, now) else { return };
        if let Some(settings) = self.book.handsets.get(&handset).map(|h| h.settings) {
            self.reply(request, Reply::Downlink(Downlink::Settings(settings)));
        }
        self.tell_handset_all(handset, now);
        if let Some(planned) = self.watches.get(&handset).and_then(Watch::planned_test) {
            self.tell_planned_test(handset, planned);
        }
    }

    fn tell_planned_test(&mut self, handset: HandsetId, planned: PlannedTest) {
        let PlannedTest { test, from, until } = planned;
        let downlink = Downlink::TestPlanned { test, from, until };
        self.rest.push_back(Output::Notify { handset, downlink });
    }

    pub(super) fn on_pair(&mut self, request: RequestId, digest: [u8; 32], new: NewHandset, now: UtcMillis) {
        let Some(person) = self.book.pairing(&digest, now).map(|pairing| pairing.person) else {
            self.reply(request, Reply::Problem(Problem::NotFound));
            return;
        };
        let handset = Handset::paired(new, person, now);
        let (id, settings) = (handset.id, handset.settings);
        self.put_handset(handset, Actor::Handset(id), now);
        self.reply_when_durable(request, Reply::Paired { handset: id, settings });
    }

    /// Records a handset, tells the gateway, and starts or stops the watch over it.
    pub(super) fn put_handset(&mut self, handset: Handset, actor: Actor, now: UtcMillis) {
        let (id, public_key, state) = (handset.id, handset.public_key, handset.state);
        self.record(actor, Purpose::CaseWork, now, Event::HandsetPut(handset));
        self.rest.push_back(Output::Directory(Directory::Handset { handset: id, public_key, state }));
        self.keep_watch(id, now);
        self.schedule_watch(id);
        if state == DeviceState::Revoked {
            self.stop_check_in(id, now);
            self.rest.push_back(Output::Notify { handset: id, downlink: Downlink::Revoked });
        }
    }

    /// A handset in use, of a running case, is watched; no other is.
    pub(super) fn keep_watch(&mut self, handset: HandsetId, now: UtcMillis) {
        let active = self.book.handsets.get(&handset).is_some_and(|h| h.state == DeviceState::Active)
            && self.book.case_of_handset(handset).is_some_and(|case| case.state == CaseState::Active);
        let running = self.watches.get(&handset).is_some_and(Watch::is_running);
        match (active, running) {
            (true, false) => self.watch_command(handset, &WatchCommand::Start, Actor::System, now),
            (false, true) => self.watch_command(handset, &WatchCommand::Stop, Actor::System, now),
            (true, true) | (false, false) => {}
        }
    }

    /// Asks the watch and records what it decides. A watch that does not run has nothing to say.
    pub(super) fn watch_command(
        &mut self,
        handset: HandsetId,
        command: &WatchCommand,
        actor: Actor,
        now: UtcMillis,
    ) {
        let times = self.watch_times(handset);
        let planned = self.watches.get(&handset).and_then(Watch::planned_test);
        let decided = self
            .watches
            .entry(handset)
            .or_insert_with(|| Watch::new(handset))
            .decide(command, DecidedAt(now), &times)
            .unwrap_or_default();
        let opens = decided.iter().any(|event| matches!(event, SupervisionEvent::AlertOpened { .. }));
        for event in decided {
            self.record(actor, Purpose::Supervision, now, Event::Watch(handset, event));
        }
        let planned_now = self.watches.get(&handset).and_then(Watch::planned_test);
        if opens || planned != planned_now {
            self.page_tasks_changed();
        }
        match planned_now {
            Some(agreed) if planned != planned_now => self.tell_planned_test(handset, agreed),
            None if planned.is_some() => {
                self.rest.push_back(Output::Notify { handset, downlink: Downlink::TestPlanOver });
            }
            Some(_) | None => {}
        }
        self.schedule_watch(handset);
    }

    /// The times of this handset's class (T-ARC-3).
    pub(super) fn watch_times(&self, handset: HandsetId) -> WatchTimes {
        let class = self.book.handsets.get(&handset).map(|h| h.settings.class).unwrap_or_default();
        self.config.watch_times.of_class(class)
    }

    pub(super) fn schedule_watch(&mut self, handset: HandsetId) {
        let times = self.watch_times(handset);
        let due = self.watches.get(&handset).and_then(|watch| watch.next_due(&times));
        self.timers.set(Timer::Watch(handset), due);
    }

    pub(super) fn tick_watch(&mut self, handset: HandsetId, now: UtcMillis) {
        self.watch_command(handset, &WatchCommand::Tick, Actor::System, now);
    }
}
