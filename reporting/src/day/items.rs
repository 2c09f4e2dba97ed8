//! The items of a product.

use std::collections::BTreeMap;

use connect_usage::directory::models::{Item, ItemStatus};
use connect_usage::directory::product_items;
use connect_usage::{Client, OpenEnum};

use super::error::DayError;
use super::precision::{Precision, PrecisionError};
use crate::listing;
use crate::usage::ItemBy;

/// The items of a product, to check rows by [`known_items`](crate::UsageWorkbook::known_items).
///
/// ```
/// use connect_reporting::{ItemBy, UsageWorkbook, blocking};
/// # use connect_fake::{Platform, Side};
/// # let platform = Platform::in_memory();
/// # platform.product("PRD-000-000-002").item("SPACE").add();
/// # let client = platform.blocking_client(Side::Vendor)?;
///
/// let items = blocking::day::items(&client, "PRD-000-000-002")?;
/// assert!(items.get("SPACE").is_some() && items.get("SPICE").is_none());
/// let workbook = UsageWorkbook::new(blocking::day::schema(&client, "PRD-000-000-002")?);
/// let workbook = workbook.known_items(move |it| items.has(it));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Items {
    items: Vec<KnownItem>,
    by_mpn: BTreeMap<String, usize>,
    by_global_id: BTreeMap<String, usize>,
    by_local_id: BTreeMap<String, usize>,
}

/// An item of a product.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct KnownItem {
    /// The id on the platform, for [`ItemBy::GlobalId`].
    pub global_id: String,
    /// The id within the product, for [`ItemBy::LocalId`].
    pub local_id: Option<String>,
    /// The manufacturer part number, for [`ItemBy::Mpn`].
    pub mpn: Option<String>,
    /// What one of it is, such as `Gb`.
    pub unit: Option<String>,
    /// How exact quantities are, as the platform spells it, such as `Decimal(8)`.
    pub precision: Option<String>,
    /// Whether it is paid as it is used.
    pub is_pay_as_you_go: bool,
}

impl KnownItem {
    /// How exact quantities are.
    ///
    /// # Errors
    /// If the platform does not say so, or in a way that is not known.
    pub fn precision(&self) -> Result<Precision, PrecisionError> {
        self.precision.as_deref().unwrap_or_default().parse()
    }
}

impl Items {
    /// Reads the items of a product. Drafts are left out, since reports cannot name them.
    ///
    /// # Errors
    /// If a request fails, an item cannot be read, or the list changes while it is read.
    pub async fn read(client: &Client, product: &str) -> Result<Self, DayError> {
        let list = || product_items::list(product);
        let found = listing::read(client, list, |it| it.id.clone()).await?;
        let mut items = Self::default();
        for item in found.into_rows()? {
            let status = item.status.as_ref();
            if status.and_then(OpenEnum::known_ignoring_case) != Some(ItemStatus::Draft) {
                items.insert(item);
            }
        }
        Ok(items)
    }

    /// The item with this manufacturer part number.
    pub fn get(&self, mpn: &str) -> Option<&KnownItem> {
        self.items.get(*self.by_mpn.get(mpn)?)
    }

    /// The item that a row names.
    pub fn find(&self, item: &ItemBy) -> Option<&KnownItem> {
        let places = match item {
            ItemBy::Mpn(_) => &self.by_mpn,
            ItemBy::GlobalId(_) => &self.by_global_id,
            ItemBy::LocalId(_) => &self.by_local_id,
        };
        self.items.get(*places.get(item.value())?)
    }

    /// Whether the product has the item that a row names.
    pub fn has(&self, item: &ItemBy) -> bool {
        self.find(item).is_some()
    }

    /// All items, in the order in which the platform returned them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &KnownItem> {
        self.items.iter()
    }

    fn insert(&mut self, item: Item) {
        let at = self.items.len();
        let unit = item.unit.and_then(|it| it.unit.or(it.title).or(it.name));
        let kind = item.r#type.as_deref().unwrap_or_default();
        let item = KnownItem {
            is_pay_as_you_go: kind.eq_ignore_ascii_case("ppu"),
            global_id: item.id,
            local_id: item.local_id,
            mpn: item.mpn,
            unit,
            precision: item.precision,
        };
        let insert = |places: &mut BTreeMap<String, usize>, id: Option<&String>| {
            if let Some(id) = id.filter(|it| !it.is_empty()) {
                places.entry(id.clone()).or_insert(at);
            }
        };
        insert(&mut self.by_mpn, item.mpn.as_ref());
        insert(&mut self.by_local_id, item.local_id.as_ref());
        insert(&mut self.by_global_id, Some(&item.global_id));
        self.items.push(item);
    }
}
