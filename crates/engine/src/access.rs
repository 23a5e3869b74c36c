//! The one place that says who may do and see what: deny by default, a reason for every answer.
//!
//! Pure and total: (account, action, resource) -> verdict. Each action has its roles, its territory and its kind of
//! art. 25 of Directive (EU) 2016/680 (GN-02, GN-03). Never here: how an action is asked for (HTTP) or done (`cell`).

mod measure;
mod territory;
mod tracking;
mod voice;

pub use measure::{MeasureFacts, makes, measure_action, measure_sight, receives};
pub use tracking::{IncidentFacts, MandateFacts, incident_action, incident_sight};
pub use voice::VoiceFacts;

use crate::roster::{Account, AccountState};
use hoeder_vocab::{LogKind, Purpose, Role, RoomId, ZoneId};
use hoeder_watch::alarm::Rung;
use territory::{own_case, own_zone, whole_cell};

/// How far a role reaches with an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// No territory: the thing belongs to nobody in particular.
    Anything,
    /// An alarm that is paged to this account (see [`sight`]).
    PagedAlarm,
    /// An alarm of the own zone or room, open or closed.
    OwnAlarm,
    /// A case that the own zone manages; magistrates reach all cases of the cell.
    OwnCase,
    /// A thing of a zone: zone roles reach those of their own, control rooms those of the cell.
    OwnZone,
    /// A desk of the own control room.
    OwnRoom,
    /// A measure that the own zone or office manages, sends or receives (MS-24).
    OwnMeasure,
    /// A mandate to track: the monitoring centre reaches all, a zone and an office their own.
    OwnMandate,
    /// An incident of tracked people: the monitoring centre reaches all, the police those to which they were called.
    OwnIncident,
    /// Positions as they are now: likewise, and only while an incident of them is open (GN-03).
    LiveTrack,
    /// The voice room of an alarm that is open and shown to this account whole (AL-05).
    LiveVoice,
    /// The recording of an alarm of the own room, managing zone or office.
    OwnRecording,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident, $name:literal, $kind:ident, $purpose:ident, $reach:ident, [$($role:ident),*];)+) => {
        /// Everything that can be asked of a cell by a signed-in person.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $($(#[$doc])* $variant),+ }

        impl Action {
            /// All actions.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The rule of this action.
            #[must_use]
            pub const fn rule(self) -> Rule {
                match self {
                    $(Self::$variant => Rule {
                        action: $name,
                        kind: LogKind::$kind,
                        purpose: Purpose::$purpose,
                        reach: Reach::$reach,
                        roles: &[$(Role::$role),*],
                    }),+
                }
            }
        }
    };
}

/// Who may do an action, how far, and how it is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Stable name, for logs, the API and the access log.
    pub action: &'static str,
    /// Kind of art. 25.
    pub kind: LogKind,
    /// Why it is done.
    pub purpose: Purpose,
    /// How far.
    pub reach: Reach,
    /// By which roles. Nobody else.
    pub roles: &'static [Role],
}

