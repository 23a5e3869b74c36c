//! Safety timer, trips, conversation, planned test, two paths.

use super::*;
use hoeder_vocab::handset::{MAX_MESSAGES, Paths, Said, SupervisionClass, Template, Typed, UplinkRefusal};
use hoeder_vocab::{MessageId, Purpose};

fn minutes(phone: &Phone, minutes: i64) -> UtcMillis {
    at(phone.now + minutes * 60_000)
}

fn set_timer(phone: &mut Phone, end: i64) -> (AlarmId, Vec<Output>) {
    let (fresh, until) = (phone.fresh(), minutes(phone, end));
    (fresh, phone.does(Input::SetTimer { fresh, until, note: None }))
}

fn message(phone: &mut Phone) -> MessageId {
    MessageId::from_u128(phone.fresh().as_u128())
}

fn is_asked(phone: &mut Phone, alarm: AlarmId) -> MessageId {
    let message = message(phone);
    phone.hears(Downlink::Message { alarm, message, said: Said::Template(Template::AreYouHurt), asks: true });
    message
}

fn answers(outputs: &[Output]) -> Vec<bool> {
    sends(outputs)
        .iter()
        .filter_map(|s| if let Uplink::Answer { yes, .. } = s.2 { Some(*yes) } else { None })
        .collect()
}

/// Proves GN-03: a timer carries no position, and the phone that is alive raises what the cell would have raised.
#[test]
fn a_missed_check_in_is_an_alarm_under_the_id_that_the_cell_was_given() {
    let mut phone = Phone::online();
    phone.is_at(GENT);
    let (alarm, outputs) = set_timer(&mut phone, 30);
    let sent = sends(&outputs);
    assert!(matches!(sent[0].2, Uplink::TimerSet(timer) if timer.alarm == alarm));
    assert_eq!(position_of(sent[0].2), None);
    phone.hears(Downlink::TimerHeld { alarm });
    assert_eq!(presses_sent(&phone.wait(31 * 60_000 - 1)), []);
    assert_eq!(presses_sent(&phone.wait(1)), [alarm]);
    assert_eq!(phone.flash.unwrap().alarm.unwrap().press.trigger, Trigger::MissedCheckIn);
}

#[test]
fn two_minutes_before_its_end_a_timer_is_felt_once() {
    let mut phone = Phone::online();
    set_timer(&mut phone, 30);
    assert_eq!(vibrations(&phone.wait(28 * 60_000 - 1)), []);
    assert_eq!(vibrations(&phone.wait(1)), [Haptic::TimerSoon]);
    phone.restarts();
    assert_eq!(vibrations(&phone.wait(60_000)), []);
}

#[test]
fn a_check_in_ends_the_timer_and_is_told_until_the_cell_knows() {
    let mut phone = Phone::online();
    let (alarm, _) = set_timer(&mut phone, 30);
    let outputs = phone.does(Input::CheckIn);
    assert!(outputs.contains(&Output::Timer(None)));
    phone.restarts();
    let outputs = phone.does(Input::PathUp(Path::Wifi));
    assert!(sends(&outputs).iter().any(|s| *s.2 == Uplink::TimerEnded { alarm }));
    phone.hears(Downlink::TimerOver { alarm });
    assert_eq!(presses_sent(&phone.wait(40 * 60_000)), []);
    assert!(phone.flash.unwrap().timers_ended.is_empty());
}

/// Proves FL-07: a check-in that crosses with the alarm takes nothing back: the phone takes part in it.
#[test]
fn a_check_in_after_the_cell_raised_the_alarm_ends_nothing() {
    let mut phone = Phone::online();
    phone.is_at(GENT);
    let (alarm, _) = set_timer(&mut phone, 30);
    phone.does(Input::CheckIn);
    let outputs = phone.hears(Downlink::Held { alarm });
    assert!(phone.beacon.alarm_runs());
    assert_eq!(presses_sent(&outputs), [], "it is held already");
    assert_eq!(sends(&outputs).iter().filter_map(|s| position_of(s.2)).collect::<Vec<_>>(), [alarm]);
    assert!(outputs.iter().all(Output::is_discreet));
}

#[test]
fn a_timer_that_is_moved_keeps_its_id_and_an_old_answer_does_not_hold_it() {
    let mut phone = Phone::online();
    let (alarm, outputs) = set_timer(&mut phone, 10);
    let first = sends(&outputs)[0].1;
    let (_, outputs) = set_timer(&mut phone, 60);
    let Uplink::TimerSet(moved) = sends(&outputs)[0].2.clone() else { panic!("the timer is sent") };
    assert_eq!((moved.alarm, moved.until), (alarm, minutes(&phone, 60)));
    assert!(phone.answer(first, Downlink::TimerHeld { alarm }).is_empty());
    let second = sends(&outputs)[0].1;
    assert!(!phone.answer(second, Downlink::TimerHeld { alarm }).is_empty());
    assert!(!sends(&phone.wait(60_000)).iter().any(|s| matches!(s.2, Uplink::TimerSet(_))));
}

