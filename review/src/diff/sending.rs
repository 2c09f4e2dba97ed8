//! Compares what the code of a call does beyond its types: how it is authorized, where it is sent, how parameters and
//! parts are written, and which headers responses have that no type shows.
//!
//! Callers cannot see such a change when they compile. It is read from the document, so that nothing is lost of what
//! the types do not need.

use std::collections::BTreeMap;

use super::finding::{Claim, Finding, shift};
use super::kinds::ChangeKind;
use super::limits::text;
use super::names::route;
use super::parameters::functions;
use super::side::{Pair, Side};
use connect_codegen::Pointer;
use connect_codegen::ir::{Location, Operation, Scheme, Style, Type};
use connect_codegen::stages::{Node, Value};

/// What a call does, by kind and by an id of what it is about.
type Aspects = BTreeMap<(ChangeKind, String), Aspect>;

/// One of the things that a call does.
struct Aspect {
    /// What it is about.
    what: String,
    /// How it is.
    value: String,
    /// Where the document says so.
    at: Pointer,
}

/// Compares an operation that both contracts have.
pub fn compare(pair: &Pair, old: &Operation, new: &Operation, findings: &mut Vec<Finding>) {
    let (before, now) = (aspects(&pair.old, old), aspects(&pair.new, new));
    for (key, is) in &now {
        let Some(was) = before.get(key).filter(|was| was.value != is.value) else {
            continue;
        };
        let kind = key.0;
        findings.push(
            Finding::new(kind, &is.what, sentence(kind, &was.value, &is.value))
                .of(route(new))
                .at(&was.at, &is.at)
                .claims(functions(new))
                .claims(schemes(pair, kind))
                .otherwise(consequence(kind)),
        );
    }
    let (one, other) = ((&before, old), (&now, new));
    headers(ChangeKind::HeaderRemoved, one, other, findings);
    headers(ChangeKind::HeaderAdded, other, one, findings);
}

fn sentence(kind: ChangeKind, was: &str, is: &str) -> String {
    let shown = shift(was, is);
    match kind {
        ChangeKind::Security => format!("It is authorized by {shown}."),
        ChangeKind::Servers => format!("It is sent to {shown}."),
        _ => format!("It is written as {shown}."),
    }
}

fn consequence(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Security => {
            "The compiler sees no difference. A client uses the first alternative of which it has all credentials: give it those."
        }
        ChangeKind::Servers => {
            "The compiler sees no difference. Calls go to other servers, with their credentials."
        }
        _ => {
            "The compiler sees no difference. The new bindings send it in the new way; the old ones may be refused."
        }
    }
}

/// Returns the constants of security schemes, which come and go with the operations that need them.
fn schemes(pair: &Pair, kind: ChangeKind) -> Vec<Claim> {
    if kind != ChangeKind::Security {
        return Vec::new();
    }
    let all = pair.old.api.schemes.iter().chain(&pair.new.api.schemes);
    let item = |it: &Scheme| Claim::Item(format!("specification::{}", it.rust.plain()));
    all.map(item).collect()
}

/// Reports headers that only one side has and that no type holds: those of errors, and those of one of several
/// successes.
fn headers(
    kind: ChangeKind,
    (with, of): (&Aspects, &Operation),
    (without, other): (&Aspects, &Operation),
    findings: &mut Vec<Finding>,
) {
    for (key, aspect) in with.iter().filter(|(key, _)| !without.contains_key(*key)) {
        let Some((status, name)) = key.1.split_once(' ') else {
            continue;
        };
        // A status takes its headers along, and what types show is told of these.
        let mut statuses = other.responses.iter();
        let has_status = statuses.any(|it| it.status.to_string() == status);
        let holds = |of: &Operation| {
            let mut headers = of.headers.iter();
            headers.any(|it| it.wire.0.eq_ignore_ascii_case(name))
        };
        if key.0 != ChangeKind::HeaderType || !has_status || holds(of) != holds(other) {
            continue;
        }
        let is_removed = kind == ChangeKind::HeaderRemoved;
        let wire = match is_removed {
            true => "Responses are no longer declared to have it.",
            false => "Responses can have it.",
        };
        let finding = Finding::new(kind, &aspect.what, wire)
            .of(route(of))
            .otherwise("Nothing: no type holds the header.");
        findings.push(match is_removed {
            true => finding.was_at(&aspect.at),
            false => finding.now_at(&aspect.at),
        });
    }
}

/// Reads what a call does from the document.
fn aspects(side: &Side, operation: &Operation) -> Aspects {
    let mut found = Aspects::new();
    let at = side.canonical(&operation.pointer);
    if let Some(node) = side.root().find(&at) {
        security(side, node, &at, &mut found);
        servers(side, operation, &at, &mut found);
        parameters(side, operation, &mut found);
        encodings(side, node, &at, &mut found);
        response_headers(side, node, &at, &mut found);
    }
    found
}

