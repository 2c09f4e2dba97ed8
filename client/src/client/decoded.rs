//! Decodes the bodies of responses, between the transport and the client, so that every transport can do without.

#[cfg(feature = "gzip")]
mod gzip;

use connect_runtime::{Error, Operation};

use crate::exchange::coding::Coding;
use crate::transport::BodyStream;

/// Wraps a body so that it is read decoded. `limit` is the maximum number of decoded bytes, which bounds the coded bytes
/// too.
#[cfg_attr(
    not(feature = "gzip"),
    expect(unused_variables, reason = "without a coding there are no errors")
)]
pub(super) fn decoded(
    operation: &'static Operation,
    coding: Coding,
    body: Box<dyn BodyStream>,
    limit: u64,
) -> Box<dyn BodyStream> {
    match coding {
        Coding::Identity => body,
        #[cfg(feature = "gzip")]
        Coding::Gzip(layers) => {
            (0..layers).fold(body, |body, _| gzip::decoded(operation, body, limit))
        }
        // Without the feature no response is found to have this coding.
        #[cfg(not(feature = "gzip"))]
        Coding::Gzip(_) => body,
    }
}

/// Returns whether a body failed because its coded bytes exceed the limit.
#[cfg_attr(
    not(feature = "gzip"),
    expect(unused_variables, reason = "without a coding there are no coded bytes")
)]
pub(super) fn is_too_long(error: &Error) -> bool {
    #[cfg(feature = "gzip")]
    return gzip::is_too_long(error);
    #[cfg(not(feature = "gzip"))]
    false
}
