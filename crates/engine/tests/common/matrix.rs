//! Every role against every action in every situation, as a table that people read in review.

use hoeder_engine::access::{
    Action, AlarmFacts, IncidentFacts, MandateFacts, MeasureFacts, Reach, Resource, Sight, Verdict,
    VoiceFacts, decide, incident_sight, measure_sight, sight,
};
use hoeder_engine::measures::MeasureSight;
use hoeder_engine::roster::{Account, AccountState};
use hoeder_vocab::{AccountId, OfficeId, Role, RoomId, Sensitive, ZoneId};
use hoeder_watch::alarm::Rung;
use hoeder_watch::track::Queue;
use std::fmt::Write;

const OWN: RoomId = RoomId::from_u128(1);
const NEIGHBOUR: RoomId = RoomId::from_u128(2);
const FAR: RoomId = RoomId::from_u128(3);
const MANAGING: ZoneId = ZoneId::from_u128(10);
const INTERVENTION: ZoneId = ZoneId::from_u128(11);
const OTHER: ZoneId = ZoneId::from_u128(12);
const OFFICE: OfficeId = OfficeId::from_u128(20);
const OTHER_OFFICE: OfficeId = OfficeId::from_u128(21);

type Place = (&'static str, Option<RoomId>, Option<ZoneId>, Option<OfficeId>);

fn accounts() -> Vec<(String, Account)> {
    let mut all = Vec::new();
    for role in Role::ALL {
        let places: Vec<Place> = match role {
            Role::Operator | Role::Supervisor => {
                vec![
                    ("own room", Some(OWN), None, None),
                    ("neighbour", Some(NEIGHBOUR), None, None),
                    ("far room", Some(FAR), None, None),
                ]
            }
            Role::ZoneDuty | Role::Patrol | Role::CaseOfficer => vec![
                ("managing", None, Some(MANAGING), None),
                ("intervention", None, Some(INTERVENTION), None),
                ("other zone", None, Some(OTHER), None),
            ],
            Role::Magistrate | Role::VictimReception | Role::ReferenceMagistrate => vec![
                ("", None, None, None),
                ("own office", None, None, Some(OFFICE)),
                ("other office", None, None, Some(OTHER_OFFICE)),
            ],
            Role::Administrator | Role::Auditor | Role::Wall | Role::DistrictSpoc | Role::Monitor => {
                vec![("", None, None, None)]
            }
        };
        for (place, room, zone, office) in places {
            let account = Account {
                id: AccountId::from_u128(7),
                login: "a".into(),
                name: Sensitive::default(),
                role,
                room,
                zone,
                state: AccountState::Enabled,
                password: None,
                office,
                district: None,
            };
            all.push((format!("{role:?} {place}").trim().to_owned(), account));
        }
    }
    all
}

/// An alarm that has climbed to this rung, or that is closed.
fn facts(rung: Option<Rung>) -> AlarmFacts<'static> {
    AlarmFacts {
        open: rung.is_some(),
        rung: rung.unwrap_or(Rung::Everyone),
        zones: &[INTERVENTION],
        managing_zone: Some(MANAGING),
        own_room: OWN,
        neighbours: &[NEIGHBOUR],
        owned: false,
    }
}

const SITUATIONS: [(&str, Option<Rung>); 5] = [
    ("own_room", Some(Rung::OwnRoom)),
    ("neighbour", Some(Rung::NeighbourRoom)),
    ("zone_duty", Some(Rung::ZoneDuty)),
    ("everyone", Some(Rung::Everyone)),
    ("closed", None),
];

fn mark(verdict: Verdict) -> String {
    match verdict {
        Verdict::Allowed(why) => format!("+{why}"),
        Verdict::Denied(why) => format!("-{why}"),
    }
}

