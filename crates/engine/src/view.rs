//! What people are shown: made by the engine for a role, after `access` allowed it. Turned into JSON by the server.

use crate::duty::DeskState;
use crate::hotspot::HotspotNear;
use crate::input::StoreHealth;
use crate::protocol::Step;
use crate::roster::{Account, Button, Card, Case, DeviceState, Handset, Language, Person, PersonKind, Room};
use crate::voice::VoiceView;
use core::time::Duration;
use hoeder_vocab::handset::{Microphone, Trigger, Trip};
use hoeder_vocab::{
    AccountId, Actor, AlarmId, CaseId, CivilDate, DeskId, Fix, FixedAt, HandsetId, OfficeId, Percent,
    PersonId, Position, ReceivedAt, RoomId, Sensitive, UtcMillis, ZoneId,
};
use hoeder_watch::alarm::{AlarmKind, Finding, Gravity, Hop, Outcome, Pv, Rung, Stage};
use hoeder_watch::supervision::{AlertKind, PlannedTest};
use hoeder_watch::talk::Message;
use std::sync::Arc;

/// What is doubtful about the place of an alarm. Never a reason to hold it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceDoubt {
    /// No place came with it.
    Missing,
    /// Older than two minutes.
    Stale,
    /// Accuracy worse than 200 m, or not known.
    Coarse,
    /// Outside Belgium (AL-14).
    Abroad,
    /// In no known zone.
    NoZone,
}

/// A name with an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneName {
    /// Id.
    pub id: ZoneId,
    /// Official code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// A fix with the time at which we received it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrailPoint {
    /// Where and when.
    pub fix: Sensitive<Fix>,
    /// Receipt.
    pub received_at: ReceivedAt,
}

/// A line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineLine {
    /// When it was decided.
    pub at: UtcMillis,
    /// A stable name: `raised`, `taken`, `noted` ..
    pub what: &'static str,
    /// By whom.
    pub actor: Actor,
    /// The name of that person, for colleagues.
    pub by: Option<Sensitive<String>>,
    /// What more there is to say: a call sign, a rung, a note.
    pub detail: Option<Sensitive<String>>,
}

/// Somebody else of the same case who carries an alarm (AL-20).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseholdMember {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: Sensitive<String>,
    /// Protected or household.
    pub kind: PersonKind,
    /// Their open alarm.
    pub alarm: Option<AlarmId>,
    /// Do they carry a handset?
    pub carries: bool,
}

/// What went before with this handset and this case (FL-05).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AlarmRecord {
    /// Alarms of this case before this one.
    pub alarms: u32,
    /// Of which in real danger or with the suspect there.
    pub real: u32,
    /// Of which false.
    pub false_alarms: u32,
    /// Of which misuse (AL-13: counted and shown).
    pub misuse: u32,
}

/// Who presses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BearerView {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub case_number: String,
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: Sensitive<String>,
    /// Phone.
    pub phone: Option<Sensitive<String>>,
    /// Language to speak.
    pub language: Language,
    /// Year of birth.
    pub born: Option<Sensitive<u16>>,
    /// Where the person lives, also when that is kept: only while the alarm is open (MS-24).
    pub address: Option<Sensitive<String>>,
    /// The dossier.
    pub card: Sensitive<Card>,
    /// Is there a photo of the suspect?
    pub has_photo: bool,
    /// The zone that manages the case.
    pub managing_zone: Option<ZoneName>,
    /// Others of the household.
    pub household: Vec<HouseholdMember>,
    /// What went before.
    pub record: AlarmRecord,
}

/// A step of the protocol of an alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepView {
    /// What is to be done.
    pub step: Arc<Step>,
    /// When it is due, once that counts.
    pub due_at: Option<UtcMillis>,
    /// When it was done.
    pub done_at: Option<UtcMillis>,
    /// By whom: the name, for colleagues.
    pub done_by: Option<Sensitive<String>>,
    /// Due and not done.
    pub late: bool,
}

/// A message of the conversation with a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageView {
    /// The message.
    pub message: Message,
    /// Who said it at the desk.
    pub by_name: Option<Sensitive<String>>,
}

