//! Absence of data is an alert with an owner and a deadline, and it stays until a person ends it.

use crate::story::{ANNA, BOB, WatchStory, at};
use hoeder_vocab::handset::DailyReport;
use hoeder_vocab::{Percent, ReceivedAt};
use hoeder_watch::supervision::{AlertKind, Beat, SupervisionEvent, WatchCommand, WatchRefusal};

const BEAT: Beat = Beat { battery: None, button_battery: None, button_linked: Some(true), path: None };
const UNLINKED: Beat = Beat { battery: None, button_battery: None, button_linked: Some(false), path: None };
const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;

fn start() -> WatchStory {
    WatchStory::given([WatchCommand::Start])
}

/// A heartbeat each minute, for so many minutes.
fn beating(story: WatchStory, beat: Beat, minutes: u64) -> WatchStory {
    (0..minutes).fold(story, |story, _| story.run(60).and([WatchCommand::Beat(beat)]))
}

fn charged(percent: u8) -> Beat {
    Beat { battery: Percent::new(percent), ..BEAT }
}

fn own(kind: AlertKind) -> WatchCommand {
    WatchCommand::Own { kind, by: ANNA }
}

fn close(kind: AlertKind, reason: &str) -> WatchCommand {
    WatchCommand::Close { kind, by: BOB, reason: reason.to_owned() }
}

fn good_report() -> WatchCommand {
    WatchCommand::Report(DailyReport { location_permitted: Some(true), ..DailyReport::default() })
}

fn bad_report() -> WatchCommand {
    WatchCommand::Report(DailyReport { location_permitted: Some(false), ..DailyReport::default() })
}

/// What was told about one kind, by name.
fn about(story: &WatchStory, wanted: AlertKind) -> Vec<(u64, &'static str)> {
    story.told(|event| {
        let (kind, name) = match event {
            SupervisionEvent::AlertOpened { kind } => (kind, "opened"),
            SupervisionEvent::AlertCleared { kind } => (kind, "cleared"),
            SupervisionEvent::AlertReturned { kind } => (kind, "returned"),
            SupervisionEvent::AlertAged { kind, .. } => (kind, "aged"),
            SupervisionEvent::AlertOwned { kind, .. } => (kind, "owned"),
            SupervisionEvent::AlertClosed { kind, .. } => (kind, "closed"),
            SupervisionEvent::Started
            | SupervisionEvent::Stopped
            | SupervisionEvent::Reported(_)
            | SupervisionEvent::Tested { .. }
            | SupervisionEvent::TestPlanned { .. }
            | SupervisionEvent::PlannedTestAnswered { .. }
            | SupervisionEvent::PlannedTestDropped { .. } => return None,
        };
        (*kind == wanted).then_some(name)
    })
}

/// Proves FL-11: a handset that falls silent is an alert five minutes after its last heartbeat, not at the first that misses.
#[test]
fn a_handset_that_falls_silent_is_an_alert_after_the_dead_man_time() {
    let story = beating(start(), BEAT, 10).run(299);
    assert_eq!(story.watch.alerts().count(), 0);
    let story = story.run(1);
    assert_eq!(about(&story, AlertKind::Silent), [(900, "opened")]);
}

/// Proves FL-10: a handset that was never heard counts as silent from the start of the watch.
#[test]
fn a_handset_that_was_never_heard_is_an_alert_too() {
    let story = start().run(300);
    assert_eq!(about(&story, AlertKind::Silent), [(300, "opened")]);
    assert_eq!(story.watch.last_heard(), None);
}

/// Proves FL-10: the alert has an owner and a deadline, and grows older whoever owns it.
#[test]
fn a_silent_handset_has_an_owner_and_an_alert_that_only_grows() {
    let story = start().run(300).and([own(AlertKind::Silent)]).run(3 * DAY);
    let aged = story.told(|e| {
        if let SupervisionEvent::AlertAged { kind: AlertKind::Silent, level } = e {
            Some(*level)
        } else {
            None
        }
    });
    let expected: [(u64, u8); 6] = [
        (300 + 900, 1),
        (300 + HOUR, 2),
        (300 + 4 * HOUR, 3),
        (300 + DAY, 4),
        (300 + 2 * DAY, 5),
        (300 + 3 * DAY, 6),
    ];
    assert_eq!(aged, expected);
    let alert = story.watch.alert(AlertKind::Silent).copied().unwrap();
    assert_eq!((alert.owner, alert.level, alert.opened_at), (Some(ANNA), 6, at(300)));
}

