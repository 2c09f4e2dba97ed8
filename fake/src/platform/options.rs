//! The settings of a platform.

use std::sync::Arc;

use bytes::Bytes;
use time::Duration;

use crate::faults::Faults;
use crate::platform::format::Format;
use crate::platform::format::stand_in::StandIn;
use crate::platform::model::RecordSeed;
use crate::platform::rate::Rate;

/// All settings of a platform.
#[derive(Clone, Default)]
pub(crate) struct Settings {
    pub options: Options,
    /// The faults in front of the API.
    pub faults: Option<Faults>,
    /// The faults in front of the storage.
    pub storage_faults: Option<Faults>,
}

#[derive(Clone)]
pub(crate) struct Options {
    pub vendor_key: String,
    pub provider_key: String,
    pub hubs: Option<usize>,
    pub pace: Pace,
    pub paging: Paging,
    pub uploaded_is_success: bool,
    pub decision: Option<Decision>,
    pub presigned_url_lifetime: Duration,
    pub sparse: bool,
    pub capitals: bool,
    pub presigned_downloads: bool,
    pub ranges: bool,
    /// The schema of reports that are created by a call.
    pub schema: &'static str,
    /// Whether the directory has objects from the start.
    #[cfg(feature = "directory")]
    pub directory: bool,
    /// How many requests a key can send.
    pub rate: Option<Rate>,
    /// Whether `Retry-After` is a date.
    pub retry_after_dates: bool,
    /// The format of spreadsheets.
    pub format: Arc<dyn Format>,
    /// Reads spreadsheets with usage instead of the format.
    pub read_usage: Option<Arc<ReadUsage>>,
}

/// Reads a spreadsheet with usage: returns its records, or an error message.
pub type ReadUsage = dyn Fn(&Bytes) -> Result<Vec<RecordSeed>, String> + Send + Sync;

/// When the platform does its background work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    /// Every this many GETs, each object makes one transition.
    Reads(u32),
    /// When [`Platform::work`](crate::Platform::work) is called.
    ByHand,
}

/// The form of the header `Content-Range` of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentRange {
    /// `items 0-9/12`, as the real platform does.
    Full,
    /// `items 0-9/*`.
    WithoutTotal,
    /// No header.
    Missing,
}

/// The decision of a provider's rule on submitted reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Accept the report.
    Accept,
    /// Reject the report.
    Reject,
}

/// How a platform makes pages.
#[derive(Debug, Clone)]
pub(crate) struct Paging {
    pub default_limit: usize,
    pub cap: usize,
    pub range: ContentRange,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            vendor_key: "SU-000-000-001:vendor".to_owned(),
            provider_key: "SU-000-000-002:provider".to_owned(),
            hubs: None,
            pace: Pace::Reads(1),
            paging: Paging {
                default_limit: 100,
                cap: 1000,
                range: ContentRange::Full,
            },
            uploaded_is_success: false,
            decision: None,
            presigned_url_lifetime: Duration::seconds(600),
            sparse: false,
            capitals: false,
            presigned_downloads: false,
            ranges: true,
            schema: "cr",
            #[cfg(feature = "directory")]
            directory: true,
            rate: None,
            retry_after_dates: false,
            format: Arc::new(StandIn),
            read_usage: None,
        }
    }
}
