//! Several people of one household may press, and one person may press several times.

use crate::story::{ALARM, ANNA, Story, at, dispatch, raise, take};
use hoeder_vocab::{AlarmId, FixedAt, ReceivedAt};
use hoeder_watch::alarm::{AlarmCommand, AlarmEvent, MAX_LINKED};

fn link(other: u128) -> AlarmCommand {
    AlarmCommand::Link { other: AlarmId::from_u128(other) }
}

/// Proves AL-20: an alarm of one member of the household shows those of the others, each once and never itself.
#[test]
fn an_alarm_shows_the_other_alarms_of_its_case() {
    let story = Story::given([raise(), link(51)]).when(link(51)).then(&[]).and([take(ANNA), link(52)]);
    let story = story.when(AlarmCommand::Link { other: ALARM }).then(&[]);
    assert_eq!(story.alarm.linked(), [AlarmId::from_u128(51), AlarmId::from_u128(52)]);
    assert_eq!(story.alarm.owner(), Some(ANNA), "a link gives the alarm to nobody");
}

#[test]
fn the_list_of_linked_alarms_is_bounded() {
    let story = Story::given([raise()]).and((0..100).map(|n| link(1000 + n)));
    assert_eq!(story.alarm.linked().len(), MAX_LINKED);
}

/// Proves GN-05: the same id twice is one alarm, and pressing again is counted in it.
#[test]
fn pressing_again_is_counted_and_starts_nothing_anew() {
    let again = |seconds| AlarmCommand::PressAgain {
        pressed_at: FixedAt(at(seconds)),
        received_at: ReceivedAt(at(seconds)),
    };
    let story = Story::given([raise()]).when(raise()).then(&[]).and([take(ANNA), dispatch("P1")]).after(30);
    let state = story.alarm.state().clone();
    let story = story
        .when(again(30))
        .then(&[AlarmEvent::PressedAgain { pressed_at: FixedAt(at(30)), received_at: ReceivedAt(at(30)) }]);
    let story = story.when(again(30)).then(&[]).and([again(31)]);
    assert_eq!((story.alarm.presses(), story.alarm.state()), (3, &state));
}
