//! Every rule of an alarm: each command in each state, written out. `due` has the rules of passing time.
//!
//! Commands of machines that come too late are ignored (there is nobody to tell); commands of people are refused with a reason.
//! Who may command at all is not decided here but by `engine::access`.

use super::command::{AlarmCommand, Raise, Refusal};
use super::event::{AlarmEvent, AlarmKind, ClimbReason, MistakeWord, Outcome, Pv, Rung};
use super::state::{Alarm, Keeper, MAX_LINKED, MAX_UNITS, State};
use super::times::AlarmTimes;
use crate::text::{is_blank, within};
use hoeder_vocab::{
    AccountId, AlarmId, DecidedAt, DeskId, FixedAt, Purpose, ReceivedAt, Sensitive, UtcMillis,
};

/// Most characters of a call sign.
pub const MAX_UNIT_CHARS: usize = 40;
/// Most characters of a note.
pub const MAX_NOTE_CHARS: usize = 2000;
/// Most characters of the number of a report.
pub const MAX_PV_CHARS: usize = 40;

pub(super) type Decision = Result<Vec<AlarmEvent>, Refusal>;

/// What a close says.
struct Closing<'a> {
    by: AccountId,
    outcome: Outcome,
    pv: &'a Pv,
    note: &'a Sensitive<String>,
}

impl Alarm {
    /// What follows from a command now; nothing changes until the events are applied. No events: it was so already.
    ///
    /// # Errors
    /// The rule that says no.
    pub fn decide(&self, command: &AlarmCommand, now: DecidedAt, times: &AlarmTimes) -> Decision {
        match command {
            AlarmCommand::Raise(press) => self.decide_raise(press),
            AlarmCommand::PressAgain { pressed_at, received_at } => {
                self.decide_press_again(*pressed_at, *received_at)
            }
            AlarmCommand::Hold { home } => self.while_open(|| match self.facts.milestones.held {
                Some(_) => Vec::new(),
                None => vec![AlarmEvent::Held { home: *home }],
            }),
            AlarmCommand::Show { desk, by } => self.decide_show(*desk, *by),
            AlarmCommand::Link { other } => self.decide_link(*other),
            AlarmCommand::Take { by } => self.decide_take(*by, now.0, times),
            AlarmCommand::TakeFree { by } => self.decide_take_free(*by),
            AlarmCommand::HandOver { by, to } => self.decide_hand_over(*by, *to),
            AlarmCommand::LoseOwner => self.decide_lose_owner(),
            AlarmCommand::NobodyThere => self.decide_nobody_there(),
            AlarmCommand::StayOn { by } => self.decide_stay_on(*by),
            AlarmCommand::Vouch { bearer } => self.decide_vouch(*bearer),
            AlarmCommand::Dispatch { by, unit } => self.decide_dispatch(*by, unit),
            AlarmCommand::ArriveOnScene { by, unit } => self.decide_arrive(*by, unit),
            AlarmCommand::GoOnTheWay { by, unit } => self.decide_on_the_way(*by, unit),
            AlarmCommand::ReportFinding { by, unit, outcome, note } => {
                self.decide_finding(*by, unit, *outcome, note)
            }
            AlarmCommand::DoStep { by, step } => self.decide_step(*by, step),
            AlarmCommand::Note { by, text } => self.decide_note(*by, text),
            AlarmCommand::SayWord { what, word } => self.decide_say_word(*what, word),
            AlarmCommand::Close { by, outcome, pv, note } => {
                self.decide_close(&Closing { by: *by, outcome: *outcome, pv, note })
            }
            AlarmCommand::GivePv { by, number } => self.decide_give_pv(*by, number),
            AlarmCommand::Tick => match &self.state {
                State::NotRaised | State::Closed(_) => Ok(Vec::new()),
                State::Ringing(_)
                | State::Taken { .. }
                | State::Dispatched { .. }
                | State::OnScene { .. } => Ok(self.overdue(now.0, times)),
            },
        }
    }

