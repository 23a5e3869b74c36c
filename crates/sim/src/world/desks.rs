//! The people at the desks: quick, slow, or not there at all; some paint and never take, some take and never come back.
//!
//! Never here: what they may do (that is for the engine to say).

use super::ears::PageSound;
use super::happening::{DeskAct, Happening, later};
use super::{Flow, Pending, World, broken};
use hoeder_engine::input::{AlarmOrder, Input, Order, PersonOrder};
use hoeder_engine::output::{Page, Problem, Reply};
use hoeder_engine::roster::Account;
use hoeder_engine::view::AlarmView;
use hoeder_vocab::handset::{Said, Template};
use hoeder_vocab::{AlarmId, DeskId, MessageId, Role, Sensitive};
use hoeder_watch::alarm::{Outcome, Pv, Stage};
use hoeder_watch::talk::Asks;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Shortest and longest time until somebody does something, milliseconds; `None` is never.
pub(super) type Pace = Option<(u64, u64)>;

/// How somebody works.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manner {
    pub(crate) paints: Pace,
    pub(crate) takes: Pace,
    pub(crate) works: Pace,
    /// Comes back after being cut off.
    pub(crate) returns: Pace,
    /// Clicks and listens after sitting down.
    pub(crate) listens: Pace,
}

impl Manner {
    /// As it should be.
    pub(crate) const DILIGENT: Self = Self {
        paints: Some((60, 400)),
        takes: Some((1_500, 6_000)),
        works: Some((2_000, 9_000)),
        returns: Some((300, 2_000)),
        listens: Some((200, 900)),
    };
}

/// A desk.
pub(crate) struct Desk {
    pub(crate) account: Account,
    pub(crate) id: Option<DeskId>,
    /// Grows at every connection.
    pub(crate) session: u64,
    pub(crate) manner: Manner,
    pub(crate) seen: BTreeMap<AlarmId, Arc<AlarmView>>,
    planned: BTreeSet<(AlarmId, u8)>,
    pub(crate) page: PageSound,
    /// Lost desks of colleagues that were planned to be acknowledged.
    pub(crate) noticed: BTreeSet<DeskId>,
}

impl Desk {
    pub(crate) const fn new(account: Account, manner: Manner) -> Self {
        Self {
            account,
            id: None,
            session: 0,
            manner,
            seen: BTreeMap::new(),
            planned: BTreeSet::new(),
            page: PageSound::Suspended,
            noticed: BTreeSet::new(),
        }
    }

    /// Somebody who answers alarms at all.
    fn handles(&self) -> bool {
        match self.account.role {
            Role::Operator | Role::Supervisor | Role::ZoneDuty | Role::Patrol => true,
            Role::CaseOfficer
            | Role::Magistrate
            | Role::Administrator
            | Role::Auditor
            | Role::Wall
            | Role::VictimReception
            | Role::ReferenceMagistrate
            | Role::DistrictSpoc
            | Role::Monitor => false,
        }
    }
}

