//! The builder of a platform.

use std::io;
use std::sync::Arc;

use bytes::Bytes;
use time::Duration;

use crate::faults::Faults;
use crate::memory::Network;
use crate::platform::instance::Platform;
use crate::platform::model::RecordSeed;
use crate::platform::options::{ContentRange, Decision, Pace, Settings};
use crate::platform::rate::Rate;
#[cfg(feature = "spreadsheets")]
use crate::platform::spreadsheet::{Catalog, Workbooks};

/// The settings of a platform that differ from the defaults.
#[derive(Clone, Default)]
pub struct Builder {
    settings: Settings,
    port: u16,
}

impl Builder {
    /// Sets the keys of the two accounts.
    #[must_use]
    pub fn keys(mut self, vendor: impl Into<String>, provider: impl Into<String>) -> Self {
        self.settings.options.vendor_key = vendor.into();
        self.settings.options.provider_key = provider.into();
        self
    }

    /// Sets the maximum rows of a page; a higher limit is lowered to it silently. The default is 1000.
    #[must_use]
    pub fn page_cap(mut self, rows: usize) -> Self {
        self.settings.options.paging.cap = rows;
        self
    }

    /// Sets the rows of a page if the query has no limit, or an invalid one. The default is 100.
    #[must_use]
    pub fn default_limit(mut self, rows: usize) -> Self {
        self.settings.options.paging.default_limit = rows;
        self
    }

    /// Sets the form of the header `Content-Range` of lists.
    #[must_use]
    pub fn content_range(mut self, range: ContentRange) -> Self {
        self.settings.options.paging.range = range;
        self
    }

    /// Sets after how many GETs, of any object, an object in work makes one transition. The default is 1;
    /// with 0 all transitions are made before the response is sent.
    #[must_use]
    pub fn steps(mut self, reads: u32) -> Self {
        self.settings.options.pace = Pace::Reads(reads);
        self
    }

    /// Makes the platform work only when [`Platform::work`] is called.
    #[must_use]
    pub fn by_hand(mut self) -> Self {
        self.settings.options.pace = Pace::ByHand;
        self
    }

    /// Uses the status `uploaded` instead of `ready` for a successful upload.
    #[must_use]
    pub fn uploaded_is_success(mut self) -> Self {
        self.settings.options.uploaded_is_success = true;
        self
    }

    /// Lets a rule decide on submitted reports, as background work of the platform.
    #[must_use]
    pub fn rule(mut self, decision: Decision) -> Self {
        self.settings.options.decision = Some(decision);
        self
    }

    /// Sets how many hubs bill a report; a report has one chunk per hub. By default, it is billed by the hubs that its
    /// contract's marketplace has in the directory, or else by one.
    #[must_use]
    pub fn hubs(mut self, hubs: usize) -> Self {
        self.settings.options.hubs = Some(hubs.max(1));
        self
    }

    /// Sets how long presigned URLs are valid, by the platform's clock. The default is 600 seconds.
    #[must_use]
    pub fn presigned_url_lifetime(mut self, lifetime: std::time::Duration) -> Self {
        self.settings.options.presigned_url_lifetime =
            Duration::try_from(lifetime).unwrap_or(Duration::MAX);
        self
    }

    /// Returns only id and status of single objects, as some test servers do.
    #[must_use]
    pub fn sparse(mut self) -> Self {
        self.settings.options.sparse = true;
        self
    }

    /// Returns statuses in capitals.
    #[must_use]
    pub fn capitals(mut self) -> Self {
        self.settings.options.capitals = true;
        self
    }

    /// Responds to downloads with a redirect to a presigned URL instead of the content.
    #[must_use]
    pub fn presigned_downloads(mut self) -> Self {
        self.settings.options.presigned_downloads = true;
        self
    }

    /// Ignores `Range` and always returns the whole file.
    #[must_use]
    pub fn without_ranges(mut self) -> Self {
        self.settings.options.ranges = false;
        self
    }

    /// Limits how many requests of each key are handled in any period of this length, by the platform's clock, and on
    /// loopback by the real time that passes, too. A request above the limit is refused with 429 and `Retry-After`,
    /// and has no effect: neither does the background work advance, nor is a step of a script used. Presigned URLs
    /// have no limit.
    ///
    /// The limits of the real platform are not published.
    #[must_use]
    pub fn rate_limit(mut self, requests: usize, per: std::time::Duration) -> Self {
        let per = Duration::try_from(per).unwrap_or(Duration::MAX);
        self.settings.options.rate = Some(Rate { requests, per });
        self
    }

