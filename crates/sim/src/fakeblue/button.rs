//! One pretended button: what it is and what has happened to it.
//!
//! Never here: the bus (`device`, `gatt` show it, `link` changes it).

use super::control::{Press, Said};
use super::model::{Family, Model, written};
use super::{ADAPTER, FakeblueError};
use hoeder_wire::button::bthome;
use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::mpsc;

/// What changes.
#[derive(Debug)]
pub(super) struct State {
    pub(super) within_reach: bool,
    /// Counts connections; `None` while there is none.
    pub(super) link: Option<u64>,
    pub(super) links: u64,
    /// The services of this connection are shown.
    pub(super) resolved: bool,
    /// The app key was written on this connection (BT-03).
    pub(super) unlocked: bool,
    /// Keys are notified.
    pub(super) keys_on: bool,
    /// UUIDs of characteristics that the browser listens to.
    pub(super) listened: BTreeSet<u128>,
    pub(super) rssi: i16,
    pub(super) battery: u8,
    packet: u8,
    counter: u32,
    /// The service data of the last advertisement.
    pub(super) frame: Vec<u8>,
}

/// One button.
#[derive(Debug)]
pub struct Button {
    number: usize,
    model: Model,
    state: Mutex<State>,
    says: mpsc::UnboundedSender<Said>,
}

impl Button {
    pub(super) fn new(number: usize, model: Model, says: mpsc::UnboundedSender<Said>) -> Self {
        let state = State {
            within_reach: true,
            link: None,
            links: 0,
            resolved: false,
            unlocked: false,
            keys_on: false,
            listened: BTreeSet::new(),
            rssi: -58,
            battery: 100,
            packet: 0,
            counter: 1,
            frame: Vec::new(),
        };
        Self { number, model, state: Mutex::new(state), says }
    }

    pub(super) fn model(&self) -> &Model {
        &self.model
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn number(&self) -> usize {
        self.number
    }

    /// Six pairs of hexadecimal digits with colons.
    pub(super) fn address(&self) -> String {
        let bytes = Model::address(self.number).bytes();
        bytes.map(|byte| format!("{byte:02X}")).join(":")
    }

    /// Where it lives on the bus.
    pub(super) fn path(&self) -> String {
        format!("{ADAPTER}/dev_{}", self.address().replace(':', "_"))
    }

    /// Tells the test. Nobody listening is not the button's trouble.
    pub(super) fn say(&self, said: Said) {
        let _unheard = self.says.send(said);
    }

    pub(super) fn wrote(&self, characteristic: u128, value: &[u8]) {
        self.say(Said::Wrote {
            button: self.number,
            characteristic: written(characteristic),
            value: digits(value),
        });
    }

    pub(super) fn advertised(&self) {
        let frame = digits(&self.state().frame);
        self.say(Said::Advertised { button: self.number, frame });
    }

    /// The service data that it advertises for a press: the charge and the press under a packet id that counts on.
    pub(super) fn advertise(&self, press: Press) -> Result<Vec<u8>, FakeblueError> {
        let Family::Bthome(key) = &self.model.family else { return Ok(Vec::new()) };
        let code = match press {
            Press::Short => 0x01,
            Press::Double => 0x02,
            Press::Long => 0x04,
        };
        let mut state = self.state();
        state.packet = state.packet.wrapping_add(1);
        state.counter = state.counter.wrapping_add(1);
        let payload = [0x00, state.packet, 0x01, state.battery, 0x3a, code];
        state.frame = match key {
            Some(key) => bthome::seal(&payload, state.counter, Model::address(self.number), key)
                .map_err(FakeblueError::Frame)?,
            None => [&[0x44], &payload[..]].concat(),
        };
        Ok(state.frame.clone())
    }
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
