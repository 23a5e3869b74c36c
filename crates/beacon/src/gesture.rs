//! Press detection: which touches and button reports are a call for help.
//!
//! Never here: what happens then.

use crate::clock::{Tick, millis};
use crate::input::ButtonPress;
use crate::limits::DOUBLE_PRESS_WITHIN;
use hoeder_vocab::AlarmId;
use hoeder_vocab::handset::{HandsetSettings, Trigger};

/// What a touch turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Nothing,
    TooShort,
    Alarm { fresh: AlarmId, trigger: Trigger },
}

#[derive(Debug, Clone, Copy)]
enum Finger {
    Away,
    Down {
        since: Tick,
        fresh: AlarmId,
    },
    /// Still down, but it has already been an alarm.
    Spent,
}

#[derive(Debug, Clone)]
pub(crate) struct Gestures {
    finger: Finger,
    last_tap: Option<Tick>,
    last_click: Option<Tick>,
}

fn is_double(first: Option<Tick>, now: Tick, settings: &HandsetSettings) -> bool {
    settings.double_press && first.is_some_and(|t| now.since_ms(t) <= millis(DOUBLE_PRESS_WITHIN))
}

impl Gestures {
    pub(crate) fn new() -> Self {
        Self { finger: Finger::Away, last_tap: None, last_click: None }
    }

    pub(crate) fn screen_down(&mut self, fresh: AlarmId, now: Tick, settings: &HandsetSettings) -> Verdict {
        match self.finger {
            Finger::Away => {}
            // Keys repeat and touches double: starting the hold again would let it never end.
            Finger::Down { .. } | Finger::Spent => return Verdict::Nothing,
        }
        if is_double(self.last_tap, now, settings) {
            self.finger = Finger::Spent;
            self.last_tap = None;
            return Verdict::Alarm { fresh, trigger: Trigger::Screen };
        }
        self.finger = Finger::Down { since: now, fresh };
        self.last_tap = Some(now);
        Verdict::Nothing
    }

    pub(crate) fn screen_up(&mut self, now: Tick, settings: &HandsetSettings) -> Verdict {
        let before = core::mem::replace(&mut self.finger, Finger::Away);
        match before {
            Finger::Away | Finger::Spent => Verdict::Nothing,
            Finger::Down { since, fresh } if now.since_ms(since) >= u64::from(settings.hold_ms) => {
                Verdict::Alarm { fresh, trigger: Trigger::Screen }
            }
            Finger::Down { .. } => Verdict::TooShort,
        }
    }

    /// Time has passed: has the finger been down for long enough?
    pub(crate) fn passed(&mut self, now: Tick, settings: &HandsetSettings) -> Verdict {
        match self.finger {
            Finger::Down { since, fresh } if now.since_ms(since) >= u64::from(settings.hold_ms) => {
                self.finger = Finger::Spent;
                self.last_tap = None;
                Verdict::Alarm { fresh, trigger: Trigger::Screen }
            }
            Finger::Down { .. } | Finger::Away | Finger::Spent => Verdict::Nothing,
        }
    }

    pub(crate) fn deadline(&self, settings: &HandsetSettings) -> Option<Tick> {
        match self.finger {
            Finger::Down { since, .. } => Some(since.plus_ms(u64::from(settings.hold_ms))),
            Finger::Away | Finger::Spent => None,
        }
    }

    pub(crate) fn button(
        &mut self,
        press: ButtonPress,
        fresh: AlarmId,
        now: Tick,
        settings: &HandsetSettings,
    ) -> Verdict {
        let alarm = match press {
            ButtonPress::Long | ButtonPress::Hold => true,
            ButtonPress::Double => settings.double_press,
            ButtonPress::Short => {
                let double = is_double(self.last_click, now, settings);
                self.last_click = if double { None } else { Some(now) };
                double
            }
        };
        if alarm { Verdict::Alarm { fresh, trigger: Trigger::Button } } else { Verdict::TooShort }
    }
}
