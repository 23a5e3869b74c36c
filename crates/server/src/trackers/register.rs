//! Who may report and how each proves it: kept in memory, written by whoever hears of registrations, read by every connection.
//!
//! Never here: whose a device is.

use super::door::Registered;
use hoeder_vocab::tracking::DeviceNumber;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

/// The devices. A clone is the same register.
#[derive(Clone, Default)]
pub struct Register(Arc<RwLock<BTreeMap<DeviceNumber, Registered>>>);

impl Register {
    /// A device is registered, or proves itself otherwise than before.
    pub fn put(&self, device: DeviceNumber, registered: Registered) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(device, registered);
    }
    /// A device is not registered any more. Its open connections end with their next message.
    pub fn gone(&self, device: &DeviceNumber) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(device);
    }
    /// How a device proves itself.
    #[must_use]
    pub fn find(&self, device: &DeviceNumber) -> Option<Registered> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(device).cloned()
    }
}
