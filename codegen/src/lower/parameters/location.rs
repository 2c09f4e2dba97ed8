//! Reads where a parameter is sent.

use super::left_out::LeftOut;
use super::place::Place;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::Location;
use crate::lower::context::Context;
use crate::lower::text::is_token;
use crate::node::At;

/// Returns the location of a parameter, if it is sent from there. `place` returns where the operation has it.
pub fn read(
    context: &Context<'_>,
    at: &At<'_>,
    wire: &str,
    is_read: bool,
    place: Place<'_>,
) -> Result<Location, LeftOut> {
    match at.node.get_str("in") {
        Some("path") => Ok(Location::Path),
        Some("query") => Ok(Location::Query),
        Some("cookie") => Ok(Location::Cookie),
        Some("header") if is_read && wire.eq_ignore_ascii_case("content-range") => {
            let message = "`Content-Range` is declared as a request header, but is a response header; paging reads it from the response";
            context.report_member(Diagnostic::note(Code::ContentRange, message), at, "name");
            let why = "a response header that is declared as a request header; paging reads it";
            context.skip(&place(&at.pointer), why);
            Err(LeftOut::Ignored)
        }
        Some("header") if is_set_by_client(wire) => {
            let why = "OpenAPI ignores header parameters with this name; the client sets it";
            context.report_member(Diagnostic::note(Code::Parameter, why), at, "name");
            context.skip(&at.pointer, why);
            Err(LeftOut::Ignored)
        }
        Some("header") if is_of_transport(wire) => {
            let why = "a header of the transport, which the client sets itself";
            let message = format!("`{wire}` is {why}; skipped");
            context.report_member(Diagnostic::warning(Code::Parameter, message), at, "name");
            context.skip(&at.pointer, why);
            Err(LeftOut::Ignored)
        }
        Some("header") if !is_token(wire) => {
            let why = "with a name that is not a valid header name";
            Err(LeftOut::Unsupported(why.to_owned()))
        }
        Some("header") => Ok(Location::Header),
        Some(other) => Err(LeftOut::Unsupported(format!("in `{other}`"))),
        None => Err(LeftOut::Unsupported(match at.node.get("in") {
            Some(other) => format!("whose place is {}", other.kind()),
            None => "without a place".to_owned(),
        })),
    }
}

/// Returns whether the client sets a header itself. OpenAPI 3.0 says to ignore such parameters.
fn is_set_by_client(name: &str) -> bool {
    ["accept", "content-type", "authorization"]
        .iter()
        .any(|ours| name.eq_ignore_ascii_case(ours))
}

/// Returns whether a header is about one connection (RFC 9110, section 7.6.1), the host, or how the body is sent, so that
/// a value from elsewhere would break the request. The client refuses a call that sets one.
fn is_of_transport(name: &str) -> bool {
    const OURS: [&str; 11] = [
        "connection",
        "content-encoding",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    OURS.iter().any(|ours| name.eq_ignore_ascii_case(ours))
}
