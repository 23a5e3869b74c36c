//! A pretended Bluetooth radio: an `org.bluez` on a private D-Bus that an unmodified Chromium takes for a real one.
//!
//! For browser tests and for whoever develops without hardware. Buttons advertise, connect, notify, lose touch, run low;
//! each is told what to do by a line of JSON and tells what the browser did to it by another. Never here: what a frame
//! means (room `wire` has the formats), the simulation's worlds (they need no bus).

mod adapter;
mod bus;
mod button;
mod control;
mod device;
mod gatt;
mod link;
mod model;

pub use button::Button;
pub use control::{Order, Press, Said};
pub use model::{Family, Model, ModelError};

use bus::Bus;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use thiserror::Error;
use tokio::sync::mpsc;
use zbus::Connection;
use zbus::fdo::ObjectManager;

/// The name under which BlueZ is known on a bus.
const BLUEZ: &str = "org.bluez";
/// Where the one radio lives.
const ADAPTER: &str = "/org/bluez/hci0";

/// Why the radio could not be pretended, or an order not be followed.
#[derive(Debug, Error)]
pub enum FakeblueError {
    /// The private bus did not start: is `dbus-daemon` installed?
    #[error("the private bus did not start (is dbus-daemon installed?)")]
    Bus(#[source] std::io::Error),
    /// The bus refused something.
    #[error("the bus refused")]
    Refused(#[from] zbus::Error),
    /// An order named a button that is not there.
    #[error("there is no button {0}: they are numbered from 0 in the order of the command line")]
    NoSuchButton(usize),
    /// A frame could not be made.
    #[error("the frame could not be made: {0}")]
    Frame(hoeder_wire::button::FrameError),
}

/// The radio, on the air until dropped.
#[derive(Debug)]
pub struct Fakeblue {
    buttons: Vec<Arc<Button>>,
    connection: Connection,
    bus: Bus,
}

impl Fakeblue {
    /// Starts a bus of its own and puts a radio with these buttons on it. What the browser does to them comes out of `says`.
    ///
    /// # Errors
    /// When the bus does not start or refuses the name.
    pub async fn start(models: Vec<Model>, says: mpsc::UnboundedSender<Said>) -> Result<Self, FakeblueError> {
        let bus = Bus::start().await.map_err(FakeblueError::Bus)?;
        let seeking = Arc::new(AtomicBool::new(false));
        let buttons: Vec<Arc<Button>> = models
            .into_iter()
            .enumerate()
            .map(|(n, model)| Arc::new(Button::new(n, model, says.clone())))
            .collect();
        let radio = adapter::Adapter::new(buttons.clone(), seeking, says);
        let connection = zbus::connection::Builder::address(bus.address())
            .serve_at("/", ObjectManager)
            .serve_at("/org/bluez", adapter::Agents)
            .serve_at(ADAPTER, radio)
            .name(BLUEZ)
            .build()
            .await?;
        Ok(Self { buttons, connection, bus })
    }

    /// The address of the bus, for `DBUS_SYSTEM_BUS_ADDRESS`.
    #[must_use]
    pub fn address(&self) -> &str {
        self.bus.address()
    }

    /// Follows an order.
    ///
    /// # Errors
    /// When there is no such button or the bus refuses.
    pub async fn follow(&self, order: Order) -> Result<(), FakeblueError> {
        let button = self.buttons.get(order.button()).ok_or(FakeblueError::NoSuchButton(order.button()))?;
        link::follow(button, &self.connection, order).await
    }
}
