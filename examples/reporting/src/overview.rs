//! What became of the reports of a day, read with the blocking client.

use std::collections::BTreeMap;

use connect_usage::blocking::{Client, Rows};
use connect_usage::files::filter::EXTERNAL_ID;
use connect_usage::models::UsageFileSummary;
use connect_usage::{Date, Error, Pattern, files};

use crate::table::prefix;

/// Counts the reports of a day by their status.
///
/// # Errors
/// If the list cannot be read.
pub fn overview(client: &Client, day: Date) -> Result<BTreeMap<String, usize>, Error> {
    let of_the_day = EXTERNAL_ID.like(Pattern::starts_with(prefix(day)));
    count(client.stream(files::list().filter(of_the_day)))
}

/// Counts reports by their status.
///
/// # Errors
/// If a row cannot be read: a number that lacks reports would look right.
pub fn count(reports: Rows<UsageFileSummary>) -> Result<BTreeMap<String, usize>, Error> {
    let mut counts = BTreeMap::new();
    for report in reports {
        let status = report?.status;
        let status = status.map_or("without a status".to_owned(), |it| it.to_string());
        *counts.entry(status).or_default() += 1;
    }
    Ok(counts)
}
