//! Values from the text of a response's header.

use crate::base64::Base64;
use crate::date_or_date_time::DateOrDateTime;
use crate::decimal::Decimal;
use crate::decode::number::parse_integer;
use crate::json::Json;
use crate::presigned_url::PresignedUrl;
use crate::times::{Date, DateTime};
use crate::uuids::Uuid;

/// A value that can be read from the text of a header.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be read from a header")]
pub trait FromHeader: Sized {
    /// What the text has to be, for messages.
    const EXPECTED: &'static str;

    /// The value; `None` if the text is not of the expected form.
    fn from_header(text: &str) -> Option<Self>;
}

macro_rules! by {
    ($($type:ty: $expected:literal = $read:expr;)*) => {$(
        impl FromHeader for $type {
            const EXPECTED: &'static str = $expected;

            fn from_header(text: &str) -> Option<Self> {
                $read(text.trim_ascii())
            }
        }
    )*};
}

by! {
    String: "text in UTF-8" = |text: &str| Some(text.to_owned());
    PresignedUrl: "text in UTF-8" = |text: &str| Some(text.into());
    bool: "`true` or `false`" = boolean;
    i32: "an integer of 32 bits" = parse_integer;
    i64: "an integer" = parse_integer;
    u64: "a non-negative integer" = parse_integer;
    Decimal: "a decimal" = Decimal::parse;
    Date: "a date" = |text: &str| text.parse().ok();
    DateTime: "an RFC 3339 timestamp or a date of HTTP" = date_time;
    DateOrDateTime: "a date or an RFC 3339 timestamp" = |text: &str| text.parse().ok();
    Uuid: "a UUID" = |text: &str| text.parse().ok();
    Base64: "Base64" = |text: &str| text.parse().ok();
    Json: "JSON" = |text: &str| Json::parse(text).ok();
}

/// A list with commas in between. Empty elements do not count, as in all lists of HTTP.
impl<T: FromHeader> FromHeader for Vec<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn from_header(text: &str) -> Option<Self> {
        let elements = text.split(',').map(str::trim_ascii);
        elements
            .filter(|it| !it.is_empty())
            .map(T::from_header)
            .collect()
    }
}

/// Headers have a form of dates of their own, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
fn date_time(text: &str) -> Option<DateTime> {
    let of_http = || httpdate::parse_http_date(text).ok();
    let parsed = text.parse().ok();
    parsed.or_else(|| of_http().map(|it| time::OffsetDateTime::from(it).into()))
}

fn boolean(text: &str) -> Option<bool> {
    // Some servers write `True`.
    match &*text.to_ascii_lowercase() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}
