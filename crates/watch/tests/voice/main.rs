//! What a voice room promises, and its matrix of states and commands.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a broken promise must stop the test"
)]

#[cfg(test)]
mod matrix;
#[cfg(test)]
mod matrix_text;
#[cfg(test)]
mod promises;
