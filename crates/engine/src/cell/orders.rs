//! Orders about alarms and alerts: may this account, and what does the machine say?

use super::{Cell, Waiting, WaitingReply};
use crate::access::{self, Action, AlarmFacts, Resource, Verdict};
use crate::entry::{Access, Event};
use crate::input::{AlarmOrder, DeskOrder, Order, PersonOrder};
use crate::output::{Problem, Reply};
use crate::roster::Account;
use hoeder_vocab::handset::Downlink;
use hoeder_vocab::{AccountId, Actor, AlarmId, CaseId, DecidedAt, HandsetId, Purpose, RequestId, UtcMillis};
use hoeder_watch::alarm::AlarmCommand;
use hoeder_watch::supervision::WatchCommand;

impl Cell {
    pub(super) fn on_order(&mut self, request: RequestId, by: AccountId, order: Order, now: UtcMillis) {
        let (done, closes) = match order {
            Order::Roster(order) => (self.keeping_order(by, *order, now), None),
            Order::Hotspot(order) => (self.hotspot_order(by, *order, now), None),
            Order::Person(order) => (self.person_order(by, order, now), None),
            Order::Tracking(order) => (self.tracking_order(by, *order, now), None),
            Order::Voice(order) => (self.voice_order(by, &order, now), None),
            Order::Measure(order) => {
                match self.measure_order(by, *order, now) {
                    Ok(reply) => self.reply_when_durable(request, reply),
                    Err(problem) => self.reply(request, Reply::Problem(problem)),
                }
                return;
            }
            Order::Desk(DeskOrder::Acknowledge { desk }) => (self.acknowledge_desk(by, desk, now), None),
            Order::Alarm(order) => {
                let closes = if let AlarmOrder::Close { alarm, .. } = &order { Some(*alarm) } else { None };
                (self.order(by, order, now), closes)
            }
        };
        match (done, closes) {
            (Ok(()), None) => self.reply_when_durable(request, Reply::Done),
            (Ok(()), Some(alarm)) => {
                let reply = WaitingReply::Close { alarm };
                self.waiting.push_back(Waiting { through: self.ledger.head(), request, reply });
            }
            (Err(problem), _) => self.reply(request, Reply::Problem(problem)),
        }
    }

    fn person_order(&mut self, by: AccountId, order: PersonOrder, now: UtcMillis) -> Result<(), Problem> {
        match order {
            PersonOrder::SendMessage { alarm, message, said, asks } => {
                self.send_message(by, alarm, (message, said), asks, now)
            }
            PersonOrder::PlanTest { handset, test, from, until } => {
                let command = WatchCommand::PlanTest { test, from, until };
                self.alert_order(by, Action::PlanTest, handset, &command, now)
            }
            PersonOrder::SeeTrip { trip } => self.see_trip(by, trip, now),
        }
    }

