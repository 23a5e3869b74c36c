//! Measures, offices and districts, notices and documents in their stored form.

use super::Halves;
use crate::error::FormatError;
use hoeder_engine::entry::Event;

/// The two halves of an event of this area.
pub(super) fn halves(event: &Event) -> Result<Halves, FormatError> {
    let kind = if let Event::Measure(_, event) = event { event.change.kind().word() } else { "measure" };
    Err(FormatError::UnknownKind { kind: kind.to_owned() })
}
