//! The smallest parts of the forms of a measure: days, texts, numbers, ids, and words of closed lists.
//!
//! A form keeps what was sent until `read` has checked it, so that a refusal names the field and says what to write.
//! Never here: a rule of the circular.

use core::fmt;
use hoeder_measure::{MAX_NUMBER_CHARS, MAX_TEXT_CHARS};
use hoeder_vocab::{self as vocab, CivilDate, Purpose, Sensitive};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{KnownFormat, RefOr, SchemaFormat};
use utoipa::{PartialSchema, ToSchema};
use uuid::Uuid;

const WHY: Purpose = Purpose::Transport;

/// A field that cannot be used: where it is, and what to write there. Never what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bad {
    /// The path within the form, such as `pv.number`.
    pub field: String,
    /// What to write.
    pub expected: Cow<'static, str>,
}

impl Bad {
    /// What to write, at a place that the caller adds.
    pub fn new(expected: impl Into<Cow<'static, str>>) -> Self {
        Self { field: String::new(), expected: expected.into() }
    }
}

impl fmt::Display for Bad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.expected)
    }
}

impl core::error::Error for Bad {}

impl From<Bad> for crate::problem::Problem {
    fn from(bad: Bad) -> Self {
        Self::invalid(&bad.field, &bad.expected)
    }
}

/// Adds where it went wrong.
pub trait At {
    /// The same, within this field.
    #[must_use]
    fn at(self, field: &str) -> Self;
}

impl<T> At for Result<T, Bad> {
    fn at(self, field: &str) -> Self {
        self.map_err(|bad| Bad {
            field: if bad.field.is_empty() || bad.field.starts_with('[') {
                format!("{field}{}", bad.field)
            } else {
                format!("{field}.{}", bad.field)
            },
            expected: bad.expected,
        })
    }
}

/// One shape of the API and the thing of the law that it stands for, in both directions.
pub trait Shape: Sized {
    /// The thing.
    type Of;
    /// Checks and converts.
    ///
    /// # Errors
    /// The first field that cannot be used.
    fn read(self) -> Result<Self::Of, Bad>;
    /// How the thing is shown.
    fn show(of: &Self::Of) -> Self;
}

impl<F: Shape> Shape for Option<F> {
    type Of = Option<F::Of>;
    fn read(self) -> Result<Self::Of, Bad> {
        self.map(F::read).transpose()
    }
    fn show(of: &Self::Of) -> Self {
        of.as_ref().map(F::show)
    }
}

impl<F: Shape> Shape for Vec<F> {
    type Of = Vec<F::Of>;
    fn read(self) -> Result<Self::Of, Bad> {
        self.into_iter().enumerate().map(|(at, one)| one.read().at(&format!("[{at}]"))).collect()
    }
    fn show(of: &Self::Of) -> Self {
        of.iter().map(F::show).collect()
    }
}

/// A shape that is nothing but text in the API.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident: $min:expr, $max:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "[sensitive]"))
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                RefOr::T(Schema::Object(
                    ObjectBuilder::new().schema_type(Type::String).min_length(Some($min)).max_length(Some($max)).build(),
                ))
            }
        }

        impl ToSchema for $name {}

        impl $name {
            fn checked(self) -> Result<String, Bad> {
                if ($min > 0 && self.0.trim().is_empty()) || self.0.chars().nth($max).is_some() {
                    Err(Bad::new(concat!("a text of ", stringify!($min), " to ")
                        .to_owned() + &$max.to_string() + " characters"))
                } else {
                    Ok(self.0)
                }
            }
        }
    )+};
}

texts! {
    /// A statement, a reason: says something.
    Said: 1, MAX_TEXT_CHARS;
    /// A note: may say nothing.
    Remark: 0, MAX_TEXT_CHARS;
    /// The number of a report, a file or a registration, or a version.
    Number: 1, MAX_NUMBER_CHARS;
    /// The number of somebody's file, which is personal data.
    FileNumber: 1, MAX_NUMBER_CHARS;
}

macro_rules! sealed {
    ($($name:ident),+) => {$(
        impl Shape for $name {
            type Of = Sensitive<String>;
            fn read(self) -> Result<Sensitive<String>, Bad> {
                self.checked().map(Sensitive::new)
            }
            fn show(of: &Sensitive<String>) -> Self {
                Self(of.reveal(WHY).clone())
            }
        }
    )+};
}

sealed!(Said, Remark, FileNumber);

