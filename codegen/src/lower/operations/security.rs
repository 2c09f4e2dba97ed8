//! Reads what authorizes calls, and where they are sent.

use std::collections::BTreeSet;

use openapiv3::{APIKeyLocation, SecurityScheme, Server};

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Operation, Scheme, SchemeKind};
use crate::lower::context::Context;
use crate::lower::pieces;
use crate::names;
use crate::node::{At, Node};

/// Returns the security requirements of an operation: its own, or those of the document.
pub fn requirements(context: &Context<'_>, operation: &At<'_>) -> Vec<Vec<String>> {
    let own = operation
        .get("security")
        .or_else(|| context.root.get("security"));
    let Some(own) = own else {
        return Vec::new();
    };
    let declared = context
        .root
        .get("components")
        .and_then(|it| it.get("securitySchemes"));
    let mut alternatives = Vec::new();
    for alternative in own.elements() {
        let names: Vec<String> = alternative
            .members()
            .map(|(name, _)| name.to_owned())
            .collect();
        let is_declared = |name: &&String| {
            declared
                .as_ref()
                .is_some_and(|it| it.node.get(name).is_some())
        };
        match names.iter().find(|name| !is_declared(name)) {
            None => alternatives.push(names),
            Some(unknown) => {
                let message = format!("unknown security scheme `{unknown}`; ignored");
                context.report(Diagnostic::warning(Code::Security, message), &alternative);
            }
        }
    }
    alternatives
}

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
    let first = own.item(0)?;
    let url = url(context, &first)?;
    if url.contains("://") {
        return Some(url);
    }
    let message =
        format!("`{url}` is no absolute URL; the operation is sent to the base URL of the client");
    context.report(Diagnostic::warning(Code::Unsupported, message), &first);
    context.skip(&first.pointer, "a server without an absolute URL");
    None
}

/// Returns the URL of a server, with the defaults of its variables, without a slash at its end.
fn url(context: &Context<'_>, at: &At<'_>) -> Option<String> {
    let Some(server) = pieces::piece::<Server>(at.node) else {
        let message =
            "expected a server to have a `url`, and each of its variables a `default`; ignored";
        context.report(Diagnostic::warning(Code::NotOpenApi, message), at);
        return None;
    };
    let variables = at.get("variables");
    let mut url = server.url;
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
