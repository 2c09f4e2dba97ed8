//! The workbook with usage that a vendor uploads.

mod cells;
mod check;
mod checker;
mod columns;
mod error;
mod ids;
mod outside;
mod problem;
mod row;
mod row_check;
mod scaffold;
mod settings;
mod sheet;
mod sink;
pub(crate) mod text;
mod writer;
mod written;

pub(crate) use cells::{Cell, NotText};
pub use checker::UsageChecker;
pub(crate) use columns::{
    CATEGORIES, MAX_COLUMNS, OF_ITEMS, PARAMETER, RECONCILIATION, RECORDS, required,
};
pub use error::WriteError;
pub(crate) use outside::Outside;
pub use outside::RowsOutside;
pub use problem::{BrokenRows, Problem, ProblemKind};
pub use row::{AssetBy, Category, ItemBy, ItemDetails, UsageRow};
pub use settings::UsageWorkbook;
pub use writer::UsageWriter;
pub(crate) use written::MEDIA_TYPE;
pub use written::WrittenWorkbook;
