//! Alerts become incidents, and what people do with them: how a command reaches the incident machine and what follows.
//!
//! Never here: rules of an incident (`hoeder_watch::incident`), who is told (`feed`).

use super::state::Tracking;
use crate::access::{self, IncidentFacts, Resource, incident_action};
use crate::cell::Cell;
use crate::cell::timers::Timer;
use crate::entry::Event;
use crate::output::{Output, Problem};
use crate::tracking::tracker::Capability;
use crate::tracking::view::InstructionOut;
use crate::tracking::{IncidentOrder, TrackingEvent};
use core::time::Duration;
use hoeder_vocab::{
    AccountId, Actor, CarrierId, DecidedAt, IncidentId, MessageId, Purpose, UtcMillis, ZoneId,
};
use hoeder_watch::incident::{
    About, AlertFacts, Channel, Delivery, Incident, IncidentCommand, IncidentEvent, Refusal, Stage, State,
    Told,
};
use hoeder_watch::track::{AlertKey, Change, Queue};

/// 24 hours.
pub(super) const DAY: Duration = Duration::from_secs(86_400);

impl Tracking {
    /// A pair's alerts gather in its incident; so do those of a carrier who is of one pair only.
    pub(super) fn about(&self, key: &AlertKey) -> About {
        if let Some(pair) = key.pair {
            return About::Pair(pair);
        }
        let mut pairs = self.pairs_of(key.carrier);
        match (pairs.next(), pairs.next()) {
            (Some(only), None) => About::Pair(only.id),
            (_, _) => About::Carrier(key.carrier),
        }
    }

    /// Everything that an incident of this carrier can be about.
    pub(super) fn abouts_of(&self, carrier: CarrierId) -> Vec<About> {
        let pairs = self.pairs_of(carrier).map(|pair| About::Pair(pair.id));
        core::iter::once(About::Carrier(carrier)).chain(pairs).collect()
    }

    /// EM-01: an alert counts when its carrier is watched, or was under a mandate that held when it happened.
    fn concerns_a_mandate(&self, alert: &AlertFacts) -> bool {
        let held = || self.mandate_of(alert.carrier).is_some_and(|mandate| mandate.runs(alert.since.0));
        self.is_watched(alert.carrier) || held()
    }

    fn open_with(&self, key: &AlertKey) -> Option<IncidentId> {
        let of = |about: About| self.open.get(&about).copied();
        of(self.about(key)).or_else(|| {
            let others = self.abouts_of(key.carrier).into_iter().filter_map(of);
            others.into_iter().find(|id| self.has_alert(*id, key))
        })
    }

    fn has_alert(&self, id: IncidentId, key: &AlertKey) -> bool {
        self.incidents.get(&id).is_some_and(|kept| kept.incident.alert(key).is_some())
    }

    /// The newest incident that has this alert, also a closed one.
    fn last_with(&self, key: &AlertKey) -> Option<IncidentId> {
        let pair = key.pair.map(About::Pair);
        let abouts = pair.into_iter().chain(self.abouts_of(key.carrier));
        let has = |about| {
            let ids = self.about.get(&about).into_iter().flatten().rev();
            ids.copied().find(|id| self.has_alert(*id, key))
        };
        let opened = |id: &IncidentId| self.incidents.get(id).and_then(|kept| kept.incident.opened_at());
        abouts.filter_map(has).max_by_key(opened)
    }
}

/// Made of what it is about and the number of its first record: one that comes again after a close is another one.
fn incident_id(about: About, seq: u64) -> IncidentId {
    let bits = match about {
        About::Pair(pair) => pair.as_u128(),
        About::Carrier(carrier) => carrier.as_u128().rotate_left(64),
    };
    let spread = u128::from(seq).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
    IncidentId::from_u128(bits ^ spread)
}

impl Cell {
    /// The guard of a shard says something. What is about nobody who is bound by a mandate is not kept (EM-01).
    pub(in crate::cell) fn on_track_change(&mut self, change: &Change, now: UtcMillis) {
        match change {
            Change::Raised(alert) => self.on_alert(&AlertFacts::from(&**alert), now),
            Change::Worse(alert) => {
                let facts = AlertFacts::from(&**alert);
                match self.tracking.open_with(&facts.key()) {
                    Some(id) => self.incident_command(id, &IncidentCommand::Worsen(Box::new(facts)), now),
                    None => self.on_alert(&facts, now),
                }
            }
            Change::Cleared { key, at: _ } => {
                if let Some(id) = self.tracking.open_with(key) {
                    self.incident_command(id, &IncidentCommand::Clear(*key), now);
                }
            }
            Change::Revised { key, was, now: begun, at: _ } => {
                if let Some(id) = self.tracking.last_with(key) {
                    let command = IncidentCommand::Revise { key: *key, was: *was, now: *begun };
                    self.incident_command(id, &command, now);
                }
            }
        }
    }

