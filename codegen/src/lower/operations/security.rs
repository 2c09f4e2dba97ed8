//! Reads what authorizes calls, and where they are sent.

use std::collections::BTreeSet;

use openapiv3::{APIKeyLocation, SecurityScheme};

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Ident, Operation, Scheme, SchemeKind};
use crate::lower::context::Context;
use crate::lower::pieces;
use crate::names;
use crate::node::{At, Node, Value};

/// Returns the security requirements of an operation: its own, or those of the document.
pub fn requirements(context: &Context<'_>, operation: &At<'_>) -> Vec<Vec<String>> {
    let own = [operation, &context.root]
        .into_iter()
        .find_map(|it| declared(context, it));
    // An empty array declares that no credential is needed, which is an alternative, too.
    if own.as_ref().is_some_and(|it| it.node.items().is_empty()) {
        return vec![Vec::new()];
    }
    let alternatives = own.iter().flat_map(At::elements);
    alternatives
        .filter_map(|it| alternative(context, &it))
        .collect()
}

/// Returns the schemes that an alternative needs. One that cannot be met is reported and skipped.
fn alternative(context: &Context<'_>, at: &At<'_>) -> Option<Vec<String>> {
    let schemes = context.root.get("components");
    let schemes = schemes.and_then(|it| it.get("securitySchemes"));
    let is_declared = |name: &str| {
        schemes
            .as_ref()
            .is_some_and(|it| it.node.get(name).is_some())
    };
    let problem = match at.node.as_map() {
        None => Some(format!(
            "expected a security requirement to be a mapping, found {}",
            at.node.kind()
        )),
        Some(_) => {
            let mut unknown = at.members().filter(|(name, _)| !is_declared(name));
            let unknown = unknown.next();
            unknown.map(|(name, _)| format!("unknown security scheme `{name}`"))
        }
    };
    let Some(problem) = problem else {
        return Some(at.members().map(|(name, _)| name.to_owned()).collect());
    };
    context.skip(&at.pointer, problem.clone());
    let message = format!("{problem}; ignored");
    context.report(Diagnostic::warning(Code::Security, message), at);
    None
}

/// Returns the requirements that a node declares. Null declares none, and is passed over as if it were absent.
fn declared<'a>(context: &Context<'_>, at: &At<'a>) -> Option<At<'a>> {
    let own = at
        .get("security")
        .filter(|it| it.node.value != Value::Null)?;
    if matches!(own.node.value, Value::Array(_)) {
        return Some(own);
    }
    let message = format!(
        "expected `security` to be an array, found {}; ignored",
        own.node.kind()
    );
    context.report(Diagnostic::warning(Code::Security, message), &own);
    context.skip(&own.pointer, "it is no array of security requirements");
    None
}

/// The constants that stand beside the schemes.
const OURS: [&str; 5] = [
    "API_VERSION",
    "FINGERPRINT",
    "OPERATIONS",
    "PRODUCT",
    "SERVERS",
];

/// Returns the security schemes that operations need.
pub fn schemes(context: &Context<'_>, operations: &[Operation]) -> Vec<Scheme> {
    let needed = operations
        .iter()
        .flat_map(|it| it.security.iter().flatten());
    let needed: BTreeSet<&String> = needed.collect();
    let components = context.root.get("components");
    let declared = components.and_then(|it| it.get("securitySchemes"));
    let mut found = Vec::new();
    for (name, at) in declared.iter().flat_map(At::members) {
        if !needed.contains(&name.to_owned()) {
            continue;
        }
        let Some(at) = context.dereference(&at, "securitySchemes") else {
            continue;
        };
        let kind = kind(&at).unwrap_or_else(|| {
            let message = format!("the security scheme `{name}` has not the form of any known type; no credential serves it");
            context.report(Diagnostic::warning(Code::Security, message), &at);
            SchemeKind::Other("unknown".to_owned())
        });
        found.push((name.to_owned(), at.pointer, kind));
    }
    let named: Vec<(&str, Option<&str>)> = found
        .iter()
        .map(|(name, ..)| (name.as_str(), None))
        .collect();
    let (idents, _) = names::distinct(&named, &names::FILTERS);
    let idents = idents
        .into_iter()
        .map(|it| match OURS.contains(&it.0.as_str()) {
            true => Ident(format!("{}_SCHEME", it.0)),
            false => it,
        });
    let schemes = found
        .into_iter()
        .zip(idents)
        .map(|((name, pointer, kind), rust)| Scheme {
            pointer,
            name,
            rust,
            kind,
        });
    schemes.collect()
}