/// An announced trip that lasts on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TripNow {
    /// The last day.
    pub until: CivilDate,
    /// Where to.
    pub place: Sensitive<String>,
}

/// An announced trip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TripView {
    /// The trip.
    pub trip: Trip,
    /// Whose.
    pub person: PersonId,
    /// Who of the managing zone has read of it.
    pub seen_by: Option<Sensitive<String>>,
}

/// One alarm, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlarmView {
    /// Id.
    pub id: AlarmId,
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
    pub owner: Option<AccountId>,
    /// The owner's name.
    pub owner_name: Option<Sensitive<String>>,
    /// Since it was taken or handed over.
    pub owned_since: Option<UtcMillis>,
    /// Up to this moment somebody else takes over without asking; `None` when that is past.
    pub take_over_until: Option<UtcMillis>,
    /// The owner was reminded and has done nothing since.
    pub reminded: bool,
    /// When it rings again, if the owner does nothing.
    pub idle_until: Option<UtcMillis>,
    /// What started it.
    pub trigger: Trigger,
    /// Under duress (FL-07).
    pub duress: bool,
    /// The person said 'mistake'. A team goes all the same.
    pub said_mistake: bool,
    /// How often it was pressed.
    pub presses: u16,
    /// Who presses; `None` for an unidentified press.
    pub bearer: Option<BearerView>,
    /// The handset that the message names.
    pub claimed: HandsetId,
    /// By the phone's clock.
    pub pressed_at: FixedAt,
    /// By ours.
    pub received_at: ReceivedAt,
    /// Phone battery.
    pub battery: Option<Percent>,
    /// What is doubtful about the place.
    pub doubts: Vec<PlaceDoubt>,
    /// Zones of intervention: more than one when the accuracy circle touches several (AL-07).
    pub zones: Vec<ZoneName>,
    /// Positions, oldest first, at most 500. Empty once closed (GN-03).
    pub trail: Vec<TrailPoint>,
    /// Milestones in order, with the delay of each (FL-32).
    pub reached: Vec<Hop>,
    /// Everything in order.
    pub timeline: Vec<TimelineLine>,
    /// The protocol.
    pub steps: Vec<StepView>,
    /// Teams that were sent.
    pub units: Vec<String>,
    /// Teams that said that they go; they stay here when they arrive.
    pub on_the_way: Vec<String>,
    /// Teams that are or were there.
    pub arrived: Vec<String>,
    /// What the teams found.
    pub findings: Vec<Finding>,
    /// The conversation with the person, oldest first.
    pub messages: Vec<MessageView>,
    /// Where the person said to be on the day of the alarm.
    pub trip: Option<TripNow>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Its report.
    pub pv: Option<Pv>,
    /// Other alarms of the same case that run or ran with it (AL-20).
    pub linked: Vec<AlarmId>,
    /// Hotspots at the newest position, nearest first (AL-21). Empty once closed (GN-03).
    pub hotspots: Vec<HotspotNear>,
    /// Its voice room; `None` where nothing ever happened in it.
    pub voice: Option<Box<VoiceView>>,
}

/// One alarm in a list: no personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlarmLine {
    /// Id.
    pub id: AlarmId,
    /// Which track.
    pub kind: AlarmKind,
    /// How far.
    pub stage: Stage,
    /// When received.
    pub received_at: ReceivedAt,
    /// Number of the case.
    pub case_number: Option<String>,
    /// Zones of intervention.
    pub zones: Vec<ZoneName>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Its report.
    pub pv: Option<Pv>,
}

/// One case in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseLine {
    /// The case, without its card.
    pub id: CaseId,
    /// Number.
    pub number: String,
    /// Running or ended.
    pub state: crate::roster::CaseState,
    /// The zone that manages it.
    pub managing_zone: Option<ZoneName>,
    /// Name of the first protected person.
    pub name: Option<Sensitive<String>>,
    /// How many handsets are in use.
    pub handsets: u32,
    /// Open alerts about them.
    pub alerts: u32,
}