/// A measure on its way to its office, and one that was granted.
const MEASURES: [(&str, MeasureFacts<'static>); 2] = [
    ("requested", MeasureFacts { zones: &[MANAGING], offices: &[OFFICE], granted: false }),
    ("granted", MeasureFacts { zones: &[MANAGING], offices: &[OFFICE], granted: true }),
];

/// An incident that the centre works on alone, one to which the police were called, one that is about a device only, and one
/// that is closed.
const INCIDENTS: [(&str, IncidentFacts<'static>); 4] = [
    ("danger", DANGER),
    ("with_police", IncidentFacts { police_called: true, ..DANGER }),
    ("device", IncidentFacts { queue: Queue::Technical, ..DANGER }),
    ("closed", IncidentFacts { open: false, police_called: true, ..DANGER }),
];

const DANGER: IncidentFacts<'static> = IncidentFacts {
    open: true,
    queue: Queue::Danger,
    police_called: false,
    zones: &[MANAGING],
    own_room: OWN,
};

fn see_measure(account: &Account, facts: MeasureFacts<'_>) -> &'static str {
    match measure_sight(account, facts) {
        MeasureSight::None => "none",
        MeasureSight::Counts => "counts",
        MeasureSight::Reception => "reception",
        MeasureSight::Whole => "whole",
    }
}

fn see(account: &Account, facts: AlarmFacts<'_>) -> &'static str {
    match sight(account, facts) {
        Sight::None => "none",
        Sight::Bare => "bare",
        Sight::Full => "full",
    }
}

/// What each account is shown without asking.
fn shown() -> String {
    let mut text = String::from("# What each account is shown of an alarm, by rung of the ladder\n");
    for (name, account) in accounts() {
        let seen: Vec<String> =
            SITUATIONS.iter().map(|(s, rung)| format!("{s}={}", see(&account, facts(*rung)))).collect();
        writeln!(text, "{name:<26} {}", seen.join("  ")).unwrap();
    }
    text.push_str("\n# What each account is shown of a measure (MS-23, MS-24)\n");
    for (name, account) in accounts() {
        let seen: Vec<String> =
            MEASURES.iter().map(|(s, facts)| format!("{s}={}", see_measure(&account, *facts))).collect();
        writeln!(text, "{name:<26} {}", seen.join("  ")).unwrap();
    }
    text.push_str("\n# What each account is shown of an incident of tracked people without asking (GN-03)\n");
    for (name, account) in accounts() {
        let word = |facts| if incident_sight(&account, facts) { "whole" } else { "none" };
        let seen: Vec<String> = INCIDENTS.iter().map(|(s, facts)| format!("{s}={}", word(*facts))).collect();
        writeln!(text, "{name:<26} {}", seen.join("  ")).unwrap();
    }
    text
}

/// A patrol as it is, and once it goes to the alarm.
fn voice_row(account: &Account, action: Action) -> Vec<String> {
    SITUATIONS
        .iter()
        .flat_map(|(s, rung)| [(s, rung, "", false), (s, rung, " goes", true)])
        .filter(|(_, _, _, engaged)| !engaged || account.role == Role::Patrol)
        .map(|(s, rung, goes, engaged)| {
            let room = VoiceFacts { alarm: facts(*rung), engaged };
            format!("{s}{goes}:{}", mark(decide(account, action, Resource::Voice(room))))
        })
        .collect()
}

/// The whole table.
pub(crate) fn matrix() -> String {
    let mut text = shown();
    for action in Action::ALL {
        let rule = action.rule();
        writeln!(text, "\n# {} ({:?}, {:?})", rule.action, rule.kind, rule.reach).unwrap();
        for (name, account) in accounts() {
            let row: Vec<String> = match rule.reach {
                Reach::Anything => vec![mark(decide(&account, *action, Resource::None))],
                Reach::OwnZone => [("managing", MANAGING), ("other zone", OTHER)]
                    .map(|(s, zone)| format!("{s}:{}", mark(decide(&account, *action, Resource::Zone(zone)))))
                    .to_vec(),
                Reach::PagedAlarm | Reach::OwnAlarm | Reach::OwnRecording => SITUATIONS
                    .iter()
                    .map(|(s, rung)| {
                        format!("{s}:{}", mark(decide(&account, *action, Resource::Alarm(facts(*rung)))))
                    })
                    .collect(),
                Reach::LiveVoice => voice_row(&account, *action),
                Reach::OwnRoom => [("own_room", OWN), ("neighbour", NEIGHBOUR)]
                    .iter()
                    .map(|(s, room)| {
                        format!("{s}:{}", mark(decide(&account, *action, Resource::Desk { room: *room })))
                    })
                    .collect(),
                Reach::OwnMeasure => MEASURES
                    .iter()
                    .map(|(s, facts)| {
                        format!("{s}:{}", mark(decide(&account, *action, Resource::Measure(*facts))))
                    })
                    .collect(),
                Reach::OwnMandate => {
                    let facts = MandateFacts { zone: MANAGING, office: Some(OFFICE) };
                    vec![format!("mandate:{}", mark(decide(&account, *action, Resource::Mandate(facts))))]
                }
                Reach::OwnIncident | Reach::LiveTrack => INCIDENTS
                    .iter()
                    .map(|(s, facts)| {
                        format!("{s}:{}", mark(decide(&account, *action, Resource::Incident(*facts))))
                    })
                    .collect(),
                Reach::OwnCase => vec![
                    format!(
                        "quiet:{}",
                        mark(decide(
                            &account,
                            *action,
                            Resource::Case { managing_zone: MANAGING, alarms: &[] }
                        ))
                    ),
                    format!(
                        "alarm:{}",
                        mark(decide(
                            &account,
                            *action,
                            Resource::Case { managing_zone: MANAGING, alarms: &[facts(Some(Rung::OwnRoom))] }
                        ))
                    ),
                    format!("all:{}", mark(decide(&account, *action, Resource::None))),
                ],
            };
            // A role outside the rule is denied everywhere: one word says it.
            if row.iter().all(|cell| cell.ends_with("-role.not_in_rule")) {
                continue;
            }
            writeln!(text, "{name:<26} {}", row.join("  ")).unwrap();
        }
    }
    text
}
