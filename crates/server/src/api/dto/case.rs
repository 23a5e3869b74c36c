//! Cases: the dossier card, persons, handsets and buttons, and how they are put.

use super::alarm::{AlarmLine, ZoneName};
use super::kinds::{
    AlertKind, Answer, ButtonKind, CaseState, DeviceState, Language, Paths, PersonKind, PlaceKind,
    SupervisionClass,
};
use super::measure::Shape as _;
use super::measure::person::PersonDetails;
use super::near::{PlannedTest, SafetyTimer, Trip};
use super::{LatLon, Time};
use hoeder_engine::{roster, view};
use hoeder_vocab::handset::{self, HandsetSettings as Settings};
use hoeder_vocab::{Position, PositionError, Purpose};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

const WHY: Purpose = Purpose::CaseWork;

/// A usual place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// What it is.
    pub kind: PlaceKind,
    /// In words.
    #[schema(max_length = 200)]
    pub address: String,
    /// On the map.
    #[serde(default)]
    pub position: Option<LatLon>,
    /// When the person is usually there.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub when: String,
}

/// The dossier: what a dispatcher reads in five seconds (AL-06).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Name of the suspect.
    #[schema(max_length = 2000)]
    pub suspect: String,
    /// What the suspect looks like, personality.
    #[schema(max_length = 2000)]
    pub suspect_description: String,
    /// Weapons: always answered.
    pub weapons: Answer,
    /// Which weapons, or who checks.
    #[schema(max_length = 2000)]
    pub weapons_note: String,
    /// Vehicle and number plate.
    #[schema(max_length = 2000)]
    pub vehicle: String,
    /// What went before.
    #[schema(max_length = 2000)]
    pub context: String,
    /// Antecedents.
    #[schema(max_length = 2000)]
    pub antecedents: String,
    /// What to do, and what never to do.
    #[schema(max_length = 2000)]
    pub instructions: String,
    /// Children in the household.
    #[schema(max_length = 2000)]
    pub children: String,
    /// Usual places.
    #[schema(max_items = 20)]
    pub places: Vec<Place>,
    /// The word that means 'I am being forced'; empty when none is agreed.
    #[schema(max_length = 64)]
    pub duress_word: String,
}

impl From<&roster::Card> for Card {
    fn from(card: &roster::Card) -> Self {
        Self {
            suspect: card.suspect.clone(),
            suspect_description: card.suspect_description.clone(),
            weapons: card.weapons.into(),
            weapons_note: card.weapons_note.clone(),
            vehicle: card.vehicle.clone(),
            context: card.context.clone(),
            antecedents: card.antecedents.clone(),
            instructions: card.instructions.clone(),
            children: card.children.clone(),
            places: card.places.iter().map(Place::from).collect(),
            duress_word: card.duress_word.clone(),
        }
    }
}

impl From<&roster::Place> for Place {
    fn from(place: &roster::Place) -> Self {
        Self {
            kind: place.kind.into(),
            address: place.address.clone(),
            position: place.position.map(LatLon::from),
            when: place.when.clone(),
        }
    }
}

impl TryFrom<Card> for roster::Card {
    type Error = PositionError;
    fn try_from(card: Card) -> Result<Self, PositionError> {
        Ok(Self {
            suspect: card.suspect,
            suspect_description: card.suspect_description,
            weapons: card.weapons.into(),
            weapons_note: card.weapons_note,
            vehicle: card.vehicle,
            context: card.context,
            antecedents: card.antecedents,
            instructions: card.instructions,
            children: card.children,
            places: card.places.into_iter().map(roster::Place::try_from).collect::<Result<_, _>>()?,
            duress_word: card.duress_word,
        })
    }
}

impl TryFrom<Place> for roster::Place {
    type Error = PositionError;
    fn try_from(place: Place) -> Result<Self, PositionError> {
        let position = place.position.map(|p| Position::from_degrees(p.lat, p.lon)).transpose()?;
        Ok(Self { kind: place.kind.into(), address: place.address, position, when: place.when })
    }
}

/// One case in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CaseLine {
    /// Id.
    pub id: Uuid,
    /// Number.
    pub number: String,
    /// Running or ended.
    pub state: CaseState,
    /// The zone that manages it.
    pub managing_zone: Option<ZoneName>,
    /// Name of the first protected person.
    pub name: Option<String>,
    /// How many handsets are in use.
    pub handsets: u32,
    /// Open alerts about them.
    pub alerts: u32,
}

