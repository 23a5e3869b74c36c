//! Lists of measures: what is due first, search, inbox, calendar, and the counts of an office or a district.
//!
//! Each line is held to `access`; what a list does not show is not in it (MS-24). Never here: one measure whole.

use super::Cell;
use super::measures::KeptMeasure;
use super::measures_show::{is_for, is_overdue};
use super::measures_world::by as by_of;
use super::valid::text;
use super::wall::count;
use super::words::words;
use crate::access::{self, Action};
use crate::measures::{
    CalendarLine, CalendarWhat, MAX_LISTED, MagistrateName, MeasureFilter, MeasureLine, MeasureSight,
    MeasuresFound, NoticeView, OfficesView, OverviewPlace, OverviewRow, OverviewView, ShortageLine,
};
use crate::output::{Problem, Reply};
use crate::roster::{Account, AccountState};
use hoeder_measure::due::DueKind;
use hoeder_measure::followup::Incident;
use hoeder_measure::{Measure, Point, Stage};
use hoeder_vocab::{
    AccountId, CaseId, CivilDate, DistrictId, MeasureId, OfficeId, Purpose, Role, Sensitive, UtcMillis,
    ZoneId,
};
use std::collections::{BTreeMap, BTreeSet};

/// A measure that ends within so many months is counted as ending soon: the month of its evaluation (7.12.1).
const SOON_MONTHS: i32 = 1;

impl Cell {
    /// The measures of the territory of an account, its own sight held to each line later.
    fn measures_near(&self, account: &Account) -> BTreeSet<MeasureId> {
        match account.role {
            Role::CaseOfficer | Role::ZoneDuty => self.measures.at(account.zone, None),
            Role::Magistrate | Role::VictimReception | Role::ReferenceMagistrate => {
                self.measures.at(None, account.office)
            }
            Role::DistrictSpoc => {
                let of_district = |office: &&crate::roster::Office| Some(office.district) == account.district;
                let offices = self.book.offices.values().filter(of_district);
                offices.flat_map(|office| self.measures.at(None, Some(office.id))).collect()
            }
            Role::Operator
            | Role::Supervisor
            | Role::Patrol
            | Role::Administrator
            | Role::Auditor
            | Role::Wall
            | Role::Monitor => BTreeSet::new(),
        }
    }

    pub(super) fn list_measures(
        &mut self,
        by: AccountId,
        filter: MeasureFilter,
        now: UtcMillis,
    ) -> Result<Reply, Problem> {
        let actor = self.allowed(by, Action::ListMeasures, now)?;
        self.log_access((actor, Action::ListMeasures), (None, None), None, now);
        let account = self.account(by)?.clone();
        let ids = self.measures_near(&account);
        let fits = |line: &MeasureLine| {
            filter.stage.is_none_or(|stage| stage == line.stage)
                && filter.due_until.is_none_or(|until| line.due_on.is_some_and(|on| on <= until))
        };
        Ok(Reply::Measures(self.lines(ids, &account, fits, now)))
    }

    pub(super) fn measures_of(
        &mut self,
        by: AccountId,
        case: CaseId,
        now: UtcMillis,
    ) -> Result<Reply, Problem> {
        let actor = self.allowed(by, Action::ListMeasures, now)?;
        if !self.book.cases.contains_key(&case) {
            return Err(Problem::NotFound);
        }
        self.log_access((actor, Action::ListMeasures), (Some(case), None), None, now);
        let account = self.account(by)?.clone();
        let ids = self.measures.of_case.get(&case).cloned().unwrap_or_default();
        let mut found = self.lines(ids, &account, |_| true, now);
        found.lines.sort_by_key(|line| core::cmp::Reverse(line.id));
        Ok(Reply::Measures(found))
    }

