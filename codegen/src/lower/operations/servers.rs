//! Reads where calls are sent.

use crate::diagnostics::{Code, Diagnostic};
use crate::lower::context::Context;
use crate::lower::form;
use crate::node::{At, Node, Value};

/// Returns the base URLs that the document declares.
pub fn servers(context: &Context<'_>) -> Vec<String> {
    let servers = context.root.get("servers");
    if let Some(at) = servers.as_ref().filter(|it| !is_list(it.node)) {
        report_no_list(context, at);
    }
    let servers = servers.iter().flat_map(At::elements);
    let urls = servers.filter_map(|at| match url(context, &at) {
        Ok(url) => Some(url),
        Err(problem) => {
            let message = format!("{problem}; the server is skipped");
            context.report(Diagnostic::warning(Code::NotOpenApi, message), &at);
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
        true => Ok(url),
        false => Err(Refused(
            Code::Unsupported,
            format!("expected an absolute HTTP URL without query and fragment, found `{url}`"),
        )),
    }
}

/// Returns whether a client can send calls to a URL: `https://host/path`, with nothing left to fill in.
fn is_base_url(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let host = rest
        .and_then(|rest| rest.split('/').next())
        .unwrap_or_default();
    let (name, port) = host.rsplit_once(':').unwrap_or((host, "443"));
    let is_plain = |text: &str| {
        text.chars()
            .all(|it| it.is_ascii_graphic() && !"{}<>\\^`|\"?#@".contains(it))
    };
    !name.is_empty() && is_plain(url) && port.parse::<u16>().is_ok()
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

/// Returns the URL of a server, with the defaults of its variables, without a slash at its end.
///
/// # Errors
/// If it is not known in full, with what is wrong.
fn url(context: &Context<'_>, at: &At<'_>) -> Result<String, String> {
    let Some(url) = at.node.get_str("url") else {
        return Err(no_url(at));
    };
    form::check(context, at, &form::SERVER);
    let filled = filled(context, at, url)?;
    Ok(filled.trim_end_matches('/').to_owned())
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

/// Reports a default that is none of the values of its variable.
fn check_default(context: &Context<'_>, variable: &At<'_>, default: &str) {
    let values = variable
        .node
        .get("enum")
        .map(Node::items)
        .unwrap_or_default();
    let mut values = values.iter().filter_map(text).peekable();
    if values.peek().is_some() && values.all(|it| it != default) {
        let message = format!("the default `{default}` is none of the values; used all the same");
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
