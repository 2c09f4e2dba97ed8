//! What can be given as the value of a filter.

use rust_decimal::Decimal;
use time::{Date, OffsetDateTime};

use crate::decode::time::{write_date, write_time};

/// A value for a filter field whose values are of type `V`.
///
/// | `V` | what can be given |
/// |---|---|
/// | [`Text`] | `&str`, `String`, `&String` |
/// | [`Instant`] | `OffsetDateTime` |
/// | [`Day`] | `Date` |
/// | `i64`, `bool`, `Decimal` | the same |
/// | an enum | the same, or a reference to it |
#[diagnostic::on_unimplemented(
    message = "a filter field of type `{V}` does not take a value of type `{Self}`",
    label = "not a value of type `{V}`",
    note = "the documentation of `connect_runtime::filter::Operand` lists which values go with which type"
)]
pub trait Operand<V> {
    /// The value's text, not yet quoted.
    fn text(&self) -> String;
}

/// The values of a field are texts.
#[derive(Debug)]
pub enum Text {}

/// The values of a field are instants.
#[derive(Debug)]
pub enum Instant {}

/// The values of a field are dates.
#[derive(Debug)]
pub enum Day {}

macro_rules! operands {
    ($($given:ty => $value:ty, |$it:ident| $text:expr;)*) => {$(
        impl Operand<$value> for $given {
            fn text(&self) -> String {
                let $it = self;
                $text
            }
        }
    )*};
}

operands! {
    &str => Text, |it| (*it).to_owned();
    String => Text, |it| it.clone();
    &String => Text, |it| (*it).clone();
    i64 => i64, |it| it.to_string();
    bool => bool, |it| it.to_string();
    Decimal => Decimal, |it| it.to_string();
    OffsetDateTime => Instant, |it| write_time(*it);
    Date => Day, |it| write_date(*it);
}
