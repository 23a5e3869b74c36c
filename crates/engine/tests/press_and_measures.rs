//! Whatever is done to measures, a press is handled the same (AL-09): the case plane never stands before the alarm plane.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::indexing_slicing,
    reason = "a test stops at a broken promise"
)]

use crate::common::law::*;
use crate::common::*;
use hoeder_engine::entry::Event;
use hoeder_engine::measures::MeasureOrder;
use hoeder_engine::output::{Output, Page};
use hoeder_measure::Command;
use hoeder_measure::decision::{OfferOutcome, Procedure, Ruling, SupportOffer, TellThirdParty};
use hoeder_measure::ending::{Breach, BreachKind, DeviceBack, EarlyGround, EndStep};
use hoeder_measure::followup::{Destination, Move, Trip};
use hoeder_measure::task::Receipt;
use hoeder_vocab::handset::Downlink;
use hoeder_vocab::*;
use hoeder_watch::alarm::{AlarmEvent, Outcome, Pv, Stage};
use proptest::prelude::*;

const WHO: [AccountId; 7] =
    [WEST_OFFICER, WEST_DUTY, WEST_MAGISTRATE, EAST_OFFICER, EAST_MAGISTRATE, WEST_RECEPTION, OPERATOR];

/// Any command, also one that has no place in its stage.
fn command(world: &World, which: u8) -> Command {
    let on = world.today();
    match which {
        0 => Command::Request(world.request_form(WEST)),
        1 => Command::Request(world.request_form(EAST)),
        2 => Command::Hear(world.hearing()),
        3 => Command::Assess(world.assessment()),
        4 => Command::PutBefore { procedure: Procedure::Urgent },
        5 => world.ruling(Ruling::Grant),
        6 => world.ruling(Ruling::Refuse { third_party: TellThirdParty::NoThirdParty }),
        7 => Command::Reopen { new_elements: words("he came back") },
        8 => Command::ConfirmReceipt { of: Receipt::HandOver(1) },
        9 => Command::OfferSupport(SupportOffer { on, outcome: OfferOutcome::Declined }),
        10 => Command::AnnounceMove(Move { on, to: Destination::Zone(EAST), place: words("elsewhere") }),
        11 => Command::AnnounceTrip(Trip {
            trip: TripId::from_u128(5),
            from: on,
            until: on.plus_days(6),
            to: Destination::Zone(EAST),
            place: words("a friend"),
        }),
        12 => Command::RecordBreach(Breach { on, kind: BreachKind::Misuse, note: words("twice") }),
        13 => Command::AskToEnd { note: words("") },
        14 => {
            world.ruling(Ruling::EndEarly { ground: EarlyGround::AskedByPerson, marginal_note: "K".into() })
        }
        15 => Command::DoEndStep(EndStep::SwitchedOff { on }),
        16 => Command::DoEndStep(EndStep::DeviceBack { on, how: DeviceBack::Lost }),
        17 => Command::ReportShortage,
        _ => Command::Tick,
    }
}

/// What everybody sees and hears of a press, in order, without what measures say of their own.
fn of_the_alarm(world: &World) -> Vec<String> {
    let told = |output: &Output| match output {
        Output::Page { desks, page: Page::Alarm(view), .. } => {
            Some(format!("{desks:?} {:?} {:?} {:?} {:?}", view.stage, view.rung, view.ringing, view.presses))
        }
        Output::Append(entry) => match &entry.event {
            Event::Alarm(_, event) => Some(format!("{event:?}")),
            _ => None,
        },
        Output::Reply { reply, .. } => Some(format!("{reply:?}")),
        Output::Notify { downlink, .. } => Some(format!("{downlink:?}")),
        _ => None,
    };
    world.outputs.iter().filter_map(told).collect()
}

/// A press, its take, team and end; what was said of it.
fn a_press_from_start_to_end(world: &mut World) -> Vec<String> {
    world.outputs.clear();
    assert_eq!(world.press(1), Some(Downlink::Held { alarm: alarm(1) }));
    let first = world.outputs.iter().position(|output| {
        matches!(output, Output::Page { page: Page::Alarm(view), .. } if view.stage == Stage::Ringing)
    });
    let written = world.outputs.iter().position(|output| {
        matches!(output, Output::Append(entry) if matches!(entry.event, Event::Alarm(_, AlarmEvent::Raised { .. })))
    });
    assert!(first.is_some() && first < written, "paged before it is written");
    world.take_and_dispatch(1);
    assert_eq!(world.close(1, Outcome::RealDanger, Pv::ToFollow), hoeder_engine::output::Reply::Done);
    of_the_alarm(world)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Proves AL-09: with any history of the measure, or with none, the same screens are paged and the same answers go back.
    #[test]
    fn a_press_is_handled_the_same_whatever_is_done_to_measures(
        start in 0_u8..4,
        steps in proptest::collection::vec((0_u8..19, 0_usize..WHO.len()), 0..40),
    ) {
        let mut plain = World::with_offices();
        let mut busy = match start {
            0 => World::with_offices(),
            1 => World::with_a_file(),
            _ => World::with_a_running_measure(),
        };
        if start == 3 {
            busy.end_early();
        }
        for world in [&mut plain, &mut busy] {
            world.desk(OPERATOR);
            world.desk(EAST_DUTY);
        }
        for (which, who) in steps {
            let command = Box::new(command(&busy, which));
            let order = MeasureOrder::Do { measure: MEASURE, expected: None, command };
            let _answered = busy.order(WHO[who], order);
        }
        prop_assert_eq!(a_press_from_start_to_end(&mut plain), a_press_from_start_to_end(&mut busy));
    }
}
