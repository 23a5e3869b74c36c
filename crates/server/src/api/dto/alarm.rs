//! Alarms as the desks see them, and what they ask of one.

use super::Time;
use super::case::Card;
use super::hotspot::HotspotNear;
use super::kinds::{
    AlarmKind, FixSource, Gravity, Language, Milestone, Outcome, PersonKind, PlaceDoubt, Role, Rung, Stage,
    Trigger,
};
use super::near::{Message, TripNow};
use super::protocol::{Finding, Step};
use super::voice::Voice;
use hoeder_engine::view;
use hoeder_vocab::{Actor, Fix, Purpose, ReceivedAt, Sensitive};
use hoeder_watch::alarm as watch;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

const WHY: Purpose = Purpose::AlarmHandling;

/// A zone by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ZoneName {
    /// Id.
    pub id: Uuid,
    /// Official code; may be empty.
    pub code: String,
    /// Name.
    pub name: String,
}

impl From<&view::ZoneName> for ZoneName {
    fn from(zone: &view::ZoneName) -> Self {
        Self { id: zone.id.as_uuid(), code: zone.code.clone(), name: zone.name.clone() }
    }
}

/// A position with its accuracy and both times.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct TrailPoint {
    /// Degrees, north positive.
    pub lat: f64,
    /// Degrees, east positive.
    pub lon: f64,
    /// Radius of the circle that holds the true place with 95 %, metres; absent means not known.
    pub accuracy_m: Option<f64>,
    /// When, by the phone's clock.
    pub fixed_at: Time,
    /// When we received it.
    pub received_at: Time,
    /// How it was made.
    pub source: FixSource,
}

impl core::fmt::Debug for TrailPoint {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("TrailPoint[sensitive]")
    }
}

impl TrailPoint {
    /// Opens a fix for the desk that handles the alarm.
    #[must_use]
    pub fn new(fix: &Sensitive<Fix>, received_at: ReceivedAt) -> Self {
        let fix = fix.reveal(WHY);
        Self {
            lat: fix.position.lat(),
            lon: fix.position.lon(),
            accuracy_m: fix.accuracy.map(|a| a.metres().0),
            fixed_at: Time(fix.fixed_at.0),
            received_at: Time(received_at.0),
            source: fix.source.into(),
        }
    }
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Who {
    /// A signed-in person.
    Account {
        /// Which.
        account: Uuid,
        /// In which role.
        role: Role,
    },
    /// A handset.
    Handset {
        /// Which.
        handset: Uuid,
    },
    /// A device that nobody vouches for.
    Stranger,
    /// The system, by a rule or a timer.
    System,
}

impl From<Actor> for Who {
    fn from(actor: Actor) -> Self {
        match actor {
            Actor::Account(account, role) => Self::Account { account: account.as_uuid(), role: role.into() },
            Actor::Handset(handset) => Self::Handset { handset: handset.as_uuid() },
            Actor::Stranger => Self::Stranger,
            Actor::System => Self::System,
        }
    }
}

/// Who or what reached a milestone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ReachedBy {
    /// The handset that the press names.
    Handset {
        /// Which.
        handset: Uuid,
    },
    /// The gateway, which received it.
    Gateway,
    /// The store.
    Store,
    /// The spool file, while the store was down.
    Spool,
    /// A screen and who sat there.
    Desk {
        /// Which screen.
        desk: Uuid,
        /// Who.
        account: Uuid,
    },
    /// A person.
    Account {
        /// Who.
        account: Uuid,
    },
}

impl From<watch::ReachedBy> for ReachedBy {
    fn from(by: watch::ReachedBy) -> Self {
        match by {
            watch::ReachedBy::Handset(handset) => Self::Handset { handset: handset.as_uuid() },
            watch::ReachedBy::Gateway => Self::Gateway,
            watch::ReachedBy::Log(watch::Home::Store) => Self::Store,
            watch::ReachedBy::Log(watch::Home::Spool) => Self::Spool,
            watch::ReachedBy::Desk(desk, account) => {
                Self::Desk { desk: desk.as_uuid(), account: account.as_uuid() }
            }
            watch::ReachedBy::Account(account) => Self::Account { account: account.as_uuid() },
        }
    }
}

