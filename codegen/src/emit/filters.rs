//! Filters: a module for each list, with one declaration of all its fields. A macro of the runtime expands
//! each field to a constant, a type and a trait.

use proc_macro2::Literal;
use quote::quote;
use syn::Item;

use super::output::Output;
use super::tokens::{ident, word};
use super::{docs, nodes};
use crate::ir::{Api, Filter, Operation, Selectable, Type, TypeRef};

/// The filter module of a paged list.
pub fn module(api: &Api, operation: &Operation, output: Output) -> Option<Item> {
    let module = operation.filter_module.as_ref()?;
    let path = format!("{}::{module}", operation.module);
    let module = ident(module);
    let list = operation.name();
    let function = operation.function.plain();
    let module_doc = match operation.filters.iter().any(|it| it.select.is_some()) {
        true => format!(
            "Fields by which [`{function}`] can be filtered and ordered, and which its rows can have or lack."
        ),
        false => format!("Fields by which [`{function}`] can be filtered and ordered."),
    };
    let scope_doc = nodes::doc(&format!("The fields of [`{function}`](super::{function})."));
    let stable: Vec<_> = operation.stable_order.iter().map(ident).collect();
    let stable_order = (!stable.is_empty()).then(|| quote!(, stable_order = [#(#stable),*]));
    let scope = nodes::enumeration(
        vec![
            scope_doc,
            nodes::list(word("list"), quote!(#list #stable_order)),
        ],
        word("Scope"),
        Vec::new(),
    );
    let fields = operation
        .filters
        .iter()
        .map(|filter| field(api, &path, filter, output));
    let items = std::iter::once(scope).chain(fields).collect();
    let items = vec![nodes::declaration("filters", items)];
    Some(nodes::module(
        vec![nodes::doc(&module_doc)],
        nodes::public(),
        module,
        items,
    ))
}

/// A field with its lookups, and with the compiler's message for any other lookup.
fn field(api: &Api, path: &str, filter: &Filter, output: Output) -> Item {
    let message = format!("`{path}::{}` does not offer `{{Self}}`", filter.rust);
    let methods = docs::filter_methods(filter);
    let label = match methods.as_slice() {
        [] => "it offers only `search`".to_owned(),
        methods => format!("it offers {}", methods.join(", ")),
    };
    let ordering = filter.ordering.then_some("Ordering");
    let offered = filter.lookups.iter().map(|it| it.marker());
    let select = filter.select.map(Selectable::marker);
    let offered = offered.chain(ordering).chain(select).map(word);
    let mut attributes = vec![
        nodes::doc(&docs::filter(api, filter, &output.root_text(2))),
        nodes::list(
            nodes::path("diagnostic::on_unimplemented"),
            quote!(message = #message, label = #label),
        ),
        nodes::list(word("offers"), quote!(#(#offered),*)),
    ];
    if filter.search {
        attributes.push(nodes::list(word("search"), quote!(Searched)));
    }
    let wire = Literal::string(&filter.wire.0);
    nodes::constant(
        attributes,
        ident(&filter.rust),
        value(api, &filter.ty, output),
        wire,
    )
}

/// The type that a filter compares with, by its full path, since the module defines names of its own. The runtime's macro
/// uses it in a module inside of that.
fn value(api: &Api, ty: &TypeRef, output: Output) -> syn::Type {
    let path = match ty {
        Type::Primitive(primitive) => nodes::path(primitive.row().scalar.unwrap_or("str")),
        Type::Array(_) | Type::Map(_) | Type::Optional(_) => nodes::path("str"),
        Type::Named(id) => {
            let mut path = output.root(3);
            path.segments.push(word("models").into());
            path.segments.push(ident(&api.type_def(*id).name).into());
            path
        }
    };
    nodes::named(path)
}
