//! The guard over tracked people, each file one promise. Time is an argument: nothing here waits.

mod given;
mod pairs;