/// Nothing was noted.
impl Default for Remark {
    fn default() -> Self {
        Self(String::new())
    }
}

impl Shape for Number {
    type Of = String;
    fn read(self) -> Result<String, Bad> {
        self.checked()
    }
    fn show(of: &String) -> Self {
        Self(of.clone())
    }
}

/// A day, such as `2026-11-22`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CalendarDay(pub String);

/// The day of somebody's birth, such as `1984-02-29`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BirthDay(pub String);

impl fmt::Debug for BirthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BirthDay[sensitive]")
    }
}

fn day(text: &str) -> Result<CivilDate, Bad> {
    CivilDate::parse(text)
        .map_err(|_| Bad::new("a day of the calendar that exists, as year-month-day: 2026-11-22"))
}

fn day_schema() -> RefOr<Schema> {
    RefOr::T(Schema::Object(
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
            .build(),
    ))
}

impl PartialSchema for CalendarDay {
    fn schema() -> RefOr<Schema> {
        day_schema()
    }
}

impl ToSchema for CalendarDay {}

impl PartialSchema for BirthDay {
    fn schema() -> RefOr<Schema> {
        day_schema()
    }
}

impl ToSchema for BirthDay {}

impl Shape for CalendarDay {
    type Of = CivilDate;
    fn read(self) -> Result<CivilDate, Bad> {
        day(&self.0)
    }
    fn show(of: &CivilDate) -> Self {
        Self(of.to_string())
    }
}

impl Shape for BirthDay {
    type Of = Sensitive<CivilDate>;
    fn read(self) -> Result<Sensitive<CivilDate>, Bad> {
        day(&self.0).map(Sensitive::new)
    }
    fn show(of: &Sensitive<CivilDate>) -> Self {
        Self(of.reveal(WHY).to_string())
    }
}

/// Ids in the API, each for one kind of thing.
macro_rules! refs {
    ($($(#[$doc:meta])* $name:ident = $of:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl Shape for $name {
            type Of = vocab::$of;
            fn read(self) -> Result<vocab::$of, Bad> {
                Ok(vocab::$of::from_uuid(self.0))
            }
            fn show(of: &vocab::$of) -> Self {
                Self(of.as_uuid())
            }
        }
    )+};
}

refs! {
    /// An account.
    AccountRef = AccountId,
    /// An alarm.
    AlarmRef = AlarmId,
    /// A button.
    ButtonRef = ButtonId,
    /// A case.
    CaseRef = CaseId,
    /// A judicial district.
    DistrictRef = DistrictId,
    /// A document.
    DocumentRef = DocumentId,
    /// A new fact; whoever tells of it makes the id.
    FactRef = FactId,
    /// A phone.
    HandsetRef = HandsetId,
    /// A prosecutor's office.
    OfficeRef = OfficeId,
    /// A person.
    PersonRef = PersonId,
    /// A test.
    TestRef = TestId,
    /// A trip; whoever announces it makes the id.
    TripRef = TripId,
    /// A police zone.
    ZoneRef = ZoneId,
}

impl Shape for u16 {
    type Of = Self;
    fn read(self) -> Result<Self, Bad> {
        Ok(self)
    }
    fn show(of: &Self) -> Self {
        *of
    }
}

/// The schema of a closed list of words.
pub(super) fn word_schema(words: impl Iterator<Item = &'static str>) -> RefOr<Schema> {
    RefOr::T(Schema::Object(
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words.collect::<Vec<_>>())).build(),
    ))
}

/// What to write where a word of a closed list is expected.
pub(super) fn one_of(words: impl Iterator<Item = &'static str>) -> Bad {
    Bad::new(format!("one of {}", words.collect::<Vec<_>>().join(", ")))
}

/// A struct of the API, field by field the same as one of the law.
macro_rules! records {
    ($($(#[$doc:meta])* $name:ident = $of:path { $($(#[$fdoc:meta])* $field:ident: $ty:ty),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$fdoc])* pub $field: $ty),+ }

        impl $crate::api::dto::measure::field::Shape for $name {
            type Of = $of;
            fn read(self) -> Result<$of, $crate::api::dto::measure::field::Bad> {
                use $crate::api::dto::measure::field::{At as _, Shape};
                type Of = $of;
                Ok(Of { $($field: Shape::read(self.$field).at(stringify!($field))?),+ })
            }
            fn show(of: &$of) -> Self {
                Self { $($field: $crate::api::dto::measure::field::Shape::show(&of.$field)),+ }
            }
        }
    )+};
}

pub(super) use records;
