//! Alarms as people see them.

use super::Cell;
use super::alarms::{Happened, Running};
use crate::roster::Person;
use crate::view::{AlarmLine, AlarmView, BearerView, HouseholdMember, TimelineLine, TrailPoint};
use hoeder_vocab::{Actor, AlarmId, HandsetId, ReceivedAt, Sensitive, UtcMillis};
use hoeder_watch::alarm::{AlarmEvent, Bearer, Home, Milestone, MistakeWord, Pv, Rung};

impl Cell {
    /// The whole alarm. Positions only while it is open (GN-03).
    pub(super) fn alarm_view(&self, id: AlarmId, now: UtcMillis) -> Option<AlarmView> {
        let running = self.alarms.get(&id)?;
        let alarm = &running.alarm;
        let press = alarm.press()?;
        let open = running.is_open();
        let times = &self.config.alarm_times;
        let ownership = alarm.ownership();
        Some(AlarmView {
            id,
            kind: alarm.kind(),
            gravity: alarm.gravity(),
            stage: alarm.stage(),
            rung: alarm.rung(),
            ringing: alarm.is_ringing(),
            owner: alarm.owner(),
            owner_name: alarm.owner().and_then(|owner| self.book.account_name(owner)),
            owned_since: ownership.map(|o| o.since),
            take_over_until: ownership
                .map(|o| o.take_over_until(times.take_over))
                .filter(|until| *until > now),
            reminded: ownership.is_some_and(|o| o.reminded_at.is_some()),
            idle_until: ownership.map(|o| o.returns_at(times.owner_returned)),
            trigger: press.trigger,
            duress: alarm.duress(),
            said_mistake: alarm.said_mistake(),
            presses: alarm.presses(),
            bearer: alarm.bearer().and_then(|bearer| self.bearer_view(running, bearer)),
            claimed: press.claimed,
            pressed_at: press.pressed_at,
            received_at: press.received_at,
            battery: running.battery.or(press.battery),
            doubts: running.doubts.clone(),
            zones: self.zones.names(&running.zones),
            trail: if open { running.trail.clone() } else { Vec::new() },
            reached: alarm.milestones().iter().collect(),
            timeline: self.timeline(running, press.claimed),
            steps: self.steps(running, now),
            units: alarm.units().to_vec(),
            on_the_way: alarm.on_the_way().to_vec(),
            arrived: alarm.arrived().to_vec(),
            findings: alarm.findings().to_vec(),
            messages: self.message_views(running.talk.messages()),
            trip: alarm.bearer().and_then(|b| self.trip_on(b.person, press.received_at.0)),
            outcome: alarm.outcome(),
            pv: alarm.pv().cloned(),
            linked: alarm.linked().to_vec(),
            hotspots: if open { self.hotspots_near(running) } else { Vec::new() },
            voice: self.voice_view(running).map(Box::new),
        })
    }

    /// Everything that happened and that was said, in order.
    fn timeline(&self, running: &Running, claimed: HandsetId) -> Vec<TimelineLine> {
        let happened = running.history.iter().map(|happened| self.timeline_line(happened));
        let said = self.talk_lines(&running.talk, Actor::Handset(claimed));
        let heard = self.voice_lines(&running.voice_lines);
        let mut lines: Vec<TimelineLine> = happened.chain(said).chain(heard).collect();
        lines.sort_by_key(|line| line.at);
        lines
    }

    fn bearer_view(&self, running: &Running, bearer: Bearer) -> Option<BearerView> {
        let case = self.book.cases.get(&bearer.case)?;
        let person = self.book.persons.get(&bearer.person)?;
        let household = self
            .book
            .persons_of(bearer.case)
            .filter(|other| other.id != bearer.person)
            .map(|other| HouseholdMember {
                person: other.id,
                name: other.name.clone(),
                kind: other.kind,
                alarm: self.open_alarm_of_member(other, running.alarm.id()),
                carries: self
                    .book
                    .handsets_of_person(other.id)
                    .any(|h| h.state == crate::roster::DeviceState::Active),
            })
            .collect();
        Some(BearerView {
            case: case.id,
            case_number: case.number.clone(),
            person: person.id,
            name: person.name.clone(),
            phone: person.phone.clone(),
            language: person.language,
            born: person.born,
            address: person.details.address.clone().filter(|_| running.is_open()),
            card: case.card.clone(),
            has_photo: self.book.photos.contains_key(&case.id),
            managing_zone: self.zones.name(case.managing_zone),
            household,
            record: running.before,
        })
    }

    fn open_alarm_of_member(&self, person: &Person, not: AlarmId) -> Option<AlarmId> {
        let of_person =
            |running: &Running| running.alarm.bearer().is_some_and(|bearer| bearer.person == person.id);
        self.open_alarms_of(person.case)
            .find(|(id, running)| *id != not && of_person(running))
            .map(|(id, _)| id)
    }

    pub(super) fn case_number(&self, running: &Running) -> Option<String> {
        running.alarm.bearer().and_then(|b| self.book.cases.get(&b.case)).map(|case| case.number.clone())
    }