/// The time since the milestone before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Lag {
    /// There is none before it.
    First,
    /// By one clock, ours.
    Measured {
        /// Milliseconds.
        ms: u64,
    },
    /// Between the phone's clock and ours; negative when the phone's runs ahead. Tells of clocks as much as of the network.
    AcrossClocks {
        /// Milliseconds.
        ms: i64,
    },
}

impl From<watch::Lag> for Lag {
    fn from(lag: watch::Lag) -> Self {
        match lag {
            watch::Lag::First => Self::First,
            watch::Lag::Measured(lag) => {
                Self::Measured { ms: u64::try_from(lag.as_millis()).unwrap_or(u64::MAX) }
            }
            watch::Lag::AcrossClocks(ms) => Self::AcrossClocks { ms },
        }
    }
}

/// A milestone that was reached, with the time of that hop (FL-32).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reached {
    /// Which.
    pub milestone: Milestone,
    /// When: by the phone's clock for `pressed`, by ours for all others.
    pub at: Time,
    /// By whom or what.
    pub by: ReachedBy,
    /// Since the milestone before it in time.
    pub lag: Lag,
}

/// A line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TimelineLine {
    /// When it was decided.
    pub at: Time,
    /// A stable name: `raised`, `taken`, `noted` ..
    pub what: String,
    /// By whom.
    pub by: Who,
    /// The name of that person.
    pub name: Option<String>,
    /// What more there is to say.
    pub detail: Option<String>,
}

/// Somebody else of the same household who carries an alarm (AL-20).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HouseholdMember {
    /// Who.
    pub person: Uuid,
    /// Name.
    pub name: String,
    /// Protected or household.
    pub kind: PersonKind,
    /// Their open alarm.
    pub alarm: Option<Uuid>,
    /// Do they carry a handset?
    pub carries: bool,
}

/// What went before with this case (FL-05, AL-13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct AlarmRecord {
    /// Alarms before this one.
    pub alarms: u32,
    /// Of which in real danger or with the suspect there.
    pub real: u32,
    /// Of which false.
    pub false_alarms: u32,
    /// Of which misuse.
    pub misuse: u32,
}

/// Who presses, with the dossier (AL-06).
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Bearer {
    /// The case.
    pub case: Uuid,
    /// Its number.
    pub case_number: String,
    /// The person.
    pub person: Uuid,
    /// Name.
    pub name: String,
    /// Phone number.
    pub phone: Option<String>,
    /// Language to speak.
    pub language: Language,
    /// Year of birth.
    pub born: Option<u16>,
    /// Where the person lives, also when that is kept secret: only while the alarm is open.
    pub address: Option<String>,
    /// The dossier.
    pub card: Card,
    /// Is there a photo of the suspect?
    pub has_photo: bool,
    /// The zone that manages the case.
    pub managing_zone: Option<ZoneName>,
    /// Others of the household.
    pub household: Vec<HouseholdMember>,
    /// What went before.
    pub record: AlarmRecord,
}

/// The official report of an alarm (AL-10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Pv {
    /// Its number.
    Number {
        /// 1 to 40 characters.
        #[schema(min_length = 1, max_length = 40)]
        number: String,
    },
    /// To follow: an open task until the number is given.
    ToFollow,
}

impl From<&watch::Pv> for Pv {
    fn from(pv: &watch::Pv) -> Self {
        match pv {
            watch::Pv::Number(number) => Self::Number { number: number.clone() },
            watch::Pv::ToFollow => Self::ToFollow,
        }
    }
}

impl From<Pv> for watch::Pv {
    fn from(pv: Pv) -> Self {
        match pv {
            Pv::Number { number } => Self::Number(number),
            Pv::ToFollow => Self::ToFollow,
        }
    }
}

