//! Questions: each is held to its rule and leaves a line in the access log where personal data is read (GN-02).

use super::Cell;
use super::wall::count;
use super::zones::zone_name;
use crate::access::Action;
use crate::input::{Query, Report};
use crate::output::{Problem, Reply, Scope};
use crate::roster::{Account, DeviceState};
use crate::view::{
    AdministrationView, AlarmLine, CaseLine, CaseView, HandsetView, TaskView, ZonePlace, ZoneShapeView,
};
use core::time::Duration;
use hoeder_vocab::{AccountId, CaseId, ReceivedAt, RequestId, Role, UtcMillis, ZoneId};
use std::sync::Arc;

/// Closed alarms stay in the list of the desks for a day.
const RECENT: Duration = Duration::from_secs(24 * 3_600);

impl Cell {
    pub(super) fn on_ask(&mut self, request: RequestId, by: AccountId, query: Query, now: UtcMillis) {
        self.fresh_world();
        let reply = self.answer(by, &query, now).unwrap_or_else(Reply::Problem);
        self.reply(request, reply);
    }

    fn answer(&mut self, by: AccountId, query: &Query, now: UtcMillis) -> Result<Reply, Problem> {
        match query {
            Query::Alarms => {
                self.allowed(by, Action::ListAlarms, now)?;
                Ok(Reply::Alarms(self.alarm_lines(by, now)))
            }
            Query::Alarm(alarm) => {
                let actor = self.allowed_alarm(by, Action::ReadAlarm, *alarm, now)?;
                let case = self.alarms.get(alarm).and_then(|r| r.alarm.bearer()).map(|b| b.case);
                self.log_access((actor, Action::ReadAlarm), (case, Some(*alarm)), None, now);
                self.alarm_view(*alarm, now).map(|view| Reply::Alarm(Arc::new(view))).ok_or(Problem::NotFound)
            }
            Query::Cases => {
                let actor = self.allowed(by, Action::ListCases, now)?;
                self.log_access((actor, Action::ListCases), (None, None), None, now);
                Ok(Reply::Cases(self.case_lines(by)))
            }
            Query::Case(case) => {
                let actor = self.allowed_case(by, Action::ReadCase, *case, now)?;
                self.log_access((actor, Action::ReadCase), (Some(*case), None), None, now);
                let mut view = self.case_view(*case, now).ok_or(Problem::NotFound)?;
                self.keep_contact_data(by, &mut view);
                Ok(Reply::Case(Box::new(view)))
            }
            Query::Photo(case) => self.read_photo(by, *case, now),
            Query::Tasks => {
                self.allowed(by, Action::ListTasks, now)?;
                Ok(Reply::Tasks(self.tasks(by, now)))
            }
            Query::Administration => {
                let actor = self.allowed(by, Action::ReadAdministration, now)?;
                self.log_access((actor, Action::ReadAdministration), (None, None), None, now);
                Ok(Reply::Administration(Box::new(self.administration(now))))
            }
            Query::ZoneShapes => {
                self.allowed(by, Action::ReadZones, now)?;
                Ok(Reply::ZoneShapes(self.zone_shapes(now)))
            }
            Query::Wall => {
                self.allowed(by, Action::ReadWall, now)?;
                let account = self.book.accounts.get(&by).cloned();
                self.chain = None;
                Ok(Reply::Wall(Arc::new(self.wall(account.as_ref(), now))))
            }
            Query::AccessLog { case } => self.may_read_access_log(by, *case, now),
            Query::AlarmHistory => {
                let actor = self.allowed(by, Action::ReadAlarmHistory, now)?;
                self.log_access((actor, Action::ReadAlarmHistory), (None, None), None, now);
                Ok(Reply::Allowed(self.scope(by)))
            }
            Query::Hotspots => self.list_hotspots(by, now),
            Query::HotspotLookUp(look_up) => self.look_up_hotspots(by, look_up, now),
            Query::Report(report) => self.may_read_report(by, *report, now),
            Query::Measures(filter) => self.list_measures(by, *filter, now),
            Query::Measure(measure) => self.read_measure(by, *measure, now),
            Query::MeasuresOf(case) => self.measures_of(by, *case, now),
            Query::SearchMeasures(text) => self.search_measures(by, text, now),
            Query::Inbox => self.inbox(by, now),
            Query::Overview => self.overview(by, now),
            Query::Calendar => self.calendar(by, now),
            Query::Document(document) => self.read_document(by, *document, now),
            Query::Offices => self.offices(by, now),
            Query::Magistrates(office) => self.magistrates(by, *office, now),
            Query::Tracking(query) => self.tracking_answer(by, query, now),
            Query::Recording(alarm, what, why) => self.use_recording((by, *alarm), (*what, *why), now),
        }
    }

    fn read_photo(&mut self, by: AccountId, case: CaseId, now: UtcMillis) -> Result<Reply, Problem> {
        let actor = self.allowed_case(by, Action::ReadPhoto, case, now)?;
        self.log_access((actor, Action::ReadPhoto), (Some(case), None), None, now);
        self.book.photos.get(&case).cloned().map(Reply::Photo).ok_or(Problem::NotFound)
    }

