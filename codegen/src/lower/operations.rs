//! Operations: a method on a path, with all that it takes and gives.

mod naming;
mod request;

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::ir::{
    BodyKind, Direction, Ident, Location, Operation, PathTemplate, Payload, RequestBody, Role,
    Segment, Success, TypeRef, WireName,
};
use crate::lower::document::{At, Document};
use crate::lower::filters::{self, FilterDraft};
use crate::lower::parameters::{self, ParameterDraft};
use crate::lower::responses::{self, Content, ResponseDraft};
use crate::lower::schemas::Schemas;
use crate::lower::shape::Shape;
use crate::lower::types::{Site, Types};
use crate::names::functions::{Name, Route, name_all};
use crate::names::{module_ident, snake};
use crate::node::Node;

use crate::select::{METHODS, Prefix};
use naming::Naming;
pub use naming::modules;
use request::RequestDraft;

/// An operation of the document: path, method, and where it and its path item stand.
pub struct Found<'a> {
    path: &'a str,
    method: &'a str,
    at: At<'a>,
    item: At<'a>,
}

/// An operation that has been read, but whose types are not made yet.
pub struct Draft<'a> {
    found: At<'a>,
    name: Name,
    method: String,
    template: PathTemplate,
    parameters: Vec<ParameterDraft>,
    filters: Vec<FilterDraft>,
    request: Option<RequestDraft>,
    responses: Vec<ResponseDraft>,
    is_paged: bool,
}

/// Members of a path item that are no methods.
const BESIDE_METHODS: [&str; 4] = ["summary", "description", "servers", "parameters"];

/// All operations, in the order of the document. Whatever else is under a path is reported.
pub fn routes<'a>(document: &Document<'a>, diagnostics: &mut Diagnostics) -> Vec<Found<'a>> {
    let paths = document.root.get("paths");
    let mut found = Vec::new();
    for (path, item) in paths.iter().flat_map(At::members) {
        if path.starts_with("x-") {
            continue;
        }
        if let Some(problem) = not_a_path(path, &item) {
            diagnostics.push(document.place(problem, &item));
            continue;
        }
        for (method, at) in item.members() {
            if METHODS.contains(&method) {
                found.push(Found {
                    path,
                    method,
                    at,
                    item: item.clone(),
                });
            } else if !BESIDE_METHODS.contains(&method) && !method.starts_with("x-") {
                let message = format!("`{method}` is no method, and is left out");
                let diagnostic = Diagnostic::warning("path-item", message).marking(method);
                diagnostics.push(document.place(diagnostic, &item));
                document.skip(&at.pointer, "it is no method of a path");
            }
        }
    }
    found
}

/// What is wrong with a path and its item as such, if anything is.
fn not_a_path(path: &str, item: &At<'_>) -> Option<Diagnostic> {
    let error = |code, message: String| Some(Diagnostic::error(code, message));
    if !path.starts_with('/') {
        return error(
            "path",
            format!("a path begins with `/`, and `{path}` does not"),
        );
    }
    if path.contains(['?', '#']) {
        let message = format!("`{path}` holds more than a path; queries are parameters");
        return error("path", message);
    }
    if item.node.as_map().is_none() {
        let message = format!("a path item must be a mapping, and is {}", item.node.kind());
        return error("path-item", message);
    }
    item.node.get("$ref")?;
    let message = "a path item that is a reference is not read";
    Some(Diagnostic::error("path-item", message).marking("$ref"))
}

