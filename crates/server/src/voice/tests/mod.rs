//! Rooms and connections without a socket and without a clock of the wall: pages are played by the same library (AL-05).

mod page;
mod rooms;
mod strangers;
mod thread;