/// A phone whose clock is wrong asks for the end that the cell's clock will show.
#[test]
fn the_end_of_a_timer_goes_out_by_the_clock_of_the_cell() {
    let mut phone = Phone::new();
    phone.does(Input::PathUp(Path::Wifi));
    phone.wait(6_000);
    phone.hears(Downlink::Heard { server_time: at(phone.now - 3_600_000) });
    let (_, outputs) = set_timer(&mut phone, 30);
    let Uplink::TimerSet(timer) = sends(&outputs)[0].2 else { panic!("the timer is sent") };
    assert_eq!(timer.until, minutes(&phone, -30));
}

/// Proves FL-07: with an alarm running, a timer that runs out neither ends it nor makes a second one.
#[test]
fn a_timer_that_runs_out_during_an_alarm_adds_nothing() {
    let mut phone = Phone::online();
    set_timer(&mut phone, 5);
    let alarm = phone.in_alarm();
    assert_eq!(presses_sent(&phone.wait(600_000)), []);
    let image = phone.flash.unwrap();
    assert_eq!((image.alarm.unwrap().press.alarm, image.timer), (alarm, None));
}

/// Proves FL-07: two texts, whatever they say, leave the phone in the same state.
#[test]
fn a_text_goes_out_over_every_path_until_the_cell_has_it() {
    let mut phone = Phone::online();
    phone.does(Input::PathUp(Path::Cellular));
    let alarm = phone.in_alarm();
    let fresh = message(&mut phone);
    let said = Said::Text(Sensitive::new("x".repeat(400)));
    let outputs = phone.does(Input::SayText { fresh, said });
    let texts: Vec<usize> = sends(&outputs)
        .iter()
        .filter_map(|s| {
            let Uplink::Text { said: Said::Text(text), .. } = s.2 else { return None };
            Some(text.reveal(Purpose::Test).len())
        })
        .collect();
    assert_eq!(texts, [300, 300]);
    phone.restarts();
    let outputs = phone.does(Input::PathUp(Path::Wifi));
    assert!(sends(&outputs).iter().any(|s| matches!(s.2, Uplink::Text { .. })));
    phone.hears(Downlink::TextReceived { alarm, message: fresh });
    assert!(!sends(&phone.wait(60_000)).iter().any(|s| matches!(s.2, Uplink::Text { .. })));
}

/// Proves AL-02: a message is felt; nothing of it is shown by itself.
#[test]
fn a_message_is_felt_once_and_changes_no_screen() {
    let mut phone = Phone::online();
    let alarm = phone.in_alarm();
    let question = message(&mut phone);
    let said = Said::Template(Template::CanYouHide);
    let told = Downlink::Message { alarm, message: question, said, asks: true };
    let outputs = phone.hears(told.clone());
    assert_eq!(vibrations(&outputs), [Haptic::Question]);
    assert!(outputs.iter().all(Output::is_discreet) && shows(&outputs).is_empty());
    assert!(phone.hears(told).is_empty());
}

fn typed(outputs: &[Output]) -> Vec<Typed> {
    let typed = |u: &Uplink| if let Uplink::Typing(typed) = u { Some(typed.clone()) } else { None };
    sends(outputs).iter().filter_map(|sent| typed(sent.2)).collect()
}

fn types(phone: &mut Phone, text: &str) -> Vec<Output> {
    let fresh = message(phone);
    phone.does(Input::Typing { fresh, text: Sensitive::new(text.to_owned()) })
}

/// Proves AL-05: a line leaves while it is typed, whole, the newest of it, and not more often than it may.
#[test]
fn a_line_leaves_as_it_stands_and_the_text_that_is_said_has_its_id() {
    let mut phone = Phone::online();
    assert!(typed(&types(&mut phone, "a")).is_empty(), "only in an alarm");
    let alarm = phone.in_alarm();
    let first = typed(&types(&mut phone, "H"));
    assert_eq!((first.len(), first[0].alarm, first[0].edit), (1, alarm, 1));
    let mut early = types(&mut phone, "Hij");
    early.extend(types(&mut phone, "Hi"));
    assert!(typed(&early).is_empty());
    let next = typed(&phone.wait(400));
    let text = |typed: &Typed| typed.text.reveal(Purpose::Test).clone();
    assert_eq!(next.iter().map(text).collect::<Vec<_>>(), ["Hi"]);
    assert_eq!((next[0].message, next[0].edit), (first[0].message, 3));
    types(&mut phone, &"x".repeat(400));
    assert_eq!(typed(&phone.wait(400)).iter().map(text).map(|t| t.len()).collect::<Vec<_>>(), [300]);
    let fresh = message(&mut phone);
    let outputs = phone.does(Input::SayText { fresh, said: Said::Text(Sensitive::new("Hij".to_owned())) });
    let said = sends(&outputs)
        .iter()
        .find_map(|s| if let Uplink::Text { message, .. } = s.2 { Some(message) } else { None });
    assert_eq!(said, Some(&first[0].message));
    let another = typed(&types(&mut phone, "E").into_iter().chain(phone.wait(400)).collect::<Vec<_>>());
    assert!(another[0].message != first[0].message && another[0].edit == 1);
}

