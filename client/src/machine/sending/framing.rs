//! Headers that belong to the connection and not to the caller.

use connect_runtime::driver::failure;
use connect_runtime::{Error, Request};
use http::header::{self, HeaderName};

/// What a call must not set: with another value the server would wait for a body that never comes, or take it for
/// another one.
const FRAMING: [HeaderName; 11] = [
    header::HOST,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::CONTENT_ENCODING,
    header::CONNECTION,
    header::EXPECT,
    header::TE,
    header::TRAILER,
    header::UPGRADE,
    header::PROXY_AUTHORIZATION,
    HeaderName::from_static("keep-alive"),
];

/// Refuses a request of a caller that sets one of these headers.
pub(super) fn check(request: &Request) -> Result<(), Error> {
    match FRAMING
        .iter()
        .find(|it| request.headers().contains_key(*it))
    {
        None => Ok(()),
        Some(name) => Err(failure::invalid_request(
            request.operation(),
            format!("the call sets the header `{name}`, which the client sets itself"),
        )),
    }
}
