//! The press: from the finger to the acknowledgement.

use super::*;
use hoeder_vocab::handset::UplinkRefusal;

fn word(text: &str) -> Input {
    Input::WordTyped(Sensitive::new(text.to_owned()))
}

/// Proves AL-01.
#[test]
fn a_hold_of_two_seconds_on_the_screen_raises_an_alarm_that_is_written_before_it_is_sent() {
    let mut phone = Phone::online();
    let fresh = phone.fresh();
    assert_eq!(phone.does(Input::ScreenDown { fresh }), []);
    assert_eq!(presses_sent(&phone.wait(1_999)), []);
    let outputs = phone.wait(1);
    assert!(
        matches!(&outputs[0], Output::Persist(image) if image.alarm.as_ref().unwrap().press.alarm == fresh)
    );
    assert!(matches!(&outputs[1], Output::Send { uplink: Uplink::Press(p), attempt: 1, .. }
        if p.alarm == fresh && p.trigger == Trigger::Screen));
    assert_eq!(presses_sent(&phone.does(Input::ScreenUp)), []);
}

/// Proves AL-01: a press of the portable button needs no touch of the phone.
#[test]
fn a_long_press_of_the_button_raises_an_alarm() {
    let mut phone = Phone::online();
    let (alarm, outputs) = phone.presses();
    assert_eq!(presses_sent(&outputs), [alarm]);
}

#[test]
fn letting_go_early_does_nothing_but_says_so_discreetly() {
    let mut phone = Phone::online();
    let fresh = phone.fresh();
    phone.does(Input::ScreenDown { fresh });
    phone.wait(1_500);
    assert_eq!(phone.does(Input::ScreenUp), [Output::Show(Screen::HeldTooShort)]);
    assert_eq!(shows(&phone.wait(3_000)), [Screen::Neutral]);
    assert!(!phone.beacon.alarm_runs());
}

#[test]
fn a_hold_whose_timer_came_late_is_still_an_alarm() {
    let mut phone = Phone::online();
    let fresh = phone.fresh();
    phone.does(Input::ScreenDown { fresh });
    phone.now += 2_500;
    assert_eq!(presses_sent(&phone.does(Input::ScreenUp)), [fresh]);
}

#[test]
fn the_time_to_hold_is_drawn_between_one_and_four_seconds() {
    for (set, holds) in [(10, 1_000), (3_000, 3_000), (60_000, 4_000)] {
        let mut phone = Phone::with(HandsetSettings { hold_ms: set, ..HandsetSettings::default() });
        phone.does(Input::PathUp(Path::Wifi));
        let fresh = phone.fresh();
        phone.does(Input::ScreenDown { fresh });
        phone.wait(holds - 1);
        assert!(!phone.beacon.alarm_runs(), "{set}");
        phone.wait(1);
        assert!(phone.beacon.alarm_runs(), "{set}");
    }
}

#[test]
fn two_short_presses_raise_an_alarm_only_within_600_ms_and_only_when_the_option_is_on() {
    for (option, apart, raised) in [(true, 600, true), (true, 601, false), (false, 300, false)] {
        let mut phone = Phone::with(HandsetSettings { double_press: option, ..HandsetSettings::default() });
        for wait in [apart, 0] {
            let fresh = phone.fresh();
            phone.does(Input::Button { press: ButtonPress::Short, fresh });
            phone.wait(wait);
        }
        assert_eq!(phone.beacon.alarm_runs(), raised, "button {option} {apart}");
        let mut phone = Phone::with(HandsetSettings { double_press: option, ..HandsetSettings::default() });
        for _ in 0..2 {
            let fresh = phone.fresh();
            phone.does(Input::ScreenDown { fresh });
            phone.wait(100);
            phone.does(Input::ScreenUp);
            phone.wait(apart - 100);
        }
        assert_eq!(phone.beacon.alarm_runs(), raised, "screen {option} {apart}");
    }
}

#[test]
fn a_button_that_repeats_itself_while_held_is_one_press() {
    let mut phone = Phone::online();
    let (alarm, _) = phone.presses();
    for _ in 0..10 {
        phone.wait(500);
        let fresh = phone.fresh();
        phone.does(Input::Button { press: ButtonPress::Hold, fresh });
    }
    let flash = phone.flash.clone().unwrap().alarm.unwrap();
    assert_eq!((flash.press.alarm, flash.press.repeats, flash.repeats.len()), (alarm, 0, 0));
}

