//! What phones do in the world, and the networks between them and the gateway.
//!
//! Every message travels as the signed bytes of the protocol. Never here: the engine's side (`cell`).

use super::happening::{Act, Downward, Happening, Upward, later, shifted};
use super::phone::press_of;
use super::{Broken, Flow, World, broken};
use hoeder_beacon::{ButtonLink, Delivery, Input, Message, MessageNo, Output, Path};
use hoeder_vocab::handset::{Said, Side, Trigger, Uplink};
use hoeder_vocab::{AlarmId, MessageId, Percent, Purpose, Sensitive, TestId};
use hoeder_wire::button::ButtonEvent;
use hoeder_wire::handset::{open_downlink, seal_uplink};
use std::time::Duration;

/// How bad the networks are. All zero is perfect.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Net {
    /// Of a thousand messages, so many never arrive.
    pub(crate) lost: u64,
    /// So many arrive twice.
    pub(crate) doubled: u64,
    /// So many arrive beside a damaged copy.
    pub(crate) damaged: u64,
    /// Longest way, milliseconds; the shortest is 15.
    pub(crate) slowest_ms: u64,
}

impl World<'_> {
    fn delay(&mut self) -> u64 {
        let slowest = self.net.slowest_ms.max(30);
        // Most messages are quick, a few are very slow and are overtaken.
        if self.chance.one_in(8) { self.chance.between(15, slowest) } else { self.chance.between(15, 80) }
    }

    /// Gives a phone an input, and does what it asks for.
    pub(crate) fn tell_phone(&mut self, n: usize, input: Input) -> Flow {
        let now = self.now;
        let Some(phone) = self.phones.get_mut(n) else { return Ok(()) };
        let clock = phone.clock(now);
        let Some(beacon) = &mut phone.beacon else { return Ok(()) };
        beacon.handle(input, clock);
        let outputs: Vec<Output> = std::iter::from_fn(|| beacon.poll_output()).collect();
        let alarm_runs = beacon.alarm_runs();
        for output in outputs {
            if alarm_runs && !output.is_discreet() {
                return broken(
                    "discreet: nothing on the phone shows an alarm (AL-02)",
                    format!("{output:?}"),
                );
            }
            if matches!(output, Output::Send { uplink: Uplink::Moved { .. }, .. }) && !alarm_runs {
                return broken(
                    "a position leaves the phone only inside an alarm (GN-03)",
                    format!("{output:?}"),
                );
            }
            self.phone_output(n, output)?;
        }
        self.plan_phone(n);
        Ok(())
    }

    fn plan_phone(&mut self, n: usize) {
        let now = self.now;
        let Some(phone) = self.phones.get_mut(n) else { return };
        let due = phone.beacon.as_ref().and_then(|beacon| beacon.poll_timeout());
        let due = due.map(|at| shifted(at, -phone.clock_ms).max(now));
        if due != phone.wake_at {
            phone.wake_at = due;
            if let Some(at) = due {
                self.queue.plan(at, Happening::PhoneTick(n));
            }
        }
    }

    pub(crate) fn phone_tick(&mut self, n: usize) -> Flow {
        let now = self.now;
        let Some(phone) = self.phones.get_mut(n).filter(|phone| phone.wake_at == Some(now)) else {
            return Ok(());
        };
        phone.wake_at = None;
        self.tell_phone(n, Input::Tick)
    }

    fn phone_output(&mut self, n: usize, output: Output) -> Flow {
        let sync_ms = self.chance.between(0, 250);
        let Some(phone) = self.phones.get_mut(n) else { return Ok(()) };
        match output {
            Output::Persist(image) => {
                let runs = |image: &hoeder_beacon::OutboxImage| image.alarm.as_ref().map(|a| a.press.alarm);
                let before = phone.unsynced.as_ref().or(phone.synced.as_ref()).and_then(runs);
                if let Some(ended) = before.filter(|id| runs(&image) != Some(*id) && !phone.revoked)
                    && self.checks.model.is_open(ended)
                {
                    return broken(
                        "a phone goes on until the police close its alarm (AL-04, FL-07)",
                        format!("{ended}"),
                    );
                }
                if let Some(alarm) = &image.alarm {
                    if phone.owed.insert(alarm.press.alarm) {
                        self.stats.presses += 1;
                    }
                    if alarm.held {
                        phone.held.insert(alarm.press.alarm);
                    }
                }
                let held = image.timer.as_ref().filter(|timer| timer.state == Delivery::Received);
                phone.guarded.extend(held.map(|timer| timer.alarm));
                let messages = image.alarm.iter().flat_map(|alarm| &alarm.messages);
                let acknowledged = |m: &&Message| m.from == Side::Handset && m.state == Delivery::Received;
                if let Some(lost) =
                    messages.filter(acknowledged).find(|m| !self.checks.model.arranged.has_heard(m.message))
                {
                    return broken(
                        "a text that the phone saw received is in the log (GN-05)",
                        format!("{}", lost.message),
                    );
                }
                phone.unsynced = Some(*image);
                let life = phone.life;
                self.queue.plan(later(self.now, sync_ms), Happening::PhoneSyncs(n, life));
                self.held_is_logged(n)
            }
            Output::Send { path, message, uplink, .. } => {
                self.send(n, (path, message), &uplink);
                Ok(())
            }
            Output::RequestFix { every } => {
                phone.fix_every = Some(every);
                phone.fix_plan += 1;
                let plan = phone.fix_plan;
                let soon = every.min(Duration::from_secs(5));
                self.queue.plan(self.now.plus(soon), Happening::PhoneFix(n, plan));
                Ok(())
            }
            Output::StopFixes => {
                phone.fix_every = None;
                Ok(())
            }
            Output::Vibrate(_)
            | Output::Show(_)
            | Output::Advise112(_)
            | Output::AdviceOver
            | Output::Health(_)
            | Output::Look { .. }
            | Output::Timer(_)
            | Output::TestPlanned(_)
            | Output::Trips(_)
            | Output::Conversation(_)
            | Output::Typing(_)
            | Output::Notice(_) => Ok(()),
        }
    }

    /// Signs, and puts on the way: lost, late, twice, or with a damaged copy ahead of it.
    fn send(&mut self, n: usize, (path, message): (Path, MessageNo), uplink: &Uplink) {
        let Some(phone) = self.phones.get_mut(n) else { return };
        phone.counter += 1;
        let bytes = seal_uplink(&phone.key, phone.handset(), phone.counter, uplink);
        let life = phone.life;
        let up = phone.paths.get(&path).copied().unwrap_or(false);
        self.stats.messages += 1;
        let failed = Happening::SendFails { phone: n, life, path, message };
        if !up {
            let at = later(self.now, 40);
            self.queue.plan(at, failed);
            return;
        }
        if self.chance.per_mille(self.net.lost) {
            if self.chance.one_in(2) {
                self.queue.plan(later(self.now, 10_000), failed);
            }
            return;
        }
        // A press more often than in life: a damaged copy that comes first is to be seen in every run.
        let often = if matches!(uplink, Uplink::Press(_)) { 5 } else { 1 };
        if self.chance.per_mille(self.net.damaged * often) {
            let damaged = damage(&bytes, self.chance.bits());
            let at = later(self.now, 10);
            let upward = Upward { phone: n, life, path, message, bytes: damaged };
            self.queue.plan(at, Happening::Upward(Box::new(upward)));
        }
        let copies = if self.chance.per_mille(self.net.doubled) { 2 } else { 1 };
        for _ in 0..copies {
            let at = later(self.now, self.delay());
            let upward = Upward { phone: n, life, path, message, bytes: bytes.clone() };
            self.queue.plan(at, Happening::Upward(Box::new(upward)));
        }
    }

    pub(crate) fn send_failed(&mut self, n: usize, life: u64, (path, message): (Path, MessageNo)) -> Flow {
        if self.phones.get(n).is_some_and(|phone| phone.life == life) {
            return self.tell_phone(n, Input::SendFailed { path, message });
        }
        Ok(())
    }

    /// A message of the cell arrives, unless the network or the phone was gone first.
    pub(crate) fn downward(&mut self, downward: &Downward) -> Flow {
        let Some(phone) = self.phones.get(downward.phone) else { return Ok(()) };
        if phone.life != downward.life || phone.beacon.is_none() {
            return Ok(());
        }
        let handset = phone.handset();
        let opened = open_downlink(downward.bytes.as_bytes(), &self.cell_key.1, handset);
        let downlink = match opened {
            Ok(downlink) => downlink,
            Err(error) => return broken("a phone can read what its cell says (FL-10)", format!("{error:?}")),
        };
        let (path, answers) = (downward.path, downward.answers);
        self.tell_phone(downward.phone, Input::Received { path, answers, downlink })
    }

    pub(crate) fn phone_fix(&mut self, n: usize, plan: u64) -> Flow {
        let now = self.now;
        let since = u64::try_from(now.unix_ms() - self.start.unix_ms()).unwrap_or(0);
        let Some(phone) = self.phones.get_mut(n) else { return Ok(()) };
        let Some(every) = phone.fix_every.filter(|_| phone.fix_plan == plan && phone.beacon.is_some()) else {
            return Ok(());
        };
        let clock = phone.clock(now);
        let input = match phone.walker.fix_at(since, clock) {
            Some(fix) => Input::Fixed(fix),
            None => Input::LocationLost,
        };
        self.queue.plan(now.plus(every), Happening::PhoneFix(n, plan));
        self.tell_phone(n, input)
    }

    pub(crate) fn phone_syncs(&mut self, n: usize, life: u64) {
        if let Some(phone) = self.phones.get_mut(n).filter(|phone| phone.life == life) {
            phone.synced = phone.unsynced.take().or_else(|| phone.synced.take());
        }
    }

    fn fresh(&mut self) -> u128 {
        self.chance.id()
    }

    pub(crate) fn phone_act(&mut self, n: usize, act: Act) -> Flow {
        match act {
            Act::PressButton => self.press_button(n),
            Act::HoldScreen => {
                let fresh = AlarmId::from_u128(self.fresh());
                self.queue.plan(later(self.now, 2_400), Happening::PhoneAct(n, Act::LetGo));
                self.tell_phone(n, Input::ScreenDown { fresh })
            }
            Act::TapTwice => {
                let fresh = AlarmId::from_u128(self.fresh());
                self.tell_phone(n, Input::ScreenDown { fresh })?;
                self.tell_phone(n, Input::ScreenUp)
            }
            Act::LetGo => self.tell_phone(n, Input::ScreenUp),
            Act::Word { duress } => {
                let word = if duress { self.duress_word(n) } else { "vergissing".to_owned() };
                self.tell_phone(n, Input::WordTyped(Sensitive::new(word)))
            }
            Act::SetTimer { ms } => self.set_timer(n, ms),
            Act::CheckIn => {
                if let Some(phone) = self.phones.get_mut(n).filter(|phone| phone.beacon.is_some()) {
                    phone.guarded.clear();
                }
                self.tell_phone(n, Input::CheckIn)
            }
            Act::Say { duress } => {
                let word = if duress { self.duress_word(n) } else { "in de kelder".to_owned() };
                let fresh = MessageId::from_u128(self.fresh());
                self.tell_phone(n, Input::SayText { fresh, said: Said::Text(Sensitive::new(word)) })
            }
            Act::Reply { .. } => self.reply(n, act),
            Act::SelfTest => {
                let fresh = TestId::from_u128(self.fresh());
                if let Some(phone) = self.phones.get_mut(n) {
                    phone.tests.insert(fresh);
                }
                self.stats.tests += 1;
                self.tell_phone(n, Input::SelfTest { fresh, trigger: Trigger::Screen })
            }
            Act::Dies { unsynced } => {
                self.end_stream_of(n, None);
                if let Some(phone) = self.phones.get_mut(n).filter(|phone| phone.beacon.is_some()) {
                    phone.dies(unsynced);
                }
                Ok(())
            }
            Act::Wakes => self.wake_phone(n),
            Act::PathDown(path) => self.set_path(n, path, Input::PathDown(path)),
            Act::PathUp(path) => self.set_path(n, path, Input::PathUp(path)),
            Act::ClockSet { to_ms } => {
                if let Some(phone) = self.phones.get_mut(n) {
                    phone.clock_ms = to_ms;
                    phone.wake_at = None;
                }
                self.tell_phone(n, Input::Tick)
            }
            Act::Battery(charge) => {
                let Some(percent) = Percent::new(charge) else { return Ok(()) };
                if let Some(phone) = self.phones.get_mut(n) {
                    phone.battery = charge;
                }
                self.tell_phone(n, Input::PhoneBattery(percent))
            }
            Act::ButtonLost => self.tell_phone(n, Input::ButtonLink(ButtonLink::Lost)),
            Act::ButtonBack => self.tell_phone(n, Input::ButtonLink(ButtonLink::Up)),
        }
    }

    fn set_timer(&mut self, n: usize, ms: u64) -> Flow {
        let fresh = AlarmId::from_u128(self.fresh());
        let Some(clock) = self.phones.get(n).map(|phone| phone.clock(self.now)) else { return Ok(()) };
        let note = Some(Sensitive::new("simulated".to_owned()));
        self.tell_phone(n, Input::SetTimer { fresh, until: later(clock, ms), note })
    }

    /// Looks at the newest message of the control room, and answers it.
    fn reply(&mut self, n: usize, act: Act) -> Flow {
        let Some(phone) = self.phones.get(n) else { return Ok(()) };
        let image = phone.unsynced.as_ref().or(phone.synced.as_ref());
        let newest = image
            .and_then(|image| image.alarm.as_ref())
            .and_then(|alarm| alarm.messages.iter().rev().find(|m| m.from == Side::Desk))
            .map(|m| m.message);
        let Some(message) = newest else { return Ok(()) };
        self.tell_phone(n, Input::MessageSeen { message })?;
        let yes = act == Act::Reply { yes: true };
        self.tell_phone(n, Input::Answer { message, yes })
    }

    pub(crate) fn wake_phone(&mut self, n: usize) -> Flow {
        let seed = self.chance.bits();
        let (now, countries) = (self.now, self.countries);
        let Some(phone) = self.phones.get_mut(n).filter(|phone| phone.beacon.is_none()) else {
            return Ok(());
        };
        phone.wakes(countries, seed, now);
        for input in phone.first_inputs() {
            self.tell_phone(n, input)?;
        }
        Ok(())
    }

    /// AL-01: the frames of the button, several times over and played back by a stranger, are one press.
    fn press_button(&mut self, n: usize) -> Flow {
        let heard = self.chance.between(1, 4);
        let gesture = if self.chance.one_in(3) { 0x80 } else { 0x04 };
        let now = self.now;
        let Some(phone) = self.phones.get_mut(n).filter(|phone| phone.beacon.is_some()) else {
            return Ok(());
        };
        if phone.radio.is_none() {
            return self.phone_act(n, Act::HoldScreen);
        }
        let events = phone.button_frames(gesture, heard, now);
        let presses = events.iter().filter(|event| press_of(**event).is_some()).count();
        if presses != 1 {
            return broken("the frames of one press are one press (AL-01)", format!("{presses}"));
        }
        for event in events {
            if let ButtonEvent::Battery(charge) = event {
                self.tell_phone(n, Input::ButtonBattery(charge))?;
            }
            if let Some(press) = press_of(event) {
                let fresh = AlarmId::from_u128(self.fresh());
                self.tell_phone(n, Input::Button { press, fresh })?;
            }
        }
        Ok(())
    }

    fn set_path(&mut self, n: usize, path: Path, input: Input) -> Flow {
        let up = matches!(input, Input::PathUp(_));
        if !up {
            self.end_stream_of(n, Some(path));
        }
        if let Some(phone) = self.phones.get_mut(n) {
            phone.paths.insert(path, up);
        }
        self.tell_phone(n, input)
    }

    /// The gateway notices that a stream is gone.
    fn end_stream_of(&mut self, n: usize, path: Option<Path>) {
        let Some(handset) = self.phones.get(n).map(super::phone::Phone::handset) else { return };
        let ends = |stream: &super::gateway::Stream| path.is_none_or(|path| path == stream.path);
        if self.gateway.streams.get(&handset).is_some_and(ends) {
            self.gateway.streams.remove(&handset);
        }
    }

    fn duress_word(&self, n: usize) -> String {
        let case = self.phones.get(n).map(|phone| phone.carrier.case);
        let of_case = |h: &&crate::demo::Household| Some(h.case.id) == case;
        self.households.iter().find(of_case).map_or_else(String::new, |household| {
            household.case.card.reveal(Purpose::Test).duress_word.to_uppercase()
        })
    }

    /// GN-05: what a phone was told to be held is in the log.
    fn held_is_logged(&self, n: usize) -> Result<(), Broken> {
        let Some(phone) = self.phones.get(n) else { return Ok(()) };
        for alarm in &phone.held {
            if !self.checks.model.is_raised(*alarm) {
                return broken("a press that the phone saw held is in the log (GN-05)", format!("{alarm}"));
            }
        }
        Ok(())
    }
}

/// Changes one byte somewhere; always to another printable one, so that the damage is not only to the text's form.
fn damage(bytes: &str, chance: u64) -> String {
    let length = u64::try_from(bytes.len()).unwrap_or(1).max(1);
    let place = usize::try_from(chance % length).unwrap_or(0);
    let damaged = |(n, byte): (usize, u8)| match byte {
        b'a' if n == place => 'b',
        _ if n == place => 'a',
        byte => char::from(byte),
    };
    bytes.bytes().enumerate().map(damaged).collect()
}