    pub(super) fn alarm_line(&self, running: &Running) -> Option<AlarmLine> {
        let alarm = &running.alarm;
        Some(AlarmLine {
            id: alarm.id(),
            kind: alarm.kind(),
            stage: alarm.stage(),
            received_at: alarm.press()?.received_at,
            case_number: self.case_number(running),
            zones: self.zones.names(&running.zones),
            outcome: alarm.outcome(),
            pv: alarm.pv().cloned(),
        })
    }

    fn timeline_line(&self, happened: &Happened) -> TimelineLine {
        let (what, detail) = words_of(&happened.event);
        let by = match happened.actor {
            Actor::Account(account, _) => self.book.account_name(account),
            Actor::Handset(_) | Actor::Stranger | Actor::System => None,
        };
        TimelineLine { at: happened.at, what, actor: happened.actor, by, detail }
    }
}

impl AlarmView {
    /// That there is an alarm, and where the ladder is; nothing of anybody.
    #[must_use]
    pub fn bare(&self) -> Self {
        Self {
            owner_name: None,
            bearer: None,
            battery: None,
            trail: Vec::new(),
            timeline: Vec::new(),
            steps: Vec::new(),
            findings: Vec::new(),
            linked: Vec::new(),
            hotspots: Vec::new(),
            messages: Vec::new(),
            trip: None,
            voice: None,
            ..self.clone()
        }
    }

    /// The newest position.
    #[must_use]
    pub fn newest(&self) -> Option<&TrailPoint> {
        self.trail.last()
    }

    /// When a milestone was reached.
    #[must_use]
    pub fn reached_at(&self, milestone: Milestone) -> Option<ReceivedAt> {
        self.reached.iter().find(|hop| hop.milestone == milestone).map(|hop| ReceivedAt(hop.stamp.at))
    }
}

/// A stable name for the event, which the console translates, and the detail that goes with it.
fn words_of(event: &AlarmEvent) -> (&'static str, Option<Sensitive<String>>) {
    let plain = |text: &str| Some(Sensitive::new(text.to_owned()));
    match event {
        AlarmEvent::Raised { .. } => ("raised", None),
        AlarmEvent::Held { home: Home::Store } => ("held", plain("store")),
        AlarmEvent::Held { home: Home::Spool } => ("held", plain("spool")),
        AlarmEvent::Shown { .. } => ("shown", None),
        AlarmEvent::PressedAgain { .. } => ("pressed_again", None),
        AlarmEvent::Linked { other } => ("linked", Some(Sensitive::new(other.to_string()))),
        AlarmEvent::Climbed { to, .. } => ("climbed", plain(rung_name(*to))),
        AlarmEvent::Taken { .. } => ("taken", None),
        AlarmEvent::HandedOver { .. } => ("handed_over", None),
        AlarmEvent::TakenOver { .. } => ("taken_over", None),
        AlarmEvent::OwnerLost { .. } => ("owner_lost", None),
        AlarmEvent::OwnerReminded { .. } => ("owner_reminded", None),
        AlarmEvent::OwnershipReturned { .. } => ("ownership_returned", None),
        AlarmEvent::StillOnIt { .. } => ("still_on_it", None),
        AlarmEvent::OnTheWay { unit, .. } => ("on_the_way", plain(unit)),
        AlarmEvent::Found { unit, note, .. } => {
            ("finding", Some(note.clone().map(|note| format!("{unit} {note}").trim().to_owned())))
        }
        AlarmEvent::StepDone { step, .. } => ("step_done", plain(step)),
        AlarmEvent::Vouched { .. } => ("vouched", None),
        AlarmEvent::Dispatched { unit, .. } => ("dispatched", plain(unit)),
        AlarmEvent::OnScene { unit, .. } => ("on_scene", plain(unit)),
        AlarmEvent::Noted { text, .. } => ("noted", Some(text.clone())),
        AlarmEvent::WordSaid { what: MistakeWord::Mistake, .. } => ("said_mistake", None),
        AlarmEvent::WordSaid { what: MistakeWord::Duress, .. } => ("duress", None),
        AlarmEvent::Overdue { milestone } => ("overdue", plain(milestone_name(*milestone))),
        AlarmEvent::Closed { pv: Pv::Number(number), note, .. } => {
            ("closed", Some(note.clone().map(|note| format!("PV {number} {note}").trim().to_owned())))
        }
        AlarmEvent::Closed { pv: Pv::ToFollow, note, .. } => ("closed", Some(note.clone())),
        AlarmEvent::PvGiven { number, .. } => ("pv_given", plain(number)),
    }
}

/// Stable name of a rung.
#[must_use]
pub const fn rung_name(rung: Rung) -> &'static str {
    match rung {
        Rung::OwnRoom => "own_room",
        Rung::NeighbourRoom => "neighbour_room",
        Rung::ZoneDuty => "zone_duty",
        Rung::Everyone => "everyone",
    }
}

/// Stable name of a milestone.
#[must_use]
pub const fn milestone_name(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::Pressed => "pressed",
        Milestone::Received => "received",
        Milestone::Held => "held",
        Milestone::Shown => "shown",
        Milestone::Taken => "taken",
        Milestone::Dispatched => "dispatched",
        Milestone::OnScene => "on_scene",
        Milestone::Closed => "closed",
    }
}
