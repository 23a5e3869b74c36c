//! A naive model of alarms: it takes the events of the log, one after the other, and knows nothing of the machine.
//!
//! It is written apart from room `watch`, as simply as possible, so that the two can disagree.

use crate::world::shell::times;
use crate::world::{Flow, broken};
use hoeder_engine::entry::{Entry, Event};
use hoeder_engine::view::AlarmView;
use hoeder_vocab::{AccountId, AlarmId, CaseId, HandsetId, PersonId, Seq, UtcMillis};
use hoeder_watch::alarm::{AlarmEvent, AlarmKind, Outcome, Pv, Rung, Stage};
use hoeder_watch::supervision::{AlertKind, SupervisionEvent};
use std::collections::{BTreeMap, BTreeSet};

/// An alarm as anybody would write it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Case {
    pub(crate) seq: Seq,
    pub(crate) kind: AlarmKind,
    pub(crate) claimed: HandsetId,
    pub(crate) case: Option<CaseId>,
    pub(crate) person: Option<PersonId>,
    pub(crate) stage: Stage,
    pub(crate) owner: Option<AccountId>,
    pub(crate) owner_since: UtcMillis,
    /// When the ownership began that a take-over only passes on.
    pub(crate) span_since: UtcMillis,
    /// The last act of the owner.
    pub(crate) acted_at: UtcMillis,
    pub(crate) reminded: bool,
    pub(crate) ringing_since: Option<UtcMillis>,
    pub(crate) rung: Rung,
    pub(crate) held: bool,
    pub(crate) shown: bool,
    pub(crate) taken: bool,
    pub(crate) presses: u16,
    pub(crate) duress: bool,
    pub(crate) units: Vec<String>,
    pub(crate) on_the_way: Vec<String>,
    pub(crate) findings: usize,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) pv: Option<Pv>,
}

/// All that the log says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Model {
    pub(crate) alarms: BTreeMap<AlarmId, Case>,
    /// Alerts that are open and wrong, by handset.
    pub(crate) wrong: BTreeSet<(HandsetId, AlertKind)>,
    /// Since when a handset is watched.
    pub(crate) watched: BTreeMap<HandsetId, UtcMillis>,
    /// Who was told of which alarm, by the access log.
    pub(crate) told: BTreeSet<(AlarmId, AccountId)>,
    /// What persons arranged and said.
    pub(crate) arranged: super::arranged::Arranged,
}

impl Model {
    pub(crate) fn is_raised(&self, alarm: AlarmId) -> bool {
        self.alarms.contains_key(&alarm)
    }

    pub(crate) fn is_open(&self, alarm: AlarmId) -> bool {
        self.alarms.get(&alarm).is_some_and(|case| case.stage != Stage::Closed)
    }

    pub(crate) fn open(&self) -> impl Iterator<Item = (AlarmId, &Case)> {
        self.alarms.iter().filter(|(_, case)| case.stage != Stage::Closed).map(|(id, case)| (*id, case))
    }

    /// Takes in a record.
    pub(crate) fn take(&mut self, entry: &Entry) -> Flow {
        self.take_arranged(entry)?;
        if let Event::Alarm(id, event) = &entry.event {
            self.take_alarm(*id, event, entry)?;
        }
        if let Event::Watch(handset, event) = &entry.event {
            self.take_watch(*handset, event, entry.decided_at.0);
        }
        if let Event::Accessed(access) = &entry.event
            && let Some(alarm) = access.alarm
        {
            self.told.extend(access.recipients.iter().map(|account| (alarm, *account)));
        }
        Ok(())
    }

    fn take_watch(&mut self, handset: HandsetId, event: &SupervisionEvent, at: UtcMillis) {
        match event {
            SupervisionEvent::Started => {
                self.watched.insert(handset, at);
            }
            SupervisionEvent::Stopped => {
                self.watched.remove(&handset);
                self.wrong.retain(|(of, _)| *of != handset);
            }
            SupervisionEvent::AlertOpened { kind } | SupervisionEvent::AlertReturned { kind } => {
                self.wrong.insert((handset, *kind));
            }
            SupervisionEvent::AlertCleared { kind } | SupervisionEvent::AlertClosed { kind, .. } => {
                self.wrong.remove(&(handset, *kind));
            }
            SupervisionEvent::AlertAged { .. }
            | SupervisionEvent::AlertOwned { .. }
            | SupervisionEvent::Reported(_)
            | SupervisionEvent::Tested { .. }
            | SupervisionEvent::TestPlanned { .. }
            | SupervisionEvent::PlannedTestAnswered { .. }
            | SupervisionEvent::PlannedTestDropped { .. } => {}
        }
    }

