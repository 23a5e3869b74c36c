//! A press of a tracked device's button: a press like any other, in the path of alarms and before everything of tracking (AL-18).
//!
//! Never here: judging it. It is shown whoever pressed (AL-09).

use crate::cell::Cell;
use crate::input::{Claim, TrackerPress};
use crate::tracking::tracker::{TrackerState, sender_of};
use hoeder_vocab::handset::{Press, Trigger, UplinkRefusal};
use hoeder_vocab::tracking::TrackFix;
use hoeder_vocab::{Fix, HandsetId, RequestId, UtcMillis};
use hoeder_watch::alarm::Bearer;

impl Cell {
    /// Whose press it is: that of a handset, or that of a device which a protected person of a case carries.
    pub(in crate::cell) fn bearer(&self, sender: HandsetId) -> Option<Bearer> {
        self.book.bearer_of(sender).or_else(|| {
            let person = self.tracking.presser(sender)?;
            let case = self.book.persons.get(&person)?.case;
            Some(Bearer { case, person, handset: sender })
        })
    }

    pub(in crate::cell) fn on_tracker_press(
        &mut self,
        request: RequestId,
        press: &TrackerPress,
        now: UtcMillis,
    ) {
        let sender = sender_of(&press.device);
        let claim = match self.doubt(sender, press) {
            None => Claim::Verified(sender),
            Some(code) => Claim::Doubtful(sender, code),
        };
        let raised = Press {
            alarm: press.alarm,
            trigger: Trigger::Button,
            pressed_at: press.pressed_at,
            fix: press.fix.map(|fix| fix.map(as_fix)),
            battery: press.battery,
            repeats: 0,
        };
        self.on_press(request, claim, raised, press.received_at, now);
    }

    /// Why nobody vouches for it. A press of a band is that of its wearer, whom no case protects: shown, and of nobody.
    fn doubt(&self, sender: HandsetId, press: &TrackerPress) -> Option<UplinkRefusal> {
        let known = self.tracking.is_sender(sender).filter(|known| press.tracker == Some(known.id));
        match known.map(|known| known.state) {
            None => Some(UplinkRefusal::UnknownDevice),
            Some(TrackerState::InStock | TrackerState::Returned | TrackerState::Retired) => {
                Some(UplinkRefusal::RevokedDevice)
            }
            Some(TrackerState::Issued) if self.bearer(sender).is_none() => Some(UplinkRefusal::UnknownDevice),
            Some(TrackerState::Issued) => None,
        }
    }
}

const fn as_fix(fix: TrackFix) -> Fix {
    Fix { position: fix.position, accuracy: fix.accuracy, fixed_at: fix.fixed_at, source: fix.source }
}
