//! The scenarios, one function each. All but the one on two paths are what a web page can live through.

use crate::persons;
use crate::play::Play;
use hoeder_beacon::{ButtonLink, ButtonPress, DoNotDisturb, Input, Path, Permission};
use hoeder_geo::Countries;
use hoeder_vocab::handset::{Downlink, HandsetSettings, Microphone, SupervisionClass, Uplink, UplinkRefusal};
use serde_json::{Value, json};
use std::sync::Arc;

const GENT: (i32, i32) = (510_540_000, 37_220_000);
const GENT_LATER: (i32, i32) = (510_541_500, 37_222_000);
const AMSTERDAM: (i32, i32) = (523_730_000, 48_930_000);

/// The document as it is checked in.
pub(crate) fn document(countries: &Arc<Countries>) -> Value {
    let scenarios: [fn(&Arc<Countries>) -> Value; 28] = [
        hold_too_short,
        hold_to_closed,
        nobody_answers,
        no_path_then_flapping,
        mistake_word,
        self_test_answered,
        self_test_unanswered,
        positions,
        restart,
        outside_belgium,
        revoked_while_waiting,
        revoked_at_rest,
        repeat_crosses_closing,
        double_press,
        silence,
        daily_report,
        clock_set_back,
        two_paths,
        persons::timer_checked_in,
        persons::timer_missed,
        persons::timer_missed_at_the_cell,
        persons::timer_without_a_path,
        persons::trips,
        persons::conversation,
        persons::button_answers,
        persons::typing,
        persons::planned_test_and_look,
        persons::two_paths_watched,
    ];
    json!({
        "about": "Traces of the beacon (crates/beacon) for ports. Play the inputs in order: `start` makes a machine \
            from `seed`, `settings` and `app_version`, `restart` makes a new one from its own `seed` and the last \
            image written; every other input goes to `handle` at `at_ms`. After each, the outputs must be equal, in \
            order, and `timeout_ms` must be the next deadline. Chance is SplitMix64 over 64-bit unsigned numbers; the \
            order of draws and the formula of pauses stand in the documentation of the crate. Absent fields are \
            'not known'; times in texts are RFC 3339. Written by `cargo run -p hoeder-beacon --example write_traces`.",
        "version": 2,
        "scenarios": scenarios.iter().map(|play| play(countries)).collect::<Vec<_>>(),
    })
}

/// Heartbeats hours apart, so that they do not crowd a trace.
pub(crate) fn calm() -> HandsetSettings {
    HandsetSettings { class: SupervisionClass::H25, ..HandsetSettings::default() }
}

pub(crate) fn page(name: &'static str, countries: &Arc<Countries>) -> Play {
    Play::new(name, Path::Internet, calm(), countries)
}

fn is_press(uplink: &Uplink) -> bool {
    matches!(uplink, Uplink::Press(_))
}

fn hold_too_short(countries: &Arc<Countries>) -> Value {
    let mut play = page("letting go too early says so and does nothing", countries);
    play.online();
    play.hold(1_999);
    play.wait(5_000);
    play.finish()
}

fn hold_to_closed(countries: &Arc<Countries>) -> Value {
    let mut play = page("a hold, held, someone there, closed", countries);
    play.online();
    play.charge(80);
    play.is_at(GENT);
    let fresh = play.fresh();
    play.give(Input::ScreenDown { fresh });
    play.wait(2_000);
    let press = play.sent(is_press);
    play.give(Input::ScreenUp);
    play.wait(120);
    play.answered(press, Downlink::Held { alarm: fresh });
    play.wait(1_500);
    play.is_at(GENT_LATER);
    play.hears(Downlink::SomeoneThere { alarm: fresh });
    play.hears(Downlink::SomeoneThere { alarm: fresh });
    play.wait(60_000);
    play.hears(Downlink::Closed { alarm: fresh });
    play.is_at(GENT);
    play.finish()
}

fn nobody_answers(countries: &Arc<Countries>) -> Value {
    let mut play = page("nobody answers: growing pauses, 112 after ten seconds, held in the end", countries);
    play.online();
    let alarm = play.hold(2_500);
    play.wait(90_000);
    play.hears(Downlink::Held { alarm });
    play.wait(30_000);
    play.finish()
}

fn no_path_then_flapping(countries: &Arc<Countries>) -> Value {
    let mut play = page("a press without a path, then a path that comes and goes", countries);
    let alarm = play.hold(2_500);
    play.wait(20_000);
    for _ in 0..3 {
        play.give(Input::PathUp(Path::Internet));
        play.wait(90);
        play.give(Input::PathDown(Path::Internet));
        play.wait(30);
    }
    play.give(Input::PathUp(Path::Internet));
    play.wait(3_000);
    play.hears(Downlink::Held { alarm });
    play.finish()
}