    fn raise(&mut self, id: AlarmId, event: &AlarmEvent, entry: &Entry) -> Flow {
        let AlarmEvent::Raised { kind, bearer, claimed, .. } = event else { return Ok(()) };
        let at = entry.decided_at.0;
        let case = Case {
            seq: entry.seq,
            kind: *kind,
            claimed: *claimed,
            case: bearer.map(|b| b.case),
            person: bearer.map(|b| b.person),
            stage: Stage::Ringing,
            owner: None,
            owner_since: at,
            span_since: at,
            acted_at: at,
            reminded: false,
            ringing_since: Some(at),
            rung: Rung::OwnRoom,
            held: false,
            shown: false,
            taken: false,
            presses: 1,
            duress: false,
            units: Vec::new(),
            on_the_way: Vec::new(),
            findings: 0,
            outcome: None,
            pv: None,
        };
        if self.alarms.insert(id, case).is_some() {
            return broken("one press is one alarm, raised once (GN-05)", format!("{id}"));
        }
        Ok(())
    }

    fn take_alarm(&mut self, id: AlarmId, event: &AlarmEvent, entry: &Entry) -> Flow {
        let at = entry.decided_at.0;
        if let AlarmEvent::Raised { .. } = event {
            return self.raise(id, event, entry);
        }
        let Some(case) = self.alarms.get_mut(&id) else {
            return broken("nothing happens to an alarm before it is raised", format!("{event:?}"));
        };
        if case.stage == Stage::Closed && !matches!(event, AlarmEvent::PvGiven { .. }) {
            return broken("nothing happens to a closed alarm but its report", format!("{event:?}"));
        }
        match event {
            AlarmEvent::Raised { .. } | AlarmEvent::Linked { .. } | AlarmEvent::Overdue { .. } => {}
            AlarmEvent::Noted { .. }
            | AlarmEvent::StillOnIt { .. }
            | AlarmEvent::StepDone { .. }
            | AlarmEvent::OnTheWay { .. }
            | AlarmEvent::Found { .. }
            | AlarmEvent::Dispatched { .. }
            | AlarmEvent::OnScene { .. } => work(case, event, at),
            AlarmEvent::Vouched { bearer } => {
                case.kind = AlarmKind::Danger;
                case.claimed = bearer.handset;
                case.case = Some(bearer.case);
                case.person = Some(bearer.person);
            }
            AlarmEvent::Taken { .. }
            | AlarmEvent::HandedOver { .. }
            | AlarmEvent::OwnerLost { .. }
            | AlarmEvent::TakenOver { .. }
            | AlarmEvent::OwnerReminded { .. }
            | AlarmEvent::OwnershipReturned { .. } => return ownership(case, event, at),
            AlarmEvent::Held { .. } => case.held = true,
            AlarmEvent::Shown { .. } => case.shown = true,
            AlarmEvent::PressedAgain { .. } => case.presses = case.presses.saturating_add(1),
            AlarmEvent::WordSaid { what, .. } => {
                case.duress |= *what == hoeder_watch::alarm::MistakeWord::Duress;
            }
            AlarmEvent::Climbed { to, .. } => {
                if *to < case.rung || case.ringing_since.is_none() {
                    return broken("a ladder climbs, and only while it rings (FL-06)", format!("{event:?}"));
                }
                case.rung = *to;
            }
            AlarmEvent::Closed { outcome, pv, .. } => {
                case.stage = Stage::Closed;
                case.owner = None;
                case.reminded = false;
                case.ringing_since = None;
                case.outcome = Some(*outcome);
                case.pv = Some(pv.clone());
            }
            AlarmEvent::PvGiven { number, .. } => case.pv = Some(Pv::Number(number.clone())),
        }
        Ok(())
    }

