//! A naive alarm that remembers nothing but its history and reads it again for every answer. Slow and plain on purpose.

use hoeder_vocab::{AccountId, AlarmId, Purpose, UtcMillis};
use hoeder_watch::alarm::{
    AlarmCommand, AlarmEvent, AlarmKind, AlarmTimes, ClimbReason, Milestone, Pv, Refusal, Rung,
};
use std::time::Duration;

/// Everything that happened, in order.
#[derive(Clone)]
pub(crate) struct Model {
    pub(crate) id: AlarmId,
    pub(crate) history: Vec<(AlarmEvent, UtcMillis)>,
}

impl Model {
    fn any(&self, test: impl Fn(&AlarmEvent) -> bool) -> bool {
        self.history.iter().any(|(e, _)| test(e))
    }
    fn last(&self, test: impl Fn(&AlarmEvent) -> bool) -> Option<UtcMillis> {
        self.history.iter().rev().find(|(e, _)| test(e)).map(|(_, t)| *t)
    }
    fn first(&self, test: impl Fn(&AlarmEvent) -> bool) -> Option<UtcMillis> {
        self.history.iter().find(|(e, _)| test(e)).map(|(_, t)| *t)
    }
    fn kind(&self) -> Option<AlarmKind> {
        if self.any(|e| matches!(e, AlarmEvent::Vouched { .. })) {
            return Some(AlarmKind::Danger);
        }
        self.history
            .iter()
            .find_map(|(e, _)| if let AlarmEvent::Raised { kind, .. } = e { Some(*kind) } else { None })
    }
    fn closed(&self) -> bool {
        self.any(|e| matches!(e, AlarmEvent::Closed { .. }))
    }
    fn sent(&self) -> bool {
        self.any(|e| matches!(e, AlarmEvent::Dispatched { .. }))
    }
    fn owner(&self) -> Option<AccountId> {
        let mut owner = None;
        for (event, _) in &self.history {
            if let AlarmEvent::Taken { by } = event {
                owner = Some(*by);
            }
            if let AlarmEvent::HandedOver { to, .. } = event {
                owner = Some(*to);
            }
            if let AlarmEvent::TakenOver { by, .. } = event {
                owner = Some(*by);
            }
            if ends_ownership(event) {
                owner = None;
            }
        }
        owner
    }
    /// The part of the history that belongs to the present ringing, the event that began it first.
    fn ringing(&self) -> Option<&[(AlarmEvent, UtcMillis)]> {
        if self.owner().is_some() || self.closed() {
            return None;
        }
        let began = self
            .history
            .iter()
            .rposition(|(e, _)| matches!(e, AlarmEvent::Raised { .. }) || ends_ownership(e))?;
        self.history.get(began..)
    }
    /// Where the ladder is: a lost owner sets it back, an ownership that returned does not.
    fn rung(&self) -> Rung {
        let mut rung = Rung::OwnRoom;
        for (event, _) in &self.history {
            if let AlarmEvent::Climbed { to, .. } = event {
                rung = *to;
            }
            if matches!(event, AlarmEvent::OwnerLost { .. }) {
                rung = Rung::OwnRoom;
            }
        }
        rung
    }
    /// When the present ownership began: a take-over does not begin a new one.
    fn owned_since(&self) -> Option<UtcMillis> {
        self.owner().and(self.last(|e| matches!(e, AlarmEvent::Taken { .. } | AlarmEvent::HandedOver { .. })))
    }
    /// The last thing that the present owner did, or the moment of becoming it; and whether a reminder followed.
    fn last_act(&self) -> Option<(UtcMillis, bool)> {
        let owner = self.owner()?;
        let place = self.history.iter().rposition(|(e, _)| is_act_of(e, owner))?;
        let (_, at) = self.history.get(place)?;
        let reminded =
            self.history.iter().skip(place).any(|(e, _)| matches!(e, AlarmEvent::OwnerReminded { .. }));
        Some((*at, reminded))
    }