impl From<&view::CaseLine> for CaseLine {
    fn from(line: &view::CaseLine) -> Self {
        Self {
            id: line.id.as_uuid(),
            number: line.number.clone(),
            state: line.state.into(),
            managing_zone: line.managing_zone.as_ref().map(ZoneName::from),
            name: line.name.as_ref().map(|n| n.reveal(WHY).clone()),
            handsets: line.handsets,
            alerts: line.alerts,
        }
    }
}

/// A person who may carry a handset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Person {
    /// Id.
    pub id: Uuid,
    /// Why in this case.
    pub kind: PersonKind,
    /// Full name.
    pub name: String,
    /// Phone number, E.164.
    pub phone: Option<String>,
    /// Language of the person's screens.
    pub language: Language,
    /// Year of birth.
    pub born: Option<u16>,
    /// Identity and contact data, as far as this account may know; absent: nothing is known.
    pub details: Option<PersonDetails>,
}

impl From<&roster::Person> for Person {
    fn from(person: &roster::Person) -> Self {
        Self {
            id: person.id.as_uuid(),
            kind: person.kind.into(),
            name: person.name.reveal(WHY).clone(),
            phone: person.phone.as_ref().map(|p| p.reveal(WHY).clone()),
            language: person.language.into(),
            born: person.born.as_ref().map(|b| *b.reveal(WHY)),
            details: (person.details != roster::PersonDetails::default())
                .then(|| PersonDetails::show(&person.details)),
        }
    }
}

/// How a handset behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandsetSettings {
    /// How long to hold for an alarm, milliseconds.
    #[schema(minimum = 1000, maximum = 4000)]
    pub hold_ms: u16,
    /// May two short presses also raise an alarm?
    pub double_press: bool,
    /// May it vibrate?
    pub haptics: bool,
    /// Within what time a fault is known; five heartbeats go into it.
    pub class: SupervisionClass,
    /// Over how many ways it is watched.
    pub paths: Paths,
    /// Should its page look like something else until a gesture?
    pub discreet: bool,
}

impl From<Settings> for HandsetSettings {
    fn from(settings: Settings) -> Self {
        let Settings { hold_ms, double_press, haptics, class, paths, discreet } = settings;
        Self { hold_ms, double_press, haptics, class: class.into(), paths: paths.into(), discreet }
    }
}

impl From<HandsetSettings> for Settings {
    fn from(settings: HandsetSettings) -> Self {
        let HandsetSettings { hold_ms, double_press, haptics, class, paths, discreet } = settings;
        Self { hold_ms, double_press, haptics, class: class.into(), paths: paths.into(), discreet }
    }
}

/// The microphone of a handset, as an alarm would find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HandsetMicrophone {
    /// The app may use it.
    Granted,
    /// The app may not.
    Denied,
    /// The phone would ask first, on its screen.
    Prompt,
    /// There is none.
    Absent,
}

impl From<handset::Microphone> for HandsetMicrophone {
    fn from(state: handset::Microphone) -> Self {
        match state {
            handset::Microphone::Granted => Self::Granted,
            handset::Microphone::Denied => Self::Denied,
            handset::Microphone::Prompt => Self::Prompt,
            handset::Microphone::Absent => Self::Absent,
        }
    }
}

/// A handset with its health. No position: only quality figures (GN-03).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Handset {
    /// Id.
    pub id: Uuid,
    /// Who carries it.
    pub person: Uuid,
    /// Make and model.
    pub model: String,
    /// In use?
    pub state: DeviceState,
    /// How it behaves.
    pub settings: HandsetSettings,
    /// Since when.
    pub paired_at: Time,
    /// Last heartbeat: the proof of life (FL-10).
    pub heard_at: Option<Time>,
    /// Last daily report.
    pub reported_at: Option<Time>,
    /// What it says of the microphone; absent when it does not say.
    pub microphone: Option<HandsetMicrophone>,
    /// Last answered test.
    pub tested_at: Option<Time>,
    /// Open alerts.
    pub alerts: Vec<AlertKind>,
    /// The safety timer that runs.
    pub timer: Option<SafetyTimer>,
    /// The test by appointment that was not answered yet.
    pub planned_test: Option<PlannedTest>,
}

impl From<&view::HandsetView> for Handset {
    fn from(view: &view::HandsetView) -> Self {
        Self {
            id: view.handset.id.as_uuid(),
            person: view.handset.person.as_uuid(),
            model: view.handset.model.clone(),
            state: view.handset.state.into(),
            settings: view.handset.settings.into(),
            paired_at: Time(view.handset.paired_at),
            heard_at: view.heard_at.map(|t| Time(t.0)),
            reported_at: view.reported_at.map(Time),
            microphone: view.microphone.map(HandsetMicrophone::from),
            tested_at: view.tested_at.map(Time),
            alerts: view.alerts.iter().map(|a| (*a).into()).collect(),
            timer: view.timer_until.map(|until| SafetyTimer { until: Time(until) }),
            planned_test: view
                .planned_test
                .map(|test| PlannedTest { from: Time(test.from), until: Time(test.until) }),
        }
    }
}