fn mistake_word(countries: &Arc<Countries>) -> Value {
    let mut play = page("a word never ends an alarm", countries);
    play.type_word("vergissing");
    play.online();
    let alarm = play.hold(2_500);
    play.hears(Downlink::Held { alarm });
    play.type_word("vergissing");
    let word = play.sent(|uplink| matches!(uplink, Uplink::Mistake { .. }));
    play.wait(4_000);
    play.answered(word, Downlink::WordReceived { alarm });
    play.wait(20_000);
    play.hears(Downlink::Closed { alarm });
    play.finish()
}

fn self_test_answered(countries: &Arc<Countries>) -> Value {
    let mut play = page("a self-test is answered", countries);
    play.online();
    let test = play.self_test();
    play.wait(300);
    let answered_at = play.now();
    play.hears(Downlink::TestAnswered { test, answered_at });
    play.wait(61_000);
    play.finish()
}

fn self_test_unanswered(countries: &Arc<Countries>) -> Value {
    let mut play = page("a self-test is not answered, and the next gives way to a press", countries);
    play.online();
    play.self_test();
    play.wait(31_000);
    let test = play.self_test();
    let alarm = play.hold(2_500);
    let answered_at = play.now();
    play.hears(Downlink::TestAnswered { test, answered_at });
    play.self_test();
    play.hears(Downlink::Held { alarm });
    play.finish()
}

fn positions(countries: &Arc<Countries>) -> Value {
    let mut play = page("positions follow the battery, and one that failed is tried again", countries);
    play.online();
    play.is_at(GENT);
    play.charge(31);
    let alarm = play.hold(2_500);
    play.hears(Downlink::Held { alarm });
    for charge in [31, 30, 14] {
        play.charge(charge);
        for place in [GENT, GENT_LATER, GENT] {
            play.is_at(place);
            play.wait(1_500);
        }
    }
    play.wait(10_000);
    play.is_at(GENT_LATER);
    let moved = play.sent(|uplink| matches!(uplink, Uplink::Moved { .. }));
    if let Some(message) = moved {
        play.give(Input::SendFailed { path: Path::Internet, message });
    }
    play.wait(3_000);
    play.give(Input::LocationLost);
    play.hears(Downlink::Closed { alarm });
    play.finish()
}

fn restart(countries: &Arc<Countries>) -> Value {
    let mut play = page("after a restart the same alarm is sent again", countries);
    play.online();
    play.is_at(GENT);
    let alarm = play.hold(2_500);
    play.type_word("paraplu");
    play.wait(1_500);
    play.restart();
    play.wait(1_000);
    play.give(Input::PathUp(Path::Internet));
    play.hears(Downlink::Held { alarm });
    play.hears(Downlink::WordReceived { alarm });
    play.restart();
    play.give(Input::PathUp(Path::Internet));
    play.hears(Downlink::Held { alarm });
    play.is_at(GENT_LATER);
    play.hears(Downlink::Closed { alarm });
    play.finish()
}

fn outside_belgium(countries: &Arc<Countries>) -> Value {
    let mut play = page("abroad the person is told beforehand and the alarm goes out", countries);
    play.online();
    play.is_at(GENT);
    play.is_at(AMSTERDAM);
    play.is_at(AMSTERDAM);
    let alarm = play.hold(2_500);
    play.hears(Downlink::Held { alarm });
    play.is_at(GENT);
    play.hears(Downlink::Closed { alarm });
    play.finish()
}

fn revoked_while_waiting(countries: &Arc<Countries>) -> Value {
    let mut play = page("revoked while an alarm waits: it is still sent", countries);
    play.online();
    let alarm = play.hold(2_500);
    play.type_word("vergissing");
    play.hears(Downlink::Revoked);
    play.wait(20_000);
    play.hears(Downlink::Held { alarm });
    play.wait(20_000);
    play.finish()
}

fn revoked_at_rest(countries: &Arc<Countries>) -> Value {
    let mut play = page("revoked at rest: wiped, and a press points to 112", countries);
    play.online();
    play.hears(Downlink::Revoked);
    play.hold(2_500);
    play.restart();
    play.give(Input::PathUp(Path::Internet));
    play.hold(2_500);
    play.finish()
}