    /// By number of the case or of a report, or by the beginnings of names. What was asked is not kept (GN-02).
    pub(super) fn search_measures(
        &mut self,
        by: AccountId,
        asked: &Sensitive<String>,
        now: UtcMillis,
    ) -> Result<Reply, Problem> {
        let actor = self.allowed(by, Action::SearchMeasures, now)?;
        let asked = asked.reveal(Purpose::Transport);
        text("text", asked, 2, 100, "2 to 100 characters")?;
        let wanted = words(asked);
        if wanted.is_empty() {
            return super::valid::invalid("text", "letters or digits");
        }
        self.log_access((actor, Action::SearchMeasures), (None, None), None, now);
        let account = self.account(by)?.clone();
        let number = asked.trim().to_lowercase();
        let ids: BTreeSet<MeasureId> = self
            .measures_near(&account)
            .into_iter()
            .filter(|id| self.is_found(*id, &number, &wanted))
            .collect();
        Ok(Reply::Measures(self.lines(ids, &account, |_| true, now)))
    }

    fn is_found(&self, id: MeasureId, number: &str, wanted: &[String]) -> bool {
        let Some(kept) = self.measures.get(&id) else { return false };
        let Some((case, person)) = kept.of() else { return false };
        let by_number = self.book.cases.get(&case).is_some_and(|case| holds(&case.number, number))
            || reports(&kept.measure).any(|report| holds(report, number));
        let by_name = || {
            self.book.persons.get(&person).is_some_and(|person| {
                let name = words(person.name.reveal(Purpose::CaseWork));
                wanted.iter().all(|word| name.iter().any(|part| part.starts_with(word.as_str())))
            })
        };
        by_number || by_name()
    }

    /// What is due first comes first; what has no date comes last.
    fn lines(
        &mut self,
        ids: BTreeSet<MeasureId>,
        account: &Account,
        fits: impl Fn(&MeasureLine) -> bool,
        now: UtcMillis,
    ) -> MeasuresFound {
        let today = CivilDate::in_belgium(now);
        let mut lines: Vec<MeasureLine> = ids
            .into_iter()
            .filter_map(|id| self.measure_line(id, account, today))
            .filter(|(_, sight)| matches!(sight, MeasureSight::Whole | MeasureSight::Reception))
            .map(|(line, _)| line)
            .filter(|line| fits(line))
            .collect();
        lines.sort_by_key(|line| {
            (line.due_on.is_none(), line.due_on, core::cmp::Reverse(line.overdue), line.id)
        });
        let more = lines.len() > MAX_LISTED;
        lines.truncate(MAX_LISTED);
        MeasuresFound { lines: lines.into_iter().map(|line| self.name_line(line)).collect(), more }
    }

    /// Notices to this desk, newest first. They name nobody: a case has a number.
    pub(super) fn inbox(&mut self, by: AccountId, now: UtcMillis) -> Result<Reply, Problem> {
        let actor = self.allowed(by, Action::ReadInbox, now)?;
        self.log_access((actor, Action::ReadInbox), (None, None), None, now);
        let account = self.account(by)?;
        let own_room = self.config.own_room;
        let mut newest: Vec<(UtcMillis, MeasureId, usize)> = Vec::new();
        for (_, notices) in
            self.measures.inboxes.iter().filter(|(to, _)| access::receives(account, **to, own_room))
        {
            newest.extend(notices.iter().rev().take(MAX_LISTED).filter_map(|(measure, n)| {
                let at = usize::try_from(*n).ok()?.checked_sub(1)?;
                let notice = self.measures.get(measure)?.notices.get(at)?;
                Some((notice.at, *measure, at))
            }));
        }
        newest.sort_unstable_by_key(|one| core::cmp::Reverse(*one));
        newest.truncate(MAX_LISTED);
        let views: Vec<NoticeView> = newest
            .into_iter()
            .filter_map(|(_, measure, at)| {
                let kept = self.measures.get(&measure)?;
                kept.notices.get(at).map(|notice| self.notice_view(kept, notice))
            })
            .collect();
        Ok(Reply::Inbox(views))
    }

