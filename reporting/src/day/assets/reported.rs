//! An asset and the span it is to be reported for.

use std::fmt;

use connect_usage::directory::models::Asset;

use crate::day::error::DayError;
use crate::day::span::Span;
use crate::usage::AssetBy;

/// An asset that is to be reported, and the part of the period that it is to be reported for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ReportedAsset {
    /// The asset, as the platform has it.
    pub asset: Asset,
    /// From the period's start or the creation of the asset, whichever is later, to the period's end or the stop of the
    /// asset, whichever is earlier.
    pub span: Span,
}

/// The id.
impl fmt::Display for ReportedAsset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl ReportedAsset {
    /// The id, such as `AS-0000-0000-0000`.
    pub fn id(&self) -> &str {
        &self.asset.id
    }

    /// The value of a parameter by its id, such as `project_id`.
    ///
    /// # Errors
    /// If the asset has no such parameter, or its value is empty.
    pub fn parameter(&self, id: &str) -> Result<&str, DayError> {
        parameter(&self.asset, id).ok_or_else(|| DayError::MissingParameter {
            asset: self.asset.id.clone(),
            parameter: id.to_owned(),
        })
    }

    /// Names the asset by its id in rows. The id is unique.
    pub fn by_id(&self) -> AssetBy {
        AssetBy::id(self.id())
    }

    /// Names the asset by the value of a parameter in rows. [`Selection::find`](super::Selection::find) tells whether
    /// another asset has the same.
    ///
    /// # Errors
    /// As for [`parameter`](Self::parameter).
    pub fn by_parameter(&self, id: &str) -> Result<AssetBy, DayError> {
        Ok(AssetBy::parameter(id, self.parameter(id)?))
    }

    /// The id of the product.
    ///
    /// # Errors
    /// If the asset has none.
    pub fn product(&self) -> Result<&str, DayError> {
        let product = self.asset.product.as_ref();
        self.required(product.and_then(|it| it.id.as_deref()), "product")
    }

    /// The id of the contract.
    ///
    /// # Errors
    /// If the asset has none.
    pub fn contract(&self) -> Result<&str, DayError> {
        let contract = self.asset.contract.as_ref();
        self.required(contract.and_then(|it| it.id.as_deref()), "contract")
    }

    /// The id of the marketplace, which has the currency.
    ///
    /// # Errors
    /// If the asset has none.
    pub fn marketplace(&self) -> Result<&str, DayError> {
        let marketplace = self.asset.marketplace.as_ref();
        self.required(marketplace.and_then(|it| it.id.as_deref()), "marketplace")
    }

    fn required<'a>(
        &'a self,
        value: Option<&'a str>,
        member: &'static str,
    ) -> Result<&'a str, DayError> {
        value.ok_or_else(|| DayError::Missing {
            id: self.asset.id.clone(),
            member,
        })
    }
}

/// The value of a parameter that is not empty.
pub(super) fn parameter<'a>(asset: &'a Asset, id: &str) -> Option<&'a str> {
    let parameters = asset.params.iter().flatten();
    let mut values = parameters.filter(|it| it.id.as_deref() == Some(id));
    values.find_map(|it| it.value.as_deref().filter(|it| !it.trim().is_empty()))
}
