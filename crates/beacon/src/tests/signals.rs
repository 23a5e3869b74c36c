//! What the person feels and sees, and what the cell hears between alarms.

use super::*;
use hoeder_vocab::handset::{DailyReport, Microphone, SupervisionClass, UplinkRefusal};

fn health(outputs: &[Output]) -> Option<Health> {
    outputs.iter().rev().find_map(|o| if let Output::Health(h) = o { Some(h.clone()) } else { None })
}

/// Proves FL-08: one vibration for 'sent', another for 'someone is there', once each, none when switched off.
#[test]
fn the_two_vibrations_differ_and_come_once_each() {
    assert_ne!(Haptic::Sent.pattern_ms(), Haptic::SomeoneThere.pattern_ms());
    for (haptics, expected) in [(true, &[Haptic::Sent, Haptic::SomeoneThere][..]), (false, &[])] {
        let mut phone = Phone::with(HandsetSettings { haptics, ..HandsetSettings::default() });
        phone.does(Input::PathUp(Path::Wifi));
        let (alarm, mut outputs) = phone.presses();
        for _ in 0..3 {
            outputs.extend(phone.hears(Downlink::Held { alarm }));
        }
        for _ in 0..3 {
            outputs.extend(phone.hears(Downlink::SomeoneThere { alarm }));
        }
        phone.restarts();
        outputs.extend(phone.hears(Downlink::Held { alarm }));
        outputs.extend(phone.hears(Downlink::SomeoneThere { alarm }));
        assert_eq!(vibrations(&outputs), expected);
    }
}

#[test]
fn someone_there_is_not_followed_by_sent_but_the_press_is_still_sent_until_it_is_held() {
    let mut phone = Phone::online();
    let (alarm, _) = phone.presses();
    assert_eq!(vibrations(&phone.hears(Downlink::SomeoneThere { alarm })), [Haptic::SomeoneThere]);
    assert_eq!(presses_sent(&phone.wait(1_300)), [alarm]);
    assert_eq!(vibrations(&phone.hears(Downlink::Held { alarm })), []);
}

#[test]
fn an_answer_about_another_alarm_changes_nothing() {
    let mut phone = Phone::online();
    let (alarm, _) = phone.presses();
    let other = alarm_id(999);
    for downlink in [
        Downlink::Held { alarm: other },
        Downlink::SomeoneThere { alarm: other },
        Downlink::Closed { alarm: other },
        Downlink::WordReceived { alarm: other },
    ] {
        assert_eq!(vibrations(&phone.hears(downlink)), []);
    }
    assert_eq!(presses_sent(&phone.wait(1_300)), [alarm]);
}

/// Proves AL-17 and FL-05: a test has a gesture and a message of its own, is answered by the cell, and is no alarm.
#[test]
fn a_self_test_is_answered_by_the_cell_and_is_no_alarm() {
    let mut phone = Phone::online();
    let (test, outputs) = phone.self_test();
    assert_eq!(shows(&outputs), [Screen::Testing]);
    assert!(matches!(sends(&outputs)[0].2, Uplink::SelfTest { test: t, .. } if *t == test));
    assert!(!phone.beacon.alarm_runs());
    let answered_at = at(phone.now + 40);
    let outputs = phone.hears(Downlink::TestAnswered { test, answered_at });
    assert_eq!(shows(&outputs), [Screen::TestAnswered { answered_at }]);
    assert_eq!(phone.flash.clone().unwrap().last_test, Some(answered_at));
    let later = phone.wait(60_000);
    assert_eq!(shows(&later), [Screen::Neutral]);
    assert!(presses_sent(&later).is_empty());
}

#[test]
fn a_self_test_that_nobody_answers_says_so_after_30_seconds() {
    let mut phone = Phone::online();
    phone.self_test();
    let outputs = phone.wait(30_000);
    assert_eq!(shows(&outputs), [Screen::TestUnanswered]);
    assert!(sends(&outputs).iter().filter(|s| matches!(s.2, Uplink::SelfTest { .. })).count() >= 4);
}

/// Proves AL-17: a test never hides an alarm.
#[test]
fn a_test_gives_way_to_an_alarm() {
    let mut phone = Phone::online();
    let (test, _) = phone.self_test();
    let (alarm, outputs) = phone.presses();
    assert_eq!(presses_sent(&outputs), [alarm]);
    assert_eq!(shows(&outputs), [Screen::Neutral]);
    let outputs = phone.hears(Downlink::TestAnswered { test, answered_at: at(phone.now) });
    assert_eq!(shows(&outputs), []);
    assert_eq!(phone.self_test().1, [], "no test while an alarm runs");
}

