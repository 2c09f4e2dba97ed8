//! Exact decimals and integers, from the digits of a number.

use rust_decimal::Decimal;
use serde_core::de::{Deserialize, Deserializer, Error};
use serde_json::value::RawValue;

use super::Decode;

/// A decimal with exactly the digits of the number, which may be in quotes. A number that cannot be held
/// exactly is an error.
impl<'de> Decode<'de> for Decimal {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        digits(deserializer, "a decimal", parse_decimal)
    }
}

/// An integer, which may be in quotes and have a fraction of zeros (`5.0`).
impl<'de> Decode<'de> for i64 {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        digits(deserializer, "an integer", parse_integer)
    }
}

/// A non-negative integer, which may be in quotes and have a fraction of zeros (`5.0`).
impl<'de> Decode<'de> for u64 {
    fn decode<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        digits(deserializer, "an integer", parse_integer)
    }
}

/// Reads a number from its digits, since a float in between would round it.
fn digits<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    what: &str,
    parse: fn(&str) -> Option<T>,
) -> Result<T, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    let text = raw.get();
    // In quotes it is a string, in which characters may be escaped.
    let unquoted: Option<String> = text
        .starts_with('"')
        .then(|| serde_json::from_str(text).ok())
        .flatten();
    let number = unquoted.as_deref().unwrap_or(text);
    match parse(number) {
        Some(value) => Ok(value),
        None if is_number(number) => Err(D::Error::custom(format_args!(
            "the number {number} cannot be held exactly as {what}"
        ))),
        None => Err(D::Error::custom(format_args!("expected {what}"))),
    }
}

/// An integer from its digits; `None` if it has a fraction or is out of range.
fn parse_integer<T: std::str::FromStr + TryFrom<i128>>(text: &str) -> Option<T> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let decimal = parse_decimal(text)?.normalize();
    (decimal.scale() == 0)
        .then(|| T::try_from(decimal.mantissa()).ok())
        .flatten()
}

/// Reads a decimal exactly: digits, a fraction, an exponent. The scale is kept (`12.3400` has four
/// places). `None` for what is not a number or does not fit 96 bits and 28 places.
///
/// ```
/// use connect_runtime::decode::parse_decimal;
/// assert_eq!(parse_decimal("12.3400").unwrap().to_string(), "12.3400");
/// assert_eq!(parse_decimal("1e-7").unwrap().to_string(), "0.0000001");
/// assert_eq!(parse_decimal("1e-29"), None);
/// ```
pub fn parse_decimal(text: &str) -> Option<Decimal> {
    if let Some(decimal) = parse_short(text) {
        return Some(decimal);
    }
    let parts = split(text)?;
    let digits = format!("{}{}", parts.whole, parts.fraction);
    let digits = digits.trim_start_matches('0');
    // Scale: the number of digits after the point. The lengths are those of a string in memory, so they
    // fit an i64.
    let scale = (parts.fraction.len() as i64).checked_sub(parts.exponent)?;
    let (mantissa, scale) = if digits.is_empty() {
        (0, scale.clamp(0, MAX_SCALE))
    } else {
        fit(digits, scale)?
    };
    let signed = if parts.negative { -mantissa } else { mantissa };
    Decimal::try_from_i128_with_scale(signed, u32::try_from(scale).ok()?).ok()
}

/// Fast path for most numbers: at most 18 digits and no exponent, which fit an i64.
fn parse_short(text: &str) -> Option<Decimal> {
    const DIGITS: usize = 18;
    let (negative, number) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let is_one = !whole.is_empty() && !fraction.is_empty() && !fraction.contains('.');
    if !is_one || number.len() > DIGITS + 1 {
        return None;
    }
    let scale = number.len() - whole.len();
    let mut mantissa = 0_i64;
    for byte in number.bytes().filter(|byte| *byte != b'.') {
        let digit = byte.is_ascii_digit().then(|| i64::from(byte - b'0'))?;
        mantissa = mantissa.checked_mul(10)?.checked_add(digit)?;
    }
    let signed = if negative { -mantissa } else { mantissa };
    Some(Decimal::new(
        signed,
        u32::try_from(scale.saturating_sub(1)).ok()?,
    ))
}

/// The most places that a [`Decimal`] has.
const MAX_SCALE: i64 = 28;
/// The most digits that a [`Decimal`] has.
const MAX_DIGITS: i64 = 29;

/// The digits as a mantissa with a scale from 0 to 28. Trailing zeros are added or dropped where that makes
/// the number fit.
fn fit(digits: &str, scale: i64) -> Option<(i128, i64)> {
    if scale < 0 {
        let zeros = usize::try_from(-scale)
            .ok()
            .filter(|it| *it <= MAX_DIGITS as usize)?;
        return Some((format!("{digits}{}", "0".repeat(zeros)).parse().ok()?, 0));
    }
    let (mut digits, mut scale) = (digits, scale);
    let fits = |digits: &str, scale: i64| {
        scale <= MAX_SCALE && digits.parse::<i128>().is_ok_and(|it| it >> 96 == 0)
    };
    while !fits(digits, scale) {
        digits = digits.strip_suffix('0').filter(|_| scale > 0)?;
        scale -= 1;
    }
    Some((digits.parse().ok()?, scale))
}

struct Parts<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
    exponent: i64,
}

fn split(text: &str) -> Option<Parts<'_>> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (number, exponent) = match rest.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, read_exponent(exponent)?),
        None => (rest, 0),
    };
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return None,
        None => (number, ""),
    };
    let is_digits = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
    let is_number = !whole.is_empty() && is_digits(whole) && is_digits(fraction);
    is_number.then_some(Parts {
        negative,
        whole,
        fraction,
        exponent,
    })
}

/// An exponent that does not fit an i64 is replaced by a large one, since neither can be held.
fn read_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let size = digits
        .parse()
        .unwrap_or(i64::from(i32::MAX))
        .min(i64::from(i32::MAX));
    Some(if text.starts_with('-') { -size } else { size })
}

fn is_number(text: &str) -> bool {
    split(text).is_some()
}