fn add(found: &mut Aspects, key: (ChangeKind, String), what: &str, value: String, at: Pointer) {
    let what = what.to_owned();
    found.insert(key, Aspect { what, value, at });
}

/// Adds what authorizes the call, and what a client sends for each scheme that it names.
fn security(side: &Side, operation: &Node, at: &Pointer, found: &mut Aspects) {
    let (node, at) = match operation.get("security") {
        Some(own) => (Some(own), at.key("security")),
        None => (side.root().get("security"), Pointer::root().key("security")),
    };
    let key = (ChangeKind::Security, "security".to_owned());
    add(found, key, "security", security_text(node), at);
    let alternatives = node.map(Node::items).unwrap_or_default().iter();
    for scheme in alternatives.flat_map(Node::entries) {
        let name = &scheme.key;
        let at = ["components", "securitySchemes", name];
        let at = at.iter().fold(Pointer::root(), |at, key| at.key(key));
        let key = (ChangeKind::Security, format!("scheme {name}"));
        let what = format!("security scheme `{name}`");
        add(found, key, &what, scheme_text(side, name, &at), at);
    }
}

/// Adds the server that the call goes to, if that is not one of the document.
fn servers(side: &Side, operation: &Operation, at: &Pointer, found: &mut Aspects) {
    let path = at.parent().unwrap_or_else(Pointer::root);
    let declares = |it: &&Pointer| {
        let node = side.root().find(it);
        node.is_some_and(|node| node.get("servers").is_some())
    };
    let own = [at, &path].into_iter().find(declares);
    let at = own.map_or_else(|| at.clone(), |it| it.key("servers"));
    let url = operation.server.clone();
    let url = url.unwrap_or_else(|| "the servers of the document".to_owned());
    let key = (ChangeKind::Servers, "servers".to_owned());
    add(found, key, "servers", url, at);
}

/// Adds how parameters are written. Path parameters are identified by position. Filters have no style: each compares
/// with one value.
fn parameters(side: &Side, operation: &Operation, found: &mut Aspects) {
    for (index, parameter) in operation.parameters.iter().enumerate() {
        let location = parameter.location.as_str();
        let name = &parameter.wire;
        let at = side.canonical(&parameter.pointer);
        let id = match parameter.location {
            Location::Path => format!("path {index}"),
            _ => format!("{location} {name}"),
        };
        if let Some(node) = side.root().find(&at) {
            let what = format!("{location} parameter `{name}`");
            // A single value is the same string in each of these styles, and so is an array in the simple one.
            let is_array = matches!(parameter.ty, Type::Array(_));
            let value = match parameter.style {
                Style::Plain if node.get("content").is_none() => usual_style(location),
                Style::Simple | Style::SimpleExploded if is_array => described("simple", false),
                _ => style(node, location),
            };
            add(found, (ChangeKind::ParameterStyle, id), &what, value, at);
        }
    }
}

/// Describes what authorizes a call. The order of alternatives counts: a client uses the first one of which it has all
/// credentials.
fn security_text(node: Option<&Node>) -> String {
    let mut alternatives: Vec<String> = Vec::new();
    for alternative in node.map(Node::items).unwrap_or_default() {
        let mut needed: Vec<String> = Vec::new();
        for entry in alternative.entries() {
            let scopes = entry.node.items().iter().filter_map(Node::as_str);
            let mut scopes: Vec<&str> = scopes.collect();
            scopes.sort_unstable();
            needed.push(match scopes.is_empty() {
                true => entry.key.clone(),
                false => format!("{} with the scopes {}", entry.key, scopes.join(", ")),
            });
        }
        needed.sort_unstable();
        alternatives.push(match needed.is_empty() {
            true => "nothing".to_owned(),
            false => needed.join(" and "),
        });
    }
    match alternatives.is_empty() {
        true => "nothing".to_owned(),
        false => alternatives.join(" or "),
    }
}

/// Describes what a client sends for a scheme, and where it gets it.
fn scheme_text(side: &Side, name: &str, at: &Pointer) -> String {
    let known = side.api.schemes.iter().find(|it| it.name == name);
    let known = known.map(|it| it.kind.described().replace('`', ""));
    let node = side.node(at);
    let more = ["flows", "openIdConnectUrl"].into_iter();
    let more = more.filter_map(|key| Some(text(&without_prose(node?.get(key)?)).replace('`', "")));
    let parts: Vec<String> = known.into_iter().chain(more).collect();
    parts.join(", ")
}

