//! Reads the filters of paged lists from the extension that `select` derives from their prose.

use crate::diagnostics::{Code, Diagnostic};
use crate::extensions::{Extension, filter};
use crate::ir::{Filter, Ident, Lookup, Primitive, Selectable, Type, WireName};
use crate::lower::context::Context;
use crate::lower::parameters::{self, Place, is_scalar};
use crate::lower::schemas::Schemas;
use crate::lower::types::Types;
use crate::lower::uses::Value;
use crate::names;
use crate::node::At;
use crate::node::Node;
use crate::pointer::Pointer;

/// A filter that is read, but whose type is not made yet.
pub struct FilterDraft {
    /// Where it is declared.
    pub pointer: Pointer,
    /// Its name in the document.
    pub wire: String,
    rust: Ident,
    lookups: Vec<Lookup>,
    search: bool,
    ordering: bool,
    select: Option<Selectable>,
    /// What it compares with.
    pub value: Value,
    doc: Option<String>,
}

/// Returns whether a parameter is a filter.
pub fn is_filter(at: &At<'_>) -> bool {
    at.node.get_str("in") == Some("query") && Extension::Filter.get(at.node).is_some()
}

/// Leaves out the parameters that can only be selected, of an operation that has no `select` because it is no paged list.
/// A plain parameter would be something else to the server.
pub fn without_selections<'a>(context: &Context<'a>, declared: Vec<At<'a>>) -> Vec<At<'a>> {
    let is_selected = |at: &At<'a>| {
        let declared = Extension::Filter.entry(at.node).map(filter::read);
        let declared = declared.and_then(Result::ok);
        is_filter(at) && declared.is_some_and(|it| it.is_selectable_alone())
    };
    let (selected, rest): (Vec<At<'a>>, Vec<At<'a>>) = declared.into_iter().partition(is_selected);
    for at in selected {
        let wire = at.node.get_str("name").unwrap_or("?");
        let message =
            format!("`{wire}` can only be selected, and only paged lists have `select`; skipped");
        context.report(Diagnostic::warning(Code::Parameter, message), &at);
        context.skip(
            &at.pointer,
            "it can only be selected, which is supported for paged lists",
        );
    }
    rest
}

/// Reads the filters of a list.
pub fn read<'a>(
    context: &Context<'a>,
    (declared, place): (&[At<'a>], Place<'_>),
    schemas: &mut Schemas<'a>,
) -> Vec<FilterDraft> {
    let pinned: Vec<(&str, Option<String>)> = declared
        .iter()
        .map(|at| {
            let wire = at.node.get_str("name").unwrap_or_default();
            let name = Extension::Field.string(at.node);
            let name = name.and_then(names::pinned_shouty).map(|ident| ident.0);
            (wire, name)
        })
        .collect();
    let named: Vec<(&str, Option<&str>)> = pinned
        .iter()
        .map(|(wire, name)| (*wire, name.as_deref()))
        .collect();
    let (idents, problems) = names::distinct::all(&named, &names::distinct::FILTERS);
    for (index, problem) in problems {
        let diagnostic = Diagnostic::error(Code::Name, format!("cannot name a filter: {problem}"))
            .help("add a name in the overlay: `x-connect-field`");
        if let Some(at) = declared.get(index) {
            context.report(diagnostic, at);
        }
    }
    declared
        .iter()
        .zip(idents)
        .filter_map(|(at, rust)| read_one(context, (at, place), rust, schemas))
        .collect()
}

fn read_one<'a>(
    context: &Context<'a>,
    (at, place): (&At<'a>, Place<'_>),
    rust: Ident,
    schemas: &mut Schemas<'a>,
) -> Option<FilterDraft> {
    // What has not the right form is reported by the checks.
    let declared = filter::read(Extension::Filter.entry(at.node)?).ok()?;
    let wire = at.node.get_str("name")?;
    let schema = at.get("schema");
    // Nothing is compared with what can only be selected.
    let schema = schema.filter(|_| !declared.is_selectable_alone());
    let shape = schema.map(|schema| schemas.read_parameter(&schema, wire));
    let shape = shape.unwrap_or(Type::Primitive(Primitive::String));
    if !is_scalar(&shape, schemas) {
        let message = format!("filter `{wire}` does not compare with a single value; skipped");
        context.report(Diagnostic::warning(Code::Filter, message), at);
        context.skip(
            &at.pointer,
            "the filter does not compare with a single value",
        );
        return None;
    }
    if context.flag(at, "required") == Some(true) {
        let message = format!(
            "filter `{wire}` is required, but a filter can be left out; only the server checks it"
        );
        context.report_member(Diagnostic::note(Code::Filter, message), at, "required");
    }
    Some(FilterDraft {
        pointer: at.pointer.clone(),
        wire: wire.to_owned(),
        rust,
        lookups: declared.lookups,
        search: declared.search,
        ordering: declared.ordering,
        select: declared.select,
        value: Value::sent(shape),
        doc: parameters::doc(context, at, place),
    })
}

/// Lowers filters, once their types are made.
pub fn lower(drafts: Vec<FilterDraft>, types: &Types) -> Vec<Filter> {
    let lowered = drafts.into_iter().map(|draft| Filter {
        ty: types.of(&draft.value),
        pointer: draft.pointer,
        wire: WireName(draft.wire),
        rust: draft.rust,
        lookups: draft.lookups,
        search: draft.search,
        ordering: draft.ordering,
        select: draft.select,
        doc: draft.doc,
    });
    lowered.collect()
}

/// Returns the constants of the fields in an operation's stable order. The extension checks ensure
/// that the list can be ordered by them.
pub fn stable_order(operation: &Node, filters: &[Filter]) -> Vec<Ident> {
    Extension::StableOrder
        .strings(operation)
        .filter_map(|name| filters.iter().find(|it| it.ordering && it.wire.0 == name))
        .map(|it| it.rust.clone())
        .collect()
}
