//! The guard over tracked people, each file one promise. Time is an argument: nothing here waits.

#[cfg(test)]
mod given;
#[cfg(test)]
mod pairs;
#[cfg(test)]
mod perimeters;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod supervision;