    /// The answer to a command, by reading the whole history.
    pub(crate) fn answer(
        &self,
        command: &AlarmCommand,
        now: UtcMillis,
        times: &AlarmTimes,
    ) -> Result<Vec<AlarmEvent>, Refusal> {
        let Some(kind) = self.kind() else {
            return self.before_the_press(command);
        };
        if self.closed() {
            return self.after_the_end(command);
        }
        match command {
            AlarmCommand::Raise(_) => Ok(vec![]),
            AlarmCommand::PressAgain { pressed_at, received_at } => {
                let newest = self.history.iter().rev().find_map(|(e, _)| pressed(e));
                let again = AlarmEvent::PressedAgain { pressed_at: *pressed_at, received_at: *received_at };
                Ok(if newest == Some(*pressed_at) { vec![] } else { vec![again] })
            }
            AlarmCommand::Hold { home } => {
                let held = self.any(|e| matches!(e, AlarmEvent::Held { .. }));
                Ok(if held { vec![] } else { vec![AlarmEvent::Held { home: *home }] })
            }
            AlarmCommand::Show { desk, by } => {
                let since = self.ringing().unwrap_or(&self.history);
                let seen = since.iter().any(|(e, _)| matches!(e, AlarmEvent::Shown { .. }));
                Ok(if seen { vec![] } else { vec![AlarmEvent::Shown { desk: *desk, by: *by }] })
            }
            AlarmCommand::Link { other } => {
                let known = self.any(|e| matches!(e, AlarmEvent::Linked { other: o } if o == other));
                Ok(if known || *other == self.id {
                    vec![]
                } else {
                    vec![AlarmEvent::Linked { other: *other }]
                })
            }
            AlarmCommand::LoseOwner => Ok(match self.owner() {
                Some(owner) => vec![
                    AlarmEvent::OwnerLost { owner },
                    AlarmEvent::Climbed { to: Rung::NeighbourRoom, why: ClimbReason::OwnerLost },
                ],
                None => vec![],
            }),
            AlarmCommand::Vouch { bearer } => Ok(match kind {
                AlarmKind::Unidentified => vec![AlarmEvent::Vouched { bearer: *bearer }],
                AlarmKind::Danger => vec![],
            }),
            AlarmCommand::NobodyThere => Ok(match self.ringing().and(one_up(self.rung())) {
                Some(to) => vec![AlarmEvent::Climbed { to, why: ClimbReason::NobodyThere }],
                None => vec![],
            }),
            AlarmCommand::Tick => Ok(self.late(now, times)),
            AlarmCommand::SayWord { what, word } => {
                Ok(vec![AlarmEvent::WordSaid { what: *what, word: word.clone() }])
            }
            AlarmCommand::GivePv { .. } => Err(Refusal::PvNotDue),
            AlarmCommand::GoOnTheWay { .. } | AlarmCommand::ReportFinding { .. } => self.of_a_team(command),
            AlarmCommand::Take { .. }
            | AlarmCommand::TakeFree { .. }
            | AlarmCommand::HandOver { .. }
            | AlarmCommand::Dispatch { .. }
            | AlarmCommand::ArriveOnScene { .. }
            | AlarmCommand::DoStep { .. }
            | AlarmCommand::StayOn { .. }
            | AlarmCommand::Note { .. }
            | AlarmCommand::Close { .. } => self.of_the_police(command, kind, (now, times)),
        }
    }

    fn before_the_press(&self, command: &AlarmCommand) -> Result<Vec<AlarmEvent>, Refusal> {
        if let AlarmCommand::Raise(p) = command {
            return Ok(vec![AlarmEvent::Raised {
                kind: p.kind,
                bearer: p.bearer,
                claimed: p.claimed,
                trigger: p.trigger,
                pressed_at: p.pressed_at,
                received_at: p.received_at,
                fix: p.fix,
                battery: p.battery,
            }]);
        }
        if matches!(command, AlarmCommand::Tick) { Ok(vec![]) } else { Err(Refusal::NotRaised) }
    }

    fn after_the_end(&self, command: &AlarmCommand) -> Result<Vec<AlarmEvent>, Refusal> {
        if let AlarmCommand::GivePv { by, number } = command {
            let given = self.history.iter().rev().find_map(|(e, _)| report(e));
            return match given {
                Some(Pv::Number(n)) if &n == number => Ok(vec![]),
                Some(Pv::Number(_)) | None => Err(Refusal::PvNotDue),
                Some(Pv::ToFollow) if fits(number, 40) => {
                    Ok(vec![AlarmEvent::PvGiven { by: *by, number: number.clone() }])
                }
                Some(Pv::ToFollow) => Err(Refusal::PvMissing),
            };
        }
        let newest = self.history.iter().rev().find_map(|(e, _)| pressed(e));
        let by_machine = matches!(
            command,
            AlarmCommand::Raise(_)
                | AlarmCommand::Hold { .. }
                | AlarmCommand::Show { .. }
                | AlarmCommand::Link { .. }
                | AlarmCommand::LoseOwner
                | AlarmCommand::Vouch { .. }
                | AlarmCommand::NobodyThere
                | AlarmCommand::Tick
        );
        let repeated =
            matches!(command, AlarmCommand::PressAgain { pressed_at, .. } if newest == Some(*pressed_at));
        if by_machine || repeated { Ok(vec![]) } else { Err(Refusal::Closed) }
    }