    /// AL-09: a press is never assessed or refused. The same id twice is one alarm (GN-05).
    fn decide_raise(&self, press: &Raise) -> Decision {
        match &self.state {
            State::NotRaised => Ok(vec![AlarmEvent::Raised {
                kind: press.kind,
                bearer: press.bearer,
                claimed: press.claimed,
                trigger: press.trigger,
                pressed_at: press.pressed_at,
                received_at: press.received_at,
                fix: press.fix,
                battery: press.battery,
            }]),
            State::Ringing(_)
            | State::Taken { .. }
            | State::Dispatched { .. }
            | State::OnScene { .. }
            | State::Closed(_) => Ok(Vec::new()),
        }
    }

    /// A press after the close is a new alarm, with an id of its own: the refusal says so to the engine.
    /// A press that is already counted and comes once more, because its answer was lost, is nothing new.
    fn decide_press_again(&self, pressed_at: FixedAt, received_at: ReceivedAt) -> Decision {
        let counted = self.facts.last_pressed_at == Some(pressed_at);
        match &self.state {
            State::NotRaised => Err(Refusal::NotRaised),
            State::Ringing(_)
            | State::Taken { .. }
            | State::Dispatched { .. }
            | State::OnScene { .. }
            | State::Closed(_)
                if counted =>
            {
                Ok(Vec::new())
            }
            State::Ringing(_) | State::Taken { .. } | State::Dispatched { .. } | State::OnScene { .. } => {
                Ok(vec![AlarmEvent::PressedAgain { pressed_at, received_at }])
            }
            State::Closed(_) => Err(Refusal::Closed),
        }
    }

    pub(super) fn while_open(&self, events: impl FnOnce() -> Vec<AlarmEvent>) -> Decision {
        match &self.state {
            State::NotRaised => Err(Refusal::NotRaised),
            State::Ringing(_) | State::Taken { .. } | State::Dispatched { .. } | State::OnScene { .. } => {
                Ok(events())
            }
            State::Closed(_) => Ok(Vec::new()),
        }
    }

    /// The first paint counts, and the first of each later ringing: an alarm that rings again must be seen again.
    fn decide_show(&self, desk: DeskId, by: AccountId) -> Decision {
        let shown = AlarmEvent::Shown { desk, by };
        self.while_open(|| match self.ringing() {
            Some(ringing) if !ringing.shown => vec![shown],
            None if self.facts.milestones.shown.is_none() => vec![shown],
            Some(_) | None => Vec::new(),
        })
    }

    /// AL-20.
    fn decide_link(&self, other: AlarmId) -> Decision {
        self.while_open(|| {
            let linked = &self.facts.linked;
            if other == self.id || linked.contains(&other) || linked.len() >= MAX_LINKED {
                return Vec::new();
            }
            vec![AlarmEvent::Linked { other }]
        })
    }

    /// FL-06: the first to take it owns it, on any rung and at any stage. For a short while a colleague takes over
    /// without asking, as across a desk; afterwards it is handed over.
    fn decide_take(&self, by: AccountId, now: UtcMillis, times: &AlarmTimes) -> Decision {
        match &self.state {
            State::NotRaised => Err(Refusal::NotRaised),
            State::Ringing(_) | State::Taken { .. } | State::Dispatched { .. } | State::OnScene { .. } => {
                match self.ownership() {
                    None => Ok(vec![AlarmEvent::Taken { by }]),
                    Some(ownership) if ownership.owner == by => Ok(Vec::new()),
                    Some(ownership) if now < ownership.take_over_until(times.take_over) => {
                        Ok(vec![AlarmEvent::TakenOver { from: ownership.owner, by }])
                    }
                    Some(ownership) => Err(Refusal::OwnedByAnother(ownership.owner)),
                }
            }
            State::Closed(_) => Err(Refusal::Closed),
        }
    }

