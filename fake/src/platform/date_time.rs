//! Date-times: how the platform writes and reads them.

use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime, PrimitiveDateTime, UtcOffset};

/// How a date-time is written. Real responses use all three styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Zulu,
    Offset,
    Micros,
}

impl Style {
    /// One of the three, in turn.
    pub fn of(number: usize) -> Self {
        [Self::Zulu, Self::Offset, Self::Micros][number % 3]
    }
}

/// Writes a date-time in UTC.
pub(crate) fn write_date_time(time: OffsetDateTime, style: Style) -> String {
    let time = time.to_offset(UtcOffset::UTC);
    let (year, month, day) = time.to_calendar_date();
    let (hour, minute, second, micros) = time.to_hms_micro();
    let month = u8::from(month);
    let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    match style {
        Style::Zulu => text.push('Z'),
        Style::Offset => text.push_str("+00:00"),
        Style::Micros => text.push_str(&format!(".{micros:06}+00:00")),
    }
    text
}

/// Reads a date, or a date-time with or without an offset. Without an offset it is UTC; a date is its
/// midnight.
pub(crate) fn read_date_time(text: &str) -> Option<OffsetDateTime> {
    if let Ok(time) = OffsetDateTime::parse(text, &Rfc3339) {
        return Some(time);
    }
    if let Some(date) = read_date(text) {
        return Some(date.midnight().assume_utc());
    }
    // Without an offset, UTC is assumed.
    OffsetDateTime::parse(&format!("{}Z", text.replacen(' ', "T", 1)), &Rfc3339)
        .ok()
        .map(|it| PrimitiveDateTime::new(it.date(), it.time()).assume_utc())
}

/// Reads a date.
pub(crate) fn read_date(text: &str) -> Option<Date> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).ok()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::{Style, read_date_time, write_date_time};

    #[test]
    fn date_times_are_read_in_all_forms() {
        let time = datetime!(2029-01-31 22:00:00.5 UTC);
        for text in [
            "2029-01-31T22:00:00.5Z",
            "2029-01-31T22:00:00.500000",
            "2029-01-31 22:00:00.5",
            "2029-02-01T01:00:00.5+03:00",
        ] {
            assert_eq!(read_date_time(text), Some(time), "{text}");
        }
        let day = datetime!(2029-01-31 00:00:00 UTC);
        assert_eq!(read_date_time("2029-01-31"), Some(day));
        for text in [
            "",
            "yesterday",
            "2029-02-30",
            "2029-13-01T00:00:00Z",
            "2029",
            "Z",
        ] {
            assert_eq!(read_date_time(text), None, "{text}");
        }
    }

    #[test]
    fn date_times_are_written_in_three_forms() {
        let time = datetime!(2029-01-31 22:00:00.5 UTC);
        let written = [0, 1, 2, 3].map(|it| write_date_time(time, Style::of(it)));
        let expected = [
            "2029-01-31T22:00:00Z",
            "2029-01-31T22:00:00+00:00",
            "2029-01-31T22:00:00.500000+00:00",
            "2029-01-31T22:00:00Z",
        ];
        assert_eq!(written, expected);
    }
}
