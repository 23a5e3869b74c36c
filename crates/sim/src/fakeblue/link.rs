//! What happens over the air: a connection with its services, presses, charge, distance.
//!
//! Never here: how a thing looks on the bus (`device`, `gatt`).

use super::FakeblueError;
use super::button::Button;
use super::control::{Order, Press, Said};
use super::device::Device;
use super::gatt::{Characteristic, Descriptor, Service};
use super::model::Family;
use hoeder_wire::button::{BATTERY_LEVEL, assigned_uuid, itag, valrt};
use std::sync::Arc;
use zbus::{Connection, OwnedObjectPath};

/// How often a button advertises one press: radios miss most of what is said once.
const REPEATS: usize = 3;

/// Why a connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The browser hung up.
    Browser,
    /// The button is too far away.
    OutOfReach,
    /// The app key was not written in time (BT-03).
    NoAppKey,
}

impl End {
    const fn word(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::OutOfReach => "out_of_reach",
            Self::NoAppKey => "no_app_key",
        }
    }
}

fn service_path(button: &Button, service: usize) -> String {
    format!("{}/service{service:04x}", button.path())
}

/// Shows the services of a button that has just been connected, and drops it when it is not unlocked in time.
pub(super) async fn connected(button: &Arc<Button>, connection: &Connection) {
    let link = button.state().link;
    if show_services(button, connection).await.is_err() {
        return ended(button, connection, End::OutOfReach).await;
    }
    if button.model().family != Family::Valrt {
        return;
    }
    tokio::time::sleep(valrt::APP_KEY_DEADLINE).await;
    let locked = {
        let state = button.state();
        state.link == link && link.is_some() && !state.unlocked
    };
    if locked {
        ended(button, connection, End::NoAppKey).await;
    }
}

async fn show_services(button: &Arc<Button>, connection: &Connection) -> Result<(), zbus::Error> {
    let server = connection.object_server();
    let device = OwnedObjectPath::try_from(button.path())?;
    let shown = server.interface::<_, Device>(button.path()).await?;
    for (s, model) in button.model().services().into_iter().enumerate() {
        let at = service_path(button, s);
        server.at(at.as_str(), Service { uuid: model.uuid, device: device.clone() }).await?;
        for (c, model) in model.characteristics.into_iter().enumerate() {
            let path = format!("{at}/char{c:04x}");
            let notifies = model.flags.contains(&"notify");
            let service = OwnedObjectPath::try_from(at.clone())?;
            server.at(path.as_str(), Characteristic { button: Arc::clone(button), service, model }).await?;
            if notifies {
                let descriptor = Descriptor(OwnedObjectPath::try_from(path.clone())?);
                server.at(format!("{path}/desc0000").as_str(), descriptor).await?;
            }
        }
    }
    button.state().resolved = true;
    shown.get().await.services_resolved_changed(shown.signal_emitter()).await
}

/// Ends the connection, if there is one, and takes the services away.
pub(super) async fn ended(button: &Arc<Button>, connection: &Connection, why: End) {
    {
        let mut state = button.state();
        if state.link.take().is_none() {
            return;
        }
        state.resolved = false;
        state.unlocked = false;
        state.keys_on = false;
        state.listened.clear();
    }
    button.say(Said::Disconnected { button: button.number(), why: why.word() });
    // What cannot be taken off a bus that is going away is gone with it.
    let _gone = hide_services(button, connection).await;
}

async fn hide_services(button: &Arc<Button>, connection: &Connection) -> Result<(), zbus::Error> {
    let server = connection.object_server();
    let shown = server.interface::<_, Device>(button.path()).await?;
    shown.get().await.connected_changed(shown.signal_emitter()).await?;
    shown.get().await.services_resolved_changed(shown.signal_emitter()).await?;
    for (s, model) in button.model().services().into_iter().enumerate() {
        let at = service_path(button, s);
        for (c, model) in model.characteristics.into_iter().enumerate() {
            let path = format!("{at}/char{c:04x}");
            if model.flags.contains(&"notify") {
                server.remove::<Descriptor, _>(format!("{path}/desc0000").as_str()).await?;
            }
            server.remove::<Characteristic, _>(path.as_str()).await?;
        }
        server.remove::<Service, _>(at.as_str()).await?;
    }
    Ok(())
}