    /// Days of this desk's tasks, and dates of its measures. No names.
    pub(super) fn calendar(&mut self, by: AccountId, now: UtcMillis) -> Result<Reply, Problem> {
        let actor = self.allowed(by, Action::ReadCalendar, now)?;
        self.log_access((actor, Action::ReadCalendar), (None, None), None, now);
        let account = self.account(by)?.clone();
        let today = CivilDate::in_belgium(now);
        let mut lines = Vec::new();
        for id in self.measures_near(&account) {
            let Some((line, sight)) = self.measure_line(id, &account, today) else { continue };
            let case_number = self.number_of(line.case);
            let on = |on: CivilDate, what: CalendarWhat, point: Point| CalendarLine {
                on,
                measure: id,
                case_number: case_number.clone(),
                what,
                point,
            };
            let Some(look) = self.measures.get(&id).and_then(KeptMeasure::today) else { continue };
            let mine = look.tasks.iter().filter(|task| is_for(task.owner, by_of(&account)));
            lines.extend(
                mine.filter_map(|task| {
                    task.due.map(|due| on(due, CalendarWhat::Task(task.kind), task.point))
                }),
            );
            if sight == MeasureSight::Whole {
                lines.extend(look.due.iter().map(|due| on(due.on, CalendarWhat::Due(due.kind), due.point)));
            }
        }
        lines.sort_by_key(|line| (line.on, line.measure));
        Ok(Reply::Calendar(lines))
    }

    pub(super) fn offices(&mut self, by: AccountId, now: UtcMillis) -> Result<Reply, Problem> {
        self.allowed(by, Action::ReadOffices, now)?;
        let offices = self.book.offices.values().cloned().collect();
        let districts = self.book.districts.values().cloned().collect();
        Ok(Reply::Offices(OfficesView { offices, districts }))
    }

    /// MS-15: who may have said a ruling. Names only, of those who are there.
    pub(super) fn magistrates(
        &mut self,
        by: AccountId,
        office: OfficeId,
        now: UtcMillis,
    ) -> Result<Reply, Problem> {
        self.allowed(by, Action::ReadMagistrates, now)?;
        if !self.book.offices.contains_key(&office) {
            return Err(Problem::NotFound);
        }
        let of_office = |account: &&Account| {
            account.office == Some(office)
                && account.state == AccountState::Enabled
                && matches!(account.role, Role::Magistrate | Role::ReferenceMagistrate)
        };
        let found = self.book.accounts.values().filter(of_office);
        let mut names: Vec<MagistrateName> =
            found.map(|account| MagistrateName { id: account.id, name: account.name.clone() }).collect();
        names.sort_by(|a, b| {
            let name = |one: &MagistrateName| one.name.reveal(Purpose::CaseWork).clone();
            name(a).cmp(&name(b))
        });
        Ok(Reply::Magistrates(names))
    }

    /// Counts and what is overdue at one level (MS-40): no names, no file.
    pub(super) fn overview(&mut self, by: AccountId, now: UtcMillis) -> Result<Reply, Problem> {
        let actor = self.allowed(by, Action::ReadOverview, now)?;
        self.log_access((actor, Action::ReadOverview), (None, None), None, now);
        let account = self.account(by)?.clone();
        let (place, district) = self.overview_place(&account).ok_or(Problem::Denied("territory"))?;
        let (of_office, of_district) = (account.office, account.district);
        let today = CivilDate::in_belgium(now);
        let mut rows: BTreeMap<Option<ZoneId>, OverviewRow> = BTreeMap::new();
        let mut shortages = Vec::new();
        for id in self.measures_near(&account) {
            let managed_by = self.measures.get(&id).and_then(|kept| kept.measure.file().office);
            if !self.is_of(managed_by, (of_office, of_district)) {
                continue;
            }
            let Some(kept) = self.measures.look_at(id, today) else { continue };
            let zone = kept.measure.file().zone;
            let row = rows.entry(zone).or_insert_with(|| OverviewRow {
                zone: None,
                stages: Stage::ALL.iter().map(|stage| (*stage, 0)).collect(),
                tasks: 0,
                overdue: 0,
                not_active_in_time: 0,
                ending_soon: 0,
            });
            add_to(row, kept, today);
            shortages.extend(shortage(kept));
        }
        for (zone, row) in &mut rows {
            row.zone = zone.and_then(|zone| self.zones.name(zone));
        }
        for (line, case) in &mut shortages {
            line.case_number = self.number_of(*case);
        }
        let free_devices =
            district.and_then(|district| self.config.measures.free_devices.get(&district).copied());
        Ok(Reply::Overview(Box::new(OverviewView {
            place,
            as_of: today,
            rows: rows.into_values().collect(),
            shortages: shortages.into_iter().map(|(line, _)| line).collect(),
            free_devices,
        })))
    }

