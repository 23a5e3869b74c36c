//! Points of the circular: what each refusal, task and term stands on.
//!
//! Never here: the text of the circular.

use core::fmt;

/// A point of the circular, such as `7.12.1`; a condition of 7.5 is `7.5.1` to `7.5.6`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point(&'static str);

impl Point {
    pub(crate) const fn new(point: &'static str) -> Self {
        Self(point)
    }

    /// As text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
