//! The promise: in an alarm each side sees what the other types as it is typed, nobody else does, and what was typed is
//! in the record, sent or not.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops at a broken promise"
)]

use crate::common::*;
use hoeder_engine::entry::Event;
use hoeder_engine::input::{AlarmOrder, Claim, Input, PersonOrder, Query};
use hoeder_engine::output::TypedLine;
use hoeder_engine::output::{Output, Page, Reply};
use hoeder_vocab::handset::{Downlink, Said, Typed, Uplink, UplinkRefusal};
use hoeder_vocab::*;
use hoeder_watch::alarm::{AlarmEvent, Outcome, Pv};
use hoeder_watch::talk::{Asks, LeftBecause, TalkEvent};

const PHONE_SAYS: Claim = Claim::Verified(PHONE);

fn message(n: u128) -> MessageId {
    MessageId::from_u128(0xE000 + n)
}
fn line(of: u128, n: u128, edit: u32, text: &str) -> Typed {
    Typed { alarm: alarm(of), message: message(n), edit, text: Sensitive::new(text.to_owned()) }
}
fn person(world: &mut World, n: u128, edit: u32, text: &str) -> Option<Downlink> {
    world.uplink(PHONE_SAYS, Uplink::Typing(line(1, n, edit, text)))
}
fn at_desk(world: &mut World, desk: DeskId, n: u128, edit: u32, text: &str) {
    world.when(Input::Typing { desk, typed: line(1, n, edit, text) });
}
fn words(text: &str) -> Said {
    Said::Text(Sensitive::new(text.to_owned()))
}
/// The lines that this screen was shown last: whose, and how they stand.
fn shown(world: &World, desk: DeskId) -> Option<Vec<(bool, String)>> {
    let line = |line: &TypedLine| (line.by.is_none(), line.text.reveal(Purpose::Test).clone());
    world.outputs.iter().rev().find_map(|output| match output {
        Output::Page { desks, page: Page::Lines { lines, .. }, .. } if desks.contains(&desk) => {
            Some(lines.iter().map(line).collect())
        }
        _ => None,
    })
}
/// What was typed and not sent, of the record.
fn left(world: &World) -> Vec<(String, Option<AccountId>, LeftBecause)> {
    let left = |event: &Event| match event {
        Event::Talk(_, TalkEvent::Left { text, by, because, .. }) => {
            Some((text.reveal(Purpose::Test).clone(), *by, *because))
        }
        _ => None,
    };
    world.log.iter().filter_map(|entry| left(&entry.event)).collect()
}
fn of_person(text: &str, because: LeftBecause) -> Vec<(String, Option<AccountId>, LeftBecause)> {
    vec![(text.to_owned(), None, because)]
}
fn close(world: &mut World) {
    world.take_and_dispatch(1);
    assert_eq!(world.close(1, Outcome::FalseAlarm, Pv::ToFollow), Reply::Done);
}

/// Proves AL-05: who cannot speak is read as they write, by the screens of the alarm and by nobody else.
#[test]
fn the_screens_of_an_alarm_see_what_the_person_types_as_it_is_typed() {
    let (mut world, desk) = World::with_a_press();
    let others = [WALL, ADMIN, NEIGHBOUR_OPERATOR].map(|account| world.desk(account));
    let heard = Some(Downlink::Heard { server_time: world.now });
    assert_eq!(person(&mut world, 1, 1, "Hij st"), heard);
    assert_eq!(shown(&world, desk), Some(vec![(true, "Hij st".to_owned())]));
    assert_eq!(person(&mut world, 1, 3, "Hij"), heard, "erased again");
    person(&mut world, 1, 2, "Hij staat");
    assert_eq!(shown(&world, desk), Some(vec![(true, "Hij".to_owned())]), "the newer one counts");
    for other in others {
        assert_eq!(shown(&world, other), None);
    }
    world.outputs.clear();
    let late = world.desk(COLLEAGUE);
    assert_eq!(shown(&world, late), Some(vec![(true, "Hij".to_owned())]));
    let said = Uplink::Text { alarm: alarm(1), message: message(1), said: words("Hij staat buiten") };
    world.uplink(PHONE_SAYS, said);
    assert_eq!(shown(&world, desk), Some(vec![]), "it is a message now");
    person(&mut world, 1, 9, "Hij staat buit");
    assert_eq!(shown(&world, desk), Some(vec![]), "a late piece of it changes nothing");
    world.pass(seconds(60));
    assert_eq!(left(&world), []);
}

/// Proves AL-05: the person sees what the control room types, and is not left waiting when a screen goes.
#[test]
fn the_person_sees_what_a_desk_types() {
    let (mut world, desk) = World::with_a_press();
    at_desk(&mut world, desk, 1, 1, "We zijn");
    at_desk(&mut world, desk, 1, 1, "We zijn");
    let typing = |world: &World| -> Vec<Typed> {
        let typed = |d: &Downlink| if let Downlink::Typing(typed) = d { Some(typed.clone()) } else { None };
        world.notified(PHONE).iter().filter_map(typed).collect()
    };
    assert_eq!(typing(&world), [line(1, 1, 1, "We zijn")], "once");
    assert_eq!(shown(&world, desk), Some(vec![(false, "We zijn".to_owned())]));
    world.when(Input::DeskDown { desk });
    assert_eq!(typing(&world).last(), Some(&line(1, 1, u32::MAX, "")));
    assert_eq!(left(&world), [("We zijn".to_owned(), Some(OPERATOR), LeftBecause::CutOff)]);
}