/// A handset with its health.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandsetView {
    /// The handset.
    pub handset: Handset,
    /// Last heartbeat: the proof of life (FL-10).
    pub heard_at: Option<ReceivedAt>,
    /// Last daily report.
    pub reported_at: Option<UtcMillis>,
    /// What it says of the microphone.
    pub microphone: Option<Microphone>,
    /// Last answered test.
    pub tested_at: Option<UtcMillis>,
    /// Open alerts.
    pub alerts: Vec<AlertKind>,
    /// Until when the safety timer runs, if one does.
    pub timer_until: Option<UtcMillis>,
    /// The test by appointment that was not answered, if any.
    pub planned_test: Option<PlannedTest>,
}

/// One case, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseView {
    /// The case with its card.
    pub case: Case,
    /// Is there a photo?
    pub has_photo: bool,
    /// Its zone.
    pub managing_zone: Option<ZoneName>,
    /// Its persons.
    pub persons: Vec<Person>,
    /// Their handsets.
    pub handsets: Vec<HandsetView>,
    /// Their buttons; keys are never shown.
    pub buttons: Vec<Button>,
    /// Its alarms.
    pub alarms: Vec<AlarmLine>,
    /// Trips that are not over.
    pub trips: Vec<TripView>,
}

/// Something that a person must do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskView {
    /// An alert about a handset.
    Alert {
        /// Which handset.
        handset: HandsetId,
        /// Of which case.
        case: CaseId,
        /// Number of the case.
        case_number: String,
        /// What is wrong.
        kind: AlertKind,
        /// Since when.
        opened_at: UtcMillis,
        /// It went right again by itself; still to be closed.
        cleared_at: Option<UtcMillis>,
        /// Whose it is: a person, else the managing zone.
        owner: Option<AccountId>,
        /// The managing zone.
        zone: Option<ZoneName>,
        /// Step of the ageing ladder.
        level: u8,
    },
    /// A magistrate was told how an alarm ended and has not yet confirmed it (AL-11).
    ReceiptToConfirm {
        /// Which alarm.
        alarm: AlarmId,
        /// Number of the case.
        case_number: Option<String>,
        /// How it ended.
        outcome: Outcome,
        /// Since when.
        told_at: UtcMillis,
        /// The zones of intervention.
        zones: Vec<ZoneName>,
    },
    /// A person announced a trip, and nobody of the managing zone has read of it.
    TripAnnounced {
        /// The trip.
        trip: Trip,
        /// Of which case.
        case: CaseId,
        /// Number of the case.
        case_number: String,
        /// Since when.
        announced_at: UtcMillis,
        /// The managing zone.
        zone: Option<ZoneName>,
    },
    /// A test by appointment is to come or runs (AL-17).
    TestPlanned {
        /// Of which handset.
        handset: HandsetId,
        /// Of which case.
        case: CaseId,
        /// Number of the case.
        case_number: String,
        /// From when the self-test counts as its answer.
        from: UtcMillis,
        /// Until when.
        until: UtcMillis,
        /// The managing zone.
        zone: Option<ZoneName>,
    },
    /// The report of a closed alarm is to follow (AL-10).
    PvToFollow {
        /// Which alarm.
        alarm: AlarmId,
        /// Number of the case.
        case_number: Option<String>,
        /// Since when.
        closed_at: UtcMillis,
        /// The zones of intervention.
        zones: Vec<ZoneName>,
    },
}

/// Accounts, rooms, zones. Password hashes are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdministrationView {
    /// Accounts, with `password` set to `None`.
    pub accounts: Vec<Account>,
    /// Rooms.
    pub rooms: Vec<Room>,
    /// Zones.
    pub zones: Vec<ZonePlace>,
}

/// To which prosecutor's office a zone belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZonePlace {
    /// Which.
    pub zone: ZoneName,
    /// Its office; without one no measure can be asked for there.
    pub office: Option<OfficeId>,
    /// Since which day the alarm is rolled out there.
    pub in_force_since: Option<CivilDate>,
}

/// The outline of a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneShapeView {
    /// Which.
    pub zone: ZoneName,
    /// Polygons of rings of positions.
    pub shape: Vec<Vec<Vec<Position>>>,
}

