//! Scenarios of what a person arranges beforehand and says during an alarm.

use crate::play::Play;
use crate::scenarios::{calm, page};
use core::time::Duration;
use hoeder_beacon::{ButtonPress, Input, Path};
use hoeder_geo::Countries;
use hoeder_vocab::handset::{
    Downlink, HandsetSettings, MAX_TRIPS, Paths, Said, SupervisionClass, Template, Trip, Typed, Uplink,
    UplinkRefusal,
};
use hoeder_vocab::{AlarmId, CivilDate, MessageId, Sensitive, TestId, TripId};
use serde_json::Value;
use std::sync::Arc;

fn words(text: &str) -> Sensitive<String> {
    Sensitive::new(text.to_owned())
}

fn set_timer(play: &mut Play, minutes: u64) -> AlarmId {
    let fresh = play.fresh();
    let until = play.now().plus(Duration::from_secs(60 * minutes));
    play.give(Input::SetTimer { fresh, until, note: Some(words("Langs het park naar huis")) });
    fresh
}

fn message(play: &mut Play) -> MessageId {
    MessageId::from_u128(play.fresh().as_u128())
}

fn ask(play: &mut Play, alarm: AlarmId, template: Template) -> MessageId {
    let message = message(play);
    play.hears(Downlink::Message { alarm, message, said: Said::Template(template), asks: true });
    message
}

pub(crate) fn timer_checked_in(countries: &Arc<Countries>) -> Value {
    let mut play = page("a safety timer: held, moved, felt two minutes before, checked in", countries);
    play.online();
    let alarm = set_timer(&mut play, 5);
    let set = play.sent(|uplink| matches!(uplink, Uplink::TimerSet(_)));
    play.wait(2_500);
    play.answered(set, Downlink::TimerHeld { alarm });
    play.wait(60_000);
    let until = play.now().plus(Duration::from_secs(300));
    let fresh = play.fresh();
    play.give(Input::SetTimer { fresh, until, note: None });
    play.answered(set, Downlink::TimerHeld { alarm });
    play.restart();
    play.give(Input::PathUp(Path::Internet));
    play.hears(Downlink::TimerHeld { alarm });
    play.wait(200_000);
    play.give(Input::CheckIn);
    play.wait(3_000);
    play.hears(Downlink::TimerOver { alarm });
    play.give(Input::CheckIn);
    play.wait(300_000);
    play.finish()
}

pub(crate) fn timer_missed(countries: &Arc<Countries>) -> Value {
    let mut play = page("a missed check-in is an alarm, under the id of the timer", countries);
    play.online();
    let alarm = set_timer(&mut play, 1);
    play.hears(Downlink::TimerHeld { alarm });
    play.wait(121_000);
    play.give(Input::CheckIn);
    play.hears(Downlink::Held { alarm });
    play.hears(Downlink::Closed { alarm });
    play.finish()
}

pub(crate) fn timer_missed_at_the_cell(countries: &Arc<Countries>) -> Value {
    let mut play = page("the cell found the check-in missing: the phone takes part in that alarm", countries);
    play.online();
    play.is_at((510_540_000, 37_220_000));
    let alarm = set_timer(&mut play, 10);
    play.hears(Downlink::TimerHeld { alarm });
    play.give(Input::PathDown(Path::Internet));
    play.give(Input::CheckIn);
    play.give(Input::PathUp(Path::Internet));
    let ended = play.sent(|uplink| matches!(uplink, Uplink::TimerEnded { .. }));
    play.answered(ended, Downlink::Held { alarm });
    play.hears(Downlink::SomeoneThere { alarm });
    play.hears(Downlink::Closed { alarm });
    play.finish()
}

pub(crate) fn timer_without_a_path(countries: &Arc<Countries>) -> Value {
    let mut play = page("a safety timer without a path, over a restart, beside an alarm", countries);
    set_timer(&mut play, 1);
    play.restart();
    play.wait(30_000);
    let alarm = play.hold(2_500);
    play.wait(100_000);
    play.give(Input::PathUp(Path::Internet));
    play.hears(Downlink::Held { alarm });
    play.hears(Downlink::Closed { alarm });
    play.finish()
}