    fn on_alert(&mut self, facts: &AlertFacts, now: UtcMillis) {
        if !self.tracking.concerns_a_mandate(facts) {
            return;
        }
        let about = self.tracking.about(&facts.key());
        let open = self.tracking.open_with(&facts.key());
        let id = open.unwrap_or_else(|| incident_id(about, self.ledger.head().next().0));
        let command = IncidentCommand::Raise { about, alert: Box::new(facts.clone()) };
        self.incident_command(id, &command, now);
        if facts.kind.queue() == Queue::Danger {
            self.mind_burden(about, now);
        }
    }

    /// Something the machines say; it is never refused to a person.
    fn incident_command(&mut self, id: IncidentId, command: &IncidentCommand, now: UtcMillis) {
        // A refusal says that it comes too late: there is nobody to tell.
        let _late = self.incident_does(id, command, Actor::System, now);
    }

    /// Asks the incident machine, records what it decides, and tells the screens.
    fn incident_does(
        &mut self,
        id: IncidentId,
        command: &IncidentCommand,
        actor: Actor,
        now: UtcMillis,
    ) -> Result<(), Refusal> {
        let times = &self.config.tracking.times;
        let decided = match self.tracking.incidents.get(&id) {
            Some(kept) => kept.incident.decide(command, DecidedAt(now), times)?,
            None => Incident::new(id).decide(command, DecidedAt(now), times)?,
        };
        let changed = !decided.is_empty();
        for event in decided {
            self.record(actor, Purpose::AlarmHandling, now, Event::Incident(id, Box::new(event)));
        }
        self.schedule_incident(id, now);
        if changed {
            self.news_of_incident(id, now);
        }
        Ok(())
    }

    pub(super) fn schedule_incident(&mut self, id: IncidentId, now: UtcMillis) {
        let times = &self.config.tracking.times;
        let kept = self.tracking.incidents.get(&id);
        let due = kept.and_then(|kept| kept.incident.next_due(times));
        let owner = kept.filter(|kept| kept.incident.is_open()).and_then(|kept| kept.incident.owner());
        let lost_after = times.owner_lost;
        self.timers.set(Timer::Incident(id), due);
        match owner {
            Some(owner) if !self.has_desk(owner) => {
                if !self.timers.is_set(Timer::IncidentOwner(id)) {
                    self.timers.set(Timer::IncidentOwner(id), Some(now.plus(lost_after)));
                }
            }
            Some(_) | None => self.timers.set(Timer::IncidentOwner(id), None),
        }
        self.schedule_incident_steps(id, now);
    }

    pub(super) fn start_incidents(&mut self, now: UtcMillis) {
        let open: Vec<IncidentId> = self.tracking.open.values().copied().collect();
        for id in open {
            self.schedule_incident(id, now);
        }
    }

    /// A screen came or went: who owns an incident without one loses it after a while.
    pub(in crate::cell) fn mind_incident_owners(&mut self, account: AccountId, now: UtcMillis) {
        let owned = |id: &IncidentId| {
            self.tracking.incidents.get(id).is_some_and(|kept| kept.incident.owner() == Some(account))
        };
        let mine: Vec<IncidentId> = self.tracking.open.values().copied().filter(|id| owned(id)).collect();
        for id in mine {
            self.schedule_incident(id, now);
        }
    }

    pub(in crate::cell) fn tick_incident(&mut self, id: IncidentId, now: UtcMillis) {
        self.incident_command(id, &IncidentCommand::Tick, now);
    }

    pub(in crate::cell) fn lose_incident_owner(&mut self, id: IncidentId, now: UtcMillis) {
        self.incident_command(id, &IncidentCommand::LoseOwner, now);
    }

    /// The alerts of this kind are over: what they are about is no longer watched.
    pub(super) fn clear_alerts(&mut self, about: About, over: impl Fn(&AlertKey) -> bool, now: UtcMillis) {
        let Some(id) = self.tracking.open.get(&about).copied() else { return };
        let keys: Vec<AlertKey> = self
            .tracking
            .incidents
            .get(&id)
            .into_iter()
            .flat_map(|kept| kept.incident.alerts())
            .map(|alert| alert.facts.key())
            .filter(over)
            .collect();
        for key in keys {
            self.incident_command(id, &IncidentCommand::Clear(key), now);
        }
    }

