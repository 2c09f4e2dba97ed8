//! The terms of a report: its currency, its schema, and what tells assets apart.

use connect_usage::directory::models::Parameter;
use connect_usage::directory::product_parameters::filter;
use connect_usage::directory::{contracts, marketplaces, product_parameters, products};
use connect_usage::models::UsageFileSchema;
use connect_usage::{Client, Error, OpenEnum};

use super::error::DayError;

/// The currency of a marketplace, as three letters. `None` if the marketplace has none.
///
/// # Errors
/// If the request fails.
pub async fn currency(client: &Client, marketplace: &str) -> Result<Option<String>, Error> {
    let marketplace = client.send(marketplaces::get(marketplace)).await?;
    Ok(marketplace.currency.filter(|it| !it.is_empty()))
}

/// The currency of the marketplace of a contract, as three letters.
///
/// # Errors
/// If a request fails, the contract has no marketplace, or the marketplace has no currency
/// ([`DayError::NoCurrency`]).
pub async fn contract_currency(client: &Client, contract: &str) -> Result<String, DayError> {
    let contract = client.send(contracts::get(contract)).await?;
    let Some(marketplace) = contract.marketplace.and_then(|it| it.id) else {
        return Err(DayError::Missing {
            id: contract.id,
            member: "marketplace",
        });
    };
    let currency = currency(client, &marketplace).await?;
    currency.ok_or(DayError::NoCurrency { marketplace })
}

/// The schema of the usage reports of a product, as the API spells it in reports.
///
/// # Errors
/// If the request fails, the product has no schema ([`DayError::NoSchema`]), or one that is not known.
pub async fn schema(client: &Client, product: &str) -> Result<UsageFileSchema, DayError> {
    let found = client.send(products::get(product)).await?;
    let capability = found.capabilities.and_then(|it| it.ppu);
    let schema = capability.and_then(|it| it.schema);
    let Some(schema) = schema.filter(|it| !it.as_str().is_empty()) else {
        let product = product.to_owned();
        return Err(DayError::NoSchema { product });
    };
    // Products have it in upper case, reports in lower case.
    match UsageFileSchema::from(schema.as_str().to_ascii_lowercase()) {
        UsageFileSchema::Unrecognized(_) => Err(DayError::UnknownSchema {
            product: product.to_owned(),
            schema: schema.as_str().to_owned(),
        }),
        known => Ok(known),
    }
}

/// The id of the parameter by whose values assets are reconciled. `None` if the product has none.
///
/// # Errors
/// If a request fails, or several parameters are for reconciliation.
pub async fn reconciliation_parameter(
    client: &Client,
    product: &str,
) -> Result<Option<String>, DayError> {
    let is_marked = filter::CONSTRAINTS_RECONCILIATION.eq(true);
    let list = product_parameters::list(product).filter(is_marked);
    let parameters: Vec<Parameter> = client.stream(list).collect().await?;
    // The platform ignores filters that it does not know.
    let marked = parameters.into_iter().filter(|it| {
        let constraints = it.constraints.as_ref();
        constraints.and_then(|it| it.reconciliation) == Some(true)
    });
    let mut names: Vec<_> = marked.map(|it| it.name.unwrap_or(it.id)).collect();
    match names.len() {
        0 | 1 => Ok(names.pop()),
        _ => Err(DayError::SeveralReconciliationParameters {
            product: product.to_owned(),
            parameters: names,
        }),
    }
}
