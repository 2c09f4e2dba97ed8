//! Decodes the bodies of responses, between the transport and the client, so that every transport can do without.

#[cfg(feature = "gzip")]
mod gzip;

use connect_runtime::Operation;

use crate::exchange::coding::Coding;
use crate::transport::BodyStream;

/// Wraps a body so that it is read decoded.
#[cfg_attr(
    not(feature = "gzip"),
    expect(unused_variables, reason = "without a coding there are no errors")
)]
pub(super) fn decoded(
    operation: &'static Operation,
    coding: Coding,
    body: Box<dyn BodyStream>,
) -> Box<dyn BodyStream> {
    match coding {
        Coding::Identity => body,
        #[cfg(feature = "gzip")]
        Coding::Gzip(layers) => (0..layers).fold(body, |body, _| gzip::decoded(operation, body)),
        // Without the feature no response is found to have this coding.
        #[cfg(not(feature = "gzip"))]
        Coding::Gzip(_) => body,
    }
}
