//! Ids that are the same in every run.

use std::fmt::Write;
use std::{error, fmt};

use super::period::Period;
use crate::usage::text::short;

/// The largest number of characters of an id.
pub const MAX_ID: usize = 255;

/// Why parts cannot be joined to an id.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum IdError {
    /// A part is empty, so that two objects could have the same id.
    Empty(&'static str),
    /// The id has more than [`MAX_ID`] characters. This is what it would be.
    TooLong(String),
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty(part) => write!(f, "cannot create an id without {part}"),
            Self::TooLong(id) => write!(
                f,
                "the id `{}` is too long: expected at most {MAX_ID} characters, found {}",
                short(id),
                id.chars().count()
            ),
        }
    }
}

impl error::Error for IdError {}

/// The id of a record: the asset, the period and the item.
///
/// It has the form `ASSET/PERIOD/ITEM`, where the period is its [`key`](Period::key), with the year. So it is the same
/// whenever the same usage is reported, and different for any other asset, item or period. In the parts, `/`, `%`, spaces
/// and characters that cells do not keep are replaced by `%` and their code, as in URLs: no two different texts become the
/// same.
///
/// ```
/// use connect_reporting::day::{Period, Zone, record_id, record_id_with};
///
/// let day = Period::day("2029-01-31", &Zone::utc())?;
/// assert_eq!(record_id("AS-1", "CPU", &day)?, "AS-1/2029-01-31/CPU");
/// assert_eq!(record_id_with("AS-1", "CPU h", &day, "eu/west")?, "AS-1/2029-01-31/CPU%20h/eu%2Fwest");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If the asset or the item is empty, or the id is longer than [`MAX_ID`].
pub fn record_id(asset: &str, item: &str, period: &Period) -> Result<String, IdError> {
    join(&[
        ("an asset", asset),
        ("a period", &period.key()),
        ("an item", item),
    ])
}

/// [`record_id`] with one more part, where an item of an asset has several records in a period: `ASSET/PERIOD/ITEM/PART`.
///
/// # Errors
/// As for it, and if the part is empty.
pub fn record_id_with(
    asset: &str,
    item: &str,
    period: &Period,
    part: &str,
) -> Result<String, IdError> {
    join(&[
        ("an asset", asset),
        ("a period", &period.key()),
        ("an item", item),
        ("the part behind the item", part),
    ])
}

/// The vendor's own id of a report, by which a later run finds it: `PRODUCT/CONTRACT/PERIOD`, and the currency behind it if
/// there is one. Its parts are those of [`record_id`], so it has the year.
///
/// # Errors
/// If a part is empty, or the id is longer than [`MAX_ID`].
pub fn report_id(
    product: &str,
    contract: &str,
    period: &Period,
    currency: Option<&str>,
) -> Result<String, IdError> {
    let key = period.key();
    let mut parts = vec![
        ("a product", product),
        ("a contract", contract),
        ("a period", key.as_str()),
    ];
    parts.extend(currency.map(|it| ("a currency", it)));
    join(&parts)
}

fn join(parts: &[(&'static str, &str)]) -> Result<String, IdError> {
    let mut id = String::new();
    for (name, part) in parts {
        if part.is_empty() {
            return Err(IdError::Empty(name));
        }
        if !id.is_empty() {
            id.push('/');
        }
        escape(part, &mut id);
    }
    match id.chars().count() <= MAX_ID {
        true => Ok(id),
        false => Err(IdError::TooLong(id)),
    }
}

/// Appends a part. What cannot stand in it, or would not come back from a cell, is replaced by the codes of its bytes.
fn escape(part: &str, id: &mut String) {
    let mut rest = part.chars().peekable();
    while let Some(character) = rest.next() {
        let is_kept = match character {
            '/' | '%' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
            // Some readers of workbooks replace `_x0041_`.
            '_' => rest.peek() != Some(&'x'),
            other => !other.is_whitespace() && !other.is_control(),
        };
        if is_kept {
            id.push(character);
            continue;
        }
        let mut bytes = [0; 4];
        for byte in character.encode_utf8(&mut bytes).bytes() {
            // Writing to a string never fails.
            let _ = write!(id, "%{byte:02X}");
        }
    }
}