actions! {
    /// Own an alarm.
    TakeAlarm, "alarm.take", Alteration, AlarmHandling, PagedAlarm, [Operator, Supervisor, ZoneDuty, Patrol, CaseOfficer];
    /// Give it to a colleague.
    HandOverAlarm, "alarm.hand_over", Alteration, AlarmHandling, PagedAlarm, [Operator, Supervisor, ZoneDuty, Patrol, CaseOfficer];
    /// Send a team.
    DispatchTeam, "alarm.dispatch", Alteration, AlarmHandling, PagedAlarm, [Operator, Supervisor, ZoneDuty, Patrol, CaseOfficer];
    /// Report a team on the spot.
    ReportOnScene, "alarm.on_scene", Alteration, AlarmHandling, PagedAlarm, [Operator, Supervisor, ZoneDuty, Patrol, CaseOfficer];
    /// Be still on an alarm that one owns.
    StayOnAlarm, "alarm.still_on_it", Alteration, AlarmHandling, PagedAlarm, [Operator, Supervisor, ZoneDuty, Patrol, CaseOfficer];
    /// Tick off a step of the protocol.
    DoStep, "alarm.step", Alteration, AlarmHandling, PagedAlarm, [Operator, Supervisor, ZoneDuty, Patrol, CaseOfficer];
    /// Say that a team goes.
    GoOnTheWay, "alarm.on_the_way", Alteration, AlarmHandling, PagedAlarm, [Operator, Supervisor, ZoneDuty, Patrol, CaseOfficer];
    /// Say what a team found: a proposal, the close stays an act of its owner (FL-07).
    ReportFinding, "alarm.finding", Alteration, AlarmHandling, PagedAlarm, [Operator, Supervisor, ZoneDuty, Patrol, CaseOfficer];
    /// Say where the own team is, to the screens of the alarm that it is on; kept in memory only.
    ShareTeamPlace, "alarm.team_place", Collection, AlarmHandling, PagedAlarm, [Patrol];
    /// Write on the timeline.
    NoteAlarm, "alarm.note", Alteration, AlarmHandling, PagedAlarm, [Operator, Supervisor, ZoneDuty, Patrol, CaseOfficer];
    /// Say something to the person in it, where speaking is impossible.
    SendMessage, "alarm.message", Alteration, AlarmHandling, PagedAlarm, [Operator, Supervisor, ZoneDuty, Patrol, CaseOfficer];
    /// End an alarm: only the police do (FL-07).
    CloseAlarm, "alarm.close", Alteration, AlarmHandling, PagedAlarm, [Operator, Supervisor, ZoneDuty, Patrol, CaseOfficer];
    /// Give the number of a report (AL-10).
    GivePv, "alarm.give_pv", Alteration, CaseWork, OwnAlarm, [Operator, Supervisor, ZoneDuty, CaseOfficer];
    /// Confirm having been told how an alarm ended (AL-11).
    ConfirmReceipt, "alarm.confirm_receipt", Alteration, CaseWork, OwnAlarm, [Magistrate];
    /// Read one alarm.
    ReadAlarm, "alarm.read", Consultation, AlarmHandling, OwnAlarm, [Operator, Supervisor, ZoneDuty, Patrol, CaseOfficer];
    /// Read the list of alarms; each line is filtered by [`sight`].
    ListAlarms, "alarms.list", Consultation, AlarmHandling, Anything, [Operator, Supervisor, ZoneDuty, Patrol, CaseOfficer, Magistrate];
    /// Take care of an alert about a handset.
    OwnAlert, "alert.own", Alteration, Supervision, OwnCase, [Supervisor, ZoneDuty, CaseOfficer];
    /// Close it.
    CloseAlert, "alert.close", Alteration, Supervision, OwnCase, [Supervisor, ZoneDuty, CaseOfficer];
    /// Agree on a test by appointment.
    PlanTest, "handset.plan_test", Alteration, Supervision, OwnCase, [CaseOfficer, ZoneDuty, Operator];
    /// Confirm having read of a trip.
    SeeTrip, "trip.see", Alteration, Supervision, OwnCase, [CaseOfficer, ZoneDuty];
    /// Read alerts and open report tasks; each line is filtered by territory.
    ListTasks, "tasks.list", Consultation, Supervision, Anything, [Operator, Supervisor, ZoneDuty, CaseOfficer, Magistrate];
    /// Make or change a case.
    PutCase, "case.put", Collection, CaseWork, OwnCase, [CaseOfficer];
    /// Make or change a person.
    PutPerson, "person.put", Collection, CaseWork, OwnCase, [CaseOfficer];
    /// Put the suspect's photo on the card.
    PutPhoto, "photo.put", Collection, CaseWork, OwnCase, [CaseOfficer];
    /// Give out a code to pair a handset.
    OpenPairing, "pairing.open", Collection, CaseWork, OwnCase, [CaseOfficer];
    /// Change how a handset behaves.
    SetHandset, "handset.set", Alteration, CaseWork, OwnCase, [CaseOfficer];
    /// Take a handset out of use.
    RevokeHandset, "handset.revoke", Alteration, CaseWork, OwnCase, [CaseOfficer];
    /// Make, change or revoke a button.
    PutButton, "button.put", Collection, CaseWork, OwnCase, [CaseOfficer];
    /// Read the numbers and states of cases; each line is filtered by territory.
    ListCases, "cases.list", Consultation, CaseWork, Anything, [CaseOfficer, ZoneDuty, Magistrate];
    /// Read one case.
    ReadCase, "case.read", Consultation, CaseWork, OwnCase, [CaseOfficer, ZoneDuty, Magistrate];
    /// See the suspect's photo outside an alarm, or with one that is paged.
    ReadPhoto, "photo.read", Consultation, CaseWork, OwnCase, [CaseOfficer, ZoneDuty, Magistrate, Operator, Supervisor, Patrol];
    /// Erase a subject.
    EraseSubject, "subject.erase", Erasure, CaseWork, OwnCase, [CaseOfficer];
    /// Make or change a room.
    PutRoom, "room.put", Alteration, Administration, Anything, [Administrator];
    /// Make or change a zone.
    PutZone, "zone.put", Alteration, Administration, Anything, [Administrator];
    /// Make or change an account.
    PutAccount, "account.put", Alteration, Administration, Anything, [Administrator];
    /// Read accounts, rooms and zones.
    ReadAdministration, "administration.read", Consultation, Administration, Anything, [Administrator];
    /// Read the outlines, codes and names of zones: public data.
    ReadZones, "zones.read", Consultation, AlarmHandling, Anything, [Operator, Supervisor, ZoneDuty, Patrol, CaseOfficer, Magistrate, Administrator, Auditor, Wall, Monitor];
    /// Read the health of the chain.
    ReadWall, "wall.read", Consultation, Supervision, Anything, [Operator, Supervisor, ZoneDuty, CaseOfficer, Administrator, Wall];
    /// Take notice that a colleague's desk is deaf or gone.
    AcknowledgeDesk, "desk.acknowledge", Alteration, Supervision, OwnRoom, [Operator, Supervisor];
    /// Read who looked at whose data.
    ReadAccessLog, "access_log.read", Consultation, Audit, OwnCase, [CaseOfficer, Auditor];
    /// Read the history of alarms.
    ReadAlarmHistory, "alarm_history.read", Consultation, CaseWork, Anything, [Supervisor, ZoneDuty, CaseOfficer, Magistrate, Auditor];
    /// Register or change a hotspot (AL-21).
    PutHotspot, "hotspot.put", Collection, AlarmHandling, OwnZone, [Operator, Supervisor, ZoneDuty, CaseOfficer];
    /// End it before its date.
    EndHotspot, "hotspot.end", Alteration, AlarmHandling, OwnZone, [Operator, Supervisor, ZoneDuty, CaseOfficer];
    /// Erase an ended one (GN-04).
    EraseHotspot, "hotspot.erase", Erasure, AlarmHandling, OwnZone, [Supervisor, ZoneDuty, CaseOfficer];
    /// Read all of the territory; each line is filtered by zone.
    ListHotspots, "hotspots.list", Consultation, AlarmHandling, Anything, [Operator, Supervisor, ZoneDuty, CaseOfficer];
    /// Look up by number, place or address while a call comes in; each line is filtered by zone.
    LookUpHotspots, "hotspots.look_up", Consultation, AlarmHandling, Anything, [Operator, Supervisor, ZoneDuty, Patrol];
    /// Read how quickly alarms were answered: counts, no personal data.
    ReadAnswerTimes, "report.answer_times", Consultation, Supervision, Anything, [Supervisor, ZoneDuty, CaseOfficer, Auditor, Wall];
    /// Read the month, case by case (ARC-05).
    ReadMonthlyReport, "report.monthly", Consultation, Supervision, Anything, [Supervisor, ZoneDuty, CaseOfficer, Auditor];
    /// Read what made the most noise in a week.
    ReadNoisiest, "report.noisiest", Consultation, Supervision, Anything, [Supervisor, ZoneDuty, CaseOfficer, Auditor];
    /// Record a request for a measure (circular 7.3).
    RequestMeasure, "measure.request", Collection, CaseWork, OwnCase, [CaseOfficer, ZoneDuty, Magistrate];
    /// Prepare and follow a measure as the police do: hearing, assessment, agreement, activation, visits, return.
    WorkOnMeasure, "measure.work", Collection, CaseWork, OwnMeasure, [CaseOfficer, ZoneDuty];
    /// Enter a ruling, one's own or one that was heard; reopen; track the suspect; refer to the chain approach.
    RuleOnMeasure, "measure.rule", Alteration, CaseWork, OwnMeasure, [CaseOfficer, ZoneDuty, Magistrate];
    /// What only a magistrate does: antecedents, questions, confirmations, the judge, releases.
    DirectMeasure, "measure.direct", Alteration, CaseWork, OwnMeasure, [Magistrate];
    /// Confirm a receipt, or settle a task.
    SettleMeasureTask, "measure.settle", Alteration, CaseWork, OwnMeasure, [CaseOfficer, ZoneDuty, Magistrate, VictimReception, ReferenceMagistrate];
    /// Record an offer of support (circular 7.8.3).
    OfferSupport, "measure.offer_support", Alteration, CaseWork, OwnMeasure, [VictimReception];
    /// Decide about a missing device (circular 7.8.7).
    DecideShortage, "measure.decide_shortage", Alteration, CaseWork, OwnMeasure, [ReferenceMagistrate];
    /// Read one measure; how much is for [`measure_sight`].
    ReadMeasure, "measure.read", Consultation, CaseWork, OwnMeasure, [CaseOfficer, ZoneDuty, Magistrate, VictimReception];
    /// List measures; each line is filtered by territory.
    ListMeasures, "measures.list", Consultation, CaseWork, Anything, [CaseOfficer, ZoneDuty, Magistrate, VictimReception];
    /// Search measures; each line is filtered by territory.
    SearchMeasures, "measures.search", Consultation, CaseWork, Anything, [CaseOfficer, ZoneDuty, Magistrate, VictimReception];
    /// File a document.
    FileDocument, "document.file", Collection, CaseWork, OwnMeasure, [CaseOfficer, ZoneDuty, Magistrate, VictimReception];
    /// Read a document; which ones is for [`measure_sight`].
    ReadDocument, "document.read", Consultation, CaseWork, OwnMeasure, [CaseOfficer, ZoneDuty, Magistrate, VictimReception];
    /// Read the notices to one's desk: they name nobody.
    ReadInbox, "inbox.read", Consultation, CaseWork, Anything, [CaseOfficer, ZoneDuty, Operator, Supervisor, Magistrate, VictimReception, ReferenceMagistrate, DistrictSpoc];
    /// Confirm having read one.
    ReadNotice, "notice.read", Alteration, CaseWork, Anything, [CaseOfficer, ZoneDuty, Operator, Supervisor, Magistrate, VictimReception, ReferenceMagistrate, DistrictSpoc];
    /// Read the counts of one's office or district: no names.
    ReadOverview, "overview.read", Consultation, CaseWork, Anything, [ReferenceMagistrate, DistrictSpoc];
    /// Read what is due for one's desk, by day: no names.
    ReadCalendar, "calendar.read", Consultation, CaseWork, Anything, [CaseOfficer, ZoneDuty, Magistrate, VictimReception, ReferenceMagistrate, DistrictSpoc];
    /// Make or change a prosecutor's office.
    PutOffice, "office.put", Alteration, Administration, Anything, [Administrator];
    /// Make or change a judicial district.
    PutDistrict, "district.put", Alteration, Administration, Anything, [Administrator];
    /// Read names and districts of offices: public data.
    ReadOffices, "offices.read", Consultation, CaseWork, Anything, [CaseOfficer, ZoneDuty, Operator, Supervisor, Magistrate, VictimReception, ReferenceMagistrate, DistrictSpoc, Administrator, Auditor];
    /// Read the names of an office's magistrates: who enters a ruling that was said by phone names who said it (MS-15).
    ReadMagistrates, "office.magistrates", Consultation, CaseWork, Anything, [CaseOfficer, ZoneDuty, Magistrate];
    /// Make or change a pilot (EM-10).
    PutPilot, "pilot.put", Alteration, Administration, Anything, [Administrator];
    /// Read pilots and their counts.
    ReadPilots, "pilots.read", Consultation, Administration, Anything, [Administrator, Auditor, Magistrate, Monitor];
    /// Make or change a mandate to track (EM-01).
    PutMandate, "mandate.put", Collection, CaseWork, OwnMandate, [CaseOfficer, Magistrate, Monitor];
    /// Read one mandate: never a position.
    ReadMandate, "mandate.read", Consultation, CaseWork, OwnMandate, [CaseOfficer, ZoneDuty, Magistrate, Monitor];
    /// Read the mandates of the territory; each line is filtered.
    ListMandates, "mandates.list", Consultation, CaseWork, Anything, [CaseOfficer, ZoneDuty, Magistrate, Monitor];
    /// Make or change a carrier.
    PutCarrier, "carrier.put", Collection, CaseWork, OwnMandate, [CaseOfficer, Monitor];
    /// Make, change or end a pair.
    PutPair, "pair.put", Alteration, CaseWork, OwnMandate, [CaseOfficer, Monitor];
    /// Make or change a perimeter (EM-03).
    PutPerimeter, "perimeter.put", Alteration, CaseWork, OwnMandate, [CaseOfficer, Monitor];
    /// Delete one; what it was stays for evidence (T-NIJ-10).
    DeletePerimeter, "perimeter.delete", Erasure, CaseWork, OwnMandate, [CaseOfficer, Monitor];
    /// Register or change a device.
    PutTracker, "tracker.put", Alteration, Supervision, Anything, [Monitor];
    /// Issue one.
    IssueTracker, "tracker.issue", Alteration, Supervision, OwnMandate, [CaseOfficer, Monitor];
    /// Take one back, or out of use.
    ReturnTracker, "tracker.return", Alteration, Supervision, Anything, [CaseOfficer, Monitor];
    /// Record a check of usual places (FL-14).
    CheckCoverage, "coverage.check", Collection, Supervision, OwnMandate, [CaseOfficer, Monitor];
    /// Record a field test (FL-12).
    TestTracker, "tracker.test", Collection, Supervision, OwnMandate, [CaseOfficer, Monitor];
    /// Read the registry of devices.
    ReadTrackers, "trackers.read", Consultation, Supervision, Anything, [Monitor];
    /// Ask something of a device.
    CommandDevice, "device.command", Alteration, Supervision, OwnMandate, [Monitor];
    /// Read the queues of the monitoring centre: no position.
    ReadTrackingDesk, "tracking.list", Consultation, AlarmHandling, Anything, [Monitor];
    /// Read one incident.
    ReadIncident, "incident.read", Consultation, AlarmHandling, OwnIncident, [Operator, Supervisor, ZoneDuty, Monitor];
    /// Own an incident: acknowledge it.
    TakeIncident, "incident.take", Alteration, AlarmHandling, OwnIncident, [Monitor];
    /// Give it to a colleague.
    HandOverIncident, "incident.hand_over", Alteration, AlarmHandling, OwnIncident, [Monitor];
    /// Be still on it.
    StayOnIncident, "incident.still_on_it", Alteration, AlarmHandling, OwnIncident, [Monitor];
    /// Tick off a step of its protocol.
    StepIncident, "incident.step", Alteration, AlarmHandling, OwnIncident, [Monitor];
    /// Write down a call.
    CallInIncident, "incident.call", Alteration, AlarmHandling, OwnIncident, [Monitor];
    /// Write on its timeline.
    NoteIncident, "incident.note", Alteration, AlarmHandling, OwnIncident, [Operator, Supervisor, ZoneDuty, Monitor];
    /// Give it to the police with place, direction and minutes (EM-04).
    HandIncidentToPolice, "incident.hand_to_police", Disclosure, AlarmHandling, OwnIncident, [Monitor];
    /// Tell the protected person what to do (FL-34).
    InstructProtected, "incident.instruct", Alteration, AlarmHandling, OwnIncident, [Monitor];
    /// Let an alert wait that still stands: an override.
    SetAsideAlert, "incident.set_aside", Alteration, AlarmHandling, OwnIncident, [Monitor];
    /// End it.
    CloseIncident, "incident.close", Alteration, AlarmHandling, OwnIncident, [Monitor];
    /// Follow a pair live.
    ViewTrack, "track.view", Consultation, AlarmHandling, LiveTrack, [Operator, Supervisor, ZoneDuty, Monitor];
    /// See what was, for a stated purpose.
    PlayTrack, "track.playback", Consultation, CaseWork, OwnMandate, [CaseOfficer, Monitor];
    /// Take tracks out of the system.
    ExportTrack, "track.export", Disclosure, CaseWork, OwnMandate, [CaseOfficer, Monitor];
    /// Reckon what a distance gives in minutes (FL-33): figures, no position.
    ReadWhatIf, "what_if.read", Consultation, CaseWork, OwnMandate, [CaseOfficer, Magistrate, Monitor];
    /// Read how burdened a protected person is, and what looks like torment (FL-04).
    ReadBurden, "burden.read", Consultation, Supervision, OwnMandate, [CaseOfficer, Monitor];
    /// Read the one timeline of alarm and tracking of a case (EM-11).
    ReadProtection, "protection.read", Consultation, CaseWork, OwnCase, [CaseOfficer, ZoneDuty, Magistrate];
    /// Take out the list for when nothing works (FL-22).
    ReadContingency, "contingency.read", Disclosure, Supervision, Anything, [Supervisor, Monitor];
    /// Hear the person in an alarm, live (AL-05).
    ListenIn, "voice.listen", Consultation, AlarmHandling, LiveVoice, [Operator, Supervisor, ZoneDuty, Patrol, CaseOfficer];
    /// Speak to the person, with the key held.
    Speak, "voice.speak", Alteration, AlarmHandling, LiveVoice, [Operator, Supervisor, ZoneDuty, Patrol, CaseOfficer];
    /// Say that nobody may speak.
    ForbidSpeech, "voice.forbid", Alteration, AlarmHandling, LiveVoice, [Operator, Supervisor, ZoneDuty, Patrol, CaseOfficer];
    /// Lift that.
    AllowSpeech, "voice.allow", Alteration, AlarmHandling, LiveVoice, [Operator, Supervisor, ZoneDuty, Patrol, CaseOfficer];
    /// Turn the loudspeaker of the handset on or off.
    SwitchLoudspeaker, "voice.loudspeaker", Alteration, AlarmHandling, LiveVoice, [Operator, Supervisor, ZoneDuty, Patrol, CaseOfficer];
    /// Hear what was recorded, for a stated purpose.
    HearRecording, "recording.listen", Consultation, CaseWork, OwnAlarm, [Operator, Supervisor, ZoneDuty, CaseOfficer, Magistrate];
    /// Take a recording out with its chain (FL-31).
    ExportRecording, "recording.export", Disclosure, CaseWork, OwnRecording, [Supervisor, CaseOfficer, Magistrate];
    /// Keep a recording beyond its term, or no longer.
    HoldRecording, "recording.hold", Alteration, CaseWork, OwnRecording, [CaseOfficer, Magistrate];
}