/// Proves AL-14: abroad the phone says so beforehand, and a press is sent all the same.
#[test]
fn abroad_the_phone_says_so_beforehand_and_sends_the_alarm_all_the_same() {
    let mut phone = Phone::online();
    assert!(!phone.is_at(GENT).iter().any(|o| matches!(o, Output::Notice(_))));
    assert!(phone.is_at(AMSTERDAM).contains(&Output::Notice(Notice::OutsideBelgium)));
    assert!(!phone.is_at(AMSTERDAM).iter().any(|o| matches!(o, Output::Notice(_))), "once");
    let (alarm, outputs) = phone.presses();
    assert_eq!(presses_sent(&outputs), [alarm]);
    assert!(!phone.is_at(GENT).iter().any(|o| matches!(o, Output::Notice(_))), "not while the alarm runs");
    let outputs = phone.hears(Downlink::Closed { alarm });
    assert!(outputs.contains(&Output::Notice(Notice::BackInBelgium)));
}

/// Proves FL-10: the heartbeat goes over the real path, is repeated over the next one, and its answer is shown.
#[test]
fn the_heartbeat_is_sent_over_the_next_path_when_the_first_does_not_answer() {
    let mut phone = Phone::new();
    phone.does(Input::PathUp(Path::Wifi));
    phone.does(Input::PathUp(Path::Cellular));
    let outputs = phone.wait(12_000);
    let beats: Vec<Path> = sends(&outputs)
        .iter()
        .filter_map(|s| matches!(s.2, Uplink::Heartbeat { .. }).then_some(s.0))
        .collect();
    assert_eq!(beats[..2], [Path::Wifi, Path::Cellular]);
    let outputs = phone.hears(Downlink::Heard { server_time: at(phone.now) });
    assert_eq!(health(&outputs).unwrap().last_answer_at, Some(at(phone.now)));
}

#[test]
fn heartbeats_come_at_most_an_interval_apart_and_at_least_nine_tenths_of_it() {
    let mut phone = Phone::online();
    let mut beats = Vec::new();
    for _ in 0..36_000 {
        let outputs = phone.wait(100);
        if sends(&outputs).iter().any(|s| matches!(s.2, Uplink::Heartbeat { .. })) {
            beats.push(phone.now);
            phone.hears(Downlink::Heard { server_time: at(phone.now) });
        }
    }
    assert!(beats.len() >= 60);
    assert!(beats.windows(2).all(|w| (32_300..=36_100).contains(&(w[1] - w[0]))), "{beats:?}");
}

/// Proves FL-11: a phone without an answer says so itself, first as a warning and then in red.
#[test]
fn a_phone_that_is_not_answered_turns_degraded_and_then_red_and_recovers() {
    let mut phone = Phone::online();
    let faults = |phone: &mut Phone, ms| health(&phone.wait(ms)).map(|h| (h.level(), h.faults));
    assert_eq!(faults(&mut phone, 71_999), None);
    assert_eq!(faults(&mut phone, 1), Some((Level::Degraded, vec![Fault::NoAnswer])));
    assert_eq!(faults(&mut phone, 107_999), None);
    assert_eq!(faults(&mut phone, 1), Some((Level::Red, vec![Fault::NoAnswerForLong])));
    let outputs = phone.hears(Downlink::Heard { server_time: at(phone.now) });
    assert_eq!(health(&outputs).unwrap().level(), Level::Good);
}

/// Proves FL-10: what would make a press fail silently is shown.
#[test]
fn the_phone_shows_what_is_wrong_with_it() {
    let cases = [
        (Input::ButtonLink(ButtonLink::Lost), Fault::ButtonLost, Level::Red),
        (Input::LocationLost, Fault::LocationMissing, Level::Degraded),
        (Input::Location(Permission::Denied), Fault::LocationNotPermitted, Level::Degraded),
        (Input::PhoneBattery(percent(14)), Fault::PhoneBatteryLow, Level::Degraded),
        (Input::ButtonBattery(percent(14)), Fault::ButtonBatteryLow, Level::Degraded),
        (
            Input::Received {
                path: Path::Wifi,
                answers: None,
                downlink: Downlink::Refused { code: UplinkRefusal::RevokedDevice },
            },
            Fault::NotAccepted(UplinkRefusal::RevokedDevice),
            Level::Red,
        ),
        (
            Input::Received {
                path: Path::Wifi,
                answers: None,
                downlink: Downlink::Heard { server_time: at(START + 400_000) },
            },
            Fault::ClockWrong,
            Level::Degraded,
        ),
    ];
    for (input, fault, level) in cases {
        let mut phone = Phone::online();
        let shown = health(&phone.does(input)).unwrap();
        assert_eq!((shown.faults.as_slice(), shown.level()), (&[fault][..], level));
    }
}

#[test]
fn a_position_that_silently_stops_coming_is_a_fault() {
    let mut phone = Phone::online();
    phone.is_at(GENT);
    let mut last = None;
    for _ in 0..45 {
        phone.hears(Downlink::Heard { server_time: at(phone.now) });
        last = health(&phone.wait(60_000)).or(last);
    }
    assert_eq!(last.unwrap().faults, [Fault::LocationMissing]);
    assert_eq!(health(&phone.is_at(GENT)).unwrap().faults, []);
}