/// A button. Its key is never shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Button {
    /// Id.
    pub id: Uuid,
    /// Who carries it.
    pub person: Uuid,
    /// What it speaks.
    pub kind: ButtonKind,
    /// Bluetooth address such as `A4:C1:38:00:11:22`.
    pub address: String,
    /// Is a key set?
    pub encrypted: bool,
    /// In use?
    pub state: DeviceState,
}

impl From<&roster::Button> for Button {
    fn from(button: &roster::Button) -> Self {
        let address: Vec<String> =
            button.address.reveal(WHY).iter().map(|byte| format!("{byte:02X}")).collect();
        Self {
            id: button.id.as_uuid(),
            person: button.person.as_uuid(),
            kind: button.kind.into(),
            address: address.join(":"),
            encrypted: button.key.is_some(),
            state: button.state.into(),
        }
    }
}

/// One case, whole.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Case {
    /// Id.
    pub id: Uuid,
    /// Number, such as `2026-0412`.
    pub number: String,
    /// Running or ended.
    pub state: CaseState,
    /// The dossier.
    pub card: Card,
    /// Is there a photo of the suspect?
    pub has_photo: bool,
    /// The id of its zone.
    pub managing_zone: Uuid,
    /// Its zone by name, when known.
    pub managing_zone_name: Option<ZoneName>,
    /// Its persons.
    pub persons: Vec<Person>,
    /// Their handsets.
    pub handsets: Vec<Handset>,
    /// Their buttons.
    pub buttons: Vec<Button>,
    /// Its alarms.
    pub alarms: Vec<AlarmLine>,
    /// Announced trips that are not over.
    pub trips: Vec<Trip>,
}

impl From<&view::CaseView> for Case {
    fn from(view: &view::CaseView) -> Self {
        Self {
            id: view.case.id.as_uuid(),
            number: view.case.number.clone(),
            state: view.case.state.into(),
            card: Card::from(view.case.card.reveal(WHY)),
            has_photo: view.has_photo,
            managing_zone: view.case.managing_zone.as_uuid(),
            managing_zone_name: view.managing_zone.as_ref().map(ZoneName::from),
            persons: view.persons.iter().map(Person::from).collect(),
            handsets: view.handsets.iter().map(Handset::from).collect(),
            buttons: view.buttons.iter().map(Button::from).collect(),
            alarms: view.alarms.iter().map(AlarmLine::from).collect(),
            trips: view.trips.iter().map(Trip::from).collect(),
        }
    }
}

/// The whole new state of a case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutCase {
    /// Number; no name in it.
    #[schema(min_length = 1, max_length = 20)]
    pub number: String,
    /// The zone that manages it.
    pub managing_zone: Uuid,
    /// Running or ended.
    pub state: CaseState,
    /// The dossier.
    pub card: Card,
}

/// The whole new state of a person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutPerson {
    /// Why in this case.
    pub kind: PersonKind,
    /// Full name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Phone number, E.164.
    #[serde(default)]
    #[schema(max_length = 20)]
    pub phone: Option<String>,
    /// Language of the person's screens.
    pub language: Language,
    /// Year of birth.
    #[serde(default)]
    #[schema(minimum = 1900, maximum = 2100)]
    pub born: Option<u16>,
    /// Identity and contact data; absent keeps what is known.
    #[serde(default)]
    pub details: Option<PersonDetails>,
}

/// The whole new state of a button.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutButton {
    /// Who carries it.
    pub person: Uuid,
    /// What it speaks.
    pub kind: ButtonKind,
    /// Bluetooth address, six bytes as `A4:C1:38:00:11:22`.
    #[schema(pattern = "^([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$")]
    pub address: String,
    /// Key of encrypted advertisements, 32 hexadecimal digits; absent for none.
    #[serde(default)]
    #[schema(pattern = "^[0-9A-Fa-f]{32}$")]
    pub key: Option<String>,
    /// In use?
    pub state: DeviceState,
}

/// A code to pair a handset. Shown once; only its digest is kept.
#[derive(Serialize, ToSchema)]
pub struct PairingCode {
    /// Eight characters, such as `ABCD-EFGH`.
    pub code: String,
    /// Not valid from then on.
    pub expires_at: Time,
    /// The public key of this cell, base64, by which the handset knows our answers.
    pub cell_key: String,
}
