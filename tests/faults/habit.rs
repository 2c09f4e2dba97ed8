//! Clients that do something wrong on purpose.

/// What a client does wrong on purpose, to test whether that is detected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    None,
    /// Retries every failed call.
    RetriesEverything,
    /// Resumes a list one row too late after an error.
    SkipsARow,
    /// Restarts a list after an error, and keeps the rows so far.
    RestartsLists,
    /// Changes a byte of each upload.
    AltersUploads,
    /// Changes a byte of each download.
    AltersDownloads,
    /// Changes a byte of each file that it has downloaded.
    AltersFiles,
    /// Leaves a partial file next to the target of a failed download.
    LeavesPartialFiles,
    /// Writes a partial file to the target of a failed download.
    WritesInPlace,
    /// Sends the key to the host of a presigned URL.
    SendsKeyToPresignedUrls,
    /// Sends the key to another host.
    SendsKeyElsewhere,
    /// Loses responses that refuse a request early.
    LosesRefusals,
    /// Takes longer than its limit.
    ExceedsLimits,
    /// Panics when a call fails.
    Panics,
    /// Reports for each failed call that it had no effect.
    DeniesEffects,
    /// Takes a redirect after an action for a refusal.
    TrustsRedirects,
    /// Does not notice that a response has a content coding.
    IgnoresCodings,
    /// Looks at the first of several `Retry-After` only.
    SeesOneRetryAfter,
    /// Counts a pause that the API asks for as a failed attempt.
    CountsPauses,
    /// Takes no notice of rows that cannot be read.
    DropsUnreadableRows,
    /// Loses the rest of a page after a row that cannot be read.
    EndsPagesAtUnreadableRows,
    /// Takes a row that cannot be read for the end of the list.
    EndsListsAtUnreadableRows,
    /// Takes any report for the one that it has created.
    TakesAnyReport,
}
