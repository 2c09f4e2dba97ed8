//! Quantities in units of the last decimal place.

use connect_reporting::day::{Precision, PrecisionError, never_down};
use connect_usage::Decimal;
use proptest::prelude::*;

fn precision(text: &str) -> Precision {
    text.parse().expect("a precision")
}

fn units(places: &str, quantity: &str) -> Result<i128, PrecisionError> {
    let quantity: Decimal = quantity.parse().expect("a number");
    precision(places).units(&quantity)
}

#[test]
fn precisions_are_read_in_every_spelling() {
    for (text, places) in [
        ("integer", 0),
        ("Integer", 0),
        ("decimal(8)", 8),
        ("Decimal(8)", 8),
        ("DECIMAL(1)", 1),
        ("decimal(0)", 0),
        ("decimal(28)", 28),
    ] {
        assert_eq!(precision(text).places(), places, "{text}");
    }
    for text in [
        "",
        "decimal",
        "decimal()",
        "decimal(+8)",
        "decimal(29)",
        "decimal(8",
        "8",
        "decimal(99999999999)",
    ] {
        let error = text.parse::<Precision>().expect_err(text);
        assert_eq!(error, PrecisionError::Unknown(text.to_owned()));
    }
}

#[test]
fn quantities_are_rounded_down_exactly() {
    for (places, quantity, expected) in [
        ("integer", "4.999", 4),
        ("integer", "0", 0),
        ("decimal(2)", "4.999", 499),
        ("decimal(8)", "0.1", 10_000_000),
        ("decimal(8)", "0.123456789", 12_345_678),
        // What a float of 64 bits would not keep.
        ("decimal(2)", "1.15", 115),
        (
            "decimal(8)",
            "10000000000000000.00000001",
            1_000_000_000_000_000_000_000_001,
        ),
        ("decimal(1)", "-0.25", -3),
    ] {
        assert_eq!(units(places, quantity), Ok(expected), "{quantity}");
    }
}

#[test]
fn what_cannot_be_exact_is_an_error() {
    for (places, quantity) in [
        ("integer", "1e300"),
        ("decimal(28)", "79228162514264337593543950335"),
    ] {
        let too_large = units(places, quantity);
        assert!(
            matches!(too_large, Err(PrecisionError::TooLarge(_))),
            "{too_large:?}"
        );
    }
}

#[test]
fn a_counter_never_goes_down() {
    assert_eq!(
        [never_down(5, 4), never_down(5, 5), never_down(5, 6)],
        [5, 5, 6]
    );
}

proptest! {
    #[test]
    fn units_are_the_integer_part_of_the_digits(digits in 0_u64.., scale in 0_u32..19, places in 0_u32..9) {
        let text = format!("{digits:0>20}");
        let (before, after) = text.split_at(20 - scale as usize);
        let quantity = format!("{}.{after}0", before.trim_start_matches('0'));
        let quantity = if quantity.starts_with('.') { format!("0{quantity}") } else { quantity };
        let units = units(&format!("decimal({places})"), &quantity);
        let mut all = format!("{before}{after:0<30}");
        all.truncate(before.len() + places as usize);
        prop_assert_eq!(units, Ok(all.parse().expect("an integer")));
    }
}
