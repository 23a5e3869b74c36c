//! A bad network between a handset and the server, in network namespaces of its own: what arrives in time to be played.
//!
//! Never here: rules of a firewall, namespaces that stay.

use super::Plan;
use crate::exit::Outcome;
use serde_json::{Map, Value};
use std::path::Path;

pub(super) fn measure(_plan: &Plan, _figures: &mut Map<String, Value>) -> Outcome<()> {
    Ok(())
}
pub(super) fn inside(_folder: &Path, _plan: &Plan, _figures: &mut Map<String, Value>) -> Outcome<()> {
    Ok(())
}
