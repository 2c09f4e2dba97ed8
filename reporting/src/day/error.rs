//! Errors of the reporting day.

use std::{error, fmt};

use connect_usage::Error;

use super::ids::IdError;
use crate::listing::{ListError, write_unstable};
use crate::usage::text::short;

/// Why something cannot be read from the platform, or lacks what a report needs.
#[derive(Debug)]
#[non_exhaustive]
pub enum DayError {
    /// A call failed.
    Call(Error),
    /// A record or a report cannot have a stable id.
    Id(IdError),
    /// A list changed during each of several attempts to read it, so that rows could be missing.
    Unstable {
        /// The number of rows that the platform said there were.
        expected: u64,
        /// The number of different rows that were read.
        found: u64,
    },
    /// An asset does not have this parameter, or the parameter has no value.
    MissingParameter {
        /// The id of the asset.
        asset: String,
        /// The id of the parameter.
        parameter: String,
    },
    /// An object lacks something that a report needs, such as the contract of an asset.
    Missing {
        /// The id of the object.
        id: String,
        /// What it lacks.
        member: &'static str,
    },
    /// No asset has this value of a parameter.
    UnknownAsset {
        /// The id of the parameter.
        parameter: String,
        /// The value.
        value: String,
    },
    /// Several assets have this value of a parameter, so that a row cannot name one of them by it.
    AmbiguousAsset {
        /// The id of the parameter.
        parameter: String,
        /// The value.
        value: String,
        /// The ids of the assets.
        assets: Vec<String>,
    },
    /// The marketplace has no currency.
    NoCurrency {
        /// The id of the marketplace.
        marketplace: String,
    },
    /// The product does not say which schema its reports have.
    NoSchema {
        /// The id of the product.
        product: String,
    },
    /// The product has a schema that this version does not know.
    UnknownSchema {
        /// The id of the product.
        product: String,
        /// The schema.
        schema: String,
    },
    /// Several parameters of the product are for reconciliation.
    SeveralReconciliationParameters {
        /// The id of the product.
        product: String,
        /// The ids of the parameters.
        parameters: Vec<String>,
    },
}

impl fmt::Display for DayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::Id(error) => error.fmt(f),
            Self::Unstable { expected, found } => write_unstable(f, *expected, *found),
            Self::MissingParameter { asset, parameter } => write!(
                f,
                "the asset {} has no value for the parameter `{}`; set it, or name the asset by its id",
                short(asset),
                short(parameter)
            ),
            Self::Missing { id, member } => write!(f, "{} has no {member}", short(id)),
            Self::UnknownAsset { parameter, value } => write!(
                f,
                "no asset has the value `{}` of the parameter `{}`",
                short(value),
                short(parameter)
            ),
            Self::AmbiguousAsset {
                parameter,
                value,
                assets,
            } => write!(
                f,
                "several assets have the value `{}` of the parameter `{}`: {}; name the asset by its id",
                short(value),
                short(parameter),
                short(&assets.join(", "))
            ),
            Self::NoCurrency { marketplace } => write!(
                f,
                "the marketplace {} has no currency; give the currency of the report yourself",
                short(marketplace)
            ),
            Self::NoSchema { product } => write!(
                f,
                "the product {} has no usage schema; enable its pay-as-you-go capability, or give the schema yourself",
                short(product)
            ),
            Self::UnknownSchema { product, schema } => write!(
                f,
                "the product {} has the schema `{}`; expected QT, CR, PR or TR",
                short(product),
                short(schema)
            ),
            Self::SeveralReconciliationParameters {
                product,
                parameters,
            } => write!(
                f,
                "the product {} has several parameters for reconciliation: {}; choose one of them yourself",
                short(product),
                short(&parameters.join(", "))
            ),
        }
    }
}

impl error::Error for DayError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            // It is printed as a whole, with what it has as its source.
            Self::Call(error) => error.source(),
            _ => None,
        }
    }
}

impl From<Error> for DayError {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

impl From<IdError> for DayError {
    fn from(error: IdError) -> Self {
        Self::Id(error)
    }
}

impl From<ListError> for DayError {
    fn from(error: ListError) -> Self {
        match error {
            ListError::Call(error) => Self::Call(error),
            ListError::Unstable { expected, found } => Self::Unstable { expected, found },
        }
    }
}