/// One alarm, whole.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Alarm {
    /// Id.
    pub id: Uuid,
    /// Which kind of call this is, for software that shows several: always `mobile_stalking_alarm` (AL-03).
    pub call: CallKind,
    /// Which track.
    pub kind: AlarmKind,
    /// How grave: sorts the queue.
    pub gravity: Gravity,
    /// How far.
    pub stage: Stage,
    /// The highest rung reached.
    pub rung: Rung,
    /// Is it ringing?
    pub ringing: bool,
    /// Who owns it.
    pub owner: Option<Uuid>,
    /// The owner's name.
    pub owner_name: Option<String>,
    /// Since it was taken or handed over.
    pub owned_since: Option<Time>,
    /// Up to this moment somebody else may take it without asking; absent when that is past.
    pub take_over_until: Option<Time>,
    /// The owner did nothing for long and was reminded; until the next act of the owner.
    pub reminded: bool,
    /// When it rings again by itself, if the owner does nothing.
    pub idle_until: Option<Time>,
    /// What started it.
    pub trigger: Trigger,
    /// Under duress.
    pub duress: bool,
    /// The person said 'mistake'. A team goes all the same.
    pub said_mistake: bool,
    /// How often it was pressed.
    pub presses: u16,
    /// Who presses; absent for an unidentified press.
    pub bearer: Option<Bearer>,
    /// The handset that the message names.
    pub claimed: Uuid,
    /// By the phone's clock.
    pub pressed_at: Time,
    /// By ours.
    pub received_at: Time,
    /// Phone battery, percent.
    pub battery: Option<u8>,
    /// What is doubtful about the place.
    pub doubts: Vec<PlaceDoubt>,
    /// Zones of intervention; more than one when the accuracy circle touches several.
    pub zones: Vec<ZoneName>,
    /// Positions, oldest first, at most 500. Empty once closed (GN-03).
    pub trail: Vec<TrailPoint>,
    /// Milestones in order, each with its time (FL-32).
    pub reached: Vec<Reached>,
    /// Everything in order.
    pub timeline: Vec<TimelineLine>,
    /// The steps of the protocol, in order.
    pub steps: Vec<Step>,
    /// Teams that were sent.
    pub units: Vec<String>,
    /// Teams that said that they go; they stay here when they arrive.
    pub on_the_way: Vec<String>,
    /// Teams that are or were there.
    pub arrived: Vec<String>,
    /// What the teams found: proposals for the close.
    pub findings: Vec<Finding>,
    /// What was said in text between desk and handset, oldest first.
    pub messages: Vec<Message>,
    /// The person announced to be away.
    pub trip: Option<TripNow>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Its report.
    pub pv: Option<Pv>,
    /// Other alarms of the same case that run or ran with it (AL-20).
    pub linked: Vec<Uuid>,
    /// Hotspots at the newest position, nearest first, at most 5 (AL-21). Empty once closed (GN-03).
    pub hotspots: Vec<HotspotNear>,
    /// Its voice room; absent where nothing ever happened in it.
    pub voice: Option<Voice>,
}

/// The kind of call: this system has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallKind {
    /// A mobile stalking alarm (MSA).
    MobileStalkingAlarm,
}

fn open(text: Option<&Sensitive<String>>) -> Option<String> {
    text.map(|t| t.reveal(WHY).clone())
}

impl From<&view::AlarmView> for Alarm {
    fn from(alarm: &view::AlarmView) -> Self {
        Self {
            id: alarm.id.as_uuid(),
            call: CallKind::MobileStalkingAlarm,
            kind: alarm.kind.into(),
            gravity: alarm.gravity.into(),
            stage: alarm.stage.into(),
            rung: alarm.rung.into(),
            ringing: alarm.ringing,
            owner: alarm.owner.map(|o| o.as_uuid()),
            owner_name: open(alarm.owner_name.as_ref()),
            owned_since: alarm.owned_since.map(Time),
            take_over_until: alarm.take_over_until.map(Time),
            reminded: alarm.reminded,
            idle_until: alarm.idle_until.map(Time),
            trigger: alarm.trigger.into(),
            duress: alarm.duress,
            said_mistake: alarm.said_mistake,
            presses: alarm.presses,
            bearer: alarm.bearer.as_ref().map(Bearer::from),
            claimed: alarm.claimed.as_uuid(),
            pressed_at: Time(alarm.pressed_at.0),
            received_at: Time(alarm.received_at.0),
            battery: alarm.battery.map(|b| b.get()),
            doubts: alarm.doubts.iter().map(|d| (*d).into()).collect(),
            zones: alarm.zones.iter().map(ZoneName::from).collect(),
            trail: alarm.trail.iter().map(|p| TrailPoint::new(&p.fix, p.received_at)).collect(),
            reached: alarm.reached.iter().map(Reached::from).collect(),
            timeline: alarm.timeline.iter().map(TimelineLine::from).collect(),
            steps: alarm.steps.iter().map(Step::from).collect(),
            units: alarm.units.clone(),
            on_the_way: alarm.on_the_way.clone(),
            arrived: alarm.arrived.clone(),
            findings: alarm.findings.iter().map(Finding::from).collect(),
            messages: alarm.messages.iter().map(Message::from).collect(),
            trip: alarm.trip.as_ref().map(TripNow::from),
            outcome: alarm.outcome.map(Into::into),
            pv: alarm.pv.as_ref().map(Pv::from),
            linked: alarm.linked.iter().map(|l| l.as_uuid()).collect(),
            hotspots: alarm.hotspots.iter().map(HotspotNear::from).collect(),
            voice: alarm.voice.as_deref().map(Voice::from),
        }
    }
}

