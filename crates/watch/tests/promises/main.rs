//! What the room promises: one file a promise.

#[cfg(test)]
mod ending;
#[cfg(test)]
mod household;
#[cfg(test)]
mod ladder;
#[cfg(test)]
mod matrix;
#[cfg(test)]
mod matrix_text;
#[cfg(test)]
mod mistake;
#[cfg(test)]
mod model;
#[cfg(test)]
mod never_forgotten;
#[cfg(test)]
mod ownership;
#[cfg(test)]
mod planned_test;
#[cfg(test)]
mod proof_of_life;
#[cfg(test)]
mod self_test;
#[cfg(test)]
mod service;
#[cfg(test)]
mod story;
#[cfg(test)]
mod supervision_classes;
#[cfg(test)]
mod timeline;
#[cfg(test)]
mod watch_never_forgets;
