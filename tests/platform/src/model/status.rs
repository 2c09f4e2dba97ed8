//! Where objects stand.

macro_rules! statuses {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$variant_doc])* $variant),*
        }

        impl $name {
            /// All of them, in the order of the contract.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// All of them, as the API writes them.
            pub const TEXTS: &'static [&'static str] = &[$($text),*];

            /// As the API writes it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),*
                }
            }
        }
    };
}

statuses! {
    /// Where a report stands.
    FileStatus {
        /// There is no usage in it yet.
        Draft = "draft",
        /// A spreadsheet has come.
        Uploading = "uploading",
        /// The spreadsheet is in order. Some platforms name it so, most name it ready.
        Uploaded = "uploaded",
        /// The spreadsheet has errors.
        Invalid = "invalid",
        /// The spreadsheet is checked.
        Processing = "processing",
        /// The spreadsheet is in order.
        Ready = "ready",
        /// The provider has rejected the report.
        Rejected = "rejected",
        /// The report waits for the provider.
        Pending = "pending",
        /// The provider has accepted the report.
        Accepted = "accepted",
        /// The report is billed.
        Closed = "closed",
        /// The report is no more.
        Deleted = "deleted",
    }
}

statuses! {
    /// Where a chunk stands.
    ChunkStatus {
        /// The platform prepares it.
        Draft = "draft",
        /// It can be downloaded and billed.
        Ready = "ready",
        /// It is billed.
        Closed = "closed",
        /// The platform could not make it.
        Failed = "failed",
    }
}

statuses! {
    /// Where a record stands.
    RecordStatus {
        /// It was understood.
        Valid = "valid",
        /// It has an error.
        Invalid = "invalid",
        /// The provider has approved it.
        Approved = "approved",
        /// The provider has rejected it.
        Rejected = "rejected",
        /// It is billed.
        Closed = "closed",
    }
}

statuses! {
    /// Where a reconciliation stands.
    ReconciliationStatus {
        /// Its spreadsheet waits to be read.
        Uploaded = "uploaded",
        /// Its spreadsheet is read.
        Processing = "processing",
        /// Its spreadsheet was worked through.
        Processed = "processed",
        /// Its spreadsheet could not be worked through.
        Failed = "failed",
    }
}
