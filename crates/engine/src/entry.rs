//! What the engine decides and the store keeps: an event with its stream, version, actor, purpose and times.
//!
//! Never here: bytes and hashes. Room `store` turns an [`Entry`] into a record with two halves, open and sealed, and back.

use crate::duty::DeskState;
use crate::hotspot::{Hotspot, HotspotEnd};
use crate::load::Flood;
use crate::measures::{Channel, Delivery, Filed, NoticeSent};
use crate::roster::{Account, Button, Case, District, Handset, Office, Pairing, Person, Room, Zone};
use crate::tracking::TrackingEvent;
use hoeder_measure::MeasureEvent;
use hoeder_vocab::handset::Trip;
use hoeder_vocab::{
    AccountId, Actor, AlarmId, ButtonId, CarrierId, CaseId, CellId, DecidedAt, DeskId, DistrictId, Epoch,
    HandsetId, HotspotId, IncidentId, LogKind, MandateId, MeasureId, NoticeId, OfficeId, PersonId, PilotId,
    Purpose, RoomId, Sensitive, Seq, TrackerId, TripId, ZoneId,
};
use hoeder_watch::alarm::AlarmEvent;
use hoeder_watch::checkin::CheckInEvent;
use hoeder_watch::incident::IncidentEvent;
use hoeder_watch::supervision::SupervisionEvent;
use hoeder_watch::talk::TalkEvent;
use hoeder_watch::voice::VoiceEvent;

/// What a stream of versions belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StreamId {
    /// The cell itself: its epochs and its access log.
    Cell(CellId),
    /// An alarm.
    Alarm(AlarmId),
    /// The watch over a handset, and the handset.
    Handset(HandsetId),
    /// A case with its persons.
    Case(CaseId),
    /// A button.
    Button(ButtonId),
    /// A room.
    Room(RoomId),
    /// A zone.
    Zone(ZoneId),
    /// An account.
    Account(AccountId),
    /// A hotspot.
    Hotspot(HotspotId),
    /// A measure, with its notices and documents.
    Measure(MeasureId),
    /// A prosecutor's office.
    Office(OfficeId),
    /// A judicial district.
    District(DistrictId),
    /// A mandate to track, with its carriers, pairs and perimeters.
    Mandate(MandateId),
    /// A tracked device.
    Tracker(TrackerId),
    /// An incident of tracked people.
    Incident(IncidentId),
    /// A pilot of tracking.
    Pilot(PilotId),
}

/// With whose key the personal half of a record is sealed; erasing that key erases the person from every record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A person.
    Person(PersonId),
    /// A case: its card.
    Case(CaseId),
    /// An alarm of which no person is known.
    Alarm(AlarmId),
    /// A colleague.
    Account(AccountId),
    /// A hotspot: the people behind an address or a number.
    Hotspot(HotspotId),
    /// A carrier who is no person of a case: the wearer of a band.
    Carrier(CarrierId),
    /// A mandate: its conditions, its perimeters, and why they are so.
    Mandate(MandateId),
    /// An incident of which no carrier is known.
    Incident(IncidentId),
}