    /// The zones that were called: those of hand-offs, and that of the mandate once anybody was.
    pub(super) fn called_zones(&self, incident: &Incident) -> Vec<ZoneId> {
        let mandate = incident.about().and_then(|about| self.tracking.mandate_about(about)).map(|m| m.zone);
        let told = incident.hand_offs().iter().filter_map(|(_, hand_off)| hand_off.zone);
        mandate.into_iter().chain(told).collect()
    }

    /// What `access` must know about an incident.
    pub(super) fn incident_facts<'a>(&self, incident: &Incident, zones: &'a [ZoneId]) -> IncidentFacts<'a> {
        let unheard = incident.ringing().is_some_and(|ringing| ringing.cried_at.is_some());
        IncidentFacts {
            open: incident.is_open(),
            queue: incident.queue(),
            police_called: incident.stage() == Stage::WithPolice
                || (incident.queue() == Queue::Danger && unheard),
            zones,
            own_room: self.config.own_room,
        }
    }

    /// May this account do this with this incident? A no is written down (GN-02).
    pub(super) fn allowed_incident(
        &mut self,
        by: AccountId,
        action: access::Action,
        id: IncidentId,
        now: UtcMillis,
    ) -> Result<Actor, Problem> {
        let kept = self.tracking.incidents.get(&id).ok_or(Problem::NotFound)?;
        let zones = self.called_zones(&kept.incident);
        let facts = self.incident_facts(&kept.incident, &zones);
        let mandate = kept.incident.about().and_then(|about| self.tracking.mandate_about(about));
        let case = mandate.map(|mandate| mandate.case);
        let account = self.account(by)?;
        let actor = Actor::Account(by, account.role);
        let verdict = access::decide(account, action, Resource::Incident(facts));
        self.hold_to(verdict, (actor, action), (case, None), now)
    }

    pub(super) fn incident_order(
        &mut self,
        by: AccountId,
        id: IncidentId,
        order: IncidentOrder,
        now: UtcMillis,
    ) -> Result<(), Problem> {
        let actor = self.allowed_incident(by, incident_action(&order), id, now)?;
        if let IncidentOrder::HandOver { to } = &order {
            self.may_receive_incident(id, *to)?;
        }
        if let IncidentOrder::DoStep { step } = &order {
            self.may_tick_off_alert(id, step)?;
        }
        if let IncidentOrder::Instruct(told) = &order {
            self.may_be_told(id, told)?;
        }
        let told = if let IncidentOrder::Instruct(told) = &order { Some(told.clone()) } else { None };
        let command = command_of(by, order);
        self.incident_does(id, &command, actor, now).map_err(Problem::Incident)?;
        if let Some(told) = told {
            self.bring_instruction(id, &told);
        }
        Ok(())
    }

    /// It would be in nobody's hands otherwise.
    fn may_receive_incident(&self, id: IncidentId, to: AccountId) -> Result<(), Problem> {
        let receiver = self.book.accounts.get(&to).ok_or(Problem::NotFound)?;
        let kept = self.tracking.incidents.get(&id).ok_or(Problem::NotFound)?;
        let zones = self.called_zones(&kept.incident);
        let facts = self.incident_facts(&kept.incident, &zones);
        match access::decide(receiver, access::Action::TakeIncident, Resource::Incident(facts)) {
            access::Verdict::Allowed(_) if self.has_desk(to) => Ok(()),
            access::Verdict::Allowed(_) => Err(Problem::Conflict("colleague.not_at_a_desk")),
            access::Verdict::Denied(_) => Err(Problem::Conflict("colleague.may_not_take")),
        }
    }

    /// EM-05: nothing is ever sent to a device that must not alert its carrier; who cares for a minor is called instead.
    fn may_be_told(&self, id: IncidentId, told: &Told) -> Result<(), Problem> {
        let device = told.channel == Channel::Device;
        match (self.protected_carrier(id), device) {
            (None, _) => Err(Problem::Conflict("incident.nobody_protected")),
            (Some(_), false) => Ok(()),
            (Some(carrier), true) => {
                let carrier = self.tracking.carriers.get(&carrier).ok_or(Problem::NotFound)?;
                if !carrier.may_be_notified() {
                    return Err(Problem::Conflict("carrier.never_notified"));
                }
                match self.tracking.tracker_of(carrier.id) {
                    Some(tracker) if tracker.can(Capability::Notice) => Ok(()),
                    Some(_) | None => Err(Problem::Conflict("tracker.shows_nothing")),
                }
            }
        }
    }

    pub(super) fn protected_carrier(&self, id: IncidentId) -> Option<CarrierId> {
        use hoeder_vocab::tracking::Side;
        let carrier = match self.tracking.incidents.get(&id)?.incident.about()? {
            About::Pair(pair) => self.tracking.pairs.get(&pair)?.protected,
            About::Carrier(carrier) => carrier,
        };
        let protected = |carrier: &CarrierId| {
            self.tracking.carriers.get(carrier).is_some_and(|one| one.side == Side::Protected)
        };
        Some(carrier).filter(protected)
    }

    fn bring_instruction(&mut self, id: IncidentId, told: &Told) {
        if told.channel != Channel::Device {
            return;
        }
        let carrier = self.protected_carrier(id);
        let tracker = carrier.and_then(|carrier| self.tracking.tracker_of(carrier)).map(|one| one.id);
        let person = carrier.and_then(|carrier| self.tracking.person_of(carrier));
        let language = person.and_then(|person| self.book.persons.get(&person)).map(|one| one.language);
        let known = self.tracking.incidents.get(&id).map(|kept| kept.incident.instructions());
        let new = known.and_then(|all| all.last()).is_some_and(|last| last.told == *told);
        if let (Some(tracker), true) = (tracker, new) {
            let out = InstructionOut {
                incident: id,
                message: told.message,
                tracker,
                instruction: told.instruction.clone(),
                language: language.unwrap_or_default(),
            };
            self.rest.push_back(Output::Instruct(Box::new(out)));
        }
    }

    pub(in crate::cell) fn on_instruction_done(
        &mut self,
        id: IncidentId,
        (message, delivery): (MessageId, Delivery),
        now: UtcMillis,
    ) {
        self.incident_command(id, &IncidentCommand::Deliver { message, delivery }, now);
    }

    /// FL-04: the ceiling is a record of its own, once a day.
    fn mind_burden(&mut self, about: About, now: UtcMillis) {
        let Some(person) = self.tracking.protected_by(about) else { return };
        let burden = self.burden(person, now);
        let told = self.tracking.burden_passed.get(&person);
        if !burden.over || told.is_some_and(|at| now.since(*at) < DAY) {
            return;
        }
        let event =
            TrackingEvent::BurdenPassed { person, day: burden.alerts_day, night: burden.alerts_night };
        self.record(Actor::System, Purpose::Supervision, now, Event::Tracking(Box::new(event)));
        self.page_tracking_tasks();
    }
}

