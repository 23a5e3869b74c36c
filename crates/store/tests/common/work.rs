//! How an alarm is worked on, and what a person arranges, of the generator.

use super::Gen;
use hoeder_engine::entry::{Event, StreamId, Subject};
use hoeder_vocab::handset::{Microphone, Said, Template, Trip};
use hoeder_vocab::*;
use hoeder_watch::alarm::*;
use hoeder_watch::checkin::{CheckInEvent, TimerEnd};
use hoeder_watch::supervision::SupervisionEvent;
use hoeder_watch::talk::{LeftBecause, TalkEvent};

impl Gen {
    /// What was typed and not sent, at the end of the list so that older fixtures stay.
    pub fn left_event(&mut self, alarm: AlarmId) -> Event {
        let left = TalkEvent::Left {
            message: MessageId::from_u128(self.bits()),
            by: Some(self.account()),
            text: self.sensitive(),
            because: self.pick(&LeftBecause::ALL),
        };
        Event::Talk(alarm, left)
    }

    pub fn microphone(&mut self) -> Microphone {
        if self.coin() { Microphone::Granted } else { Microphone::Denied }
    }

    /// How an alarm is worked on; kinds of a later issue, at the end of the list so that older fixtures stay.
    pub fn ownership_events(&mut self) -> Vec<AlarmEvent> {
        let bearer = Bearer {
            case: CaseId::from_u128(self.bits()),
            person: PersonId::from_u128(self.bits()),
            handset: HandsetId::from_u128(self.bits()),
        };
        vec![
            AlarmEvent::TakenOver { from: self.account(), by: self.account() },
            AlarmEvent::OwnerReminded { owner: self.account() },
            AlarmEvent::OwnershipReturned { owner: self.account() },
            AlarmEvent::StillOnIt { by: self.account() },
            AlarmEvent::OnTheWay { by: self.account(), unit: self.text() },
            AlarmEvent::Found {
                by: self.account(),
                unit: self.text(),
                outcome: self.pick(&[Outcome::RealDanger, Outcome::FalseAlarm]),
                note: self.sensitive(),
            },
            AlarmEvent::StepDone { by: self.account(), step: self.text() },
            AlarmEvent::Vouched { bearer },
        ]
    }

    pub fn person_events(&mut self) -> Vec<(StreamId, Option<Subject>, Event)> {
        let handset = HandsetId::from_u128(self.bits());
        let alarm = AlarmId::from_u128(self.bits());
        let person = PersonId::from_u128(self.bits());
        let (stream, of_person) = (StreamId::Handset(handset), Some(Subject::Person(person)));
        let test = TestId::from_u128(self.bits());
        let watch = [
            SupervisionEvent::TestPlanned { test, from: self.time(), until: self.time() },
            SupervisionEvent::PlannedTestAnswered { test },
            SupervisionEvent::PlannedTestDropped { test },
        ];
        let check_in = [
            CheckInEvent::Set {
                alarm,
                set_at: FixedAt(self.time()),
                until: self.time(),
                note: Some(self.sensitive()),
            },
            CheckInEvent::Ended {
                alarm,
                how: self.pick(&[TimerEnd::CheckedIn, TimerEnd::Replaced, TimerEnd::Stopped]),
            },
            CheckInEvent::Missed { alarm },
        ];
        let message = MessageId::from_u128(self.bits());
        let talk = [
            TalkEvent::Sent {
                message,
                by: self.account(),
                said: Said::Template(self.pick(Template::ALL)),
                asks: self.coin(),
            },
            TalkEvent::Received { message, said: Said::Text(self.sensitive()) },
            TalkEvent::Answered { message, yes: self.coin() },
            TalkEvent::Seen { message },
        ];
        let day = |g: &mut Self| CivilDate::new(2026, 1 + g.below(12) as i8, 1 + g.below(28) as i8).unwrap();
        let trip = Trip {
            trip: TripId::from_u128(self.bits()),
            from: day(self),
            until: day(self),
            place: self.sensitive(),
        };
        let id = trip.trip;
        let mut events: Vec<(StreamId, Option<Subject>, Event)> = Vec::new();
        events.extend(watch.map(|e| (stream, None, Event::Watch(handset, e))));
        events.extend(check_in.map(|e| (stream, of_person, Event::CheckIn(handset, e))));
        events.extend(talk.map(|e| (StreamId::Alarm(alarm), of_person, Event::Talk(alarm, e))));
        events.push((stream, of_person, Event::TripAnnounced { handset, person, trip }));
        events.push((stream, None, Event::TripEnded { handset, trip: id }));
        events.push((stream, None, Event::TripSeen { handset, trip: id, by: self.account() }));
        events
    }
}
