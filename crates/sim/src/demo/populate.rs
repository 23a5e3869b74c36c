//! The day that lies behind the demo: played through the real engine and writer, on a virtual clock that ends at 'now'.
//!
//! Never here: a password (the caller has them), a server.

use super::roster::{CELL, Carrier, OWN_ROOM, account_id, accounts, households, officer_of, rooms};
use super::story::{Chapter, STORIES};
use super::town::{Town, zones};
use super::walk::Walker;
use crate::chance::Chance;
use hoeder_engine::duty::{Audio, READY_TIMEOUT, Readiness};
use hoeder_engine::hotspot::HotspotOrder;
use hoeder_engine::input::{Claim, Input, NewHandset, Order, RosterOrder, SessionChange};
use hoeder_engine::output::{Output, Problem, Reply};
use hoeder_engine::{Cell, CellConfig};
use hoeder_geo::Countries;
use hoeder_store::{Batch, Restored, StoreError, SubmitError, Writer};
use hoeder_vocab::handset::{DailyReport, Press, Trigger, Uplink};
use hoeder_vocab::{
    AccountId, AlarmId, CellId, DeskId, FixedAt, Percent, ReceivedAt, RequestId, RoomId, Sensitive, TestId,
    UtcMillis,
};
use hoeder_watch::alarm::AlarmTimes;
use hoeder_watch::supervision::WatchTimes;
use hoeder_wire::SigningKey;
use std::time::Duration;

/// How the day is made.
pub struct Populate<'a> {
    /// Which town and which day. The players of the same seed carry the same handsets.
    pub seed: u64,
    /// When the day ends: the demo's now. It begins 24 hours before.
    pub until: UtcMillis,
    /// The Argon2id hash of an account's password, by its login; `None` is 'cannot sign in'.
    pub password: &'a dyn Fn(&str) -> Option<Sensitive<String>>,
    /// Outlines of countries.
    pub countries: &'a Countries,
}

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Populated {
    /// Alarms of the day.
    pub alarms: u32,
    /// The cell that the server must run.
    pub cell: CellId,
    /// Its control room.
    pub own_room: RoomId,
}

