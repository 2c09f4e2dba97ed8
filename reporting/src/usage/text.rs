//! Texts of cells: what every reader of workbooks returns as it was written.

use std::borrow::Cow;

use connect_usage::runtime::time::UtcOffset;
use connect_usage::{DateTime, Decimal};

use super::problem::ProblemKind;

/// The number of UTF-16 units that a cell can hold.
pub(crate) const MAX_TEXT: usize = 32_767;

/// Why a value cannot be the text of a cell: the kind, what was expected, and what to do.
pub(crate) type Refusal = (ProblemKind, String, &'static str);

/// Checks a text of at most `limit` UTF-16 units. Only texts of several lines may have line breaks and tabs.
pub(crate) fn check(text: &str, limit: usize, has_lines: bool) -> Result<(), Refusal> {
    if text.len() > limit && text.encode_utf16().count() > limit {
        let expected = format!("at most {limit} characters");
        return Err((ProblemKind::TooLong, expected, "shorten it"));
    }
    if text.trim() != text {
        let expected = "a text without white space at its ends".to_owned();
        return Err((ProblemKind::Characters, expected, "trim the text"));
    }
    let is_lost = |it: char| match it {
        '\n' | '\t' => !has_lines,
        '\u{fffe}' | '\u{ffff}' => true,
        other => other.is_control(),
    };
    if text.chars().any(is_lost) {
        let expected = "a text without control characters".to_owned();
        return Err((ProblemKind::Characters, expected, "remove them"));
    }
    if has_escape(text) {
        let expected = "a text without `_xHHHH_`, an escape that readers replace".to_owned();
        return Err((ProblemKind::Characters, expected, "write it in another way"));
    }
    Ok(())
}

/// Whether some readers take a part of the text for the code of a character.
fn has_escape(text: &str) -> bool {
    let is_escape = |it: &[u8]| {
        it.starts_with(b"_x") && it[6] == b'_' && it[2..6].iter().all(u8::is_ascii_hexdigit)
    };
    text.contains("_x") && text.as_bytes().windows(7).any(is_escape)
}

/// The digits of a number, as many as it has.
pub(super) fn number(number: &Decimal) -> Result<String, Refusal> {
    match number.fits() {
        true => Ok(number.to_string()),
        false => {
            let expected = "a number of at most 28 digits".to_owned();
            Err((ProblemKind::Inexact, expected, "round the number"))
        }
    }
}

/// The tier that a number stands for: 0, 1 or 2.
pub(crate) fn tier(number: &Decimal) -> Option<u8> {
    (0..=2_u8).find(|it| *number == Decimal::from(i32::from(*it)))
}

/// A date-time in UTC, as workbooks have it.
pub(crate) fn date_time(date_time: DateTime) -> Result<String, Refusal> {
    let utc = date_time.into_inner().checked_to_offset(UtcOffset::UTC);
    let utc = utc.filter(|it| (1..=9999).contains(&it.year()));
    let Some(utc) = utc else {
        let expected = "a year from 1 to 9999 in UTC".to_owned();
        return Err((ProblemKind::OutOfRange, expected, "correct the date"));
    };
    if utc.nanosecond() != 0 {
        let expected = "whole seconds".to_owned();
        let help = "end a span at its last second, such as 23:59:59";
        return Err((ProblemKind::Inexact, expected, help));
    }
    let (year, month, day) = utc.to_calendar_date();
    let (hour, minute, second) = utc.to_hms();
    let month = u8::from(month);
    Ok(format!(
        "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"
    ))
}

/// Reads a date-time, in the form that workbooks have, whose hour can have one digit, or in that of RFC 3339.
pub(crate) fn read_date_time(text: &str) -> Option<DateTime> {
    let hour = text.as_bytes().get(11..13);
    let padded = match hour {
        Some([hour, b':']) if hour.is_ascii_digit() => {
            let (date, time) = text.split_at_checked(11)?;
            Cow::Owned(format!("{date}0{time}"))
        }
        _ => Cow::Borrowed(text),
    };
    padded.parse().ok()
}

/// Reads a date-time as [`read_date_time`] does, but not a date alone: midnight may not be what it stands for.
pub(super) fn read_with_time_of_day(text: &str) -> Option<DateTime> {
    // What follows a date begins behind its ten characters.
    let has_time = text.len() > "YYYY-MM-DD".len();
    has_time.then(|| read_date_time(text)).flatten()
}

/// The beginning of a text, for messages.
pub(crate) fn short(text: &str) -> String {
    printable(text, 60)
}

/// The beginning of a text of others, without what controls a terminal.
pub(crate) fn printable(text: &str, limit: usize) -> String {
    let mut rest = text.chars();
    let start = rest.by_ref().take(limit);
    let mut printable: String = start.flat_map(char::escape_debug).collect();
    if rest.next().is_some() {
        printable.push('…');
    }
    printable
}

#[cfg(test)]
mod tests {
    use super::{MAX_TEXT, ProblemKind, check, date_time, number, short};

    fn kind(text: &str, has_lines: bool) -> Option<ProblemKind> {
        check(text, MAX_TEXT, has_lines)
            .err()
            .map(|(kind, ..)| kind)
    }

    #[test]
    fn texts_that_readers_change_are_refused() {
        for text in [
            "",
            "R-1",
            "=1+1",
            "<&>\"'",
            "é 漢 😀",
            "_x12_",
            "_x00zz_",
            "_x004é_",
        ] {
            assert_eq!(kind(text, false), None, "{text:?}");
        }
        for text in [
            " a",
            "a\n",
            "a\0",
            "a\rb",
            "a\u{ffff}",
            "a_x004A_",
            "a\tb",
            "\u{85}b",
        ] {
            assert_eq!(kind(text, false), Some(ProblemKind::Characters), "{text:?}");
        }
        assert_eq!(kind("a\n\tb", true), None);
        assert_eq!(kind("a\rb", true), Some(ProblemKind::Characters));
    }

    #[test]
    fn lengths_are_counted_in_utf16() {
        assert_eq!(kind(&"é".repeat(MAX_TEXT), false), None);
        assert_eq!(kind(&"😀".repeat(MAX_TEXT / 2), false), None);
        let long = "😀".repeat(MAX_TEXT / 2 + 1);
        assert_eq!(kind(&long, false), Some(ProblemKind::TooLong));
    }

    #[test]
    fn date_times_are_in_utc() {
        let write = |text: &str| date_time(text.parse().expect("a date-time"));
        let utc = write("2029-01-01T02:00:00+05:00");
        assert_eq!(utc.as_deref(), Ok("2028-12-31 21:00:00"));
        let kind = |text: &str| write(text).err().map(|(kind, ..)| kind);
        assert_eq!(kind("2029-01-01T02:00:00.5Z"), Some(ProblemKind::Inexact));
        let outside = "9999-12-31T23:00:00-05:00";
        assert_eq!(kind(outside), Some(ProblemKind::OutOfRange));
        assert_eq!(kind("0000-06-01T00:00:00Z"), Some(ProblemKind::OutOfRange));
    }

    #[test]
    fn numbers_keep_every_digit() {
        for text in ["4.0000", "-0.5", "1000000000000000.20"] {
            let decimal = text.parse().expect("a number");
            assert_eq!(number(&decimal).as_deref(), Ok(text));
        }
        assert!(number(&"1e300".parse().expect("a number")).is_err());
    }

    #[test]
    fn messages_quote_the_beginning() {
        assert_eq!(short("a\nb"), "a\\nb");
        assert_eq!(short(&"x".repeat(70)), format!("{}…", "x".repeat(60)));
    }
}
