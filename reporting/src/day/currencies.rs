//! One report for each currency.

use std::collections::HashSet;
use std::{error, fmt};

use super::groups::grouped;
use crate::usage::text::short;
use crate::usage::{UsageRow, UsageWorkbook, WriteError, WrittenWorkbook};

/// The rows of one currency, written to workbooks. Each workbook belongs to a report of its own.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CurrencyReport {
    /// The currency, for the report.
    pub currency: String,
    /// The workbooks: one, or as many as the rows need.
    pub workbooks: Vec<WrittenWorkbook>,
}

/// Why rows are not grouped by currency, or not written.
#[derive(Debug)]
#[non_exhaustive]
pub enum CurrencyError {
    /// A currency is not three capital letters.
    Invalid {
        /// The number of the row, from 1.
        row: u64,
        /// What was given.
        found: String,
    },
    /// Rows of two currencies have the same record id, which would be in two reports.
    Duplicate {
        /// The record id.
        record_id: String,
        /// The currency of the later row.
        currency: String,
    },
    /// The workbook of a currency cannot be written.
    Write {
        /// The currency.
        currency: String,
        /// Why.
        source: WriteError,
    },
}

impl fmt::Display for CurrencyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid { row, found } => write!(
                f,
                "row {row}: expected a currency of three capital letters, found `{}`",
                short(found)
            ),
            Self::Duplicate {
                record_id,
                currency,
            } => write!(
                f,
                "the record id `{}` in {currency} is also that of a row in another currency",
                short(record_id)
            ),
            Self::Write { currency, source } => write!(f, "{currency}: {source}"),
        }
    }
}

impl error::Error for CurrencyError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            // It is printed as a whole, with what it has as its source.
            Self::Write { source, .. } => source.source(),
            _ => None,
        }
    }
}

/// Groups rows by their currency, since a report has one. The groups are in the order of their first rows, and the rows of
/// each in the order in which they come. There is a group for every row.
///
/// ```
/// use connect_reporting::day::by_currency;
///
/// let groups = by_currency([("EUR", 1), ("USD", 2), ("EUR", 3)])?;
/// assert_eq!(groups, [("EUR".to_owned(), vec![1, 3]), ("USD".to_owned(), vec![2])]);
/// # Ok::<(), connect_reporting::day::CurrencyError>(())
/// ```
///
/// # Errors
/// If a currency is not three capital letters: `eur` would become a report beside that of `EUR`.
pub fn by_currency<C: AsRef<str>, T>(
    rows: impl IntoIterator<Item = (C, T)>,
) -> Result<Vec<(String, Vec<T>)>, CurrencyError> {
    let checked = (1..).zip(rows).map(|(number, (currency, row))| {
        let currency = currency.as_ref();
        let is_code = currency.len() == 3 && currency.bytes().all(|it| it.is_ascii_uppercase());
        match is_code {
            true => Ok((currency.to_owned(), row)),
            false => Err(CurrencyError::Invalid {
                row: number,
                found: currency.to_owned(),
            }),
        }
    });
    let checked: Vec<_> = checked.collect::<Result<_, _>>()?;
    Ok(grouped(checked))
}

/// Writes rows to workbooks in memory, those of each currency to their own. The function returns the settings of a
/// workbook, such as its schema and its categories.
///
/// # Errors
/// As for [`by_currency`], if rows of two currencies have the same record id, or if the rows of a currency are broken.
/// Nothing was written then.
pub fn write_by_currency<C: AsRef<str>>(
    rows: impl IntoIterator<Item = (C, UsageRow)>,
    settings: impl Fn(&str) -> UsageWorkbook,
) -> Result<Vec<CurrencyReport>, CurrencyError> {
    let groups = by_currency(rows)?;
    check_unique(&groups)?;
    let write = |currency: &str, rows: &[UsageRow]| {
        let mut writer = settings(currency).in_memory()?;
        rows.iter().try_for_each(|row| writer.add(row))?;
        writer.finish()
    };
    let reports = groups
        .into_iter()
        .map(|(currency, rows)| match write(&currency, &rows) {
            Ok(workbooks) => Ok(CurrencyReport {
                currency,
                workbooks,
            }),
            Err(source) => Err(CurrencyError::Write { currency, source }),
        });
    reports.collect()
}

/// Checks that no two currencies have a record id in common. Within one, its workbook checks it.
fn check_unique(groups: &[(String, Vec<UsageRow>)]) -> Result<(), CurrencyError> {
    let mut before = HashSet::new();
    for (currency, rows) in groups {
        let ids = || rows.iter().map(|it| it.record_id.as_str());
        if let Some(id) = ids().find(|it| before.contains(it)) {
            return Err(CurrencyError::Duplicate {
                record_id: id.to_owned(),
                currency: currency.clone(),
            });
        }
        before.extend(ids().filter(|it| !it.is_empty()));
    }
    Ok(())
}