fn kind(at: &At<'_>) -> Option<SchemeKind> {
    Some(match pieces::piece::<SecurityScheme>(at.node)? {
        SecurityScheme::APIKey { location, name, .. } => match location {
            APIKeyLocation::Header => SchemeKind::ApiKeyHeader(name),
            APIKeyLocation::Query => SchemeKind::ApiKeyQuery(name),
            APIKeyLocation::Cookie => SchemeKind::ApiKeyCookie(name),
        },
        SecurityScheme::HTTP { scheme, .. } => match scheme.to_ascii_lowercase().as_str() {
            "bearer" => SchemeKind::Bearer,
            "basic" => SchemeKind::Basic,
            _ => SchemeKind::Other(scheme),
        },
        SecurityScheme::OAuth2 { .. } => SchemeKind::OAuth2,
        SecurityScheme::OpenIDConnect { .. } => SchemeKind::OpenIdConnect,
    })
}

/// Returns the base URLs that the document declares.
pub fn servers(context: &Context<'_>) -> Vec<String> {
    let servers = context.root.get("servers");
    let servers = servers.iter().flat_map(At::elements);
    servers.filter_map(|it| url(context, &it)).collect()
}

/// Returns the base URL of an operation or its path item, if it has one that is not among those of the document.
pub fn own_server(context: &Context<'_>, item: &At<'_>, operation: &At<'_>) -> Option<String> {
    let own = operation.get("servers").or_else(|| item.get("servers"))?;
    let of_document = context.root.get("servers");
    if of_document.is_some_and(|it| it.node == own.node) {
        return None;
    }
    for further in own.elements().skip(1) {
        let message = "of several servers of an operation, only the first is used";
        context.report(Diagnostic::note(Code::Unsupported, message), &further);
        context.skip(&further.pointer, message);
    }
    let Some(first) = own.item(0) else {
        let message = format!(
            "expected `servers` to be an array of servers, found {}; ignored",
            own.node.kind()
        );
        context.report(Diagnostic::warning(Code::NotOpenApi, message), &own);
        context.skip(&own.pointer, "it is no array of servers");
        return None;
    };
    let url = url(context, &first)?;
    if is_base_url(&url) {
        return Some(url);
    }
    let message = format!(
        "expected an absolute HTTP URL without query and fragment, found `{url}`; the operation is sent to the base URL of the client"
    );
    context.report(Diagnostic::warning(Code::Unsupported, message), &first);
    context.skip(&first.pointer, "a server without an absolute URL");
    None
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

/// Returns the URL of a server, with the defaults of its variables, without a slash at its end.
fn url(context: &Context<'_>, at: &At<'_>) -> Option<String> {
    let Some(url) = at.node.get_str("url") else {
        let message = "expected a server to have a `url`; ignored";
        context.report(Diagnostic::warning(Code::NotOpenApi, message), at);
        context.skip(&at.pointer, "a server without a `url`");
        return None;
    };
    let mut url = url.to_owned();
    let variables = at.get("variables");
    for (name, variable) in variables.iter().flat_map(At::members) {
        let default = variable.node.get("default").map(text).unwrap_or_default();
        url = url.replace(&format!("{{{name}}}"), &default);
    }
    Some(url.trim_end_matches('/').to_owned())
}

fn text(node: &Node) -> String {
    let number = node.as_number().map(str::to_owned);
    node.as_str()
        .map(str::to_owned)
        .or(number)
        .unwrap_or_default()
}
