//! The simulator is what it says it is, the scoring is what the page says, and the guard keeps its promises on a small set.

mod detecting;
mod noise;
mod playing;
mod scoring;
