//! Times and dates in the forms in which they come.
//!
//! Read by hand: the API writes RFC 3339 with and without an offset or a time of day, and one reader
//! for all of that is shorter than a chain of `time`'s formats, whose code users need not compile.

use serde_core::de::{Deserializer, Error as _};
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use super::Decode;
use super::scalar::text;

/// RFC 3339; without an offset it is UTC, without a time of day it is midnight in UTC. A space may
/// stand for the `T`.
impl<'de> Decode<'de> for OffsetDateTime {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = text(deserializer)?;
        parse_date_time(&text)
            .ok_or_else(|| D::Error::custom("the text is not a time as of RFC 3339"))
    }
}

/// `2029-01-31`; of a full time the date as written, whatever its offset.
impl<'de> Decode<'de> for Date {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = text(deserializer)?;
        parse_date(&text)
            .ok_or_else(|| D::Error::custom("the text is not a date such as 2029-01-31"))
    }
}

/// Reads a time as answers have it: RFC 3339, where the offset (UTC is meant then) or the whole time
/// of day (midnight in UTC) may be missing. Digits beyond nanoseconds are dropped.
///
/// ```
/// use connect_runtime::decode::parse_date_time;
/// assert_eq!(parse_date_time("2029-01-01"), parse_date_time("2029-01-01T00:00:00+00:00"));
/// assert_eq!(parse_date_time("2029-01-01 12:00:00.25"), parse_date_time("2029-01-01T14:00:00.250+02:00"));
/// assert_eq!(parse_date_time("yesterday"), None);
/// ```
pub fn parse_date_time(text: &str) -> Option<OffsetDateTime> {
    let (date, rest) = read_date(text)?;
    if rest.is_empty() {
        return Some(PrimitiveDateTime::new(date, Time::MIDNIGHT).assume_utc());
    }
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let (time, rest) = read_time_of_day(rest)?;
    let offset = read_offset(rest)?;
    Some(PrimitiveDateTime::new(date, time).assume_offset(offset))
}

/// Reads a date; of a full time its date as written, whatever the offset.
pub fn parse_date(text: &str) -> Option<Date> {
    let (date, rest) = read_date(text)?;
    (rest.is_empty() || parse_date_time(text).is_some()).then_some(date)
}

/// A time as RFC 3339 has it, with `Z` for UTC and as many places of seconds as there are. Offsets
/// have no seconds there, so a time whose offset has some is written in UTC.
pub(crate) fn write_date_time(time: OffsetDateTime) -> String {
    let time = match time.offset().seconds_past_minute() {
        0 => time,
        _ => time.checked_to_offset(UtcOffset::UTC).unwrap_or(time),
    };
    let mut text = format!(
        "{}T{:02}:{:02}:{:02}",
        write_date(time.date()),
        time.hour(),
        time.minute(),
        time.second()
    );
    if time.nanosecond() != 0 {
        let fraction = format!("{:09}", time.nanosecond());
        text.push('.');
        text.push_str(fraction.trim_end_matches('0'));
    }
    let (hours, minutes, seconds) = time.offset().as_hms();
    if (hours, minutes, seconds) == (0, 0, 0) {
        text.push('Z');
    } else {
        let sign = if time.offset().is_negative() {
            '-'
        } else {
            '+'
        };
        text.push_str(&format!(
            "{sign}{:02}:{:02}",
            hours.unsigned_abs(),
            minutes.unsigned_abs()
        ));
    }
    text
}

/// `2029-01-31`.
pub(crate) fn write_date(date: Date) -> String {
    format!(
        "{:04}-{:02}-{:02}",
        date.year(),
        u8::from(date.month()),
        date.day()
    )
}

fn read_date(text: &str) -> Option<(Date, &str)> {
    let (year, rest) = digits(text, 4)?;
    let (month, rest) = digits(rest.strip_prefix('-')?, 2)?;
    let (day, rest) = digits(rest.strip_prefix('-')?, 2)?;
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let date =
        Date::from_calendar_date(i32::try_from(year).ok()?, month, u8::try_from(day).ok()?).ok()?;
    Some((date, rest))
}

fn read_time_of_day(text: &str) -> Option<(Time, &str)> {
    let (hour, rest) = digits(text, 2)?;
    let (minute, rest) = digits(rest.strip_prefix(':')?, 2)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => digits(rest, 2)?,
        None => (0, rest),
    };
    let (nanosecond, rest) = read_fraction(rest)?;
    // A leap second is taken for the last moment before it, which is what clocks without leap
    // seconds can hold.
    let (second, nanosecond) = if second == 60 {
        (59, 999_999_999)
    } else {
        (second, nanosecond)
    };
    let small = |number| u8::try_from(number).ok();
    let time =
        Time::from_hms_nano(small(hour)?, small(minute)?, small(second)?, nanosecond).ok()?;
    Some((time, rest))
}

fn read_fraction(text: &str) -> Option<(u32, &str)> {
    let Some(rest) = text.strip_prefix(['.', ',']) else {
        return Some((0, text));
    };
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 {
        return None;
    }
    let nanoseconds: String = rest[..length]
        .chars()
        .chain("00000000".chars())
        .take(9)
        .collect();
    Some((nanoseconds.parse().ok()?, &rest[length..]))
}

/// `Z`, `+02:00`, `+0200`, `+02`; nothing is UTC.
fn read_offset(text: &str) -> Option<UtcOffset> {
    if matches!(text, "" | "Z" | "z") {
        return Some(UtcOffset::UTC);
    }
    let (sign, rest) = match text.as_bytes().first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => return None,
    };
    let (hours, rest) = digits(rest, 2)?;
    let (minutes, rest) = match rest.strip_prefix(':').unwrap_or(rest) {
        "" => (0, ""),
        minutes => digits(minutes, 2)?,
    };
    if !rest.is_empty() {
        return None;
    }
    let signed = |number| i8::try_from(number).ok().map(|it: i8| it * sign);
    UtcOffset::from_hms(signed(hours)?, signed(minutes)?, 0).ok()
}

/// Takes exactly `count` ASCII digits off the front.
fn digits(text: &str, count: usize) -> Option<(u32, &str)> {
    let (front, rest) = text.split_at_checked(count)?;
    let is_digits = front.bytes().all(|it| it.is_ascii_digit());
    Some((front.parse().ok().filter(|_| is_digits)?, rest))
}
