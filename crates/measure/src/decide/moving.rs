//! 7.2.3: a move of residence, in its three cases (MS-36), and abroad (7.12.3).
//!
//! Never here: the early end that may follow.

use super::intake::sent;
use super::{Decision, Given, next_number, numbered, room};
use crate::by::Seat;
use crate::event::Change;
use crate::followup::{Destination, MAX_MOVES, Move, MoveAnswer, MoveCase, Moved};
use crate::refusal::Refusal;
use crate::request::{HandOverWhy, MAX_HAND_OVERS};
use crate::state::Measure;
use crate::text::said;
use hoeder_vocab::Actor;

impl Measure {
    /// The last move of which it is known where it goes: what the person told waits until the zone entered it.
    pub(crate) fn settled_move(&self) -> Option<&Moved> {
        self.file.moves.iter().rev().find(|moved| moved.case != MoveCase::ZoneNotKnown)
    }

    /// MS-36. The same move told twice is one: a phone sends again what got no answer.
    pub(super) fn decide_move(&self, what: &Move, given: Given<'_>) -> Decision {
        said(&what.place)?;
        if self.file.moves.last().is_some_and(|known| known.what == *what) {
            return Ok(Vec::new());
        }
        room(&self.file.moves, MAX_MOVES)?;
        room(&self.file.hand_overs, MAX_HAND_OVERS - 1)?;
        let (case, new_office) = match what.to {
            Destination::Abroad => (MoveCase::Abroad, None),
            Destination::Belgium if matches!(given.by.actor, Actor::Handset(_)) => {
                (MoveCase::ZoneNotKnown, None)
            }
            Destination::Belgium => return Err(Refusal::ZoneNeeded),
            Destination::Zone(zone) => {
                let facts = given.world.zones.get(&zone).ok_or(Refusal::UnknownZone(zone))?;
                let day = what.on.max(given.now.day);
                let in_force = facts.in_force_since.is_some_and(|since| since <= day);
                (if in_force { MoveCase::InForce } else { MoveCase::NotInForce }, Some(facts.office))
            }
        };
        let moved = Moved {
            n: next_number(&self.file.moves),
            announced_on: given.now.day,
            what: what.clone(),
            case,
            new_office,
            answer: None,
        };
        let mut changes = vec![Change::MoveAnnounced(moved)];
        if let (MoveCase::InForce, Destination::Zone(zone), Some(office)) = (case, what.to, new_office) {
            changes.extend(
                (self.file.zone != Some(zone)).then(|| sent_by_managers(self, given, Seat::Zone(zone))),
            );
            changes.extend(
                (self.file.office != Some(office))
                    .then(|| sent_by_managers(self, given, Seat::Office(office))),
            );
        }
        Ok(changes)
    }

    pub(super) fn decide_move_answer(&self, n: u16, answer: &MoveAnswer) -> Decision {
        let waits = numbered(&self.file.moves, n)
            .is_some_and(|moved| moved.case == MoveCase::NotInForce && moved.answer.is_none());
        if !waits {
            return Err(Refusal::NoOpenMove { n });
        }
        match answer {
            MoveAnswer::Keep { parts } => said(parts)?,
            MoveAnswer::DoNotKeep { reason } => said(reason)?,
        }
        Ok(vec![Change::MoveAnswered { n, answer: answer.clone() }])
    }
}

/// The file goes from whoever manages it, whoever announced the move: zone to zone, office to office.
fn sent_by_managers(measure: &Measure, given: Given<'_>, to: Seat) -> Change {
    let from = match to {
        Seat::Zone(_) => measure.file.zone.map(Seat::Zone),
        Seat::Office(_) => measure.file.office.map(Seat::Office),
        Seat::District(_) | Seat::Nowhere => None,
    };
    let mut change = sent(given, to, HandOverWhy::Move);
    if let (Change::HandedOver(hand_over), Some(from)) = (&mut change, from) {
        hand_over.from = from;
    }
    change
}
