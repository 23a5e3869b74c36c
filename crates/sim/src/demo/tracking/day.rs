//! Yesterday, as far as devices went: mandates and devices are put in order, a real guard judges what they report, and the
//! centre answers what it says.
//!
//! Never here: what happened (`stories`, `routes`), a rule of the guard.

use super::devices::{RETIRED, RETURNED, Shelved, Wearable, registry, worn_yesterday};
use super::mandates::{Bound, mandates, pilot};
use super::stories::{Advice, Scene, WATCHES, Watch};
use crate::demo::day::Day;
use crate::demo::populate::PopulateError;
use crate::demo::roster::{account_id, magistrate_of, officer_of};
use crate::demo::town::demo_id;
use hoeder_engine::entry::{Entry, Event};
use hoeder_engine::input::Input;
use hoeder_engine::tracking::mandate::Carrier;
use hoeder_engine::tracking::tracker::{Coverage, FieldTest, PlaceChecked};
use hoeder_engine::tracking::{Gone, IncidentOrder, TrackingOrder};
use hoeder_vocab::{AccountId, CarrierId, DeskId, IncidentId, MessageId, ReceivedAt, Sensitive, UtcMillis};
use hoeder_watch::incident::{About, Call, Channel, Delivery, HandOff, IncidentEvent, Instruction, Told};
use hoeder_watch::track::{AlertKey, Guard, Order, Settings};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Yesterday's reports came this often: enough for every rule, and quickly played.
const EVERY: Duration = Duration::from_secs(30);
/// Nothing of the day takes longer than this to come or to end.
const PATIENCE: Duration = Duration::from_secs(2 * 3_600);
const STEP: Duration = Duration::from_secs(10);
/// The two who sit at the monitoring centre.
const CENTRE: [&str; 2] = ["monitor1", "monitor2"];

/// What is known of tracking while the day is played.
pub(crate) struct Tracked {
    guard: Guard,
    worn: Vec<Wearable>,
    report_at: UtcMillis,
    open: BTreeMap<About, IncidentId>,
    standing: BTreeSet<(IncidentId, AlertKey)>,
    desks: Vec<DeskId>,
    messages: u32,
    pub(crate) incidents: u32,
}

impl Tracked {
    /// Nobody wears anything yet.
    pub(crate) fn new() -> Self {
        Self {
            guard: Guard::new(Settings::default()),
            worn: Vec::new(),
            report_at: UtcMillis::from_unix_ms(0),
            open: BTreeMap::new(),
            standing: BTreeSet::new(),
            desks: Vec::new(),
            messages: 0,
            incidents: 0,
        }
    }

    /// When something is to be done next.
    pub(crate) fn next(&self) -> Option<UtcMillis> {
        let looks = self.guard.next_due();
        (!self.worn.is_empty()).then(|| looks.map_or(self.report_at, |at| at.min(self.report_at)))
    }

    /// What the engine wants watched.
    pub(crate) fn order(&mut self, order: Order, now: UtcMillis) -> Result<(), PopulateError> {
        self.guard.order(order, now).map_err(PopulateError::NotWatched)
    }

    /// What the engine wrote down: which incidents are open, and which of their alerts stand.
    pub(crate) fn note(&mut self, entry: &Entry) {
        let Event::Incident(id, event) = &entry.event else { return };
        if let IncidentEvent::Opened { about } = &**event {
            self.incidents += 1;
            self.open.insert(*about, *id);
        } else if let IncidentEvent::AlertRaised(alert) = &**event {
            self.standing.insert((*id, alert.key()));
        } else if let IncidentEvent::AlertCleared { key } = &**event {
            self.standing.remove(&(*id, *key));
        } else if let IncidentEvent::Closed { .. } = &**event {
            self.open.retain(|_, open| open != id);
        }
    }
}