/// One consultation, disclosure or refusal, for art. 25 of Directive (EU) 2016/680 (GN-02).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// Which of the six kinds.
    pub kind: LogKind,
    /// What was asked: the stable name of the action, such as `case.read`.
    pub action: &'static str,
    /// About whose data, where it is about a case.
    pub case: Option<CaseId>,
    /// About which alarm.
    pub alarm: Option<AlarmId>,
    /// Why it was refused; `None` when it was allowed.
    pub denied: Option<&'static str>,
    /// To whose screens it went without their asking, as an alarm does; the actor is then the system.
    pub recipients: Vec<AccountId>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// An engine began a new life.
    EpochBegan {
        /// Which.
        epoch: Epoch,
    },
    /// To an alarm.
    Alarm(AlarmId, AlarmEvent),
    /// The magistrates were told how an alarm ended (AL-11, circular 7.11.2); their receipt is to come.
    MagistrateTold {
        /// Which alarm.
        alarm: AlarmId,
    },
    /// A magistrate confirmed having been told.
    MagistrateConfirmed {
        /// Which alarm.
        alarm: AlarmId,
        /// Who.
        by: AccountId,
    },
    /// To the watch over a handset.
    Watch(HandsetId, SupervisionEvent),
    /// A message of a device was refused; the reason is a stable code.
    DeviceRefused {
        /// The handset that it names.
        claimed: HandsetId,
        /// Why.
        code: hoeder_vocab::handset::UplinkRefusal,
    },
    /// A case was made or changed: its whole new state.
    CasePut(Box<Case>),
    /// A person was made or changed: the whole new state.
    PersonPut(Box<Person>),
    /// The suspect's photo: a JPEG or PNG of at most 64 KiB.
    PhotoPut {
        /// Of which case.
        case: CaseId,
        /// The bytes.
        image: Sensitive<Vec<u8>>,
    },
    /// A code to pair was given out.
    PairingOpened(Pairing),
    /// A handset was paired, changed or revoked: its whole new state.
    HandsetPut(Handset),
    /// A button, likewise.
    ButtonPut(Button),
    /// A room, likewise.
    RoomPut(Room),
    /// A zone, likewise.
    ZonePut(Zone),
    /// An account, likewise.
    AccountPut(Account),
    /// Somebody signed in.
    SignedIn {
        /// Who.
        account: AccountId,
    },
    /// Somebody tried and failed, or was locked out for a while.
    SignInFailed {
        /// Whose account, when the login exists.
        account: Option<AccountId>,
    },
    /// Somebody signed out.
    SignedOut {
        /// Who.
        account: AccountId,
    },
    /// To the safety timer of a handset.
    CheckIn(HandsetId, CheckInEvent),
    /// In the conversation of an alarm.
    Talk(AlarmId, TalkEvent),
    /// A trip was announced.
    TripAnnounced {
        /// By which handset.
        handset: HandsetId,
        /// Whose trip.
        person: PersonId,
        /// The trip.
        trip: Trip,
    },
    /// A trip is over, or does not take place.
    TripEnded {
        /// By which handset.
        handset: HandsetId,
        /// Which.
        trip: TripId,
    },
    /// Somebody of the managing zone has read of a trip.
    TripSeen {
        /// Of which handset.
        handset: HandsetId,
        /// Which trip.
        trip: TripId,
        /// Who.
        by: AccountId,
    },
    /// Somebody looked, or was refused.
    Accessed(Access),
    /// The key of a subject was destroyed (GN-04).
    Erased {
        /// Whose.
        subject: Subject,
    },
    /// A hotspot was registered or changed: its whole new state (AL-21).
    HotspotPut(Hotspot),
    /// A hotspot ended: nobody finds it any more.
    HotspotEnded {
        /// Which.
        hotspot: HotspotId,
        /// Why.
        why: HotspotEnd,
    },
    /// Somebody looked hotspots up (GN-02): the number, place or words that were asked for are not kept.
    HotspotsLookedUp {
        /// Which were found.
        found: Vec<HotspotId>,
    },
    /// A desk can be heard, or no longer.
    DeskChanged {
        /// Which connection of a screen.
        desk: DeskId,
        /// Who sits there.
        account: AccountId,
        /// How it is now.
        to: DeskState,
    },
    /// A colleague took notice that a desk is deaf or gone.
    DeskAcknowledged {
        /// Which.
        desk: DeskId,
        /// Who sat there.
        account: AccountId,
        /// Who took notice.
        by: AccountId,
    },
    /// More is shown to a room than its staffed desks can take in, or no longer.
    FloodChanged {
        /// Which room.
        room: RoomId,
        /// Which way.
        to: Flood,
    },
    /// To a measure. Its personal half is sealed with the key of its person.
    Measure(MeasureId, Box<MeasureEvent>),
    /// A prosecutor's office was made or changed: its whole new state.
    OfficePut(Office),
    /// A judicial district, likewise.
    DistrictPut(District),
    /// Somebody must know of something in a measure.
    NoticeSent(NoticeSent),
    /// A notice was read.
    NoticeRead {
        /// Which.
        notice: NoticeId,
        /// Of which measure.
        measure: MeasureId,
        /// By whom.
        by: AccountId,
    },
    /// What became of a notice on one channel.
    NoticeDelivery {
        /// Which.
        notice: NoticeId,
        /// Of which measure.
        measure: MeasureId,
        /// By which way.
        channel: Channel,
        /// How it is now.
        state: Delivery,
    },
    /// A document was filed. Its name is sealed with the key of the person of the measure, as its bytes are.
    DocumentFiled {
        /// What.
        filed: Box<Filed>,
        /// Whose.
        person: PersonId,
    },
    /// In tracking.
    Tracking(Box<TrackingEvent>),
    /// To an incident of tracked people.
    Incident(IncidentId, Box<IncidentEvent>),
    /// In the voice room of an alarm.
    Voice(AlarmId, VoiceEvent),
}

/// An event on its way to the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number in the log of the cell.
    pub seq: Seq,
    /// Which life of the engine wrote it.
    pub epoch: Epoch,
    /// Where it belongs.
    pub stream: StreamId,
    /// Its place in the stream: 1, 2, 3 ..; the store refuses a version that is not the next one.
    pub version: u64,
    /// With whose key the personal half is sealed; `None` when there is none.
    pub subject: Option<Subject>,
    /// Who.
    pub actor: Actor,
    /// Why.
    pub purpose: Purpose,
    /// When the engine decided.
    pub decided_at: DecidedAt,
    /// What.
    pub event: Event,
}