fn repeat_crosses_closing(countries: &Arc<Countries>) -> Value {
    let mut play = page("repeats: acknowledged, and one that crosses with the closing", countries);
    play.online();
    let old = play.hold(2_500);
    let pressed_again = |uplink: &Uplink| matches!(uplink, Uplink::PressedAgain { .. });
    play.wait(3_000);
    play.hold(2_000);
    play.hears(Downlink::Held { alarm: old });
    play.wait(1_000);
    let fresh = play.fresh();
    play.give(Input::Button { press: ButtonPress::Long, fresh });
    let again = play.sent(pressed_again);
    play.answered(again, Downlink::Held { alarm: old });
    play.wait(2_500);
    let fresh = play.fresh();
    play.give(Input::Button { press: ButtonPress::Long, fresh });
    let again = play.sent(pressed_again);
    play.answered(again, Downlink::Refused { code: UplinkRefusal::NoSuchAlarm });
    play.hears(Downlink::Held { alarm: fresh });
    play.hears(Downlink::Closed { alarm: fresh });
    play.finish()
}

fn double_press(countries: &Arc<Countries>) -> Value {
    let settings = HandsetSettings { double_press: true, haptics: false, ..calm() };
    let mut play = Play::new("a double press, with haptics off", Path::Internet, settings, countries);
    play.online();
    play.hold(100);
    play.wait(700);
    play.hold(100);
    play.wait(300);
    let alarm = play.hold(100);
    play.hears(Downlink::Held { alarm });
    play.hears(Downlink::SomeoneThere { alarm });
    play.hears(Downlink::Closed { alarm });
    play.wait(3_000);
    for _ in 0..2 {
        let fresh = play.fresh();
        play.give(Input::Button { press: ButtonPress::Short, fresh });
        play.wait(600);
    }
    for _ in 0..3 {
        let fresh = play.fresh();
        play.give(Input::Button { press: ButtonPress::Hold, fresh });
        play.wait(500);
    }
    play.finish()
}

fn silence(countries: &Arc<Countries>) -> Value {
    let settings = HandsetSettings::default();
    let mut play =
        Play::new("silence turns the phone red, an answer mends it", Path::Internet, settings, countries);
    play.online();
    play.give(Input::ButtonLink(ButtonLink::Lost));
    play.give(Input::Location(Permission::Denied));
    play.wait(310_000);
    let server_time = hoeder_vocab::UtcMillis::from_unix_ms(crate::play::START_MS);
    play.hears(Downlink::Heard { server_time });
    play.hears(Downlink::Refused { code: UplinkRefusal::UnknownDevice });
    let hello =
        Downlink::Settings(HandsetSettings { class: SupervisionClass::S20, hold_ms: 1_000, ..settings });
    play.hears(hello);
    play.wait(5_000);
    play.finish()
}

fn daily_report(countries: &Arc<Countries>) -> Value {
    let mut play = page("the daily report is sent until it is received, and a day later again", countries);
    play.online();
    play.charge(80);
    play.give(Input::Location(Permission::Granted));
    play.give(Input::Microphone(Microphone::Denied));
    play.give(Input::DoNotDisturb(DoNotDisturb::Off));
    play.is_at(GENT);
    play.wait(3_600_000);
    play.hears(Downlink::ReportReceived);
    let server_time = play.now();
    play.hears(Downlink::Heard { server_time });
    play.give(Input::PathDown(Path::Internet));
    play.wait(86_400_000);
    play.give(Input::PathUp(Path::Internet));
    play.hears(Downlink::ReportReceived);
    play.finish()
}

fn clock_set_back(countries: &Arc<Countries>) -> Value {
    let mut play = page("a clock set back by an hour delays nothing", countries);
    play.online();
    let alarm = play.hold(2_500);
    play.set_clock(-3_600_000);
    play.give(Input::Tick);
    play.wait(5_000);
    play.hears(Downlink::Held { alarm });
    play.finish()
}

fn two_paths(countries: &Arc<Countries>) -> Value {
    let mut play =
        Play::new("two paths: an alarm over both, a heartbeat over one", Path::Wifi, calm(), countries);
    play.give(Input::PathUp(Path::Wifi));
    play.give(Input::PathUp(Path::Cellular));
    play.wait(20_000);
    let server_time = play.now();
    let path = Path::Cellular;
    play.give(Input::Received { path, answers: None, downlink: Downlink::Heard { server_time } });
    let fresh = play.fresh();
    play.give(Input::Button { press: ButtonPress::Long, fresh });
    play.wait(2_000);
    play.give(Input::PathDown(Path::Wifi));
    play.is_at(GENT);
    play.wait(5_000);
    play.give(Input::PathUp(Path::Wifi));
    play.give(Input::Received { path, answers: None, downlink: Downlink::Held { alarm: fresh } });
    play.finish()
}