/// Proves GN-05: until the cell says 'held', the press is sent again over every path, with growing pauses of at most 15 s.
#[test]
fn a_press_is_sent_over_every_path_at_growing_pauses_until_it_is_held() {
    let mut phone = Phone::online();
    phone.does(Input::PathUp(Path::Cellular));
    let (alarm, outputs) = phone.presses();
    assert_eq!(presses_sent(&outputs), [alarm, alarm]);
    let mut sent: Vec<i64> = vec![phone.now];
    let pressed = phone.now;
    while phone.now < pressed + 120_000 {
        let outputs = phone.wait(1);
        let wifi =
            sends(&outputs).iter().any(|(p, _, u, _)| *p == Path::Wifi && matches!(u, Uplink::Press(_)));
        if wifi {
            sent.push(phone.now);
        }
    }
    let pauses: Vec<i64> = sent.windows(2).map(|w| w[1] - w[0]).collect();
    for (n, pause) in pauses.iter().enumerate() {
        let nominal = (1_000i64 << n.min(10)).min(12_000);
        assert!((nominal * 3 / 4..=nominal * 5 / 4).contains(pause), "{pauses:?}");
    }
    assert!(pauses.len() >= 9, "{pauses:?}");
    phone.hears(Downlink::Held { alarm });
    assert_eq!(presses_sent(&phone.wait(120_000)), []);
}

#[test]
fn a_path_that_comes_up_is_used_at_once_and_a_flapping_one_at_most_every_quarter_second() {
    let mut phone = Phone::new();
    let (alarm, outputs) = phone.presses();
    assert_eq!(presses_sent(&outputs), []);
    assert_eq!(presses_sent(&phone.does(Input::PathUp(Path::Cellular))), [alarm]);
    let mut sent = 0;
    for _ in 0..100 {
        phone.does(Input::PathDown(Path::Cellular));
        sent += presses_sent(&phone.does(Input::PathUp(Path::Cellular))).len();
        sent += presses_sent(&phone.wait(10)).len();
    }
    assert_eq!(sent, 4, "1 s of flapping");
}

/// Proves GN-05: a restart loses nothing and makes no second alarm.
#[test]
fn after_a_restart_the_same_alarm_is_sent_again() {
    let mut phone = Phone::online();
    phone.is_at(GENT);
    let (alarm, _) = phone.presses();
    phone.does(word("vergissing"));
    phone.wait(700);
    phone.restarts();
    let outputs = phone.does(Input::PathUp(Path::Wifi));
    assert_eq!(presses_sent(&outputs), [alarm]);
    assert!(
        sends(&outputs)
            .iter()
            .any(|(_, _, u, _)| matches!(u, Uplink::Mistake { alarm: a, .. } if *a == alarm))
    );
    phone.hears(Downlink::Held { alarm });
    phone.restarts();
    let outputs = phone.does(Input::PathUp(Path::Wifi));
    assert_eq!(presses_sent(&outputs), []);
    assert!(phone.beacon.alarm_runs());
    assert!(matches!(
        sends(&phone.is_at(GENT))[0].2,
        Uplink::Moved { alarm: a, .. } if *a == alarm
    ));
}

#[test]
fn a_press_while_an_alarm_runs_is_a_repeat_of_it_and_is_sent_until_it_is_answered() {
    let mut phone = Phone::online();
    let alarm = phone.in_alarm();
    phone.wait(5_000);
    let (_, outputs) = phone.presses();
    let (_, no, uplink, _) = sends(&outputs)[0];
    assert!(matches!(uplink, Uplink::PressedAgain { alarm: a, .. } if *a == alarm));
    phone.hears(Downlink::Held { alarm });
    assert_eq!(phone.flash.clone().unwrap().alarm.unwrap().repeats.len(), 1, "only its own answer counts");
    phone.answer(no, Downlink::Held { alarm });
    assert_eq!(phone.flash.clone().unwrap().alarm.unwrap().repeats, []);
    let later = phone.wait(60_000);
    assert!(!sends(&later).iter().any(|(_, _, u, _)| matches!(u, Uplink::PressedAgain { .. })));
}

#[test]
fn a_repeat_before_the_acknowledgement_is_counted_in_the_press_and_sends_it_at_once() {
    let mut phone = Phone::online();
    phone.presses();
    phone.wait(2_100);
    let (_, outputs) = phone.presses();
    assert!(sends(&outputs).iter().any(|(_, _, u, _)| matches!(u, Uplink::Press(p) if p.repeats == 1)));
}

#[test]
fn the_answer_to_a_repeat_counts_also_when_the_alarm_was_held_in_between() {
    let mut phone = Phone::online();
    let (alarm, _) = phone.presses();
    phone.wait(2_100);
    let (_, outputs) = phone.presses();
    let no = sends(&outputs).iter().find(|s| matches!(s.2, Uplink::PressedAgain { .. })).unwrap().1;
    phone.hears(Downlink::Held { alarm });
    phone.answer(no, Downlink::Held { alarm });
    assert_eq!(phone.flash.clone().unwrap().alarm.unwrap().repeats, []);
}

