//! Numbers and times compared by what they mean, from their texts.

/// A number as sign, digits without zeros at either end, and the power of ten of the last digit.
///
/// # Panics
/// When the text is not a number.
#[must_use]
pub fn number(text: &str) -> (bool, String, i64) {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (front, power) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
    let mut power: i64 = power.parse().expect("a power");
    let (whole, fraction) = front.split_once('.').unwrap_or((front, ""));
    let digits = format!("{whole}{fraction}");
    assert!(
        digits.bytes().all(|it| it.is_ascii_digit()),
        "{text} is not a number"
    );
    power -= i64::try_from(fraction.len()).expect("a length");
    let short = digits.trim_end_matches('0');
    power += i64::try_from(digits.len() - short.len()).expect("a length");
    let digits = short.trim_start_matches('0');
    if digits.is_empty() {
        (false, String::new(), 0)
    } else {
        (negative, digits.to_owned(), power)
    }
}

/// A time: seconds since 1970 in UTC, nanoseconds, and the offset in minutes.
pub type Instant = (i64, u32, i64);

/// Reads a time; without an offset it is in UTC.
#[must_use]
pub fn instant(text: &str) -> Option<Instant> {
    let (date, rest) = text.split_once('T')?;
    let sign = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
    let (clock, offset) = rest.split_at(sign);
    let minutes = match offset {
        "" | "Z" => 0,
        _ => {
            let (hours, minutes) = offset[1..].split_once(':')?;
            let minutes = hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?;
            if offset.starts_with('-') {
                -minutes
            } else {
                minutes
            }
        }
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let parts: Vec<i64> = clock
        .split(':')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    let [hour, minute, second] = parts[..] else {
        return None;
    };
    let nanoseconds = format!("{fraction:0<9}").parse().ok()?;
    let seconds = days(date)? * 86_400 + hour * 3600 + minute * 60 + second - minutes * 60;
    Some((seconds, nanoseconds, minutes))
}

/// The days from 1970-01-01 to a date.
#[must_use]
pub fn days(date: &str) -> Option<i64> {
    let parts: Vec<i64> = date
        .split('-')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    let [year, month, day] = parts[..] else {
        return None;
    };
    // Years begin in March here, so that the day that comes and goes is a year's last.
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(
        year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year
            - 719_468,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_apart_by_value_only() {
        for (left, right) in [
            ("1e-7", "0.0000001"),
            ("12.3400", "12.34"),
            ("-0.0", "0"),
            ("100", "1E+2"),
        ] {
            assert_eq!(number(left), number(right));
        }
        for (left, right) in [
            ("1", "-1"),
            ("9007199254740993", "9007199254740992"),
            ("0.1", "0.10000000000000001"),
        ] {
            assert_ne!(number(left), number(right));
        }
    }

    #[test]
    fn times_are_read() {
        assert_eq!(instant("1970-01-01T00:00:00Z"), Some((0, 0, 0)));
        assert_eq!(
            instant("2000-03-01T00:00:00.25"),
            Some((951_868_800, 250_000_000, 0))
        );
        assert_eq!(instant("1969-12-31T23:30:00-00:30"), Some((0, 0, -30)));
        assert_eq!(instant("2029-01-01"), None);
    }
}
