//! The documents of a measure as PDF: letters, receipts, annexes and lines to register, in four languages.
//!
//! One struct for each kind with exactly the fields that it may hold; a [`Press`] sets it; what it says is checked before
//! its bytes can be had ([`Proof::check`]). Never here: rules of the measure, files, a clock, the network. Nothing is
//! addressed to the suspect.

pub mod check;
mod kinds;
mod language;
mod layout;
mod messages;
pub mod parts;
mod pdf;
mod press;
pub mod text;

pub use check::{Forbidden, Leak, LeakKind};
pub use kinds::*;
pub use language::Language;
pub use parts::{
    Answer, NationalNumber, NotANationalNumber, Reader, Recipient, Sender, Signatory, Subject, ZoneContact,
};
pub use press::{DocumentError, Pdf, Press, Proof};
pub use text::{Line, Prose, TextError};
