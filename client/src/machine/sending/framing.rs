//! Headers that belong to the connection and not to the caller.

use connect_runtime::driver::failure;
use connect_runtime::{Error, Request};
use http::header::{self, HeaderName};

use crate::config::Grant;

/// What a call must not set: with another value the server would wait for a body that never comes, or take it for
/// another one.
static FRAMING: [HeaderName; 11] = [
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

/// Refuses a request that sets one of these headers, or whose security scheme names one.
pub(super) fn check(request: &Request, grant: Option<&Grant>) -> Result<(), Error> {
    let refused = |what: &str, name: &HeaderName| {
        Err(failure::invalid_request(
            request.operation(),
            format!("{what} the header `{name}`, which the client sets itself"),
        ))
    };
    let mut framing = FRAMING.iter();
    if let Some(name) = framing.find(|it| request.headers().contains_key(*it)) {
        return refused("the call sets", name);
    }
    let mut granted = grant.into_iter().flat_map(Grant::header_names);
    match granted.find(|it| FRAMING.contains(it)) {
        Some(name) => refused("a security scheme sets", name),
        None => Ok(()),
    }
}
