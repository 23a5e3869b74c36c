//! `org.bluez.GattService1`, `GattCharacteristic1` and `GattDescriptor1`: what a connected button offers.
//!
//! Never here: what a press notifies (`link`).

use super::button::Button;
use super::control::Said;
use super::device::BluezError;
use super::link;
use super::model::{CharacteristicModel, written};
use hoeder_wire::button::{BATTERY_LEVEL, assigned_uuid, valrt};
use std::collections::HashMap;
use std::sync::Arc;
use zbus::object_server::SignalEmitter;
use zbus::{OwnedObjectPath, OwnedVariant, interface};

/// Client characteristic configuration (Bluetooth assigned numbers).
const CONFIGURATION: u16 = 0x2902;

/// A service.
pub(super) struct Service {
    pub(super) uuid: u128,
    pub(super) device: OwnedObjectPath,
}

#[interface(name = "org.bluez.GattService1")]
impl Service {
    #[zbus(property, name = "UUID")]
    fn uuid(&self) -> String {
        written(self.uuid)
    }
    #[zbus(property)]
    fn device(&self) -> OwnedObjectPath {
        self.device.clone()
    }
    #[zbus(property)]
    fn primary(&self) -> bool {
        true
    }
}

/// A characteristic.
pub(super) struct Characteristic {
    pub(super) button: Arc<Button>,
    pub(super) service: OwnedObjectPath,
    pub(super) model: CharacteristicModel,
}

#[interface(name = "org.bluez.GattCharacteristic1")]
impl Characteristic {
    /// What was read is told as a change too: without that a browser takes the first notification for an echo of the read.
    async fn read_value(
        &self,
        _options: HashMap<String, OwnedVariant>,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> Result<Vec<u8>, BluezError> {
        self.value_changed(&emitter).await?;
        Ok(self.held())
    }

    fn write_value(&self, value: Vec<u8>, _options: HashMap<String, OwnedVariant>) -> Result<(), BluezError> {
        if !self.model.flags.contains(&"write") {
            return Err(BluezError::NotPermitted("Write not permitted".to_owned()));
        }
        link::written_to(&self.button, self.model.uuid, &value);
        Ok(())
    }

    async fn start_notify(
        &self,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> Result<(), BluezError> {
        self.button.state().listened.insert(self.model.uuid);
        self.notifying_changed(&emitter).await?;
        let characteristic = written(self.model.uuid);
        self.button.say(Said::Notifying { button: self.button.number(), characteristic });
        Ok(())
    }

    async fn stop_notify(
        &self,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> Result<(), BluezError> {
        self.button.state().listened.remove(&self.model.uuid);
        self.notifying_changed(&emitter).await?;
        Ok(())
    }

    #[zbus(property, name = "UUID")]
    fn uuid(&self) -> String {
        written(self.model.uuid)
    }
    #[zbus(property)]
    fn service(&self) -> OwnedObjectPath {
        self.service.clone()
    }
    #[zbus(property)]
    pub(super) fn value(&self) -> Vec<u8> {
        self.held()
    }
    #[zbus(property)]
    fn notifying(&self) -> bool {
        self.button.state().listened.contains(&self.model.uuid)
    }
    #[zbus(property)]
    fn flags(&self) -> Vec<String> {
        self.model.flags.iter().map(|flag| (*flag).to_owned()).collect()
    }
}

impl Characteristic {
    fn held(&self) -> Vec<u8> {
        if self.model.uuid == assigned_uuid(BATTERY_LEVEL) {
            return vec![self.button.state().battery];
        }
        self.model.value.clone()
    }

    /// Must the app key have been written before this is notified (BT-03)?
    pub(super) fn is_locked(&self) -> bool {
        let state = self.button.state();
        self.model.uuid == valrt::NOTIFICATION && !(state.unlocked && state.keys_on)
    }
}

/// The descriptor with which notifications are switched; BlueZ shows it, the browser asks for it.
pub(super) struct Descriptor(pub(super) OwnedObjectPath);

#[interface(name = "org.bluez.GattDescriptor1")]
impl Descriptor {
    fn read_value(&self, _options: HashMap<String, OwnedVariant>) -> Vec<u8> {
        vec![0, 0]
    }
    fn write_value(&self, _value: Vec<u8>, _options: HashMap<String, OwnedVariant>) {}

    #[zbus(property, name = "UUID")]
    fn uuid(&self) -> String {
        written(assigned_uuid(CONFIGURATION))
    }
    #[zbus(property)]
    fn characteristic(&self) -> OwnedObjectPath {
        self.0.clone()
    }
    #[zbus(property)]
    fn value(&self) -> Vec<u8> {
        vec![0, 0]
    }
}
