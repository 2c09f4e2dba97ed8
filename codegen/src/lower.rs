//! Lowers the document to the [`Api`], the plain data that is emitted.
//!
//! Operations and schemas are read from the tree with spans, so that one invalid part does not affect the others and
//! every diagnostic has its place. What cannot be read is reported and skipped.

mod arena;
mod boxes;
mod context;
mod definitions;
mod direct;
mod filters;
mod form;
mod groups;
mod instances;
mod kind;
mod labels;
mod members;
mod name;
mod operations;
mod ordinals;
mod owner;
mod parameters;
mod paths;
mod pieces;
mod places;
mod reach;
mod reason;
mod responses;
mod schema;
mod schemas;
mod scope;
mod settle;
mod stack;
mod states;
mod text;
mod types;
mod unify;
mod unsupported;
mod uses;
mod webhooks;

pub use responses::is_success;
pub use scope::Scope;
pub use settle::read as settlement;

use crate::extensions::Extension;
use crate::findings::Findings;
use crate::ir::Api;
use crate::names::Naming;
use crate::node::{Node, Sources};
use crate::pointer::Pointer;
use crate::prefix::Prefix;
use crate::select;

use context::Context;

/// Lowers a document that is selected and has its overlays applied. `naming` is how its operations are named.
pub fn lower(
    root: &Node,
    scope: Scope,
    naming: Naming,
    sources: &Sources,
    findings: &Findings,
) -> Api {
    let is_part = scope == Scope::Part;
    let context = Context::new(root, sources, findings);
    let routes = operations::routes(&context);
    let names = operations::names(&context, &routes, &prefixes(root), naming);
    let mut schemas = schemas::Schemas::new(&context);
    let drafts = operations::read_all(&context, &routes, &names, &mut schemas);
    let mut uses = operations::uses(&drafts);
    uses.extend(webhooks::uses(&context, &mut schemas));
    let arena = schemas.finish();
    let types = types::make(&context, &arena, &uses, &operations::kept_types(&drafts));
    let operations = operations::lower_all(drafts, &types, naming);
    operations::report_other_bodies(&context, &operations);
    let tables = states::lower(&context, &operations, &types.defs, is_part);
    let modules = operations::modules(root, &operations);
    let schemes = operations::schemes(&context, &operations, scope);
    let servers = operations::servers(&context);
    Api {
        title: title(root),
        doc: context
            .at(Pointer::root().key("info"))
            .and_then(|it| it.doc()),
        version: select::api_version(root),
        product: Extension::Product.string(root).map(str::to_owned),
        modules,
        schemes,
        servers,
        operations,
        types: types.defs,
        states: tables.states,
        statuses: tables.statuses,
        details: tables.details,
        settlements: tables.settlements,
        skipped: findings.skipped(),
        is_part,
        describes_arguments: false,
    }
}

/// Returns the title of the document, if it has one.
fn title(root: &Node) -> Option<String> {
    let title = root.get("info")?.get_str("title")?.trim();
    (!title.is_empty()).then(|| title.to_owned())
}

/// Returns the prefixes of the slice, whose common part is not used in names.
fn prefixes(root: &Node) -> Vec<Prefix> {
    let list = root
        .get("info")
        .and_then(|info| Extension::Prefixes.get(info));
    list.map(Node::items)
        .unwrap_or_default()
        .iter()
        .filter_map(Node::as_str)
        .map(Prefix::new)
        .collect()
}
