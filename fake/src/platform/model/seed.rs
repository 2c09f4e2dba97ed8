//! Initial objects.

use rust_decimal::Decimal;
use time::{Date, OffsetDateTime};

use super::status::{ChunkStatus, FileStatus, RecordStatus};
use crate::reply::Content;

/// A report for [`Platform::add_file`](crate::Platform::add_file). By default it is a report of one
/// product, without a name.
#[derive(Debug, Clone, Default)]
pub struct FileSeed {
    pub(crate) status: Option<FileStatus>,
    pub(crate) name: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) product: Option<(String, String)>,
    pub(crate) contract: Option<(String, String)>,
    pub(crate) period: Option<(Date, Date)>,
    pub(crate) schema: Option<&'static str>,
    pub(crate) error_detail: Option<String>,
    pub(crate) records: Vec<RecordSeed>,
}

impl FileSeed {
    /// A draft.
    pub fn new() -> Self {
        Self::default()
    }

    /// In this status. The platform goes on with a report that is uploading or processing, and keeps its records. An
    /// accepted or closed report has one chunk per hub; the records of a closed report are closed too.
    #[must_use]
    pub fn status(mut self, status: FileStatus) -> Self {
        self.status = Some(status);
        self
    }

    /// With this name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// With this external id.
    #[must_use]
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.external_id = Some(id.into());
        self
    }

    /// About this product.
    #[must_use]
    pub fn product(mut self, id: impl Into<String>, name: impl Into<String>) -> Self {
        self.product = Some((id.into(), name.into()));
        self
    }

    /// Under this contract.
    #[must_use]
    pub fn contract(mut self, id: impl Into<String>, name: impl Into<String>) -> Self {
        self.contract = Some((id.into(), name.into()));
        self
    }

    /// For this period. Dates are those of the bindings, or of the crate `time`.
    #[must_use]
    pub fn period(mut self, from: impl Into<Date>, to: impl Into<Date>) -> Self {
        self.period = Some((from.into(), to.into()));
        self
    }

    /// With this schema: `qt`, `cr`, `pr` or `tr`.
    #[must_use]
    pub fn schema(mut self, schema: &'static str) -> Self {
        self.schema = Some(schema);
        self
    }

    /// With this error detail.
    #[must_use]
    pub fn error_detail(mut self, detail: impl Into<String>) -> Self {
        self.error_detail = Some(detail.into());
        self
    }

    /// With these records.
    #[must_use]
    pub fn records(mut self, records: impl IntoIterator<Item = RecordSeed>) -> Self {
        self.records.extend(records);
        self
    }
}

/// A record of a report. By default it is a valid record of one unit of one item.
#[derive(Debug, Clone)]
pub struct RecordSeed {
    pub(crate) status: RecordStatus,
    pub(crate) amount: Option<Decimal>,
    pub(crate) usage: Decimal,
    pub(crate) item: usize,
    pub(crate) asset: usize,
    pub(crate) start: Option<OffsetDateTime>,
    pub(crate) category: Option<(String, String)>,
}

impl RecordSeed {
    /// A valid record without an amount.
    pub fn new() -> Self {
        Self {
            status: RecordStatus::Valid,
            amount: None,
            usage: Decimal::ONE,
            item: 1,
            asset: 1,
            start: None,
            category: None,
        }
    }

    /// In this status.
    #[must_use]
    pub fn status(mut self, status: RecordStatus) -> Self {
        self.status = status;
        self
    }

    /// With this amount, which is returned digit by digit.
    #[must_use]
    pub fn amount(mut self, amount: Decimal) -> Self {
        self.amount = Some(amount);
        self
    }

    /// With this quantity, which is returned digit by digit.
    #[must_use]
    pub fn usage(mut self, usage: Decimal) -> Self {
        self.usage = usage;
        self
    }

    /// Of the item of this number.
    #[must_use]
    pub fn item(mut self, number: usize) -> Self {
        self.item = number;
        self
    }

    /// For the asset of this number.
    #[must_use]
    pub fn asset(mut self, number: usize) -> Self {
        self.asset = number;
        self
    }

    /// For the hour that begins at this date-time, of the bindings or of the crate `time`.
    #[must_use]
    pub fn start(mut self, start: impl Into<OffsetDateTime>) -> Self {
        self.start = Some(start.into());
        self
    }

    /// In a category of the report.
    #[must_use]
    pub fn category(mut self, id: impl Into<String>, name: impl Into<String>) -> Self {
        self.category = Some((id.into(), name.into()));
        self
    }
}

impl Default for RecordSeed {
    fn default() -> Self {
        Self::new()
    }
}

/// A chunk for [`Platform::add_chunk`](crate::Platform::add_chunk).
#[derive(Debug, Clone)]
pub struct ChunkSeed {
    pub(crate) status: ChunkStatus,
    pub(crate) hub: usize,
    pub(crate) content: Option<Content>,
}

impl ChunkSeed {
    /// A chunk that is ready, for the first hub.
    pub fn new() -> Self {
        Self {
            status: ChunkStatus::Ready,
            hub: 1,
            content: None,
        }
    }

    /// In this status.
    #[must_use]
    pub fn status(mut self, status: ChunkStatus) -> Self {
        self.status = status;
        self
    }

    /// For the hub of this number.
    #[must_use]
    pub fn hub(mut self, number: usize) -> Self {
        self.hub = number;
        self
    }

    /// With this spreadsheet instead of one that is generated from the records.
    #[must_use]
    pub fn content(mut self, content: Content) -> Self {
        self.content = Some(content);
        self
    }
}

impl Default for ChunkSeed {
    fn default() -> Self {
        Self::new()
    }
}
