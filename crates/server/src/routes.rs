//! One table of everything that can be asked over HTTP: which rule of `engine::access` decides and how it is logged.
//!
//! [`crate::guard`] refuses at run time what has no row here; a test walks the OpenAPI document and the table (GN-02).

use axum::http::Method;
use hoeder_engine::access::Action;
use hoeder_vocab::LogKind;

/// Who may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Everybody: nothing personal is behind it. Says why.
    Public(&'static str),
    /// A handset: its signature is checked by `handset`, its message by the engine.
    Handset,
    /// Any signed-in person: only what the door itself knows about that person. Says why.
    SignedIn(&'static str),
    /// A signed-in person whom the engine allows this action.
    Rule(Action),
    /// As [`Door::Rule`]; which of these decides, and under which kind it is logged, follows from the command in the body.
    Rules(&'static [Action]),
    /// Whoever has a secret of its own for this one action; the engine allows it to the account whose secret it is.
    Secret(Action),
}

/// One row: a method on a path.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// GET, POST, PUT or DELETE (HEAD goes with GET).
    pub method: &'static str,
    /// As axum writes it.
    pub path: &'static str,
    /// Who may come in.
    pub door: Door,
    /// Kind of art. 25, for rows without a rule of the engine; `None` where no personal data moves.
    log: Option<LogKind>,
}

impl Route {
    /// Under which of the six kinds of art. 25 this is logged.
    #[must_use]
    pub fn log_kind(&self) -> Option<LogKind> {
        match self.door {
            Door::Rule(action) | Door::Secret(action) => Some(action.rule().kind),
            Door::Rules(actions) => actions.first().map(|action| action.rule().kind),
            Door::Public(_) | Door::Handset | Door::SignedIn(_) => self.log,
        }
    }
    /// May this request change something?
    #[must_use]
    pub fn changes(&self) -> bool {
        self.method != "GET"
    }
}

const fn rule(method: &'static str, path: &'static str, action: Action) -> Route {
    Route { method, path, door: Door::Rule(action), log: None }
}
const fn public(method: &'static str, path: &'static str, why: &'static str) -> Route {
    Route { method, path, door: Door::Public(why), log: None }
}
const fn signed(method: &'static str, path: &'static str, log: LogKind, why: &'static str) -> Route {
    Route { method, path, door: Door::SignedIn(why), log: Some(log) }
}
const fn handset(method: &'static str, path: &'static str) -> Route {
    Route { method, path, door: Door::Handset, log: Some(LogKind::Collection) }
}

/// Under which rules the commands of a measure fall.
const MEASURE_COMMANDS: &[Action] = &[
    Action::WorkOnMeasure,
    Action::RuleOnMeasure,
    Action::DirectMeasure,
    Action::SettleMeasureTask,
    Action::OfferSupport,
    Action::DecideShortage,
];

/// Every route.
pub static ROUTES: &[Route] = &[
    Route {
        method: "POST",
        path: "/api/v1/session",
        door: Door::Public("this is where one signs in; rate-limited, no enumeration"),
        log: Some(LogKind::Consultation),
    },
    signed("GET", "/api/v1/session", LogKind::Consultation, "one's own account"),
    signed("DELETE", "/api/v1/session", LogKind::Alteration, "one's own session"),
    signed("GET", "/api/v1/colleagues", LogKind::Consultation, "names of colleagues of the own room or zone"),
    signed("GET", "/api/v1/desk", LogKind::Disclosure, "the engine pages each screen by `access::sight`"),
    rule("POST", "/api/v1/desks/{desk}/acknowledge", Action::AcknowledgeDesk),
    rule("GET", "/api/v1/alarms", Action::ListAlarms),
    rule("GET", "/api/v1/alarms/{alarm}", Action::ReadAlarm),
    rule("POST", "/api/v1/alarms/{alarm}/take", Action::TakeAlarm),
    rule("POST", "/api/v1/alarms/{alarm}/hand-over", Action::HandOverAlarm),
    rule("POST", "/api/v1/alarms/{alarm}/dispatch", Action::DispatchTeam),
    rule("POST", "/api/v1/alarms/{alarm}/on-scene", Action::ReportOnScene),
    rule("POST", "/api/v1/alarms/{alarm}/still-on-it", Action::StayOnAlarm),
    rule("POST", "/api/v1/alarms/{alarm}/steps/{step}", Action::DoStep),
    rule("POST", "/api/v1/alarms/{alarm}/on-the-way", Action::GoOnTheWay),
    rule("POST", "/api/v1/alarms/{alarm}/finding", Action::ReportFinding),
    rule("POST", "/api/v1/alarms/{alarm}/notes", Action::NoteAlarm),
    rule("POST", "/api/v1/alarms/{alarm}/voice/connections", Action::ListenIn),
    rule("DELETE", "/api/v1/alarms/{alarm}/voice/connections/{peer}", Action::ListenIn),
    rule("PUT", "/api/v1/alarms/{alarm}/voice/connections/{peer}/speech", Action::Speak),
    rule("DELETE", "/api/v1/alarms/{alarm}/voice/connections/{peer}/speech", Action::Speak),
    rule("PUT", "/api/v1/alarms/{alarm}/voice/do-not-speak", Action::ForbidSpeech),
    rule("DELETE", "/api/v1/alarms/{alarm}/voice/do-not-speak", Action::AllowSpeech),
    rule("PUT", "/api/v1/alarms/{alarm}/voice/loudspeaker", Action::SwitchLoudspeaker),
    rule("DELETE", "/api/v1/alarms/{alarm}/voice/loudspeaker", Action::SwitchLoudspeaker),
    rule("POST", "/api/v1/alarms/{alarm}/messages", Action::SendMessage),
    rule("POST", "/api/v1/alarms/{alarm}/close", Action::CloseAlarm),
    rule("PUT", "/api/v1/alarms/{alarm}/pv", Action::GivePv),
    rule("POST", "/api/v1/alarms/{alarm}/receipt", Action::ConfirmReceipt),
    rule("POST", "/api/v1/alarms/{alarm}/recording/hearings", Action::HearRecording),
    rule("GET", "/api/v1/alarms/{alarm}/recording/hearings/{hearing}", Action::HearRecording),
    rule(
        "GET",
        "/api/v1/alarms/{alarm}/recording/hearings/{hearing}/stretches/{number}",
        Action::HearRecording,
    ),
    rule("POST", "/api/v1/alarms/{alarm}/recording/export", Action::ExportRecording),
    rule("PUT", "/api/v1/alarms/{alarm}/recording/hold", Action::HoldRecording),
    rule("POST", "/api/v1/alarms/{alarm}/recording/release", Action::HoldRecording),
    rule("GET", "/api/v1/alarm-history", Action::ReadAlarmHistory),
    rule("GET", "/api/v1/tasks", Action::ListTasks),
    rule("POST", "/api/v1/handsets/{handset}/alerts/{kind}/own", Action::OwnAlert),
    rule("POST", "/api/v1/handsets/{handset}/alerts/{kind}/close", Action::CloseAlert),
    rule("GET", "/api/v1/cases", Action::ListCases),
    rule("GET", "/api/v1/cases/{case}", Action::ReadCase),
    rule("PUT", "/api/v1/cases/{case}", Action::PutCase),
    rule("DELETE", "/api/v1/cases/{case}", Action::EraseSubject),
    rule("PUT", "/api/v1/cases/{case}/persons/{person}", Action::PutPerson),
    rule("DELETE", "/api/v1/cases/{case}/persons/{person}", Action::EraseSubject),
    rule("POST", "/api/v1/cases/{case}/persons/{person}/pairing", Action::OpenPairing),
    rule("GET", "/api/v1/cases/{case}/photo", Action::ReadPhoto),
    rule("PUT", "/api/v1/cases/{case}/photo", Action::PutPhoto),
    rule("PUT", "/api/v1/handsets/{handset}/settings", Action::SetHandset),
    rule("DELETE", "/api/v1/handsets/{handset}", Action::RevokeHandset),
    rule("POST", "/api/v1/handsets/{handset}/planned-test", Action::PlanTest),
    rule("POST", "/api/v1/trips/{trip}/seen", Action::SeeTrip),
    rule("PUT", "/api/v1/buttons/{button}", Action::PutButton),
    rule("GET", "/api/v1/administration", Action::ReadAdministration),
    rule("PUT", "/api/v1/accounts/{account}", Action::PutAccount),
    rule("PUT", "/api/v1/rooms/{room}", Action::PutRoom),
    rule("GET", "/api/v1/wall", Action::ReadWall),
    rule("GET", "/api/v1/wall/tracking", Action::ReadWall),
    rule("GET", "/api/v1/access-log", Action::ReadAccessLog),
    rule("GET", "/api/v1/measures", Action::ListMeasures),
    rule("POST", "/api/v1/measures", Action::RequestMeasure),
    rule("POST", "/api/v1/measures/search", Action::SearchMeasures),
    rule("GET", "/api/v1/measures/{measure}", Action::ReadMeasure),
    Route {
        method: "POST",
        path: "/api/v1/measures/{measure}/commands",
        door: Door::Rules(MEASURE_COMMANDS),
        log: None,
    },
    rule("PUT", "/api/v1/measures/{measure}/documents/{document}", Action::FileDocument),
    rule("GET", "/api/v1/measures/{measure}/documents/{document}", Action::ReadDocument),
    rule("GET", "/api/v1/cases/{case}/measures", Action::ListMeasures),
    rule("GET", "/api/v1/inbox", Action::ReadInbox),
    rule("POST", "/api/v1/inbox/{notice}/read", Action::ReadNotice),
    rule("GET", "/api/v1/overview", Action::ReadOverview),
    rule("GET", "/api/v1/calendar.ics", Action::ReadCalendar),
    signed(
        "GET",
        "/api/v1/questionnaires",
        LogKind::Consultation,
        "questions without answers: nothing personal",
    ),
    rule("GET", "/api/v1/offices", Action::ReadOffices),
    rule("GET", "/api/v1/offices/{office}/magistrates", Action::ReadMagistrates),
    rule("PUT", "/api/v1/offices/{office}", Action::PutOffice),
    rule("PUT", "/api/v1/districts/{district}", Action::PutDistrict),
    rule("PUT", "/api/v1/zones/{zone}/office", Action::PutZone),
    rule("GET", "/api/v1/tracking", Action::ReadTrackingDesk),
    rule("GET", "/api/v1/tracking/contingency", Action::ReadContingency),
    rule("GET", "/api/v1/persons/{person}/burden", Action::ReadBurden),
    rule("GET", "/api/v1/cases/{case}/protection", Action::ReadProtection),
    rule("GET", "/api/v1/incidents/{incident}", Action::ReadIncident),
    rule("POST", "/api/v1/incidents/{incident}/take", Action::TakeIncident),
    rule("POST", "/api/v1/incidents/{incident}/hand-over", Action::HandOverIncident),
    rule("POST", "/api/v1/incidents/{incident}/still-on-it", Action::StayOnIncident),
    rule("POST", "/api/v1/incidents/{incident}/steps/{step}", Action::StepIncident),
    rule("POST", "/api/v1/incidents/{incident}/calls", Action::CallInIncident),
    rule("POST", "/api/v1/incidents/{incident}/notes", Action::NoteIncident),
    rule("POST", "/api/v1/incidents/{incident}/police", Action::HandIncidentToPolice),
    rule("PUT", "/api/v1/incidents/{incident}/instructions/{message}", Action::InstructProtected),
    rule("POST", "/api/v1/incidents/{incident}/instructions/{message}/heard", Action::InstructProtected),
    rule("POST", "/api/v1/incidents/{incident}/set-aside", Action::SetAsideAlert),
    rule("POST", "/api/v1/incidents/{incident}/close", Action::CloseIncident),
    rule("GET", "/api/v1/incidents/{incident}/pairs/{pair}/track", Action::ViewTrack),
    rule("POST", "/api/v1/tracks/playback", Action::PlayTrack),
    rule("POST", "/api/v1/tracks/export", Action::ExportTrack),
    rule("GET", "/api/v1/mandates", Action::ListMandates),
    rule("GET", "/api/v1/mandates/{mandate}", Action::ReadMandate),
    rule("PUT", "/api/v1/mandates/{mandate}", Action::PutMandate),
    rule("POST", "/api/v1/mandates/{mandate}/what-if", Action::ReadWhatIf),
    rule("PUT", "/api/v1/carriers/{carrier}", Action::PutCarrier),
    rule("POST", "/api/v1/carriers/{carrier}/coverage", Action::CheckCoverage),
    rule("PUT", "/api/v1/pairs/{pair}", Action::PutPair),
    rule("PUT", "/api/v1/perimeters/{perimeter}", Action::PutPerimeter),
    rule("POST", "/api/v1/perimeters/{perimeter}/delete", Action::DeletePerimeter),
    rule("GET", "/api/v1/pilots", Action::ReadPilots),
    rule("PUT", "/api/v1/pilots/{pilot}", Action::PutPilot),
    rule("GET", "/api/v1/trackers", Action::ReadTrackers),
    rule("GET", "/api/v1/trackers/door", Action::ReadTrackers),
    rule("PUT", "/api/v1/trackers/{tracker}", Action::PutTracker),
    rule("POST", "/api/v1/trackers/{tracker}/issue", Action::IssueTracker),
    rule("POST", "/api/v1/trackers/{tracker}/return", Action::ReturnTracker),
    rule("POST", "/api/v1/trackers/{tracker}/test", Action::TestTracker),
    rule("POST", "/api/v1/trackers/{tracker}/command", Action::CommandDevice),
    rule("GET", "/api/v1/hotspots", Action::ListHotspots),
    rule("PUT", "/api/v1/hotspots/{hotspot}", Action::PutHotspot),
    rule("DELETE", "/api/v1/hotspots/{hotspot}", Action::EraseHotspot),
    rule("POST", "/api/v1/hotspots/{hotspot}/end", Action::EndHotspot),
    rule("POST", "/api/v1/hotspots/look-up", Action::LookUpHotspots),
    rule("GET", "/api/v1/reports/answer-times", Action::ReadAnswerTimes),
    rule("GET", "/api/v1/reports/answer-times.csv", Action::ReadAnswerTimes),
    rule("GET", "/api/v1/reports/monthly", Action::ReadMonthlyReport),
    rule("GET", "/api/v1/reports/monthly.csv", Action::ReadMonthlyReport),
    rule("GET", "/api/v1/reports/noisiest", Action::ReadNoisiest),
    rule("GET", "/api/v1/reports/noisiest.csv", Action::ReadNoisiest),
    rule("POST", "/api/v1/measures/{measure}/documents", Action::FileDocument),
    Route {
        method: "GET",
        path: "/api/v1/calendar-feed.ics",
        door: Door::Secret(Action::ReadCalendar),
        log: None,
    },
    rule("POST", "/api/v1/calendar-token", Action::ReadCalendar),
    signed("DELETE", "/api/v1/calendar-token", LogKind::Alteration, "one's own secret"),
    signed(
        "GET",
        "/api/v1/map",
        LogKind::Consultation,
        "where the map's picture comes from: nothing personal",
    ),
    signed("GET", "/api/v1/map/layers/{layer}", LogKind::Consultation, "public geography of the data folder"),
    rule("GET", "/api/v1/map/zones", Action::ReadZones),
    signed("GET", "/tiles/{file}", LogKind::Consultation, "public geography of the data folder"),
    handset("POST", "/handset/v1/pair"),
    handset("POST", "/handset/v1/messages"),
    handset("POST", "/handset/v1/mine"),
    handset("POST", "/handset/v1/track"),
    handset("POST", "/handset/v1/voice"),
    handset("GET", "/handset/v1/stream"),
    public("GET", "/openapi.json", "the description of this interface"),
    public("GET", "/healthz", "is the process alive"),
    public("GET", "/readyz", "can it take alarms"),
    public("GET", "/status", "green, amber or red, and nothing else"),
    public("GET", "/", "the console's own files"),
    public("GET", "/{*path}", "the console's own files"),
];

/// The row of a request; HEAD goes with GET.
#[must_use]
pub fn find(method: &Method, path: &str) -> Option<&'static Route> {
    let method = if method == Method::HEAD { "GET" } else { method.as_str() };
    ROUTES.iter().find(|route| route.method == method && route.path == path)
}
