//! Responses, as a transport hands them over.

use std::fmt;

use connect_runtime::StatusCode;
use http::header::HeaderMap;

/// A response as a transport hands it over: its head, and its body while that is still coming.
pub struct Incoming<B> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: B,
}

/// The status and the names of the headers.
impl<B> fmt::Debug for Incoming<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming")
            .field("status", &self.status)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
