//! Numbers as text: what they hold, and how they compare.

use std::cmp::Ordering;

use rust_decimal::Decimal;

/// Reads a decimal exactly: digits, a fraction, an exponent. The scale is kept (`12.3400` has four
/// places). `None` for what is not a number or does not fit 96 bits and 28 places.
pub(super) fn parse(text: &str) -> Option<Decimal> {
    if let Some(decimal) = parse_short(text) {
        return Some(decimal);
    }
    let parts = split(text)?;
    let digits = format!("{}{}", parts.whole, parts.fraction);
    let mut digits = digits.trim_start_matches('0');
    // Scale: the number of digits after the point. The lengths are those of a string in memory, so they
    // fit an i64.
    let mut scale = (parts.fraction.len() as i64).checked_sub(parts.exponent)?;
    if digits.len() > 2 * MAX_DIGITS {
        let trimmed = digits.trim_end_matches('0');
        scale -= (digits.len() - trimmed.len()) as i64;
        digits = trimmed;
    }
    let (mantissa, scale) = if digits.is_empty() {
        (0, scale.clamp(0, MAX_SCALE))
    } else {
        fit(digits, scale)?
    };
    let signed = if parts.negative { -mantissa } else { mantissa };
    Decimal::try_from_i128_with_scale(signed, u32::try_from(scale).ok()?).ok()
}

/// Fast path for most numbers: at most 19 digits and no exponent, which fit 64 bits.
fn parse_short(text: &str) -> Option<Decimal> {
    const MOST: usize = 19;
    let (negative, number) = match text.as_bytes() {
        [b'-', number @ ..] => (true, number),
        number => (false, number),
    };
    if number.len() > MOST {
        return None;
    }
    let mut mantissa = 0_u64;
    let mut point = None;
    for (index, byte) in number.iter().enumerate() {
        match byte {
            b'0'..=b'9' => mantissa = mantissa * 10 + u64::from(byte - b'0'),
            b'.' if point.is_none() => point = Some(index),
            _ => return None,
        }
    }
    let whole = point.unwrap_or(number.len());
    let scale = point.map_or(0, |at| number.len() - at - 1);
    if whole == 0 || (point.is_some() && scale == 0) {
        return None;
    }
    // The lower and the upper half.
    let (low, middle) = (mantissa as u32, (mantissa >> 32) as u32);
    let negative = negative && mantissa != 0;
    Some(Decimal::from_parts(low, middle, 0, negative, scale as u32))
}

/// The most places that a [`Decimal`] has.
const MAX_SCALE: i64 = 28;
/// The most digits that a [`Decimal`] has.
const MAX_DIGITS: usize = 29;

/// The digits as a mantissa with a scale from 0 to 28. Trailing zeros are added or dropped where that makes
/// the number fit.
fn fit(digits: &str, scale: i64) -> Option<(i128, i64)> {
    if scale < 0 {
        let zeros = usize::try_from(-scale)
            .ok()
            .filter(|it| *it <= MAX_DIGITS)?;
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

/// The text of a number, without leading zeros of its integer part; `None` for what is not a number.
pub(super) fn canonical(text: &str) -> Option<String> {
    let parts = split(text)?;
    let sign = if parts.negative { "-" } else { "" };
    let rest = &text[sign.len() + parts.whole.len()..];
    let whole = match parts.whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    Some(format!("{sign}{whole}{rest}"))
}

/// The number without an exponent, if that takes at most 400 places; otherwise the text.
pub(super) fn plain(text: &str) -> String {
    const MOST: i64 = 400;
    let Some(parts) = split(text) else {
        return text.to_owned();
    };
    let digits = format!("{}{}", parts.whole, parts.fraction);
    // The position of the point among the digits.
    let point = parts.exponent.saturating_add(parts.whole.len() as i64);
    if parts.exponent == 0 || !(-MOST..=MOST).contains(&point) {
        return text.to_owned();
    }
    let sign = if parts.negative { "-" } else { "" };
    let before = "0".repeat(usize::try_from(1 - point).unwrap_or(0));
    let missing = point - digits.len() as i64;
    let behind = "0".repeat(usize::try_from(missing).unwrap_or(0));
    let all = format!("{before}{digits}{behind}");
    let (whole, fraction) = all.split_at(usize::try_from(point.max(1)).unwrap_or(1));
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    match fraction {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

/// What a number is, whatever its spelling: 0.`digits` times ten to the power of `point`.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Value {
    negative: bool,
    point: i64,
    /// Without zeros at either end; empty for zero.
    digits: String,
}

impl Value {
    /// `None` for what is not a number.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let parts = split(text)?;
        let all = format!("{}{}", parts.whole, parts.fraction);
        let digits = all.trim_start_matches('0');
        if digits.is_empty() {
            return Some(Self::default());
        }
        let zeros = all.len() - digits.len();
        let point = parts.whole.len() as i64 - zeros as i64;
        Some(Self {
            negative: parts.negative,
            point: parts.exponent.saturating_add(point),
            digits: digits.trim_end_matches('0').to_owned(),
        })
    }

    /// The number of digits, without zeros at either end.
    pub(crate) fn digits(&self) -> usize {
        self.digits.len()
    }

    fn sign(&self) -> i8 {
        match (self.digits.is_empty(), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    fn magnitude(&self) -> (i64, &str) {
        (self.point, &self.digits)
    }
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_magnitude = || match self.negative {
            true => other.magnitude().cmp(&self.magnitude()),
            false => self.magnitude().cmp(&other.magnitude()),
        };
        self.sign().cmp(&other.sign()).then_with(by_magnitude)
    }
}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
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

/// An exponent beyond an i64 counts as one of 2^62, in either direction.
fn read_exponent(text: &str) -> Option<i64> {
    const MOST: i64 = 1 << 62;
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let size = digits.parse().unwrap_or(MOST).min(MOST);
    Some(if text.starts_with('-') { -size } else { size })
}