    /// FL-06: of two who answer the same ringing, the first has it, also when the second comes a moment later.
    fn decide_take_free(&self, by: AccountId) -> Decision {
        match &self.state {
            State::NotRaised => Err(Refusal::NotRaised),
            State::Ringing(_) | State::Taken { .. } | State::Dispatched { .. } | State::OnScene { .. } => {
                match self.owner() {
                    None => Ok(vec![AlarmEvent::Taken { by }]),
                    Some(owner) if owner == by => Ok(Vec::new()),
                    Some(owner) => Err(Refusal::OwnedByAnother(owner)),
                }
            }
            State::Closed(_) => Err(Refusal::Closed),
        }
    }

    fn decide_hand_over(&self, by: AccountId, to: AccountId) -> Decision {
        match &self.state {
            State::NotRaised => Err(Refusal::NotRaised),
            State::Ringing(_) | State::Taken { .. } | State::Dispatched { .. } | State::OnScene { .. } => {
                self.owned_by(by)?;
                if by == to {
                    return Err(Refusal::ToOneself);
                }
                Ok(vec![AlarmEvent::HandedOver { from: by, to }])
            }
            State::Closed(_) => Err(Refusal::Closed),
        }
    }

    pub(super) fn owned(&self) -> Result<AccountId, Refusal> {
        self.owner().ok_or(Refusal::NotTaken)
    }

    pub(super) fn owned_by(&self, by: AccountId) -> Result<(), Refusal> {
        let owner = self.owned()?;
        if owner == by { Ok(()) } else { Err(Refusal::OwnedByAnother(owner)) }
    }

    /// An alarm whose owner vanished rings again, with the neighbour rooms, also when a team is on its way.
    fn decide_lose_owner(&self) -> Decision {
        self.while_open(|| match self.owner() {
            Some(owner) => vec![
                AlarmEvent::OwnerLost { owner },
                AlarmEvent::Climbed { to: Rung::NeighbourRoom, why: ClimbReason::OwnerLost },
            ],
            None => Vec::new(),
        })
    }

    fn decide_nobody_there(&self) -> Decision {
        self.while_open(|| match self.ringing().and(self.facts.rung.above()) {
            Some(to) => vec![AlarmEvent::Climbed { to, why: ClimbReason::NobodyThere }],
            None => Vec::new(),
        })
    }

    /// AL-09, circular 7.11.2: a team is sent systematically. Several may follow one another.
    fn decide_dispatch(&self, by: AccountId, unit: &str) -> Decision {
        match &self.state {
            State::NotRaised => Err(Refusal::NotRaised),
            State::Ringing(_) | State::Taken { .. } | State::Dispatched { .. } | State::OnScene { .. } => {
                self.owned()?;
                within(unit, MAX_UNIT_CHARS).map_err(|max| Refusal::TextLength { max })?;
                if self.facts.units.iter().any(|u| u == unit) {
                    return Ok(Vec::new());
                }
                if self.facts.units.len() >= MAX_UNITS {
                    return Err(Refusal::TooManyUnits { max: MAX_UNITS });
                }
                Ok(vec![AlarmEvent::Dispatched { by, unit: unit.to_owned() }])
            }
            State::Closed(_) => Err(Refusal::Closed),
        }
    }

    /// A fact that is reported: also while the alarm rings again, and also of a team that came without being sent.
    fn decide_arrive(&self, by: AccountId, unit: &str) -> Decision {
        match &self.state {
            State::NotRaised => Err(Refusal::NotRaised),
            State::Ringing(_) | State::Taken { .. } => Err(Refusal::NotDispatched),
            State::Dispatched { .. } | State::OnScene { .. } => {
                within(unit, MAX_UNIT_CHARS).map_err(|max| Refusal::TextLength { max })?;
                if self.facts.arrived.iter().any(|u| u == unit) {
                    return Ok(Vec::new());
                }
                if self.facts.arrived.len() >= MAX_UNITS {
                    return Err(Refusal::TooManyUnits { max: MAX_UNITS });
                }
                Ok(vec![AlarmEvent::OnScene { by, unit: unit.to_owned() }])
            }
            State::Closed(_) => Err(Refusal::Closed),
        }
    }

