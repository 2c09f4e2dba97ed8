//! The sheets of the workbook and their columns.

use connect_usage::models::UsageFileSchema;

/// The sheet with the rows, which is the first.
pub(crate) const RECORDS: &str = "records";

/// The sheet with the categories.
pub(crate) const CATEGORIES: &str = "categories";

/// The columns of every workbook, in the order of the vendors' clients. Those that the schema does not use are empty.
pub(crate) const OF_RECORDS: [&str; 12] = [
    "record_id",
    "record_note",
    "item_search_criteria",
    "item_search_value",
    "quantity",
    "start_time_utc",
    "end_time_utc",
    "asset_search_criteria",
    "asset_search_value",
    "category_id",
    "amount",
    "tier",
];

/// The columns of [`OF_RECORDS`] that rows for a schema need.
pub(crate) fn required(schema: &UsageFileSchema) -> impl Iterator<Item = &'static str> + use<> {
    let optional = match schema {
        UsageFileSchema::Tr => &["record_note", "category_id"][..],
        UsageFileSchema::Cr | UsageFileSchema::Pr => &["record_note", "category_id", "tier"],
        _ => &["record_note", "category_id", "tier", "amount"],
    };
    OF_RECORDS.into_iter().filter(|it| !optional.contains(it))
}

/// What describes items that the product does not have, in the same order.
pub(crate) const OF_ITEMS: [&str; 4] = ["item_name", "item_unit", "item_mpn", "item_precision"];

/// The value of the asset's parameter for reconciliation.
pub(crate) const RECONCILIATION: &str = "asset_recon_id";

/// The columns of a workbook's sheet with records.
pub(super) struct Columns {
    /// Whether there are [`OF_ITEMS`].
    pub items: bool,
    /// Whether there is [`RECONCILIATION`].
    pub reconciliation: bool,
    /// Those of custom parameters.
    pub parameters: Vec<String>,
}

impl Columns {
    /// All of them, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let items = OF_ITEMS.into_iter().filter(|_| self.items);
        let reconciliation = self.reconciliation.then_some(RECONCILIATION);
        let parameters = self.parameters.iter().map(String::as_str);
        let optional = items.chain(reconciliation).chain(parameters);
        OF_RECORDS.into_iter().chain(optional)
    }
}

/// The columns of the sheet with categories.
pub(super) const OF_CATEGORIES: [&str; 3] =
    ["category_id", "category_name", "category_description"];

/// The prefix of the names of custom parameters.
pub(crate) const PARAMETER: &str = "v.";

/// The number of rows that a sheet can have, without the header.
pub(super) const MAX_ROWS: u32 = 1_048_575;

/// The number of columns that a sheet can have.
pub(crate) const MAX_COLUMNS: usize = 16_384;
