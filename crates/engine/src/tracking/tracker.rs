//! The registry of tracked devices: model, capabilities, to whom they are issued, and what is asked of them.
//!
//! Plain data. Never here: what a device says (`hoeder_vocab::tracking`), bytes (`wire`).

use super::mandate::{NoticePolicy, TrackClass};
use hoeder_vocab::tracking::{DeviceNumber, TrackFix};
use hoeder_vocab::{
    AccountId, AlarmId, CarrierId, FixedAt, Percent, PersonId, ReceivedAt, Sensitive, TrackerId, UtcMillis,
};

/// What a device can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Capability {
    /// It is strapped on and notices a cut.
    Strap,
    /// It has an alarm button (AL-18).
    Button,
    /// It measures alcohol (EM-07).
    Alcohol,
    /// It shows or says an instruction.
    Notice,
    /// It vibrates or sounds.
    Vibrate,
    /// It takes commands: interval, position now.
    Commands,
}

/// Where a device is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrackerState {
    /// In stock.
    InStock,
    /// Issued to its carriers.
    Issued,
    /// Returned, to be checked and cleaned.
    Returned,
    /// Lost or broken: it is never issued again.
    Retired,
}

/// A band, tracker or application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tracker {
    /// Id.
    pub id: TrackerId,
    /// The number under which it reports.
    pub number: DeviceNumber,
    /// SHA-256 of its secret, for ways in that ask for one. The shell makes the secret: at least 128 random bits.
    pub secret_digest: Option<[u8; 32]>,
    /// Make and model, 1 to 60 characters.
    pub model: String,
    /// What it can do; ascending, each once.
    pub capabilities: Vec<Capability>,
    /// How often it is to report, seconds: 1 to 86,400.
    pub interval_s: u32,
    /// How it is supervised.
    pub class: TrackClass,
    /// Where it is.
    pub state: TrackerState,
    /// Who carries it: the same person under several mandates is several carriers. At most [`MAX_CARRIERS`].
    pub carriers: Vec<CarrierId>,
}

/// Most carriers of one device.
pub const MAX_CARRIERS: usize = 4;

impl Tracker {
    /// Can it do this?
    #[must_use]
    pub fn can(&self, capability: Capability) -> bool {
        self.capabilities.contains(&capability)
    }
}

/// What the door of devices must know of a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackerLine {
    /// Which.
    pub tracker: TrackerId,
    /// Under which number it reports.
    pub number: DeviceNumber,
    /// SHA-256 of its secret.
    pub secret_digest: Option<[u8; 32]>,
    /// In use?
    pub state: TrackerState,
    /// Its carriers under mandates that run now. None: nothing of it is stored or judged, it is counted (EM-01).
    pub carriers: Vec<CarrierId>,
    /// The protected person who carries it, for the keys of what is stored.
    pub person: Option<PersonId>,
    /// How often it is to report, seconds.
    pub interval_s: u32,
    /// May anything be shown or sounded at it (EM-05)?
    pub notice: NoticePolicy,
    /// Most reports a minute that are taken from it; a flood beyond is marked.
    pub most_per_minute: u32,
}

/// Something that a device is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeviceCommand {
    /// Report so often, seconds: 1 to 86,400.
    Interval(u32),
    /// Report a position now (NIJ-04: within three minutes).
    LocateNow,
}

/// What became of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CommandResult {
    /// On its way.
    Asked,
    /// The device said that it has it.
    Taken,
    /// It could not be brought, or the device said no.
    Failed,
    /// It was written to the device. Where nobody confirms, this is the last that is known of it.
    Sent,
    /// The device was not reached in time.
    Expired,
}

impl CommandResult {
    /// Can this still come of it?
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        match (self, next) {
            (Self::Asked, Self::Sent | Self::Taken | Self::Failed | Self::Expired)
            | (Self::Sent, Self::Taken | Self::Failed | Self::Expired) => true,
            (Self::Asked | Self::Sent, Self::Asked) | (Self::Sent, Self::Sent) => false,
            (Self::Taken | Self::Failed | Self::Expired, _) => false,
        }
    }
}

/// How well a usual place is covered (FL-14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coverage {
    /// Positions and network are good.
    Good,
    /// Positions are coarse, or the network comes and goes.
    Weak,
    /// Nothing comes from there.
    None,
}

/// A check of one usual place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceChecked {
    /// Which place, 1 to 120 characters.
    pub place: Sensitive<String>,
    /// What was found.
    pub coverage: Coverage,
}

/// Most places of one check.
pub const MAX_PLACES_CHECKED: usize = 20;

/// A check of the usual places of a carrier, kept in the file (FL-14).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageChecked {
    /// Of whom.
    pub carrier: CarrierId,
    /// Where, and what was found; 1 to [`MAX_PLACES_CHECKED`].
    pub places: Vec<PlaceChecked>,
    /// When.
    pub at: UtcMillis,
    /// By whom.
    pub by: AccountId,
}

/// Did a field test pass?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldTest {
    /// The device was carried outdoors and reported as it should.
    Passed,
    /// It did not.
    Failed,
}

/// A press of the button of a tracked device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackerPress {
    /// The alarm that it is: [`press_id`], so that the same report twice is one alarm.
    pub alarm: AlarmId,
    /// The number under which the device reports.
    pub device: DeviceNumber,
    /// The device, when its credential was checked; `None` is an unidentified press.
    pub tracker: Option<TrackerId>,
    /// When, by the device's clock.
    pub pressed_at: FixedAt,
    /// When we had all of it.
    pub received_at: ReceivedAt,
    /// Where the device was last.
    pub fix: Option<Sensitive<TrackFix>>,
    /// Its charge.
    pub battery: Option<Percent>,
}

/// The alarm that a press of a device is, from its number and the time of the press: the same report twice is one press.
#[must_use]
pub fn press_id(device: &DeviceNumber, pressed_at: UtcMillis) -> AlarmId {
    let seed = fnv(FNV_OFFSET, b"press");
    AlarmId::from_u128(fnv(fnv(seed, device.as_str().as_bytes()), &pressed_at.unix_ms().to_be_bytes()))
}

/// The sender of a press as an alarm knows it: a device has no handset.
#[must_use]
pub(crate) fn sender_of(device: &DeviceNumber) -> hoeder_vocab::HandsetId {
    hoeder_vocab::HandsetId::from_u128(fnv(fnv(FNV_OFFSET, b"tracker"), device.as_str().as_bytes()))
}

const FNV_OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const FNV_PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

/// FNV-1a over 128 bits.
fn fnv(from: u128, bytes: &[u8]) -> u128 {
    bytes.iter().fold(from, |hash, byte| (hash ^ u128::from(*byte)).wrapping_mul(FNV_PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_press_has_the_same_id_and_another_press_another_one() {
        let number = |text| DeviceNumber::new(text).unwrap();
        let at = UtcMillis::from_unix_ms;
        let one = press_id(&number("356307042441013"), at(1_000));
        assert_eq!(one, press_id(&number("356307042441013"), at(1_000)));
        assert_ne!(one, press_id(&number("356307042441013"), at(1_001)));
        assert_ne!(one, press_id(&number("356307042441014"), at(1_000)));
        assert_eq!(fnv(FNV_OFFSET, b"a"), 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
    }
}
