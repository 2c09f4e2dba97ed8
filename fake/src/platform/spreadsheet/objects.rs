//! Finds the items and assets that rows name, in a catalog or in the directory.

use super::catalog::{Catalog, Known};
use crate::platform::model::record::{Asset, Item};

/// What a name stands for.
pub(super) enum Found<T> {
    /// Nothing is known: every name is accepted, and an object is made up for it.
    Unknown,
    /// There is no such object.
    Missing,
    /// Several objects have this name.
    #[cfg_attr(
        not(feature = "directory"),
        expect(dead_code, reason = "a catalog does not tell")
    )]
    Several,
    /// The object with this id, of which nothing else is known.
    Id(String),
    /// The object.
    #[cfg_attr(
        not(feature = "directory"),
        expect(dead_code, reason = "a catalog knows ids only")
    )]
    Object(T),
}

/// The items and assets that rows can name.
pub(super) trait Objects {
    /// The item of a product by a criterion of spreadsheets, and a value.
    fn item(&self, product: &str, criterion: &str, value: &str) -> Found<Item>;

    /// The asset of a product by a criterion of spreadsheets, and a value.
    fn asset(&self, product: &str, criterion: &str, value: &str) -> Found<Asset>;
}

/// Every name is accepted.
#[cfg(not(feature = "directory"))]
pub(super) struct Anything;

#[cfg(not(feature = "directory"))]
impl Objects for Anything {
    fn item(&self, _: &str, _: &str, _: &str) -> Found<Item> {
        Found::Unknown
    }

    fn asset(&self, _: &str, _: &str, _: &str) -> Found<Asset> {
        Found::Unknown
    }
}

/// The catalog of a test.
pub(super) struct Of<'a>(pub &'a dyn Catalog);

impl Objects for Of<'_> {
    fn item(&self, product: &str, criterion: &str, value: &str) -> Found<Item> {
        self.0.item(product, criterion, value).into()
    }

    fn asset(&self, product: &str, criterion: &str, value: &str) -> Found<Asset> {
        self.0.asset(product, criterion, value).into()
    }
}

impl<T> From<Known> for Found<T> {
    fn from(known: Known) -> Self {
        match known {
            Known::Nothing => Self::Unknown,
            Known::Missing => Self::Missing,
            Known::Id(id) => Self::Id(id),
        }
    }
}