impl World<'_> {
    fn plan_desk(&mut self, n: usize, pace: Pace, (alarm, act): (AlarmId, DeskAct), kind: u8) {
        let Some((least, most)) = pace else { return };
        let at = later(self.now, self.chance.between(least, most));
        let Some(desk) = self.desks.get_mut(n) else { return };
        if desk.planned.insert((alarm, kind)) {
            let session = desk.session;
            self.queue.plan(at, Happening::Desk(n, session, act));
        }
    }

    /// A screen shows something.
    pub(crate) fn desk_is_paged(&mut self, id: DeskId, page: &Page) {
        let Some(n) = self.desks.iter().position(|desk| desk.id == Some(id)) else { return };
        if let Page::Alarm(view) = page {
            self.desk_sees(n, view);
        }
        if let Page::Wall { wall, .. } = page {
            self.desk_sees_wall(n, wall);
        }
        if let Page::Gone(alarm) = page
            && let Some(desk) = self.desks.get_mut(n)
        {
            desk.seen.remove(alarm);
        }
    }

    /// What somebody does about what the screen shows. Each thing is planned once in a session.
    fn desk_sees(&mut self, n: usize, view: &Arc<AlarmView>) {
        let Some(desk) = self.desks.get_mut(n) else { return };
        let (id, me, manner) = (view.id, desk.account.id, desk.manner);
        if view.stage == Stage::Closed {
            desk.seen.remove(&id);
            if view.owner == Some(me)
                || view.pv == Some(Pv::ToFollow) && desk.account.role == Role::Supervisor
            {
                self.plan_desk(n, manner.works, (id, DeskAct::GivePv(id)), 9);
            }
            return;
        }
        let before = desk.seen.insert(id, Arc::clone(view));
        if view.ringing && before.is_some_and(|before| !before.ringing) {
            // It rings again: everything is to be done again.
            desk.planned.retain(|(planned, _)| *planned != id);
        }
        if !desk.handles() {
            return;
        }
        self.patrol_sees(n, view);
        let rung = view.rung as u8;
        if view.ringing {
            self.plan_desk(n, manner.paints, (id, DeskAct::Paint(id)), 10 + rung);
            self.plan_desk(n, manner.takes, (id, DeskAct::Take(id)), 20 + rung);
        }
        if view.owner == Some(me) {
            let step = match view.stage {
                Stage::NotRaised | Stage::Ringing | Stage::Closed => return,
                Stage::Taken => (DeskAct::Dispatch(id), 1),
                Stage::Dispatched => (DeskAct::Arrive(id), 2),
                Stage::OnScene => (DeskAct::Close(id), 3),
            };
            if self.chance.one_in(12) {
                self.plan_desk(n, manner.works, (id, DeskAct::HandOver(id)), 4);
            }
            if view.reminded {
                self.plan_desk(n, manner.works, (id, DeskAct::StayOn(id)), 6);
            }
            self.plan_desk(n, manner.works, (id, DeskAct::Step(id)), 7);
            self.plan_desk(n, manner.works, (id, DeskAct::Note(id)), 5);
            if self.chance.one_in(3) {
                self.plan_desk(n, manner.works, (id, DeskAct::Ask(id)), 8);
            }
            self.plan_desk(n, manner.works, (id, step.0), step.1);
        }
    }

    /// What a patrol says from the street.
    fn patrol_sees(&mut self, n: usize, view: &AlarmView) {
        let Some(desk) = self.desks.get(n).filter(|desk| desk.account.role == Role::Patrol) else { return };
        let (id, works) = (view.id, desk.manner.works);
        self.plan_desk(n, works, (id, DeskAct::GoOnTheWay(id)), 30);
        if view.stage == Stage::OnScene {
            self.plan_desk(n, works, (id, DeskAct::Find(id)), 31);
        }
    }

    /// Somebody who sees that a colleague has it takes it over only now and then; a reminder may come again.
    fn still_wants(&mut self, n: usize, act: DeskAct) -> bool {
        if let DeskAct::Take(alarm) = act {
            let rings = self.desks.get(n).and_then(|d| d.seen.get(&alarm)).is_some_and(|view| view.ringing);
            return rings || self.chance.one_in(6);
        }
        if let (DeskAct::StayOn(alarm), Some(desk)) = (act, self.desks.get_mut(n)) {
            desk.planned.remove(&(alarm, 6));
        }
        true
    }

    pub(crate) fn desk_act(&mut self, n: usize, session: u64, act: DeskAct) -> Flow {
        match act {
            DeskAct::Connect => return self.connect(n),
            DeskAct::Disconnect => {
                let gone = self.desks.get_mut(n).and_then(|desk| desk.id.take());
                if let Some(desk) = gone {
                    self.checks.desk_gone(desk, self.now);
                    return self.tell_cell(Input::DeskDown { desk });
                }
                return Ok(());
            }
            DeskAct::Paint(_)
            | DeskAct::Take(_)
            | DeskAct::HandOver(_)
            | DeskAct::StayOn(_)
            | DeskAct::Step(_)
            | DeskAct::GoOnTheWay(_)
            | DeskAct::Find(_)
            | DeskAct::Note(_)
            | DeskAct::Ask(_)
            | DeskAct::Dispatch(_)
            | DeskAct::Arrive(_)
            | DeskAct::Close(_)
            | DeskAct::GivePv(_) => {}
            DeskAct::Ear(act) => return self.ear_act(n, session, act),
        }
        let Some(desk) = self.desks.get_mut(n).filter(|desk| desk.session == session) else { return Ok(()) };
        let (Some(id), by) = (desk.id, desk.account.id) else { return Ok(()) };
        if let DeskAct::Paint(alarm) = act {
            return self.tell_cell(Input::Painted { desk: id, alarm });
        }
        if !self.still_wants(n, act) {
            return Ok(());
        }
        let Some(order) = self.order(n, act) else { return Ok(()) };
        self.stats.orders += 1;
        let request = self.request();
        self.ask_cell(request, Pending::Desk(n, act), Input::Order { request, by, order })
    }

    /// The order of an act, with words and outcomes by chance.
    fn order(&mut self, n: usize, act: DeskAct) -> Option<Order> {
        if let DeskAct::Ask(alarm) = act {
            let message = MessageId::from_u128(self.chance.id());
            let said = Said::Template(Template::IsSuspectThere);
            return Some(PersonOrder::SendMessage { alarm, message, said, asks: Asks::YesOrNo }.into());
        }
        self.alarm_order(n, act).map(Order::Alarm)
    }

    fn alarm_order(&mut self, n: usize, act: DeskAct) -> Option<AlarmOrder> {
        let unit = format!("Hoeder {}", self.chance.between(11, 14));
        let text = Sensitive::new("simulated".to_owned());
        Some(match act {
            DeskAct::Connect
            | DeskAct::Disconnect
            | DeskAct::Paint(_)
            | DeskAct::Ear(_)
            | DeskAct::Ask(_) => return None,
            DeskAct::Take(alarm) => AlarmOrder::Take { alarm },
            DeskAct::HandOver(alarm) => {
                let to =
                    self.desks.iter().map(|desk| desk.account.id).nth((n + 1) % self.desks.len().max(1))?;
                AlarmOrder::HandOver { alarm, to }
            }
            DeskAct::StayOn(alarm) => AlarmOrder::StayOn { alarm },
            DeskAct::Step(alarm) => AlarmOrder::DoStep { alarm, step: super::shell::TICKED.to_owned() },
            DeskAct::GoOnTheWay(alarm) => AlarmOrder::GoOnTheWay { alarm, unit },
            DeskAct::Find(alarm) => {
                AlarmOrder::ReportFinding { alarm, unit, outcome: Outcome::SuspectPresent, note: text }
            }
            DeskAct::Note(alarm) => AlarmOrder::Note { alarm, text },
            DeskAct::Dispatch(alarm) => AlarmOrder::Dispatch { alarm, unit },
            DeskAct::Arrive(alarm) => AlarmOrder::ArriveOnScene { alarm, unit },
            DeskAct::Close(alarm) => {
                let outcomes = [
                    Outcome::RealDanger,
                    Outcome::SuspectPresent,
                    Outcome::FalseAlarm,
                    Outcome::Misuse,
                    Outcome::Test,
                    Outcome::Technical,
                ];
                let outcome = self.chance.pick(&outcomes).copied()?;
                let number = Pv::Number(format!("PV {}", self.chance.between(1, 9_999)));
                let pv = if self.chance.one_in(3) { Pv::ToFollow } else { number };
                AlarmOrder::Close { alarm, outcome, pv, note: text }
            }
            DeskAct::GivePv(alarm) => AlarmOrder::GivePv { alarm, number: "PV 77".to_owned() },
        })
    }

    pub(crate) fn desk_is_answered(&mut self, n: usize, act: DeskAct, reply: &Reply) -> Flow {
        let Some(desk) = self.desks.get_mut(n) else { return Ok(()) };
        let own_room = desk.account.room == Some(crate::demo::OWN_ROOM);
        if let (DeskAct::Take(alarm), Reply::Problem(Problem::Denied(code)), true) = (act, reply, own_room)
            && self.checks.model.is_open(alarm)
        {
            return broken("the own room may take any open alarm (FL-06, AL-09)", (*code).to_owned());
        }
        // What was refused may be tried again when the screen shows it again.
        if matches!(reply, Reply::Problem(_))
            && let DeskAct::Take(alarm)
            | DeskAct::Dispatch(alarm)
            | DeskAct::Arrive(alarm)
            | DeskAct::Close(alarm) = act
        {
            desk.planned.retain(|(planned, _)| *planned != alarm);
        }
        Ok(())
    }

    pub(crate) fn connect(&mut self, n: usize) -> Flow {
        if self.shell.is_none() {
            return Ok(());
        }
        let id = DeskId::from_u128(self.chance.id());
        let Some(desk) = self.desks.get_mut(n).filter(|desk| desk.id.is_none()) else { return Ok(()) };
        desk.id = Some(id);
        desk.session += 1;
        desk.planned.clear();
        desk.seen.clear();
        desk.noticed.clear();
        desk.page = PageSound::Suspended;
        let account = desk.account.id;
        self.checks.desk_up(id, account);
        self.tell_cell(Input::DeskUp { desk: id, account, after: None })?;
        self.sit_down(n);
        Ok(())
    }

    /// The server ended these connections.
    pub(crate) fn disconnect(&mut self, ids: &[DeskId]) {
        for desk in &mut self.desks {
            if desk.id.is_some_and(|id| ids.contains(&id)) {
                desk.id = None;
            }
        }
    }

    pub(crate) fn desks_are_cut_off(&mut self) {
        for desk in &mut self.desks {
            desk.id = None;
        }
    }

    pub(crate) fn desks_come_back(&mut self) {
        for n in 0..self.desks.len() {
            let pace = self.desks.get(n).and_then(|desk| desk.manner.returns);
            if let Some((least, most)) = pace {
                let at = later(self.now, self.chance.between(least, most));
                self.queue.plan(at, Happening::Desk(n, 0, DeskAct::Connect));
            }
        }
    }
}