/// Proves FL-02: an alert that clears itself stays open, and ages, until a person closes it with a reason.
#[test]
fn an_alert_that_clears_itself_stays_open_until_a_person_closes_it() {
    let story = beating(start().run(300), BEAT, 30);
    assert_eq!(about(&story, AlertKind::Silent), [(300, "opened"), (360, "cleared"), (1200, "aged")]);
    let story = story.when(close(AlertKind::Silent, " ")).then_refused(WatchRefusal::TextLength { max: 500 });
    assert_eq!(story.watch.alert(AlertKind::Silent).unwrap().cleared_at, Some(at(360)));
    let story = story.and([close(AlertKind::Silent, "phone was off in the theatre")]);
    let story = beating(story, BEAT, 60);
    assert_eq!(story.watch.alerts().count(), 0);
    story.when(close(AlertKind::Silent, "again")).then_refused(WatchRefusal::NoSuchAlert);
}

#[test]
fn an_alert_that_returns_is_the_same_alert() {
    let story = start().run(300).and([own(AlertKind::Silent), WatchCommand::Beat(BEAT)]).run(300);
    assert_eq!(
        about(&story, AlertKind::Silent),
        [(300, "opened"), (300, "owned"), (300, "cleared"), (600, "returned")]
    );
    let alert = story.watch.alert(AlertKind::Silent).unwrap();
    assert_eq!((alert.owner, alert.opened_at, alert.cleared_at), (Some(ANNA), at(300), None));
}

/// Proves FL-10: closing does not make a dead device alive; the alert opens anew at once.
#[test]
fn closing_an_alert_about_a_fault_that_lasts_opens_it_anew() {
    let story = start().run(400).and([close(AlertKind::Silent, "will call her")]);
    assert!(story.watch.next_due(&story.times).is_some_and(|due| due <= story.now));
    let story = story.run(0);
    assert_eq!(about(&story, AlertKind::Silent), [(300, "opened"), (400, "closed"), (400, "opened")]);
    assert_eq!(story.watch.alert(AlertKind::Silent).unwrap().owner, None);
}

/// Proves FL-11: after a restart the proofs that were kept count, and the watch goes on where it was.
#[test]
fn a_restart_with_its_proofs_raises_no_false_alert_and_loses_no_true_one() {
    let story = beating(start(), BEAT, 60);
    let mut restarted = WatchStory::given([]);
    for (event, time) in &story.log {
        restarted.watch.apply(event, hoeder_vocab::DecidedAt(*time));
    }
    restarted.watch.hear(ReceivedAt(at(HOUR)));
    restarted.watch.hear(ReceivedAt(at(HOUR - 60)));
    restarted.now = at(HOUR);
    let restarted = restarted.run(299);
    assert_eq!(restarted.watch.alerts().count(), 0);
    assert_eq!(restarted.run(1).watch.alerts().count(), 1);
}

/// Proves FL-11: whatever proves life clears the silence, also when it was only heard.
#[test]
fn a_press_or_a_position_proves_life_like_a_heartbeat() {
    let mut story = start().run(300);
    story.watch.hear(ReceivedAt(at(310)));
    let story = story.run(10);
    assert_eq!(about(&story, AlertKind::Silent), [(300, "opened"), (300, "cleared")]);
}

#[test]
fn a_fault_that_went_and_came_back_between_two_ticks_is_told_as_both() {
    let mut story = start().run(300).after(400);
    story.watch.hear(ReceivedAt(at(310)));
    let kind = AlertKind::Silent;
    story
        .when(WatchCommand::Tick)
        .then(&[SupervisionEvent::AlertCleared { kind }, SupervisionEvent::AlertReturned { kind }])
        .when(WatchCommand::Tick)
        .then(&[]);
}