/// Why the day could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PopulateError {
    /// There is something in the store already.
    #[error("the store is not empty: the demo needs one of its own")]
    NotEmpty,
    /// The store failed.
    #[error("the store does not take the demo's day")]
    Submit(#[source] SubmitError),
    /// The store failed at the end.
    #[error("the store cannot be closed")]
    Close(#[source] StoreError),
    /// The engine refused a step of the demo: it does not fit this engine.
    #[error("the engine refused a step of the demo: {0:?}")]
    Refused(Problem),
}

/// Plays the past day into an empty store, and closes it.
///
/// The caller opens the [`Writer`] for [`CELL`] on whatever store the demo runs on.
///
/// # Errors
/// [`PopulateError`]; the store is then of no use.
pub fn populate(
    writer: Writer,
    restored: &Restored,
    options: &Populate<'_>,
) -> Result<Populated, PopulateError> {
    if !restored.entries.is_empty() {
        return Err(PopulateError::NotEmpty);
    }
    let from = UtcMillis::from_unix_ms(options.until.unix_ms() - 86_400_000);
    let config = CellConfig {
        cell: CELL,
        own_room: OWN_ROOM,
        epoch: restored.epoch,
        alarm_times: AlarmTimes::default(),
        watch_times: WatchTimes::default(),
        protocols: Vec::new(),
        ready_timeout: READY_TIMEOUT,
        countries: options.countries.clone(),
        measures: hoeder_engine::measures::MeasureRules::default(),
    };
    let mut day = Day {
        cell: Cell::new(config),
        writer,
        now: from,
        from,
        until: options.until,
        requests: 0,
        chance: Chance::new(options.seed),
        phones: Vec::new(),
        desks: Vec::new(),
        alarms: 0,
        beat_at: from,
        ready_at: from,
    };
    day.cell.start(from);
    day.settle()?;
    day.furnish(options)?;
    day.hotspots()?;
    day.people_come()?;
    day.play()?;
    day.people_go()?;
    let alarms = day.alarms;
    day.writer.close(day.until).map_err(PopulateError::Close)?;
    Ok(Populated { alarms, cell: CELL, own_room: OWN_ROOM })
}

/// Heartbeats of the past day come this often: proofs only, within the three minutes of the usual supervision class.
const BEAT_EVERY: Duration = Duration::from_secs(150);
/// Between two times that a screen says that it can be heard.
const READY_EVERY: Duration = Duration::from_secs(5);
/// The last part of the day, in which one handset is silent.
const SILENT_FOR: Duration = Duration::from_secs(45 * 60);

/// Who is there on that day.
const PRESENT: [&str; 5] = ["operator1", "operator2", "duty-hoedergem", "officer-hoedergem", "wall"];

struct Phone {
    carrier: Carrier,
    walker: Walker,
    /// Silent within this time of the day.
    silent: (UtcMillis, UtcMillis),
}

struct Day {
    cell: Cell,
    writer: Writer,
    now: UtcMillis,
    from: UtcMillis,
    until: UtcMillis,
    requests: u128,
    chance: Chance,
    phones: Vec<Phone>,
    desks: Vec<DeskId>,
    alarms: u32,
    beat_at: UtcMillis,
    ready_at: UtcMillis,
}

impl Day {
    /// Does what the engine puts out until it is silent; the answer to the last request, if there was one.
    fn settle(&mut self) -> Result<Option<Reply>, PopulateError> {
        let mut answer = None;
        loop {
            let mut batch = Batch::default();
            while let Some(output) = self.cell.poll_output() {
                match output {
                    Output::Append(entry) => batch.entries.push(*entry),
                    Output::Fix(fix) => batch.fixes.push(fix),
                    Output::Proof(proof) => batch.proofs.push(proof),
                    Output::DestroyKey(subject) => batch.destroy.push(subject),
                    Output::Reply { reply, .. } => answer = Some(reply),
                    Output::Page { .. }
                    | Output::Notify { .. }
                    | Output::Directory(_)
                    | Output::Disconnect(_)
                    | Output::Dispatch(_) => {}
                }
            }
            if batch.entries.is_empty() && batch.fixes.is_empty() && batch.proofs.is_empty() {
                return Ok(answer);
            }
            let submitted = self.writer.submit(batch).map_err(PopulateError::Submit)?;
            let durable = Input::Durable { through: submitted.through, home: submitted.home };
            self.cell.handle(durable, self.now);
        }
    }

    fn tell(&mut self, input: Input) -> Result<Option<Reply>, PopulateError> {
        self.cell.handle(input, self.now);
        self.settle()
    }

    /// Lets time pass, with every timer and every heartbeat at its own moment.
    fn wait_until(&mut self, end: UtcMillis) -> Result<(), PopulateError> {
        loop {
            let timer = self.cell.poll_timeout().filter(|at| *at <= end);
            let beat = Some(self.beat_at).filter(|at| *at <= end && !self.phones.is_empty());
            let ready = Some(self.ready_at).filter(|at| *at <= end && !self.desks.is_empty());
            let Some(next) = timer.into_iter().chain(beat).chain(ready).min() else { break };
            self.now = self.now.max(next);
            if ready == Some(next) {
                self.everybody_hears()?;
            } else if beat == Some(next) {
                self.beat_at = next.plus(BEAT_EVERY);
                self.everybody_beats()?;
            } else {
                self.tell(Input::Tick)?;
            }
        }
        self.now = self.now.max(end);
        Ok(())
    }

    fn everybody_beats(&mut self) -> Result<(), PopulateError> {
        let now = self.now;
        for n in 0..self.phones.len() {
            let charge = u8::try_from(self.chance.between(38, 96)).unwrap_or(60);
            let Some(phone) = self.phones.get(n) else { continue };
            if (phone.silent.0..phone.silent.1).contains(&now) {
                continue;
            }
            let button_linked = phone.carrier.button.is_some().then_some(true);
            let beat = Uplink::Heartbeat {
                sent_at: FixedAt(now),
                path: None,
                battery: Percent::new(charge),
                button_battery: None,
                button_linked,
            };
            let claim = Claim::Verified(phone.carrier.handset);
            let request = self.request();
            let input = Input::Handset { request, claim, uplink: beat, received_at: ReceivedAt(now) };
            self.cell.handle(input, now);
        }
        self.settle().map(|_| ())
    }

    fn request(&mut self) -> RequestId {
        self.requests += 1;
        RequestId::from_u128(self.requests)
    }

    fn must(&mut self, by: Option<AccountId>, order: RosterOrder) -> Result<(), PopulateError> {
        let request = self.request();
        self.must_be_done(match by {
            Some(by) => Input::Order { request, by, order: order.into() },
            None => Input::Bootstrap { request, order: Box::new(order) },
        })
    }

    fn must_be_done(&mut self, input: Input) -> Result<(), PopulateError> {
        match self.tell(input)? {
            Some(Reply::Problem(problem)) => Err(PopulateError::Refused(problem)),
            _ => Ok(()),
        }
    }

    /// Rooms, zones, accounts, cases with photos, persons, paired handsets, buttons.
    fn furnish(&mut self, options: &Populate<'_>) -> Result<(), PopulateError> {
        for room in rooms() {
            self.must(None, RosterOrder::PutRoom(room))?;
        }
        for zone in zones() {
            self.must(None, RosterOrder::PutZone(zone))?;
        }
        for mut account in accounts() {
            account.password = (options.password)(&account.login);
            self.must(None, RosterOrder::PutAccount(account))?;
        }
        for (number, household) in (0_u32..).zip(households(options.seed)) {
            let officer = Some(officer_of(household.case.managing_zone));
            let case = household.case.id;
            self.must(officer, RosterOrder::PutCase(household.case))?;
            for person in household.persons {
                self.must(officer, RosterOrder::PutPerson(person))?;
            }
            if number % 3 != 2 {
                let image = Sensitive::new(super::silhouette(number));
                self.must(officer, RosterOrder::PutPhoto { case, image })?;
            }
            for carrier in household.carriers {
                self.pair(officer, carrier)?;
                self.now = self.now.plus(Duration::from_secs(8));
            }
        }
        Ok(())
    }

    /// What operators registered before that day.
    fn hotspots(&mut self) -> Result<(), PopulateError> {
        for hotspot in super::hotspots(self.until) {
            let by = hotspot.created_by;
            let order = Order::from(HotspotOrder::Put(hotspot));
            let request = self.request();
            self.must_be_done(Input::Order { request, by, order })?;
        }
        Ok(())
    }

    fn pair(&mut self, officer: Option<AccountId>, carrier: Carrier) -> Result<(), PopulateError> {
        let code_digest = self.chance.key();
        let expires_at = self.now.plus(Duration::from_secs(900));
        self.must(officer, RosterOrder::OpenPairing { person: carrier.person, code_digest, expires_at })?;
        let handset = NewHandset {
            id: carrier.handset,
            public_key: SigningKey::from_seed(&carrier.signing_seed).public_key().to_bytes(),
            model: carrier.model.to_owned(),
        };
        let request = self.request();
        self.tell(Input::Pair { request, code_digest, handset })?;
        if let Some(button) = carrier.button.clone() {
            self.must(officer, RosterOrder::PutButton(button))?;
        }
        let number = self.phones.len();
        let before = |span: Duration| {
            UtcMillis::from_unix_ms(self.until.unix_ms() - i64::try_from(span.as_millis()).unwrap_or(0))
        };
        let silent = match number {
            // One was silent at noon and is well again, one is silent now.
            4 => (before(Duration::from_secs(9 * 3_600)), before(Duration::from_secs(9 * 3_600 - 1_500))),
            6 => (before(SILENT_FOR), self.until.plus(Duration::from_secs(1))),
            _ => (self.until.plus(Duration::from_secs(1)), self.until.plus(Duration::from_secs(1))),
        };
        let walker = Walker::new(self.chance.bits(), Town::new(), carrier.places.clone());
        self.phones.push(Phone { carrier, walker, silent });
        Ok(())
    }

    fn people_come(&mut self) -> Result<(), PopulateError> {
        for login in PRESENT {
            self.tell(Input::Session(SessionChange::In(account_id(login))))?;
        }
        Ok(())
    }

    fn people_go(&mut self) -> Result<(), PopulateError> {
        self.wait_until(self.until)?;
        for login in PRESENT {
            self.tell(Input::Session(SessionChange::Out(account_id(login))))?;
        }
        Ok(())
    }

    /// Screens are connected while there is something to tell: in between they would only draw the wall.
    fn sit_down(&mut self) -> Result<(), PopulateError> {
        for login in PRESENT {
            let (desk, account) = (DeskId::from_u128(self.chance.id()), account_id(login));
            self.tell(Input::DeskUp { desk, account, after: None })?;
            self.desks.push(desk);
        }
        self.everybody_hears()
    }

    /// Who sits there says so, as a page does every few seconds.
    fn everybody_hears(&mut self) -> Result<(), PopulateError> {
        self.ready_at = self.now.plus(READY_EVERY);
        let readiness = Readiness { audio: Audio::Running, heard: true };
        for desk in self.desks.clone() {
            self.tell(Input::Ready { desk, readiness })?;
        }
        Ok(())
    }

    fn stand_up(&mut self) -> Result<(), PopulateError> {
        for desk in std::mem::take(&mut self.desks) {
            self.tell(Input::OffDuty { desk })?;
            self.tell(Input::DeskDown { desk })?;
        }
        Ok(())
    }

    fn after(&self, seconds: u64) -> UtcMillis {
        self.from.plus(Duration::from_secs(seconds))
    }

    fn play(&mut self) -> Result<(), PopulateError> {
        for n in 0..self.phones.len() {
            let at = 3_600 + u64::try_from(n).unwrap_or(0) * 420;
            self.wait_until(self.after(at))?;
            self.say(n, |day, at| Uplink::SelfTest {
                test: TestId::from_u128(day.chance.id()),
                sent_at: FixedAt(at),
                trigger: Trigger::Screen,
            })?;
            self.say(n, |_, _| Uplink::DailyReport(report()))?;
        }
        for story in &STORIES {
            self.wait_until(self.after(story.at_s))?;
            self.sit_down()?;
            self.tell_story(story.phone, story.chapters)?;
            self.stand_up()?;
        }
        Ok(())
    }

    fn say(
        &mut self,
        phone: usize,
        uplink: impl FnOnce(&mut Self, UtcMillis) -> Uplink,
    ) -> Result<Option<Reply>, PopulateError> {
        let Some(handset) = self.phones.get(phone).map(|p| p.carrier.handset) else { return Ok(None) };
        let now = self.now;
        let uplink = uplink(self, now);
        let request = self.request();
        let claim = Claim::Verified(handset);
        self.tell(Input::Handset { request, claim, uplink, received_at: ReceivedAt(now) })
    }

    fn fix(&mut self, phone: usize) -> Option<Sensitive<hoeder_vocab::Fix>> {
        let (now, from) = (self.now, self.from);
        let since = u64::try_from(now.since(from).as_millis()).unwrap_or(0);
        self.phones.get_mut(phone)?.walker.fix_at(since, now)
    }

    fn tell_story(&mut self, phone: usize, chapters: &[Chapter]) -> Result<(), PopulateError> {
        let mut alarm = AlarmId::from_u128(self.chance.id());
        for chapter in chapters {
            match chapter {
                Chapter::Press => self.press(phone, alarm)?,
                Chapter::StrangerPresses => {
                    alarm = AlarmId::from_u128(self.chance.id());
                    self.stranger(alarm)?;
                }
                Chapter::Seen => self.paint(alarm)?,
                Chapter::Word(word) => {
                    let word = Sensitive::new((*word).to_owned());
                    self.say(phone, |_, _| Uplink::Mistake { alarm, word })?;
                }
                Chapter::Wait(seconds) => self.walk_on(phone, alarm, *seconds)?,
                Chapter::Order(login, order) => {
                    let (request, by) = (self.request(), account_id(login));
                    let order = Order::Alarm(order.about(alarm));
                    self.must_be_done(Input::Order { request, by, order })?;
                }
                Chapter::Other(other) => self.tell_other(*other)?,
            }
        }
        Ok(())
    }

    /// Somebody else of the household presses as well, and the operator ends that alarm too.
    fn tell_other(&mut self, phone: usize) -> Result<(), PopulateError> {
        self.tell_story(phone, &super::story::ALSO)
    }

    fn press(&mut self, phone: usize, alarm: AlarmId) -> Result<(), PopulateError> {
        let fix = self.fix(phone);
        self.alarms += 1;
        self.say(phone, |_, now| {
            Uplink::Press(Press {
                alarm,
                pressed_at: FixedAt(now),
                trigger: Trigger::Button,
                fix,
                battery: Percent::new(64),
                repeats: 0,
            })
        })?;
        Ok(())
    }

    fn stranger(&mut self, alarm: AlarmId) -> Result<(), PopulateError> {
        let now = self.now;
        self.alarms += 1;
        let handset = hoeder_vocab::HandsetId::from_u128(self.chance.id());
        let request = self.request();
        let press = Press {
            alarm,
            pressed_at: FixedAt(now),
            trigger: Trigger::Screen,
            fix: None,
            battery: None,
            repeats: 0,
        };
        let claim = Claim::Doubtful(handset, hoeder_vocab::handset::UplinkRefusal::UnknownDevice);
        let uplink = Uplink::Press(press);
        self.tell(Input::Handset { request, claim, uplink, received_at: ReceivedAt(now) })?;
        Ok(())
    }

    fn paint(&mut self, alarm: AlarmId) -> Result<(), PopulateError> {
        for desk in self.desks.clone() {
            self.tell(Input::Painted { desk, alarm })?;
        }
        Ok(())
    }

    /// Time passes, and the phone says where it is.
    fn walk_on(&mut self, phone: usize, alarm: AlarmId, seconds: u64) -> Result<(), PopulateError> {
        let end = self.now.plus(Duration::from_secs(seconds));
        while self.now < end {
            let next = self.now.plus(Duration::from_secs(10)).min(end);
            self.wait_until(next)?;
            if let Some(fix) = self.fix(phone) {
                // Refused once the alarm is closed, as it should be.
                self.say(phone, |_, _| Uplink::Moved { alarm, fix, battery: None })?;
            }
        }
        Ok(())
    }
}

fn report() -> DailyReport {
    DailyReport {
        button_battery: Percent::new(90),
        phone_battery: Percent::new(72),
        bluetooth_linked: Some(true),
        location_permitted: Some(true),
        location_accuracy_m: Some(12),
        microphone_permitted: Some(true),
        app_version: "1.0.0".to_owned(),
        last_test: None,
        network: "wifi".to_owned(),
        do_not_disturb: Some(false),
    }
}
