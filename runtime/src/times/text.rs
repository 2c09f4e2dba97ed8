//! Dates and date-times in the forms that the API sends.
//!
//! The parser is written by hand: the API sends RFC 3339 with and without an offset or a time of day, and one
//! parser for all of these is shorter than a chain of `time`'s formats and faster to compile.

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// Parses a date-time as it occurs in responses: RFC 3339, where the offset (then UTC) or the whole time of
/// day (then midnight in UTC) may be missing. Digits beyond nanoseconds are dropped.
pub(crate) fn parse_date_time(text: &str) -> Option<OffsetDateTime> {
    let (date, rest) = read_date(text)?;
    if rest.is_empty() {
        return Some(PrimitiveDateTime::new(date, Time::MIDNIGHT).assume_utc());
    }
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let (time, rest) = read_time_of_day(rest)?;
    let offset = read_offset(rest)?;
    Some(PrimitiveDateTime::new(date, time).assume_offset(offset))
}

/// Parses a date; for a date-time, its date as written, whatever the offset.
pub(crate) fn parse_date(text: &str) -> Option<Date> {
    let (date, rest) = read_date(text)?;
    (rest.is_empty() || parse_date_time(text).is_some()).then_some(date)
}

/// Formats a date-time by RFC 3339, with `Z` for UTC and the fraction of a second without trailing zeros.
/// Offsets have no seconds there, so a date-time whose offset has some is written in UTC.
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
    // A leap second becomes the last nanosecond before it, since `time` does not represent leap
    // seconds.
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
    let nanoseconds = rest[..length]
        .bytes()
        .chain(std::iter::repeat(b'0'))
        .take(9)
        .fold(0, |all, digit| all * 10 + u32::from(digit - b'0'));
    Some((nanoseconds, &rest[length..]))
}

/// `Z`, `+02:00`, `+0200`, `+02`; empty means UTC.
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