/// Health of the chain, in counts: no personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WallView {
    /// At which moment.
    pub as_of: UtcMillis,
    /// Of which room the figures of desks and load are.
    pub room: RoomId,
    /// How the store is.
    pub store: StoreHealth,
    /// Open alarms that nobody has.
    pub ringing: u32,
    /// Open alarms that somebody has.
    pub owned: u32,
    /// Connected alarm desks of the own room.
    pub desks_own_room: u32,
    /// Connected screens in all.
    pub desks: u32,
    /// Handsets in use.
    pub handsets: u32,
    /// Of which heard within the dead-man time.
    pub handsets_proven: u32,
    /// The oldest proof of life of a handset in use.
    pub oldest_proof: Option<ReceivedAt>,
    /// Open alerts.
    pub alerts: u32,
    /// Of which nobody's.
    pub alerts_unowned: u32,
    /// Open alarms whose sound is not kept now.
    pub recordings_stopped: u32,
    /// No sound of alarms is moved here: nobody hears, speaks or records.
    pub sound_off: bool,
    /// Reports still to follow.
    pub pv_to_follow: u32,
    /// Device states, for the count of revoked ones.
    pub handsets_revoked: u32,
    /// Operators and supervisors of the room who can be called by sound.
    pub operators_on_duty: u32,
    /// Fewer than two of them (ARC-02, T-ARC-4).
    pub staffing_low: bool,
    /// Desks of the room that are deaf or gone and that nobody took notice of.
    pub desks_lost: u32,
    /// The same with names: for colleagues of the room and its wall only, else empty.
    pub desk_alerts: Vec<DeskAlert>,
    /// Alarms and alerts newly shown to the room within ten minutes.
    pub shown_10m: u32,
    /// And within the hour.
    pub shown_60m: u32,
    /// Since when that is a flood (ISA-18.2).
    pub flood: Option<UtcMillis>,
    /// Zones with a handset, an alert or a ringing alarm.
    pub zones: Vec<ZoneHealth>,
    /// How old the proofs of life of the handsets in use are.
    pub ages: ProofAges,
}

/// How a screen is itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MyDesk {
    /// On duty, deaf or off duty.
    pub state: DeskState,
    /// Since when.
    pub since: UtcMillis,
}

/// A desk that nobody hears any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskAlert {
    /// Which.
    pub desk: DeskId,
    /// Who sat there.
    pub account: AccountId,
    /// The name of that colleague.
    pub account_name: Sensitive<String>,
    /// Where: the room, or the zone of a duty desk.
    pub room_name: String,
    /// Deaf or gone.
    pub state: DeskState,
    /// Since when.
    pub since: UtcMillis,
}

/// Health of the chain in one zone, in counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneHealth {
    /// Which zone.
    pub zone: ZoneName,
    /// Handsets in use of the cases that it manages.
    pub handsets: u32,
    /// Of which heard within the dead-man time.
    pub proven: u32,
    /// The oldest proof of life among them.
    pub oldest_proof: Option<ReceivedAt>,
    /// Open alerts about them.
    pub alerts: u32,
    /// Of which nobody's.
    pub alerts_unowned: u32,
    /// Open alarms in the zone that nobody has.
    pub ringing: u32,
}

/// Upper bounds of [`ProofAges::within`], seconds.
pub const PROOF_AGES_S: [u64; 8] = [30, 60, 120, 300, 900, 3_600, 21_600, 86_400];

/// Ages of the newest proof of life, as a histogram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ProofAges {
    /// How many are at most as old as each of [`PROOF_AGES_S`] and older than the one before.
    pub within: [u32; PROOF_AGES_S.len()],
    /// How many are older than that, or were never heard.
    pub older: u32,
    /// Sum of the ages, seconds.
    pub sum_s: u64,
}

impl ProofAges {
    /// Adds one handset, by the age of its newest proof.
    pub fn add(&mut self, age: Option<Duration>) {
        let seconds = age.map(|a| a.as_secs());
        let place = seconds.and_then(|s| PROOF_AGES_S.iter().position(|most| s <= *most));
        match place.and_then(|place| self.within.get_mut(place)) {
            Some(count) => *count = count.saturating_add(1),
            None => self.older = self.older.saturating_add(1),
        }
        self.sum_s = self.sum_s.saturating_add(seconds.unwrap_or(0));
    }
}

impl HandsetView {
    /// Is the handset in use?
    #[must_use]
    pub fn in_use(&self) -> bool {
        self.handset.state == DeviceState::Active
    }
}