/// Proves GN-05: a repeat that crosses with the closing of its alarm is not lost.
#[test]
fn a_repeat_that_nobody_acknowledged_becomes_an_alarm_when_the_old_one_is_closed() {
    let closes: [fn(AlarmId) -> Downlink; 2] =
        [|alarm| Downlink::Closed { alarm }, |_| Downlink::Refused { code: UplinkRefusal::NoSuchAlarm }];
    for close in closes {
        let mut phone = Phone::online();
        let old = phone.in_alarm();
        phone.wait(5_000);
        let (new, outputs) = phone.presses();
        let no = sends(&outputs)[0].1;
        let outputs = phone.answer(no, close(old));
        assert_eq!(presses_sent(&outputs), [new]);
        assert_eq!(phone.flash.clone().unwrap().alarm.unwrap().press.alarm, new);
    }
}

#[test]
fn a_refusal_of_something_sent_before_the_alarm_was_held_does_not_end_it() {
    let mut phone = Phone::online();
    let (alarm, _) = phone.presses();
    let moved = sends(&phone.is_at(GENT))[0].1;
    phone.hears(Downlink::Held { alarm });
    phone.answer(moved, Downlink::Refused { code: UplinkRefusal::NoSuchAlarm });
    assert!(phone.beacon.alarm_runs());
    phone.wait(2_000);
    let moved = sends(&phone.is_at(GENT))[0].1;
    phone.answer(moved, Downlink::Refused { code: UplinkRefusal::NoSuchAlarm });
    assert!(!phone.beacon.alarm_runs(), "what was sent after it does");
}

/// Proves FL-07: a word ends nothing, and nothing on the phone depends on what it says.
#[test]
fn a_word_never_ends_an_alarm_and_looks_the_same_whatever_it_says() {
    let run = |text: &str| {
        let mut phone = Phone::online();
        let alarm = phone.in_alarm();
        let mut outputs = phone.does(word(text));
        let no = sends(&outputs)[0].1;
        outputs.extend(phone.wait(30_000));
        outputs.extend(phone.answer(no, Downlink::WordReceived { alarm }));
        assert!(phone.beacon.alarm_runs());
        assert_eq!(shows(&outputs), []);
        format!("{outputs:?}")
    };
    assert_eq!(run("vergissing"), run("paraplu"));
    assert_eq!(run("x"), run(&"y".repeat(500)));
}

#[test]
fn a_word_is_cut_at_64_characters_and_sent_until_it_is_received() {
    let mut phone = Phone::online();
    let alarm = phone.in_alarm();
    let outputs = phone.does(word(&"é".repeat(100)));
    let (_, no, uplink, _) = sends(&outputs)[0];
    assert!(matches!(uplink, Uplink::Mistake { word, .. }
        if word.reveal(hoeder_vocab::Purpose::Test).chars().count() == 64));
    assert!(!sends(&phone.wait(2_000)).is_empty());
    phone.answer(no, Downlink::WordReceived { alarm });
    assert!(!sends(&phone.wait(60_000)).iter().any(|s| matches!(s.2, Uplink::Mistake { .. })));
}

#[test]
fn a_word_without_an_alarm_goes_nowhere() {
    assert_eq!(Phone::online().does(word("vergissing")), []);
}

/// Proves AL-04: from the press on the position goes along, as often as the battery allows, until the alarm is closed.
#[test]
fn positions_are_sent_while_the_alarm_runs_at_the_rate_that_the_battery_allows() {
    for (charge, every) in [(None, 2), (Some(31), 2), (Some(30), 5), (Some(15), 5), (Some(14), 10)] {
        let mut phone = Phone::online();
        if let Some(charge) = charge {
            phone.does(Input::PhoneBattery(percent(charge)));
        }
        let (alarm, outputs) = phone.presses();
        assert!(outputs.contains(&Output::RequestFix { every: core::time::Duration::from_secs(every) }));
        phone.hears(Downlink::Held { alarm });
        let mut moved = 0;
        for _ in 0..120 {
            let mut outputs = phone.is_at(GENT);
            outputs.extend(phone.wait(500));
            moved += sends(&outputs).iter().filter(|s| matches!(s.2, Uplink::Moved { .. })).count();
        }
        let expected = usize::try_from(60 / every).unwrap();
        assert!((expected..=expected + 1).contains(&moved), "{charge:?}: {moved}");
        let outputs = phone.hears(Downlink::Closed { alarm });
        assert!(outputs.contains(&Output::RequestFix { every: limits::FIX_EVERY_IDLE }));
        assert_eq!(sends(&phone.is_at(GENT)).len(), 0);
    }
}

