//! The functions of [`crate::day`] that read the platform.

use connect_usage::Error;
use connect_usage::blocking::Client;
use connect_usage::models::UsageFileSchema;

use crate::day::{self, AssetQuery, DayError, Items, Outcomes, Selection};

/// Reads the assets of a query: [`AssetQuery::read`].
///
/// # Errors
/// If a request fails, or the list changes during each of three attempts ([`DayError::Unstable`]).
pub fn assets(client: &Client, query: &AssetQuery) -> Result<Selection, DayError> {
    client.run(async |client| query.read(client).await)
}

/// Reads the items of a product: [`Items::read`].
///
/// # Errors
/// If a request fails, an item cannot be read, or the list changes while it is read.
pub fn items(client: &Client, product: &str) -> Result<Items, DayError> {
    client.run(async |client| Items::read(client, product).await)
}

/// The currency of a marketplace: [`day::currency`].
///
/// # Errors
/// If the request fails.
pub fn currency(client: &Client, marketplace: &str) -> Result<Option<String>, Error> {
    client.run(async |client| day::currency(client, marketplace).await)
}

/// The currency of the marketplace of a contract: [`day::contract_currency`].
///
/// # Errors
/// If a request fails, the contract has no marketplace, or the marketplace has no currency.
pub fn contract_currency(client: &Client, contract: &str) -> Result<String, DayError> {
    client.run(async |client| day::contract_currency(client, contract).await)
}

/// The schema of the usage reports of a product: [`day::schema`].
///
/// # Errors
/// If the request fails, or the product has no schema, or one that is not known.
pub fn schema(client: &Client, product: &str) -> Result<UsageFileSchema, DayError> {
    client.run(async |client| day::schema(client, product).await)
}

/// The id of the parameter for reconciliation: [`day::reconciliation_parameter`].
///
/// # Errors
/// If a request fails, or several parameters are for reconciliation.
pub fn reconciliation_parameter(
    client: &Client,
    product: &str,
) -> Result<Option<String>, DayError> {
    client.run(async |client| day::reconciliation_parameter(client, product).await)
}

/// Runs a function for each, one after the other, as [`day::for_each`] does. A failure stops none of the others.
pub fn for_each<K, T, E>(
    all: impl IntoIterator<Item = K>,
    mut work: impl FnMut(&K) -> Result<T, E>,
) -> Outcomes<K, T, E> {
    Outcomes::new(all.into_iter().map(|of| {
        let result = work(&of);
        (of, result)
    }))
}