    /// Does a screen say the same as the model?
    pub(crate) fn agrees(&self, view: &AlarmView) -> Flow {
        let Some(case) = self.alarms.get(&view.id) else {
            return broken("a screen shows what the log has", format!("{}", view.id));
        };
        // To a wall only that there is an alarm.
        let bare = view.timeline.is_empty();
        let said = (
            view.kind,
            view.stage,
            view.owner,
            view.ringing,
            view.rung,
            view.presses,
            view.duress,
            view.outcome,
            view.pv.clone(),
            view.reminded,
            (view.on_the_way.clone(), view.findings.len()),
        );
        let known = (
            case.kind,
            case.stage,
            case.owner,
            case.ringing_since.is_some(),
            case.rung,
            case.presses,
            case.duress,
            case.outcome,
            case.pv.clone(),
            case.reminded,
            (case.on_the_way.clone(), if bare { 0 } else { case.findings }),
        );
        if said == known {
            return Ok(());
        }
        broken("the machine and the naive model agree", format!("{}: {said:?} and {known:?}", view.id))
    }
}

const fn own(case: &mut Case, by: AccountId, at: UtcMillis) {
    case.owner = Some(by);
    case.owner_since = at;
    case.acted_at = at;
    case.reminded = false;
    case.ringing_since = None;
}

/// It rings again; the rung is for the caller.
fn ring(case: &mut Case, at: UtcMillis) {
    case.owner = None;
    case.reminded = false;
    case.ringing_since = Some(at);
    if case.stage == Stage::Taken {
        case.stage = Stage::Ringing;
    }
}

/// What somebody does with an alarm; done by its owner, the ownership is young again.
fn work(case: &mut Case, event: &AlarmEvent, at: UtcMillis) {
    if case.owner.is_some() && case.owner == event.act_of() {
        case.acted_at = at;
        case.reminded = false;
    }
    if let AlarmEvent::OnTheWay { unit, .. } = event {
        case.on_the_way.push(unit.clone());
    }
    if let AlarmEvent::Found { .. } = event {
        case.findings += 1;
    }
    if let AlarmEvent::Dispatched { unit, .. } = event {
        case.units.push(unit.clone());
        if case.stage == Stage::Taken || case.stage == Stage::Ringing {
            case.stage = Stage::Dispatched;
        }
    }
    if let AlarmEvent::OnScene { .. } = event {
        case.stage = Stage::OnScene;
    }
}

/// Who has it, by an act or by itself.
fn ownership(case: &mut Case, event: &AlarmEvent, at: UtcMillis) -> Flow {
    let times = times();
    let idle = at.since(case.acted_at);
    if let AlarmEvent::Taken { by } = event {
        if let Some(owner) = case.owner {
            return broken("the first to take it owns it (FL-06)", format!("{owner} before {by}"));
        }
        case.taken = true;
        own(case, *by, at);
        case.span_since = at;
        if case.stage == Stage::Ringing {
            case.stage = Stage::Taken;
        }
    }
    if let AlarmEvent::HandedOver { from, to } = event {
        if case.owner != Some(*from) {
            return broken("only its owner hands an alarm over", format!("{event:?}"));
        }
        own(case, *to, at);
        case.span_since = at;
    }
    if let AlarmEvent::OwnerLost { .. } = event {
        ring(case, at);
        case.rung = Rung::OwnRoom;
    }
    if let AlarmEvent::TakenOver { from, by } = event {
        if case.owner != Some(*from) || at >= case.span_since.plus(times.take_over) {
            return broken("a take-over comes soon after the take (FL-06)", format!("{event:?}"));
        }
        own(case, *by, at);
    }
    if let AlarmEvent::OwnerReminded { owner } = event {
        if case.owner != Some(*owner) || case.reminded || idle < times.owner_reminded {
            return broken("an owner is reminded once, after long idleness", format!("{event:?}"));
        }
        case.reminded = true;
    }
    if let AlarmEvent::OwnershipReturned { owner } = event {
        if case.owner != Some(*owner) || idle < times.owner_returned {
            return broken("an alarm returns only from an idle owner (FL-06)", format!("{event:?}"));
        }
        ring(case, at);
    }
    Ok(())
}
