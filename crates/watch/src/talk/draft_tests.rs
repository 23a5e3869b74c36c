use super::*;
use hoeder_vocab::AlarmId;

const ANNA: Author = Author::Desk(AccountId::from_u128(1));

fn id(n: u128) -> MessageId {
    MessageId::from_u128(n)
}
fn at(ms: i64) -> UtcMillis {
    UtcMillis::from_unix_ms(ms)
}
fn typed(message: u128, edit: u32, text: &str) -> Typed {
    let text = Sensitive::new(text.to_owned());
    Typed { alarm: AlarmId::from_u128(9), message: id(message), edit, text }
}
fn words(left: &[Left]) -> Vec<(&str, LeftBecause)> {
    left.iter().map(|left| (reveal(&left.text).as_str(), left.because)).collect()
}
/// The person types these, one after the other, 400 ms apart: what is left of it.
fn types(drafts: &mut Drafts, texts: &[&str]) -> Vec<Left> {
    let mut left = Vec::new();
    for (text, edit) in texts.iter().zip(1..) {
        let now = at(i64::from(edit) * 400);
        left.extend(drafts.typed(Author::Person, &typed(1, edit, text), now).unwrap());
    }
    left
}
fn shown(drafts: &Drafts) -> Vec<&str> {
    drafts.lines().map(|line| reveal(&line.text).as_str()).collect()
}

#[test]
fn what_is_typed_is_seen_as_it_stands_and_leaves_nothing_when_it_is_sent() {
    let mut drafts = Drafts::default();
    assert_eq!(types(&mut drafts, &["Ik", "Ik zit in de kel", "Ik zit in de kelder"]), []);
    assert_eq!(shown(&drafts), ["Ik zit in de kelder"]);
    let said = Sensitive::new("Ik zit in de kelder!".to_owned());
    assert_eq!(drafts.sent(Author::Person, id(1), Some(&said)), None);
    assert_eq!((shown(&drafts), drafts.next_due()), (vec![], None));
    assert_eq!(drafts.close(), []);
}

#[test]
fn of_two_pieces_of_a_line_the_newer_counts_in_whatever_order_they_come() {
    let mut drafts = Drafts::default();
    let mut hears = |message, edit, text: &str| {
        drafts.typed(Author::Person, &typed(message, edit, text), at(0)).is_some()
    };
    assert!(hears(1, 2, "Hij is hier"));
    assert!(!hears(1, 1, "Hij"), "late");
    assert!(!hears(1, 2, "Hij is hier"), "twice");
    assert!(hears(2, 1, "En"));
    assert!(!hears(1, 3, "Hij is hier nu"), "of the line before");
    assert_eq!(shown(&drafts), ["En"]);
    let said = Sensitive::new("En".to_owned());
    assert_eq!(drafts.sent(Author::Person, id(2), Some(&said)), None);
    assert_eq!(drafts.typed(Author::Person, &typed(2, 2, "En "), at(0)), None, "after it was sent");
}

#[test]
fn what_is_erased_is_left_and_a_slip_of_the_finger_is_not() {
    let erased = LeftBecause::Erased;
    let mut drafts = Drafts::default();
    let left = types(&mut drafts, &["Hij heeft een mes", "Hij heeft", "Hij he", ""]);
    assert_eq!(words(&left), [("Hij heeft een mes", erased)]);
    let mut drafts = Drafts::default();
    let left = types(&mut drafts, &["Hij heeft een mes", "Hij", "Hij is boos"]);
    assert_eq!(words(&left), [("Hij heeft een mes", erased)]);
    let mut drafts = Drafts::default();
    let left =
        types(&mut drafts, &["Hij hefet", "Hij he", "Hij heeft", "Hij heeft een mes", "Hij heeft mes"]);
    assert_eq!(words(&left), [("Hij heeft een mes", erased)], "a whole word");
    let mut drafts = Drafts::default();
    assert_eq!(types(&mut drafts, &["Hij mes", "Hij heeft een mes"]), [], "put in between");
    assert_eq!(types(&mut Drafts::default(), &["  ", ""]), [], "nothing was said");
}

#[test]
fn what_was_taken_back_before_the_line_was_sent_is_left() {
    let mut drafts = Drafts::default();
    assert_eq!(types(&mut drafts, &["Ik ben gewond aan mijn arm", "Ik ben gewond"]), []);
    let left = drafts.sent(Author::Person, id(1), Some(&Sensitive::new("Ik ben gewond".to_owned())));
    assert_eq!(words(left.as_slice()), [("Ik ben gewond aan mijn arm", LeftBecause::Erased)]);
}

#[test]
fn a_line_that_rests_for_ten_seconds_is_left_once_and_may_go_on() {
    let mut drafts = Drafts::default();
    types(&mut drafts, &["Hij komt"]);
    assert_eq!(drafts.next_due(), Some(at(10_400)));
    assert_eq!(drafts.abandoned(at(10_399)), []);
    assert_eq!(words(&drafts.abandoned(at(10_400))), [("Hij komt", LeftBecause::Abandoned)]);
    assert_eq!((drafts.abandoned(at(99_000)), drafts.next_due()), (vec![], None));
    assert_eq!(shown(&drafts), ["Hij komt"], "it still stands in the field");
    let more = drafts.typed(Author::Person, &typed(1, 2, "Hij komt terug"), at(99_000));
    assert_eq!(more, Some(vec![]));
    assert_eq!(words(&drafts.close()), [("Hij komt terug", LeftBecause::CutOff)]);
}

#[test]
fn a_new_line_leaves_the_one_before_and_a_page_that_goes_leaves_its_line() {
    let mut drafts = Drafts::default();
    drafts.typed(ANNA, &typed(1, 1, "Blijf waar"), at(0)).unwrap();
    let left = drafts.typed(ANNA, &typed(2, 1, "We zijn"), at(1)).unwrap();
    assert_eq!(words(&left), [("Blijf waar", LeftBecause::Abandoned)]);
    let (line, left) = drafts.gone(ANNA);
    assert_eq!(line.map(|line| line.message), Some(id(2)));
    assert_eq!(words(left.as_slice()), [("We zijn", LeftBecause::CutOff)]);
    assert_eq!(drafts.gone(ANNA), (None, None));
}

#[test]
fn the_person_always_has_a_line_and_desks_share_the_others() {
    let mut drafts = Drafts::default();
    let desk = |n: u128| Author::Desk(AccountId::from_u128(n));
    for n in 1..MAX_DRAFTS as u128 {
        assert!(drafts.typed(desk(n), &typed(n, 1, "a"), at(0)).is_some());
    }
    assert_eq!(drafts.typed(desk(9), &typed(9, 1, "a"), at(0)), None, "all of them are at work");
    assert!(drafts.typed(Author::Person, &typed(50, 1, "Hij is hier"), at(0)).is_some());
    assert_eq!(shown(&drafts).first(), Some(&"Hij is hier"));
    drafts.abandoned(at(10_000));
    assert!(drafts.typed(desk(9), &typed(9, 2, "a"), at(10_000)).is_some(), "one of them rests");
    assert_eq!(drafts.lines().count(), MAX_DRAFTS);
}
