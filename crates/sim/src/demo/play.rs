//! The day to come: what each player does and when, and how long the people at the desks take.
//!
//! Plans only: the shell gives the players real beacons and plays them over the real protocol. The same seed is the same day.

use super::roster::{Carrier, households};
use super::town::Town;
use super::walk::Walker;
use crate::chance::Chance;
use hoeder_vocab::{CaseId, Fix, Sensitive, UtcMillis};
use hoeder_watch::alarm::{Outcome, Pv};
use std::time::Duration;

/// What a player does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// A long press of the button; of the screen where there is no button.
    Press,
    /// Says 'it was a mistake'.
    SayMistake,
    /// Types the duress word of the case.
    SayDuress,
    /// The self-test gesture.
    SelfTest,
    /// The phone's battery runs out.
    Die,
    /// It is charged again.
    Wake,
    /// All networks are gone.
    LoseNetwork,
    /// They are back.
    FindNetwork,
}

/// An action with its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// So long after the day began.
    pub after: Duration,
    /// What.
    pub action: Action,
}

/// What somebody does all day: steps in order of time, without end.
#[derive(Debug, Clone)]
pub struct DayPlan {
    chance: Chance,
    ahead: std::collections::VecDeque<Step>,
    planned_until_s: u64,
}

/// On average, seconds between two presses of one player.
const PRESS_EVERY_S: u64 = 3_000;

impl DayPlan {
    fn new(seed: u64, first_press_s: Option<u64>) -> Self {
        let mut chance = Chance::new(seed);
        let quiet_s = chance.between(400, 2_400);
        let mut plan = Self { chance, ahead: std::collections::VecDeque::new(), planned_until_s: quiet_s };
        if let Some(at) = first_press_s {
            plan.push(at, Action::Press);
            plan.planned_until_s = plan.planned_until_s.max(at + 600);
        }
        plan
    }

    fn push(&mut self, at_s: u64, action: Action) {
        self.ahead.push_back(Step { after: Duration::from_secs(at_s), action });
    }

    /// One more thing, some time after the last.
    fn extend(&mut self) {
        let at = self.planned_until_s + self.chance.between(60, PRESS_EVERY_S / 2);
        let mut end = at + 240;
        match self.chance.below(8) {
            0..=2 => {
                self.push(at, Action::Press);
                match self.chance.below(8) {
                    0 | 1 => self.push(at + 35, Action::SayMistake),
                    2 => self.push(at + 45, Action::SayDuress),
                    _ => {}
                }
            }
            3..=5 => self.push(at, Action::SelfTest),
            6 => {
                let back = at + self.chance.between(20, 150);
                self.push(at, Action::LoseNetwork);
                self.push(back, Action::FindNetwork);
                end = back;
            }
            _ => {
                // Long enough for the dead-man timer.
                let back = at + self.chance.between(360, 600);
                self.push(at, Action::Die);
                self.push(back, Action::Wake);
                end = back;
            }
        }
        self.planned_until_s = end;
    }

    /// The next step, which is not given again.
    pub fn next_step(&mut self) -> Step {
        loop {
            if let Some(step) = self.ahead.pop_front() {
                return step;
            }
            self.extend();
        }
    }
}

/// Somebody of the demo who carries a phone.
#[derive(Debug, Clone)]
pub struct Player {
    /// Who, with handset, key, button and usual places. Paired already in the store that `populate` fills.
    pub carrier: Carrier,
    /// The word that means 'I am being forced'.
    pub duress_word: Sensitive<String>,
    /// Charge of the phone, percent.
    pub battery: u8,
    /// Seed for the beacon's jitter.
    pub beacon_seed: u64,
    plan: DayPlan,
    walker: Walker,
}

impl Player {
    /// What the phone's receiver finds so long after the day began; `None` when it finds nothing.
    pub fn fix_at(&mut self, since: Duration, clock: UtcMillis) -> Option<Sensitive<Fix>> {
        let since_ms = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
        // A walk is laid out leg by leg; a month of it is more than any demo needs.
        self.walker.fix_at(since_ms.min(30 * 86_400_000), clock)
    }