    /// Answer times are counts, like the wall; the others name cases and leave a line (GN-02).
    fn may_read_report(&mut self, by: AccountId, report: Report, now: UtcMillis) -> Result<Reply, Problem> {
        let action = match report {
            Report::AnswerTimes => Action::ReadAnswerTimes,
            Report::Monthly => Action::ReadMonthlyReport,
            Report::Noisiest => Action::ReadNoisiest,
        };
        let actor = self.allowed(by, action, now)?;
        if report != Report::AnswerTimes {
            self.log_access((actor, action), (None, None), None, now);
        }
        Ok(Reply::Allowed(self.scope(by)))
    }

    fn may_read_access_log(
        &mut self,
        by: AccountId,
        case: Option<CaseId>,
        now: UtcMillis,
    ) -> Result<Reply, Problem> {
        let actor = match case {
            Some(case) => self.allowed_case(by, Action::ReadAccessLog, case, now)?,
            None => self.allowed(by, Action::ReadAccessLog, now)?,
        };
        self.log_access((actor, Action::ReadAccessLog), (case, None), None, now);
        let scope = case.map_or(Scope::Cell(self.config.cell), Scope::Case);
        let names = self.book.accounts.iter().map(|(id, account)| (*id, account.name.clone())).collect();
        Ok(Reply::AccessLog { scope, names })
    }

    /// How far an account reads in a read model: its zone where it has one.
    fn scope(&self, by: AccountId) -> Scope {
        let zone = self.book.accounts.get(&by).filter(|a| zone_bound(a)).and_then(|a| a.zone);
        zone.map_or(Scope::Cell(self.config.cell), Scope::Zone)
    }

    /// Is this zone in the territory of the account? Roles without a zone reach the whole cell.
    pub(super) fn reaches(&self, by: AccountId, zones: &[ZoneId]) -> bool {
        match self.book.accounts.get(&by) {
            Some(account) if zone_bound(account) => account.zone.is_some_and(|zone| zones.contains(&zone)),
            Some(_) => true,
            None => false,
        }
    }

    /// Does this account keep this case?
    pub(super) fn reaches_case(&self, by: AccountId, case: &crate::roster::Case) -> bool {
        let keeps = |role: Role| Action::SeeTrip.rule().roles.contains(&role);
        self.book.accounts.get(&by).is_some_and(|account| keeps(account.role))
            && self.reaches(by, &[case.managing_zone])
    }

    fn zones_of_alarm(&self, running: &super::alarms::Running) -> Vec<ZoneId> {
        let managing =
            running.alarm.bearer().and_then(|b| self.book.cases.get(&b.case)).map(|c| c.managing_zone);
        running.zones.iter().copied().chain(managing).collect()
    }

    fn alarm_lines(&self, by: AccountId, now: UtcMillis) -> Vec<AlarmLine> {
        let recent = |running: &super::alarms::Running| {
            running.is_open()
                || running.alarm.open_pv_task()
                || running.alarm.ending().is_some_and(|ending| now.since(ending.at) < RECENT)
        };
        let mut lines: Vec<AlarmLine> = self
            .alarms
            .values()
            .filter(|running| recent(running) && self.reaches(by, &self.zones_of_alarm(running)))
            .filter_map(|running| self.alarm_line(running))
            .collect();
        lines.sort_by_key(|line| core::cmp::Reverse(line.received_at));
        lines
    }

    fn case_lines(&self, by: AccountId) -> Vec<CaseLine> {
        self.book
            .cases
            .values()
            .filter(|case| self.reaches(by, &[case.managing_zone]))
            .map(|case| {
                let handsets = self.book.handsets_of_case(case.id).filter(|h| h.state == DeviceState::Active);
                let alerts = self
                    .book
                    .handsets_of_case(case.id)
                    .filter_map(|h| self.watches.get(&h.id))
                    .map(|watch| watch.alerts().count())
                    .sum();
                CaseLine {
                    id: case.id,
                    number: case.number.clone(),
                    state: case.state,
                    managing_zone: self.zones.name(case.managing_zone),
                    name: self.book.persons_of(case.id).min_by_key(|p| p.kind).map(|p| p.name.clone()),
                    handsets: count(handsets.count()),
                    alerts: count(alerts),
                }
            })
            .collect()
    }

    fn case_view(&self, id: CaseId, now: UtcMillis) -> Option<CaseView> {
        let case = self.book.cases.get(&id)?.as_ref();
        let of_case =
            |running: &&super::alarms::Running| running.alarm.bearer().is_some_and(|b| b.case == id);
        let mut alarms: Vec<AlarmLine> =
            self.alarms.values().filter(of_case).filter_map(|running| self.alarm_line(running)).collect();
        alarms.sort_by_key(|line| core::cmp::Reverse(line.received_at));
        Some(CaseView {
            case: case.clone(),
            has_photo: self.book.photos.contains_key(&id),
            managing_zone: self.zones.name(case.managing_zone),
            persons: self.book.persons_of(id).cloned().collect(),
            handsets: self.book.handsets_of_case(id).map(|h| self.handset_view(h)).collect(),
            buttons: self
                .book
                .buttons
                .values()
                .filter(|button| self.book.persons.get(&button.person).is_some_and(|p| p.case == id))
                .map(|button| crate::roster::Button { key: None, ..button.clone() })
                .collect(),
            alarms,
            trips: self.trips_of_case(id, now),
        })
    }

