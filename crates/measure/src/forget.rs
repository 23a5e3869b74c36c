//! What stays of a measure once its person's key is destroyed (GN-04): ids, dates, kinds and numbers, no words and no answers
//! about risk.
//!
//! The same as is read back from a log whose personal halves cannot be opened any more. Never here: when that may be done.

use crate::conditions::{Answer, Hearing};
use crate::followup::{Incident, MoveAnswer, Moved};
use crate::request::{Origin, Request};
use crate::risk::{Answers, Antecedents, Assessment, Attention};
use crate::state::{File, Measure};
use hoeder_vocab::{CivilDate, Sensitive};

/// The day of birth of somebody who was erased.
#[must_use]
pub fn forgotten_day() -> CivilDate {
    CivilDate::FIRST
}

fn wipe(text: &mut Sensitive<String>) {
    *text = Sensitive::default();
}

impl Measure {
    /// Forgets all words about the person and the suspect.
    pub fn forget_words(&mut self) {
        self.file.forget_words();
    }
}

impl File {
    fn forget_words(&mut self) {
        self.request.iter_mut().for_each(Request::forget_words);
        self.reopenings.iter_mut().for_each(|one| wipe(&mut one.new_elements));
        self.questions.iter_mut().for_each(wipe);
        self.hearings.iter_mut().for_each(Hearing::forget_words);
        self.assessments.iter_mut().for_each(Assessment::forget_words);
        self.antecedents.iter_mut().for_each(Antecedents::forget_words);
        self.rulings.iter_mut().for_each(|one| wipe(&mut one.decision.reason));
        self.chain.iter_mut().for_each(|one| wipe(&mut one.note));
        if let Some(decided) = self.shortage.as_mut().and_then(|shortage| shortage.decided.as_mut()) {
            wipe(&mut decided.reason);
        }
        self.incidents.iter_mut().for_each(Incident::forget_words);
        self.announced_facts.iter_mut().for_each(|one| wipe(&mut one.what));
        self.revisits.iter_mut().for_each(|one| wipe(&mut one.found));
        self.trips.iter_mut().for_each(|one| wipe(&mut one.trip.place));
        self.moves.iter_mut().for_each(Moved::forget_words);
        self.breaches.iter_mut().for_each(|one| wipe(&mut one.note));
        self.asked_to_end.iter_mut().for_each(|one| wipe(&mut one.note));
        if let Some(taken) = &mut self.taken_over {
            taken.forget_words();
        }
        self.releases.iter_mut().for_each(|one| wipe(&mut one.reason));
    }
}

impl Request {
    pub(crate) fn forget_words(&mut self) {
        self.born = Sensitive::new(forgotten_day());
        wipe(&mut self.summary);
        if let Origin::ThirdParty { who, .. } = &mut self.origin {
            wipe(who);
        }
    }
}

impl Hearing {
    fn forget_words(&mut self) {
        wipe(&mut self.facts);
        wipe(&mut self.relation);
    }
}

/// What somebody answered about a risk says as much as a word (MS-11): the day and the version of the checklist stay.
impl Assessment {
    fn forget_words(&mut self) {
        for one in &mut self.eight {
            one.answer = Answer::Unknown;
            wipe(&mut one.note);
        }
        if let Some(checklist) = &mut self.checklist {
            checklist.answers = Answers::default();
        }
        self.firearms = None;
        self.attention = Attention { opposed_intentions: Answer::Unknown, secret_shelter: Answer::Unknown };
        self.scope.within = Answer::Unknown;
        wipe(&mut self.scope.why);
        wipe(&mut self.subsidiarity);
    }
}

/// Earlier files of the suspect (MS-13): the days of the search stay.
impl Antecedents {
    fn forget_words(&mut self) {
        self.files.clear();
    }
}

impl Incident {
    fn forget_words(&mut self) {
        if let Self::Fact { what, .. } = self {
            wipe(what);
        }
    }
}

impl Moved {
    fn forget_words(&mut self) {
        wipe(&mut self.what.place);
        match &mut self.answer {
            Some((MoveAnswer::Keep { parts: words } | MoveAnswer::DoNotKeep { reason: words }, _)) => {
                wipe(words)
            }
            None => {}
        }
    }
}
