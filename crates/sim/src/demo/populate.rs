//! The day that lies behind the demo: played through the real engine and writer, on a virtual clock that ends at 'now'.
//!
//! Never here: a password (the caller has them), a server.

use super::clerks::AHEAD;
use super::day::{Day, Phone};
use super::offices::{districts, offices, town_office_whole};
use super::roster::{CELL, Carrier, OWN_ROOM, account_id, accounts, households, officer_of, rooms};
use super::story::{Chapter, STORIES};
use super::town::{Town, zones};
use super::walk::Walker;
use hoeder_engine::duty::READY_TIMEOUT;
use hoeder_engine::hotspot::HotspotOrder;
use hoeder_engine::input::{Claim, Input, NewHandset, Order, RosterOrder};
use hoeder_engine::measures::MeasureRules;
use hoeder_engine::output::{Problem, Reply};
use hoeder_engine::roster::Person;
use hoeder_engine::{Cell, CellConfig};
use hoeder_geo::Countries;
use hoeder_store::error::FileError;
use hoeder_store::{Restored, StoreError, SubmitError, Writer};
use hoeder_vocab::handset::{DailyReport, Microphone, Press, Trigger, Uplink};
use hoeder_vocab::{
    AccountId, AlarmId, CellId, CivilDate, FixedAt, Percent, ReceivedAt, RoomId, Sensitive, TestId,
    UtcMillis, ZoneId,
};
use hoeder_watch::alarm::AlarmTimes;
use hoeder_watch::supervision::WatchTimes;
use hoeder_watch::track::OrderFault;
use hoeder_wire::SigningKey;
use std::time::Duration;

/// The last part of the day, in which one handset is silent.
const SILENT_FOR: Duration = Duration::from_secs(45 * 60);

/// How the day is made.
pub struct Populate<'a> {
    /// Which town and which day. The players of the same seed carry the same handsets.
    pub seed: u64,
    /// When the day ends: the demo's now. It begins 24 hours before.
    pub until: UtcMillis,
    /// The Argon2id hash of an account's password, by its login; `None` is 'cannot sign in'.
    pub password: &'a dyn Fn(&str) -> Option<Sensitive<String>>,
    /// SHA-256 of the secret of a device.
    pub digest: &'a dyn Fn(&str) -> [u8; 32],
    /// Outlines of countries.
    pub countries: &'a Countries,
    /// Checklists and terms: those of the server that goes on with the day.
    pub measures: MeasureRules,
    /// What the officer scanned after a person signed it.
    pub agreement: &'a dyn Fn(&ToSign<'_>) -> Option<Scan>,
}

/// A user agreement to be signed.
#[derive(Debug, Clone, Copy)]
pub struct ToSign<'a> {
    /// By whom.
    pub person: &'a Person,
    /// The number of the case.
    pub case: &'a str,
    /// Of which zone.
    pub zone: ZoneId,
    /// On which day.
    pub on: CivilDate,
    /// The end date that it tells.
    pub ends_on: CivilDate,
}

