//! Quantities at the precision of their item.

use rust_decimal::Decimal;

/// A quantity with the decimal places of a precision, such as `Decimal(4)`; more places are kept, as is everything at a
/// precision that is not known.
pub(super) fn with_precision(quantity: Decimal, precision: &str) -> String {
    let mut quantity = quantity;
    if let Some(places) = places(precision)
        && quantity.scale() < places
    {
        quantity.rescale(places);
    }
    quantity.to_string()
}

fn places(precision: &str) -> Option<u32> {
    let precision = precision.to_ascii_lowercase();
    let places = precision.strip_prefix("decimal(")?.strip_suffix(')')?;
    places.parse().ok()
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::with_precision;

    #[test]
    fn places_are_added_and_never_cut() {
        let four = Decimal::new(40, 1);
        for (precision, expected) in [
            ("Decimal(4)", "4.0000"),
            ("decimal(8)", "4.00000000"),
            ("integer", "4.0"),
            ("", "4.0"),
            ("Decimal(0)", "4.0"),
        ] {
            assert_eq!(with_precision(four, precision), expected, "{precision}");
        }
        // As many places as fit.
        assert_eq!(
            with_precision(Decimal::MAX, "Decimal(8)"),
            Decimal::MAX.to_string()
        );
    }
}
