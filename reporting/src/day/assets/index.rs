//! Assets by the values of a parameter.

use std::collections::BTreeMap;

use super::reported::{ReportedAsset, parameter};
use crate::day::error::DayError;

/// The assets of a [`Selection`](super::Selection) by their values of a parameter. An asset without a value is not in it.
#[derive(Debug, Clone)]
pub struct AssetIndex<'a> {
    parameter: String,
    /// By value, in the order of the selection.
    assets: BTreeMap<&'a str, Vec<&'a ReportedAsset>>,
}

impl<'a> AssetIndex<'a> {
    pub(super) fn new(all: &'a [ReportedAsset], parameter_id: &str) -> Self {
        let mut assets = BTreeMap::<_, Vec<_>>::new();
        for asset in all {
            if let Some(value) = parameter(&asset.asset, parameter_id) {
                assets.entry(value).or_default().push(asset);
            }
        }
        Self {
            parameter: parameter_id.to_owned(),
            assets,
        }
    }

    /// Finds the asset with this value.
    ///
    /// # Errors
    /// If no asset has this value, or several have it.
    pub fn find(&self, value: &str) -> Result<&'a ReportedAsset, DayError> {
        let found = self.assets.get(value).map_or(&[][..], Vec::as_slice);
        only(found, &self.parameter, value)
    }
}

/// The only one of the assets that have this value of a parameter.
pub(super) fn only<'a>(
    found: &[&'a ReportedAsset],
    parameter_id: &str,
    value: &str,
) -> Result<&'a ReportedAsset, DayError> {
    match found {
        [asset] => Ok(asset),
        [] => Err(DayError::UnknownAsset {
            parameter: parameter_id.to_owned(),
            value: value.to_owned(),
        }),
        several => Err(DayError::AmbiguousAsset {
            parameter: parameter_id.to_owned(),
            value: value.to_owned(),
            assets: several.iter().map(|it| it.id().to_owned()).collect(),
        }),
    }
}