    fn order(&mut self, by: AccountId, order: AlarmOrder, now: UtcMillis) -> Result<(), Problem> {
        match order {
            AlarmOrder::Take { alarm } => {
                self.alarm_order(by, Action::TakeAlarm, alarm, &AlarmCommand::Take { by }, now)?;
                self.notify_bearer(alarm, Downlink::SomeoneThere { alarm });
                Ok(())
            }
            AlarmOrder::TakeFree { alarm } => {
                self.alarm_order(by, Action::TakeAlarm, alarm, &AlarmCommand::TakeFree { by }, now)?;
                self.notify_bearer(alarm, Downlink::SomeoneThere { alarm });
                Ok(())
            }
            AlarmOrder::HandOver { alarm, to } => {
                self.may_receive(alarm, to)?;
                self.alarm_order(by, Action::HandOverAlarm, alarm, &AlarmCommand::HandOver { by, to }, now)
            }
            AlarmOrder::Dispatch { alarm, unit } => {
                let command = AlarmCommand::Dispatch { by, unit };
                self.alarm_order(by, Action::DispatchTeam, alarm, &command, now)
            }
            AlarmOrder::ArriveOnScene { alarm, unit } => {
                let command = AlarmCommand::ArriveOnScene { by, unit };
                self.alarm_order(by, Action::ReportOnScene, alarm, &command, now)
            }
            AlarmOrder::StayOn { alarm } => {
                self.alarm_order(by, Action::StayOnAlarm, alarm, &AlarmCommand::StayOn { by }, now)
            }
            AlarmOrder::DoStep { alarm, step } => {
                self.may_tick_off(alarm, &step)?;
                self.alarm_order(by, Action::DoStep, alarm, &AlarmCommand::DoStep { by, step }, now)
            }
            AlarmOrder::GoOnTheWay { alarm, unit } => {
                let command = AlarmCommand::GoOnTheWay { by, unit };
                self.alarm_order(by, Action::GoOnTheWay, alarm, &command, now)
            }
            AlarmOrder::ReportFinding { alarm, unit, outcome, note } => {
                let command = AlarmCommand::ReportFinding { by, unit, outcome, note };
                self.alarm_order(by, Action::ReportFinding, alarm, &command, now)
            }
            AlarmOrder::Note { alarm, text } => {
                self.alarm_order(by, Action::NoteAlarm, alarm, &AlarmCommand::Note { by, text }, now)
            }
            AlarmOrder::Close { alarm, outcome, pv, note } => {
                let command = AlarmCommand::Close { by, outcome, pv, note };
                self.alarm_order(by, Action::CloseAlarm, alarm, &command, now)?;
                self.close_voice(alarm, now);
                self.close_lines(alarm, now);
                self.tell_magistrates(alarm, now);
                self.alarm_reaches_measure(alarm, now);
                Ok(())
            }
            AlarmOrder::GivePv { alarm, number } => {
                self.alarm_order(by, Action::GivePv, alarm, &AlarmCommand::GivePv { by, number }, now)?;
                self.report_reaches_measure(alarm, now);
                Ok(())
            }
            AlarmOrder::ConfirmReceipt { alarm } => self.confirm_receipt(by, alarm, now),
            AlarmOrder::OwnAlert { handset, kind } => {
                self.alert_order(by, Action::OwnAlert, handset, &WatchCommand::Own { kind, by }, now)
            }
            AlarmOrder::CloseAlert { handset, kind, reason } => {
                let command = WatchCommand::Close { kind, by, reason };
                self.alert_order(by, Action::CloseAlert, handset, &command, now)
            }
        }
    }

    /// Circular 7.11.2 (AL-11): unless it was a false alarm, the magistrate is told at once.
    fn tell_magistrates(&mut self, alarm: AlarmId, now: UtcMillis) {
        let tells = self.alarms.get(&alarm).and_then(|running| running.alarm.extends_measure()) == Some(true);
        if tells {
            self.record(Actor::System, Purpose::CaseWork, now, Event::MagistrateTold { alarm });
        }
        self.page_tasks_changed();
    }

    fn confirm_receipt(&mut self, by: AccountId, alarm: AlarmId, now: UtcMillis) -> Result<(), Problem> {
        if !self.alarms.contains_key(&alarm) {
            return Err(Problem::NotFound);
        }
        let actor = self.allowed_alarm(by, Action::ConfirmReceipt, alarm, now)?;
        if !self.receipts.contains_key(&alarm) {
            return Err(Problem::Conflict("receipt.not_due"));
        }
        self.record(actor, Purpose::CaseWork, now, Event::MagistrateConfirmed { alarm, by });
        self.alarm_receipt_reaches_measure(by, alarm, now);
        self.page_tasks_changed();
        Ok(())
    }

    fn alarm_order(
        &mut self,
        by: AccountId,
        action: Action,
        alarm: AlarmId,
        command: &AlarmCommand,
        now: UtcMillis,
    ) -> Result<(), Problem> {
        if !self.alarms.contains_key(&alarm) {
            return Err(Problem::NotFound);
        }
        let actor = self.allowed_alarm(by, action, alarm, now)?;
        self.command(alarm, command, actor, now).map_err(Problem::Rule)
    }

    /// A hand-over goes to somebody who may own it: otherwise the alarm would be in nobody's hands.
    fn may_receive(&self, alarm: AlarmId, to: AccountId) -> Result<(), Problem> {
        let receiver = self.book.accounts.get(&to).ok_or(Problem::NotFound)?;
        let facts = self.facts(alarm, to).ok_or(Problem::NotFound)?;
        match access::decide(receiver, Action::TakeAlarm, Resource::Alarm(facts)) {
            Verdict::Allowed(_) if self.has_desk(to) => Ok(()),
            Verdict::Allowed(_) => Err(Problem::Conflict("colleague.not_at_a_desk")),
            Verdict::Denied(_) => Err(Problem::Conflict("colleague.may_not_take")),
        }
    }