    fn decide_note(&self, by: AccountId, text: &Sensitive<String>) -> Decision {
        match &self.state {
            State::NotRaised => Err(Refusal::NotRaised),
            State::Ringing(_) | State::Taken { .. } | State::Dispatched { .. } | State::OnScene { .. } => {
                within(text.reveal(Purpose::AlarmHandling), MAX_NOTE_CHARS)
                    .map_err(|max| Refusal::TextLength { max })?;
                Ok(vec![AlarmEvent::Noted { by, text: text.clone() }])
            }
            State::Closed(_) => Err(Refusal::Closed),
        }
    }

    /// FL-07: neither word cancels, climbs down or stops anything.
    fn decide_say_word(&self, what: MistakeWord, word: &Sensitive<String>) -> Decision {
        match &self.state {
            State::NotRaised => Err(Refusal::NotRaised),
            State::Ringing(_) | State::Taken { .. } | State::Dispatched { .. } | State::OnScene { .. } => {
                Ok(vec![AlarmEvent::WordSaid { what, word: word.clone() }])
            }
            State::Closed(_) => Err(Refusal::Closed),
        }
    }

    /// FL-07: only the police end an alarm; AL-09: after a team was sent; AL-10: with its report.
    ///
    /// An arrival may never be reported, so that it is not asked for.
    fn decide_close(&self, closing: &Closing<'_>) -> Decision {
        match &self.state {
            State::NotRaised => Err(Refusal::NotRaised),
            State::Ringing(_)
            | State::Dispatched { keeper: Keeper::Ringing(_), .. }
            | State::OnScene { keeper: Keeper::Ringing(_), .. } => Err(Refusal::NotTaken),
            State::Taken { .. } => {
                self.owned_by(closing.by)?;
                match self.kind() {
                    AlarmKind::Danger => Err(Refusal::NoTeamSent),
                    AlarmKind::Unidentified if is_blank(closing.note.reveal(Purpose::AlarmHandling)) => {
                        Err(Refusal::ReasonMissing)
                    }
                    AlarmKind::Unidentified => closed(closing),
                }
            }
            State::Dispatched { keeper: Keeper::Owner(_), .. }
            | State::OnScene { keeper: Keeper::Owner(_), .. } => {
                self.owned_by(closing.by)?;
                closed(closing)
            }
            State::Closed(_) => Err(Refusal::Closed),
        }
    }

    /// AL-10: the task stays open until the number is given, once.
    fn decide_give_pv(&self, by: AccountId, number: &str) -> Decision {
        match &self.state {
            State::NotRaised => Err(Refusal::NotRaised),
            State::Ringing(_) | State::Taken { .. } | State::Dispatched { .. } | State::OnScene { .. } => {
                Err(Refusal::PvNotDue)
            }
            State::Closed(ending) => match &ending.pv {
                Pv::ToFollow => {
                    within(number, MAX_PV_CHARS).map_err(|_| Refusal::PvMissing)?;
                    Ok(vec![AlarmEvent::PvGiven { by, number: number.to_owned() }])
                }
                Pv::Number(given) if given == number => Ok(Vec::new()),
                Pv::Number(_) => Err(Refusal::PvNotDue),
            },
        }
    }
}

fn closed(closing: &Closing<'_>) -> Decision {
    match closing.pv {
        Pv::Number(number) => {
            within(number, MAX_PV_CHARS).map_err(|_| Refusal::PvMissing)?;
        }
        Pv::ToFollow => {}
    }
    let note = closing.note.reveal(Purpose::AlarmHandling);
    if !is_blank(note) {
        within(note, MAX_NOTE_CHARS).map_err(|max| Refusal::TextLength { max })?;
    }
    let note = if is_blank(note) { Sensitive::default() } else { closing.note.clone() };
    Ok(vec![AlarmEvent::Closed { by: closing.by, outcome: closing.outcome, pv: closing.pv.clone(), note }])
}