/// Proves AL-16: a missing report makes an alert after a day and two hours, and a bad one at once; a good one clears both.
#[test]
fn a_missing_or_bad_daily_report_is_an_alert() {
    let story = beating(start(), BEAT, 26 * 60);
    assert_eq!(about(&story, AlertKind::ReportMissing), [(26 * HOUR, "opened")]);
    let story = story.after(60).and([bad_report()]);
    assert_eq!(about(&story, AlertKind::ReportMissing).last(), Some(&(26 * HOUR + 60, "cleared")));
    assert_eq!(about(&story, AlertKind::ReportBad), [(26 * HOUR + 60, "opened")]);
    let story = story.and([bad_report(), good_report()]);
    assert_eq!(about(&story, AlertKind::ReportBad).last(), Some(&(26 * HOUR + 60, "cleared")));
    assert_eq!(story.watch.last_report(), Some(at(26 * HOUR + 60)));
}

#[test]
fn a_second_bad_report_is_the_same_alert() {
    let story = start().and([bad_report()]).run(60).and([bad_report()]).run(60);
    assert_eq!(about(&story, AlertKind::ReportBad), [(0, "opened")]);
}

/// Proves FL-10: a button off the air for ten minutes is an alert.
#[test]
fn a_button_that_stays_unlinked_is_an_alert_after_ten_minutes() {
    let story = beating(beating(start(), BEAT, 5), UNLINKED, 20);
    assert_eq!(about(&story, AlertKind::ButtonUnlinked).first(), Some(&(360 + 600, "opened")));
    let story = story.and([WatchCommand::Beat(BEAT)]);
    assert_eq!(about(&story, AlertKind::ButtonUnlinked).last(), Some(&(1500, "cleared")));
}

#[test]
fn a_link_that_breaks_and_returns_is_no_alert() {
    let story = (0..30).fold(start(), |story, _| beating(beating(story, UNLINKED, 3), BEAT, 1));
    assert_eq!(about(&story, AlertKind::ButtonUnlinked), []);
}

#[test]
fn a_charge_around_the_limit_is_one_alert() {
    let story =
        [16, 15, 16, 15, 19, 14].into_iter().fold(start(), |s, c| s.and([WatchCommand::Beat(charged(c))]));
    let story = story.run(60).and([WatchCommand::Beat(charged(14))]);
    assert_eq!(about(&story, AlertKind::BatteryLow), [(0, "opened")]);
    let story = story.and([WatchCommand::Beat(charged(20))]);
    assert_eq!(about(&story, AlertKind::BatteryLow).last(), Some(&(60, "cleared")));
}

#[test]
fn a_button_that_says_nothing_does_not_become_charged() {
    let low = Beat { button_battery: Percent::new(5), ..charged(80) };
    let story = start().and([WatchCommand::Beat(low), WatchCommand::Beat(charged(90))]);
    assert_eq!(about(&story, AlertKind::BatteryLow), [(0, "opened")]);
}

#[test]
fn a_watch_that_ended_asks_for_nothing_and_can_begin_again() {
    let story = start().run(400).and([WatchCommand::Stop]).run(DAY);
    assert!(!story.watch.is_running());
    assert_eq!((story.watch.alerts().count(), story.watch.next_due(&story.times)), (0, None));
    let story = story.and([WatchCommand::Start]).run(299);
    assert_eq!(story.watch.alerts().count(), 0);
    assert_eq!(story.run(1).watch.alerts().count(), 1);
}

#[test]
fn a_watch_that_begins_again_knows_nothing_of_the_last_time() {
    let low = Beat { battery: Percent::new(5), ..UNLINKED };
    let story = start().and([bad_report(), WatchCommand::Beat(low)]).run(60);
    assert_eq!(story.watch.alerts().count(), 2);
    let story = story.and([WatchCommand::Stop, WatchCommand::Start, WatchCommand::Beat(Beat::default())]);
    let story = story.run(299);
    assert_eq!(story.watch.alerts().count(), 0);
}