/// The browser wrote to a characteristic.
pub(super) fn written_to(button: &Button, characteristic: u128, value: &[u8]) {
    {
        let mut state = button.state();
        if characteristic == valrt::APP_KEY_CHARACTERISTIC {
            state.unlocked = value == valrt::APP_KEY;
        }
        if characteristic == valrt::DETECTION {
            state.keys_on = value == valrt::ENABLE_KEYS;
        }
    }
    button.wrote(characteristic, value);
}

/// Follows an order of the test.
pub(super) async fn follow(
    button: &Arc<Button>,
    connection: &Connection,
    order: Order,
) -> Result<(), FakeblueError> {
    match order {
        Order::Press { press, .. } => pressed(button, connection, press).await,
        Order::Replay { .. } => advertised(button, connection).await,
        Order::Battery { percent, .. } => {
            button.state().battery = percent;
            notify(button, connection, assigned_uuid(BATTERY_LEVEL), &[percent]).await
        }
        Order::Leave { .. } => {
            button.state().within_reach = false;
            ended(button, connection, End::OutOfReach).await;
            Ok(())
        }
        Order::Return { .. } => {
            button.state().within_reach = true;
            heard(button, connection).await
        }
        Order::Signal { dbm, .. } => {
            button.state().rssi = dbm;
            heard(button, connection).await
        }
    }
}

async fn pressed(button: &Arc<Button>, connection: &Connection, press: Press) -> Result<(), FakeblueError> {
    if !button.state().within_reach {
        return Ok(());
    }
    let (characteristic, values): (u128, &[&[u8]]) = match (&button.model().family, press) {
        (Family::Valrt, Press::Short) => (valrt::NOTIFICATION, &[&[1], &[0]]),
        (Family::Valrt, Press::Double) => (valrt::NOTIFICATION, &[&[1], &[0], &[1], &[0]]),
        (Family::Valrt, Press::Long) => (valrt::NOTIFICATION, &[&[3], &[0]]),
        (Family::Itag, Press::Short | Press::Long) => (assigned_uuid(itag::NOTIFICATION), &[&[1]]),
        (Family::Itag, Press::Double) => (assigned_uuid(itag::NOTIFICATION), &[&[1], &[1]]),
        (Family::Bthome(_), press) => {
            button.advertise(press)?;
            return advertised(button, connection).await;
        }
    };
    for value in values {
        notify(button, connection, characteristic, value).await?;
    }
    Ok(())
}

/// Says the last frame again, as often as a button does.
async fn advertised(button: &Arc<Button>, connection: &Connection) -> Result<(), FakeblueError> {
    button.advertised();
    let shown = connection.object_server().interface::<_, Device>(button.path()).await?;
    for _ in 0..REPEATS {
        shown.get().await.service_data_changed(shown.signal_emitter()).await?;
        shown.get().await.r_s_s_i_changed(shown.signal_emitter()).await?;
    }
    Ok(())
}

/// The browser hears the button, if it has ever found it.
async fn heard(button: &Arc<Button>, connection: &Connection) -> Result<(), FakeblueError> {
    match connection.object_server().interface::<_, Device>(button.path()).await {
        Ok(shown) => Ok(shown.get().await.r_s_s_i_changed(shown.signal_emitter()).await?),
        Err(zbus::Error::InterfaceNotFound) => Ok(()),
        Err(other) => Err(other.into()),
    }
}

/// Notifies a value, when the browser listens and the button is unlocked.
async fn notify(
    button: &Arc<Button>,
    connection: &Connection,
    characteristic: u128,
    value: &[u8],
) -> Result<(), FakeblueError> {
    if !button.state().listened.contains(&characteristic) {
        return Ok(());
    }
    for (s, service) in button.model().services().into_iter().enumerate() {
        for (c, model) in service.characteristics.into_iter().enumerate() {
            if model.uuid != characteristic {
                continue;
            }
            let path = format!("{}/char{c:04x}", service_path(button, s));
            let shown = connection.object_server().interface::<_, Characteristic>(path).await?;
            let mut held = shown.get_mut().await;
            if held.is_locked() {
                return Ok(());
            }
            held.model.value = value.to_vec();
            held.value_changed(shown.signal_emitter()).await?;
        }
    }
    Ok(())
}
