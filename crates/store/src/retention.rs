//! Retention terms per kind of data, and what the software drops by itself (GN-04).
//!
//! | data | where | term | what happens |
//! |---|---|---|---|
//! | positions | `fixes`, sealed | `fix_days` after receipt (30) | the day is dropped |
//! | proofs of life | `proofs` | `proof_days` without a sign of life (400) | the row is dropped |
//! | dossier, names, notes, words, photo | sealed halves of records | `ended_days` after the case ended (365) | named as due; the engine orders the erasure, the key is destroyed |
//! | documents | `files`, sealed | as long as the key of their person | dropped with it |
//! | hotspots | sealed halves, key of the hotspot | `ended_days` after its end | likewise |
//! | unidentified presses | sealed halves, key of the alarm | `ended_days` after closing | likewise |
//! | sound of alarms | `recordings`, sealed | `[voice] keep_days` after the last sound of a closed alarm (365) | unless held, the key is destroyed by the recorder; the sealed sound stays |
//! | snapshot | `snapshots` | replaced by the next one | holds record numbers only |
//! | access log, history of alarms | read models | as long as the log | hold no personal data beyond ids |
//! | records, checkpoints | the log | never | without their keys they say when and what, never about whom: the chain and the statistics stay whole |
//! | export files | outside | the receiver's | sealed; an erasure here erases there too, unless keys were exported |
//!
//! Never here: the order to erase a person, which a person gives (room `engine`).

use crate::error::StoreError;
use crate::log::{DAY_MS, Log};
use hoeder_engine::entry::Subject;
use hoeder_vocab::UtcMillis;

/// Terms in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Positions.
    pub fix_days: u32,
    /// Proofs of life of handsets that are gone.
    pub proof_days: u32,
    /// Personal data after the end of a case or of an unidentified alarm.
    pub ended_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self { fix_days: 30, proof_days: 400, ended_days: 365 }
    }
}

/// What was done, and what a person must order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RetentionReport {
    /// Positions dropped.
    pub fixes: u64,
    /// Proofs dropped.
    pub proofs: u64,
    /// Subjects whose term is over and whose key still exists.
    pub due: Vec<Subject>,
}

/// Applies the terms at `now`. Cheap when nothing is due; call it daily.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub fn apply_retention(
    log: &mut dyn Log,
    now: UtcMillis,
    terms: &Retention,
) -> Result<RetentionReport, StoreError> {
    let days_ago = |days: u32| now.unix_ms().saturating_sub(i64::from(days).saturating_mul(DAY_MS));
    Ok(RetentionReport {
        fixes: log.drop_fix_days(days_ago(terms.fix_days).div_euclid(DAY_MS))?,
        proofs: log.drop_proofs(UtcMillis::from_unix_ms(days_ago(terms.proof_days)))?,
        due: log.subjects_due(UtcMillis::from_unix_ms(days_ago(terms.ended_days)))?,
    })
}
