//! Promises that hold in every life of a phone.

use super::chaos::{Op, World, life};
use super::*;
use hoeder_vocab::handset::UplinkRefusal;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn flashed(image: Option<&OutboxImage>) -> Option<&AlarmImage> {
    image.and_then(|image| image.alarm.as_ref())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Proves GN-05: an alarm stays in flash, unheld, until the cell said 'held' or that it is closed.
    #[test]
    fn an_alarm_is_in_the_outbox_until_the_cell_has_it(ops in life()) {
        let world = World::live(&ops);
        let mut owed: Option<AlarmId> = None;
        for step in &world.steps {
            if let Input::Received { downlink, .. } = &step.input {
                let about = match downlink {
                    Downlink::Held { alarm } | Downlink::Closed { alarm } => Some(*alarm),
                    Downlink::SomeoneThere { .. }
                    | Downlink::WordReceived { .. }
                    | Downlink::TestAnswered { .. }
                    | Downlink::Heard { .. }
                    | Downlink::ReportReceived
                    | Downlink::Settings(_)
                    | Downlink::Revoked
                    | Downlink::TimerHeld { .. }
                    | Downlink::TimerOver { .. }
                    | Downlink::TripReceived { .. }
                    | Downlink::Message { .. }
                    | Downlink::Typing(_)
                    | Downlink::TextReceived { .. }
                    | Downlink::TestPlanned { .. }
                    | Downlink::TestPlanOver
                    | Downlink::Refused { .. } => None,
                };
                if about == owed {
                    owed = None;
                }
            }
            let now = flashed(step.flash.as_ref());
            if let Some(alarm) = owed {
                prop_assert!(now.is_some_and(|a| a.press.alarm == alarm && !a.held), "lost {alarm}");
            }
            owed = now.filter(|a| !a.held).map(|a| a.press.alarm);
            prop_assert_eq!(step.alarm_runs, now.is_some(), "flash and memory differ");
        }
    }

    /// Proves GN-05: once one path works, every alarm is held within a minute and no repeat waits.
    #[test]
    fn every_alarm_is_held_in_the_end(ops in life()) {
        let mut world = World::live(&ops);
        world.heal();
        let image = world.phone.flash.clone().unwrap();
        if let Some(alarm) = &image.alarm {
            prop_assert!(alarm.held && alarm.repeats.is_empty() && alarm.words.is_empty());
        }
        for alarm in world.raised() {
            prop_assert!(world.cell.alarms.contains_key(&alarm), "the cell never heard of {alarm}");
        }
    }

    /// Proves GN-05: whatever was lost, closed or restarted on the way, the cell learns of the last press.
    #[test]
    fn the_last_press_reaches_the_cell(ops in life()) {
        let mut world = World::live(&ops);
        world.heal();
        let mut pressed: Vec<(AlarmId, FixedAt)> = Vec::new();
        for alarm in world.steps.iter().filter_map(|step| flashed(step.flash.as_ref())) {
            let first = (alarm.press.alarm, alarm.press.pressed_at);
            for press in core::iter::once(first).chain(alarm.repeats.iter().map(|r| (r.fresh, r.pressed_at))) {
                if !pressed.iter().any(|p| p.0 == press.0) {
                    pressed.push(press);
                }
            }
        }
        if let Some((id, pressed_at)) = pressed.last() {
            prop_assert!(world.cell.alarms.contains_key(id) || world.cell.repeats.contains(pressed_at));
        }
    }

    /// Proves AL-01: a press makes at most one alarm, under the id of its gesture, and none beside one that runs.
    #[test]
    fn a_press_never_makes_two_alarms(ops in life()) {
        let world = World::live(&ops);
        let mut running: Option<AlarmId> = None;
        let mut before = Vec::new();
        for step in &world.steps {
            let now = flashed(step.flash.as_ref()).map(|a| a.press.alarm);
            if now != running {
                let ended = matches!(&step.input, Input::Received {
                    downlink: Downlink::Closed { .. } | Downlink::Refused { code: UplinkRefusal::NoSuchAlarm }, ..
                });
                prop_assert!(running.is_none() || ended, "replaced while it ran");
                before.extend(running);
                prop_assert!(now.is_none_or(|id| !before.contains(&id) && world.given.contains(&id)));
                running = now;
            }
            for id in presses_sent(&step.outputs) {
                prop_assert_eq!(Some(id), running);
            }
        }
    }

    /// Proves AL-02: while an alarm runs no output tells a bystander so, also not when the phone is revoked.
    #[test]
    fn nothing_on_the_phone_shows_that_an_alarm_runs(ops in life(), revoke_at in 0..80usize) {
        let mut world = World::live(&[]);
        for (n, op) in ops.iter().enumerate() {
            if n == revoke_at {
                world.apply(&Op::Revoke);
            }
            world.apply(op);
        }
        let mut screen = Screen::Neutral;
        for step in &world.steps {
            screen = shows(&step.outputs).last().copied().unwrap_or(screen);
            if step.alarm_runs {
                prop_assert!(step.outputs.iter().all(Output::is_discreet), "{:?}", step.outputs);
                prop_assert_eq!(screen, Screen::Neutral);
            }
        }
    }

    /// Proves GN-03: a position leaves the phone only for the alarm that runs.
    #[test]
    fn a_position_is_never_sent_outside_an_alarm(ops in life()) {
        let world = World::live(&ops);
        for step in &world.steps {
            let alarm = flashed(step.flash.as_ref()).map(|a| a.press.alarm);
            for (_, _, uplink, _) in sends(&step.outputs) {
                if let Some(of) = position_of(uplink) {
                    prop_assert_eq!(Some(of), alarm);
                }
            }
        }
    }

    /// Proves FL-08: each vibration comes at most once an alarm, over answers that repeat and over restarts.
    #[test]
    fn a_vibration_comes_at_most_once_an_alarm(ops in life()) {
        let world = World::live(&ops);
        let mut felt: BTreeMap<(AlarmId, Haptic), u32> = BTreeMap::new();
        for step in &world.steps {
            for haptic in vibrations(&step.outputs) {
                if matches!(haptic, Haptic::Question | Haptic::TimerSoon) {
                    continue;
                }
                let alarm = flashed(step.flash.as_ref()).map(|a| a.press.alarm).unwrap();
                *felt.entry((alarm, haptic)).or_default() += 1;
            }
        }
        prop_assert!(felt.values().all(|n| *n == 1));
    }

    /// Proves GN-05: in the end the cell knows every text, answer and check-in that the phone still keeps.
    #[test]
    fn what_the_person_arranged_reaches_the_cell_in_the_end(ops in life()) {
        let mut world = World::live(&ops);
        world.heal();
        let image = world.phone.flash.clone().unwrap();
        prop_assert!(image.timer.is_none() && image.timers_ended.is_empty());
        for message in image.alarm.iter().flat_map(|alarm| &alarm.messages) {
            prop_assert_ne!(message.state, Delivery::Waiting);
        }
    }

    /// Proves FL-07: two lives that differ only in the words typed differ in nothing else.
    #[test]
    fn the_words_change_nothing_but_themselves(ops in life()) {
        let trace = |words: fn(u8) -> String| {
            let mut world = World::new(words);
            ops.iter().for_each(|op| world.apply(op));
            world.steps.iter().map(|s| format!("{:?}", s.outputs)).collect::<Vec<_>>()
        };
        prop_assert_eq!(trace(|n| format!("vergissing {n}")), trace(|_| "paraplu".to_owned()));
    }

    /// Flash is written before anything that it holds leaves the phone.
    #[test]
    fn writing_comes_before_sending(ops in life()) {
        let world = World::live(&ops);
        for step in &world.steps {
            let written = step.outputs.iter().rposition(|o| matches!(o, Output::Persist(_)));
            let left = step.outputs.iter().position(|o| matches!(o, Output::Send { .. }));
            prop_assert!(written.is_none_or(|w| left.is_none_or(|s| w < s)));
        }
    }
}