/// A name for each operation: pinned by the overlay, else by the rules.
pub fn names(
    document: &Document<'_>,
    found: &[Found<'_>],
    prefixes: &[Prefix],
    diagnostics: &mut Diagnostics,
) -> Vec<Option<Name>> {
    let routes: Vec<Route<'_>> = found
        .iter()
        .map(|found| Route {
            method: found.method,
            path: found.path,
            lists: responses::answers_list(document, &found.at),
        })
        .collect();
    let ruled = name_all(&routes, prefixes);
    let names: Vec<Option<Name>> = found
        .iter()
        .zip(ruled)
        .map(|(found, ruled)| pinned(document, found, diagnostics).or(ruled))
        .collect();
    report_collisions(document, found, &names, diagnostics);
    names
}

fn pinned(
    document: &Document<'_>,
    found: &Found<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Name> {
    let pinned = found.at.get("x-connect-function")?;
    let name = pinned
        .node
        .as_str()
        .and_then(|text| text.split_once("::"))
        .and_then(|(module, function)| {
            let name = Name {
                module: module_ident(module)?,
                function: snake(function)?,
            };
            (name.module.0 == module && name.function.0.trim_start_matches("r#") == function)
                .then_some(name)
        });
    if name.is_none() {
        let diagnostic = Diagnostic::error("name", "this is no name of a function in a module")
            .help("write it as `files::accept`, in snake_case");
        diagnostics.push(document.place(diagnostic, &pinned));
    }
    name
}

fn report_collisions<'a>(
    document: &Document<'a>,
    found: &[Found<'a>],
    names: &[Option<Name>],
    diagnostics: &mut Diagnostics,
) {
    let mut first: BTreeMap<&Name, &Found<'a>> = BTreeMap::new();
    for (found, name) in found.iter().zip(names) {
        let route = format!("{} {}", found.method.to_uppercase(), found.path);
        let Some(name) = name else {
            let message = format!("no name can be made for `{route}`");
            let diagnostic = Diagnostic::error("name", message)
                .help("give it one in the overlay: `x-connect-function`");
            diagnostics.push(document.place(diagnostic, &found.at));
            continue;
        };
        if let Some(other) = first.get(name) {
            let message = format!(
                "`{} {}` and `{route}` would both be `{}::{}`",
                other.method.to_uppercase(),
                other.path,
                name.module,
                name.function,
            );
            // The line to edit is where the name is given, if it is.
            let pinned = |found: &Found<'a>| found.at.get("x-connect-function");
            let at = pinned(found).or_else(|| pinned(other));
            let at = at.as_ref().unwrap_or(&found.at);
            let second = if at.pointer.is_within(&other.at.pointer) {
                &found.at
            } else {
                &other.at
            };
            let diagnostic = Diagnostic::error("name", message)
                .related(document.place_of(&second.pointer), "the other operation")
                .help("give one of them another name in the overlay: `x-connect-function`");
            diagnostics.push(document.place(diagnostic, at));
        } else {
            first.insert(name, found);
        }
    }
}

/// Reads all operations. One that cannot be read is reported, and listed as left out.
pub fn read_all<'a>(
    document: &Document<'a>,
    found: &[Found<'a>],
    names: &[Option<Name>],
    schemas: &mut Schemas<'a>,
    diagnostics: &mut Diagnostics,
) -> Vec<Draft<'a>> {
    let mut drafts = Vec::new();
    for (found, name) in found.iter().zip(names) {
        let Some(name) = name.clone() else {
            document.skip(&found.at.pointer, "it has no name");
            continue;
        };
        match read(document, found, name, schemas, diagnostics) {
            Some(draft) => drafts.push(draft),
            None => document.skip(&found.at.pointer, "it cannot be read; see the errors"),
        }
    }
    drafts
}

fn read<'a>(
    document: &Document<'a>,
    found: &Found<'a>,
    name: Name,
    schemas: &mut Schemas<'a>,
    diagnostics: &mut Diagnostics,
) -> Option<Draft<'a>> {
    document.check_operation(&found.at, diagnostics)?;
    for unsupported in ["callbacks", "servers"] {
        if let Some(at) = found.at.get(unsupported) {
            let message = format!("`{unsupported}` of an operation is left out");
            diagnostics.push(document.place(Diagnostic::warning("unsupported", message), &at));
            document.skip(
                &at.pointer,
                format!("`{unsupported}` of an operation is not generated"),
            );
        }
    }
    let responses = responses::read(document, found.at.get("responses"), schemas, diagnostics);
    let list = responses
        .iter()
        .find(|response| response.status.is_success())
        .map(|response| &response.content);
    let is_list = found.method == "get" && matches!(list, Some(Content::Json(Shape::List(_))));
    let declared = parameters::gather(document, &found.item, &found.at, diagnostics);
    let has = |name: &str| {
        declared.iter().any(|at| {
            at.node.get_str("name") == Some(name) && at.node.get_str("in") == Some("query")
        })
    };
    let is_paged = is_list && has("limit") && has("offset");
    let (filters, plain): (Vec<At<'a>>, Vec<At<'a>>) = declared
        .into_iter()
        .partition(|at| is_paged && filters::is_filter(at));
    let template = template(document, found, &plain, diagnostics)?;
    Some(Draft {
        found: found.at.clone(),
        name,
        method: found.method.to_uppercase(),
        parameters: parameters::read(document, &plain, &template, is_paged, schemas, diagnostics)?,
        template,
        filters: filters::read(document, &filters, schemas, diagnostics),
        request: request::read(document, &found.at, schemas, diagnostics),
        responses,
        is_paged,
    })
}

