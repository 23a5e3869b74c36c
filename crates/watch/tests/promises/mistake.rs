//! A spoken or typed 'mistake' never cancels, and the duress word looks like one and is not (FL-07).

use crate::story::{ANNA, Story, close, dispatch, hold, raise, say, show, stranger, take};
use hoeder_watch::alarm::{AlarmCommand, AlarmEvent, Gravity, MistakeWord, Outcome, Refusal};

fn stories() -> Vec<Story> {
    let raised = Story::given([raise(), hold(), show()]);
    let taken = raised.clone().and([take(ANNA)]);
    let sent = taken.clone().and([dispatch("P1")]);
    let lost = sent.clone().and([AlarmCommand::LoseOwner]);
    vec![raised, taken, sent, lost]
}

/// Proves FL-07: whatever is said, the stage, the owner, the rung and the next deadline stay what they were.
#[test]
fn a_word_changes_nothing_of_what_happens_next() {
    for story in stories() {
        for word in [MistakeWord::Mistake, MistakeWord::Duress] {
            let before = story.alarm.clone();
            let after = story.clone().after(1).and([say(word)]).alarm;
            assert_eq!(after.state(), before.state());
            assert_eq!(after.rung(), before.rung());
            assert_eq!(after.next_due(&story.times), before.next_due(&story.times));
        }
    }
}

/// Proves FL-07: the duress word is shown for good, and puts the alarm before every other one.
#[test]
fn the_duress_word_stays_and_makes_the_alarm_the_gravest() {
    let danger = Story::given([raise()]).alarm;
    let forced = Story::given([raise()]).and([say(MistakeWord::Duress), say(MistakeWord::Mistake)]).alarm;
    let unknown = Story::given([AlarmCommand::Raise(stranger())]).alarm;
    assert!(forced.duress() && forced.said_mistake());
    assert_eq!(
        [unknown.gravity(), danger.gravity(), forced.gravity()],
        [Gravity::Unidentified, Gravity::Danger, Gravity::Duress]
    );
    let mut queue = [&unknown, &danger, &forced];
    queue.sort_by_key(|alarm| alarm.queue_key());
    assert_eq!(queue, [&forced, &danger, &unknown]);
}

/// Proves FL-07: only the police end an alarm - also one that the person called a mistake, and only after a team went.
#[test]
fn an_alarm_called_a_mistake_still_gets_its_team() {
    Story::given([raise(), hold(), show(), say(MistakeWord::Mistake), take(ANNA)])
        .when(close(Outcome::FalseAlarm))
        .then_refused(Refusal::NoTeamSent);
}

#[test]
fn the_word_itself_is_never_printed() {
    let story = Story::given([raise()]).and([say(MistakeWord::Duress)]);
    let printed = format!("{:?}", story.log);
    assert!(printed.contains("WordSaid") && !printed.contains("tulip"));
    let said = story.told(|e| matches!(e, AlarmEvent::WordSaid { .. }).then_some(()));
    assert_eq!(said.len(), 1);
}
