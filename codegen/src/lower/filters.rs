//! Reads the filters of paged lists from the extension that `select` derives from their prose.

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::ir::{Filter, Ident, Primitive, Type, WireName};
use crate::lower::document::Document;
use crate::lower::parameters::is_scalar;
use crate::lower::schemas::{Medium, Schemas};
use crate::lower::shape::Shape;
use crate::lower::types::{Site, Types};
use crate::names;
use crate::node::At;
use crate::node::Node;
use crate::pointer::Pointer;
use crate::select::FILTER;

/// The extension that names the fields whose values differ between any two rows of a list.
pub const STABLE_ORDER: &str = "x-connect-stable-order";

/// A filter that is read, but whose type is not made yet.
pub struct FilterDraft {
    pointer: Pointer,
    wire: String,
    rust: Ident,
    lookups: Vec<String>,
    search: bool,
    ordering: bool,
    shape: Shape,
    doc: Option<String>,
}

/// Returns whether a parameter is a filter.
pub fn is_filter(at: &At<'_>) -> bool {
    at.node.get_str("in") == Some("query") && at.node.get(FILTER).is_some()
}

/// Reads the filters of a list.
pub fn read<'a>(
    document: &Document<'a>,
    declared: &[At<'a>],
    schemas: &Schemas<'a>,
    diagnostics: &mut Diagnostics,
) -> Vec<FilterDraft> {
    let named: Vec<(&str, Option<&str>)> = declared
        .iter()
        .map(|at| {
            (
                at.node.get_str("name").unwrap_or_default(),
                at.node.get_str("x-connect-field"),
            )
        })
        .collect();
    let pinned: Vec<(&str, Option<String>)> = named
        .iter()
        .map(|(wire, name)| {
            (
                *wire,
                name.and_then(names::pinned_shouty).map(|ident| ident.0),
            )
        })
        .collect();
    let named: Vec<(&str, Option<&str>)> = pinned
        .iter()
        .map(|(wire, name)| (*wire, name.as_deref()))
        .collect();
    let (idents, problems) = names::distinct(&named, names::shouty, names::spelled_shouty);
    for (index, problem) in problems {
        let diagnostic = Diagnostic::error(Code::Name, format!("cannot name a filter: {problem}"))
            .help("add a name in the overlay: `x-connect-field`");
        if let Some(at) = declared.get(index) {
            diagnostics.push(document.locate(diagnostic, at));
        }
    }
    declared
        .iter()
        .zip(idents)
        .filter_map(|(at, rust)| read_one(document, at, rust?, schemas, diagnostics))
        .collect()
}

fn read_one<'a>(
    document: &Document<'a>,
    at: &At<'a>,
    rust: Ident,
    schemas: &Schemas<'a>,
    diagnostics: &mut Diagnostics,
) -> Option<FilterDraft> {
    let declared = at.get(FILTER)?;
    let shape = at
        .get("schema")
        .and_then(|schema| schemas.read(&schema, Medium::Json))
        .unwrap_or(Type::Primitive(Primitive::String));
    if !is_scalar(&shape, schemas) {
        let message = format!(
            "filter `{}` does not compare with a single value; skipped",
            at.node.get_str("name")?
        );
        diagnostics.push(document.locate(Diagnostic::warning(Code::Filter, message), at));
        document.skip(
            &at.pointer,
            "the filter does not compare with a single value",
        );
        return None;
    }
    let lookups = declared.get("lookups");
    let flag = |name: &str| declared.node.get(name).is_some_and(Node::is_true);
    Some(FilterDraft {
        pointer: at.pointer.clone(),
        wire: at.node.get_str("name")?.to_owned(),
        rust,
        lookups: lookups
            .iter()
            .flat_map(At::elements)
            .filter_map(|item| item.node.as_str())
            .map(str::to_owned)
            .collect(),
        search: flag("search"),
        ordering: flag("ordering"),
        shape,
        doc: at.doc(),
    })
}

/// Makes the types of filters.
pub fn lower(drafts: &[FilterDraft], types: &mut Types<'_, '_>, site: &Site) -> Vec<Filter> {
    drafts
        .iter()
        .map(|draft| {
            let site = site.of_parameter(&draft.wire);
            let ty = types.instantiate(&draft.shape, &site);
            types.used_by_operation(
                &ty,
                &format!(
                    "{}{}",
                    site.name,
                    names::pascal(&draft.wire).unwrap_or_default()
                ),
            );
            Filter {
                pointer: draft.pointer.clone(),
                wire: WireName(draft.wire.clone()),
                rust: draft.rust.clone(),
                lookups: draft.lookups.clone(),
                search: draft.search,
                ordering: draft.ordering,
                ty,
                doc: draft.doc.clone(),
            }
        })
        .collect()
}

/// Returns the constants of the fields in an operation's stable order. The extension checks ensure
/// that the list can be ordered by them.
pub fn stable_order(operation: &Node, filters: &[Filter]) -> Vec<Ident> {
    let named = operation.get(STABLE_ORDER).map(Node::items);
    let names = named.unwrap_or_default().iter().filter_map(Node::as_str);
    names
        .filter_map(|name| filters.iter().find(|it| it.ordering && it.wire.0 == name))
        .map(|it| it.rust.clone())
        .collect()
}