    fn overview_place(&self, account: &Account) -> Option<(OverviewPlace, Option<DistrictId>)> {
        if let Some(district) = account.district.filter(|_| account.role == Role::DistrictSpoc) {
            let name = self.book.districts.get(&district)?.name.clone();
            return Some((OverviewPlace::District { id: district, name }, Some(district)));
        }
        let office = account.office?;
        let district = self.book.offices.get(&office).map(|office| office.district);
        Some((OverviewPlace::Office(self.office_name(office)?), district))
    }

    fn is_of(&self, managed_by: Option<OfficeId>, level: (Option<OfficeId>, Option<DistrictId>)) -> bool {
        let Some(office) = managed_by else { return false };
        match level {
            (Some(own), _) => own == office,
            (None, district) => self.book.offices.get(&office).map(|office| office.district) == district,
        }
    }
}

/// Numbers of the reports that a measure knows.
fn reports(measure: &Measure) -> impl Iterator<Item = &String> {
    let file = measure.file();
    let request = file.request.iter().map(|request| &request.pv.number);
    let hearings = file.hearings.iter().map(|hearing| &hearing.pv.number);
    let rulings = file.rulings.iter().filter_map(|ruled| ruled.decision.pv.as_ref().map(|pv| &pv.number));
    let revisits = file.revisits.iter().map(|revisit| &revisit.pv.number);
    let incidents = file.incidents.iter().filter_map(|incident| match incident {
        Incident::Alarm { pv, .. } => pv.as_ref(),
        Incident::Fact { pv, .. } => Some(&pv.number),
    });
    let settled = file.settled.iter().filter_map(|settled| settled.reference.as_ref());
    request.chain(hearings).chain(rulings).chain(revisits).chain(incidents).chain(settled)
}

/// Does a text hold another one, which is in small letters? A magistrate asks this of a hundred thousand numbers at once, and
/// presses wait behind it: without a copy of each.
fn holds(text: &str, small: &str) -> bool {
    if !text.is_ascii() || !small.is_ascii() {
        return text.to_lowercase().contains(small);
    }
    let (text, small) = (text.as_bytes(), small.as_bytes());
    small.is_empty() || text.windows(small.len()).any(|part| part.eq_ignore_ascii_case(small))
}

fn add_to(row: &mut OverviewRow, kept: &KeptMeasure, today: CivilDate) {
    let measure = &kept.measure;
    for (_, counted) in row.stages.iter_mut().filter(|(stage, _)| *stage == measure.stage()) {
        *counted = counted.saturating_add(1);
    }
    let Some(look) = kept.today() else { return };
    row.tasks = row.tasks.saturating_add(count(look.tasks.len()));
    let overdue = look.tasks.iter().filter(|task| is_overdue(task, today)).count();
    row.overdue = row.overdue.saturating_add(count(overdue));
    let late = look.due.iter().any(|due| due.kind == DueKind::Activation && due.on < today);
    row.not_active_in_time = row.not_active_in_time.saturating_add(u32::from(late));
    let soon = measure.stage() == Stage::Running
        && measure.term().is_some_and(|term| term.ends_on <= today.plus_months(SOON_MONTHS));
    row.ending_soon = row.ending_soon.saturating_add(u32::from(soon));
}

fn shortage(kept: &KeptMeasure) -> Option<(ShortageLine, CaseId)> {
    let short = kept.measure.file().shortage.as_ref().filter(|_| kept.measure.stage() == Stage::Granted)?;
    let (case, _) = kept.of()?;
    let line = ShortageLine {
        measure: kept.measure.id(),
        events: kept.events(),
        case_number: String::new(),
        district: short.district,
        since: short.since,
        decided: short.decided.is_some(),
    };
    Some((line, case))
}

#[cfg(test)]
mod tests {
    use super::holds;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_number_is_found_as_in_small_letters(text in "[a-zA-Z0-9./é ]{0,12}", small in "[a-z0-9./é]{0,3}") {
            prop_assert_eq!(holds(&text, &small), text.to_lowercase().contains(&small));
        }
    }
}
