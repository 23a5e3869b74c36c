//! The wrapper around personal data: it cannot be printed by accident and is opened only for a stated purpose.

use crate::roles::Purpose;
use core::fmt;

/// Personal data. No `Display`; `Debug` prints `[sensitive]`.
///
/// Opening it for a person to read is an act that the engine logs (`engine::access`); the purpose stands at every call site.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Sensitive<T>(T);

impl<T> Sensitive<T> {
    /// Wraps.
    pub const fn new(value: T) -> Self {
        Self(value)
    }
    /// Opens for a purpose.
    pub const fn reveal(&self, purpose: Purpose) -> &T {
        let _ = purpose;
        &self.0
    }
    /// Opens for a purpose and gives the value away.
    pub fn into_revealed(self, purpose: Purpose) -> T {
        let _ = purpose;
        self.0
    }
    /// Works on the value without opening it to the caller.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Sensitive<U> {
        Sensitive(f(self.0))
    }
}

impl<T> fmt::Debug for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[sensitive]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_data_is_never_printed() {
        let address = Sensitive::new(String::from("Kerkstraat 1"));
        assert_eq!(format!("{address:?} {:?}", Some(&address)), "[sensitive] Some([sensitive])");
    }
}
