//! The integers that limits, multiples and enums allow.

use crate::ir::Primitive;
use crate::node::{At, Node};

/// What some schemas say together of integers.
#[derive(Debug, Clone, Copy)]
pub struct Integers {
    /// The type of the narrowest format, if there is a format.
    pub format: Option<Primitive>,
    /// The integers that the limits allow.
    pub range: Range,
}

/// The integers between two limits, which both belong to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The least of them, if there is one.
    pub least: Option<i128>,
    /// The greatest of them, if there is one.
    pub most: Option<i128>,
}

impl Range {
    /// Returns the integers that some schemas allow together.
    pub fn of(together: &[At<'_>]) -> Self {
        let all = Self {
            least: None,
            most: None,
        };
        together.iter().fold(all, |range, at| {
            let own = Self::of_limits(at.node).and(Self::of_values(at.node));
            range.and(own)
        })
    }

    /// Returns the integers that both contain.
    fn and(self, other: Self) -> Self {
        Self {
            least: self.least.max(other.least),
            most: match (self.most, other.most) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            },
        }
    }

    fn of_limits(node: &Node) -> Self {
        let limit = |key: &str| node.get(key).and_then(Node::as_number).and_then(floor);
        let excludes = |key: &str| node.get(key).is_some_and(Node::is_true);
        let step = limit("multipleOf").filter(|(step, is_exact)| *step > 0 && *is_exact);
        let step = step.map_or(1, |(step, _)| step);
        // What a fraction cuts off below is not allowed; what an exclusive limit names neither.
        let least = limit("minimum").map(|(least, is_exact)| {
            let is_allowed = is_exact && !excludes("exclusiveMinimum");
            let least = least.saturating_add(i128::from(!is_allowed));
            least.saturating_add((-least.rem_euclid(step)).rem_euclid(step))
        });
        let most = limit("maximum").map(|(most, is_exact)| {
            let is_excluded = is_exact && excludes("exclusiveMaximum");
            let most = most.saturating_sub(i128::from(is_excluded));
            most.saturating_sub(most.rem_euclid(step))
        });
        Self { least, most }
    }

    /// Returns the integers between the values of an enum, if it has any.
    fn of_values(node: &Node) -> Self {
        let values = node.get("enum").map(Node::items).unwrap_or_default();
        let values = values.iter().filter_map(Node::as_number);
        let values: Vec<i128> = values.filter_map(floor).map(|(value, _)| value).collect();
        Self {
            least: values.iter().min().copied(),
            most: values.iter().max().copied(),
        }
    }
}

/// Returns the least and the greatest value of a type of integers.
pub fn bounds(primitive: Primitive) -> (i128, i128) {
    match primitive {
        Primitive::Int32 => (i32::MIN.into(), i32::MAX.into()),
        Primitive::UInt64 => (0, u64::MAX.into()),
        _ => (i64::MIN.into(), i64::MAX.into()),
    }
}

/// Returns how many values a type of integers has, less one.
pub fn width(primitive: Primitive) -> i128 {
    let (least, most) = bounds(primitive);
    most - least
}

/// Returns the greatest integer that is not above a number, and whether it is the number itself. A number beyond all
/// integers of 128 bits is the outermost of them. `None` if the text is not a number.
fn floor(number: &str) -> Option<(i128, bool)> {
    let (mantissa, exponent) = match number.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()),
        None => (number, Some(0)),
    };
    let is_negative = mantissa.starts_with('-');
    let unsigned = mantissa.trim_start_matches(['-', '+']);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    // The number of digits before the point. An exponent of many digits is far beyond any other.
    let point = match exponent {
        Some(exponent) => exponent.saturating_add(i64::try_from(whole.len()).ok()?),
        None if number.contains("e-") || number.contains("E-") => i64::MIN,
        None => i64::MAX,
    };
    let is_zero = digits.bytes().all(|it| it == b'0');
    let length = i64::try_from(digits.len()).ok()?;
    let before = usize::try_from(point.clamp(0, length)).ok()?;
    let (before, after) = digits.split_at(before);
    let zeros = usize::try_from(point.saturating_sub(length).clamp(0, 40)).ok()?;
    let is_exact = after.bytes().all(|it| it == b'0');
    let value = match format!("0{before}{}", "0".repeat(zeros)).parse::<i128>() {
        Ok(value) => value,
        Err(_) if is_zero => 0,
        Err(_) => i128::MAX,
    };
    Some(match is_negative {
        true => (
            -value - i128::from(!is_exact && value != i128::MAX),
            is_exact,
        ),
        false => (value, is_exact),
    })
}

#[cfg(test)]
mod tests {
    use super::floor;

    #[test]
    fn a_number_is_split_at_its_point() {
        for (number, expected) in [
            ("0", (0, true)),
            ("-0.0", (0, true)),
            ("7", (7, true)),
            ("-7", (-7, true)),
            ("1.5", (1, false)),
            ("-1.5", (-2, false)),
            ("1.50e1", (15, true)),
            ("-25e-1", (-3, false)),
            ("1e-400", (0, false)),
            ("-1e-400", (-1, false)),
            ("1e-99999999999999999999", (0, false)),
            ("0e99999999999999999999", (0, true)),
            ("9223372036854775807.5", (9_223_372_036_854_775_807, false)),
            ("1E3", (1000, true)),
            ("1e400", (i128::MAX, true)),
            ("-1e400", (-i128::MAX, true)),
        ] {
            assert_eq!(floor(number), Some(expected), "{number}");
        }
        assert_eq!(floor(".inf"), None);
    }
}
