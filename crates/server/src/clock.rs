//! The one place of this room that reads the wall clock.

use hoeder_vocab::UtcMillis;
use std::time::{SystemTime, UNIX_EPOCH};

/// Now, UTC. A clock before 1970 reads as 1970.
#[must_use]
pub(crate) fn now() -> UtcMillis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    UtcMillis::from_unix_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
