//! The kinds of buttons that can be pretended: their names, services and characteristics.
//!
//! Numbers are those of room `wire`. Never here: the bus, what has happened to a button.

use core::str::FromStr;
use hoeder_wire::button::bthome::{self, BindKey};
use hoeder_wire::button::{
    ALERT_LEVEL, BATTERY_LEVEL, BATTERY_SERVICE, DEVICE_INFORMATION_SERVICE, IMMEDIATE_ALERT_SERVICE,
    MODEL_NUMBER, Mac, assigned_uuid, itag, valrt,
};
use thiserror::Error;

/// A family of buttons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Family {
    /// Connected and acknowledged (BT-03).
    Valrt,
    /// Connected, proves nothing (BT-02).
    Itag,
    /// Advertises each press, sealed when it has a key (BT-04, BT-05).
    Bthome(Option<BindKey>),
}

/// A button as it is taken out of its box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// Of which family.
    pub family: Family,
    /// The name that it advertises.
    pub name: String,
}

/// Why a button on the command line is none.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ModelError {
    /// Another word than the three.
    #[error("a button is `valrt`, `itag`, `bthome` or `bthome:KEY` with a key of 32 hexadecimal digits")]
    Unknown,
}

impl FromStr for Model {
    type Err = ModelError;
    fn from_str(text: &str) -> Result<Self, ModelError> {
        let (family, name) = match text.split_once(':') {
            None if text == "valrt" => (Family::Valrt, "V.ALRT 01:02:03"),
            None if text == "itag" => (Family::Itag, "iTAG"),
            None if text == "bthome" => (Family::Bthome(None), "SBBT-002C"),
            Some(("bthome", key)) => {
                (Family::Bthome(Some(key.parse().map_err(|_| ModelError::Unknown)?)), "SBBT-002C")
            }
            None | Some(_) => return Err(ModelError::Unknown),
        };
        Ok(Self { family, name: name.to_owned() })
    }
}

/// A characteristic: its UUID, what may be done with it, what it holds at first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CharacteristicModel {
    pub(super) uuid: u128,
    pub(super) flags: &'static [&'static str],
    pub(super) value: Vec<u8>,
}

/// A service with its characteristics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ServiceModel {
    pub(super) uuid: u128,
    pub(super) characteristics: Vec<CharacteristicModel>,
}

const READ: &[&str] = &["read"];
const WRITE: &[&str] = &["write", "write-without-response"];
const NOTIFY: &[&str] = &["notify"];
const READ_AND_NOTIFY: &[&str] = &["read", "notify"];

fn characteristic(uuid: u128, flags: &'static [&'static str], value: &[u8]) -> CharacteristicModel {
    CharacteristicModel { uuid, flags, value: value.to_vec() }
}

fn service(uuid: u128, characteristics: Vec<CharacteristicModel>) -> ServiceModel {
    ServiceModel { uuid, characteristics }
}

impl Model {
    /// The services that are found once connected.
    pub(super) fn services(&self) -> Vec<ServiceModel> {
        let battery = service(
            assigned_uuid(BATTERY_SERVICE),
            vec![characteristic(assigned_uuid(BATTERY_LEVEL), READ_AND_NOTIFY, &[100])],
        );
        let information = service(
            assigned_uuid(DEVICE_INFORMATION_SERVICE),
            vec![characteristic(assigned_uuid(MODEL_NUMBER), READ, self.name.as_bytes())],
        );
        match self.family {
            Family::Valrt => vec![
                service(
                    valrt::SERVICE,
                    vec![
                        characteristic(valrt::MODE, WRITE, &[]),
                        characteristic(valrt::DETECTION, WRITE, &[]),
                        characteristic(valrt::ACKNOWLEDGE, WRITE, &[]),
                        characteristic(valrt::NOTIFICATION, NOTIFY, &[]),
                        characteristic(valrt::APP_KEY_CHARACTERISTIC, WRITE, &[]),
                    ],
                ),
                battery,
                information,
            ],
            Family::Itag => vec![
                service(
                    assigned_uuid(itag::SERVICE),
                    vec![characteristic(assigned_uuid(itag::NOTIFICATION), READ_AND_NOTIFY, &[0])],
                ),
                service(
                    assigned_uuid(IMMEDIATE_ALERT_SERVICE),
                    vec![characteristic(assigned_uuid(ALERT_LEVEL), WRITE, &[])],
                ),
                battery,
            ],
            Family::Bthome(_) => vec![battery, information],
        }
    }

    /// The service UUIDs that it advertises.
    pub(super) fn advertised(&self) -> Vec<u128> {
        match self.family {
            Family::Valrt => vec![valrt::SERVICE],
            Family::Itag => vec![assigned_uuid(itag::SERVICE)],
            Family::Bthome(_) => vec![assigned_uuid(bthome::SERVICE)],
        }
    }

    /// The address of the button with this number: locally administered, so that it is nobody's.
    pub(super) fn address(number: usize) -> Mac {
        Mac::new([0xc2, 0x00, 0x00, 0x00, 0x00, u8::try_from(number).unwrap_or(u8::MAX)])
    }
}

/// As D-Bus writes it: 8-4-4-4-12 hexadecimal digits.
pub(super) fn written(uuid: u128) -> String {
    let [a, b, c, d, e, f, g, h, rest @ ..] = uuid.to_be_bytes();
    let tail: String = rest.iter().enumerate().fold(String::new(), |mut text, (n, byte)| {
        if n == 2 {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
        text
    });
    format!("{a:02x}{b:02x}{c:02x}{d:02x}-{e:02x}{f:02x}-{g:02x}{h:02x}-{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_is_named_on_the_command_line() {
        assert_eq!("valrt".parse::<Model>().map(|m| m.family), Ok(Family::Valrt));
        assert_eq!("itag".parse::<Model>().map(|m| m.family), Ok(Family::Itag));
        let sealed: Model = "bthome:231d39c1d7cc1ab1aee224cd096db932".parse().unwrap();
        assert!(matches!(sealed.family, Family::Bthome(Some(_))));
        for bad in ["", "VALRT", "bthome:12", "valrt:1"] {
            assert_eq!(bad.parse::<Model>(), Err(ModelError::Unknown), "{bad}");
        }
    }

    #[test]
    fn a_uuid_is_written_as_the_bus_wants_it() {
        assert_eq!(written(assigned_uuid(BATTERY_LEVEL)), "00002a19-0000-1000-8000-00805f9b34fb");
        assert_eq!(written(valrt::NOTIFICATION), "fffffff4-00f7-4000-b000-000000000000");
    }
}
