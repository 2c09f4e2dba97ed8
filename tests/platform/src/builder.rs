//! What can be set of a platform.

use std::sync::Arc;

use bytes::Bytes;
use loopback::Faults;
use rust_decimal::Decimal;
use time::Duration;

use crate::lists::Paging;
use crate::model::RecordSeed;
use crate::platform::Platform;

/// The start of every workbook, and all that this platform looks for in one.
pub(crate) const MAGIC: &[u8] = b"PK\x03\x04";

/// How a platform is to be, where it is not to be as usual.
#[derive(Clone)]
pub struct Builder {
    pub(crate) options: Options,
    pub(crate) faults: Option<Faults>,
    pub(crate) storage_faults: Option<Faults>,
}

#[derive(Clone)]
pub(crate) struct Options {
    pub vendor_key: String,
    pub provider_key: String,
    pub hubs: usize,
    pub pace: Pace,
    pub paging: Paging,
    pub uploaded_is_success: bool,
    pub decision: Option<Decision>,
    pub link_lifetime: Duration,
    pub sparse: bool,
    pub capitals: bool,
    pub linked_downloads: bool,
    pub ranges: bool,
    pub read_usage: Arc<ReadUsage>,
}

/// Reads a spreadsheet with usage: its records, or what is wrong with it.
pub type ReadUsage = dyn Fn(&Bytes) -> Result<Vec<RecordSeed>, String> + Send + Sync;

/// When the platform does its own work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    /// With every so many GETs, each object moves on by one status.
    Reads(u32),
    /// When it is told to.
    ByHand,
}

/// What lists say of the whole in the header `Content-Range`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentRange {
    /// `items 0-9/12`, as the real platform does.
    Full,
    /// `items 0-9/*`.
    WithoutTotal,
    /// Nothing.
    Missing,
}

/// What a rule of the provider's does with reports that are submitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It accepts them.
    Accept,
    /// It rejects them.
    Reject,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            options: Options {
                vendor_key: "SU-000-000-001:vendor".to_owned(),
                provider_key: "SU-000-000-002:provider".to_owned(),
                hubs: 1,
                pace: Pace::Reads(1),
                paging: Paging {
                    default_limit: 100,
                    cap: 1000,
                    range: ContentRange::Full,
                },
                uploaded_is_success: false,
                decision: None,
                link_lifetime: Duration::seconds(600),
                sparse: false,
                capitals: false,
                linked_downloads: false,
                ranges: true,
                read_usage: Arc::new(three_records),
            },
            faults: None,
            storage_faults: None,
        }
    }

    /// The keys of the two accounts.
    #[must_use]
    pub fn keys(mut self, vendor: impl Into<String>, provider: impl Into<String>) -> Self {
        self.options.vendor_key = vendor.into();
        self.options.provider_key = provider.into();
        self
    }

    /// The most rows of a page; a higher limit is lowered to it without a word. It is 1000 by default.
    #[must_use]
    pub fn page_cap(mut self, rows: usize) -> Self {
        self.options.paging.cap = rows;
        self
    }

    /// The rows of a page if no limit was asked for, or one that is no number. It is 100 by default.
    #[must_use]
    pub fn default_limit(mut self, rows: usize) -> Self {
        self.options.paging.default_limit = rows;
        self
    }

    /// What lists say of the whole.
    #[must_use]
    pub fn content_range(mut self, range: ContentRange) -> Self {
        self.options.paging.range = range;
        self
    }

    /// After how many GETs, of whatever, an object on which the platform works moves on by one status.
    /// It is 1 by default; with 0 it has moved as far as it can before its call is answered.
    #[must_use]
    pub fn steps(mut self, reads: u32) -> Self {
        self.options.pace = Pace::Reads(reads);
        self
    }

    /// Has the platform work only when [`Platform::work`] is called.
    #[must_use]
    pub fn by_hand(mut self) -> Self {
        self.options.pace = Pace::ByHand;
        self
    }

    /// Names the success of an upload `uploaded` instead of `ready`.
    #[must_use]
    pub fn uploaded_is_success(mut self) -> Self {
        self.options.uploaded_is_success = true;
        self
    }

    /// Has a rule decide on reports that are submitted, as work of the platform's.
    #[must_use]
    pub fn rule(mut self, decision: Decision) -> Self {
        self.options.decision = Some(decision);
        self
    }

    /// How many hubs bill a report: so many chunks it has. It is 1 by default.
    #[must_use]
    pub fn hubs(mut self, hubs: usize) -> Self {
        self.options.hubs = hubs.max(1);
        self
    }

    /// How long signed links hold, by the platform's clock. It is 600 seconds by default.
    #[must_use]
    pub fn link_lifetime(mut self, lifetime: std::time::Duration) -> Self {
        self.options.link_lifetime = Duration::try_from(lifetime).unwrap_or(Duration::MAX);
        self
    }

    /// Answers id and status alone where one object is answered, as some test servers do.
    #[must_use]
    pub fn sparse(mut self) -> Self {
        self.options.sparse = true;
        self
    }

    /// Answers statuses in capitals.
    #[must_use]
    pub fn capitals(mut self) -> Self {
        self.options.capitals = true;
        self
    }

    /// Answers downloads with a redirect to a signed link instead of the content.
    #[must_use]
    pub fn linked_downloads(mut self) -> Self {
        self.options.linked_downloads = true;
        self
    }

    /// Answers all of a file to whoever asks for a range of it.
    #[must_use]
    pub fn without_ranges(mut self) -> Self {
        self.options.ranges = false;
        self
    }

    /// Reads spreadsheets with usage in a way of the test's. By default whatever begins as a workbook
    /// does has three records, and everything else is invalid.
    #[must_use]
    pub fn read_usage(
        mut self,
        read: impl Fn(&Bytes) -> Result<Vec<RecordSeed>, String> + Send + Sync + 'static,
    ) -> Self {
        self.options.read_usage = Arc::new(read);
        self
    }

    /// Has things go wrong on the way to the API and back.
    #[must_use]
    pub fn faults(mut self, faults: &Faults) -> Self {
        self.faults = Some(faults.clone());
        self
    }

    /// Has things go wrong on the way to the storage behind signed links and back.
    #[must_use]
    pub fn storage_faults(mut self, faults: &Faults) -> Self {
        self.storage_faults = Some(faults.clone());
        self
    }

    /// Starts the platform on two free ports of 127.0.0.1, one for the API and one for the storage.
    ///
    /// # Panics
    /// When there are no free ports; there is nothing else that a test could do then.
    pub fn start(self) -> Platform {
        Platform::serve(self)
    }

    /// Makes the platform without a server: requests are handed to [`Platform::handle`] and
    /// [`Platform::handle_storage`]. Faults have no place there.
    pub fn in_memory(self) -> Platform {
        Platform::without_server(self)
    }
}

/// Three records, whose amounts as binary floats do not have the sum that they have.
fn three_records(content: &Bytes) -> Result<Vec<RecordSeed>, String> {
    if !content.starts_with(MAGIC) {
        return Err("The file is no spreadsheet.".to_owned());
    }
    let amounts = [
        Decimal::new(100_000_000_000_000_000, 2),
        Decimal::new(10, 2),
        Decimal::new(20, 2),
    ];
    let records = amounts.into_iter().enumerate();
    Ok(records
        .map(|(index, amount)| RecordSeed::new().item(index + 1).amount(amount))
        .collect())
}