    fn of_a_team(&self, command: &AlarmCommand) -> Result<Vec<AlarmEvent>, Refusal> {
        if let AlarmCommand::GoOnTheWay { by, unit } = command {
            if !fits(unit, 40) {
                return Err(Refusal::TextLength { max: 40 });
            }
            let known = self.any(|e| {
                matches!(e, AlarmEvent::OnTheWay { unit: u, .. } | AlarmEvent::OnScene { unit: u, .. } if u == unit)
            });
            let event = AlarmEvent::OnTheWay { by: *by, unit: unit.clone() };
            return Ok(if known { vec![] } else { vec![event] });
        }
        let AlarmCommand::ReportFinding { by, unit, outcome, note } = command else {
            panic!("a team says nothing else");
        };
        if !self.sent() {
            return Err(Refusal::NotDispatched);
        }
        if !fits(unit, 40) {
            return Err(Refusal::TextLength { max: 40 });
        }
        let silent = note.reveal(Purpose::Test).trim().is_empty();
        let note = if silent { hoeder_vocab::Sensitive::default() } else { note.clone() };
        let found = |e: &AlarmEvent| matches!(e, AlarmEvent::Found { unit: u, outcome: o, note: n, .. } if (u, o, n) == (unit, outcome, &note));
        if self.any(found) {
            return Ok(vec![]);
        }
        Ok(vec![AlarmEvent::Found { by: *by, unit: unit.clone(), outcome: *outcome, note }])
    }

    fn take(
        &self,
        command: &AlarmCommand,
        now: UtcMillis,
        times: &AlarmTimes,
    ) -> Result<Vec<AlarmEvent>, Refusal> {
        let owner = self.owner();
        if let AlarmCommand::Take { by } = command {
            let window = self.owned_since().map(|since| since.plus(times.take_over));
            return match owner {
                None => Ok(vec![AlarmEvent::Taken { by: *by }]),
                Some(o) if o == *by => Ok(vec![]),
                Some(o) if window.is_some_and(|end| now < end) => {
                    Ok(vec![AlarmEvent::TakenOver { from: o, by: *by }])
                }
                Some(o) => Err(Refusal::OwnedByAnother(o)),
            };
        }
        if let AlarmCommand::TakeFree { by } = command {
            return match owner {
                Some(o) if o != *by => Err(Refusal::OwnedByAnother(o)),
                Some(_) => Ok(vec![]),
                None => Ok(vec![AlarmEvent::Taken { by: *by }]),
            };
        }
        panic!("there are two ways to take");
    }