    fn alert_order(
        &mut self,
        by: AccountId,
        action: Action,
        handset: HandsetId,
        command: &WatchCommand,
        now: UtcMillis,
    ) -> Result<(), Problem> {
        let case = self.book.bearer_of(handset).ok_or(Problem::NotFound)?.case;
        let actor = self.allowed_case(by, action, case, now)?;
        let watch = self.watches.get(&handset).ok_or(Problem::NotFound)?;
        // Asked first, so that the refusal of a rule reaches the person.
        watch
            .decide(command, DecidedAt(now), &self.watch_times(handset))
            .map_err(|refusal| Problem::Conflict(refusal.code()))?;
        self.watch_command(handset, command, actor, now);
        Ok(())
    }

    pub(super) fn account(&self, by: AccountId) -> Result<&Account, Problem> {
        self.book.accounts.get(&by).ok_or(Problem::Denied("account.unknown"))
    }

    /// May this account do this with this alarm? A no is written down (GN-02).
    pub(super) fn allowed_alarm(
        &mut self,
        by: AccountId,
        action: Action,
        alarm: AlarmId,
        now: UtcMillis,
    ) -> Result<Actor, Problem> {
        let account = self.account(by)?;
        let actor = Actor::Account(by, account.role);
        let facts = self.facts(alarm, by).ok_or(Problem::NotFound)?;
        let verdict = access::decide(account, action, Resource::Alarm(facts));
        self.hold_about(alarm, verdict, (actor, action), now)
    }

    /// Holds somebody to a verdict about an alarm or its voice; a no is written down with the case that it is about.
    pub(super) fn hold_about(
        &mut self,
        alarm: AlarmId,
        verdict: Verdict,
        by: (Actor, Action),
        now: UtcMillis,
    ) -> Result<Actor, Problem> {
        let case =
            self.alarms.get(&alarm).and_then(|running| running.alarm.bearer()).map(|bearer| bearer.case);
        self.hold_to(verdict, by, (case, Some(alarm)), now)
    }

    /// May this account do this with this case?
    pub(super) fn allowed_case(
        &mut self,
        by: AccountId,
        action: Action,
        case: CaseId,
        now: UtcMillis,
    ) -> Result<Actor, Problem> {
        let account = self.account(by)?;
        let actor = Actor::Account(by, account.role);
        let managing_zone = self.book.cases.get(&case).ok_or(Problem::NotFound)?.managing_zone;
        let alarms: Vec<AlarmFacts<'_>> =
            self.open_alarms_of(case).filter_map(|(alarm, _)| self.facts(alarm, by)).collect();
        let verdict = access::decide(account, action, Resource::Case { managing_zone, alarms: &alarms });
        self.hold_to(verdict, (actor, action), (Some(case), None), now)
    }

    /// May this account do this, whatever it is about?
    pub(super) fn allowed(
        &mut self,
        by: AccountId,
        action: Action,
        now: UtcMillis,
    ) -> Result<Actor, Problem> {
        let account = self.account(by)?;
        let actor = Actor::Account(by, account.role);
        let verdict = access::decide(account, action, Resource::None);
        self.hold_to(verdict, (actor, action), (None, None), now)
    }

    pub(super) fn hold_to(
        &mut self,
        verdict: Verdict,
        (actor, action): (Actor, Action),
        (case, alarm): (Option<CaseId>, Option<AlarmId>),
        now: UtcMillis,
    ) -> Result<Actor, Problem> {
        match verdict {
            Verdict::Allowed(_) => Ok(actor),
            Verdict::Denied(reason) => {
                self.log_access((actor, action), (case, alarm), Some(reason), now);
                Err(Problem::Denied(reason))
            }
        }
    }

    /// A line in the access log (art. 25).
    pub(super) fn log_access(
        &mut self,
        (actor, action): (Actor, Action),
        (case, alarm): (Option<CaseId>, Option<AlarmId>),
        denied: Option<&'static str>,
        now: UtcMillis,
    ) {
        let rule = action.rule();
        let access =
            Access { kind: rule.kind, action: rule.action, case, alarm, denied, recipients: Vec::new() };
        self.record(actor, rule.purpose, now, Event::Accessed(access));
    }

    /// Purpose of an order, from its rule.
    pub(super) const fn purpose(action: Action) -> Purpose {
        action.rule().purpose
    }
}
