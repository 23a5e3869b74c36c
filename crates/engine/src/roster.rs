//! What a press needs to be known beforehand: cases, persons, dossier cards, devices, zones, rooms, accounts.
//!
//! Plain data. Never here: rules about it (`access`, `cell`), stored forms (room `store`).

use hoeder_measure::confidentiality::Secrecy;
use hoeder_vocab::handset::HandsetSettings;
use hoeder_vocab::{
    AccountId, ButtonId, CaseId, CivilDate, DistrictId, HandsetId, OfficeId, PersonId, Position, Role,
    RoomId, Sensitive, UtcMillis, ZoneId,
};

/// A handset that wants to be paired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHandset {
    /// Made by the shell.
    pub id: HandsetId,
    /// Its Ed25519 key.
    pub public_key: [u8; 32],
    /// Make and model, at most 60 characters.
    pub model: String,
}

/// The language of screens and messages for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Language {
    /// Nederlands.
    #[default]
    Dutch,
    /// Francais.
    French,
    /// Deutsch.
    German,
    /// English.
    English,
}

/// Why a person is in a case (Directive (EU) 2016/680 art. 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PersonKind {
    /// Carries an alarm by a measure of their own.
    Protected,
    /// Child, relative or other member of the household; may carry an alarm under the same case (AL-20).
    Household,
}

/// A person of a case who may carry a handset. The suspect stands on the [`Card`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Id.
    pub id: PersonId,
    /// The case.
    pub case: CaseId,
    /// Why.
    pub kind: PersonKind,
    /// Full name.
    pub name: Sensitive<String>,
    /// Phone number, E.164.
    pub phone: Option<Sensitive<String>>,
    /// Language of the person's screens.
    pub language: Language,
    /// Year of birth, to tell a child.
    pub born: Option<Sensitive<u16>>,
    /// What only a measure needs.
    pub details: PersonDetails,
}

/// Somebody whom the person trusts (MS-24).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedContact {
    /// Name, 1 to 120 characters.
    pub name: String,
    /// Phone number, E.164.
    pub phone: String,
}

/// What a measure needs to know of a person besides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonDetails {
    /// Day of birth.
    pub born_on: Option<Sensitive<CivilDate>>,
    /// National register number: eleven digits, the only identification that reports carry (MS-24).
    #[doc(alias = "rijksregisternummer")]
    #[doc(alias = "numéro de registre national")]
    pub national_number: Option<Sensitive<String>>,
    /// Address of residence, at most 200 characters.
    pub address: Option<Sensitive<String>>,
    /// Kept: seen by the police of the managing zone, the magistrate and the victim reception service only, and during an
    /// alarm by the control room and the team (MS-24).
    pub address_secrecy: Secrecy,
    /// E-mail address, at most 200 characters.
    pub email: Option<Sensitive<String>>,
    /// Whom to turn to when the person is not reached.
    pub trusted: Option<Sensitive<TrustedContact>>,
}

impl Default for PersonDetails {
    /// Nothing is known, and an address is kept until somebody says otherwise.
    fn default() -> Self {
        Self {
            born_on: None,
            national_number: None,
            address: None,
            address_secrecy: Secrecy::Kept,
            email: None,
            trusted: None,
        }
    }
}

/// An answer that must be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Not known.
    #[default]
    Unknown,
}

/// What a usual place is to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// Where the person lives.
    Home,
    /// Work.
    Work,
    /// School or day care.
    School,
    /// Family or friends.
    Family,
    /// Another.
    Other,
}

/// A usual place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What it is.
    pub kind: PlaceKind,
    /// In words: at most 200 characters.
    pub address: String,
    /// On the map, if known.
    pub position: Option<Position>,
    /// When the person is usually there, in words; may be empty.
    pub when: String,
}

/// The dossier prepared beforehand (AL-06): what a dispatcher reads in five seconds. Texts of at most 2,000 characters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    /// Name of the suspect.
    pub suspect: String,
    /// What the suspect looks like, personality.
    pub suspect_description: String,
    /// Weapons: always answered (Istanbul Convention art. 51).
    pub weapons: Answer,
    /// Which weapons, or who checks.
    pub weapons_note: String,
    /// Vehicle and number plate.
    pub vehicle: String,
    /// What went before, in words.
    pub context: String,
    /// Antecedents.
    pub antecedents: String,
    /// What to do, and what never to do.
    pub instructions: String,
    /// Children in the household, in words.
    pub children: String,
    /// Usual places, at most 20.
    pub places: Vec<Place>,
    /// The word that means 'I am being forced' (FL-07); empty when none is agreed.
    pub duress_word: String,
}

/// Is the case running?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseState {
    /// Alarms are expected.
    Active,
    /// Ended on that moment. A press is still shown to the room.
    Ended,
}