/// A scanned document.
pub struct Scan {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// Its SHA-256.
    pub sha256: [u8; 32],
}

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Populated {
    /// Alarms of the day.
    pub alarms: u32,
    /// Incidents of tracked people.
    pub incidents: u32,
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
    /// A signed agreement could not be kept.
    #[error("the store does not keep a document")]
    File(#[source] FileError),
    /// No agreement was scanned, or there is no end date to tell.
    #[error("a user agreement is missing")]
    NoAgreement,
    /// The demo speaks of somebody who is not there, or whose phone is not.
    #[error("household {0} has nobody to protect, or no phone that was tested")]
    NoSuchPerson(usize),
    /// No alert came where the day has one, or it did not end: the rules of the guard are others.
    #[error("an incident of the demo's day does not happen")]
    NothingHappens,
    /// The guard does not watch what the engine ordered.
    #[error("the guard does not take an order: {0:?}")]
    NotWatched(OrderFault),
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
    let config = CellConfig {
        cell: CELL,
        own_room: OWN_ROOM,
        epoch: restored.epoch,
        alarm_times: AlarmTimes::default(),
        watch_times: WatchTimes::default(),
        protocols: Vec::new(),
        ready_timeout: READY_TIMEOUT,
        countries: options.countries.clone(),
        measures: options.measures.clone(),
        tracking: hoeder_engine::tracking::TrackingRules::default(),
        voice: hoeder_engine::voice::VoiceTimes::default(),
    };
    let mut day = Day::begin(options, Cell::new(config), writer, AHEAD);
    day.cell.start(day.now);
    day.settle()?;
    day.furnish()?;
    day.hotspots()?;
    day.mandates()?;
    day.papers()?;
    day.wait_until(day.from)?;
    day.pairings()?;
    day.bands()?;
    day.people_come()?;
    day.play()?;
    day.evening()?;
    day.people_go()?;
    let (alarms, incidents) = (day.alarms, day.tracked.incidents);
    day.writer.close(options.until).map_err(PopulateError::Close)?;
    Ok(Populated { alarms, incidents, cell: CELL, own_room: OWN_ROOM })
}

impl Day<'_> {
    /// Rooms, courts, zones, accounts, cases with photos, persons.
    fn furnish(&mut self) -> Result<(), PopulateError> {
        for room in rooms() {
            self.must(None, RosterOrder::PutRoom(room))?;
        }
        for district in districts() {
            self.must(None, RosterOrder::PutDistrict(district))?;
        }
        for office in offices() {
            self.must(None, RosterOrder::PutOffice(office))?;
        }
        for zone in zones() {
            self.must(None, RosterOrder::PutZone(zone))?;
        }
        for mut account in accounts() {
            account.password = (self.options.password)(&account.login);
            self.must(None, RosterOrder::PutAccount(account))?;
        }
        if let Some(office) = town_office_whole() {
            self.must(None, RosterOrder::PutOffice(office))?;
        }
        for (number, household) in (0_u32..).zip(households(self.options.seed)) {
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
        }
        Ok(())
    }

    /// The day begins: everybody gets the phone and the button.
    fn pairings(&mut self) -> Result<(), PopulateError> {
        for household in households(self.options.seed) {
            let officer = Some(officer_of(household.case.managing_zone));
            for carrier in household.carriers {
                self.pair(officer, carrier)?;
                self.now = self.now.plus(Duration::from_secs(8));
            }
        }
        Ok(())
    }

    /// What operators registered before that day.
    fn hotspots(&mut self) -> Result<(), PopulateError> {
        for hotspot in super::hotspots(self.options.until) {
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
            UtcMillis::from_unix_ms(
                self.options.until.unix_ms() - i64::try_from(span.as_millis()).unwrap_or(0),
            )
        };
        let silent = match number {
            // One was silent at noon and is well again, one is silent now.
            4 => (before(Duration::from_secs(9 * 3_600)), before(Duration::from_secs(9 * 3_600 - 1_500))),
            6 => (before(SILENT_FOR), self.options.until.plus(Duration::from_secs(1))),
            _ => (
                self.options.until.plus(Duration::from_secs(1)),
                self.options.until.plus(Duration::from_secs(1)),
            ),
        };
        let walker = Walker::new(self.chance.bits(), Town::new(), carrier.places.clone());
        self.phones.push(Phone { carrier, walker, silent });
        Ok(())
    }

    pub(crate) fn after(&self, seconds: u64) -> UtcMillis {
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
            self.activate(n)?;
        }
        self.afterwards()?;
        let mut told = 0;
        for story in &STORIES {
            self.watches(told, story.at_s)?;
            told = story.at_s;
            self.wait_until(self.after(story.at_s))?;
            self.sit_down()?;
            self.tell_story(story.phone, story.chapters)?;
            self.stand_up()?;
        }
        self.watches(told, 86_400)
    }

    pub(crate) fn say(
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
        microphone: Some(Microphone::Granted),
        app_version: "1.0.0".to_owned(),
        last_test: None,
        network: "wifi".to_owned(),
        do_not_disturb: Some(false),
    }
}