    fn handset_view(&self, handset: &crate::roster::Handset) -> HandsetView {
        let watch = self.watches.get(&handset.id);
        HandsetView {
            handset: handset.clone(),
            heard_at: watch.and_then(|w| w.last_heard()).map(ReceivedAt),
            reported_at: watch.and_then(|w| w.last_report()),
            microphone: watch.and_then(|w| w.report()).and_then(|report| report.microphone),
            tested_at: watch.and_then(|w| w.last_test()),
            alerts: watch.into_iter().flat_map(|w| w.alerts().map(|alert| alert.kind)).collect(),
            timer_until: self
                .check_ins
                .get(&handset.id)
                .and_then(|c| c.running())
                .map(|guarded| guarded.until),
            planned_test: watch.and_then(|w| w.planned_test()),
        }
    }

    fn tasks(&self, by: AccountId, now: UtcMillis) -> Vec<TaskView> {
        let mut tasks = Vec::new();
        for running in self.alarms.values().filter(|running| running.alarm.open_pv_task()) {
            let (Some(ending), true) =
                (running.alarm.ending(), self.reaches(by, &self.zones_of_alarm(running)))
            else {
                continue;
            };
            tasks.push(TaskView::PvToFollow {
                alarm: running.alarm.id(),
                case_number: self.case_number(running),
                closed_at: ending.at,
                zones: self.zones.names(&running.zones),
            });
        }
        if self.book.accounts.get(&by).is_some_and(|account| account.role == Role::Magistrate) {
            tasks.extend(self.receipts_to_confirm());
        }
        for (handset, watch) in &self.watches {
            let Some(case) = self.book.case_of_handset(*handset) else { continue };
            if !self.reaches(by, &[case.managing_zone]) {
                continue;
            }
            tasks.extend(watch.alerts().map(|alert| TaskView::Alert {
                handset: *handset,
                case: case.id,
                case_number: case.number.clone(),
                kind: alert.kind,
                opened_at: alert.opened_at,
                cleared_at: alert.cleared_at,
                owner: alert.owner,
                zone: self.zones.name(case.managing_zone),
                level: alert.level,
            }));
        }
        tasks.extend(self.tests_to_come(by));
        tasks.extend(self.trips_to_see(by, now));
        // What is late longest comes first.
        tasks.sort_by_key(|task| match task {
            TaskView::Alert { opened_at, .. } => *opened_at,
            TaskView::PvToFollow { closed_at, .. } => *closed_at,
            TaskView::ReceiptToConfirm { told_at, .. } => *told_at,
            TaskView::TripAnnounced { announced_at, .. } => *announced_at,
            TaskView::TestPlanned { from, .. } => *from,
        });
        tasks
    }

    /// Tests by appointment, for those who keep the case.
    fn tests_to_come(&self, by: AccountId) -> impl Iterator<Item = TaskView> {
        self.watches.iter().filter_map(move |(handset, watch)| {
            let planned = watch.planned_test()?;
            let case = self.book.case_of_handset(*handset)?;
            self.reaches_case(by, case).then(|| TaskView::TestPlanned {
                handset: *handset,
                case: case.id,
                case_number: case.number.clone(),
                from: planned.from,
                until: planned.until,
                zone: self.zones.name(case.managing_zone),
            })
        })
    }

    fn receipts_to_confirm(&self) -> impl Iterator<Item = TaskView> {
        self.receipts.iter().filter_map(|(alarm, told_at)| {
            let running = self.alarms.get(alarm)?;
            Some(TaskView::ReceiptToConfirm {
                alarm: *alarm,
                case_number: self.case_number(running),
                outcome: running.alarm.outcome()?,
                told_at: *told_at,
                zones: self.zones.names(&running.zones),
            })
        })
    }

    fn administration(&self, now: UtcMillis) -> AdministrationView {
        AdministrationView {
            accounts: self.book.accounts.values().map(|a| Account { password: None, ..a.clone() }).collect(),
            rooms: self.book.rooms.values().cloned().collect(),
            zones: self
                .zones
                .valid(now)
                .map(|zone| {
                    let (office, in_force_since) = self.zones.circular_facts(zone.id);
                    ZonePlace { zone: zone_name(zone.id, &zone.code, &zone.name), office, in_force_since }
                })
                .collect(),
        }
    }

    fn zone_shapes(&self, now: UtcMillis) -> Vec<ZoneShapeView> {
        self.zones
            .valid(now)
            .map(|zone| ZoneShapeView {
                zone: zone_name(zone.id, &zone.code, &zone.name),
                shape: zone.shape.clone(),
            })
            .collect()
    }
}

/// Roles whose reach ends at their zone.
const fn zone_bound(account: &Account) -> bool {
    match account.role {
        Role::ZoneDuty | Role::Patrol | Role::CaseOfficer => true,
        Role::Operator
        | Role::Supervisor
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