fn command_of(by: AccountId, order: IncidentOrder) -> IncidentCommand {
    match order {
        IncidentOrder::Take => IncidentCommand::Take { by },
        IncidentOrder::HandOver { to } => IncidentCommand::HandOver { by, to },
        IncidentOrder::StayOn => IncidentCommand::StayOn { by },
        IncidentOrder::DoStep { step } => IncidentCommand::DoStep { by, step },
        IncidentOrder::Call(call) => IncidentCommand::Call { by, call },
        IncidentOrder::Note(text) => IncidentCommand::Note { by, text },
        IncidentOrder::HandToPolice(hand_off) => IncidentCommand::HandToPolice { by, hand_off },
        IncidentOrder::Instruct(told) => IncidentCommand::Instruct { by, told },
        IncidentOrder::Delivered { message, delivery } => IncidentCommand::Deliver { message, delivery },
        IncidentOrder::SetAside { key, reason } => IncidentCommand::SetAside { by, key, reason },
        IncidentOrder::Close { outcome, reason } => IncidentCommand::Close { by, outcome, reason },
    }
}

/// Was it closed, and how?
pub(super) const fn ended(incident: &Incident) -> Option<hoeder_watch::incident::Outcome> {
    match incident.state() {
        State::Closed(ending) => Some(ending.outcome),
        State::NotOpened | State::Open(_) | State::Owned(_) | State::WithPolice { .. } => None,
    }
}

/// An alert that came, or came again.
pub(super) const fn raised(event: &IncidentEvent) -> Option<&AlertFacts> {
    if let IncidentEvent::AlertRaised(alert) = event { Some(alert) } else { None }
}
