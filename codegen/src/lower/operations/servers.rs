//! Reads where calls are sent.

use std::net::Ipv6Addr;

use crate::diagnostics::{Code, Diagnostic};
use crate::lower::context::Context;
use crate::lower::form;
use crate::node::{At, Node, Value};

/// Returns the base URLs that the document declares. Servers that a client cannot send calls to are reported and skipped.
pub fn servers(context: &Context<'_>) -> Vec<String> {
    let servers = context.root.get("servers");
    if let Some(at) = servers.as_ref().filter(|it| !is_list(it.node)) {
        report_no_list(context, at);
    }
    let servers = servers.iter().flat_map(At::elements);
    let urls = servers.filter_map(|at| match document_url(context, &at) {
        Ok(url) => Some(url),
        Err(Refused(code, problem)) => {
            let message = format!("{problem}; the server is skipped");
            context.report(Diagnostic::warning(code, message), &at);
            context.skip(&at.pointer, problem);
            None
        }
    });
    urls.collect()
}

/// Returns the base URL of an operation or its path item, if it has one that is not among those of the document: the
/// first one that a client can send calls to. The others are reported and skipped.
pub fn own_server(context: &Context<'_>, item: &At<'_>, operation: &At<'_>) -> Option<String> {
    let own = operation.get("servers").or_else(|| item.get("servers"))?;
    let of_document = context.root.get("servers");
    if of_document.is_some_and(|it| it.node == own.node) {
        return None;
    }
    if !is_list(own.node) {
        report_no_list(context, &own);
    }
    // An empty array adds nothing to the servers of the document.
    let servers: Vec<At<'_>> = own.elements().collect();
    let urls: Vec<_> = servers.iter().map(|it| base_url(context, it)).collect();
    let consequence = match urls.iter().any(Result::is_ok) {
        true => "the server is skipped",
        false => "the operation is sent to the base URL of the client",
    };
    let mut used = None;
    for (at, url) in servers.iter().zip(urls) {
        let (diagnostic, reason) = match url {
            Ok(url) if used.is_none() => {
                used = Some(url);
                continue;
            }
            Ok(_) => {
                let message =
                    "of several servers of an operation, only the first usable one is used";
                let diagnostic = Diagnostic::note(Code::Unsupported, message);
                (diagnostic, message.to_owned())
            }
            Err(Refused(code, problem)) => {
                let message = format!("{problem}; {consequence}");
                (Diagnostic::warning(code, message), problem)
            }
        };
        context.report(diagnostic, at);
        context.skip(&at.pointer, reason);
    }
    used
}

/// Why a server is not used.
struct Refused(Code, String);

/// Returns the base URL of a server, if a client can send calls to it.
fn base_url(context: &Context<'_>, at: &At<'_>) -> Result<String, Refused> {
    let url = url(context, at).map_err(|it| Refused(Code::NotOpenApi, it))?;
    match is_base_url(&url) {
        true => Ok(without_slash(&url)),
        false => Err(Refused(
            Code::Unsupported,
            format!("expected an absolute HTTP URL without query and fragment, found `{url}`"),
        )),
    }
}

/// Returns the base URL of a server of the document, which can be relative to where the document is.
fn document_url(context: &Context<'_>, at: &At<'_>) -> Result<String, Refused> {
    let url = url(context, at).map_err(|it| Refused(Code::NotOpenApi, it))?;
    match is_base_url(&url) || is_path(&url) {
        true => Ok(without_slash(&url)),
        false => Err(Refused(
            Code::Unsupported,
            format!(
                "expected an HTTP URL or a path from the root, without query and fragment, found `{url}`"
            ),
        )),
    }
}

fn without_slash(url: &str) -> String {
    url.trim_end_matches('/').to_owned()
}

/// Returns whether a client can send calls to a URL: `https://host/path`, with nothing left to fill in.
fn is_base_url(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else {
        return false;
    };
    let is_http = ["https", "http"]
        .iter()
        .any(|it| scheme.eq_ignore_ascii_case(it));
    let host = rest.split('/').next().unwrap_or_default();
    is_http && is_plain(url) && is_host(host)
}

/// Returns whether a URL is a path on the host that has the document.
fn is_path(url: &str) -> bool {
    url.starts_with('/') && !url.starts_with("//") && is_plain(url)
}

/// Returns whether a text has only characters that a URL without a user, a query and a fragment has.
fn is_plain(url: &str) -> bool {
    url.chars()
        .all(|it| it.is_ascii_graphic() && !"{}<>\\^`|\"?#@".contains(it))
}

