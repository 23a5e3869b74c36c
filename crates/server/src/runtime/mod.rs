//! The threads behind the sockets: one for the engine, one for the writer; readers of the read models beside them.
//!
//! A page goes to the screens before the append of the same event is even handed to the writer.

pub(crate) mod engine;
pub mod files;
pub mod gate;
pub(crate) mod pages;
pub mod reader;
pub(crate) mod writer;
