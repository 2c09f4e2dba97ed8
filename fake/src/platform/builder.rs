//! The builder of a platform.

use std::sync::Arc;

use bytes::Bytes;
use time::Duration;

use crate::faults::Faults;
use crate::platform::instance::Platform;
use crate::platform::model::RecordSeed;
use crate::platform::options::{ContentRange, Decision, Options, Pace};

/// The settings of a platform that differ from the defaults.
#[derive(Clone)]
pub struct Builder {
    options: Options,
    faults: Option<Faults>,
    storage_faults: Option<Faults>,
}

impl Builder {
    fn new() -> Self {
        Self {
            options: Options::default(),
            faults: None,
            storage_faults: None,
        }
    }

    /// Sets the keys of the two accounts.
    #[must_use]
    pub fn keys(mut self, vendor: impl Into<String>, provider: impl Into<String>) -> Self {
        self.options.vendor_key = vendor.into();
        self.options.provider_key = provider.into();
        self
    }

    /// Sets the maximum rows of a page; a higher limit is lowered to it silently. The default is 1000.
    #[must_use]
    pub fn page_cap(mut self, rows: usize) -> Self {
        self.options.paging.cap = rows;
        self
    }

    /// Sets the rows of a page if the query has no limit, or an invalid one. The default is 100.
    #[must_use]
    pub fn default_limit(mut self, rows: usize) -> Self {
        self.options.paging.default_limit = rows;
        self
    }

    /// Sets the form of the header `Content-Range` of lists.
    #[must_use]
    pub fn content_range(mut self, range: ContentRange) -> Self {
        self.options.paging.range = range;
        self
    }

    /// Sets after how many GETs, of any object, an object in work makes one transition. The default is 1;
    /// with 0 all transitions are made before the response is sent.
    #[must_use]
    pub fn steps(mut self, reads: u32) -> Self {
        self.options.pace = Pace::Reads(reads);
        self
    }

    /// Makes the platform work only when [`Platform::work`] is called.
    #[must_use]
    pub fn by_hand(mut self) -> Self {
        self.options.pace = Pace::ByHand;
        self
    }

    /// Uses the status `uploaded` instead of `ready` for a successful upload.
    #[must_use]
    pub fn uploaded_is_success(mut self) -> Self {
        self.options.uploaded_is_success = true;
        self
    }

    /// Lets a rule decide on submitted reports, as background work of the platform.
    #[must_use]
    pub fn rule(mut self, decision: Decision) -> Self {
        self.options.decision = Some(decision);
        self
    }

    /// Sets how many hubs bill a report; a report has one chunk per hub. The default is 1.
    #[must_use]
    pub fn hubs(mut self, hubs: usize) -> Self {
        self.options.hubs = hubs.max(1);
        self
    }

    /// Sets how long presigned URLs are valid, by the platform's clock. The default is 600 seconds.
    #[must_use]
    pub fn presigned_url_lifetime(mut self, lifetime: std::time::Duration) -> Self {
        self.options.presigned_url_lifetime = Duration::try_from(lifetime).unwrap_or(Duration::MAX);
        self
    }

    /// Returns only id and status of single objects, as some test servers do.
    #[must_use]
    pub fn sparse(mut self) -> Self {
        self.options.sparse = true;
        self
    }

    /// Returns statuses in capitals.
    #[must_use]
    pub fn capitals(mut self) -> Self {
        self.options.capitals = true;
        self
    }

    /// Responds to downloads with a redirect to a presigned URL instead of the content.
    #[must_use]
    pub fn presigned_downloads(mut self) -> Self {
        self.options.presigned_downloads = true;
        self
    }

    /// Ignores `Range` and always returns the whole file.
    #[must_use]
    pub fn without_ranges(mut self) -> Self {
        self.options.ranges = false;
        self
    }

    /// Sets how spreadsheets with usage are read. By default, every workbook has three records, and
    /// everything else is invalid.
    #[must_use]
    pub fn read_usage(
        mut self,
        read: impl Fn(&Bytes) -> Result<Vec<RecordSeed>, String> + Send + Sync + 'static,
    ) -> Self {
        self.options.read_usage = Arc::new(read);
        self
    }

    /// Injects these faults in front of the API.
    #[must_use]
    pub fn faults(mut self, faults: &Faults) -> Self {
        self.faults = Some(faults.clone());
        self
    }

    /// Injects these faults in front of the storage behind presigned URLs.
    #[must_use]
    pub fn storage_faults(mut self, faults: &Faults) -> Self {
        self.storage_faults = Some(faults.clone());
        self
    }

    /// Starts the platform on two free ports of 127.0.0.1, one for the API and one for the storage.
    ///
    /// # Panics
    /// If there are no free ports: a test could not continue.
    pub fn start(self) -> Platform {
        Platform::serve(
            self.options,
            self.faults.as_ref(),
            self.storage_faults.as_ref(),
        )
    }

    /// Builds the platform without a server: requests are passed to [`Platform::handle`] and
    /// [`Platform::handle_storage`]. Faults have no effect there.
    pub fn in_memory(self) -> Platform {
        Platform::without_server(self.options)
    }
}

impl Platform {
    /// Starts a platform with the default settings.
    ///
    /// # Panics
    /// If there are no free ports.
    pub fn start() -> Self {
        Self::builder().start()
    }

    /// Returns a builder for a platform with other settings.
    pub fn builder() -> Builder {
        Builder::new()
    }
}