impl From<&watch::Hop> for Reached {
    fn from(hop: &watch::Hop) -> Self {
        Self {
            milestone: hop.milestone.into(),
            at: Time(hop.stamp.at),
            by: hop.stamp.by.into(),
            lag: hop.lag.into(),
        }
    }
}

impl From<&view::TimelineLine> for TimelineLine {
    fn from(line: &view::TimelineLine) -> Self {
        Self {
            at: Time(line.at),
            what: line.what.to_owned(),
            by: line.actor.into(),
            name: open(line.by.as_ref()),
            detail: open(line.detail.as_ref()),
        }
    }
}

impl From<&view::BearerView> for Bearer {
    fn from(bearer: &view::BearerView) -> Self {
        Self {
            case: bearer.case.as_uuid(),
            case_number: bearer.case_number.clone(),
            person: bearer.person.as_uuid(),
            name: bearer.name.reveal(WHY).clone(),
            phone: open(bearer.phone.as_ref()),
            language: bearer.language.into(),
            born: bearer.born.as_ref().map(|b| *b.reveal(WHY)),
            address: open(bearer.address.as_ref()),
            card: Card::from(bearer.card.reveal(WHY)),
            has_photo: bearer.has_photo,
            managing_zone: bearer.managing_zone.as_ref().map(ZoneName::from),
            household: bearer.household.iter().map(HouseholdMember::from).collect(),
            record: AlarmRecord {
                alarms: bearer.record.alarms,
                real: bearer.record.real,
                false_alarms: bearer.record.false_alarms,
                misuse: bearer.record.misuse,
            },
        }
    }
}

impl From<&view::HouseholdMember> for HouseholdMember {
    fn from(member: &view::HouseholdMember) -> Self {
        Self {
            person: member.person.as_uuid(),
            name: member.name.reveal(WHY).clone(),
            kind: member.kind.into(),
            alarm: member.alarm.map(|a| a.as_uuid()),
            carries: member.carries,
        }
    }
}

/// One alarm in a list: no personal data, no position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AlarmLine {
    /// Id.
    pub id: Uuid,
    /// Which kind of call this is (AL-03).
    pub call: CallKind,
    /// Which track.
    pub kind: AlarmKind,
    /// How far.
    pub stage: Stage,
    /// When received.
    pub received_at: Time,
    /// Number of the case.
    pub case_number: Option<String>,
    /// Zones of intervention.
    pub zones: Vec<ZoneName>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Its report.
    pub pv: Option<Pv>,
}

impl From<&view::AlarmLine> for AlarmLine {
    fn from(line: &view::AlarmLine) -> Self {
        Self {
            id: line.id.as_uuid(),
            call: CallKind::MobileStalkingAlarm,
            kind: line.kind.into(),
            stage: line.stage.into(),
            received_at: Time(line.received_at.0),
            case_number: line.case_number.clone(),
            zones: line.zones.iter().map(ZoneName::from).collect(),
            outcome: line.outcome.map(Into::into),
            pv: line.pv.as_ref().map(Pv::from),
        }
    }
}
