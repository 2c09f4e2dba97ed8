//! What is known of the items and assets that workbooks name.

/// What a catalog knows of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Nothing: the platform accepts each name, and makes up an object for it.
    Nothing,
    /// There is no such object: the row is invalid.
    Missing,
    /// It is the object with this id.
    Id(String),
}

/// The items of products and the assets that uploaded workbooks can name, for
/// [`Builder::read_workbooks_with`](crate::Builder::read_workbooks_with). By default nothing is known, and every name is accepted.
///
/// ```
/// use connect_fake::{Catalog, Known, Platform};
///
/// struct Items;
///
/// impl Catalog for Items {
///     fn item(&self, _: &str, criterion: &str, value: &str) -> Known {
///         match (criterion, value) {
///             ("item.mpn", "CPU") => Known::Id("PRD-000-000-001-0001".to_owned()),
///             _ => Known::Missing,
///         }
///     }
/// }
///
/// let platform = Platform::builder().read_workbooks_with(Items).in_memory();
/// ```
pub trait Catalog: Send + Sync {
    /// Looks up an item of a product. The criterion is `item.mpn`, `item.global_id` or `item.local_id`.
    fn item(&self, product: &str, criterion: &str, value: &str) -> Known {
        let _ = (product, criterion, value);
        Known::Nothing
    }

    /// Looks up an asset of a product. The criterion is `asset.id`, or `parameter.` and the id of a parameter.
    fn asset(&self, product: &str, criterion: &str, value: &str) -> Known {
        let _ = (product, criterion, value);
        Known::Nothing
    }
}
