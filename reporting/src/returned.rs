//! Workbooks that come back from the platform.

mod cells;
mod chunk;
mod chunk_record;
mod comments;
mod error;
mod general;
mod limits;
mod package;
mod parts;
mod processed;
mod reconciliation;
mod rewrite;
mod row;
mod table;
mod usage_sheet;
mod warnings;
mod workbook;

pub use cells::CellValue;
pub use chunk::{BillError, Chunk};
pub use chunk_record::ChunkRecord;
pub use comments::CellComment;
pub use error::{ReadError, ReadErrorKind};
pub use general::General;
pub use limits::Limits;
pub use processed::Processed;
pub use reconciliation::Reconciliation;
pub use row::Row;
pub use usage_sheet::UsageSheet;
pub use warnings::Warning;
