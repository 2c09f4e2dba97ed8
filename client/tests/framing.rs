//! The headers of the transport: bindings have no parameters for those that the client refuses, and for no others.

mod support;

use std::collections::BTreeSet;

use connect_client::Call;
use connect_codegen::{Input, Source, generate};
use support::Setup;
use support::operations::{OPEN, request};

/// The standard headers that the crate `http` knows, and others of HTTP, without those that OpenAPI ignores as parameters.
const HEADERS: &str = "accept-charset accept-encoding accept-language accept-ranges age allow alt-svc cache-control \
    cache-status connection content-disposition content-encoding content-language content-length content-location \
    content-range content-security-policy cookie date dnt early-data etag expect expires forwarded from host \
    http2-settings idempotency-key if-match if-modified-since if-none-match if-range if-unmodified-since keep-alive \
    last-modified link location max-forwards origin pragma prefer priority proxy-authenticate proxy-authorization \
    proxy-connection range referer retry-after sec-websocket-key server set-cookie te trailer transfer-encoding upgrade \
    user-agent vary via warning www-authenticate x-forwarded-for x-own";

/// Returns whether the client refuses a call that sets a header.
fn is_refused(name: &'static str) -> bool {
    let call = || -> Call<()> { request(&OPEN).header(name, "1").returns_empty() };
    let (result, seen) = Setup::new().send(call, |_| support::Reply::ok("{}"));
    assert_eq!(result.is_err(), seen.is_empty(), "{name}");
    result.is_err()
}

/// Returns the headers for which bindings have parameters.
fn parameters() -> BTreeSet<String> {
    let declared = HEADERS
        .split_whitespace()
        .map(|it| format!("{{name: {it}, in: header, schema: {{type: string}}}}"));
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths:\n  /a:\n    post:\n      parameters: [{}]\n      responses: {{'204': {{description: ''}}}}\n",
        declared.collect::<Vec<_>>().join(", ")
    );
    let input = Input {
        document: Source::new("spec.yml", text),
        ..Input::default()
    };
    let bindings = generate(&input, &mut |_| {}).value.expect("bindings");
    let operation = bindings.api.operations.first().expect("the operation");
    let parameters = operation.parameters.iter();
    parameters.map(|it| it.wire.0.clone()).collect()
}

#[test]
fn bindings_have_no_parameters_for_headers_that_the_client_refuses() {
    let parameters = parameters();
    let mut refused = Vec::new();
    for name in HEADERS.split_whitespace() {
        let is_refused = is_refused(name);
        assert_eq!(!parameters.contains(name), is_refused, "{name}");
        refused.extend(is_refused.then_some(name));
    }
    assert!(refused.len() > 10, "{refused:?}");
}