pub(crate) fn trips(countries: &Arc<Countries>) -> Value {
    let mut play = page("trips: announced, received, ended, too many, over", countries);
    play.online();
    let day = |day: i8| CivilDate::new(2026, 11, day).into_iter().next();
    let (Some(from), Some(until)) = (day(18), day(19)) else { return Value::Null };
    let mut ids = Vec::new();
    for _ in 0..=MAX_TRIPS {
        let trip = TripId::from_u128(play.fresh().as_u128());
        ids.push(trip);
        play.give(Input::AnnounceTrip(Trip { trip, from, until, place: words("Oostende") }));
    }
    for trip in ids.iter().take(2) {
        play.hears(Downlink::TripReceived { trip: *trip });
    }
    for trip in ids.iter().skip(1).take(2) {
        play.give(Input::EndTrip { trip: *trip });
    }
    play.restart();
    play.give(Input::PathUp(Path::Internet));
    for trip in ids.iter().skip(1).take(2) {
        play.hears(Downlink::TripReceived { trip: *trip });
    }
    play.give(Input::PathDown(Path::Internet));
    play.wait(3 * 86_400_000);
    play.finish()
}

pub(crate) fn conversation(countries: &Arc<Countries>) -> Value {
    let mut play = page(
        "a conversation: felt, seen, answered, said, kept over a restart, gone with the alarm",
        countries,
    );
    play.online();
    let fresh = message(&mut play);
    play.give(Input::SayText { fresh, said: Said::Template(Template::Yes) });
    let alarm = play.hold(2_500);
    play.hears(Downlink::Held { alarm });
    let question = ask(&mut play, alarm, Template::AreYouAlone);
    play.hears(Downlink::Message {
        alarm,
        message: question,
        said: Said::Template(Template::AreYouAlone),
        asks: true,
    });
    play.give(Input::MessageSeen { message: question });
    let seen = play.sent(|uplink| matches!(uplink, Uplink::MessageSeen { .. }));
    play.answered(seen, Downlink::TextReceived { alarm, message: question });
    play.give(Input::Answer { message: question, yes: false });
    play.give(Input::Answer { message: question, yes: true });
    let fresh = message(&mut play);
    play.give(Input::SayText { fresh, said: Said::Text(words("Ik zit in de kelder 🌷")) });
    play.restart();
    play.give(Input::PathUp(Path::Internet));
    play.hears(Downlink::TextReceived { alarm, message: question });
    play.hears(Downlink::TextReceived { alarm, message: fresh });
    let plain = message(&mut play);
    play.hears(Downlink::Message {
        alarm,
        message: plain,
        said: Said::Text(words("We zijn er")),
        asks: false,
    });
    for _ in 0..17 {
        let fresh = message(&mut play);
        play.give(Input::SayText { fresh, said: Said::Template(Template::IHide) });
    }
    let last = play.sent(|uplink| matches!(uplink, Uplink::Text { .. }));
    play.wait(2_000);
    play.answered(last, Downlink::Refused { code: UplinkRefusal::TooMany });
    play.hears(Downlink::Closed { alarm });
    play.finish()
}