    fn of_the_police(
        &self,
        command: &AlarmCommand,
        kind: AlarmKind,
        (now, times): (UtcMillis, &AlarmTimes),
    ) -> Result<Vec<AlarmEvent>, Refusal> {
        let owner = self.owner();
        if matches!(command, AlarmCommand::Take { .. } | AlarmCommand::TakeFree { .. }) {
            return self.take(command, now, times);
        }
        if let AlarmCommand::Note { by, text } = command {
            if !fits(text.reveal(Purpose::Test), 2000) {
                return Err(Refusal::TextLength { max: 2000 });
            }
            return Ok(vec![AlarmEvent::Noted { by: *by, text: text.clone() }]);
        }
        if let AlarmCommand::ArriveOnScene { by, unit } = command {
            if !self.sent() {
                return Err(Refusal::NotDispatched);
            }
            if !fits(unit, 40) {
                return Err(Refusal::TextLength { max: 40 });
            }
            let there = self.any(|e| matches!(e, AlarmEvent::OnScene { unit: u, .. } if u == unit));
            let event = AlarmEvent::OnScene { by: *by, unit: unit.clone() };
            return Ok(if there { vec![] } else { vec![event] });
        }
        let owner = owner.ok_or(Refusal::NotTaken)?;
        if let AlarmCommand::StayOn { by } = command {
            let stays = AlarmEvent::StillOnIt { by: *by };
            return if owner == *by { Ok(vec![stays]) } else { Err(Refusal::OwnedByAnother(owner)) };
        }
        if let AlarmCommand::DoStep { by, step } = command {
            if !fits(step, 40) {
                return Err(Refusal::TextLength { max: 40 });
            }
            let done = self.any(|e| matches!(e, AlarmEvent::StepDone { step: s, .. } if s == step));
            let event = AlarmEvent::StepDone { by: *by, step: step.clone() };
            return Ok(if done { vec![] } else { vec![event] });
        }
        if let AlarmCommand::Dispatch { by, unit } = command {
            if !fits(unit, 40) {
                return Err(Refusal::TextLength { max: 40 });
            }
            let sent = self.any(|e| matches!(e, AlarmEvent::Dispatched { unit: u, .. } if u == unit));
            let event = AlarmEvent::Dispatched { by: *by, unit: unit.clone() };
            return Ok(if sent { vec![] } else { vec![event] });
        }
        if let AlarmCommand::HandOver { by, to } = command {
            return match (owner == *by, by == to) {
                (false, _) => Err(Refusal::OwnedByAnother(owner)),
                (true, true) => Err(Refusal::ToOneself),
                (true, false) => Ok(vec![AlarmEvent::HandedOver { from: *by, to: *to }]),
            };
        }
        self.close(command, kind, owner)
    }

    fn close(
        &self,
        command: &AlarmCommand,
        kind: AlarmKind,
        owner: AccountId,
    ) -> Result<Vec<AlarmEvent>, Refusal> {
        let AlarmCommand::Close { by, outcome, pv, note } = command else {
            panic!("all commands of the police are handled above");
        };
        let silent = note.reveal(Purpose::Test).trim().is_empty();
        if owner != *by {
            return Err(Refusal::OwnedByAnother(owner));
        }
        if !self.sent() && kind == AlarmKind::Danger {
            return Err(Refusal::NoTeamSent);
        }
        if !self.sent() && silent {
            return Err(Refusal::ReasonMissing);
        }
        if matches!(pv, Pv::Number(n) if !fits(n, 40)) {
            return Err(Refusal::PvMissing);
        }
        let note = if silent { hoeder_vocab::Sensitive::default() } else { note.clone() };
        Ok(vec![AlarmEvent::Closed { by: *by, outcome: *outcome, pv: pv.clone(), note }])
    }

    /// What is late, by looking at every single second since the last thing that happened.
    fn late(&self, now: UtcMillis, times: &AlarmTimes) -> Vec<AlarmEvent> {
        let mut events = Vec::new();
        if let Some(part) = self.ringing() {
            let from = self.rung();
            let to = climb_second_by_second(from, part, now, times);
            if to > from {
                let why = if seen(part) { ClimbReason::NotTaken } else { ClimbReason::NotShown };
                events.push(AlarmEvent::Climbed { to, why });
            }
        }
        let raised = self.first(|e| matches!(e, AlarmEvent::Raised { .. }));
        let done = self.any(|e| {
            matches!(e, AlarmEvent::Held { .. } | AlarmEvent::Overdue { milestone: Milestone::Held })
        });
        if !done && raised.is_some_and(|t| t.plus(times.held) <= now) {
            events.push(AlarmEvent::Overdue { milestone: Milestone::Held });
        }
        let everyone = self.ringing().filter(|_| self.rung() == Rung::Everyone);
        if let Some((_, called)) = everyone
            .and_then(|part| part.iter().rev().find(|(e, _)| calls_everyone(e)).or_else(|| part.first()))
            && called.plus(times.repage) <= now
        {
            events.push(AlarmEvent::Overdue { milestone: Milestone::Taken });
        }
        events.extend(self.late_step(now, times).map(|milestone| AlarmEvent::Overdue { milestone }));
        if let (Some(owner), Some((acted, reminded))) = (self.owner(), self.last_act()) {
            if acted.plus(times.owner_returned) <= now {
                events.push(AlarmEvent::OwnershipReturned { owner });
            } else if !reminded && acted.plus(times.owner_reminded) <= now {
                events.push(AlarmEvent::OwnerReminded { owner });
            }
        }
        events
    }

