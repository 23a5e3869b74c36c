//! `org.bluez.Adapter1` and `org.bluez.AgentManager1`: the radio and its doorman.
//!
//! Never here: devices (`device`).

use super::button::Button;
use super::control::Said;
use super::device::Device;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::mpsc;
use zbus::object_server::SignalEmitter;
use zbus::{ObjectServer, OwnedObjectPath, OwnedVariant, interface};

/// Whoever wants to confirm pairings may: nothing here asks.
pub(super) struct Agents;

#[interface(name = "org.bluez.AgentManager1")]
impl Agents {
    fn register_agent(&self, _agent: OwnedObjectPath, _capability: String) {}
    fn unregister_agent(&self, _agent: OwnedObjectPath) {}
    fn request_default_agent(&self, _agent: OwnedObjectPath) {}
}

/// The radio.
pub(super) struct Adapter {
    buttons: Vec<Arc<Button>>,
    seeking: Arc<AtomicBool>,
    says: mpsc::UnboundedSender<Said>,
}

impl Adapter {
    pub(super) fn new(
        buttons: Vec<Arc<Button>>,
        seeking: Arc<AtomicBool>,
        says: mpsc::UnboundedSender<Said>,
    ) -> Self {
        Self { buttons, seeking, says }
    }
}

#[interface(name = "org.bluez.Adapter1")]
impl Adapter {
    async fn start_discovery(
        &self,
        #[zbus(object_server)] server: &ObjectServer,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> zbus::fdo::Result<()> {
        self.seeking.store(true, Ordering::Relaxed);
        self.discovering_changed(&emitter).await?;
        for button in &self.buttons {
            let path = button.path();
            // A device that was found before is still there.
            let _known = server.at(path.as_str(), Device(Arc::clone(button))).await?;
        }
        let _unheard = self.says.send(Said::Seeking);
        Ok(())
    }

    async fn stop_discovery(
        &self,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> zbus::fdo::Result<()> {
        self.seeking.store(false, Ordering::Relaxed);
        self.discovering_changed(&emitter).await?;
        Ok(())
    }

    fn set_discovery_filter(&self, _filter: HashMap<String, OwnedVariant>) {}

    fn remove_device(&self, _device: OwnedObjectPath) {}

    #[zbus(property)]
    fn address(&self) -> &str {
        "C2:00:00:00:01:00"
    }
    #[zbus(property)]
    fn address_type(&self) -> &str {
        "public"
    }
    #[zbus(property)]
    fn name(&self) -> &str {
        "fakeblue"
    }
    #[zbus(property)]
    fn alias(&self) -> &str {
        "fakeblue"
    }
    #[zbus(property)]
    fn class(&self) -> u32 {
        0
    }
    #[zbus(property)]
    fn powered(&self) -> bool {
        true
    }
    #[zbus(property)]
    fn discoverable(&self) -> bool {
        false
    }
    #[zbus(property)]
    fn pairable(&self) -> bool {
        true
    }
    #[zbus(property)]
    fn discovering(&self) -> bool {
        self.seeking.load(Ordering::Relaxed)
    }
    #[zbus(property, name = "UUIDs")]
    fn uuids(&self) -> Vec<String> {
        Vec::new()
    }
    #[zbus(property)]
    fn modalias(&self) -> &str {
        "usb:v1D6Bp0246d0537"
    }
    #[zbus(property)]
    fn roles(&self) -> Vec<&str> {
        vec!["central"]
    }
}
