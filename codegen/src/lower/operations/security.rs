//! Reads what authorizes calls.

use std::collections::BTreeSet;

use openapiv3::{APIKeyLocation, SecurityScheme};

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Ident, Operation, Scheme, SchemeKind};
use crate::lower::context::Context;
use crate::lower::pieces;
use crate::lower::scope::Scope;
use crate::lower::text::is_token;
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
        check_scopes(context, at);
        return Some(at.members().map(|(name, _)| name.to_owned()).collect());
    };
    context.skip(&at.pointer, problem.clone());
    let message = format!("{problem}; ignored");
    context.report(Diagnostic::warning(Code::Security, message), at);
    None
}

/// Reports scopes that are no array. Which credential a call needs does not depend on them.
fn check_scopes(context: &Context<'_>, at: &At<'_>) {
    for (name, scopes) in at.members() {
        if !matches!(scopes.node.value, Value::Array(_)) {
            let found = scopes.node.kind();
            let message = format!(
                "expected the scopes of `{name}` to be an array of strings, found {found}; taken as none"
            );
            context.report(Diagnostic::warning(Code::Security, message), &scopes);
        }
    }
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
    context.skip(&own.pointer, "it is not an array of security requirements");
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
pub fn schemes(context: &Context<'_>, operations: &[Operation], scope: Scope) -> Vec<Scheme> {
    let needed = operations
        .iter()
        .flat_map(|it| it.security.iter().flatten());
    let needed: BTreeSet<&String> = needed.collect();
    let components = context.root.get("components");
    let declared = components.and_then(|it| it.get("securitySchemes"));
    let mut found = Vec::new();
    for (name, at) in declared.iter().flat_map(At::members) {
        if !needed.contains(&name.to_owned()) {
            if scope == Scope::Whole && !name.starts_with("x-") {
                context.skip(&at.pointer, "no operation requires it");
            }
            continue;
        }
        // Operations need the scheme even if nothing is known of it.
        let scheme = context.dereference(&at, "securitySchemes").ok();
        if scheme.is_none() {
            context.skip(&at.pointer, "its reference cannot be read");
        }
        let kind = scheme
            .as_ref()
            .map_or_else(unknown, |it| read(context, name, it));
        let pointer = scheme.map_or(at.pointer, |it| it.pointer);
        found.push((name.to_owned(), pointer, kind));
    }
    let named: Vec<(&str, Option<&str>)> = found
        .iter()
        .map(|(name, ..)| (name.as_str(), None))
        .collect();
    let (idents, _) = names::distinct::all(&named, &names::distinct::FILTERS);
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

fn unknown() -> SchemeKind {
    SchemeKind::Other("unknown".to_owned())
}

/// Reads a scheme. One that no credential serves is reported.
fn read(context: &Context<'_>, name: &str, at: &At<'_>) -> SchemeKind {
    // Of OpenAPI 3.1.
    if at.node.get_str("type") == Some("mutualTLS") {
        let message = format!(
            "the security scheme `{name}` is a certificate of the caller; it is given to the client's transport"
        );
        context.report(Diagnostic::note(Code::Security, message), at);
        return SchemeKind::MutualTls;
    }
    let kind = match fault(at.node) {
        None => kind(at),
        Some(fault) => {
            let message = format!("the security scheme `{name}`: {fault}; no credential serves it");
            context.skip(&at.pointer, message.clone());
            context.report(Diagnostic::warning(Code::Security, message), at);
            return unknown();
        }
    };
    if let Some(SchemeKind::Other(scheme)) = &kind {
        let message = format!(
            "no credential serves the HTTP authentication scheme `{scheme}`; callers set the header themselves"
        );
        context.report_member(Diagnostic::note(Code::Security, message), at, "scheme");
    }
    kind.unwrap_or_else(|| {
        let message = format!(
            "the security scheme `{name}` has not the form of its type; no credential serves it"
        );
        context.skip(&at.pointer, message.clone());
        context.report(Diagnostic::warning(Code::Security, message), at);
        unknown()
    })
}

/// Returns what is wrong with the members of a scheme on which a credential depends.
fn fault(node: &Node) -> Option<String> {
    let found = |member: &str| match node.get(member) {
        None => "nothing".to_owned(),
        Some(it) => match it.as_str() {
            Some(text) => format!("`{text}`"),
            None => it.kind().to_owned(),
        },
    };
    let expected = |member: &str, what: &str| {
        Some(format!(
            "expected `{member}` to be {what}, found {}",
            found(member)
        ))
    };
    if node.as_map().is_none() {
        return Some(format!("expected a mapping, found {}", node.kind()));
    }
    let text = |member: &str| node.get_str(member);
    match text("type") {
        Some("apiKey") => match (text("in"), text("name")) {
            (Some("header" | "query" | "cookie"), None | Some("")) => expected("name", "a string"),
            (Some("header" | "cookie"), Some(name)) if !is_token(name) => {
                expected("name", "a valid name of a header or a cookie")
            }
            (Some("header" | "query" | "cookie"), Some(_)) => None,
            _ => expected("in", "`header`, `query` or `cookie`"),
        },
        Some("http") if text("scheme").is_none() => expected("scheme", "a string"),
        Some("oauth2") if node.get("flows").is_none_or(|it| it.as_map().is_none()) => {
            expected("flows", "a mapping")
        }
        Some("openIdConnect") if text("openIdConnectUrl").is_none() => {
            expected("openIdConnectUrl", "a string")
        }
        Some("http" | "oauth2" | "openIdConnect") => None,
        _ => expected(
            "type",
            "`apiKey`, `http`, `mutualTLS`, `oauth2` or `openIdConnect`",
        ),
    }
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
