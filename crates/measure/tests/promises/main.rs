//! What the room promises: one file a point of the circular.

#[cfg(test)]
mod common;
#[cfg(test)]
mod confidentiality;
#[cfg(test)]
mod decision;
#[cfg(test)]
mod duration;
#[cfg(test)]
mod effects;
#[cfg(test)]
mod ending;
#[cfg(test)]
mod followup;
#[cfg(test)]
mod grant;
#[cfg(test)]
mod hearing;
#[cfg(test)]
mod matrix;
#[cfg(test)]
mod matrix_text;
#[cfg(test)]
mod moving;
#[cfg(test)]
mod random_lives;
#[cfg(test)]
mod registration;
#[cfg(test)]
mod request;
#[cfg(test)]
mod risk;
#[cfg(test)]
mod shortage;
#[cfg(test)]
mod story;
#[cfg(test)]
mod takeover;
mod territory;
