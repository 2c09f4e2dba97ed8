//! The statuses of objects.

macro_rules! statuses {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$variant_doc])* $variant),*
        }

        impl $name {
            /// All statuses, in the order of the contract.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// All statuses, as the API writes them.
            pub const TEXTS: &'static [&'static str] = &[$($text),*];

            /// The status of this text, if there is one.
            pub fn read(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.as_str() == text)
            }

            /// The status as the API writes it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),*
                }
            }
        }
    };
}

statuses! {
    /// The status of a report.
    FileStatus {
        /// The report has no usage yet.
        Draft = "draft",
        /// A spreadsheet was received.
        Uploading = "uploading",
        /// The spreadsheet is valid. Most platforms use `ready` instead.
        Uploaded = "uploaded",
        /// The spreadsheet has errors.
        Invalid = "invalid",
        /// The spreadsheet is being checked.
        Processing = "processing",
        /// The spreadsheet is valid.
        Ready = "ready",
        /// The provider has rejected the report.
        Rejected = "rejected",
        /// The report waits for the provider.
        Pending = "pending",
        /// The provider has accepted the report.
        Accepted = "accepted",
        /// The report is billed.
        Closed = "closed",
        /// The report is deleted.
        Deleted = "deleted",
    }
}

statuses! {
    /// The status of a chunk.
    ChunkStatus {
        /// The platform is generating the chunk.
        Draft = "draft",
        /// The chunk can be downloaded and billed.
        Ready = "ready",
        /// It is billed.
        Closed = "closed",
        /// The chunk could not be generated.
        Failed = "failed",
    }
}

statuses! {
    /// The status of a record.
    RecordStatus {
        /// The record is valid.
        Valid = "valid",
        /// The record has an error.
        Invalid = "invalid",
        /// The provider has approved the record.
        Approved = "approved",
        /// The provider has rejected the record.
        Rejected = "rejected",
        /// It is billed.
        Closed = "closed",
    }
}

statuses! {
    /// The status of a reconciliation.
    ReconciliationStatus {
        /// The spreadsheet waits to be processed.
        Uploaded = "uploaded",
        /// The spreadsheet is being processed.
        Processing = "processing",
        /// The spreadsheet was processed.
        Processed = "processed",
        /// The spreadsheet could not be processed.
        Failed = "failed",
    }
}