/// The protection of one household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Id.
    pub id: CaseId,
    /// Its number, such as `2026-0412`; at most 20 characters, no name in it.
    pub number: String,
    /// The zone that manages it: that of the residence (circular 7.2.2).
    pub managing_zone: ZoneId,
    /// Running or ended.
    pub state: CaseState,
    /// The dossier.
    pub card: Sensitive<Card>,
}

/// Is a device in use?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeviceState {
    /// In use.
    Active,
    /// No longer: lost, returned or replaced.
    Revoked,
}

/// A paired phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handset {
    /// Id, made at pairing.
    pub id: HandsetId,
    /// Who carries it.
    pub person: PersonId,
    /// Its Ed25519 key.
    pub public_key: [u8; 32],
    /// Make and model as the app says, at most 60 characters; shown, and decides nothing (AL-18).
    pub model: String,
    /// In use?
    pub state: DeviceState,
    /// How it behaves.
    pub settings: HandsetSettings,
    /// Since when.
    pub paired_at: UtcMillis,
}

/// What a button speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ButtonKind {
    /// BTHome v2 (encrypted where a key is set).
    Bthome,
    /// V.ALRT, with a felt acknowledgement.
    Valrt,
    /// iTag: no authentication, for practice only (BT-02).
    Itag,
}

/// A portable button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// Id.
    pub id: ButtonId,
    /// Who carries it.
    pub person: PersonId,
    /// What it speaks.
    pub kind: ButtonKind,
    /// Bluetooth address, six bytes in the order in which it is written.
    pub address: Sensitive<[u8; 6]>,
    /// Key of encrypted advertisements.
    pub key: Option<Sensitive<[u8; 16]>>,
    /// In use?
    pub state: DeviceState,
}

/// A one-time code to pair a handset, kept as a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairing {
    /// For whom.
    pub person: PersonId,
    /// SHA-256 of the normalised code.
    pub code_digest: [u8; 32],
    /// Not valid from then on.
    pub expires_at: UtcMillis,
}

/// A control room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// Id.
    pub id: RoomId,
    /// Its name.
    pub name: String,
    /// Which rooms are called next, in order.
    pub neighbours: Vec<RoomId>,
}

/// A police zone, valid for a time (numbers and borders of zones change).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// Id; the same zone with new borders keeps it.
    pub id: ZoneId,
    /// The official code, such as `5415`; may be empty.
    pub code: String,
    /// Its name.
    pub name: String,
    /// First moment of validity; `None` is 'always'.
    pub valid_from: Option<UtcMillis>,
    /// First moment of no validity; `None` is 'still'.
    pub valid_until: Option<UtcMillis>,
    /// Polygons, each a list of rings (the first is the outer one), each a list of positions.
    pub shape: Vec<Vec<Vec<Position>>>,
    /// The prosecutor's office of its territory (circular 7.2.1).
    pub office: Option<OfficeId>,
    /// Since when the mobile stalking alarm is rolled out there (circular 5.2); `None`: not yet.
    pub in_force_since: Option<CivilDate>,
}

/// A prosecutor's office.
#[derive(Debug, Clone, PartialEq, Eq)]
#[doc(alias = "parket")]
#[doc(alias = "parquet")]
pub struct Office {
    /// Id.
    pub id: OfficeId,
    /// Its code, at most 20 characters; may be empty.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its judicial district.
    pub district: DistrictId,
    /// Its reference magistrate (circular 8.2.1), when named.
    pub reference_magistrate: Option<AccountId>,
}

/// A judicial district.
#[derive(Debug, Clone, PartialEq, Eq)]
#[doc(alias = "gerechtelijk arrondissement")]
#[doc(alias = "arrondissement judiciaire")]
pub struct District {
    /// Id.
    pub id: DistrictId,
    /// Its code, at most 20 characters; may be empty.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// Can an account sign in?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccountState {
    /// Yes.
    Enabled,
    /// No; its sessions end at once.
    Disabled,
}

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Id.
    pub id: AccountId,
    /// Login name: 1 to 64 of a-z, 0-9, dot and hyphen; unique.
    pub login: String,
    /// The name that colleagues see.
    pub name: Sensitive<String>,
    /// What the account may be.
    pub role: Role,
    /// For operators and supervisors: their control room.
    pub room: Option<RoomId>,
    /// For zone roles: their zone.
    pub zone: Option<ZoneId>,
    /// For magistrates, reference magistrates and victim reception: their office.
    pub office: Option<OfficeId>,
    /// For the contact of a district: it.
    pub district: Option<DistrictId>,
    /// Can it sign in?
    pub state: AccountState,
    /// Argon2id hash (PHC text); `None` when sign-in is by the organisation.
    pub password: Option<Sensitive<String>>,
}

impl Handset {
    /// The handset that a pairing makes.
    #[must_use]
    pub fn paired(new: NewHandset, person: PersonId, at: UtcMillis) -> Self {
        Self {
            id: new.id,
            person,
            public_key: new.public_key,
            model: new.model,
            state: DeviceState::Active,
            settings: HandsetSettings::default(),
            paired_at: at,
        }
    }
}