#[test]
fn who_may_not_write_to_the_person_is_not_seen_typing() {
    let (mut world, _) = World::with_a_press();
    for account in [WALL, ADMIN, NEIGHBOUR_OPERATOR] {
        let desk = world.desk(account);
        at_desk(&mut world, desk, 1, 1, "a");
    }
    assert!(!world.notified(PHONE).iter().any(|d| matches!(d, Downlink::Typing(_))));
    let typing = Uplink::Typing(line(7, 1, 1, "a"));
    let refused = Some(Downlink::Refused { code: UplinkRefusal::NoSuchAlarm });
    assert_eq!(world.uplink(PHONE_SAYS, typing), refused);
}

/// Proves AL-05: a frightened person may not get to send what was typed; it is kept and marked as not sent.
#[test]
fn what_was_typed_and_not_sent_is_in_the_record() {
    let (mut world, desk) = World::with_a_press();
    person(&mut world, 1, 1, "Hij heeft een mes");
    world.pass(seconds(9));
    assert_eq!(left(&world), []);
    world.pass(seconds(1));
    assert_eq!(left(&world), of_person("Hij heeft een mes", LeftBecause::Abandoned));
    let seen = world.seen(desk, 1).unwrap();
    let unsent: Vec<_> = seen.timeline.iter().filter(|line| line.what == "message_unsent").collect();
    assert_eq!(unsent.len(), 1);
    assert_eq!(unsent[0].detail, Some(Sensitive::new("Hij heeft een mes".to_owned())));
    assert_eq!(seen.messages.len(), 0, "it was not said");
    assert_eq!(
        shown(&world, desk),
        Some(vec![(true, "Hij heeft een mes".to_owned())]),
        "it still stands there"
    );
    person(&mut world, 1, 2, "");
    world.pass(seconds(60));
    assert_eq!(left(&world).len(), 1, "once");
}

#[test]
fn what_is_erased_and_what_stands_there_at_the_close_is_in_the_record() {
    let (mut world, desk) = World::with_a_press();
    person(&mut world, 1, 1, "Ik ben gewond");
    person(&mut world, 1, 2, "");
    assert_eq!(left(&world), of_person("Ik ben gewond", LeftBecause::Erased));
    person(&mut world, 2, 1, "Kom n");
    close(&mut world);
    assert_eq!(left(&world)[1..], of_person("Kom n", LeftBecause::CutOff));
    let Reply::Alarm(view) = world.ask(OPERATOR, Query::Alarm(alarm(1))) else { panic!("no alarm") };
    assert_eq!(view.timeline.iter().filter(|line| line.what == "message_unsent").count(), 2);
    world.outputs.clear();
    at_desk(&mut world, desk, 3, 1, "te laat");
    assert_eq!(person(&mut world, 2, 2, "Kom nu"), Some(Downlink::Closed { alarm: alarm(1) }));
    assert_eq!((shown(&world, desk), left(&world).len()), (None, 2));
}

/// Proves GN-05: the record outlives the cell; a line that stood there only then does not.
#[test]
fn what_was_left_is_there_after_a_restart() {
    let (mut world, _) = World::with_a_press();
    person(&mut world, 1, 1, "Hij heeft een mes");
    world.pass(seconds(10));
    world.restart();
    let desk = world.desk(OPERATOR);
    let seen = world.seen(desk, 1).unwrap();
    assert!(seen.timeline.iter().any(|line| line.what == "message_unsent"));
    assert!(person(&mut world, 1, 2, "Hij heeft een mes bij").is_some());
    assert_eq!(shown(&world, desk), Some(vec![(true, "Hij heeft een mes bij".to_owned())]));
}

/// Proves FL-07: the duress word that was typed and not sent is duress, also when the close cut it off.
#[test]
fn a_duress_word_that_was_not_sent_is_duress() {
    let (mut world, desk) = World::with_a_press();
    person(&mut world, 1, 1, "zonne");
    person(&mut world, 1, 2, "zonnebloem");
    assert!(!world.seen(desk, 1).unwrap().duress, "it may become another word");
    world.pass(seconds(10));
    assert!(world.seen(desk, 1).unwrap().duress);

    let (mut world, _) = World::with_a_press();
    person(&mut world, 1, 1, "zonnebloem");
    close(&mut world);
    assert_eq!(world.logged(|e| matches!(e, Event::Alarm(_, AlarmEvent::Raised { .. }))), 2);
}

#[test]
fn a_line_of_a_desk_is_done_when_it_is_sent() {
    let (mut world, desk) = World::with_a_press();
    world.done(OPERATOR, AlarmOrder::Take { alarm: alarm(1) });
    at_desk(&mut world, desk, 1, 1, "Blijf waar u be");
    let said = words("Blijf waar u bent");
    let send = PersonOrder::SendMessage { alarm: alarm(1), message: message(1), said, asks: Asks::Nothing };
    world.done(OPERATOR, send);
    assert_eq!(shown(&world, desk), Some(vec![]));
    world.pass(seconds(30));
    assert_eq!(left(&world), []);
}