/// Returns the URLs of the servers that a node declares, with the defaults of their variables.
pub fn declared(node: &Node) -> Vec<String> {
    let servers = node.get("servers").map(Node::items).unwrap_or_default();
    let url = |server: &Node| {
        let mut url = server.get_str("url")?.to_owned();
        for variable in server
            .get("variables")
            .map(Node::entries)
            .unwrap_or_default()
        {
            let value = variable.node.get_str("default").unwrap_or_default();
            url = url.replace(&format!("{{{}}}", variable.key), value);
        }
        Some(url)
    };
    servers.iter().filter_map(url).collect()
}

/// Describes how a parameter is written, with the defaults of OpenAPI. Reserved characters are percent-encoded whatever
/// the document allows.
fn style(node: &Node, location: &str) -> String {
    if let Some(content) = node.get("content") {
        let types: Vec<&str> = content.entries().iter().map(|it| it.key.as_str()).collect();
        return types.join(", ");
    }
    let style = node.get_str("style").unwrap_or(usual(location));
    let explode = match node.get("explode").and_then(Node::as_bool) {
        Some(explode) => explode,
        None => style == "form",
    };
    described(style, explode)
}

/// Describes how a parameter is written that does not say so.
fn usual_style(location: &str) -> String {
    let style = usual(location);
    described(style, style == "form")
}

/// Returns the style of parameters that do not name one.
fn usual(location: &str) -> &'static str {
    match location {
        "query" | "cookie" => "form",
        _ => "simple",
    }
}

fn described(style: &str, explode: bool) -> String {
    match explode {
        true => format!("style {style}, exploded"),
        false => format!("style {style}"),
    }
}

/// Adds how the parts of the request body are encoded.
fn encodings(side: &Side, operation: &Node, at: &Pointer, found: &mut Aspects) {
    if operation.get("requestBody").is_none() {
        return;
    }
    let at = side.canonical(&at.key("requestBody")).key("content");
    for media in side.root().find(&at).map(Node::entries).unwrap_or_default() {
        let at = at.key(&media.key);
        let declared = media.node.get("encoding");
        let schema = side.schema_at(&at.key("schema"));
        for part in schema_members(side, &schema) {
            let node = declared.and_then(|it| it.get(&part)).map(without_prose);
            let member = side.schema_at(&schema.key("properties").key(&part));
            let node = node.map(|it| match is_styled(side, &media.key, &member) {
                true => it,
                false => without(it, &["style", "explode"]),
            });
            let is_default = node.as_ref().is_none_or(|it| it.entries().is_empty());
            let value = match node.filter(|_| !is_default) {
                Some(node) => text(&node).replace('`', ""),
                None => "the default".to_owned(),
            };
            let id = format!("{} {part}", media.key);
            let what = format!("part `{part}` of the request as `{}`", media.key);
            let at = at.key("encoding").key(&part);
            add(found, (ChangeKind::Encoding, id), &what, value, at);
        }
    }
}

/// Returns whether a style changes how a member of a form is written: not a part of a form with files, and not a single
/// value.
fn is_styled(side: &Side, media_type: &str, member: &Pointer) -> bool {
    let ty = side.root().find(member).and_then(|it| it.get_str("type"));
    let is_single = matches!(ty, Some("string" | "integer" | "number" | "boolean"));
    !media_type.starts_with("multipart/") && !is_single
}

fn without(mut node: Node, keys: &[&str]) -> Node {
    for key in keys {
        node.remove(key);
    }
    node
}

fn schema_members(side: &Side, at: &Pointer) -> Vec<String> {
    let properties = side.root().find(at).and_then(|node| node.get("properties"));
    let entries = properties.map(Node::entries).unwrap_or_default();
    entries.iter().map(|entry| entry.key.clone()).collect()
}

/// Adds the headers of all responses.
fn response_headers(side: &Side, operation: &Node, at: &Pointer, found: &mut Aspects) {
    let at = at.key("responses");
    let responses = operation.get("responses");
    for response in responses.map(Node::entries).unwrap_or_default() {
        let status = &response.key;
        let at = side.canonical(&at.key(status)).key("headers");
        for header in side.root().find(&at).map(Node::entries).unwrap_or_default() {
            let name = header.key.to_ascii_lowercase();
            let what = format!("response header `{}` with status {status}", header.key);
            let at = side.canonical(&at.key(&header.key));
            let value = side.root().find(&at).map(|node| style(node, "header"));
            let key = (ChangeKind::HeaderType, format!("{status} {name}"));
            add(found, key, &what, value.unwrap_or_default(), at);
        }
    }
}

/// Returns a node without what is for readers.
fn without_prose(node: &Node) -> Node {
    let mut node = node.clone();
    strip(&mut node);
    node
}

fn strip(node: &mut Node) {
    for key in ["description", "summary", "title", "example", "examples"] {
        node.remove(key);
    }
    match &mut node.value {
        Value::Array(items) => items.iter_mut().for_each(strip),
        Value::Map(map) => map
            .entries_mut()
            .iter_mut()
            .for_each(|it| strip(&mut it.node)),
        _ => {}
    }
}
