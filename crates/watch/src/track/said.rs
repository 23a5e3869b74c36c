//! What was said of a pair or a perimeter, and what must be said once its fixes were played again with a late one.
//!
//! Kept only for those that were spoken of. Never here: the rules.

use super::merge::PairKey;

/// One time that a rule held.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Episode<R, S> {
    pub(super) rule: R,
    pub(super) since: i64,
    /// The fix at which it was found.
    pub(super) key: PairKey,
    pub(super) over: bool,
    /// What was computed then.
    pub(super) sight: S,
}

/// Most episodes of one pair or perimeter that are remembered; the oldest that is over is forgotten first.
const MOST: usize = 32;

/// What is to be said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Say<R, S> {
    Raised(Episode<R, S>),
    Cleared(R),
    /// With when it was said to have begun, and when it did.
    Revised(R, i64, Option<i64>),
}

/// Remembers one, and forgets what is long over.
pub(super) fn remember<R: Copy, S: Copy>(said: &mut Vec<Episode<R, S>>, episode: Episode<R, S>) {
    if said.len() >= MOST {
        let oldest = said.iter().position(|old| old.over).unwrap_or(0);
        said.remove(oldest);
    }
    said.push(episode);
}

/// Marks the last episode of a rule as over.
pub(super) fn end<R: Copy + PartialEq, S>(said: &mut [Episode<R, S>], rule: R) {
    if let Some(last) = said.iter_mut().rev().find(|episode| episode.rule == rule) {
        last.over = true;
    }
}

/// What stands of a rule by what was said.
pub(super) fn standing<R: Copy + PartialEq, S: Copy>(
    said: &[Episode<R, S>],
    rule: R,
) -> Option<Episode<R, S>> {
    said.iter().rev().find(|episode| episode.rule == rule && !episode.over).copied()
}

/// Compares what was said of one rule after `base` with what the fixes now tell, and gives what must be said.
///
/// `told` begins with the episode that was open at `base`, if one was. The memory becomes what is told.
pub(super) fn reconcile<R: Copy + PartialEq, S: Copy>(
    said: &mut Vec<Episode<R, S>>,
    (rule, base, open): (R, PairKey, Option<usize>),
    mut told: Vec<Episode<R, S>>,
) -> Vec<Say<R, S>> {
    let mut words = Vec::new();
    let mut before: Vec<Episode<R, S>> = Vec::new();
    let mut number = 0;
    said.retain(|episode| {
        let mine = episode.rule == rule && (episode.key > base || open == Some(number));
        number += 1;
        if mine {
            before.push(*episode);
        }
        !mine
    });
    let mut unmatched: Vec<Episode<R, S>> = Vec::new();
    let mut fresh: Vec<usize> = Vec::new();
    for (at, episode) in told.iter().enumerate() {
        match before.iter().position(|old| old.since == episode.since) {
            Some(old) => ending(&before.remove(old), episode, &mut words),
            None => fresh.push(at),
        }
    }
    unmatched.append(&mut before);
    let mut old = unmatched.into_iter();
    for at in fresh {
        let Some(episode) = told.get(at) else { continue };
        match old.next() {
            Some(old) => {
                words.push(Say::Revised(rule, old.since, Some(episode.since)));
                ending(&old, episode, &mut words);
            }
            None => {
                words.push(Say::Raised(*episode));
                if episode.over {
                    words.push(Say::Cleared(rule));
                }
            }
        }
    }
    words.extend(old.map(|old| Say::Revised(rule, old.since, None)));
    // An earlier time that is over has the name of the one that stands: the last word is about what stands.
    let last = words.iter().rev().find(|word| !matches!(word, Say::Revised(..)));
    if let (Some(stands), Some(Say::Cleared(_))) = (told.last().filter(|episode| !episode.over), last) {
        words.push(Say::Raised(*stands));
    }
    for episode in told.drain(..) {
        remember(said, episode);
    }
    words
}

fn ending<R: Copy, S: Copy>(was: &Episode<R, S>, episode: &Episode<R, S>, words: &mut Vec<Say<R, S>>) {
    match (was.over, episode.over) {
        (false, true) => words.push(Say::Cleared(episode.rule)),
        (true, false) => words.push(Say::Raised(*episode)),
        (true, true) | (false, false) => {}
    }
}
