//! What the values of a field can be compared with.

use crate::decimal::Decimal;
use crate::parameter::ParameterValue;
use crate::times::{Date, DateTime};

/// Values of the type `Self`, which a filter field `F` has, compare with what is given as a `V`.
///
/// | values of the field | what can be given |
/// |---|---|
/// | `str` | `&str`, `String` |
/// | [`DateTime`] | the same, or a `time::OffsetDateTime` |
/// | [`Date`] | the same, or a `time::Date` |
/// | [`Decimal`] | the same, a `rust_decimal::Decimal`, or an `i64` |
/// | [`Base64`](crate::Base64), [`Uuid`](crate::Uuid) | the same |
/// | `i32`, `i64`, `u64`, `bool` | the same |
/// | an enum | the same |
///
/// All of them can also be given by reference. `F` is there for the compiler's message, which names
/// the field.
#[diagnostic::on_unimplemented(
    message = "the filter `{F}` compares with `{Self}`, not with `{V}`",
    label = "the values of this field are of type `{Self}`",
    note = "what is `str` is given as `&str` or `String`, anything else as the type that it is"
)]
pub trait ComparesWith<V, F> {
    /// The value's text, not yet quoted.
    fn text(value: &V) -> String;
}

/// Values of the type `Self`, which a filter field `F` has, can be empty and yet be there.
#[diagnostic::on_unimplemented(
    message = "the filter `{F}` compares with `{Self}`, which cannot be empty",
    label = "only texts can be empty"
)]
pub trait CanBeEmpty<F> {}

impl<F> CanBeEmpty<F> for str {}

/// A value that can be passed as a string.
pub trait GivenText {
    /// The text.
    fn given(&self) -> &str;
}

impl GivenText for str {
    fn given(&self) -> &str {
        self
    }
}

impl GivenText for String {
    fn given(&self) -> &str {
        self
    }
}

impl<T: GivenText + ?Sized> GivenText for &T {
    fn given(&self) -> &str {
        (**self).given()
    }
}

// The compiler is not to recommend these: it would explain why they do not apply, in place of what
// `ComparesWith` says about the field.

#[diagnostic::do_not_recommend]
impl<T: GivenText, F> ComparesWith<T, F> for str {
    fn text(value: &T) -> String {
        value.given().to_owned()
    }
}

/// All other types that can be sent as a parameter compare with their own values.
#[diagnostic::do_not_recommend]
impl<T: ParameterValue, F> ComparesWith<T, F> for T {
    fn text(value: &T) -> String {
        value.write()
    }
}

#[diagnostic::do_not_recommend]
impl<T: ParameterValue, F> ComparesWith<&T, F> for T {
    fn text(value: &&T) -> String {
        value.write()
    }
}

#[diagnostic::do_not_recommend]
impl<F> ComparesWith<time::OffsetDateTime, F> for DateTime {
    fn text(value: &time::OffsetDateTime) -> String {
        Self::from(*value).write()
    }
}

#[diagnostic::do_not_recommend]
impl<F> ComparesWith<time::Date, F> for Date {
    fn text(value: &time::Date) -> String {
        Self::from(*value).write()
    }
}

#[diagnostic::do_not_recommend]
impl<F> ComparesWith<rust_decimal::Decimal, F> for Decimal {
    fn text(value: &rust_decimal::Decimal) -> String {
        Self::from(*value).write()
    }
}

#[diagnostic::do_not_recommend]
impl<F> ComparesWith<i64, F> for Decimal {
    fn text(value: &i64) -> String {
        value.write()
    }
}