/// Proves AL-02: what the control room types is felt by nobody and shows nothing by itself.
#[test]
fn what_the_control_room_types_changes_no_screen_and_is_over_with_its_message() {
    let mut phone = Phone::online();
    let alarm = phone.in_alarm();
    let line = message(&mut phone);
    let hears = |phone: &mut Phone, edit, text: &str| {
        let text = Sensitive::new(text.to_owned());
        phone.hears(Downlink::Typing(Typed { alarm, message: line, edit, text }))
    };
    let shown = |text: &str| vec![Output::Typing(Some(Sensitive::new(text.to_owned())))];
    let outputs = hears(&mut phone, 2, "We zijn");
    assert!(outputs == shown("We zijn") && outputs.iter().all(Output::is_discreet));
    assert!(hears(&mut phone, 1, "We").is_empty(), "late");
    assert_eq!(hears(&mut phone, 3, ""), [Output::Typing(None)]);
    hears(&mut phone, 4, "We zijn er");
    let said = Said::Text(Sensitive::new("We zijn er".to_owned()));
    let outputs = phone.hears(Downlink::Message { alarm, message: line, said, asks: false });
    assert!(outputs.contains(&Output::Typing(None)));
    assert!(hears(&mut phone, 9, "We zijn e").is_empty(), "after its end");
}

#[test]
fn one_click_says_yes_two_say_no_and_a_hold_is_an_alarm() {
    let mut phone = Phone::online();
    let alarm = phone.in_alarm();
    let click = |phone: &mut Phone, press| {
        let fresh = phone.fresh();
        phone.does(Input::Button { press, fresh })
    };
    is_asked(&mut phone, alarm);
    click(&mut phone, ButtonPress::Short);
    assert_eq!(answers(&phone.wait(1_000))[..1], [true]);
    is_asked(&mut phone, alarm);
    click(&mut phone, ButtonPress::Short);
    phone.wait(400);
    assert_eq!(answers(&click(&mut phone, ButtonPress::Short)), [false]);
    is_asked(&mut phone, alarm);
    phone.wait(2_000);
    let outputs = click(&mut phone, ButtonPress::Hold);
    assert!(sends(&outputs).iter().any(|s| matches!(s.2, Uplink::PressedAgain { .. })));
    assert_eq!(answers(&outputs), [] as [bool; 0]);
}

#[test]
fn beyond_the_most_messages_the_oldest_goes_and_a_refused_text_is_shown_as_such() {
    let mut phone = Phone::online();
    let alarm = phone.in_alarm();
    for _ in 0..MAX_MESSAGES {
        is_asked(&mut phone, alarm);
    }
    let fresh = message(&mut phone);
    let outputs = phone.does(Input::SayText { fresh, said: Said::Template(Template::Yes) });
    let no = sends(&outputs)[0].1;
    phone.answer(no, Downlink::Refused { code: UplinkRefusal::TooMany });
    let messages = phone.flash.unwrap().alarm.unwrap().messages;
    assert_eq!(messages.len(), MAX_MESSAGES);
    assert_eq!(messages.last().unwrap().state, Delivery::Refused);
}

#[test]
fn the_conversation_goes_with_its_alarm() {
    let mut phone = Phone::online();
    let alarm = phone.in_alarm();
    is_asked(&mut phone, alarm);
    assert!(phone.hears(Downlink::Closed { alarm }).contains(&Output::Conversation(Vec::new())));
}

/// Proves FL-10: where two paths are watched, the one that is lost is a fault, and each has heartbeats of its own.
#[test]
fn a_path_that_is_lost_is_a_fault_where_two_are_watched() {
    let settings =
        HandsetSettings { class: SupervisionClass::S20, paths: Paths::Two, ..HandsetSettings::default() };
    let mut phone = Phone::with(settings);
    phone.does(Input::PathUp(Path::Wifi));
    phone.does(Input::PathUp(Path::Cellular));
    let faults = |outputs: &[Output]| {
        outputs
            .iter()
            .rev()
            .find_map(|o| if let Output::Health(h) = o { Some(h.faults.clone()) } else { None })
    };
    let heard = |phone: &mut Phone, path| {
        let downlink = Downlink::Heard { server_time: at(phone.now) };
        phone.does(Input::Received { path, answers: None, downlink })
    };
    phone.wait(5_000);
    let mut last = None;
    for _ in 0..6 {
        let outputs = phone.wait(4_000);
        let beats = |path| {
            sends(&outputs).iter().filter(|s| s.0 == path && matches!(s.2, Uplink::Heartbeat { .. })).count()
        };
        assert!(beats(Path::Wifi) > 0 && beats(Path::Cellular) > 0);
        last = faults(&outputs).or(last);
        last = faults(&heard(&mut phone, Path::Wifi)).or(last);
    }
    assert_eq!(last, Some(vec![Fault::PathLost]));
    assert_eq!(faults(&heard(&mut phone, Path::Cellular)), Some(vec![]));
}
