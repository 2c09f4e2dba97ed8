//! The sheets of the workbook and their columns.

/// The sheet with the rows, which is the first.
pub(super) const RECORDS: &str = "records";

/// The sheet with the categories.
pub(super) const CATEGORIES: &str = "categories";

/// The columns of every workbook, in the order of the vendors' clients. Those that the schema does not use are empty. The
/// custom parameters follow.
pub(super) const OF_RECORDS: [&str; 12] = [
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

/// The columns of the sheet with categories.
pub(super) const OF_CATEGORIES: [&str; 3] =
    ["category_id", "category_name", "category_description"];

/// The prefix of the names of custom parameters.
pub(super) const PARAMETER: &str = "v.";

/// The number of rows that a sheet can have, without the header.
pub(super) const MAX_ROWS: u32 = 1_048_575;

/// The number of columns that a sheet can have.
pub(super) const MAX_COLUMNS: usize = 16_384;