impl Day<'_> {
    fn track(&mut self, by: AccountId, order: TrackingOrder) -> Result<(), PopulateError> {
        let request = self.request();
        self.must_be_done(Input::Order { request, by, order: order.into() })
    }

    /// Days before: the pilot, the mandates, and the devices of the centre.
    pub(crate) fn mandates(&mut self) -> Result<(), PopulateError> {
        let from = self.now;
        self.track(account_id("admin"), TrackingOrder::PutPilot(pilot(from)))?;
        for bound in mandates(from) {
            self.bind(bound)?;
        }
        for Shelved { mut tracker, secret } in registry(self.options.seed) {
            tracker.secret_digest = secret.as_deref().map(self.options.digest);
            self.track(account_id(CENTRE[0]), TrackingOrder::PutTracker(tracker))?;
        }
        Ok(())
    }

    /// The magistrate grants, the officer writes down who and where, with the reason (T-NIJ-10).
    fn bind(&mut self, bound: Bound) -> Result<(), PopulateError> {
        let zone = bound.mandate.zone;
        let (officer, centre) = (officer_of(zone), account_id(CENTRE[0]));
        self.track(magistrate_of(zone), TrackingOrder::PutMandate(bound.mandate))?;
        for carrier in bound.carriers {
            self.track(officer, TrackingOrder::PutCarrier(carrier))?;
        }
        let reason = || Sensitive::new("Zoals het mandaat het bepaalt.".to_owned());
        for pair in bound.pairs {
            self.track(centre, TrackingOrder::PutPair { pair, reason: reason() })?;
        }
        for perimeter in bound.perimeters {
            let perimeter = Box::new(perimeter);
            self.track(officer, TrackingOrder::PutPerimeter { perimeter, reason: reason() })?;
        }
        Ok(())
    }

    /// The day begins: usual places are checked, then everybody gets a device and tries it (FL-12, FL-14).
    pub(crate) fn bands(&mut self) -> Result<(), PopulateError> {
        let by = account_id(CENTRE[1]);
        let from = self.now;
        for carrier in mandates(from).into_iter().flat_map(|bound| bound.carriers) {
            self.track(by, TrackingOrder::CheckCoverage { carrier: carrier.id, places: places(&carrier) })?;
        }
        for (number, Shelved { tracker, .. }) in registry(self.options.seed).into_iter().enumerate() {
            let id = tracker.id;
            if !tracker.carriers.is_empty() {
                let order =
                    TrackingOrder::IssueTracker { tracker: id, carriers: tracker.carriers, urgent: None };
                self.track(by, order)?;
                let note = Sensitive::new("Buiten gedragen, tien minuten.".to_owned());
                let result = FieldTest::Passed;
                self.track(by, TrackingOrder::TestTracker { tracker: id, result, note })?;
            } else if let Some(gone) = gone(number) {
                self.track(by, TrackingOrder::ReturnTracker { tracker: id, gone })?;
            }
        }
        self.tracked.worn = worn_yesterday(self.options.seed);
        self.tracked.report_at = self.now;
        Ok(())
    }

    /// Every device reports, and the guard looks at what is due; the engine hears what it says.
    pub(crate) fn everybody_reports(&mut self) -> Result<(), PopulateError> {
        let now = self.now;
        if self.tracked.report_at <= now {
            self.tracked.report_at = now.plus(EVERY);
            let since_s = now.since(self.from).as_secs();
            let tracked = &mut self.tracked;
            for one in &tracked.worn {
                if let Some(report) = one.report_after(since_s, EVERY.as_secs(), now) {
                    tracked.guard.take(one.carrier, &report, ReceivedAt(now));
                }
            }
        }
        self.tracked.guard.tick(now);
        while let Some(change) = self.tracked.guard.poll() {
            self.tell(Input::TrackChange(Box::new(change)))?;
        }
        Ok(())
    }

    /// What the centre had to do before this second of the day, in order.
    pub(crate) fn watches(&mut self, from_s: u64, until_s: u64) -> Result<(), PopulateError> {
        for watch in WATCHES.iter().filter(|watch| (from_s..until_s).contains(&watch.at_s)) {
            self.wait_until(self.after(watch.at_s))?;
            self.centre_sits()?;
            for scene in watch.scenes {
                self.scene(watch, scene)?;
            }
            self.centre_goes()?;
        }
        Ok(())
    }

    fn centre_sits(&mut self) -> Result<(), PopulateError> {
        for (number, login) in (1..).zip(CENTRE) {
            let desk = DeskId::from_u128(demo_id(26, number));
            self.tell(Input::DeskUp { desk, account: account_id(login), after: None })?;
            self.tracked.desks.push(desk);
        }
        Ok(())
    }

    fn centre_goes(&mut self) -> Result<(), PopulateError> {
        for desk in core::mem::take(&mut self.tracked.desks) {
            self.tell(Input::DeskDown { desk })?;
        }
        Ok(())
    }

    fn scene(&mut self, watch: &Watch, scene: &Scene) -> Result<(), PopulateError> {
        match scene {
            Scene::Alert => self.wait_for(|tracked| tracked.open.contains_key(&watch.about)),
            Scene::Wait(seconds) => self.wait_until(self.now.plus(Duration::from_secs(*seconds))),
            Scene::Calm => {
                let id = self.incident(watch)?;
                self.wait_for(|tracked| tracked.standing.iter().all(|(other, _)| *other != id))
            }
            Scene::Tell(advice) => self.advise(watch, advice),
            Scene::Take => self.answer(watch, IncidentOrder::Take),
            Scene::Note(text) => self.answer(watch, IncidentOrder::Note(words(text))),
            Scene::Call(whom, result, note) => {
                let call = Call { whom: *whom, result: *result, note: words(note) };
                self.answer(watch, IncidentOrder::Call(call))
            }
            Scene::Police { place, direction_deg, minutes, reference } => {
                let hand_off = HandOff {
                    zone: Some(watch.zone),
                    place: words(place),
                    position: None,
                    direction_deg: Some(*direction_deg),
                    minutes: Some(*minutes),
                    reference: (*reference).to_owned(),
                };
                self.answer(watch, IncidentOrder::HandToPolice(Box::new(hand_off)))
            }
            Scene::Close(outcome, reason) => {
                let reason = words(reason);
                self.answer(watch, IncidentOrder::Close { outcome: *outcome, reason })
            }
        }
    }

    /// Says it on the phone, and it was understood: never where the other is (FL-34).
    fn advise(&mut self, watch: &Watch, advice: &Advice) -> Result<(), PopulateError> {
        self.tracked.messages += 1;
        let message = MessageId::from_u128(demo_id(27, self.tracked.messages));
        let instruction = match advice {
            Advice::Stay => Instruction::Stay,
            Advice::AllClear => Instruction::AllClear,
        };
        let told = Told { message, instruction, channel: Channel::Call };
        self.answer(watch, IncidentOrder::Instruct(told))?;
        self.answer(watch, IncidentOrder::Delivered { message, delivery: Delivery::Seen })
    }

    fn incident(&self, watch: &Watch) -> Result<IncidentId, PopulateError> {
        self.tracked.open.get(&watch.about).copied().ok_or(PopulateError::NothingHappens)
    }

    fn answer(&mut self, watch: &Watch, order: IncidentOrder) -> Result<(), PopulateError> {
        let incident = self.incident(watch)?;
        self.track(account_id(watch.by), TrackingOrder::Incident { incident, order })
    }

    fn wait_for(&mut self, there: impl Fn(&Tracked) -> bool) -> Result<(), PopulateError> {
        let patience = self.now.plus(PATIENCE);
        while !there(&self.tracked) {
            if self.now >= patience {
                return Err(PopulateError::NothingHappens);
            }
            self.wait_until(self.now.plus(STEP))?;
        }
        Ok(())
    }
}

fn words(text: &str) -> Sensitive<String> {
    Sensitive::new(text.to_owned())
}

const fn gone(number: usize) -> Option<Gone> {
    match number {
        RETURNED => Some(Gone::Back),
        RETIRED => Some(Gone::ForGood),
        _ => None,
    }
}

/// Home and one more; somewhere it is never as good as elsewhere.
fn places(carrier: &Carrier) -> Vec<PlaceChecked> {
    let second = if weak_at_work(carrier.id) { Coverage::Weak } else { Coverage::Good };
    let place = |name: &str, coverage| PlaceChecked { place: words(name), coverage };
    vec![place("Thuis", Coverage::Good), place("Werk of school", second)]
}

fn weak_at_work(carrier: CarrierId) -> bool {
    [super::NADIA, super::MARC].contains(&carrier)
}