/// The path in segments; each `{name}` must be declared, and stand for a whole segment.
fn template(
    document: &Document<'_>,
    found: &Found<'_>,
    declared: &[At<'_>],
    diagnostics: &mut Diagnostics,
) -> Option<PathTemplate> {
    let mut segments = Vec::new();
    for segment in found.path.split('/').skip(1) {
        let inner = segment
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        let problem = match inner {
            Some(name) if name.contains(['{', '}']) => {
                Some(format!("`{segment}` holds more than one parameter"))
            }
            Some(name)
                if !declared.iter().any(|at| {
                    at.node.get_str("in") == Some("path") && at.node.get_str("name") == Some(name)
                }) =>
            {
                Some(format!("the path parameter `{name}` is not declared"))
            }
            Some(_) => None,
            None if segment.contains(['{', '}']) => {
                Some(format!("`{segment}` is only in part a parameter"))
            }
            None => None,
        };
        if let Some(problem) = problem {
            let diagnostic = Diagnostic::error("path", format!("{problem}, in `{}`", found.path));
            diagnostics.push(document.place(diagnostic, &found.at));
            return None;
        }
        segments.push(match inner {
            Some(name) => Segment::Parameter(WireName(name.to_owned())),
            None => Segment::Literal(segment.to_owned()),
        });
    }
    Some(PathTemplate { segments })
}

/// Makes the types of all operations.
pub fn lower_all(drafts: Vec<Draft<'_>>, types: &mut Types<'_, '_>) -> Vec<Operation> {
    drafts
        .into_iter()
        .map(|draft| lower(draft, types))
        .collect()
}

fn lower(draft: Draft<'_>, types: &mut Types<'_, '_>) -> Operation {
    let naming = Naming::new(&draft.name);
    let site = |name: String, direction| Site {
        name,
        group: draft.name.module.clone(),
        direction,
        form: false,
        leaf: None,
    };
    let request = draft.request.as_ref().map(|request| {
        let form = request.kind == BodyKind::Multipart;
        let site = Site {
            form,
            ..site(naming.request(), Direction::Request)
        };
        let ty = types.instantiate(&request.shape, &site);
        types.used_by_operation(&ty, &naming.request());
        RequestBody {
            pointer: request.pointer.clone(),
            media_type: request.media_type.clone(),
            kind: request.kind,
            ty,
        }
    });
    let mut responses = Vec::new();
    for response in &draft.responses {
        let name = if response.status.is_success() {
            naming.answer()
        } else {
            naming.error()
        };
        responses.push(responses::lower(
            response,
            types,
            &site(name, Direction::Answer),
        ));
    }
    let parameters = parameters::lower(
        &draft.parameters,
        types,
        &site(naming.parameter(), Direction::Request),
    );
    let filters = filters::lower(
        &draft.filters,
        types,
        &site(naming.parameter(), Direction::Request),
    );
    let success = success(&responses, draft.is_paged);
    let well = draft
        .responses
        .into_iter()
        .find(|it| it.status.is_success());
    let filled = well.map(|it| it.filled).unwrap_or_default();
    let node: &Node = draft.found.node;
    let repeatable = match node.get("x-connect-repeatable").and_then(Node::as_bool) {
        Some(declared) => declared,
        None => !matches!(draft.method.as_str(), "POST" | "PATCH"),
    };
    Operation {
        pointer: draft.found.pointer.clone(),
        filter_module: draft.is_paged.then(|| filter_module(&draft.name.function)),
        module: draft.name.module,
        function: draft.name.function,
        method: draft.method,
        path: draft.template,
        parameters,
        request,
        responses,
        success,
        filled,
        stable_order: filters::stable_order(node, &filters),
        filters,
        repeatable,
        settlement: None,
        deprecated: node.get("deprecated").is_some_and(Node::is_true),
        doc: draft.found.doc(),
    }
}

/// `list` has `filter`, `list_categories` has `categories_filter`.
fn filter_module(function: &Ident) -> Ident {
    let name = function.0.trim_start_matches("r#");
    match name.strip_prefix("list_") {
        _ if name == "list" => Ident("filter".to_owned()),
        Some(what) => Ident(format!("{what}_filter")),
        None => Ident(format!("{name}_filter")),
    }
}

fn success(responses: &[crate::ir::Response], is_paged: bool) -> Success {
    let well = responses
        .iter()
        .find(|response| response.status.is_success());
    match well.map(|response| &response.payload) {
        Some(Payload::Json(TypeRef::List(row))) if is_paged => Success::Page((**row).clone()),
        Some(Payload::Json(ty)) => Success::Json(ty.clone()),
        Some(Payload::Text) => Success::Text,
        Some(Payload::Binary) => Success::Binary,
        Some(Payload::Empty) => Success::Empty,
        None if responses
            .iter()
            .any(|response| response.status.is_redirect()) =>
        {
            Success::Redirect
        }
        None => Success::Empty,
    }
}

/// Whether a parameter is one that the list builder sets.
pub fn role(name: &str, location: Location, is_paged: bool) -> Role {
    if is_paged && location == Location::Query && matches!(name, "limit" | "offset") {
        Role::Paging
    } else {
        Role::Argument
    }
}
