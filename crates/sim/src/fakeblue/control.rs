//! What a test says to the radio and hears from it: one JSON object a line.
//!
//! Never here: the bus.

use serde::{Deserialize, Serialize};

/// How a button is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Press {
    /// A click.
    Short,
    /// Two clicks.
    Double,
    /// A long press.
    Long,
}

/// What a button is told to do. `button` counts from 0 in the order of the command line; absent is the first.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Order {
    /// Be pressed.
    Press {
        /// Which.
        #[serde(default)]
        button: usize,
        /// How.
        press: Press,
    },
    /// Send the last advertisement once more, as somebody would who recorded it.
    Replay {
        /// Which.
        #[serde(default)]
        button: usize,
    },
    /// Have this much charge.
    Battery {
        /// Which.
        #[serde(default)]
        button: usize,
        /// 0 to 100.
        percent: u8,
    },
    /// Be carried out of reach.
    Leave {
        /// Which.
        #[serde(default)]
        button: usize,
    },
    /// Come back within reach.
    Return {
        /// Which.
        #[serde(default)]
        button: usize,
    },
    /// Be heard this strongly.
    Signal {
        /// Which.
        #[serde(default)]
        button: usize,
        /// In dBm, such as -60 for near and -98 for hardly.
        dbm: i16,
    },
}

impl Order {
    /// Which button.
    #[must_use]
    pub const fn button(&self) -> usize {
        match self {
            Self::Press { button, .. }
            | Self::Replay { button }
            | Self::Battery { button, .. }
            | Self::Leave { button }
            | Self::Return { button }
            | Self::Signal { button, .. } => *button,
        }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "said", rename_all = "snake_case")]
pub enum Said {
    /// The radio is on the air.
    Ready {
        /// For `DBUS_SYSTEM_BUS_ADDRESS`.
        address: String,
    },
    /// The browser began to look for devices.
    Seeking,
    /// It connected.
    Connected {
        /// To which button.
        button: usize,
    },
    /// The connection ended.
    Disconnected {
        /// Of which button.
        button: usize,
        /// `browser`, `out_of_reach` or `no_app_key`.
        why: &'static str,
    },
    /// It wrote.
    Wrote {
        /// To which button.
        button: usize,
        /// UUID of the characteristic.
        characteristic: String,
        /// Hexadecimal digits.
        value: String,
    },
    /// It wants to be notified.
    Notifying {
        /// By which button.
        button: usize,
        /// UUID of the characteristic.
        characteristic: String,
    },
    /// A button said a press into the air.
    Advertised {
        /// Which button.
        button: usize,
        /// The service data, hexadecimal digits.
        frame: String,
    },
    /// The last order was followed.
    Done,
    /// The last order was not followed.
    Failed {
        /// Why.
        why: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_lines_of_json() {
        let order = |text: &str| serde_json::from_str::<Order>(text).ok();
        assert_eq!(
            order(r#"{"do":"press","press":"long"}"#),
            Some(Order::Press { button: 0, press: Press::Long })
        );
        assert_eq!(order(r#"{"do":"leave","button":1}"#), Some(Order::Leave { button: 1 }));
        assert_eq!(order(r#"{"do":"explode"}"#), None);
    }
}