pub(crate) fn typing(countries: &Arc<Countries>) -> Value {
    let mut play =
        page("a line is seen as it is typed, both ways, and leaves in a rhythm of its own", countries);
    play.online();
    let types = |play: &mut Play, text: &str| {
        let fresh = message(play);
        play.give(Input::Typing { fresh, text: words(text) });
    };
    types(&mut play, "niemand");
    let alarm = play.hold(2_500);
    play.hears(Downlink::Held { alarm });
    types(&mut play, "");
    for text in ["H", "Hi", "Hij", "Hij", "Hij sl"] {
        types(&mut play, text);
        play.wait(150);
    }
    play.give(Input::PathDown(Path::Internet));
    types(&mut play, "Hij slaat op de deur 🌷");
    play.wait(2_000);
    play.give(Input::PathUp(Path::Internet));
    let sent = play.sent(|uplink| matches!(uplink, Uplink::Typing(_)));
    if let Some(message) = sent {
        play.give(Input::SendFailed { path: Path::Internet, message });
    }
    play.wait(2_000);
    let theirs = message(&mut play);
    let hears = |play: &mut Play, message, edit, text: &str| {
        play.hears(Downlink::Typing(Typed { alarm, message, edit, text: words(text) }));
    };
    hears(&mut play, theirs, 2, "We zijn er");
    hears(&mut play, theirs, 1, "We");
    let fresh = message(&mut play);
    play.give(Input::SayText { fresh, said: Said::Template(Template::IHide) });
    let fresh = message(&mut play);
    play.give(Input::SayText { fresh, said: Said::Text(words("Hij slaat op de deur")) });
    let said = Said::Text(words("We zijn er over 2 minuten"));
    play.hears(Downlink::Message { alarm, message: theirs, said, asks: false });
    hears(&mut play, theirs, 9, "We zijn er over");
    types(&mut play, "Snel");
    hears(&mut play, fresh, 1, "Ja");
    play.hears(Downlink::Closed { alarm });
    types(&mut play, "te laat");
    play.finish()
}

pub(crate) fn button_answers(countries: &Arc<Countries>) -> Value {
    let mut play =
        page("the button says yes and no while a question is open, and stays an alarm button", countries);
    play.online();
    let alarm = play.hold(2_500);
    play.hears(Downlink::Held { alarm });
    let click = |play: &mut Play, press: ButtonPress| {
        let fresh = play.fresh();
        play.give(Input::Button { press, fresh });
    };
    ask(&mut play, alarm, Template::IsSuspectThere);
    click(&mut play, ButtonPress::Short);
    play.wait(1_000);
    ask(&mut play, alarm, Template::CanYouHide);
    click(&mut play, ButtonPress::Short);
    play.wait(300);
    click(&mut play, ButtonPress::Short);
    play.wait(1_000);
    ask(&mut play, alarm, Template::IsWeaponThere);
    click(&mut play, ButtonPress::Long);
    click(&mut play, ButtonPress::Double);
    click(&mut play, ButtonPress::Short);
    play.wait(1_000);
    play.hears(Downlink::Closed { alarm });
    play.finish()
}

pub(crate) fn planned_test_and_look(countries: &Arc<Countries>) -> Value {
    let mut play =
        page("a test by appointment and the discreet look wait for the end of an alarm", countries);
    play.online();
    let alarm = play.hold(2_500);
    play.hears(Downlink::Held { alarm });
    let test = TestId::from_u128(play.fresh().as_u128());
    let (from, until) = (play.now(), play.now().plus(Duration::from_secs(3_600)));
    play.hears(Downlink::TestPlanned { test, from, until });
    play.hears(Downlink::Settings(HandsetSettings { discreet: true, ..calm() }));
    play.hears(Downlink::Closed { alarm });
    play.restart();
    play.hears(Downlink::TestPlanOver);
    play.hears(Downlink::TestPlanned { test, from, until });
    play.wait(3_700_000);
    play.finish()
}

pub(crate) fn two_paths_watched(countries: &Arc<Countries>) -> Value {
    let settings =
        HandsetSettings { class: SupervisionClass::S90, paths: Paths::Two, ..HandsetSettings::default() };
    let mut play =
        Play::new("two paths that are watched: each has its heartbeats", Path::Wifi, settings, countries);
    play.give(Input::PathUp(Path::Wifi));
    play.give(Input::PathUp(Path::Cellular));
    let heard = |play: &mut Play, path: Path| {
        let server_time = play.now();
        play.give(Input::Received { path, answers: None, downlink: Downlink::Heard { server_time } });
    };
    for _ in 0..3 {
        play.wait(18_000);
        heard(&mut play, Path::Wifi);
        heard(&mut play, Path::Cellular);
    }
    for _ in 0..6 {
        play.wait(17_000);
        heard(&mut play, Path::Wifi);
    }
    heard(&mut play, Path::Cellular);
    play.wait(120_000);
    play.finish()
}