/// Proves AL-16: once a day, with what is useful for follow-up and no position (GN-03).
#[test]
fn the_report_goes_once_a_day_until_it_is_received_and_keeps_its_hour_over_a_restart() {
    let mut phone = Phone::online();
    phone.is_at(GENT);
    for input in [
        Input::PhoneBattery(percent(80)),
        Input::ButtonBattery(percent(70)),
        Input::ButtonLink(ButtonLink::Up),
        Input::Location(Permission::Granted),
        Input::Microphone(Microphone::Denied),
        Input::DoNotDisturb(DoNotDisturb::Off),
    ] {
        phone.does(input);
    }
    let reports = |outputs: &[Output]| -> Vec<DailyReport> {
        sends(outputs)
            .iter()
            .filter_map(|s| if let Uplink::DailyReport(r) = s.2 { Some(r.clone()) } else { None })
            .collect()
    };
    let first = reports(&phone.wait(3_600_000));
    assert!(first.len() > 1, "sent again until received");
    let expected = DailyReport {
        button_battery: Some(percent(70)),
        phone_battery: Some(percent(80)),
        bluetooth_linked: Some(true),
        location_permitted: Some(true),
        location_accuracy_m: Some(9),
        microphone: Some(Microphone::Denied),
        app_version: "1.0.0".to_owned(),
        last_test: None,
        network: "wifi".to_owned(),
        do_not_disturb: Some(false),
    };
    assert_eq!(first[0], expected);
    let due = phone.flash.clone().unwrap().report_due_at.unix_ms();
    phone.hears(Downlink::ReportReceived);
    assert_eq!(phone.flash.clone().unwrap().report_due_at.unix_ms(), due + 86_400_000);
    phone.restarts();
    phone.does(Input::PathUp(Path::Wifi));
    let rest = due + 86_400_000 - phone.now;
    assert_eq!(reports(&phone.wait(rest - 1)), []);
    assert_eq!(reports(&phone.wait(1)).len(), 1);
}

#[test]
fn new_settings_hold_at_once_and_after_a_restart() {
    let mut phone = Phone::online();
    let settings =
        HandsetSettings { hold_ms: 1_000, class: SupervisionClass::S20, ..HandsetSettings::default() };
    phone.hears(Downlink::Settings(settings));
    assert!(sends(&phone.wait(4_000)).iter().any(|s| matches!(s.2, Uplink::Heartbeat { .. })));
    phone.restarts();
    let fresh = phone.fresh();
    phone.does(Input::ScreenDown { fresh });
    phone.wait(1_000);
    assert!(phone.beacon.alarm_runs());
}

#[test]
fn the_stream_is_opened_on_every_path_and_again_when_it_ends() {
    let mut phone = Phone::new();
    let outputs = phone.does(Input::PathUp(Path::Wifi));
    let (_, message, uplink, _) = sends(&outputs)[0];
    assert_eq!(uplink, &Uplink::Hello);
    assert!(!sends(&phone.wait(600_000)).iter().any(|s| s.2 == &Uplink::Hello));
    phone.does(Input::SendFailed { path: Path::Wifi, message });
    assert!(sends(&phone.wait(2_600)).iter().any(|s| s.2 == &Uplink::Hello && s.3 == 2));
    phone.does(Input::SendFailed { path: Path::Wifi, message });
    let outputs = phone.presses().1;
    let outputs = [outputs, phone.wait(1_000)].concat();
    assert!(sends(&outputs).iter().any(|s| s.2 == &Uplink::Hello), "a press hurries the stream");
}

#[test]
fn the_answer_to_a_position_does_not_pass_for_that_to_the_heartbeat() {
    let mut phone = Phone::online();
    phone.in_alarm();
    let beats = |outputs: &[Output]| {
        sends(outputs).iter().filter(|s| matches!(s.2, Uplink::Heartbeat { .. })).count()
    };
    while beats(&phone.wait(100)) == 0 {}
    let moved = sends(&phone.is_at(GENT))[0].1;
    phone.answer(moved, Downlink::Heard { server_time: at(phone.now) });
    assert_eq!(beats(&phone.wait(6_500)), 1, "still waiting for its own");
}

#[test]
fn a_heartbeat_begins_on_the_path_that_last_brought_an_answer() {
    let mut phone = Phone::online();
    phone.does(Input::PathUp(Path::Cellular));
    for proven in [Path::Cellular, Path::Wifi] {
        let downlink = Downlink::Heard { server_time: at(phone.now) };
        phone.does(Input::Received { path: proven, answers: None, downlink });
        let outputs = phone.wait(60_000);
        let first = sends(&outputs).iter().find(|s| matches!(s.2, Uplink::Heartbeat { .. })).unwrap().0;
        assert_eq!(first, proven);
    }
}

/// Proves AL-16: a clock that was once wrong by years does not put the report off.
#[test]
fn a_report_planned_by_a_wrong_clock_comes_within_a_day_of_the_restart() {
    let mut phone = Phone::online();
    let mut image = phone.flash.clone().unwrap();
    image.report_due_at = at(START * 2);
    phone.flash = Some(image);
    phone.restarts();
    phone.does(Input::PathUp(Path::Wifi));
    assert!(sends(&phone.wait(86_400_000)).iter().any(|s| matches!(s.2, Uplink::DailyReport(_))));
}