    /// The next thing that this player does; each call gives a later one, without end.
    pub fn next_action(&mut self) -> Step {
        self.plan.next_step()
    }
}

/// Everybody who carries a phone, in a fixed order. The first presses after half a minute; in one household two of
/// three press soon after one another; the others follow in the course of the day.
#[must_use]
pub fn players(seed: u64) -> Vec<Player> {
    let mut chance = Chance::new(seed ^ 0x00DA_1D01);
    let mut players = Vec::new();
    for household in households(seed) {
        let word = household.case.card.map(|card| card.duress_word);
        for carrier in household.carriers {
            let number = players.len();
            let first = match number {
                0 => Some(30),
                1 => Some(325),
                2 => Some(300),
                _ => None,
            };
            players.push(Player {
                battery: u8::try_from(chance.between(18, 97)).unwrap_or(50),
                beacon_seed: chance.bits(),
                plan: DayPlan::new(chance.bits(), first),
                walker: Walker::new(chance.bits(), Town::new(), carrier.places.clone()),
                duress_word: word.clone(),
                carrier,
            });
        }
    }
    players
}

/// What an operator does with one alarm. Each time counts from the step before, the first one from the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorScript {
    /// Until it is taken.
    pub take_after: Duration,
    /// Until a team is sent.
    pub dispatch_after: Duration,
    /// Call sign of that team.
    pub unit: String,
    /// A note after that, if any.
    pub note: Option<&'static str>,
    /// Until the team is there.
    pub on_scene_after: Duration,
    /// Until it is closed.
    pub close_after: Duration,
    /// How it ends.
    pub outcome: Outcome,
    /// Its report.
    pub pv: Pv,
    /// Why, in words.
    pub closing_note: &'static str,
}

const NOTES: [&str; 4] = [
    "Geen spraakcontact; ploeg verwittigd dat er wapens kunnen zijn.",
    "Voisine entendue: cris dans l'escalier.",
    "Person sagt, der Mann stehe vor der Tür.",
    "Tweede ploeg in reserve aan de Grote Markt.",
];
const ENDINGS: [(Outcome, &str); 5] = [
    (Outcome::RealDanger, "Verdachte gevlucht langs de Dender; slachtoffer ondergebracht bij familie."),
    (Outcome::SuspectPresent, "Suspect interpellé sur place."),
    (Outcome::FalseAlarm, "Knop ingedrukt in de handtas; ter plaatse nagezien."),
    (Outcome::RealDanger, "Menaces à la porte, auteur identifié."),
    (Outcome::Technical, "Button doorgestuurd voor nazicht."),
];

/// The script of an operator for the n-th alarm of the day: 8 to 20 s to take it, and one in six so slow that the
/// ladder climbs.
#[must_use]
pub fn operator_script(seed: u64, alarm: u64) -> OperatorScript {
    let mut chance = Chance::new(seed ^ alarm.wrapping_mul(0xA1A3));
    let slow = alarm % 6 == 5;
    let mut secs = |least, most| Duration::from_secs(chance.between(least, most));
    let take_after = if slow { secs(45, 60) } else { secs(8, 20) };
    let (dispatch_after, on_scene_after, close_after) = (secs(5, 15), secs(50, 140), secs(40, 120));
    let unit = format!("Hoeder {}", chance.between(11, 15));
    let (outcome, closing_note) = chance.pick(&ENDINGS).copied().unwrap_or((Outcome::RealDanger, ""));
    let number = format!("HD.9.{:06}/2026", chance.between(1_000, 9_999));
    let note = chance.pick(&NOTES).copied().filter(|_| alarm.is_multiple_of(2));
    let pv = if chance.one_in(3) { Pv::ToFollow } else { Pv::Number(number) };
    OperatorScript {
        take_after,
        dispatch_after,
        unit,
        note,
        on_scene_after,
        close_after,
        outcome,
        pv,
        closing_note,
    }
}

/// The persons of the cases that stand in for one another in one household.
#[must_use]
pub fn players_of_case(players: &[Player], case: CaseId) -> Vec<usize> {
    let of_case = |(_, player): &(usize, &Player)| player.carrier.case == case;
    players.iter().enumerate().filter(of_case).map(|(n, _)| n).collect()
}