#[test]
fn a_position_that_could_not_leave_is_tried_again_but_only_the_newest() {
    let mut phone = Phone::new();
    phone.presses();
    for _ in 0..50 {
        phone.is_at(GENT);
        phone.wait(1_000);
    }
    let outputs = phone.does(Input::PathUp(Path::Wifi));
    let moved: Vec<_> = sends(&outputs).into_iter().filter(|s| matches!(s.2, Uplink::Moved { .. })).collect();
    assert_eq!(moved.len(), 1);
    let message = moved[0].1;
    phone.does(Input::SendFailed { path: Path::Wifi, message });
    let again = phone.wait(2_600);
    assert!(sends(&again).iter().any(|s| s.1 == message && s.3 == 2));
}

/// Proves AL-15: without an acknowledgement within 10 s, or without any path, the phone points to 112.
#[test]
fn a_press_that_nobody_acknowledges_brings_the_advice_to_dial_112() {
    let advice = Output::Advise112(Advice::NotAcknowledged);
    let mut phone = Phone::online();
    let (alarm, _) = phone.presses();
    assert!(!phone.wait(9_999).contains(&advice));
    assert!(phone.wait(1).contains(&advice));
    assert!(!phone.wait(60_000).contains(&advice), "once is enough");
    assert!(phone.hears(Downlink::Held { alarm }).contains(&Output::AdviceOver));
    phone.wait(5_000);
    phone.presses();
    assert!(phone.wait(10_000).contains(&advice), "a repeat that is not acknowledged counts as well");

    let mut phone = Phone::new();
    assert!(phone.presses().1.contains(&advice), "no path: at once");

    let mut phone = Phone::online();
    phone.presses();
    let refused = Downlink::Refused { code: UplinkRefusal::UnknownDevice };
    assert!(phone.hears(refused).contains(&advice), "refused: at once");
    assert!(!presses_sent(&phone.wait(15_000)).is_empty(), "and still sent");
}

#[test]
fn a_revoked_phone_points_to_112_and_forgets_all_but_an_alarm_that_waits() {
    let mut phone = Phone::online();
    let outputs = phone.hears(Downlink::Revoked);
    for expected in [Output::Show(Screen::Revoked), Output::Advise112(Advice::Revoked), Output::StopFixes] {
        assert!(outputs.contains(&expected), "{expected:?}");
    }
    assert_eq!(phone.presses().1, [Output::Advise112(Advice::Revoked)]);
    assert_eq!(sends(&phone.wait(200_000_000)), []);
    phone.restarts();
    assert_eq!(sends(&phone.does(Input::PathUp(Path::Wifi))), []);

    let mut phone = Phone::online();
    let (alarm, _) = phone.presses();
    phone.does(word("vergissing"));
    let outputs = phone.hears(Downlink::Revoked);
    assert!(shows(&outputs).is_empty(), "discreet while the alarm waits");
    let image = phone.flash.clone().unwrap().alarm.unwrap();
    assert_eq!((image.press.alarm, image.words.len()), (alarm, 0));
    assert!(!presses_sent(&phone.wait(15_000)).is_empty());
    let outputs = phone.hears(Downlink::Held { alarm });
    assert_eq!(shows(&outputs), [Screen::Revoked]);
    assert_eq!(phone.flash.clone().unwrap().alarm, None);
}

#[test]
fn repeats_and_words_have_a_maximum_and_the_alarm_is_not_what_goes() {
    let mut phone = Phone::new();
    let (alarm, _) = phone.presses();
    for n in 0..100 {
        phone.wait(2_000);
        phone.presses();
        phone.does(word(&n.to_string()));
    }
    let image = phone.flash.clone().unwrap().alarm.unwrap();
    assert_eq!((image.press.alarm, image.press.repeats), (alarm, 100));
    assert_eq!((image.repeats.len(), image.words.len()), (limits::MAX_REPEATS, limits::MAX_WORDS));
    assert_eq!(image.words.last(), Some(&Sensitive::new("99".to_owned())));
}

#[test]
fn a_clock_set_back_by_an_hour_does_not_delay_the_next_attempt() {
    let mut phone = Phone::online();
    let (alarm, _) = phone.presses();
    phone.now -= 3_600_000;
    phone.does(Input::Tick);
    assert_eq!(presses_sent(&phone.wait(1_300)), [alarm]);
}
