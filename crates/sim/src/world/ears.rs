//! Pages that can be heard, pages that were loaded anew and wait for a click, pages that stand still.
//!
//! Never here: what a deaf desk means for an alarm (that is for the engine to say).

use super::desks::Pace;
use super::happening::{DeskAct, EarAct, Happening, later};
use super::{Flow, Pending, World};
use hoeder_engine::duty::{Audio, Readiness};
use hoeder_engine::input::{DeskOrder, Input, Order};
use hoeder_engine::view::WallView;
use hoeder_vocab::Role;

/// Between two times that a page says whether it can be heard, milliseconds.
const READY_MS: u64 = 5_000;
/// The server ends the connection of a page that stands still after this, milliseconds.
const STILL_MS: u64 = 21_000;

/// The sound of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PageSound {
    Hears,
    Suspended,
    Still,
}

impl World<'_> {
    /// After connecting: the page begins to say how it is, and perhaps somebody clicks.
    pub(super) fn sit_down(&mut self, n: usize) {
        let Some(desk) = self.desks.get(n) else { return };
        let (session, listens) = (desk.session, desk.manner.listens);
        self.plan_ear(n, Some((100, READY_MS)), (session, EarAct::SayReady));
        self.plan_ear(n, listens, (session, EarAct::Hear));
    }

    fn plan_ear(&mut self, n: usize, pace: Pace, (session, act): (u64, EarAct)) {
        let Some((least, most)) = pace else { return };
        let at = later(self.now, self.ears.between(least, most));
        self.queue.plan(at, Happening::Desk(n, session, DeskAct::Ear(act)));
    }

    /// Pages reload, stand still, and are left; colleagues come back, or do not.
    pub(super) fn plan_ear_troubles(&mut self, length_ms: u64) {
        for n in 0..self.desks.len() {
            if self.ears.one_in(3) {
                let at = self.ears.between(5_000, length_ms);
                self.plan_fault_or(at, Happening::Desk(n, 0, DeskAct::Ear(EarAct::Suspend)));
                if !self.ears.one_in(3) {
                    let back = at + self.ears.between(500, 120_000);
                    self.plan_fault_or(back, Happening::Desk(n, 0, DeskAct::Ear(EarAct::Hear)));
                }
            }
            if self.ears.one_in(4) {
                let at = self.ears.between(5_000, length_ms);
                self.plan_fault_or(at, Happening::Desk(n, 0, DeskAct::Ear(EarAct::Hang)));
                self.plan_fault_or(at + STILL_MS, Happening::Desk(n, 0, DeskAct::Disconnect));
                let back = at + STILL_MS + self.ears.between(500, 90_000);
                self.plan_fault_or(back, Happening::Desk(n, 0, DeskAct::Connect));
            }
            if self.ears.one_in(5) {
                let at = self.ears.between(5_000, length_ms);
                self.plan_fault_or(at, Happening::Desk(n, 0, DeskAct::Ear(EarAct::LeaveDuty)));
            }
        }
    }

    pub(super) fn ear_act(&mut self, n: usize, session: u64, act: EarAct) -> Flow {
        let Some(desk) = self.desks.get_mut(n) else { return Ok(()) };
        let of_this = session == 0 || desk.session == session;
        let (Some(id), true) = (desk.id, of_this) else { return Ok(()) };
        let (session, still) = (desk.session, desk.page == PageSound::Still);
        let desk_account = desk.account.id;
        match act {
            EarAct::SayReady => {
                if !still {
                    self.plan_ear(n, Some((READY_MS, READY_MS)), (session, EarAct::SayReady));
                }
                return self.say_ready(n);
            }
            EarAct::Hear if !still => desk.page = PageSound::Hears,
            EarAct::Suspend if !still => desk.page = PageSound::Suspended,
            EarAct::Hang => desk.page = PageSound::Still,
            EarAct::LeaveDuty if !still => {
                desk.page = PageSound::Suspended;
                self.checks.desk_is_deaf(id);
                return self.tell_cell(Input::OffDuty { desk: id });
            }
            EarAct::TakeNotice(desk) => {
                let by = desk_account;
                let request = self.request();
                let order = Order::Desk(DeskOrder::Acknowledge { desk });
                return self.ask_cell(request, Pending::Nobody, Input::Order { request, by, order });
            }
            EarAct::Hear | EarAct::Suspend | EarAct::LeaveDuty => return Ok(()),
        }
        self.say_ready(n)
    }

    fn say_ready(&mut self, n: usize) -> Flow {
        let Some(desk) = self.desks.get(n) else { return Ok(()) };
        let Some(id) = desk.id else { return Ok(()) };
        let readiness = match desk.page {
            PageSound::Still => return Ok(()),
            PageSound::Hears => Readiness { audio: Audio::Running, heard: true },
            PageSound::Suspended => Readiness { audio: Audio::Suspended, heard: false },
        };
        if readiness.has_ears() {
            self.checks.desk_hears(id, self.now);
        } else {
            self.checks.desk_is_deaf(id);
        }
        self.tell_cell(Input::Ready { desk: id, readiness })
    }

    /// A colleague who handles alarms takes notice of a lost desk now and then.
    pub(super) fn desk_sees_wall(&mut self, n: usize, wall: &WallView) {
        for alert in &wall.desk_alerts {
            let Some(desk) = self.desks.get_mut(n) else { return };
            let may = matches!(desk.account.role, Role::Operator | Role::Supervisor);
            let pace = desk.manner.takes.filter(|_| may && alert.account != desk.account.id);
            if pace.is_some() && desk.noticed.insert(alert.desk) && self.ears.one_in(3) {
                let session = self.desks.get(n).map_or(0, |desk| desk.session);
                self.plan_ear(n, pace, (session, EarAct::TakeNotice(alert.desk)));
            }
        }
    }
}