/// All rules, for the tests that hold routes against them.
#[must_use]
pub fn rules() -> Vec<Rule> {
    Action::ALL.iter().map(|action| action.rule()).collect()
}

/// What the alarm at hand is like, as far as access is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlarmFacts<'a> {
    /// Not closed.
    pub open: bool,
    /// The highest rung of the ladder reached.
    pub rung: Rung,
    /// Zones of intervention.
    pub zones: &'a [ZoneId],
    /// The zone that manages the case.
    pub managing_zone: Option<ZoneId>,
    /// The control room of the cell.
    pub own_room: RoomId,
    /// The rooms that it calls next.
    pub neighbours: &'a [RoomId],
    /// Is this account its owner?
    pub owned: bool,
}

/// What an action is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource<'a> {
    /// Nothing that belongs to somebody.
    None,
    /// A case, by the zone that manages it, and any open alarm of it.
    Case {
        /// The zone.
        managing_zone: ZoneId,
        /// Its open alarms.
        alarms: &'a [AlarmFacts<'a>],
    },
    /// An alarm.
    Alarm(AlarmFacts<'a>),
    /// A thing of a zone.
    Zone(ZoneId),
    /// A measure.
    Measure(MeasureFacts<'a>),
    /// A mandate to track.
    Mandate(MandateFacts),
    /// An incident of tracked people.
    Incident(IncidentFacts<'a>),
    /// The voice room of an alarm.
    Voice(VoiceFacts<'a>),
    /// A desk, by the control room that cares for it.
    Desk {
        /// The room.
        room: RoomId,
    },
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Yes, because.
    Allowed(&'static str),
    /// No, because.
    Denied(&'static str),
}

/// How much of an alarm an account is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sight {
    /// Nothing.
    None,
    /// That there is one, and where the ladder is; no personal data.
    Bare,
    /// All of it.
    Full,
}

/// May this account do this?
#[must_use]
pub fn decide(account: &Account, action: Action, resource: Resource<'_>) -> Verdict {
    let rule = action.rule();
    if account.state == AccountState::Disabled {
        return Verdict::Denied("account.disabled");
    }
    if !rule.roles.contains(&account.role) {
        return Verdict::Denied("role.not_in_rule");
    }
    match (rule.reach, resource) {
        (Reach::Anything, _) => Verdict::Allowed("role"),
        (Reach::PagedAlarm, Resource::Alarm(alarm)) => paged(account, action, alarm),
        (Reach::OwnAlarm, Resource::Alarm(alarm)) => own_alarm(account, alarm),
        (Reach::OwnCase, Resource::Case { managing_zone, alarms }) => {
            own_case(account, action, managing_zone, alarms)
        }
        (Reach::OwnCase, Resource::None) => whole_cell(account),
        (Reach::OwnZone, Resource::Zone(zone)) => own_zone(account, zone),
        (Reach::OwnMeasure, Resource::Measure(measure)) => measure::own_measure(account, measure),
        (Reach::OwnRoom, Resource::Desk { room }) if account.room == Some(room) => Verdict::Allowed("room"),
        (Reach::OwnRoom, Resource::Desk { .. }) => Verdict::Denied("territory"),
        (Reach::OwnMandate, Resource::Mandate(mandate)) => tracking::own_mandate(account, mandate),
        (Reach::OwnIncident, Resource::Incident(incident)) => tracking::own_incident(account, incident),
        (Reach::LiveTrack, Resource::Incident(incident)) => tracking::live_track(account, incident),
        (Reach::LiveVoice, Resource::Voice(room)) => voice::live_voice(account, action, room),
        (Reach::OwnRecording, Resource::Alarm(alarm)) => voice::own_recording(account, alarm),
        (
            Reach::PagedAlarm
            | Reach::OwnAlarm
            | Reach::OwnCase
            | Reach::OwnZone
            | Reach::OwnRoom
            | Reach::OwnMeasure
            | Reach::OwnMandate
            | Reach::OwnIncident
            | Reach::LiveTrack
            | Reach::LiveVoice
            | Reach::OwnRecording,
            Resource::None
            | Resource::Case { .. }
            | Resource::Alarm(_)
            | Resource::Zone(_)
            | Resource::Desk { .. }
            | Resource::Measure(_)
            | Resource::Mandate(_)
            | Resource::Incident(_)
            | Resource::Voice(_),
        ) => Verdict::Denied("resource.missing"),
    }
}

fn paged(account: &Account, action: Action, alarm: AlarmFacts<'_>) -> Verdict {
    if alarm.owned {
        return Verdict::Allowed("owner");
    }
    if !alarm.open {
        // Then the alarm machine says that it is closed, to those who may know.
        return own_alarm(account, alarm);
    }
    if sight(account, alarm) != Sight::Full {
        return Verdict::Denied("alarm.not_paged_here");
    }
    // Before the ladder reaches them, a zone, a patrol or a case officer is informed but does not take.
    let may_take = match account.role {
        Role::Operator | Role::Supervisor => true,
        Role::ZoneDuty => alarm.rung >= Rung::ZoneDuty,
        Role::Patrol | Role::CaseOfficer => alarm.rung >= Rung::Everyone,
        Role::Magistrate
        | Role::Administrator
        | Role::Auditor
        | Role::Wall
        | Role::VictimReception
        | Role::ReferenceMagistrate
        | Role::DistrictSpoc
        | Role::Monitor => false,
    };
    if action == Action::TakeAlarm && !may_take {
        return Verdict::Denied("alarm.rung_not_reached");
    }
    if !runs_alarms(account.role)
        && !matches!(
            action,
            Action::TakeAlarm
                | Action::GoOnTheWay
                | Action::ReportOnScene
                | Action::ReportFinding
                | Action::ShareTeamPlace
                | Action::NoteAlarm
        )
    {
        return Verdict::Denied("alarm.not_owner");
    }
    Verdict::Allowed("paged")
}

/// Patrols and case officers send teams and close only what they own themselves, having taken it when everyone was called.
const fn runs_alarms(role: Role) -> bool {
    match role {
        Role::Operator | Role::Supervisor | Role::ZoneDuty => true,
        Role::Patrol
        | Role::CaseOfficer
        | Role::Magistrate
        | Role::Administrator
        | Role::Auditor
        | Role::Wall
        | Role::VictimReception
        | Role::ReferenceMagistrate
        | Role::DistrictSpoc
        | Role::Monitor => false,
    }
}

fn own_alarm(account: &Account, alarm: AlarmFacts<'_>) -> Verdict {
    if alarm.open && sight(account, alarm) == Sight::Full {
        return Verdict::Allowed("paged");
    }
    let of_zone = account.zone.is_some_and(|z| alarm.zones.contains(&z) || alarm.managing_zone == Some(z));
    let ours = match account.role {
        Role::Operator | Role::Supervisor => account.room == Some(alarm.own_room) || alarm.owned,
        Role::ZoneDuty | Role::CaseOfficer => of_zone,
        Role::Magistrate => true,
        Role::Patrol
        | Role::Administrator
        | Role::Auditor
        | Role::Wall
        | Role::VictimReception
        | Role::ReferenceMagistrate
        | Role::DistrictSpoc
        | Role::Monitor => false,
    };
    if ours { Verdict::Allowed("territory") } else { Verdict::Denied("territory") }
}

/// How much of this alarm is shown to this account without asking.
///
/// Only while it is open: afterwards one has to ask, with a trace (GN-03).
#[must_use]
pub fn sight(account: &Account, alarm: AlarmFacts<'_>) -> Sight {
    if account.state == AccountState::Disabled || !alarm.open {
        return Sight::None;
    }
    if alarm.owned {
        return Sight::Full;
    }
    let everyone = alarm.rung >= Rung::Everyone;
    match account.role {
        Role::Operator | Role::Supervisor => {
            let own = account.room == Some(alarm.own_room);
            let neighbour = alarm.rung >= Rung::NeighbourRoom
                && account.room.is_some_and(|room| alarm.neighbours.contains(&room));
            if own || neighbour || everyone { Sight::Full } else { Sight::None }
        }
        Role::ZoneDuty => {
            let involved = account
                .zone
                .is_some_and(|zone| alarm.zones.contains(&zone) || alarm.managing_zone == Some(zone));
            if involved || everyone { Sight::Full } else { Sight::None }
        }
        Role::Patrol => {
            let here = account.zone.is_some_and(|zone| alarm.zones.contains(&zone));
            if here || everyone { Sight::Full } else { Sight::None }
        }
        Role::CaseOfficer => {
            if everyone {
                Sight::Full
            } else {
                Sight::None
            }
        }
        Role::Magistrate | Role::Administrator | Role::Auditor => {
            if everyone {
                Sight::Bare
            } else {
                Sight::None
            }
        }
        Role::Wall => Sight::Bare,
        Role::VictimReception | Role::ReferenceMagistrate | Role::DistrictSpoc | Role::Monitor => Sight::None,
    }
}