    /// Writes `Retry-After` as a date, by the clock of the computer. By default it has seconds.
    #[must_use]
    pub fn retry_after_dates(mut self) -> Self {
        self.settings.options.retry_after_dates = true;
        self
    }

    /// Sets how spreadsheets with usage are read. By default, every workbook has three records, and
    /// everything else is invalid.
    #[must_use]
    pub fn read_usage(
        mut self,
        read: impl Fn(&Bytes) -> Result<Vec<RecordSeed>, String> + Send + Sync + 'static,
    ) -> Self {
        self.settings.options.read_usage = Some(Arc::new(read));
        self
    }

    /// Reads uploads as workbooks, and returns workbooks: templates, processed files, chunks and reconciliations.
    /// [`read_usage`](Self::read_usage) still decides on usage, if it is set.
    ///
    /// With the feature `directory`, rows name the items and assets that the directory has of the report's product, and a row
    /// that names another is invalid. Of a product that is not in it, as of all without the feature, every item and asset is
    /// accepted.
    ///
    /// It is not the default of the feature, because a feature is turned on for all packages of a build at once, and
    /// the tests of another one would change.
    #[cfg(feature = "spreadsheets")]
    #[must_use]
    pub fn read_workbooks(mut self) -> Self {
        self.settings.options.format = Arc::new(Workbooks::new());
        self
    }

    /// Reads uploads as [`read_workbooks`](Self::read_workbooks) does, with the items and assets of a catalog: a row that
    /// names another is invalid.
    #[cfg(feature = "spreadsheets")]
    #[must_use]
    pub fn read_workbooks_with(mut self, catalog: impl Catalog + 'static) -> Self {
        let format = Workbooks::with_catalog(Arc::new(catalog));
        self.settings.options.format = Arc::new(format);
        self
    }

    /// Leaves the directory empty, without the objects that reports name by default. A builder of an object adds those that
    /// it refers to.
    #[cfg(feature = "directory")]
    #[must_use]
    pub fn without_directory(mut self) -> Self {
        self.settings.options.directory = false;
        self
    }

    /// Sets the schema of reports that are created by a call: `qt`, `cr`, `pr` or `tr`. The default is `cr`.
    #[must_use]
    pub fn schema(mut self, schema: &'static str) -> Self {
        self.settings.options.schema = schema;
        self
    }

    /// Injects these faults in front of the API.
    #[must_use]
    pub fn faults(mut self, faults: &Faults) -> Self {
        self.settings.faults = Some(faults.clone());
        self
    }

    /// Injects these faults in front of the storage behind presigned URLs.
    #[must_use]
    pub fn storage_faults(mut self, faults: &Faults) -> Self {
        self.settings.storage_faults = Some(faults.clone());
        self
    }

    /// Sets the port of the API. By default, and with 0, it is a free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Starts the platform on two ports of 127.0.0.1, one for the API and one for the storage.
    ///
    /// # Panics
    /// If there are no free ports: a test could not continue.
    pub fn start(self) -> Platform {
        self.try_start().expect("free ports on 127.0.0.1")
    }

    /// Starts the platform as [`start`](Self::start) does.
    ///
    /// # Errors
    /// If the port is taken, or there is none.
    pub fn try_start(self) -> io::Result<Platform> {
        Platform::serve(self.settings, self.port)
    }

    /// Creates the platform in memory: clients reach it by its [transport](Platform::transport), without sockets,
    /// threads or a runtime, and without waiting. See [`memory`](crate::memory).
    pub fn in_memory(self) -> Platform {
        self.in_network(&Network::new())
    }

    /// Creates the platform in memory as `platform.example` and `storage.example`, in a network that has other hosts,
    /// too.
    pub fn in_network(self, network: &Network) -> Platform {
        Platform::in_network(self.settings, network)
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

    /// Creates a platform in memory with the default settings.
    pub fn in_memory() -> Self {
        Self::builder().in_memory()
    }

    /// Returns a builder for a platform with other settings.
    pub fn builder() -> Builder {
        Builder::default()
    }
}
