//! The voice of alarms at run time (AL-05, docs/voice.md).
//!
//! Never here: who may hear or speak, and when (`engine`, `watch::voice`).

pub mod recording;