/// Returns whether a text is a name or an address, perhaps with a port. An IPv6 address is in brackets.
fn is_host(text: &str) -> bool {
    if let Some(rest) = text.strip_prefix('[') {
        let Some((address, behind)) = rest.split_once(']') else {
            return false;
        };
        let is_end = behind.is_empty() || behind.strip_prefix(':').is_some_and(is_port);
        return is_end && address.parse::<Ipv6Addr>().is_ok();
    }
    let (name, port) = text.split_once(':').unwrap_or((text, "443"));
    !name.is_empty() && !name.contains(['[', ']']) && is_port(port)
}

fn is_port(text: &str) -> bool {
    text.parse::<u16>().is_ok()
}

/// Returns whether a node is an array, or null, which is as good as none.
fn is_list(node: &Node) -> bool {
    matches!(node.value, Value::Array(_) | Value::Null)
}

fn report_no_list(context: &Context<'_>, at: &At<'_>) {
    let message = format!(
        "expected `servers` to be an array of servers, found {}; ignored",
        at.node.kind()
    );
    context.report(Diagnostic::warning(Code::NotOpenApi, message), at);
    context.skip(&at.pointer, "it is not an array of servers");
}

/// Returns the URL of a server, with the defaults of its variables.
///
/// # Errors
/// If it is not known in full, with what is wrong.
fn url(context: &Context<'_>, at: &At<'_>) -> Result<String, String> {
    let Some(url) = at.node.get_str("url") else {
        return Err(no_url(at));
    };
    form::check(context, at, &form::SERVER);
    filled(context, at, url)
}

fn no_url(at: &At<'_>) -> String {
    match at.node.get("url") {
        _ if at.node.as_map().is_none() => {
            format!(
                "expected a server to be a mapping, found {}",
                at.node.kind()
            )
        }
        Some(other) => format!(
            "expected `url` of a server to be a string, found {}",
            other.kind()
        ),
        None => "expected a server to have a `url`".to_owned(),
    }
}

/// Fills in the defaults of the variables. Returns an error if one of the URL has none.
fn filled(context: &Context<'_>, at: &At<'_>, url: &str) -> Result<String, String> {
    let variables = at.get("variables");
    let mut known = String::new();
    let mut rest = url;
    while let Some((before, behind)) = rest.split_once('{') {
        let unbalanced = || format!("unbalanced braces in the URL `{url}`");
        let (name, behind) = behind.split_once('}').ok_or_else(unbalanced)?;
        let variable = variables.as_ref().and_then(|it| it.get(name));
        let Some(variable) = variable.filter(|it| it.node.as_map().is_some()) else {
            return Err(format!("undeclared variable `{name}` in the URL `{url}`"));
        };
        let Some(default) = variable.node.get("default").and_then(text) else {
            let found = variable.node.get("default").map_or("none", Node::kind);
            return Err(format!(
                "expected the variable `{name}` of the URL `{url}` to have a string as its default, found {found}"
            ));
        };
        check_default(context, &variable, &default);
        known.push_str(before);
        known.push_str(&default);
        rest = behind;
    }
    known.push_str(rest);
    Ok(known)
}

/// Reports a default that is not one of the values of its variable.
fn check_default(context: &Context<'_>, variable: &At<'_>, default: &str) {
    let values = variable
        .node
        .get("enum")
        .map(Node::items)
        .unwrap_or_default();
    let mut values = values.iter().filter_map(text).peekable();
    if values.peek().is_some() && values.all(|it| it != default) {
        let message =
            format!("the default `{default}` is not one of the values; used all the same");
        context.report_member(
            Diagnostic::warning(Code::Default, message),
            variable,
            "default",
        );
    }
}

fn text(node: &Node) -> Option<String> {
    node.as_str()
        .or_else(|| node.as_number())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absolute_http_urls_are_base_urls() {
        for url in [
            "https://a.example",
            "HTTPS://a.example:8443/v1",
            "http://127.0.0.1:80/",
            "http://[::1]/",
            "http://[2001:db8::1]:8080/v1",
        ] {
            assert!(is_base_url(url), "{url}");
        }
    }

    #[test]
    fn other_texts_are_not_base_urls() {
        for url in [
            "",
            "//a.example",
            "/v1",
            "a.example",
            "not a URL",
            "ftp://a.example",
            "https://",
            "https:///v1",
            "https://a.example:port",
            "https://a.example:",
            "https://a b.example",
            "https://u@a.example",
            "https://a.example/?q",
            "https://a.example/#f",
            "http://[::1",
            "http://[::1]x/",
            "http://[::1]:x/",
            "http://[a.example]/",
            "http://::1/",
            "http://a]/",
        ] {
            assert!(!is_base_url(url), "{url}");
        }
    }

    #[test]
    fn paths_from_the_root_are_relative_to_the_document() {
        for (url, is) in [
            ("/", true),
            ("/v1", true),
            ("//a", false),
            ("v1", false),
            ("/a b", false),
        ] {
            assert_eq!(is_path(url), is, "{url}");
        }
    }
}
