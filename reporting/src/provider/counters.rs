//! What assets have used altogether, in units of a billing system.

use connect_usage::aggregates::{self, filter};
use connect_usage::models::Aggregate;
use connect_usage::{Client, Decimal, Filter};

use super::error::ProviderError;
use crate::day::{Precision, PrecisionError};
use crate::listing;

/// How much an asset has used of an item, as the platform adds it up.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Counter {
    /// The aggregate, as the platform has it.
    pub aggregate: Aggregate,
}

impl Counter {
    /// The id of the asset, `AS-…`, if the platform says it.
    pub fn asset_id(&self) -> Option<&str> {
        self.aggregate.asset.as_ref()?.id.as_deref()
    }

    /// The global id of the item, if the platform says it.
    pub fn item_id(&self) -> Option<&str> {
        self.aggregate.item.as_ref()?.id.as_deref()
    }

    /// How much was accepted, in units of the item's last decimal place, rounded down. A billing system that must never count
    /// down passes it through [`never_down`](crate::day::never_down).
    ///
    /// # Errors
    /// If the platform does not say how exact the item is, or the quantity has too many digits. A missing quantity is 0.
    pub fn units(&self) -> Result<i128, PrecisionError> {
        let item = self.aggregate.item.as_ref();
        let precision = item.and_then(|it| it.precision.as_deref());
        let precision: Precision = precision.unwrap_or_default().parse()?;
        let accepted = self.aggregate.accepted.as_ref();
        precision.units(accepted.unwrap_or(&Decimal::ZERO))
    }
}

/// Reads what assets have used altogether, of those that pass a filter. They are totals over the reports of all schemas. See `connect_usage::aggregates::filter` for its
/// fields.
///
/// # Errors
/// If a request fails, a row cannot be read, or the list changes while it is read.
pub async fn counters(
    client: &Client,
    filter: Option<Filter<filter::Scope>>,
) -> Result<Vec<Counter>, ProviderError> {
    let list = || aggregates::list().filter(filter.clone());
    // Rows have no id: a pair of an asset and an item has one row for each currency.
    let found = listing::read(client, list, key).await?;
    let rows = found.into_rows()?.into_iter();
    Ok(rows.map(|aggregate| Counter { aggregate }).collect())
}

fn key(aggregate: &Aggregate) -> String {
    let asset = aggregate.asset.as_ref().and_then(|it| it.id.as_deref());
    let item = aggregate.item.as_ref().and_then(|it| it.id.as_deref());
    format!("{asset:?} {item:?} {:?}", aggregate.currency)
}
