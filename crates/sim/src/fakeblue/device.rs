//! `org.bluez.Device1`: a button as the browser finds it.
//!
//! Never here: what connecting does (`link`).

use super::button::Button;
use super::link::{self, End};
use super::model::written;
use super::{ADAPTER, control::Said};
use hoeder_wire::button::{assigned_uuid, bthome};
use std::collections::HashMap;
use std::sync::Arc;
use zbus::object_server::SignalEmitter;
use zbus::{Connection, DBusError, OwnedObjectPath, OwnedVariant, Variant, interface};

/// The device of a button.
pub(super) struct Device(pub(super) Arc<Button>);

/// What BlueZ says when it cannot.
#[derive(Debug, DBusError)]
#[zbus(prefix = "org.bluez.Error")]
pub(super) enum BluezError {
    #[zbus(error)]
    Bus(zbus::Error),
    Failed(String),
    NotPermitted(String),
}

#[interface(name = "org.bluez.Device1")]
impl Device {
    async fn connect(
        &self,
        #[zbus(connection)] connection: &Connection,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> Result<(), BluezError> {
        {
            let mut state = self.0.state();
            if !state.within_reach {
                return Err(BluezError::Failed("le-connection-abort-by-local".to_owned()));
            }
            if state.link.is_some() {
                return Ok(());
            }
            state.links += 1;
            state.link = Some(state.links);
        }
        self.0.say(Said::Connected { button: self.0.number() });
        // The browser takes an answer that comes before the property for a connection that has ended again.
        self.connected_changed(&emitter).await?;
        let (button, connection) = (Arc::clone(&self.0), connection.clone());
        tokio::spawn(async move { link::connected(&button, &connection).await });
        Ok(())
    }

    fn disconnect(&self, #[zbus(connection)] connection: &Connection) {
        let (button, connection) = (Arc::clone(&self.0), connection.clone());
        tokio::spawn(async move { link::ended(&button, &connection, End::Browser).await });
    }

    fn pair(&self) {}
    fn cancel_pairing(&self) {}

    #[zbus(property)]
    fn address(&self) -> String {
        self.0.address()
    }
    #[zbus(property)]
    fn address_type(&self) -> &str {
        "random"
    }
    #[zbus(property)]
    fn name(&self) -> &str {
        &self.0.model().name
    }
    #[zbus(property)]
    fn alias(&self) -> &str {
        &self.0.model().name
    }
    #[zbus(property)]
    fn paired(&self) -> bool {
        false
    }
    #[zbus(property)]
    fn bonded(&self) -> bool {
        false
    }
    #[zbus(property)]
    fn trusted(&self) -> bool {
        false
    }
    #[zbus(property)]
    fn blocked(&self) -> bool {
        false
    }
    #[zbus(property)]
    fn legacy_pairing(&self) -> bool {
        false
    }
    #[zbus(property)]
    pub(super) fn connected(&self) -> bool {
        self.0.state().link.is_some()
    }
    #[zbus(property)]
    pub(super) fn services_resolved(&self) -> bool {
        self.0.state().resolved
    }
    #[zbus(property, name = "UUIDs")]
    fn uuids(&self) -> Vec<String> {
        self.0.model().advertised().into_iter().map(written).collect()
    }
    #[zbus(property)]
    fn adapter(&self) -> zbus::fdo::Result<OwnedObjectPath> {
        Ok(OwnedObjectPath::try_from(ADAPTER)?)
    }
    #[zbus(property, name = "RSSI")]
    pub(super) fn rssi(&self) -> i16 {
        self.0.state().rssi
    }
    #[zbus(property)]
    pub(super) fn service_data(&self) -> zbus::fdo::Result<HashMap<String, OwnedVariant>> {
        let frame = self.0.state().frame.clone();
        if frame.is_empty() {
            return Ok(HashMap::new());
        }
        let value = OwnedVariant::try_from(Variant::from(frame))?;
        Ok(HashMap::from([(written(assigned_uuid(bthome::SERVICE)), value)]))
    }
}