    fn late_step(&self, now: UtcMillis, times: &AlarmTimes) -> Option<Milestone> {
        let there = self.first(|e| matches!(e, AlarmEvent::OnScene { .. }));
        let sent = self.first(|e| matches!(e, AlarmEvent::Dispatched { .. }));
        let owned = self.owner().and(self.last(|e| matches!(e, AlarmEvent::Taken { .. })));
        let (milestone, since, span) = match (there, sent, owned) {
            (Some(t), _, _) => (Milestone::Closed, t, times.scene_to_close),
            (None, Some(t), _) => (Milestone::OnScene, t, times.dispatch_to_scene),
            (None, None, Some(t)) => (Milestone::Dispatched, t, times.take_to_dispatch),
            (None, None, None) => return None,
        };
        let cried = self.last(|e| matches!(e, AlarmEvent::Overdue { milestone: m } if *m == milestone));
        let since = cried.map_or(since, |t| t.max(since));
        (since.plus(span) <= now).then_some(milestone)
    }
}

/// It rings again.
fn ends_ownership(event: &AlarmEvent) -> bool {
    matches!(event, AlarmEvent::OwnerLost { .. } | AlarmEvent::OwnershipReturned { .. })
}

/// Did this person come to the alarm by it, or do something with the alarm?
fn is_act_of(event: &AlarmEvent, who: AccountId) -> bool {
    matches!(
        event,
        AlarmEvent::Taken { by }
        | AlarmEvent::TakenOver { by, .. }
        | AlarmEvent::HandedOver { to: by, .. }
        | AlarmEvent::StillOnIt { by }
        | AlarmEvent::Dispatched { by, .. }
        | AlarmEvent::OnScene { by, .. }
        | AlarmEvent::OnTheWay { by, .. }
        | AlarmEvent::Found { by, .. }
        | AlarmEvent::StepDone { by, .. }
        | AlarmEvent::Noted { by, .. } if *by == who
    )
}

fn seen(part: &[(AlarmEvent, UtcMillis)]) -> bool {
    part.iter().any(|(e, _)| matches!(e, AlarmEvent::Shown { .. }))
}

fn climb_second_by_second(
    from: Rung,
    part: &[(AlarmEvent, UtcMillis)],
    now: UtcMillis,
    times: &AlarmTimes,
) -> Rung {
    let shown = seen(part);
    let began = part.first().map(|(_, t)| *t).unwrap_or_default();
    let mut rung = from;
    let mut on_it_since =
        part.iter().rev().find(|(e, _)| matches!(e, AlarmEvent::Climbed { .. })).map_or(began, |(_, t)| *t);
    let mut second = on_it_since;
    while second <= now && rung != Rung::Everyone {
        let span = match rung {
            Rung::OwnRoom => times.own_room,
            Rung::NeighbourRoom => times.neighbour_room,
            Rung::ZoneDuty | Rung::Everyone => times.zone_duty,
        };
        if second >= began.plus(span) || (!shown && second >= on_it_since.plus(times.not_shown)) {
            rung = one_up(rung).unwrap_or(rung);
            on_it_since = second;
        } else {
            second = second.plus(Duration::from_secs(1));
        }
    }
    rung
}

fn one_up(rung: Rung) -> Option<Rung> {
    match rung {
        Rung::OwnRoom => Some(Rung::NeighbourRoom),
        Rung::NeighbourRoom => Some(Rung::ZoneDuty),
        Rung::ZoneDuty => Some(Rung::Everyone),
        Rung::Everyone => None,
    }
}

fn calls_everyone(event: &AlarmEvent) -> bool {
    matches!(event, AlarmEvent::Climbed { .. } | AlarmEvent::Overdue { milestone: Milestone::Taken })
}

fn pressed(event: &AlarmEvent) -> Option<hoeder_vocab::FixedAt> {
    if let AlarmEvent::Raised { pressed_at, .. } | AlarmEvent::PressedAgain { pressed_at, .. } = event {
        Some(*pressed_at)
    } else {
        None
    }
}

fn report(event: &AlarmEvent) -> Option<Pv> {
    if let AlarmEvent::PvGiven { number, .. } = event {
        return Some(Pv::Number(number.clone()));
    }
    if let AlarmEvent::Closed { pv, .. } = event { Some(pv.clone()) } else { None }
}

fn fits(text: &str, max: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= max
}
